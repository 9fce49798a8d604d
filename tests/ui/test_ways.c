/* Everything by a keypad alone, and by two switches alone: nothing that one of them does not lead to, no trap, few
 * moves to any of sixty projects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/screen_fixture.h"
#include "ways.h"

static struct messages english;
static struct example example;

/* --- every screen: walks --- */

enum { PLACES_MAX = 3 * SCREEN_MAX_ELEMENTS, STEPS = 2 };

/* Every place that the ring can come to on one screen, and where each of two keys takes it from there. */
struct walk {
	unsigned count;
	struct focus place[PLACES_MAX];
	unsigned to[PLACES_MAX][STEPS];
};

static unsigned walk_place(struct walk *walk, const struct focus *focus)
{
	unsigned i = 0;

	while (i < walk->count && memcmp(&walk->place[i].at, &focus->at, sizeof(focus->at)) != 0)
		i++;
	assert_true(i < PLACES_MAX);
	if (i == walk->count)
		walk->place[walk->count++] = *focus;
	return i;
}

static void walk_key(struct focus *focus, const struct screen *screen, enum way way, unsigned key)
{
	if (way == WAY_KEYPAD && key == 0)
		focus_next(focus, screen);
	else if (way == WAY_KEYPAD)
		focus_previous(focus, screen);
	else if (key == 0)
		focus_switch(focus, screen);
	else
		(void)focus_select(focus, screen);
}

static void walk_all(struct walk *walk, const struct screen *screen, enum way way, int reads)
{
	struct focus focus;

	focus_init(&focus);
	focus.reads = reads;
	walk->count = 0;
	walk_key(&focus, screen, way, 0);
	/* Where nothing can be pressed the ring comes with the second key only, for who listens. */
	if (!focus.at.id[0])
		walk_key(&focus, screen, way, 0);
	walk_place(walk, &focus);
	for (unsigned i = 0; i < walk->count; i++) {
		for (unsigned key = 0; key < STEPS; key++) {
			focus = walk->place[i];
			walk_key(&focus, screen, way, key);
			walk->to[i][key] = walk_place(walk, &focus);
		}
	}
}

/* From every place the first is reached again, and so is every other. */
static int walk_has_trap(const struct walk *walk)
{
	uint8_t leads[PLACES_MAX] = {1};
	int changed = 1;

	while (changed) {
		changed = 0;
		for (unsigned i = walk->count; i-- > 0;) {
			if (!leads[i] && (leads[walk->to[i][0]] || leads[walk->to[i][1]]))
				leads[i] = 1, changed = 1;
		}
	}
	for (unsigned i = 0; i < walk->count; i++)
		if (!leads[i])
			return 1;
	return 0;
}

static int walk_reaches(const struct walk *walk, const struct screen *screen, const char *id)
{
	for (unsigned i = 0; i < walk->count; i++)
		if (!strcmp(walk->place[i].at.id, id) && focus_count(&walk->place[i], screen) == 1)
			return 1;
	return 0;
}

struct walks {
	struct matrix matrix;
	struct walk walk;
	unsigned screens, places, elements;
};

static void check_walks(struct walks *walks, const struct look *look)
{
	const struct screen *screen = &walks->matrix.screen;

	for (unsigned way = WAY_KEYPAD; way < WAY_COUNT; way++) {
		int reads = way == WAY_KEYPAD && walks->screens % 2;

		walk_all(&walks->walk, screen, (enum way)way, reads);
		walks->places += walks->walk.count;
		if (walk_has_trap(&walks->walk))
			fail_msg("%s, %dx%d, size %u: a trap for %s", flow_state_name(screen->of), look->width,
			         look->height, screen->text_size, way_names[way]);
		for (unsigned i = 0; i < screen->count; i++) {
			const struct element *element = &screen->element[i];

			if (element->action.kind == ACT_NONE && !(reads && element->id[0] && element->spoken[0]))
				continue;
			walks->elements++;
			if (!walk_reaches(&walks->walk, screen, element->id))
				fail_msg("%s, %dx%d, size %u: %s is not reached by %s", flow_state_name(screen->of),
				         look->width, look->height, screen->text_size, element->id, way_names[way]);
		}
	}
	walks->screens++;
}

