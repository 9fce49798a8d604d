#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bytes.h"

enum { HEX_BYTES = 2 * HASH_BYTES };

const char *log_kind_word(enum log_kind kind)
{
	switch (kind) {
	case LOG_BOOT: return "boot";
	case LOG_UNLOCK: return "unlock";
	case LOG_PIN_WRONG: return "pin-wrong";
	case LOG_IMPORT: return "import";
	case LOG_OPEN: return "open";
	case LOG_PAUSE: return "pause";
	case LOG_CLOSE: return "close";
	case LOG_EXPORT: return "export";
	case LOG_REFUSAL: return "refusal";
	case LOG_FAULT: return "fault";
	case LOG_ENROL: return "enrol";
	case LOG_SEAL: return "seal";
	case LOG_CLOCK: return "clock";
	case LOG_READY: return "ready";
	case LOG_PRACTICE: return "practice";
	case LOG_REOPEN: return "reopen";
	case LOG_ERASE: return "erase";
	case LOG_KIND_COUNT: break;
	}
	return "unknown";
}

void log_start(struct hash *out, const uint8_t kiosk[static SIGN_KEY_BYTES])
{
	hash_of(out, "folkmoot/log-start/1", kiosk, SIGN_KEY_BYTES);
}

/* line: without its hash and the blank before it. */
static void chain(struct hash *out, const struct hash *previous, const char *line, size_t line_len)
{
	struct transcript transcript;

	transcript_init(&transcript, "folkmoot/log-line/1");
	transcript_append(&transcript, "previous", previous->bytes, HASH_BYTES);
	transcript_append(&transcript, "line", line, line_len);
	transcript_hash(out, &transcript, "head");
}

/* The time's form, "2026-05-01T09:00:00Z"; whether it is true nobody can tell. */
static int time_ok(const char *text, size_t len)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";

	if (len < sizeof form - 1)
		return 0;
	for (size_t i = 0; i < sizeof form - 1; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return 0;
	return 1;
}

/* A known word, a blank, and something after it. */
static int kind_read(enum log_kind *out, size_t *word_len, const char *text, size_t len)
{
	for (int kind = 0; kind < LOG_KIND_COUNT; kind++) {
		const char *word = log_kind_word((enum log_kind)kind);

		*out = (enum log_kind)kind;
		*word_len = strlen(word);
		if (len > *word_len + 1 && memcmp(text, word, *word_len) == 0 && text[*word_len] == ' ')
			return 1;
	}
	return 0;
}

/* N TIME KIND DETAIL HASH */
int log_line_read(struct log_line *out, const char *line, size_t line_len)
{
	uint64_t number = 0;
	size_t at = 0, said_len, word_len;

	memset(out, 0, sizeof *out);
	if (line_len >= LOG_LINE_MAX || line_len < HEX_BYTES + 1)
		return 0;
	said_len = line_len - HEX_BYTES - 1;
	while (at < said_len && at < 10 && line[at] >= '0' && line[at] <= '9')
		number = number * 10 + (uint64_t)(line[at++] - '0');
	if (at == 0 || line[0] == '0' || number > UINT32_MAX || at >= said_len || line[at++] != ' ' ||
	    said_len - at < LOG_TIME_BYTES || !time_ok(line + at, said_len - at))
		return 0;
	out->number = (uint32_t)number;
	out->time = line + at;
	at += LOG_TIME_BYTES;
	if (line[at - 1] != ' ' || line[said_len] != ' ' ||
	    !kind_read(&out->kind, &word_len, line + at, said_len - at) || !text_is_clean(line, said_len))
		return 0;
	out->detail = line + at + word_len + 1;
	out->detail_len = said_len - at - word_len - 1;
	return 1;
}

