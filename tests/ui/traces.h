/* Looks through all memory that this process writes to, for what should be in it no more. */
#ifndef FOLKMOOT_TESTS_TRACES_H
#define FOLKMOOT_TESTS_TRACES_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A sanitizer keeps what was freed, and its own copies. */
#ifdef __SANITIZE_ADDRESS__
enum { TRACES_CAN_BE_SOUGHT = 0 };
#else
enum { TRACES_CAN_BE_SOUGHT = 1 };
#endif

/* One stretch of memory, read through the kernel, so that one that went meanwhile does no harm. */
static inline unsigned count_traces_in(FILE *memory, uint64_t from, uint64_t to, const char *hidden, size_t len)
{
	size_t size = (size_t)(to - from), got;
	char *copy = malloc(size);
	unsigned count = 0;

	if (!copy || fseek(memory, (long)from, SEEK_SET) != 0) {
		free(copy);
		return 0;
	}
	got = fread(copy, 1, size, memory);
	for (size_t i = 0; i + len <= got; i++) {
		size_t same = 0;

		while (same < len && (char)(copy[i + same] ^ 0x55) == hidden[same])
			same++;
		count += same == len;
	}
	explicit_bzero(copy, size);
	free(copy);
	return count;
}

/* How often a word stands anywhere. hidden: the word with each byte ^ 0x55, so that it is not found itself. */
static inline unsigned count_traces(const char *hidden, size_t len)
{
	FILE *maps = fopen("/proc/self/maps", "r"), *memory = fopen("/proc/self/mem", "rb");
	unsigned count = 0;
	char line[512];

	while (maps && memory && fgets(line, sizeof(line), maps)) {
		unsigned long long from, to;
		char rights[8];

		setvbuf(memory, NULL, _IONBF, 0);
		if (sscanf(line, "%llx-%llx %7s", &from, &to, rights) == 3 && rights[0] == 'r' && rights[1] == 'w' &&
		    to - from < (64U << 20))
			count += count_traces_in(memory, from, to, hidden, len);
	}
	if (maps)
		fclose(maps);
	if (memory)
		fclose(memory);
	return count;
}

static inline void unhide(char *out, const char *hidden, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (char)(hidden[i] ^ 0x55);
	out[len] = 0;
}

#endif
