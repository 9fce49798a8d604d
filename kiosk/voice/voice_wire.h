/* What the screen and the voice say to each other, over a channel (channel.h), in the machine's byte order. The screen
 * asks; the voice tells how it is after every request, and whenever that changes. Neither trusts the other's ranges. */
#ifndef FOLKMOOT_VOICE_WIRE_H
#define FOLKMOOT_VOICE_WIRE_H

#include "speech.h"

enum { VOICE_MAGIC = 0x6f764146 }; /* "FAvo" */

enum voice_kind {
	VOICE_SAY = 1,  /* as voice_say: all fields */
	VOICE_VOLUME,   /* volume */
	VOICE_ELECTION, /* with it comes the election's body, as memory that is sealed against every change; without:
	                   none */
};

struct voice_request {
	uint32_t magic;
	uint32_t id; /* ascending */
	uint32_t kind;
	uint32_t language, rate, volume;
	char spoken[SPEECH_MAX]; /* secret where a voter listens; NUL-terminated */
};

struct voice_told {
	uint32_t magic;
	uint32_t id; /* of the last request taken; 0: none yet */
	uint32_t speaking;
	uint32_t state;     /* enum sound_state */
	int32_t headphones; /* as voice_headphones */
};

#endif
