/* Erasing a box whose every ballot lies in an export that was read back. The line in the log is what counts: before it
 * nothing is touched, and once it is there, what was left by a power cut is removed at the next start. Key and log
 * stay. */
#include "recorder_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- is everything saved? --- */

void recorder_look_saved(struct recorder *recorder)
{
	const struct sentence why = recorder->why;
	struct box_export last = {0};
	struct log_told told;

	/* Nothing changes in a closed box, and an export's line is written when it was read back: one after the closing
	 * holds everything. */
	recorder->is_saved = recorder->box && recorder_voting(recorder) == VOTING_CLOSED &&
	                     recorder_tell_log(&told, recorder) == STATUS_OK && told.state == VOTING_CLOSED &&
	                     box_last_export(recorder->box, &last) == STATUS_OK && last.number > 0 &&
	                     told.saved == last.number;
	recorder->why = why;
}

/* --- what was erased --- */

/* The last 16 digits of an import's line are its election's. */
static void take_import(char hash[static 17], const struct log_line *line)
{
	if (line->detail_len >= 16)
		(void)snprintf(hash, 17, "%.16s", line->detail + line->detail_len - 16);
}

static int was_erased(const char *text, size_t text_len, const struct hash *election)
{
	char wanted[17], imported[17] = "";
	struct log_line line;
	const char *newline;
	int erased = 0;

	hex_write(wanted, election->bytes, 8);
	for (; text_len > 0 && (newline = memchr(text, '\n', text_len)) != NULL; text = newline + 1) {
		size_t len = (size_t)(newline - text);

		text_len -= len + 1;
		if (!log_line_read(&line, text, len))
			continue;
		if (line.kind == LOG_IMPORT)
			take_import(imported, &line);
		erased |= line.kind == LOG_ERASE && strcmp(imported, wanted) == 0;
	}
	return erased;
}

static enum status look_erased(int *erased, struct recorder *recorder, const struct hash *election)
{
	char *text;
	size_t text_len;
	enum status status = recorder_read_log(&text, &text_len, recorder);

	*erased = status == STATUS_OK && text && was_erased(text, text_len, election);
	free(text);
	return status;
}

enum status recorder_check_not_erased(struct recorder *recorder, const struct hash *election)
{
	int erased;
	enum status status = look_erased(&erased, recorder, election);

	if (status == STATUS_OK && erased)
		return refuse(&recorder->why, STATUS_USED,
		              "This election was voted on here, and its box was erased: take another kiosk for it.");
	return status;
}

/* --- removing --- */

static enum status remove_named(struct recorder *recorder, const char *name)
{
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, recorder->data, name);

	return status == STATUS_OK ? disk_remove(recorder->disk, path) : status;
}

/* The roster first: without it there is no election. */
static enum status remove_election(struct recorder *recorder)
{
	static const char *const names[] = {ELECTION_FILE, BOX_FILE, BOX_FILE "-journal"};
	enum status status;

	box_close(recorder->box);
	recorder->box = NULL;
	recorder_end_session(recorder);
	installed_finish(&recorder->installed);
	memset(&recorder->counters, 0, sizeof recorder->counters);
	recorder->is_saved = 0;
	status = installed_unmark(recorder->disk, recorder->data);
	for (size_t i = 0; status == STATUS_OK && i < sizeof names / sizeof names[0]; i++)
		status = remove_named(recorder, names[i]);
	recorder_clear_mirror(recorder);
	if (status == STATUS_OK)
		status = disk_sync_folder(recorder->disk, recorder->data);
	if (status != STATUS_OK)
		return refuse(
		    &recorder->why, status,
		    "The election is erased, but the kiosk's disk %s, so that parts of it are left: check it and "
		    "restart the kiosk.",
		    status_phrase(status));
	return STATUS_OK;
}

/* A box that is whole yet must be the one that the line tells of: closed, and all in an export. Nobody makes the kiosk
 * throw votes away with a line of text. */
