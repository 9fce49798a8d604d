/* folkmoot mix: whose turn it is, what is refused, and what is left where it ends early. */
#include "crypto/cmocka_all.h"

#include "vote_run.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "audit.h"
#include "mix_statement.h"

/* --- help --- */

static void shell(const struct run *run, const char *line)
{
	char command[PATH_ROOM + 1000];

	snprintf(command, sizeof command, "cd '%s' && { %s; }", run->vote->dir, line);
	if (system(command) != 0)
		fail_msg("failed: %s", line);
}

static int is_there(const struct run *run, const char *name)
{
	char path[PATH_ROOM];

	vote_path(path, run->vote, name);
	return path_exists(path);
}

static void read_whole(struct bytes *out, const struct run *run, const char *name)
{
	char path[PATH_ROOM];

	vote_path(path, run->vote, name);
	assert_ok(file_read(out, path, 1 << 24, "a file of the test"));
}

static void ends(const struct run *run, int code, const char *why)
{
	if (run->captured.code != code)
		fail_msg("exit %d instead of %d: %s%s", run->captured.code, code, run->captured.out, run->captured.err);
	says(code == 0 ? run->captured.out : run->captured.err, why);
}

static int set_up_record(void **state)
{
	struct run *run;

	if (set_up(state) != 0)
		return -1;
	run = *state;
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_start(run, LIST("a", "b"));
	return run->captured.code;
}

#define RECORD(test) cmocka_unit_test_setup_teardown(test, set_up_record, tear_down)

/* What everybody else finds in the record. */
static void holds(const struct run *run, unsigned mixes)
{
	struct audit *audit = calloc(1, sizeof *audit);
	char record[PATH_ROOM];

	assert_non_null(audit);
	vote_path(record, run->vote, "record");
	assert_ok(audit_record(audit, record, STEP_MIXES));
	assert_int_equal(audit->mixes.count, mixes);
	audit_finish(audit);
	free(audit);
}

/* --- turns --- */

static void test_two_mixers_in_turn(void **state)
{
	struct run *run = *state;

	mix(run, "share.key");
	ends(run, 0, "has made mix 1");
	says(run->captured.out, "Next: give the folder to another mixer");
	says(run->captured.out, run->vote->election.mixer[1].name);
	holds(run, 1);
	mix(run, "organiser.key");
	ends(run, 0, "has made mix 2");
	says(run->captured.out, "Next: 1 of the 1 trustees decrypt it");
	holds(run, 2);
	assert_false(is_there(run, "record/mixes/.1.part"));
	assert_false(is_there(run, "record/mixes/.2.part"));
}

static void test_nobody_mixes_twice(void **state)
{
	struct run *run = *state;

	mix(run, "share.key");
	mix(run, "share.key");
	ends(run, 2, "has mixed already, in mix 1; another mixer must go on");
	assert_false(is_there(run, "record/mixes/2"));
	assert_false(is_there(run, "record/mixes/.2.part"));
}

static void test_only_named_mixers(void **state)
{
	struct run *run = *state;
	char path[PATH_ROOM];

	vote_path(path, run->vote, "stranger");
	capture(&run->captured, command_mixer, LIST("mixer", "new", "--practice", "-o", path));
	ends(run, 0, "The mixer's practice key is made");
	mix(run, "stranger.key");
	ends(run, 1, "is none of this election's mixers' keys");
	assert_false(is_there(run, "record/mixes"));
}

static void test_no_key(void **state)
{
	struct run *run = *state;

	mix(run, "nothing.key");
	ends(run, 2, "nothing.key");
	mix(run, "organiser.pub");
	ends(run, 1, "is no mixer's key that can be used");
	mix(run, "vote.roster");
	assert_int_not_equal(run->captured.code, 0);
	assert_false(is_there(run, "record/mixes"));
}

static void test_no_record(void **state)
{
	struct run *run = *state;

	shell(run, "mv record elsewhere");
	mix(run, "organiser.key");
	ends(run, 2, "is no folder that can be opened");
	shell(run, "mkdir record");
	mix(run, "organiser.key");
	assert_int_not_equal(run->captured.code, 0);
	assert_false(is_there(run, "record/mixes"));
}

static void test_decryption_has_begun(void **state)
{
	struct run *run = *state;

	mix(run, "share.key");
	shell(run, "mkdir record/decryption");
	mix(run, "organiser.key");
	ends(run, 2, "nothing can be mixed any more");
	assert_false(is_there(run, "record/mixes/2"));
}

static void test_record_that_does_not_hold(void **state)
{
	struct run *run = *state;

	shell(run, "printf x >>\"$(ls -d record/exports/*/ | head -1)/ballots\"");
	mix(run, "share.key");
	ends(run, 1, "is not mixed, because the step \"exports\" does not hold");
	assert_false(is_there(run, "record/mixes"));
}

