/* The readiness report, behind its signature. */
#include "fuzz.h"
#include "readiness.h"

TEXT_TARGET(readiness, readiness_read, readiness_write, READINESS_MAX_BYTES + 1)
