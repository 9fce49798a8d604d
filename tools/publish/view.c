#include "view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int view_has_points(const struct view *view)
{
	return view->profile->kind != PROFILE_SETS;
}

uint64_t view_support(const struct view *view, uint32_t project)
{
	const struct profile_project *one = &view->profile->projects[project];

	if (!view_has_points(view))
		return one->votes;
	return one->score > 0 ? (uint64_t)one->score : 0;
}

unsigned percent_of(uint64_t part, uint64_t all)
{
	/* Doubled, so that a half rounds up; a million ballots are far from the end of 64 bits. */
	return all ? (unsigned)((part * 200 + all) / (all * 2)) : 0;
}

uint64_t view_left(const struct view *view)
{
	uint64_t cost = view->outcome ? view->outcome->cost : 0;

	return view->contest->budget > cost ? view->contest->budget - cost : 0;
}

const char *fate_word(enum fate fate)
{
	switch (fate) {
	case FATE_FUNDED: return "funded";
	case FATE_TOO_DEAR: return "too-dear";
	case FATE_BELOW_THRESHOLD: return "below-threshold";
	case FATE_EXCLUDED: return "excluded";
	case FATE_UNAFFORDABLE: return "unaffordable";
	case FATE_STOPPED: return "stopped";
	case FATE_OPEN: return "open";
	}
	return "open";
}

static enum fate fate_of(enum round_kind kind)
{
	switch (kind) {
	case ROUND_BOUGHT: return FATE_FUNDED;
	case ROUND_TOO_DEAR: return FATE_TOO_DEAR;
	case ROUND_BELOW_THRESHOLD: return FATE_BELOW_THRESHOLD;
	case ROUND_STOPPED: return FATE_STOPPED;
	case ROUND_EXCLUDED: return FATE_EXCLUDED;
	case ROUND_UNAFFORDABLE: return FATE_UNAFFORDABLE;
	}
	return FATE_STOPPED;
}

struct ranked {
	uint64_t support;
	uint32_t place, project;
};

static int by_support(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->support != b->support)
		return a->support > b->support ? -1 : 1;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return a->project < b->project ? -1 : a->project > b->project;
}

static enum status rank(struct view *view)
{
	uint32_t count = view->profile->project_count;
	struct ranked *ranked = malloc((count + 1) * sizeof *ranked);

	if (!ranked)
		return STATUS_NO_ROOM;
	for (uint32_t i = 0; i < count; i++)
		ranked[i] = (struct ranked){view_support(view, i), view->place[i] ? view->place[i] : UINT32_MAX, i};
	qsort(ranked, count, sizeof *ranked, by_support);
	for (uint32_t i = 0; i < count; i++)
		view->order[i] = ranked[i].project;
	view->most = count ? ranked[0].support : 0;
	free(ranked);
	return STATUS_OK;
}

/* The last round of a project says what became of it; one that never had a round was not reached. */
static void tell_fates(struct view *view)
{
	for (uint32_t i = 0; i < view->profile->project_count; i++)
		view->fate[i] = view->outcome ? FATE_STOPPED : FATE_OPEN;
	if (!view->outcome)
		return;
	for (uint32_t i = 0; i < view->outcome->round_count; i++)
		view->fate[view->outcome->rounds[i].project] = fate_of(view->outcome->rounds[i].kind);
	for (uint32_t i = 0; i < view->outcome->selected_count; i++) {
		view->place[view->outcome->selected[i]] = i + 1;
		view->fate[view->outcome->selected[i]] = FATE_FUNDED;
	}
}

static enum status make(struct view *out, const struct contest_result *result, unsigned index)
{
	size_t count = (size_t)result->profile->project_count + 1;

	out->result = result;
	out->contest = result->contest;
	out->profile = result->profile;
	out->outcome = result->outcome;
	out->index = index;
	out->voters = (uint64_t)result->valid + (vote_type_is_question(result->contest->type) ? 0 : result->blank);
	out->order = calloc(count, sizeof *out->order);
	out->place = calloc(count, sizeof *out->place);
	out->fate = calloc(count, sizeof *out->fate);
	if (!out->order || !out->place || !out->fate)
		return STATUS_NO_ROOM;
	tell_fates(out);
	return rank(out);
}

enum status views_make(struct views *out, const struct result *result)
{
	const struct election *election = result->election;
	enum status status = STATUS_OK;

	memset(out, 0, sizeof *out);
	out->election = election;
	out->contest = calloc(election->contest_count + 1U, sizeof *out->contest);
	out->question = calloc(election->contest_count + 1U, sizeof *out->question);
	if (!out->contest || !out->question)
		return STATUS_NO_ROOM;
	for (unsigned i = 0; i < election->contest_count && status == STATUS_OK; i++) {
		const struct contest_result *one = &result->contest[i];

		if (vote_type_is_question(one->contest->type)) {
			struct view *view = &out->question[out->question_count];

			snprintf(view->path, sizeof view->path, "/questions/%u", out->question_count++);
			status = make(view, one, i);
			continue;
		}
		snprintf(out->contest[out->contest_count].path, VIEW_PATH, "/contests/%u", out->contest_count);
		status = make(&out->contest[out->contest_count++], one, i);
		out->budget += one->contest->budget;
		out->cost += one->outcome ? one->outcome->cost : 0;
		out->projects += one->profile->project_count;
		out->funded += one->outcome ? one->outcome->selected_count : 0;
	}
	return status;
}

static void free_views(struct view *view, unsigned count)
{
	for (unsigned i = 0; view && i < count; i++) {
		free(view[i].order);
		free(view[i].place);
		free(view[i].fate);
	}
	free(view);
}

void views_finish(struct views *views)
{
	free_views(views->contest, views->contest_count);
	free_views(views->question, views->question_count);
	memset(views, 0, sizeof *views);
}