static void test_mix_before_does_not_hold(void **state)
{
	struct run *run = *state;

	mix(run, "share.key");
	shell(run, "printf x | dd of=record/mixes/1/contest-00001.proof bs=1 seek=100 conv=notrunc status=none");
	mix(run, "organiser.key");
	ends(run, 1, "is not mixed, because the step \"mixes\" does not hold");
	assert_false(is_there(run, "record/mixes/2"));
}

static void test_nothing_to_mix(void **state)
{
	struct run *run = *state;

	vote_free(run->vote);
	run->vote = vote_make();
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_start(run, LIST("a", "b"));
	mix(run, "share.key");
	ends(run, 2, "so there is nothing to mix");
	assert_false(is_there(run, "record/mixes"));
}

/* --- ended early --- */

/* As a run leaves it that was killed in the second contest. */
static void leave_unfinished(const struct run *run)
{
	shell(run, "mv record/mixes/1 record/mixes/.1.part && cd record/mixes/.1.part && rm mix.txt mix.txt.minisig "
	           "contest-00002.list contest-00002.proof && printf half >.folkmoot-Ab3xYz");
}

static void test_goes_on_where_it_ended(void **state)
{
	struct run *run = *state;
	struct bytes before, after;

	mix(run, "share.key");
	leave_unfinished(run);
	read_whole(&before, run, "record/mixes/.1.part/contest-00001.proof");
	mix(run, "share.key");
	ends(run, 0, "has made mix 1");
	says(run->captured.err, "contest 1 was mixed by an earlier run and is kept");
	read_whole(&after, run, "record/mixes/1/contest-00001.proof");
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	holds(run, 1);
	bytes_free(&before);
	bytes_free(&after);
}

static void test_what_an_earlier_run_left_is_not_believed(void **state)
{
	struct run *run = *state;

	mix(run, "share.key");
	leave_unfinished(run);
	shell(run, "printf x | dd of=record/mixes/.1.part/contest-00001.list bs=1 seek=60 conv=notrunc status=none");
	mix(run, "share.key");
	ends(run, 0, "has made mix 1");
	assert_null(strstr(run->captured.err, "is kept"));
	holds(run, 1);
}

static void test_what_another_mixer_left_is_made_anew(void **state)
{
	struct run *run = *state;

	mix(run, "share.key");
	leave_unfinished(run);
	mix(run, "organiser.key");
	ends(run, 0, "has made mix 1");
	assert_null(strstr(run->captured.err, "is kept"));
	holds(run, 1);
}

static void test_disk_full(void **state)
{
	struct run *run = *state;
	struct rlimit limit, small;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	signal(SIGXFSZ, SIG_IGN);
	small = limit;
	/* A list of three entries fits, its proof does not. */
	small.rlim_cur = 600;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	mix(run, "organiser.key");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ends(run, 2, "contest-00001.proof");
	assert_false(is_there(run, "record/mixes/1"));
	mix(run, "organiser.key");
	ends(run, 0, "has made mix 1");
	holds(run, 1);
}

/* A process that mixes. */
static pid_t mix_aside(const struct run *run, const char *key)
{
	char record[PATH_ROOM], path[PATH_ROOM], word[] = "mix", option[] = "--mixer";
	char *words[] = {word, record, option, path, NULL};
	pid_t child;

	vote_path(record, run->vote, "record");
	vote_path(path, run->vote, key);
	fflush(NULL);
	child = fork();
	if (child != 0)
		return child;
	if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
		_exit(9);
	_exit(command_mix(4, words));
}

static void test_killed_at_any_moment(void **state)
{
	struct run *run = *state;
	int how, killed = 0;

	for (long us = 300;; us += us / 3) {
		const struct timespec wait = {us / 1000000, us % 1000000 * 1000};
		pid_t child = mix_aside(run, "share.key");

		nanosleep(&wait, NULL);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &how, 0), child);
		killed += WIFSIGNALED(how) != 0;
		if (is_there(run, "record/mixes/1"))
			break;
		assert_true(WIFSIGNALED(how));
	}
	assert_true(killed > 0);
	holds(run, 1);
	assert_false(is_there(run, "record/mixes/.1.part"));
	mix(run, "organiser.key");
	ends(run, 0, "has made mix 2");
}

static void test_one_run_at_a_time(void **state)
{
	struct run *run = *state;
	char record[PATH_ROOM];
	int fd;

	vote_path(record, run->vote, "record");
	fd = open(record, O_RDONLY | O_DIRECTORY);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	mix(run, "share.key");
	ends(run, 2, "by another run of this program");
	assert_false(is_there(run, "record/mixes"));
	close(fd);
	mix(run, "share.key");
	ends(run, 0, "has made mix 1");
}

static void test_two_mixers_at_once(void **state)
{
	struct run *run = *state;
	pid_t one = mix_aside(run, "share.key"), two = mix_aside(run, "organiser.key");
	int how_one, how_two;

	assert_int_equal(waitpid(one, &how_one, 0), one);
	assert_int_equal(waitpid(two, &how_two, 0), two);
	/* One after the other where they did not meet. */
	assert_true(WEXITSTATUS(how_one) == 0 || WEXITSTATUS(how_two) == 0);
	holds(run, (unsigned)(WEXITSTATUS(how_one) == 0) + (WEXITSTATUS(how_two) == 0));
}

