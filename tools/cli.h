/* The command line: options, help, sentences on stderr, exit codes. The same look and the same manners for every
 * command. */
#ifndef FOLKMOOT_CLI_H
#define FOLKMOOT_CLI_H

#include <stddef.h>
#include <stdint.h>

#include "status.h"

/* What a command's process answers. */
enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_FAILED = 2 };

/* cli_parse: go on with the command (any other answer is the exit code). */
enum { CLI_RUN = -1 };

struct cli_word {
	const char *word;
	int (*run)(int argc, char **argv);
	const char *help; /* one line, without a full stop */
};

/* A word followed by another word: `folkmoot` itself, or `folkmoot election`. */
struct cli_menu {
	const char *name;  /* "" for the program, "election" */
	const char *intro; /* lines shown above the list */
	const struct cli_word *words;
	size_t word_count;
};

/* Runs the command that argv[1] names; its argv[0] is its own word. Without a word, and for --help, lists the words. */
int cli_choose(const struct cli_menu *menu, int argc, char **argv);

/* The values of an option that may be given several times. */
enum { CLI_VALUES_MAX = 512 };
struct cli_values {
	const char *value[CLI_VALUES_MAX];
	size_t count;
};

/* One option. Exactly one of text, number, flag and values is where its value goes; it keeps what it holds where the
 * option is not given. Only one with values may be given several times. */
struct cli_option {
	const char *name;  /* "--election" or "-o" */
	const char *value; /* its value's name in the help, "FILE"; NULL for a flag */
	const char *help;  /* one line, without a full stop */
	const char **text;
	uint64_t *number; /* decimal */
	int *flag;        /* set to 1 */
	struct cli_values *values;
	int required;
};

struct cli_command {
	const char *name;  /* "election build" */
	const char *usage; /* what follows the name: "ELECTION.json --organiser KEY -o OUT" */
	const char *help;  /* what it does: whole sentences, lines of at most 80 characters */
	const struct cli_option *options;
	size_t option_count;
	int arguments_min, arguments_max; /* words that are no options */
	const char *argument;             /* what one of them is, for the sentence that misses it: "an election.json" */
};

/* Reads argv: options anywhere, "--name value" or "--name=value", "--" ends them. The remaining words are moved to
 * argv[1] … and counted in *argument_count. Returns CLI_RUN, or the exit code after --help or a mistake, which was told
 * in a sentence. */
int cli_parse(int *argument_count, const struct cli_command *command, int argc, char **argv);

/* A sentence on stderr, "folkmoot: …"; returns EXIT_FAILED (could not run) or EXIT_REFUSED (verification failed). Never
 * a secret in it. */
int cli_failed(const char *format, ...) __attribute__((format(printf, 1, 2)));
int cli_refused(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Makes what came from outside fit to be shown: a '?' for every byte that is not clean UTF-8 or is a control character,
 * which could paint anything on a terminal. Returns text. What cli_failed, cli_refused and cli_note say is made so. */
char *cli_quiet(char *text);
/* A sentence on stderr that changes nothing. */
void cli_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The exit code for a failure that was told: EXIT_FAILED where the world failed (absent, unreadable, full),
 * EXIT_REFUSED where something was there and is not what it must be; EXIT_DONE for STATUS_OK. */
int cli_code(enum status status);
/* The ending of a counted word: "" for one, "s" for any other number. */
const char *plural(uint64_t count);
/* Flushes stdout and returns code, or EXIT_FAILED with a sentence where what was printed could not be written. Last
 * call of a command that prints. */
int cli_finish(int code);

#endif
