#include "screen_staff.h"

#include <stdio.h>

#include "calendar.h"

/* Setting up: the checks that are not the display's (screen_staff_check.c), what they found, and practice. */

const char *staff_check_step(struct make *make, enum setup_check check)
{
	if (!make->flow->setting_up)
		return "";
	return FILLED(make, MESSAGE_SETUP_STEP, make_number(make, (uint64_t)check + 1), make_number(make, CHECK_COUNT));
}

void staff_check_foot(struct make *make, struct row *row, enum setup_check check, int right)
{
	struct element bad = make_button("bad", make_words(make, MESSAGE_SETUP_BAD),
	                                 (struct action){ACT_CHECKED, checked_arg(check, CHECK_BAD)});
	struct element good = make_button("good", make_words(make, MESSAGE_SETUP_GOOD),
	                                  (struct action){ACT_CHECKED, checked_arg(check, CHECK_GOOD)});
	struct element skip = make_button("next", make_words(make, MESSAGE_SETUP_SKIP), (struct action){ACT_NEXT, 0});

	row_add(row, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	if (!make->flow->setting_up)
		return;
	bad.emphasis = skip.emphasis = EMPHASIS_QUIET;
	row_add(row, ROW_RIGHT, bad);
	if (right) {
		good.icon = make->tight ? ICON_NONE : ICON_TICK;
		row_add_main(row, good);
	} else {
		row_add(row, ROW_RIGHT, skip);
	}
}

static void add_step(struct make *make, struct page *page, enum setup_check check)
{
	if (make->flow->setting_up)
		page_text(page, TYPE_SMALL, "step", staff_check_step(make, check), 0)->keeps = 1;
}

/* --- the place --- */

void screen_staff_place(struct make *make)
{
	const struct facts *facts = &make->flow->facts;
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	add_step(make, &page, CHECK_PLACE);
	staff_title(make, &page, MESSAGE_PLACE_TITLE);
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_PLACE_TEXT), 500);
	if (*facts->place)
		page_text(&page, TYPE_LARGE, "place", FILLED(make, MESSAGE_OPEN_PLACE, facts->place), 800);
	if (*facts->kiosk_name)
		page_text(&page, TYPE_LARGE, "kiosk", FILLED(make, MESSAGE_OPEN_KIOSK, facts->kiosk_name), 300);
	if (make->election)
		page_text(&page, TYPE_LARGE, "election",
		          FILLED(make, MESSAGE_OPEN_ELECTION, make_text(make, &make->election->title, NULL)), 300);
	staff_spelled(make, &page, "fingerprint", MESSAGE_OPEN_FINGERPRINT, facts->fingerprint);
	staff_check_foot(make, &page.bottom, CHECK_PLACE, 1);
	page_put(make, &page);
}

/* --- the clock --- */

enum { FIELD_DAY, FIELD_MONTH, FIELD_YEAR, FIELD_HOUR, FIELD_MINUTE, FIELDS };

static uint32_t clock_moved(uint32_t seconds, unsigned field, int by)
{
	static const int32_t step[FIELDS] = {[FIELD_DAY] = CALENDAR_DAY_S, [FIELD_HOUR] = 3600, [FIELD_MINUTE] = 60};

	if (field == FIELD_MONTH || field == FIELD_YEAR)
		return calendar_months(seconds, field == FIELD_MONTH ? by : 12 * by);
	return (uint32_t)((int64_t)seconds + by * step[field]);
}

static const char *clock_shown(struct make *make, uint32_t seconds, unsigned field)
{
	struct calendar at;
	char text[16];

	calendar_from(&at, seconds);
	if (field == FIELD_MONTH)
		return make_words(make, (enum message)(MESSAGE_DATE_MONTH_1 + at.month - 1));
	snprintf(text, sizeof(text), field == FIELD_HOUR || field == FIELD_MINUTE ? "%02u" : "%u",
	         field == FIELD_DAY    ? at.day
	         : field == FIELD_YEAR ? at.year
	         : field == FIELD_HOUR ? at.hour
	                               : at.minute);
	return make_copy(make, text);
}

static const enum message field_names[FIELDS] = {MESSAGE_CLOCK_DAY, MESSAGE_CLOCK_MONTH, MESSAGE_CLOCK_YEAR,
                                                 MESSAGE_CLOCK_HOUR, MESSAGE_CLOCK_MINUTE};

static struct element clock_button(struct make *make, uint32_t now, unsigned field, int by)
{
	const char *name = make_words(make, field_names[field]);
	uint32_t to = clock_moved(now - now % 60, field, by);
	struct element button = make_button("", name, (struct action){ACT_CLOCK, to});

	snprintf(button.id, sizeof(button.id), "%s-%u", by > 0 ? "later" : "earlier", field);
	button.icon = by > 0 ? ICON_PLUS : ICON_MINUS;
	button.spoken = FILLED(make, by > 0 ? MESSAGE_CLOCK_LATER : MESSAGE_CLOCK_EARLIER, name);
	button.group = (uint8_t)(field + 1);
	button.state = STATE_LEFT_TO_RIGHT;
	return button;
}

