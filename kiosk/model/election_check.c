/* Every fault of a definition, each with its place and its cure. */
#include "ballot.h"
#include "election.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONEY_TEXT = 64, LANGUAGE_TAG_MAX = 15 };

struct check {
	const struct election *election;
	problem_sink *found;
	void *context;
	unsigned faults;
	char place[sizeof((struct problem *)0)->place]; /* where the check is now */
};

/* A text cut by snprintf may end within a character: drop what is left of it. */
static void trim_cut(char *text, size_t room)
{
	size_t len = strlen(text);

	if (len + 1 < room)
		return;
	while (len > 0 && !text_is_clean(text, len))
		text[--len] = '\0';
}

__attribute__((format(printf, 2, 3))) static void place(struct check *check, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(check->place, sizeof check->place, format, args);
	va_end(args);
	trim_cut(check->place, sizeof check->place);
}

__attribute__((format(printf, 3, 4))) static void fault(struct check *check, const char *cure, const char *what, ...)
{
	struct problem problem = {.what = ""};
	va_list args;

	check->faults++;
	if (!check->found)
		return;
	snprintf(problem.place, sizeof problem.place, "%s", check->place);
	snprintf(problem.cure, sizeof problem.cure, "%s", cure);
	va_start(args, what);
	vsnprintf(problem.what, sizeof problem.what, what, args);
	va_end(args);
	trim_cut(problem.what, sizeof problem.what);
	check->found(check->context, &problem);
}

static const char *words(const char *text)
{
	return text ? text : "";
}

/* 1234567 -> "1,234,567" */
static const char *grouped(char out[static MONEY_TEXT], uint64_t value)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)value), used = 0;

	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			out[used++] = ',';
		out[used++] = digits[i];
	}
	out[used] = '\0';
	return out;
}

/* "GBP 12,345.60"; whole amounts without decimals. */
static const char *money(char out[static MONEY_TEXT], const struct election *election, uint64_t amount)
{
	char whole[MONEY_TEXT];
	uint64_t unit = 1;

	for (unsigned i = 0; i < election->minor_digits && i < 4; i++)
		unit *= 10;
	grouped(whole, amount / unit);
	if (amount % unit == 0)
		snprintf(out, MONEY_TEXT, "%.8s %.40s", words(election->currency), whole);
	else
		snprintf(out, MONEY_TEXT, "%.8s %.40s.%0*llu", words(election->currency), whole,
		         election->minor_digits & 7, (unsigned long long)(amount % unit));
	return out;
}

/* --- texts --- */

enum need { OPTIONAL, NEEDED };

static void check_words(struct check *check, const char *field, const char *language, const char *text, unsigned max)
{
	size_t characters = text_characters(text);
	char have[MONEY_TEXT], may[MONEY_TEXT];

	if (!text_is_clean(text, strlen(text))) {
		fault(check, "Write it as plain UTF-8 text.",
		      "the %s (%s) holds characters that cannot be shown, or is not UTF-8", field, language);
		return;
	}
	if (strchr(text, '\n') && strcmp(field, "description") != 0)
		fault(check, "Write it in one line; only a description may have several.",
		      "the %s (%s) has more than one line", field, language);
	if (text[0] == ' ' || (text[0] && text[strlen(text) - 1] == ' '))
		fault(check, "Remove the blanks.", "the %s (%s) begins or ends with a blank", field, language);
	if (characters > max)
		fault(check, "Shorten it.", "the %s (%s) has %s characters; %s is the most", field, language,
		      grouped(have, characters), grouped(may, max));
}

