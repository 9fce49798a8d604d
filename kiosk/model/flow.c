#include "flow.h"

#include <string.h>

#include "flow_steps.h"
#include "speech.h"

/* clang-format off */
/* The machine: "FROM -> TO on EVENT (effect)". What is not drawn changes nothing: the tables (flow_table.c) refuse by
 * default.
 *
 *   NOBODY VOTES                                 STAFF
 *   home: which one follows from the facts
 *
 *   +-------+ a new kiosk, below                 PIN -> where it came from  on BACK
 *   | ENROL |                                    PIN -> PIN                 on NEXT with 4 to 8 digits (CHECK_PIN)
 *   +-------+                                    PIN -> PIN, with a wait    on PIN_WRONG
 *   +--------+                                   PIN -> STAFF               on PIN_RIGHT
 *   | LOCKED |------+                            PIN -> START, ADMIT        on PIN_RIGHT after power-on while open
 *   +--------+      |                            STAFF -> STAFF_OPEN -> WORKING                  (OPEN)
 *   +-------------+ | STAFF                      STAFF -> STAFF_CLOSE -> STAFF_CLOSE2 -> WORKING (CLOSE)
 *   | NO_ELECTION |-+------> PIN --> STAFF       STAFF -> WORKING           (PAUSE, EXPORT, IMPORT, KEY_STICK)
 *   +-------------+ |         ^       | ^        STAFF -> WORKING -> REPORT on REPORT, where closed (REPORT)
 *   +----------+    |         |  BACK | | BACK   STAFF -> REOPEN -> WORKING, where closed           (REOPEN)
 *   | NOT_OPEN |----+     TROUBLE     | | NEXT   STAFF -> ERASE -> SECOND   where closed and saved
 *   +----------+    |                 v |        SECOND -> DONE             on DONE, FAILED of NEXT (ERASE)
 *   +-------+       |              home DONE,    SECOND -> SECOND, with a wait, on PIN_WRONG
 *   | ADMIT |-------+                  STATUS,   STAFF -> PRACTICE -> WORKING                       (PRACTICE)
 *   +-------+       |                  REPORT    STAFF -> STATUS, CLOCK (CLOCK), SIZE (SCALE), SCREEN, TOUCH, SOUND,
 *     v ADMIT       |                              STICK (STICK) and back
 *   +-----------+   |                            STAFF -> PLACE -> CLOCK -> SIZE -> SCREEN -> TOUCH -> SOUND -> STICK
 *   | ADMIT_ASK |   |                              -> READY -> WORKING (READY): setting up, on CHECKED and NEXT, the way
 *   +-----------+   |                              back on BACK; CHECKED as good only what was tested
 *     v YES (ADMIT) |                            WORKING -> DONE            on DONE, FAILED
 *   +-------+       |                            STAFF -> CLEAN -> STAFF    after 30 s, and by nothing else
 *   | START |-------+                            PIN, SECOND, all but WORKING -> home   after 120 s
 *   +-------+
 *      |  ADMIT, ADMIT_ASK where voters are attended: ADMIT_ASK -> ADMIT on NO, or after 120 s;
 *      |  there START -> ADMIT (DISCARD) after 120 s in which nobody begins
 *      |
 *      | START, LANGUAGE, SOUND, HEADPHONES, LETTER (of a code)
 *      | (SHUFFLE)
 *      |     A VOTER'S SESSION
 *      v
 *   BEGINNING --SHUFFLED--> SETTINGS --NEXT--> [CODE] --NEXT (CODE), ADMITTED--+
 *                                   \---NEXT--> [STYLE] --STYLE---------------> HOW
 *                                                                              | ^
 *                                                                         NEXT | | NEXT, for each contest
 *                                                                              v |
 *             PROJECT <--BACK / PROJECT--> PROJECTS <----------------------------+
 *               (TOGGLE, MARK, RANK in both: a mark changes, or a notice says why not)
 *                                            ^ |
 *                              CONTEST, BACK | | NEXT, after the last contest
 *                                            | v
 *                                           REVIEW (a notice while a contest has marks, but too few)
 *                                              |
 *                                              | NEXT (SEAL)
 *                                              v
 *                                           SEALING
 *                                              |
 *                                              | SEALED and 1.2 s
 *                                              v
 *           CHALLENGE_ASK <--CHALLENGE / NO-- SEALED --CAST (STORE)--> CASTING --STORED--> THANKS --NEXT, 15 s--> home
 *                   |
 *                   | YES (SPOIL)
 *                   v
 *              CHALLENGING --SPOILED--> CHALLENGED --NEXT--> PROJECTS, with no marks
 *
 *   CODE -> CODE on NEXT (a notice where letters are missing or one is wrong), on CODE_REFUSED, with a wait; a code that was
 *     scanned before it was reached is asked about at once
 *   PROJECTS -> FIND -> PROJECT, or back; PROJECTS -> FILTER -> PROJECTS, fewer listed until the contest is left
 *   PROJECTS stands for a question too: no HOW but where it comes first, no PROJECT, FIND, FILTER; one in words has
 *     PROJECTS -> WRITE -> PROJECTS (LETTER, ERASE, KEYS)
 *
 *   VOTER: the states in which a voter decides, from SETTINGS to SEALED, CHALLENGE_ASK, CHALLENGED, and these three:
 *     VOTER -> SETTINGS, HELP, LEAVE_ASK and back, votes kept
 *     LEAVE_ASK -> home on YES (DISCARD, left)
 *     VOTER -> IDLE after the election's idle time (CHALLENGED: twice that); IDLE -> back on any touch or key
 *     IDLE -> home after the election's warning time (DISCARD, timed out)
 *     while speech plays (SPEAKING) these times stand still, for half an hour at most
 *     language, size, colours, seated, sound, rate, volume and blank change anywhere, and nothing but themselves
 *
 *   BEGINNING, CODE, SEALING, CASTING, CHALLENGING, ADMIT_ASK -> TROUBLE on FAILED (DISCARD where a session had begun)
 *   BEGINNING, CODE, SEALING, CASTING, CHALLENGING -> TROUBLE, not known yet, after 30 s without an answer
 *   TROUBLE, not known yet -> SETTINGS, HOW, CODE, SEALED, THANKS, CHALLENGED or TROUBLE, known, on the late answer
 *   TROUBLE, known -> home after 300 s, or by staff with the PIN
 *   VOTER but CHALLENGED, IDLE, SEALING -> TROUBLE, broken off (DISCARD), on FACTS of a recorder that had to start again and is
 *     locked; CHALLENGED so on NEXT; staff's -> LOCKED
 *   TROUBLE, broken off -> home on NEXT, where the recorder is not locked, or after 60 s
 *   A screen that had to start again begins at THANKS where the ballot was cast, at TROUBLE, not known yet, where that is not
 *     known, and at TROUBLE, broken off, where a session was going on (flow_resume)
 *
 *            A NEW KIOSK
 *   ENROL --NEXT (ORGANISER), DONE--> ENROL_KEY --NEXT--> ENROL_WRITE: name, place --NEXT--> ENROL_PIN: staff's twice, the
 *     second person's twice --NEXT (ENROL)--> WORKING --DONE--> DONE --> STAFF; each -> the one before on BACK, -> ENROL after
 *     600 s
 *   ENROL -> DONE on FAILED; WORKING -> DONE -> ENROL_KEY on FAILED, name and place kept
 *
 * What is guaranteed
 *   - One answer is awaited at most ("pending"). While it is, no other effect leaves; an answer that was not asked for
 *     changes nothing.
 *   - A session that began (SHUFFLED) ends in exactly one way: by STORED, or by one DISCARD. It is cast exactly once if
 *     STORED came, and never otherwise: STORE leaves only on the voter's CAST in SEALED, never to come back there, and
 *     a sealed ballot that was opened (SPOIL) does not come back to SEALED either.
 *   - THANKS is reached by STORED only. FAILED means that nothing was stored: the recorder reads back before it says so,
 *     and gives no answer while it cannot read; it is then asked for the same again (kiosk.c), by the same effect.
 *     As long as neither came, TROUBLE says that it is not known, and stays; only the answer, or a new start of the
 *     machine, at which the box resolves it, leads on.
 *   - SEALED shows no sooner than FLOW_SEALING_MS after REVIEW was left, whatever the vote.
 *   - Votes exist in VOTER, IDLE, SEALING to CHALLENGING and in a TROUBLE that is not known yet. THANKS keeps the code
 *     alone, home and known TROUBLE keep nothing, and nothing that staff see holds a vote.
 *   - The PIN exists in PIN only, the second person's in SECOND, those of a new kiosk from ENROL_PIN to its answer; each is
 *     wiped by its answer, and by leaving.
 *   - A voting code exists in the screen from the first letter to its answer, and in no session but its own. Whether it
 *     lets somebody in is the recorder's to say: where codes are asked for, HOW is reached from SETTINGS by ADMITTED only.
 *   - Where voters are attended, START is reached only while the recorder says that one was admitted.
 *   - Erasing leaves on NEXT in SECOND only, with voting closed and saved; what is for setting up, practice, reports and
 *     clocks never leaves while a session runs.
 *   - Time alone leads home from every state that waits for a person, and to TROUBLE from every one that waits for the
 *     recorder in a session. */
