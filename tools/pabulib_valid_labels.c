/* Warnings about names: what META declares against what the rows say, and labels that differ by their writing alone. */
#include <stdlib.h>
#include <string.h>

#include "pabulib_builder.h"
#include "pabulib_valid.h"

/* The labels of one column, each once. */
struct labels {
	struct id_map map;
	const char **text; /* NUL-terminated, in memory of its own */
	size_t *len;
	unsigned long *line; /* where it stood first */
	size_t count, room[3];
};

static void labels_free(struct labels *labels)
{
	id_map_free(&labels->map);
	free(labels->text);
	free(labels->len);
	free(labels->line);
}

static enum status labels_add(struct labels *labels, const char *text, size_t len, unsigned long line, size_t *at)
{
	enum status status = id_map_add(&labels->map, text, len, labels->count, at);
	const char **texts;
	size_t *lens;
	unsigned long *lines;

	if (status == STATUS_USED)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	texts = builder_grown(labels->text, labels->count, &labels->room[0], sizeof *texts);
	labels->text = texts ? texts : labels->text;
	lens = builder_grown(labels->len, labels->count, &labels->room[1], sizeof *lens);
	labels->len = lens ? lens : labels->len;
	lines = builder_grown(labels->line, labels->count, &labels->room[2], sizeof *lines);
	labels->line = lines ? lines : labels->line;
	if (!texts || !lens || !lines)
		return STATUS_NO_ROOM;
	texts[labels->count] = text;
	lens[labels->count] = len;
	lines[labels->count++] = line;
	return STATUS_OK;
}

/* --- writing --- */

/* The base letters of U+00C0 to U+017F, as decomposition leaves them; ' ' where it leaves none. */
static const char base[] =
    "aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy yaaaaaaccccccccdd  eeeeeeeeee"
    "gggggggghh  iiiiiiiii iijjkk llllllll  nnnnnnn  oooooo  rrrrrrsssssssstttt  uuuuuuuuuuuu"
    "wwyyyzzzzzzs";

/* Small letters without marks, one blank for many, none at the ends: what a reader takes for the same. */
static size_t plain_label(char *out, const char *text, size_t len)
{
	size_t put = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= 0xc3 && c <= 0xc5 && i + 1 < len) {
			unsigned code = (c & 0x1fu) << 6 | ((unsigned char)text[++i] & 0x3f);
			char letter = base[code - 0xc0];

			if (letter != ' ')
				out[put++] = letter;
		} else if (c == ' ' || c == '\t') {
			if (put > 0 && out[put - 1] != ' ')
				out[put++] = ' ';
		} else if (c < 0x80) {
			out[put++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : (char)c;
		}
	}
	return put > 0 && out[put - 1] == ' ' ? put - 1 : put;
}

/* Labels of one column that are the same to a reader. Those of other scripts leave nothing, and say nothing. */
static enum status labels_alike(const struct labels *labels, struct fault_teller *teller, const char *column)
{
	struct labels plain = {0};
	size_t *first = calloc(labels->count + 1, sizeof *first);
	char **copies = calloc(labels->count + 1, sizeof *copies);
	enum status status = first && copies ? STATUS_OK : STATUS_NO_ROOM;

	for (size_t i = 0; i < labels->count && status == STATUS_OK; i++) {
		size_t at, before = plain.count, len;

		copies[i] = malloc(labels->len[i] + 1);
		if (!copies[i]) {
			status = STATUS_NO_ROOM;
			break;
		}
		len = plain_label(copies[i], labels->text[i], labels->len[i]);
		if (len == 0)
			continue;
		status = labels_add(&plain, copies[i], len, 0, &at);
		if (status != STATUS_OK)
			break;
		if (plain.count > before)
			first[at] = i;
		else
			fault_tell(teller, PB_LABELS, labels->line[i],
			           "the %s '%.*s' is '%.*s' in line %lu; write it in one way", column,
			           (int)(labels->len[i] > 40 ? 40 : labels->len[i]), labels->text[i],
			           (int)(labels->len[first[at]] > 40 ? 40 : labels->len[first[at]]),
			           labels->text[first[at]], labels->line[first[at]]);
	}
	for (size_t i = 0; copies && i < labels->count; i++)
		free(copies[i]);
	free(copies);
	free(first);
	labels_free(&plain);
	return status;
}

