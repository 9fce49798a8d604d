/* folkmoot verify: everything that can be checked about exports without opening a ballot. */
#include <stdio.h>
#include <stdlib.h>

#include "accept.h"
#include "cli.h"
#include "commands.h"
#include "confirmations.h"
#include "roster_file.h"
#include "verify_reports.h"

static void tell_sources(const struct accepted *accepted)
{
	const struct election *election = accepted->package.election;
	char key[SIGN_KEY_TEXT], hash[2 * HASH_BYTES + 1];

	sign_key_text(key, &accepted->organiser);
	hex_write(hash, accepted->package.hash.bytes, HASH_BYTES);
	printf("Election   %s%s\n", text_in(&election->title, 0, NULL),
	       election->kind == SIGN_PRACTICE ? "  (PRACTICE: not a real vote)" : "");
	printf("           %s, revision %u, hash %s\n", election->id, election->revision, hash);
	printf("Trusting   the organiser's key %s\n           from %s\n", key, accepted->organiser_path);
	printf("Roster     revision %u, %u kiosk%s\n\n", accepted->roster.revision, accepted->roster.kiosk_count,
	       accepted->roster.kiosk_count == 1 ? "" : "s");
}

/* Characters, not bytes, decide how wide a name is. */
static void print_padded(const char *text, size_t width)
{
	size_t len = text_characters(text);

	printf("%s%*s", text, len < width ? (int)(width - len) : 0, "");
}

/* Sessions are counted apart from ballots, and kept only when voting pauses, closes or is saved: a power cut makes them
 * fewer than the ballots, nothing honest makes them more. */
static void tell_counters(const struct certificate *report)
{
	if (report->state != VOTING_CLOSED || (report->cast == report->sealed && report->challenged == report->spoiled))
		return;
	printf("    its sessions counted %u cast and %u tested: ", report->cast, report->challenged);
	if (report->cast > report->sealed || report->challenged > report->spoiled)
		printf("more than it holds; ask why\n");
	else
		printf("fewer, as when it was switched off while voting was open\n"
		       "    (`folkmoot log show EXPORT` says when it started); if it never was, ask why\n");
}

/* Its program signed a log that it found so; what happened to it, its people know. */
static void tell_log(const struct export *export)
{
	if (export->log_begun_anew)
		printf("    its log was sealed anew on line %u: lines before it may have been changed; ask what "
		       "happened\n",
		       export->log_begun_anew);
}

static void tell_kiosk(const struct accepted_kiosk *kiosk)
{
	printf("  ");
	print_padded(kiosk->kiosk->name, 26);
	printf("  ");
	print_padded(kiosk->kiosk->place, 26);
	if (!kiosk->last) {
		printf("  %s\n", kiosk->loss ? "declared lost, with no export" : "nothing from it yet");
		return;
	}
	printf("  %6u  %-7s  %7u  %7u%s\n", kiosk->last->report.number, voting_state_word(kiosk->last->report.state),
	       kiosk->last->report.sealed, kiosk->last->report.spoiled,
	       kiosk->loss                                  ? "  declared lost after an export"
	       : kiosk->last->report.state == VOTING_CLOSED ? ""
	                                                    : "  not closed yet: this is an interim export");
	tell_counters(&kiosk->last->report);
	tell_log(kiosk->last);
}

static void tell_kiosks(const struct accepted *accepted)
{
	printf("  %-26s  %-26s  %6s  %-7s  %7s  %7s\n", "kiosk", "place", "export", "voting", "ballots", "tests");
	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++)
		tell_kiosk(&accepted->kiosks[i]);
	printf("\n");
}

/* Each kiosk that something is missing of, with the cure. */
static void tell_missing(const struct accepted *accepted)
{
	char sentence[FAULT_SENTENCE];

	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++)
		if (accepted_waits_for(sentence, sizeof sentence, accepted, i))
			printf("  %s\n", cli_quiet(sentence));
}

