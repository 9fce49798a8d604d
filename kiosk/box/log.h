/* The kiosk's event log: one line of text per event, each bound to the line before it by a hash. FORMAT.md, "Log". It
 * tells of staff's acts and of faults; never of a ballot. */
#ifndef FOLKMOOT_LOG_H
#define FOLKMOOT_LOG_H

#include "disk.h"
#include "sign.h"
#include "transcript.h"

enum { LOG_MAX_BYTES = 16 * 1024 * 1024, LOG_DETAIL_MAX = 160, LOG_LINE_MAX = 320 };
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
	LOG_KIND_COUNT
};

/* How far a log's text is sound. */
struct log_end {
	uint32_t count; /* lines */
	struct hash head;
	size_t len; /* bytes */
};

struct log {
	const struct disk *disk;
	char folder[DISK_PATH_MAX];
	char path[DISK_PATH_MAX];
	struct log_end end;
};

/* Reads lines as long as each follows from the one before it, at most max_lines (UINT32_MAX: all). STATUS_OK where the
 * whole text, or all max_lines, is sound; STATUS_TRUNCATED where only a last line is not, as a power cut leaves it;
 * STATUS_DAMAGED where sound-looking lines follow the first bad one. end says how far it is sound. Pure. */
enum status MUST_CHECK log_check(struct log_end *end, const char *text, size_t text_len,
                                 const uint8_t kiosk[static SIGN_KEY_BYTES], uint32_t max_lines);

/* Opens folder/log.txt, or begins it. A torn last line is cut off and told of in a line of its own. STATUS_DAMAGED
 * where more is wrong. */
enum status MUST_CHECK log_open(struct log *log, const struct disk *disk, const char *folder,
                                const uint8_t kiosk[static SIGN_KEY_BYTES]);
/* Durable when STATUS_OK. detail is one line of clean text; what is too long is cut. After a failure the next line
 * overwrites what is left of this one. */
enum status MUST_CHECK log_append(struct log *log, enum log_kind kind, const char *detail);
/* "boot", "pin-wrong" … */
const char *log_kind_word(enum log_kind kind);

#endif
