#include "screen_make.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* The voting code, typed on keys of its own alphabet or scanned. */

enum { ROWS = 4, ACROSS = 9, KEY_MOST = 3400, KEY_HIGH = 2800, GROUP_CONTROL = 251 };

/* As on a keyboard, so that who knows one finds them; without what can be taken for something else. */
static const char *const rows[ROWS] = {"123456789", "qwertyup", "asdfghjk", "zxcvbnm"};

struct keys {
	int key_w, key_h, gap, width, height;
	struct element erase, next;
	struct row row; /* below the keys; empty where both stand beside them */
	int below, beside;
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

static void keys_size(struct keys *keys, struct make *make, int width, int height)
{
	int least = make_px(make, LAYOUT_TARGET) + 1, most = make_px(make, KEY_MOST), high = make_px(make, KEY_HIGH);

	keys->key_w = (width - (ACROSS - 1) * keys->gap) / ACROSS;
	keys->key_w = keys->key_w < most ? keys->key_w : most;
	keys->key_h = (height - (ROWS - 1) * keys->gap) / ROWS;
	keys->key_h = keys->key_h < least ? least : keys->key_h > high ? high : keys->key_h;
	keys->width = ACROSS * keys->key_w + (ACROSS - 1) * keys->gap;
	keys->height = ROWS * keys->key_h + (ROWS - 1) * keys->gap;
}

/* words: the height that is kept for them. On a low display, what is below the keys elsewhere stands beside them. */
static struct keys keys_of(struct make *make, struct rect area, int words)
{
	struct keys keys = {.gap = make_px(make, LAYOUT_GAP + 20)};
	int room = area.h - words - make->gap, needs, erases;

