/* The voice where something is missing: the program that speaks is not there, dies, hangs or talks nonsense; there is
 * no device. Recorded clips are heard all the same, and the state is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/traces.h"
#include "voice/booth.h"

/* --- failures ------------------------------------------------------------------------------------------------------
 */

static int await_state(struct booth *booth, enum sound_state wanted, uint64_t most_ms)
{
	uint64_t from_ms = SDL_GetTicks64();

	while (voice_state(booth->voice) != wanted && SDL_GetTicks64() < from_ms + most_ms)
		tend(booth);
	return voice_state(booth->voice) == wanted;
}

static void expect_clips_only(enum speaks speaks)
{
	struct booth booth;
	uint64_t from_ms;

	open_booth(&booth, speaks);
	from_ms = SDL_GetTicks64();
	/* Clips still play, and what cannot be said ends. */
	hear(&booth,
	     "Nobody says this." SPEECH_STOP SPEECH_LANGUAGE "\x02"
	     "alfa",
	     ENGLISH, 2, 6);
	assert_true(fabs(seconds(&booth) - 0.5) < 0.05);
	assert_true(await_state(&booth, SOUND_NO_SPEECH, 8000));
	assert_in_range(SDL_GetTicks64() - from_ms, 0, 16000);
	/* It was started again, and again. */
	assert_true(booth.starts > 1);
	close_booth(&booth);
}

static void test_program_is_missing(void **state)
{
	(void)state;
	expect_clips_only(SPEAKS_MISSING);
}

static void test_program_dies(void **state)
{
	(void)state;
	expect_clips_only(SPEAKS_DIES);
}

static void test_program_hangs(void **state)
{
	(void)state;
	expect_clips_only(SPEAKS_HANGS);
}

static void test_program_talks_nonsense(void **state)
{
	(void)state;
	expect_clips_only(SPEAKS_NONSENSE);
}

/* It is killed while it works, and comes back. */
static void test_program_is_restarted(void **state)
{
	struct booth booth;

	(void)state;
	open_booth(&booth, SPEAKS);
	hear(&booth, "Before.", ENGLISH, 6, 6);
	assert_true(booth.count > 0);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(kill(booth.pid, SIGKILL), 0);
		SDL_Delay(50);
		hear(&booth, "It speaks again.", ENGLISH, 6, 6);
		assert_true(seconds(&booth) > 0.3);
		assert_int_equal(voice_state(booth.voice), SOUND_WORKS);
	}
	close_booth(&booth);
}

static void test_no_device(void **state)
{
	const struct voice_options options = {.inputs = NULL};
	struct voice *voice;

	(void)state;
	setenv("SDL_AUDIODRIVER", "disk", 1);
	setenv("SDL_DISKAUDIOFILE", "/nonexistent/heard", 1);
	assert_int_equal(SDL_Init(SDL_INIT_EVENTS), 0);
	assert_int_equal(voice_create(&voice, &options), STATUS_OK);
	assert_int_equal(voice_state(voice), SOUND_NO_DEVICE);
	voice_say(voice, "Hello", 0, 2, 4);
	assert_false(voice_speaking(voice));
	assert_int_equal(voice_tend(voice, SDL_GetTicks64()), 1);
	assert_int_equal(voice_tend(voice, SDL_GetTicks64()), 0);
	voice_destroy(voice);
	SDL_Quit();
}

/* What one voter was told is nowhere in memory once the kiosk fell silent. */
static void test_silence_forgets(void **state)
{
	/* "Zwiebelturm" */
	static const char hidden[] = "\x0f\x22\x3c\x30\x37\x30\x39\x21\x20\x27\x38";
	enum { LEN = sizeof(hidden) - 1 };
	struct booth booth;
	char word[LEN + 1];

	(void)state;
	if (!TRACES_CAN_BE_SOUGHT)
		skip();
	open_booth(&booth, SPEAKS);
	unhide(word, hidden, LEN);
	voice_say(booth.voice, word, ENGLISH, 2, 4);
	explicit_bzero(word, sizeof(word));
	(void)listen(&booth, 8000);
	assert_true(count_traces(hidden, LEN) > 0);
	voice_say(booth.voice, "", ENGLISH, 2, 4);
	SDL_Delay(300);
	assert_int_equal(count_traces(hidden, LEN), 0);
	close_booth(&booth);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_program_is_missing),   cmocka_unit_test(test_program_dies),
	    cmocka_unit_test(test_program_hangs),        cmocka_unit_test(test_program_talks_nonsense),
	    cmocka_unit_test(test_program_is_restarted), cmocka_unit_test(test_no_device),
	    cmocka_unit_test(test_silence_forgets),
	};

	SDL_LogSetOutputFunction(say_nothing, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
