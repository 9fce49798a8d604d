#include "pabulib_valid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pabulib_builder.h"
#include "pabulib_fields.h"

/* --- META --- */

static void meta_wrong(const struct pabulib *file, struct fault_teller *teller, enum pabulib_level level,
                       const char *key, const char *what)
{
	fault_tell_as(teller, PB_META_VALUE, level, pabulib_meta_line(file, key), "META's %s '%.40s' %s", key,
	              pabulib_meta(file, key), what);
}

static void meta_keys(const struct pabulib *file, struct fault_teller *teller)
{
	size_t last = 0;
	int out_of_order = 0;

	for (size_t i = 0; i < file->meta_count; i++) {
		const struct pabulib_meta *meta = &file->meta[i];
		const struct field *field = field_find(FIELDS_META, meta->key);
		const char *trouble = field ? field_trouble(field, meta->value) : NULL;
		size_t place = field ? field_place(FIELDS_META, field) : last;

		if (!field)
			fault_tell(teller, PB_UNKNOWN_FIELD, file->meta_line[i],
			           "the format has no META key '%.40s'; tell it in the comment, or leave it out",
			           meta->key);
		else if (place < last && !out_of_order++)
			fault_tell(teller, PB_ORDER, file->meta_line[i],
			           "the format has META's key '%s' further up; put its keys in the format's order",
			           meta->key);
		else if (place > last)
			last = place;
		if (trouble && *meta->value)
			meta_wrong(file, teller, PABULIB_ERROR, meta->key, trouble);
		else if (trouble && strcmp(meta->key, "description") != 0 && strcmp(meta->key, "country") != 0 &&
		         strcmp(meta->key, "unit") != 0 && strcmp(meta->key, "instance") != 0 &&
		         strcmp(meta->key, "rule") != 0 && strncmp(meta->key, "date_", 5) != 0)
			fault_tell(teller, PB_META_VALUE, file->meta_line[i], "META's %s %s", meta->key, trouble);
	}
}

static void meta_dates(const struct pabulib *file, struct fault_teller *teller)
{
	unsigned long begin = date_days(pabulib_meta(file, "date_begin"));
	unsigned long end = date_days(pabulib_meta(file, "date_end"));

	if (begin > 0 && end > 0 && begin > end)
		fault_tell(teller, PB_DATES, pabulib_meta_line(file, "date_end"),
		           "META's date_end %s is before its date_begin %s; correct one of them",
		           pabulib_meta(file, "date_end"), pabulib_meta(file, "date_begin"));
}

static void meta_comment(const struct pabulib *file, struct fault_teller *teller)
{
	const char *comment = pabulib_meta(file, "comment"), *at;
	unsigned long next = 1, line = pabulib_meta_line(file, "comment");

	for (at = strchr(comment, '#'); at; at = strchr(at + 1, '#')) {
		char *end;
		unsigned long number;

		if (at[1] < '0' || at[1] > '9')
			continue;
		number = strtoul(at + 1, &end, 10);
		if (*end != ':')
			continue;
		if (number != next) {
			fault_tell(teller, PB_COMMENT, line,
			           "META's comment goes from #%lu to #%lu; number its parts from #1: on", next - 1,
			           number);
			return;
		}
		next++;
	}
}

static void limit_wrong(const struct pabulib *file, struct fault_teller *teller, enum pabulib_level level,
                        const char *key, const char *what)
{
	fault_tell_as(teller, PB_LIMITS, level, pabulib_meta_line(file, key), "META's %s is %.40s, %s", key,
	              pabulib_meta(file, key), what);
}

static void limits_of_choose_one(const struct pabulib *file, struct fault_teller *teller)
{
	if (*pabulib_meta(file, "min_length") && file->min_length != 1)
		limit_wrong(file, teller, PABULIB_ERROR, "min_length",
		            "but a vote of choose-1 names one project; write 1");
	if (*pabulib_meta(file, "max_length") && file->max_length != 1)
		limit_wrong(file, teller, PABULIB_ERROR, "max_length",
		            "but a vote of choose-1 names one project; write 1");
}

static void limits_of_points(const struct pabulib *file, struct fault_teller *teller)
{
	static const char *const keys[] = {"min_points", "max_points", "min_sum_points", "max_sum_points",
	                                   "default_score"};
	const char *type = pabulib_meta(file, "vote_type");
	int none = strcmp(type, "approval") == 0 || strcmp(type, "choose-1") == 0;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0] && none; i++) {
		if (*pabulib_meta(file, keys[i]))
			limit_wrong(file, teller, PABULIB_WARNING, keys[i],
			            "but votes of this vote_type give no points; leave it out");
	}
	if (strcmp(type, "cumulative") == 0 && !*pabulib_meta(file, "max_sum_points"))
		fault_tell(teller, PB_META_MISSING, 0,
		           "META does not tell max_sum_points, which the vote_type cumulative needs");
}

