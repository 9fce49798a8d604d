#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "voice_parts.h"

/* The thread that speaks. It alone listens to the process and the sockets for headphones, and whatever it waits for, it
 * watches all of them. */

enum {
	BREATH_MS = 180, /* before what begins anew: another element, another sentence */
	FULL_MS = 20,    /* the device has enough: it is asked again so soon */
	PART = 1024,     /* samples of a clip at once */
	HELD_BACK =
	    640,   /* samples that SDL's conversion never gives out, whatever is flushed: silence follows them in */
	TRIES = 2, /* of one text, where the process dies of it */
	STRETCH_ROOM = 4096,
};

struct work {
	struct voice *voice;
	struct speaker speaker;
	struct jack jack;
	struct job job; /* that is being said */
	sonicStream stretch;
	SDL_AudioStream *convert; /* to SOUND_RATE; NULL where the samples have it */
	int16_t samples[WIRE_SAMPLES_MAX];
	char text[WIRE_TEXT_MAX];
};

enum said {
	SAID,
	SAID_STALE, /* something else is to be said */
	SAID_NOT,
};

/* What a rate is of WIRE_WORDS_A_MINUTE. */
static float speed_of(unsigned rate)
{
	return (float)(50 + 25 * rate) / 100.0F;
}

static uint64_t now_ms(void)
{
	return SDL_GetTicks64();
}

static void tell(struct work *work, SDL_atomic_t *what, int value)
{
	if (SDL_AtomicSet(what, value) != value)
		voice_wake(work->voice);
}

/* --- waiting ------------------------------------------------------------------------------------------------------ */

/* Another process that speaks is there. */
static void take_speech(struct work *work)
{
	int end;

	SDL_LockMutex(work->voice->lock);
	end = work->voice->speech;
	work->voice->speech = -1;
	SDL_UnlockMutex(work->voice->lock);
	if (end >= 0)
		speaker_take(&work->speaker, end, now_ms());
}

static void tell_stuck(struct work *work)
{
	if (!work->speaker.stuck)
		return;
	work->speaker.stuck = 0;
	SDL_AtomicSet(&work->voice->speech_stuck, 1);
	voice_wake(work->voice);
}

/* Until the process says something (returns 1), something is new to do, or the time is over (-1: for ever). */
static int await(struct work *work, int timeout_ms)
{
	struct pollfd wait[2 + JACK_MAX] = {{.fd = work->voice->wake[0], .events = POLLIN},
	                                    {.fd = work->speaker.fd, .events = POLLIN}};
	char drained[64];

	poll(wait, 2 + jack_poll(&work->jack, wait + 2), timeout_ms);
	while (wait[0].revents && read(work->voice->wake[0], drained, sizeof(drained)) > 0)
		continue;
	take_speech(work);
	jack_read(&work->jack, wait + 2);
	tell(work, &work->voice->jack, jack_in(&work->jack));
	return wait[1].revents != 0 && wait[1].fd == work->speaker.fd;
}

static int is_stale(struct work *work)
{
	int stale;

	SDL_LockMutex(work->voice->lock);
	stale = work->voice->job.number != work->job.number || SDL_AtomicGet(&work->voice->quits);
	SDL_UnlockMutex(work->voice->lock);
	return stale;
}

/* --- sound -------------------------------------------------------------------------------------------------------- */

/* Into the device, waiting while it has enough. */
static enum said put(struct work *work, const int16_t *samples, size_t count)
{
	struct voice *voice = work->voice;
	size_t at = 0;

	for (;;) {
		int stale;

		SDL_LockMutex(voice->lock);
		stale = voice->job.number != work->job.number || SDL_AtomicGet(&voice->quits);
		if (!stale)
			at += sound_put(&voice->sound, samples + at, count - at);
		SDL_UnlockMutex(voice->lock);
		if (stale)
			return SAID_STALE;
		if (at == count)
			return SAID;
		/* Not what the process says: it may go on waiting. */
		SDL_Delay(FULL_MS);
		(void)await(work, 0);
	}
}

static enum said put_stretched(struct work *work)
{
	int16_t out[STRETCH_ROOM];
	enum said said = SAID;
	int count;

	while (said == SAID && (count = sonicReadShortFromStream(work->stretch, out, STRETCH_ROOM)) > 0)
		said = put(work, out, (size_t)count);
	return said;
}

static enum said put_at_rate(struct work *work, int16_t *samples, size_t count)
{
	if (count && !sonicWriteShortToStream(work->stretch, samples, (int)count))
		return SAID_NOT;
	return put_stretched(work);
}

/* Samples of the rate that the conversion is set for. */
static enum said put_samples(struct work *work, int16_t *samples, size_t count)
{
	int16_t out[STRETCH_ROOM];
	enum said said = SAID;
	int bytes;

