/* What the sections of a results page are written with: words in the page's language, names in theirs, and numbers that
 * each say where in results.json they stand. */
#ifndef FOLKMOOT_PAGE_H
#define FOLKMOOT_PAGE_H

#include "html.h"
#include "site.h"

enum { PAGE_POINTER = 80, PAGE_POINTERS = 24 };

struct page {
	FILE *out;
	const struct site *site;
	const struct site_page *about;
	const struct phrases *phrases;
	enum status status; /* the first failure of what was written */
	unsigned level;     /* of the headings of what is written now */
	char pointer[PAGE_POINTERS][PAGE_POINTER];
	unsigned pointer_next;
};

enum fill_kind {
	FILL_NUMBER,
	FILL_MONEY,
	FILL_TEXT,  /* of the election, in the language there is */
	FILL_PLAIN, /* a word that belongs to no language */
};

/* What fills "{name}" in a phrase. */
struct fill {
	const char *name;
	enum fill_kind kind;
	uint64_t number;
	const char *pointer; /* of a number or an amount, from at() */
	const struct text *text;
	const char *plain;
};

#define NUMBER(filled, value, where)                                                                                   \
	{                                                                                                              \
		.name = (filled), .kind = FILL_NUMBER, .number = (value), .pointer = (where)                           \
	}
#define MONEY(filled, value, where)                                                                                    \
	{                                                                                                              \
		.name = (filled), .kind = FILL_MONEY, .number = (value), .pointer = (where)                            \
	}
#define TEXT(filled, value)                                                                                            \
	{                                                                                                              \
		.name = (filled), .kind = FILL_TEXT, .text = (value)                                                   \
	}
#define PLAIN(filled, value)                                                                                           \
	{                                                                                                              \
		.name = (filled), .kind = FILL_PLAIN, .plain = (value)                                                 \
	}
#define COUNT(fills) ((unsigned)(sizeof(fills) / sizeof *(fills)))

/* A pointer into results.json (RFC 6901). Stays good for the next PAGE_POINTERS calls. */
const char *at(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Markup as it is. */
void raw(struct page *page, const char *html);
void rawf(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The words of a key. */
void put_words(struct page *page, const char *key);
void put_words_with(struct page *page, const char *key, const struct fill *fills, unsigned count);
/* The same for an attribute: without markup. */
void put_words_attribute(struct page *page, const char *key, const struct fill *fills, unsigned count);
/* <tag>words</tag>; tag may carry attributes. */
void put_words_in(struct page *page, const char *tag, const char *key);
void put_words_in_with(struct page *page, const char *tag, const char *key, const struct fill *fills, unsigned count);
/* A heading of the page's level. id and extra may be NULL. */
void heading(struct page *page, const char *id, const char *key);
void heading_text(struct page *page, const char *id, const struct text *text);

/* A number, an amount of money, a share of a hundred; pointer says where it stands in results.json. */
void put_number(struct page *page, uint64_t number, const char *pointer);
void put_money(struct page *page, uint64_t amount, const char *pointer);
void put_percent(struct page *page, unsigned percent, const char *pointer);
/* A text of the election, with its language where it is not the page's. */
void put_text(struct page *page, const struct text *text);
/* The same by paragraphs, where it holds line breaks. */
void put_paragraphs(struct page *page, const struct text *text);
/* A name that belongs to no language. */
void put_name(struct page *page, const char *name);
/* "11 May 2026" for "2026-05-11". */
void put_date(struct page *page, const char *iso);
/* 1 where the election says it in any language. */
int has_text(const struct text *text);

/* --- sections; each in a file of its own name --- */

void page_contest(struct page *page, const struct view *view);
/* How its projects were chosen; nothing where no rule was applied. */
void page_how(struct page *page, const struct view *view);
void page_glance(struct page *page); /* all contests in one table */
void page_questions(struct page *page);
void page_turnout(struct page *page);
void page_lookup(struct page *page);
void page_check(struct page *page);
void page_data(struct page *page);

/* --- what the sections of one contest share: page_contest.c --- */

/* A section and its heading; part names both ("votes"), also in links. The caller closes it. */
void part_open(struct page *page, const struct view *view, const char *part, const char *key);
/* at() of something of a project: "cost". */
const char *project_pointer(struct page *page, const struct view *view, uint32_t project, const char *what);
/* "31 votes", where votes have points "12 points, 5 votes". */
void put_project_votes(struct page *page, const struct view *view, uint32_t project);

/* --- charts: chart.c --- */

enum bar_fill { BAR_FULL, BAR_HATCHED };

/* A bar of part of all, as wide as there is room. */
void chart_bar(struct page *page, uint64_t part, uint64_t all, enum bar_fill fill);
/* The budget with a piece for every project that was bought. */
void chart_budget(struct page *page, const struct view *view);
/* Votes (or points) of each project, most first; at most CHART_ROWS of them. */
enum { CHART_ROWS = 40 };
void chart_support(struct page *page, const struct view *view);
/* The patterns that all charts of a page use. Once a page. */
void chart_patterns(struct page *page);

#endif
