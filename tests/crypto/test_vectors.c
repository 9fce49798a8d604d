/* Runs every file of tests/crypto/vectors: published vectors and our own. */
#include "crypto/vector.h"

#include <dirent.h>

#include "elgamal.h"
#include "locked.h"
#include "manifest.h"
#include "sealed.h"
#include "sign.h"
#include "statement.h"
#include "trustee.h"
#include "voting_code.h"

#define FOLDER "tests/crypto/vectors"

static char room[VECTOR_VALUE];
static uint8_t bytes[VECTOR_VALUE];

/* Every kind answers with what its input came to; where that is ok it has compared all the values the vector gives. */
static enum status run_point(const struct vector *v)
{
	struct point point;

	vector_exact(v, "bytes", bytes, 32);
	return point_decode(&point, bytes);
}

static enum status run_scalar(const struct vector *v)
{
	struct scalar scalar;

	vector_exact(v, "bytes", bytes, 32);
	return scalar_decode(&scalar, bytes);
}

static enum status run_multiple(const struct vector *v)
{
	struct scalar k;
	struct point expected, got;
	enum status status;

	scalar_from_u64(&k, vector_number(v, "n"));
	vector_exact(v, "point", expected.bytes, 32);
	status = point_multiply_base(&got, &k);
	assert_memory_equal(&got, &expected, sizeof got);
	if (status == STATUS_OK)
		assert_ok(point_decode(&got, expected.bytes));
	return status;
}

static enum status run_hash_to_group(const struct vector *v)
{
	struct point expected, got;
	uint8_t wide[64];

	vector_exact(v, "input", wide, 64);
	vector_exact(v, "point", expected.bytes, 32);
	point_from_hash(&got, wide);
	assert_memory_equal(&got, &expected, sizeof got);
	return point_decode(&got, expected.bytes);
}

static enum status run_blake2b(const struct vector *v)
{
	uint8_t key[64], expected[64], got[64];
	size_t key_len = vector_hex(v, "key", key, sizeof key), len = vector_hex(v, "data", bytes, sizeof bytes);
	struct transcript t;

	vector_exact(v, "digest", expected, 64);
	/* with the very calls of transcript.c */
	assert_int_equal(crypto_generichash_init(&t.state, key_len > 0 ? key : NULL, key_len, 64), 0);
	assert_int_equal(crypto_generichash_update(&t.state, bytes, len), 0);
	assert_int_equal(crypto_generichash_final(&t.state, got, 64), 0);
	assert_memory_equal(got, expected, 64);
	return STATUS_OK;
}

static enum status run_hash_of(const struct vector *v)
{
	struct hash expected, got;
	size_t len = vector_hex(v, "data", bytes, sizeof bytes);

	vector_exact(v, "hash", expected.bytes, HASH_BYTES);
	hash_of(&got, vector_text(v, "purpose"), bytes, len);
	assert_memory_equal(&got, &expected, sizeof got);
	return STATUS_OK;
}

static enum status run_ed25519(const struct vector *v)
{
	uint8_t seed[32], key[32], made_key[32], secret[64], signature[64], made[64];
	size_t len = vector_hex(v, "message", bytes, sizeof bytes);

	vector_exact(v, "public", key, 32);
	vector_exact(v, "signature", signature, 64);
	if (vector_find(v, "seed")) {
		vector_exact(v, "seed", seed, 32);
		assert_int_equal(crypto_sign_ed25519_seed_keypair(made_key, secret, seed), 0);
		assert_memory_equal(made_key, key, 32);
		assert_int_equal(crypto_sign_ed25519_detached(made, NULL, bytes, len, secret), 0);
		assert_memory_equal(made, signature, 64);
	}
	return crypto_sign_ed25519_verify_detached(signature, bytes, len, key) == 0 ? STATUS_OK : STATUS_SIGNATURE;
}

static enum status run_text(const struct vector *v)
{
	size_t len = vector_hex(v, "bytes", bytes, sizeof bytes);

	return text_is_clean((const char *)bytes, len) ? STATUS_OK : STATUS_TEXT;
}

static enum status run_payload(const struct vector *v)
{
	struct point point, again;
	uint8_t payload[PAYLOAD_BYTES], expected[PAYLOAD_BYTES];
	enum status status;

