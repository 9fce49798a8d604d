/* Every screen as a small picture: languages x themes, sizes of words, displays; for looking through (make matrix).
 *
 * usage: sheet ELECTION-BODY FOLDER   (the body of a package: tail -n +5 FILE.election)
 *
 * Walks a vote by pressing what stands on the screens, and poses what needs no vote. Writes FOLDER/NAME.png, and to
 * standard output one line each: file, screen, language, theme, size, display, separated by tabs; last a line that
 * counts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "filter.h"
#include "ui/png.h"
#include "walk.h"

enum { PARTS_SHOWN = 4, MARKED = 4, NAME_ROOM = 60 };

struct display {
	int width, height, px_per_m;
	const char *name;
	int smaller; /* pictures are so many times smaller */
};

static const struct display displays[] = {
    {1920, 1080, 3615, "landscape", 3},
    {1080, 1920, 3615, "portrait", 3},
    {1024, 768, 3360, "small", 2},
    {3840, 2160, 7230, "four-k", 6},
};

struct sheet {
	struct election *election;
	const char *folder;
	struct messages messages[ELECTION_MAX_LANGUAGES];
	struct canvas *canvas;
	const struct display *display;
	unsigned language, theme, size;
	int seated;
	struct flow flow;
	struct screen screen;
	uint64_t now_ms;
	unsigned pictures, broken;
};

static const struct facts open_facts = {.voting = VOTING_OPEN,
                                        .kind = SIGN_REAL,
                                        .enrolled = 1,
                                        .has_election = 1,
                                        .stick = 1,
                                        .sealed = 212,
                                        .capacity = 20000,
                                        .spoiled = 3,
                                        .spoiled_capacity = 500,
                                        .exports = 2,
                                        .started = 240,
                                        .cast = 212,
                                        .challenged = 3,
                                        .timed_out = 9,
                                        .left = 16,
                                        .kiosk_name = "Library kiosk 1",
                                        .place = "Central Library",
                                        .fingerprint = "3f2a 91c0 7b1e d4f8"};

/* --- the flow --- */

static struct effect tell(struct sheet *sheet, struct event *event)
{
	sheet->now_ms += 300;
	event->now_ms = sheet->now_ms;
	return flow_step(&sheet->flow, event);
}

static void build(struct sheet *sheet)
{
	struct look look;

	canvas_look(sheet->canvas, &look);
	look.text_size = sheet->flow.text_size;
	look.theme = sheet->flow.theme;
	screen_build(&sheet->screen, &sheet->flow, &sheet->messages[sheet->flow.language], &look);
	for (unsigned i = 0; i < sheet->screen.count; i++) {
		int project = element_project(&sheet->screen.element[i]);

		if (project >= 0)
			flow_shown(&sheet->flow, (unsigned)project);
	}
}

static struct effect press(struct sheet *sheet, struct action action)
{
	struct event event = {.kind = EVENT_PRESS, .action = action};
	struct effect effect = tell(sheet, &event);

	build(sheet);
	return effect;
}

static void answer(struct sheet *sheet, enum event_kind kind)
{
	struct event event = {.kind = kind};

	if (kind == EVENT_SHUFFLED)
		memset(event.seed, 5, sizeof(event.seed));
	if (kind == EVENT_SEALED)
		for (unsigned i = 0; i < sizeof(event.code.bytes); i++)
			event.code.bytes[i] = (uint8_t)(37 * i + 11);
	if (kind == EVENT_SPOILED)
		memset(event.nonce, 0x5a, sizeof(event.nonce));
	(void)tell(sheet, &event);
	build(sheet);
}

/* Presses the n-th element of a kind that is not blocked; 0 where there is none. */
static int press_kind(struct sheet *sheet, enum action_kind kind, unsigned n)
{
	for (unsigned i = 0; i < sheet->screen.count; i++) {
		const struct element *element = &sheet->screen.element[i];

		if (element->action.kind == kind && !(element->state & STATE_BLOCKED) && n-- == 0) {
			(void)press(sheet, element->action);
			return 1;
		}
	}
	return 0;
}

/* --- pictures --- */

static void picture(struct sheet *sheet, const char *screen)
{
	char name[200], path[600];
	unsigned language = sheet->flow.language;

	snprintf(name, sizeof(name), "%s-%s-t%u-s%u-%s%s.png", screen, sheet->election->language[language],
	         sheet->flow.theme, sheet->flow.text_size, sheet->display->name, sheet->seated ? "-seated" : "");
	snprintf(path, sizeof(path), "%s/%s", sheet->folder, name);
	if (sheet->screen.status != STATUS_OK) {
		sheet->broken++;
		fprintf(stderr, "sheet: %s: %s\n", name, status_phrase(sheet->screen.status));
	}
	if (canvas_draw(sheet->canvas, &sheet->screen, NULL, NULL) != STATUS_OK ||
	    !save_png_smaller(sheet->canvas, path, sheet->display->smaller))
		fail("a picture cannot be written: check the folder");
	printf("%s\t%s\t%s\t%u\t%u\t%s%s\n", name, screen, sheet->election->language[language], sheet->flow.theme,
	       sheet->flow.text_size, sheet->display->name, sheet->seated ? " seated" : "");
	sheet->pictures++;
}

