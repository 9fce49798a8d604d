/* The section META, and the numbers in it. */
#include <stdlib.h>
#include <string.h>

#include "pabulib_builder.h"
#include "pabulib_fields.h"

/* --- rows --- */

/* Keys by which votes are read and counted: what they say must not be a matter of opinion. */
static int is_counted_by(const char *key)
{
	static const char *const keys[] = {
	    "num_projects", "num_votes",      "budget",         "vote_type",     "min_length",
	    "max_length",   "min_sum_cost",   "max_sum_cost",   "min_points",    "max_points",
	    "rule",         "min_sum_points", "max_sum_points", "default_score", "currency",
	    "date_begin",   "date_end",       "fully_funded",   "experimental",  "min_project_score_threshold"};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (strcmp(keys[i], key) == 0)
			return 1;
	}
	return 0;
}

/* A value with ';' in it that nobody quoted came in parts. */
static enum status join_value(struct builder *b, const char **value)
{
	const struct row *row = &b->row;
	size_t len = 0;
	char *text, *put;
	enum status status;
	unsigned count = row->count;

	while (count > 2 && !*row->field[count - 1])
		count--;
	if (count > 2 && builder_strict(b) && *row->field[0] && !is_counted_by(row->field[0]))
		status =
		    builder_odd(b, PB_META_PARTS, row->line,
		                "has %u fields where META has 2 columns; they are taken for one value", row->count);
	else
		status = builder_check_width(b, 2, "META");
	if (status != STATUS_OK || count <= 2)
		return status;
	for (unsigned i = 1; i < count; i++)
		len += strlen(row->field[i]) + 1;
	text = put = pabulib_own_bytes(b->file, len);
	if (!text)
		return builder_no_memory(b);
	for (unsigned i = 1; i < count; i++) {
		size_t part = strlen(row->field[i]);

		memcpy(put, row->field[i], part);
		put += part;
		*put++ = i + 1 < count ? ';' : '\0';
	}
	*value = text;
	return STATUS_OK;
}

static enum status keep_meta(struct builder *b, const char *key, const char *value, unsigned long line)
{
	struct pabulib *file = b->file;
	struct pabulib_meta *meta = builder_grown(file->meta, file->meta_count, &b->meta_room, sizeof *meta);
	unsigned long *lines;

	if (!meta)
		return builder_no_memory(b);
	file->meta = meta;
	lines = builder_grown(file->meta_line, file->meta_count, &b->line_room, sizeof *lines);
	if (!lines)
		return builder_no_memory(b);
	file->meta_line = lines;
	meta[file->meta_count] = (struct pabulib_meta){key, value};
	lines[file->meta_count++] = line;
	return STATUS_OK;
}

static enum status read_meta_row(struct builder *b)
{
	struct pabulib *file = b->file;
	const char *key = b->row.field[0], *value = row_text(&b->row, 1);
	size_t before;
	enum status status = join_value(b, &value);

	if (status != STATUS_OK)
		return status;
	if (!*key)
		return builder_odd(b, PB_KEY_EMPTY, b->row.line, "has a value but no key");
	status = id_map_add(&b->keys, key, strlen(key), file->meta_count, &before);
	if (status == STATUS_USED) {
		status = builder_odd(b, PB_KEY_TWICE, b->row.line, "the key '%.40s' stands twice in META", key);
		file->meta[before].value = value;
		return status;
	}
	return status == STATUS_OK ? keep_meta(b, key, value, b->row.line) : builder_no_memory(b);
}

/* A spreadsheet that was not told of semicolons writes "META,,," and "key,value". */
static enum status check_separator(struct builder *b, const char *first_word)
{
	size_t len = strlen(first_word);
	char sign = b->row.field[0][len];

	if (strncmp(b->row.field[0], first_word, len) != 0 || (sign != ',' && sign != '\t'))
		return STATUS_OK;
	return builder_fail(b, b->row.line,
	                    "%s between the columns, where the format has ';'; in the spreadsheet save it again as CSV "
	                    "with ';' as the field separator and UTF-8 as the encoding",
	                    sign == ',' ? "has ','" : "has tabs");
}

static enum status read_header(struct builder *b, int *is_row)
{
	char *key, *value;
	int ended;
	enum status status = builder_next_row(b, &ended);