	vector_exact(v, "point", bytes, 32);
	status = point_decode(&point, bytes);
	if (status == STATUS_OK)
		status = payload_decode(payload, &point);
	if (status == STATUS_OK) {
		vector_exact(v, "payload", expected, PAYLOAD_BYTES);
		assert_memory_equal(payload, expected, PAYLOAD_BYTES);
		assert_ok(payload_encode(&again, payload));
		assert_memory_equal(&again, &point, sizeof point);
	}
	return status;
}

static void sealed_context_of(struct sealed_context *context, const struct vector *v)
{
	vector_exact(v, "election", context->election.bytes, HASH_BYTES);
	vector_exact(v, "kiosk", context->kiosk, sizeof context->kiosk);
	vector_exact(v, "joint-key", bytes, 32);
	assert_ok(point_decode(&context->joint_key, bytes));
}

static size_t payloads_of(struct sealed_plain *plain, const struct vector *v)
{
	memset(plain, 0, sizeof *plain);
	return vector_hex(v, "payloads", plain->payload[0], sizeof plain->payload) / PAYLOAD_BYTES;
}

static void compare_code(const struct vector *v, const struct sealed_context *context, const uint8_t *body, size_t len)
{
	struct hash code, expected;
	char text[CODE_TEXT_BYTES];

	confirmation_code(&code, context, body, len);
	vector_exact(v, "code", expected.bytes, HASH_BYTES);
	assert_memory_equal(&code, &expected, sizeof code);
	confirmation_text(text, &code);
	assert_string_equal(text, vector_text(v, "code-text"));
}

static void compare_decrypted(const struct vector *v, const struct sealed *sealed)
{
	struct sealed_plain plain;
	struct point factor, message;
	struct scalar secret;
	uint8_t payload[PAYLOAD_BYTES];

	vector_exact(v, "secret", bytes, 32);
	assert_ok(scalar_decode(&secret, bytes));
	assert_int_equal(payloads_of(&plain, v), sealed_points(&sealed->shape));
	for (unsigned i = 0; i < sealed_points(&sealed->shape); i++) {
		assert_ok(elgamal_factor(&factor, &sealed->ciphertext[i], &secret));
		elgamal_open(&message, &sealed->ciphertext[i], &factor);
		assert_ok(payload_decode(payload, &message));
		assert_memory_equal(payload, plain.payload[i], PAYLOAD_BYTES);
	}
}

static enum status run_sealed(const struct vector *v)
{
	struct sealed_context context;
	struct sealed sealed;
	enum status status;
	size_t len;

	sealed_context_of(&context, v);
	len = vector_hex(v, "body", bytes, sizeof bytes);
	status = sealed_decode(&sealed, bytes, len);
	if (status == STATUS_OK)
		status = sealed_verify(&sealed, &context);
	if (status == STATUS_OK) {
		compare_code(v, &context, bytes, len);
		compare_decrypted(v, &sealed);
	}
	return status;
}

static enum status run_opening(const struct vector *v)
{
	struct sealed_context context;
	struct sealed_plain plain;
	uint8_t nonce[NONCE_BYTES];
	size_t len;

	sealed_context_of(&context, v);
	(void)payloads_of(&plain, v);
	vector_exact(v, "nonce", nonce, NONCE_BYTES);
	len = vector_hex(v, "body", bytes, sizeof bytes);
	return sealed_check_opening(bytes, len, &context, &plain, nonce);
}

static enum status run_code_typed(const struct vector *v)
{
	char text[CODE_TEXT_BYTES];
	enum status status = confirmation_normalise(text, vector_text(v, "typed"));

	if (status == STATUS_OK)
		assert_string_equal(text, vector_text(v, "text"));
	return status;
}

static enum status run_voting_code(const struct vector *v)
{
	uint8_t tag[TAG_BYTES], expected[TAG_BYTES];
	const char *typed = vector_text(v, "typed");
	enum status status = voting_code_check(typed);

	if (status != STATUS_OK)
		return status;
	vector_exact(v, "tag", expected, TAG_BYTES);
	status = voting_code_tag(tag, typed, vector_text(v, "election"));
	assert_memory_equal(tag, expected, TAG_BYTES);
	return status;
}

static enum status run_set_hash(const struct vector *v)
{
	static struct hash codes[VECTOR_VALUE / HASH_BYTES];
	struct hash got, expected;
	size_t len = vector_hex(v, "codes", bytes, sizeof bytes);
	enum status status;

