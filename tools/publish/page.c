/* One page of the results site: its frame, and its sections in their order. */
#include "page.h"

#include <sodium.h>
#include <string.h>

#include "text_out.h"

/* --- head --- */

/* The policy names the page's own style and script by their hashes: nothing else runs, nothing is fetched. */
static void put_hash(struct page *page, const char *asset)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char text[64];

	crypto_hash_sha256(hash, (const unsigned char *)asset, strlen(asset));
	sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
	rawf(page, "'sha256-%s'", text);
}

static void head(struct page *page)
{
	const struct site *site = page->site;

	raw(page, "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
	          "initial-scale=1\">\n"
	          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
	put_hash(page, page_css);
	raw(page, "; script-src ");
	put_hash(page, page_js);
	/* Lists of codes too long for the page are scripts beside it. */
	raw(page, site->code_prefix ? " 'self'" : "");
	raw(page, "; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
	          "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	put_words_attribute(page, "page.title", (const struct fill[]){TEXT("title", &site->election->title)}, 1);
	raw(page, "</title>\n<style>");
	raw(page, page_css);
	raw(page, "</style>\n</head>\n");
}

static void languages(struct page *page)
{
	const struct site *site = page->site;

	if (site->page_count < 2)
		return;
	raw(page, "<nav class=\"languages\" aria-label=\"");
	put_words_attribute(page, "page.languages", NULL, 0);
	raw(page, "\"><ul>\n");
	for (unsigned i = 0; i < site->page_count; i++) {
		const struct site_page *other = &site->page[i];
		const char *tag = phrases_language(other->phrases);

		rawf(page, "<li><a href=\"%s\" lang=\"%s\" hreflang=\"%s\" dir=\"%s\"%s>", other->file, tag, tag,
		     phrases_direction(other->phrases), other == page->about ? " aria-current=\"page\"" : "");
		html_text(page->out, phrase(other->phrases, "language.name"));
		raw(page, "</a></li>\n");
	}
	raw(page, "</ul></nav>\n");
}

/* --- the answer, before everything else --- */

static void figure(struct page *page, const char *key, uint64_t number, const char *pointer,
                   void (*put)(struct page *, uint64_t, const char *))
{
	raw(page, "<div>");
	put_words_in(page, "dt", key);
	raw(page, "<dd>");
	put(page, number, pointer);
	raw(page, "</dd></div>\n");
}

static void figures(struct page *page)
{
	const struct views *views = &page->site->views;

	raw(page, "<dl class=\"figures\">\n");
	figure(page, "page.figure.ballots", page->site->audit->merged.counted_count, "/ballots/counted", put_number);
	figure(page, "page.figure.projects", views->projects, "/totals/projects", put_number);
	figure(page, "page.figure.budget", views->budget, "/totals/budget", put_money);
	figure(page, "page.figure.left", views->budget - views->cost, "/totals/left", put_money);
	raw(page, "</dl>\n");
}

static void answer(struct page *page)
{
	const struct views *views = &page->site->views;
	const struct fill fills[] = {
	    NUMBER("n", views->funded, "/totals/funded"),
	    MONEY("cost", views->cost, "/totals/cost"),
	};

	if (views->contest_count == 0)
		return;
	put_words_in_with(page, "p class=\"answer\"", views->funded ? "page.answer" : "page.answer.none", fills,
	                  COUNT(fills));
	figures(page);
}

static void dates(struct page *page)
{
	const struct election *election = page->site->election;

	if (!*election->opens || !*election->closes)
		return;
	raw(page, "<p class=\"dates\">");
	put_date(page, election->opens);
	raw(page, " – ");
	put_date(page, election->closes);
	raw(page, "</p>\n");
}

static void banner(struct page *page)
{
	const struct site *site = page->site;

	raw(page, "<header class=\"top\">\n<div class=\"inner\">\n");
	languages(page);
	if (site->election->kind == SIGN_PRACTICE)
		put_words_in(page, "p class=\"practice\"", "page.practice");
	raw(page, "<p class=\"kicker\">");
	put_words(page, "page.kicker");
	if (has_text(&site->election->organiser)) {
		raw(page, " <span class=\"dot\" aria-hidden=\"true\">·</span> ");
		put_text(page, &site->election->organiser);
	}
	raw(page, "</p>\n");
	page->level = 1;
	heading_text(page, NULL, &site->election->title);
	page->level = 2;
	dates(page);
	answer(page);
	raw(page, "</div>\n</header>\n");
}

/* --- contents --- */

static void link_to(struct page *page, const char *id, const char *key)
{
	rawf(page, "<li><a href=\"#%s\">", id);
	put_words(page, key);
	raw(page, "</a></li>\n");
}

/* So many contests are named in the list of contents; of more, the table of all results is the list. */
enum { CONTENTS_CONTESTS = 12 };

static void link_to_contests(struct page *page)
{
	const struct views *views = &page->site->views;

	link_to(page, "glance", "page.glance.title");
	if (views->contest_count > CONTENTS_CONTESTS)
		return;
	for (unsigned i = 0; i < views->contest_count; i++) {
		rawf(page, "<li class=\"deeper\"><a href=\"#contest-%u\">", views->contest[i].contest->id);
		put_text(page, &views->contest[i].contest->title);
		raw(page, "</a></li>\n");
	}
}

static void contents(struct page *page)
{
	const struct views *views = &page->site->views;

	raw(page, "<nav class=\"contents\" aria-labelledby=\"contents\">\n<p id=\"contents\">");
	put_words(page, "page.contents");
	raw(page, "</p>\n<ul>\n");
	if (views->contest_count == 1) {
		link_to(page, "funded", "page.funded.title");
		link_to(page, "votes",
		        view_has_points(&views->contest[0]) ? "page.votes.title.points" : "page.votes.title");
		if (views->contest[0].outcome)
			link_to(page, "how", "page.how.title");
	} else if (views->contest_count > 1) {
		link_to_contests(page);
	}
	if (views->question_count)
		link_to(page, "questions", "page.questions.title");
	link_to(page, "turnout", "page.turnout.title");
	link_to(page, "code", "page.code.title");
	link_to(page, "check", "page.check.title");
	link_to(page, "data", "page.data.title");
	raw(page, "</ul></nav>\n");
}

static void exceptions(struct page *page)
{
	const struct audit *audit = page->site->audit;

	if (audit->exception_count == 0)
		return;
	raw(page, "<div class=\"exceptions\">\n");
	put_words_in(page, "p", "page.exceptions");
	raw(page, "<ul>");
	for (size_t i = 0; i < audit->exception_count; i++) {
		raw(page, "<li lang=\"en\" dir=\"ltr\">");
		html_text(page->out, audit->exceptions[i]);
		raw(page, "</li>\n");
	}
	raw(page, "</ul></div>\n");
}

static void sections(struct page *page)
{
	const struct views *views = &page->site->views;

	if (views->contest_count > 1)
		page_glance(page);
	for (unsigned i = 0; i < views->contest_count; i++)
		page_contest(page, &views->contest[i]);
	page_questions(page);
	page_turnout(page);
	page_lookup(page);
	page_check(page);
	page_data(page);
}

static void footer(struct page *page)
{
	raw(page, "<footer class=\"bottom\"><div class=\"inner\">\n");
	put_words_in(page, "p", "page.footer");
	raw(page, "</div></footer>\n");
}

enum status site_html(struct bytes *out, const struct site *site, const struct site_page *about)
{
	struct page page = {.site = site, .about = about, .phrases = about->phrases, .level = 2};
	struct text_out text;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	page.out = text.stream;
	rawf(&page, "<!doctype html>\n<html lang=\"%s\" dir=\"%s\">\n", phrases_language(page.phrases),
	     phrases_direction(page.phrases));
	head(&page);
	raw(&page, "<body>\n<a class=\"skip\" href=\"#main\">");
	put_words(&page, "page.skip");
	raw(&page, "</a>\n");
	chart_patterns(&page);
	banner(&page);
	raw(&page, "<div class=\"inner columns\">\n");
	contents(&page);
	raw(&page, "<main id=\"main\" tabindex=\"-1\">\n");
	exceptions(&page);
	sections(&page);
	raw(&page, "</main>\n</div>\n");
	footer(&page);
	raw(&page, "<script>");
	raw(&page, page_js);
	raw(&page, "</script>\n</body>\n</html>\n");
	status = text_end(out, &text);
	return status == STATUS_OK ? page.status : status;
}
