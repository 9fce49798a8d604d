/* folkmoot moderate: the texts that voters wrote, before they are published; and the organiser's signed decision which
 * of them are withheld, after which nobody can read those in this record any more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "moderate_parts.h"
#include "record.h"

/* --- the record, up to the factors --- */

static enum status not_yet(const struct moderate *moderate)
{
	const struct audit *audit = &moderate->audit;

	for (unsigned i = 0; i < STEP_COUNT; i++)
		if (audit->step[i].state == STEP_MISSING && *audit->step[i].reason)
			(void)cli_failed("%s: no texts are open yet: %s; `folkmoot count status %s` says who is next",
			                 audit->path, audit->step[i].reason, audit->path);
	return STATUS_STATE;
}

static enum status check_record(struct moderate *moderate)
{
	struct audit *audit = &moderate->audit;
	enum status status = audit_record(audit, moderate->options->record, STEP_MIXES);

	if (status == STATUS_STATE)
		return not_yet(moderate);
	if (status == STATUS_MISMATCH)
		(void)cli_refused("%s: the record does not hold, so nothing is decided; clear up what is said above",
		                  audit->path);
	if (status != STATUS_OK)
		return status;
	lists_of(&moderate->lists, audit->accepted.package.election, &audit->merged, &audit->mixes);
	return STATUS_OK;
}

/* The factors with what was decided about them, taken out already or not. */
static enum status check_factors(struct moderate *moderate)
{
	struct audit *audit = &moderate->audit;
	char statement[PATH_ROOM];
	enum status status = path_join(statement, audit->path, MODERATION_STATEMENT);

	/* A signature alone, left by a run that was interrupted, decides nothing. */
	if (status == STATUS_OK && path_exists(statement))
		status = moderation_load(&moderate->moderation, &moderate->faults, audit->path,
		                         &audit->accepted.package, &moderate->lists, &audit->organiser);
	if (status != STATUS_OK)
		return status;
	lists_moderate(&moderate->lists, &moderate->moderation);
	moderate->lists.still_there = 1;
	factors_check(&moderate->factors, &moderate->faults, audit->path, RECORD_DECRYPTION, &audit->accepted.package,
	              &audit->trustees, &moderate->lists);
	if (moderate->faults.count) {
		(void)cli_refused(
		    "%s: the decryption does not hold, so nothing is decided; clear up what is said above",
		    audit->path);
		return moderate->faults.unread ? STATUS_ABSENT : STATUS_MISMATCH;
	}
	audit->by = factors_complete(&moderate->factors);
	if (audit->by)
		return STATUS_OK;
	(void)cli_failed(
	    "%s: no texts are open yet: the trustees have not all decrypted; `folkmoot count status %s` says "
	    "who is next",
	    audit->path, audit->path);
	return STATUS_STATE;
}

static enum status open_texts(struct moderate *moderate)
{
	enum status status = moderated_texts_open(&moderate->texts, moderate->audit.accepted.package.election,
	                                          moderate->audit.by, &moderate->lists);

	if (status != STATUS_OK)
		(void)cli_failed("%s: the texts do not fit this computer's memory; use a larger one",
		                 moderate->audit.path);
	return status;
}

/* --- telling --- */

static size_t withheld_votes(const struct moderation *moderation)
{
	size_t count = 0;

	for (unsigned i = 0; i < moderation->count; i++)
		count += moderation->contest[i].withheld_count;
	return count;
}

static void say_listed(const struct moderate *moderate)
{
	const char *record = moderate->audit.path;
	const struct moderated_texts *texts = &moderate->texts;

	if (texts->count == 0) {
		printf("Nobody wrote a text, so there is nothing to decide. Next: folkmoot count finish %s\n", record);
		return;
	}
	printf("%zu text%s, written by %zu voter%s. Nothing here says whose a text is.\n\n", texts->count,
	       plural(texts->count), texts->voter_count, plural(texts->voter_count));
	moderated_texts_say(stdout, texts);
	printf("\nNext, the organiser decides. To publish all of them:\n"
	       "  folkmoot moderate %s --publish-all --organiser KEY\n"
	       "To withhold some, such as 3 and 7, and publish the others:\n"
	       "  folkmoot moderate %s --withhold 3,7 --reason TEXT --organiser KEY\n"
	       "Many are easier to mark in a table: see --csv and --decisions in folkmoot moderate --help.\n",
	       record, record);
}

