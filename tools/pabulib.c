#include "pabulib.h"

#include <stdlib.h>
#include <string.h>

#include "pabulib_builder.h"
#include "pabulib_check.h"

/* --- META
 * ---------------------------------------------------------------------------------------------------------------------
 */

static enum status read_meta_row(struct builder *b)
{
	struct pabulib *file = b->file;
	struct pabulib_meta *meta;
	size_t before;
	enum status status = builder_check_width(b, 2, "META");

	if (status != STATUS_OK)
		return status;
	if (!*b->row.field[0])
		return builder_fail(b, b->row.line, "has a value but no key");
	status = id_map_add(&b->keys, b->row.field[0], strlen(b->row.field[0]), file->meta_count, &before);
	if (status == STATUS_USED)
		return builder_fail(b, b->row.line, "the key '%.40s' stands twice in META", b->row.field[0]);
	meta = builder_grown(file->meta, file->meta_count, &b->meta_room, sizeof *meta);
	if (status != STATUS_OK || !meta)
		return builder_no_memory(b);
	file->meta = meta;
	meta[file->meta_count++] = (struct pabulib_meta){b->row.field[0], row_text(&b->row, 1)};
	return STATUS_OK;
}

static enum status read_meta(struct builder *b)
{
	int ended;
	enum status status = builder_next_row(b, &ended);

	if (status != STATUS_OK)
		return status;
	if (ended)
		return builder_fail(b, 0, "is empty; a Pabulib file begins with the line META");
	if (!row_is_title(&b->row, "META"))
		return builder_fail(b, b->row.line, "is not the title META with which a Pabulib file begins");
	status = builder_header(b, NULL, NULL, "META");
	if (status != STATUS_OK)
		return status;
	if (strcmp(b->row.field[0], "key") != 0 || strcmp(row_text(&b->row, 1), "value") != 0)
		return builder_fail(b, b->row.line, "should be key;value, the names of META's columns");
	for (;;) {
		status = builder_next_row(b, &ended);
		if (status != STATUS_OK)
			return status;
		if (ended)
			return builder_fail(b, 0, "ends within META; the sections PROJECTS and VOTES are missing");
		if (row_is_title(&b->row, "PROJECTS"))
			return STATUS_OK;
		status = read_meta_row(b);
		if (status != STATUS_OK)
			return status;
	}
}

const char *pabulib_meta(const struct pabulib *file, const char *key)
{
	for (size_t i = 0; i < file->meta_count; i++) {
		if (strcmp(file->meta[i].key, key) == 0)
			return file->meta[i].value;
	}
	return "";
}

/* Kept in millionths until scale() knows the file's unit. */
static enum status meta_decimal(struct builder *b, int64_t *out, unsigned *decimals, const char *key,
                                enum sign_allowed sign)
{
	const char *value = pabulib_meta(b->file, key);
	enum status status;

	*out = 0;
	if (!*value)
		return STATUS_OK;
	status = decimal_read(out, decimals, value, strlen(value), sign);
	if (status == STATUS_OK)
		return STATUS_OK;
	return builder_fail(b, 0, "META's %s '%.40s' %s", key, value, decimal_trouble(status));
}

static enum status meta_count(struct builder *b, uint32_t *out, const char *key)
{
	unsigned decimals = 0;
	int64_t value;
	enum status status = meta_decimal(b, &value, &decimals, key, NOT_NEGATIVE);

	*out = (uint32_t)(value / DECIMAL_ONE);
	if (status != STATUS_OK)
		return status;
	if (decimals > 0 || value / DECIMAL_ONE > UINT32_MAX)
		return builder_fail(b, 0, "META's %s '%.40s' is not a whole number, or too large", key,
		                    pabulib_meta(b->file, key));
	return STATUS_OK;
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
	const char *word = pabulib_meta(b->file, "vote_type");

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		if (strcmp(word, types[i].word) == 0) {
			b->file->type = types[i].type;
			return STATUS_OK;
		}
	}
	if (!*word)
		return builder_fail(b, 0, "META does not tell the vote_type");
	return builder_fail(
	    b, 0,
	    "META's vote_type '%.40s' is not known; the format has approval, choose-1, cumulative, ordinal and scoring",
	    word);
}

