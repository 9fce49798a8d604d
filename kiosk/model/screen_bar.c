#include "screen_contest.h"

#include <string.h>

/* The fixed bar: the budget, chosen and left. */

static uint64_t money_limit(const struct contest *contest)
{
	if (contest->max_sum_cost)
		return contest->max_sum_cost;
	return contest->type == VOTE_KNAPSACK ? contest->budget : 0;
}

int make_money_left(const struct make *make, const struct contest *contest, const struct marks *marks, uint64_t *left)
{
	uint64_t limit = money_limit(contest);
	struct tally_line sum;

	(void)make;
	marks_sum(&sum, contest, marks);
	*left = sum.cost < limit ? limit - sum.cost : 0;
	return limit > 0;
}

/* What the bar tells of. */
struct state {
	const char *budget, *chosen, *left; /* left: "" where nothing limits the choice */
	enum message chosen_label, left_label;
	const char *brief, *spoken;
	uint64_t value, total; /* total 0: no bar */
};

static struct state state_of_money(struct make *make, const struct contest *contest, const struct tally_line *sum)
{
	uint64_t limit = money_limit(contest), left = sum->cost < limit ? limit - sum->cost : 0;
	struct state state = {
	    .chosen_label = MESSAGE_BAR_CHOSEN, .left_label = MESSAGE_BAR_LEFT, .value = sum->cost, .total = limit};

	state.budget = make_money(make, limit);
	state.chosen = make_money(make, sum->cost);
	state.left = make_money(make, left);
	state.brief = FILLED(make, MESSAGE_BAR_SHORT, state.left, state.budget);
	state.spoken = SPEAK(make, MESSAGE_BAR_SPOKEN, speak_money(make, limit), speak_number(make, sum->chosen),
	                     speak_money(make, sum->cost), speak_money(make, left));
	return state;
}

static struct state state_of_points(struct make *make, const struct contest *contest, const struct tally_line *sum)
{
	uint64_t limit = contest->max_sum_points, left = sum->points < limit ? limit - sum->points : 0;
	struct state state = {.chosen_label = MESSAGE_BAR_POINTS,
	                      .left_label = MESSAGE_BAR_POINTS_LEFT,
	                      .value = sum->points,
	                      .total = limit};

	state.budget = make_money(make, contest->budget);
	state.chosen = make_number(make, sum->points);
	state.left = make_number(make, left);
	state.brief = FILLED(make, MESSAGE_BAR_SHORT_POINTS, state.left, make_number(make, limit));
	state.spoken = SPEAK(make, MESSAGE_BAR_SPOKEN_POINTS, speak_money(make, contest->budget),
	                     speak_number(make, sum->points), speak_number(make, left));
	return state;
}

/* How many projects carry a mark, of all. */
static struct state state_of_score(struct make *make, const struct contest *contest, const struct tally_line *sum)
{
	struct state state = {.chosen_label = MESSAGE_BAR_MARKED,
	                      .left_label = MESSAGE_BAR_UNMARKED,
	                      .value = sum->chosen,
	                      .total = contest->project_count};
	const char *all = make_number(make, contest->project_count);

	state.budget = make_money(make, contest->budget);
	state.chosen = make_number(make, sum->chosen);
	state.left = make_number(make, contest->project_count - sum->chosen);
	state.brief = FILLED(make, MESSAGE_BAR_SHORT_MARKED, state.chosen, all);
	state.spoken = SPEAK(make, MESSAGE_BAR_SPOKEN_MARKED, speak_money(make, contest->budget),
	                     speak_number(make, sum->chosen), speak_number(make, contest->project_count));
	return state;
}

/* How many projects are chosen or ranked, of at most so many. */
static struct state state_of_count(struct make *make, const struct contest *contest, const struct tally_line *sum)
{
	uint32_t most = contest->type == VOTE_CHOOSE_ONE ? 1 : contest->max_length;
	int ranked = contest->type == VOTE_RANKED;
	struct state state = {.left = "",
	                      .chosen_label = ranked ? MESSAGE_BAR_RANKED : MESSAGE_BAR_CHOSEN,
	                      .left_label = MESSAGE_BAR_MORE,
	                      .value = sum->chosen};
	const char *budget = speak_money(make, contest->budget), *chosen = speak_number(make, sum->chosen);

