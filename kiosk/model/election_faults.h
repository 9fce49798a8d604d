/* What the checks of a definition share: telling a fault, and the checks that every text has to pass. */
#ifndef FOLKMOOT_ELECTION_FAULTS_H
#define FOLKMOOT_ELECTION_FAULTS_H

#include "election.h"

enum { FAULT_NUMBER_TEXT = 64 };

struct check {
	const struct election *election;
	problem_sink *found;
	void *context;
	unsigned faults;
	char place[sizeof((struct problem *)0)->place]; /* where the check is now */
};

/* Says where the check is now. Both this and fault_found leave out what is no clean text: an id may be anything. */
void fault_place(struct check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Counts a fault and tells it. cure: what to do, a clause. */
void fault_found(struct check *check, const char *cure, const char *what, ...) __attribute__((format(printf, 3, 4)));

/* "" for NULL. */
const char *text_or_empty(const char *text);
/* 1234567 -> "1,234,567". Returns out. */
const char *fault_number(char out[static FAULT_NUMBER_TEXT], uint64_t value);
/* "GBP 12,345.60"; whole amounts without decimals. Returns out. */
const char *fault_money(char out[static FAULT_NUMBER_TEXT], const struct election *election, uint64_t amount);

enum need { TEXT_OPTIONAL, TEXT_NEEDED };

/* One text in all languages: there in the main one, clean, at most max characters. */
void fault_text(struct check *check, const char *field, const struct text *text, unsigned max, enum need need);

/* The same for the contest of that index: "contest 2", or "question 1" of the questions, which come after. */
void fault_place_contest(struct check *check, unsigned index);

/* In election_check_contests.c, election_check_questions.c and election_check_media.c. */
void check_contests(struct check *check);
void check_media(struct check *check);
void check_question(struct check *check, unsigned index);
/* 1 where it can be a project's or an option's. */
int fault_id_ok(const char *id);
/* place and number, what: "contest" 1, "project". */
void check_unique_ids(struct check *check, const struct contest *contest, const char *place, unsigned number,
                      const char *what);

#endif