static enum status meta_values(struct builder *b)
{
	static const char *const asked[] = {"description", "country", "unit",       "instance", "num_projects",
	                                    "num_votes",   "rule",    "date_begin", "date_end"};
	struct pabulib *file = b->file;
	int64_t budget = 0, min_cost = 0, max_cost = 0;
	unsigned *money = &file->money_digits, *points = &file->point_digits;
	enum status status = meta_type(b);

	if (status == STATUS_OK && !*pabulib_meta(file, "budget"))
		return builder_fail(b, 0, "META does not tell the budget");
	if (status == STATUS_OK)
		status = meta_decimal(b, &budget, money, "budget", NOT_NEGATIVE);
	if (status == STATUS_OK)
		status = meta_decimal(b, &min_cost, money, "min_sum_cost", NOT_NEGATIVE);
	if (status == STATUS_OK)
		status = meta_decimal(b, &max_cost, money, "max_sum_cost", NOT_NEGATIVE);
	if (status == STATUS_OK)
		status = meta_count(b, &file->min_length, "min_length");
	if (status == STATUS_OK)
		status = meta_count(b, &file->max_length, "max_length");
	if (status == STATUS_OK)
		status = meta_decimal(b, &file->min_points, points, "min_points", ANY_SIGN);
	if (status == STATUS_OK)
		status = meta_decimal(b, &file->max_points, points, "max_points", ANY_SIGN);
	if (status == STATUS_OK)
		status = meta_decimal(b, &file->min_sum_points, points, "min_sum_points", ANY_SIGN);
	if (status == STATUS_OK)
		status = meta_decimal(b, &file->max_sum_points, points, "max_sum_points", ANY_SIGN);
	if (status == STATUS_OK)
		status = meta_decimal(b, &file->default_points, points, "default_score", ANY_SIGN);
	if (status == STATUS_OK)
		status = meta_decimal(b, &file->threshold, points, "min_project_score_threshold", ANY_SIGN);
	if (status != STATUS_OK)
		return status;
	file->budget = (uint64_t)budget;
	file->min_sum_cost = (uint64_t)min_cost;
	file->max_sum_cost = (uint64_t)max_cost;
	for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
		if (!*pabulib_meta(file, asked[i]))
			builder_remark(b, 0, "META does not tell the %s, which the format asks for", asked[i]);
	}
	return STATUS_OK;
}

/* --- the whole
 * ---------------------------------------------------------------------------------------------------------------- */

static int64_t scaled(int64_t millionths, unsigned digits)
{
	for (unsigned i = digits; i < DECIMAL_DIGITS; i++)
		millionths /= 10;
	return millionths;
}

/* From millionths to the file's own unit; exact, because no value has more decimals than were counted. */
static void scale(struct pabulib *file)
{
	uint64_t *const money[] = {&file->budget, &file->min_sum_cost, &file->max_sum_cost};
	int64_t *const points[] = {&file->min_points,     &file->max_points,     &file->min_sum_points,
	                           &file->max_sum_points, &file->default_points, &file->threshold};
	size_t mark_count = file->vote_count ? file->votes[file->vote_count - 1].end : 0;

	for (size_t i = 0; i < sizeof money / sizeof money[0]; i++)
		*money[i] = (uint64_t)scaled((int64_t)*money[i], file->money_digits);
	for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
		*points[i] = scaled(*points[i], file->point_digits);
	for (uint32_t i = 0; i < file->project_count; i++)
		file->projects[i].cost = (uint64_t)scaled((int64_t)file->projects[i].cost, file->money_digits);
	for (size_t i = 0; i < mark_count; i++)
		file->marks[i].points = scaled(file->marks[i].points, file->point_digits);
	if (profile_kind_of(file->type) != PROFILE_POINTS) {
		/* Votes are whole: at least 99.5 of them is at least 100. */
		int64_t one = 1;

		for (unsigned i = 0; i < file->point_digits; i++)
			one *= 10;
		file->threshold = file->threshold / one + (file->threshold % one > 0);
		file->point_digits = 0;
	}
	if (file->type == VOTE_APPROVAL && file->max_sum_cost > 0 && file->max_sum_cost == file->budget)
		file->type = VOTE_KNAPSACK;
}

