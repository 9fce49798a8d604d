#include "import_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

/* Room for len bytes and a NUL; a store that failed answers NULL. */
static char *store_room(struct text_store *store, size_t len)
{
	char *room = NULL;

	if (!store->failed && store->count == store->room) {
		size_t larger = store->room ? store->room * 2 : 64;
		char **moved = realloc(store->texts, larger * sizeof *moved);

		if (moved) {
			store->texts = moved;
			store->room = larger;
		} else {
			store->failed = 1;
		}
	}
	if (!store->failed)
		room = malloc(len + 1);
	if (room)
		store->texts[store->count++] = room;
	else
		store->failed = 1;
	return room;
}

void text_store_free(struct text_store *store)
{
	for (size_t i = 0; i < store->count; i++)
		free(store->texts[i]);
	free(store->texts);
	*store = (struct text_store){0};
}

/* Bytes of the character that begins here; the text is UTF-8. */
static size_t character_len(const char *at)
{
	size_t len = 1;

	while ((at[len] & 0xc0) == 0x80)
		len++;
	return len;
}

const char *text_cleaned(struct text_store *store, const char *text)
{
	char *out = store_room(store, strlen(text)), *put = out;
	int blank = 0;

	if (!out)
		return "";
	while (*text) {
		size_t len = character_len(text);

		if (*text == ' ' || *text == '\n' || !text_is_clean(text, len)) {
			blank = put > out;
		} else {
			if (blank)
				*put++ = ' ';
			blank = 0;
			memcpy(put, text, len);
			put += len;
		}
		text += len;
	}
	*put = '\0';
	return out;
}

const char *text_shortened(struct text_store *store, const char *text, size_t max, int *cut)
{
	size_t characters = 0, end = 0, word = 0;
	char *out;

	if (cut)
		*cut = 0;
	if (text_characters(text) <= max)
		return text;
	if (cut)
		*cut = 1;
	while (text[end] && characters + 1 < max) {
		if (text[end] == ' ')
			word = end;
		end += character_len(text + end);
		characters++;
	}
	/* Within a word: back to its beginning, unless that would lose half of the text. */
	if (word > end / 2 && text[end] != ' ')
		end = word;
	while (end > 0 && strchr(" ,.;:-", text[end - 1]))
		end--;
	out = store_room(store, end + strlen("…"));
	if (!out)
		return "";
	memcpy(out, text, end);
	memcpy(out + end, "…", strlen("…") + 1);
	return out;
}

const char *text_joined(struct text_store *store, const char *a, const char *between, const char *b)
{
	size_t len = strlen(a) + strlen(between) + strlen(b);
	char *out = store_room(store, len);

	if (!out)
		return "";
	snprintf(out, len + 1, "%s%s%s", a, between, b);
	return out;
}

/* The plain letter for a Latin letter with marks; NULL where there is none. */
static const char *plain_letter(const char *at, size_t len)
{
	static const char *const letters[] = {"aàáâãäåāăąÀÁÂÃÄÅĀĂĄ",
	                                      "cçćĉċčÇĆĈĊČ",
	                                      "dďđĎĐ",
	                                      "eèéêëēĕėęěÈÉÊËĒĔĖĘĚ",
	                                      "gĝğġģĜĞĠĢ",
	                                      "iìíîïĩīĭįıÌÍÎÏĨĪĬĮİ",
	                                      "lĺļľłĹĻĽŁ",
	                                      "nñńņňÑŃŅŇ",
	                                      "oòóôõöøōŏőÒÓÔÕÖØŌŎŐ",
	                                      "rŕŗřŔŖŘ",
	                                      "sśŝşšșßŚŜŞŠȘ",
	                                      "tţťțŢŤȚ",
	                                      "uùúûüũūŭůűųÙÚÛÜŨŪŬŮŰŲ",
	                                      "yýÿÝŸ",
	                                      "zźżžŹŻŽ"};

	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
		for (const char *one = letters[i]; *one; one += character_len(one)) {
			if (character_len(one) == len && memcmp(one, at, len) == 0)
				return letters[i];
		}
	}
	return NULL;
}

/* The character of an id that a character becomes; '-' for what has none. */
static char slug_character(const char *at, size_t len)
{
	const char *plain;

	if (len > 1) {
		plain = plain_letter(at, len);
		return plain ? *plain : '-';
	}
	if (*at >= 'A' && *at <= 'Z')
		return (char)(*at - 'A' + 'a');
	return (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') ? *at : '-';
}

const char *text_slug(struct text_store *store, const char *path, size_t max)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	size_t name_len = strlen(name), len = 0;
	char *out = store_room(store, max);

	if (!out)
		return "";
	if (name_len > 3 && strcmp(name + name_len - 3, ".pb") == 0)
		name_len -= 3;
	for (size_t i = 0; i < name_len && len < max;) {
		size_t step = character_len(name + i);
		char c = slug_character(name + i, step);

		if (c != '-' || (len > 0 && out[len - 1] != '-'))
			out[len++] = c;
		i += step;
	}
	while (len > 0 && out[len - 1] == '-')
		len--;
	out[len] = '\0';
	return len > 0 ? out : "election";
}

static int digits_at(const char *text, const char *pattern)
{
	size_t i;

	for (i = 0; pattern[i]; i++) {
		int digit = text[i] >= '0' && text[i] <= '9';

		if (pattern[i] == '0' ? !digit : text[i] != pattern[i])
			return 0;
	}
	return text[i] == '\0';
}

const char *text_iso_date(struct text_store *store, const char *date)
{
	char iso[sizeof "2023-06-15"];

	if (digits_at(date, "00.00.0000")) {
		snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", date + 6, date + 3, date);
		return text_joined(store, iso, "", "");
	}
	return digits_at(date, "0000-00-00") ? text_joined(store, date, "", "") : "";
}
