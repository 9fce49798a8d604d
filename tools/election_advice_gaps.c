#include "election_advice_gaps.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "election_advice.h"

enum { LISTED = 12, LIST = 400 };

/* "3, 7, 12 and 4 more", or "all 20" of the projects for which missing says 1. Returns how many. */
static unsigned list_projects(char out[static LIST], const struct contest *contest,
                              int (*missing)(const struct contest *contest, unsigned project, const void *what),
                              const void *what)
{
	unsigned count = 0;
	size_t len = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < contest->project_count; i++) {
		if (!missing(contest, i, what))
			continue;
		if (count < LISTED && len < LIST - 64)
			len += (size_t)snprintf(out + len, LIST - len, "%s%.20s", count > 0 ? ", " : "",
			                        contest->projects[i].id);
		count++;
	}
	if (count == contest->project_count)
		snprintf(out, LIST, "all %u", count);
	else if (count > LISTED)
		snprintf(out + len, LIST - len, " and %u more", count - LISTED);
	return count;
}

/* --- what only some projects say --- */

static int lacks_field(const struct contest *contest, unsigned project, const void *what)
{
	const char *text = project_text(&contest->projects[project], *(const unsigned *)what)->in[0];

	return !text || !*text;
}

static void advise_field(struct advice *advice, const struct contest *contest, unsigned field)
{
	char list[LIST];
	unsigned count = list_projects(list, contest, lacks_field, &field);

	if (count > 0 && count < contest->project_count)
		advise(advice,
		       "contest %u: %u of its %u projects %s no \"%s\" (project %s); write it for all, or for none, so "
		       "that people can compare",
		       advice->contest + 1, count, contest->project_count, count == 1 ? "has" : "have",
		       project_text_word(field), list);
}

struct pictured {
	const struct election *election;
	unsigned contest;
};

static int lacks_picture(const struct contest *contest, unsigned project, const void *what)
{
	const struct pictured *pictured = what;

	(void)contest;
	return election_picture_of(pictured->election, pictured->contest, project) < 0;
}

static void advise_packs(struct advice *advice, const struct contest *contest)
{
	struct pictured pictured = {advice->election, advice->contest};
	unsigned empty = 0, count;
	char list[LIST];

	for (unsigned i = 0; i < contest->project_count; i++) {
		const struct project *project = &contest->projects[i];

		empty += !text_in(&project->summary, 0, NULL)[0] && !text_in(&project->description, 0, NULL)[0];
	}
	if (empty == contest->project_count)
		advise(advice,
		       "contest %u: no project has a \"summary\" or a \"description\"; write at least one sentence for "
		       "each, or people vote for names",
		       advice->contest + 1);
	for (unsigned field = 1; field < PROJECT_TEXTS; field++)
		if (strstr(" summary description place social economic environmental ", project_text_word(field)))
			advise_field(advice, contest, field);
	count = list_projects(list, contest, lacks_picture, &pictured);
	if (count > 0 && count < contest->project_count)
		advise(advice,
		       "contest %u: %u of its %u projects %s no picture (project %s); show one for all, or for none: "
		       "pictures draw votes",
		       advice->contest + 1, count, contest->project_count, count == 1 ? "has" : "have", list);
}

/* --- translations --- */

struct wanted {
	unsigned field, language;
};

static int lacks_translation(const struct contest *contest, unsigned project, const void *what)
{
	const struct wanted *wanted = what;
	const struct text *text = project_text(&contest->projects[project], wanted->field);

	return text->in[0] && *text->in[0] && !text->in[wanted->language];
}

static int untranslated(const struct text *text, unsigned language)
{
	return text->in[0] && *text->in[0] && !text->in[language];
}

struct line {
	char text[700];
	size_t len;
};

static void add(struct line *line, const char *what, const char *of)
{
	if (line->len < sizeof line->text - 1)
		line->len += (size_t)snprintf(line->text + line->len, sizeof line->text - line->len, "%s%s%s%s%s",
		                              line->len > 0 ? ", " : "", what, *of ? " (" : "", of, *of ? ")" : "");
	if (line->len >= sizeof line->text)
		line->len = sizeof line->text - 1;
}

/* What of the contest that is looked at lacks a translation to the language. */
static void missing_in_contest(struct line *line, const struct advice *advice, unsigned language)
{
	const struct contest *contest = &advice->election->contests[advice->contest];
	int is_question = vote_type_is_question(contest->type);

	if (untranslated(&contest->title, language))
		add(line, "title", "");
	if (untranslated(&contest->instruction, language))
		add(line, "instruction", "");
	for (unsigned field = 0; field < PROJECT_TEXTS; field++) {
		struct wanted wanted = {field, language};
		char list[LIST], of[LIST + 16];

		if (list_projects(list, contest, lacks_translation, &wanted) == 0)
			continue;
		snprintf(of, sizeof of, "%s%s",
		         strncmp(list, "all", 3) == 0 ? ""
		         : is_question                ? "option "
		                                      : "project ",
		         list);
		add(line, is_question ? "options" : project_text_word(field), of);
	}
}

