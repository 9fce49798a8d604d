/* folkmoot organiser: the key that signs the election package and the list of kiosks. */
#include <stdio.h>

#include "cli.h"
#include "commands.h"
#include "enrolment.h"
#include "key_pair.h"

struct organiser_options {
	const char *output;
	const char *passphrase_file;
	int practice;
};

static void tell(const struct organiser_options *options, const struct sign_public *key)
{
	char text[SIGN_KEY_TEXT], fingerprint[KEY_FINGERPRINT];

	sign_key_text(text, key);
	key_fingerprint(fingerprint, key);
	printf("The organiser's %skey is made.\n\n", options->practice ? "practice " : "");
	printf("  %s.key  signs the election and the list of kiosks. Keep it safe%s.\n", options->output,
	       options->practice && !options->passphrase_file ? " (a practice key: not protected by a passphrase)"
	                                                      : "");
	printf("  %s.pub  is public: it goes into every kiosk, and to everybody who checks the count.\n\n",
	       options->output);
	printf("Its fingerprint, which each new kiosk shows; print it on the staff's sheet, to be compared:\n  %s\n\n",
	       fingerprint);
	printf("The whole public key:\n  %s\n\n", text);
	printf("Next: the trustees make theirs, each `folkmoot trustee new --name NAME -o FOLDER%s`,\n"
	       "or one alone for a small vote or a trial, `folkmoot trustee alone --name NAME -o FOLDER%s`.\n",
	       options->practice ? " --practice" : "", options->practice ? " --practice" : "");
}

static enum status make_key(const struct organiser_options *options)
{
	const struct key_pair request = {.name = options->output,
	                                 .whose = "the organiser's key",
	                                 .kind = options->practice ? SIGN_PRACTICE : SIGN_REAL,
	                                 .passphrase_file = options->passphrase_file};
	struct sign_public key;
	enum status status = key_pair_make(&key, &request);

	if (status == STATUS_OK)
		tell(options, &key);
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
