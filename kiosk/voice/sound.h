/* The sound device: samples are put in at one end and heard at the other, at a volume that changes at once. */
#ifndef FOLKMOOT_SOUND_H
#define FOLKMOOT_SOUND_H

#include <SDL.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SOUND_RATE = 22050, /* samples a second, one channel */
	SOUND_PIECE = 512,  /* samples that the device asks for at once */
	SOUND_ROOM = 2 * SOUND_RATE,
	SOUND_BEGIN = 1024, /* so many are there before any is heard, so that no gap comes soon after */
	SOUND_FADE = 110,   /* 5 ms: how fast it falls silent */
	SOUND_STEP_DB = 6,  /* between two volumes */
};

struct sound {
	SDL_AudioDeviceID device; /* 0: none */
	int wake;                 /* a byte is written to it when the last sample was heard */
	SDL_atomic_t volume;      /* 0 to FLOW_VOLUMES - 1 */
	/* what follows belongs to the device's lock */
	float gain; /* as it is now */
	int16_t ring[SOUND_ROOM];
	size_t first, count;
	size_t rest; /* samples of what went before, which still fade out */
	int flowing; /* enough came to begin with */
	int playing; /* samples are still to come, or to be heard */
	int ended;   /* no more come */
};

/* wake: the end of a pipe that does not block, or -1. */
void sound_init(struct sound *sound, int wake);
/* Opens a device by name (NULL: the usual one) in the place of the one before. 0 where there is none. */
int sound_open(struct sound *sound, const char *name);
void sound_close(struct sound *sound);
/* What was put in is dropped, and others begin. */
void sound_begin(struct sound *sound);
/* Falls silent at once, and forgets what was heard. */
void sound_stop(struct sound *sound);
/* Returns how many were taken: fewer where there is no room. */
size_t sound_put(struct sound *sound, const int16_t *samples, size_t count);
/* No more come: once all were heard, a byte is written. */
void sound_end(struct sound *sound);
int sound_playing(struct sound *sound);

#endif
