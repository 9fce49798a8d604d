#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "channel.h"
#include "family.h"

/* folkmoot-kiosk: starts the kiosk's processes and starts again what dies. It reads nothing but its children's few
 * words, and knows no secret. Killed, it takes all of them with it, as a power cut would. */

enum {
	EXIT_START = 2,
	FINISH_MS = 2000,
};

struct run {
	struct family family;
	int signals;
	int quits;
	int code;
	int asked; /* how often it was asked to end */
};

static void complain(const char *why)
{
	fprintf(stderr, "folkmoot-kiosk: %s\n", why);
}

/* Nothing that is opened here takes the number of a standard stream that was closed. */
static void fill_streams(void)
{
	int file = open("/dev/null", O_RDWR);

	while (file >= 0 && file <= STDERR_FILENO)
		file = open("/dev/null", O_RDWR);
	if (file >= 0)
		(void)close(file);
}

static int begin_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* The screen ends in its own time, and says so; where there is none, or it is asked twice, the kiosk ends. */
static void ask_to_end(struct run *run)
{
	const struct member *screen = &run->family.member[CHILD_SCREEN];

	run->asked++;
	if (run->asked > 1 || !screen->pid || kill(screen->pid, SIGTERM) != 0)
		run->quits = 1;
}

static void take_signals(struct run *run)
{
	struct signalfd_siginfo info;

	while (read(run->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			ask_to_end(run);
	family_reap(&run->family, family_now_ms());
	/* A screen that dies of being asked to end has ended. */
	if (run->asked && !run->family.member[CHILD_SCREEN].pid)
		run->quits = 1;
}

static void take_message(struct run *run, enum child child)
{
	struct control_message message;
	struct member *member = &run->family.member[child];
	enum status status = channel_receive(member->control, &message, sizeof(message), NULL, 0);

	if (status == STATUS_UNKNOWN)
		return;
	/* A child that closes its channel, or sends what is none of these, has no use left. */
	if (status != STATUS_OK) {
		family_end(&run->family, child, family_now_ms());
	} else if (message.kind == CONTROL_STUCK && message.peer < CHILD_COUNT) {
		family_end(&run->family, message.peer, family_now_ms());
	} else if (message.kind == CONTROL_QUIT && child == CHILD_SCREEN) {
		run->quits = 1;
		run->code = (int)(message.arg & 0xff);
	}
}

static void wait_once(struct run *run)
{
	struct pollfd wait[1 + CHILD_COUNT] = {{.fd = run->signals, .events = POLLIN}};

	for (unsigned i = 0; i < CHILD_COUNT; i++)
		wait[1 + i] = (struct pollfd){.fd = run->family.member[i].control, .events = POLLIN};
	if (poll(wait, 1 + CHILD_COUNT, family_next_ms(&run->family, family_now_ms())) <= 0)
		return;
	/* First what they said, then who died. */
	for (unsigned i = 0; i < CHILD_COUNT; i++)
		if (wait[1 + i].revents && run->family.member[i].control >= 0)
			take_message(run, i);
	if (wait[0].revents)
		take_signals(run);
}

static int live(struct run *run)
{
	while (!run->quits) {
		family_start_due(&run->family, family_now_ms());
		wait_once(run);
	}
	if (!family_finish(&run->family, FINISH_MS) && run->code == EXIT_SUCCESS) {
		complain("one of the kiosk's processes did not end as it should: see above.");
		return EXIT_START;
	}
	return run->code;
}

static enum options_result read_options(struct options *options, int argc, char **argv)
{
	enum options_result result = options_read(options, argc, argv);

	return result == OPTIONS_RUN ? options_check(options) : result;
}

int main(int argc, char **argv)
{
	struct options options;
	struct run run = {0};
	char why[FAMILY_WHY];

	switch (read_options(&options, argc, argv)) {
	case OPTIONS_HELP: return EXIT_SUCCESS;
	case OPTIONS_WRONG: return EXIT_START;
	case OPTIONS_RUN: break;
	}
	fill_streams();
	if (family_init(&run.family, &options, why) != STATUS_OK) {
		complain(why);
		return EXIT_START;
	}
	run.signals = begin_signals();
	if (run.signals < 0) {
		complain("The kiosk cannot watch over its processes: restart it.");
		return EXIT_START;
	}
	return live(&run);
}
