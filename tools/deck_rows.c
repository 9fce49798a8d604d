/* Rows of a deck for one contest: each takes the projects that were marked least so far, in an order that follows from
 * their indices, until all that must be covered is, and no two projects can be taken for each other. */
#include "deck.h"

#include <stdlib.h>
#include <string.h>

enum {
	WIDE = 8,       /* projects in a first row where the rules set no limit */
	NARROW = 6,     /* at most, in the rows after it */
	ATTEMPTS = 24,  /* orders tried for one row */
	ONE_OF_FEW = 5, /* up to so many, choices of one are told apart by how often each is chosen */
	ROWS_MORE = 16, /* rows beyond twice the projects: then it stays as it is */
};

/* Spreads indices (the mixing function of Steele, Lea and Flood 2014); nothing secret hangs on it. */
static uint64_t spread(uint64_t value)
{
	value += UINT64_C(0x9e3779b97f4a7c15);
	value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
	return value ^ value >> 31;
}

struct candidate {
	uint64_t key;
	unsigned times; /* marked so far */
	uint16_t project;
};

/* What the rows so far cover. */
struct cover {
	const struct contest *contest;
	unsigned times[ELECTION_MAX_PROJECTS];
	uint8_t never[ELECTION_MAX_PROJECTS]; /* no row can hold it */
	unsigned next_mark;                   /* of a scale: the marks are gone through in turn */
	unsigned marks;                       /* of a scale: how many there are */
	unsigned most;                        /* projects that a row may hold */
};