static void check_text(struct check *check, const char *field, const struct text *text, unsigned max, enum need need)
{
	const struct election *election = check->election;
	const char *main_words = text->in[0];

	if (!main_words || (need == NEEDED && main_words[0] == '\0')) {
		fault(check, "Write it in the main language.", "the %s is missing in the main language (%s)", field,
		      words(election->language[0]));
		main_words = "";
	}
	for (unsigned i = 0; i < election->language_count && i < ELECTION_MAX_LANGUAGES; i++) {
		const char *language = words(election->language[i]);
		if (!text->in[i])
			continue;
		check_words(check, field, language, text->in[i], max);
		if (i > 0 && text->in[i][0] == '\0' && main_words[0] != '\0')
			fault(check, "Translate it, or leave the translation out: the main language is then shown.",
			      "the %s is empty in %s", field, language);
		if (i > 0 && text->in[i][0] != '\0' && main_words[0] == '\0')
			fault(check, "Write it in the main language too.",
			      "the %s is written in %s but not in the main language", field, language);
	}
}

/* --- the whole --- */

static int id_form_ok(const char *id)
{
	size_t len = strlen(id);

	return len > 0 && len <= ELECTION_ID_MAX && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == len &&
	       id[0] != '-' && id[len - 1] != '-';
}

static int currency_form_ok(const char *currency)
{
	return strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static void check_identity(struct check *check)
{
	const struct election *election = check->election;

	place(check, "election");
	if (!id_form_ok(words(election->id)))
		fault(check, "Use a-z, 0-9 and '-', at most 60, such as \"riverside-2026\".",
		      "the id \"%.60s\" is not in the form of an id", words(election->id));
	if (election->revision < 1)
		fault(check, "Begin with 1 and add 1 for every new version of the definition.", "the revision is 0");
	if (!currency_form_ok(words(election->currency)))
		fault(check, "Use the three capital letters of ISO 4217, such as \"GBP\".",
		      "the currency \"%.20s\" is not a currency code", words(election->currency));
	if (election->minor_digits > 4)
		fault(check, "Use 2 for pence and cents, 0 where there are no smaller coins.",
		      "the currency has %u decimals; 4 is the most", election->minor_digits);
}

static int two_digits(const char *text)
{
	return (text[0] - '0') * 10 + (text[1] - '0');
}

static int date_ok(const char *date)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year, month, day;

	if (strlen(date) != 10 || date[4] != '-' || date[7] != '-' || strspn(date, "0123456789-") != 10)
		return 0;
	for (unsigned i = 0; i < 10; i++)
		if (i != 4 && i != 7 && date[i] == '-')
			return 0;
	year = two_digits(date) * 100 + two_digits(date + 2);
	month = two_digits(date + 5);
	day = two_digits(date + 8);
	if (month < 1 || month > 12 || day < 1)
		return 0;
	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return day <= 29;
	return day <= days[month - 1];
}

static void check_dates(struct check *check)
{
	const char *opens = words(check->election->opens), *closes = words(check->election->closes);
	const char *cure = "Write year, month and day, such as \"2026-05-01\".";
	int opens_ok = date_ok(opens), closes_ok = date_ok(closes);

	if (opens[0] && !opens_ok)
		fault(check, cure, "\"opens\" (\"%.20s\") is not a date", opens);
	if (closes[0] && !closes_ok)
		fault(check, cure, "\"closes\" (\"%.20s\") is not a date", closes);
	if (opens_ok && closes_ok && strcmp(opens, closes) > 0)
		fault(check, "Exchange or correct the dates.", "voting closes (%s) before it opens (%s)", closes,
		      opens);
}

static int alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The shape of a BCP 47 tag: a language of two or three small letters, then parts of two to eight letters or digits. */
static int language_form_ok(const char *tag)
{
	size_t part = strspn(tag, "abcdefghijklmnopqrstuvwxyz");

	if (part < 2 || part > 3 || strlen(tag) > LANGUAGE_TAG_MAX)
		return 0;
	for (tag += part; *tag; tag += part) {
		if (*tag++ != '-')
			return 0;
		for (part = 0; alphanumeric(tag[part]); part++)
			;
		if (part < 2 || part > 8)
			return 0;
	}
	return 1;
}

