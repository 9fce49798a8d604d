#include "election_changes.h"

#include <stdarg.h>
#include <string.h>

#include "cli.h"
#include "definition.h"

struct changes {
	FILE *out;
	const struct election *before, *after;
	unsigned count;
};

__attribute__((format(printf, 2, 3))) static void say(struct changes *changes, const char *format, ...)
{
	char line[1000];
	va_list values;

	va_start(values, format);
	vsnprintf(line, sizeof line, format, values);
	va_end(values);
	fprintf(changes->out, "  - %s\n", cli_quiet(line));
	changes->count++;
}

/* --- single values --- */

static void compare_words(struct changes *changes, const char *what, const char *before, const char *after)
{
	if (strcmp(before, after) == 0)
		return;
	if (!*before)
		say(changes, "%s: \"%.160s\" (nothing before)", what, after);
	else if (!*after)
		say(changes, "%s: nothing any more (\"%.160s\" before)", what, before);
	else
		say(changes, "%s: \"%.160s\" (\"%.160s\" before)", what, after, before);
}

static void compare_number(struct changes *changes, const char *what, uint64_t before, uint64_t after)
{
	if (before != after)
		say(changes, "%s: %llu (%llu before)", what, (unsigned long long)after, (unsigned long long)before);
}

static void compare_money(struct changes *changes, const char *what, uint64_t before, uint64_t after)
{
	char old[MONEY_TEXT], now[MONEY_TEXT];

	if (before != after)
		say(changes, "%s: %s (%s before)", what,
		    money_text(now, changes->after->currency, after, changes->after->minor_digits),
		    money_text(old, changes->before->currency, before, changes->before->minor_digits));
}

/* The place of the new election's language in the old one, or -1. */
static int language_before(const struct changes *changes, unsigned language)
{
	for (unsigned i = 0; i < changes->before->language_count; i++)
		if (strcmp(changes->before->language[i], changes->after->language[language]) == 0)
			return (int)i;
	return -1;
}

static int same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The tags of the languages in which a text is not the same, "en, pl"; of languages that are new nothing is said.
 * Returns 0 where there are none. */
enum { TONGUES = 160 };
static int differing(char out[static TONGUES], const struct changes *changes, const struct text *before,
                     const struct text *after)
{
	size_t len = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < changes->after->language_count; i++) {
		int old = language_before(changes, i);

		if (old >= 0 && !same_text(before->in[old], after->in[i]) && len < TONGUES - 20)
			len += (size_t)snprintf(out + len, TONGUES - len, "%s%.12s", len > 0 ? ", " : "",
			                        changes->after->language[i]);
	}
	return len > 0;
}

/* In the main language both are shown, in others it is said that they differ. */
static void compare_text(struct changes *changes, const char *what, const struct text *before, const struct text *after)
{
	char tongues[TONGUES];

	if (!differing(tongues, changes, before, after))
		return;
	if (!same_text(text_in(before, 0, NULL), text_in(after, 0, NULL)))
		compare_words(changes, what, text_in(before, 0, NULL), text_in(after, 0, NULL));
	else
		say(changes, "%s: changed in %s", what, tongues);
}

/* --- projects --- */

static const struct project *project_of(const struct contest *contest, const char *id)
{
	for (unsigned i = 0; i < contest->project_count; i++)
		if (strcmp(contest->projects[i].id, id) == 0)
			return &contest->projects[i];
	return NULL;
}

static const struct election_picture *picture_of(const struct election *election, const struct contest *contest,
                                                 const struct project *project)
{
	int index = election_picture_of(election, (unsigned)(contest - election->contests),
	                                (unsigned)(project - contest->projects));

	return index < 0 ? NULL : &election->pictures[index];
}

static int same_picture(const struct election_picture *a, const struct election_picture *b)
{
	if (!a || !b)
		return !a && !b;
	return a->width == b->width && a->height == b->height && memcmp(a->pixels, b->pixels, picture_bytes(a)) == 0;
}

/* A list of names, such as of a project's categories, by bits. */
static int same_categories(const struct changes *changes, uint32_t before, uint32_t after)
{
	for (unsigned i = 0; i < ELECTION_MAX_CATEGORIES; i++) {
		const char *old = before >> i & 1 ? text_in(&changes->before->category[i], 0, NULL) : "";
		const char *now = after >> i & 1 ? text_in(&changes->after->category[i], 0, NULL) : "";

		if (strcmp(old, now) != 0)
			return 0;
	}
	return 1;
}

