/* Every state that a power cut at one moment can leave, or where there are too many: those with one or two parts lost
 * or kept, each beginning of what was written, and others by chance. Parts are writes, lengths and names; then the same
 * with sectors of 512 and of 4096 bytes, each lost, kept, or torn into something that was never written. */
#ifndef FOLKMOOT_TESTS_BOX_CRASH_STATES_H
#define FOLKMOOT_TESTS_BOX_CRASH_STATES_H

#include "crash.h"

enum { CRASH_SEEN = 1 << 21 };

/* SPOILT: the bytes of the write that lie in the sector are garbage. WRECKED: the sector's other bytes too. */
enum crash_fate { FATE_LOST, FATE_KEPT, FATE_SPOILT, FATE_WRECKED };
/* A length follows from the writes that are kept; or all of it is there, with zeros; or it is the old one. */
enum crash_length { LENGTH_FOLLOWS, LENGTH_WHOLE, LENGTH_OLD, LENGTH_COUNT };

struct crash_unit {
	unsigned write;
	uint64_t from, to; /* in the file */
};

struct crash_effort {
	unsigned all;     /* every combination of a moment that has no more than so many */
	unsigned singles; /* else so many alone at most, lost and kept, and so many beginnings */
	unsigned pairs;   /* and so many pairs */
	unsigned random;  /* and so many by chance */
	unsigned sectors; /* for each size of sector so many sectors at most, each in its ways */
	int wrecks;       /* a sector torn by the power cut may lose bytes that were not being written */
};

struct crash_tally {
	unsigned moments, whole, states, distinct;
};

/* Answers for the state that is on crash_disk now. */
typedef void crash_check(void *context, int told);

struct crash_states {
	const struct crash_moment *moment;
	struct crash_effort effort;
	struct crash_tally *tally;
	crash_check *check;
	void *context;
	struct crash_unit *unit;
	unsigned unit_count;
	uint8_t *fate;
	uint8_t version[CRASH_NAMES], length[CRASH_FILES];
	int whole_len_differs[CRASH_FILES];
	size_t whole_len[CRASH_FILES];
	uint64_t sector;
};

static uint64_t crash_seen[CRASH_SEEN];
static uint64_t crash_luck = 0x9e3779b97f4a7c15U;

static inline uint32_t crash_random(uint32_t below)
{
	crash_luck ^= crash_luck << 13;
	crash_luck ^= crash_luck >> 7;
	crash_luck ^= crash_luck << 17;
	return (uint32_t)((crash_luck >> 16) % below);
}

/* --- one state --- */

/* Somewhere in it is a byte that no text has, as wherever a sector was torn. */
static inline void crash_fill_garbage(uint8_t *data, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		data[i] = (uint8_t)crash_random(256);
	if (from < to)
		data[from + crash_random((uint32_t)(to - from))] = (uint8_t)crash_random(8);
}

static inline void crash_apply(const struct crash_states *states, struct crash_file *file,
                               const struct crash_unit *unit, enum crash_fate fate)
{
	const struct crash_write *write = &states->moment->content.pending[unit->write];
	uint64_t from = unit->from, to = unit->to;

	if (fate == FATE_LOST)
		return;
	if (!write->data) {
		crash_resize(&file->now, &file->now_len, write->offset);
		return;
	}
	if (to > file->now_len)
		crash_resize(&file->now, &file->now_len, to);
	if (fate == FATE_KEPT) {
		memcpy(file->now + from, write->data + (from - write->offset), to - from);
		return;
	}
	if (fate == FATE_WRECKED) {
		from -= from % states->sector;
		to += (states->sector - to % states->sector) % states->sector;
		to = to > file->now_len ? file->now_len : to;
	}
	crash_fill_garbage(file->now, from, to);
}

