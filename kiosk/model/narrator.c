#include <string.h>

#include "speech.h"

/* What is said of a screen. */

struct telling {
	const struct screen *screen;
	const struct messages *messages;
	int switches; /* who walks does so by two switches */
	char *out;    /* SPEECH_MAX */
	size_t len;
	uint8_t told[SCREEN_MAX_ELEMENTS];
};

/* FNV-1a, 32 bits. */
static uint32_t number_of(const char *text)
{
	uint32_t number = 2166136261U;

	for (; *text; text++)
		number = (number ^ (unsigned char)*text) * 16777619U;
	return number;
}

static int can_press(const struct element *element)
{
	return element->action.kind != ACT_NONE;
}

static int is_heard(const struct element *element)
{
	return element->role != ROLE_PANEL && element->spoken && element->spoken[0];
}

static int is_key(const struct element *element)
{
	return element->action.kind == ACT_LETTER || element->action.kind == ACT_DIGIT ||
	       element->action.kind == ACT_KEYS;
}

/* The ways that every screen has stand in group 0, and are not read out each time; nor is a keyboard. */
static int is_way(const struct element *element)
{
	static const enum action_kind ways[] = {ACT_SETTINGS, ACT_HELP, ACT_LEAVE, ACT_SAY_AGAIN, ACT_STAFF};

	for (unsigned i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (element->action.kind == ways[i])
			return 1;
	return is_key(element);
}

/* --- putting words one after another ----------------------------------------------------------------------------- */

static void add(struct telling *telling, const char *spoken)
{
	const char *stop = telling->len ? SPEECH_STOP : "";
	size_t before = strlen(stop), len = strlen(spoken), room = SPEECH_MAX - 1 - telling->len;

	if (before >= room)
		return;
	/* What is too long ends with a whole segment. */
	if (len > room - before) {
		len = room - before;
		while (len && spoken[len] != SPEECH_BREAK[0])
			len--;
	}
	memcpy(telling->out + telling->len, stop, before);
	memcpy(telling->out + telling->len + before, spoken, len);
	telling->len += before + len;
	telling->out[telling->len] = 0;
}

static void tell(struct telling *telling, unsigned i)
{
	if (telling->told[i] || !is_heard(&telling->screen->element[i]))
		return;
	telling->told[i] = 1;
	add(telling, telling->screen->element[i].spoken);
}

static void tell_group(struct telling *telling, unsigned count)
{
	char words[160], number[24];
	const char *const args[] = {number};

	if (count < 2 || !telling->messages)
		return;
	number_speak(number, sizeof(number), count);
	add(telling, message_counted(words, sizeof(words), telling->messages, MESSAGE_SPEECH_GROUP, count, args, 1));
}

/* --- looking ----------------------------------------------------------------------------------------------------- */

static int find(const struct screen *screen, const char *id)
{
	for (unsigned i = 0; id[0] && i < screen->count; i++)
		if (!strcmp(screen->element[i].id, id))
			return (int)i;
	return -1;
}

/* Where the element was on the screen before; -1: it is new. */
static int find_before(const struct narrator *narrator, const struct element *element)
{
	uint32_t name = number_of(element->id);

	for (unsigned i = 0; i < narrator->count; i++)
		if (narrator->name[i] == name)
			return (int)i;
	return -1;
}

static int is_changed(const struct narrator *narrator, const struct element *element)
{
	int before = find_before(narrator, element);

	return before < 0 || narrator->words[before] != number_of(element->spoken ? element->spoken : "");
}

static void remember(struct narrator *narrator, const struct screen *screen)
{
	narrator->of = screen->of;
	narrator->contest = screen->contest;
	narrator->fresh = 0;
	narrator->count = screen->count;
	for (unsigned i = 0; i < screen->count; i++) {
		const char *spoken = screen->element[i].spoken;

		narrator->name[i] = number_of(screen->element[i].id);
		narrator->words[i] = number_of(spoken ? spoken : "");
	}
	narrator->pressed[0] = 0;
	narrator->press.kind = ACT_NONE;
}

/* What the focus is on, -1 for nothing; *moved: it came there since. */
static int look_at_focus(struct narrator *narrator, const struct screen *screen, const struct focus *focus, int *moved)
{
	const struct element *element = focus->shown ? focus_element(focus, screen) : NULL;
	const char *id = element ? element->id : "";
	unsigned around = element ? focus_count(focus, screen) : 0;

	*moved = element && (strcmp(narrator->id, id) != 0 || narrator->around != around);
	memset(narrator->id, 0, sizeof(narrator->id));
	memcpy(narrator->id, id, strlen(id));
	narrator->around = around;
	return element ? (int)(element - screen->element) : -1;
}

static void tell_focus(struct telling *telling, const struct narrator *narrator, int at)
{
	if (at < 0 || telling->told[at])
		return;
	tell_group(telling, narrator->around);
	tell(telling, (unsigned)at);
}

/* How to go on, for who begins with keys. */
static void tell_keys(struct telling *telling, const struct narrator *narrator, int focused)
{
	char words[320];

	if (narrator->fresh && focused >= 0 && telling->messages && !screen_is_home(telling->screen))
		add(telling,
		    message_format(words, sizeof(words), telling->messages,
		                   telling->switches ? MESSAGE_SPEECH_SWITCHES : MESSAGE_SPEECH_KEYS, NULL, 0));
}

/* What is chosen with is not read beside the card that says it all. */
static int is_beside_card(const struct screen *screen, unsigned at)
{
	if (!can_press(&screen->element[at]) || screen->element[at].role == ROLE_CARD)
		return 0;
	for (unsigned i = 0; i < screen->count; i++)
		if (screen->element[i].role == ROLE_CARD && screen->element[i].group == screen->element[at].group)
			return 1;
	return 0;
}

/* So many elements stand before the first thing that can be pressed or was chosen: their titles are the screen's, and
 * are said first. Later ones head what follows them. */
static unsigned head_of(const struct screen *screen)
{
	unsigned i = 0;

	while (i < screen->count && !can_press(&screen->element[i]) && screen->element[i].role != ROLE_CARD)
		i++;
	return i;
}

static void tell_titles(struct telling *telling)
{
	unsigned head = head_of(telling->screen);

	for (unsigned i = 0; i < head; i++)
		if (telling->screen->element[i].role == ROLE_TITLE)
			tell(telling, i);
}

static void tell_whole(struct telling *telling, const struct narrator *narrator, int focused)
{
	const struct screen *screen = telling->screen;

	tell_titles(telling);
	tell_keys(telling, narrator, focused);
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];

		/* Who walks by keys meets what can be pressed one by one. Of settings the present ones are said. */
		if ((int)i == focused || is_way(element) || is_beside_card(screen, i) ||
		    (focused >= 0 && can_press(element)))
			continue;
		if (!(element->state & STATE_OPTION) || element->state & STATE_CHOSEN)
			tell(telling, i);
	}
	tell_focus(telling, narrator, focused);
}

