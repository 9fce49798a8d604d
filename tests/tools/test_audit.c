/* Records that tell the truth, that are not finished, and that lie with a manifest made to fit. */
#include "audited.h"

/* --- the truth --- */

static void test_follows(void **state)
{
	struct run *run = *state;
	char organiser[PATH_ROOM];

	follows(run);
	says(run->captured.out, "The organiser's key: ");
	says(run->captured.out, "It was taken from the record itself");
	vote_path(organiser, run->vote, "organiser.pub");
	audit_named(run, "record", LIST("--organiser", organiser));
	assert_int_equal(run->captured.code, 0);
	assert_null(strstr(run->captured.out, "It was taken from the record itself"));
}

static void test_json(void **state)
{
	static const char *const names[] = {"election", "trustees", "roster",     "exports", "closing",
	                                    "merge",    "mixes",    "decryption", "votes",   "result"};
	struct run *run = *state;
	json_t *all, *steps;

	audit_named(run, "record", LIST("--json"));
	assert_int_equal(run->captured.code, 0);
	all = json_loads(run->captured.out, 0, NULL);
	assert_non_null(all);
	assert_int_equal(json_object_size(all), 5);
	assert_string_equal(json_string_value(json_object_get(all, "verdict")), "follows");
	assert_int_equal(json_array_size(json_object_get(all, "exceptions")), 0);
	steps = json_object_get(all, "steps");
	assert_int_equal(json_array_size(steps), 10);
	for (unsigned i = 0; i < 10; i++) {
		json_t *step = json_array_get(steps, i);

		assert_int_equal(json_object_size(step), 4);
		assert_string_equal(json_string_value(json_object_get(step, "name")), names[i]);
		assert_true(json_is_true(json_object_get(step, "ok")));
		assert_string_equal(json_string_value(json_object_get(step, "file")), "");
		assert_string_equal(json_string_value(json_object_get(step, "reason")), "");
	}
	json_decref(all);
}

static void ask_code(struct run *run, const char *typed, const char *answer)
{
	char sentence[200];

	audit_named(run, "record", LIST("--code", typed));
	assert_int_equal(run->captured.code, 0);
	snprintf(sentence, sizeof sentence, "The ballot with that code: %s.\n", answer);
	says(run->captured.out, sentence);
}

static void test_codes(void **state)
{
	struct run *run = *state;
	char code[CODE_TEXT_BYTES], big[CODE_TEXT_BYTES];

	confirmation_text(code, &run->vote->kiosk[1].ballot[0].code);
	ask_code(run, code, "counted");
	for (unsigned i = 0; i < sizeof code; i++)
		big[i] = (char)(code[i] >= 'a' && code[i] <= 'z' ? code[i] - 32 : code[i]);
	ask_code(run, big, "counted");
	confirmation_text(code, &run->vote->kiosk[0].spoiled[0].code);
	ask_code(run, code, "test ballot");
	ask_code(run, "aaaaa-bbbbb-ccccc-ddddd-eeeee", "not here");
	says(run->captured.out, "check every letter against your note");
	audit_named(run, "record", LIST("--json", "--code", code));
	says(run->captured.out, "\"code\": \"test ballot\"");
	audit_named(run, "record", LIST("--code", "abc"));
	assert_int_equal(run->captured.code, 2);
	audit_named(run, "record", LIST("--code", "aaaao-bbbbb-ccccc-ddddd-eeeee"));
	assert_int_equal(run->captured.code, 2);
	says(run->captured.err, "codes never have a 0 or an o");
}

/* --- not finished --- */

static void test_incomplete(void **state)
{
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	audit(run);
	assert_int_equal(run->captured.code, 2);
	says(run->captured.out, "is no folder with a record");
	count_start(run, LIST("a", "b"));
	incomplete(run, "mixes", "0 of at least 2 mixes");
	mix(run, "share.key");
	incomplete(run, "mixes", "1 of at least 2 mixes");
	mix(run, "organiser.key");
	incomplete(run, "decryption", "no trustee has decrypted");
	decrypt(run);
	incomplete(run, "votes", "nothing is published yet");
	finish(run);
	follows(run);
}

