/* Secrets under a PIN, as they lie on disk: a kiosk's key, the second person's PIN, a trustee's key and share. What a
 * PIN costs is left out, and the seal is taken as holding, so that what lies behind it is read too. */
#include <sodium.h>

#include "ceremony.h"
#include "crypto/example.h"
#include "enrol.h"
#include "fuzz.h"
#include "locked.h"

static int holds;
static struct sign_secret kiosk;

int crypto_pwhash(unsigned char *const out, unsigned long long out_len, const char *const passphrase,
                  unsigned long long passphrase_len, const unsigned char *const salt, unsigned long long ops,
                  size_t mem, int algorithm)
{
	(void)passphrase;
	(void)passphrase_len;
	(void)ops;
	(void)mem;
	(void)algorithm;
	memset(out, salt[0], (size_t)out_len);
	return 0;
}

int crypto_aead_xchacha20poly1305_ietf_decrypt(unsigned char *out, unsigned long long *out_len, unsigned char *none,
                                               const unsigned char *data, unsigned long long data_len,
                                               const unsigned char *more, unsigned long long more_len,
                                               const unsigned char *nonce, const unsigned char *key)
{
	(void)out_len;
	(void)none;
	(void)more;
	(void)more_len;
	(void)nonce;
	(void)key;
	if (!holds || data_len < crypto_aead_xchacha20poly1305_ietf_ABYTES)
		return -1;
	memcpy(out, data, (size_t)data_len - crypto_aead_xchacha20poly1305_ietf_ABYTES);
	return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	must(sodium_init() >= 0);
	example_key(&kiosk, "a kiosk whose key is fuzzed", SIGN_REAL);
	return 0;
}

static void open_all(const uint8_t *data, size_t len)
{
	uint8_t secret[LOCKED_MAX_SECRET], small[8];
	struct sign_secret key;
	size_t secret_len = 0;
	enum status status = locked_open(secret, sizeof secret, &secret_len, KIOSK_KEY_PURPOSE, data, len, "123456");

	if (status == STATUS_OK)
		must(holds && secret_len > 0 && secret_len + LOCKED_OVERHEAD >= len && secret_len < len);
	if (status == STATUS_OK && secret_len > sizeof small)
		must(locked_open(small, sizeof small, &secret_len, KIOSK_KEY_PURPOSE, data, len, "1") ==
		     STATUS_NO_ROOM);
	if (kiosk_key_open(&key, data, len, "123456", &kiosk.public_key) == STATUS_OK)
		must(sign_key_equal(&key.public_key, &kiosk.public_key));
	else
		must(sodium_is_zero((const uint8_t *)&key, sizeof key));
	(void)!second_pin_check(data, len, "123456", &kiosk.public_key);
}

/* What a trustee's files hold once they are open. */
static void decode_all(const uint8_t *data, size_t len)
{
	uint8_t share_again[TRUSTEE_SHARE_BYTES], key_again[CEREMONY_KEY_BYTES];
	struct trustee_share share;
	struct ceremony_key key;

	if (trustee_share_decode(&share, data, len) == STATUS_OK) {
		must(trustee_share_encode(share_again, &share) == STATUS_OK);
		must_equal(share_again, sizeof share_again, data, len);
	}
	if (ceremony_key_decode(&key, data, len) == STATUS_OK) {
		ceremony_key_encode(key_again, &key);
		must_equal(key_again, sizeof key_again, data, len);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len == 0)
		return 0;
	holds = data[0] & 1;
	if (data[0] & 2)
		decode_all(data + 1, len - 1);
	else
		open_all(data + 1, len - 1);
	return 0;
}
