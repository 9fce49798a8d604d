#include "contest_pb.h"

#include <stdlib.h>
#include <string.h>

#include "contest_pb_parts.h"
#include "pabulib_codes.h"
#include "text_out.h"
#include "tie.h"

enum { PB_COLUMNS = 10 };

int contest_pb_possible(const struct contest *contest)
{
	return !vote_type_is_question(contest->type);
}

int contest_pb_country_known(const char *country)
{
	return country_known(country);
}

/* --- PROJECTS --- */

/* An id must not be taken for two, nor for a section's title. */
static int id_fits(const char *id)
{
	static const char *const titles[] = {"meta", "projects", "votes"};
	size_t len = strlen(id);

	for (size_t i = 0; i < 3; i++) {
		size_t same = 0;

		while (same < len && (id[same] | 0x20) == titles[i][same])
			same++;
		if (same == len && titles[i][len] == '\0')
			return 0;
	}
	return len > 0 && !strchr(id, ',');
}

static void put_categories(const struct pb_writing *w, FILE *out, const struct project *project)
{
	int first = 1;

	for (unsigned i = 0; i < w->election->category_count; i++) {
		char *name;

		if (!(project->categories >> i & 1))
			continue;
		name = pb_line(pb_text(&w->election->category[i]), ' ');
		fprintf(out, "%s%s", first ? "" : ",", name ? name : "");
		first = 0;
		free(name);
	}
}

static enum status category_text(const struct pb_writing *w, struct bytes *out, const struct project *project)
{
	struct text_out text;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	put_categories(w, text.stream, project);
	return text_end(out, &text);
}

/* The columns that all projects have something in; an empty field is a fault to the field's checker. */
static void choose_columns(struct pb_writing *w)
{
	const struct contest *contest = w->contest->contest;

	w->has_place = w->has_summary = w->has_proposer = contest->project_count > 0;
	for (unsigned i = 0; i < contest->project_count; i++) {
		const struct project *project = &contest->projects[i];

		w->has_category |= project->categories != 0;
		w->has_place &= pb_says_something(pb_text(&project->place));
		w->has_summary &= pb_says_something(pb_text(&project->summary));
		w->has_proposer &= pb_says_something(pb_text(&project->proposer));
	}
}

static void put_project_header(const struct pb_writing *w)
{
	const char *row[PB_COLUMNS];
	unsigned n = 0;

	row[n++] = "project_id";
	row[n++] = "cost";
	row[n++] = "votes";
	if (w->contest->profile->kind != PROFILE_SETS)
		row[n++] = "score";
	row[n++] = "name";
	if (w->has_category)
		row[n++] = "category";
	if (w->contest->outcome)
		row[n++] = "selected";
	if (w->has_place)
		row[n++] = "neighborhood";
	if (w->has_summary)
		row[n++] = "description";
	if (w->has_proposer)
		row[n++] = "proposer";
	(void)fputs("PROJECTS\n", w->out);
	pabulib_put_row(w->out, row, n);
}

static enum status put_project(const struct pb_writing *w, uint32_t index)
{
	const struct project *project = &w->contest->contest->projects[index];
	const struct profile_project *counted = &w->contest->profile->projects[index];
	char cost[32], votes[24], score[24];
	char *name = pb_line(pb_text(&project->name), ','), *place = pb_line(pb_text(&project->place), ',');
	char *summary = pb_line(pb_text(&project->summary), ','), *by = pb_line(pb_text(&project->proposer), ',');
	const char *row[PB_COLUMNS];
	struct bytes category = {0};
	unsigned n = 0;
	enum status status = category_text(w, &category, project);

	if (!name || !place || !summary || !by)
		status = STATUS_NO_ROOM;
	if (status != STATUS_OK)
		goto out;
	pb_amount(w, cost, project->cost);
	(void)snprintf(votes, sizeof votes, "%llu", (unsigned long long)counted->votes);
	(void)snprintf(score, sizeof score, "%lld", (long long)counted->score);
	row[n++] = project->id;
	row[n++] = cost;
	row[n++] = votes;
	if (w->contest->profile->kind != PROFILE_SETS)
		row[n++] = score;
	row[n++] = *name ? name : project->id;
	if (w->has_category)
		row[n++] = (const char *)category.data;
	if (w->contest->outcome)
		row[n++] = result_selected(w->contest, index) ? "1" : "0";
	if (w->has_place)
		row[n++] = place;
	if (w->has_summary)
		row[n++] = summary;
	if (w->has_proposer)
		row[n++] = by;
	pabulib_put_row(w->out, row, n);
out:
	bytes_free(&category);
	free(name);
	free(place);
	free(summary);
	free(by);
	return status;
}

/* --- VOTES --- */

