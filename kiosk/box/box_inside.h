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
};

/* Spoiled ballots that a box of so many slots has room for. */
uint32_t box_spoiled_slots(uint32_t slots);
/* Opens box->path and reads everything once: each byte must be as it was written, and of this identity (NULL: any).
 * Ends with a whole scrub, so that the file is known to be writable and locked. On failure the box is closed, not
 * freed. */
enum status MUST_CHECK box_load(struct box *box, const struct box_identity *identity);
/* Closes the file and empties the memory of it; identity and path stay. */
void box_forget(struct box *box);

#endif
