#include "deck.h"

#include <stdlib.h>
#include <string.h>

#include "practice.h"

void deck_free(struct deck *deck)
{
	for (size_t i = 0; i < deck->count; i++)
		free(deck->ballots[i].votes);
	free(deck->ballots);
	*deck = (struct deck){.ballots = NULL};
}

struct deck_ballot *deck_add(struct deck *deck, unsigned style)
{
	struct deck_ballot *ballot;

	if (deck->count == deck->room) {
		size_t room = deck->room ? 2 * deck->room : 64;
		struct deck_ballot *more = realloc(deck->ballots, room * sizeof *more);

		if (!more)
			return NULL;
		deck->ballots = more;
		deck->room = room;
	}
	ballot = &deck->ballots[deck->count];
	*ballot = (struct deck_ballot){.number = (unsigned)deck->count + 1, .round = 1, .style = (uint16_t)style};
	ballot->votes = calloc(deck->election->styles[style].contest_count + 1u, sizeof *ballot->votes);
	if (!ballot->votes)
		return NULL;
	deck->count++;
	return ballot;
}

static int has_contest(const struct style *style, unsigned contest, unsigned *position)
{
	for (unsigned i = 0; i < style->contest_count; i++)
		if (style->contest[i] == contest) {
			*position = i;
			return 1;
		}
	return 0;
}

/* A contest of several styles is covered by all of them together; each style votes in it at least once. */
static size_t rows_of_style(const struct election *election, const struct deck_rows *rows, unsigned contest,
                            unsigned style, unsigned *first, unsigned *step)
{
	unsigned sharing = 0, at = 0, position;

	for (unsigned i = 0; i < election->style_count; i++) {
		if (!has_contest(&election->styles[i], contest, &position))
			continue;
		if (i == style)
			at = sharing;
		sharing++;
	}
	*first = at;
	*step = sharing;
	if (rows->count == 0)
		return 0;
	/* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): this style is one of those that share the contest */
	return at < rows->count ? (rows->count - at + sharing - 1) / sharing : 1;
}

/* The n-th ballot of a style: each contest's n-th row of those that fall to it, blank where there is none left. */
static enum status add_style(struct deck *deck, const struct deck_rows *rows, unsigned style)
{
	const struct style *of = &deck->election->styles[style];
	size_t count[ELECTION_MAX_CONTESTS], most = 1;
	unsigned first[ELECTION_MAX_CONTESTS], step[ELECTION_MAX_CONTESTS];

	for (unsigned i = 0; i < of->contest_count; i++) {
		count[i] =
		    rows_of_style(deck->election, &rows[of->contest[i]], of->contest[i], style, &first[i], &step[i]);
		most = count[i] > most ? count[i] : most;
	}
	for (size_t n = 0; n < most; n++) {
		struct deck_ballot *ballot = deck_add(deck, style);

		if (!ballot)
			return STATUS_NO_ROOM;
		for (unsigned i = 0; i < of->contest_count; i++) {
			const struct deck_rows *from = &rows[of->contest[i]];

			if (n < count[i])
				/* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): there is a row */
				ballot->votes[i] = from->rows[(first[i] + n * step[i]) % from->count];
		}
	}
	return STATUS_OK;
}

/* Each practice code is for one style, and good once in a round. */
static enum status give_codes(struct deck *deck, const struct hash *hash)
{
	unsigned styles = deck->election->style_count, given[ELECTION_MAX_STYLES] = {0};

	if (styles > PRACTICE_CODES)
		return STATUS_RANGE;
	for (size_t i = 0; i < deck->count; i++) {
		struct deck_ballot *ballot = &deck->ballots[i];
		unsigned in_round = (PRACTICE_CODES - ballot->style + styles - 1) / styles;
		unsigned nth = given[ballot->style]++;

		ballot->round = 1 + nth / in_round;
		practice_code(ballot->code, hash, ballot->style + styles * (nth % in_round));
	}
	return STATUS_OK;
}

static int by_round(const void *a, const void *b)
{
	const struct deck_ballot *x = a, *y = b;

	if (x->round != y->round)
		return x->round < y->round ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static void number(struct deck *deck)
{
	qsort(deck->ballots, deck->count, sizeof *deck->ballots, by_round);
	for (size_t i = 0; i < deck->count; i++) {
		deck->ballots[i].number = (unsigned)i + 1;
		deck->rounds = deck->ballots[i].round;
	}
}

enum status deck_make(struct deck *out, const struct election *election, const struct hash *hash)
{
	struct deck_rows rows[ELECTION_MAX_CONTESTS] = {{.rows = NULL}};
	enum status status = STATUS_OK;

	*out = (struct deck){.election = election};
	for (unsigned i = 0; i < election->contest_count && status == STATUS_OK; i++) {
		status = deck_rows_make(&rows[i], &election->contests[i], election->language[0]);
		out->never += rows[i].never;
	}
	for (unsigned i = 0; i < election->style_count && status == STATUS_OK; i++)
		status = add_style(out, rows, i);
	/* Nothing chosen anywhere is a vote too. */
	if (status == STATUS_OK && !deck_add(out, 0))
		status = STATUS_NO_ROOM;
	if (status == STATUS_OK && election->admission == ADMISSION_CODE)
		status = give_codes(out, hash);
	if (status == STATUS_OK)
		number(out);
	for (unsigned i = 0; i < election->contest_count; i++)
		deck_rows_free(&rows[i]);
	return status;
}
