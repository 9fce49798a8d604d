/* folkmoot trustee: the key to the ballots. One trustee alone writes the same transcript that a ceremony of several
 * writes. */
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "ceremony.h"
#include "cli.h"
#include "commands.h"
#include "decrypt.h"
#include "files.h"
#include "keys.h"
#include "locked.h"
#include "passphrase.h"
#include "trustee_steps.h"

struct trustee_options {
	const char *name;
	const char *output;
	const char *passphrase_file;
	int practice;
};

struct trustee_files {
	char transcript[TRUSTEE_TRANSCRIPT_MAX];
	size_t transcript_len;
	uint8_t share[TRUSTEE_SHARE_BYTES + LOCKED_OVERHEAD];
	size_t share_len;
};

static enum status put(const struct folder_out *folder, const char *name, const void *data, size_t len,
                       enum file_secrecy secrecy)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder->temporary, name);

	return status == STATUS_OK ? file_write(path, data, len, secrecy, FILE_KEEP) : status;
}

static enum status write_files(const char *output, const struct trustee_files *files)
{
	struct folder_out folder;
	enum status status = folder_out_begin(&folder, output);

	if (status == STATUS_OK)
		status = put(&folder, "trustees.transcript", files->transcript, files->transcript_len, FILE_PUBLIC);
	if (status == STATUS_OK)
		status = put(&folder, "share.key", files->share, files->share_len, FILE_SECRET);
	if (status == STATUS_OK)
		status = put(&folder, "share-copy.key", files->share, files->share_len, FILE_SECRET);
	if (status == STATUS_OK)
		return folder_out_finish(&folder);
	folder_out_abandon(&folder);
	return status;
}

static enum status lock_share(struct trustee_files *files, const struct trustee_share *share,
                              const struct trustee_options *options)
{
	char passphrase[PASSPHRASE_MAX + 1] = PRACTICE_PASSPHRASE;
	uint8_t secret[TRUSTEE_SHARE_BYTES];
	enum status status = STATUS_OK;

	if (!options->practice || options->passphrase_file)
		status = passphrase_get(passphrase, options->passphrase_file, "the trustee's share", PASSPHRASE_NEW);
	if (status != STATUS_OK)
		return status;
	status = trustee_share_encode(secret, share);
	if (status == STATUS_OK)
		status =
		    locked_seal(files->share, sizeof files->share, &files->share_len, TRUSTEE_SHARE_PURPOSE, secret,
		                sizeof secret, passphrase, options->practice ? LOCKED_PRACTICE : LOCKED_PASSPHRASE);
	if (status != STATUS_OK)
		(void)cli_failed("the share could not be locked: it %s; try on a computer with more memory",
		                 status_phrase(status));
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(passphrase, sizeof passphrase);
	return status;
}

static void tell(const struct trustee_options *options)
{
	const char *dir = options->output;

	printf("The trustees' %skey is made, with one trustee: %s.\n\n", options->practice ? "practice " : "",
	       options->name);
	printf("  %s/trustees.transcript  is public: it goes into the election and to the counters.\n", dir);
	printf("  %s/share.key            opens the ballots%s.\n", dir,
	       options->practice && !options->passphrase_file ? " (practice: needs no passphrase)"
	                                                      : ", with the passphrase you chose");
	printf("  %s/share-copy.key       is the same again. Keep it on another stick, in another place.\n\n", dir);
	printf("Whoever holds a share and its passphrase can read every ballot. Either copy is enough.\n"
	       "If both are lost, nobody can ever count. One trustee alone suits a small vote or a trial.\n\n"
	       "Next: write the election, then `folkmoot election build ELECTION.json --organiser KEY\n"
	       "--trustees %s/trustees.transcript -o NAME.election`.\n",
	       dir);
}

static enum status make_trustee(const struct trustee_options *options)
{
	struct trustees trustees;
	struct trustee_files files;
	struct trustee_share share;
	enum status status;

	if (strlen(options->name) > TRUSTEE_NAME_MAX || !text_is_clean(options->name, strlen(options->name))) {
		(void)cli_failed("--name: a trustee's name is plain text of at most %d bytes; shorten it",
		                 TRUSTEE_NAME_MAX);
		return STATUS_TEXT;
	}
	status = trustee_alone(&trustees, &share, options->name, options->practice ? SIGN_PRACTICE : SIGN_REAL);
	if (status == STATUS_OK)
		status = trustees_write(files.transcript, sizeof files.transcript, &files.transcript_len, &trustees);
	if (status != STATUS_OK) {
		(void)cli_failed("the trustees' key could not be made: it %s; check the name given",
		                 status_phrase(status));
		goto out;
	}
	status = lock_share(&files, &share, options);
	if (status == STATUS_OK)
		status = write_files(options->output, &files);
	if (status == STATUS_OK)
		tell(options);
out:
	trustee_share_wipe(&share);
	return status;
}

static int run_alone(int argc, char **argv)
{
	struct trustee_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--name", .value = "NAME", .help = "who the trustee is", .text = &options.name, .required = 1},
	    {.name = "-o",
	     .value = "FOLDER",
	     .help = "a new folder for the files",
	     .text = &options.output,
	     .required = 1},
	    {.name = "--practice", .help = "a key for trying out, never for a real vote", .flag = &options.practice},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line is the passphrase (else it is asked)",
	     .text = &options.passphrase_file},
	};
	const struct cli_command command = {
	    .name = "trustee alone",
	    .usage = "--name NAME -o FOLDER [--practice] [--passphrase-file FILE]",
	    .help = "Makes the key that ballots are sealed to, held by one trustee alone, for a small\n"
	            "vote or a trial: the public transcript, and the secret share in two copies under\n"
	            "a passphrase. Several trustees make theirs together: `trustee new` and on.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	if (make_trustee(&options) != STATUS_OK)
		return EXIT_FAILED;
	return cli_finish(EXIT_DONE);
}

int command_trustee(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"alone", run_alone, "make the key for one trustee alone: a small vote, or a trial"},
	    {"decrypt", trustee_decrypt, "add one trustee's part of the decryption to a mixed record"},
	    {"draw", trustee_draw, "draw which of several ballots of one voting code counts"},
	    {"demo", trustee_demo, "play a whole ceremony in one folder, for learning and tests"},
	};
	static const struct cli_menu menu = {
	    .name = "trustee",
	    .intro = "Trustees hold the key to the ballots; nobody else can open them.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
