/* Reading and writing Pabulib files in tests. */
#ifndef FOLKMOOT_TESTS_TOOLS_READING_H
#define FOLKMOOT_TESTS_TOOLS_READING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/cmocka_all.h"

#include "pabulib_write.h"

#define META                                                                                                           \
	"META\nkey;value\ndescription;Test\ncountry;United Kingdom\nunit;Riverside\ninstance;1\n"                      \
	"rule;greedy\ndate_begin;2026\ndate_end;2026\n"

struct told {
	size_t count;
	struct pabulib_fault first, last;
};

static inline void collect(void *context, const struct pabulib_fault *note)
{
	struct told *told = context;

	if (told->count++ == 0)
		told->first = *note;
	told->last = *note;
}

struct reading {
	char *text;
	struct pabulib *file;
	struct pabulib_fault fault;
	struct told told;
	enum status status;
};

static inline struct reading read_file(const char *text)
{
	struct reading reading = {.text = strdup(text)};

	reading.status =
	    pabulib_read(&reading.file, &reading.fault, reading.text, strlen(text), collect, &reading.told);
	return reading;
}

static inline void done(struct reading *reading)
{
	pabulib_destroy(reading->file);
	free(reading->text);
}

static inline struct reading read_good(const char *text)
{
	struct reading reading = read_file(text);

	if (reading.status != STATUS_OK)
		fail_msg("line %lu: %s", reading.fault.line, reading.fault.what);
	return reading;
}

/* --- writing --- */

/* The caller frees it. */
static inline char *written(const struct pabulib *file, size_t *len)
{
	struct pabulib_text text;
	char *out = NULL;
	FILE *stream = open_memstream(&out, len);

	assert_non_null(stream);
	pabulib_text_of(&text, file);
	assert_status(STATUS_OK, pabulib_write(stream, &text));
	assert_int_equal(fclose(stream), 0);
	return out;
}

static inline void assert_same_table(const struct pabulib_table *a, const struct pabulib_table *b)
{
	assert_int_equal(a->column_count, b->column_count);
	assert_int_equal(a->row_count, b->row_count);
	for (unsigned i = 0; i < a->column_count; i++)
		assert_string_equal(a->columns[i], b->columns[i]);
	for (size_t i = 0; i < a->row_count * a->column_count; i++)
		assert_string_equal(a->fields[i], b->fields[i]);
}

/* What was written is read as the same data, and written again as the same bytes. */
static inline void assert_written_again(const struct pabulib *file)
{
	struct pabulib_fault fault;
	struct pabulib *again;
	size_t len, len_again;
	char *text = written(file, &len), *copy = strdup(text), *text_again;

	if (pabulib_read(&again, &fault, copy, len, NULL, NULL) != STATUS_OK)
		fail_msg("written, line %lu: %s", fault.line, fault.what);
	assert_int_equal(file->meta_count, again->meta_count);
	for (size_t i = 0; i < file->meta_count; i++) {
		assert_string_equal(file->meta[i].key, again->meta[i].key);
		assert_string_equal(file->meta[i].value, again->meta[i].value);
	}
	assert_same_table(&file->project_table, &again->project_table);
	assert_same_table(&file->vote_table, &again->vote_table);
	assert_int_equal(file->type, again->type);
	assert_true(file->budget == again->budget && file->money_digits == again->money_digits);
	assert_int_equal(file->vote_count, again->vote_count);
	for (size_t v = 0; v < file->vote_count; v++)
		assert_int_equal(file->votes[v].end, again->votes[v].end);
	for (size_t i = 0; i < pabulib_first(file, file->vote_count); i++) {
		assert_int_equal(file->marks[i].project, again->marks[i].project);
		assert_true(file->marks[i].points == again->marks[i].points);
	}
	text_again = written(again, &len_again);
	assert_int_equal(len, len_again);
	assert_memory_equal(text, text_again, len);
	pabulib_destroy(again);
	free(text);
	free(copy);
	free(text_again);
}

#endif
