/* Who took part, what became of the ballots, and the box to look up a code. */
#include <string.h>

#include "confirmations.h"
#include "page.h"

/* --- who took part --- */

static void place_row(struct page *page, unsigned index, uint64_t ballots, uint64_t most)
{
	const struct turnout *turnout = &page->site->turnout;
	uint64_t all = page->site->audit->merged.counted_count;

	raw(page, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">");
	if (index < turnout->alone) {
		put_name(page, turnout->place[index].name);
	} else {
		if (turnout->alone > 0)
			put_words(page, "page.turnout.together");
		raw(page, " <span class=\"where\">");
		for (unsigned i = turnout->alone; i < turnout->count; i++) {
			raw(page, i > turnout->alone ? " · " : "");
			put_name(page, turnout->place[i].name);
		}
		raw(page, "</span>");
	}
	raw(page, "</th><td role=\"cell\" class=\"bar-cell\"><div class=\"track\">");
	chart_bar(page, ballots, most, index < turnout->alone ? BAR_FULL : BAR_HATCHED);
	raw(page, "</div></td><td role=\"cell\" class=\"number\" data-label=\"");
	put_words_attribute(page, "page.column.ballots", NULL, 0);
	raw(page, "\">");
	put_number(page, ballots, at(page, "/turnout/%u/ballots", index));
	raw(page, "</td><td role=\"cell\" class=\"number\" data-label=\"");
	put_words_attribute(page, "page.column.percent-ballots", NULL, 0);
	raw(page, "\">");
	put_percent(page, percent_of(ballots, all), at(page, "/turnout/%u/percent", index));
	raw(page, "</td></tr>\n");
}

static void places(struct page *page)
{
	const struct turnout *turnout = &page->site->turnout;
	uint64_t most = turnout->together;

	if (turnout->alone > 0 && turnout->place[0].ballots > most)
		most = turnout->place[0].ballots;
	raw(page, "<table role=\"table\" class=\"answers\"><caption>");
	put_words(page, "page.turnout.caption");
	raw(page, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">");
	put_words(page, "page.column.place");
	raw(page, "</th><td role=\"cell\" class=\"bar-cell\"></td><th scope=\"col\" role=\"columnheader\">");
	put_words(page, "page.column.ballots");
	raw(page, "</th><th scope=\"col\" role=\"columnheader\">");
	put_words(page, "page.column.percent-ballots");
	raw(page, "</th></tr></thead>\n<tbody role=\"rowgroup\">\n");
	for (unsigned i = 0; i < turnout->alone; i++)
		place_row(page, i, turnout->place[i].ballots, most);
	if (turnout->alone < turnout->count)
		place_row(page, turnout->alone, turnout->together, most);
	raw(page, "</tbody></table>\n");
	if (turnout->alone < turnout->count)
		put_words_in_with(page, "p class=\"note\"", "page.turnout.why",
		                  (const struct fill[]){PLAIN("least", "10")}, 1);
}

static void ballots(struct page *page)
{
	const struct site *site = page->site;
	const struct audit *audit = site->audit;
	const struct fill counts[] = {
	    NUMBER("n", audit->accepted.sealed_count, "/ballots/received"),
	    NUMBER("counted", audit->merged.counted_count, "/ballots/counted"),
	};

	put_words_in_with(page, "p class=\"lead\"",
	                  audit->merged.excluded_count ? "page.ballots.some" : "page.ballots.all", counts,
	                  COUNT(counts));
	raw(page, "<ul class=\"plain\">\n");
	for (unsigned i = 0; i <= EXCLUDED_TAG_TWICE; i++) {
		char key[40], pointer[PAGE_POINTER];

		if (!site->excluded[i])
			continue;
		snprintf(key, sizeof key, "page.ballots.excluded.%u", i);
		snprintf(pointer, sizeof pointer, "/ballots/reasons/%u/count", i);
		put_words_in_with(page, "li", key, (const struct fill[]){NUMBER("n", site->excluded[i], pointer)}, 1);
	}
	if (audit->accepted.spoiled_count)
		put_words_in_with(
		    page, "li", "page.ballots.tests",
		    (const struct fill[]){NUMBER("n", audit->accepted.spoiled_count, "/ballots/test_ballots")}, 1);
	if (site->election->tag_count)
		put_words_in_with(page, "li", "page.ballots.codes",
		                  (const struct fill[]){NUMBER("n", audit->merged.used, "/codes_used"),
		                                        NUMBER("all", site->election->tag_count, "/codes_issued")},
		                  2);
	put_words_in_with(page, "li", "page.ballots.kiosks",
	                  (const struct fill[]){NUMBER("n", audit->accepted.roster.kiosk_count, "/kiosks/rostered")},
	                  1);
	if (audit->accepted.lost)
		put_words_in_with(page, "li", "page.ballots.lost",
		                  (const struct fill[]){NUMBER("n", audit->accepted.lost, "/kiosks/lost")}, 1);
	raw(page, "</ul>\n");
}

