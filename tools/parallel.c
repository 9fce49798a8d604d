#include "parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "progress.h"

enum { THREADS_MAX = 64, STEP = 32 };

struct job {
	atomic_size_t next, done;
	size_t count;
	void (*each)(void *context, size_t index);
	void *context;
};

/* Takes items until none is left; progress is shown by the one thread that is handed it. */
static void work(struct job *job, struct progress *progress)
{
	for (;;) {
		size_t first = atomic_fetch_add(&job->next, STEP);
		size_t end = first + STEP < job->count ? first + STEP : job->count;

		if (first >= job->count)
			return;
		for (size_t i = first; i < end; i++)
			job->each(job->context, i);
		atomic_fetch_add(&job->done, end - first);
		if (progress)
			progress_at(progress, atomic_load(&job->done));
	}
}

static void *helper(void *job)
{
	work(job, NULL);
	return NULL;
}

void parallel_each(size_t count, const char *what, void (*each)(void *context, size_t index), void *context)
{
	struct progress progress;
	struct job job = {.count = count, .each = each, .context = context};
	pthread_t thread[THREADS_MAX];
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t wanted = processors > 1 ? (size_t)processors - 1 : 0, started = 0;

	if (wanted > THREADS_MAX)
		wanted = THREADS_MAX;
	if (wanted > count / STEP)
		wanted = count / STEP;
	progress_start(&progress, what, count);
	while (started < wanted && pthread_create(&thread[started], NULL, helper, &job) == 0)
		started++;
	work(&job, &progress);
	for (size_t i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	progress_end(&progress, count);
}
