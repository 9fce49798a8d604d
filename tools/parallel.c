#include "parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "progress.h"

/* Threads take so many items at a time, fewer where there are few: large items come in small numbers. */
enum { THREADS_MAX = 64, STEP_MAX = 32, STEPS_WANTED = 8 };

struct job {
	atomic_size_t next, done;
	size_t count, step;
	void (*each)(void *context, size_t index);
	void *context;
};

/* Takes items until none is left; progress is shown by the one thread that is handed it. */
static void work(struct job *job, struct progress *progress)
{
	for (;;) {
		size_t first = atomic_fetch_add(&job->next, job->step);
		size_t end = first + job->step < job->count ? first + job->step : job->count;

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
	job.step = count / ((wanted + 1) * STEPS_WANTED);
	job.step = job.step < 1 ? 1 : job.step > STEP_MAX ? STEP_MAX : job.step;
	if (wanted > 0 && wanted > (count - (count > 0)) / job.step)
		wanted = (count - (count > 0)) / job.step;
	if (what)
		progress_start(&progress, what, count);
	while (started < wanted && pthread_create(&thread[started], NULL, helper, &job) == 0)
		started++;
	work(&job, what ? &progress : NULL);
	for (size_t i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	if (what)
		progress_end(&progress, count);
}
