#include "screen_keys.h"

/* A new kiosk: from the organiser's stick to a kiosk of that organiser's, one task at a time. */

enum { STEP_STICK = 1, STEP_KEY, STEP_NAME, STEP_PLACE, STEP_PIN, STEP_SECOND, STEPS = STEP_SECOND };

static const char *step_words(struct make *make, unsigned step)
{
	return FILLED(make, MESSAGE_ENROL_STEP, make_number(make, step), make_number(make, STEPS));
}

static struct element sign_line(struct make *make, const char *id, enum message words, enum icon icon)
{
	struct element line = make_element(ROLE_TEXT, id);

	line.text = make_words(make, words);
	line.type = TYPE_LEAD;
	line.icon = make->tight ? ICON_NONE : icon;
	return line;
}

void screen_enrol(struct make *make)
{
	const struct facts *facts = &make->flow->facts;
	struct element stick = make_element(ROLE_NOTICE, "stick");
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	page_text(&page, TYPE_SMALL, "step", step_words(make, STEP_STICK), 0)->keeps = 1;
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_ENROL_TITLE), 200)->keeps = 1;
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_ENROL_TEXT), 600);
	page_text(&page, TYPE_STRONG, "need", make_words(make, MESSAGE_ENROL_NEED), 900)->keeps = 1;
	page_add(&page, sign_line(make, "need-stick", MESSAGE_ENROL_NEED_STICK, ICON_STICK), 400);
	page_add(&page, sign_line(make, "need-paper", MESSAGE_ENROL_NEED_PAPER, ICON_WRITE), 300);
	page_add(&page, sign_line(make, "need-second", MESSAGE_ENROL_NEED_SECOND, ICON_PERSON), 300);
	stick.text = make_words(make, facts->stick ? MESSAGE_ENROL_STICK : MESSAGE_ENROL_NO_STICK);
	stick.type = TYPE_STRONG;
	stick.icon = facts->stick ? ICON_TICK : ICON_STICK;
	page_add(&page, stick, 1000);
	make_stuck(make, &page);
	row_add_main(&page.bottom, make_next(make, make_words(make, MESSAGE_NAV_NEXT)));
	page_put(make, &page);
}

/* --- name and place --- */

static const char *notice_of(struct make *make)
{
	if (make->flow->notice == NOTICE_EMPTY)
		return make_words(make, MESSAGE_ENROL_EMPTY);
	return make->flow->notice == NOTICE_ANSWER_FULL ? make_words(make, MESSAGE_NOTICE_ANSWER_FULL) : "";
}

/* What is asked, an example or what is wrong, and what is written. */
static void put_written(struct make *make, struct rect area)
{
	const struct flow *flow = make->flow;
	int is_name = flow->enrol_step == ENROL_NAME;
	const char *asked = make_words(make, is_name ? MESSAGE_ENROL_NAME_TITLE : MESSAGE_ENROL_PLACE_TITLE);
	const char *told = notice_of(make);
	struct element step = make_element(ROLE_TEXT, "step"), title = make_element(ROLE_TITLE, "title");
	struct element line = make_element(ROLE_TEXT, "text"), notice = make_notice(make, told);

	step.text = step_words(make, is_name ? STEP_NAME : STEP_PLACE);
	step.type = TYPE_SMALL;
	step.emphasis = EMPHASIS_QUIET;
	title.text = asked;
	title.type = TYPE_LARGE;
	line.text = make_words(make, is_name ? MESSAGE_ENROL_NAME_TEXT : MESSAGE_ENROL_PLACE_TEXT);
	if (*told)
		line = notice;
	make_put(make, &step, cut_top(&area, element_height(&step, make->look, area.w), make->gap / 3));
	make_put(make, &title, cut_top(&area, element_height(&title, make->look, area.w), make->gap / 2));
	make_put(make, &line, cut_top(&area, element_height(&line, make->look, area.w), make->gap));
	if (area.h < keys_least_field(make, area.w))
		make->screen->status = STATUS_NO_ROOM;
	keys_field(make, is_name ? flow->enrol_name : flow->enrol_place, area);
}

void screen_enrol_write(struct make *make)
{
	const struct flow *flow = make->flow;
	const char *written = flow->enrol_step == ENROL_NAME ? flow->enrol_name : flow->enrol_place;
	struct element back, next;
	struct rect area, words, board, bottom;
	struct keys keys;
	struct row row;
	int below;

	frame_plain(make);
	area = make->body;
	keys_make(&keys, make, area.h * 5 / 10);
	back = make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK);
	next = make_next(make, make_words(make, MESSAGE_NAV_NEXT));
	row = keys_control(make, &keys, back, next);
	below = row_plan(make, &row, area.w);
	if (!*written)
		row_hide(&row, "erase");
	bottom = cut_bottom(&area, below, keys.gap);
	board = cut_bottom(&area, keys.height, make->gap);
	words = make_readable(make, keys_above(make, area));
	put_written(make, words);
	keys_put(make, &keys, board);
	row_put(make, &row, bottom.x, bottom.y);
}

