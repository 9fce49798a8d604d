#include "factors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "factors_parts.h"

/* --- lists --- */

void lists_of(struct lists *out, const struct election *election, const struct merged *merged,
              const struct mixes *mixes)
{
	memset(out, 0, sizeof *out);
	out->count = election->contest_count;
	for (unsigned i = 0; i < out->count; i++) {
		out->contest[i] = election->contests[i].id;
		out->width[i] = election->contests[i].width;
		out->is_text[i] = election->contests[i].type == VOTE_ANSWER_TEXT;
		out->entries_count[i] = merged->list[i].count;
		out->entries[i] = mixes_last(mixes, merged, i);
	}
}

void draw_list(struct lists *out, uint8_t entry[static 64], const struct merged *merged)
{
	memcpy(entry, merged->draw.bytes, POINT_BYTES);
	memcpy(entry + POINT_BYTES, merged->draw.bytes, POINT_BYTES);
	memset(out, 0, sizeof *out);
	out->count = 1;
	out->width[0] = 1;
	out->entries_count[0] = 1;
	out->entries[0] = entry;
}

enum status draw_result(struct point *out, const struct quorum_factors *factors, const uint8_t entry[static 64])
{
	const uint8_t *given[TRUSTEE_MAX] = {NULL};
	struct point opened, point;
	enum status status = point_decode(&point, entry + POINT_BYTES);

	for (unsigned i = 0; i < factors->member_count; i++)
		given[i] = factors->member[i].factors[0];
	if (status == STATUS_OK)
		status = decryption_open(opened.bytes, entry, given, factors->member_count, 1, 1, &engine_sodium, NULL);
	/* What is opened is P - R. */
	if (status == STATUS_OK)
		point_subtract(out, &point, &opened);
	return status;
}

/* --- one quorum's folder --- */

/* Whose file a name is, 0 for nobody's in this quorum. */
static unsigned owner_of(const struct factors_checking *checking, const struct quorum *quorum, const char *name)
{
	for (unsigned i = 0; i < quorum->count; i++) {
		char own[FACTORS_NAME_ROOM];

		factors_statement_name(own, quorum->member[i]);
		if (strcmp(name, own) == 0)
			return quorum->member[i];
		factors_signature_name(own, quorum->member[i]);
		if (strcmp(name, own) == 0)
			return quorum->member[i];
		for (unsigned k = 0; k < checking->lists->count; k++) {
			factors_name(own, quorum->member[i], checking->lists->contest[k]);
			if (strcmp(name, own) == 0)
				return quorum->member[i];
		}
	}
	return 0;
}

static int has_name(const struct folder_names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++) {
		if (strcmp(names->name[i], name) == 0)
			return 1;
	}
	return 0;
}

/* A name that a program of ours writes to before it renames: what an interrupted run leaves is nobody's work. */
static int is_temporary(const char *name)
{
	return strncmp(name, ".folkmoot-", 10) == 0;
}

static void check_names(const struct factors_checking *checking, const struct quorum_factors *quorum,
                        const struct folder_names *names)
{
	unsigned told = 0;

	for (size_t i = 0; i < names->count; i++) {
		unsigned owner = owner_of(checking, &quorum->quorum, names->name[i]);
		char path[PATH_ROOM], statement[FACTORS_NAME_ROOM];

		if (is_temporary(names->name[i]) || path_join(path, quorum->path, names->name[i]) != STATUS_OK)
			continue;
		if (!owner) {
			fault_each(checking->faults, &told, path, "does not belong in this folder; remove it");
			continue;
		}
		factors_statement_name(statement, owner);
		if (!has_name(names, statement))
			fault_each(
			    checking->faults, &told, path,
			    "stands here without %s: trustee %u (%s) was interrupted; they run `folkmoot trustee "
			    "%s` again",
			    statement, owner, factors_trustee(checking, owner),
			    checking->use == FACTORS_DRAW ? "draw" : "decrypt");
	}
}

static enum status check_quorum(struct quorum_factors *quorum, const struct factors_checking *checking)
{
	struct folder_names names;
	enum status status = folder_list(&names, quorum->path, "a quorum's folder");

