/* The recorder from inside, for the files of this folder that answer its calls together. */
#ifndef FOLKMOOT_RECORDER_PARTS_H
#define FOLKMOOT_RECORDER_PARTS_H

#include "box.h"
#include "enrol.h"
#include "import.h"
#include "log_seal.h"
#include "pin.h"
#include "recorder.h"

#define LOCK_FILE "lock"

/* The one ballot between its sealing and its end. Secret. */
struct pending {
	int is_there;
	int in_doubt; /* nobody knows yet whether it is stored: only asking for it again tells */
	struct hash code;
	uint8_t body[SEALED_MAX_BYTES];
	size_t body_len;
	struct opened_ballot opened; /* nonce and payloads; body points above */
};

/* What lets the voter of this session vote. From ADMIT or CODE to CAST or DISCARD. */
struct admitted {
	int is_there;
	uint16_t style;         /* CODE: that the code is for */
	uint8_t tag[TAG_BYTES]; /* zeros where the election has no codes */
};

struct recorder {
	const struct disk *disk;
	char data[DISK_PATH_MAX], usb[DISK_PATH_MAX], box_path[DISK_PATH_MAX];
	char mirror[DISK_PATH_MAX];            /* the second device's folder; empty: there is none */
	enum status mirror_is;                 /* STATUS_OK: it can be used; else why not */
	int told_lost[BOX_COPIES], told_taken; /* in the log: that this copy of the box is not used */
	int has_usb;
	uint32_t slots; /* of a new box */
	int lock;
	int is_enrolled; /* else nothing below is set but the organiser's key, once it was read from a stick */
	int has_organiser;
	struct enrolment kiosk;
	struct sign_public organiser;
	char organiser_text[SIGN_KEY_FILE_MAX]; /* not enrolled: its file */
	uint8_t sealed_key[KIOSK_KEY_FILE_MAX], second_key[KIOSK_KEY_FILE_MAX];
	size_t sealed_key_len, second_key_len;
	struct sign_secret *key;   /* locked memory; all zero while locked */
	struct staff_stick *staff; /* locked memory; its secret is there while it is due, or unlocked */
	int is_unlocked;
	struct pin_guard pin, second_pin;
	int scrub_failed; /* not told of yet */
	struct log log;
	char unsaid_import[LOG_DETAIL_MAX + 1], unsaid_open[LOG_DETAIL_MAX + 1]; /* could not be written; empty: none */
	struct installed installed;                                              /* all zero: no election */
	struct box *box;                                                         /* NULL where there is no election */
	struct box_counters counters;
	struct pending *pending; /* locked memory */
	struct admitted admission;
	int in_session;                    /* from BEGIN to CAST or DISCARD */
	int is_saved;                      /* closed, and an export with all that the box holds was read back */
	struct recorder *practice;         /* while practice is on; NULL: off */
	char export_folder[DISK_PATH_MAX]; /* of a practice recorder: where its exports go; empty: to the stick's top */
	uint32_t admissions;    /* attended: voters admitted since the program started, but for those who never began */
	uint32_t codes_refused; /* since the program started */
	uint32_t refusals[CODE_USED + 1]; /* of voting codes by enum code_refusal, since they were told last */
	unsigned wrong_codes;             /* of this session */
	struct {
		int stick, staff_stick;
	} seen;                             /* of the stick, when it was last looked at */
	uint32_t stick_kb_s, stick_free_mb; /* of the last stick test; 0: none was made */
	int clock_was_set;                  /* by staff, since the program started */
	struct sentence why;
};

/* For what has happened already: that it could not be logged must not undo it. Staff see it in the sentence. */
void recorder_say(struct recorder *recorder, enum log_kind kind, const char *detail);
/* Wipes whatever was sealed. */
void recorder_forget(struct recorder *recorder);
enum voting_state recorder_voting(const struct recorder *recorder);
/* After an acknowledged ballot or a changed row. A failure shows in the next call, which opens the box anew and scrubs
 * it then. It is logged at the next pause, close or export only: a line with a time would tell when a ballot was cast.
 */
