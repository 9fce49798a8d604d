/* A public key's file and its one line of text; an organiser's key is one. */
#include "fuzz.h"
#include "sign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct sign_public key, again;
	char text[SIGN_KEY_TEXT], file[SIGN_KEY_FILE_MAX];

	if (sign_key_from_text(&key, (const char *)data, len) == STATUS_OK) {
		sign_key_text(text, &key);
		must_equal(text, strlen(text), data, len);
	}
	if (sign_public_read(&key, (const char *)data, len) != STATUS_OK)
		return 0;
	must(sign_public_write(file, sizeof file, &key) == STATUS_OK);
	must(sign_public_read(&again, file, strlen(file)) == STATUS_OK);
	must(sign_key_equal(&key, &again));
	return 0;
}
