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
	return contact->blank || now_ms - contact->since_ms > INPUT_PALM_MS;
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
	input->has_last = 0;
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

static int free_contact(const struct input *input)
{
	for (int i = 0; i < INPUT_CONTACTS; i++)
		if (!input->contact[i].used)
			return i;
	return -1;
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

static void down(struct input *input, const struct contact *at, const struct screen *screen, struct input_answer *out)
{
	const struct element *element = screen_at(screen, at->x, at->y);
	int place = free_contact(input);

	out->kind = INPUT_ACTIVITY;
	if (place < 0)
		return;
	/* A palm on a target gives way to a finger. */
	if (input->acting >= 0 && is_palm(&input->contact[input->acting], at->since_ms)) {
		input->contact[input->acting].spent = 1;
		input->acting = -1;
	}
	input->contact[place] = *at;
	input->contact[place].blank = !element;
	input->contact[place].spent = !element || input->acting >= 0 || guarded(input, element, at->since_ms) ||
	                              repeated(input, element, at->since_ms);
	if (input->contact[place].spent)
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

static void up(struct input *input, int place, const struct contact *at, const struct screen *screen,
               struct input_answer *out)
{
	uint64_t now_ms = at->since_ms;
	int acting = place == input->acting, palm = is_palm(&input->contact[place], now_ms);

	out->kind = INPUT_ACTIVITY;
	input->contact[place].used = 0;
	if (acting) {
		const struct element *element = screen_find(screen, input->target);

		input->acting = -1;
		if (element && !palm && on_target(input, screen, at->x, at->y))
			answer_press(input, element, now_ms, out);
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

static void finger_event(struct input *input, const SDL_TouchFingerEvent *event, const struct screen *screen,
                         uint64_t now_ms, struct input_answer *out)
{
	struct contact at = {.used = 1, .touch = event->touchId, .finger = event->fingerId, .since_ms = now_ms};

	if (event->touchId == SDL_MOUSE_TOUCHID)
		return;
	at.x = (int)(event->x * (float)input->width);
	at.y = (int)(event->y * (float)input->height);
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

static void key_event(const SDL_KeyboardEvent *event, struct input_answer *out)
{
	int backwards = event->keysym.mod & KMOD_SHIFT;

	out->kind = INPUT_ACTIVITY;
	if (event->repeat)
		return;
	switch (event->keysym.sym) {
	case SDLK_TAB: out->kind = backwards ? INPUT_FOCUS_PREVIOUS : INPUT_FOCUS_NEXT; break;
	case SDLK_RIGHT:
	case SDLK_DOWN: out->kind = INPUT_FOCUS_NEXT; break;
	case SDLK_LEFT:
	case SDLK_UP: out->kind = INPUT_FOCUS_PREVIOUS; break;
	case SDLK_RETURN:
	case SDLK_KP_ENTER:
	case SDLK_SPACE: out->kind = INPUT_FOCUS_SELECT; break;
	default: break;
	}
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
	case SDL_KEYDOWN: key_event(&event->key, out); break;
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
