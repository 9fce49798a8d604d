/* Wakes the display's queue when there is something to read from a descriptor: a thread waits for it, as SDL cannot. */
#ifndef FOLKMOOT_WAKE_H
#define FOLKMOOT_WAKE_H

#include "status.h"

enum { WAKE_MAX = 3 };

struct wake;

/* After SDL_Init, before the wall. */
enum status MUST_CHECK wake_create(struct wake **out);
/* NULL is allowed. */
void wake_destroy(struct wake *wake);
/* Watches this descriptor (-1: none) in that place, 0 to WAKE_MAX - 1, until there is something to read or the other
 * side is gone; then the queue gets one event, and the descriptor is left alone until the next call. A number
 * that was closed meanwhile wakes for nothing at worst. NULL is allowed. */
void wake_set(struct wake *wake, unsigned place, int fd);

#endif