static void compare_project(struct changes *changes, const char *place, const struct contest *old_contest,
                            const struct project *before, const struct contest *contest, const struct project *after)
{
	char what[200], tongues[TONGUES], texts[400] = "";
	size_t len = 0;

	snprintf(what, sizeof what, "%s %.40s (\"%.60s\"): cost", place, after->id, text_in(&after->name, 0, NULL));
	compare_money(changes, what, before->cost, after->cost);
	for (unsigned i = 0; i < PROJECT_TEXTS; i++)
		if (differing(tongues, changes, project_text(before, i), project_text(after, i)) && len < sizeof texts)
			len += (size_t)snprintf(texts + len, sizeof texts - len, "%s%s (%s)", len > 0 ? ", " : "",
			                        project_text_word(i), tongues);
	if (!same_categories(changes, before->categories, after->categories) && len < sizeof texts)
		len += (size_t)snprintf(texts + len, sizeof texts - len, "%scategories", len > 0 ? ", " : "");
	if (before->district != after->district && len < sizeof texts)
		len += (size_t)snprintf(texts + len, sizeof texts - len, "%sdistrict", len > 0 ? ", " : "");
	if (!same_picture(picture_of(changes->before, old_contest, before),
	                  picture_of(changes->after, contest, after)) &&
	    len < sizeof texts)
		len += (size_t)snprintf(texts + len, sizeof texts - len, "%spicture", len > 0 ? ", " : "");
	if (len > 0)
		say(changes, "%s %.40s (\"%.60s\"): changed: %s", place, after->id, text_in(&after->name, 0, NULL),
		    texts);
}

static void compare_projects(struct changes *changes, const char *place, const struct contest *before,
                             const struct contest *after)
{
	char cost[MONEY_TEXT], of[80];

	snprintf(of, sizeof of, "%s, %s", place, vote_type_is_question(after->type) ? "option" : "project");
	for (unsigned i = 0; i < after->project_count; i++) {
		const struct project *now = &after->projects[i], *old = project_of(before, now->id);

		if (old)
			compare_project(changes, of, before, old, after, now);
		else
			say(changes, "%s %.40s (\"%.60s\") is new: %s", of, now->id, text_in(&now->name, 0, NULL),
			    money_text(cost, changes->after->currency, now->cost, changes->after->minor_digits));
	}
	for (unsigned i = 0; i < before->project_count; i++)
		if (!project_of(after, before->projects[i].id))
			say(changes, "%s %.40s (\"%.60s\") is no longer there", of, before->projects[i].id,
			    text_in(&before->projects[i].name, 0, NULL));
}

/* --- contests --- */

static const struct contest *contest_of(const struct election *election, unsigned id)
{
	for (unsigned i = 0; i < election->contest_count; i++)
		if (election->contests[i].id == id)
			return &election->contests[i];
	return NULL;
}

static void compare_limits(struct changes *changes, const char *place, const struct contest *before,
                           const struct contest *after)
{
	const struct {
		const char *word;
		uint64_t before, after;
	} numbers[] = {
	    {"min_length", before->min_length, after->min_length},
	    {"max_length", before->max_length, after->max_length},
	    {"min_points", before->min_points, after->min_points},
	    {"max_points", before->max_points, after->max_points},
	    {"max_sum_points", before->max_sum_points, after->max_sum_points},
	    {"min_project_score", before->min_project_score, after->min_project_score},
	};
	char what[80];

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		snprintf(what, sizeof what, "%s: %s", place, numbers[i].word);
		compare_number(changes, what, numbers[i].before, numbers[i].after);
	}
	snprintf(what, sizeof what, "%s: min_sum_cost", place);
	compare_money(changes, what, before->min_sum_cost, after->min_sum_cost);
	snprintf(what, sizeof what, "%s: max_sum_cost", place);
	if (after->type != VOTE_KNAPSACK || before->type != VOTE_KNAPSACK)
		compare_money(changes, what, before->max_sum_cost, after->max_sum_cost);
}

static void compare_contest(struct changes *changes, const struct contest *before, const struct contest *after)
{
	char place[40], what[80];

	snprintf(place, sizeof place, "%s %u", vote_type_is_question(after->type) ? "question" : "contest", after->id);
	snprintf(what, sizeof what, "%s: title", place);
	compare_text(changes, what, &before->title, &after->title);
	snprintf(what, sizeof what, "%s: instruction", place);
	compare_text(changes, what, &before->instruction, &after->instruction);
	snprintf(what, sizeof what, "%s: vote type", place);
	compare_words(changes, what, vote_type_word(before->type), vote_type_word(after->type));
	snprintf(what, sizeof what, "%s: budget", place);
	compare_money(changes, what, before->budget, after->budget);
	compare_limits(changes, place, before, after);
	compare_projects(changes, place, before, after);
}

