#include "screen_staff.h"

#include <stdio.h>
#include <string.h>

#include "calendar.h"

/* Staff's day: one main button, which is what comes next; what else can be done now, quietly below it; and apart from
 * both, what looks after the kiosk. */

/* --- what staff's screens share --- */

struct element staff_back(struct make *make)
{
	struct element button = make_button("back", make_words(make, MESSAGE_NAV_BACK), (struct action){ACT_BACK, 0});

	button.icon = ICON_BACK;
	return button;
}

void staff_title(struct make *make, struct page *page, enum message title)
{
	page_text(page, TYPE_TITLE, "title", make_words(make, title), 0)->keeps = 1;
}

void staff_count(struct make *make, struct page *page, const char *id, enum message words, uint64_t number)
{
	page_text(page, TYPE_LEAD, id, FILLED(make, words, make_number(make, number)), 200);
}

void staff_fact(struct make *make, struct page *page, const char *id, enum message words, const char *fact)
{
	if (*fact)
		page_text(page, TYPE_LEAD, id, FILLED(make, words, fact), 200);
}

void staff_spelled(struct make *make, struct page *page, const char *id, enum message words, const char *fact)
{
	if (!*fact)
		return;
	page_text(page, TYPE_LEAD, id, FILLED(make, words, fact), 200)->element.spoken =
	    SPEAK(make, words, speak_spelled(make, fact));
}

enum message staff_voting(const struct make *make)
{
	const struct facts *facts = &make->flow->facts;

	if (!make->election || !facts->has_election)
		return MESSAGE_STAFF_STATE_NONE;
	switch (facts->voting) {
	case VOTING_NEW: return MESSAGE_STAFF_STATE_NEW;
	case VOTING_OPEN: return MESSAGE_STAFF_STATE_OPEN;
	case VOTING_PAUSED: return MESSAGE_STAFF_STATE_PAUSED;
	case VOTING_CLOSED: return facts->saved ? MESSAGE_STAFF_STATE_SAVED : MESSAGE_STAFF_STATE_CLOSED;
	}
	return MESSAGE_STAFF_STATE_NONE;
}

static const char *plain_number(struct make *make, unsigned number, int digits)
{
	char text[16];

	snprintf(text, sizeof(text), "%0*u", digits, number);
	return make_copy(make, text);
}

const char *staff_day(struct make *make, uint32_t seconds)
{
	struct calendar at;

	calendar_from(&at, seconds);
	return FILLED(make, MESSAGE_DATE_LONG, make_words(make, (enum message)(MESSAGE_DATE_DAY_0 + at.weekday)),
	              plain_number(make, at.day, 1),
	              make_words(make, (enum message)(MESSAGE_DATE_MONTH_1 + at.month - 1)),
	              plain_number(make, at.year, 4));
}

const char *staff_time(struct make *make, uint32_t seconds)
{
	struct calendar at;

	calendar_from(&at, seconds);
	return FILLED(make, MESSAGE_DATE_TIME, plain_number(make, at.hour, 2), plain_number(make, at.minute, 2));
}

const char *staff_day_time(struct make *make, uint32_t seconds)
{
	return make_joined(make, staff_day(make, seconds), ", ", staff_time(make, seconds));
}

void staff_wants_stick(struct make *make, struct page *page, enum message words)
{
	struct element notice = make_element(ROLE_NOTICE, "wants-stick");

	notice.text = make_words(make, words);
	notice.type = TYPE_STRONG;
	notice.icon = ICON_STICK;
	page_add(page, notice, 700);
}

void make_sound_trouble(struct make *make, struct page *page)
{
	enum sound_state sound = (enum sound_state)make->flow->facts.sound;
	struct element notice = make_element(ROLE_NOTICE, "sound");

	if (sound == SOUND_WORKS)
		return;
	notice.text = make_words(make, sound == SOUND_NO_DEVICE ? MESSAGE_STAFF_NO_SOUND : MESSAGE_STAFF_NO_SPEECH);
	notice.icon = ICON_SILENT;
	page_add(page, notice, 400);
}

/* Above the task that sets it, whose own title asks the same. */
static void make_clock_trouble(struct make *make, struct page *page)
{
	struct element notice = make_element(ROLE_NOTICE, "clock");

	if (!make->flow->facts.clock_behind)
		return;
	notice.text = make_words(make, MESSAGE_CLOCK_TITLE);
	notice.icon = ICON_NOTICE;
	page_add(page, notice, 400);
}

