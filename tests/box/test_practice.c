/* Practice mode: the same election with nobody's keys, and not a byte of it in the real box. */
#include "box/sitting.h"

#include "bytes.h"
#include "election.h"
#include "elgamal.h"
#include "export.h"
#include "import.h"
#include "locked.h"
#include "practice.h"

static enum status practise(struct test *test, uint32_t arg)
{
	struct recorder_request request = {.call = RECORDER_PRACTICE, .arg = arg};

	recorder_ask(test->recorder, &test->reply, &request);
	return test->reply.status;
}

/* Unlocked, with the election, not yet open. */
static void load(struct test *test)
{
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_ok(call(test, RECORDER_IMPORT));
}

static int practice_is_there(const struct test *test)
{
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.data, PRACTICE_FOLDER);
	if (access(path, F_OK) == 0)
		return 1;
	path_of(path, test->fixture.data, PRACTICE_FOLDER ".new");
	return access(path, F_OK) == 0;
}

/* --- what is made --- */

/* The package in a folder, as an import would check it. */
static void open_installed(struct installed *out, struct enrolment *kiosk, const char *folder)
{
	struct sign_public organiser;
	struct sentence why;
	char path[DISK_PATH_MAX];
	char *text;
	size_t len;

	path_of(path, folder, KIOSK_FILE);
	text = (char *)read_all(path, &len);
	assert_ok(enrolment_read(kiosk, text, len));
	free(text);
	path_of(path, folder, ORGANISER_FILE);
	text = (char *)read_all(path, &len);
	assert_ok(sign_public_read(&organiser, text, len));
	free(text);
	if (installed_read(out, &why, disk_real(), folder, kiosk, &organiser) != STATUS_OK)
		fail_msg("%s", why.text);
}

static void the_package_is_the_real_one_but_for_its_keys(void **state)
{
	struct test *test = *state;
	char folder[DISK_PATH_MAX];
	uint8_t *body = malloc(FIXTURE_PACKAGE_MAX);
	const struct election *real = &test->fixture.election;
	struct installed made;
	struct election as_real;
	struct enrolment kiosk;
	struct writer writer;

	load(test);
	assert_ok(practise(test, 1));
	path_of(folder, test->fixture.data, PRACTICE_FOLDER);
	open_installed(&made, &kiosk, folder);
	assert_string_equal(made.self.name, test->fixture.kiosk.name);
	assert_string_equal(made.self.place, test->fixture.kiosk.place);
	assert_int_equal(kiosk.kind, SIGN_PRACTICE);
	/* Nothing that seals, signs or mixes is the real vote's. */
	assert_int_equal(made.election->kind, SIGN_PRACTICE);
	assert_memory_not_equal(kiosk.key.key, test->fixture.kiosk.key.key, SIGN_KEY_BYTES);
	assert_memory_not_equal(&made.hash, &test->fixture.hash, HASH_BYTES);
	assert_false(point_equal(&made.election->joint_key, &real->joint_key));
	assert_false(sign_key_equal(&made.election->organiser_key, &real->organiser_key));
	for (unsigned i = 0; i < real->mixer_count; i++)
		assert_false(sign_key_equal(&made.election->mixer[i].key, &real->mixer[i].key));
	as_real = *made.election;
	as_real.joint_key = real->joint_key;
	as_real.transcript = real->transcript;
	as_real.organiser_key = real->organiser_key;
	memcpy(as_real.mixer, real->mixer, sizeof as_real.mixer);
	assert_non_null(body);
	writer_init(&writer, body, FIXTURE_PACKAGE_MAX);
	assert_ok(election_write(&writer, &as_real));
	assert_int_equal(writer_len(&writer), test->fixture.body_len);
	assert_memory_equal(body, test->fixture.body, test->fixture.body_len);
	free(body);
	installed_finish(&made);
}

