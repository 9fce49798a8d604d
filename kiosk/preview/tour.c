#include "tour.h"

#include <stdio.h>
#include <string.h>

enum { MARKED = 4, NAME_ROOM = 60, CAPTION_ROOM = 220 };

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

static struct effect tell(struct tour *tour, struct event *event)
{
	tour->now_ms += 300;
	event->now_ms = tour->now_ms;
	return flow_step(&tour->flow, event);
}

static void build(struct tour *tour)
{
	struct look look;

	canvas_look(tour->canvas, &look);
	look.text_size = tour->flow.text_size;
	look.theme = tour->flow.theme;
	screen_build(&tour->screen, &tour->flow, &tour->messages[tour->flow.language], &look);
	for (unsigned i = 0; i < tour->screen.count; i++) {
		int project = element_project(&tour->screen.element[i]);

		if (project >= 0)
			flow_shown(&tour->flow, (unsigned)project);
	}
}

static struct effect press(struct tour *tour, struct action action)
{
	struct event event = {.kind = EVENT_PRESS, .action = action};
	struct effect effect = tell(tour, &event);

	build(tour);
	return effect;
}

static void answer(struct tour *tour, enum event_kind kind)
{
	struct event event = {.kind = kind};

	if (kind == EVENT_SHUFFLED)
		memset(event.seed, 5, sizeof(event.seed));
	if (kind == EVENT_SEALED)
		for (unsigned i = 0; i < sizeof(event.code.bytes); i++)
			event.code.bytes[i] = (uint8_t)(37 * i + 11);
	if (kind == EVENT_SPOILED)
		memset(event.nonce, 0x5a, sizeof(event.nonce));
	(void)tell(tour, &event);
	build(tour);
}

/* Presses the n-th element of a kind that is not blocked; 0 where there is none. */
static int press_kind(struct tour *tour, enum action_kind kind, unsigned n)
{
	for (unsigned i = 0; i < tour->screen.count; i++) {
		const struct element *element = &tour->screen.element[i];

		if (element->action.kind == kind && !(element->state & STATE_BLOCKED) && n-- == 0) {
			(void)press(tour, element->action);
			return 1;
		}
	}
	return 0;
}

/* Chooses, ranks, or gives something to see: not the mark that takes away. */
static int marks(const struct element *element)
{
	enum action_kind kind = element->action.kind;

	if (element->state & (STATE_BLOCKED | STATE_CHOSEN))
		return 0;
	return kind == ACT_TOGGLE || ((kind == ACT_RANK || kind == ACT_MARK) && mark_arg_mark(element->action.arg) > 0);
}

const struct element *tour_next_mark(const struct screen *screen, const unsigned *done, unsigned count)
{
	for (unsigned i = 0; i < screen->count; i++) {
		const struct element *element = &screen->element[i];
		unsigned known = 0;

		if (!marks(element))
			continue;
		while (known < count && done[known] != mark_arg_project(element->action.arg))
			known++;
		if (known == count)
			return element;
	}
	return NULL;
}

void tour_take(struct tour *tour, const char *screen, const char *caption)
{
	const struct element *next;
	char name[NAME_ROOM + 8];

	build(tour);
	tour->caption = caption;
	tour->show(tour, screen);
	for (unsigned part = 2; part <= tour->parts; part++) {
		next = screen_find(&tour->screen, "part-next");
		if (!next)
			break;
		(void)press(tour, next->action);
		snprintf(name, sizeof(name), "%s~%u", screen, part);
		tour->show(tour, name);
	}
	if (tour->flow.part)
		(void)press(tour, (struct action){ACT_PART, 0});
}

/* --- a voter's way --- */

static void take_texts(struct tour *tour, const char *prefix)
{
	static const uint32_t latin[] = {'A', ' ', 'b', 'e', 'n', 'c', 'h'};
	char name[NAME_ROOM];
	const struct element *key;
	unsigned typed = 0;

	if (!press_kind(tour, ACT_WRITE, 0))
		return;
	for (unsigned i = 0; i < tour->screen.count && typed < 6; i++) {
		key = &tour->screen.element[i];
		if (key->action.kind == ACT_LETTER && i % 3 == 0 && key->action.arg != ' ') {
			(void)press(tour, key->action);
			typed++;
		}
	}
	if (!typed)
		for (unsigned i = 0; i < sizeof(latin) / sizeof(*latin); i++)
			(void)press(tour, (struct action){ACT_LETTER, latin[i]});
	snprintf(name, sizeof(name), "%.40s-write", prefix);
	tour_take(tour, name, "Writing an answer");
	for (unsigned layer = 1; layer < FLOW_KEY_LAYERS; layer++) {
		(void)press(tour, (struct action){ACT_KEYS, layer});
		snprintf(name, sizeof(name), "%.40s-write-keys-%u", prefix, layer);
		tour_take(tour, name, "Other keys");
	}
	(void)press(tour, (struct action){ACT_NEXT, 0});
	if (tour->flow.state == FLOW_WRITE)
		(void)press(tour, (struct action){ACT_BACK, 0});
}