static void tell_verdict(const struct accepted *accepted)
{
	printf("Everything holds: signatures, manifests, reports, logs, the sequence of exports, and the\n"
	       "proof in every ballot. %zu ballot%s, %zu test ballot%s opened as they should.\n",
	       accepted->sealed_count, accepted->sealed_count == 1 ? "" : "s", accepted->spoiled_count,
	       accepted->spoiled_count == 1 ? "" : "s");
	if (accepted->missing)
		printf("Not complete: nothing came from %u kiosk%s yet.\n", accepted->missing,
		       accepted->missing == 1 ? "" : "s");
	if (accepted->interim)
		printf("Not final: %u kiosk%s not closed yet.\n", accepted->interim,
		       accepted->interim == 1 ? " is" : "s are");
	if (!accepted->missing && !accepted->interim && !accepted->lost)
		printf("Complete: every kiosk on the roster is closed, and its closing export is here.\n");
	else if (!accepted->missing && !accepted->interim)
		printf("Complete, except %u kiosk%s declared lost: ballots there that no export holds are unknown.\n",
		       accepted->lost, plural(accepted->lost));
	if (accepted->missing || accepted->interim)
		tell_missing(accepted);
}

/* More votes than people who came would show here. */
static void tell_codes(const struct election *election, const struct merged *merged)
{
	if (election->admission == ADMISSION_CODE)
		printf("Voting codes: %u issued, %zu used.\n", election->tag_count, merged->used);
}

/* For whoever noted a code, and for tests. */
static enum status write_codes(const struct accepted *accepted, const struct merged *merged, const char *path)
{
	struct bytes text = {0};
	enum status status = confirmations_text(&text, accepted, merged);

	if (status == STATUS_OK)
		status = file_write(path, text.data, text.len, FILE_PUBLIC, FILE_REPLACE);
	else
		(void)cli_failed("%s: there is not enough memory to write it; close other programs", path);
	bytes_free(&text);
	return status;
}

static void tell_next(const struct accept_sources *sources, const struct accepted *accepted)
{
	if (accepted->missing || accepted->interim) {
		printf("\nNext: bring what is missing, and verify all exports together again.\n");
		return;
	}
	printf("\nNext, whoever counts, with every kiosk's exports:\n"
	       "  folkmoot count start --election %s --roster %s --trustees TRANSCRIPT",
	       sources->election, sources->roster);
	for (size_t i = 0; i < sources->loss_count; i++)
		printf(" --loss %s", sources->losses[i]);
	printf(" -o RECORD EXPORT...\n");
}

static enum status merge(struct merged *merged, const struct accepted *accepted)
{
	enum status status = merge_ballots(merged, accepted, NULL);

	if (status != STATUS_OK)
		(void)cli_failed("the ballots could not be merged: it %s; try on a computer with more memory",
		                 status_phrase(status));
	return status;
}

struct verify_options {
	struct accept_sources sources;
	const char *codes;
	struct cli_values losses, earlier, reports, readiness;
};

static enum status verify_reports(const struct verify_options *options, const struct verify_known *known)
{
	enum status status = verify_closing_reports(known, options->reports.value, options->reports.count),
	            ready = verify_readiness_reports(known, options->readiness.value, options->readiness.count);

	return status == STATUS_OK ? ready : status;
}

/* Reports alone, with what they need: the roster, and the organiser's key that signed it. */
static int run_reports(const struct verify_options *options)
{
	struct roster *roster = calloc(1, sizeof *roster);
	struct former_rosters former = {0};
	struct faults faults = {0};
	struct verify_known known = {options->sources.roster, roster, &former, NULL, &faults};
	char organiser_path[PATH_ROOM];
	struct sign_public organiser;
	struct bytes file = {0};
	enum status status;

	if (!roster)
		return cli_failed("there is not enough memory; close other programs");
	status = organiser_load(&organiser, organiser_path, options->sources.organiser, options->sources.roster);
	if (status == STATUS_OK)
		status = roster_load(roster, &file, options->sources.roster, &organiser);
	if (status == STATUS_OK)
		status = former_load(&former, options->earlier.value, options->earlier.count, &organiser);
	if (status == STATUS_OK)
		status = verify_reports(options, &known);
	former_finish(&former);
	bytes_free(&file);
	free(roster);
	return cli_finish(cli_code(status));
}

