/* Two copies of a box on two devices. Each is a whole box in its own file, with the same key, so that a ballot has the
 * same place in both; each keeps its own transactions. The copy in hand is the first, or the one that is left. */
#include "box_inside.h"

#include <stdlib.h>
#include <string.h>

void box_look_copies(struct box_copies *out, const struct box *box)
{
	*out = box->copies;
}

/* --- losing one --- */

static void lose_twin(struct box *box, enum status why)
{
	struct box *twin = box->twin;

	box->copies.lost[twin->copy] = why;
	/* What the other one may have come to in its last, failed change counts less than what comes now. */
	box->changes++;
	box->twin = NULL;
	box_forget(twin);
	sodium_memzero(twin, sizeof *twin);
	free(twin);
}

/* The twin becomes the copy in hand, and the one that was is lost. */
static void take_over(struct box *box, enum status why)
{
	struct box *twin = box->twin, kept = *box;

	*box = *twin;
	*twin = kept;
	box->twin = twin;
	twin->twin = NULL;
	box->copies = kept.copies;
	box->log_next = kept.log_next;
	box->left_doubt = kept.left_doubt || kept.in_doubt;
	box->left_doubted = kept.in_doubt ? kept.doubted : kept.left_doubted;
	sodium_memzero(&kept, sizeof kept);
	lose_twin(box, why);
}

/* --- doing everything twice --- */

enum status pair_ready(struct box *box)
{
	enum status status = copy_ready(box);

	if (status == STATUS_OK || !box->twin || copy_ready(box->twin) != STATUS_OK)
		return status;
	take_over(box, status);
	return STATUS_OK;
}

/* A copy that cannot be scrubbed closes itself; the next call that needs it opens it anew, or loses it. */
enum status pair_scrub(struct box *box)
{
	enum status status = pair_ready(box), other = STATUS_OK;

	if (status == STATUS_OK)
		status = copy_scrub(box);
	if (box->twin)
		other = copy_ready(box->twin);
	if (box->twin && other == STATUS_OK)
		other = copy_scrub(box->twin);
	return status == STATUS_OK ? other : status;
}

enum status pair_read(struct box *box, enum box_table table, const struct hash *code, struct box_record *record)
{
	struct shelf *shelf = shelf_of(box, table);
	uint32_t slot = slots_find(&shelf->slots, code);
	enum status status = slot == SLOT_NONE ? STATUS_DAMAGED : copy_read(box, shelf, slot, record);

	if (status == STATUS_OK || !box->twin || copy_ready(box->twin) != STATUS_OK)
		return status;
	shelf = shelf_of(box->twin, table);
	slot = slots_find(&shelf->slots, code);
	if (slot == SLOT_NONE || copy_read(box->twin, shelf, slot, record) != STATUS_OK)
		return status;
	take_over(box, status);
	return STATUS_OK;
}

/* Asked for again until it is stored here, a ballot that a lost copy may hold is in no doubt any more. */
static enum status mind_left_doubt(struct box *box, const struct hash *code, enum status status)
{
	if (!box->left_doubt || hash_compare(&box->left_doubted, code) != 0)
		return status;
	box->left_doubt = status != STATUS_OK;
	return status == STATUS_OK ? STATUS_OK : STATUS_UNKNOWN;
}

enum status pair_store(struct box *box, enum box_table table, const struct box_record *record)
{
	enum status status = copy_store(box, table, record), other;

	/* A verdict about this ballot is the other copy's too: they hold the same. */
	if (!box->twin || (status != STATUS_OK && box->is_open))
		return mind_left_doubt(box, &record->code, status);
	other = copy_store(box->twin, table, record);
	if (status == STATUS_OK && other != STATUS_OK) {
		lose_twin(box, other);
	} else if (status != STATUS_OK && other == STATUS_OK) {
		take_over(box, status);
		status = STATUS_OK;
	} else if (other == STATUS_UNKNOWN) {
		status = STATUS_UNKNOWN;
	}
	return mind_left_doubt(box, &record->code, status);
}

enum status pair_write_fixed(struct box *box, const struct box_row *rows, size_t row_count)
{
	enum status status = copy_write_fixed(box, rows, row_count), other;

	if (!box->twin)
		return status;
	other = copy_write_fixed(box->twin, rows, row_count);
	if (status == STATUS_OK && other != STATUS_OK) {
		lose_twin(box, other);
	} else if (status != STATUS_OK && other == STATUS_OK) {
		take_over(box, status);
		status = STATUS_OK;
	}
	return status;
}

/* --- making one from the other --- */

static enum status copy_row(void *context, enum box_table table, struct box_row *row)
{
	struct box *from = context;

	return box_file_read(&from->file, table, row->slot, row);
}

static enum status make_copy(struct box **out, struct box *from, const char *path)
{
	uint32_t slots = from->cast.slots.count;
	uint32_t rows[TABLE_COUNT] = {slots, box_spoiled_slots(slots) * SPOILED_PAGES, SCRUB_ROWS, FIXED_COUNT};
	enum status status = box_file_make(path, disk_real(), rows, copy_row, from);

	*out = NULL;
	return status == STATUS_OK ? box_open(out, path, &from->identity) : status;
}

/* --- opening both --- */

/* More changes of the fixed rows; else more ballots; else the first. */
static int is_newer(const struct box *a, const struct box *b)
{
	uint32_t in_a = a->cast.slots.used + a->spoiled.slots.used, in_b = b->cast.slots.used + b->spoiled.slots.used;

	if (a->changes != b->changes)
		return a->changes > b->changes;
	return in_a != in_b ? in_a > in_b : a->copy == BOX_FIRST;
}