static void compare_contests(struct changes *changes)
{
	for (unsigned i = 0; i < changes->after->contest_count; i++) {
		const struct contest *after = &changes->after->contests[i];
		const struct contest *before = contest_of(changes->before, after->id);

		if (before)
			compare_contest(changes, before, after);
		else
			say(changes, "contest or question %u (\"%.100s\") is new", after->id,
			    text_in(&after->title, 0, NULL));
	}
	for (unsigned i = 0; i < changes->before->contest_count; i++)
		if (!contest_of(changes->after, changes->before->contests[i].id))
			say(changes, "contest or question %u (\"%.100s\") is no longer there",
			    changes->before->contests[i].id, text_in(&changes->before->contests[i].title, 0, NULL));
}

/* --- the whole --- */

static void join(char *out, size_t room, const char *word)
{
	size_t len = strlen(out);

	if (len < room)
		snprintf(out + len, room - len, "%s%.60s", len > 0 ? ", " : "", word);
}

static void compare_lists(struct changes *changes)
{
	const struct election *before = changes->before, *after = changes->after;
	char old[900] = "", now[900] = "";

	for (unsigned i = 0; i < before->language_count; i++)
		join(old, sizeof old, before->language[i]);
	for (unsigned i = 0; i < after->language_count; i++)
		join(now, sizeof now, after->language[i]);
	compare_words(changes, "languages", old, now);
	old[0] = now[0] = '\0';
	for (unsigned i = 0; i < before->category_count; i++)
		join(old, sizeof old, text_in(&before->category[i], 0, NULL));
	for (unsigned i = 0; i < after->category_count; i++)
		join(now, sizeof now, text_in(&after->category[i], 0, NULL));
	compare_words(changes, "categories", old, now);
	old[0] = now[0] = '\0';
	for (unsigned i = 0; i < before->style_count; i++)
		join(old, sizeof old, text_in(&before->styles[i].name, 0, NULL));
	for (unsigned i = 0; i < after->style_count; i++)
		join(now, sizeof now, text_in(&after->styles[i].name, 0, NULL));
	compare_words(changes, "districts", old, now);
	old[0] = now[0] = '\0';
	for (unsigned i = 0; i < before->mixer_count; i++)
		join(old, sizeof old, before->mixer[i].name);
	for (unsigned i = 0; i < after->mixer_count; i++)
		join(now, sizeof now, after->mixer[i].name);
	compare_words(changes, "mixers", old, now);
}

static void compare_head(struct changes *changes)
{
	const struct election *before = changes->before, *after = changes->after;

	compare_text(changes, "title", &before->title, &after->title);
	compare_text(changes, "organiser", &before->organiser, &after->organiser);
	compare_words(changes, "currency", before->currency, after->currency);
	compare_words(changes, "first day", before->opens, after->opens);
	compare_words(changes, "last day", before->closes, after->closes);
	compare_words(changes, "how voters are admitted", admission_word(before->admission),
	              admission_word(after->admission));
	compare_number(changes, "idle_seconds", before->idle_s, after->idle_s);
	compare_number(changes, "warning_seconds", before->warning_s, after->warning_s);
	compare_words(changes, "rule of the count", rule_word(before->rule), rule_word(after->rule));
	compare_words(changes, "satisfaction", satisfaction_word(before->sat), satisfaction_word(after->sat));
	compare_words(changes, "completion", completion_word(before->completion), completion_word(after->completion));
	compare_words(changes, "ties", tie_word(before->tie), tie_word(after->tie));
	compare_lists(changes);
	if (memcmp(before->transcript.bytes, after->transcript.bytes, HASH_BYTES) != 0)
		say(changes, "other trustees, or the same with another key: only they can open the ballots now");
	compare_number(changes, "voting codes", before->tag_count, after->tag_count);
	if (before->tag_count == after->tag_count && after->tag_count > 0 &&
	    memcmp(before->tags, after->tags, (size_t)after->tag_count * ISSUED_BYTES) != 0)
		say(changes, "other voting codes: slips printed for the last revision may not be good any more");
	compare_number(changes, "recorded clips", before->clip_count, after->clip_count);
}

unsigned election_changes(FILE *out, const struct election *before, const struct election *after)
{
	struct changes changes = {.out = out, .before = before, .after = after};

	compare_head(&changes);
	compare_contests(&changes);
	return changes.count;
}
