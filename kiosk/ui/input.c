#include "input.h"

#include <string.h>

/* The mouse is one more contact. */
static const int64_t mouse_touch = INT64_MIN;

void input_prepare(void)
{
	SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
	SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
}

void input_init(struct input *input, const struct look *look)
{
	memset(input, 0, sizeof(*input));
	input->acting = -1;
	input->settled = 1;
	scan_init(&input->scan);
	input_resize(input, look);
}

void input_resize(struct input *input, const struct look *look)
{
	input->width = look->width;
	input->height = look->height;
	input->px_per_m = look->px_per_m;
}

const char *input_pressed(const struct input *input)
{
	return input->acting >= 0 && input->inside ? input->target : "";
}

/* --- screens --- */

static uint32_t hash_number(uint32_t hash, int number)
{
	hash = (hash ^ (uint32_t)number) * 16777619U;
	return hash ^ hash >> 15;
}

/* A number for the places that can be pressed: which, and where. */
static uint32_t places_of(const struct screen *screen)
{
	uint32_t hash = 2166136261U ^ (uint32_t)screen->of;

	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];

		if (element->action.kind == ACT_NONE)
			continue;
		for (const char *at = element->id; *at; at++)
			hash = hash_number(hash, (unsigned char)*at);
		hash = hash_number(hash, element->box.x);
		hash = hash_number(hash, element->box.y);
		hash = hash_number(hash, element->box.w);
		hash = hash_number(hash, element->box.h);
	}
	return hash;
}

/* A contact that rests for long, or came down beside everything, is a palm: it keeps nobody waiting. */
static int is_palm(const struct contact *contact, uint64_t now_ms)
{
	return contact->aside || now_ms - contact->since_ms > INPUT_PALM_MS;
}

static int all_up(const struct input *input, uint64_t now_ms)
{
	for (unsigned i = 0; i < INPUT_CONTACTS; i++)
		if (input->contact[i].used && !is_palm(&input->contact[i], now_ms))
			return 0;
	return 1;
}

void input_shown(struct input *input, const struct screen *screen, uint64_t now_ms)
{
	uint32_t places = places_of(screen);

	if (places == input->shown)
		return;
	input->shown = places;
	input->changed_ms = now_ms;
	input->acting = -1;
	if (input->of != screen->of)
		input->has_last = 0;
	if (screen_is_home(screen))
		input->by_keys = 0;
	if (input->of != screen->of && screen_is_home(screen))
		scan_init(&input->scan);
	input->of = screen->of;
	for (unsigned i = 0; i < INPUT_CONTACTS; i++)
		input->contact[i].spent = 1;
	input->settled = all_up(input, now_ms);
}

/* --- contacts --- */

static int find_contact(const struct input *input, int64_t touch, int64_t finger)
{
	for (int i = 0; i < INPUT_CONTACTS; i++) {
		const struct contact *contact = &input->contact[i];

		if (contact->used && contact->touch == touch && contact->finger == finger)
			return i;
	}
	return -1;
}

/* A free place; with none, that of the contact that has rested longest beside everything: whose end a panel forgot to
 * tell would otherwise take the display away for good. */
static int free_contact(const struct input *input)
{
	int oldest = -1;

	for (int i = 0; i < INPUT_CONTACTS; i++) {
		const struct contact *contact = &input->contact[i];

		if (!contact->used)
			return i;
		if (i != input->acting && (oldest < 0 || contact->since_ms < input->contact[oldest].since_ms))
			oldest = i;
	}
	return oldest;
}

/* Square of the distance from a point to a box, pixels. */
static int64_t distance(struct rect box, int x, int y)
{
	int64_t dx = x < box.x ? box.x - x : x >= box.x + box.w ? x - (box.x + box.w - 1) : 0;
	int64_t dy = y < box.y ? box.y - y : y >= box.y + box.h ? y - (box.y + box.h - 1) : 0;

	return dx * dx + dy * dy;
}

