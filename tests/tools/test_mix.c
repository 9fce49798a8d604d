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

static void test_another_organiser(void **state)
{
	struct run *run = *state;
	char path[PATH_ROOM], record[PATH_ROOM], key[PATH_ROOM], text[SIGN_KEY_FILE_MAX];

	assert_ok(sign_public_write(text, sizeof text, &run->vote->kiosk[0].key.public_key));
	vote_file(run->vote, "other.pub", text, strlen(text));
	vote_path(path, run->vote, "other.pub");
	vote_path(record, run->vote, "record");
	vote_path(key, run->vote, "share.key");
	capture(&run->captured, command_mix, LIST("mix", record, "--mixer", key, "--organiser", path));
	ends(run, 1, "is another organiser's key than the one given");
	assert_false(is_there(run, "record/mixes"));
	vote_path(path, run->vote, "record/organiser.pub");
	capture(&run->captured, command_mix, LIST("mix", record, "--mixer", key, "--organiser", path));
	ends(run, 0, "The organiser's key: RW");
	assert_null(strstr(run->captured.out, "taken from the record itself"));
	mix(run, "organiser.key");
	ends(run, 0, "taken from the record itself");
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

/* What the mixer states of mix 1's first contest. */
static void read_entry(struct mix_entry *out, const struct run *run)
{
	static struct mix_statement statement;
	struct bytes text;

	read_whole(&text, run, "record/mixes/1/mix.txt");
	assert_ok(mix_statement_read(&statement, (const char *)text.data, text.len));
	*out = statement.contest[0];
	bytes_free(&text);
}

static void leave_note(const struct run *run, unsigned number, const struct mix_entry *entry,
                       const struct sign_secret *key)
{
	char made[MIX_MADE_MAX];
	size_t len;

	assert_ok(mix_made_write(made, &len, &run->vote->hash, number, entry, key));
	vote_file(run->vote, "record/mixes/.1.part/contest-00001.made", made, len);
}

/* As a run leaves it that was killed in the second contest. */
static void leave_unfinished(const struct run *run)
{
	struct mix_entry entry;

	read_entry(&entry, run);
	shell(run, "mv record/mixes/1 record/mixes/.1.part && cd record/mixes/.1.part && rm mix.txt mix.txt.minisig "
	           "contest-00002.list contest-00002.proof && printf half >.folkmoot-Ab3xYz");
	leave_note(run, 1, &entry, &run->vote->share.identity);
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
	assert_false(is_there(run, "record/mixes/1/contest-00001.made"));
	assert_false(is_there(run, "record/mixes/1/contest-00002.made"));
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

/* --- what somebody else left for the mixer to sign --- */

static void plant_file(const struct run *run, const struct shuffle *shuffle, const char *magic, const char *ending,
                       uint8_t *file, size_t len)
{
	char name[MIX_NAME_ROOM], path[100];

	mix_head(file, magic, shuffle);
	mix_file_name(name, shuffle->contest, ending);
	snprintf(path, sizeof path, "record/mixes/.1.part/%s", name);
	vote_file(run->vote, path, file, MIX_HEAD_BYTES + len);
}

/* A whole shuffle of a contest, proved under the mixer's public key, by somebody who has nothing else of the mixer's.
 */
static void plant_contest(struct mix_entry *out, const struct run *run, const struct audit *audit, unsigned contest)
{
	const struct contest_list *merged = &audit->merged.list[contest];
	struct shuffle shuffle;
	size_t list_len, proof_len;
	uint8_t *list, *proof;

	mix_shuffle(&shuffle, &audit->accepted.package, contest, 1, &run->vote->share.identity.public_key,
	            merged->count);
	shuffle.input = merged->entries;
	list_len = list_bytes(shuffle.count, shuffle.width);
	proof_len = shuffle_proof_bytes(shuffle.count, shuffle.width);
	list = malloc(MIX_HEAD_BYTES + list_len);
	proof = malloc(MIX_HEAD_BYTES + proof_len);
	assert_non_null(list);
	assert_non_null(proof);
	assert_ok(shuffle_make(list + MIX_HEAD_BYTES, proof + MIX_HEAD_BYTES, &shuffle, mix_engine, &mix_crew));
	plant_file(run, &shuffle, MIX_LIST_MAGIC, MIX_LIST_ENDING, list, list_len);
	plant_file(run, &shuffle, MIX_PROOF_MAGIC, MIX_PROOF_ENDING, proof, proof_len);
	out->contest = shuffle.contest;
	out->count = shuffle.count;
	list_hash(&out->input, shuffle.contest, shuffle.width, shuffle.count, shuffle.input);
	list_hash(&out->output, shuffle.contest, shuffle.width, shuffle.count, list + MIX_HEAD_BYTES);
	(void)crypto_hash_sha256(out->list, list, MIX_HEAD_BYTES + list_len);
	(void)crypto_hash_sha256(out->proof, proof, MIX_HEAD_BYTES + proof_len);
	free(list);
	free(proof);
}

static void plant(struct mix_entry out[static 2], const struct run *run)
{
	struct audit *audit = calloc(1, sizeof *audit);
	char record[PATH_ROOM];

	assert_non_null(audit);
	shell(run, "rm -rf record/mixes && mkdir -p record/mixes/.1.part");
	vote_path(record, run->vote, "record");
	assert_ok(audit_record(audit, record, STEP_MIXES));
	for (unsigned i = 0; i < 2; i++)
		plant_contest(&out[i], run, audit, i);
	audit_finish(audit);
	free(audit);
}

/* The mixer mixes, and signs an order of its own. */
static void is_fresh(struct run *run, const struct mix_entry *planted)
{
	struct mix_entry made;

	mix(run, "share.key");
	ends(run, 0, "has made mix 1");
	says(run->captured.err, "contest 1: what lies in ");
	says(run->captured.err, "is not what this mixer's key signed for as finished; it is taken away and made anew");
	assert_null(strstr(run->captured.err, "is kept"));
	read_entry(&made, run);
	assert_int_equal(hash_compare(&made.input, &planted->input), 0);
	assert_int_not_equal(hash_compare(&made.output, &planted->output), 0);
	assert_memory_not_equal(made.list, planted->list, SHA256_BYTES);
	assert_memory_not_equal(made.proof, planted->proof, SHA256_BYTES);
	assert_false(is_there(run, "record/mixes/1/contest-00001.made"));
	holds(run, 1);
}

static void test_shuffle_that_somebody_else_planted_is_not_signed(void **state)
{
	struct run *run = *state;
	struct mix_entry planted[2];

	plant(planted, run);
	is_fresh(run, &planted[0]);
}

static void test_planted_shuffle_with_another_mixers_note(void **state)
{
	struct run *run = *state;
	struct sign_secret posing = run->vote->organiser;
	struct mix_entry planted[2];
	char made[MIX_MADE_MAX], other[MIX_MADE_MAX];
	size_t len, other_len;

	plant(planted, run);
	leave_note(run, 1, &planted[0], &posing);
	is_fresh(run, &planted[0]);
	/* In the mixer's name, with the other's signature. */
	plant(planted, run);
	assert_ok(mix_made_write(made, &len, &run->vote->hash, 1, &planted[0], &run->vote->share.identity));
	assert_ok(mix_made_write(other, &other_len, &run->vote->hash, 1, &planted[0], &posing));
	assert_int_equal(len, other_len);
	memcpy(made + len - 129, other + len - 129, 129);
	vote_file(run->vote, "record/mixes/.1.part/contest-00001.made", made, len);
	is_fresh(run, &planted[0]);
}

static void test_planted_shuffle_with_a_note_of_something_else(void **state)
{
	struct run *run = *state;
	const struct sign_secret *own = &run->vote->share.identity;
	struct mix_entry planted[2], earlier, other;
	struct hash right = run->vote->hash;

	plant(planted, run);
	leave_note(run, 2, &planted[0], own);
	is_fresh(run, &planted[0]);
	read_entry(&earlier, run);
	plant(planted, run);
	leave_note(run, 1, &earlier, own);
	is_fresh(run, &planted[0]);
	plant(planted, run);
	other = planted[0], other.input.bytes[31] ^= 1;
	leave_note(run, 1, &other, own);
	is_fresh(run, &planted[0]);
	plant(planted, run);
	other = planted[0], other.list[0] ^= 1;
	leave_note(run, 1, &other, own);
	is_fresh(run, &planted[0]);
	plant(planted, run);
	other = planted[0], other.proof[0] ^= 1;
	leave_note(run, 1, &other, own);
	is_fresh(run, &planted[0]);
	plant(planted, run);
	leave_note(run, 1, &planted[1], own);
	is_fresh(run, &planted[0]);
	plant(planted, run);
	run->vote->hash.bytes[0] ^= 1;
	leave_note(run, 1, &planted[0], own);
	run->vote->hash = right;
	is_fresh(run, &planted[0]);
}

/* The note alone makes the difference. */
static void test_own_note_is_what_is_believed(void **state)
{
	struct run *run = *state;
	struct mix_entry planted[2], made;

	plant(planted, run);
	leave_note(run, 1, &planted[0], &run->vote->share.identity);
	mix(run, "share.key");
	ends(run, 0, "has made mix 1");
	says(run->captured.err, "contest 1 was mixed by an earlier run and is kept");
	says(run->captured.err, "contest 2: what lies in ");
	read_entry(&made, run);
	assert_int_equal(hash_compare(&made.output, &planted[0].output), 0);
	holds(run, 1);
}

static void test_folders_that_are_no_unfinished_mix(void **state)
{
	struct run *run = *state;

	shell(run, "mkdir -p record/mixes/.2.part");
	mix(run, "share.key");
	ends(run, 1, "holds .2.part, which is not the next mix, unfinished; take it away");
	shell(run, "rmdir record/mixes/.2.part && mkdir record/mixes/.x.part");
	mix(run, "share.key");
	ends(run, 1, "holds .x.part, which is no mix; take it away");
	shell(run, "rmdir record/mixes/.x.part && mkdir record/mixes/.9.part");
	mix(run, "share.key");
	ends(run, 1, "holds .9.part, which is no mix; take it away");
	shell(run, "rmdir record/mixes/.9.part && printf x >record/mixes/.1.part");
	mix(run, "share.key");
	ends(run, 1, "holds .1.part, which is no folder; take it away");
	shell(run, "rm record/mixes/.1.part && mkdir aside && ln -s ../../aside record/mixes/.1.part");
	mix(run, "share.key");
	ends(run, 1, "is a link or a device, which no record holds; take it away");
	shell(run, "rm record/mixes/.1.part && mkdir record/mixes/.1.part && printf x >record/mixes/.1.part/order.txt");
	mix(run, "share.key");
	ends(run, 1, "holds the file order.txt, which is no part of a mix; take it away");
	shell(run, "rm -r record/mixes/.1.part");
	mix(run, "share.key");
	ends(run, 0, "has made mix 1");
	holds(run, 1);
	shell(run, "mkdir record/mixes/.1.part");
	mix(run, "organiser.key");
	ends(run, 1, "holds .1.part, which is not the next mix, unfinished; take it away");
}

/* --- at any moment --- */

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
	    RECORD(test_another_organiser),
	    RECORD(test_no_key),
	    RECORD(test_no_record),
	    RECORD(test_decryption_has_begun),
	    RECORD(test_record_that_does_not_hold),
	    RECORD(test_mix_before_does_not_hold),
	    CASE(test_nothing_to_mix),
	    RECORD(test_goes_on_where_it_ended),
	    RECORD(test_what_an_earlier_run_left_is_not_believed),
	    RECORD(test_what_another_mixer_left_is_made_anew),
	    RECORD(test_shuffle_that_somebody_else_planted_is_not_signed),
	    RECORD(test_planted_shuffle_with_another_mixers_note),
	    RECORD(test_planted_shuffle_with_a_note_of_something_else),
	    RECORD(test_own_note_is_what_is_believed),
	    RECORD(test_folders_that_are_no_unfinished_mix),
	    RECORD(test_disk_full),
	    RECORD(test_killed_at_any_moment),
	    RECORD(test_one_run_at_a_time),
	    RECORD(test_two_mixers_at_once),
	    RECORD(test_statements_that_lie),
	    RECORD(test_files_that_do_not_belong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