	memcpy(codes, bytes, len);
	status = set_hash(&got, codes, len / HASH_BYTES);
	if (status == STATUS_OK) {
		vector_exact(v, "hash", expected.bytes, HASH_BYTES);
		assert_memory_equal(&got, &expected, sizeof got);
	}
	return status;
}

static void public_of(struct sign_public *key, const struct vector *v)
{
	const char *text = vector_text(v, "public");

	assert_ok(sign_key_from_text(key, text, strlen(text)));
}

static enum status run_minisig(const struct vector *v)
{
	char trusted[SIGN_TRUSTED_MAX + 1];
	struct sign_public key;
	size_t data_len = vector_hex(v, "data", bytes, sizeof bytes);
	size_t len = vector_escaped(v, "file", room, sizeof room);
	enum status status;

	public_of(&key, v);
	status = sign_file_verify(trusted, sizeof trusted, room, len, bytes, data_len, &key);
	if (status == STATUS_OK)
		assert_string_equal(trusted, vector_text(v, "trusted"));
	return status;
}

static enum status run_container(const struct vector *v)
{
	char trusted[SIGN_TRUSTED_MAX + 1];
	struct sign_public key;
	const uint8_t *body;
	size_t body_len, len = vector_escaped(v, "file", room, sizeof room);
	enum status status;

	public_of(&key, v);
	status = signed_open(&body, &body_len, trusted, sizeof trusted, (const uint8_t *)room, len, &key);
	if (status == STATUS_OK) {
		assert_int_equal(vector_hex(v, "body", bytes, sizeof bytes), body_len);
		assert_memory_equal(body, bytes, body_len);
	}
	return status;
}

static enum status run_public_key(const struct vector *v)
{
	struct sign_public key;
	char text[SIGN_KEY_TEXT];
	size_t len = vector_escaped(v, "file", room, sizeof room);
	enum status status = sign_public_read(&key, room, len);

	if (status == STATUS_OK) {
		sign_key_text(text, &key);
		assert_string_equal(text, vector_text(v, "public"));
	}
	return status;
}

static enum status run_secret_key(const struct vector *v)
{
	struct sign_secret key;
	char text[SIGN_KEY_TEXT];
	size_t len = vector_escaped(v, "file", room, sizeof room);
	enum status status = sign_secret_read(&key, room, len, vector_find(v, "passphrase"));

	if (status == STATUS_OK) {
		sign_key_text(text, &key.public_key);
		assert_string_equal(text, vector_text(v, "public"));
	}
	return status;
}

static enum status run_manifest(const struct vector *v)
{
	static struct manifest_entry entries[8];
	char again[2000];
	size_t count, again_len, len = vector_escaped(v, "text", room, sizeof room);
	enum status status = manifest_read(entries, 8, &count, room, len);

	if (status == STATUS_OK) {
		assert_ok(manifest_write(again, sizeof again, &again_len, entries, count));
		assert_int_equal(again_len, len);
		assert_memory_equal(again, room, len);
	}
	return status;
}

/* Title "folkmoot example", version 1, then: name, any number of count, hash of four bytes. */
static enum status run_statement(const struct vector *v)
{
	struct statement_reader reader;
	char name[STATEMENT_VALUE_MAX + 1];
	uint8_t hash[4];
	size_t len = vector_escaped(v, "text", room, sizeof room);

	statement_reader_init(&reader, room, len, "folkmoot example", 1);
	statement_text(&reader, "name", name, sizeof name);
	while (statement_next_is(&reader, "count"))
		(void)statement_number(&reader, "count");
	statement_hex(&reader, "hash", hash, sizeof hash);
	return statement_finish(&reader);
}

static enum status run_locked(const struct vector *v)
{
	uint8_t secret[LOCKED_MAX_SECRET];
	size_t secret_len, len = vector_hex(v, "file", bytes, sizeof bytes);
	enum status status = locked_open(secret, sizeof secret, &secret_len, vector_text(v, "purpose"), bytes, len,
	                                 vector_text(v, "passphrase"));

	if (status == STATUS_OK) {
		assert_int_equal(vector_hex(v, "secret", bytes, sizeof bytes), secret_len);
		assert_memory_equal(bytes, secret, secret_len);
	}
	return status;
}

static enum status run_trustees(const struct vector *v)
{
	static struct trustees trustees;
	uint8_t expected[32];
	size_t len = vector_escaped(v, "text", room, sizeof room);
	enum status status = trustees_read(&trustees, room, len);