/* clang-format on */

/* --- what the steps share --- */

void flow_enter(struct flow *flow, enum flow_state state)
{
	flow->state = state;
	flow->entered_ms = flow->now_ms;
	flow->part = 0;
}

struct effect flow_to(struct flow *flow, enum flow_state state)
{
	flow_enter(flow, state);
	return (struct effect){.kind = EFFECT_NONE};
}

struct effect flow_ask(struct flow *flow, enum flow_state state, enum effect_kind kind)
{
	flow_enter(flow, state);
	flow->pending = kind;
	return (struct effect){.kind = kind};
}

int flow_can_be_heard(const struct flow *flow)
{
	return flow->facts.sound != SOUND_NO_DEVICE && flow->election && speech_can_say(flow->election, flow->language);
}

int flow_blanked(const struct flow *flow)
{
	return flow->blank && flow_in(flow, VOTER | VOTER_WORKS | AT(THANKS)) && flow_can_be_heard(flow);
}

int flow_voter_works(const struct flow *flow)
{
	return flow->pending != EFFECT_NONE && flow_in(flow, VOTER_WORKS | AT(CODE));
}

int flow_sees_stick(const struct flow *flow)
{
	if (flow->pending != EFFECT_NONE)
		return 0;
	return flow_in(flow, STAFF_WAITS | AT(ENROL) | ENROLLING) ||
	       (flow->facts.locked && flow->facts.needs_stick && flow_in(flow, AT(LOCKED) | AT(PIN)));
}

