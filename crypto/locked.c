#include "locked.h"

#include <sodium.h>
#include <string.h>

#include "bytes.h"

enum {
	MAGIC_BYTES = 16,
	VERSION = 1,
	SALT_AT = MAGIC_BYTES + 2 + 2 + 4 + 8,
	NONCE_AT = SALT_AT + crypto_pwhash_argon2id_SALTBYTES,
	HEADER_BYTES = NONCE_AT + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	SEAL_BYTES = HEADER_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES,
	PURPOSE_MAX = 64,
	PASSPHRASE_MAX = 1024,
};
_Static_assert((int)SEAL_BYTES <= (int)LOCKED_OVERHEAD, "a locked file's overhead is promised in the header");

static const char magic[MAGIC_BYTES + 1] = "folkmoot locked\n";

static const struct cost {
	uint32_t ops;
	uint64_t mem; /* bytes */
} costs[] = {
    [LOCKED_PRACTICE] = {1, 8U << 20},
    [LOCKED_PIN] = {4, 64U << 20},
    [LOCKED_PASSPHRASE] = {4, 256U << 20},
};
enum { COST_COUNT = sizeof costs / sizeof costs[0] };

/* What the seal covers beside the secret: the whole header, then the purpose. */
static size_t associated(uint8_t out[static HEADER_BYTES + PURPOSE_MAX], const uint8_t *header, const char *purpose,
                         size_t purpose_len)
{
	memcpy(out, header, HEADER_BYTES);
	memcpy(out + HEADER_BYTES, purpose, purpose_len);
	return HEADER_BYTES + purpose_len;
}

static enum status derive(uint8_t key[static 32], const char *passphrase, const uint8_t *salt, const struct cost *cost)
{
	if (crypto_pwhash(key, 32, passphrase, strlen(passphrase), salt, cost->ops, (size_t)cost->mem,
	                  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return STATUS_NO_ROOM;
	return STATUS_OK;
}

/* Argon2 leaves the key, and the cipher its last block, on the stack below. */
static void wipe(uint8_t key[static 32])
{
	sodium_memzero(key, 32);
	sodium_stackzero(16384);
}

enum status locked_seal(uint8_t *out, size_t room, size_t *out_len, const char *purpose, const uint8_t *secret,
                        size_t secret_len, const char *passphrase, enum locked_cost cost)
{
	uint8_t key[32], covered[HEADER_BYTES + PURPOSE_MAX];
	size_t purpose_len = strlen(purpose), covered_len;
	struct writer writer;
	enum status status;

	if ((unsigned)cost >= COST_COUNT || secret_len == 0 || secret_len > LOCKED_MAX_SECRET ||
	    purpose_len > PURPOSE_MAX || passphrase[0] == '\0' || strlen(passphrase) > PASSPHRASE_MAX)
		return STATUS_RANGE;
	if (room < SEAL_BYTES + secret_len)
		return STATUS_NO_ROOM;
	writer_init(&writer, out, room);
	write_bytes(&writer, magic, MAGIC_BYTES);
	write_u16(&writer, VERSION);
	write_u16(&writer, (uint16_t)cost);
	write_u32(&writer, costs[cost].ops);
	write_u64(&writer, costs[cost].mem);
	randombytes_buf(out + SALT_AT, HEADER_BYTES - SALT_AT);
	status = derive(key, passphrase, out + SALT_AT, &costs[cost]);
	if (status == STATUS_OK)
		status = writer_status(&writer);
	if (status == STATUS_OK) {
		covered_len = associated(covered, out, purpose, purpose_len);
		(void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + HEADER_BYTES, NULL, secret, secret_len, covered,
		                                                 covered_len, NULL, out + NONCE_AT, key);
		*out_len = SEAL_BYTES + secret_len;
	}
	wipe(key);
	return status;
}

static enum status header_read(const struct cost **cost, const uint8_t *data, size_t data_len)
{
	struct reader reader;
	const uint8_t *found;
	unsigned id;

	reader_init(&reader, data, data_len);
	found = read_view(&reader, MAGIC_BYTES);
	if (!found)
		return STATUS_TRUNCATED;
	if (memcmp(found, magic, MAGIC_BYTES) != 0)
		return STATUS_MAGIC;
	if (read_u16(&reader) != VERSION)
		return STATUS_VERSION;
	id = read_u16(&reader);
	if (id >= COST_COUNT || read_u32(&reader) != costs[id].ops || read_u64(&reader) != costs[id].mem)
		return STATUS_RANGE;
	if (data_len <= SEAL_BYTES)
		return STATUS_TRUNCATED;
	*cost = &costs[id];
	return data_len - SEAL_BYTES > LOCKED_MAX_SECRET ? STATUS_TOO_LONG : STATUS_OK;
}

enum status locked_open(uint8_t *secret, size_t room, size_t *secret_len, const char *purpose, const uint8_t *data,
                        size_t data_len, const char *passphrase)
{
	uint8_t key[32], covered[HEADER_BYTES + PURPOSE_MAX];
	size_t purpose_len = strlen(purpose), covered_len;
	const struct cost *cost;
	enum status status = header_read(&cost, data, data_len);

	if (status != STATUS_OK)
		return status;
	if (purpose_len > PURPOSE_MAX)
		return STATUS_RANGE;
	if (room < data_len - SEAL_BYTES)
		return STATUS_NO_ROOM;
	if (strlen(passphrase) > PASSPHRASE_MAX)
		return STATUS_PASSPHRASE;
	status = derive(key, passphrase, data + SALT_AT, cost);
	if (status == STATUS_OK) {
		covered_len = associated(covered, data, purpose, purpose_len);
		if (crypto_aead_xchacha20poly1305_ietf_decrypt(secret, NULL, NULL, data + HEADER_BYTES,
		                                               data_len - HEADER_BYTES, covered, covered_len,
		                                               data + NONCE_AT, key) == 0)
			*secret_len = data_len - SEAL_BYTES;
		else
			status = STATUS_PASSPHRASE;
	}
	wipe(key);
	return status;
}
