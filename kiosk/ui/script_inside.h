/* Inside of script.c: its lines as commands, and what they want of a screen. Not for use elsewhere. */
#ifndef FOLKMOOT_SCRIPT_INSIDE_H
#define FOLKMOOT_SCRIPT_INSIDE_H

#ifndef FOLKMOOT_RELEASE

#include <stdio.h>

#include "script.h"

enum {
	SCRIPT_LINE_MAX = 4000,
	SCRIPT_LINES_MAX = 100000,
	SCRIPT_PICKS_MAX = 300,
	SCRIPT_ACTS_MAX = 5000, /* of one command: more means that it goes round in circles */
};

enum command_kind {
	COMMAND_PIN,
	COMMAND_SECOND,
	COMMAND_ENROL,
	COMMAND_ADMIT,
	COMMAND_CODE,
	COMMAND_SCAN,
	COMMAND_PRESS,
	COMMAND_VOTE,
	COMMAND_CHALLENGE,
	COMMAND_LEAVE,
	COMMAND_IDLE,
	COMMAND_STAFF,
	COMMAND_WAIT,
	COMMAND_SCREENSHOT,
	COMMAND_EXPECT,
	COMMAND_AWAIT,
	COMMAND_REPEAT,
	COMMAND_END,
};

/* What to do with a project or an option: its contest's place in the ballot style, and its number there less one. Or a
 * text to write, with no number. */
struct pick {
	uint8_t contest;
	uint8_t has_value;
	uint16_t project;
	uint32_t value; /* points or a score */
	char *text;     /* NULL but for an answer in words */
};

struct command {
	enum command_kind kind;
	unsigned line;
	unsigned number; /* REPEAT: how often; WAIT: ms; STAFF: index into tasks; sessions: the ballot style */
	unsigned pick_count;
	struct pick *picks;
	char *word; /* PRESS, EXPECT, AWAIT, SCREENSHOT, PIN, SECOND, CODE, SCAN; ENROL: staff's PIN */
	/* ENROL */
	char *second, *name, *place;
	int wants_stick;
};

/* What a command wants next. */
enum want { WANT_ELEMENT, WANT_WAIT, WANT_PICTURE, WANT_NEXT_COMMAND, WANT_NOTHING_MORE };

struct script {
	const char *path;
	struct command *commands;
	unsigned count, at;
	/* the present command */
	unsigned acts;
	int began;
	const struct element *element; /* wanted: on the present screen, for one call only */
	uint64_t wait_ms;
	uint64_t await_ms; /* AWAIT: real time since which it waits */
	int touches;       /* a finger is about to touch: its guard time has passed */
	char id[ELEMENT_ID_MAX];
	int trying;           /* the pick last touched, or -1 */
	unsigned trying_from; /* its mark before */
	int turned, turns;    /* pages are turned back; how often that changed since the last mark */
	unsigned layers;      /* of the keyboard, looked at for the letter that comes next: a bit each */
	/* loops */
	unsigned repeat_from, repeat_left;
	char pin[FLOW_PIN_MAX + 1], second[FLOW_PIN_MAX + 1];
	char code[VOTING_CODE_LETTERS + 1]; /* of the next session */
	enum flow_state said;               /* of the screen last told about */
	char why[SCRIPT_WHY];
};

/* --- staff (script_staff.c) --- */

enum want script_pin(struct script *script, const struct command *command, const struct screen *screen,
                     const struct flow *flow);
enum want script_enrol(struct script *script, const struct command *command, const struct screen *screen,
                       const struct flow *flow);
enum want script_admit(struct script *script, const struct screen *screen, const struct flow *flow);
enum want script_staff(struct script *script, const struct command *command, const struct screen *screen,
                       const struct flow *flow);

/* --- reading (script_read.c) --- */

/* The index of a task of staff's, -1 for an unknown word. */
int script_task(const char *word);
/* Every line of the file, checked. */
enum status MUST_CHECK script_read_lines(struct script *script, char why[static SCRIPT_WHY], FILE *file);
void script_forget_lines(struct script *script);

/* --- acting (script.c) --- */

enum want script_fail(struct script *script, const struct screen *screen, const char *what);
/* The first element of that action; any argument where arg is negative. NULL where there is none. */
const struct element *script_find(const struct screen *screen, enum action_kind kind, int64_t arg);
enum want script_wait(struct script *script, uint64_t ms);
int script_is_home(enum flow_state state);
enum want script_touch(struct script *script, const struct screen *screen, enum action_kind kind, int64_t arg);

/* --- a contest's choices (script_choose.c) --- */

/* On FLOW_PROJECTS: the next touch towards what the line asks for, at last the way on. */
enum want script_choose(struct script *script, const struct command *command, const struct screen *screen,
                        const struct flow *flow);
/* The next letter of a text on a keyboard, at last the way on. */
enum want script_spell(struct script *script, const struct screen *screen, const struct flow *flow, const char *goal,
                       const char *typed);
/* On FLOW_WRITE: the next letter. */
enum want script_type(struct script *script, const struct command *command, const struct screen *screen,
                      const struct flow *flow);

#endif

#endif
