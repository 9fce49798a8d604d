#include "speaker.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void speaker_init(struct speaker *speaker, uint64_t now_ms)
{
	memset(speaker, 0, sizeof(*speaker));
	speaker->fd = -1;
	speaker->due_ms = now_ms + SPEAKER_HANG_MS;
}

void speaker_take(struct speaker *speaker, int fd, uint64_t now_ms)
{
	speaker_end(speaker, now_ms);
	speaker->fd = fd;
	speaker->stuck = 0;
	speaker->due_ms = now_ms + SPEAKER_HANG_MS;
}

void speaker_end(struct speaker *speaker, uint64_t now_ms)
{
	if (speaker->fd >= 0)
		close(speaker->fd);
	speaker->fd = -1;
	speaker->rate = 0;
	speaker->due_ms = now_ms + SPEAKER_LOST_MS;
}

void speaker_hangs(struct speaker *speaker, uint64_t now_ms)
{
	speaker->stuck |= speaker->fd >= 0;
	speaker_end(speaker, now_ms);
}

/* What went by itself was seen by whoever started it; what merely fails is not. */
static void give_up(struct speaker *speaker, uint64_t now_ms)
{
	struct pollfd look = {.fd = speaker->fd};

	if (poll(&look, 1, 0) > 0 && (look.revents & (POLLHUP | POLLERR)))
		speaker_end(speaker, now_ms);
	else
		speaker_hangs(speaker, now_ms);
}

int speaker_ready(const struct speaker *speaker)
{
	return speaker->fd >= 0 && speaker->rate;
}

static int is_ready_for(const struct speaker *speaker, short event)
{
	struct pollfd wait = {.fd = speaker->fd, .events = event};

	return poll(&wait, 1, SPEAKER_HANG_MS) > 0 && (wait.revents & event);
}

static int write_all(const struct speaker *speaker, const void *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t put = -1;

		if (is_ready_for(speaker, POLLOUT))
			put = send(speaker->fd, (const char *)bytes + at, len - at, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (put <= 0)
			return 0;
		at += (size_t)put;
	}
	return 1;
}

static int read_all(const struct speaker *speaker, void *out, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t got = -1;

		if (is_ready_for(speaker, POLLIN))
			got = recv(speaker->fd, (char *)out + at, len - at, MSG_DONTWAIT);
		if (got <= 0)
			return 0;
		at += (size_t)got;
	}
	return 1;
}

int speaker_ask(struct speaker *speaker, const char *language, const char *text, size_t len, uint64_t now_ms)
{
	struct wire_ask ask = {.what = WIRE_ASK, .id = speaker->asked + 1, .text_len = (uint32_t)len};

	if (!speaker_ready(speaker) || len > WIRE_TEXT_MAX)
		return 0;
	speaker->asked++;
	snprintf(ask.language, sizeof(ask.language), "%s", language);
	if (write_all(speaker, &ask, sizeof(ask)) && write_all(speaker, text, len))
		return 1;
	give_up(speaker, now_ms);
	return 0;
}

static enum speaker_heard hear_end(uint32_t end)
{
	if (end == WIRE_SPOKEN)
		return SPEAKER_DONE;
	return end == WIRE_NO_VOICE ? SPEAKER_NO_VOICE : SPEAKER_REFUSED;
}

enum speaker_heard speaker_hear(struct speaker *speaker, int16_t samples[static WIRE_SAMPLES_MAX], size_t *count,
                                uint64_t now_ms)
{
	struct wire_frame frame;

	*count = 0;
	if (!read_all(speaker, &frame, sizeof(frame)) || frame.what != WIRE_FRAME)
		goto broken;
	if (frame.kind == WIRE_HELLO && !speaker->rate && frame.number >= 8000 && frame.number <= 48000) {
		speaker->rate = frame.number;
		return SPEAKER_NOTHING;
	}
	if (frame.kind == WIRE_SAMPLES && frame.number <= WIRE_SAMPLES_MAX) {
		if (!read_all(speaker, samples, frame.number * sizeof(*samples)))
			goto broken;
		*count = frame.number;
		return frame.id == speaker->asked ? SPEAKER_SAMPLES : SPEAKER_NOTHING;
	}
	if (frame.kind == WIRE_END)
		return frame.id == speaker->asked ? hear_end(frame.number) : SPEAKER_NOTHING;
broken:
	give_up(speaker, now_ms);
	return SPEAKER_BROKEN;
}