	if (!work->convert)
		return put_at_rate(work, samples, count);
	if (SDL_AudioStreamPut(work->convert, samples, (int)(count * sizeof(*samples))) != 0)
		return SAID_NOT;
	while (said == SAID && (bytes = SDL_AudioStreamGet(work->convert, out, sizeof(out))) > 0)
		said = put_at_rate(work, out, (size_t)bytes / sizeof(*out));
	return said;
}

static enum said put_breath(struct work *work)
{
	int16_t silence[SOUND_RATE * BREATH_MS / 1000] = {0};

	return put_at_rate(work, silence, sizeof(silence) / sizeof(*silence));
}

static void convert_from(struct work *work, uint32_t rate)
{
	if (work->convert)
		SDL_FreeAudioStream(work->convert);
	work->convert = NULL;
	if (rate != SOUND_RATE)
		work->convert = SDL_NewAudioStream(AUDIO_S16SYS, 1, (int)rate, AUDIO_S16SYS, 1, SOUND_RATE);
}

/* What conversion and stretching still hold. */
static enum said flush(struct work *work)
{
	enum said said = SAID;

	if (work->convert) {
		memset(work->samples, 0, HELD_BACK * sizeof(*work->samples));
		said = put_samples(work, work->samples, HELD_BACK);
	}
	sonicFlushStream(work->stretch);
	return said == SAID ? put_stretched(work) : said;
}

/* --- one text ----------------------------------------------------------------------------------------------------- */

static int16_t from_mu_law(uint8_t byte)
{
	/* ITU-T G.711: all bits inverted; sign, three bits of segment, four of step. */
	int value = (uint8_t)~byte, segment = value >> 4 & 7, magnitude = (((value & 15) << 3) + 0x84) << segment;

	return (int16_t)(value & 0x80 ? 0x84 - magnitude : magnitude - 0x84);
}

/* The next part of a clip; the election may be gone when nobody looks. Returns 0 where it is, or the clip ended. */
static size_t read_clip(struct work *work, const struct election_clip *clip, size_t at)
{
	size_t count = 0;

	SDL_LockMutex(work->voice->lock);
	if (work->voice->job.number == work->job.number)
		for (; count < PART && at + count < clip->samples; count++)
			work->samples[count] = from_mu_law(clip->sound[at + count]);
	SDL_UnlockMutex(work->voice->lock);
	return count;
}

static enum said play_clip(struct work *work, const struct election_clip *clip)
{
	enum said said = SAID;
	size_t count;

	convert_from(work, CLIP_RATE);
	for (size_t at = 0; said == SAID && (count = read_clip(work, clip, at)) > 0; at += count)
		said = put_samples(work, work->samples, count);
	return said == SAID ? flush(work) : said;
}

static const struct election_clip *find_clip(struct work *work, const struct segment *segment)
{
	const struct election_clip *clip = NULL;

	SDL_LockMutex(work->voice->lock);
	if (work->voice->job.number == work->job.number && work->voice->election)
		clip = election_clip_of(work->voice->election, segment->language, segment->text, segment->len);
	SDL_UnlockMutex(work->voice->lock);
	return clip;
}

/* Hears out one answer. The process has SPEAKER_HANG_MS for each next word of it. */
static enum said hear_answer(struct work *work)
{
	struct speaker *speaker = &work->speaker;
	uint64_t until_ms = now_ms() + SPEAKER_HANG_MS;
	size_t count;

	for (;;) {
		uint64_t now = now_ms();
		enum speaker_heard heard;
		enum said said = SAID;

		if (is_stale(work))
			return SAID_STALE;
		/* It is gone, or another stands there, who was not asked. */
		if (!speaker_ready(speaker))
			return SAID_NOT;
		if (now >= until_ms) {
			speaker_hangs(speaker, now);
			return SAID_NOT;
		}
		if (!await(work, (int)(until_ms - now)))
			continue;
		heard = speaker_hear(speaker, work->samples, &count, now_ms());
		if (heard == SPEAKER_SAMPLES)
			said = put_samples(work, work->samples, count);
		if (heard == SPEAKER_DONE || heard == SPEAKER_NO_VOICE || heard == SPEAKER_REFUSED)
			return flush(work);
		if (heard == SPEAKER_BROKEN)
			return SAID_NOT;
		if (said != SAID)
			return said;
		until_ms = now_ms() + SPEAKER_HANG_MS;
	}
}

/* It is waited for a little while, but not by every sentence. */
static void await_speaker(struct work *work)
{
	uint64_t now = now_ms();

	while (!speaker_ready(&work->speaker) && now < work->speaker.due_ms && !is_stale(work)) {
		size_t count;

		if (await(work, (int)(work->speaker.due_ms - now)))
			(void)speaker_hear(&work->speaker, work->samples, &count, now_ms());
		now = now_ms();
	}
}

static enum said ask(struct work *work, const char *language, size_t len)
{
	enum said said = SAID_NOT;