/* --- statements that a mixer signed all the same --- */

static void sign_again(struct run *run, const struct mix_statement *statement)
{
	char text[MIX_STATEMENT_MAX], signature[SIGN_FILE_MAX], comment[SIGN_TRUSTED_MAX + 1];
	size_t len;

	assert_ok(mix_statement_write(text, sizeof text, &len, statement));
	mix_comment(comment, &run->vote->hash, 2);
	assert_ok(sign_file(signature, text, len, comment, &run->vote->organiser));
	vote_file(run->vote, "record/mixes/2/mix.txt", text, len);
	vote_file(run->vote, "record/mixes/2/mix.txt.minisig", signature, strlen(signature));
}

static void says_of(struct run *run, const struct mix_statement *statement, const char *why)
{
	struct audit *audit = calloc(1, sizeof *audit);
	char record[PATH_ROOM];

	assert_non_null(audit);
	sign_again(run, statement);
	vote_path(record, run->vote, "record");
	assert_status(STATUS_MISMATCH, audit_record(audit, record, STEP_MIXES));
	says(audit->step[STEP_MIXES].reason, why);
	says(audit->step[STEP_MIXES].file, "mixes/2");
	audit_finish(audit);
	free(audit);
}

static void test_statements_that_lie(void **state)
{
	static struct mix_statement right, wrong;
	struct run *run = *state;
	struct bytes text;

	mix(run, "share.key");
	mix(run, "organiser.key");
	read_whole(&text, run, "record/mixes/2/mix.txt");
	assert_ok(mix_statement_read(&right, (const char *)text.data, text.len));
	bytes_free(&text);
	wrong = right, wrong.number = 1;
	says_of(run, &wrong, "has another number than its folder");
	wrong = right, wrong.kind = SIGN_REAL;
	says_of(run, &wrong, "mixes practice and real");
	wrong = right, wrong.election.bytes[0] ^= 1;
	says_of(run, &wrong, "is for another election");
	wrong = right, wrong.name[0] ^= 1;
	says_of(run, &wrong, "names its mixer otherwise");
	wrong = right, wrong.key = run->vote->share.identity.public_key;
	says_of(run, &wrong, "does not hold for it");
	wrong = right, memset(wrong.previous, 0, sizeof wrong.previous);
	says_of(run, &wrong, "was not made from the mix before it");
	wrong = right, wrong.contest_count = 1;
	says_of(run, &wrong, "has not the election's contests");
	wrong = right, wrong.contest[0] = right.contest[1], wrong.contest[1] = right.contest[0];
	says_of(run, &wrong, "has not the election's contests in their order");
	wrong = right, wrong.contest[1].count++;
	says_of(run, &wrong, "has another number of entries");
	wrong = right, wrong.contest[1].input.bytes[31] ^= 1;
	says_of(run, &wrong, "did not begin with the list that the mix before it made");
	wrong = right, wrong.contest[1].output.bytes[31] ^= 1;
	says_of(run, &wrong, "is not the output that the mixer's statement names");
	wrong = right, wrong.contest[1].list[0] ^= 1;
	says_of(run, &wrong, "is not the file that the mixer signed");
	wrong = right, wrong.contest[0].proof[0] ^= 1;
	says_of(run, &wrong, "is not the file that the mixer signed");
	sign_again(run, &right);
	holds(run, 2);
}

static void test_files_that_do_not_belong(void **state)
{
	struct run *run = *state;

	mix(run, "share.key");
	shell(run, "printf x >record/mixes/1/contest-00003.list");
	mix(run, "organiser.key");
	ends(run, 1, "does not hold");
	shell(run, "rm record/mixes/1/contest-00003.list && mkdir record/mixes/01");
	mix(run, "organiser.key");
	ends(run, 1, "which is no mix; take it away");
	shell(run, "rmdir record/mixes/01 && cp -r record/mixes/1 record/mixes/2");
	mix(run, "organiser.key");
	ends(run, 1, "does not hold for it");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    RECORD(test_two_mixers_in_turn),
	    RECORD(test_nobody_mixes_twice),
	    RECORD(test_only_named_mixers),
	    RECORD(test_no_key),
	    RECORD(test_no_record),
	    RECORD(test_decryption_has_begun),
	    RECORD(test_record_that_does_not_hold),
	    RECORD(test_mix_before_does_not_hold),
	    CASE(test_nothing_to_mix),
	    RECORD(test_goes_on_where_it_ended),
	    RECORD(test_what_an_earlier_run_left_is_not_believed),
	    RECORD(test_what_another_mixer_left_is_made_anew),
	    RECORD(test_disk_full),
	    RECORD(test_killed_at_any_moment),
	    RECORD(test_one_run_at_a_time),
	    RECORD(test_two_mixers_at_once),
	    RECORD(test_statements_that_lie),
	    RECORD(test_files_that_do_not_belong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