static void say_decided(const struct moderate *moderate)
{
	size_t withheld = withheld_votes(&moderate->moderation);
	const char *record = moderate->audit.path;
	char result[PATH_ROOM];

	if (withheld)
		printf(
		    "Decided and signed: the texts of %zu voter%s are withheld, and cannot be read in this record any "
		    "more.\nNobody else may get a copy of the record from before. The reasons are in %s/%s.\n",
		    withheld, plural(withheld), record, MODERATION_STATEMENT);
	else
		printf("Decided and signed: all texts are published.\n");
	if (path_join(result, record, RECORD_RESULT_JSON) == STATUS_OK && path_exists(result))
		printf("The result is published; check it with: folkmoot audit %s\n", record);
	else
		printf("Next: folkmoot count finish %s\n", record);
}

static void say_plan(const struct moderate *moderate)
{
	const struct moderated_texts *texts = &moderate->texts;
	size_t withheld = 0;

	for (size_t i = 0; i < texts->count; i++)
		withheld += texts->text[i].reason != NULL;
	if (withheld) {
		printf("Will be withheld: %zu of %zu texts.\n\n", withheld, texts->count);
		moderated_texts_say(stdout, texts);
		printf(
		    "\nWhat is withheld is taken out of every trustee's factors in this record and cannot be put back: "
		    "a\nrecord is moderated once. Where the law wants withheld texts kept, first copy the whole "
		    "record\n"
		    "to where nobody else can read it: such a copy proves what was withheld. The reasons, and how\n"
		    "many were withheld, are published.\n");
	} else {
		printf("All %zu texts will be published, and none can be withheld later.\n", texts->count);
	}
	fflush(stdout);
	(void)cli_failed("nothing has been changed yet; if this is right, say it again with --yes");
}

/* --- the command --- */

static int decides(const struct moderate_options *options)
{
	return options->publish_all || options->withhold || options->decisions;
}

/* STATUS_STATE: cannot be, and was told. */
static enum status may_decide(const struct moderate *moderate)
{
	const struct moderate_options *options = moderate->options;
	const char *missing, *record = moderate->audit.path;

	if (moderate->moderation.decided) {
		(void)cli_failed(
		    "%s: was moderated already, and what was decided stands; go on with `folkmoot count finish "
		    "%s`",
		    record, record);
		return STATUS_STATE;
	}
	if (record_count_published(&missing, record) > 0) {
		(void)cli_failed("%s: its result is published already, so nothing can be withheld any more", record);
		return STATUS_STATE;
	}
	if (moderate->texts.count == 0) {
		(void)cli_failed(
		    "%s: nobody wrote a text, so there is nothing to decide; go on with `folkmoot count finish "
		    "%s`",
		    record, record);
		return STATUS_STATE;
	}
	if (options->yes && !options->organiser) {
		(void)cli_failed(
		    "--organiser: is missing; a decision is signed with the organiser's secret key (.key)");
		return STATUS_STATE;
	}
	return STATUS_OK;
}

static enum status make_decision(struct moderate *moderate)
{
	enum status status = may_decide(moderate);

	if (status == STATUS_OK)
		status = moderate_mark(moderate);
	if (status != STATUS_OK)
		return status == STATUS_NO_ROOM ? status : STATUS_STATE;
	if (!moderate->options->yes) {
		say_plan(moderate);
		return STATUS_STATE;
	}
	status = moderate_sign(moderate);
	if (status == STATUS_OK)
		status = moderate_take_out(moderate);
	if (status == STATUS_OK)
		say_decided(moderate);
	return status;
}

static enum status write_csv(const struct moderate *moderate)
{
	struct file_out out;
	enum status status = file_out_begin(&out, moderate->options->csv, FILE_SECRET, FILE_KEEP);

	if (status != STATUS_OK)
		return status;
	moderated_texts_csv(out.stream, &moderate->texts);
	status = file_out_finish(&out);
	file_out_abandon(&out);
	if (status == STATUS_OK)
		printf(
		    "%zu text%s in %s. Write \"withhold\" into the column decision where one is not to be published,\n"
		    "and why into the column reason; save as CSV, and give it to\n"
		    "  folkmoot moderate %s --decisions FILE --organiser KEY\n",
		    moderate->texts.count, plural(moderate->texts.count), moderate->options->csv, moderate->audit.path);
	return status;
}

