/* Exports the box to a stick: one folder of few files, whole and signed under its final name or not there at all. The
 * same content is the same bytes and the same number, however often it is exported. FORMAT.md, "Export". */
#ifndef FOLKMOOT_EXPORT_H
#define FOLKMOOT_EXPORT_H

#include "box.h"
#include "disk.h"
#include "log.h"
#include "sentence.h"

enum { EXPORT_NAME_MAX = 64 };

struct export_request {
	const struct disk *disk;
	const char *stick; /* where it is mounted */
	struct box *box;
	const struct log *log;
	const uint8_t *log_key; /* the kiosk's public key, with which its log began */
	const struct roster_kiosk *self;
	enum sign_kind kind;
	struct hash election;
	uint32_t roster; /* revision of the roster that self is from */
	struct box_counters counters;
};

struct export_result {
	uint32_t number;
	uint32_t sealed, spoiled;
	char name[EXPORT_NAME_MAX]; /* of the folder on the stick */
};

/* The folder's name: "folkmoot-<8 hex of the election>-<8 hex of the kiosk's key>-<number, 4 digits>". */
void export_name(char out[static EXPORT_NAME_MAX], const struct hash *election,
                 const uint8_t kiosk[static SIGN_KEY_BYTES], uint32_t number);

/* STATUS_OK only after everything was written, synced and read back from the medium. On failure nothing half-written
 * has a final name, the box is as good as before, and why holds a sentence for staff. */
enum status MUST_CHECK export_make(struct export_result *out, struct sentence *why,
                                   const struct export_request *request, const struct sign_secret *key);

#endif
