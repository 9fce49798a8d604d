#include "result.h"

#include <stdlib.h>
#include <string.h>

#include "parallel.h"

const char *vote_verdict_word(enum vote_verdict verdict)
{
	switch (verdict) {
	case VOTE_VALID: return "valid";
	case VOTE_BLANK: return "blank";
	case VOTE_INVALID: return "invalid";
	}
	return "unknown";
}

enum status result_init(struct result *out, const struct election *election)
{
	memset(out, 0, sizeof *out);
	out->election = election;
	for (unsigned i = 0; i < election->contest_count; i++) {
		enum status status = profile_create_contest(&out->contest[i].profile, &election->contests[i]);

		out->contest[i].contest = &election->contests[i];
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

/* --- votes in memory: one after another, so small that a million fit --- */

/* Before the bytes, so that comparing all of a vote sorts those that are points last; the verdict follows from the
 * rest. */
enum { VOTE_IS_POINTS = 0, VOTE_BYTES = 1 };

static size_t vote_stride(const struct contest *contest)
{
	return VOTE_BYTES + (size_t)contest->width * POINT_BYTES + 1;
}

static uint8_t *vote_at(const struct contest_result *contest, size_t index)
{
	return contest->votes + index * vote_stride(contest->contest);
}

struct opened_vote result_vote(const struct contest_result *contest, size_t index)
{
	const uint8_t *vote = vote_at(contest, index);

	return (struct opened_vote){.verdict = (enum vote_verdict)vote[vote_stride(contest->contest) - 1],
	                            .is_points = vote[VOTE_IS_POINTS],
	                            .bytes = vote + VOTE_BYTES};
}

/* Payloads that the points hold, one after another; where one holds none, the points themselves, and 0. */
static int read_payloads(uint8_t *vote, const struct contest *contest, const uint8_t *points)
{
	uint8_t *bytes = vote + VOTE_BYTES;

	for (unsigned i = 0; i < contest->width; i++) {
		struct point point;

		memcpy(point.bytes, points + i * POINT_BYTES, POINT_BYTES);
		if (payload_decode(bytes + i * PAYLOAD_BYTES, &point) == STATUS_OK)
			continue;
		vote[VOTE_IS_POINTS] = 1;
		memcpy(bytes, points, (size_t)contest->width * POINT_BYTES);
		return 0;
	}
	return 1;
}

static enum vote_verdict verdict_of_text(const struct contest *contest, const uint8_t *payload)
{
	char text[ANSWER_TEXT_ROOM];

	if (answer_decode(text, contest, payload) != STATUS_OK)
		return VOTE_INVALID;
	return text[0] ? VOTE_VALID : VOTE_BLANK;
}

static enum vote_verdict verdict_of(const struct contest *contest, const uint8_t *payload)
{
	struct marks marks;

	if (contest->type == VOTE_ANSWER_TEXT)
		return verdict_of_text(contest, payload);
	if (marks_decode(&marks, contest, payload) != STATUS_OK || marks_check(contest, &marks).rule != VERDICT_OK)
		return VOTE_INVALID;
	return marks_blank(contest, &marks) ? VOTE_BLANK : VOTE_VALID;
}

struct adding {
	struct contest_result *contest;
	const uint8_t *points;
};

/* The costly part of a vote, by itself. */
static void read_vote(void *context, size_t index)
{
	const struct adding *adding = context;
	const struct contest *contest = adding->contest->contest;
	uint8_t *vote = vote_at(adding->contest, index);
	enum vote_verdict verdict = VOTE_INVALID;

	if (read_payloads(vote, contest, adding->points + index * contest->width * POINT_BYTES))
		verdict = verdict_of(contest, vote + VOTE_BYTES);
	vote[vote_stride(contest) - 1] = (uint8_t)verdict;
}

static enum status add_vote(struct contest_result *contest, size_t index)
{
	struct opened_vote vote = result_vote(contest, index);
	struct marks marks;
	enum status status;

	contest->valid += vote.verdict == VOTE_VALID;
	contest->blank += vote.verdict == VOTE_BLANK;
	contest->invalid += vote.verdict == VOTE_INVALID;
	if (vote.verdict == VOTE_INVALID || contest->contest->type == VOTE_ANSWER_TEXT)
		return STATUS_OK;
	status = marks_decode(&marks, contest->contest, vote.bytes);
	return status == STATUS_OK ? profile_add_marks(contest->profile, contest->contest, &marks) : status;
}

enum status result_add(struct result *result, unsigned contest_index, const uint8_t *points, size_t vote_count)
{
	struct contest_result *contest = &result->contest[contest_index];
	struct adding adding = {contest, points};
	enum status status = STATUS_OK;

	contest->votes = calloc(vote_count + 1, vote_stride(contest->contest));
	if (!contest->votes)
		return STATUS_NO_ROOM;
	contest->vote_count = vote_count;
	parallel_each(vote_count, "reading votes", read_vote, &adding);
	for (size_t i = 0; i < vote_count && status == STATUS_OK; i++)
		status = add_vote(contest, i);
	return status;
}

enum status result_withhold(struct result *result, unsigned contest_index, const struct hash *hashes, uint32_t count)
{
	struct contest_result *contest = &result->contest[contest_index];

	contest->withheld = calloc((size_t)count + 1, sizeof *contest->withheld);
	if (!contest->withheld)
		return STATUS_NO_ROOM;
	memcpy(contest->withheld, hashes, count * sizeof *hashes);
	contest->withheld_count = count;
	return STATUS_OK;
}

size_t result_votes(const struct contest_result *contest)
{
	return contest->vote_count + contest->withheld_count;
}

static int by_hash(const void *left, const void *right)
{
	return hash_compare(left, right);
}

static int by_bytes(const void *left, const void *right, void *context)
{
	const size_t *stride = context;

	return memcmp(left, right, *stride);
}

/* Groups for greedy-exclusive: 1 + the category, 0 where a project has none. A definition under that rule gives every
 * project one category at most. */
static enum status make_groups(struct contest_result *contest)
{
	uint32_t count = contest->contest->project_count;

	contest->groups = calloc((size_t)count + 1, sizeof *contest->groups);
	if (!contest->groups)
		return STATUS_NO_ROOM;
	for (uint32_t i = 0; i < count; i++)
		contest->groups[i] = (uint32_t)__builtin_ffs((int)contest->contest->projects[i].categories);
	contest->terms.group = contest->groups;
	return STATUS_OK;
}

/* An election names one satisfaction; a contest of another kind of votes is counted with its own default. */
static enum status set_terms(struct contest_result *contest, const struct election *election)
{
	enum profile_kind kind = contest->profile->kind;
	const char *why;

	contest->terms = (struct terms){.rule = election->rule,
	                                .sat = election->sat,
	                                .completion = election->completion,
	                                .exhaustive = election->exhaustive,
	                                .tie = election->tie,
	                                .threshold = (int64_t)contest->contest->min_project_score,
	                                .add1_step = election->add1_step};
	if (election->rule == RULE_GREEDY_EXCLUSIVE) {
		enum status status = make_groups(contest);

		if (status != STATUS_OK)
			return status;
	}
	if (terms_check(&contest->terms, kind, &why) != STATUS_OK)
		contest->terms.sat = satisfaction_default(kind);
	return STATUS_OK;
}

static void work_with_all(void *context, size_t count, void (*work)(void *share, size_t index), void *share)
{
	(void)context;
	parallel_each(count, NULL, work, share);
}

static enum status apply_rule(struct contest_result *contest, const struct election *election)
{
	const struct count_host host = {.parallel = work_with_all};
	enum status status;

	if (vote_type_is_question(contest->contest->type))
		return STATUS_OK;
	status = set_terms(contest, election);
	return status == STATUS_OK ? rule_count(&contest->outcome, contest->profile, &contest->terms, &host) : status;
}

/* The votes are sorted, so that equal texts stand together; behind a payload's bytes their room is zero. */
static enum status count_texts(struct contest_result *contest)
{
	struct text_count *last = NULL;

	contest->texts = calloc((size_t)contest->valid + 1, sizeof *contest->texts);
	if (!contest->texts)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < contest->vote_count; i++) {
		struct opened_vote vote = result_vote(contest, i);
		const char *text = (const char *)vote.bytes;

		if (vote.verdict != VOTE_VALID)
			continue;
		if (!last || strcmp(last->text, text) != 0) {
			last = &contest->texts[contest->text_count++];
			last->text = text;
		}
		last->count++;
	}
	return STATUS_OK;
}

enum status result_finish(struct result *result)
{
	for (unsigned i = 0; i < result->election->contest_count; i++) {
		struct contest_result *contest = &result->contest[i];
		size_t stride = vote_stride(contest->contest);
		enum status status = apply_rule(contest, result->election);

		if (status != STATUS_OK)
			return status;
		if (contest->withheld_count)
			qsort(contest->withheld, contest->withheld_count, sizeof *contest->withheld, by_hash);
		if (contest->vote_count)
			qsort_r(contest->votes, contest->vote_count, stride, by_bytes, &stride);
		if (contest->contest->type == VOTE_ANSWER_TEXT)
			status = count_texts(contest);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

void result_free(struct result *result)
{
	if (!result->election)
		return;
	for (unsigned i = 0; i < result->election->contest_count; i++) {
		profile_destroy(result->contest[i].profile);
		outcome_destroy(result->contest[i].outcome);
		free(result->contest[i].groups);
		free(result->contest[i].texts);
		free(result->contest[i].withheld);
		free(result->contest[i].votes);
	}
	memset(result, 0, sizeof *result);
}

int result_selected(const struct contest_result *contest, uint32_t project)
{
	return contest->outcome && outcome_selected(contest->outcome, project);
}
