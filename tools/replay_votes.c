#include "replay_votes.h"

#include "pabulib_ids.h"

#include <stdlib.h>
#include <string.h>

enum status replay_votes_init(struct replay_votes *out, const struct pabulib *file, const struct contest *contest)
{
	struct id_map ids = {0};
	enum status status = STATUS_OK;
	size_t found;

	*out = (struct replay_votes){.file = file, .contest = contest};
	if (profile_kind_of(file->type) != profile_kind_of(contest->type))
		return STATUS_MISMATCH;
	out->project = calloc((size_t)file->project_count + 1, sizeof *out->project);
	if (!out->project)
		return STATUS_NO_ROOM;
	for (unsigned i = 0; i < contest->project_count && status == STATUS_OK; i++)
		status = id_map_add(&ids, contest->projects[i].id, strlen(contest->projects[i].id), i, &found);
	for (uint32_t i = 0; i < file->project_count && status == STATUS_OK; i++) {
		const char *id = file->projects[i].id;

		out->project[i] = REPLAY_ABSENT;
		if (id_map_find(&ids, id, strlen(id), &found))
			out->project[i] = (uint32_t)found;
		else
			out->absent++;
	}
	id_map_free(&ids);
	if (status == STATUS_OK && file->project_count > 0 && out->absent == file->project_count)
		return STATUS_MISMATCH;
	return status;
}

void replay_votes_finish(struct replay_votes *votes)
{
	free(votes->project);
	votes->project = NULL;
}

/* The mark for one mention; 0 where no mark can say it, or nothing is to be said. */
static uint16_t mark_of(const struct replay_votes *votes, int64_t points, unsigned place)
{
	const struct contest *contest = votes->contest;

	switch (contest->type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL: return 1;
	case VOTE_ANSWER_TEXT: return 0;
	case VOTE_RANKED: return (uint16_t)place;
	case VOTE_POINTS: return points > 0 && points < UINT16_MAX ? (uint16_t)points : 0;
	case VOTE_SCORE:
		if (points < contest->min_points || points - contest->min_points >= UINT16_MAX)
			return 0;
		return (uint16_t)(points - contest->min_points + 1);
	}
	return 0;
}

/* Points that no mark says, though they are not nothing. */
static int unsayable(const struct contest *contest, int64_t points, uint16_t mark)
{
	return mark == 0 && (contest->type == VOTE_SCORE || points != 0);
}

void replay_vote_read(struct replay_vote *out, const struct replay_votes *votes, size_t vote)
{
	const struct pabulib *file = votes->file;
	uint8_t named[ELECTION_MAX_PROJECTS] = {0};
	unsigned place = 0;
	int bad = 0;

	*out = (struct replay_vote){0};
	for (size_t i = pabulib_first(file, vote); i < file->votes[vote].end; i++) {
		uint32_t project = votes->project[file->marks[i].project];

		if (project == REPLAY_ABSENT) {
			out->absent++;
		} else if (named[project]) {
			out->repeated++;
		} else {
			named[project] = 1;
			out->marks.of[project] = mark_of(votes, file->marks[i].points, ++place);
			if (votes->contest->type == VOTE_POINTS && file->marks[i].points == 0)
				out->pointless++;
			bad |= unsayable(votes->contest, file->marks[i].points, out->marks.of[project]);
		}
	}
	out->verdict = marks_check(votes->contest, &out->marks);
	if (bad)
		out->verdict = (struct verdict){.rule = VERDICT_BAD_MARK};
}
