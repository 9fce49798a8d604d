/* One contest's projects and votes, as the counting rules see them: whole numbers only. Filled from a Pabulib file or
 * from decoded ballots. */
#ifndef FOLKMOOT_PROFILE_H
#define FOLKMOOT_PROFILE_H

#include "ballot.h"

enum {
	PROFILE_MAX_PROJECTS = 100000,
	PROFILE_MAX_MARKS = 100000, /* in one vote */
};

/* A vote is a set of projects, an order of them (best first), or points for them. */
enum profile_kind { PROFILE_SETS, PROFILE_RANKINGS, PROFILE_POINTS };

/* A vote that names a project twice counts it once (its first mention), or as often as it is named. */
enum repeats { REPEATS_ONCE, REPEATS_ALL };

struct profile_project {
	const char *id; /* the caller's, must outlive the profile */
	uint64_t cost;  /* minor units, at most INT64_MAX */
	uint64_t votes; /* ballots that name it */
	int64_t score;  /* as the field writes it: votes, points in all, or rank points (the first of three gets 3) */
};

struct profile_mark {
	uint32_t project; /* index */
	int64_t points;   /* PROFILE_POINTS only, else 0 */
};

struct profile {
	enum profile_kind kind;
	enum repeats repeats;
	uint64_t budget;        /* minor units, at most INT64_MAX */
	int64_t default_points; /* PROFILE_POINTS: what a vote gives to a project it does not name */
	uint32_t project_count;
	struct profile_project *projects;
	size_t vote_count;
	size_t *vote_end; /* vote v is marks[vote_end[v - 1]] up to marks[vote_end[v]], vote 0 from 0 */
	struct profile_mark *marks;
	size_t vote_room, mark_room;
	struct profile_mark *lent; /* where marks may be the caller's (profile_lend), else NULL */
	size_t *seen;              /* per project: 1 + the last vote that named it */
};

/* The profile without projects' particulars and votes: the caller sets budget, default_points and projects[i].id and
 * .cost, then adds votes. STATUS_RANGE above PROFILE_MAX_PROJECTS, STATUS_NO_ROOM without memory. On success the caller
 * destroys *out, on failure it is NULL. */
enum status MUST_CHECK profile_create(struct profile **out, enum profile_kind kind, uint32_t project_count);
/* The same from a contest of an election, complete but for the votes; the contest must outlive it. */
enum status MUST_CHECK profile_create_contest(struct profile **out, const struct contest *contest);
void profile_destroy(struct profile *profile);

/* Adds one vote, its projects in the order of the ballot. *repeated (may be NULL) says how many marks named a project
 * again. STATUS_RANGE for an unknown project or a sum out of bounds; the vote is then not added. */
enum status MUST_CHECK profile_add(struct profile *profile, const struct profile_mark *marks, size_t mark_count,
                                   size_t *repeated);
/* For votes that lie in memory already: lends their marks, vote after vote, to a profile without votes. They are not
 * copied, as long as no vote must be changed, so they must outlive the profile. vote_count: how many will come. */
enum status MUST_CHECK profile_lend(struct profile *profile, struct profile_mark *marks, size_t vote_count);
/* Adds one vote as profile_add does: mark_count of the lent marks from first on, behind those of the vote before. */
enum status MUST_CHECK profile_add_lent(struct profile *profile, size_t first, size_t mark_count);
/* Adds one decoded ballot (marks_decode, marks_check) of the contest the profile was made from. */
enum status MUST_CHECK profile_add_marks(struct profile *profile, const struct contest *contest,
                                         const struct marks *marks);

/* What each project is worth to all voters together, before any factor of cost: Σ of 1, points, rank or borda; cost and
 * number take a ranking or points for the set of projects that they name. out has room for project_count. STATUS_RULES
 * where the satisfaction does not belong to votes of this kind, STATUS_RANGE where a sum leaves 64 bits. */
enum status MUST_CHECK profile_support(int64_t *out, const struct profile *profile, enum satisfaction sat);
/* 1 where the satisfaction multiplies by cost (cost, points-cost, rank-cost), else 0. */
int satisfaction_times_cost(enum satisfaction sat);
/* The satisfaction counted with where none is named: cost, points-cost or rank-cost. */
enum satisfaction satisfaction_default(enum profile_kind kind);
enum profile_kind profile_kind_of(enum vote_type type);

#endif