void make_stuck(struct make *make, struct page *page)
{
	struct element notice = make_element(ROLE_NOTICE, "stuck");

	if (!make->flow->stuck)
		return;
	notice.text = make_words(make, MESSAGE_STAFF_STUCK);
	notice.type = TYPE_STRONG;
	notice.icon = ICON_NOTICE;
	page_add(page, notice, 400);
}

static void add_notice(struct make *make, struct page *page, const char *id, enum message words)
{
	struct element notice = make_element(ROLE_NOTICE, id);

	notice.text = make_words(make, words);
	notice.icon = ICON_NOTICE;
	page_add(page, notice, 400);
}

int staff_nearly_full(uint32_t used, uint32_t capacity)
{
	return capacity > 0 && used >= capacity - capacity / 10;
}

void staff_box_trouble(struct make *make, struct page *page)
{
	const struct facts *facts = &make->flow->facts;

	if (facts->copies == COPIES_FIRST_LOST)
		add_notice(make, page, "copy-lost", MESSAGE_STATUS_FIRST_LOST);
	if (facts->copies == COPIES_SECOND_LOST)
		add_notice(make, page, "copy-lost", MESSAGE_STATUS_SECOND_LOST);
	if (staff_nearly_full(facts->sealed, facts->capacity))
		add_notice(make, page, "nearly-full", MESSAGE_STATUS_NEARLY_FULL);
}

/* --- the tasks of the day --- */

enum { GROUP_VOTE = 1, GROUP_CARE = 2, CARE_COUNT = 8 };

/* In the order of the day. */
enum task_id {
	TASK_KEY_STICK, /* only while it is due: else among the checks */
	TASK_IMPORT,
	TASK_SETUP,
	TASK_OPEN,
	TASK_PAUSE,
	TASK_CLOSE,
	TASK_REPORT,
	TASK_EXPORT,
	TASK_STATUS,
	TASK_PRACTICE,
	TASK_REOPEN,
	TASK_ERASE,
	TASK_COUNT
};

static const struct {
	const char *id;
	enum message words, hint;
	enum action_kind kind;
} tasks[TASK_COUNT] = {
    [TASK_KEY_STICK] = {"key-stick", MESSAGE_STAFF_KEY_STICK, MESSAGE_STAFF_KEY_STICK_HINT, ACT_STAFF_KEY_STICK},
    [TASK_IMPORT] = {"import", MESSAGE_STAFF_IMPORT, MESSAGE_STAFF_IMPORT_HINT, ACT_STAFF_IMPORT},
    [TASK_SETUP] = {"setup", MESSAGE_STAFF_SETUP, MESSAGE_STAFF_SETUP_HINT, ACT_STAFF_SETUP},
    [TASK_OPEN] = {"open", MESSAGE_STAFF_OPEN, MESSAGE_STAFF_OPEN_HINT, ACT_STAFF_OPEN},
    [TASK_PAUSE] = {"pause", MESSAGE_STAFF_PAUSE, MESSAGE_STAFF_PAUSE_HINT, ACT_STAFF_PAUSE},
    [TASK_CLOSE] = {"close", MESSAGE_STAFF_CLOSE, MESSAGE_STAFF_CLOSE_HINT, ACT_STAFF_CLOSE},
    [TASK_REPORT] = {"report", MESSAGE_STAFF_REPORT, MESSAGE_STAFF_REPORT_HINT, ACT_STAFF_REPORT},
    [TASK_EXPORT] = {"export", MESSAGE_STAFF_EXPORT, MESSAGE_STAFF_EXPORT_NO_STICK, ACT_STAFF_EXPORT},
    [TASK_STATUS] = {"status", MESSAGE_STAFF_STATUS, MESSAGE_STAFF_STATUS_HINT, ACT_STAFF_STATUS},
    [TASK_PRACTICE] = {"practise", MESSAGE_STAFF_PRACTICE, MESSAGE_STAFF_PRACTICE_HINT, ACT_STAFF_PRACTICE},
    [TASK_REOPEN] = {"reopen", MESSAGE_STAFF_REOPEN, MESSAGE_STAFF_REOPEN_HINT, ACT_STAFF_REOPEN},
    [TASK_ERASE] = {"erase", MESSAGE_STAFF_ERASE, MESSAGE_STAFF_ERASE_HINT, ACT_STAFF_ERASE},
};

static int has_vote(const struct make *make)
{
	return make->election && make->flow->facts.has_election;
}

/* What comes next. */
static enum task_id next_task(const struct make *make)
{
	const struct facts *facts = &make->flow->facts;

