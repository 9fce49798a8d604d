/* The wall around the screen's process. */
#ifndef FOLKMOOT_ENCLOSE_H
#define FOLKMOOT_ENCLOSE_H

#include "kiosk.h"

/* Once the display is open and a script was read, before anything is asked of the recorder: afterwards no file is
 * opened, but for the pictures of a script and what --describe writes. On failure why says so, and the screen must end.
 */
enum status MUST_CHECK enclose_screen(struct kiosk *kiosk, char why[static SHOW_WHY]);

#endif
