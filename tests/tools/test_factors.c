/* A record's folder of factors, written as `folkmoot trustee decrypt` writes it and then changed, the signature made
 * anew, so that the check of that very thing must refuse. */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/decrypting.h"
#include "factors_file.h"

enum { CONTESTS = 2 };

/* A record's state after the last mix, and the record's folder, with nothing in it but factors. */
struct desk {
	struct scene scene;
	struct contest contests[CONTESTS];
	struct election election;
	struct package package;
	struct lists lists;
	char record[200];
	char last[FAULT_SENTENCE + PATH_ROOM];
	struct faults faults;
	struct factors factors;
};

static const struct quorum quorum = {.count = 2, .member = {1, 3}};
static const struct quorum others = {.count = 2, .member = {2, 3}};

static void hear(void *context, const char *path, const char *sentence)
{
	struct desk *desk = context;

	if (!*desk->last)
		snprintf(desk->last, sizeof desk->last, "%s: %s", path, sentence);
}

/* Two contests: three entries of width 1, and none of width 2. */
static int set_up(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);

	if (crypto_init() != STATUS_OK)
		return -1;
	scene_make(&desk->scene, 3, 2, 3, 1);
	desk->contests[0] = (struct contest){.id = 260, .width = 1};
	desk->contests[1] = (struct contest){.id = 7, .width = 2};
	desk->election.contest_count = CONTESTS;
	desk->election.contests = desk->contests;
	desk->election.kind = SIGN_PRACTICE;
	desk->package.election = &desk->election;
	desk->package.hash = desk->scene.election;
	desk->lists.count = CONTESTS;
	desk->lists.contest[0] = 260;
	desk->lists.width[0] = 1;
	desk->lists.entries_count[0] = 3;
	desk->lists.entries[0] = desk->scene.list;
	desk->lists.contest[1] = 7;
	desk->lists.width[1] = 2;
	desk->lists.entries[1] = desk->scene.list;
	strcpy(desk->record, "/tmp/folkmoot-factors-XXXXXX");
	if (!mkdtemp(desk->record))
		return -1;
	*state = desk;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *desk = *state;
	char command[300];

	factors_finish(&desk->factors);
	snprintf(command, sizeof command, "rm -rf '%s'", desk->record);
	if (system(command) != 0)
		return -1;
	free(desk);
	return 0;
}

/* --- what a trustee writes --- */

/* All of one trustee's files, in memory, to be changed before they are written. */
struct work {
	unsigned index;
	struct quorum quorum;
	struct factors_statement statement;
	uint8_t *file[CONTESTS];
	size_t file_len[CONTESTS], head_len[CONTESTS];
	const struct sign_secret *key;
	const char *comment; /* NULL: the right one */
	const char *folder;  /* NULL: the quorum's */
};

static void work_make(struct work *work, const struct desk *desk, const struct quorum *by, unsigned index,
                      enum decryption_proofs proofs)
{
	struct scalar share;

	memset(work, 0, sizeof *work);
	work->index = index;
	work->quorum = *by;
	work->key = &desk->scene.secrets.identity[index - 1];
	share_of(&share, &desk->scene, index);
	work->statement = (struct factors_statement){.kind = SIGN_PRACTICE,
	                                             .election = desk->package.hash,
	                                             .transcript = desk->scene.trustees.transcript,
	                                             .quorum = *by,
	                                             .index = index,
	                                             .count = CONTESTS};
	for (unsigned i = 0; i < CONTESTS; i++) {
		struct decryption subject;
		uint8_t head[FACTORS_HEAD_MAX], *factors;

		factors_subject(&subject, &desk->lists, i, &desk->package.hash, &desk->scene.trustees, by, index);
		assert_ok(decryption_key(&subject, &desk->scene.trustees));
		work->file_len[i] = factors_file_bytes(&subject, proofs);
		work->file[i] = malloc(work->file_len[i] + 1);
		work->head_len[i] = factors_head(head, &subject, proofs);
		memcpy(work->file[i], head, work->head_len[i]);
		factors = work->file[i] + work->head_len[i];
		assert_ok(decryption_make(factors, factors + decryption_factor_bytes(subject.count, subject.width),
		                          proofs, &subject, &share, &engine_sodium, NULL));
		work->statement.contest[i].id = subject.contest;
		work->statement.contest[i].count = subject.count;
		list_hash(&work->statement.contest[i].list, subject.contest, subject.width, subject.count,
		          subject.list);
	}
}

