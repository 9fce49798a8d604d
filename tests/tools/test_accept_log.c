/* verify against exports whose own log, sound line by line and signed, contradicts the report beside it. */
#include "vote_run.h"

static void begin_anew(struct run *run)
{
	char path[PATH_ROOM];

	vote_put_back(run->vote, 0);
	vote_must(path_join(path, run->vote->kiosk[0].log_folder, LOG_FILE));
	assert_int_equal(unlink(path), 0);
}

static void import_line(struct run *run, unsigned roster)
{
	char hash[17];

	hex_write(hash, run->vote->hash.bytes, 8);
	vote_say(run->vote, 0, LOG_IMPORT, "election example-vote revision 1, roster revision %u, hash %s", roster,
	         hash);
}

static void refused_log(struct run *run, const char *why)
{
	verify(run, LIST("a"));
	refused(run, "a/log.txt: ", why);
	says(run->captured.err, "1 fault found");
	count_start(run, LIST("a"));
	refused(run, "a/log.txt: ", why);
}

/* An election that was erased, with more ballots than the one after it; its organiser's key is nobody's here. */
static void earlier_vote(struct run *run)
{
	struct sign_secret other;

	sign_key_make(&other, SIGN_PRACTICE);
	vote_say(run->vote, 0, LOG_IMPORT,
	         "election earlier-vote revision 1, roster revision 1, hash ffeeddccbbaa9988");
	vote_say(run->vote, 0, LOG_OPEN, "sealed 0, spoiled 0");
	vote_say(run->vote, 0, LOG_CLOSE, "sealed 300, spoiled 7");
	vote_reopen(run->vote, 0, 1, &other);
	vote_say(run->vote, 0, LOG_OPEN, "sealed 300, spoiled 7");
	vote_say(run->vote, 0, LOG_CLOSE, "sealed 301, spoiled 7");
	vote_seal_log(run->vote, 0);
	vote_say(run->vote, 0, LOG_EXPORT, "number 9: sealed 301, spoiled 7");
	vote_say(run->vote, 0, LOG_ERASE, "number 9: sealed 301, spoiled 7");
	vote_seal_log(run->vote, 0);
}

/* Everything that staff of an honest kiosk may do, in one log. */
static void test_a_long_honest_day(void **state)
{
	struct run *run = *state;
	struct vote_wish paused = {.state = VOTING_PAUSED}, open = {.state = VOTING_OPEN};
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];
	size_t ballots = kiosk->ballot_count, spoiled = kiosk->spoiled_count;

	begin_anew(run);
	vote_say(run->vote, 0, LOG_ENROL, "Library 1, Place 1");
	vote_say(run->vote, 0, LOG_BOOT, "the kiosk's program started");
	earlier_vote(run);
	vote_say(run->vote, 0, LOG_CLOCK, "from 1970-01-01T00:00:10Z to 2026-05-01T09:00:00Z");
	vote_say(run->vote, 0, LOG_IMPORT, "election other-vote revision 4, roster revision 9, hash 0011223344556677");
	vote_say(run->vote, 0, LOG_EXPORT, "number 1: sealed 0, spoiled 0");
	vote_say(run->vote, 0, LOG_PIN_WRONG, "a wrong PIN was entered");
	import_line(run, 1);
	vote_say(run->vote, 0, LOG_REFUSAL, "number 7: sealed 99, spoiled 99");
	vote_say(run->vote, 0, LOG_OPEN, "sealed 0, spoiled 0");
	kiosk->state = VOTING_OPEN;
	vote_export(run->vote, 0, "a1", &open);
	vote_say(run->vote, 0, LOG_EXPORT, "number 1: sealed %zu, spoiled %zu", ballots, spoiled);
	vote_cast(run->vote, 0, 2, 2);
	vote_export(run->vote, 0, "a2", &paused);
	import_line(run, 1);
	vote_state(run->vote, 0, VOTING_OPEN);
	vote_cast(run->vote, 0, 2, 1);
	vote_close(run->vote, 0, "a3");
	vote_state(run->vote, 0, VOTING_OPEN);
	vote_cast(run->vote, 0, 4, 1);
	kiosk->number++; /* a number given out to a stick that was pulled */
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a1", "a2", "a3", "a"));
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
}

static void test_not_opened_yet(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_NEW};

	begin_anew(run);
	import_line(run, 1);
	run->vote->kiosk[0].ballot_count = run->vote->kiosk[0].spoiled_count = 0;
	run->vote->kiosk[0].state = VOTING_NEW;
	vote_export(run->vote, 0, "a", &wish);
	verify(run, LIST("a"));
	assert_string_equal(run->captured.err, "");
	assert_int_equal(run->captured.code, 0);
}