/* Of a real vote every key becomes a practice key. */
static void a_real_vote_is_practised_with_practice_keys(void **state)
{
	struct test *test = *state;
	struct election election = test->fixture.election;
	struct installed real = {.election = &election,
	                         .body_len = test->fixture.body_len,
	                         .hash = test->fixture.hash,
	                         .self = {"Pond Library 1", "Pond Library", {{0}, {0}}},
	                         .roster_revision = 3};
	struct installed made;
	struct enrolment kiosk;
	struct sign_secret key;
	struct sentence why;
	char folder[DISK_PATH_MAX];

	election.kind = SIGN_REAL;
	sign_key_make(&key, SIGN_REAL);
	election.organiser_key = real.self.key = key.public_key;
	for (unsigned i = 0; i < election.mixer_count; i++) {
		sign_key_make(&key, SIGN_REAL);
		election.mixer[i].key = key.public_key;
	}
	sign_secret_wipe(&key);
	if (practice_make(&why, disk_real(), test->fixture.data, &real) != STATUS_OK)
		fail_msg("%s", why.text);
	path_of(folder, test->fixture.data, PRACTICE_FOLDER);
	open_installed(&made, &kiosk, folder);
	assert_int_equal(made.election->kind, SIGN_PRACTICE);
	assert_int_equal(sign_key_kind(&made.election->organiser_key), SIGN_PRACTICE);
	for (unsigned i = 0; i < election.mixer_count; i++) {
		assert_int_equal(sign_key_kind(&made.election->mixer[i].key), SIGN_PRACTICE);
		assert_string_equal(made.election->mixer[i].name, election.mixer[i].name);
	}
	assert_int_equal(sign_key_kind(&made.self.key), SIGN_PRACTICE);
	assert_string_equal(made.self.name, "Pond Library 1");
	assert_int_equal(made.roster_revision, 3);
	installed_finish(&made);
	assert_ok(practice_remove(disk_real(), test->fixture.data));
	assert_false(practice_is_there(test));
	assert_ok(practice_remove(disk_real(), test->fixture.data));
}

/* The share beside it opens what was sealed in practice, and the transcript is a sound one for that key. */
static void the_share_opens_the_ballots(void **state)
{
	struct test *test = *state;
	char folder[DISK_PATH_MAX], path[DISK_PATH_MAX];
	uint8_t secret[LOCKED_MAX_SECRET], *file;
	struct trustees trustees;
	struct trustee_share share;
	struct installed made;
	struct enrolment kiosk;
	struct point key;
	size_t len, secret_len;

	load(test);
	assert_ok(practise(test, 1));
	path_of(folder, test->fixture.data, PRACTICE_FOLDER);
	open_installed(&made, &kiosk, folder);
	path_of(path, folder, PRACTICE_TRANSCRIPT);
	file = read_all(path, &len);
	assert_ok(trustees_read(&trustees, (const char *)file, len));
	free(file);
	assert_true(point_equal(&trustees.joint_key, &made.election->joint_key));
	assert_memory_equal(&trustees.transcript, &made.election->transcript, HASH_BYTES);
	path_of(path, folder, PRACTICE_SHARE);
	file = read_all(path, &len);
	assert_ok(locked_open(secret, sizeof secret, &secret_len, TRUSTEE_SHARE_PURPOSE, file, len, "practice"));
	free(file);
	assert_ok(trustee_share_decode(&share, secret, secret_len));
	assert_ok(point_multiply_base(&key, &share.share));
	assert_true(point_equal(&key, &made.election->joint_key));
	assert_memory_equal(&share.agreed, &trustees.agreed, HASH_BYTES);
	installed_finish(&made);
}

/* --- a day of practice --- */