static int can_be(uint32_t seconds)
{
	return seconds >= FLOW_CLOCK_MIN && seconds <= FLOW_CLOCK_MAX;
}

/* Five columns: more, what is shown, less. */
static void put_fields(struct make *make, uint32_t now, struct rect area)
{
	int width = (area.w - (FIELDS - 1) * make->gap) / FIELDS, most = make_px(make, 6500);
	int value = line_height(make->look, TYPE_LARGE), key = make_px(make, LAYOUT_TARGET + 200), x;

	width = width < most ? width : most;
	x = area.x;
	for (unsigned field = 0; field < FIELDS; field++) {
		struct element more = clock_button(make, now, field, 1), less = clock_button(make, now, field, -1);
		struct element shown = make_element(ROLE_TEXT, "");
		int needs = element_height(&more, make->look, width);
		int height = needs > key ? needs : key;

		snprintf(shown.id, sizeof(shown.id), "value-%u", field);
		shown.text = clock_shown(make, now, field);
		shown.type = text_width(make->look, TYPE_LARGE, shown.text) <= width ? TYPE_LARGE : TYPE_STRONG;
		shown.state = STATE_CENTRED | STATE_LEFT_TO_RIGHT;
		shown.group = (uint8_t)(field + 1);
		if (can_be(more.action.arg))
			make_put(make, &more, (struct rect){x, area.y, width, height});
		make_put(make, &shown, (struct rect){x, area.y + height + make->gap / 2, width, value});
		if (can_be(less.action.arg))
			make_put(make, &less, (struct rect){x, area.y + height + value + make->gap, width, height});
		x += width + make->gap;
	}
}

static int put_text(struct make *make, struct rect *area, enum role role, const char *id, enum text_style type,
                    const char *words)
{
	int height = text_height(make->look, type, words, area->w);
	struct element *line;

	if (!*words)
		return 0;
	line = make_add(make, role, id, cut_top(area, height, make->gap / 2));
	line->text = words;
	line->type = type;
	return height;
}

static struct row clock_foot(struct make *make)
{
	struct row row = {0};

	if (!make->flow->clock_s) {
		staff_check_foot(make, &row, CHECK_CLOCK, 1);
		return row;
	}
	row_add(&row, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	row_add_main(&row, make_main("yes", make_words(make, MESSAGE_CLOCK_SET), ACT_YES));
	return row;
}

void screen_staff_clock(struct make *make)
{
	const struct flow *flow = make->flow;
	uint32_t now = flow->clock_s ? flow->clock_s : flow->facts.clock_s;
	struct rect foot, area;
	struct row row;
	const char *told = "";

	frame_plain(make);
	row = clock_foot(make);
	foot = cut_bottom(&make->body, row_plan(make, &row, make->body.w), make->gap);
	area = make->body;
	put_text(make, &area, ROLE_TEXT, "step", TYPE_SMALL, staff_check_step(make, CHECK_CLOCK));
	put_text(make, &area, ROLE_TITLE, "title", TYPE_TITLE, make_words(make, MESSAGE_CLOCK_TITLE));
	told = make_words(make, MESSAGE_CLOCK_TEXT);
	if (!flow->clock_s && flow->staff_task == EFFECT_CLOCK && flow->staff_result == STATUS_OK)
		told = make_words(make, MESSAGE_DONE_CLOCK);
	put_text(make, &area, ROLE_TEXT, "text", TYPE_LEAD, told);
	cut_top(&area, make->gap / 2, 0);
	put_text(make, &area, ROLE_TITLE, "time", TYPE_DISPLAY, staff_time(make, now));
	put_text(make, &area, ROLE_TEXT, "day", TYPE_LARGE, staff_day(make, now));
	cut_top(&area, make->gap / 2, 0);
	put_fields(make, now, area);
	row_put(make, &row, foot.x, foot.y);
}

/* --- the stick --- */

/* Kilobytes a second: with less, an export of a full box takes many minutes. */
enum { STICK_SLOW_KB_S = 500 };

static void add_stick_found(struct make *make, struct page *page)
{
	const struct flow *flow = make->flow;
	const struct facts *facts = &flow->facts;
	int good = flow->staff_result == STATUS_OK;

	if (flow->staff_task != EFFECT_STICK)
		return;
	if (!good) {
		struct element notice = make_element(ROLE_NOTICE, "notice");

		notice.text = make_words(make, MESSAGE_STICK_BAD);
		notice.type = TYPE_STRONG;
		notice.icon = ICON_NOTICE;
		page_add(page, notice, 700);
	}
	if (*flow->staff_detail)
		page_text(page, TYPE_LEAD, "detail", make_copy(make, flow->staff_detail), 500);
	if (!good)
		return;
	staff_count(make, page, "speed", MESSAGE_STICK_SPEED, facts->stick_kb_s);
	staff_count(make, page, "free", MESSAGE_STICK_FREE, facts->stick_free_mb);
	if (facts->stick_kb_s < STICK_SLOW_KB_S)
		page_text(page, TYPE_STRONG, "slow", make_words(make, MESSAGE_STICK_SLOW), 400);
}

static void add_stick_foot(struct make *make, struct page *page)
{
	const struct flow *flow = make->flow;
	int good = flow->staff_task == EFFECT_STICK && flow->staff_result == STATUS_OK, tested;
	struct element test;

	tested = flow->staff_task == EFFECT_STICK;
	test = make_button("test", make_words(make, tested ? MESSAGE_STICK_AGAIN : MESSAGE_STICK_TEST),
	                   (struct action){ACT_STAFF_STICK, 0});
	staff_check_foot(make, &page->bottom, CHECK_STICK, good);
	if (good)
		row_add(&page->bottom, ROW_LEFT, test);
	else
		row_add_main(&page->bottom, test);
}

void screen_staff_stick(struct make *make)
{
	const struct flow *flow = make->flow;
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	add_step(make, &page, CHECK_STICK);
	if (flow->pending == EFFECT_STICK) {
		page_add(&page, make_element(ROLE_PROGRESS, "progress"), 0)->height = 2400;
		page_say(&page, make_words(make, MESSAGE_STICK_TESTING), "");
		page_put(make, &page);
		return;
	}
	staff_title(make, &page, MESSAGE_STICK_TITLE);
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_STICK_TEXT), 500);
	if (!flow->facts.stick)
		staff_wants_stick(make, &page, MESSAGE_STICK_NONE);
	add_stick_found(make, &page);
	add_stick_foot(make, &page);
	page_put(make, &page);
}

