/* Where ballots lie in a table of slots, as a function of the set of ballots alone.
 *
 * Every ballot has a sequence of slots it would like (double hashing under the box's key) and a rank, the same for all
 * slots. Of two ballots that want one slot the higher rank has it, and the other goes on along its own sequence. This
 * is an ordered hash table (Amble and Knuth, 1974): whichever came first, the layout ends the same, for it is the one
 * stable matching of ballots and slots. Memory only. */
#ifndef FOLKMOOT_SLOTS_H
#define FOLKMOOT_SLOTS_H

#include "transcript.h"

enum { SLOTS_MAX = 1000000, SLOTS_KEY_BYTES = 32, SLOTS_MAX_MOVES = 64 };
#define SLOT_NONE UINT32_MAX

struct slot {
	struct hash code;
	uint64_t rank; /* the lower number is the higher rank */
	uint32_t first, step;
	uint8_t used;
};

struct slots {
	uint32_t count, used;
	struct slot *slot;
	uint8_t key[SLOTS_KEY_BYTES];
};

/* One entry goes from a slot to another; from is SLOT_NONE for the new one. */
struct slot_move {
	uint32_t from, to;
};

/* Allocates count empty slots (slots_finish). */
enum status MUST_CHECK slots_init(struct slots *slots, uint32_t count, const uint8_t key[static SLOTS_KEY_BYTES]);
void slots_finish(struct slots *slots);

/* The slot that holds this code, or SLOT_NONE. */
uint32_t slots_find(const struct slots *slots, const struct hash *code);
/* What must move so that a new code gets its place: the new one first, then each entry that was displaced, every one
 * into the slot that the next leaves (so: carry them out from last to first). STATUS_DISK_FULL where no slot is free;
 * STATUS_NO_ROOM where more than SLOTS_MAX_MOVES must move (about ln(count) do on average; more than 64 of 12,000 is
 * not to be met in any number of elections). */
enum status MUST_CHECK slots_plan(struct slot_move moves[static SLOTS_MAX_MOVES], size_t *move_count,
                                  const struct slots *slots, const struct hash *code);
void slots_apply(struct slots *slots, const struct slot_move *moves, size_t move_count, const struct hash *code);
/* For reading a stored table: says what lies where. */
void slots_put(struct slots *slots, uint32_t at, const struct hash *code);
/* True if every entry lies where its code belongs. */
int slots_in_place(const struct slots *slots);

#endif