static void put(const struct desk *desk, const char *folder, const char *name, const void *data, size_t len)
{
	char path[PATH_ROOM];
	FILE *file;

	snprintf(path, sizeof path, "%s/decryption", desk->record);
	assert_ok(folder_make(path));
	snprintf(path, sizeof path, "%s/decryption/%s", desk->record, folder);
	assert_ok(folder_make(path));
	snprintf(path, sizeof path, "%s/decryption/%s/%s", desk->record, folder, name);
	/* Not file_write: thousands of files that need not outlive a power cut. */
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

/* Hashes and signs what work holds now. */
static void work_write(struct work *work, const struct desk *desk)
{
	char folder[QUORUM_TEXT], name[FACTORS_NAME_ROOM], text[FACTORS_STATEMENT_MAX], signature[SIGN_FILE_MAX],
	    comment[SIGN_TRUSTED_MAX + 1];
	size_t len;

	quorum_text(folder, &work->quorum, '-');
	if (work->folder)
		strcpy(folder, work->folder);
	for (unsigned i = 0; i < CONTESTS; i++) {
		factors_name(name, work->index, desk->lists.contest[i]);
		put(desk, folder, name, work->file[i], work->file_len[i]);
		factors_sha256(work->statement.contest[i].sha256, work->file[i], work->file_len[i]);
	}
	assert_ok(factors_statement_write(text, sizeof text, &len, &work->statement, FACTORS_DECRYPTION));
	factors_statement_name(name, work->index);
	put(desk, folder, name, text, len);
	factors_comment(comment, &work->statement, FACTORS_DECRYPTION);
	assert_ok(sign_file(signature, text, len, work->comment ? work->comment : comment, work->key));
	factors_signature_name(name, work->index);
	put(desk, folder, name, signature, strlen(signature));
}

static void work_free(struct work *work)
{
	for (unsigned i = 0; i < CONTESTS; i++)
		free(work->file[i]);
}

static void give(const struct desk *desk, const struct quorum *by, unsigned index, enum decryption_proofs proofs)
{
	struct work work;

	work_make(&work, desk, by, index, proofs);
	work_write(&work, desk);
	work_free(&work);
}

/* --- what everybody checks --- */

static void check(struct desk *desk)
{
	factors_finish(&desk->factors);
	memset(&desk->faults, 0, sizeof desk->faults);
	desk->faults.sink = hear;
	desk->faults.context = desk;
	desk->last[0] = '\0';
	factors_check(&desk->factors, &desk->faults, desk->record, "decryption", &desk->package, &desk->scene.trustees,
	              &desk->lists);
}

static void assert_sound(struct desk *desk)
{
	check(desk);
	if (desk->faults.count)
		fail_msg("%s", desk->last);
}

/* Refused, in a sentence with both words; and not sound. */
static void assert_refused(struct desk *desk, const char *word, const char *other)
{
	check(desk);
	assert_true(desk->faults.count > 0);
	if (!strstr(desk->last, word) || !strstr(desk->last, other))
		fail_msg("should say \"%s\" and \"%s\", but says: %s", word, other, desk->last);
	assert_null(factors_complete(&desk->factors));
}

static void test_two_trustees_make_a_quorum(void **state)
{
	struct desk *desk = *state;
	static uint8_t messages[3 * 32];
	const struct quorum_factors *by;
	const uint8_t *factors[2];

	assert_sound(desk);
	assert_null(factors_complete(&desk->factors));
	give(desk, &quorum, 1, PROOF_BATCHED);
	assert_sound(desk);
	assert_int_equal(desk->factors.quorum_count, 1);
	assert_int_equal(desk->factors.quorum[0].member_count, 1);
	assert_null(factors_complete(&desk->factors));
	give(desk, &quorum, 3, PROOF_EACH);
	assert_sound(desk);
	by = factors_complete(&desk->factors);
	assert_non_null(by);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(by->member[i].index, quorum.member[i]);
		assert_true(by->member[i].sound);
		factors[i] = by->member[i].factors[0];
	}
	assert_ok(decryption_open(messages, desk->scene.list, factors, 2, 3, 1, &engine_sodium, NULL));
	for (size_t i = 0; i < 3; i++)
		assert_memory_equal(messages + 32 * i, desk->scene.message[i].bytes, 32);
}

