/* Box and log bear witness to each other: each tells how far the other had come, so that neither can be put back or
 * emptied alone. The box is written first, and its line into the log after: the box may be ahead, never behind. */
#include "recorder_parts.h"

#include <stdlib.h>
#include <string.h>

void recorder_note_log(struct recorder *recorder)
{
	const struct box_log log = {recorder->log.end.count, recorder->log.end.head};

	box_note_log(recorder->box, &log);
}

static enum status refuse_log(struct recorder *recorder)
{
	return refuse(&recorder->why, STATUS_DAMAGED,
	              "%.140s: log.txt lacks lines that box.db knows of: keep the folder as it is and call the "
	              "organiser.",
	              recorder->data);
}

/* The log as it was at the box's last change of state or export is still the log's beginning. */
static enum status check_log(struct recorder *recorder, const char *text, size_t text_len)
{
	struct box_log kept;
	struct log_end end;
	enum status status = box_kept_log(recorder->box, &kept);

	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The ballot box %s: call the organiser.", status_phrase(status));
	status = log_check(&end, text, text_len, recorder->kiosk.key.key, kept.count);
	if (status != STATUS_OK || end.count != kept.count ||
	    (kept.count > 0 && hash_compare(&end.head, &kept.head) != 0))
		return refuse_log(recorder);
	return STATUS_OK;
}

/* The box holds all that the log tells of. */
static enum status check_box(struct recorder *recorder, const struct log_told *told)
{
	uint32_t sealed, spoiled, slots, closing;
	struct box_export last = {0};
	enum voting_state state = VOTING_NEW;
	enum status status = box_counts(recorder->box, &sealed, &spoiled, &slots);

	if (status == STATUS_OK)
		status = box_last_export(recorder->box, &last);
	if (status == STATUS_OK)
		status = box_state(recorder->box, &state, &closing);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The ballot box %s: call the organiser.", status_phrase(status));
	if ((told->opened && state == VOTING_NEW) || sealed < told->sealed || spoiled < told->spoiled ||
	    last.number < told->exports)
		return refuse(&recorder->why, STATUS_MISMATCH,
		              "%.120s: box.db is older than the log, which tells of %u ballots, %u tested, %u exports: "
		              "change nothing and call the organiser.",
		              recorder->data, told->sealed, told->spoiled, told->exports);
	return STATUS_OK;
}

enum status recorder_read_log(char **text, size_t *text_len, struct recorder *recorder)
{
	enum status status = STATUS_OK;

	*text = NULL;
	*text_len = 0;
	if (recorder->log.end.count > 0)
		status = log_text(text, text_len, &recorder->log, recorder->kiosk.key.key);
	if (status == STATUS_OK || status == STATUS_DAMAGED)
		return status == STATUS_OK ? STATUS_OK : refuse_log(recorder);
	return refuse(&recorder->why, status, "%.160s: log.txt %s: check the kiosk's disk.", recorder->data,
	              status_phrase(status));
}

static enum status check_seals(struct recorder *recorder, const char *text, size_t text_len)
{
	struct log_seals seals;
	uint32_t line;
	enum status status = log_seals_check(&seals, &line, text, text_len, recorder->kiosk.key.key);

	if (status == STATUS_SIGNATURE)
		return refuse(&recorder->why, status,
		              "%.160s: the seal on line %u of log.txt does not hold: keep the folder as it is and call "
		              "the organiser.",
		              recorder->data, line);
	return status == STATUS_OK ? STATUS_OK : refuse_log(recorder);
}

enum status recorder_check_bound(struct recorder *recorder)
{
	struct log_told told;
	char *text;
	size_t text_len;
	enum status status = recorder_read_log(&text, &text_len, recorder);

	if (status != STATUS_OK)
		return status;
	log_tell(&told, text, text_len);
	status = check_log(recorder, text, text_len);
	if (status == STATUS_OK)
		status = check_seals(recorder, text, text_len);
	if (status == STATUS_OK)
		status = check_box(recorder, &told);
	free(text);
	return status;
}

/* --- seals --- */

/* A kiosk's log is sealed from its enrolment on. One without seals was written anew by somebody who had the disk: the
 * kiosk's own key must not vouch for it without a word. */
static enum status tell_seals_gone(struct recorder *recorder)
{
	struct log_seals seals;
	uint32_t line;
	char *text;
	size_t text_len;
	enum status status = recorder_read_log(&text, &text_len, recorder);

	if (status != STATUS_OK)
		return status;
	status = log_seals_check(&seals, &line, text, text_len, recorder->kiosk.key.key);
	free(text);
	if (status != STATUS_OK || seals.count > 0)
		return status;
	return log_append(&recorder->log, LOG_FAULT, "the log's seals are gone; the kiosk's own key begins them anew");
}

enum status recorder_seal_log(struct recorder *recorder)
{
	enum status status = tell_seals_gone(recorder);

