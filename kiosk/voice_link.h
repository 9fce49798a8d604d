/* The voice, which is a process of its own (kiosk/voice/), as the screen sees it. Nothing here ever stops the kiosk:
 * where the voice is missing, dies or hangs, voice_link_state says that there is no sound, and the vote goes on. */
#ifndef FOLKMOOT_VOICE_LINK_H
#define FOLKMOOT_VOICE_LINK_H

#include <stdint.h>

#include "flow.h"
#include "status.h"

enum { VOICE_LINK_HANG_MS = 5000 /* so long without a word about a request: it hangs */ };

struct voice_link;

/* Without a voice for now: there is no sound. off: none is wanted, and that is nothing to complain about. */
enum status MUST_CHECK voice_link_create(struct voice_link **out, int off);
/* NULL is allowed. */
void voice_link_destroy(struct voice_link *link);
/* The end of a channel to another voice, in the place of the one before; it is told the election. Takes it. */
void voice_link_peer(struct voice_link *link, int end);
/* The end in use, to wake up for; -1: none. */
int voice_link_end(const struct voice_link *link);
/* 1 once after the voice hung or said what cannot be: it is to be replaced. */
int voice_link_stuck(struct voice_link *link);
/* The clips and languages of the election whose body lies behind this descriptor as sealed memory (-1: none; English).
 * Copies the descriptor. */
void voice_link_election(struct voice_link *link, int shared);
/* Interrupts what is being said and says this spoken string (speech.h) in that language of the election. rate: 0 to
 * FLOW_RATES - 1; volume: 0 to FLOW_VOLUMES - 1. "" only interrupts, and whatever was said before is forgotten. */
void voice_link_say(struct voice_link *link, const char *spoken, unsigned language, unsigned rate, unsigned volume);
/* The volume changes at once, also of what is being said. */
void voice_link_volume(struct voice_link *link, unsigned volume);
int voice_link_speaking(const struct voice_link *link);
/* To be called now and then, and when there is something to read. Returns 1 where voice_link_speaking, _state or
 * _headphones changed since the last call. */
int voice_link_tend(struct voice_link *link, uint64_t now_ms);
enum sound_state voice_link_state(const struct voice_link *link);
/* Headphones are plugged in; -1: this machine cannot tell. */
int voice_link_headphones(const struct voice_link *link);

#endif
