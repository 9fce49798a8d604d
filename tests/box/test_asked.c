/* Whoever asks the recorder: a screen whose answer was lost, and a screen that is nobody's any more. */
#include "recorder_parts.h"
#include "sitting.h"

enum { CALLS = RECORDER_PRACTICE + 1, KIOSK_ROUNDS = 5000, SUITE_KIOSKS = 3, LONG_KIOSKS = 200 };

static enum status ask_for(struct test *test, enum recorder_call what, const struct hash *ballot)
{
	struct recorder_request request = {.call = what, .ballot = *ballot};

	recorder_ask(test->recorder, &test->reply, &request);
	return test->reply.status;
}

static enum status seal(struct test *test, unsigned choice)
{
	return ask_seal(test->recorder, &test->reply, &test->fixture, choice);
}

static void start_anew(struct test *test)
{
	recorder_destroy(test->recorder);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
}

/* --- answers that were lost ----------------------------------------------------------------------------------------
 */

static void what_was_cast_is_known_again(void **state)
{
	struct test *test = *state;
	struct hash code, other;

	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(seal(test, 5));
	code = other = test->reply.code;
	other.bytes[7] ^= 1;
	assert_status(STATUS_MISMATCH, ask_for(test, RECORDER_CAST, &other));
	assert_ok(ask_for(test, RECORDER_CAST, &code));
	assert_ok(ask_for(test, RECORDER_CAST, &code));
	assert_memory_equal(test->reply.code.bytes, code.bytes, HASH_BYTES);
	assert_status(STATUS_STATE, call(test, RECORDER_CAST));
	assert_int_equal(test->reply.facts.sealed, 1);
	start_anew(test);
	assert_ok(ask_for(test, RECORDER_CAST, &code)); /* locked */
	assert_int_equal(test->reply.facts.locked, 1);
	assert_int_equal(test->reply.facts.sealed, 1);
	assert_status(STATUS_ABSENT, ask_for(test, RECORDER_CAST, &other));
	assert_true(strlen(test->reply.detail) > 15);
	assert_status(STATUS_ABSENT, ask_for(test, RECORDER_CHALLENGE, &code));
	assert_true(sodium_is_zero(test->reply.nonce, NONCE_BYTES));
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_ok(ask_for(test, RECORDER_CAST, &code));
	assert_int_equal(test->reply.facts.sealed, 1);
	assert_int_equal(test->reply.facts.spoiled, 0);
}

static void what_was_sealed_only_is_not_there(void **state)
{
	struct test *test = *state;
	struct hash code;

	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(seal(test, 5));
	code = test->reply.code;
	start_anew(test);
	assert_status(STATUS_ABSENT, ask_for(test, RECORDER_CAST, &code));
	assert_status(STATUS_ABSENT, ask_for(test, RECORDER_CHALLENGE, &code));
	assert_int_equal(test->reply.facts.sealed, 0);
	assert_int_equal(test->reply.facts.spoiled, 0);
}

static void what_was_spoiled_is_told_again(void **state)
{
	struct test *test = *state;
	uint8_t nonce[NONCE_BYTES];
	struct hash code;

	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(seal(test, 9));
	code = test->reply.code;
	assert_ok(ask_for(test, RECORDER_CHALLENGE, &code));
	memcpy(nonce, test->reply.nonce, NONCE_BYTES);
	for (int i = 0; i < 2; i++) {
		assert_ok(ask_for(test, RECORDER_CHALLENGE, &code));
		assert_memory_equal(test->reply.nonce, nonce, NONCE_BYTES);
		assert_status(STATUS_ABSENT, ask_for(test, RECORDER_CAST, &code));
		assert_int_equal(test->reply.facts.spoiled, 1);
		assert_int_equal(test->reply.facts.sealed, 0);
		start_anew(test);
	}
}

