/* Whether headphones are plugged in, from the machine's own sockets: evdev switches (SW_HEADPHONE_INSERT). */
#ifndef FOLKMOOT_JACK_H
#define FOLKMOOT_JACK_H

#include <poll.h>

enum { JACK_MAX = 8, JACK_DEVICES = 64 };

struct jack {
	unsigned count;
	int fd[JACK_MAX];
	int in[JACK_MAX];
};

/* Looks through folder ("/dev/input") for event0, event1, … that have such a switch. */
void jack_open(struct jack *jack, const char *folder);
void jack_close(struct jack *jack);
/* Adds one that is open already, and belongs to the jack from now on. */
void jack_add(struct jack *jack, int fd);
/* Fills in what to wait for; returns how many. */
unsigned jack_poll(const struct jack *jack, struct pollfd out[static JACK_MAX]);
/* Takes what is to be read, where poll said so. */
void jack_read(struct jack *jack, const struct pollfd *ready);
/* 1: plugged in somewhere; 0: nowhere; -1: there is no such socket. */
int jack_in(const struct jack *jack);

#endif
