/* not enrolled  --- ORGANISER, ENROL --->  unlocked, as after CHECK_PIN
 *
 *           CHECK_PIN              IMPORT                 OPEN                 PAUSE
 *   locked  -------->  unlocked  --------->  voting NEW  ------>  OPEN  <----------------->  PAUSED
 *  (boot; the key is   staff's calls             ^                 |  ^         OPEN           |
 *   sealed, no vote    are answered              |           CLOSE |  | REOPEN                 | CLOSE
 *   is taken)                                    | IMPORT          v  |                        |
 *                                                |                CLOSED  <-------------------+
 *                                           no election  <------  ERASE, once it is saved
 *
 * SEAL, CAST and CHALLENGE are answered in OPEN only; what was sealed is wiped by CAST, CHALLENGE, DISCARD, the next
 * SEAL and every change of state. Between BEGIN and the session's end voting is neither paused nor closed. EXPORT is
 * answered in all four states. What is not possible is STATUS_STATE and changes nothing. While practice is on, all of
 * this but the kiosk's own (recorder_practice.c) happens in a second recorder. */
#include "recorder_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum status say(struct recorder *recorder, enum log_kind kind, const char *detail)
{
	return log_append(&recorder->log, kind, detail);
}

/* For what has happened already: that it could not be logged must not undo it. Staff see it in the sentence. */
void recorder_say(struct recorder *recorder, enum log_kind kind, const char *detail)
{
	size_t len = strlen(recorder->why.text);

	if (recorder_say_unsaid(recorder) == STATUS_OK && say(recorder, kind, detail) == STATUS_OK)
		return;
	/* An opening's counts are gone with the next ballot, and an import comes before it. */
	if (kind == LOG_IMPORT)
		(void)snprintf(recorder->unsaid_import, sizeof recorder->unsaid_import, "%s", detail);
	if (kind == LOG_OPEN && recorder->unsaid_open[0] == '\0')
		(void)snprintf(recorder->unsaid_open, sizeof recorder->unsaid_open, "%s", detail);
	(void)snprintf(recorder->why.text + len, sizeof recorder->why.text - len, "%s%s", len > 0 ? " " : "",
	               "The log could not be written: check the kiosk's disk.");
}

void recorder_tell_fault(struct recorder *recorder, const char *detail)
{
	if (recorder->is_enrolled)
		recorder_say(recorder, LOG_FAULT, detail);
}

void recorder_forget(struct recorder *recorder)
{
	sodium_memzero(recorder->pending, sizeof *recorder->pending);
}

enum voting_state recorder_voting(const struct recorder *recorder)
{
	enum voting_state state = VOTING_NEW;
	uint32_t closing;

	/* On a failing disk the last state known: the call at hand will meet the failure itself, and say so. */
	if (recorder->box && box_state(recorder->box, &state, &closing) != STATUS_OK)
		return state;
	return state;
}

/* After an acknowledged ballot or a changed row. A failure shows in the next call, which opens the box anew and scrubs
 * it then. */
void recorder_scrub(struct recorder *recorder)
{
	recorder->scrub_failed |= box_scrub(recorder->box) != STATUS_OK;
}

void recorder_tell_scrub(struct recorder *recorder)
{
	if (recorder->scrub_failed)
		recorder_say(recorder, LOG_FAULT, "the box could not be scrubbed after a ballot or a change");
	recorder->scrub_failed = 0;
}

/* --- creating --- */

static enum status take_lock(struct recorder *recorder)
{
	const struct disk *disk = recorder->disk;
	char path[DISK_PATH_MAX];
	enum status status = STATUS_OK;

	if (disk_path(path, recorder->data, LOCK_FILE) != STATUS_OK)
		return refuse(&recorder->why, STATUS_TOO_LONG, "The data folder's path is too long: choose another.");
	recorder->lock = disk->open(disk->context, path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
	if (recorder->lock < 0 || disk->lock(disk->context, recorder->lock) != 0)
		status = disk_status(errno);
	if (status == STATUS_STATE)
		return refuse(&recorder->why, status,
		              "%.160s: another kiosk program has this data folder open: end it first.", recorder->data);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "%.160s: the data folder %s: check its rights and its disk.",
		              recorder->data, status_phrase(status));
	return STATUS_OK;
}

