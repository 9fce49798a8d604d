#include "events.h"

#include <SDL.h>
#include <string.h>

enum { LOOK_MS = 10 };

uint64_t events_clock_ms(void)
{
	return SDL_GetTicks64();
}

/* SDL sleeps in the kernel on these two only; elsewhere (a bare display, none at all) it would look a thousand times a
 * second. */
static int can_sleep(void)
{
	const char *driver = SDL_GetCurrentVideoDriver();

	return driver && (!strcmp(driver, "x11") || !strcmp(driver, "wayland"));
}

int events_wait(int timeout_ms)
{
	uint64_t end_ms = SDL_GetTicks64() + (uint64_t)timeout_ms;

	if (can_sleep())
		return SDL_WaitEventTimeout(NULL, timeout_ms);
	while (!SDL_PollEvent(NULL)) {
		if (SDL_GetTicks64() >= end_ms)
			return 0;
		SDL_Delay(LOOK_MS);
	}
	return 1;
}

int events_take(struct input_answer *out, struct input *input, struct focus *focus, const struct screen *screen,
                uint64_t now_ms)
{
	SDL_Event event;

	if (!SDL_PollEvent(&event))
		return 0;
	input_event(input, &event, screen, now_ms, out);
	if (out->kind == INPUT_PRESS || event.type == SDL_FINGERDOWN || event.type == SDL_MOUSEBUTTONDOWN)
		focus_hide(focus);
	return 1;
}

/* An element chosen by key, or what a key means though it stands nowhere. */
static void tell_chosen(struct event *out, const struct keypad_answer *chosen, struct input *input, uint64_t now_ms)
{
	struct input_answer selected = {.kind = INPUT_ACTIVITY};

	if (chosen->element)
		input_select(input, chosen->element, now_ms, &selected);
	if (selected.kind == INPUT_PRESS)
		out->action = selected.action;
	else if (!chosen->element)
		out->action = chosen->action;
	else if (chosen->element->action.kind == ACT_NONE)
		/* Only who listens stops there. */
		out->action.kind = ACT_SAY_AGAIN;
	if (out->action.kind != ACT_NONE)
		out->kind = EVENT_PRESS;
}

void events_tell(struct event *out, const struct input_answer *answer, struct input *input, struct focus *focus,
                 const struct flow *flow, const struct screen *screen, uint64_t now_ms)
{
	struct keypad_answer chosen = {.element = NULL};

	memset(out, 0, sizeof(*out));
	out->kind = EVENT_ACTIVITY;
	out->now_ms = now_ms;
	switch (answer->kind) {
	case INPUT_PRESS: chosen.action = answer->action; break;
	case INPUT_FOCUS_NEXT: focus_next(focus, screen); break;
	case INPUT_FOCUS_PREVIOUS: focus_previous(focus, screen); break;
	case INPUT_FOCUS_SWITCH: focus_switch(focus, screen); break;
	case INPUT_FOCUS_SELECT:
		if (focus_select(focus, screen) == FOCUS_PRESS)
			chosen.element = focus_element(focus, screen);
		break;
	case INPUT_COMMAND:
		/* Who uses keys is told where they stand. */
		focus->shown = 1;
		keypad_answer(&chosen, answer->command, flow, screen);
		break;
	case INPUT_NONE:
	case INPUT_ACTIVITY:
	case INPUT_REDRAW:
	case INPUT_QUIT: break;
	}
	tell_chosen(out, &chosen, input, now_ms);
}
