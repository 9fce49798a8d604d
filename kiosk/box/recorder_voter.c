#include "recorder_parts.h"

#include <string.h>

#include "ballot.h"

/* One vote for each who was admitted. With another ballot style than its code's it would not count. */
static enum status check_admission(const struct recorder *recorder, const struct recorder_request *request)
{
	enum admission admission = recorder->installed.election->admission;

	if (admission == ADMISSION_OPEN)
		return STATUS_OK;
	if (!recorder->admission.is_there || !recorder->in_session)
		return STATUS_STATE;
	return admission == ADMISSION_ATTENDED || recorder->admission.style == request->style ? STATUS_OK
	                                                                                      : STATUS_RULES;
}

/* Whatever the screen sends: the payloads decode, nothing stands behind them, and a code was taken where the election
 * has codes. */
static enum status check_vote(struct recorder *recorder, const struct sealed_shape *shape,
                              const struct recorder_request *request)
{
	const struct election *election = recorder->installed.election;
	const struct style *style = &election->styles[request->style];
	const uint8_t *payload = request->plain.payload[0];
	unsigned points = sealed_points(shape);
	enum status status = check_admission(recorder, request);

	if (status != STATUS_OK)
		return status;
	if (points == 0 || !sodium_is_zero(payload + (size_t)points * PAYLOAD_BYTES,
	                                   (SEALED_MAX_POINTS - points) * (size_t)PAYLOAD_BYTES))
		return STATUS_RANGE;
	for (unsigned i = 0; status == STATUS_OK && i < style->contest_count; i++) {
		const struct contest *contest = &election->contests[style->contest[i]];
		status = payload_check(contest, payload);
		payload += (size_t)contest->width * PAYLOAD_BYTES;
	}
	if (status == STATUS_OK && box_tag_used(recorder->box, recorder->admission.tag))
		status = STATUS_USED;
	return status;
}

static void sealed_context_of(struct sealed_context *out, const struct recorder *recorder)
{
	out->election = recorder->installed.hash;
	out->joint_key = recorder->installed.election->joint_key;
	memcpy(out->kiosk, recorder->kiosk.key.key, SIGN_KEY_BYTES);
}

void recorder_end_session(struct recorder *recorder)
{
	/* Who was let in and did not begin is let in again: staff's list has one name. */
	if (recorder->admission.is_there && !recorder->in_session)
		recorder->admissions--;
	recorder_forget(recorder);
	sodium_memzero(&recorder->admission, sizeof recorder->admission);
	recorder->in_session = 0;
	recorder->wrong_codes = 0;
}

enum status recorder_begin(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	enum admission admission = recorder->installed.election->admission;

	(void)reply;
	(void)request;
	if (admission == ADMISSION_ATTENDED && (!recorder->admission.is_there || recorder->in_session))
		return refuse(&recorder->why, STATUS_STATE, "Nobody was admitted: staff admit each voter.");
	recorder_forget(recorder);
	recorder->wrong_codes = 0;
	if (admission == ADMISSION_CODE)
		sodium_memzero(&recorder->admission, sizeof recorder->admission);
	recorder->in_session = 1;
	recorder->counters.started++;
	return STATUS_OK;
}

enum status recorder_seal(struct recorder *recorder, struct recorder_reply *reply,
                          const struct recorder_request *request)
{
	struct pending *pending = recorder->pending;
	struct sealed_context context;
	struct sealed_shape shape;
	struct sealed sealed;
	struct writer writer;
	enum status status;

	recorder_forget(recorder);
	if (request->style >= recorder->installed.election->style_count)
		return STATUS_RANGE;
	election_shape(&shape, recorder->installed.election, request->style);
	status = check_vote(recorder, &shape, request);
	if (status != STATUS_OK)
		return status;
	sealed_context_of(&context, recorder);
	randombytes_buf(pending->opened.nonce, NONCE_BYTES);
	status =
	    sealed_make(&sealed, &context, &shape, recorder->admission.tag, &request->plain, pending->opened.nonce);
	if (status != STATUS_OK)
		goto out;
	writer_init(&writer, pending->body, sizeof pending->body);
	sealed_encode(&writer, &sealed);
	status = writer_status(&writer);
	if (status != STATUS_OK)
		goto out;
	pending->body_len = writer_len(&writer);
	pending->opened.body = pending->body;
	pending->opened.body_len = pending->body_len;
	pending->opened.plain = request->plain;
	pending->opened.points = sealed_points(&shape);
	confirmation_code(&pending->code, &context, pending->body, pending->body_len);
	pending->is_there = 1;
	reply->code = pending->code;
out:
	if (status != STATUS_OK)
		recorder_forget(recorder);
	return status;
}

