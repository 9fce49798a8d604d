/* Screens as lists: whole, complete, nothing dead on them; with a measure of its own, so that no font is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "focus.h"
#include "model/screen_fixture.h"
#include "opening.h"

/* --- all of them --- */

static void test_matrix(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(matrix_displays) / sizeof(*matrix_displays); i++) {
		struct display display = matrix_displays[i];
		struct measure measure = {&display, fixed_width, fixed_line};

		matrix_run(&fixture->matrix, &fixture->messages, "en", &measure, &display);
	}
	assert_true(fixture->matrix.screens > 3000);
	assert_true(fixture->matrix.cards > 1000 && fixture->matrix.framed > 1000);
	assert_int_equal(fixture->matrix.faults, 0);
}

/* Colours change nothing but colours. */
static void test_themes_share_a_layout(void **state)
{
	struct fixture *fixture = *state;
	struct screen *other = calloc(1, sizeof(*other));

	assert_non_null(other);
	for (unsigned s = 0; s < FLOW_STATE_COUNT; s++) {
		for (unsigned theme = 1; theme < FLOW_THEMES; theme++) {
			if (s == FLOW_SETTINGS)
				continue;
			show(fixture, (enum flow_state)s);
			fixture->flow.theme = (uint8_t)theme;
			screen_build(other, &fixture->flow, &fixture->messages, &fixture->look);
			assert_int_equal(other->theme, theme);
			assert_int_equal(other->count, fixture->screen.count);
			for (unsigned i = 0; i < other->count; i++) {
				assert_string_equal(other->element[i].id, fixture->screen.element[i].id);
				assert_memory_equal(&other->element[i].box, &fixture->screen.element[i].box,
				                    sizeof(struct rect));
			}
		}
	}
	free(other);
}

/* The same state gives the same screen, whatever stood in its memory. */
static void test_pure(void **state)
{
	struct fixture *fixture = *state;
	struct screen *other = malloc(sizeof(*other));

	assert_non_null(other);
	for (unsigned s = 0; s < FLOW_STATE_COUNT; s++) {
		memset(other, 0xa5, sizeof(*other));
		show(fixture, (enum flow_state)s);
		screen_build(other, &fixture->flow, &fixture->messages, &fixture->look);
		assert_int_equal(other->count, fixture->screen.count);
		for (unsigned i = 0; i < other->count; i++) {
			assert_string_equal(other->element[i].text, fixture->screen.element[i].text);
			assert_string_equal(other->element[i].spoken, fixture->screen.element[i].spoken);
			assert_memory_equal(&other->element[i].box, &fixture->screen.element[i].box,
			                    sizeof(struct rect));
		}
	}
	free(other);
}

/* --- no dead buttons --- */

/* What a press may change and nobody sees. */
static void forget_times(struct flow *flow)
{
	flow->now_ms = flow->last_activity_ms = flow->entered_ms = 0;
}

static int does_something(struct fixture *fixture, const struct element *element)
{
	struct event event = {.kind = EVENT_PRESS, .now_ms = fixture->flow.now_ms + 1000, .action = element->action};
	struct effect effect;

	fixture->before = fixture->flow;
	effect = flow_step(&fixture->flow, &event);
	forget_times(&fixture->before);
	forget_times(&fixture->flow);
	return effect.kind != EFFECT_NONE || memcmp(&fixture->before, &fixture->flow, sizeof(fixture->flow)) != 0;
}

