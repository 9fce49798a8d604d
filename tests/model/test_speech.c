/* What is spoken: segments, and what the narrator says of a screen that changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "speech.h"

/* --- segments ------------------------------------------------------------------------------------------------------
 */

/* "language:words" of each segment, "/" before what begins anew. */
static const char *segments(char out[static 512], const char *spoken, unsigned own)
{
	struct segment segment;
	size_t len = 0;

	out[0] = 0;
	while (speech_next(&segment, &spoken, own))
		len += (size_t)snprintf(out + len, 512 - len, "%s%u:%.*s|", segment.begins ? "/" : "", segment.language,
		                        (int)segment.len, segment.text);
	return out;
}

static void test_segments(void **state)
{
	char out[512];

	(void)state;
	assert_string_equal(segments(out, "", 0), "");
	assert_string_equal(segments(out, "Costs", 2), "2:Costs|");
	assert_string_equal(segments(out, "Costs " SPEECH_BREAK "5 pounds" SPEECH_BREAK " now", 1),
	                    "1:Costs|1:5 pounds|1:now|");
	assert_string_equal(segments(out, "Costs" SPEECH_BREAK " " SPEECH_LANGUAGE "\x01 Garden " SPEECH_BREAK "x", 3),
	                    "3:Costs|0:Garden|3:x|");
	/* Signs alone are nobody's words; a stop is before what comes after them. */
	assert_string_equal(segments(out, "a" SPEECH_STOP "b" SPEECH_BREAK ". " SPEECH_BREAK "c", 0), "0:a|/0:b|/0:c|");
	assert_string_equal(segments(out, "..." SPEECH_BREAK "\xe2\x80\x94" SPEECH_BREAK "\xd8\x8c", 0), "");
	assert_string_equal(segments(out, "Large" SPEECH_BREAK ". Chosen." SPEECH_BREAK ", is 5" SPEECH_BREAK ".5", 0),
	                    "0:Large|/0:Chosen.|/0:is 5|0:.5|");
	/* Marks of direction at the edges go: U+2068, U+2069, U+200F. */
	assert_string_equal(
	    segments(out, "\xe2\x81\xa8 12 \xe2\x81\xa9\xe2\x80\x8f" SPEECH_BREAK "\xe2\x81\xa8\xe2\x81\xa9", 0),
	    "0:12|");
	assert_string_equal(
	    segments(out, "\xe2\x81\xa8" SPEECH_BREAK SPEECH_LANGUAGE "\x02\xd9\x85" SPEECH_BREAK "\xe2\x81\xa9", 0),
	    "/1:\xd9\x85|");
	/* Cut UTF-8 harms nothing. */
	assert_string_equal(segments(out, "a\xe2\x81", 0), "0:a\xe2\x81|");
}

static void test_voices(void **state)
{
	struct election_clip clip = {.language = 1, .text = "Soo dhowow"};
	struct election election = {.language_count = 2, .language = {"en", "so"}};

	(void)state;
	assert_true(speech_has_voice("en"));
	assert_true(speech_has_voice("pt-BR"));
	assert_true(speech_has_voice("af"));
	assert_true(speech_has_voice("yue"));
	assert_false(speech_has_voice("so"));
	assert_false(speech_has_voice(""));
	assert_false(speech_has_voice("e"));
	assert_false(speech_has_voice("eng"));
	assert_true(speech_can_say(&election, 0));
	assert_false(speech_can_say(&election, 1));
	election.clips = &clip;
	election.clip_count = 1;
	assert_true(speech_can_say(&election, 1));
}

/* --- the narrator --------------------------------------------------------------------------------------------------
 */

struct stage {
	struct screen screen;
	struct focus focus;
	struct narrator narrator;
	char out[SPEECH_MAX], flat[SPEECH_MAX];
};

static void put(struct stage *stage, enum role role, const char *id, const char *spoken, enum action_kind kind)
{
	struct element *element = &stage->screen.element[stage->screen.count++];

	memset(element, 0, sizeof(*element));
	element->role = role;
	snprintf(element->id, sizeof(element->id), "%s", id);
	element->text = element->detail = element->note = element->amount = "";
	element->spoken = spoken;
	element->action.kind = kind;
	element->group = (uint8_t)stage->screen.count;
}

static void change(struct stage *stage, const char *id, const char *spoken)
{
	for (unsigned i = 0; i < stage->screen.count; i++)
		if (!strcmp(stage->screen.element[i].id, id))
			stage->screen.element[i].spoken = spoken;
}

