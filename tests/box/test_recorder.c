/* The recorder's whole day, from locked to the last export, and everything that it must refuse, each with a sentence.
 */
#include "fixture.h"
#include "log.h"

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
	struct recorder_reply reply;
};

static int begin_with(void **state, enum admission admission)
{
	struct test *test = calloc(1, sizeof *test);

	if (!test)
		return -1;
	fixture_init(&test->fixture, admission);
	test_disk_init(&test->disk);
	*state = test;
	return 0;
}

static int begin(void **state)
{
	return begin_with(state, ADMISSION_OPEN);
}

static int end(void **state)
{
	struct test *test = *state;

	recorder_destroy(test->recorder);
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

static void start(struct test *test)
{
	test->recorder = open_recorder(&test->fixture, &test->disk.disk);
}

static void start_open(struct test *test)
{
	test->recorder = open_voting(&test->fixture, &test->disk.disk);
}

static void stop(struct test *test)
{
	recorder_destroy(test->recorder);
	test->recorder = NULL;
}

static enum status call(struct test *test, enum recorder_call what)
{
	return ask(test->recorder, &test->reply, what);
}

static enum status seal(struct test *test, unsigned choice)
{
	return ask_seal(test->recorder, &test->reply, &test->fixture, choice);
}

/* A refusal with a sentence that says more than its status. */
#define refused(wanted, ...)                                                                                           \
	do {                                                                                                           \
		assert_status(wanted, __VA_ARGS__);                                                                    \
		assert_true(strlen(test->reply.detail) > 15);                                                          \
	} while (0)

static void a_day(void **state)
{
	struct test *test = *state;
	struct recorder_reply *reply = &test->reply;
	struct hash code;

	start_open(test);
	for (unsigned i = 0; i < 5; i++)
		vote(test->recorder, reply, &test->fixture, i);
	assert_int_equal(reply->facts.sealed, 5);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(seal(test, 7));
	code = reply->code;
	assert_ok(call(test, RECORDER_CHALLENGE));
	assert_memory_equal(reply->code.bytes, code.bytes, HASH_BYTES);
	assert_false(sodium_is_zero(reply->nonce, NONCE_BYTES));
	assert_int_equal(reply->facts.spoiled, 1);
	assert_int_equal(reply->facts.spoiled_capacity, 8);
	assert_ok(call(test, RECORDER_DISCARD));
	assert_ok(call(test, RECORDER_PAUSE));
	assert_int_equal(reply->facts.voting, VOTING_PAUSED);
	refused(STATUS_STATE, seal(test, 7));
	assert_ok(call(test, RECORDER_OPEN));
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	assert_int_equal(reply->arg, 1);
	assert_int_equal(reply->facts.exports, 1);
	assert_int_equal(reply->facts.started, 6);
	assert_int_equal(reply->facts.cast, 5);
	assert_int_equal(reply->facts.challenged, 1);
	assert_int_equal(reply->facts.left, 1);
	stop(test);
	start(test);
	assert_ok(call(test, RECORDER_STATUS));
	assert_int_equal(reply->facts.voting, VOTING_CLOSED);
	assert_int_equal(reply->facts.sealed, 5);
	assert_int_equal(reply->facts.spoiled, 1);
	assert_int_equal(reply->facts.locked, 1);
	assert_int_equal(reply->facts.started, 6);
	assert_string_equal(reply->facts.kiosk_name, "Pond Library 1");
}

/* Every call in every state in which it makes no sense, before and after each of the steps of a day. */
static void what_makes_no_sense_is_refused(void **state)
{
	static const enum recorder_call staffs[] = {RECORDER_OPEN, RECORDER_PAUSE, RECORDER_CLOSE, RECORDER_EXPORT};
	static const enum recorder_call voters[] = {RECORDER_BEGIN, RECORDER_SEAL, RECORDER_CAST, RECORDER_CHALLENGE};
	struct test *test = *state;

	start(test);
	for (int i = 0; i < 4; i++) {
		refused(STATUS_STATE, call(test, staffs[i]));
		refused(STATUS_STATE, call(test, voters[i]));
	}
	refused(STATUS_STATE, call(test, RECORDER_IMPORT)); /* locked */
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	for (int i = 0; i < 4; i++) {
		refused(STATUS_STATE, call(test, staffs[i])); /* no election */
		refused(STATUS_STATE, call(test, voters[i]));
	}
	assert_null(recorder_election(test->recorder, &(size_t){0}));
	assert_ok(call(test, RECORDER_IMPORT));
	refused(STATUS_STATE, call(test, RECORDER_PAUSE));
	refused(STATUS_STATE, call(test, RECORDER_CLOSE));
	refused(STATUS_STATE, seal(test, 1));
	assert_ok(call(test, RECORDER_OPEN));
	refused(STATUS_STATE, call(test, RECORDER_OPEN));
	refused(STATUS_STATE, call(test, RECORDER_CAST)); /* nothing sealed */
	refused(STATUS_STATE, call(test, RECORDER_CHALLENGE));
	assert_ok(call(test, RECORDER_PAUSE));
	refused(STATUS_STATE, call(test, RECORDER_PAUSE));
	refused(STATUS_STATE, call(test, RECORDER_BEGIN));
	assert_ok(call(test, RECORDER_CLOSE));
	refused(STATUS_STATE, call(test, RECORDER_CLOSE));
	refused(STATUS_STATE, call(test, RECORDER_PAUSE));
	refused(STATUS_STATE, call(test, RECORDER_BEGIN));
	test->reply.detail[0] = '\0';
	recorder_ask(test->recorder, &test->reply, &(struct recorder_request){.call = (enum recorder_call)99});
	assert_int_equal(test->reply.status, STATUS_INTERNAL);
}

static void a_sealed_ballot_has_one_end(void **state)
{
	struct test *test = *state;
	struct hash first;

	start_open(test);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(seal(test, 1));
	first = test->reply.code;
	assert_ok(seal(test, 2)); /* replaces the first */
	assert_memory_not_equal(first.bytes, test->reply.code.bytes, HASH_BYTES);
	assert_ok(call(test, RECORDER_CAST));
	assert_memory_not_equal(first.bytes, test->reply.code.bytes, HASH_BYTES);
	refused(STATUS_STATE, call(test, RECORDER_CAST));
	refused(STATUS_STATE, call(test, RECORDER_CHALLENGE));
	assert_ok(seal(test, 3));
	assert_ok(call(test, RECORDER_DISCARD));
	refused(STATUS_STATE, call(test, RECORDER_CAST));
	assert_ok(seal(test, 3));
	assert_ok(call(test, RECORDER_PAUSE)); /* forgets it */
	assert_ok(call(test, RECORDER_OPEN));
	refused(STATUS_STATE, call(test, RECORDER_CAST));
	assert_ok(seal(test, 3));
	assert_ok(call(test, RECORDER_BEGIN)); /* the next voter never casts the one before's */
	refused(STATUS_STATE, call(test, RECORDER_CAST));
	assert_int_equal(test->reply.facts.sealed, 1);
	assert_int_equal(test->reply.facts.spoiled, 0);
}

static void a_challenge_opens_what_was_sealed(void **state)
{
	struct test *test = *state;
	struct sealed_plain plain = {0};
	struct marks marks = {0};
	struct test_ballot again;
	struct sealed sealed;
	struct writer writer;
	static const uint8_t no_tag[TAG_BYTES];
	struct hash code, promised;

	start_open(test);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(seal(test, 5));
	promised = test->reply.code;
	assert_ok(call(test, RECORDER_CHALLENGE));
	assert_memory_equal(promised.bytes, test->reply.code.bytes, HASH_BYTES);
	marks.of[0] = marks.of[2] = 1;
	assert_ok(marks_encode(plain.payload[0], &test->fixture.contest, &marks));
	assert_ok(
	    sealed_make(&sealed, &test->fixture.context, &test->fixture.shape, no_tag, &plain, test->reply.nonce));
	writer_init(&writer, again.body, sizeof again.body);
	sealed_encode(&writer, &sealed);
	confirmation_code(&code, &test->fixture.context, again.body, writer_len(&writer));
	assert_memory_equal(code.bytes, test->reply.code.bytes, HASH_BYTES);
}

static void only_votes_are_sealed(void **state)
{
	struct test *test = *state;
	struct recorder_request request = {.call = RECORDER_SEAL};

	start_open(test);
	memset(request.plain.payload[0], 0xff, PAYLOAD_BYTES);
	recorder_ask(test->recorder, &test->reply, &request);
	assert_int_equal(test->reply.status, STATUS_NOT_CANONICAL);
	memset(request.plain.payload[0], 0, PAYLOAD_BYTES);
	request.style = 1;
	recorder_ask(test->recorder, &test->reply, &request);
	assert_int_equal(test->reply.status, STATUS_RANGE);
	request.style = 0;
	request.plain.payload[1][0] = 1; /* behind the last contest */
	recorder_ask(test->recorder, &test->reply, &request);
	assert_int_equal(test->reply.status, STATUS_RANGE);
	request.plain.payload[1][0] = 0;
	recorder_ask(test->recorder, &test->reply, &request);
	assert_int_equal(test->reply.status, STATUS_OK);
}

/* Of an answer in words nothing is sealed but the text and zeros behind it. */
static void only_texts_are_sealed(void **state)
{
	struct test *test = *state;
	struct fixture *fixture = &test->fixture;
	struct contest contests[2] = {fixture->contest, {.id = 2, .type = VOTE_ANSWER_TEXT, .max_length = 20}};
	struct recorder_request request = {.call = RECORDER_BEGIN};

	fill_text(&contests[1].title, "What is missing here?");
	fill_text(&contests[1].instruction, "");
	fixture->election.contests = contests;
	fixture->election.contest_count = fixture->style.contest_count = 2;
	fixture->style.contest[1] = 1;
	fixture_write_body(fixture);
	fixture_write_package(fixture, fixture->stick, "pond.election");
	fixture_write_roster(fixture, fixture->stick, "pond.roster", 1);
	start_open(test);
	assert_ok(call(test, RECORDER_BEGIN));
	request.call = RECORDER_SEAL;
	assert_ok(answer_encode(request.plain.payload[1], &contests[1], "Ducks\nand reeds"));
	request.plain.payload[16][PAYLOAD_BYTES - 1] = 'x';
	recorder_ask(test->recorder, &test->reply, &request);
	assert_int_equal(test->reply.status, STATUS_NOT_CANONICAL);
	request.plain.payload[16][PAYLOAD_BYTES - 1] = 0;
	request.plain.payload[1][5] = '\t';
	recorder_ask(test->recorder, &test->reply, &request);
	assert_int_equal(test->reply.status, STATUS_TEXT);
	memset(request.plain.payload[1], 'x', 21);
	recorder_ask(test->recorder, &test->reply, &request);
	assert_int_equal(test->reply.status, STATUS_RULES);
	request.plain.payload[1][20] = 0;
	recorder_ask(test->recorder, &test->reply, &request);
	assert_int_equal(test->reply.status, STATUS_OK);
	assert_ok(call(test, RECORDER_CAST));
	assert_int_equal(test->reply.facts.sealed, 1);
}

static void a_closed_box_can_be_opened_again(void **state)
{
	struct test *test = *state;

	start_open(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_ok(call(test, RECORDER_CLOSE));
	refused(STATUS_STATE, call(test, RECORDER_OPEN));
	assert_ok(reopen_voting(test->recorder, &test->reply, &test->fixture));
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_int_equal(test->reply.facts.sealed, 2);
}

/* --- importing --- */

static void unlock(struct test *test)
{
	start(test);
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
}

static void remove_from_stick(struct test *test, const char *name)
{
	char path[DISK_PATH_MAX];

	path_of(path, test->fixture.stick, name);
	assert_int_equal(unlink(path), 0);
}

static void assert_mentions(struct test *test, const char *word)
{
	if (!strstr(test->reply.detail, word))
		fail_msg("no word of \"%s\" in: %s", word, test->reply.detail);
}

static void the_stick_must_have_one_of_each(void **state)
{
	struct test *test = *state;
	char path[DISK_PATH_MAX];

	unlock(test);
	fixture_write_package(&test->fixture, test->fixture.stick, "second.election");
	refused(STATUS_USED, call(test, RECORDER_IMPORT));
	assert_mentions(test, "2 files *.election");
	remove_from_stick(test, "second.election");
	remove_from_stick(test, "pond.roster");
	refused(STATUS_ABSENT, call(test, RECORDER_IMPORT));
	assert_mentions(test, ".roster");
	fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", 1);
	remove_from_stick(test, "pond.election");
	refused(STATUS_ABSENT, call(test, RECORDER_IMPORT));
	assert_mentions(test, ".election");
	fixture_write_package(&test->fixture, test->fixture.stick, ".pond.election"); /* hidden: not looked at */
	refused(STATUS_ABSENT, call(test, RECORDER_IMPORT));
	path_of(path, test->fixture.stick, "pond.election");
	assert_int_equal(symlink("/etc/passwd", path), 0); /* a link leads nowhere */
	assert_int_not_equal(call(test, RECORDER_IMPORT), STATUS_OK);
	assert_int_equal(unlink(path), 0);
	fixture_write_package(&test->fixture, test->fixture.stick, "pond.election");
	assert_ok(call(test, RECORDER_IMPORT));
	assert_int_equal(test->reply.facts.has_election, 1);
	remove_tree(test->fixture.stick);
	refused(STATUS_ABSENT, call(test, RECORDER_IMPORT));
	assert_mentions(test, "stick");
	assert_int_equal(test->reply.facts.stick, 0);
}

/* Nothing of a file is believed before its signature: every byte of both, changed. */
static void a_changed_byte_is_refused(void **state)
{
	static const char *const names[] = {"pond.election", "pond.roster"};
	struct test *test = *state;
	char path[DISK_PATH_MAX];

	unlock(test);
	for (int i = 0; i < 2; i++) {
		size_t len;
		uint8_t *data;
		path_of(path, test->fixture.stick, names[i]);
		data = read_all(path, &len);
		for (size_t at = 0; at < len; at += 1 + len / 150) {
			data[at] ^= 1;
			write_all(path, data, len);
			refused(STATUS_SIGNATURE,
			        (call(test, RECORDER_IMPORT) == STATUS_OK ? STATUS_OK : STATUS_SIGNATURE));
			data[at] ^= 1;
		}
		for (size_t at = 0; at < len; at += 1 + len / 20) {
			write_all(path, data, at);
			assert_int_not_equal(call(test, RECORDER_IMPORT), STATUS_OK);
		}
		write_all(path, data, len);
		free(data);
	}
	assert_int_equal(test->reply.facts.has_election, 0);
	assert_ok(call(test, RECORDER_IMPORT));
}

/* A definition is one organiser's: the key that signs it must be the one that it names. */
/* What staff measured stands after a new start; what cannot be a display, and a file that is damaged, do not. */
static void what_staff_measured_stays(void **state)
{
	struct test *test = *state;
	struct recorder_request request = {.call = RECORDER_SCALE, .arg = 3780};
	char path[DISK_PATH_MAX];
	FILE *file;

	start(test);
	recorder_ask(test->recorder, &test->reply, &request);
	refused(STATUS_STATE, test->reply.status); /* locked */
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	assert_int_equal(recorder_scale(test->recorder), 0);
	recorder_ask(test->recorder, &test->reply, &request);
	assert_ok(test->reply.status);
	request.arg = FLOW_SCALE_MAX + 1;
	recorder_ask(test->recorder, &test->reply, &request);
	refused(STATUS_RANGE, test->reply.status);
	stop(test);
	start(test);
	assert_int_equal(recorder_scale(test->recorder), 3780);
	path_of(path, test->fixture.data, "display.txt");
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("px_per_m 12 or so", file);
	fclose(file);
	assert_int_equal(recorder_scale(test->recorder), 0);
}

static void test_a_definition_that_another_organiser_signed(void **state)
{
	struct test *test = *state;
	struct fixture *fixture = &test->fixture;
	struct sign_secret stranger;

	unlock(test);
	sign_key_make(&stranger, SIGN_PRACTICE);
	fixture->election.organiser_key = stranger.public_key;
	fixture_write_body(fixture);
	fixture_write_package(fixture, fixture->stick, "pond.election");
	fixture_write_roster(fixture, fixture->stick, "pond.roster", 1);
	refused(STATUS_WRONG_KEY, call(test, RECORDER_IMPORT));
	assert_mentions(test, "pond.election was signed with another key than the organiser's named in it");
	fixture->election.organiser_key = fixture->organiser.public_key;
	fixture_write_body(fixture);
	fixture_write_package(fixture, fixture->stick, "pond.election");
	fixture_write_roster(fixture, fixture->stick, "pond.roster", 1);
	assert_ok(call(test, RECORDER_IMPORT));
	sign_secret_wipe(&stranger);
}

static void the_signature_must_fit(void **state)
{
	struct test *test = *state;
	struct sign_secret stranger, organiser = test->fixture.organiser;
	char path[DISK_PATH_MAX], good[DISK_PATH_MAX];

	unlock(test);
	path_of(path, test->fixture.stick, "pond.election");
	path_of(good, test->fixture.folder, "good.election");
	copy_file(path, good);
	sign_key_make(&stranger, SIGN_PRACTICE);
	test->fixture.organiser = stranger;
	fixture_write_package(&test->fixture, test->fixture.stick, "pond.election");
	refused(STATUS_WRONG_KEY, call(test, RECORDER_IMPORT));
	assert_mentions(test, "pond.election");
	test->fixture.organiser = organiser;
	write_signed(path, test->fixture.body, test->fixture.body_len, "folkmoot election pond-2026 revision 2",
	             &organiser);
	refused(STATUS_MISMATCH, call(test, RECORDER_IMPORT));
	write_signed(path, test->fixture.body, test->fixture.body_len - 1, "folkmoot election pond-2026 revision 1",
	             &organiser);
	assert_int_not_equal(call(test, RECORDER_IMPORT), STATUS_OK);
	write_signed(path, "", 0, "folkmoot election pond-2026 revision 1", &organiser);
	assert_int_not_equal(call(test, RECORDER_IMPORT), STATUS_OK);
	copy_file(good, path);
	assert_ok(call(test, RECORDER_IMPORT));
	sign_secret_wipe(&stranger);
}

static void the_roster_must_name_this_kiosk(void **state)
{
	struct test *test = *state;
	struct enrolment kiosk = test->fixture.kiosk;
	struct hash hash = test->fixture.hash;
	struct sign_secret other;

	unlock(test);
	sign_key_make(&other, SIGN_PRACTICE);
	test->fixture.kiosk.key = other.public_key;
	fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", 1);
	refused(STATUS_OTHER_KIOSK, call(test, RECORDER_IMPORT));
	test->fixture.kiosk = kiosk;
	test->fixture.hash.bytes[0] ^= 1;
	fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", 1);
	refused(STATUS_OTHER_ELECTION, call(test, RECORDER_IMPORT));
	test->fixture.hash = hash;
	fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", 1);
	assert_ok(call(test, RECORDER_IMPORT));
	sign_secret_wipe(&other);
}

/* Puts another definition onto the stick. */
static void bring(struct test *test, uint32_t revision, const char *title, uint32_t roster_revision)
{
	test->fixture.election.revision = revision;
	fill_text(&test->fixture.election.title, title);
	fixture_write_body(&test->fixture);
	fixture_write_package(&test->fixture, test->fixture.stick, "pond.election");
	fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", roster_revision);
}

static void revisions_only_rise(void **state)
{
	struct test *test = *state;
	size_t len;

	unlock(test);
	bring(test, 5, "The pond", 2);
	assert_ok(call(test, RECORDER_IMPORT));
	assert_int_equal(test->reply.facts.capacity, FIXTURE_SLOTS);
	bring(test, 4, "The pond", 2);
	refused(STATUS_MISMATCH, call(test, RECORDER_IMPORT));
	bring(test, 5, "The pond", 1);
	refused(STATUS_MISMATCH, call(test, RECORDER_IMPORT));
	bring(test, 5, "The pond", 2);
	assert_ok(call(test, RECORDER_IMPORT)); /* the same again */
	bring(test, 5, "The pond", 3);
	assert_ok(call(test, RECORDER_IMPORT)); /* a newer roster */
	bring(test, 6, "The great pond", 1);
	assert_ok(call(test, RECORDER_IMPORT));
	assert_non_null(recorder_election(test->recorder, &len));
	assert_int_equal(len, test->fixture.body_len);
	assert_memory_equal(recorder_election(test->recorder, &len), test->fixture.body, len);
	stop(test);
	start(test);
	assert_memory_equal(recorder_election(test->recorder, &len), test->fixture.body, len);
}

static void ballots_never_make_way(void **state)
{
	struct test *test = *state;

	start_open(test);
	refused(STATUS_STATE, call(test, RECORDER_IMPORT)); /* voting is open */
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_ok(call(test, RECORDER_PAUSE));
	refused(STATUS_STATE, call(test, RECORDER_IMPORT));
	assert_ok(call(test, RECORDER_CLOSE));
	bring(test, 2, "The pond", 1);
	refused(STATUS_OTHER_ELECTION, call(test, RECORDER_IMPORT));
	assert_mentions(test, "1 ballots");
	assert_int_equal(test->reply.facts.sealed, 1);
	assert_int_equal(test->reply.facts.has_election, 1);
	bring(test, 1, "The pond", 2);
	assert_ok(call(test, RECORDER_IMPORT)); /* a newer roster of the same election keeps the box */
	assert_int_equal(test->reply.facts.sealed, 1);
	stop(test);
	start(test);
	assert_ok(call(test, RECORDER_STATUS));
	assert_int_equal(test->reply.facts.sealed, 1);
}

/* Practice and real never mix: here a real kiosk's folder with practice files, and the other way round. */
static void practice_and_real_do_not_mix(void **state)
{
	struct test *test = *state;
	struct fixture *fixture = &test->fixture;
	char organiser[SIGN_KEY_FILE_MAX], folder[DISK_PATH_MAX], path[DISK_PATH_MAX], why[SENTENCE_MAX];
	struct enrol_request request = {
	    .name = "Real 1", .place = "Real", .pin = FIXTURE_PIN, .second_pin = FIXTURE_SECOND, .kind = SIGN_REAL};
	struct recorder_paths paths = {.data = folder, .usb = fixture->stick};
	struct sentence sentence;
	struct sign_secret real;
	struct enrolment kiosk;

	sign_key_make(&real, SIGN_REAL);
	path_of(folder, fixture->folder, "real");
	assert_ok(sign_public_write(organiser, sizeof organiser, &real.public_key));
	request.data = folder;
	request.organiser = organiser;
	request.organiser_len = strlen(organiser);
	assert_ok(enrolment_make(&kiosk, &sentence, &request, NULL));
	assert_ok(recorder_create(&test->recorder, &paths, why, sizeof why));
	assert_ok(ask_pin(test->recorder, &test->reply, FIXTURE_PIN));
	fixture->organiser = real; /* practice files under the real organiser's key */
	fixture->kiosk = kiosk;
	fixture_write_package(fixture, fixture->stick, "pond.election");
	refused(STATUS_PRACTICE, call(test, RECORDER_IMPORT));
	assert_mentions(test, "practice");
	stop(test);
	path_of(path, folder, ORGANISER_FILE);
	sign_key_make(&real, SIGN_PRACTICE);
	assert_ok(sign_public_write(organiser, sizeof organiser, &real.public_key));
	write_all(path, organiser, strlen(organiser));
	assert_status(STATUS_PRACTICE, recorder_create(&test->recorder, &paths, why, sizeof why));
	assert_non_null(strstr(why, ORGANISER_FILE));
}

/* Each operation of an import fails once: afterwards there is no election or the whole of it, and importing again
 * works. */
static void importing_fails_anywhere(void **state)
{
	struct test *test = *state;
	unsigned at, failed = 0;
	char files[4][DISK_PATH_MAX];
	static const char *const names[] = {"box.db", "election.election", "roster.roster", LOG_FILE};

	for (int i = 0; i < 4; i++)
		path_of(files[i], test->fixture.data, names[i]);
	for (at = 1;; at++) {
		enum status status;
		unlock(test);
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.error = at % 2 ? EIO : ENOSPC;
		status = call(test, RECORDER_IMPORT);
		test->disk.fail_at = 0;
		if (status == STATUS_OK && test->disk.calls < at)
			break;
		if (status != STATUS_OK) {
			assert_true(strlen(test->reply.detail) > 15);
			failed++;
		}
		stop(test);
		unlock(test); /* opens, whatever was left */
		assert_int_equal(test->reply.facts.has_election, access(files[2], F_OK) == 0);
		assert_ok(call(test, RECORDER_IMPORT));
		assert_ok(call(test, RECORDER_OPEN));
		vote(test->recorder, &test->reply, &test->fixture, 1);
		stop(test);
		for (int i = 0; i < 4; i++)
			assert_int_equal(unlink(files[i]), 0);
	}
	print_message("# note: importing: %u of %u operations failed and were refused\n", failed, at);
	assert_true(failed > 15);
}

/* --- the data folder --- */

static enum status create(struct test *test, char why[static SENTENCE_MAX])
{
	struct recorder_paths paths = {
	    .data = test->fixture.data, .usb = test->fixture.stick, .disk = &test->disk.disk, .slots = FIXTURE_SLOTS};
	enum status status;

	why[0] = '\0';
	status = recorder_create(&test->recorder, &paths, why, SENTENCE_MAX);
	if (status != STATUS_OK) {
		assert_null(test->recorder);
		assert_true(strlen(why) > 20);
		assert_int_equal(why[strlen(why) - 1], '.');
	}
	return status;
}

static void one_program_at_a_time(void **state)
{
	struct test *test = *state;
	struct recorder *first;
	char why[SENTENCE_MAX];

	start(test);
	first = test->recorder;
	assert_status(STATUS_STATE, create(test, why));
	assert_non_null(strstr(why, "another"));
	recorder_destroy(first);
	assert_ok(create(test, why));
}

static void a_damaged_folder_is_refused(void **state)
{
	static const struct {
		const char *file, *text; /* text NULL: removed */
	} change[] = {
	    {KIOSK_FILE, NULL},
	    {KIOSK_FILE, "folkmoot kiosk 1\n"},
	    {ORGANISER_FILE, NULL},
	    {ORGANISER_FILE, "key"},
	    {KIOSK_KEY_FILE, NULL},
	    {"box.db", NULL},
	    {"box.db", "not a box"},
	    {"election.election", NULL},
	    {"election.election", "x\ny\n"},
	    {"roster.roster", "x\n"},
	    {"log.txt", "1 hello\n2 hello\n"},
	};
	struct test *test = *state;
	char why[SENTENCE_MAX], path[DISK_PATH_MAX], kept[DISK_PATH_MAX];

	start_open(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	stop(test);
	path_of(kept, test->fixture.folder, "kept");
	for (size_t i = 0; i < sizeof change / sizeof change[0]; i++) {
		path_of(path, test->fixture.data, change[i].file);
		copy_file(path, kept);
		assert_int_equal(unlink(path), 0);
		if (change[i].text)
			write_all(path, change[i].text, strlen(change[i].text));
		if (create(test, why) == STATUS_OK)
			fail_msg("accepted: %s", change[i].file);
		assert_non_null(strstr(why, test->fixture.data));
		copy_file(kept, path);
	}
	assert_ok(create(test, why));
	assert_ok(call(test, RECORDER_STATUS));
	assert_int_equal(test->reply.facts.sealed, 1);
}

static void a_box_of_another_election_is_refused(void **state)
{
	struct test *test = *state;
	char why[SENTENCE_MAX], box[DISK_PATH_MAX], old[DISK_PATH_MAX];

	start_open(test);
	stop(test);
	path_of(box, test->fixture.data, "box.db");
	path_of(old, test->fixture.folder, "old.db");
	assert_ok(disk_rename(disk_real(), box, old));
	remove_tree(test->fixture.data);
	fixture_enrol(&test->fixture); /* another key */
	fixture_write_roster(&test->fixture, test->fixture.stick, "pond.roster", 1);
	unlock(test);
	assert_ok(call(test, RECORDER_IMPORT));
	stop(test);
	copy_file(old, box);
	assert_status(STATUS_OTHER_KIOSK, create(test, why));
	assert_non_null(strstr(why, "box.db"));
}

/* --- box and log bear witness to each other --- */

struct kept {
	char path[DISK_PATH_MAX], old[DISK_PATH_MAX];
};

static void keep_as(struct kept *kept, struct test *test, const char *name, const char *as)
{
	path_of(kept->path, test->fixture.data, name);
	path_of(kept->old, test->fixture.folder, as);
	copy_file(kept->path, kept->old);
}

static void keep(struct kept *kept, struct test *test, const char *name)
{
	keep_as(kept, test, name, name);
}

static void assert_refused_and_untouched(struct test *test, enum status wanted, const char *word)
{
	char why[SENTENCE_MAX], path[DISK_PATH_MAX];
	size_t len, len_after = 0;
	uint8_t *before = NULL, *after = NULL;

	path_of(path, test->fixture.data, LOG_FILE);
	if (access(path, F_OK) == 0)
		before = read_all(path, &len);
	assert_status(wanted, create(test, why));
	assert_non_null(strstr(why, word));
	assert_non_null(strstr(why, "call the organiser"));
	assert_int_equal(access(path, F_OK) == 0, before != NULL);
	if (before) {
		after = read_all(path, &len_after);
		assert_int_equal(len, len_after);
		assert_memory_equal(before, after, len);
	}
	free(before);
	free(after);
}

/* Yesterday's box: acknowledged ballots would be gone, and nobody would know. */
static void an_older_box_is_refused(void **state)
{
	struct test *test = *state;
	struct kept older[4], now;

	unlock(test);
	assert_ok(call(test, RECORDER_IMPORT));
	stop(test);
	keep_as(&older[0], test, "box.db", "fresh");
	unlock(test);
	assert_ok(call(test, RECORDER_OPEN));
	for (int i = 0; i < 3; i++) {
		stop(test);
		keep_as(&older[i + 1], test, "box.db", i == 0 ? "no ballot" : i == 1 ? "no test" : "no export");
		unlock(test);
		if (i == 0)
			vote(test->recorder, &test->reply, &test->fixture, 1);
		if (i == 1) {
			assert_ok(seal(test, 1));
			assert_ok(call(test, RECORDER_CHALLENGE));
		}
		if (i == 2)
			assert_ok(call(test, RECORDER_EXPORT));
		assert_ok(call(test, RECORDER_PAUSE));
		assert_ok(call(test, RECORDER_OPEN));
	}
	stop(test);
	keep_as(&now, test, "box.db", "now");
	for (int i = 0; i < 4; i++) {
		copy_file(older[i].old, now.path);
		assert_refused_and_untouched(test, STATUS_MISMATCH, "older");
	}
	copy_file(now.old, now.path);
	unlock(test);
	assert_int_equal(test->reply.facts.sealed, 1);
	assert_int_equal(test->reply.facts.spoiled, 1);
	assert_int_equal(test->reply.facts.exports, 1);
}

static void a_log_that_lost_lines_is_refused(void **state)
{
	struct test *test = *state;
	struct kept log;
	struct log_end first;
	char why[SENTENCE_MAX], *text;
	size_t len;

	start_open(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	assert_ok(call(test, RECORDER_PAUSE));
	stop(test);
	keep(&log, test, LOG_FILE);
	text = (char *)read_all(log.path, &len);
	assert_int_equal(unlink(log.path), 0);
	assert_refused_and_untouched(test, STATUS_DAMAGED, "log.txt");
	write_all(log.path, "", 0);
	assert_refused_and_untouched(test, STATUS_DAMAGED, "log.txt");
	assert_ok(log_check(&first, text, len, test->fixture.kiosk.key.key, 2));
	write_all(log.path, text, first.len);
	assert_refused_and_untouched(test, STATUS_DAMAGED, "log.txt");
	memset(text, 0, len);
	write_all(log.path, text, len);
	assert_refused_and_untouched(test, STATUS_DAMAGED, "log.txt");
	free(text);
	copy_file(log.old, log.path);
	assert_ok(create(test, why));
}

/* Taken away while the kiosk runs: neither voting is opened, nor closed, nor anything exported, and no new log begun.
 */
static void a_log_that_goes_away_is_noticed(void **state)
{
	struct test *test = *state;
	struct kept log;

	start_open(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	keep(&log, test, LOG_FILE);
	assert_int_equal(unlink(log.path), 0);
	refused(STATUS_DAMAGED, call(test, RECORDER_EXPORT));
	refused(STATUS_DAMAGED, call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_PAUSE));
	refused(STATUS_DAMAGED, call(test, RECORDER_OPEN));
	assert_int_equal(access(log.path, F_OK), -1);
	copy_file(log.old, log.path);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
}

/* Box and roster are gone; the log still knows of voting. */
static void a_new_box_never_follows_an_opened_one(void **state)
{
	struct test *test = *state;
	struct kept box, roster;

	start_open(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	stop(test);
	keep(&box, test, "box.db");
	keep(&roster, test, "roster.roster");
	assert_int_equal(unlink(box.path), 0);
	assert_int_equal(unlink(roster.path), 0);
	unlock(test);
	refused(STATUS_DAMAGED, call(test, RECORDER_IMPORT));
	assert_int_equal(access(box.path, F_OK), -1);
	stop(test);
	copy_file(box.old, box.path);
	copy_file(roster.old, roster.path);
	unlock(test);
	assert_int_equal(test->reply.facts.sealed, 1);
}

static void a_missing_folder_is_refused(void **state)
{
	struct test *test = *state;
	struct recorder_paths paths = {.data = "/no/such/folder"};
	char why[SENTENCE_MAX];

	assert_status(STATUS_ABSENT, recorder_create(&test->recorder, &paths, why, sizeof why));
	assert_non_null(strstr(why, "/no/such/folder"));
	assert_non_null(strstr(why, "enrol"));
}

/* Each operation of a start fails, in the ways of a full, a read-only and a broken disk: a sentence, or a start; and
 * then a start with all ballots. */
static void starting_fails_anywhere(void **state)
{
	const int errors[] = {ENOSPC, EROFS, EIO};
	struct test *test = *state;
	char why[SENTENCE_MAX];
	unsigned at, refusals = 0;

	start_open(test);
	vote(test->recorder, &test->reply, &test->fixture, 1);
	stop(test);
	for (at = 1;; at++) {
		enum status status;
		test->disk.calls = 0;
		test->disk.fail_at = at;
		test->disk.fail_for = at % 2 ? 1 : UINT32_MAX;
		test->disk.error = errors[at % 3];
		status = create(test, why);
		test->disk.fail_at = 0;
		refusals += status != STATUS_OK;
		stop(test);
		assert_ok(create(test, why));
		assert_ok(call(test, RECORDER_STATUS));
		assert_int_equal(test->reply.facts.sealed, 1);
		assert_int_equal(test->reply.facts.voting, VOTING_OPEN);
		stop(test);
		if (status == STATUS_OK && test->disk.calls < at)
			break;
	}
	print_message("# note: starting: %u refusals\n", refusals);
	assert_true(refusals > 10);
}

/* The log names what staff did and what failed, and nothing that has to do with one ballot. */
static void the_log_tells_of_staff_only(void **state)
{
	struct test *test = *state;
	char path[DISK_PATH_MAX];
	struct log_end before, after;
	size_t len;
	char *text;

	start_open(test);
	path_of(path, test->fixture.data, LOG_FILE);
	text = (char *)read_all(path, &len);
	assert_ok(log_check(&before, text, len, test->fixture.kiosk.key.key, UINT32_MAX));
	free(text);
	for (unsigned i = 0; i < 3; i++)
		vote(test->recorder, &test->reply, &test->fixture, i);
	assert_ok(call(test, RECORDER_BEGIN));
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_CHALLENGE));
	assert_ok(seal(test, 1));
	assert_ok(call(test, RECORDER_DISCARD));
	text = (char *)read_all(path, &len);
	assert_ok(log_check(&after, text, len, test->fixture.kiosk.key.key, UINT32_MAX));
	assert_int_equal(before.count, after.count);
	assert_non_null(strstr(text, " boot "));
	assert_non_null(strstr(text, " unlock "));
	assert_non_null(strstr(text, " import election pond-2026 revision 1, roster revision 1, hash "));
	assert_non_null(strstr(text, " open sealed 0, spoiled 0 "));
	free(text);
	assert_ok(call(test, RECORDER_CLOSE));
	assert_ok(call(test, RECORDER_EXPORT));
	refused(STATUS_PASSPHRASE, ask_pin(test->recorder, &test->reply, "0000"));
	text = (char *)read_all(path, &len);
	assert_non_null(strstr(text, " close sealed 3, spoiled 1 "));
	assert_non_null(strstr(text, " export number 1: sealed 3, spoiled 1 "));
	assert_non_null(strstr(text, " pin-wrong "));
	free(text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_day, begin, end),
	    cmocka_unit_test_setup_teardown(what_makes_no_sense_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(what_staff_measured_stays, begin, end),
	    cmocka_unit_test_setup_teardown(a_sealed_ballot_has_one_end, begin, end),
	    cmocka_unit_test_setup_teardown(a_challenge_opens_what_was_sealed, begin, end),
	    cmocka_unit_test_setup_teardown(only_votes_are_sealed, begin, end),
	    cmocka_unit_test_setup_teardown(only_texts_are_sealed, begin, end),
	    cmocka_unit_test_setup_teardown(a_closed_box_can_be_opened_again, begin, end),
	    cmocka_unit_test_setup_teardown(the_stick_must_have_one_of_each, begin, end),
	    cmocka_unit_test_setup_teardown(a_changed_byte_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(test_a_definition_that_another_organiser_signed, begin, end),
	    cmocka_unit_test_setup_teardown(the_signature_must_fit, begin, end),
	    cmocka_unit_test_setup_teardown(the_roster_must_name_this_kiosk, begin, end),
	    cmocka_unit_test_setup_teardown(revisions_only_rise, begin, end),
	    cmocka_unit_test_setup_teardown(ballots_never_make_way, begin, end),
	    cmocka_unit_test_setup_teardown(practice_and_real_do_not_mix, begin, end),
	    cmocka_unit_test_setup_teardown(importing_fails_anywhere, begin, end),
	    cmocka_unit_test_setup_teardown(one_program_at_a_time, begin, end),
	    cmocka_unit_test_setup_teardown(a_damaged_folder_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(a_box_of_another_election_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(an_older_box_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(a_log_that_lost_lines_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(a_log_that_goes_away_is_noticed, begin, end),
	    cmocka_unit_test_setup_teardown(a_new_box_never_follows_an_opened_one, begin, end),
	    cmocka_unit_test_setup_teardown(a_missing_folder_is_refused, begin, end),
	    cmocka_unit_test_setup_teardown(starting_fails_anywhere, begin, end),
	    cmocka_unit_test_setup_teardown(the_log_tells_of_staff_only, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
