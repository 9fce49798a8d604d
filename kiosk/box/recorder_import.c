#include "recorder_parts.h"

#include <string.h>

/* May what lies in the box make way? Only an empty box of an election that was never opened, or one of the very same
 * election, which stays. */
static enum status may_replace(struct recorder *recorder, const struct installed *fresh)
{
	const struct installed *old = &recorder->installed;
	uint32_t sealed, spoiled, slots;
	enum voting_state state = recorder_voting(recorder);
	enum status status;

	if (state == VOTING_OPEN || state == VOTING_PAUSED)
		return refuse(&recorder->why, STATUS_STATE,
		              "Voting is %s: close it before another election is brought in.",
		              voting_state_word(state));
	if (strcmp(fresh->election->id, old->election->id) == 0 && fresh->election->revision < old->election->revision)
		return refuse(
		    &recorder->why, STATUS_MISMATCH,
		    "The stick holds revision %u of this election, the kiosk has revision %u: bring the newest.",
		    fresh->election->revision, old->election->revision);
	if (hash_compare(&fresh->hash, &old->hash) == 0) {
		if (fresh->roster_revision < old->roster_revision)
			return refuse(
			    &recorder->why, STATUS_MISMATCH,
			    "The stick holds revision %u of the roster, the kiosk has revision %u: bring the newest.",
			    fresh->roster_revision, old->roster_revision);
		return STATUS_OK;
	}
	status = box_counts(recorder->box, &sealed, &spoiled, &slots);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The ballot box %s: call the organiser.", status_phrase(status));
	if (sealed + spoiled > 0 || state != VOTING_NEW)
		return refuse(&recorder->why, STATUS_OTHER_ELECTION,
		              "The box holds %u ballots of another election: close it, save them and erase it first.",
		              sealed + spoiled);
	return STATUS_OK;
}

/* Without a roster there is no election, but a box may be left of an import that was broken off. It is empty, or
 * something is very wrong. */
static enum status remove_empty_box(struct recorder *recorder)
{
	struct box *box = NULL;
	uint32_t sealed = 0, spoiled = 0, slots;
	enum status status = box_open(&box, recorder->box_path, NULL);

	if (status == STATUS_ABSENT)
		return STATUS_OK;
	if (status == STATUS_OK)
		status = box_counts(box, &sealed, &spoiled, &slots);
	box_close(box);
	if (status == STATUS_OK && sealed + spoiled > 0)
		status = STATUS_DAMAGED;
	if (status == STATUS_OK)
		status = disk_remove(recorder->disk, recorder->box_path);
	return status;
}

/* roster away -> old box away -> new box -> package -> roster: the roster is the mark that all is there. */
static enum status install(struct recorder *recorder, const struct installed *fresh)
{
	struct box_identity identity;
	int is_erased;
	enum status status = recorder_check_never_opened(recorder);

	if (status == STATUS_OK)
		status = recorder_finish_erasure(&is_erased, recorder);
	if (status != STATUS_OK)
		return status;
	status = installed_unmark(recorder->disk, recorder->data);
	recorder_box_identity(&identity, recorder, fresh);
	if (status == STATUS_OK)
		status = remove_empty_box(recorder);
	if (status == STATUS_OK)
		recorder_clear_mirror(recorder);
	if (status == STATUS_OK)
		status = box_make_on(recorder->disk, recorder->box_path, &identity, recorder->slots);
	if (status == STATUS_OK)
		status = installed_write(recorder->disk, recorder->data, fresh);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "The kiosk's disk %s, so no election is installed: check it and import again.",
		              status_phrase(status));
	return STATUS_OK;
}

static enum status replace_installed(struct recorder *recorder, struct installed *fresh)
{
	int same = recorder->box && hash_compare(&fresh->hash, &recorder->installed.hash) == 0;
	enum status status;

	if (same) {
		status = installed_write(recorder->disk, recorder->data, fresh);
		if (status != STATUS_OK)
			return refuse(&recorder->why, status,
			              "The kiosk's disk %s: the election stays as it was; import again.",
			              status_phrase(status));
	} else {
		box_close(recorder->box);
		recorder->box = NULL;
		installed_finish(&recorder->installed);
		memset(&recorder->counters, 0, sizeof recorder->counters);
		status = install(recorder, fresh);
		if (status != STATUS_OK)
			return status;
	}
	installed_finish(&recorder->installed);
	recorder->installed = *fresh;
	memset(fresh, 0, sizeof *fresh);
	return same ? STATUS_OK : recorder_open_box(recorder);
}

void recorder_tell_import(struct sentence *out, const struct recorder *recorder)
{
	char hash[17];

	hex_write(hash, recorder->installed.hash.bytes, 8);
	tell(out, "election %s revision %u, roster revision %u, hash %s", recorder->installed.election->id,
	     recorder->installed.election->revision, recorder->installed.roster_revision, hash);
}

enum status recorder_import(struct recorder *recorder, struct recorder_reply *reply,
                            const struct recorder_request *request)
{
	struct installed fresh = {0};
	struct sentence said = {""};
	enum status status;

	(void)reply;
	(void)request;
	if (!recorder->has_usb)
		return refuse(&recorder->why, STATUS_ABSENT,
		              "No USB stick was found: put in the one with the election.");
	status =
	    import_read(&fresh, &recorder->why, recorder->disk, recorder->usb, &recorder->kiosk, &recorder->organiser);
	if (status == STATUS_OK)
		status = recorder_check_not_erased(recorder, &fresh.hash);
	if (status == STATUS_OK && recorder->box)
		status = may_replace(recorder, &fresh);
	if (status != STATUS_OK) {
		said = recorder->why;
		recorder_say(recorder, LOG_REFUSAL, said.text);
		goto out;
	}
	status = replace_installed(recorder, &fresh);
	if (status != STATUS_OK) {
		said = recorder->why;
		recorder_say(recorder, LOG_FAULT, said.text);
		goto out;
	}
	recorder_tell_import(&said, recorder);
	recorder_say(recorder, LOG_IMPORT, said.text);
	recorder_tell_copies(recorder);
out:
	installed_finish(&fresh);
	return status;
}