	*is_row = 0;
	if (status != STATUS_OK)
		return status;
	if (ended)
		return builder_fail(b, 0, "ends after the title META; the names of its columns are missing");
	key = b->row.field[0];
	value = row_text(&b->row, 1);
	if (strcmp(key, "key") == 0 && strcmp(value, "value") == 0)
		return STATUS_OK;
	status = check_separator(b, "key");
	if (status != STATUS_OK)
		return status;
	*is_row = strlen(key) != 3 || (key[0] | 0x20) != 'k' || (key[1] | 0x20) != 'e' || (key[2] | 0x20) != 'y';
	return builder_odd(b, PB_META_HEADER, b->row.line, "should be key;value, the names of META's columns");
}

static enum status read_rows(struct builder *b)
{
	int ended, is, is_row;
	enum status status = builder_next_row(b, &ended);

	if (status != STATUS_OK)
		return status;
	if (ended)
		return builder_fail(b, 0, "is empty; a Pabulib file begins with the line META");
	status = check_separator(b, "META");
	if (status == STATUS_OK)
		status = builder_is_title(b, &is, "META");
	if (status != STATUS_OK)
		return status;
	if (!is)
		return builder_fail(b, b->row.line, "is not the title META with which a Pabulib file begins");
	status = read_header(b, &is_row);
	if (status == STATUS_OK && is_row)
		status = read_meta_row(b);
	while (status == STATUS_OK) {
		status = builder_next_row(b, &ended);
		if (status != STATUS_OK)
			return status;
		if (ended)
			return builder_fail(b, 0, "ends within META; the sections PROJECTS and VOTES are missing");
		status = builder_is_title(b, &is, "PROJECTS");
		if (status != STATUS_OK || is)
			return status;
		status = read_meta_row(b);
	}
	return status;
}

/* --- values --- */

static struct pabulib_meta *find_meta(const struct pabulib *file, const char *key, unsigned long *line)
{
	for (size_t i = 0; i < file->meta_count; i++) {
		if (strcmp(file->meta[i].key, key) == 0) {
			*line = file->meta_line[i];
			return &file->meta[i];
		}
	}
	*line = 0;
	return NULL;
}

const char *pabulib_meta(const struct pabulib *file, const char *key)
{
	unsigned long line;
	const struct pabulib_meta *meta = find_meta(file, key, &line);

	return meta ? meta->value : "";
}

unsigned long pabulib_meta_line(const struct pabulib *file, const char *key)
{
	unsigned long line;

	(void)find_meta(file, key, &line);
	return line;
}

/* "1.000,50": read as 1000.50 where that is what it must mean. */
static enum status repair_number(struct builder *b, struct pabulib_meta *meta, unsigned long line, enum status trouble)
{
	char *copy = pabulib_own(b->file, "%s", meta->value);
	enum status status;

	if (!copy)
		return builder_no_memory(b);
	if (builder_strict(b) || trouble != STATUS_TEXT || !number_repaired(copy))
		return STATUS_TEXT;
	status = builder_odd(b, PB_META_NUMBER, line, "META's %s '%.40s' is read as %s%s", meta->key, meta->value, copy,
	                     write_it_so(b));
	meta->value = copy;
	return status;
}

/* A limit that cannot be read is none, and lenient reading leaves its key out. */
static enum status meta_useless(struct builder *b, const char *key, const char *trouble)
{
	struct pabulib *file = b->file;
	unsigned long line;
	struct pabulib_meta *meta = find_meta(file, key, &line);
	size_t at = (size_t)(meta - file->meta), behind = file->meta_count - at - 1;
	/* gcc -fanalyzer: the callers have read this key's value: it is there */
	enum status status = builder_odd(b, PB_META_NUMBER, line, "META's %s '%.40s' %s%s", key, meta->value, trouble,
	                                 b->teller.mode == PABULIB_LENIENT ? "; left out" : "");

	if (b->teller.mode != PABULIB_LENIENT)
		return status;
	memmove(meta, meta + 1, behind * sizeof *meta);
	memmove(&file->meta_line[at], &file->meta_line[at + 1], behind * sizeof *file->meta_line);
	file->meta_count--;
	return status;
}

