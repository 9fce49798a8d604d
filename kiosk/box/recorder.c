/*                    CHECK_PIN                 IMPORT                    OPEN                 PAUSE
 *   locked  ------------------->  unlocked  ----------->  voting NEW  -------->  OPEN  <------------------> PAUSED
 *  (boot; the kiosk's key is      staff's calls                                   |          OPEN             |
 *   sealed, no vote is taken)     are answered                                    +------ CLOSE ---> CLOSED <-+ CLOSE
 *                                                                                 ^                   |
 *                                                                                 +------- OPEN ------+ (a new closing
 * follows)
 *
 * SEAL, CAST and CHALLENGE are answered in OPEN only; what was sealed is wiped by CAST, CHALLENGE, DISCARD, the next
 * SEAL and every change of state. EXPORT is answered in all four. What is not possible is STATUS_STATE and changes
 * nothing. */
#include "recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ballot.h"
#include "box.h"
#include "disk.h"
#include "enrol.h"
#include "export.h"
#include "import.h"
#include "log.h"
#include "pin.h"

#define BOX_FILE  "box.db"
#define LOCK_FILE "lock"

/* The one ballot between its sealing and its end. Secret. */
struct pending {
	int is_there;
	struct hash code;
	uint8_t body[SEALED_MAX_BYTES];
	size_t body_len;
	struct opened_ballot opened; /* nonce and payloads; body points above */
};

struct recorder {
	const struct disk *disk;
	char data[DISK_PATH_MAX], usb[DISK_PATH_MAX], box_path[DISK_PATH_MAX];
	int has_usb;
	int lock;
	struct enrolment kiosk;
	struct sign_public organiser;
	uint8_t sealed_key[KIOSK_KEY_FILE_MAX];
	size_t sealed_key_len;
	struct sign_secret *key; /* locked memory; all zero while locked */
	int is_unlocked;
	struct pin_guard pin;
	struct log log;
	struct installed installed; /* all zero: no election */
	struct box *box;            /* NULL where there is no election */
	struct box_counters counters;
	struct pending *pending; /* locked memory */
	struct sentence why;
};

static enum status say(struct recorder *recorder, enum log_kind kind, const char *detail)
{
	return log_append(&recorder->log, kind, detail);
}

/* For what has happened already: that it could not be logged must not undo it. Staff see it in the sentence. */
static void say_if_possible(struct recorder *recorder, enum log_kind kind, const char *detail)
{
	size_t len = strlen(recorder->why.text);

	if (say(recorder, kind, detail) != STATUS_OK)
		(void)snprintf(recorder->why.text + len, sizeof recorder->why.text - len, "%s%s", len > 0 ? " " : "",
		               "(The log could not be written: check the kiosk's disk.)");
}

static void forget_pending(struct recorder *recorder)
{
	sodium_memzero(recorder->pending, sizeof *recorder->pending);
}

static enum voting_state voting(const struct recorder *recorder)
{
	enum voting_state state = VOTING_NEW;
	uint32_t closing;

	if (!recorder->box || box_state(recorder->box, &state, &closing) != STATUS_OK)
		return VOTING_NEW;
	return state;
}

/* After an acknowledged ballot or a changed row. A failure shows in the next call, which opens the box anew and scrubs
 * it then. */
static void scrub(struct recorder *recorder)
{
	if (box_scrub(recorder->box) != STATUS_OK)
		say_if_possible(recorder, LOG_FAULT, "the box could not be scrubbed");
}

/* --- creating --- */

static enum status take_lock(struct recorder *recorder)
{
	const struct disk *disk = recorder->disk;
	char path[DISK_PATH_MAX];
	enum status status = STATUS_OK;

	if (!disk_is_folder(disk, recorder->data))
		return refuse(&recorder->why, STATUS_ABSENT,
		              "%.160s: there is no such data folder: make one with `folkmoot kiosk enrol`.",
		              recorder->data);
	if (disk_path(path, recorder->data, LOCK_FILE) != STATUS_OK)
		return refuse(&recorder->why, STATUS_TOO_LONG, "The data folder's path is too long: choose another.");
	recorder->lock = disk->open(disk->context, path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
	if (recorder->lock < 0)
		status = disk_status(errno);
	else if (disk->lock(disk->context, recorder->lock) != 0)
		status = disk_status(errno);
	if (status == STATUS_STATE)
		return refuse(&recorder->why, status,
		              "%.160s: another kiosk program has this data folder open: end it first.", recorder->data);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "%.160s: the data folder %s: check its rights and its disk.",
		              recorder->data, status_phrase(status));
	return STATUS_OK;
}

