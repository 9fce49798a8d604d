#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "channel.h"
#include "control.h"
#include "link.h"
#include "link_message.h"

/* The screen's side of the link against a recorder that this test plays: what it says before it is asked, dies, or is
 * another one. */

struct play {
	int control; /* the supervisor's end */
	int own;     /* the link's */
	int recorder;
	struct link *link;
};

static void hand_over(struct play *play)
{
	const struct control_message message = {.kind = CONTROL_PEER, .peer = CHILD_RECORDER};
	int ends[2];

	assert_int_equal(channel_pair(ends), STATUS_OK);
	assert_int_equal(channel_send(play->control, &message, sizeof(message), ends[0], 0), STATUS_OK);
	close(ends[0]);
	play->recorder = ends[1];
}

static void say_hello(const struct play *play, enum status status, enum flow_before before, const char *why)
{
	struct link_reply hello = {.magic = LINK_MAGIC, .kind = LINK_HELLO, .before = before, .scale = 3000};

	hello.reply.status = status;
	hello.reply.facts.enrolled = 1;
	hello.code.bytes[0] = 7;
	strcpy(hello.why, why);
	assert_int_equal(channel_send(play->recorder, &hello, sizeof(hello), -1, 0), STATUS_OK);
}

static enum status begin(struct play *play, enum status status, enum flow_before before, const char *why, char *said)
{
	int ends[2];

	assert_int_equal(channel_pair(ends), STATUS_OK);
	play->control = ends[0];
	play->own = ends[1];
	hand_over(play);
	say_hello(play, status, before, why);
	return link_create(&play->link, play->own, said, LINK_WHY);
}

static void end(struct play *play)
{
	link_destroy(play->link);
	close(play->control);
	close(play->own);
	if (play->recorder >= 0)
		close(play->recorder);
}

static enum status ask(struct play *play, enum recorder_call call, struct recorder_reply *reply)
{
	struct recorder_request request = {.call = call};

	link_ask(play->link, reply, &request);
	return reply->status;
}

static void test_what_keeps_it_from_starting(void **state)
{
	struct play play;
	char why[LINK_WHY];

	(void)state;
	assert_int_equal(begin(&play, STATUS_DAMAGED, FLOW_BEFORE_NOBODY, "The box is gone.", why), STATUS_DAMAGED);
	assert_string_equal(why, "The box is gone.");
	assert_null(play.link);
	end(&play);
}

static void test_what_became_of_the_voter_is_told_once(void **state)
{
	struct play play;
	struct hash code;
	char why[LINK_WHY];

	(void)state;
	assert_int_equal(begin(&play, STATUS_OK, FLOW_BEFORE_CAST, "", why), STATUS_OK);
	assert_int_equal(link_scale(play.link), 3000);
	assert_int_equal(link_take_before(play.link, &code), FLOW_BEFORE_CAST);
	assert_int_equal(code.bytes[0], 7);
	assert_int_equal(link_take_before(play.link, &code), FLOW_BEFORE_NOBODY);
	assert_int_equal(code.bytes[0], 0);
	end(&play);
}

static void test_one_that_dies_is_replaced(void **state)
{
	struct play play;
	struct recorder_reply reply;
	char why[LINK_WHY];

	(void)state;
	assert_int_equal(begin(&play, STATUS_OK, FLOW_BEFORE_NOBODY, "", why), STATUS_OK);
	assert_int_equal(link_tend(play.link), 0);
	close(play.recorder);
	/* A ballot may be stored, everything else was not done; and the kiosk counts as locked. */
	assert_int_equal(ask(&play, RECORDER_CAST, &reply), STATUS_UNKNOWN);
	assert_int_equal(ask(&play, RECORDER_CHALLENGE, &reply), STATUS_UNKNOWN);
	assert_int_equal(ask(&play, RECORDER_SEAL, &reply), STATUS_IO);
	assert_true(reply.facts.enrolled && reply.facts.locked && reply.detail[0]);
	assert_int_equal(link_works(play.link), 0);
	hand_over(&play);
	assert_int_equal(link_tend(play.link), 0);
	say_hello(&play, STATUS_OK, FLOW_BEFORE_NOBODY, "");
	assert_int_equal(link_tend(play.link), 1);
	assert_int_equal(link_tend(play.link), 0);
	assert_int_equal(link_works(play.link), 1);
	end(&play);
}

/* What no recorder sends ends the conversation. */
static void test_nonsense_is_refused(void **state)
{
	struct link_reply nonsense = {.magic = LINK_MAGIC, .kind = LINK_CALL, .id = 1};
	struct recorder_reply reply;
	struct play play;
	char why[LINK_WHY];

	(void)state;
	assert_int_equal(begin(&play, STATUS_OK, FLOW_BEFORE_NOBODY, "", why), STATUS_OK);
	memset(nonsense.reply.detail, 'x', sizeof(nonsense.reply.detail));
	assert_int_equal(channel_send(play.recorder, &nonsense, sizeof(nonsense), -1, 0), STATUS_OK);
	assert_int_equal(ask(&play, RECORDER_STATUS, &reply), STATUS_IO);
	assert_int_equal(link_works(play.link), 0);
	end(&play);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_keeps_it_from_starting),
	    cmocka_unit_test(test_what_became_of_the_voter_is_told_once),
	    cmocka_unit_test(test_one_that_dies_is_replaced),
	    cmocka_unit_test(test_nonsense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
