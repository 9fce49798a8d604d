#include "screen_staff.h"

#include <stdio.h>

/* What staff look after: the display's size, its colours, touch, sound, and wiping it. */

static const char *line(struct make *make, struct rect *area, enum role role, const char *id, enum text_style type,
                        const char *words)
{
	struct element *element;

	element = make_add(make, role, id, cut_top(area, text_height(make->look, type, words, area->w), make->gap / 2));
	element->text = words;
	element->type = type;
	element->state = STATE_CENTRED;
	return words;
}

/* --- size --- */

/* ISO/IEC 7810 ID-1, hundredths of a millimetre. */
enum { CARD_WIDTH = 8560, CARD_HEIGHT = 5398 };

/* What the display's scale becomes when the frame is to grow by so many thousandths; always another number. */
static uint32_t scaled(const struct make *make, int thousandths)
{
	int64_t now = make->look->px_per_m, by = now * thousandths / 1000;

	if (!by)
		by = thousandths < 0 ? -1 : 1;
	return (uint32_t)(now + by);
}

static void add_step(struct make *make, struct row *row, const char *id, enum message words, enum icon icon,
                     int thousandths)
{
	uint32_t scale = scaled(make, thousandths);
	struct element button = make_button(id, make_words(make, words), (struct action){ACT_SCALE, scale});

	button.icon = icon;
	button.group = 1;
	row_add(row, ROW_MIDDLE, button);
	if (scale < FLOW_SCALE_MIN || scale > FLOW_SCALE_MAX)
		row_hide(row, id);
}

/* The frame, as large as a card should be, in the middle of what is left; under it the scale as a number. */
static void put_card(struct make *make, struct rect area)
{
	struct rect card = {0, 0, make_px(make, CARD_WIDTH), make_px(make, CARD_HEIGHT)};
	int left = area.h - card.h - line_height(make->look, TYPE_SMALL) - make->gap / 2;
	struct element *element;

	card.x = area.x + (area.w - card.w) / 2;
	card.y = area.y + (left > 0 ? left / 2 : 0);
	element = make_add(make, ROLE_PICTURE, "card-outline", card);
	element->value = PICTURE_CARD_OUTLINE;
	cut_top(&area, card.y + card.h - area.y, make->gap / 2);
	line(make, &area, ROLE_TEXT, "now", TYPE_SMALL,
	     FILLED(make, MESSAGE_SIZE_NOW, make_number(make, (uint64_t)(make->look->px_per_m + 5) / 10)));
}

void screen_staff_size(struct make *make)
{
	struct row steps = {0}, bottom = {0};
	struct rect foot, row, area;

	frame_plain(make);
	staff_check_foot(make, &bottom, CHECK_SIZE, 1);
	add_step(make, &steps, "much-smaller", MESSAGE_SIZE_MUCH_SMALLER, ICON_MINUS, -50);
	add_step(make, &steps, "smaller", MESSAGE_SIZE_SMALLER, ICON_MINUS, -5);
	add_step(make, &steps, "bigger", MESSAGE_SIZE_BIGGER, ICON_PLUS, 5);
	add_step(make, &steps, "much-bigger", MESSAGE_SIZE_MUCH_BIGGER, ICON_PLUS, 50);
	foot = cut_bottom(&make->body, row_plan(make, &bottom, make->body.w), make->gap);
	row = cut_bottom(&make->body, row_plan(make, &steps, make->body.w), make->gap);
	area = make_readable(make, make->body);
	if (make->flow->setting_up)
		line(make, &area, ROLE_TEXT, "step", TYPE_SMALL, staff_check_step(make, CHECK_SIZE));
	line(make, &area, ROLE_TITLE, "title", TYPE_LARGE, make_words(make, MESSAGE_SIZE_TITLE));
	line(make, &area, ROLE_TEXT, "text", TYPE_BODY, make_words(make, MESSAGE_SIZE_TEXT));
	put_card(make, area);
	row_put(make, &steps, row.x, row.y);
	row_put(make, &bottom, foot.x, foot.y);
}

/* --- colours --- */

