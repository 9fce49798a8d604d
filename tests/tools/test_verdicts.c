/* What verify says of a missing kiosk, a stale export, a fork, an unknown kiosk, a revoked one and a package of another
 * revision: in each case the whole sentence, with place and cure. And of closing and readiness reports. */
#include "closing.h"
#include "readiness.h"
#include "vote_run.h"

static const struct vote_wish paused = {.state = VOTING_PAUSED};

/* The whole sentence of one fault, PATH standing for the vote's folder; and nothing but it, and the count of faults. */
static void one_fault(struct run *run, const char *sentence)
{
	char wanted[4096], *at = wanted;

	at += sprintf(at, "folkmoot: ");
	for (const char *from = sentence; *from; from++) {
		if (strncmp(from, "PATH", 4) == 0) {
			at += sprintf(at, "%s", run->vote->dir);
			from += 3;
		} else {
			*at++ = *from;
		}
	}
	*at = '\0';
	if (strncmp(run->captured.err, wanted, strlen(wanted)) != 0)
		fail_msg("should say:\n%s\nbut says:\n%s", wanted, run->captured.err);
	assert_int_equal(run->captured.code, 1);
	assert_string_equal(run->captured.out, "");
	at = strchr(run->captured.err, '\n');
	assert_non_null(at);
	if (at[1] != '\0')
		assert_string_equal(at + 1,
		                    "folkmoot: 1 fault found; nothing here may be counted until each is cleared up\n");
	print_message("# note: %.*s\n", (int)(strchr(run->captured.err, '\n') - run->captured.err), run->captured.err);
}

/* verify with more words: those that begin with "@" are in the vote's folder, those with "=" are taken as they are. */
static void verify_with(struct run *run, const char *const *more)
{
	static char path[12][PATH_ROOM];
	char election[PATH_ROOM], roster[PATH_ROOM];
	const char *words[20] = {"verify", "--election", election, "--roster", roster};
	int count = 5;

	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	for (int i = 0; more[i] && i < 12; i++) {
		words[count++] = more[i][0] == '@' ? path[i] : more[i];
		if (more[i][0] == '@')
			vote_path(path[i], run->vote, more[i] + 1);
	}
	capture(&run->captured, command_verify, words);
}

/* The same without an election: reports alone. */
static void verify_reports(struct run *run, const char *option, const char *value)
{
	char roster[PATH_ROOM];

	vote_path(roster, run->vote, "vote.roster");
	capture(&run->captured, command_verify, LIST("verify", "--roster", roster, option, value));
}

static const char *key_of(const struct vote *vote, unsigned kiosk)
{
	static char key[9];

	hex_write(key, vote->kiosk[kiosk].key.public_key.key, 4);
	return key;
}

/* --- the six --- */

static void a_missing_kiosk(void **state)
{
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	assert_int_equal(run->captured.code, 0);
	assert_string_equal(run->captured.err, "");
	says(run->captured.out,
	     "Not complete: nothing came from 1 kiosk yet.\n"
	     "  Library 2 (Place 2): nothing came from this kiosk; bring its closing export, or the organiser's signed "
	     "declaration that it is lost\n");
	says(run->captured.out, "Next: bring what is missing, and verify all exports together again.");
}

