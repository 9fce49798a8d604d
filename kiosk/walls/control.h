/* What the supervisor and its children say to each other, each over a channel of its own (channel.h). A child finds its
 * end as descriptor CONTROL_FD; it comes into the world with nothing else but standard output and error. */
#ifndef FOLKMOOT_CONTROL_H
#define FOLKMOOT_CONTROL_H

#include <stdint.h>

enum { CONTROL_FD = 3 };

enum child { CHILD_RECORDER, CHILD_SCREEN, CHILD_MEDIA, CHILD_VOICE, CHILD_SPEECH, CHILD_COUNT };

enum control_kind {
	CONTROL_PEER = 1, /* supervisor to child: another child was started (anew); with it comes the end of a fresh
	                     channel to it. The end that was there before is dead and to be closed */
	CONTROL_READY,    /* child to supervisor: its wall stands, it works */
	CONTROL_STUCK,    /* child to supervisor: that peer does not answer: end it and start it anew */
	CONTROL_QUIT,     /* screen to supervisor: the kiosk is to end, with exit code arg */
};

struct control_message {
	uint32_t kind; /* enum control_kind */
	uint32_t peer; /* enum child */
	uint32_t arg;
};

#endif
