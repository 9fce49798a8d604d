#include "moderation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "statement.h"

/* --- in memory --- */

enum status moderation_begin(struct moderation *out, const struct package *package, const struct lists *lists)
{
	memset(out, 0, sizeof *out);
	out->kind = package->election->kind;
	out->election = package->hash;
	out->contest = calloc(lists->count + 1u, sizeof *out->contest);
	if (!out->contest)
		return STATUS_NO_ROOM;
	for (unsigned i = 0; i < lists->count; i++) {
		struct moderated *contest = &out->contest[out->count];

		if (!lists->is_text[i])
			continue;
		contest->contest = lists->contest[i];
		contest->entries_count = lists->entries_count[i];
		list_hash(&contest->list, lists->contest[i], lists->width[i], lists->entries_count[i],
		          lists->entries[i]);
		out->count++;
	}
	return STATUS_OK;
}

enum status moderation_withhold(struct moderated *contest, uint32_t entry, const char *reason)
{
	uint32_t count = contest->withheld_count;

	if (entry >= contest->entries_count || strlen(reason) > MODERATION_REASON_MAX)
		return STATUS_RANGE;
	if (count > 0 && contest->withheld[count - 1].entry >= entry)
		return STATUS_ORDER;
	/* Room doubles at each power of two. */
	if ((count & (count - 1)) == 0) {
		struct withheld_entry *grown =
		    realloc(contest->withheld, (count ? 2 * (size_t)count : 1) * sizeof *grown);

		if (!grown)
			return STATUS_NO_ROOM;
		contest->withheld = grown;
	}
	contest->withheld[count] = (struct withheld_entry){.entry = entry, .reason = strdup(reason)};
	contest->withheld_count++;
	return contest->withheld[count].reason ? STATUS_OK : STATUS_NO_ROOM;
}

void moderation_free(struct moderation *moderation)
{
	for (unsigned i = 0; moderation->contest && i < moderation->count; i++) {
		for (uint32_t k = 0; k < moderation->contest[i].withheld_count; k++)
			free(moderation->contest[i].withheld[k].reason);
		free(moderation->contest[i].withheld);
	}
	free(moderation->contest);
	bytes_free(&moderation->statement);
	bytes_free(&moderation->signature);
	memset(moderation, 0, sizeof *moderation);
}

/* --- the statement --- */

static size_t room_for(const struct moderation *moderation)
{
	enum { HEAD = 512, EACH = 40 };
	size_t room = HEAD + moderation->count * (size_t)HEAD;

	for (unsigned i = 0; i < moderation->count; i++)
		for (uint32_t k = 0; k < moderation->contest[i].withheld_count; k++)
			room += EACH + strlen(moderation->contest[i].withheld[k].reason);
	return room;
}

enum status moderation_write(struct bytes *out, const struct moderation *moderation)
{
	size_t room = room_for(moderation);
	char *text = malloc(room);
	struct statement_writer writer;

	*out = (struct bytes){.data = (uint8_t *)text};
	if (!text)
		return STATUS_NO_ROOM;
	if (room > MODERATION_MAX_BYTES)
		return STATUS_TOO_LONG;
	statement_writer_init(&writer, text, room, "folkmoot moderation", 1);
	statement_put_text(&writer, "practice", moderation->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_hex(&writer, "election", moderation->election.bytes, HASH_BYTES);
	statement_put_number(&writer, "contests", moderation->count);
	for (unsigned i = 0; i < moderation->count; i++) {
		const struct moderated *contest = &moderation->contest[i];

		statement_put_number(&writer, "contest", contest->contest);
		statement_put_number(&writer, "count", contest->entries_count);
		statement_put_hex(&writer, "list", contest->list.bytes, HASH_BYTES);
		statement_put_number(&writer, "withheld", contest->withheld_count);
		for (uint32_t k = 0; k < contest->withheld_count; k++) {
			statement_put_number(&writer, "entry", contest->withheld[k].entry);
			statement_put_text(&writer, "reason", contest->withheld[k].reason);
		}
	}
	out->len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static uint32_t number_up_to(struct statement_reader *reader, const char *key, uint32_t max)
{
	uint64_t number = statement_number(reader, key);

	if (number <= max)
		return (uint32_t)number;
	statement_fail(reader, STATUS_RANGE);
	return 0;
}

static void read_contest(struct moderated *out, struct statement_reader *reader)
{
	char reason[MODERATION_REASON_MAX + 1];
	uint32_t withheld;

	out->contest = (uint16_t)number_up_to(reader, "contest", UINT16_MAX);
	out->entries_count = number_up_to(reader, "count", UINT32_MAX);
	statement_hex(reader, "list", out->list.bytes, HASH_BYTES);
	withheld = number_up_to(reader, "withheld", out->entries_count);
	for (uint32_t i = 0; i < withheld && reader->status == STATUS_OK; i++) {
		uint32_t entry = number_up_to(reader, "entry", UINT32_MAX);

		statement_text(reader, "reason", reason, sizeof reason);
		if (reader->status == STATUS_OK)
			statement_fail(reader, moderation_withhold(out, entry, reason));
	}
}

enum status moderation_read(struct moderation *out, const char *text, size_t text_len)
{
	struct statement_reader reader;
	char word[8];
	uint32_t count;

	statement_reader_init(&reader, text, text_len, "folkmoot moderation", 1);
	statement_text(&reader, "practice", word, sizeof word);
	out->kind = strcmp(word, "yes") == 0 ? SIGN_PRACTICE : SIGN_REAL;
	if (strcmp(word, "yes") != 0 && strcmp(word, "no") != 0)
		statement_fail(&reader, STATUS_RANGE);
	statement_hex(&reader, "election", out->election.bytes, HASH_BYTES);
	count = number_up_to(&reader, "contests", ELECTION_MAX_CONTESTS);
	out->contest = calloc(count + 1u, sizeof *out->contest);
	if (!out->contest)
		return STATUS_NO_ROOM;
	for (out->count = 0; out->count < count && reader.status == STATUS_OK; out->count++)
		read_contest(&out->contest[out->count], &reader);
	return statement_finish(&reader);
}

void moderation_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct hash *election)
{
	char hex[2 * HASH_BYTES + 1];

	hex_write(hex, election->bytes, HASH_BYTES);
	snprintf(out, SIGN_TRUSTED_MAX + 1, "folkmoot moderation %s", hex);
}

/* --- in a record --- */

/* What a well-formed and signed statement says wrongly, or NULL. */
static const char *misstated(const struct moderation *said, const struct moderation *expected)
{
	if (hash_compare(&said->election, &expected->election) != 0)
		return "belongs to another election";
	if (said->kind != expected->kind)
		return "mixes practice and real";
	if (said->count != expected->count)
		return "does not list the questions that ask for texts in this election";
	for (unsigned i = 0; i < said->count; i++) {
		const struct moderated *one = &said->contest[i], *other = &expected->contest[i];

		if (one->contest != other->contest)
			return "does not list the questions that ask for texts in this election";
		if (one->entries_count != other->entries_count || hash_compare(&one->list, &other->list) != 0)
			return "decides about another list than this record's last one";
	}
	return NULL;
}

static enum status read_both(struct moderation *out, struct faults *faults, const char *record)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, record, MODERATION_SIGNATURE);

	if (status == STATUS_OK)
		status = fault_read(&out->signature, faults, path, SIGN_FILE_MAX, "the signature");
	if (status == STATUS_OK)
		status = path_join(path, record, MODERATION_STATEMENT);
	if (status == STATUS_OK)
		status = fault_read(&out->statement, faults, path, MODERATION_MAX_BYTES,
		                    "the organiser's moderation of texts");
	return status;
}

