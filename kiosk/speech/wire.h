/* What the voice and folkmoot-speech say to each other, over a pair of sockets that keep packets apart (channel_pair),
 * between two processes of one machine (so in its byte order). A head, and what follows it where that is not empty, are
 * a packet each. The voice asks for one text after another; a question drops what is still being answered. An answer is
 * frames in order: SAMPLES as often as there are any, then one END. The first frame of all is HELLO. */
#ifndef FOLKMOOT_WIRE_H
#define FOLKMOOT_WIRE_H

#include <stdint.h>

enum {
	WIRE_ASK = 0x6b534146, /* "FASk" */
	WIRE_FRAME = 0x72534146,
	WIRE_TAG_MAX = 35,
	WIRE_TEXT_MAX = 16 * 1024,
	WIRE_SAMPLES_MAX = 16 * 1024, /* in one frame */
	WIRE_WORDS_A_MINUTE = 120,    /* how fast it speaks; who plays it stretches it */
};

/* Followed by text_len bytes of UTF-8. */
struct wire_ask {
	uint32_t what; /* WIRE_ASK */
	uint32_t id;
	uint32_t text_len;
	char language[WIRE_TAG_MAX + 1]; /* BCP 47, NUL-terminated */
};

enum wire_kind {
	WIRE_HELLO,   /* number: samples a second */
	WIRE_SAMPLES, /* number: so many signed samples of 16 bits follow, one channel */
	WIRE_END,     /* number: how it went, enum wire_end */
};

enum wire_end {
	WIRE_SPOKEN,
	WIRE_NO_VOICE, /* it does not speak that language */
	WIRE_FAILED,   /* the synthesiser refused */
};

struct wire_frame {
	uint32_t what; /* WIRE_FRAME */
	uint32_t id;   /* of the question; 0 for HELLO */
	uint32_t kind;
	uint32_t number;
};

#endif
