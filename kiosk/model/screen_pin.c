#include "screen_keys.h"

#include <stdio.h>

/* Where a PIN is typed: staff's, and the second person's. */

enum { KEYS = 12, ACROSS = 3 };

static struct element pin_key(struct make *make, unsigned place)
{
	struct element key;
	char digit[2] = {0};

	if (place == 9) {
		key = make_button("erase", make_words(make, MESSAGE_PIN_ERASE), (struct action){ACT_ERASE, 0});
		key.emphasis = EMPHASIS_QUIET;
		return key;
	}
	if (place == 11) {
		key = make_button("ok", make_words(make, MESSAGE_NAV_OK), (struct action){ACT_NEXT, 0});
		key.emphasis = EMPHASIS_MAIN;
		return key;
	}
	digit[0] = (char)('0' + (place == 10 ? 0 : place + 1));
	key = make_button("", make_copy(make, digit), (struct action){ACT_DIGIT, (uint32_t)(digit[0] - '0')});
	snprintf(key.id, sizeof(key.id), "digit-%s", digit);
	key.type = TYPE_LARGE;
	return key;
}

/* Heights of the pad's rows: heading, words, dots, keys. */
struct pad {
	int width, gap, title, words, dots, key_w, key_h;
};

static struct element pin_line(const struct pin_page *page)
{
	struct element line = make_element(page->answers ? ROLE_NOTICE : ROLE_TEXT, "text");

	line.text = page->text;
	line.state = page->answers ? 0 : STATE_CENTRED;
	if (page->answers)
		line.icon = ICON_NOTICE;
	return line;
}

static struct pad pad_of(struct make *make, const struct pin_page *page, const struct element key[static KEYS],
                         int room)
{
	struct pad pad = {.width = make_readable(make, make->body).w, .gap = make_px(make, 350)};
	struct element longest = make_element(ROLE_NOTICE, "text"), line = pin_line(page);
	int most = make_px(make, 2800), needs;

	pad.title = text_height(make->look, TYPE_LARGE, page->title, pad.width);
	/* As high as the longest of what can stand there, so that no key ever moves. */
	longest.text = page->longest ? page->longest : page->text;
	longest.icon = ICON_NOTICE;
	pad.words = element_height(&longest, make->look, pad.width);
	needs = element_height(&line, make->look, pad.width);
	pad.words = needs > pad.words ? needs : pad.words;
	pad.dots = make_px(make, 900);
	pad.key_w = make_px(make, 3200);
	for (unsigned i = 0; i < KEYS; i++) {
		needs = element_least_width(&key[i], make->look);
		pad.key_w = needs > pad.key_w ? needs : pad.key_w;
	}
	pad.key_h = (room - pad.title - pad.words - pad.dots - 6 * pad.gap) / 4;
	pad.key_h = pad.key_h < most ? pad.key_h : most;
	return pad;
}

/* Where there is room above the heading. Returns the height it takes. */
static int put_step(struct make *make, const struct pin_page *page, const struct pad *pad, struct rect area)
{
	int height = page->step ? text_height(make->look, TYPE_SMALL, page->step, pad->width) + pad->gap / 2 : 0;
	struct element *element;

	if (!height || height > area.h)
		return 0;
	element = make_add(make, ROLE_TEXT, "step",
	                   (struct rect){area.x, area.y + (area.h - height) / 2, pad->width, height - pad->gap / 2});
	element->text = page->step;
	element->type = TYPE_SMALL;
	element->emphasis = EMPHASIS_QUIET;
	element->state = STATE_CENTRED;
	return height;
}

static void put_pin_head(struct make *make, const struct pin_page *page, const struct pad *pad, struct rect *area)
{
	struct element dots = make_element(ROLE_PIN, "pin"), line = pin_line(page), *element;

	element = make_add(make, ROLE_TITLE, "title", cut_top(area, pad->title, pad->gap));
	element->text = page->title;
	element->type = TYPE_LARGE;
	element->state = STATE_CENTRED;
	make_put(make, &line, cut_top(area, pad->words, pad->gap));
	dots.value = page->typed;
	dots.total = FLOW_PIN_MAX;
	dots.spoken = FILLED(make, MESSAGE_PIN_DOTS, make_number(make, page->typed));
	make_put(make, &dots, cut_top(area, pad->dots, pad->gap));
}

