/* What a file says was selected: against the budget, and against the rule that META tells, as the field's checker
 * follows it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pabulib_builder.h"
#include "pabulib_valid.h"
#include "pabulib_valid_rule.h"

/* --- what the file tells --- */

static int64_t told_result(const struct pabulib *file, uint32_t project, int by_score)
{
	const char *told = by_score ? file->projects[project].told_score : file->projects[project].told_votes;
	unsigned decimals = 0;
	int64_t value;

	return decimal_read(&value, &decimals, told, strlen(told), ANY_SIGN) == STATUS_OK ? value / DECIMAL_ONE : 0;
}

/* Most votes or points first; equal ones as the file has them. */
static void sort_by_result(struct selection *s)
{
	uint32_t count = s->file->project_count;

	/* A merge of runs, from the bottom: stable, and quick for thousands. */
	for (uint32_t width = 1; width < count; width *= 2) {
		for (uint32_t begin = 0; begin < count; begin += 2 * width) {
			uint32_t middle = begin + width < count ? begin + width : count;
			uint32_t end = middle + width < count ? middle + width : count, a = begin, b = middle;

			for (uint32_t i = begin; i < end; i++)
				s->spare[i] =
				    b == end || (a < middle && s->result[s->order[a]] >= s->result[s->order[b]])
				        ? s->order[a++]
				        : s->order[b++];
		}
		memcpy(s->order, s->spare, count * sizeof *s->order);
	}
}

static enum status selection_make(struct selection *s, const struct pabulib *file, struct fault_teller *teller)
{
	size_t count = (size_t)file->project_count + 1;
	int by_score = table_column(&file->project_table, "score") != NO_COLUMN;

	*s = (struct selection){.file = file, .teller = teller, .unit = 1};
	s->order = calloc(count, sizeof *s->order);
	s->spare = calloc(count, sizeof *s->spare);
	s->result = calloc(count, sizeof *s->result);
	s->told = calloc(count, 1);
	s->right = calloc(count, 1);
	if (!s->order || !s->spare || !s->result || !s->told || !s->right)
		return STATUS_NO_ROOM;
	for (unsigned i = 0; i < file->money_digits; i++)
		s->unit *= 10;
	s->line = pabulib_meta_line(file, "rule");
	s->rule = pabulib_meta(file, "rule");
	s->threshold = *pabulib_meta(file, "min_project_score_threshold") ? file->threshold : INT64_MIN;
	for (unsigned i = 0; i < file->point_digits && s->threshold != INT64_MIN; i++)
		s->threshold /= 10;
	for (uint32_t i = 0; i < file->project_count; i++) {
		const char *selected = project_field(file, i, "selected");

		s->order[i] = i;
		s->result[i] = told_result(file, i, by_score);
		s->told[i] =
		    (unsigned char)(selected[0] >= '0' && selected[0] <= '3' && !selected[1] ? selected[0] - '0' : 0);
	}
	sort_by_result(s);
	return STATUS_OK;
}

static void selection_free(struct selection *s)
{
	free(s->order);
	free(s->spare);
	free(s->result);
	free(s->told);
	free(s->right);
}

static uint64_t whole(const struct selection *s, uint64_t amount)
{
	return amount / s->unit;
}

/* --- the budget --- */

static int is_greedy(const char *rule)
{
	return strncmp(rule, "greedy", 6) == 0;
}

/* Every project, in full units, as the checker adds up. */
static int check_funded(struct selection *s)
{
	const char *flag = pabulib_meta(s->file, "fully_funded");
	uint64_t budget = whole(s, s->file->budget), all = 0, spent = 0;

	for (uint32_t i = 0; i < s->file->project_count; i++) {
		const struct pabulib_project *project = &s->file->projects[i];

		all += whole(s, project->cost);
		if (s->told[i] != 1)
			continue;
		spent += whole(s, project->cost);
		if (whole(s, project->cost) == PABULIB_WITHDRAWN)
			fault_tell_as(
			    s->teller, PB_COST_WITHDRAWN, PABULIB_ERROR, project->line,
			    "the project '%.60s' was withdrawn (its cost is 999999999), but is told as selected; "
			    "correct one of them",
			    project->id);
	}
	s->left = (int64_t)budget - (int64_t)spent;
	if (spent > budget)
		fault_tell(s->teller, PB_BUDGET_EXCEEDED, pabulib_meta_line(s->file, "budget"),
		           "what is told as selected costs %llu, more than the budget of %llu",
		           (unsigned long long)spent, (unsigned long long)budget);
	if (strcmp(flag, "1") == 0 && budget < all)
		fault_tell(s->teller, PB_ALL_FUNDED, pabulib_meta_line(s->file, "fully_funded"),
		           "META says fully_funded, but all projects cost %llu, more than the budget of %llu; take the "
		           "key out",
		           (unsigned long long)all, (unsigned long long)budget);
	if (!*flag && budget >= all)
		fault_tell(s->teller, PB_ALL_FUNDED, pabulib_meta_line(s->file, "budget"),
		           "the budget of %llu pays for all projects, which cost %llu; add fully_funded;1 to META",
		           (unsigned long long)budget, (unsigned long long)all);
	return *flag != '\0';
}