/* All parts and pages of one screen. */
static void walk_flow(struct walks *walks, struct look *look)
{
	struct matrix *matrix = &walks->matrix;
	const struct element *next;
	unsigned guard = 0;

	look->text_size = matrix->flow.text_size;
	do {
		screen_build(&matrix->screen, &matrix->flow, &english, look);
		check_walks(walks, look);
		next = screen_find(&matrix->screen, "part-next");
		if (!next)
			next = screen_find(&matrix->screen, "page-next");
		if (next && next->action.kind == ACT_PART)
			matrix->flow.part = (uint8_t)next->action.arg;
		else if (next)
			matrix->flow.first = (uint16_t)next->action.arg;
	} while (next && ++guard < 30);
}

static void test_no_trap_on_any_screen(void **state)
{
	static const unsigned shown[] = {0, 1, 3}; /* of the displays */
	struct walks *walks = calloc(1, sizeof(*walks));
	struct display display;
	struct look look;

	(void)state;
	assert_non_null(walks);
	for (unsigned i = 0; i < 3 * FLOW_STATE_COUNT * EXAMPLE_KIND_COUNT; i++) {
		enum flow_state of = (enum flow_state)(i / 3 % FLOW_STATE_COUNT);
		struct example *of_kind = &walks->matrix.example[0];

		display = matrix_displays[shown[i % 3]];
		look = (struct look){.width = display.width,
		                     .height = display.height,
		                     .px_per_m = display.px_per_m,
		                     .measure = {&display, fixed_width, fixed_line}};
		example_make(of_kind, (enum example_kind)(i / 3 / FLOW_STATE_COUNT));
		for (unsigned size = 1; size < FLOW_TEXT_SIZES; size += 2) {
			for (unsigned contest = 0; contest < of_kind->election.contest_count; contest++) {
				if (contest && of != FLOW_PROJECTS && of != FLOW_PROJECT)
					continue;
				example_flow(&walks->matrix.flow, of_kind, of);
				walks->matrix.flow.text_size = (uint8_t)size;
				walks->matrix.flow.contest = (uint8_t)contest;
				walk_flow(walks, &look);
			}
		}
	}
	printf("# note: walks by keypad and by switches: %u screens, %u places of the ring, %u elements reached, no "
	       "trap\n",
	       walks->screens, walks->places, walks->elements);
	assert_true(walks->elements > 5000);
	free(walks);
}

/* --- any of sixty projects --- */

enum { SIXTY = 60, NODES_MAX = 200000 };

/* Where a voter with two switches can be: a page or a project, and what the ring goes around. */
struct node {
	uint16_t first, project;
	uint8_t state, find_len;
	char find[FLOW_FIND_DIGITS + 1];
	struct focus_place at;
};

/* A screen, made once. */
struct made {
	struct node of; /* without the ring */
	struct screen screen;
};

enum { MADE_MAX = 2000 };

struct sixty {
	struct flow list, flow;
	struct focus focus;
	const struct look *look;
	struct made *made[MADE_MAX];
	unsigned made_count;
	unsigned count;
	struct node *node;
	uint32_t *table;
	unsigned best[SIXTY]; /* moves to each */
};

static uint32_t node_hash(const struct node *node)
{
	const uint8_t *byte = (const uint8_t *)node;
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < sizeof(*node); i++)
		hash = (hash ^ byte[i]) * 16777619U;
	return hash;
}

/* Adds a place that is new: what is known was reached by as few moves. */
static void node_add(struct sixty *sixty, const struct node *node)
{
	uint32_t at = node_hash(node) % (2 * NODES_MAX);

	while (sixty->table[at] && memcmp(&sixty->node[sixty->table[at] - 1], node, sizeof(*node)) != 0)
		at = (at + 1) % (2 * NODES_MAX);
	if (sixty->table[at])
		return;
	assert_true(sixty->count < NODES_MAX);
	sixty->node[sixty->count++] = *node;
	sixty->table[at] = sixty->count;
}