/* Made before voting closed: alone it is only not final, beside the closing report it is stale. */
static void a_stale_export(void **state)
{
	struct run *run = *state;
	char wanted[PATH_ROOM + 300];

	vote_export(run->vote, 0, "a", &paused);
	vote_close(run->vote, 1, "b");
	verify(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	snprintf(wanted, sizeof wanted,
	         "Not final: 1 kiosk is not closed yet.\n"
	         "  Library 1 (Place 1): its last export 1 is not closed (%s/a); close voting there and bring that "
	         "export, or the organiser's signed declaration that it is lost\n",
	         run->vote->dir);
	says(run->captured.out, wanted);
}

static void closing_of(struct closing *out, struct vote *vote, unsigned kiosk_index)
{
	const struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	char path[PATH_ROOM];
	struct bytes text;
	struct log_end end;

	vote_must(path_join(path, kiosk->log_folder, LOG_FILE));
	vote_must(file_read(&text, path, 1 << 20, "the log"));
	vote_must(log_check(&end, (const char *)text.data, text.len, kiosk->key.public_key.key, UINT32_MAX));
	bytes_free(&text);
	memset(out, 0, sizeof *out);
	out->election = vote->hash;
	memcpy(out->kiosk, kiosk->key.public_key.key, SIGN_KEY_BYTES);
	out->closing = kiosk->closings;
	out->sealed = (uint32_t)kiosk->ballot_count;
	out->spoiled = (uint32_t)kiosk->spoiled_count;
	vote_set(&out->set, kiosk->ballot, kiosk->ballot_count);
	vote_set(&out->spoiled_set, kiosk->spoiled, kiosk->spoiled_count);
	out->log_head = end.head;
	out->log_count = end.count;
}

/* As a phone reads it off the kiosk's screen. */
static void photograph(char text[static CLOSING_TEXT], struct vote *vote, unsigned kiosk_index)
{
	struct closing closing;

	closing_of(&closing, vote, kiosk_index);
	vote_must(closing_write(text, &closing, &vote->kiosk[kiosk_index].key));
}

static void a_stale_export_beside_the_closing_report(void **state)
{
	struct run *run = *state;
	char text[CLOSING_TEXT];

	vote_export(run->vote, 0, "a", &paused);
	vote_state(run->vote, 0, VOTING_OPEN);
	vote_cast(run->vote, 0, 1, 1);
	vote_close(run->vote, 0, "later");
	photograph(text, run->vote, 0);
	verify_with(run, LIST("@a", "--qr", text));
	one_fault(
	    run,
	    "PATH/a: is stale: this is export 1 of Library 1 (Place 1), with 2 ballots and 1 test ballot, made "
	    "before closing 1, when the kiosk showed 3 ballots and 1 test ballot (--qr \"FOLKMOOT/1 CLOSING 1 BALLOTS "
	    "3 TESTS 1 L…\"); bring the export made after closing\n");
	verify_with(run, LIST("@a", "@later", "--qr", text));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "Closing report of Library 1 (Place 1), signed by its key:\n"
	                        "  closing 1: 3 ballots, 1 test ballot, log of ");
	says(run->captured.out, "  Its closing export holds exactly these ballots: ");
	says(run->captured.out, "Everything holds");
}

static void a_fork_of_two_exports(void **state)
{
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	vote_put_back(run->vote, 0);
	vote_cast(run->vote, 0, 7, 1);
	vote_close(run->vote, 0, "b");
	verify(run, LIST("a", "b"));
	if (strstr(run->captured.err, "/a/manifest.sha256: "))
		one_fault(
		    run, "PATH/a/manifest.sha256: Library 1 (Place 1) signed two different exports with number 1, here "
		         "and in PATH/b: its box or log was put back, or somebody has its key; count neither, examine "
		         "that kiosk, and ask the organiser, who can declare it lost after its last export before "
		         "these\n");
	else
		one_fault(
		    run, "PATH/b/manifest.sha256: Library 1 (Place 1) signed two different exports with number 1, here "
		         "and in PATH/a: its box or log was put back, or somebody has its key; count neither, examine "
		         "that kiosk, and ask the organiser, who can declare it lost after its last export before "
		         "these\n");
}

/* The second kiosk is on no roster that is given. */
static void drop_second(struct run *run)
{
	run->vote->roster.revision = 2;
	run->vote->roster.kiosk_count = 1;
	vote_write_roster(run->vote);
}

static void an_unknown_kiosk(void **state)
{
	struct run *run = *state;
	char wanted[1000];

	vote_close(run->vote, 1, "b");
	drop_second(run);
	verify(run, LIST("b"));
	snprintf(
	    wanted, sizeof wanted,
	    "PATH/b/manifest.sha256.minisig: was made by a kiosk that is not on the roster, revision 2; it calls "
	    "itself \"Library 2\" at \"Place 2\", key %s; leave this export out, or ask the organiser for the roster "
	    "that names this kiosk (an earlier roster, given with --earlier-roster, tells whether it was revoked)\n",
	    key_of(run->vote, 1));
	one_fault(run, wanted);
}

