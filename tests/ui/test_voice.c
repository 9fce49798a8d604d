/* The voice, measured: what it plays goes through SDL's disk driver into a file, at the pace of a real device. The real
 * espeak-ng speaks, and recorded clips whose samples are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sound.h"
#include "speech.h"
#include "voice.h"

enum {
	ENGLISH,
	SOMALI,
	POLISH,
	TONES = 6,
	TONE_SAMPLES = CLIP_RATE / 2,
	TONE_HZ = 300, /* of tone 0; each next is 100 higher */
	HEARD_MAX = SOUND_RATE * 60,
	LATENCY_MS = 500,
	WRITTEN_MS = 250, /* until the disk driver, which keeps 4096 bytes back, has written what it played */
};

/* --- a clip is a pure tone, so that it is known again by its pitch -------------------------------------------------
 */

struct booth {
	char folder[64], file[96];
	struct voice *voice;
	struct election election;
	struct election_clip clip[TONES];
	char word[TONES][16];
	uint8_t sound[TONES][TONE_SAMPLES];
	int16_t *heard;
	size_t count;
};

/* ITU-T G.711, as its text describes it: what the tool that builds packages does. */
static uint8_t to_mu_law(int value)
{
	int sign = value < 0 ? 0x80 : 0, magnitude = abs(value) + 0x84, segment = 7;

	if (magnitude > 0x7fff)
		magnitude = 0x7fff;
	while (segment > 0 && !(magnitude >> (segment + 7)))
		segment--;
	return (uint8_t) ~(sign | segment << 4 | (magnitude >> (segment + 3) & 15));
}

static void record_tones(struct booth *booth)
{
	static const char *const words[TONES] = {"alfa", "bravo", "charlie", "delta", "echo", "foxtrot"};

	for (unsigned i = 0; i < TONES; i++) {
		snprintf(booth->word[i], sizeof(booth->word[i]), "%s", words[i]);
		for (unsigned at = 0; at < TONE_SAMPLES; at++)
			booth->sound[i][at] = to_mu_law(
			    (int)lrint(12000 * sin(2 * M_PI * (TONE_HZ + 100.0 * i) * at / (double)CLIP_RATE)));
		booth->clip[i] = (struct election_clip){
		    .language = SOMALI, .text = booth->word[i], .samples = TONE_SAMPLES, .sound = booth->sound[i]};
	}
	booth->election.language_count = 3;
	booth->election.language[ENGLISH] = "en";
	booth->election.language[SOMALI] = "so";
	booth->election.language[POLISH] = "pl";
	booth->election.clip_count = TONES;
	booth->election.clips = booth->clip;
}

static const char *program(void)
{
	static char path[256];
	const char *folder = getenv("B");

	snprintf(path, sizeof(path), "%s/folkmoot-speech", folder ? folder : "build");
	return path;
}

static void open_booth(struct booth *booth, const char *speech)
{
	const struct voice_options options = {.program = speech};

	memset(booth, 0, sizeof(*booth));
	record_tones(booth);
	snprintf(booth->folder, sizeof(booth->folder), "/tmp/folkmoot-voice-XXXXXX");
	assert_non_null(mkdtemp(booth->folder));
	snprintf(booth->file, sizeof(booth->file), "%s/heard", booth->folder);
	booth->heard = calloc(HEARD_MAX, sizeof(*booth->heard));
	assert_non_null(booth->heard);
	setenv("SDL_AUDIODRIVER", "disk", 1);
	setenv("SDL_DISKAUDIOFILE", booth->file, 1);
	assert_int_equal(SDL_Init(SDL_INIT_EVENTS), 0);
	assert_int_equal(voice_create(&booth->voice, &options), STATUS_OK);
	voice_election(booth->voice, &booth->election);
}

static void close_booth(struct booth *booth)
{
	voice_destroy(booth->voice);
	SDL_Quit();
	unlink(booth->file);
	rmdir(booth->folder);
	free(booth->heard);
}

/* --- listening -----------------------------------------------------------------------------------------------------
 */

/* Sleeps until the voice's event, as the kiosk does, and tends it. */
static void tend(struct booth *booth)
{
	SDL_WaitEventTimeout(NULL, 10);
	SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
	(void)voice_tend(booth->voice, SDL_GetTicks64());
}

