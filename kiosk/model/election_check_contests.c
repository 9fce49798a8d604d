/* Every fault of the contests and their projects. */
#include "ballot.h"
#include "election_faults.h"

#include <stdlib.h>
#include <string.h>

/* --- projects --- */

int fault_id_ok(const char *id)
{
	size_t len = strlen(id);

	return len > 0 && text_is_clean(id, len) && text_characters(id) <= ELECTION_ID_MAX && !strchr(id, '\n') &&
	       id[0] != ' ' && id[len - 1] != ' ';
}

static void check_cost(struct check *check, const struct contest *contest, const struct project *project)
{
	const struct election *election = check->election;
	char cost[FAULT_NUMBER_TEXT], limit[FAULT_NUMBER_TEXT];

	if (project->cost == 0)
		fault_found(check, "write what it costs", "its cost is 0");
	else if (project->cost > ELECTION_MAX_MONEY)
		fault_found(check, "correct the cost", "its cost is out of range");
	else if (contest->budget > 0 && project->cost > contest->budget)
		fault_found(check, "correct the cost or the budget, or leave the project out: it could never win",
		            "it costs %s, more than the contest's budget of %s",
		            fault_money(cost, election, project->cost), fault_money(limit, election, contest->budget));
	else if (contest->max_sum_cost > 0 && project->cost > contest->max_sum_cost)
		fault_found(check, "raise max_sum_cost, or leave the project out: nobody could choose it",
		            "it costs %s, more than one vote may spend (%s)",
		            fault_money(cost, election, project->cost),
		            fault_money(limit, election, contest->max_sum_cost));
}

static void check_project(struct check *check, const struct contest *contest, unsigned contest_number, unsigned index)
{
	const struct election *election = check->election;
	const struct project *project = &contest->projects[index];
	const char *name = text_or_empty(project->name.in[0]);

	if (text_is_clean(name, strlen(name)) && name[0])
		fault_place(check, "contest %u, project %u (\"%.56s\")", contest_number, index + 1, name);
	else
		fault_place(check, "contest %u, project %u", contest_number, index + 1);
	if (!fault_id_ok(text_or_empty(project->id)))
		fault_found(check, "give every project an id of 1 to 60 characters",
		            "its id is empty, too long or has blanks around it");
	for (unsigned i = 0; i < PROJECT_TEXTS; i++)
		fault_text(check, project_text_word(i), project_text(project, i), project_text_max(i),
		           i == 0 ? TEXT_NEEDED : TEXT_OPTIONAL);
	check_cost(check, contest, project);
	if (election->category_count < 32 && project->categories >> election->category_count != 0)
		fault_found(check, "use the categories that the election names",
		            "it has a category that does not exist");
	if (election->rule == RULE_GREEDY_EXCLUSIVE && (project->categories & (project->categories - 1)) != 0)
		fault_found(check, "leave it one of them, or none",
		            "it has several categories, and the rule \"greedy-exclusive\" funds one project of each");
	if (election->style_count > 0 && project->district > election->style_count)
		fault_found(check, "use the name of a district", "it lies in a district that does not exist");
}

struct id_at {
	const char *id;
	unsigned index;
};

