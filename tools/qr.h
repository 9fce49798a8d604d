/* A QR code as squares, to be drawn. */
#ifndef FOLKMOOT_QR_H
#define FOLKMOOT_QR_H

#include <stdint.h>

#include "status.h"

enum { QR_SIDE_MAX = 177 };

struct qr {
	unsigned side;                           /* squares on a side, without the quiet zone of 4 around it */
	uint8_t dark[QR_SIDE_MAX * QR_SIDE_MAX]; /* row by row: 1 or 0 */
};

/* Capitals, digits, blanks and $%*+-./: only, with a quarter of it restorable. STATUS_RANGE for other characters or too
 * many, STATUS_NO_ROOM. */
enum status MUST_CHECK qr_make(struct qr *out, const char *text);

#endif
