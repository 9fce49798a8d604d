/* What must hold on every screen, whatever it shows: voter.md's tables as a program. */
#ifndef FOLKMOOT_TESTS_CHECK_SCREEN_H
#define FOLKMOOT_TESTS_CHECK_SCREEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"
#include "screen.h"
#include "speech.h"

struct fault {
	char what[400];
};

#define FAULT(out, ...) (snprintf((out)->what, sizeof((out)->what), __VA_ARGS__), 0)

static inline int check_pressable(struct fault *out, const struct element *element, const struct look *look)
{
	int least = look_px(look, LAYOUT_TARGET_LEAST) - 1, usual = look_px(look, LAYOUT_TARGET) - 1;
	int grave = look_px(look, LAYOUT_TARGET_GRAVE) - 1;
	struct rect box = element->box;

	if (box.w < least || box.h < least)
		return FAULT(out, "%s is %d x %d pixels: too small to press", element->id, box.w, box.h);
	if (look->text_size >= 1 && (box.w < usual || box.h < usual))
		return FAULT(out, "%s is %d x %d pixels: smaller than 20 mm", element->id, box.w, box.h);
	if ((element->action.kind == ACT_CAST || element->action.kind == ACT_STILL_HERE) &&
	    (box.w < grave || box.h < grave))
		return FAULT(out, "%s is %d x %d pixels: less than 30 mm", element->id, box.w, box.h);
	if (!*element->text || !*element->spoken)
		return FAULT(out, "%s can be pressed but says nothing", element->id);
	return 1;
}

static inline int check_lines(struct fault *out, const struct element *element, const struct part *part,
                              const struct look *look)
{
	struct line line;

	for (const char *rest = part->text; rest;) {
		const char *from = rest;
		unsigned characters;

		rest = text_line(&line, look, part->type, rest, part->box.w);
		characters = text_clusters(line.start, line.len);
		if (characters > LAYOUT_LINE_CHARACTERS)
			return FAULT(out, "%s has a line of %u characters", element->id, characters);
		if (line_width(look, part->type, &line) > part->box.w)
			return FAULT(out, "%s: \"%.*s\" is wider than its place", element->id, (int)line.len,
			             line.start);
		/* Broken inside of a word: only where the word is an address or the like, longer than a line. */
		if (rest && rest == from + line.len && rest[0] != '\n' && rest[-1] != '-' && rest[-1] != '/' &&
		    strcspn(line.start, " \n") < 24)
			return FAULT(out, "%s: broken inside of a word after \"%.*s\"", element->id, (int)line.len,
			             line.start);
	}
	return 1;
}

static inline int check_texts(struct fault *out, const struct element *element, const struct look *look)
{
	struct part part[PARTS_MAX];
	unsigned count = element_parts(part, element, look);

	/* Nothing is cut off with an ellipsis. */
	if (strstr(element->text, "…") || strstr(element->detail, "…") || strstr(element->note, "…"))
		return FAULT(out, "%s has an ellipsis: %s", element->id, element->text);
	for (unsigned i = 0; i < count; i++) {
		struct rect box = part[i].box;

		if (!rect_inside(box, element->box))
			return FAULT(out, "%s: \"%.40s\" at %d,%d %dx%d does not fit its box %d,%d %dx%d", element->id,
			             part[i].text ? part[i].text : "(sign)", box.x, box.y, box.w, box.h, element->box.x,
			             element->box.y, element->box.w, element->box.h);
		for (unsigned k = 0; k < i; k++)
			if (rect_overlaps(box, part[k].box))
				return FAULT(out, "%s: two of its texts overlap", element->id);
		if (part[i].text && !check_lines(out, element, &part[i], look))
			return 0;
	}
	return 1;
}

/* Elements that stand on another one, or are only background. */
static inline int is_ground(const struct element *element)
{
	return element->role == ROLE_PANEL;
}

static inline struct rect grown(struct rect box, int by)
{
	return rect_inset(box, -by);
}

static inline int check_pair(struct fault *out, const struct element *a, const struct element *b,
                             const struct look *look)
{
	int gap = look_px(look, 254) - 1;

	if (!strcmp(a->id, b->id))
		return FAULT(out, "two elements are called %s", a->id);
	if (is_ground(a) || is_ground(b))
		return 1;
	if (rect_overlaps(a->box, b->box))
		return FAULT(out, "%s and %s overlap", a->id, b->id);
	if (a->action.kind != ACT_NONE && b->action.kind != ACT_NONE && rect_overlaps(grown(a->box, gap), b->box))
		return FAULT(out, "%s and %s are nearer than 2.54 mm", a->id, b->id);
	return 1;
}

/* --- what is spoken --- */

/* What stands on the screen for the eye alone: another element says it. */
static inline int is_said_elsewhere(const struct screen *screen, const struct element *element)
{
	/* The settings' headings are said with their first options, which may be on another part. */
	if (screen->of == FLOW_SETTINGS && element->role == ROLE_TEXT)
		return 1;
	if (!strcmp(element->id, "code-label"))
		return screen_find(screen, "code") != NULL;
	if (!strncmp(element->id, "stat-", 5) || !strncmp(element->id, "mark-", 5))
		return 1;
	for (unsigned i = 0; i < screen->count; i++)
		if (&screen->element[i] != element && strstr(screen->element[i].spoken, element->text))
			return 1;
	return 0;
}

/* An amount that was formatted for the eye: a sign of a currency, or digits in groups. */
static inline int has_formatted_amount(const char *spoken)
{
	if (strstr(spoken, "£") || strstr(spoken, "€"))
		return 1;
	for (const char *at = spoken; *at; at++)
		if (at > spoken && *at == ',' && at[-1] >= '0' && at[-1] <= '9' && at[1] >= '0' && at[1] <= '9')
			return 1;
	return 0;
}

