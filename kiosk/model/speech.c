#include "speech.h"

#include <string.h>

/* --- segments ---------------------------------------------------------------------------------------------------- */

/* The code point at text, of at most len bytes; *size: its bytes. What is no UTF-8 counts by the byte. */
static uint32_t code_point(const char *text, size_t len, size_t *size)
{
	unsigned char lead = (unsigned char)*text;
	unsigned more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
	uint32_t point = more ? lead & (0x3fU >> more) : lead;

	if (more >= len)
		more = 0;
	for (unsigned i = 1; i <= more; i++)
		point = point << 6 | ((unsigned char)text[i] & 0x3f);
	*size = more + 1;
	return point;
}

/* Spaces, and marks that only order the directions of what is written. */
static int is_edge(uint32_t point)
{
	return point <= ' ' || point == 0xa0 || (point >= 0x200b && point <= 0x200f) ||
	       (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

/* Anything that is not only a sign. */
static int is_spoken(uint32_t point)
{
	if (point < 0x80)
		return (point >= '0' && point <= '9') || ((point | 0x20) >= 'a' && (point | 0x20) <= 'z');
	return !is_edge(point) && point != 0xb7 && point != 0x60c && point != 0x61b && point != 0x61f &&
	       point != 0x964 && point != 0x965 && (point < 0x2000 || point > 0x206f);
}

/* Signs that end a sentence, or a part of one, before a space: they are heard as a pause. */
static void trim_signs(struct segment *segment)
{
	size_t len = strspn(segment->text, ".,;:!?");

	if (len == 0 || len >= segment->len || segment->text[len] != ' ')
		return;
	segment->text += len;
	segment->len -= len;
	segment->begins = 1;
}

static void trim(struct segment *segment)
{
	size_t size, end = 0;

	while (segment->len && *segment->text != SPEECH_LANGUAGE[0] &&
	       is_edge(code_point(segment->text, segment->len, &size)))
		segment->text += size, segment->len -= size;
	for (size_t at = 0; at < segment->len; at += size)
		if (!is_edge(code_point(segment->text + at, segment->len - at, &size)))
			end = at + size;
	segment->len = end;
}

static int has_words(const struct segment *segment)
{
	size_t size;

	for (size_t at = 0; at < segment->len; at += size)
		if (is_spoken(code_point(segment->text + at, segment->len - at, &size)))
			return 1;
	return 0;
}

int speech_next(struct segment *out, const char **rest, unsigned own)
{
	int begins = 0;

	while (**rest) {
		const char *text = *rest;
		size_t len = strcspn(text, SPEECH_BREAK);

		*rest = text + len + (text[len] != 0);
		*out = (struct segment){text, len, own, begins};
		trim(out);
		if (out->len > 1 && *out->text == SPEECH_LANGUAGE[0]) {
			out->language = (unsigned char)out->text[1] - 1U;
			out->text += 2;
			out->len -= 2;
			trim(out);
		}
		trim_signs(out);
		trim(out);
		if (has_words(out))
			return 1;
		begins = 1;
	}
	return 0;
}

/* --- languages --------------------------------------------------------------------------------------------------- */

int speech_has_voice(const char *tag)
{
	static const char known[] =
	    " af am an ar as az ba be bg bn bpy bs ca chr cmn cs cv cy da de el en eo es et eu fa fi fr ga gd gn grc "
	    "gu "
	    "hak haw he hi hr ht hu hy hyw ia id io is it ja jbo ka kk kl kn ko kok ku ky la lb lfn lt ltg lv mi mk ml "
	    "mr ms mt my nb nci ne nl nog om or pa pap pl pt py qdb qu quc qya ro ru sd shn si sjn sk sl smj sq sr sv "
	    "sw ta te th tk tn tr tt ug uk ur uz vi yue ";
	size_t len = strcspn(tag, "-");

	for (const char *at = known; len && *at; at += 1 + strcspn(at + 1, " "))
		if (strcspn(at + 1, " ") == len && strncmp(at + 1, tag, len) == 0)
			return 1;
	return 0;
}

int speech_can_say(const struct election *election, unsigned language)
{
	if (speech_has_voice(election->language[language]))
		return 1;
	for (uint32_t i = 0; i < election->clip_count; i++)
		if (election->clips[i].language == language)
			return 1;
	return 0;
}
