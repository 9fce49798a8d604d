#include "recorder_parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "export.h"
#include "stick_words.h"

enum status recorder_try(struct recorder *recorder, struct recorder_reply *reply, struct pin_guard *guard)
{
	uint32_t wait = pin_wait_s(guard);
	enum status status;

	if (wait > 0) {
		reply->arg = wait;
		return refuse(&recorder->why, STATUS_PASSPHRASE, "The PIN is asked for again in %u s.", wait);
	}
	status = pin_trying(guard);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "The number of PIN tries %s, so no PIN is taken: check the kiosk's disk.",
		              status_phrase(status));
	return STATUS_OK;
}

enum status recorder_tried(struct recorder *recorder, struct recorder_reply *reply, struct pin_guard *guard,
                           enum status status)
{
	if (status == STATUS_OK) {
		if (pin_was_right(guard) != STATUS_OK)
			recorder_say(recorder, LOG_FAULT, "the number of PIN tries could not be kept");
	} else if (status == STATUS_PASSPHRASE) {
		pin_was_wrong(guard);
		reply->arg = pin_wait_s(guard);
		recorder_say(recorder, LOG_PIN_WRONG,
		             guard == &recorder->pin ? "a wrong PIN was entered"
		                                     : "a wrong second person's PIN was entered");
		(void)snprintf(recorder->why.text, sizeof recorder->why.text, "This PIN is wrong.");
	} else if (status == STATUS_NO_ROOM) {
		return refuse(&recorder->why, status,
		              "The kiosk has no memory left to try the PIN: restart it, then enter the PIN again.");
	} else {
		return refuse(&recorder->why, status, "The kiosk's key %s: enrol the kiosk anew.",
		              status_phrase(status));
	}
	return status;
}

enum status recorder_check_pin(struct recorder *recorder, struct recorder_reply *reply,
                               const struct recorder_request *request)
{
	int was_unlocked = recorder->is_unlocked;
	uint8_t secret[STAFF_SECRET_BYTES];
	enum status status = STATUS_OK;

	/* Without the stick no PIN is right: none is tried. */
	if (recorder->staff->is_needed)
		status = recorder_staff_secret(secret, recorder);
	sodium_memzero(secret, sizeof secret);
	if (status != STATUS_OK)
		return refuse(&recorder->why, STATUS_ABSENT,
		              "This kiosk's staff stick is not in, or cannot be read: put it in, then enter the PIN.");
	status = recorder_try(recorder, reply, &recorder->pin);
	if (status != STATUS_OK)
		return status;
	status = recorder_tried(recorder, reply, &recorder->pin, recorder_unlock(recorder, request->pin));
	if (status != STATUS_OK)
		return status;
	recorder_say(recorder, LOG_UNLOCK, was_unlocked ? "staff screens" : "the kiosk's key");
	if (!was_unlocked)
		recorder_try_seal_log(recorder);
	return STATUS_OK;
}

enum status recorder_set_state(struct recorder *recorder, enum voting_state state, enum log_kind kind)
{
	struct sentence said = {""};
	uint32_t sealed, spoiled, slots;
	enum status status;

	recorder_end_session(recorder);
	recorder_note_log(recorder);
	status = box_set_state(recorder->box, state, &recorder->counters);
	if (status == STATUS_OK)
		status = box_counts(recorder->box, &sealed, &spoiled, &slots);
	if (status != STATUS_OK)
		return refuse(
		    &recorder->why, status,
		    "The ballot box %s: look whether voting is open or not, try again, or call the organiser.",
		    status_phrase(status));
	tell(&said, "sealed %u, spoiled %u", sealed, spoiled);
	recorder_tell_scrub(recorder);
	recorder_tell_copies(recorder);
	recorder_tell_refusals(recorder);
	recorder_say(recorder, kind, said.text);
	recorder_try_seal_log(recorder);
	recorder_scrub(recorder);
	recorder_look_saved(recorder);
	return STATUS_OK;
}

