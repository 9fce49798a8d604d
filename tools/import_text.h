/* Texts on their way from a published file into an election: cleaned, shortened, turned into ids and dates. Pure but
 * for memory. */
#ifndef FOLKMOOT_IMPORT_TEXT_H
#define FOLKMOOT_IMPORT_TEXT_H

#include <stddef.h>

/* Keeps the texts it made until text_store_free. */
struct text_store {
	char **texts;
	size_t count, room;
	int failed; /* memory ran out: what was answered since is "" */
};

void text_store_free(struct text_store *store);

/* A clean copy (bytes.h, text_is_clean) on one line: what may not stand in a definition, and runs of blanks, become one
 * blank each. */
const char *text_cleaned(struct text_store *store, const char *text);
/* At most max characters: the text itself, or cut at a word and ended with "…". *cut (may be NULL) says which. */
const char *text_shortened(struct text_store *store, const char *text, size_t max, int *cut);
/* a, between and b one after the other. */
const char *text_joined(struct text_store *store, const char *a, const char *between, const char *b);
/* The file's name without folders and ending, as an id: small letters a-z, digits and '-', at most max characters.
 * Letters with marks lose them where they are Latin. "election" where nothing is left. */
const char *text_slug(struct text_store *store, const char *path, size_t max);
/* "15.06.2023" as "2023-06-15", and so an ISO date; "" for anything else, a year alone included. */
const char *text_iso_date(struct text_store *store, const char *date);

#endif
