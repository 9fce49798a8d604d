/* A sealed ballot. The first byte says whether its points are looked at, or all bytes are taken as points, so that
 * shapes are tried beyond the points that somebody made. */
#include <sodium.h>

#include "crypto/example.h"
#include "fuzz.h"
#include "sealed.h"

static int any_point;
static struct sealed_context context;

int crypto_core_ristretto255_is_valid_point(const unsigned char *bytes)
{
	unsigned char sum[32], zero[32] = {0};

	if (any_point)
		return 1;
	return crypto_core_ristretto255_add(sum, bytes, zero) == 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct scalar secret;

	(void)argc;
	(void)argv;
	must(sodium_init() >= 0);
	must(example_context(&context, &secret) == STATUS_OK);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct sealed sealed, parsed;
	uint8_t again[SEALED_MAX_BYTES];
	struct writer writer;
	enum status status;

	if (len == 0)
		return 0;
	any_point = data[0] & 1;
	status = sealed_parse(&parsed, data + 1, len - 1);
	if (sealed_decode(&sealed, data + 1, len - 1) != STATUS_OK)
		return 0;
	must(status == STATUS_OK && shape_equal(&sealed.shape, &parsed.shape));
	must(sealed_points(&sealed.shape) > 0 && sealed_len(&sealed.shape) == len - 1);
	writer_init(&writer, again, sizeof again);
	sealed_encode(&writer, &sealed);
	must(writer_status(&writer) == STATUS_OK);
	must_equal(again, writer_len(&writer), data + 1, len - 1);
	if (!any_point && data[0] == '?')
		(void)!sealed_verify(&sealed, &context);
	return 0;
}