static void a_revoked_kiosk(void **state)
{
	struct run *run = *state;
	char wanted[1000], from[PATH_ROOM], to[PATH_ROOM], text[CLOSING_TEXT];

	vote_close(run->vote, 1, "b");
	vote_path(from, run->vote, "vote.roster");
	vote_path(to, run->vote, "first.roster");
	assert_int_equal(rename(from, to), 0);
	drop_second(run);
	verify_with(run, LIST("--earlier-roster", "@first.roster", "@b"));
	snprintf(
	    wanted, sizeof wanted,
	    "PATH/b/manifest.sha256.minisig: was made by Library 2 (Place 2), key %s, which the organiser revoked: "
	    "revision 1 of the roster (PATH/first.roster) has it, and revision 2 has not; leave this export out, or "
	    "ask the organiser for a roster that has this kiosk, and for a declaration that it is lost, if its "
	    "ballots are to count\n",
	    key_of(run->vote, 1));
	one_fault(run, wanted);
	photograph(text, run->vote, 1);
	vote_close(run->vote, 0, "a");
	verify_with(run, LIST("--earlier-roster", "@first.roster", "@a", "--qr", text));
	says(run->captured.err, "which the organiser revoked: revision 1 of the roster");
	assert_int_equal(run->captured.code, 1);
	/* An earlier roster that the organiser did not sign helps nobody. */
	run->vote->organiser.public_key.id[7] ^= 1;
	vote_write_roster(run->vote);
	verify_with(run, LIST("--earlier-roster", "@vote.roster", "@b"));
	assert_int_equal(run->captured.code, 1);
}

/* The kiosk voted with revision 1; the organiser built revision 2 after. And the other way round. */
static void a_package_of_another_revision(void **state)
{
	struct run *run = *state;
	char old_package[PATH_ROOM], old_roster[PATH_ROOM], package[PATH_ROOM], roster[PATH_ROOM];

	vote_path(package, run->vote, "vote.election");
	vote_path(old_package, run->vote, "old.election");
	vote_path(roster, run->vote, "vote.roster");
	vote_path(old_roster, run->vote, "old.roster");
	vote_close(run->vote, 0, "a");
	assert_int_equal(rename(package, old_package), 0);
	assert_int_equal(rename(roster, old_roster), 0);
	run->vote->election.revision = 2;
	vote_redefine(run->vote);
	verify(run, LIST("a"));
	one_fault(
	    run, "PATH/a/report.txt: Library 1 (Place 1) voted with the older revision 1 of this election, and the "
	         "package given is revision 2: ballots of one cannot be counted with the other; leave this export out, "
	         "or ask the organiser which revision counts, and give that package and its roster\n");
	run->vote->kiosk[1].ballot_count = 0;
	vote_close(run->vote, 1, "b");
	assert_int_equal(rename(old_package, package), 0);
	assert_int_equal(rename(old_roster, roster), 0);
	verify(run, LIST("b"));
	one_fault(
	    run, "PATH/b/report.txt: Library 2 (Place 2) voted with revision 2 of this election, and the package given "
	         "is the older revision 1; get revision 2 and its roster from the organiser, and give those\n");
}

/* --- closing reports --- */

static void a_closing_report_alone(void **state)
{
	struct run *run = *state;
	char text[CLOSING_TEXT], line[CLOSING_TEXT + 32], path[PATH_ROOM], *at;

	vote_close(run->vote, 0, "a");
	photograph(text, run->vote, 0);
	verify_reports(run, "--qr", text);
	assert_int_equal(run->captured.code, 0);
	assert_string_equal(run->captured.err, "");
	says(run->captured.out,
	     "Closing report of Library 1 (Place 1), signed by its key:\n  closing 1: 2 ballots, 1 test ballot,");
	/* As stock readers write it into a file. */
	snprintf(line, sizeof line, "QR-Code:%s\n\n", text);
	vote_file(run->vote, "photos.txt", line, strlen(line));
	vote_path(path, run->vote, "photos.txt");
	verify_reports(run, "--qr", path);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "closing 1: 2 ballots");
	at = strstr(text, "BALLOTS 2");
	assert_non_null(at);
	at[8] = '7';
	verify_reports(run, "--qr", text);
	one_fault(run, "--qr \"FOLKMOOT/1 CLOSING 1 BALLOTS 7 TESTS 1 L…\": its signature does not hold: a letter was "
	               "read wrongly, or somebody changed it; read the QR code again\n");
	verify_reports(run, "--qr", "folkmoot code 0123456789012345678901234567890123456789");
	says(run->captured.err, "is no closing report");
	assert_int_equal(run->captured.code, 1);
	verify_reports(run, "--qr", "no-such-file");
	assert_int_equal(run->captured.code, 2);
	verify_reports(run, "--organiser", "x");
	assert_int_equal(run->captured.code, 2);
}