/* --- two PINs, each twice --- */

static enum message pin_title(enum enrol_step step)
{
	switch (step) {
	case ENROL_PIN_AGAIN: return MESSAGE_ENROL_PIN_AGAIN;
	case ENROL_SECOND: return MESSAGE_ENROL_SECOND_TITLE;
	case ENROL_SECOND_AGAIN: return MESSAGE_ENROL_SECOND_AGAIN;
	case ENROL_NAME:
	case ENROL_PLACE:
	case ENROL_PIN: break;
	}
	return MESSAGE_ENROL_PIN_TITLE;
}

static enum message pin_text(enum enrol_step step)
{
	if (step == ENROL_PIN_AGAIN || step == ENROL_SECOND_AGAIN)
		return MESSAGE_ENROL_PIN_AGAIN_TEXT;
	return step == ENROL_SECOND ? MESSAGE_ENROL_SECOND_TEXT : MESSAGE_ENROL_PIN_TEXT;
}

static unsigned pin_step(enum enrol_step step)
{
	return step == ENROL_SECOND || step == ENROL_SECOND_AGAIN ? STEP_SECOND : STEP_PIN;
}

void screen_enrol_pin(struct make *make)
{
	const struct flow *flow = make->flow;
	const char *digits = make_number(make, flow_enrol_pin_min(flow));
	struct pin_page page = {
	    .step = step_words(make, pin_step(flow->enrol_step)),
	    .title = make_words(make, pin_title(flow->enrol_step)),
	    .text = FILLED(make, pin_text(flow->enrol_step), digits),
	    .longest = make_words(make, MESSAGE_ENROL_SECOND_SAME),
	    .typed = flow->pin_len,
	    .answers = 1,
	};

	frame_plain(make);
	page.back = make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK);
	if (flow->notice == NOTICE_PIN_SHORT)
		page.text = FILLED(make, MESSAGE_ENROL_PIN_SHORT, digits);
	else if (flow->notice == NOTICE_PIN_DIFFERS)
		page.text = make_words(make, MESSAGE_ENROL_PIN_DIFFERS);
	else if (flow->notice == NOTICE_PIN_SAME)
		page.text = make_words(make, MESSAGE_ENROL_SECOND_SAME);
	else
		page.answers = 0;
	pin_page_put(make, &page);
}

/* --- the organiser's key --- */

static struct element unlock_choice(struct make *make, unsigned stick)
{
	int now = make->flow->enrol_stick == stick;
	struct element choice = make_element(ROLE_CHOICE, stick ? "with-stick" : "pin-alone");

	choice.text = make_words(make, stick ? MESSAGE_ENROL_KEY_STICK : MESSAGE_ENROL_KEY_PIN);
	choice.detail = make_words(make, stick ? MESSAGE_ENROL_KEY_STICK_HINT : MESSAGE_ENROL_KEY_PIN_HINT);
	choice.type = TYPE_STRONG;
	choice.action = (struct action){ACT_WANTS_STICK, stick};
	choice.state = STATE_OPTION | (now ? STATE_CHOSEN : 0);
	choice.icon = now ? ICON_TICK : ICON_NONE;
	choice.group = 1;
	return choice;
}

void screen_enrol_key(struct make *make)
{
	const struct flow *flow = make->flow;
	struct element choice[2], key = make_element(ROLE_FIELD, "organiser");
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.columns = 2;
	page_text(&page, TYPE_SMALL, "step", step_words(make, STEP_KEY), 0)->keeps = 1;
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_ENROL_KEY_TITLE), 200)->keeps = 1;
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_ENROL_KEY_TEXT), 500);
	key.text = make_copy(make, flow->facts.organiser);
	key.spoken = SPEAK(make, MESSAGE_ENROL_KEY_SPOKEN, speak_spelled(make, flow->facts.organiser));
	key.type = TYPE_TITLE;
	key.state = STATE_LEFT_TO_RIGHT;
	page_add(&page, key, 500);
	page_text(&page, TYPE_LEAD, "differs", make_words(make, MESSAGE_ENROL_KEY_NO), 500);
	page_column(&page);
	page_text(&page, TYPE_STRONG, "unlock", make_words(make, MESSAGE_ENROL_KEY_UNLOCK), 900)->keeps = 1;
	choice[0] = unlock_choice(make, 0);
	choice[1] = unlock_choice(make, 1);
	page_cells(make, &page, choice, 2, 1, 300);
	row_add(&page.bottom, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	row_add_main(&page.bottom, make_next(make, make_words(make, MESSAGE_ENROL_KEY_YES)));
	page_put(make, &page);
}
