#include "pabulib.h"

#include <stdlib.h>
#include <string.h>

#include "pabulib_builder.h"
#include "pabulib_check.h"

/* --- units --- */

/* By constants, which a compiler divides by without dividing. */
static int64_t scaled(int64_t millionths, unsigned digits)
{
	switch (digits) {
	case 0: return millionths / 1000000;
	case 1: return millionths / 100000;
	case 2: return millionths / 10000;
	case 3: return millionths / 1000;
	case 4: return millionths / 100;
	case 5: return millionths / 10;
	default: return millionths;
	}
}

/* From millionths to the file's own unit; exact, because no value has more decimals than were counted. */
static void scale(struct pabulib *file)
{
	uint64_t *const money[] = {&file->budget, &file->min_sum_cost, &file->max_sum_cost};
	int64_t *const points[] = {&file->min_points,     &file->max_points,     &file->min_sum_points,
	                           &file->max_sum_points, &file->default_points, &file->threshold};
	size_t mark_count = pabulib_first(file, file->vote_count);
	int pointed = profile_kind_of(file->type) == PROFILE_POINTS;

	for (size_t i = 0; i < sizeof money / sizeof money[0]; i++)
		*money[i] = (uint64_t)scaled((int64_t)*money[i], file->money_digits);
	for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
		*points[i] = scaled(*points[i], file->point_digits);
	for (uint32_t i = 0; i < file->project_count; i++)
		file->projects[i].cost = (uint64_t)scaled((int64_t)file->projects[i].cost, file->money_digits);
	for (size_t i = 0; i < mark_count && pointed; i++)
		file->marks[i].points = scaled(file->marks[i].points, file->point_digits);
	if (!pointed) {
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

/* --- the whole --- */

static enum status read_all(struct builder *b)
{
	enum status status = builder_meta(b);

	if (status == STATUS_OK)
		status = builder_projects(b);
	if (status == STATUS_OK)
		status = builder_count(b, "num_projects", b->file->project_count, "projects");
	if (status == STATUS_OK)
		status = builder_votes(b);
	if (status == STATUS_OK)
		status = builder_count(b, "num_votes", b->file->vote_count, "votes");
	if (status != STATUS_OK)
		return status;
	scale(b->file);
	status = pabulib_check(b->file, &b->teller);
	if (status == STATUS_OK)
		fault_tell_sums(&b->teller);
	return status == STATUS_OK ? STATUS_OK : builder_no_memory(b);
}

/* --- what is not UTF-8 --- */

/* Windows-1252, which is Latin-1 where Latin-1 has letters: the characters of 0x80 to 0x9f. */
static const uint16_t windows[32] = {0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                     0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
                                     0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                     0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

static size_t put_utf8(char *out, unsigned char byte)
{
	unsigned code = byte >= 0x80 && byte < 0xa0 ? windows[byte - 0x80] : byte;

	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | code >> 12);
	out[1] = (char)(0x80 | (code >> 6 & 0x3f));
	out[2] = (char)(0x80 | (code & 0x3f));
	return 3;
}

/* The whole text in UTF-8, in memory of the file's own. */
static enum status convert(struct builder *b, char **text, size_t *len)
{
	char *out = pabulib_own_bytes(b->file, *len * 3 + 1);
	size_t put = 0;

	if (!out)
		return builder_no_memory(b);
	for (size_t i = 0; i < *len; i++)
		put += put_utf8(out + put, (unsigned char)(*text)[i]);
	out[put] = '\0';
	*text = out;
	*len = put;
	return STATUS_OK;
}

static enum status text_in_utf8(struct builder *b, char **text, size_t *len)
{
	unsigned long line;
	enum status status;

	b->look = text_look(*text, *len);
	if (b->look.bad == *len && row_reader_mark(*text, *len) == 0)
		return STATUS_OK;
	if (b->look.bad == *len)
		return builder_odd(b, PB_BOM, 1, "a byte order mark stands before the first letter");
	line = text_line_of(*text, b->look.bad);
	/* A NUL is in no text; where every other byte is one, it is UTF-16. */
	if (memchr(*text, '\0', *len))
		return builder_fail(b, line, "is not UTF-8 text; save the file as UTF-8");
	status = builder_odd(b, PB_ENCODING, line, "is not UTF-8 text");
	if (status == STATUS_OK)
		status = convert(b, text, len);
	if (status == STATUS_OK)
		b->look = text_look(*text, *len);
	return status;
}

enum status pabulib_read_as(struct pabulib **out, struct pabulib_fault *fault, char *text, size_t len,
                            enum pabulib_mode mode, pabulib_note *note, void *context)
{
	struct builder b = {.fault = fault, .teller = {.mode = mode, .note = note, .context = context}};
	enum status status;

	*out = NULL;
	*fault = (struct pabulib_fault){0};
	b.file = calloc(1, sizeof *b.file);
	if (!b.file)
		return builder_no_memory(&b);
	status = text_in_utf8(&b, &text, &len);
	if (status == STATUS_OK) {
		b.eight_end = len >= 7 ? text + len - 7 : NULL;
		row_reader_init(&b.rows, text, len);
		status = read_all(&b);
	}
	id_map_free(&b.keys);
	id_map_free(&b.projects);
	short_map_free(&b.short_projects);
	if (status != STATUS_OK) {
		fault_tell_sums(&b.teller);
		pabulib_destroy(b.file);
		return status;
	}
	*out = b.file;
	return STATUS_OK;
}

enum status pabulib_read(struct pabulib **out, struct pabulib_fault *fault, char *text, size_t len, pabulib_note *note,
                         void *context)
{
	return pabulib_read_as(out, fault, text, len, PABULIB_STRICT, note, context);
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
	status = profile_lend(*out, file->marks, file->vote_count);
	for (size_t v = 0; v < file->vote_count && status == STATUS_OK; v++) {
		size_t first = pabulib_first(file, v);

		status = profile_add_lent(*out, first, file->votes[v].end - first);
	}
	if (status != STATUS_OK) {
		profile_destroy(*out);
		*out = NULL;
	}
	return status;
}
