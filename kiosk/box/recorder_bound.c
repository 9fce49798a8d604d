/* Box and log bear witness to each other: each tells how far the other had come, so that neither can be put back or
 * emptied alone. The box is written first, and its line into the log after: the box may be ahead, never behind. */
#include "recorder_parts.h"

#include <stdlib.h>

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

static enum status read_log(char **text, size_t *text_len, struct recorder *recorder)
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

enum status recorder_check_bound(struct recorder *recorder)
{
	struct log_told told;
	char *text;
	size_t text_len;
	enum status status = read_log(&text, &text_len, recorder);

	if (status != STATUS_OK)
		return status;
	log_tell(&told, text, text_len);
	status = check_log(recorder, text, text_len);
	if (status == STATUS_OK)
		status = check_box(recorder, &told);
	free(text);
	return status;
}

enum status recorder_check_never_opened(struct recorder *recorder)
{
	struct log_told told;
	char *text;
	size_t text_len;
	enum status status = read_log(&text, &text_len, recorder);

	if (status != STATUS_OK)
		return status;
	log_tell(&told, text, text_len);
	free(text);
	if (told.opened)
		return refuse(&recorder->why, STATUS_DAMAGED,
		              "%.120s: the log tells of voting on this kiosk, but its box or roster is gone: change "
		              "nothing and call the organiser.",
		              recorder->data);
	return STATUS_OK;
}
