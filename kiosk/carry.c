#include "carry.h"

#include <string.h>

#include "opening.h"

static void enrolment_of(struct recorder_request *out, const struct flow *flow)
{
	out->call = RECORDER_ENROL;
	out->wants_stick = flow->enrol_stick;
	memcpy(out->pin, flow->enrol_pin, sizeof(out->pin));
	memcpy(out->second_pin, flow->enrol_second, sizeof(out->second_pin));
	memcpy(out->name, flow->enrol_name, sizeof(out->name));
	memcpy(out->place, flow->enrol_place, sizeof(out->place));
}

static enum status request_of(struct recorder_request *out, const struct flow *flow, struct effect effect)
{
	unsigned points;

	memset(out, 0, sizeof(*out));
	out->arg = effect.arg;
	if (!flow) { /* without one only the status is asked */
		out->call = RECORDER_STATUS;
		return STATUS_OK;
	}
	switch (effect.kind) {
	case EFFECT_SHUFFLE: out->call = RECORDER_BEGIN; break;
	case EFFECT_SEAL:
		out->call = RECORDER_SEAL;
		out->style = flow->style;
		return flow_encode(&out->plain, &points, flow);
	case EFFECT_STORE:
		out->call = RECORDER_CAST;
		out->ballot = flow->code;
		break;
	case EFFECT_SPOIL:
		out->call = RECORDER_CHALLENGE;
		out->ballot = flow->code;
		break;
	case EFFECT_DISCARD: out->call = RECORDER_DISCARD; break;
	case EFFECT_CHECK_PIN:
		out->call = RECORDER_CHECK_PIN;
		memcpy(out->pin, flow->pin, sizeof(out->pin));
		break;
	case EFFECT_OPEN: out->call = RECORDER_OPEN; break;
	case EFFECT_PAUSE: out->call = RECORDER_PAUSE; break;
	case EFFECT_CLOSE: out->call = RECORDER_CLOSE; break;
	case EFFECT_EXPORT: out->call = RECORDER_EXPORT; break;
	case EFFECT_IMPORT: out->call = RECORDER_IMPORT; break;
	case EFFECT_SCALE: out->call = RECORDER_SCALE; break;
	case EFFECT_CODE:
		out->call = RECORDER_CODE;
		memcpy(out->code, flow->typed, sizeof(out->code));
		break;
	case EFFECT_ADMIT: out->call = RECORDER_ADMIT; break;
	case EFFECT_ORGANISER: out->call = RECORDER_ORGANISER; break;
	case EFFECT_ENROL: enrolment_of(out, flow); break;
	case EFFECT_KEY_STICK: out->call = RECORDER_KEY_STICK; break;
	case EFFECT_CLOCK: out->call = RECORDER_CLOCK; break;
	case EFFECT_STICK: out->call = RECORDER_STICK; break;
	case EFFECT_READY: out->call = RECORDER_READY; break;
	case EFFECT_REPORT: out->call = RECORDER_REPORT; break;
	case EFFECT_REOPEN: out->call = RECORDER_REOPEN; break;
	case EFFECT_ERASE:
		out->call = RECORDER_ERASE;
		memcpy(out->pin, flow->pin, sizeof(out->pin));
		break;
	case EFFECT_PRACTICE: out->call = RECORDER_PRACTICE; break;
	case EFFECT_NONE:
	case EFFECT_KIND_COUNT: out->call = RECORDER_STATUS; break;
	}
	return STATUS_OK;
}

static void answer_of(struct event *out, const struct recorder_reply *reply, enum effect_kind asked)
{
	switch (asked) {
	case EFFECT_SHUFFLE:
		out->kind = EVENT_SHUFFLED;
		randombytes_buf(out->seed, sizeof(out->seed));
		break;
	case EFFECT_SEAL:
		out->kind = EVENT_SEALED;
		out->code = reply->code;
		break;
	case EFFECT_STORE: out->kind = EVENT_STORED; break;
	case EFFECT_SPOIL:
		out->kind = EVENT_SPOILED;
		memcpy(out->nonce, reply->nonce, sizeof(out->nonce));
		break;
	case EFFECT_CHECK_PIN: out->kind = EVENT_PIN_RIGHT; break;
	case EFFECT_CODE:
		out->kind = EVENT_ADMITTED;
		out->arg = reply->arg;
		break;
	case EFFECT_REPORT:
		out->kind = EVENT_REPORT;
		memcpy(out->report, reply->report, sizeof(out->report));
		break;
	case EFFECT_ADMIT:
	case EFFECT_OPEN:
	case EFFECT_PAUSE:
	case EFFECT_CLOSE:
	case EFFECT_EXPORT:
	case EFFECT_ORGANISER:
	case EFFECT_ENROL:
	case EFFECT_KEY_STICK:
	case EFFECT_CLOCK:
	case EFFECT_STICK:
	case EFFECT_READY:
	case EFFECT_REOPEN:
	case EFFECT_ERASE:
	case EFFECT_PRACTICE:
	case EFFECT_SCALE:
	case EFFECT_IMPORT:
		out->kind = EVENT_DONE;
		out->arg = reply->arg;
		memcpy(out->detail, reply->detail, sizeof(out->detail));
		break;
	case EFFECT_NONE:
	case EFFECT_DISCARD:
	case EFFECT_KIND_COUNT: out->kind = EVENT_TIME; break;
	}
}

static void failure_of(struct event *out, const struct recorder_reply *reply, enum effect_kind asked)
{
	/* Not known yet is no answer yet: whoever asked will ask again. */
	int unknown = reply->status == STATUS_UNKNOWN && (asked == EFFECT_STORE || asked == EFFECT_SPOIL);

	if (asked == EFFECT_DISCARD || asked == EFFECT_NONE || unknown) {
		out->kind = EVENT_TIME;
	} else if ((asked == EFFECT_CHECK_PIN || asked == EFFECT_ERASE) && reply->status == STATUS_PASSPHRASE) {
		out->kind = EVENT_PIN_WRONG;
		out->arg = reply->arg;
	} else if (asked == EFFECT_CODE && (reply->status == STATUS_USED || reply->status == STATUS_ABSENT)) {
		out->kind = EVENT_CODE_REFUSED;
		out->arg = reply->arg;
	} else {
		out->kind = EVENT_FAILED;
		out->arg = (uint32_t)reply->status;
		memcpy(out->detail, reply->detail, sizeof(out->detail));
	}
}

void carry_out(struct carried *out, struct link *link, const struct flow *flow, struct effect effect)
{
	struct recorder_request request;
	struct recorder_reply reply;
	enum status status = request_of(&request, flow, effect);

	memset(out, 0, sizeof(*out));
	if (status != STATUS_OK)
		request.call = RECORDER_STATUS;
	link_ask(link, &reply, &request);
	if (status == STATUS_OK)
		status = reply.status;
	reply.status = status;
	out->facts.kind = EVENT_FACTS;
	out->facts.facts = reply.facts;
	if (status == STATUS_OK)
		answer_of(&out->answer, &reply, effect.kind);
	else
		failure_of(&out->answer, &reply, effect.kind);
	memcpy(out->detail, reply.detail, sizeof(out->detail));
	sodium_memzero(&request, sizeof(request));
	sodium_memzero(&reply, sizeof(reply));
}

void carry_status(struct carried *out, struct link *link)
{
	carry_out(out, link, NULL, (struct effect){.kind = EFFECT_NONE});
}

void carried_wipe(struct carried *carried)
{
	sodium_memzero(carried, sizeof(*carried));
}
