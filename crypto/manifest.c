#include "manifest.h"

#include <string.h>

#include "bytes.h"

/* "<64 hex>", two spaces, name, newline */
enum { HEX_LEN = 2 * SHA256_BYTES, LINE_EXTRA = HEX_LEN + 2 + 1 };

static int name_character_ok(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/* One folder's or file's name: not empty, neither hidden nor "..", and nothing a file system or a program could take
 * for something else (a trailing dot, an option). */
static int component_ok(const char *name, size_t len)
{
	if (len == 0 || name[0] == '.' || name[0] == '-' || name[len - 1] == '.')
		return 0;
	for (size_t i = 0; i < len; i++) {
		if (!name_character_ok(name[i]) || (i > 0 && name[i] == '.' && name[i - 1] == '.'))
			return 0;
	}
	return 1;
}

int manifest_name_ok(const char *name, size_t len)
{
	size_t start = 0;

	if (len == 0 || len > MANIFEST_NAME_MAX)
		return 0;
	for (size_t i = 0; i <= len; i++) {
		if (i < len && name[i] != '/')
			continue;
		if (!component_ok(name + start, i - start))
			return 0;
		start = i + 1;
	}
	return 1;
}

enum status manifest_write(char *text, size_t room, size_t *text_len, const struct manifest_entry *entries,
                           size_t entry_count)
{
	char *at = text;
	size_t left = room;

	if (entry_count == 0 || entry_count > MANIFEST_MAX_FILES)
		return STATUS_RANGE;
	for (size_t i = 0; i < entry_count; i++) {
		const struct manifest_entry *entry = &entries[i];
		size_t name_len = strnlen(entry->name, sizeof entry->name);

		if (!manifest_name_ok(entry->name, name_len))
			return STATUS_TEXT;
		if (i > 0 && strcmp(entries[i - 1].name, entry->name) >= 0)
			return STATUS_ORDER;
		if (left <= LINE_EXTRA + name_len)
			return STATUS_NO_ROOM;
		hex_write(at, entry->sha256, SHA256_BYTES);
		memcpy(at + HEX_LEN, "  ", 2);
		memcpy(at + HEX_LEN + 2, entry->name, name_len);
		at[HEX_LEN + 2 + name_len] = '\n';
		at += LINE_EXTRA + name_len;
		left -= LINE_EXTRA + name_len;
	}
	*at = '\0';
	*text_len = (size_t)(at - text);
	return STATUS_OK;
}

/* One line without its newline. */
static enum status entry_read(struct manifest_entry *entry, const char *line, size_t len)
{
	enum status status;
	size_t name_len;

	if (len < HEX_LEN + 2)
		return STATUS_TRUNCATED;
	status = hex_read(entry->sha256, SHA256_BYTES, line, HEX_LEN);
	if (status != STATUS_OK)
		return status;
	if (memcmp(line + HEX_LEN, "  ", 2) != 0)
		return STATUS_NOT_CANONICAL;
	name_len = len - HEX_LEN - 2;
	if (!manifest_name_ok(line + HEX_LEN + 2, name_len))
		return STATUS_TEXT;
	memcpy(entry->name, line + HEX_LEN + 2, name_len);
	entry->name[name_len] = '\0';
	return STATUS_OK;
}

enum status manifest_read(struct manifest_entry *entries, size_t room, size_t *entry_count, const char *text,
                          size_t text_len)
{
	const char *at = text, *end = text + text_len;
	size_t count = 0;

	if (text_len == 0)
		return STATUS_TRUNCATED;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		enum status status;

		if (!newline)
			return STATUS_TRUNCATED;
		if (count == MANIFEST_MAX_FILES)
			return STATUS_TOO_LONG;
		if (count == room)
			return STATUS_NO_ROOM;
		status = entry_read(&entries[count], at, (size_t)(newline - at));
		if (status != STATUS_OK)
			return status;
		if (count > 0 && strcmp(entries[count - 1].name, entries[count].name) >= 0)
			return STATUS_ORDER;
		count++;
		at = newline + 1;
	}
	*entry_count = count;
	return STATUS_OK;
}

void manifest_digest_init(struct manifest_digest *digest)
{
	(void)crypto_hash_sha256_init(&digest->state);
}

void manifest_digest_update(struct manifest_digest *digest, const void *data, size_t len)
{
	if (len > 0)
		(void)crypto_hash_sha256_update(&digest->state, data, len);
}

void manifest_digest_finish(uint8_t sha256[static SHA256_BYTES], struct manifest_digest *digest)
{
	(void)crypto_hash_sha256_final(&digest->state, sha256);
}
