/* Guessing the staff PIN is slowed, whatever is switched off or broken; the right PIN always works in the end. And the
 * making of a kiosk's folder, whole or not at all. */
#include "fixture.h"
#include "pin.h"

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
};

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, ADMISSION_OPEN);
	test_disk_init(&test->disk);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	*state = test;
	return 0;
}

static int end(void **state)
{
	struct test *test = *state;

	recorder_destroy(test->recorder);
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

static void restart(struct test *test)
{
	recorder_destroy(test->recorder);
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
}

static void wrong_pins_wait_twice_as_long_each_time(void **state)
{
	static const uint32_t wait_s[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900};
	struct test *test = *state;
	struct recorder_reply reply;

	for (size_t i = 0; i < sizeof wait_s / sizeof wait_s[0]; i++) {
		assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, &reply, "0000"));
		assert_int_equal(reply.arg, wait_s[i]);
		/* Too early: not even the right one is looked at. */
		test->disk.now_ms += (uint64_t)wait_s[i] * 1000 - 1;
		assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, &reply, FIXTURE_PIN));
		assert_int_equal(reply.arg, 1);
		assert_int_equal(reply.facts.locked, 1);
		test->disk.now_ms += 1;
	}
	assert_ok(ask_pin(test->recorder, &reply, FIXTURE_PIN));
	assert_int_equal(reply.facts.locked, 0);
	assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, &reply, "0000"));
	assert_int_equal(reply.arg, 1);
	assert_int_equal(reply.facts.locked, 0); /* it stays unlocked; only staff's screens stay shut */
}

static void switching_off_gives_no_try_back(void **state)
{
	struct test *test = *state;
	struct recorder_reply reply;

	for (int i = 0; i < 4; i++) {
		assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, &reply, "0000"));
		test->disk.now_ms += 900000;
	}
	restart(test);
	assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, &reply, FIXTURE_PIN));
	assert_int_equal(reply.arg, 8);
	test->disk.now_ms += 8000;
	assert_ok(ask_pin(test->recorder, &reply, FIXTURE_PIN));
	restart(test);
	assert_ok(ask_pin(test->recorder, &reply, FIXTURE_PIN));
}

/* The plug is pulled while a PIN is checked: the try was counted before. */
static void a_try_counts_before_it_is_taken(void **state)
{
	struct test *test = *state;
	struct pin_guard guard;

	pin_init(&guard, &test->disk.disk, test->fixture.data, PIN_FILE, PIN_NEVER_TRIED);
	assert_int_equal(pin_wait_s(&guard), 0);
	assert_ok(pin_trying(&guard));
	pin_init(&guard, &test->disk.disk, test->fixture.data, PIN_FILE, PIN_NEVER_TRIED);
	assert_int_equal(pin_wait_s(&guard), 1);
}

/* Whoever spoils the number gains no try, and nobody is locked out for good. */
static void a_broken_number_waits_longest(void **state)
{
	static const char *const text[] = {"",
	                                   "folkmoot pin-tries 1\nwrong x\n",
	                                   "folkmoot pin-tries 2\nwrong 9\n",
	                                   "folkmoot pin-tries 1\nwrong 9\nwrong 9\n",
	                                   "\xff\xfe",
	                                   "folkmoot pin-tries 1\nwrong 4294967296000\n"};
	struct test *test = *state;
	struct recorder_reply reply;
	struct pin_guard guard;
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.data, PIN_FILE);
	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++) {
		write_all(path, text[i], strlen(text[i]));
		pin_init(&guard, &test->disk.disk, test->fixture.data, PIN_FILE, PIN_NEVER_TRIED);
		assert_int_equal(pin_wait_s(&guard), PIN_WAIT_MAX_S);
	}
	assert_int_equal(unlink(path), 0);
	pin_init(&guard, &test->disk.disk, test->fixture.data, PIN_FILE, PIN_TRIED);
	assert_int_equal(pin_wait_s(&guard), PIN_WAIT_MAX_S);
	pin_init(&guard, &test->disk.disk, test->fixture.data, PIN_FILE, PIN_NEVER_TRIED);
	assert_int_equal(pin_wait_s(&guard), 0);
	restart(test);
	assert_ok(ask_pin(test->recorder, &reply, FIXTURE_PIN));
	assert_int_equal(unlink(path), 0); /* the log remembers that a PIN was tried */
	restart(test);
	assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, &reply, FIXTURE_PIN));
	assert_int_equal(reply.arg, PIN_WAIT_MAX_S);
	test->disk.now_ms += (uint64_t)PIN_WAIT_MAX_S * 1000;
	assert_ok(ask_pin(test->recorder, &reply, FIXTURE_PIN));
	restart(test);
	assert_ok(ask_pin(test->recorder, &reply, FIXTURE_PIN));
}