/* The projects of a vote in the format's order: as they stand, best first, or most points first. Returns how many. */
static unsigned marked(uint16_t project[static ELECTION_MAX_PROJECTS], const struct contest *contest,
                       const struct marks *marks)
{
	unsigned count = 0;

	for (unsigned i = 0; i < contest->project_count; i++) {
		unsigned at = count;

		if (marks->of[i] == 0)
			continue;
		while (at > 0 && (contest->type == VOTE_RANKED ? marks->of[project[at - 1]] > marks->of[i]
		                                               : marks->of[project[at - 1]] < marks->of[i]))
			at--;
		memmove(&project[at + 1], &project[at], (count - at) * sizeof project[0]);
		project[at] = (uint16_t)i;
		count++;
	}
	return count;
}

static void put_vote(const struct pb_writing *w, size_t number, const struct marks *marks)
{
	const struct contest *contest = w->contest->contest;
	uint16_t project[ELECTION_MAX_PROJECTS + 1];
	unsigned count = marked(project, contest, marks);
	int pointed = w->contest->profile->kind == PROFILE_POINTS, quoted = 0;

	fprintf(w->out, "%zu;", number);
	for (unsigned i = 0; i < count; i++)
		quoted |= contest->projects[project[i]].id[strcspn(contest->projects[project[i]].id, ";\"")] != '\0';
	if (quoted)
		(void)putc('"', w->out);
	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			(void)putc(',', w->out);
		for (const char *at = contest->projects[project[i]].id; *at; at++) {
			if (*at == '"')
				(void)putc('"', w->out);
			(void)putc(*at, w->out);
		}
	}
	if (quoted)
		(void)putc('"', w->out);
	for (unsigned i = 0; i < count && pointed; i++) {
		unsigned points = marks->of[project[i]];

		if (contest->type == VOTE_SCORE)
			points = points - 1 + contest->min_points;
		fprintf(w->out, "%c%u", i == 0 ? ';' : ',', points);
	}
	(void)putc('\n', w->out);
}

static enum status put_votes(const struct pb_writing *w)
{
	size_t number = 0;

	fprintf(w->out, "VOTES\nvoter_id;vote%s\n", w->contest->profile->kind == PROFILE_POINTS ? ";points" : "");
	for (size_t i = 0; i < w->contest->vote_count; i++) {
		struct opened_vote vote = result_vote(w->contest, i);
		struct marks marks;
		enum status status;

		if (vote.verdict != VOTE_VALID)
			continue;
		status = marks_decode(&marks, w->contest->contest, vote.bytes);
		if (status != STATUS_OK)
			return status;
		put_vote(w, ++number, &marks);
	}
	return STATUS_OK;
}

/* --- the whole --- */

static int comes_before(const struct pb_writing *w, uint32_t a, uint32_t b)
{
	const struct profile_project *left = &w->contest->profile->projects[a];
	const struct profile_project *right = &w->contest->profile->projects[b];

	if (left->score != right->score)
		return left->score > right->score;
	return tie_compare(w->contest->terms.tie, left, right) < 0;
}

/* Room for at least one. */
static uint32_t *ordered_projects(const struct pb_writing *w)
{
	uint32_t count = w->contest->profile->project_count;
	uint32_t *order = calloc((size_t)count + 1, sizeof *order);

	if (!order)
		return NULL;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = i;

		for (; at > 0 && comes_before(w, i, order[at - 1]); at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	return order;
}

/* Decimals only where an amount has some. */
static void choose_digits(struct pb_writing *w)
{
	const struct contest *contest = w->contest->contest;
	uint64_t unit = 1;
	int rest = 0;

	for (unsigned i = 0; i < w->election->minor_digits; i++)
		unit *= 10;
	rest = contest->budget % unit != 0 || contest->min_sum_cost % unit != 0 || contest->max_sum_cost % unit != 0;
	for (unsigned i = 0; i < contest->project_count; i++)
		rest |= contest->projects[i].cost % unit != 0;
	w->digits = rest ? w->election->minor_digits : 0;
	w->one = rest ? 1 : unit;
}

enum status contest_pb_write(FILE *out, const struct result *result, unsigned contest, const struct pb_about *about)
{
	struct pb_writing w = {.out = out,
	                       .result = result,
	                       .election = result->election,
	                       .contest = &result->contest[contest],
	                       .about = about};
	uint32_t *order;
	enum status status;

	if (!contest_pb_possible(w.contest->contest))
		return STATUS_RULES;
	for (unsigned i = 0; i < w.contest->contest->project_count; i++) {
		if (!id_fits(w.contest->contest->projects[i].id))
			return STATUS_RULES;
	}
	order = ordered_projects(&w);
	if (!order)
		return STATUS_NO_ROOM;
	status = pb_rule(&w.rule, result, contest, order);
	if (status != STATUS_OK)
		goto out;
	choose_digits(&w);
	choose_columns(&w);
	status = pb_put_meta(&w);
	if (status != STATUS_OK)
		goto out;
	put_project_header(&w);
	for (uint32_t i = 0; i < w.contest->profile->project_count && status == STATUS_OK; i++)
		status = put_project(&w, order[i]);
	if (status == STATUS_OK)
		status = put_votes(&w);
	if (status == STATUS_OK && (fflush(out) != 0 || ferror(out)))
		status = STATUS_IO;
out:
	free(order);
	return status;
}
