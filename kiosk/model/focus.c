#include "focus.h"

#include <string.h>

static int can_press(const struct element *element)
{
	return element->action.kind != ACT_NONE;
}

/* --- groups --- */

/* The screen's groups of what can be pressed, in the order of their first elements, and how they are bundled. */
struct groups {
	unsigned count;
	uint8_t number[UINT8_MAX + 1];
	unsigned bundle; /* so many groups in one; 1: they are not bundled */
};

/* Place of a group in the list; its length where it is not there. */
static unsigned place_of(const struct groups *groups, uint8_t number)
{
	unsigned i = 0;

	while (i < groups->count && groups->number[i] != number)
		i++;
	return i;
}

static void find_groups(struct groups *out, const struct screen *screen)
{
	out->count = 0;
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];

		if (can_press(element) && place_of(out, element->group) == out->count)
			out->number[out->count++] = element->group;
	}
	out->bundle = 1;
	if (out->count <= FOCUS_GROUPS)
		return;
	/* As many bundles as there are groups in each: the fewest moves. */
	while (out->bundle * out->bundle < out->count)
		out->bundle++;
}

/* --- what a ring goes around --- */

/* Whether an element is in focus together with the one of the focus's id. */
static int together(const struct focus_place *at, const struct groups *groups, const struct element *element)
{
	if (!can_press(element))
		return 0;
	if (at->depth == FOCUS_ITEM)
		return !strcmp(element->id, at->id);
	if (at->depth == FOCUS_GROUP)
		return element->group == at->group;
	return place_of(groups, element->group) / groups->bundle == place_of(groups, at->group) / groups->bundle;
}

static unsigned count_together(const struct focus_place *at, const struct groups *groups, const struct screen *screen)
{
	unsigned count = 0;

	for (unsigned i = 0; i < screen->count; i++)
		count += together(at, groups, &screen->element[i]) ? 1U : 0U;
	return count;
}

/* How many groups the bundle has that a group stands in. */
static unsigned bundle_size(const struct groups *groups, unsigned place)
{
	unsigned first = place / groups->bundle * groups->bundle, rest = groups->count - first;

	return rest < groups->bundle ? rest : groups->bundle;
}

/* A level that holds a single thing is none. */
static void go_down(struct focus_place *at, const struct groups *groups, const struct screen *screen)
{
	if (at->depth == FOCUS_BUNDLE && bundle_size(groups, place_of(groups, at->group)) == 1)
		at->depth = FOCUS_GROUP;
	if (at->depth == FOCUS_GROUP && (groups->count == 1 || count_together(at, groups, screen) == 1))
		at->depth = FOCUS_ITEM;
}

/* --- places --- */

static int is_at(const struct focus *focus, const struct element *element)
{
	return element->id[0] && !strcmp(element->id, focus->at.id) && (can_press(element) || focus->reads);
}

/* Index of the element in focus; -1 for none. */
static int find(const struct focus *focus, const struct screen *screen)
{
	for (unsigned i = 0; i < screen->count; i++)
		if (is_at(focus, &screen->element[i]))
			return (int)i;
	return -1;
}

static void set(struct focus *focus, const struct screen *screen, int index, enum focus_depth depth)
{
	memset(&focus->at, 0, sizeof(focus->at));
	focus->at.of = screen->of;
	focus->at.contest = screen->contest;
	focus->at.depth = depth;
	if (index < 0)
		return;
	memcpy(focus->at.id, screen->element[index].id, sizeof(focus->at.id));
	focus->at.group = screen->element[index].group;
}

/* The first element of a group that can be pressed; -1 for none. */
static int first_of(const struct screen *screen, uint8_t group)
{
	for (unsigned i = 0; i < screen->count; i++)
		if (can_press(&screen->element[i]) && screen->element[i].group == group)
			return (int)i;
	return -1;
}

static int first_to_press(const struct screen *screen)
{
	for (unsigned i = 0; i < screen->count; i++)
		if (can_press(&screen->element[i]))
			return (int)i;
	return -1;
}

/* --- following the screens --- */