/* Where the number cannot be kept no PIN is looked at, right or wrong; when the disk works again nothing was lost. */
static void a_failing_disk_takes_no_try(void **state)
{
	static const char *const pin[] = {"0000", FIXTURE_PIN};
	struct test *test = *state;
	struct recorder_reply reply;

	for (unsigned at = 1; at < 3; at++) {
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.fail_for = UINT32_MAX;
		test->disk.error = EROFS;
		for (int i = 0; i < 2; i++) {
			assert_status(STATUS_READ_ONLY, ask_pin(test->recorder, &reply, pin[i]));
			assert_int_equal(reply.facts.locked, 1);
			assert_non_null(strstr(reply.detail, "PIN"));
		}
	}
	test->disk.fail_at = 0;
	assert_ok(ask_pin(test->recorder, &reply, FIXTURE_PIN));
	assert_int_equal(reply.facts.locked, 0);
}

/* --- enrolment --- */

static void describe(struct enrol_request *request, struct fixture *fixture, const char *folder, char *organiser)
{
	assert_ok(sign_public_write(organiser, SIGN_KEY_FILE_MAX, &fixture->organiser.public_key));
	*request = (struct enrol_request){.data = folder,
	                                  .name = "Mill Hall 2",
	                                  .place = "Mill Hall",
	                                  .pin = "1234",
	                                  .second_pin = "43210987",
	                                  .kind = SIGN_PRACTICE,
	                                  .organiser = organiser,
	                                  .organiser_len = strlen(organiser)};
}

static void what_cannot_be_enrolled_is_refused(void **state)
{
	struct test *test = *state;
	struct enrol_request good, bad;
	char organiser[SIGN_KEY_FILE_MAX], folder[DISK_PATH_MAX];
	struct enrolment enrolment;
	struct sentence why;

	path_of(folder, test->fixture.folder, "other");
	describe(&good, &test->fixture, folder, organiser);
#define REFUSED(wanted, change)                                                                                        \
	do {                                                                                                           \
		bad = good;                                                                                            \
		why.text[0] = '\0';                                                                                    \
		bad.change;                                                                                            \
		assert_status(wanted, enrolment_make(&enrolment, &why, &bad, NULL));                                   \
		assert_true(strlen(why.text) > 20);                                                                    \
		assert_int_equal(access(folder, F_OK), -1);                                                            \
	} while (0)
	REFUSED(STATUS_RANGE, pin = "123");
	REFUSED(STATUS_RANGE, pin = "123456789");
	REFUSED(STATUS_RANGE, pin = "12a4");
	REFUSED(STATUS_TOO_LONG, name = "");
	REFUSED(STATUS_TEXT, name = "two\nlines");
	REFUSED(STATUS_TEXT, place = " Mill Hall");
	REFUSED(STATUS_TOO_LONG, place = "0123456789012345678901234567890123456789012345678901234567890");
	good.pin = "123456";
	REFUSED(STATUS_PRACTICE, kind = SIGN_REAL);
	good.pin = "1234";
	REFUSED(STATUS_ABSENT, data = "/no/such/parent/folder");
	bad = good;
	bad.kind = SIGN_REAL;
	bad.pin = "12345";
	assert_status(STATUS_RANGE, enrolment_make(&enrolment, &why, &bad, NULL));
	assert_non_null(strstr(why.text, "at least 6 digits"));
	assert_non_null(strstr(why.text, "copies"));
	bad = good;
	bad.organiser_len--;
	assert_int_not_equal(enrolment_make(&enrolment, &why, &bad, NULL), STATUS_OK);
	bad = good;
	bad.data = test->fixture.data;
	assert_status(STATUS_USED, enrolment_make(&enrolment, &why, &bad, NULL));
	assert_ok(enrolment_make(&enrolment, &why, &good, NULL));
}

