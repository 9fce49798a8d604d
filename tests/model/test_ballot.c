/* Marks, their rules and their encoding: vectors of a second implementation, everything there is for small contests,
 * random votes for large ones. */
#include "crypto/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ballot.h"

struct width_vector {
	enum vote_type type;
	unsigned projects, max_length, min_points, max_points, max_sum_points;
	uint8_t width;
};

struct ballot_vector {
	unsigned contest; /* index into width_vectors */
	uint16_t marks[ELECTION_MAX_PROJECTS];
	const char *payload;
};

#include "ballot_vectors.inc"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { PAYLOAD_MAX = SEALED_MAX_WIDTH * PAYLOAD_BYTES };

struct lot {
	struct contest contest;
	struct project project[ELECTION_MAX_PROJECTS];
};

static uint32_t draw(uint64_t *seed, uint32_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 16) % below;
}

static void set_up(struct lot *out, enum vote_type type, unsigned projects)
{
	memset(out, 0, sizeof *out);
	out->contest.type = type;
	out->contest.project_count = (uint16_t)projects;
	out->contest.projects = out->project;
	for (unsigned i = 0; i < projects; i++)
		out->project[i].cost = 100 * (i + 1);
}

static void set_up_vector(struct lot *out, const struct width_vector *vector)
{
	set_up(out, vector->type, vector->projects);
	out->contest.max_length = vector->max_length;
	out->contest.min_points = vector->min_points;
	out->contest.max_points = vector->max_points;
	out->contest.max_sum_points = vector->max_sum_points;
	out->contest.width = ballot_width(&out->contest);
}

static int same_marks(const struct contest *contest, const struct marks *a, const struct marks *b)
{
	return memcmp(a->of, b->of, contest->project_count * sizeof a->of[0]) == 0;
}

/* --- a second opinion on the rules, straight from their words --- */

static int chooses_one(const struct contest *contest)
{
	return contest->type == VOTE_CHOOSE_ONE || contest->type == VOTE_ANSWER_ONE;
}

static unsigned top_mark(const struct contest *contest)
{
	if (contest->type == VOTE_RANKED)
		return contest->project_count;
	if (contest->type == VOTE_POINTS)
		return contest->max_points ? contest->max_points : contest->max_sum_points;
	if (contest->type == VOTE_SCORE)
		return contest->max_points - contest->min_points + 1;
	return 1;
}

static int is_ranking(const struct contest *contest, const struct marks *marks)
{
	unsigned ranked = 0;

	for (unsigned i = 0; i < contest->project_count; i++)
		ranked += marks->of[i] > 0;
	for (unsigned place = 1; place <= ranked; place++) {
		unsigned holders = 0;
		for (unsigned i = 0; i < contest->project_count; i++)
			holders += marks->of[i] == place;
		if (holders != 1)
			return 0;
	}
	return 1;
}

static int marks_in_range(const struct contest *contest, const struct marks *marks)
{
	for (unsigned i = 0; i < contest->project_count; i++) {
		if (marks->of[i] > top_mark(contest))
			return 0;
		if (contest->type == VOTE_POINTS && marks->of[i] > 0 && marks->of[i] < contest->min_points)
			return 0;
	}
	return contest->type != VOTE_RANKED || is_ranking(contest, marks);
}

struct sums {
	unsigned chosen;
	uint64_t cost, points;
};

static struct sums sums_of(const struct contest *contest, const struct marks *marks)
{
	struct sums sums = {0, 0, 0};

	for (unsigned i = 0; i < contest->project_count; i++) {
		if (marks->of[i] == 0)
			continue;
		sums.chosen += 1;
		sums.cost += contest->projects[i].cost;
		if (contest->type == VOTE_POINTS)
			sums.points += marks->of[i];
		if (contest->type == VOTE_SCORE)
			sums.points += contest->min_points + marks->of[i] - 1U;
	}
	return sums;
}