/* Nothing is written before box and log were found to belong together. */
static enum status load_log(struct recorder *recorder, int *is_torn)
{
	enum status status = log_load(&recorder->log, recorder->disk, recorder->data, recorder->kiosk.key.key);

	if (status == STATUS_DAMAGED)
		return refuse(
		    &recorder->why, status,
		    "%.160s: log.txt is damaged after line %u: keep the folder as it is and call the organiser.",
		    recorder->data, recorder->log.end.count);
	*is_torn = status == STATUS_TRUNCATED;
	if (status != STATUS_OK && status != STATUS_TRUNCATED)
		return refuse(&recorder->why, status, "%.160s: log.txt %s: check the disk's space and rights.",
		              recorder->data, status_phrase(status));
	return STATUS_OK;
}

static enum status begin_log(struct recorder *recorder, int is_torn)
{
	enum status status = is_torn ? log_tell_torn(&recorder->log) : STATUS_OK;

	if (status == STATUS_OK)
		status = say(recorder, LOG_BOOT, "the kiosk's program started");
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "%.160s: log.txt %s: check the disk's space and rights.",
		              recorder->data, status_phrase(status));
	return STATUS_OK;
}

void recorder_box_identity(struct box_identity *out, const struct recorder *recorder, const struct installed *installed)
{
	out->election = installed->hash;
	out->revision = installed->election->revision;
	memcpy(out->kiosk, recorder->kiosk.key.key, SIGN_KEY_BYTES);
}

enum status recorder_open_box(struct recorder *recorder)
{
	struct box_identity identity;
	enum status status;

	recorder_box_identity(&identity, recorder, &recorder->installed);
	status = recorder_open_copies(recorder, &identity);
	if (status == STATUS_OK)
		status = box_counters(recorder->box, &recorder->counters);
	if (status == STATUS_ABSENT)
		return refuse(&recorder->why, STATUS_DAMAGED,
		              "%.160s: the ballot box box.db is missing: change nothing and call the organiser.",
		              recorder->data);
	if (status == STATUS_OTHER_ELECTION || status == STATUS_OTHER_KIOSK)
		return refuse(&recorder->why, status,
		              "%.140s: box.db is the ballot box of another %s: change nothing and call the organiser.",
		              recorder->data,
		              status == STATUS_OTHER_KIOSK ? "kiosk" : "election, or of another revision of this one");
	if (status == STATUS_DISK_FULL || status == STATUS_READ_ONLY)
		return refuse(&recorder->why, status,
		              "%.160s: the disk under box.db %s: make room or rights; no ballot is lost.",
		              recorder->data, status_phrase(status));
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "%.160s: the ballot box box.db %s: keep the folder as it is and call the organiser.",
		              recorder->data, status_phrase(status));
	return STATUS_OK;
}

/* The roster is written last: without it an import was broken off, before any ballot could be cast. */
static enum status begin_election(struct recorder *recorder, int *is_broken_off)
{
	char path[DISK_PATH_MAX];
	int is_erased = 0;
	enum status status = installed_read(&recorder->installed, &recorder->why, recorder->disk, recorder->data,
	                                    &recorder->kiosk, &recorder->organiser);

	if (status != STATUS_OK && status != STATUS_ABSENT)
		return status;
	status = recorder_finish_erasure(&is_erased, recorder);
	if (status != STATUS_OK || is_erased)
		return status;
	if (recorder->installed.election) {
		status = recorder_open_box(recorder);
		return status == STATUS_OK ? recorder_check_bound(recorder) : status;
	}
	recorder->why.text[0] = '\0';
	*is_broken_off =
	    disk_path(path, recorder->data, ELECTION_FILE) == STATUS_OK && disk_exists(recorder->disk, path);
	return STATUS_OK;
}