static enum status read_named(uint8_t **text, size_t *len, struct recorder *recorder, const char *name, size_t max)
{
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, recorder->data, name);

	if (status == STATUS_OK)
		status = disk_read(text, len, recorder->disk, path, max);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "%.160s: %s %s: take the folder as `folkmoot kiosk enrol` made it, or enrol anew.",
		              recorder->data, name, status_phrase(status));
	return STATUS_OK;
}

static enum status bad_file(struct recorder *recorder, const char *name, enum status status)
{
	return refuse(&recorder->why, status,
	              "%.160s: %s %s: take the folder as `folkmoot kiosk enrol` made it, or enrol anew.",
	              recorder->data, name, status_phrase(status));
}

static enum status read_identity(struct recorder *recorder)
{
	uint8_t *text;
	size_t len;
	enum status status = read_named(&text, &len, recorder, KIOSK_FILE, ENROLMENT_MAX_BYTES);

	if (status != STATUS_OK)
		return status;
	status = enrolment_read(&recorder->kiosk, (const char *)text, len);
	free(text);
	if (status != STATUS_OK)
		return bad_file(recorder, KIOSK_FILE, status);
	status = read_named(&text, &len, recorder, ORGANISER_FILE, SIGN_KEY_FILE_MAX);
	if (status != STATUS_OK)
		return status;
	status = sign_public_read(&recorder->organiser, (const char *)text, len);
	free(text);
	if (status == STATUS_OK && sign_key_kind(&recorder->organiser) != recorder->kiosk.kind)
		status = STATUS_PRACTICE;
	if (status != STATUS_OK)
		return bad_file(recorder, ORGANISER_FILE, status);
	status = read_named(&text, &len, recorder, KIOSK_KEY_FILE, KIOSK_KEY_FILE_MAX);
	if (status != STATUS_OK)
		return status;
	memcpy(recorder->sealed_key, text, len);
	recorder->sealed_key_len = len;
	free(text);
	return STATUS_OK;
}

static enum status begin_log(struct recorder *recorder)
{
	enum status status = log_open(&recorder->log, recorder->disk, recorder->data, recorder->kiosk.key.key);

	if (status == STATUS_DAMAGED)
		return refuse(
		    &recorder->why, status,
		    "%.160s: log.txt is damaged after line %u: keep the folder as it is and call the organiser.",
		    recorder->data, recorder->log.end.count);
	if (status == STATUS_OK)
		status = say(recorder, LOG_BOOT, "the kiosk's program started");
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "%.160s: log.txt %s: check the disk's space and rights.",
		              recorder->data, status_phrase(status));
	return STATUS_OK;
}

static void box_identity_of(struct box_identity *out, const struct recorder *recorder,
                            const struct installed *installed)
{
	out->election = installed->hash;
	out->revision = installed->election->revision;
	memcpy(out->kiosk, recorder->kiosk.key.key, SIGN_KEY_BYTES);
}

static enum status open_box(struct recorder *recorder)
{
	struct box_identity identity;
	enum status status;

	box_identity_of(&identity, recorder, &recorder->installed);
	status = box_open(&recorder->box, recorder->box_path, &identity);
	if (status == STATUS_OK)
		status = box_counters(recorder->box, &recorder->counters);
	if (status == STATUS_ABSENT)
		return refuse(&recorder->why, STATUS_DAMAGED,
		              "%.160s: the ballot box box.db is missing: change nothing and call the organiser.",
		              recorder->data);
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
static enum status begin_election(struct recorder *recorder)
{
	char path[DISK_PATH_MAX];
	enum status status = installed_read(&recorder->installed, &recorder->why, recorder->disk, recorder->data,
	                                    &recorder->kiosk, &recorder->organiser);

	if (status == STATUS_OK)
		return open_box(recorder);
	if (status != STATUS_ABSENT)
		return status;
	recorder->why.text[0] = '\0';
	if (disk_path(path, recorder->data, ELECTION_FILE) == STATUS_OK && disk_exists(recorder->disk, path))
		say_if_possible(recorder, LOG_FAULT, "an import was broken off; the election must be imported again");
	return STATUS_OK;
}

static enum status begin(struct recorder *recorder, const struct recorder_paths *paths)
{
	enum status status;

