#include "box_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- making --- */

struct making {
	struct box_keys keys;
	const struct box_identity *identity;
};

static void make_row(void *context, enum box_table table, struct box_row *row)
{
	static const struct box_counters no_counters;
	static const struct box_export no_export;
	static const struct box_log no_log;
	const struct making *making = context;
	uint32_t slot = row->slot;

	if (table == TABLE_SCRUB)
		row_write_scrub(row, &making->keys, slot, 0);
	else if (table != TABLE_FIXED)
		row_filler(row->body, &making->keys, table, slot);
	else if (slot == FIXED_IDENTITY)
		row_write_identity(row, &making->keys, making->identity);
	else if (slot == FIXED_STATE)
		row_write_state(row, &making->keys, VOTING_NEW, 0, &no_counters, &no_log);
	else
		row_write_export(row, &making->keys, &no_export);
	row->used = 0;
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
	/* The journal is deleted with the connection, and its last content was a scrub's. */
	if (box->is_open && box->dirty > 0 && box_scrub(box) != STATUS_OK)
		box->dirty = 0;
	box_forget(box);
	sodium_memzero(box, sizeof *box);
	free(box);
}

const struct box_identity *box_belongs_to(const struct box *box)
{
	return &box->identity;
}

/* --- transactions --- */

/* A failure of the disk may have left anything: what is true is in the file, and only opening anew tells. */
static enum status reopened(struct box *box)
{
	struct box_identity identity = box->identity;
	enum status status;

	box_forget(box);
	status = box_load(box, &identity);
	box->identity = identity;
	return status;
}

static enum status ready(struct box *box)
{
	return box->is_open ? STATUS_OK : reopened(box);
}

static enum status finish(struct box *box, enum status status)
{
	if (status == STATUS_OK)
		status = box_file_commit(&box->file);
	if (box->file.pages > box->dirty)
		box->dirty = box->file.pages;
	if (status != STATUS_OK)
		box_forget(box);
	return status;
}

static enum status write_scrub_row(struct box *box, uint32_t row, uint64_t count)
{
	struct box_row written;

	row_write_scrub(&written, &box->keys, row, count);
	return box_file_write(&box->file, TABLE_SCRUB, &written);
}

/* The same rows each time, so that neither they nor the journal tell how many pages the ballots before them took. The
 * rest, which only an opening and a cast of more pages than ever seen need, goes through the journal too, but ends as
 * it was. */
static enum status scrub_once(struct box *box)
{
	enum status status = box_file_begin(&box->file);

	for (uint32_t i = 0; status == STATUS_OK && i < SCRUB_ALWAYS; i++)
		status = write_scrub_row(box, i, box->scrubs + 1);
	for (uint32_t i = SCRUB_ALWAYS; status == STATUS_OK && box->dirty > SCRUB_ALWAYS && i < SCRUB_ROWS; i++) {
		status = write_scrub_row(box, i, 1);
		if (status == STATUS_OK)
			status = write_scrub_row(box, i, 0);
	}
	status = finish(box, status);
	if (status != STATUS_OK)
		return status;
	box->scrubs++;
	box->dirty = 0;
	return STATUS_OK;
}

enum status box_scrub(struct box *box)
{
	enum status status = ready(box);

	return status == STATUS_OK ? scrub_once(box) : status;
}

/* --- ballots --- */

static enum status read_record(struct box *box, struct shelf *shelf, uint32_t slot, struct box_record *record)
{
	uint8_t pages[LOGICAL_MAX];
	struct box_row row = {0};
	enum status status = STATUS_OK;

	for (uint32_t page = 0; status == STATUS_OK && page < shelf->pages; page++) {
		status = box_file_read(&box->file, shelf->table, slot * shelf->pages + page, &row);
		if (status == STATUS_OK && row.used != 1)
			status = STATUS_DAMAGED;
		memcpy(pages + page * ROW_BYTES, row.body, ROW_BYTES);
	}
	if (status == STATUS_OK)
		status = record_read(record, pages, &box->keys, shelf->table, slot);
	return status;
}

static enum status write_record(struct box *box, struct shelf *shelf, uint32_t slot, const struct box_record *record)
{
	uint8_t pages[LOGICAL_MAX];
	struct box_row row;
	enum status status = STATUS_OK;

	record_write(pages, &box->keys, shelf->table, slot, record);
	for (uint32_t page = 0; status == STATUS_OK && page < shelf->pages; page++) {
		row.slot = slot * shelf->pages + page;
		row.used = 1;
		memcpy(row.body, pages + page * ROW_BYTES, ROW_BYTES);
		status = box_file_write(&box->file, shelf->table, &row);
	}
	return status;
}

