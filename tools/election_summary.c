#include "election_summary.h"

#include <stdio.h>

#include "ballot.h"
#include "cli.h"
#include "definition.h"

static void print_question(const struct contest *contest)
{
	printf("  %u  %s\n     question, ", contest->id, text_in(&contest->title, 0, NULL));
	if (contest->type == VOTE_ANSWER_TEXT)
		printf("answered in words, at most %u %s\n",
		       contest->max_length > 0 ? contest->max_length : (unsigned)ANSWER_TEXT_BYTES,
		       contest->max_length > 0 ? "characters" : "bytes");
	else
		printf("answered by choosing %s of %u options\n", contest->type == VOTE_ANSWER_ONE ? "one" : "several",
		       contest->project_count);
}

static void print_contest(const struct election *election, const struct contest *contest)
{
	char costs[MONEY_TEXT], budget[MONEY_TEXT];
	uint64_t all = 0;

	for (unsigned i = 0; i < contest->project_count; i++)
		all += contest->projects[i].cost;
	printf("  %u  %s\n     %u project%s for %s in all; the budget is %s; vote type %s\n", contest->id,
	       text_in(&contest->title, 0, NULL), contest->project_count, plural(contest->project_count),
	       money_text(costs, election->currency, all, election->minor_digits),
	       money_text(budget, election->currency, contest->budget, election->minor_digits),
	       vote_type_word(contest->type));
}

/* As much of it as the rule knows. */
static void print_rule(const struct election *election)
{
	int adds = election->completion == COMPLETION_ADD1 || election->completion == COMPLETION_ADD1U;
	char step[MONEY_TEXT];

	printf("%s", rule_word(election->rule));
	if (election->rule != RULE_PHRAGMEN)
		printf(", satisfaction %s", satisfaction_word(election->sat));
	if (election->rule == RULE_MES)
		printf(", completion %s", completion_word(election->completion));
	if (adds)
		printf("%s in steps of %s", election->exhaustive ? " (exhaustive)" : "",
		       money_text(step, election->currency, election->add1_step, election->minor_digits));
	printf(", ties %s\n", tie_word(election->tie));
}

static void print_media(const struct election *election)
{
	unsigned side = 0;
	uint64_t samples = 0;

	for (unsigned i = 0; i < election->picture_count; i++) {
		const struct election_picture *picture = &election->pictures[i];
		unsigned longer = picture->width > picture->height ? picture->width : picture->height;
		side = longer > side ? longer : side;
	}
	for (uint32_t i = 0; i < election->clip_count; i++)
		samples += election->clips[i].samples;
	if (election->picture_count > 0)
		printf("  pictures: %u, at most %u pixels on a side\n", election->picture_count, side);
	if (election->clip_count > 0)
		printf("  recorded clips: %u, %llu seconds in all\n", election->clip_count,
		       (unsigned long long)(samples / CLIP_RATE));
}

void election_summary(const struct election *election)
{
	printf("%s\n", text_in(&election->title, 0, NULL));
	printf("  %s, revision %u%s\n", election->id, election->revision,
	       election->kind == SIGN_PRACTICE ? ", for practice only" : "");
	for (unsigned i = 0; i < election->contest_count; i++)
		if (vote_type_is_question(election->contests[i].type))
			print_question(&election->contests[i]);
		else
			print_contest(election, &election->contests[i]);
	printf("  languages:");
	for (unsigned i = 0; i < election->language_count; i++)
		printf(" %s", election->language[i]);
	printf("\n  voters are admitted: %s; counted by: ", admission_word(election->admission));
	print_rule(election);
	if (election->style_count > 1)
		printf("  districts: %u\n", election->style_count);
	print_media(election);
}
