#include "opening.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define OPENING_HEAD "folkmoot opening 1 "

enum { VARIANT = sodium_base64_VARIANT_ORIGINAL, FIELD_MAX = 1200 };

enum status flow_encode(struct sealed_plain *out, unsigned *points, const struct flow *flow)
{
	const struct style *style = &flow->election->styles[flow->style];

	*points = 0;
	for (unsigned i = 0; i < style->contest_count; i++) {
		const struct contest *contest = &flow->election->contests[style->contest[i]];
		enum status status;

		if (contest->width > SEALED_MAX_POINTS - *points)
			return STATUS_RANGE;
		status = contest->type == VOTE_ANSWER_TEXT
		             ? answer_encode(out->payload[*points], contest, flow->answer[i])
		             : marks_encode(out->payload[*points], contest, &flow->marks[i]);
		if (status != STATUS_OK)
			return status;
		*points += contest->width;
	}
	return STATUS_OK;
}

static void put(char *out, size_t *used, const uint8_t *data, size_t len)
{
	if (out[*used - 1] != ' ')
		out[(*used)++] = ' ';
	sodium_bin2base64(out + *used, OPENING_TEXT_MAX - *used, data, len, VARIANT);
	*used += strlen(out + *used);
}

enum status opening_write(char out[static OPENING_TEXT_MAX], const struct opening *opening)
{
	size_t used;

	if (opening->points < 1 || opening->points > SEALED_MAX_POINTS)
		return STATUS_RANGE;
	used = (size_t)snprintf(out, OPENING_TEXT_MAX, OPENING_HEAD "%u ", opening->style);
	put(out, &used, opening->code.bytes, HASH_BYTES);
	put(out, &used, opening->nonce, NONCE_BYTES);
	put(out, &used, opening->plain.payload[0], (size_t)opening->points * PAYLOAD_BYTES);
	if (!sodium_is_zero(opening->tag, TAG_BYTES))
		put(out, &used, opening->tag, TAG_BYTES);
	return STATUS_OK;
}

/* The next field of at most room bytes, in base64; 0 where there is none. */
static size_t take(uint8_t *out, size_t room, const char **at, const char *end)
{
	const char *blank = memchr(*at, ' ', (size_t)(end - *at));
	const char *stop = blank ? blank : end;
	size_t len = 0;

	if (sodium_base642bin(out, room, *at, (size_t)(stop - *at), NULL, &len, NULL, VARIANT) != 0)
		return 0;
	*at = blank ? blank + 1 : end;
	return len;
}

static int take_style(uint16_t *out, const char **at, const char *end)
{
	uint32_t value = 0;
	unsigned digits = 0;

	for (; *at < end && **at >= '0' && **at <= '9' && digits < 6; ++*at, digits++)
		value = value * 10 + (uint32_t)(**at - '0');
	if (digits == 0 || value > UINT16_MAX || *at == end || **at != ' ')
		return 0;
	++*at;
	*out = (uint16_t)value;
	return 1;
}

enum status opening_read(struct opening *out, const char *text, size_t text_len)
{
	const char *at = text + strlen(OPENING_HEAD), *end = text + text_len;
	uint8_t vote[FIELD_MAX];
	char again[OPENING_TEXT_MAX];
	size_t len;

	memset(out, 0, sizeof *out);
	if (text_len >= OPENING_TEXT_MAX)
		return STATUS_TOO_LONG;
	if (text_len <= strlen(OPENING_HEAD) || memcmp(text, OPENING_HEAD, strlen(OPENING_HEAD)) != 0)
		return STATUS_MAGIC;
	if (!take_style(&out->style, &at, end) || take(out->code.bytes, HASH_BYTES, &at, end) != HASH_BYTES ||
	    take(out->nonce, NONCE_BYTES, &at, end) != NONCE_BYTES)
		return STATUS_NOT_CANONICAL;
	len = take(vote, sizeof vote, &at, end);
	if (len == 0 || len % PAYLOAD_BYTES != 0 || len > sizeof out->plain)
		return STATUS_NOT_CANONICAL;
	memcpy(&out->plain, vote, len);
	out->points = (unsigned)(len / PAYLOAD_BYTES);
	if (at < end && take(out->tag, TAG_BYTES, &at, end) != TAG_BYTES)
		return STATUS_NOT_CANONICAL;
	if (opening_write(again, out) != STATUS_OK || strlen(again) != text_len || memcmp(again, text, text_len) != 0)
		return STATUS_NOT_CANONICAL;
	return STATUS_OK;
}