/* Paused and exported with two ballots, then an older copy of the box was put in and closed with one. */
static void test_an_older_box(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};

	vote_export(run->vote, 0, "held", &wish);
	run->vote->kiosk[0].ballot_count--;
	run->vote->kiosk[0].number = 0;
	memset(run->vote->kiosk[0].previous, 0, SHA256_BYTES);
	vote_close(run->vote, 0, "a");
	refused_log(run, "line 4 counts 2 ballots and 1 tests, more than the 1 and 1 in report.txt");
}

/* The same older box, with ballots cast after it to the same number. */
static void test_an_older_box_filled_up(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};

	vote_export(run->vote, 0, "held", &wish);
	run->vote->kiosk[0].ballot_count--;
	run->vote->kiosk[0].number = 0;
	memset(run->vote->kiosk[0].previous, 0, SHA256_BYTES);
	vote_state(run->vote, 0, VOTING_OPEN);
	vote_cast(run->vote, 0, 4, 3);
	vote_close(run->vote, 0, "a");
	refused_log(run, "line 7 counts 1 ballots and 1 tests, but line 6 counted 2 and 1");
}

static void test_the_number_again(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_PAUSED};

	vote_export(run->vote, 0, "held", &wish);
	run->vote->kiosk[0].number = 0;
	memset(run->vote->kiosk[0].previous, 0, SHA256_BYTES);
	vote_close(run->vote, 0, "a");
	refused_log(run, "line 6 is of export 1, but this is export 1, which was made later");
}

static void test_a_log_begun_anew(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];

	begin_anew(run);
	kiosk->state = VOTING_OPEN;
	vote_close(run->vote, 0, "a");
	refused_log(run, "line 1 is of voting, but no line before it brought an election in");
}

struct lines {
	enum log_kind kind[4];
	const char *said[4];
	enum voting_state state;
	const char *why;
};

/* After the import on line 1: what the log says, and the state that the report says. Two ballots and a test are there.
 */
static const struct lines contradictions[] = {
    {{0},
     {NULL},
     VOTING_CLOSED,
     "has no line of an opening up to its last, 2, but report.txt says that voting is closed"},
    {{0}, {NULL}, VOTING_PAUSED, "has no line of an opening"},
    {{0}, {NULL}, VOTING_OPEN, "has no line of an opening"},
    {{LOG_OPEN}, {"sealed 0, spoiled 0"}, VOTING_CLOSED, "line 2 is the last of voting and says \"open\""},
    {{LOG_OPEN, LOG_PAUSE}, {"sealed 0, spoiled 0", "sealed 2, spoiled 1"}, VOTING_OPEN, "says \"pause\""},
    {{LOG_OPEN, LOG_CLOSE}, {"sealed 0, spoiled 0", "sealed 2, spoiled 1"}, VOTING_PAUSED, "says \"close\""},
    {{LOG_OPEN, LOG_CLOSE},
     {"sealed 0, spoiled 0", "sealed 1, spoiled 1"},
     VOTING_CLOSED,
     "line 3 counts 1 ballots and 1 tests when voting was closed, but report.txt says 2 and 1"},
    {{LOG_OPEN, LOG_CLOSE}, {"sealed 0, spoiled 0", "sealed 2, spoiled 0"}, VOTING_CLOSED, "line 3 counts 2 ballots"},
    {{LOG_OPEN, LOG_CLOSE}, {"sealed 0, spoiled 0", "sealed 3, spoiled 1"}, VOTING_CLOSED, "more than the 2 and 1"},
    {{LOG_OPEN}, {"sealed 2, spoiled 0"}, VOTING_OPEN, "line 2 must be the opening of an empty box"},
    {{LOG_CLOSE}, {"sealed 2, spoiled 1"}, VOTING_CLOSED, "line 2 must be the opening of an empty box"},
    {{LOG_OPEN, LOG_PAUSE, LOG_OPEN},
     {"sealed 0, spoiled 0", "sealed 1, spoiled 0", "sealed 2, spoiled 0"},
     VOTING_OPEN,
     "line 4 counts other ballots than line 3"},
    {{LOG_OPEN, LOG_EXPORT, LOG_EXPORT, LOG_OPEN},
     {"sealed 0, spoiled 0", "number 2: sealed 0, spoiled 0", "number 1: sealed 1, spoiled 0", "sealed 1, spoiled 0"},
     VOTING_OPEN,
     "line 4 is of export 1, but line 3 was of export 2"},
    {{LOG_OPEN, LOG_EXPORT, LOG_EXPORT, LOG_OPEN},
     {"sealed 0, spoiled 0", "number 1: sealed 0, spoiled 0", "number 1: sealed 1, spoiled 0", "sealed 1, spoiled 0"},
     VOTING_OPEN,
     "line 4 is of export 1 as line 3 is, but of other content"},
    {{LOG_OPEN, LOG_IMPORT},
     {"sealed 0, spoiled 0", "election example-vote revision 2, roster revision 1, hash 0011223344556677"},
     VOTING_OPEN,
     "line 3 brings in another election after voting was opened"},
    {{LOG_IMPORT, LOG_OPEN},
     {"election example-vote revision 2, roster revision 1, hash 0011223344556677", "sealed 0, spoiled 0"},
     VOTING_OPEN,
     "line 2 brings in another election than report.txt names"},
    {{LOG_OPEN}, {"sealed 00, spoiled 0"}, VOTING_OPEN, "line 2 is not as a kiosk writes it"},
    {{LOG_OPEN}, {"sealed 0, spoiled 0, and more"}, VOTING_OPEN, "line 2 is not as a kiosk writes it"},
    {{LOG_OPEN}, {"sealed 4294967296, spoiled 0"}, VOTING_OPEN, "line 2 is not as a kiosk writes it"},
    {{LOG_EXPORT}, {"number 1 sealed 0, spoiled 0"}, VOTING_OPEN, "line 2 is not as a kiosk writes it"},
    {{LOG_IMPORT}, {"election x revision 1, hash 0011223344556677"}, VOTING_OPEN, "line 2 is not as a kiosk"},
};

