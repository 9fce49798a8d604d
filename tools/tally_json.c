/* A count as JSON. What stands in it: README.md. */
#include <jansson.h>

#include "cli.h"
#include "record_outcome.h"
#include "tally.h"

static json_t *id_list(const struct tally *tally, const uint32_t *indices, uint32_t count)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(tally->profile->projects[indices[i]].id));
	return list;
}

static json_t *money_json(const struct tally *tally, uint64_t amount)
{
	char room[32];

	return json_string(tally_money(room, tally->file, amount));
}

/* An amount with six digits more than the file's unit has. */
static json_t *fine_json(const struct tally *tally, const struct fine *fine)
{
	char whole[32];

	tally_money(whole, tally->file, fine->units);
	return json_sprintf("%s%s%06u", whole, tally->file->money_digits ? "" : ".", fine->millionths);
}

static json_t *ties_json(const struct tally *tally)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < tally->outcome->tie_count; i++) {
		const struct tie_broken *tie = &tally->outcome->ties[i];
		const uint32_t *tied = &tally->outcome->tied[tie->first];
		json_t *selected = json_array();

		for (uint32_t k = 0; k < tie->count; k++) {
			if (outcome_selected(tally->outcome, tied[k]))
				json_array_append_new(selected, json_string(tally->profile->projects[tied[k]].id));
		}
		json_array_append_new(list, json_pack("{s:i, s:o, s:o}", "round", (int)tie->round, "candidates",
		                                      id_list(tally, tied, tie->count), "selected", selected));
	}
	return list;
}

/* What the supporters of a bought project paid. */
static void add_payers(json_t *to, const struct tally *tally, const struct round *round)
{
	json_object_set_new(to, "payers", json_integer((json_int_t)round->payers));
	json_object_set_new(to, "price", fine_json(tally, &round->price));
	if (tally->terms.rule == RULE_PHRAGMEN)
		return;
	json_object_set_new(to, "spent_out", json_integer((json_int_t)round->spent_out));
	json_object_set_new(
	    to, "voters", json_sprintf("%llu.%06u", (unsigned long long)round->voters.units, round->voters.millionths));
}

static json_t *rounds_json(const struct tally *tally)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < tally->outcome->round_count; i++) {
		const struct round *round = &tally->outcome->rounds[i];
		const struct profile_project *project = &tally->profile->projects[round->project];
		char score[32];
		json_t *one;

		decimal_write(score, project->score, tally->file->point_digits);
		one = json_pack("{s:s, s:I, s:s, s:o, s:s, s:s, s:o}", "project", project->id, "votes",
		                (json_int_t)project->votes, "score", score, "cost", money_json(tally, project->cost),
		                "what", round_kind_word(round->kind), "stage",
		                round->stage == STAGE_RULE ? "rule" : "completion", "left",
		                money_json(tally, round->left));
		if (one && round->payers > 0)
			add_payers(one, tally, round);
		json_array_append_new(list, one);
	}
	return list;
}

static void add_shares(json_t *all, const struct tally *tally)
{
	const struct outcome *outcome = tally->outcome;

	json_object_set_new(all, "share", fine_json(tally, &outcome->share));
	json_object_set_new(all, "last_share", fine_json(tally, &outcome->last_share));
	json_object_set_new(all, "add1_steps", json_integer((json_int_t)outcome->add1_steps));
	json_object_set_new(all, "add1_end", json_string(add1_end_word(outcome->add1_end)));
	if (outcome->add1_end == ADD1_OVERSPENT)
		json_object_set_new(all, "overspent", money_json(tally, outcome->overspent));
}

static void add_paragraph(void *context, enum explain_part part, const struct round *round, const char *paragraph)
{
	static const char *const parts[] = {
	    [EXPLAIN_RULE] = "rule", [EXPLAIN_ROUND] = "round", [EXPLAIN_TIE] = "tie", [EXPLAIN_END] = "end"};

	(void)round;
	json_array_append_new(context, json_pack("{s:s, s:s}", "part", parts[part], "text", paragraph));
}

static enum status add_explanation(json_t *all, const struct tally *tally)
{
	struct explained what;
	json_t *list = json_array();

	if (!list)
		return STATUS_NO_ROOM;
	json_object_set_new(all, "explanation", list);
	tally_explained(&what, tally);
	return explain(&what, tally->phrases, add_paragraph, list);
}

int tally_json(const struct tally *tally)
{
	const struct terms *terms = &tally->terms;
	const char *sat = terms->rule == RULE_PHRAGMEN ? NULL : satisfaction_word(terms->sat);
	json_t *all = json_pack(
	    "{s:s, s:s?, s:s, s:b, s:s, s:o, s:o, s:o, s:o, s:o}", "rule", rule_word(terms->rule), "sat", sat,
	    "completion", completion_word(terms->completion), "exhaustive", terms->exhaustive, "tie",
	    tie_word(terms->tie), "selected", id_list(tally, tally->outcome->selected, tally->outcome->selected_count),
	    "cost", money_json(tally, tally->outcome->cost), "budget", money_json(tally, tally->file->budget), "ties",
	    ties_json(tally), "rounds", rounds_json(tally));
	enum status status = all ? STATUS_OK : STATUS_NO_ROOM;
	int written = -1;

	if (all && terms->rule == RULE_MES)
		add_shares(all, tally);
	if (all && tally->phrases)
		status = add_explanation(all, tally);
	if (status == STATUS_OK)
		written = json_dumpf(all, stdout, JSON_INDENT(1));
	json_decref(all);
	if (written != 0)
		return cli_failed("the result could not be written as JSON; is there enough memory and room?");
	putchar('\n');
	return cli_finish(EXIT_DONE);
}
