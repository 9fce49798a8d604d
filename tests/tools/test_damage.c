/* One byte changed anywhere in an export, signature files with their comments included: refused, and the file named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "captured.h"
#include "commands.h"
#include "vote.h"

static const char *const names[] = {EXPORT_BALLOTS, EXPORT_LOG,      EXPORT_REPORT,
                                    EXPORT_SPOILED, EXPORT_MANIFEST, EXPORT_SIGNATURE};
enum { NAMES = sizeof names / sizeof names[0] };

struct damage {
	struct vote *vote;
	struct captured captured;
	char path[PATH_ROOM]; /* of the file at hand */
	struct bytes kept;
};

static int set_up(void **state)
{
	struct damage *damage = calloc(1, sizeof *damage);

	if (crypto_init() != STATUS_OK)
		return -1;
	damage->vote = vote_whole();
	*state = damage;
	return 0;
}

static int tear_down(void **state)
{
	struct damage *damage = *state;

	vote_free(damage->vote);
	free(damage);
	return 0;
}

static void run_verify(struct damage *damage)
{
	char election[PATH_ROOM], roster[PATH_ROOM], a[PATH_ROOM], b[PATH_ROOM];

	vote_path(election, damage->vote, "vote.election");
	vote_path(roster, damage->vote, "vote.roster");
	vote_path(a, damage->vote, "a");
	vote_path(b, damage->vote, "b");
	capture(&damage->captured, command_verify,
	        (const char *const[]){"verify", "--election", election, "--roster", roster, a, b, NULL});
}

static void take(struct damage *damage, const char *folder, const char *name)
{
	snprintf(damage->path, sizeof damage->path, "%s/%s/%s", damage->vote->dir, folder, name);
	vote_must(file_read(&damage->kept, damage->path, 1 << 20, name));
}

static void put_back(struct damage *damage)
{
	vote_must(file_write(damage->path, damage->kept.data, damage->kept.len, FILE_PUBLIC, FILE_REPLACE));
	bytes_free(&damage->kept);
}

/* Writes what the damage makes of the file at hand, and looks whether it is found out. */
static void must_refuse(struct damage *damage, const uint8_t *data, size_t len, const char *how, size_t at)
{
	FILE *file = fopen(damage->path, "wb"); /* not durably: a thousand times */

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	run_verify(damage);
	if (damage->captured.code != 1)
		fail_msg("%s, %s at %zu: exit %d", damage->path, how, at, damage->captured.code);
	/* The manifest's own name is the beginning of its signature's: the sentence tells of both. */
	if (!strstr(damage->captured.err, damage->path) &&
	    !(strstr(damage->path, EXPORT_SIGNATURE) && strstr(damage->captured.err, EXPORT_SIGNATURE)))
		fail_msg("%s, %s at %zu: not named in: %s", damage->path, how, at, damage->captured.err);
}

static void test_undamaged(void **state)
{
	struct damage *damage = *state;

	run_verify(damage);
	assert_string_equal(damage->captured.err, "");
	assert_int_equal(damage->captured.code, 0);
}

static void test_one_byte(void **state)
{
	struct damage *damage = *state;
	const char *is_long = getenv("LONG");
	unsigned rounds = is_long && *is_long ? 1000 : 100;

	for (unsigned i = 0; i < rounds; i++) {
		size_t at;
		uint8_t was;

		take(damage, randombytes_uniform(2) ? "a" : "b", names[i % NAMES]);
		at = randombytes_uniform((uint32_t)damage->kept.len);
		was = damage->kept.data[at];
		damage->kept.data[at] = (uint8_t)(was ^ (1 + randombytes_uniform(255)));
		must_refuse(damage, damage->kept.data, damage->kept.len, "one byte changed", at);
		damage->kept.data[at] = was;
		put_back(damage);
	}
	printf("# note: %u changed bytes, each refused and its file named\n", rounds);
}

static void test_every_byte_of_the_signature(void **state)
{
	struct damage *damage = *state;

	take(damage, "a", EXPORT_SIGNATURE);
	for (size_t at = 0; at < damage->kept.len; at++) {
		damage->kept.data[at] ^= 1;
		must_refuse(damage, damage->kept.data, damage->kept.len, "one bit changed", at);
		damage->kept.data[at] ^= 1;
	}
	put_back(damage);
}

static void test_cut_and_grown(void **state)
{
	struct damage *damage = *state;
	uint8_t *grown;

	for (unsigned i = 0; i < NAMES; i++) {
		take(damage, "a", names[i]);
		must_refuse(damage, damage->kept.data, damage->kept.len - 1, "the last byte cut", damage->kept.len);
		must_refuse(damage, damage->kept.data, 0, "emptied", 0);
		grown = malloc(damage->kept.len + 1);
		memcpy(grown, damage->kept.data, damage->kept.len);
		grown[damage->kept.len] = '\n';
		must_refuse(damage, grown, damage->kept.len + 1, "a byte added", damage->kept.len);
		free(grown);
		put_back(damage);
	}
	run_verify(damage);
	assert_int_equal(damage->captured.code, 0);
}

static void damage_beside(struct damage *damage, const char *name)
{
	snprintf(damage->path, sizeof damage->path, "%s/%s", damage->vote->dir, name);
	vote_must(file_read(&damage->kept, damage->path, 1 << 20, name));
	for (unsigned i = 0; i < 40; i++) {
		size_t at = randombytes_uniform((uint32_t)damage->kept.len);

		damage->kept.data[at] ^= 4;
		must_refuse(damage, damage->kept.data, damage->kept.len, "one bit changed", at);
		damage->kept.data[at] ^= 4;
	}
	put_back(damage);
}

static void test_package_and_roster(void **state)
{
	damage_beside(*state, "vote.election");
	damage_beside(*state, "vote.roster");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_undamaged),
	    cmocka_unit_test(test_one_byte),
	    cmocka_unit_test(test_every_byte_of_the_signature),
	    cmocka_unit_test(test_cut_and_grown),
	    cmocka_unit_test(test_package_and_roster),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