static void press_all(struct fixture *fixture, enum flow_state state, unsigned contest, enum voting_state voting)
{
	unsigned count, pressed = 0;

	fixture->example.election.admission = state == FLOW_CODE                               ? ADMISSION_CODE
	                                      : state == FLOW_ADMIT || state == FLOW_ADMIT_ASK ? ADMISSION_ATTENDED
	                                                                                       : ADMISSION_OPEN;
	example_flow(&fixture->flow, &fixture->example, state);
	fixture->flow.contest = (uint8_t)contest;
	if (state != FLOW_STAFF_REPORT && state != FLOW_STAFF_REOPEN && state != FLOW_STAFF_ERASE)
		fixture->flow.facts.voting = voting;
	build(fixture);
	count = fixture->screen.count;
	for (unsigned i = 0; i < count; i++) {
		struct flow kept = fixture->flow;
		struct element element = fixture->screen.element[i];

		if (element.action.kind == ACT_NONE)
			continue;
		pressed++;
		/* Answered by the voice. */
		if (element.action.kind == ACT_SAY_AGAIN)
			continue;
		/* A choice that stands already, and the way to where one is, may stay as they are. */
		if (!does_something(fixture, &element) && !(element.state & STATE_CHOSEN))
			fail_msg("%s on screen %s does nothing", element.id, flow_state_name(state));
		fixture->flow = kept;
	}
	assert_true(pressed > 0 || fixture->flow.pending != EFFECT_NONE || state == FLOW_BEGINNING ||
	            state == FLOW_SEALING || state == FLOW_CASTING || state == FLOW_CHALLENGING ||
	            state == FLOW_STAFF_WORKING || state == FLOW_STAFF_CLEAN);
}

static void test_no_dead_buttons(void **state)
{
	struct fixture *fixture = *state;
	static const enum example_kind kinds[] = {EXAMPLE_USUAL, EXAMPLE_FEW, EXAMPLE_SEVERAL, EXAMPLE_TYPES};

	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		example_make(&fixture->example, kinds[k]);
		fixture->matrix.example[kinds[k]] = fixture->example;
		fixture->matrix.example[kinds[k]].election.contests = fixture->example.contest;
		for (unsigned s = 0; s < FLOW_STATE_COUNT; s++) {
			for (unsigned c = 0; c < fixture->example.election.contest_count; c++)
				if (!matrix_skips(&fixture->matrix, kinds[k], (enum flow_state)s, c))
					press_all(fixture, (enum flow_state)s, c, VOTING_OPEN);
			if (s >= FLOW_PIN || s <= FLOW_NOT_OPEN) {
				press_all(fixture, (enum flow_state)s, 0, VOTING_NEW);
				press_all(fixture, (enum flow_state)s, 0, VOTING_PAUSED);
				press_all(fixture, (enum flow_state)s, 0, VOTING_CLOSED);
			}
		}
	}
}

/* --- projects --- */

static void test_pages_show_every_project_once(void **state)
{
	struct fixture *fixture = *state;
	unsigned shown[EXAMPLE_PROJECTS] = {0}, pages = 0;
	const struct element *next;

	example_make(&fixture->example, EXAMPLE_MOST);
	for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++) {
		memset(shown, 0, sizeof(shown));
		example_flow(&fixture->flow, &fixture->example, FLOW_PROJECTS);
		fixture->flow.text_size = (uint8_t)size;
		do {
			build(fixture);
			for (unsigned i = 0; i < fixture->screen.count; i++) {
				int project = element_project(&fixture->screen.element[i]);

				if (project >= 0)
					shown[project]++;
			}
			next = screen_find(&fixture->screen, "page-next");
			if (next)
				fixture->flow.first = (uint16_t)next->action.arg;
			assert_true(++pages < 400);
		} while (next);
		for (unsigned i = 0; i < EXAMPLE_PROJECTS; i++)
			assert_int_equal(shown[i], 1);
		/* And all the way back. */
		for (unsigned i = 0; i < 100 && screen_find(&fixture->screen, "page-previous"); i++) {
			fixture->flow.first = (uint16_t)need(fixture, "page-previous")->action.arg;
			build(fixture);
		}
		assert_int_equal(fixture->flow.first, 0);
	}
}

