#include "screen_contest.h"

#include <limits.h>
#include <stdio.h>

/* The cards of projects, each with what marks it. */

enum { PANEL_PAD = 150 }; /* hundredths of a millimetre */

void listing_of(struct listing *out, const struct make *make, const struct contest *contest)
{
	const struct flow *flow = make->flow;

	out->count = filter_list(out->project, contest, flow->filter, flow->order[flow->contest]);
}

/* --- one card --- */

static struct element card_of(struct make *make, const struct contest *contest, unsigned index, enum level level)
{
	const struct project *project = &contest->projects[index];
	struct element card = make_element(ROLE_CARD, "");

	snprintf(card.id, sizeof(card.id), "card-%u", index + 1);
	card.text = make_text(make, &project->name, &card.state);
	card.amount = make_money(make, project->cost);
	card.note = FILLED(make, MESSAGE_PROJECT_NUMBER_SHORT, make_number(make, index + 1));
	if (level <= LEVEL_PLACE)
		card.note = make_joined(make, card.note, " · ", make_text(make, &project->place, NULL));
	if (level == LEVEL_FULL)
		card.detail = make_text(make, &project->summary, NULL);
	if (make_marks(make)->of[index])
		card.state |= STATE_CHOSEN;
	card.value = index + 1;
	card.type = TYPE_STRONG;
	card.action = (struct action){ACT_PROJECT, index};
	return card;
}

static const char *spoken_card(struct make *make, const struct contest *contest, unsigned index, unsigned position,
                               unsigned count, enum level level)
{
	const struct project *project = &contest->projects[index];
	const char *here = speak_number(make, position + 1), *all = speak_number(make, count);
	const char *spoken =
	    SPEAK(make, MESSAGE_CARD_SPOKEN, here, all, speak_number(make, index + 1), speak_text(make, &project->name),
	          speak_money(make, project->cost), mark_spoken(make, contest, make_marks(make)->of[index]));

	if (level <= LEVEL_PLACE)
		spoken = make_joined(make, spoken, SPEECH_BREAK, speak_text(make, &project->place));
	if (level == LEVEL_FULL)
		spoken = make_joined(make, spoken, SPEECH_BREAK, speak_text(make, &project->summary));
	return spoken;
}

/* --- how many, and where --- */

static int highest_card(struct make *make, const struct contest *contest, enum level level, int width)
{
	int height = make_px(make, LAYOUT_TARGET);

	for (unsigned i = 0; i < contest->project_count; i++) {
		size_t pool_len = make->screen->pool_len;
		struct element card = card_of(make, contest, i, level);
		int needs = element_height(&card, make->look, width);

		make->screen->pool_len = pool_len;
		height = needs > height ? needs : height;
	}
	return height;
}

static int inner_gap(const struct make *make)
{
	return make_px(make, LAYOUT_GAP + 40);
}

int cards_step(const struct make *make, const struct cards *cards)
{
	int below = cards->below ? inner_gap(make) + cards->control.height : 0;

	return cards->card_h + below + 2 * cards->pad + make->gap;
}

unsigned cards_useful(const struct cards *cards, const struct contest *contest)
{
	return cards->per_page < contest->project_count ? cards->per_page : contest->project_count;
}

/* Room that is left goes to the cards, within reason. */
static void stretch(struct cards *cards, int left)
{
	int more = cards->rows ? left / (int)cards->rows : 0;

	more = more < cards->card_h / 3 ? more : cards->card_h / 3;
	cards->card_h += more;
	if (!cards->below)
		control_stretch(&cards->control, cards->card_h);
}

/* Beside the card the control takes at most so much of the width. */
static int fits_beside(const struct cards *cards, int control, int whole)
{
	return cards->below || control * 100 <= whole * 55;
}

static struct cards plan_with(struct make *make, const struct contest *contest, struct rect area, enum level level,
                              unsigned columns, int below)
{
	struct cards cards = {.level = level, .columns = columns, .below = below};
	int gap = make->gap, whole = (area.w - gap * 2 * ((int)columns - 1)) / (int)columns;
	int control = control_least_width(make, contest), step;

	cards.pad = below || !make_by_touch(contest) ? make_px(make, PANEL_PAD) : 0;
	whole -= 2 * cards.pad;
	cards.card_w = below ? whole : whole - control - inner_gap(make);
	if (!fits_beside(&cards, control, whole) ||
	    cards.card_w < make_px(make, type_capital(TYPE_STRONG, make->look->text_size)) * (columns > 1 ? 28 : 8))
		return cards;
	control_plan(&cards.control, make, contest, below ? whole : control);
	cards.card_h = highest_card(make, contest, level, cards.card_w);
	if (!below && cards.card_h < cards.control.height)
		cards.card_h = cards.control.height;
	if (!below)
		control_stretch(&cards.control, cards.card_h);
	step = cards_step(make, &cards);
	cards.rows = area.h + gap > 0 ? (unsigned)((area.h + gap) / step) : 0;
	cards.per_page = cards.rows * columns;
	stretch(&cards, area.h + gap - (int)cards.rows * step);
	return cards;
}

