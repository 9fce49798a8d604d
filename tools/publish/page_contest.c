/* One contest: what is funded, how everybody voted, how the projects were chosen. */
#include <string.h>

#include "page.h"

enum { ID_TEXT = 48 };
/* From so many projects on there is a form to find one, and so many cards are shown smaller. */
enum { FILTER_FROM = 9, CARDS_MANY = 25 };

/* Where there is one contest only, its parts are the page's: "votes"; else "contest-3-votes". */
static const char *part_name(char out[static ID_TEXT], const struct page *page, const struct view *view,
                             const char *part)
{
	if (page->site->views.contest_count == 1)
		snprintf(out, ID_TEXT, "%s", part);
	else
		snprintf(out, ID_TEXT, "contest-%u-%s", view->contest->id, part);
	return out;
}

void part_open(struct page *page, const struct view *view, const char *part, const char *key)
{
	char id[ID_TEXT];

	part_name(id, page, view, part);
	rawf(page, "<section class=\"part %s\" aria-labelledby=\"", part);
	if (page->site->views.contest_count > 1)
		rawf(page, "contest-%u ", view->contest->id);
	rawf(page, "%s\">\n", id);
	heading(page, id, key);
}

/* --- projects --- */

const char *project_pointer(struct page *page, const struct view *view, uint32_t project, const char *what)
{
	return at(page, "%s/projects/%u/%s", view->path, project, what);
}

static void project_where(struct page *page, const struct project *project)
{
	const struct election *election = page->site->election;
	int any = 0;

	if (!has_text(&project->place) && !project->categories)
		return;
	raw(page, "<p class=\"where\">");
	if (has_text(&project->place)) {
		put_text(page, &project->place);
		any = 1;
	}
	for (unsigned i = 0; i < election->category_count; i++) {
		if (!(project->categories >> i & 1))
			continue;
		raw(page, any ? " <span class=\"dot\" aria-hidden=\"true\">·</span> " : "");
		raw(page, "<span class=\"category\">");
		put_text(page, &election->category[i]);
		raw(page, "</span>");
		any = 1;
	}
	raw(page, "</p>\n");
}

static void about_line(struct page *page, const char *key, const struct text *text)
{
	if (!has_text(text))
		return;
	put_words_in(page, "dt", key);
	raw(page, "<dd>");
	put_paragraphs(page, text);
	raw(page, "</dd>\n");
}

static void project_about(struct page *page, const struct project *project, const struct text *summary)
{
	if (!(summary && has_text(summary)) && !has_text(&project->description) && !has_text(&project->proposer) &&
	    !has_text(&project->social) && !has_text(&project->economic) && !has_text(&project->environmental) &&
	    !has_text(&project->contact))
		return;
	raw(page, "<details><summary>");
	put_words(page, "page.project.more");
	raw(page, "<span class=\"unseen\">: ");
	put_text(page, &project->name);
	raw(page, "</span></summary>\n");
	if (summary && has_text(summary))
		put_paragraphs(page, summary);
	if (has_text(&project->description))
		put_paragraphs(page, &project->description);
	if (has_text(&project->proposer) || has_text(&project->social) || has_text(&project->economic) ||
	    has_text(&project->environmental) || has_text(&project->contact)) {
		raw(page, "<dl>");
		about_line(page, "page.project.proposer", &project->proposer);
		about_line(page, "page.project.social", &project->social);
		about_line(page, "page.project.economic", &project->economic);
		about_line(page, "page.project.environmental", &project->environmental);
		about_line(page, "page.project.contact", &project->contact);
		raw(page, "</dl>");
	}
	raw(page, "</details>\n");
}

void put_project_votes(struct page *page, const struct view *view, uint32_t project)
{
	const struct profile_project *counted = &view->profile->projects[project];
	uint64_t support = view_support(view, project);

	if (view_has_points(view))
		put_words_with(
		    page, "page.points",
		    (const struct fill[]){NUMBER("n", support, project_pointer(page, view, project, "score"))}, 1);
	if (view_has_points(view))
		raw(page, ", ");
	put_words_with(
	    page, "page.votes",
	    (const struct fill[]){NUMBER("n", counted->votes, project_pointer(page, view, project, "votes"))}, 1);
}

