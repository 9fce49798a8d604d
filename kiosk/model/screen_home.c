#include "screen_make.h"

#include <stdio.h>
#include <string.h>

/* Screens where nobody votes, or nothing can be done but wait. */

void page_staff_way(struct make *make, struct page *page)
{
	struct element staff =
	    make_button("staff", make_words(make, MESSAGE_START_STAFF), (struct action){ACT_STAFF, 0});

	staff.icon = ICON_STAFF;
	staff.emphasis = EMPHASIS_QUIET;
	staff.type = TYPE_SMALL;
	row_add(&page->bottom, ROW_RIGHT, staff);
}

/* more: "" for nothing. */
static void say_for_staff(struct make *make, const char *title, const char *text, const char *more)
{
	struct page page;

	frame_plain(make);
	page_init(&page);
	if (!make->tight)
		page_picture(&page, PICTURE_MARK, 5000, 0);
	page_say(&page, title, text);
	page.item[page.count - 2].gap = 900;
	if (*more)
		page_text(&page, TYPE_LEAD, "more", more, 300)->element.state |= STATE_CENTRED;
	make_stuck(make, &page);
	page_staff_way(make, &page);
	page_put(make, &page);
}

/* Mostly a power cut, or the morning: whoever comes to vote is told what to do, and whoever has voted that it counts.
 */
void screen_locked(struct make *make)
{
	const struct facts *facts = &make->flow->facts;
	const char *safe = facts->sealed ? make_words(make, MESSAGE_LOCKED_SAFE) : "";
	const char *stick = facts->needs_stick && !facts->has_staff_stick ? make_words(make, MESSAGE_LOCKED_STICK) : "";

	say_for_staff(make, make_words(make, MESSAGE_LOCKED_TITLE), make_words(make, MESSAGE_LOCKED_TEXT),
	              make_joined(make, safe, "\n", stick));
}

void screen_no_election(struct make *make)
{
	say_for_staff(make, make_words(make, MESSAGE_NO_ELECTION_TITLE), make_words(make, MESSAGE_NO_ELECTION_TEXT),
	              "");
}

void screen_not_open(struct make *make)
{
	enum message title = MESSAGE_NOT_OPEN_NEW, text = MESSAGE_NOT_OPEN_TEXT;

	switch (make->flow->facts.voting) {
	case VOTING_NEW: break;
	case VOTING_PAUSED:
		title = MESSAGE_NOT_OPEN_PAUSED;
		text = MESSAGE_NOT_OPEN_PAUSED_TEXT;
		break;
	case VOTING_OPEN:
		title = MESSAGE_NOT_OPEN_FULL;
		text = MESSAGE_NOT_OPEN_FULL_TEXT;
		break;
	case VOTING_CLOSED:
		title = MESSAGE_NOT_OPEN_CLOSED;
		text = MESSAGE_NOT_OPEN_THANKS;
		break;
	}
	say_for_staff(make, make_words(make, title), make_words(make, text), "");
}

/* "Touch to start", in a language of the election where the program speaks it. */
static struct element start_button(struct make *make, unsigned language)
{
	const char *tag = make->election->language[language];
	struct element button = make_button("start", "", (struct action){ACT_START, 0});
	char words[160];

	if (make->election->language_count > 1) {
		snprintf(button.id, sizeof(button.id), "start-%u", language);
		button.action = (struct action){ACT_LANGUAGE, language};
	}
	button.emphasis = EMPHASIS_MAIN;
	button.type = make->election->language_count > 4 ? TYPE_STRONG : TYPE_LARGE;
	button.text = make_words(make, MESSAGE_START_TOUCH);
	if (language > 0 && messages_peek(words, sizeof(words), tag, MESSAGE_START_TOUCH) == STATUS_OK)
		button.text = make_copy(make, words);
	return button;
}

/* modest: 0 for all there is to show, more where the display has no room for it. */
static void fill_start(struct make *make, struct page *page, unsigned modest)
{
	static const int picture[] = {7000, 4400, 3200};
	const struct election *election = make->election;
	struct element button[ELECTION_MAX_LANGUAGES];
	unsigned count = election->language_count;
	const char *title = make_text(make, &election->title, NULL);
	enum text_style type = modest < 2 ? TYPE_DISPLAY : modest < 4 ? TYPE_TITLE : TYPE_LARGE;
	struct item *item;

	while (type > TYPE_LARGE && text_lines(make->look, type, title, make->body.w) > 2)
		type--;
	page_init(page);
	page->centred = page->says = page->wide = 1;
	if (modest < 3)
		page_picture(page, PICTURE_MARK, picture[modest], 0);
	page_text(page, type, "title", title, modest ? 600 : 1000)->element.state |= STATE_CENTRED;
	if (modest < 4)
		page_text(page, TYPE_LEAD, "organiser", make_text(make, &election->organiser, NULL), 300)
		    ->element.state |= STATE_CENTRED;
	for (unsigned i = 0; i < count; i++)
		button[i] = start_button(make, i);
	page_cells(make, page, button, count, count > 4 ? 4 : count, modest ? 800 : 1400);
	item = &page->item[page->count - 1];
	item->height = modest > 1 ? 0 : count > 4 ? 2400 : 4000;
	item->widest = count == 1 ? 20000 : count > 4 ? 12000 : 15000;
	make_stuck(make, page);
	if (modest < 5)
		page_text(page, TYPE_BODY, "open", make_words(make, MESSAGE_START_OPEN), modest ? 500 : 900)
		    ->element.state |= STATE_CENTRED;
	page_staff_way(make, page);
}