/* Still on the pressed target: in it, or a small slip beside it that is nearer to no other. */
static int on_target(const struct input *input, const struct screen *screen, int x, int y)
{
	const struct element *target = screen_find(screen, input->target);
	int64_t slip = (int64_t)INPUT_SLIP_MM * input->px_per_m / 1000, own;

	if (!target || target->action.kind == ACT_NONE)
		return 0;
	own = distance(target->box, x, y);
	if (own > slip * slip)
		return 0;
	for (unsigned i = 0; own && i < screen->count; i++) {
		const struct element *other = &screen->element[i];

		if (other->action.kind != ACT_NONE && other != target && distance(other->box, x, y) < own)
			return 0;
	}
	return 1;
}

static int waits(struct input *input, uint64_t now_ms)
{
	if (all_up(input, now_ms))
		input->settled = 1;
	return !input->settled || now_ms - input->changed_ms < INPUT_SETTLE_MS;
}

static int guarded(struct input *input, const struct element *element, uint64_t now_ms)
{
	if (waits(input, now_ms))
		return 1;
	return (element->state & STATE_IRREVERSIBLE) && now_ms - input->changed_ms < INPUT_IRREVERSIBLE_MS;
}

static int repeated(const struct input *input, const struct element *element, uint64_t now_ms)
{
	return input->has_last && now_ms - input->last_ms < INPUT_REPEAT_MS && !strcmp(input->last, element->id);
}

static void answer_press(struct input *input, const struct element *element, uint64_t now_ms, struct input_answer *out)
{
	out->kind = INPUT_PRESS;
	out->action = element->action;
	memcpy(out->id, element->id, sizeof(out->id));
	memcpy(input->last, element->id, sizeof(input->last));
	input->last_ms = now_ms;
	input->has_last = 1;
}

/* --- down, move, up --- */

/* Whoever sees nothing can press nothing: a touch brings the picture back, but for somebody who goes by keys. */
static int lights_up(const struct input *input, const struct screen *screen)
{
	return screen->blank && !input->by_keys;
}

static void down(struct input *input, const struct contact *at, const struct screen *screen, struct input_answer *out)
{
	const struct element *element = screen->blank ? NULL : screen_at(screen, at->x, at->y);
	int place = free_contact(input);
	struct contact *contact = &input->contact[place];

	out->kind = INPUT_ACTIVITY;
	/* A palm on a target gives way to a finger. */
	if (input->acting >= 0 && is_palm(&input->contact[input->acting], at->since_ms)) {
		input->contact[input->acting].spent = 1;
		input->acting = -1;
	}
	*contact = *at;
	contact->aside = !element || input->acting >= 0;
	contact->spent =
	    contact->aside || guarded(input, element, at->since_ms) || repeated(input, element, at->since_ms);
	if (contact->spent)
		return;
	input->acting = place;
	input->inside = 1;
	memcpy(input->target, element->id, sizeof(input->target));
	out->kind = INPUT_REDRAW;
}

static void move(struct input *input, int place, const struct contact *at, const struct screen *screen,
                 struct input_answer *out)
{
	int inside;

	input->contact[place].x = at->x;
	input->contact[place].y = at->y;
	if (place != input->acting)
		return;
	inside = on_target(input, screen, at->x, at->y);
	if (inside == input->inside)
		return;
	input->inside = inside;
	out->kind = INPUT_REDRAW;
}

/* A touch beside every button: "touch to start" means the whole display, and a dark one comes back. */
static void answer_aside(struct input *input, const struct contact *contact, const struct screen *screen,
                         uint64_t now_ms, struct input_answer *out)
{
	if (!contact->aside || input->acting >= 0 || now_ms - contact->since_ms > INPUT_PALM_MS ||
	    contact->since_ms < input->changed_ms || waits(input, now_ms))
		return;
	if (screen->of == FLOW_START)
		out->action = (struct action){ACT_START, 0};
	else if (lights_up(input, screen))
		out->action = (struct action){ACT_BLANK, 0};
	if (out->action.kind != ACT_NONE)
		out->kind = INPUT_PRESS;
}

static void up(struct input *input, int place, const struct contact *at, const struct screen *screen,
               struct input_answer *out)
{
	struct contact was = input->contact[place];
	uint64_t now_ms = at->since_ms;
	int acting = place == input->acting, palm = is_palm(&was, now_ms);

