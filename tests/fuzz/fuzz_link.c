/* What crosses between screen and recorder: the first byte says whether a hostile screen's request or a hostile
 * recorder's reply. Whatever passes has an end to every text and only values that there are. The bytes lie over a
 * message as an honest side sends it, so that few of them make many. */
#include "fuzz.h"
#include "link_message.h"

static void must_end(const char *text, size_t room)
{
	must(memchr(text, '\0', room) != NULL);
}

/* PLACE (two bytes), LENGTH (one), BYTES ... */
static void lay_over(void *message, size_t size, struct input *input)
{
	while (input->len >= 3) {
		size_t at, len;
		uint8_t head[3];

		take(input, head, sizeof head);
		at = (size_t)(head[0] | head[1] << 8) % size;
		len = head[2] < size - at ? head[2] : size - at;
		take(input, (uint8_t *)message + at, len);
	}
}

static void ask(struct input *input)
{
	static struct link_request message;
	struct recorder_request *request = &message.request;

	memset(&message, 0, sizeof message);
	message.magic = LINK_MAGIC;
	message.kind = LINK_CALL;
	message.id = 1;
	lay_over(&message, sizeof message, input);
	if (link_request_check(&message) != STATUS_OK)
		return;
	must(message.magic == LINK_MAGIC && (message.kind == LINK_CALL || message.kind == LINK_ELECTION));
	if (message.kind != LINK_CALL)
		return;
	must((unsigned)request->call <= RECORDER_PRACTICE);
	must_end(request->pin, sizeof request->pin);
	must_end(request->second_pin, sizeof request->second_pin);
	must_end(request->code, sizeof request->code);
	must_end(request->name, sizeof request->name);
	must_end(request->place, sizeof request->place);
}

static void answer(struct input *input)
{
	static struct link_reply message;
	const struct facts *facts = &message.reply.facts;

	memset(&message, 0, sizeof message);
	message.magic = LINK_MAGIC;
	message.kind = LINK_CALL;
	message.id = 1;
	lay_over(&message, sizeof message, input);
	if (link_reply_check(&message) != STATUS_OK)
		return;
	must(message.magic == LINK_MAGIC && message.kind >= LINK_HELLO && message.kind <= LINK_ELECTION);
	must((unsigned)message.reply.status <= STATUS_INTERNAL);
	must(message.body_len <= LINK_BODY_MAX);
	must_end(message.why, sizeof message.why);
	must_end(message.reply.report, sizeof message.reply.report);
	must_end(message.reply.detail, sizeof message.reply.detail);
	must((unsigned)facts->voting <= VOTING_CLOSED && (unsigned)facts->kind <= SIGN_PRACTICE);
	must_end(facts->kiosk_name, sizeof facts->kiosk_name);
	must_end(facts->place, sizeof facts->place);
	must_end(facts->fingerprint, sizeof facts->fingerprint);
	must_end(facts->organiser, sizeof facts->organiser);
	must_end(facts->log_head, sizeof facts->log_head);
	must_end(facts->key, sizeof facts->key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct input input = {data, len};
	uint8_t what;

	take(&input, &what, 1);
	if (what & 1)
		answer(&input);
	else
		ask(&input);
	return 0;
}
