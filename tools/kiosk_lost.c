/* folkmoot kiosk lost: the organiser declares that a kiosk will never write a closing export. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accept.h"
#include "cli.h"
#include "keys.h"

struct lost_options {
	const char *election, *roster, *organiser, *passphrase_file, *kiosk, *export, *reason, *output;
};

static enum status find_kiosk(struct loss *loss, const struct accepted *accepted, const struct lost_options *options)
{
	const struct roster_kiosk *kiosk = accepted_kiosk_named(accepted, options->roster, options->kiosk);

	if (!kiosk)
		return STATUS_ABSENT;
	loss->kind = accepted->roster.kind;
	loss->election = accepted->package.hash;
	snprintf(loss->name, sizeof loss->name, "%s", kiosk->name);
	snprintf(loss->place, sizeof loss->place, "%s", kiosk->place);
	loss->kiosk = kiosk->key;
	return STATUS_OK;
}

/* The last export there is: all of it must hold, or nobody could count with it. */
static enum status take_export(struct loss *loss, const struct accepted *accepted, const struct lost_options *options)
{
	const struct export *export = &accepted->exports[0];

	if (!options->export)
		return STATUS_OK;
	if (accepted->faults.count)
		return STATUS_MISMATCH;
	if (memcmp(export->kiosk->key.key, loss->kiosk.key, SIGN_KEY_BYTES) != 0) {
		(void)cli_refused("%s: is an export of %s; give the last one of %s", options->export,
		                  export->kiosk->name, loss->name);
		return STATUS_OTHER_KIOSK;
	}
	if (export->report.state == VOTING_CLOSED) {
		(void)cli_refused("%s: is a closing export; a kiosk that was closed is counted without a declaration",
		                  options->export);
		return STATUS_MISMATCH;
	}
	loss->number = export->report.number;
	memcpy(loss->manifest, export->manifest_sha256, SHA256_BYTES);
	return STATUS_OK;
}

static enum status sign_loss(const struct loss *loss, const struct sign_secret *organiser, const char *path)
{
	char body[LOSS_MAX_BYTES], comment[SIGN_TRUSTED_MAX + 1], signature[SIGN_FILE_MAX],
	    whole[LOSS_MAX_BYTES + SIGN_FILE_MAX];
	size_t body_len = 0;
	enum status status = loss_write(body, sizeof body, &body_len, loss);

	if (status == STATUS_OK) {
		loss_comment(comment, loss);
		status = sign_file(signature, body, body_len, comment, organiser);
	}
	if (status != STATUS_OK) {
		(void)cli_failed("--reason: cannot be written (it %s); give one line of at most %d characters",
		                 status_phrase(status), LOSS_REASON_MAX);
		return STATUS_STATE;
	}
	snprintf(whole, sizeof whole, "%s%s", signature, body);
	return file_write_signed(path, whole, strlen(whole));
}

static void tell(const struct loss *loss, const char *path)
{
	printf("Declared lost: %s (%s), %s.\n", loss->name, loss->place,
	       loss->number ? "which counts with the export given and nothing after it" : "of which nothing counts");
	if (loss->number)
		printf(
		    "Its last export is number %u. Ballots cast there after it are unknown, and every audit says so.\n",
		    loss->number);
	printf("Declaration: %s\n\nNext: give it to `folkmoot verify` and `folkmoot count start` with --loss.\n", path);
}

static enum status declare(const struct lost_options *options)
{
	struct accepted *accepted = calloc(1, sizeof *accepted);
	struct loss *loss = calloc(1, sizeof *loss);
	char *const exports[] = {(char *)(uintptr_t)options->export};
	struct sign_secret organiser;
	struct accept_sources sources = {.election = options->election,
	                                 .organiser = options->organiser,
	                                 .organiser_key = &organiser.public_key,
	                                 .exports = exports,
	                                 .export_count = options->export ? 1 : 0};
	enum status status = STATUS_NO_ROOM;

	memset(&organiser, 0, sizeof organiser);
	if (accepted && loss)
		status = organiser_key_load(&organiser, options->organiser, options->passphrase_file);
	else
		(void)cli_failed("there is not enough memory; close other programs");
	if (status == STATUS_OK)
		status = accept_election(accepted, &sources);
	if (status == STATUS_OK)
		status = accept_roster(accepted, options->roster);
	if (status == STATUS_OK)
		status = find_kiosk(loss, accepted, options);
	if (status == STATUS_OK)
		status = accept_exports(accepted, &sources);
	if (status == STATUS_OK)
		status = take_export(loss, accepted, options);
	if (status == STATUS_OK &&
	    snprintf(loss->reason, sizeof loss->reason, "%s", options->reason) > LOSS_REASON_MAX) {
		(void)cli_failed("--reason: is longer than %d bytes; say it in fewer words", LOSS_REASON_MAX);
		status = STATUS_STATE;
	}
	if (status == STATUS_OK)
		status = sign_loss(loss, &organiser, options->output);
	if (status == STATUS_OK)
		tell(loss, options->output);
	sign_secret_wipe(&organiser);
	if (accepted)
		accept_finish(accepted);
	free(accepted);
	free(loss);
	return status;
}

int kiosk_lost(int argc, char **argv)
{
	struct lost_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--election",
	     .value = "FILE",
	     .help = "the signed package",
	     .text = &options.election,
	     .required = 1},
	    {.name = "--roster",
	     .value = "FILE",
	     .help = "the signed roster of kiosks",
	     .text = &options.roster,
	     .required = 1},
	    {.name = "--organiser",
	     .value = "KEY",
	     .help = "the organiser's secret key (.key)",
	     .text = &options.organiser,
	     .required = 1},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line opens the key (else it is asked)",
	     .text = &options.passphrase_file},
	    {.name = "--kiosk",
	     .value = "NAME",
	     .help = "the kiosk's name as the roster has it",
	     .text = &options.kiosk,
	     .required = 1},
	    {.name = "--export",
	     .value = "FOLDER",
	     .help = "its last export that there is (else it counts with nothing)",
	     .text = &options.export},
	    {.name = "--reason",
	     .value = "TEXT",
	     .help = "what happened, in one line that everybody will read",
	     .text = &options.reason,
	     .required = 1},
	    {.name = "-o", .value = "FILE", .help = "the declaration to write", .text = &options.output, .required = 1},
	};
	const struct cli_command command = {
	    .name = "kiosk lost",
	    .usage =
	        "--election FILE --roster FILE --organiser KEY --kiosk NAME [--export FOLDER] --reason TEXT -o FILE",
	    .help = "Signs that a kiosk is lost and will never be closed: it then counts with exactly the\n"
	            "export given, or with none. The audit of the count says so for ever.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	};
	int count, answer = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (answer != CLI_RUN)
		return answer;
	status = declare(&options);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}
