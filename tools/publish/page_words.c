/* Words, names and numbers of a page. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"

const char *at(struct page *page, const char *format, ...)
{
	char *pointer = page->pointer[page->pointer_next++ % PAGE_POINTERS];
	va_list list;

	va_start(list, format);
	vsnprintf(pointer, PAGE_POINTER, format, list);
	va_end(list);
	return pointer;
}

void raw(struct page *page, const char *html)
{
	fputs(html, page->out);
}

void rawf(struct page *page, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vfprintf(page->out, format, list);
	va_end(list);
}

enum { ISO_DATE = 10 }; /* "2026-05-11" */

/* --- names --- */

int has_text(const struct text *text)
{
	for (unsigned i = 0; i < ELECTION_MAX_LANGUAGES; i++)
		if (text->in[i] && *text->in[i])
			return 1;
	return 0;
}

/* The language that a text is written in, where it is not the page's own; else NULL. */
static const char *foreign(const struct page *page, const struct text *text)
{
	const struct election *election = page->site->election;
	const char *own = phrases_language(page->phrases);
	const char *language;
	int fallback = 0;

	(void)text_in(text, page->about->language, &fallback);
	language = election->language[fallback ? 0 : page->about->language];
	/* "pt-BR" on a page in "pt" is the page's own language. */
	return strncmp(language, own, strlen(own)) == 0 && strchr("-", language[strlen(own)]) ? NULL : language;
}

static void open_tag(struct page *page, const char *tag, const struct text *text)
{
	const char *language = foreign(page, text);

	rawf(page, "<%s", tag);
	if (language) {
		raw(page, " lang=\"");
		html_text(page->out, language);
		raw(page, "\"");
	}
	raw(page, ">");
}

static const char *words_of(const struct page *page, const struct text *text)
{
	return text_in(text, page->about->language, NULL);
}

void put_text(struct page *page, const struct text *text)
{
	open_tag(page, "bdi", text);
	html_text(page->out, words_of(page, text));
	raw(page, "</bdi>");
}

void put_paragraphs(struct page *page, const struct text *text)
{
	const char *words = words_of(page, text);

	while (*words) {
		size_t len = strcspn(words, "\n");

		if (len) {
			open_tag(page, "p dir=\"auto\"", text);
			html_bytes(page->out, words, len);
			raw(page, "</p>");
		}
		words += len + (words[len] == '\n');
	}
}

void put_name(struct page *page, const char *name)
{
	raw(page, "<bdi>");
	html_text(page->out, name);
	raw(page, "</bdi>");
}

/* --- numbers --- */

static void put_value(struct page *page, uint64_t number, const char *pointer, const char *shown)
{
	rawf(page, "<data value=\"%llu\" data-value=\"%s\">", (unsigned long long)number, pointer);
	html_text(page->out, shown);
	raw(page, "</data>");
}

void put_number(struct page *page, uint64_t number, const char *pointer)
{
	char shown[PHRASE_NUMBER];

	put_value(page, number, pointer, phrase_number(shown, page->phrases, number));
}

static const char *money(char shown[static PHRASE_NUMBER], const struct page *page, uint64_t amount)
{
	const struct election *election = page->site->election;

	return phrase_money(shown, page->phrases, election->currency, election->minor_digits, amount);
}

void put_money(struct page *page, uint64_t amount, const char *pointer)
{
	char shown[PHRASE_NUMBER];

	put_value(page, amount, pointer, money(shown, page, amount));
}

void put_percent(struct page *page, unsigned percent, const char *pointer)
{
	const struct fill fills[] = {NUMBER("number", percent, pointer)};

	raw(page, "<span class=\"percent\">");
	put_words_with(page, "page.percent", fills, 1);
	raw(page, "</span>");
}