static inline void crash_set_length(const struct crash_states *states, int index, struct crash_file *file)
{
	const struct crash_file *old = &states->moment->content.file[index];

	if (!states->whole_len_differs[index])
		return;
	if (states->length[index] == LENGTH_WHOLE && file->now_len < states->whole_len[index])
		crash_resize(&file->now, &file->now_len, states->whole_len[index]);
	if (states->length[index] == LENGTH_OLD && file->now_len > old->durable_len)
		crash_resize(&file->now, &file->now_len, old->durable_len);
}

static inline uint64_t crash_mix(uint64_t hash, const uint8_t *data, size_t len)
{
	uint64_t word;

	for (size_t i = 0; i < len; i += sizeof word) {
		word = 0;
		memcpy(&word, data + i, len - i < sizeof word ? len - i : sizeof word);
		hash = (hash ^ word) * 0x9fb21c651e98df25U;
		hash ^= hash >> 29;
	}
	return (hash ^ len) * 0x9fb21c651e98df25U;
}

/* 1 where this state was not there before. */
static inline int crash_is_new(uint64_t hash)
{
	size_t at = hash % CRASH_SEEN;

	for (unsigned i = 0; i < 64 && crash_seen[at] != 0; i++, at = (at + 1) % CRASH_SEEN)
		if (crash_seen[at] == hash)
			return 0;
	crash_seen[at] = hash;
	return 1;
}

static inline void crash_forget_seen(void)
{
	memset(crash_seen, 0, sizeof crash_seen);
}

/* The chosen state becomes the disk, all of it durable. Its hash is returned. */
static inline uint64_t crash_install(const struct crash_states *states)
{
	const struct crash_content *content = &states->moment->content;
	uint64_t hash = (uint64_t)states->moment->told + 1;

	crash_clear();
	for (int i = 0; i < content->file_count; i++) {
		const struct crash_file *old = &content->file[i];
		struct crash_file *file = &crash_disk.content.file[crash_new_file(old->is_folder)];
		crash_resize(&file->now, &file->now_len, old->durable_len);
		if (old->durable_len > 0)
			memcpy(file->now, old->durable, old->durable_len);
	}
	for (unsigned i = 0; i < states->unit_count; i++)
		crash_apply(states, &crash_disk.content.file[content->pending[states->unit[i].write].file],
		            &states->unit[i], (enum crash_fate)states->fate[i]);
	for (int i = 0; i < content->file_count; i++)
		crash_set_length(states, i, &crash_disk.content.file[i]);
	for (unsigned i = 0; i < content->name_count; i++) {
		struct crash_name *name = &crash_disk.content.name[crash_disk.content.name_count];
		int file = content->name[i].version[states->version[i]];
		if (file == CRASH_NO_FILE)
			continue;
		*name = content->name[i];
		name->version[0] = file;
		name->version_count = 1;
		crash_disk.content.name_count++;
		hash = crash_mix(hash, (const uint8_t *)name->name, strlen(name->name));
		hash = crash_mix(hash, (const uint8_t *)&name->folder, sizeof name->folder);
		hash = crash_mix(hash, crash_disk.content.file[file].now, crash_disk.content.file[file].now_len);
	}
	crash_mirror_box();
	return hash;
}

static inline void crash_try(struct crash_states *states)
{
	uint64_t hash = crash_install(states);

	states->tally->states++;
	if (!crash_is_new(hash))
		return;
	states->tally->distinct++;
	states->check(states->context, states->moment->told);
}

/* --- choosing: each write, each name, each length is an axis --- */