/* Whoever withholds a file has broken the record; and what is no record at all cannot be audited. */
static void test_withheld(void **state)
{
	static const struct withheld {
		const char *file, *step;
	} withheld[] = {
	    {"manifest.sha256", "result"},
	    {"codes.txt", "result"},
	    {"readme.txt", "result"},
	    {"votes", "votes"},
	    {"decryption/1/trustee-1.contest-00002.factors", "decryption"},
	    {"decryption/1/trustee-1.txt.minisig", "decryption"},
	    {"mixes/2/contest-00001.proof", "mixes"},
	    {"mixes/1/contest-00002.list", "mixes"},
	    {"mixes/1/mix.txt", "mixes"},
	    {"roster.roster", "roster"},
	    {"trustees.transcript", "trustees"},
	    {"election.election", "election"},
	    {"organiser.pub", "election"},
	};
	struct run *run = *state;

	for (unsigned i = 0; i < sizeof withheld / sizeof withheld[0]; i++) {
		const char *file = withheld[i].file;

		shell(run, "mv record/%s withheld", file);
		if (strcmp(file, RECORD_MANIFEST) != 0)
			make_manifest(run);
		broken(run, withheld[i].step, file, "");
		shell(run, "mv withheld record/%s", file);
	}
	make_manifest(run);
	follows(run);
	shell(run, "mv record whole && mkdir record && touch record/votes");
	audit(run);
	assert_int_equal(run->captured.code, 2);
	says(run->captured.out, "is no record of a count");
}

/* Left by interrupted work: fine while the count goes on, not in a finished record. */
static void test_unfinished_work(void **state)
{
	static const char *const others[] = {".folkmoot-aB3", ".folkmoot-aB3xY9z", ".folkmoot-aB3x_9",
	                                     ".folkmoot-aB3xYz/x"};
	struct run *run = *state;

	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_start(run, LIST("a", "b"));
	shell(run,
	      "mkdir -p record/mixes/.1.part && touch record/mixes/.1.part/contest-00001.list record/.folkmoot-aB3xY9");
	incomplete(run, "mixes", "0 of at least 2 mixes");
	for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++) {
		shell(run, "mkdir -p \"$(dirname record/%s)\" && touch record/%s", others[i], others[i]);
		broken(run, "mixes", others[i], "was left by work that was interrupted");
		shell(run, "rm record/%s", others[i]);
	}
	shell(run, "touch record/note.txt");
	broken(run, "mixes", "note.txt", "does not belong to a record");
	shell(run, "rm record/note.txt && touch record/exports/note.txt");
	broken(run, "exports", "note.txt", "does not belong to a record");
	shell(run, "rm -r record/exports/note.txt record/mixes record/.folkmoot-aB3xY9");
	mix(run, "share.key");
	mix(run, "organiser.key");
	decrypt(run);
	finish(run);
	shell(run, "mkdir -p record/mixes/.3.part && touch record/mixes/.3.part/contest-00001.list");
	broken(run, "result", "mixes/.3.part/contest-00001.list", "was left by work that was interrupted");
}

/* Whoever publishes a record paints nothing on the screen of whoever audits it. */
static void test_terminal_is_not_painted(void **state)
{
	static const char *const files[] = {"readme.txt", "votes", "result.csv"};
	struct run *run = *state;
	json_t *all;

	for (unsigned i = 0; i < sizeof files / sizeof files[0]; i++) {
		shell(run,
		      "cp record/%s whole && printf '\\033[2J\\271\\302\\205\\342\\200\\256x\\n' | cat - whole "
		      ">record/%s",
		      files[i], files[i]);
		make_manifest(run);
		audit(run);
		assert_int_equal(run->captured.code, 1);
		says(run->captured.out, "?[2J????");
		for (const char *text = run->captured.out; text;
		     text = text == run->captured.out ? run->captured.err : NULL) {
			assert_null(strchr(text, '\033'));
			assert_null(strstr(text, "\271"));
			assert_null(strstr(text, "\342\200\256"));
		}
		audit_named(run, "record", LIST("--json"));
		assert_int_equal(run->captured.code, 1);
		all = json_loads(run->captured.out, 0, NULL);
		assert_non_null(all);
		json_decref(all);
		shell(run, "cp whole record/%s", files[i]);
	}
	shell(run, "touch \"$(printf 'record/\\033]0;x\\377')\"");
	audit_named(run, "record", LIST("--json"));
	assert_int_equal(run->captured.code, 1);
	all = json_loads(run->captured.out, 0, NULL);
	assert_non_null(all);
	json_decref(all);
	assert_null(strchr(run->captured.err, '\033'));
}

