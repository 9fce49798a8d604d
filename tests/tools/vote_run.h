/* What the tests of verify and count share: a small vote, a command run over its exports, what it must have said. */
#ifndef FOLKMOOT_TESTS_TOOLS_VOTE_RUN_H
#define FOLKMOOT_TESTS_TOOLS_VOTE_RUN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "captured.h"
#include "commands.h"
#include "vote.h"

struct run {
	struct vote *vote;
	struct captured captured;
};

/* verify over exports of the vote's folder, at most five, NULL at the end. */
static inline void verify(struct run *run, const char *const *exports)
{
	char election[PATH_ROOM], roster[PATH_ROOM], path[5][PATH_ROOM];
	const char *words[16] = {"verify", "--election", election, "--roster", roster};
	int count = 5;

	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	for (int i = 0; exports[i] && i < 5; i++) {
		vote_path(path[i], run->vote, exports[i]);
		words[count++] = path[i];
	}
	capture(&run->captured, command_verify, words);
}

/* count start over exports of the vote's folder, at most five, NULL at the end; words that begin with "-" go as they
 * are. */
static inline void count_start(struct run *run, const char *const *more)
{
	char election[PATH_ROOM], roster[PATH_ROOM], trustees[PATH_ROOM], record[PATH_ROOM], path[5][PATH_ROOM];
	const char *words[24] = {"count", "start",      "--election", election, "--roster",
	                         roster,  "--trustees", trustees,     "-o",     record};
	int count = 10;

	vote_path(election, run->vote, "vote.election");
	vote_path(roster, run->vote, "vote.roster");
	vote_path(trustees, run->vote, "trustees.transcript");
	vote_path(record, run->vote, "record");
	for (int i = 0; more[i] && i < 5; i++) {
		if (more[i][0] == '-') {
			words[count++] = more[i];
			continue;
		}
		vote_path(path[i], run->vote, more[i]);
		words[count++] = path[i];
	}
	capture(&run->captured, command_count, words);
}

/* One of the commands that take the record, with one more option and its file in the vote's folder; NULL for none. A
 * real vote's keys open with the first line of the file "passphrase". */
static inline void on_record(struct run *run, int (*command)(int, char **), const char *word, const char *more,
                             const char *option, const char *file)
{
	char record[PATH_ROOM], path[PATH_ROOM], passphrase[PATH_ROOM];
	const char *words[10] = {word};
	int count = 1;

	vote_path(record, run->vote, "record");
	vote_path(passphrase, run->vote, "passphrase");
	if (more)
		words[count++] = more;
	words[count++] = record;
	if (option) {
		vote_path(path, run->vote, file);
		words[count++] = option;
		words[count++] = path;
	}
	if (option && path_exists(passphrase)) {
		words[count++] = "--passphrase-file";
		words[count++] = passphrase;
	}
	capture(&run->captured, command, words);
}

static inline void mix(struct run *run, const char *key)
{
	on_record(run, command_mix, "mix", NULL, "--mixer", key);
}

static inline void decrypt(struct run *run)
{
	on_record(run, command_trustee, "trustee", "decrypt", "--share", "share.key");
}

static inline void finish(struct run *run)
{
	on_record(run, command_count, "count", "finish", NULL, NULL);
}

static inline void standing(struct run *run)
{
	on_record(run, command_count, "count", "status", NULL, NULL);
}

/* The whole way, as far as it goes: start, two mixes, decryption, finish. The last command's words are caught. */
static inline void count_votes(struct run *run, const char *const *exports)
{
	count_start(run, exports);
	if (run->captured.code == 0)
		mix(run, "share.key");
	if (run->captured.code == 0)
		mix(run, "organiser.key");
	if (run->captured.code == 0)
		decrypt(run);
	if (run->captured.code == 0)
		finish(run);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static inline void says(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("should say \"%s\", but says: %s", part, text);
}

static inline void refused(const struct run *run, const char *file, const char *why)
{
	if (run->captured.code != 1)
		fail_msg("exit %d instead of 1; stderr: %s", run->captured.code, run->captured.err);
	says(run->captured.err, file);
	says(run->captured.err, why);
	assert_string_equal(run->captured.out, "");
}

static inline int set_up(void **state)
{
	struct run *run = calloc(1, sizeof *run);

	if (crypto_init() != STATUS_OK)
		return -1;
	run->vote = vote_make();
	vote_cast(run->vote, 0, 1, 1);
	vote_cast(run->vote, 0, 3, 0);
	vote_challenge(run->vote, 0, 3, 1);
	vote_cast(run->vote, 1, 0, 3);
	*state = run;
	return 0;
}

static inline int tear_down(void **state)
{
	struct run *run = *state;

	vote_free(run->vote);
	free(run);
	return 0;
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