static void set_up(struct stage *stage)
{
	memset(stage, 0, sizeof(*stage));
	focus_init(&stage->focus);
	narrator_init(&stage->narrator);
	stage->screen.of = FLOW_PROJECTS;
	put(stage, ROLE_PANEL, "panel", "never", ACT_NONE);
	put(stage, ROLE_TITLE, "title", "Projects 1 to 2", ACT_NONE);
	put(stage, ROLE_BAR, "bar", "100 left", ACT_NONE);
	put(stage, ROLE_CARD, "card-1", "Garden", ACT_PROJECT);
	put(stage, ROLE_CHOICE, "choose-1", "Choose Garden", ACT_TOGGLE);
	put(stage, ROLE_BUTTON, "next", "Go on", ACT_NEXT);
	put(stage, ROLE_BUTTON, "help", "Help", ACT_HELP);
	stage->screen.element[6].group = 0;
}

/* What is said, with ";" at the stops; "-" for nothing. */
static const char *look(struct stage *stage)
{
	size_t len = 0;

	focus_follow(&stage->focus, &stage->screen);
	if (!narrator_look(&stage->narrator, stage->out, &stage->screen, &stage->focus, NULL))
		return "-";
	for (const char *at = stage->out; *at; at++) {
		if (!strncmp(at, SPEECH_STOP, 2))
			stage->flat[len++] = ';', at++;
		else
			stage->flat[len++] = *at;
	}
	stage->flat[len] = 0;
	return stage->flat;
}

static void test_whole_screen(void **state)
{
	static struct stage stage;

	(void)state;
	set_up(&stage);
	/* By touch: all but the ways that every screen has. */
	assert_string_equal(look(&stage), "Projects 1 to 2;100 left;Garden;Choose Garden;Go on");
	assert_string_equal(look(&stage), "-");
	/* By keys: the texts, and where the focus is. */
	narrator_init(&stage.narrator);
	focus_next(&stage.focus, &stage.screen);
	assert_string_equal(look(&stage), "Projects 1 to 2;100 left;Garden");
	focus_next(&stage.focus, &stage.screen);
	assert_string_equal(look(&stage), "Choose Garden");
	assert_string_equal(look(&stage), "-");
	/* Another screen. */
	stage.screen.of = FLOW_REVIEW;
	assert_string_equal(look(&stage), "Projects 1 to 2;100 left;Garden");
	narrator_again(&stage.narrator, stage.out, &stage.screen, &stage.focus, NULL);
	assert_int_equal(strlen(stage.out), strlen("Projects 1 to 2;;100 left;;Garden"));
	assert_string_equal(look(&stage), "-");
}

/* What is chosen in one part of a ballot is said under that part's heading, not after the headings of all. */
static void test_headings_stand_over_their_part(void **state)
{
	static struct stage stage;

	(void)state;
	set_up(&stage);
	stage.screen.count = 0;
	put(&stage, ROLE_TITLE, "title", "Check", ACT_NONE);
	put(&stage, ROLE_TITLE, "contest-0", "Part 1", ACT_NONE);
	put(&stage, ROLE_TEXT, "sum-0", "One chosen", ACT_NONE);
	put(&stage, ROLE_BUTTON, "change-0", "Change part 1", ACT_CONTEST);
	put(&stage, ROLE_CARD, "chosen-0-0", "Garden", ACT_NONE);
	put(&stage, ROLE_TITLE, "contest-1", "Part 2", ACT_NONE);
	put(&stage, ROLE_TEXT, "sum-1", "None chosen", ACT_NONE);
	assert_string_equal(look(&stage), "Check;Part 1;One chosen;Change part 1;Garden;Part 2;None chosen");
	/* The next page of it. */
	stage.screen.element[1].id[0] = stage.screen.element[2].id[0] = 'x';
	narrator_press(&stage.narrator, "part-next", (struct action){ACT_PART, 1});
	change(&stage, "chosen-0-0", "Pond");
	change(&stage, "contest-1", "Part 3");
	change(&stage, "sum-1", "Two chosen");
	stage.screen.element[1].role = ROLE_PANEL;
	stage.screen.element[2].role = ROLE_PANEL;
	assert_string_equal(look(&stage), "Pond;Part 3;Two chosen");
}

