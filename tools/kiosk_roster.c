/* `folkmoot kiosk roster`: the organiser's signed list of the kiosks. */
#include "kiosk_roster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "enrolment.h"
#include "files.h"
#include "keys.h"
#include "package.h"
#include "roster_file.h"

struct roster_options {
	const char *election, *organiser, *passphrase_file, *output;
	uint64_t revision;
	char *const *kiosks;
	int kiosk_count;
};

static enum status check_enrolment(const struct roster *roster, const struct enrolment *enrolment, const char *path)
{
	if (enrolment->kind != roster->kind) {
		(void)cli_refused("%s: this kiosk is enrolled for %s, the election is %s; enrol it again", path,
		                  enrolment->kind == SIGN_PRACTICE ? "practice" : "real votes",
		                  roster->kind == SIGN_PRACTICE ? "practice" : "real");
		return STATUS_PRACTICE;
	}
	for (unsigned i = 0; i < roster->kiosk_count; i++) {
		const struct roster_kiosk *other = &roster->kiosk[i];

		if (memcmp(other->key.key, enrolment->key.key, SIGN_KEY_BYTES) == 0 ||
		    memcmp(other->key.id, enrolment->key.id, SIGN_ID_BYTES) == 0) {
			(void)cli_refused("%s: this kiosk is in the list twice, as \"%s\" too; give each once", path,
			                  other->name);
			return STATUS_ORDER;
		}
		if (memcmp(other->key.key, enrolment->key.key, ROSTER_KEY_NAME_BYTES) == 0) {
			(void)cli_refused(
			    "%s: its key begins as the one of \"%s\" does, so that their exports could have "
			    "one name; enrol it again",
			    path, other->name);
			return STATUS_ORDER;
		}
		if (strcmp(other->name, enrolment->name) == 0) {
			(void)cli_refused("%s: two kiosks are named \"%s\"; enrol one again with another name", path,
			                  other->name);
			return STATUS_ORDER;
		}
	}
	return STATUS_OK;
}

/* path: a kiosk's enrolment file, or its data folder with kiosk.txt in it. */
static enum status add_kiosk(struct roster *roster, const char *path)
{
	struct enrolment enrolment;
	char inside[PATH_ROOM];
	struct bytes file = {0};
	enum status status = STATUS_OK;

	if (folder_exists(path)) {
		status = path_join(inside, path, "kiosk.txt");
		path = inside;
	}
	if (status == STATUS_OK)
		status = file_read(&file, path, ENROLMENT_MAX_BYTES, "the kiosk's enrolment");
	if (status != STATUS_OK)
		return status;
	status = enrolment_read(&enrolment, (const char *)file.data, file.len);
	bytes_free(&file);
	if (status != STATUS_OK) {
		(void)cli_refused("%s: is no enrolment of a kiosk (it %s); give the kiosk.txt of its data folder", path,
		                  status_phrase(status));
		return status;
	}
	status = check_enrolment(roster, &enrolment, path);
	if (status == STATUS_OK) {
		struct roster_kiosk *kiosk = &roster->kiosk[roster->kiosk_count++];

		memcpy(kiosk->name, enrolment.name, sizeof kiosk->name);
		memcpy(kiosk->place, enrolment.place, sizeof kiosk->place);
		kiosk->key = enrolment.key;
	}
	return status;
}

/* Where voters have codes, those of another place do not count. */
static enum status check_place(const struct roster *roster, const struct election *election, const char *path)
{
	const struct roster_kiosk *kiosk = &roster->kiosk[roster->kiosk_count - 1];

	if (election->admission != ADMISSION_CODE)
		return STATUS_OK;
	for (unsigned i = 0; i < election->place_count; i++)
		if (strcmp(election->places[i], kiosk->place) == 0)
			return STATUS_OK;
	(void)cli_refused("%s: no voting code was issued for its place, \"%s\", so no vote there would count; enrol it "
	                  "again with the place as the codes have it, or issue codes for that place",
	                  path, kiosk->place);
	return STATUS_RULES;
}

static enum status gather(struct roster *roster, const struct roster_options *options, const struct package *package)
{
	enum status status = STATUS_OK;

	roster->kind = package->election->kind;
	roster->election = package->hash;
	roster->revision = (uint32_t)options->revision;
	for (int i = 0; i < options->kiosk_count && status == STATUS_OK; i++) {
		status = add_kiosk(roster, options->kiosks[i]);
		if (status == STATUS_OK)
			status = check_place(roster, package->election, options->kiosks[i]);
	}
	return status;
}

static void tell_roster(const struct roster *roster, const char *path)
{
	printf("The roster of %u kiosk%s is signed: %s\n\n", roster->kiosk_count, roster->kiosk_count == 1 ? "" : "s",
	       path);
	for (unsigned i = 0; i < roster->kiosk_count; i++)
		printf("  %s  (%s)\n", roster->kiosk[i].name, roster->kiosk[i].place);
	printf("\nNext: put the election and this roster on a stick, and let each kiosk import them.\n");
}

static enum status make_roster(const struct roster_options *options)
{
	struct roster *roster = calloc(1, sizeof *roster);
	struct package package = {0};
	struct sign_secret organiser;
	enum status status = STATUS_NO_ROOM;

	memset(&organiser, 0, sizeof organiser);
	if (!roster) {
		(void)cli_failed("there is not enough memory; close other programs");
		return status;
	}
	status = organiser_key_load(&organiser, options->organiser, options->passphrase_file);
	if (status == STATUS_OK)
		status = package_load(&package, options->election, &organiser.public_key);
	if (status == STATUS_OK)
		status = gather(roster, options, &package);
	if (status == STATUS_OK)
		status = roster_sign(options->output, roster, &organiser);
	if (status == STATUS_OK)
		tell_roster(roster, options->output);
	sign_secret_wipe(&organiser);
	package_finish(&package);
	free(roster);
	return status;
}

int kiosk_roster(int argc, char **argv)
{
	struct roster_options options = {.revision = 1};
	const struct cli_option list[] = {
	    {.name = "--election",
	     .value = "FILE",
	     .help = "the signed package",
	     .text = &options.election,
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
	    {.name = "--revision",
	     .value = "N",
	     .help = "1, and one more for each roster after it",
	     .number = &options.revision},
	    {.name = "-o",
	     .value = "NAME.roster",
	     .help = "the roster to write",
	     .text = &options.output,
	     .required = 1},
	};
	const struct cli_command command = {
	    .name = "kiosk roster",
	    .usage =
	        "--election FILE --organiser KEY [--revision N] [--passphrase-file FILE] KIOSK.txt... -o NAME.roster",
	    .help = "Signs the list of kiosks that belong to this election: their names, places and keys\n"
	            "from the kiosk.txt that each enrolment made (or the kiosks' data folders).",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = ROSTER_MAX_KIOSKS,
	    .argument = "at least one kiosk.txt",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (answer != CLI_RUN)
		return answer;
	if (options.revision < 1 || options.revision > UINT32_MAX)
		return cli_failed("--revision: must be a number from 1 up; the first roster is 1");
	options.kiosks = argv + 1;
	options.kiosk_count = count;
	status = make_roster(&options);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}
