#include "ceremony_files.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "words.h"

static const struct part {
	const char *name;    /* of its files, before the trustee's index */
	const char *what;    /* in sentences */
	const char *command; /* that makes it */
} parts[] = {
    [CEREMONY_DEALS] = {"deal", "the deal", "deal"},
    [CEREMONY_ACCEPTANCES] = {"acceptance", "the acceptance", "accept"},
};

static void part_name(char out[static CEREMONY_NAME_MAX], enum ceremony_part part, unsigned index)
{
	snprintf(out, CEREMONY_NAME_MAX, "%s-%u.txt", parts[part].name, index);
}

enum status ceremony_part_path(char out[static PATH_ROOM], const char *dir, enum ceremony_part part, unsigned index)
{
	char name[CEREMONY_NAME_MAX];

	part_name(name, part, index);
	return path_join(out, dir, name);
}

/* --- opening --- */

static enum status read_roster(struct ceremony_folder *folder)
{
	char path[PATH_ROOM];
	enum status status;

	if (!folder_exists(folder->dir)) {
		(void)cli_failed("%s: is no folder; give the ceremony's, which goes from trustee to trustee",
		                 folder->dir);
		return STATUS_ABSENT;
	}
	status = path_join(path, folder->dir, CEREMONY_ROSTER_FILE);
	if (status == STATUS_OK)
		status = file_read(&folder->roster, path, CEREMONY_FILE_MAX, "the roster of the trustees");
	if (status != STATUS_OK)
		return status;
	status = ceremony_roster_read(&folder->ceremony, (const char *)folder->roster.data, folder->roster.len);
	if (status == STATUS_PRACTICE)
		(void)cli_refused("%s: mixes practice keys and real ones; make a roster of one kind", path);
	else if (status == STATUS_ORDER)
		(void)cli_refused("%s: has a number, name or key out of order or twice; make the roster anew", path);
	else if (status != STATUS_OK)
		(void)cli_refused("%s: is no roster of trustees (it %s); get it again from who made it", path,
		                  status_phrase(status));
	return status;
}

/* A name may hold anything, escape sequences for the terminal too. */
static const char *name_to_tell(const char *name)
{
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-")] == '\0' ? name : "deal-… or acceptance-…";
}

/* A file for a trustee whom the roster does not have: somebody means another roster. */
static enum status check_names(const struct ceremony_folder *folder)
{
	struct folder_names names;
	enum status status = folder_list(&names, folder->dir, "the ceremony");

	for (size_t i = 0; status == STATUS_OK && i < names.count; i++) {
		unsigned index = 0, known = 0;

		if (strncmp(names.name[i], "deal-", 5) != 0 && strncmp(names.name[i], "acceptance-", 11) != 0)
			continue;
		while (++index <= folder->ceremony.trustees.count) {
			char deal[CEREMONY_NAME_MAX], acceptance[CEREMONY_NAME_MAX];

			part_name(deal, CEREMONY_DEALS, index);
			part_name(acceptance, CEREMONY_ACCEPTANCES, index);
			known |= strcmp(names.name[i], deal) == 0 || strcmp(names.name[i], acceptance) == 0;
		}
		if (!known) {
			(void)cli_refused("%s/%s: no trustee of this roster has this number; remove it, and find out "
			                  "where it comes from",
			                  folder->dir, name_to_tell(names.name[i]));
			status = STATUS_RANGE;
		}
	}
	folder_names_free(&names);
	return status;
}

enum status ceremony_folder_open(struct ceremony_folder **out, const char *dir)
{
	struct ceremony_folder *folder = calloc(1, sizeof *folder);
	enum status status = STATUS_NO_ROOM;

	*out = NULL;
	if (!folder) {
		(void)cli_failed("there is not enough memory for the ceremony; close other programs");
		return status;
	}
	folder->dir = dir;
	status = read_roster(folder);
	if (status == STATUS_OK)
		status = check_names(folder);
	if (status == STATUS_OK)
		*out = folder;
	else
		ceremony_folder_destroy(folder);
	return status;
}

void ceremony_folder_destroy(struct ceremony_folder *folder)
{
	if (!folder)
		return;
	bytes_free(&folder->roster);
	free(folder);
}

/* --- what is wrong --- */

