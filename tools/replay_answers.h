/* Invented answers to an election's questions, for a replay: a Pabulib file has none. A JSON file, a list with one list
 * for each voter in the order of the votes file: one answer for each question in its order, null or nothing for no
 * answer. An answer is an option's id ("one"), a list of ids ("several"), or a text. */
#ifndef FOLKMOOT_REPLAY_ANSWERS_H
#define FOLKMOOT_REPLAY_ANSWERS_H

#include "election.h"

struct replay_answers {
	uint8_t *payloads; /* a voter's, all questions of the ballot one after another; then the next voter's */
	size_t len;        /* of one voter's */
	size_t voters;     /* those after them answer nothing */
};

/* The answers to the questions on ballots of style 0, each as its question allows. path NULL: nobody answers. Tells
 * what is wrong. The caller calls replay_answers_finish in any case. */
enum status MUST_CHECK replay_answers_read(struct replay_answers *out, const char *path,
                                           const struct election *election);
void replay_answers_finish(struct replay_answers *answers);
/* Writes len bytes: the payloads of the voter's answers. */
void replay_answers_of(uint8_t *payload, const struct replay_answers *answers, size_t voter);

#endif
