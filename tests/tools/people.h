/* For tests of what trustees do in a count: a small vote whose key three trustees made, any two of whom open it, and
 * their commands on its record. */
#ifndef FOLKMOOT_TESTS_TOOLS_PEOPLE_H
#define FOLKMOOT_TESTS_TOOLS_PEOPLE_H

#include "crypto/decrypting.h"
#include "vote_run.h"

enum { TRUSTEES = 3 };

struct people {
	struct run run;
	struct scene scene; /* of which only the ceremony is used */
	const char *place[2];
	uint8_t tag[1][ISSUED_BYTES];
};

/* --- the vote --- */

/* Each trustee's share lies in a folder of its own: "t1/share.key". */
static inline void write_share(const struct people *people, unsigned index)
{
	struct trustee_share share = {.index = index,
	                              .identity = people->scene.secrets.identity[index - 1],
	                              .agreed = people->scene.trustees.agreed};
	uint8_t secret[TRUSTEE_SHARE_BYTES], locked[TRUSTEE_SHARE_BYTES + LOCKED_OVERHEAD];
	char name[40], path[PATH_ROOM];
	size_t len;

	share_of(&share.share, &people->scene, index);
	vote_must(trustee_share_encode(secret, &share));
	vote_must(locked_seal(locked, sizeof locked, &len, TRUSTEE_SHARE_PURPOSE, secret, sizeof secret, "practice",
	                      LOCKED_PRACTICE));
	snprintf(name, sizeof name, "t%u", index);
	vote_path(path, people->run.vote, name);
	vote_must(folder_make(path));
	snprintf(name, sizeof name, "t%u/share.key", index);
	vote_file(people->run.vote, name, locked, len);
}

static inline void write_trustees(struct people *people)
{
	struct vote *vote = people->run.vote;
	char *text = malloc(TRUSTEE_TRANSCRIPT_MAX);
	size_t len;

	scene_make(&people->scene, TRUSTEES, 2, 0, 1);
	vote_must(trustees_write(text, TRUSTEE_TRANSCRIPT_MAX, &len, &people->scene.trustees));
	vote_file(vote, "trustees.transcript", text, len);
	free(text);
	vote->trustees = people->scene.trustees;
	vote->election.joint_key = vote->trustees.joint_key;
	vote->election.transcript = vote->trustees.transcript;
	vote->election.trustee_count = TRUSTEES;
	vote->election.threshold = 2;
	vote->election.mixer[0] = (struct mixer){vote->trustees.member[0].name, vote->trustees.member[0].identity};
	for (unsigned i = 0; i < VOTE_KIOSKS; i++)
		vote->kiosk[i].context.joint_key = vote->trustees.joint_key;
	for (unsigned i = 1; i <= TRUSTEES; i++)
		write_share(people, i);
}

/* --- commands --- */

static inline void done(const struct people *people)
{
	if (people->run.captured.code != 0)
		fail_msg("exit %d: %s", people->run.captured.code, people->run.captured.err);
}

/* A trustee's command on the record; quorum NULL: not named; more: one more word, or NULL. */
static inline void trustee(struct people *people, const char *word, unsigned index, const char *quorum,
                           const char *more)
{
	char record[PATH_ROOM], share[PATH_ROOM], name[40];
	const char *words[10] = {"trustee", word, record, "--share", share};
	int count = 5;

	vote_path(record, people->run.vote, "record");
	snprintf(name, sizeof name, "t%u/share.key", index);
	vote_path(share, people->run.vote, name);
	if (quorum) {
		words[count++] = "--quorum";
		words[count++] = quorum;
	}
	if (more)
		words[count++] = more;
	capture(&people->run.captured, command_trustee, words);
}

static inline void decrypt_by(struct people *people, unsigned index, const char *quorum)
{
	trustee(people, "decrypt", index, quorum, NULL);
}

static inline void said(const struct people *people, const char *words)
{
	says(people->run.captured.out, words);
}

static inline void told(const struct people *people, const char *words)
{
	says(people->run.captured.err, words);
}

static inline int is_there(const struct people *people, const char *name)
{
	char path[PATH_ROOM];

	vote_path(path, people->run.vote, name);
	return path_exists(path);
}

static inline void mixed_record(struct people *people)
{
	vote_close(people->run.vote, 0, "a");
	vote_close(people->run.vote, 1, "b");
	count_start(&people->run, LIST("a", "b"));
	done(people);
	mix(&people->run, "t1/share.key");
	done(people);
	mix(&people->run, "organiser.key");
	done(people);
}

static inline void remove_in(const struct people *people, const char *name)
{
	char command[PATH_ROOM + 10], path[PATH_ROOM];

	vote_path(path, people->run.vote, name);
	snprintf(command, sizeof command, "rm -r '%s'", path);
	assert_int_equal(system(command), 0);
}

#endif
