/* folkmoot kiosk roster, given enrolments that an insider made. */
#include "enrolment.h"
#include "vote_run.h"

static void enrol(const struct run *run, const char *file, const char *name, const char *place,
                  const struct sign_public *key)
{
	struct enrolment enrolment = {.kind = SIGN_PRACTICE, .key = *key};
	char text[ENROLMENT_MAX_BYTES];
	size_t len;

	snprintf(enrolment.name, sizeof enrolment.name, "%s", name);
	snprintf(enrolment.place, sizeof enrolment.place, "%s", place);
	assert_int_equal(enrolment_write(text, sizeof text, &len, &enrolment), STATUS_OK);
	vote_file(run->vote, file, text, len);
}

static void roster(struct run *run, const char *first, const char *second)
{
	char election[PATH_ROOM], organiser[PATH_ROOM], one[PATH_ROOM], other[PATH_ROOM], output[PATH_ROOM];
	const char *words[] = {"kiosk", "roster", "--election", election, "--organiser", organiser,
	                       one,     other,    "-o",         output,   NULL};

	vote_path(election, run->vote, "vote.election");
	vote_path(organiser, run->vote, "organiser.key");
	vote_path(one, run->vote, first);
	vote_path(other, run->vote, second);
	vote_path(output, run->vote, "new.roster");
	capture(&run->captured, command_kiosk, words);
}

static void keys_of(struct sign_public key[static 2])
{
	struct sign_secret secret;

	for (unsigned i = 0; i < 2; i++) {
		sign_key_make(&secret, SIGN_PRACTICE);
		key[i] = secret.public_key;
	}
	sign_secret_wipe(&secret);
}

static void two_honest_kiosks(void **state)
{
	struct run *run = *state;
	struct sign_public key[2];

	keys_of(key);
	enrol(run, "one.txt", "One", "Place 1", &key[0]);
	enrol(run, "two.txt", "Two", "Place 2", &key[1]);
	roster(run, "one.txt", "two.txt");
	assert_int_equal(run->captured.code, 0);
	says(run->captured.out, "The roster of 2 kiosks, revision 1, is signed");
}

/* Four thousand million keys, and one of them begins like another kiosk's: the folders of their exports, named by these
 * eight digits, could not lie in one record. */
static void a_key_made_to_begin_like_anothers(void **state)
{
	struct run *run = *state;
	struct sign_public key[2];

	keys_of(key);
	memcpy(key[1].key, key[0].key, ROSTER_KEY_NAME_BYTES);
	enrol(run, "one.txt", "One", "Place 1", &key[0]);
	enrol(run, "two.txt", "Two", "Place 2", &key[1]);
	roster(run, "one.txt", "two.txt");
	refused(run, "two.txt", "its key begins as the one of \"One\" does");
}

static void a_key_id_taken_from_another(void **state)
{
	struct run *run = *state;
	struct sign_public key[2];

	keys_of(key);
	memcpy(key[1].id, key[0].id, SIGN_ID_BYTES);
	enrol(run, "one.txt", "One", "Place 1", &key[0]);
	enrol(run, "two.txt", "Two", "Place 2", &key[1]);
	roster(run, "one.txt", "two.txt");
	refused(run, "two.txt", "this kiosk is in the list twice, as \"One\" too");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(two_honest_kiosks),
	    CASE(a_key_made_to_begin_like_anothers),
	    CASE(a_key_id_taken_from_another),
	};

	return cmocka_run_group_tests_name("kiosk roster", tests, NULL, NULL);
}
