/* The command line's manners: options anywhere, one sentence for every mistake, exit codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "captured.h"
#include "cli.h"
#include "commands.h"
#include "group.h"

struct taken {
	const char *name;
	uint64_t number;
	int flag;
	int argument_count;
	char argument[3][20];
};

/* A command of its own, which prints what it was given. */
static int example(int argc, char **argv)
{
	struct taken taken = {.name = "none", .number = 7};
	const struct cli_option list[] = {
	    {.name = "--name", .value = "NAME", .help = "a name", .text = &taken.name},
	    {.name = "-n", .value = "N", .help = "a number", .number = &taken.number},
	    {.name = "--flag", .help = "a flag", .flag = &taken.flag},
	};
	const struct cli_command command = {
	    .name = "example",
	    .usage = "[--name NAME] WORD...",
	    .help = "An example.",
	    .options = list,
	    .option_count = 3,
	    .arguments_min = 1,
	    .arguments_max = 2,
	    .argument = "at least one word",
	};
	int answer = cli_parse(&taken.argument_count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	printf("%s %llu %d", taken.name, (unsigned long long)taken.number, taken.flag);
	for (int i = 0; i < taken.argument_count; i++)
		printf(" <%s>", argv[1 + i]);
	return cli_finish(EXIT_DONE);
}

/* A command that needs much. */
static int needy(int argc, char **argv)
{
	const char *from, *to, *out, *may;
	const struct cli_option list[] = {
	    {.name = "--from", .value = "F", .help = "from", .text = &from, .required = 1},
	    {.name = "--may", .value = "M", .help = "not needed", .text = &may},
	    {.name = "--to", .value = "T", .help = "to", .text = &to, .required = 1},
	    {.name = "-o", .value = "O", .help = "out", .text = &out, .required = 1},
	};
	const struct cli_command command = {
	    .name = "needy",
	    .usage = "--from F --to T -o O WORD",
	    .help = "Needs much.",
	    .options = list,
	    .option_count = 4,
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "at least one word",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	return answer == CLI_RUN ? cli_finish(EXIT_DONE) : answer;
}

static int menu(int argc, char **argv)
{
	static const struct cli_word words[] = {{"example", example, "an example"}};
	static const struct cli_menu list = {.name = "menu", .intro = "Words:", .words = words, .word_count = 1};

	return cli_choose(&list, argc, argv);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static void gives(int (*command)(int, char **), const char *const *words, int code, const char *out, const char *err)
{
	struct captured *captured = calloc(1, sizeof *captured);

	capture(captured, command, words);
	if (captured->code != code || !strstr(captured->out, out) || !strstr(captured->err, err))
		fail_msg("exit %d, printed: %s, said: %s", captured->code, captured->out, captured->err);
	/* One sentence at most, and none beside what was asked for. */
	if (code == EXIT_DONE)
		assert_string_equal(captured->err, "");
	free(captured);
}

static void test_taken(void **state)
{
	(void)state;
	gives(example, LIST("example", "w"), 0, "none 7 0 <w>", "");
	gives(example, LIST("example", "--flag", "w", "--name", "x", "v", "-n", "12"), 0, "x 12 1 <w> <v>", "");
	gives(example, LIST("example", "--name=a=b", "w"), 0, "a=b 7 0 <w>", "");
	gives(example, LIST("example", "--", "--flag", "-n"), 0, "none 7 0 <--flag> <-n>", "");
	gives(example, LIST("example", "-"), 0, "none 7 0 <->", "");
}

static void test_mistakes(void **state)
{
	(void)state;
	gives(example, LIST("example"), 2, "", "this command needs at least one word; `folkmoot example --help`");
	gives(needy, LIST("needy"), 2, "",
	      "this command needs --from, --to, -o and at least one word; `folkmoot needy --help`");
	gives(needy, LIST("needy", "--to", "x", "w"), 2, "",
	      "this command needs --from and -o; `folkmoot needy --help`");
	gives(needy, LIST("needy", "--to", "x", "--from", "y", "-o", "z"), 2, "",
	      "this command needs at least one word;");
	gives(example, LIST("example", "--nam", "w"), 2, "", "there is no option --nam");
	gives(example, LIST("example", "-x"), 2, "", "there is no option -x");
	gives(example, LIST("example", "w", "--name"), 2, "", "the option --name needs a value");
	gives(example, LIST("example", "w", "--name="), 2, "", "the option --name needs a value");
	gives(example, LIST("example", "--flag=1", "w"), 2, "", "takes no value");
	gives(example, LIST("example", "--flag", "--flag", "w"), 2, "", "given twice: --flag");
	gives(example, LIST("example", "-n", "1x", "w"), 2, "", "needs a whole number");
	gives(example, LIST("example", "-n", "-1", "w"), 2, "", "needs a whole number");
	gives(example, LIST("example", "-n", "9999999999999999999999", "w"), 2, "", "needs a whole number");
	gives(example, LIST("example", "a", "b", "c"), 2, "", "a word too many: c");
}

static void test_control_characters(void **state)
{
	(void)state;
	gives(example,
	      LIST("example",
	           "--\033[2J\a\xc2\x9b"
	           "caf\xc3\xa9",
	           "w"),
	      2, "", "no option --?[2J???caf\xc3\xa9;");
}

static void test_help(void **state)
{
	(void)state;
	gives(example, LIST("example", "--help"), 0, "folkmoot example [--name NAME] WORD...", "");
	gives(example, LIST("example", "--name", "x", "-h"), 0, "a number", "");
	gives(menu, LIST("menu", "--help"), 0, "folkmoot menu example", "");
	gives(menu, LIST("menu"), 2, "", "folkmoot menu example");
	gives(menu, LIST("menu", "other"), 2, "", "there is no command 'folkmoot menu other'");
	gives(menu, LIST("menu", "example", "w"), 0, "<w>", "");
}

/* Every command explains itself, and refuses an option it does not know. */
static void test_all_commands(void **state)
{
	static const struct {
		int (*run)(int, char **);
		const char *word[2];
	} commands[] = {
	    {command_organiser, {"organiser", "new"}},  {command_trustee, {"trustee", "new"}},
	    {command_election, {"election", "import"}}, {command_election, {"election", "check"}},
	    {command_election, {"election", "build"}},  {command_kiosk, {"kiosk", "enrol"}},
	    {command_kiosk, {"kiosk", "roster"}},       {command_replay, {"replay", NULL}},
	    {command_verify, {"verify", NULL}},         {command_count, {"count", "start"}},
	    {command_tally, {"tally", NULL}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		const char *help[4] = {commands[i].word[0]}, *wrong[4] = {commands[i].word[0]};
		int at = 1;

		if (commands[i].word[1]) {
			help[at] = wrong[at] = commands[i].word[1];
			at++;
		}
		help[at] = "--help";
		wrong[at] = "--no-such-option";
		gives(commands[i].run, help, 0, "--help", "");
		gives(commands[i].run, wrong, 2, "", "there is no option --no-such-option");
	}
}

static void test_codes(void **state)
{
	(void)state;
	assert_int_equal(cli_code(STATUS_OK), EXIT_DONE);
	assert_int_equal(cli_code(STATUS_PROOF), EXIT_REFUSED);
	assert_int_equal(cli_code(STATUS_PRACTICE), EXIT_REFUSED);
	assert_int_equal(cli_code(STATUS_ABSENT), EXIT_FAILED);
	assert_int_equal(cli_code(STATUS_DISK_FULL), EXIT_FAILED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_taken),        cmocka_unit_test(test_mistakes),
	    cmocka_unit_test(test_help),         cmocka_unit_test(test_control_characters),
	    cmocka_unit_test(test_all_commands), cmocka_unit_test(test_codes),
	};

	return crypto_init() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