	out->kind = INPUT_ACTIVITY;
	input->contact[place].used = 0;
	if (acting) {
		const struct element *element = screen_find(screen, input->target);

		input->acting = -1;
		if (element && !palm && on_target(input, screen, at->x, at->y)) {
			answer_press(input, element, now_ms, out);
			/* Whoever presses what they see is not somebody who goes by keys alone. */
			input->by_keys = 0;
		}
	} else {
		answer_aside(input, &was, screen, now_ms, out);
	}
	if (all_up(input, now_ms))
		input->settled = 1;
}

static void contact_event(struct input *input, Uint32 type, const struct contact *at, const struct screen *screen,
                          struct input_answer *out)
{
	int place = find_contact(input, at->touch, at->finger);

	switch (type) {
	case SDL_FINGERDOWN:
	case SDL_MOUSEBUTTONDOWN:
		/* A panel that forgot to report an end. */
		if (place >= 0) {
			input->contact[place].used = 0;
			input->acting = input->acting == place ? -1 : input->acting;
		}
		scan_break(&input->scan);
		down(input, at, screen, out);
		break;
	case SDL_FINGERUP:
	case SDL_MOUSEBUTTONUP:
		if (place >= 0)
			up(input, place, at, screen, out);
		break;
	default:
		if (place >= 0)
			move(input, place, at, screen, out);
		break;
	}
}

/* --- events --- */

/* The display's edge is on it: panels tell 1. Whatever else one tells stays on it too. */
static int pixel_of(float share, int size)
{
	if (!(share > 0))
		return 0;
	return share < 1 ? (int)(share * (float)size) : size - 1;
}

static void finger_event(struct input *input, const SDL_TouchFingerEvent *event, const struct screen *screen,
                         uint64_t now_ms, struct input_answer *out)
{
	struct contact at = {.used = 1, .touch = event->touchId, .finger = event->fingerId, .since_ms = now_ms};

	if (event->touchId == SDL_MOUSE_TOUCHID)
		return;
	at.x = pixel_of(event->x, input->width);
	at.y = pixel_of(event->y, input->height);
	contact_event(input, event->type, &at, screen, out);
}

static void mouse_event(struct input *input, Uint32 type, Uint32 which, int x, int y, const struct screen *screen,
                        uint64_t now_ms, struct input_answer *out)
{
	struct contact at = {.used = 1, .touch = mouse_touch, .x = x, .y = y, .since_ms = now_ms};

	if (which == SDL_TOUCH_MOUSEID)
		return;
	contact_event(input, type, &at, screen, out);
}

/* --- keys --- */

/* What a key does; nothing, for most: nobody types here. SDL tells a keypad's keys by where they are, whether or not
 * "Num" is on. */
static const struct {
	int32_t key;
	enum input_kind kind;
	enum key_command command;
} keys[] = {
    {SDLK_KP_7, INPUT_COMMAND, KEY_SCREEN_PREVIOUS},
    {SDLK_KP_8, INPUT_FOCUS_PREVIOUS, KEY_COMMAND_COUNT},
    {SDLK_KP_9, INPUT_COMMAND, KEY_SCREEN_NEXT},
    {SDLK_KP_4, INPUT_COMMAND, KEY_RATE},
    {SDLK_KP_5, INPUT_FOCUS_SELECT, KEY_COMMAND_COUNT},
    {SDLK_KP_6, INPUT_COMMAND, KEY_VOLUME},
    {SDLK_KP_1, INPUT_COMMAND, KEY_HELP},
    {SDLK_KP_2, INPUT_FOCUS_NEXT, KEY_COMMAND_COUNT},
    {SDLK_KP_3, INPUT_COMMAND, KEY_LANGUAGE},
    {SDLK_KP_0, INPUT_COMMAND, KEY_SAY_AGAIN},
    {SDLK_KP_PERIOD, INPUT_COMMAND, KEY_BLANK},
    {SDLK_KP_COMMA, INPUT_COMMAND, KEY_BLANK},
    {SDLK_KP_DIVIDE, INPUT_COMMAND, KEY_SLOWER},
    {SDLK_KP_MULTIPLY, INPUT_COMMAND, KEY_FASTER},
    {SDLK_KP_MINUS, INPUT_COMMAND, KEY_SOFTER},
    {SDLK_KP_PLUS, INPUT_COMMAND, KEY_LOUDER},
    {SDLK_VOLUMEDOWN, INPUT_COMMAND, KEY_SOFTER},
    {SDLK_VOLUMEUP, INPUT_COMMAND, KEY_LOUDER},
    {SDLK_PAGEUP, INPUT_COMMAND, KEY_SCREEN_PREVIOUS},
    {SDLK_PAGEDOWN, INPUT_COMMAND, KEY_SCREEN_NEXT},
    {SDLK_TAB, INPUT_FOCUS_NEXT, KEY_COMMAND_COUNT},
    {SDLK_RIGHT, INPUT_FOCUS_NEXT, KEY_COMMAND_COUNT},
    {SDLK_DOWN, INPUT_FOCUS_NEXT, KEY_COMMAND_COUNT},
    {SDLK_LEFT, INPUT_FOCUS_PREVIOUS, KEY_COMMAND_COUNT},
    {SDLK_UP, INPUT_FOCUS_PREVIOUS, KEY_COMMAND_COUNT},
    {SDLK_SPACE, INPUT_FOCUS_SWITCH, KEY_COMMAND_COUNT},
    {SDLK_RETURN, INPUT_FOCUS_SELECT, KEY_COMMAND_COUNT},
    {SDLK_KP_ENTER, INPUT_FOCUS_SELECT, KEY_COMMAND_COUNT},
};

