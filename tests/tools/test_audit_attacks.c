/* Whole records that lie, every signature and hash in them made to fit: each must be found, at its step. */
#include "audited.h"
#include "sealed.h"

/* --- invalid ballots --- */

/* Seals messages that no honest kiosk makes: point i holds exactly these 32 bytes. PROTOCOL.md, "The sealed ballot". */
static void seal_points(struct vote_ballot *out, const struct vote *vote, const struct vote_kiosk *kiosk,
                        const struct point *messages)
{
	struct sealed sealed;
	struct scalar r[SEALED_MAX_POINTS], k[SEALED_MAX_POINTS], e;
	struct transcript transcript;
	struct writer writer;
	unsigned points;

	memset(&sealed, 0, sizeof sealed);
	election_shape(&sealed.shape, &vote->election, 0);
	points = sealed_points(&sealed.shape);
	transcript_init(&transcript, "folkmoot/ballot-proof/1");
	transcript_append(&transcript, "election", kiosk->context.election.bytes, HASH_BYTES);
	transcript_append_point(&transcript, "joint key", &kiosk->context.joint_key);
	transcript_append(&transcript, "kiosk", kiosk->context.kiosk, 32);
	transcript_append_u64(&transcript, "style", sealed.shape.style);
	transcript_append(&transcript, "tag", sealed.tag, TAG_BYTES);
	transcript_append_u64(&transcript, "contests", sealed.shape.contest_count);
	for (unsigned i = 0; i < sealed.shape.contest_count; i++) {
		transcript_append_u64(&transcript, "contest", sealed.shape.contest[i]);
		transcript_append_u64(&transcript, "width", sealed.shape.width[i]);
	}
	for (unsigned i = 0; i < points; i++) {
		scalar_random(&r[i]);
		scalar_random(&k[i]);
		vote_must(elgamal_encrypt(&sealed.ciphertext[i], &messages[i], &r[i], &kiosk->context.joint_key));
		vote_must(point_multiply_base(&sealed.proof[i].commitment, &k[i]));
		transcript_append_point(&transcript, "a", &sealed.ciphertext[i].a);
		transcript_append_point(&transcript, "b", &sealed.ciphertext[i].b);
	}
	for (unsigned i = 0; i < points; i++)
		transcript_append_point(&transcript, "commitment", &sealed.proof[i].commitment);
	transcript_challenge(&e, &transcript, "challenge");
	for (unsigned i = 0; i < points; i++)
		schnorr_respond(&sealed.proof[i], &k[i], &e, &r[i]);
	vote_must(sealed_verify(&sealed, &kiosk->context));
	memset(out, 0, sizeof *out);
	writer_init(&writer, out->body, sizeof out->body);
	sealed_encode(&writer, &sealed);
	vote_must(writer_status(&writer));
	out->body_len = writer_len(&writer);
	out->points = points;
	confirmation_code(&out->code, &kiosk->context, out->body, out->body_len);
}

static void cast_made(struct vote *vote, unsigned kiosk_index, const struct vote_ballot *ballot)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];

	kiosk->ballot[kiosk->ballot_count++] = *ballot;
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
}

