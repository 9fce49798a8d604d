#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "begin.h"
#include "channel.h"
#include "control.h"
#include "options.h"
#include "serve.h"

/* The recorder as a process: keys and ballot box, and nothing that anybody touches. Started by the kiosk's supervisor.
 */

enum {
	EXIT_START = 2,
	LINGER_MS = 10000, /* one that could not start says so for so long, and is then started anew */
};

static void complain(const char *why)
{
	fprintf(stderr, "folkmoot-recorder: %s\n", why);
}

/* A key on the terminal, or the end of the session, is the screen's matter: the recorder ends with its channel. */
static void ignore_signals(void)
{
	const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

	for (unsigned i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		(void)signal(ignored[i], SIG_IGN);
}

/* 0 where the supervisor is gone, or ends the kiosk. */
static int take_control(struct serve *serve)
{
	struct control_message message;
	int passed;
	enum status status = channel_receive(CONTROL_FD, &message, sizeof(message), &passed, 0);

	if (status == STATUS_UNKNOWN)
		return 1;
	if (status != STATUS_OK)
		return 0;
	if (message.kind == CONTROL_PEER && message.peer == CHILD_SCREEN && passed >= 0)
		serve_screen(serve, passed);
	else if (passed >= 0)
		(void)close(passed);
	return 1;
}

static void run(struct serve *serve, int timeout_ms)
{
	for (;;) {
		struct pollfd wait[] = {{.fd = CONTROL_FD, .events = POLLIN},
		                        {.fd = serve_channel(serve), .events = POLLIN}};
		int next_ms = serve_next_ms(serve);
		int ready = poll(wait, 2, next_ms >= 0 ? next_ms : timeout_ms);

		if (ready == 0 && next_ms < 0)
			return;
		if (ready > 0 && wait[0].revents && !take_control(serve))
			return;
		serve_tend(serve);
	}
}

int main(int argc, char **argv)
{
	struct options options;
	struct recorder *recorder = NULL;
	struct serve *serve = NULL;
	char why[LINK_WHY] = "";
	enum status status;

	if (options_read(&options, argc, argv) != OPTIONS_RUN || !options.data)
		return EXIT_START;
	ignore_signals();
	status = begin_recorder(&recorder, why, &options);
	if (serve_create(&serve, recorder, status, why) == STATUS_OK)
		run(serve, recorder ? -1 : LINGER_MS);
	else
		complain("The program found no memory to start: restart the kiosk.");
	serve_destroy(serve);
	recorder_destroy(recorder);
	return recorder ? EXIT_SUCCESS : EXIT_START;
}
