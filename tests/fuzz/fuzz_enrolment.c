/* A kiosk's enrolment. */
#include "enrolment.h"
#include "fuzz.h"

TEXT_TARGET(enrolment, enrolment_read, enrolment_write, ENROLMENT_MAX_BYTES)