/* Over how many other screens one is laid. */
static unsigned layer(enum flow_state state)
{
	switch (state) {
	case FLOW_PROJECT:
	case FLOW_FIND:
	case FLOW_FILTER:
	case FLOW_WRITE:
	case FLOW_CHALLENGE_ASK: return 1;
	case FLOW_SETTINGS:
	case FLOW_HELP:
	case FLOW_LEAVE_ASK: return 2;
	case FLOW_IDLE: return 3;
	case FLOW_LOCKED:
	case FLOW_NO_ELECTION:
	case FLOW_NOT_OPEN:
	case FLOW_START:
	case FLOW_BEGINNING:
	case FLOW_STYLE:
	case FLOW_HOW:
	case FLOW_PROJECTS:
	case FLOW_REVIEW:
	case FLOW_SEALING:
	case FLOW_SEALED:
	case FLOW_CASTING:
	case FLOW_CHALLENGING:
	case FLOW_THANKS:
	case FLOW_CHALLENGED:
	case FLOW_TROUBLE:
	case FLOW_PIN:
	case FLOW_STAFF:
	case FLOW_STAFF_OPEN:
	case FLOW_STAFF_CLOSE:
	case FLOW_STAFF_CLOSE2:
	case FLOW_STAFF_STATUS:
	case FLOW_STAFF_SIZE:
	case FLOW_STAFF_SCREEN:
	case FLOW_STAFF_TOUCH:
	case FLOW_STAFF_SOUND:
	case FLOW_STAFF_CLEAN:
	case FLOW_STAFF_WORKING:
	case FLOW_STAFF_DONE:
	case FLOW_ENROL:
	case FLOW_ENROL_WRITE:
	case FLOW_ENROL_PIN:
	case FLOW_ENROL_KEY:
	case FLOW_ADMIT:
	case FLOW_ADMIT_ASK:
	case FLOW_CODE:
	case FLOW_STAFF_PLACE:
	case FLOW_STAFF_CLOCK:
	case FLOW_STAFF_STICK:
	case FLOW_STAFF_READY:
	case FLOW_STAFF_PRACTICE:
	case FLOW_STAFF_REPORT:
	case FLOW_STAFF_REOPEN:
	case FLOW_STAFF_ERASE:
	case FLOW_STAFF_SECOND:
	case FLOW_STATE_COUNT: break;
	}
	return 0;
}

void focus_init(struct focus *focus)
{
	memset(focus, 0, sizeof(*focus));
}

static int is_on(const struct focus_place *place, const struct screen *screen)
{
	return place->of == screen->of && place->contest == screen->contest;
}

/* Keeps the place on the screen that goes, and says whether there is one to go back to on the screen that comes. */
static int go_back(struct focus *focus, const struct screen *to)
{
	unsigned from_layer = layer(focus->at.of), to_layer = layer(to->of);

	if (to_layer > from_layer)
		focus->kept[from_layer] = focus->at;
	if (to_layer >= from_layer || !is_on(&focus->kept[to_layer], to))
		return 0;
	focus->at = focus->kept[to_layer];
	return 1;
}

/* The next who comes is somebody else. */
static void come_home(struct focus *focus)
{
	focus_hide(focus);
	focus->switches = 0;
	memset(focus->kept, 0, sizeof(focus->kept));
}

void focus_follow(struct focus *focus, const struct screen *screen)
{
	int comes_home = screen_is_home(screen) && focus->at.of != screen->of, known, index = -1;
	enum focus_depth depth;
	struct groups groups;

	/* Before all else: the place kept from before the session is the last voter's. */
	if (comes_home)
		come_home(focus);
	known = is_on(&focus->at, screen) || (!comes_home && go_back(focus, screen));
	depth = focus->switches ? FOCUS_BUNDLE : FOCUS_ITEM;
	if (known && find(focus, screen) >= 0)
		return;
	/* What stood beside it may still be there. */
	if (known && focus->at.group > 0)
		index = first_of(screen, focus->at.group);
	if (index >= 0)
		depth = focus->at.depth;
	else
		index = first_to_press(screen);
	set(focus, screen, index, depth);
	if (index < 0)
		return;
	find_groups(&groups, screen);
	go_down(&focus->at, &groups, screen);
}

