/* folkmoot organiser: the key that signs the election package and the list of kiosks. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "commands.h"
#include "files.h"
#include "passphrase.h"
#include "sign.h"

struct organiser_options {
	const char *output;
	const char *passphrase_file;
	int practice;
};

static enum status name_with(char out[static PATH_ROOM], const char *name, const char *ending)
{
	int len = snprintf(out, PATH_ROOM, "%s%s", name, ending);

	if (len > 0 && len < PATH_ROOM)
		return STATUS_OK;
	(void)cli_failed("%.60s…: this name is too long; take a shorter one", name);
	return STATUS_TOO_LONG;
}

/* Public key first: where the secret one cannot be written, nothing stays. */
static enum status write_pair(const char *name, const char *public_text, const char *secret_text)
{
	char public_path[PATH_ROOM], secret_path[PATH_ROOM];
	enum status status = name_with(public_path, name, ".pub");

	if (status == STATUS_OK)
		status = name_with(secret_path, name, ".key");
	if (status == STATUS_OK && path_exists(secret_path)) {
		(void)cli_failed("%s: a key is there already and is never overwritten; choose another name for -o",
		                 secret_path);
		status = STATUS_USED;
	}
	if (status == STATUS_OK)
		status = file_write(public_path, public_text, strlen(public_text), FILE_PUBLIC, FILE_KEEP);
	if (status != STATUS_OK)
		return status;
	status = file_write(secret_path, secret_text, strlen(secret_text), FILE_SECRET, FILE_KEEP);
	if (status != STATUS_OK)
		unlink(public_path);
	return status;
}

static void tell(const struct organiser_options *options, const struct sign_public *key)
{
	char text[SIGN_KEY_TEXT];

	sign_key_text(text, key);
	printf("The organiser's %skey is made.\n\n", options->practice ? "practice " : "");
	printf("  %s.key  signs the election and the list of kiosks. Keep it safe%s.\n", options->output,
	       options->practice && !options->passphrase_file ? " (a practice key: not protected by a passphrase)"
	                                                      : "");
	printf("  %s.pub  is public: it goes into every kiosk, and to everybody who checks the count.\n\n",
	       options->output);
	printf("Public key, to compare by eye or voice:\n  %s\n\n", text);
	printf("Next: the trustees make theirs, each `folkmoot trustee new --name NAME -o FOLDER%s`,\n"
	       "or one alone for a small vote or a trial, `folkmoot trustee alone --name NAME -o FOLDER%s`.\n",
	       options->practice ? " --practice" : "", options->practice ? " --practice" : "");
}

static enum status make_key(const struct organiser_options *options)
{
	char passphrase[PASSPHRASE_MAX + 1] = "", secret_text[SIGN_KEY_FILE_MAX], public_text[SIGN_KEY_FILE_MAX];
	int protected = !options->practice || options->passphrase_file;
	struct sign_secret key;
	enum status status = STATUS_OK;

	sign_key_make(&key, options->practice ? SIGN_PRACTICE : SIGN_REAL);
	if (protected)
		status = passphrase_get(passphrase, options->passphrase_file, "the organiser's key", PASSPHRASE_NEW);
	if (status != STATUS_OK)
		goto out;
	status = sign_secret_write(secret_text, sizeof secret_text, &key, protected ? passphrase : NULL);
	if (status == STATUS_OK)
		status = sign_public_write(public_text, sizeof public_text, &key.public_key);
	if (status != STATUS_OK) {
		(void)cli_failed("the organiser's key could not be made: it %s; try on a computer with more memory",
		                 status_phrase(status));
		goto out;
	}
	status = write_pair(options->output, public_text, secret_text);
	if (status == STATUS_OK)
		tell(options, &key.public_key);
out:
	sign_secret_wipe(&key);
	sodium_memzero(passphrase, sizeof passphrase);
	sodium_memzero(secret_text, sizeof secret_text);
	return status;
}

static int organiser_new(int argc, char **argv)
{
	struct organiser_options options = {0};
	const struct cli_option list[] = {
	    {.name = "-o",
	     .value = "NAME",
	     .help = "writes NAME.key and NAME.pub",
	     .text = &options.output,
	     .required = 1},
	    {.name = "--practice", .help = "a key for trying out, never for a real vote", .flag = &options.practice},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line is the passphrase (else it is asked)",
	     .text = &options.passphrase_file},
	};
	const struct cli_command command = {
	    .name = "organiser new",
	    .usage = "-o NAME [--practice] [--passphrase-file FILE]",
	    .help = "Makes the organiser's key in minisign's own format, so that stock minisign can\n"
	            "check everything it signs. An existing key is never overwritten.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	if (make_key(&options) != STATUS_OK)
		return EXIT_FAILED;
	return cli_finish(EXIT_DONE);
}

int command_organiser(int argc, char **argv)
{
	static const struct cli_word words[] = {{"new", organiser_new, "make the organiser's key pair"}};
	static const struct cli_menu menu = {
	    .name = "organiser",
	    .intro = "The organiser's key signs the election package and the list of kiosks.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
