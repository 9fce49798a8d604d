/* One copy of the box: what one file is told, each as one transaction, and what may have become of it where its disk
 * failed. Whether there is a second copy is box.c's business. */
#include "box_inside.h"

#include <string.h>

struct shelf *shelf_of(struct box *box, enum box_table table)
{
	return table == TABLE_SLOTS ? &box->cast : &box->spoiled;
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

enum status copy_ready(struct box *box)
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
enum status copy_scrub(struct box *box)
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

/* --- ballots --- */

enum status copy_read(struct box *box, struct shelf *shelf, uint32_t slot, struct box_record *record)
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
	enum status status = copy_read(box, shelf, move->from, &record);

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
	enum status status = copy_read(box, shelf, slot, &there);

	if (status == STATUS_OK && (there.len != record->len || memcmp(there.content, record->content, there.len) != 0))
		return STATUS_MISMATCH;
	doubt(box, record);
	if (status == STATUS_OK)
		status = copy_scrub(box);
	else
		box_forget(box);
	box->in_doubt = status != STATUS_OK;
	return status;
}

static enum status store_or_confirm(struct box *box, struct shelf *shelf, const struct box_record *record)
{
	const struct shelf *other = shelf == &box->cast ? &box->spoiled : &box->cast;
	uint32_t slot;
	enum status status = copy_ready(box);

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

enum status copy_store(struct box *box, enum box_table table, const struct box_record *record)
{
	struct shelf *shelf = shelf_of(box, table);
	enum status status = store_or_confirm(box, shelf, record);

	if (status != STATUS_OK && !box->is_open)
		status = store_or_confirm(box, shelf, record);
	if (status != STATUS_OK && box->in_doubt && hash_compare(&box->doubted, &record->code) == 0)
		return STATUS_UNKNOWN;
	return status;
}

/* --- the fixed rows --- */

static enum status write_fixed_once(struct box *box, const struct box_row *rows, size_t row_count)
{
	enum status status = copy_ready(box);

	if (status != STATUS_OK)
		return status;
	status = box_file_begin(&box->file);
	for (size_t i = 0; status == STATUS_OK && i < row_count; i++)
		status = box_file_write(&box->file, TABLE_FIXED, &rows[i]);
	return finish(box, status);
}

/* The rows say what shall be, whatever was: after a failure the same transaction may simply be repeated. */
enum status copy_write_fixed(struct box *box, const struct box_row *rows, size_t row_count)
{
	enum status status = write_fixed_once(box, rows, row_count);

	if (status != STATUS_OK && !box->is_open)
		status = write_fixed_once(box, rows, row_count);
	return status;
}
