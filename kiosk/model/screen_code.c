#include "screen_make.h"

#include <stdio.h>
#include <string.h>

/* The voting code, typed on keys of its own alphabet or scanned. */

enum { ROWS = 4, ACROSS = 9, KEY_MOST = 3400, KEY_HIGH = 2600, GROUP_CONTROL = 251 };

/* As on a keyboard, so that who knows one finds them; without what can be taken for something else. */
static const char *const rows[ROWS] = {"123456789", "qwertyup", "asdfghjk", "zxcvbnm"};

struct keys {
	int key_w, key_h, gap, height;
	struct row row; /* below the keys */
	int below;
};

static struct element key_of(struct make *make, char letter, unsigned row)
{
	const char label[2] = {letter, 0};
	struct element key = make_button("", make_copy(make, label), (struct action){ACT_LETTER, (uint8_t)letter});

	snprintf(key.id, sizeof(key.id), "key-%c", letter);
	key.spoken = speak_spelled(make, label);
	key.state = STATE_LEFT_TO_RIGHT;
	key.type = TYPE_LARGE;
	key.group = (uint8_t)(row + 1);
	return key;
}

static struct keys keys_of(struct make *make, struct rect area)
{
	int least = make_px(make, LAYOUT_TARGET) + 1, most = make_px(make, KEY_MOST), high = make_px(make, KEY_HIGH);
	struct element erase = make_button("erase", make_words(make, MESSAGE_PIN_ERASE), (struct action){ACT_ERASE, 0});
	struct element next = make_next(make, make_words(make, MESSAGE_NAV_NEXT));
	struct keys keys = {.gap = make_px(make, LAYOUT_GAP + 20)};
	int room;

	erase.icon = make->tight ? ICON_NONE : ICON_ERASE;
	erase.group = next.group = GROUP_CONTROL;
	row_add(&keys.row, ROW_LEFT, erase);
	row_add_main(&keys.row, next);
	keys.below = row_plan(make, &keys.row, area.w);
	room = area.h * 7 / 10 - keys.below - keys.gap;
	keys.key_w = (area.w - (ACROSS - 1) * keys.gap) / ACROSS;
	keys.key_w = keys.key_w < most ? keys.key_w : most;
	keys.key_h = (room - (ROWS - 1) * keys.gap) / ROWS;
	keys.key_h = keys.key_h < least ? least : keys.key_h > high ? high : keys.key_h;
	keys.height = ROWS * keys.key_h + (ROWS - 1) * keys.gap;
	return keys;
}

static void put_keys(struct make *make, const struct keys *keys, struct rect area)
{
	for (unsigned i = 0; i < ROWS; i++) {
		int count = (int)strlen(rows[i]), y = area.y + (int)i * (keys->key_h + keys->gap);
		int x = area.x + (area.w - count * keys->key_w - (count - 1) * keys->gap) / 2;

		for (const char *at = rows[i]; *at; at++, x += keys->key_w + keys->gap) {
			struct element key = key_of(make, *at, i);

			make_put(make, &key, (struct rect){x, y, keys->key_w, keys->key_h});
		}
	}
}

/* --- what is typed, in its groups --- */

static struct element typed_field(struct make *make)
{
	const struct flow *flow = make->flow;
	struct element field = make_element(ROLE_FIELD, "field");
	const char *letters = speak_spelled(make, flow->typed);
	char shown[VOTING_CODE_TEXT] = "";
	size_t len = 0;

	for (unsigned i = 0; i < VOTING_CODE_LETTERS; i++) {
		if (i == 4 || i == 8)
			shown[len++] = ' ';
		shown[len++] = i < flow->typed_len ? flow->typed[i] : '_';
	}
	shown[len] = 0;
	field.text = make_copy(make, shown);
	field.type = TYPE_CODE;
	field.state = STATE_CENTRED | STATE_LEFT_TO_RIGHT;
	if (!flow->typed_len)
		field.spoken = make_words(make, MESSAGE_CODE_NOTHING);
	else if (flow->typed_len < VOTING_CODE_LETTERS)
		field.spoken = SPEAK(make, MESSAGE_CODE_TYPED, letters,
		                     speak_number(make, VOTING_CODE_LETTERS - flow->typed_len));
	else
		field.spoken = SPEAK(make, MESSAGE_CODE_FULL, letters);
	return field;
}

