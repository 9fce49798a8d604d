/* A secret key's file. What the passphrase costs is left out: the mask is of bytes that follow from the salt. */
#include <sodium.h>

#include "fuzz.h"
#include "sign.h"

int crypto_pwhash_scryptsalsa208sha256(unsigned char *const out, unsigned long long out_len,
                                       const char *const passphrase, unsigned long long passphrase_len,
                                       const unsigned char *const salt, unsigned long long ops, size_t mem)
{
	(void)passphrase;
	(void)passphrase_len;
	(void)ops;
	(void)mem;
	for (unsigned long long i = 0; i < out_len; i++)
		out[i] = (unsigned char)(salt[i % 32] + i);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct sign_secret key, again;
	char file[SIGN_KEY_FILE_MAX];
	enum status without = sign_secret_read(&key, (const char *)data, len, NULL);

	if (without != STATUS_OK && sign_secret_read(&key, (const char *)data, len, "a passphrase") != STATUS_OK)
		return 0;
	must(sign_secret_write(file, sizeof file, &key, without == STATUS_OK ? NULL : "a passphrase") == STATUS_OK);
	must(sign_secret_read(&again, file, strlen(file), without == STATUS_OK ? NULL : "a passphrase") == STATUS_OK);
	must_equal(&key, sizeof key, &again, sizeof again);
	return 0;
}