static void a_closing_report_of_other_ballots(void **state)
{
	struct run *run = *state;
	struct closing closing;
	char text[CLOSING_TEXT], other[CLOSING_TEXT];

	vote_close(run->vote, 0, "a");
	photograph(text, run->vote, 0);
	closing_of(&closing, run->vote, 0);
	closing.set.bytes[3] ^= 1;
	vote_must(closing_write(other, &closing, &run->vote->kiosk[0].key));
	verify_with(run, LIST("@a", "--qr", other));
	one_fault(
	    run,
	    "PATH/a: holds other ballots (2 ballots and 1 test ballot) than Library 1 (Place 1) showed when it was "
	    "closed (2 ballots and 1 test ballot, --qr \"FOLKMOOT/1 CLOSING 1 BALLOTS 2 TESTS 1 L…\"); do not count "
	    "it, and examine that kiosk\n");
	verify_with(run, LIST("@a", "--qr", text, "--qr", other));
	says(run->captured.err, "for the same closing of the same kiosk: it signed two histories; examine that kiosk");
	closing_of(&closing, run->vote, 0);
	closing.log_count = 3;
	vote_must(closing_write(other, &closing, &run->vote->kiosk[0].key));
	verify_with(run, LIST("@a", "--qr", other));
	says(run->captured.err,
	     "its log, 3 lines when Library 1 (Place 1) showed it, is not the beginning of the log in ");
	closing_of(&closing, run->vote, 0);
	closing.election.bytes[0] ^= 1;
	vote_must(closing_write(other, &closing, &run->vote->kiosk[0].key));
	verify_with(run, LIST("@a", "--qr", other));
	says(run->captured.err, "Library 1 (Place 1) closed another election, or another revision of it");
}

/* Closed, opened again with permission, closed: the first report stays true of the second export. */
static void a_closing_report_before_reopening(void **state)
{
	struct run *run = *state;
	char text[CLOSING_TEXT];

	vote_close(run->vote, 0, "a");
	photograph(text, run->vote, 0);
	vote_state(run->vote, 0, VOTING_OPEN);
	vote_cast(run->vote, 0, 2, 2);
	vote_close(run->vote, 0, "a2");
	verify_with(run, LIST("@a2", "@a", "--qr", text));
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "It was opened again after this; its export here goes on from it: ");
	/* What came after holds less than what was shown before. */
	run->vote->kiosk[0].ballot_count = 1;
	vote_put_back(run->vote, 0);
	vote_close(run->vote, 0, "b1");
	vote_state(run->vote, 0, VOTING_OPEN);
	vote_close(run->vote, 0, "b2");
	verify_with(run, LIST("@b2", "--qr", text));
	says(run->captured.err, "holds fewer ballots (1 ballot and 1 test ballot) than Library 1 (Place 1) showed");
	assert_int_equal(run->captured.code, 1);
}

/* --- readiness reports --- */

static void write_readiness(struct run *run, const char *name, struct readiness *readiness,
                            const struct sign_secret *key)
{
	char body[READINESS_MAX_BYTES], comment[SIGN_TRUSTED_MAX + 1], signature[SIGN_FILE_MAX],
	    whole[READINESS_MAX_BYTES + SIGN_FILE_MAX];
	size_t len;

	vote_must(readiness_write(body, sizeof body, &len, readiness));
	readiness_comment(comment, readiness);
	vote_must(sign_file(signature, body, len, comment, key));
	snprintf(whole, sizeof whole, "%s%s", signature, body);
	vote_file(run->vote, name, whole, strlen(whole));
}

