/* Inside explain: one paragraph after another, made of sentences. Not for others. */
#ifndef FOLKMOOT_EXPLAIN_WORDS_H
#define FOLKMOOT_EXPLAIN_WORDS_H

#include "explain.h"
#include "text_out.h"

enum { NAME_ROOM = 700, SUPPORT_ROOM = 160 };

struct teller {
	const struct explained *what;
	const struct phrases *phrases;
	explain_sink *sink;
	void *context;
	int64_t *support;  /* per project: votes or points, as the satisfaction takes them */
	int counts_points; /* 1 where support is points */
	unsigned support_digits;
	uint64_t per;           /* votes per unit of money are told for this much money, minor units */
	struct text_out text;   /* the paragraph that is being written */
	int writing, sentences; /* the paragraph is open; sentences in it */
	enum status status;     /* the first failure */
};

/* STATUS_NO_ROOM, or STATUS_RANGE where support leaves 64 bits. The caller calls teller_finish in any case. */
enum status MUST_CHECK teller_init(struct teller *out, const struct explained *what, const struct phrases *phrases,
                                   explain_sink *sink, void *context);
void teller_finish(struct teller *teller);

/* Adds a sentence to the paragraph. */
void say(struct teller *teller, const char *key, const struct phrase_value *values, unsigned count);
#define SAY(teller, key, ...)                                                                                          \
	say(teller, key, (const struct phrase_value[]){__VA_ARGS__},                                                   \
	    sizeof((const struct phrase_value[]){__VA_ARGS__}) / sizeof(struct phrase_value))
/* Hands the paragraph on, where anything was said. */
void paragraph_end(struct teller *teller, enum explain_part part, const struct round *round);

/* Room for what a value's text needs. */
struct amount_text {
	char text[PHRASE_NUMBER];
};

struct phrase_value number_value(const char *name, uint64_t number);
struct phrase_value text_value(const char *name, const char *text);
/* An amount of money, minor units. */
struct phrase_value money_value(const char *name, struct amount_text *room, const struct teller *teller,
                                uint64_t amount);
/* What one voter has or pays, cut down to hundredths of the currency. */
struct phrase_value fine_value(const char *name, struct amount_text *room, const struct teller *teller,
                               const struct fine *fine);
/* A project by its name, else its id, in quotation marks. */
struct phrase_value project_value(const char *name, char room[static NAME_ROOM], const struct teller *teller,
                                  uint32_t project);
/* "120 votes", "45.5 points", with its share of the cost where that is what counts. */
struct phrase_value support_value(const char *name, char room[static SUPPORT_ROOM], const struct teller *teller,
                                  uint32_t project);

/* What follows in explain_round.c: every round with its ties. */
void tell_rounds(struct teller *teller);

#endif
