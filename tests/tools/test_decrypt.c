/* folkmoot trustee decrypt and trustee draw, by three trustees of whom two are needed, on whole records. */
#include <sys/stat.h>

#include "factors_file.h"
#include "people.h"

static int begin(void **state)
{
	struct people *people = calloc(1, sizeof *people);

	if (crypto_init() != STATUS_OK)
		return -1;
	people->run.vote = vote_make();
	write_trustees(people);
	vote_redefine(people->run.vote);
	for (unsigned i = 0; i < 5; i++)
		vote_cast(people->run.vote, 0, i + 1, i % 4);
	vote_cast(people->run.vote, 1, 3, 0);
	*state = people;
	return 0;
}

static int end(void **state)
{
	struct people *people = *state;

	vote_free(people->run.vote);
	free(people);
	return 0;
}

/* --- commands --- */

static int remembers(const struct people *people, unsigned index, const char *what)
{
	char hex[17], name[100];

	hex_write(hex, people->run.vote->hash.bytes, 8);
	snprintf(name, sizeof name, "t%u/trustee-%u.%s-%s", index, index, what, hex);
	return is_there(people, name);
}

/* Refused: not a byte of this trustee's work is there, nor remembered. */
static void refused_before_all(const struct people *people, unsigned index, const char *words)
{
	assert_int_equal(people->run.captured.code, 1);
	told(people, words);
	assert_false(is_there(people, "record/decryption"));
	assert_false(remembers(people, index, "decryption"));
}

static void follows(struct people *people)
{
	finish(&people->run);
	done(people);
	on_record(&people->run, command_audit, "audit", NULL, NULL, NULL);
	done(people);
	said(people, "The result follows");
}

/* --- tests --- */

static void test_a_quorum_decrypts_and_the_count_ends(void **state)
{
	struct people *people = *state;

	mixed_record(people);
	decrypt_by(people, 1, "1,3");
	done(people);
	said(people, "Still missing: trustee 3 (Ines Halloran).");
	said(people, "record/decryption/1-3, proved and signed");
	said(people, "2 kiosks, 6 ballots; mixed by Wren Ashby, Organiser.");
	assert_true(remembers(people, 1, "decryption"));
	finish(&people->run);
	assert_int_not_equal(people->run.captured.code, 0);
	/* The only open quorum that names trustee 3 need not be named. */
	decrypt_by(people, 3, NULL);
	done(people);
	said(people, "The quorum is complete. Next: folkmoot count finish");
	for (unsigned i = 1; i <= 3; i += 2) {
		decrypt_by(people, i, NULL);
		done(people);
		said(people, "has done this already");
		said(people, "folkmoot count finish");
	}
	finish(&people->run);
	done(people);
	assert_true(is_there(people, "record/result.json"));
}

static void test_a_record_mixed_less_than_twice_is_refused(void **state)
{
	struct people *people = *state;

	vote_close(people->run.vote, 0, "a");
	vote_close(people->run.vote, 1, "b");
	count_start(&people->run, LIST("a", "b"));
	done(people);
	decrypt_by(people, 1, "1,3");
	refused_before_all(people, 1, "was mixed by nobody yet");
	mix(&people->run, "t1/share.key");
	done(people);
	decrypt_by(people, 1, "1,3");
	refused_before_all(people, 1, "was mixed once");
}

static void test_a_kiosk_neither_closed_nor_lost_is_refused(void **state)
{
	struct people *people = *state;
	char exports[PATH_ROOM];
	struct folder_names names;

	mixed_record(people);
	vote_path(exports, people->run.vote, "record/exports");
	assert_ok(folder_list(&names, exports, "the exports"));
	assert_int_equal(names.count, 2);
	strncat(exports, "/", sizeof exports - strlen(exports) - 1);
	strncat(exports, names.name[1], sizeof exports - strlen(exports) - 1);
	folder_names_free(&names);
	remove_in(people, exports + strlen(people->run.vote->dir) + 1);
	decrypt_by(people, 1, "1,3");
	refused_before_all(people, 1, "nothing is decrypted");
}