static void test_card_and_choice(void **state)
{
	struct fixture *fixture = *state;
	unsigned chosen = 0, free = 0;

	example_flow(&fixture->flow, &fixture->example, FLOW_PROJECTS);
	for (; fixture->flow.first < 20; fixture->flow.first++) {
		build(fixture);
		for (unsigned i = 0; i < fixture->screen.count; i++) {
			const struct element *card = &fixture->screen.element[i], *choice;
			int project = element_project(card);
			char id[ELEMENT_ID_MAX];

			if (project < 0)
				continue;
			snprintf(id, sizeof(id), "choose-%d", project + 1);
			choice = need(fixture, id);
			assert_int_equal(choice->action.kind, ACT_TOGGLE);
			assert_int_equal(choice->action.arg, (uint32_t)project);
			assert_int_equal(card->value, (uint32_t)project + 1);
			assert_null(strstr(card->spoken, card->amount));
			assert_non_null(strstr(card->spoken, "000 pounds"));
			assert_non_null(strstr(card->spoken, card->text));
			assert_non_null(strstr(spoken_plainly(card), " of 20. Project "));
			if (fixture->flow.marks[0].of[project]) {
				chosen++;
				assert_true(card->state & choice->state & STATE_CHOSEN);
				assert_int_equal(choice->icon, ICON_TICK);
				assert_string_equal(choice->text, "Chosen");
				assert_non_null(strstr(card->spoken, "Chosen."));
			} else {
				free++;
				assert_false((card->state | choice->state) & STATE_CHOSEN);
				assert_non_null(strstr(card->spoken, "Not chosen."));
				assert_non_null(strstr(choice->spoken, "is left"));
			}
		}
	}
	assert_true(chosen > 0 && free > 0);
}

static void test_too_dear_explains(void **state)
{
	struct fixture *fixture = *state;
	const struct element *choice, *notice;
	unsigned blocked = 0;

	example_flow(&fixture->flow, &fixture->example, FLOW_PROJECTS);
	/* All but £7,000 spent. */
	fixture->example.project[0][0].cost = 24300000;
	memset(fixture->flow.marks, 0, sizeof(fixture->flow.marks));
	fixture->flow.marks[0].of[0] = 1;
	build(fixture);
	for (unsigned i = 0; i < fixture->screen.count; i++) {
		choice = &fixture->screen.element[i];
		if (choice->role != ROLE_CHOICE || !(choice->state & STATE_BLOCKED))
			continue;
		blocked++;
		assert_string_equal(choice->text, "Too dear");
		/* Pressing explains, with the exact shortfall. */
		if (choice->action.arg == 3) {
			assert_true(does_something(fixture, choice));
			assert_int_equal(fixture->flow.notice, NOTICE_VERDICT);
			build(fixture);
			notice = need(fixture, "notice");
			assert_string_equal(notice->text, "“Community kitchen at St Bride’s Hall” costs £25,000 more "
			                                  "than the £7,000 you have left. Remove "
			                                  "another project first, or choose a cheaper one.");
			assert_int_equal(fixture->flow.marks[0].of[3], 0);
		}
	}
	assert_true(blocked > 3);
}

/* A notice moves nothing that can be pressed. */
static void test_notice_moves_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct screen *calm = malloc(sizeof(*calm));

	assert_non_null(calm);
	show(fixture, FLOW_PROJECTS);
	*calm = fixture->screen;
	fixture->flow.notice = NOTICE_VERDICT;
	fixture->flow.verdict = (struct verdict){VERDICT_TOO_DEAR, 100};
	build(fixture);
	need(fixture, "notice");
	for (unsigned i = 0; i < calm->count; i++) {
		const struct element *element = &calm->element[i];

		if (element->action.kind != ACT_NONE)
			assert_memory_equal(&need(fixture, element->id)->box, &element->box, sizeof(struct rect));
	}
	free(calm);
}

static void test_bar(void **state)
{
	struct fixture *fixture = *state;
	const struct element *bar;

	show(fixture, FLOW_PROJECTS);
	bar = need(fixture, "bar");
	assert_string_equal(need(fixture, "stat-budget")->amount, "£250,000");
	assert_string_equal(need(fixture, "stat-chosen")->amount, "£114,000");
	assert_string_equal(need(fixture, "stat-left")->amount, "£136,000");
	assert_int_equal(bar->value, 456);
	assert_int_equal(bar->total, 1000);
	assert_string_equal(spoken_plainly(bar),
	                    "The budget is 250000 pounds. Projects chosen: 5. They cost 114000 pounds. "
	                    "136000 pounds is left.");
	/* The same on a project's page. */
	show(fixture, FLOW_PROJECT);
	assert_string_equal(need(fixture, "stat-left")->amount, "£136,000");
}

