#include "screen_make.h"

#include <stdio.h>
#include <string.h>

/* Staff's screens: plain, one task each. */

static struct element back_button(struct make *make)
{
	struct element button = make_button("back", make_words(make, MESSAGE_NAV_BACK), (struct action){ACT_BACK, 0});

	button.icon = ICON_BACK;
	return button;
}

static void add_title(struct make *make, struct page *page, enum message title)
{
	page_text(page, TYPE_TITLE, "title", make_words(make, title), 0)->keeps = 1;
}

static void add_count(struct make *make, struct page *page, const char *id, enum message words, uint64_t number)
{
	page_text(page, TYPE_LEAD, id, FILLED(make, words, make_number(make, number)), 200);
}

static void add_fact(struct make *make, struct page *page, const char *id, enum message words, const char *fact)
{
	if (*fact)
		page_text(page, TYPE_LEAD, id, FILLED(make, words, fact), 200);
}

/* --- the menu --- */

static struct element task(struct make *make, const char *id, enum message words, enum message hint,
                           enum action_kind kind)
{
	struct element button = make_button(id, make_words(make, words), (struct action){kind, 0});

	button.detail = make_words(make, hint);
	button.group = 1;
	return button;
}

static enum message voting_words(const struct make *make)
{
	if (!make->election || !make->flow->facts.has_election)
		return MESSAGE_STAFF_STATE_NONE;
	switch (make->flow->facts.voting) {
	case VOTING_NEW: return MESSAGE_STAFF_STATE_NEW;
	case VOTING_OPEN: return MESSAGE_STAFF_STATE_OPEN;
	case VOTING_PAUSED: return MESSAGE_STAFF_STATE_PAUSED;
	case VOTING_CLOSED: return MESSAGE_STAFF_STATE_CLOSED;
	}
	return MESSAGE_STAFF_STATE_NONE;
}