	if (facts->staff_stick_due && !facts->practice && facts->voting != VOTING_OPEN)
		return TASK_KEY_STICK;
	if (!has_vote(make))
		return TASK_IMPORT;
	switch (facts->voting) {
	case VOTING_NEW: return make->flow->ready || facts->practice ? TASK_OPEN : TASK_SETUP;
	case VOTING_OPEN: return TASK_PAUSE;
	case VOTING_PAUSED: return TASK_OPEN;
	case VOTING_CLOSED: return facts->saved ? TASK_REPORT : TASK_EXPORT;
	}
	return TASK_STATUS;
}

/* What can be done now. */
static int can_do(const struct make *make, enum task_id task)
{
	const struct facts *facts = &make->flow->facts;
	int vote = has_vote(make), open = vote && facts->voting == VOTING_OPEN;
	int closed = vote && facts->voting == VOTING_CLOSED;

	switch (task) {
	case TASK_KEY_STICK: return facts->staff_stick_due && !facts->practice && !open;
	case TASK_IMPORT: return !open && !closed && !facts->practice;
	case TASK_SETUP: return !open;
	case TASK_OPEN: return vote && !open && !closed;
	case TASK_PAUSE: return open;
	case TASK_CLOSE: return vote && (open || facts->voting == VOTING_PAUSED);
	case TASK_REPORT: return closed;
	case TASK_EXPORT: return vote && (facts->voting != VOTING_NEW || facts->sealed || facts->spoiled);
	case TASK_STATUS: return 1;
	case TASK_PRACTICE: return facts->practice || (vote && !open);
	case TASK_REOPEN: return closed && !facts->practice;
	case TASK_ERASE: return closed && facts->saved && !facts->practice;
	case TASK_COUNT: break;
	}
	return 0;
}

static struct element task_button(struct make *make, enum task_id task)
{
	const struct facts *facts = &make->flow->facts;
	struct element button =
	    make_button(tasks[task].id, make_words(make, tasks[task].words), (struct action){tasks[task].kind, 0});

	button.detail = make_words(make, tasks[task].hint);
	button.group = GROUP_VOTE;
	button.emphasis = EMPHASIS_QUIET;
	if (task == TASK_IMPORT && !facts->stick)
		button.detail = make_words(make, MESSAGE_STAFF_IMPORT_NO_STICK);
	if (task == TASK_OPEN && facts->voting == VOTING_PAUSED)
		button.detail = make_words(make, MESSAGE_STAFF_OPEN_AGAIN);
	if (task == TASK_EXPORT && facts->stick)
		button.detail = FILLED(make, MESSAGE_STAFF_EXPORT_HINT, make_number(make, facts->exports));
	if (task == TASK_PRACTICE && facts->practice) {
		button.text = make_words(make, MESSAGE_STAFF_PRACTICE_END);
		button.detail = make_words(make, MESSAGE_STAFF_PRACTICE_END_HINT);
	}
	return button;
}

/* What can be done now but comes not next: of the vote, or apart from it. */
static unsigned other_tasks(struct make *make, struct element out[static TASK_COUNT], unsigned group)
{
	unsigned count = 0;

	for (unsigned i = 0; i < TASK_COUNT; i++) {
		enum task_id task = (enum task_id)i;
		int apart = task == TASK_IMPORT || task == TASK_SETUP || task == TASK_STATUS || task == TASK_PRACTICE;

		if (task == next_task(make) || !can_do(make, task) || apart != (group == GROUP_CARE))
			continue;
		out[count] = task_button(make, task);
		out[count++].group = (uint8_t)group;
	}
	return count;
}

static void add_tasks(struct make *make, struct page *page)
{
	struct element main = task_button(make, next_task(make)), rest[TASK_COUNT];
	unsigned count = other_tasks(make, rest, GROUP_VOTE);

	main.emphasis = EMPHASIS_MAIN;
	main.type = TYPE_LARGE;
	page_text(page, TYPE_STRONG, "state", make_words(make, staff_voting(make)), 0)->keeps = 1;
	if (has_vote(make)) {
		staff_count(make, page, "count", MESSAGE_CLOSE_COUNT, make->flow->facts.sealed);
		page->item[page->count - 1].keeps = 1;
	}
	make_stuck(make, page);
	if (has_vote(make))
		staff_box_trouble(make, page);
	page_add(page, main, 400)->height = LAYOUT_TARGET_GRAVE;
	if (count)
		page_cells(make, page, rest, count, 1, 500);
}

/* --- what this kiosk itself needs --- */

enum care { CARE_WITH_HINTS, CARE_SHORT };