enum status recorder_begin_enrolled(struct recorder *recorder)
{
	int is_torn = 0, is_broken_off = 0;
	enum pin_past past = PIN_TRIED;
	enum status status = take_lock(recorder);

	if (status == STATUS_OK)
		status = recorder_read_identity(recorder);
	if (status == STATUS_OK)
		status = load_log(recorder, &is_torn);
	if (status == STATUS_OK)
		status = recorder_load_clock(recorder);
	if (status == STATUS_OK)
		status = begin_election(recorder, &is_broken_off);
	if (status == STATUS_OK)
		status = recorder_pin_past(&past, recorder);
	if (status == STATUS_OK)
		status = begin_log(recorder, is_torn);
	if (status != STATUS_OK)
		return status;
	recorder->is_enrolled = 1;
	pin_init(&recorder->pin, recorder->disk, recorder->data, PIN_FILE, past);
	pin_init(&recorder->second_pin, recorder->disk, recorder->data, SECOND_PIN_FILE, PIN_TRIED);
	recorder_end_old_practice(recorder);
	if (is_broken_off)
		recorder_say(recorder, LOG_FAULT, "an import was broken off; the election must be imported again");
	recorder_tell_copies(recorder);
	if (recorder->box)
		status = recorder_catch_up(recorder);
	recorder_look_saved(recorder);
	return status;
}

static enum status begin_secrets(struct recorder *recorder)
{
	recorder->key = sodium_malloc(sizeof *recorder->key);
	recorder->staff = sodium_malloc(sizeof *recorder->staff);
	recorder->pending = sodium_malloc(sizeof *recorder->pending);
	if (!recorder->key || !recorder->staff || !recorder->pending)
		return refuse(&recorder->why, STATUS_NO_ROOM,
		              "There is no memory that can be locked for keys: raise the limit of locked memory.");
	sodium_memzero(recorder->key, sizeof *recorder->key);
	sodium_memzero(recorder->staff, sizeof *recorder->staff);
	recorder_forget(recorder);
	return STATUS_OK;
}

/* A new kiosk's folder is made when it is enrolled. */
static enum status check_parent(struct recorder *recorder)
{
	char parent[DISK_PATH_MAX];

	if (disk_is_folder(recorder->disk, recorder->data) ||
	    (disk_parent(parent, recorder->data) == STATUS_OK && disk_is_folder(recorder->disk, parent)))
		return STATUS_OK;
	return refuse(&recorder->why, STATUS_ABSENT,
	              "%.140s: no kiosk can be enrolled here, since the folder around it is missing: correct the path.",
	              recorder->data);
}

static enum status begin(struct recorder *recorder, const struct recorder_paths *paths)
{
	enum enrol_folder folder;
	enum status status;

	if (snprintf(recorder->data, sizeof recorder->data, "%s", paths->data) >= (int)sizeof recorder->data ||
	    disk_path(recorder->box_path, recorder->data, BOX_FILE) != STATUS_OK ||
	    snprintf(recorder->usb, sizeof recorder->usb, "%s", paths->usb ? paths->usb : "") >=
	        (int)sizeof recorder->usb ||
	    snprintf(recorder->mirror, sizeof recorder->mirror, "%s", paths->mirror ? paths->mirror : "") >=
	        (int)sizeof recorder->mirror)
		return refuse(&recorder->why, STATUS_TOO_LONG, "A folder's path is too long: choose another.");
	recorder->has_usb = paths->usb != NULL;
	recorder->slots = paths->slots > 0 ? paths->slots : BOX_SLOTS;
	status = begin_secrets(recorder);
	if (status != STATUS_OK)
		return status;
	status = enrolment_look(&folder, recorder->disk, recorder->data);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "%.160s: the data folder %s: check its rights and its disk.",
		              recorder->data, status_phrase(status));
	if (folder == FOLDER_OTHER)
		return refuse(
		    &recorder->why, STATUS_DAMAGED,
		    "%.140s: the folder holds files, but no kiosk.txt: give a kiosk's data folder, or an empty "
		    "one to enrol a new kiosk.",
		    recorder->data);
	return folder == FOLDER_KIOSK ? recorder_begin_enrolled(recorder) : check_parent(recorder);
}