static int before(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->times != y->times)
		return x->times < y->times ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static unsigned least_of(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static unsigned most_of(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

static int chooses_one(const struct contest *contest)
{
	return contest->type == VOTE_CHOOSE_ONE || contest->type == VOTE_ANSWER_ONE;
}

/* The first row is as long as a vote can be, so that every rank is there and a full list is seen. */
static unsigned first_length(const struct contest *contest)
{
	unsigned n = contest->project_count;

	if (chooses_one(contest))
		return 1;
	if (contest->max_length > 0 || contest->type == VOTE_RANKED)
		return contest->max_length > 0 ? least_of(contest->max_length, n) : n;
	return most_of(least_of(n, WIDE), contest->min_length);
}

static unsigned row_length(const struct cover *cover, size_t row, unsigned attempt)
{
	unsigned least = most_of(1, cover->contest->min_length), most = most_of(least, least_of(cover->most, NARROW));

	if (row == 0)
		return cover->most;
	if (row == 1)
		return least;
	least = most_of(least, most / 2);
	return least + (unsigned)(spread(row * ATTEMPTS + attempt) % (most - least + 1));
}

/* The mark that a project gets as the next of a row. */
static uint16_t mark_of(const struct cover *cover, const struct marks *marks, size_t row, unsigned placed)
{
	const struct contest *contest = cover->contest;
	struct tally_line sum;
	uint64_t left, most;

	if (contest->type == VOTE_RANKED)
		return (uint16_t)(placed + 1);
	if (contest->type == VOTE_SCORE)
		return (uint16_t)((cover->next_mark + placed) % cover->marks + 1);
	if (contest->type != VOTE_POINTS)
		return 1;
	marks_sum(&sum, contest, marks);
	left = contest->max_sum_points > 0 ? contest->max_sum_points - sum.points : ELECTION_MAX_POINTS;
	most = contest->max_points > 0 && contest->max_points < left ? contest->max_points : left;
	if (row == 0 && placed == 0)
		return (uint16_t)most;
	left = most_of(1, contest->min_points) + spread(row * 64 + placed) % 5;
	return (uint16_t)(left < most ? left : most);
}

static void order(struct candidate *out, const struct cover *cover, size_t row, unsigned attempt)
{
	for (unsigned i = 0; i < cover->contest->project_count; i++) {
		uint64_t key = spread(spread(row * ATTEMPTS + attempt) ^ i);

		/* Where minima ask for much, dear projects first; where little fits, cheap ones. */
		if (attempt % 3 == 1)
			key = UINT64_MAX - cover->contest->projects[i].cost;
		else if (attempt % 3 == 2)
			key = cover->contest->projects[i].cost;
		out[i] = (struct candidate){.key = key, .times = cover->times[i], .project = (uint16_t)i};
	}
	qsort(out, cover->contest->project_count, sizeof *out, before);
}

/* One vote of about that length, beginning with the project marked least; 0 where no such vote passes the rules. */
static int fill(struct marks *out, const struct cover *cover, const struct candidate *order, size_t row,
                unsigned length)
{
	const struct contest *contest = cover->contest;
	unsigned placed = 0;

	memset(out, 0, sizeof *out);
	for (unsigned i = 0; i < contest->project_count; i++) {
		unsigned project = order[i].project;
		uint16_t mark = mark_of(cover, out, row, placed);

		if (placed >= length && marks_check(contest, out).rule == VERDICT_OK)
			break;
		if (cover->never[project] || mark == 0 || marks_try(contest, out, project, mark).rule != VERDICT_OK)
			continue;
		out->of[project] = mark;
		placed++;
	}
	return placed > 0 && marks_check(contest, out).rule == VERDICT_OK;
}

static enum status add_row(struct deck_rows *rows, struct cover *cover, const struct marks *marks)
{
	if (rows->count == rows->room) {
		size_t room = rows->room ? 2 * rows->room : 32;
		struct deck_vote *more = realloc(rows->rows, room * sizeof *more);

		if (!more)
			return STATUS_NO_ROOM;
		rows->rows = more;
		rows->room = room;
	}
	memset(&rows->rows[rows->count], 0, sizeof *rows->rows);
	rows->rows[rows->count++].marks = *marks;
	for (unsigned i = 0; i < cover->contest->project_count; i++) {
		cover->times[i] += marks->of[i] > 0;
		cover->next_mark += marks->of[i] > 0;
	}
	return STATUS_OK;
}

/* The project that most needs a row: least marked, and some row can hold it. -1: none. */
static int neediest(const struct cover *cover)
{
	int found = -1;

	for (unsigned i = 0; i < cover->contest->project_count; i++)
		if (!cover->never[i] && (found < 0 || cover->times[i] < cover->times[found]))
			found = (int)i;
	return found;
}

/* One way of filling the next row so that it marks that project; 0 where this way leads to no vote that the rules take.
 */
static int try_row(struct marks *out, const struct cover *cover, size_t row, unsigned project, unsigned attempt)
{
	struct candidate list[ELECTION_MAX_PROJECTS];

	order(list, cover, row, attempt);
	for (unsigned i = 0; i < cover->contest->project_count; i++) {
		struct candidate first = list[i];

		if (first.project != project)
			continue;
		memmove(list + 1, list, i * sizeof *list);
		list[0] = first;
	}
	return fill(out, cover, list, row, row_length(cover, row, attempt)) && out->of[project] > 0;
}

/* A next row that marks that project: of several, the one that tells most projects apart. Who fits in no vote at all is
 * left out from then on. */
static enum status next_row(struct deck_rows *rows, struct cover *cover, unsigned project, int *apart)
{
	struct marks marks, best = {.of = {0}};
	struct cover after;
	int most = -1;

	for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++) {
		int colours;

		if (!try_row(&marks, cover, rows->count, project, attempt))
			continue;
		after = *cover;
		if (add_row(rows, &after, &marks) != STATUS_OK)
			return STATUS_NO_ROOM;
		colours = deck_rows_colours(rows, cover->contest, apart);
		rows->count--;
		if (colours < 0)
			return STATUS_NO_ROOM;
		if (colours > most) {
			most = colours;
			best = marks;
		}
	}
	if (most < 0) {
		cover->never[project] = 1;
		rows->never++;
		return STATUS_OK;
	}
	if (add_row(rows, cover, &best) != STATUS_OK || deck_rows_colours(rows, cover->contest, apart) < 0)
		return STATUS_NO_ROOM;
	return STATUS_OK;
}

/* One of a few: the first is chosen once, the next twice, and so on, so that each has a number of its own. */
static enum status few_rows(struct deck_rows *rows, struct cover *cover)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < cover->contest->project_count; i++)
		for (unsigned times = 0; times <= i && status == STATUS_OK; times++) {
			struct marks marks = {.of = {0}};

			marks.of[i] = 1;
			status = add_row(rows, cover, &marks);
		}
	return status;
}

static int all_covered(const struct cover *cover)
{
	int project = neediest(cover);

	return (project < 0 || cover->times[project] > 0) && cover->next_mark >= cover->marks;
}

static enum status cover_rows(struct deck_rows *rows, struct cover *cover)
{
	size_t most = 2 * (size_t)cover->contest->project_count + ROWS_MORE;
	enum status status = STATUS_OK;
	int project, apart = 0;

