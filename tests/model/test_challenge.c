/* Cast or challenge: the kiosk seals before the voter decides, and does nothing otherwise for the one or the other; and
 * the text with which a challenged vote is sealed again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sodium.h>

#include "model/examples.h"
#include "opening.h"

enum { STEPS_MAX = 40 };

/* A session, and every effect that came of its steps. */
struct session {
	struct flow flow;
	struct effect effect[STEPS_MAX];
	unsigned count;
	uint64_t now_ms;
};

static void tell(struct session *session, struct event event)
{
	event.now_ms = session->now_ms;
	assert_true(session->count < STEPS_MAX);
	session->effect[session->count++] = flow_step(&session->flow, &event);
}

static void press(struct session *session, enum action_kind kind, uint32_t arg)
{
	tell(session, (struct event){.kind = EVENT_PRESS, .action = {kind, arg}});
}

/* From the start screen to the sealed vote. */
static struct session *vote(const struct example *example)
{
	static const struct facts facts = {.enrolled = 1, .has_election = 1, .voting = VOTING_OPEN};
	struct session *session = calloc(1, sizeof(*session));
	struct event sealed = {.kind = EVENT_SEALED, .code = {{42}}};

	assert_non_null(session);
	session->now_ms = 5000;
	flow_init(&session->flow, &example->election, &facts, session->now_ms);
	press(session, ACT_START, 0);
	tell(session, (struct event){.kind = EVENT_SHUFFLED, .seed = {1}});
	press(session, ACT_NEXT, 0);
	press(session, ACT_NEXT, 0);
	press(session, ACT_TOGGLE, 2);
	press(session, ACT_NEXT, 0);
	assert_int_equal(session->flow.state, FLOW_REVIEW);
	press(session, ACT_NEXT, 0);
	assert_int_equal(session->effect[session->count - 1].kind, EFFECT_SEAL);
	tell(session, sealed);
	session->now_ms += FLOW_SEALING_MS;
	tell(session, (struct event){.kind = EVENT_TIME});
	assert_int_equal(session->flow.state, FLOW_SEALED);
	return session;
}

static unsigned count_kind(const struct session *session, enum effect_kind kind)
{
	unsigned count = 0;

	for (unsigned i = 0; i < session->count; i++)
		count += session->effect[i].kind == kind;
	return count;
}

static void test_nothing_differs_before_the_decision(void **state)
{
	struct example *example = calloc(1, sizeof(*example));
	struct session *caster, *tester;
	struct sealed_plain sealed, opened;
	unsigned decided, points;

	(void)state;
	assert_non_null(example);
	example_make(example, EXAMPLE_FEW);
	caster = vote(example);
	tester = vote(example);
	decided = caster->count;
	assert_int_equal(tester->count, decided);
	for (unsigned i = 0; i < decided; i++) {
		assert_int_equal(caster->effect[i].kind, tester->effect[i].kind);
		assert_int_equal(caster->effect[i].arg, tester->effect[i].arg);
	}
	assert_memory_equal(&caster->flow, &tester->flow, sizeof(caster->flow));
	assert_int_equal(flow_encode(&sealed, &points, &tester->flow), STATUS_OK);

	press(caster, ACT_CAST, 0);
	assert_int_equal(caster->effect[decided].kind, EFFECT_STORE);
	press(tester, ACT_CHALLENGE, 0);
	assert_int_equal(tester->effect[decided].kind, EFFECT_NONE);
	press(tester, ACT_YES, 0);
	assert_int_equal(tester->effect[decided + 1].kind, EFFECT_SPOIL);
	/* What was sealed before is cast, or opened: nothing is sealed anew. */
	assert_int_equal(count_kind(caster, EFFECT_SEAL), 1);
	assert_int_equal(count_kind(tester, EFFECT_SEAL), 1);
	tell(tester, (struct event){.kind = EVENT_SPOILED, .nonce = {9}});
	assert_int_equal(tester->flow.state, FLOW_CHALLENGED);
	assert_int_equal(tester->flow.code.bytes[0], 42);
	assert_int_equal(flow_encode(&opened, &points, &tester->flow), STATUS_OK);
	assert_memory_equal(&sealed, &opened, (size_t)points * PAYLOAD_BYTES);
	free(caster);
	free(tester);
	free(example);
}

