/* Fresh voting codes and the hashes of their tags, which an election's package lists. */
#ifndef FOLKMOOT_VOTING_CODES_H
#define FOLKMOOT_VOTING_CODES_H

#include "files.h"
#include "transcript.h"
#include "voting_code.h"

struct voting_codes {
	size_t count;
	char (*letters)[VOTING_CODE_LETTERS + 1]; /* secret */
	struct hash *issued;                      /* of each code's tag (issued_hash) */
};

/* All of them different, made with all processors, showing progress. STATUS_NO_ROOM. The caller calls
 * voting_codes_finish in any case. */
enum status MUST_CHECK voting_codes_make(struct voting_codes *out, size_t count, const char *election_id);
/* Wipes and frees. */
void voting_codes_finish(struct voting_codes *codes);
/* The file of their tags (definition_tags.h), ascending by tag, so that their order tells nothing of the slips'. The
 * caller frees out with bytes_free. STATUS_NO_ROOM. */
enum status MUST_CHECK voting_codes_tags(struct bytes *out, const struct voting_codes *codes, const char *place,
                                         const char *district);
/* The odds, one to so many: that two of count codes are alike, and that one made up is one of them. */
uint64_t voting_codes_alike(size_t count);
uint64_t voting_codes_guessed(size_t count);

#endif