static void each_contradiction(struct run *run, const struct lines *all, size_t count)
{
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];

	for (size_t i = 0; i < count; i++) {
		const struct lines *lines = &all[i];
		struct vote_wish wish = {.state = lines->state};
		char name[16];

		begin_anew(run);
		import_line(run, 1);
		for (unsigned k = 0; k < 4 && lines->said[k]; k++)
			vote_say(run->vote, 0, lines->kind[k], "%s", lines->said[k]);
		kiosk->number = 4;
		memset(kiosk->previous, 7, SHA256_BYTES);
		kiosk->state = lines->state;
		kiosk->closings = lines->state == VOTING_CLOSED;
		snprintf(name, sizeof name, "c%zu", i);
		vote_export(run->vote, 0, name, &wish);
		verify(run, (const char *const[]){name, NULL});
		refused(run, "/log.txt: ", lines->why);
		says(run->captured.err, "1 fault found");
	}
}

static void test_contradictions(void **state)
{
	each_contradiction(*state, contradictions, sizeof contradictions / sizeof contradictions[0]);
}

static void closed_twice(struct certificate *report)
{
	report->closing++;
}

static void test_closings(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_CLOSED, .report = closed_twice};

	vote_export(run->vote, 0, "a", &wish);
	refused_log(run, "closes voting 1 times up to line 5, but report.txt says 2 times");
}

static void older_roster(struct certificate *report)
{
	report->roster = 1;
}

static void test_rosters(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_OPEN, .report = older_roster};

	import_line(run, 2);
	vote_export(run->vote, 0, "a", &wish);
	refused_log(run, "line 4 brings in revision 2 of the roster, but report.txt names revision 1");
	import_line(run, 1);
	vote_export(run->vote, 0, "b", &wish);
	verify(run, LIST("b"));
	refused(run, "b/log.txt: ", "line 7 brings in revision 1 of the roster after revision 2");
}

static void never_opened(struct certificate *report)
{
	report->state = VOTING_NEW;
}

static void test_opened_but_new(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_OPEN, .report = never_opened};

	run->vote->kiosk[0].ballot_count = run->vote->kiosk[0].spoiled_count = 0;
	vote_export(run->vote, 0, "a", &wish);
	refused_log(run, "line 3 is of voting, but report.txt says that voting was never opened");
}

static void test_no_import(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_OPEN, .report = never_opened};

	begin_anew(run);
	vote_say(run->vote, 0, LOG_BOOT, "the kiosk's program started");
	run->vote->kiosk[0].state = VOTING_OPEN;
	run->vote->kiosk[0].ballot_count = run->vote->kiosk[0].spoiled_count = 0;
	vote_export(run->vote, 0, "a", &wish);
	refused_log(run, "has no line of an import up to its last, 2");
}

/* --- opening again --- */

static void close_and_open(struct run *run, const char *name)
{
	struct vote_wish wish = {.state = VOTING_OPEN};

	vote_say(run->vote, 0, LOG_OPEN, "sealed 2, spoiled 1");
	run->vote->kiosk[0].state = VOTING_OPEN;
	vote_export(run->vote, 0, name, &wish);
}