/* The screen as it stands, and its further parts. */
static void take(struct sheet *sheet, const char *screen)
{
	const struct element *next;
	char name[NAME_ROOM + 8];

	build(sheet);
	picture(sheet, screen);
	for (unsigned part = 2; part <= PARTS_SHOWN; part++) {
		next = screen_find(&sheet->screen, "part-next");
		if (!next)
			break;
		(void)press(sheet, next->action);
		snprintf(name, sizeof(name), "%s~%u", screen, part);
		picture(sheet, name);
	}
	if (sheet->flow.part)
		(void)press(sheet, (struct action){ACT_PART, 0});
}

/* --- a voter's way --- */

static void take_texts(struct sheet *sheet, const char *prefix)
{
	static const uint32_t latin[] = {'A', ' ', 'b', 'e', 'n', 'c', 'h'};
	char name[NAME_ROOM];
	const struct element *key;
	unsigned typed = 0;

	if (!press_kind(sheet, ACT_WRITE, 0))
		return;
	for (unsigned i = 0; i < sheet->screen.count && typed < 6; i++) {
		key = &sheet->screen.element[i];
		if (key->action.kind == ACT_LETTER && i % 3 == 0 && key->action.arg != ' ') {
			(void)press(sheet, key->action);
			typed++;
		}
	}
	if (!typed)
		for (unsigned i = 0; i < sizeof(latin) / sizeof(*latin); i++)
			(void)press(sheet, (struct action){ACT_LETTER, latin[i]});
	snprintf(name, sizeof(name), "%.40s-write", prefix);
	take(sheet, name);
	for (unsigned layer = 1; layer < FLOW_KEY_LAYERS; layer++) {
		(void)press(sheet, (struct action){ACT_KEYS, layer});
		snprintf(name, sizeof(name), "%.40s-write-keys-%u", prefix, layer);
		take(sheet, name);
	}
	(void)press(sheet, (struct action){ACT_NEXT, 0});
	if (sheet->flow.state == FLOW_WRITE)
		(void)press(sheet, (struct action){ACT_BACK, 0});
}

static void mark_some(struct sheet *sheet)
{
	const struct element *element;
	unsigned done[MARKED];

	for (unsigned count = 0; count < MARKED; count++) {
		element = walk_next_mark(&sheet->screen, done, count);
		if (!element)
			return;
		done[count] = mark_arg_project(element->action.arg);
		(void)press(sheet, element->action);
	}
}

static void take_lists(struct sheet *sheet, const char *prefix)
{
	char name[NAME_ROOM];

	if (press_kind(sheet, ACT_FIND, 0)) {
		(void)press(sheet, (struct action){ACT_DIGIT, 9});
		(void)press(sheet, (struct action){ACT_DIGIT, 9});
		(void)press(sheet, (struct action){ACT_NEXT, 0});
		snprintf(name, sizeof(name), "%.40s-find", prefix);
		take(sheet, name);
		(void)press(sheet, (struct action){ACT_BACK, 0});
	}
	if (press_kind(sheet, ACT_FILTERS, 0)) {
		snprintf(name, sizeof(name), "%.40s-filter", prefix);
		take(sheet, name);
		if (press_kind(sheet, ACT_FILTER, 2)) {
			snprintf(name, sizeof(name), "%.40s-filtered", prefix);
			take(sheet, name);
			(void)press(sheet, (struct action){ACT_FILTER, 0});
		}
		if (sheet->flow.state == FLOW_FILTER)
			(void)press(sheet, (struct action){ACT_BACK, 0});
	}
}

static void take_notice(struct sheet *sheet, const char *prefix)
{
	char name[NAME_ROOM];

	for (unsigned i = 0; i < sheet->screen.count; i++) {
		const struct element *element = &sheet->screen.element[i];

		if (!(element->state & STATE_BLOCKED))
			continue;
		(void)press(sheet, element->action);
		snprintf(name, sizeof(name), "%.40s-notice", prefix);
		take(sheet, name);
		return;
	}
}

