#include "screen_staff.h"

/* What came of a task, in words. */

/* What to do where the recorder said no more than a status. */
static enum message cure_of(enum status status)
{
	switch (status) {
	case STATUS_ABSENT: return MESSAGE_CURE_ABSENT;
	case STATUS_DISK_FULL:
	case STATUS_NO_ROOM: return MESSAGE_CURE_FULL;
	case STATUS_READ_ONLY: return MESSAGE_CURE_READ_ONLY;
	case STATUS_TIMEOUT:
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
	case STATUS_NOT_FILE:
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

#define WORDS(task) ((struct task_words){MESSAGE_DONE_##task, MESSAGE_DONE_##task##_TEXT, MESSAGE_FAILED_##task})
/* Its screen shows what came of it: only that it failed is told here. */
#define FAILED(task) ((struct task_words){MESSAGE_DONE_OPEN, MESSAGE_DONE_OPEN_TEXT, MESSAGE_FAILED_##task})

/* What practice was, the facts tell: it is on where it began, or could not be ended. */
static struct task_words practice_words(const struct flow *flow)
{
	int began = flow->facts.practice == (flow->staff_result == STATUS_OK);

	return began ? WORDS(PRACTICE) : WORDS(PRACTICE_END);
}

static struct task_words words_of(const struct flow *flow)
{
	switch (flow->staff_task) {
	case EFFECT_PAUSE: return WORDS(PAUSE);
	case EFFECT_CLOSE: return WORDS(CLOSE);
	case EFFECT_EXPORT: return WORDS(EXPORT);
	case EFFECT_IMPORT: return WORDS(IMPORT);
	case EFFECT_ENROL: return WORDS(ENROL);
	case EFFECT_KEY_STICK: return WORDS(KEY_STICK);
	case EFFECT_READY: return WORDS(READY);
	case EFFECT_REOPEN: return WORDS(REOPEN);
	case EFFECT_ERASE: return WORDS(ERASE);
	case EFFECT_PRACTICE: return practice_words(flow);
	case EFFECT_CLOCK: return FAILED(CLOCK);
	case EFFECT_ORGANISER: return FAILED(ORGANISER);
	case EFFECT_REPORT: return FAILED(REPORT);
	case EFFECT_SCALE: return FAILED(SCALE);
	case EFFECT_STICK:
	case EFFECT_OPEN:
	case EFFECT_NONE:
	case EFFECT_SHUFFLE:
	case EFFECT_SEAL:
	case EFFECT_STORE:
	case EFFECT_SPOIL:
	case EFFECT_DISCARD:
	case EFFECT_CHECK_PIN:
	case EFFECT_CODE:
	case EFFECT_ADMIT:
	case EFFECT_KIND_COUNT: break;
	}
	return WORDS(OPEN);
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
		staff_fact(make, page, "election", MESSAGE_OPEN_ELECTION,
		           make_text(make, &make->election->title, NULL));
	if (flow->staff_task == EFFECT_IMPORT)
		staff_spelled(make, page, "fingerprint", MESSAGE_OPEN_FINGERPRINT, flow->facts.fingerprint);
	if (flow->staff_task == EFFECT_ENROL)
		staff_spelled(make, page, "key", MESSAGE_DONE_ENROL_KEY, flow->facts.key);
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
	struct task_words words = words_of(flow);
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