static void test_approval_counts(void **state)
{
	struct fixture *fixture = *state;

	example_make(&fixture->example, EXAMPLE_SEVERAL);
	example_flow(&fixture->flow, &fixture->example, FLOW_PROJECTS);
	fixture->flow.contest = 1;
	memset(&fixture->flow.marks[1], 0, sizeof(fixture->flow.marks[1]));
	fixture->flow.marks[1].of[2] = fixture->flow.marks[1].of[4] = 1;
	build(fixture);
	assert_string_equal(need(fixture, "stat-chosen")->amount, "2");
	assert_string_equal(need(fixture, "stat-left")->amount, "3");
	assert_int_equal(need(fixture, "bar")->value, 400);
}

/* --- other screens --- */

/* As many contests as a ballot may have, each with a line of its own and a way to change it. */
static void test_review_of_many_contests(void **state)
{
	struct fixture *fixture = *state;
	struct contest contests[ELECTION_MAX_CONTESTS];
	unsigned found[ELECTION_MAX_CONTESTS] = {0};
	const struct element *next;
	struct fault fault;

	example_make(&fixture->example, EXAMPLE_SEVERAL);
	for (unsigned i = 0; i < ELECTION_MAX_CONTESTS; i++) {
		contests[i] = fixture->example.contest[i % EXAMPLE_CONTESTS];
		contests[i].id = (uint16_t)(i + 1);
		fixture->example.style[0].contest[i] = (uint8_t)i;
	}
	fixture->example.election.contests = contests;
	fixture->example.election.contest_count = fixture->example.style[0].contest_count = ELECTION_MAX_CONTESTS;
	example_flow(&fixture->flow, &fixture->example, FLOW_REVIEW);
	do {
		build(fixture);
		if (!check_screen(&fault, &fixture->screen, &fixture->look))
			fail_msg("%s", fault.what);
		for (unsigned i = 0; i < fixture->screen.count; i++)
			if (fixture->screen.element[i].action.kind == ACT_CONTEST)
				found[fixture->screen.element[i].action.arg]++;
		next = screen_find(&fixture->screen, "part-next");
		if (next)
			fixture->flow.part = (uint16_t)next->action.arg;
	} while (next);
	for (unsigned i = 0; i < ELECTION_MAX_CONTESTS; i++)
		assert_int_equal(found[i], 1);
}

/* The longest titles and answers that there can be, of letters of three bytes, in as many contests as there can be. */
static void test_review_of_the_longest(void **state)
{
	enum { LETTER = 3 };
	struct fixture *fixture = *state;
	struct contest contests[ELECTION_MAX_CONTESTS];
	char title[LETTER * ELECTION_NAME_MAX + 1] = "", answer[ANSWER_TEXT_ROOM] = "";
	unsigned answers = 0;
	const struct element *next;

	for (size_t i = 0; i + LETTER < sizeof(title); i += LETTER)
		memcpy(title + i, i % (7 * LETTER) ? "\xe0\xa6\x95" : "   ", LETTER);
	for (size_t i = 0; i + LETTER < sizeof(answer); i += LETTER)
		memcpy(answer + i, i % (7 * LETTER) ? "\xe0\xa6\x95" : "   ", LETTER);
	example_make(&fixture->example, EXAMPLE_TYPES);
	for (unsigned i = 0; i < ELECTION_MAX_CONTESTS; i++) {
		contests[i] = fixture->example.contest[i < 4 ? i : EXAMPLE_CONTESTS - 1];
		contests[i].id = (uint16_t)(i + 1);
		contests[i].title.in[0] = title;
		fixture->example.style[0].contest[i] = (uint8_t)i;
	}
	fixture->example.election.contests = contests;
	fixture->example.election.contest_count = fixture->example.style[0].contest_count = ELECTION_MAX_CONTESTS;
	example_flow(&fixture->flow, &fixture->example, FLOW_REVIEW);
	for (unsigned i = 4; i < ELECTION_MAX_CONTESTS; i++)
		memcpy(fixture->flow.answer[i], answer, sizeof(answer));
	do {
		build(fixture);
		need(fixture, "next");
		for (unsigned i = 0; i < fixture->screen.count; i++)
			answers += strncmp(fixture->screen.element[i].id, "answer-", 7) == 0;
		next = screen_find(&fixture->screen, "part-next");
		if (next)
			fixture->flow.part = (uint16_t)next->action.arg;
	} while (next);
	assert_true(answers >= ELECTION_MAX_CONTESTS - 4);
}