static void test_opened_again_without_permission(void **state)
{
	struct run *run = *state;

	vote_state(run->vote, 0, VOTING_CLOSED);
	close_and_open(run, "a");
	refused_log(run, "line 5 opens again what line 4 closed, but no permission of the organiser");
}

static void test_permission_of_another(void **state)
{
	struct run *run = *state;
	struct sign_secret other;

	sign_key_make(&other, SIGN_PRACTICE);
	vote_state(run->vote, 0, VOTING_CLOSED);
	vote_reopen(run->vote, 0, 1, &other);
	close_and_open(run, "a");
	refused_log(run, "line 5 has a permission to open again that the organiser did not sign for this kiosk and "
	                 "closing 1");
}

static void test_permission_of_another_kiosk(void **state)
{
	struct run *run = *state;
	struct sign_public own = run->vote->kiosk[0].key.public_key;
	struct permission permission = {.kind = SIGN_PRACTICE, .election = run->vote->hash, .closing = 1};
	char text[PERMISSION_SIGNATURE_TEXT];

	memcpy(permission.kiosk, own.key, SIGN_KEY_BYTES);
	permission.kiosk[0] ^= 1;
	vote_must(permission_sign(&permission, &run->vote->organiser));
	permission_signature_text(text, permission.signature);
	vote_state(run->vote, 0, VOTING_CLOSED);
	vote_say(run->vote, 0, LOG_REOPEN, "closing 1, permission %s", text);
	close_and_open(run, "a");
	refused_log(run, "line 5 has a permission to open again that the organiser did not sign");
}

/* One closing, one permission: it does not serve again. */
static void test_permission_used_twice(void **state)
{
	struct run *run = *state;

	vote_state(run->vote, 0, VOTING_CLOSED);
	vote_state(run->vote, 0, VOTING_OPEN);
	vote_state(run->vote, 0, VOTING_CLOSED);
	vote_reopen(run->vote, 0, 1, &run->vote->organiser);
	close_and_open(run, "a");
	refused_log(run, "line 8 has a permission to open again after closing 1, but voting was not closed for that");
}

static void test_permission_while_open(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_OPEN};

	vote_reopen(run->vote, 0, 1, &run->vote->organiser);
	vote_export(run->vote, 0, "a", &wish);
	refused_log(run, "line 4 has a permission to open again after closing 1, but voting was not closed");
}

/* --- erasing --- */

/* What is no erasure of all that was closed and saved. */
static const struct lines erasures[] = {
    {{LOG_OPEN, LOG_ERASE},
     {"sealed 0, spoiled 0", "number 1: sealed 0, spoiled 0"},
     VOTING_OPEN,
     "line 3 erases a box that was not closed and exported as it was"},
    {{LOG_OPEN, LOG_CLOSE, LOG_ERASE},
     {"sealed 0, spoiled 0", "sealed 2, spoiled 1", "number 1: sealed 2, spoiled 1"},
     VOTING_CLOSED,
     "line 4 erases"},
    {{LOG_OPEN, LOG_EXPORT, LOG_CLOSE, LOG_ERASE},
     {"sealed 0, spoiled 0", "number 1: sealed 2, spoiled 1", "sealed 2, spoiled 1", "number 1: sealed 2, spoiled 1"},
     VOTING_CLOSED,
     "line 5 erases"},
    {{LOG_OPEN, LOG_CLOSE, LOG_EXPORT, LOG_ERASE},
     {"sealed 0, spoiled 0", "sealed 2, spoiled 1", "number 1: sealed 2, spoiled 1", "number 2: sealed 2, spoiled 1"},
     VOTING_CLOSED,
     "line 5 erases"},
    {{LOG_OPEN, LOG_CLOSE, LOG_EXPORT, LOG_ERASE},
     {"sealed 0, spoiled 0", "sealed 2, spoiled 1", "number 1: sealed 2, spoiled 1", "number 1: sealed 1, spoiled 1"},
     VOTING_CLOSED,
     "line 5 erases"},
    /* erased well, but it is the report's own election */
    {{LOG_OPEN, LOG_CLOSE, LOG_EXPORT, LOG_ERASE},
     {"sealed 0, spoiled 0", "sealed 2, spoiled 1", "number 1: sealed 2, spoiled 1", "number 1: sealed 2, spoiled 1"},
     VOTING_CLOSED,
     "line 5 erased the box of this very election"},
    {{LOG_REOPEN}, {"closing 1, permission AAAA"}, VOTING_OPEN, "line 2 is not as a kiosk writes it"},
};