/* Limits that nobody reached may be wrong. */
static void limits_reached(const struct pabulib *file, struct fault_teller *teller)
{
	size_t longest = 0;

	if (!*pabulib_meta(file, "max_length") || file->max_length == 0 || file->vote_count == 0)
		return;
	for (size_t v = 0; v < file->vote_count; v++) {
		size_t length = file->votes[v].end - pabulib_first(file, v);

		longest = length > longest ? length : longest;
	}
	if (longest < file->max_length)
		limit_wrong(file, teller, PABULIB_WARNING, "max_length",
		            "but no vote names so many projects; make sure that it is right");
	if (file->max_length != 1 && pabulib_first(file, file->vote_count) == file->vote_count)
		limit_wrong(file, teller, PABULIB_WARNING, "max_length",
		            "but votes name one project on average; make sure that it is right");
}

static void meta_limits(const struct pabulib *file, struct fault_teller *teller)
{
	const char *type = pabulib_meta(file, "vote_type");

	if (strcmp(type, "choose-1") == 0)
		limits_of_choose_one(file, teller);
	else if (*pabulib_meta(file, "max_length") && file->max_length == 1)
		limit_wrong(file, teller, PABULIB_WARNING, "max_length",
		            "which is the vote_type choose-1; write that, unless a vote may be empty");
	if (*pabulib_meta(file, "max_length") && file->max_length > file->project_count)
		limit_wrong(file, teller, PABULIB_ERROR, "max_length", "more than there are projects; correct it");
	limits_of_points(file, teller);
	limits_reached(file, teller);
	if (strcmp(type, "scoring") == 0)
		fault_tell(
		    teller, PB_META_VALUE, pabulib_meta_line(file, "vote_type"),
		    "META's vote_type 'scoring' is in the format, but the field's checker does not take it; where it "
		    "has to, write cumulative, and max_sum_points");
}

void valid_meta(const struct pabulib *file, struct fault_teller *teller)
{
	meta_keys(file, teller);
	meta_dates(file, teller);
	meta_comment(file, teller);
	meta_limits(file, teller);
}

/* --- columns --- */

static void columns_of(const struct pabulib_table *table, struct fault_teller *teller, enum field_section section,
                       unsigned long line)
{
	const char *title = section == FIELDS_PROJECTS ? "PROJECTS" : "VOTES";
	const char *first = section == FIELDS_PROJECTS ? "project_id" : "voter_id";
	size_t last = 0;
	int out_of_order = 0;

	if (strcmp(table->columns[0], first) != 0)
		fault_tell_as(teller, PB_ORDER, PABULIB_ERROR, line, "%s begins with the column '%.40s'; put %s first",
		              title, table->columns[0], first);
	for (unsigned i = 0; i < table->column_count; i++) {
		const struct field *field = field_find(section, table->columns[i]);
		size_t place = field ? field_place(section, field) : last;

		if (!field && section == FIELDS_PROJECTS && strcmp(table->columns[i], "target") == 0)
			fault_tell(teller, PB_UNKNOWN_FIELD, line,
			           "the column 'target' of PROJECTS is called 'beneficiaries' since 2026; rename it");
		else if (!field)
			fault_tell(teller, PB_UNKNOWN_FIELD, line,
			           "the format has no column '%.40s' in %s; leave it out", table->columns[i], title);
		else if (place < last && !out_of_order++)
			fault_tell(teller, PB_ORDER, line,
			           "the format has the column '%s' of %s further to the left; put its columns in the "
			           "format's order",
			           table->columns[i], title);
		else if (place > last)
			last = place;
	}
}

void valid_columns(const struct pabulib *file, struct fault_teller *teller)
{
	columns_of(&file->project_table, teller, FIELDS_PROJECTS, file->project_header_line);
	columns_of(&file->vote_table, teller, FIELDS_VOTES, file->vote_header_line);
	if (table_column(&file->project_table, "votes") == NO_COLUMN &&
	    table_column(&file->project_table, "score") == NO_COLUMN) {
		int asked = strncmp(pabulib_meta(file, "rule"), "greedy", 6) == 0 && file->project_count > 0 &&
		            *project_field(file, 0, "selected");

		fault_tell_as(teller, PB_NO_RESULTS, asked ? PABULIB_ERROR : PABULIB_WARNING, file->project_header_line,
		              "PROJECTS has neither the column votes nor score%s",
		              asked ? ", by which its rule selects" : "");
	}
}

/* --- values --- */

static void value_wrong(struct fault_teller *teller, enum pabulib_kind kind, unsigned long line, const char *column,
                        const char *value, const char *trouble)
{
	if (*value)
		fault_tell(teller, kind, line, "the %s '%.40s' %s", column, value, trouble);
	else
		fault_tell(teller, kind, line, "'%s' %s", column, trouble);
}

