/* Repairs of a row, in place, before it is read: a list can only become shorter. */
#include <string.h>

#include "pabulib_builder.h"

/* --- blanks --- */

/* Bytes of the blank that begins here: ASCII's, the no-break space, and what editors leave behind unseen (the figure
 * and narrow no-break spaces, the zero-width space, a byte order mark). */
static size_t blank_len(const char *at)
{
	static const char *const wide[] = {"\xc2\xa0", "\xe2\x80\x87", "\xe2\x80\xaf", "\xe2\x80\x8b", "\xef\xbb\xbf"};

	if (*at == ' ' || (*at >= '\t' && *at <= '\r'))
		return 1;
	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
		if (strncmp(at, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	}
	return 0;
}

/* Behind the last byte that is no blank. */
static size_t trimmed_len(const char *text, size_t len)
{
	size_t end = 0, step;

	for (size_t i = 0; i < len; i += step) {
		step = blank_len(text + i);
		if (step == 0) {
			step = 1;
			end = i + 1;
		}
	}
	return end;
}

/* Bytes with which no blank begins or ends. */
static int no_blank(char c)
{
	return (unsigned char)c > ' ' && (unsigned char)c < 0x80;
}

/* Moves the edges of an item inwards. Returns 1 where they moved. */
static int trim(char **text, size_t *len)
{
	size_t before = *len, step;

	if (*len == 0 || (no_blank((*text)[0]) && no_blank((*text)[*len - 1])))
		return 0;
	while (*len > 0 && (step = blank_len(*text)) > 0 && step <= *len) {
		*text += step;
		*len -= step;
	}
	*len = trimmed_len(*text, *len);
	return *len != before;
}

enum status clean_row(struct builder *b)
{
	int blanks = b->row.blanks;

	for (unsigned i = 0; i < b->row.count && !builder_strict(b); i++) {
		size_t len = strlen(b->row.field[i]);

		if (trim(&b->row.field[i], &len)) {
			b->row.field[i][len] = '\0';
			blanks = 1;
		}
	}
	return blanks ? builder_odd(b, PB_BLANKS, b->row.line, "has blanks around a field%s",
	                            builder_strict(b) ? ", which are left out" : "")
	              : STATUS_OK;
}

/* --- numbers --- */

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits in groups of three, as people write thousands: the mark must stand before each group of three. */
static int groups_of_three(const char *text, size_t len, char mark)
{
	size_t run = 0, groups = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == mark) {
			if ((groups == 0 && (run == 0 || run > 3)) || (groups > 0 && run != 3))
				return 0;
			groups++;
			run = 0;
		} else if (is_digit(text[i])) {
			run++;
		} else {
			return 0;
		}
	}
	return groups > 0 && run == 3;
}

static void take_out(char *text, char mark)
{
	char *put = text;

	for (; *text; text++) {
		if (*text != mark)
			*put++ = *text;
	}
	*put = '\0';
}

static void blanks_to_one(char *text)
{
	char *put = text;

	while (*text) {
		size_t step = blank_len(text);

		*put++ = step ? ' ' : *text;
		text += step ? step : 1;
	}
	*put = '\0';
}

int number_repaired(char *text)
{
	int64_t value;
	unsigned decimals = 0;
	char *comma, *point, *last;
	size_t head;

	blanks_to_one(text);
	last = strrchr(text, '.');
	comma = strrchr(text, ',');
	/* The mark that stands last, and once only, may be the decimal one. */
	point = !last || (comma && comma > last) ? comma : last;
	if (point && strchr(text, *point) != point)
		point = NULL;
	/* "1,234" alone could be either. */
	if (point == comma && comma && !last && strlen(comma + 1) == 3)
		return 0;
	head = point ? (size_t)(point - text) : strlen(text);
	for (const char *mark = " ,.'"; *mark; mark++) {
		if (!groups_of_three(text, head, *mark))
			continue;
		if (point)
			*point = '\n';
		take_out(text, *mark);
		point = strchr(text, '\n');
		break;
	}
	if (point)
		*point = '.';
	return decimal_read(&value, &decimals, text, strlen(text), ANY_SIGN) == STATUS_OK;
}