static inline int check_spoken(struct fault *out, const struct screen *screen, const struct element *element)
{
	const char *rest = element->spoken;
	unsigned segments = 0;
	struct segment segment;

	while (speech_next(&segment, &rest, 0)) {
		segments++;
		if (segment.language >= ELECTION_MAX_LANGUAGES)
			return FAULT(out, "%s is spoken in a language there is not", element->id);
	}
	if (screen->of < FLOW_PIN && has_formatted_amount(element->spoken))
		return FAULT(out, "%s speaks an amount as it is written: %s", element->id, element->spoken);
	if (element->role == ROLE_PANEL || element->role == ROLE_PICTURE || is_said_elsewhere(screen, element))
		return 1;
	if (!segments && element->action.kind != ACT_LETTER && *element->text)
		return FAULT(out, "%s shows \"%s\" and says nothing", element->id, element->text);
	return 1;
}

/* --- signs and states --- */

/* Colour is never the only cue. */
static inline int check_cues(struct fault *out, const struct element *element)
{
	if (element->role == ROLE_CHOICE && (element->state & STATE_CHOSEN) && element->icon != ICON_TICK &&
	    element->action.kind != ACT_RANK && element->action.kind != ACT_FILTERS)
		return FAULT(out, "%s is chosen without a tick", element->id);
	if ((element->state & STATE_CHOSEN) && (element->state & STATE_BLOCKED))
		return FAULT(out, "%s is chosen and cannot be chosen", element->id);
	return 1;
}

/* --- order of keys and voice --- */

static inline int is_frame(const struct element *element)
{
	enum action_kind kind = element->action.kind;

	return kind == ACT_SETTINGS || kind == ACT_HELP || kind == ACT_LEAVE || kind == ACT_SAY_AGAIN;
}

/* What stands above, and not in a later column, comes first, but for a notice that lies over something; the frame's
 * ways come last. */
static inline int check_order(struct fault *out, const struct screen *screen)
{
	const struct element *before = NULL;

	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];
		struct rect a, b = element->box;

		if (element->action.kind == ACT_NONE || element->action.kind == ACT_TARGET ||
		    !strcmp(element->id, "notice-back"))
			continue;
		if (before && is_frame(before) && !is_frame(element))
			return FAULT(out, "%s comes after the frame's %s", element->id, before->id);
		if (before && !is_frame(element)) {
			a = before->box;
			if (b.y + b.h <= a.y && (screen->right_to_left ? b.x + b.w >= a.x + a.w : b.x <= a.x))
				return FAULT(out, "%s comes after %s and stands above it", element->id, before->id);
		}
		before = element;
	}
	return 1;
}

/* A switch never walks many things one by one: what is on a full screen stands in groups. */
static inline int check_groups(struct fault *out, const struct screen *screen)
{
	enum { ALONE_MOST = 14, GROUP_MOST = 26 };
	unsigned in[256] = {0}, all = 0;

	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];

		if (element->action.kind == ACT_NONE || is_frame(element))
			continue;
		in[element->group]++;
		all++;
	}
	for (unsigned i = 0; i < 256; i++)
		if (in[i] > (i ? (unsigned)GROUP_MOST : (unsigned)ALONE_MOST))
			return FAULT(out, "%u things stand in group %u, of %u in all", in[i], i, all);
	return 1;
}

/* 1 where all is well; else out says what is not. look has the flow's text size. */
static inline int check_screen(struct fault *out, const struct screen *screen, const struct look *look)
{
	const struct rect display = {0, 0, look->width, look->height};

	out->what[0] = 0;
	if (screen->status != STATUS_OK)
		return FAULT(out, "status: %s", status_phrase(screen->status));
	if (!screen->count)
		return FAULT(out, "there is nothing on it");
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];

		if (!*element->id || !element->spoken)
			return FAULT(out, "element %u has no id, or was not given words to speak", i);
		if (!rect_inside(element->box, display) || element->box.w <= 0 || element->box.h <= 0)
			return FAULT(out, "%s at %d,%d %dx%d is not inside of the display", element->id, element->box.x,
			             element->box.y, element->box.w, element->box.h);
		if (element->action.kind != ACT_NONE && !check_pressable(out, element, look))
			return 0;
		if (!check_texts(out, element, look) || !check_spoken(out, screen, element) ||
		    !check_cues(out, element))
			return 0;
		for (unsigned k = 0; k < i; k++)
			if (!check_pair(out, &screen->element[k], element, look))
				return 0;
	}
	return check_order(out, screen) && check_groups(out, screen);
}

/* --- longer words --- */

/* A catalogue whose every word is 40 % longer; places to fill stay. The caller frees. */
static inline char *longer_catalogue(const char *text, size_t text_len, size_t *out_len)
{
	char *out = malloc(text_len * 3 + 1);
	size_t used = 0, word = 0;
	int in_words = 0, keep;

	for (size_t i = 0; out && i < text_len; i++) {
		char c = text[i];

		if (c == '\n')
			in_words = 0;
		keep = text[i] == '{' || (i && text[i - 1] == '{') || text[i] == '}' || text[i] == '\\' ||
		       (i && text[i - 1] == '\\');
		out[used++] = c;
		if (in_words && !keep && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
			/* Two letters more for every five. */
			if (++word % 5 == 2 || word % 5 == 4)
				out[used++] = 'o';
		} else {
			word = 0;
		}
		if (!in_words && i > 2 && c == ' ' && text[i - 1] == '=' &&
		    strncmp(text + i - 15, "money.pattern", 13) != 0)
			in_words = 1;
	}
	if (out)
		out[used] = 0;
	*out_len = used;
	return out;
}

#endif
