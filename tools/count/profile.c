#include "profile.h"

#include <stdlib.h>
#include <string.h>

enum status profile_create(struct profile **out, enum profile_kind kind, uint32_t project_count)
{
	struct profile *profile;

	*out = NULL;
	if (project_count > PROFILE_MAX_PROJECTS)
		return STATUS_RANGE;
	profile = calloc(1, sizeof *profile);
	if (!profile)
		return STATUS_NO_ROOM;
	profile->kind = kind;
	profile->project_count = project_count;
	profile->projects = calloc((size_t)project_count + 1, sizeof *profile->projects);
	profile->seen = calloc((size_t)project_count + 1, sizeof *profile->seen);
	if (!profile->projects || !profile->seen) {
		profile_destroy(profile);
		return STATUS_NO_ROOM;
	}
	*out = profile;
	return STATUS_OK;
}

enum status profile_create_contest(struct profile **out, const struct contest *contest)
{
	enum status status = profile_create(out, profile_kind_of(contest->type), contest->project_count);

	if (status != STATUS_OK)
		return status;
	(*out)->budget = contest->budget;
	for (uint32_t i = 0; i < contest->project_count; i++) {
		(*out)->projects[i].id = contest->projects[i].id;
		(*out)->projects[i].cost = contest->projects[i].cost;
	}
	return STATUS_OK;
}

void profile_destroy(struct profile *profile)
{
	if (!profile)
		return;
	free(profile->projects);
	free(profile->seen);
	free(profile->vote_end);
	if (profile->marks != profile->lent)
		free(profile->marks);
	free(profile);
}

static enum status make_vote_room(struct profile *profile, size_t room)
{
	size_t *grown;

	if (room <= profile->vote_room)
		return STATUS_OK;
	grown = realloc(profile->vote_end, room * sizeof *grown);
	if (!grown)
		return STATUS_NO_ROOM;
	profile->vote_end = grown;
	profile->vote_room = room;
	return STATUS_OK;
}

static size_t marks_used(const struct profile *profile)
{
	return profile->vote_count ? profile->vote_end[profile->vote_count - 1] : 0;
}

/* Goes on with a copy of what was lent so far. */
static enum status own_marks(struct profile *profile)
{
	size_t used = marks_used(profile);
	struct profile_mark *own = calloc(used + 1, sizeof *own);

	if (!own)
		return STATUS_NO_ROOM;
	memcpy(own, profile->lent, used * sizeof *own);
	profile->marks = own;
	profile->mark_room = used + 1;
	return STATUS_OK;
}

static enum status make_room(struct profile *profile, size_t more_marks)
{
	size_t used = marks_used(profile);
	enum status status = STATUS_OK;

	if (profile->vote_count == profile->vote_room)
		status = make_vote_room(profile, profile->vote_room ? profile->vote_room * 2 : 1024);
	if (status == STATUS_OK && profile->lent && profile->marks == profile->lent)
		status = own_marks(profile);
	if (status != STATUS_OK)
		return status;
	if (used + more_marks > profile->mark_room) {
		size_t room = (used + more_marks) * 2;
		struct profile_mark *grown = realloc(profile->marks, room * sizeof *grown);

		if (!grown)
			return STATUS_NO_ROOM;
		profile->marks = grown;
		profile->mark_room = room;
	}
	return STATUS_OK;
}

/* What the mark at this index of a vote of that length adds to the project's score. */
static int64_t mark_score(const struct profile *profile, const struct profile_mark *mark, size_t index, size_t length)
{
	switch (profile->kind) {
	case PROFILE_SETS: return 1;
	case PROFILE_RANKINGS: return (int64_t)(length - index);
	case PROFILE_POINTS: return mark->points;
	}
	return 0;
}

/* Undoes a vote of which done marks were seen and added up. */
static void take_back(struct profile *profile, const struct profile_mark *marks, size_t done, size_t length)
{
	for (size_t i = 0; i < done; i++) {
		struct profile_project *project = &profile->projects[marks[i].project];

		profile->seen[marks[i].project] = 0;
		project->votes--;
		project->score -= mark_score(profile, &marks[i], i, length);
	}
}

enum status profile_add(struct profile *profile, const struct profile_mark *marks, size_t mark_count, size_t *repeated)
{
	size_t start, kept = 0, again = 0;
	enum status status;

	if (mark_count > PROFILE_MAX_MARKS)
		return STATUS_RANGE;
	status = make_room(profile, mark_count);
	if (status != STATUS_OK)
		return status;
	start = marks_used(profile);
	for (size_t i = 0; i < mark_count; i++) {
		if (marks[i].project >= profile->project_count)
			return STATUS_RANGE;
	}
	for (size_t i = 0; i < mark_count; i++) {
		size_t *seen = &profile->seen[marks[i].project];

		if (*seen == profile->vote_count + 1) {
			again++;
			if (profile->repeats == REPEATS_ONCE)
				continue;
		}
		*seen = profile->vote_count + 1;
		profile->marks[start + kept++] = marks[i];
	}
	for (size_t i = 0; i < kept; i++) {
		const struct profile_mark *mark = &profile->marks[start + i];
		struct profile_project *project = &profile->projects[mark->project];
		int64_t score;

		if (__builtin_add_overflow(project->score, mark_score(profile, mark, i, kept), &score)) {
			take_back(profile, &profile->marks[start], i, kept);
			while (i < kept)
				profile->seen[profile->marks[start + i++].project] = 0;
			return STATUS_RANGE;
		}
		project->score = score;
		project->votes++;
	}
	profile->vote_end[profile->vote_count++] = start + kept;
	if (repeated)
		*repeated = again;
	return STATUS_OK;
}