/* The next contest is another screen, though it has the same buttons: it is said whole. */
static void test_another_contest_is_said_whole(void **state)
{
	static struct stage stage;

	(void)state;
	set_up(&stage);
	(void)look(&stage);
	stage.screen.contest = 1;
	narrator_press(&stage.narrator, "next", (struct action){ACT_NEXT, 0});
	assert_string_equal(look(&stage), "Projects 1 to 2;100 left;Garden;Choose Garden;Go on");
}

static void test_press_is_answered(void **state)
{
	static struct stage stage;

	(void)state;
	set_up(&stage);
	(void)look(&stage);
	narrator_press(&stage.narrator, "choose-1", (struct action){ACT_TOGGLE, 0});
	change(&stage, "choose-1", "Garden is chosen");
	change(&stage, "card-1", "Garden, chosen");
	change(&stage, "bar", "60 left");
	assert_string_equal(look(&stage), "Garden is chosen;60 left");
	/* A notice goes before all. */
	narrator_press(&stage.narrator, "choose-1", (struct action){ACT_TOGGLE, 0});
	put(&stage, ROLE_NOTICE, "notice", "Too dear", ACT_NONE);
	assert_string_equal(look(&stage), "Too dear");
	/* Pressed once more, nothing changes: it is said once more. */
	narrator_press(&stage.narrator, "choose-1", (struct action){ACT_TOGGLE, 0});
	assert_string_equal(look(&stage), "Too dear;Garden is chosen");
	assert_string_equal(look(&stage), "-");
}

static void test_page_is_turned(void **state)
{
	static struct stage stage;

	(void)state;
	set_up(&stage);
	(void)look(&stage);
	narrator_press(&stage.narrator, "next", (struct action){ACT_PAGE, 0});
	change(&stage, "title", "Projects 3 to 4");
	snprintf(stage.screen.element[3].id, ELEMENT_ID_MAX, "card-3");
	change(&stage, "card-3", "Pond");
	assert_string_equal(look(&stage), "Projects 3 to 4;Pond");
}

static void test_typing(void **state)
{
	static struct stage stage;

	(void)state;
	set_up(&stage);
	put(&stage, ROLE_FIELD, "field", "", ACT_NONE);
	put(&stage, ROLE_BUTTON, "key-1", "a", ACT_LETTER);
	put(&stage, ROLE_BUTTON, "erase", "Erase", ACT_ERASE);
	assert_string_equal(look(&stage), "Projects 1 to 2;100 left;Garden;Choose Garden;Go on;Erase");
	narrator_press(&stage.narrator, "key-1", (struct action){ACT_LETTER, 0});
	change(&stage, "field", "a");
	assert_string_equal(look(&stage), "a");
	narrator_press(&stage.narrator, "key-1", (struct action){ACT_LETTER, 0});
	change(&stage, "field", "aa");
	assert_string_equal(look(&stage), "a");
	narrator_press(&stage.narrator, "erase", (struct action){ACT_ERASE, 0});
	change(&stage, "field", "a so far");
	assert_string_equal(look(&stage), "a so far");
}

/* Nobody nearby hears which digits staff type. */
static void test_pin_is_not_said(void **state)
{
	static struct stage stage;

	(void)state;
	set_up(&stage);
	stage.screen.of = FLOW_PIN;
	put(&stage, ROLE_PIN, "dots", "0 typed", ACT_NONE);
	put(&stage, ROLE_BUTTON, "digit-7", "7", ACT_DIGIT);
	assert_null(strstr(look(&stage), "7"));
	narrator_press(&stage.narrator, "digit-7", (struct action){ACT_DIGIT, 0});
	change(&stage, "dots", "1 typed");
	assert_string_equal(look(&stage), "1 typed");
	narrator_press(&stage.narrator, "digit-7", (struct action){ACT_DIGIT, 0});
	assert_string_equal(look(&stage), "-");
}

