/* What a durable cast costs, against a bare loop of four synced writes of a page on the same file system in the same
 * run; how many syncs it takes; what opening a full box costs; and its export, against a bare writing and reading back
 * of as many bytes. Argument: a folder on the disk to measure. */
#include <dirent.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "box.h"
#include "disk.h"
#include "export.h"

enum { CASTS = 400, FILLED = 10000, PAGE = 4096, SYNCS = 4 };

static unsigned syncs;
static struct {
	const sqlite3_io_methods *real;
	sqlite3_io_methods counting;
} tables[4];
static int (*real_sync)(sqlite3_file *file, int flags);
static int (*real_open)(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags);

static double now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Of this process, which other programs do not add to. */
static double processor_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(enum status status, const char *what)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "bench_box: %s: %s\n", what, status_phrase(status));
	exit(2);
}

static void must_be(int right, const char *what)
{
	if (right)
		return;
	fprintf(stderr, "bench_box: %s failed\n", what);
	exit(2);
}

static int sync_and_count(sqlite3_file *file, int flags)
{
	syncs++;
	return real_sync(file, flags);
}

/* Gives the file a copy of its table of methods that counts. SQLite's usual layer has one table for databases, one for
 * journals, and one way to sync. */
static int open_and_count(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	int code = real_open(vfs, name, file, flags, out_flags);
	size_t i = 0;

	if (code != SQLITE_OK)
		return code;
	while (i < sizeof tables / sizeof tables[0] - 1 && tables[i].real && tables[i].real != file->pMethods)
		i++;
	real_sync = file->pMethods->xSync;
	tables[i].real = file->pMethods;
	tables[i].counting = *file->pMethods;
	tables[i].counting.xSync = sync_and_count;
	file->pMethods = &tables[i].counting;
	return code;
}

static void count_syncs(void)
{
	static sqlite3_vfs vfs;

	vfs = *sqlite3_vfs_find(NULL);
	real_open = vfs.xOpen;
	vfs.xOpen = open_and_count;
	vfs.zName = "counting";
	must_be(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK, "counting syncs");
}

