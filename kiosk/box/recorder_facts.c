/* What staff may see; never a vote. */
#include "recorder_parts.h"

#include <string.h>

int recorder_has_stick(const struct recorder *recorder)
{
	const struct disk *disk = recorder->disk;

	if (!recorder->has_usb || !disk_is_folder(disk, recorder->usb))
		return 0;
	return recorder->kiosk.kind == SIGN_PRACTICE ||
	       disk->same_device(disk->context, recorder->usb, recorder->data) == 0;
}

void recorder_facts(struct facts *facts, struct recorder *recorder)
{
	struct box_export last = {0};
	const struct box_counters *counters = &recorder->counters;

	facts->voting = recorder_voting(recorder);
	facts->kind = recorder->kiosk.kind;
	facts->enrolled = 1;
	facts->locked = !recorder->is_unlocked;
	facts->has_election = recorder->box != NULL;
	facts->stick = recorder_has_stick(recorder) != 0;
	if (recorder->box &&
	    (box_counts(recorder->box, &facts->sealed, &facts->spoiled, &facts->capacity) != STATUS_OK ||
	     box_last_export(recorder->box, &last) != STATUS_OK))
		facts->sealed = facts->spoiled = facts->capacity = 0;
	facts->spoiled_capacity = recorder->box ? box_spoiled_capacity(recorder->box) : 0;
	facts->exports = last.number;
	facts->admitted = recorder->admission.is_there && !recorder->in_session;
	facts->admissions = recorder->admissions;
	facts->codes_refused = recorder->codes_refused;
	facts->clock_s = recorder_clock_s(recorder);
	facts->stick_kb_s = recorder->stick_kb_s;
	facts->stick_free_mb = recorder->stick_free_mb;
	facts->log_count = recorder->log.end.count;
	facts->started = counters->started;
	facts->cast = counters->cast;
	facts->challenged = counters->challenged;
	facts->timed_out = counters->timed_out;
	facts->left = counters->left;
	memcpy(facts->kiosk_name, recorder->box ? recorder->installed.self.name : recorder->kiosk.name,
	       sizeof facts->kiosk_name);
	memcpy(facts->place, recorder->box ? recorder->installed.self.place : recorder->kiosk.place,
	       sizeof facts->place);
	if (recorder->box)
		election_fingerprint(facts->fingerprint, &recorder->installed.hash);
}