void screen_start(struct make *make)
{
	size_t pool_len;
	struct page page;

	frame_plain(make);
	pool_len = make->screen->pool_len;
	for (unsigned modest = 0; modest < 6; modest++) {
		make->screen->pool_len = pool_len;
		fill_start(make, &page, modest);
		if (page_parts(make, &page) == 1)
			break;
	}
	page_put(make, &page);
}

/* --- waiting --- */

static enum message working_words(const struct flow *flow)
{
	switch (flow->staff_task) {
	case EFFECT_OPEN: return MESSAGE_WORKING_OPEN;
	case EFFECT_PAUSE: return MESSAGE_WORKING_PAUSE;
	case EFFECT_CLOSE: return MESSAGE_WORKING_CLOSE;
	case EFFECT_EXPORT: return MESSAGE_WORKING_EXPORT;
	case EFFECT_IMPORT: return MESSAGE_WORKING_IMPORT;
	case EFFECT_ENROL: return MESSAGE_WORKING_ENROL;
	case EFFECT_KEY_STICK: return MESSAGE_WORKING_KEY_STICK;
	case EFFECT_READY: return MESSAGE_WORKING_READY;
	case EFFECT_REPORT: return MESSAGE_WORKING_REPORT;
	case EFFECT_REOPEN: return MESSAGE_WORKING_REOPEN;
	case EFFECT_ERASE: return MESSAGE_WORKING_ERASE;
	case EFFECT_PRACTICE: return flow->facts.practice ? MESSAGE_WORKING_PRACTICE_END : MESSAGE_WORKING_PRACTICE;
	case EFFECT_NONE:
	case EFFECT_SHUFFLE:
	case EFFECT_SEAL:
	case EFFECT_STORE:
	case EFFECT_SPOIL:
	case EFFECT_DISCARD:
	case EFFECT_CHECK_PIN:
	case EFFECT_SCALE:
	case EFFECT_CODE:
	case EFFECT_ADMIT:
	case EFFECT_ORGANISER:
	case EFFECT_CLOCK:
	case EFFECT_STICK:
	case EFFECT_KIND_COUNT: break;
	}
	return MESSAGE_BEGINNING_TITLE;
}

static int uses_stick(enum effect_kind task)
{
	return task == EFFECT_EXPORT || task == EFFECT_IMPORT || task == EFFECT_ENROL || task == EFFECT_KEY_STICK ||
	       task == EFFECT_READY || task == EFFECT_REOPEN;
}

void screen_waiting(struct make *make)
{
	enum flow_state state = make->flow->state;
	enum message title = MESSAGE_BEGINNING_TITLE;
	const char *text = "";
	struct page page;

	if (state == FLOW_SEALING) {
		title = MESSAGE_SEALING_TITLE;
		text = make_words(make, MESSAGE_SEALING_TEXT);
	} else if (state == FLOW_CASTING) {
		title = MESSAGE_CASTING_TITLE;
		text = make_words(make, MESSAGE_CASTING_TEXT);
	} else if (state == FLOW_CHALLENGING) {
		title = MESSAGE_CHALLENGING_TITLE;
		text = make_words(make, MESSAGE_CHALLENGING_TEXT);
	} else if (state == FLOW_STAFF_WORKING) {
		title = working_words(make->flow);
		if (uses_stick(make->flow->staff_task))
			text = make_words(make, MESSAGE_WORKING_STICK);
	}
	frame_plain(make);
	page_init(&page);
	page_add(&page, make_element(ROLE_PROGRESS, "progress"), 0)->height = 2400;
	page_say(&page, make_words(make, title), text);
	page.item[1].gap = 900;
	page_put(make, &page);
}

/* --- the end, and the unexpected --- */

