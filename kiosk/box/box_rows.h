/* What the rows of a box hold, byte for byte: every row is a function of the box's key, its place and its content, so
 * that reading can compare the whole of it. */
#ifndef FOLKMOOT_BOX_ROWS_H
#define FOLKMOOT_BOX_ROWS_H

#include "box.h"
#include "box_file.h"
#include "slots.h"

enum {
	BOX_KEY_BYTES = 32,
	SPOILED_PAGES = 2, /* rows that one spoiled ballot takes */
	SCRUB_ROWS = SLOTS_MAX_MOVES * SPOILED_PAGES,
	/* Rows of every scrub: more than any cast was seen to take, up to the last of 12,000 slots (18). */
	SCRUB_ALWAYS = 24,
	SCRUB_COUNT_BYTES = 8,
	LOGICAL_MAX = SPOILED_PAGES * ROW_BYTES,
	OPENED_MAX = 2 + BOX_BODY_MAX + NONCE_BYTES + 1 + SEALED_MAX_POINTS * PAYLOAD_BYTES,
	FIXED_ROOM = FIXED_BYTES - 16,
};

/* Rows of TABLE_FIXED. */
enum fixed { FIXED_IDENTITY, FIXED_STATE, FIXED_EXPORT, FIXED_COUNT };

/* One key per box, made with it and kept in it: it hides nothing from whoever has the file, but nobody outside can
 * choose ballots that fall into the same slots, and damage shows. */
struct box_keys {
	uint8_t box[BOX_KEY_BYTES], place[BOX_KEY_BYTES], filler[BOX_KEY_BYTES], seal[BOX_KEY_BYTES],
	    scrub[BOX_KEY_BYTES];
};

/* One ballot as it is stored. */
struct box_record {
	struct hash code;
	uint8_t tag[TAG_BYTES];
	uint16_t len;
	uint8_t content[OPENED_MAX];
};

/* What the state's row holds. */
struct box_fixed {
	enum voting_state state;
	uint32_t closing;
	uint32_t changes; /* of the fixed rows so far */
	struct box_counters counters;
	struct box_log log;
};

void box_keys_derive(struct box_keys *keys, const uint8_t box_key[static BOX_KEY_BYTES]);
/* Rows that one ballot takes in a table. */
uint32_t box_pages(enum box_table table);

/* What an unused page holds, and the rest of a used one: a function of key, table and row. */
void row_filler(uint8_t out[static ROW_BYTES], const struct box_keys *keys, enum box_table table, uint32_t row);
/* What the dummy pages hold: a function of key, row and the count of scrubs, which stands first. */
void row_write_scrub(struct box_row *out, const struct box_keys *keys, uint32_t row, uint64_t count);
void row_write_identity(struct box_row *row, const struct box_keys *keys, const struct box_identity *identity);
void row_write_state(struct box_row *row, const struct box_keys *keys, const struct box_fixed *fixed);
void row_write_export(struct box_row *row, const struct box_keys *keys, const struct box_export *last);

/* The pages of a slot as one piece. record NULL: an unused slot. */
void record_write(uint8_t out[static LOGICAL_MAX], const struct box_keys *keys, enum box_table table, uint32_t slot,
                  const struct box_record *record);
/* Reads a used slot and compares every byte with what would have been written: STATUS_DAMAGED. */
enum status MUST_CHECK record_read(struct box_record *record, const uint8_t pages[static LOGICAL_MAX],
                                   const struct box_keys *keys, enum box_table table, uint32_t slot);

#endif
