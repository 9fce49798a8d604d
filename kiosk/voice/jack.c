#include "jack.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int bit(const unsigned char *bits, unsigned number)
{
	return bits[number / 8] >> number % 8 & 1;
}

/* What the switch says now; -1 where the device has none. */
static int ask(int fd)
{
	unsigned char has[SW_CNT / 8 + 1] = {0}, is[SW_CNT / 8 + 1] = {0};

	if (ioctl(fd, EVIOCGBIT(EV_SW, sizeof(has)), has) < 0 || !bit(has, SW_HEADPHONE_INSERT))
		return -1;
	if (ioctl(fd, EVIOCGSW(sizeof(is)), is) < 0)
		return -1;
	return bit(is, SW_HEADPHONE_INSERT);
}

void jack_add(struct jack *jack, int fd)
{
	int in = ask(fd);

	if (jack->count == JACK_MAX) {
		close(fd);
		return;
	}
	jack->in[jack->count] = in == 1;
	jack->fd[jack->count++] = fd;
}

void jack_open(struct jack *jack, const char *folder)
{
	char name[64];

	memset(jack, 0, sizeof(*jack));
	for (unsigned i = 0; i < JACK_DEVICES && jack->count < JACK_MAX; i++) {
		int fd;

		snprintf(name, sizeof(name), "%.40s/event%u", folder, i);
		fd = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		if (fd < 0)
			continue;
		if (ask(fd) < 0)
			close(fd);
		else
			jack_add(jack, fd);
	}
}

static void drop(struct jack *jack, unsigned i)
{
	close(jack->fd[i]);
	jack->count--;
	jack->fd[i] = jack->fd[jack->count];
	jack->in[i] = jack->in[jack->count];
}

void jack_close(struct jack *jack)
{
	while (jack->count)
		drop(jack, jack->count - 1);
}

unsigned jack_poll(const struct jack *jack, struct pollfd out[static JACK_MAX])
{
	for (unsigned i = 0; i < jack->count; i++)
		out[i] = (struct pollfd){.fd = jack->fd[i], .events = POLLIN};
	return jack->count;
}

static void take(struct jack *jack, unsigned i, const struct input_event *event)
{
	if (event->type == EV_SW && event->code == SW_HEADPHONE_INSERT)
		jack->in[i] = event->value != 0;
	else if (event->type == EV_SYN && event->code == SYN_DROPPED)
		jack->in[i] = ask(jack->fd[i]) == 1;
}

void jack_read(struct jack *jack, const struct pollfd *ready)
{
	/* From the last: one that went is filled by the last. */
	for (unsigned i = jack->count; i-- > 0;) {
		struct input_event event;
		ssize_t got = ready[i].revents ? read(jack->fd[i], &event, sizeof(event)) : -1;

		while (got == (ssize_t)sizeof(event)) {
			take(jack, i, &event);
			got = read(jack->fd[i], &event, sizeof(event));
		}
		if (ready[i].revents && (got == 0 || (got < 0 && errno != EAGAIN)))
			drop(jack, i);
	}
}

int jack_in(const struct jack *jack)
{
	int in = jack->count ? 0 : -1;

	for (unsigned i = 0; i < jack->count; i++)
		in = jack->in[i] ? 1 : in;
	return in;
}
