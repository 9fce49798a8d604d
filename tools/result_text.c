#include "result_text.h"

#include <string.h>

#include "cli.h"

void result_say_votes(FILE *out, const struct contest_result *contest)
{
	fprintf(out, "%zu vote%s, %u valid, %u blank, %u invalid", result_votes(contest), plural(result_votes(contest)),
	        contest->valid, contest->blank, contest->invalid);
	if (contest->withheld_count)
		fprintf(out, ", %u withheld", contest->withheld_count);
}

enum { SHOWN_TIES = 6, SHOWN_TIED = 12 };

static const char *tie_in_words(enum tie tie, enum profile_kind kind)
{
	switch (tie) {
	case TIE_COST_VOTES_ID:
		return kind == PROFILE_SETS ? "lowest cost first, then most votes, then id"
		                            : "lowest cost first, then most points, then id";
	case TIE_ID: return "by id";
	}
	return "unknown";
}

static void say_tied(FILE *out, const struct contest_result *contest, const struct tie_broken *tie)
{
	for (uint32_t k = 0; k < tie->count && k < SHOWN_TIED; k++) {
		uint32_t project = contest->outcome->tied[tie->first + k];

		fprintf(out, "    %s  %s  (%s)\n", contest->profile->projects[project].id,
		        text_in(&contest->contest->projects[project].name, 0, NULL),
		        result_selected(contest, project) ? "selected" : "not selected");
	}
	if (tie->count > SHOWN_TIED)
		fprintf(out, "    … and %u more\n", tie->count - SHOWN_TIED);
}

void result_say_ties(FILE *out, const struct contest_result *contest, const struct election *election)
{
	uint32_t count = contest->outcome->tie_count;

	for (uint32_t i = 0; i < count && i < SHOWN_TIES; i++) {
		fprintf(out, "  a tie was decided by the rule \"%s\" (%s), in this order:\n", tie_word(election->tie),
		        tie_in_words(election->tie, contest->profile->kind));
		say_tied(out, contest, &contest->outcome->ties[i]);
	}
	if (count > SHOWN_TIES)
		fprintf(out, "  … and %u more tie%s: see readme.txt\n", count - SHOWN_TIES, plural(count - SHOWN_TIES));
}

/* --- explained --- */

enum { LINE_BYTES = 100 };

void say_paragraph(FILE *out, const char *indent, const char *paragraph)
{
	size_t used = 0;

	for (const char *word = paragraph; *word;) {
		size_t len = strcspn(word, " ");

		if (used > 0 && used + 1 + len > LINE_BYTES) {
			fputc('\n', out);
			used = 0;
		}
		used += (size_t)fprintf(out, "%s%.*s", used ? " " : indent, (int)len, word);
		word += len + strspn(word + len, " ");
	}
	fputc('\n', out);
}

struct saying {
	FILE *out;
	const char *indent;
};

static void say_part(void *context, enum explain_part part, const struct round *round, const char *paragraph)
{
	const struct saying *saying = context;

	(void)round;
	if (part == EXPLAIN_END)
		fputc('\n', saying->out);
	say_paragraph(saying->out, saying->indent, paragraph);
	if (part == EXPLAIN_RULE)
		fputc('\n', saying->out);
}

static const char *name_of(const void *context, uint32_t project)
{
	const struct contest_result *contest = context;

	return text_in(&contest->contest->projects[project].name, 0, NULL);
}

enum status result_explain(FILE *out, const struct contest_result *contest, const struct election *election,
                           const char *indent)
{
	struct saying saying = {out, indent};
	const struct explained what = {.profile = contest->profile,
	                               .terms = &contest->terms,
	                               .outcome = contest->outcome,
	                               .type = contest->contest->type,
	                               .currency = election->currency,
	                               .money_digits = election->minor_digits,
	                               .name = name_of,
	                               .context = contest};

	return explain(&what, phrases_in("en"), say_part, &saying);
}
