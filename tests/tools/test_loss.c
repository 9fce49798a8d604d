/* Kiosks that never closed: the organiser's declaration, what may stand beside it, and what every audit then says. */
#include "audited.h"
#include "loss.h"

static const struct vote_wish interim = {.state = VOTING_PAUSED};

/* folkmoot kiosk lost, for kiosk 1, with its export called so (NULL: none). */
static void declare(struct run *run, const char *export, const char *output)
{
	char election[PATH_ROOM], roster[PATH_ROOM], key[PATH_ROOM], path[PATH_ROOM], out[PATH_ROOM];
	const char *words[20] = {"kiosk", "lost",    "--election", election,   "--roster",       roster, "--organiser",
	                         key,     "--kiosk", "Library 2",  "--reason", "It was stolen.", "-o",   out};

	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	vote_path(key, run->vote, "organiser.key");
	vote_path(out, run->vote, output);
	if (export) {
		vote_path(path, run->vote, export);
		words[14] = "--export";
		words[15] = path;
	}
	capture(&run->captured, command_kiosk, words);
}

static void declared(struct run *run, const char *export, const char *output)
{
	declare(run, export, output);
	if (run->captured.code != 0)
		fail_msg("not declared: %s", run->captured.err);
}

/* count start and all after it, with that declaration. */
static void count_with(struct run *run, const char *loss, const char *first, const char *second, const char *third)
{
	char option[PATH_ROOM + 16];

	snprintf(option, sizeof option, "--loss=%s/%s", run->vote->dir, loss);
	count_votes(run, LIST(option, first, second, third));
}

static int set_up_lost(void **state)
{
	if (set_up(state) != 0)
		return -1;
	vote_close(((struct run *)*state)->vote, 0, "a");
	return 0;
}

static void test_lost_after_an_export(void **state)
{
	struct run *run = *state;
	json_t *all;

	vote_export(run->vote, 1, "b", &interim);
	vote_cast(run->vote, 1, 3, 3);
	declared(run, "b", "loss");
	says(run->captured.out, "Its last export is number 1.");
	count_with(run, "loss", "a", "b", NULL);
	if (run->captured.code != 0)
		fail_msg("not counted: %s", run->captured.err);
	follows(run);
	says(run->captured.out,
	     "The result follows from the ballots, with 1 exception, by the organiser's key in the record itself:\n"
	     "  - Kiosk Library 2 (Place 2) was lost after its export 1; ballots cast there later are not in this "
	     "count. "
	     "The organiser's reason: It was stolen.\n");
	audit_named(run, "record", LIST("--json"));
	all = json_loads(run->captured.out, 0, NULL);
	assert_string_equal(
	    json_string_value(json_array_get(json_object_get(all, "exceptions"), 0)),
	    "Kiosk Library 2 (Place 2) was lost after its export 1; ballots cast there later are not in this "
	    "count. The organiser's reason: It was stolen.");
	assert_int_equal(json_array_size(json_object_get(all, "exceptions")), 1);
	json_decref(all);
}

static void test_lost_with_no_export(void **state)
{
	struct run *run = *state;

	declared(run, NULL, "loss");
	count_with(run, "loss", "a", NULL, NULL);
	if (run->captured.code != 0)
		fail_msg("not counted: %s", run->captured.err);
	follows(run);
	says(run->captured.out,
	     "Kiosk Library 2 (Place 2) was lost before its first export; no ballot cast there is in this count.");
	standing(run);
	says(run->captured.out, "exports     of 1 of 2 kiosks; 1 declared lost: Library 2\n");
	/* The record without it is not complete, and none follows from a declaration that nobody signed. */
	shell(run, "mv record/losses losses");
	make_manifest(run);
	incomplete(run, "closing", "nothing came from this kiosk");
	shell(run, "mv losses record/losses && sed -i 's/stolen/broken/' record/losses/*");
	make_manifest(run);
	broken(run, "closing", "losses/loss-", "is no signed declaration of a loss, or was changed");
	shell(run, "sed -i 's/broken/stolen/' record/losses/* && mv record/losses/* record/losses/loss-00000000");
	make_manifest(run);
	broken(run, "closing", "losses/loss-00000000", "must be named loss-");
}

static void test_not_lost_and_not_closed(void **state)
{
	struct run *run = *state;

	vote_export(run->vote, 1, "b", &interim);
	count_start(run, LIST("a", "b"));
	refused(run, "Library 2 (Place 2)", "its last export 1 is not closed");
}

static void test_later_export_beside_a_loss(void **state)
{
	struct run *run = *state;

	vote_export(run->vote, 1, "b", &interim);
	declared(run, "b", "loss");
	vote_state(run->vote, 1, VOTING_OPEN);
	vote_cast(run->vote, 1, 3, 3);
	vote_export(run->vote, 1, "c", &interim);
	count_with(run, "loss", "a", "b", "c");
	refused(run, "/c: ", "was declared lost after export 1");
	declared(run, NULL, "none");
	count_with(run, "none", "a", "b", NULL);
	refused(run, "/b: ", "was declared lost after export 0");
}