	keys.erase = make_button("erase", make_words(make, MESSAGE_PIN_ERASE), (struct action){ACT_ERASE, 0});
	keys.next = make_next(make, make_words(make, MESSAGE_NAV_NEXT));
	keys.erase.icon = make->tight ? ICON_NONE : ICON_ERASE;
	keys.erase.group = keys.next.group = GROUP_CONTROL;
	row_add(&keys.row, ROW_LEFT, keys.erase);
	row_add_main(&keys.row, keys.next);
	keys.below = row_plan(make, &keys.row, area.w);
	keys_size(&keys, make, area.w, room - keys.below - keys.gap);
	if (keys.height <= room - keys.below - keys.gap || area.w < area.h)
		return keys;
	needs = element_width(&keys.next, make->look);
	erases = element_width(&keys.erase, make->look);
	keys.beside = needs > erases ? needs : erases;
	keys.below = 0;
	keys_size(&keys, make, area.w - keys.beside - make->gap, room);
	return keys;
}

static void put_beside(struct make *make, const struct keys *keys, struct rect board)
{
	struct rect box = cut_right(&board, keys->beside, 0);
	int half = (keys->height - keys->gap) / 2;

	if (make->flow->typed_len)
		make_put(make, &keys->erase, (struct rect){box.x, box.y, box.w, half});
	make_put(make, &keys->next, (struct rect){box.x, box.y + keys->height - half, box.w, half});
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
	char shown[4 * VOTING_CODE_LETTERS];
	size_t len = 0;

	/* Apart from each other, and the groups of the slip more so: each place is seen. */
	for (unsigned i = 0; i < VOTING_CODE_LETTERS; i++) {
		for (unsigned gap = i == 4 || i == 8 ? 4 : i > 0; gap; gap--)
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
		field.spoken =
		    SPEAK(make, MESSAGE_CODE_TYPED, letters, speak_number(make, VOTING_CODE_LETTERS - flow->typed_len));
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
static const char *words_told(struct make *make)
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

/* --- heading, what to do or what went wrong, and what is typed --- */

struct told {
	struct element title, line, field, none;
	int width, title_h, line_h, field_h, none_h, gap;
};

/* Smaller where there is little room. */
static void size_field(struct make *make, struct told *told, int room)
{
	static const enum text_style types[] = {TYPE_DISPLAY, TYPE_CODE, TYPE_LARGE, TYPE_STRONG};

	for (unsigned i = 0; i < sizeof(types) / sizeof(*types); i++) {
		told->field.type = types[i];
		told->field_h = element_height(&told->field, make->look, told->width);
		if (told->field_h <= room &&
		    text_lines(make->look, types[i], told->field.text, told->width - make_px(make, 1000)) == 1)
			return;
	}
}

static struct told told_of(struct make *make, int width)
{
	struct told told = {.width = width, .gap = make->gap / 2};
	const char *notice = words_told(make);

	told.title = make_element(ROLE_TITLE, "title");
	told.title.text = make_words(make, MESSAGE_CODE_TITLE);
	told.title.type = make->tight ? TYPE_LARGE : TYPE_TITLE;
	told.line = make_element(ROLE_TEXT, "text");
	told.line.text = make_words(make, MESSAGE_CODE_TEXT);
	if (*notice)
		told.line = make_notice(make, notice);
	told.field = typed_field(make);
	told.none = make_element(ROLE_TEXT, "none");
	told.none.text = make_words(make, MESSAGE_CODE_NONE);
	told.none.type = TYPE_SMALL;
	told.none.emphasis = EMPHASIS_QUIET;
	told.title_h = element_height(&told.title, make->look, width);
	told.line_h = element_height(&told.line, make->look, width);
	told.none_h = element_height(&told.none, make->look, width);
	size_field(make, &told, INT_MAX);
	return told;
}

/* What the words take at most, whatever notice there is: no key ever moves. */
static int told_height(struct make *make, const struct told *told)
{
	struct element longest = make_notice(make, make_joined(make, make_words(make, MESSAGE_CODE_NOT_ISSUED), " ",
	                                                       FILLED(make, MESSAGE_CODE_WAIT, "88")));

	return told->title_h + element_height(&longest, make->look, told->width) + told->field_h + 2 * told->gap;
}

static void put_told(struct make *make, struct told *told, struct rect area)
{
	int notice = told->line.role == ROLE_NOTICE;

	if (told->title_h + told->line_h + told->field_h + 2 * told->gap <= area.h)
		make_put(make, &told->title, cut_top(&area, told->title_h, told->gap));
	/* Where there is no room for both, what went wrong comes before what is typed; the next press brings it back.
	 */
	size_field(make, told, notice ? area.h - told->line_h - told->gap : area.h);
	if (notice && told->line_h + told->gap + told->field_h > area.h) {
		if (told->line_h > area.h)
			make->screen->status = STATUS_NO_ROOM;
		make_put(make, &told->line, cut_top(&area, told->line_h, 0));
		return;
	}
	if (told->line_h + told->gap + told->field_h <= area.h)
		make_put(make, &told->line, cut_top(&area, told->line_h, told->gap));
	if (told->field_h > area.h)
		make->screen->status = STATUS_NO_ROOM;
	make_put(make, &told->field, cut_top(&area, told->field_h, told->gap));
	if (!notice && told->none_h <= area.h)
		make_put(make, &told->none, cut_top(&area, told->none_h, 0));
}

void screen_code(struct make *make)
{
	struct rect area, board, bottom;
	struct told told;
	struct keys keys;
	int spare;

	frame_voter(make, make_election_title(make));
	area = make->body;
	told = told_of(make, make_readable(make, area).w);
	keys = keys_of(make, area, told_height(make, &told));
	if (!make->flow->typed_len)
		row_hide(&keys.row, "erase");
	bottom = cut_bottom(&area, keys.below, keys.beside ? 0 : keys.gap);
	board = cut_bottom(&area, keys.height, make->gap);
	/* What is typed is seen from the keys. */
	spare = area.h - told_height(make, &told) - told.none_h - told.gap;
	if (spare > 0)
		cut_top(&area, spare * 2 / 3, 0);
	put_told(make, &told, make_readable(make, area));
	if (keys.beside) {
		put_keys(make, &keys, (struct rect){board.x, board.y, keys.width, board.h});
		put_beside(make, &keys, board);
	} else {
		put_keys(make, &keys, board);
		row_put(make, &keys.row, bottom.x, bottom.y);
	}
}
