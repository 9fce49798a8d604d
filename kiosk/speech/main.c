#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <unistd.h>

#include "channel.h"
#include "control.h"
#include "wall.h"
#include "wire.h"

/* folkmoot-speech: turns texts into sound, for the voice. A process of its own, so that the synthesiser can die, hang
 * or be missing without harm, and sees nothing but what is spoken. Started by the kiosk's supervisor, who hands it one
 * voice after another; it ends when the supervisor does. */

enum {
	CHUNK_MS = 40, /* the synthesiser hands over so much at once: how soon an interruption is seen */
	/* WIRE_WORDS_A_MINUTE in the words of this kiosk, pauses between them included. */
	RATE_SETTING = 110,
	MEMORY_MAX = 256 * 1024 * 1024,
	EXIT_USE = 2,
	WHY_ROOM = 160,
};

/* One question being answered. */
struct answer {
	int voice; /* end of the channel to who asked */
	uint32_t id;
	int dropped; /* the voice asked for something else, or went */
};

/* --- the socket -------------------------------------------------------------------------------------------------- */

/* Each a packet of its own; waits as long as it takes. */
static int read_all(int voice, void *out, size_t len)
{
	return len == 0 || channel_receive(voice, out, len, NULL, -1) == STATUS_OK;
}

static int write_all(int voice, const void *bytes, size_t len)
{
	return len == 0 || channel_send(voice, bytes, len, -1, -1) == STATUS_OK;
}

static int put_frame(int voice, uint32_t id, enum wire_kind kind, uint32_t number)
{
	const struct wire_frame frame = {.what = WIRE_FRAME, .id = id, .kind = kind, .number = number};

	return write_all(voice, &frame, sizeof(frame));
}

static int is_interrupted(int voice)
{
	struct pollfd wait = {.fd = voice, .events = POLLIN};

	return poll(&wait, 1, 0) > 0;
}

/* --- the synthesiser --------------------------------------------------------------------------------------------- */

/* Called with every piece of sound; 1 stops the synthesiser. */
static int take_samples(short *samples, int count, espeak_EVENT *events)
{
	struct answer *answer = events ? events->user_data : NULL;

	if (!answer || !samples || count <= 0)
		return 0;
	for (int at = 0; at < count && !answer->dropped;) {
		int part = count - at < WIRE_SAMPLES_MAX ? count - at : WIRE_SAMPLES_MAX;

		answer->dropped = !put_frame(answer->voice, answer->id, WIRE_SAMPLES, (uint32_t)part) ||
		                  !write_all(answer->voice, samples + at, (size_t)part * sizeof(*samples));
		at += part;
	}
	if (is_interrupted(answer->voice))
		answer->dropped = 1;
	return answer->dropped;
}

/* The best of a voice's languages for a tag, by its priority (the lower the better); 0 for none. A voice lists them as
 * a byte of priority and a name, and a byte 0 at the end. An exact match goes before one of the main language only. */
static unsigned suits(const espeak_VOICE *voice, const char *tag)
{
	unsigned best = 0;
	size_t primary = strcspn(tag, "-");

	for (const char *at = voice->languages; at && *at; at += 1 + strlen(at + 1) + 1) {
		const char *name = at + 1;
		unsigned rank = (unsigned char)*at;

		if (strcasecmp(name, tag) != 0)
			rank += strncasecmp(name, tag, primary) == 0 && (!name[primary] || name[primary] == '-')
			            ? 256
			            : 65536;
		if (rank < 65536 && (!best || rank < best))
			best = rank;
	}
	return best;
}

/* Sets the voice for a language; 0 where there is none. The list holds no voices that need other programs, but may hold
 * variants, which carry no language. */
static int set_voice(const char *tag)
{
	const espeak_VOICE **voices = espeak_ListVoices(NULL), *best = NULL;
	unsigned best_rank = 0;

	for (unsigned i = 0; voices && voices[i]; i++) {
		unsigned rank = suits(voices[i], tag);

		if (rank && strncmp(voices[i]->identifier, "mb/", 3) != 0 && (!best || rank < best_rank))
			best = voices[i], best_rank = rank;
	}
	return best && espeak_SetVoiceByName(best->identifier) == EE_OK;
}

