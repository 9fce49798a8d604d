/* The stick as the recorder sees it: a disk (disk.h) whose every operation is carried out by the media helper, a
 * process of its own, with a limit of time for each. A stick that hangs, or a helper that dies, fails one call
 * (ETIMEDOUT, ENODEV); the recorder never waits longer, and holds no descriptor of the stick. */
#ifndef FOLKMOOT_STICK_DISK_H
#define FOLKMOOT_STICK_DISK_H

#include "disk.h"

enum {
	STICK_CALL_MS = 30000,  /* one operation: cheap sticks stand still for many seconds */
	STICK_TASK_MS = 300000, /* all operations of one request of the screen's */
	STICK_YIELD_MS = 20,    /* an operation, once somebody waits */
	STICK_GLANCE_MS = 50,   /* a look that costs nobody more, and never twice on a stick that hangs */
};

struct stick_disk;

/* Paths at or below usb go to the helper at the other end of the channel (-1: none yet), all others to below. */
enum status MUST_CHECK stick_disk_create(struct stick_disk **out, const struct disk *below, const char *usb,
                                         int channel);
void stick_disk_destroy(struct stick_disk *stick);
/* Another helper; the one before, and whatever was open with it, is forgotten. Takes the channel. */
void stick_disk_peer(struct stick_disk *stick, int channel);
/* Called where the helper ended, before a look at the stick fails for it: waits a moment for another, gives it to
 * stick_disk_peer and returns 1, or returns 0. */
void stick_disk_on_gone(struct stick_disk *stick, int (*wait_for_peer)(void *context), void *context);
/* Another request begins: its operations together have STICK_TASK_MS. */
void stick_disk_task(struct stick_disk *stick);
/* As soon as fd (-1: none) can be read somebody waits for the recorder: then no operation lasts longer than
 * STICK_YIELD_MS more, and what the stick was asked for fails. */
void stick_disk_yield(struct stick_disk *stick, int fd);
/* 1 once after a call that ran out of time: the helper is to be replaced. */
int stick_disk_stuck(struct stick_disk *stick);
/* Valid as long as the stick_disk. */
const struct disk *stick_disk_table(struct stick_disk *stick);

#endif
