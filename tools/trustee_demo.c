/* folkmoot trustee demo: a whole ceremony among practice trustees, played in one folder by the same steps. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "keys.h"
#include "trustee_steps.h"

static const char *const names[TRUSTEE_MAX] = {
    "Ada Example", "Bo Example",   "Cleo Example", "Dag Example", "Eli Example", "Fia Example",
    "Gus Example", "Hana Example", "Ivo Example",  "Jun Example", "Kai Example", "Lena Example",
    "Moe Example", "Nia Example",  "Otto Example", "Pia Example",
};

struct demo {
	const char *output;
	unsigned count, threshold;
	char ceremony[PATH_ROOM];
	char dir[TRUSTEE_MAX][PATH_ROOM]; /* each trustee's own folder */
	struct trustee_private own[TRUSTEE_MAX];
};

static enum status make_keys(struct demo *demo, const char *into)
{
	enum status status = path_join(demo->ceremony, into, "ceremony");

	for (unsigned i = 0; i < demo->count && status == STATUS_OK; i++) {
		char name[32];

		snprintf(name, sizeof name, "trustee-%u", i + 1);
		status = path_join(demo->dir[i], into, name);
		if (status == STATUS_OK)
			status = trustee_private_make(&demo->own[i], demo->dir[i], names[i], SIGN_PRACTICE, NULL);
	}
	return status;
}

static enum status make_roster(const struct demo *demo)
{
	struct trustee members[TRUSTEE_MAX];
	struct ceremony_folder *folder = NULL;
	enum step_done done;
	enum status status;

	for (unsigned i = 0; i < demo->count; i++)
		members[i] = demo->own[i].who;
	status = step_roster(&folder, &done, demo->ceremony, members, demo->count, demo->threshold);
	ceremony_folder_destroy(folder);
	return status;
}

static enum status play_part(const struct demo *demo, enum ceremony_part part)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < demo->count && status == STATUS_OK; i++) {
		struct ceremony_folder *folder;
		enum step_done done;
		unsigned index;

		status = step_enter(&folder, &index, demo->ceremony, &demo->own[i]);
		if (status == STATUS_OK && part == CEREMONY_DEALS)
			status = step_deal(&done, folder, index, &demo->own[i], NULL);
		else if (status == STATUS_OK)
			status = step_accept(&done, folder, index, &demo->own[i], NULL);
		ceremony_folder_destroy(folder);
	}
	return status;
}

static enum status finish(const struct demo *demo, const char *into)
{
	struct ceremony_folder *folder;
	enum step_done done;
	char path[PATH_ROOM];
	enum status status = ceremony_folder_open(&folder, demo->ceremony);

	if (status == STATUS_OK)
		status = step_finish(&done, folder);
	if (status == STATUS_OK)
		status = path_join(path, into, CEREMONY_TRANSCRIPT_FILE);
	if (status == STATUS_OK)
		status = file_write(path, folder->ceremony.text, folder->ceremony.text_len, FILE_PUBLIC, FILE_KEEP);
	ceremony_folder_destroy(folder);
	return status;
}

static enum status play(struct demo *demo)
{
	struct folder_out folder;
	enum status status = folder_out_begin(&folder, demo->output);

	if (status != STATUS_OK)
		return status;
	status = make_keys(demo, folder.temporary);
	if (status == STATUS_OK)
		status = make_roster(demo);
	if (status == STATUS_OK)
		status = play_part(demo, CEREMONY_DEALS);
	if (status == STATUS_OK)
		status = play_part(demo, CEREMONY_ACCEPTANCES);
	if (status == STATUS_OK)
		status = finish(demo, folder.temporary);
	if (status == STATUS_OK)
		return folder_out_finish(&folder);
	folder_out_abandon(&folder);
	return status;
}

/* The commands that people would have typed. */
static void tell(const struct demo *demo)
{
	const char *dir = demo->output;

	printf("A whole ceremony of %u practice trustee%s was played. With %u real people, each at their own "
	       "computer:\n\n",
	       demo->count, plural(demo->count), demo->count);
	printf("  1. each       folkmoot trustee new --name \"%s\" -o %s/trustee-1 --practice\n", names[0], dir);
	printf("     one        folkmoot trustee roster %s/ceremony --threshold %u PUBLIC-FILE...\n", dir,
	       demo->threshold);
	printf("     together   read the roster's words aloud\n");
	printf("  2. each       folkmoot trustee deal %s/ceremony --key %s/trustee-1\n", dir, dir);
	printf("  3. each       folkmoot trustee accept %s/ceremony --key %s/trustee-1\n", dir, dir);
	printf("     one        folkmoot trustee finish %s/ceremony\n\n", dir);
	printf("  %s/trustees.transcript   is public: it goes into the election and to the counters.\n", dir);
	printf(
	    "  %s/trustee-1/share.key   is the share of one trustee; any %u open ballots (practice: no passphrase).\n",
	    dir, demo->threshold);
	printf("  %s/ceremony              is what went from one to the next.\n", dir);
}

int trustee_demo_command(int argc, char **argv)
{
	struct demo demo = {0};
	uint64_t count = 5, threshold = 3;
	int practice = 0, words, answer;
	const struct cli_option list[] = {
	    {.name = "-n", .value = "N", .help = "how many trustees (5)", .number = &count},
	    {.name = "-k",
	     .value = "K",
	     .help = "how many of them are needed to open ballots (3)",
	     .number = &threshold},
	    {.name = "--practice", .help = "always so: what is played is never for a real vote", .flag = &practice},
	};
	const struct cli_command command = {
	    .name = "trustee demo",
	    .usage = "FOLDER [-n N] [-k K]",
	    .help = "Plays a whole ceremony among practice trustees in a new folder: the transcript,\n"
	            "what went from hand to hand, and a folder for each trustee with the share.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a new folder",
	};

	answer = cli_parse(&words, &command, argc, argv);
	if (answer != CLI_RUN)
		return answer;
	if (count < 1 || count > TRUSTEE_MAX || threshold < 1 || threshold > count)
		return cli_failed("-n is 1 to %d trustees, and -k 1 to as many; choose other numbers", TRUSTEE_MAX);
	demo.output = argv[1];
	demo.count = (unsigned)count;
	demo.threshold = (unsigned)threshold;
	if (play(&demo) != STATUS_OK)
		return EXIT_FAILED;
	tell(&demo);
	return cli_finish(EXIT_DONE);
}
