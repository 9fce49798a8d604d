/* The voice, measured: how soon, how loud, how fast and how high it speaks, and that all is heard. The real espeak-ng
 * speaks, beside recorded clips. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "voice/booth.h"

/* --- tests ---------------------------------------------------------------------------------------------------------
 */

static int by_size(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* From asking until something is heard, in milliseconds. */
static uint64_t measure(struct booth *booth, const char *spoken, unsigned language, unsigned rate)
{
	uint64_t from_ms = SDL_GetTicks64();
	long from = file_samples(booth);

	voice_say(booth->voice, spoken, language, rate, FLOW_VOLUMES - 1);
	do {
		SDL_Delay(5);
		take_heard(booth, from);
	} while (booth->count == 0 && SDL_GetTicks64() < from_ms + 5000);
	from_ms = SDL_GetTicks64() - from_ms;
	voice_say(booth->voice, "", 0, 0, 0);
	SDL_Delay(WRITTEN_MS);
	return from_ms;
}

/* The middle of several: other programs may hold this one up now and then. */
static void test_speech_begins_soon(void **state)
{
	static const char *const sentences[] = {"Choose the projects you want.", "Project 12 of 60.",
	                                        "You have 125000 pounds left."};
	enum { TIMES = 9 };
	struct booth booth;
	uint64_t ms[TIMES];

	(void)state;
	open_booth(&booth, SPEAKS);
	for (unsigned i = 0; i < TIMES; i++)
		ms[i] = measure(&booth, sentences[i % 3], i % 3 ? ENGLISH : POLISH, i % FLOW_RATES);
	qsort(ms, TIMES, sizeof(*ms), by_size);
	printf("# note: from asking to the first sound %llu ms, at most %llu\n", (unsigned long long)ms[TIMES / 2],
	       (unsigned long long)ms[TIMES - 1]);
	assert_in_range(ms[TIMES / 2], 1, LATENCY_MS);
	close_booth(&booth);
}

static void test_volume_in_steps(void **state)
{
	struct booth booth;
	double last = 0;

	(void)state;
	open_booth(&booth, SPEAKS);
	for (unsigned volume = 0; volume < FLOW_VOLUMES; volume++) {
		double now;

		hear(&booth, "delta", SOMALI, FLOW_RATE_DEFAULT, volume);
		now = decibels(&booth);
		if (volume > 0)
			assert_true(fabs(now - last - SOUND_STEP_DB) < 0.5);
		last = now;
	}
	close_booth(&booth);
}

/* A volume changes what is being said, not only what comes. */
static void test_volume_at_once(void **state)
{
	struct booth booth;
	double loud, soft;
	long from;

	(void)state;
	open_booth(&booth, SPEAKS);
	from = file_samples(&booth);
	voice_say(booth.voice, "echo", SOMALI, 0, 6);
	SDL_Delay(400);
	voice_volume(booth.voice, 3);
	listen(&booth, 5000);
	SDL_Delay(WRITTEN_MS);
	take_heard(&booth, from);
	assert_true(booth.count > SOUND_RATE * 3 / 4);
	booth.count -= 1000;
	memmove(booth.heard + 4000, booth.heard + booth.count - 4000, 4000 * sizeof(int16_t));
	booth.count = 4000;
	loud = decibels(&booth);
	memmove(booth.heard, booth.heard + 4000, 4000 * sizeof(int16_t));
	soft = decibels(&booth);
	assert_true(fabs(loud - soft - 3 * SOUND_STEP_DB) < 1);
	close_booth(&booth);
}

/* Speech and clips are as much faster as the rate says, and no higher. */
static void test_rates(void **state)
{
	static const char sentence[] = "The garden by the old school will have new trees and a pond.";
	struct booth booth;
	double speech = 0, clip = 0;

	(void)state;
	open_booth(&booth, SPEAKS);
	hear(&booth, sentence, ENGLISH, FLOW_RATE_DEFAULT, 6);
	speech = seconds(&booth);
	hear(&booth, "bravo", SOMALI, FLOW_RATE_DEFAULT, 6);
	clip = seconds(&booth);
	assert_true(fabs(clip - 0.5) < 0.01);
	for (unsigned rate = 0; rate < FLOW_RATES; rate++) {
		double factor = (50 + 25 * rate) / 100.0;

		hear(&booth, sentence, ENGLISH, rate, 6);
		assert_true(fabs(seconds(&booth) * factor / speech - 1) < 0.06);
		hear(&booth, "bravo", SOMALI, rate, 6);
		assert_true(fabs(seconds(&booth) * factor / clip - 1) < 0.03);
		assert_true(fabs(pitch(&booth, booth.count / 5, booth.count * 3 / 5) - (TONE_HZ + 100)) < 8);
	}
	close_booth(&booth);
}

/* Every segment is heard, in its order: clips known by their tones. */
static void test_all_is_heard(void **state)
{
	struct booth booth;
	size_t at = 0;

	(void)state;
	open_booth(&booth, SPEAKS);
	hear(&booth,
	     "alfa" SPEECH_STOP "bravo" SPEECH_BREAK "charlie" SPEECH_BREAK ", " SPEECH_BREAK "delta" SPEECH_STOP
	     "echo" SPEECH_BREAK "foxtrot.",
	     SOMALI, FLOW_RATE_DEFAULT, 6);
	/* "foxtrot." is not the clip's words, and Somali has no voice. */
	for (unsigned i = 0; i < TONES - 1; i++) {
		while (at < booth.count && abs(booth.heard[at]) < 200)
			at++;
		assert_true(booth.count - at > SOUND_RATE * 4 / 10);
		assert_true(fabs(pitch(&booth, at + 500, SOUND_RATE / 4) - (TONE_HZ + 100.0 * i)) < 10);
		at += SOUND_RATE / 2 + 200;
	}
	assert_true(at + 200 >= booth.count);
	close_booth(&booth);
}

/* What espeak-ng says of a long text arrives whole: at least as long as its parts by themselves. */
static void test_speech_is_whole(void **state)
{
	struct booth booth;
	double parts = 0, whole;

	(void)state;
	open_booth(&booth, SPEAKS);
	hear(&booth, "Project 12 of 60.", ENGLISH, 6, 6);
	parts += seconds(&booth);
	hear(&booth, "Ogród przy starej szkole.", POLISH, 6, 6);
	parts += seconds(&booth);
	hear(&booth, "125000 pounds.", ENGLISH, 6, 6);
	parts += seconds(&booth);
	hear(&booth,
	     "Project 12 of 60." SPEECH_STOP SPEECH_LANGUAGE "\x03"
	     "Ogród przy starej szkole." SPEECH_STOP "125000 pounds.",
	     ENGLISH, 6, 6);
	whole = seconds(&booth);
	assert_true(whole > parts && whole < parts + 0.6);
	close_booth(&booth);
}

static void test_interruption(void **state)
{
	struct booth booth;
	long from;

	(void)state;
	open_booth(&booth, SPEAKS);
	voice_say(booth.voice, "alfa" SPEECH_STOP "bravo" SPEECH_STOP "charlie", SOMALI, 0, 6);
	SDL_Delay(300);
	from = file_samples(&booth);
	voice_say(booth.voice, "foxtrot", SOMALI, FLOW_RATE_DEFAULT, 6);
	listen(&booth, 5000);
	SDL_Delay(WRITTEN_MS);
	take_heard(&booth, from + SOUND_PIECE + SOUND_FADE);
	assert_true(fabs(seconds(&booth) - 0.5) < 0.1);
	assert_true(fabs(pitch(&booth, booth.count / 4, booth.count / 2) - (TONE_HZ + 500)) < 10);
	/* And silence, at once. */
	voice_say(booth.voice, "alfa", SOMALI, 0, 6);
	SDL_Delay(200);
	voice_say(booth.voice, "", SOMALI, 0, 6);
	assert_false(voice_speaking(booth.voice));
	SDL_Delay(WRITTEN_MS);
	from = file_samples(&booth);
	SDL_Delay(200);
	take_heard(&booth, from);
	assert_int_equal(booth.count, 0);
	close_booth(&booth);
}

/* Every language of the kiosk but Somali. */
static void test_languages(void **state)
{
	static const char *const tags[] = {"en", "pt", "es", "fr", "pl", "ar", "bn", "so", "pt-BR", "en-US"};
	static const char *const words[] = {"Welcome", "Bem-vindo", "Bienvenido", "Bienvenue", "Witamy",
	                                    "مرحبا",   "স্বাগতম",    "Soo dhowow", "Bem-vindo", "Welcome"};
	struct booth booth;

	(void)state;
	open_booth(&booth, SPEAKS);
	booth.election.language_count = 10;
	for (unsigned i = 0; i < 10; i++)
		booth.election.language[i] = tags[i];
	booth.election.clip_count = 0;
	voice_election(booth.voice, &booth.election);
	for (unsigned i = 0; i < 10; i++) {
		hear(&booth, words[i], i, 6, 6);
		assert_int_equal(seconds(&booth) > 0.15, speech_has_voice(tags[i]));
	}
	assert_int_equal(voice_state(booth.voice), SOUND_WORKS);
	close_booth(&booth);
}

/* The end of speech wakes whoever sleeps, and is told once. */
static void test_end_wakes(void **state)
{
	struct booth booth;
	unsigned begun = 0, ended = 0;
	uint64_t from_ms;

	(void)state;
	open_booth(&booth, SPEAKS);
	SDL_Delay(100);
	while (voice_tend(booth.voice, SDL_GetTicks64()))
		continue;
	voice_say(booth.voice, "alfa", SOMALI, 2, 6);
	from_ms = SDL_GetTicks64();
	while (!ended && SDL_GetTicks64() < from_ms + 3000) {
		if (voice_tend(booth.voice, SDL_GetTicks64()))
			*(voice_speaking(booth.voice) ? &begun : &ended) += 1;
		if (!ended) {
			struct pollfd wait = {.fd = voice_wakes(booth.voice), .events = POLLIN};

			assert_int_equal(poll(&wait, 1, 2000), 1);
		}
	}
	assert_int_equal(begun, 1);
	assert_int_equal(ended, 1);
	assert_in_range(SDL_GetTicks64() - from_ms, 400, 900);
	close_booth(&booth);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_speech_begins_soon), cmocka_unit_test(test_volume_in_steps),
	    cmocka_unit_test(test_volume_at_once),     cmocka_unit_test(test_rates),
	    cmocka_unit_test(test_all_is_heard),       cmocka_unit_test(test_speech_is_whole),
	    cmocka_unit_test(test_interruption),       cmocka_unit_test(test_languages),
	    cmocka_unit_test(test_end_wakes),
	};

	SDL_LogSetOutputFunction(say_nothing, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
