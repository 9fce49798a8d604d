/* Memory that ends anywhere: the N-th allocation of a kiosk's day fails, once, or all from then on until the step was
 * refused. Nothing crashes, a refused step can be asked for again, and in the evening the box holds exactly what voters
 * were told. Allocations of the program, of SQLite, of locked memory, and Argon2's are counted. In the suite some N,
 * every N with LONG=1. */
#include <dirent.h>
#include <sodium.h>
#include <sqlite3.h>

#include "day.h"

struct memory {
	int counts;
	unsigned calls, fail_at, fail_for, failed;
};

static struct memory memory;

static int memory_fails(void)
{
	if (!memory.counts)
		return 0;
	memory.calls++;
	if (memory.fail_at == 0 || memory.calls < memory.fail_at || memory.calls - memory.fail_at >= memory.fail_for)
		return 0;
	memory.failed++;
	errno = ENOMEM;
	return 1;
}

/* --- the linker sends the program's calls here --- */

void *__real_malloc(size_t len);
void *__real_calloc(size_t count, size_t len);
void *__real_realloc(void *data, size_t len);
void *__real_aligned_alloc(size_t alignment, size_t len);
void *__real_sodium_malloc(size_t len);
DIR *__real_opendir(const char *path);
void *__wrap_malloc(size_t len);
void *__wrap_calloc(size_t count, size_t len);
void *__wrap_realloc(void *data, size_t len);
void *__wrap_aligned_alloc(size_t alignment, size_t len);
void *__wrap_sodium_malloc(size_t len);
DIR *__wrap_opendir(const char *path);
int __wrap_crypto_pwhash(unsigned char *out, unsigned long long out_len, const char *text, unsigned long long len,
                         const unsigned char *salt, unsigned long long ops, size_t mem, int algorithm);

void *__wrap_malloc(size_t len)
{
	return memory_fails() ? NULL : __real_malloc(len);
}

void *__wrap_calloc(size_t count, size_t len)
{
	return memory_fails() ? NULL : __real_calloc(count, len);
}

void *__wrap_realloc(void *data, size_t len)
{
	return memory_fails() ? NULL : __real_realloc(data, len);
}

void *__wrap_aligned_alloc(size_t alignment, size_t len)
{
	return memory_fails() ? NULL : __real_aligned_alloc(alignment, len);
}

void *__wrap_sodium_malloc(size_t len)
{
	return memory_fails() ? NULL : __real_sodium_malloc(len);
}

DIR *__wrap_opendir(const char *path)
{
	return memory_fails() ? NULL : __real_opendir(path);
}

/* Argon2 asks for memory once. What it computes matters to no test here, and it takes its time. */
int __wrap_crypto_pwhash(unsigned char *out, unsigned long long out_len, const char *text, unsigned long long len,
                         const unsigned char *salt, unsigned long long ops, size_t mem, int algorithm)
{
	(void)ops;
	(void)mem;
	(void)algorithm;
	if (memory_fails())
		return -1;
	return crypto_generichash(out, (size_t)out_len, (const unsigned char *)text, len, salt,
	                          crypto_pwhash_SALTBYTES);
}

static sqlite3_mem_methods sqlite_memory;

static void *sqlite_malloc(int len)
{
	return memory_fails() ? NULL : sqlite_memory.xMalloc(len);
}

static void *sqlite_realloc(void *data, int len)
{
	return memory_fails() ? NULL : sqlite_memory.xRealloc(data, len);
}

static int count_sqlite(void **state)
{
	sqlite3_mem_methods counted;

	(void)state;
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory), SQLITE_OK);
	counted = sqlite_memory;
	counted.xMalloc = sqlite_malloc;
	counted.xRealloc = sqlite_realloc;
	return sqlite3_config(SQLITE_CONFIG_MALLOC, &counted) == SQLITE_OK ? 0 : -1;
}

/* --- a day --- */

/* Refused steps are asked for again once there is memory. */
static void live_day(struct day *day, const struct day_step *steps, unsigned step_count, unsigned *refused)
{
	for (unsigned i = 0; i < step_count; i++) {
		enum status status, again;
		memory.counts = 1;
		status = steps[i].run(day);
		memory.counts = 0;
		if (status == STATUS_OK)
			continue;
		if (memory.failed == 0)
			fail_msg("%s: %s %s", steps[i].name, status_phrase(status), day->reply.detail);
		(*refused)++;
		memory.fail_at = 0;
		again = steps[i].run(day);
		if (again != STATUS_OK)
			fail_msg("%s: %s, then with memory again: %s: %s %s", steps[i].name, status_phrase(status),
			         status_phrase(again), day->reply.detail, day->why);
	}
}

static void each_allocation_fails(struct day *day, const char *name, const struct day_step *steps, unsigned step_count,
                                  unsigned for_how_many)
{
	const char *text = getenv("LONG");
	unsigned total, tried = 0, refused = 0, stride;

	day_again(day);
	memory = (struct memory){0};
	live_day(day, steps, step_count, &refused);
	total = memory.calls;
	stride = text && text[0] ? 1 : total / 60 + 1;
	for (unsigned at = 1 + randombytes_uniform(stride); at <= total; at += stride, tried++) {
		day_again(day);
		memory = (struct memory){.fail_at = at, .fail_for = for_how_many};
		live_day(day, steps, step_count, &refused);
		if (steps == voting_day)
			day_check_box(day);
		day_check_kiosk(day);
	}
	print_message(
	    "# note: %s: %u of %u allocations failed, %s; %u steps refused and asked again; 0 lost, 0 doubled\n", name,
	    tried, total, for_how_many == 1 ? "once" : "for good", refused);
	assert_true(total > 20);
	assert_true(refused > tried / 8);
}

static void memory_ends_anywhere(void **state)
{
	struct day *day = day_begin();

	(void)state;
	each_allocation_fails(day, "a day of votes", voting_day, VOTING_DAY_STEPS, 1);
	each_allocation_fails(day, "a day of votes", voting_day, VOTING_DAY_STEPS, UINT32_MAX);
	each_allocation_fails(day, "enrolment and keys", key_day, KEY_DAY_STEPS, 1);
	each_allocation_fails(day, "enrolment and keys", key_day, KEY_DAY_STEPS, UINT32_MAX);
	day_end(day);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(memory_ends_anywhere),
	};

	return cmocka_run_group_tests(tests, count_sqlite, NULL);
}
