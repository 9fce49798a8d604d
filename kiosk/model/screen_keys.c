#include "screen_keys.h"

#include <stdio.h>
#include <string.h>

/* The keyboard on the display, for whatever is written there. */

enum {
	KEY_MOST = 3400,
	KEY_HIGH = 2600,
	GROUP_CONTROL = 251,
	LINES_MOST = 12
}; /* widths and heights in hundredths of a millimetre */

/* Signs that are spoken by name. */
static const struct {
	uint32_t sign;
	enum message name;
} sign_names[] = {
    {'.', MESSAGE_SIGN_STOP},         {0x964, MESSAGE_SIGN_STOP},        {',', MESSAGE_SIGN_COMMA},
    {0x60c, MESSAGE_SIGN_COMMA},      {'?', MESSAGE_SIGN_QUESTION},      {0x61f, MESSAGE_SIGN_QUESTION},
    {0xbf, MESSAGE_SIGN_QUESTION},    {'!', MESSAGE_SIGN_EXCLAMATION},   {0xa1, MESSAGE_SIGN_EXCLAMATION},
    {'\'', MESSAGE_SIGN_APOSTROPHE},  {'-', MESSAGE_SIGN_HYPHEN},        {':', MESSAGE_SIGN_COLON},
    {'(', MESSAGE_SIGN_BRACKET_LEFT}, {')', MESSAGE_SIGN_BRACKET_RIGHT}, {'/', MESSAGE_SIGN_SLASH},
    {'&', MESSAGE_SIGN_AND},          {'+', MESSAGE_SIGN_PLUS},          {'@', MESSAGE_SIGN_AT},
    {'%', MESSAGE_SIGN_PERCENT},      {0xa3, MESSAGE_SIGN_POUND},        {0x20ac, MESSAGE_SIGN_EURO},
};

static const char *spoken_key(struct make *make, uint32_t letter, const char *label)
{
	for (size_t i = 0; i < sizeof(sign_names) / sizeof(*sign_names); i++)
		if (sign_names[i].sign == letter)
			return make_words(make, sign_names[i].name);
	return label;
}

static struct element key_of(struct make *make, uint32_t letter, unsigned row)
{
	char label[KEYBOARD_LABEL];
	struct element key;

	keyboard_label(label, letter);
	key = make_button("", make_copy(make, label), (struct action){ACT_LETTER, letter});
	snprintf(key.id, sizeof(key.id), "key-%x", (unsigned)letter);
	key.spoken = spoken_key(make, letter, key.text);
	key.state = STATE_LEFT_TO_RIGHT;
	key.group = (uint8_t)(row + 1);
	return key;
}

/* --- how large the keys are --- */

static unsigned count_keys(const char *row)
{
	unsigned count = 0;

	while (keyboard_next(&row))
		count++;
	return count;
}

/* The same places for all layers: as many rows, and as many keys across, as any has. */
static void measure_rows(struct keys *keys)
{
	for (unsigned layer = 0; layer < KEYBOARD_LAYERS; layer++) {
		for (unsigned i = 0; i < KEYBOARD_ROWS && keys->board.row[layer][i]; i++) {
			unsigned count = count_keys(keys->board.row[layer][i]);

			keys->across = count > keys->across ? count : keys->across;
			keys->rows = i + 1 > keys->rows ? i + 1 : keys->rows;
		}
	}
}

/* The largest words in which every key has room. */
static enum text_style type_of(struct make *make, const struct keys *keys)
{
	static const enum text_style types[] = {TYPE_LARGE, TYPE_STRONG, TYPE_SMALL};
	size_t pool_len = make->screen->pool_len;

	for (unsigned t = 0; t < sizeof(types) / sizeof(*types); t++) {
		int fits = 1;

		for (unsigned i = 0; i < keys->rows * KEYBOARD_LAYERS; i++) {
			const char *row = keys->board.row[i % KEYBOARD_LAYERS][i / KEYBOARD_LAYERS];

			for (uint32_t letter; row && (letter = keyboard_next(&row));) {
				struct element key = key_of(make, letter, 0);

				key.type = types[t];
				fits &= element_least_width(&key, make->look) <= keys->key_w &&
				        element_height(&key, make->look, keys->key_w) <= keys->key_h;
				make->screen->pool_len = pool_len;
			}
		}
		if (fits)
			return types[t];
	}
	return TYPE_SMALL;
}

void keys_make(struct keys *keys, struct make *make, int room)
{
	const struct flow *flow = make->flow;
	int least = make_px(make, LAYOUT_TARGET) + 1;
	int most = make_px(make, KEY_MOST), high = make_px(make, KEY_HIGH), rows;

	memset(keys, 0, sizeof(*keys));
	keyboard_of(&keys->board, make->election ? make->election->language[flow->language] : "en");
	keys->layer = flow->keys < KEYBOARD_LAYERS ? flow->keys : 0;
	measure_rows(keys);
	rows = (int)keys->rows;
	keys->gap = make_px(make, LAYOUT_GAP + 20);
	keys->key_w = (make->body.w - ((int)keys->across - 1) * keys->gap) / (int)keys->across;
	keys->key_w = keys->key_w < most ? keys->key_w : most;
	keys->key_h = (room - (rows - 1) * keys->gap) / rows;
	keys->key_h = keys->key_h < least ? least : keys->key_h > high ? high : keys->key_h;
	keys->height = rows * keys->key_h + (rows - 1) * keys->gap;
	keys->type = type_of(make, keys);
}

