#include "family.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "arguments.h"
#include "channel.h"

enum {
	LIVED_MS = 10000,   /* who lived for so long is started again at once */
	PAUSE_MIN_MS = 250, /* who did not, after this, doubled each time */
	PAUSE_MAX_MS = 30000,
	SEND_MS = 100,
	LOOK_MS = 5,
};

struct kind {
	const char *name;
	int is_needed;
};

static const struct kind kinds[CHILD_COUNT] = {
    [CHILD_RECORDER] = {"folkmoot-recorder", 1}, [CHILD_SCREEN] = {"folkmoot-screen", 1},
    [CHILD_MEDIA] = {"folkmoot-media", 0},       [CHILD_VOICE] = {"folkmoot-voice", 0},
    [CHILD_SPEECH] = {"folkmoot-speech", 0},
};

/* Who speaks with whom. */
static const enum child pairs[][2] = {
    {CHILD_RECORDER, CHILD_SCREEN},
    {CHILD_RECORDER, CHILD_MEDIA},
    {CHILD_SCREEN, CHILD_VOICE},
    {CHILD_VOICE, CHILD_SPEECH},
};

uint64_t family_now_ms(void)
{
	struct timespec now = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

const char *family_name(enum child child)
{
	return kinds[child].name;
}

static void path_of(char out[static FAMILY_WHY], const struct family *family, enum child child)
{
	(void)snprintf(out, FAMILY_WHY, "%s%s", family->folder, kinds[child].name);
}

static int find_folder(struct family *family)
{
	ssize_t len = readlink("/proc/self/exe", family->folder, sizeof(family->folder) - 1);
	char *slash;

	family->folder[len > 0 ? len : 0] = 0;
	slash = strrchr(family->folder, '/');
	if (!slash)
		return 0;
	slash[1] = 0;
	return 1;
}

enum status family_init(struct family *family, const struct options *options, char why[static FAMILY_WHY])
{
	char path[FAMILY_WHY];

	memset(family, 0, sizeof(*family));
	family->options = options;
	if (!find_folder(family)) {
		(void)snprintf(why, FAMILY_WHY, "/proc/self/exe cannot be read: mount /proc.");
		return STATUS_ABSENT;
	}
	for (unsigned i = 0; i < CHILD_COUNT; i++) {
		path_of(path, family, i);
		family->member[i].control = -1;
		family->member[i].is_wanted = access(path, X_OK) == 0;
		if (!family->member[i].is_wanted && kinds[i].is_needed) {
			(void)snprintf(why, FAMILY_WHY,
			               "%s%s is missing: install the kiosk's programs beside each other.",
			               family->folder, kinds[i].name);
			return STATUS_ABSENT;
		}
	}
	/* A script says nothing. */
	if (options->script)
		family->member[CHILD_VOICE].is_wanted = 0;
	/* It is spoken to by the voice alone. */
	family->member[CHILD_SPEECH].is_wanted &= family->member[CHILD_VOICE].is_wanted;
	return STATUS_OK;
}

/* --- a child's first breath --- */

/* In the child: standard output and error, its channel, and nothing else. What is left of this function is between fork
 * and exec, where little is allowed. */
static _Noreturn void become(const char *path, char **arguments, int control, pid_t parent)
{
	sigset_t none;
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent || nothing < 0)
		_exit(EXIT_FAILURE);
	if (dup2(nothing, STDIN_FILENO) < 0)
		_exit(EXIT_FAILURE);
	/* dup2 onto itself would leave it to be closed. */
	if (control == CONTROL_FD ? fcntl(control, F_SETFD, 0) != 0 : dup2(control, CONTROL_FD) < 0)
		_exit(EXIT_FAILURE);
	if (close_range(CONTROL_FD + 1, ~0U, CLOSE_RANGE_CLOEXEC) != 0)
		_exit(EXIT_FAILURE);
	execv(path, arguments);
	_exit(EXIT_FAILURE);
}

static void tell_peer(struct member *member, enum child peer, int end)
{
	const struct control_message message = {.kind = CONTROL_PEER, .peer = peer};

	/* Who does not take it is dead, and will be told of the next one. */
	(void)!channel_send(member->control, &message, sizeof(message), end, SEND_MS);
}

/* Both ends of a fresh channel between the two. */
static void introduce(struct family *family, enum child a, enum child b)
{
	int ends[2];

	if (!family->member[a].pid || !family->member[b].pid || channel_pair(ends) != STATUS_OK)
		return;
	tell_peer(&family->member[a], b, ends[0]);
	tell_peer(&family->member[b], a, ends[1]);
	(void)close(ends[0]);
	(void)close(ends[1]);
}