static enum status move_record(struct box *box, struct shelf *shelf, const struct slot_move *move)
{
	struct box_record record;
	enum status status = read_record(box, shelf, move->from, &record);

	return status == STATUS_OK ? write_record(box, shelf, move->to, &record) : status;
}

static void doubt(struct box *box, const struct box_record *record)
{
	box->in_doubt = 1;
	box->doubted = record->code;
}

/* One transaction. Memory follows only once the file is certain. */
static enum status store_once(struct box *box, struct shelf *shelf, const struct box_record *record)
{
	struct slot_move moves[SLOTS_MAX_MOVES];
	size_t move_count;
	enum status status = slots_plan(moves, &move_count, &shelf->slots, &record->code);

	if (status != STATUS_OK)
		return status;
	status = box_file_begin(&box->file);
	for (size_t i = move_count; status == STATUS_OK && i-- > 1;)
		status = move_record(box, shelf, &moves[i]);
	if (status == STATUS_OK)
		status = write_record(box, shelf, moves[0].to, record);
	/* Without a commit nothing is stored: what was begun is rolled back. A commit that failed may be done. */
	if (status == STATUS_OK)
		doubt(box, record);
	status = finish(box, status);
	if (status != STATUS_OK)
		return status;
	box->in_doubt = 0;
	slots_apply(&shelf->slots, moves, move_count, &record->code);
	return shelf->table == TABLE_SLOTS ? tags_add(&box->tags, record->tag) : STATUS_OK;
}

/* The ballot is in the file; is it certain to stay? After a failed sync the kernel may call pages clean that never
 * reached the disk, and a journal that was not ended for good could still take the ballot back at the next boot. One
 * more whole transaction settles both. */
static enum status confirm(struct box *box, struct shelf *shelf, uint32_t slot, const struct box_record *record)
{
	struct box_record there;
	enum status status = read_record(box, shelf, slot, &there);

	if (status == STATUS_OK && (there.len != record->len || memcmp(there.content, record->content, there.len) != 0))
		return STATUS_MISMATCH;
	doubt(box, record);
	if (status == STATUS_OK)
		status = scrub_once(box);
	else
		box_forget(box);
	box->in_doubt = status != STATUS_OK;
	return status;
}

static enum status store_or_confirm(struct box *box, struct shelf *shelf, const struct box_record *record)
{
	const struct shelf *other = shelf == &box->cast ? &box->spoiled : &box->cast;
	uint32_t slot;
	enum status status = ready(box);

	if (status != STATUS_OK)
		return status;
	box->in_doubt = 0; /* the box is open: what is stored is known */
	slot = slots_find(&shelf->slots, &record->code);
	if (slot != SLOT_NONE)
		return confirm(box, shelf, slot, record);
	if (slots_find(&other->slots, &record->code) != SLOT_NONE || tags_have(&box->tags, record->tag))
		return STATUS_USED;
	return store_once(box, shelf, record);
}

static enum status store(struct box *box, struct shelf *shelf, const struct box_record *record)
{
	enum status status = store_or_confirm(box, shelf, record);

	if (status != STATUS_OK && !box->is_open)
		status = store_or_confirm(box, shelf, record);
	if (status != STATUS_OK && box->in_doubt && hash_compare(&box->doubted, &record->code) == 0)
		return STATUS_UNKNOWN;
	return status;
}

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
	return store(box, &box->cast, &record);
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
		status = store(box, &box->spoiled, &record);
	sodium_memzero(&record, sizeof record);
	return status;
}

int box_tag_used(const struct box *box, const uint8_t tag[static TAG_BYTES])
{
	return box->is_open && tags_have(&box->tags, tag);
}

/* --- counts, state, export --- */

enum status box_counts(struct box *box, uint32_t *sealed, uint32_t *spoiled, uint32_t *slots)
{
	enum status status = ready(box);

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
	enum status status = ready(box);

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
	enum status status = ready(box);

	*out = box->log;
	return status;
}

enum status box_counters(struct box *box, struct box_counters *out)
{
	enum status status = ready(box);

	*out = box->counters;
	return status;
}

enum status box_last_export(struct box *box, struct box_export *out)
{
	enum status status = ready(box);

	*out = box->last;
	return status;
}

static enum status write_fixed_once(struct box *box, const struct box_row *rows, size_t row_count)
{
	enum status status = ready(box);

