/* Whole votes as strips of pictures, each step with the key or finger that led there and the words then spoken: by
 * keypad and speech alone, by two switches, by touch in Arabic, by touch in Bengali at the largest size (make matrix).
 *
 * usage: strip ELECTION-BODY FOLDER
 *
 * Each voter presses, in the one way they have, whatever leads through the ballot, marks some projects in every
 * contest, and casts. Writes FOLDER/strip-NAME-NNN.png, and to standard output one line each: file, strip, what was
 * done, what is spoken, separated by tabs; fails where a voter does not reach the thanks, or casts another ballot than
 * they saw. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "speech.h"
#include "ui/png.h"
#include "ui/ways.h"
#include "walk.h"

enum { FRAMES_MAX = 900, MARKED = 2, SCREENS_MAX = 400, SMALLER = 4 };

struct strip {
	const char *name;
	const char *language;
	enum way way;
	unsigned text_size;
	int sound, blank;
};

static const struct strip strips[] = {
    {"keypad-speech", "en", WAY_KEYPAD, 1, 1, 1},
    {"two-switches", "en", WAY_SWITCHES, 1, 0, 0},
    {"arabic", "ar", WAY_TOUCH, 1, 0, 0},
    {"bengali-largest", "bn", WAY_TOUCH, 3, 0, 0},
};

struct film {
	const struct strip *strip;
	const char *folder;
	struct canvas *canvas;
	struct narrator narrator;
	uint64_t frames;
	unsigned count;
	char done[120];
	char spoken[SPEECH_MAX];
};

/* What is heard, as one line of text. */
static void put_spoken(const char *spoken)
{
	struct segment segment;

	while (speech_next(&segment, &spoken, 0))
		for (size_t i = 0; i <= segment.len; i++)
			putchar(i == segment.len || segment.text[i] == '\n' || segment.text[i] == '\t'
			            ? ' '
			            : segment.text[i]);
}

static void shown(struct booth *booth)
{
	struct film *film = booth->context;
	char name[100], path[700];
	/* Nothing is said before somebody asks for it, so that the first screen said is the first. */
	int says = booth->flow.sound && narrator_look(&film->narrator, film->spoken, &booth->screen, &booth->focus,
	                                              &booth->messages[booth->flow.language]);

	if (canvas_draw(film->canvas, &booth->screen, &booth->focus, input_pressed(&booth->input)) != STATUS_OK)
		fail("a screen cannot be drawn");
	if ((canvas_frames(film->canvas) == film->frames && !says) || film->count >= FRAMES_MAX)
		return;
	/* A finger that is still down, and what passes by itself, is no step of its own. */
	if (*input_pressed(&booth->input))
		return;
	film->frames = canvas_frames(film->canvas);
	snprintf(name, sizeof(name), "strip-%s-%03u.png", film->strip->name, ++film->count);
	snprintf(path, sizeof(path), "%s/%s", film->folder, name);
	if (!save_png_smaller(film->canvas, path, SMALLER))
		fail("a picture cannot be written: check the folder");
	printf("%s\t%s\t%s\t", name, film->strip->name, film->done);
	if (says)
		put_spoken(film->spoken);
	putchar('\n');
}

static void pressing(struct booth *booth, struct action action)
{
	struct film *film = booth->context;

	for (unsigned i = 0; i < booth->screen.count; i++) {
		const struct element *element = &booth->screen.element[i];

		if (element->action.kind == action.kind && element->action.arg == action.arg) {
			narrator_press(&film->narrator, element->id, action);
			return;
		}
	}
}

static int do_press(struct booth *booth, const char *id)
{
	struct film *film = booth->context;
	const struct element *element = screen_find(&booth->screen, id);

	snprintf(film->done, sizeof(film->done), "%s: %.80s", way_names[film->strip->way],
	         element ? element->text : id);
	for (char *at = film->done; *at; at++)
		if (*at == '\n' || *at == '\t')
			*at = ' ';
	return way_press(booth, film->strip->way, id);
}

static const struct element *of_kind(const struct booth *booth, enum action_kind kind)
{
	for (unsigned i = 0; i < booth->screen.count; i++)
		if (booth->screen.element[i].action.kind == kind)
			return &booth->screen.element[i];
	return NULL;
}

/* Marks projects that stand on this page, up to MARKED of them. */
static void mark_page(struct booth *booth)
{
	unsigned done[MARKED];

	for (unsigned count = 0; count < MARKED; count++) {
		const struct element *element = tour_next_mark(&booth->screen, done, count);
		char id[ELEMENT_ID_MAX];

		if (!element)
			return;
		memcpy(id, element->id, sizeof(id));
		done[count] = mark_arg_project(element->action.arg);
		if (!do_press(booth, id))
			return;
	}
}

static void write_answer(struct booth *booth)
{
	const struct element *open = of_kind(booth, ACT_WRITE);
	char id[ELEMENT_ID_MAX];

	if (!open)
		return;
	memcpy(id, open->id, sizeof(id));
	if (!do_press(booth, id))
		return;
	for (unsigned letter = 0, i = 0; letter < 3 && i < booth->screen.count; i += 5) {
		const struct element *element = &booth->screen.element[i];

		if (element->action.kind != ACT_LETTER)
			continue;
		memcpy(id, element->id, sizeof(id));
		(void)do_press(booth, id);
		letter++;
	}
	(void)do_press(booth, "next");
}

