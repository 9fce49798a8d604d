#include "election_advice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bytes.h"
#include "cli.h"
#include "definition.h"
#include "election_advice_gaps.h"
#include "readability.h"

enum {
	NAME_GLANCE = 60, /* characters of a name that are read at a glance */
	DESCRIPTION_WORDS = 200,
	GRADE_HARD = 70,  /* tenths: what twelve-year-olds read */
	TIMES_LONGER = 3, /* than the others' */
	UNLIKE_FROM = 80, /* words from which on that matters */
	CHEAP = 50,       /* times less than the others cost */
};

/* --- telling --- */

static void advise_project(struct advice *advice, const struct project *project, const char *what, const char *cure)
{
	advise(advice, "contest %u, project %s (\"%.60s\"): %s; %s", advice->contest + 1, project->id,
	       text_in(&project->name, 0, NULL), what, cure);
}

void advise(struct advice *advice, const char *format, ...)
{
	char sentence[900];
	va_list values;

	va_start(values, format);
	vsnprintf(sentence, sizeof sentence, format, values);
	va_end(values);
	cli_note("note: %s: %s", advice->path, sentence);
	advice->count++;
}

/* --- reading --- */

void words_begin(char out[static 64], const char *text, size_t len)
{
	size_t take = len < 44 ? len : 44;

	while (take < len && take > 20 && text[take] != ' ')
		take--;
	while (take < len && take > 0 && ((unsigned char)text[take] & 0xc0) == 0x80)
		take--;
	snprintf(out, 64, "%.*s%s", (int)take, text, take < len ? " …" : "");
}

static void advise_sentences(struct advice *advice, const struct project *project, unsigned field, unsigned language,
                             const char *text)
{
	struct reading reading = {0};
	char first[64], what[300], tongue[24] = "";

	reading_add(&reading, text);
	if (reading.long_sentences == 0)
		return;
	words_begin(first, reading.longest_at, reading.longest_len);
	if (advice->election->language_count > 1)
		snprintf(tongue, sizeof tongue, " in \"%.10s\"", advice->election->language[language]);
	if (reading.long_sentences == 1)
		snprintf(what, sizeof what, "%s%s: a sentence has %u words (\"%s\")", project_text_word(field), tongue,
		         reading.longest, first);
	else
		snprintf(what, sizeof what, "%s%s: %u sentences have more than %d words, the longest %u (\"%s\")",
		         project_text_word(field), tongue, reading.long_sentences, READING_LONG, reading.longest,
		         first);
	advise_project(advice, project, what, reading.long_sentences == 1 ? "make two of it" : "divide them");
}

/* In which language: its main part is English. */
static int is_english(const struct election *election, unsigned language)
{
	const char *tag = election->language[language];

	return strncmp(tag, "en", 2) == 0 && (!tag[2] || tag[2] == '-');
}

/* Adds what residents read of a project; names, places and addresses are no sentences. */
static void read_project(struct reading *reading, const struct project *project, unsigned language)
{
	const struct text *texts[] = {&project->summary, &project->description, &project->social, &project->economic,
	                              &project->environmental};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (texts[i]->in[language])
			reading_add(reading, texts[i]->in[language]);
}

static void advise_grade(struct advice *advice, const struct project *project)
{
	char what[120];

	for (unsigned language = 0; language < advice->election->language_count; language++) {
		struct reading reading = {0};
		unsigned grade;

		if (!is_english(advice->election, language))
			continue;
		read_project(&reading, project, language);
		grade = reading_grade(&reading);
		if (reading.english < READING_SOME || grade <= GRADE_HARD)
			continue;
		snprintf(what, sizeof what, "its texts are hard to read: reading grade %u.%u, about age %u", grade / 10,
		         grade % 10, grade / 10 + 5);
		advise_project(advice, project, what,
		               "take shorter words and sentences, so that somebody of nine to twelve can read it");
	}
}

/* --- lengths --- */

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t median(uint64_t *values, unsigned count)
{
	/* cppcheck-suppress uninitvar ; the first count are written */
	qsort(values, count, sizeof *values, by_size);
	return count > 0 ? values[count / 2] : 0;
}

static unsigned words_of(const char *text)
{
	struct reading reading = {0};

	if (text)
		reading_add(&reading, text);
	return reading.words;
}

static void advise_lengths(struct advice *advice, const struct contest *contest)
{
	uint64_t values[ELECTION_MAX_PROJECTS];
	unsigned usual;

	for (unsigned i = 0; i < contest->project_count; i++)
		values[i] = words_of(contest->projects[i].description.in[0]);
	usual = (unsigned)median(values, contest->project_count);
	for (unsigned i = 0; i < contest->project_count; i++) {
		const struct project *project = &contest->projects[i];
		unsigned words = words_of(project->description.in[0]);
		size_t name = text_characters(text_in(&project->name, 0, NULL));
		char what[160];

		if (name > NAME_GLANCE) {
			snprintf(what, sizeof what, "its name has %zu characters", name);
			advise_project(advice, project, what,
			               "60 at most are read at a glance; the rest can go into the summary");
		}
		if (words > DESCRIPTION_WORDS) {
			snprintf(what, sizeof what, "its description has %u words", words);
			advise_project(advice, project, what, "say it in 200, which take a minute to read");
		} else if (words >= UNLIKE_FROM && usual > 0 && words > TIMES_LONGER * usual) {
			snprintf(what, sizeof what, "its description has %u words, where most have about %u", words,
			         usual);
			advise_project(advice, project, what, "tell people as much about each project");
		}
	}
}

