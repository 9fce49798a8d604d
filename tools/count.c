/* folkmoot count: accept the exports, open every ballot with the trustee's share, count, write the record. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accept.h"
#include "cli.h"
#include "commands.h"
#include "unmixed.h"
#include "definition.h"
#include "keys.h"
#include "parallel.h"
#include "record.h"
#include "result.h"
#include "result_text.h"

enum { FEW_BALLOTS = 10 };

struct count_options {
	struct accept_sources accept;
	const char *trustees, *share, *passphrase_file, *output;
	int unmixed;
};

struct count {
	const struct count_options *options;
	struct accepted accepted;
	struct trustees trustees;
	struct bytes transcript;
	struct trustee_share share;
	struct unmixed_by by;
	const struct accepted_ballot **ballots; /* sealed ones of all closing exports, ascending by code */
	size_t *first_point;
	enum status *status;
	size_t ballot_count, point_count;
	struct decrypted_point *points;
	struct result result;
};

/* --- may this be counted at all? --- */

static enum status check_trustees(struct count *count)
{
	const struct election *election = count->accepted.package.election;
	const struct trustees *trustees = &count->trustees;
	const char *path = count->options->trustees;

	if (hash_compare(&election->transcript, &trustees->transcript) != 0 ||
	    !point_equal(&election->joint_key, &trustees->joint_key) || trustees->kind != election->kind) {
		(void)cli_refused(
		    "%s: the election was built for other trustees; give the transcript it was built with", path);
		return STATUS_MISMATCH;
	}
	if (trustees->count == 1 && trustees->threshold == 1)
		return STATUS_OK;
	(void)cli_failed(
	    "%s: this key is shared by %u trustees, of whom %u must open ballots together; this version counts with "
	    "one trustee only, so use a version whose `folkmoot trustee --help` lists decrypting together",
	    path, trustees->count, trustees->threshold);
	return STATUS_STATE;
}

static enum status check_complete(const struct accepted *accepted)
{
	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++) {
		const struct accepted_kiosk *kiosk = &accepted->kiosks[i];

		if (!kiosk->last)
			(void)cli_refused(
			    "%s (%s): nothing came from this kiosk; bring its closing export and count again",
			    kiosk->kiosk->name, kiosk->kiosk->place);
		else if (kiosk->last->report.state != VOTING_CLOSED)
			(void)cli_refused(
			    "%s: the last export of %s (%s) is not closed; close voting there, export, and count again",
			    kiosk->last->path, kiosk->kiosk->name, kiosk->kiosk->place);
	}
	return accepted->missing || accepted->interim ? STATUS_MISMATCH : STATUS_OK;
}

static enum status check_countable(const struct count *count)
{
	const struct election *election = count->accepted.package.election;

	if (election->kind == SIGN_REAL && !count->options->unmixed) {
		(void)cli_failed(
		    "%s: this is a real vote, and this version opens ballots without mixing them, which links each "
		    "confirmation code to a vote; count with a version that mixes, or accept that with --unmixed",
		    count->options->accept.election);
		return STATUS_STATE;
	}
	if (election->admission == ADMISSION_CODE) {
		(void)cli_failed(
		    "%s: voters were admitted by voting codes, and this package lists no issued codes to hold the "
		    "ballots against; it cannot be counted by this version",
		    count->options->accept.election);
		return STATUS_STATE;
	}
	return STATUS_OK;
}

static enum status load(struct count *count)
{
	enum status status = accept_load(&count->accepted, &count->options->accept);

	if (count->accepted.faults.count)
		cli_note("%u fault%s found; nothing is counted until each is cleared up", count->accepted.faults.count,
		         count->accepted.faults.count == 1 ? "" : "s");
	if (status == STATUS_OK)
		status = check_complete(&count->accepted);
	if (status == STATUS_OK)
		status = check_countable(count);
	if (status == STATUS_OK)
		status = trustees_load_text(&count->trustees, &count->transcript, count->options->trustees);
	if (status == STATUS_OK)
		status = check_trustees(count);
	if (status == STATUS_OK)
		status =
		    share_load(&count->share, &count->trustees, count->options->share, count->options->passphrase_file);
	return status;
}

/* --- opening --- */

static enum status prepare(struct count *count)
{
	const struct accepted *accepted = &count->accepted;