/* --- what was found --- */

static const enum message check_names[CHECK_COUNT] = {
    [CHECK_PLACE] = MESSAGE_READY_PLACE,   [CHECK_CLOCK] = MESSAGE_STAFF_CLOCK, [CHECK_SIZE] = MESSAGE_STAFF_SIZE,
    [CHECK_SCREEN] = MESSAGE_STAFF_SCREEN, [CHECK_TOUCH] = MESSAGE_STAFF_TOUCH, [CHECK_SOUND] = MESSAGE_STAFF_SOUND,
    [CHECK_STICK] = MESSAGE_STAFF_STICK,
};

static unsigned add_found(struct make *make, struct page *page)
{
	unsigned good = 0;

	for (unsigned check = 0; check < CHECK_COUNT; check++) {
		int right = make->flow->checked >> check & 1, wrong = make->flow->checked >> (8 + check) & 1;
		struct element line = make_element(wrong ? ROLE_NOTICE : ROLE_TEXT, "");

		snprintf(line.id, sizeof(line.id), "check-%u", check);
		line.text = FILLED(make,
		                   right   ? MESSAGE_READY_GOOD
		                   : wrong ? MESSAGE_READY_BAD
		                           : MESSAGE_READY_LEFT_OUT,
		                   make_words(make, check_names[check]));
		line.type = wrong ? TYPE_STRONG : TYPE_LEAD;
		line.icon = right ? ICON_TICK : wrong ? ICON_NOTICE : ICON_MINUS;
		page_add(page, line, check ? 300 : 700);
		good += right != 0;
	}
	return good;
}

void screen_staff_ready(struct make *make)
{
	struct element write = make_main("write", make_words(make, MESSAGE_READY_WRITE), ACT_STAFF_READY);
	struct page page;
	unsigned good;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	staff_title(make, &page, MESSAGE_READY_TITLE);
	good = add_found(make, &page);
	page_text(&page, TYPE_LARGE, "all",
	          make_words(make, good == CHECK_COUNT ? MESSAGE_READY_ALL : MESSAGE_READY_SOME), 800);
	if (!make->flow->facts.stick)
		staff_wants_stick(make, &page, MESSAGE_READY_NO_STICK);
	row_add(&page.bottom, ROW_LEFT, make_back(make, make_words(make, MESSAGE_NAV_BACK), ACT_BACK));
	row_add_main(&page.bottom, write);
	page_put(make, &page);
}

/* --- practice --- */

void screen_staff_practice(struct make *make)
{
	int on = make->flow->facts.practice;
	struct element yes = make_button("yes", make_words(make, on ? MESSAGE_PRACTICE_END : MESSAGE_PRACTICE_BEGIN),
	                                 (struct action){ACT_STAFF_PRACTICE, on ? 2 : 1});
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	staff_title(make, &page, on ? MESSAGE_PRACTICE_END_TITLE : MESSAGE_PRACTICE_TITLE);
	page_text(&page, TYPE_LEAD, "text", make_words(make, on ? MESSAGE_PRACTICE_END_TEXT : MESSAGE_PRACTICE_TEXT),
	          700);
	if (!on)
		page_text(&page, TYPE_LEAD, "band", make_words(make, MESSAGE_PRACTICE_BAND_TEXT), 400);
	row_add(&page.bottom, ROW_LEFT, staff_back(make));
	row_add_main(&page.bottom, yes);
	page_put(make, &page);
}
