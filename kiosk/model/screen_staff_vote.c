#include "screen_staff.h"

/* Opening and closing, and what follows: the report, opening again, erasing. */

/* --- open, close --- */

void screen_staff_open(struct make *make)
{
	const struct facts *facts = &make->flow->facts;
	struct element yes = make_button("yes", make_words(make, MESSAGE_OPEN_YES), (struct action){ACT_YES, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	staff_title(make, &page, MESSAGE_OPEN_TITLE);
	page_text(&page, TYPE_LARGE, "zero",
	          make_words(make, facts->sealed || facts->spoiled ? MESSAGE_OPEN_HOLDS : MESSAGE_OPEN_ZERO), 700);
	staff_count(make, &page, "sealed", MESSAGE_OPEN_SEALED, facts->sealed);
	staff_count(make, &page, "spoiled", MESSAGE_OPEN_SPOILED, facts->spoiled);
	if (make->election)
		page_text(&page, TYPE_LEAD, "election",
		          FILLED(make, MESSAGE_OPEN_ELECTION, make_text(make, &make->election->title, NULL)), 800);
	staff_spelled(make, &page, "fingerprint", MESSAGE_OPEN_FINGERPRINT, facts->fingerprint);
	staff_fact(make, &page, "kiosk", MESSAGE_OPEN_KIOSK, facts->kiosk_name);
	staff_fact(make, &page, "place", MESSAGE_OPEN_PLACE, facts->place);
	page_text(&page, TYPE_LEAD, "compare", make_words(make, MESSAGE_OPEN_COMPARE), 800);
	row_add(&page.bottom, ROW_LEFT, staff_back(make));
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
	staff_title(make, &page, MESSAGE_CLOSE_TITLE);
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_CLOSE_TEXT), 700);
	staff_count(make, &page, "count", MESSAGE_CLOSE_COUNT, make->flow->facts.sealed);
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
	staff_title(make, &page, MESSAGE_CLOSE2_TITLE);
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_CLOSE2_TEXT), 700);
	yes.emphasis = EMPHASIS_DANGER;
	yes.type = TYPE_LARGE;
	yes.state |= STATE_IRREVERSIBLE;
	page_add(&page, yes, 1200)->height = LAYOUT_TARGET_GRAVE;
	no.icon = ICON_BACK;
	row_add(&page.bottom, ROW_LEFT, no);
	page_put(make, &page);
}

/* --- the closing report --- */

/* The square as large as the display allows: a phone reads it from where a person stands. */
static void fill_report(struct make *make, struct page *page, int height)
{
	const struct flow *flow = make->flow;
	const struct facts *facts = &flow->facts;

	page_init(page);
	page->columns = 2;
	staff_title(make, page, MESSAGE_REPORT_TITLE);
	page_text(page, TYPE_LEAD, "photo", make_words(make, MESSAGE_REPORT_PHOTO), 400);
	page_text(page, TYPE_LARGE, "sealed", FILLED(make, MESSAGE_REPORT_SEALED, make_number(make, facts->sealed)),
	          700);
	page_text(page, TYPE_LARGE, "spoiled", FILLED(make, MESSAGE_REPORT_SPOILED, make_number(make, facts->spoiled)),
	          200);
	staff_count(make, page, "closing", MESSAGE_REPORT_CLOSING, facts->closing);
	staff_fact(make, page, "kiosk", MESSAGE_OPEN_KIOSK, facts->kiosk_name);
	staff_fact(make, page, "place", MESSAGE_OPEN_PLACE, facts->place);
	staff_spelled(make, page, "fingerprint", MESSAGE_OPEN_FINGERPRINT, facts->fingerprint);
	staff_spelled(make, page, "log-head", MESSAGE_STATUS_LOG_HEAD, facts->log_head);
	page_column(page);
	if (*flow->report)
		page_add(page, make_qr(make, "qr", flow->report, MESSAGE_REPORT_SPOKEN), 400)->height = height;
	row_add(&page->bottom, ROW_LEFT, staff_back(make));
}

void screen_staff_report(struct make *make)
{
	static const int heights[] = {18000, 15000, 13000, 11000, 9000, 11000}; /* the last where all take two parts */
	size_t pool_len;
	struct page page;

	frame_plain(make);
	pool_len = make->screen->pool_len;
	for (unsigned i = 0; i < sizeof(heights) / sizeof(*heights); i++) {
		make->screen->pool_len = pool_len;
		fill_report(make, &page, heights[i]);
		if (page_parts(make, &page) == 1)
			break;
	}
	page_put(make, &page);
}

/* --- after it --- */

void screen_staff_reopen(struct make *make)
{
	struct element yes = make_button("yes", make_words(make, MESSAGE_REOPEN_YES), (struct action){ACT_YES, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	staff_title(make, &page, MESSAGE_REOPEN_TITLE);
	page_text(&page, TYPE_LEAD, "text", make_words(make, MESSAGE_REOPEN_TEXT), 700);
	page_text(&page, TYPE_LEAD, "public", make_words(make, MESSAGE_REOPEN_PUBLIC), 400);
	if (!make->flow->facts.stick)
		staff_wants_stick(make, &page, MESSAGE_REOPEN_STICK);
	row_add(&page.bottom, ROW_LEFT, staff_back(make));
	yes.state |= STATE_IRREVERSIBLE;
	row_add_main(&page.bottom, yes);
	page_put(make, &page);
}

void screen_staff_erase(struct make *make)
{
	struct element no = make_button("no", make_words(make, MESSAGE_ERASE_NO), (struct action){ACT_NO, 0});
	struct element yes = make_button("yes", make_words(make, MESSAGE_ERASE_YES), (struct action){ACT_YES, 0});
	struct page page;

	frame_plain(make);
	page_init(&page);
	page.centred = 1;
	staff_title(make, &page, MESSAGE_ERASE_TITLE);
	page_text(&page, TYPE_LARGE, "text", make_words(make, MESSAGE_ERASE_TEXT), 700);
	staff_count(make, &page, "count", MESSAGE_CLOSE_COUNT, make->flow->facts.sealed);
	if (make->flow->facts.saved)
		page_text(&page, TYPE_LEAD, "may", make_words(make, MESSAGE_ERASE_MAY), 400);
	page_text(&page, TYPE_LEAD, "ask", make_words(make, MESSAGE_ERASE_ASK), 400);
	no.icon = ICON_BACK;
	no.emphasis = EMPHASIS_MAIN;
	row_add(&page.bottom, ROW_LEFT, no);
	yes.state |= STATE_IRREVERSIBLE;
	yes.emphasis = EMPHASIS_DANGER;
	row_add(&page.bottom, ROW_RIGHT, yes);
	page_put(make, &page);
}
