/* Work on all processors: every item once, and what one thread wrote the caller sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
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

struct meeting {
	pthread_t by[2];
	atomic_uint here;
	unsigned awaited;
};

/* Goes on once as many jobs as are awaited are under way, so that no machine is too slow for the test. */
static void note_thread(void *context, size_t index)
{
	struct meeting *meeting = context;

	meeting->by[index] = pthread_self();
	atomic_fetch_add(&meeting->here, 1);
	for (unsigned waits = 0; atomic_load(&meeting->here) < meeting->awaited && waits < 30000; waits++)
		usleep(1000);
}

/* Even two jobs go to two threads where there are two, and to one where only one is asked for. */
static void test_few_jobs(void **state)
{
	struct meeting two = {.awaited = 2}, one = {.awaited = 1};
	struct crew crew;

	(void)state;
	crew_init(&crew, 2);
	crew_each(&crew, 2, NULL, note_thread, &two);
	assert_false(pthread_equal(two.by[0], two.by[1]));
	crew_init(&crew, 1);
	crew_each(&crew, 2, NULL, note_thread, &one);
	assert_true(pthread_equal(one.by[0], one.by[1]) && pthread_equal(one.by[0], pthread_self()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_once), cmocka_unit_test(test_crews),
	                                   cmocka_unit_test(test_few_jobs)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