static int ascending(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct times {
	double ms[CASTS];
	double median, p99;
};

static void sum_up(struct times *times)
{
	qsort(times->ms, CASTS, sizeof times->ms[0], ascending);
	times->median = times->ms[CASTS / 2];
	times->p99 = times->ms[CASTS * 99 / 100];
}

static struct sealed_context context;

static size_t make_ballot(struct hash *code, uint8_t body[static SEALED_MAX_BYTES])
{
	static const struct sealed_shape shape = {.style = 1, .contest_count = 1, .contest = {1}, .width = {1}};
	static const uint8_t no_tag[TAG_BYTES];
	static struct sealed_plain plain;
	uint8_t nonce[NONCE_BYTES];
	struct sealed sealed;
	struct writer writer;

	randombytes_buf(nonce, sizeof nonce);
	must(sealed_make(&sealed, &context, &shape, no_tag, &plain, nonce), "sealing");
	writer_init(&writer, body, SEALED_MAX_BYTES);
	sealed_encode(&writer, &sealed);
	must(writer_status(&writer), "sealing");
	confirmation_code(code, &context, body, writer_len(&writer));
	return writer_len(&writer);
}

static void cast_one(struct box *box)
{
	uint8_t body[SEALED_MAX_BYTES];
	struct hash code;
	size_t len = make_ballot(&code, body);

	must(box_cast(box, &code, body, len), "casting");
}

/* The reference: so many synced writes of one page into a file that is there already, which is the least that any
 * durable cast of this form can do. */
static void write_pages(int file)
{
	static uint8_t page[PAGE];

	for (int i = 0; i < SYNCS; i++) {
		randombytes_buf(page, 64);
		must_be(pwrite(file, page, PAGE, (off_t)i * PAGE) == PAGE && fsync(file) == 0, "writing a page");
	}
}

static void measure_casts(struct box *box, int file)
{
	static struct times cast, scrub, bare;
	unsigned cast_syncs = 0;

	for (int i = 0; i < CASTS; i++) {
		uint8_t body[SEALED_MAX_BYTES];
		struct hash code;
		size_t len = make_ballot(&code, body);
		unsigned before = syncs;
		double start = now_ms(), cast_end, scrub_end;
		must(box_cast(box, &code, body, len), "casting");
		cast_end = now_ms();
		cast_syncs += syncs - before;
		must(box_scrub(box), "scrubbing");
		scrub_end = now_ms();
		write_pages(file);
		bare.ms[i] = now_ms() - scrub_end;
		cast.ms[i] = cast_end - start;
		scrub.ms[i] = scrub_end - cast_end;
	}
	sum_up(&cast);
	sum_up(&scrub);
	sum_up(&bare);
	printf("  durable cast: median %.2f ms, p99 %.2f ms, %.2f syncs each; %d bare synced pages: median %.2f ms, "
	       "p99 %.2f ms; "
	       "ratio %.2f, of the p99 %.2f (reach 1.3)\n",
	       cast.median, cast.p99, (double)cast_syncs / CASTS, SYNCS, bare.median, bare.p99,
	       cast.median / bare.median, cast.p99 / bare.p99);
	printf("  the scrub after it: median %.2f ms, p99 %.2f ms\n", scrub.median, scrub.p99);
}

static void measure_opening(struct box **box, const char *path, const struct box_identity *identity)
{
	double start, processor;

	box_close(*box);
	start = now_ms();
	processor = processor_ms();
	must(box_open(box, path, identity), "opening");
	printf("  opening a box of %d ballots in %d slots, every byte checked: %.0f ms, %.0f of them the processor's "
	       "(reach 1000)\n",
	       FILLED + CASTS, BOX_SLOTS, now_ms() - start, processor_ms() - processor);
}

/* --- the export --- */

/* Every file of the folder, removed when it was counted. */
static size_t take_away(const char *folder)
{
	DIR *list = opendir(folder);
	size_t bytes = 0;

	must_be(list != NULL, "looking at the export");
	for (struct dirent *entry = readdir(list); entry; entry = readdir(list)) {
		char path[2 * DISK_PATH_MAX];
		struct stat file;

		(void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.' && stat(path, &file) == 0 && unlink(path) == 0)
			bytes += (size_t)file.st_size;
	}
	(void)closedir(list);
	(void)rmdir(folder);
	return bytes;
}

/* As many bytes in one file: written, synced, and read back from the disk itself where its file system can. */
static double write_bare(const char *path, size_t bytes)
{
	enum { PART = 1 << 20 };
	static _Alignas(PAGE) uint8_t part[PART];
	double start = now_ms();
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	randombytes_buf(part, sizeof part);
	must_be(file >= 0, "making a file");
	for (size_t at = 0; at < bytes; at += PART)
		must_be(write(file, part, PART) == PART, "writing");
	must_be(syncfs(file) == 0, "syncing");
	(void)close(file);
	file = open(path, O_RDONLY | O_CLOEXEC | O_DIRECT);
	if (file < 0)
		file = open(path, O_RDONLY | O_CLOEXEC);
	must_be(file >= 0, "reading back");
	while (read(file, part, PART) > 0)
		continue;
	(void)close(file);
	(void)unlink(path);
	return now_ms() - start;
}

static void measure_export(struct box *box, const char *folder, const struct sign_secret *key)
{
	char stick[DISK_PATH_MAX], made[DISK_PATH_MAX], bare[DISK_PATH_MAX], log_path[DISK_PATH_MAX];
	struct roster_kiosk self = {.name = "Bench 1", .place = "Bench", .key = key->public_key};
	struct log log;
	struct export_request request = {.disk = disk_real(),
	                                 .stick = stick,
	                                 .box = box,
	                                 .log = &log,
	                                 .log_key = key->public_key.key,
	                                 .self = &self,
	                                 .kind = SIGN_PRACTICE,
	                                 .roster = 1};
	struct export_result result;
	struct sentence why = {""};
	double start, took, processor;
	size_t bytes;

	must(disk_path(stick, folder, "bench-stick"), "naming");
	must(disk_path(bare, folder, "bench-bare"), "naming");
	must(disk_path(log_path, folder, "log.txt"), "naming");
	(void)unlink(log_path);
	must_be(mkdir(stick, 0700) == 0, "making a folder");
	must(log_open(&log, disk_real(), folder, key->public_key.key), "beginning a log");
	must(log_append(&log, LOG_BOOT, "bench"), "beginning a log");
	start = now_ms();
	processor = processor_ms();
	if (export_make(&result, &why, &request, key) != STATUS_OK) {
		fprintf(stderr, "bench_box: exporting: %s\n", why.text);
		exit(2);
	}
	took = now_ms() - start;
	processor = processor_ms() - processor;
	must(disk_path(made, stick, result.name), "naming");
	bytes = take_away(made);
	printf("  exporting %u ballots, %.1f MB: %.0f ms, %.0f of them the processor's; as many bytes written, synced "
	       "and read back in one file: "
	       "%.0f ms "
	       "(reach 2000 more)\n",
	       result.sealed, (double)bytes / 1e6, took, processor, write_bare(bare, bytes));
	(void)unlink(log_path);
	(void)rmdir(stick);
}

int main(int argc, char **argv)
{
	struct box_identity identity = {.revision = 1};
	const char *folder = argc > 1 ? argv[1] : "/tmp";
	struct sign_secret key;
	char path[DISK_PATH_MAX], bare[DISK_PATH_MAX];
	struct scalar secret;
	struct box *box;
	double start;
	int file;

	must(crypto_init(), "starting");
	must(disk_path(path, folder, "bench-box.db"), "naming");
	must(disk_path(bare, folder, "bench-pages"), "naming");
	sign_key_make(&key, SIGN_PRACTICE);
	memcpy(identity.kiosk, key.public_key.key, sizeof identity.kiosk);
	memcpy(context.kiosk, key.public_key.key, sizeof context.kiosk);
	scalar_random(&secret);
	must(point_multiply_base(&context.joint_key, &secret), "a key");
	(void)unlink(path);
	count_syncs();
	printf("The ballot box\n");
	start = now_ms();
	must(box_make(path, &identity, BOX_SLOTS), "making");
	printf("  making a box of %d slots: %.0f ms\n", BOX_SLOTS, now_ms() - start);
	must(box_open(&box, path, &identity), "opening");
	file = open(bare, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	must_be(file >= 0, "making a file");
	write_pages(file);
	measure_casts(box, file);
	start = now_ms();
	for (int i = 0; i < FILLED; i++)
		cast_one(box);
	printf("  %d more casts on end, sealed on the way: %.2f ms each\n", FILLED, (now_ms() - start) / FILLED);
	measure_opening(&box, path, &identity);
	measure_casts(box, file);
	measure_export(box, folder, &key);
	sign_secret_wipe(&key);
	box_close(box);
	(void)close(file);
	(void)unlink(path);
	(void)unlink(bare);
	return 0;
}
