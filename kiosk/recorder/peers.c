#include "peers.h"

#include <unistd.h>

#include "channel.h"
#include "control.h"

enum {
	FIRST_MS = 2000, /* a program that is being started */
	AGAIN_MS = 300,  /* one that ended and is started anew at once */
	SEND_MS = 100,
	MESSAGES_MAX = 8,
};

void peers_init(struct peers *peers, struct stick_disk *stick)
{
	peers->stick = stick;
	peers->screen = -1;
	peers->is_end = 0;
	peers->had_media = 0;
	if (stick)
		stick_disk_on_gone(stick, peers_wait_for_media, peers);
}

static void take_peer(struct peers *peers, uint32_t peer, int passed)
{
	if (peer == CHILD_MEDIA && peers->stick) {
		stick_disk_peer(peers->stick, passed);
		peers->had_media = 1;
	} else if (peer == CHILD_SCREEN) {
		if (peers->screen >= 0)
			(void)close(peers->screen);
		peers->screen = passed;
	} else {
		(void)close(passed);
	}
}

enum peers_came peers_take(struct peers *peers, int timeout_ms)
{
	struct control_message message;
	int passed = -1;
	enum status status = STATUS_TRUNCATED;

	if (!peers->is_end)
		status = channel_receive(CONTROL_FD, &message, sizeof message, &passed, timeout_ms);
	if (status == STATUS_UNKNOWN)
		return PEERS_NOBODY;
	if (status != STATUS_OK) {
		peers->is_end = 1;
		return PEERS_END;
	}
	if (passed >= 0 && message.kind == CONTROL_PEER)
		take_peer(peers, message.peer, passed);
	else if (passed >= 0)
		(void)close(passed);
	return PEERS_SOME;
}

int peers_wait_for_media(void *context)
{
	struct peers *peers = context;
	int had_media = peers->had_media;

	peers->had_media = 0;
	for (unsigned i = 0; i < MESSAGES_MAX && !peers->had_media; i++)
		if (peers_take(peers, had_media ? AGAIN_MS : FIRST_MS) != PEERS_SOME)
			break;
	if (peers->had_media)
		return 1;
	/* Who never came is not waited for each time. */
	peers->had_media = 1;
	return 0;
}

void peers_tell_stuck(struct peers *peers)
{
	const struct control_message message = {.kind = CONTROL_STUCK, .peer = CHILD_MEDIA};

	if (peers->stick && stick_disk_stuck(peers->stick))
		(void)!channel_send(CONTROL_FD, &message, sizeof message, -1, SEND_MS);
}

int peers_take_screen(struct peers *peers)
{
	int screen = peers->screen;

	peers->screen = -1;
	return screen;
}
