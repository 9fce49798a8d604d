/* Voting codes: who has one that was issued for this place and was not used may vote once. */
#include "recorder_parts.h"

#include <string.h>

enum { WAIT_MAX_S = 30 };

/* Seconds until the next code is taken: they double with every wrong one of a session, and begin anew with the next
 * voter. Sixty random bits need no more; it keeps a bored hand from the keys. */
static unsigned wait_s(unsigned wrong)
{
	unsigned wait = wrong < 6 ? 1U << (wrong - 1) : WAIT_MAX_S;

	return wait < WAIT_MAX_S ? wait : WAIT_MAX_S;
}

static enum status look_up(struct issued *out, uint8_t tag[static TAG_BYTES], const struct recorder *recorder,
                           const char *letters)
{
	const struct election *election = recorder->installed.election;
	enum status status = voting_code_tag(tag, letters, election->id);

	/* What is no code was never issued. */
	if (status == STATUS_TRUNCATED || status == STATUS_TOO_LONG || status == STATUS_TEXT ||
	    status == STATUS_MISMATCH)
		return STATUS_ABSENT;
	if (status == STATUS_OK && !election_issued(out, election, tag))
		return STATUS_ABSENT;
	return status;
}

static enum status refuse_code(struct recorder *recorder, struct recorder_reply *reply, enum code_refusal why)
{
	recorder->codes_refused++;
	recorder->refusals[why]++;
	reply->arg = code_refusal_arg(why, wait_s(++recorder->wrong_codes));
	switch (why) {
	case CODE_USED: return refuse(&recorder->why, STATUS_USED, "This voting code was used on this kiosk already.");
	case CODE_OTHER_PLACE: return refuse(&recorder->why, STATUS_ABSENT, "This voting code is for another place.");
	case CODE_NOT_ISSUED: break;
	}
	return refuse(&recorder->why, STATUS_ABSENT, "This voting code was not issued for this election.");
}

enum status recorder_code(struct recorder *recorder, struct recorder_reply *reply,
                          const struct recorder_request *request)
{
	const struct election *election = recorder->installed.election;
	struct admitted *admission = &recorder->admission;
	char letters[VOTING_CODE_LETTERS + 1];
	struct issued issued;
	uint8_t tag[TAG_BYTES];
	enum status status;

	if (election->admission != ADMISSION_CODE)
		return refuse(&recorder->why, STATUS_STATE, "This election asks for no voting codes.");
	if (!recorder->in_session)
		return refuse(&recorder->why, STATUS_STATE, "A voting code is taken in a voter's session only.");
	recorder_forget(recorder);
	sodium_memzero(admission, sizeof *admission);
	memcpy(letters, request->code, sizeof letters);
	letters[VOTING_CODE_LETTERS] = '\0';
	status = look_up(&issued, tag, recorder, letters);
	if (status == STATUS_ABSENT)
		status = refuse_code(recorder, reply, CODE_NOT_ISSUED);
	else if (status == STATUS_OK && strcmp(election->places[issued.place], recorder->installed.self.place) != 0)
		status = refuse_code(recorder, reply, CODE_OTHER_PLACE);
	else if (status == STATUS_OK && box_tag_used(recorder->box, tag))
		status = refuse_code(recorder, reply, CODE_USED);
	if (status == STATUS_OK) {
		admission->is_there = 1;
		admission->style = issued.style;
		memcpy(admission->tag, tag, TAG_BYTES);
		reply->arg = issued.style;
	}
	sodium_memzero(tag, sizeof tag);
	sodium_memzero(letters, sizeof letters);
	return status;
}

void recorder_tell_refusals(struct recorder *recorder)
{
	const uint32_t *count = recorder->refusals;
	struct sentence said = {""};

	if (count[CODE_USED] + count[CODE_NOT_ISSUED] + count[CODE_OTHER_PLACE] == 0)
		return;
	tell(&said, "voting codes refused: used %u, not issued %u, other place %u", count[CODE_USED],
	     count[CODE_NOT_ISSUED], count[CODE_OTHER_PLACE]);
	recorder_say(recorder, LOG_REFUSAL, said.text);
	memset(recorder->refusals, 0, sizeof recorder->refusals);
}