	if (status == STATUS_OK) {
		vector_exact(v, "joint-key", expected, 32);
		assert_memory_equal(trustees.joint_key.bytes, expected, 32);
		vector_exact(v, "roster", expected, 32);
		assert_memory_equal(trustees.roster.bytes, expected, 32);
		vector_exact(v, "transcript", expected, 32);
		assert_memory_equal(trustees.transcript.bytes, expected, 32);
	}
	return status;
}

static enum status run_share(const struct vector *v)
{
	struct trustee_share share;
	uint8_t again[TRUSTEE_SHARE_BYTES];
	size_t len = vector_hex(v, "bytes", bytes, sizeof bytes);
	enum status status = trustee_share_decode(&share, bytes, len);

	if (status == STATUS_OK) {
		assert_ok(trustee_share_encode(again, &share));
		assert_int_equal(len, sizeof again);
		assert_memory_equal(again, bytes, len);
	}
	return status;
}

static const struct {
	const char *name;
	enum status (*run)(const struct vector *);
} kinds[] = {
    {"point", run_point},
    {"scalar", run_scalar},
    {"multiple", run_multiple},
    {"hash-to-group", run_hash_to_group},
    {"blake2b", run_blake2b},
    {"hash-of", run_hash_of},
    {"ed25519", run_ed25519},
    {"text", run_text},
    {"payload", run_payload},
    {"sealed", run_sealed},
    {"opening", run_opening},
    {"code-typed", run_code_typed},
    {"set-hash", run_set_hash},
    {"minisig", run_minisig},
    {"container", run_container},
    {"public-key", run_public_key},
    {"secret-key", run_secret_key},
    {"manifest", run_manifest},
    {"statement", run_statement},
    {"locked", run_locked},
    {"trustees", run_trustees},
    {"share", run_share},
    {"voting-code", run_voting_code},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static unsigned runs[KINDS];

static void run_block(const char *name, const struct vector *v)
{
	const char *kind = vector_text(v, "kind"), *expected = vector_text(v, "expect"), *got;

	for (size_t i = 0; i < KINDS; i++) {
		if (strcmp(kinds[i].name, kind) != 0)
			continue;
		got = vector_status_name(kinds[i].run(v));
		if (strcmp(got, expected) != 0)
			fail_msg("%s: expected %s, got %s", name, expected, got);
		runs[i]++;
		return;
	}
	fail_msg("%s: no such kind of vector: %s", name, kind);
}

static unsigned run_file(const char *name)
{
	static char text[64 * 1024];
	struct vector vector;
	char path[300], *at = text;
	unsigned blocks = 0;
	FILE *file;
	size_t len;

	(void)snprintf(path, sizeof path, FOLDER "/%s", name);
	file = fopen(path, "r");
	if (!file)
		fail_msg("%s cannot be read", path);
	len = fread(text, 1, sizeof text - 1, file);
	assert_true(len < sizeof text - 1);
	text[len] = '\0';
	assert_int_equal(fclose(file), 0);
	while (vector_next(&vector, &at)) {
		run_block(name, &vector);
		blocks++;
	}
	assert_true(blocks > 0);
	return blocks;
}

static void run_files(const char *prefix, int with, unsigned least)
{
	DIR *folder = opendir(FOLDER);
	unsigned blocks = 0;

	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		size_t len = strlen(entry->d_name);

		if (len < 5 || strcmp(entry->d_name + len - 4, ".txt") != 0)
			continue;
		if ((strncmp(entry->d_name, prefix, strlen(prefix)) == 0) == with)
			blocks += run_file(entry->d_name);
	}
	assert_int_equal(closedir(folder), 0);
	if (blocks < least)
		fail_msg("only %u vectors found", blocks);
}

static void test_published_vectors(void **state)
{
	(void)state;
	run_files("rfc", 1, 68);
}

static void test_own_vectors(void **state)
{
	(void)state;
	run_files("rfc", 0, 188);
}

static void test_every_kind_was_run(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		if (runs[i] == 0)
			fail_msg("no vector of kind %s", kinds[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_published_vectors),
	    cmocka_unit_test(test_own_vectors),
	    cmocka_unit_test(test_every_kind_was_run),
	};
	return cmocka_run_group_tests_name("vectors", tests, start_crypto, NULL);
}