/* --- costs --- */

static void advise_cost(struct advice *advice, const struct contest *contest, const struct project *project,
                        uint64_t usual)
{
	const struct election *election = advice->election;
	char cost[MONEY_TEXT], other[MONEY_TEXT], what[200];

	money_text(cost, election->currency, project->cost, election->minor_digits);
	if (project->cost < usual / CHEAP) {
		snprintf(what, sizeof what, "it costs %s, where most cost about %s", cost,
		         money_text(other, election->currency, usual, election->minor_digits));
		advise_project(advice, project, what, "look whether a nought is missing");
	}
	if (contest->project_count > 2 && contest->type != VOTE_CHOOSE_ONE &&
	    project->cost > contest->budget / 10 * 9) {
		snprintf(what, sizeof what, "it costs %s of a budget of %s", cost,
		         money_text(other, election->currency, contest->budget, election->minor_digits));
		advise_project(advice, project, what, "if it wins hardly anything else can; say so in its description");
	}
}

static void advise_costs(struct advice *advice, const struct contest *contest)
{
	const struct election *election = advice->election;
	uint64_t values[ELECTION_MAX_PROJECTS], all = 0, usual;
	char sum[MONEY_TEXT], budget[MONEY_TEXT];

	for (unsigned i = 0; i < contest->project_count; i++) {
		values[i] = contest->projects[i].cost;
		all += contest->projects[i].cost;
	}
	usual = median(values, contest->project_count);
	if (all <= contest->budget)
		advise(
		    advice,
		    "contest %u: all its projects together cost %s, no more than the budget of %s, so that every one "
		    "can be funded; add projects, or check costs and budget",
		    advice->contest + 1, money_text(sum, election->currency, all, election->minor_digits),
		    money_text(budget, election->currency, contest->budget, election->minor_digits));
	for (unsigned i = 0; i < contest->project_count; i++)
		advise_cost(advice, contest, &contest->projects[i], usual);
}

static void advise_names(struct advice *advice, const struct contest *contest)
{
	for (unsigned i = 0; i < contest->project_count; i++)
		for (unsigned j = 0; j < i; j++)
			if (strcasecmp(text_in(&contest->projects[i].name, 0, NULL),
			               text_in(&contest->projects[j].name, 0, NULL)) == 0) {
				char what[120];

				snprintf(what, sizeof what, "it has the same name as project %.40s",
				         contest->projects[j].id);
				advise_project(advice, &contest->projects[i], what,
				               "say in each name where it is, so that people can tell them apart");
			}
}

/* --- the whole --- */

static void advise_contest(struct advice *advice, const struct contest *contest)
{
	for (unsigned i = 0; i < contest->project_count; i++) {
		const struct project *project = &contest->projects[i];

		for (unsigned field = 1; field < PROJECT_TEXTS; field++)
			for (unsigned language = 0; language < advice->election->language_count; language++)
				if (project_text(project, field)->in[language])
					advise_sentences(advice, project, field, language,
					                 project_text(project, field)->in[language]);
		advise_grade(advice, project);
	}
	advise_lengths(advice, contest);
	advise_names(advice, contest);
	advise_costs(advice, contest);
}

/* How long it takes to read all, and how hard that is. */
static void tell_reading(const struct election *election)
{
	struct reading all = {0}, english = {0};
	unsigned minutes, grade;

	for (unsigned i = 0; i < election->contest_count; i++)
		for (unsigned j = 0; j < election->contests[i].project_count; j++) {
			read_project(&all, &election->contests[i].projects[j], 0);
			for (unsigned language = 0; language < election->language_count; language++)
				if (is_english(election, language))
					read_project(&english, &election->contests[i].projects[j], language);
		}
	if (all.words == 0)
		return;
	minutes = (all.words + READING_MINUTE - 1) / READING_MINUTE;
	grade = reading_grade(&english);
	printf("\nTo read everything about the projects: %u words, about %u minute%s.\n", all.words, minutes,
	       plural(minutes));
	if (english.english >= READING_SOME)
		printf("Reading grade of the English texts (Flesch-Kincaid): %u.%u, about age %u; aim at 4 to 6.\n",
		       grade / 10, grade % 10, grade / 10 + 5);
}

unsigned election_advice(const struct election *election, const char *path)
{
	struct advice advice = {.election = election, .path = path};

	tell_reading(election);
	fflush(stdout);
	advise_gaps(&advice);
	for (unsigned i = 0; i < election->contest_count; i++) {
		advice.contest = i;
		if (!vote_type_is_question(election->contests[i].type))
			advise_contest(&advice, &election->contests[i]);
	}
	return advice.count;
}
