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
#include "revision_file.h"
#include "roster_file.h"

/* The roster that is made, and the one after which it comes. */
struct making {
	struct roster roster, last;
	struct bytes last_file;
	unsigned kept; /* kiosks of the last roster that stay: the first ones of the new */
};

struct roster_options {
	const char *election, *organiser, *passphrase_file, *output, *after;
	struct cli_values removed;
	uint64_t revision; /* 0: the next one */
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
			(void)cli_refused("%s: this kiosk is in the list twice, as \"%s\" too; give each once, and "
			                  "with --after only new ones",
			                  path, other->name);
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

/* "Hall", "Library" and 3 more: as many as fit. */
static void list_places(char *out, size_t room, const struct election *election)
{
	size_t used = 0;
	unsigned i;

	out[0] = '\0';
	for (i = 0; i < election->place_count; i++) {
		const char *place = election->places[i];

		if (used + strlen(place) + sizeof ", \"\" and 500 more" > room)
			break;
		used += (size_t)snprintf(out + used, room - used, "%s\"%s\"", i > 0 ? ", " : "", place);
	}
	if (i < election->place_count)
		(void)snprintf(out + used, room - used, " and %u more", election->place_count - i);
}

/* Where voters have codes, those of another place do not count. */
static enum status check_place(const struct roster *roster, const struct election *election, const char *path)
{
	const struct roster_kiosk *kiosk = &roster->kiosk[roster->kiosk_count - 1];
	char places[400];

	if (election->admission != ADMISSION_CODE)
		return STATUS_OK;
	for (unsigned i = 0; i < election->place_count; i++)
		if (strcmp(election->places[i], kiosk->place) == 0)
			return STATUS_OK;
	list_places(places, sizeof places, election);
	(void)cli_refused(
	    "%s: no voting code was issued for its place, \"%s\", so no vote there would count; codes were "
	    "issued for %s: make the kiosk new (end its program and remove its data folder, as long as "
	    "nobody has voted on it) and enrol it with one of these, letter for letter, or issue codes "
	    "for its place, too",
	    path, kiosk->place, places);
	return STATUS_RULES;
}

/* --- after an earlier roster --- */

static int is_removed(const struct roster_options *options, const char *name)
{
	for (size_t i = 0; i < options->removed.count; i++)
		if (strcmp(options->removed.value[i], name) == 0)
			return 1;
	return 0;
}

/* Whoever is to be taken out has to be there. */
static enum status check_removed(const struct making *making, const struct roster_options *options)
{
	for (size_t i = 0; i < options->removed.count; i++) {
		if (!options->after) {
			(void)cli_failed("--remove: takes a kiosk out of an earlier roster; give that with --after");
			return STATUS_STATE;
		}
		if (roster_find_name(&making->last, options->removed.value[i]))
			continue;
		(void)cli_refused("%s: has no kiosk named \"%s\"; write the name as it stands there:", options->after,
		                  options->removed.value[i]);
		for (unsigned k = 0; k < making->last.kiosk_count; k++)
			fprintf(stderr, "  %s\n", making->last.kiosk[k].name);
		return STATUS_RULES;
	}
	return STATUS_OK;
}

/* Its kiosks, but those that are to be taken out. */
static enum status take_last(struct making *making, const struct roster_options *options, const struct package *package)
{
	struct roster *roster = &making->roster;

	if (making->last.kind != roster->kind) {
		(void)cli_refused("%s: is a %s roster, the election is %s; give the last roster of this election",
		                  options->after, making->last.kind == SIGN_PRACTICE ? "practice" : "real",
		                  roster->kind == SIGN_PRACTICE ? "practice" : "real");
		return STATUS_PRACTICE;
	}
	if (hash_compare(&making->last.election, &package->hash) != 0)
		cli_note("note: %s: was signed for another package, such as an earlier revision of the election; its "
		         "kiosks are taken over for this one",
		         options->after);
	for (unsigned i = 0; i < making->last.kiosk_count; i++)
		if (!is_removed(options, making->last.kiosk[i].name))
			roster->kiosk[roster->kiosk_count++] = making->last.kiosk[i];
	making->kept = roster->kiosk_count;
	return STATUS_OK;
}

static enum status set_revision(struct making *making, const struct roster_options *options)
{
	uint64_t last = options->after ? making->last.revision : 0;

	making->roster.revision = (uint32_t)(options->revision > 0 ? options->revision : last + 1);
	if (making->roster.revision > last)
		return STATUS_OK;
	(void)cli_refused("--revision: must be higher than %llu, the revision of %s; leave it out to take the next one",
	                  (unsigned long long)last, options->after);
	return STATUS_RULES;
}

/* --- the list --- */

static enum status add_given(struct roster *roster, const struct roster_options *options, const struct package *package)
{
	enum status status = STATUS_OK;

	for (int i = 0; i < options->kiosk_count && status == STATUS_OK; i++) {
		if (roster->kiosk_count == ROSTER_MAX_KIOSKS) {
			(void)cli_refused("%s: there are %d kiosks without this one, and no more can be in a roster",
			                  options->kiosks[i], ROSTER_MAX_KIOSKS);
			return STATUS_RULES;
		}
		status = add_kiosk(roster, options->kiosks[i]);
		if (status == STATUS_OK)
			status = check_place(roster, package->election, options->kiosks[i]);
	}
	return status;
}

/* Two rosters that say the same under two revisions only make people ask which one is meant. */
static enum status check_changes(const struct making *making, const struct roster_options *options,
                                 const struct package *package)
{
	if (!options->after || options->revision || options->kiosk_count > 0 || options->removed.count > 0 ||
	    hash_compare(&making->last.election, &package->hash) != 0)
		return STATUS_OK;
	(void)cli_refused("%s: nothing in it would change; give the kiosk.txt of each new kiosk, or take one out with "
	                  "`--remove NAME`",
	                  options->after);
	return STATUS_RULES;
}

static enum status gather(struct making *making, const struct roster_options *options, const struct package *package)
{
	enum status status;