/* The picture reaches the display's edges: what is missing there is seen. */
void screen_staff_screen(struct make *make)
{
	const struct look *look = make->look;
	struct element *picture, title = make_element(ROLE_TEXT, "title");
	struct row bottom = {0};
	int height;

	frame_plain(make);
	title.text = make_words(make, MESSAGE_SCREEN_TITLE);
	title.type = TYPE_STRONG;
	staff_check_foot(make, &bottom, CHECK_SCREEN, 1);
	row_add(&bottom, ROW_MIDDLE, title);
	height = row_plan(make, &bottom, make->body.w);
	row_put(make, &bottom, make->body.x, make->body.y + make->body.h - height);
	height = make->body.y + make->body.h - height - make->gap;
	picture = make_add(make, ROLE_PICTURE, "pattern", (struct rect){0, 0, look->width, height});
	picture->value = PICTURE_PATTERN;
	if (make->flow->facts.kind == SIGN_PRACTICE) {
		picture->box.y = make->body.y;
		picture->box.h = height - make->body.y;
	}
}

/* --- touch --- */

/* Where a target stands, along the edges: each where fingers must be felt, with the middle left for words. */
static struct rect target_box(const struct make *make, unsigned number)
{
	static const uint8_t place[FLOW_TARGETS][2] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {3, 1}, {3, 2},
	                                               {3, 3}, {2, 3}, {1, 3}, {0, 3}, {0, 2}, {0, 1}};
	int side = make_px(make, LAYOUT_TARGET + 600);

	return (struct rect){make->body.x + (make->body.w - side) * place[number][0] / 3,
	                     make->body.y + (make->body.h - side) * place[number][1] / 3, side, side};
}

static void put_targets(struct make *make)
{
	for (unsigned i = 0; i < FLOW_TARGETS; i++) {
		struct element target = make_element(ROLE_CHOICE, "");
		int done = make->flow->targets >> i & 1;

		snprintf(target.id, sizeof(target.id), "target-%u", i);
		target.text = make_number(make, i + 1);
		target.spoken =
		    SPEAK(make, done ? MESSAGE_TOUCH_FIELD_DONE : MESSAGE_TOUCH_FIELD, speak_number(make, i + 1));
		target.type = TYPE_STRONG;
		target.action = (struct action){ACT_TARGET, i};
		target.state = STATE_OPTION | (done ? STATE_CHOSEN : 0);
		target.icon = done ? ICON_TICK : ICON_NONE;
		target.group = 1;
		make_put(make, &target, target_box(make, i));
	}
}

void screen_staff_touch(struct make *make)
{
	struct rect area, box;
	struct row row = {0};
	const char *title, *count;
	unsigned touched = 0;
	int height;

	frame_plain(make);
	for (unsigned i = 0; i < FLOW_TARGETS; i++)
		touched += make->flow->targets >> i & 1;
	area = rect_inset(make->body, make_px(make, LAYOUT_TARGET + 600) + make->gap);
	area = make_readable(make, area);
	staff_check_foot(make, &row, CHECK_TOUCH, touched == FLOW_TARGETS);
	if (!make->flow->setting_up)
		row.side[0] = ROW_MIDDLE;
	height = row_plan(make, &row, area.w);
	title = make_words(make, touched == FLOW_TARGETS ? MESSAGE_TOUCH_ALL : MESSAGE_TOUCH_TITLE);
	count = FILLED(make, MESSAGE_TOUCH_COUNT, make_number(make, touched), make_number(make, FLOW_TARGETS));
	box = area;
	box.h = text_height(make->look, TYPE_TITLE, title, area.w) + text_height(make->look, TYPE_LEAD, count, area.w) +
	        make->gap + make->gap / 2 + height;
	box.y += (area.h - box.h) / 2;
	line(make, &box, ROLE_TITLE, "title", TYPE_TITLE, title);
	line(make, &box, ROLE_TEXT, "count", TYPE_LEAD, count);
	put_targets(make);
	row_put(make, &row, area.x, box.y + box.h - height);
}

/* --- sound --- */