int flow_full(const struct flow *flow)
{
	return flow->facts.capacity > 0 && flow->facts.sealed >= flow->facts.capacity;
}

int flow_can_begin_again(const struct flow *flow)
{
	return flow->state == FLOW_TROUBLE && flow->pending == EFFECT_NONE && flow->trouble == EFFECT_DISCARD &&
	       !flow->facts.locked;
}

static int is_open(const struct flow *flow)
{
	return flow->facts.voting == VOTING_OPEN && !flow_full(flow);
}

enum flow_state flow_home(const struct flow *flow)
{
	if (!flow->facts.enrolled)
		return FLOW_ENROL;
	if (flow->facts.locked)
		return FLOW_LOCKED;
	if (!flow->election || !flow->facts.has_election)
		return FLOW_NO_ELECTION;
	if (!is_open(flow))
		return FLOW_NOT_OPEN;
	return flow_is_attended(flow) && !flow->facts.admitted ? FLOW_ADMIT : FLOW_START;
}

void flow_wipe_pin(struct flow *flow)
{
	sodium_memzero(flow->pin, sizeof(flow->pin));
	flow->pin_len = 0;
}

void flow_wipe_votes(struct flow *flow)
{
	sodium_memzero(flow->seen, sizeof(flow->seen));
	sodium_memzero(flow->marks, sizeof(flow->marks));
	sodium_memzero(flow->answer, sizeof(flow->answer));
	sodium_memzero(flow->find, sizeof(flow->find));
	flow->find_len = 0;
	flow->filter = 0;
	flow->keys = FLOW_KEYS_LETTERS;
}

