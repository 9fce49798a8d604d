/* Reading of test vectors: see tests/crypto/vectors/README.md for the form. */
#ifndef FOLKMOOT_TESTS_VECTOR_H
#define FOLKMOOT_TESTS_VECTOR_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/cmocka_all.h"

enum { VECTOR_FIELDS = 24, VECTOR_VALUE = 24000 };

struct vector {
	unsigned count;
	char key[VECTOR_FIELDS][32];
	char *value[VECTOR_FIELDS]; /* into the file's own text */
};

/* The next block of "key: value" lines from at, which is moved on; 0 where there is none. The text is cut up. */
static inline int vector_next(struct vector *vector, char **at)
{
	vector->count = 0;
	while (**at) {
		char *line = *at, *end = strchr(line, '\n'), *colon;

		assert_non_null(end);
		*end = '\0';
		*at = end + 1;
		if (*line == '#')
			continue;
		if (*line == '\0') {
			if (vector->count > 0)
				return 1;
			continue;
		}
		colon = strchr(line, ':');
		if (!colon || (size_t)(colon - line) >= sizeof vector->key[0] || vector->count == VECTOR_FIELDS)
			fail_msg("not a vector's line: %s", line);
		memcpy(vector->key[vector->count], line, (size_t)(colon - line));
		vector->key[vector->count][colon - line] = '\0';
		vector->value[vector->count++] = colon + 1 + (colon[1] == ' ');
	}
	return vector->count > 0;
}

static inline const char *vector_find(const struct vector *vector, const char *key)
{
	for (unsigned i = 0; i < vector->count; i++) {
		if (strcmp(vector->key[i], key) == 0)
			return vector->value[i];
	}
	return NULL;
}

static inline const char *vector_text(const struct vector *vector, const char *key)
{
	const char *value = vector_find(vector, key);

	if (!value)
		fail_msg("the vector lacks '%s'", key);
	return value;
}

static inline int vector_nibble(char c)
{
	const char *digits = "0123456789abcdef", *found = c ? strchr(digits, c) : NULL;

	if (!found)
		fail_msg("not hexadecimal: '%c'", c);
	return (int)(found - digits);
}

/* Bytes written in hexadecimal; returns how many. */
static inline size_t vector_hex(const struct vector *vector, const char *key, uint8_t *out, size_t room)
{
	const char *value = vector_text(vector, key);
	size_t len = 0;

	for (; *value; value += 2) {
		assert_true(len < room);
		out[len++] = (uint8_t)(vector_nibble(value[0]) << 4 | vector_nibble(value[1]));
	}
	return len;
}

static inline void vector_exact(const struct vector *vector, const char *key, uint8_t *out, size_t len)
{
	if (vector_hex(vector, key, out, len) != len)
		fail_msg("'%s' is not %zu bytes long", key, len);
}

static inline unsigned long long vector_number(const struct vector *vector, const char *key)
{
	return strtoull(vector_text(vector, key), NULL, 10);
}

/* Text with \n, \t, \\ and \xHH; returns its length. */
static inline size_t vector_escaped(const struct vector *vector, const char *key, char *out, size_t room)
{
	const char *value = vector_text(vector, key);
	size_t len = 0;

	while (*value) {
		assert_true(len + 1 < room);
		if (*value != '\\') {
			out[len++] = *value++;
			continue;
		}
		value++;
		if (*value == 'x') {
			out[len++] = (char)(vector_nibble(value[1]) << 4 | vector_nibble(value[2]));
			value += 3;
			continue;
		}
		out[len++] = *value == 'n' ? '\n' : *value == 't' ? '\t' : *value;
		value++;
	}
	out[len] = '\0';
	return len;
}

struct vector_status {
	enum status status;
	const char *name;
};

static const struct vector_status vector_statuses[] = {
    {STATUS_OK, "ok"},
    {STATUS_TRUNCATED, "truncated"},
    {STATUS_TRAILING, "trailing"},
    {STATUS_TOO_LONG, "too-long"},
    {STATUS_MAGIC, "magic"},
    {STATUS_VERSION, "version"},
    {STATUS_NOT_CANONICAL, "not-canonical"},
    {STATUS_IDENTITY, "identity"},
    {STATUS_RANGE, "range"},
    {STATUS_TEXT, "text"},
    {STATUS_ORDER, "order"},
    {STATUS_PROOF, "proof"},
    {STATUS_SIGNATURE, "signature"},
    {STATUS_WRONG_KEY, "wrong-key"},
    {STATUS_PASSPHRASE, "passphrase"},
    {STATUS_MISMATCH, "mismatch"},
    {STATUS_PRACTICE, "practice"},
};
enum { VECTOR_STATUSES = sizeof vector_statuses / sizeof vector_statuses[0] };

static inline const char *vector_status_name(enum status status)
{
	for (unsigned i = 0; i < VECTOR_STATUSES; i++) {
		if (vector_statuses[i].status == status)
			return vector_statuses[i].name;
	}
	return "another";
}

#endif