static int32_t key_of(const SDL_Keysym *sym)
{
	int on_keypad = sym->scancode >= SDL_SCANCODE_KP_DIVIDE && sym->scancode <= SDL_SCANCODE_KP_PERIOD;

	return on_keypad ? (int32_t)SDL_SCANCODE_TO_KEYCODE((int32_t)sym->scancode) : sym->sym;
}

/* Arrows go the way that people read. */
static enum input_kind reading_way(enum input_kind kind, int32_t key, const struct screen *screen)
{
	if (!screen->right_to_left || (key != SDLK_LEFT && key != SDLK_RIGHT))
		return kind;
	return kind == INPUT_FOCUS_NEXT ? INPUT_FOCUS_PREVIOUS : INPUT_FOCUS_NEXT;
}

/* Item keys may be as quick as fingers are; every other takes no second strike of the same. */
static int is_double_strike(struct input *input, enum input_kind kind, int32_t key, uint64_t now_ms)
{
	int again = input->has_last_key && input->last_key == key && now_ms - input->last_key_ms < INPUT_REPEAT_MS;

	if (kind == INPUT_FOCUS_NEXT || kind == INPUT_FOCUS_PREVIOUS || again)
		return again && kind != INPUT_FOCUS_NEXT && kind != INPUT_FOCUS_PREVIOUS;
	input->last_key = key;
	input->last_key_ms = now_ms;
	input->has_last_key = 1;
	return 0;
}

static void take_key(struct input *input, const SDL_Keysym *sym, const struct screen *screen, uint64_t now_ms,
                     struct input_answer *out)
{
	int32_t key = key_of(sym);

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		enum input_kind kind = keys[i].kind;

		if (keys[i].key != key)
			continue;
		input->by_keys = 1;
		if (is_double_strike(input, kind, key, now_ms))
			return;
		if (key == SDLK_TAB && (sym->mod & KMOD_SHIFT))
			kind = INPUT_FOCUS_PREVIOUS;
		out->kind = reading_way(kind, key, screen);
		out->command = keys[i].command;
		return;
	}
}

static void hold_key(struct input *input, int32_t code, uint64_t now_ms)
{
	for (unsigned i = 0; i < INPUT_KEYS; i++) {
		if (input->key[i].used && input->key[i].code == code)
			return;
	}
	for (unsigned i = 0; i < INPUT_KEYS; i++) {
		if (!input->key[i].used) {
			input->key[i] = (struct held_key){1, code, now_ms};
			return;
		}
	}
}

static void key_event(struct input *input, const SDL_KeyboardEvent *event, const struct screen *screen, uint64_t now_ms,
                      struct input_answer *out)
{
	int32_t code = event->keysym.scancode ? (int32_t)event->keysym.scancode : event->keysym.sym;