static void card(struct page *page, const struct view *view, uint32_t index)
{
	const struct project *project = &view->contest->projects[index];
	const struct profile_project *counted = &view->profile->projects[index];

	raw(page, "<li class=\"card\">\n<div class=\"card-top\">");
	rawf(page, "<span class=\"badge\" aria-hidden=\"true\">%u</span>", view->place[index]);
	raw(page, "<p class=\"cost\">");
	put_money(page, counted->cost, project_pointer(page, view, index, "cost"));
	raw(page, "</p></div>\n");
	heading_text(page, NULL, &project->name);
	project_where(page, project);
	if (has_text(&project->summary)) {
		raw(page, "<div class=\"summary\">");
		put_paragraphs(page, &project->summary);
		raw(page, "</div>\n");
	}
	raw(page, "<div class=\"share\"><p><span>");
	put_project_votes(page, view, index);
	raw(page, "</span> <span class=\"percent\">");
	put_words_with(page, "page.of-voters",
	               (const struct fill[]){NUMBER("percent", percent_of(counted->votes, view->voters),
	                                            project_pointer(page, view, index, "percent"))},
	               1);
	raw(page, "</span></p><div class=\"track\">");
	chart_bar(page, counted->votes, view->voters, BAR_FULL);
	raw(page, "</div></div>\n");
	project_about(page, project, NULL);
	raw(page, "</li>\n");
}

static void funded(struct page *page, const struct view *view)
{
	part_open(page, view, "funded", "page.funded.title");
	if (!view->outcome || view->outcome->selected_count == 0)
		put_words_in(page, "p class=\"lead\"", "page.funded.none");
	else
		put_words_in_with(
		    page, "p class=\"lead\"", "page.funded.lead",
		    (const struct fill[]){
		        NUMBER("n", view->outcome->selected_count, at(page, "%s/funded", view->path)),
		        NUMBER("all", view->profile->project_count, at(page, "%s/project_count", view->path)),
		        MONEY("cost", view->outcome->cost, at(page, "%s/cost", view->path))},
		    3);
	if (view->outcome && view->contest->budget > 0)
		chart_budget(page, view);
	if (view->outcome && view->outcome->selected_count > 0) {
		page->level++;
		rawf(page, "<ol class=\"cards%s\">\n",
		     view->outcome->selected_count == 1            ? " single"
		     : view->outcome->selected_count >= CARDS_MANY ? " many"
		                                                   : "");
		for (uint32_t i = 0; i < view->outcome->selected_count; i++)
			card(page, view, view->outcome->selected[i]);
		raw(page, "</ol>\n");
		page->level--;
	}
	raw(page, "</section>\n");
}

/* --- all projects in a table --- */

static void filter(struct page *page, const struct view *view)
{
	const struct election *election = page->site->election;
	unsigned id = view->contest->id;

	if (view->profile->project_count < FILTER_FROM)
		return;
	rawf(page, "<form class=\"filter\" data-table=\"table-%u\" hidden>\n", id);
	rawf(page, "<p><label for=\"find-%u\">", id);
	put_words(page, "page.filter.find");
	rawf(page, "</label> <input id=\"find-%u\" class=\"find\" type=\"search\" autocomplete=\"off\"></p>\n", id);
	if (election->category_count > 0) {
		rawf(page, "<p><label for=\"category-%u\">", id);
		put_words(page, "page.filter.category");
		rawf(page, "</label> <select id=\"category-%u\" class=\"in-category\"><option value=\"\">", id);
		put_words(page, "page.filter.all");
		raw(page, "</option>");
		for (unsigned i = 0; i < election->category_count; i++) {
			rawf(page, "<option value=\"%u\">", i);
			html_text(page->out, text_in(&election->category[i], page->about->language, NULL));
			raw(page, "</option>");
		}
		raw(page, "</select></p>\n");
	}
	if (view->outcome) {
		raw(page, "<p class=\"tick\"><label><input type=\"checkbox\" class=\"only-funded\"> ");
		put_words(page, "page.filter.funded");
		raw(page, "</label></p>\n");
	}
	raw(page, "<p class=\"found\" role=\"status\" data-found=\"");
	put_words_attribute(page, "page.filter.found",
	                    (const struct fill[]){PLAIN("found", "{found}"), PLAIN("all", "{all}")}, 2);
	raw(page, "\"></p>\n</form>\n");
}