static void test_a_changed_mix_is_refused(void **state)
{
	struct people *people = *state;
	struct bytes file;
	char path[PATH_ROOM];

	mixed_record(people);
	vote_path(path, people->run.vote, "record/mixes/2/contest-00001.list");
	assert_ok(file_read(&file, path, 1 << 20, "a mix"));
	file.data[file.len - 1] ^= 1;
	assert_ok(file_write(path, file.data, file.len, FILE_PUBLIC, FILE_REPLACE));
	bytes_free(&file);
	decrypt_by(people, 1, "1,3");
	refused_before_all(people, 1, "contest-00001.list");
}

static void test_a_share_of_other_trustees_is_refused(void **state)
{
	struct people *people = *state;
	struct vote *other = vote_make();
	struct bytes share;
	char path[PATH_ROOM];

	mixed_record(people);
	vote_path(path, other, "share.key");
	assert_ok(file_read(&share, path, 4096, "a share"));
	vote_file(people->run.vote, "t1/share.key", share.data, share.len);
	bytes_free(&share);
	vote_free(other);
	decrypt_by(people, 1, "1,3");
	refused_before_all(people, 1, "belongs to another trustees' transcript");
}

static void test_another_organisers_record_is_refused(void **state)
{
	struct people *people = *state;
	char word[PATH_ROOM + 20] = "--organiser=", path[PATH_ROOM], text[SIGN_KEY_FILE_MAX];

	mixed_record(people);
	vote_must(sign_public_write(text, sizeof text, &people->run.vote->kiosk[0].key.public_key));
	vote_file(people->run.vote, "other.pub", text, strlen(text));
	vote_path(path, people->run.vote, "other.pub");
	strcat(word, path);
	trustee(people, "decrypt", 1, "1,3", word);
	refused_before_all(people, 1, "is another organiser's key than the one given");
	trustee(people, "draw", 1, "1,3", word);
	refused_before_all(people, 1, "is another organiser's key than the one given");
	decrypt_by(people, 1, "1,3");
	done(people);
	said(people, "taken from the record itself");
}

static void test_a_trustee_outside_the_quorum_is_refused(void **state)
{
	struct people *people = *state;

	mixed_record(people);
	decrypt_by(people, 2, "1,3");
	refused_before_all(people, 2, "trustee 2 (Tobi Marlowe), who is not in the quorum 1-3");
}

static void test_which_quorum_is_asked_for(void **state)
{
	static const char *const wrong[] = {"1", "1,2,3", "3,1", "1,1", "1,4", "0,1", "1 3", "1,", "one"};
	struct people *people = *state;

	mixed_record(people);
	decrypt_by(people, 1, NULL);
	assert_int_equal(people->run.captured.code, 2);
	told(people, "no quorum that names you has begun; say with --quorum which 2 of the 3 trustees");
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		decrypt_by(people, 1, wrong[i]);
		assert_int_equal(people->run.captured.code, 2);
		told(people, "--quorum");
	}
	assert_false(is_there(people, "record/decryption"));
	decrypt_by(people, 1, "1,3");
	done(people);
	decrypt_by(people, 2, "2,3");
	done(people);
	decrypt_by(people, 3, NULL);
	assert_int_equal(people->run.captured.code, 2);
	told(people, "several quorums that name you have begun");
	decrypt_by(people, 3, "2,3");
	done(people);
	said(people, "The quorum is complete");
}

static void test_somebody_drops_out(void **state)
{
	struct people *people = *state;

	mixed_record(people);
	decrypt_by(people, 1, "1,2");
	done(people);
	/* Trustee 2 never comes. */
	decrypt_by(people, 1, "1,3");
	done(people);
	decrypt_by(people, 3, NULL);
	done(people);
	said(people, "The quorum is complete");
	assert_true(is_there(people, "record/decryption/1-2/trustee-1.txt"));
	follows(people);
}

/* The kiosk is opened again after a first count, and two more people vote. */
static void final_record(struct people *people)
{
	struct vote *vote = people->run.vote;

	remove_in(people, "record");
	vote_state(vote, 0, VOTING_OPEN);
	vote_cast(vote, 0, 7, 1);
	vote_close(vote, 0, "a2");
	count_start(&people->run, LIST("a2", "b"));
	done(people);
	mix(&people->run, "t1/share.key");
	done(people);
	mix(&people->run, "organiser.key");
	done(people);
}

