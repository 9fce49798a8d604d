/* Kiosks that were declared lost, and what every rostered kiosk must have given before anything is counted. */
#include <stdlib.h>
#include <string.h>

#include "accept.h"
#include "cli.h"

static void attach(struct accepted *accepted, const struct loss *loss)
{
	struct accepted_kiosk *kiosk =
	    &accepted->kiosks[roster_find(&accepted->roster, loss->kiosk.key) - accepted->roster.kiosk];

	if (kiosk->loss)
		fault(&accepted->faults, loss->path, "%s (%s) is declared lost here and in %s too; give one of them",
		      loss->name, loss->place, kiosk->loss->path);
	else
		kiosk->loss = loss;
}

static void load(struct accepted *accepted, const struct accept_sources *sources)
{
	accepted->losses = calloc(sources->loss_count + 1, sizeof *accepted->losses);
	if (!accepted->losses) {
		(void)cli_failed("the declarations do not fit this computer's memory; use a larger one");
		accepted->faults.unread++;
		return;
	}
	for (size_t i = 0; i < sources->loss_count; i++) {
		struct loss *loss = &accepted->losses[accepted->loss_count++];
		enum status status = loss_load(loss, &accepted->faults, sources->losses[i], &accepted->package.hash,
		                               &accepted->roster, &accepted->organiser);

		if (status == STATUS_OK)
			attach(accepted, loss);
		accepted->faults.unread += status == STATUS_ABSENT;
	}
}

/* A kiosk that is declared lost and has something to count nevertheless. */
static void check_lost(struct accepted *accepted, const struct accepted_kiosk *kiosk)
{
	const struct loss *loss = kiosk->loss;
	const struct export *last = kiosk->last;
	struct faults *faults = &accepted->faults;

	if (!last) {
		accepted->missing += loss->number > 0;
		return;
	}
	if (last->report.state == VOTING_CLOSED)
		fault(faults, loss->path,
		      "declares %s (%s) lost, and its closing certificate is in %s; leave out the declaration",
		      loss->name, loss->place, last->path);
	else if (last->report.number > loss->number)
		fault(faults, last->path,
		      "is export %u of %s (%s), which was declared lost after export %u in %s; the organiser must "
		      "declare it anew",
		      last->report.number, loss->name, loss->place, loss->number, loss->path);
	else if (last->report.number < loss->number)
		accepted->missing++;
	else if (memcmp(last->manifest_sha256, loss->manifest, SHA256_BYTES) != 0)
		fault(faults, last->path,
		      "is another export %u of %s (%s) than the one that %s names; examine that kiosk",
		      last->report.number, loss->name, loss->place, loss->path);
}

void accept_closing(struct accepted *accepted, const struct accept_sources *sources)
{
	load(accepted, sources);
	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++) {
		const struct accepted_kiosk *kiosk = &accepted->kiosks[i];

		if (kiosk->loss) {
			accepted->lost++;
			check_lost(accepted, kiosk);
		} else if (!kiosk->last) {
			accepted->missing++;
		} else if (kiosk->last->report.state != VOTING_CLOSED) {
			accepted->interim++;
		}
	}
}

int accepted_waits_for(char *out, size_t room, const struct accepted *accepted, unsigned kiosk_index)
{
	const struct accepted_kiosk *kiosk = &accepted->kiosks[kiosk_index];
	const char *name = kiosk->kiosk->name, *place = kiosk->kiosk->place;
	const struct loss *loss = kiosk->loss;

	if (loss && loss->number > 0 && (!kiosk->last || kiosk->last->report.number < loss->number))
		snprintf(out, room, "%s (%s): was declared lost after export %u, which is not here; bring that export",
		         name, place, loss->number);
	else if (!loss && !kiosk->last)
		snprintf(out, room,
		         "%s (%s): nothing came from this kiosk; bring its closing export, or the organiser's signed "
		         "declaration that it is lost",
		         name, place);
	else if (!loss && kiosk->last->report.state != VOTING_CLOSED)
		snprintf(out, room,
		         "%s (%s): its last export %u is not closed (%s); close voting there and bring that export, "
		         "or the organiser's signed declaration that it is lost",
		         name, place, kiosk->last->report.number, kiosk->last->path);
	else
		return 0;
	return 1;
}

const struct roster_kiosk *accepted_kiosk_named(const struct accepted *accepted, const char *roster, const char *name)
{
	const struct roster_kiosk *kiosk = roster_find_name(&accepted->roster, name);

	if (!kiosk)
		(void)cli_failed("%s: names no kiosk \"%s\"; give its name as the roster has it", roster, name);
	return kiosk;
}

unsigned accepted_kiosks_here(const struct accepted *accepted)
{
	unsigned count = 0;

	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++)
		count += accepted->kiosks[i].last != NULL;
	return count;
}