static void column(struct page *page, const char *key, const char *kind)
{
	rawf(page, "<th scope=\"col\" role=\"columnheader\" data-kind=\"%s\">", kind);
	put_words(page, key);
	raw(page, "</th>");
}

static void open_cell(struct page *page, const char *key, const char *class)
{
	rawf(page, "<td role=\"cell\" class=\"%s\" data-label=\"", class);
	put_words_attribute(page, key, NULL, 0);
	raw(page, "\"><span>");
}

static void number_cell(struct page *page, const char *key, uint64_t number, const char *pointer)
{
	open_cell(page, key, "number");
	put_number(page, number, pointer);
	raw(page, "</span></td>");
}

static void result_cell(struct page *page, const struct view *view, uint32_t project)
{
	char key[40];

	rawf(page, "<td role=\"cell\" class=\"result\" data-order=\"%u\" data-label=\"",
	     view->place[project] ? view->place[project] : UINT32_MAX);
	put_words_attribute(page, "page.column.result", NULL, 0);
	raw(page, "\">");
	snprintf(key, sizeof key, "page.fate.%s", fate_word(view->fate[project]));
	if (view->fate[project] == FATE_FUNDED)
		raw(page, "<strong><span class=\"mark\" aria-hidden=\"true\">✓</span> ");
	put_words(page, key);
	raw(page, view->fate[project] == FATE_FUNDED ? "</strong></td>" : "</td>");
}

static void table_row(struct page *page, const struct view *view, uint32_t index)
{
	const struct project *project = &view->contest->projects[index];
	const struct profile_project *counted = &view->profile->projects[index];

	rawf(page, "<tr role=\"row\"%s data-categories=\"",
	     view->fate[index] == FATE_FUNDED ? " class=\"is-funded\"" : "");
	for (unsigned i = 0; i < page->site->election->category_count; i++)
		if (project->categories >> i & 1)
			rawf(page, "%u ", i);
	raw(page, "\"><th scope=\"row\" role=\"rowheader\"><span class=\"name\">");
	put_text(page, &project->name);
	raw(page, "</span> <span class=\"number-id\">");
	put_words_with(page, "page.project.number", (const struct fill[]){PLAIN("id", counted->id)}, 1);
	raw(page, "</span>");
	if (view->fate[index] != FATE_FUNDED) {
		project_where(page, project);
		project_about(page, project, &project->summary);
	}
	raw(page, "</th>");
	open_cell(page, "page.column.cost", "number");
	put_money(page, counted->cost, project_pointer(page, view, index, "cost"));
	raw(page, "</span></td>");
	if (view_has_points(view))
		number_cell(page, "page.column.points", view_support(view, index),
		            project_pointer(page, view, index, "score"));
	number_cell(page, "page.column.votes", counted->votes, project_pointer(page, view, index, "votes"));
	open_cell(page, "page.column.percent", "number");
	put_percent(page, percent_of(counted->votes, view->voters), project_pointer(page, view, index, "percent"));
	raw(page, "</span></td>");
	if (view->outcome)
		result_cell(page, view, index);
	raw(page, "</tr>\n");
}