static void missing_in_election(struct line *line, const struct advice *advice, unsigned language)
{
	const struct election *election = advice->election;

	if (untranslated(&election->organiser, language))
		add(line, "organiser", "");
	for (unsigned i = 0; i < election->category_count; i++)
		if (untranslated(&election->category[i], language))
			add(line, "category", text_in(&election->category[i], 0, NULL));
	for (unsigned i = 0; i < election->style_count; i++)
		if (untranslated(&election->styles[i].name, language))
			add(line, "district", text_in(&election->styles[i].name, 0, NULL));
}

/* One note for all languages that lack the same. */
static void advise_translations(struct advice *advice, const char *place,
                                void (*missing)(struct line *line, const struct advice *advice, unsigned language))
{
	const struct election *election = advice->election;
	struct line lines[ELECTION_MAX_LANGUAGES] = {{.len = 0}};
	uint32_t told = 0;

	for (unsigned i = 1; i < election->language_count; i++)
		missing(&lines[i], advice, i);
	for (unsigned i = 1; i < election->language_count; i++) {
		struct line tongues = {.len = 0};

		if (lines[i].len == 0 || (told >> i & 1))
			continue;
		for (unsigned j = i; j < election->language_count; j++) {
			if (strcmp(lines[i].text, lines[j].text) != 0)
				continue;
			add(&tongues, election->language[j], "");
			told |= UINT32_C(1) << j;
		}
		advise(advice, "%s: not translated to %s: %s; write { \"%s\": \"…\", \"%s\": \"…\" } for each", place,
		       tongues.text, lines[i].text, election->language[0], election->language[i]);
	}
}

/* --- placeholders --- */

static int is_placeholder(const char *text)
{
	size_t len = text ? strlen(text) : 0;

	return len > 2 && text[0] == '[' && text[len - 1] == ']';
}

typedef void placeholder_finder(struct advice *advice, const char *place, const char *field, const char *text);

static void tell_placeholder(struct advice *advice, const char *place, const char *field, const char *text)
{
	char first[64];

	words_begin(first, text, strlen(text));
	advise(advice, "%s: its %s still stands in brackets: %s; write what it is", place, field, first);
}

static void count_placeholder(struct advice *advice, const char *place, const char *field, const char *text)
{
	(void)place;
	(void)field;
	(void)text;
	advice->count++;
}

static void look_at(struct advice *advice, placeholder_finder *found, const char *place, const char *field,
                    const struct text *text)
{
	for (unsigned i = 0; i < advice->election->language_count; i++)
		if (is_placeholder(text->in[i]))
			found(advice, place, field, text->in[i]);
}

static void find_placeholders(struct advice *advice, placeholder_finder *found)
{
	const struct election *election = advice->election;
	char place[96];

	look_at(advice, found, "election", "title", &election->title);
	look_at(advice, found, "election", "organiser", &election->organiser);
	for (unsigned i = 0; i < election->contest_count; i++) {
		unsigned question = question_number(election, i);

		snprintf(place, sizeof place, "%s %u", question > 0 ? "question" : "contest",
		         question > 0 ? question : i + 1);
		look_at(advice, found, place, "title", &election->contests[i].title);
		look_at(advice, found, place, "instruction", &election->contests[i].instruction);
		for (unsigned j = 0; j < election->contests[i].project_count; j++) {
			snprintf(place, sizeof place, "%s %u, %s %.40s", question > 0 ? "question" : "contest",
			         question > 0 ? question : i + 1, question > 0 ? "option" : "project",
			         election->contests[i].projects[j].id);
			for (unsigned field = 0; field < PROJECT_TEXTS; field++)
				look_at(advice, found, place, project_text_word(field),
				        project_text(&election->contests[i].projects[j], field));
		}
	}
}

unsigned election_placeholders(const struct election *election)
{
	struct advice counted = {.election = election};

	find_placeholders(&counted, count_placeholder);
	return counted.count;
}

void advise_gaps(struct advice *advice)
{
	const struct election *election = advice->election;

	find_placeholders(advice, tell_placeholder);
	if (!*election->opens || !*election->closes)
		advise(advice,
		       "election: %s; write \"opens\" and \"closes\", which stand on what is printed and published",
		       !*election->opens && !*election->closes ? "its first and last day are not said"
		       : !*election->opens                     ? "its first day is not said"
		                                               : "its last day is not said");
	advise_translations(advice, "election", missing_in_election);
	for (advice->contest = 0; advice->contest < election->contest_count; advice->contest++) {
		unsigned question = question_number(election, advice->contest);
		char place[32];

		if (question == 0)
			advise_packs(advice, &election->contests[advice->contest]);
		snprintf(place, sizeof place, "%s %u", question > 0 ? "question" : "contest",
		         question > 0 ? question : advice->contest + 1);
		advise_translations(advice, place, missing_in_contest);
	}
}
