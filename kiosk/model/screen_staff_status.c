#include "screen_staff.h"

/* Counts and facts; never a vote. */

static void add_admission(struct make *make, struct page *page)
{
	const struct facts *facts = &make->flow->facts;

	if (make->election && make->election->admission == ADMISSION_ATTENDED)
		staff_count(make, page, "admitted", MESSAGE_STATUS_ADMITTED, facts->admissions);
	if (make->election && make->election->admission == ADMISSION_CODE)
		staff_count(make, page, "refused", MESSAGE_STATUS_REFUSED, facts->codes_refused);
}

static void add_tests_room(struct make *make, struct page *page)
{
	const struct facts *facts = &make->flow->facts;

	if (!staff_nearly_full(facts->spoiled, facts->spoiled_capacity))
		return;
	page_text(page, TYPE_STRONG, "tests-full",
	          make_words(make, flow_tests_full(make->flow) ? MESSAGE_STATUS_TESTS_FULL
	                                                       : MESSAGE_STATUS_TESTS_NEARLY_FULL),
	          200);
}

void screen_staff_status(struct make *make)
{
	const struct facts *facts = &make->flow->facts;
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.columns = 2;
	staff_title(make, &page, MESSAGE_STATUS_TITLE);
	if (make->election)
		staff_fact(make, &page, "election", MESSAGE_OPEN_ELECTION,
		           make_text(make, &make->election->title, NULL));
	page_text(&page, TYPE_STRONG, "state", make_words(make, staff_voting(make)), 500);
	page_text(
	    &page, TYPE_LEAD, "sealed",
	    FILLED(make, MESSAGE_STATUS_SEALED, make_number(make, facts->sealed), make_number(make, facts->capacity)),
	    400);
	if (facts->open_files)
		page_text(&page, TYPE_STRONG, "open-files", make_words(make, MESSAGE_STATUS_OPEN_FILES), 200);
	staff_box_trouble(make, &page);
	if (facts->copies == COPIES_TWO)
		page_text(&page, TYPE_LEAD, "copies", make_words(make, MESSAGE_STATUS_TWO_COPIES), 200);
	staff_count(make, &page, "spoiled", MESSAGE_STATUS_SPOILED, facts->spoiled);
	add_tests_room(make, &page);
	staff_count(make, &page, "exports", MESSAGE_STATUS_EXPORTS, facts->exports);
	if (facts->saved)
		page_text(&page, TYPE_LEAD, "saved", make_words(make, MESSAGE_STATUS_SAVED), 200);
	if (facts->closing)
		staff_count(make, &page, "closings", MESSAGE_STATUS_CLOSINGS, facts->closing);
	staff_count(make, &page, "started", MESSAGE_STATUS_STARTED, facts->started);
	page.item[page.count - 1].gap = 600;
	staff_count(make, &page, "cast", MESSAGE_STATUS_CAST, facts->cast);
	staff_count(make, &page, "challenged", MESSAGE_STATUS_CHALLENGED, facts->challenged);
	staff_count(make, &page, "timed-out", MESSAGE_STATUS_TIMED_OUT, facts->timed_out);
	staff_count(make, &page, "left", MESSAGE_STATUS_LEFT, facts->left);
	add_admission(make, &page);
	page_column(&page);
	staff_fact(make, &page, "kiosk", MESSAGE_STATUS_KIOSK, facts->kiosk_name);
	staff_fact(make, &page, "place", MESSAGE_STATUS_PLACE, facts->place);
	staff_spelled(make, &page, "fingerprint", MESSAGE_STATUS_FINGERPRINT, facts->fingerprint);
	staff_fact(make, &page, "clock", MESSAGE_STATUS_CLOCK, staff_day_time(make, facts->clock_s));
	page.item[page.count - 1].gap = 600;
	staff_spelled(make, &page, "key", MESSAGE_STATUS_KEY, facts->key);
	staff_spelled(make, &page, "organiser", MESSAGE_STATUS_ORGANISER, facts->organiser);
	staff_count(make, &page, "log", MESSAGE_STATUS_LOG, facts->log_count);
	page.item[page.count - 1].gap = 600;
	staff_spelled(make, &page, "log-head", MESSAGE_STATUS_LOG_HEAD, facts->log_head);
	row_add(&page.bottom, ROW_LEFT, staff_back(make));
	page_put(make, &page);
}
