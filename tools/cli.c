#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "bytes.h"

enum { SENTENCE_ROOM = 3 * 4096 };

/* Bytes of the character at text where it is clean UTF-8 and no control, else 0. */
static size_t clean_len(const char *text)
{
	unsigned char lead = (unsigned char)*text;
	size_t len = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;

	/* A character cut off by the end holds a NUL, which is not clean either. */
	return strnlen(text, len) == len && lead != '\n' && text_is_clean(text, len) ? len : 0;
}

char *cli_quiet(char *text)
{
	for (char *at = text; *at;) {
		size_t len = clean_len(at);

		if (len == 0)
			*at = '?';
		at += len ? len : 1;
	}
	return text;
}

static void say(const char *format, va_list list)
{
	char sentence[SENTENCE_ROOM];

	vsnprintf(sentence, sizeof sentence, format, list);
	cli_quiet(sentence);
	fflush(stdout);
	fprintf(stderr, "folkmoot: %s\n", sentence);
}

int cli_failed(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	say(format, list);
	va_end(list);
	return EXIT_FAILED;
}

int cli_refused(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	say(format, list);
	va_end(list);
	return EXIT_REFUSED;
}

void cli_note(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	say(format, list);
	va_end(list);
}

int cli_code(enum status status)
{
	switch (status) {
	case STATUS_OK: return EXIT_DONE;
	case STATUS_NO_ROOM:
	case STATUS_ABSENT:
	case STATUS_DISK_FULL:
	case STATUS_READ_ONLY:
	case STATUS_IO:
	case STATUS_TIMEOUT:
	case STATUS_NOT_FILE:
	case STATUS_STATE:
	case STATUS_USED:
	case STATUS_UNKNOWN:
	case STATUS_INTERNAL: return EXIT_FAILED;
	case STATUS_TRUNCATED:
	case STATUS_TRAILING:
	case STATUS_TOO_LONG:
	case STATUS_MAGIC:
	case STATUS_VERSION:
	case STATUS_NOT_CANONICAL:
	case STATUS_IDENTITY:
	case STATUS_RANGE:
	case STATUS_TEXT:
	case STATUS_ORDER:
	case STATUS_PROOF:
	case STATUS_SIGNATURE:
	case STATUS_WRONG_KEY:
	case STATUS_PASSPHRASE:
	case STATUS_MISMATCH:
	case STATUS_RULES:
	case STATUS_OTHER_ELECTION:
	case STATUS_OTHER_KIOSK:
	case STATUS_PRACTICE:
	case STATUS_DAMAGED: return EXIT_REFUSED;
	}
	return EXIT_FAILED;
}

const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

int cli_finish(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	return cli_failed("what was to be printed could not be written (%s); look for a full disk or a closed pipe",
	                  strerror(errno));
}

static int is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

static void list_words(FILE *out, const struct cli_menu *menu)
{
	const char *gap = *menu->name ? " " : "";

	fprintf(out, "%s\n\n", menu->intro);
	for (size_t i = 0; i < menu->word_count; i++)
		fprintf(out, "  folkmoot %s%s%-10s  %s\n", menu->name, gap, menu->words[i].word, menu->words[i].help);
	fprintf(out, "\n`folkmoot %s%sCOMMAND --help` explains each.\n", menu->name, gap);
}

int cli_choose(const struct cli_menu *menu, int argc, char **argv)
{
	const char *gap = *menu->name ? " " : "";

	if (argc < 2) {
		list_words(stderr, menu);
		return EXIT_FAILED;
	}
	if (is_help(argv[1])) {
		list_words(stdout, menu);
		return cli_finish(EXIT_DONE);
	}
	for (size_t i = 0; i < menu->word_count; i++)
		if (strcmp(argv[1], menu->words[i].word) == 0)
			return menu->words[i].run(argc - 1, argv + 1);
	return cli_failed("there is no command 'folkmoot %s%s%s'; `folkmoot %s%s--help` lists the commands", menu->name,
	                  gap, argv[1], menu->name, gap);
}

static void show_help(const struct cli_command *command)
{
	printf("folkmoot %s %s\n\n%s\n\n", command->name, command->usage, command->help);
	for (size_t i = 0; i < command->option_count; i++) {
		const struct cli_option *option = &command->options[i];
		char left[80];

		snprintf(left, sizeof left, "%s%s%s", option->name, option->value ? " " : "",
		         option->value ? option->value : "");
		printf("  %-24s  %s%s\n", left, option->help, option->required ? " (needed)" : "");
	}
	printf("  %-24s  %s\n", "--help", "this text");
}

