/* A comparison as a table for people. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "compare.h"
#include "tally.h"

enum { LABEL_WIDTH = 45, COLUMN_WIDTH = 11 };

static const char *rule_title(char room[static 80], const struct terms *terms)
{
	switch (terms->rule) {
	case RULE_MES:
		snprintf(room, 80, "mes, %s, %s", satisfaction_word(terms->sat), completion_word(terms->completion));
		break;
	case RULE_PHRAGMEN: snprintf(room, 80, "phragmen"); break;
	case RULE_GREEDY:
	case RULE_GREEDY_NO_SKIP:
	case RULE_GREEDY_THRESHOLD:
	case RULE_GREEDY_EXCLUSIVE:
		snprintf(room, 80, "%s, %s", rule_word(terms->rule), satisfaction_word(terms->sat));
		break;
	}
	return room;
}

static void print_head(const struct comparison *c)
{
	char budget[MONEY_TEXT], title[80];

	printf("%s\n%u project%s, %zu vote%s, budget %s, ties %s\n\n", pabulib_meta(c->file, "description"),
	       c->profile->project_count, plural(c->profile->project_count), c->profile->vote_count,
	       plural(c->profile->vote_count),
	       tally_shown(budget, c->file, tally_currency(c->file), c->profile->budget),
	       tie_word(c->rule[0].terms.tie));
	for (unsigned i = 0; i < COMPARE_RULES; i++)
		printf("  %c  %s\n", 'A' + (int)i, rule_title(title, &c->rule[i].terms));
}

/* A label cut to its width, in characters rather than bytes, and padded. */
static void print_label(const char *indent, const char *label)
{
	size_t width = strlen(indent), len = 0;

	while (label[len] && width < LABEL_WIDTH) {
		len++;
		while (((unsigned char)label[len] & 0xc0) == 0x80)
			len++;
		width++;
	}
	printf("%s%.*s%*s", indent, (int)len, label, (int)(LABEL_WIDTH - width), "");
}

static void print_letters(const char *title)
{
	printf("\n");
	print_label("", title);
	for (int i = 0; i < COMPARE_RULES; i++)
		printf("%*c", COLUMN_WIDTH, 'A' + i);
	printf("\n");
}

/* --- projects
 * ----------------------------------------------------------------------------------------------------------------- */

static int funded_by_any(const struct comparison *c, uint32_t project)
{
	int any = 0;

	for (unsigned i = 0; i < COMPARE_RULES; i++)
		any |= outcome_selected(c->rule[i].outcome, project);
	return any;
}

/* Of the costs that are shown, the longest. */
static int cost_width(const struct comparison *c)
{
	size_t width = 0;

	for (uint32_t p = 0; p < c->profile->project_count; p++) {
		char cost[MONEY_TEXT];
		size_t len = strlen(tally_shown(cost, c->file, "", c->profile->projects[p].cost));

		if (funded_by_any(c, p) && len > width)
			width = len;
	}
	return (int)width;
}

/* Every project that some rule funds, in the order of the file. */
static void print_projects(const struct comparison *c)
{
	uint32_t never = 0;
	int width = cost_width(c);

	print_letters("funded (cost, project)");
	for (uint32_t p = 0; p < c->profile->project_count; p++) {
		const char *name = c->file->projects[p].name;
		char cost[MONEY_TEXT], label[400];
		int any = funded_by_any(c, p);

		never += !any;
		if (!any)
			continue;
		snprintf(label, sizeof label, "%*s  %.80s %.*s", width,
		         tally_shown(cost, c->file, "", c->profile->projects[p].cost), c->profile->projects[p].id,
		         (int)(strcspn(name, "\r\n") < 200 ? strcspn(name, "\r\n") : 200), name);
		print_label("  ", label);
		for (unsigned i = 0; i < COMPARE_RULES; i++)
			printf("%*s", COLUMN_WIDTH, outcome_selected(c->rule[i].outcome, p) ? "x" : "-");
		printf("\n");
	}
	if (never > 0)
		printf("  and %u project%s that none of these rules funds\n", never, plural(never));
}

static void print_sums(const struct comparison *c)
{
	char cost[MONEY_TEXT];

	printf("\n");
	print_label("", "projects");
	for (unsigned i = 0; i < COMPARE_RULES; i++)
		printf("%*u", COLUMN_WIDTH, c->rule[i].outcome->selected_count);
	printf("\n");
	print_label("", "cost");
	for (unsigned i = 0; i < COMPARE_RULES; i++)
		printf("%*s", COLUMN_WIDTH, tally_shown(cost, c->file, "", c->rule[i].outcome->cost));
	printf("\n");
}

/* --- voters
 * -------------------------------------------------------------------------------------------------------------------
 */

enum measure { NOTHING, SHARE };

/* Millionths as per cent, rounded half up to tenths. */
static void print_percent(uint32_t millionths)
{
	uint32_t tenths = (millionths + 500) / 1000;

	printf("%*u.%u%%", COLUMN_WIDTH - 3, tenths / 10, tenths % 10);
}

static void print_measure(const struct comparison *c, enum measure measure, const struct fairness *of)
{
	print_percent(measure == NOTHING ? fairness_nothing(of) : fairness_share(of, c->profile->budget));
}

static const char *group_name(const struct grouping *grouping, uint32_t group)
{
	if (grouping->rest && group + 1 == grouping->count)
		return "all others";
	return *grouping->name[group] ? grouping->name[group] : "not told";
}

/* Room for the number of all voters, so that every group's stands right below the one before. */
static int voters_width(const struct comparison *c)
{
	return snprintf(NULL, 0, "%zu", c->profile->vote_count);
}

static void print_grouping(const struct comparison *c, unsigned column, enum measure measure)
{
	const struct grouping *grouping = &c->grouping[column];

	if (grouping->count > 0)
		printf("  by %s\n", grouping->column);
	for (uint32_t g = 0; g < grouping->count; g++) {
		char label[200];

		snprintf(label, sizeof label, "%*llu  %.150s", voters_width(c),
		         (unsigned long long)c->rule[0].group[column][g].voters, group_name(grouping, g));
		print_label("    ", label);
		for (unsigned i = 0; i < COMPARE_RULES; i++)
			print_measure(c, measure, &c->rule[i].group[column][g]);
		printf("\n");
	}
}

static void print_voters(const struct comparison *c, const char *title, enum measure measure)
{
	char label[64];

	printf("\n%s\n", title);
	snprintf(label, sizeof label, "%*zu  all voters", voters_width(c), c->profile->vote_count);
	print_label("  ", label);
	for (unsigned i = 0; i < COMPARE_RULES; i++)
		print_measure(c, measure, &c->rule[i].all);
	printf("\n");
	for (unsigned column = 0; column < COMPARE_COLUMNS; column++)
		print_grouping(c, column, measure);
}

int compare_words(const struct comparison *c)
{
	print_head(c);
	print_projects(c);
	print_sums(c);
	print_voters(c, "Voters who support nothing that is funded", NOTHING);
	print_voters(c, "Part of the budget spent on projects that a voter supports, on average", SHARE);
	for (unsigned column = 0; column < COMPARE_COLUMNS; column++) {
		if (c->grouping[column].count > 0 && c->grouping[column].rest) {
			printf("\nGroups of fewer than %d voters are told together as \"all others\".\n",
			       COMPARE_LEAST);
			break;
		}
	}
	return cli_finish(EXIT_DONE);
}
