/* A file system of its own in a file, mounted for a test that looks at every block of it afterwards; random numbers
 * that are the same each time; and where in all those blocks something stands. Needs root and a loop device. */
#ifndef FOLKMOOT_TESTS_BOX_IMAGE_H
#define FOLKMOOT_TESTS_BOX_IMAGE_H

#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

#include "fixture.h"

/* --- random numbers that are drawn again the same: what is found does not change from run to run --- */

static uint64_t drawn;

static inline const char *seeded_name(void)
{
	return "seeded";
}

static inline void seeded_bytes(void *const out, const size_t len)
{
	static const uint8_t key[crypto_stream_chacha20_KEYBYTES] = "folkmoot: order on the blocks";
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];

	drawn++;
	memcpy(nonce, &drawn, sizeof nonce);
	assert_int_equal(crypto_stream_chacha20(out, len, nonce, key), 0);
}

static inline uint32_t seeded_number(void)
{
	uint32_t out;

	seeded_bytes(&out, sizeof out);
	return out;
}

/* Before anything else of libsodium. */
static inline void seed_random(void)
{
	static randombytes_implementation seeded = {seeded_name, seeded_number, NULL, NULL, seeded_bytes, NULL};

	assert_int_equal(randombytes_set_implementation(&seeded), 0);
}

/* --- the image --- */

struct image {
	char file[DISK_PATH_MAX], mount[DISK_PATH_MAX];
	int is_mounted;
};

__attribute__((format(printf, 1, 2))) static inline int run_command(const char *format, ...)
{
	char command[3 * DISK_PATH_MAX];
	va_list list;
	int len;

	va_start(list, format);
	len = vsnprintf(command, sizeof command, format, list);
	va_end(list);
	assert_true(len > 0 && len < (int)sizeof command);
	return system(command);
}

/* 0 where this machine or its user cannot mount images. */
static inline int image_make(struct image *image, const char *folder, const char *options)
{
	path_of(image->file, folder, "image");
	path_of(image->mount, folder, "mounted");
	image->is_mounted = 0;
	(void)mkdir(image->mount, 0700);
	(void)unlink(image->file);
	if (geteuid() != 0 ||
	    run_command("truncate -s 40M %s && mkfs.ext4 -q -J size=16 -E lazy_itable_init=0 %s", image->file,
	                image->file) != 0 ||
	    run_command("mount -o loop,%s %s %s", options, image->file, image->mount) != 0)
		return 0;
	image->is_mounted = 1;
	return 1;
}

static inline void image_unmount(struct image *image)
{
	if (image->is_mounted)
		assert_int_equal(run_command("umount %s", image->mount), 0);
	image->is_mounted = 0;
}

/* All blocks as a power cut would leave them now, but that nothing is in flight. */
static inline uint8_t *image_blocks(struct image *image, size_t *len)
{
	int folder = open(image->mount, O_RDONLY | O_DIRECTORY);

	assert_true(folder >= 0);
	assert_int_equal(syncfs(folder), 0);
	assert_int_equal(close(folder), 0);
	return read_all(image->file, len);
}

enum { EXTENTS = 256 };

struct extents {
	struct fiemap map;
	struct fiemap_extent extent[EXTENTS];
};

/* Where a file lies among the blocks. */
static inline void extents_of(struct extents *out, const char *path)
{
	int file = open(path, O_RDONLY);

	memset(out, 0, sizeof *out);
	out->map.fm_length = FIEMAP_MAX_OFFSET;
	out->map.fm_flags = FIEMAP_FLAG_SYNC;
	out->map.fm_extent_count = EXTENTS;
	assert_true(file >= 0);
	assert_int_equal(ioctl(file, FS_IOC_FIEMAP, out), 0);
	assert_true(out->map.fm_mapped_extents > 0 && out->map.fm_mapped_extents < EXTENTS);
	assert_int_equal(close(file), 0);
}

static inline uint64_t extents_place(const struct extents *extents, uint64_t offset)
{
	for (unsigned i = 0; i < extents->map.fm_mapped_extents; i++) {
		const struct fiemap_extent *extent = &extents->extent[i];
		if (offset >= extent->fe_logical && offset - extent->fe_logical < extent->fe_length)
			return extent->fe_physical + (offset - extent->fe_logical);
	}
	fail_msg("a byte of the file has no place");
	return 0;
}

/* --- what stands where --- */

enum { MARK_BYTES = 32, MARK_BUCKETS = 1 << 16 };

/* Random bytes that stand for a ballot: its code, or what lay in its place before it. */
struct mark {
	uint8_t bytes[MARK_BYTES];
	unsigned ballot;
	struct mark *next;
};

struct finder {
	struct mark *bucket[MARK_BUCKETS];
};

static inline void finder_add(struct finder *finder, struct mark *mark, const uint8_t *bytes, unsigned ballot)
{
	unsigned at = bytes[0] | (unsigned)bytes[1] << 8;

	memcpy(mark->bytes, bytes, MARK_BYTES);
	mark->ballot = ballot;
	mark->next = finder->bucket[at];
	finder->bucket[at] = mark;
}

typedef void mark_found(void *context, const struct mark *mark, uint64_t place);

static inline void finder_search(const struct finder *finder, const uint8_t *data, size_t len, mark_found *found,
                                 void *context)
{
	for (size_t i = 0; i + MARK_BYTES <= len; i++)
		for (const struct mark *mark = finder->bucket[data[i] | (unsigned)data[i + 1] << 8]; mark;
		     mark = mark->next)
			if (memcmp(mark->bytes, data + i, MARK_BYTES) == 0)
				found(context, mark, i);
}

#endif