void recorder_scrub(struct recorder *recorder);
void recorder_tell_scrub(struct recorder *recorder);
/* True if the log tells that a PIN was ever tried on this kiosk. */
enum status MUST_CHECK recorder_pin_past(enum pin_past *out, struct recorder *recorder);
void recorder_box_identity(struct box_identity *out, const struct recorder *recorder,
                           const struct installed *installed);
/* True while a stick is mounted. A real kiosk takes no folder of its own disk for one: what was "exported" there would
 * never leave it. Where there is none errno says why: ENODEV, or ETIMEDOUT where it does not answer. */
int recorder_has_stick(const struct recorder *recorder);
/* What the box keeps of the log with its next change of state or export: the log as it is now. */
void recorder_note_log(struct recorder *recorder);
/* Box and log belong together, and neither is older than the other tells: at boot, and before open, close and export.
 * STATUS_MISMATCH for an older box, STATUS_DAMAGED for a log that lacks lines; nothing is written. */
enum status MUST_CHECK recorder_check_bound(struct recorder *recorder);
/* Writes the lines of import and voting that a failing disk or a power cut kept from the log: at boot, and before an
 * export, which would contradict itself without them. On failure why holds a sentence. */
enum status MUST_CHECK recorder_catch_up(struct recorder *recorder);
/* The log's text as it lies on the disk, sound (the caller's to free; "" of a log not begun), and what it tells; the
 * box is not asked. On failure why holds a sentence. */
enum status MUST_CHECK recorder_read_log(char **text, size_t *text_len, struct recorder *recorder);
enum status MUST_CHECK recorder_tell_log(struct log_told *told, struct recorder *recorder);
/* The lines that could not be written, first; then whatever stands in the log stands in its order. */
enum status MUST_CHECK recorder_say_unsaid(struct recorder *recorder);
/* A seal onto the log's end. The kiosk's key is there (unlocked). A failure is no harm but before an export; why tells
 * of one all the same. */
enum status MUST_CHECK recorder_seal_log(struct recorder *recorder);
/* The same where it may fail. */
void recorder_try_seal_log(struct recorder *recorder);
/* What staff set the clock to, at boot: the log's times from then on. */
enum status MUST_CHECK recorder_load_clock(struct recorder *recorder);
/* What the log says of the election that is installed. */
void recorder_tell_import(struct sentence *out, const struct recorder *recorder);
/* Before a new box is made: once voting was opened on a kiosk, its box never makes way for another. */
enum status MUST_CHECK recorder_check_never_opened(struct recorder *recorder);
/* Opens the box of recorder->installed. */
enum status MUST_CHECK recorder_open_box(struct recorder *recorder);

/* --- the second copy of the box (recorder_mirror.c) --- */

/* As box_open, with the second copy where there is a second device. */
enum status MUST_CHECK recorder_open_copies(struct recorder *recorder, const struct box_identity *identity);
/* An empty box, or one of an election that was erased here, makes way on the second device. Another's stays. */
void recorder_clear_mirror(struct recorder *recorder);
/* What happened to the copies, into the log: at boot, import, pause, close and export only; a line of its own would
 * date a ballot. */
void recorder_tell_copies(struct recorder *recorder);
enum copies recorder_copies(const struct recorder *recorder);

/* How many voting codes were refused and why, at pause, close and export only: a line for each would tell when somebody
 * was there. */
void recorder_tell_refusals(struct recorder *recorder);
/* kiosk.txt, both keys, organiser.pub, staff's sticks. */
enum status MUST_CHECK recorder_read_identity(struct recorder *recorder);
/* What follows once the data folder is a kiosk's: lock, identity, log, election. */
enum status MUST_CHECK recorder_begin_enrolled(struct recorder *recorder);
/* Before and after trying a PIN under its guard; status is what the try came to. Both set why. */
enum status MUST_CHECK recorder_try(struct recorder *recorder, struct recorder_reply *reply, struct pin_guard *guard);
enum status MUST_CHECK recorder_tried(struct recorder *recorder, struct recorder_reply *reply, struct pin_guard *guard,
                                      enum status status);
