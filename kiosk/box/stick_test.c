/* The blocks' distance is a power of two: a counterfeit stick drops the upper bits of an address, so that a block
 * beyond its end falls exactly onto another block. The files stay open to the end, for a file system may give back the
 * room reserved for one that is closed. Where no room can be reserved, the blocks stand side by side, and only so much
 * was tested. */
#include "stick_test.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifest.h"

#define TEST_FOLDER "folkmoot-stick-test"

enum {
	BLOCK = 128 * 1024,
	FILES_MAX = 64,
	KEEP_FREE = 2 * 1024 * 1024, /* for the file system's own lists */
	LEAST_FREE = 16 * 1024 * 1024,
	SPEED_BYTES = 16 * 1024 * 1024,
	SPEED_MS = 5000,
	WRITE_MS = 11000, /* since the beginning */
	READ_MS = 20000,
};
#define GAP_MAX ((uint64_t)1 << 31) /* FAT32 holds files below 4 GiB */

struct test_file {
	int file; /* -1: closed */
	uint8_t sha256[SHA256_BYTES];
};

struct test {
	const struct disk *disk;
	char folder[DISK_PATH_MAX];
	uint64_t began_ms;
	uint8_t seed[crypto_stream_chacha20_KEYBYTES];
	uint8_t *block;
	struct test_file file[FILES_MAX];
	unsigned count, read;
};

static uint64_t since_ms(const struct test *test)
{
	return test->disk->monotonic_ms(test->disk->context) - test->began_ms;
}

static enum status path_of_file(char path[static DISK_PATH_MAX], const struct test *test, unsigned index)
{
	char name[16];

	(void)snprintf(name, sizeof name, "%02u", index);
	return disk_path(path, test->folder, name);
}

static enum status close_file(struct test *test, unsigned index)
{
	int file = test->file[index].file;

	test->file[index].file = -1;
	return file < 0 || test->disk->close(test->disk->context, file) == 0 ? STATUS_OK : disk_status(errno);
}

/* All that a test may have made, by its names only. */
static enum status remove_all(struct test *test)
{
	char path[DISK_PATH_MAX];
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < FILES_MAX; i++) {
		enum status closed = close_file(test, i);

		if (status == STATUS_OK)
			status = closed;
	}
	if (!disk_is_folder(test->disk, test->folder))
		return status;
	for (unsigned i = 0; i < FILES_MAX; i++) {
		enum status removed = path_of_file(path, test, i);

		if (removed == STATUS_OK)
			removed = disk_remove(test->disk, path);
		if (status == STATUS_OK)
			status = removed;
	}
	return status == STATUS_OK ? disk_remove(test->disk, test->folder) : status;
}

/* No block is like another, and none can be foretold by a stick that means well. */
static void fill(struct test *test, unsigned index)
{
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES] = {(uint8_t)index};

	(void)crypto_stream_chacha20(test->block, BLOCK, nonce, test->seed);
}

static enum status open_file(struct test *test, unsigned index)
{
	char path[DISK_PATH_MAX];
	enum status status = path_of_file(path, test, index);

	if (status != STATUS_OK)
		return status;
	test->file[index].file =
	    test->disk->open(test->disk->context, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	return test->file[index].file < 0 ? disk_status(errno) : STATUS_OK;
}

static enum status sync_file(struct test *test, unsigned index)
{
	return test->disk->sync(test->disk->context, test->file[index].file) == 0 ? STATUS_OK : disk_status(errno);
}

/* The first file alone, removed again before blocks are spread. */
static enum status measure(uint32_t *kb_s, struct test *test, uint64_t room)
{
	uint64_t began = since_ms(test), most = room / 4 < SPEED_BYTES ? room / 4 : SPEED_BYTES, written = 0, took;
	char path[DISK_PATH_MAX];
	enum status status = open_file(test, 0);

	for (unsigned i = 0; status == STATUS_OK && written < most && since_ms(test) - began < SPEED_MS; i++) {
		fill(test, i & 0xff);
		status = disk_write_all(test->disk, test->file[0].file, test->block, BLOCK);
		if (status == STATUS_OK && i % 8 == 7)
			status = sync_file(test, 0);
		written += BLOCK;
	}
	if (status == STATUS_OK)
		status = sync_file(test, 0);
	took = since_ms(test) - began;
	if (status == STATUS_OK)
		status = close_file(test, 0);
	if (status == STATUS_OK)
		status = path_of_file(path, test, 0);
	if (status == STATUS_OK)
		status = disk_remove(test->disk, path);
	written /= took > 0 ? took : 1; /* bytes a millisecond are kilobytes a second */
	*kb_s = written < 1 ? 1 : written > UINT32_MAX ? UINT32_MAX : (uint32_t)written;
	return status;
}

/* The largest power of two that leaves 32 files or more. */
static uint64_t gap_of(uint64_t room)
{
	uint64_t gap = BLOCK;

	while (gap * 2 * (FILES_MAX / 2) <= room && gap < GAP_MAX)
		gap *= 2;
	return gap;
}

static enum status write_block(struct test *test, unsigned index, uint64_t *gap)
{
	struct manifest_digest digest;
	enum status status = open_file(test, index);