/* sector 0: one unit for each write. */
static inline void crash_cut_units(struct crash_states *states, uint64_t sector)
{
	const struct crash_content *content = &states->moment->content;
	unsigned room = 0;

	states->sector = sector;
	states->unit_count = 0;
	for (unsigned i = 0; i < content->pending_count; i++)
		room += sector > 0 ? (unsigned)(content->pending[i].len / sector) + 2 : 1;
	states->unit = realloc(states->unit, (room + 1) * sizeof *states->unit);
	states->fate = realloc(states->fate, room + 1);
	assert_true(states->unit && states->fate);
	for (unsigned i = 0; i < content->pending_count; i++) {
		const struct crash_write *write = &content->pending[i];
		uint64_t at = write->offset, end = write->offset + write->len;
		do {
			uint64_t to = sector > 0 && write->data ? at - at % sector + sector : end;
			states->unit[states->unit_count++] = (struct crash_unit){i, at, to < end ? to : end};
			at = to;
		} while (at < end);
	}
}

static inline unsigned crash_axes(const struct crash_states *states)
{
	return states->unit_count + states->moment->content.name_count + (unsigned)states->moment->content.file_count;
}

static inline unsigned crash_values(const struct crash_states *states, unsigned axis)
{
	const struct crash_content *content = &states->moment->content;

	if (axis < states->unit_count)
		return 2;
	axis -= states->unit_count;
	if (axis < content->name_count)
		return content->name[axis].version_count;
	return states->whole_len_differs[axis - content->name_count] ? LENGTH_COUNT : 1;
}

static inline void crash_choose(struct crash_states *states, unsigned axis, unsigned value)
{
	const struct crash_content *content = &states->moment->content;

	if (axis < states->unit_count)
		states->fate[axis] = (uint8_t)value;
	else if (axis - states->unit_count < content->name_count)
		states->version[axis - states->unit_count] = (uint8_t)value;
	else
		states->length[axis - states->unit_count - content->name_count] = (uint8_t)value;
}

/* Everything survived, or nothing did. */
static inline void crash_choose_all(struct crash_states *states, int kept)
{
	const struct crash_content *content = &states->moment->content;

	memset(states->fate, kept ? FATE_KEPT : FATE_LOST, states->unit_count);
	memset(states->length, LENGTH_FOLLOWS, sizeof states->length);
	for (unsigned i = 0; i < content->name_count; i++)
		states->version[i] = (uint8_t)(kept ? content->name[i].version_count - 1 : 0);
}

static inline void crash_choose_by_chance(struct crash_states *states)
{
	static const unsigned odds[] = {2, 8, 32};
	unsigned odd = odds[crash_random(3)], kept = crash_random(2), axes = crash_axes(states);

	crash_choose_all(states, (int)kept);
	for (unsigned axis = 0; axis < axes; axis++)
		if (crash_random(odd) == 0)
			crash_choose(states, axis, crash_random(crash_values(states, axis)));
}

static inline void crash_whole_lengths(struct crash_states *states)
{
	const struct crash_content *content = &states->moment->content;

	for (int i = 0; i < content->file_count; i++)
		states->whole_len[i] = content->file[i].durable_len;
	for (unsigned i = 0; i < content->pending_count; i++) {
		const struct crash_write *write = &content->pending[i];
		size_t *len = &states->whole_len[write->file];
		if (!write->data || write->offset + write->len > *len)
			*len = write->offset + write->len;
	}
	for (int i = 0; i < content->file_count; i++)
		states->whole_len_differs[i] = states->whole_len[i] != content->file[i].durable_len;
}

static inline void crash_each_combination(struct crash_states *states)
{
	unsigned axes = crash_axes(states), *value = calloc(axes + 1, sizeof *value), axis;

	assert_non_null(value);
	crash_choose_all(states, 0);
	for (;;) {
		crash_try(states);
		for (axis = 0; axis < axes && value[axis] + 1 >= crash_values(states, axis); axis++) {
			value[axis] = 0;
			crash_choose(states, axis, 0);
		}
		if (axis == axes)
			break;
		crash_choose(states, axis, ++value[axis]);
	}
	free(value);
}

/* About most of count, by chance; all where they are no more. */
static inline int crash_is_picked(unsigned count, unsigned most)
{
	return count <= most || crash_random(count) < most;
}

