/* The media helper. Started by the kiosk's supervisor, which hands it the end of a channel to the recorder. It serves
 * one stick: for another one it ends, and a new helper is started (wall.h, wall_stick). */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "channel.h"
#include "media.h"
#include "wall.h"

enum { SENTENCE = 256, REPLY_MS = 10000 };

/* The wall's second half, as soon as it is known which folder it is to end at. */
static int enter(void *context, int root)
{
	struct wall_told told = {0, 0};

	(void)context;
	return wall_stick(&told, root) == STATUS_OK;
}

/* Secrets may have gone through: the staff stick's. */
static void wipe(void *data, size_t len)
{
	explicit_bzero(data, len);
}

/* 0 where the recorder's end is to be closed. */
static int serve(struct media *media, int recorder)
{
	_Alignas(4096) static struct media_request request;
	_Alignas(4096) static struct media_reply reply;
	enum status status = channel_receive(recorder, &request, sizeof request, NULL, 0);

	if (status == STATUS_UNKNOWN)
		return 1;
	if (status != STATUS_OK)
		return 0;
	media_answer(media, &reply, &request);
	/* Unanswered, so that the recorder asks the next helper. */
	if (!media->has_left)
		status = channel_send(recorder, &reply, sizeof reply, -1, REPLY_MS);
	wipe(&request, sizeof request);
	wipe(&reply, sizeof reply);
	return status == STATUS_OK;
}

/* The supervisor's word: another recorder, in place of *recorder. 0 where the supervisor is gone. */
static int take_recorder(struct media *media, int *recorder)
{
	struct control_message message;
	int passed = -1;
	enum status status = channel_receive(CONTROL_FD, &message, sizeof message, &passed, 0);

	if (status == STATUS_UNKNOWN)
		return 1;
	if (status != STATUS_OK)
		return 0;
	if (message.kind != CONTROL_PEER || message.peer != CHILD_RECORDER || passed < 0) {
		if (passed >= 0)
			(void)close(passed);
		return 1;
	}
	media_forget(media);
	if (*recorder >= 0)
		(void)close(*recorder);
	*recorder = passed;
	return 1;
}

static void run(struct media *media)
{
	struct pollfd wait[2] = {{.fd = CONTROL_FD, .events = POLLIN}, {.fd = -1, .events = POLLIN}};

	while (!media->has_left) {
		if (poll(wait, 2, -1) < 0)
			continue;
		if (wait[0].revents) {
			wait[1].revents = 0;
			if (!take_recorder(media, &wait[1].fd))
				return;
		}
		if (wait[1].revents && !serve(media, wait[1].fd)) {
			media_forget(media);
			(void)close(wait[1].fd);
			wait[1].fd = -1;
		}
	}
}

int main(int argc, char **argv)
{
	struct control_message ready = {.kind = CONTROL_READY};
	const struct wall_paths paths = {.data = NULL};
	struct wall_told told = {0, 0};
	static struct media media;
	char why[SENTENCE] = "";

	if (argc != 1 && (argc != 3 || strcmp(argv[1], "--usb") != 0)) {
		(void)fprintf(stderr, "folkmoot-media is a part of folkmoot-kiosk, which starts it: start that.\n");
		return 2;
	}
	if (wall_begin() != STATUS_OK || wall_raise(&told, CHILD_MEDIA, &paths, why, sizeof why) != STATUS_OK) {
		(void)fprintf(stderr, "folkmoot-media: %s\n", why[0] ? why : "its wall cannot be raised");
		return 2;
	}
	/* A kiosk without a stick's folder: none is ever there. */
	media_init(&media, argc == 3 ? argv[2] : "", enter, NULL);
	if (channel_send(CONTROL_FD, &ready, sizeof ready, -1, REPLY_MS) != STATUS_OK)
		return 2;
	run(&media);
	return 0;
}