/* --- the lists of a vote --- */

static size_t items(const char *list)
{
	size_t count = *list != '\0';

	for (; *list; list++)
		count += *list == ',';
	return count;
}

/* Takes the next item of a list parted by ','; 0 behind the last. *at is NULL once the list is used up. */
static int take_item(char **at, char **item, size_t *len)
{
	if (!*at)
		return 0;
	*item = *at;
	*len = strcspn(*at, ",");
	*at = (*at)[*len] ? *at + *len + 1 : NULL;
	return 1;
}

struct list_out {
	char *begin, *put;
};

static void put_item(struct list_out *list, const char *item, size_t len)
{
	if (list->put > list->begin)
		*list->put++ = ',';
	memmove(list->put, item, len);
	list->put += len;
}

static enum status empty_place(struct builder *b)
{
	return builder_odd(b, PB_EMPTY_PLACE, b->row.line, "an empty place in a list");
}

/* Items without blanks around them and, where empties go, without empty places. */
static enum status clean_list(struct builder *b, char *list, int empties_go)
{
	struct list_out out = {list, list};
	char *at = *list ? list : NULL, *item = NULL;
	size_t len = 0, kept = 0;
	int blanks = 0;
	enum status status = STATUS_OK;

	while (take_item(&at, &item, &len) && status == STATUS_OK) {
		blanks |= trim(&item, &len);
		if (len == 0 && empties_go) {
			status = empty_place(b);
			continue;
		}
		if (kept++ > 0)
			*out.put++ = ',';
		memmove(out.put, item, len);
		out.put += len;
	}
	if (*list)
		*out.put = '\0';
	if (blanks && status == STATUS_OK)
		status = builder_odd(b, PB_ITEM_BLANKS, b->row.line, "has blanks around an item of a list");
	return status;
}

static enum status judge_points(struct builder *b, int *good, char *item, size_t len)
{
	enum sign_allowed sign = b->file->type == VOTE_SCORE ? ANY_SIGN : NOT_NEGATIVE;
	unsigned decimals = 0;
	int64_t value;

	*good = decimal_read(&value, &decimals, item, len, sign) == STATUS_OK;
	if (*good)
		return STATUS_OK;
	return builder_odd(b, PB_POINTS_NUMBER, b->row.line, "the number of points '%.*s' %s",
	                   (int)(len > 40 ? 40 : len), item,
	                   len > 0 && item[0] == '-' ? "is negative, or not a number" : "is not a number");
}

static enum status judge_project(struct builder *b, int *good, const char *item, size_t len)
{
	size_t project;

	*good = 0;
	if (len == 0)
		return empty_place(b);
	*good = id_map_find(&b->projects, item, len, &project);
	if (*good)
		return STATUS_OK;
	return builder_odd(b, PB_UNKNOWN_PROJECT, b->row.line, "a vote for '%.*s', but there is no such project",
	                   (int)(len > 60 ? 60 : len), item);
}

static enum status clean_pairs(struct builder *b, uint32_t *lost, char *ids, char *points)
{
	struct list_out ids_out = {ids, ids}, points_out = {points, points};
	char *id_at = *ids ? ids : NULL, *point_at = points && *points ? points : NULL;
	char *id = NULL, *point = NULL;
	size_t id_len = 0, point_len = 0;
	enum status status = STATUS_OK;

