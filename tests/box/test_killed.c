/* kill -9 at random moments while ballots are cast and opened for checking as fast as the disk allows, again and again
 * on the same box: what a voter was told of is stored, nothing is there that nobody sealed, and of each kill one ballot
 * at most is stored of which nobody was told. 50 kills; 1,000 with LONG=1. tests/flow/test_kill.sh does the same to
 * the whole kiosk. */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "day.h"
#include "quick_pin.h"

enum { KILLED_SLOTS = 900, TOLD_MAX = 4 * KILLED_SLOTS };

/* What a voter is told, through a pipe: a line cut off by the kill was told to nobody. */
struct told {
	uint8_t is_spoiled;
	struct hash code;
};
_Static_assert(sizeof(struct told) < 512, "a pipe takes it whole or not at all");

struct killed {
	struct day *day;
	struct hash cast[TOLD_MAX], spoiled[TOLD_MAX];
	unsigned cast_count, spoiled_count;
	unsigned kills, boxes, untold, all_told;
};

/* --- the process that is killed --- */

static enum status vote_once(struct day *day, unsigned number, struct told *told)
{
	enum status status = day_voter(day);

	told->is_spoiled = number % 16 == 7;
	if (status != STATUS_OK)
		return status;
	status = day_ask(day, told->is_spoiled ? RECORDER_CHALLENGE : RECORDER_CAST);
	told->code = day->reply.code;
	return status == STATUS_OK && told->is_spoiled ? day_voter_left(day) : status;
}

static void vote_until_killed(struct day *day, int out)
{
	struct told told = {0};

	for (unsigned number = 0; vote_once(day, number, &told) == STATUS_OK; number++)
		if (write(out, &told, sizeof told) != (ssize_t)sizeof told)
			break;
	_exit(1);
}

static enum status start_killed(struct day *day)
{
	struct recorder_paths paths = {
	    .data = day->data, .usb = day->fixture.stick, .disk = &day->disk.disk, .slots = KILLED_SLOTS};

	return recorder_create(&day->recorder, &paths, day->why, sizeof day->why);
}

static void be_killed(struct day *day, int out)
{
	if (start_killed(day) != STATUS_OK || day_pin(day) != STATUS_OK || day_open(day) != STATUS_OK)
		_exit(2);
	vote_until_killed(day, out);
}

/* --- whoever kills it --- */

static void keep_told(struct killed *killed, const struct told *told)
{
	unsigned *count = told->is_spoiled ? &killed->spoiled_count : &killed->cast_count;

	assert_true(*count < TOLD_MAX);
	(told->is_spoiled ? killed->spoiled : killed->cast)[(*count)++] = told->code;
	killed->all_told++;
}

/* Anywhere from the first write of its start to the tenth ballot or so. */
static void wait_and_kill(pid_t pid, int in, struct killed *killed)
{
	struct timespec wait = {0, (long)randombytes_uniform(20000000)};
	struct told told;
	int state;

	if (randombytes_uniform(8) > 0 && read(in, &told, sizeof told) == (ssize_t)sizeof told)
		keep_told(killed, &told);
	(void)nanosleep(&wait, NULL);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &state, 0), pid);
	if (!WIFSIGNALED(state))
		fail_msg("after %u kills the recorder ended by itself: %d", killed->kills, WEXITSTATUS(state));
	while (read(in, &told, sizeof told) == (ssize_t)sizeof told)
		keep_told(killed, &told);
	killed->kills++;
}

static void kill_once(struct killed *killed)
{
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		be_killed(killed->day, ends[1]);
	assert_int_equal(close(ends[1]), 0);
	wait_and_kill(pid, ends[0], killed);
	assert_int_equal(close(ends[0]), 0);
}

static void new_box(struct killed *killed)
{
	struct day *day = killed->day;

	day_again(day);
	if (start_killed(day) != STATUS_OK)
		fail_msg("%s", day->why);
	assert_ok(day_pin(day));
	assert_ok(day_import(day));
	assert_ok(day_open(day));
	day_stop(day);
	killed->cast_count = killed->spoiled_count = 0;
	killed->boxes++;
}

struct looking {
	const struct hash *codes;
	unsigned count;
	unsigned found, untold;
};

static enum status look_at(void *context, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct looking *looking = context;
	unsigned times = 0;

	(void)body;
	(void)body_len;
	for (unsigned i = 0; i < looking->count; i++)
		times += hash_compare(&looking->codes[i], code) == 0;
	assert_true(times <= 1);
	looking->found += times;
	looking->untold += times == 0;
	return STATUS_OK;
}

static enum status look_at_opened(void *context, const struct hash *code, const struct opened_ballot *opened)
{
	return look_at(context, code, opened->body, opened->body_len);
}

/* How many ballots lie in the box now. */
static uint32_t check_box(struct killed *killed, unsigned kills)
{
	struct looking cast = {killed->cast, killed->cast_count, 0, 0};
	struct looking spoiled = {killed->spoiled, killed->spoiled_count, 0, 0};
	char path[DISK_PATH_MAX];
	struct box *box;

	path_of(path, killed->day->data, BOX_FILE);
	assert_ok(box_open(&box, path, NULL));
	assert_ok(box_each(box, look_at, &cast));
	assert_ok(box_each_spoiled(box, look_at_opened, &spoiled));
	box_close(box);
	assert_int_equal(cast.found, killed->cast_count);
	assert_int_equal(spoiled.found, killed->spoiled_count);
	assert_true(cast.untold + spoiled.untold <= kills);
	return cast.found + cast.untold + spoiled.found + spoiled.untold;
}

static void killed_at_any_moment(void **state)
{
	const char *text = getenv("LONG");
	unsigned wanted = text && text[0] ? 1000 : 50, before = 0;
	struct killed *killed = calloc(1, sizeof *killed);

	(void)state;
	assert_non_null(killed);
	killed->day = day_begin();
	new_box(killed);
	while (killed->kills < wanted) {
		uint32_t there;
		kill_once(killed);
		there = check_box(killed, killed->kills - before);
		if (there > KILLED_SLOTS / 2 || killed->kills == wanted) {
			killed->untold += there - killed->cast_count - killed->spoiled_count;
			before = killed->kills;
			new_box(killed);
		}
	}
	print_message("# note: killed %u times over %u boxes: %u voters told, %u ballots stored and not yet told of; 0 "
	              "lost, 0 doubled\n",
	              killed->kills, killed->boxes - 1, killed->all_told, killed->untold);
	assert_true(killed->all_told > wanted);
	day_end(killed->day);
	free(killed);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(killed_at_any_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
