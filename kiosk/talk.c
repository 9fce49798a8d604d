#include "talk.h"

#include <string.h>

enum status talk_init(struct talk *talk, int off)
{
	memset(talk, 0, sizeof(*talk));
	narrator_init(&talk->narrator);
	return voice_link_create(&talk->voice, off);
}

void talk_finish(struct talk *talk)
{
	voice_link_destroy(talk->voice);
	sodium_memzero(talk, sizeof(*talk));
}

void talk_election(struct talk *talk, int shared)
{
	if (talk->voice)
		voice_link_election(talk->voice, shared);
}

void talk_press(struct talk *talk, const struct show *show, struct action action)
{
	const struct element *focused = show->focus.shown ? focus_element(&show->focus, &show->screen) : NULL;

	talk->again = action.kind == ACT_SAY_AGAIN && (!focused || focused->action.kind != ACT_NONE);
	/* Who stopped at a text that cannot be pressed hears it once more, not the whole screen. */
	if (action.kind == ACT_SAY_AGAIN && !talk->again)
		narrator_press(&talk->narrator, focused->id, action);
	if (action.kind == ACT_SAY_AGAIN)
		return;
	narrator_press(&talk->narrator, "", action);
	for (unsigned i = 0; i < show->screen.count; i++) {
		const struct element *element = &show->screen.element[i];

		if (element->action.kind == action.kind && element->action.arg == action.arg) {
			narrator_press(&talk->narrator, element->id, action);
			return;
		}
	}
}

/* A voter asked for it, or staff try it. */
static int is_on(const struct flow *flow)
{
	return flow->sound || flow->state == FLOW_STAFF_SOUND;
}

static void fall_silent(struct talk *talk)
{
	if (talk->on && talk->voice)
		voice_link_say(talk->voice, "", 0, FLOW_RATE_DEFAULT, FLOW_VOLUME_DEFAULT);
	narrator_init(&talk->narrator);
	talk->on = talk->again = 0;
}

void talk_show(struct talk *talk, const struct flow *flow, const struct show *show)
{
	const struct messages *messages = &show->messages[flow->language < show->message_count ? flow->language : 0];
	char words[SPEECH_MAX];
	int is_new = 1;

	if (!is_on(flow)) {
		fall_silent(talk);
		return;
	}
	if (talk->again)
		narrator_again(&talk->narrator, words, &show->screen, &show->focus, messages);
	else
		is_new = narrator_look(&talk->narrator, words, &show->screen, &show->focus, messages);
	talk->on = 1;
	talk->again = 0;
	if (talk->voice && is_new)
		voice_link_say(talk->voice, words, flow->language, flow->rate, flow->volume);
	else if (talk->voice)
		voice_link_volume(talk->voice, flow->volume);
	sodium_memzero(words, sizeof(words));
}

unsigned talk_tend(struct talk *talk, struct event out[static TALK_EVENTS], const struct flow *flow, uint64_t now_ms)
{
	unsigned count = 0;
	uint8_t speaking, headphones, state;

	if (!talk->voice || !voice_link_tend(talk->voice, now_ms))
		return 0;
	speaking = voice_link_speaking(talk->voice) != 0;
	headphones = voice_link_headphones(talk->voice) == 1;
	state = (uint8_t)voice_link_state(talk->voice);
	if (speaking != talk->told_speaking)
		out[count++] = (struct event){.kind = EVENT_SPEAKING, .arg = speaking};
	if (headphones != talk->told_headphones)
		out[count++] = (struct event){.kind = EVENT_HEADPHONES, .arg = headphones};
	if (state != talk->told_state) {
		out[count] = (struct event){.kind = EVENT_FACTS, .facts = flow->facts};
		out[count++].facts.sound = state;
	}
	talk->told_speaking = speaking;
	talk->told_headphones = headphones;
	talk->told_state = state;
	return count;
}

enum sound_state talk_state(const struct talk *talk)
{
	return talk->voice ? voice_link_state(talk->voice) : SOUND_WORKS;
}