static int is_headline(const struct screen *screen, unsigned at)
{
	enum role role = screen->element[at].role;

	return role == ROLE_NOTICE || (role == ROLE_TITLE && at < head_of(screen));
}

/* A key is answered by its own name: what was typed before is not read out with every letter. A PIN is not read out at
 * all. */
static int is_typed(const struct narrator *narrator, const struct element *element)
{
	return element->role == ROLE_FIELD && narrator->press.kind == ACT_LETTER;
}

static int is_pin(const struct screen *screen)
{
	return screen->of == FLOW_PIN || screen->of == FLOW_ENROL_PIN || screen->of == FLOW_STAFF_SECOND;
}

static void tell_pressed(struct telling *telling, const struct narrator *narrator)
{
	int at = find(telling->screen, narrator->pressed);

	if (at >= 0 && !is_pin(telling->screen) &&
	    (narrator->press.kind == ACT_LETTER || is_changed(narrator, &telling->screen->element[at])))
		tell(telling, (unsigned)at);
}

/* A key's command that stands nowhere on the screen: what it has come to. */
static void tell_command(struct telling *telling, struct action press)
{
	const struct messages *messages = telling->messages;
	char number[24];

	if (!messages)
		return;
	if (press.kind == ACT_BLANK) {
		add(telling, messages->of[MESSAGE_SETTINGS_BLANK]);
		add(telling, messages->of[press.arg ? MESSAGE_SETTINGS_BLANK_1 : MESSAGE_SETTINGS_BLANK_0]);
	} else if (press.kind == ACT_RATE || press.kind == ACT_VOLUME) {
		number_speak(number, sizeof(number), press.arg + 1);
		add(telling, messages->of[press.kind == ACT_RATE ? MESSAGE_SETTINGS_RATE : MESSAGE_SETTINGS_VOLUME]);
		add(telling, number);
	}
}