/* What can be done now, in the order of the day. */
static unsigned tasks_now(struct make *make, struct element out[static 6])
{
	const struct facts *facts = &make->flow->facts;
	int ready = make->election && facts->has_election;
	enum voting_state voting = facts->voting;
	unsigned count = 0;

	if (voting != VOTING_OPEN)
		out[count++] =
		    task(make, "import", MESSAGE_STAFF_IMPORT,
		         facts->stick ? MESSAGE_STAFF_IMPORT_HINT : MESSAGE_STAFF_IMPORT_NO_STICK, ACT_STAFF_IMPORT);
	if (ready && (voting == VOTING_NEW || voting == VOTING_PAUSED))
		out[count++] =
		    task(make, "open", MESSAGE_STAFF_OPEN,
		         voting == VOTING_NEW ? MESSAGE_STAFF_OPEN_HINT : MESSAGE_STAFF_OPEN_AGAIN, ACT_STAFF_OPEN);
	if (ready && voting == VOTING_OPEN)
		out[count++] = task(make, "pause", MESSAGE_STAFF_PAUSE, MESSAGE_STAFF_PAUSE_HINT, ACT_STAFF_PAUSE);
	if (ready && (voting == VOTING_OPEN || voting == VOTING_PAUSED))
		out[count++] = task(make, "close", MESSAGE_STAFF_CLOSE, MESSAGE_STAFF_CLOSE_HINT, ACT_STAFF_CLOSE);
	if (ready) {
		struct element export =
		    task(make, "export", MESSAGE_STAFF_EXPORT, MESSAGE_STAFF_EXPORT_NO_STICK, ACT_STAFF_EXPORT);

		if (facts->stick)
			export.detail = FILLED(make, MESSAGE_STAFF_EXPORT_HINT, make_number(make, facts->exports));
		out[count++] = export;
		out[count++] = task(make, "status", MESSAGE_STAFF_STATUS, MESSAGE_STAFF_STATUS_HINT, ACT_STAFF_STATUS);
	}
	return count;
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

/* What this kiosk itself needs, beside the tasks of the day. */
static void add_checks(struct make *make, struct page *page)
{
	static const struct {
		const char *id;
		enum message words, hint;
		enum action_kind kind;
	} checks[] = {
	    {"check-size", MESSAGE_STAFF_SIZE, MESSAGE_STAFF_SIZE_HINT, ACT_STAFF_SIZE},
	    {"check-screen", MESSAGE_STAFF_SCREEN, MESSAGE_STAFF_SCREEN_HINT, ACT_STAFF_SCREEN},
	    {"check-touch", MESSAGE_STAFF_TOUCH, MESSAGE_STAFF_TOUCH_HINT, ACT_STAFF_TOUCH},
	    {"check-sound", MESSAGE_STAFF_SOUND, MESSAGE_STAFF_SOUND_HINT, ACT_STAFF_SOUND},
	    {"clean", MESSAGE_STAFF_CLEAN, MESSAGE_STAFF_CLEAN_HINT, ACT_STAFF_CLEAN},
	};
	enum { COUNT = sizeof(checks) / sizeof(*checks) };
	struct element cell[COUNT];

	for (unsigned i = 0; i < COUNT; i++) {
		cell[i] = task(make, checks[i].id, checks[i].words, checks[i].hint, checks[i].kind);
		cell[i].emphasis = EMPHASIS_QUIET;
		cell[i].group = 2;
	}
	page_column(page);
	page_text(page, TYPE_STRONG, "checks", make_words(make, MESSAGE_STAFF_CHECKS), 1000)->keeps = 1;
	make_sound_trouble(make, page);
	page_cells(make, page, cell, COUNT, 1, 300);
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

void screen_staff(struct make *make)
{
	struct element tasks[6],
	    leave = make_button("leave-staff", make_words(make, MESSAGE_STAFF_LEAVE), (struct action){ACT_BACK, 0});
	struct page page;
	unsigned count;

	frame_plain(make);
	put_staff_head(make);
	page_init(&page);
	page.columns = 2;
	page_text(&page, TYPE_STRONG, "state", make_words(make, voting_words(make)), 0)->keeps = 1;
	make_stuck(make, &page);
	count = tasks_now(make, tasks);
	page_cells(make, &page, tasks, count, 1, 300);
	add_checks(make, &page);
	leave.icon = ICON_BACK;
	row_add(&page.bottom, ROW_LEFT, leave);
	page_put(make, &page);
}

/* --- open, close --- */

void screen_staff_open(struct make *make)
{
	const struct facts *facts = &make->flow->facts;
	struct element yes = make_button("yes", make_words(make, MESSAGE_OPEN_YES), (struct action){ACT_YES, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	add_title(make, &page, MESSAGE_OPEN_TITLE);
	page_text(&page, TYPE_LARGE, "zero",
	          make_words(make, facts->sealed || facts->spoiled ? MESSAGE_OPEN_HOLDS : MESSAGE_OPEN_ZERO), 700);
	add_count(make, &page, "sealed", MESSAGE_OPEN_SEALED, facts->sealed);
	add_count(make, &page, "spoiled", MESSAGE_OPEN_SPOILED, facts->spoiled);
	if (make->election)
		page_text(&page, TYPE_LEAD, "election",
		          FILLED(make, MESSAGE_OPEN_ELECTION, make_text(make, &make->election->title, NULL)), 800);
	add_fact(make, &page, "fingerprint", MESSAGE_OPEN_FINGERPRINT, facts->fingerprint);
	add_fact(make, &page, "kiosk", MESSAGE_OPEN_KIOSK, facts->kiosk_name);
	add_fact(make, &page, "place", MESSAGE_OPEN_PLACE, facts->place);
	page_text(&page, TYPE_LEAD, "compare", make_words(make, MESSAGE_OPEN_COMPARE), 800);
	row_add(&page.bottom, ROW_LEFT, back_button(make));
	yes.state |= STATE_IRREVERSIBLE;
	row_add_main(&page.bottom, yes);
	page_put(make, &page);
}

void screen_staff_close(struct make *make)
{
	struct element yes = make_button("yes", make_words(make, MESSAGE_CLOSE_GO_ON), (struct action){ACT_YES, 0});
	struct element no = make_button("no", make_words(make, MESSAGE_CLOSE_NO), (struct action){ACT_NO, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	add_title(make, &page, MESSAGE_CLOSE_TITLE);
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_CLOSE_TEXT), 700);
	add_count(make, &page, "count", MESSAGE_CLOSE_COUNT, make->flow->facts.sealed);
	no.icon = ICON_BACK;
	row_add(&page.bottom, ROW_LEFT, no);
	yes.state |= STATE_IRREVERSIBLE;
	row_add(&page.bottom, ROW_RIGHT, yes);
	page_put(make, &page);
}

/* The last step stands at the top, away from the first: a finger that stays where it was closes nothing. */
void screen_staff_close2(struct make *make)
{
	struct element yes = make_button("yes", make_words(make, MESSAGE_CLOSE2_YES), (struct action){ACT_YES, 0});
	struct element no = make_button("no", make_words(make, MESSAGE_CLOSE_NO), (struct action){ACT_NO, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	add_title(make, &page, MESSAGE_CLOSE2_TITLE);
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_CLOSE2_TEXT), 700);
	yes.emphasis = EMPHASIS_DANGER;
	yes.type = TYPE_LARGE;
	yes.state |= STATE_IRREVERSIBLE;
	page_add(&page, yes, 1200)->height = LAYOUT_TARGET_GRAVE;
	no.icon = ICON_BACK;
	row_add(&page.bottom, ROW_LEFT, no);
	page_put(make, &page);
}

/* --- counts --- */

void screen_staff_status(struct make *make)
{
	const struct facts *facts = &make->flow->facts;
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.columns = 2;
	add_title(make, &page, MESSAGE_STATUS_TITLE);
	if (make->election)
		add_fact(make, &page, "election", MESSAGE_OPEN_ELECTION, make_text(make, &make->election->title, NULL));
	page_text(&page, TYPE_STRONG, "state", make_words(make, voting_words(make)), 500);
	page_text(
	    &page, TYPE_LEAD, "sealed",
	    FILLED(make, MESSAGE_STATUS_SEALED, make_number(make, facts->sealed), make_number(make, facts->capacity)),
	    400);
	if (facts->capacity && facts->sealed > facts->capacity / 10 * 9)
		page_text(&page, TYPE_STRONG, "nearly-full", make_words(make, MESSAGE_STATUS_NEARLY_FULL), 200);
	add_count(make, &page, "spoiled", MESSAGE_STATUS_SPOILED, facts->spoiled);
	add_count(make, &page, "exports", MESSAGE_STATUS_EXPORTS, facts->exports);
	add_count(make, &page, "started", MESSAGE_STATUS_STARTED, facts->started);
	page.item[page.count - 1].gap = 600;
	add_count(make, &page, "cast", MESSAGE_STATUS_CAST, facts->cast);
	add_count(make, &page, "challenged", MESSAGE_STATUS_CHALLENGED, facts->challenged);
	add_count(make, &page, "timed-out", MESSAGE_STATUS_TIMED_OUT, facts->timed_out);
	add_count(make, &page, "left", MESSAGE_STATUS_LEFT, facts->left);
	page_column(&page);
	add_fact(make, &page, "kiosk", MESSAGE_STATUS_KIOSK, facts->kiosk_name);
	add_fact(make, &page, "place", MESSAGE_STATUS_PLACE, facts->place);
	add_fact(make, &page, "fingerprint", MESSAGE_STATUS_FINGERPRINT, facts->fingerprint);
	row_add(&page.bottom, ROW_LEFT, back_button(make));
	page_put(make, &page);
}

/* --- what happened --- */

/* What to do where the recorder said no more than a status. */
static enum message cure_of(enum status status)
{
	switch (status) {
	case STATUS_ABSENT: return MESSAGE_CURE_ABSENT;
	case STATUS_DISK_FULL:
	case STATUS_NO_ROOM: return MESSAGE_CURE_FULL;
	case STATUS_READ_ONLY: return MESSAGE_CURE_READ_ONLY;
	case STATUS_IO: return MESSAGE_CURE_IO;
	case STATUS_DAMAGED: return MESSAGE_CURE_DAMAGED;
	case STATUS_SIGNATURE:
	case STATUS_WRONG_KEY:
	case STATUS_PROOF: return MESSAGE_CURE_SIGNATURE;
	case STATUS_OTHER_ELECTION:
	case STATUS_OTHER_KIOSK:
	case STATUS_MISMATCH: return MESSAGE_CURE_OTHER;
	case STATUS_PRACTICE: return MESSAGE_CURE_PRACTICE;
	case STATUS_TRUNCATED:
	case STATUS_TRAILING:
	case STATUS_TOO_LONG:
	case STATUS_MAGIC:
	case STATUS_VERSION:
	case STATUS_NOT_CANONICAL:
	case STATUS_RANGE:
	case STATUS_TEXT:
	case STATUS_ORDER:
	case STATUS_RULES: return MESSAGE_CURE_FILE;
	case STATUS_STATE:
	case STATUS_USED: return MESSAGE_CURE_STATE;
	case STATUS_OK:
	case STATUS_IDENTITY:
	case STATUS_PASSPHRASE:
	case STATUS_UNKNOWN:
	case STATUS_INTERNAL: break;
	}
	return MESSAGE_CURE_AGAIN;
}

struct task_words {
	enum message done, text, failed;
};

static struct task_words words_of(enum effect_kind task)
{
	switch (task) {
	case EFFECT_PAUSE:
		return (struct task_words){MESSAGE_DONE_PAUSE, MESSAGE_DONE_PAUSE_TEXT, MESSAGE_FAILED_PAUSE};
	case EFFECT_CLOSE:
		return (struct task_words){MESSAGE_DONE_CLOSE, MESSAGE_DONE_CLOSE_TEXT, MESSAGE_FAILED_CLOSE};
	case EFFECT_EXPORT:
		return (struct task_words){MESSAGE_DONE_EXPORT, MESSAGE_DONE_EXPORT_TEXT, MESSAGE_FAILED_EXPORT};
	case EFFECT_IMPORT:
		return (struct task_words){MESSAGE_DONE_IMPORT, MESSAGE_DONE_IMPORT_TEXT, MESSAGE_FAILED_IMPORT};
	case EFFECT_OPEN:
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
	case EFFECT_ENROL:
	case EFFECT_KEY_STICK:
	case EFFECT_CLOCK:
	case EFFECT_STICK:
	case EFFECT_READY:
	case EFFECT_REPORT:
	case EFFECT_REOPEN:
	case EFFECT_ERASE:
	case EFFECT_PRACTICE:
	case EFFECT_KIND_COUNT: break;
	}
	return (struct task_words){MESSAGE_DONE_OPEN, MESSAGE_DONE_OPEN_TEXT, MESSAGE_FAILED_OPEN};
}

static void add_success(struct make *make, struct page *page, const struct task_words *words)
{
	const struct flow *flow = make->flow;

	page_picture(page, PICTURE_TICK, 3600, 0);
	page_text(page, TYPE_TITLE, "title", make_words(make, words->done), 700)->keeps = 1;
	if (flow->staff_task == EFFECT_EXPORT)
		page_text(page, TYPE_LEAD, "text", FILLED(make, words->text, make_number(make, flow->staff_number)),
		          500);
	else
		page_text(page, TYPE_LEAD, "text", make_words(make, words->text), 500);
	if (flow->staff_task == EFFECT_IMPORT && make->election)
		add_fact(make, page, "election", MESSAGE_OPEN_ELECTION, make_text(make, &make->election->title, NULL));
	if (flow->staff_task == EFFECT_IMPORT && *flow->facts.fingerprint)
		add_fact(make, page, "fingerprint", MESSAGE_OPEN_FINGERPRINT, flow->facts.fingerprint);
}

static void add_failure(struct make *make, struct page *page, const struct task_words *words)
{
	const struct flow *flow = make->flow;

	page_text(page, TYPE_TITLE, "title", make_words(make, words->failed), 0)->keeps = 1;
	/* One sentence that knows what it speaks of is worth more than a guess for all cases. */
	if (*flow->staff_detail)
		page_text(page, TYPE_STRONG, "detail", make_copy(make, flow->staff_detail), 700);
	else
		page_text(page, TYPE_LARGE, "cure", make_words(make, cure_of((enum status)flow->staff_result)), 700);
	page_text(page, TYPE_LEAD, "kept",
	          make_words(make, flow->facts.sealed ? MESSAGE_FAILED_KEPT : MESSAGE_FAILED_SAME), 600);
}

void screen_staff_done(struct make *make)
{
	const struct flow *flow = make->flow;
	struct task_words words = words_of(flow->staff_task);
	struct element next = make_button("next", make_words(make, MESSAGE_NAV_OK), (struct action){ACT_NEXT, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	if (flow->staff_result == STATUS_OK)
		add_success(make, &page, &words);
	else
		add_failure(make, &page, &words);
	if (flow->staff_result == STATUS_OK && *flow->staff_detail)
		page_text(&page, TYPE_SMALL, "detail", make_copy(make, flow->staff_detail), 600);
	row_add_main(&page.bottom, next);
	page_put(make, &page);
}