static uint64_t listen(struct booth *booth, uint64_t most_ms)
{
	uint64_t from_ms = SDL_GetTicks64();

	while (voice_speaking(booth->voice) && SDL_GetTicks64() < from_ms + most_ms)
		tend(booth);
	return SDL_GetTicks64() - from_ms;
}

static long file_samples(const struct booth *booth)
{
	FILE *file = fopen(booth->file, "rb");
	long size;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	size = ftell(file) / (long)sizeof(int16_t);
	fclose(file);
	return size;
}

/* Reads what was played since sample `from`, without the silence before and after. */
static void take_heard(struct booth *booth, long from)
{
	FILE *file = fopen(booth->file, "rb");
	size_t begin = 0;

	assert_non_null(file);
	fseek(file, from * (long)sizeof(int16_t), SEEK_SET);
	booth->count = fread(booth->heard, sizeof(int16_t), HEARD_MAX, file);
	fclose(file);
	while (begin < booth->count && abs(booth->heard[begin]) < 8)
		begin++;
	while (booth->count > begin && abs(booth->heard[booth->count - 1]) < 8)
		booth->count--;
	booth->count -= begin;
	memmove(booth->heard, booth->heard + begin, booth->count * sizeof(int16_t));
}

/* Says it to the end, and takes what was heard. */
static void hear(struct booth *booth, const char *spoken, unsigned language, unsigned rate, unsigned volume)
{
	long from = file_samples(booth);

	voice_say(booth->voice, spoken, language, rate, volume);
	assert_true(voice_speaking(booth->voice));
	assert_in_range(listen(booth, 60000), 1, 59000);
	SDL_Delay(WRITTEN_MS);
	take_heard(booth, from);
}

static double seconds(const struct booth *booth)
{
	return (double)booth->count / SOUND_RATE;
}

static double decibels(const struct booth *booth)
{
	double sum = 0;

	for (size_t i = 0; i < booth->count; i++)
		sum += (double)booth->heard[i] * booth->heard[i];
	return 10 * log10(sum / (double)booth->count);
}

/* Upward crossings of zero a second, over part of what was heard. */
static double pitch(const struct booth *booth, size_t from, size_t count)
{
	unsigned crossings = 0;

	for (size_t i = from + 1; i < from + count; i++)
		crossings += booth->heard[i - 1] < 0 && booth->heard[i] >= 0;
	return (double)crossings * SOUND_RATE / (double)count;
}

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
	open_booth(&booth, program());
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
	open_booth(&booth, program());
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
	open_booth(&booth, program());
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
	open_booth(&booth, program());
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
	open_booth(&booth, program());
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
	open_booth(&booth, program());
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
	open_booth(&booth, program());
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
	open_booth(&booth, program());
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

/* --- failures ------------------------------------------------------------------------------------------------------
 */

static int await_state(struct booth *booth, enum sound_state wanted, uint64_t most_ms)
{
	uint64_t from_ms = SDL_GetTicks64();

	while (voice_state(booth->voice) != wanted && SDL_GetTicks64() < from_ms + most_ms)
		tend(booth);
	return voice_state(booth->voice) == wanted;
}

static void test_program_is_missing(void **state)
{
	struct booth booth;

	(void)state;
	open_booth(&booth, "/nonexistent/folkmoot-speech");
	assert_true(await_state(&booth, SOUND_NO_SPEECH, 2000));
	/* Clips still play, and what cannot be said ends. */
	hear(&booth,
	     "Nobody says this." SPEECH_STOP SPEECH_LANGUAGE "\x02"
	     "alfa",
	     ENGLISH, 2, 6);
	assert_true(fabs(seconds(&booth) - 0.5) < 0.05);
	assert_int_equal(voice_state(booth.voice), SOUND_NO_SPEECH);
	close_booth(&booth);
}

/* Runs a script in the place of the program, and takes it away again. */
static void with_program(const char *script, void (*then)(struct booth *booth))
{
	char folder[] = "/tmp/folkmoot-speech-XXXXXX", path[64];
	struct booth booth;
	FILE *file;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/speech", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s\n", script);
	fclose(file);
	assert_int_equal(chmod(path, 0700), 0);
	open_booth(&booth, path);
	then(&booth);
	close_booth(&booth);
	unlink(path);
	rmdir(folder);
}

