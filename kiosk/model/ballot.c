#include "ballot.h"

#include <sodium.h>
#include <string.h>

/* --- what marks add up to, and the rules --- */

static uint64_t add_saturating(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* The highest mark a project can carry; digits of the encoding reach from 0 to this (but for rankings and choose-one).
 */
static uint64_t mark_max(const struct contest *contest)
{
	switch (contest->type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL: return 1;
	case VOTE_ANSWER_TEXT: return 0;
	case VOTE_RANKED: return contest->project_count;
	case VOTE_POINTS: return contest->max_points > 0 ? contest->max_points : contest->max_sum_points;
	case VOTE_SCORE:
		return contest->max_points < contest->min_points
		           ? 0
		           : (uint64_t)contest->max_points - contest->min_points + 1;
	}
	return 0;
}

static int chooses_one(const struct contest *contest)
{
	return contest->type == VOTE_CHOOSE_ONE || contest->type == VOTE_ANSWER_ONE;
}

/* The most projects that can be ranked or chosen. */
static unsigned length_max(const struct contest *contest)
{
	unsigned most = contest->project_count;

	if (chooses_one(contest))
		return most > 0 ? 1 : 0;
	return contest->max_length > 0 && contest->max_length < most ? contest->max_length : most;
}

static uint64_t mark_points(const struct contest *contest, uint16_t mark)
{
	if (contest->type == VOTE_POINTS)
		return mark;
	if (contest->type == VOTE_SCORE && mark > 0)
		return (uint64_t)mark - 1 + contest->min_points;
	return 0;
}

void marks_sum(struct tally_line *out, const struct contest *contest, const struct marks *marks)
{
	memset(out, 0, sizeof *out);
	for (unsigned i = 0; i < contest->project_count; i++) {
		if (marks->of[i] == 0)
			continue;
		out->chosen++;
		out->cost = add_saturating(out->cost, contest->projects[i].cost);
		out->points += mark_points(contest, marks->of[i]);
	}
}

int marks_blank(const struct contest *contest, const struct marks *marks)
{
	unsigned any = 0;

	for (unsigned i = 0; i < contest->project_count; i++)
		any |= marks->of[i];
	return any == 0;
}

/* The project that takes each place of a ranking; -1 in *bad unless a mark makes it no ranking. Returns how many are
 * ranked. */
static unsigned ranking_of(uint16_t *project_at, int *bad, const struct contest *contest, const struct marks *marks)
{
	unsigned n = contest->project_count, ranked = 0;
	uint8_t taken[ELECTION_MAX_PROJECTS] = {0};

	*bad = -1;
	for (unsigned i = 0; i < n; i++)
		ranked += marks->of[i] != 0;
	for (unsigned i = 0; i < n; i++) {
		unsigned place = marks->of[i];
		if (place == 0)
			continue;
		if (place > ranked || taken[place - 1]) {
			*bad = (int)i;
			break;
		}
		taken[place - 1] = 1;
		project_at[place - 1] = (uint16_t)i;
	}
	sodium_memzero(taken, sizeof taken);
	return ranked;
}

/* The first project whose mark is out of its range, or -1. */
static int bad_mark(const struct contest *contest, const struct marks *marks)
{
	uint64_t most = mark_max(contest);
	uint64_t least = contest->type == VOTE_POINTS ? contest->min_points : 0;
	uint16_t project_at[ELECTION_MAX_PROJECTS];
	int bad = -1;

	if (contest->type == VOTE_RANKED) {
		(void)ranking_of(project_at, &bad, contest, marks);
		sodium_memzero(project_at, sizeof project_at);
		return bad;
	}
	for (unsigned i = 0; i < contest->project_count; i++)
		if (marks->of[i] > most || (marks->of[i] > 0 && marks->of[i] < least))
			return (int)i;
	return -1;
}

static struct verdict verdict_of(enum rule_verdict rule, uint64_t amount)
{
	return (struct verdict){.rule = rule, .amount = amount};
}

/* Limits from above. */
static struct verdict check_most(const struct contest *contest, const struct tally_line *sum)
{
	unsigned most = length_max(contest);

	if (sum->chosen > most)
		return verdict_of(VERDICT_TOO_MANY, sum->chosen - most);
	if (contest->max_sum_cost > 0 && sum->cost > contest->max_sum_cost)
		return verdict_of(VERDICT_TOO_DEAR, sum->cost - contest->max_sum_cost);
	if (contest->max_sum_points > 0 && sum->points > contest->max_sum_points)
		return verdict_of(VERDICT_TOO_MANY_POINTS, sum->points - contest->max_sum_points);
	return verdict_of(VERDICT_OK, 0);
}

struct verdict marks_check(const struct contest *contest, const struct marks *marks)
{
	int bad = bad_mark(contest, marks);
	struct tally_line sum;
	struct verdict verdict;

	if (bad >= 0)
		return verdict_of(VERDICT_BAD_MARK, (uint64_t)bad);
	marks_sum(&sum, contest, marks);
	if (sum.chosen == 0)
		return verdict_of(VERDICT_OK, 0);
	verdict = check_most(contest, &sum);
	if (verdict.rule != VERDICT_OK)
		return verdict;
	if (sum.chosen < contest->min_length)
		return verdict_of(VERDICT_TOO_FEW, contest->min_length - sum.chosen);
	if (sum.cost < contest->min_sum_cost)
		return verdict_of(VERDICT_TOO_CHEAP, contest->min_sum_cost - sum.cost);
	return verdict;
}

struct verdict marks_try(const struct contest *contest, const struct marks *marks, unsigned project, uint16_t mark)
{
	struct tally_line sum;
	struct marks tried;

	if (project >= contest->project_count || mark > mark_max(contest))
		return verdict_of(VERDICT_BAD_MARK, project);
	if (mark == 0)
		return verdict_of(VERDICT_OK, 0);
	if (contest->type == VOTE_POINTS && mark < contest->min_points)
		return verdict_of(VERDICT_BAD_MARK, project);
	tried = *marks;
	tried.of[project] = mark;
	marks_sum(&sum, contest, &tried);
	sodium_memzero(&tried, sizeof tried);
	if (contest->type == VOTE_RANKED && mark > sum.chosen)
		return verdict_of(VERDICT_BAD_MARK, project);
	return check_most(contest, &sum);
}

struct verdict marks_rank(struct marks *marks, const struct contest *contest, unsigned project, unsigned rank)
{
	struct verdict verdict = verdict_of(VERDICT_BAD_MARK, project);
	unsigned from;

	if (project >= contest->project_count || rank > UINT16_MAX)
		return verdict;
	verdict = marks_try(contest, marks, project, (uint16_t)rank);
	if (verdict.rule != VERDICT_OK)
		return verdict;
	from = marks->of[project];
	for (unsigned i = 0; i < contest->project_count; i++) {
		if (i == project)
			continue;
		if (from > 0 && marks->of[i] > from)
			marks->of[i]--;
		if (rank > 0 && marks->of[i] >= rank)
			marks->of[i]++;
	}
	marks->of[project] = (uint16_t)rank;
	return verdict;
}

/* --- one mixed-radix number --- */

enum {
	DIGITS_MAX = ELECTION_MAX_PROJECTS,
	RADIX_MAX = UINT16_MAX + 1, /* marks are 16 bits */
	WIDTH_BITS = 8 * PAYLOAD_BYTES,
	LIMBS_MAX = SEALED_MAX_WIDTH * WIDTH_BITS / 32 + 2,
};

/* How a contest's digits run: their number, and the radix of each. */
struct radices {
	unsigned count;
	uint32_t first;  /* radix of digit 0 */
	uint32_t shrink; /* how much smaller each next radix is: 1 for rankings, else 0 */
};

/* Little-endian in 32-bit limbs; limb[count - 1] is not zero. */
struct number {
	unsigned count;
	uint32_t limb[LIMBS_MAX];
};

static enum status radices_of(struct radices *out, const struct contest *contest)
{
	uint64_t most = mark_max(contest);
	unsigned n = contest->project_count;

	if (n > ELECTION_MAX_PROJECTS || most + 1 > RADIX_MAX || (n > 0 && most == 0) ||
	    contest->type == VOTE_ANSWER_TEXT)
		return STATUS_RANGE;
	out->count = n;
	out->first = (uint32_t)most + 1;
	out->shrink = 0;
	if (chooses_one(contest)) {
		out->count = 1;
		out->first = n + 1;
	} else if (contest->type == VOTE_RANKED) {
		out->count = length_max(contest);
		out->shrink = 1;
	}
	return STATUS_OK;
}

static uint32_t radix_at(const struct radices *radices, unsigned digit)
{
	return radices->first - digit * radices->shrink;
}

/* number = number * factor + addend; STATUS_RANGE where it outgrows its limbs. */
static enum status number_multiply_add(struct number *number, uint64_t factor, uint32_t addend)
{
	uint64_t carry = addend;

	for (unsigned i = 0; i < number->count; i++) {
		carry += (uint64_t)number->limb[i] * factor;
		number->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry == 0)
		return STATUS_OK;
	if (number->count == LIMBS_MAX)
		return STATUS_RANGE;
	number->limb[number->count++] = (uint32_t)carry;
	return STATUS_OK;
}

/* number = number / divisor; returns the remainder. */
static uint32_t number_divide(struct number *number, uint32_t divisor)
{
	uint64_t rest = 0;

	for (unsigned i = number->count; i-- > 0;) {
		rest = rest << 32 | number->limb[i];
		number->limb[i] = (uint32_t)(rest / divisor);
		rest %= divisor;
	}
	while (number->count > 0 && number->limb[number->count - 1] == 0)
		number->count--;
	return (uint32_t)rest;
}

/* Neighbouring digits whose radices multiply to less than 2^32 go through the long number together: the same number,
 * fewer passes. Returns the digit after the group that begins at first. */
static unsigned group_end(uint32_t *product, const struct radices *radices, unsigned first)
{
	uint64_t all = radix_at(radices, first);
	unsigned next = first + 1;

	while (next < radices->count && all * radix_at(radices, next) <= UINT32_MAX)
		all *= radix_at(radices, next++);
	*product = (uint32_t)all;
	return next;
}

/* Groups of digits, ascending; returns how many there are. */
static unsigned groups_of(unsigned *start, uint32_t *product, const struct radices *radices)
{
	unsigned groups = 0;

	for (unsigned digit = 0; digit < radices->count; groups++) {
		start[groups] = digit;
		digit = group_end(&product[groups], radices, digit);
	}
	start[groups] = radices->count;
	return groups;
}

static enum status number_from_digits(struct number *out, const struct radices *radices, const uint32_t *digit)
{
	unsigned start[DIGITS_MAX + 1];
	uint32_t product[DIGITS_MAX];
	unsigned group = groups_of(start, product, radices);

	memset(out, 0, sizeof *out);
	while (group-- > 0) {
		uint32_t value = 0;
		for (unsigned i = start[group + 1]; i-- > start[group];)
			value = value * radix_at(radices, i) + digit[i];
		if (number_multiply_add(out, product[group], value) != STATUS_OK)
			return STATUS_RANGE;
	}
	return STATUS_OK;
}

/* STATUS_NOT_CANONICAL where something is left after the last digit. */
static enum status number_to_digits(uint32_t *digit, const struct radices *radices, struct number *number)
{
	unsigned start[DIGITS_MAX + 1];
	uint32_t product[DIGITS_MAX];
	unsigned groups = groups_of(start, product, radices);

	for (unsigned group = 0; group < groups; group++) {
		uint32_t value = number_divide(number, product[group]);
		for (unsigned i = start[group]; i < start[group + 1]; i++) {
			digit[i] = value % radix_at(radices, i);
			value /= radix_at(radices, i);
		}
	}
	return number->count == 0 ? STATUS_OK : STATUS_NOT_CANONICAL;
}

static unsigned limb_bits(uint32_t limb)
{
	unsigned bits = 0;

	for (; limb > 0; limb >>= 1)
		bits++;
	return bits;
}

uint8_t ballot_width(const struct contest *contest)
{
	struct number most = {.count = 0};
	struct radices radices;
	unsigned bits, width;

	if (contest->type == VOTE_ANSWER_TEXT)
		return ANSWER_TEXT_WIDTH;
	if (radices_of(&radices, contest) != STATUS_OK)
		return 0;
	/* The greatest number: every digit at its highest. */
	for (unsigned i = radices.count; i-- > 0;)
		if (number_multiply_add(&most, radix_at(&radices, i), radix_at(&radices, i) - 1) != STATUS_OK)
			return 0;
	bits = most.count > 0 ? 32 * (most.count - 1) + limb_bits(most.limb[most.count - 1]) : 0;
	width = (bits + WIDTH_BITS - 1) / WIDTH_BITS;
	if (width > SEALED_MAX_WIDTH)
		return 0;
	return (uint8_t)(width > 0 ? width : 1);
}

/* --- marks as digits --- */

static enum status digits_of_choice(uint32_t *digit, const struct contest *contest, const struct marks *marks)
{
	digit[0] = 0;
	for (unsigned i = 0; i < contest->project_count; i++) {
		if (marks->of[i] == 0)
			continue;
		if (marks->of[i] > 1 || digit[0] != 0)
			return STATUS_RULES;
		digit[0] = i + 1;
	}
	return STATUS_OK;
}

/* Each digit is 1 + the next project's position among those not yet ranked; 0 ends the ranking. */
static enum status digits_of_ranking(uint32_t *digit, const struct radices *radices, const struct contest *contest,
                                     const struct marks *marks)
{
	uint16_t project_at[ELECTION_MAX_PROJECTS] = {0};
	enum status status = STATUS_RULES;
	unsigned ranked;
	int bad;

	ranked = ranking_of(project_at, &bad, contest, marks);
	if (bad >= 0 || ranked > radices->count)
		goto out;
	for (unsigned place = 0; place < radices->count; place++) {
		digit[place] = 0;
		if (place >= ranked)
			continue;
		digit[place] = 1U + project_at[place];
		for (unsigned earlier = 0; earlier < place; earlier++)
			digit[place] -= project_at[earlier] < project_at[place];
	}
	status = STATUS_OK;
out:
	sodium_memzero(project_at, sizeof project_at);
	return status;
}

static enum status digits_of_marks(uint32_t *digit, const struct radices *radices, const struct contest *contest,
                                   const struct marks *marks)
{
	if (chooses_one(contest))
		return digits_of_choice(digit, contest, marks);
	if (contest->type == VOTE_RANKED)
		return digits_of_ranking(digit, radices, contest, marks);
	for (unsigned i = 0; i < radices->count; i++) {
		if (marks->of[i] >= radices->first)
			return STATUS_RULES;
		digit[i] = marks->of[i];
	}
	return STATUS_OK;
}

static enum status ranking_from_digits(struct marks *marks, const struct contest *contest,
                                       const struct radices *radices, const uint32_t *digit)
{
	uint16_t left[ELECTION_MAX_PROJECTS];
	unsigned left_count = contest->project_count;
	enum status status = STATUS_OK;
	int ended = 0;

	for (unsigned i = 0; i < left_count; i++)
		left[i] = (uint16_t)i;
	for (unsigned place = 0; place < radices->count; place++) {
		unsigned position = digit[place];
		if (position == 0) {
			ended = 1;
			continue;
		}
		if (ended) {
			status = STATUS_NOT_CANONICAL;
			break;
		}
		marks->of[left[position - 1]] = (uint16_t)(place + 1);
		memmove(&left[position - 1], &left[position], (left_count - position) * sizeof left[0]);
		left_count--;
	}
	sodium_memzero(left, sizeof left);
	return status;
}

static enum status marks_from_digits(struct marks *marks, const struct contest *contest, const struct radices *radices,
                                     const uint32_t *digit)
{
	if (contest->type == VOTE_RANKED)
		return ranking_from_digits(marks, contest, radices, digit);
	if (chooses_one(contest)) {
		if (digit[0] > 0)
			marks->of[digit[0] - 1] = 1;
		return STATUS_OK;
	}
	for (unsigned i = 0; i < radices->count; i++)
		marks->of[i] = (uint16_t)digit[i];
	return STATUS_OK;
}

/* --- numbers as payloads --- */

static size_t payload_len(const struct contest *contest)
{
	return (size_t)contest->width * PAYLOAD_BYTES;
}

static enum status number_to_payload(uint8_t *payload, size_t len, const struct number *number)
{
	if (number->count > 0) {
		unsigned bits = 32 * (number->count - 1) + limb_bits(number->limb[number->count - 1]);
		if (bits > 8 * len)
			return STATUS_RULES;
	}
	for (size_t i = 0; i < len; i++)
		payload[i] = (uint8_t)(i / 4 < LIMBS_MAX ? number->limb[i / 4] >> (8 * (i % 4)) : 0);
	return STATUS_OK;
}

static void number_from_payload(struct number *out, const uint8_t *payload, size_t len)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < len; i++)
		out->limb[i / 4] |= (uint32_t)payload[i] << (8 * (i % 4));
	out->count = (unsigned)((len + 3) / 4);
	while (out->count > 0 && out->limb[out->count - 1] == 0)
		out->count--;
}

