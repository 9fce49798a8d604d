/* A voice whose sound goes through SDL's disk driver into a file, at the pace of a real device, an election with
 * recorded clips whose samples are known: pure tones, and a supervisor of the program that speaks. */
#ifndef FOLKMOOT_TESTS_BOOTH_H
#define FOLKMOOT_TESTS_BOOTH_H

#include <SDL.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channel.h"
#include "control.h"
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

/* What stands in the place of folkmoot-speech. */
enum speaks { SPEAKS, SPEAKS_MISSING, SPEAKS_DIES, SPEAKS_HANGS, SPEAKS_NONSENSE };

struct booth {
	char folder[64], file[96];
	enum speaks speaks;
	pid_t pid; /* 0: it does not run */
	int control;
	unsigned starts;
	uint64_t due_ms; /* when to start it */
	struct voice *voice;
	struct election election;
	struct election_clip clip[TONES];
	char word[TONES][16];
	uint8_t sound[TONES][TONE_SAMPLES];
	int16_t *heard;
	size_t count;
};

/* ITU-T G.711, as its text describes it: what the tool that builds packages does. */
static inline uint8_t to_mu_law(int value)
{
	int sign = value < 0 ? 0x80 : 0, magnitude = abs(value) + 0x84, segment = 7;

	if (magnitude > 0x7fff)
		magnitude = 0x7fff;
	while (segment > 0 && !(magnitude >> (segment + 7)))
		segment--;
	return (uint8_t) ~(sign | segment << 4 | (magnitude >> (segment + 3) & 15));
}

static inline void record_tones(struct booth *booth)
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

static inline const char *program(void)
{
	static char path[256];
	const char *folder = getenv("B");

	snprintf(path, sizeof(path), "%s/folkmoot-speech", folder ? folder : "build");
	return path;
}

/* --- the supervisor ------------------------------------------------------------------------------------------------
 */

/* What stands in for a program that is not as it should be: it never returns. */
static inline void misbehave(enum speaks speaks, int voice)
{
	static const char zeros[16];

	while (speaks == SPEAKS_HANGS)
		pause();
	while (speaks == SPEAKS_NONSENSE && channel_send(voice, zeros, sizeof(zeros), -1, -1) == STATUS_OK)
		continue;
	_exit(3);
}

static inline void start_speech(struct booth *booth)
{
	const struct control_message message = {.kind = CONTROL_PEER, .peer = CHILD_VOICE};
	const char *path = booth->speaks == SPEAKS_MISSING ? "/nonexistent/folkmoot-speech" : program();
	int control[2], voice[2];

	assert_int_equal(channel_pair(control), STATUS_OK);
	assert_int_equal(channel_pair(voice), STATUS_OK);
	booth->starts++;
	booth->pid = fork();
	assert_true(booth->pid >= 0);
	if (booth->pid == 0) {
		if (booth->speaks >= SPEAKS_DIES)
			misbehave(booth->speaks, voice[1]);
		(void)dup2(control[1], CONTROL_FD);
		closefrom(CONTROL_FD + 1);
		(void)fcntl(CONTROL_FD, F_SETFD, 0);
		execl(path, "folkmoot-speech", (char *)NULL);
		_exit(127);
	}
	close(control[1]);
	booth->control = control[0];
	/* Who died already takes nothing. */
	(void)!channel_send(control[0], &message, sizeof(message), voice[1], 1000);
	close(voice[1]);
	voice_speech(booth->voice, voice[0]);
}

static inline void end_speech(struct booth *booth)
{
	if (!booth->pid)
		return;
	kill(booth->pid, SIGKILL);
	waitpid(booth->pid, NULL, 0);
	close(booth->control);
	booth->pid = 0;
}

/* Starts what died or hangs: at once, then less and less soon. */
static inline void tend_speech(struct booth *booth)
{
	if (voice_speech_stuck(booth->voice))
		end_speech(booth);
	else if (booth->pid && waitpid(booth->pid, NULL, WNOHANG) == booth->pid) {
		close(booth->control);
		booth->pid = 0;
	}
	if (booth->pid || SDL_GetTicks64() < booth->due_ms)
		return;
	start_speech(booth);
	booth->due_ms = SDL_GetTicks64() + (10U << (booth->starts < 10 ? booth->starts : 10));
}

static inline void open_booth(struct booth *booth, enum speaks speaks)
{
	const struct voice_options options = {.inputs = NULL};

	memset(booth, 0, sizeof(*booth));
	booth->speaks = speaks;
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
	tend_speech(booth);
}

static inline void close_booth(struct booth *booth)
{
	voice_destroy(booth->voice);
	end_speech(booth);
	SDL_Quit();
	unlink(booth->file);
	rmdir(booth->folder);
	free(booth->heard);
}

/* --- listening -----------------------------------------------------------------------------------------------------
 */

/* Sleeps until the voice wakes it, as its program does, and tends it. */
static inline void tend(struct booth *booth)
{
	struct pollfd wait = {.fd = voice_wakes(booth->voice), .events = POLLIN};

	(void)poll(&wait, 1, 10);
	(void)voice_tend(booth->voice, SDL_GetTicks64());
	tend_speech(booth);
}

static inline uint64_t listen(struct booth *booth, uint64_t most_ms)
{
	uint64_t from_ms = SDL_GetTicks64();

	while (voice_speaking(booth->voice) && SDL_GetTicks64() < from_ms + most_ms)
		tend(booth);
	return SDL_GetTicks64() - from_ms;
}

static inline long file_samples(const struct booth *booth)
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
static inline void take_heard(struct booth *booth, long from)
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
static inline void hear(struct booth *booth, const char *spoken, unsigned language, unsigned rate, unsigned volume)
{
	long from = file_samples(booth);

	voice_say(booth->voice, spoken, language, rate, volume);
	assert_true(voice_speaking(booth->voice));
	assert_in_range(listen(booth, 60000), 1, 59000);
	SDL_Delay(WRITTEN_MS);
	take_heard(booth, from);
}

static inline double seconds(const struct booth *booth)
{
	return (double)booth->count / SOUND_RATE;
}

/* Of the highest sample: a gap, where another program held this one up, does not count. */
static inline double decibels(const struct booth *booth)
{
	int highest = 1;

	for (size_t i = 0; i < booth->count; i++)
		if (abs(booth->heard[i]) > highest)
			highest = abs(booth->heard[i]);
	return 20 * log10((double)highest);
}

/* Upward crossings of zero a second, over part of what was heard. */
static inline double pitch(const struct booth *booth, size_t from, size_t count)
{
	unsigned crossings = 0;

	for (size_t i = from + 1; i < from + count; i++)
		crossings += booth->heard[i - 1] < 0 && booth->heard[i] >= 0;
	return (double)crossings * SOUND_RATE / (double)count;
}

/* The disk driver says at every start what it is. */
static inline void say_nothing(void *context, int category, SDL_LogPriority priority, const char *message)
{
	(void)context, (void)category, (void)priority, (void)message;
}

#endif
