#include "link_message.h"

#include <string.h>

#include "link.h"

#define ENDS(text) (memchr((text), 0, sizeof(text)) != NULL)

enum status link_request_check(const struct link_request *request)
{
	const struct recorder_request *asked = &request->request;

	if (request->magic != LINK_MAGIC || request->id == 0)
		return STATUS_RANGE;
	if (request->kind != LINK_CALL && request->kind != LINK_ELECTION)
		return STATUS_RANGE;
	if ((unsigned)asked->call > RECORDER_PRACTICE || asked->wants_stick > 1)
		return STATUS_RANGE;
	if (!ENDS(asked->pin) || !ENDS(asked->second_pin) || !ENDS(asked->code) || !ENDS(asked->name) ||
	    !ENDS(asked->place))
		return STATUS_RANGE;
	return STATUS_OK;
}

static enum status check_facts(const struct facts *facts)
{
	if ((unsigned)facts->voting > VOTING_CLOSED || (unsigned)facts->kind > SIGN_PRACTICE)
		return STATUS_RANGE;
	if (!ENDS(facts->log_head) || !ENDS(facts->kiosk_name) || !ENDS(facts->place) || !ENDS(facts->fingerprint) ||
	    !ENDS(facts->key) || !ENDS(facts->organiser))
		return STATUS_RANGE;
	return STATUS_OK;
}

enum status link_reply_check(const struct link_reply *reply)
{
	if (reply->magic != LINK_MAGIC || (reply->kind == LINK_HELLO) != (reply->id == 0))
		return STATUS_RANGE;
	if (reply->kind != LINK_HELLO && reply->kind != LINK_CALL && reply->kind != LINK_ELECTION)
		return STATUS_RANGE;
	if (reply->before > FLOW_BEFORE_DOUBT || reply->has_body > 1 || reply->body_len > LINK_BODY_MAX ||
	    (reply->scale && (reply->scale < FLOW_SCALE_MIN || reply->scale > FLOW_SCALE_MAX)))
		return STATUS_RANGE;
	if (!ENDS(reply->why) || !ENDS(reply->reply.report) || !ENDS(reply->reply.detail) ||
	    (unsigned)reply->reply.status > STATUS_INTERNAL)
		return STATUS_RANGE;
	return check_facts(&reply->reply.facts);
}
