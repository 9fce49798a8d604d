/* A kiosk breaks on the day and another takes its place, with real recorders on real files and the organiser's own
 * commands: what was exported counts under a declaration of loss, the new kiosk begins at zero, whoever voted on the
 * broken one after its last export votes again, and a code used on both counts once. */
#include "enrol.h"
#include "recorder.h"
#include "vote_run.h"
#include "voting_code.h"

enum { CODES = 4 };

struct day {
	struct run run;
	char code[CODES][VOTING_CODE_LETTERS + 1];
	uint8_t issued[CODES][ISSUED_BYTES];
	const char *place[1];
	char stick[PATH_ROOM];
	char report[CLOSING_TEXT]; /* photographed off the second kiosk's screen */
};

static int begin(void **state)
{
	struct day *day = calloc(1, sizeof *day);
	struct election *election;
	uint8_t tag[TAG_BYTES];

	if (!day || crypto_init() != STATUS_OK)
		return -1;
	day->run.vote = vote_make();
	election = &day->run.vote->election;
	for (unsigned i = 0; i < CODES; i++) {
		voting_code_make(day->code[i]);
		vote_must(voting_code_tag(tag, day->code[i], election->id));
		issued_write(day->issued[i], 0, 0, tag);
	}
	vote_sort_issued(day->issued[0], CODES);
	day->place[0] = "Lockside Library";
	election->admission = ADMISSION_CODE;
	election->place_count = 1;
	election->places = day->place;
	election->tag_count = CODES;
	election->tags = day->issued[0];
	vote_redefine(day->run.vote);
	vote_path(day->stick, day->run.vote, "stick");
	if (mkdir(day->stick, 0700) != 0)
		abort();
	*state = day;
	return 0;
}

static int end(void **state)
{
	struct day *day = *state;

	vote_free(day->run.vote);
	free(day);
	return 0;
}

static void enrol(struct day *day, const char *folder, const char *name)
{
	char data[PATH_ROOM], organiser[SIGN_KEY_FILE_MAX];
	struct enrolment enrolment;
	struct sentence why = {""};
	struct enrol_request request = {.data = data,
	                                .name = name,
	                                .place = "Lockside Library",
	                                .pin = "1234",
	                                .second_pin = "4321",
	                                .kind = SIGN_PRACTICE,
	                                .organiser = organiser};

	vote_path(data, day->run.vote, folder);
	vote_must(sign_public_write(organiser, sizeof organiser, &day->run.vote->organiser.public_key));
	request.organiser_len = strlen(organiser);
	if (enrolment_make(&enrolment, &why, &request, NULL) != STATUS_OK)
		fail_msg("%s", why.text);
}

/* folkmoot kiosk roster, after an earlier one (NULL: the first), with one more kiosk; then both files onto the stick.
 */
static void sign_roster(struct day *day, const char *after, const char *folder, const char *output)
{
	char election[PATH_ROOM], key[PATH_ROOM], before[PATH_ROOM], kiosk[PATH_ROOM], out[PATH_ROOM], command[600];
	const char *words[16] = {"kiosk", "roster", "--election", election, "--organiser", key, "-o", out, kiosk};

	vote_path(election, day->run.vote, "vote.election");
	vote_path(key, day->run.vote, "organiser.key");
	vote_path(kiosk, day->run.vote, folder);
	vote_path(out, day->run.vote, output);
	if (after) {
		vote_path(before, day->run.vote, after);
		words[9] = "--after";
		words[10] = before;
	}
	capture(&day->run.captured, command_kiosk, words);
	if (day->run.captured.code != 0)
		fail_msg("no roster: %s", day->run.captured.err);
	snprintf(command, sizeof command, "cd '%s' && rm -f stick/*.roster && cp vote.election %s stick",
	         day->run.vote->dir, output);
	if (system(command) != 0)
		abort();
}

static enum status ask(struct recorder *recorder, struct recorder_reply *reply, enum recorder_call call)
{
	struct recorder_request request = {.call = call, .pin = "1234"};

	recorder_ask(recorder, reply, &request);
	return reply->status;
}

static void must(struct recorder *recorder, struct recorder_reply *reply, enum recorder_call call)
{
	if (ask(recorder, reply, call) != STATUS_OK)
		fail_msg("call %d: %s", (int)call, reply->detail);
}

/* A new kiosk up to its first voter. */
static struct recorder *open_kiosk(struct day *day, const char *folder, struct recorder_reply *reply)
{
	char data[PATH_ROOM], why[SENTENCE_MAX] = "";
	struct recorder_paths paths = {.data = data, .usb = day->stick, .slots = 60};
	struct recorder *recorder;

	vote_path(data, day->run.vote, folder);
	if (recorder_create(&recorder, &paths, why, sizeof why) != STATUS_OK)
		fail_msg("%s", why);
	must(recorder, reply, RECORDER_CHECK_PIN);
	must(recorder, reply, RECORDER_IMPORT);
	assert_int_equal(reply->facts.sealed, 0);
	must(recorder, reply, RECORDER_OPEN);
	return recorder;
}

static void vote_with(struct day *day, struct recorder *recorder, unsigned code, unsigned approved)
{
	struct recorder_request request = {.call = RECORDER_CODE};
	struct recorder_reply reply;

	must(recorder, &reply, RECORDER_BEGIN);
	strcpy(request.code, day->code[code]);
	recorder_ask(recorder, &reply, &request);
	if (reply.status != STATUS_OK)
		fail_msg("code %u: %s", code, status_phrase(reply.status));
	request = (struct recorder_request){.call = RECORDER_SEAL};
	vote_plain(&request.plain, day->run.vote, approved, 1);
	recorder_ask(recorder, &reply, &request);
	assert_int_equal(reply.status, STATUS_OK);
	must(recorder, &reply, RECORDER_CAST);
}

