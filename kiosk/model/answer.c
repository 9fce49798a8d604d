/* Answers in words: FORMAT.md, "Votes". Bytes as they are, so that a text has one encoding, and zeros behind them. */
#include "ballot.h"

#include <sodium.h>
#include <string.h>

/* STATUS_RULES where it is longer than the question allows. */
static enum status check_text(const struct contest *contest, const char *text, size_t len)
{
	if (!text_is_clean(text, len))
		return STATUS_TEXT;
	return contest->max_length > 0 && text_characters(text) > contest->max_length ? STATUS_RULES : STATUS_OK;
}

static int takes_text(const struct contest *contest)
{
	return contest->type == VOTE_ANSWER_TEXT && contest->width == ANSWER_TEXT_WIDTH;
}

enum status answer_encode(uint8_t *payload, const struct contest *contest, const char *text)
{
	size_t len = strnlen(text, ANSWER_TEXT_BYTES + 1);
	enum status status;

	if (!takes_text(contest))
		return STATUS_RULES;
	if (len > ANSWER_TEXT_BYTES)
		return STATUS_TOO_LONG;
	status = check_text(contest, text, len);
	if (status != STATUS_OK)
		return status;
	memset(payload, 0, ANSWER_TEXT_BYTES);
	memcpy(payload, text, len);
	return STATUS_OK;
}

enum status answer_decode(char text[static ANSWER_TEXT_ROOM], const struct contest *contest, const uint8_t *payload)
{
	enum status status;
	size_t len;

	text[0] = '\0';
	if (!takes_text(contest))
		return STATUS_NOT_CANONICAL;
	len = strnlen((const char *)payload, ANSWER_TEXT_BYTES);
	if (!sodium_is_zero(payload + len, ANSWER_TEXT_BYTES - len))
		return STATUS_NOT_CANONICAL;
	memcpy(text, payload, len);
	text[len] = '\0';
	status = check_text(contest, text, len);
	if (status != STATUS_OK)
		sodium_memzero(text, len);
	return status;
}

enum status payload_check(const struct contest *contest, const uint8_t *payload)
{
	char text[ANSWER_TEXT_ROOM];
	struct marks marks;
	enum status status;

	if (contest->type == VOTE_ANSWER_TEXT) {
		status = answer_decode(text, contest, payload);
		sodium_memzero(text, sizeof text);
		return status;
	}
	status = marks_decode(&marks, contest, payload);
	sodium_memzero(&marks, sizeof marks);
	return status;
}