static inline void crash_some_pairs(struct crash_states *states, int kept, unsigned axes)
{
	unsigned most = states->effort.pairs;
	uint64_t all = (uint64_t)axes * (axes - 1) / 2;

	for (unsigned a = 0; a < axes; a++)
		for (unsigned b = a + 1; b < axes; b++) {
			if (all > most && crash_random((uint32_t)(all / (most + 1) + 1)) != 0)
				continue;
			if (crash_values(states, a) < 2 || crash_values(states, b) < 2)
				continue;
			crash_choose_all(states, kept);
			crash_choose(states, a, kept ? 0 : crash_values(states, a) - 1);
			crash_choose(states, b, kept ? 0 : crash_values(states, b) - 1);
			crash_try(states);
		}
}

static inline void crash_some_combinations(struct crash_states *states)
{
	unsigned axes = crash_axes(states);

	for (int kept = 0; kept < 2; kept++) {
		crash_choose_all(states, kept);
		crash_try(states);
		for (unsigned axis = 0; axis < axes; axis++)
			for (unsigned value = 0; value < crash_values(states, axis) && crash_values(states, axis) > 1 &&
			                         crash_is_picked(axes, states->effort.singles);
			     value++) {
				crash_choose_all(states, kept);
				crash_choose(states, axis, value);
				crash_try(states);
			}
		crash_some_pairs(states, kept, axes);
	}
	for (unsigned first = 1; first < states->unit_count; first++) {
		if (!crash_is_picked(states->unit_count, states->effort.singles))
			continue;
		crash_choose_all(states, 1);
		memset(states->fate + first, FATE_LOST, states->unit_count - first);
		crash_try(states);
	}
	for (unsigned i = 0; i < states->effort.random; i++) {
		crash_choose_by_chance(states);
		crash_try(states);
	}
}

/* One sector in each of its ways, among others that were all kept, all lost, kept up to it, or as chance has it. */
static inline void crash_tear(struct crash_states *states, unsigned unit)
{
	static const enum crash_fate ways[] = {FATE_LOST, FATE_KEPT, FATE_SPOILT, FATE_WRECKED};

	for (int i = 0; i < 3 + states->effort.wrecks; i++)
		for (int others = 0; others < 4; others++) {
			if (others == 3)
				crash_choose_by_chance(states);
			else
				crash_choose_all(states, others > 0);
			if (others == 2)
				memset(states->fate + unit, FATE_LOST, states->unit_count - unit);
			states->fate[unit] = (uint8_t)ways[i];
			crash_try(states);
		}
}

static inline void crash_each_sector(struct crash_states *states)
{
	unsigned most = states->effort.sectors, count = states->unit_count;

	for (unsigned i = 0; i < count; i++)
		if (crash_is_picked(count, most))
			crash_tear(states, i);
}

/* All states of one moment, each told to check once. */
static inline void crash_each_state(const struct crash_moment *moment, struct crash_effort effort,
                                    struct crash_tally *tally, crash_check *check, void *context)
{
	struct crash_states *states = calloc(1, sizeof *states);
	uint64_t combinations = 1;

	assert_non_null(states);
	*states = (struct crash_states){
	    .moment = moment, .effort = effort, .tally = tally, .check = check, .context = context};
	crash_whole_lengths(states);
	crash_cut_units(states, 0);
	for (unsigned axis = 0; axis < crash_axes(states) && combinations <= effort.all; axis++)
		combinations *= crash_values(states, axis);
	tally->moments++;
	tally->whole += combinations <= effort.all;
	if (combinations <= effort.all)
		crash_each_combination(states);
	else
		crash_some_combinations(states);
	for (uint64_t sector = 512; sector <= 4096; sector *= 8) {
		crash_cut_units(states, sector);
		if (states->unit_count > 0)
			crash_each_sector(states);
	}
	free(states->unit);
	free(states->fate);
	free(states);
}

#endif