void page_turnout(struct page *page)
{
	raw(page, "<section class=\"part turnout\" aria-labelledby=\"turnout\">\n");
	heading(page, "turnout", "page.turnout.title");
	ballots(page);
	if (page->site->turnout.count > 0 && page->site->audit->merged.counted_count > 0)
		places(page);
	raw(page, "</section>\n");
}

/* --- codes --- */

static void answer(struct page *page, const char *name, const char *key)
{
	rawf(page, " data-%s=\"", name);
	put_words_attribute(page, key, (const struct fill[]){PLAIN("typed", "{typed}")}, 1);
	raw(page, "\"");
}

static void form(struct page *page)
{
	const struct site *site = page->site;

	raw(page, "<form class=\"lookup\" hidden");
	answer(page, "counted", "page.code.counted");
	answer(page, "test", "page.code.test");
	answer(page, "excluded0", "page.code.excluded.0");
	answer(page, "excluded1", "page.code.excluded.1");
	answer(page, "excluded2", "page.code.excluded.2");
	answer(page, "none", "page.code.none");
	answer(page, "short", "page.code.short");
	answer(page, "letter", "page.code.letter");
	answer(page, "unread", "page.code.unread");
	rawf(page, " data-prefix=\"%u\">\n<p><label for=\"typed\">", site->code_prefix);
	put_words(page, "page.code.label");
	raw(page, "</label>\n<span class=\"hint\" id=\"typed-hint\">");
	put_words(page, "page.code.hint");
	raw(page,
	    "</span>\n<input id=\"typed\" type=\"text\" dir=\"ltr\" autocomplete=\"off\" autocapitalize=\"none\" "
	    "autocorrect=\"off\" spellcheck=\"false\" aria-describedby=\"typed-hint\">\n<button type=\"submit\">");
	put_words(page, "page.code.button");
	raw(page, "</button></p>\n</form>\n<p class=\"answer-box\" id=\"code-answer\" role=\"status\"></p>\n");
}

/* The letter of each verdict in the page's data: c, t, and 0 to 2 for what was not counted. */
static char verdict_letter(const char *words, size_t len)
{
	static const char not_counted[] = "not counted: ";

	if (len == strlen("counted"))
		return 'c';
	if (len == strlen("test ballot"))
		return 't';
	for (unsigned i = 0; i <= EXCLUDED_TAG_TWICE; i++) {
		const char *phrase = excluded_phrase((enum excluded_reason)i);

		if (len == strlen(phrase) + sizeof not_counted - 1 &&
		    memcmp(words + sizeof not_counted - 1, phrase, strlen(phrase)) == 0)
			return (char)('0' + i);
	}
	return '?';
}

void lookup_pack(FILE *out, const char *lines, size_t len)
{
	while (len) {
		const char *end = memchr(lines, '\n', len);
		size_t line = end ? (size_t)(end - lines) : len, code = CODE_TEXT_BYTES - 1;

		if (line <= code)
			break;
		for (size_t i = 0; i < code; i++)
			if (lines[i] != '-')
				fputc(lines[i], out);
		fputc(verdict_letter(lines + code + 1, line - code - 1), out);
		len -= line + (end != NULL);
		lines += line + (end != NULL);
	}
}

static void lists(struct page *page)
{
	const struct site *site = page->site;

	if (site->code_prefix == 0) {
		raw(page, "<p class=\"note\"><a href=\"codes.txt\">");
		put_words(page, "page.code.list");
		raw(page, "</a></p>\n<script type=\"application/json\" id=\"codes\">\"");
		lookup_pack(page->out, (const char *)site->codes.data, site->codes.len);
		raw(page, "\"</script>\n");
		return;
	}
	raw(page, "<details class=\"lists\"><summary>");
	put_words(page, "page.code.lists");
	raw(page, "</summary><p>");
	for (const char *rest = (const char *)site->codes.data; *rest;) {
		const char *line = rest;

		do {
			const char *end = strchr(rest, '\n');

			rest = end ? end + 1 : rest + strlen(rest);
		} while (*rest && strncmp(rest, line, site->code_prefix) == 0);
		rawf(page, "<a href=\"codes/%.*s.txt\">%.*s…</a> ", (int)site->code_prefix, line,
		     (int)site->code_prefix, line);
	}
	raw(page, "</p></details>\n");
}

void page_lookup(struct page *page)
{
	raw(page, "<section class=\"part code\" aria-labelledby=\"code\">\n");
	heading(page, "code", "page.code.title");
	put_words_in(page, "p class=\"lead\"", "page.code.lead");
	if (page->site->code_count > 0) {
		form(page);
		lists(page);
	}
	put_words_in(page, "p class=\"note\"", "page.code.secret");
	raw(page, "</section>\n");
}