static void test_closing_certificate_beside_a_loss(void **state)
{
	struct run *run = *state;

	vote_export(run->vote, 1, "b", &interim);
	declared(run, "b", "loss");
	vote_close(run->vote, 1, "c");
	count_with(run, "loss", "a", "b", "c");
	refused(run, "/loss: ", "and its closing certificate is in");
	declare(run, "c", "other");
	refused(run, "/c: ", "is a closing export");
}

static void test_another_export_of_the_same_number(void **state)
{
	struct run *run = *state;

	vote_export(run->vote, 1, "b", &interim);
	declared(run, "b", "loss");
	vote_put_back(run->vote, 1);
	vote_cast(run->vote, 1, 3, 3);
	vote_export(run->vote, 1, "c", &interim);
	count_with(run, "loss", "a", "c", NULL);
	refused(run, "/c: ", "is another export 1 of Library 2 (Place 2) than the one that");
}

static void test_the_export_named_is_missing(void **state)
{
	struct run *run = *state;

	vote_export(run->vote, 1, "b", &interim);
	vote_export(run->vote, 1, "c", &interim);
	vote_state(run->vote, 1, VOTING_OPEN);
	vote_cast(run->vote, 1, 3, 3);
	vote_export(run->vote, 1, "d", &interim);
	declared(run, "d", "loss");
	count_with(run, "loss", "a", "b", NULL);
	refused(run, "Library 2 (Place 2)", "was declared lost after export 3, which is not here");
	count_with(run, "loss", "a", NULL, NULL);
	refused(run, "Library 2 (Place 2)", "was declared lost after export 3, which is not here");
}

static void test_signed_by_somebody_else(void **state)
{
	struct run *run = *state;
	char key[SIGN_KEY_FILE_MAX];

	vote_must(sign_secret_write(key, sizeof key, &run->vote->kiosk[0].key, NULL));
	vote_file(run->vote, "other.key", key, strlen(key));
	declared(run, NULL, "loss");
	shell(run, "cp organiser.key kept && cp other.key organiser.key");
	declare(run, NULL, "other");
	assert_int_not_equal(run->captured.code, 0);
	/* The same words, signed by another. */
	{
		struct sign_secret organiser = run->vote->organiser;
		struct loss loss = {.kind = SIGN_PRACTICE, .election = run->vote->hash, .reason = "Gone."};
		char text[LOSS_MAX_BYTES], comment[SIGN_TRUSTED_MAX + 1];
		size_t len;

		snprintf(loss.name, sizeof loss.name, "Library 2");
		snprintf(loss.place, sizeof loss.place, "Place 2");
		loss.kiosk = run->vote->roster.kiosk[1].key;
		vote_must(loss_write(text, sizeof text, &len, &loss));
		loss_comment(comment, &loss);
		run->vote->organiser = run->vote->kiosk[0].key;
		vote_signed(run->vote, "forged", text, len, comment);
		run->vote->organiser = organiser;
	}
	count_with(run, "forged", "a", NULL, NULL);
	refused(run, "/forged: ", "was signed with another key than the organiser's");
}

static void test_statement(void **state)
{
	static const struct bad {
		const char *from, *to;
	} bad[] = {{"loss 1", "loss 2"},     {"practice yes", "practice si"}, {"export 0", "export 1"},
	           {"export 0", "export x"}, {"reason Gone.", "reason"},      {"reason Gone.\n", ""},
	           {"name ", "nane "}};
	struct run *run = *state;
	struct loss loss = {.kind = SIGN_PRACTICE, .election = run->vote->hash, .reason = "Gone."}, again;
	char text[LOSS_MAX_BYTES];
	size_t len;

	snprintf(loss.name, sizeof loss.name, "Library 2");
	snprintf(loss.place, sizeof loss.place, "Place 2");
	loss.kiosk = run->vote->roster.kiosk[1].key;
	vote_must(loss_write(text, sizeof text, &len, &loss));
	assert_int_equal(loss_read(&again, text, len), STATUS_OK);
	assert_string_equal(again.reason, "Gone.");
	assert_memory_equal(&again.kiosk, &loss.kiosk, sizeof loss.kiosk);
	for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		char other[LOSS_MAX_BYTES], *at = strstr(text, bad[i].from);
		int head = (int)(at - text);

		assert_non_null(at);
		snprintf(other, sizeof other, "%.*s%s%s", head, text, bad[i].to, at + strlen(bad[i].from));
		if (loss_read(&again, other, strlen(other)) == STATUS_OK)
			fail_msg("accepted: %s", other);
	}
	loss.number = 1;
	assert_int_equal(loss_write(text, sizeof text, &len, &loss), STATUS_RANGE);
}

#define LOST(test) cmocka_unit_test_setup_teardown(test, set_up_lost, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    LOST(test_lost_after_an_export),
	    LOST(test_lost_with_no_export),
	    LOST(test_not_lost_and_not_closed),
	    LOST(test_later_export_beside_a_loss),
	    LOST(test_closing_certificate_beside_a_loss),
	    LOST(test_another_export_of_the_same_number),
	    LOST(test_the_export_named_is_missing),
	    LOST(test_signed_by_somebody_else),
	    LOST(test_statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
