/* The stick as the recorder sees it: a disk (disk.h) whose every operation is carried out by the media helper, a process of
 * its own, with a limit of time for each. A stick that hangs, or a helper that dies, fails one call (ETIMEDOUT, ENODEV); the
 * recorder never waits longer, and holds no descriptor of the stick. */
#ifndef FOLKMOOT_STICK_DISK_H
#define FOLKMOOT_STICK_DISK_H

#include "disk.h"

enum { STICK_CALL_MS = 30000 };

struct stick_disk;

/* Paths at or below usb go to the helper at the other end of the channel (-1: none yet), all others to below. */
enum status MUST_CHECK stick_disk_create(struct stick_disk **out, const struct disk *below, const char *usb, int channel);
void stick_disk_destroy(struct stick_disk *stick);
/* Another helper; the one before, and whatever was open with it, is forgotten. Takes the channel. */
void stick_disk_peer(struct stick_disk *stick, int channel);
/* 1 once after a call that ran out of time: the helper is to be replaced. */
int stick_disk_stuck(struct stick_disk *stick);
/* Valid as long as the stick_disk. */
const struct disk *stick_disk_table(struct stick_disk *stick);

#endif
