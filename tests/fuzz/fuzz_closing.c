/* The closing report as one line of text. The first byte says whether its signature is checked; where it is not, what
 * is read must be written again byte for byte. */
#include "closing.h"
#include "fuzz.h"
#include "signature.h"

int crypto_sign_ed25519_detached(unsigned char *signature, unsigned long long *signature_len,
                                 const unsigned char *message, unsigned long long message_len, const unsigned char *key)
{
	(void)signature_len;
	(void)message;
	(void)message_len;
	(void)key;
	memcpy(signature, signature_seen, sizeof signature_seen);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct sign_secret key = {0};
	struct closing closing;
	char again[CLOSING_TEXT];

	if (len == 0)
		return 0;
	signatures_hold = data[0] != '!';
	if (closing_read(&closing, (const char *)data + 1, len - 1) != STATUS_OK || !signatures_hold)
		return 0;
	memcpy(key.public_key.key, closing.kiosk, SIGN_KEY_BYTES);
	must(closing_write(again, &closing, &key) == STATUS_OK);
	must_equal(again, strlen(again), data + 1, len - 1);
	return 0;
}