static enum status check_count(struct builder *b, const char *key, size_t rows, const char *what)
{
	uint32_t told;
	enum status status = meta_count(b, &told, key);

	if (status != STATUS_OK || !*pabulib_meta(b->file, key) || told == rows)
		return status;
	return builder_fail(b, 0, "META says %s %u, but there are %zu %s; the file may have been cut off", key, told,
	                    rows, what);
}

static enum status read_all(struct builder *b)
{
	enum status status = read_meta(b);

	if (status == STATUS_OK)
		status = meta_values(b);
	if (status == STATUS_OK)
		status = builder_projects(b);
	if (status == STATUS_OK)
		status = check_count(b, "num_projects", b->file->project_count, "projects");
	if (status == STATUS_OK)
		status = builder_votes(b);
	if (status == STATUS_OK)
		status = check_count(b, "num_votes", b->file->vote_count, "votes");
	if (status != STATUS_OK)
		return status;
	if (b->same_voters > 3)
		builder_remark(b, 0, "%zu votes in all bear a voter_id that stood before", b->same_voters);
	scale(b->file);
	status = pabulib_check(b->file, b->note, b->context);
	return status == STATUS_NO_ROOM ? builder_no_memory(b) : status;
}

enum status pabulib_read(struct pabulib **out, struct pabulib_fault *fault, char *text, size_t len, pabulib_note *note,
                         void *context)
{
	struct builder b = {.fault = fault, .note = note, .context = context};
	unsigned long bad_line = text_bad_line(text, len);
	enum status status;

	*out = NULL;
	*fault = (struct pabulib_fault){0};
	if (bad_line > 0)
		return builder_fail(&b, bad_line, "is not UTF-8 text; save the file as UTF-8");
	b.file = calloc(1, sizeof *b.file);
	if (!b.file)
		return builder_no_memory(&b);
	row_reader_init(&b.rows, text, len);
	status = read_all(&b);
	id_map_free(&b.keys);
	id_map_free(&b.projects);
	id_map_free(&b.voters);
	if (status != STATUS_OK) {
		pabulib_destroy(b.file);
		return status;
	}
	*out = b.file;
	return STATUS_OK;
}

void pabulib_destroy(struct pabulib *file)
{
	if (!file)
		return;
	free(file->meta);
	free(file->projects);
	free(file->votes);
	free(file->marks);
	free((void *)file->project_table.columns);
	free((void *)file->project_table.fields);
	free((void *)file->vote_table.columns);
	free((void *)file->vote_table.fields);
	free(file);
}

size_t pabulib_first(const struct pabulib *file, size_t vote)
{
	return vote ? file->votes[vote - 1].end : 0;
}

enum status pabulib_profile(struct profile **out, const struct pabulib *file, enum repeats repeats)
{
	enum status status = profile_create(out, profile_kind_of(file->type), file->project_count);

	if (status != STATUS_OK)
		return status;
	(*out)->repeats = repeats;
	(*out)->budget = file->budget;
	(*out)->default_points = file->default_points;
	for (uint32_t i = 0; i < file->project_count; i++) {
		(*out)->projects[i].id = file->projects[i].id;
		(*out)->projects[i].cost = file->projects[i].cost;
	}
	for (size_t v = 0; v < file->vote_count && status == STATUS_OK; v++) {
		size_t first = pabulib_first(file, v);

		status = profile_add(*out, &file->marks[first], file->votes[v].end - first, NULL);
	}
	if (status != STATUS_OK) {
		profile_destroy(*out);
		*out = NULL;
	}
	return status;
}
