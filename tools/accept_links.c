/* Exports of one kiosk, one after another: each carries the hash of the one before and all that was in it. */
#include <stdlib.h>
#include <string.h>

#include "accept.h"
#include "cli.h"

static int by_kiosk_and_number(const void *left, const void *right)
{
	const struct export *a = *(const struct export *const *)left, *b = *(const struct export *const *)right;

	if (a->kiosk != b->kiosk)
		return a->kiosk < b->kiosk ? -1 : 1;
	if (a->report.number != b->report.number)
		return a->report.number < b->report.number ? -1 : 1;
	return memcmp(a->manifest_sha256, b->manifest_sha256, SHA256_BYTES);
}

static int contains_ballots(const struct export *later, const struct export *earlier)
{
	size_t at = 0;

	for (size_t i = 0; i < earlier->ballot_count; i++) {
		while (at < later->ballot_count &&
		       hash_compare(&later->ballots[at].code, &earlier->ballots[i].code) < 0)
			at++;
		if (at == later->ballot_count || hash_compare(&later->ballots[at].code, &earlier->ballots[i].code) != 0)
			return 0;
	}
	return 1;
}

static int contains_spoiled(const struct export *later, const struct export *earlier)
{
	size_t at = 0;

	for (size_t i = 0; i < earlier->spoiled_count; i++) {
		while (at < later->spoiled_count &&
		       hash_compare(&later->spoiled[at].code, &earlier->spoiled[i].code) < 0)
			at++;
		if (at == later->spoiled_count ||
		    hash_compare(&later->spoiled[at].code, &earlier->spoiled[i].code) != 0)
			return 0;
	}
	return 1;
}

static int log_continues(const struct export *later, const struct export *earlier)
{
	const struct bytes *a = &earlier->file[FILE_LOG], *b = &later->file[FILE_LOG];

	return b->len >= a->len && memcmp(a->data, b->data, a->len) == 0;
}

static int counters_grow(const struct certificate *later, const struct certificate *earlier)
{
	return later->closing >= earlier->closing && later->started >= earlier->started &&
	       later->cast >= earlier->cast && later->challenged >= earlier->challenged &&
	       later->timed_out >= earlier->timed_out && later->left >= earlier->left;
}

/* Both are sound and of one kiosk; earlier has the lower number. */
static void check_pair(struct accepted *accepted, const struct export *earlier, const struct export *later)
{
	const struct roster_kiosk *kiosk = later->kiosk;
	struct faults *faults = &accepted->faults;
	char path[PATH_ROOM];

	export_file_path(path, later, EXPORT_REPORT);
	if (later->report.number == earlier->report.number + 1 &&
	    memcmp(later->report.previous, earlier->manifest_sha256, SHA256_BYTES) != 0)
		fault(faults, path,
		      "export %u of %s (%s) does not follow export %u in %s: the link to it is another; examine that "
		      "kiosk, for it wrote two histories",
		      later->report.number, kiosk->name, kiosk->place, earlier->report.number, earlier->path);
	if (!counters_grow(&later->report, &earlier->report))
		fault(faults, path, "a counter of %s (%s) is lower than in its earlier export %s; examine that kiosk",
		      kiosk->name, kiosk->place, earlier->path);
	if (!contains_ballots(later, earlier)) {
		export_file_path(path, later, EXPORT_BALLOTS);
		fault(faults, path, "lacks ballots that %s (%s) had in its earlier export %s; examine that kiosk",
		      kiosk->name, kiosk->place, earlier->path);
	}
	if (!contains_spoiled(later, earlier)) {
		export_file_path(path, later, EXPORT_SPOILED);
		fault(faults, path, "lacks test ballots that %s (%s) had in its earlier export %s; examine that kiosk",
		      kiosk->name, kiosk->place, earlier->path);
	}
	if (!log_continues(later, earlier)) {
		export_file_path(path, later, EXPORT_LOG);
		fault(faults, path,
		      "does not go on from the log of %s (%s) in its earlier export %s; examine that kiosk",
		      kiosk->name, kiosk->place, earlier->path);
	}
}

static void check_fork(struct accepted *accepted, const struct export *a, const struct export *b)
{
	char path[PATH_ROOM];

	export_file_path(path, b, EXPORT_MANIFEST);
	fault(&accepted->faults, path,
	      "%s (%s) signed two different exports with number %u, here and in %s: its box or log was put back, or "
	      "somebody has its key; count neither, examine that kiosk, and ask the organiser, who can declare it "
	      "lost after its last export before these",
	      b->kiosk->name, b->kiosk->place, b->report.number, a->path);
}

static void check_sequence(struct accepted *accepted, const struct export **sorted, size_t count)
{
	const struct export *before = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct export *now = sorted[i];
		struct accepted_kiosk *kiosk = &accepted->kiosks[now->kiosk - accepted->roster.kiosk];

		if (before && before->kiosk == now->kiosk && before->report.number == now->report.number) {
			if (memcmp(before->manifest_sha256, now->manifest_sha256, SHA256_BYTES) != 0)
				check_fork(accepted, before, now);
			continue; /* else a second copy of the same export */
		}
		if (before && before->kiosk == now->kiosk)
			check_pair(accepted, before, now);
		kiosk->last = now;
		kiosk->export_count++;
		before = now;
	}
}

void accept_links(struct accepted *accepted)
{
	const struct export **sorted = calloc(accepted->export_count + 1, sizeof(const struct export *));
	size_t count = 0;

	if (!sorted) {
		(void)cli_failed("the exports do not fit this computer's memory; use a larger one");
		accepted->faults.unread++;
		return;
	}
	for (size_t i = 0; i < accepted->export_count; i++)
		if (accepted->exports[i].sound)
			sorted[count++] = &accepted->exports[i];
	qsort(sorted, count, sizeof(const struct export *), by_kiosk_and_number);
	check_sequence(accepted, sorted, count);
	free(sorted);
}