void pin_page_put(struct make *make, const struct pin_page *page)
{
	struct element key[KEYS];
	struct row bottom = {0};
	struct rect area;
	struct pad pad;
	int height, used, left;

	row_add(&bottom, ROW_LEFT, page->back);
	height = row_plan(make, &bottom, make->body.w);
	area = make->body;
	/* The way back stands beside the keys where the display is low, and under them where it is high. */
	if (area.w < area.h)
		cut_bottom(&area, height, make->gap);
	for (unsigned i = 0; i < KEYS; i++) {
		key[i] = pin_key(make, i);
		key[i].state |= STATE_LEFT_TO_RIGHT;
		key[i].group = 1;
	}
	pad = pad_of(make, page, key, area.h);
	used = pad.title + pad.words + pad.dots + 4 * pad.key_h + 6 * pad.gap;
	area.x += (area.w - pad.width) / 2;
	area.w = pad.width;
	area.h -= used;
	used = put_step(make, page, &pad, area);
	area.y += used + (area.h - used) / 2;
	put_pin_head(make, page, &pad, &area);
	left = make->body.x + (make->body.w - ACROSS * pad.key_w - 2 * pad.gap) / 2;
	for (unsigned i = 0; i < KEYS; i++) {
		int column = (int)(i % ACROSS), row = (int)(i / ACROSS);

		make_put(make, &key[i],
		         (struct rect){left + column * (pad.key_w + pad.gap), area.y + row * (pad.key_h + pad.gap),
		                       pad.key_w, pad.key_h});
	}
	row_put(make, &bottom, make->body.x, make->body.y + make->body.h - height);
}

/* --- staff's, and the second person's --- */

static uint64_t wait_s(const struct make *make)
{
	const struct flow *flow = make->flow;

	return flow->now_ms < flow->pin_wait_until_ms ? (flow->pin_wait_until_ms - flow->now_ms + 999) / 1000 : 0;
}

static const char *pin_words(struct make *make, enum message calm)
{
	const struct flow *flow = make->flow;
	uint64_t left_s = wait_s(make);

	if (flow->pending != EFFECT_NONE)
		return make_words(make, MESSAGE_PIN_WAIT_MOMENT);
	if (left_s)
		return FILLED(make, MESSAGE_PIN_WAIT, make_number(make, left_s));
	if (flow->notice == NOTICE_PIN_SHORT)
		return FILLED(make, MESSAGE_PIN_SHORT, make_number(make, FLOW_PIN_MIN));
	return make_words(make, flow->notice == NOTICE_PIN_WRONG ? MESSAGE_PIN_WRONG : calm);
}

/* A press while the PIN waits is answered: for a second, the words stand out. */
enum { ANSWERED_MS = 1000 };

static void put_pin(struct make *make, enum message title, enum message calm)
{
	const struct flow *flow = make->flow;
	struct pin_page page = {
	    .title = make_words(make, title),
	    .text = pin_words(make, calm),
	    .answers = flow->notice == NOTICE_PIN_STICK ||
	               (wait_s(make) && flow->now_ms - flow->last_activity_ms < ANSWERED_MS),
	    .longest = FILLED(make, MESSAGE_PIN_WAIT, "8,888"),
	    .typed = flow->pin_len,
	    .back = make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK),
	};

	pin_page_put(make, &page);
}

void screen_pin(struct make *make)
{
	const struct facts *facts = &make->flow->facts;
	int wants_stick = facts->locked && facts->needs_stick && !facts->has_staff_stick;

	frame_plain(make);
	put_pin(make, MESSAGE_PIN_TITLE, wants_stick ? MESSAGE_PIN_STICK : MESSAGE_PIN_TEXT);
}

void screen_staff_second(struct make *make)
{
	frame_plain(make);
	put_pin(make, MESSAGE_SECOND_TITLE, MESSAGE_SECOND_TEXT);
}
