#include "speaker.h"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "folkmoot-speech"

static void beside(char out[static SPEAKER_PATH_MAX])
{
	char own[SPEAKER_PATH_MAX - sizeof(PROGRAM) - 1];
	ssize_t len = readlink("/proc/self/exe", own, sizeof(own) - 1);
	char *slash;

	own[len > 0 ? len : 0] = 0;
	slash = strrchr(own, '/');
	if (slash)
		slash[1] = 0;
	snprintf(out, SPEAKER_PATH_MAX, "%s%s", own, PROGRAM);
}

void speaker_init(struct speaker *speaker, const char *program)
{
	memset(speaker, 0, sizeof(*speaker));
	speaker->fd = -1;
	if (program)
		snprintf(speaker->program, sizeof(speaker->program), "%s", program);
	else
		beside(speaker->program);
}

/* The child gets the socket as its input and output, standard error, and nothing else of this process: no file, no
 * environment, no blocked signal. */
static int spawn(pid_t *pid, const char *program, int socket)
{
	char name[] = PROGRAM, *const argv[] = {name, NULL}, *const environment[] = {NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int failed;

	sigemptyset(&none);
	sigfillset(&all);
	if (posix_spawn_file_actions_init(&files) != 0)
		return 0;
	if (posix_spawnattr_init(&attributes) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return 0;
	}
	failed = posix_spawn_file_actions_adddup2(&files, socket, STDIN_FILENO) ||
	         posix_spawn_file_actions_adddup2(&files, socket, STDOUT_FILENO) ||
	         posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1) ||
	         posix_spawnattr_setsigmask(&attributes, &none) || posix_spawnattr_setsigdefault(&attributes, &all) ||
	         posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) ||
	         posix_spawn(pid, program, &files, &attributes, argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return !failed;
}

void speaker_start(struct speaker *speaker, uint64_t now_ms)
{
	int pair[2];

	if (speaker->pid)
		return;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0) {
		if (spawn(&speaker->pid, speaker->program, pair[1])) {
			speaker->fd = pair[0];
			speaker->due_ms = now_ms + SPEAKER_HANG_MS;
		} else {
			speaker->pid = 0;
			close(pair[0]);
		}
		close(pair[1]);
	}
	if (!speaker->pid)
		speaker_end(speaker, now_ms);
}

void speaker_end(struct speaker *speaker, uint64_t now_ms)
{
	if (speaker->pid) {
		close(speaker->fd);
		kill(speaker->pid, SIGKILL);
		waitpid(speaker->pid, NULL, 0);
	}
	speaker->pid = 0;
	speaker->fd = -1;
	speaker->rate = 0;
	speaker->due_ms = now_ms + speaker->pause_ms;
	speaker->pause_ms = speaker->pause_ms ? 2 * speaker->pause_ms : SPEAKER_AGAIN_MS;
	if (speaker->pause_ms > SPEAKER_AGAIN_MAX_MS)
		speaker->pause_ms = SPEAKER_AGAIN_MAX_MS;
}

int speaker_ready(const struct speaker *speaker)
{
	return speaker->pid && speaker->rate;
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
	speaker_end(speaker, now_ms);
	return 0;
}

static enum speaker_heard hear_end(struct speaker *speaker, uint32_t end)
{
	speaker->pause_ms = 0;
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
		return frame.id == speaker->asked ? hear_end(speaker, frame.number) : SPEAKER_NOTHING;
broken:
	speaker_end(speaker, now_ms);
	return SPEAKER_BROKEN;
}
