/* Headphones: what the switch of a socket says, through a pipe in the place of the device. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jack.h"

static void put(int fd, unsigned type, unsigned code, int value)
{
	struct input_event event = {.type = (uint16_t)type, .code = (uint16_t)code, .value = value};

	assert_int_equal(write(fd, &event, sizeof(event)), sizeof(event));
}

static void take(struct jack *jack)
{
	struct pollfd wait[JACK_MAX];
	unsigned count = jack_poll(jack, wait);

	poll(wait, count, 0);
	jack_read(jack, wait);
}

static void open_pipe(struct jack *jack, int *in)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
	jack_add(jack, ends[0]);
	*in = ends[1];
}

static void test_in_and_out(void **state)
{
	struct jack jack = {.count = 0};
	int first, second;

	(void)state;
	assert_int_equal(jack_in(&jack), -1);
	open_pipe(&jack, &first);
	open_pipe(&jack, &second);
	assert_int_equal(jack_in(&jack), 0);
	put(first, EV_SW, SW_HEADPHONE_INSERT, 1);
	put(first, EV_SYN, SYN_REPORT, 0);
	take(&jack);
	assert_int_equal(jack_in(&jack), 1);
	put(second, EV_SW, SW_MICROPHONE_INSERT, 1);
	put(second, EV_KEY, SW_HEADPHONE_INSERT, 1);
	take(&jack);
	put(first, EV_SW, SW_HEADPHONE_INSERT, 0);
	take(&jack);
	assert_int_equal(jack_in(&jack), 0);
	/* In and out at once. */
	put(second, EV_SW, SW_HEADPHONE_INSERT, 1);
	put(second, EV_SW, SW_HEADPHONE_INSERT, 0);
	put(second, EV_SW, SW_HEADPHONE_INSERT, 1);
	take(&jack);
	assert_int_equal(jack_in(&jack), 1);
	close(first);
	close(second);
	jack_close(&jack);
}

/* A socket that goes takes its headphones with it; the others stay. */
static void test_socket_goes(void **state)
{
	struct jack jack = {.count = 0};
	int in[3];

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		open_pipe(&jack, &in[i]);
	put(in[0], EV_SW, SW_HEADPHONE_INSERT, 1);
	take(&jack);
	close(in[0]);
	take(&jack);
	assert_int_equal(jack.count, 2);
	assert_int_equal(jack_in(&jack), 0);
	put(in[2], EV_SW, SW_HEADPHONE_INSERT, 1);
	take(&jack);
	assert_int_equal(jack_in(&jack), 1);
	close(in[1]);
	close(in[2]);
	take(&jack);
	assert_int_equal(jack_in(&jack), -1);
	jack_close(&jack);
}

/* What is no input device is left alone. */
static void test_other_files(void **state)
{
	char folder[] = "/tmp/folkmoot-jack-XXXXXX", path[64];
	struct jack jack;
	int file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/event3", folder);
	file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_true(file >= 0);
	close(file);
	jack_open(&jack, folder);
	assert_int_equal(jack_in(&jack), -1);
	jack_close(&jack);
	jack_open(&jack, "/nonexistent");
	assert_int_equal(jack_in(&jack), -1);
	unlink(path);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_in_and_out),
	    cmocka_unit_test(test_socket_goes),
	    cmocka_unit_test(test_other_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