static void take_contest(struct sheet *sheet)
{
	const struct contest *contest = flow_contest(&sheet->flow);
	char prefix[NAME_ROOM], name[NAME_ROOM];

	snprintf(prefix, sizeof(prefix), "%02u-%.30s", 20 + sheet->flow.contest, vote_type_word(contest->type));
	if (sheet->flow.state == FLOW_HOW) {
		snprintf(name, sizeof(name), "%.44s-how", prefix);
		take(sheet, name);
		(void)press(sheet, (struct action){ACT_NEXT, 0});
	}
	take(sheet, prefix);
	mark_some(sheet);
	if (contest->type == VOTE_ANSWER_TEXT)
		take_texts(sheet, prefix);
	snprintf(name, sizeof(name), "%.44s-chosen", prefix);
	take(sheet, name);
	take_notice(sheet, prefix);
	take_lists(sheet, prefix);
	if (press_kind(sheet, ACT_PROJECT, 1)) {
		snprintf(name, sizeof(name), "%.44s-project", prefix);
		take(sheet, name);
		(void)press(sheet, (struct action){ACT_BACK, 0});
	}
	(void)press(sheet, (struct action){ACT_NEXT, 0});
}

static void take_over(struct sheet *sheet, enum action_kind open, const char *name)
{
	(void)press(sheet, (struct action){open, 0});
	take(sheet, name);
	(void)press(sheet, (struct action){ACT_BACK, 0});
}

static void begin_session(struct sheet *sheet)
{
	struct facts facts = open_facts;

	flow_init(&sheet->flow, sheet->election, &facts, ++sheet->now_ms);
	build(sheet);
}

static void settle(struct sheet *sheet)
{
	sheet->flow.language = (uint8_t)sheet->language;
	sheet->flow.theme = (uint8_t)sheet->theme;
	sheet->flow.text_size = (uint8_t)sheet->size;
	sheet->flow.seated = (uint8_t)sheet->seated;
	build(sheet);
}

static void take_voter(struct sheet *sheet)
{
	unsigned guard = 0;

	begin_session(sheet);
	/* Nobody has chosen anything yet: one start screen for all. */
	if (sheet->language == 0 && sheet->theme == 0 && sheet->size == FLOW_TEXT_SIZE_DEFAULT)
		take(sheet, "10-start");
	(void)press(sheet,
	            (struct action){sheet->election->language_count > 1 ? ACT_LANGUAGE : ACT_START, sheet->language});
	answer(sheet, EVENT_SHUFFLED);
	settle(sheet);
	take(sheet, "11-settings");
	(void)press(sheet, (struct action){ACT_SOUND, 1});
	take(sheet, "11-settings-sound");
	(void)press(sheet, (struct action){ACT_SOUND, 0});
	(void)press(sheet, (struct action){ACT_NEXT, 0});
	if (sheet->flow.state == FLOW_STYLE) {
		take(sheet, "12-style");
		/* The last style: a district's, with most contests. */
		(void)press(sheet, (struct action){ACT_STYLE, sheet->election->style_count - 1U});
	}
	while (sheet->flow.state != FLOW_REVIEW && guard++ < 2 * ELECTION_MAX_CONTESTS)
		take_contest(sheet);
	take(sheet, "60-review");
	take_over(sheet, ACT_HELP, "61-help");
	take_over(sheet, ACT_LEAVE, "62-leave");
	(void)press(sheet, (struct action){ACT_NEXT, 0});
	take(sheet, "63-sealing");
	answer(sheet, EVENT_SEALED);
	sheet->now_ms += FLOW_SEALING_MS;
	answer(sheet, EVENT_TIME);
	take(sheet, "64-sealed");
	(void)press(sheet, (struct action){ACT_CHALLENGE, 0});
	take(sheet, "65-challenge-ask");
	(void)press(sheet, (struct action){ACT_YES, 0});
	answer(sheet, EVENT_SPOILED);
	take(sheet, "66-challenged");
	(void)press(sheet, (struct action){ACT_NEXT, 0});
	for (guard = 0; sheet->flow.state != FLOW_REVIEW && guard < 4 * ELECTION_MAX_CONTESTS; guard++)
		(void)press(sheet, (struct action){ACT_NEXT, 0});
	take(sheet, "60-review-empty");
	(void)press(sheet, (struct action){ACT_NEXT, 0});
	answer(sheet, EVENT_SEALED);
	sheet->now_ms += FLOW_SEALING_MS;
	answer(sheet, EVENT_TIME);
	sheet->now_ms += (uint64_t)sheet->election->idle_s * 1000;
	answer(sheet, EVENT_TIME);
	take(sheet, "67-idle");
	answer(sheet, EVENT_ACTIVITY);
	(void)press(sheet, (struct action){ACT_CAST, 0});
	take(sheet, "68-casting");
	answer(sheet, EVENT_STORED);
	take(sheet, "69-thanks");
}

