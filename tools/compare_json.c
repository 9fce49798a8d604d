/* A comparison as JSON. What stands in it: README.md. */
#include <jansson.h>

#include "cli.h"
#include "compare.h"
#include "tally.h"

/* A sum beyond 64 bits, in the file's unit. */
static json_t *sum_json(const struct comparison *c, unsigned __int128 sum)
{
	char digits[64];
	size_t at = sizeof digits - 1, written = 0;

	digits[at] = 0;
	while (sum > 0 || written <= c->file->money_digits) {
		if (written > 0 && written == c->file->money_digits)
			digits[--at] = '.';
		digits[--at] = (char)('0' + (int)(sum % 10));
		sum /= 10;
		written++;
	}
	return json_string(&digits[at]);
}

static json_t *millionths_json(uint32_t millionths)
{
	return json_sprintf("%u.%06u", millionths / 1000000, millionths % 1000000);
}

static json_t *fairness_json(const struct comparison *c, const struct fairness *of)
{
	return json_pack("{s:I, s:I, s:o, s:o, s:o}", "voters", (json_int_t)of->voters, "with_nothing",
	                 (json_int_t)of->nothing, "with_nothing_share", millionths_json(fairness_nothing(of)),
	                 "spent_on_supported", sum_json(c, of->spent), "average_share",
	                 millionths_json(fairness_share(of, c->profile->budget)));
}

static void add_groups(json_t *list, const struct comparison *c, const struct compared *rule, unsigned column)
{
	const struct grouping *grouping = &c->grouping[column];

	for (uint32_t g = 0; g < grouping->count; g++) {
		int rest = grouping->rest && g + 1 == grouping->count;
		json_t *one = fairness_json(c, &rule->group[column][g]);

		json_object_set_new(one, "column", json_string(grouping->column));
		json_object_set_new(one, "group", rest ? json_null() : json_string(grouping->name[g]));
		json_array_append_new(list, one);
	}
}

static json_t *rule_json(const struct comparison *c, const struct compared *rule)
{
	const struct outcome *outcome = rule->outcome;
	json_t *selected = json_array(), *groups = json_array();
	char cost[32];

	for (uint32_t i = 0; i < outcome->selected_count; i++)
		json_array_append_new(selected, json_string(c->profile->projects[outcome->selected[i]].id));
	for (unsigned column = 0; column < COMPARE_COLUMNS; column++)
		add_groups(groups, c, rule, column);
	return json_pack("{s:s, s:s?, s:s, s:b, s:s, s:o, s:s, s:o, s:o}", "rule", rule_word(rule->terms.rule), "sat",
	                 rule->terms.rule == RULE_PHRAGMEN ? NULL : satisfaction_word(rule->terms.sat), "completion",
	                 completion_word(rule->terms.completion), "exhaustive", rule->terms.exhaustive, "tie",
	                 tie_word(rule->terms.tie), "selected", selected, "cost",
	                 tally_money(cost, c->file, outcome->cost), "all", fairness_json(c, &rule->all), "groups",
	                 groups);
}

int compare_json(const struct comparison *c)
{
	json_t *rules = json_array(), *all;
	char budget[32];
	int written = -1;

	for (unsigned i = 0; i < COMPARE_RULES; i++)
		json_array_append_new(rules, rule_json(c, &c->rule[i]));
	all = json_pack("{s:s, s:I, s:I, s:i, s:o}", "budget", tally_money(budget, c->file, c->profile->budget),
	                "projects", (json_int_t)c->profile->project_count, "votes", (json_int_t)c->profile->vote_count,
	                "least_group", COMPARE_LEAST, "rules", rules);
	if (all)
		written = json_dumpf(all, stdout, JSON_INDENT(1));
	json_decref(all);
	if (written != 0)
		return cli_failed("the comparison could not be written as JSON; is there enough memory and room?");
	putchar('\n');
	return cli_finish(EXIT_DONE);
}
