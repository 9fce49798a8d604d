/* Puts a door into libsodium's check of a signature: where signatures_hold is not 0, every one is taken as holding, so
 * that what lies behind it is reached. signature_seen is the last one that was looked at. */
#ifndef FOLKMOOT_FUZZ_SIGNATURE_H
#define FOLKMOOT_FUZZ_SIGNATURE_H

#include <dlfcn.h>
#include <sodium.h>

#include "fuzz.h"

static int signatures_hold;
static uint8_t signature_seen[crypto_sign_BYTES];

int crypto_sign_ed25519_verify_detached(const unsigned char *signature, const unsigned char *message,
                                        unsigned long long message_len, const unsigned char *key)
{
	static int (*real)(const unsigned char *, const unsigned char *, unsigned long long, const unsigned char *);
	void *found;

	memcpy(signature_seen, signature, sizeof signature_seen);
	if (signatures_hold)
		return 0;
	if (!real) {
		found = dlsym(RTLD_NEXT, "crypto_sign_ed25519_verify_detached");
		must(found != NULL);
		memcpy(&real, &found, sizeof real);
	}
	return real(signature, message, message_len, key);
}

#endif