static enum status keep_doubt(struct recorder *recorder, enum status status)
{
	recorder->pending->in_doubt = recorder->pending->is_there && status == STATUS_UNKNOWN;
	if (status != STATUS_UNKNOWN)
		return status;
	return refuse(
	    &recorder->why, status,
	    "The kiosk's disk fails, and it is not known yet whether the ballot was stored: keep the voter here; "
	    "the kiosk goes on looking.");
}

/* Of a ballot that is not here: its answer was lost on the way, or a program before this one took it. Nothing is stored
 * by looking. */
static enum status look_back(struct recorder *recorder, struct recorder_reply *reply,
                             const struct recorder_request *request)
{
	enum status status;

	if (sodium_is_zero(request->ballot.bytes, HASH_BYTES))
		return STATUS_STATE;
	if (request->call == RECORDER_CAST)
		status = box_look_cast(recorder->box, &request->ballot);
	else
		status = box_look_spoiled(recorder->box, reply->nonce, &request->ballot);
	if (status == STATUS_OK)
		reply->code = request->ballot;
	if (status == STATUS_ABSENT)
		return refuse(&recorder->why, status, "This ballot is not in the ballot box: it was not stored.");
	return status == STATUS_UNKNOWN ? keep_doubt(recorder, status) : status;
}

/* Another ballot than the one that was sealed last is not meant. */
static enum status check_ballot(const struct recorder *recorder, const struct recorder_request *request)
{
	if (sodium_is_zero(request->ballot.bytes, HASH_BYTES) ||
	    hash_compare(&request->ballot, &recorder->pending->code) == 0)
		return STATUS_OK;
	return STATUS_MISMATCH;
}

/* A failed store keeps what was sealed, so that the same ballot can be asked for again. */
enum status recorder_cast(struct recorder *recorder, struct recorder_reply *reply,
                          const struct recorder_request *request)
{
	struct pending *pending = recorder->pending;
	enum status status;

	if (!pending->is_there)
		return look_back(recorder, reply, request);
	status = check_ballot(recorder, request);
	if (status != STATUS_OK)
		return status;
	status = box_cast(recorder->box, &pending->code, pending->body, pending->body_len);
	if (status != STATUS_OK)
		return keep_doubt(recorder, status);
	reply->code = pending->code;
	recorder_end_session(recorder);
	recorder->counters.cast++;
	recorder_scrub(recorder);
	return STATUS_OK;
}

enum status recorder_challenge(struct recorder *recorder, struct recorder_reply *reply,
                               const struct recorder_request *request)
{
	struct pending *pending = recorder->pending;
	enum status status;

	if (!pending->is_there)
		return look_back(recorder, reply, request);
	status = check_ballot(recorder, request);
	if (status != STATUS_OK)
		return status;
	status = box_spoil(recorder->box, &pending->code, &pending->opened);
	if (status != STATUS_OK)
		return keep_doubt(recorder, status);
	reply->code = pending->code;
	memcpy(reply->nonce, pending->opened.nonce, NONCE_BYTES);
	recorder_forget(recorder);
	recorder->counters.challenged++;
	recorder_scrub(recorder);
	return STATUS_OK;
}

enum status recorder_discard(struct recorder *recorder, struct recorder_reply *reply,
                             const struct recorder_request *request)
{
	uint32_t *counter = request->arg == ENDING_TIMED_OUT ? &recorder->counters.timed_out
	                    : request->arg == ENDING_LEFT    ? &recorder->counters.left
	                                                     : NULL;

	(void)reply;
	/* Outside a session: who was admitted did not come. */
	if (recorder->in_session && counter)
		(*counter)++;
	recorder_end_session(recorder);
	return counter ? STATUS_OK : STATUS_RANGE;
}
