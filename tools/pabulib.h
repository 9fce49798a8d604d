/* Participatory budgeting elections in the Pabulib format (pabulib.org; arXiv:2012.06539), read whole and checked. Pure
 * but for memory: the text comes from the caller, what is wrong goes back to the caller. */
#ifndef FOLKMOOT_PABULIB_H
#define FOLKMOOT_PABULIB_H

#include "pabulib_kinds.h"
#include "pabulib_text.h"
#include "profile.h"

enum { PABULIB_MAX_BYTES = 256 * 1024 * 1024 };

enum pabulib_mode {
	PABULIB_STRICT,  /* what is wrong is refused, what is odd is told */
	PABULIB_LENIENT, /* what can be repaired is, and every repair is told */
	PABULIB_CHECKED, /* the same for a validator: told is what is wrong, and how to cure it */
};

/* What is wrong, in a clause such as "the project '7' stands twice, first in line 19; give each project an id of its
 * own". */
struct pabulib_fault {
	unsigned long line; /* 0: the file as a whole */
	enum pabulib_kind kind;
	enum pabulib_level level;
	size_t times; /* 1; of a sum, how many were not told one by one */
	char what[280];
};

/* Called for everything odd that does not keep the file from being counted, everything repaired (PABULIB_REPAIR), or
 * everything that a check finds (PABULIB_WARNING, PABULIB_ERROR). Of one kind the first three are told, then one fault
 * with line 0 says how many there are. */
typedef void pabulib_note(void *context, const struct pabulib_fault *note);

struct pabulib_meta {
	const char *key, *value;
};

/* A section with columns, PROJECTS or VOTES: every field of it as text, whether this program understands its column or
 * not. Never NULL; "" where a row ends before its last columns. */
struct pabulib_table {
	unsigned column_count;
	const char *const *columns;
	size_t row_count;
	const char *const *fields; /* row by row, column_count each */
};

struct pabulib_project {
	const char *id, *name; /* name, and the other texts, "" where the file tells none */
	const char *category;  /* several: separated by ',' */
	const char *beneficiaries, *place, *description, *proposer;
	const char *told_votes, *told_score; /* as written; "" where not */
	uint64_t cost;
	unsigned long line;
};

struct pabulib_vote {
	uint32_t end; /* its marks are marks[end of the vote before] up to marks[end] */
	uint32_t line;
	uint32_t repeated; /* marks that name a project again */
	uint32_t lost;     /* marks that could not be read (not in strict reading) */
};

/* Texts that were not in the file. */
struct pabulib_owned;

/* Money counts units of 10^-money_digits, points of 10^-point_digits. 0 stands for a limit that is not there. All texts
 * lie in the text that was read. */
struct pabulib {
	enum vote_type type; /* VOTE_KNAPSACK: approval with max_sum_cost = budget */
	unsigned money_digits, point_digits;
	uint64_t budget;
	uint32_t min_length, max_length;
	uint64_t min_sum_cost, max_sum_cost;
	int64_t min_points, max_points, min_sum_points, max_sum_points, default_points;
	int64_t threshold; /* min_project_score_threshold; of points where votes are points */
	size_t meta_count;
	struct pabulib_meta *meta;
	unsigned long *meta_line; /* where each of them stands; 0 for one that was not in the file */
	uint32_t project_count;
	struct pabulib_project *projects;
	size_t vote_count;
	struct pabulib_vote *votes;
	struct profile_mark *marks; /* in the order of the file, repeated ones included */
	struct pabulib_table project_table, vote_table;
	unsigned long project_header_line, vote_header_line; /* of the columns' names */
	size_t repeated_votes;                               /* votes that name a project twice */
	size_t breaking_votes;                               /* votes against the limits of length, cost or points */
	int amounts_unknown;                                 /* the budget or a cost could not be read (in a check) */
	int points_lost; /* marks were left out because of their points (not in strict reading) */
	struct pabulib_owned *owned;
};

/* Reads. text[len] must be a NUL; the text is changed, and must outlive *out. On success the caller destroys *out; on
 * failure it is NULL and fault says where and what. STATUS_NO_ROOM without memory, else the status only tells that the
 * file is not to be used. note may be NULL. */
enum status MUST_CHECK pabulib_read(struct pabulib **out, struct pabulib_fault *fault, char *text, size_t len,
                                    pabulib_note *note, void *context);
/* The same in any mode. What cannot be repaired is refused in every mode; a check goes on as far as it can: a file of
 * which it told an error is not to be counted. */
enum status MUST_CHECK pabulib_read_as(struct pabulib **out, struct pabulib_fault *fault, char *text, size_t len,
                                       enum pabulib_mode mode, pabulib_note *note, void *context);
void pabulib_destroy(struct pabulib *file);

/* The value of a META key, "" where there is none. */
const char *pabulib_meta(const struct pabulib *file, const char *key);
/* The line it stands in, 0 where it was not in the file. */
unsigned long pabulib_meta_line(const struct pabulib *file, const char *key);
/* The first mark of a vote. */
size_t pabulib_first(const struct pabulib *file, size_t vote);
/* The file's votes for the counting rules. The profile's ids and votes point into the file. */
enum status MUST_CHECK pabulib_profile(struct profile **out, const struct pabulib *file, enum repeats repeats);

#endif