enum status marks_encode(uint8_t *payload, const struct contest *contest, const struct marks *marks)
{
	uint32_t digit[DIGITS_MAX] = {0};
	struct number number;
	struct radices radices;
	enum status status = STATUS_RULES;

	if (contest->width == 0 || contest->width > SEALED_MAX_WIDTH || radices_of(&radices, contest) != STATUS_OK)
		return STATUS_RULES;
	if (digits_of_marks(digit, &radices, contest, marks) != STATUS_OK ||
	    number_from_digits(&number, &radices, digit) != STATUS_OK)
		goto out;
	status = number_to_payload(payload, payload_len(contest), &number);
out:
	sodium_memzero(digit, sizeof digit);
	sodium_memzero(&number, sizeof number);
	return status;
}

enum status marks_decode(struct marks *marks, const struct contest *contest, const uint8_t *payload)
{
	uint32_t digit[DIGITS_MAX] = {0};
	struct number number;
	struct radices radices;
	enum status status;

	memset(marks, 0, sizeof *marks);
	if (contest->width == 0 || contest->width > SEALED_MAX_WIDTH || radices_of(&radices, contest) != STATUS_OK)
		return STATUS_NOT_CANONICAL;
	number_from_payload(&number, payload, payload_len(contest));
	status = number_to_digits(digit, &radices, &number);
	if (status == STATUS_OK)
		status = marks_from_digits(marks, contest, &radices, digit);
	if (status != STATUS_OK)
		sodium_memzero(marks, sizeof *marks);
	sodium_memzero(digit, sizeof digit);
	sodium_memzero(&number, sizeof number);
	return status;
}
