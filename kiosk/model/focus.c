#include "focus.h"

#include <string.h>

static int reachable(const struct element *element)
{
	return element->action.kind != ACT_NONE;
}

/* Index of the element in focus; -1 for none. */
static int find(const struct focus *focus, const struct screen *screen)
{
	for (unsigned i = 0; i < screen->count; i++)
		if (reachable(&screen->element[i]) && !strcmp(screen->element[i].id, focus->id))
			return (int)i;
	return -1;
}

static void set(struct focus *focus, const struct screen *screen, int index)
{
	memset(focus->id, 0, sizeof(focus->id));
	if (index >= 0)
		memcpy(focus->id, screen->element[index].id, sizeof(focus->id));
}

/* The next reachable one in a direction, going round. */
static int step(const struct screen *screen, int from, int direction)
{
	int count = (int)screen->count;

	for (int i = 1; i <= count; i++) {
		int at = ((from + direction * i) % count + count) % count;

		if (reachable(&screen->element[at]))
			return at;
	}
	return -1;
}

void focus_init(struct focus *focus)
{
	memset(focus, 0, sizeof(*focus));
}

void focus_follow(struct focus *focus, const struct screen *screen)
{
	if (focus->of == screen->of && find(focus, screen) >= 0)
		return;
	/* The ring was of whoever used keys here before. */
	if (focus->of != screen->of && screen_is_home(screen))
		focus_hide(focus);
	focus->of = screen->of;
	set(focus, screen, screen->count ? step(screen, -1, 1) : -1);
}

static void move(struct focus *focus, const struct screen *screen, int direction)
{
	int shown = focus->shown;

	focus_follow(focus, screen);
	focus->shown = 1;
	/* The first key only shows where the focus is. */
	if (!shown || !screen->count)
		return;
	set(focus, screen, step(screen, find(focus, screen), direction));
}

void focus_next(struct focus *focus, const struct screen *screen)
{
	move(focus, screen, 1);
}

void focus_previous(struct focus *focus, const struct screen *screen)
{
	move(focus, screen, -1);
}

const struct element *focus_element(const struct focus *focus, const struct screen *screen)
{
	int index = focus->of == screen->of ? find(focus, screen) : -1;

	return index < 0 ? NULL : &screen->element[index];
}

void focus_hide(struct focus *focus)
{
	focus->shown = 0;
}
