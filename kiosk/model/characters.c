#include "characters.h"

#include <string.h>

struct range {
	uint32_t first, last;
};

/* Ascending. */
static const struct range joined[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2}, {0x05c4, 0x05c5},
    {0x05c7, 0x05c7}, {0x0610, 0x061a}, {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06dc}, {0x06df, 0x06e4},
    {0x06e7, 0x06e8}, {0x06ea, 0x06ed}, {0x0711, 0x0711}, {0x0730, 0x074a}, {0x07a6, 0x07b0}, {0x07eb, 0x07f3},
    {0x08d3, 0x08e1}, {0x08e3, 0x0903}, {0x093a, 0x093c}, {0x093e, 0x094f}, {0x0951, 0x0957}, {0x0962, 0x0963},
    {0x0981, 0x0983}, {0x09bc, 0x09bc}, {0x09be, 0x09cd}, {0x09d7, 0x09d7}, {0x09e2, 0x09e3}, {0x09fe, 0x09fe},
    {0x0a01, 0x0a03}, {0x0a3c, 0x0a51}, {0x0a70, 0x0a71}, {0x0a75, 0x0a75}, {0x0a81, 0x0a83}, {0x0abc, 0x0abc},
    {0x0abe, 0x0acd}, {0x0ae2, 0x0ae3}, {0x0afa, 0x0aff}, {0x0b01, 0x0b03}, {0x0b3c, 0x0b3c}, {0x0b3e, 0x0b57},
    {0x0b62, 0x0b63}, {0x0b82, 0x0b82}, {0x0bbe, 0x0bcd}, {0x0bd7, 0x0bd7}, {0x0c00, 0x0c04}, {0x0c3e, 0x0c56},
    {0x0c62, 0x0c63}, {0x0c81, 0x0c83}, {0x0cbc, 0x0cbc}, {0x0cbe, 0x0cd6}, {0x0ce2, 0x0ce3}, {0x0d00, 0x0d03},
    {0x0d3b, 0x0d3c}, {0x0d3e, 0x0d4d}, {0x0d57, 0x0d57}, {0x0d62, 0x0d63}, {0x0d81, 0x0d83}, {0x0dca, 0x0ddf},
    {0x0df2, 0x0df3}, {0x0e31, 0x0e31}, {0x0e33, 0x0e3a}, {0x0e47, 0x0e4e}, {0x0eb1, 0x0eb1}, {0x0eb3, 0x0ebc},
    {0x0ec8, 0x0ecd}, {0x102b, 0x103e}, {0x1056, 0x1059}, {0x105e, 0x1060}, {0x1062, 0x1064}, {0x1067, 0x106d},
    {0x1071, 0x1074}, {0x1082, 0x108d}, {0x135d, 0x135f}, {0x17b4, 0x17d3}, {0x17dd, 0x17dd}, {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff}, {0x200c, 0x200d}, {0x20d0, 0x20f0}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef},
};

static const struct range hidden[] = {
    {0x00ad, 0x00ad}, {0x061c, 0x061c}, {0x200b, 0x200b}, {0x200e, 0x200f},
    {0x202a, 0x202e}, {0x2060, 0x2069}, {0xfeff, 0xfeff},
};

static const struct range right_to_left[] = {
    {0x0590, 0x08ff}, {0xfb1d, 0xfdff}, {0xfe70, 0xfefc}, {0x10800, 0x10fff}, {0x1e800, 0x1efff},
};

static const struct range tall[] = {
    {0x0600, 0x109f}, {0x1780, 0x17ff}, {0xfb50, 0xfdff}, {0xfe70, 0xfefc}, {0x10d00, 0x10d3f}, {0x1e900, 0x1e95f},
};

#define COUNT(ranges) (sizeof(ranges) / sizeof((ranges)[0]))

static int in_ranges(const struct range *range, size_t count, uint32_t character)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (character > range[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && character >= range[low].first;
}

uint32_t character_next(const char **at, const char *end)
{
	const unsigned char *from = (const unsigned char *)*at;
	unsigned more = *from < 0x80   ? 0
	                : *from < 0xc2 ? 4
	                : *from < 0xe0 ? 1
	                : *from < 0xf0 ? 2
	                : *from < 0xf5 ? 3
	                               : 4;
	uint32_t character = *from;

	(*at)++;
	if (more == 0)
		return character;
	if (more == 4 || end - (const char *)from <= (ptrdiff_t)more)
		return 0xfffd;
	character &= 0x3fU >> more;
	for (unsigned i = 1; i <= more; i++) {
		if ((from[i] & 0xc0) != 0x80)
			return 0xfffd;
		character = character << 6 | (from[i] & 0x3f);
	}
	*at += more;
	return character;
}

int character_is_hidden(uint32_t character)
{
	return character >= 0xad && in_ranges(hidden, COUNT(hidden), character);
}

int character_is_joined(uint32_t character)
{
	return character >= 0x300 && in_ranges(joined, COUNT(joined), character);
}

int character_is_right_to_left(uint32_t character)
{
	return character >= 0x590 && in_ranges(right_to_left, COUNT(right_to_left), character);
}

/* Binds the letter after it into one sign. Tamil's does not. */
static int is_virama(uint32_t character)
{
	static const uint16_t virama[] = {0x094d, 0x09cd, 0x0a4d, 0x0acd, 0x0b4d, 0x0c4d,
	                                  0x0ccd, 0x0d4d, 0x0dca, 0x1039, 0x17d2};

	for (size_t i = 0; i < COUNT(virama); i++)
		if (virama[i] == character)
			return 1;
	return 0;
}

size_t cluster_len(const char *text, size_t len)
{
	const char *at = text, *end = text + len;
	uint32_t before;

	if (!len)
		return 0;
	before = character_next(&at, end);
	while (at < end && (unsigned char)*at >= 0xcc) {
		const char *next = at;
		uint32_t character = character_next(&next, end);
		int bound = is_virama(before) && character >= 0x900 && character < 0x1800;

		if (!character_is_joined(character) && !bound)
			break;
		/* A joiner leaves a virama's hold as it is. */
		if (character != 0x200c && character != 0x200d)
			before = character;
		at = next;
	}
	return (size_t)(at - text);
}

static int has(const struct range *range, size_t count, const char *text)
{
	const char *end;

	/* Nearly all texts are Latin: no byte of one is so high. */
	while (*text && (unsigned char)*text < 0xd6)
		text++;
	end = text + strlen(text);
	while (text < end)
		if (in_ranges(range, count, character_next(&text, end)))
			return 1;
	return 0;
}

int text_is_tall(const char *text)
{
	return has(tall, COUNT(tall), text);
}

int text_has_right_to_left(const char *text)
{
	return has(right_to_left, COUNT(right_to_left), text);
}
