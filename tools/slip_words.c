#include "slip_words.h"

#include <stdio.h>
#include <string.h>

enum { REGULAR = 400, SEMIBOLD = 600, BOLD = 700 };

int phrases_are_rtl(const struct phrases *said)
{
	return strcmp(phrases_direction(said), "rtl") == 0;
}

static void date_text(char *out, size_t room, const struct phrases *said, const char *iso)
{
	char key[32], month[60], day[4], year[5];
	unsigned m = (unsigned)(iso[5] - '0') * 10 + (unsigned)(iso[6] - '0');
	unsigned d = (unsigned)(iso[8] - '0') * 10 + (unsigned)(iso[9] - '0');

	snprintf(key, sizeof key, "page.month.%u", m);
	phrase_text(month, sizeof month, said, key, NULL, 0);
	snprintf(day, sizeof day, "%u", d);
	snprintf(year, sizeof year, "%.4s", iso);
	/* The parts are isolated each, so that the whole shows no direction by itself. */
	snprintf(out, room, "%s", phrases_are_rtl(said) ? "\u200f" : "\u200e");
	phrase_text(out + strlen(out), room - strlen(out), said, "page.date",
	            (const struct phrase_value[]){
	                {.name = "day", .text = day}, {.name = "month", .text = month}, {.name = "year", .text = year}},
	            3);
}

static void dates_text(char *out, size_t room, const struct phrases *said, const struct election *election)
{
	char from[120], to[120];

	out[0] = '\0';
	if (election->opens[0])
		date_text(from, sizeof from, said, election->opens);
	if (election->closes[0])
		date_text(to, sizeof to, said, election->closes);
	if (election->opens[0] && election->closes[0])
		phrase_text(out, room, said, "slip.dates",
		            (const struct phrase_value[]){{.name = "from", .text = from}, {.name = "to", .text = to}},
		            2);
	else if (election->opens[0])
		phrase_text(out, room, said, "slip.opens",
		            (const struct phrase_value[]){{.name = "date", .text = from}}, 1);
	else if (election->closes[0])
		phrase_text(out, room, said, "slip.closes", (const struct phrase_value[]){{.name = "date", .text = to}},
		            1);
}

/* A text of the election as that language has it. */
static const char *in_language(const struct text *text, const struct election *election, const struct phrases *said)
{
	for (unsigned i = 0; i < election->language_count; i++)
		if (phrases_in(election->language[i]) == said)
			return text_in(text, i, NULL);
	return text_in(text, 0, NULL);
}

static char *add_line(struct slip_head *head, const struct phrases *said, int weight, double points)
{
	struct slip_line *line = &head->line[head->count++];

	line->said = said;
	line->weight = weight;
	line->points = points;
	return line->text;
}

static const char *district_name(const struct slips_words *words)
{
	const struct election *election = words->election;

	for (unsigned i = 0; i < election->style_count; i++)
		if (strcmp(text_in(&election->styles[i].name, 0, NULL), words->district) == 0)
			return in_language(&election->styles[i].name, election, words->said[0]);
	return words->district;
}

void slip_head(struct slip_head *out, const struct slips_words *words)
{
	const struct election *election = words->election;
	const char *district = district_name(words);

	memset(out, 0, sizeof *out);
	for (unsigned i = 0; i < words->language_count; i++) {
		const char *title = in_language(&election->title, election, words->said[i]);

		if (i == 0 || strcmp(out->line[0].text, title) != 0)
			snprintf(add_line(out, words->said[i], SEMIBOLD, 11.5), HEAD_LINE, "%s", title);
	}
	out->titles = out->count;
	snprintf(add_line(out, words->said[0], SEMIBOLD, 10.5), HEAD_LINE, "%s%s%s", words->place,
	         district[0] ? " · " : "", district);
	for (unsigned i = 0; i < words->language_count; i++) {
		char *line = add_line(out, words->said[i], words->is_practice ? BOLD : REGULAR, 9.5);

		if (words->is_practice)
			phrase_text(line, HEAD_LINE, words->said[i], "slip.practice", NULL, 0);
		else
			dates_text(line, HEAD_LINE, words->said[i], election);
		if (line[0] == '\0')
			out->count--;
	}
}
