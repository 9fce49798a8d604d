/* From an empty box to an unlocked kiosk, on the kiosk itself; and staff's sticks. */
#include "box/fixture.h"

#include "staff_stick.h"

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
	struct recorder_reply reply;
	char data[DISK_PATH_MAX]; /* of the new kiosk */
};

static void put_organiser(const struct test *test, const char *name, const struct sign_public *key)
{
	char text[SIGN_KEY_FILE_MAX], path[DISK_PATH_MAX];

	assert_ok(sign_public_write(text, sizeof text, key));
	path_of(path, test->fixture.stick, name);
	write_all(path, text, strlen(text));
}

static int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);

	assert_non_null(test);
	fixture_init(&test->fixture, ADMISSION_OPEN);
	test_disk_init(&test->disk);
	path_of(test->data, test->fixture.folder, "new");
	put_organiser(test, "organiser.pub", &test->fixture.organiser.public_key);
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

static enum status create(struct test *test, char why[static SENTENCE_MAX])
{
	struct recorder_paths paths = {
	    .data = test->data, .usb = test->fixture.stick, .disk = &test->disk.disk, .slots = FIXTURE_SLOTS};

	recorder_destroy(test->recorder);
	test->recorder = NULL;
	return recorder_create(&test->recorder, &paths, why, SENTENCE_MAX);
}

static void start(struct test *test)
{
	char why[SENTENCE_MAX] = "";

	if (create(test, why) != STATUS_OK)
		fail_msg("%s", why);
	assert_ok(ask(test->recorder, &test->reply, RECORDER_STATUS));
}

static enum status call(struct test *test, enum recorder_call what)
{
	return ask(test->recorder, &test->reply, what);
}

static struct recorder_request asked(void)
{
	return (struct recorder_request){.call = RECORDER_ENROL,
	                                 .name = "Hill Library 1",
	                                 .place = "Hill Library",
	                                 .pin = FIXTURE_PIN,
	                                 .second_pin = FIXTURE_SECOND};
}

static enum status enrol(struct test *test, const struct recorder_request *request)
{
	recorder_ask(test->recorder, &test->reply, request);
	return test->reply.status;
}

static void enrol_with_stick(struct test *test)
{
	struct recorder_request request = asked();

	request.wants_stick = 1;
	start(test);
	assert_ok(call(test, RECORDER_ORGANISER));
	assert_ok(enrol(test, &request));
}

/* How many files on the stick are called something like this. */
static unsigned count_on_stick(const struct test *test, const char *beginning, char found[static DISK_PATH_MAX])
{
	struct name_list *list = calloc(1, sizeof *list);
	unsigned count = 0;

	assert_non_null(list);
	assert_int_equal(disk_real()->list(NULL, test->fixture.stick, add_name, list), 0);
	for (unsigned i = 0; i < list->count; i++) {
		if (strncmp(list->name[i], beginning, strlen(beginning)) != 0)
			continue;
		path_of(found, test->fixture.stick, list->name[i]);
		count++;
	}
	free(list);
	return count;
}

static void hide_staff_stick(const struct test *test, const char *to)
{
	char found[DISK_PATH_MAX], hidden[DISK_PATH_MAX];

	assert_int_equal(count_on_stick(test, "folkmoot-staff-", found), 1);
	path_of(hidden, test->fixture.folder, to);
	assert_int_equal(rename(found, hidden), 0);
}

/* --- enrolling --- */

static void a_new_kiosk_takes_nothing_but_its_enrolment(void **state)
{
	static const enum recorder_call calls[] = {
	    RECORDER_CHECK_PIN, RECORDER_BEGIN, RECORDER_SEAL,      RECORDER_CAST,  RECORDER_CHALLENGE,
	    RECORDER_DISCARD,   RECORDER_OPEN,  RECORDER_PAUSE,     RECORDER_CLOSE, RECORDER_EXPORT,
	    RECORDER_IMPORT,    RECORDER_SCALE, RECORDER_CODE,      RECORDER_ADMIT, RECORDER_ENROL,
	    RECORDER_CLOCK,     RECORDER_STICK, RECORDER_KEY_STICK, RECORDER_READY, RECORDER_REPORT,
	    RECORDER_REOPEN,    RECORDER_ERASE, RECORDER_PRACTICE,
	};
	struct test *test = *state;

	start(test);
	assert_int_equal(test->reply.facts.enrolled, 0);
	assert_int_equal(test->reply.facts.stick, 1);
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		assert_status(STATUS_STATE, call(test, calls[i]));
		assert_int_equal(access(test->data, F_OK), -1);
	}
}

