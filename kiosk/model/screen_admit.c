#include "screen_make.h"

/* Attended voting: staff let one voter in with two touches at different places. */

void screen_admit(struct make *make)
{
	const struct facts *facts = &make->flow->facts;
	struct element admit = make_main("admit", make_words(make, MESSAGE_ADMIT_BUTTON), ACT_ADMIT), *count;
	struct page page;

	frame_plain(make);
	page_init(&page);
	if (!make->tight)
		page_picture(&page, PICTURE_MARK, 3600, 0);
	page_say(&page, make_words(make, MESSAGE_ADMIT_TITLE), make_words(make, MESSAGE_ADMIT_TEXT));
	page.item[page.count - 2].gap = 700;
	/* To be compared with the staff's list from where they sit. */
	page_text(&page, TYPE_STRONG, "count-label", make_words(make, MESSAGE_ADMIT_COUNT), 1400)->element.state |=
	    STATE_CENTRED;
	page.item[page.count - 1].keeps = 1;
	page.item[page.count - 1].element.spoken = "";
	count = &page_text(&page, TYPE_DISPLAY, "count", make_number(make, facts->admissions), 200)->element;
	count->spoken = make_joined(make, make_words(make, MESSAGE_ADMIT_COUNT), SPEECH_STOP,
	                            speak_number(make, facts->admissions));
	count->state |= STATE_CENTRED;
	page_text(&page, TYPE_BODY, "for-staff", make_words(make, MESSAGE_ADMIT_STAFF), 600)->element.state |=
	    STATE_CENTRED;
	make_stuck(make, &page);
	admit.icon = ICON_PERSON;
	row_add_sized(&page.bottom, ROW_MIDDLE, admit, 9000, LAYOUT_TARGET + 600);
	page_staff_way(make, &page);
	page_put(make, &page);
}

/* The second touch stands at the top: a finger that stays where it was admits nobody. */
void screen_admit_ask(struct make *make)
{
	struct element yes = make_main("yes", make_words(make, MESSAGE_ADMIT_ASK_YES), ACT_YES);
	struct element no = make_button("no", make_words(make, MESSAGE_ADMIT_ASK_NO), (struct action){ACT_NO, 0});
	uint64_t number = (uint64_t)make->flow->facts.admissions + 1;
	struct item *text;
	struct page page;

	frame_plain(make);
	page_init(&page);
	page_text(&page, TYPE_TITLE, "title", make_words(make, MESSAGE_ADMIT_ASK_TITLE), 0)->keeps = 1;
	text =
	    page_text(&page, TYPE_LEAD, "text", FILLED(make, MESSAGE_ADMIT_ASK_TEXT, make_number(make, number)), 700);
	text->element.spoken = SPEAK(make, MESSAGE_ADMIT_ASK_TEXT, speak_number(make, number));
	yes.type = TYPE_LARGE;
	yes.state |= STATE_IRREVERSIBLE;
	page_add(&page, yes, 1200)->height = LAYOUT_TARGET_GRAVE;
	no.icon = ICON_BACK;
	row_add(&page.bottom, ROW_LEFT, no);
	page_put(make, &page);
}