/* Nobody is left before a dark display where something went wrong, or the kiosk asks whether anybody is there. */
static void test_dark_is_no_curtain(void **state)
{
	static const enum flow_state dark[] = {FLOW_PROJECTS, FLOW_REVIEW, FLOW_CASTING, FLOW_THANKS},
	                             light[] = {FLOW_TROUBLE, FLOW_IDLE, FLOW_PIN, FLOW_START, FLOW_STAFF};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(dark) / sizeof(*dark) + sizeof(light) / sizeof(*light); i++) {
		int is_dark = i < sizeof(dark) / sizeof(*dark);

		example_flow(&fixture->flow, &fixture->example,
		             is_dark ? dark[i] : light[i - sizeof(dark) / sizeof(*dark)]);
		fixture->flow.sound = fixture->flow.blank = 1;
		build(fixture);
		assert_int_equal(fixture->screen.blank, is_dark);
	}
}

/* Nothing can be touched that cannot be reached by key. */
static void test_keys_reach_all(void **state)
{
	struct fixture *fixture = *state;
	struct focus focus;

	for (unsigned s = 0; s < FLOW_STATE_COUNT; s++) {
		unsigned reached[SCREEN_MAX_ELEMENTS] = {0};

		show(fixture, (enum flow_state)s);
		focus_init(&focus);
		focus_follow(&focus, &fixture->screen);
		focus_next(&focus, &fixture->screen);
		for (unsigned i = 0; i < fixture->screen.count; i++, focus_next(&focus, &fixture->screen)) {
			const struct element *element = focus_element(&focus, &fixture->screen);

			if (element)
				reached[element - fixture->screen.element]++;
		}
		for (unsigned i = 0; i < fixture->screen.count; i++)
			assert_int_equal(reached[i] > 0, fixture->screen.element[i].action.kind != ACT_NONE);
	}
}

static void test_missing_translation_is_marked(void **state)
{
	struct fixture *fixture = *state;

	example_flow(&fixture->flow, &fixture->example, FLOW_PROJECT);
	fixture->flow.language = 1;
	fixture->example.project[0][0].name.in[1] = "Árvores para a Tanner Street";
	build(fixture);
	assert_string_equal(need(fixture, "name")->text, "Árvores para a Tanner Street");
	assert_string_equal(need(fixture, "summary")->text, fixture->example.project[0][0].summary.in[0]);
	need(fixture, "fallback");
	fixture->flow.language = 0;
	build(fixture);
	assert_null(screen_find(&fixture->screen, "fallback"));
}

static void test_sealed(void **state)
{
	struct fixture *fixture = *state;
	const struct element *code, *qr, *cast;
	struct opening opening;
	struct sealed_plain plain;
	unsigned groups = 0, points;

	show(fixture, FLOW_SEALED);
	code = need(fixture, "code");
	for (const char *at = code->text; *at; groups++) {
		assert_int_equal(strcspn(at, " "), 5);
		at += 5;
		at += strspn(at, " ");
	}
	assert_int_equal(groups, CODE_GROUPS);
	qr = need(fixture, "qr");
	assert_int_equal(strlen(qr->text), strlen("folkmoot code ") + 64);
	assert_memory_equal(qr->text, "folkmoot code 0b30557a", 22);
	cast = need(fixture, "cast");
	assert_int_equal(cast->action.kind, ACT_CAST);
	assert_int_equal(cast->emphasis, EMPHASIS_MAIN);
	assert_true(cast->state & STATE_IRREVERSIBLE);
	assert_int_equal(need(fixture, "test")->emphasis, EMPHASIS_QUIET);
	show(fixture, FLOW_CHALLENGED);
	qr = need(fixture, "qr");
	assert_int_equal(opening_read(&opening, qr->text, strlen(qr->text)), STATUS_OK);
	assert_int_equal(hash_compare(&opening.code, &fixture->flow.code), 0);
	assert_memory_equal(opening.nonce, fixture->flow.nonce, NONCE_BYTES);
	assert_int_equal(opening.style, fixture->flow.style);
	assert_int_equal(flow_encode(&plain, &points, &fixture->flow), STATUS_OK);
	assert_int_equal(opening.points, points);
	assert_memory_equal(&opening.plain, &plain, (size_t)points * PAYLOAD_BYTES);
}

