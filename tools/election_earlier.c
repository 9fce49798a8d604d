#include "election_earlier.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "election_changes.h"
#include "revision_file.h"

#define ENDING ".election"

/* --- looking --- */

/* Reads a package that this organiser signed; nothing is told. */
static enum status earlier_read(struct earlier *out, const char *path, const struct sign_public *organiser)
{
	char trusted[SIGN_TRUSTED_MAX + 1];
	struct problem problem;
	enum status status;

	memset(out, 0, sizeof *out);
	if (snprintf(out->path, PATH_ROOM, "%s", path) >= PATH_ROOM)
		return STATUS_TOO_LONG;
	status = file_read_quiet(&out->file, path, ELECTION_MAX_BYTES + SIGN_FILE_MAX);
	if (status == STATUS_OK)
		status = signed_open(&out->body, &out->body_len, trusted, sizeof trusted, out->file.data, out->file.len,
		                     organiser);
	if (status == STATUS_OK)
		status = election_read(&out->election, &problem, out->body, out->body_len);
	return status;
}

void earlier_finish(struct earlier *earlier)
{
	election_destroy(earlier->election);
	bytes_free(&earlier->file);
	memset(earlier, 0, sizeof *earlier);
}

/* Takes it in place of the best so far where it is this election's and of a higher revision. */
static void consider(struct earlier *best, const char *path, const struct election *election)
{
	struct earlier found;

	if (earlier_read(&found, path, &election->organiser_key) == STATUS_OK &&
	    strcmp(found.election->id, election->id) == 0 &&
	    (!best->election || found.election->revision > best->election->revision)) {
		struct earlier last = *best;

		*best = found;
		found = last;
	}
	earlier_finish(&found);
}

/* Also the one that was kept when another took its place: the other may never have been written. */
static int is_package(const char *name)
{
	size_t len = strlen(name);

	return (len > strlen(ENDING) && strcmp(name + len - strlen(ENDING), ENDING) == 0) ||
	       strstr(name, ENDING REVISION_KEPT) != NULL;
}

static void look_through(struct earlier *best, const char *folder, const struct election *election)
{
	struct folder_names names;
	char path[PATH_ROOM];

	if (!folder_exists(folder) || folder_list(&names, folder, "the folder of the package") != STATUS_OK)
		return;
	for (size_t i = 0; i < names.count; i++)
		if (is_package(names.name[i]) && path_join(path, folder, names.name[i]) == STATUS_OK)
			consider(best, path, election);
	folder_names_free(&names);
}

static enum status look_at_given(struct earlier *best, const char *after, const struct election *election)
{
	struct earlier given;
	enum status status = earlier_read(&given, after, &election->organiser_key);

	if (status == STATUS_OK && strcmp(given.election->id, election->id) != 0)
		status = STATUS_MISMATCH;
	if (status == STATUS_MISMATCH && given.election)
		(void)cli_refused("%s: is a package of the election \"%s\", not of \"%s\"; give --after the last "
		                  "package of this election",
		                  after, given.election->id, election->id);
	else if (status != STATUS_OK)
		(void)cli_refused("%s: is no package that this organiser's key signed (it %s); give --after the last "
		                  "package of this election",
		                  after, status_phrase(status));
	earlier_finish(&given);
	if (status == STATUS_OK)
		consider(best, after, election);
	return status == STATUS_OK ? STATUS_OK : STATUS_RULES;
}

enum status earlier_find(struct earlier *out, const struct election *election, const char *output, const char *after)
{
	char folder[PATH_ROOM];
	enum status status = path_parent(folder, output);

	memset(out, 0, sizeof *out);
	/* The one that would be written over comes first: of equal revisions it is the one to name. */
	if (status == STATUS_OK && path_exists(output))
		consider(out, output, election);
	if (status == STATUS_OK && after)
		status = look_at_given(out, after, election);
	if (status == STATUS_OK)
		look_through(out, folder, election);
	return status;
}

/* --- judging --- */

static int same_body(const struct earlier *earlier, const uint8_t *body, size_t body_len)
{
	return earlier->body_len == body_len && memcmp(earlier->body, body, body_len) == 0;
}

/* Kept when another took its place at output, which is not there now. */
static int was_at(const char *path, const char *output)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	const char *of = strrchr(output, '/') ? strrchr(output, '/') + 1 : output;
	size_t len = strlen(of);

	return strncmp(name, of, len) == 0 && strncmp(name + len, REVISION_KEPT, strlen(REVISION_KEPT)) == 0;
}

enum status earlier_allows(const struct earlier *earlier, const struct election *election, const uint8_t *body,
                           size_t body_len, const char *output, const char *after)
{
	unsigned long last = earlier->election ? earlier->election->revision : 0;

	if (!earlier->election || election->revision > last || same_body(earlier, body, body_len))
		return STATUS_OK;
	if (strcmp(earlier->path, output) != 0 && !was_at(earlier->path, output) &&
	    !(after && strcmp(earlier->path, after) == 0)) {
		cli_note("note: %s is revision %lu of this election already, with other content; whoever has both "
		         "files cannot tell which is the newer: write \"revision\": %lu in the definition, then build "
		         "again",
		         earlier->path, last, last + 1);
		return STATUS_OK;
	}
	(void)cli_refused("%s: is revision %lu of this election already, with other content, and kiosks may hold it; "
	                  "write \"revision\": %lu in the definition, then build again",
	                  earlier->path, last, last + 1);
	return STATUS_RULES;
}

enum status earlier_keep(const struct earlier *earlier, const struct election *election, const char *output)
{
	if (!earlier->election || strcmp(earlier->path, output) != 0 ||
	    earlier->election->revision >= election->revision)
		return STATUS_OK;
	return revision_keep(output, &earlier->file, earlier->election->revision);
}

void earlier_tell(const struct earlier *earlier, const struct election *election, const uint8_t *body, size_t body_len)
{
	if (!earlier->election || same_body(earlier, body, body_len))
		return;
	printf("Changed since revision %u (%s):\n", earlier->election->revision, earlier->path);
	if (election_changes(stdout, earlier->election, election) == 0)
		printf("  - nothing that voters see\n");
	printf("Ballots cast with that revision do not count with this one: every kiosk has to load this package\n"
	       "before voting opens, and the list of kiosks has to be signed again for it.\n\n");
}