static int compare_ids(const void *a, const void *b)
{
	const struct id_at *left = a, *right = b;
	int order = strcmp(left->id, right->id);

	return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

void check_unique_ids(struct check *check, const struct contest *contest, const char *place, unsigned number,
                      const char *what)
{
	struct id_at id[ELECTION_MAX_PROJECTS] = {{.id = ""}};
	unsigned count = contest->project_count;

	for (unsigned i = 0; i < count; i++)
		id[i] = (struct id_at){.id = text_or_empty(contest->projects[i].id), .index = i};
	qsort(id, count, sizeof id[0], compare_ids);
	for (unsigned i = 1; i < count; i++) {
		if (id[i].id[0] == '\0' || strcmp(id[i - 1].id, id[i].id) != 0)
			continue;
		fault_place(check, "%s %u, %s %u", place, number, what, id[i].index + 1);
		fault_found(check, "give one of them another id", "its id \"%.60s\" is also the id of %s %u", id[i].id,
		            what, id[i - 1].index + 1);
	}
}

/* --- contests --- */

static void check_lengths(struct check *check, const struct contest *contest)
{
	if (contest->min_length > contest->project_count)
		fault_found(check, "lower min_length", "a vote must choose at least %u project%s, but there %s only %u",
		            contest->min_length, contest->min_length == 1 ? "" : "s",
		            contest->project_count == 1 ? "is" : "are", contest->project_count);
	if (contest->max_length > 0 && contest->min_length > contest->max_length)
		fault_found(check, "lower min_length or raise max_length",
		            "a vote must choose at least %u project%s and at most %u", contest->min_length,
		            contest->min_length == 1 ? "" : "s", contest->max_length);
	if (contest->type == VOTE_CHOOSE_ONE && contest->max_length != 1)
		fault_found(check, "leave max_length out", "a vote of type choose-one chooses 1 project, not %u",
		            contest->max_length);
}

static void check_sums(struct check *check, const struct contest *contest)
{
	int by_cost = contest->type == VOTE_APPROVAL || contest->type == VOTE_KNAPSACK;
	uint64_t all = 0;

	if (!by_cost && (contest->min_sum_cost > 0 || contest->max_sum_cost > 0))
		fault_found(check, "leave them out, or use the vote type \"approval\"",
		            "min_sum_cost and max_sum_cost do not go with the vote type \"%s\"",
		            vote_type_word(contest->type));
	if (contest->min_sum_cost > ELECTION_MAX_MONEY || contest->max_sum_cost > ELECTION_MAX_MONEY) {
		fault_found(check, "correct it", "min_sum_cost or max_sum_cost is out of range");
		return;
	}
	if (contest->max_sum_cost > 0 && contest->min_sum_cost > contest->max_sum_cost)
		fault_found(check, "lower min_sum_cost or raise max_sum_cost", "min_sum_cost is above max_sum_cost");
	if (contest->type == VOTE_KNAPSACK && contest->max_sum_cost != contest->budget)
		fault_found(check, "leave max_sum_cost out: it is the budget",
		            "max_sum_cost of a knapsack vote is not the contest's budget");
	for (unsigned i = 0; i < contest->project_count; i++)
		if (contest->projects[i].cost <= ELECTION_MAX_MONEY)
			all += contest->projects[i].cost;
	if (contest->min_sum_cost > all)
		fault_found(check, "lower min_sum_cost", "all projects together cost less than min_sum_cost");
}

static void check_points(struct check *check, const struct contest *contest)
{
	uint32_t most = contest->max_points > 0 ? contest->max_points : contest->max_sum_points;
	char number[FAULT_NUMBER_TEXT];
	int none = contest->min_points == 0 && contest->max_points == 0 && contest->max_sum_points == 0;

	if (contest->type != VOTE_POINTS && contest->type != VOTE_SCORE) {
		if (!none)
			fault_found(check, "leave min_points, max_points and max_sum_points out",
			            "points do not go with the vote type \"%s\"", vote_type_word(contest->type));
		return;
	}
	if (contest->type == VOTE_SCORE && contest->max_sum_points > 0)
		fault_found(check, "leave max_sum_points out, or use the vote type \"points\"",
		            "max_sum_points does not go with the vote type \"score\"");
	if (contest->type == VOTE_SCORE)
		most = contest->max_points;
	if (most == 0)
		fault_found(check, "set max_points (for points: or max_sum_points)", "there are no points to give");
	else if (most > ELECTION_MAX_POINTS)
		fault_found(check, "use at most 60,000", "one project could get %s points", fault_number(number, most));
	else if (contest->min_points > most)
		fault_found(check, "lower min_points", "min_points (%u) is above what a project can get (%u)",
		            contest->min_points, most);
	else if (contest->max_sum_points > 0 && contest->max_points > contest->max_sum_points)
		fault_found(check, "lower max_points", "one project can get more points (%u) than a vote has (%u)",
		            contest->max_points, contest->max_sum_points);
}

static void check_projects(struct check *check, const struct contest *contest, unsigned number)
{
	char count[FAULT_NUMBER_TEXT];

	if (contest->project_count == 0)
		fault_found(check, "add its projects", "it has no projects");
	if (contest->project_count > ELECTION_MAX_PROJECTS) {
		fault_found(check, "divide it into several contests, or leave projects out",
		            "it has %s projects; a contest can have 500", fault_number(count, contest->project_count));
		return;
	}
	for (unsigned i = 0; i < contest->project_count; i++)
		check_project(check, contest, number, i);
	check_unique_ids(check, contest, "contest", number, "project");
}

static void check_contest(struct check *check, unsigned index)
{
	const struct election *election = check->election;
	const struct contest *contest = &election->contests[index];
	unsigned number = index + 1, faults;

	fault_place_contest(check, index);
	if (contest->id < 1 || (index > 0 && contest->id <= election->contests[index - 1].id))
		fault_found(check, "number the contests 1, 2, 3 in their order",
		            "its id is %u: ids begin with 1, ascend, and none comes twice", contest->id);
	if ((unsigned)contest->type > VOTE_ANSWER_TEXT) {
		fault_found(check, "use approval, knapsack, choose-one, ranked, points or score",
		            "its vote type is unknown");
		return;
	}
	if (vote_type_is_question(contest->type)) {
		check_question(check, index);
		return;
	}
	if (index > 0 && vote_type_is_question(election->contests[index - 1].type))
		fault_found(check, "put all contests before the questions", "it comes after a question");
	fault_text(check, "title", &contest->title, ELECTION_NAME_MAX, TEXT_NEEDED);
	fault_text(check, "instruction", &contest->instruction, 300, TEXT_NEEDED);
	if (contest->budget < 1 || contest->budget > ELECTION_MAX_MONEY)
		fault_found(check, "write the money that this contest can spend", "its budget is out of range");
	faults = check->faults;
	check_lengths(check, contest);
	check_sums(check, contest);
	check_points(check, contest);
	if (check->faults == faults && contest->project_count <= ELECTION_MAX_PROJECTS &&
	    (contest->width == 0 || contest->width != ballot_width(contest)))
		fault_found(check, "have fewer projects, fewer points, or a shorter ranking",
		            "its votes do not fit a sealed ballot");
	check_projects(check, contest, number);
}

void check_contests(struct check *check)
{
	const struct election *election = check->election;

	fault_place(check, "election");
	if (election->contest_count < 1 || vote_type_is_question(election->contests[0].type))
		fault_found(check, "add a contest with its projects", "there is no contest");
	if (election->contest_count > ELECTION_MAX_CONTESTS)
		fault_found(check, "leave contests out", "there are %u contests and questions; an election can have %d",
		            election->contest_count, ELECTION_MAX_CONTESTS);
	for (unsigned i = 0; i < election->contest_count; i++)
		check_contest(check, i);
}