/* --- declared and used --- */

static enum status add_list(struct labels *labels, const char *value, unsigned long line)
{
	enum status status = STATUS_OK;

	while (*value && status == STATUS_OK) {
		size_t len = strcspn(value, ","), at, begin = 0, end = len;

		while (begin < end && value[begin] == ' ')
			begin++;
		while (end > begin && value[end - 1] == ' ')
			end--;
		if (end > begin)
			status = labels_add(labels, value + begin, end - begin, line, &at);
		value += len + (value[len] == ',');
	}
	return status;
}

static void not_in(const struct labels *some, const struct labels *others, struct fault_teller *teller,
                   const char *format_line, const char *key)
{
	size_t at;

	for (size_t i = 0; i < some->count; i++) {
		if (!id_map_find(&others->map, some->text[i], some->len[i], &at))
			fault_tell(teller, PB_LABELS, some->line[i], "'%.*s' %s META's %s",
			           (int)(some->len[i] > 60 ? 60 : some->len[i]), some->text[i], format_line, key);
	}
}

static enum status compare_declared(const struct pabulib *file, struct fault_teller *teller, const char *key,
                                    const struct labels *used)
{
	struct labels declared = {0};
	enum status status = add_list(&declared, pabulib_meta(file, key), pabulib_meta_line(file, key));

	if (status == STATUS_OK && declared.count > 0 && used->count > 0) {
		not_in(used, &declared, teller, "is used, but not listed in", key);
		not_in(&declared, used, teller, "is used nowhere, but listed in", key);
	}
	labels_free(&declared);
	return status;
}

/* --- columns --- */

struct column {
	const char *name, *key; /* META's key that lists what may stand there, or NULL */
	enum { OF_PROJECTS, OF_VOTES } of;
	int is_list;
};

static enum status column_labels(const struct pabulib *file, struct fault_teller *teller, const struct column *column,
                                 struct labels *labels)
{
	const struct pabulib_table *table = column->of == OF_PROJECTS ? &file->project_table : &file->vote_table;
	unsigned at = table_column(table, column->name);
	enum status status = STATUS_OK;

	for (size_t i = 0; i < table->row_count && at != NO_COLUMN && status == STATUS_OK; i++) {
		const char *value = table->fields[i * table->column_count + at];
		unsigned long line = column->of == OF_PROJECTS ? file->projects[i].line : file->votes[i].line;
		struct labels own = {0};
		size_t index, items = *value != '\0';

		if (!column->is_list) {
			if (*value)
				status = labels_add(labels, value, strlen(value), line, &index);
			continue;
		}
		status = add_list(labels, value, line);
		if (status == STATUS_OK)
			status = add_list(&own, value, line);
		for (const char *comma = strchr(value, ','); comma; comma = strchr(comma + 1, ','))
			items += comma[1] != '\0' && comma[1] != ',';
		if (status == STATUS_OK && own.count < items)
			fault_tell(teller, PB_LABELS, line, "names a %s twice; name each once", column->name);
		labels_free(&own);
	}
	return status;
}

enum status valid_labels(const struct pabulib *file, struct fault_teller *teller)
{
	static const struct column columns[] = {
	    {"category", "categories", OF_PROJECTS, 1},        {"beneficiaries", NULL, OF_PROJECTS, 1},
	    {"neighborhood", "neighborhoods", OF_PROJECTS, 0}, {"district", "subdistricts", OF_PROJECTS, 0},
	    {"neighborhood", "neighborhoods", OF_VOTES, 0},    {"district", "subdistricts", OF_VOTES, 0},
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < sizeof columns / sizeof columns[0] && status == STATUS_OK; i++) {
		struct labels labels = {0};

		status = column_labels(file, teller, &columns[i], &labels);
		if (status == STATUS_OK && columns[i].key)
			status = compare_declared(file, teller, columns[i].key, &labels);
		if (status == STATUS_OK)
			status = labels_alike(&labels, teller, columns[i].name);
		labels_free(&labels);
	}
	return status;
}
