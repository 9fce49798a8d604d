/* Round by round: what was bought, who paid, what was left; what was not bought, summed up where it is much; ties. */
#include <string.h>

#include "explain_words.h"

/* More rounds than that in which nothing is bought for one and the same reason are told in one sentence; of more equal
 * projects than that the first are named. */
enum { TOLD_EACH = 4, NAMED = 6, NAMES_ROOM = 8 * NAME_ROOM };

/* What was left of the budget before that round. */
static uint64_t left_before(const struct teller *teller, uint32_t index)
{
	return index ? teller->what->outcome->rounds[index - 1].left : teller->what->profile->budget;
}

/* 1 where the rule of that round looks at projects one after another, by their support. */
static int in_order(const struct teller *teller, const struct round *round)
{
	enum rule rule = teller->what->terms->rule;

	return round->stage == STAGE_COMPLETION || (rule != RULE_MES && rule != RULE_PHRAGMEN);
}

/* --- bought
 * -------------------------------------------------------------------------------------------------------------------
 */

/* Equal shares: points are told whole, the outcome knows what a unit of points costs. */
static struct fine price_of_point(const struct teller *teller, const struct round *round)
{
	struct fine price = round->price;
	enum satisfaction sat = teller->what->terms->sat;
	unsigned digits = sat == SAT_POINTS || sat == SAT_POINTS_COST ? teller->what->point_digits : 0;

	for (; digits > 0 && price.units < UINT64_MAX / 100; digits--) {
		uint64_t millionths = (uint64_t)price.millionths * 10;

		price.units = price.units * 10 + millionths / 1000000;
		price.millionths = (uint32_t)(millionths % 1000000);
	}
	return price;
}

static void tell_paid(struct teller *teller, const struct round *round)
{
	const struct profile_project *project = &teller->what->profile->projects[round->project];
	struct fine each = price_of_point(teller, round);
	struct amount_text cost, price;
	char name[NAME_ROOM];
	const char *key = teller->counts_points ? "explain.mes.bought.points" : "explain.mes.bought.votes";

	SAY(teller, key, project_value("project", name, teller, round->project),
	    money_value("cost", &cost, teller, project->cost), number_value("n", round->payers),
	    fine_value("price", &price, teller, &each));
	if (round->spent_out > 0)
		SAY(teller, "explain.mes.spent-out", number_value("n", round->spent_out));
}

static void tell_earned(struct teller *teller, const struct round *round)
{
	struct amount_text cost, price;
	char name[NAME_ROOM];

	SAY(teller, "explain.phragmen.bought", fine_value("price", &price, teller, &round->price),
	    number_value("n", round->payers), project_value("project", name, teller, round->project),
	    money_value("cost", &cost, teller, teller->what->profile->projects[round->project].cost));
}

static void tell_bought(struct teller *teller, const struct round *round)
{
	const struct profile_project *project = &teller->what->profile->projects[round->project];
	struct amount_text cost, left;
	char name[NAME_ROOM], support[SUPPORT_ROOM];

	if (in_order(teller, round))
		SAY(teller, "explain.round.bought", project_value("project", name, teller, round->project),
		    support_value("support", support, teller, round->project),
		    money_value("cost", &cost, teller, project->cost));
	else if (project->cost == 0)
		SAY(teller, "explain.round.free", project_value("project", name, teller, round->project));
	else if (round->payers == 0)
		SAY(teller, "explain.round.unasked", project_value("project", name, teller, round->project),
		    money_value("cost", &cost, teller, project->cost));
	else if (teller->what->terms->rule == RULE_MES)
		tell_paid(teller, round);
	else
		tell_earned(teller, round);
	if (round->left > 0)
		SAY(teller, "explain.round.left", money_value("left", &left, teller, round->left));
	else
		say(teller, "explain.round.nothing-left", NULL, 0);
	paragraph_end(teller, EXPLAIN_ROUND, round);
}

/* --- not bought
 * --------------------------------------------------------------------------------------------------------------- */

static const char *refused_key(enum round_kind kind, uint64_t left)
{
	switch (kind) {
	case ROUND_TOO_DEAR: return left == 0 ? "explain.round.too-late" : "explain.round.too-dear";
	case ROUND_BELOW_THRESHOLD: return "explain.round.below-threshold";
	case ROUND_STOPPED: return "explain.round.stopped";
	case ROUND_EXCLUDED: return "explain.round.excluded";
	case ROUND_UNAFFORDABLE: return "explain.round.unaffordable";
	case ROUND_BOUGHT: break;
	}
	return "explain.round.free";
}

static const char *refused_many_key(enum round_kind kind, uint64_t left)
{
	switch (kind) {
	case ROUND_TOO_DEAR: return left == 0 ? "explain.rounds.nothing-left" : "explain.rounds.too-dear";
	case ROUND_BELOW_THRESHOLD: return "explain.rounds.below-threshold";
	case ROUND_EXCLUDED: return "explain.rounds.excluded";
	case ROUND_UNAFFORDABLE:
	case ROUND_STOPPED:
	case ROUND_BOUGHT: break;
	}
	return "explain.rounds.unaffordable";
}

static void tell_refused(struct teller *teller, uint32_t index)
{
	const struct round *round = &teller->what->outcome->rounds[index];
	const struct profile_project *project = &teller->what->profile->projects[round->project];
	struct amount_text cost, left;
	char name[NAME_ROOM], support[SUPPORT_ROOM];
	const char *key = refused_key(round->kind, round->left);

	if (round->kind == ROUND_UNAFFORDABLE && project->votes == 0)
		key = "explain.round.nobody";
	SAY(teller, key, project_value("project", name, teller, round->project),
	    support_value("support", support, teller, round->project),
	    money_value("cost", &cost, teller, project->cost),
	    money_value("left", &left, teller, left_before(teller, index)));
	paragraph_end(teller, EXPLAIN_ROUND, round);
}

