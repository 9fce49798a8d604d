#include "screen_make.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "opening.h"

/* A voter's screens but for the projects themselves. */

const struct style *make_style(const struct make *make)
{
	const struct election *election = make->election;

	return &election->styles[make->flow->style < election->style_count ? make->flow->style : 0];
}

static struct element code_of(struct make *make)
{
	char text[CODE_TEXT_BYTES], spaced[CODE_TEXT_BYTES * 3];
	struct element code = make_element(ROLE_CODE, "code");
	size_t used = 0;

	confirmation_text(text, &make->flow->code);
	for (const char *at = text; *at; at++) {
		spaced[used++] = *at == '-' ? ' ' : *at;
		if (*at == '-')
			spaced[used++] = ' ';
	}
	spaced[used] = 0;
	code.text = make_copy(make, spaced);
	code.spoken = SPEAK(make, MESSAGE_CODE_SPOKEN, speak_spelled(make, text));
	code.type = TYPE_CODE;
	return code;
}

struct item *page_code(struct make *make, struct page *page, enum message label, int gap)
{
	struct item *item = page_text(page, TYPE_SMALL, "code-label", make_words(make, label), gap);

	item->keeps = 1;
	item->element.spoken = "";
	page_add(page, code_of(make), 200);
	return item;
}

struct element make_qr(struct make *make, const char *id, const char *holds, enum message spoken)
{
	struct element qr = make_element(ROLE_QR, id);

	qr.text = make_copy(make, holds);
	qr.spoken = make_words(make, spoken);
	return qr;
}

/* --- which area --- */

void screen_style(struct make *make)
{
	struct element cell[ELECTION_MAX_STYLES];
	unsigned count = make->election->style_count;
	struct page page;

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page.wide = 1;
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_STYLE_TITLE), 0)->keeps = 1;
	page_text(&page, TYPE_BODY, "text", make_words(make, MESSAGE_STYLE_TEXT), 300)->keeps = 1;
	for (unsigned i = 0; i < count; i++) {
		cell[i] = make_button("", make_text(make, &make->election->styles[i].name, NULL),
		                      (struct action){ACT_STYLE, i});
		snprintf(cell[i].id, sizeof(cell[i].id), "style-%u", i);
	}
	page_cells(make, &page, cell, count, 4, 800);
	row_add(&page.bottom, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	page_put(make, &page);
}

/* --- sealed --- */

static const char *hex_text(struct make *make, const char *prefix, const uint8_t *bytes, size_t len, unsigned group)
{
	char hex[200];
	size_t used = 0;

	while (*prefix && used < 60)
		hex[used++] = *prefix++;
	for (size_t i = 0; i < len && used + 4 < sizeof(hex); i++) {
		if (group && i && i % group == 0)
			hex[used++] = ' ';
		used += (size_t)snprintf(hex + used, sizeof(hex) - used, "%02x", bytes[i]);
	}
	hex[used] = 0;
	return make_copy(make, hex);
}

void screen_sealed(struct make *make)
{
	const struct flow *flow = make->flow;
	struct element test, cast = make_main("cast", make_words(make, MESSAGE_SEALED_CAST), ACT_CAST);
	const char *holds;
	struct page page;

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page.columns = 2;
	page.centred = 1;
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_SEALED_TITLE), 0)->keeps = 1;
	page_code(make, &page, MESSAGE_SEALED_CODE, 900);
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_SEALED_TEXT), 700);
	page_text(&page, TYPE_LEAD, "secret", make_words(make, MESSAGE_SEALED_SECRET), 300);
	page_column(&page);
	holds = hex_text(make, "folkmoot code ", flow->code.bytes, sizeof(flow->code.bytes), 0);
	page_add(&page, make_qr(make, "qr", holds, MESSAGE_QR_SPOKEN), 900)->height = make->tight ? 5000 : 8000;
	test = make_button("test", make_words(make, MESSAGE_SEALED_TEST), (struct action){ACT_CHALLENGE, 0});
	test.emphasis = EMPHASIS_QUIET;
	cast.type = TYPE_LARGE;
	cast.state |= STATE_IRREVERSIBLE;
	if (!flow_tests_full(flow))
		/* Where no room is left for test votes, the way there would lead nowhere. */
		if (!flow->facts.spoiled_capacity || flow->facts.spoiled < flow->facts.spoiled_capacity)
			row_add(&page.bottom, ROW_LEFT, test);
	row_add_sized(&page.bottom, ROW_RIGHT, cast, 20000, LAYOUT_TARGET_GRAVE);
	page_put(make, &page);
}

/* One question, two answers. */
static void ask(struct make *make, struct page *page, struct element no, struct element yes)
{
	page->centred = 1;
	row_add_sized(&page->bottom, ROW_LEFT, no, 9000, LAYOUT_TARGET + 400);
	row_add_sized(&page->bottom, ROW_RIGHT, yes, 0, LAYOUT_TARGET + 400);
	page_put(make, page);
}

/* A test opens the whole ballot, and no organiser can withhold what is in it: whoever wrote something is told before.
 */
static int wrote_words(struct make *make)
{
	for (unsigned i = 0; i < make_style(make)->contest_count; i++) {
		if (make->flow->answer[i][0])
			return 1;
	}
	return 0;
}

