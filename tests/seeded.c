/* Makes every unit test draw the same "random" numbers each time: a test that passes once passes always, and one that
 * fails can be run again. SEED=NUMBER draws others; SEED=random draws new ones and tells which. Linked into every test
 * program, it stands in libsodium's place before main; a forked child goes on with numbers of its own. Programs that a
 * test starts draw real ones. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

static struct {
	pthread_mutex_t lock;
	uint64_t seed, drawn, forks;
} seeded = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Each draw is the stream of a key of its own, so that what is drawn never depends on how much was asked for before. */
static void draw(void *const out, const size_t len)
{
	_Static_assert(randombytes_SEEDBYTES == 32, "four numbers are a seed");
	uint64_t key[4] = {0};

	(void)pthread_mutex_lock(&seeded.lock);
	key[0] = seeded.seed;
	key[1] = seeded.drawn++;
	key[2] = seeded.forks;
	(void)pthread_mutex_unlock(&seeded.lock);
	randombytes_buf_deterministic(out, len, (const unsigned char *)key);
}

static uint32_t draw_one(void)
{
	uint32_t number;

	draw(&number, sizeof number);
	return number;
}

static const char *name(void)
{
	return "seeded";
}

static void hold(void)
{
	(void)pthread_mutex_lock(&seeded.lock);
}

static void go_on(void)
{
	(void)pthread_mutex_unlock(&seeded.lock);
}

/* The parent counts its children before each is made, so that no two share a stream. */
static void before_fork(void)
{
	hold();
	seeded.forks++;
}

static void in_child(void)
{
	seeded.drawn += UINT64_C(1) << 32;
	go_on();
}

static randombytes_implementation numbers = {.implementation_name = name, .random = draw_one, .buf = draw};

__attribute__((constructor)) static void seed_all(void)
{
	const char *wanted = getenv("SEED");

	if (wanted && strcmp(wanted, "random") == 0) {
		randombytes_buf(&seeded.seed, sizeof seeded.seed);
		(void)randombytes_close();
		printf("# note: SEED=%llu\n", (unsigned long long)seeded.seed);
	} else if (wanted && wanted[0]) {
		char *end;
		errno = 0;
		seeded.seed = strtoull(wanted, &end, 10);
		if (errno || *end) {
			fprintf(stderr, "SEED=%s is no number\n", wanted);
			exit(2);
		}
	}
	if (pthread_atfork(before_fork, go_on, in_child) != 0 || randombytes_set_implementation(&numbers) != 0)
		abort();
}
