#include "screen_make.h"

#include <stdio.h>
#include <string.h>

#include "characters.h"

/* --- words --- */

/* Room of len bytes in the pool; NULL where it is full, which the screen's status then tells. */
static char *pool_room(struct make *make, size_t len)
{
	struct screen *screen = make->screen;
	char *room = screen->pool + screen->pool_len;

	if (len > sizeof(screen->pool) - screen->pool_len) {
		screen->status = STATUS_NO_ROOM;
		return NULL;
	}
	screen->pool_len += len;
	return room;
}

const char *make_copy(struct make *make, const char *text)
{
	size_t len = strlen(text) + 1;
	char *room;

	if (len == 1)
		return "";
	room = pool_room(make, len);
	if (!room)
		return "";
	memcpy(room, text, len);
	return room;
}

const char *make_words(struct make *make, enum message id)
{
	return make_copy(make, make->messages->of[id]);
}

/* A name of the other direction keeps its own order within words from the left; message_format sees to the rest. */
static const char *isolated(struct make *make, const char *text)
{
	if (make->messages->right_to_left || !text_has_right_to_left(text))
		return text;
	return make_joined(make, ISOLATE_FIRST, "", make_joined(make, text, "", ISOLATE_END));
}

const char *make_filled(struct make *make, enum message id, const char *const *args, unsigned count)
{
	size_t len = strlen(make->messages->of[id]) + 1;
	const char *whole[10];
	char *room;

	count = count < 10 ? count : 10;
	for (unsigned i = 0; i < count; i++) {
		whole[i] = isolated(make, args[i]);
		len += strlen(whole[i]) + strlen(ISOLATE_FIRST) + strlen(ISOLATE_END);
	}
	room = pool_room(make, len);
	return room ? message_format(room, len, make->messages, id, whole, count) : "";
}

const char *make_number(struct make *make, uint64_t number)
{
	char text[48];

	number_format(text, sizeof(text), make->messages, number);
	return make_copy(make, text);
}

const char *make_money(struct make *make, uint64_t amount)
{
	char text[96];

	money_format(text, sizeof(text), make->messages, make->election->currency, make->election->minor_digits,
	             amount);
	return make_copy(make, text);
}

const char *make_text(struct make *make, const struct text *text, unsigned *state)
{
	int fallback = 0;
	const char *words = text_in(text, make->flow->language, &fallback);

	if (fallback && *words && state)
		*state |= STATE_FALLBACK;
	return make_copy(make, words);
}

const char *make_election_title(struct make *make)
{
	return make_text(make, &make->election->title, NULL);
}

const char *speak_number(struct make *make, uint64_t number)
{
	char text[48];

	number_speak(text, sizeof(text), number);
	return make_copy(make, text);
}

const char *speak_money(struct make *make, uint64_t amount)
{
	char text[160];

	money_speak(text, sizeof(text), make->messages, make->election->currency, make->election->minor_digits, amount);
	return make_copy(make, text);
}

const char *speak_text(struct make *make, const struct text *text)
{
	int fallback = 0;
	const char *words = text_in(text, make->flow->language, &fallback);
	const char language[3] = {SPEECH_LANGUAGE[0], fallback ? 1 : (char)(1 + make->flow->language), 0};

	/* Neither part is empty, so that they are joined in the room of make. */
	/* NOLINTNEXTLINE(clang-analyzer-core.StackAddressEscape) */
	return *words ? make_joined(make, language, "", words) : "";
}

const char *speak_spelled(struct make *make, const char *text)
{
	char out[512];
	size_t len = 0;

	for (const char *at = text; *at && len + 4 < sizeof(out); at++) {
		int is_letter = *at >= 'a' && *at <= 'z';

		/* A capital is read by its name; a gap becomes a pause. */
		if (*at != ' ' && *at != '-')
			out[len++] = (char)(is_letter ? *at - 'a' + 'A' : *at);
		out[len++] = SPEECH_BREAK[0];
	}
	out[len] = 0;
	return make_copy(make, out);
}

const char *speak_filled(struct make *make, enum message id, const char *const *args, unsigned count)
{
	const char *broken[10];

	for (unsigned i = 0; i < count && i < 10; i++)
		broken[i] = make_joined(make, SPEECH_BREAK, "", make_joined(make, args[i], "", SPEECH_BREAK));
	return make_filled(make, id, broken, count);
}

const char *make_joined(struct make *make, const char *first, const char *between, const char *second)
{
	size_t a = strlen(first), b = strlen(between), c = strlen(second);
	char *room;

	if (!a || !c)
		return a ? first : second;
	room = pool_room(make, a + b + c + 1);
	if (!room)
		return "";
	snprintf(room, a + b + c + 1, "%s%s%s", first, between, second);
	return room;
}

/* --- elements --- */

int make_px(const struct make *make, int hundredth_mm)
{
	return look_px(make->look, hundredth_mm);
}

struct element make_element(enum role role, const char *id)
{
	struct element element = {.role = role, .text = "", .detail = "", .note = "", .amount = "", .type = TYPE_BODY};

	snprintf(element.id, sizeof(element.id), "%s", id);
	return element;
}

struct element make_button(const char *id, const char *text, struct action action)
{
	struct element element = make_element(ROLE_BUTTON, id);

	element.text = text;
	element.type = TYPE_STRONG;
	element.action = action;
	return element;
}

struct element make_main(const char *id, const char *text, enum action_kind kind)
{
	struct element button = make_button(id, text, (struct action){kind, 0});

	button.emphasis = EMPHASIS_MAIN;
	return button;
}

struct element make_back(struct make *make, const char *text, enum action_kind kind)
{
	struct element button = make_button("back", text, (struct action){kind, 0});

	button.icon = make->tight ? ICON_NONE : ICON_BACK;
	return button;
}

struct element make_next(struct make *make, const char *text)
{
	struct element button = make_main("next", text, ACT_NEXT);

	button.icon = make->tight ? ICON_NONE : ICON_NEXT;
	return button;
}

struct element *make_put(struct make *make, const struct element *element, struct rect box)
{
	struct screen *screen = make->screen;
	struct element *out = &screen->element[screen->count < SCREEN_MAX_ELEMENTS ? screen->count : 0];

	if (screen->count == SCREEN_MAX_ELEMENTS)
		screen->status = STATUS_NO_ROOM;
	else
		screen->count++;
	*out = *element;
	out->box = box;
	return out;
}

struct element *make_add(struct make *make, enum role role, const char *id, struct rect box)
{
	struct element element = make_element(role, id);

	return make_put(make, &element, box);
}

struct element *make_add_numbered(struct make *make, enum role role, const char *id, unsigned number, struct rect box)
{
	struct element *element = make_add(make, role, id, box);

	snprintf(element->id, sizeof(element->id), "%.12s-%u", id, number);
	return element;
}

struct rect make_readable(const struct make *make, struct rect box)
{
	/* 70 characters at half an em, which is 0.69 of a capital's height. */
	int width = make_px(make, type_capital(TYPE_BODY, make->look->text_size)) * 70 * 69 / 100;

	if (width < box.w) {
		box.x += (box.w - width) / 2;
		box.w = width;
	}
	return box;
}