static enum rule_verdict expected_from_above(const struct contest *contest, struct sums sums)
{
	if (chooses_one(contest) && sums.chosen > 1)
		return VERDICT_TOO_MANY;
	if (contest->max_length && sums.chosen > contest->max_length)
		return VERDICT_TOO_MANY;
	if (contest->max_sum_cost && sums.cost > contest->max_sum_cost)
		return VERDICT_TOO_DEAR;
	if (contest->max_sum_points && sums.points > contest->max_sum_points)
		return VERDICT_TOO_MANY_POINTS;
	return VERDICT_OK;
}

static enum rule_verdict expected_verdict(const struct contest *contest, const struct marks *marks)
{
	struct sums sums = sums_of(contest, marks);
	enum rule_verdict above = expected_from_above(contest, sums);

	if (!marks_in_range(contest, marks))
		return VERDICT_BAD_MARK;
	if (sums.chosen == 0 || above != VERDICT_OK)
		return above;
	if (sums.chosen < contest->min_length)
		return VERDICT_TOO_FEW;
	return sums.cost < contest->min_sum_cost ? VERDICT_TOO_CHEAP : VERDICT_OK;
}

static uint64_t expected_amount(const struct contest *contest, const struct marks *marks, enum rule_verdict rule)
{
	struct sums sums = sums_of(contest, marks);
	unsigned most = chooses_one(contest) ? 1 : contest->max_length;

	switch (rule) {
	case VERDICT_OK: return 0;
	case VERDICT_TOO_FEW: return contest->min_length - sums.chosen;
	case VERDICT_TOO_MANY: return sums.chosen - most;
	case VERDICT_TOO_DEAR: return sums.cost - contest->max_sum_cost;
	case VERDICT_TOO_CHEAP: return contest->min_sum_cost - sums.cost;
	case VERDICT_TOO_MANY_POINTS: return sums.points - contest->max_sum_points;
	case VERDICT_BAD_MARK: break;
	}
	return UINT64_MAX;
}

/* Can these marks be written at all? */
static int expected_to_encode(const struct contest *contest, const struct marks *marks)
{
	struct sums sums = sums_of(contest, marks);

	for (unsigned i = 0; i < contest->project_count; i++)
		if (marks->of[i] > top_mark(contest))
			return 0;
	if (contest->type == VOTE_RANKED)
		return is_ranking(contest, marks) && (!contest->max_length || sums.chosen <= contest->max_length);
	return !chooses_one(contest) || sums.chosen <= 1;
}

/* --- everything there is, for small contests --- */

static void check_rules(const struct contest *contest, const struct marks *marks)
{
	struct verdict verdict = marks_check(contest, marks);
	struct sums sums = sums_of(contest, marks);
	struct tally_line line;

	assert_int_equal(verdict.rule, expected_verdict(contest, marks));
	if (verdict.rule == VERDICT_BAD_MARK)
		assert_true(verdict.amount < contest->project_count);
	else
		assert_int_equal(verdict.amount, expected_amount(contest, marks, verdict.rule));
	marks_sum(&line, contest, marks);
	assert_int_equal(line.chosen, sums.chosen);
	assert_int_equal(line.cost, sums.cost);
	assert_int_equal(line.points, sums.points);
	assert_int_equal(marks_blank(contest, marks), sums.chosen == 0);
}

/* What a touch would do, by the words of the header. */
static void check_try(const struct contest *contest, const struct marks *marks)
{
	for (unsigned project = 0; project < contest->project_count; project++) {
		for (unsigned mark = 0; mark <= top_mark(contest) + 1; mark++) {
			struct verdict verdict = marks_try(contest, marks, project, (uint16_t)mark);
			struct marks then = *marks;
			then.of[project] = (uint16_t)mark;
			if (mark == 0)
				assert_int_equal(verdict.rule, VERDICT_OK);
			else if (mark > top_mark(contest) ||
			         (contest->type == VOTE_POINTS && mark < contest->min_points) ||
			         (contest->type == VOTE_RANKED && mark > sums_of(contest, &then).chosen))
				assert_int_equal(verdict.rule, VERDICT_BAD_MARK);
			else
				assert_int_equal(verdict.rule, expected_from_above(contest, sums_of(contest, &then)));
		}
	}
	assert_int_equal(marks_try(contest, marks, contest->project_count, 1).rule, VERDICT_BAD_MARK);
}