	state.budget = make_money(make, contest->budget);
	state.chosen = make_number(make, sum->chosen);
	if (!most || most >= contest->project_count) {
		state.brief = FILLED(make, ranked ? MESSAGE_BAR_SHORT_RANKED : MESSAGE_BAR_SHORT_COUNT, state.chosen);
		state.spoken =
		    SPEAK(make, ranked ? MESSAGE_BAR_SPOKEN_RANKED : MESSAGE_BAR_SPOKEN_COUNT, budget, chosen);
		return state;
	}
	state.left = make_number(make, sum->chosen < most ? most - sum->chosen : 0);
	state.total = most;
	state.brief = FILLED(make, ranked ? MESSAGE_BAR_SHORT_RANKED_MOST : MESSAGE_BAR_SHORT_MOST, state.chosen,
	                     make_number(make, most));
	state.spoken = SPEAK(make, ranked ? MESSAGE_BAR_SPOKEN_RANKED_MOST : MESSAGE_BAR_SPOKEN_MOST, budget, chosen,
	                     speak_number(make, most));
	return state;
}

static struct state state_of(struct make *make, const struct contest *contest)
{
	struct tally_line sum;

	marks_sum(&sum, contest, make_marks(make));
	if (contest->type == VOTE_POINTS && contest->max_sum_points)
		return state_of_points(make, contest, &sum);
	if (contest->type == VOTE_SCORE)
		return state_of_score(make, contest, &sum);
	return money_limit(contest) ? state_of_money(make, contest, &sum) : state_of_count(make, contest, &sum);
}

static struct element stat(struct make *make, const char *id, enum message label, const char *amount,
                           enum text_style type)
{
	struct element element = make_element(ROLE_TEXT, id);

	element.text = make_words(make, label);
	element.amount = amount;
	element.type = type;
	element.spoken = "";
	return element;
}

static void put_bar(struct make *make, const struct state *state, struct rect box)
{
	struct element *bar = make_add(make, ROLE_BAR, "bar", box);

	/* Shares, since amounts may not fit: a thousandth is finer than a display shows. */
	bar->value = state->total ? (uint32_t)((double)state->value / (double)state->total * 1000) : 0;
	bar->total = state->total ? 1000 : 0;
	bar->value = bar->value > bar->total ? bar->total : bar->value;
	bar->spoken = state->spoken;
}

static void put_brief(struct make *make, const struct state *state)
{
	int bar = state->total && make->tight < 2 ? make_px(make, 400) : 0, gap = bar ? make_px(make, 150) : 0;
	int height = text_height(make->look, TYPE_STRONG, state->brief, make->body.w);
	struct rect strip = cut_top(&make->body, height + gap + bar, make->gap);
	struct element *element = make_add(make, ROLE_TEXT, "stat-brief", cut_top(&strip, height, gap));

	element->text = state->brief;
	element->type = TYPE_STRONG;
	element->spoken = bar ? "" : state->spoken;
	if (bar)
		put_bar(make, state, strip);
}

void make_bar(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	struct row row = {0};
	struct state state;
	struct rect strip, bar;
	int height, used = 0, gap = make->gap, pad = make_px(make, 350), rise = make_px(make, 700), beside;

	state = state_of(make, contest);
	if (make->tight) {
		put_brief(make, &state);
		return;
	}
	row_add(&row, ROW_LEFT, stat(make, "stat-budget", MESSAGE_BAR_BUDGET, state.budget, TYPE_STRONG));
	row_add(&row, ROW_LEFT, stat(make, "stat-chosen", state.chosen_label, state.chosen, TYPE_STRONG));
	if (*state.left)
		row_add(&row, ROW_LEFT, stat(make, "stat-left", state.left_label, state.left, TYPE_LARGE));
	make->gap = make_px(make, 1200);
	height = row_plan(make, &row, make->body.w - 2 * pad);
	for (unsigned i = 0; i < row.count; i++)
		used = row.element[i].box.x + row.element[i].box.w > used ? row.element[i].box.x + row.element[i].box.w
		                                                          : used;
	bar = (struct rect){0, 0, make->body.w - 2 * pad - used - make->gap, rise};
	make->gap = gap;
	beside = state.total && bar.w >= make->body.w / 4;
	strip = cut_top(&make->body, height + 2 * pad + (state.total && !beside ? rise + pad : 0), gap);
	make_add(make, ROLE_PANEL, "bar-panel", strip);
	strip = rect_inset(strip, pad);
	row_put(make, &row, strip.x, strip.y);
	if (beside)
		put_bar(make, &state,
		        (struct rect){strip.x + strip.w - bar.w, strip.y + (height - rise) / 2, bar.w, rise});
	else if (state.total)
		put_bar(make, &state, (struct rect){strip.x, strip.y + height + pad, strip.w, rise});
	else
		put_bar(make, &state, (struct rect){strip.x, strip.y + height, strip.w, 1});
}