static void count_both(struct run *run)
{
	vote_close(run->vote, 0, "a");
	vote_close(run->vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	if (run->captured.code != 0)
		fail_msg("not counted: %s", run->captured.err);
}

/* How many lines of votes begin with these words. */
static unsigned lines_of_votes(const struct run *run, const char *words)
{
	struct bytes votes;
	char path[PATH_ROOM];
	unsigned count = 0;

	vote_path(path, run->vote, "record/votes");
	vote_must(file_read(&votes, path, 1 << 20, "the votes"));
	for (const char *at = (const char *)votes.data; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
		count += strncmp(at, words, strlen(words)) == 0;
	bytes_free(&votes);
	return count;
}

/* A sealer that takes the second valid counter instead of the first says one bit that no mix hides. */
static void test_point_counter_with_a_message_is_invalid_and_shown(void **state)
{
	struct run *run = *state;
	struct vote_ballot ballot;
	struct sealed_plain plain;
	struct point message[SEALED_MAX_POINTS];
	char hex[2 * POINT_BYTES + 1], line[100];
	unsigned counter, points;

	vote_plain(&plain, run->vote, 5, 2);
	vote_seal(&ballot, run->vote, &run->vote->kiosk[0], &plain);
	points = ballot.points;
	for (unsigned i = 0; i < points; i++)
		vote_must(payload_encode(&message[i], plain.payload[i]));
	counter = message[0].bytes[0] / 2u;
	for (struct point other = message[0]; counter < 127;) {
		other.bytes[0] = (uint8_t)(2 * ++counter);
		if (point_decode(&other, other.bytes) != STATUS_OK)
			continue;
		message[0] = other;
		break;
	}
	seal_points(&ballot, run->vote, &run->vote->kiosk[0], message);
	cast_made(run->vote, 0, &ballot);
	count_both(run);
	follows(run);
	says(run->captured.out,
	     "Contest 1 has 1 vote that says nothing its rules allow; they are published as invalid.");
	hex_write(hex, message[0].bytes, POINT_BYTES);
	snprintf(line, sizeof line, "invalid %s", hex);
	assert_int_equal(lines_of_votes(run, line), 1);
}

static void test_padding_with_a_message_is_invalid_and_shown(void **state)
{
	struct run *run = *state;
	struct vote_ballot ballot;
	struct sealed_plain plain;

	vote_plain(&plain, run->vote, 5, 2);
	plain.payload[0][PAYLOAD_BYTES - 1] = 'T';
	vote_seal(&ballot, run->vote, &run->vote->kiosk[0], &plain);
	cast_made(run->vote, 0, &ballot);
	count_both(run);
	follows(run);
	says(run->captured.out, "Contest 1 has 1 vote");
	assert_int_equal(lines_of_votes(run, "invalid "), 1);
}

static void test_invalid_ballot_left_out_silently(void **state)
{
	struct run *run = *state;
	struct vote_ballot ballot;
	struct sealed_plain plain;

	vote_plain(&plain, run->vote, 0, 0);
	memset(plain.payload[0], 0xff, PAYLOAD_BYTES);
	vote_seal(&ballot, run->vote, &run->vote->kiosk[0], &plain);
	cast_made(run->vote, 0, &ballot);
	count_both(run);
	assert_int_equal(lines_of_votes(run, "invalid "), 1);
	shell(run, "sed -i '/^invalid /d; s/^votes 4$/votes 3/' record/votes");
	shell(run, "sed -i 's/\"invalid\": 1/\"invalid\": 0/' record/result.json");
	make_manifest(run);
	broken(run, "votes", "votes", "does not follow from the ballots");
}

static void test_an_invalid_vote_called_blank(void **state)
{
	struct run *run = *state;
	struct vote_ballot ballot;
	struct sealed_plain plain;

	vote_plain(&plain, run->vote, 0, 0);
	memset(plain.payload[0], 0xff, PAYLOAD_BYTES);
	vote_seal(&ballot, run->vote, &run->vote->kiosk[0], &plain);
	cast_made(run->vote, 0, &ballot);
	count_both(run);
	shell(run,
	      "sed -i 's/\"invalid\": 1/\"invalid\": 0/; s/\"blank\": \\([0-9]*\\)/\"blank\": 2/' record/result.json");
	make_manifest(run);
	broken(run, "result", "result.json", "does not follow from the ballots");
}

/* --- exports --- */

/* Kiosk 1 signs an export, of the same number, in place of the one that was accepted. */
static void replace_export(struct run *run)
{
	char name[64], path[PATH_ROOM];

	export_named(name, run->vote, 1, 1);
	shell(run, "rm -r record/exports/%s", name);
	vote_put_back(run->vote, 1);
	snprintf(path, sizeof path, "record/exports/%s", name);
	vote_close(run->vote, 1, path);
	make_manifest(run);
}

static void test_ballots_copied_from_another_kiosk(void **state)
{
	struct run *run = *state;

	cast_made(run->vote, 1, &run->vote->kiosk[0].ballot[0]);
	/* Its code there is another: codes name the kiosk. */
	for (size_t i = 0; i < run->vote->kiosk[1].ballot_count; i++) {
		struct vote_ballot *ballot = &run->vote->kiosk[1].ballot[i];

		confirmation_code(&ballot->code, &run->vote->kiosk[1].context, ballot->body, ballot->body_len);
	}
	qsort(run->vote->kiosk[1].ballot, run->vote->kiosk[1].ballot_count, sizeof(struct vote_ballot), vote_by_code);
	replace_export(run);
	broken(run, "exports", "ballots", "has a proof that does not hold");
	says(run->captured.err, "uses the same randomness as ballot");
}

static void test_ballot_added_after_the_mixes(void **state)
{
	struct run *run = *state;

	vote_cast(run->vote, 1, 1, 1);
	replace_export(run);
	broken(run, "mixes", "mixes/1", "");
}

static void test_ballot_taken_away_after_the_mixes(void **state)
{
	struct run *run = *state;

	run->vote->kiosk[1].ballot_count--;
	replace_export(run);
	broken(run, "mixes", "mixes/1", "");
}

/* The box was opened again, and closed with more in it. */
static void test_later_export_swapped_in(void **state)
{
	struct run *run = *state;
	char first[64], second[64], path[PATH_ROOM];

	export_named(first, run->vote, 1, 1);
	export_named(second, run->vote, 1, 2);
	vote_state(run->vote, 1, VOTING_OPEN);
	vote_cast(run->vote, 1, 2, 2);
	snprintf(path, sizeof path, "record/exports/%s", second);
	vote_close(run->vote, 1, path);
	make_manifest(run);
	broken(run, "exports", second, "is one of 2 exports of Library 2");
	shell(run, "rm -r record/exports/%s", first);
	make_manifest(run);
	broken(run, "mixes", "mixes/1", "");
	shell(run, "mv record/exports/%s record/exports/%s", second, first);
	make_manifest(run);
	broken(run, "exports", first, "must be named");
}

static void test_export_of_a_kiosk_not_on_the_roster(void **state)
{
	struct run *run = *state;
	struct sign_secret other;
	struct vote_wish wish = {.state = VOTING_CLOSED, .key = &other};
	char name[64], path[PATH_ROOM];

	sign_key_make(&other, SIGN_PRACTICE);
	export_named(name, run->vote, 1, 1);
	shell(run, "rm -r record/exports/%s", name);
	vote_put_back(run->vote, 1);
	snprintf(path, sizeof path, "record/exports/%s", name);
	vote_export(run->vote, 1, path, &wish);
	make_manifest(run);
	broken(run, "exports", "manifest.sha256.minisig", "not on the roster");
}

/* --- files of another record --- */

/* Every file of another count of the same ballots, alone in this record: its mixes are others. */
static void test_one_file_of_another_record(void **state)
{
	struct run *run = *state;
	struct faults faults = {0};
	struct inventory inventory;
	char record[PATH_ROOM];
	unsigned swapped = 0;

	/* Trustees remember, and refuse a second list: these ones lie. */
	shell(run, "mv record first && rm trustee-1.decryption-*");
	count_votes(run, LIST("a", "b"));
	assert_int_equal(run->captured.code, 0);
	vote_path(record, run->vote, "first");
	vote_must(inventory_read(&inventory, &faults, record));
	for (size_t i = 0; i < inventory.count; i++) {
		const char *name = inventory.file[i].name;
		char test[PATH_ROOM + 100];

		snprintf(test, sizeof test, "cd '%s' && cmp -s first/%s record/%s", run->vote->dir, name, name);
		if (system(test) == 0 || strcmp(name, RECORD_MANIFEST) == 0)
			continue;
		shell(run, "cp record/%s whole && cp first/%s record/%s", name, name, name);
		make_manifest(run);
		audit(run);
		if (run->captured.code != 1)
			fail_msg("%s of another record: exit %d: %s", name, run->captured.code, run->captured.out);
		shell(run, "cp whole record/%s", name);
		swapped++;
	}
	inventory_finish(&inventory);
	make_manifest(run);
	follows(run);
	/* Two mixes of two contests, statements, signatures; one trustee's statement, signature and factors. */
	assert_true(swapped >= 2 * (2 * 2 + 2) + 2 + 2);
}

static void test_mixes_swapped(void **state)
{
	struct run *run = *state;

	shell(run, "mv record/mixes/1 x && mv record/mixes/2 record/mixes/1 && mv x record/mixes/2");
	make_manifest(run);
	broken(run, "mixes", "mixes/1", "");
}

static void test_second_mix_left_out(void **state)
{
	struct run *run = *state;

	shell(run, "rm -r record/mixes/2");
	make_manifest(run);
	incomplete(run, "mixes", "1 of at least 2 mixes");
}

static void test_first_mix_left_out(void **state)
{
	struct run *run = *state;

	shell(run, "rm -r record/mixes/1");
	make_manifest(run);
	broken(run, "mixes", "record/mixes", "has mix 2 but not mix 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(test_point_counter_with_a_message_is_invalid_and_shown),
	    CASE(test_padding_with_a_message_is_invalid_and_shown),
	    CASE(test_invalid_ballot_left_out_silently),
	    CASE(test_an_invalid_vote_called_blank),
	    COUNTED(test_ballots_copied_from_another_kiosk),
	    COUNTED(test_ballot_added_after_the_mixes),
	    COUNTED(test_ballot_taken_away_after_the_mixes),
	    COUNTED(test_later_export_swapped_in),
	    COUNTED(test_export_of_a_kiosk_not_on_the_roster),
	    COUNTED(test_one_file_of_another_record),
	    COUNTED(test_mixes_swapped),
	    COUNTED(test_second_mix_left_out),
	    COUNTED(test_first_mix_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
