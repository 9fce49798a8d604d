/* One trustee with the program, at a ceremony with people who forge files: what the program says, what it never signs,
 * and what it does not leave behind. */
#include "crypto/cmocka_all.h"

#include <sys/stat.h>

#include "captured.h"
#include "commands.h"
#include "crypto/players.h"
#include "trustee_steps.h"

struct table {
	char dir[64], ceremony[80], own[80];
	struct captured said;
};

static struct players players;
static struct cheat cheat;

static void run(struct table *table, const char *word, const char *const *more)
{
	const char *words[8] = {"trustee", word};
	unsigned count = 2;

	while (*more)
		words[count++] = *more++;
	capture(&table->said, command_trustee, words);
}

static void step(struct table *table, const char *word)
{
	run(table, word, (const char *const[]){table->ceremony, "--key", table->own, NULL});
}

static void refused(const struct table *table, const char *words)
{
	assert_int_equal(table->said.code, 1);
	if (!strstr(table->said.err, words))
		fail_msg("it does not say \"%s\" but: %s", words, table->said.err);
	assert_string_equal(table->said.out, "");
}

static void put(const struct table *table, const char *name, const struct players_file *file)
{
	char path[128];
	FILE *out;

	snprintf(path, sizeof path, "%s/%s", table->ceremony, name);
	out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(file->text, 1, file->len, out), file->len);
	assert_int_equal(fclose(out), 0);
}

static int own_has(const struct table *table, const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", table->own, name);
	return path_exists(path);
}

static void get(struct players_file *out, const char *folder, const char *name)
{
	struct bytes file;
	char path[128];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	assert_ok(file_read_quiet(&file, path, CEREMONY_FILE_MAX - 1));
	memcpy(out->text, file.data, file.len + 1);
	out->len = file.len;
	bytes_free(&file);
}

/* Trustee 1 has the program and a folder; 2 and 3 are played. All have dealt. */
static int lay(void **state)
{
	struct table *table = calloc(1, sizeof *table);
	struct trustee_private own;

	memcpy(table->dir, "/tmp/folkmoot-table-XXXXXX", 27);
	if (!mkdtemp(table->dir))
		return -1;
	snprintf(table->ceremony, sizeof table->ceremony, "%s/ceremony", table->dir);
	snprintf(table->own, sizeof table->own, "%s/own", table->dir);
	assert_int_equal(mkdir(table->ceremony, 0755), 0);
	assert_ok(trustee_private_make(&own, table->own, "Trustee One", SIGN_PRACTICE, NULL));
	players_come(&players, 3, "steps");
	get(&players.public[0], "", own.file + 1);
	players_roster(&players, 2);
	put(table, "roster.txt", &players.roster);
	for (unsigned i = 1; i < 3; i++)
		assert_ok(ceremony_deal_write(players.deal[i].text, CEREMONY_FILE_MAX, &players.deal[i].len,
		                              &players.ceremony, &players.key[i]));
	step(table, "deal");
	assert_int_equal(table->said.code, 0);
	get(&players.deal[0], table->ceremony, "deal-1.txt");
	players_read_deals(&players);
	put(table, "deal-2.txt", &players.deal[1]);
	put(table, "deal-3.txt", &players.deal[2]);
	*state = table;
	return 0;
}

static int clear(void **state)
{
	struct table *table = *state;
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", table->dir);
	if (system(command) != 0)
		return -1;
	free(table);
	return 0;
}

/* Trustee 3 deals something else under the same name. */
static void deal_otherwise(void)
{
	example_bytes(players.key[2].seed, CEREMONY_SEED_BYTES, "the other face of trustee 3");
	assert_ok(ceremony_deal_write(players.deal[2].text, CEREMONY_FILE_MAX, &players.deal[2].len, &players.ceremony,
	                              &players.key[2]));
}

static void test_control(void **state)
{
	struct table *table = *state;

	step(table, "accept");
	assert_int_equal(table->said.code, 0);
	get(&players.acceptance[0], table->ceremony, "acceptance-1.txt");
	assert_ok(ceremony_agree(&players.fault, &players.ceremony));
	assert_ok(players_read_acceptance(&players, 1));
	assert_true(own_has(table, "share.key"));
}

static void test_never_signs_two_transcripts(void **state)
{
	struct table *table = *state;
	struct players_file first, second;

	step(table, "accept");
	assert_int_equal(table->said.code, 0);
	get(&first, table->own, "acceptance.txt");
	deal_otherwise();
	put(table, "deal-3.txt", &players.deal[2]);
	step(table, "accept");
	refused(table, "you have signed another transcript in this ceremony");
	/* nor where the stick has forgotten */
	char path[128];
	snprintf(path, sizeof path, "%s/acceptance-1.txt", table->ceremony);
	assert_int_equal(unlink(path), 0);
	step(table, "accept");
	refused(table, "never sign two");
	assert_false(path_exists(path));
	get(&second, table->own, "acceptance.txt");
	assert_string_equal(first.text, second.text);
}

static void test_others_who_signed_something_else(void **state)
{
	struct table *table = *state;

	deal_otherwise();
	assert_ok(players_read_deal(&players, 3));
	assert_ok(ceremony_agree(&players.fault, &players.ceremony));
	assert_ok(ceremony_share(&players.share[1], &players.fault, &players.ceremony, &players.key[1]));
	assert_ok(ceremony_acceptance_write(players.acceptance[1].text, CEREMONY_FILE_MAX, &players.acceptance[1].len,
	                                    &players.ceremony, &players.share[1]));
	put(table, "acceptance-2.txt", &players.acceptance[1]);
	step(table, "accept");
	refused(table, "acceptance-2.txt: the part of Trustee 2 (trustee 2) signs something else");
	assert_false(own_has(table, "acceptance.txt"));
	assert_false(own_has(table, "share.key"));
}

