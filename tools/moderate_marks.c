#include "moderate_marks.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bytes.h"
#include "cli.h"

/* A reason stands on a line of a signed statement. */
static int is_reason(const char *reason)
{
	size_t len = strlen(reason);

	return len > 0 && len <= MODERATION_REASON_MAX && text_is_clean(reason, len) && !strchr(reason, '\n') &&
	       reason[0] != ' ' && reason[len - 1] != ' ';
}

/* where: "--withhold", or the file and its line. */
static enum status mark(struct moderated_texts *texts, const char *where, unsigned long number, const char *reason)
{
	if (number < 1 || number > texts->count) {
		(void)cli_failed("%s: there is no text %lu; the texts are numbered 1 to %zu", where, number,
		                 texts->count);
		return STATUS_RANGE;
	}
	if (texts->text[number - 1].reason) {
		(void)cli_failed("%s: names text %lu twice; each once is enough", where, number);
		return STATUS_RANGE;
	}
	if (!reason || !*reason) {
		(void)cli_failed("%s: does not say why text %lu is withheld; give --reason, which everybody will read",
		                 where, number);
		return STATUS_RANGE;
	}
	if (!is_reason(reason)) {
		(void)cli_failed(
		    "%s: the reason for text %lu must be one line of clean UTF-8, at most %d bytes, without "
		    "blanks at its ends",
		    where, number, MODERATION_REASON_MAX);
		return STATUS_RANGE;
	}
	texts->text[number - 1].reason = reason;
	return STATUS_OK;
}

/* Digits alone, at most 9 of them, at *text, which moves behind them. 0 where there is no number. */
static unsigned long number_at(const char **text)
{
	unsigned long number = 0;

	for (int i = 0; i < 9 && **text >= '0' && **text <= '9'; i++)
		number = 10 * number + (unsigned long)(*(*text)++ - '0');
	return number;
}

enum status marks_from_numbers(struct moderated_texts *texts, const char *numbers, const char *reason)
{
	enum status status = STATUS_OK;

	for (const char *at = numbers; status == STATUS_OK;) {
		unsigned long first = number_at(&at), last = first;

		if (first && *at == '-') {
			at++;
			last = number_at(&at);
		}
		if (first == 0 || last < first || (*at && *at != ',')) {
			(void)cli_failed(
			    "--withhold %s: must be numbers of texts with commas between, such as 3,7,12-15", numbers);
			return STATUS_TEXT;
		}
		for (unsigned long i = first; i <= last && status == STATUS_OK; i++)
			status = mark(texts, "--withhold", i, reason);
		if (!*at)
			break;
		at++;
	}
	return status;
}

/* --- a table --- */

enum { COLUMNS_MAX = 64 };

struct table {
	const char *path;
	char *at, *end;
	char separator;
	unsigned line, row_line; /* from 1 */
	char *field[COLUMNS_MAX];
	unsigned count;
};

/* One field, without its quotes, ended where it stood. Sets *more where another follows on the row. */
static enum status read_field(struct table *table, int *more)
{
	char *out = table->at, *start = out;
	int quoted = table->at < table->end && *table->at == '"', closed = !quoted;

	table->at += quoted;
	for (; table->at < table->end; table->at++) {
		char c = *table->at;

		if (quoted && !closed && c == '"' && table->at + 1 < table->end && table->at[1] == '"') {
			table->at++;
		} else if (quoted && !closed && c == '"') {
			closed = 1;
			continue;
		} else if (closed && (c == table->separator || c == '\n')) {
			break;
		} else if (closed && c == '\r' && table->at + 1 < table->end && table->at[1] == '\n') {
			continue;
		}
		table->line += c == '\n';
		*out++ = c;
	}
	if (!closed)
		return STATUS_TRUNCATED;
	*more = table->at < table->end && *table->at == table->separator;
	table->line += table->at < table->end && *table->at == '\n';
	table->at += table->at < table->end;
	*out = '\0';
	if (table->count == COLUMNS_MAX)
		return STATUS_RANGE;
	table->field[table->count++] = start;
	return STATUS_OK;
}

static enum status read_row(struct table *table)
{
	int more = 1;
	enum status status = STATUS_OK;

	table->count = 0;
	table->row_line = table->line;
	while (more && status == STATUS_OK)
		status = read_field(table, &more);
	if (status != STATUS_OK)
		(void)cli_failed("%s: line %u: is no row of a table; save it again as CSV", table->path,
		                 table->row_line);
	return status;
}

