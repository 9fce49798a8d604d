/* folkmoot kiosk: enrolling kiosks, and the organiser's signed roster of them. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "enrol.h"
#include "files.h"
#include "keys.h"
#include "loss.h"
#include "package.h"
#include "passphrase.h"
#include "roster_file.h"

/* --- roster --- */

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

static int kiosk_roster(int argc, char **argv)
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

/* --- enrol --- */

/* A practice kiosk's PIN where none is given: nothing secret is behind it. */
#define PRACTICE_PIN "1234"

struct enrol_options {
	const char *data, *name, *place, *organiser, *pin_file;
	int practice;
};

static enum status get_pin(char pin[static PASSPHRASE_MAX + 1], const struct enrol_options *options)
{
	if (!options->practice && options->pin_file) {
		(void)cli_failed(
		    "--pin-file: only a practice kiosk takes its PIN from a file; type it, without anybody watching");
		return STATUS_STATE;
	}
	if (options->practice && !options->pin_file) {
		snprintf(pin, PASSPHRASE_MAX + 1, "%s", PRACTICE_PIN);
		return STATUS_OK;
	}
	return passphrase_get(pin, options->pin_file, "the kiosk's staff", PIN_NEW);
}

static enum status read_organiser(struct bytes *file, const struct enrol_options *options)
{
	struct sign_public key;
	enum status status = public_key_load_text(&key, file, options->organiser);

	if (status == STATUS_OK && (sign_key_kind(&key) == SIGN_PRACTICE) != options->practice) {
		(void)cli_refused(
		    "%s: this is a %s key, the kiosk is enrolled for %s; give a key of the same kind, or %s --practice",
		    options->organiser, options->practice ? "real" : "practice",
		    options->practice ? "practice" : "real votes", options->practice ? "leave out" : "add");
		status = STATUS_PRACTICE;
	}
	return status;
}

static void tell_enrolled(const struct enrol_options *options, const struct enrolment *enrolment)
{
	char key[SIGN_KEY_TEXT];

	sign_key_text(key, &enrolment->key);
	printf("The kiosk \"%s\" (%s) is enrolled%s.\n\n", enrolment->name, enrolment->place,
	       options->practice ? " for practice" : "");
	printf("  %s            its data folder: the key in it never leaves it\n", options->data);
	printf("  %s/kiosk.txt  is public: give it to the organiser for the roster\n\n", options->data);
	printf("Its key, to compare by eye or voice:\n  %s\n", key);
	if (options->practice && !options->pin_file)
		printf("Its staff PIN is %s, as every practice kiosk's.\n", PRACTICE_PIN);
	printf("\nNext: the organiser signs `folkmoot kiosk roster` with the kiosk.txt of every kiosk.\n");
}

static enum status enrol(const struct enrol_options *options)
{
	char pin[PASSPHRASE_MAX + 1];
	struct enrolment enrolment;
	struct sentence why = {""};
	struct bytes organiser = {0};
	enum status status = read_organiser(&organiser, options);

	memset(pin, 0, sizeof pin);
	if (status == STATUS_OK)
		status = get_pin(pin, options);
	if (status == STATUS_OK) {
		struct enrol_request request = {.data = options->data,
		                                .name = options->name,
		                                .place = options->place,
		                                .pin = pin,
		                                .kind = options->practice ? SIGN_PRACTICE : SIGN_REAL,
		                                .organiser = (const char *)organiser.data,
		                                .organiser_len = organiser.len};

		status = enrolment_make(&enrolment, &why, &request, NULL);
		if (status != STATUS_OK)
			(void)cli_failed("%s", why.text);
	}
	sodium_memzero(pin, sizeof pin);
	bytes_free(&organiser);
	if (status == STATUS_OK)
		tell_enrolled(options, &enrolment);
	return status;
}

static int kiosk_enrol(int argc, char **argv)
{
	struct enrol_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--data",
	     .value = "FOLDER",
	     .help = "the kiosk's new data folder",
	     .text = &options.data,
	     .required = 1},
	    {.name = "--name",
	     .value = "NAME",
	     .help = "the kiosk's own name, \"Example Library 1\"",
	     .text = &options.name,
	     .required = 1},
	    {.name = "--place",
	     .value = "PLACE",
	     .help = "where it stands, \"Example Library\"",
	     .text = &options.place,
	     .required = 1},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key (.pub), which it will trust",
	     .text = &options.organiser,
	     .required = 1},
	    {.name = "--practice", .help = "a kiosk for trying out, never for a real vote", .flag = &options.practice},
	    {.name = "--pin-file",
	     .value = "FILE",
	     .help = "practice only: its first line is the staff PIN",
	     .text = &options.pin_file},
	};
	const struct cli_command command = {
	    .name = "kiosk enrol",
	    .usage = "--data FOLDER --name NAME --place PLACE --organiser FILE [--practice] [--pin-file FILE]",
	    .help = "Run on the kiosk: makes its key, locked under the staff PIN, in a new data folder,\n"
	            "together with the organiser's public key. Asks for the PIN.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	return enrol(&options) == STATUS_OK ? cli_finish(EXIT_DONE) : EXIT_FAILED;
}

int command_kiosk(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"enrol", kiosk_enrol, "make a kiosk's key and data folder"},
	    {"roster", kiosk_roster, "sign the list of all kiosks"},
	    {"lost", kiosk_lost, "declare that a kiosk is lost and will never be closed"},
	};
	static const struct cli_menu menu = {
	    .name = "kiosk",
	    .intro = "Each kiosk makes its own key; the organiser signs the list of them.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