/* Two digits; 0 where they are none. */
static unsigned two_digits(const char *text)
{
	return text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9'
	           ? (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0')
	           : 0;
}

void put_date(struct page *page, const char *iso)
{
	unsigned m = strlen(iso) == ISO_DATE ? two_digits(iso + 5) : 0, d = m ? two_digits(iso + 8) : 0;
	char day[12], year[8], month[24], key[24];

	if (m < 1 || m > 12 || d < 1) {
		html_text(page->out, iso);
		return;
	}
	snprintf(day, sizeof day, "%u", d);
	snprintf(year, sizeof year, "%.4s", iso);
	snprintf(key, sizeof key, "page.month.%u", m);
	phrase_text(month, sizeof month, page->phrases, key, NULL, 0);
	raw(page, "<time datetime=\"");
	html_text(page->out, iso);
	raw(page, "\">");
	put_words_with(page, "page.date",
	               (const struct fill[]){PLAIN("day", day), PLAIN("month", month), PLAIN("year", year)}, 3);
	raw(page, "</time>");
}

/* --- phrases: the values are put where a mark stands, after the words were chosen and escaped --- */

enum { MARK = '\x01', MARK_END = '\x02', FILLS_MAX = 8, WORDS_ROOM = 4096 };

static void put_fill(struct page *page, const struct fill *fill)
{
	switch (fill->kind) {
	case FILL_NUMBER: put_number(page, fill->number, fill->pointer); break;
	case FILL_MONEY: put_money(page, fill->number, fill->pointer); break;
	case FILL_TEXT: put_text(page, fill->text); break;
	case FILL_PLAIN: put_name(page, fill->plain); break;
	}
}

static void put_fill_attribute(struct page *page, const struct fill *fill)
{
	char shown[PHRASE_NUMBER];

	switch (fill->kind) {
	case FILL_NUMBER: html_text(page->out, phrase_number(shown, page->phrases, fill->number)); break;
	case FILL_MONEY: html_text(page->out, money(shown, page, fill->number)); break;
	case FILL_TEXT: html_text(page->out, words_of(page, fill->text)); break;
	case FILL_PLAIN: html_text(page->out, fill->plain); break;
	}
}

static void fill_in(struct page *page, const char *key, const struct fill *fills, unsigned count,
                    void (*put)(struct page *, const struct fill *))
{
	struct phrase_value values[FILLS_MAX];
	char marks[FILLS_MAX][4], words[WORDS_ROOM];
	const char *rest;

	if (count > FILLS_MAX)
		count = FILLS_MAX;
	for (unsigned i = 0; i < count; i++) {
		snprintf(marks[i], sizeof marks[i], "%c%c%c", MARK, (char)('A' + i), MARK_END);
		values[i] = (struct phrase_value){.name = fills[i].name, .text = marks[i], .number = fills[i].number};
	}
	rest = phrase_text(words, sizeof words, page->phrases, key, values, count);
	while (*rest) {
		size_t len = strcspn(rest, "\x01");

		html_bytes(page->out, rest, len);
		rest += len;
		if (!*rest)
			break;
		put(page, &fills[rest[1] - 'A']);
		rest += 3;
	}
}

void put_words_with(struct page *page, const char *key, const struct fill *fills, unsigned count)
{
	fill_in(page, key, fills, count, put_fill);
}

void put_words_attribute(struct page *page, const char *key, const struct fill *fills, unsigned count)
{
	fill_in(page, key, fills, count, put_fill_attribute);
}

void put_words(struct page *page, const char *key)
{
	fill_in(page, key, NULL, 0, put_fill);
}

void put_words_in_with(struct page *page, const char *tag, const char *key, const struct fill *fills, unsigned count)
{
	rawf(page, "<%s>", tag);
	put_words_with(page, key, fills, count);
	rawf(page, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

void put_words_in(struct page *page, const char *tag, const char *key)
{
	put_words_in_with(page, tag, key, NULL, 0);
}

static void open_heading(struct page *page, const char *id)
{
	rawf(page, "<h%u", page->level);
	if (id)
		rawf(page, " id=\"%s\"", id);
	raw(page, ">");
}

void heading(struct page *page, const char *id, const char *key)
{
	open_heading(page, id);
	put_words(page, key);
	rawf(page, "</h%u>\n", page->level);
}

void heading_text(struct page *page, const char *id, const struct text *text)
{
	open_heading(page, id);
	put_text(page, text);
	rawf(page, "</h%u>\n", page->level);
}
