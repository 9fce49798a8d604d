/* folkmoot moderate on whole records: what it lists, what it takes out, and what the audit says after it. */
#include "asking.h"

/* --- what is withheld cannot be read --- */

static int holds(const struct bytes *file, const uint8_t *part, size_t len)
{
	return memmem(file->data, file->len, part, len) != NULL;
}

/* Not one factor of this entry is in any file of the record. */
static void is_nowhere(const struct people *people, const uint8_t *entry)
{
	struct faults faults = {0};
	struct inventory inventory;
	char record[PATH_ROOM], path[PATH_ROOM];

	vote_path(record, people->run.vote, "record");
	vote_must(inventory_read(&inventory, &faults, record));
	for (size_t i = 0; i < inventory.count; i++) {
		struct bytes file;

		vote_must(path_join(path, record, inventory.file[i].name));
		vote_must(file_read(&file, path, TEXT_FILE_MAX, "a file of the record"));
		for (size_t k = 0; k < entry_bytes(ANSWER_TEXT_WIDTH); k += 32)
			if (holds(&file, entry + k, 32))
				fail_msg("%s still holds part %zu", inventory.file[i].name, k / 32);
		bytes_free(&file);
	}
	inventory_finish(&inventory);
}

/* As text and as hexadecimal digits. */
static void is_not_published(const struct people *people, const char *text)
{
	static const char *const names[] = {"votes", "result.json", "result.csv", "readme.txt",
	                                    "moderation/moderation.txt"};
	char hex[200], path[100];

	hex_write(hex, (const uint8_t *)text, strlen(text));
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct bytes file;

		snprintf(path, sizeof path, "record/%s", names[i]);
		file = read_of(people, path);
		assert_null(strstr((const char *)file.data, text));
		assert_null(strstr((const char *)file.data, hex));
		bytes_free(&file);
	}
}

static void test_a_withheld_text_is_nowhere_in_the_record(void **state)
{
	struct people *people = *state;
	struct opened_file kept[2];
	struct moderation said_of;

	decrypted_record(people);
	open_file(&kept[0], people, TEXT_FILE(1), 1, 5);
	open_file(&kept[1], people, TEXT_FILE(3), 3, 5);
	withhold_one(people);
	said(people, "the texts of 2 voters are withheld");
	finished(people);
	read_statement(&said_of, people);
	assert_int_equal(said_of.contest[0].withheld_count, 2);
	for (unsigned i = 0; i < 2; i++) {
		for (unsigned k = 0; k < 2; k++) {
			uint32_t entry = said_of.contest[0].withheld[k].entry;

			is_nowhere(people, kept[i].texts.entry[entry]);
		}
		assert_string_equal(said_of.contest[0].withheld[i].reason, "names a person");
		text_factors_free(&kept[i].texts);
		bytes_free(&kept[i].file);
	}
	moderation_free(&said_of);
	is_not_published(people, "Bad words about Jo");
	follows(&people->run);
	said(people, "with 1 exception");
	said(people, "The organiser withholds 2 of 5 answers to question 1");
}