static void check_languages(struct check *check)
{
	const struct election *election = check->election;

	if (election->language_count < 1 || election->language_count > ELECTION_MAX_LANGUAGES)
		fault(check, "Name at least the main language, such as \"en\"; 12 is the most.",
		      "the election has %u languages", election->language_count);
	for (unsigned i = 0; i < election->language_count && i < ELECTION_MAX_LANGUAGES; i++) {
		const char *tag = words(election->language[i]);
		if (!language_form_ok(tag))
			fault(check, "Use a tag such as \"en\", \"pt\" or \"pt-BR\".",
			      "\"%.40s\" is not a language tag", tag);
		for (unsigned j = 0; j < i; j++)
			if (strcmp(words(election->language[j]), tag) == 0)
				fault(check, "Name each language once.", "the language \"%.15s\" is named twice", tag);
		/* The start screen greets in every language offered: a language without even a title is not there. */
		if (i > 0 && !election->title.in[i])
			fault(check, "Translate at least the election's title, or do not offer the language.",
			      "the language \"%.15s\" is offered, but the title is not written in it", tag);
	}
}

static void check_times(struct check *check)
{
	const struct election *election = check->election;

	if (election->idle_s < 120 || election->idle_s > 300)
		fault(check, "Use 120 to 300; 180 is usual.", "idle_seconds is %u", election->idle_s);
	if (election->warning_s < 20 || election->warning_s > 45)
		fault(check, "Use 20 to 45; 45 is usual.", "warning_seconds is %u", election->warning_s);
}

/* --- counting --- */

static int sat_fits(enum satisfaction sat, enum vote_type type)
{
	switch (type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE: return sat == SAT_COST || sat == SAT_NUMBER;
	case VOTE_RANKED: return sat == SAT_COST || sat == SAT_RANK || sat == SAT_RANK_COST || sat == SAT_BORDA;
	case VOTE_POINTS:
	case VOTE_SCORE: return sat == SAT_COST || sat == SAT_POINTS || sat == SAT_POINTS_COST;
	}
	return 0;
}

static void check_counting(struct check *check)
{
	const struct election *election = check->election;
	int adds = election->completion == COMPLETION_ADD1 || election->completion == COMPLETION_ADD1U;

	place(check, "count");
	if ((unsigned)election->rule > RULE_PHRAGMEN || (unsigned)election->sat > SAT_BORDA ||
	    (unsigned)election->completion > COMPLETION_UTILITARIAN || (unsigned)election->tie > TIE_ID ||
	    (unsigned)election->admission > ADMISSION_CODE || election->exhaustive > 1)
		fault(check, "Use the words of the handbook.", "a counting rule or a mode of admission is unknown");
	if (election->completion != COMPLETION_NONE && election->rule != RULE_MES)
		fault(check, "Leave the completion out, or count by \"mes\".",
		      "the completion \"%s\" belongs to the rule \"mes\", not to \"%s\"",
		      completion_word(election->completion), rule_word(election->rule));
	if (election->exhaustive && !adds)
		fault(check, "Leave \"exhaustive\" out.", "\"exhaustive\" belongs to the completions add1 and add1u");
	if (election->add1_step < 1 || election->add1_step > ELECTION_MAX_MONEY)
		fault(check, "Use one whole unit of the currency.", "the step of add1 is out of range");
	for (unsigned i = 0; i < election->contest_count; i++) {
		const struct contest *contest = &election->contests[i];
		place(check, "contest %u", i + 1);
		if (!sat_fits(election->sat, contest->type))
			fault(check, "Leave the satisfaction out, or use one made for this vote type.",
			      "the satisfaction \"%s\" cannot be computed from votes of type \"%s\"",
			      satisfaction_word(election->sat), vote_type_word(contest->type));
		if (contest->min_project_score > 0 && election->rule != RULE_GREEDY_THRESHOLD)
			fault(check, "Leave it out, or count by \"greedy-threshold\".",
			      "min_project_score has no effect under the rule \"%s\"", rule_word(election->rule));
	}
}

