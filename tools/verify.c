/* folkmoot verify: everything that can be checked about exports without opening a ballot. */
#include <stdio.h>
#include <stdlib.h>

#include "accept.h"
#include "cli.h"
#include "confirmations.h"
#include "commands.h"

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

/* Sessions are counted apart from ballots; where the program was interrupted between the two, both numbers are told. */
static void tell_counters(const struct certificate *report)
{
	if (report->state == VOTING_CLOSED && (report->cast != report->sealed || report->challenged != report->spoiled))
		printf("    its sessions counted %u cast and %u tested: ask why the numbers differ\n", report->cast,
		       report->challenged);
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
}

static void tell_kiosks(const struct accepted *accepted)
{
	printf("  %-26s  %-26s  %6s  %-7s  %7s  %7s\n", "kiosk", "place", "export", "voting", "ballots", "tests");
	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++)
		tell_kiosk(&accepted->kiosks[i]);
	printf("\n");
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

static int run(const struct accept_sources *sources, const char *codes)
{
	struct accepted *accepted = calloc(1, sizeof *accepted);
	struct merged merged = {.counted = NULL};
	enum status status;
	int code;

	if (!accepted)
		return cli_failed("there is not enough memory; close other programs");
	status = accept_load(accepted, sources);
	if (status == STATUS_OK)
		status = merge(&merged, accepted);
	if (status == STATUS_OK && codes)
		status = write_codes(accepted, &merged, codes);
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

int command_verify(int argc, char **argv)
{
	struct accept_sources sources = {0};
	struct cli_values losses = {.count = 0};
	const char *codes = NULL;
	const struct cli_option list[] = {
	    {.name = "--election",
	     .value = "FILE",
	     .help = "the signed package",
	     .text = &sources.election,
	     .required = 1},
	    {.name = "--roster",
	     .value = "FILE",
	     .help = "the signed roster of kiosks",
	     .text = &sources.roster,
	     .required = 1},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key (else organiser.pub beside the election)",
	     .text = &sources.organiser},
	    {.name = "--loss",
	     .value = "FILE",
	     .help = "the organiser's declaration that a kiosk is lost; may be given several times",
	     .values = &losses},
	    {.name = "--codes",
	     .value = "FILE",
	     .help = "write the confirmation code of every ballot there",
	     .text = &codes},
	};
	const struct cli_command command = {
	    .name = "verify",
	    .usage = "--election FILE --roster FILE [--organiser FILE] [--loss FILE]... [--codes FILE] EXPORT...",
	    .help = "Checks kiosks' exports (folders folkmoot-…): every signature, hash, count, link from\n"
	            "one export to the next, and the proof in every ballot. Opens no vote. Names every\n"
	            "fault with its file and place. Exit 0: all holds; 1: something does not; 2: could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = FILE_NAMES_MAX,
	    .argument = "at least one export folder",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	sources.exports = argv + 1;
	sources.export_count = (size_t)count;
	sources.losses = losses.value;
	sources.loss_count = losses.count;
	return run(&sources, codes);
}