/* One sentence for each language of the election, spoken in it. */
static void add_sentences(struct make *make, struct page *page)
{
	unsigned count = make->election ? make->election->language_count : 1;
	char words[160];

	for (unsigned i = 0; i < count; i++) {
		const char own[3] = {SPEECH_LANGUAGE[0], (char)(1 + i), 0};
		struct element element = make_element(ROLE_TEXT, "");

		snprintf(element.id, sizeof(element.id), "sentence-%u", i);
		element.text = make_words(make, MESSAGE_SOUND_SENTENCE);
		element.type = TYPE_LEAD;
		element.language = (uint8_t)i;
		if (i && messages_peek(words, sizeof(words), make->election->language[i], MESSAGE_SOUND_SENTENCE) ==
		             STATUS_OK)
			element.text = make_copy(make, words);
		element.spoken = make_joined(make, own, "", element.text);
		page_add(page, element, i ? 300 : 700);
		if (make->election && !speech_can_say(make->election, i)) {
			element.text = element.spoken = make_words(make, MESSAGE_SOUND_UNSPOKEN);
			element.type = TYPE_SMALL;
			element.emphasis = EMPHASIS_QUIET;
			snprintf(element.id, sizeof(element.id), "unspoken-%u", i);
			page_add(page, element, 0);
		}
	}
}

static void add_loudness(struct make *make, struct page *page)
{
	struct element level[FLOW_VOLUMES];
	const char *name = make_words(make, MESSAGE_SETTINGS_VOLUME);
	struct item *heading;

	for (unsigned i = 0; i < FLOW_VOLUMES; i++) {
		int now = i == make->flow->volume;

		level[i] = make_element(ROLE_CHOICE, "");
		snprintf(level[i].id, sizeof(level[i].id), "volume-%u", i);
		level[i].text = make_number(make, i + 1);
		level[i].type = TYPE_STRONG;
		level[i].action = (struct action){ACT_VOLUME, i};
		level[i].state = STATE_OPTION | (now ? STATE_CHOSEN : 0);
		level[i].icon = now ? ICON_TICK : ICON_NONE;
		level[i].group = 1;
		level[i].spoken = speak_number(make, i + 1);
		if (now || !i)
			level[i].spoken = SPEAK(make, now ? MESSAGE_SETTINGS_SPOKEN_CHOSEN : MESSAGE_SETTINGS_SPOKEN,
			                        name, speak_number(make, i + 1));
	}
	heading = page_text(page, TYPE_STRONG, "volume", name, 900);
	heading->element.spoken = "";
	heading->keeps = 1;
	page_cells(make, page, level, FLOW_VOLUMES, FLOW_VOLUMES, 200);
}

void screen_staff_sound(struct make *make)
{
	struct element again =
	    make_button("say-again", make_words(make, MESSAGE_NAV_AGAIN), (struct action){ACT_SAY_AGAIN, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	if (make->flow->setting_up)
		page_text(&page, TYPE_SMALL, "step", staff_check_step(make, CHECK_SOUND), 0)->keeps = 1;
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_SOUND_TITLE), 0)->keeps = 1;
	make_sound_trouble(make, &page);
	add_sentences(make, &page);
	if (make->flow->facts.sound != SOUND_NO_DEVICE)
		add_loudness(make, &page);
	staff_check_foot(make, &page.bottom, CHECK_SOUND, 1);
	again.icon = ICON_SOUND;
	if (make->flow->facts.sound != SOUND_NO_DEVICE)
		row_add(&page.bottom, make->flow->setting_up ? ROW_LEFT : ROW_RIGHT, again);
	page_put(make, &page);
}

/* --- wiping --- */

void screen_staff_clean(struct make *make)
{
	const char *seconds = make_number(make, flow_seconds_left(make->flow));
	struct page page;

	frame_plain(make);
	page_init(&page);
	page_say(&page, make_words(make, MESSAGE_CLEAN_TITLE), make_words(make, MESSAGE_CLEAN_TEXT));
	page_text(&page, TYPE_LARGE, "seconds", FILLED(make, MESSAGE_CLEAN_SECONDS, seconds), 900)->element.state |=
	    STATE_CENTRED;
	page_put(make, &page);
}
