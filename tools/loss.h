/* The organiser's signed declaration that a kiosk is lost and will never write a closing export (FORMAT.md, "Loss
 * declaration"): it counts with exactly the export named, or with none. */
#ifndef FOLKMOOT_LOSS_H
#define FOLKMOOT_LOSS_H

#include "faults.h"
#include "manifest.h"
#include "roster.h"

enum { LOSS_REASON_MAX = 300, LOSS_MAX_BYTES = 2048 };

struct loss {
	char path[PATH_ROOM]; /* as it was given */
	struct bytes file;
	enum sign_kind kind;
	struct hash election;
	char name[ROSTER_NAME_MAX + 1], place[ROSTER_NAME_MAX + 1];
	struct sign_public kiosk;
	uint32_t number;                /* of the last export that there is; 0: none */
	uint8_t manifest[SHA256_BYTES]; /* SHA-256 of its manifest; zeros for none */
	char reason[LOSS_REASON_MAX + 1];
};

/* The unsigned body, NUL-terminated. */
enum status MUST_CHECK loss_write(char *text, size_t room, size_t *text_len, const struct loss *loss);
/* Strict. STATUS_RANGE where number and manifest do not fit each other. */
enum status MUST_CHECK loss_read(struct loss *out, const char *text, size_t text_len);
/* The trusted comment of its signature. */
void loss_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct loss *loss);

/* Reads a declaration's file once and checks all that can be checked by itself: the organiser's signature, election,
 * kind, and that the roster has this kiosk under this name. Every fault is told. The caller calls loss_finish, also
 * after a failure. */
enum status MUST_CHECK loss_load(struct loss *out, struct faults *faults, const char *path, const struct hash *election,
                                 const struct roster *roster, const struct sign_public *organiser);
void loss_finish(struct loss *loss);

/* `folkmoot kiosk lost` */
int kiosk_lost(int argc, char **argv);

#endif