static enum status show(struct moderate *moderate)
{
	if (moderate->options->json) {
		enum status status = moderated_texts_json(stdout, &moderate->texts, moderate->moderation.decided);

		if (status != STATUS_OK)
			(void)cli_failed("the texts could not be written: memory is full");
		return status;
	}
	if (moderate->options->csv)
		return write_csv(moderate);
	if (moderate->moderation.decided)
		say_decided(moderate);
	else
		say_listed(moderate);
	return STATUS_OK;
}

static enum status go(struct moderate *moderate)
{
	enum status status = check_record(moderate);

	if (status == STATUS_OK && !lists_have_texts(&moderate->lists) && !moderate->options->json) {
		printf("No question of this election asks for a text, so there is nothing to decide.\n");
		return STATUS_OK;
	}
	if (status == STATUS_OK)
		status = check_factors(moderate);
	if (status == STATUS_OK)
		status = moderate_no_left_over(moderate);
	if (status == STATUS_OK && moderate->moderation.decided)
		status = moderate_take_out(moderate);
	if (status == STATUS_OK)
		status = open_texts(moderate);
	if (status == STATUS_OK)
		status = decides(moderate->options) ? make_decision(moderate) : show(moderate);
	return status;
}

static int run(const struct moderate_options *options)
{
	struct moderate *moderate = calloc(1, sizeof *moderate);
	enum status status;

	if (!moderate)
		return cli_failed("there is not enough memory; close other programs");
	moderate->options = options;
	moderate->faults.links = LINKS_REFUSED;
	status = go(moderate);
	moderated_texts_free(&moderate->texts);
	bytes_free(&moderate->decisions);
	factors_finish(&moderate->factors);
	moderation_free(&moderate->moderation);
	audit_finish(&moderate->audit);
	free(moderate);
	return cli_finish(cli_code(status));
}

/* Words that do not go together, told. */
static int check_options(const struct moderate_options *options)
{
	if (options->publish_all + (options->withhold != NULL) + (options->decisions != NULL) > 1)
		return cli_failed("--publish-all, --withhold and --decisions: give one of them");
	if (decides(options) && (options->json || options->csv))
		return cli_failed("--json and --csv: only list; decide in another call");
	if (options->json && options->csv)
		return cli_failed("--json and --csv: give one of them");
	if (!decides(options) && (options->yes || options->organiser || options->reason))
		return cli_failed("--publish-all, --withhold or --decisions: must say what is decided");
	return EXIT_DONE;
}

int command_moderate(int argc, char **argv)
{
	struct moderate_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--publish-all", .help = "decide that every text is published", .flag = &options.publish_all},
	    {.name = "--withhold",
	     .value = "LIST",
	     .help = "decide that these are withheld, such as 3,7,12-15, and all others published",
	     .text = &options.withhold},
	    {.name = "--decisions",
	     .value = "FILE",
	     .help = "the same from a file: the table of --csv filled in, or one number a line",
	     .text = &options.decisions},
	    {.name = "--reason",
	     .value = "TEXT",
	     .help = "why they are withheld, in one line that everybody will read",
	     .text = &options.reason},
	    {.name = "--organiser",
	     .value = "KEY",
	     .help = "the organiser's secret key (.key), which signs the decision",
	     .text = &options.organiser},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line opens the key (else it is asked)",
	     .text = &options.passphrase_file},
	    {.name = "--yes", .help = "do it; without this what would be done is shown", .flag = &options.yes},
	    {.name = "--csv",
	     .value = "FILE",
	     .help = "list the texts as a table to be filled in with a spreadsheet",
	     .text = &options.csv},
	    {.name = "--json", .help = "list the texts for programs", .flag = &options.json},
	};
	const struct cli_command command = {
	    .name = "moderate",
	    .usage = "RECORD [--publish-all | --withhold LIST | --decisions FILE] [--reason TEXT] [--organiser KEY]\n"
	             "         [--passphrase-file FILE] [--yes] [--csv FILE | --json]",
	    .help = "Where a question asks for a text: lists all that voters wrote, once the trustees have\n"
	            "decrypted and before the result is published, and writes down which texts are not\n"
	            "published, signed by the organiser. A text that is withheld is taken out of the\n"
	            "record for good; a hash stands in its place, the reason is published, and every audit\n"
	            "says how many there are. Votes and answers other than texts cannot be withheld.\n"
	            "Exit 0: listed or decided; 1: the record does not hold; 2: nothing was changed, or could\n"
	            "not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a record's folder",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	options.record = argv[1];
	answer = check_options(&options);
	return answer == EXIT_DONE ? run(&options) : answer;
}