static void a_day_of_practice_leaves_nothing(void **state)
{
	struct test *test = *state;
	char folder[DISK_PATH_MAX], path[DISK_PATH_MAX], name[DISK_NAME_MAX + 1];
	static const char *const parts[] = {ELECTION_FILE, ROSTER_FILE, ORGANISER_FILE, PRACTICE_SHARE,
	                                    PRACTICE_TRANSCRIPT};
	struct installed made;
	struct enrolment kiosk;
	const uint8_t *body;
	size_t body_len;

	load(test);
	assert_ok(practise(test, 1));
	assert_int_equal(test->reply.facts.practice, 1);
	assert_int_equal(test->reply.facts.kind, SIGN_PRACTICE);
	assert_int_equal(test->reply.facts.locked, 0);
	assert_int_equal(test->reply.facts.voting, VOTING_NEW);
	path_of(folder, test->fixture.data, PRACTICE_FOLDER);
	open_installed(&made, &kiosk, folder);
	body = recorder_election(test->recorder, &body_len);
	assert_int_equal(body_len, made.body_len);
	assert_memory_equal(body, made.body, body_len);
	assert_ok(call(test, RECORDER_OPEN));
	for (unsigned i = 0; i < 3; i++) {
		assert_ok(call(test, RECORDER_BEGIN));
		assert_ok(ask_seal(test->recorder, &test->reply, &test->fixture, i + 1));
		assert_ok(call(test, RECORDER_CAST));
	}
	assert_int_equal(test->reply.facts.sealed, 3);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(test->reply.facts.saved, 0);
	(void)snprintf(name, sizeof name, "folkmoot-practice-%02x%02x%02x%02x", kiosk.key.key[0], kiosk.key.key[1],
	               kiosk.key.key[2], kiosk.key.key[3]);
	path_of(folder, test->fixture.stick, name);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		path_of(path, folder, parts[i]);
		assert_int_equal(access(path, F_OK), 0);
	}
	export_name(name, &made.hash, kiosk.key.key, 1);
	path_of(path, folder, name);
	assert_int_equal(access(path, F_OK), 0);
	installed_finish(&made);
	assert_ok(practise(test, 0));
	assert_int_equal(test->reply.facts.practice, 0);
	assert_int_equal(test->reply.facts.voting, VOTING_NEW);
	assert_int_equal(test->reply.facts.sealed, 0);
	assert_int_equal(test->reply.facts.exports, 0);
	assert_false(practice_is_there(test));
	body = recorder_election(test->recorder, &body_len);
	assert_int_equal(body_len, test->fixture.body_len);
	assert_memory_equal(body, test->fixture.body, body_len);
	/* The real zero proof holds after it. */
	assert_ok(call(test, RECORDER_OPEN));
}

/* A stick with a link where the practice folder should be must not lead practice into the kiosk's own folder, whose
 * files have the same names. */
static void a_link_on_the_stick_leads_nowhere(void **state)
{
	struct test *test = *state;
	char folder[DISK_PATH_MAX], link_path[DISK_PATH_MAX], key_path[DISK_PATH_MAX], name[DISK_NAME_MAX + 1];
	struct installed made;
	struct enrolment kiosk;
	uint8_t *before, *after;
	size_t before_len, after_len;

	load(test);
	path_of(key_path, test->fixture.data, ORGANISER_FILE);
	before = read_all(key_path, &before_len);
	assert_ok(practise(test, 1));
	path_of(folder, test->fixture.data, PRACTICE_FOLDER);
	open_installed(&made, &kiosk, folder);
	installed_finish(&made);
	(void)snprintf(name, sizeof name, "folkmoot-practice-%02x%02x%02x%02x", kiosk.key.key[0], kiosk.key.key[1],
	               kiosk.key.key[2], kiosk.key.key[3]);
	path_of(link_path, test->fixture.stick, name);
	assert_int_equal(symlink(test->fixture.data, link_path), 0);
	assert_status(STATUS_MISMATCH, call(test, RECORDER_EXPORT));
	after = read_all(key_path, &after_len);
	assert_int_equal(after_len, before_len);
	assert_memory_equal(after, before, before_len);
	free(after);
	free(before);
	assert_int_equal(unlink(link_path), 0);
	assert_ok(call(test, RECORDER_EXPORT));
	assert_ok(call(test, RECORDER_EXPORT)); /* into the folder that is there now */
}

static void practice_keeps_out_of_the_way(void **state)
{
	struct test *test = *state;
	struct recorder_reply *reply = &test->reply;

	load(test);
	assert_status(STATUS_STATE, practise(test, 0));
	assert_status(STATUS_RANGE, practise(test, 2));
	assert_ok(practise(test, 1));
	assert_status(STATUS_STATE, practise(test, 1));
	/* What is for real has no place in it. */
	assert_status(STATUS_STATE, call(test, RECORDER_IMPORT));
	assert_status(STATUS_STATE, call(test, RECORDER_ERASE));
	assert_status(STATUS_STATE, call(test, RECORDER_REOPEN));
	assert_non_null(strstr(reply->detail, "Practice is on"));
	/* The PIN is the kiosk's, and wrong ones count. */
	assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, reply, PRACTICE_PIN));
	assert_true(reply->arg > 0);
	assert_ok(call(test, RECORDER_OPEN));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_STATE, practise(test, 0));
	assert_ok(call(test, RECORDER_DISCARD));
	assert_ok(practise(test, 0));
	/* Not while people vote. */
	assert_ok(call(test, RECORDER_OPEN));
	assert_status(STATUS_STATE, practise(test, 1));
	assert_ok(call(test, RECORDER_PAUSE));
	assert_ok(practise(test, 1));
	assert_int_equal(reply->facts.voting, VOTING_NEW);
	assert_ok(practise(test, 0));
	assert_int_equal(reply->facts.voting, VOTING_PAUSED);
}

