/* folkmoot messages: what the kiosk says in one language, looked through before it is built in. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "files.h"
#include "messages.h"
#include "messages_check.h"

enum { CATALOGUE_BYTES_MAX = 1024 * 1024, LANGUAGE_ROOM = 16, FILES_MAX = 64 };

static void tell_fault(void *context, unsigned line, const char *what)
{
	char quiet[CATALOGUE_FAULT];

	snprintf(quiet, sizeof(quiet), "%s", what);
	if (line)
		printf("%s:%u: %s\n", (const char *)context, line, cli_quiet(quiet));
	else
		printf("%s: %s\n", (const char *)context, cli_quiet(quiet));
}

/* "pt" from "assets/messages/pt.txt". */
static int language_of(char out[static LANGUAGE_ROOM], const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t len = strcspn(name, ".");

	if (!len || len >= LANGUAGE_ROOM || strcmp(name + len, ".txt") != 0)
		return 0;
	memcpy(out, name, len);
	out[len] = 0;
	return 1;
}

static int look_through(unsigned *faults, char *path)
{
	const struct catalogue_listener listener = {tell_fault, path};
	char language[LANGUAGE_ROOM];
	struct bytes bytes = {0};
	enum status status;

	if (!language_of(language, path))
		return cli_failed("%s: name the file by its language, such as \"pt.txt\"", path);
	status = file_read(&bytes, path, CATALOGUE_BYTES_MAX, "a file of messages");
	if (status == STATUS_OK)
		*faults += catalogue_check(language, (const char *)bytes.data, bytes.len, &listener);
	bytes_free(&bytes);
	return status == STATUS_OK ? EXIT_DONE : cli_code(status);
}

int command_messages(int argc, char **argv)
{
	const struct cli_command command = {
	    .name = "messages",
	    .usage = "LANGUAGE.txt...",
	    .help = "Looks through what the kiosk says in a language: unknown, missing and repeated\n"
	            "lines, forms, places to fill, length and letters. Each fault is named with its\n"
	            "line. assets/messages/README.md says how such a file is written.",
	    .arguments_min = 1,
	    .arguments_max = FILES_MAX,
	    .argument = "a file of messages",
	};
	unsigned faults = 0;
	int count, code = cli_parse(&count, &command, argc, argv);

	if (code != CLI_RUN)
		return code;
	for (int i = 1; i <= count; i++) {
		code = look_through(&faults, argv[i]);
		if (code != EXIT_DONE)
			return code;
	}
	if (faults)
		return cli_refused("faults: %u; change those lines and look again", faults);
	printf("Nothing is missing, and nothing is wrong with the lines. Messages: %d.\n", MESSAGE_COUNT);
	return EXIT_DONE;
}
