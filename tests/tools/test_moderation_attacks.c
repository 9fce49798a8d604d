/* Records of texts that lie, every hash and signature in them made to fit by whoever holds the keys it takes: each must
 * be found, at its step. */
#include "asking.h"

/* --- withholding what nobody may --- */

static void test_texts_withheld_without_a_moderation(void **state)
{
	struct people *people = *state;

	published_record(people);
	leave_first_out(people, TEXT_FILE(1), 1);
	leave_first_out(people, TEXT_FILE(3), 3);
	broken_at(people, "decryption", "trustee-1.contest-00002.factors",
	          "which no moderation that the organiser signed withholds");
	/* Nor does it help to leave the statement out. */
	shell(&people->run, "rm -r record/moderation");
	broken_at(people, "decryption", "trustee-1.contest-00002.factors",
	          "which no moderation that the organiser signed withholds");
}

static void test_moderation_that_lists_too_many(void **state)
{
	struct people *people = *state;
	struct moderation decided, more;
	struct moderated *contest;
	int added = 0;

	withheld_record(people);
	read_statement(&decided, people);
	read_statement(&more, people);
	contest = &more.contest[0];
	while (contest->withheld_count > 0)
		free(contest->withheld[--contest->withheld_count].reason);
	for (uint32_t entry = 0; entry < contest->entries_count; entry++) {
		int one_more = added == 0 && !moderated_withholds(&decided.contest[0], entry);

		added += one_more;
		if (one_more || moderated_withholds(&decided.contest[0], entry))
			vote_must(moderation_withhold(contest, entry, "names a person"));
	}
	moderation_free(&decided);
	write_statement(people, &more, &people->run.vote->organiser);
	broken_at(people, "decryption", "trustee-1.contest-00002.factors",
	          "still holds 1 text that the organiser's moderation withholds");
}

static void test_moderation_that_lists_too_few(void **state)
{
	struct people *people = *state;
	struct moderation decided;

	withheld_record(people);
	read_statement(&decided, people);
	free(decided.contest[0].withheld[--decided.contest[0].withheld_count].reason);
	write_statement(people, &decided, &people->run.vote->organiser);
	broken_at(people, "decryption", "trustee-1.contest-00002.factors",
	          "which no moderation that the organiser signed withholds");
}

static void test_withheld_in_one_members_file_only(void **state)
{
	struct people *people = *state;
	struct bytes whole;

	decrypted_record(people);
	whole = read_of(people, TEXT_FILE(3));
	withhold_one(people);
	finished(people);
	vote_file(people->run.vote, TEXT_FILE(3), whole.data, whole.len);
	broken_at(people, "decryption", "trustee-3.contest-00002.factors", "still holds 2 texts");
	bytes_free(&whole);
}

static void test_withheld_texts_put_back(void **state)
{
	struct people *people = *state;
	struct bytes whole[2];

	decrypted_record(people);
	whole[0] = read_of(people, TEXT_FILE(1));
	whole[1] = read_of(people, TEXT_FILE(3));
	withhold_one(people);
	finished(people);
	vote_file(people->run.vote, TEXT_FILE(1), whole[0].data, whole[0].len);
	vote_file(people->run.vote, TEXT_FILE(3), whole[1].data, whole[1].len);
	broken_at(people, "decryption", "trustee-1.contest-00002.factors", "still holds 2 texts");
	bytes_free(&whole[0]);
	bytes_free(&whole[1]);
}

static void test_a_changed_leaf_hash(void **state)
{
	struct people *people = *state;
	struct opened_file file;
	uint32_t entry = 0;

	withheld_record(people);
	open_file(&file, people, TEXT_FILE(3), 3, 5);
	while (file.texts.entry[entry])
		entry++;
	file.texts.leaf[entry].bytes[7] ^= 1;
	close_file(&file, people);
	broken_at(people, "decryption", "trustee-3.contest-00002.factors",
	          "is not the file that trustee 3 (Ines Halloran) signed");
}

/* Whatever byte of a file of texts is changed, with one left out: it is no such file any more, or not the one signed.
 */
