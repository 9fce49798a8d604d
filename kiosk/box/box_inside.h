/* An open box, for the files of this folder that work on it together. */
#ifndef FOLKMOOT_BOX_INSIDE_H
#define FOLKMOOT_BOX_INSIDE_H

#include "box.h"
#include "box_rows.h"
#include "slots.h"
#include "tags.h"

/* Ballots of one kind: the layout in memory, and the rows that one of them takes. */
struct shelf {
	enum box_table table;
	uint32_t pages;
	struct slots slots;
};

struct box {
	char path[DISK_PATH_MAX];
	struct box_file file;
	int is_open; /* 0 after a failure of the disk: the next call opens anew */
	/* The ballot whose commit failed, while nobody could look whether it is stored. */
	int in_doubt;
	struct hash doubted;
	uint32_t dirty; /* the most pages that one transaction wrote since the last scrub */
	uint64_t scrubs;
	struct box_keys keys;
	struct box_identity identity;
	struct shelf cast, spoiled;
	struct tags tags;
	enum voting_state state;
	uint32_t closing;
	struct box_counters counters;
	struct box_export last;
	struct box_log log, log_next; /* as kept; as the next change of a fixed row keeps it */
	uint32_t changes;             /* of the fixed rows: which of two copies is the newer one */
	enum box_copy copy;           /* which one this is */
	struct box *twin;             /* the second copy, BOX_SECOND; NULL: there is none, or one of the two was lost */
	struct box_copies copies;
	/* A ballot that a lost copy may hold, and that this one does not hold yet. */
	int left_doubt;
	struct hash left_doubted;
};

/* Spoiled ballots that a box of so many slots has room for. */
uint32_t box_spoiled_slots(uint32_t slots);
/* Opens box->path and reads everything once: each byte must be as it was written, and of this identity (NULL: any).
 * Ends with a whole scrub, so that the file is known to be writable and locked. On failure the box is closed, not
 * freed. */
enum status MUST_CHECK box_load(struct box *box, const struct box_identity *identity);
/* Closes the file and empties the memory of it; identity and path stay. */
void box_forget(struct box *box);

/* --- one copy (box_store.c): what its file is told; the twin is not asked --- */

/* Opens anew what a failure of the disk closed. */
enum status MUST_CHECK copy_ready(struct box *box);
enum status MUST_CHECK copy_scrub(struct box *box);
enum status MUST_CHECK copy_read(struct box *box, struct shelf *shelf, uint32_t slot, struct box_record *record);
/* As box_cast. After any failure that is not a verdict about this ballot the copy is closed (is_open 0). */
enum status MUST_CHECK copy_store(struct box *box, enum box_table table, const struct box_record *record);
enum status MUST_CHECK copy_write_fixed(struct box *box, const struct box_row *rows, size_t row_count);

/* --- both copies (box_pair.c) --- */

/* Each as the function above. What one copy fails at and the other does is done, and the one that failed is lost: it is
 * closed, and not asked again before the box is opened the next time. */
enum status MUST_CHECK pair_ready(struct box *box);
enum status MUST_CHECK pair_scrub(struct box *box);
enum status MUST_CHECK pair_read(struct box *box, enum box_table table, const struct hash *code,
                                 struct box_record *record);
enum status MUST_CHECK pair_store(struct box *box, enum box_table table, const struct box_record *record);
enum status MUST_CHECK pair_write_fixed(struct box *box, const struct box_row *rows, size_t row_count);
struct shelf *shelf_of(struct box *box, enum box_table table);

#endif
