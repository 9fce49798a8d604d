#include "mes_inside.h"

#include <stdlib.h>

enum { NOTES_EACH = 8 }; /* room for notes, for each project; beyond it they are forgotten */

/* --- the heap of candidates, lowest bound per factor first */

static int heap_before(const struct mes_run *run, uint32_t a, uint32_t b)
{
	return mes_cheaper(run->candidates[a].bound, run->table->projects[a].factor, run->candidates[b].bound,
	                   run->table->projects[b].factor);
}

static void heap_sink(struct mes_run *run, uint32_t place)
{
	uint32_t moved = run->heap[place];

	for (;;) {
		uint32_t child = place * 2 + 1;

		if (child >= run->heap_count)
			break;
		if (child + 1 < run->heap_count && heap_before(run, run->heap[child + 1], run->heap[child]))
			child++;
		if (!heap_before(run, run->heap[child], moved))
			break;
		run->heap[place] = run->heap[child];
		place = child;
	}
	run->heap[place] = moved;
}

void mes_push(struct mes_run *run, uint32_t project)
{
	uint32_t place = run->heap_count++;

	run->candidates[project].listed = 1;
	for (; place > 0 && heap_before(run, project, run->heap[(place - 1) / 2]); place = (place - 1) / 2)
		run->heap[place] = run->heap[(place - 1) / 2];
	run->heap[place] = project;
}

uint32_t mes_pop(struct mes_run *run)
{
	uint32_t first = run->heap[0];

	run->candidates[first].listed = 0;
	run->heap[0] = run->heap[--run->heap_count];
	if (run->heap_count > 0)
		heap_sink(run, 0);
	return first;
}

/* --- notes for the next run */

static void note(struct mes_run *run, uint32_t project, const struct mes_note *note)
{
	struct mes_log *log = &run->new;
	uint32_t place = log->count;

	if (place == run->table->project_count * NOTES_EACH)
		return;
	log->count++;
	log->notes[place] = *note;
	log->notes[place].next = MES_NOTHING;
	if (log->first[project] == MES_NOTHING)
		log->first[project] = place;
	else
		log->notes[log->last[project]].next = place;
	log->last[project] = place;
}

void mes_note_bound(struct mes_run *run, uint32_t project, uint64_t bound, uint64_t until)
{
	note(run, project, &(struct mes_note){.bound = bound, .until = until, .round = run->bought_count});
}

/* Takes over what the run before found out. 1 where that raised the bound. */
int mes_recall(struct mes_run *run, uint32_t project)
{
	struct mes_candidate *candidate = &run->candidates[project];
	uint32_t *next = &run->old.first[project];
	int raised = 0;

	while (*next != MES_NOTHING && run->old.notes[*next].round <= run->same) {
		const struct mes_note *old = &run->old.notes[*next];

		*next = old->next;
		if (old->until < run->share_low + 1 + run->span || old->bound <= candidate->bound)
			continue;
		note(run, project, old);
		if (old->bound == MES_NEVER)
			candidate->state = MES_OUT;
		else
			candidate->bound = old->bound;
		raised = 1;
	}
	return raised;
}

void mes_start_notes(struct mes_run *run, int shift_before)
{
	struct mes_log swap = run->old;

	run->old = run->new;
	run->new = swap;
	run->new.count = 0;
	run->same = 0;
	for (uint32_t p = 0; p < run->table->project_count; p++) {
		run->new.first[p] = MES_NOTHING;
		if (shift_before != run->shift)
			run->old.first[p] = MES_NOTHING;
	}
}

int mes_log_create(struct mes_log *log, uint32_t project_count)
{
	log->notes = calloc((size_t)project_count * NOTES_EACH + 1, sizeof *log->notes);
	log->first = calloc((size_t)project_count + 1, sizeof *log->first);
	log->last = calloc((size_t)project_count + 1, sizeof *log->last);
	for (uint32_t p = 0; log->first && p < project_count; p++)
		log->first[p] = MES_NOTHING;
	return log->notes && log->first && log->last;
}

void mes_log_destroy(struct mes_log *log)
{
	free(log->notes);
	free(log->first);
	free(log->last);
}
