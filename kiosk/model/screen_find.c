#include "screen_contest.h"

#include <stdio.h>
#include <string.h>

/* A project by its number. */

enum { KEY_GROUPS = 1, GROUP_NAV = 251, KEYS = 12, ACROSS = 3 };

/* What is typed needs no more, hundredths of a millimetre. */
enum { WORDS_WIDTH = 17000 };

static unsigned typed_number(const struct flow *flow)
{
	unsigned number = 0;

	for (unsigned i = 0; i < flow->find_len; i++)
		number = number * 10 + (unsigned)(flow->find[i] - '0');
	return number;
}

static struct element key_of(struct make *make, unsigned place)
{
	struct element key;
	char digit[2] = {0};

	if (place == 9) {
		key = make_button("erase", make_words(make, MESSAGE_PIN_ERASE), (struct action){ACT_ERASE, 0});
		key.emphasis = EMPHASIS_QUIET;
	} else if (place == 11) {
		key = make_main("next", make_words(make, MESSAGE_FIND_OPEN), ACT_NEXT);
	} else {
		digit[0] = (char)('0' + (place == 10 ? 0 : place + 1));
		key = make_button("", make_copy(make, digit), (struct action){ACT_DIGIT, (uint32_t)(digit[0] - '0')});
		snprintf(key.id, sizeof(key.id), "digit-%s", digit);
		key.type = TYPE_LARGE;
	}
	key.state |= STATE_LEFT_TO_RIGHT;
	key.group = (uint8_t)(KEY_GROUPS + place / ACROSS);
	return key;
}

/* Three beside each other, as on a telephone. */
struct pad {
	struct element key[KEYS];
	int key_w, key_h, width, height, gap;
};

static void pad_make(struct pad *pad, struct make *make, int height)
{
	int most = make_px(make, 2800), least = make_px(make, LAYOUT_TARGET) + 1;

	pad->gap = make_px(make, LAYOUT_GAP + 60);
	pad->key_w = make_px(make, 3200);
	for (unsigned i = 0; i < KEYS; i++) {
		int needs;

		pad->key[i] = key_of(make, i);
		needs = element_least_width(&pad->key[i], make->look);
		pad->key_w = needs > pad->key_w ? needs : pad->key_w;
	}
	pad->key_h = (height - 3 * pad->gap) / 4;
	pad->key_h = pad->key_h > most ? most : pad->key_h < least ? least : pad->key_h;
	pad->width = ACROSS * pad->key_w + 2 * pad->gap;
	pad->height = 4 * pad->key_h + 3 * pad->gap;
}

static void pad_put(struct make *make, const struct pad *pad, int x, int y)
{
	for (unsigned i = 0; i < KEYS; i++) {
		struct rect box = {x + (int)(i % ACROSS) * (pad->key_w + pad->gap),
		                   y + (int)(i / ACROSS) * (pad->key_h + pad->gap), pad->key_w, pad->key_h};

		struct element key = pad->key[i];

		/* Nothing is typed yet that could be taken away: its place stays, so that no other key moves. */
		if (key.action.kind == ACT_ERASE && !make->flow->find_len) {
			key.role = ROLE_TEXT;
			key.text = key.spoken = "";
			key.action.kind = ACT_NONE;
		}
		make_put(make, &key, box);
	}
}

/* Which project has the number that is typed, or that none has. */
static struct element found(struct make *make, const struct contest *contest)
{
	unsigned number = typed_number(make->flow);
	struct element line = make_element(ROLE_TEXT, "found");
	const char *last = make_number(make, contest->project_count);

	line.type = TYPE_STRONG;
	if (make->flow->notice == NOTICE_NO_NUMBER) {
		line = make_notice(make, FILLED(make, MESSAGE_FIND_NONE, last));
		line.spoken = SPEAK(make, MESSAGE_FIND_NONE, speak_number(make, contest->project_count));
	} else if (number && number <= contest->project_count) {
		line.text = make_text(make, &contest->projects[number - 1].name, NULL);
		line.spoken = speak_text(make, &contest->projects[number - 1].name);
	} else {
		line.text = FILLED(make, MESSAGE_FIND_TEXT, last);
		line.spoken = SPEAK(make, MESSAGE_FIND_TEXT, speak_number(make, contest->project_count));
		line.type = TYPE_BODY;
	}
	return line;
}

static struct element typed(struct make *make)
{
	struct element field = make_element(ROLE_FIELD, "field");

