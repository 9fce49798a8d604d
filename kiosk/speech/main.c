#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "wire.h"

/* folkmoot-speech: turns texts into sound, for the kiosk that started it, over its standard input and output (one
 * socket). A process of its own, so that the synthesiser can die, hang or be missing without harm, and sees nothing but
 * what is spoken. It ends when the kiosk does. */

enum {
	CHUNK_MS = 40, /* the synthesiser hands over so much at once: how soon an interruption is seen */
	/* WIRE_WORDS_A_MINUTE in the words of this kiosk, pauses between them included. */
	RATE_SETTING = 110,
	MEMORY_MAX = 256 * 1024 * 1024,
	EXIT_USE = 2,
};

/* One question being answered. */
struct answer {
	uint32_t id;
	int dropped; /* the kiosk asked for something else, or went */
};

/* --- the socket -------------------------------------------------------------------------------------------------- */

static int read_all(void *out, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t got = read(STDIN_FILENO, (char *)out + at, len - at);

		if (got <= 0)
			return 0;
		at += (size_t)got;
	}
	return 1;
}

static int write_all(const void *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t put = write(STDOUT_FILENO, (const char *)bytes + at, len - at);

		if (put <= 0)
			return 0;
		at += (size_t)put;
	}
	return 1;
}

static int put_frame(uint32_t id, enum wire_kind kind, uint32_t number)
{
	const struct wire_frame frame = {.what = WIRE_FRAME, .id = id, .kind = kind, .number = number};

	return write_all(&frame, sizeof(frame));
}

static int is_interrupted(void)
{
	struct pollfd wait = {.fd = STDIN_FILENO, .events = POLLIN};

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

		answer->dropped = !put_frame(answer->id, WIRE_SAMPLES, (uint32_t)part) ||
		                  !write_all(samples + at, (size_t)part * sizeof(*samples));
		at += part;
	}
	if (is_interrupted())
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

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)setrlimit(RLIMIT_FSIZE, &none);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Answers questions until the kiosk closes its end, or says what cannot be understood. */
static void serve(char text[static WIRE_TEXT_MAX + 1])
{
	struct wire_ask ask;

	while (read_all(&ask, sizeof(ask))) {
		struct answer answer = {.id = ask.id};
		enum wire_end end;

		if (ask.what != WIRE_ASK || ask.text_len > WIRE_TEXT_MAX || ask.language[WIRE_TAG_MAX] != 0)
			return;
		if (!read_all(text, ask.text_len))
			return;
		text[ask.text_len] = 0;
		end = is_interrupted() ? WIRE_SPOKEN : speak(&answer, ask.language, text, ask.text_len);
		explicit_bzero(text, ask.text_len);
		if (!put_frame(ask.id, WIRE_END, end))
			return;
	}
}

int main(void)
{
	static char text[WIRE_TEXT_MAX + 1];
	int rate;

	if (isatty(STDIN_FILENO)) {
		fputs("folkmoot-speech is started by folkmoot-kiosk, and speaks to it alone.\n", stderr);
		return EXIT_USE;
	}
	/* The library looks for a sound server whatever it is asked for; it shall find none, and start none. */
	(void)setenv("PULSE_SERVER", "/nonexistent", 1);
	rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, CHUNK_MS, NULL, espeakINITIALIZE_DONT_EXIT);
	if (rate <= 0) {
		fputs("folkmoot-speech: espeak-ng cannot start: is the package espeak-ng-data installed?\n", stderr);
		return EXIT_USE;
	}
	bound();
	espeak_SetSynthCallback(take_samples);
	if (put_frame(0, WIRE_HELLO, (uint32_t)rate))
		serve(text);
	espeak_Terminate();
	return EXIT_SUCCESS;
}
