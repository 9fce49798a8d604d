/* What the screen and the recorder send each other: the structs of recorder.h behind a small head, one fixed size each
 * way, over a channel (channel.h). Both were built together; neither believes the other. */
#ifndef FOLKMOOT_LINK_MESSAGE_H
#define FOLKMOOT_LINK_MESSAGE_H

#include "election.h"
#include "recorder.h"

#define LINK_MAGIC UINT32_C(0x666d6c31) /* "1lmf" */

enum link_kind {
	LINK_HELLO = 1, /* recorder to screen, once, first: id 0 */
	LINK_CALL,      /* a request of recorder.h, and its reply */
	LINK_ELECTION,  /* the accepted election's body: the reply brings a sealed memory file with body_len bytes */
};

enum { LINK_BODY_MAX = ELECTION_MAX_BYTES, LINK_WHY = 320 };

struct link_request {
	uint32_t magic;
	uint32_t kind; /* LINK_CALL, LINK_ELECTION */
	uint32_t id;   /* the reply carries it; never 0, and never the same one twice over one channel */
	struct recorder_request request;
};

struct link_reply {
	uint32_t magic;
	uint32_t kind;
	uint32_t id;
	uint32_t scale;     /* pixels per metre that staff measured; 0: none */
	uint32_t before;    /* HELLO: enum flow_before */
	uint32_t has_body;  /* ELECTION: 1: there is one, and its descriptor comes along */
	uint64_t body_len;  /* of it */
	struct hash code;   /* HELLO: of FLOW_BEFORE_CAST and FLOW_BEFORE_DOUBT */
	char why[LINK_WHY]; /* HELLO: what kept the recorder from starting (reply.status); else "" */
	struct recorder_reply reply;
};

/* STATUS_RANGE for whatever no honest screen sends: kind, call, texts without an end. What a request means is for the
 * recorder to judge. */
enum status MUST_CHECK link_request_check(const struct link_request *request);
/* STATUS_RANGE for whatever no honest recorder sends; the texts end after it. */
enum status MUST_CHECK link_reply_check(const struct link_reply *reply);

#endif
