/* Practice mode: what voters and staff do goes to a second recorder, over a data folder of its own. PIN, clock, display
 * and sticks stay the kiosk's. */
#include "recorder_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "practice.h"
#include "stick_words.h"

/* --- beginning and ending --- */

static enum status unlock(struct recorder *practice)
{
	struct recorder_request request = {.call = RECORDER_CHECK_PIN, .pin = PRACTICE_PIN};
	struct recorder_reply reply;

	recorder_ask(practice, &reply, &request);
	return reply.status;
}

static enum status start(struct recorder *recorder)
{
	char folder[DISK_PATH_MAX], why[SENTENCE_MAX];
	struct recorder_paths paths = {
	    .data = folder,
	    .usb = recorder->has_usb ? recorder->usb : NULL,
	    .disk = recorder->disk,
	    .slots = recorder->slots,
	};
	enum status status = disk_path(folder, recorder->data, PRACTICE_FOLDER);

	if (status == STATUS_OK)
		status = recorder_create(&recorder->practice, &paths, why, sizeof why);
	if (status == STATUS_OK)
		status = unlock(recorder->practice);
	return status;
}

static enum status begin(struct recorder *recorder)
{
	enum status status;

	if (recorder->practice)
		return refuse(&recorder->why, STATUS_STATE, "Practice is on already.");
	if (recorder_voting(recorder) == VOTING_OPEN)
		return refuse(&recorder->why, STATUS_STATE,
		              "Voting is open: pause or close it before practice begins.");
	status = practice_make(&recorder->why, recorder->disk, recorder->data, &recorder->installed);
	if (status != STATUS_OK)
		return status;
	status = start(recorder);
	if (status == STATUS_OK) {
		recorder_say(recorder, LOG_PRACTICE, "begins");
		return STATUS_OK;
	}
	recorder_destroy(recorder->practice);
	recorder->practice = NULL;
	if (practice_remove(recorder->disk, recorder->data) != STATUS_OK)
		recorder_say(recorder, LOG_FAULT, "what was left of practice could not be removed");
	return refuse(&recorder->why, status,
	              "Practice could not begin, since the kiosk's disk %s: check it and try again.",
	              status_phrase(status));
}

static enum status end(struct recorder *recorder)
{
	if (!recorder->practice)
		return refuse(&recorder->why, STATUS_STATE, "Practice is not on.");
	if (recorder->practice->in_session)
		return refuse(&recorder->why, STATUS_STATE, "Somebody is trying it out: wait until they are done.");
	recorder_destroy(recorder->practice);
	recorder->practice = NULL;
	recorder_say(recorder, LOG_PRACTICE, "ends");
	if (practice_remove(recorder->disk, recorder->data) != STATUS_OK)
		recorder_say(recorder, LOG_FAULT, "what was left of practice could not be removed");
	return STATUS_OK;
}

enum status recorder_practice(struct recorder *recorder, struct recorder_reply *reply,
                              const struct recorder_request *request)
{
	(void)reply;
	if (request->arg > 1)
		return STATUS_RANGE;
	return request->arg == 1 ? begin(recorder) : end(recorder);
}

void recorder_end_old_practice(struct recorder *recorder)
{
	char path[DISK_PATH_MAX];
	int was_on = disk_path(path, recorder->data, PRACTICE_FOLDER) == STATUS_OK && disk_exists(recorder->disk, path);

	/* What was never finished is removed without a word. */
	if (practice_remove(recorder->disk, recorder->data) != STATUS_OK)
		recorder_say(recorder, LOG_FAULT, "what was left of practice could not be removed");
	else if (was_on)
		recorder_say(recorder, LOG_PRACTICE, "ended by a restart");
}

/* --- exports --- */

struct part {
	const char *name;
	size_t max;
};

static enum status copy_part(struct recorder *practice, const struct part *part)
{
	char path[DISK_PATH_MAX];
	uint8_t *data = NULL;
	size_t len = 0;
	enum status status = disk_path(path, practice->data, part->name);

	if (status == STATUS_OK)
		status = disk_read(&data, &len, practice->disk, path, part->max);
	if (status == STATUS_OK)
		status = disk_replace_checked(practice->disk, practice->export_folder, part->name, data, len);
	free(data);
	return status;
}

/* A link would lead what is written into another folder, which may be the kiosk's own. */
static enum status check_no_link(const struct disk *disk, const char *path)
{
	int folder = disk_open_folder(disk, path);

	if (folder < 0)
		return STATUS_MISMATCH;
	return disk->close(disk->context, folder) == 0 ? STATUS_OK : STATUS_IO;
}

