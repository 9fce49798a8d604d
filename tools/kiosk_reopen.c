/* folkmoot kiosk reopen: the organiser permits one closed kiosk to open again, once. */
#include "kiosk_reopen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accept.h"
#include "cli.h"
#include "keys.h"
#include "permission.h"

struct reopen_options {
	const char *election, *roster, *organiser, *passphrase_file, *kiosk, *reason, *output;
	uint64_t closing;
};

static enum status find_kiosk(struct permission *permission, const struct accepted *accepted,
                              const struct reopen_options *options)
{
	const struct roster_kiosk *kiosk = accepted_kiosk_named(accepted, options->roster, options->kiosk);

	if (!kiosk)
		return STATUS_ABSENT;
	permission->kind = accepted->roster.kind;
	permission->election = accepted->package.hash;
	snprintf(permission->name, sizeof permission->name, "%s", kiosk->name);
	memcpy(permission->kiosk, kiosk->key.key, SIGN_KEY_BYTES);
	return STATUS_OK;
}

static enum status check_words(const struct reopen_options *options)
{
	size_t len = strlen(options->output), end = strlen(PERMISSION_END);

	if (len <= end || strcmp(options->output + len - end, PERMISSION_END) != 0) {
		(void)cli_failed("-o %s: its name must end in " PERMISSION_END ", for the kiosk looks for that",
		                 options->output);
		return STATUS_STATE;
	}
	if (options->closing < 1 || options->closing > UINT32_MAX) {
		(void)cli_failed("--closing: is a number from 1, as the kiosk's closing report shows it");
		return STATUS_STATE;
	}
	return STATUS_OK;
}

static enum status sign(struct permission *permission, const struct reopen_options *options,
                        const struct sign_secret *organiser)
{
	char text[PERMISSION_MAX_BYTES];
	size_t len = 0;
	enum status status = STATUS_TOO_LONG;

	permission->closing = (uint32_t)options->closing;
	if (snprintf(permission->reason, sizeof permission->reason, "%s", options->reason) <= PERMISSION_REASON_MAX)
		status = permission_sign(permission, organiser);
	if (status == STATUS_OK)
		status = permission_write(text, sizeof text, &len, permission);
	if (status != STATUS_OK) {
		(void)cli_failed("--reason: cannot be written (it %s); give one line of at most %d bytes",
		                 status_phrase(status), PERMISSION_REASON_MAX);
		return STATUS_STATE;
	}
	return file_write_signed(options->output, text, len);
}

static void tell(const struct permission *permission, const char *path)
{
	printf("Permitted: %s may open again once after closing %u.\nPermission: %s\n\n", permission->name,
	       permission->closing, path);
	printf("Next: copy this file onto a stick, put it into that kiosk, and choose \"Open a closed kiosk again\"\n"
	       "among staff's tasks.\n"
	       "The kiosk's log carries the permission for ever, and every audit checks it.\n");
}

static enum status permit(const struct reopen_options *options)
{
	struct accepted *accepted = calloc(1, sizeof *accepted);
	struct permission permission = {.closing = 0};
	struct sign_secret organiser;
	struct accept_sources sources = {
	    .election = options->election, .organiser = options->organiser, .organiser_key = &organiser.public_key};
	enum status status = accepted ? check_words(options) : STATUS_NO_ROOM;

	memset(&organiser, 0, sizeof organiser);
	if (!accepted)
		(void)cli_failed("there is not enough memory; close other programs");
	if (status == STATUS_OK)
		status = organiser_key_load(&organiser, options->organiser, options->passphrase_file);
	if (status == STATUS_OK)
		status = accept_election(accepted, &sources);
	if (status == STATUS_OK)
		status = accept_roster(accepted, options->roster);
	if (status == STATUS_OK)
		status = find_kiosk(&permission, accepted, options);
	if (status == STATUS_OK)
		status = sign(&permission, options, &organiser);
	if (status == STATUS_OK)
		tell(&permission, options->output);
	sign_secret_wipe(&organiser);
	if (accepted)
		accept_finish(accepted);
	free(accepted);
	return status;
}

int kiosk_reopen(int argc, char **argv)
{
	struct reopen_options options = {.closing = 0};
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
	    {.name = "--closing",
	     .value = "N",
	     .help = "the number of the closing, as its closing report shows it",
	     .number = &options.closing,
	     .required = 1},
	    {.name = "--reason",
	     .value = "TEXT",
	     .help = "why, in one line that staff will read",
	     .text = &options.reason,
	     .required = 1},
	    {.name = "-o",
	     .value = "FILE.reopen",
	     .help = "the permission to write",
	     .text = &options.output,
	     .required = 1},
	};
	const struct cli_command command = {
	    .name = "kiosk reopen",
	    .usage =
	        "--election FILE --roster FILE --organiser KEY --kiosk NAME --closing N --reason TEXT -o FILE.reopen",
	    .help = "Signs that one closed kiosk may open again, once, after exactly this closing: for a\n"
	            "kiosk that was closed by mistake. No other kiosk and no later closing takes it.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	};
	int count, answer = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (answer != CLI_RUN)
		return answer;
	status = permit(&options);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}
