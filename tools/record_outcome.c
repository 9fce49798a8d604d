#include "record_outcome.h"

const char *add1_end_word(enum add1_end end)
{
	switch (end) {
	case ADD1_NONE: return "none";
	case ADD1_OVERSPENT: return "overspent";
	case ADD1_EXHAUSTED: return "exhausted";
	case ADD1_ALL_BOUGHT: return "all bought";
	}
	return "unknown";
}

static json_t *ids_json(const struct contest_result *contest, const uint32_t *projects, uint32_t count)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(contest->profile->projects[projects[i]].id));
	return list;
}

/* As text: a program that reads numbers as floating point must not round it. */
static json_t *fine_json(const struct fine *fine)
{
	return json_sprintf("%llu.%06u", (unsigned long long)fine->units, fine->millionths);
}

static json_t *ties_json(const struct contest_result *contest)
{
	const struct outcome *outcome = contest->outcome;
	json_t *list = json_array();

	for (uint32_t i = 0; i < outcome->tie_count; i++) {
		const struct tie_broken *tie = &outcome->ties[i];

		json_array_append_new(list, json_pack("{s:I, s:s, s:o}", "round", (json_int_t)tie->round, "rule",
		                                      tie_word(contest->terms.tie), "candidates",
		                                      ids_json(contest, &outcome->tied[tie->first], tie->count)));
	}
	return list;
}

/* Who paid how much, where the rule knows voters' money. */
static void add_payers(json_t *to, const struct round *round, enum rule rule)
{
	json_object_set_new(to, "payers", json_integer((json_int_t)round->payers));
	json_object_set_new(to, "price", fine_json(&round->price));
	if (rule == RULE_PHRAGMEN)
		return;
	json_object_set_new(to, "spent_out", json_integer((json_int_t)round->spent_out));
	json_object_set_new(to, "voters", fine_json(&round->voters));
}

static json_t *rounds_json(const struct contest_result *contest)
{
	enum rule rule = contest->terms.rule;
	json_t *list = json_array();

	for (uint32_t i = 0; i < contest->outcome->round_count; i++) {
		const struct round *round = &contest->outcome->rounds[i];
		json_t *one =
		    json_pack("{s:s, s:s, s:s, s:I}", "project", contest->profile->projects[round->project].id, "what",
		              round_kind_word(round->kind), "stage", round->stage == STAGE_RULE ? "rule" : "completion",
		              "left", (json_int_t)round->left);

		if (one && round->payers > 0)
			add_payers(one, round, rule);
		json_array_append_new(list, one);
	}
	return list;
}

static void add_shares(json_t *to, const struct outcome *outcome)
{
	json_object_set_new(to, "share", fine_json(&outcome->share));
	json_object_set_new(to, "last_share", fine_json(&outcome->last_share));
	json_object_set_new(to, "add1_steps", json_integer((json_int_t)outcome->add1_steps));
	json_object_set_new(to, "add1_end", json_string(add1_end_word(outcome->add1_end)));
	if (outcome->add1_end == ADD1_OVERSPENT)
		json_object_set_new(to, "overspent", json_integer((json_int_t)outcome->overspent));
}

json_t *record_outcome_json(const struct contest_result *contest)
{
	const struct outcome *outcome = contest->outcome;
	json_t *one = json_pack(
	    "{s:o, s:I, s:I, s:o, s:o}", "selected", ids_json(contest, outcome->selected, outcome->selected_count),
	    "cost", (json_int_t)outcome->cost, "left", (json_int_t)(contest->profile->budget - outcome->cost), "ties",
	    ties_json(contest), "rounds", rounds_json(contest));

	if (one && contest->terms.rule == RULE_MES)
		add_shares(one, outcome);
	return one;
}
