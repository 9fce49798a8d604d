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
	const char *place, *path;
	size_t line;
	size_t number; /* among all lines of all files */
	uint8_t style;
	struct hash hash;
};

struct reading {
	const char *path; /* of the file being read */
	struct election *election;
	struct faults faults;
	unsigned told;
	struct row *rows;
	size_t row_count;
	const char *last_place; /* of the line before: most files are sorted by place */
};

static void wrong(struct reading *reading, size_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* In the file being read. */
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
	struct row row = {.path = reading->path, .line = number};

	if (strlen(line) != len || !tag || strchr(tag + 1, '\t')) {
		wrong(reading, number,
		      "is not a place, a district and a tag with a tab between each; make the file again");
		return;
	}
	*style++ = '\0';
	*tag++ = '\0';
	if (!take_place(reading, &row, line, number) || !take_style(reading, &row, style, number) ||
	    !take_hash(reading, &row, tag, number))
		return;
	row.number = reading->row_count;
	reading->rows[reading->row_count++] = row;
}

/* --- all lines --- */

static size_t count_lines(const struct bytes *file)
{
	const char *at = (const char *)file->data, *end = at + file->len;
	size_t lines = file->len > 0 && end[-1] != '\n';

	for (; at < end; at++)
		lines += *at == '\n';
	return lines;
}

/* Room for all of them. */
static enum status make_room(struct reading *reading, const struct bytes *files, size_t count, const char *const *paths)
{
	size_t lines = 0;

	for (size_t i = 0; i < count; i++) {
		size_t more = count_lines(&files[i]);

		lines += more;
		if (more == 0)
			fault(&reading->faults, paths[i],
			      "holds no tag; give the file that was written with the codes");
		else if (lines > ELECTION_MAX_TAGS) {
			fault(&reading->faults, paths[i],
			      "makes it %zu lines in all; an election can have 200,000 voting codes", lines);
			return STATUS_RULES;
		}
	}
	if (reading->faults.count > 0)
		return STATUS_RULES;
	/* NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI): a file without lines is a fault */
	reading->rows = calloc(lines, sizeof *reading->rows);
	reading->election->places = calloc(ELECTION_MAX_PLACES, sizeof reading->election->places[0]);
	return reading->rows && reading->election->places ? STATUS_OK : STATUS_NO_ROOM;
}

static void take_lines(struct reading *reading, struct bytes *file, const char *path)
{
	char *at = (char *)file->data, *end = at + file->len;

	reading->path = path;
	for (size_t number = 1; at < end; number++) {
		char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((newline ? newline : end) - at);

		at[len] = '\0';
		take_line(reading, at, len, number);
		at += len + 1;
	}
}

static int by_hash(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = hash_compare(&a->hash, &b->hash);

	/* Rows are sorted where they lie in their order. */
	return order ? order : a->number < b->number ? -1 : a->number > b->number;
}

static void tell_twice(struct reading *reading, const struct row *row, const struct row *first)
{
	if (row->path == first->path)
		wrong(reading, row->line, "its tag stands in line %zu already; issue every code once", first->line);
	else
		wrong(reading, row->line, "its tag stands in line %zu of %.200s already; give every file once",
		      first->line, first->path);
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

		reading->path = row->path;
		if (i > 0 && hash_compare(&row->hash, &row[-1].hash) == 0)
			tell_twice(reading, row, &row[-1]);
		issued_write_hash(out->tags + i * ISSUED_BYTES, place_at(&found, election, row->place), row->style,
		                  &row->hash);
	}
	election->tags = out->tags;
	election->tag_count = (uint32_t)reading->row_count;
	return STATUS_OK;
}

enum status definition_tags_load(struct definition_tags *out, struct election *election, const char *const *paths,
                                 size_t path_count)
{
	struct reading reading = {.election = election};
	enum status status = STATUS_OK;

	memset(out, 0, sizeof *out);
	out->files = calloc(path_count + 1, sizeof *out->files);
	if (!out->files)
		status = STATUS_NO_ROOM;
	for (size_t i = 0; status == STATUS_OK && i < path_count; i++) {
		status = file_read(&out->files[out->file_count++], paths[i], TAGS_FILE_MAX, "the file of issued tags");
		if (status != STATUS_OK)
			return status;
	}
	if (status == STATUS_OK)
		status = make_room(&reading, out->files, path_count, paths);
	for (size_t i = 0; status == STATUS_OK && i < path_count; i++)
		take_lines(&reading, &out->files[i], paths[i]);
	if (status == STATUS_OK)
		status = put_tags(out, &reading);
	free(reading.rows);
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: there is not enough memory to read it; close other programs", paths[0]);
	else if (reading.faults.untold > 0)
		(void)cli_refused("%s: … and %u more lines like these", reading.path, reading.faults.untold);
	return status == STATUS_OK && reading.faults.count > 0 ? STATUS_RULES : status;
}

void definition_tags_finish(struct definition_tags *tags)
{
	for (size_t i = 0; i < tags->file_count; i++)
		bytes_free(&tags->files[i]);
	free(tags->files);
	free(tags->tags);
	memset(tags, 0, sizeof *tags);
}
