/* What staff may see; never a vote. */
#include "recorder_parts.h"

#include <errno.h>
#include <string.h>

/* A folder that is not there yet will lie where its parent does. */
static int is_elsewhere(const struct recorder *recorder)
{
	const struct disk *disk = recorder->disk;
	char parent[DISK_PATH_MAX];
	int same = disk->same_device(disk->context, recorder->usb, recorder->data);

	if (same < 0 && !recorder->is_enrolled && disk_parent(parent, recorder->data) == STATUS_OK)
		same = disk->same_device(disk->context, recorder->usb, parent);
	return same == 0;
}

static enum sign_kind kind_of(const struct recorder *recorder)
{
	return recorder->is_enrolled     ? recorder->kiosk.kind
	       : recorder->has_organiser ? sign_key_kind(&recorder->organiser)
	                                 : SIGN_PRACTICE;
}

int recorder_has_stick(const struct recorder *recorder)
{
	errno = ENODEV;
	if (!recorder->has_usb)
		return 0;
	if (!disk_is_folder(recorder->disk, recorder->usb)) {
		errno = errno == ETIMEDOUT ? ETIMEDOUT : ENODEV;
		return 0;
	}
	if (kind_of(recorder) == SIGN_PRACTICE || is_elsewhere(recorder))
		return 1;
	errno = ENODEV;
	return 0;
}

/* --- what is known of the stick --- */

static int wants_staff_stick(const struct recorder *recorder)
{
	return recorder->is_enrolled && recorder->staff->is_needed && !recorder->staff->is_due;
}

/* The helper that does the work on the stick may not answer at once, or at all: then what was known holds. */
static void glance(struct recorder *recorder)
{
	const struct disk *disk = recorder->disk;
	char name[STAFF_STICK_NAME] = "", parent[DISK_PATH_MAX];
	const char *beside = recorder->data;
	uint8_t secret[STAFF_SECRET_BYTES];
	struct disk_glance seen;

	if (wants_staff_stick(recorder))
		staff_stick_name(name, recorder->kiosk.key.key);
	if (!recorder->is_enrolled && !disk_is_folder(disk, beside) && disk_parent(parent, recorder->data) == STATUS_OK)
		beside = parent;
	if (!disk->glance(disk->context, &seen, recorder->usb, beside, name))
		return;
	recorder->seen.stick = seen.is_folder && (kind_of(recorder) == SIGN_PRACTICE || seen.is_elsewhere == 1);
	recorder->seen.staff_stick =
	    name[0] && seen.len > 0 &&
	    staff_stick_parse(secret, seen.text, seen.len, recorder->kiosk.key.key, recorder->staff) == STATUS_OK;
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(&seen, sizeof seen);
}

static void look(struct recorder *recorder)
{
	uint8_t secret[STAFF_SECRET_BYTES];

	recorder->seen.stick = recorder_has_stick(recorder) != 0;
	/* Once unlocked the secret is in memory: what is asked is whether the stick is in. */
	recorder->seen.staff_stick =
	    wants_staff_stick(recorder) && staff_stick_read(secret, recorder->disk, recorder->usb,
	                                                    recorder->kiosk.key.key, recorder->staff) == STATUS_OK;
	sodium_memzero(secret, sizeof secret);
}

/* No voter waits for a stick to be read: in what is asked for them, what was known holds. */
static int is_for_voter(const struct recorder *recorder, enum recorder_call call)
{
	if (recorder->in_session || (recorder->practice && recorder->practice->in_session))
		return 1;
	return call == RECORDER_BEGIN || call == RECORDER_SEAL || call == RECORDER_CAST || call == RECORDER_CHALLENGE ||
	       call == RECORDER_DISCARD || call == RECORDER_CODE || call == RECORDER_ADMIT;
}

void recorder_look_at_stick(struct recorder *recorder, enum recorder_call call)
{
	if (!recorder->has_usb || is_for_voter(recorder, call))
		return;
	if (recorder->disk->glance)
		glance(recorder);
	else
		look(recorder);
}

/* --- facts --- */

static void identity_facts(struct facts *facts, const struct recorder *recorder)
{
	facts->enrolled = recorder->is_enrolled != 0;
	if (recorder->has_organiser) {
		facts->kind = sign_key_kind(&recorder->organiser);
		key_fingerprint(facts->organiser, &recorder->organiser);
	}
	if (!recorder->is_enrolled)
		return;
	facts->locked = !recorder->is_unlocked;
	facts->needs_stick = recorder->staff->is_needed != 0;
	facts->staff_stick_due = recorder->staff->is_due != 0;
	facts->has_staff_stick = recorder->staff->is_due || recorder->seen.staff_stick;
	key_fingerprint(facts->key, &recorder->kiosk.key);
	memcpy(facts->kiosk_name, recorder->kiosk.name, sizeof facts->kiosk_name);
	memcpy(facts->place, recorder->kiosk.place, sizeof facts->place);
}

static void box_facts(struct facts *facts, struct recorder *recorder)
{
	struct box_export last = {0};
	const struct box_counters *counters = &recorder->counters;
	enum voting_state state = VOTING_NEW;

	facts->has_election = 1;
	if (box_counts(recorder->box, &facts->sealed, &facts->spoiled, &facts->capacity) != STATUS_OK ||
	    box_last_export(recorder->box, &last) != STATUS_OK ||
	    box_state(recorder->box, &state, &facts->closing) != STATUS_OK)
		facts->sealed = facts->spoiled = facts->capacity = 0;
	facts->voting = recorder_voting(recorder);
	facts->saved = recorder->is_saved && facts->voting == VOTING_CLOSED;
	facts->copies = (uint8_t)recorder_copies(recorder);
	facts->spoiled_capacity = box_spoiled_capacity(recorder->box);
	facts->exports = last.number;
	facts->started = counters->started;
	facts->cast = counters->cast;
	facts->challenged = counters->challenged;
	facts->timed_out = counters->timed_out;
	facts->left = counters->left;
	memcpy(facts->kiosk_name, recorder->installed.self.name, sizeof facts->kiosk_name);
	memcpy(facts->place, recorder->installed.self.place, sizeof facts->place);
	election_fingerprint(facts->fingerprint, &recorder->installed.hash);
}

void recorder_facts(struct facts *facts, struct recorder *recorder)
{
	facts->stick = recorder->seen.stick != 0;
	facts->clock_s = recorder_clock_s(recorder);
	identity_facts(facts, recorder);
	if (!recorder->is_enrolled)
		return;
	facts->admitted = recorder->admission.is_there && !recorder->in_session;
	facts->admissions = recorder->admissions;
	facts->codes_refused = recorder->codes_refused;
	facts->stick_kb_s = recorder->stick_kb_s;
	facts->stick_free_mb = recorder->stick_free_mb;
	facts->clock_behind = recorder_clock_behind(recorder) != 0;
	facts->log_count = recorder->log.end.count;
	election_fingerprint(facts->log_head, &recorder->log.end.head);
	if (recorder->box)
		box_facts(facts, recorder);
}
