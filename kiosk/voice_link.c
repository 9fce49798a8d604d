#include "voice_link.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "channel.h"
#include "voice_wire.h"

/* How the voice is, as far as it told. */
struct known {
	uint8_t speaking, state; /* enum sound_state */
	int8_t headphones;
};

struct voice_link {
	int off;
	int end;         /* -1: there is no voice */
	int shared;      /* the election's body; -1: none */
	int stuck;       /* to be told once */
	uint32_t id;     /* of the last request */
	uint32_t heard;  /* of the last that it told of */
	uint64_t due_ms; /* until then it tells of the last request; 0: it did, or the clock is not known yet */
	uint32_t volume; /* the last it was told */
	struct known now, told;
	struct voice_request request; /* wiped after each */
};

static const struct known nothing = {.state = SOUND_NO_DEVICE, .headphones = -1};

enum status voice_link_create(struct voice_link **out, int off)
{
	struct voice_link *link = calloc(1, sizeof(*link));

	*out = link;
	if (!link)
		return STATUS_NO_ROOM;
	link->off = off;
	link->end = link->shared = -1;
	link->now = link->told = nothing;
	if (off)
		link->now.state = link->told.state = SOUND_WORKS;
	return STATUS_OK;
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void voice_link_destroy(struct voice_link *link)
{
	if (!link)
		return;
	shut(&link->end);
	shut(&link->shared);
	explicit_bzero(link, sizeof(*link));
	free(link);
}

static void lose(struct voice_link *link)
{
	shut(&link->end);
	link->now = nothing;
	link->due_ms = 0;
}

/* It is there, but not as it should be. */
static void give_up(struct voice_link *link)
{
	link->stuck = 1;
	lose(link);
}

static void ask(struct voice_link *link, enum voice_kind kind, int passed)
{
	struct voice_request *request = &link->request;
	enum status status;

	request->magic = VOICE_MAGIC;
	request->id = ++link->id;
	request->kind = kind;
	request->volume = link->volume;
	status = link->end < 0 ? STATUS_ABSENT : channel_send(link->end, request, sizeof(*request), passed, 0);
	explicit_bzero(request, sizeof(*request));
	if (status == STATUS_UNKNOWN)
		give_up(link);
	else if (status != STATUS_OK && status != STATUS_ABSENT)
		lose(link);
}

void voice_link_peer(struct voice_link *link, int end)
{
	lose(link);
	link->end = end;
	link->id = link->heard = 0;
	ask(link, VOICE_ELECTION, link->shared);
}

int voice_link_end(const struct voice_link *link)
{
	return link->end;
}

int voice_link_stuck(struct voice_link *link)
{
	int stuck = link->stuck;

	link->stuck = 0;
	return stuck;
}

void voice_link_election(struct voice_link *link, int shared)
{
	if (link->off)
		return;
	shut(&link->shared);
	if (shared >= 0)
		link->shared = fcntl(shared, F_DUPFD_CLOEXEC, 0);
	ask(link, VOICE_ELECTION, link->shared);
}

void voice_link_say(struct voice_link *link, const char *spoken, unsigned language, unsigned rate, unsigned volume)
{
	if (link->off)
		return;
	link->request.language = language;
	link->request.rate = rate;
	link->volume = volume;
	snprintf(link->request.spoken, sizeof(link->request.spoken), "%s", spoken);
	ask(link, VOICE_SAY, -1);
	/* Until it tells otherwise. */
	link->now.speaking = spoken[0] && link->now.state != SOUND_NO_DEVICE;
}

void voice_link_volume(struct voice_link *link, unsigned volume)
{
	if (link->off || volume == link->volume)
		return;
	link->volume = volume;
	ask(link, VOICE_VOLUME, -1);
}

int voice_link_speaking(const struct voice_link *link)
{
	return link->now.speaking;
}

enum sound_state voice_link_state(const struct voice_link *link)
{
	return (enum sound_state)link->now.state;
}

int voice_link_headphones(const struct voice_link *link)
{
	return link->now.headphones;
}

/* 0 for what no voice says. What it says before it took the last request is old news of that, not of its devices. */
static int take(struct voice_link *link, const struct voice_told *told)
{
	if (told->magic != VOICE_MAGIC || told->speaking > 1 || told->state > SOUND_NO_SPEECH ||
	    told->headphones < -1 || told->headphones > 1 || told->id < link->heard || told->id > link->id)
		return 0;
	if (told->id != link->heard)
		link->due_ms = 0;
	link->heard = told->id;
	link->now.state = (uint8_t)told->state;
	link->now.headphones = (int8_t)told->headphones;
	if (told->id == link->id)
		link->now.speaking = (uint8_t)told->speaking;
	return 1;
}

static void hear(struct voice_link *link)
{
	while (link->end >= 0) {
		struct voice_told told;
		enum status status = channel_receive(link->end, &told, sizeof(told), NULL, 0);

		if (status == STATUS_UNKNOWN)
			return;
		if (status == STATUS_TRUNCATED)
			lose(link);
		else if (status != STATUS_OK || !take(link, &told))
			give_up(link);
	}
}

int voice_link_tend(struct voice_link *link, uint64_t now_ms)
{
	int changed;

	hear(link);
	if (link->end < 0 || link->heard == link->id)
		link->due_ms = 0;
	else if (link->due_ms == 0)
		link->due_ms = now_ms + VOICE_LINK_HANG_MS;
	else if (now_ms >= link->due_ms)
		give_up(link);
	changed = link->now.speaking != link->told.speaking || link->now.state != link->told.state ||
	          link->now.headphones != link->told.headphones;
	link->told = link->now;
	return changed;
}