	making->roster.kind = package->election->kind;
	making->roster.election = package->hash;
	status = check_removed(making, options);
	if (status == STATUS_OK)
		status = check_changes(making, options, package);
	if (status == STATUS_OK)
		status = set_revision(making, options);
	if (status == STATUS_OK && options->after)
		status = take_last(making, options, package);
	if (status == STATUS_OK)
		status = add_given(&making->roster, options, package);
	if (status == STATUS_OK && making->roster.kiosk_count == 0) {
		(void)cli_refused("the roster would have no kiosk; give the enrolment of one at least");
		status = STATUS_RULES;
	}
	return status;
}

static void tell_roster(const struct making *making, const struct roster_options *options)
{
	const struct roster *roster = &making->roster;

	printf("The roster of %u kiosk%s, revision %u, is signed: %s\n\n", roster->kiosk_count,
	       plural(roster->kiosk_count), roster->revision, options->output);
	for (unsigned i = 0; i < roster->kiosk_count; i++)
		printf("  %s  (%s)%s\n", roster->kiosk[i].name, roster->kiosk[i].place,
		       options->after && i >= making->kept ? "  new" : "");
	for (size_t i = 0; i < options->removed.count; i++)
		printf("  taken out: %s\n", options->removed.value[i]);
	if (options->removed.count > 0)
		printf(
		    "\nA kiosk that was taken out counts no more, whatever it exports. Keep the earlier roster: with\n"
		    "`--earlier-roster` `folkmoot verify` says of its exports why. A kiosk that already took votes "
		    "and\n"
		    "broke is not taken out but declared lost: `folkmoot kiosk lost --help`.\n");
	printf("\nNext: put the election and this roster on a stick (one of each), and let each%s kiosk import them.\n",
	       options->after ? " new" : "");
	if (options->after)
		printf("Kiosks that hold an earlier roster may go on with it. Verify and count with this one from now "
		       "on.\n");
}

/* The last roster makes room where the new one takes its name. */
static enum status write_roster(const struct making *making, const struct roster_options *options,
                                const struct sign_secret *organiser)
{
	enum status status = STATUS_OK;

	if (options->after && strcmp(options->after, options->output) == 0)
		status = revision_keep(options->output, &making->last_file, making->last.revision);
	return status == STATUS_OK ? roster_sign(options->output, &making->roster, organiser) : status;
}

static enum status make_roster(const struct roster_options *options)
{
	struct making *making = calloc(1, sizeof *making);
	struct package package = {0};
	struct sign_secret organiser;
	enum status status = STATUS_NO_ROOM;

	memset(&organiser, 0, sizeof organiser);
	if (!making) {
		(void)cli_failed("there is not enough memory; close other programs");
		return status;
	}
	status = organiser_key_load(&organiser, options->organiser, options->passphrase_file);
	if (status == STATUS_OK)
		status = package_load(&package, options->election, &organiser.public_key);
	if (status == STATUS_OK && options->after)
		status = roster_load(&making->last, &making->last_file, options->after, &organiser.public_key);
	if (status == STATUS_OK)
		status = gather(making, options, &package);
	if (status == STATUS_OK)
		status = write_roster(making, options, &organiser);
	if (status == STATUS_OK)
		tell_roster(making, options);
	sign_secret_wipe(&organiser);
	package_finish(&package);
	bytes_free(&making->last_file);
	free(making);
	return status;
}

int kiosk_roster(int argc, char **argv)
{
	struct roster_options options = {.revision = 0};
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
	    {.name = "--after",
	     .value = "OLD.roster",
	     .help = "the last roster: its kiosks stay, those given come to it",
	     .text = &options.after},
	    {.name = "--remove",
	     .value = "NAME",
	     .help = "a kiosk of the last roster that is taken out (may be repeated)",
	     .values = &options.removed},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line opens the key (else it is asked)",
	     .text = &options.passphrase_file},
	    {.name = "--revision",
	     .value = "N",
	     .help = "if not 1, or one more than that of the roster after which it comes",
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
	        "--election FILE --organiser KEY [--after OLD.roster] [--remove NAME]... KIOSK.txt... -o NAME.roster",
	    .help = "Signs the list of kiosks that belong to this election: their names, places and keys\n"
	            "from the kiosk.txt that each enrolment made (or the kiosks' data folders). To change\n"
	            "the list later, name it with --after: its kiosks stay, and its revision rises by one.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 0,
	    .arguments_max = ROSTER_MAX_KIOSKS,
	    .argument = "at least one kiosk.txt",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (answer != CLI_RUN)
		return answer;
	if (options.revision > UINT32_MAX)
		return cli_failed("--revision: is out of range; leave it out to take the next one");
	if (count == 0 && !options.after)
		return cli_failed("kiosk roster needs at least one kiosk.txt; see `folkmoot kiosk roster --help`");
	options.kiosks = argv + 1;
	options.kiosk_count = count;
	status = make_roster(&options);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}
