/* folkmoot count start: accept the exports, and begin a record with them. */
#include <stdio.h>
#include <stdlib.h>

#include "accept.h"
#include "cli.h"
#include "count.h"
#include "keys.h"
#include "merge.h"
#include "record.h"

struct start_options {
	struct accept_sources accept;
	struct cli_values losses;
	const char *trustees, *output;
};

struct start {
	const struct start_options *options;
	struct accepted accepted;
	struct trustees trustees;
	struct bytes transcript;
	struct merged merged;
};

/* --- may this be counted at all? --- */

enum status count_check_trustees(const struct election *election, const struct trustees *trustees, const char *path)
{
	struct faults faults = {0};

	audit_trustees_fit(&faults, election, trustees, path);
	if (faults.count == 0)
		return STATUS_OK;
	(void)cli_refused("%s: the election was built for other trustees; give the transcript it was built with", path);
	return STATUS_MISMATCH;
}

static enum status check_complete(const struct accepted *accepted)
{
	char sentence[FAULT_SENTENCE];

	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++)
		if (accepted_waits_for(sentence, sizeof sentence, accepted, i))
			(void)cli_refused("%s", sentence);
	return accepted->missing || accepted->interim ? STATUS_MISMATCH : STATUS_OK;
}

static enum status check_mixers(const struct start *start)
{
	const struct election *election = start->accepted.package.election;

	if (election->mixer_count >= MIXES_NEEDED)
		return STATUS_OK;
	(void)cli_refused("%s: names %u mixer%s, and at least %d must mix; build the election with more, then vote",
	                  start->options->accept.election, election->mixer_count, plural(election->mixer_count),
	                  MIXES_NEEDED);
	return STATUS_RULES;
}

static enum status load(struct start *start)
{
	const struct start_options *options = start->options;
	enum status status = accept_load(&start->accepted, &options->accept);

	if (start->accepted.faults.count && start->accepted.exports)
		cli_note("%u fault%s found; nothing is counted until each is cleared up", start->accepted.faults.count,
		         plural(start->accepted.faults.count));
	if (status == STATUS_OK)
		status = check_complete(&start->accepted);
	if (status == STATUS_OK)
		status = check_mixers(start);
	if (status == STATUS_OK)
		status = trustees_load_text(&start->trustees, &start->transcript, options->trustees);
	if (status == STATUS_OK)
		status = count_check_trustees(start->accepted.package.election, &start->trustees, options->trustees);
	return status;
}

static enum status merge(struct start *start)
{
	enum status status = merge_ballots(&start->merged, &start->accepted, NULL);

	if (status != STATUS_OK)
		(void)cli_failed("the ballots could not be merged: it %s; try on a computer with more memory",
		                 status_phrase(status));
	return status;
}

/* --- telling --- */

void count_say_mixers(const struct election *election, const char *record)
{
	printf("at least %d of these mix, in turn, each on their own computer:\n ", MIXES_NEEDED);
	for (unsigned i = 0; i < election->mixer_count; i++)
		printf("%s %s", i ? "," : "", election->mixer[i].name);
	printf("\n  folkmoot mix %s --mixer KEY\n", record);
}

/* Few votes hide nobody; whoever counts shall know before anything is opened. */
static void tell_few(const struct start *start)
{
	const struct election *election = start->accepted.package.election;

	for (unsigned i = 0; i < election->contest_count && !start->merged.waits_for_draw; i++)
		if (start->merged.list[i].count < FEW_BALLOTS)
			cli_note("note: %s: only %u ballot%s, fewer than %d: a result so small may show how single "
			         "people voted",
			         text_in(&election->contests[i].title, 0, NULL), start->merged.list[i].count,
			         plural(start->merged.list[i].count), FEW_BALLOTS);
}