/* Closed since: still told. No box, no enrolment: a sentence. */
static void asked_in_any_state(void **state)
{
	struct test *test = *state;
	struct hash code;

	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	memset(code.bytes, 3, sizeof code.bytes);
	assert_status(STATUS_STATE, ask_for(test, RECORDER_CAST, &code));
	recorder_destroy(test->recorder);
	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	vote(test->recorder, &test->reply, &test->fixture, 3);
	code = test->reply.code;
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(ask_for(test, RECORDER_CAST, &code));
	start_anew(test);
	assert_ok(ask_for(test, RECORDER_CAST, &code));
}

/* --- a hostile screen ----------------------------------------------------------------------------------------------
 */

/* Seeded: what fails, fails again. */
static uint64_t chance;

static uint32_t draw(uint32_t below)
{
	chance = chance * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(chance >> 33) % below;
}

static void draw_bytes(void *out, size_t len)
{
	for (uint8_t *at = out; len > 0; len--)
		*at++ = (uint8_t)draw(256);
}

/* Argon2id, whole files and sticks take their time: each often enough. What ends voting comes seldom, too. */
static int is_rare(enum recorder_call what)
{
	return what == RECORDER_CHECK_PIN || what == RECORDER_IMPORT || what == RECORDER_EXPORT ||
	       what == RECORDER_READY || what == RECORDER_ERASE || what == RECORDER_PRACTICE ||
	       what == RECORDER_ENROL || what == RECORDER_KEY_STICK || what == RECORDER_REOPEN ||
	       what == RECORDER_CLOSE;
}

static enum recorder_call draw_call(void)
{
	static const enum recorder_call voters[] = {RECORDER_BEGIN, RECORDER_SEAL,    RECORDER_CAST, RECORDER_CHALLENGE,
	                                            RECORDER_CODE,  RECORDER_DISCARD, RECORDER_OPEN};
	enum recorder_call what = (enum recorder_call)draw(CALLS + 2);

	if (draw(50) == 0)
		return (enum recorder_call)draw(UINT32_MAX);
	/* The test of a stick writes it full. */
	if (what == RECORDER_STICK || (is_rare(what) && draw(80) > 0))
		return voters[draw(sizeof voters / sizeof voters[0])];
	return what;
}

static void draw_ballot(struct recorder_request *out, struct test *test, const struct hash *known)
{
	struct marks marks = {0};

	if (draw(3) > 0)
		memset(&out->ballot, 0, sizeof out->ballot);
	if (draw(4) == 0)
		out->ballot = *known;
	if (draw(4) == 0)
		return;
	out->style = 0;
	memset(&out->plain, 0, sizeof out->plain);
	for (unsigned i = 0; i < 3; i++)
		marks.of[i] = (uint16_t)draw(2);
	assert_ok(marks_encode(out->plain.payload[0], &test->fixture.contest, &marks));
	if (draw(8) == 0)
		out->plain.payload[draw(2)][draw(PAYLOAD_BYTES)] ^= (uint8_t)(1U << draw(8));
}

/* Some of it makes sense, or nearly; some is noise in every byte. */
static void make_up(struct recorder_request *out, struct test *test, const struct hash *known)
{
	static const char *const pins[] = {FIXTURE_PIN, FIXTURE_SECOND, "1234567890ab", ""};

	memset(out, 0, sizeof *out);
	if (draw(4) == 0)
		draw_bytes(out, sizeof *out);
	out->call = draw_call();
	if (draw(2) == 0)
		out->arg = draw(4);
	draw_ballot(out, test, known);
	if (draw(2) == 0)
		(void)snprintf(out->code, sizeof out->code, "%s", draw(2) ? FIXTURE_CODE : FIXTURE_CODE_ELSEWHERE);
	if (draw(2) == 0)
		(void)snprintf(out->pin, sizeof out->pin, "%s", pins[draw(4)]);
	if (draw(20) == 0)
		memset(out->second_pin, '1', sizeof out->second_pin);
	if (draw(20) == 0)
		memset(out->name, 'a', sizeof out->name);
}

static int holds(const void *where, size_t len, const void *what, size_t what_len)
{
	return memmem(where, len, what, what_len) != NULL;
}

