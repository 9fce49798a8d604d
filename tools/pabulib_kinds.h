/* Every kind of fault that a Pabulib file can have: its word, what a validator takes it for, what a strict reader does,
 * the cure, and the repair. */
#ifndef FOLKMOOT_PABULIB_KINDS_H
#define FOLKMOOT_PABULIB_KINDS_H

enum pabulib_kind {
	PB_OTHER, /* what stops the reading in every mode */
	/* the text */
	PB_ENCODING,
	PB_BOM,
	PB_EMPTY_LINE,
	PB_EMPTY_ROW,
	PB_BLANKS,
	PB_TRAILING,
	PB_EXTRA_FIELDS,
	PB_META_PARTS, /* of a text that nothing is counted by */
	PB_TITLE,
	/* META */
	PB_META_HEADER,
	PB_KEY_EMPTY,
	PB_KEY_TWICE,
	PB_META_MISSING,
	PB_META_NUMBER,
	PB_META_VALUE,
	PB_COMMENT,
	PB_COUNT,
	PB_VOTE_TYPE,
	PB_DATES,
	PB_RULE_WORD,
	PB_LIMITS,
	/* columns */
	PB_COLUMN_TWICE,
	PB_COLUMN_NAME,
	PB_COLUMN_MISSING,
	PB_UNKNOWN_FIELD,
	PB_ORDER,
	/* PROJECTS */
	PB_PROJECT_EMPTY,
	PB_PROJECT_COMMA,
	PB_PROJECT_TWICE,
	PB_COST,
	PB_COST_NONE,
	PB_COST_BUDGET,
	PB_COST_WITHDRAWN,
	PB_PROJECT_VALUE,
	PB_NO_RESULTS,
	PB_RECOUNT,
	PB_NO_VOTES,
	/* VOTES */
	PB_VOTER_EMPTY,
	PB_VOTER_TWICE,
	PB_VOTE_EMPTY,
	PB_VOTE_VALUE,
	PB_UNKNOWN_PROJECT,
	PB_EMPTY_PLACE,
	PB_ITEM_BLANKS,
	PB_POINTS_COUNT,
	PB_POINTS_NUMBER,
	PB_POINTS_UNEXPECTED,
	PB_REPEATED,
	PB_TOO_SHORT,
	PB_TOO_LONG,
	PB_TOO_CHEAP,
	PB_TOO_DEAR,
	PB_POINTS_RANGE,
	PB_POINTS_FEW,
	PB_POINTS_MANY,
	PB_POINTS_ORDER,
	/* the whole */
	PB_BUDGET_EXCEEDED,
	PB_ALL_FUNDED,
	PB_UNUSED_BUDGET,
	PB_RULE_NOT_FOLLOWED,
	PB_RULE_UNCHECKED,
	PB_LABELS,
	PB_KINDS,
};

enum pabulib_level { PABULIB_NOTE, PABULIB_REPAIR, PABULIB_WARNING, PABULIB_ERROR };

struct pabulib_kind_traits {
	const char *word;         /* "empty-line" */
	enum pabulib_level level; /* in a check: PABULIB_WARNING or PABULIB_ERROR */
	enum { STRICT_REFUSES, STRICT_TELLS, STRICT_KEEPS_SILENT } strict;
	const char *many;   /* a plural noun, and after '|' what follows "in all": "votes|name a project twice" */
	const char *cure;   /* "" where the fault itself says it */
	const char *repair; /* what lenient reading does; NULL: it does nothing. "" where the fault itself says it */
};

const struct pabulib_kind_traits *pabulib_traits(enum pabulib_kind kind);

#endif
