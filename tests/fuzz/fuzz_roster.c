/* The roster's text, behind its signature. */
#include "fuzz.h"
#include "roster.h"

TEXT_TARGET(roster, roster_read, roster_write, ROSTER_MAX_BYTES)
