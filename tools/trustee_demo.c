/* folkmoot trustee demo: a whole ceremony, played in one folder. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceremony.h"
#include "cli.h"
#include "files.h"
#include "keys.h"
#include "locked.h"
#include "trustee_steps.h"

static const char *const names[TRUSTEE_MAX] = {
    "Ada Example", "Bo Example",   "Cleo Example", "Dag Example", "Eli Example", "Fia Example",
    "Gus Example", "Hana Example", "Ivo Example",  "Jun Example", "Kai Example", "Lena Example",
    "Moe Example", "Nia Example",  "Otto Example", "Pia Example",
};

struct demo {
	struct ceremony ceremony;
	struct ceremony_fault fault;
	struct ceremony_key key[TRUSTEE_MAX];
	struct trustee member[TRUSTEE_MAX];
	struct trustee_share share[TRUSTEE_MAX];
	char text[CEREMONY_FILE_MAX];
	size_t text_len;
	unsigned count, threshold;
};

static enum status play_deals(struct demo *demo)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < demo->count && status == STATUS_OK; i++) {
		ceremony_key_make(&demo->key[i], SIGN_PRACTICE);
		status = ceremony_public_write(demo->text, sizeof demo->text, &demo->text_len, names[i],
		                               &demo->key[i].identity);
		if (status == STATUS_OK)
			status = ceremony_public_read(&demo->member[i], demo->text, demo->text_len);
	}
	if (status == STATUS_OK)
		status = ceremony_roster_make(&demo->ceremony, demo->member, demo->count, demo->threshold);
	for (unsigned i = 0; i < demo->count && status == STATUS_OK; i++) {
		status =
		    ceremony_deal_write(demo->text, sizeof demo->text, &demo->text_len, &demo->ceremony, &demo->key[i]);
		if (status == STATUS_OK)
			status = ceremony_deal_read(&demo->fault, &demo->ceremony, i + 1, demo->text, demo->text_len);
	}
	return status == STATUS_OK ? ceremony_agree(&demo->fault, &demo->ceremony) : status;
}

static enum status play_acceptances(struct demo *demo)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < demo->count && status == STATUS_OK; i++) {
		status = ceremony_share(&demo->share[i], &demo->fault, &demo->ceremony, &demo->key[i]);
		if (status == STATUS_OK)
			status = ceremony_acceptance_write(demo->text, sizeof demo->text, &demo->text_len,
			                                   &demo->ceremony, &demo->share[i]);
		if (status == STATUS_OK)
			status =
			    ceremony_acceptance_read(&demo->fault, &demo->ceremony, i + 1, demo->text, demo->text_len);
	}
	return status == STATUS_OK ? ceremony_finish(&demo->fault, &demo->ceremony) : status;
}

static enum status put_share(const char *folder, const struct trustee_share *share)
{
	uint8_t secret[TRUSTEE_SHARE_BYTES], locked[TRUSTEE_SHARE_BYTES + LOCKED_OVERHEAD];
	char path[PATH_ROOM];
	size_t len;
	enum status status = trustee_share_encode(secret, share);

	if (status == STATUS_OK)
		status = locked_seal(locked, sizeof locked, &len, TRUSTEE_SHARE_PURPOSE, secret, sizeof secret,
		                     PRACTICE_PASSPHRASE, LOCKED_PRACTICE);
	sodium_memzero(secret, sizeof secret);
	if (status == STATUS_OK)
		status = path_join(path, folder, "share.key");
	if (status == STATUS_OK)
		status = file_write(path, locked, len, FILE_SECRET, FILE_KEEP);
	if (status == STATUS_OK)
		status = path_join(path, folder, "share-copy.key");
	return status == STATUS_OK ? file_write(path, locked, len, FILE_SECRET, FILE_KEEP) : status;
}

static enum status put_files(const struct demo *demo, const char *output)
{
	char path[PATH_ROOM], name[32];
	struct folder_out folder;
	enum status status = folder_out_begin(&folder, output);

	if (status != STATUS_OK)
		return status;
	for (unsigned i = 0; i < demo->count && status == STATUS_OK; i++) {
		snprintf(name, sizeof name, "trustee-%u", i + 1);
		status = path_join(path, folder.temporary, name);
		if (status == STATUS_OK)
			status = folder_make(path);
		if (status == STATUS_OK)
			status = put_share(path, &demo->share[i]);
	}
	if (status == STATUS_OK)
		status = path_join(path, folder.temporary, "trustees.transcript");
	if (status == STATUS_OK)
		status = file_write(path, demo->ceremony.text, demo->ceremony.text_len, FILE_PUBLIC, FILE_KEEP);
	if (status == STATUS_OK)
		return folder_out_finish(&folder);
	folder_out_abandon(&folder);
	return status;
}

static enum status play(const char *output, unsigned count, unsigned threshold)
{
	struct demo *demo = calloc(1, sizeof *demo);
	enum status status = demo ? STATUS_OK : STATUS_NO_ROOM;

	if (status == STATUS_OK) {
		demo->count = count;
		demo->threshold = threshold;
		status = play_deals(demo);
	}
	if (status == STATUS_OK)
		status = play_acceptances(demo);
	if (status != STATUS_OK)
		(void)cli_failed("the ceremony could not be played: it %s; try on another computer",
		                 status_phrase(status));
	else
		status = put_files(demo, output);
	if (demo)
		sodium_memzero(demo, sizeof *demo);
	free(demo);
	return status;
}

int trustee_demo(int argc, char **argv)
{
	uint64_t count = 5, threshold = 3;
	int practice = 0, words, answer;
	const struct cli_option list[] = {
	    {.name = "-n", .value = "N", .help = "how many trustees (5)", .number = &count},
	    {.name = "-k",
	     .value = "K",
	     .help = "how many of them are needed to open ballots (3)",
	     .number = &threshold},
	    {.name = "--practice", .help = "always so: what is played is never for a real vote", .flag = &practice},
	};
	const struct cli_command command = {
	    .name = "trustee demo",
	    .usage = "FOLDER [-n N] [-k K]",
	    .help = "Plays a whole ceremony among practice trustees in a new folder: the transcript,\n"
	            "and a folder for each trustee with the locked share.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a new folder",
	};

	answer = cli_parse(&words, &command, argc, argv);
	if (answer != CLI_RUN)
		return answer;
	if (count < 1 || count > TRUSTEE_MAX || threshold < 1 || threshold > count)
		return cli_failed("-n is 1 to %d trustees, and -k 1 to as many; choose other numbers", TRUSTEE_MAX);
	if (play(argv[1], (unsigned)count, (unsigned)threshold) != STATUS_OK)
		return EXIT_FAILED;
	printf("%s holds the transcript and %u practice trustees, any %u of whom can open ballots.\n", argv[1],
	       (unsigned)count, (unsigned)threshold);
	return cli_finish(EXIT_DONE);
}