static void mark_some(struct tour *tour)
{
	const struct element *element;
	unsigned done[MARKED];

	for (unsigned count = 0; count < MARKED; count++) {
		element = tour_next_mark(&tour->screen, done, count);
		if (!element)
			return;
		done[count] = mark_arg_project(element->action.arg);
		(void)press(tour, element->action);
	}
}

static void take_lists(struct tour *tour, const char *prefix)
{
	char name[NAME_ROOM];

	if (press_kind(tour, ACT_FIND, 0)) {
		(void)press(tour, (struct action){ACT_DIGIT, 9});
		(void)press(tour, (struct action){ACT_DIGIT, 9});
		(void)press(tour, (struct action){ACT_NEXT, 0});
		snprintf(name, sizeof(name), "%.40s-find", prefix);
		tour_take(tour, name, "Finding a project by its number");
		(void)press(tour, (struct action){ACT_BACK, 0});
	}
	if (press_kind(tour, ACT_FILTERS, 0)) {
		snprintf(name, sizeof(name), "%.40s-filter", prefix);
		tour_take(tour, name, "Places and kinds of projects to look for");
		if (press_kind(tour, ACT_FILTER, 2)) {
			snprintf(name, sizeof(name), "%.40s-filtered", prefix);
			tour_take(tour, name, "Only some of the projects");
			(void)press(tour, (struct action){ACT_FILTER, 0});
		}
		if (tour->flow.state == FLOW_FILTER)
			(void)press(tour, (struct action){ACT_BACK, 0});
	}
}

static void take_notice(struct tour *tour, const char *prefix)
{
	char name[NAME_ROOM];

	for (unsigned i = 0; i < tour->screen.count; i++) {
		const struct element *element = &tour->screen.element[i];

		if (!(element->state & STATE_BLOCKED))
			continue;
		(void)press(tour, element->action);
		snprintf(name, sizeof(name), "%.40s-notice", prefix);
		tour_take(tour, name, "Why something cannot be chosen now");
		return;
	}
}

/* One project's page, or everybody's. */
static void take_projects(struct tour *tour, const char *prefix)
{
	const struct contest *contest = flow_contest(&tour->flow);
	char name[NAME_ROOM];

	if (tour->extent == TOUR_SAMPLE) {
		if (!press_kind(tour, ACT_PROJECT, 1))
			return;
		snprintf(name, sizeof(name), "%.44s-project", prefix);
		tour_take(tour, name, "A project");
		(void)press(tour, (struct action){ACT_BACK, 0});
		return;
	}
	for (unsigned i = 0; i < contest->project_count && !vote_type_is_question(contest->type); i++) {
		char caption[CAPTION_ROOM];

		(void)press(tour, (struct action){ACT_PROJECT, i});
		if (tour->flow.state != FLOW_PROJECT)
			continue;
		snprintf(name, sizeof(name), "%.40s-project-%u", prefix, i);
		snprintf(caption, sizeof(caption), "Project %.40s: %.160s", contest->projects[i].id,
		         text_in(&contest->projects[i].name, tour->language, NULL));
		tour_take(tour, name, caption);
		(void)press(tour, (struct action){ACT_BACK, 0});
	}
}

/* Shown already, for another district: its screens are passed by. */
static void pass_contest(struct tour *tour)
{
	mark_some(tour);
	(void)press(tour, (struct action){ACT_NEXT, 0});
}

static void take_contest(struct tour *tour)
{
	const struct contest *contest = flow_contest(&tour->flow);
	char prefix[NAME_ROOM], name[NAME_ROOM];
	uint32_t bit;

	bit = UINT32_C(1) << (contest - tour->election->contests);
	if (tour->contests_shown & bit) {
		pass_contest(tour);
		return;
	}
	tour->heading = text_in(&contest->title, tour->language, NULL);
	snprintf(prefix, sizeof(prefix), "%02u-%.30s", 20U + tour->flow.contest, vote_type_word(contest->type));
	if (tour->flow.state == FLOW_HOW) {
		snprintf(name, sizeof(name), "%.44s-how", prefix);
		tour_take(tour, name, "How it works");
		(void)press(tour, (struct action){ACT_NEXT, 0});
		return;
	}
	tour->contests_shown |= bit;
	tour_take(tour, prefix, vote_type_is_question(contest->type) ? "The question" : "The projects");
	mark_some(tour);
	if (contest->type == VOTE_ANSWER_TEXT)
		take_texts(tour, prefix);
	snprintf(name, sizeof(name), "%.44s-chosen", prefix);
	tour_take(tour, name, "With something chosen");
	take_notice(tour, prefix);
	take_lists(tour, prefix);
	take_projects(tour, prefix);
	(void)press(tour, (struct action){ACT_NEXT, 0});
}

static void take_over(struct tour *tour, enum action_kind open, const char *name, const char *caption)
{
	(void)press(tour, (struct action){open, 0});
	tour_take(tour, name, caption);
	(void)press(tour, (struct action){ACT_BACK, 0});
}

void tour_begin(struct tour *tour)
{
	struct facts facts = open_facts;

	flow_init(&tour->flow, tour->election, &facts, ++tour->now_ms);
	build(tour);
}