	count->by.election = accepted->package.hash;
	count->by.transcript = count->trustees.transcript;
	count->by.index = count->share.index;
	count->ballots = calloc(accepted->sealed_count + 1, sizeof(const struct accepted_ballot *));
	count->first_point = calloc(accepted->sealed_count + 1, sizeof *count->first_point);
	count->status = calloc(accepted->sealed_count + 1, sizeof *count->status);
	if (!count->ballots || !count->first_point || !count->status)
		return STATUS_NO_ROOM;
	/* Every earlier export lies within its kiosk's closing one (accept_links), so this union is what they all hold.
	 */
	for (size_t i = 0; i < accepted->ballot_count; i++) {
		if (accepted->ballots[i].opened)
			continue;
		count->ballots[count->ballot_count] = &accepted->ballots[i];
		count->first_point[count->ballot_count++] = count->point_count;
		count->point_count += accepted->ballots[i].points;
	}
	if (count->point_count > UINT32_MAX)
		return STATUS_NO_ROOM;
	count->points = calloc(count->point_count + 1, sizeof *count->points);
	if (!count->points)
		return STATUS_NO_ROOM;
	return trustee_share_key(&count->by.key, &count->trustees, count->share.index);
}

static void open_one(void *context, size_t index)
{
	struct count *count = context;
	const struct accepted_ballot *ballot = count->ballots[index];
	struct decrypted_point *points = &count->points[count->first_point[index]];
	struct sealed sealed;
	enum status status = sealed_decode(&sealed, ballot->body, ballot->body_len);

	for (unsigned i = 0; i < ballot->points && status == STATUS_OK; i++) {
		status = unmixed_make(&points[i], &sealed.ciphertext[i], &ballot->code, i, &count->by,
		                         &count->share.share);
		/* As whoever audits the record will, and with the message that they will find. */
		if (status == STATUS_OK)
			status = unmixed_check(&points[i], &sealed.ciphertext[i], &ballot->code, i, &count->by);
	}
	count->status[index] = status;
}

static enum status add_votes(struct count *count, size_t index)
{
	const struct election *election = count->accepted.package.election;
	const struct accepted_ballot *ballot = count->ballots[index];
	const struct decrypted_point *opened = &count->points[count->first_point[index]];
	struct point message[SEALED_MAX_WIDTH];
	struct sealed sealed;
	const struct style *style;
	enum status status = sealed_decode(&sealed, ballot->body, ballot->body_len);

	if (status != STATUS_OK)
		return status;
	style = &election->styles[sealed.shape.style];
	for (unsigned i = 0; i < style->contest_count && status == STATUS_OK; i++) {
		unsigned width = election->contests[style->contest[i]].width;

		for (unsigned k = 0; k < width; k++)
			message[k] = opened[k].message;
		opened += width;
		status = result_add(&count->result, style->contest[i], message);
	}
	return status;
}

static enum status open_all(struct count *count)
{
	enum status status = prepare(count);

	if (status == STATUS_OK)
		parallel_each(count->ballot_count, "opening ballots", open_one, count);
	trustee_share_wipe(&count->share);
	for (size_t i = 0; i < count->ballot_count && status == STATUS_OK; i++)
		status = count->status[i];
	if (status == STATUS_OK)
		status = result_init(&count->result, count->accepted.package.election);
	for (size_t i = 0; i < count->ballot_count && status == STATUS_OK; i++)
		status = add_votes(count, i);
	if (status == STATUS_OK)
		status = result_finish(&count->result);
	if (status != STATUS_OK)
		(void)cli_failed(
		    "the ballots could not be opened and counted: it %s; try on a computer with more memory",
		    status_phrase(status));
	return status;
}

/* --- telling --- */

static void print_cell(const char *text, size_t width)
{
	size_t shown = 0;

	/* Cut at a character's end: a byte 10xxxxxx continues a character. */
	for (; *text && (shown < width || ((unsigned char)*text & 0xc0) == 0x80); text++) {
		shown += ((unsigned char)*text & 0xc0) != 0x80;
		putchar(*text);
	}
	printf("%*s", (int)(width - shown), "");
}

struct line {
	uint32_t project;
	int64_t score;
};

static int by_score(const void *left, const void *right)
{
	const struct line *a = left, *b = right;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return a->project < b->project ? -1 : a->project > b->project;
}

static void tell_contest(const struct contest_result *contest, const struct election *election)
{
	enum { SHOWN = 40 };
	struct line line[ELECTION_MAX_PROJECTS] = {{0, 0}};
	uint32_t count = contest->profile->project_count;
	int points = contest->profile->kind != PROFILE_SETS;
	char cost[MONEY_TEXT];

	printf("\n%s: ", text_in(&contest->contest->title, 0, NULL));
	result_say_votes(stdout, contest);
	printf("\n");
	if (contest->vote_count < FEW_BALLOTS)
		printf("  (fewer than %d votes: a result so small may show how single people voted)\n", FEW_BALLOTS);
	for (uint32_t i = 0; i < count; i++)
		line[i] = (struct line){i, contest->profile->projects[i].score};
	qsort(line, count, sizeof *line, by_score);
	snprintf(cost, sizeof cost, "cost in %s", election->currency);
	printf("  %-8s  %-44s  %12s  %7s%s\n", "project", "name", cost, "votes", points ? "   points" : "");
	for (uint32_t i = 0; i < count && i < SHOWN; i++) {
		const struct profile_project *project = &contest->profile->projects[line[i].project];

		printf("  ");
		print_cell(project->id, 8);
		printf("  ");
		print_cell(text_in(&contest->contest->projects[line[i].project].name, 0, NULL), 44);
		printf("  %12s  %7llu", money_text(cost, "", project->cost, election->minor_digits),
		       (unsigned long long)project->votes);
		if (points)
			printf("  %7lld", (long long)project->score);
		printf("%s\n", result_selected(contest, line[i].project) ? "  selected" : "");
	}
	if (count > SHOWN)
		printf("  … and %u more in result.csv\n", count - SHOWN);
}