	while (status == STATUS_OK) {
		int more_ids = take_item(&id_at, &id, &id_len);
		int more_points = points ? take_item(&point_at, &point, &point_len) : more_ids, good, fine = 1;

		if (more_ids != more_points) {
			*lost += (uint32_t)more_ids;
			b->file->points_lost |= more_ids;
			status =
			    builder_odd(b, PB_POINTS_COUNT, b->row.line, "names %s projects than it gives points for%s",
			                more_ids ? "more" : "fewer",
			                b->teller.mode != PABULIB_LENIENT ? ""
			                : more_ids                        ? "; those without are left out"
			                                                  : "; the points behind are left out");
			break;
		}
		if (!more_ids)
			break;
		status = judge_project(b, &good, id, id_len);
		if (status == STATUS_OK && good && points)
			status = judge_points(b, &fine, point, point_len);
		if (status != STATUS_OK || !good || !fine) {
			*lost += id_len > 0;
			b->file->points_lost |= good && !fine;
			continue;
		}
		put_item(&ids_out, id, id_len);
		if (points)
			put_item(&points_out, point, point_len);
	}
	if (*ids)
		*ids_out.put = '\0';
	if (points && *points)
		*points_out.put = '\0';
	return status;
}

enum status clean_vote(struct builder *b, uint32_t *lost, char *ids, char *points)
{
	int paired = points && items(ids) == items(points);
	enum status status = clean_list(b, ids, !paired);

	if (status == STATUS_OK && points)
		status = clean_list(b, points, !paired);
	return status == STATUS_OK ? clean_pairs(b, lost, ids, points) : status;
}

/* --- votes of one voter --- */

struct twice {
	struct builder *b;
	unsigned column;
	size_t dropped;
	unsigned char *drop; /* per vote; NULL in strict reading */
};

static const char *voter_text(void *context, size_t index)
{
	const struct twice *twice = context;
	const struct pabulib_table *table = &twice->b->file->vote_table;

	return table->fields[index * table->column_count + twice->column];
}

static void voted_again(void *context, size_t index, size_t first)
{
	struct twice *twice = context;
	const struct pabulib *file = twice->b->file;

	fault_tell(&twice->b->teller, PB_VOTER_TWICE, file->votes[index].line,
	           "the voter '%.60s' has voted in line %lu already%s", voter_text(context, index),
	           (unsigned long)file->votes[first].line, builder_strict(twice->b) ? "; both votes are counted" : "");
	if (twice->drop) {
		twice->drop[index] = 1;
		twice->dropped++;
	}
}

/* Votes, their marks and their texts move up. */
static void drop_votes(struct builder *b, const unsigned char *drop)
{
	struct pabulib *file = b->file;
	unsigned columns = file->vote_table.column_count;
	size_t votes = 0, marks = 0, first = 0;

	for (size_t v = 0; v < file->vote_count; v++) {
		size_t end = file->votes[v].end, count = end - first;

		if (!drop[v]) {
			if (count > 0)
				memmove(&file->marks[marks], &file->marks[first], count * sizeof *file->marks);
			memmove(&b->vote_table.fields[votes * columns], &b->vote_table.fields[v * columns],
			        columns * sizeof *b->vote_table.fields);
			marks += count;
			file->votes[votes] = file->votes[v];
			file->votes[votes++].end = (uint32_t)marks;
		}
		first = end;
	}
	file->vote_count = file->vote_table.row_count = votes;
}

enum status builder_voters_twice(struct builder *b, unsigned voter_column)
{
	struct twice twice = {.b = b, .column = voter_column};
	const struct id_list list = {&twice, voter_text, voted_again};
	enum status status;

	if (b->teller.mode == PABULIB_LENIENT) {
		twice.drop = (unsigned char *)pabulib_own_bytes(b->file, b->file->vote_count + 1);
		if (!twice.drop)
			return builder_no_memory(b);
		memset(twice.drop, 0, b->file->vote_count + 1);
	}
	status = ids_twice(&list, b->file->vote_count);
	if (status == STATUS_OK && twice.dropped > 0)
		drop_votes(b, twice.drop);
	return status == STATUS_OK ? STATUS_OK : builder_no_memory(b);
}
