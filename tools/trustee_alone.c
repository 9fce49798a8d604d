/* folkmoot trustee alone: one trustee writes, in one go, the same transcript that a ceremony of several writes. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "trustee_steps.h"

struct alone_options {
	const char *name;
	const char *output;
	const char *passphrase_file;
	int practice;
};

struct alone_files {
	char transcript[TRUSTEE_TRANSCRIPT_MAX];
	size_t transcript_len;
	uint8_t share[TRUSTEE_LOCKED_ROOM];
	size_t share_len;
};

static enum sign_kind kind_of(const struct alone_options *options)
{
	return options->practice ? SIGN_PRACTICE : SIGN_REAL;
}

static enum status put(const struct folder_out *folder, const char *name, const void *data, size_t len,
                       enum file_secrecy secrecy)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder->temporary, name);

	return status == STATUS_OK ? file_write(path, data, len, secrecy, FILE_KEEP) : status;
}

static enum status write_files(const char *output, const struct alone_files *files)
{
	struct folder_out folder;
	enum status status = folder_out_begin(&folder, output);

	if (status == STATUS_OK)
		status = put(&folder, CEREMONY_TRANSCRIPT_FILE, files->transcript, files->transcript_len, FILE_PUBLIC);
	if (status == STATUS_OK)
		status = put(&folder, TRUSTEE_SHARE_FILE, files->share, files->share_len, FILE_SECRET);
	if (status == STATUS_OK)
		status = put(&folder, TRUSTEE_SHARE_COPY, files->share, files->share_len, FILE_SECRET);
	if (status == STATUS_OK)
		return folder_out_finish(&folder);
	folder_out_abandon(&folder);
	return status;
}

static enum status lock_share(struct alone_files *files, const struct trustee_share *share,
                              const struct alone_options *options)
{
	char passphrase[PASSPHRASE_MAX + 1];
	enum status status =
	    trustee_passphrase_new(passphrase, options->passphrase_file, kind_of(options), "the trustee's share");

	if (status == STATUS_OK)
		status = trustee_share_lock(files->share, &files->share_len, share, passphrase, kind_of(options));
	sodium_memzero(passphrase, sizeof passphrase);
	return status;
}

static void tell(const struct alone_options *options)
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
	       "--trustees %s/trustees.transcript --mixer ORGANISER.pub -o NAME.election`: two people must\n"
	       "mix the ballots, and one trustee is only one.\n",
	       dir);
}

static enum status make_trustee(const struct alone_options *options)
{
	struct trustees trustees;
	struct alone_files files;
	struct trustee_share share;
	enum status status = trustee_name_check(options->name);

	if (status != STATUS_OK)
		return status;
	status = trustee_alone(&trustees, &share, options->name, kind_of(options));
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

int trustee_alone_command(int argc, char **argv)
{
	struct alone_options options = {0};
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
	            "a passphrase. Several trustees make theirs together: `folkmoot trustee new`.",
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
