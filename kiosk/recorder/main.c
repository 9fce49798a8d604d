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
#include "enclose_recorder.h"
#include "options.h"
#include "peers.h"
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

static void run(struct serve *serve, struct peers *peers, int timeout_ms)
{
	for (;;) {
		/* A screen that came while a stick was waited for. */
		int screen = peers_take_screen(peers);
		struct pollfd wait[] = {{.fd = CONTROL_FD, .events = POLLIN},
		                        {.fd = serve_channel(serve), .events = POLLIN}};
		int next_ms = serve_next_ms(serve), ready = 1;

		if (screen >= 0)
			serve_screen(serve, screen);
		else
			ready = poll(wait, 2, next_ms >= 0 ? next_ms : timeout_ms);
		if (ready == 0 && next_ms < 0)
			return;
		if (ready > 0 && wait[0].revents && peers_take(peers, 0) == PEERS_END)
			return;
		serve_tend(serve);
		peers_tell_stuck(peers);
	}
}

/* Before anything is read but what the command line gives to a practice kiosk: that lies elsewhere. */
static enum status begin(struct recorder **out, char why[static LINK_WHY], const struct options *options,
                         struct stick_disk *stick)
{
	int is_given = options->pin_file || options->import;
	struct wall_told told = {0, 0};
	enum status status = is_given ? STATUS_OK : enclose_recorder(&told, why, options);

	*out = NULL;
	if (status == STATUS_OK)
		status = begin_recorder(out, why, options, stick ? stick_disk_table(stick) : NULL);
	if (status == STATUS_OK && is_given)
		status = enclose_recorder(&told, why, options);
	if (status == STATUS_OK && told.landlock == 0)
		recorder_tell_fault(*out, "this system is too old to keep the recorder from other files");
	if (status == STATUS_OK)
		return status;
	recorder_destroy(*out);
	*out = NULL;
	return status;
}

/* What kept it from starting is said to the screen, which is why it goes on for a while. */
static int live(const struct options *options, struct stick_disk *stick)
{
	struct recorder *recorder = NULL;
	struct serve *serve = NULL;
	struct peers peers;
	char why[LINK_WHY] = "";
	enum status status;

	peers_init(&peers, stick);
	status = begin(&recorder, why, options, stick);
	if (serve_create(&serve, recorder, stick, status, why) == STATUS_OK)
		run(serve, &peers, recorder ? -1 : LINGER_MS);
	else
		complain("The program found no memory to start: restart the kiosk.");
	serve_destroy(serve);
	recorder_destroy(recorder);
	return recorder ? EXIT_SUCCESS : EXIT_START;
}

int main(int argc, char **argv)
{
	struct options options;
	struct stick_disk *stick = NULL;
	int code;

	if (options_read(&options, argc, argv) != OPTIONS_RUN || !options.data)
		return EXIT_START;
	if (wall_begin() != STATUS_OK)
		return EXIT_START;
	ignore_signals();
	if (options.usb && stick_disk_create(&stick, disk_real(), options.usb, -1) != STATUS_OK) {
		complain("The stick's folder has too long a name, or there is no memory: choose another.");
		return EXIT_START;
	}
	code = live(&options, stick);
	stick_disk_destroy(stick);
	return code;
}
