/* The log and its seals. The first byte says whether the input is the log's text, or lines without their hashes, which
 * are then put in; and whether seals are taken as signed. */
#include <stdio.h>

#include "bytes.h"
#include "fuzz.h"
#include "log_seal.h"
#include "signature.h"

enum { TEXT_ROOM = 64 * 1024 };

static const uint8_t kiosk[SIGN_KEY_BYTES] = {7};

static void chain_on(struct hash *head, const char *line, size_t len)
{
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/log-line/1");
	transcript_append(&transcript, "previous", head->bytes, HASH_BYTES);
	transcript_append(&transcript, "line", line, len);
	transcript_hash(head, &transcript, "head");
}

/* "N TIME KIND DETAIL" lines with number and hash put in. */
static size_t build(char *out, const char *text, size_t len)
{
	struct hash head;
	size_t used = 0;
	uint32_t number = 0;

	log_start(&head, kiosk);
	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t line_len = end ? (size_t)(end - text) : len;
		char *line = out + used;

		if (line_len > LOG_LINE_MAX || used + line_len + 100 > TEXT_ROOM)
			break;
		used += (size_t)sprintf(line, "%u ", ++number);
		memcpy(out + used, text, line_len);
		used += line_len;
		chain_on(&head, line, (size_t)(out + used - line));
		out[used++] = ' ';
		hex_write(out + used, head.bytes, HASH_BYTES);
		used += 2 * HASH_BYTES;
		out[used++] = '\n';
		text += line_len + (end ? 1 : 0);
		len -= line_len + (end ? 1 : 0);
	}
	return used;
}

static void check(const char *text, size_t len)
{
	struct log_end end, half;
	struct log_told told;
	struct log_seals seals;
	uint32_t fault = 0;
	enum status status = log_check(&end, text, len, kiosk, UINT32_MAX);

	must(end.len <= len && (status != STATUS_OK || end.len == len));
	must((end.count == 0) == (end.len == 0) && (end.len == 0 || text[end.len - 1] == '\n'));
	if (end.count > 1) {
		must(log_check(&half, text, len, kiosk, end.count / 2) == STATUS_OK);
		must(half.count == end.count / 2 && half.len < end.len);
	}
	log_tell(&told, text, end.len);
	must(memchr(told.import, '\0', sizeof told.import) != NULL);
	if (log_seals_check(&seals, &fault, text, end.len, kiosk) == STATUS_OK)
		must(fault == 0 && seals.begun <= seals.count && seals.count <= end.count && seals.line <= end.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static char built[TEXT_ROOM + LOG_LINE_MAX];
	struct log_line line;
	char *exact;
	size_t built_len;

	if (len == 0)
		return 0;
	signatures_hold = data[0] & 1;
	if (log_line_read(&line, (const char *)data + 1, len - 1))
		must(line.detail >= (const char *)data + 1 &&
		     line.detail + line.detail_len <= (const char *)data + len && line.detail_len > 0);
	if (data[0] & 2) {
		check((const char *)data + 1, len - 1);
		return 0;
	}
	built_len = build(built, (const char *)data + 1, len - 1);
	exact = exact_copy(built, built_len);
	check(exact, built_len);
	free(exact);
	return 0;
}
