#include "election_body.h"

#include <stdlib.h>

#include "cli.h"
#include "election_load.h"

enum status election_body(uint8_t **body, size_t *body_len, const struct election *election, const char *path)
{
	struct listing listing = {.path = path};
	struct election *again = NULL;
	struct problem problem;
	struct writer writer;
	enum status status = election_check(election, list_fault, &listing);

	if (status != STATUS_OK)
		return status;
	*body = malloc(ELECTION_MAX_BYTES);
	if (!*body) {
		(void)cli_failed("%s: there is not enough memory to build it; close other programs", path);
		return STATUS_NO_ROOM;
	}
	writer_init(&writer, *body, ELECTION_MAX_BYTES);
	status = election_write(&writer, election);
	if (status == STATUS_NO_ROOM) {
		(void)cli_refused("%s: it is larger than 40 MiB; shorten its texts", path);
		return STATUS_TOO_LONG;
	}
	*body_len = writer_len(&writer);
	if (status == STATUS_OK)
		status = election_read(&again, &problem, *body, *body_len);
	election_destroy(again);
	if (status != STATUS_OK)
		(void)cli_failed("%s: what was built cannot be read back (it %s); please report this", path,
		                 status_phrase(status));
	return status;
}