void screen_ask(struct make *make)
{
	struct element yes, no;
	struct page page;

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_ASK_TITLE), 0)->keeps = 1;
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_ASK_TEXT), 600);
	page_text(&page, TYPE_LARGE, "public", make_words(make, MESSAGE_ASK_PUBLIC), 400);
	if (wrote_words(make))
		page_text(&page, TYPE_LARGE, "words", make_words(make, MESSAGE_ASK_WORDS), 400);
	page_text(&page, TYPE_LEAD, "again", make_words(make, MESSAGE_ASK_AGAIN), 400);
	no = make_back(make, make_words(make, MESSAGE_ASK_NO), ACT_NO);
	no.emphasis = EMPHASIS_MAIN;
	yes = make_button("yes", make_words(make, MESSAGE_ASK_YES), (struct action){ACT_YES, 0});
	yes.state |= STATE_IRREVERSIBLE;
	ask(make, &page, no, yes);
}

/* What whoever photographs it needs to seal this vote again; "" where it cannot be written. */
static const char *opening_text(struct make *make)
{
	const struct flow *flow = make->flow;
	struct opening opening = {.style = flow->style, .code = flow->code};
	char text[OPENING_TEXT_MAX] = "";
	const char *holds = "";

	memcpy(opening.nonce, flow->nonce, sizeof(opening.nonce));
	if (flow_encode(&opening.plain, &opening.points, flow) == STATUS_OK &&
	    opening_write(text, &opening) == STATUS_OK)
		holds = make_copy(make, text);
	sodium_memzero(&opening, sizeof(opening));
	sodium_memzero(text, sizeof(text));
	return holds;
}

/* The square first: it holds everything, and whoever takes one photo takes it of that. */
static void fill_challenged(struct make *make, struct page *page, int height)
{
	const struct flow *flow = make->flow;
	struct element key = make_element(ROLE_TEXT, "key");
	const char *holds;

	page_init(page);
	page->columns = 2;
	page->centred = 1;
	page_text(page, TYPE_TITLE, "title", make_words(make, MESSAGE_CHALLENGED_TITLE), 0)->keeps = 1;
	holds = opening_text(make);
	if (*holds)
		page_add(page, make_qr(make, "qr", holds, MESSAGE_CHALLENGED_QR), 400)->height = height;
	page_column(page);
	page_text(page, TYPE_LEAD, "keep", make_words(make, MESSAGE_CHALLENGED_KEEP), 500);
	page_code(make, page, MESSAGE_CHALLENGED_CODE, 600);
	page_text(page, TYPE_BODY, "text", make_words(make, MESSAGE_CHALLENGED_TEXT), 500);
	page_text(page, TYPE_SMALL, "key-label", make_words(make, MESSAGE_CHALLENGED_KEY), 600)->keeps = 1;
	key.text = hex_text(make, "", flow->nonce, sizeof(flow->nonce), 4);
	key.spoken = speak_spelled(make, key.text);
	page_add(page, key, 100);
	row_add_main(&page->bottom, make_next(make, make_words(make, MESSAGE_CHALLENGED_NEXT)));
}

void screen_challenged(struct make *make)
{
	static const int heights[] = {9000, 7500, 6000, 5000, 6000}; /* the last where nothing makes it one part */
	size_t pool_len;
	struct page page;

	frame_voter(make, make_election_title(make));
	pool_len = make->screen->pool_len;
	for (unsigned i = 0; i < sizeof(heights) / sizeof(*heights); i++) {
		make->screen->pool_len = pool_len;
		fill_challenged(make, &page, heights[i]);
		if (page_parts(make, &page) == 1)
			break;
	}
	page_put(make, &page);
}

/* --- help and leaving --- */

/* Each line with the sign of the button that it speaks of. */
void screen_help(struct make *make)
{
	static const struct {
		enum message words;
		enum icon icon;
	} lines[] = {
	    {MESSAGE_HELP_CHOOSE, ICON_TICK},     {MESSAGE_HELP_READ, ICON_NOTICE},   {MESSAGE_HELP_MOVE, ICON_NEXT},
	    {MESSAGE_HELP_CHANGE, ICON_SETTINGS}, {MESSAGE_HELP_LEAVE, ICON_RESTART}, {MESSAGE_HELP_STAFF, ICON_STAFF},
	    {MESSAGE_HELP_KEYS, ICON_KEYS},
	};
	struct element line;
	struct page page;

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_HELP_TITLE), 0)->keeps = 1;
	for (unsigned i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		line = make_element(ROLE_TEXT, "");
		snprintf(line.id, sizeof(line.id), "help-%u", i + 1);
		line.text = make_words(make, lines[i].words);
		line.type = TYPE_LEAD;
		line.icon = make->tight ? ICON_NONE : lines[i].icon;
		page_add(&page, line, i ? 600 : 900);
	}
	row_add(&page.bottom, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	page_put(make, &page);
}

void screen_leave(struct make *make)
{
	struct element yes, no;
	struct page page;

	frame_voter(make, make_election_title(make));
	page_init(&page);
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_LEAVE_TITLE), 0)->keeps = 1;
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_LEAVE_TEXT), 600);
	no = make_back(make, make_words(make, MESSAGE_LEAVE_NO), ACT_NO);
	no.emphasis = EMPHASIS_MAIN;
	yes = make_button("yes", make_words(make, MESSAGE_LEAVE_YES), (struct action){ACT_YES, 0});
	yes.emphasis = EMPHASIS_DANGER;
	yes.state |= STATE_IRREVERSIBLE;
	ask(make, &page, no, yes);
}
