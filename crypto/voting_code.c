#include "voting_code.h"

#include <sodium.h>
#include <string.h>

enum { RANDOM_LETTERS = VOTING_CODE_LETTERS - 1 };

/* --- letters --- */

/* In the field of 32 elements modulo x^5 + x^2 + 1: times x. */
static unsigned times_x(unsigned value)
{
	return value & 16 ? (value << 1 & 31) ^ 5 : value << 1;
}

/* The letters' sum, each times another power of x, the last times 1. A code's sum is nothing; x has order 31, so that
 * no one letter changed and no two exchanged leave it so. */
static unsigned weighed(const uint8_t *value, unsigned count)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < count; i++)
		sum = times_x(sum) ^ value[i];
	return sum;
}

void voting_code_make(char out[static VOTING_CODE_LETTERS + 1])
{
	uint8_t value[VOTING_CODE_LETTERS];

	randombytes_buf(value, RANDOM_LETTERS);
	for (unsigned i = 0; i < RANDOM_LETTERS; i++)
		value[i] &= 31;
	value[RANDOM_LETTERS] = (uint8_t)times_x(weighed(value, RANDOM_LETTERS));
	for (unsigned i = 0; i < VOTING_CODE_LETTERS; i++)
		out[i] = code_alphabet[value[i]];
	out[VOTING_CODE_LETTERS] = '\0';
	sodium_memzero(value, sizeof value);
}

void voting_code_text(char out[static VOTING_CODE_TEXT], const char letters[static VOTING_CODE_LETTERS + 1])
{
	for (unsigned i = 0; i < VOTING_CODE_LETTERS; i++) {
		if (i == 4 || i == 8)
			*out++ = ' ';
		*out++ = letters[i];
	}
	*out = '\0';
}

char voting_code_letter(uint32_t code_point)
{
	return code_character(code_point);
}

enum status voting_code_check(const char *letters)
{
	size_t len = strlen(letters);
	uint8_t value[VOTING_CODE_LETTERS];
	unsigned sum;

	for (size_t i = 0; i < len && i < VOTING_CODE_LETTERS; i++) {
		const char *at = memchr(code_alphabet, letters[i], sizeof code_alphabet);

		if (!at)
			return STATUS_TEXT;
		value[i] = (uint8_t)(at - code_alphabet);
	}
	if (len != VOTING_CODE_LETTERS)
		return len < VOTING_CODE_LETTERS ? STATUS_TRUNCATED : STATUS_TOO_LONG;
	sum = weighed(value, VOTING_CODE_LETTERS);
	sodium_memzero(value, sizeof value);
	return sum == 0 ? STATUS_OK : STATUS_MISMATCH;
}

/* --- tags --- */

enum status voting_code_tag(uint8_t tag[static TAG_BYTES], const char letters[static VOTING_CODE_LETTERS + 1],
                            const char *election_id)
{
	enum status status = voting_code_check(letters);
	struct hash salt;

	_Static_assert((int)crypto_pwhash_argon2id_SALTBYTES <= (int)HASH_BYTES, "a hash has the salt's bytes");
	memset(tag, 0, TAG_BYTES);
	if (status != STATUS_OK)
		return status;
	hash_of(&salt, "folkmoot/voting-code/1", election_id, strlen(election_id));
	if (crypto_pwhash(tag, TAG_BYTES, letters, VOTING_CODE_LETTERS, salt.bytes, VOTING_CODE_PASSES,
	                  VOTING_CODE_MEMORY, crypto_pwhash_ALG_ARGON2ID13) == 0)
		return STATUS_OK;
	memset(tag, 0, TAG_BYTES);
	return STATUS_NO_ROOM;
}