	if (status != STATUS_OK)
		return status;
	if (*gap > BLOCK && test->disk->reserve(test->disk->context, test->file[index].file, *gap) != 0) {
		if (errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL)
			return disk_status(errno);
		*gap = BLOCK;
	}
	fill(test, index);
	manifest_digest_init(&digest);
	manifest_digest_update(&digest, test->block, BLOCK);
	manifest_digest_finish(test->file[index].sha256, &digest);
	status = disk_write_all(test->disk, test->file[index].file, test->block, BLOCK);
	if (status == STATUS_OK)
		status = sync_file(test, index);
	test->count += status == STATUS_OK;
	return status;
}

static enum status spread(uint64_t *between, struct test *test, uint64_t room)
{
	uint64_t gap = gap_of(room);
	enum status status = STATUS_OK;

	*between = 0;
	for (unsigned i = 0; i < FILES_MAX && status == STATUS_OK && since_ms(test) < WRITE_MS; i++) {
		if (*between + gap > room)
			break;
		status = write_block(test, i, &gap);
		*between += status == STATUS_OK ? gap : 0;
	}
	/* The file system's own lists took more than was kept for them. */
	return status == STATUS_DISK_FULL && test->count > 0 ? STATUS_OK : status;
}

static enum status read_blocks(struct test *test)
{
	char path[DISK_PATH_MAX];
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < test->count && status == STATUS_OK && since_ms(test) < READ_MS; i++) {
		uint8_t found[SHA256_BYTES];

		status = path_of_file(path, test, i);
		if (status == STATUS_OK)
			status = disk_read_back(found, test->disk, path);
		if (status == STATUS_OK && memcmp(found, test->file[i].sha256, SHA256_BYTES) != 0)
			status = STATUS_MISMATCH;
		test->read = i + 1;
	}
	return status;
}

static enum status run(struct stick_result *out, struct test *test, uint64_t free_bytes)
{
	uint64_t room = free_bytes - KEEP_FREE, between = 0;
	enum status status = disk_make_folder(test->disk, test->folder);

	if (status == STATUS_OK)
		status = measure(&out->kb_s, test, room);
	if (status == STATUS_OK)
		status = spread(&between, test, room);
	if (status == STATUS_OK)
		status = read_blocks(test);
	if (test->count > 0)
		between = between / test->count * test->read;
	out->tested_mb = (uint32_t)(between / (1024 * 1024));
	return status;
}

static enum status failed(struct sentence *why, const struct test *test, const char *stick, enum status status)
{
	if (status == STATUS_TIMEOUT)
		return refuse(why, status, "The USB stick does not answer: take it out and put in another one.");
	if (!disk_is_folder(test->disk, stick))
		return refuse(why, STATUS_ABSENT, "The USB stick is gone: put it in again and leave it there.");
	if (status == STATUS_MISMATCH)
		return refuse(why, status,
		              "The USB stick gave back other bytes than were written: it is broken, or holds less than "
		              "it says. Take another one.");
	if (status == STATUS_READ_ONLY)
		return refuse(why, status, "The USB stick cannot be written: undo its lock or take another one.");
	if (status == STATUS_NO_ROOM)
		return refuse(why, status, "The kiosk has no memory left for the test: restart it.");
	return refuse(why, status == STATUS_ABSENT ? STATUS_IO : status,
	              "The USB stick failed while it was tested (it %s): take another one.", status_phrase(status));
}

static enum status begin(struct test *test, struct sentence *why, const struct disk *disk, const char *stick,
                         uint64_t *free_bytes)
{
	enum status status;

	test->disk = disk;
	test->began_ms = disk->monotonic_ms(disk->context);
	for (unsigned i = 0; i < FILES_MAX; i++)
		test->file[i].file = -1;
	randombytes_buf(test->seed, sizeof test->seed);
	test->block = malloc(BLOCK);
	status = test->block ? disk_path(test->folder, stick, TEST_FOLDER) : STATUS_NO_ROOM;
	if (status == STATUS_OK)
		status = remove_all(test);
	if (status == STATUS_OK && disk->free_bytes(disk->context, stick, free_bytes) != 0)
		status = disk_status(errno);
	if (status != STATUS_OK)
		return failed(why, test, stick, status);
	if (*free_bytes < LEAST_FREE)
		return refuse(why, STATUS_DISK_FULL,
		              "The USB stick has only %u MB free: take an empty one, or make room on it.",
		              (unsigned)(*free_bytes / (1024 * 1024)));
	return STATUS_OK;
}

enum status stick_test(struct stick_result *out, struct sentence *why, const struct disk *disk, const char *stick)
{
	struct test *test = calloc(1, sizeof *test);
	uint64_t free_bytes = 0;
	enum status status, removed;

	memset(out, 0, sizeof *out);
	if (!test)
		return refuse(why, STATUS_NO_ROOM, "The kiosk has no memory left for the test: restart it.");
	status = begin(test, why, disk, stick, &free_bytes);
	if (status == STATUS_OK) {
		status = run(out, test, free_bytes);
		removed = remove_all(test);
		if (status == STATUS_OK)
			status = removed;
		if (status != STATUS_OK)
			status = failed(why, test, stick, status);
	}
	out->free_mb = (uint32_t)(free_bytes / (1024 * 1024));
	if (status != STATUS_OK)
		memset(out, 0, sizeof *out);
	free(test->block);
	free(test);
	return status;
}
