#include "keypad.h"

#include <string.h>

/* The first element of an action's kind; of pages and parts the nearest after (direction 1) or before (-1) `from`. */
static const struct element *find(const struct screen *screen, enum action_kind kind, int direction, int64_t from)
{
	const struct element *best = NULL;

	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];
		int64_t arg = element->action.arg;

		if (element->action.kind != kind || (direction && (arg - from) * direction <= 0))
			continue;
		if (!best || (direction && (arg - (int64_t)best->action.arg) * direction < 0))
			best = element;
	}
	return best;
}

static const struct element *next_screen(const struct flow *flow, const struct screen *screen)
{
	const struct element *element = find(screen, ACT_PART, 1, flow->part);

	if (!element)
		element = find(screen, ACT_PAGE, 1, flow->first);
	if (!element)
		element = find(screen, ACT_NEXT, 0, 0);
	return element ? element : find(screen, ACT_STILL_HERE, 0, 0);
}

static const struct element *previous_screen(const struct flow *flow, const struct screen *screen)
{
	const struct element *element = find(screen, ACT_PART, -1, flow->part);

	if (!element)
		element = find(screen, ACT_PAGE, -1, flow->first);
	if (!element)
		element = find(screen, ACT_BACK, 0, 0);
	if (!element)
		element = find(screen, ACT_NO, 0, 0);
	return element ? element : find(screen, ACT_STILL_HERE, 0, 0);
}

/* A setting's next value; steps beyond an end stay there, or go round. */
static struct action stepped(enum action_kind kind, unsigned value, unsigned count, int step, int round)
{
	int next = (int)value + step;

	if (next < 0)
		next = 0;
	if (next >= (int)count)
		next = round ? 0 : (int)count - 1;
	return (struct action){kind, (uint32_t)next};
}

static int is_about_sound(enum key_command command)
{
	return command >= KEY_RATE && command <= KEY_BLANK;
}

static struct action sound_action(enum key_command command, const struct flow *flow)
{
	switch (command) {
	case KEY_RATE: return stepped(ACT_RATE, flow->rate, FLOW_RATES, 1, 1);
	case KEY_SLOWER: return stepped(ACT_RATE, flow->rate, FLOW_RATES, -1, 0);
	case KEY_FASTER: return stepped(ACT_RATE, flow->rate, FLOW_RATES, 1, 0);
	case KEY_VOLUME: return stepped(ACT_VOLUME, flow->volume, FLOW_VOLUMES, 1, 1);
	case KEY_SOFTER: return stepped(ACT_VOLUME, flow->volume, FLOW_VOLUMES, -1, 0);
	case KEY_LOUDER: return stepped(ACT_VOLUME, flow->volume, FLOW_VOLUMES, 1, 0);
	case KEY_BLANK: return (struct action){ACT_BLANK, !flow->blank};
	case KEY_SAY_AGAIN: return (struct action){ACT_SAY_AGAIN, 0};
	case KEY_SCREEN_PREVIOUS:
	case KEY_SCREEN_NEXT:
	case KEY_HELP:
	case KEY_LANGUAGE:
	case KEY_COMMAND_COUNT: break;
	}
	return (struct action){ACT_NONE, 0};
}

void keypad_answer(struct keypad_answer *out, enum key_command command, const struct flow *flow,
                   const struct screen *screen)
{
	unsigned languages = flow->election ? flow->election->language_count : 0;

	memset(out, 0, sizeof(*out));
	if (is_about_sound(command)) {
		out->action = flow->sound ? sound_action(command, flow) : (struct action){ACT_SOUND, 1};
	} else if (screen->of == FLOW_START) {
		out->action = (struct action){ACT_START, 0};
	} else if (command == KEY_SCREEN_NEXT) {
		out->element = next_screen(flow, screen);
	} else if (command == KEY_SCREEN_PREVIOUS) {
		out->element = previous_screen(flow, screen);
	} else if (command == KEY_HELP) {
		out->action = (struct action){ACT_HELP, 0};
	} else if (command == KEY_LANGUAGE && languages > 1) {
		out->action = stepped(ACT_LANGUAGE, flow->language, languages, 1, 1);
	}
	/* Where there is no such screen, who listens hears where they are, not nothing. */
	if (!out->element && out->action.kind == ACT_NONE && flow->sound)
		out->action.kind = ACT_SAY_AGAIN;
}