/* Kept in millionths until the file's own unit is known. A limit that cannot be read is none; the budget must be there.
 */
static enum status meta_decimal(struct builder *b, int64_t *out, unsigned *decimals, const char *key,
                                enum sign_allowed sign)
{
	unsigned long line;
	struct pabulib_meta *meta = find_meta(b->file, key, &line);
	enum status trouble, status;

	*out = 0;
	if (!meta || !*meta->value)
		return STATUS_OK;
	trouble = decimal_read(out, decimals, meta->value, strlen(meta->value), sign);
	if (trouble == STATUS_OK)
		return STATUS_OK;
	status = repair_number(b, meta, line, trouble);
	if (status == STATUS_OK && decimal_read(out, decimals, meta->value, strlen(meta->value), sign) == STATUS_OK)
		return STATUS_OK;
	if (status == STATUS_NO_ROOM)
		return status;
	*out = 0;
	if (strcmp(key, "budget") == 0) {
		b->file->amounts_unknown = 1;
		return builder_wrong(b, PB_META_NUMBER, line, "META's %s '%.40s' %s", key, meta->value,
		                     decimal_trouble(trouble));
	}
	return meta_useless(b, key, decimal_trouble(trouble));
}

static enum status meta_count(struct builder *b, uint32_t *out, const char *key)
{
	unsigned decimals = 0;
	int64_t value;
	enum status status = meta_decimal(b, &value, &decimals, key, NOT_NEGATIVE);

	*out = 0;
	if (status != STATUS_OK)
		return status;
	if (decimals > 0 || value / DECIMAL_ONE > UINT32_MAX)
		return meta_useless(b, key, "is not a whole number, or too large");
	*out = (uint32_t)(value / DECIMAL_ONE);
	return STATUS_OK;
}

/* Letters and digits alone, small: "Choose 1" and "choose_1" mean choose-1. */
static int same_word(const char *a, const char *b)
{
	for (;;) {
		while (*a == ' ' || *a == '-' || *a == '_')
			a++;
		while (*b == ' ' || *b == '-' || *b == '_')
			b++;
		if ((*a | 0x20) != (*b | 0x20))
			return 0;
		if (!*a || !*b)
			return *a == *b;
		a++;
		b++;
	}
}

static enum status meta_type(struct builder *b)
{
	static const struct {
		const char *word;
		enum vote_type type;
	} types[] = {{"approval", VOTE_APPROVAL},
	             {"choose-1", VOTE_CHOOSE_ONE},
	             {"ordinal", VOTE_RANKED},
	             {"cumulative", VOTE_POINTS},
	             {"scoring", VOTE_SCORE}};
	unsigned long line;
	struct pabulib_meta *meta = find_meta(b->file, "vote_type", &line);

	if (!meta || !*meta->value)
		return builder_wrong(b, PB_META_MISSING, 0, "META does not tell the vote_type");
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		enum status status = STATUS_OK;

		if (strcmp(meta->value, types[i].word) != 0 &&
		    (builder_strict(b) || !same_word(meta->value, types[i].word)))
			continue;
		if (strcmp(meta->value, types[i].word) != 0)
			status = builder_odd(b, PB_VOTE_TYPE, line, "META's vote_type %s is written '%.40s'",
			                     types[i].word, meta->value);
		b->file->type = types[i].type;
		meta->value = types[i].word;
		return status;
	}
	return builder_wrong(b, PB_VOTE_TYPE, builder_strict(b) ? 0 : line, "META's vote_type '%.40s' is not known",
	                     meta->value);
}

static enum status obligatory(struct builder *b)
{
	static const char *const asked[] = {"description", "country", "unit",       "instance", "num_projects",
	                                    "num_votes",   "rule",    "date_begin", "date_end"};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < sizeof asked / sizeof asked[0] && status == STATUS_OK; i++) {
		if (!*pabulib_meta(b->file, asked[i]) && (builder_strict(b) || strncmp(asked[i], "num_", 4) != 0))
			status = builder_odd(b, PB_META_MISSING, 0,
			                     "META does not tell the %s, which the format asks for", asked[i]);
	}
	return status;
}