/* Returns 1 where the marks were encoded; the first eight bytes hold all of a small contest. */
static int check_encoding(const struct contest *contest, const struct marks *marks, uint64_t *number)
{
	uint8_t payload[PAYLOAD_MAX];
	struct marks again;
	enum status status = marks_encode(payload, contest, marks);

	if (!expected_to_encode(contest, marks)) {
		assert_status(STATUS_RULES, status);
		return 0;
	}
	assert_ok(status);
	assert_ok(marks_decode(&again, contest, payload));
	assert_true(same_marks(contest, marks, &again));
	*number = 0;
	for (unsigned i = 0; i < PAYLOAD_BYTES; i++) {
		if (i < 8)
			*number |= (uint64_t)payload[i] << (8 * i);
		else
			assert_int_equal(payload[i], 0);
	}
	return 1;
}

enum { SEEN_MAX = 4096 };

/* All marks from 0 to one above the highest: verdicts, and one number for each vote and none for two. Returns how many
 * votes there are. */
static unsigned explore(struct lot *lot)
{
	struct contest *contest = &lot->contest;
	unsigned votes = 0, base = top_mark(contest) + 2, all = 1;
	uint8_t seen[SEEN_MAX] = {0};

	contest->width = ballot_width(contest);
	assert_int_equal(contest->width, 1);
	for (unsigned i = 0; i < contest->project_count; i++)
		all *= base;
	for (unsigned code = 0; code < all; code++) {
		struct marks marks = {{0}};
		uint64_t number;
		for (unsigned i = 0, rest = code; i < contest->project_count; i++, rest /= base)
			marks.of[i] = (uint16_t)(rest % base);
		check_rules(contest, &marks);
		check_try(contest, &marks);
		if (!check_encoding(contest, &marks, &number))
			continue;
		assert_true(number < SEEN_MAX);
		assert_int_equal(seen[number], 0);
		seen[number] = 1;
		votes++;
	}
	/* And the other way round: a number that no vote has is refused. */
	for (unsigned number = 0; number < SEEN_MAX; number++) {
		uint8_t payload[PAYLOAD_BYTES] = {(uint8_t)number, (uint8_t)(number >> 8)};
		struct marks marks;
		assert_status(seen[number] ? STATUS_OK : STATUS_NOT_CANONICAL, marks_decode(&marks, contest, payload));
	}
	return votes;
}

static void small_approvals(void **state)
{
	struct lot lot;

	(void)state;
	for (unsigned n = 1; n <= 5; n++) {
		for (unsigned limits = 0; limits < 64; limits++) {
			set_up(&lot, limits & 32 ? VOTE_KNAPSACK : VOTE_APPROVAL, n);
			lot.contest.min_length = limits & 1 ? 2 : 0;
			lot.contest.max_length = limits & 2 ? 3 : 0;
			lot.contest.min_sum_cost = limits & 4 ? 250 : 0;
			lot.contest.max_sum_cost = limits & 8 ? 450 : 0;
			lot.contest.budget = 450;
			assert_int_equal(explore(&lot), 1U << n);
		}
	}
}

