#include "explain.h"

#include "explain_words.h"

static const char *type_word(enum vote_type type)
{
	switch (type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
	case VOTE_RANKED:
	case VOTE_POINTS:
	case VOTE_SCORE: return vote_type_word(type);
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: break;
	}
	return "approval";
}

/* A key made of a stem and an ending. */
static void say_kind(struct teller *teller, const char *stem, const char *ending, const struct phrase_value *value)
{
	char key[96];

	snprintf(key, sizeof key, "%s.%s", stem, ending);
	say(teller, key, value, value ? 1 : 0);
}

/* --- the rule
 * ----------------------------------------------------------------------------------------------------------------- */

static void tell_vote(struct teller *teller)
{
	const struct profile *profile = teller->what->profile;
	const struct terms *terms = teller->what->terms;
	struct amount_text budget;

	SAY(teller, "explain.vote.votes", number_value("n", profile->vote_count));
	SAY(teller, "explain.vote.projects", number_value("n", profile->project_count));
	SAY(teller, "explain.vote.budget", money_value("budget", &budget, teller, profile->budget));
	say_kind(teller, "explain.type", type_word(teller->what->type), NULL);
	if (terms->rule != RULE_PHRAGMEN && (terms->sat == SAT_RANK || terms->sat == SAT_RANK_COST))
		say(teller, "explain.weight.rank", NULL, 0);
	if (terms->rule != RULE_PHRAGMEN && terms->sat == SAT_BORDA)
		say(teller, "explain.weight.borda", NULL, 0);
}

static void tell_greedy(struct teller *teller)
{
	const struct terms *terms = teller->what->terms;
	struct amount_text per;
	struct phrase_value measure = money_value("per", &per, teller, teller->per);
	const char *most = teller->counts_points ? "points" : "votes";

	if (satisfaction_times_cost(terms->sat))
		say_kind(teller, "explain.greedy.most", most, NULL);
	else
		say_kind(teller, "explain.greedy.rate", most, &measure);
	if (terms->rule == RULE_GREEDY_THRESHOLD) {
		struct amount_text least;
		uint64_t size =
		    terms->threshold < 0 ? (uint64_t)0 - (uint64_t)terms->threshold : (uint64_t)terms->threshold;

		phrase_decimal(least.text, teller->phrases, teller->what->point_digits, size);
		if (terms->threshold > 0)
			SAY(teller, "explain.greedy.threshold", text_value("least", least.text));
	}
	if (terms->rule == RULE_GREEDY_EXCLUSIVE)
		say(teller, "explain.greedy.exclusive", NULL, 0);
	say(teller, terms->rule == RULE_GREEDY_NO_SKIP ? "explain.greedy.no-skip" : "explain.greedy.skip", NULL, 0);
}

/* A share is told only where somebody voted. */
static void tell_mes(struct teller *teller)
{
	const struct terms *terms = teller->what->terms;
	const char *by = teller->counts_points ? "points" : "votes", *by_rank = teller->counts_points ? "rank" : by;
	struct amount_text share;

	if (teller->what->profile->vote_count > 0)
		SAY(teller, "explain.mes.share", fine_value("share", &share, teller, &teller->what->outcome->share));
	say_kind(teller, "explain.mes.pay", teller->what->profile->kind == PROFILE_RANKINGS ? by_rank : by, NULL);
	say_kind(teller, satisfaction_times_cost(terms->sat) ? "explain.mes.next-spread" : "explain.mes.next-least", by,
	         NULL);
	say(teller, "explain.cut", NULL, 0);
	paragraph_end(teller, EXPLAIN_RULE, NULL);
}

static void tell_utilitarian(struct teller *teller)
{
	if (satisfaction_times_cost(teller->what->terms->sat))
		say(teller, "explain.utilitarian.how", NULL, 0);
	else
		say(teller, "explain.utilitarian.how-rate", NULL, 0);
}

static void tell_add1(struct teller *teller)
{
	const struct terms *terms = teller->what->terms;
	const struct outcome *outcome = teller->what->outcome;
	struct amount_text step, share;

	SAY(teller, "explain.add1.how", money_value("step", &step, teller, terms->add1_step));
	if (terms->exhaustive)
		say(teller, "explain.add1.exhaustive", NULL, 0);
	if (terms->completion == COMPLETION_ADD1U)
		tell_utilitarian(teller);
	if (outcome->add1_steps == 0)
		say(teller, "explain.add1.first", NULL, 0);
	else
		SAY(teller, "explain.add1.stands", fine_value("share", &share, teller, &outcome->last_share),
		    number_value("n", outcome->add1_steps));
	paragraph_end(teller, EXPLAIN_RULE, NULL);
}

