/* folkmoot status: where a whole vote stands, what is missing, and the next command. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "record.h"
#include "status_standing.h"

/* --- lines --- */

enum mark { DONE, MISSING, OPEN_YET };

static void line(enum mark mark, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void line(enum mark mark, const char *format, ...)
{
	static const char *const words[] = {[DONE] = "done   ", [MISSING] = "MISSING", [OPEN_YET] = "to come"};
	char text[2 * PATH_ROOM];
	va_list values;

	va_start(values, format);
	vsnprintf(text, sizeof text, format, values);
	va_end(values);
	printf("  %s  %s\n", words[mark], cli_quiet(text));
}

static const char *kind_of(enum sign_kind kind)
{
	return kind == SIGN_PRACTICE ? ", for practice" : "";
}

/* --- the parts --- */

static void tell_keys(const struct standing *standing)
{
	char fingerprint[KEY_FINGERPRINT];

	printf("Keys\n");
	if (standing->organiser_path)
		key_fingerprint(fingerprint, &standing->organiser);
	if (standing->organiser_path)
		line(DONE, "the organiser's key%s, %s: %s", kind_of(sign_key_kind(&standing->organiser)), fingerprint,
		     standing->organiser_path);
	else
		line(OPEN_YET, "the organiser's public key (.pub)");
	if (standing->transcript_path)
		line(DONE, "the trustees' key%s: %u trustee%s, any %u of whom open the ballots: %s",
		     kind_of(standing->trustees.kind), standing->trustees.count, plural(standing->trustees.count),
		     standing->trustees.threshold, standing->transcript_path);
	else if (standing->found.of[FOUND_CEREMONY].count > 0)
		line(OPEN_YET, "the trustees' key: their ceremony has begun in %s",
		     standing->found.of[FOUND_CEREMONY].path[0]);
	else
		line(OPEN_YET, "the trustees' key (trustees.transcript)");
}

static int definition_is_newer(const struct standing *standing)
{
	return standing->definition_path && standing->package.election &&
	       strcmp(standing->definition_id, standing->package.election->id) == 0 &&
	       standing->definition_revision > standing->package.election->revision;
}

static void tell_election(const struct standing *standing)
{
	const struct election *election = standing->package.election;
	char fingerprint[FINGERPRINT_TEXT];

	printf("\nElection\n");
	if (standing->definition_path)
		line(DONE, "written: %s, revision %u", standing->definition_path, standing->definition_revision);
	else if (!election)
		line(OPEN_YET, "the definition (election.json)");
	if (!election) {
		line(OPEN_YET, "the signed package (.election)");
	} else {
		election_fingerprint(fingerprint, &standing->package.hash);
		line(DONE, "signed%s: %s, revision %u, fingerprint %s: %s", kind_of(election->kind), election->id,
		     election->revision, fingerprint, standing->package_path);
	}
	if (definition_is_newer(standing))
		line(OPEN_YET, "revision %u of the definition is not signed", standing->definition_revision);
	if (standing->other_packages > 0)
		line(MISSING,
		     "clarity: %u package%s of another election lie%s here too and %s left out; keep one folder for "
		     "each vote",
		     standing->other_packages, plural(standing->other_packages),
		     standing->other_packages == 1 ? "s" : "", standing->other_packages == 1 ? "is" : "are");
}

static void tell_codes(const struct standing *standing)
{
	const struct election *election = standing->package.election;
	size_t files = standing->found.of[FOUND_TAGS].count;

	if (!(election ? election->admission == ADMISSION_CODE : standing->definition_coded))
		return;
	printf("\nVoting codes\n");
	if (election)
		line(DONE, "%u codes for %u place%s are in the package", election->tag_count, election->place_count,
		     plural(election->place_count));
	else if (files > 0)
		line(OPEN_YET, "%zu file%s of tags, which go into the package", files, plural(files));
	else
		line(OPEN_YET, "the codes and their tags (.tags)");
}

static unsigned not_rostered(const struct standing *standing)
{
	unsigned count = 0;

	for (unsigned i = 0; i < standing->enrolled_count; i++)
		count += !standing->enrolled[i].rostered;
	return count;
}

static void tell_kiosks(const struct standing *standing)
{
	printf("\nKiosks\n");
	if (standing->roster_path)
		line(standing->roster_fits ? DONE : MISSING, "%s roster: %u kiosk%s, revision %u: %s",
		     standing->roster_fits ? "the signed" : "a roster for the newest package; there is an older one's",
		     standing->roster.kiosk_count, plural(standing->roster.kiosk_count), standing->roster.revision,
		     standing->roster_path);
	else if (standing->enrolled_count > 0)
		line(OPEN_YET, "the signed roster of the kiosks");
	else
		line(OPEN_YET, "kiosks' enrolments (kiosk-….txt, from each kiosk by stick)");
	for (unsigned i = 0; i < standing->enrolled_count; i++)
		if (!standing->enrolled[i].rostered)
			line(OPEN_YET, "%s (%s) is enrolled and not on the roster: %s",
			     standing->enrolled[i].enrolment.name, standing->enrolled[i].enrolment.place,
			     standing->enrolled[i].path);
}

/* --- by place --- */

static void tell_kiosk(const struct standing *standing, unsigned index)
{
	const struct roster_kiosk *kiosk = &standing->roster.kiosk[index];
	const struct stood *stood = &standing->kiosk[index];
	const struct certificate *report = &stood->report;

	if (stood->loss && !stood_done(stood))
		line(MISSING, "%s: declared lost after export %u, which is not here", kiosk->name, stood->lost_after);
	else if (stood->loss)
		line(DONE, "%s: declared lost after export %u: %s", kiosk->name, stood->lost_after, stood->loss);
	else if (!stood->path)
		line(OPEN_YET, "%s: no export yet%s%s", kiosk->name, stood->ready ? "; was set up, its report is " : "",
		     stood->ready ? stood->ready : "");
	else
		line(report->state == VOTING_CLOSED ? DONE : OPEN_YET, "%s: export %u, voting %s, %u ballot%s: %s",
		     kiosk->name, report->number, voting_state_word(report->state), report->sealed,
		     plural(report->sealed), stood->path);
}

static void tell_exports(const struct standing *standing)
{
	const struct roster *roster = &standing->roster;
	unsigned ballots = 0;

	if (!standing->roster_fits)
		return;
	for (unsigned i = 0; i < roster->kiosk_count; i++) {
		unsigned first = 0;

		/* Places in the order of their first kiosk. */
		while (strcmp(roster->kiosk[first].place, roster->kiosk[i].place) != 0)
			first++;
		if (first < i)
			continue;
		printf("\nFrom %s\n", roster->kiosk[i].place);
		for (unsigned k = i; k < roster->kiosk_count; k++)
			if (strcmp(roster->kiosk[k].place, roster->kiosk[i].place) == 0)
				tell_kiosk(standing, k);
	}
	for (unsigned i = 0; i < roster->kiosk_count; i++)
		ballots += standing->kiosk[i].path ? standing->kiosk[i].report.sealed : 0;
	if (standing->found.of[FOUND_EXPORT].count > 0)
		printf("\n%u ballot%s so far; %u of %u kiosk%s have given all.\n", ballots, plural(ballots),
		       roster->kiosk_count - standing_waits(standing), roster->kiosk_count,
		       plural(roster->kiosk_count));
}

static int is_finished(const char *record)
{
	char path[PATH_ROOM];

	return snprintf(path, sizeof path, "%s/" RECORD_MANIFEST, record) < (int)sizeof path && path_exists(path);
}

static void tell_count(const struct standing *standing)
{
	const struct found_list *records = &standing->found.of[FOUND_RECORD];

	if (records->count == 0)
		return;
	printf("\nCount\n");
	for (size_t i = 0; i < records->count; i++)
		line(is_finished(records->path[i]) ? DONE : OPEN_YET, "%s: %s",
		     is_finished(records->path[i]) ? "finished" : "begun", records->path[i]);
}

/* --- what comes next --- */

/* Words, and a path as a shell takes it. */
static void put(const char *words, const char *path)
{
	size_t plain = strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+,:@%");

	printf("%s", words);
	if (!path[plain]) {
		printf("%s", path);
		return;
	}
	putchar('\'');
	for (; *path; path++)
		if (*path == '\'')
			printf("'\\''");
		else
			putchar(*path);
	putchar('\'');
}

/* The secret key lies beside the public one, under the same name. */
static void put_secret(const struct standing *standing)
{
	char path[PATH_ROOM];
	size_t len = strlen(standing->organiser_path);

	if (len > 4 && strcmp(standing->organiser_path + len - 4, ".pub") == 0)
		len -= 4;
	snprintf(path, sizeof path, "%.*s.key", (int)len, standing->organiser_path);
	put(" --organiser ", path);
}

static void put_output(const struct standing *standing, const char *name, const char *ending)
{
	char path[PATH_ROOM];

	snprintf(path, sizeof path, "%s/%s%s", standing->folder, *name ? name : "NAME", ending);
	put(" -o ", path);
	putchar('\n');
}

static void next_build(const struct standing *standing)
{
	if (standing->definition_coded && standing->found.of[FOUND_TAGS].count == 0) {
		put("  folkmoot codes make ", standing->definition_path);
		printf(" --place PLACE --count N");
		put_output(standing, "codes-PLACE", "");
		printf("once for each place and district; then build the package with their --tags.\n");
		return;
	}
	put("  folkmoot election check ", standing->definition_path);
	put("\n  folkmoot election build ", standing->definition_path);
	put_secret(standing);
	put(" --trustees ", standing->transcript_path);
	for (size_t i = 0; standing->definition_coded && i < standing->found.of[FOUND_TAGS].count; i++)
		put(" --tags ", standing->found.of[FOUND_TAGS].path[i]);
	if (standing->package_path) {
		put(" -o ", standing->package_path);
		putchar('\n');
	} else {
		put_output(standing, standing->definition_id, ".election");
	}
	if (standing->trustees.count == 1)
		printf("with one more key that mixes, `--mixer NAME.pub`: see `folkmoot mixer --help`.\n");
}

static void next_roster(const struct standing *standing)
{
	put("  folkmoot kiosk roster --election ", standing->package_path);
	put_secret(standing);
	if (standing->roster_path)
		put(" --after ", standing->roster_path);
	for (unsigned i = 0; i < standing->enrolled_count; i++)
		if (!standing->enrolled[i].rostered)
			put(" ", standing->enrolled[i].path);
	if (standing->roster_path) {
		put(" -o ", standing->roster_path);
		putchar('\n');
	} else {
		put_output(standing, standing->package.election->id, ".roster");
	}
}

static void next_exports(const struct standing *standing)
{
	printf("When voting is over, staff close each kiosk and save its ballots to a stick; copy the folders\n"
	       "folkmoot-… from the stick into this folder (%s). Still to come: ",
	       standing->folder);
	for (unsigned i = 0, told = 0; i < standing->roster.kiosk_count; i++)
		if (!stood_done(&standing->kiosk[i]))
			printf("%s%s", told++ > 0 ? ", " : "", standing->roster.kiosk[i].name);
	printf(".\nA kiosk that broke and cannot be closed: `folkmoot kiosk lost --help`. Look again with\n"
	       "  folkmoot status %s\n",
	       standing->folder);
}

static void put_given(const struct standing *standing)
{
	put(" --election ", standing->package_path);
	put(" --roster ", standing->roster_path);
	put(" --organiser ", standing->organiser_path);
	for (unsigned i = 0; i < standing->roster.kiosk_count; i++)
		if (standing->kiosk[i].loss)
			put(" --loss ", standing->kiosk[i].loss);
}

static void put_exports(const struct standing *standing)
{
	for (unsigned i = 0; i < standing->roster.kiosk_count; i++)
		if (standing->kiosk[i].path)
			put(" ", standing->kiosk[i].path);
}

static void next_count(const struct standing *standing)
{
	printf("  folkmoot verify");
	put_given(standing);
	put_exports(standing);
	printf("\n  folkmoot count start");
	put_given(standing);
	put(" --trustees ", standing->transcript_path ? standing->transcript_path : "trustees.transcript");
	put_exports(standing);
	put_output(standing, "record", "");
}

static void next_of_record(const char *record)
{
	if (is_finished(record))
		put("  folkmoot audit ", record);
	else
		put("  folkmoot count status ", record);
	if (is_finished(record)) {
		put("\n  folkmoot publish ", record);
		printf(" -o site");
	}
	putchar('\n');
}

static void tell_next(const struct standing *standing)
{
	const struct found *found = &standing->found;

	printf("\nNext:\n");
	if (found->of[FOUND_RECORD].count > 0)
		next_of_record(found->of[FOUND_RECORD].path[0]);
	else if (!standing->organiser_path)
		printf("  folkmoot organiser new"), put_output(standing, "organiser", "");
	else if (!standing->transcript_path && found->of[FOUND_CEREMONY].count > 0)
		put("  folkmoot trustee status ", found->of[FOUND_CEREMONY].path[0]), putchar('\n');
	else if (!standing->transcript_path)
		printf(
		    "  folkmoot trustee --help     (the trustees make their key together, each on a computer of their "
		    "own)\n");
	else if (!standing->definition_path && !standing->package.election)
		printf("  folkmoot election new"), put_output(standing, "election.json", "");
	else if (!standing->package.election || definition_is_newer(standing))
		next_build(standing);
	else if (standing->enrolled_count == 0 && !standing->roster_path)
		printf(
		    "Switch each kiosk on and follow its screens; it writes kiosk-….txt to a stick. Copy these files\n"
		    "into the folder %s\n",
		    standing->folder);
	else if (!standing->roster_fits || not_rostered(standing) > 0)
		next_roster(standing);
	else if (standing_waits(standing) > 0)
		next_exports(standing);
	else
		next_count(standing);
}

int command_status(int argc, char **argv)
{
	const struct cli_command command = {
	    .name = "status",
	    .usage = "FOLDER",
	    .help = "Where a vote stands: looks through the organiser's folder, in which keys, definition,\n"
	            "package, kiosks' enrolments, roster and exports lie in any order and under any names,\n"
	            "says what is done and what is missing, and which command comes next. Signatures and\n"
	            "hashes are checked, ballots' proofs are not: `folkmoot verify` does that.",
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "the folder of the vote",
	};
	struct standing *standing;
	int count, code = cli_parse(&count, &command, argc, argv);

	if (code != CLI_RUN)
		return code;
	if (standing_read(&standing, argv[1]) != STATUS_OK) {
		standing_destroy(standing);
		return EXIT_FAILED;
	}
	tell_keys(standing);
	tell_election(standing);
	tell_codes(standing);
	tell_kiosks(standing);
	tell_exports(standing);
	tell_count(standing);
	if (standing->faults.count > 0)
		printf("\n%u thing%s in the folder %s not as %s must be: see the sentences above.\n",
		       standing->faults.count, plural(standing->faults.count),
		       standing->faults.count == 1 ? "is" : "are", standing->faults.count == 1 ? "it" : "they");
	tell_next(standing);
	code = standing->faults.count > 0 ? EXIT_REFUSED : EXIT_DONE;
	standing_destroy(standing);
	return cli_finish(code);
}
