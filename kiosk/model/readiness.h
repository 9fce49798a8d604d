/* The readiness report: what staff and kiosk found when it was set up. A signed container (sign.h) around a statement
 * (statement.h) under the kiosk's key, written to a stick. FORMAT.md, "Readiness report". Pure. */
#ifndef FOLKMOOT_READINESS_H
#define FOLKMOOT_READINESS_H

#include "certificate.h"
#include "flow.h"

enum { READINESS_MAX_BYTES = 4096 };

struct readiness {
	enum sign_kind kind;
	struct hash election; /* zeros: none is loaded */
	struct sign_public kiosk;
	char name[ROSTER_NAME_MAX + 1], place[ROSTER_NAME_MAX + 1];
	char clock[17]; /* "2026-05-01 08:40", of the kiosk's clock */
	enum voting_state state;
	uint32_t sealed, spoiled, capacity;
	uint32_t px_per_m; /* as staff measured it; 0: not measured */
	enum check_result check[CHECK_COUNT];
	uint8_t done[CHECK_COUNT]; /* 0: this check was left out */
	uint32_t stick_kb_s, stick_free_mb;
	struct hash log_head;
	uint32_t log_count;
};

enum status MUST_CHECK readiness_write(char *text, size_t room, size_t *text_len, const struct readiness *readiness);
enum status MUST_CHECK readiness_read(struct readiness *out, const char *text, size_t text_len);
/* The trusted comment of its signature. */
void readiness_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct readiness *readiness);
/* "place", "clock", … as the statement names them. */
const char *setup_check_word(enum setup_check check);

#endif