/* The export's folder from the stick into the vote's folder. */
static void bring(struct day *day, struct recorder *recorder, const char *name)
{
	struct recorder_reply reply;
	char command[600];

	must(recorder, &reply, RECORDER_EXPORT);
	snprintf(command, sizeof command, "cd '%s' && mv stick/%s %s", day->run.vote->dir, reply.detail, name);
	if (system(command) != 0)
		fail_msg("no export: %s", reply.detail);
}

static void declare(struct day *day)
{
	char election[PATH_ROOM], roster[PATH_ROOM], key[PATH_ROOM], export[PATH_ROOM], out[PATH_ROOM];

	vote_path(election, day->run.vote, "vote.election");
	vote_path(roster, day->run.vote, "vote.roster");
	vote_path(key, day->run.vote, "organiser.key");
	vote_path(export, day->run.vote, "a");
	vote_path(out, day->run.vote, "loss");
	capture(&day->run.captured, command_kiosk,
	        LIST("kiosk", "lost", "--election", election, "--roster", roster, "--organiser", key, "--kiosk",
	             "Lockside 1", "--export", export, "--reason", "It fell off the table.", "-o", out));
	if (day->run.captured.code != 0)
		fail_msg("not declared: %s", day->run.captured.err);
}

/* The roster that the vote was made with is not this day's. */
static void take_away(struct day *day, const char *name)
{
	char path[PATH_ROOM];

	vote_path(path, day->run.vote, name);
	assert_int_equal(unlink(path), 0);
}

/* Until noon: two votes, an export, one more vote, and the kiosk is no more. */
static void morning(struct day *day)
{
	struct recorder_reply reply;
	struct recorder *recorder;

	enrol(day, "one", "Lockside 1");
	take_away(day, "vote.roster");
	sign_roster(day, NULL, "one", "vote.roster");
	recorder = open_kiosk(day, "one", &reply);
	vote_with(day, recorder, 0, 1);
	vote_with(day, recorder, 1, 3);
	bring(day, recorder, "a");
	vote_with(day, recorder, 2, 7);
	recorder_destroy(recorder);
}

/* The other kiosk takes its place: the one whose vote is lost comes again, and one who voted already tries to. */
static void afternoon(struct day *day)
{
	struct recorder_reply reply;
	struct recorder *recorder;

	enrol(day, "two", "Lockside 2");
	sign_roster(day, "vote.roster", "two", "vote.roster");
	recorder = open_kiosk(day, "two", &reply);
	vote_with(day, recorder, 2, 7);
	vote_with(day, recorder, 3, 2);
	vote_with(day, recorder, 1, 3);
	must(recorder, &reply, RECORDER_CLOSE);
	assert_int_equal(reply.facts.sealed, 3);
	must(recorder, &reply, RECORDER_REPORT);
	strcpy(day->report, reply.report);
	bring(day, recorder, "b");
	recorder_destroy(recorder);
}

static void verify_with_loss(struct day *day)
{
	struct run *run = &day->run;
	char election[PATH_ROOM], roster[PATH_ROOM], loss[PATH_ROOM], a[PATH_ROOM], b[PATH_ROOM];

	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	vote_path(loss, run->vote, "loss");
	vote_path(a, run->vote, "a");
	vote_path(b, run->vote, "b");
	capture(&run->captured, command_verify,
	        LIST("verify", "--election", election, "--roster", roster, "--loss", loss, "--qr", day->report, a, b));
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out,
	     "Closing report of Lockside 2 (Lockside Library), signed by its key:\n  closing 1: 3 ballots, 0");
	says(run->captured.out, "  Its closing export holds exactly these ballots: ");
	says(run->captured.out, "declared lost after an export");
	says(run->captured.out, "5 ballots, 0 test ballots opened as they should");
	says(run->captured.out, "Complete, except 1 kiosk declared lost");
	says(run->captured.out, "Voting codes: 4 issued, 4 used.");
	says(run->captured.out, "Not decided: 1 voting code came with several ballots (2 in all); of each one counts");
}

static void count_it(struct run *run, const char *loss)
{
	char option[400];

	snprintf(option, sizeof option, "--loss=%s/%.40s", run->vote->dir, loss);
	count_start(run, LIST(option, "a", "b"));
	if (run->captured.code != 0)
		fail_msg("not started: %s", run->captured.err);
	on_record(run, command_trustee, "trustee", "draw", "--share", "share.key");
	if (run->captured.code != 0)
		fail_msg("not drawn: %s", run->captured.err);
	mix(run, "share.key");
	mix(run, "organiser.key");
	decrypt(run);
	finish(run);
	if (run->captured.code != 0)
		fail_msg("not finished: %s", run->captured.err);
}

static void nothing_counts_twice(void **state)
{
	struct day *day = *state;
	struct run *run = &day->run;

	morning(day);
	afternoon(day);
	verify(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out,
	     "Not final: 1 kiosk is not closed yet.\n  Lockside 1 (Lockside Library): its last export 1 ");
	declare(day);
	verify_with_loss(day);
	count_it(run, "loss");
	on_record(run, command_audit, "audit", NULL, NULL, NULL);
	assert_int_equal(run->captured.code, 0);
	says(
	    run->captured.out,
	    "Kiosk Lockside 1 (Lockside Library) was lost after its export 1; ballots cast there later are not in this "
	    "count. The organiser's reason: It fell off the table.");
	says(run->captured.out, "4 ballots");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(nothing_counts_twice, begin, end),
	};

	return cmocka_run_group_tests_name("replaced", tests, NULL, NULL);
}
