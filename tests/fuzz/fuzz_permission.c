/* The organiser's permission to open a closed box again. */
#include "fuzz.h"
#include "permission.h"

TEXT_TARGET(permission, permission_read, permission_write, PERMISSION_MAX_BYTES + 1)