enum status recorder_create(struct recorder **out, const struct recorder_paths *paths, char *why, size_t why_room)
{
	struct recorder *recorder = NULL;
	enum status status = crypto_init();

	*out = NULL;
	if (status == STATUS_OK)
		recorder = calloc(1, sizeof *recorder);
	if (!recorder) {
		(void)snprintf(why, why_room, "The program found no memory to start: restart the kiosk.");
		return status == STATUS_OK ? STATUS_NO_ROOM : status;
	}
	recorder->disk = paths->disk ? paths->disk : disk_real();
	recorder->lock = -1;
	status = begin(recorder, paths);
	sentence_copy(why, why_room, &recorder->why);
	if (status != STATUS_OK) {
		recorder_destroy(recorder);
		return status;
	}
	*out = recorder;
	return STATUS_OK;
}

void recorder_destroy(struct recorder *recorder)
{
	if (!recorder)
		return;
	recorder_destroy(recorder->practice);
	box_close(recorder->box);
	installed_finish(&recorder->installed);
	if (recorder->lock >= 0)
		(void)recorder->disk->close(recorder->disk->context, recorder->lock);
	sodium_free(recorder->key);
	sodium_free(recorder->staff);
	sodium_free(recorder->pending);
	sodium_memzero(recorder, sizeof *recorder);
	free(recorder);
}

const uint8_t *recorder_election(const struct recorder *recorder, size_t *body_len)
{
	if (recorder->practice)
		return recorder_election(recorder->practice, body_len);
	*body_len = recorder->installed.body_len;
	return recorder->installed.body;
}

/* --- the door --- */

enum need { NEED_NOTHING, NEED_KEY, NEED_BOX, NEED_UNLOCKED, NEED_ELECTION, NEED_OPEN };

struct call_rule {
	recorder_answer *answer;
	enum need need;
};

static enum status say_status(struct recorder *recorder, struct recorder_reply *reply,
                              const struct recorder_request *request)
{
	(void)recorder;
	(void)reply;
	(void)request;
	return STATUS_OK;
}

static const struct call_rule rules[] = {
    [RECORDER_STATUS] = {say_status, NEED_NOTHING},
    [RECORDER_CHECK_PIN] = {recorder_check_pin, NEED_KEY},
    [RECORDER_BEGIN] = {recorder_begin, NEED_OPEN},
    [RECORDER_SEAL] = {recorder_seal, NEED_OPEN},
    [RECORDER_CAST] = {recorder_cast, NEED_OPEN},
    [RECORDER_CHALLENGE] = {recorder_challenge, NEED_OPEN},
    [RECORDER_DISCARD] = {recorder_discard, NEED_KEY},
    [RECORDER_OPEN] = {recorder_open, NEED_ELECTION},
    [RECORDER_PAUSE] = {recorder_pause, NEED_ELECTION},
    [RECORDER_CLOSE] = {recorder_close, NEED_ELECTION},
    [RECORDER_EXPORT] = {recorder_export, NEED_ELECTION},
    [RECORDER_IMPORT] = {recorder_import, NEED_UNLOCKED},
    [RECORDER_SCALE] = {recorder_keep_scale, NEED_UNLOCKED},
    [RECORDER_CODE] = {recorder_code, NEED_OPEN},
    [RECORDER_ADMIT] = {recorder_admit, NEED_OPEN},
    [RECORDER_ORGANISER] = {recorder_find_organiser, NEED_NOTHING},
    [RECORDER_ENROL] = {recorder_enrol, NEED_NOTHING},
    [RECORDER_KEY_STICK] = {recorder_make_key_stick, NEED_UNLOCKED},
    [RECORDER_CLOCK] = {recorder_set_clock, NEED_UNLOCKED},
    [RECORDER_STICK] = {recorder_test_stick, NEED_UNLOCKED},
    [RECORDER_READY] = {recorder_ready, NEED_UNLOCKED},
    [RECORDER_REPORT] = {recorder_report, NEED_ELECTION},
    [RECORDER_REOPEN] = {recorder_reopen, NEED_ELECTION},
    [RECORDER_ERASE] = {recorder_erase, NEED_ELECTION},
    [RECORDER_PRACTICE] = {recorder_practice, NEED_ELECTION},
};

