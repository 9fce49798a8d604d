/* `folkmoot pabulib`: check Pabulib files as the field's own checker does, or repair what can be repaired. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "files.h"
#include "pabulib_valid.h"
#include "pabulib_write.h"

/* --- faults in a list, by line --- */

struct found {
	struct pabulib_fault *fault;
	size_t count, room, errors, warnings;
	int no_room;
};

static void keep(void *context, const struct pabulib_fault *fault)
{
	struct found *found = context;

	found->errors += fault->level == PABULIB_ERROR ? fault->times : 0;
	found->warnings += fault->level == PABULIB_WARNING ? fault->times : 0;
	if (found->count == found->room) {
		size_t room = found->room ? found->room * 2 : 64;
		struct pabulib_fault *more = realloc(found->fault, room * sizeof *more);

		if (!more) {
			found->no_room = 1;
			return;
		}
		found->fault = more;
		found->room = room;
	}
	found->fault[found->count++] = *fault;
}

/* What is said of the file as a whole comes last; what is said of one line stays as it came. */
static int comes_after(const struct pabulib_fault *a, const struct pabulib_fault *b)
{
	return a->line == 0 ? b->line != 0 : b->line != 0 && a->line > b->line;
}

static void sort(struct found *found)
{
	for (size_t i = 1; i < found->count; i++) {
		struct pabulib_fault now = found->fault[i];
		size_t at = i;

		for (; at > 0 && comes_after(&found->fault[at - 1], &now); at--)
			found->fault[at] = found->fault[at - 1];
		found->fault[at] = now;
	}
}

static const char *level_word(enum pabulib_level level)
{
	switch (level) {
	case PABULIB_NOTE: return "note";
	case PABULIB_REPAIR: return "repaired";
	case PABULIB_WARNING: return "warning";
	case PABULIB_ERROR: return "error";
	}
	return "?";
}

/* What came from a file must not paint on a terminal. */
static void print_faults(const char *path, const struct found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		struct pabulib_fault fault = found->fault[i];

		(void)cli_quiet(fault.what);
		if (fault.line > 0)
			printf("%s:%lu: %s: %s\n", path, fault.line, level_word(fault.level), fault.what);
		else
			printf("%s: %s: %s\n", path, level_word(fault.level), fault.what);
	}
}

/* --- check --- */

static void print_sum(const char *path, const struct found *found)
{
	printf("%s: %zu error%s, %zu warning%s\n", path, found->errors, plural(found->errors), found->warnings,
	       plural(found->warnings));
}

/* Takes the fault's text apart where it is not clean, so that it can stand in JSON. */
static json_t *faults_json(const struct found *found)
{
	json_t *faults = json_array();

	for (size_t i = 0; i < found->count; i++) {
		struct pabulib_fault fault = found->fault[i];

		(void)json_array_append_new(faults,
		                            json_pack("{s:I, s:s, s:s, s:s}", "line", (json_int_t)fault.line, "level",
		                                      level_word(fault.level), "kind", pabulib_traits(fault.kind)->word,
		                                      "what", cli_quiet(fault.what)));
	}
	return faults;
}

static int check_file(const char *path, json_t *all)
{
	struct found found = {0};
	struct bytes text = {0};
	enum status status = file_read(&text, path, PABULIB_MAX_BYTES, "the Pabulib file");
	int code = EXIT_FAILED;

	if (status != STATUS_OK)
		return EXIT_FAILED;
	status = pabulib_validate((char *)text.data, text.len, keep, &found);
	if (status == STATUS_NO_ROOM || found.no_room) {
		(void)cli_failed(
		    "%s: there is not enough memory to check it; close other programs or use a larger machine", path);
		goto out;
	}
	if (status != STATUS_OK && status != STATUS_TEXT) {
		(void)cli_failed("%s: could not be checked (%s)", path, status_phrase(status));
		goto out;
	}
	sort(&found);
	if (all)
		(void)json_array_append_new(all,
		                            json_pack("{s:s, s:I, s:I, s:b, s:o}", "file", path, "errors",
		                                      (json_int_t)found.errors, "warnings", (json_int_t)found.warnings,
		                                      "whole", status == STATUS_OK, "faults", faults_json(&found)));
	else
		print_faults(path, &found);
	if (!all && status == STATUS_TEXT)
		printf("%s: the file could not be read further than this\n", path);
	if (!all)
		print_sum(path, &found);
	code = found.errors > 0 ? EXIT_REFUSED : EXIT_DONE;
out:
	free(found.fault);
	bytes_free(&text);
	return code;
}

