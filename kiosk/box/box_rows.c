#include "box_rows.h"

#include <string.h>

enum { SEAL_BYTES = 16, HEAD_BYTES = 2 + HASH_BYTES + TAG_BYTES + SEAL_BYTES };
_Static_assert(HEAD_BYTES + BOX_BODY_MAX <= ROW_BYTES, "a ballot fits its page");
_Static_assert(HEAD_BYTES + OPENED_MAX <= LOGICAL_MAX, "a spoiled ballot fits its pages");
_Static_assert((int)SEALED_MAX_BYTES == (int)BOX_BODY_MAX, "what can be sealed fits a slot");
_Static_assert(FIXED_ROOM + SEAL_BYTES == FIXED_BYTES, "a fixed row ends with its seal");

uint32_t box_pages(enum box_table table)
{
	return table == TABLE_SPOILED ? SPOILED_PAGES : 1;
}

void box_keys_derive(struct box_keys *keys, const uint8_t box_key[static BOX_KEY_BYTES])
{
	static const char context[crypto_kdf_CONTEXTBYTES + 1] = "fm-box-1";

	memcpy(keys->box, box_key, BOX_KEY_BYTES);
	(void)crypto_kdf_derive_from_key(keys->place, BOX_KEY_BYTES, 1, context, box_key);
	(void)crypto_kdf_derive_from_key(keys->filler, BOX_KEY_BYTES, 2, context, box_key);
	(void)crypto_kdf_derive_from_key(keys->seal, BOX_KEY_BYTES, 3, context, box_key);
	(void)crypto_kdf_derive_from_key(keys->scrub, BOX_KEY_BYTES, 4, context, box_key);
}

void row_filler(uint8_t out[static ROW_BYTES], const struct box_keys *keys, enum box_table table, uint32_t row)
{
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];
	struct writer writer;

	writer_init(&writer, nonce, sizeof nonce);
	write_u32(&writer, (uint32_t)table);
	write_u32(&writer, row);
	(void)crypto_stream_chacha20(out, ROW_BYTES, nonce, keys->filler);
}

void row_write_scrub(struct box_row *out, const struct box_keys *keys, uint32_t row, uint64_t count)
{
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];
	struct writer writer;

	writer_init(&writer, nonce, sizeof nonce);
	write_u64(&writer, count * SCRUB_ROWS + row);
	out->slot = row;
	out->used = 0;
	(void)crypto_stream_chacha20(out->body, ROW_BYTES, nonce, keys->scrub);
	writer_init(&writer, out->body, SCRUB_COUNT_BYTES);
	write_u64(&writer, count);
}

static void seal_of(uint8_t out[static SEAL_BYTES], const struct box_keys *keys, enum box_table table, const void *head,
                    size_t head_len, const void *content, size_t content_len)
{
	crypto_generichash_state state;
	uint8_t name[4] = {(uint8_t)table, 0, (uint8_t)(head_len & 0xff), (uint8_t)(head_len >> 8)};

	(void)crypto_generichash_init(&state, keys->seal, BOX_KEY_BYTES, SEAL_BYTES);
	(void)crypto_generichash_update(&state, name, sizeof name);
	(void)crypto_generichash_update(&state, head, head_len);
	(void)crypto_generichash_update(&state, content, content_len);
	(void)crypto_generichash_final(&state, out, SEAL_BYTES);
}

void record_write(uint8_t out[static LOGICAL_MAX], const struct box_keys *keys, enum box_table table, uint32_t slot,
                  const struct box_record *record)
{
	struct writer writer;
	uint8_t seal[SEAL_BYTES];

	for (uint32_t page = 0; page < box_pages(table); page++)
		row_filler(out + page * ROW_BYTES, keys, table, slot * box_pages(table) + page);
	if (!record)
		return;
	writer_init(&writer, out, LOGICAL_MAX);
	write_u16(&writer, record->len);
	write_bytes(&writer, record->code.bytes, HASH_BYTES);
	write_bytes(&writer, record->tag, TAG_BYTES);
	seal_of(seal, keys, table, out, HEAD_BYTES - SEAL_BYTES, record->content, record->len);
	write_bytes(&writer, seal, SEAL_BYTES);
	write_bytes(&writer, record->content, record->len);
}

enum status record_read(struct box_record *record, const uint8_t pages[static LOGICAL_MAX], const struct box_keys *keys,
                        enum box_table table, uint32_t slot)
{
	uint8_t want[LOGICAL_MAX];
	struct reader reader;
	size_t len = (size_t)box_pages(table) * ROW_BYTES;

	reader_init(&reader, pages, len);
	record->len = read_u16(&reader);
	read_bytes(&reader, record->code.bytes, HASH_BYTES);
	read_bytes(&reader, record->tag, TAG_BYTES);
	(void)read_view(&reader, SEAL_BYTES);
	if (record->len > sizeof record->content || record->len > reader_left(&reader))
		return STATUS_DAMAGED;
	read_bytes(&reader, record->content, record->len);
	record_write(want, keys, table, slot, record);
	return memcmp(want, pages, len) == 0 ? STATUS_OK : STATUS_DAMAGED;
}

static void lay_out_fixed(struct box_row *row, const struct box_keys *keys, enum fixed which, const uint8_t *data,
                          size_t len)
{
	uint8_t name = (uint8_t)which;

	memset(row->body, 0, FIXED_BYTES);
	memcpy(row->body, data, len);
	row->slot = (uint32_t)which;
	row->used = 0;
	seal_of(row->body + FIXED_ROOM, keys, TABLE_FIXED, &name, 1, row->body, FIXED_ROOM);
}

void row_write_identity(struct box_row *row, const struct box_keys *keys, const struct box_identity *identity)
{
	uint8_t data[FIXED_ROOM];
	struct writer writer;

	writer_init(&writer, data, sizeof data);
	write_bytes(&writer, keys->box, BOX_KEY_BYTES);
	write_bytes(&writer, identity->election.bytes, HASH_BYTES);
	write_u32(&writer, identity->revision);
	write_bytes(&writer, identity->kiosk, SIGN_KEY_BYTES);
	lay_out_fixed(row, keys, FIXED_IDENTITY, data, writer_len(&writer));
}

void row_write_state(struct box_row *row, const struct box_keys *keys, const struct box_fixed *fixed)
{
	const struct box_counters *counters = &fixed->counters;
	uint8_t data[FIXED_ROOM];
	struct writer writer;

	writer_init(&writer, data, sizeof data);
	write_u32(&writer, (uint32_t)fixed->state);
	write_u32(&writer, fixed->closing);
	write_u32(&writer, counters->started);
	write_u32(&writer, counters->cast);
	write_u32(&writer, counters->challenged);
	write_u32(&writer, counters->timed_out);
	write_u32(&writer, counters->left);
	write_u32(&writer, fixed->log.count);
	write_bytes(&writer, fixed->log.head.bytes, HASH_BYTES);
	write_u32(&writer, fixed->changes);
	lay_out_fixed(row, keys, FIXED_STATE, data, writer_len(&writer));
}

void row_write_export(struct box_row *row, const struct box_keys *keys, const struct box_export *last)
{
	uint8_t data[FIXED_ROOM];
	struct writer writer;

	writer_init(&writer, data, sizeof data);
	write_u32(&writer, last->number);
	write_u32(&writer, last->log_count);
	write_bytes(&writer, last->content.bytes, HASH_BYTES);
	write_bytes(&writer, last->previous, SHA256_BYTES);
	write_bytes(&writer, last->manifest, SHA256_BYTES);
	lay_out_fixed(row, keys, FIXED_EXPORT, data, writer_len(&writer));
}
