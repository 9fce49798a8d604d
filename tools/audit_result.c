/* How a count ends: the opened votes, the result, the published files, and that the record holds nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "bytes.h"
#include "cli.h"
#include "manifest.h"
#include "record.h"

enum { MORE_THAN_EXPECTED = 64 * 1024, SHOWN_OF_LINE = 100, MANIFEST_TEXT_MAX = 1024 * 1024 };

/* --- published files --- */

struct line {
	unsigned number;
	const uint8_t *own, *published;
	size_t own_len, published_len;
};

static size_t line_len(const struct bytes *text, size_t at)
{
	const uint8_t *end = memchr(text->data + at, '\n', text->len - at);

	return end ? (size_t)(end - text->data) - at : text->len - at;
}

/* The first line that is not the same. */
static struct line first_difference(const struct bytes *own, const struct bytes *published)
{
	struct line line = {.number = 1};
	size_t same = 0, start = 0;

	while (same < own->len && same < published->len && own->data[same] == published->data[same]) {
		if (own->data[same++] == '\n') {
			line.number++;
			start = same;
		}
	}
	line.own = own->data + start;
	line.own_len = line_len(own, start);
	line.published = published->data + start;
	line.published_len = line_len(published, start);
	if (line.own_len > SHOWN_OF_LINE)
		line.own_len = SHOWN_OF_LINE;
	if (line.published_len > SHOWN_OF_LINE)
		line.published_len = SHOWN_OF_LINE;
	return line;
}

static void compare(struct audit *audit, const char *path, const struct bytes *own, const struct bytes *published)
{
	struct line line;

	if (own->len == published->len && memcmp(own->data, published->data, own->len) == 0)
		return;
	line = first_difference(own, published);
	fault(&audit->faults, path, "does not follow from the ballots: its line %u is '%.*s', and must be '%.*s'",
	      line.number, (int)line.published_len, (const char *)line.published, (int)line.own_len,
	      (const char *)line.own);
}

/* --- the readme --- */

static int begins(const struct bytes *text, size_t at, const char *with)
{
	size_t len = strlen(with);

	return text->len - at >= len && memcmp(text->data + at, with, len) == 0;
}

/* The readme but for the lines that explain how a count came about. */
static enum status without_explanations(struct bytes *out, const struct bytes *text)
{
	int explains = 0;

	*out = (struct bytes){.data = malloc(text->len + 1)};
	if (!out->data)
		return STATUS_NO_ROOM;
	for (size_t at = 0, len; at < text->len; at += len) {
		len = line_len(text, at);
		len += at + len < text->len;
		explains = explains && (text->data[at] == '\n' || begins(text, at, RECORD_EXPLAINED));
		if (!explains) {
			memcpy(out->data + out->len, text->data + at, len);
			out->len += len;
		}
		explains |= begins(text, at, RECORD_EXPLAINS);
	}
	return STATUS_OK;
}

static int is_same(const struct bytes *one, const struct bytes *other)
{
	return one->len == other->len && memcmp(one->data, other->data, one->len) == 0;
}

/* How a count came about is told in words, which another version of this program may choose otherwise. That is no
 * fault, but nobody has checked those words; every other line must be the same. */
static enum status compare_readme(struct audit *audit, const char *path, const struct bytes *own,
                                  const struct bytes *published)
{
	struct bytes own_rest = {0}, rest = {0};
	enum status status = without_explanations(&own_rest, own);

	if (status == STATUS_OK)
		status = without_explanations(&rest, published);
	if (status != STATUS_OK)
		(void)cli_failed("%s: the result does not fit this computer's memory; use a larger one", audit->path);
	else if (is_same(own, published) || !is_same(&own_rest, &rest) ||
	         !text_is_clean((const char *)published->data, published->len))
		compare(audit, path, own, published);
	else
		audit->readme_line = first_difference(own, published).number;
	bytes_free(&own_rest);
	bytes_free(&rest);
	return status;
}

/* --- all published files --- */

static enum status check_published(struct audit *audit, const struct record_file *file)
{
	struct bytes own = {0}, published = {0};
	char path[PATH_ROOM];
	enum status status = file->make(&own, audit);