static void what_was_enrolled_reads_back(void **state)
{
	struct test *test = *state;
	char path[DISK_PATH_MAX];
	struct enrolment read;
	struct stat info;
	size_t len;
	char *text;

	path_of(path, test->fixture.data, KIOSK_FILE);
	text = (char *)read_all(path, &len);
	assert_ok(enrolment_read(&read, text, len));
	assert_memory_equal(&read, &test->fixture.kiosk, sizeof read);
	for (size_t at = 0; at < len; at++) {
		text[at] ^= 2;
		if (enrolment_read(&read, text, len) == STATUS_OK)
			assert_memory_not_equal(&read, &test->fixture.kiosk, sizeof read);
		text[at] ^= 2;
		if (at > 0)
			assert_int_not_equal(enrolment_read(&read, text, at), STATUS_OK);
	}
	free(text);
	path_of(path, test->fixture.data, KIOSK_KEY_FILE);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
}

/* "Exported" into a folder of its own disk, a real kiosk's ballots would never leave it. */
static void a_real_kiosk_takes_no_folder_for_a_stick(void **state)
{
	struct test *test = *state;
	struct enrol_request request;
	struct sign_secret organiser;
	struct recorder_paths paths = {.usb = test->fixture.stick};
	struct recorder *recorder;
	struct recorder_reply reply;
	char text[SIGN_KEY_FILE_MAX], folder[DISK_PATH_MAX], why[SENTENCE_MAX];
	struct enrolment enrolment;
	struct sentence said;

	path_of(folder, test->fixture.folder, "real");
	describe(&request, &test->fixture, folder, text);
	sign_key_make(&organiser, SIGN_REAL);
	assert_ok(sign_public_write(text, sizeof text, &organiser.public_key));
	request.organiser_len = strlen(text);
	request.kind = SIGN_REAL;
	request.pin = "123456";
	assert_ok(enrolment_make(&enrolment, &said, &request, NULL));
	paths.data = folder;
	assert_ok(recorder_create(&recorder, &paths, why, sizeof why));
	assert_ok(ask(recorder, &reply, RECORDER_STATUS));
	assert_int_equal(reply.facts.stick, 0);
	recorder_destroy(recorder);
	paths.usb = "/proc";
	assert_ok(recorder_create(&recorder, &paths, why, sizeof why));
	assert_ok(ask(recorder, &reply, RECORDER_STATUS));
	assert_int_equal(reply.facts.stick, 1);
	recorder_destroy(recorder);
	sign_secret_wipe(&organiser);
}

/* Each operation fails once: the folder is there whole, or not at all, and enrolling again works. */
static void enrolling_fails_anywhere(void **state)
{
	struct test *test = *state;
	struct enrol_request request;
	char organiser[SIGN_KEY_FILE_MAX], folder[DISK_PATH_MAX];
	struct enrolment enrolment;
	struct sentence why;
	unsigned at, failed = 0;

	path_of(folder, test->fixture.folder, "other");
	describe(&request, &test->fixture, folder, organiser);
	for (at = 1;; at++) {
		enum status status;
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.error = ENOSPC;
		status = enrolment_make(&enrolment, &why, &request, &test->disk.disk);
		test->disk.fail_at = 0;
		if (status == STATUS_OK && test->disk.calls < at)
			break;
		if (status != STATUS_OK)
			failed++;
		if (access(folder, F_OK) == 0) {
			struct recorder_paths paths = {.data = folder};
			struct recorder *recorder;
			assert_ok(recorder_create(&recorder, &paths, why.text, sizeof why.text));
			recorder_destroy(recorder);
			remove_tree(folder);
		}
	}
	assert_true(failed > 10);
	assert_int_equal(access(folder, F_OK), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(wrong_pins_wait_twice_as_long_each_time, begin, end),
	    cmocka_unit_test_setup_teardown(switching_off_gives_no_try_back, begin, end),
	    cmocka_unit_test_setup_teardown(a_try_counts_before_it_is_taken, begin, end),
	    cmocka_unit_test_setup_teardown(a_broken_number_waits_longest, begin, end),
	    cmocka_unit_test_setup_teardown(a_failing_disk_takes_no_try, begin, end),
	    cmocka_unit_test_setup_teardown(what_cannot_be_enrolled_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(what_was_enrolled_reads_back, begin, end),
	    cmocka_unit_test_setup_teardown(a_real_kiosk_takes_no_folder_for_a_stick, begin, end),
	    cmocka_unit_test_setup_teardown(enrolling_fails_anywhere, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