/* The press changed nothing: it is answered all the same. */
static void tell_again(struct telling *telling, const struct narrator *narrator)
{
	int at = find(telling->screen, narrator->pressed);

	if (at < 0)
		tell_command(telling, narrator->press);
	if (at < 0 || is_pin(telling->screen))
		return;
	for (unsigned i = 0; i < telling->screen->count; i++)
		if (telling->screen->element[i].role == ROLE_NOTICE)
			tell(telling, i);
	tell(telling, (unsigned)at);
}

static void tell_changes(struct telling *telling, const struct narrator *narrator, int focused, int moved)
{
	const struct screen *screen = telling->screen;

	for (unsigned i = 0; i < screen->count; i++)
		if (is_headline(screen, i) && is_changed(narrator, &screen->element[i]))
			tell(telling, i);
	tell_pressed(telling, narrator);
	if (moved)
		tell_focus(telling, narrator, focused);
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];
		int is_new = find_before(narrator, element) < 0, news;

		/* Seconds that pass are no news: only a press is answered. */
		if (can_press(element))
			news = focused < 0 && is_new && !is_way(element) && !is_beside_card(screen, i);
		else
			news = narrator->press.kind != ACT_NONE && is_changed(narrator, element) &&
			       !is_typed(narrator, element);

		if (news)
			tell(telling, i);
	}
	if (!telling->len && narrator->press.kind != ACT_NONE)
		tell_again(telling, narrator);
}

void narrator_init(struct narrator *narrator)
{
	memset(narrator, 0, sizeof(*narrator));
	narrator->fresh = 1;
}

void narrator_press(struct narrator *narrator, const char *id, struct action press)
{
	memset(narrator->pressed, 0, sizeof(narrator->pressed));
	memcpy(narrator->pressed, id, strnlen(id, sizeof(narrator->pressed) - 1));
	narrator->press = press;
}

int narrator_look(struct narrator *narrator, char out[static SPEECH_MAX], const struct screen *screen,
                  const struct focus *focus, const struct messages *messages)
{
	struct telling telling = {.screen = screen, .messages = messages, .switches = focus->switches, .out = out};
	int moved, focused = look_at_focus(narrator, screen, focus, &moved);

	out[0] = 0;
	/* Sound was turned on here: that is answered first. */
	if (narrator->fresh && narrator->pressed[0] && find(screen, narrator->pressed) >= 0)
		tell(&telling, (unsigned)find(screen, narrator->pressed));
	if (narrator->fresh || narrator->of != screen->of || narrator->contest != screen->contest)
		tell_whole(&telling, narrator, focused);
	else
		tell_changes(&telling, narrator, focused, moved);
	remember(narrator, screen);
	return telling.len > 0;
}

void narrator_again(struct narrator *narrator, char out[static SPEECH_MAX], const struct screen *screen,
                    const struct focus *focus, const struct messages *messages)
{
	struct telling telling = {.screen = screen, .messages = messages, .switches = focus->switches, .out = out};
	int moved, focused = look_at_focus(narrator, screen, focus, &moved);

	out[0] = 0;
	tell_whole(&telling, narrator, focused);
	remember(narrator, screen);
}
