#include "pabulib_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Oddities of votes, each told three times at most and then summed up. */
enum oddity { REPEATED, TOO_SHORT, TOO_LONG, TOO_CHEAP, TOO_DEAR, POINTS_RANGE, POINTS_FEW, POINTS_MANY, ODDITIES };

struct checker {
	struct pabulib *file;
	pabulib_note *note;
	void *context;
	size_t times[ODDITIES];
	size_t *seen;    /* per project: 1 + the last vote that named it */
	size_t *scored;  /* the same, for the score */
	uint64_t *votes; /* recounts, each ballot once */
	int64_t *score;
};

static const char *oddity_words(enum oddity oddity)
{
	switch (oddity) {
	case REPEATED: return "name a project more than once";
	case TOO_SHORT: return "name fewer projects than min_length";
	case TOO_LONG: return "name more projects than max_length";
	case TOO_CHEAP: return "cost less than min_sum_cost";
	case TOO_DEAR: return "cost more than max_sum_cost";
	case POINTS_RANGE: return "give points outside min_points and max_points";
	case POINTS_FEW: return "give fewer points than min_sum_points";
	case POINTS_MANY: return "give more points than max_sum_points";
	case ODDITIES: break;
	}
	return "?";
}

static void tell(struct checker *c, unsigned long line, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void tell(struct checker *c, unsigned long line, const char *format, ...)
{
	struct pabulib_fault note = {.line = line};
	va_list list;

	if (!c->note)
		return;
	va_start(list, format);
	vsnprintf(note.what, sizeof note.what, format, list);
	va_end(list);
	c->note(c->context, &note);
}

/* --- votes
 * --------------------------------------------------------------------------------------------------------------------
 */

struct vote_sum {
	uint32_t length;
	uint64_t cost;
	int64_t points, least, most;
};

/* Sums a vote's marks, a repeated one left out. Every value is below 2^63 / 10^5 only by the reader's bounds on one
 * value, so sums saturate. */
static void sum_vote(struct checker *c, size_t v, struct vote_sum *sum)
{
	struct pabulib *file = c->file;
	size_t first = pabulib_first(file, v), end = file->votes[v].end;

	*sum = (struct vote_sum){0};
	for (size_t i = first; i < end; i++) {
		const struct profile_mark *mark = &file->marks[i];

		if (c->seen[mark->project] == v + 1) {
			if (file->votes[v].repeated++ == 0 && ++c->times[REPEATED] <= 3)
				tell(c, file->votes[v].line, "names the project '%.60s' more than once",
				     file->projects[mark->project].id);
			continue;
		}
		c->seen[mark->project] = v + 1;
		if (__builtin_add_overflow(sum->cost, file->projects[mark->project].cost, &sum->cost))
			sum->cost = UINT64_MAX;
		if (__builtin_add_overflow(sum->points, mark->points, &sum->points))
			sum->points = INT64_MAX;
		if (sum->length == 0 || mark->points < sum->least)
			sum->least = mark->points;
		if (sum->length == 0 || mark->points > sum->most)
			sum->most = mark->points;
		sum->length++;
		c->votes[mark->project]++;
	}
}

static int limit(struct checker *c, enum oddity oddity, int broken, unsigned long line)
{
	if (broken && ++c->times[oddity] <= 3)
		tell(c, line, "is among the votes that %s", oddity_words(oddity));
	return broken;
}

/* Blank votes are within every limit: they choose nothing. */
static void check_vote(struct checker *c, size_t v, const struct vote_sum *sum)
{
	struct pabulib *file = c->file;
	unsigned long line = file->votes[v].line;
	uint32_t max_length = file->type == VOTE_CHOOSE_ONE && file->max_length == 0 ? 1 : file->max_length;
	int broken = 0;

	if (sum->length == 0)
		return;
	broken |= limit(c, TOO_SHORT, sum->length < file->min_length, line);
	broken |= limit(c, TOO_LONG, max_length > 0 && sum->length > max_length, line);
	broken |= limit(c, TOO_CHEAP, sum->cost < file->min_sum_cost, line);
	broken |= limit(c, TOO_DEAR, file->max_sum_cost > 0 && sum->cost > file->max_sum_cost, line);
	if (profile_kind_of(file->type) == PROFILE_POINTS) {
		broken |= limit(
		    c, POINTS_RANGE,
		    sum->least < file->min_points || (file->max_points != 0 && sum->most > file->max_points), line);
		broken |= limit(c, POINTS_FEW, file->min_sum_points != 0 && sum->points < file->min_sum_points, line);
		broken |= limit(c, POINTS_MANY, file->max_sum_points != 0 && sum->points > file->max_sum_points, line);
	}
	if (broken)
		file->breaking_votes++;
}

/* --- projects
 * ----------------------------------------------------------------------------------------------------------------- */

static void add_scores(struct checker *c, size_t v)
{
	const struct pabulib *file = c->file;
	size_t first = pabulib_first(file, v), end = file->votes[v].end, place = 0;
	size_t kept = end - first - file->votes[v].repeated;

	for (size_t i = first; i < end; i++) {
		int64_t worth = 1;

		if (c->scored[file->marks[i].project] == v + 1)
			continue;
		c->scored[file->marks[i].project] = v + 1;
		if (profile_kind_of(file->type) == PROFILE_POINTS)
			worth = file->marks[i].points;
		else if (file->type == VOTE_RANKED)
			worth = (int64_t)(kept - place++);
		if (__builtin_add_overflow(c->score[file->marks[i].project], worth, &c->score[file->marks[i].project]))
			c->score[file->marks[i].project] = INT64_MAX;
	}
}

static void check_told(struct checker *c, const struct pabulib_project *project, const char *column, const char *told,
                       int64_t recount, unsigned digits)
{
	unsigned decimals = 0;
	int64_t value, one = DECIMAL_ONE;
	char text[32];

	for (unsigned i = 0; i < digits; i++)
		one /= 10;
	if (!*told)
		return;
	if (decimal_read(&value, &decimals, told, strlen(told), ANY_SIGN) == STATUS_OK && value % one == 0 &&
	    value / one == recount)
		return;
	decimal_write(text, recount, digits);
	tell(c, project->line, "the file tells %s %.40s for the project '%.60s', a recount gives %s", column, told,
	     project->id, text);
}

static void check_projects(struct checker *c)
{
	const struct pabulib *file = c->file;

	for (uint32_t i = 0; i < file->project_count; i++) {
		const struct pabulib_project *project = &file->projects[i];
		char cost[32], budget[32];

		decimal_write(cost, (int64_t)project->cost, file->money_digits);
		decimal_write(budget, (int64_t)file->budget, file->money_digits);
		if (project->cost > file->budget)
			tell(c, project->line, "the project '%.60s' costs %s, more than the whole budget of %s",
			     project->id, cost, budget);
		check_told(c, project, "votes", project->told_votes, (int64_t)c->votes[i], 0);
		check_told(c, project, "score", project->told_score, c->score[i], file->point_digits);
	}
}

enum status pabulib_check(struct pabulib *file, pabulib_note *note, void *context)
{
	size_t room = (size_t)file->project_count + 1;
	struct checker c = {.file = file, .note = note, .context = context};
	enum status status = STATUS_NO_ROOM;

	c.seen = calloc(room, sizeof *c.seen);
	c.scored = calloc(room, sizeof *c.scored);
	c.votes = calloc(room, sizeof *c.votes);
	c.score = calloc(room, sizeof *c.score);
	if (!c.seen || !c.scored || !c.votes || !c.score)
		goto out;
	for (size_t v = 0; v < file->vote_count; v++) {
		struct vote_sum sum;

		sum_vote(&c, v, &sum);
		check_vote(&c, v, &sum);
		add_scores(&c, v);
	}
	check_projects(&c);
	for (enum oddity i = 0; i < ODDITIES; i++) {
		if (c.times[i] > 3)
			tell(&c, 0, "%zu votes in all %s", c.times[i], oddity_words(i));
	}
	file->repeated_votes = c.times[REPEATED];
	status = STATUS_OK;
out:
	free(c.seen);
	free(c.scored);
	free(c.votes);
	free(c.score);
	return status;
}