static unsigned rows_needed(const struct cards *cards, const struct contest *contest)
{
	return cards->columns ? (contest->project_count + cards->columns - 1) / cards->columns : UINT_MAX;
}

/* It shows more at once; or where both show all on a wide display, its cards are not drawn out as long. */
static int is_better(const struct cards *cards, const struct cards *than, const struct contest *contest, int wide)
{
	unsigned useful = cards_useful(cards, contest), useful_than = cards_useful(than, contest);

	if (useful != useful_than)
		return useful > useful_than;
	return wide && useful && useful == contest->project_count &&
	       rows_needed(cards, contest) < rows_needed(than, contest);
}

struct cards cards_plan(struct make *make, const struct contest *contest, struct rect area)
{
	static const unsigned enough[LEVEL_COUNT] = {4, 3, 1};
	unsigned most_columns = area.w > area.h ? 3 : 2;
	struct cards best = {0}, any = {0};

	for (unsigned level = 0; level < LEVEL_COUNT; level++) {
		best = (struct cards){0};
		for (unsigned columns = 1; columns <= most_columns; columns++) {
			for (int below = 0; below <= 1; below++) {
				struct cards cards = plan_with(make, contest, area, (enum level)level, columns, below);

				if (is_better(&cards, &best, contest, area.w > area.h))
					best = cards;
			}
		}
		if (cards_useful(&best, contest) >= enough[level] ||
		    cards_useful(&best, contest) == contest->project_count)
			return best;
		if (best.per_page > any.per_page)
			any = best;
	}
	return any;
}

/* --- putting them --- */

/* One outline around a card and its control: which project a choice belongs to is seen at once, and what is not there
 * now leaves no hole. */
static void put_panel(struct make *make, const struct cards *cards, unsigned index, struct rect *box)
{
	int width = cards->below ? 0 : inner_gap(make) + cards->control.width;
	int height = cards->below ? inner_gap(make) + cards->control.height : 0;
	struct rect whole = {box->x, box->y, cards->card_w + width + 2 * cards->pad,
	                     cards->card_h + height + 2 * cards->pad};
	struct element *panel = make_add_numbered(make, ROLE_PANEL, "pair", index + 1, whole);

	panel->emphasis = EMPHASIS_MAIN;
	panel->state = make_marks(make)->of[index] ? STATE_CHOSEN : 0;
	box->x += cards->pad;
	box->y += cards->pad;
}

static void put_card(struct make *make, const struct contest *contest, const struct cards *cards,
                     const struct listing *listing, unsigned position, struct rect box, unsigned group)
{
	unsigned index = listing->project[position];
	struct element card = card_of(make, contest, index, cards->level);

	card.spoken = spoken_card(make, contest, index, position, listing->count, cards->level);
	card.group = (uint8_t)group;
	if (cards->pad)
		put_panel(make, cards, index, &box);
	make_put(make, &card, (struct rect){box.x, box.y, cards->card_w, cards->card_h});
	if (cards->below)
		box.y += cards->card_h + inner_gap(make);
	else
		box.x += cards->card_w + inner_gap(make);
	control_put(make, contest, index, &cards->control, box, group);
}

void cards_put(struct make *make, const struct contest *contest, const struct cards *cards,
               const struct listing *listing, struct rect area, unsigned first, struct cover cover)
{
	int step_x = (area.w + make->gap * 2) / (int)cards->columns, step_y = cards_step(make, cards);

	for (unsigned i = 0; i < cards->per_page && first + i < listing->count; i++) {
		unsigned row = i / cards->columns;
		struct rect box = {area.x + step_x * (int)(i % cards->columns), area.y + step_y * (int)row, 0, 0};

		if (row < cover.from || row >= cover.to)
			put_card(make, contest, cards, listing, first + i, box, i + 1);
	}
}