/* What from has and to has not, in the order of the slots, which tells nothing. bad: the copy to be lost. */
static enum status take_ballots(struct box **bad, struct box *to, struct box *from, enum box_table table)
{
	const struct slots *slots = &shelf_of(from, table)->slots;
	struct box_record record = {.len = 0};
	enum status status = STATUS_OK;

	for (uint32_t i = 0; status == STATUS_OK && i < slots->count; i++) {
		if (!slots->slot[i].used || slots_find(&shelf_of(to, table)->slots, &slots->slot[i].code) != SLOT_NONE)
			continue;
		*bad = from;
		status = copy_read(from, shelf_of(from, table), i, &record);
		if (status != STATUS_OK)
			break;
		*bad = to;
		status = copy_store(to, table, &record);
		to->copies.taken[to->copy]++;
	}
	sodium_memzero(&record, sizeof record);
	return status;
}

static enum status take_fixed(struct box *to, const struct box *from)
{
	const struct box_fixed fixed = {from->state, from->closing, from->changes, from->counters, from->log};
	struct box_row rows[2];
	enum status status;

	row_write_state(&rows[0], &to->keys, &fixed);
	row_write_export(&rows[1], &to->keys, &from->last);
	status = copy_write_fixed(to, rows, 2);
	if (status != STATUS_OK)
		return status;
	to->state = from->state;
	to->closing = from->closing;
	to->changes = from->changes;
	to->counters = from->counters;
	to->log = to->log_next = from->log;
	to->last = from->last;
	return STATUS_OK;
}

/* No ballot is left behind: whatever either copy holds was, or may have been, told to its voter. One that contradicts
 * the newer copy (a voting code used for two ballots) loses the older copy. */
static enum status resolve(struct box **bad, struct box *newer, struct box *older)
{
	enum status status = STATUS_OK;

	*bad = older;
	if (newer->cast.slots.count != older->cast.slots.count ||
	    memcmp(newer->keys.box, older->keys.box, BOX_KEY_BYTES) != 0)
		return STATUS_MISMATCH;
	for (int table = TABLE_SLOTS; status == STATUS_OK && table <= TABLE_SPOILED; table++) {
		status = take_ballots(bad, newer, older, (enum box_table)table);
		if (status == STATUS_USED)
			*bad = older;
		if (status == STATUS_OK)
			status = take_ballots(bad, older, newer, (enum box_table)table);
	}
	if (status != STATUS_OK)
		return status;
	*bad = older;
	status = take_fixed(older, newer);
	if (status == STATUS_OK)
		status = copy_scrub(older);
	if (status == STATUS_OK) {
		*bad = newer;
		status = copy_scrub(newer);
	}
	return status;
}

static void join(struct box *first, struct box *second)
{
	struct box *bad;
	enum status status;

	first->twin = second;
	status = is_newer(first, second) ? resolve(&bad, first, second) : resolve(&bad, second, first);
	first->copies.taken[BOX_SECOND] = second->copies.taken[BOX_SECOND];
	if (status != STATUS_OK && bad == second)
		lose_twin(first, status);
	else if (status != STATUS_OK)
		take_over(first, status);
}

/* Neither another program's lock nor another's ballots are a failure of the disk, which the other copy makes up for. */
static int is_refusal(enum status status)
{
	return status == STATUS_STATE || status == STATUS_OTHER_ELECTION || status == STATUS_OTHER_KIOSK;
}

static enum status open_or_make(struct box **out, struct box *other, const char *path, enum box_copy which,
                                enum status status)
{
	if (status == STATUS_ABSENT) {
		status = make_copy(out, other, path);
		other->copies.made[which] = status == STATUS_OK;
	}
	other->copies.lost[which] = status;
	return status;
}

enum status box_open_pair(struct box **out, const char *first, const char *second, const struct box_identity *identity)
{
	struct box *box[BOX_COPIES] = {NULL, NULL};
	enum status status[BOX_COPIES];
	struct box *opened, *lead;

	*out = NULL;
	status[BOX_FIRST] = box_open(&box[BOX_FIRST], first, identity);
	if (is_refusal(status[BOX_FIRST]))
		return status[BOX_FIRST];
	status[BOX_SECOND] = box_open(&box[BOX_SECOND], second, identity);
	opened = box[BOX_FIRST] ? box[BOX_FIRST] : box[BOX_SECOND];
	if (!opened)
		return status[BOX_FIRST];
	if (!box[BOX_FIRST])
		status[BOX_FIRST] = open_or_make(&box[BOX_FIRST], opened, first, BOX_FIRST, status[BOX_FIRST]);
	else if (!box[BOX_SECOND])
		status[BOX_SECOND] = open_or_make(&box[BOX_SECOND], opened, second, BOX_SECOND, status[BOX_SECOND]);
	lead = box[BOX_FIRST] ? box[BOX_FIRST] : opened;
	lead->copies = opened->copies;
	lead->copies.wanted = 1;
	*out = lead;
	if (box[BOX_SECOND])
		box[BOX_SECOND]->copy = BOX_SECOND;
	if (box[BOX_FIRST] && box[BOX_SECOND])
		join(box[BOX_FIRST], box[BOX_SECOND]);
	return STATUS_OK;
}