static void test_close_takes_two_places(void **state)
{
	struct fixture *fixture = *state;
	struct rect first;

	show(fixture, FLOW_STAFF_CLOSE);
	first = need(fixture, "yes")->box;
	show(fixture, FLOW_STAFF_CLOSE2);
	assert_true(need(fixture, "yes")->state & STATE_IRREVERSIBLE);
	assert_false(rect_overlaps(rect_inset(first, -100), need(fixture, "yes")->box));
}

static void test_practice_on_every_screen(void **state)
{
	struct fixture *fixture = *state;

	for (unsigned s = 0; s < FLOW_STATE_COUNT; s++) {
		example_flow(&fixture->flow, &fixture->example, (enum flow_state)s);
		fixture->flow.facts.kind = SIGN_PRACTICE;
		build(fixture);
		need(fixture, "practice");
		fixture->flow.facts.kind = SIGN_REAL;
		build(fixture);
		assert_null(screen_find(&fixture->screen, "practice"));
	}
}

/* Settings, help and "start again" stand where they stood on every screen of a voter. */
static void test_frame_stays(void **state)
{
	static const enum flow_state states[] = {FLOW_SETTINGS, FLOW_HOW,           FLOW_PROJECTS,
	                                         FLOW_PROJECT,  FLOW_REVIEW,        FLOW_SEALED,
	                                         FLOW_HELP,     FLOW_CHALLENGE_ASK, FLOW_LEAVE_ASK};
	static const char *const ids[] = {"settings", "help", "leave"};
	struct fixture *fixture = *state;

	for (size_t k = 0; k < sizeof(ids) / sizeof(*ids); k++) {
		struct rect box = {0};

		for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
			const struct element *element;

			show(fixture, states[i]);
			element = screen_find(&fixture->screen, ids[k]);
			if (!element)
				continue;
			if (box.w)
				assert_memory_equal(&element->box, &box, sizeof(box));
			box = element->box;
		}
		assert_true(box.w > 0);
	}
}

/* No word of another project, no code and no choice on screens that staff see. */
static void test_staff_see_no_votes(void **state)
{
	struct fixture *fixture = *state;

	for (unsigned s = FLOW_PIN; s < FLOW_STATE_COUNT; s++) {
		show(fixture, (enum flow_state)s);
		for (unsigned i = 0; i < fixture->screen.count; i++) {
			assert_int_not_equal(fixture->screen.element[i].role, ROLE_CARD);
			assert_int_not_equal(fixture->screen.element[i].role, ROLE_CODE);
			/* The closing report holds counts and hashes. */
			if (s != FLOW_STAFF_REPORT)
				assert_int_not_equal(fixture->screen.element[i].role, ROLE_QR);
		}
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_matrix),
	    TEST(test_themes_share_a_layout),
	    TEST(test_pure),
	    TEST(test_no_dead_buttons),
	    TEST(test_pages_show_every_project_once),
	    TEST(test_card_and_choice),
	    TEST(test_too_dear_explains),
	    TEST(test_notice_moves_nothing),
	    TEST(test_bar),
	    TEST(test_approval_counts),
	    TEST(test_review_of_many_contests),
	    TEST(test_review_of_the_longest),
	    TEST(test_dark_is_no_curtain),
	    TEST(test_keys_reach_all),
	    TEST(test_missing_translation_is_marked),
	    TEST(test_sealed),
	    TEST(test_close_takes_two_places),
	    TEST(test_practice_on_every_screen),
	    TEST(test_frame_stays),
	    TEST(test_staff_see_no_votes),
	};

	return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