static int pabulib_check_command(int argc, char **argv)
{
	int json = 0, count, code = EXIT_DONE;
	const struct cli_option options[] = {{.name = "--json", .help = "the findings as JSON", .flag = &json}};
	const struct cli_command command = {
	    .name = "pabulib check",
	    .usage = "FILE.pb... [--json]",
	    .help = "Checks files in the Pabulib format (pabulib.org) for everything that the\n"
	            "field's own checker looks at: keys and columns, numbers and dates, votes\n"
	            "against their limits, recounts, and whether what was selected follows the\n"
	            "budget and the rule. Each finding is one line with its place, what is wrong\n"
	            "and what to do; of one kind the first three are told, then their number.\n"
	            "Exits with 0 where there is no error (warnings are none), with 1 where there\n"
	            "is, with 2 where a file could not be read.",
	    .options = options,
	    .option_count = sizeof options / sizeof options[0],
	    .arguments_min = 1,
	    .arguments_max = 100000,
	    .argument = "a Pabulib file",
	};
	json_t *all = NULL;

	code = cli_parse(&count, &command, argc, argv);
	if (code != CLI_RUN)
		return code;
	code = EXIT_DONE;
	if (json)
		all = json_array();
	for (int i = 1; i <= count; i++) {
		int now = check_file(argv[i], all);

		code = now > code ? now : code;
	}
	if (all && json_dumpf(all, stdout, JSON_INDENT(1)) == 0)
		(void)putchar('\n');
	json_decref(all);
	return code;
}

/* --- repair --- */

static enum status write_file(const char *path, const struct pabulib *file)
{
	struct pabulib_text text;
	struct file_out out;
	enum status status = file_out_begin(&out, path, FILE_PUBLIC, FILE_KEEP);

	if (status != STATUS_OK)
		return status;
	pabulib_text_of(&text, file);
	status = pabulib_write(out.stream, &text);
	if (status != STATUS_OK)
		out.failed = out.failed ? out.failed : EIO;
	status = file_out_finish(&out);
	file_out_abandon(&out);
	return status;
}

static int repair_file(const char *path, const char *to)
{
	struct found found = {0};
	struct bytes text = {0};
	struct pabulib_fault fault;
	struct pabulib *file = NULL;
	enum status status = file_read(&text, path, PABULIB_MAX_BYTES, "the Pabulib file");
	size_t repairs = 0;
	int code = EXIT_FAILED;

	if (status != STATUS_OK)
		return EXIT_FAILED;
	status = pabulib_read_as(&file, &fault, (char *)text.data, text.len, PABULIB_LENIENT, keep, &found);
	sort(&found);
	print_faults(path, &found);
	if (status != STATUS_OK) {
		if (fault.line > 0)
			code = cli_refused("%s, line %lu: %s; this cannot be repaired, and nothing was written", path,
			                   fault.line, fault.what);
		else
			code =
			    cli_refused("%s: %s; this cannot be repaired, and nothing was written", path, fault.what);
		goto out;
	}
	for (size_t i = 0; i < found.count; i++)
		repairs += found.fault[i].level == PABULIB_REPAIR;
	if (write_file(to, file) == STATUS_OK) {
		printf("%s: written%s; folkmoot pabulib check tells what is left to do\n", to,
		       repairs > 0 ? " with these repairs" : ", nothing had to be repaired");
		code = EXIT_DONE;
	}
out:
	pabulib_destroy(file);
	free(found.fault);
	bytes_free(&text);
	return code;
}

static int pabulib_repair_command(int argc, char **argv)
{
	const char *to = NULL;
	const struct cli_option options[] = {
	    {.name = "-o", .value = "OUT.pb", .help = "the file to write", .text = &to, .required = 1}};
	const struct cli_command command = {
	    .name = "pabulib repair",
	    .usage = "FILE.pb -o OUT.pb",
	    .help = "Reads a file in the Pabulib format (pabulib.org), repairs in it what has one\n"
	            "meaning only (blanks, encoding, numbers and lists written in another way,\n"
	            "counts and recounts, rows that stand twice, votes for projects that do not\n"
	            "exist) and writes it anew. Every repair is told: of one kind the first three,\n"
	            "then their number. The file itself is not changed.",
	    .options = options,
	    .option_count = sizeof options / sizeof options[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a Pabulib file",
	};
	int count, code = cli_parse(&count, &command, argc, argv);

	return code == CLI_RUN ? repair_file(argv[1], to) : code;
}

int command_pabulib(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"check", pabulib_check_command, "find everything wrong in Pabulib files"},
	    {"repair", pabulib_repair_command, "write a file anew, with all that can be repaired"},
	};
	static const struct cli_menu menu = {
	    .name = "pabulib",
	    .intro = "Files in the Pabulib format, in which participatory budgeting votes are published:",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