static void test_wrong_share_names_the_dealer(void **state)
{
	struct table *table = *state;
	struct scalar value;

	cheat_begin(&cheat, &players, 3);
	example_scalar(&value, "some other number");
	cheat_seal(&cheat, &players, 2, 3, 2, &value);
	memcpy(&players.key[0].identity.public_key, &players.ceremony.trustees.member[0].identity,
	       sizeof players.key[0].identity.public_key);
	cheat_seal(&cheat, &players, 1, 3, 1, &value);
	cheat_write(&cheat, &players, 3, &players.key[2].identity);
	put(table, "deal-3.txt", &players.deal[2]);
	step(table, "accept");
	refused(table, "deal-3.txt: the part of Trustee 3 (trustee 3) has a wrong share for you");
	assert_false(own_has(table, "acceptance.txt"));
	assert_false(own_has(table, "share.key"));
}

static void test_rogue_key(void **state)
{
	struct table *table = *state;
	struct scalar secret;
	struct point key;

	example_scalar(&secret, "the rogue's");
	assert_ok(point_multiply_base(&key, &secret));
	cheat_begin(&cheat, &players, 3);
	for (unsigned i = 0; i < 2; i++)
		point_subtract(&key, &key, &players.ceremony.trustees.member[i].commitment[0]);
	cheat.member.commitment[0] = key;
	cheat_prove(&cheat, 0, &secret);
	cheat_write(&cheat, &players, 3, &players.key[2].identity);
	put(table, "deal-3.txt", &players.deal[2]);
	step(table, "accept");
	refused(table, "Trustee 3 (trustee 3) does not prove that they know their own numbers");
	assert_false(own_has(table, "acceptance.txt"));
}

static void test_wrong_degree_and_identity(void **state)
{
	struct table *table = *state;

	cheat_begin(&cheat, &players, 2);
	cheat.commitment_count = 1;
	cheat_write(&cheat, &players, 2, &players.key[1].identity);
	put(table, "deal-2.txt", &players.deal[1]);
	step(table, "accept");
	refused(table, "Trustee 2 (trustee 2) has a polynomial of another degree");
	cheat_begin(&cheat, &players, 2);
	memset(&cheat.member.commitment[1], 0, POINT_BYTES);
	cheat_write(&cheat, &players, 2, &players.key[1].identity);
	put(table, "deal-2.txt", &players.deal[1]);
	step(table, "accept");
	refused(table, "Trustee 2 (trustee 2) commits to what is no number or to zero");
	/* two liars are both named */
	put(table, "deal-3.txt", &players.deal[1]);
	step(table, "accept");
	refused(table, "deal-2.txt");
	refused(table, "deal-3.txt");
}

/* A deal in one's own name that is signed with one's own key, but that the folder did not make. */
static void test_another_deal_in_ones_own_name(void **state)
{
	struct table *table = *state;
	struct trustee_private own;
	struct trustee_unlocked unlocked;
	struct players_file forged;

	assert_ok(trustee_private_open(&own, table->own));
	assert_ok(trustee_private_unlock(&unlocked, &own, NULL));
	example_bytes(unlocked.key.seed, CEREMONY_SEED_BYTES, "not the seed");
	assert_ok(ceremony_deal_write(forged.text, CEREMONY_FILE_MAX, &forged.len, &players.ceremony, &unlocked.key));
	put(table, "deal-1.txt", &forged);
	step(table, "deal");
	refused(table, "deal-1.txt: is not your own deal");
	step(table, "accept");
	refused(table, "deal-1.txt: the part of Trustee One (trustee 1) was made in your name");
	/* nor is it taken up by a folder that has forgotten its own */
	char path[128];
	snprintf(path, sizeof path, "%s/deal.txt", table->own);
	assert_int_equal(unlink(path), 0);
	step(table, "deal");
	refused(table, "was made in your name");
	assert_false(own_has(table, "deal.txt"));
}

static void test_damaged_memory(void **state)
{
	struct table *table = *state;
	char path[128];
	FILE *file;

	step(table, "accept");
	assert_int_equal(table->said.code, 0);
	snprintf(path, sizeof path, "%s/acceptance.txt", table->own);
	file = fopen(path, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, 200, SEEK_SET), 0);
	assert_int_equal(fwrite("  ", 1, 2, file), 2);
	assert_int_equal(fclose(file), 0);
	step(table, "accept");
	refused(table, "your own acceptance is damaged");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_control, lay, clear),
	    cmocka_unit_test_setup_teardown(test_never_signs_two_transcripts, lay, clear),
	    cmocka_unit_test_setup_teardown(test_others_who_signed_something_else, lay, clear),
	    cmocka_unit_test_setup_teardown(test_wrong_share_names_the_dealer, lay, clear),
	    cmocka_unit_test_setup_teardown(test_rogue_key, lay, clear),
	    cmocka_unit_test_setup_teardown(test_wrong_degree_and_identity, lay, clear),
	    cmocka_unit_test_setup_teardown(test_another_deal_in_ones_own_name, lay, clear),
	    cmocka_unit_test_setup_teardown(test_damaged_memory, lay, clear),
	};
	return cmocka_run_group_tests_name("ceremony steps", tests, start_crypto, NULL);
}
