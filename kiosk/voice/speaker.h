/* The process that turns texts into sound (kiosk/speech/), as the voice sees it: asked, listened to, and given up. It
 * is the supervisor's to start and to end; each time an end of a channel to it is handed over. One thread uses it.
 * Whatever it does, the voice goes on. */
#ifndef FOLKMOOT_SPEAKER_H
#define FOLKMOOT_SPEAKER_H

#include <stddef.h>
#include <stdint.h>

#include "wire.h"

enum {
	SPEAKER_HANG_MS = 3000, /* so long without a word of an answer that is due: it hangs */
	SPEAKER_LOST_MS = 1000, /* so long after it was lost another is waited for, by who has something to say */
};

struct speaker {
	int fd;          /* -1: there is none */
	uint32_t rate;   /* samples a second; 0: it did not say hello yet */
	uint32_t asked;  /* number of the last question */
	uint64_t due_ms; /* until then another, or its hello, is waited for */
	int stuck;       /* it hangs or talks nonsense, and somebody is to end it */
};

enum speaker_heard {
	SPEAKER_NOTHING, /* of what was asked last */
	SPEAKER_SAMPLES,
	SPEAKER_DONE,     /* all was spoken */
	SPEAKER_NO_VOICE, /* not in that language */
	SPEAKER_REFUSED,  /* not that text */
	SPEAKER_BROKEN,   /* it died, or talks nonsense; it was given up */
};

/* There is none yet. */
void speaker_init(struct speaker *speaker, uint64_t now_ms);
/* Another is there, in the place of the one before; takes its end. */
void speaker_take(struct speaker *speaker, int fd, uint64_t now_ms);
/* Gives it up. */
void speaker_end(struct speaker *speaker, uint64_t now_ms);
/* It did not answer in time: gives it up, and it is stuck. */
void speaker_hangs(struct speaker *speaker, uint64_t now_ms);
/* It is there, and said hello. */
int speaker_ready(const struct speaker *speaker);
/* Asks for a text; what was asked before is dropped. 0 where it is broken; then it was given up. */
int speaker_ask(struct speaker *speaker, const char *language, const char *text, size_t len, uint64_t now_ms);
/* Takes one frame; to be called where its socket has something to read. *count of samples are filled in. */
enum speaker_heard speaker_hear(struct speaker *speaker, int16_t samples[static WIRE_SAMPLES_MAX], size_t *count,
                                uint64_t now_ms);

#endif
