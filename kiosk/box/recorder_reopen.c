/* A closed box opens again by the organiser's permission only. The permission's line is in the log before the box is
 * open, so that no `open` stands after a `close` without it. */
#include "recorder_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "permission.h"
#include "stick_words.h"

enum { PERMISSIONS_READ = ROSTER_MAX_KIOSKS }; /* of one stick, which all kiosks may share */

struct permissions {
	char name[PERMISSIONS_READ][DISK_NAME_MAX + 1];
	unsigned count;
};

static void look_for_permission(void *context, const char *name)
{
	struct permissions *found = context;
	size_t len = strlen(name), end_len = strlen(PERMISSION_END);

	if (len <= end_len || len > DISK_NAME_MAX || name[0] == '.' || found->count == PERMISSIONS_READ ||
	    strcmp(name + len - end_len, PERMISSION_END) != 0 || !text_is_clean(name, len) || strchr(name, '\n'))
		return;
	(void)snprintf(found->name[found->count++], DISK_NAME_MAX + 1, "%s", name);
}

static enum status check(struct sentence *why, const struct recorder *recorder, const struct permission *permission,
                         const char *name, uint32_t closing)
{
	if (hash_compare(&permission->election, &recorder->installed.hash) != 0)
		return refuse(why, STATUS_OTHER_ELECTION,
		              "%.80s is for another election: ask the organiser for one for this election.", name);
	if (permission->closing != closing)
		return refuse(why, STATUS_STATE,
		              "%.80s is for closing %u of this kiosk, but this is closing %u: ask the organiser for a "
		              "new one.",
		              name, permission->closing, closing);
	if (permission_verify(&recorder->installed.hash, recorder->kiosk.key.key, closing, permission->signature,
	                      &recorder->organiser) != STATUS_OK)
		return refuse(
		    why, STATUS_SIGNATURE,
		    "%.80s is not signed by the organiser that this kiosk trusts: ask the organiser for theirs.", name);
	return STATUS_OK;
}

/* Reads one; STATUS_OTHER_KIOSK where it is another kiosk's, which is no fault as long as there is one for this. */
static enum status take(struct permission *out, struct sentence *why, const struct recorder *recorder, const char *name,
                        uint32_t closing)
{
	char path[DISK_PATH_MAX];
	uint8_t *text = NULL;
	size_t len = 0;
	enum status status = disk_path(path, recorder->usb, name);

	if (status == STATUS_OK)
		status = disk_read(&text, &len, recorder->disk, path, PERMISSION_MAX_BYTES);
	if (status == STATUS_OK)
		status = permission_read(out, (const char *)text, len);
	free(text);
	if (status != STATUS_OK)
		return refuse(why, status, "%.80s is no permission to reopen (it %s): copy it onto the stick again.",
		              name, status_phrase(status));
	if (memcmp(out->kiosk, recorder->kiosk.key.key, SIGN_KEY_BYTES) != 0)
		return refuse(why, STATUS_OTHER_KIOSK,
		              "%.80s is for another kiosk, %.60s: ask the organiser for one for this kiosk.", name,
		              out->name);
	return check(why, recorder, out, name, closing);
}

/* The one that opens this box; else why says what is wrong with the one that comes nearest. */
static enum status find(struct permission *out, struct recorder *recorder, uint32_t closing)
{
	struct permissions *found = calloc(1, sizeof *found);
	const struct disk *disk = recorder->disk;
	enum status nearest = STATUS_ABSENT;
	struct sentence why = {""};

	if (!found)
		return refuse(&recorder->why, STATUS_NO_ROOM, "The kiosk has no memory left: restart it.");
	tell(&recorder->why, "No permission to reopen (a file ending in " PERMISSION_END ") is on the stick: ask the "
	                     "organiser for one.");
	if (disk->list(disk->context, recorder->usb, look_for_permission, found) != 0)
		nearest =
		    stick_refuse(&recorder->why, errno, "No USB stick was found: put in the one with the permission.");
	for (unsigned i = 0; i < found->count && nearest != STATUS_OK; i++) {
		enum status status = take(out, &why, recorder, found->name[i], closing);

		if (status != STATUS_OTHER_KIOSK || nearest == STATUS_ABSENT) {
			nearest = status;
			recorder->why = why;
		}
	}
	free(found);
	if (nearest == STATUS_OK)
		recorder->why.text[0] = '\0';
	return nearest;
}

static enum status say_permission(struct recorder *recorder, const struct permission *permission)
{
	char signature[PERMISSION_SIGNATURE_TEXT];
	struct sentence said = {""};
	enum status status = recorder_catch_up(recorder);

	if (status != STATUS_OK)
		return status;
	permission_signature_text(signature, permission->signature);
	tell(&said, "closing %u, permission %s", permission->closing, signature);
	status = log_append(&recorder->log, LOG_REOPEN, said.text);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "%.160s: log.txt %s, so voting stays closed: make room on the kiosk's disk.",
		              recorder->data, status_phrase(status));
	return STATUS_OK;
}

enum status recorder_reopen(struct recorder *recorder, struct recorder_reply *reply,
                            const struct recorder_request *request)
{
	struct permission permission;
	enum voting_state state;
	uint32_t closing;
	enum status status;

	(void)reply;
	(void)request;
	if (box_state(recorder->box, &state, &closing) != STATUS_OK || state != VOTING_CLOSED)
		return refuse(&recorder->why, STATUS_STATE, "Voting is not closed: there is nothing to reopen.");
	if (!recorder_has_stick(recorder))
		return stick_refuse(&recorder->why, errno,
		                    "No USB stick is there: put in the one with the organiser's permission.");
	status = find(&permission, recorder, closing);
	if (status == STATUS_OK)
		status = recorder_check_bound(recorder);
	if (status == STATUS_OK)
		status = say_permission(recorder, &permission);
	return status == STATUS_OK ? recorder_set_state(recorder, VOTING_OPEN, LOG_OPEN) : status;
}