void screen_thanks(struct make *make)
{
	struct element next = make_button("done", make_words(make, MESSAGE_THANKS_DONE), (struct action){ACT_NEXT, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	if (!make->tight)
		page_picture(&page, PICTURE_TICK, 4400, 0);
	page_say(&page, make_words(make, MESSAGE_THANKS_TITLE), make_words(make, MESSAGE_THANKS_TEXT));
	page.item[page.count - 2].gap = 900;
	page_code(make, &page, MESSAGE_THANKS_CODE, 1200)->element.state |= STATE_CENTRED;
	next.emphasis = EMPHASIS_MAIN;
	row_add_sized(&page.bottom, ROW_MIDDLE, next, 9000, LAYOUT_TARGET + 400);
	page_put(make, &page);
}

void screen_idle(struct make *make)
{
	const struct flow *flow = make->flow;
	struct element here =
	    make_button("here", make_words(make, MESSAGE_IDLE_HERE), (struct action){ACT_STILL_HERE, 0});
	const char *seconds = make_number(make, flow_seconds_left(flow));
	struct page page;

	frame_plain(make);
	page_init(&page);
	page_say(&page, make_words(make, MESSAGE_IDLE_TITLE), make_words(make, MESSAGE_IDLE_TEXT));
	page_text(&page, TYPE_STRONG, "seconds", FILLED(make, MESSAGE_IDLE_SECONDS, seconds), 500)->element.state |=
	    STATE_CENTRED;
	here.emphasis = EMPHASIS_MAIN;
	here.type = TYPE_TITLE;
	page.bottom.fill = 1;
	row_add_sized(&page.bottom, ROW_LEFT, here, 0, make->tight ? LAYOUT_TARGET_GRAVE + 500 : 9000);
	page_put(make, &page);
}

static enum message trouble_words(const struct flow *flow)
{
	if (flow->pending != EFFECT_NONE)
		return MESSAGE_TROUBLE_WAITING;
	if (flow->trouble == EFFECT_SEAL)
		return MESSAGE_TROUBLE_SEAL;
	if (flow->trouble == EFFECT_STORE)
		return MESSAGE_TROUBLE_STORE;
	if (flow->trouble == EFFECT_SPOIL)
		return MESSAGE_TROUBLE_SPOIL;
	if (flow->trouble == EFFECT_CODE)
		return MESSAGE_TROUBLE_CODE;
	if (flow->trouble == EFFECT_ADMIT)
		return MESSAGE_TROUBLE_ADMIT;
	if (flow->trouble == EFFECT_DISCARD)
		return flow->facts.locked ? MESSAGE_TROUBLE_STOPPED : MESSAGE_TROUBLE_AGAIN;
	return flow->trouble == EFFECT_CHECK_PIN ? MESSAGE_TROUBLE_PIN : MESSAGE_TROUBLE_BEGIN;
}

/* Whoever reads why is staff: whole, and as large as what voters read. */
void screen_start_fault(struct make *make, const char *why)
{
	struct page page;

	frame_plain(make);
	page_init(&page);
	page_say(&page, make_words(make, MESSAGE_FAULT_TITLE), make_words(make, MESSAGE_FAULT_TEXT));
	page_text(&page, TYPE_STRONG, "reason", make_copy(make, why), 900)->element.state |= STATE_CENTRED;
	page_put(make, &page);
}

/* A screen that had to start again: nobody is needed to vote now. */
static void begin_again(struct make *make)
{
	struct element next =
	    make_button("next", make_words(make, MESSAGE_TROUBLE_AGAIN_NEXT), (struct action){ACT_NEXT, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	page_say(&page, make_words(make, MESSAGE_TROUBLE_AGAIN_TITLE), make_words(make, MESSAGE_TROUBLE_AGAIN));
	next.emphasis = EMPHASIS_MAIN;
	row_add_sized(&page.bottom, ROW_MIDDLE, next, 9000, LAYOUT_TARGET + 400);
	page_put(make, &page);
}

void screen_trouble(struct make *make)
{
	const struct flow *flow = make->flow;
	const char *reason;
	struct page page;

	if (flow_can_begin_again(flow)) {
		begin_again(make);
		return;
	}
	frame_plain(make);
	page_init(&page);
	page_say(&page, make_words(make, MESSAGE_TROUBLE_TITLE), make_words(make, trouble_words(flow)));
	if (flow->pending == EFFECT_NONE && flow->trouble == EFFECT_DISCARD) {
		page_staff_way(make, &page);
	} else if (flow->pending == EFFECT_NONE) {
		reason = make_copy(make, status_phrase((enum status)flow->trouble_status));
		page_text(&page, TYPE_SMALL, "reason", FILLED(make, MESSAGE_TROUBLE_STAFF, reason), 900)
		    ->element.state |= STATE_CENTRED;
		page_staff_way(make, &page);
	} else {
		page_add(&page, make_element(ROLE_PROGRESS, "progress"), 900)->height = 2400;
	}
	page_put(make, &page);
}
