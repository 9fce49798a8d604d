/* folkmoot election: what is voted on, written, checked, signed and shown. */

#include <stdio.h>

#include "cli.h"
#include "commands.h"
#include "definition.h"
#include "election_advice.h"
#include "election_build.h"
#include "election_export.h"
#include "election_import.h"
#include "election_load.h"
#include "election_new.h"
#include "election_notes.h"
#include "election_preview.h"
#include "election_summary.h"

/* What the ballots' secrecy still lacks, and what else the build will ask for. */
static void tell_missing(const struct election *election)
{
	printf("\nWho mixes the ballots: ");
	if (election->mixer_count >= ELECTION_MIN_MIXERS)
		printf("the %u people under \"mixers\".\n", election->mixer_count);
	else if (election->mixer_count == 1)
		printf("the trustees, and %s.\n", election->mixer[0].name);
	else
		printf("the trustees. There must be two at least: with a single trustee name\n"
		       "another person under \"mixers\", or with `--mixer NAME.pub`.\n");
}

static void tell_next(const struct election *election, const char *path)
{
	int coded = election->admission == ADMISSION_CODE;

	printf("\nNext: look at every screen of it, %sthen sign it:\n  folkmoot election preview %s -o preview.html\n",
	       coded ? "make the voting codes of each place, " : "", path);
	if (coded)
		printf("  folkmoot codes make %s --place PLACE --count N -o NAME\n", path);
	printf("  folkmoot election build %s --organiser KEY --trustees TRANSCRIPT %s-o NAME.election\n", path,
	       coded ? "--tags NAME.tags " : "");
}

static void tell_checked(const struct election *election, const char *path)
{
	unsigned left = election_placeholders(election), notes;

	election_summary(election);
	if (left > 0)
		printf("\nNot finished: %u text%s in [brackets]; only for practice could it be built.\n", left,
		       left == 1 ? " still stands" : "s still stand");
	else
		printf("\nThe vote is ready to build.\n");
	tell_missing(election);
	notes = election_advice(election, path);
	election_notes(election, path);
	if (notes > 0)
		printf("\nNo fault, and %u thing%s that could be better for voters: see the notes.\n", notes,
		       plural(notes));
	tell_next(election, path);
}

static int election_check_command(int argc, char **argv)
{
	const struct cli_command command = {
	    .name = "election check",
	    .usage = "ELECTION.json",
	    .help = "Checks an election definition and tells every fault it finds, with its place and\n"
	            "what to do; then, as notes, what would serve voters better: texts that are hard to\n"
	            "read, missing or not translated, costs that look wrong beside the budget. What may\n"
	            "stand in the file: assets/examples/README.md.",
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "an election.json",
	};
	struct definition definition;
	struct bytes file = {0};
	enum status status;
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	status = election_load(&definition, &file, argv[1]);
	if (status == STATUS_OK) {
		tell_checked(definition.election, argv[1]);
	}
	definition_finish(&definition);
	bytes_free(&file);
	return cli_finish(cli_code(status));
}

int command_election(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"new", election_new, "begin an election.json: asks, or writes a template"},
	    {"check", election_check_command, "find every fault in an election.json"},
	    {"preview", election_preview, "show every screen of it, on one page"},
	    {"build", election_build, "sign an election.json as the package that kiosks accept"},
	    {"import", election_import, "make an election.json from a Pabulib file"},
	    {"export", election_export, "write its contests as Pabulib files"},
	};
	static const struct cli_menu menu = {
	    .name = "election",
	    .intro = "An election is written in election.json, checked, and signed into one package.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
