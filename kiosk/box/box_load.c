#include "box_inside.h"

#include <stdlib.h>
#include <string.h>

uint32_t box_spoiled_slots(uint32_t slots)
{
	return slots / 10 < 8 ? 8 : slots / 10;
}

static enum status load_identity(struct box *box, const struct box_row *row)
{
	struct box_row want;
	struct reader reader;
	uint8_t key[BOX_KEY_BYTES];

	reader_init(&reader, row->body, FIXED_ROOM);
	read_bytes(&reader, key, BOX_KEY_BYTES);
	read_bytes(&reader, box->identity.election.bytes, HASH_BYTES);
	box->identity.revision = read_u32(&reader);
	read_bytes(&reader, box->identity.kiosk, SIGN_KEY_BYTES);
	box_keys_derive(&box->keys, key);
	sodium_memzero(key, sizeof key);
	row_write_identity(&want, &box->keys, &box->identity);
	return memcmp(want.body, row->body, FIXED_BYTES) == 0 ? STATUS_OK : STATUS_DAMAGED;
}

static enum status load_state(struct box *box, const struct box_row *row)
{
	struct box_fixed fixed;
	struct box_row want;
	struct reader reader;
	uint32_t state;

	reader_init(&reader, row->body, FIXED_ROOM);
	state = read_u32(&reader);
	fixed.closing = read_u32(&reader);
	fixed.counters.started = read_u32(&reader);
	fixed.counters.cast = read_u32(&reader);
	fixed.counters.challenged = read_u32(&reader);
	fixed.counters.timed_out = read_u32(&reader);
	fixed.counters.left = read_u32(&reader);
	fixed.log.count = read_u32(&reader);
	read_bytes(&reader, fixed.log.head.bytes, HASH_BYTES);
	fixed.changes = read_u32(&reader);
	if (state > VOTING_CLOSED)
		return STATUS_DAMAGED;
	fixed.state = (enum voting_state)state;
	box->state = fixed.state;
	box->closing = fixed.closing;
	box->changes = fixed.changes;
	box->counters = fixed.counters;
	box->log = fixed.log;
	if (box->log_next.count == 0)
		box->log_next = box->log;
	row_write_state(&want, &box->keys, &fixed);
	return memcmp(want.body, row->body, FIXED_BYTES) == 0 ? STATUS_OK : STATUS_DAMAGED;
}

static enum status load_export(struct box *box, const struct box_row *row)
{
	struct box_row want;
	struct reader reader;

	reader_init(&reader, row->body, FIXED_ROOM);
	box->last.number = read_u32(&reader);
	box->last.log_count = read_u32(&reader);
	read_bytes(&reader, box->last.content.bytes, HASH_BYTES);
	read_bytes(&reader, box->last.previous, SHA256_BYTES);
	read_bytes(&reader, box->last.manifest, SHA256_BYTES);
	row_write_export(&want, &box->keys, &box->last);
	return memcmp(want.body, row->body, FIXED_BYTES) == 0 ? STATUS_OK : STATUS_DAMAGED;
}

static enum status load_fixed(void *context, enum box_table table, const struct box_row *row)
{
	(void)table;
	switch (row->slot) {
	case FIXED_IDENTITY: return load_identity(context, row);
	case FIXED_STATE: return load_state(context, row);
	case FIXED_EXPORT: return load_export(context, row);
	default: return STATUS_DAMAGED;
	}
}

static enum status count_row(void *context, enum box_table table, const struct box_row *row)
{
	(void)context;
	(void)table;
	(void)row;
	return STATUS_OK;
}

/* Gathers a shelf's pages and looks at each slot when its last page came. */
struct loading {
	struct box *box;
	struct shelf *shelf;
	uint32_t used;
	uint8_t pages[LOGICAL_MAX], want[LOGICAL_MAX];
	struct box_record record;
};

static enum status load_slot(struct loading *loading, uint32_t slot)
{
	struct shelf *shelf = loading->shelf;
	enum status status;

	if (!loading->used) {
		record_write(loading->want, &loading->box->keys, shelf->table, slot, NULL);
		return memcmp(loading->want, loading->pages, (size_t)shelf->pages * ROW_BYTES) == 0 ? STATUS_OK
		                                                                                    : STATUS_DAMAGED;
	}
	status = record_read(&loading->record, loading->pages, &loading->box->keys, shelf->table, slot);
	if (status != STATUS_OK)
		return status;
	slots_put(&shelf->slots, slot, &loading->record.code);
	if (shelf->table == TABLE_SLOTS)
		status = tags_add(&loading->box->tags, loading->record.tag);
	return status == STATUS_OK ? STATUS_OK : STATUS_DAMAGED;
}

