/* log.key holds the seeds of two keys, the present one and the next. A seal names the next one, and log.key moves on
 * after the line is durable: whatever a power cut leaves, the key that the last seal names is one of the two.
 *
 *   log.key:  A B  --seal N, signed by A, names B-->  B C  --seal N + 1, signed by B, names C-->  C D ... */
#include "log_seal.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

enum {
	SEED_BYTES = LOG_KEY_BYTES / 2,
	KEY_TEXT = 44,
	SIGNATURE_TEXT = 88,
	MESSAGE = SIGN_KEY_BYTES + 4 + HASH_BYTES + SIGN_KEY_BYTES,
};

/* What a line of a seal says. */
struct seal {
	uint32_t number;
	uint8_t key[SIGN_KEY_BYTES], signature[SIGN_BYTES];
};

/* --- reading --- */

static int base64_read(uint8_t *out, size_t out_len, const char *text, size_t text_len)
{
	char again[SIGNATURE_TEXT + 1];
	size_t len = 0;

	if (sodium_base642bin(out, out_len, text, text_len, NULL, &len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    len != out_len)
		return 0;
	(void)sodium_bin2base64(again, sizeof again, out, out_len, sodium_base64_VARIANT_ORIGINAL);
	return memcmp(again, text, text_len) == 0;
}

/* N KEY SIGNATURE */
static int seal_read(struct seal *out, const struct log_line *line)
{
	char number[16];
	size_t number_len, tail = 1 + KEY_TEXT + 1 + SIGNATURE_TEXT;
	const char *at = line->detail;
	uint64_t value = 0;

	if (line->detail_len <= tail || line->detail_len - tail > 10)
		return 0;
	number_len = line->detail_len - tail;
	for (size_t i = 0; i < number_len; i++) {
		if (at[i] < '0' || at[i] > '9')
			return 0;
		value = value * 10 + (uint64_t)(at[i] - '0');
	}
	(void)snprintf(number, sizeof number, "%u", (uint32_t)value);
	if (value > UINT32_MAX || strlen(number) != number_len || at[number_len] != ' ' ||
	    at[number_len + 1 + KEY_TEXT] != ' ')
		return 0;
	out->number = (uint32_t)value;
	return base64_read(out->key, SIGN_KEY_BYTES, at + number_len + 1, KEY_TEXT) &&
	       base64_read(out->signature, SIGN_BYTES, at + number_len + 1 + KEY_TEXT + 1, SIGNATURE_TEXT);
}

static void message_of(uint8_t out[static MESSAGE], const uint8_t kiosk[static SIGN_KEY_BYTES], uint32_t line,
                       const struct hash *before, const uint8_t next[static SIGN_KEY_BYTES])
{
	struct writer writer;

	writer_init(&writer, out, MESSAGE);
	write_bytes(&writer, kiosk, SIGN_KEY_BYTES);
	write_u32(&writer, line);
	write_bytes(&writer, before->bytes, HASH_BYTES);
	write_bytes(&writer, next, SIGN_KEY_BYTES);
}

/* behind_fault: the line before it is one of a fault. */
static enum status check_seal(struct log_seals *now, const struct log_line *line, const struct hash *before,
                              const uint8_t kiosk[static SIGN_KEY_BYTES], int behind_fault)
{
	uint8_t message[MESSAGE];
	struct seal seal;
	int begins;

	if (!seal_read(&seal, line))
		return STATUS_SIGNATURE;
	begins = seal.number == 0;
	if (!begins && (now->count == 0 || seal.number != now->next))
		return STATUS_SIGNATURE;
	message_of(message, kiosk, line->number, before, seal.key);
	if (sign_statement_verify(seal.signature, LOG_SEAL_PURPOSE, message, sizeof message,
	                          begins ? kiosk : now->key) != STATUS_OK)
		return STATUS_SIGNATURE;
	if (begins && (now->count > 0 || behind_fault))
		now->begun_anew = line->number;
	now->count++;
	now->begun += begins != 0;
	now->next = seal.number + 1;
	now->line = line->number;
	memcpy(now->key, seal.key, SIGN_KEY_BYTES);
	return STATUS_OK;
}

enum status log_seals_check(struct log_seals *out, uint32_t *fault_line, const char *text, size_t text_len,
                            const uint8_t kiosk[static SIGN_KEY_BYTES])
{
	struct hash before;
	const char *newline;
	int behind_fault = 0;

	memset(out, 0, sizeof *out);
	*fault_line = 0;
	log_start(&before, kiosk);
	for (; text_len > 0 && (newline = memchr(text, '\n', text_len)) != NULL; text = newline + 1) {
		size_t len = (size_t)(newline - text);
		struct log_line line;

		text_len -= len + 1;
		if (!log_line_read(&line, text, len) ||
		    (line.kind == LOG_SEAL && check_seal(out, &line, &before, kiosk, behind_fault) != STATUS_OK)) {
			*fault_line = line.number;
			return STATUS_SIGNATURE;
		}
		behind_fault = line.kind == LOG_FAULT;
		if (hex_read(before.bytes, HASH_BYTES, text + len - 2 * HASH_BYTES, 2 * (size_t)HASH_BYTES) !=
		    STATUS_OK)
			return STATUS_DAMAGED;
	}
	return STATUS_OK;
}

/* --- writing --- */

struct seeds {
	uint8_t present[SEED_BYTES], next[SEED_BYTES];
};

static void key_of(struct sign_secret *out, const uint8_t seed[static SEED_BYTES])
{
	memset(out, 0, sizeof *out);
	(void)crypto_sign_seed_keypair(out->public_key.key, out->secret, seed);
}

static enum status replace_seeds(const struct log *log, const struct seeds *seeds)
{
	return disk_replace_secret(log->disk, log->folder, LOG_KEY_FILE, seeds, sizeof *seeds, LOG_KEY_BYTES);
}

/* STATUS_ABSENT where there is none that can be read as one. */
static enum status read_seeds(struct seeds *out, const struct log *log)
{
	char path[DISK_PATH_MAX];
	uint8_t *data;
	size_t len;
	enum status status = disk_path(path, log->folder, LOG_KEY_FILE);

	if (status == STATUS_OK)
		status = disk_read(&data, &len, log->disk, path, LOG_KEY_BYTES);
	if (status != STATUS_OK)
		return status == STATUS_TOO_LONG ? STATUS_ABSENT : status;
	if (len == LOG_KEY_BYTES)
		memcpy(out, data, LOG_KEY_BYTES);
	else
		status = STATUS_ABSENT;
	sodium_memzero(data, len);
	free(data);
	return status;
}

static void move_on(struct seeds *seeds)
{
	memcpy(seeds->present, seeds->next, SEED_BYTES);
	randombytes_buf(seeds->next, SEED_BYTES);
}

/* Where the keys begin: none was used yet, or what was left is gone. */
static enum status begin_seeds(struct seeds *seeds, struct log *log, const struct log_seals *seals)
{
	enum status status = STATUS_OK;

	if (seals->count > 0)
		status = log_append(log, LOG_FAULT, "the log's key was lost; the kiosk's own key begins it anew");
	randombytes_buf(seeds, sizeof *seeds);
	return status;
}

/* The seeds, present being the key that the last seal names; or *begins. */
static enum status find_seeds(struct seeds *seeds, int *begins, struct log *log, const struct log_seals *seals)
{
	struct sign_secret key = {0};
	int tried = 0;
	enum status status = read_seeds(seeds, log);

	*begins = seals->count == 0 || status == STATUS_ABSENT;
	if (status != STATUS_OK && status != STATUS_ABSENT)
		return status;
	for (; !*begins; tried++) {
		key_of(&key, seeds->present);
		if (memcmp(key.public_key.key, seals->key, SIGN_KEY_BYTES) == 0)
			break;
		/* A power cut came after the seal's line and before log.key moved on. */
		*begins = tried > 0;
		move_on(seeds);
	}
	sign_secret_wipe(&key);
	if (*begins)
		return begin_seeds(seeds, log, seals);
	return tried > 0 ? replace_seeds(log, seeds) : STATUS_OK;
}

static enum status append_seal(struct log *log, uint32_t number, const uint8_t next[static SIGN_KEY_BYTES],
                               const struct sign_secret *signer, const uint8_t kiosk[static SIGN_KEY_BYTES])
{
	uint8_t message[MESSAGE], signature[SIGN_BYTES];
	char key_text[KEY_TEXT + 1], signature_text[SIGNATURE_TEXT + 1], detail[LOG_DETAIL_MAX + 1];
	enum status status;

	message_of(message, kiosk, log->end.count + 1, &log->end.head, next);
	status = sign_statement(signature, LOG_SEAL_PURPOSE, message, sizeof message, signer);
	if (status != STATUS_OK)
		return status;
	(void)sodium_bin2base64(key_text, sizeof key_text, next, SIGN_KEY_BYTES, sodium_base64_VARIANT_ORIGINAL);
	(void)sodium_bin2base64(signature_text, sizeof signature_text, signature, SIGN_BYTES,
	                        sodium_base64_VARIANT_ORIGINAL);
	(void)snprintf(detail, sizeof detail, "%u %s %s", number, key_text, signature_text);
	return log_append(log, LOG_SEAL, detail);
}

static enum status read_seals(struct log_seals *out, const struct log *log, const uint8_t kiosk[static SIGN_KEY_BYTES])
{
	uint32_t fault_line;
	char *text;
	size_t len;
	enum status status;

	memset(out, 0, sizeof *out);
	if (log->end.count == 0)
		return STATUS_OK;
	status = log_text(&text, &len, log, kiosk);
	if (status != STATUS_OK)
		return status;
	status = log_seals_check(out, &fault_line, text, len, kiosk);
	free(text);
	return status;
}

enum status log_seal(struct log *log, const struct sign_secret *kiosk)
{
	struct log_seals seals;
	struct seeds seeds = {{0}, {0}};
	struct sign_secret signer = {0}, next = {0};
	int begins = 0;
	enum status status = read_seals(&seals, log, kiosk->public_key.key);

	if (status == STATUS_OK)
		status = find_seeds(&seeds, &begins, log, &seals);
	if (status != STATUS_OK)
		goto out;
	if (begins) {
		/* Durable before a line names it. */
		status = replace_seeds(log, &seeds);
		key_of(&next, seeds.present);
		if (status == STATUS_OK)
			status = append_seal(log, 0, next.public_key.key, kiosk, kiosk->public_key.key);
		goto out;
	}
	key_of(&signer, seeds.present);
	key_of(&next, seeds.next);
	status = append_seal(log, seals.next, next.public_key.key, &signer, kiosk->public_key.key);
	if (status != STATUS_OK)
		goto out;
	move_on(&seeds);
	status = replace_seeds(log, &seeds);
out:
	sign_secret_wipe(&signer);
	sign_secret_wipe(&next);
	sodium_memzero(&seeds, sizeof seeds);
	return status;
}
