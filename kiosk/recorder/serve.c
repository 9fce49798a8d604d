#include "serve.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "channel.h"
#include "stick_disk.h"

enum {
	SEND_MS = 1000,                      /* a screen that takes no answer for so long is gone */
	REMEMBER_MS = FLOW_THANKS_MS + 2000, /* how long a voter would see what came of their ballot */
};

/* What is known of the voter at the screen: enough to tell a new screen what became of them. */
struct voter {
	int in_session;
	enum flow_before before; /* CAST: until forget_ms; DOUBT: until it is known */
	struct hash code;        /* of the ballot sealed last */
	int64_t forget_ms;
};

struct serve {
	struct recorder *recorder;
	struct stick_disk *stick; /* NULL: none is behind a helper */
	enum status status;
	char why[LINK_WHY];
	int channel;
	struct voter voter;
	/* In locked memory. */
	struct link_request *request;
	struct link_reply *reply;
};

static int64_t now_ms(void)
{
	struct timespec now = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum status serve_create(struct serve **out, struct recorder *recorder, struct stick_disk *stick, enum status status,
                         const char *why)
{
	struct serve *serve = crypto_init() == STATUS_OK ? calloc(1, sizeof(*serve)) : NULL;

	*out = serve;
	if (!serve)
		return STATUS_NO_ROOM;
	serve->recorder = recorder;
	serve->stick = stick;
	serve->status = status;
	serve->channel = -1;
	(void)snprintf(serve->why, sizeof(serve->why), "%s", why);
	serve->request = sodium_malloc(sizeof(*serve->request));
	serve->reply = sodium_malloc(sizeof(*serve->reply));
	if (serve->request && serve->reply)
		return STATUS_OK;
	serve_destroy(serve);
	*out = NULL;
	return STATUS_NO_ROOM;
}

static void drop_screen(struct serve *serve)
{
	if (serve->channel >= 0)
		(void)close(serve->channel);
	serve->channel = -1;
}

void serve_destroy(struct serve *serve)
{
	if (!serve)
		return;
	drop_screen(serve);
	sodium_free(serve->request);
	sodium_free(serve->reply);
	sodium_memzero(serve, sizeof(*serve));
	free(serve);
}

int serve_channel(const struct serve *serve)
{
	return serve->channel;
}

/* --- the voter at the screen --- */

static void forget_voter(struct serve *serve)
{
	sodium_memzero(&serve->voter, sizeof(serve->voter));
}

static void note_cast(struct serve *serve, enum status status)
{
	struct voter *voter = &serve->voter;

	voter->before = FLOW_BEFORE_NOBODY;
	if (status == STATUS_OK) {
		voter->in_session = 0;
		voter->before = FLOW_BEFORE_CAST;
		voter->forget_ms = now_ms() + REMEMBER_MS;
	} else if (status == STATUS_UNKNOWN) {
		voter->before = FLOW_BEFORE_DOUBT;
	}
}

/* A late question for the same ballot, or for the facts, changes nothing of what is known. */
static void note(struct serve *serve, const struct recorder_request *request, const struct recorder_reply *reply)
{
	struct voter *voter = &serve->voter;

	if (request->call == RECORDER_CAST && (reply->status == STATUS_OK || voter->in_session)) {
		voter->code = request->ballot;
		note_cast(serve, reply->status);
	} else if (request->call == RECORDER_DISCARD) {
		forget_voter(serve);
	} else if (request->call == RECORDER_BEGIN && reply->status == STATUS_OK) {
		forget_voter(serve);
		voter->in_session = 1;
	}
}

/* Whoever the screen asks for next, or its end, need not wait for a stick that hangs. */
static void ask(struct serve *serve, const struct recorder_request *request)
{
	if (serve->stick) {
		stick_disk_task(serve->stick);
		stick_disk_yield(serve->stick, serve->channel);
	}
	recorder_ask(serve->recorder, &serve->reply->reply, request);
	note(serve, request, &serve->reply->reply);
}

/* The session of a screen that is gone: its ballot in doubt is asked for once more, else nothing of it was stored. */
static enum flow_before end_session(struct serve *serve, struct hash *code)
{
	struct recorder_request request = {.call = RECORDER_DISCARD, .arg = ENDING_LEFT};
	enum flow_before before;

	if (serve->voter.before == FLOW_BEFORE_DOUBT) {
		const struct recorder_request again = {.call = RECORDER_CAST, .ballot = serve->voter.code};

		ask(serve, &again);
	}
	if (serve->voter.before == FLOW_BEFORE_CAST && now_ms() >= serve->voter.forget_ms)
		forget_voter(serve);
	before = serve->voter.before;
	*code = serve->voter.code;
	if (before == FLOW_BEFORE_NOBODY && serve->voter.in_session)
		before = FLOW_BEFORE_LOST;
	/* Who was admitted, and did not begin, is admitted still. */
	if (before == FLOW_BEFORE_LOST)
		ask(serve, &request);
	return before;
}

/* --- the door --- */

static void begin_reply(struct serve *serve, enum link_kind kind, uint32_t id)
{
	struct link_reply *reply = serve->reply;

	memset(reply, 0, sizeof(*reply));
	reply->magic = LINK_MAGIC;
	reply->kind = kind;
	reply->id = id;
}

static void send_reply(struct serve *serve, int passed)
{
	if (channel_send(serve->channel, serve->reply, sizeof(*serve->reply), passed, SEND_MS) != STATUS_OK)
		drop_screen(serve);
}

static void say_hello(struct serve *serve, enum flow_before before, const struct hash *code)
{
	const struct recorder_request request = {.call = RECORDER_STATUS};
	struct link_reply *reply = serve->reply;

	begin_reply(serve, LINK_HELLO, 0);
	if (serve->recorder) {
		ask(serve, &request);
		reply->scale = recorder_scale(serve->recorder);
		reply->before = before;
		if (before == FLOW_BEFORE_CAST || before == FLOW_BEFORE_DOUBT)
			reply->code = *code;
	}
	reply->reply.status = serve->status;
	memcpy(reply->why, serve->why, sizeof(reply->why));
	send_reply(serve, -1);
}

static void answer_call(struct serve *serve)
{
	begin_reply(serve, LINK_CALL, serve->request->id);
	ask(serve, &serve->request->request);
	send_reply(serve, -1);
}

static int write_all(int file, const uint8_t *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = write(file, bytes, len);

		if (put <= 0)
			return 0;
		bytes += put;
		len -= (size_t)put;
	}
	return 1;
}

