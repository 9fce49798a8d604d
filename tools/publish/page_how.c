/* How the projects of one contest were chosen: the rule by this vote's own numbers, round by round, and the ties. */
#include <string.h>

#include "explain.h"
#include "page.h"

struct telling {
	struct page *page;
	const struct view *view;
	int in_list;
};

static const char *project_name(const void *context, uint32_t project)
{
	const struct telling *telling = context;

	return text_in(&telling->view->contest->projects[project].name, telling->page->about->language, NULL);
}

/* U+2068 and U+2069 hold a name together in a plain text; markup has its own element for that. */
static void isolated(struct page *page, const char *text)
{
	unsigned depth = 0;

	while (*text) {
		const char *mark = strstr(text, "\xe2\x81\xa8"), *end = strstr(text, "\xe2\x81\xa9");
		const char *next = mark && (!end || mark < end) ? mark : end;

		html_bytes(page->out, text, next ? (size_t)(next - text) : strlen(text));
		if (!next)
			break;
		if (next == mark) {
			raw(page, "<bdi>");
			depth++;
		} else if (depth > 0) {
			raw(page, "</bdi>");
			depth--;
		}
		text = next + 3;
	}
	for (; depth > 0; depth--)
		raw(page, "</bdi>");
}

static void close_list(struct telling *telling)
{
	if (telling->in_list)
		raw(telling->page, "</ol></details>\n");
	telling->in_list = 0;
}

static void tell(void *context, enum explain_part part, const struct round *round, const char *paragraph)
{
	struct telling *telling = context;
	struct page *page = telling->page;
	int step = part == EXPLAIN_ROUND || part == EXPLAIN_TIE;

	if (!step)
		close_list(telling);
	else if (!telling->in_list) {
		raw(page, "<details class=\"rounds\"><summary>");
		put_words(page, "page.how.rounds");
		raw(page, "</summary><ol>\n");
		telling->in_list = 1;
	}
	if (part == EXPLAIN_ROUND)
		rawf(page, "<li class=\"%s\">", round && round->kind == ROUND_BOUGHT ? "bought" : "passed");
	else if (part == EXPLAIN_TIE)
		raw(page, "<li class=\"tie\">");
	else
		raw(page, "<p>");
	isolated(page, paragraph);
	raw(page, step ? "</li>\n" : "</p>\n");
}

static void tied_names(struct page *page, const struct view *view, const struct tie_broken *tie)
{
	raw(page, "<ul>");
	for (uint32_t i = 0; i < tie->count; i++) {
		uint32_t project = view->outcome->tied[tie->first + i];

		raw(page, "<li>");
		put_text(page, &view->contest->projects[project].name);
		raw(page, ", ");
		put_money(page, view->profile->projects[project].cost, project_pointer(page, view, project, "cost"));
		raw(page, ", ");
		put_project_votes(page, view, project);
		raw(page, ": ");
		put_words(page, view->fate[project] == FATE_FUNDED ? "page.funded" : "page.not-funded");
		raw(page, "</li>");
	}
	raw(page, "</ul>");
}

static void ties(struct page *page, const struct view *view)
{
	const struct outcome *outcome = view->outcome;

	if (outcome->tie_count == 0) {
		put_words_in(page, "p", "page.ties.none");
		return;
	}
	put_words_in(page, "p", view->result->terms.tie == TIE_ID ? "page.ties.by-id" : "page.ties.by-cost");
	raw(page, "<ul class=\"ties\">");
	for (uint32_t i = 0; i < outcome->tie_count; i++) {
		raw(page, "<li>");
		put_words(page, "page.ties.between");
		tied_names(page, view, &outcome->ties[i]);
		raw(page, "</li>\n");
	}
	raw(page, "</ul>\n");
}

void page_how(struct page *page, const struct view *view)
{
	const struct election *election = page->site->election;
	struct telling telling = {.page = page, .view = view};
	const struct explained what = {.profile = view->profile,
	                               .terms = &view->result->terms,
	                               .outcome = view->outcome,
	                               .type = view->contest->type,
	                               .currency = election->currency,
	                               .money_digits = election->minor_digits,
	                               .name = project_name,
	                               .context = &telling};

	enum status status;

	if (!view->outcome)
		return;
	part_open(page, view, "how", "page.how.title");
	raw(page, "<div class=\"prose\">\n");
	status = explain(&what, page->phrases, tell, &telling);
	if (page->status == STATUS_OK)
		page->status = status;
	close_list(&telling);
	page->level++;
	heading(page, NULL, "page.ties.title");
	page->level--;
	ties(page, view);
	raw(page, "</div></section>\n");
}