/* What to do about a fault: the sentence's end, after "FILE: NAME's part ". */
static const char *fault_words(enum ceremony_check check)
{
	switch (check) {
	case CEREMONY_HOLDS: return "holds";
	case CEREMONY_FORM: return "is damaged or no such file; get it again from them";
	case CEREMONY_PRACTICE: return "is practice among real, or the other way round; never mix them";
	case CEREMONY_ROSTER:
		return "was made for another roster than the one here; compare the roster's words, all must deal for "
		       "the "
		       "same one";
	case CEREMONY_INDEX: return "is another trustee's, copied or renamed; get their own";
	case CEREMONY_SIGNATURE: return "is not signed by them; get it again, from their own hands";
	case CEREMONY_DEGREE:
		return "has a polynomial of another degree than the threshold asks for; do not go on with them";
	case CEREMONY_IDENTITY: return "commits to what is no number or to zero; do not go on with them";
	case CEREMONY_PROOF:
		return "does not prove that they know their own numbers; do not go on with them, the key might be "
		       "theirs "
		       "alone";
	case CEREMONY_RECIPIENTS: return "has not exactly one share for every other trustee; do not go on with them";
	case CEREMONY_COPIED: return "repeats what another trustee dealt; do not go on with them";
	case CEREMONY_OWN:
		return "was made in your name, but not with your key folder; find out who did it, and start again with "
		       "new keys";
	case CEREMONY_SHARE:
		return "has a wrong share for you: what they sealed to you is not what they promised; tell everybody, "
		       "and start again with new keys, without them or with a dealing that holds";
	case CEREMONY_DISAGREES:
		return "signs something else than what was dealt here: somebody dealt twice differently; compare all "
		       "folders, and start again with new keys";
	case CEREMONY_TRIAL: return "does not show that they have their share; let them accept again on their computer";
	case CEREMONY_MISSING: return "is not there yet";
	case CEREMONY_RESULT: return "does not fit the others' in the trial; start again with new keys";
	}
	return "does not hold";
}

void ceremony_fault_tell(const struct ceremony_fault *fault, const struct ceremony *ceremony, const char *path,
                         enum status status)
{
	const char *name = fault->trustee ? ceremony->trustees.member[fault->trustee - 1].name : "everybody";

	if (fault->check == CEREMONY_FORM)
		(void)cli_refused("%s: line %u: what should be the part of %s (trustee %u) %s (it %s)", path,
		                  fault->line, name, fault->trustee, fault_words(fault->check), status_phrase(status));
	else if (fault->check == CEREMONY_HOLDS)
		(void)cli_refused("%s: the ceremony cannot go on (it %s)", path, status_phrase(status));
	else if (fault->trustee)
		(void)cli_refused("%s: the part of %s (trustee %u) %s", path, name, fault->trustee,
		                  fault_words(fault->check));
	else
		(void)cli_refused("%s: the part of %s %s", path, name, fault_words(fault->check));
}

/* --- reading --- */

static enum status read_part(struct ceremony_folder *folder, enum ceremony_part part, unsigned index)
{
	struct ceremony_fault fault;
	struct bytes text = {0};
	char path[PATH_ROOM];
	enum status status = ceremony_part_path(path, folder->dir, part, index);

	if (status != STATUS_OK || !path_exists(path))
		return status;
	folder->there[part][index - 1] = 1;
	status = file_read(&text, path, CEREMONY_FILE_MAX, parts[part].what);
	if (status == STATUS_OK) {
		if (part == CEREMONY_DEALS)
			status =
			    ceremony_deal_read(&fault, &folder->ceremony, index, (const char *)text.data, text.len);
		else
			status = ceremony_acceptance_read(&fault, &folder->ceremony, index, (const char *)text.data,
			                                  text.len);
		if (status != STATUS_OK)
			ceremony_fault_tell(&fault, &folder->ceremony, path, status);
	}
	bytes_free(&text);
	return status;
}

enum status ceremony_folder_read(struct ceremony_folder *folder, enum ceremony_part part)
{
	enum status first = STATUS_OK;

	for (unsigned i = 1; i <= folder->ceremony.trustees.count; i++) {
		enum status status = read_part(folder, part, i);

		if (first == STATUS_OK)
			first = status;
	}
	return first;
}

enum status ceremony_folder_agree(struct ceremony_folder *folder)
{
	struct ceremony_fault fault;
	char path[PATH_ROOM], names[CEREMONY_NAMES_ROOM];
	enum status status = ceremony_agree(&fault, &folder->ceremony);