static unsigned column(const struct table *table, const char *name)
{
	for (unsigned i = 0; i < table->count; i++)
		if (strcasecmp(table->field[i], name) == 0)
			return i;
	return COLUMNS_MAX;
}

static const char *trimmed(char *text)
{
	size_t len;

	while (*text == ' ')
		text++;
	for (len = strlen(text); len > 0 && text[len - 1] == ' '; len--)
		text[len - 1] = '\0';
	return text;
}

struct columns {
	unsigned number, decision, reason;
};

static enum status read_decision(struct moderated_texts *texts, const struct table *table,
                                 const struct columns *columns, const char *reason, uint8_t *seen)
{
	const char *number_text, *decision, *own = NULL;
	unsigned long number;
	char where[PATH_ROOM + 32];

	snprintf(where, sizeof where, "%s: line %u", table->path, table->row_line);
	if (columns->number >= table->count || columns->decision >= table->count) {
		(void)cli_failed("%s: has too few columns; save the table again as CSV", where);
		return STATUS_TRUNCATED;
	}
	number_text = trimmed(table->field[columns->number]);
	number = number_at(&number_text);
	if (*number_text || number < 1 || number > texts->count || seen[number]) {
		(void)cli_failed("%s: its number is not one of 1 to %zu, each once; take the table of this record",
		                 where, texts->count);
		return STATUS_RANGE;
	}
	seen[number] = 1;
	decision = trimmed(table->field[columns->decision]);
	if (!*decision || strcasecmp(decision, "publish") == 0)
		return STATUS_OK;
	if (strcasecmp(decision, "withhold") != 0) {
		(void)cli_failed("%s: its decision is neither \"withhold\" nor \"publish\" nor empty", where);
		return STATUS_TEXT;
	}
	if (columns->reason < table->count)
		own = trimmed(table->field[columns->reason]);
	return mark(texts, where, number, own && *own ? own : reason);
}

static enum status read_table(struct moderated_texts *texts, struct table *table, const char *reason)
{
	uint8_t *seen = calloc(texts->count + 1, 1);
	struct columns columns;
	enum status status = seen ? read_row(table) : STATUS_NO_ROOM;

	columns = (struct columns){column(table, "number"), column(table, "decision"), column(table, "reason")};
	if (status == STATUS_OK && (columns.number == COLUMNS_MAX || columns.decision == COLUMNS_MAX)) {
		(void)cli_failed(
		    "%s: line 1: has no columns \"number\" and \"decision\"; give the table that --csv wrote, "
		    "or a file with one number on each line",
		    table->path);
		status = STATUS_TEXT;
	}
	while (status == STATUS_OK && table->at < table->end) {
		status = read_row(table);
		if (status == STATUS_OK && !(table->count == 1 && !*table->field[0]))
			status = read_decision(texts, table, &columns, reason, seen);
	}
	for (size_t i = 1; status == STATUS_OK && i <= texts->count; i++) {
		if (seen[i])
			continue;
		(void)cli_failed("%s: text %zu has no row; the table must have all %zu", table->path, i, texts->count);
		status = STATUS_TRUNCATED;
	}
	free(seen);
	return status;
}

/* --- numbers, one on each line --- */

static enum status read_lines(struct moderated_texts *texts, struct table *table, const char *reason)
{
	enum status status = STATUS_OK;

	table->separator = '\0';
	while (status == STATUS_OK && table->at < table->end) {
		char where[PATH_ROOM + 32];
		const char *text;
		unsigned long number;

		status = read_row(table);
		text = status == STATUS_OK ? trimmed(table->field[0]) : "";
		if (!*text)
			continue;
		snprintf(where, sizeof where, "%s: line %u", table->path, table->row_line);
		number = number_at(&text);
		if (*text) {
			(void)cli_failed("%s: is no number of a text; write one number on each line", where);
			return STATUS_TEXT;
		}
		status = mark(texts, where, number, reason);
	}
	return status;
}

enum status marks_from_file(struct moderated_texts *texts, struct bytes *file, const char *path, const char *reason)
{
	struct table table = {.path = path, .at = (char *)file->data, .line = 1};
	size_t first_len;

	table.end = table.at + file->len;
	if (file->len >= 3 && memcmp(file->data, "\xEF\xBB\xBF", 3) == 0)
		table.at += 3;
	first_len = strcspn(table.at, "\n");
	table.separator = memchr(table.at, ';', first_len) ? ';' : ',';
	if (table.at < table.end && (*table.at == '"' || (*table.at >= 'A' && *table.at <= 'z')))
		return read_table(texts, &table, reason);
	return read_lines(texts, &table, reason);
}