/* One line without its newline: end moves on to it. */
static int line_follows(struct log_end *end, const char *line, size_t line_len)
{
	struct log_line parts;
	struct hash head, written;

	if (!log_line_read(&parts, line, line_len) || parts.number != end->count + 1 ||
	    strncmp(parts.time, end->time, LOG_TIME_BYTES - 1) < 0 ||
	    hex_read(written.bytes, HASH_BYTES, line + line_len - HEX_BYTES, HEX_BYTES) != STATUS_OK)
		return 0;
	chain(&head, &end->head, line, line_len - HEX_BYTES - 1);
	if (hash_compare(&head, &written) != 0)
		return 0;
	end->head = head;
	end->count++;
	end->len += line_len + 1;
	(void)snprintf(end->time, sizeof end->time, "%.*s", LOG_TIME_BYTES - 1, parts.time);
	return 1;
}

enum status log_check(struct log_end *end, const char *text, size_t text_len,
                      const uint8_t kiosk[static SIGN_KEY_BYTES], uint32_t max_lines)
{
	memset(end, 0, sizeof *end);
	log_start(&end->head, kiosk);
	while (end->len < text_len && end->count < max_lines) {
		const char *line = text + end->len;
		const char *newline = memchr(line, '\n', text_len - end->len);

		if (!newline)
			return text_len - end->len < LOG_LINE_MAX ? STATUS_TRUNCATED : STATUS_DAMAGED;
		if (!line_follows(end, line, (size_t)(newline - line)))
			return STATUS_DAMAGED;
	}
	return STATUS_OK;
}

/* --- what the lines tell --- */

/* The text after "N TIME KIND ", where the line is of this kind; else NULL. line ends with its hash. */
static const char *detail_of(const char *line, enum log_kind kind)
{
	const char *word = log_kind_word(kind), *at = strchr(line, ' ');
	size_t word_len = strlen(word);

	if (!at || strlen(at) < LOG_TIME_BYTES + word_len + 1)
		return NULL;
	at += 1 + LOG_TIME_BYTES;
	return strncmp(at, word, word_len) == 0 && at[word_len] == ' ' ? at + word_len + 1 : NULL;
}

/* Takes words and the number after them; false where something else stands there. */
static int take_number(const char **at, const char *words, uint32_t *out)
{
	size_t len = strlen(words);
	uint64_t value = 0;
	const char *digit;

	if (strncmp(*at, words, len) != 0)
		return 0;
	for (digit = *at + len; *digit >= '0' && *digit <= '9' && value <= UINT32_MAX; digit++)
		value = value * 10 + (uint64_t)(*digit - '0');
	if (digit == *at + len || value > UINT32_MAX)
		return 0;
	*at = digit;
	*out = (uint32_t)value;
	return 1;
}

static void tell_import(struct log_told *out, const char *detail)
{
	size_t len = strlen(detail);

	if (len > 1 + HEX_BYTES && len - 1 - HEX_BYTES < sizeof out->import)
		(void)snprintf(out->import, sizeof out->import, "%.*s", (int)(len - 1 - HEX_BYTES), detail);
	out->erased = 0;
}

static void tell_erasure(struct log_told *out, const char *detail)
{
	*out = (struct log_told){.pin_tried = out->pin_tried, .erased = 1};
	if (!take_number(&detail, "number ", &out->erasure.number) ||
	    !take_number(&detail, ": sealed ", &out->erasure.sealed) ||
	    !take_number(&detail, ", spoiled ", &out->erasure.spoiled))
		memset(&out->erasure, 0, sizeof out->erasure);
}

