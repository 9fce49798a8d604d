/* folkmoot acceptance: a test deck, and whether every kiosk recorded it mark for mark. */
#include <stdio.h>

#include "acceptance_check.h"
#include "cli.h"
#include "commands.h"
#include "deck_json.h"
#include "deck_page.h"
#include "package.h"

struct deck_options {
	const char *election, *organiser, *output;
};

static void tell(const struct deck_options *options, const struct deck *deck)
{
	printf("The test deck has %zu ballots%s. It covers every project, option, rank and ballot style.\n\n",
	       deck->count, deck->rounds > 1 ? ", in rounds" : "");
	if (deck->never > 0)
		printf("Not covered: %u project%s that no vote within the rules can hold. Check the election.\n\n",
		       deck->never, plural(deck->never));
	printf("  %s/%s  to print, once for each kiosk\n", options->output, DECK_PAGE);
	printf("  %s/%s  what every kiosk must hold afterwards\n\n", options->output, DECK_FILE);
	printf("Next: on every kiosk, in practice mode, vote the deck and save the votes to a stick. Then\n"
	       "  folkmoot acceptance check --election %s --deck %s%s%s STICK/folkmoot-practice-*\n",
	       options->election, options->output, options->organiser ? " --organiser " : "",
	       options->organiser ? options->organiser : "");
}

static enum status put_file(const struct folder_out *folder, const char *name, const struct bytes *bytes)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder->temporary, name);

	return status == STATUS_OK ? file_write(path, bytes->data, bytes->len, FILE_PUBLIC, FILE_KEEP) : status;
}

static enum status put_deck(const char *output, const struct deck *deck, const struct hash *hash)
{
	struct folder_out folder;
	struct bytes file = {.data = NULL}, page = {.data = NULL};
	enum status status = deck_write(&file, deck, hash);

	if (status == STATUS_OK)
		status = deck_page(&page, deck, hash);
	if (status != STATUS_OK)
		(void)cli_failed("there is not enough memory; close other programs");
	if (status == STATUS_OK)
		status = folder_out_begin(&folder, output);
	if (status == STATUS_OK) {
		status = put_file(&folder, DECK_FILE, &file);
		if (status == STATUS_OK)
			status = put_file(&folder, DECK_PAGE, &page);
		if (status == STATUS_OK)
			status = folder_out_finish(&folder);
		folder_out_abandon(&folder);
	}
	bytes_free(&file);
	bytes_free(&page);
	return status;
}

static enum status make(const struct deck_options *options)
{
	char organiser_path[PATH_ROOM];
	struct sign_public organiser;
	struct package package = {.election = NULL};
	struct deck deck = {.ballots = NULL};
	enum status status = organiser_load(&organiser, organiser_path, options->organiser, options->election);

	if (status == STATUS_OK)
		status = package_load(&package, options->election, &organiser);
	if (status == STATUS_OK) {
		status = deck_make(&deck, package.election, &package.hash);
		if (status == STATUS_RANGE)
			(void)cli_refused("%s: has more districts than there are practice codes; practise with an "
			                  "election of the same contests and fewer districts",
			                  options->election);
		else if (status != STATUS_OK)
			(void)cli_failed("there is not enough memory; close other programs");
	}
	if (status == STATUS_OK)
		status = put_deck(options->output, &deck, &package.hash);
	if (status == STATUS_OK)
		tell(options, &deck);
	deck_free(&deck);
	package_finish(&package);
	return status;
}

static int acceptance_deck(int argc, char **argv)
{
	struct deck_options options = {.election = NULL};
	const struct cli_option list[] = {
	    {.name = "-o", .value = "DIR", .help = "the folder to make", .text = &options.output, .required = 1},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key (else organiser.pub beside the election)",
	     .text = &options.organiser},
	};
	const struct cli_command command = {
	    .name = "acceptance deck",
	    .usage = "FILE.election [--organiser FILE] -o DIR",
	    .help = "Makes the test deck of an election: ballots with known marks, which cover every\n"
	            "project, option, rank and ballot style, as a page to print and as expected.json. It\n"
	            "follows from the signed package alone: the same package always gives the same deck.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "the signed package (FILE.election)",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (answer != CLI_RUN)
		return answer;
	options.election = argv[1];
	status = make(&options);
	return cli_finish(cli_code(status));
}

static int acceptance_compare(int argc, char **argv)
{
	struct acceptance_sources sources = {.election = NULL};
	const struct cli_option list[] = {
	    {.name = "--election",
	     .value = "FILE",
	     .help = "the real signed package",
	     .text = &sources.election,
	     .required = 1},
	    {.name = "--deck",
	     .value = "DIR",
	     .help = "the folder that `acceptance deck` made",
	     .text = &sources.deck,
	     .required = 1},
	    {.name = "--roster",
	     .value = "FILE",
	     .help = "the signed roster: kiosks that were not tested are named",
	     .text = &sources.roster},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key (else organiser.pub beside the election)",
	     .text = &sources.organiser},
	};
	const struct cli_command command = {
	    .name = "acceptance check",
	    .usage = "--election FILE --deck DIR [--roster FILE] [--organiser FILE] PRACTICE-FOLDER...",
	    .help = "Checks what kiosks saved in practice mode (folders folkmoot-practice-…) against the test\n"
	            "deck: that they practised this very election, that the export holds, and that the box\n"
	            "has exactly the deck's ballots, mark for mark. Exit 0: passed; 1: not; 2: could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 512,
	    .argument = "a practice folder (folkmoot-practice-…)",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	sources.folders = argv + 1;
	sources.folder_count = (size_t)count;
	return acceptance_check(&sources);
}

int command_acceptance(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"deck", acceptance_deck, "make a test deck with known marks"},
	    {"check", acceptance_compare, "compare what kiosks recorded in practice mode with the deck"},
	};
	static const struct cli_menu menu = {
	    .name = "acceptance",
	    .intro = "The acceptance test: before the vote, every kiosk is given ballots whose marks are known.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