static void a_readiness_report(void **state)
{
	struct run *run = *state;
	struct readiness readiness = {.kind = SIGN_PRACTICE,
	                              .election = run->vote->hash,
	                              .kiosk = run->vote->kiosk[0].key.public_key,
	                              .name = "Library 1",
	                              .place = "Place 1",
	                              .clock = "2026-05-01 08:40",
	                              .capacity = 12000,
	                              .stick_kb_s = 5400,
	                              .stick_free_mb = 29000};
	char path[PATH_ROOM];

	vote_path(path, run->vote, "ready.txt");
	for (unsigned i = 0; i < CHECK_COUNT; i++)
		readiness.done[i] = 1;
	write_readiness(run, "ready.txt", &readiness, &run->vote->kiosk[0].key);
	verify_reports(run, "--readiness", path);
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
	assert_string_equal(
	    run->captured.out,
	    "Readiness report of Library 1 (Place 1), signed by its key, its clock showing 2026-05-01 08:40:\n"
	    "  this election; voting new; 0 ballots, 0 tests, room for 12000\n"
	    "  stick: 5400 kB a second, 29000 MB free\n"
	    "  Ready: every check is good.\n\n");
	/* Good checks alone make no kiosk ready for this vote. */
	for (unsigned i = 0; i < 4; i++) {
		static const char *const says_so[] = {"Not ready: load the election.", "Not ready: load this election.",
		                                      "Not ready: its voting is closed.",
		                                      "Not ready: its box is not empty"};
		struct readiness other = readiness;

		if (i < 2)
			memset(other.election.bytes, (int)i, HASH_BYTES);
		other.state = i == 2 ? VOTING_CLOSED : VOTING_NEW;
		other.sealed = i == 3;
		write_readiness(run, "ready.txt", &other, &run->vote->kiosk[0].key);
		verify_reports(run, "--readiness", path);
		says(run->captured.out, says_so[i]);
		assert_null(strstr(run->captured.out, "Ready: every"));
	}
	readiness.check[CHECK_SOUND] = CHECK_BAD;
	readiness.done[CHECK_SIZE] = 0;
	write_readiness(run, "ready.txt", &readiness, &run->vote->kiosk[0].key);
	verify_reports(run, "--readiness", path);
	says(run->captured.out, "  size left out\n  sound BAD\n  Not ready: look at these checks again");
	write_readiness(run, "ready.txt", &readiness, &run->vote->organiser);
	verify_reports(run, "--readiness", path);
	says(run->captured.err, "was signed by a kiosk that is not on the roster");
	assert_int_equal(run->captured.code, 1);
	write_readiness(run, "ready.txt", &readiness, &run->vote->kiosk[1].key);
	verify_reports(run, "--readiness", path);
	says(run->captured.err, "is no readiness report as a kiosk signs it");
	strcpy(readiness.place, "Elsewhere");
	write_readiness(run, "ready.txt", &readiness, &run->vote->kiosk[0].key);
	verify_reports(run, "--readiness", path);
	says(run->captured.err, "says \"Library 1\" at \"Elsewhere\", but the roster has \"Library 1\" at \"Place 1\"");
}

/* --- the permission to reopen --- */

static void permit(struct run *run, const char *kiosk, const char *closing, const char *output)
{
	char election[PATH_ROOM], roster[PATH_ROOM], key[PATH_ROOM], out[PATH_ROOM];

	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	vote_path(key, run->vote, "organiser.key");
	vote_path(out, run->vote, output);
	capture(&run->captured, command_kiosk,
	        LIST("kiosk", "reopen", "--election", election, "--roster", roster, "--organiser", key, "--kiosk",
	             kiosk, "--closing", closing, "--reason", "closed too early", "-o", out));
}

static void the_organiser_permits(void **state)
{
	struct run *run = *state;
	struct permission permission;
	struct bytes file;
	char path[PATH_ROOM];

	permit(run, "Library 2", "1", "two.reopen");
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "Permitted: Library 2 may open again once after closing 1.");
	vote_path(path, run->vote, "two.reopen");
	vote_must(file_read(&file, path, 5000, "the permission"));
	vote_must(permission_read(&permission, (const char *)file.data, file.len));
	bytes_free(&file);
	assert_memory_equal(permission.kiosk, run->vote->kiosk[1].key.public_key.key, SIGN_KEY_BYTES);
	vote_must(permission_verify(&run->vote->hash, permission.kiosk, 1, permission.signature,
	                            &run->vote->organiser.public_key));
	permit(run, "Library 3", "1", "three.reopen");
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "names no kiosk \"Library 3\"");
	permit(run, "Library 2", "0", "none.reopen");
	assert_int_equal(run->captured.code, 2);
	permit(run, "Library 2", "1", "two.txt");
	says(run->captured.err, "its name must end in .reopen");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_missing_kiosk, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_stale_export, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_stale_export_beside_the_closing_report, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_fork_of_two_exports, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(an_unknown_kiosk, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_revoked_kiosk, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_package_of_another_revision, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_closing_report_alone, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_closing_report_of_other_ballots, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_closing_report_before_reopening, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_readiness_report, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(the_organiser_permits, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("verdicts", tests, NULL, NULL);
}
