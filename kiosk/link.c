#include "link.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "channel.h"
#include "control.h"
#include "link_message.h"

enum {
	START_MS = 60000,       /* a full box, a disk that is checked */
	VOTER_MS = 5000,        /* a voter sees that it takes long, and is not kept before a dead screen */
	STAFF_MS = 3600 * 1000, /* a slow stick; each of its operations has a limit of its own in the recorder */
	STUCK_MS = 60000,       /* a recorder that has not answered what takes no time for so long is ended */
	SEND_MS = 1000,
};

struct link {
	int control;
	int voice;    /* a voice's end that nobody took yet; -1 */
	int end;      /* -1: no recorder */
	int is_ready; /* it said hello, and works */
	uint32_t id;  /* of the last request */
	/* The last request went unanswered; 0: none did. */
	uint32_t owed;
	enum recorder_call owed_call;
	int64_t owed_since_ms;
	int told_stuck;
	struct facts facts;
	unsigned scale;
	enum flow_before before;
	struct hash code;
	char why[LINK_WHY]; /* the recorder that is there could not start */
	/* In locked memory. */
	struct link_request *request;
	struct link_reply *reply;
	const uint8_t *body;
	size_t body_len;
	int body_file;
};

static int64_t now_ms(void)
{
	struct timespec now = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void close_file(int *file)
{
	if (*file >= 0)
		(void)close(*file);
	*file = -1;
}

static void drop_end(struct link *link)
{
	close_file(&link->end);
	link->is_ready = 0;
	link->owed = 0;
	link->told_stuck = 0;
}

/* --- a recorder comes, and goes --- */

/* 1 where another recorder was handed over. */
static int take_control(struct link *link, int timeout_ms)
{
	struct control_message message;
	int passed, came = 0;

	while (channel_receive(link->control, &message, sizeof(message), &passed, came ? 0 : timeout_ms) == STATUS_OK) {
		if (message.kind == CONTROL_PEER && message.peer == CHILD_RECORDER && passed >= 0) {
			drop_end(link);
			link->end = passed;
			came = 1;
		} else if (message.kind == CONTROL_PEER && message.peer == CHILD_VOICE && passed >= 0) {
			close_file(&link->voice);
			link->voice = passed;
		} else if (passed >= 0) {
			(void)close(passed);
		}
	}
	return came;
}

/* The recorder's first word. STATUS_UNKNOWN where it has not said it yet. */
static enum status take_hello(struct link *link, int timeout_ms)
{
	struct link_reply *reply = link->reply;
	enum status status = channel_receive(link->end, reply, sizeof(*reply), NULL, timeout_ms);

	if (status == STATUS_UNKNOWN)
		return status;
	if (status == STATUS_OK)
		status = link_reply_check(reply);
	if (status == STATUS_OK && reply->kind != LINK_HELLO)
		status = STATUS_RANGE;
	if (status != STATUS_OK) {
		drop_end(link);
		goto out;
	}
	memcpy(link->why, reply->why, sizeof(link->why));
	status = reply->reply.status;
	if (status != STATUS_OK)
		goto out;
	link->is_ready = 1;
	link->facts = reply->reply.facts;
	link->scale = reply->scale;
	link->before = (enum flow_before)reply->before;
	link->code = reply->code;
out:
	sodium_memzero(reply, sizeof(*reply));
	return status;
}

static enum status wait_start(struct link *link, char *why, size_t room)
{
	int64_t due_ms = now_ms() + START_MS;
	int64_t left_ms = START_MS;

	for (; left_ms > 0; left_ms = due_ms - now_ms()) {
		enum status status;

		if (link->end < 0 && !take_control(link, (int)left_ms))
			continue;
		status = take_hello(link, (int)left_ms);
		if (status == STATUS_OK)
			return status;
		if (link->end >= 0 && status != STATUS_UNKNOWN) {
			(void)snprintf(why, room, "%s", link->why);
			return status;
		}
	}
	(void)snprintf(why, room,
	               "The kiosk's recorder, which keeps the ballots, does not start: switch the kiosk off and on.");
	return STATUS_IO;
}

enum status link_create(struct link **out, int control, char *why, size_t room)
{
	struct link *link = crypto_init() == STATUS_OK ? calloc(1, sizeof(*link)) : NULL;
	enum status status = STATUS_NO_ROOM;

	*out = NULL;
	(void)snprintf(why, room, "The program found no memory to start: restart the kiosk.");
	if (!link)
		return status;
	link->control = control;
	link->end = link->voice = link->body_file = -1;
	link->request = sodium_malloc(sizeof(*link->request));
	link->reply = sodium_malloc(sizeof(*link->reply));
	if (link->request && link->reply)
		status = wait_start(link, why, room);
	if (status != STATUS_OK) {
		link_destroy(link);
		return status;
	}
	*out = link;
	return STATUS_OK;
}

static void drop_body(struct link *link)
{
	if (link->body)
		(void)munmap((void *)(uintptr_t)link->body, link->body_len);
	link->body = NULL;
	link->body_len = 0;
	close_file(&link->body_file);
}

void link_destroy(struct link *link)
{
	if (!link)
		return;
	drop_end(link);
	drop_body(link);
	close_file(&link->voice);
	sodium_free(link->request);
	sodium_free(link->reply);
	sodium_memzero(link, sizeof(*link));
	free(link);
}

static int hung_up(const struct link *link)
{
	struct pollfd wait = {.fd = link->end, .events = 0};

	return poll(&wait, 1, 0) > 0 && (wait.revents & (POLLHUP | POLLERR | POLLNVAL));
}

int link_tend(struct link *link)
{
	int changed = 0;

	(void)take_control(link, 0);
	if (link->end >= 0 && !link->is_ready && take_hello(link, 0) == STATUS_OK)
		changed = 1;
	if (link->is_ready && hung_up(link)) {
		drop_end(link);
		changed = 1;
	}
	return changed;
}

int link_works(const struct link *link)
{
	return link->is_ready;
}

/* --- asking --- */

static int limit_ms(enum recorder_call call)
{
	switch (call) {
	case RECORDER_STATUS:
	case RECORDER_BEGIN:
	case RECORDER_SEAL:
	case RECORDER_CAST:
	case RECORDER_CHALLENGE:
	case RECORDER_DISCARD:
	case RECORDER_CODE:
	case RECORDER_ADMIT: return VOTER_MS;
	case RECORDER_CHECK_PIN:
	case RECORDER_OPEN:
	case RECORDER_PAUSE:
	case RECORDER_CLOSE:
	case RECORDER_EXPORT:
	case RECORDER_IMPORT:
	case RECORDER_SCALE:
	case RECORDER_ORGANISER:
	case RECORDER_ENROL:
	case RECORDER_KEY_STICK:
	case RECORDER_CLOCK:
	case RECORDER_STICK:
	case RECORDER_READY:
	case RECORDER_REPORT:
	case RECORDER_REOPEN:
	case RECORDER_ERASE:
	case RECORDER_PRACTICE: break;
	}
	return STAFF_MS;
}

static int is_final(enum recorder_call call)
{
	return call == RECORDER_CAST || call == RECORDER_CHALLENGE;
}

/* Waits for the answer to link->id; answers to what was asked before are dropped. *passed as channel_receive. */
static enum status await(struct link *link, int *passed, int timeout_ms)
{
	int64_t due_ms = now_ms() + timeout_ms;

	for (;;) {
		int64_t left_ms = due_ms - now_ms();
		enum status status = channel_receive(link->end, link->reply, sizeof(*link->reply), passed,
		                                     left_ms > 0 ? (int)left_ms : 0);

		if (status == STATUS_OK)
			status = link_reply_check(link->reply);
		if (status != STATUS_OK || link->reply->id == link->id)
			return status;
		if (passed && *passed >= 0)
			(void)close(*passed);
	}
}

static int say_stuck(struct link *link, enum child child)
{
	const struct control_message message = {.kind = CONTROL_STUCK, .peer = child};

	return channel_send(link->control, &message, sizeof(message), -1, 0) == STATUS_OK;
}

/* What is owed may still come, but nobody waits longer for a recorder that says nothing at all. */
static void tell_stuck(struct link *link)
{
	if (!link->told_stuck && now_ms() - link->owed_since_ms >= STUCK_MS)
		link->told_stuck = say_stuck(link, CHILD_RECORDER);
}

static enum status exchange(struct link *link, enum link_kind kind, const struct recorder_request *request, int *passed)
{
	enum recorder_call call = request ? request->call : RECORDER_STATUS;
	/* A ballot is asked for once, and then waited for. */
	int is_again = link->owed && is_final(call) && link->owed_call == call;
	enum status status = STATUS_OK;

	if (!is_again) {
		struct link_request *out = link->request;

		memset(out, 0, sizeof(*out));
		out->magic = LINK_MAGIC;
		out->kind = kind;
		out->id = ++link->id;
		if (request)
			out->request = *request;
		status = channel_send(link->end, out, sizeof(*out), -1, SEND_MS);
		sodium_memzero(out, sizeof(*out));
	}
	if (status == STATUS_OK)
		status = await(link, passed, limit_ms(call));
	if (status == STATUS_UNKNOWN) {
		if (!link->owed)
			link->owed_since_ms = now_ms() - limit_ms(call);
		link->owed = link->id;
		link->owed_call = call;
		tell_stuck(link);
		return status;
	}
	link->owed = 0;
	if (status != STATUS_OK)
		drop_end(link);
	else if (link->reply->kind != (uint32_t)kind)
		status = STATUS_RANGE;
	return status;
}

static void not_answered(struct link *link, struct recorder_reply *reply, enum recorder_call call)
{
	reply->status = is_final(call) ? STATUS_UNKNOWN : STATUS_IO;
	reply->facts = link->facts;
	if (!link->is_ready)
		reply->facts.locked = reply->facts.enrolled;
	if (link->is_ready)
		(void)snprintf(
		    reply->detail, sizeof(reply->detail),
		    "The kiosk's recorder does not answer: wait a minute, then switch the kiosk off and on.");
	else if (link->end >= 0 && link->why[0])
		(void)snprintf(reply->detail, sizeof(reply->detail), "%.159s", link->why);
	else
		(void)snprintf(reply->detail, sizeof(reply->detail),
		               "The kiosk's recorder stopped and starts again: enter the staff PIN to go on.");
}

void link_ask(struct link *link, struct recorder_reply *reply, const struct recorder_request *request)
{
	enum status status = STATUS_IO;

	memset(reply, 0, sizeof(*reply));
	(void)link_tend(link);
	if (link->is_ready)
		status = exchange(link, LINK_CALL, request, NULL);
	if (status == STATUS_OK) {
		*reply = link->reply->reply;
		link->facts = reply->facts;
		if (request->call == RECORDER_SCALE && reply->status == STATUS_OK)
			link->scale = request->arg;
	} else {
		not_answered(link, reply, request->call);
	}
	sodium_memzero(link->reply, sizeof(*link->reply));
}

unsigned link_scale(const struct link *link)
{
	return link->scale;
}

enum flow_before link_take_before(struct link *link, struct hash *code)
{
	enum flow_before before = link->before;

	*code = link->code;
	link->before = FLOW_BEFORE_NOBODY;
	sodium_memzero(&link->code, sizeof(link->code));
	return before;
}

/* --- the election --- */

/* What is mapped can change no more, and does not end before its length. */
static int is_sound(int file, uint64_t len)
{
	const int wanted = F_SEAL_WRITE | F_SEAL_SHRINK;
	int seals = fcntl(file, F_GET_SEALS);
	struct stat about;

	return seals >= 0 && (seals & wanted) == wanted && fstat(file, &about) == 0 && about.st_size >= 0 &&
	       (uint64_t)about.st_size >= len;
}

const uint8_t *link_election(struct link *link, size_t *body_len)
{
	int passed = -1;
	void *body = MAP_FAILED;
	size_t len;

	*body_len = 0;
	drop_body(link);
	if (!link->is_ready || exchange(link, LINK_ELECTION, NULL, &passed) != STATUS_OK)
		goto out;
	len = (size_t)link->reply->body_len;
	if (link->reply->has_body && passed >= 0 && len > 0 && is_sound(passed, len))
		body = mmap(NULL, len, PROT_READ, MAP_PRIVATE, passed, 0);
	if (body == MAP_FAILED)
		goto out;
	link->body = body;
	link->body_len = *body_len = len;
	link->body_file = passed;
	passed = -1;
out:
	close_file(&passed);
	sodium_memzero(link->reply, sizeof(*link->reply));
	return link->body;
}

int link_election_fd(const struct link *link)
{
	return link->body_file;
}

/* --- the voice --- */

int link_take_voice(struct link *link)
{
	int voice;

	(void)take_control(link, 0);
	voice = link->voice;
	link->voice = -1;
	return voice;
}

void link_voice_stuck(struct link *link)
{
	(void)say_stuck(link, CHILD_VOICE);
}