static enum message refusal_words(const struct flow *flow)
{
	switch (code_refusal_of(flow->refusal)) {
	case CODE_OTHER_PLACE: return MESSAGE_CODE_OTHER_PLACE;
	case CODE_USED: return MESSAGE_CODE_USED;
	case CODE_NOT_ISSUED: break;
	}
	return MESSAGE_CODE_NOT_ISSUED;
}

/* What went wrong and what to do; "" where nothing did. */
static const char *told(struct make *make)
{
	const struct flow *flow = make->flow;
	uint64_t left_s =
	    flow->now_ms < flow->code_wait_until_ms ? (flow->code_wait_until_ms - flow->now_ms + 999) / 1000 : 0;
	const char *words = "", *wait = "";

	if (flow->notice == NOTICE_CODE_SHORT)
		words = make_words(make, MESSAGE_CODE_SHORT);
	else if (flow->notice == NOTICE_CODE_TYPO)
		words = make_words(make, MESSAGE_CODE_TYPO);
	else if (flow->notice == NOTICE_CODE_REFUSED)
		words = make_words(make, refusal_words(flow));
	if (left_s)
		wait = FILLED(make, MESSAGE_CODE_WAIT, speak_number(make, left_s));
	return make_joined(make, words, " ", wait);
}

/* Heading, what to do or what went wrong, and what is typed; the heading goes where there is little room. */
static void put_words(struct make *make, struct rect area)
{
	struct element title = make_element(ROLE_TITLE, "title"), field = typed_field(make);
	struct element line = make_element(ROLE_TEXT, "text"), none = make_element(ROLE_TEXT, "none");
	const char *notice = told(make);
	int high, head, rest, last;

	title.text = make_words(make, MESSAGE_CODE_TITLE);
	title.type = make->tight ? TYPE_LARGE : TYPE_TITLE;
	line.text = make_words(make, MESSAGE_CODE_TEXT);
	none.text = make_words(make, MESSAGE_CODE_NONE);
	none.type = TYPE_SMALL;
	none.emphasis = EMPHASIS_QUIET;
	if (*notice)
		line = make_notice(make, notice);
	high = element_height(&field, make->look, area.w);
	head = element_height(&title, make->look, area.w);
	rest = element_height(&line, make->look, area.w);
	last = element_height(&none, make->look, area.w);
	if (head + rest + high + 2 * make->gap <= area.h) {
		make_put(make, &title, cut_top(&area, head, make->gap / 2));
		last = head + rest + high + last + 3 * make->gap;
	}
	if (rest + high + make->gap / 2 <= area.h)
		make_put(make, &line, cut_top(&area, rest, make->gap / 2));
	else if (*notice)
		make->screen->status = STATUS_NO_ROOM;
	if (high > area.h)
		make->screen->status = STATUS_NO_ROOM;
	make_put(make, &field, cut_top(&area, high, make->gap / 2));
	last = element_height(&none, make->look, area.w);
	if (!*notice && last <= area.h)
		make_put(make, &none, cut_top(&area, last, 0));
}

void screen_code(struct make *make)
{
	struct rect area, board, bottom;
	struct keys keys;

	frame_voter(make, make_election_title(make));
	area = make->body;
	keys = keys_of(make, area);
	if (!make->flow->typed_len)
		row_hide(&keys.row, "erase");
	bottom = cut_bottom(&area, keys.below, keys.gap);
	board = cut_bottom(&area, keys.height, make->gap);
	put_words(make, make_readable(make, area));
	put_keys(make, &keys, board);
	row_put(make, &keys.row, bottom.x, bottom.y);
}