	if (status == STATUS_OK)
		status = log_seal(&recorder->log, recorder->key);
	if (status == STATUS_OK)
		return STATUS_OK;
	if (status == STATUS_DAMAGED)
		return refuse_log(recorder);
	return refuse(&recorder->why, status, "%.160s: the log could not be sealed, it %s: check the kiosk's disk.",
	              recorder->data, status_phrase(status));
}

void recorder_try_seal_log(struct recorder *recorder)
{
	const struct sentence said = recorder->why;

	/* The next one seals what this one would have; an export is not made without one. */
	if (recorder_seal_log(recorder) == STATUS_OK || said.text[0] != '\0')
		recorder->why = said;
}

/* --- lines that are missing --- */

static enum status say_once(struct recorder *recorder, enum log_kind kind, char *detail)
{
	enum status status = detail[0] ? log_append(&recorder->log, kind, detail) : STATUS_OK;

	if (status == STATUS_OK)
		detail[0] = '\0';
	return status;
}

enum status recorder_say_unsaid(struct recorder *recorder)
{
	enum status status = say_once(recorder, LOG_IMPORT, recorder->unsaid_import);

	return status == STATUS_OK ? say_once(recorder, LOG_OPEN, recorder->unsaid_open) : status;
}

static enum status say_counts(struct recorder *recorder, enum voting_state state, uint32_t sealed, uint32_t spoiled)
{
	struct sentence counts = {""};

	tell(&counts, "sealed %u, spoiled %u", sealed, spoiled);
	return log_append(&recorder->log,
	                  state == VOTING_OPEN     ? LOG_OPEN
	                  : state == VOTING_PAUSED ? LOG_PAUSE
	                                           : LOG_CLOSE,
	                  counts.text);
}

static enum status say_voting(struct recorder *recorder, const struct log_told *told)
{
	uint32_t sealed = 0, spoiled = 0, slots, closing = 0;
	enum voting_state state = VOTING_NEW, said = told->state;
	enum status status = box_state(recorder->box, &state, &closing);

	if (status == STATUS_OK)
		status = box_counts(recorder->box, &sealed, &spoiled, &slots);
	if (status != STATUS_OK || state == VOTING_NEW)
		return status;
	/* Ballots came since, or may have: the opening that the log lacks was one of the box as its last line tells. */
	if (said != VOTING_OPEN && (state == VOTING_OPEN || sealed != told->sealed || spoiled != told->spoiled)) {
		status = say_counts(recorder, VOTING_OPEN, told->sealed, told->spoiled);
		said = VOTING_OPEN;
	}
	for (uint32_t closed = told->closings; status == STATUS_OK && closed < closing; closed++) {
		status = say_counts(recorder, VOTING_CLOSED, sealed, spoiled);
		said = VOTING_CLOSED;
	}
	return status == STATUS_OK && state != said ? say_counts(recorder, state, sealed, spoiled) : status;
}

enum status recorder_catch_up(struct recorder *recorder)
{
	struct sentence import = {""};
	struct log_told told;
	char *text = NULL;
	size_t text_len;
	enum status status = recorder_say_unsaid(recorder);

	if (status == STATUS_OK) {
		status = recorder_read_log(&text, &text_len, recorder);
		if (status != STATUS_OK)
			return status;
		log_tell(&told, text, text_len);
		free(text);
		recorder_tell_import(&import, recorder);
		if (strcmp(told.import, import.text) != 0)
			status = log_append(&recorder->log, LOG_IMPORT, import.text);
	}
	if (status == STATUS_OK)
		status = say_voting(recorder, &told);
	if (status != STATUS_OK)
		return refuse(
		    &recorder->why, status,
		    "%.160s: log.txt %s, and lacks a line that must stand in it: make room on the kiosk's disk.",
		    recorder->data, status_phrase(status));
	return STATUS_OK;
}

/* What the log by itself tells; the box is not asked. */
enum status recorder_tell_log(struct log_told *told, struct recorder *recorder)
{
	char *text;
	size_t text_len;
	enum status status = recorder_read_log(&text, &text_len, recorder);

	if (status != STATUS_OK)
		return status;
	log_tell(told, text, text_len);
	free(text);
	return STATUS_OK;
}

enum status recorder_pin_past(enum pin_past *out, struct recorder *recorder)
{
	struct log_told told;
	enum status status = recorder_tell_log(&told, recorder);

	if (status != STATUS_OK)
		return status;
	*out = told.pin_tried ? PIN_TRIED : PIN_NEVER_TRIED;
	return STATUS_OK;
}

enum status recorder_check_never_opened(struct recorder *recorder)
{
	struct log_told told;
	enum status status = recorder_tell_log(&told, recorder);

	if (status != STATUS_OK)
		return status;
	if (told.opened)
		return refuse(&recorder->why, STATUS_DAMAGED,
		              "%.120s: the log tells of voting on this kiosk, but its box or roster is gone: change "
		              "nothing and call the organiser.",
		              recorder->data);
	return STATUS_OK;
}
