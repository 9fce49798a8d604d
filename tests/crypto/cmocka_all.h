/* cmocka with what it needs before it, and a check of statuses that shows both names when they differ. */
#ifndef FOLKMOOT_TESTS_CMOCKA_ALL_H
#define FOLKMOOT_TESTS_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "group.h"
#include "status.h"

#define assert_status(expected, call)                                                                                  \
	do {                                                                                                           \
		enum status status_is = (call), status_wanted = (expected);                                            \
		if (status_is != status_wanted)                                                                        \
			fail_msg("%s: %s, expected: %s", #call, status_phrase(status_is),                              \
			         status_phrase(status_wanted));                                                        \
	} while (0)
#define assert_ok(call) assert_status(STATUS_OK, call)

static inline int start_crypto(void **state)
{
	(void)state;
	return crypto_init() == STATUS_OK ? 0 : -1;
}

#endif
