/* The report of an export, which is the closing certificate too. */
#include "certificate.h"
#include "fuzz.h"

TEXT_TARGET(certificate, certificate_read, certificate_write, CERTIFICATE_MAX_BYTES)
