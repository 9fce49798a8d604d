/* What an organiser says of a new vote, and the election.json that is made of it: with all that may be added, each
 * with a comment that says what it is. */
#ifndef FOLKMOOT_ELECTION_DRAFT_H
#define FOLKMOOT_ELECTION_DRAFT_H

#include "election.h"
#include "import_text.h"

enum { DRAFT_PROJECTS = 500, DRAFT_TEXT = 700 };

struct draft_project {
	const char *name, *summary;
	uint64_t cost; /* minor units */
};

struct draft_contest {
	const char *title;
	enum vote_type type;
	uint64_t budget;   /* minor units */
	unsigned limit;    /* projects to choose or rank, points to share, highest mark; 0: none */
	unsigned district; /* index + 1; 0: everybody */
	struct draft_project *projects;
	unsigned project_count;
};

struct draft {
	struct text_store texts; /* owns them */
	int practice;
	const char *id, *organiser, *currency, *opens, *closes; /* ISO dates, "" where not said */
	unsigned minor_digits;
	const char *language[ELECTION_MAX_LANGUAGES], *title[ELECTION_MAX_LANGUAGES];
	unsigned language_count;
	enum admission admission;
	const char *district[ELECTION_MAX_STYLES];
	unsigned district_count;
	struct draft_contest contest[ELECTION_MAX_CONTESTS];
	unsigned contest_count;
};

/* What the template shows: a vote of one contest, in English, every text of it in [square brackets]. STATUS_NO_ROOM. */
enum status MUST_CHECK draft_template(struct draft *out);
/* One more project for the contest, to be filled in; NULL without memory, or where there are DRAFT_PROJECTS. */
struct draft_project *draft_add_project(struct draft_contest *contest);
void draft_finish(struct draft *draft);

/* The definition as text, NUL-terminated; the caller frees it. STATUS_NO_ROOM. */
enum status MUST_CHECK draft_write(char **text, size_t *text_len, const struct draft *draft);

#endif