static void tell_next(const struct start *start)
{
	const struct merged *merged = &start->merged;
	const char *record = start->options->output;

	if (merged->waits_for_draw) {
		printf("Next, %u trustee%s draw%s which of the ballots with one code counts:\n"
		       "  folkmoot trustee draw %s --share FILE --quorum LIST\nThen ",
		       start->trustees.threshold, plural(start->trustees.threshold),
		       start->trustees.threshold == 1 ? "s" : "", record);
	} else {
		printf("Next, ");
	}
	count_say_mixers(start->accepted.package.election, record);
	printf("Where the count stands, and who is next: folkmoot count status %s\n", record);
}

static void tell(const struct start *start)
{
	const struct accepted *accepted = &start->accepted;
	const struct election *election = accepted->package.election;

	printf("%s%s\n", text_in(&election->title, 0, NULL),
	       election->kind == SIGN_PRACTICE ? "  (PRACTICE: not a real vote)" : "");
	printf("%zu ballot%s and %zu test ballot%s from %u kiosk%s accepted. The record is in %s.\n",
	       accepted->sealed_count, plural(accepted->sealed_count), accepted->spoiled_count,
	       plural(accepted->spoiled_count), accepted_kiosks_here(accepted), plural(accepted_kiosks_here(accepted)),
	       start->options->output);
	if (accepted->lost)
		printf("%u kiosk%s declared lost: their unknown ballots are not in the count, and the result will say "
		       "so.\n",
		       accepted->lost, accepted->lost == 1 ? " is" : "s are");
	merge_tell(&start->merged);
	tell_next(start);
	tell_few(start);
}

static int run(const struct start_options *options)
{
	struct start *start = calloc(1, sizeof *start);
	enum status status = STATUS_OK;

	if (!start)
		return cli_failed("there is not enough memory; close other programs");
	start->options = options;
	if (path_exists(options->output)) {
		(void)cli_failed("%s: exists already and is not overwritten; choose another name for the record",
		                 options->output);
		status = STATUS_STATE;
	}
	if (status == STATUS_OK)
		status = load(start);
	if (status == STATUS_OK)
		status = merge(start);
	if (status == STATUS_OK)
		status = record_start(options->output, &start->accepted, &start->transcript);
	if (status == STATUS_OK)
		tell(start);
	merge_finish(&start->merged);
	accept_finish(&start->accepted);
	bytes_free(&start->transcript);
	free(start);
	return cli_finish(cli_code(status));
}

int command_count_start(int argc, char **argv)
{
	struct start_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--election",
	     .value = "FILE",
	     .help = "the signed package",
	     .text = &options.accept.election,
	     .required = 1},
	    {.name = "--roster",
	     .value = "FILE",
	     .help = "the signed roster of kiosks",
	     .text = &options.accept.roster,
	     .required = 1},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key (else organiser.pub beside the election)",
	     .text = &options.accept.organiser},
	    {.name = "--trustees",
	     .value = "FILE",
	     .help = "the trustees' transcript",
	     .text = &options.trustees,
	     .required = 1},
	    {.name = "--loss",
	     .value = "FILE",
	     .help = "a signed declaration that a kiosk is lost; may be given several times",
	     .values = &options.losses},
	    {.name = "-o",
	     .value = "RECORD",
	     .help = "a new folder for the record",
	     .text = &options.output,
	     .required = 1},
	};
	const struct cli_command command = {
	    .name = "count start",
	    .usage =
	        "--election FILE --roster FILE --trustees FILE [--organiser FILE] [--loss FILE]... EXPORT... -o RECORD",
	    .help = "Checks the exports as `folkmoot verify` does, refuses anything wrong or missing, and\n"
	            "begins the record: the folder through which the count goes, and which is published\n"
	            "in the end. Opens no ballot. Exit 0: begun; 1: refused; 2: could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = FILE_NAMES_MAX,
	    .argument = "at least one export folder",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	options.accept.exports = argv + 1;
	options.accept.export_count = (size_t)count;
	options.accept.losses = options.losses.value;
	options.accept.loss_count = options.losses.count;
	return run(&options);
}