static void delay(struct member *member, uint64_t now_ms)
{
	unsigned pause_ms = member->pause_ms;

	member->due_ms = now_ms + pause_ms;
	pause_ms = pause_ms ? 2 * pause_ms : PAUSE_MIN_MS;
	member->pause_ms = pause_ms < PAUSE_MAX_MS ? pause_ms : PAUSE_MAX_MS;
}

static void start(struct family *family, enum child child, uint64_t now_ms)
{
	struct member *member = &family->member[child];
	struct arguments arguments;
	char path[FAMILY_WHY];
	int ends[2];
	pid_t parent = getpid(), pid = -1;

	path_of(path, family, child);
	arguments_for(&arguments, family->options, child, kinds[child].name,
	              member->was_started ? ARGUMENTS_AGAIN : ARGUMENTS_FIRST);
	if (channel_pair(ends) == STATUS_OK)
		pid = fork();
	if (pid == 0)
		become(path, arguments.word, ends[1], parent);
	if (ends[1] >= 0)
		(void)close(ends[1]);
	if (pid < 0) {
		if (ends[0] >= 0)
			(void)close(ends[0]);
		delay(member, now_ms);
		return;
	}
	member->pid = pid;
	member->control = ends[0];
	member->was_started = 1;
	member->started_ms = now_ms;
	for (unsigned i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i][0] == child || pairs[i][1] == child)
			introduce(family, pairs[i][0], pairs[i][1]);
}

/* What a dead child said last is heard first. */
static int can_start(const struct member *member)
{
	return member->is_wanted && !member->pid && member->control < 0;
}

void family_start_due(struct family *family, uint64_t now_ms)
{
	for (unsigned i = 0; i < CHILD_COUNT; i++) {
		struct member *member = &family->member[i];

		if (can_start(member) && member->due_ms <= now_ms)
			start(family, i, now_ms);
	}
}

int family_next_ms(const struct family *family, uint64_t now_ms)
{
	uint64_t next_ms = UINT64_MAX;

	for (unsigned i = 0; i < CHILD_COUNT; i++) {
		const struct member *member = &family->member[i];

		if (can_start(member) && member->due_ms < next_ms)
			next_ms = member->due_ms;
	}
	if (next_ms == UINT64_MAX)
		return -1;
	return next_ms > now_ms ? (int)(next_ms - now_ms) : 0;
}

/* --- a child's end --- */

static void close_control(struct member *member)
{
	if (member->control >= 0)
		(void)close(member->control);
	member->control = -1;
}

static void take_death(struct member *member, int ended, uint64_t now_ms)
{
	member->pid = 0;
	member->ended = ended;
	if (now_ms - member->started_ms >= LIVED_MS)
		member->pause_ms = 0;
	delay(member, now_ms);
}

void family_end(struct family *family, enum child child, uint64_t now_ms)
{
	struct member *member = &family->member[child];

	close_control(member);
	if (!member->pid)
		return;
	(void)kill(member->pid, SIGKILL);
	take_death(member, 0, now_ms);
}

void family_reap(struct family *family, uint64_t now_ms)
{
	int ended;

	for (pid_t pid = waitpid(-1, &ended, WNOHANG); pid > 0; pid = waitpid(-1, &ended, WNOHANG))
		for (unsigned i = 0; i < CHILD_COUNT; i++)
			if (family->member[i].pid == pid)
				take_death(&family->member[i], ended, now_ms);
}

static int are_gone(struct family *family)
{
	int gone = 1;

	for (unsigned i = 0; i < CHILD_COUNT; i++) {
		struct member *member = &family->member[i];
		int ended;

		if (member->pid && waitpid(member->pid, &ended, WNOHANG) == member->pid) {
			member->pid = 0;
			member->ended = ended;
		}
		gone &= member->pid == 0;
	}
	return gone;
}

int family_finish(struct family *family, int wait_ms)
{
	const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};
	uint64_t end_ms = family_now_ms() + (uint64_t)wait_ms;
	int well = 1;

	for (unsigned i = 0; i < CHILD_COUNT; i++)
		if (family->member[i].control >= 0)
			(void)shutdown(family->member[i].control, SHUT_RDWR);
	while (!are_gone(family) && family_now_ms() < end_ms)
		(void)nanosleep(&pause, NULL);
	for (unsigned i = 0; i < CHILD_COUNT; i++) {
		struct member *member = &family->member[i];
		int ended;

		if (member->pid) {
			(void)kill(member->pid, SIGKILL);
			(void)waitpid(member->pid, &ended, 0);
		}
		close_control(member);
		if (member->was_started && WIFEXITED(member->ended) && WEXITSTATUS(member->ended) != 0)
			well = 0;
	}
	return well;
}
