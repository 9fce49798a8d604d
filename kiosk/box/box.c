#include "box_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- making --- */

struct making {
	struct box_keys keys;
	const struct box_identity *identity;
};

static enum status make_row(void *context, enum box_table table, struct box_row *row)
{
	static const struct box_export no_export;
	static const struct box_fixed fresh; /* VOTING_NEW, and nothing else */
	const struct making *making = context;
	uint32_t slot = row->slot;

	if (table == TABLE_SCRUB)
		row_write_scrub(row, &making->keys, slot, 0);
	else if (table != TABLE_FIXED)
		row_filler(row->body, &making->keys, table, slot);
	else if (slot == FIXED_IDENTITY)
		row_write_identity(row, &making->keys, making->identity);
	else if (slot == FIXED_STATE)
		row_write_state(row, &making->keys, &fresh);
	else
		row_write_export(row, &making->keys, &no_export);
	row->used = 0;
	return STATUS_OK;
}

enum status box_make_on(const struct disk *disk, const char *path, const struct box_identity *identity, uint32_t slots)
{
	uint32_t rows[TABLE_COUNT] = {slots, box_spoiled_slots(slots) * SPOILED_PAGES, SCRUB_ROWS, FIXED_COUNT};
	struct making making = {.identity = identity};
	uint8_t key[BOX_KEY_BYTES];
	enum status status;

	if (slots == 0 || slots > SLOTS_MAX)
		return STATUS_RANGE;
	randombytes_buf(key, sizeof key);
	box_keys_derive(&making.keys, key);
	status = box_file_make(path, disk, rows, make_row, &making);
	sodium_memzero(&making, sizeof making);
	sodium_memzero(key, sizeof key);
	return status;
}

enum status box_make(const char *path, const struct box_identity *identity, uint32_t slots)
{
	return box_make_on(disk_real(), path, identity, slots);
}

/* --- opening --- */

enum status box_open(struct box **out, const char *path, const struct box_identity *identity)
{
	struct box *box;
	enum status status;

	*out = NULL;
	if (!disk_exists(disk_real(), path))
		return STATUS_ABSENT;
	box = calloc(1, sizeof *box);
	if (!box)
		return STATUS_NO_ROOM;
	if (snprintf(box->path, sizeof box->path, "%s", path) >= (int)sizeof box->path) {
		free(box);
		return STATUS_TOO_LONG;
	}
	status = box_load(box, identity);
	if (status != STATUS_OK) {
		box_close(box);
		return status;
	}
	*out = box;
	return STATUS_OK;
}

void box_close(struct box *box)
{
	if (!box)
		return;
	box_close(box->twin);
	/* The journal is deleted with the connection, and its last content was a scrub's. */
	if (box->is_open && box->dirty > 0 && copy_scrub(box) != STATUS_OK)
		box->dirty = 0;
	box_forget(box);
	sodium_memzero(box, sizeof *box);
	free(box);
}

const struct box_identity *box_belongs_to(const struct box *box)
{
	return &box->identity;
}

enum status box_scrub(struct box *box)
{
	return pair_scrub(box);
}

/* --- ballots --- */

enum status box_cast(struct box *box, const struct hash *code, const uint8_t *body, size_t body_len)
{
	struct sealed sealed;
	struct box_record record;
	enum status status;

	if (body_len > BOX_BODY_MAX)
		return STATUS_TOO_LONG;
	status = sealed_decode(&sealed, body, body_len);
	if (status != STATUS_OK)
		return status;
	record.code = *code;
	memcpy(record.tag, sealed.tag, TAG_BYTES);
	record.len = (uint16_t)body_len;
	memcpy(record.content, body, body_len);
	return pair_store(box, TABLE_SLOTS, &record);
}

enum status box_spoil(struct box *box, const struct hash *code, const struct opened_ballot *opened)
{
	struct box_record record = {.code = *code};
	struct writer writer;
	enum status status;

