/* The wall around the recorder's process. */
#ifndef FOLKMOOT_RECORDER_ENCLOSE_H
#define FOLKMOOT_RECORDER_ENCLOSE_H

#include "link_message.h"
#include "options.h"
#include "wall.h"

/* Afterwards nothing is opened but what lies beneath the data folder, and the second device's. The folder of a new
 * kiosk is made before: what is not there cannot be let in. On failure why says so, and the recorder must not begin. */
enum status MUST_CHECK enclose_recorder(struct wall_told *told, char why[static LINK_WHY],
                                        const struct options *options);

#endif