static void test_somebody_drops_out_and_another_quorum_goes_on(void **state)
{
	struct desk *desk = *state;

	give(desk, &quorum, 1, PROOF_BATCHED);
	give(desk, &others, 2, PROOF_BATCHED);
	give(desk, &others, 3, PROOF_BATCHED);
	assert_sound(desk);
	assert_int_equal(desk->factors.quorum_count, 2);
	assert_ptr_equal(factors_complete(&desk->factors), &desk->factors.quorum[1]);
}

static void test_factors_made_for_another_quorum_are_refused(void **state)
{
	struct desk *desk = *state;
	struct work work;

	work_make(&work, desk, &others, 3, PROOF_BATCHED);
	work.folder = "1-3";
	work_write(&work, desk);
	assert_refused(desk, "Ines Halloran", "not what trustee 3");
	/* The statement said again for this quorum, the factors of the other: head and weights differ. */
	work.statement.quorum = quorum;
	work_write(&work, desk);
	assert_refused(desk, "contest-00260.factors", "would make of this list");
	work_free(&work);
}

static void test_a_wrong_factor_names_its_trustee(void **state)
{
	struct desk *desk = *state;
	struct work work;

	give(desk, &quorum, 1, PROOF_BATCHED);
	work_make(&work, desk, &quorum, 3, PROOF_BATCHED);
	memcpy(work.file[0] + work.head_len[0] + 32, work.file[0] + work.head_len[0], 32);
	work_write(&work, desk);
	assert_refused(desk, "trustee 3 (Ines Halloran)", "--one-by-one");
	assert_true(desk->factors.quorum[0].member[0].sound);
	assert_false(desk->factors.quorum[0].member[1].sound);
	work_free(&work);
	work_make(&work, desk, &quorum, 3, PROOF_EACH);
	memcpy(work.file[0] + work.head_len[0] + 96 + 96, work.file[0] + work.head_len[0] + 96, 96);
	work_write(&work, desk);
	assert_refused(desk, "trustee 3 (Ines Halloran)", "ciphertext 1 of entry 2");
	work_free(&work);
}

static void test_a_list_other_than_the_last_is_refused(void **state)
{
	struct desk *desk = *state;

	give(desk, &quorum, 1, PROOF_BATCHED);
	give(desk, &quorum, 3, PROOF_BATCHED);
	assert_sound(desk);
	/* A second component: the factors and their proofs would hold but for the list's hash. */
	memcpy(desk->scene.list + 32, desk->scene.list + 64 + 32, 32);
	assert_refused(desk, "trustee-1.txt", "another list than this record's last one");
}

static void refused_statement(struct desk *desk, void (*change)(struct work *work), const char *why)
{
	struct work work;

	work_make(&work, desk, &quorum, 1, PROOF_BATCHED);
	change(&work);
	work_write(&work, desk);
	assert_refused(desk, "trustee-1.txt", why);
	work_free(&work);
}

static char right_comment[SIGN_TRUSTED_MAX + 1];

/* So that the signature's comment is what it should be and the statement alone is wrong. */
static void keep_comment(struct work *work)
{
	factors_comment(right_comment, &work->statement, FACTORS_DECRYPTION);
	work->comment = right_comment;
}

static void another_election(struct work *work)
{
	keep_comment(work);
	work->statement.election.bytes[0] ^= 1;
}

static void other_trustees(struct work *work)
{
	keep_comment(work);
	work->statement.transcript.bytes[0] ^= 1;
}

static void real(struct work *work)
{
	keep_comment(work);
	work->statement.kind = SIGN_REAL;
}

static void another_trustee(struct work *work)
{
	keep_comment(work);
	work->statement.index = 3;
}

static void another_quorum(struct work *work)
{
	keep_comment(work);
	work->statement.quorum.member[1] = 2;
}

static void a_contest_less(struct work *work)
{
	keep_comment(work);
	work->statement.count = 1;
}

static void contests_in_another_order(struct work *work)
{
	keep_comment(work);
	work->statement.contest[0].id = 7;
}

static void another_count(struct work *work)
{
	keep_comment(work);
	work->statement.contest[0].count = 2;
}

static void another_comment(struct work *work)
{
	work->comment = "folkmoot decryption";
}

static void test_statements_that_say_something_else(void **state)
{
	struct desk *desk = *state;

	refused_statement(desk, another_election, "belongs to another election");
	refused_statement(desk, other_trustees, "belongs to other trustees");
	refused_statement(desk, real, "mixes practice and real");
	refused_statement(desk, another_trustee, "another trustee or another quorum");
	refused_statement(desk, another_quorum, "another trustee or another quorum");
	refused_statement(desk, a_contest_less, "does not list the contests");
	refused_statement(desk, contests_in_another_order, "does not list the contests");
	refused_statement(desk, another_count, "another list");
	refused_statement(desk, another_comment, "not what trustee 1");
}

