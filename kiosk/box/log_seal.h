/* Seals on the log: at certain lines, a signature over all before it by a key that lives until the next one only. Who
 * takes the kiosk's disk can write on from the last seal, but change nothing before it: those keys are gone. FORMAT.md,
 * "Log". After: Bellare and Yee, "Forward integrity for secure audit logs", 1997. */
#ifndef FOLKMOOT_LOG_SEAL_H
#define FOLKMOOT_LOG_SEAL_H

#include "log.h"

#define LOG_SEAL_PURPOSE "folkmoot/log-seal/1"
#define LOG_KEY_FILE     "log.key"
/* Seeds of the present key and of the next one. */
enum { LOG_KEY_BYTES = 64 };

struct log_seals {
	uint32_t count;
	uint32_t begun;      /* how often the keys begin: 1 in the log of a kiosk whose log.key was never lost */
	uint32_t begun_anew; /* line of the last beginning after a lost key or lost seals, which a kiosk writes behind a
	                        fault; 0: there is none. Nobody vouches for the lines before it as they came */
	uint32_t next;       /* number of the next seal */
	uint32_t line;       /* of the last one; 0: there is none */
	uint8_t key[SIGN_KEY_BYTES]; /* that the next one is checked with */
};

/* Checks every seal of sound text (log_check). STATUS_SIGNATURE where one does not hold: *fault_line is its line, else
 * 0, and out is how far they hold. Pure. */
enum status MUST_CHECK log_seals_check(struct log_seals *out, uint32_t *fault_line, const char *text, size_t text_len,
                                       const uint8_t kiosk[static SIGN_KEY_BYTES]);
/* Writes a seal onto the log's end, durably, and erases the key that made it. The first is signed with the kiosk's own
 * key; so is one after folder/log.key was lost, behind a line that says so. */
enum status MUST_CHECK log_seal(struct log *log, const struct sign_secret *kiosk);

#endif