static void from_an_empty_box_to_an_unlocked_kiosk(void **state)
{
	struct test *test = *state;
	struct recorder_request request = asked();
	char organiser[KEY_FINGERPRINT], path[DISK_PATH_MAX];
	struct enrolment copy, kept;
	uint8_t *text;
	size_t len;

	start(test);
	assert_ok(call(test, RECORDER_ORGANISER));
	key_fingerprint(organiser, &test->fixture.organiser.public_key);
	assert_string_equal(test->reply.facts.organiser, organiser);
	assert_int_equal(test->reply.facts.kind, SIGN_PRACTICE);
	assert_int_equal(test->reply.facts.enrolled, 0);
	assert_ok(enrol(test, &request));
	assert_int_equal(test->reply.facts.enrolled, 1);
	assert_int_equal(test->reply.facts.locked, 0);
	assert_int_equal(test->reply.facts.needs_stick, 0);
	assert_string_equal(test->reply.facts.kiosk_name, "Hill Library 1");
	/* The organiser's copy is the kiosk's own word, under a name that its key gives. */
	assert_int_equal(count_on_stick(test, "kiosk-", path), 1);
	text = read_all(path, &len);
	assert_ok(enrolment_read(&copy, (const char *)text, len));
	free(text);
	path_of(path, test->data, KIOSK_FILE);
	text = read_all(path, &len);
	assert_ok(enrolment_read(&kept, (const char *)text, len));
	free(text);
	assert_memory_equal(&copy, &kept, sizeof copy);
	/* Once. */
	assert_status(STATUS_STATE, enrol(test, &request));
	assert_status(STATUS_STATE, call(test, RECORDER_ORGANISER));
	start(test);
	assert_int_equal(test->reply.facts.enrolled, 1);
	assert_int_equal(test->reply.facts.locked, 1);
	assert_string_equal(test->reply.facts.organiser, organiser);
	assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, &test->reply, FIXTURE_SECOND));
	test->disk.now_ms += 1000;
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	/* From now on it accepts this organiser's packages, and no others. */
	fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", 2);
	assert_status(STATUS_OTHER_KIOSK, call(test, RECORDER_IMPORT));
}

static void the_organisers_key_must_be_one_and_whole(void **state)
{
	struct test *test = *state;
	struct recorder_request request = asked();
	struct sign_secret other;
	char path[DISK_PATH_MAX];

	start(test);
	assert_status(STATUS_STATE, enrol(test, &request));
	sign_key_make(&other, SIGN_REAL);
	put_organiser(test, "other.pub", &other.public_key);
	assert_status(STATUS_USED, call(test, RECORDER_ORGANISER));
	path_of(path, test->fixture.stick, "other.pub");
	assert_int_equal(unlink(path), 0);
	put_organiser(test, "._other.pub", &other.public_key); /* a desktop's shadow */
	assert_ok(call(test, RECORDER_ORGANISER));
	path_of(path, test->fixture.stick, "organiser.pub");
	write_all(path, "no key\n", 7);
	assert_int_not_equal(call(test, RECORDER_ORGANISER), STATUS_OK);
	/* What was read before does not count any more. */
	assert_status(STATUS_STATE, enrol(test, &request));
	assert_int_equal(unlink(path), 0);
	assert_status(STATUS_ABSENT, call(test, RECORDER_ORGANISER));
	assert_int_equal(access(test->data, F_OK), -1);
}

static void pins_must_differ_and_be_long_enough(void **state)
{
	struct test *test = *state;
	struct recorder_request request = asked();
	char path[DISK_PATH_MAX];

	start(test);
	assert_ok(call(test, RECORDER_ORGANISER));
	(void)snprintf(request.second_pin, sizeof request.second_pin, "%s", request.pin);
	assert_status(STATUS_RANGE, enrol(test, &request));
	assert_non_null(strstr(test->reply.detail, "two people"));
	(void)snprintf(request.second_pin, sizeof request.second_pin, "123");
	assert_status(STATUS_RANGE, enrol(test, &request));
	assert_non_null(strstr(test->reply.detail, "second person"));
	request = asked();
	request.name[0] = '\0';
	assert_status(STATUS_TOO_LONG, enrol(test, &request));
	assert_int_equal(count_on_stick(test, "kiosk-", path), 0);
	assert_int_equal(access(test->data, F_OK), -1);
}