	if (snprintf(recorder->data, sizeof recorder->data, "%s", paths->data) >= (int)sizeof recorder->data ||
	    disk_path(recorder->box_path, recorder->data, BOX_FILE) != STATUS_OK ||
	    snprintf(recorder->usb, sizeof recorder->usb, "%s", paths->usb ? paths->usb : "") >=
	        (int)sizeof recorder->usb)
		return refuse(&recorder->why, STATUS_TOO_LONG, "A folder's path is too long: choose another.");
	recorder->has_usb = paths->usb != NULL;
	recorder->key = sodium_malloc(sizeof *recorder->key);
	recorder->pending = sodium_malloc(sizeof *recorder->pending);
	if (!recorder->key || !recorder->pending)
		return refuse(&recorder->why, STATUS_NO_ROOM,
		              "There is no memory that can be locked for keys: raise the limit of locked memory.");
	sodium_memzero(recorder->key, sizeof *recorder->key);
	forget_pending(recorder);
	status = take_lock(recorder);
	if (status == STATUS_OK)
		status = read_identity(recorder);
	if (status == STATUS_OK)
		status = begin_log(recorder);
	if (status != STATUS_OK)
		return status;
	pin_init(&recorder->pin, recorder->disk, recorder->data);
	return begin_election(recorder);
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
	(void)snprintf(why, why_room, "%s", recorder->why.text);
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
	box_close(recorder->box);
	installed_finish(&recorder->installed);
	if (recorder->lock >= 0)
		(void)recorder->disk->close(recorder->disk->context, recorder->lock);
	sodium_free(recorder->key);
	sodium_free(recorder->pending);
	sodium_memzero(recorder, sizeof *recorder);
	free(recorder);
}

const uint8_t *recorder_election(const struct recorder *recorder, size_t *body_len)
{
	*body_len = recorder->installed.body_len;
	return recorder->installed.body;
}

/* --- voters --- */

/* Whatever the screen sends: the payloads decode, nothing stands behind them, and a tag is there where the election has
 * codes. */
static enum status check_vote(struct recorder *recorder, const struct sealed_shape *shape,
                              const struct recorder_request *request)
{
	const struct election *election = recorder->installed.election;
	const struct style *style = &election->styles[request->style];
	const uint8_t *payload = request->plain.payload[0];
	unsigned points = sealed_points(shape);
	struct marks marks;
	enum status status = STATUS_OK;

	if (sodium_is_zero(request->tag, TAG_BYTES) == (election->admission == ADMISSION_CODE))
		return STATUS_RANGE;
	if (points == 0 || !sodium_is_zero(payload + (size_t)points * PAYLOAD_BYTES,
	                                   (SEALED_MAX_POINTS - points) * (size_t)PAYLOAD_BYTES))
		return STATUS_RANGE;
	for (unsigned i = 0; status == STATUS_OK && i < style->contest_count; i++) {
		const struct contest *contest = &election->contests[style->contest[i]];
		status = marks_decode(&marks, contest, payload);
		payload += (size_t)contest->width * PAYLOAD_BYTES;
	}
	sodium_memzero(&marks, sizeof marks);
	if (status == STATUS_OK && box_tag_used(recorder->box, request->tag))
		status = STATUS_USED;
	return status;
}

static void sealed_context_of(struct sealed_context *out, const struct recorder *recorder)
{
	out->election = recorder->installed.hash;
	out->joint_key = recorder->installed.election->joint_key;
	memcpy(out->kiosk, recorder->kiosk.key.key, SIGN_KEY_BYTES);
}

static enum status seal(struct recorder *recorder, struct recorder_reply *reply, const struct recorder_request *request)
{
	struct pending *pending = recorder->pending;
	struct sealed_context context;
	struct sealed_shape shape;
	struct sealed sealed;
	struct writer writer;
	enum status status;