/* --- a keypad --- */

static int stops(const struct focus *focus, const struct element *element)
{
	return can_press(element) || (focus->reads && element->id[0] && element->spoken && element->spoken[0]);
}

/* The next stop in a direction, going round. */
static int step(const struct focus *focus, const struct screen *screen, int from, int direction)
{
	int count = (int)screen->count;

	for (int i = 1; i <= count; i++) {
		int at = ((from + direction * i) % count + count) % count;

		if (stops(focus, &screen->element[at]))
			return at;
	}
	return -1;
}

static void move(struct focus *focus, const struct screen *screen, int direction)
{
	int shown;

	focus_follow(focus, screen);
	shown = focus->shown;
	focus->shown = 1;
	focus->switches = 0;
	focus->at.depth = FOCUS_ITEM;
	if (!shown || !screen->count)
		return;
	set(focus, screen, step(focus, screen, find(focus, screen), direction), FOCUS_ITEM);
}

void focus_next(struct focus *focus, const struct screen *screen)
{
	move(focus, screen, 1);
}

void focus_previous(struct focus *focus, const struct screen *screen)
{
	move(focus, screen, -1);
}

/* --- two switches --- */

/* The item after this one in its group; -1 after the last. */
static int next_item(const struct screen *screen, int from)
{
	uint8_t group = screen->element[from].group;

	for (unsigned i = (unsigned)from + 1; i < screen->count; i++)
		if (can_press(&screen->element[i]) && screen->element[i].group == group)
			return (int)i;
	return -1;
}

static void next_bundle(struct focus *focus, const struct groups *groups, const struct screen *screen)
{
	unsigned next = (place_of(groups, focus->at.group) / groups->bundle + 1) * groups->bundle;

	set(focus, screen, first_of(screen, groups->number[next < groups->count ? next : 0]), FOCUS_BUNDLE);
}

/* After a bundle's last group, around the bundle again: the way out of it. */
static void next_group(struct focus *focus, const struct groups *groups, const struct screen *screen)
{
	unsigned here = place_of(groups, focus->at.group), next = here + 1;

	if (bundle_size(groups, here) == 1) {
		next_bundle(focus, groups, screen);
		return;
	}
	if (groups->bundle > 1 && (next == groups->count || next % groups->bundle == 0))
		set(focus, screen, first_of(screen, groups->number[here / groups->bundle * groups->bundle]),
		    FOCUS_BUNDLE);
	else
		set(focus, screen, first_of(screen, groups->number[next % groups->count]), FOCUS_GROUP);
}

static void move_by_switch(struct focus *focus, const struct groups *groups, const struct screen *screen)
{
	int at = find(focus, screen), first = first_of(screen, focus->at.group), next = next_item(screen, at);

	if (focus->at.depth == FOCUS_BUNDLE)
		next_bundle(focus, groups, screen);
	else if (focus->at.depth == FOCUS_GROUP || (next < 0 && first == at))
		next_group(focus, groups, screen);
	else
		/* After a group's last item, around the group again: the way out of it. */
		set(focus, screen, next < 0 ? first : next, next < 0 ? FOCUS_GROUP : FOCUS_ITEM);
}

void focus_switch(struct focus *focus, const struct screen *screen)
{
	struct groups groups;
	int begins, at;

	focus_follow(focus, screen);
	begins = !focus->shown || !focus->switches;
	focus->shown = 1;
	focus->switches = 1;
	at = find(focus, screen);
	if (at < 0 || !can_press(&screen->element[at]))
		set(focus, screen, first_to_press(screen), FOCUS_BUNDLE);
	if (!focus->at.id[0])
		return;
	find_groups(&groups, screen);
	if (begins)
		focus->at.depth = FOCUS_BUNDLE;
	else
		move_by_switch(focus, &groups, screen);
	go_down(&focus->at, &groups, screen);
}

/* --- taking --- */

enum focus_answer focus_select(struct focus *focus, const struct screen *screen)
{
	struct groups groups;

