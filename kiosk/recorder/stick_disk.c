#include "stick_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "channel.h"
#include "media.h"

/* A stick's files have numbers that no descriptor has: which helper opened it, and the helper's own number. */
enum { STICK_FILE = 1 << 30, HELPER_SHIFT = 12, HELPER_MASK = 0xffff, FILE_MASK = (1 << HELPER_SHIFT) - 1 };

struct stick_disk {
	struct disk table;
	const struct disk *below;
	char usb[DISK_PATH_MAX];
	int channel; /* -1: no helper */
	unsigned helper;
	uint32_t id;      /* of the last request */
	uint32_t glanced; /* the glance that is still to be answered, or 0 */
	uint64_t glanced_ms;
	uint64_t task_ends_ms;
	int waiting; /* the descriptor of whoever may wait, or -1 */
	int is_stuck;
	int gave_up; /* in this task: what else it asks for fails at once */
	int (*wait_for_peer)(void *context);
	void *wait_context;
	struct media_request request;
	struct media_reply reply;
};

static uint64_t now_ms(void)
{
	struct timespec now = {0, 0};

	(void)clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void forget_helper(struct stick_disk *stick)
{
	if (stick->channel >= 0)
		(void)close(stick->channel);
	stick->channel = -1;
	stick->helper = (stick->helper + 1) & HELPER_MASK;
	stick->glanced = 0;
}

static int give_up(struct stick_disk *stick)
{
	stick->is_stuck = 1;
	stick->gave_up = 1;
	forget_helper(stick);
	errno = ETIMEDOUT;
	return -1;
}

static int gone(struct stick_disk *stick)
{
	forget_helper(stick);
	errno = ENODEV;
	return -1;
}

/* A helper that answers what cannot be is replaced. */
static int disbelieve(struct stick_disk *stick)
{
	(void)give_up(stick);
	errno = EPROTO;
	return -1;
}

/* --- one request, one reply --- */

/* Something to read from the helper: 1; 0 when the time is over. Whoever waits makes it short. */
static int wait_for_reply(const struct stick_disk *stick, uint64_t due_ms)
{
	struct pollfd wait[2] = {{.fd = stick->channel, .events = POLLIN}, {.fd = stick->waiting, .events = POLLIN}};

	for (;;) {
		uint64_t now = now_ms(), left = due_ms > now ? due_ms - now : 0;

		if (poll(wait, 2, left > STICK_CALL_MS ? STICK_CALL_MS : (int)left) < 0 && errno != EINTR)
			return 1;
		if (wait[0].revents)
			return 1;
		if (left == 0)
			return 0;
		if (wait[1].revents) {
			wait[1].fd = -1;
			wait[1].revents = 0;
			if (now_ms() + STICK_YIELD_MS < due_ms)
				due_ms = now_ms() + STICK_YIELD_MS;
		}
	}
}

/* The helper is no more to be trusted than a stick. */
static int check_reply(const struct stick_disk *stick)
{
	const struct media_reply *reply = &stick->reply;

	if (reply->magic != MEDIA_SAYS || reply->len > sizeof reply->data || reply->error < 0 || reply->error > 4095)
		return EPROTO;
	return reply->error;
}

/* Replies to what was asked before come first, such as a glance's that nobody waited for. */
static int receive(struct stick_disk *stick, uint32_t id, uint64_t due_ms)
{
	for (;;) {
		enum status status;

		if (!wait_for_reply(stick, due_ms))
			return 0;
		status = channel_receive(stick->channel, &stick->reply, sizeof stick->reply, NULL, 0);
		if (status == STATUS_UNKNOWN)
			continue;
		if (status != STATUS_OK)
			return -1;
		if (stick->reply.id == stick->glanced)
			stick->glanced = 0;
		if (stick->reply.id == id)
			return 1;
	}
}

static int send_request(struct stick_disk *stick, int timeout_ms)
{
	enum status status;

	stick->request.magic = MEDIA_ASKS;
	stick->request.id = ++stick->id ? stick->id : ++stick->id;
	status = channel_send(stick->channel, &stick->request, sizeof stick->request, -1, timeout_ms);
	return status == STATUS_OK ? 1 : status == STATUS_UNKNOWN ? 0 : -1;
}

/* 0; or -1 and errno. What the helper answered is in reply. */
static int ask_once(struct stick_disk *stick)
{
	uint64_t now = now_ms(), due_ms = now + STICK_CALL_MS;
	int done;

	if (stick->gave_up || stick->channel < 0) {
		errno = stick->gave_up ? ETIMEDOUT : ENODEV;
		return -1;
	}
	if (due_ms > stick->task_ends_ms)
		due_ms = stick->task_ends_ms > now ? stick->task_ends_ms : now;
	done = send_request(stick, (int)(due_ms - now));
	if (done > 0)
		done = receive(stick, stick->id, due_ms);
	if (done < 0)
		return gone(stick);
	if (done == 0)
		return give_up(stick);
	errno = check_reply(stick);
	return errno == EPROTO ? disbelieve(stick) : errno == 0 ? 0 : -1;
}

/* A helper serves one stick: where another is put in, the next helper is asked, as long as that changes nothing. */
static int ask(struct stick_disk *stick, enum media_call call)
{
	uint32_t changes = MEDIA_FOR_WRITING | MEDIA_CREATE;
	int is_look =
	    call == MEDIA_DEVICE || call == MEDIA_FREE || (call == MEDIA_OPEN && !(stick->request.flags & changes));
	int result;

	stick->request.call = call;
	result = ask_once(stick);
	if (result == 0 || errno != ENODEV || stick->channel >= 0 || !is_look || !stick->wait_for_peer)
		return result;
	if (stick->wait_for_peer(stick->wait_context) && stick->channel >= 0)
		return ask_once(stick);
	errno = ENODEV;
	return -1;
}

static void begin_request(struct stick_disk *stick)
{
	struct media_request *request = &stick->request;

	request->flags = 0;
	request->file = -1;
	request->len = 0;
	request->number = 0;
	request->path[0] = request->other[0] = '\0';
}

/* --- whose path, whose file --- */

/* What path is beneath the stick's folder ("": the folder); NULL where it lies elsewhere. */
static const char *beneath(const struct stick_disk *stick, const char *path)
{
	size_t len = strlen(stick->usb);

	if (strncmp(path, stick->usb, len) != 0 || (path[len] != '\0' && path[len] != '/'))
		return NULL;
	path += len;
	while (*path == '/')
		path++;
	return path;
}

static int put_path(char out[static MEDIA_PATH_MAX], const char *path)
{
	int len = snprintf(out, MEDIA_PATH_MAX, "%s", path);

	if (len >= 0 && len < MEDIA_PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

static int ask_path(struct stick_disk *stick, enum media_call call, const char *path)
{
	begin_request(stick);
	return put_path(stick->request.path, path) == 0 ? ask(stick, call) : -1;
}

static int is_of_stick(int file)
{
	return (file & STICK_FILE) != 0 && file > 0;
}

/* A file of a helper before this one is gone with it. */
static int begin_file(struct stick_disk *stick, int file)
{
	begin_request(stick);
	stick->request.file = file & FILE_MASK;
	if (((unsigned)file >> HELPER_SHIFT & HELPER_MASK) == stick->helper && stick->channel >= 0)
		return 0;
	errno = ENODEV;
	return -1;
}

static int ask_file(struct stick_disk *stick, enum media_call call, int file, uint64_t number)
{
	if (begin_file(stick, file) != 0)
		return -1;
	stick->request.number = number;
	return ask(stick, call);
}

/* --- the table --- */

static uint32_t flags_of(int flags)
{
	uint32_t out = (flags & O_ACCMODE) == O_RDWR     ? MEDIA_FOR_READING | MEDIA_FOR_WRITING
	               : (flags & O_ACCMODE) == O_WRONLY ? MEDIA_FOR_WRITING
	                                                 : MEDIA_FOR_READING;

	out |= flags & O_CREAT ? MEDIA_CREATE : 0;
	out |= flags & O_EXCL ? MEDIA_NEW : 0;
	out |= flags & O_TRUNC ? MEDIA_CUT : 0;
	out |= flags & O_DIRECTORY ? MEDIA_FOLDER : 0;
	out |= flags & O_DIRECT ? MEDIA_DIRECT : 0;
	return flags & O_PATH ? MEDIA_LOOK : out;
}

static int open_at_helper(struct stick_disk *stick, const char *path, uint32_t flags)
{
	begin_request(stick);
	stick->request.flags = flags;
	if (put_path(stick->request.path, path) != 0 || ask(stick, MEDIA_OPEN) != 0)
		return -1;
	if (stick->reply.number > FILE_MASK)
		return disbelieve(stick);
	return STICK_FILE | (int)(stick->helper << HELPER_SHIFT) | (int)stick->reply.number;
}

static int stick_open(void *context, const char *path, int flags, unsigned mode)
{
	struct stick_disk *stick = context;
	const char *name = beneath(stick, path);

	return name ? open_at_helper(stick, name, flags_of(flags))
	            : stick->below->open(stick->below->context, path, flags, mode);
}

static ssize_t stick_read(void *context, int file, void *data, size_t len)
{
	struct stick_disk *stick = context;
	size_t most = len < MEDIA_DATA_MAX ? len : MEDIA_DATA_MAX;

	if (!is_of_stick(file))
		return stick->below->read(stick->below->context, file, data, len);
	if (begin_file(stick, file) != 0)
		return -1;
	stick->request.len = (uint32_t)most;
	if (ask(stick, MEDIA_READ) != 0)
		return -1;
	if (stick->reply.len > most)
		return disbelieve(stick);
	memcpy(data, stick->reply.data, stick->reply.len);
	sodium_memzero(stick->reply.data, stick->reply.len);
	return (ssize_t)stick->reply.len;
}

static ssize_t stick_write(void *context, int file, const void *data, size_t len)
{
	struct stick_disk *stick = context;
	size_t most = len < MEDIA_DATA_MAX ? len : MEDIA_DATA_MAX;
	int result;

	if (!is_of_stick(file))
		return stick->below->write(stick->below->context, file, data, len);
	if (begin_file(stick, file) != 0)
		return -1;
	stick->request.len = (uint32_t)most;
	memcpy(stick->request.data, data, most);
	result = ask(stick, MEDIA_WRITE);
	sodium_memzero(stick->request.data, most);
	if (result != 0)
		return -1;
	if (stick->reply.number > most)
		return disbelieve(stick);
	return (ssize_t)stick->reply.number;
}

static int stick_truncate(void *context, int file, uint64_t len)
{
	struct stick_disk *stick = context;

	return is_of_stick(file) ? ask_file(stick, MEDIA_TRUNCATE, file, len)
	                         : stick->below->truncate(stick->below->context, file, len);
}

static int stick_sync(void *context, int file)
{
	struct stick_disk *stick = context;

	return is_of_stick(file) ? ask_file(stick, MEDIA_SYNC, file, 0)
	                         : stick->below->sync(stick->below->context, file);
}

static int stick_sync_all(void *context, int file)
{
	struct stick_disk *stick = context;

	return is_of_stick(file) ? ask_file(stick, MEDIA_SYNC_ALL, file, 0)
	                         : stick->below->sync_all(stick->below->context, file);
}

static int stick_close(void *context, int file)
{
	struct stick_disk *stick = context;

	return is_of_stick(file) ? ask_file(stick, MEDIA_CLOSE, file, 0)
	                         : stick->below->close(stick->below->context, file);
}

static int stick_rename(void *context, const char *from, const char *to)
{
	struct stick_disk *stick = context;
	const char *old_name = beneath(stick, from), *new_name = beneath(stick, to);

	if (!old_name && !new_name)
		return stick->below->rename(stick->below->context, from, to);
	if (!old_name || !new_name) {
		errno = EXDEV;
		return -1;
	}
	begin_request(stick);
	if (put_path(stick->request.path, old_name) != 0 || put_path(stick->request.other, new_name) != 0)
		return -1;
	return ask(stick, MEDIA_RENAME);
}

static int stick_remove(void *context, const char *path)
{
	struct stick_disk *stick = context;
	const char *name = beneath(stick, path);

	return name ? ask_path(stick, MEDIA_REMOVE, name) : stick->below->remove(stick->below->context, path);
}

static int stick_remove_at(void *context, int folder, const char *name)
{
	struct stick_disk *stick = context;

	if (!is_of_stick(folder))
		return stick->below->remove_at(stick->below->context, folder, name);
	if (begin_file(stick, folder) != 0 || put_path(stick->request.path, name) != 0)
		return -1;
	return ask(stick, MEDIA_REMOVE_AT);
}

/* The device that path lies on, by the helper's eyes or by ours. */
static int device_of(struct stick_disk *stick, uint64_t *out, const char *path)
{
	const char *name = beneath(stick, path);
	struct stat seen;

	if (name && ask_path(stick, MEDIA_DEVICE, name) != 0)
		return -1;
	if (!name && stat(path, &seen) != 0)
		return -1;
	*out = name ? stick->reply.number : (uint64_t)seen.st_dev;
	return 0;
}

static int stick_same_device(void *context, const char *a, const char *b)
{
	struct stick_disk *stick = context;
	uint64_t one, other;

	if (!beneath(stick, a) && !beneath(stick, b))
		return stick->below->same_device(stick->below->context, a, b);
	if (device_of(stick, &one, a) != 0 || device_of(stick, &other, b) != 0)
		return -1;
	return one == other;
}

static int stick_make_folder(void *context, const char *path, unsigned mode)
{
	struct stick_disk *stick = context;
	const char *name = beneath(stick, path);

	return name ? ask_path(stick, MEDIA_MAKE_FOLDER, name)
	            : stick->below->make_folder(stick->below->context, path, mode);
}

/* Names of one part, which is a copy: whoever is told them may ask for something. */
static int tell_names(const char *names, uint32_t len, disk_name *each, void *each_context)
{
	uint32_t at = 0;

	while (at < len) {
		size_t name_len = strnlen(names + at, len - at);

		if (at + name_len == len || name_len == 0 || name_len > DISK_NAME_MAX ||
		    memchr(names + at, '/', name_len)) {
			errno = EPROTO;
			return -1;
		}
		each(each_context, names + at);
		at += (uint32_t)name_len + 1;
	}
	return 0;
}

static int list_open(struct stick_disk *stick, int file, disk_name *each, void *each_context)
{
	char *names = malloc(MEDIA_DATA_MAX);
	int result = -1, error;

	while (names && ask_file(stick, MEDIA_NAMES, file, 0) == 0) {
		uint32_t len = stick->reply.len;

		memcpy(names, stick->reply.data, len);
		result = tell_names(names, len, each, each_context);
		if (result != 0 || len == 0)
			break;
		result = -1;
	}
	error = errno;
	free(names);
	errno = error;
	return result;
}

static int stick_list(void *context, const char *path, disk_name *each, void *each_context)
{
	struct stick_disk *stick = context;
	const char *name = beneath(stick, path);
	int file, result, error;

	if (!name)
		return stick->below->list(stick->below->context, path, each, each_context);
	file = open_at_helper(stick, name, MEDIA_FOR_READING | MEDIA_FOLDER);
	if (file < 0)
		return -1;
	result = list_open(stick, file, each, each_context);
	error = errno;
	if (stick_close(stick, file) != 0 && result == 0)
		return -1;
	errno = error;
	return result;
}

static int stick_lock(void *context, int file)
{
	struct stick_disk *stick = context;

	if (!is_of_stick(file))
		return stick->below->lock(stick->below->context, file);
	errno = ENOTSUP;
	return -1;
}

static int stick_reserve(void *context, int file, uint64_t len)
{
	struct stick_disk *stick = context;

	return is_of_stick(file) ? ask_file(stick, MEDIA_RESERVE, file, len)
	                         : stick->below->reserve(stick->below->context, file, len);
}

static int stick_free_bytes(void *context, const char *path, uint64_t *out)
{
	struct stick_disk *stick = context;
	const char *name = beneath(stick, path);

	if (!name)
		return stick->below->free_bytes(stick->below->context, path, out);
	if (ask_path(stick, MEDIA_FREE, name) != 0)
		return -1;
	*out = stick->reply.number;
	return 0;
}

static uint64_t stick_monotonic_ms(void *context)
{
	const struct stick_disk *stick = context;

	return stick->below->monotonic_ms(stick->below->context);
}

static int64_t stick_utc_s(void *context)
{
	const struct stick_disk *stick = context;

	return stick->below->utc_s(stick->below->context);
}

/* --- a glance --- */

static void begin_glance(struct stick_disk *stick, const char *name)
{
	int done;

	begin_request(stick);
	(void)snprintf(stick->request.path, sizeof stick->request.path, "%s", name ? name : "");
	stick->request.call = MEDIA_PEEK;
	done = send_request(stick, 0);
	if (done < 0)
		forget_helper(stick);
	if (done <= 0)
		return;
	stick->glanced = stick->id;
	stick->glanced_ms = now_ms();
}

static void take_glance(struct disk_glance *out, struct stick_disk *stick, const char *beside)
{
	struct stat seen;
	struct media_reply *reply = &stick->reply;

	out->is_folder = check_reply(stick) == 0;
	if (!out->is_folder)
		return;
	out->is_elsewhere = stat(beside, &seen) == 0 ? (uint64_t)seen.st_dev != reply->number : -1;
	out->len = reply->len <= sizeof out->text ? reply->len : 0;
	memcpy(out->text, reply->data, out->len);
	sodium_memzero(reply->data, out->len);
}

/* A stick that hangs costs its STICK_GLANCE_MS once; then only whether it has answered is looked at. */
static int stick_glance(void *context, struct disk_glance *out, const char *folder, const char *beside,
                        const char *name)
{
	struct stick_disk *stick = context;
	int done;

	memset(out, 0, sizeof *out);
	if (!beneath(stick, folder))
		return 0;
	if (stick->channel >= 0 && !stick->glanced)
		begin_glance(stick, name);
	if (stick->channel < 0)
		return 1;
	if (!stick->glanced)
		return 0;
	done = receive(stick, stick->glanced, stick->glanced_ms + STICK_GLANCE_MS);
	if (done < 0)
		forget_helper(stick);
	if (done == 0 && now_ms() - stick->glanced_ms > STICK_CALL_MS)
		(void)give_up(stick);
	if (done > 0)
		take_glance(out, stick, beside);
	return stick->channel < 0 || done > 0;
}

/* --- the whole --- */

enum status stick_disk_create(struct stick_disk **out, const struct disk *below, const char *usb, int channel)
{
	static const struct disk table = {
	    .open = stick_open,
	    .read = stick_read,
	    .write = stick_write,
	    .truncate = stick_truncate,
	    .sync = stick_sync,
	    .sync_all = stick_sync_all,
	    .close = stick_close,
	    .rename = stick_rename,
	    .remove = stick_remove,
	    .remove_at = stick_remove_at,
	    .same_device = stick_same_device,
	    .make_folder = stick_make_folder,
	    .list = stick_list,
	    .lock = stick_lock,
	    .reserve = stick_reserve,
	    .free_bytes = stick_free_bytes,
	    .monotonic_ms = stick_monotonic_ms,
	    .utc_s = stick_utc_s,
	    .glance = stick_glance,
	};
	struct stick_disk *stick = NULL;
	size_t len = strlen(usb);

	*out = NULL;
	while (len > 1 && usb[len - 1] == '/')
		len--;
	if (len >= sizeof stick->usb)
		return STATUS_TOO_LONG;
	stick = calloc(1, sizeof *stick);
	if (!stick)
		return STATUS_NO_ROOM;
	memcpy(stick->usb, usb, len);
	stick->table = table;
	stick->table.context = stick;
	stick->below = below;
	stick->channel = channel;
	stick->waiting = -1;
	stick_disk_task(stick);
	*out = stick;
	return STATUS_OK;
}

void stick_disk_destroy(struct stick_disk *stick)
{
	if (!stick)
		return;
	forget_helper(stick);
	sodium_memzero(stick, sizeof *stick);
	free(stick);
}

void stick_disk_peer(struct stick_disk *stick, int channel)
{
	forget_helper(stick);
	stick->channel = channel;
}

void stick_disk_on_gone(struct stick_disk *stick, int (*wait_for_peer)(void *context), void *context)
{
	stick->wait_for_peer = wait_for_peer;
	stick->wait_context = context;
}

void stick_disk_task(struct stick_disk *stick)
{
	stick->task_ends_ms = now_ms() + STICK_TASK_MS;
	stick->gave_up = 0;
}

void stick_disk_yield(struct stick_disk *stick, int fd)
{
	stick->waiting = fd;
}

int stick_disk_stuck(struct stick_disk *stick)
{
	int is_stuck = stick->is_stuck;

	stick->is_stuck = 0;
	return is_stuck;
}

const struct disk *stick_disk_table(struct stick_disk *stick)
{
	return &stick->table;
}