static enum status meta_values(struct builder *b)
{
	struct pabulib *file = b->file;
	int64_t money[3] = {0};
	int64_t *const points[] = {&file->min_points,     &file->max_points,     &file->min_sum_points,
	                           &file->max_sum_points, &file->default_points, &file->threshold};
	static const char *const money_keys[] = {"budget", "min_sum_cost", "max_sum_cost"};
	static const char *const point_keys[] = {"min_points",     "max_points",    "min_sum_points",
	                                         "max_sum_points", "default_score", "min_project_score_threshold"};
	enum status status = meta_type(b);

	file->amounts_unknown = !*pabulib_meta(file, "budget");
	if (status == STATUS_OK && file->amounts_unknown)
		status = builder_wrong(b, PB_META_MISSING, 0, "META does not tell the budget");
	for (unsigned i = 0; i < 3 && status == STATUS_OK; i++)
		status = meta_decimal(b, &money[i], &file->money_digits, money_keys[i], NOT_NEGATIVE);
	if (status == STATUS_OK)
		status = meta_count(b, &file->min_length, "min_length");
	if (status == STATUS_OK)
		status = meta_count(b, &file->max_length, "max_length");
	for (unsigned i = 0; i < 6 && status == STATUS_OK; i++)
		status = meta_decimal(b, points[i], &file->point_digits, point_keys[i], ANY_SIGN);
	file->budget = (uint64_t)money[0];
	file->min_sum_cost = (uint64_t)money[1];
	file->max_sum_cost = (uint64_t)money[2];
	return status == STATUS_OK ? obligatory(b) : status;
}

enum status builder_meta(struct builder *b)
{
	enum status status = read_rows(b);

	return status == STATUS_OK ? meta_values(b) : status;
}

/* --- numbers of rows --- */

/* Where the format's order has it. */
static enum status insert_meta(struct builder *b, const char *key, const char *value)
{
	struct pabulib *file = b->file;
	size_t place = field_place(FIELDS_META, field_find(FIELDS_META, key)), at = 0;
	enum status status = keep_meta(b, key, value, 0);

	if (status != STATUS_OK)
		return status;
	for (; at + 1 < file->meta_count; at++) {
		const struct field *field = field_find(FIELDS_META, file->meta[at].key);

		if (field && field_place(FIELDS_META, field) > place)
			break;
	}
	memmove(&file->meta[at + 1], &file->meta[at], (file->meta_count - at - 1) * sizeof *file->meta);
	memmove(&file->meta_line[at + 1], &file->meta_line[at], (file->meta_count - at - 1) * sizeof *file->meta_line);
	file->meta[at] = (struct pabulib_meta){key, value};
	file->meta_line[at] = 0;
	return STATUS_OK;
}

static enum status set_count(struct builder *b, const char *key, size_t rows)
{
	unsigned long line;
	struct pabulib_meta *meta = find_meta(b->file, key, &line);
	const char *value = pabulib_own(b->file, "%zu", rows);

	if (!value)
		return builder_no_memory(b);
	if (!meta)
		return insert_meta(b, key, value);
	meta->value = value;
	return STATUS_OK;
}

enum status builder_count(struct builder *b, const char *key, size_t rows, const char *what)
{
	const char *value = pabulib_meta(b->file, key);
	unsigned long line = builder_strict(b) ? 0 : pabulib_meta_line(b->file, key);
	unsigned decimals = 0;
	int64_t told = 0;
	enum status status = decimal_read(&told, &decimals, value, strlen(value), NOT_NEGATIVE);

	if (!*value && builder_strict(b))
		return STATUS_OK;
	if (status == STATUS_OK && decimals == 0 && (uint64_t)told == (uint64_t)rows * DECIMAL_ONE)
		return STATUS_OK;
	if (!*value)
		status = builder_odd(b, PB_COUNT, 0, "META does not tell %s, and there are %zu %s", key, rows, what);
	else if (status != STATUS_OK && builder_strict(b))
		return builder_odd(b, PB_META_NUMBER, line, "META's %s '%.40s' %s", key, value,
		                   decimal_trouble(status));
	else
		status =
		    builder_odd(b, PB_COUNT, line, "META says %s %.40s, but there are %zu %s", key, value, rows, what);
	return status == STATUS_OK && b->teller.mode == PABULIB_LENIENT ? set_count(b, key, rows) : status;
}
