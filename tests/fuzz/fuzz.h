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

static inline void must(int holds)
{
	if (!holds)
		abort();
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