	if (status != STATUS_OK) {
		(void)cli_failed("%s: the result does not fit this computer's memory; use a larger one", audit->path);
		goto out;
	}
	audit_path(path, audit, file->name);
	status = file_read_plain(&published, path, own.len + MORE_THAN_EXPECTED);
	if (status == STATUS_OK) {
		if (strcmp(file->name, RECORD_README) == 0)
			status = compare_readme(audit, path, &own, &published);
		else
			compare(audit, path, &own, &published);
		inventory_used(&audit->inventory, &published, "%s", file->name);
		inventory_hash(&audit->inventory);
	} else if (status == STATUS_TOO_LONG) {
		fault(&audit->faults, path, "does not follow from the ballots: it is longer than %zu bytes", own.len);
	} else {
		(void)cli_failed("%s: could not be read (it %s)", path, status_phrase(status));
	}
out:
	bytes_free(&own);
	bytes_free(&published);
	return status;
}

/* How many of them there are, the manifest among them. */
static unsigned count_published(const struct audit *audit)
{
	unsigned count = inventory_find(&audit->inventory, RECORD_MANIFEST) != NULL;

	for (unsigned i = 0; i < RECORD_PUBLISHED; i++)
		count += inventory_find(&audit->inventory, record_published[i].name) != NULL;
	return count;
}

/* Nothing published is a count that goes on; something withheld is another matter. */
static int is_there(struct audit *audit, const char *name)
{
	char path[PATH_ROOM];

	if (inventory_find(&audit->inventory, name))
		return 1;
	audit_path(path, audit, name);
	fault(&audit->faults, path,
	      "is missing, though other parts of the result are published; publish all of it with "
	      "`folkmoot count finish`");
	return 0;
}

/* --- votes --- */

static const struct record_file *votes_file(void)
{
	for (unsigned i = 0; i < RECORD_PUBLISHED; i++)
		if (strcmp(record_published[i].name, RECORD_VOTES) == 0)
			return &record_published[i];
	return NULL;
}

enum status audit_moderated(struct audit *audit)
{
	size_t texts = 0;
	char path[PATH_ROOM];

	audit->now = STEP_VOTES;
	if (audit->moderation.decided)
		return STATUS_OK;
	for (unsigned i = 0; i < audit->lists.count; i++)
		if (audit->lists.is_text[i])
			texts += audit->result.contest[i].vote_count - audit->result.contest[i].blank;
	if (texts == 0)
		return STATUS_OK;
	if (count_published(audit) == 0)
		return audit_missing(audit, MODERATION_FOLDER,
		                     "the organiser has not decided yet which of %zu text%s %s published; `folkmoot "
		                     "moderate` lists them",
		                     texts, plural(texts), texts == 1 ? "is" : "are");
	audit_path(path, audit, MODERATION_STATEMENT);
	fault(
	    &audit->faults, path,
	    "is missing, though texts are published: the organiser's signed decision about them belongs to the record");
	return STATUS_MISMATCH;
}

enum status audit_votes(struct audit *audit)
{
	const struct record_file *votes = votes_file();
	enum status status = record_open(audit);

	if (status != STATUS_OK) {
		(void)cli_failed("%s: the votes do not fit this computer's memory; use a larger one", audit->path);
		return status;
	}
	status = audit_moderated(audit);
	if (status != STATUS_OK)
		return status;
	if (count_published(audit) == 0)
		return audit_missing(audit, RECORD_VOTES,
		                     "nothing is published yet; `folkmoot count finish` does that");
	if (!votes || !is_there(audit, RECORD_VOTES))
		return STATUS_MISMATCH;
	return check_published(audit, votes);
}

/* --- the manifest --- */

