/* The closing report. */
#include "recorder_parts.h"

#include <string.h>

#include "box_sets.h"

static enum status gather(struct closing *out, struct recorder *recorder)
{
	enum voting_state state;
	struct box_sets sets;
	enum status status = box_state(recorder->box, &state, &out->closing);

	if (status == STATUS_OK)
		status = box_sets(&sets, recorder->box);
	if (status != STATUS_OK)
		return status;
	out->election = recorder->installed.hash;
	memcpy(out->kiosk, recorder->kiosk.key.key, SIGN_KEY_BYTES);
	out->sealed = sets.sealed;
	out->spoiled = sets.spoiled;
	out->set = sets.set;
	out->spoiled_set = sets.spoiled_set;
	out->log_count = recorder->log.end.count;
	out->log_head = recorder->log.end.head;
	return STATUS_OK;
}

enum status recorder_report(struct recorder *recorder, struct recorder_reply *reply,
                            const struct recorder_request *request)
{
	struct closing closing;
	enum status status;

	(void)request;
	if (recorder_voting(recorder) != VOTING_CLOSED)
		return refuse(&recorder->why, STATUS_STATE,
		              "Voting is not closed, so there is no closing report: close voting first.");
	/* The report's log holds the line about the closing. */
	status = recorder_check_bound(recorder);
	if (status == STATUS_OK)
		status = recorder_catch_up(recorder);
	if (status != STATUS_OK)
		return status;
	status = gather(&closing, recorder);
	if (status == STATUS_OK)
		status = closing_write(reply->report, &closing, recorder->key);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "The closing report could not be made, the ballot box %s: call the organiser.",
		              status_phrase(status));
	return STATUS_OK;
}
