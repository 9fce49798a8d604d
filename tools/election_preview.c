/* The definition is made complete with keys that nobody has, and its bytes given to folkmoot-preview, a program of its
 * own: it paints with what the kiosk paints with, which the tools do not link. */
#include "election_preview.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "election_body.h"
#include "election_load.h"

#define PROGRAM "folkmoot-preview"

/* --- complete without trustees --- */

/* What an election needs to be written and a preview does not show. tag: lives as long as the election. */
static enum status complete(struct election *election, uint8_t tag[static ISSUED_BYTES])
{
	static const uint8_t nothing[TAG_BYTES] = {0};
	struct sign_secret key;
	struct scalar secret;
	enum status status;

	scalar_random(&secret);
	status = point_multiply_base(&election->joint_key, &secret);
	scalar_wipe(&secret);
	election->trustee_count = election->threshold = 1;
	election->mixer_count = ELECTION_MIN_MIXERS;
	for (unsigned i = 0; i < ELECTION_MIN_MIXERS; i++) {
		sign_key_make(&key, election->kind);
		election->mixer[i] = (struct mixer){.name = i == 0 ? "Nobody" : "Nobody else", .key = key.public_key};
	}
	sign_key_make(&key, election->kind);
	election->organiser_key = key.public_key;
	sign_secret_wipe(&key);
	if (election->admission != ADMISSION_CODE)
		return status;
	election->places = calloc(1, sizeof *election->places);
	if (!election->places)
		return STATUS_NO_ROOM;
	election->places[0] = "Nowhere";
	election->place_count = 1;
	issued_write(tag, 0, 0, nothing);
	election->tags = tag;
	election->tag_count = 1;
	return status;
}

/* --- the other program --- */

/* Beside this one, or where programs are. */
static void program_path(char out[static PATH_ROOM])
{
	char own[PATH_ROOM];
	ssize_t len = readlink("/proc/self/exe", own, sizeof own - 1);
	char *name;

	snprintf(out, PATH_ROOM, PROGRAM);
	if (len <= 0)
		return;
	own[len] = '\0';
	name = strrchr(own, '/');
	if (!name)
		return;
	*name = '\0';
	if (snprintf(out, PATH_ROOM, "%s/" PROGRAM, own) >= PATH_ROOM || access(out, X_OK) != 0)
		snprintf(out, PATH_ROOM, PROGRAM);
}

/* A file that lies nowhere, with these bytes, to be read from its beginning; -1 where there is none. */
static int in_memory(const uint8_t *bytes, size_t len)
{
	int fd = memfd_create("election", MFD_CLOEXEC);

	for (size_t done = 0; fd >= 0 && done < len;) {
		ssize_t written = write(fd, bytes + done, len - done);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			close(fd);
			return -1;
		}
		done += (size_t)written;
	}
	if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Its exit code; -1 where it could not be started. */
static int run(int from, int to, const char *language)
{
	char path[PATH_ROOM];
	char *words[] = {path, NULL, NULL};
	int state;
	pid_t child;

	program_path(path);
	words[1] = (char *)(uintptr_t)language;
	fflush(NULL);
	child = fork();
	if (child == 0) {
		if (dup2(from, STDIN_FILENO) >= 0 && dup2(to, STDOUT_FILENO) >= 0)
			execvp(path, words);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &state, 0) < 0)
		if (errno != EINTR)
			return -1;
	return child > 0 && WIFEXITED(state) && WEXITSTATUS(state) != 127 ? WEXITSTATUS(state) : -1;
}

static int paint(const uint8_t *body, size_t body_len, const char *output, const char *language)
{
	struct file_out out;
	int from, code, answer = EXIT_FAILED;

	if (file_out_begin(&out, output, FILE_PUBLIC, FILE_REPLACE) != STATUS_OK)
		return EXIT_FAILED;
	from = in_memory(body, body_len);
	code = from < 0 ? -1 : run(from, fileno(out.stream), language);
	if (from >= 0)
		close(from);
	if (code < 0)
		(void)cli_failed("the program " PROGRAM " cannot be started; install it beside folkmoot");
	else if (code > 1)
		(void)cli_failed("%s: was not made; see the sentence above", output);
	else if (file_out_finish(&out) == STATUS_OK)
		answer = code == 0 ? EXIT_DONE : EXIT_REFUSED;
	file_out_abandon(&out);
	return answer;
}

static int preview(struct definition *definition, const char *path, const char *output, const char *language)
{
	uint8_t tag[ISSUED_BYTES];
	uint8_t *body = NULL;
	size_t body_len;
	int code = EXIT_FAILED, known = !language;

	for (unsigned i = 0; i < definition->election->language_count; i++)
		known |= language && strcmp(definition->election->language[i], language) == 0;
	if (!known)
		return cli_failed("--language: the election has no language \"%s\"; give one of its \"languages\"",
		                  language);
	if (complete(definition->election, tag) != STATUS_OK)
		return cli_failed("%s: could not be made ready for its preview; please report this", path);
	if (election_body(&body, &body_len, definition->election, path) == STATUS_OK)
		code = paint(body, body_len, output, language);
	free(body);
	definition->election->tags = NULL;
	definition->election->tag_count = 0;
	if (code == EXIT_DONE || code == EXIT_REFUSED)
		printf(
		    "Every screen is in %s: open it in a web browser, and show it to those who proposed the projects.\n"
		    "%sWhen all is as it should be: folkmoot election build --help\n",
		    output, code == EXIT_REFUSED ? "Some texts do not fit their screens: see the notes above.\n" : "");
	return code;
}

int election_preview(int argc, char **argv)
{
	const char *output = NULL, *language = NULL;
	const struct cli_option options[] = {
	    {.name = "-o", .value = "PAGE.html", .help = "the page to write", .text = &output, .required = 1},
	    {.name = "--language", .value = "TAG", .help = "in this language only, such as en", .text = &language},
	};
	const struct cli_command command = {
	    .name = "election preview",
	    .usage = "ELECTION.json -o PAGE.html [--language TAG]",
	    .help = "Shows a vote before it is signed: every screen that voters can come to, each project's\n"
	            "page among them, in every language, as the kiosk paints it, on one page for a web\n"
	            "browser. The main language is shown with the largest words too. Takes a second for\n"
	            "some ten screens.",
	    .options = options,
	    .option_count = sizeof options / sizeof options[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "an election.json",
	};
	struct definition definition;
	struct bytes file = {0};
	int count, code = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (code != CLI_RUN)
		return code;
	status = election_load(&definition, &file, argv[1]);
	code = status == STATUS_OK ? preview(&definition, argv[1], output, language) : cli_code(status);
	definition_finish(&definition);
	bytes_free(&file);
	return cli_finish(code);
}
