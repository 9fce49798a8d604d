#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "voice_parts.h"

enum {
	LOOK_AGAIN_MS = 10000, /* without a device one is looked for so often, while somebody wants to hear */
};

#define SPOKEN_WITHOUT_ELECTION "en"

void voice_wake(const struct voice *voice)
{
	(void)!write(voice->told[1], "", 1);
}

/* --- devices ------------------------------------------------------------------------------------------------------ */

/* On whatever thread SDL found it. */
static int watch_devices(void *context, SDL_Event *event)
{
	struct voice *voice = context;

	if (event->type == SDL_AUDIODEVICEADDED && !event->adevice.iscapture)
		SDL_AtomicSet(&voice->added, (int)event->adevice.which + 1);
	else if (event->type == SDL_AUDIODEVICEREMOVED && !event->adevice.iscapture)
		SDL_AtomicSet(&voice->removed, (int)event->adevice.which);
	return 1;
}

static void open_device(struct voice *voice, const char *name)
{
	SDL_LockMutex(voice->lock);
	voice->job.number++;
	voice->headset = sound_open(&voice->sound, name) && name;
	if (!voice->sound.device && name)
		(void)sound_open(&voice->sound, NULL);
	SDL_UnlockMutex(voice->lock);
}

/* One that is plugged in while the kiosk runs is somebody's headset. */
static void tend_devices(struct voice *voice, uint64_t now_ms)
{
	int added = SDL_AtomicSet(&voice->added, 0), removed = SDL_AtomicSet(&voice->removed, 0);

	if (removed && (SDL_AudioDeviceID)removed == voice->sound.device)
		open_device(voice, NULL);
	if (added)
		open_device(voice, SDL_GetAudioDeviceName(added - 1, 0));
	if (!voice->sound.device && voice->job.spoken[0] && now_ms >= voice->tried_ms + LOOK_AGAIN_MS) {
		voice->tried_ms = now_ms;
		open_device(voice, NULL);
	}
}

/* --- start and end ------------------------------------------------------------------------------------------------ */

static enum status start(struct voice *voice)
{
	if (pipe2(voice->wake, O_CLOEXEC | O_NONBLOCK) != 0 || pipe2(voice->told, O_CLOEXEC | O_NONBLOCK) != 0)
		return STATUS_NO_ROOM;
	voice->sound.wake = voice->told[1];
	voice->lock = SDL_CreateMutex();
	if (!voice->lock)
		return STATUS_NO_ROOM;
	voice_election(voice, NULL);
	/* Those that were there from the start are nobody's headset. */
	if (SDL_InitSubSystem(SDL_INIT_AUDIO) == 0) {
		open_device(voice, NULL);
		SDL_PumpEvents();
		SDL_FlushEvents(SDL_AUDIODEVICEADDED, SDL_AUDIODEVICEREMOVED);
		SDL_AddEventWatch(watch_devices, voice);
	}
	voice->thread = SDL_CreateThread(voice_work, "voice", voice);
	return voice->thread ? STATUS_OK : STATUS_NO_ROOM;
}

enum status voice_create(struct voice **out, const struct voice_options *options)
{
	struct voice *voice = calloc(1, sizeof(*voice));
	enum status status;

	*out = voice;
	if (!voice)
		return STATUS_NO_ROOM;
	voice->wake[0] = voice->wake[1] = voice->told[0] = voice->told[1] = voice->speech = -1;
	voice->inputs = options->inputs ? options->inputs : "/dev/input";
	voice->told_headphones = -1;
	SDL_AtomicSet(&voice->jack, -1);
	sound_init(&voice->sound, -1);
	status = start(voice);
	if (status != STATUS_OK) {
		voice_destroy(voice);
		*out = NULL;
	}
	return status;
}

static void poke(struct voice *voice)
{
	(void)!write(voice->wake[1], "", 1);
}

static void shut(int fd)
{
	if (fd >= 0)
		close(fd);
}

