/* Slows guessing of a PIN, staff's or the second person's: after n wrong tries in a row the next one waits 1 s, 2 s, 4
 * s … at most 15 minutes. The number is kept in the data folder, and written before a try is taken, so that switching
 * the kiosk off gives none back; a try that cannot be written down first is not taken. It never locks for good: every
 * wait passes. */
#ifndef FOLKMOOT_PIN_H
#define FOLKMOOT_PIN_H

#include "disk.h"

enum { PIN_WAIT_MAX_S = 900 };
#define PIN_FILE        "pin-tries"
#define SECOND_PIN_FILE "second-tries"

struct pin_guard {
	const struct disk *disk;
	char folder[DISK_PATH_MAX];
	const char *name; /* of the file */
	uint32_t wrong;   /* in a row, the one being tried included */
	uint64_t wait_until_ms;
};

enum pin_past { PIN_NEVER_TRIED, PIN_TRIED };

/* name: PIN_FILE or SECOND_PIN_FILE. Reads the number, and waits anew for it. One that cannot be read, or is missing on
 * a kiosk where a PIN was tried before, counts as many: the longest wait, for whoever spoiled the file. */
void pin_init(struct pin_guard *guard, const struct disk *disk, const char *folder, const char *name,
              enum pin_past past);
/* Writes a file that tells of no wrong try. */
enum status MUST_CHECK pin_begin(const struct disk *disk, const char *folder, const char *name);
/* Whole seconds until a try is taken; 0: now. */
uint32_t pin_wait_s(const struct pin_guard *guard);
/* Before a try: counts it, durably. On failure the try must not be taken, and is not counted. */
enum status MUST_CHECK pin_trying(struct pin_guard *guard);
/* After a try. */
void pin_was_wrong(struct pin_guard *guard);
enum status MUST_CHECK pin_was_right(struct pin_guard *guard);

#endif