	for (unsigned i = 0; i < TRIES && said == SAID_NOT; i++) {
		await_speaker(work);
		if (is_stale(work))
			return SAID_STALE;
		convert_from(work, work->speaker.rate ? work->speaker.rate : SOUND_RATE);
		if (speaker_ask(&work->speaker, language, work->text, len, now_ms()))
			said = hear_answer(work);
		tell_stuck(work);
	}
	tell(work, &work->voice->speech_fails, said == SAID_NOT);
	return said;
}

/* --- one job ------------------------------------------------------------------------------------------------------ */

/* Takes the segments that belong together into one text, so that they sound as one sentence: of one language, without
 * a clip, and nothing begins between them. Returns its length. */
static size_t gather(struct work *work, const struct segment *first, const char **rest)
{
	struct segment next;
	size_t len = first->len, before = len;
	const char *after = *rest;

	memcpy(work->text, first->text, len);
	while (speech_next(&next, &after, work->job.language) && !next.begins && next.language == first->language &&
	       len + 2 + next.len <= sizeof(work->text) && !find_clip(work, &next)) {
		/* Letters that are spelled out are not to become a word. */
		if (next.len == 1 && before == 1)
			work->text[len++] = ',';
		work->text[len++] = ' ';
		before = next.len;
		memcpy(work->text + len, next.text, next.len);
		len += next.len;
		*rest = after;
	}
	return len;
}

static enum said say_next(struct work *work, const struct segment *segment, const char **rest)
{
	const struct election_clip *clip = find_clip(work, segment);
	size_t len;

	if (clip)
		return play_clip(work, clip);
	if (segment->language >= work->voice->language_count || segment->len > sizeof(work->text))
		return SAID_NOT;
	len = gather(work, segment, rest);
	return ask(work, work->voice->language[segment->language], len);
}

/* A stale job ended already: what is said now belongs to another. */
static void end_job(struct work *work)
{
	SDL_LockMutex(work->voice->lock);
	if (work->voice->job.number == work->job.number)
		sound_end(&work->voice->sound);
	SDL_UnlockMutex(work->voice->lock);
}

static void say(struct work *work)
{
	const char *rest = work->job.spoken;
	struct segment segment;
	enum said said = SAID;

	work->stretch = sonicCreateStream(SOUND_RATE, 1);
	if (!work->stretch)
		return;
	sonicSetSpeed(work->stretch, speed_of(work->job.rate));
	for (unsigned i = 0; said != SAID_STALE && speech_next(&segment, &rest, work->job.language); i++) {
		if (i > 0 && segment.begins)
			said = put_breath(work);
		if (said != SAID_STALE)
			said = say_next(work, &segment, &rest);
	}
	sonicDestroyStream(work->stretch);
	end_job(work);
}

/* Nothing more is to be said: the next who listens is somebody else. */
static void forget(struct work *work)
{
	explicit_bzero(work->text, sizeof(work->text));
	explicit_bzero(work->samples, sizeof(work->samples));
	convert_from(work, SOUND_RATE);
}

static int take_job(struct work *work)
{
	int is_new, is_heard;

	SDL_LockMutex(work->voice->lock);
	is_new = work->voice->job.number != work->job.number;
	if (is_new)
		memcpy(&work->job, &work->voice->job, sizeof(work->job));
	is_heard = work->voice->sound.device != 0;
	SDL_UnlockMutex(work->voice->lock);
	if (is_new && !work->job.spoken[0])
		forget(work);
	return is_new && is_heard && work->job.spoken[0];
}

/* While nothing is said: the process says hello, dies, or does not come. */
static void tend_speaker(struct work *work, int ready)
{
	struct speaker *speaker = &work->speaker;
	size_t count;

	if (ready)
		(void)speaker_hear(speaker, work->samples, &count, now_ms());
	if (speaker->fd >= 0 && !speaker->rate && now_ms() >= speaker->due_ms)
		speaker_hangs(speaker, now_ms());
	tell_stuck(work);
	if (speaker_ready(speaker))
		tell(work, &work->voice->speech_fails, 0);
	else if (speaker->fd < 0 && now_ms() >= speaker->due_ms)
		tell(work, &work->voice->speech_fails, 1);
}

static int rest_ms(const struct work *work)
{
	uint64_t now = now_ms();

	if (speaker_ready(&work->speaker) || (work->speaker.fd < 0 && SDL_AtomicGet(&work->voice->speech_fails)))
		return -1;
	return work->speaker.due_ms > now ? (int)(work->speaker.due_ms - now) : 0;
}

int voice_work(void *voice)
{
	struct work *work = calloc(1, sizeof(*work));

	if (!work)
		return 0;
	work->voice = voice;
	jack_open(&work->jack, work->voice->inputs);
	speaker_init(&work->speaker, now_ms());
	while (!SDL_AtomicGet(&work->voice->quits)) {
		tend_speaker(work, await(work, rest_ms(work)));
		while (take_job(work))
			say(work);
	}
	speaker_end(&work->speaker, now_ms());
	jack_close(&work->jack);
	if (work->convert)
		SDL_FreeAudioStream(work->convert);
	explicit_bzero(work, sizeof(*work));
	free(work);
	return 0;
}