void flow_wipe_session(struct flow *flow)
{
	flow_wipe_votes(flow);
	sodium_memzero(flow->order, sizeof(flow->order));
	sodium_memzero(&flow->code, sizeof(flow->code));
	sodium_memzero(flow->nonce, sizeof(flow->nonce));
	sodium_memzero(flow->seed, sizeof(flow->seed));
	sodium_memzero(&flow->verdict, sizeof(flow->verdict));
	flow_wipe_typed(flow);
	flow->refusal = 0;
	flow->code_wait_until_ms = 0;
	flow->in_session = 0;
	flow->settled = 0;
	flow->style = 0;
	flow->contest = 0;
	flow->project = 0;
	flow->first = 0;
	flow->from_review = 0;
	flow->notice = NOTICE_NONE;
	flow->notice_project = 0;
}

void flow_wipe_staff(struct flow *flow)
{
	flow_wipe_pin(flow);
	flow->sound = 0;
	flow->rate = FLOW_RATE_DEFAULT;
	flow->volume = FLOW_VOLUME_DEFAULT;
	flow->targets = 0;
	flow->setting_up = 0;
	flow->checked = 0;
	flow->clock_s = 0;
	flow->staff_task = EFFECT_NONE;
	flow->staff_result = STATUS_OK;
	flow->staff_number = 0;
	memset(flow->staff_detail, 0, sizeof(flow->staff_detail));
	memset(flow->report, 0, sizeof(flow->report));
}

struct effect flow_go_home(struct flow *flow)
{
	flow_wipe_session(flow);
	flow_wipe_staff(flow);
	flow_wipe_enrolment(flow);
	flow->language = 0;
	flow->text_size = FLOW_TEXT_SIZE_DEFAULT;
	flow->theme = 0;
	flow->seated = 0;
	flow->blank = 0;
	flow->behind = FLOW_LOCKED;
	flow->idle_behind = FLOW_LOCKED;
	flow->trouble = EFFECT_NONE;
	flow->trouble_status = STATUS_OK;
	flow_enter(flow, flow_home(flow));
	return (struct effect){.kind = EFFECT_NONE};
}

struct effect flow_trouble(struct flow *flow, enum effect_kind asked, uint32_t status)
{
	int began = flow->in_session;

	flow_wipe_session(flow);
	flow_wipe_pin(flow);
	flow->trouble = asked;
	flow->trouble_status = status;
	flow_enter(flow, FLOW_TROUBLE);
	if (!began)
		return (struct effect){.kind = EFFECT_NONE};
	return (struct effect){.kind = EFFECT_DISCARD, .arg = ENDING_LEFT};
}

/* --- events --- */

/* A recorder that is locked now is another one: of what was going on it knows nothing. Who waits for an answer will be
 * told by it; who was shown what was challenged may read it. */
static struct effect learn(struct flow *flow, const struct facts *facts)
{
	flow->facts = *facts;
	if (flow_in(flow, HOME) && flow->state != flow_home(flow))
		return flow_go_home(flow);
	if (!facts->locked || flow->pending != EFFECT_NONE)
		return (struct effect){.kind = EFFECT_NONE};
	if (flow_in(flow, STAFF_WAITS | AT(STAFF_SECOND) | AT(STAFF_CLEAN)))
		return flow_go_home(flow);
	if (flow_in(flow, (VOTER & ~AT(CHALLENGED)) | AT(IDLE) | AT(SEALING)))
		return flow_trouble(flow, EFFECT_DISCARD, STATUS_OK);
	return (struct effect){.kind = EFFECT_NONE};
}

/* Somebody is there. */
static struct effect take_activity(struct flow *flow)
{
	flow->last_activity_ms = flow->now_ms;
	if (flow->state == FLOW_IDLE) {
		flow->state = flow->idle_behind;
		flow->entered_ms = flow->now_ms;
		flow->idle_behind = FLOW_LOCKED;
	}
	return (struct effect){.kind = EFFECT_NONE};
}

/* Whoever listened to the end has all the time from here. */
static void take_speaking(struct flow *flow, uint32_t speaking)
{
	if (flow->speaking && !speaking) {
		flow->last_activity_ms = flow->now_ms;
		if (flow_in(flow, AT(IDLE) | AT(THANKS)))
			flow->entered_ms = flow->now_ms;
	}
	flow->speaking = speaking != 0;
}

/* What is so whatever else happens. */
static void take_news(struct flow *flow, const struct event *event)
{
	if (event->kind == EVENT_SPEAKING)
		take_speaking(flow, event->arg);
	else if (event->kind == EVENT_HEADPHONES)
		voter_headphones(flow, event->arg);
	else if (event->kind == EVENT_STUCK)
		flow->stuck = event->arg != 0;
}

