/* folkmoot mixer: a key for somebody who mixes and is no trustee; trustees mix with the key in their share. */
#include <stdio.h>

#include "cli.h"
#include "commands.h"
#include "key_pair.h"

struct mixer_options {
	const char *output;
	const char *passphrase_file;
	int practice;
};

static void tell(const struct mixer_options *options, const struct sign_public *key)
{
	char text[SIGN_KEY_TEXT];

	sign_key_text(text, key);
	printf("The mixer's %skey is made.\n\n", options->practice ? "practice " : "");
	printf("  %s.key  signs this mixer's mix of the ballots; it opens none. Keep it safe%s.\n", options->output,
	       options->practice && !options->passphrase_file ? " (a practice key: not protected by a passphrase)"
	                                                      : "");
	printf("  %s.pub  is public: the organiser puts it into the election.\n\n", options->output);
	printf("Public key, to compare by eye or voice:\n  %s\n\n", text);
	printf("Next: give %s.pub to the organiser before the election is built, for\n"
	       "`folkmoot election build ... --mixer %s.pub`. After the vote, when it is your turn:\n"
	       "`folkmoot mix RECORD --mixer %s.key`.\n",
	       options->output, options->output, options->output);
}

static int mixer_new(int argc, char **argv)
{
	struct mixer_options options = {0};
	const struct cli_option list[] = {
	    {.name = "-o",
	     .value = "NAME",
	     .help = "writes NAME.key and NAME.pub; NAME is the mixer's name in the election",
	     .text = &options.output,
	     .required = 1},
	    {.name = "--practice", .help = "a key for trying out, never for a real vote", .flag = &options.practice},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line is the passphrase (else it is asked)",
	     .text = &options.passphrase_file},
	};
	const struct cli_command command = {
	    .name = "mixer new",
	    .usage = "-o NAME [--practice] [--passphrase-file FILE]",
	    .help = "Makes the key of a mixer who is no trustee, in minisign's own format. A trustee needs\n"
	            "none: their share.key mixes too. An existing key is never overwritten.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	};
	struct key_pair request = {.whose = "the mixer's key"};
	struct sign_public key;
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	request.name = options.output;
	request.kind = options.practice ? SIGN_PRACTICE : SIGN_REAL;
	request.passphrase_file = options.passphrase_file;
	if (key_pair_make(&key, &request) != STATUS_OK)
		return EXIT_FAILED;
	tell(&options, &key);
	return cli_finish(EXIT_DONE);
}

int command_mixer(int argc, char **argv)
{
	static const struct cli_word words[] = {{"new", mixer_new, "make the key pair of a mixer who is no trustee"}};
	static const struct cli_menu menu = {
	    .name = "mixer",
	    .intro = "Mixers put the ballots in a new order and form, so that nobody can tell whose is whose.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