	if (status != STATUS_OK) {
		checking->faults->count++;
		checking->faults->unread++;
		return status;
	}
	check_names(checking, quorum, &names);
	quorum->member = calloc(quorum->quorum.count, sizeof *quorum->member);
	if (!quorum->member)
		status = STATUS_NO_ROOM;
	for (unsigned i = 0; status == STATUS_OK && i < quorum->quorum.count; i++) {
		char statement[FACTORS_NAME_ROOM];

		factors_statement_name(statement, quorum->quorum.member[i]);
		if (!has_name(&names, statement))
			continue;
		quorum->member[quorum->member_count].index = quorum->quorum.member[i];
		factors_check_member(checking, quorum, &quorum->member[quorum->member_count++]);
	}
	folder_names_free(&names);
	return status;
}

/* --- all of them --- */

static enum status check_folder(struct factors *out, const struct factors_checking *checking, const char *folder,
                                const char *name)
{
	struct quorum_factors *quorum = &out->quorum[out->quorum_count];
	enum status status;

	memset(quorum, 0, sizeof *quorum);
	status = path_join(quorum->path, folder, name);
	if (status != STATUS_OK)
		return status;
	status = quorum_from_text(&quorum->quorum, name, '-');
	if (status == STATUS_OK)
		status = quorum_check(&quorum->quorum, checking->trustees);
	if (status != STATUS_OK || !folder_exists(quorum->path)) {
		fault(checking->faults, quorum->path,
		      "is no folder of a quorum: its name must be the numbers of %u of the %u trustees, ascending, "
		      "joined by hyphens; remove it",
		      checking->trustees->threshold, checking->trustees->count);
		return STATUS_OK;
	}
	out->quorum_count++;
	return check_quorum(quorum, checking);
}

static void no_room(struct faults *faults, const char *path)
{
	fault(faults, path, "there is not enough memory to read it; close other programs");
	faults->unread++;
}

void factors_check(struct factors *out, struct faults *faults, const char *record, const char *folder,
                   const struct package *package, const struct trustees *trustees, const struct lists *lists)
{
	struct factors_checking checking = {.faults = faults,
	                                    .package = package,
	                                    .trustees = trustees,
	                                    .lists = lists,
	                                    .use = strcmp(folder, "draw") == 0 ? FACTORS_DRAW : FACTORS_DECRYPTION};
	char path[PATH_ROOM];
	struct folder_names names;
	enum status status = path_join(path, record, folder);

	memset(out, 0, sizeof *out);
	if (status == STATUS_OK && !path_exists(path))
		return;
	if (status == STATUS_OK)
		status = folder_list(&names, path, "the folder of factors");
	if (status != STATUS_OK) {
		faults->count++;
		faults->unread++;
		return;
	}
	for (unsigned i = 0; i < lists->count; i++)
		list_hash(&checking.list_hash[i], lists->contest[i], lists->width[i], lists->entries_count[i],
		          lists->entries[i]);
	out->quorum = calloc(names.count + 1, sizeof *out->quorum);
	if (!out->quorum)
		status = STATUS_NO_ROOM;
	for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
		if (!is_temporary(names.name[i]))
			status = check_folder(out, &checking, path, names.name[i]);
	}
	if (status == STATUS_NO_ROOM)
		no_room(faults, path);
	folder_names_free(&names);
}

void factors_finish(struct factors *factors)
{
	for (unsigned i = 0; i < factors->quorum_count; i++) {
		struct quorum_factors *quorum = &factors->quorum[i];

		for (unsigned k = 0; k < quorum->member_count; k++) {
			bytes_free(&quorum->member[k].statement);
			bytes_free(&quorum->member[k].signature);
			for (unsigned c = 0; c < ELECTION_MAX_CONTESTS; c++) {
				bytes_free(&quorum->member[k].file[c]);
				text_factors_free(&quorum->member[k].texts[c]);
			}
		}
		free(quorum->member);
	}
	free(factors->quorum);
	memset(factors, 0, sizeof *factors);
}

const struct quorum_factors *factors_complete(const struct factors *factors)
{
	for (unsigned i = 0; i < factors->quorum_count; i++) {
		const struct quorum_factors *quorum = &factors->quorum[i];
		unsigned sound = 0;

		for (unsigned k = 0; k < quorum->member_count; k++)
			sound += quorum->member[k].sound != 0;
		if (sound == quorum->quorum.count)
			return quorum;
	}
	return NULL;
}