/* Ids of a set of projects, as many as fit. */
static void list_ids(const struct selection *s, char *out, size_t room, const unsigned char *of,
                     const unsigned char *but)
{
	size_t put = 0, more = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < s->file->project_count; i++) {
		const char *id = s->file->projects[i].id;

		if (!of[i] || (but && but[i]))
			continue;
		if (put + strlen(id) + 20 > room)
			more++;
		else
			put += (size_t)snprintf(out + put, room - put, "%s%s", put ? ", " : "", id);
	}
	if (more > 0)
		(void)snprintf(out + put, room - put, " and %zu more", more);
}

static void check_unused(struct selection *s)
{
	int fixed = strcmp(s->rule, "greedy") == 0 || strcmp(s->rule, "greedy-threshold") == 0;
	int64_t left = s->left;
	char ids[100];

	if (!is_greedy(s->rule) || strcmp(s->rule, "greedy-no-skip") == 0)
		return;
	memset(s->right, 0, s->file->project_count);
	for (uint32_t k = 0; k < s->file->project_count; k++) {
		uint32_t i = s->order[k];
		const char *selected = project_field(s->file, i, "selected");
		int64_t cost = (int64_t)whole(s, s->file->projects[i].cost);

		if (strcmp(selected, "0") != 0 || cost > left || (s->threshold > 0 && s->result[i] <= s->threshold))
			continue;
		s->right[i] = 1;
		left -= cost;
	}
	list_ids(s, ids, sizeof ids, s->right, NULL);
	if (*ids)
		fault_tell_as(s->teller, PB_UNUSED_BUDGET, fixed ? PABULIB_ERROR : PABULIB_WARNING, s->line,
		              "the budget is not used: it would pay for %s too; correct 'selected', the budget or the "
		              "rule",
		              ids);
}

/* --- the rule --- */

/* Down the list, skipping what does not fit, or stopping there. */
static void count_greedy(struct selection *s, int64_t threshold, int stops)
{
	uint64_t left = s->file->budget;

	memset(s->right, 0, s->file->project_count);
	for (uint32_t k = 0; k < s->file->project_count; k++) {
		uint32_t i = s->order[k];
		uint64_t cost = s->file->projects[i].cost;

		if (s->result[i] < threshold || (stops && cost == PABULIB_WITHDRAWN * s->unit))
			continue;
		if (cost <= left) {
			s->right[i] = 1;
			left -= cost;
		} else if (stops) {
			break;
		}
	}
}

void selection_compare(struct selection *s, enum pabulib_kind kind, enum pabulib_level level, const char *how)
{
	char missing[60], surplus[60];
	unsigned char *told = (unsigned char *)s->spare;

	for (uint32_t i = 0; i < s->file->project_count; i++)
		told[i] = s->told[i] == 1;
	list_ids(s, missing, sizeof missing, s->right, told);
	list_ids(s, surplus, sizeof surplus, told, s->right);
	if (*missing || *surplus)
		fault_tell_as(s->teller, kind, level, s->line, "%s would %s%s%s%s%s", how, *missing ? "select " : "",
		              missing, *missing && *surplus ? ", and " : "", *surplus ? "not select " : "", surplus);
}

static void below_threshold(struct selection *s)
{
	for (uint32_t i = 0; i < s->file->project_count; i++) {
		if (s->told[i] == 1 && s->result[i] < s->threshold)
			fault_tell(s->teller, PB_RULE_NOT_FOLLOWED, s->file->projects[i].line,
			           "the project '%.60s' is told as selected, below the threshold of %lld",
			           s->file->projects[i].id, (long long)s->threshold);
	}
}

static void check_greedy(struct selection *s)
{
	int has_threshold = pabulib_meta_line(s->file, "min_project_score_threshold") > 0;

	if (strcmp(s->rule, "greedy") == 0 && has_threshold) {
		fault_tell(s->teller, PB_RULE_WORD, s->line,
		           "META's rule is greedy, but it tells min_project_score_threshold; write greedy-threshold");
		return;
	}
	if (strcmp(s->rule, "greedy-threshold") == 0 && !has_threshold) {
		fault_tell(s->teller, PB_META_MISSING, s->line,
		           "META's rule is greedy-threshold, but it does not tell min_project_score_threshold");
		return;
	}
	count_greedy(s, s->threshold, 0);
	selection_compare(s, PB_RULE_NOT_FOLLOWED, PABULIB_ERROR, "the rule, equals in the order of the file,");
	below_threshold(s);
}