	if (opened->body_len > BOX_BODY_MAX || opened->points > SEALED_MAX_POINTS)
		return STATUS_TOO_LONG;
	writer_init(&writer, record.content, sizeof record.content);
	write_u16(&writer, (uint16_t)opened->body_len);
	write_bytes(&writer, opened->body, opened->body_len);
	write_bytes(&writer, opened->nonce, NONCE_BYTES);
	write_u8(&writer, (uint8_t)opened->points);
	write_bytes(&writer, opened->plain.payload, (size_t)opened->points * PAYLOAD_BYTES);
	record.len = (uint16_t)writer_len(&writer);
	status = writer_status(&writer);
	if (status == STATUS_OK)
		status = pair_store(box, TABLE_SPOILED, &record);
	sodium_memzero(&record, sizeof record);
	return status;
}

/* What a record of a spoiled ballot holds; body points into it. */
static enum status opened_of(struct opened_ballot *out, const struct box_record *record)
{
	struct reader reader;

	memset(out, 0, sizeof *out);
	reader_init(&reader, record->content, record->len);
	out->body_len = read_u16(&reader);
	out->body = read_view(&reader, out->body_len);
	read_bytes(&reader, out->nonce, NONCE_BYTES);
	out->points = read_u8(&reader);
	if (out->points > SEALED_MAX_POINTS)
		return STATUS_DAMAGED;
	read_bytes(&reader, out->plain.payload[0], (size_t)out->points * PAYLOAD_BYTES);
	return reader_finish(&reader) == STATUS_OK ? STATUS_OK : STATUS_DAMAGED;
}

int box_tag_used(const struct box *box, const uint8_t tag[static TAG_BYTES])
{
	return box->is_open && tags_have(&box->tags, tag);
}

/* --- what became of one --- */

/* What is in memory was committed durably, or read from a file at an opening that ended with a whole transaction. */
static enum status look(struct box_record *out, struct box *box, enum box_table table, const struct hash *code)
{
	/* Being made ready it may lose a copy, which may hold this ballot. */
	enum status status = pair_ready(box);

	if (status != STATUS_OK || (box->left_doubt && hash_compare(&box->left_doubted, code) == 0))
		return STATUS_UNKNOWN;
	if (slots_find(&shelf_of(box, table)->slots, code) == SLOT_NONE)
		return STATUS_ABSENT;
	return pair_read(box, table, code, out) == STATUS_OK ? STATUS_OK : STATUS_UNKNOWN;
}

enum status box_look_cast(struct box *box, const struct hash *code)
{
	struct box_record record;

	return look(&record, box, TABLE_SLOTS, code);
}

enum status box_look_spoiled(struct box *box, uint8_t nonce[static NONCE_BYTES], const struct hash *code)
{
	struct box_record record;
	struct opened_ballot opened;
	enum status status = look(&record, box, TABLE_SPOILED, code);

	if (status == STATUS_OK)
		status = opened_of(&opened, &record);
	if (status == STATUS_OK)
		memcpy(nonce, opened.nonce, NONCE_BYTES);
	sodium_memzero(&record, sizeof record);
	sodium_memzero(&opened, sizeof opened);
	return status;
}

/* --- counts, state, export --- */

enum status box_counts(struct box *box, uint32_t *sealed, uint32_t *spoiled, uint32_t *slots)
{
	enum status status = pair_ready(box);

	*sealed = status == STATUS_OK ? box->cast.slots.used : 0;
	*spoiled = status == STATUS_OK ? box->spoiled.slots.used : 0;
	*slots = status == STATUS_OK ? box->cast.slots.count : 0;
	return status;
}

uint32_t box_spoiled_capacity(const struct box *box)
{
	return box->is_open ? box->spoiled.slots.count : 0;
}

enum status box_state(struct box *box, enum voting_state *state, uint32_t *closing)
{
	enum status status = pair_ready(box);

	*state = box->state;
	*closing = box->closing;
	return status;
}

void box_note_log(struct box *box, const struct box_log *log)
{
	box->log_next = *log;
}

enum status box_kept_log(struct box *box, struct box_log *out)
{
	enum status status = pair_ready(box);

	*out = box->log;
	return status;
}

enum status box_counters(struct box *box, struct box_counters *out)
{
	enum status status = pair_ready(box);

	*out = box->counters;
	return status;
}

enum status box_last_export(struct box *box, struct box_export *out)
{
	enum status status = pair_ready(box);

	*out = box->last;
	return status;
}