/* A folder with something else in it is never taken for a new kiosk's. */
static void only_an_empty_folder_is_a_new_kiosks(void **state)
{
	struct test *test = *state;
	char path[DISK_PATH_MAX], why[SENTENCE_MAX];

	assert_int_equal(mkdir(test->data, 0700), 0);
	path_of(path, test->data, "lost+found");
	assert_int_equal(mkdir(path, 0700), 0);
	path_of(path, test->data, KIOSK_KEY_FILE); /* of an enrolment that was broken off */
	write_all(path, "half", 4);
	start(test);
	assert_int_equal(test->reply.facts.enrolled, 0);
	path_of(path, test->data, "pin-tries"); /* of a kiosk that lost its kiosk.txt */
	write_all(path, "", 0);
	assert_status(STATUS_DAMAGED, create(test, why));
	assert_non_null(strstr(why, test->data));
	assert_non_null(strstr(why, "kiosk.txt"));
	assert_int_equal(unlink(path), 0);
	start(test);
	assert_ok(call(test, RECORDER_ORGANISER));
	{
		struct recorder_request request = asked();

		assert_ok(enrol(test, &request));
	}
	start(test);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
}

/* Each operation of enrolling fails, once or from there on: a kiosk that unlocks, or none, and then no copy for the
 * organiser is left behind where the stick still worked; and enrolling again works. */
static void enrolling_fails_anywhere(void **state)
{
	struct test *test = *state;
	struct recorder_request request = asked();
	char path[DISK_PATH_MAX];
	unsigned at, refused = 0, calls;

	request.wants_stick = 1;
	for (at = 1;; at++) {
		enum status status;

		start(test);
		assert_ok(call(test, RECORDER_ORGANISER));
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.fail_for = at % 2 ? 1 : UINT32_MAX;
		test->disk.error = at % 3 ? EIO : ENOSPC;
		status = enrol(test, &request);
		calls = test->disk.calls;
		test->disk.fail_at = 0;
		start(test);
		if (test->reply.facts.enrolled) {
			assert_int_equal(count_on_stick(test, "kiosk-", path), 1);
			assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
			assert_int_equal(unlink(path), 0);
		} else {
			assert_int_not_equal(status, STATUS_OK);
			refused++;
			if (test->disk.fail_for == 1)
				assert_int_equal(count_on_stick(test, "kiosk-", path), 0);
			else if (count_on_stick(test, "kiosk-", path) == 1)
				assert_int_equal(unlink(path), 0);
			assert_ok(call(test, RECORDER_ORGANISER));
			assert_ok(enrol(test, &request));
			assert_int_equal(count_on_stick(test, "kiosk-", path), 1);
			assert_int_equal(unlink(path), 0);
		}
		recorder_destroy(test->recorder);
		test->recorder = NULL;
		remove_tree(test->data);
		if (calls < at)
			break;
	}
	assert_true(refused > 40);
	print_message("# note: enrolling: %u operations, %u failures left no kiosk\n", at, refused);
}

/* --- staff's sticks --- */