static void test_factors_signed_by_somebody_else_are_refused(void **state)
{
	struct desk *desk = *state;
	struct work work;

	work_make(&work, desk, &quorum, 1, PROOF_BATCHED);
	work.key = &desk->scene.secrets.identity[1];
	work_write(&work, desk);
	assert_refused(desk, "trustee-1.txt", "not what trustee 1 (Wren Ashby) signed");
	work_free(&work);
}

/* Every byte of the file of factors, the statement signed anew. */
static void test_every_byte_of_the_factors(void **state)
{
	struct desk *desk = *state;
	struct work work;

	work_make(&work, desk, &quorum, 1, PROOF_BATCHED);
	for (unsigned contest = 0; contest < CONTESTS; contest++) {
		for (size_t at = 0; at < work.file_len[contest]; at++) {
			work.file[contest][at] ^= 1;
			work_write(&work, desk);
			assert_refused(desk, contest ? "contest-00007.factors" : "contest-00260.factors", "trustee 1");
			work.file[contest][at] ^= 1;
		}
	}
	work_write(&work, desk);
	assert_sound(desk);
	work_free(&work);
}

static void test_files_cut_or_drawn_out(void **state)
{
	struct desk *desk = *state;
	struct work work;

	work_make(&work, desk, &quorum, 1, PROOF_BATCHED);
	work.file_len[0]--;
	work_write(&work, desk);
	assert_refused(desk, "contest-00260.factors", "trustee 1");
	work.file[0][++work.file_len[0]] = 0;
	work.file_len[0]++;
	work_write(&work, desk);
	assert_refused(desk, "contest-00260.factors", "trustee 1");
	work_free(&work);
}

/* Every byte of statement and signature, nothing made anew. */
static void every_byte_of(struct desk *desk, const char *name)
{
	char path[PATH_ROOM];
	struct bytes file;

	snprintf(path, sizeof path, "%s/decryption/1-3/%s", desk->record, name);
	assert_ok(file_read(&file, path, 1 << 16, name));
	for (size_t at = 0; at < file.len; at++) {
		file.data[at] ^= 1;
		put(desk, "1-3", name, file.data, file.len);
		assert_refused(desk, "trustee-1", "trustee 1 (Wren Ashby)");
		file.data[at] ^= 1;
	}
	put(desk, "1-3", name, file.data, file.len);
	assert_sound(desk);
	bytes_free(&file);
}

static void test_every_byte_of_statement_and_signature(void **state)
{
	struct desk *desk = *state;

	give(desk, &quorum, 1, PROOF_BATCHED);
	every_byte_of(desk, "trustee-1.txt");
	every_byte_of(desk, "trustee-1.txt.minisig");
}

static void test_folders_that_are_no_quorum(void **state)
{
	static const char *const names[] = {"1-2-3", "1", "3-1", "1-1", "01-3", "1-4", "1-3-", "quorum", "1_3", "0-1"};
	struct desk *desk = *state;
	char path[PATH_ROOM];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/decryption", desk->record);
		assert_ok(folder_make(path));
		snprintf(path, sizeof path, "%s/decryption/%s", desk->record, names[i]);
		assert_ok(folder_make(path));
		assert_refused(desk, names[i], "no folder of a quorum");
		assert_int_equal(desk->factors.quorum_count, 0);
		rmdir(path);
	}
	assert_sound(desk);
}

static void remove_in(const struct desk *desk, const char *name)
{
	char path[PATH_ROOM];

	snprintf(path, sizeof path, "%s/decryption/1-3/%s", desk->record, name);
	assert_int_equal(unlink(path), 0);
}