static void test_every_byte_of_a_file_of_texts(void **state)
{
	struct people *people = *state;
	struct opened_file file;
	uint8_t is[SHA256_BYTES], becomes[SHA256_BYTES];

	decrypted_record(people);
	withhold_one(people);
	open_file(&file, people, TEXT_FILE(1), 1, 5);
	text_factors_sha256(is, &file.texts, &file.subject);
	for (size_t at = 0; at < file.file.len; at++) {
		struct text_factors changed;

		file.file.data[at] ^= 1;
		if (text_factors_read(&changed, &file.file, &file.subject) == STATUS_OK) {
			text_factors_sha256(becomes, &changed, &file.subject);
			if (memcmp(is, becomes, SHA256_BYTES) == 0)
				fail_msg("byte %zu changes nothing", at);
		}
		text_factors_free(&changed);
		file.file.data[at] ^= 1;
	}
	close_file(&file, people);
}

/* Another text's factors and proof in the place of the one withheld. */
static void test_another_text_in_the_place_of_one_withheld(void **state)
{
	struct people *people = *state;
	struct opened_file file;
	uint32_t out = 0, other = 0;

	withheld_record(people);
	open_file(&file, people, TEXT_FILE(1), 1, 5);
	while (file.texts.entry[out])
		out++;
	while (!file.texts.entry[other])
		other++;
	file.texts.entry[out] = file.texts.entry[other];
	close_file(&file, people);
	broken_at(people, "decryption", "trustee-1.contest-00002.factors",
	          "is not the file that trustee 1 (Wren Ashby) signed");
}

/* --- the organiser's statement --- */

static void test_moderation_signed_by_somebody_else(void **state)
{
	struct people *people = *state;
	struct moderation decided;

	withheld_record(people);
	read_statement(&decided, people);
	/* A trustee, who holds a key of this election as well. */
	write_statement(people, &decided, &people->scene.secrets.identity[0]);
	broken_at(people, "decryption", "moderation/moderation.txt", "signed with another key than the organiser's");
}

static void test_moderation_of_another_list(void **state)
{
	struct people *people = *state;
	struct moderation decided;

	published_record(people);
	read_statement(&decided, people);
	decided.contest[0].list.bytes[0] ^= 1;
	write_statement(people, &decided, &people->run.vote->organiser);
	broken_at(people, "decryption", "moderation/moderation.txt", "decides about another list");
	read_statement(&decided, people);
	decided.election.bytes[0] ^= 1;
	write_statement(people, &decided, &people->run.vote->organiser);
	broken_at(people, "decryption", "moderation/moderation.txt", "is not what the organiser signed");
}

static void test_moderation_taken_away(void **state)
{
	struct people *people = *state;

	published_record(people);
	shell(&people->run, "rm -r record/moderation");
	broken_at(people, "votes", "moderation/moderation.txt", "is missing, though texts are published");
}

static void test_moderation_changed(void **state)
{
	struct people *people = *state;

	withheld_record(people);
	shell(&people->run, "sed -i 's/names a person/names a tree/' record/moderation/moderation.txt");
	broken_at(people, "decryption", "moderation/moderation.txt", "is not what the organiser signed");
	shell(&people->run, "rm record/moderation/moderation.txt.minisig");
	broken_at(people, "decryption", "moderation/moderation.txt.minisig", "");
}

static void test_moderation_of_votes_that_are_no_texts(void **state)
{
	struct people *people = *state;
	struct moderation decided;

	published_record(people);
	read_statement(&decided, people);
	decided.contest[0].contest = 1;
	write_statement(people, &decided, &people->run.vote->organiser);
	broken_at(people, "decryption", "moderation/moderation.txt", "does not list the questions that ask for texts");
}

/* --- a trustee who helps --- */

/* What trustee 1 would have to say of the file that lies there now. */
static void sign_anew(const struct people *people, unsigned contest, const uint8_t sha256[static SHA256_BYTES])
{
	char text[FACTORS_STATEMENT_MAX], signature[SIGN_FILE_MAX], comment[SIGN_TRUSTED_MAX + 1];
	struct bytes file = read_of(people, "record/decryption/1-3/trustee-1.txt");
	struct factors_statement statement;
	size_t len;

	assert_ok(factors_statement_read(&statement, (const char *)file.data, file.len, FACTORS_DECRYPTION));
	bytes_free(&file);
	memcpy(statement.contest[contest].sha256, sha256, SHA256_BYTES);
	assert_ok(factors_statement_write(text, sizeof text, &len, &statement, FACTORS_DECRYPTION));
	factors_comment(comment, &statement, FACTORS_DECRYPTION);
	assert_ok(sign_file(signature, text, len, comment, &people->scene.secrets.identity[0]));
	vote_file(people->run.vote, "record/decryption/1-3/trustee-1.txt", text, len);
	vote_file(people->run.vote, "record/decryption/1-3/trustee-1.txt.minisig", signature, strlen(signature));
}

