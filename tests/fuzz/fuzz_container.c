/* A signed file before its signature: nothing but a signature by the one key is let through, and what is let through is
 * the bytes behind its four lines. The first byte says whether the signature's equations are looked at or taken as
 * holding, and whether the input is the whole file or a signature with its data beside it. */
#include <sodium.h>

#include "bytes.h"
#include "crypto/example.h"
#include "fuzz.h"
#include "sign.h"
#include "signature.h"

static struct sign_secret key;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	must(sodium_init() >= 0);
	example_key(&key, "an organiser who is fuzzed", SIGN_REAL);
	return 0;
}

static void whole_file(const uint8_t *data, size_t len)
{
	char trusted[SIGN_TRUSTED_MAX + 1], again[SIGN_TRUSTED_MAX + 1];
	const uint8_t *body = NULL, *at = data;
	size_t body_len = 0;

	if (signed_open(&body, &body_len, trusted, sizeof trusted, data, len, &key.public_key) != STATUS_OK)
		return;
	for (int i = 0; i < 4; i++)
		at = (const uint8_t *)memchr(at, '\n', len - (size_t)(at - data)) + 1;
	must(body == at && body_len == len - (size_t)(at - data));
	must(strlen(trusted) <= SIGN_TRUSTED_MAX);
	must(sign_file_verify(again, sizeof again, (const char *)data, (size_t)(at - data), body, body_len,
	                      &key.public_key) == STATUS_OK);
	must_equal(trusted, strlen(trusted), again, strlen(again));
}

static void beside(const uint8_t *data, size_t len)
{
	struct input input = {data, len};
	char trusted[SIGN_TRUSTED_MAX + 1];
	size_t part_len;
	const uint8_t *part = take_part(&input, &part_len);

	if (sign_file_verify(trusted, sizeof trusted, (const char *)part, part_len, input.data, input.len,
	                     &key.public_key) == STATUS_OK)
		must(memchr(trusted, '\0', sizeof trusted) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len == 0)
		return 0;
	signatures_hold = data[0] & 1;
	if (data[0] & 2)
		beside(data + 1, len - 1);
	else
		whole_file(data + 1, len - 1);
	return 0;
}
