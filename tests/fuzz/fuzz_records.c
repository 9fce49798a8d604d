/* The files of an export that hold ballots: the first byte says which. What is read to its end is written again byte
 * for byte. */
#include "certificate.h"
#include "fuzz.h"

int crypto_core_ristretto255_is_valid_point(const unsigned char *bytes);

/* Points are sealed ballots' own business; here every one is taken. */
int crypto_core_ristretto255_is_valid_point(const unsigned char *bytes)
{
	(void)bytes;
	return 1;
}

static void put_body(struct writer *writer, const uint8_t *body, size_t len)
{
	write_u16(writer, (uint16_t)len);
	write_bytes(writer, body, len);
}

static void read_ballots(struct reader *reader, struct writer *writer, uint32_t count)
{
	const uint8_t *body;
	size_t len;

	for (uint32_t i = 0; i < count && reader->status == STATUS_OK; i++) {
		ballots_read_body(reader, &body, &len);
		must((body == NULL) == (len == 0) && len <= SEALED_MAX_BYTES);
		must(body != NULL || reader->status != STATUS_OK);
		if (body)
			put_body(writer, body, len);
	}
}

static void read_spoiled(struct reader *reader, struct writer *writer, uint32_t count)
{
	static struct opened_ballot opened;

	for (uint32_t i = 0; i < count && reader->status == STATUS_OK; i++) {
		ballots_read_opened(reader, &opened);
		if (reader->status != STATUS_OK)
			return;
		must(opened.points > 0 && opened.points <= SEALED_MAX_POINTS);
		put_body(writer, opened.body, opened.body_len);
		write_bytes(writer, opened.nonce, sizeof opened.nonce);
		write_bytes(writer, opened.plain.payload, (size_t)opened.points * PAYLOAD_BYTES);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *magic = len > 0 && data[0] & 1 ? SPOILED_MAGIC : BALLOTS_MAGIC;
	struct reader reader;
	struct writer writer;
	uint8_t *again;
	uint32_t count;

	if (len == 0)
		return 0;
	again = malloc(len);
	must(again != NULL);
	reader_init(&reader, data + 1, len - 1);
	writer_init(&writer, again, len);
	count = ballots_read_head(&reader, magic);
	write_bytes(&writer, magic, 4);
	write_u32(&writer, count);
	if (data[0] & 1)
		read_spoiled(&reader, &writer, count);
	else
		read_ballots(&reader, &writer, count);
	if (reader_finish(&reader) == STATUS_OK) {
		must(writer_status(&writer) == STATUS_OK);
		must_equal(again, writer_len(&writer), data + 1, len - 1);
	}
	free(again);
	return 0;
}
