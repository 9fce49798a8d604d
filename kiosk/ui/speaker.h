/* The process that turns texts into sound (kiosk/speech/), as the kiosk sees it: started, asked, listened to, ended.
 * One thread uses it. Whatever it does, the kiosk goes on. */
#ifndef FOLKMOOT_SPEAKER_H
#define FOLKMOOT_SPEAKER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "wire.h"

enum {
	SPEAKER_HANG_MS = 3000, /* so long without a word of an answer that is due: it hangs */
	SPEAKER_AGAIN_MS = 500, /* before it is started again; doubled each time, until it answers */
	SPEAKER_AGAIN_MAX_MS = 60000,
	SPEAKER_PATH_MAX = 1024,
};

struct speaker {
	char program[SPEAKER_PATH_MAX];
	pid_t pid;         /* 0: it does not run */
	int fd;            /* -1 */
	uint32_t rate;     /* samples a second; 0: it did not say hello yet */
	uint32_t asked;    /* number of the last question */
	uint64_t due_ms;   /* while it does not run: when to start it; while hello is due: until when */
	uint64_t pause_ms; /* before the next start */
};

enum speaker_heard {
	SPEAKER_NOTHING, /* of what was asked last */
	SPEAKER_SAMPLES,
	SPEAKER_DONE,     /* all was spoken */
	SPEAKER_NO_VOICE, /* not in that language */
	SPEAKER_REFUSED,  /* not that text */
	SPEAKER_BROKEN,   /* it died, or talks nonsense; it was ended */
};

/* program: path; NULL: folkmoot-speech beside the running program. Starts nothing. */
void speaker_init(struct speaker *speaker, const char *program);
/* Starts it where it does not run. Every start is here: a kiosk that gives up the right to start programs does so after
 * the first, and then this fails. */
void speaker_start(struct speaker *speaker, uint64_t now_ms);
/* Ends it; it may be started again after a while. */
void speaker_end(struct speaker *speaker, uint64_t now_ms);
/* It runs, and said hello. */
int speaker_ready(const struct speaker *speaker);
/* Asks for a text; what was asked before is dropped. 0 where it is broken; then it was ended. */
int speaker_ask(struct speaker *speaker, const char *language, const char *text, size_t len, uint64_t now_ms);
/* Takes one frame; to be called where its socket has something to read. *count of samples are filled in. */
enum speaker_heard speaker_hear(struct speaker *speaker, int16_t samples[static WIRE_SAMPLES_MAX], size_t *count,
                                uint64_t now_ms);

#endif