static void tell_line(struct log_told *out, const char *line)
{
	static const struct {
		enum log_kind kind;
		enum voting_state state;
	} leads[] = {{LOG_OPEN, VOTING_OPEN}, {LOG_PAUSE, VOTING_PAUSED}, {LOG_CLOSE, VOTING_CLOSED}};
	uint32_t sealed = 0, spoiled = 0, number = 0;
	const char *detail = detail_of(line, LOG_IMPORT);
	size_t i;

	if (detail) {
		tell_import(out, detail);
		return;
	}
	detail = detail_of(line, LOG_ERASE);
	if (detail) {
		tell_erasure(out, detail);
		return;
	}
	out->pin_tried |= detail_of(line, LOG_UNLOCK) != NULL || detail_of(line, LOG_PIN_WRONG) != NULL;
	for (i = 0; !detail && i < sizeof leads / sizeof leads[0]; i++)
		detail = detail_of(line, leads[i].kind);
	if (detail) {
		out->opened = 1;
		out->state = leads[i - 1].state;
		out->closings += out->state == VOTING_CLOSED;
		out->saved = 0;
		if (!take_number(&detail, "sealed ", &sealed) || !take_number(&detail, ", spoiled ", &spoiled))
			return;
	} else {
		detail = detail_of(line, LOG_EXPORT);
		/* Before the first opening an empty box may have been exported, and have made way for another. */
		if (!out->opened || !detail || !take_number(&detail, "number ", &number) ||
		    !take_number(&detail, ": sealed ", &sealed) || !take_number(&detail, ", spoiled ", &spoiled))
			return;
		out->exports = number > out->exports ? number : out->exports;
		out->saved = out->state == VOTING_CLOSED ? number : 0;
	}
	out->sealed = sealed > out->sealed ? sealed : out->sealed;
	out->spoiled = spoiled > out->spoiled ? spoiled : out->spoiled;
}

void log_tell(struct log_told *out, const char *text, size_t text_len)
{
	char line[LOG_LINE_MAX];
	const char *newline;

	memset(out, 0, sizeof *out);
	for (; text_len > 0 && (newline = memchr(text, '\n', text_len)) != NULL; text = newline + 1) {
		size_t len = (size_t)(newline - text);
		text_len -= len + 1;
		if (len >= sizeof line)
			continue;
		memcpy(line, text, len);
		line[len] = '\0';
		tell_line(out, line);
	}
}

/* --- reading and writing --- */

/* Brings the file to the length that is sound, then adds text. The length is set first, so that an earlier failure's
 * remains are gone. */
static enum status write_at_end(struct log *log, const char *text, size_t len)
{
	const struct disk *disk = log->disk;
	enum status status = STATUS_OK;
	/* One that was begun and is gone now is not begun again. */
	int create = log->end.count == 0 ? O_CREAT : 0;
	int file = disk->open(disk->context, log->path, O_WRONLY | O_APPEND | O_NOFOLLOW | create, 0600);

	if (file < 0)
		return disk_status(errno);
	if (disk->truncate(disk->context, file, log->end.len) != 0)
		status = disk_status(errno);
	if (status == STATUS_OK)
		status = disk_write_all(disk, file, text, len);
	if (status == STATUS_OK && disk->sync(disk->context, file) != 0)
		status = disk_status(errno);
	if (disk->close(disk->context, file) != 0 && status == STATUS_OK)
		status = disk_status(errno);
	if (status == STATUS_OK && log->end.count == 0)
		status = disk_sync_folder(disk, log->folder);
	return status;
}

/* Every line is synced before the next is written, so the power can tear the last one only: in its place are sectors
 * that never came, which read as zeros, or bytes of which no text is made, and its newline may be there all the same.
 */
static int is_torn(const char *rest, size_t rest_len)
{
	if (rest_len >= LOG_LINE_MAX)
		return 0;
	for (size_t i = 0; i < rest_len; i++)
		if ((unsigned char)rest[i] < ' ' && rest[i] != '\n')
			return 1;
	return 0;
}

enum status log_load(struct log *log, const struct disk *disk, const char *folder,
                     const uint8_t kiosk[static SIGN_KEY_BYTES])
{
	uint8_t *text;
	size_t len;
	enum status status;

	memset(log, 0, sizeof *log);
	log->disk = disk;
	status = disk_path(log->path, folder, LOG_FILE);
	if (status != STATUS_OK)
		return status;
	(void)snprintf(log->folder, sizeof log->folder, "%s", folder);
	log_start(&log->end.head, kiosk);
	status = disk_read(&text, &len, disk, log->path, LOG_MAX_BYTES);
	if (status == STATUS_ABSENT)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	status = log_check(&log->end, (const char *)text, len, kiosk, UINT32_MAX);
	if (status == STATUS_DAMAGED && is_torn((const char *)text + log->end.len, len - log->end.len))
		status = STATUS_TRUNCATED;
	free(text);
	return status;
}

