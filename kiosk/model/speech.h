/* What is spoken, and when. An element's spoken words are segments, so that a recorded clip can stand for any of them,
 * numbers are read as numbers, and a name in another language is read in that one. Pure: the voice
 * (kiosk/voice/voice.h) plays what this module decides.
 *
 * A spoken string is UTF-8 in which SPEECH_BREAK separates segments, and a segment that begins with SPEECH_LANGUAGE and
 * one byte (1 + index of the election's language) is in that language; others are in the voter's. Spaces around a
 * segment are not part of it. Amounts and numbers are words and plain digits here, never formatted text. */
#ifndef FOLKMOOT_SPEECH_H
#define FOLKMOOT_SPEECH_H

#include "focus.h"
#include "screen.h"

#define SPEECH_BREAK    "\x1e"
#define SPEECH_LANGUAGE "\x0e"

struct segment {
	const char *text; /* not NUL-terminated */
	size_t len;
	unsigned language; /* of the election */
	int begins;        /* something new: after an empty segment, or one of signs only; else the sentence goes on */
};

/* Put between what does not belong together. */
#define SPEECH_STOP SPEECH_BREAK SPEECH_BREAK

/* Takes the next segment with any letter or digit off *rest; 0 at the end. own: the voter's language. */
int speech_next(struct segment *out, const char **rest, unsigned own);

/* Whether espeak-ng speaks a language (BCP 47), as far as its list of 2022 (1.51) knows. */
int speech_has_voice(const char *tag);
/* A language of the election can be heard, by that voice or by recorded clips. */
int speech_can_say(const struct election *election, unsigned language);

/* What was said, to know what is new. */
struct narrator {
	int fresh; /* nothing was said yet in this session */
	enum flow_state of;
	unsigned contest;        /* the screen's */
	char id[ELEMENT_ID_MAX]; /* the element in focus that was read; "": none */
	unsigned around;         /* so many were in that focus */
	/* what stood on the screen, as numbers */
	unsigned count;
	uint32_t name[SCREEN_MAX_ELEMENTS], words[SCREEN_MAX_ELEMENTS];
	/* what was pressed since; "": nothing */
	char pressed[ELEMENT_ID_MAX];
	struct action press;
};

enum { SPEECH_MAX = 16 * 1024 };

void narrator_init(struct narrator *narrator);
/* This element is pressed now, before the screen changes: it will be answered. id: "" where the action came from a key
 * and stands nowhere on the screen. */
void narrator_press(struct narrator *narrator, const char *id, struct action press);
/* What is to be said now that this screen is shown with this focus.
 * A new screen, or another contest's: its headings, its texts in order, then the element in focus; without keys also
 * all that can be pressed, but the ways that every screen has, and of settings those that are chosen. Who begins with
 * keys is told which do what. The same screen: a notice that came or a new heading, then what the pressed element says
 * now, or the element the focus came to, then the texts that changed. What was pressed without anything new is said
 * again. Returns 1 and fills out (NUL-terminated, cut at a segment) where there is something, which interrupts what is
 * being said; 0 where nothing is new. messages: for what the narrator says itself; of the voter's language. */
int narrator_look(struct narrator *narrator, char out[static SPEECH_MAX], const struct screen *screen,
                  const struct focus *focus, const struct messages *messages);
/* The whole screen again, and the element in focus: for "say again". */
void narrator_again(struct narrator *narrator, char out[static SPEECH_MAX], const struct screen *screen,
                    const struct focus *focus, const struct messages *messages);

#endif