static void values_of_projects(const struct pabulib *file, struct fault_teller *teller)
{
	const struct pabulib_table *table = &file->project_table;

	for (unsigned c = 0; c < table->column_count; c++) {
		const struct field *field = field_find(FIELDS_PROJECTS, table->columns[c]);

		for (uint32_t i = 0; i < file->project_count && field; i++) {
			const char *value = table->fields[i * (size_t)table->column_count + c];
			const char *trouble = field_trouble(field, value);

			if (trouble)
				value_wrong(teller, PB_PROJECT_VALUE, file->projects[i].line, field->name, value,
				            trouble);
		}
	}
}

static void values_of_votes(const struct pabulib *file, struct fault_teller *teller)
{
	const struct pabulib_table *table = &file->vote_table;
	const char *type = pabulib_meta(file, "vote_type");
	int no_points = strcmp(type, "approval") == 0 || strcmp(type, "choose-1") == 0;

	for (unsigned c = 0; c < table->column_count; c++) {
		const struct field *field = field_find(FIELDS_VOTES, table->columns[c]);
		int is_points = field && strcmp(field->name, "points") == 0;

		for (size_t i = 0; i < file->vote_count && field; i++) {
			const char *value = table->fields[i * table->column_count + c];
			const char *trouble = field_trouble(field, value);

			if (trouble)
				value_wrong(teller, PB_VOTE_VALUE, file->votes[i].line, field->name, value, trouble);
			if (is_points && no_points && *value)
				fault_tell(teller, PB_POINTS_UNEXPECTED, file->votes[i].line,
				           "gives points, which the vote_type %s has none of", type);
		}
	}
}

/* In millionths of a degree; 0 where it is no number in the range. A comma before decimals is taken too. */
static int coordinate_read(int64_t *out, const char *value, int64_t most)
{
	char text[40];
	size_t len = strlen(value);
	char *comma, *point;
	unsigned decimals = 0;

	if (len >= sizeof text)
		return 0;
	memcpy(text, value, len + 1);
	comma = strchr(text, ',');
	if (comma)
		*comma = '.';
	point = strchr(text, '.');
	/* More digits than millionths are to nobody's use. */
	if (point && strspn(point + 1, "0123456789") == strlen(point + 1) && strlen(point + 1) > DECIMAL_DIGITS)
		point[1 + DECIMAL_DIGITS] = '\0';
	if (decimal_read(out, &decimals, text, strlen(text), ANY_SIGN) != STATUS_OK)
		return 0;
	return *out <= most * DECIMAL_ONE && *out >= -most * DECIMAL_ONE;
}

static void values_of_places(const struct pabulib *file, struct fault_teller *teller)
{
	int64_t first[2] = {0}, here[2];
	size_t placed = 0, same = 0;

	for (uint32_t i = 0; i < file->project_count; i++) {
		const char *north = project_field(file, i, "latitude"), *east = project_field(file, i, "longitude");
		unsigned long line = file->projects[i].line;

		if (!*north && !*east)
			continue;
		if (!*north || !*east) {
			fault_tell(teller, PB_PROJECT_VALUE, line,
			           "tells one of latitude and longitude; tell both, or none");
			continue;
		}
		if (!coordinate_read(&here[0], north, 90)) {
			fault_tell(teller, PB_PROJECT_VALUE, line, "the latitude '%.40s' is not between -90 and 90",
			           north);
			continue;
		}
		if (!coordinate_read(&here[1], east, 180)) {
			fault_tell(teller, PB_PROJECT_VALUE, line, "the longitude '%.40s' is not between -180 and 180",
			           east);
			continue;
		}
		if (placed++ == 0)
			memcpy(first, here, sizeof first);
		same += memcmp(first, here, sizeof first) == 0;
	}
	if (placed > 1 && same == placed)
		fault_tell(teller, PB_LABELS, 0, "all projects lie at the same place; make sure that it is so");
}

const char *project_field(const struct pabulib *file, uint32_t project, const char *column)
{
	unsigned at = table_column(&file->project_table, column);

	return at == NO_COLUMN ? ""
	                       : file->project_table.fields[project * (size_t)file->project_table.column_count + at];
}

void valid_values(const struct pabulib *file, struct fault_teller *teller)
{
	values_of_projects(file, teller);
	values_of_votes(file, teller);
	values_of_places(file, teller);
}

/* --- the whole --- */

enum status pabulib_validate(char *text, size_t len, pabulib_note *note, void *context)
{
	struct fault_teller teller = {.mode = PABULIB_CHECKED, .note = note, .context = context};
	struct pabulib_fault fault;
	struct pabulib *file;
	enum status status = pabulib_read_as(&file, &fault, text, len, PABULIB_CHECKED, note, context);

	if (status != STATUS_OK) {
		note(context, &fault);
		return status;
	}
	valid_meta(file, &teller);
	valid_columns(file, &teller);
	valid_values(file, &teller);
	status = valid_labels(file, &teller);
	if (status == STATUS_OK)
		status = valid_selected(file, &teller);
	fault_tell_sums(&teller);
	pabulib_destroy(file);
	return status;
}