static void test_a_trustee_asked_to_decrypt_an_interim_list_and_a_final_one(void **state)
{
	struct people *people = *state;

	mixed_record(people);
	decrypt_by(people, 1, "1,3");
	done(people);
	final_record(people);
	decrypt_by(people, 1, "1,3");
	assert_int_equal(people->run.captured.code, 1);
	told(people, "this share was used before for another count of this election");
	assert_false(is_there(people, "record/decryption"));
	/* Trustees who decrypted nothing yet may. */
	decrypt_by(people, 2, "2,3");
	done(people);
	decrypt_by(people, 3, NULL);
	done(people);
	follows(people);
}

static void test_the_same_ballots_mixed_anew_are_another_list(void **state)
{
	struct people *people = *state;

	mixed_record(people);
	decrypt_by(people, 1, "1,3");
	done(people);
	remove_in(people, "record");
	count_start(&people->run, LIST("a", "b"));
	mix(&people->run, "t1/share.key");
	mix(&people->run, "organiser.key");
	done(people);
	decrypt_by(people, 1, "1,3");
	assert_int_equal(people->run.captured.code, 1);
	told(people, "this share was used before for another count of this election");
}

/* Every byte of what the trustee remembers is signed; and where it cannot be kept, nothing is decrypted. */
static void test_a_memory_that_cannot_be_trusted(void **state)
{
	struct people *people = *state;
	char hex[17], name[100], path[PATH_ROOM];
	struct bytes file;

	mixed_record(people);
	hex_write(hex, people->run.vote->hash.bytes, 8);
	snprintf(name, sizeof name, "t1/trustee-1.decryption-%s", hex);
	vote_path(path, people->run.vote, name);
	assert_ok(folder_make(path));
	decrypt_by(people, 1, "1,3");
	assert_int_not_equal(people->run.captured.code, 0);
	assert_false(is_there(people, "record/decryption"));
	assert_int_equal(rmdir(path), 0);
	decrypt_by(people, 1, "1,3");
	done(people);
	remove_in(people, "record/decryption");
	assert_ok(file_read(&file, path, 1 << 16, "the memory"));
	for (size_t at = 0; at < file.len; at += 101) {
		file.data[at] ^= 1;
		assert_ok(file_write(path, file.data, file.len, FILE_PUBLIC, FILE_REPLACE));
		file.data[at] ^= 1;
		decrypt_by(people, 1, "1,3");
		assert_int_equal(people->run.captured.code, 1);
		told(people, "is not what this trustee wrote");
		assert_false(is_there(people, "record/decryption"));
	}
	assert_ok(file_write(path, file.data, file.len, FILE_PUBLIC, FILE_REPLACE));
	bytes_free(&file);
	decrypt_by(people, 1, "1,3");
	done(people);
}

static void link_in(const struct people *people, const char *from, const char *to,
                    int (*make)(const char *from, const char *to))
{
	char from_path[PATH_ROOM], to_path[PATH_ROOM];

	vote_path(from_path, people->run.vote, from);
	vote_path(to_path, people->run.vote, to);
	assert_int_equal(make(from_path, to_path), 0);
}

/* One share has one memory, by whatever name it is called. */
static void test_a_link_to_the_share_has_no_memory_of_its_own(void **state)
{
	struct people *people = *state;
	char aside[PATH_ROOM];

	mixed_record(people);
	vote_path(aside, people->run.vote, "t9");
	assert_ok(folder_make(aside));
	link_in(people, "t1/share.key", "t9/share.key", symlink);
	decrypt_by(people, 9, "1,3");
	done(people);
	assert_true(remembers(people, 1, "decryption"));
	remove_in(people, "t9/share.key");
	assert_int_equal(rmdir(aside), 0); /* empty: nothing is remembered there */
	assert_ok(folder_make(aside));
	remove_in(people, "record/decryption");
	link_in(people, "t1/share.key", "t9/share.key", link);
	decrypt_by(people, 9, "1,3");
	assert_int_equal(people->run.captured.code, 1);
	told(people, "has a second name (hard link)");
	assert_false(is_there(people, "record/decryption"));
	decrypt_by(people, 1, "1,3");
	assert_int_equal(people->run.captured.code, 1);
	told(people, "has a second name (hard link)");
	remove_in(people, "t9/share.key");
	decrypt_by(people, 1, "1,3");
	done(people);
}