static struct effect take_headphones(struct flow *flow, uint32_t plugged_in)
{
	voter_headphones(flow, plugged_in);
	if (!plugged_in)
		return (struct effect){.kind = EFFECT_NONE};
	if (flow->state == FLOW_START)
		return voter_start(flow, 0);
	return take_activity(flow);
}

struct effect flow_step(struct flow *flow, const struct event *event)
{
	int changed = 0;
	enum flow_state before;
	struct effect effect = {.kind = EFFECT_NONE};

	if (event->now_ms > flow->now_ms)
		flow->now_ms = event->now_ms;
	if (event->kind == EVENT_FACTS)
		effect = learn(flow, &event->facts);
	if (effect.kind == EFFECT_NONE)
		effect = flow_time_passes(flow, &changed);
	/* Only a state that waits for a person, not for an answer, gives an effect as time passes: no answer is lost
	 * here. */
	if (effect.kind != EFFECT_NONE) {
		take_news(flow, event);
		return effect;
	}
	switch (event->kind) {
	case EVENT_PRESS:
		before = flow->state;
		take_activity(flow);
		/* A press on a screen that time took away is meant for nothing that stands there now. */
		return before == FLOW_IDLE || changed ? effect : flow_press(flow, event->action);
	case EVENT_ACTIVITY: return take_activity(flow);
	case EVENT_SHUFFLED:
	case EVENT_SEALED:
	case EVENT_STORED:
	case EVENT_SPOILED:
	case EVENT_ADMITTED:
	case EVENT_CODE_REFUSED:
	case EVENT_REPORT:
	case EVENT_PIN_RIGHT:
	case EVENT_PIN_WRONG:
	case EVENT_DONE:
	case EVENT_FAILED: return flow_answer(flow, event);
	case EVENT_HEADPHONES: return take_headphones(flow, event->arg);
	case EVENT_SPEAKING:
	case EVENT_STUCK: take_news(flow, event); break;
	case EVENT_TIME:
	case EVENT_FACTS:
	case EVENT_KIND_COUNT: break;
	}
	return effect;
}

/* --- the rest of the header --- */

void flow_init(struct flow *flow, const struct election *election, const struct facts *facts, uint64_t now_ms)
{
	memset(flow, 0, sizeof(*flow));
	flow->election = election;
	flow->facts = *facts;
	flow->now_ms = now_ms;
	flow->last_activity_ms = now_ms;
	flow_go_home(flow);
}

void flow_resume(struct flow *flow, enum flow_before before, const struct hash *code)
{
	switch (before) {
	case FLOW_BEFORE_NOBODY: break;
	case FLOW_BEFORE_LOST: (void)flow_trouble(flow, EFFECT_DISCARD, STATUS_OK); break;
	case FLOW_BEFORE_CAST:
		flow->code = *code;
		flow_enter(flow, FLOW_THANKS);
		break;
	case FLOW_BEFORE_DOUBT:
		flow->code = *code;
		flow->in_session = 1;
		flow->pending = flow->trouble = EFFECT_STORE;
		flow_enter(flow, FLOW_TROUBLE);
		break;
	}
}

enum status flow_set_election(struct flow *flow, const struct election *election)
{
	if (!flow_in(flow, HOME | STAFF_WAITS | PINS | AT(STAFF_WORKING)))
		return STATUS_STATE;
	flow->election = election;
	flow->language = 0;
	if (flow_in(flow, HOME) && flow->state != flow_home(flow))
		flow_go_home(flow);
	return STATUS_OK;
}

const struct contest *flow_contest(const struct flow *flow)
{
	const struct style *style;

	if (!flow->in_session || !flow->election || flow->style >= flow->election->style_count)
		return NULL;
	style = &flow->election->styles[flow->style];
	if (flow->contest >= style->contest_count)
		return NULL;
	return &flow->election->contests[style->contest[flow->contest]];
}

void flow_shown(struct flow *flow, unsigned project)
{
	const struct contest *contest = flow_contest(flow);

	if (contest && flow_in(flow, AT(PROJECTS) | AT(PROJECT)) && project < contest->project_count)
		flow->seen[flow->contest][project / 8] |= (uint8_t)(1U << project % 8);
}
