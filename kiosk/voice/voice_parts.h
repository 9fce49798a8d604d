/* Inside of the voice: what voice.c (who tends it) and voice_work.c (a thread that speaks) share. Not for use
 * elsewhere. */
#ifndef FOLKMOOT_VOICE_PARTS_H
#define FOLKMOOT_VOICE_PARTS_H

#include <SDL.h>
#include <sonic.h>

#include "election.h"
#include "jack.h"
#include "sound.h"
#include "speaker.h"
#include "speech.h"
#include "voice.h"

/* What is to be said. */
struct job {
	uint32_t number; /* the latest counts, and interrupts the others */
	unsigned language, rate;
	char spoken[SPEECH_MAX];
};

struct voice {
	const char *inputs; /* of the options */
	int wake[2];        /* a pipe: something is new for the thread */
	int told[2];        /* a pipe: something is new for whoever tends the voice */
	SDL_Thread *thread;
	struct sound sound;
	SDL_atomic_t quits, speech_fails, speech_stuck, jack;
	/* Devices come and go: what SDL's queue told, on whatever thread. */
	SDL_atomic_t added, removed; /* index + 1 of a device that came; id of one that went */
	int headset;                 /* the device in use came after the start */
	uint64_t tried_ms;           /* when a device was last looked for */
	/* the last that voice_tend told */
	int told_speaking, told_headphones;
	enum sound_state told_state;

	SDL_mutex *lock; /* guards the job, the election and the end that was handed over */
	int speech;      /* to the process that speaks; -1: the thread took it */
	struct job job;
	const struct election *election;
	unsigned language_count;
	char language[ELECTION_MAX_LANGUAGES][WIRE_TAG_MAX + 1];
};

/* The thread: says one job after another, watches sockets for headphones, until quits. */
int voice_work(void *voice);
/* Wakes whoever tends the voice. */
void voice_wake(const struct voice *voice);

#endif