static void test_missing_closing(void **state)
{
	struct run *run = *state;
	char name[64];

	export_named(name, run->vote, 1, 1);
	shell(run, "rm -r record/exports/%s", name);
	make_manifest(run);
	incomplete(run, "closing", "Library 2 (Place 2): nothing came from this kiosk");
}

/* --- files --- */

static void unlink_published(const struct run *run)
{
	shell(run, "cd record && rm codes.txt votes result.json result.csv readme.txt manifest.sha256");
}

static void test_another_organiser(void **state)
{
	struct run *run = *state;
	struct sign_secret other;
	char text[SIGN_KEY_FILE_MAX], path[PATH_ROOM], record[PATH_ROOM], own[PATH_ROOM];

	sign_key_make(&other, SIGN_PRACTICE);
	vote_must(sign_public_write(text, sizeof text, &other.public_key));
	vote_file(run->vote, "other.pub", text, strlen(text));
	vote_path(path, run->vote, "other.pub");
	audit_named(run, "record", LIST("--organiser", path));
	assert_int_equal(run->captured.code, 1);
	says(run->captured.out, "another organiser's key than the one given");
	vote_path(record, run->vote, "record");
	unlink_published(run);
	capture(&run->captured, command_count, LIST("count", "finish", record, "--organiser", path));
	assert_int_equal(run->captured.code, 1);
	says(run->captured.err, "another organiser's key than the one given");
	finish(run);
	says(run->captured.out, "taken from the record itself");
	unlink_published(run);
	vote_path(own, run->vote, "record/organiser.pub");
	capture(&run->captured, command_count, LIST("count", "finish", record, "--organiser", own));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "The organiser's key: RW");
	assert_null(strstr(run->captured.out, "taken from the record itself"));
	audit_named(run, "record", LIST("--organiser", own));
	says(run->captured.out, "follows from the ballots.\n");
	audit(run);
	says(run->captured.out, "follows from the ballots, by the organiser's key in the record itself.\n");
	audit_named(run, "record", LIST("--json", "--organiser", own));
	says(run->captured.out, "\"organiser_given\": true");
	audit_named(run, "record", LIST("--json"));
	says(run->captured.out, "\"organiser_given\": false");
	says(run->captured.out, "\"organiser\": \"RW");
	shell(run, "cp other.pub record/organiser.pub");
	make_manifest(run);
	broken(run, "election", "election.election", "another key");
}

static void test_links_are_not_followed(void **state)
{
	struct run *run = *state;

	shell(run, "mv record/votes votes && ln -s ../votes record/votes");
	broken(run, "election", "votes", "is a link or a device");
	shell(run, "rm record/votes && mv votes record/votes && mv record/mixes mixes && ln -s ../mixes record/mixes");
	broken(run, "election", "mixes", "is a link or a device");
	shell(run, "rm record/mixes && mv mixes record/mixes && mkfifo record/pipe");
	broken(run, "election", "pipe", "is a link or a device");
	shell(run, "rm record/pipe && mkdir -p record/a/b/c/d/e");
	broken(run, "election", "a/b/c/d/e", "deeper than any");
	shell(run, "rm -r record/a");
	follows(run);
}

/* Whatever comes into a record after it was listed. */
static void test_changed_while_it_is_read(void **state)
{
	struct run *run = *state;
	struct faults faults = {.links = LINKS_REFUSED};
	struct inventory inventory;
	struct bytes bytes = {0};
	char record[PATH_ROOM], path[PATH_ROOM];

	vote_path(record, run->vote, "record");
	vote_path(path, run->vote, "record/link");
	vote_must(inventory_read(&inventory, &faults, record));
	shell(run, "ln -s votes record/link");
	assert_int_equal(fault_read(&bytes, &faults, path, 1 << 20, "a file"), STATUS_MAGIC);
	assert_int_equal(faults.count, 1);
	inventory_used(&inventory, &bytes, "link");
	assert_int_equal(faults.count, 1);
	vote_must(file_read(&bytes, path, 1 << 20, "a file"));
	inventory_used(&inventory, &bytes, "votes");
	assert_int_equal(faults.count, 1);
	inventory_used(&inventory, &bytes, "link");
	assert_int_equal(faults.count, 2);
	inventory_finish(&inventory);
	bytes_free(&bytes);
}