/* Trustee 1's first factor of contest 1 becomes the second, and is signed. */
static void lie(const struct people *people)
{
	char path[PATH_ROOM], text[FACTORS_STATEMENT_MAX], signature[SIGN_FILE_MAX], comment[SIGN_TRUSTED_MAX + 1];
	size_t head = 4 + 32 + 32 + 1 + 2 + 1 + 2 + 1 + 4 + 1, len;
	struct factors_statement statement;
	struct bytes file;

	vote_path(path, people->run.vote, "record/decryption/1-3/trustee-1.txt");
	assert_ok(file_read(&file, path, 1 << 16, "the statement"));
	assert_ok(factors_statement_read(&statement, (const char *)file.data, file.len, FACTORS_DECRYPTION));
	bytes_free(&file);
	vote_path(path, people->run.vote, "record/decryption/1-3/trustee-1.contest-00001.factors");
	assert_ok(file_read(&file, path, 1 << 20, "the factors"));
	memcpy(file.data + head, file.data + head + 32, 32);
	assert_ok(file_write(path, file.data, file.len, FILE_PUBLIC, FILE_REPLACE));
	factors_sha256(statement.contest[0].sha256, file.data, file.len);
	bytes_free(&file);
	assert_ok(factors_statement_write(text, sizeof text, &len, &statement, FACTORS_DECRYPTION));
	factors_comment(comment, &statement, FACTORS_DECRYPTION);
	assert_ok(sign_file(signature, text, len, comment, &people->scene.secrets.identity[0]));
	vote_file(people->run.vote, "record/decryption/1-3/trustee-1.txt", text, len);
	vote_file(people->run.vote, "record/decryption/1-3/trustee-1.txt.minisig", signature, strlen(signature));
}

static void test_a_wrong_factor_names_its_trustee_who_does_it_again(void **state)
{
	struct people *people = *state;

	mixed_record(people);
	decrypt_by(people, 1, "1,3");
	done(people);
	lie(people);
	decrypt_by(people, 3, NULL);
	done(people);
	told(people, "trustee 1 (Wren Ashby) decrypted something in this list wrongly");
	told(people, "--one-by-one");
	said(people, "Still missing: trustee 1 (Wren Ashby)");
	finish(&people->run);
	assert_int_equal(people->run.captured.code, 1);
	told(people, "trustee 1 (Wren Ashby)");
	trustee(people, "decrypt", 1, NULL, "--one-by-one");
	done(people);
	said(people, "The quorum is complete");
	follows(people);
}

static void test_an_interrupted_run_is_run_again(void **state)
{
	struct people *people = *state;

	mixed_record(people);
	decrypt_by(people, 1, "1,3");
	done(people);
	remove_in(people, "record/decryption/1-3/trustee-1.txt");
	remove_in(people, "record/decryption/1-3/trustee-1.contest-00002.factors");
	decrypt_by(people, 3, "1,3");
	done(people);
	told(people, "trustee 1 (Wren Ashby) was interrupted");
	said(people, "Still missing: trustee 1 (Wren Ashby)");
	decrypt_by(people, 1, NULL);
	done(people);
	said(people, "The quorum is complete");
	follows(people);
}

static void test_nothing_to_draw(void **state)
{
	struct people *people = *state;

	vote_close(people->run.vote, 0, "a");
	vote_close(people->run.vote, 1, "b");
	count_start(&people->run, LIST("a", "b"));
	done(people);
	trustee(people, "draw", 1, "1,3", NULL);
	assert_int_equal(people->run.captured.code, 1);
	told(people, "there is nothing to draw");
	assert_false(remembers(people, 1, "draw"));
}

/* --- the draw --- */

static void cast_with_code(struct people *people, unsigned kiosk_index, const uint8_t tag[static TAG_BYTES])
{
	struct vote_kiosk *kiosk = &people->run.vote->kiosk[kiosk_index];
	struct sealed_plain plain;

	vote_plain(&plain, people->run.vote, 1, 1);
	vote_seal_tagged(&kiosk->ballot[kiosk->ballot_count++], people->run.vote, kiosk, &plain, tag);
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
}

