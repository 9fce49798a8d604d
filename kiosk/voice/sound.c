#include "sound.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "flow.h"

static float gain_of(int volume)
{
	return powf(10.0F, (float)((volume - (FLOW_VOLUMES - 1)) * SOUND_STEP_DB) / 20.0F);
}

/* How many samples may be heard now. */
static size_t ready(struct sound *sound)
{
	if (!sound->playing || sound->ended || sound->count >= sound->rest + SOUND_BEGIN)
		sound->flowing = 1;
	return sound->flowing ? sound->count : sound->rest;
}

/* SDL's own thread asks for the next samples. A volume that changed is reached over one piece, so that it does not
 * click. */
static void fill(void *context, Uint8 *stream, int len)
{
	struct sound *sound = context;
	int flowed = sound->flowing;
	size_t count = (size_t)len / sizeof(int16_t), there = ready(sound), heard = count < there ? count : there;
	float to = gain_of(SDL_AtomicGet(&sound->volume)), step;

	if (!flowed)
		sound->gain = to;
	step = (to - sound->gain) / (float)(count ? count : 1);
	memset(stream, 0, (size_t)len);
	for (size_t i = 0; i < heard; i++) {
		float gain = sound->gain + step * (float)(i + 1);
		int16_t sample = (int16_t)lrintf(gain * (float)sound->ring[(sound->first + i) % SOUND_ROOM]);

		memcpy(stream + i * sizeof(sample), &sample, sizeof(sample));
	}
	sound->gain = to;
	sound->first = (sound->first + heard) % SOUND_ROOM;
	sound->count -= heard;
	sound->rest -= heard < sound->rest ? heard : sound->rest;
	if (sound->playing && sound->ended && sound->count == 0) {
		sound->playing = 0;
		(void)!write(sound->wake, "", 1);
	}
}

void sound_init(struct sound *sound, int wake)
{
	memset(sound, 0, sizeof(*sound));
	sound->wake = wake;
	SDL_AtomicSet(&sound->volume, FLOW_VOLUME_DEFAULT);
	sound->gain = gain_of(FLOW_VOLUME_DEFAULT);
}

int sound_open(struct sound *sound, const char *name)
{
	const SDL_AudioSpec want = {.freq = SOUND_RATE,
	                            .format = AUDIO_S16SYS,
	                            .channels = 1,
	                            .samples = SOUND_PIECE,
	                            .callback = fill,
	                            .userdata = sound};

	sound_close(sound);
	sound->device = SDL_OpenAudioDevice(name, 0, &want, NULL, 0);
	if (!sound->device)
		return 0;
	SDL_PauseAudioDevice(sound->device, 0);
	return 1;
}

void sound_close(struct sound *sound)
{
	if (sound->device)
		SDL_CloseAudioDevice(sound->device);
	sound->device = 0;
	sound->count = sound->rest = 0;
	sound->playing = sound->ended = sound->flowing = 0;
}

/* What is about to be heard fades out. */
static void fade(struct sound *sound)
{
	if (sound->count > SOUND_FADE)
		sound->count = SOUND_FADE;
	for (size_t i = 0; i < sound->count; i++) {
		int16_t *sample = &sound->ring[(sound->first + i) % SOUND_ROOM];

		*sample = (int16_t)(*sample * (int)(sound->count - i) / SOUND_FADE);
	}
}

static void turn(struct sound *sound, int playing)
{
	SDL_LockAudioDevice(sound->device);
	fade(sound);
	sound->playing = playing;
	sound->ended = sound->flowing = 0;
	sound->rest = sound->count;
	SDL_UnlockAudioDevice(sound->device);
}

void sound_begin(struct sound *sound)
{
	turn(sound, sound->device != 0);
}

void sound_stop(struct sound *sound)
{
	turn(sound, 0);
	SDL_LockAudioDevice(sound->device);
	for (size_t i = sound->count; i < SOUND_ROOM; i++)
		sound->ring[(sound->first + i) % SOUND_ROOM] = 0;
	SDL_UnlockAudioDevice(sound->device);
}

size_t sound_put(struct sound *sound, const int16_t *samples, size_t count)
{
	size_t taken = 0;

	if (!sound->device)
		return count;
	SDL_LockAudioDevice(sound->device);
	for (; taken < count && sound->count < SOUND_ROOM; taken++, sound->count++)
		sound->ring[(sound->first + sound->count) % SOUND_ROOM] = samples[taken];
	SDL_UnlockAudioDevice(sound->device);
	return taken;
}

void sound_end(struct sound *sound)
{
	SDL_LockAudioDevice(sound->device);
	sound->ended = 1;
	SDL_UnlockAudioDevice(sound->device);
}

int sound_playing(struct sound *sound)
{
	int playing;

	SDL_LockAudioDevice(sound->device);
	playing = sound->playing;
	SDL_UnlockAudioDevice(sound->device);
	return playing;
}
