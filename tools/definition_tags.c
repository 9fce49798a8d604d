#include "definition_tags.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "faults.h"

enum { TAGS_FILE_MAX = 128 * 1024 * 1024 };

/* One line. */
struct row {
	const char *place;
	size_t line;
	uint8_t style;
	struct hash hash;
};

struct reading {
	const char *path;
	struct election *election;
	struct faults faults;
	unsigned told;
	struct row *rows;
	size_t row_count;
	const char *last_place; /* of the line before: most files are sorted by place */
};

static void wrong(struct reading *reading, size_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void wrong(struct reading *reading, size_t line, const char *format, ...)
{
	char sentence[400];
	va_list list;

	va_start(list, format);
	vsnprintf(sentence, sizeof sentence, format, list);
	va_end(list);
	fault_each(&reading->faults, &reading->told, reading->path, "line %zu: %s", line, sentence);
}

/* --- one line --- */

/* Where the place stands among those seen, or would stand; *found says which. */
static unsigned place_at(int *found, const struct election *election, const char *name)
{
	unsigned from = 0, to = election->place_count;

	*found = 0;
	while (from < to) {
		unsigned middle = from + (to - from) / 2;
		int order = strcmp(name, election->places[middle]);

		if (order == 0) {
			*found = 1;
			return middle;
		}
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return from;
}

static int take_place(struct reading *reading, struct row *row, const char *name, size_t line)
{
	struct election *election = reading->election;
	size_t len = strlen(name);
	unsigned at;
	int found;

	if (reading->last_place && strcmp(reading->last_place, name) == 0) {
		row->place = reading->last_place;
		return 1;
	}
	if (len == 0 || len > ELECTION_PLACE_MAX || !text_is_clean(name, len) || name[0] == ' ' ||
	    name[len - 1] == ' ') {
		wrong(reading, line,
		      "its place is missing, longer than 60 bytes or not plain; write it as in the roster of kiosks");
		return 0;
	}
	at = place_at(&found, election, name);
	if (!found && election->place_count == ELECTION_MAX_PLACES) {
		wrong(reading, line, "its place is one too many; an election has at most 500 places");
		return 0;
	}
	if (!found) {
		memmove(election->places + at + 1, election->places + at,
		        (election->place_count - at) * sizeof election->places[0]);
		election->places[at] = name;
		election->place_count++;
	}
	row->place = reading->last_place = election->places[at];
	return 1;
}

static int take_style(struct reading *reading, struct row *row, const char *name, size_t line)
{
	const struct election *election = reading->election;

	for (unsigned i = 0; i < election->style_count; i++) {
		if (strcmp(text_in(&election->styles[i].name, 0, NULL), name) != 0)
			continue;
		row->style = (uint8_t)i;
		return 1;
	}
	if (!text_is_clean(name, strlen(name)))
		name = "?";
	if (name[0] == '\0')
		wrong(reading, line, "it names no district; write between the tabs for which district the code is");
	else
		wrong(reading, line,
		      "its district \"%.60s\" does not exist; use the name of one of the election's districts", name);
	return 0;
}

static int take_hash(struct reading *reading, struct row *row, const char *digits, size_t line)
{
	if (hex_read(row->hash.bytes, HASH_BYTES, digits, strlen(digits)) == STATUS_OK)
		return 1;
	wrong(reading, line, "its tag is not 64 hexadecimal digits in small letters; make the file again");
	return 0;
}

/* line ends in NUL, len bytes before. */
static void take_line(struct reading *reading, char *line, size_t len, size_t number)
{
	char *style = strchr(line, '\t'), *tag = style ? strchr(style + 1, '\t') : NULL;
	struct row row = {.line = number};

	if (strlen(line) != len || !tag || strchr(tag + 1, '\t')) {
		wrong(reading, number,
		      "is not a place, a district and a tag with a tab between each; make the file again");
		return;
	}
	*style++ = '\0';
	*tag++ = '\0';
	if (take_place(reading, &row, line, number) && take_style(reading, &row, style, number) &&
	    take_hash(reading, &row, tag, number))
		reading->rows[reading->row_count++] = row;
}

/* --- all lines --- */

static enum status take_lines(struct reading *reading, struct bytes *file)
{
	char *at = (char *)file->data, *end = at + file->len;
	size_t lines = 0;

	for (const char *p = at; p < end; p++)
		lines += *p == '\n';
	lines += file->len > 0 && end[-1] != '\n';
	if (lines > ELECTION_MAX_TAGS) {
		fault(&reading->faults, reading->path, "has %zu lines; an election can have 200,000 voting codes",
		      lines);
		return STATUS_RULES;
	}
	if (lines == 0) {
		fault(&reading->faults, reading->path, "holds no tag; give the file that was written with the codes");
		return STATUS_RULES;
	}
	reading->rows = calloc(lines, sizeof *reading->rows);
	reading->election->places = calloc(ELECTION_MAX_PLACES, sizeof reading->election->places[0]);
	if (!reading->rows || !reading->election->places)
		return STATUS_NO_ROOM;
	for (size_t number = 1; at < end; number++) {
		char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((newline ? newline : end) - at);

		at[len] = '\0';
		take_line(reading, at, len, number);
		at += len + 1;
	}
	return STATUS_OK;
}

static int by_hash(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = hash_compare(&a->hash, &b->hash);

	return order ? order : a->line < b->line ? -1 : a->line > b->line;
}

static enum status put_tags(struct definition_tags *out, struct reading *reading)
{
	struct election *election = reading->election;
	int found;

	out->tags = malloc(reading->row_count * ISSUED_BYTES + 1);
	if (!out->tags)
		return STATUS_NO_ROOM;
	qsort(reading->rows, reading->row_count, sizeof *reading->rows, by_hash);
	for (size_t i = 0; i < reading->row_count; i++) {
		const struct row *row = &reading->rows[i];

		if (i > 0 && hash_compare(&row->hash, &row[-1].hash) == 0)
			wrong(reading, row->line, "its tag stands in line %zu already; issue every code once",
			      row[-1].line);
		issued_write_hash(out->tags + i * ISSUED_BYTES, place_at(&found, election, row->place), row->style,
		                  &row->hash);
	}
	election->tags = out->tags;
	election->tag_count = (uint32_t)reading->row_count;
	return STATUS_OK;
}

enum status definition_tags_load(struct definition_tags *out, struct election *election, const char *path)
{
	struct reading reading = {.path = path, .election = election};
	enum status status;

	memset(out, 0, sizeof *out);
	status = file_read(&out->file, path, TAGS_FILE_MAX, "the file of issued tags");
	if (status != STATUS_OK)
		return status;
	status = take_lines(&reading, &out->file);
	if (status == STATUS_OK)
		status = put_tags(out, &reading);
	free(reading.rows);
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: there is not enough memory to read it; close other programs", path);
	else if (reading.faults.untold > 0)
		(void)cli_refused("%s: … and %u more lines like these", path, reading.faults.untold);
	return status == STATUS_OK && reading.faults.count > 0 ? STATUS_RULES : status;
}

void definition_tags_finish(struct definition_tags *tags)
{
	bytes_free(&tags->file);
	free(tags->tags);
	memset(tags, 0, sizeof *tags);
}