	if (status != STATUS_OK)
		return status;
	status = box_file_begin(&box->file);
	for (size_t i = 0; status == STATUS_OK && i < row_count; i++)
		status = box_file_write(&box->file, TABLE_FIXED, &rows[i]);
	return finish(box, status);
}

/* The rows say what shall be, whatever was: after a failure the same transaction may simply be repeated. */
static enum status write_fixed(struct box *box, const struct box_row *rows, size_t row_count)
{
	enum status status = write_fixed_once(box, rows, row_count);

	if (status != STATUS_OK && !box->is_open)
		status = write_fixed_once(box, rows, row_count);
	return status;
}

enum status box_set_state(struct box *box, enum voting_state state, const struct box_counters *counters)
{
	struct box_row row;
	uint32_t closing;
	enum status status = ready(box);

	if (status != STATUS_OK)
		return status;
	closing = box->closing + (state == VOTING_CLOSED && box->state != VOTING_CLOSED);
	row_write_state(&row, &box->keys, state, closing, counters, &box->log_next);
	status = write_fixed(box, &row, 1);
	if (status != STATUS_OK)
		return status;
	box->state = state;
	box->closing = closing;
	box->counters = *counters;
	box->log = box->log_next;
	return STATUS_OK;
}

enum status box_set_counters(struct box *box, const struct box_counters *counters)
{
	enum status status = ready(box);

	return status == STATUS_OK ? box_set_state(box, box->state, counters) : status;
}

enum status box_set_export(struct box *box, const struct box_export *last, const struct box_counters *counters)
{
	struct box_row rows[2];
	enum status status = ready(box);

	if (status != STATUS_OK)
		return status;
	row_write_state(&rows[0], &box->keys, box->state, box->closing, counters, &box->log_next);
	row_write_export(&rows[1], &box->keys, last);
	status = write_fixed(box, rows, 2);
	if (status != STATUS_OK)
		return status;
	box->counters = *counters;
	box->log = box->log_next;
	box->last = *last;
	return STATUS_OK;
}

/* --- walking --- */

static int compare_codes(const void *a, const void *b)
{
	const struct slot *const *left = a, *const *right = b;

	return hash_compare(&(*left)->code, &(*right)->code);
}

typedef enum status record_visit(void *context, const struct box_record *record);

static enum status each_record(struct box *box, struct shelf *shelf, record_visit *visit, void *context)
{
	const struct slot **sorted = NULL;
	struct box_record record;
	size_t count = 0;
	enum status status = STATUS_OK;

	sorted = calloc((size_t)shelf->slots.used + 1, sizeof(const struct slot *));
	if (!sorted)
		return STATUS_NO_ROOM;
	for (uint32_t i = 0; i < shelf->slots.count; i++)
		if (shelf->slots.slot[i].used)
			sorted[count++] = &shelf->slots.slot[i];
	qsort(sorted, count, sizeof(const struct slot *), compare_codes);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = read_record(box, shelf, (uint32_t)(sorted[i] - shelf->slots.slot), &record);
		if (status == STATUS_OK)
			status = visit(context, &record);
	}
	sodium_memzero(&record, sizeof record);
	free(sorted);
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
	struct opened_ballot opened = {0};
	struct reader reader;
	enum status status;

	reader_init(&reader, record->content, record->len);
	opened.body_len = read_u16(&reader);
	opened.body = read_view(&reader, opened.body_len);
	read_bytes(&reader, opened.nonce, NONCE_BYTES);
	opened.points = read_u8(&reader);
	if (opened.points > SEALED_MAX_POINTS)
		return STATUS_DAMAGED;
	read_bytes(&reader, opened.plain.payload[0], (size_t)opened.points * PAYLOAD_BYTES);
	status = reader_finish(&reader) == STATUS_OK ? walk->visit_opened(walk->context, &record->code, &opened)
	                                             : STATUS_DAMAGED;
	sodium_memzero(&opened, sizeof opened);
	return status;
}

enum status box_each(struct box *box, box_visit *visit, void *context)
{
	struct walk walk = {.visit = visit, .context = context};
	enum status status = ready(box);

	return status == STATUS_OK ? each_record(box, &box->cast, walk_sealed, &walk) : status;
}

enum status box_each_spoiled(struct box *box, box_visit_opened *visit, void *context)
{
	struct walk walk = {.visit_opened = visit, .context = context};
	enum status status = ready(box);

	return status == STATUS_OK ? each_record(box, &box->spoiled, walk_opened, &walk) : status;
}
