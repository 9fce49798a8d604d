/* folkmoot trustee: the key to the ballots, made by several people together in three carries. Here the commands; what
 * they do is in trustee_steps.c. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "decrypt.h"
#include "keys.h"
#include "trustee_steps.h"
#include "words.h"

#define KEY_OPTION(place)                                                                                              \
	{                                                                                                              \
		.name = "--key", .value = "FOLDER", .help = "your own folder, made by `folkmoot trustee new`",         \
		.text = (place), .required = 1                                                                         \
	}
#define PASSPHRASE_OPTION(place)                                                                                       \
	{                                                                                                              \
		.name = "--passphrase-file", .value = "FILE",                                                          \
		.help = "its first line is the passphrase (else it is asked)", .text = (place)                         \
	}

/* --- new --- */

static void tell_new(const struct trustee_private *own, int without_passphrase)
{
	printf("Your %strustee's key is made, %s.\n\n", own->kind == SIGN_PRACTICE ? "practice " : "", own->who.name);
	printf("  %s\n      is public: give it to whoever makes the roster.\n", own->file);
	printf(
	    "  %s/" TRUSTEE_KEY_FILE " and " TRUSTEE_KEY_COPY "\n      are yours alone%s. Keep the folder, and a copy "
	    "of it on another stick.\n\n",
	    own->dir, without_passphrase ? " (practice: they need no passphrase)" : ", under the passphrase you chose");
	printf("Next: one of you makes the roster, with everybody's public file:\n"
	       "  folkmoot trustee roster CEREMONY-FOLDER --threshold K PUBLIC-FILE...\n"
	       "K is how many of you are needed to open the ballots.\n");
}