	if (event->type == SDL_KEYUP) {
		for (unsigned i = 0; i < INPUT_KEYS; i++)
			if (input->key[i].used && input->key[i].code == code)
				input->key[i].used = 0;
		return;
	}
	/* What a key that is held down repeats by itself is nobody's. */
	if (event->repeat)
		return;
	hold_key(input, code, now_ms);
	out->kind = INPUT_ACTIVITY;
	if (scan_key(&input->scan, &event->keysym, screen->of, now_ms, &out->action)) {
		if (out->action.kind != ACT_NONE)
			out->kind = INPUT_PRESS;
		return;
	}
	take_key(input, &event->keysym, screen, now_ms, out);
}

int input_more(struct input *input, const struct screen *screen, struct input_answer *out)
{
	memset(out, 0, sizeof(*out));
	if (!scan_next(&input->scan, screen->of, &out->action))
		return 0;
	out->kind = INPUT_PRESS;
	return 1;
}

static void window_event(const SDL_WindowEvent *event, struct input_answer *out)
{
	switch (event->event) {
	case SDL_WINDOWEVENT_SHOWN:
	case SDL_WINDOWEVENT_EXPOSED:
	case SDL_WINDOWEVENT_RESTORED:
	case SDL_WINDOWEVENT_SIZE_CHANGED:
		out->kind = INPUT_REDRAW;
		out->window = 1;
		break;
	case SDL_WINDOWEVENT_CLOSE: out->kind = INPUT_QUIT; break;
	default: break;
	}
}

void input_event(struct input *input, const SDL_Event *event, const struct screen *screen, uint64_t now_ms,
                 struct input_answer *out)
{
	memset(out, 0, sizeof(*out));
	switch (event->type) {
	case SDL_QUIT: out->kind = INPUT_QUIT; break;
	case SDL_FINGERDOWN:
	case SDL_FINGERUP:
	case SDL_FINGERMOTION: finger_event(input, &event->tfinger, screen, now_ms, out); break;
	case SDL_MOUSEBUTTONDOWN:
	case SDL_MOUSEBUTTONUP:
		if (event->button.button == SDL_BUTTON_LEFT)
			mouse_event(input, event->type, event->button.which, event->button.x, event->button.y, screen,
			            now_ms, out);
		break;
	case SDL_MOUSEMOTION:
		mouse_event(input, event->type, event->motion.which, event->motion.x, event->motion.y, screen, now_ms,
		            out);
		break;
	case SDL_KEYDOWN:
	case SDL_KEYUP: key_event(input, &event->key, screen, now_ms, out); break;
	case SDL_WINDOWEVENT: window_event(&event->window, out); break;
	default: break;
	}
}

void input_select(struct input *input, const struct element *element, uint64_t now_ms, struct input_answer *out)
{
	memset(out, 0, sizeof(*out));
	out->kind = INPUT_ACTIVITY;
	if (!element || element->action.kind == ACT_NONE || guarded(input, element, now_ms) ||
	    repeated(input, element, now_ms))
		return;
	answer_press(input, element, now_ms, out);
}

/* --- what is stuck --- */

int input_stuck(const struct input *input, uint64_t now_ms)
{
	for (unsigned i = 0; i < INPUT_CONTACTS; i++)
		if (input->contact[i].used && now_ms - input->contact[i].since_ms >= INPUT_STUCK_MS)
			return 1;
	for (unsigned i = 0; i < INPUT_KEYS; i++)
		if (input->key[i].used && now_ms - input->key[i].since_ms >= INPUT_STUCK_MS)
			return 1;
	return 0;
}

static uint64_t sooner(uint64_t next_ms, uint64_t since_ms, uint64_t now_ms)
{
	uint64_t rests_ms = now_ms - since_ms;

	return rests_ms < INPUT_STUCK_MS && INPUT_STUCK_MS - rests_ms < next_ms ? INPUT_STUCK_MS - rests_ms : next_ms;
}

uint64_t input_next_ms(const struct input *input, uint64_t now_ms)
{
	uint64_t next_ms = UINT64_MAX;

	if (input_stuck(input, now_ms))
		return UINT64_MAX;
	for (unsigned i = 0; i < INPUT_CONTACTS; i++)
		if (input->contact[i].used)
			next_ms = sooner(next_ms, input->contact[i].since_ms, now_ms);
	for (unsigned i = 0; i < INPUT_KEYS; i++)
		if (input->key[i].used)
			next_ms = sooner(next_ms, input->key[i].since_ms, now_ms);
	return next_ms;
}
