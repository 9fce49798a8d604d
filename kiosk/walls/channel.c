#include "channel.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PASSED_MAX = 4 }; /* more than one is wrong, and is taken only to be closed */

union ancillary {
	struct cmsghdr head;
	char room[CMSG_SPACE(PASSED_MAX * sizeof(int))];
};

enum status channel_pair(int ends[static 2])
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0)
		return STATUS_OK;
	ends[0] = ends[1] = -1;
	return STATUS_NO_ROOM;
}

static int64_t now_ms(void)
{
	struct timespec now = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A signal does not make the waiting longer. */
static enum status wait_for(int end, short event, int timeout_ms)
{
	struct pollfd wait = {.fd = end, .events = event};
	int64_t due_ms = now_ms() + timeout_ms;
	int left_ms = timeout_ms;

	for (;;) {
		int ready = poll(&wait, 1, left_ms);

		if (ready > 0)
			return wait.revents & POLLNVAL ? STATUS_TRUNCATED : STATUS_OK;
		if (ready < 0 && errno != EINTR)
			return STATUS_TRUNCATED;
		if (timeout_ms >= 0) {
			int64_t rest_ms = due_ms - now_ms();

			if (ready == 0 || rest_ms <= 0)
				return STATUS_UNKNOWN;
			left_ms = (int)rest_ms;
		}
	}
}

static void attach(struct msghdr *head, union ancillary *with, int passed)
{
	struct cmsghdr *part;

	memset(with, 0, sizeof(*with));
	head->msg_control = with->room;
	head->msg_controllen = CMSG_SPACE(sizeof(int));
	part = CMSG_FIRSTHDR(head);
	part->cmsg_level = SOL_SOCKET;
	part->cmsg_type = SCM_RIGHTS;
	part->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(part), &passed, sizeof(int));
}

enum status channel_send(int end, const void *message, size_t len, int passed, int timeout_ms)
{
	/* sendmsg only reads what it is given. */
	struct iovec bytes = {.iov_base = (void *)(uintptr_t)message, .iov_len = len};
	struct msghdr head = {.msg_iov = &bytes, .msg_iovlen = 1};
	union ancillary with;
	enum status status;

	if (passed >= 0)
		attach(&head, &with, passed);
	do {
		ssize_t sent = sendmsg(end, &head, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (sent >= 0)
			return (size_t)sent == len ? STATUS_OK : STATUS_TRUNCATED;
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN && errno != EWOULDBLOCK)
			return STATUS_TRUNCATED;
		status = wait_for(end, POLLOUT, timeout_ms);
		if (status != STATUS_OK)
			return status;
	} while (1);
}

/* The one descriptor that came, or -1; *count of all that came. Where it is not to be kept, all are closed. */
static int take_passed(struct msghdr *head, unsigned *count)
{
	int kept = -1;

	*count = 0;
	for (struct cmsghdr *part = CMSG_FIRSTHDR(head); part; part = CMSG_NXTHDR(head, part)) {
		size_t room;

		if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
			continue;
		room = part->cmsg_len - CMSG_LEN(0);
		for (size_t at = 0; at + sizeof(int) <= room; at += sizeof(int)) {
			int passed;

			memcpy(&passed, CMSG_DATA(part) + at, sizeof(int));
			if (kept >= 0)
				(void)close(kept);
			kept = passed;
			(*count)++;
		}
	}
	return kept;
}

enum status channel_receive(int end, void *message, size_t len, int *passed, int timeout_ms)
{
	char beyond; /* one more byte than a message may have shows that it is longer */
	struct iovec bytes[2] = {{.iov_base = message, .iov_len = len}, {.iov_base = &beyond, .iov_len = 1}};
	union ancillary with;
	struct msghdr head = {.msg_iov = bytes, .msg_iovlen = 2, .msg_control = with.room};
	unsigned count;
	ssize_t got;
	int came;
	enum status status;

	if (passed)
		*passed = -1;
	do {
		head.msg_controllen = sizeof(with.room);
		got = recvmsg(end, &head, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
		/* The other side went with something unread: told once, before what it said last. */
		if (got < 0 && (errno == EINTR || errno == ECONNRESET))
			continue;
		if (got >= 0)
			break;
		if (errno != EAGAIN && errno != EWOULDBLOCK)
			return STATUS_TRUNCATED;
		status = wait_for(end, POLLIN, timeout_ms);
		if (status != STATUS_OK)
			return status;
	} while (1);
	came = take_passed(&head, &count);
	status =
	    (size_t)got == len && count <= 1 && !(head.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) ? STATUS_OK : STATUS_RANGE;
	/* An empty message, which nobody sends, looks like the end. */
	if (got == 0)
		status = STATUS_TRUNCATED;
	if (status == STATUS_OK && passed)
		*passed = came;
	else if (came >= 0)
		(void)close(came);
	return status;
}