static enum status load_page(void *context, enum box_table table, const struct box_row *row)
{
	struct loading *loading = context;
	uint32_t page = row->slot % loading->shelf->pages;

	(void)table;
	if (page > 0 && row->used != loading->used)
		return STATUS_DAMAGED;
	loading->used = row->used;
	memcpy(loading->pages + page * ROW_BYTES, row->body, ROW_BYTES);
	if (page + 1 < loading->shelf->pages)
		return STATUS_OK;
	return load_slot(loading, row->slot / loading->shelf->pages);
}

static enum status load_shelf(struct box *box, struct shelf *shelf, enum box_table table)
{
	uint32_t pages = box_pages(table);
	struct loading *loading;
	enum status status;
	uint32_t rows;

	shelf->table = table;
	shelf->pages = pages;
	status = box_file_each(&box->file, table, count_row, NULL, &rows);
	if (status == STATUS_OK && (rows == 0 || rows % pages != 0 || rows / pages > SLOTS_MAX))
		status = STATUS_DAMAGED;
	if (status == STATUS_OK)
		status = slots_init(&shelf->slots, rows / pages, box->keys.place);
	if (status == STATUS_OK && table == TABLE_SLOTS)
		status = tags_init(&box->tags, rows);
	if (status != STATUS_OK)
		return status;
	loading = calloc(1, sizeof *loading);
	if (!loading)
		return STATUS_NO_ROOM;
	loading->box = box;
	loading->shelf = shelf;
	status = box_file_each(&box->file, table, load_page, loading, &rows);
	sodium_memzero(loading, sizeof *loading);
	free(loading);
	if (status == STATUS_OK && !slots_in_place(&shelf->slots))
		status = STATUS_DAMAGED;
	return status;
}

static enum status load_scrub(struct box *box)
{
	struct box_row row;
	struct reader reader;
	enum status status = box_file_read(&box->file, TABLE_SCRUB, 0, &row);

	if (status != STATUS_OK)
		return status;
	reader_init(&reader, row.body, SCRUB_COUNT_BYTES);
	box->scrubs = read_u64(&reader);
	return STATUS_OK;
}

void box_forget(struct box *box)
{
	box_file_close(&box->file);
	slots_finish(&box->cast.slots);
	slots_finish(&box->spoiled.slots);
	tags_finish(&box->tags);
	box->is_open = 0;
}

static enum status check_identity(const struct box *box, const struct box_identity *identity)
{
	if (hash_compare(&box->identity.election, &identity->election) != 0 ||
	    box->identity.revision != identity->revision)
		return STATUS_OTHER_ELECTION;
	if (memcmp(box->identity.kiosk, identity->kiosk, SIGN_KEY_BYTES) != 0)
		return STATUS_OTHER_KIOSK;
	return STATUS_OK;
}

enum status box_load(struct box *box, const struct box_identity *identity)
{
	uint32_t rows = 0;
	enum status status = box_file_open(&box->file, box->path);

	if (status == STATUS_OK)
		status = box_file_each(&box->file, TABLE_FIXED, load_fixed, box, &rows);
	if (status == STATUS_OK && rows != FIXED_COUNT)
		status = STATUS_DAMAGED;
	if (status == STATUS_OK && identity)
		status = check_identity(box, identity);
	if (status == STATUS_OK)
		status = load_shelf(box, &box->cast, TABLE_SLOTS);
	if (status == STATUS_OK)
		status = load_shelf(box, &box->spoiled, TABLE_SPOILED);
	if (status == STATUS_OK && box->spoiled.slots.count != box_spoiled_slots(box->cast.slots.count))
		status = STATUS_DAMAGED;
	if (status == STATUS_OK)
		status = load_scrub(box);
	box->is_open = status == STATUS_OK;
	/* All dummy pages: the journal is then as long as it will ever have to be, so that a disk filled up by
	 * something else stops no ballot. */
	box->dirty = SCRUB_ROWS;
	if (status == STATUS_OK)
		status = copy_scrub(box);
	if (status != STATUS_OK)
		box_forget(box);
	return status;
}