/* What opens and checks an export lies beside it. */
static enum status copy_parts(struct recorder *practice, const char *usb)
{
	static const struct part parts[] = {
	    {ELECTION_FILE, ELECTION_MAX_BYTES + SIGN_FILE_MAX},
	    {ROSTER_FILE, ROSTER_MAX_BYTES + SIGN_FILE_MAX},
	    {ORGANISER_FILE, SIGN_KEY_FILE_MAX},
	    {PRACTICE_SHARE, KIOSK_KEY_FILE_MAX},
	    {PRACTICE_TRANSCRIPT, TRUSTEE_TRANSCRIPT_MAX},
	};
	char name[2 * ROSTER_KEY_NAME_BYTES + 1], folder[EXPORT_NAME_MAX];
	enum status status;

	hex_write(name, practice->kiosk.key.key, ROSTER_KEY_NAME_BYTES);
	(void)snprintf(folder, sizeof folder, "folkmoot-practice-%s", name);
	status = disk_path(practice->export_folder, usb, folder);
	if (status == STATUS_OK)
		status = disk_make_folder(practice->disk, practice->export_folder);
	if (status == STATUS_USED)
		status = check_no_link(practice->disk, practice->export_folder);
	for (size_t i = 0; status == STATUS_OK && i < sizeof parts / sizeof parts[0]; i++)
		status = copy_part(practice, &parts[i]);
	return status;
}

static enum status prepare_export(struct recorder *recorder)
{
	enum status status;

	if (!recorder_has_stick(recorder))
		return stick_refuse(&recorder->why, errno, "No USB stick is there: put one in and save again.");
	status = copy_parts(recorder->practice, recorder->usb);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The stick %s: take another one.", status_phrase(status));
	return STATUS_OK;
}

/* --- while it is on --- */

enum answered_by { BY_KIOSK, BY_PRACTICE, BY_NOBODY };

static enum answered_by who_answers(enum recorder_call call)
{
	switch (call) {
	case RECORDER_BEGIN:
	case RECORDER_SEAL:
	case RECORDER_CAST:
	case RECORDER_CHALLENGE:
	case RECORDER_DISCARD:
	case RECORDER_CODE:
	case RECORDER_ADMIT:
	case RECORDER_OPEN:
	case RECORDER_PAUSE:
	case RECORDER_CLOSE:
	case RECORDER_EXPORT:
	case RECORDER_REPORT: return BY_PRACTICE;
	case RECORDER_IMPORT:
	case RECORDER_REOPEN:
	case RECORDER_ERASE: return BY_NOBODY;
	case RECORDER_STATUS:
	case RECORDER_CHECK_PIN:
	case RECORDER_SCALE:
	case RECORDER_ORGANISER:
	case RECORDER_ENROL:
	case RECORDER_KEY_STICK:
	case RECORDER_CLOCK:
	case RECORDER_STICK:
	case RECORDER_READY:
	case RECORDER_PRACTICE: break;
	}
	return BY_KIOSK;
}

int recorder_ask_practice(struct recorder *recorder, struct recorder_reply *reply,
                          const struct recorder_request *request)
{
	enum answered_by who = who_answers(request->call);

	recorder->practice->log.offset_s = recorder->log.offset_s;
	if (who == BY_KIOSK)
		return 0;
	if (who == BY_NOBODY) {
		reply->status =
		    refuse(&recorder->why, STATUS_STATE, "Practice is on: end it first, then this is for real.");
		return 1;
	}
	if (request->call == RECORDER_EXPORT)
		reply->status = prepare_export(recorder);
	if (reply->status == STATUS_OK) {
		recorder_ask(recorder->practice, reply, request);
		recorder->why = recorder->practice->why;
	}
	return 1;
}

void recorder_practice_facts(struct facts *facts, struct recorder *recorder)
{
	const struct facts kiosk = *facts;

	memset(facts, 0, sizeof *facts);
	recorder_facts(facts, recorder->practice);
	facts->practice = 1;
	facts->saved = 0;
	facts->locked = kiosk.locked;
	facts->needs_stick = kiosk.needs_stick;
	facts->has_staff_stick = kiosk.has_staff_stick;
	facts->staff_stick_due = kiosk.staff_stick_due;
	facts->stick = kiosk.stick;
	facts->stick_kb_s = kiosk.stick_kb_s;
	facts->stick_free_mb = kiosk.stick_free_mb;
	facts->clock_s = kiosk.clock_s;
	facts->clock_behind = kiosk.clock_behind;
	facts->log_count = kiosk.log_count;
	memcpy(facts->log_head, kiosk.log_head, sizeof facts->log_head);
	memcpy(facts->key, kiosk.key, sizeof facts->key);
	memcpy(facts->organiser, kiosk.organiser, sizeof facts->organiser);
}
