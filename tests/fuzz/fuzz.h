/* What the fuzz targets share. A target is one function over bytes; whatever does not hold is a crash. */
#ifndef FOLKMOOT_FUZZ_H
#define FOLKMOOT_FUZZ_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);
int LLVMFuzzerInitialize(int *argc, char ***argv);

struct input {
	const uint8_t *data;
	size_t len;
};

/* Reads from the front; zeros where the input ends. */
static inline void take(struct input *input, void *out, size_t len)
{
	size_t there = input->len < len ? input->len : len;

	memset(out, 0, len);
	if (there > 0)
		memcpy(out, input->data, there);
	input->data += there;
	input->len -= there;
}

/* A length of at most what is left, from two bytes; and a view of so many. */
static inline const uint8_t *take_part(struct input *input, size_t *len)
{
	uint8_t two[2];
	const uint8_t *part;

	take(input, two, 2);
	*len = (size_t)two[0] | (size_t)two[1] << 8;
	if (*len > input->len)
		*len = input->len;
	part = input->data;
	input->data += *len;
	input->len -= *len;
	return part;
}

static inline void must(int holds)
{
	if (!holds)
		abort();
}

static inline void must_equal(const void *a, size_t a_len, const void *b, size_t b_len)
{
	must(a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0));
}

/* A target for a format of text that has one form only: what read takes, write must write again, byte for byte. */
#define TEXT_TARGET(type, read, write, room)                                                                           \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)                                                    \
	{                                                                                                              \
		static struct type parsed;                                                                             \
		static char again[room];                                                                               \
		size_t again_len = 0;                                                                                  \
                                                                                                                       \
		if (read(&parsed, (const char *)data, len) != STATUS_OK)                                               \
			return 0;                                                                                      \
		must(write(again, sizeof again, &again_len, &parsed) == STATUS_OK);                                    \
		must_equal(again, again_len, data, len);                                                               \
		return 0;                                                                                              \
	}

/* A copy of exactly len bytes, so that one byte beyond it is seen; NUL-terminated copies have one more. free() it. */
static inline char *exact_copy(const void *data, size_t len)
{
	char *copy = malloc(len > 0 ? len : 1);

	must(copy != NULL);
	if (len > 0)
		memcpy(copy, data, len);
	return copy;
}

static inline char *text_copy(const void *data, size_t len)
{
	char *copy = malloc(len + 1);

	must(copy != NULL);
	if (len > 0)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

#endif
