/* Inside `folkmoot tally`: one count of a Pabulib file, told as JSON or in words. Not for others. */
#ifndef FOLKMOOT_TALLY_H
#define FOLKMOOT_TALLY_H

#include "definition.h"
#include "explain.h"
#include "pabulib.h"

struct tally {
	const char *path;
	const struct pabulib *file;
	const struct profile *profile;
	struct terms terms;
	const struct outcome *outcome;
	const struct phrases *phrases; /* the language of the explanation; NULL for none */
};

/* Counts, with all processors, telling how far it is where it takes long. As rule_count. */
enum status MUST_CHECK tally_count(struct outcome **out, const struct profile *profile, const struct terms *terms);
/* The whole result on stdout; what a command answers. */
int tally_json(const struct tally *tally);
int tally_words(const struct tally *tally);

/* The file's currency, or "" where it names none that is known by three capital letters. */
const char *tally_currency(const struct pabulib *file);
/* Money for people: "GBP 1,500"; in: a currency, or "". Returns room. */
const char *tally_shown(char room[static MONEY_TEXT], const struct pabulib *file, const char *in, uint64_t amount);
/* Money for programs: "1500", "98.69", all digits of the file's unit. Returns room. */
const char *tally_money(char room[static 32], const struct pabulib *file, uint64_t amount);
/* What explain asks for. */
void tally_explained(struct explained *out, const struct tally *tally);

#endif
