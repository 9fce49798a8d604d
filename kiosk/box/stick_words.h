/* Why the top of a stick could not be listed, in words for staff. */
#ifndef FOLKMOOT_STICK_WORDS_H
#define FOLKMOOT_STICK_WORDS_H

#include "sentence.h"

/* error: errno after the disk's list failed; absent: the sentence where there is no stick. Never STATUS_OK. */
enum status stick_refuse(struct sentence *why, int error, const char *absent);

#endif