static void tell_rule(struct teller *teller)
{
	const struct terms *terms = teller->what->terms;

	tell_vote(teller);
	paragraph_end(teller, EXPLAIN_RULE, NULL);
	switch (terms->rule) {
	case RULE_GREEDY:
	case RULE_GREEDY_NO_SKIP:
	case RULE_GREEDY_THRESHOLD:
	case RULE_GREEDY_EXCLUSIVE: tell_greedy(teller); break;
	case RULE_MES: tell_mes(teller); break;
	case RULE_PHRAGMEN:
		say(teller, "explain.phragmen.how", NULL, 0);
		say(teller, "explain.phragmen.stop", NULL, 0);
		say(teller, "explain.cut", NULL, 0);
		break;
	}
	paragraph_end(teller, EXPLAIN_RULE, NULL);
	if (terms->completion == COMPLETION_ADD1 || terms->completion == COMPLETION_ADD1U)
		tell_add1(teller);
	if (terms->completion == COMPLETION_UTILITARIAN)
		tell_utilitarian(teller);
	paragraph_end(teller, EXPLAIN_RULE, NULL);
}

/* --- the end
 * ------------------------------------------------------------------------------------------------------------------ */

static void tell_add1_end(struct teller *teller)
{
	const struct outcome *outcome = teller->what->outcome;
	struct amount_text step, overspent, budget;

	switch (outcome->add1_end) {
	case ADD1_OVERSPENT:
		SAY(teller, "explain.add1.overspent",
		    money_value("step", &step, teller, teller->what->terms->add1_step),
		    money_value("cost", &overspent, teller, outcome->overspent),
		    money_value("budget", &budget, teller, teller->what->profile->budget));
		break;
	case ADD1_EXHAUSTED: say(teller, "explain.add1.exhausted", NULL, 0); break;
	case ADD1_ALL_BOUGHT: say(teller, "explain.add1.all", NULL, 0); break;
	case ADD1_NONE: break;
	}
}

/* Phragmén ends either at a project that does not fit, or when nobody is left to earn for anything. */
static int no_more_voters(const struct outcome *outcome, const struct profile *profile)
{
	return outcome->round_count < profile->project_count &&
	       (outcome->round_count == 0 || outcome->rounds[outcome->round_count - 1].kind != ROUND_STOPPED);
}

static void tell_end(struct teller *teller)
{
	const struct outcome *outcome = teller->what->outcome;
	const struct terms *terms = teller->what->terms;
	uint64_t budget = teller->what->profile->budget;
	struct amount_text cost, all, left;

	if (terms->rule == RULE_MES && terms->completion == COMPLETION_NONE)
		say(teller, "explain.mes.end", NULL, 0);
	if (terms->rule == RULE_MES)
		tell_add1_end(teller);
	if (terms->rule == RULE_PHRAGMEN && no_more_voters(outcome, teller->what->profile))
		say(teller, "explain.phragmen.end", NULL, 0);
	if (outcome->selected_count == 0)
		SAY(teller, "explain.end.nothing", money_value("budget", &all, teller, budget));
	else
		SAY(teller, "explain.end.funded", number_value("n", outcome->selected_count),
		    money_value("cost", &cost, teller, outcome->cost), money_value("budget", &all, teller, budget));
	if (outcome->selected_count > 0 && outcome->cost < budget)
		SAY(teller, "explain.end.left", money_value("left", &left, teller, budget - outcome->cost));
	else if (outcome->selected_count > 0)
		say(teller, "explain.end.all-spent", NULL, 0);
	paragraph_end(teller, EXPLAIN_END, NULL);
}

enum status explain(const struct explained *what, const struct phrases *phrases, explain_sink *sink, void *context)
{
	struct teller teller;
	enum status status = teller_init(&teller, what, phrases, sink, context);

	if (status == STATUS_OK) {
		tell_rule(&teller);
		tell_rounds(&teller);
		tell_end(&teller);
		status = teller.status;
	}
	teller_finish(&teller);
	return status;
}