void voice_destroy(struct voice *voice)
{
	if (!voice)
		return;
	if (voice->thread) {
		SDL_AtomicSet(&voice->quits, 1);
		poke(voice);
		SDL_WaitThread(voice->thread, NULL);
	}
	SDL_DelEventWatch(watch_devices, voice);
	sound_close(&voice->sound);
	SDL_QuitSubSystem(SDL_INIT_AUDIO);
	if (voice->lock)
		SDL_DestroyMutex(voice->lock);
	shut(voice->speech);
	for (unsigned i = 0; i < 2; i++) {
		shut(voice->wake[i]);
		shut(voice->told[i]);
	}
	explicit_bzero(voice, sizeof(*voice));
	free(voice);
}

/* --- speaking ----------------------------------------------------------------------------------------------------- */

void voice_election(struct voice *voice, const struct election *election)
{
	SDL_LockMutex(voice->lock);
	voice->job.number++;
	voice->election = election;
	voice->language_count = election ? election->language_count : 1;
	for (unsigned i = 0; i < voice->language_count; i++)
		snprintf(voice->language[i], sizeof(voice->language[i]), "%s",
		         election ? election->language[i] : SPOKEN_WITHOUT_ELECTION);
	sound_stop(&voice->sound);
	SDL_UnlockMutex(voice->lock);
}

void voice_say(struct voice *voice, const char *spoken, unsigned language, unsigned rate, unsigned volume)
{
	voice_volume(voice, volume);
	SDL_LockMutex(voice->lock);
	voice->job.number++;
	voice->job.language = language;
	voice->job.rate = rate < FLOW_RATES ? rate : FLOW_RATE_DEFAULT;
	explicit_bzero(voice->job.spoken, sizeof(voice->job.spoken));
	snprintf(voice->job.spoken, sizeof(voice->job.spoken), "%s", spoken);
	if (spoken[0])
		sound_begin(&voice->sound);
	else
		sound_stop(&voice->sound);
	SDL_UnlockMutex(voice->lock);
	poke(voice);
}

void voice_volume(struct voice *voice, unsigned volume)
{
	SDL_AtomicSet(&voice->sound.volume, volume < FLOW_VOLUMES ? (int)volume : FLOW_VOLUMES - 1);
}

/* --- the process that speaks -------------------------------------------------------------------------------------- */

void voice_speech(struct voice *voice, int end)
{
	SDL_LockMutex(voice->lock);
	shut(voice->speech);
	voice->speech = end;
	SDL_UnlockMutex(voice->lock);
	poke(voice);
}

int voice_speech_stuck(struct voice *voice)
{
	return SDL_AtomicSet(&voice->speech_stuck, 0);
}

int voice_wakes(const struct voice *voice)
{
	return voice->told[0];
}

/* --- what became of it -------------------------------------------------------------------------------------------- */

int voice_speaking(const struct voice *voice)
{
	return sound_playing((struct sound *)(uintptr_t)&voice->sound);
}

enum sound_state voice_state(const struct voice *voice)
{
	if (!voice->sound.device)
		return SOUND_NO_DEVICE;
	return SDL_AtomicGet((SDL_atomic_t *)(uintptr_t)&voice->speech_fails) ? SOUND_NO_SPEECH : SOUND_WORKS;
}

int voice_headphones(const struct voice *voice)
{
	if (voice->headset)
		return 1;
	return SDL_AtomicGet((SDL_atomic_t *)(uintptr_t)&voice->jack);
}

int voice_tend(struct voice *voice, uint64_t now_ms)
{
	int speaking, headphones, changed;
	enum sound_state state;
	char drained[64];

	while (read(voice->told[0], drained, sizeof(drained)) > 0)
		continue;
	SDL_PumpEvents();
	tend_devices(voice, now_ms);
	speaking = voice_speaking(voice);
	headphones = voice_headphones(voice);
	state = voice_state(voice);
	changed =
	    speaking != voice->told_speaking || headphones != voice->told_headphones || state != voice->told_state;
	voice->told_speaking = speaking;
	voice->told_headphones = headphones;
	voice->told_state = state;
	return changed;
}