/* Memory follows the file, in both copies. */
static void follow(struct box *box, const struct box_fixed *fixed, const struct box_export *last)
{
	const struct box_export export = *last;

	for (struct box *copy = box; copy; copy = copy->twin) {
		copy->state = fixed->state;
		copy->closing = fixed->closing;
		copy->changes = fixed->changes;
		copy->counters = fixed->counters;
		copy->log = copy->log_next = fixed->log;
		copy->last = export;
	}
}

enum status box_set_state(struct box *box, enum voting_state state, const struct box_counters *counters)
{
	struct box_fixed fixed;
	struct box_row row;
	uint32_t closing;
	enum status status = pair_ready(box);

	if (status != STATUS_OK)
		return status;
	closing = box->closing + (state == VOTING_CLOSED && box->state != VOTING_CLOSED);
	fixed = (struct box_fixed){state, closing, box->changes + 1, *counters, box->log_next};
	row_write_state(&row, &box->keys, &fixed);
	status = pair_write_fixed(box, &row, 1);
	if (status == STATUS_OK)
		follow(box, &fixed, &box->last);
	return status;
}

enum status box_set_counters(struct box *box, const struct box_counters *counters)
{
	enum status status = pair_ready(box);

	return status == STATUS_OK ? box_set_state(box, box->state, counters) : status;
}

enum status box_set_export(struct box *box, const struct box_export *last, const struct box_counters *counters)
{
	struct box_fixed fixed;
	struct box_row rows[2];
	enum status status = pair_ready(box);

	if (status != STATUS_OK)
		return status;
	fixed = (struct box_fixed){box->state, box->closing, box->changes + 1, *counters, box->log_next};
	row_write_state(&rows[0], &box->keys, &fixed);
	row_write_export(&rows[1], &box->keys, last);
	status = pair_write_fixed(box, rows, 2);
	if (status == STATUS_OK)
		follow(box, &fixed, last);
	return status;
}

/* --- walking --- */

static int compare_codes(const void *a, const void *b)
{
	return hash_compare(a, b);
}

typedef enum status record_visit(void *context, const struct box_record *record);

/* Goes on in the other copy where this one's disk fails meanwhile: the codes are the same. */
static enum status each_record(struct box *box, enum box_table table, record_visit *visit, void *context)
{
	const struct slots *slots = &shelf_of(box, table)->slots;
	struct hash *codes = calloc((size_t)slots->used + 1, sizeof *codes);
	struct box_record record;
	size_t count = 0;
	enum status status = STATUS_OK;

	if (!codes)
		return STATUS_NO_ROOM;
	for (uint32_t i = 0; i < slots->count; i++)
		if (slots->slot[i].used)
			codes[count++] = slots->slot[i].code;
	qsort(codes, count, sizeof *codes, compare_codes);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = pair_read(box, table, &codes[i], &record);
		if (status == STATUS_OK)
			status = visit(context, &record);
	}
	sodium_memzero(&record, sizeof record);
	free(codes);
	return status;
}

struct walk {
	box_visit *visit;
	box_visit_opened *visit_opened;
	void *context;
};

static enum status walk_sealed(void *context, const struct box_record *record)
{
	const struct walk *walk = context;

	return walk->visit(walk->context, &record->code, record->content, record->len);
}

static enum status walk_opened(void *context, const struct box_record *record)
{
	const struct walk *walk = context;
	struct opened_ballot opened;
	enum status status = opened_of(&opened, record);

	if (status == STATUS_OK)
		status = walk->visit_opened(walk->context, &record->code, &opened);
	sodium_memzero(&opened, sizeof opened);
	return status;
}

enum status box_each(struct box *box, box_visit *visit, void *context)
{
	struct walk walk = {.visit = visit, .context = context};
	enum status status = pair_ready(box);

	return status == STATUS_OK ? each_record(box, TABLE_SLOTS, walk_sealed, &walk) : status;
}

enum status box_each_spoiled(struct box *box, box_visit_opened *visit, void *context)
{
	struct walk walk = {.visit_opened = visit, .context = context};
	enum status status = pair_ready(box);

	return status == STATUS_OK ? each_record(box, TABLE_SPOILED, walk_opened, &walk) : status;
}