static int wrong_use(const struct cli_command *command, const char *what, const char *word)
{
	return cli_failed("%s%s%s; `folkmoot %s --help` explains this command", what, *word ? " " : "", word,
	                  command->name);
}

/* The option that a word names, and its value where the word holds that too. */
static const struct cli_option *find_option(const struct cli_command *command, const char *word, const char **value)
{
	const char *equals = strncmp(word, "--", 2) == 0 ? strchr(word, '=') : NULL;
	size_t len = equals ? (size_t)(equals - word) : strlen(word);

	*value = equals ? equals + 1 : NULL;
	for (size_t i = 0; i < command->option_count; i++)
		if (strlen(command->options[i].name) == len && memcmp(command->options[i].name, word, len) == 0)
			return &command->options[i];
	return NULL;
}

static int store_number(const struct cli_option *option, const char *value)
{
	uint64_t number = 0;

	if (!*value || strlen(value) > 18)
		return -1;
	for (const char *at = value; *at; at++) {
		if (*at < '0' || *at > '9')
			return -1;
		number = number * 10 + (uint64_t)(*at - '0');
	}
	*option->number = number;
	return 0;
}

static int store(const struct cli_command *command, const struct cli_option *option, const char *value)
{
	char what[96];

	snprintf(what, sizeof what, "the option %s", option->name);
	if (option->flag) {
		if (value)
			return wrong_use(command, what, "takes no value");
		*option->flag = 1;
		return CLI_RUN;
	}
	if (!value || !*value)
		return wrong_use(command, what, "needs a value after it");
	if (option->values && option->values->count == CLI_VALUES_MAX)
		return wrong_use(command, what, "is given too often");
	if (option->values)
		option->values->value[option->values->count++] = value;
	else if (option->text)
		*option->text = value;
	else if (store_number(option, value) != 0)
		return wrong_use(command, what, "needs a whole number");
	return CLI_RUN;
}

/* One option at argv[*at]; *at stays on the last word it took. */
static int take_option(const struct cli_command *command, uint64_t *seen, int *at, int argc, char **argv)
{
	const char *value;
	const struct cli_option *option = find_option(command, argv[*at], &value);
	uint64_t bit;

	if (!option)
		return wrong_use(command, "there is no option", argv[*at]);
	bit = UINT64_C(1) << (option - command->options);
	if ((*seen & bit) && !option->values)
		return wrong_use(command, "this option is given twice:", option->name);
	*seen |= bit;
	if (!option->flag && !value && *at + 1 < argc)
		value = argv[++*at];
	return store(command, option, value);
}

/* All that is missing, in one sentence: "--election, --roster and at least one export folder". */
static int check_complete(const struct cli_command *command, uint64_t seen, int arguments)
{
	const char *missing[65];
	size_t count = 0, used = 0;
	char list[1024] = "";

	for (size_t i = 0; i < command->option_count; i++)
		if (command->options[i].required && !(seen & (UINT64_C(1) << i)))
			missing[count++] = command->options[i].name;
	if (arguments < command->arguments_min)
		missing[count++] = command->argument;
	for (size_t i = 0; i < count && used < sizeof list; i++)
		used += (size_t)snprintf(list + used, sizeof list - used, "%s%s",
		                         i == 0           ? ""
		                         : i + 1 == count ? " and "
		                                          : ", ",
		                         missing[i]);
	return count ? wrong_use(command, "this command needs", list) : CLI_RUN;
}

int cli_parse(int *argument_count, const struct cli_command *command, int argc, char **argv)
{
	uint64_t seen = 0;
	int arguments = 0, only_words = 0;

	for (int at = 1; at < argc; at++)
		if (strcmp(argv[at], "--") == 0) {
			break;
		} else if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "-h") == 0) {
			show_help(command);
			return cli_finish(EXIT_DONE);
		}
	for (int at = 1; at < argc; at++) {
		if (!only_words && strcmp(argv[at], "--") == 0) {
			only_words = 1;
		} else if (!only_words && argv[at][0] == '-' && argv[at][1]) {
			int answer = take_option(command, &seen, &at, argc, argv);
			if (answer != CLI_RUN)
				return answer;
		} else if (arguments == command->arguments_max) {
			return wrong_use(command, "there is a word too many:", argv[at]);
		} else {
			argv[1 + arguments++] = argv[at];
		}
	}
	*argument_count = arguments;
	return check_complete(command, seen, arguments);
}
