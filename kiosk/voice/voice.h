/* The voice: speaks segments through espeak-ng, which runs in a process of its own (kiosk/speech/), or plays the
 * election's recorded clips in their place, at the rate and volume asked for. Where there is no sound device, or the
 * process is missing, dies or hangs, voice_state says so, and clips still play. folkmoot-voice is this and nothing
 * else; the screen speaks to it through voice_link.h. */
#ifndef FOLKMOOT_VOICE_H
#define FOLKMOOT_VOICE_H

#include "election.h"
#include "flow.h"
#include "status.h"

struct voice;

struct voice_options {
	const char *inputs; /* folder of the machine's input devices, for headphones; NULL: /dev/input */
};

/* Opens the sound device. Only STATUS_NO_ROOM fails: what cannot be had is told by voice_state. */
enum status MUST_CHECK voice_create(struct voice **out, const struct voice_options *options);
void voice_destroy(struct voice *voice);
/* The end of a channel to a process that speaks (wire.h), in the place of the one before, which is closed. Takes it. */
void voice_speech(struct voice *voice, int end);
/* 1 once after the process that speaks hung or talked nonsense: it is to be ended, and another to be handed over. */
int voice_speech_stuck(struct voice *voice);
/* The clips and languages of this election (NULL: none; English), which must outlive the voice or the next call. */
void voice_election(struct voice *voice, const struct election *election);
/* Interrupts what is being said and says this spoken string (speech.h) in that language of the election. rate: 0 to
 * FLOW_RATES - 1; volume: 0 to FLOW_VOLUMES - 1. Copies. "" only interrupts, and whatever was said
 * before is forgotten. */
void voice_say(struct voice *voice, const char *spoken, unsigned language, unsigned rate, unsigned volume);
/* The volume changes at once, also of what is being said. */
void voice_volume(struct voice *voice, unsigned volume);
int voice_speaking(const struct voice *voice);
/* To be called now and then, and when there is something to read from voice_wakes. Returns 1 where voice_speaking,
 * voice_state or voice_headphones changed since the last call. */
int voice_tend(struct voice *voice, uint64_t now_ms);
/* To poll for reading; voice_tend takes what is there. */
int voice_wakes(const struct voice *voice);
enum sound_state voice_state(const struct voice *voice);
/* Headphones are plugged in; -1: this machine cannot tell. */
int voice_headphones(const struct voice *voice);

#endif