/* How many lines of a published file begin so. */
static unsigned lines(const struct people *people, const char *name, const char *words)
{
	struct bytes file = read_of(people, name);
	unsigned count = 0;

	for (const char *at = (const char *)file.data; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
		count += strncmp(at, words, strlen(words)) == 0;
	bytes_free(&file);
	return count;
}

static void test_withheld_texts_are_counted(void **state)
{
	struct people *people = *state;
	struct bytes json;
	json_t *all, *question;

	withheld_record(people);
	assert_int_equal(lines(people, "record/votes", "withheld "), 2);
	assert_int_equal(lines(people, "record/votes", "votes 5"), 2);
	json = read_of(people, "record/result.json");
	all = json_loadb((const char *)json.data, json.len, 0, NULL);
	question = json_array_get(json_object_get(all, "questions"), 0);
	assert_int_equal(json_integer_value(json_object_get(question, "votes")), 5);
	assert_int_equal(json_integer_value(json_object_get(question, "valid")), 2);
	assert_int_equal(json_integer_value(json_object_get(question, "blank")), 1);
	assert_int_equal(json_array_size(json_object_get(question, "withheld")), 2);
	assert_int_equal(json_array_size(json_object_get(question, "texts")), 2);
	json_decref(all);
	bytes_free(&json);
}

/* Equal texts are withheld with hashes that differ: nobody who guesses a text can see that it is among them. */
static void test_hashes_tell_nothing_of_the_text(void **state)
{
	struct people *people = *state;
	struct bytes votes;
	const char *first, *second;

	withheld_record(people);
	votes = read_of(people, "record/votes");
	first = strstr((const char *)votes.data, "withheld ");
	assert_non_null(first);
	second = strstr(first + 1, "withheld ");
	assert_non_null(second);
	assert_true(strncmp(first, second, 9 + 64) < 0);
	bytes_free(&votes);
}

/* --- the order of things --- */

static void test_nothing_is_published_before_it_is_decided(void **state)
{
	struct people *people = *state;

	decrypted_record(people);
	said(people, "The quorum is complete. Next: folkmoot moderate");
	standing(&people->run);
	said(people, "moderation  not yet");
	said(people, "the organiser decides which of the texts");
	finish(&people->run);
	assert_int_equal(people->run.captured.code, 2);
	told(people, "has not decided yet which of 4 texts are published; `folkmoot moderate` lists them");
	assert_false(is_there(people, "record/votes"));
	incomplete(&people->run, "votes", "has not decided yet which of 4 texts are published");
	publish_all(people);
	said(people, "all texts are published");
	standing(&people->run);
	said(people, "moderation  decided and signed by the organiser");
	said(people, "folkmoot count finish");
	finished(people);
	follows(&people->run);
	assert_null(strstr(people->run.captured.out, "exception"));
	assert_int_equal(lines(people, "record/votes", "withheld "), 0);
}

static void test_without_yes_nothing_is_done(void **state)
{
	struct people *people = *state;

	decrypted_record(people);
	moderate(people, LIST("--withhold=1", "--reason=names a person", "--organiser", "KEY"));
	assert_int_equal(people->run.captured.code, 2);
	said(people, "Will be withheld: 1 of 3 texts");
	said(people, "    1  written by 2  WITHHELD: names a person\n      | Bad words about Jo\n");
	said(people, "cannot be put back");
	told(people, "nothing has been changed yet");
	assert_false(is_there(people, "record/moderation"));
}

static void test_what_is_decided_stands(void **state)
{
	struct people *people = *state;

	decrypted_record(people);
	publish_all(people);
	moderate(people, LIST("--withhold=1", "--reason=late", "--organiser", "KEY", "--yes"));
	assert_int_equal(people->run.captured.code, 2);
	told(people, "was moderated already, and what was decided stands");
	moderate(people, LIST("--json"));
	done(people);
	said(people, "\"decided\": true");
	said(people, "\"text\": \"Bad words about Jo\"");
}

static void test_nobody_wrote_a_text(void **state)
{
	struct people *people = *state;

	cast_text(people, 0, "");
	mixed_record(people);
	decrypt_by(people, 1, "1,3");
	decrypt_by(people, 3, "1,3");
	done(people);
	moderate(people, LIST(NULL));
	done(people);
	said(people, "Nobody wrote a text, so there is nothing to decide.");
	moderate(people, LIST("--publish-all", "--organiser", "KEY", "--yes"));
	assert_int_equal(people->run.captured.code, 2);
	finished(people);
	follows(&people->run);
}

static void test_only_the_organiser_decides(void **state)
{
	struct people *people = *state;
	struct sign_secret other;
	char key[SIGN_KEY_FILE_MAX];

	decrypted_record(people);
	moderate(people, LIST("--publish-all", "--yes"));
	assert_int_equal(people->run.captured.code, 2);
	told(people, "--organiser: is missing");
	sign_key_make(&other, SIGN_PRACTICE);
	vote_must(sign_secret_write(key, sizeof key, &other, NULL));
	vote_file(people->run.vote, "organiser.key", key, strlen(key));
	moderate(people, LIST("--publish-all", "--organiser", "KEY", "--yes"));
	assert_int_equal(people->run.captured.code, 1);
	told(people, "is not the key of this election's organiser");
	assert_false(is_there(people, "record/moderation"));
}

/* Killed after the statement, before the first file: anybody who runs it again finishes it, without a key. */
static void test_an_interrupted_moderation_is_finished(void **state)
{
	struct people *people = *state;
	struct bytes whole;

	decrypted_record(people);
	whole = read_of(people, TEXT_FILE(3));
	withhold_one(people);
	vote_file(people->run.vote, TEXT_FILE(3), whole.data, whole.len);
	finish(&people->run);
	assert_int_equal(people->run.captured.code, 1);
	told(people, "still holds 2 texts that the organiser's moderation withholds");
	moderate(people, LIST(NULL));
	done(people);
	said(people, "the texts of 2 voters are withheld");
	finished(people);
	follows(&people->run);
	bytes_free(&whole);
}

/* Killed between signature and statement. */
static void test_a_signature_without_its_statement_is_made_anew(void **state)
{
	struct people *people = *state;

	decrypted_record(people);
	shell(&people->run, "mkdir record/moderation && echo x >record/moderation/moderation.txt.minisig");
	withhold_one(people);
	finished(people);
	follows(&people->run);
}

/* Another district is asked another question, and nobody of it has voted. */
static void test_a_question_that_nobody_was_asked(void **state)
{
	struct people *people = *state;
	struct vote *vote = people->run.vote;
	struct contest three[3] = {vote->contests[0], vote->contests[1], vote->contests[1]};
	struct style styles[2] = {{.name.in[0] = "North", .contest_count = 2, .contest = {0, 1}},
	                          {.name.in[0] = "South", .contest_count = 2, .contest = {0, 2}}};
	struct moderation decided;

	three[2].id = 3;
	vote->election.contests = three;
	vote->election.contest_count = 3;
	vote->election.styles = styles;
	vote->election.style_count = 2;
	election_derive(&vote->election);
	vote_redefine(vote);
	decrypted_record(people);
	withhold_one(people);
	read_statement(&decided, people);
	assert_int_equal(decided.count, 2);
	assert_int_equal(decided.contest[0].withheld_count, 2);
	assert_int_equal(decided.contest[1].entries_count, 0);
	moderation_free(&decided);
	finished(people);
	follows(&people->run);
}

static void test_what_an_interrupted_run_left_is_not_overlooked(void **state)
{
	struct people *people = *state;

	decrypted_record(people);
	shell(&people->run, "cp " TEXT_FILE(1) " record/decryption/1-3/.folkmoot-Ab3dE6");
	moderate(people, LIST("--withhold=1", "--reason=names a person", "--organiser", "KEY", "--yes"));
	assert_int_equal(people->run.captured.code, 1);
	told(people, "may hold texts");
	assert_false(is_there(people, "record/moderation"));
}

/* Two quorums before, a third after: no file of any holds what is withheld. */
static void test_every_quorum_leaves_it_out(void **state)
{
	struct people *people = *state;
	struct bytes whole;
	struct opened_file file;
	struct moderation decided;

	decrypted_record(people);
	decrypt_by(people, 1, "1,2");
	done(people);
	decrypt_by(people, 2, "1,2");
	done(people);
	withhold_one(people);
	decrypt_by(people, 2, "2,3");
	done(people);
	read_statement(&decided, people);
	memset(&file, 0, sizeof file);
	whole = read_of(people, "record/decryption/2-3/trustee-2.contest-00002.factors");
	file.subject = (struct decryption){.election = people->run.vote->hash,
	                                   .transcript = people->run.vote->trustees.transcript,
	                                   .quorum = {2, {2, 3}},
	                                   .index = 2,
	                                   .contest = TEXT_ID,
	                                   .width = ANSWER_TEXT_WIDTH,
	                                   .count = 5};
	vote_must(text_factors_read(&file.texts, &whole, &file.subject));
	assert_int_equal(file.texts.left_out, 2);
	for (uint32_t i = 0; i < 2; i++)
		assert_null(file.texts.entry[decided.contest[0].withheld[i].entry]);
	text_factors_free(&file.texts);
	bytes_free(&whole);
	moderation_free(&decided);
	decrypt_by(people, 3, "2,3");
	done(people);
	finished(people);
	follows(&people->run);
}

static void test_an_invalid_text_can_be_withheld(void **state)
{
	struct people *people = *state;
	struct vote *vote = people->run.vote;
	struct vote_kiosk *kiosk = &vote->kiosk[0];
	struct sealed_plain plain;
	struct marks marks;

	memset(&plain, 0, sizeof plain);
	memset(&marks, 0, sizeof marks);
	vote_must(marks_encode(plain.payload[0], &vote->contests[0], &marks));
	/* No honest kiosk seals this: it would turn a terminal's colours. */
	memcpy(plain.payload[1], "\x1b[31mBad\xff", 9);
	vote_seal(&kiosk->ballot[kiosk->ballot_count++], vote, kiosk, &plain);
	cast_text(people, 1, "The basin");
	mixed_record(people);
	decrypt_by(people, 1, "1,3");
	decrypt_by(people, 3, "1,3");
	done(people);
	moderate(people, LIST(NULL));
	done(people);
	said(people, "    2  (not valid: against the question's rules");
	said(people, "      | \\x1b[31mBad\\xff\n");
	moderate(people, LIST("--withhold=2", "--reason=names a person", "--organiser", "KEY", "--yes"));
	done(people);
	finished(people);
	follows(&people->run);
	assert_int_equal(lines(people, "record/votes", "invalid "), 0);
	assert_int_equal(lines(people, "record/votes", "withheld "), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    ASKING(test_a_withheld_text_is_nowhere_in_the_record),
	    ASKING(test_withheld_texts_are_counted),
	    ASKING(test_hashes_tell_nothing_of_the_text),
	    ASKING(test_nothing_is_published_before_it_is_decided),
	    ASKING(test_without_yes_nothing_is_done),
	    ASKING(test_what_is_decided_stands),
	    ASKING(test_nobody_wrote_a_text),
	    ASKING(test_only_the_organiser_decides),
	    ASKING(test_an_interrupted_moderation_is_finished),
	    ASKING(test_a_signature_without_its_statement_is_made_anew),
	    ASKING(test_a_question_that_nobody_was_asked),
	    ASKING(test_what_an_interrupted_run_left_is_not_overlooked),
	    ASKING(test_every_quorum_leaves_it_out),
	    ASKING(test_an_invalid_text_can_be_withheld),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