	forget_pending(recorder);
	if (request->style >= recorder->installed.election->style_count)
		return STATUS_RANGE;
	election_shape(&shape, recorder->installed.election, request->style);
	status = check_vote(recorder, &shape, request);
	if (status != STATUS_OK)
		return status;
	sealed_context_of(&context, recorder);
	randombytes_buf(pending->opened.nonce, NONCE_BYTES);
	status = sealed_make(&sealed, &context, &shape, request->tag, &request->plain, pending->opened.nonce);
	if (status != STATUS_OK)
		goto out;
	writer_init(&writer, pending->body, sizeof pending->body);
	sealed_encode(&writer, &sealed);
	status = writer_status(&writer);
	if (status != STATUS_OK)
		goto out;
	pending->body_len = writer_len(&writer);
	pending->opened.body = pending->body;
	pending->opened.body_len = pending->body_len;
	pending->opened.plain = request->plain;
	pending->opened.points = sealed_points(&shape);
	confirmation_code(&pending->code, &context, pending->body, pending->body_len);
	pending->is_there = 1;
	reply->code = pending->code;
out:
	if (status != STATUS_OK)
		forget_pending(recorder);
	return status;
}

/* A failed store keeps what was sealed, so that the same ballot can be asked for again. */
static enum status cast(struct recorder *recorder, struct recorder_reply *reply)
{
	struct pending *pending = recorder->pending;
	enum status status;

	if (!pending->is_there)
		return STATUS_STATE;
	status = box_cast(recorder->box, &pending->code, pending->body, pending->body_len);
	if (status != STATUS_OK)
		return status;
	reply->code = pending->code;
	forget_pending(recorder);
	recorder->counters.cast++;
	scrub(recorder);
	return STATUS_OK;
}

static enum status challenge(struct recorder *recorder, struct recorder_reply *reply)
{
	struct pending *pending = recorder->pending;
	enum status status;

	if (!pending->is_there)
		return STATUS_STATE;
	status = box_spoil(recorder->box, &pending->code, &pending->opened);
	if (status != STATUS_OK)
		return status;
	reply->code = pending->code;
	memcpy(reply->nonce, pending->opened.nonce, NONCE_BYTES);
	forget_pending(recorder);
	recorder->counters.challenged++;
	scrub(recorder);
	return STATUS_OK;
}

static enum status discard(struct recorder *recorder, const struct recorder_request *request)
{
	forget_pending(recorder);
	if (request->arg == ENDING_TIMED_OUT)
		recorder->counters.timed_out++;
	else if (request->arg == ENDING_LEFT)
		recorder->counters.left++;
	else
		return STATUS_RANGE;
	return STATUS_OK;
}

static enum status ask_voter(struct recorder *recorder, struct recorder_reply *reply,
                             const struct recorder_request *request)
{
	if (!recorder->is_unlocked || voting(recorder) != VOTING_OPEN)
		return refuse(&recorder->why, STATUS_STATE, "Voting is not open on this kiosk.");
	switch (request->call) {
	case RECORDER_BEGIN:
		forget_pending(recorder);
		recorder->counters.started++;
		return STATUS_OK;
	case RECORDER_SEAL: return seal(recorder, reply, request);
	case RECORDER_CAST: return cast(recorder, reply);
	case RECORDER_CHALLENGE: return challenge(recorder, reply);
	case RECORDER_STATUS:
	case RECORDER_CHECK_PIN:
	case RECORDER_DISCARD:
	case RECORDER_OPEN:
	case RECORDER_PAUSE:
	case RECORDER_CLOSE:
	case RECORDER_EXPORT:
	case RECORDER_IMPORT: break;
	}
	return STATUS_INTERNAL;
}

/* --- staff --- */

static enum status check_pin(struct recorder *recorder, struct recorder_reply *reply,
                             const struct recorder_request *request)
{
	struct sign_secret key;
	uint32_t wait = pin_wait_s(&recorder->pin);
	enum status status;

	if (wait > 0) {
		reply->arg = wait;
		return refuse(&recorder->why, STATUS_PASSPHRASE, "The PIN is asked for again in %u s.", wait);
	}
	if (pin_trying(&recorder->pin) != STATUS_OK)
		say_if_possible(recorder, LOG_FAULT, "the number of PIN tries could not be kept");
	status =
	    kiosk_key_open(&key, recorder->sealed_key, recorder->sealed_key_len, request->pin, &recorder->kiosk.key);
	if (status == STATUS_OK) {
		if (pin_was_right(&recorder->pin) != STATUS_OK)
			say_if_possible(recorder, LOG_FAULT, "the number of PIN tries could not be kept");
		say_if_possible(recorder, LOG_UNLOCK, recorder->is_unlocked ? "staff screens" : "the kiosk's key");
		*recorder->key = key;
		recorder->is_unlocked = 1;
	} else if (status == STATUS_PASSPHRASE) {
		pin_was_wrong(&recorder->pin);
		reply->arg = pin_wait_s(&recorder->pin);
		say_if_possible(recorder, LOG_PIN_WRONG, "a wrong PIN was entered");
		(void)snprintf(recorder->why.text, sizeof recorder->why.text, "This PIN is wrong.");
	} else {
		status =
		    refuse(&recorder->why, status, "The kiosk's key %s: enrol the kiosk anew.", status_phrase(status));
	}
	sign_secret_wipe(&key);
	return status;
}

static enum status set_state(struct recorder *recorder, enum voting_state state, enum log_kind kind)
{
	struct sentence said;
	uint32_t sealed, spoiled, slots;
	enum status status;

