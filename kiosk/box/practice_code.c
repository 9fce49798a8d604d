#include <string.h>

#include "practice.h"
#include "sealed.h"

#define PRACTICE_CODE_PURPOSE "folkmoot/practice-code/1"

/* The one letter that makes a code of the twelve before it. */
static void add_check_letter(char out[static VOTING_CODE_LETTERS + 1])
{
	for (unsigned i = 0; i < sizeof code_alphabet; i++) {
		out[VOTING_CODE_LETTERS - 1] = code_alphabet[i];
		if (voting_code_check(out) == STATUS_OK)
			return;
	}
}

void practice_code(char out[static VOTING_CODE_LETTERS + 1], const struct hash *election, unsigned n)
{
	struct transcript transcript;
	struct hash hash;

	transcript_init(&transcript, PRACTICE_CODE_PURPOSE);
	transcript_append(&transcript, "election", election->bytes, HASH_BYTES);
	transcript_append_u64(&transcript, "n", n);
	transcript_hash(&hash, &transcript, "code");
	for (unsigned i = 0; i < VOTING_CODE_LETTERS - 1; i++)
		out[i] = code_alphabet[hash.bytes[i] & 31];
	out[VOTING_CODE_LETTERS] = '\0';
	add_check_letter(out);
}