/* Both ascend by name. */
static void compare_names(struct audit *audit, const struct manifest_entry *entry, size_t entry_count)
{
	const struct inventory *inventory = &audit->inventory;
	size_t at = 0;
	char path[PATH_ROOM];

	for (size_t i = 0; i < inventory->count; i++) {
		const struct inventory_file *file = &inventory->file[i];

		for (; at < entry_count && strcmp(entry[at].name, file->name) < 0; at++) {
			audit_path(path, audit, entry[at].name);
			fault(&audit->faults, path, "is listed in " RECORD_MANIFEST " and is not there");
		}
		if (strcmp(file->name, RECORD_MANIFEST) == 0)
			continue;
		audit_path(path, audit, file->name);
		if (!file->hashed)
			fault(&audit->faults, path, "%s", inventory_stray(file->name));
		else if (at == entry_count || strcmp(entry[at].name, file->name) != 0)
			fault(&audit->faults, path, "is not listed in " RECORD_MANIFEST);
		else if (memcmp(entry[at].sha256, file->sha256, SHA256_BYTES) != 0)
			fault(&audit->faults, path, "has another SHA-256 than the one in " RECORD_MANIFEST);
		at += at < entry_count && strcmp(entry[at].name, file->name) == 0;
	}
	for (; at < entry_count; at++) {
		audit_path(path, audit, entry[at].name);
		fault(&audit->faults, path, "is listed in " RECORD_MANIFEST " and is not there");
	}
}

static enum status check_manifest(struct audit *audit)
{
	struct manifest_entry *entry = calloc(MANIFEST_MAX_FILES, sizeof *entry);
	char path[PATH_ROOM];
	size_t count = 0;
	enum status status = STATUS_NO_ROOM;

	if (!entry)
		return status;
	audit_path(path, audit, RECORD_MANIFEST);
	status = fault_read(&audit->manifest_file, &audit->faults, path, MANIFEST_TEXT_MAX, "the record's manifest");
	if (status == STATUS_OK) {
		status = manifest_read(entry, MANIFEST_MAX_FILES, &count, (const char *)audit->manifest_file.data,
		                       audit->manifest_file.len);
		if (status != STATUS_OK)
			fault(&audit->faults, path, "is no manifest (it %s)", status_phrase(status));
		else
			compare_names(audit, entry, count);
	}
	free(entry);
	return status;
}

enum status audit_result(struct audit *audit)
{
	enum status status = STATUS_OK;

	inventory_hash(&audit->inventory);
	for (unsigned i = 0; i < RECORD_PUBLISHED && status == STATUS_OK; i++) {
		const struct record_file *file = &record_published[i];

		if (strcmp(file->name, RECORD_VOTES) == 0)
			continue;
		status = is_there(audit, file->name) ? check_published(audit, file) : STATUS_MISMATCH;
	}
	if (status == STATUS_OK && !is_there(audit, RECORD_MANIFEST))
		status = STATUS_MISMATCH;
	return status == STATUS_OK ? check_manifest(audit) : status;
}

/* --- what belongs to no record --- */

static int part_is(const char *name, const char *known)
{
	size_t len = strcspn(name, "/");

	return strlen(known) == len && memcmp(name, known, len) == 0;
}

/* What `folkmoot count finish` leaves beside the published files when it is killed: mkstemp's six characters. */
static int is_half_written(const char *name)
{
	static const char prefix[] = ".folkmoot-";
	const char *end = name + sizeof prefix - 1;

	return strncmp(name, prefix, sizeof prefix - 1) == 0 && strlen(end) == 6 &&
	       strspn(end, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == 6;
}

static int belongs(const char *name)
{
	static const char *const known[] = {RECORD_ELECTION,   RECORD_ROSTER,     RECORD_ORGANISER, RECORD_TRANSCRIPT,
	                                    RECORD_LOSSES,     RECORD_EXPORTS,    RECORD_DRAW,      RECORD_MIXES,
	                                    RECORD_DECRYPTION, MODERATION_FOLDER, RECORD_MANIFEST};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (part_is(name, known[i]))
			return 1;
	for (unsigned i = 0; i < RECORD_PUBLISHED; i++)
		if (part_is(name, record_published[i].name))
			return 1;
	return is_half_written(name);
}

void audit_strays(struct audit *audit)
{
	char path[PATH_ROOM];

	for (size_t i = 0; i < audit->inventory.count; i++) {
		if (belongs(audit->inventory.file[i].name))
			continue;
		audit_path(path, audit, audit->inventory.file[i].name);
		fault(&audit->faults, path, "%s", inventory_stray(audit->inventory.file[i].name));
	}
}