static void test_asked_and_not_tested(void **state)
{
	struct example *example = calloc(1, sizeof(*example));
	struct session *session;

	(void)state;
	assert_non_null(example);
	example_make(example, EXAMPLE_FEW);
	session = vote(example);
	press(session, ACT_CHALLENGE, 0);
	press(session, ACT_NO, 0);
	assert_int_equal(session->flow.state, FLOW_SEALED);
	assert_int_equal(session->flow.code.bytes[0], 42);
	press(session, ACT_CAST, 0);
	assert_int_equal(session->effect[session->count - 1].kind, EFFECT_STORE);
	assert_int_equal(count_kind(session, EFFECT_SEAL), 1);
	free(session);
	free(example);
}

/* --- the text --- */

static void make_opening(struct opening *out, unsigned points, unsigned tagged)
{
	memset(out, 0, sizeof(*out));
	out->style = 63;
	out->points = points;
	randombytes_buf(out->code.bytes, HASH_BYTES);
	randombytes_buf(out->nonce, NONCE_BYTES);
	randombytes_buf(&out->plain, (size_t)points * PAYLOAD_BYTES);
	if (tagged)
		memset(out->tag, 7, TAG_BYTES);
}

static void test_text_round_trip(void **state)
{
	(void)state;
	for (unsigned points = 1; points <= SEALED_MAX_POINTS; points++) {
		struct opening in, out;
		char text[OPENING_TEXT_MAX];

		make_opening(&in, points, points & 1);
		assert_int_equal(opening_write(text, &in), STATUS_OK);
		assert_int_equal(opening_read(&out, text, strlen(text)), STATUS_OK);
		assert_memory_equal(&out, &in, sizeof(in));
	}
}

static void test_text_fixed(void **state)
{
	struct opening opening = {.style = 3, .code = {{1}}, .nonce = {2}, .points = 1};
	char text[OPENING_TEXT_MAX];

	(void)state;
	opening.plain.payload[0][0] = 4;
	assert_int_equal(opening_write(text, &opening), STATUS_OK);
	assert_string_equal(text, "folkmoot opening 1 3 AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= "
	                          "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= "
	                          "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	opening.points = 0;
	assert_int_equal(opening_write(text, &opening), STATUS_RANGE);
	opening.points = SEALED_MAX_POINTS + 1;
	assert_int_equal(opening_write(text, &opening), STATUS_RANGE);
}

/* Any byte changed, added or cut off: refused, or another opening; never the same one written otherwise. */
static void test_text_is_strict(void **state)
{
	static const char tries[] = " 0A=-z\n";
	struct opening in, out;
	char text[OPENING_TEXT_MAX], other[OPENING_TEXT_MAX + 2];
	size_t len;

	(void)state;
	make_opening(&in, 2, 1);
	assert_int_equal(opening_write(text, &in), STATUS_OK);
	len = strlen(text);
	for (size_t at = 0; at < len; at++)
		for (const char *try = tries; *try; try++) {
			memcpy(other, text, len + 1);
			if (other[at] == *try)
				continue;
			other[at] = *try;
			if (opening_read(&out, other, len) == STATUS_OK)
				assert_memory_not_equal(&out, &in, sizeof(in));
			memcpy(other, text, at);
			other[at] = *try;
			memcpy(other + at + 1, text + at, len - at);
			if (opening_read(&out, other, len + 1) == STATUS_OK)
				assert_memory_not_equal(&out, &in, sizeof(in));
		}
	for (size_t cut = 0; cut < len; cut++)
		if (opening_read(&out, text, cut) == STATUS_OK)
			assert_memory_not_equal(&out, &in, sizeof(in));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_nothing_differs_before_the_decision),
	    cmocka_unit_test(test_asked_and_not_tested),
	    cmocka_unit_test(test_text_round_trip),
	    cmocka_unit_test(test_text_fixed),
	    cmocka_unit_test(test_text_is_strict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