static void test_beginning(void **state)
{
	static struct stage stage;
	struct messages messages;
	char wanted[1024];

	(void)state;
	assert_int_equal(messages_load(&messages, "en"), STATUS_OK);
	/* Sound is turned on by touch: that is answered, then what is there; of settings those in use. */
	set_up(&stage);
	put(&stage, ROLE_CHOICE, "sound-1", "Sound on, chosen", ACT_SOUND);
	stage.screen.element[7].state = STATE_OPTION | STATE_CHOSEN;
	put(&stage, ROLE_CHOICE, "sound-0", "Sound off", ACT_SOUND);
	stage.screen.element[8].state = STATE_OPTION;
	narrator_press(&stage.narrator, "sound-1", (struct action){ACT_SOUND, 0});
	assert_string_equal(look(&stage), "Sound on, chosen;Projects 1 to 2;100 left;Garden;Choose Garden;Go on");
	/* With keys their meaning is told, once. */
	set_up(&stage);
	focus_next(&stage.focus, &stage.screen);
	focus_follow(&stage.focus, &stage.screen);
	assert_int_equal(narrator_look(&stage.narrator, stage.out, &stage.screen, &stage.focus, &messages), 1);
	snprintf(wanted, sizeof(wanted), "Projects 1 to 2%s%s%s100 left%sGarden", SPEECH_STOP,
	         messages.of[MESSAGE_SPEECH_KEYS], SPEECH_STOP, SPEECH_STOP);
	assert_string_equal(stage.out, wanted);
	stage.screen.of = FLOW_HOW;
	assert_string_equal(look(&stage), "Projects 1 to 2;100 left;Garden");
	set_up(&stage);
	focus_switch(&stage.focus, &stage.screen);
	assert_int_equal(narrator_look(&stage.narrator, stage.out, &stage.screen, &stage.focus, &messages), 1);
	assert_non_null(strstr(stage.out, messages.of[MESSAGE_SPEECH_SWITCHES]));
	/* A key's command is answered, though nothing of it stands on the screen. */
	narrator_press(&stage.narrator, "", (struct action){ACT_VOLUME, 4});
	assert_int_equal(narrator_look(&stage.narrator, stage.out, &stage.screen, &stage.focus, &messages), 1);
	snprintf(wanted, sizeof(wanted), "%s%s5", messages.of[MESSAGE_SETTINGS_VOLUME], SPEECH_STOP);
	assert_string_equal(stage.out, wanted);
	messages_finish(&messages);
}

/* Two switches go by groups, and are told how large one is. */
static void test_groups(void **state)
{
	static struct stage stage;
	struct messages messages;
	unsigned told = 0;

	(void)state;
	assert_int_equal(messages_load(&messages, "en"), STATUS_OK);
	set_up(&stage);
	stage.screen.element[4].group = stage.screen.element[3].group;
	for (unsigned i = 0; i < 5; i++) {
		focus_switch(&stage.focus, &stage.screen);
		focus_follow(&stage.focus, &stage.screen);
		if (narrator_look(&stage.narrator, stage.out, &stage.screen, &stage.focus, &messages))
			told += strstr(stage.out, "Group of 2. It begins with:" SPEECH_STOP "Garden") != NULL;
	}
	assert_true(told > 0);
	messages_finish(&messages);
}

/* Time that passes is not read out; by touch a card is read once, not its buttons too. */
static void test_quiet(void **state)
{
	static struct stage stage;

	(void)state;
	set_up(&stage);
	stage.screen.element[4].group = stage.screen.element[3].group;
	put(&stage, ROLE_TEXT, "seconds", "33 left", ACT_NONE);
	assert_string_equal(look(&stage), "Projects 1 to 2;100 left;Garden;Go on;33 left");
	change(&stage, "seconds", "32 left");
	assert_string_equal(look(&stage), "-");
}

/* What is too long for one speech is cut between segments, never within one. */
static void test_long(void **state)
{
	static struct stage stage;
	static char words[3 * SPEECH_MAX];
	const char *rest = stage.out;
	struct segment segment;
	unsigned count = 0;

	(void)state;
	set_up(&stage);
	for (size_t i = 0; i + 8 < sizeof(words); i += 8)
		memcpy(words + i, "1234567" SPEECH_BREAK, 8);
	change(&stage, "bar", words);
	(void)look(&stage);
	assert_true(strlen(stage.out) > SPEECH_MAX - 20);
	while (speech_next(&segment, &rest, 0))
		assert_true(count++ == 0 || segment.len == 7);
	assert_true(count > 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_segments),
	    cmocka_unit_test(test_voices),
	    cmocka_unit_test(test_whole_screen),
	    cmocka_unit_test(test_press_is_answered),
	    cmocka_unit_test(test_page_is_turned),
	    cmocka_unit_test(test_typing),
	    cmocka_unit_test(test_pin_is_not_said),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_beginning),
	    cmocka_unit_test(test_quiet),
	    cmocka_unit_test(test_groups),
	    cmocka_unit_test(test_headings_stand_over_their_part),
	    cmocka_unit_test(test_another_contest_is_said_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
