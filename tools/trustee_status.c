/* folkmoot trustee status: how far a ceremony has come. */
#include <stdio.h>

#include "cli.h"
#include "trustee_steps.h"

static const char *word_of(const struct ceremony_folder *folder, enum ceremony_part part, unsigned at)
{
	int holds = part == CEREMONY_DEALS ? folder->ceremony.dealt[at] : folder->ceremony.accepted[at];

	if (holds)
		return "yes";
	return folder->there[part][at] ? "BROKEN" : "-";
}

static void print_table(const struct ceremony_folder *folder)
{
	const struct trustees *trustees = &folder->ceremony.trustees;

	printf("%strustees; any %u of %u can open ballots.\n\n", trustees->kind == SIGN_PRACTICE ? "Practice " : "The ",
	       trustees->threshold, trustees->count);
	printf("        dealt   accepted\n");
	for (unsigned i = 0; i < trustees->count; i++)
		printf("    %2u  %-7s %-9s %s\n", i + 1, word_of(folder, CEREMONY_DEALS, i),
		       word_of(folder, CEREMONY_ACCEPTANCES, i), trustees->member[i].name);
	printf("\n");
}

/* Acceptances can be read only when all deals are there and hold. */
static enum status read_all(struct ceremony_folder *folder)
{
	enum status status = ceremony_folder_read(folder, CEREMONY_DEALS);

	if (status == STATUS_OK && ceremony_count_missing(folder, CEREMONY_DEALS) == 0) {
		status = ceremony_folder_agree(folder);
		if (status == STATUS_OK)
			status = ceremony_folder_read(folder, CEREMONY_ACCEPTANCES);
	}
	return status;
}

/* The transcript there must be what these files give. */
static enum status check_transcript(struct ceremony_folder *folder)
{
	enum step_done done;
	char path[PATH_ROOM];
	enum status status = path_join(path, folder->dir, CEREMONY_TRANSCRIPT_FILE);

	if (status != STATUS_OK || !path_exists(path) || ceremony_count_missing(folder, CEREMONY_ACCEPTANCES))
		return status;
	return step_finish(&done, folder);
}

int trustee_status_command(int argc, char **argv)
{
	struct ceremony_folder *folder = NULL;
	int count, answer;
	enum status status;
	const struct cli_command command = {
	    .name = "trustee status",
	    .usage = "CEREMONY",
	    .help = "Checks everything that lies in a ceremony's folder, and says who has done what and\n"
	            "who is next.",
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "the ceremony's folder",
	};

	answer = cli_parse(&count, &command, argc, argv);
	if (answer != CLI_RUN)
		return answer;
	status = ceremony_folder_open(&folder, argv[1]);
	if (status != STATUS_OK)
		return cli_code(status);
	status = read_all(folder);
	if (status == STATUS_OK)
		status = check_transcript(folder);
	print_table(folder);
	ceremony_words_print(&folder->ceremony.trustees);
	if (status == STATUS_OK)
		ceremony_next_print(folder);
	else
		printf("Next: what is wrong must be put right first; see the sentences above.\n");
	ceremony_folder_destroy(folder);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}