/* Votes for projects, in the form that only texts have, with the first left out. */
static void test_votes_that_are_no_texts_left_out(void **state)
{
	static const char name[] = "record/decryption/1-3/trustee-1.contest-00001.factors";
	struct people *people = *state;
	struct opened_file file = {.name = name};
	uint8_t *entries, sha256[SHA256_BYTES];

	published_record(people);
	file.subject = (struct decryption){.election = people->run.vote->hash,
	                                   .transcript = people->run.vote->trustees.transcript,
	                                   .quorum = {2, {1, 3}},
	                                   .index = 1,
	                                   .contest = 1,
	                                   .width = 1,
	                                   .count = 5};
	entries = calloc(5, entry_bytes(1));
	vote_must(text_factors_of(&file.texts, entries, &file.subject));
	text_factors_leave_out(&file.texts, 0);
	text_factors_sha256(sha256, &file.texts, &file.subject);
	close_file(&file, people);
	free(entries);
	sign_anew(people, 0, sha256);
	broken_at(people, "decryption", "trustee-1.contest-00001.factors",
	          "is not the file that trustee 1 (Wren Ashby) would make of this list");
}

/* A text opened wrongly, its leaf hash signed: the proof of its own names it. */
static void test_a_text_decrypted_wrongly_is_named(void **state)
{
	struct people *people = *state;
	struct opened_file file;
	uint8_t sha256[SHA256_BYTES], *wrong;

	decrypted_record(people);
	open_file(&file, people, TEXT_FILE(1), 1, 5);
	wrong = calloc(1, entry_bytes(ANSWER_TEXT_WIDTH));
	memcpy(wrong, file.texts.entry[3], entry_bytes(ANSWER_TEXT_WIDTH));
	memcpy(wrong + 32, file.texts.entry[2] + 32, 32);
	file.texts.entry[3] = wrong;
	entry_leaf(&file.texts.leaf[3], 3, wrong, ANSWER_TEXT_WIDTH);
	text_factors_sha256(sha256, &file.texts, &file.subject);
	close_file(&file, people);
	free(wrong);
	sign_anew(people, 1, sha256);
	moderate(people, LIST(NULL));
	assert_int_equal(people->run.captured.code, 1);
	told(people, "trustee 1 (Wren Ashby) decrypted the text of entry 3 wrongly");
	told(people, "nothing is decided");
}

/* --- the published files --- */

static void test_a_withheld_text_not_counted(void **state)
{
	struct people *people = *state;

	withheld_record(people);
	shell(&people->run, "sed -i '0,/^withheld/{/^withheld/d}; s/^votes 5$/votes 4/' record/votes");
	broken_at(people, "votes", "votes", "does not follow from the ballots");
}

static void test_another_hash_in_the_place_of_a_withheld_text(void **state)
{
	struct people *people = *state;

	withheld_record(people);
	shell(&people->run, "sed -i 's/^withheld ......../withheld 00000000/' record/votes");
	broken_at(people, "votes", "votes", "does not follow from the ballots");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    ASKING(test_texts_withheld_without_a_moderation),
	    ASKING(test_moderation_that_lists_too_many),
	    ASKING(test_moderation_that_lists_too_few),
	    ASKING(test_withheld_in_one_members_file_only),
	    ASKING(test_withheld_texts_put_back),
	    ASKING(test_a_changed_leaf_hash),
	    ASKING(test_every_byte_of_a_file_of_texts),
	    ASKING(test_another_text_in_the_place_of_one_withheld),
	    ASKING(test_moderation_signed_by_somebody_else),
	    ASKING(test_moderation_of_another_list),
	    ASKING(test_moderation_taken_away),
	    ASKING(test_moderation_changed),
	    ASKING(test_moderation_of_votes_that_are_no_texts),
	    ASKING(test_votes_that_are_no_texts_left_out),
	    ASKING(test_a_text_decrypted_wrongly_is_named),
	    ASKING(test_a_withheld_text_not_counted),
	    ASKING(test_another_hash_in_the_place_of_a_withheld_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