/* Opens the kiosk's key: STATUS_PASSPHRASE for a wrong PIN; recorder_staff_secret's where the staff stick is missing.
 */
enum status MUST_CHECK recorder_unlock(struct recorder *recorder, const char *pin);
/* The staff stick that is in, or the secret that is still due: STATUS_ABSENT where neither is there. The caller wipes.
 */
enum status MUST_CHECK recorder_staff_secret(uint8_t secret[static STAFF_SECRET_BYTES],
                                             const struct recorder *recorder);
/* Forgets what was sealed, changes the box, then writes the line about it. */
enum status MUST_CHECK recorder_set_state(struct recorder *recorder, enum voting_state state, enum log_kind kind);
/* Sets is_saved from box and log: at boot, and after every change of state and export. */
void recorder_look_saved(struct recorder *recorder);
/* Once its line is in the log an erasure is brought to its end, at the next start at the latest. *is_erased: there was
 * one, and no import since; what it left is gone now. */
enum status MUST_CHECK recorder_finish_erasure(int *is_erased, struct recorder *recorder);
/* An election that was erased on this kiosk never gets a second box on it: its exports would begin again at number 1.
 */
enum status MUST_CHECK recorder_check_not_erased(struct recorder *recorder, const struct hash *election);
/* While practice is on: answers what is practised, or refuses what has no place in it, and returns 1; 0: the real
 * recorder answers. */
int recorder_ask_practice(struct recorder *recorder, struct recorder_reply *reply,
                          const struct recorder_request *request);
/* While practice is on, facts are its own, but for the kiosk's. */
void recorder_practice_facts(struct facts *facts, struct recorder *recorder);
/* At the start: a practice that was on is over. */
void recorder_end_old_practice(struct recorder *recorder);
/* A voter's session is over, with whatever was sealed and admitted in it. */
void recorder_end_session(struct recorder *recorder);
void recorder_facts(struct facts *facts, struct recorder *recorder);
/* Whether the stick is in, and staff's: for the facts, after this call. Never for a voter's call, and never waits. */
void recorder_look_at_stick(struct recorder *recorder, enum recorder_call call);
/* The kiosk's clock as one on the wall shows it, in seconds since 1970. */
uint32_t recorder_clock_s(const struct recorder *recorder);
/* It shows a time before the log's last line, as a clock without a battery does after a power cut, and staff did not
 * set it since the program started. */
int recorder_clock_behind(const struct recorder *recorder);

/* Each answers one call; a failure's sentence goes into recorder->why. What the call needs (unlocked, an election,
 * voting open) was checked before: recorder.c's table. */
typedef enum status recorder_answer(struct recorder *recorder, struct recorder_reply *reply,
                                    const struct recorder_request *request);

recorder_answer recorder_begin, recorder_seal, recorder_cast, recorder_challenge,
    recorder_discard;           /* recorder_voter.c */
recorder_answer recorder_code;  /* recorder_code.c */
recorder_answer recorder_admit; /* recorder_admit.c */
recorder_answer recorder_check_pin, recorder_open, recorder_pause, recorder_close,
    recorder_export;                                                              /* recorder_staff.c */
recorder_answer recorder_import;                                                  /* recorder_import.c */
recorder_answer recorder_keep_scale;                                              /* recorder_scale.c */
recorder_answer recorder_find_organiser, recorder_enrol, recorder_make_key_stick; /* recorder_enrol.c */
recorder_answer recorder_set_clock;                                               /* recorder_clock.c */
recorder_answer recorder_test_stick, recorder_ready;                              /* recorder_ready.c */
recorder_answer recorder_report;                                                  /* recorder_report.c */
recorder_answer recorder_reopen;                                                  /* recorder_reopen.c */
recorder_answer recorder_erase;                                                   /* recorder_erase.c */
recorder_answer recorder_practice;                                                /* recorder_practice.c */

#endif