void tour_settle(struct tour *tour)
{
	tour->flow.language = (uint8_t)tour->language;
	tour->flow.theme = (uint8_t)tour->theme;
	tour->flow.text_size = (uint8_t)tour->size;
	tour->flow.seated = (uint8_t)tour->seated;
	build(tour);
}

/* With the style, which a voting code names, or the voter. */
static void start_session(struct tour *tour, unsigned style)
{
	tour_begin(tour);
	(void)press(tour,
	            (struct action){tour->election->language_count > 1 ? ACT_LANGUAGE : ACT_START, tour->language});
	answer(tour, EVENT_SHUFFLED);
	tour_settle(tour);
	(void)press(tour, (struct action){ACT_NEXT, 0});
	if (tour->flow.state == FLOW_STYLE)
		(void)press(tour, (struct action){ACT_STYLE, style});
}

static void take_contests(struct tour *tour)
{
	unsigned guard = 0;

	while (tour->flow.state != FLOW_REVIEW && guard++ < 2 * ELECTION_MAX_CONTESTS)
		take_contest(tour);
}

/* As the voter comes to it; the walk itself goes on without a code. */
static void take_code(struct tour *tour)
{
	struct flow flow = tour->flow;
	enum admission admission = tour->election->admission;

	tour->election->admission = ADMISSION_CODE;
	tour->flow.state = FLOW_CODE;
	tour_take(tour, "12-code", "The voting code");
	tour->election->admission = admission;
	tour->flow = flow;
	build(tour);
}

static void take_beginning(struct tour *tour)
{
	tour->heading = NULL;
	tour_begin(tour);
	/* Nobody has chosen anything yet: one start screen for all. */
	if (tour->language == 0 && tour->theme == 0 && tour->size == FLOW_TEXT_SIZE_DEFAULT)
		tour_take(tour, "10-start", "Before anybody has begun");
	(void)press(tour,
	            (struct action){tour->election->language_count > 1 ? ACT_LANGUAGE : ACT_START, tour->language});
	answer(tour, EVENT_SHUFFLED);
	tour_settle(tour);
	tour_take(tour, "11-settings", "First: language, words and colours");
	(void)press(tour, (struct action){ACT_SOUND, 1});
	tour_take(tour, "11-settings-sound", "The same with sound on");
	(void)press(tour, (struct action){ACT_SOUND, 0});
	if (tour->coded)
		take_code(tour);
	(void)press(tour, (struct action){ACT_NEXT, 0});
	if (tour->flow.state == FLOW_STYLE && !tour->coded)
		tour_take(tour, "12-style", "Which district");
}

static void take_sealed(struct tour *tour)
{
	(void)press(tour, (struct action){ACT_NEXT, 0});
	tour_take(tour, "63-sealing", "The vote is sealed");
	answer(tour, EVENT_SEALED);
	tour->now_ms += FLOW_SEALING_MS;
	answer(tour, EVENT_TIME);
	tour_take(tour, "64-sealed", "The confirmation code: cast it, or test the machine");
	(void)press(tour, (struct action){ACT_CHALLENGE, 0});
	tour_take(tour, "65-challenge-ask", "A test vote becomes public");
	(void)press(tour, (struct action){ACT_YES, 0});
	answer(tour, EVENT_SPOILED);
	tour_take(tour, "66-challenged", "After a test");
}

static void take_end(struct tour *tour)
{
	unsigned guard = 0;

	(void)press(tour, (struct action){ACT_NEXT, 0});
	for (; tour->flow.state != FLOW_REVIEW && guard < 4 * ELECTION_MAX_CONTESTS; guard++)
		(void)press(tour, (struct action){ACT_NEXT, 0});
	tour_take(tour, "60-review-empty", "Looking through: nothing is chosen");
	(void)press(tour, (struct action){ACT_NEXT, 0});
	answer(tour, EVENT_SEALED);
	tour->now_ms += FLOW_SEALING_MS;
	answer(tour, EVENT_TIME);
	tour->now_ms += (uint64_t)tour->election->idle_s * 1000;
	answer(tour, EVENT_TIME);
	tour_take(tour, "67-idle", "Nobody has touched anything for a while");
	answer(tour, EVENT_ACTIVITY);
	(void)press(tour, (struct action){ACT_CAST, 0});
	tour_take(tour, "68-casting", "The vote goes into the box");
	answer(tour, EVENT_STORED);
	tour_take(tour, "69-thanks", "Done");
}

void tour_voter(struct tour *tour)
{
	/* The last style is a district's, with most contests. */
	unsigned last = tour->election->style_count - 1U;

	tour->contests_shown = 0;
	take_beginning(tour);
	for (unsigned style = 0; style < last && tour->extent == TOUR_WHOLE; style++) {
		start_session(tour, style);
		take_contests(tour);
	}
	start_session(tour, last);
	take_contests(tour);
	tour->heading = NULL;
	tour_take(tour, "60-review", "Looking through the whole vote");
	take_over(tour, ACT_HELP, "61-help", "Help");
	take_over(tour, ACT_LEAVE, "62-leave", "Leaving without voting");
	take_sealed(tour);
	take_end(tour);
}
