/* What `folkmoot count finish` says: the result, contest by contest. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "count.h"
#include "definition.h"
#include "result_text.h"

static void print_cell(const char *text, size_t width)
{
	size_t shown = 0;

	/* Cut at a character's end: a byte 10xxxxxx continues a character. */
	for (; *text && (shown < width || ((unsigned char)*text & 0xc0) == 0x80); text++) {
		shown += ((unsigned char)*text & 0xc0) != 0x80;
		putchar(*text);
	}
	printf("%*s", (int)(width - shown), "");
}

struct line {
	uint32_t project;
	int64_t score;
};

static int by_score(const void *left, const void *right)
{
	const struct line *a = left, *b = right;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return a->project < b->project ? -1 : a->project > b->project;
}

static void tell_answers(const struct contest_result *contest)
{
	for (uint32_t i = 0; i < contest->profile->project_count; i++) {
		const struct profile_project *option = &contest->profile->projects[i];

		printf("  ");
		print_cell(option->id, 12);
		printf("  ");
		print_cell(text_in(&contest->contest->projects[i].name, 0, NULL), 40);
		printf("  %7llu\n", (unsigned long long)option->votes);
	}
	if (contest->contest->type == VOTE_ANSWER_TEXT)
		printf("  %u different text%s, in result.csv\n", contest->text_count, plural(contest->text_count));
}

static void tell_contest(const struct contest_result *contest, const struct election *election)
{
	const char *title = text_in(&contest->contest->title, 0, NULL);
	enum { SHOWN = 40 };
	struct line line[ELECTION_MAX_PROJECTS] = {{0, 0}};
	uint32_t count = contest->profile->project_count;
	int points = contest->profile->kind != PROFILE_SETS;
	char cost[MONEY_TEXT];

	printf("\n%s%s ", title, *title && title[strlen(title) - 1] == '?' ? "" : ":");
	result_say_votes(stdout, contest);
	printf("\n");
	if (result_votes(contest) < FEW_BALLOTS)
		printf("  (fewer than %d votes: a result so small may show how single people voted)\n", FEW_BALLOTS);
	if (vote_type_is_question(contest->contest->type)) {
		tell_answers(contest);
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		line[i] = (struct line){i, contest->profile->projects[i].score};
	qsort(line, count, sizeof *line, by_score);
	snprintf(cost, sizeof cost, "cost in %s", election->currency);
	printf("  %-8s  %-44s  %12s  %7s%s\n", "project", "name", cost, "votes", points ? "   points" : "");
	for (uint32_t i = 0; i < count && i < SHOWN; i++) {
		const struct profile_project *project = &contest->profile->projects[line[i].project];

		printf("  ");
		print_cell(project->id, 8);
		printf("  ");
		print_cell(text_in(&contest->contest->projects[line[i].project].name, 0, NULL), 44);
		printf("  %12s  %7llu", money_text(cost, "", project->cost, election->minor_digits),
		       (unsigned long long)project->votes);
		if (points)
			printf("  %7lld", (long long)project->score);
		printf("%s\n", result_selected(contest, line[i].project) ? "  selected" : "");
	}
	if (count > SHOWN)
		printf("  … and %u more in result.csv\n", count - SHOWN);
}

static void tell_outcome(const struct contest_result *contest, const struct election *election)
{
	char cost[MONEY_TEXT], budget[MONEY_TEXT];

	if (!contest->outcome)
		return;
	printf("  selected by the rule \"%s\": %u project%s for %s of %s\n", rule_word(election->rule),
	       contest->outcome->selected_count, plural(contest->outcome->selected_count),
	       money_text(cost, election->currency, contest->outcome->cost, election->minor_digits),
	       money_text(budget, election->currency, contest->contest->budget, election->minor_digits));
	result_say_ties(stdout, contest, election);
}

static void tell_ballots(const struct audit *audit)
{
	const struct accepted *accepted = &audit->accepted;
	const struct merged *merged = &audit->merged;

	printf("%zu ballot%s from %u kiosk%s, mixed by %u, opened by %u of %u trustees, and counted.\n",
	       merged->counted_count, plural(merged->counted_count), accepted_kiosks_here(accepted),
	       plural(accepted_kiosks_here(accepted)), audit->mixes.count, audit->by->quorum.count,
	       audit->trustees.count);
	merge_tell(merged);
	for (size_t i = 0; i < audit->exception_count; i++)
		printf("To be read with this: %s\n", audit->exceptions[i]);
}

void count_tell(const struct audit *audit)
{
	const struct election *election = audit->accepted.package.election;

	printf("%s%s\n", text_in(&election->title, 0, NULL),
	       election->kind == SIGN_PRACTICE ? "  (PRACTICE: not a real vote)" : "");
	tell_ballots(audit);
	for (unsigned i = 0; i < election->contest_count; i++) {
		tell_contest(&audit->result.contest[i], election);
		tell_outcome(&audit->result.contest[i], election);
	}
}