static enum wire_end speak(struct answer *answer, const char *language, const char *text, size_t len)
{
	if (!set_voice(language))
		return WIRE_NO_VOICE;
	espeak_SetParameter(espeakRATE, RATE_SETTING, 0);
	/* Neither mark-up nor phonemes are read: a voter's own words may be in it. */
	if (espeak_Synth(text, len + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, answer) != EE_OK)
		return WIRE_FAILED;
	return WIRE_SPOKEN;
}

/* --- the program ------------------------------------------------------------------------------------------------- */

static void bound(void)
{
#ifndef __SANITIZE_ADDRESS__
	const struct rlimit memory = {MEMORY_MAX, MEMORY_MAX};

	(void)setrlimit(RLIMIT_AS, &memory);
#endif
	const struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_FSIZE, &none);
}

/* Answers questions until the voice is gone, or says what cannot be understood. */
static void serve(int voice, uint32_t rate, char text[static WIRE_TEXT_MAX + 1])
{
	struct wire_ask ask;

	if (!put_frame(voice, 0, WIRE_HELLO, rate))
		return;
	while (read_all(voice, &ask, sizeof(ask))) {
		struct answer answer = {.voice = voice, .id = ask.id};
		enum wire_end end;

		if (ask.what != WIRE_ASK || ask.text_len > WIRE_TEXT_MAX || ask.language[WIRE_TAG_MAX] != 0)
			return;
		if (!read_all(voice, text, ask.text_len))
			return;
		text[ask.text_len] = 0;
		end = is_interrupted(voice) ? WIRE_SPOKEN : speak(&answer, ask.language, text, ask.text_len);
		explicit_bzero(text, ask.text_len);
		if (!put_frame(voice, ask.id, WIRE_END, end))
			return;
	}
}

/* Serves whoever the supervisor hands over, until the supervisor is gone. */
static void serve_all(uint32_t rate)
{
	static char text[WIRE_TEXT_MAX + 1];
	struct control_message message = {.kind = CONTROL_READY, .peer = CHILD_SPEECH};
	int voice;

	if (channel_send(CONTROL_FD, &message, sizeof(message), -1, -1) != STATUS_OK)
		return;
	while (channel_receive(CONTROL_FD, &message, sizeof(message), &voice, -1) == STATUS_OK) {
		if (voice < 0)
			continue;
		if (message.kind == CONTROL_PEER && message.peer == CHILD_VOICE)
			serve(voice, rate, text);
		close(voice);
	}
}

int main(void)
{
	const struct wall_paths nowhere = {.data = NULL};
	struct wall_told told;
	char why[WHY_ROOM];
	int rate;

	if (fcntl(CONTROL_FD, F_GETFD) < 0) {
		fputs("folkmoot-speech is started by folkmoot-kiosk, and speaks to it alone.\n", stderr);
		return EXIT_USE;
	}
	if (wall_begin() != STATUS_OK)
		return EXIT_USE;
	/* The library looks for a sound server whatever it is asked for; it shall find none, and start none. */
	(void)setenv("PULSE_SERVER", "/nonexistent", 1);
	rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, CHUNK_MS, NULL, espeakINITIALIZE_DONT_EXIT);
	if (rate <= 0) {
		fputs("folkmoot-speech: espeak-ng cannot start: is the package espeak-ng-data installed?\n", stderr);
		return EXIT_USE;
	}
	bound();
	if (wall_raise(&told, CHILD_SPEECH, &nowhere, why, sizeof(why)) != STATUS_OK) {
		fprintf(stderr, "folkmoot-speech: %s\n", why);
		return EXIT_USE;
	}
	espeak_SetSynthCallback(take_samples);
	serve_all((uint32_t)rate);
	espeak_Terminate();
	return EXIT_SUCCESS;
}