/* --- projects --- */

static int project_id_ok(const char *id)
{
	size_t len = strlen(id);

	return len > 0 && text_is_clean(id, len) && text_characters(id) <= ELECTION_ID_MAX && !strchr(id, '\n') &&
	       id[0] != ' ' && id[len - 1] != ' ';
}

static void check_cost(struct check *check, const struct contest *contest, const struct project *project)
{
	const struct election *election = check->election;
	char cost[MONEY_TEXT], limit[MONEY_TEXT];

	if (project->cost == 0)
		fault(check, "Write what it costs.", "its cost is 0");
	else if (project->cost > ELECTION_MAX_MONEY)
		fault(check, "Correct the cost.", "its cost is out of range");
	else if (project->cost > contest->budget)
		fault(check, "Correct the cost or the budget, or leave the project out: it could never win.",
		      "it costs %s, more than the contest's budget of %s", money(cost, election, project->cost),
		      money(limit, election, contest->budget));
	else if (contest->max_sum_cost > 0 && project->cost > contest->max_sum_cost)
		fault(check, "Raise max_sum_cost, or leave the project out: nobody could choose it.",
		      "it costs %s, more than one vote may spend (%s)", money(cost, election, project->cost),
		      money(limit, election, contest->max_sum_cost));
}

static void check_project(struct check *check, const struct contest *contest, unsigned contest_number, unsigned index)
{
	const struct election *election = check->election;
	const struct project *project = &contest->projects[index];
	const char *name = words(project->name.in[0]);

	if (text_is_clean(name, strlen(name)) && name[0])
		place(check, "contest %u, project %u (\"%.56s\")", contest_number, index + 1, name);
	else
		place(check, "contest %u, project %u", contest_number, index + 1);
	if (!project_id_ok(words(project->id)))
		fault(check, "Give every project an id of 1 to 60 characters.",
		      "its id is empty, too long or has blanks around it");
	for (unsigned i = 0; i < PROJECT_TEXTS; i++)
		check_text(check, project_text_word(i), project_text(project, i), project_text_max(i),
		           i == 0 ? NEEDED : OPTIONAL);
	check_cost(check, contest, project);
	if (election->category_count < 32 && project->categories >> election->category_count != 0)
		fault(check, "Use the categories that the election names.", "it has a category that does not exist");
	if (project->district > election->style_count)
		fault(check, "Use the name of a district.", "it lies in a district that does not exist");
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

static void check_unique_ids(struct check *check, const struct contest *contest, unsigned contest_number)
{
	struct id_at id[ELECTION_MAX_PROJECTS];
	unsigned count = contest->project_count;

	for (unsigned i = 0; i < count; i++)
		id[i] = (struct id_at){.id = words(contest->projects[i].id), .index = i};
	qsort(id, count, sizeof id[0], compare_ids);
	for (unsigned i = 1; i < count; i++) {
		if (id[i].id[0] == '\0' || strcmp(id[i - 1].id, id[i].id) != 0)
			continue;
		place(check, "contest %u, project %u", contest_number, id[i].index + 1);
		fault(check, "Give one of them another id.", "its id \"%.60s\" is also the id of project %u", id[i].id,
		      id[i - 1].index + 1);
	}
}

/* --- contests --- */

static void check_lengths(struct check *check, const struct contest *contest)
{
	if (contest->min_length > contest->project_count)
		fault(check, "Lower min_length.", "a vote must choose at least %u projects, but there are only %u",
		      contest->min_length, contest->project_count);
	if (contest->max_length > 0 && contest->min_length > contest->max_length)
		fault(check, "Lower min_length or raise max_length.",
		      "a vote must choose at least %u projects and at most %u", contest->min_length,
		      contest->max_length);
	if (contest->type == VOTE_CHOOSE_ONE && contest->max_length != 1)
		fault(check, "Leave max_length out.", "a vote of type choose-one chooses 1 project, not %u",
		      contest->max_length);
}

static void check_sums(struct check *check, const struct contest *contest)
{
	int by_cost = contest->type == VOTE_APPROVAL || contest->type == VOTE_KNAPSACK;
	uint64_t all = 0;

	if (!by_cost && (contest->min_sum_cost > 0 || contest->max_sum_cost > 0))
		fault(check, "Leave them out, or use the vote type \"approval\".",
		      "min_sum_cost and max_sum_cost do not go with the vote type \"%s\"",
		      vote_type_word(contest->type));
	if (contest->min_sum_cost > ELECTION_MAX_MONEY || contest->max_sum_cost > ELECTION_MAX_MONEY) {
		fault(check, "Correct it.", "min_sum_cost or max_sum_cost is out of range");
		return;
	}
	if (contest->max_sum_cost > 0 && contest->min_sum_cost > contest->max_sum_cost)
		fault(check, "Lower min_sum_cost or raise max_sum_cost.", "min_sum_cost is above max_sum_cost");
	if (contest->type == VOTE_KNAPSACK && contest->max_sum_cost != contest->budget)
		fault(check, "Leave max_sum_cost out: it is the budget.",
		      "max_sum_cost of a knapsack vote is not the contest's budget");
	for (unsigned i = 0; i < contest->project_count; i++)
		if (contest->projects[i].cost <= ELECTION_MAX_MONEY)
			all += contest->projects[i].cost;
	if (contest->min_sum_cost > all)
		fault(check, "Lower min_sum_cost.", "all projects together cost less than min_sum_cost");
}

static void check_points(struct check *check, const struct contest *contest)
{
	uint32_t most = contest->max_points > 0 ? contest->max_points : contest->max_sum_points;
	int none = contest->min_points == 0 && contest->max_points == 0 && contest->max_sum_points == 0;

	if (contest->type != VOTE_POINTS && contest->type != VOTE_SCORE) {
		if (!none)
			fault(check, "Leave min_points, max_points and max_sum_points out.",
			      "points do not go with the vote type \"%s\"", vote_type_word(contest->type));
		return;
	}
	if (contest->type == VOTE_SCORE && contest->max_sum_points > 0)
		fault(check, "Leave max_sum_points out, or use the vote type \"points\".",
		      "max_sum_points does not go with the vote type \"score\"");
	if (contest->type == VOTE_SCORE)
		most = contest->max_points;
	if (most == 0)
		fault(check, "Set max_points (for points: or max_sum_points).", "there are no points to give");
	else if (most > ELECTION_MAX_POINTS)
		fault(check, "Use at most 60,000.", "one project could get %u points", most);
	else if (contest->min_points > most)
		fault(check, "Lower min_points.", "min_points (%u) is above what a project can get (%u)",
		      contest->min_points, most);
	else if (contest->max_sum_points > 0 && contest->max_points > contest->max_sum_points)
		fault(check, "Lower max_points.", "one project can get more points (%u) than a vote has (%u)",
		      contest->max_points, contest->max_sum_points);
}

static void check_projects(struct check *check, const struct contest *contest, unsigned number)
{
	char count[MONEY_TEXT];

	if (contest->project_count == 0)
		fault(check, "Add its projects.", "it has no projects");
	if (contest->project_count > ELECTION_MAX_PROJECTS) {
		fault(check, "Divide it into several contests, or leave projects out.",
		      "it has %s projects; a contest can have 500", grouped(count, contest->project_count));
		return;
	}
	for (unsigned i = 0; i < contest->project_count; i++)
		check_project(check, contest, number, i);
	check_unique_ids(check, contest, number);
}

static void check_contest(struct check *check, unsigned index)
{
	const struct election *election = check->election;
	const struct contest *contest = &election->contests[index];
	unsigned number = index + 1, faults;

	place(check, "contest %u", number);
	if (contest->id < 1 || (index > 0 && contest->id <= election->contests[index - 1].id))
		fault(check, "Number the contests 1, 2, 3 in their order.",
		      "its id is %u: ids begin with 1, ascend, and none comes twice", contest->id);
	if ((unsigned)contest->type > VOTE_SCORE) {
		fault(check, "Use approval, knapsack, choose-one, ranked, points or score.",
		      "its vote type is unknown");
		return;
	}
	check_text(check, "title", &contest->title, ELECTION_NAME_MAX, NEEDED);
	check_text(check, "instruction", &contest->instruction, 300, NEEDED);
	if (contest->budget < 1 || contest->budget > ELECTION_MAX_MONEY)
		fault(check, "Write the money that this contest can spend.", "its budget is out of range");
	faults = check->faults;
	check_lengths(check, contest);
	check_sums(check, contest);
	check_points(check, contest);
	if (check->faults == faults && contest->project_count <= ELECTION_MAX_PROJECTS &&
	    (contest->width == 0 || contest->width != ballot_width(contest)))
		fault(check, "Have fewer projects, fewer points, or a shorter ranking.",
		      "its votes do not fit a sealed ballot");
	check_projects(check, contest, number);
}

static void check_contests(struct check *check)
{
	const struct election *election = check->election;

	place(check, "election");
	if (election->contest_count < 1)
		fault(check, "Add a contest with its projects.", "there is no contest");
	if (election->contest_count > ELECTION_MAX_CONTESTS)
		fault(check, "Leave contests out.", "there are %u contests; an election can have %d",
		      election->contest_count, ELECTION_MAX_CONTESTS);
	for (unsigned i = 0; i < election->contest_count; i++)
		check_contest(check, i);
}

/* --- categories and ballot styles --- */

static int same_words(const struct text *a, const struct text *b)
{
	return strcmp(words(a->in[0]), words(b->in[0])) == 0;
}

static void check_categories(struct check *check)
{
	const struct election *election = check->election;

	for (unsigned i = 0; i < election->category_count && i < ELECTION_MAX_CATEGORIES; i++) {
		place(check, "category %u", i + 1);
		check_text(check, "category", &election->category[i], 60, NEEDED);
		for (unsigned j = 0; j < i; j++)
			if (same_words(&election->category[i], &election->category[j]))
				fault(check, "Name each category once.", "it is the same as category %u", j + 1);
	}
	place(check, "election");
	if (election->category_count > ELECTION_MAX_CATEGORIES)
		fault(check, "Join categories.", "there are %u categories; an election can have %d",
		      election->category_count, ELECTION_MAX_CATEGORIES);
}

static void check_style_contests(struct check *check, const struct style *style, uint32_t *covered)
{
	unsigned faults = check->faults;

	if (style->contest_count < 1 || style->contest_count > ELECTION_MAX_CONTESTS)
		fault(check, "Say which contests its voters get.", "it has no contests, or too many");
	for (unsigned i = 0; i < style->contest_count && i < ELECTION_MAX_CONTESTS; i++) {
		if (style->contest[i] >= check->election->contest_count ||
		    (i > 0 && style->contest[i] <= style->contest[i - 1]))
			fault(check, "Name existing contests, each once, in their order.",
			      "its list of contests names one that does not exist, or is out of order");
		else
			*covered |= UINT32_C(1) << style->contest[i];
	}
	if (check->faults > faults)
		return;
}

static void check_style(struct check *check, unsigned index, uint32_t *covered)
{
	const struct election *election = check->election;
	const struct style *style = &election->styles[index];
	unsigned faults = check->faults;
	struct sealed_shape shape;
	int measured = 1;

	place(check, "district %u (\"%.56s\")", index + 1, words(style->name.in[0]));
	check_text(check, "name", &style->name, 120, election->style_count > 1 ? NEEDED : OPTIONAL);
	for (unsigned j = 0; j < index; j++)
		if (same_words(&style->name, &election->styles[j].name))
			fault(check, "Name each district once.", "it has the same name as district %u", j + 1);
	check_style_contests(check, style, covered);
	if (check->faults > faults)
		return;
	election_shape(&shape, election, index);
	for (unsigned i = 0; i < shape.contest_count; i++)
		measured &= shape.width[i] > 0;
	if (measured && (sealed_len(&shape) == 0 || sealed_len(&shape) > SEALED_MAX_BYTES))
		fault(check, "Have fewer contests or projects in one ballot.",
		      "the contests of one voter do not fit a sealed ballot");
}

static void check_styles(struct check *check)
{
	const struct election *election = check->election;
	uint32_t covered = 0;

	if (election->style_count < 1 || election->style_count > ELECTION_MAX_STYLES ||
	    election->contest_count > ELECTION_MAX_CONTESTS) {
		place(check, "election");
		if (election->contest_count <= ELECTION_MAX_CONTESTS)
			fault(check, "Have 1 to 64 districts, or none named at all.", "there are %u ballot styles",
			      election->style_count);
		return;
	}
	for (unsigned i = 0; i < election->style_count; i++)
		check_style(check, i, &covered);
	for (unsigned i = 0; i < election->contest_count; i++) {
		place(check, "contest %u", i + 1);
		if (!(covered >> i & 1))
			fault(check, "Give it to a district, or make it city-wide.", "no voter gets it");
	}
}

/* --- trustees and mixers --- */

static void check_mixer(struct check *check, unsigned index)
{
	const struct election *election = check->election;
	const struct mixer *mixer = &election->mixer[index];
	const char *name = words(mixer->name);
	size_t len = strlen(name);

	place(check, "mixer %u", index + 1);
	if (len == 0 || len > TRUSTEE_NAME_MAX || !text_is_clean(name, len) || strchr(name, '\n'))
		fault(check, "Name every mixer in at most 60 letters.", "its name is missing, too long or not plain");
	if (sign_key_kind(&mixer->key) != election->kind)
		fault(check, "Use practice keys in practice elections only, and real keys in real ones.",
		      "its key is for %s, the election is %s",
		      sign_key_kind(&mixer->key) == SIGN_PRACTICE ? "practice" : "real votes",
		      election->kind == SIGN_PRACTICE ? "practice" : "real");
	for (unsigned j = 0; j < index; j++)
		if (memcmp(mixer->key.key, election->mixer[j].key.key, SIGN_KEY_BYTES) == 0)
			fault(check, "Every mixer needs a key of their own.", "its key is also the key of mixer %u",
			      j + 1);
}

static void check_keys(struct check *check)
{
	const struct election *election = check->election;

	place(check, "trustees");
	if (election->trustee_count == 0 && election->mixer_count == 0)
		return;
	if (election->trustee_count > TRUSTEE_MAX || election->threshold < 1 ||
	    election->threshold > election->trustee_count)
		fault(check, "Use the trustees' transcript.", "%u of %u trustees cannot be", election->threshold,
		      election->trustee_count);
	if (point_is_identity(&election->joint_key))
		fault(check, "Use the trustees' transcript.", "there is no joint key");
	if (election->mixer_count < 1 || election->mixer_count > ELECTION_MAX_MIXERS) {
		fault(check, "Name 1 to 8 mixers.", "there are %u mixers", election->mixer_count);
		return;
	}
	for (unsigned i = 0; i < election->mixer_count; i++)
		check_mixer(check, i);
}

enum status election_check(const struct election *election, problem_sink *found, void *context)
{
	struct check check = {.election = election, .found = found, .context = context};

	check_identity(&check);
	check_dates(&check);
	check_languages(&check);
	check_text(&check, "title", &election->title, ELECTION_NAME_MAX, NEEDED);
	check_text(&check, "organiser", &election->organiser, 120, OPTIONAL);
	check_times(&check);
	check_counting(&check);
	check_categories(&check);
	check_contests(&check);
	check_styles(&check);
	check_keys(&check);
	return check.faults == 0 ? STATUS_OK : STATUS_RULES;
}
