/* The recorder, which is a process of its own, as the screen sees it: the same requests and replies as recorder.h's,
 * over a channel that the supervisor hands over. A recorder that dies is replaced by a new one, locked; a screen that
 * dies finds the recorder as it was. Nothing secret stays in the link's buffers. */
#ifndef FOLKMOOT_LINK_H
#define FOLKMOOT_LINK_H

#include "recorder.h"

struct link;

enum { LINK_TEND_MS = 250 };

/* Waits for the recorder that the supervisor hands over on this end of its channel (CONTROL_FD; it stays the caller's),
 * and for its first word. STATUS_OK; or what kept the recorder from starting, with its sentence. */
enum status MUST_CHECK link_create(struct link **out, int control, char *why, size_t room);
void link_destroy(struct link *link);
/* As recorder_ask. Where the recorder is gone or does not answer in time, the reply is STATUS_UNKNOWN to CAST and
 * CHALLENGE (ask again) and STATUS_IO to everything else, with a sentence; facts are the last known ones, and say
 * locked where it is gone. Takes a new recorder that the supervisor hands over in the meantime. */
void link_ask(struct link *link, struct recorder_reply *reply, const struct recorder_request *request);
/* Takes what the supervisor sent, without waiting; to be called every LINK_TEND_MS. Returns 1 where the recorder went,
 * or is another one than before: then the facts are to be asked for. */
int link_tend(struct link *link);
/* 1 while a recorder is there that works. */
int link_works(const struct link *link);
/* Pixels per metre that staff measured; 0: none. */
unsigned link_scale(const struct link *link);
/* What became of the voter who stood at the screen before this one was started. Told once, to the first who asks.
 * *code: of FLOW_BEFORE_CAST and FLOW_BEFORE_DOUBT. */
enum flow_before link_take_before(struct link *link, struct hash *code);
/* Asks for the accepted election's body, as recorder_election: read-only shared memory, valid until the next call or
 * link_destroy; NULL while there is none. */
const uint8_t *link_election(struct link *link, size_t *body_len);
/* The sealed memory file of link_election, the link's own; -1: there is none. */
int link_election_fd(const struct link *link);
/* The end of a fresh channel to a voice, where the supervisor handed one over: the caller's from now on; else -1. */
int link_take_voice(struct link *link);
/* The voice does not answer: the supervisor ends it and starts it anew. */
void link_voice_stuck(struct link *link);

#endif