static void node_of(struct node *out, const struct sixty *sixty)
{
	const struct flow *flow = &sixty->flow;

	memset(out, 0, sizeof(*out));
	out->first = flow->state == FLOW_PROJECTS ? flow->first : 0;
	out->project = flow->state == FLOW_PROJECT ? flow->project : 0;
	out->state = (uint8_t)flow->state;
	if (flow->state == FLOW_FIND) {
		out->find_len = flow->find_len;
		memcpy(out->find, flow->find, sizeof(out->find));
	}
	out->at = sixty->focus.at;
}

static const struct screen *make_screen(struct sixty *sixty)
{
	struct made *made;
	struct node of;

	node_of(&of, sixty);
	memset(&of.at, 0, sizeof(of.at));
	for (unsigned i = 0; i < sixty->made_count; i++)
		if (!memcmp(&sixty->made[i]->of, &of, sizeof(of)))
			return &sixty->made[i]->screen;
	assert_true(sixty->made_count < MADE_MAX);
	made = sixty->made[sixty->made_count++] = calloc(1, sizeof(*made));
	assert_non_null(made);
	made->of = of;
	screen_build(&made->screen, &sixty->flow, &english, sixty->look);
	return &made->screen;
}

/* Sets flow, screen and ring as they are there. */
static const struct screen *node_enter(struct sixty *sixty, const struct node *node)
{
	const struct screen *screen;

	sixty->flow = sixty->list;
	sixty->flow.first = node->first;
	sixty->flow.project = node->project;
	sixty->flow.state = (enum flow_state)node->state;
	sixty->flow.find_len = node->find_len;
	memcpy(sixty->flow.find, node->find, sizeof(node->find));
	focus_init(&sixty->focus);
	sixty->focus.shown = sixty->focus.switches = 1;
	sixty->focus.at = node->at;
	screen = make_screen(sixty);
	focus_follow(&sixty->focus, screen);
	return screen;
}

/* The project that an element chooses, ranks or marks; -1 for none. */
static int chooses(const struct element *element)
{
	if (element->action.kind == ACT_TOGGLE)
		return (int)element->action.arg;
	if (element->action.kind == ACT_RANK || element->action.kind == ACT_MARK)
		return (int)mark_arg_project(element->action.arg);
	return -1;
}

/* Pages, and numbers of two digits. */
static int leads_on(enum action_kind kind, const struct flow *flow)
{
	return kind == ACT_PAGE || kind == ACT_FIND || (kind == ACT_DIGIT && flow->find_len < 2) ||
	       (kind == ACT_NEXT && flow->state == FLOW_FIND);
}

/* What the second switch does there. 1 where it leads to another place, at no move. */
static int node_take(struct sixty *sixty, const struct screen *screen, unsigned moves)
{
	struct event press = {.kind = EVENT_PRESS, .now_ms = sixty->flow.now_ms};
	const struct element *element;
	int project;

	if (focus_select(&sixty->focus, screen) == FOCUS_MOVED)
		return 1;
	element = focus_element(&sixty->focus, screen);
	assert_non_null(element);
	project = chooses(element);
	if (project >= 0 && project < SIXTY && moves < sixty->best[project])
		sixty->best[project] = moves;
	if (!leads_on(element->action.kind, &sixty->flow))
		return 0;
	press.action = element->action;
	(void)flow_step(&sixty->flow, &press);
	focus_follow(&sixty->focus, make_screen(sixty));
	return 1;
}

