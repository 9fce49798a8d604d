/* Charts that are read without colour: full bars and hatched ones, every bar with its number beside it. Widths are
 * exact thousandths of a percent, computed with whole numbers. */
#include "page.h"

/* part of all as a percentage for SVG: "61.818%". */
enum { PERCENT_TEXT = 24 };

static const char *width_text(char out[static PERCENT_TEXT], uint64_t part, uint64_t all)
{
	/* The greatest budget times 100,000 still fits twice into 64 bits: see ELECTION_MAX_MONEY. */
	uint64_t scale = all > UINT64_C(100000000000000) ? UINT64_C(1000000) : 1;
	uint64_t thousandths = all ? (part / scale) * 100000 / (all / scale) : 0;

	snprintf(out, PERCENT_TEXT, "%llu.%03llu%%", (unsigned long long)(thousandths / 1000),
	         (unsigned long long)(thousandths % 1000));
	return out;
}

void chart_patterns(struct page *page)
{
	raw(page, "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>"
	          "<pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
	          "patternTransform=\"rotate(45)\">"
	          "<rect class=\"hatch-ground\" width=\"7\" height=\"7\"/><rect class=\"hatch-line\" width=\"2.5\" "
	          "height=\"7\"/>"
	          "</pattern></defs></svg>\n");
}

void chart_bar(struct page *page, uint64_t part, uint64_t all, enum bar_fill fill)
{
	char width[PERCENT_TEXT];

	rawf(page,
	     "<svg class=\"bar\" width=\"100%%\" height=\"100%%\" aria-hidden=\"true\" focusable=\"false\">"
	     "<rect class=\"%s\" width=\"%s\" height=\"100%%\"%s/></svg>",
	     fill == BAR_FULL ? "full" : "hatched", width_text(width, part, all),
	     fill == BAR_FULL ? "" : " fill=\"url(#hatch)\"");
}

/* --- the budget --- */

/* A piece of less than 4 % of the budget has room for its number on wide screens only, one of less than 2 % nowhere. */
enum { LABEL_WIDE = 2, LABEL_ALWAYS = 4 };
/* From so many pieces on the lines between them are thin. */
enum { PIECES_MANY = 25 };

static void budget_piece(struct page *page, const struct view *view, uint32_t place, uint64_t before)
{
	uint64_t budget = view->contest->budget;
	uint64_t cost = view->profile->projects[view->outcome->selected[place]].cost;
	char from[PERCENT_TEXT], width[PERCENT_TEXT], middle[PERCENT_TEXT];

	rawf(page, "<rect class=\"piece%s\" x=\"%s\" width=\"%s\" height=\"100%%\"/>", place % 2 ? " odd" : "",
	     width_text(from, before, budget), width_text(width, cost, budget));
	if (cost >= budget / 100 * LABEL_WIDE)
		rawf(page, "<text class=\"piece-number%s\" x=\"%s\" y=\"50%%\">%u</text>",
		     cost >= budget / 100 * LABEL_ALWAYS ? "" : " tight", width_text(middle, before + cost / 2, budget),
		     place + 1);
}

void chart_budget(struct page *page, const struct view *view)
{
	const struct fill fills[] = {
	    MONEY("cost", view->outcome->cost, at(page, "%s/cost", view->path)),
	    MONEY("budget", view->contest->budget, at(page, "%s/budget", view->path)),
	    MONEY("left", view_left(view), at(page, "%s/left", view->path)),
	};
	char from[PERCENT_TEXT], width[PERCENT_TEXT];
	uint64_t spent = 0;

	raw(page, "<figure class=\"budget\">");
	rawf(page, "<svg class=\"budget-bar%s\" ", view->outcome->selected_count >= PIECES_MANY ? " many" : "");
	raw(page, "width=\"100%\" height=\"100%\" role=\"img\" aria-label=\"");
	put_words_attribute(page, "page.budget.alt", fills, COUNT(fills));
	raw(page, "\">");
	for (uint32_t i = 0; i < view->outcome->selected_count; i++) {
		budget_piece(page, view, i, spent);
		spent += view->profile->projects[view->outcome->selected[i]].cost;
	}
	if (view_left(view) > 0)
		rawf(page, "<rect class=\"left\" x=\"%s\" width=\"%s\" height=\"100%%\" fill=\"url(#hatch)\"/>",
		     width_text(from, spent, view->contest->budget),
		     width_text(width, view_left(view), view->contest->budget));
	raw(page, "</svg><figcaption>");
	put_words_with(page, view_left(view) > 0 ? "page.budget.caption" : "page.budget.all", fills, COUNT(fills));
	raw(page, "</figcaption></figure>\n");
}

/* --- support --- */

static void support_row(struct page *page, const struct view *view, uint32_t project)
{
	const struct profile_project *counted = &view->profile->projects[project];
	int funded = view->fate[project] == FATE_FUNDED;

	rawf(page, "<div class=\"row %s\"><div class=\"label\">", funded ? "is-funded" : "not-funded");
	if (funded)
		rawf(page, "<span class=\"badge\">%u</span> ", view->place[project]);
	put_text(page, &view->contest->projects[project].name);
	raw(page, "</div><div class=\"track\">");
	chart_bar(page, view_support(view, project), view->most, funded || !view->outcome ? BAR_FULL : BAR_HATCHED);
	raw(page, "</div><div class=\"value\">");
	if (view_has_points(view))
		put_number(page, view_support(view, project), at(page, "%s/projects/%u/score", view->path, project));
	else
		put_number(page, counted->votes, at(page, "%s/projects/%u/votes", view->path, project));
	raw(page, "</div></div>\n");
}

static void legend(struct page *page, const char *key, enum bar_fill fill)
{
	raw(page, "<span class=\"key\"><span class=\"swatch\">");
	chart_bar(page, 1, 1, fill);
	raw(page, "</span> ");
	put_words(page, key);
	raw(page, "</span> ");
}

void chart_support(struct page *page, const struct view *view)
{
	uint32_t count = view->profile->project_count, shown = count > CHART_ROWS ? CHART_ROWS : count;
	const struct fill fills[] = {TEXT("title", &view->contest->title)};

	raw(page, "<figure class=\"chart\">");
	if (view->outcome) {
		raw(page, "<div class=\"legend\" aria-hidden=\"true\">");
		legend(page, "page.funded", BAR_FULL);
		legend(page, "page.not-funded", BAR_HATCHED);
		raw(page, "</div>");
	}
	raw(page, "<div class=\"rows\" role=\"img\" aria-label=\"");
	put_words_attribute(page, view_has_points(view) ? "page.chart.points" : "page.chart.votes", fills, 1);
	raw(page, "\">\n");
	for (uint32_t i = 0; i < shown; i++)
		support_row(page, view, view->order[i]);
	raw(page, "</div>");
	if (shown < count)
		put_words_in_with(page, "figcaption", "page.chart.first",
		                  (const struct fill[]){PLAIN("shown", "40"),
		                                        NUMBER("n", count, at(page, "%s/project_count", view->path))},
		                  2);
	raw(page, "</figure>\n");
}