static enum status check_need(struct recorder *recorder, enum need need)
{
	if (need >= NEED_KEY && !recorder->is_enrolled)
		return refuse(&recorder->why, STATUS_STATE, "This kiosk is not enrolled yet: enrol it first.");
	if (need == NEED_OPEN && (!recorder->is_unlocked || recorder_voting(recorder) != VOTING_OPEN))
		return refuse(&recorder->why, STATUS_STATE, "Voting is not open on this kiosk.");
	if (need >= NEED_UNLOCKED && !recorder->is_unlocked)
		return refuse(&recorder->why, STATUS_STATE, "The kiosk is locked: enter the staff PIN first.");
	if ((need == NEED_BOX || need >= NEED_ELECTION) && !recorder->box)
		return refuse(&recorder->why, STATUS_STATE, "There is no election on this kiosk: import one first.");
	return STATUS_OK;
}

static int ends(const char *text, size_t room)
{
	return memchr(text, '\0', room) != NULL;
}

/* Whoever asks may be nobody's screen any more. */
static int is_sound(const struct recorder_request *request)
{
	return (size_t)request->call < sizeof rules / sizeof rules[0] && ends(request->pin, sizeof request->pin) &&
	       ends(request->second_pin, sizeof request->second_pin) && ends(request->code, sizeof request->code) &&
	       ends(request->name, sizeof request->name) && ends(request->place, sizeof request->place);
}

/* What was begun while voting was open is brought to its end, whatever can be read of the box now; and whoever asks
 * what became of a ballot is told, locked or not. */
static enum need need_of(const struct recorder *recorder, const struct recorder_request *request)
{
	int is_asked = !recorder->pending->is_there && !sodium_is_zero(request->ballot.bytes, HASH_BYTES);

	if (request->call != RECORDER_CAST && request->call != RECORDER_CHALLENGE)
		return rules[request->call].need;
	if (recorder->pending->in_doubt)
		return NEED_NOTHING;
	return is_asked ? NEED_BOX : rules[request->call].need;
}

static enum status answer(struct recorder *recorder, struct recorder_reply *reply,
                          const struct recorder_request *request)
{
	enum status status;

	status = check_need(recorder, need_of(recorder, request));
	return status == STATUS_OK ? rules[request->call].answer(recorder, reply, request) : status;
}

void recorder_ask(struct recorder *recorder, struct recorder_reply *reply, const struct recorder_request *request)
{
	memset(reply, 0, sizeof *reply);
	recorder->why.text[0] = '\0';
	if (!is_sound(request))
		reply->status = STATUS_INTERNAL;
	else if (!recorder->practice || !recorder_ask_practice(recorder, reply, request))
		reply->status = answer(recorder, reply, request);
	if (reply->status != STATUS_OK && recorder->why.text[0] == '\0')
		tell(&recorder->why, "What was asked for %s.", status_phrase(reply->status));
	sentence_copy(reply->detail, sizeof reply->detail, &recorder->why);
	memset(&reply->facts, 0, sizeof reply->facts);
	recorder_look_at_stick(recorder, request->call);
	recorder_facts(&reply->facts, recorder);
	if (recorder->practice)
		recorder_practice_facts(&reply->facts, recorder);
}
