/* Voting codes: 60 random bits and a check letter, in 13 letters and digits without look-alikes, "k7pq 2m9x 4hwtv". Who
 * has one may cast one ballot. Only its tag, a memory-hard hash, is ever kept or sent (PROTOCOL.md, "Voting codes"). */
#ifndef FOLKMOOT_VOTING_CODE_H
#define FOLKMOOT_VOTING_CODE_H

#include <stddef.h>
#include <stdint.h>

#include "sealed.h"
#include "status.h"

/* The alphabet is the confirmation code's. */
enum { VOTING_CODE_LETTERS = 13, VOTING_CODE_TEXT = VOTING_CODE_LETTERS + 2 + 1 };
/* What a tag costs whoever makes it: Argon2id's memory in bytes and its passes. */
enum { VOTING_CODE_MEMORY = 8 * 1024 * 1024, VOTING_CODE_PASSES = 2 };

/* A fresh code of the system's random generator, its letters alone (NUL-terminated). Secret. */
void voting_code_make(char out[static VOTING_CODE_LETTERS + 1]);
/* In its groups of four, four and five, to be read or copied. */
void voting_code_text(char out[static VOTING_CODE_TEXT], const char letters[static VOTING_CODE_LETTERS + 1]);
/* One typed character as the alphabet has it: small letters, i and l for 1; 0 for what belongs to no code (blanks and
 * hyphens too). */
char voting_code_letter(uint32_t code_point);
/* STATUS_TRUNCATED where letters are missing, STATUS_TOO_LONG where there are too many, STATUS_TEXT where one is not of
 * the alphabet; STATUS_MISMATCH where the check letter does not fit: any one letter mistyped, any two exchanged. */
enum status MUST_CHECK voting_code_check(const char *letters);
/* tag = Argon2id(code, salt from the election's id): it stays the same through an election's revisions, so that slips
 * once printed stay good. letters as voting_code_check takes them, else its status. STATUS_NO_ROOM where memory is
 * missing: it takes VOTING_CODE_MEMORY bytes for the while. */
enum status MUST_CHECK voting_code_tag(uint8_t tag[static TAG_BYTES],
                                       const char letters[static VOTING_CODE_LETTERS + 1], const char *election_id);

#endif