/* How many rounds from there on end without buying, for the same reason, without a tie. */
static uint32_t run_length(const struct teller *teller, uint32_t index, uint32_t next_tie_round)
{
	const struct outcome *outcome = teller->what->outcome;
	const struct round *first = &outcome->rounds[index];
	uint32_t end = index + 1;

	if (first->kind == ROUND_BOUGHT || first->kind == ROUND_STOPPED)
		return 1;
	while (end < outcome->round_count && end <= next_tie_round && outcome->rounds[end].kind == first->kind &&
	       outcome->rounds[end].stage == first->stage)
		end++;
	return end - index;
}

static void tell_run(struct teller *teller, uint32_t index, uint32_t count)
{
	const struct round *first = &teller->what->outcome->rounds[index];
	struct amount_text left;

	SAY(teller, refused_many_key(first->kind, first->left), number_value("n", count),
	    money_value("left", &left, teller, left_before(teller, index)));
	paragraph_end(teller, EXPLAIN_ROUND, first);
}

/* --- ties
 * ---------------------------------------------------------------------------------------------------------------------
 */

/* "A", "A and B", "A, B and C"; of many the first ones, and how many more there are. */
static void list_names(char out[static NAMES_ROOM], struct teller *teller, const uint32_t *projects, uint32_t count)
{
	uint32_t named = count > NAMED ? NAMED - 1 : count, parts = count > NAMED ? NAMED : count;
	char so_far[NAMES_ROOM], one[NAME_ROOM];

	project_value("", out, teller, projects[0]);
	for (uint32_t i = 1; i < parts; i++) {
		const char *key = i + 1 < parts ? "list.more" : parts == 2 ? "list.pair" : "list.last";
		struct phrase_value more = number_value("n", count - named);

		if (i < named)
			project_value("", one, teller, projects[i]);
		else
			phrase_text(one, sizeof one, teller->phrases, "explain.more-projects", &more, 1);
		memcpy(so_far, out, strlen(out) + 1);
		phrase_text(out, NAMES_ROOM, teller->phrases, key,
		            (const struct phrase_value[]){text_value("a", so_far), text_value("b", one)}, 2);
	}
}

static void tell_tie(struct teller *teller, const struct tie_broken *tie, const struct round *round)
{
	const struct outcome *outcome = teller->what->outcome;
	char names[NAMES_ROOM], first[NAME_ROOM];

	list_names(names, teller, &outcome->tied[tie->first], tie->count);
	SAY(teller, in_order(teller, round) ? "explain.tie.order" : "explain.tie.taken", text_value("projects", names),
	    project_value("project", first, teller, outcome->tied[tie->first]));
	if (teller->what->terms->tie == TIE_ID)
		say(teller, "explain.tie.rule.id", NULL, 0);
	else
		say(teller,
		    teller->what->profile->kind == PROFILE_SETS ? "explain.tie.rule.votes" : "explain.tie.rule.points",
		    NULL, 0);
	paragraph_end(teller, EXPLAIN_TIE, round);
}

/* --- all of them
 * -------------------------------------------------------------------------------------------------------------- */

/* What the rule leaves unbought is looked at again by its completion, and told there. */
static int told_again(const struct teller *teller, uint32_t index)
{
	const struct outcome *outcome = teller->what->outcome;

	return outcome->rounds[index].kind == ROUND_UNAFFORDABLE &&
	       outcome->rounds[outcome->round_count - 1].stage == STAGE_COMPLETION;
}

static void tell_stage(struct teller *teller, uint32_t index)
{
	const struct outcome *outcome = teller->what->outcome;
	const struct round *round = &outcome->rounds[index];
	struct amount_text left;

	if (round->stage != STAGE_COMPLETION || (index > 0 && outcome->rounds[index - 1].stage != STAGE_RULE))
		return;
	say(teller, "explain.mes.end", NULL, 0);
	if (left_before(teller, index) > 0)
		SAY(teller,
		    satisfaction_times_cost(teller->what->terms->sat) ? "explain.utilitarian.begin"
		                                                      : "explain.utilitarian.begin-rate",
		    money_value("left", &left, teller, left_before(teller, index)));
	paragraph_end(teller, EXPLAIN_ROUND, round);
}

void tell_rounds(struct teller *teller)
{
	const struct outcome *outcome = teller->what->outcome;
	uint32_t tie = 0, index = 0;

	while (index < outcome->round_count && teller->status == STATUS_OK) {
		uint32_t next_tie = tie < outcome->tie_count ? outcome->ties[tie].round : outcome->round_count;
		uint32_t run = run_length(teller, index, next_tie);

		tell_stage(teller, index);
		if (told_again(teller, index))
			run = 1;
		else if (run > TOLD_EACH)
			tell_run(teller, index, run);
		else if (outcome->rounds[index].kind == ROUND_BOUGHT)
			tell_bought(teller, &outcome->rounds[index]);
		else
			tell_refused(teller, index);
		index += run > TOLD_EACH ? run : 1;
		while (tie < outcome->tie_count && outcome->ties[tie].round < index) {
			tell_tie(teller, &outcome->ties[tie], &outcome->rounds[outcome->ties[tie].round]);
			tie++;
		}
	}
}