/* One more project where the rest of the budget covers four fifths of it, then the end; 3: paid from elsewhere. */
static void check_poznan(struct selection *s)
{
	uint64_t left = s->file->budget;
	size_t extra = 0;
	uint32_t k;

	memset(s->right, 0, s->file->project_count);
	for (k = 0; k < s->file->project_count; k++) {
		uint64_t cost = s->file->projects[s->order[k]].cost;
		int fits = cost <= left;

		if (fits || (__uint128_t)left * 5 >= (__uint128_t)cost * 4)
			s->right[s->order[k]] = 1;
		if (!fits)
			break;
		left -= cost;
	}
	for (uint32_t i = 0; i < s->file->project_count; i++) {
		extra += s->told[i] == 3;
		s->told[i] = s->told[i] > 0;
	}
	for (k = 0; k < s->file->project_count && extra > 0; k++) {
		if (s->right[s->order[k]])
			continue;
		s->right[s->order[k]] = 1;
		extra--;
	}
	selection_compare(s, PB_RULE_NOT_FOLLOWED, PABULIB_ERROR, "Poznań's rule, equals in the order of the file,");
}

static void check_prose(struct selection *s)
{
	int custom = strcmp(s->rule, "greedy-custom") == 0;

	if (custom && !*pabulib_meta(s->file, "comment"))
		fault_tell(s->teller, PB_RULE_UNCHECKED, s->line,
		           "META's rule is greedy-custom, but no comment says which; add it");
	if (custom && strcmp(pabulib_meta(s->file, "unit"), "Poznań") == 0) {
		check_poznan(s);
		return;
	}
	count_greedy(s, s->threshold, 0);
	selection_compare(s, PB_RULE_UNCHECKED, PABULIB_WARNING,
	                  "greedy alone, which cannot know what this rule adds,");
	below_threshold(s);
}

static enum status check_rule(struct selection *s)
{
	static const char *const known[] = {"greedy",
	                                    "greedy-no-skip",
	                                    "greedy-threshold",
	                                    "greedy-exclusive",
	                                    "greedy-custom",
	                                    "equalshares",
	                                    "equalshares-comparison",
	                                    "equalshares/add1",
	                                    "equalshares/add1-comparison",
	                                    "unknown"};
	size_t at = 0;

	while (at < sizeof known / sizeof known[0] && strcmp(known[at], s->rule) != 0)
		at++;
	if (at == sizeof known / sizeof known[0])
		fault_tell(s->teller, PB_RULE_WORD, s->line,
		           "META's rule '%.40s' is not known; the format has greedy, greedy-no-skip, greedy-threshold, "
		           "greedy-exclusive, greedy-custom, equalshares (/add1, -comparison) and unknown",
		           s->rule);
	else if (strcmp(s->rule, "unknown") == 0)
		fault_tell(s->teller, PB_RULE_UNCHECKED, s->line,
		           "META's rule is unknown; whether it was followed cannot be checked");
	else if (!is_greedy(s->rule))
		return check_equal_shares(s);
	else if (strcmp(s->rule, "greedy") == 0 || strcmp(s->rule, "greedy-threshold") == 0)
		check_greedy(s);
	else if (strcmp(s->rule, "greedy-no-skip") == 0) {
		count_greedy(s, s->threshold, 1);
		selection_compare(s, PB_RULE_NOT_FOLLOWED, PABULIB_ERROR, "the rule, equals in the order of the file,");
		below_threshold(s);
	} else
		check_prose(s);
	return STATUS_OK;
}

/* --- the whole --- */

enum status valid_selected(const struct pabulib *file, struct fault_teller *teller)
{
	struct selection s;
	enum status status = selection_make(&s, file, teller);
	int told = file->project_count > 0 && *project_field(file, 0, "selected");

	if (status != STATUS_OK || file->amounts_unknown)
		goto out;
	if (told && table_column(&file->project_table, "name") == NO_COLUMN)
		fault_tell(
		    teller, PB_COLUMN_MISSING, file->project_header_line,
		    "PROJECTS has the column selected but not name, which the field's checker needs then; add it");
	if (!check_funded(&s))
		check_unused(&s);
	if (told && *s.rule)
		status = check_rule(&s);
out:
	selection_free(&s);
	return status;
}