static void test_files_that_are_missing_or_too_many(void **state)
{
	struct desk *desk = *state;

	give(desk, &quorum, 1, PROOF_BATCHED);
	give(desk, &quorum, 3, PROOF_BATCHED);
	put(desk, "1-3", "trustee-2.txt", "x", 1);
	check(desk);
	assert_non_null(strstr(desk->last, "trustee-2.txt: does not belong"));
	remove_in(desk, "trustee-2.txt");
	put(desk, "1-3", "notes.txt", "x", 1);
	check(desk);
	assert_non_null(strstr(desk->last, "notes.txt: does not belong"));
	remove_in(desk, "notes.txt");
	/* What an interrupted run leaves under its temporary name is nobody's. */
	put(desk, "1-3", ".folkmoot-abcdef", "x", 1);
	assert_sound(desk);
	remove_in(desk, ".folkmoot-abcdef");
	remove_in(desk, "trustee-3.contest-00007.factors");
	assert_refused(desk, "trustee-3.contest-00007.factors", "is not there");
	give(desk, &quorum, 3, PROOF_BATCHED);
	remove_in(desk, "trustee-3.txt.minisig");
	assert_refused(desk, "trustee-3.txt.minisig", "is not there");
	remove_in(desk, "trustee-3.txt");
	assert_refused(desk, "stands here without trustee-3.txt", "Ines Halloran");
}

static void test_quorums_in_words(void **state)
{
	struct quorum read;
	char text[QUORUM_TEXT];

	(void)state;
	assert_ok(quorum_from_text(&read, "1,3,16", ','));
	quorum_text(text, &read, ' ');
	assert_string_equal(text, "1 3 16");
	assert_status(STATUS_TEXT, quorum_from_text(&read, "", ','));
	assert_status(STATUS_TEXT, quorum_from_text(&read, "1,", ','));
	assert_status(STATUS_TEXT, quorum_from_text(&read, "1 3", ','));
	assert_status(STATUS_TEXT, quorum_from_text(&read, "01", ','));
	assert_status(STATUS_RANGE, quorum_from_text(&read, "17", ','));
	assert_status(STATUS_RANGE, quorum_from_text(&read, "99999999999999999999999", ','));
	assert_status(STATUS_ORDER, quorum_from_text(&read, "2,1", ','));
	assert_status(STATUS_ORDER, quorum_from_text(&read, "2,2", ','));
}

/* The drawn point is the same for every quorum: x P. */
static void test_a_draw_is_the_same_for_every_quorum(void **state)
{
	static const struct quorum quorums[] = {{2, {1, 2}}, {2, {1, 3}}, {2, {2, 3}}};
	struct desk *desk = *state;
	struct merged merged = {.doubles = 1};
	struct point drawn, wanted;
	struct scalar x, part;
	uint8_t wide[64], entry[64];

	example_bytes(wide, sizeof wide, "a draw");
	point_from_hash(&merged.draw, wide);
	scalar_from_u64(&x, 0);
	for (unsigned i = 0; i < 3; i++) {
		part = desk->scene.secrets.coefficient[i][0];
		scalar_add(&x, &x, &part);
	}
	assert_ok(point_multiply(&wanted, &x, &merged.draw));
	for (size_t q = 0; q < 3; q++) {
		struct member_factors member[2] = {{.index = 0}, {.index = 0}};
		struct quorum_factors by = {.quorum = quorums[q], .member = member, .member_count = 2};
		uint8_t factors[2][32], proof[96];
		struct lists lists;

		draw_list(&lists, entry, &merged);
		assert_int_equal(lists.contest[0], 0);
		for (unsigned i = 0; i < 2; i++) {
			struct decryption subject;
			struct scalar share;

			share_of(&share, &desk->scene, quorums[q].member[i]);
			factors_subject(&subject, &lists, 0, &desk->package.hash, &desk->scene.trustees, &quorums[q],
			                quorums[q].member[i]);
			assert_ok(decryption_key(&subject, &desk->scene.trustees));
			assert_ok(
			    decryption_make(factors[i], proof, PROOF_BATCHED, &subject, &share, &engine_sodium, NULL));
			member[i].factors[0] = factors[i];
		}
		assert_ok(draw_result(&drawn, &by, entry));
		assert_memory_equal(drawn.bytes, wanted.bytes, 32);
	}
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_two_trustees_make_a_quorum),
	    CASE(test_somebody_drops_out_and_another_quorum_goes_on),
	    CASE(test_factors_made_for_another_quorum_are_refused),
	    CASE(test_a_wrong_factor_names_its_trustee),
	    CASE(test_a_list_other_than_the_last_is_refused),
	    CASE(test_statements_that_say_something_else),
	    CASE(test_factors_signed_by_somebody_else_are_refused),
	    CASE(test_every_byte_of_the_factors),
	    CASE(test_files_cut_or_drawn_out),
	    CASE(test_every_byte_of_statement_and_signature),
	    CASE(test_folders_that_are_no_quorum),
	    CASE(test_files_that_are_missing_or_too_many),
	    CASE(test_quorums_in_words),
	    CASE(test_a_draw_is_the_same_for_every_quorum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
