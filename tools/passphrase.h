/* Passphrases and PINs: from a file, or asked on the terminal without echo. */
#ifndef FOLKMOOT_PASSPHRASE_H
#define FOLKMOOT_PASSPHRASE_H

#include "status.h"

enum { PASSPHRASE_MAX = 256 };

enum passphrase_use {
	PASSPHRASE_NEW, /* asked twice, and at least 12 characters */
	PASSPHRASE_OPEN,
	PIN_NEW, /* asked twice, digits only */
};

/* file: its first line is the passphrase; NULL: asked on the terminal. whose: "the organiser's key". Tells what is
 * wrong in a sentence. STATUS_ABSENT where there is neither file nor terminal. The caller wipes out. */
enum status MUST_CHECK passphrase_get(char out[static PASSPHRASE_MAX + 1], const char *file, const char *whose,
                                      enum passphrase_use use);

#endif