/* Nothing in a reply is the kiosk's secret, a PIN, or of a ballot that was not spoiled. */
static void check_reply(const struct test *test, const struct recorder_request *request)
{
	const struct recorder_reply *reply = &test->reply;
	const struct recorder *recorder = test->recorder;

	if (recorder->is_unlocked)
		assert_false(holds(reply, sizeof *reply, recorder->key->secret, SIGN_SECRET_BYTES / 2));
	assert_false(holds(reply, sizeof *reply, FIXTURE_PIN, strlen(FIXTURE_PIN)));
	assert_false(holds(reply, sizeof *reply, FIXTURE_SECOND, strlen(FIXTURE_SECOND)));
	assert_false(holds(reply, sizeof *reply, FIXTURE_CODE, strlen(FIXTURE_CODE)));
	if (recorder->pending->is_there)
		assert_false(holds(reply, sizeof *reply, recorder->pending->opened.nonce, NONCE_BYTES));
	if (request->call != RECORDER_CHALLENGE)
		assert_true(sodium_is_zero(reply->nonce, NONCE_BYTES));
	assert_true(reply->status <= STATUS_INTERNAL);
	assert_non_null(memchr(reply->detail, 0, sizeof reply->detail));
}

struct count {
	uint32_t ballots;
};

static enum status count_ballot(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct count *count = context;
	struct sealed sealed;

	(void)code;
	assert_ok(sealed_decode(&sealed, body, body_len));
	count->ballots++;
	return STATUS_OK;
}

static void check_box(struct test *test)
{
	struct count count = {0};
	uint32_t sealed, spoiled, slots;

	start_anew(test);
	if (!test->recorder->box)
		return;
	assert_ok(box_counts(test->recorder->box, &sealed, &spoiled, &slots));
	assert_ok(box_each(test->recorder->box, count_ballot, &count));
	assert_int_equal(count.ballots, sealed);
	assert_true(slots == FIXTURE_SLOTS);
}

/* One kiosk's life with such a screen. Returns how many votes it took. */
static unsigned torment(enum admission admission, uint64_t seed)
{
	struct test *test;
	struct recorder_request *request = calloc(1, sizeof *request);
	struct hash known = {{0}};
	unsigned cast = 0;
	void *state;

	assert_int_equal(begin(&state, admission), 0);
	test = state;
	assert_non_null(request);
	chance = seed;
	test->recorder = open_voting(&test->fixture, &test->disk.disk);
	for (unsigned i = 0; i < KIOSK_ROUNDS; i++) {
		make_up(request, test, &known);
		recorder_ask(test->recorder, &test->reply, request);
		check_reply(test, request);
		if (test->reply.status == STATUS_OK && request->call == RECORDER_SEAL)
			known = test->reply.code;
		cast += test->reply.status == STATUS_OK && request->call == RECORDER_CAST;
		test->disk.now_ms += draw(1000);
	}
	check_box(test);
	assert_int_equal(end(&state), 0);
	free(request);
	return cast;
}

static void a_hostile_screen_gains_nothing(void **state)
{
	static const enum admission admissions[] = {ADMISSION_OPEN, ADMISSION_CODE, ADMISSION_ATTENDED};
	const char *is_long = getenv("LONG");
	unsigned kiosks = is_long && is_long[0] ? LONG_KIOSKS : SUITE_KIOSKS, cast = 0;

	(void)state;
	for (unsigned i = 0; i < kiosks; i++)
		cast += torment(admissions[i % 3], i + 1);
	assert_true(cast > kiosks); /* it came as far as voting */
	print_message("# note: %u requests of a hostile screen, %u of them cast or found a ballot\n",
	              kiosks * KIOSK_ROUNDS, cast);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_was_cast_is_known_again, begin_open, end),
	    cmocka_unit_test_setup_teardown(what_was_sealed_only_is_not_there, begin_open, end),
	    cmocka_unit_test_setup_teardown(what_was_spoiled_is_told_again, begin_open, end),
	    cmocka_unit_test_setup_teardown(asked_in_any_state, begin_open, end),
	    cmocka_unit_test(a_hostile_screen_gains_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