static void a_staff_stick_is_needed_once_it_is_made(void **state)
{
	struct test *test = *state;
	char path[DISK_PATH_MAX], held[DISK_PATH_MAX];
	uint8_t *text;
	size_t len;

	enrol_with_stick(test);
	path_of(path, test->data, STAFF_STICK_FILE);
	path_of(held, test->fixture.folder, "held");
	assert_int_equal(link(path, held), 0);
	assert_int_equal(test->reply.facts.needs_stick, 1);
	assert_int_equal(test->reply.facts.staff_stick_due, 1);
	/* Not on the organiser's stick, which was in at enrolment. */
	assert_int_equal(count_on_stick(test, "folkmoot-staff-", path), 0);
	start(test);
	assert_int_equal(test->reply.facts.has_staff_stick, 1);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_ok(call(test, RECORDER_KEY_STICK));
	assert_int_equal(test->reply.facts.staff_stick_due, 0);
	assert_int_equal(test->reply.facts.has_staff_stick, 1);
	/* Nothing in the data folder is the secret any more. */
	path_of(path, test->data, STAFF_STICK_FILE);
	text = read_all(path, &len);
	assert_null(strstr((const char *)text, "secret"));
	free(text);
	/* Nor do its bytes lie where they lay: a name that goes to another file leaves them. */
	text = read_all(held, &len);
	for (size_t i = 0; i < len; i++)
		assert_int_equal(text[i], 0);
	free(text);
	start(test);
	assert_int_equal(test->reply.facts.has_staff_stick, 1);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	/* Unlocked, staff's screens ask for the PIN alone. */
	hide_staff_stick(test, "hidden");
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_int_equal(test->reply.facts.has_staff_stick, 0);
	/* A copy may be made then, too. */
	assert_ok(call(test, RECORDER_KEY_STICK));
	hide_staff_stick(test, "copy");
	start(test);
	assert_int_equal(test->reply.facts.has_staff_stick, 0);
	/* Without a stick no PIN is tried, so none is counted as wrong. */
	assert_status(STATUS_ABSENT, ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_status(STATUS_ABSENT, ask_pin(test->recorder, &test->reply, "000000"));
	assert_int_equal(test->reply.arg, 0);
}

static void another_kiosks_stick_unlocks_nothing(void **state)
{
	struct test *test = *state;
	char found[DISK_PATH_MAX], path[DISK_PATH_MAX];
	uint8_t *text;
	size_t len;

	enrol_with_stick(test);
	assert_ok(call(test, RECORDER_KEY_STICK));
	start(test);
	assert_int_equal(count_on_stick(test, "folkmoot-staff-", found), 1);
	text = read_all(found, &len);
	for (size_t at = 0; at + 1 < len; at++) {
		text[at] ^= 1;
		write_all(found, text, len);
		assert_ok(call(test, RECORDER_STATUS));
		assert_int_equal(test->reply.facts.has_staff_stick, 0);
		text[at] ^= 1;
	}
	assert_status(STATUS_ABSENT, ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	write_all(found, text, len);
	free(text);
	assert_status(STATUS_PASSPHRASE, ask_pin(test->recorder, &test->reply, "000000"));
	test->disk.now_ms += 1000;
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	/* Another kiosk, with its own stick under this one's name. */
	(void)snprintf(path, sizeof path, "%s", found);
	hide_staff_stick(test, "first");
	recorder_destroy(test->recorder);
	test->recorder = NULL;
	path_of(test->data, test->fixture.folder, "second");
	enrol_with_stick(test);
	assert_ok(call(test, RECORDER_KEY_STICK));
	assert_int_equal(count_on_stick(test, "folkmoot-staff-", found), 1);
	assert_int_equal(rename(found, path), 0);
	path_of(test->data, test->fixture.folder, "new");
	start(test);
	assert_int_equal(test->reply.facts.has_staff_stick, 0);
	assert_status(STATUS_ABSENT, ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
}

static void who_wants_no_stick_needs_none(void **state)
{
	struct test *test = *state;

	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_int_equal(test->reply.facts.needs_stick, 0);
	assert_status(STATUS_STATE, call(test, RECORDER_KEY_STICK));
}

/* Each operation of making the first stick fails: the PIN alone still unlocks, or the stick is whole; never neither. */
static void making_a_stick_fails_anywhere(void **state)
{
	struct test *test = *state;
	unsigned at, failed = 0, calls;
	char kept[DISK_PATH_MAX], path[DISK_PATH_MAX], found[DISK_PATH_MAX];

	enrol_with_stick(test);
	path_of(path, test->data, STAFF_STICK_FILE);
	path_of(kept, test->fixture.folder, "kept");
	copy_file(path, kept);
	for (at = 1;; at++) {
		copy_file(kept, path);
		start(test);
		assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.fail_for = at % 2 ? 1 : UINT32_MAX;
		test->disk.error = at % 3 ? EIO : ENOSPC;
		failed += call(test, RECORDER_KEY_STICK) != STATUS_OK;
		calls = test->disk.calls;
		test->disk.fail_at = 0;
		start(test);
		assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
		if (count_on_stick(test, "folkmoot-staff-", found) > 0)
			assert_int_equal(unlink(found), 0);
		if (calls < at)
			break;
	}
	assert_true(failed > 10);
	print_message("# note: making a staff stick: %u operations, %u failures, always unlocked after\n", at, failed);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_new_kiosk_takes_nothing_but_its_enrolment, begin, end),
	    cmocka_unit_test_setup_teardown(from_an_empty_box_to_an_unlocked_kiosk, begin, end),
	    cmocka_unit_test_setup_teardown(the_organisers_key_must_be_one_and_whole, begin, end),
	    cmocka_unit_test_setup_teardown(pins_must_differ_and_be_long_enough, begin, end),
	    cmocka_unit_test_setup_teardown(only_an_empty_folder_is_a_new_kiosks, begin, end),
	    cmocka_unit_test_setup_teardown(enrolling_fails_anywhere, begin, end),
	    cmocka_unit_test_setup_teardown(a_staff_stick_is_needed_once_it_is_made, begin, end),
	    cmocka_unit_test_setup_teardown(another_kiosks_stick_unlocks_nothing, begin, end),
	    cmocka_unit_test_setup_teardown(who_wants_no_stick_needs_none, begin, end),
	    cmocka_unit_test_setup_teardown(making_a_stick_fails_anywhere, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