enum status profile_lend(struct profile *profile, struct profile_mark *marks, size_t vote_count)
{
	enum status status = make_vote_room(profile, vote_count + 1);

	if (status != STATUS_OK)
		return status;
	free(profile->marks);
	profile->marks = profile->lent = marks;
	profile->mark_room = 0;
	return STATUS_OK;
}

/* Adds the vote where its marks lie; STATUS_RULES, and nothing is changed, where it must be written anew. */
static enum status add_in_place(struct profile *profile, const struct profile_mark *marks, size_t mark_count)
{
	for (size_t i = 0; i < mark_count; i++) {
		uint32_t at = marks[i].project;
		int64_t score;

		if (at >= profile->project_count ||
		    (profile->seen[at] == profile->vote_count + 1 && profile->repeats == REPEATS_ONCE) ||
		    __builtin_add_overflow(profile->projects[at].score, mark_score(profile, &marks[i], i, mark_count),
		                           &score)) {
			take_back(profile, marks, i, mark_count);
			return STATUS_RULES;
		}
		profile->seen[at] = profile->vote_count + 1;
		profile->projects[at].score = score;
		profile->projects[at].votes++;
	}
	return STATUS_OK;
}

enum status profile_add_lent(struct profile *profile, size_t first, size_t mark_count)
{
	enum status status = STATUS_RULES;

	if (mark_count > PROFILE_MAX_MARKS)
		return STATUS_RANGE;
	if (profile->marks == profile->lent && first == marks_used(profile))
		status = make_vote_room(profile, profile->vote_count + 1);
	if (status == STATUS_OK)
		status = add_in_place(profile, &profile->lent[first], mark_count);
	if (status == STATUS_OK)
		profile->vote_end[profile->vote_count++] = first + mark_count;
	return status == STATUS_RULES ? profile_add(profile, &profile->lent[first], mark_count, NULL) : status;
}

enum status profile_add_marks(struct profile *profile, const struct contest *contest, const struct marks *marks)
{
	struct profile_mark list[ELECTION_MAX_PROJECTS];
	size_t count = 0;

	if (contest->project_count != profile->project_count || contest->project_count > ELECTION_MAX_PROJECTS)
		return STATUS_RANGE;
	for (uint32_t i = 0; i < contest->project_count; i++) {
		uint16_t mark = marks->of[i];

		if (mark == 0)
			continue;
		count++;
		if (contest->type == VOTE_RANKED) {
			if (mark > contest->project_count)
				return STATUS_RANGE;
			list[mark - 1] = (struct profile_mark){.project = i};
			continue;
		}
		list[count - 1] = (struct profile_mark){.project = i};
		if (contest->type == VOTE_POINTS)
			list[count - 1].points = mark;
		else if (contest->type == VOTE_SCORE)
			list[count - 1].points = (int64_t)mark - 1 + contest->min_points;
	}
	if (contest->type == VOTE_RANKED) {
		/* Ranks must be 1 to count, each once: then every place of the list was written. */
		struct marks seen = {{0}};

		for (uint32_t i = 0; i < contest->project_count; i++) {
			if (marks->of[i] == 0)
				continue;
			if (marks->of[i] > count || seen.of[marks->of[i] - 1]++)
				return STATUS_RANGE;
		}
	}
	return profile_add(profile, list, count, NULL);
}

static int sat_belongs(enum profile_kind kind, enum satisfaction sat)
{
	switch (sat) {
	case SAT_COST:
	case SAT_NUMBER: return 1;
	case SAT_POINTS_COST:
	case SAT_POINTS: return kind == PROFILE_POINTS;
	case SAT_RANK:
	case SAT_RANK_COST:
	case SAT_BORDA: return kind == PROFILE_RANKINGS;
	}
	return 0;
}

enum status profile_support(int64_t *out, const struct profile *profile, enum satisfaction sat)
{
	if (!sat_belongs(profile->kind, sat))
		return STATUS_RULES;
	for (uint32_t i = 0; i < profile->project_count; i++) {
		const struct profile_project *project = &profile->projects[i];
		int64_t silent = 0, sum = project->score;

		if (sat == SAT_COST || sat == SAT_NUMBER) {
			out[i] = (int64_t)project->votes;
			continue;
		}
		/* Of three places rank gives 3, 2, 1 and borda 2, 1, 0: one less for every ballot that names the
		 * project. */
		if (sat == SAT_BORDA)
			sum -= (int64_t)project->votes;
		if (profile->kind == PROFILE_POINTS && profile->vote_count > project->votes &&
		    (__builtin_mul_overflow(profile->default_points, (int64_t)(profile->vote_count - project->votes),
		                            &silent) ||
		     __builtin_add_overflow(sum, silent, &sum)))
			return STATUS_RANGE;
		out[i] = sum;
	}
	return STATUS_OK;
}

int satisfaction_times_cost(enum satisfaction sat)
{
	return sat == SAT_COST || sat == SAT_POINTS_COST || sat == SAT_RANK_COST;
}

enum satisfaction satisfaction_default(enum profile_kind kind)
{
	switch (kind) {
	case PROFILE_SETS: return SAT_COST;
	case PROFILE_RANKINGS: return SAT_RANK_COST;
	case PROFILE_POINTS: return SAT_POINTS_COST;
	}
	return SAT_COST;
}

enum profile_kind profile_kind_of(enum vote_type type)
{
	switch (type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: return PROFILE_SETS;
	case VOTE_RANKED: return PROFILE_RANKINGS;
	case VOTE_POINTS:
	case VOTE_SCORE: return PROFILE_POINTS;
	}
	return PROFILE_SETS;
}