/* The way on from a screen; NULL where there is none. */
static const char *way_on(struct booth *booth, unsigned *contests)
{
	enum flow_state state = booth->flow.state;

	if (state == FLOW_STYLE)
		return "style-1";
	if (state == FLOW_SEALED)
		return "cast";
	if (state == FLOW_PROJECTS && *contests <= booth->flow.contest) {
		*contests = booth->flow.contest + 1U;
		if (flow_contest(&booth->flow)->type == VOTE_ANSWER_TEXT)
			write_answer(booth);
		else
			mark_page(booth);
	}
	if (state == FLOW_PROJECTS || state == FLOW_SETTINGS || state == FLOW_HOW || state == FLOW_REVIEW)
		return "next";
	return NULL;
}

static void begin(struct booth *booth, const struct strip *strip, const struct election *election)
{
	char id[ELEMENT_ID_MAX] = "start";

	for (unsigned i = 0; i < election->language_count && election->language_count > 1; i++)
		if (!strcmp(election->language[i], strip->language))
			snprintf(id, sizeof(id), "start-%u", i);
	if (strip->sound) {
		const struct event headphones = {.kind = EVENT_HEADPHONES, .arg = 1};

		snprintf(((struct film *)booth->context)->done, 120, "headphones plugged in");
		/* As the kiosk does: who listens walks by keys. */
		booth->focus.shown = 1;
		booth_step(booth, &headphones);
	} else if (!do_press(booth, id)) {
		fail("a voter cannot start");
	}
}

static void settle(struct booth *booth, const struct strip *strip)
{
	char id[ELEMENT_ID_MAX];

	/* Settings may be in parts. */
	for (unsigned i = 0; strip->text_size != booth->flow.text_size && i < 4; i++) {
		snprintf(id, sizeof(id), "size-%u", strip->text_size);
		if (!do_press(booth, id))
			(void)do_press(booth, "part-next");
	}
	if (strip->blank) {
		snprintf(((struct film *)booth->context)->done, 120, "keypad: key . (dark display)");
		booth_key(booth, SDLK_KP_PERIOD);
	}
}

static int vote(struct film *film, const struct election *election, const struct messages *messages)
{
	struct booth *booth = calloc(1, sizeof(*booth));
	struct look look;
	unsigned contests = 0, screens = 0;
	int thanked;

	if (!booth)
		fail("no memory");
	canvas_look(film->canvas, &look);
	narrator_init(&film->narrator);
	booth_init(booth, election, messages, &look);
	booth->context = film;
	booth->shown = shown;
	booth->pressing = pressing;
	snprintf(film->done, sizeof(film->done), "%s", "the kiosk waits");
	booth_show(booth);
	begin(booth, film->strip, election);
	if (booth->flow.state == FLOW_SETTINGS)
		settle(booth, film->strip);
	while (booth->flow.state != FLOW_THANKS && screens++ < SCREENS_MAX) {
		const char *id = way_on(booth, &contests);

		if (booth->flow.state == FLOW_SEALING) {
			snprintf(film->done, sizeof(film->done), "%s", "(the vote is sealed)");
			booth_wait(booth, FLOW_SEALING_MS + 1);
			continue;
		}
		if (!id || !do_press(booth, id)) {
			fprintf(stderr, "strip: %s: no way on from \"%s\"\n", film->strip->name,
			        flow_state_name(booth->flow.state));
			break;
		}
	}
	thanked = booth->flow.state == FLOW_THANKS && booth->casts == 1 &&
	          !memcmp(&booth->cast, &booth->plain, sizeof(booth->cast));
	fprintf(stderr, "strip: %s: %s, %u pictures, %u screens, %u moves, %u selections\n", film->strip->name,
	        thanked ? "cast and thanked" : "did not cast", film->count, screens, booth->moves, booth->takes);
	free(booth);
	return thanked;
}

int main(int argc, char **argv)
{
	static struct messages messages[ELECTION_MAX_LANGUAGES];
	struct canvas_options options = {.kind = CANVAS_OFFSCREEN, .width = 1920, .height = 1080, .px_per_m = 3615};
	struct election *election;
	char why[CANVAS_WHY];
	int failed = 0;

	if (argc != 3)
		fail("usage: strip ELECTION-BODY FOLDER");
	election = walk_election(argv[1], messages);
	for (unsigned i = 0; i < sizeof(strips) / sizeof(*strips); i++) {
		struct film *film = calloc(1, sizeof(*film));

		if (!film || canvas_create(&film->canvas, why, &options) != STATUS_OK)
			fail(why);
		film->strip = &strips[i];
		film->folder = argv[2];
		canvas_election(film->canvas, election);
		failed |= !vote(film, election, messages);
		canvas_destroy(film->canvas);
		free(film);
	}
	return failed;
}