static void test_strays(void **state)
{
	static const char *const strays[] = {"note.txt",       "exports/note.txt", ".hidden", "draw/1/trustee-1.txt",
	                                     "mixes/note.txt", "losses/.loss"};
	struct run *run = *state;

	for (unsigned i = 0; i < sizeof strays / sizeof strays[0]; i++) {
		shell(run, "mkdir -p \"$(dirname record/%s)\" && echo note >record/%s", strays[i], strays[i]);
		/* Hidden names fit no manifest. */
		if (!strstr(strays[i], "/.") && strays[i][0] != '.')
			make_manifest(run);
		audit(run);
		if (run->captured.code != 1)
			fail_msg("%s: exit %d: %s", strays[i], run->captured.code, run->captured.out);
		says(run->captured.out, strncmp(strays[i], "draw", 4) == 0 ? "draw"
		                        : strrchr(strays[i], '/')          ? strrchr(strays[i], '/') + 1
		                                                           : strays[i]);
		shell(run, "rm record/%s", strays[i]);
		make_manifest(run);
		follows(run);
	}
}

static void test_manifest(void **state)
{
	struct run *run = *state;

	shell(run, "cp record/manifest.sha256 whole && sed 1d whole >record/manifest.sha256");
	broken(run, "result", "codes.txt", "is not listed");
	shell(run, "sed '1s/^./x/' whole >record/manifest.sha256");
	broken(run, "result", "manifest.sha256", "is no manifest");
	shell(run, "{ cat whole; sed -n '$s/  .*/  zz.txt/p' whole; } >record/manifest.sha256");
	broken(run, "result", "zz.txt", "is not there");
	shell(run, "sed '1s/^\\(.\\)\\(.\\)/\\2\\1/;1s/^\\([0-9a-f]\\)\\1/00/' whole >record/manifest.sha256");
	broken(run, "result", "codes.txt", "another SHA-256");
}

static void test_published_files(void **state)
{
	static const struct lie {
		const char *file, *edit, *step;
	} lies[] = {
	    {"votes", "s/^valid /blank /", "votes"},
	    {"votes", "$d", "votes"},
	    {"result.csv", "2s/,[0-9]*,/,9,/", "result"},
	    {"result.json", "s/\"votes\": [0-9]*/\"votes\": 77/", "result"},
	    {"codes.txt", "1d", "result"},
	    {"readme.txt", "1s/^/More: /", "result"},
	    {"readme.txt", "s/^  Funded: /&1/", "result"},
	    {"readme.txt", "/^  Funded: /,/^$/s/ votes\\{0,1\\}$/1&/", "result"},
	    {"readme.txt", "0,/^  How it was decided/s//  How it all was decided/", "result"},
	    {"codes.txt", "0,/ counted/s// not counted/", "result"},
	};
	struct run *run = *state;

	for (unsigned i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		shell(run, "cp record/%s whole && sed '%s' whole >record/%s && ! cmp -s whole record/%s", lies[i].file,
		      lies[i].edit, lies[i].file, lies[i].file);
		make_manifest(run);
		broken(run, lies[i].step, lies[i].file, "does not follow from the ballots");
		shell(run, "cp whole record/%s", lies[i].file);
	}
	make_manifest(run);
	follows(run);
}

/* How it was decided is told in words, and another version of the program may have others: no fault, but told. */
static void test_other_words(void **state)
{
	struct run *run = *state;

	shell(run, "cp record/readme.txt whole && sed '/^  How it was decided/,/^[^ ]/s/^    /&Well: /' whole "
	           ">record/readme.txt && ! cmp -s whole record/readme.txt");
	broken(run, "result", "readme.txt", "another SHA-256");
	make_manifest(run);
	audit(run);
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "The result follows from the ballots");
	says(run->captured.out, "Note: readme.txt explains the count, from its line ");
	assert_null(strstr(run->captured.out, "Well"));
	audit_named(run, "record", LIST("--json"));
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "\"readme_in_other_words_from_line\": ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    COUNTED(test_follows),
	    COUNTED(test_json),
	    COUNTED(test_codes),
	    CASE(test_incomplete),
	    COUNTED(test_withheld),
	    CASE(test_unfinished_work),
	    COUNTED(test_terminal_is_not_painted),
	    COUNTED(test_missing_closing),
	    COUNTED(test_another_organiser),
	    COUNTED(test_links_are_not_followed),
	    COUNTED(test_changed_while_it_is_read),
	    COUNTED(test_strays),
	    COUNTED(test_manifest),
	    COUNTED(test_published_files),
	    COUNTED(test_other_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