static unsigned single_checks(struct make *make, struct element *out)
{
	static const struct {
		const char *id;
		enum message words, hint;
		enum action_kind kind;
	} checks[CARE_COUNT] = {
	    {"check-clock", MESSAGE_STAFF_CLOCK, MESSAGE_STAFF_CLOCK_HINT, ACT_STAFF_CLOCK},
	    {"check-size", MESSAGE_STAFF_SIZE, MESSAGE_STAFF_SIZE_HINT, ACT_STAFF_SIZE},
	    {"check-screen", MESSAGE_STAFF_SCREEN, MESSAGE_STAFF_SCREEN_HINT, ACT_STAFF_SCREEN},
	    {"check-touch", MESSAGE_STAFF_TOUCH, MESSAGE_STAFF_TOUCH_HINT, ACT_STAFF_TOUCH},
	    {"check-sound", MESSAGE_STAFF_SOUND, MESSAGE_STAFF_SOUND_HINT, ACT_STAFF_SOUND},
	    {"check-stick", MESSAGE_STAFF_STICK, MESSAGE_STAFF_STICK_HINT, ACT_STAFF_STICK},
	    {"clean", MESSAGE_STAFF_CLEAN, MESSAGE_STAFF_CLEAN_HINT, ACT_STAFF_CLEAN},
	    {"key-stick", MESSAGE_STAFF_KEY_STICK, MESSAGE_STAFF_KEY_STICK_HINT, ACT_STAFF_KEY_STICK},
	};
	unsigned count = make->flow->facts.needs_stick && !can_do(make, TASK_KEY_STICK) ? CARE_COUNT : CARE_COUNT - 1;

	for (unsigned i = 0; i < count; i++) {
		out[i] =
		    make_button(checks[i].id, make_words(make, checks[i].words), (struct action){checks[i].kind, 0});
		out[i].detail = make_words(make, checks[i].hint);
		out[i].emphasis = EMPHASIS_QUIET;
		out[i].group = GROUP_CARE;
	}
	return count;
}

/* Where there is little room, all of it in one field of buttons, without more words. */
static void add_care(struct make *make, struct page *page, enum care care)
{
	struct element cell[TASK_COUNT + CARE_COUNT];
	unsigned tasks_apart = other_tasks(make, cell, GROUP_CARE), count;

	count = tasks_apart + single_checks(make, cell + tasks_apart);
	page_column(page);
	page_text(page, TYPE_STRONG, "checks", make_words(make, MESSAGE_STAFF_CHECKS), 1000)->keeps = 1;
	make_sound_trouble(make, page);
	make_clock_trouble(make, page);
	if (care == CARE_SHORT) {
		for (unsigned i = 0; i < count; i++)
			cell[i].detail = "";
		page_cells(make, page, cell, count, 3, 400);
		return;
	}
	if (tasks_apart)
		page_cells(make, page, cell, tasks_apart, 1, 400);
	page_cells(make, page, cell + tasks_apart, count - tasks_apart, 2, 400);
}

static void put_line(struct make *make, const char *id, enum text_style type, const char *words)
{
	int height = text_height(make->look, type, words, make->body.w);
	struct element *line = make_add(make, type >= TYPE_LARGE ? ROLE_TITLE : ROLE_TEXT, id,
	                                cut_top(&make->body, height, make->gap / 4));

	line->text = words;
	line->type = type;
}

/* Whose pages these are, on which kiosk, and of which election: over both columns. */
static void put_staff_head(struct make *make)
{
	const struct facts *facts = &make->flow->facts;

	put_line(make, "title", TYPE_TITLE, make_words(make, MESSAGE_STAFF_TITLE));
	if (*facts->kiosk_name)
		put_line(make, "where", TYPE_SMALL, FILLED(make, MESSAGE_STAFF_WHERE, facts->kiosk_name, facts->place));
	if (make->election)
		put_line(make, "election", TYPE_SMALL,
		         FILLED(make, MESSAGE_OPEN_ELECTION, make_text(make, &make->election->title, NULL)));
	cut_top(&make->body, make->gap, 0);
}

static void fill_staff(struct make *make, struct page *page, enum care care)
{
	struct element leave =
	    make_button("leave-staff", make_words(make, MESSAGE_STAFF_LEAVE), (struct action){ACT_BACK, 0});

	page_init(page);
	page->columns = 2;
	add_tasks(make, page);
	add_care(make, page, care);
	leave.icon = ICON_BACK;
	row_add(&page->bottom, ROW_LEFT, leave);
}

void screen_staff(struct make *make)
{
	struct page page;
	size_t pool_len;

	frame_plain(make);
	put_staff_head(make);
	pool_len = make->screen->pool_len;
	fill_staff(make, &page, CARE_WITH_HINTS);
	if (page_parts(make, &page) > 1) {
		make->screen->pool_len = pool_len;
		fill_staff(make, &page, CARE_SHORT);
	}
	page_put(make, &page);
}