	focus_follow(focus, screen);
	/* Nobody presses what they do not see; "any key starts" alone needs no look. */
	if (!focus->shown && screen->of != FLOW_START) {
		focus->shown = 1;
		return FOCUS_MOVED;
	}
	focus->shown = 1;
	if (focus->at.depth == FOCUS_ITEM || !focus->at.id[0])
		return FOCUS_PRESS;
	find_groups(&groups, screen);
	focus->at.depth = focus->at.depth == FOCUS_BUNDLE ? FOCUS_GROUP : FOCUS_ITEM;
	go_down(&focus->at, &groups, screen);
	return FOCUS_MOVED;
}

const struct element *focus_element(const struct focus *focus, const struct screen *screen)
{
	int index = is_on(&focus->at, screen) ? find(focus, screen) : -1;

	return index < 0 ? NULL : &screen->element[index];
}

unsigned focus_count(const struct focus *focus, const struct screen *screen)
{
	struct groups groups;

	if (!focus_element(focus, screen))
		return 0;
	find_groups(&groups, screen);
	return focus->at.depth == FOCUS_ITEM ? 1 : count_together(&focus->at, &groups, screen);
}

int focus_holds(const struct focus *focus, const struct screen *screen, const struct element *element)
{
	struct groups groups;

	if (!focus->shown || !focus_element(focus, screen))
		return 0;
	find_groups(&groups, screen);
	return together(&focus->at, &groups, element);
}

void focus_hide(struct focus *focus)
{
	focus->shown = 0;
}

/* --- rings --- */

static struct rect around(struct rect a, struct rect b)
{
	int right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
	int bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;

	a.x = a.x < b.x ? a.x : b.x;
	a.y = a.y < b.y ? a.y : b.y;
	a.w = right - a.x;
	a.h = bottom - a.y;
	return a;
}

static int overlap(struct rect a, struct rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* Whether something of another group that can be pressed lies there. */
static int holds_others(const struct screen *screen, struct rect box, uint8_t group)
{
	for (unsigned i = 0; i < screen->count; i++)
		if (can_press(&screen->element[i]) && screen->element[i].group != group &&
		    overlap(box, screen->element[i].box))
			return 1;
	return 0;
}

/* The panel that a group stands on alone, where there is one. */
static struct rect panel_of(const struct screen *screen, struct rect whole, uint8_t group)
{
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *panel = &screen->element[i];

		if (panel->role == ROLE_PANEL && rect_inside(whole, panel->box) &&
		    !holds_others(screen, panel->box, group))
			return panel->box;
	}
	return whole;
}

/* One ring around all items of a group, or one around each where something of another group lies between them. */
static unsigned ring_group(struct rect *out, const struct screen *screen, uint8_t group)
{
	unsigned count = 0;
	struct rect whole;

	for (unsigned i = 0; i < screen->count; i++)
		if (can_press(&screen->element[i]) && screen->element[i].group == group)
			out[count++] = screen->element[i].box;
	if (!count)
		return 0;
	whole = out[0];
	for (unsigned i = 1; i < count; i++) /* gcc -fanalyzer: out[0] was written above, for count is not 0 */
		whole = around(whole, out[i]);
	if (holds_others(screen, whole, group))
		return count;
	out[0] = count > 1 ? panel_of(screen, whole, group) : whole;
	return 1;
}

unsigned focus_rings(struct rect out[static FOCUS_RINGS], const struct focus *focus, const struct screen *screen)
{
	const struct element *element = focus->shown ? focus_element(focus, screen) : NULL;
	struct groups groups;
	unsigned count = 0;

	if (!element)
		return 0;
	if (focus->at.depth == FOCUS_ITEM) {
		out[0] = element->box;
		return 1;
	}
	find_groups(&groups, screen);
	for (unsigned i = 0; i < groups.count; i++) {
		struct element probe = {.group = groups.number[i], .action = {ACT_NEXT, 0}};

		if (together(&focus->at, &groups, &probe))
			count += ring_group(out + count, screen, groups.number[i]);
	}
	return count;
}
