/* What a trustee remembers beside the share: the one list it decrypts for an election. Two different counts of one vote
 * would differ by single ballots, so a trustee decrypts one list only, ever. The file holds nothing secret, is signed
 * by the trustee's own identity key, and is on the disk before the first factor is made. */
#ifndef FOLKMOOT_DECRYPT_MEMORY_H
#define FOLKMOOT_DECRYPT_MEMORY_H

#include "factors_file.h"

/* The file in which a trustee of that index remembers for that share and election. Told where it fails. */
enum status MUST_CHECK memory_path(char out[static PATH_ROOM], const char *share_path, unsigned index,
                                   const struct hash *election, enum factors_use use);

/* Remembers the lists for this election, or finds that it does already. STATUS_MISMATCH where it remembers others;
 * told, as is every other failure, after which nothing may be decrypted. share_path: the file beside which it
 * remembers, links followed; one with a second name (hard link) is refused. */
enum status MUST_CHECK memory_hold(const char *share_path, const struct trustee_share *share,
                                   const struct trustees *trustees, const struct hash *election,
                                   const struct lists *lists, enum factors_use use);

#endif