static int run(const struct verify_options *options)
{
	const struct accept_sources *sources = &options->sources;
	struct accepted *accepted = calloc(1, sizeof *accepted);
	struct merged merged = {.counted = NULL};
	enum status status;
	int code;

	if (!accepted)
		return cli_failed("there is not enough memory; close other programs");
	status = accept_load(accepted, sources);
	if (status == STATUS_OK)
		status = merge(&merged, accepted);
	if (status == STATUS_OK && options->codes)
		status = write_codes(accepted, &merged, options->codes);
	if (status == STATUS_OK) {
		struct verify_known known = {sources->roster, &accepted->roster, &accepted->former, accepted,
		                             &accepted->faults};

		status = verify_reports(options, &known);
	}
	code = cli_code(status);
	if (status == STATUS_OK) {
		tell_sources(accepted);
		tell_kiosks(accepted);
		tell_verdict(accepted);
		tell_codes(accepted->package.election, &merged);
		merge_tell(&merged);
		tell_next(sources, accepted);
	} else if (accepted->faults.count && accepted->exports) {
		cli_note("%u fault%s found; nothing here may be counted until each is cleared up",
		         accepted->faults.count, accepted->faults.count == 1 ? "" : "s");
	}
	merge_finish(&merged);
	accept_finish(accepted);
	free(accepted);
	return cli_finish(code);
}

/* Which of the two ways of verifying; the exit code where the words fit neither. */
static int check_words(const struct verify_options *options, int exports)
{
	if (exports == 0 && options->reports.count + options->readiness.count == 0)
		return cli_failed(
		    "verify: give at least one export folder, --qr or --readiness; see `folkmoot verify --help`");
	if (exports > 0 && !options->sources.election)
		return cli_failed(
		    "verify: give --election, the package that these exports belong to; see `folkmoot verify "
		    "--help`");
	return CLI_RUN;
}

int command_verify(int argc, char **argv)
{
	struct verify_options options = {.codes = NULL};
	struct accept_sources *const sources = &options.sources;
	const struct cli_option list[] = {
	    {.name = "--election",
	     .value = "FILE",
	     .help = "the signed package (needed with exports)",
	     .text = &sources->election},
	    {.name = "--roster",
	     .value = "FILE",
	     .help = "the signed roster of kiosks",
	     .text = &sources->roster,
	     .required = 1},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key (else organiser.pub beside election or roster)",
	     .text = &sources->organiser},
	    {.name = "--loss",
	     .value = "FILE",
	     .help = "the organiser's declaration that a kiosk is lost; may be given several times",
	     .values = &options.losses},
	    {.name = "--earlier-roster",
	     .value = "FILE",
	     .help = "a roster signed before it, to name kiosks revoked since; may be given several times",
	     .values = &options.earlier},
	    {.name = "--qr",
	     .value = "TEXT",
	     .help = "a closing report read off a kiosk's screen, or a file with one a line; several times",
	     .values = &options.reports},
	    {.name = "--readiness",
	     .value = "FILE",
	     .help = "a kiosk's readiness report; may be given several times",
	     .values = &options.readiness},
	    {.name = "--codes",
	     .value = "FILE",
	     .help = "write the confirmation code of every ballot there",
	     .text = &options.codes},
	};
	const struct cli_command command = {
	    .name = "verify",
	    .usage = "--election FILE --roster FILE [--organiser FILE] [--earlier-roster FILE]... [--loss FILE]...\n"
	             "       [--qr TEXT]... [--codes FILE] EXPORT...\n"
	             "   or: --roster FILE [--organiser FILE] [--qr TEXT]... [--readiness FILE]...",
	    .help = "Checks kiosks' exports (folders folkmoot-…): every signature, hash, count, link from\n"
	            "one export to the next, and the proof in every ballot. Opens no vote. Names every\n"
	            "fault with its file and place. Closing reports (--qr) are held against the exports,\n"
	            "so that none is older than what the kiosk showed when it was closed.\n"
	            "Exit 0: all holds; 1: something does not; 2: could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_max = FILE_NAMES_MAX,
	    .argument = "at least one export folder",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	answer = check_words(&options, count);
	if (answer != CLI_RUN)
		return answer;
	sources->exports = argv + 1;
	sources->export_count = (size_t)count;
	sources->losses = options.losses.value;
	sources->loss_count = options.losses.count;
	sources->earlier = options.earlier.value;
	sources->earlier_count = options.earlier.count;
	return count == 0 ? run_reports(&options) : run(&options);
}
