/* Work on all processors: every item once, and what one thread wrote the caller sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "parallel.h"

static void mark(void *context, size_t index)
{
	unsigned *times = context;

	times[index]++;
}

static void each_once(size_t count)
{
	unsigned *times = calloc(count + 1, sizeof *times);

	parallel_each(count, "marking", mark, times);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(times[i], 1);
	assert_int_equal(times[count], 0);
	free(times);
}

static void test_each_once(void **state)
{
	static const size_t counts[] = {0, 1, 2, 31, 32, 33, 63, 64, 65, 1000, 100003};

	(void)state;
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		each_once(counts[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_once)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