/* The body in memory that nobody can change or cut any more; -1 where there is no memory. */
static int sealed_file(const uint8_t *body, size_t len)
{
	int file = memfd_create("election", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (file < 0)
		return -1;
	if (write_all(file, body, len) &&
	    fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
		return file;
	(void)close(file);
	return -1;
}

static void answer_election(struct serve *serve)
{
	size_t len = 0;
	const uint8_t *body = recorder_election(serve->recorder, &len);
	int file = body ? sealed_file(body, len) : -1;

	begin_reply(serve, LINK_ELECTION, serve->request->id);
	serve->reply->has_body = file >= 0;
	serve->reply->body_len = file >= 0 ? len : 0;
	send_reply(serve, file);
	if (file >= 0)
		(void)close(file);
}

/* Takes one message, and answers it. 0 where there was none. */
static int take(struct serve *serve)
{
	struct link_request *request = serve->request;
	enum status status = channel_receive(serve->channel, request, sizeof(*request), NULL, 0);

	if (status == STATUS_UNKNOWN)
		return 0;
	if (status == STATUS_OK)
		status = link_request_check(request);
	if (status != STATUS_OK || !serve->recorder)
		drop_screen(serve);
	else if (request->kind == LINK_CALL)
		answer_call(serve);
	else
		answer_election(serve);
	sodium_memzero(request, sizeof(*request));
	sodium_memzero(serve->reply, sizeof(*serve->reply));
	return serve->channel >= 0;
}

void serve_screen(struct serve *serve, int channel)
{
	enum flow_before before = FLOW_BEFORE_NOBODY;
	struct hash code = {{0}};

	while (serve->channel >= 0 && take(serve))
		;
	drop_screen(serve);
	if (serve->recorder)
		before = end_session(serve, &code);
	serve->channel = channel;
	say_hello(serve, before, &code);
	sodium_memzero(serve->reply, sizeof(*serve->reply));
	sodium_memzero(&code, sizeof(code));
}

void serve_tend(struct serve *serve)
{
	if (serve->channel >= 0)
		(void)take(serve);
	if (serve->voter.before == FLOW_BEFORE_CAST && now_ms() >= serve->voter.forget_ms)
		forget_voter(serve);
}

int serve_next_ms(const struct serve *serve)
{
	int64_t left_ms = serve->voter.forget_ms - now_ms();

	if (serve->voter.before != FLOW_BEFORE_CAST)
		return -1;
	return left_ms > 0 ? (int)left_ms : 0;
}
