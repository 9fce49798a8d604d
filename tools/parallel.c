#include "parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "progress.h"

/* Items are taken in steps: of many small ones several at a time, of a few large ones one, so that all threads end
 * together. */
enum { THREADS_MAX = 64, STEP_MAX = 32, STEPS_EACH = 8 };

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

static void share_out(unsigned threads, size_t count, const char *what, void (*each)(void *context, size_t index),
                      void *context)
{
	struct progress progress;
	struct job job = {.count = count, .step = count / (threads * STEPS_EACH), .each = each, .context = context};
	pthread_t thread[THREADS_MAX];
	size_t started = 0;

	job.step = job.step < 1 ? 1 : job.step > STEP_MAX ? STEP_MAX : job.step;
	if (what)
		progress_start(&progress, what, count);
	while (started + 1 < threads && started + 1 < count &&
	       pthread_create(&thread[started], NULL, helper, &job) == 0)
		started++;
	work(&job, what ? &progress : NULL);
	for (size_t i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	if (what)
		progress_end(&progress, count);
}

static unsigned processors(void)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);

	return online < 1 ? 1 : online > THREADS_MAX ? THREADS_MAX : (unsigned)online;
}

void parallel_each(size_t count, const char *what, void (*each)(void *context, size_t index), void *context)
{
	share_out(processors(), count, what, each, context);
}

/* A crew keeps its number of threads in its pointer, which points nowhere. */
static void crew_share_out(const struct crew *crew, size_t count, const char *what,
                           void (*each)(void *context, size_t index), void *context)
{
	share_out((unsigned)(uintptr_t)crew->own, count, what, each, context);
}

void crew_init(struct crew *out, unsigned threads)
{
	if (threads == 0)
		threads = processors();
	out->each = crew_share_out;
	out->own = (void *)(uintptr_t)(threads > THREADS_MAX ? THREADS_MAX : threads);
}