enum status recorder_open(struct recorder *recorder, struct recorder_reply *reply,
                          const struct recorder_request *request)
{
	enum voting_state state = recorder_voting(recorder);
	uint32_t sealed, spoiled, slots;
	enum status status = box_counts(recorder->box, &sealed, &spoiled, &slots);

	(void)reply;
	(void)request;
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The ballot box %s: call the organiser.", status_phrase(status));
	if (state == VOTING_OPEN)
		return refuse(&recorder->why, STATUS_STATE, "Voting is open already.");
	if (state == VOTING_CLOSED)
		return refuse(&recorder->why, STATUS_STATE,
		              "Voting was closed: it opens again only with the organiser's permission.");
	if (state == VOTING_NEW && (sealed != 0 || spoiled != 0))
		return refuse(
		    &recorder->why, STATUS_STATE,
		    "The box must be empty before the first opening, but holds %u ballots: call the organiser.",
		    sealed + spoiled);
	status = recorder_check_bound(recorder);
	return status == STATUS_OK ? recorder_set_state(recorder, VOTING_OPEN, LOG_OPEN) : status;
}

static enum status end_voting(struct recorder *recorder, enum voting_state to)
{
	enum voting_state state = recorder_voting(recorder);
	enum status status = STATUS_OK;

	if (state != VOTING_OPEN && (state != VOTING_PAUSED || to != VOTING_CLOSED))
		return refuse(&recorder->why, STATUS_STATE, "Voting is %s: there is nothing to %s.",
		              voting_state_word(state), to == VOTING_CLOSED ? "close" : "pause");
	if (recorder->in_session)
		return refuse(&recorder->why, STATUS_STATE, "A voter is voting: wait until they are done, then %s.",
		              to == VOTING_CLOSED ? "close" : "pause");
	if (to == VOTING_CLOSED)
		status = recorder_check_bound(recorder);
	if (status != STATUS_OK)
		return status;
	return recorder_set_state(recorder, to, to == VOTING_CLOSED ? LOG_CLOSE : LOG_PAUSE);
}

enum status recorder_pause(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return end_voting(recorder, VOTING_PAUSED);
}

enum status recorder_close(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return end_voting(recorder, VOTING_CLOSED);
}

enum status recorder_export(struct recorder *recorder, struct recorder_reply *reply,
                            const struct recorder_request *asked)
{
	struct export_request request = {
	    .disk = recorder->disk,
	    .stick = recorder->export_folder[0] ? recorder->export_folder : recorder->usb,
	    .box = recorder->box,
	    .log = &recorder->log,
	    .log_key = recorder->kiosk.key.key,
	    .self = &recorder->installed.self,
	    .kind = recorder->kiosk.kind,
	    .election = recorder->installed.hash,
	    .roster = recorder->installed.roster_revision,
	    .counters = recorder->counters,
	};
	struct export_result result;
	struct sentence said = {""};
	enum status status;

	(void)asked;
	if (!recorder_has_stick(recorder))
		return stick_refuse(&recorder->why, errno, "No USB stick is there: put one in and save again.");
	status = recorder_check_bound(recorder);
	if (status == STATUS_OK)
		status = recorder_catch_up(recorder);
	if (status != STATUS_OK)
		return status;
	recorder_tell_scrub(recorder);
	recorder_tell_copies(recorder);
	recorder_tell_refusals(recorder);
	status = recorder_seal_log(recorder);
	if (status != STATUS_OK)
		return status;
	recorder_note_log(recorder);
	status = export_make(&result, &recorder->why, &request, recorder->key);
	if (status != STATUS_OK) {
		said = recorder->why;
		recorder_say(recorder, LOG_FAULT, said.text);
		return status;
	}
	reply->arg = result.number;
	tell(&said, "number %u: sealed %u, spoiled %u", result.number, result.sealed, result.spoiled);
	tell(&recorder->why, "%s", result.name);
	recorder_say(recorder, LOG_EXPORT, said.text);
	recorder_scrub(recorder);
	recorder_look_saved(recorder);
	return STATUS_OK;
}