	forget_pending(recorder);
	status = box_set_state(recorder->box, state, &recorder->counters);
	if (status == STATUS_OK)
		status = box_counts(recorder->box, &sealed, &spoiled, &slots);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The ballot box %s: nothing changed; call the organiser.",
		              status_phrase(status));
	tell(&said, "sealed %u, spoiled %u", sealed, spoiled);
	say_if_possible(recorder, kind, said.text);
	scrub(recorder);
	return STATUS_OK;
}

static enum status open_voting(struct recorder *recorder)
{
	enum voting_state state = voting(recorder);
	uint32_t sealed, spoiled, slots;
	enum status status = box_counts(recorder->box, &sealed, &spoiled, &slots);

	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The ballot box %s: call the organiser.", status_phrase(status));
	if (state == VOTING_OPEN)
		return refuse(&recorder->why, STATUS_STATE, "Voting is open already.");
	if (state == VOTING_NEW && (sealed != 0 || spoiled != 0))
		return refuse(
		    &recorder->why, STATUS_STATE,
		    "The box must be empty before the first opening, but holds %u ballots: call the organiser.",
		    sealed + spoiled);
	return set_state(recorder, VOTING_OPEN, LOG_OPEN);
}

static enum status end_voting(struct recorder *recorder, enum voting_state to)
{
	enum voting_state state = voting(recorder);

	if (state == VOTING_OPEN || (state == VOTING_PAUSED && to == VOTING_CLOSED))
		return set_state(recorder, to, to == VOTING_CLOSED ? LOG_CLOSE : LOG_PAUSE);
	return refuse(&recorder->why, STATUS_STATE, "Voting is %s: there is nothing to %s.", voting_state_word(state),
	              to == VOTING_CLOSED ? "close" : "pause");
}

static enum status export(struct recorder *recorder, struct recorder_reply *reply) {
	struct export_request request =
	    {
	        .disk = recorder->disk,
	        .stick = recorder->has_usb ? recorder->usb : NULL,
	        .box = recorder->box,
	        .log = &recorder->log,
	        .log_key = recorder->kiosk.key.key,
	        .self = &recorder->installed.self,
	        .kind = recorder->kiosk.kind,
	        .election = recorder->installed.hash,
	        .counters = recorder->counters,
	    };
	struct export_result result; struct sentence said;
	enum status status = export_make(&result, &recorder->why, &request, recorder->key);

	if (status != STATUS_OK){said = recorder->why; say_if_possible(recorder, LOG_FAULT, said.text); return status;}
reply->arg = result.number;
tell(&said, "number %u: sealed %u, spoiled %u", result.number, result.sealed, result.spoiled);
tell(&recorder->why, "%s", result.name);
say_if_possible(recorder, LOG_EXPORT, said.text);
scrub(recorder);
return STATUS_OK;
}

/* --- import --- */

/* May what lies in the box make way? Only an empty box of an election that was never opened, or one of the very same
 * election, which stays. */
static enum status may_replace(struct recorder *recorder, const struct installed *fresh)
{
	const struct installed *old = &recorder->installed;
	uint32_t sealed, spoiled, slots;
	enum voting_state state = voting(recorder);
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
		              "The box holds %u ballots of another election: export them, then enrol this kiosk anew.",
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
	enum status status = installed_unmark(recorder->disk, recorder->data);

	box_identity_of(&identity, recorder, fresh);
	if (status == STATUS_OK)
		status = remove_empty_box(recorder);
	if (status == STATUS_OK)
		status = box_make_on(recorder->disk, recorder->box_path, &identity, BOX_SLOTS);
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
	return same ? STATUS_OK : open_box(recorder);
}

static enum status import(struct recorder *recorder)
{
	struct installed fresh = {0};
	struct sentence said;
	char hash[17];
	enum status status;