	if (status == STATUS_OK)
		return status;
	if (fault.check == CEREMONY_MISSING) {
		ceremony_names_missing(names, folder, CEREMONY_DEALS);
		(void)cli_failed(
		    "%s: this folder has no deal of %s; where they have dealt on another copy, bring the file from "
		    "there, else it is their turn",
		    folder->dir, names);
	} else if (ceremony_part_path(path, folder->dir, CEREMONY_DEALS, fault.trustee ? fault.trustee : 1) ==
	           STATUS_OK) {
		ceremony_fault_tell(&fault, &folder->ceremony, path, status);
	}
	return status;
}

/* --- writing --- */

enum status file_settle(const char *path, const void *data, size_t len, enum file_secrecy secrecy, const char *whose)
{
	struct bytes there = {0};
	enum status status;

	if (!path_exists(path))
		return file_write(path, data, len, secrecy, FILE_KEEP);
	status = file_read_quiet(&there, path, len);
	if (status != STATUS_OK || there.len != len || memcmp(there.data, data, len) != 0) {
		(void)cli_refused("%s: is not %s, though it stands in its place; find out where it comes from, and "
		                  "remove it if it is only damaged",
		                  path, whose);
		status = STATUS_MISMATCH;
	}
	bytes_free(&there);
	return status;
}

/* --- telling --- */

static int is_missing(const struct ceremony_folder *folder, enum ceremony_part part, unsigned at)
{
	return part == CEREMONY_DEALS ? !folder->ceremony.dealt[at] : !folder->ceremony.accepted[at];
}

unsigned ceremony_count_missing(const struct ceremony_folder *folder, enum ceremony_part part)
{
	unsigned count = 0;

	for (unsigned i = 0; i < folder->ceremony.trustees.count; i++)
		count += is_missing(folder, part, i) ? 1U : 0U;
	return count;
}

void ceremony_names_missing(char out[static CEREMONY_NAMES_ROOM], const struct ceremony_folder *folder,
                            enum ceremony_part part)
{
	size_t len = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < folder->ceremony.trustees.count; i++) {
		if (is_missing(folder, part, i))
			len += (size_t)snprintf(out + len, CEREMONY_NAMES_ROOM - len, "%s%s", len ? ", " : "",
			                        folder->ceremony.trustees.member[i].name);
	}
}

void ceremony_words_print(const struct trustees *trustees)
{
	printf("The words of this roster:\n\n");
	for (size_t i = 0; i < WORDS_COUNT; i++) {
		const char *said = word(trustees->roster.bytes[i]);

		if (i % 4 == 3)
			printf("%s\n", said);
		else
			printf("%s%-*s", i % 4 == 0 ? "    " : "", WORD_MAX + 1, said);
	}
	printf("\nRead them aloud to each other. Everybody must see the same words, and their own name and nobody\n"
	       "unknown in the roster. If not, stop: somebody was given another roster.\n\n");
}

static void print_next_part(const struct ceremony_folder *folder, enum ceremony_part part)
{
	char names[CEREMONY_NAMES_ROOM];

	ceremony_names_missing(names, folder, part);
	printf("Next: %s.\nEach of them, on their own computer, with this folder:\n"
	       "  folkmoot trustee %s %s --key THEIR-OWN-FOLDER\n"
	       "Who has done so on another copy of the folder brings what it wrote there.\n",
	       names, parts[part].command, folder->dir);
}

void ceremony_next_print(const struct ceremony_folder *folder)
{
	char path[PATH_ROOM];

	if (ceremony_count_missing(folder, CEREMONY_DEALS)) {
		print_next_part(folder, CEREMONY_DEALS);
		printf("The order does not matter. Once all have dealt, everybody accepts.\n");
	} else if (ceremony_count_missing(folder, CEREMONY_ACCEPTANCES)) {
		print_next_part(folder, CEREMONY_ACCEPTANCES);
		printf("The order does not matter. Once all have accepted, one of you finishes.\n");
	} else if (path_join(path, folder->dir, CEREMONY_TRANSCRIPT_FILE) == STATUS_OK && !path_exists(path)) {
		printf("Next: one of you, whoever it is:\n  folkmoot trustee finish %s\n"
		       "and each, who so tries that both copies of their share can be unlocked:\n"
		       "  folkmoot trustee finish %s --key THEIR-OWN-FOLDER\n",
		       folder->dir, folder->dir);
	} else {
		printf("Next: write the election, then\n"
		       "  folkmoot election build ELECTION.json --organiser KEY --trustees %s%s -o NAME.election\n",
		       path, folder->ceremony.trustees.count == 1 ? " --mixer ORGANISER.pub" : "");
	}
}