static enum status check_erased(struct recorder *recorder, const struct log_told *told)
{
	uint32_t sealed = 0, spoiled = 0, slots, closing;
	enum voting_state state = VOTING_NEW;
	struct box_identity identity;
	struct box_export last = {0};
	struct box *box = NULL;
	enum status status;

	if (!recorder->installed.election)
		return STATUS_OK;
	recorder_box_identity(&identity, recorder, &recorder->installed);
	status = recorder_open_copies(recorder, &identity);
	box = recorder->box;
	recorder->box = NULL;
	if (status == STATUS_ABSENT)
		return STATUS_OK;
	if (status == STATUS_OK)
		status = box_counts(box, &sealed, &spoiled, &slots);
	if (status == STATUS_OK)
		status = box_state(box, &state, &closing);
	if (status == STATUS_OK)
		status = box_last_export(box, &last);
	box_close(box);
	if (status == STATUS_OK &&
	    (state != VOTING_CLOSED || sealed != told->erasure.sealed || spoiled != told->erasure.spoiled ||
	     last.number != told->erasure.number || last.number == 0))
		status = STATUS_MISMATCH;
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "%.120s: the log says that box.db was erased, but it is there and holds other ballots "
		              "than the log tells of: change nothing and call the organiser.",
		              recorder->data);
	return STATUS_OK;
}

enum status recorder_finish_erasure(int *is_erased, struct recorder *recorder)
{
	struct log_told told;
	enum status status = recorder_tell_log(&told, recorder);

	*is_erased = status == STATUS_OK && told.erased;
	/* An import may have come since, whose line could not be written: its election was never erased. */
	if (*is_erased && recorder->installed.election)
		status = look_erased(is_erased, recorder, &recorder->installed.hash);
	if (status == STATUS_OK && *is_erased)
		status = check_erased(recorder, &told);
	return status == STATUS_OK && *is_erased ? remove_election(recorder) : status;
}

/* --- the call --- */

static enum status check_erasable(struct recorder *recorder)
{
	enum status status;

	recorder_look_saved(recorder);
	if (recorder_voting(recorder) != VOTING_CLOSED)
		return refuse(&recorder->why, STATUS_STATE, "Voting is not closed: only a closed box is erased.");
	if (!recorder->is_saved)
		return refuse(&recorder->why, STATUS_STATE,
		              "Not all votes are saved: save them onto a stick first, then erase.");
	status = recorder_check_bound(recorder);
	return status == STATUS_OK ? recorder_catch_up(recorder) : status;
}

/* The same words as of the export that holds all. */
static enum status say_erased(struct sentence *done, struct recorder *recorder)
{
	struct sentence said = {""};
	struct box_export last = {0};
	uint32_t sealed, spoiled, slots;
	enum status status = box_counts(recorder->box, &sealed, &spoiled, &slots);

	if (status == STATUS_OK)
		status = box_last_export(recorder->box, &last);
	if (status == STATUS_OK) {
		tell(&said, "number %u: sealed %u, spoiled %u", last.number, sealed, spoiled);
		tell(done, "Erased: %u votes and %u test votes. Export number %u holds them.", sealed, spoiled,
		     last.number);
		status = log_append(&recorder->log, LOG_ERASE, said.text);
	}
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "The kiosk's disk %s, so nothing was erased: check it and try again.",
		              status_phrase(status));
	return STATUS_OK;
}

enum status recorder_erase(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	struct sentence done = {""};
	enum status status = check_erasable(recorder);

	if (status == STATUS_OK)
		status = recorder_try(recorder, reply, &recorder->second_pin);
	if (status != STATUS_OK)
		return status;
	status = second_pin_check(recorder->second_key, recorder->second_key_len, request->pin, &recorder->kiosk.key);
	status = recorder_tried(recorder, reply, &recorder->second_pin, status);
	if (status == STATUS_OK)
		status = say_erased(&done, recorder);
	if (status != STATUS_OK)
		return status;
	status = remove_election(recorder);
	if (status == STATUS_OK)
		recorder->why = done;
	recorder_try_seal_log(recorder);
	return status;
}
