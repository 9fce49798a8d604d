#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "channel.h"

/* Messages of one size, a descriptor with them, and whatever an honest process would not send. */

struct message {
	char text[100];
};

static int is_open(int file)
{
	return fcntl(file, F_GETFD) >= 0;
}

static void test_a_message_and_a_descriptor(void **state)
{
	const struct message sent = {"a message"};
	struct message got;
	int ends[2], passed = -1, pipe_ends[2];
	char byte = 0;

	(void)state;
	assert_int_equal(channel_pair(ends), STATUS_OK);
	assert_true(fcntl(ends[0], F_GETFD) & FD_CLOEXEC);
	assert_int_equal(pipe(pipe_ends), 0);
	assert_int_equal(channel_receive(ends[1], &got, sizeof(got), &passed, 0), STATUS_UNKNOWN);
	assert_int_equal(channel_send(ends[0], &sent, sizeof(sent), pipe_ends[0], 0), STATUS_OK);
	assert_int_equal(channel_receive(ends[1], &got, sizeof(got), &passed, 0), STATUS_OK);
	assert_memory_equal(&got, &sent, sizeof(got));
	assert_true(passed >= 0 && passed != pipe_ends[0] && (fcntl(passed, F_GETFD) & FD_CLOEXEC));
	assert_int_equal(write(pipe_ends[1], "x", 1), 1);
	assert_int_equal(read(passed, &byte, 1), 1);
	assert_int_equal(byte, 'x');
	close(passed);
	/* Nobody asked for the next one: it is closed. */
	assert_int_equal(channel_send(ends[0], &sent, sizeof(sent), pipe_ends[0], 0), STATUS_OK);
	assert_int_equal(channel_receive(ends[1], &got, sizeof(got), NULL, 0), STATUS_OK);
	assert_false(is_open(passed));
	close(pipe_ends[0]);
	close(pipe_ends[1]);
	close(ends[0]);
	assert_int_equal(channel_receive(ends[1], &got, sizeof(got), &passed, 1000), STATUS_TRUNCATED);
	assert_int_equal(channel_send(ends[1], &sent, sizeof(sent), -1, 1000), STATUS_TRUNCATED);
	close(ends[1]);
}

/* What a side said last is heard, though it went without having read what was said to it. */
static void test_last_words_are_heard(void **state)
{
	const struct message sent = {"farewell"};
	struct message got = {""};
	int ends[2];

	(void)state;
	assert_int_equal(channel_pair(ends), STATUS_OK);
	assert_int_equal(channel_send(ends[0], &sent, sizeof(sent), -1, 0), STATUS_OK);
	assert_int_equal(channel_send(ends[1], &sent, sizeof(sent), -1, 0), STATUS_OK);
	close(ends[1]);
	assert_int_equal(channel_receive(ends[0], &got, sizeof(got), NULL, 0), STATUS_OK);
	assert_memory_equal(&got, &sent, sizeof(got));
	assert_int_equal(channel_receive(ends[0], &got, sizeof(got), NULL, 0), STATUS_TRUNCATED);
	close(ends[0]);
}

static void test_another_size_is_refused(void **state)
{
	static const size_t lens[] = {1, sizeof(struct message) - 1, sizeof(struct message) + 1, 4000};
	char bytes[4000] = {0};
	struct message got;
	int ends[2];

	(void)state;
	assert_int_equal(channel_pair(ends), STATUS_OK);
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		assert_int_equal(channel_send(ends[0], bytes, lens[i], -1, 0), STATUS_OK);
		assert_int_equal(channel_receive(ends[1], &got, sizeof(got), NULL, 0), STATUS_RANGE);
	}
	close(ends[0]);
	close(ends[1]);
}

/* More than one descriptor: all are closed, and nothing is leaked. */
static void test_many_descriptors_are_refused(void **state)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(8 * sizeof(int))];
	} with;
	struct message sent = {"too many"}, got;
	struct iovec bytes = {&sent, sizeof(sent)};
	int ends[2], passed = -1, next;

	(void)state;
	assert_int_equal(channel_pair(ends), STATUS_OK);
	for (unsigned count = 2; count <= 8; count++) {
		struct msghdr head = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = with.room};

		memset(&with, 0, sizeof(with));
		head.msg_controllen = CMSG_SPACE(count * sizeof(int));
		with.head.cmsg_level = SOL_SOCKET;
		with.head.cmsg_type = SCM_RIGHTS;
		with.head.cmsg_len = CMSG_LEN(count * sizeof(int));
		for (unsigned i = 0; i < count; i++)
			memcpy(CMSG_DATA(&with.head) + i * sizeof(int), &ends[0], sizeof(int));
		assert_int_equal(sendmsg(ends[0], &head, 0), sizeof(sent));
		assert_int_equal(channel_receive(ends[1], &got, sizeof(got), &passed, 0), STATUS_RANGE);
		assert_int_equal(passed, -1);
	}
	next = dup(ends[0]);
	assert_int_equal(next, (ends[0] > ends[1] ? ends[0] : ends[1]) + 1);
	close(next);
	close(ends[0]);
	close(ends[1]);
}

static void test_who_takes_nothing_is_not_waited_for(void **state)
{
	const struct message sent = {"again and again"};
	int ends[2];
	unsigned count = 0;
	enum status status;

	(void)state;
	assert_int_equal(channel_pair(ends), STATUS_OK);
	do {
		status = channel_send(ends[0], &sent, sizeof(sent), -1, 20);
	} while (status == STATUS_OK && ++count < 100000);
	assert_int_equal(status, STATUS_UNKNOWN);
	assert_true(count > 0);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_a_message_and_a_descriptor),
	    cmocka_unit_test(test_last_words_are_heard),
	    cmocka_unit_test(test_another_size_is_refused),
	    cmocka_unit_test(test_many_descriptors_are_refused),
	    cmocka_unit_test(test_who_takes_nothing_is_not_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