static void test_erasures(void **state)
{
	each_contradiction(*state, erasures, sizeof erasures / sizeof erasures[0]);
}

/* Closed, saved, erased as it must be, and then the same election once more: export 1 again, with other ballots. What
 * the first box held is missed by nobody but its log. */
static void test_a_second_box(void **state)
{
	struct run *run = *state;
	struct vote_kiosk *kiosk = &run->vote->kiosk[0];

	begin_anew(run);
	import_line(run, 1);
	vote_say(run->vote, 0, LOG_OPEN, "sealed 0, spoiled 0");
	vote_say(run->vote, 0, LOG_CLOSE, "sealed 300, spoiled 7");
	vote_say(run->vote, 0, LOG_EXPORT, "number 1: sealed 300, spoiled 7");
	vote_say(run->vote, 0, LOG_ERASE, "number 1: sealed 300, spoiled 7");
	import_line(run, 1);
	vote_say(run->vote, 0, LOG_OPEN, "sealed 0, spoiled 0");
	kiosk->state = VOTING_OPEN;
	vote_close(run->vote, 0, "a");
	refused_log(run, "line 5 erased the box of this very election, and a kiosk never has a second one of it");
}

/* --- seals --- */

/* As an honest kiosk begins its seals where it finds none: it says so, and so does every reader. */
static void test_seals_begun_anew(void **state)
{
	struct run *run = *state;

	vote_say(run->vote, 0, LOG_FAULT, "the log's seals are gone; the kiosk's own key begins them anew");
	vote_seal_log(run->vote, 0);
	vote_close(run->vote, 0, "a");
	verify(run, LIST("a"));
	says(run->captured.out, "its log was sealed anew on line 5: lines before it may have been changed");
}

static void test_no_seal_at_the_end(void **state)
{
	struct run *run = *state;
	struct vote_wish wish = {.state = VOTING_CLOSED, .unsealed = 1};

	vote_seal_log(run->vote, 0);
	vote_export(run->vote, 0, "a", &wish);
	refused_log(run, "line 5, its last, is not a seal");
}

/* The details of the seals that a text has, once more. */
static void say_seals_of(struct run *run, const struct bytes *text)
{
	const char *at = (const char *)text->data, *end;
	struct log_line line;

	for (; (end = memchr(at, '\n', text->len - (size_t)(at - (const char *)text->data))) != NULL; at = end + 1)
		if (log_line_read(&line, at, (size_t)(end - at)) && line.kind == LOG_SEAL)
			vote_say(run->vote, 0, LOG_SEAL, "%.*s", (int)line.detail_len, line.detail);
}

/* Whoever has the disk wrote the day anew, with the seals as they were: every line follows, but the keys that could
 * seal it are gone. */
static void test_a_rewritten_day(void **state)
{
	struct run *run = *state;
	char path[PATH_ROOM];
	struct vote_wish wish = {.state = VOTING_OPEN, .unsealed = 1};
	struct bytes text;

	vote_seal_log(run->vote, 0);
	vote_seal_log(run->vote, 0);
	vote_must(path_join(path, run->vote->kiosk[0].log_folder, LOG_FILE));
	vote_must(file_read(&text, path, 1 << 20, "the log"));
	begin_anew(run);
	vote_say(run->vote, 0, LOG_BOOT, "another program started");
	import_line(run, 1);
	vote_say(run->vote, 0, LOG_OPEN, "sealed 0, spoiled 0");
	say_seals_of(run, &text);
	run->vote->kiosk[0].state = VOTING_OPEN;
	vote_export(run->vote, 0, "a", &wish);
	refused_log(run, "the seal on line 4 does not hold: lines before it were changed");
	bytes_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_a_long_honest_day),
	    CASE(test_a_second_box),
	    CASE(test_seals_begun_anew),
	    CASE(test_not_opened_yet),
	    CASE(test_an_older_box),
	    CASE(test_the_number_again),
	    CASE(test_an_older_box_filled_up),
	    CASE(test_a_log_begun_anew),
	    CASE(test_contradictions),
	    CASE(test_closings),
	    CASE(test_rosters),
	    CASE(test_opened_but_new),
	    CASE(test_no_import),
	    CASE(test_a_rewritten_day),
	    CASE(test_no_seal_at_the_end),
	    CASE(test_erasures),
	    CASE(test_permission_while_open),
	    CASE(test_permission_used_twice),
	    CASE(test_permission_of_another_kiosk),
	    CASE(test_permission_of_another),
	    CASE(test_opened_again_without_permission),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