static void a_restart_ends_it(void **state)
{
	struct test *test = *state;

	load(test);
	assert_ok(practise(test, 1));
	assert_true(practice_is_there(test));
	recorder_destroy(test->recorder);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_false(practice_is_there(test));
	assert_ok(call(test, RECORDER_STATUS));
	assert_int_equal(test->reply.facts.practice, 0);
	assert_int_equal(test->reply.facts.has_election, 1);
}

static void codes_of_practice_are_good_in_practice_only(void **state)
{
	struct test *test = *state;
	char code[VOTING_CODE_LETTERS + 1], last[VOTING_CODE_LETTERS + 1];

	load(test);
	practice_code(code, &test->fixture.hash, 0);
	practice_code(last, &test->fixture.hash, PRACTICE_CODES - 1);
	assert_string_not_equal(code, last);
	assert_ok(practise(test, 1));
	assert_ok(call(test, RECORDER_OPEN));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_ABSENT, ask_code(test->recorder, &test->reply, FIXTURE_CODE));
	assert_ok(ask_code(test->recorder, &test->reply, last));
	assert_ok(call(test, RECORDER_DISCARD));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(ask_code(test->recorder, &test->reply, code));
	assert_ok(ask_seal(test->recorder, &test->reply, &test->fixture, 1));
	assert_ok(call(test, RECORDER_CAST));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_USED, ask_code(test->recorder, &test->reply, code));
	assert_ok(call(test, RECORDER_DISCARD));
	assert_ok(practise(test, 0));
	assert_ok(call(test, RECORDER_OPEN));
	assert_ok(call(test, RECORDER_BEGIN));
	assert_status(STATUS_ABSENT, ask_code(test->recorder, &test->reply, code));
	assert_ok(ask_code(test->recorder, &test->reply, FIXTURE_CODE));
}

/* Each operation of beginning and of ending fails, once: practice is on or off, the real box is as it was, and the next
 * try works. */
static void practice_fails_anywhere(void **state)
{
	struct test *test = *state;
	unsigned at, refused = 0;

	load(test);
	for (at = 1;; at++) {
		unsigned made;

		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.fail_for = 1;
		test->disk.error = at % 2 ? ENOSPC : EIO;
		if (practise(test, 1) != STATUS_OK) {
			refused++;
			assert_int_equal(test->reply.facts.practice, 0);
			assert_true(strlen(test->reply.detail) > 20);
		}
		made = test->disk.calls;
		test->disk.fail_at = 0;
		assert_ok(call(test, RECORDER_STATUS));
		assert_int_equal(test->reply.facts.voting, VOTING_NEW);
		if (!test->reply.facts.practice)
			assert_ok(practise(test, 1));
		test->disk.calls = 0;
		test->disk.fail_at = at;
		(void)practise(test, 0);
		test->disk.fail_at = 0;
		assert_int_equal(test->reply.facts.practice, 0);
		assert_int_equal(test->reply.facts.has_election, 1);
		if (at >= made)
			break;
		at += at > 40 ? 6 : 0;
	}
	assert_true(refused > 20);
	print_message("# note: beginning practice: %u operations, %u failures refused\n", at, refused);
	assert_ok(call(test, RECORDER_OPEN));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(the_package_is_the_real_one_but_for_its_keys, begin_open, end),
	    cmocka_unit_test_setup_teardown(a_real_vote_is_practised_with_practice_keys, begin_open, end),
	    cmocka_unit_test_setup_teardown(the_share_opens_the_ballots, begin_open, end),
	    cmocka_unit_test_setup_teardown(a_day_of_practice_leaves_nothing, begin_open, end),
	    cmocka_unit_test_setup_teardown(a_link_on_the_stick_leads_nowhere, begin_open, end),
	    cmocka_unit_test_setup_teardown(practice_keeps_out_of_the_way, begin_open, end),
	    cmocka_unit_test_setup_teardown(a_restart_ends_it, begin_open, end),
	    cmocka_unit_test_setup_teardown(codes_of_practice_are_good_in_practice_only, begin_codes, end),
	    cmocka_unit_test_setup_teardown(practice_fails_anywhere, begin_open, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
