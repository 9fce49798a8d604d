/* A recorder whose stick is behind a helper of its own process, which a test can make fail, hang or die at any request.
 */
#ifndef FOLKMOOT_TEST_HELPER_H
#define FOLKMOOT_TEST_HELPER_H

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "box/fixture.h"
#include "channel.h"
#include "media.h"
#include "stick_disk.h"

enum { STICK_BYTES = 24 * 1024 * 1024 };

enum fault { FAULT_NONE, FAULT_ERROR, FAULT_HANGS, FAULT_DIES, FAULT_LIES };

/* Shared with the helper. */
struct orders {
	volatile unsigned requests; /* so far */
	volatile unsigned fail_at;  /* from this one on (from 1; 0: none) */
	volatile unsigned fail_for;
	volatile enum fault fault;
	volatile int error;
};

struct test {
	struct fixture fixture;
	struct test_disk below;
	struct stick_disk *stick;
	struct orders *orders;
	pid_t helper;
	unsigned helpers; /* that were started */
	int waiting[2];   /* a pipe: something in it is somebody who waits */
	struct recorder *recorder;
	struct recorder_reply reply;
	char name[64]; /* of export 1 */
};

static inline uint64_t real_us(void)
{
	struct timespec now;

	assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static inline int is_faulty(struct orders *orders)
{
	unsigned at = ++orders->requests;

	return orders->fail_at > 0 && at >= orders->fail_at && at - orders->fail_at < orders->fail_for;
}

static inline void misbehave(const struct orders *orders, struct media_reply *reply)
{
	switch (orders->fault) {
	case FAULT_NONE: break;
	case FAULT_ERROR: reply->error = orders->error; break;
	case FAULT_HANGS:
		for (;;)
			(void)pause();
	case FAULT_DIES: _exit(1);
	case FAULT_LIES: {
		uint32_t id = reply->id;

		randombytes_buf(reply, sizeof *reply);
		reply->id = id;
		reply->magic = randombytes_uniform(8) ? MEDIA_SAYS : reply->magic;
		reply->error = randombytes_uniform(3) ? 0 : reply->error;
		reply->len %= randombytes_uniform(2) ? MEDIA_DATA_MAX + 2 : 9;
		reply->number %= randombytes_uniform(2) ? 5000 : UINT64_MAX;
		break;
	}
	}
}

/* What the helper's program does, with faults. */
static inline _Noreturn void be_helper(int channel, const char *root, struct orders *orders)
{
	_Alignas(4096) static struct media_request request;
	_Alignas(4096) static struct media_reply reply;
	static struct media media;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	media_init(&media, root, NULL, NULL);
	while (channel_receive(channel, &request, sizeof request, NULL, -1) == STATUS_OK) {
		int faulty = is_faulty(orders);

		if ((faulty && orders->fault == FAULT_ERROR) ||
		    (request.call == MEDIA_RESERVE && request.number > STICK_BYTES / 32))
			reply = (struct media_reply){.magic = MEDIA_SAYS, .id = request.id};
		else
			media_answer(&media, &reply, &request);
		/* A stick of a bounded size: its capacity is tested by reserving all of it. */
		if (request.call == MEDIA_FREE && reply.number > STICK_BYTES)
			reply.number = STICK_BYTES;
		if (request.call == MEDIA_RESERVE && request.number > STICK_BYTES / 32)
			reply.error = EOPNOTSUPP;
		if (media.has_left)
			break;
		if (faulty)
			misbehave(orders, &reply);
		if (channel_send(channel, &reply, sizeof reply, -1, -1) != STATUS_OK)
			break;
	}
	_exit(0);
}

static inline void end_helper(struct test *test)
{
	if (test->helper <= 0)
		return;
	(void)kill(test->helper, SIGKILL); /* it may be dead and waited for */
	(void)waitpid(test->helper, NULL, 0);
	test->helper = 0;
}

static inline void start_helper(struct test *test)
{
	int ends[2];

	end_helper(test);
	assert_ok(channel_pair(ends));
	test->helper = fork();
	assert_true(test->helper >= 0);
	if (test->helper == 0) {
		(void)close(ends[0]);
		be_helper(ends[1], test->fixture.stick, test->orders);
	}
	(void)close(ends[1]);
	test->helpers++;
	stick_disk_peer(test->stick, ends[0]);
}

/* As the supervisor and the recorder's process do between requests. */
static inline void tend(struct test *test)
{
	int is_stuck = stick_disk_stuck(test->stick);

	if (is_stuck || waitpid(test->helper, NULL, WNOHANG) == test->helper)
		start_helper(test);
}

static inline int another_helper(void *context)
{
	struct test *test = context;

	start_helper(test);
	return 1;
}

static inline enum status call(struct test *test, enum recorder_call what)
{
	enum status status;

	stick_disk_task(test->stick);
	status = ask(test->recorder, &test->reply, what);
	tend(test);
	return status;
}

static inline int begin(void **state)
{
	struct test *test = calloc(1, sizeof *test);
	char election[9], kiosk[9];

	assert_non_null(test);
	fixture_init(&test->fixture, ADMISSION_OPEN);
	test_disk_init(&test->below);
	test->orders = mmap(NULL, sizeof *test->orders, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(test->orders != MAP_FAILED);
	assert_int_equal(pipe(test->waiting), 0);
	assert_ok(stick_disk_create(&test->stick, &test->below.disk, test->fixture.stick, -1));
	stick_disk_on_gone(test->stick, another_helper, test);
	start_helper(test);
	test->recorder = open_voting(&test->fixture, stick_disk_table(test->stick));
	hex_write(election, test->fixture.hash.bytes, 4);
	hex_write(kiosk, test->fixture.kiosk.key.key, 4);
	(void)snprintf(test->name, sizeof test->name, "folkmoot-%s-%s-0001", election, kiosk);
	*state = test;
	return 0;
}

static inline int end(void **state)
{
	struct test *test = *state;

	recorder_destroy(test->recorder);
	stick_disk_destroy(test->stick);
	if (test->helper > 0)
		end_helper(test);
	(void)close(test->waiting[0]);
	(void)close(test->waiting[1]);
	assert_int_equal(munmap(test->orders, sizeof *test->orders), 0);
	fixture_finish(&test->fixture);
	free(test);
	return 0;
}

static inline void fail_from(struct test *test, unsigned at, unsigned for_so_many, enum fault fault, int error)
{
	test->orders->requests = 0;
	test->orders->fault = fault;
	test->orders->error = error;
	test->orders->fail_for = for_so_many;
	test->orders->fail_at = at;
}

static inline void be_good(struct test *test)
{
	test->orders->fail_at = 0;
}

/* A whole vote, and how long its cast took. */
static inline uint64_t cast_us(struct test *test, unsigned choice)
{
	uint64_t began;

	assert_ok(ask(test->recorder, &test->reply, RECORDER_BEGIN));
	assert_ok(ask_seal(test->recorder, &test->reply, &test->fixture, choice));
	began = real_us();
	assert_ok(ask(test->recorder, &test->reply, RECORDER_CAST));
	return real_us() - began;
}

#endif
