/* The questions asked beside the vote, and what was answered. */
#include <string.h>

#include "page.h"
#include "reasons.h"

static void option_row(struct page *page, const struct view *view, uint32_t option)
{
	uint64_t votes = view->profile->projects[option].votes;

	raw(page, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">");
	put_text(page, &view->contest->projects[option].name);
	raw(page, "</th><td role=\"cell\" class=\"bar-cell\"><div class=\"track\">");
	chart_bar(page, votes, view->voters, BAR_FULL);
	raw(page, "</div></td><td role=\"cell\" class=\"number\" data-label=\"");
	put_words_attribute(page, "page.column.answers", NULL, 0);
	raw(page, "\">");
	put_number(page, votes, at(page, "%s/options/%u/votes", view->path, option));
	raw(page, "</td><td role=\"cell\" class=\"number\" data-label=\"");
	put_words_attribute(page, "page.column.percent-answered", NULL, 0);
	raw(page, "\">");
	put_percent(page, percent_of(votes, view->voters), at(page, "%s/options/%u/percent", view->path, option));
	raw(page, "</td></tr>\n");
}

static void options(struct page *page, const struct view *view)
{
	raw(page, "<table role=\"table\" class=\"answers\"><caption>");
	put_words(page, view->contest->type == VOTE_ANSWER_SEVERAL ? "page.question.choose-several"
	                                                           : "page.question.choose-one");
	raw(page, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">");
	put_words(page, "page.column.answer");
	raw(page, "</th><td role=\"cell\" class=\"bar-cell\"></td><th scope=\"col\" role=\"columnheader\">");
	put_words(page, "page.column.answers");
	raw(page, "</th><th scope=\"col\" role=\"columnheader\">");
	put_words(page, "page.column.percent-answered");
	raw(page, "</th></tr></thead>\n<tbody role=\"rowgroup\">\n");
	for (uint32_t i = 0; i < view->profile->project_count; i++)
		option_row(page, view, view->order[i]);
	raw(page, "</tbody></table>\n");
}

/* What somebody wrote, in a language that nobody noted. */
static void written(struct page *page, const char *text)
{
	raw(page, "<blockquote>");
	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len) {
			raw(page, "<p dir=\"auto\">");
			html_bytes(page->out, text, len);
			raw(page, "</p>");
		}
		text += len + (text[len] == '\n');
	}
	raw(page, "</blockquote>");
}

static void texts(struct page *page, const struct view *view)
{
	const struct contest_result *result = view->result;

	if (result->text_count == 0)
		return;
	put_words_in(page, "p class=\"note\"", "page.question.texts.note");
	raw(page, "<ul class=\"texts\">\n");
	for (uint32_t i = 0; i < result->text_count; i++) {
		uint32_t count = result->texts[i].count;

		raw(page, "<li>");
		written(page, result->texts[i].text);
		if (count > 1)
			put_words_in_with(
			    page, "p class=\"where\"", "page.question.said",
			    (const struct fill[]){NUMBER("n", count, at(page, "%s/texts/%u/votes", view->path, i))}, 1);
		raw(page, "</li>\n");
	}
	raw(page, "</ul>\n");
}

static void put_reasons(struct page *page, const struct view *view)
{
	struct reasons reasons;
	enum status status = reasons_make(&reasons, page->site->audit->lists.moderated[view->index]);

	if (page->status == STATUS_OK)
		page->status = status;
	if (reasons.count > 0) {
		put_words_in(page, "p class=\"note\"", "page.question.reasons");
		raw(page, "<ul>\n");
		for (uint32_t i = 0; i < reasons.count; i++) {
			raw(page, "<li>");
			put_name(page, reasons.reason[i].text);
			raw(page, " (");
			put_number(page, reasons.reason[i].count, at(page, "%s/reasons/%u/count", view->path, i));
			raw(page, ")</li>\n");
		}
		raw(page, "</ul>\n");
	}
	reasons_free(&reasons);
}

/* Texts that moderation withholds stand as marks, so that everybody sees how many there are. */
static void withheld(struct page *page, const struct view *view)
{
	const struct contest_result *result = view->result;
	char hash[2 * HASH_BYTES + 1];

	if (result->withheld_count == 0)
		return;
	put_words_in_with(
	    page, "p class=\"note\"", "page.question.withheld",
	    (const struct fill[]){NUMBER("n", result->withheld_count, at(page, "%s/withheld_count", view->path))}, 1);
	put_reasons(page, view);
	raw(page, "<details><summary>");
	put_words(page, "page.question.hashes");
	raw(page, "</summary><ul>\n");
	for (uint32_t i = 0; i < result->withheld_count; i++) {
		hex_write(hash, result->withheld[i].bytes, HASH_BYTES);
		rawf(page, "<li><code>%s</code></li>\n", hash);
	}
	raw(page, "</ul></details>\n");
}

static void question(struct page *page, const struct view *view)
{
	const struct contest_result *result = view->result;
	char id[32];

	snprintf(id, sizeof id, "question-%u", view->contest->id);
	rawf(page, "<section class=\"question\" aria-labelledby=\"%s\">\n", id);
	heading_text(page, id, &view->contest->title);
	put_words_in_with(page, "p class=\"lead\"", "page.question.lead",
	                  (const struct fill[]){NUMBER("n", result_votes(result), at(page, "%s/votes", view->path)),
	                                        NUMBER("valid", (uint64_t)result->valid + result->withheld_count,
	                                               at(page, "%s/answered", view->path)),
	                                        NUMBER("blank", result->blank, at(page, "%s/blank", view->path)),
	                                        NUMBER("invalid", result->invalid, at(page, "%s/invalid", view->path))},
	                  4);
	if (view->profile->project_count > 0)
		options(page, view);
	texts(page, view);
	withheld(page, view);
	raw(page, "</section>\n");
}

void page_questions(struct page *page)
{
	const struct views *views = &page->site->views;

	if (views->question_count == 0)
		return;
	raw(page, "<section class=\"part questions\" aria-labelledby=\"questions\">\n");
	heading(page, "questions", "page.questions.title");
	page->level++;
	for (unsigned i = 0; i < views->question_count; i++)
		question(page, &views->question[i]);
	page->level--;
	raw(page, "</section>\n");
}