/* Both kiosks in one place took the one code that was issued. */
static void coded_record(struct people *people)
{
	static const uint8_t tag[TAG_BYTES] = {5, [31] = 7};
	struct vote *vote = people->run.vote;

	people->place[0] = "Place 1";
	people->place[1] = "Place 2";
	issued_write(people->tag[0], 0, 0, tag);
	vote->election.admission = ADMISSION_CODE;
	vote->election.place_count = 2;
	vote->election.places = people->place;
	vote->election.tag_count = 1;
	vote->election.tags = people->tag[0];
	strcpy(vote->roster.kiosk[1].place, "Place 1");
	vote->kiosk[0].ballot_count = vote->kiosk[1].ballot_count = 0;
	vote_redefine(vote);
	cast_with_code(people, 0, tag);
	cast_with_code(people, 1, tag);
	vote_close(vote, 0, "a");
	vote_close(vote, 1, "b");
	count_start(&people->run, LIST("a", "b"));
	done(people);
}

static void test_a_draw_by_a_quorum(void **state)
{
	struct people *people = *state;

	coded_record(people);
	mix(&people->run, "t1/share.key");
	assert_int_not_equal(people->run.captured.code, 0);
	decrypt_by(people, 1, "1,3");
	refused_before_all(people, 1, "draw");
	trustee(people, "draw", 2, "2,3", NULL);
	done(people);
	said(people, "Still missing: trustee 3 (Ines Halloran).");
	assert_true(remembers(people, 2, "draw"));
	trustee(people, "draw", 3, NULL, NULL);
	done(people);
	said(people, "The draw is complete. Next, a mixer");
	trustee(people, "draw", 3, NULL, NULL);
	done(people);
	said(people, "has done this already");
	mix(&people->run, "t1/share.key");
	done(people);
	mix(&people->run, "organiser.key");
	done(people);
	decrypt_by(people, 1, "1,3");
	done(people);
	decrypt_by(people, 3, NULL);
	done(people);
	finish(&people->run);
	done(people);
	said(people, "1 ballot");
	on_record(&people->run, command_audit, "audit", NULL, NULL, NULL);
	done(people);
}

/* Another set of ballots would be another draw, and whoever sees both could choose. */
static void test_a_second_draw_for_other_ballots_is_refused(void **state)
{
	static const uint8_t tag[TAG_BYTES] = {5, [31] = 7};
	struct people *people = *state;
	struct vote *vote = people->run.vote;

	coded_record(people);
	trustee(people, "draw", 2, "2,3", NULL);
	done(people);
	remove_in(people, "record");
	vote_state(vote, 0, VOTING_OPEN);
	cast_with_code(people, 0, tag);
	vote_close(vote, 0, "a2");
	count_start(&people->run, LIST("a2", "b"));
	done(people);
	trustee(people, "draw", 2, "2,3", NULL);
	assert_int_equal(people->run.captured.code, 1);
	told(people, "this share was used before for another draw of this election");
	assert_false(is_there(people, "record/draw"));
}

#undef CASE
#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_a_quorum_decrypts_and_the_count_ends),
	    CASE(test_a_record_mixed_less_than_twice_is_refused),
	    CASE(test_a_kiosk_neither_closed_nor_lost_is_refused),
	    CASE(test_a_changed_mix_is_refused),
	    CASE(test_a_share_of_other_trustees_is_refused),
	    CASE(test_another_organisers_record_is_refused),
	    CASE(test_a_trustee_outside_the_quorum_is_refused),
	    CASE(test_which_quorum_is_asked_for),
	    CASE(test_somebody_drops_out),
	    CASE(test_a_trustee_asked_to_decrypt_an_interim_list_and_a_final_one),
	    CASE(test_the_same_ballots_mixed_anew_are_another_list),
	    CASE(test_a_memory_that_cannot_be_trusted),
	    CASE(test_a_link_to_the_share_has_no_memory_of_its_own),
	    CASE(test_a_wrong_factor_names_its_trustee_who_does_it_again),
	    CASE(test_an_interrupted_run_is_run_again),
	    CASE(test_nothing_to_draw),
	    CASE(test_a_draw_by_a_quorum),
	    CASE(test_a_second_draw_for_other_ballots_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