static void small_choices(void **state)
{
	struct lot lot;

	(void)state;
	for (unsigned n = 1; n <= 6; n++) {
		set_up(&lot, VOTE_CHOOSE_ONE, n);
		lot.contest.max_length = 1;
		assert_int_equal(explore(&lot), n + 1);
		set_up(&lot, VOTE_ANSWER_ONE, n);
		lot.contest.max_length = 1;
		assert_int_equal(explore(&lot), n + 1);
		set_up(&lot, VOTE_ANSWER_SEVERAL, n);
		lot.contest.min_length = n > 1 ? 2 : 0;
		lot.contest.max_length = n > 2 ? 3 : 0;
		assert_int_equal(explore(&lot), 1U << n);
	}
}

static void small_rankings(void **state)
{
	static const unsigned votes[5][5] = {
	    {0}, {0, 2}, {0, 3, 5}, {0, 4, 10, 16}, {0, 5, 17, 41, 65}, /* sums of n! / (n - k)! */
	};
	struct lot lot;

	(void)state;
	for (unsigned n = 1; n <= 4; n++) {
		for (unsigned k = 1; k <= n; k++) {
			set_up(&lot, VOTE_RANKED, n);
			lot.contest.max_length = k;
			lot.contest.min_length = k > 1 ? 2 : 0;
			assert_int_equal(explore(&lot), votes[n][k]);
		}
		set_up(&lot, VOTE_RANKED, n);
		assert_int_equal(explore(&lot), votes[n][n]);
	}
}

static void small_points(void **state)
{
	struct lot lot;

	(void)state;
	for (unsigned n = 1; n <= 3; n++) {
		for (unsigned most = 1; most <= 5; most++) {
			for (unsigned least = 0; least <= most && least <= 2; least++) {
				set_up(&lot, VOTE_POINTS, n);
				lot.contest.max_points = most;
				lot.contest.min_points = least;
				lot.contest.max_sum_points = most + 2;
				lot.contest.max_length = n > 1 ? 2 : 0;
				assert_int_equal(explore(&lot), n == 1   ? most + 1
				                                : n == 2 ? (most + 1) * (most + 1)
				                                         : (most + 1) * (most + 1) * (most + 1));
			}
		}
		set_up(&lot, VOTE_POINTS, n);
		lot.contest.max_sum_points = 4;
		assert_int_equal(explore(&lot), n == 1 ? 5 : n == 2 ? 25 : 125);
	}
}

static void small_scores(void **state)
{
	struct lot lot;

	(void)state;
	for (unsigned n = 1; n <= 3; n++) {
		for (unsigned least = 0; least <= 3; least++) {
			set_up(&lot, VOTE_SCORE, n);
			lot.contest.min_points = least;
			lot.contest.max_points = 3;
			lot.contest.min_length = n;
			(void)explore(&lot);
		}
	}
}

/* --- the second implementation's vectors --- */

static void widths(void **state)
{
	static struct lot lot;

	(void)state;
	for (size_t i = 0; i < COUNT(width_vectors); i++) {
		set_up_vector(&lot, &width_vectors[i]);
		if (lot.contest.width != width_vectors[i].width)
			fail_msg("contest %zu: width %u, expected %u", i, lot.contest.width, width_vectors[i].width);
	}
}

/* The sizes that one point of 30 bytes was promised to carry, and one more of each. */
static void one_point_carries(void **state)
{
	static struct lot lot;

	(void)state;
	set_up(&lot, VOTE_APPROVAL, 240);
	assert_int_equal(ballot_width(&lot.contest), 1);
	set_up(&lot, VOTE_APPROVAL, 241);
	assert_int_equal(ballot_width(&lot.contest), 2);
	set_up(&lot, VOTE_POINTS, 60);
	lot.contest.max_points = 15;
	assert_int_equal(ballot_width(&lot.contest), 1);
	lot.contest.max_points = 16;
	assert_int_equal(ballot_width(&lot.contest), 2);
	set_up(&lot, VOTE_RANKED, 64);
	lot.contest.max_length = 40;
	assert_int_equal(ballot_width(&lot.contest), 1);
}

