#include "factors_texts.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "factors_file.h"

/* Before each entry. */
enum { ENTRY_WHOLE = 0, ENTRY_LEFT_OUT = 1 };

size_t text_factors_bytes(const struct decryption *decryption)
{
	return FACTORS_HEAD_MAX + (size_t)decryption->count * (1 + entry_bytes(decryption->width));
}

static enum status begin(struct text_factors *out, uint32_t count)
{
	memset(out, 0, sizeof *out);
	out->entry = calloc((size_t)count + 1, sizeof *out->entry);
	out->leaf = calloc((size_t)count + 1, sizeof *out->leaf);
	if (!out->entry || !out->leaf)
		return STATUS_NO_ROOM;
	out->count = count;
	return STATUS_OK;
}

static enum status read_entry(struct text_factors *out, uint32_t index, struct reader *reader, uint8_t width)
{
	uint8_t kind = read_u8(reader);
	const uint8_t *bytes;

	if (kind == ENTRY_LEFT_OUT) {
		read_bytes(reader, out->leaf[index].bytes, HASH_BYTES);
		out->left_out++;
		return reader->status;
	}
	if (kind != ENTRY_WHOLE)
		return reader->status == STATUS_OK ? STATUS_RANGE : reader->status;
	bytes = read_view(reader, entry_bytes(width));
	if (!bytes)
		return reader->status;
	out->entry[index] = bytes;
	entry_leaf(&out->leaf[index], index, bytes, width);
	return STATUS_OK;
}

enum status text_factors_read(struct text_factors *out, const struct bytes *file, const struct decryption *decryption)
{
	uint8_t head[FACTORS_HEAD_MAX];
	size_t head_len = factors_head(head, decryption, PROOF_ENTRIES);
	struct reader reader;
	enum status status = begin(out, decryption->count);

	if (status == STATUS_OK && (file->len < head_len || memcmp(file->data, head, head_len) != 0))
		status = STATUS_MAGIC;
	if (status != STATUS_OK)
		return status;
	reader_init(&reader, file->data + head_len, file->len - head_len);
	for (uint32_t i = 0; i < out->count && status == STATUS_OK; i++)
		status = read_entry(out, i, &reader, decryption->width);
	return status == STATUS_OK ? reader_finish(&reader) : status;
}

enum status text_factors_of(struct text_factors *out, const uint8_t *entries, const struct decryption *decryption)
{
	enum status status = begin(out, decryption->count);

	for (uint32_t i = 0; status == STATUS_OK && i < out->count; i++) {
		out->entry[i] = entries + i * entry_bytes(decryption->width);
		entry_leaf(&out->leaf[i], i, out->entry[i], decryption->width);
	}
	return status;
}

void text_factors_free(struct text_factors *texts)
{
	free(texts->entry);
	free(texts->leaf);
	memset(texts, 0, sizeof *texts);
}

void text_factors_leave_out(struct text_factors *texts, uint32_t entry)
{
	if (entry >= texts->count || !texts->entry[entry])
		return;
	texts->entry[entry] = NULL;
	texts->left_out++;
}

enum status text_factors_write(struct bytes *out, const struct text_factors *texts, const struct decryption *decryption)
{
	size_t room = text_factors_bytes(decryption);
	uint8_t *data = malloc(room), head[FACTORS_HEAD_MAX];
	struct writer writer;

	*out = (struct bytes){.data = data};
	if (!data)
		return STATUS_NO_ROOM;
	writer_init(&writer, data, room);
	write_bytes(&writer, head, factors_head(head, decryption, PROOF_ENTRIES));
	for (uint32_t i = 0; i < texts->count; i++) {
		write_u8(&writer, texts->entry[i] ? ENTRY_WHOLE : ENTRY_LEFT_OUT);
		if (texts->entry[i])
			write_bytes(&writer, texts->entry[i], entry_bytes(decryption->width));
		else
			write_bytes(&writer, texts->leaf[i].bytes, HASH_BYTES);
	}
	out->len = writer_len(&writer);
	return writer_status(&writer);
}

void text_factors_sha256(uint8_t out[static SHA256_BYTES], const struct text_factors *texts,
                         const struct decryption *decryption)
{
	struct manifest_digest digest;
	uint8_t head[FACTORS_HEAD_MAX];
	size_t head_len = factors_head(head, decryption, PROOF_ENTRIES);

	manifest_digest_init(&digest);
	manifest_digest_update(&digest, head, head_len);
	for (uint32_t i = 0; i < texts->count; i++)
		manifest_digest_update(&digest, texts->leaf[i].bytes, HASH_BYTES);
	manifest_digest_finish(out, &digest);
}
