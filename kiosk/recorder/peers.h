/* Whom the supervisor hands over to the recorder: the media helper, which goes to the stick's disk at once, and the
 * screen, which waits until what is at hand is done. */
#ifndef FOLKMOOT_PEERS_H
#define FOLKMOOT_PEERS_H

#include "stick_disk.h"

enum peers_came {
	PEERS_NOBODY,
	PEERS_SOME,
	PEERS_END, /* the supervisor is gone, or ends the kiosk */
};

struct peers {
	struct stick_disk *stick; /* NULL: without a stick's folder */
	int screen;               /* the end of a channel to a screen that nobody took yet, or -1 */
	int is_end;
	int had_media;
};

void peers_init(struct peers *peers, struct stick_disk *stick);
/* Takes one message of the supervisor's, if one comes within timeout_ms. */
enum peers_came peers_take(struct peers *peers, int timeout_ms);
/* For stick_disk_on_gone: context is the peers. */
int peers_wait_for_media(void *context);
/* A helper that does not answer is ended by the supervisor, and another one started. */
void peers_tell_stuck(struct peers *peers);
/* The screen's end, the caller's; -1 where none waits. */
int peers_take_screen(struct peers *peers);

#endif