void keys_put(struct make *make, const struct keys *keys, struct rect area)
{
	for (unsigned i = 0; i < keys->rows; i++) {
		const char *row = keys->board.row[keys->layer][i];
		int y = area.y + (int)i * (keys->key_h + keys->gap), x, count;

		if (!row)
			return;
		count = (int)count_keys(row);
		x = area.x + (area.w - count * keys->key_w - (count - 1) * keys->gap) / 2;
		for (uint32_t letter; (letter = keyboard_next(&row)); x += keys->key_w + keys->gap) {
			struct element key = key_of(make, letter, i);

			key.type = keys->type;
			make_put(make, &key, (struct rect){x, y, keys->key_w, keys->key_h});
		}
	}
}

/* --- the row below them --- */

static struct element layer_key(struct make *make, const struct keys *keys, unsigned layer)
{
	static const enum message spoken[KEYBOARD_LAYERS] = {MESSAGE_KEYS_LETTERS, MESSAGE_KEYS_CAPITALS,
	                                                     MESSAGE_KEYS_SIGNS};
	enum message words = spoken[layer];
	struct element key =
	    make_button("", make_copy(make, keys->board.label[layer]), (struct action){ACT_KEYS, layer});

	if (layer == 1 && keys->board.kind != KEYBOARD_LATIN)
		words = MESSAGE_KEYS_MORE;
	snprintf(key.id, sizeof(key.id), "keys-%u", layer);
	key.spoken = make_words(make, words);
	key.emphasis = EMPHASIS_QUIET;
	key.group = GROUP_CONTROL;
	return key;
}

struct row keys_control(struct make *make, const struct keys *keys, struct element back, struct element done)
{
	struct element space =
	    make_button("space", make_words(make, MESSAGE_KEYS_SPACE), (struct action){ACT_LETTER, ' '});
	struct element erase = make_button("erase", make_words(make, MESSAGE_PIN_ERASE), (struct action){ACT_ERASE, 0});
	struct row row = {0};

	back.group = GROUP_CONTROL;
	if (*back.id)
		row_add(&row, ROW_LEFT, back);
	for (unsigned layer = 0; layer < KEYBOARD_LAYERS; layer++)
		if (layer != keys->layer)
			row_add(&row, ROW_LEFT, layer_key(make, keys, layer));
	space.group = erase.group = done.group = GROUP_CONTROL;
	erase.icon = make->tight ? ICON_NONE : ICON_ERASE;
	row_add_sized(&row, ROW_MIDDLE, space, 7000, 0);
	row_add(&row, ROW_RIGHT, erase);
	row_add_sized(&row, ROW_RIGHT, done, 4000, 0);
	row.fill = 1;
	return row;
}

/* --- what is typed --- */

/* As much of the end as so many lines hold. */
static const char *last_lines(const struct make *make, const char *text, enum text_style type, int width, unsigned most)
{
	unsigned lines = text_lines(make->look, type, text, width);
	struct line line;

	for (; lines > most && text; lines--)
		text = text_line(&line, make->look, type, text, width);
	return text ? text : "";
}

/* Where the next letter comes is shown. */
static const char *with_mark(struct make *make, const char *answer)
{
	return *answer ? make_joined(make, answer, "", "_") : make_copy(make, "_");
}

/* One line of what is typed. */
int keys_least_field(const struct make *make, int width)
{
	struct element field = make_element(ROLE_FIELD, "");

	field.text = "_";
	return element_height(&field, make->look, width);
}

void keys_field(struct make *make, const char *written, struct rect box)
{
	struct element field = make_element(ROLE_FIELD, "field");
	struct element none = make_element(ROLE_FIELD, "");
	const char *shown = with_mark(make, written);
	int pad, inner;
	unsigned most;

	field.type = box.h > line_height(make->look, TYPE_LEAD) * 3 ? TYPE_LEAD : TYPE_BODY;
	pad = element_height(&none, make->look, box.w);
	inner = box.w - 2 * pad;
	most = box.h > 2 * pad ? (unsigned)((box.h - 2 * pad) / line_height(make->look, field.type)) : 0;
	if (!most) {
		make->screen->status = STATUS_NO_ROOM;
		return;
	}
	field.text = last_lines(make, shown, field.type, inner, most);
	field.spoken = *written ? SPEAK(make, MESSAGE_QUESTION_WRITTEN, make_copy(make, written))
	                        : make_words(make, MESSAGE_QUESTION_NOTHING);
	make_put(make, &field, box);
}

/* Not more than is good to overlook, next to the keys. */
struct rect keys_above(const struct make *make, struct rect area)
{
	int most = line_height(make->look, TYPE_LEAD) * LINES_MOST;

	if (area.h > most)
		cut_top(&area, area.h - most, 0);
	return area;
}
