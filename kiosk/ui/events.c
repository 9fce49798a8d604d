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