static int run_new(int argc, char **argv)
{
	const char *name = NULL, *output = NULL, *passphrase_file = NULL;
	int practice = 0, count, answer;
	struct trustee_private own;
	const struct cli_option list[] = {
	    {.name = "--name", .value = "NAME", .help = "who you are", .text = &name, .required = 1},
	    {.name = "-o", .value = "FOLDER", .help = "a new folder, yours alone", .text = &output, .required = 1},
	    {.name = "--practice", .help = "a key for trying out, never for a real vote", .flag = &practice},
	    PASSPHRASE_OPTION(&passphrase_file),
	};
	const struct cli_command command = {
	    .name = "trustee new",
	    .usage = "--name NAME -o FOLDER [--practice] [--passphrase-file FILE]",
	    .help = "Makes a trustee's own key, the first step of several trustees who make the\n"
	            "election's key together. Each does this on their own computer.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	};

	answer = cli_parse(&count, &command, argc, argv);
	if (answer != CLI_RUN)
		return answer;
	if (trustee_private_make(&own, output, name, practice ? SIGN_PRACTICE : SIGN_REAL, passphrase_file) !=
	    STATUS_OK)
		return EXIT_FAILED;
	tell_new(&own, practice && !passphrase_file);
	return cli_finish(EXIT_DONE);
}

/* --- roster --- */

static void print_members(const struct trustees *trustees)
{
	for (unsigned i = 0; i < trustees->count; i++)
		printf("    %2u  %s\n", i + 1, trustees->member[i].name);
	printf("\n");
	if (trustees->threshold == trustees->count && trustees->count > 1)
		printf("All of you are needed: if one share is lost, nobody can ever count.\n\n");
	else if (trustees->threshold == 1 && trustees->count > 1)
		printf("One is enough: each of you alone will be able to read every ballot.\n\n");
	else if (trustees->count > 1)
		printf("Any %u of these %u can open ballots; fewer cannot.\n\n", trustees->threshold, trustees->count);
}

/* Each trustee remembers what it decrypted; two groups who share nobody share no memory. */
static void warn_of_two_groups(const struct trustees *trustees)
{
	if (2 * trustees->threshold > trustees->count)
		return;
	cli_note("WARNING: %u of %u is no more than half. Two groups of %u trustees who share nobody could each open a "
	         "different set of ballots of the same election, and neither group's memory would notice; the two "
	         "compared would show single votes. Better: choose --threshold %u or more, above half of %u, with new "
	         "keys",
	         trustees->threshold, trustees->count, trustees->threshold, trustees->count / 2 + 1, trustees->count);
}

static enum status make_roster(const char *dir, uint64_t threshold, char **paths, int count)
{
	struct trustee members[TRUSTEE_MAX];
	struct ceremony_folder *folder = NULL;
	size_t member_count = 0;
	enum step_done done = STEP_DONE_NOW;
	enum status status = STATUS_OK;

	for (int i = 0; i < count && status == STATUS_OK; i++)
		status = trustee_publics_read(members, &member_count, paths[i]);
	if (status == STATUS_OK && (threshold < 1 || threshold > member_count)) {
		(void)cli_failed("--threshold: of %zu trustee%s, from 1 to %zu can be asked for; choose another number",
		                 member_count, plural(member_count), member_count);
		status = STATUS_ABSENT;
	}
	if (status == STATUS_OK)
		status = step_roster(&folder, &done, dir, members, member_count, (unsigned)threshold);
	if (status != STATUS_OK)
		return status;
	printf("%s%s/" CEREMONY_ROSTER_FILE " names the %strustees:\n\n",
	       done == STEP_DONE_BEFORE ? "This was done already. " : "", dir,
	       folder->ceremony.trustees.kind == SIGN_PRACTICE ? "practice " : "");
	print_members(&folder->ceremony.trustees);
	ceremony_words_print(&folder->ceremony.trustees);
	ceremony_next_print(folder);
	warn_of_two_groups(&folder->ceremony.trustees);
	ceremony_folder_destroy(folder);
	return STATUS_OK;
}

static int run_roster(int argc, char **argv)
{
	uint64_t threshold = 0;
	int count, answer;
	enum status status;
	const struct cli_option list[] = {
	    {.name = "--threshold",
	     .value = "K",
	     .help = "how many trustees are needed to open ballots",
	     .number = &threshold,
	     .required = 1},
	};
	const struct cli_command command = {
	    .name = "trustee roster",
	    .usage = "CEREMONY --threshold K PUBLIC...",
	    .help = "Begins the ceremony in the folder CEREMONY: who takes part, in this order, and how\n"
	            "many of them are needed. PUBLIC is a trustee's public file, or a folder with some.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 2,
	    .arguments_max = 1 + TRUSTEE_MAX,
	    .argument = "the ceremony's folder and the trustees' public files",
	};

	answer = cli_parse(&count, &command, argc, argv);
	if (answer != CLI_RUN)
		return answer;
	status = make_roster(argv[1], threshold, argv + 2, count - 1);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}

/* --- deal and accept --- */

struct own_part {
	struct trustee_private own;
	struct ceremony_folder *folder;
	unsigned index;
	enum step_done done;
	const char *passphrase_file;
};

static void tell_deal(const struct own_part *part)
{
	const struct trustees *trustees = &part->folder->ceremony.trustees;

	printf("%s, trustee %u: %s.\n\n", trustees->member[part->index - 1].name, part->index,
	       part->done == STEP_DONE_NOW ? "you have dealt" : "you have dealt already; nothing was changed");
	print_members(trustees);
	ceremony_words_print(trustees);
	ceremony_next_print(part->folder);
}

static void tell_accept(const struct own_part *part)
{
	const struct trustees *trustees = &part->folder->ceremony.trustees;

	printf("%s, trustee %u: %s.\n\n", trustees->member[part->index - 1].name, part->index,
	       part->done == STEP_DONE_NOW ? "every deal was checked, and you have signed"
	                                   : "you have accepted already; nothing was changed");
	printf("  %s/" TRUSTEE_SHARE_FILE " and " TRUSTEE_SHARE_COPY "\n"
	       "      are your share of the key. Keep one of them on another stick, in another place.\n\n",
	       part->own.dir);
	ceremony_next_print(part->folder);
	warn_of_two_groups(trustees);
}

static enum status run_step(struct own_part *part, const char *dir, const char *key, enum ceremony_part which)
{
	enum status status = trustee_private_open(&part->own, key);

	if (status == STATUS_OK)
		status = step_enter(&part->folder, &part->index, dir, &part->own);
	if (status != STATUS_OK)
		return status;
	if (which == CEREMONY_DEALS)
		status = step_deal(&part->done, part->folder, part->index, &part->own, part->passphrase_file);
	else
		status = step_accept(&part->done, part->folder, part->index, &part->own, part->passphrase_file);
	if (status == STATUS_OK && which == CEREMONY_DEALS)
		tell_deal(part);
	else if (status == STATUS_OK)
		tell_accept(part);
	ceremony_folder_destroy(part->folder);
	return status;
}

static int run_part(int argc, char **argv, enum ceremony_part which, const char *name, const char *help)
{
	struct own_part part = {0};
	const char *key = NULL;
	int count, answer;
	enum status status;
	const struct cli_option list[] = {KEY_OPTION(&key), PASSPHRASE_OPTION(&part.passphrase_file)};
	const struct cli_command command = {
	    .name = name,
	    .usage = "CEREMONY --key FOLDER [--passphrase-file FILE]",
	    .help = help,
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "the ceremony's folder",
	};

	answer = cli_parse(&count, &command, argc, argv);
	if (answer != CLI_RUN)
		return answer;
	status = run_step(&part, argv[1], key, which);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}

static int run_deal(int argc, char **argv)
{
	return run_part(argc, argv, CEREMONY_DEALS, "trustee deal",
	                "Deals your part of the key: public promises, with proofs, and a share sealed to each\n"
	                "of the others. Compare the roster's words before and after. Doing it again changes\n"
	                "nothing; the same key deals for one roster only.");
}

static int run_accept(int argc, char **argv)
{
	return run_part(argc, argv, CEREMONY_ACCEPTANCES, "trustee accept",
	                "Checks every deal, opens what was sealed to you, locks your share away in two copies,\n"
	                "and signs what all have dealt. Doing it again changes nothing; another transcript is\n"
	                "never signed.");
}

/* --- finish --- */

/* One's own share against the transcript, and the transcript beside it. */
static enum status check_own(const struct ceremony_folder *folder, const char *key, const char *passphrase_file)
{
	static const char *const names[] = {TRUSTEE_SHARE_FILE, TRUSTEE_SHARE_COPY};
	struct trustee_private own;
	char path[PATH_ROOM];
	enum status status = trustee_private_open(&own, key);

	for (size_t i = 0; i < sizeof names / sizeof names[0] && status == STATUS_OK; i++) {
		struct trustee_share share;

		status = path_join(path, own.dir, names[i]);
		if (status == STATUS_OK)
			status = share_load(&share, &folder->ceremony.trustees, path, passphrase_file);
		if (status == STATUS_OK && !sign_key_equal(&share.identity.public_key, &own.who.identity)) {
			(void)cli_refused("%s: is the share of trustee %u, not yours; put your own back in its place",
			                  path, share.index);
			status = STATUS_WRONG_KEY;
		}
		trustee_share_wipe(&share);
	}
	if (status == STATUS_OK)
		status = path_join(path, own.dir, CEREMONY_TRANSCRIPT_FILE);
	if (status == STATUS_OK)
		status = file_settle(path, folder->ceremony.text, folder->ceremony.text_len, FILE_PUBLIC,
		                     "the transcript of this ceremony");
	if (status == STATUS_OK)
		printf("Both copies of your share open and belong to this key; the transcript lies beside them now:\n"
		       "  %s\n\n",
		       path);
	return status;
}

static void tell_finish(const struct ceremony_folder *folder, enum step_done done)
{
	const struct trustees *trustees = &folder->ceremony.trustees;
	char key[2 * POINT_BYTES + 1];

	hex_write(key, trustees->joint_key.bytes, POINT_BYTES);
	printf("%s\n\n", done == STEP_DONE_NOW
	                     ? "The trustees' key is made: all have dealt, checked and signed the same."
	                     : "The trustees' key was made already; it was checked again.");
	if (folder->ceremony.quorums > 1)
		printf(
		    "The trial was decrypted rightly by %u different quorums of %u, with everybody in one of them.\n",
		    folder->ceremony.quorums, trustees->threshold);
	else
		printf("The trial was decrypted rightly by the one quorum there is: all %u are needed, so no second\n"
		       "quorum can be tried, and nobody can be missing at the count.\n",
		       trustees->count);
	printf("\n  %s/" CEREMONY_TRANSCRIPT_FILE
	       "\n      is public: it goes into the election and to everybody who checks "
	       "the count.\n  Joint key, to compare by eye:\n      %.32s\n      %.32s\n\n",
	       folder->dir, key, key + 32);
	ceremony_next_print(folder);
}

static int run_finish(int argc, char **argv)
{
	const char *key = NULL, *passphrase_file = NULL;
	struct ceremony_folder *folder = NULL;
	enum step_done done;
	int count, answer;
	enum status status;
	const struct cli_option list[] = {
	    {.name = "--key",
	     .value = "FOLDER",
	     .help = "your own folder: tries your share too, and keeps the transcript beside it",
	     .text = &key},
	    PASSPHRASE_OPTION(&passphrase_file),
	};
	const struct cli_command command = {
	    .name = "trustee finish",
	    .usage = "CEREMONY [--key FOLDER [--passphrase-file FILE]]",
	    .help = "Checks everything again and writes the transcript, once all have accepted the same;\n"
	            "tries the key with different quorums. Anybody can do it, and everybody should.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "the ceremony's folder",
	};

	answer = cli_parse(&count, &command, argc, argv);
	if (answer != CLI_RUN)
		return answer;
	status = ceremony_folder_open(&folder, argv[1]);
	if (status == STATUS_OK)
		status = step_finish(&done, folder);
	if (status == STATUS_OK && key)
		status = check_own(folder, key, passphrase_file);
	if (status == STATUS_OK)
		tell_finish(folder, done);
	ceremony_folder_destroy(folder);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}

int command_trustee(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"new", run_new, "make your own key, the first step of a ceremony"},
	    {"roster", run_roster, "begin the ceremony: who takes part, and how many are needed"},
	    {"deal", run_deal, "deal your part of the key"},
	    {"accept", run_accept, "check what all have dealt, take your share, sign"},
	    {"finish", run_finish, "check it all, try the key, write the transcript"},
	    {"status", trustee_status_command, "who has done what in a ceremony, and who is next"},
	    {"alone", trustee_alone_command, "make the key for one trustee alone: a small vote, or a trial"},
	    {"demo", trustee_demo_command, "play a whole ceremony in one folder, for learning and tests"},
	    {"decrypt", trustee_decrypt, "add one trustee's part of the decryption to a mixed record"},
	    {"draw", trustee_draw, "draw which of several ballots of one voting code counts"},
	};
	static const struct cli_menu menu = {
	    .name = "trustee",
	    .intro = "Trustees hold the key to the ballots; nobody else can open them. They make it together.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
