/* The kiosk's event log: one line of text per event, each bound to the line before it by a hash. FORMAT.md, "Log". It
 * tells of staff's acts and of faults; never of a ballot. */
#ifndef FOLKMOOT_LOG_H
#define FOLKMOOT_LOG_H

#include "certificate.h"
#include "disk.h"
#include "sign.h"
#include "transcript.h"

enum { LOG_MAX_BYTES = 16 * 1024 * 1024, LOG_DETAIL_MAX = 160, LOG_LINE_MAX = 320, LOG_TIME_BYTES = 21 };
#define LOG_FILE "log.txt"

enum log_kind {
	LOG_BOOT,
	LOG_UNLOCK,
	LOG_PIN_WRONG,
	LOG_IMPORT,
	LOG_OPEN,
	LOG_PAUSE,
	LOG_CLOSE,
	LOG_EXPORT,
	LOG_REFUSAL,
	LOG_FAULT,
	LOG_ENROL,
	LOG_SEAL, /* log_seal.h */
	LOG_CLOCK,
	LOG_READY,
	LOG_PRACTICE,
	LOG_REOPEN,
	LOG_ERASE,
	LOG_KIND_COUNT
};

/* How far a log's text is sound. */
struct log_end {
	uint32_t count; /* lines */
	struct hash head;
	size_t len;                /* bytes */
	char time[LOG_TIME_BYTES]; /* the last line's; empty: there is none */
};

struct log {
	const struct disk *disk;
	char folder[DISK_PATH_MAX];
	char path[DISK_PATH_MAX];
	struct log_end end;
	int64_t offset_s; /* what staff's setting of the clock adds to the system's; 0 from log_load */
};

/* One line, taken apart. Points into the line, nothing is NUL-terminated. */
struct log_line {
	uint32_t number;
	const char *time; /* LOG_TIME_BYTES - 1 */
	enum log_kind kind;
	const char *detail;
	size_t detail_len;
};

/* What a log's lines tell of a box that voting was ever opened with. */
struct log_told {
	int opened;
	int pin_tried;
	uint32_t sealed, spoiled; /* the most that a line tells of, from the first opening on */
	uint32_t exports;         /* number of the last export since then */
	enum voting_state state;  /* that the last line of voting leads to */
	uint32_t closings;
	char import[LOG_DETAIL_MAX + 1]; /* what the last import said; empty: there is none */
	uint32_t saved;                  /* number of the last export since voting was closed; 0: none, or not closed */
	int erased;                      /* an erasure, and no import since */
	struct {
		uint32_t number, sealed, spoiled; /* of the export that holds all that was erased */
	} erasure;
};

/* The head of a log without lines. */
void log_start(struct hash *out, const uint8_t kiosk[static SIGN_KEY_BYTES]);
/* Reads lines as long as each follows from the one before it, at most max_lines (UINT32_MAX: all). STATUS_OK where the
 * whole text, or all max_lines, is sound; STATUS_TRUNCATED where only a piece without a newline follows, as a power
 * cut leaves it; STATUS_DAMAGED for any other fault. end says how far it is sound. Pure. */
enum status MUST_CHECK log_check(struct log_end *end, const char *text, size_t text_len,
                                 const uint8_t kiosk[static SIGN_KEY_BYTES], uint32_t max_lines);

/* The parts of one line of sound text, without its newline. False where it is none. Pure. */
int log_line_read(struct log_line *out, const char *line, size_t line_len);

/* What sound text tells; an erasure begins anew. Pure. */
void log_tell(struct log_told *out, const char *text, size_t text_len);

/* Reads folder/log.txt, which may be absent yet, and writes nothing: STATUS_TRUNCATED where a torn line waits to be cut
 * off by the next append, STATUS_DAMAGED where more is wrong. */
enum status MUST_CHECK log_load(struct log *log, const struct disk *disk, const char *folder,
                                const uint8_t kiosk[static SIGN_KEY_BYTES]);
/* The line about what log_load found torn. */
enum status MUST_CHECK log_tell_torn(struct log *log);
/* Both: opens folder/log.txt, or begins it. */
enum status MUST_CHECK log_open(struct log *log, const struct disk *disk, const char *folder,
                                const uint8_t kiosk[static SIGN_KEY_BYTES]);
/* The whole text as it lies on the disk now, and sound as far as this log has come (else STATUS_DAMAGED). *text is the
 * caller's to free; NULL on failure. */
enum status MUST_CHECK log_text(char **text, size_t *text_len, const struct log *log,
                                const uint8_t kiosk[static SIGN_KEY_BYTES]);
/* Durable when STATUS_OK. detail is one line of clean text; what is too long is cut. The line's time is the clock's, or
 * the last line's where the clock was put back. After a failure the next line overwrites what is left of this one. */
enum status MUST_CHECK log_append(struct log *log, enum log_kind kind, const char *detail);
/* "boot", "pin-wrong" … */
const char *log_kind_word(enum log_kind kind);
/* "2026-05-01T09:00:00Z" for seconds since 1970. */
void log_time_text(char out[static LOG_TIME_BYTES], int64_t seconds);

#endif