/* --- what needs no vote --- */

static void pose(struct sheet *sheet, enum flow_state state, const char *name)
{
	begin_session(sheet);
	settle(sheet);
	sheet->flow.state = state;
	sheet->flow.entered_ms = sheet->flow.now_ms;
	sheet->flow.staff_task = EFFECT_EXPORT;
	sheet->flow.staff_number = 3;
	sheet->flow.trouble = EFFECT_STORE;
	sheet->flow.trouble_status = STATUS_DISK_FULL;
	sheet->flow.pin_len = 3;
	take(sheet, name);
}

static void take_posed(struct sheet *sheet)
{
	static const struct {
		enum flow_state state;
		const char *name;
	} posed[] = {
	    {FLOW_LOCKED, "00-locked"},
	    {FLOW_NO_ELECTION, "01-no-election"},
	    {FLOW_NOT_OPEN, "02-not-open"},
	    {FLOW_TROUBLE, "70-trouble"},
	    {FLOW_PIN, "80-pin"},
	    {FLOW_STAFF, "81-staff"},
	    {FLOW_STAFF_OPEN, "82-staff-open"},
	    {FLOW_STAFF_CLOSE, "83-staff-close"},
	    {FLOW_STAFF_CLOSE2, "84-staff-close2"},
	    {FLOW_STAFF_STATUS, "85-staff-status"},
	    {FLOW_STAFF_SIZE, "86-staff-size"},
	    {FLOW_STAFF_SCREEN, "87-staff-screen"},
	    {FLOW_STAFF_TOUCH, "88-staff-touch"},
	    {FLOW_STAFF_SOUND, "89-staff-sound"},
	    {FLOW_STAFF_CLEAN, "90-staff-clean"},
	    {FLOW_STAFF_WORKING, "91-staff-working"},
	    {FLOW_STAFF_DONE, "92-staff-done"},
	};

	for (unsigned i = 0; i < sizeof(posed) / sizeof(*posed); i++)
		pose(sheet, posed[i].state, posed[i].name);
}

/* --- the whole --- */

static void take_all(struct sheet *sheet, unsigned display, unsigned language, unsigned theme, unsigned size)
{
	struct canvas_options options = {.kind = CANVAS_OFFSCREEN,
	                                 .width = displays[display].width,
	                                 .height = displays[display].height,
	                                 .px_per_m = displays[display].px_per_m};
	char why[CANVAS_WHY];

	if (sheet->display != &displays[display]) {
		canvas_destroy(sheet->canvas);
		if (canvas_create(&sheet->canvas, why, &options) != STATUS_OK)
			fail(why);
		canvas_election(sheet->canvas, sheet->election);
		sheet->display = &displays[display];
	}
	sheet->language = language;
	sheet->theme = theme;
	sheet->size = size;
	take_voter(sheet);
	/* Staff's screens have the usual size, and the calm colours. */
	if (theme == 0 && size == FLOW_TEXT_SIZE_DEFAULT && !sheet->seated)
		take_posed(sheet);
}

int main(int argc, char **argv)
{
	struct sheet *sheet = calloc(1, sizeof(*sheet));

	if (argc != 3 || !sheet)
		fail("usage: sheet ELECTION-BODY FOLDER");
	sheet->folder = argv[2];
	sheet->election = walk_election(argv[1], sheet->messages);
	for (unsigned language = 0; language < sheet->election->language_count; language++) {
		for (unsigned theme = 0; theme < FLOW_THEMES; theme++)
			take_all(sheet, 0, language, theme, FLOW_TEXT_SIZE_DEFAULT);
		for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++)
			if (size != FLOW_TEXT_SIZE_DEFAULT)
				take_all(sheet, 0, language, 0, size);
	}
	for (unsigned language = 0; language < sheet->election->language_count; language++) {
		take_all(sheet, 1, language, 0, FLOW_TEXT_SIZE_DEFAULT);
		take_all(sheet, 1, language, 0, 3);
	}
	for (unsigned language = 0; language < sheet->election->language_count; language++) {
		take_all(sheet, 2, language, 0, FLOW_TEXT_SIZE_DEFAULT);
		take_all(sheet, 2, language, 0, 3);
	}
	sheet->seated = 1;
	take_all(sheet, 1, 0, 0, FLOW_TEXT_SIZE_DEFAULT);
	sheet->seated = 0;
	take_all(sheet, 3, 0, 0, FLOW_TEXT_SIZE_DEFAULT);
	fprintf(stderr, "sheet: %u pictures, %u not complete\n", sheet->pictures, sheet->broken);
	return sheet->broken ? 1 : 0;
}
