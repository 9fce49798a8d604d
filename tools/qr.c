#include "qr.h"

#include <errno.h>
#include <qrencode.h>
#include <sodium.h>
#include <string.h>

enum status qr_make(struct qr *out, const char *text)
{
	static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
	QRcode *code;

	if (text[0] == '\0' || text[strspn(text, letters)] != '\0')
		return STATUS_RANGE;
	/* Not heeding case makes it choose the alphanumeric mode, which holds twice as much. */
	code = QRcode_encodeString(text, 0, QR_ECLEVEL_Q, QR_MODE_8, 0);
	if (!code)
		return errno == ERANGE ? STATUS_RANGE : STATUS_NO_ROOM;
	out->side = (unsigned)code->width;
	for (unsigned i = 0; i < out->side * out->side; i++)
		out->dark[i] = code->data[i] & 1;
	sodium_memzero(code->data, (size_t)code->width * (size_t)code->width);
	QRcode_free(code);
	return STATUS_OK;
}
