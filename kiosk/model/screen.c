#include "screen.h"

#include <stdio.h>
#include <string.h>

#include "characters.h"
#include "palette.h"
#include "screen_make.h"

static screen_fn *const screens[FLOW_STATE_COUNT] = {
    [FLOW_ENROL] = screen_enrol,
    [FLOW_ENROL_WRITE] = screen_enrol_write,
    [FLOW_ENROL_PIN] = screen_enrol_pin,
    [FLOW_ENROL_KEY] = screen_enrol_key,
    [FLOW_LOCKED] = screen_locked,
    [FLOW_NO_ELECTION] = screen_no_election,
    [FLOW_NOT_OPEN] = screen_not_open,
    [FLOW_ADMIT] = screen_admit,
    [FLOW_ADMIT_ASK] = screen_admit_ask,
    [FLOW_START] = screen_start,
    [FLOW_BEGINNING] = screen_waiting,
    [FLOW_SETTINGS] = screen_settings,
    [FLOW_CODE] = screen_code,
    [FLOW_STYLE] = screen_style,
    [FLOW_HOW] = screen_how,
    [FLOW_PROJECTS] = screen_projects,
    [FLOW_PROJECT] = screen_project,
    [FLOW_FIND] = screen_by_number,
    [FLOW_FILTER] = screen_filter,
    [FLOW_WRITE] = screen_write,
    [FLOW_REVIEW] = screen_review,
    [FLOW_SEALING] = screen_waiting,
    [FLOW_SEALED] = screen_sealed,
    [FLOW_CHALLENGE_ASK] = screen_ask,
    [FLOW_CASTING] = screen_waiting,
    [FLOW_CHALLENGING] = screen_waiting,
    [FLOW_THANKS] = screen_thanks,
    [FLOW_CHALLENGED] = screen_challenged,
    [FLOW_HELP] = screen_help,
    [FLOW_LEAVE_ASK] = screen_leave,
    [FLOW_IDLE] = screen_idle,
    [FLOW_TROUBLE] = screen_trouble,
    [FLOW_PIN] = screen_pin,
    [FLOW_STAFF] = screen_staff,
    [FLOW_STAFF_OPEN] = screen_staff_open,
    [FLOW_STAFF_CLOSE] = screen_staff_close,
    [FLOW_STAFF_CLOSE2] = screen_staff_close2,
    [FLOW_STAFF_STATUS] = screen_staff_status,
    [FLOW_STAFF_PLACE] = screen_staff_place,
    [FLOW_STAFF_CLOCK] = screen_staff_clock,
    [FLOW_STAFF_SIZE] = screen_staff_size,
    [FLOW_STAFF_SCREEN] = screen_staff_screen,
    [FLOW_STAFF_TOUCH] = screen_staff_touch,
    [FLOW_STAFF_SOUND] = screen_staff_sound,
    [FLOW_STAFF_STICK] = screen_staff_stick,
    [FLOW_STAFF_READY] = screen_staff_ready,
    [FLOW_STAFF_PRACTICE] = screen_staff_practice,
    [FLOW_STAFF_REPORT] = screen_staff_report,
    [FLOW_STAFF_REOPEN] = screen_staff_reopen,
    [FLOW_STAFF_ERASE] = screen_staff_erase,
    [FLOW_STAFF_SECOND] = screen_staff_second,
    [FLOW_STAFF_CLEAN] = screen_staff_clean,
    [FLOW_STAFF_WORKING] = screen_waiting,
    [FLOW_STAFF_DONE] = screen_staff_done,
};

/* What was not said otherwise is spoken as it is written. */
static void fill_spoken(struct make *make)
{
	for (unsigned i = 0; i < make->screen->count; i++) {
		struct element *element = &make->screen->element[i];

		if (element->spoken)
			continue;
		element->spoken = "";
		if (element->role == ROLE_PANEL || element->role == ROLE_PICTURE)
			continue;
		element->spoken = make_joined(make, element->text, SPEECH_STOP, element->detail);
		element->spoken = make_joined(make, element->spoken, SPEECH_STOP, element->amount);
	}
}

/* Those of the frame come last in the order of keys and voice, though they stand first, and are a group of their own
 * for switches: what is not grouped otherwise is another. */
static void put_frame_last(struct screen *screen)
{
	enum { WAYS = 4, GROUP_REST = 255 };
	struct element moved[WAYS] = {0};
	unsigned count = 0, kept = 0;

	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];
		enum action_kind kind = element->action.kind;

		if (count < WAYS &&
		    (kind == ACT_SAY_AGAIN || kind == ACT_SETTINGS || kind == ACT_HELP || kind == ACT_LEAVE)) {
			moved[count++] = *element;
			continue;
		}
		screen->element[kept] = *element;
		if (kind != ACT_NONE && !element->group)
			screen->element[kept].group = GROUP_REST;
		kept++;
	}
	memcpy(screen->element + kept, moved, count * sizeof(*moved));
}

