/* The canonical bytes of an election that is complete. */
#ifndef FOLKMOOT_ELECTION_BODY_H
#define FOLKMOOT_ELECTION_BODY_H

#include "election.h"

/* Checks the election and writes its bytes, read back before anybody signs them; every fault is told, with path. The
 * caller frees *body. */
enum status MUST_CHECK election_body(uint8_t **body, size_t *body_len, const struct election *election,
                                     const char *path);

#endif
