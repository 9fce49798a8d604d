/* A count in words: a table of its rounds, or an explanation to be read aloud. */
#include <string.h>

#include "cli.h"
#include "tally.h"

enum { LINE_WIDTH = 80 };

const char *tally_currency(const struct pabulib *file)
{
	const char *told = pabulib_meta(file, "currency");

	return strlen(told) == 3 && strspn(told, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 ? told : "";
}

const char *tally_shown(char room[static MONEY_TEXT], const struct pabulib *file, const char *in, uint64_t amount)
{
	return money_text(room, in, amount, file->money_digits);
}

const char *tally_money(char room[static 32], const struct pabulib *file, uint64_t amount)
{
	decimal_write(room, (int64_t)amount, file->money_digits);
	return room;
}

/* --- a table
 * ------------------------------------------------------------------------------------------------------------------ */

static void print_round(const struct tally *tally, const struct round *round)
{
	const char *name = tally->file->projects[round->project].name;
	const struct profile_project *project = &tally->profile->projects[round->project];
	char cost[MONEY_TEXT], left[MONEY_TEXT], score[32];

	decimal_write(score, project->score, tally->file->point_digits);
	printf("  %-15s %8s %12s %12s  %s %.*s\n", round_kind_word(round->kind), score,
	       tally_shown(cost, tally->file, "", project->cost), tally_shown(left, tally->file, "", round->left),
	       project->id, (int)strcspn(name, "\r\n"), name);
}

static void print_rule(const struct tally *tally)
{
	const struct terms *terms = &tally->terms;

	printf("rule %s", rule_word(terms->rule));
	if (terms->rule != RULE_PHRAGMEN)
		printf(", satisfaction %s", satisfaction_word(terms->sat));
	if (terms->rule == RULE_MES)
		printf(", completion %s%s", completion_word(terms->completion),
		       terms->completion == COMPLETION_ADD1 && terms->exhaustive ? " (exhaustive)" : "");
	printf(", ties %s\n\n", tie_word(terms->tie));
}

static void print_ties(const struct tally *tally)
{
	const struct outcome *outcome = tally->outcome;

	for (uint32_t i = 0; i < outcome->tie_count; i++) {
		printf("a tie decided, in this order:");
		for (uint32_t k = 0; k < outcome->ties[i].count; k++) {
			uint32_t project = outcome->tied[outcome->ties[i].first + k];

			printf("%s %s (%s)", k ? "," : "", tally->profile->projects[project].id,
			       outcome_selected(outcome, project) ? "selected" : "not selected");
		}
		printf("\n");
	}
}

static void print_table(const struct tally *tally)
{
	const struct outcome *outcome = tally->outcome;
	char cost[MONEY_TEXT], budget[MONEY_TEXT];
	const char *currency = tally_currency(tally->file);

	printf("%s\n%u project%s, %zu vote%s, budget %s\n", pabulib_meta(tally->file, "description"),
	       tally->profile->project_count, plural(tally->profile->project_count), tally->profile->vote_count,
	       plural(tally->profile->vote_count), tally_shown(budget, tally->file, currency, tally->file->budget));
	print_rule(tally);
	printf("  %-15s %8s %12s %12s  %s\n", "", tally->profile->kind == PROFILE_SETS ? "votes" : "points", "cost",
	       "left", "project");
	for (uint32_t i = 0; i < outcome->round_count; i++)
		print_round(tally, &outcome->rounds[i]);
	printf("\n%u project%s selected, cost %s of %s\n", outcome->selected_count, plural(outcome->selected_count),
	       tally_shown(cost, tally->file, currency, outcome->cost), budget);
	print_ties(tally);
}

/* --- an explanation
 * ----------------------------------------------------------------------------------------------------------- */

/* Characters, not bytes: wide enough a measure for lines of running text. */
static size_t characters(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

/* Breaks lines at blanks. */
static void print_paragraph(void *context, enum explain_part part, const struct round *round, const char *paragraph)
{
	size_t column = 0;

	(void)context;
	(void)part;
	(void)round;
	while (*paragraph) {
		size_t len = strcspn(paragraph, " "), width = characters(paragraph, len);

		if (column > 0 && column + 1 + width > LINE_WIDTH) {
			putchar('\n');
			column = 0;
		}
		printf("%s%.*s", column ? " " : "", (int)len, paragraph);
		column += width + (column ? 1 : 0);
		paragraph += len + strspn(paragraph + len, " ");
	}
	printf("\n\n");
}

static const char *project_name(const void *context, uint32_t project)
{
	const struct tally *tally = context;

	return tally->file->projects[project].name;
}

void tally_explained(struct explained *out, const struct tally *tally)
{
	*out = (struct explained){
	    .profile = tally->profile,
	    .terms = &tally->terms,
	    .outcome = tally->outcome,
	    .type = tally->file->type,
	    .currency = tally_currency(tally->file),
	    .money_digits = tally->file->money_digits,
	    .point_digits = tally->file->point_digits,
	    .name = project_name,
	    .context = tally,
	};
}

int tally_words(const struct tally *tally)
{
	struct explained what;
	enum status status;

	if (!tally->phrases) {
		print_table(tally);
		return cli_finish(EXIT_DONE);
	}
	tally_explained(&what, tally);
	status = explain(&what, tally->phrases, print_paragraph, NULL);
	if (status != STATUS_OK)
		return cli_failed("%s could not be explained: %s", tally->path, status_phrase(status));
	return cli_finish(EXIT_DONE);
}