	if (!recorder->has_usb)
		return refuse(&recorder->why, STATUS_ABSENT,
		              "No USB stick was found: put in the one with the election.");
	status =
	    import_read(&fresh, &recorder->why, recorder->disk, recorder->usb, &recorder->kiosk, &recorder->organiser);
	if (status == STATUS_OK && recorder->box)
		status = may_replace(recorder, &fresh);
	if (status != STATUS_OK) {
		said = recorder->why;
		say_if_possible(recorder, LOG_REFUSAL, said.text);
		goto out;
	}
	status = replace_installed(recorder, &fresh);
	if (status != STATUS_OK) {
		said = recorder->why;
		say_if_possible(recorder, LOG_FAULT, said.text);
		goto out;
	}
	hex_write(hash, recorder->installed.hash.bytes, 8);
	tell(&said, "election %s revision %u, roster revision %u, hash %s", recorder->installed.election->id,
	     recorder->installed.election->revision, recorder->installed.roster_revision, hash);
	say_if_possible(recorder, LOG_IMPORT, said.text);
out:
	installed_finish(&fresh);
	return status;
}

static enum status ask_staff(struct recorder *recorder, struct recorder_reply *reply,
                             const struct recorder_request *request)
{
	if (!recorder->is_unlocked)
		return refuse(&recorder->why, STATUS_STATE, "The kiosk is locked: enter the staff PIN first.");
	if (request->call == RECORDER_IMPORT)
		return import(recorder);
	if (!recorder->box)
		return refuse(&recorder->why, STATUS_STATE, "There is no election on this kiosk: import one first.");
	switch (request->call) {
	case RECORDER_OPEN: return open_voting(recorder);
	case RECORDER_PAUSE: return end_voting(recorder, VOTING_PAUSED);
	case RECORDER_CLOSE: return end_voting(recorder, VOTING_CLOSED);
	case RECORDER_EXPORT: return export(recorder, reply);
	case RECORDER_STATUS:
	case RECORDER_CHECK_PIN:
	case RECORDER_BEGIN:
	case RECORDER_SEAL:
	case RECORDER_CAST:
	case RECORDER_CHALLENGE:
	case RECORDER_DISCARD:
	case RECORDER_IMPORT: break;
	}
	return STATUS_INTERNAL;
}

/* --- the door --- */

static void facts_of(struct facts *facts, struct recorder *recorder)
{
	struct box_export last = {0};
	const struct box_counters *counters = &recorder->counters;

	facts->voting = voting(recorder);
	facts->kind = recorder->kiosk.kind;
	facts->locked = !recorder->is_unlocked;
	facts->has_election = recorder->box != NULL;
	facts->stick = recorder->has_usb && disk_is_folder(recorder->disk, recorder->usb);
	if (recorder->box &&
	    (box_counts(recorder->box, &facts->sealed, &facts->spoiled, &facts->capacity) != STATUS_OK ||
	     box_last_export(recorder->box, &last) != STATUS_OK))
		facts->sealed = facts->spoiled = facts->capacity = 0;
	facts->exports = last.number;
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
		hex_write(facts->fingerprint, recorder->installed.hash.bytes, 8);
}

static enum status answer(struct recorder *recorder, struct recorder_reply *reply,
                          const struct recorder_request *request)
{
	switch (request->call) {
	case RECORDER_STATUS: return STATUS_OK;
	case RECORDER_CHECK_PIN: return check_pin(recorder, reply, request);
	case RECORDER_DISCARD: return discard(recorder, request);
	case RECORDER_BEGIN:
	case RECORDER_SEAL:
	case RECORDER_CAST:
	case RECORDER_CHALLENGE: return ask_voter(recorder, reply, request);
	case RECORDER_OPEN:
	case RECORDER_PAUSE:
	case RECORDER_CLOSE:
	case RECORDER_EXPORT:
	case RECORDER_IMPORT: return ask_staff(recorder, reply, request);
	}
	return STATUS_INTERNAL;
}

void recorder_ask(struct recorder *recorder, struct recorder_reply *reply, const struct recorder_request *request)
{
	memset(reply, 0, sizeof *reply);
	recorder->why.text[0] = '\0';
	reply->status = answer(recorder, reply, request);
	if (reply->status != STATUS_OK && recorder->why.text[0] == '\0')
		tell(&recorder->why, "What was asked for %s.", status_phrase(reply->status));
	(void)snprintf(reply->detail, sizeof reply->detail, "%s", recorder->why.text);
	facts_of(&reply->facts, recorder);
}
