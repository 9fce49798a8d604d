#include "election_load.h"

#include <string.h>

#include "cli.h"
#include "definition_media.h"
#include "glyphs.h"

void list_fault(void *context, const struct problem *problem)
{
	struct listing *listing = context;

	listing->faults++;
	(void)cli_refused("%s: %s: %s; %s", listing->path, problem->place, problem->what, problem->cure);
}

/* A language that a kiosk's fonts cannot write is refused by name. Without the fonts that kiosks have this is not known
 * here, and said. */
static enum status check_glyphs(const struct election *election, struct listing *listing)
{
	char why[GLYPHS_WHY];
	struct glyphs *glyphs;
	enum status status = glyphs_open(&glyphs, why);

	if (status == STATUS_ABSENT) {
		cli_note("note: %s: whether a kiosk can show every letter was not checked: %s", listing->path, why);
		return STATUS_OK;
	}
	if (status == STATUS_NO_ROOM)
		return status;
	if (status != STATUS_OK) {
		(void)cli_failed("%s: %s", listing->path, why);
		return status;
	}
	status = glyphs_check(glyphs, election, list_fault, listing);
	glyphs_close(glyphs);
	return status;
}

enum status election_load(struct definition *out, struct bytes *file, const char *path)
{
	struct listing listing = {.path = path};
	enum status status = file_read(file, path, ELECTION_MAX_BYTES, "the election definition");

	memset(out, 0, sizeof *out);
	if (status != STATUS_OK)
		return status;
	status = definition_read(out, (const char *)file->data, file->len, list_fault, &listing);
	if (status == STATUS_OK)
		status = media_load(out, path, list_fault, &listing);
	if (status == STATUS_OK)
		status = check_glyphs(out->election, &listing);
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: there is not enough memory to read it; close other programs", path);
	else if (status != STATUS_OK)
		(void)cli_refused("%s: %u fault%s; correct %s, then check again", path, listing.faults,
		                  listing.faults == 1 ? "" : "s", listing.faults == 1 ? "it" : "them");
	return status;
}