static void impossible_contests(void **state)
{
	static struct lot lot;

	(void)state;
	set_up(&lot, VOTE_POINTS, 3);
	assert_int_equal(ballot_width(&lot.contest), 0);
	lot.contest.max_points = UINT16_MAX + 1U;
	assert_int_equal(ballot_width(&lot.contest), 0);
	lot.contest.max_points = UINT32_MAX;
	assert_int_equal(ballot_width(&lot.contest), 0);
	set_up(&lot, VOTE_SCORE, 3);
	lot.contest.min_points = 5;
	lot.contest.max_points = 4;
	assert_int_equal(ballot_width(&lot.contest), 0);
	set_up(&lot, VOTE_APPROVAL, 3);
	lot.contest.project_count = ELECTION_MAX_PROJECTS + 1;
	assert_int_equal(ballot_width(&lot.contest), 0);
}

static void vectors(void **state)
{
	static struct lot lot;

	(void)state;
	for (size_t i = 0; i < COUNT(ballot_vectors); i++) {
		const struct ballot_vector *vector = &ballot_vectors[i];
		uint8_t expected[PAYLOAD_MAX], payload[PAYLOAD_MAX];
		struct marks marks, again;
		size_t len;

		set_up_vector(&lot, &width_vectors[vector->contest]);
		len = (size_t)lot.contest.width * PAYLOAD_BYTES;
		assert_ok(hex_read(expected, len, vector->payload, strlen(vector->payload)));
		memcpy(marks.of, vector->marks, sizeof marks.of);
		assert_ok(marks_encode(payload, &lot.contest, &marks));
		assert_memory_equal(payload, expected, len);
		assert_ok(marks_decode(&again, &lot.contest, expected));
		assert_true(same_marks(&lot.contest, &marks, &again));
	}
}

/* --- random votes in random contests --- */

static void random_contest(struct lot *out, uint64_t *seed)
{
	do {
		set_up(out, (enum vote_type)draw(seed, VOTE_ANSWER_SEVERAL + 1), 1 + draw(seed, ELECTION_MAX_PROJECTS));
		if (draw(seed, 2))
			out->contest.max_length = 1 + draw(seed, 60);
		if (chooses_one(&out->contest))
			out->contest.max_length = 1;
		if (out->contest.type == VOTE_POINTS || out->contest.type == VOTE_SCORE) {
			out->contest.max_points = 1 + draw(seed, draw(seed, 4) ? 12 : ELECTION_MAX_POINTS);
			out->contest.min_points = draw(seed, out->contest.max_points + 1);
		}
		out->contest.width = ballot_width(&out->contest);
	} while (out->contest.width == 0);
}

static void random_marks(struct marks *out, const struct contest *contest, uint64_t *seed)
{
	unsigned n = contest->project_count, ranked;

	memset(out, 0, sizeof *out);
	if (contest->type == VOTE_RANKED) {
		ranked = draw(seed, n + 1);
		if (contest->max_length > 0 && ranked > contest->max_length)
			ranked = contest->max_length;
		for (unsigned place = 1; place <= ranked;) {
			unsigned project = draw(seed, n);
			if (out->of[project] == 0)
				out->of[project] = (uint16_t)place++;
		}
	} else if (chooses_one(contest)) {
		if (draw(seed, 8))
			out->of[draw(seed, n)] = 1;
	} else {
		for (unsigned i = 0; i < n; i++)
			out->of[i] = (uint16_t)draw(seed, top_mark(contest) + 1);
	}
}

static void random_votes_come_back(void **state)
{
	static struct lot lot;
	uint64_t seed = 0x5eedba110f;

	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		uint8_t payload[PAYLOAD_MAX], other_payload[PAYLOAD_MAX];
		struct marks marks, again, other;
		size_t len;

		random_contest(&lot, &seed);
		random_marks(&marks, &lot.contest, &seed);
		assert_ok(marks_encode(payload, &lot.contest, &marks));
		assert_ok(marks_decode(&again, &lot.contest, payload));
		assert_true(same_marks(&lot.contest, &marks, &again));
		random_marks(&other, &lot.contest, &seed);
		assert_ok(marks_encode(other_payload, &lot.contest, &other));
		len = (size_t)lot.contest.width * PAYLOAD_BYTES;
		assert_int_equal(memcmp(payload, other_payload, len) == 0, same_marks(&lot.contest, &marks, &other));
	}
}