static void expect_clips_only(struct booth *booth)
{
	uint64_t from_ms = SDL_GetTicks64();

	hear(booth,
	     "Nobody says this." SPEECH_STOP SPEECH_LANGUAGE "\x02"
	     "alfa",
	     ENGLISH, 2, 6);
	assert_true(fabs(seconds(booth) - 0.5) < 0.05);
	assert_true(await_state(booth, SOUND_NO_SPEECH, 8000));
	assert_in_range(SDL_GetTicks64() - from_ms, 0, 16000);
}

static void test_program_dies(void **state)
{
	(void)state;
	with_program("exit 3", expect_clips_only);
}

static void test_program_hangs(void **state)
{
	(void)state;
	with_program("exec sleep 1000", expect_clips_only);
}

static void test_program_talks_nonsense(void **state)
{
	(void)state;
	with_program("exec cat /dev/zero", expect_clips_only);
}

/* It is killed while it works, and comes back. */
static void test_program_is_restarted(void **state)
{
	struct booth booth;
	char command[160];

	(void)state;
	open_booth(&booth, program());
	hear(&booth, "Before.", ENGLISH, 6, 6);
	assert_true(booth.count > 0);
	for (unsigned i = 0; i < 3; i++) {
		snprintf(command, sizeof(command), "pkill -KILL -P %d -x folkmoot-speech", (int)getpid());
		assert_int_equal(system(command), 0);
		SDL_Delay(50);
		hear(&booth, "It speaks again.", ENGLISH, 6, 6);
		assert_true(seconds(&booth) > 0.3);
		assert_int_equal(voice_state(booth.voice), SOUND_WORKS);
	}
	close_booth(&booth);
}

static void test_no_device(void **state)
{
	const struct voice_options options = {.program = program()};
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

static void test_off(void **state)
{
	const struct voice_options options = {.off = 1};
	struct voice *voice;

	(void)state;
	assert_int_equal(voice_create(&voice, &options), STATUS_OK);
	voice_election(voice, NULL);
	voice_say(voice, "Hello", 0, 2, 4);
	assert_false(voice_speaking(voice));
	assert_int_equal(voice_state(voice), SOUND_WORKS);
	assert_int_equal(voice_tend(voice, 1), 0);
	voice_destroy(voice);
}

/* The end of speech wakes whoever sleeps on the display's queue, and is told once. */
static void test_end_wakes(void **state)
{
	struct booth booth;
	unsigned begun = 0, ended = 0;
	uint64_t from_ms;

	(void)state;
	open_booth(&booth, program());
	while (voice_tend(booth.voice, SDL_GetTicks64()))
		continue;
	SDL_Delay(100);
	SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
	voice_say(booth.voice, "alfa", SOMALI, 2, 6);
	from_ms = SDL_GetTicks64();
	while (!ended && SDL_GetTicks64() < from_ms + 3000) {
		if (voice_tend(booth.voice, SDL_GetTicks64()))
			*(voice_speaking(booth.voice) ? &begun : &ended) += 1;
		if (!ended)
			assert_int_equal(SDL_WaitEventTimeout(NULL, 2000), 1);
		SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
	}
	assert_int_equal(begun, 1);
	assert_int_equal(ended, 1);
	assert_in_range(SDL_GetTicks64() - from_ms, 400, 900);
	close_booth(&booth);
}

/* The disk driver says at every start what it is. */
static void say_nothing(void *context, int category, SDL_LogPriority priority, const char *message)
{
	(void)context, (void)category, (void)priority, (void)message;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_speech_begins_soon),
	    cmocka_unit_test(test_volume_in_steps),
	    cmocka_unit_test(test_volume_at_once),
	    cmocka_unit_test(test_rates),
	    cmocka_unit_test(test_all_is_heard),
	    cmocka_unit_test(test_speech_is_whole),
	    cmocka_unit_test(test_interruption),
	    cmocka_unit_test(test_languages),
	    cmocka_unit_test(test_end_wakes),
	    cmocka_unit_test(test_program_is_missing),
	    cmocka_unit_test(test_program_dies),
	    cmocka_unit_test(test_program_hangs),
	    cmocka_unit_test(test_program_talks_nonsense),
	    cmocka_unit_test(test_program_is_restarted),
	    cmocka_unit_test(test_no_device),
	    cmocka_unit_test(test_off),
	};

	SDL_LogSetOutputFunction(say_nothing, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
