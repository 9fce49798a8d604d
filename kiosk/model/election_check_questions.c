/* Every fault of the questions that an election asks beside its contests. */
#include "ballot.h"
#include "election_faults.h"

#include <string.h>

enum { OPTIONS_MIN = 2 };

/* An option is its id and its name; all else that a project can have stays empty. */
static int is_bare(const struct check *check, const struct project *option)
{
	int bare = option->cost == 0 && option->categories == 0 && option->district == 0;

	for (unsigned i = 1; i < PROJECT_TEXTS; i++)
		for (unsigned k = 0; k < check->election->language_count && k < ELECTION_MAX_LANGUAGES; k++)
			bare &= text_or_empty(project_text(option, i)->in[k])[0] == '\0';
	return bare;
}

static void check_option(struct check *check, const struct contest *contest, unsigned number, unsigned index)
{
	const struct project *option = &contest->projects[index];
	const char *name = text_or_empty(option->name.in[0]);

	if (text_is_clean(name, strlen(name)) && name[0])
		fault_place(check, "question %u, option %u (\"%.56s\")", number, index + 1, name);
	else
		fault_place(check, "question %u, option %u", number, index + 1);
	if (!fault_id_ok(text_or_empty(option->id)))
		fault_found(check, "give every option an id of 1 to 60 characters, or none at all",
		            "its id is empty, too long or has blanks around it");
	for (unsigned i = 0; i < PROJECT_TEXTS; i++)
		fault_text(check, project_text_word(i), project_text(option, i), project_text_max(i),
		           i == 0 ? TEXT_NEEDED : TEXT_OPTIONAL);
	if (!is_bare(check, option))
		fault_found(check, "leave everything out but its id and name",
		            "an option of a question has no cost, description, category or district");
}

static void check_options(struct check *check, const struct contest *contest, unsigned number)
{
	char count[FAULT_NUMBER_TEXT];

	if (contest->project_count > ELECTION_MAX_PROJECTS) {
		fault_found(check, "leave options out", "it has %s options; a question can have 500",
		            fault_number(count, contest->project_count));
		return;
	}
	for (unsigned i = 0; i < contest->project_count; i++)
		check_option(check, contest, number, i);
	check_unique_ids(check, contest, "question", number, "option");
}

static void check_choice(struct check *check, const struct contest *contest)
{
	if (contest->project_count < OPTIONS_MIN)
		fault_found(check, "add \"options\": two or more answers to choose from", "it has %s",
		            contest->project_count ? "only one option" : "no options");
	else if (contest->min_length > contest->project_count)
		fault_found(check, "lower min_length",
		            "an answer must choose at least %u options, but there are only %u", contest->min_length,
		            contest->project_count);
	if (contest->max_length > 0 && contest->min_length > contest->max_length)
		fault_found(check, "lower min_length or raise max_length",
		            "an answer must choose at least %u option%s and at most %u", contest->min_length,
		            contest->min_length == 1 ? "" : "s", contest->max_length);
	if (contest->type == VOTE_ANSWER_ONE && contest->max_length != 1)
		fault_found(check, "leave max_length out", "a question of type \"one\" takes 1 option, not %u",
		            contest->max_length);
}

static void check_text(struct check *check, const struct contest *contest)
{
	char most[FAULT_NUMBER_TEXT];

	if (contest->project_count > 0)
		fault_found(check, "leave the options out, or use the type \"one\" or \"several\"",
		            "a question that asks for a text has no options");
	if (contest->min_length > 0)
		fault_found(check, "leave min_length out: nobody must write a text",
		            "a question that asks for a text has no min_length");
	if (contest->max_length > ANSWER_TEXT_BYTES)
		fault_found(check, "use at most 480 characters (of other letters than a-z fewer fit)",
		            "its text may have %s characters, but 480 bytes are all there is room for",
		            fault_number(most, contest->max_length));
}

void check_question(struct check *check, unsigned index)
{
	const struct contest *contest = &check->election->contests[index];
	unsigned faults;

	fault_text(check, "title", &contest->title, ELECTION_NAME_MAX, TEXT_NEEDED);
	fault_text(check, "instruction", &contest->instruction, 300, TEXT_OPTIONAL);
	if (contest->budget > 0 || contest->min_sum_cost > 0 || contest->max_sum_cost > 0)
		fault_found(check, "leave budget, min_sum_cost and max_sum_cost out", "a question spends no money");
	if (contest->min_points > 0 || contest->max_points > 0 || contest->max_sum_points > 0 ||
	    contest->min_project_score > 0)
		fault_found(check, "leave points and min_project_score out", "a question gives no points");
	faults = check->faults;
	if (contest->type == VOTE_ANSWER_TEXT)
		check_text(check, contest);
	else
		check_choice(check, contest);
	if (check->faults == faults && contest->project_count <= ELECTION_MAX_PROJECTS &&
	    (contest->width == 0 || contest->width != ballot_width(contest)))
		fault_found(check, "have fewer options", "its answers do not fit a sealed ballot");
	check_options(check, contest, question_number(check->election, index));
}