/* Dijkstra's search with moves of 0 and 1: all places of one number of moves before the next. */
static void search(struct sixty *sixty)
{
	const struct screen *screen;
	struct node node;
	unsigned from = 0;

	node_of(&node, sixty);
	node_add(sixty, &node);
	for (unsigned moves = 0; from < sixty->count; moves++) {
		unsigned first = from;

		/* Taking adds to the same level. */
		for (; from < sixty->count; from++) {
			screen = node_enter(sixty, &sixty->node[from]);
			if (!node_take(sixty, screen, moves))
				continue;
			node_of(&node, sixty);
			node_add(sixty, &node);
		}
		for (unsigned i = first, end = sixty->count; i < end; i++) {
			screen = node_enter(sixty, &sixty->node[i]);
			focus_switch(&sixty->focus, screen);
			node_of(&node, sixty);
			node_add(sixty, &node);
		}
	}
}

static unsigned moves_to_sixty(const struct display *display, unsigned size, enum vote_type type)
{
	struct sixty *sixty = calloc(1, sizeof(*sixty));
	struct display measured = *display;
	const struct look look = {.width = display->width,
	                          .height = display->height,
	                          .px_per_m = display->px_per_m,
	                          .text_size = size,
	                          .measure = {&measured, fixed_width, fixed_line}};
	unsigned worst = 0;

	assert_non_null(sixty);
	sixty->node = calloc(NODES_MAX, sizeof(*sixty->node));
	sixty->table = calloc(2 * NODES_MAX, sizeof(*sixty->table));
	assert_true(sixty->node && sixty->table);
	sixty->look = &look;
	example.contest[0].type = type;
	example_flow(&sixty->list, &example, FLOW_PROJECTS);
	memset(sixty->list.marks, 0, sizeof(sixty->list.marks));
	sixty->list.text_size = (uint8_t)size;
	sixty->flow = sixty->list;
	/* The ring came here with a voter who uses switches. */
	focus_init(&sixty->focus);
	sixty->focus.shown = sixty->focus.switches = 1;
	focus_follow(&sixty->focus, make_screen(sixty));
	for (unsigned i = 0; i < SIXTY; i++)
		sixty->best[i] = 1000;
	search(sixty);
	for (unsigned i = 0; i < SIXTY; i++)
		worst = sixty->best[i] > worst ? sixty->best[i] : worst;
	for (unsigned i = 0; i < sixty->made_count; i++)
		free(sixty->made[i]);
	free(sixty->node);
	free(sixty->table);
	free(sixty);
	return worst;
}

static void sixty_usual(void)
{
	example_make(&example, EXAMPLE_USUAL);
	for (unsigned i = 0; i < SIXTY; i++)
		example_project(&example, EXAMPLE_USUAL, 0, i);
	example.contest[0].project_count = SIXTY;
	example.contest[0].max_points = 6;
	example.contest[0].max_sum_points = 10;
	example.contest[0].width = ballot_width(&example.contest[0]);
}

static void test_any_of_sixty_projects(void **state)
{
	static const enum vote_type types[] = {VOTE_KNAPSACK, VOTE_RANKED, VOTE_POINTS};
	unsigned worst = 0;

	(void)state;
	sixty_usual();
	for (unsigned i = 0; i < sizeof(matrix_displays) / sizeof(*matrix_displays); i++) {
		for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++) {
			for (unsigned k = 0; k < sizeof(types) / sizeof(*types); k++) {
				unsigned moves = moves_to_sixty(&matrix_displays[i], size, types[k]);

				if (moves > 16)
					printf("# %s, size %u, %s: any of 60 projects in %u moves\n",
					       matrix_displays[i].name, size, vote_type_word(types[k]), moves);
				worst = moves > worst ? moves : worst;
			}
		}
	}
	printf("# note: two switches: any of 60 projects within %u moves, on 4 displays, 4 sizes, 3 types of vote\n",
	       worst);
	assert_true(worst <= 16);
}

static int load(void **state)
{
	(void)state;
	return messages_load(&english, "en") != STATUS_OK;
}

static int unload(void **state)
{
	(void)state;
	messages_finish(&english);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_no_trap_on_any_screen),
	    cmocka_unit_test(test_any_of_sixty_projects),
	};

	return cmocka_run_group_tests_name("ways", tests, load, unload);
}