/* What keeps its order from the left (STATE_LEFT_TO_RIGHT) changes sides as one block: elements of one group, one after
 * another. */
static unsigned kept_together(const struct screen *screen, unsigned first)
{
	unsigned end = first + 1;

	if (screen->element[first].state & STATE_LEFT_TO_RIGHT)
		while (end < screen->count && screen->element[end].state & STATE_LEFT_TO_RIGHT &&
		       screen->element[end].group == screen->element[first].group)
			end++;
	return end;
}

/* Everything was placed from the left: for a language written from the right it all changes sides, once. */
static void mirror(struct screen *screen, int width)
{
	unsigned end;

	for (unsigned first = 0; first < screen->count; first = end) {
		int left = width, right = 0, by;

		end = kept_together(screen, first);
		for (unsigned i = first; i < end; i++) {
			struct rect box = screen->element[i].box;

			left = box.x < left ? box.x : left;
			right = box.x + box.w > right ? box.x + box.w : right;
		}
		by = width - left - right;
		for (unsigned i = first; i < end; i++)
			screen->element[i].box.x += by;
	}
}

void screen_look(struct look *look, const struct screen *screen)
{
	look->text_size = screen->text_size;
	look->theme = screen->theme;
	look->right_to_left = screen->right_to_left;
	look->tall = screen->tall;
}

/* Where a session begins and where it ends well, green from edge to edge. */
static unsigned theme_of(const struct flow *flow)
{
	int open = flow->state == FLOW_START || flow->state == FLOW_BEGINNING || flow->state == FLOW_THANKS;

	return flow->theme == THEME_CALM && open ? THEME_OPEN : flow->theme;
}

static void begin(struct screen *out, struct look *at, const struct flow *flow, const struct messages *messages)
{
	out->right_to_left = messages->right_to_left;
	out->tall = text_is_tall(messages->of[MESSAGE_LANGUAGE_NAME]);
	out->blank = flow_blanked(flow);
	at->seated = flow->seated;
	out->of = flow->state;
	out->contest = flow->state == FLOW_PROJECTS ? flow->contest : 0;
	out->theme = theme_of(flow);
	out->text_size = flow->text_size;
	screen_look(at, out);
	out->count = 0;
	out->pool_len = 0;
	out->status = STATUS_OK;
}

void screen_build(struct screen *out, const struct flow *flow, const struct messages *messages, const struct look *look)
{
	struct look at = *look;
	struct make make = {out, flow, flow->election, messages, &at, {0}, 0, 0, 0};

	begin(out, &at, flow, messages);
	if (flow->state < FLOW_STATE_COUNT && screens[flow->state])
		screens[flow->state](&make);
	put_frame_last(out);
	fill_spoken(&make);
	if (out->right_to_left)
		mirror(out, at.width);
}

void screen_build_fault(struct screen *out, const struct flow *flow, const struct messages *messages,
                        const struct look *look, const char *why)
{
	struct look at = *look;
	struct make make = {out, flow, NULL, messages, &at, {0}, 0, 0, 0};

	begin(out, &at, flow, messages);
	screen_start_fault(&make, why);
	fill_spoken(&make);
	if (out->right_to_left)
		mirror(out, at.width);
}

int element_project(const struct element *element)
{
	if (element->role != ROLE_CARD || element->action.kind != ACT_PROJECT)
		return -1;
	return (int)element->action.arg;
}

int screen_is_home(const struct screen *screen)
{
	return screen->of == FLOW_LOCKED || screen->of == FLOW_NO_ELECTION || screen->of == FLOW_NOT_OPEN ||
	       screen->of == FLOW_START || screen->of == FLOW_ADMIT || screen->of == FLOW_ADMIT_ASK ||
	       screen->of == FLOW_ENROL;
}

const struct element *screen_find(const struct screen *screen, const char *id)
{
	for (unsigned i = 0; i < screen->count; i++)
		if (!strcmp(screen->element[i].id, id))
			return &screen->element[i];
	return NULL;
}

const struct element *screen_at(const struct screen *screen, int x, int y)
{
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];
		struct rect box = element->box;

		if (element->action.kind != ACT_NONE && x >= box.x && x < box.x + box.w && y >= box.y &&
		    y < box.y + box.h)
			return element;
	}
	return NULL;
}
