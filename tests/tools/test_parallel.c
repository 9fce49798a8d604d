/* Work on all processors: every item once, and what one thread wrote the caller sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

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

static void test_crews(void **state)
{
	static const size_t counts[] = {0, 1, 2, 3, 7, 17, 100, 5000};

	(void)state;
	for (unsigned threads = 0; threads < 100; threads = threads ? threads * 3 : 1) {
		struct crew crew;

		crew_init(&crew, threads);
		for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
			unsigned *times = calloc(counts[i] + 1, sizeof *times);

			crew_each(&crew, counts[i], i % 2 ? "marking" : NULL, mark, times);
			for (size_t k = 0; k < counts[i]; k++)
				assert_int_equal(times[k], 1);
			assert_int_equal(times[counts[i]], 0);
			free(times);
		}
	}
}

static void note_thread(void *context, size_t index)
{
	((pthread_t *)context)[index] = pthread_self();
	usleep(20000);
}

/* Even two jobs go to two threads where there are two, and to one where only one is asked for. */
static void test_few_jobs(void **state)
{
	pthread_t by[2];
	struct crew crew;

	(void)state;
	crew_init(&crew, 2);
	crew_each(&crew, 2, NULL, note_thread, by);
	assert_false(pthread_equal(by[0], by[1]));
	crew_init(&crew, 1);
	crew_each(&crew, 2, NULL, note_thread, by);
	assert_true(pthread_equal(by[0], by[1]) && pthread_equal(by[0], pthread_self()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_once), cmocka_unit_test(test_crews),
	                                   cmocka_unit_test(test_few_jobs)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