	field.type = TYPE_DISPLAY;
	field.text = make_copy(make, make->flow->find);
	field.state = STATE_CENTRED;
	field.spoken = make->flow->find_len ? SPEAK(make, MESSAGE_FIND_TYPED, make_copy(make, make->flow->find))
	                                    : make_words(make, MESSAGE_FIND_EMPTY);
	return field;
}

/* Heading, what is typed, and what it stands for, below each other; the heading goes where there is little room. */
static void put_words(struct make *make, const struct contest *contest, struct rect area)
{
	struct element title = make_element(ROLE_TITLE, "title"), field = typed(make), line = found(make, contest);
	struct element digits = field;
	int height, rest, heading;

	digits.text = "8";
	height = element_height(&digits, make->look, area.w);
	title.text = make_words(make, MESSAGE_FIND_TITLE);
	title.type = make->tight ? TYPE_LARGE : TYPE_TITLE;
	heading = element_height(&title, make->look, area.w);
	rest = element_height(&line, make->look, area.w);
	if (heading + make->gap + height + make->gap + rest <= area.h)
		make_put(make, &title, cut_top(&area, heading, make->gap));
	/* Where there is no room for both, why the number leads nowhere comes before the number. */
	if (line.role == ROLE_NOTICE && height + make->gap + rest > area.h && rest <= area.h) {
		make_put(make, &line, cut_top(&area, rest, 0));
		return;
	}
	make_put(make, &field, cut_top(&area, height, make->gap));
	if (rest > area.h && line.role != ROLE_NOTICE) {
		/* A long name does not fit: its number is there. */
		line.text = FILLED(make, MESSAGE_PROJECT_NUMBER, make_number(make, typed_number(make->flow)));
		rest = element_height(&line, make->look, area.w);
	}
	if (rest <= area.h)
		make_put(make, &line, cut_top(&area, rest, 0));
	else if (line.role == ROLE_NOTICE)
		make->screen->status = STATUS_NO_ROOM;
}

static struct row bottom_of(struct make *make)
{
	struct element filter =
	    make_button("filter", make_words(make, MESSAGE_PROJECTS_FILTER), (struct action){ACT_FILTERS, 0});
	struct element back =
	    make_back(make, make_words(make, make->tight ? MESSAGE_NAV_BACK : MESSAGE_PROJECTS_BACK), ACT_BACK);
	struct row row = {0};

	filter.emphasis = EMPHASIS_QUIET;
	filter.icon = make->tight ? ICON_NONE : ICON_FILTER;
	filter.spoken = make_words(make, MESSAGE_PROJECTS_FILTER_SPOKEN);
	filter.group = back.group = GROUP_NAV;
	row_add(&row, ROW_LEFT, back);
	row_add(&row, ROW_LEFT, filter);
	return row;
}

/* Beside each other: the keys at the end, as high as the display allows; together in the middle of a wide display. */
static void put_beside(struct make *make, const struct contest *contest, struct row *row)
{
	struct rect area = make->body, words;
	int bottom, apart = make->gap * 3, most = make_px(make, WORDS_WIDTH), left;
	struct pad pad;

	pad_make(&pad, make, area.h);
	words = (struct rect){area.x, area.y, area.w - pad.width - apart, 0};
	bottom = row_plan(make, row, words.w);
	words.h = area.h - bottom - make->gap;
	left = words.w > most ? (words.w - most) / 2 : 0;
	words.x += left;
	words.w -= 2 * left;
	left = words.x + words.w + apart;
	if (!make->tight)
		cut_top(&words, (area.h - pad.height) / 2, 0);
	put_words(make, contest, words);
	pad_put(make, &pad, left, area.y + (area.h - pad.height) / 2);
	row_put(make, row, area.x, area.y + area.h - bottom);
}

void screen_by_number(struct make *make)
{
	const struct contest *contest = flow_contest(make->flow);
	struct rect area, keys;
	struct pad pad;
	struct row row;
	int bottom;

	if (!contest) {
		frame_plain(make);
		return;
	}
	make_contest_frame(make, contest);
	row = bottom_of(make);
	area = make->body;
	if (area.w > area.h) {
		put_beside(make, contest, &row);
		return;
	}
	bottom = row_plan(make, &row, area.w);
	cut_bottom(&area, bottom, make->gap * 2);
	pad_make(&pad, make, area.h * 6 / 10);
	keys = cut_bottom(&area, pad.height, make->gap * 2);
	put_words(make, contest, make_readable(make, area));
	pad_put(make, &pad, keys.x + (keys.w - pad.width) / 2, keys.y);
	row_put(make, &row, make->body.x, make->body.y + make->body.h - bottom);
}
