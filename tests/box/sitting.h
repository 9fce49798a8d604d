/* A kiosk in use: what it stands on, its recorder, what that said last. For tests that are begun and ended by cmocka.
 */
#ifndef FOLKMOOT_TEST_SITTING_H
#define FOLKMOOT_TEST_SITTING_H

#include "box/fixture.h"

struct test {
	struct fixture fixture;
	struct test_disk disk;
	struct recorder *recorder;
	struct recorder_reply reply;
};

static inline int begin(void **state, enum admission admission)
{
	struct test *test = calloc(1, sizeof *test);

	assert_non_null(test);
	fixture_init(&test->fixture, admission);
	test_disk_init(&test->disk);
	*state = test;
	return 0;
}

static inline int begin_open(void **state)
{
	return begin(state, ADMISSION_OPEN);
}

static inline int begin_attended(void **state)
{
	return begin(state, ADMISSION_ATTENDED);
}

static inline int begin_codes(void **state)
{
	return begin(state, ADMISSION_CODE);
}

static inline int end(void **state)
{
	struct test *test = *state;

	recorder_destroy(test->recorder);
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

static inline enum status call(struct test *test, enum recorder_call what)
{
	return ask(test->recorder, &test->reply, what);
}

#endif
