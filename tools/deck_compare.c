#include "deck_compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deck_json.h"

struct compare {
	const struct deck *wanted, *held;
	uint8_t *found; /* of wanted: it was matched or told */
	uint8_t *taken; /* of held */
	size_t differences;
	deck_sink *sink;
	void *context;
};

static void tell(struct compare *compare, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void tell(struct compare *compare, const char *format, ...)
{
	char sentence[DECK_SENTENCE];
	va_list list;

	va_start(list, format);
	vsnprintf(sentence, sizeof sentence, format, list);
	va_end(list);
	compare->differences++;
	compare->sink(compare->context, sentence);
}

/* Marks and texts that differ; UINT_MAX for ballots of different styles. */
static unsigned distance(const struct election *election, const struct deck_ballot *a, const struct deck_ballot *b)
{
	const struct style *style = &election->styles[a->style];
	unsigned differ = 0;

	if (a->style != b->style)
		return UINT32_MAX;
	for (unsigned i = 0; i < style->contest_count; i++) {
		const struct contest *contest = &election->contests[style->contest[i]];

		if (contest->type == VOTE_ANSWER_TEXT)
			differ += strcmp(a->votes[i].text, b->votes[i].text) != 0;
		else
			for (unsigned p = 0; p < contest->project_count; p++)
				differ += a->votes[i].marks.of[p] != b->votes[i].marks.of[p];
	}
	return differ;
}

/* How much a ballot says: two that differ by no less have nothing to do with each other. */
static unsigned weight(const struct election *election, const struct deck_ballot *ballot)
{
	const struct style *style = &election->styles[ballot->style];
	unsigned marks = 0;

	for (unsigned i = 0; i < style->contest_count; i++) {
		const struct contest *contest = &election->contests[style->contest[i]];

		if (contest->type == VOTE_ANSWER_TEXT)
			marks += ballot->votes[i].text[0] != '\0';
		else
			for (unsigned p = 0; p < contest->project_count; p++)
				marks += ballot->votes[i].marks.of[p] > 0;
	}
	return marks;
}

static void match_equal(struct compare *compare)
{
	for (size_t i = 0; i < compare->wanted->count; i++)
		for (size_t k = 0; k < compare->held->count && !compare->found[i]; k++) {
			if (compare->taken[k] || distance(compare->wanted->election, &compare->wanted->ballots[i],
			                                  &compare->held->ballots[k]) != 0)
				continue;
			compare->found[i] = compare->taken[k] = 1;
		}
}

static const char *mark_words(char *out, size_t room, const struct contest *contest, uint16_t mark)
{
	unsigned shown = deck_mark_shown(contest, mark);

	switch (contest->type) {
	case VOTE_RANKED: snprintf(out, room, mark ? "place %u" : "no place", shown); break;
	case VOTE_POINTS: snprintf(out, room, mark ? "%u points" : "no points", shown); break;
	case VOTE_SCORE: snprintf(out, room, mark ? "mark %u" : "no mark", shown); break;
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: snprintf(out, room, mark ? "chosen" : "not chosen"); break;
	}
	return out;
}

static void tell_vote(struct compare *compare, unsigned number, const struct contest *contest,
                      const struct deck_vote *wanted, const struct deck_vote *held)
{
	const char *title = text_in(&contest->title, 0, NULL);
	char should[40], is[40];

	if (contest->type == VOTE_ANSWER_TEXT && strcmp(wanted->text, held->text) != 0)
		tell(compare, "ballot %u, \"%.120s\": the deck says \"%.80s\", the kiosk recorded \"%.80s\"", number,
		     title, wanted->text, held->text);
	for (unsigned p = 0; p < contest->project_count; p++)
		if (wanted->marks.of[p] != held->marks.of[p])
			tell(compare,
			     "ballot %u, \"%.120s\", no. %u \"%.120s\": the deck says %s, the kiosk recorded %s",
			     number, title, p + 1, text_in(&contest->projects[p].name, 0, NULL),
			     mark_words(should, sizeof should, contest, wanted->marks.of[p]),
			     mark_words(is, sizeof is, contest, held->marks.of[p]));
}

static void tell_pair(struct compare *compare, size_t wanted, size_t held)
{
	const struct election *election = compare->wanted->election;
	const struct deck_ballot *should = &compare->wanted->ballots[wanted], *is = &compare->held->ballots[held];
	const struct style *style = &election->styles[should->style];

	compare->found[wanted] = compare->taken[held] = 1;
	for (unsigned i = 0; i < style->contest_count; i++)
		tell_vote(compare, should->number, &election->contests[style->contest[i]], &should->votes[i],
		          &is->votes[i]);
}

/* The nearest two that are left, as long as they have something in common. */
static int next_pair(size_t *wanted, size_t *held, const struct compare *compare)
{
	const struct election *election = compare->wanted->election;
	unsigned least = UINT32_MAX;

	for (size_t i = 0; i < compare->wanted->count; i++)
		for (size_t k = 0; k < compare->held->count && !compare->found[i]; k++) {
			const struct deck_ballot *a = &compare->wanted->ballots[i], *b = &compare->held->ballots[k];
			unsigned differ = compare->taken[k] ? UINT32_MAX : distance(election, a, b);

			if (differ >= least || differ >= weight(election, a) + weight(election, b))
				continue;
			least = differ;
			*wanted = i;
			*held = k;
		}
	return least < UINT32_MAX;
}

static void tell_rest(struct compare *compare)
{
	size_t more = 0;

	for (size_t i = 0; i < compare->wanted->count; i++)
		if (!compare->found[i])
			tell(compare, "ballot %u of the deck is not in the box", compare->wanted->ballots[i].number);
	for (size_t k = 0; k < compare->held->count; k++)
		more += !compare->taken[k];
	if (more > 0)
		tell(compare, "the box holds %zu ballot%s that no ballot of the deck is like", more,
		     more == 1 ? "" : "s");
}

enum status deck_compare(size_t *differences, const struct deck *wanted, const struct deck *held, deck_sink *sink,
                         void *context)
{
	struct compare compare = {.wanted = wanted,
	                          .held = held,
	                          .found = calloc(wanted->count + 1, 1),
	                          .taken = calloc(held->count + 1, 1),
	                          .sink = sink,
	                          .context = context};
	enum status status = compare.found && compare.taken ? STATUS_OK : STATUS_NO_ROOM;
	size_t i, k;

	if (status == STATUS_OK) {
		match_equal(&compare);
		while (next_pair(&i, &k, &compare))
			tell_pair(&compare, i, k);
		tell_rest(&compare);
	}
	*differences = compare.differences;
	free(compare.found);
	free(compare.taken);
	return status;
}
