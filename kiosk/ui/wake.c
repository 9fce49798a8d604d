#include "wake.h"

#include <SDL.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

struct wake {
	SDL_Thread *thread;
	SDL_mutex *lock; /* guards what follows */
	int quits;
	int fd[WAKE_MAX];
	int poke[2]; /* a pipe: something of the above changed */
	Uint32 type; /* of the event */
};

static void take_news(struct wake *wake, struct pollfd wait[static 1 + WAKE_MAX], int *quits)
{
	char drained[64];

	while (read(wake->poke[0], drained, sizeof(drained)) > 0)
		continue;
	SDL_LockMutex(wake->lock);
	*quits = wake->quits;
	wait[0] = (struct pollfd){.fd = wake->poke[0], .events = POLLIN};
	for (unsigned i = 0; i < WAKE_MAX; i++)
		wait[1 + i] = (struct pollfd){.fd = wake->fd[i], .events = POLLIN};
	SDL_UnlockMutex(wake->lock);
}

/* One event tells of all that is ready; each is left alone from then on. */
static void tell_ready(struct wake *wake, const struct pollfd wait[static 1 + WAKE_MAX])
{
	SDL_Event event = {.type = wake->type};
	int ready = 0;

	SDL_LockMutex(wake->lock);
	for (unsigned i = 0; i < WAKE_MAX; i++)
		if (wait[1 + i].revents && wait[1 + i].fd == wake->fd[i]) {
			wake->fd[i] = -1;
			ready = 1;
		}
	SDL_UnlockMutex(wake->lock);
	if (ready)
		SDL_PushEvent(&event);
}

static int watch(void *context)
{
	struct wake *wake = context;
	struct pollfd wait[1 + WAKE_MAX];
	int quits;

	for (take_news(wake, wait, &quits); !quits; take_news(wake, wait, &quits)) {
		(void)poll(wait, 1 + WAKE_MAX, -1);
		tell_ready(wake, wait);
	}
	return 0;
}

enum status wake_create(struct wake **out)
{
	struct wake *wake = calloc(1, sizeof(*wake));

	*out = wake;
	if (!wake)
		return STATUS_NO_ROOM;
	wake->poke[0] = wake->poke[1] = -1;
	for (unsigned i = 0; i < WAKE_MAX; i++)
		wake->fd[i] = -1;
	wake->type = SDL_RegisterEvents(1);
	wake->lock = SDL_CreateMutex();
	if (wake->lock && pipe2(wake->poke, O_CLOEXEC | O_NONBLOCK) == 0)
		wake->thread = SDL_CreateThread(watch, "wake", wake);
	if (wake->thread)
		return STATUS_OK;
	wake_destroy(wake);
	*out = NULL;
	return STATUS_NO_ROOM;
}

void wake_destroy(struct wake *wake)
{
	if (!wake)
		return;
	if (wake->thread) {
		SDL_LockMutex(wake->lock);
		wake->quits = 1;
		SDL_UnlockMutex(wake->lock);
		(void)!write(wake->poke[1], "", 1);
		SDL_WaitThread(wake->thread, NULL);
	}
	for (unsigned i = 0; i < 2; i++)
		if (wake->poke[i] >= 0)
			close(wake->poke[i]);
	if (wake->lock)
		SDL_DestroyMutex(wake->lock);
	free(wake);
}

void wake_set(struct wake *wake, unsigned place, int fd)
{
	int is_new;

	if (!wake || place >= WAKE_MAX)
		return;
	SDL_LockMutex(wake->lock);
	is_new = wake->fd[place] != fd;
	wake->fd[place] = fd;
	SDL_UnlockMutex(wake->lock);
	if (is_new)
		(void)!write(wake->poke[1], "", 1);
}