	while (status == STATUS_OK && (project = neediest(cover)) >= 0) {
		if (all_covered(cover) && (apart || chooses_one(cover->contest) || rows->count >= most))
			break;
		status = next_row(rows, cover, (unsigned)project, &apart);
	}
	return status;
}

/* Letters that every keyboard of that language has, else digits, which all have. */
static enum status text_row(struct deck_rows *rows, const struct contest *contest, const char *language)
{
	int digits = !strncmp(language, "ar", 2) || !strncmp(language, "bn", 2) || !strncmp(language, "fa", 2) ||
	             !strncmp(language, "ur", 2) || !strncmp(language, "ps", 2) || !strncmp(language, "ckb", 3);

	rows->rows = calloc(1, sizeof *rows->rows);
	if (!rows->rows)
		return STATUS_NO_ROOM;
	rows->room = rows->count = 1;
	memcpy(rows->rows[0].text, digits ? "123" : "test", digits ? sizeof "123" : sizeof "test");
	if (contest->max_length > 0 && contest->max_length < strlen(rows->rows[0].text))
		rows->rows[0].text[contest->max_length] = '\0';
	return STATUS_OK;
}

enum status deck_rows_make(struct deck_rows *out, const struct contest *contest, const char *language)
{
	struct cover *cover;
	enum status status;

	memset(out, 0, sizeof *out);
	if (contest->type == VOTE_ANSWER_TEXT)
		return text_row(out, contest, language);
	cover = calloc(1, sizeof *cover);
	if (!cover)
		return STATUS_NO_ROOM;
	cover->contest = contest;
	cover->most = first_length(contest);
	cover->marks = contest->type == VOTE_SCORE ? contest->max_points - contest->min_points + 1 : 0;
	if (chooses_one(contest) && contest->project_count <= ONE_OF_FEW)
		status = few_rows(out, cover);
	else
		status = cover_rows(out, cover);
	free(cover);
	return status;
}

void deck_rows_free(struct deck_rows *rows)
{
	free(rows->rows);
	*rows = (struct deck_rows){.rows = NULL};
}

/* --- can two projects be taken for each other? --- */

struct colours {
	uint64_t *project, *row;
};

static void refine(struct colours *colours, const struct deck_rows *rows, const struct contest *contest)
{
	for (size_t r = 0; r < rows->count; r++) {
		uint64_t sum = 0;

		for (unsigned p = 0; p < contest->project_count; p++)
			if (rows->rows[r].marks.of[p] > 0)
				sum += spread(colours->project[p] ^ spread(rows->rows[r].marks.of[p]));
		colours->row[r] = spread(colours->row[r] ^ sum);
	}
	for (unsigned p = 0; p < contest->project_count; p++) {
		uint64_t sum = 0;

		for (size_t r = 0; r < rows->count; r++)
			if (rows->rows[r].marks.of[p] > 0)
				sum += spread(colours->row[r] ^ spread(rows->rows[r].marks.of[p]));
		colours->project[p] = spread(colours->project[p] ^ sum);
	}
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Different colours among the projects that have a mark; *marked: how many have one. */
static unsigned different(unsigned *marked, const struct colours *colours, const struct deck_rows *rows,
                          const struct contest *contest)
{
	uint64_t list[ELECTION_MAX_PROJECTS];
	unsigned count = 0, found = 0;

	for (unsigned p = 0; p < contest->project_count; p++) {
		int any = 0;

		for (size_t r = 0; r < rows->count && !any; r++)
			any = rows->rows[r].marks.of[p] > 0;
		if (any)
			list[count++] = colours->project[p];
	}
	/* cppcheck-suppress uninitvar ; the first count are written */
	qsort(list, count, sizeof *list, by_value);
	for (unsigned i = 0; i < count; i++)
		found += i == 0 || list[i] != list[i - 1];
	*marked = count;
	return found;
}

int deck_rows_colours(const struct deck_rows *rows, const struct contest *contest, int *apart)
{
	struct colours colours = {.project = calloc(contest->project_count + 1u, sizeof *colours.project),
	                          .row = calloc(rows->count + 1, sizeof *colours.row)};
	unsigned marked = 0, found = 0, last;

	if (colours.project && colours.row) {
		do {
			last = found;
			refine(&colours, rows, contest);
			found = different(&marked, &colours, rows, contest);
		} while (found > last && found < marked);
	}
	*apart = found == marked;
	last = colours.project && colours.row;
	free(colours.project);
	free(colours.row);
	return last ? (int)found : -1;
}
