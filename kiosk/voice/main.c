#include <SDL.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "channel.h"
#include "clips.h"
#include "control.h"
#include "voice.h"
#include "voice_wire.h"
#include "wall.h"

/* folkmoot-voice: says what the screen asks it to, with clips or with what folkmoot-speech makes of texts. Started by
 * the kiosk's supervisor, who hands it both peers. It can die or hang, and the vote goes on in silence. */

enum {
	LOOK_MS = 1000, /* devices that came or went are looked for so often */
	AGAIN_MS = 20,  /* a screen that takes nothing is told again so soon */
	EXIT_USE = 2,
	WHY_ROOM = 160,
};

struct server {
	struct voice *voice;
	struct clips clips;
	int screen;                   /* end of the channel; -1: none */
	uint32_t id;                  /* of the last request taken */
	int is_news;                  /* the screen was not told yet */
	struct voice_request request; /* wiped after each */
};

/* --- the screen -------------------------------------------------------------------------------------------------- */

static void drop_screen(struct server *server)
{
	if (server->screen >= 0)
		close(server->screen);
	server->screen = -1;
	server->is_news = 0;
	server->id = 0;
	voice_say(server->voice, "", 0, FLOW_RATE_DEFAULT, FLOW_VOLUME_DEFAULT);
}

static void tell(struct server *server)
{
	const struct voice_told told = {.magic = VOICE_MAGIC,
	                                .id = server->id,
	                                .speaking = voice_speaking(server->voice) != 0,
	                                .state = (uint32_t)voice_state(server->voice),
	                                .headphones = voice_headphones(server->voice)};
	enum status status;

	if (!server->is_news || server->screen < 0)
		return;
	status = channel_send(server->screen, &told, sizeof(told), -1, 0);
	if (status == STATUS_OK)
		server->is_news = 0;
	else if (status != STATUS_UNKNOWN)
		drop_screen(server);
}

static void take_election(struct server *server, int shared)
{
	struct clips before = server->clips;

	voice_election(server->voice, NULL);
	clips_drop(&before);
	clips_take(&server->clips, shared);
	voice_election(server->voice, server->clips.election);
}

/* Numbers out of range are taken care of by the voice, a language by who looks for its tag. */
static void carry_out(struct server *server, int shared)
{
	const struct voice_request *request = &server->request;

	switch (request->kind) {
	case VOICE_SAY:
		if (memchr(request->spoken, 0, sizeof(request->spoken)) && request->language < ELECTION_MAX_LANGUAGES)
			voice_say(server->voice, request->spoken, request->language, request->rate, request->volume);
		break;
	case VOICE_VOLUME: voice_volume(server->voice, request->volume); break;
	case VOICE_ELECTION: take_election(server, shared); break;
	default: break;
	}
	server->id = request->id;
	server->is_news = 1;
}

static void hear_screen(struct server *server)
{
	int shared = -1;
	enum status status = channel_receive(server->screen, &server->request, sizeof(server->request), &shared, 0);

	if (status == STATUS_OK && server->request.magic == VOICE_MAGIC)
		carry_out(server, shared);
	else if (status != STATUS_UNKNOWN)
		drop_screen(server);
	explicit_bzero(&server->request, sizeof(server->request));
	if (shared >= 0)
		close(shared);
}

/* --- the supervisor ---------------------------------------------------------------------------------------------- */

/* 0 where it is gone: then this process ends. */
static int hear_supervisor(struct server *server)
{
	struct control_message message;
	int end = -1;
	enum status status = channel_receive(CONTROL_FD, &message, sizeof(message), &end, 0);

	if (status != STATUS_OK)
		return status == STATUS_UNKNOWN;
	if (message.kind == CONTROL_PEER && message.peer == CHILD_SCREEN && end >= 0) {
		drop_screen(server);
		server->screen = end;
		server->is_news = 1;
	} else if (message.kind == CONTROL_PEER && message.peer == CHILD_SPEECH && end >= 0) {
		voice_speech(server->voice, end);
	} else if (end >= 0) {
		close(end);
	}
	return 1;
}

static int say(enum control_kind kind, enum child peer)
{
	const struct control_message message = {.kind = kind, .peer = peer};

	return channel_send(CONTROL_FD, &message, sizeof(message), -1, LOOK_MS) == STATUS_OK;
}

static void serve(struct server *server)
{
	int goes_on = say(CONTROL_READY, CHILD_VOICE);

	while (goes_on) {
		struct pollfd wait[] = {{.fd = CONTROL_FD, .events = POLLIN},
		                        {.fd = server->screen, .events = POLLIN},
		                        {.fd = voice_wakes(server->voice), .events = POLLIN}};

		if (poll(wait, 3, server->is_news ? AGAIN_MS : LOOK_MS) < 0 && errno != EINTR)
			return;
		if (wait[1].revents)
			hear_screen(server);
		if (wait[0].revents)
			goes_on = hear_supervisor(server);
		server->is_news |= voice_tend(server->voice, SDL_GetTicks64());
		tell(server);
		if (voice_speech_stuck(server->voice))
			goes_on &= say(CONTROL_STUCK, CHILD_SPEECH);
	}
}

/* Devices that are plugged in later are opened by SDL: the wall of the voice lets it. */
static int raise_wall(void)
{
	const struct wall_paths nowhere = {.data = NULL};
	struct wall_told told;
	char why[WHY_ROOM];

	if (wall_raise(&told, CHILD_VOICE, &nowhere, why, sizeof(why)) == STATUS_OK)
		return 1;
	fprintf(stderr, "folkmoot-voice: %s\n", why);
	return 0;
}

int main(void)
{
	const struct voice_options options = {.inputs = NULL};
	struct server *server;
	enum status status;

	if (fcntl(CONTROL_FD, F_GETFD) < 0) {
		fputs("folkmoot-voice is started by folkmoot-kiosk, and speaks to it alone.\n", stderr);
		return EXIT_USE;
	}
	server = calloc(1, sizeof(*server));
	if (!server || wall_begin() != STATUS_OK)
		return EXIT_USE;
	server->screen = -1;
	(void)SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
	if (SDL_Init(SDL_INIT_EVENTS) != 0) {
		fprintf(stderr, "folkmoot-voice: SDL cannot start: %s\n", SDL_GetError());
		return EXIT_USE;
	}
	status = voice_create(&server->voice, &options);
	if (status != STATUS_OK)
		fprintf(stderr, "folkmoot-voice: the voice cannot start: %s\n", status_phrase(status));
	else if (raise_wall())
		serve(server);
	voice_destroy(server->voice);
	clips_drop(&server->clips);
	explicit_bzero(server, sizeof(*server));
	free(server);
	SDL_Quit();
	return status == STATUS_OK ? EXIT_SUCCESS : EXIT_USE;
}