static void table(struct page *page, const struct view *view)
{
	rawf(page, "<table role=\"table\" class=\"projects sortable\" id=\"table-%u\">\n<caption>", view->contest->id);
	put_words_with(
	    page, "page.table.caption",
	    (const struct fill[]){NUMBER("n", view->profile->project_count, at(page, "%s/project_count", view->path))},
	    1);
	raw(page, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
	column(page, "page.column.project", "text");
	column(page, "page.column.cost", "number");
	if (view_has_points(view))
		column(page, "page.column.points", "number");
	column(page, "page.column.votes", "number");
	column(page, "page.column.percent", "number");
	if (view->outcome)
		column(page, "page.column.result", "order");
	raw(page, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
	for (uint32_t i = 0; i < view->profile->project_count; i++)
		table_row(page, view, view->order[i]);
	raw(page, "</tbody></table>\n");
}

static void votes(struct page *page, const struct view *view)
{
	const struct contest_result *result = view->result;

	part_open(page, view, "votes", view_has_points(view) ? "page.votes.title.points" : "page.votes.title");
	put_words_in_with(page, "p class=\"lead\"", "page.votes.lead",
	                  (const struct fill[]){NUMBER("n", result_votes(result), at(page, "%s/votes", view->path)),
	                                        NUMBER("valid", result->valid, at(page, "%s/valid", view->path)),
	                                        NUMBER("blank", result->blank, at(page, "%s/blank", view->path)),
	                                        NUMBER("invalid", result->invalid, at(page, "%s/invalid", view->path))},
	                  4);
	if (view->profile->project_count > 0) {
		chart_support(page, view);
		filter(page, view);
		table(page, view);
	}
	raw(page, "</section>\n");
}

void page_contest(struct page *page, const struct view *view)
{
	int alone = page->site->views.contest_count == 1;

	if (!alone) {
		char id[ID_TEXT];

		snprintf(id, sizeof id, "contest-%u", view->contest->id);
		rawf(page, "<section class=\"contest\" aria-labelledby=\"%s\">\n", id);
		heading_text(page, id, &view->contest->title);
		page->level++;
	}
	funded(page, view);
	votes(page, view);
	page_how(page, view);
	if (!alone) {
		page->level--;
		raw(page, "<p class=\"up\"><a href=\"#glance\">");
		put_words(page, "page.glance.up");
		raw(page, "</a></p>\n</section>\n");
	}
}

/* --- all contests at a glance --- */

static void glance_row(struct page *page, const struct view *view)
{
	rawf(page, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><a href=\"#contest-%u\">", view->contest->id);
	put_text(page, &view->contest->title);
	raw(page, "</a></th>");
	open_cell(page, "page.column.votes", "number");
	put_number(page, result_votes(view->result), at(page, "%s/votes", view->path));
	raw(page, "</span></td>");
	open_cell(page, "page.column.budget", "number");
	put_money(page, view->contest->budget, at(page, "%s/budget", view->path));
	raw(page, "</span></td>");
	open_cell(page, "page.column.funded", "number");
	if (view->outcome)
		put_words_with(
		    page, "page.n-of-all",
		    (const struct fill[]){
		        NUMBER("n", view->outcome->selected_count, at(page, "%s/funded", view->path)),
		        NUMBER("all", view->profile->project_count, at(page, "%s/project_count", view->path))},
		    2);
	raw(page, "</span></td>");
	open_cell(page, "page.column.spent", "number");
	if (view->outcome)
		put_money(page, view->outcome->cost, at(page, "%s/cost", view->path));
	raw(page, "</span></td></tr>\n");
}

void page_glance(struct page *page)
{
	const struct views *views = &page->site->views;

	raw(page, "<section class=\"part glance\" aria-labelledby=\"glance\">\n");
	heading(page, "glance", "page.glance.title");
	raw(page, "<table role=\"table\" class=\"sortable\"><caption>");
	put_words(page, "page.glance.caption");
	raw(page, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
	column(page, "page.column.contest", "text");
	column(page, "page.column.votes", "number");
	column(page, "page.column.budget", "number");
	column(page, "page.column.funded", "number");
	column(page, "page.column.spent", "number");
	raw(page, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
	for (unsigned i = 0; i < views->contest_count; i++)
		glance_row(page, &views->contest[i]);
	raw(page, "</tbody></table></section>\n");
}
