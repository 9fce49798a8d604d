/* An opened ballot's payload under the rules of a contest that the input makes up: what is read is written again byte
 * for byte, whatever is written is read, and the rules answer every mark. */
#include "ballot.h"
#include "bytes.h"
#include "fuzz.h"

static struct project projects[ELECTION_MAX_PROJECTS];

static void take_contest(struct contest *out, struct input *input)
{
	uint8_t type, small;
	uint16_t number;

	memset(out, 0, sizeof *out);
	take(input, &type, 1);
	out->type = (enum vote_type)(type % (VOTE_ANSWER_TEXT + 1));
	take(input, &number, sizeof number);
	out->project_count = (uint16_t)(number % (ELECTION_MAX_PROJECTS + 1));
	out->projects = projects;
	take(input, &number, sizeof number);
	out->max_length = number & 0x8000 ? number : number % 32;
	take(input, &small, 1);
	out->min_length = small;
	take(input, &number, sizeof number);
	out->max_points = number;
	take(input, &small, 1);
	out->min_points = small;
	take(input, &number, sizeof number);
	out->max_sum_points = number;
	take(input, &number, sizeof number);
	out->max_sum_cost = number * UINT64_C(1000);
	for (unsigned i = 0; i < out->project_count; i++)
		projects[i].cost = (i * 7 + 1) * UINT64_C(1000);
	out->width = ballot_width(out);
	must(out->width <= SEALED_MAX_WIDTH);
}

static void read_payload(const struct contest *contest, const uint8_t *payload)
{
	uint8_t again[SEALED_MAX_WIDTH * PAYLOAD_BYTES];
	char text[ANSWER_TEXT_ROOM];
	struct marks marks;
	size_t len = (size_t)contest->width * PAYLOAD_BYTES;
	enum status status = payload_check(contest, payload);

	if (contest->type == VOTE_ANSWER_TEXT) {
		must((answer_decode(text, contest, payload) == STATUS_OK) == (status == STATUS_OK));
		if (status != STATUS_OK)
			return;
		must(text_is_clean(text, strlen(text)));
		must(answer_encode(again, contest, text) == STATUS_OK);
	} else {
		must((marks_decode(&marks, contest, payload) == STATUS_OK) == (status == STATUS_OK));
		if (status != STATUS_OK)
			return;
		must(marks_encode(again, contest, &marks) == STATUS_OK);
		(void)marks_check(contest, &marks);
	}
	must_equal(again, len, payload, len);
}

static void write_marks(const struct contest *contest, struct input *input)
{
	uint8_t payload[SEALED_MAX_WIDTH * PAYLOAD_BYTES];
	struct marks marks = {{0}}, again;
	uint16_t mark;

	for (unsigned i = 0; i < contest->project_count && input->len > 0; i++) {
		take(input, &mark, sizeof mark);
		if (contest->type == VOTE_RANKED)
			(void)marks_rank(&marks, contest, mark % (contest->project_count + 1U), mark >> 12);
		else if (marks_try(contest, &marks, i, mark).rule == VERDICT_OK)
			marks.of[i] = mark;
		else
			marks.of[i] = mark & 1;
	}
	if (marks_encode(payload, contest, &marks) != STATUS_OK)
		return;
	must(marks_decode(&again, contest, payload) == STATUS_OK);
	must_equal(marks.of, contest->project_count * sizeof marks.of[0], again.of,
	           contest->project_count * sizeof again.of[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct input input = {data, len};
	uint8_t payload[SEALED_MAX_WIDTH * PAYLOAD_BYTES], what;
	struct contest contest;

	take(&input, &what, 1);
	take_contest(&contest, &input);
	if (contest.width == 0)
		return 0;
	if (what & 1 && contest.type != VOTE_ANSWER_TEXT) {
		write_marks(&contest, &input);
		return 0;
	}
	take(&input, payload, sizeof payload);
	read_payload(&contest, payload);
	return 0;
}