static void tell_outcome(const struct contest_result *contest, const struct election *election)
{
	char cost[MONEY_TEXT], budget[MONEY_TEXT];

	if (!contest->outcome) {
		result_say_not_applied(stdout, election);
		return;
	}
	printf("  selected by the rule \"%s\": %u project%s for %s of %s\n", rule_word(election->rule),
	       contest->outcome->selected_count, plural(contest->outcome->selected_count),
	       money_text(cost, election->currency, contest->outcome->cost, election->minor_digits),
	       money_text(budget, election->currency, contest->contest->budget, election->minor_digits));
	result_say_ties(stdout, contest, election);
}

static void tell(const struct count *count)
{
	const struct election *election = count->accepted.package.election;

	printf("%s%s\n", text_in(&election->title, 0, NULL),
	       election->kind == SIGN_PRACTICE ? "  (PRACTICE: not a real vote)" : "");
	printf("%zu ballot%s from %u kiosk%s accepted, opened and counted.\n", count->ballot_count,
	       plural(count->ballot_count), count->accepted.roster.kiosk_count,
	       plural(count->accepted.roster.kiosk_count));
	for (unsigned i = 0; i < election->contest_count; i++) {
		tell_contest(&count->result.contest[i], election);
		tell_outcome(&count->result.contest[i], election);
	}
	if (!result_rule_applied(election->rule))
		cli_note(
		    "note: no project is selected: this version does not apply the rule \"%s\"; the record has every "
		    "vote, for a program that does",
		    rule_word(election->rule));
	printf("\n%s. The record is in %s; start with its readme.txt.\n", RECORD_NOT_MIXED, count->options->output);
}

/* --- all of it --- */

static enum status write_record(const struct count *count)
{
	struct record_sources sources = {
	    .accepted = &count->accepted,
	    .trustees = &count->trustees,
	    .transcript = &count->transcript,
	    .ballots = count->ballots,
	    .ballot_count = count->ballot_count,
	    .points = count->points,
	    .point_count = count->point_count,
	    .by = &count->by,
	    .result = &count->result,
	};

	return public_record_write(count->options->output, &sources);
}

static int run(const struct count_options *options)
{
	struct count *count = calloc(1, sizeof *count);
	enum status status = STATUS_OK;

	if (!count)
		return cli_failed("there is not enough memory; close other programs");
	count->options = options;
	if (path_exists(options->output)) {
		(void)cli_failed("%s: exists already and is not overwritten; choose another name for the record",
		                 options->output);
		status = STATUS_STATE;
	}
	if (status == STATUS_OK)
		status = load(count);
	if (status == STATUS_OK)
		status = open_all(count);
	if (status == STATUS_OK)
		status = write_record(count);
	if (status == STATUS_OK)
		tell(count);
	trustee_share_wipe(&count->share);
	result_free(&count->result);
	accept_finish(&count->accepted);
	bytes_free(&count->transcript);
	free(count->ballots);
	free(count->first_point);
	free(count->status);
	free(count->points);
	free(count);
	return cli_finish(cli_code(status));
}

int command_count(int argc, char **argv)
{
	struct count_options options = {0};
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
	    {.name = "--share", .value = "FILE", .help = "the trustee's share", .text = &options.share, .required = 1},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line opens the share (else it is asked)",
	     .text = &options.passphrase_file},
	    {.name = "--unmixed",
	     .help = "count a real vote without mixing: links codes to votes",
	     .flag = &options.unmixed},
	    {.name = "-o",
	     .value = "RECORD",
	     .help = "a new folder for the record",
	     .text = &options.output,
	     .required = 1},
	};
	const struct cli_command command = {
	    .name = "count",
	    .usage = "--election FILE --roster FILE --trustees FILE --share FILE EXPORT... -o RECORD",
	    .help = "Checks the exports as `folkmoot verify` does, refuses anything wrong or missing, opens\n"
	            "every ballot with a proof that it was opened rightly, counts, and writes the record.\n"
	            "Exit 0: counted; 1: refused; 2: could not run.",
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
	return run(&options);
}