enum status log_tell_torn(struct log *log)
{
	return log_append(log, LOG_FAULT, "the log ended in a torn line, as after a power cut; it was cut off");
}

enum status log_open(struct log *log, const struct disk *disk, const char *folder,
                     const uint8_t kiosk[static SIGN_KEY_BYTES])
{
	enum status status = log_load(log, disk, folder, kiosk);

	return status == STATUS_TRUNCATED ? log_tell_torn(log) : status;
}

enum status log_text(char **text, size_t *text_len, const struct log *log, const uint8_t kiosk[static SIGN_KEY_BYTES])
{
	struct log_end end;
	uint8_t *data;
	enum status status = disk_read(&data, text_len, log->disk, log->path, LOG_MAX_BYTES);

	*text = NULL;
	if (status != STATUS_OK)
		return status == STATUS_ABSENT ? STATUS_DAMAGED : status;
	status = log_check(&end, (const char *)data, *text_len, kiosk, log->end.count);
	if (status != STATUS_OK || end.count != log->end.count || hash_compare(&end.head, &log->end.head) != 0) {
		free(data);
		return STATUS_DAMAGED;
	}
	*text = (char *)data;
	*text_len = end.len;
	return STATUS_OK;
}

void log_time_text(char out[static LOG_TIME_BYTES], int64_t seconds)
{
	time_t now = (time_t)seconds;
	struct tm utc;

	if (!gmtime_r(&now, &utc) || utc.tm_year < -1900 || utc.tm_year > 8099 ||
	    strftime(out, LOG_TIME_BYTES, "%Y-%m-%dT%H:%M:%SZ", &utc) != LOG_TIME_BYTES - 1)
		memcpy(out, "1970-01-01T00:00:00Z", LOG_TIME_BYTES);
}

/* One line of clean text, whatever came: names from outside may be quoted in it. */
static void clean(char out[static LOG_DETAIL_MAX + 1], const char *detail)
{
	size_t len = strnlen(detail, LOG_DETAIL_MAX);

	while (len > 0 && !text_is_clean(detail, len))
		len--;
	memcpy(out, detail, len);
	out[len] = '\0';
	for (size_t i = 0; i < len; i++)
		if (out[i] == '\n')
			out[i] = ' ';
	if (len == 0)
		memcpy(out, "-", 2);
}

enum status log_append(struct log *log, enum log_kind kind, const char *detail)
{
	char line[LOG_LINE_MAX], when[LOG_TIME_BYTES], said[LOG_DETAIL_MAX + 1];
	struct hash head;
	size_t len;
	enum status status;

	log_time_text(when, log->disk->utc_s(log->disk->context) + log->offset_s);
	if (strcmp(when, log->end.time) < 0)
		memcpy(when, log->end.time, sizeof when);
	clean(said, detail);
	len = (size_t)snprintf(line, sizeof line, "%u %s %s %s", log->end.count + 1, when, log_kind_word(kind), said);
	if (len + 1 + HEX_BYTES + 1 >= sizeof line)
		return STATUS_TOO_LONG;
	if (log->end.len + len + 1 + HEX_BYTES + 1 > LOG_MAX_BYTES)
		return STATUS_NO_ROOM;
	chain(&head, &log->end.head, line, len);
	line[len++] = ' ';
	hex_write(line + len, head.bytes, HASH_BYTES);
	len += HEX_BYTES;
	line[len++] = '\n';
	status = write_at_end(log, line, len);
	if (status != STATUS_OK)
		return status;
	log->end.head = head;
	log->end.count++;
	log->end.len += len;
	memcpy(log->end.time, when, sizeof when);
	return STATUS_OK;
}