static enum status check(struct moderation *out, struct faults *faults, const char *path,
                         const struct moderation *expected, const struct sign_public *organiser)
{
	char comment[SIGN_TRUSTED_MAX + 1], trusted[SIGN_TRUSTED_MAX + 1];
	const char *why;
	enum status status = sign_file_verify(trusted, sizeof trusted, (const char *)out->signature.data,
	                                      out->signature.len, out->statement.data, out->statement.len, organiser);

	moderation_comment(comment, &expected->election);
	if (status == STATUS_WRONG_KEY) {
		fault(faults, path,
		      "was signed with another key than the organiser's; only the organiser decides which texts are "
		      "withheld");
		return status;
	}
	if (status == STATUS_OK && strcmp(trusted, comment) != 0)
		status = STATUS_MISMATCH;
	if (status == STATUS_OK)
		status = moderation_read(out, (const char *)out->statement.data, out->statement.len);
	if (status != STATUS_OK) {
		fault(
		    faults, path,
		    "is not what the organiser signed (it %s); get it again, with its signature, from another copy of "
		    "this record",
		    status_phrase(status));
		return status;
	}
	why = misstated(out, expected);
	if (!why)
		return STATUS_OK;
	fault(faults, path, "what the organiser signed %s; get the one of this record again", why);
	return STATUS_MISMATCH;
}

enum status moderation_load(struct moderation *out, struct faults *faults, const char *record,
                            const struct package *package, const struct lists *lists,
                            const struct sign_public *organiser)
{
	struct moderation expected;
	char path[PATH_ROOM], signature[PATH_ROOM];
	enum status status = path_join(path, record, MODERATION_STATEMENT);

	memset(out, 0, sizeof *out);
	memset(&expected, 0, sizeof expected);
	if (status == STATUS_OK)
		status = path_join(signature, record, MODERATION_SIGNATURE);
	if (status != STATUS_OK || (!path_exists(path) && !path_exists(signature)))
		return status;
	status = read_both(out, faults, record);
	if (status == STATUS_OK)
		status = moderation_begin(&expected, package, lists);
	if (status == STATUS_OK)
		status = check(out, faults, path, &expected, organiser);
	out->decided = status == STATUS_OK;
	moderation_free(&expected);
	return status;
}

void lists_moderate(struct lists *lists, const struct moderation *moderation)
{
	unsigned at = 0;

	for (unsigned i = 0; i < lists->count; i++) {
		lists->moderated[i] = NULL;
		if (moderation->decided && lists->is_text[i] && at < moderation->count)
			lists->moderated[i] = &moderation->contest[at++];
	}
}

int moderated_withholds(const struct moderated *contest, uint32_t entry)
{
	uint32_t low = 0, high = contest->withheld_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (contest->withheld[middle].entry == entry)
			return 1;
		if (contest->withheld[middle].entry < entry)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

int lists_have_texts(const struct lists *lists)
{
	for (unsigned i = 0; i < lists->count; i++)
		if (lists->is_text[i])
			return 1;
	return 0;
}