static void random_payloads_are_canonical_or_refused(void **state)
{
	static struct lot lot;
	uint64_t seed = 0xba5eba11;
	unsigned accepted = 0, refused = 0;

	(void)state;
	for (unsigned round = 0; round < 4000; round++) {
		uint8_t payload[PAYLOAD_MAX] = {0}, again[PAYLOAD_MAX];
		struct marks marks;
		size_t len, filled;

		random_contest(&lot, &seed);
		len = (size_t)lot.contest.width * PAYLOAD_BYTES;
		filled = draw(&seed, (uint32_t)len + 1);
		for (size_t i = 0; i < filled; i++)
			payload[i] = (uint8_t)draw(&seed, 256);
		if (marks_decode(&marks, &lot.contest, payload) != STATUS_OK) {
			refused++;
			assert_true(marks_blank(&lot.contest, &marks));
			continue;
		}
		accepted++;
		assert_ok(marks_encode(again, &lot.contest, &marks));
		assert_memory_equal(again, payload, len);
	}
	assert_true(accepted > 500);
	assert_true(refused > 500);
}

static void one_above_the_greatest_is_refused(void **state)
{
	static struct lot lot;
	uint8_t payload[PAYLOAD_MAX];
	struct marks marks;

	(void)state;
	set_up(&lot, VOTE_SCORE, 9);
	lot.contest.min_points = 1;
	lot.contest.max_points = 5;
	lot.contest.width = ballot_width(&lot.contest);
	for (unsigned i = 0; i < 9; i++)
		marks.of[i] = 5;
	assert_ok(marks_encode(payload, &lot.contest, &marks));
	assert_ok(marks_decode(&marks, &lot.contest, payload));
	for (unsigned i = 0; i < PAYLOAD_BYTES && ++payload[i] == 0; i++)
		;
	assert_status(STATUS_NOT_CANONICAL, marks_decode(&marks, &lot.contest, payload));
}

static void too_narrow_a_width_is_refused(void **state)
{
	static struct lot lot;
	uint8_t payload[PAYLOAD_MAX];
	struct marks marks;

	(void)state;
	set_up(&lot, VOTE_APPROVAL, 300);
	lot.contest.width = 1;
	memset(&marks, 0, sizeof marks);
	marks.of[299] = 1;
	assert_status(STATUS_RULES, marks_encode(payload, &lot.contest, &marks));
	lot.contest.width = 0;
	assert_status(STATUS_RULES, marks_encode(payload, &lot.contest, &marks));
	assert_status(STATUS_NOT_CANONICAL, marks_decode(&marks, &lot.contest, payload));
	lot.contest.width = SEALED_MAX_WIDTH + 1;
	assert_status(STATUS_NOT_CANONICAL, marks_decode(&marks, &lot.contest, payload));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(small_approvals),
	    cmocka_unit_test(small_choices),
	    cmocka_unit_test(small_rankings),
	    cmocka_unit_test(small_points),
	    cmocka_unit_test(small_scores),
	    cmocka_unit_test(widths),
	    cmocka_unit_test(one_point_carries),
	    cmocka_unit_test(impossible_contests),
	    cmocka_unit_test(vectors),
	    cmocka_unit_test(random_votes_come_back),
	    cmocka_unit_test(random_payloads_are_canonical_or_refused),
	    cmocka_unit_test(one_above_the_greatest_is_refused),
	    cmocka_unit_test(too_narrow_a_width_is_refused),
	};

	return cmocka_run_group_tests_name("ballot", tests, start_crypto, NULL);
}
