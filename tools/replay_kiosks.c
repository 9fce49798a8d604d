#include "replay_kiosks.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "progress.h"
#include "recorder.h"

enum { THREADS_MAX = 16 };

struct job {
	struct replay_run *run;
	atomic_uint next;      /* kiosk to take */
	atomic_size_t cast;    /* ballots so far, all kiosks */
	atomic_uint working;   /* threads that have not ended */
	atomic_bool stop;      /* a kiosk failed */
	pthread_mutex_t stick; /* in one kiosk at a time: an export clears away what another left unfinished */
};

/* One kiosk at work. */
struct shift {
	struct job *job;
	struct replay_kiosk *kiosk;
	struct recorder *recorder;
	struct recorder_request request;
	struct recorder_reply reply;
};

static enum status ask(struct shift *shift, enum recorder_call call, const char *what)
{
	shift->request.call = call;
	recorder_ask(shift->recorder, &shift->reply, &shift->request);
	if (shift->reply.status != STATUS_OK)
		snprintf(shift->kiosk->trouble, sizeof shift->kiosk->trouble, "%s failed: %s", what,
		         *shift->reply.detail ? shift->reply.detail : status_phrase(shift->reply.status));
	return shift->reply.status;
}

static enum status cast_vote(struct shift *shift, size_t vote)
{
	const struct replay_run *run = shift->job->run;
	struct replay_vote read;
	enum status status;

	replay_vote_read(&read, run->votes, vote);
	memset(&shift->request.plain, 0, sizeof shift->request.plain);
	status = marks_encode(shift->request.plain.payload[0], run->votes->contest, &read.marks);
	if (status != STATUS_OK) {
		snprintf(shift->kiosk->trouble, sizeof shift->kiosk->trouble, "a vote could not be encoded: it %s",
		         status_phrase(status));
		return status;
	}
	replay_answers_of(shift->request.plain.payload[run->votes->contest->width], run->answers, vote);
	status = ask(shift, RECORDER_BEGIN, "starting a session");
	if (status == STATUS_OK)
		status = ask(shift, RECORDER_SEAL, "sealing a ballot");
	if (status == STATUS_OK)
		status = ask(shift, RECORDER_CAST, "casting a ballot");
	return status;
}

static enum status cast_all(struct shift *shift)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < shift->kiosk->vote_count && status == STATUS_OK; i++) {
		if (atomic_load(&shift->job->stop))
			return STATUS_STATE;
		status = cast_vote(shift, shift->kiosk->votes[i]);
		if (status == STATUS_OK)
			atomic_fetch_add(&shift->job->cast, 1);
	}
	return status;
}

static enum status export_closed(struct shift *shift)
{
	enum status status;

	pthread_mutex_lock(&shift->job->stick);
	status = ask(shift, RECORDER_EXPORT, "exporting");
	pthread_mutex_unlock(&shift->job->stick);
	return status;
}

/* A day: what staff and voters do at one kiosk, from the stick to the stick. */
static enum status work_day(struct shift *shift)
{
	enum status status;

	memcpy(shift->request.pin, REPLAY_PIN, sizeof REPLAY_PIN);
	status = ask(shift, RECORDER_CHECK_PIN, "unlocking the key");
	if (status == STATUS_OK)
		status = ask(shift, RECORDER_IMPORT, "importing the election");
	if (status == STATUS_OK)
		status = ask(shift, RECORDER_OPEN, "opening");
	if (status == STATUS_OK)
		status = cast_all(shift);
	if (status == STATUS_OK)
		status = ask(shift, RECORDER_CLOSE, "closing");
	return status == STATUS_OK ? export_closed(shift) : status;
}

static void run_kiosk(struct job *job, struct replay_kiosk *kiosk)
{
	struct recorder_paths paths = {.data = kiosk->data, .usb = job->run->stick};
	struct shift shift = {.job = job, .kiosk = kiosk};

	kiosk->status = recorder_create(&shift.recorder, &paths, kiosk->trouble, sizeof kiosk->trouble);
	if (kiosk->status == STATUS_OK)
		kiosk->status = work_day(&shift);
	recorder_destroy(shift.recorder);
	sodium_memzero(&shift.request, sizeof shift.request);
	if (kiosk->status != STATUS_OK)
		atomic_store(&job->stop, 1);
}

static void *work(void *context)
{
	struct job *job = context;
	unsigned kiosk;

	while (!atomic_load(&job->stop) && (kiosk = atomic_fetch_add(&job->next, 1)) < job->run->kiosk_count)
		run_kiosk(job, &job->run->kiosks[kiosk]);
	atomic_fetch_sub(&job->working, 1);
	return NULL;
}

static void watch(struct job *job, struct progress *progress)
{
	const struct timespec moment = {.tv_nsec = 100 * 1000 * 1000};

	while (atomic_load(&job->working) > 0) {
		nanosleep(&moment, NULL);
		progress_at(progress, atomic_load(&job->cast));
	}
}

/* Many more threads than processors: a kiosk waits for its disk most of the time. */
static unsigned threads_wanted(unsigned kiosk_count)
{
	return kiosk_count < THREADS_MAX ? kiosk_count : THREADS_MAX;
}

/* The first that failed by itself, not because another had failed. */
static enum status first_failure(const struct replay_run *run)
{
	for (unsigned i = 0; i < run->kiosk_count; i++) {
		if (run->kiosks[i].status != STATUS_OK && run->kiosks[i].trouble[0])
			return run->kiosks[i].status;
	}
	return STATUS_OK;
}

enum status replay_kiosks_run(struct replay_run *run)
{
	struct job job = {.run = run, .stick = PTHREAD_MUTEX_INITIALIZER};
	struct progress progress;
	pthread_t threads[THREADS_MAX];
	unsigned wanted = threads_wanted(run->kiosk_count), started = 0;
	size_t total = 0;

	for (unsigned i = 0; i < run->kiosk_count; i++)
		total += run->kiosks[i].vote_count;
	progress_start(&progress, "casting ballots", total);
	atomic_store(&job.working, wanted);
	while (started < wanted && pthread_create(&threads[started], NULL, work, &job) == 0)
		started++;
	if (started < wanted)
		atomic_fetch_sub(&job.working, wanted - started);
	if (started == 0) {
		atomic_store(&job.working, 1);
		(void)work(&job);
	}
	watch(&job, &progress);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	progress_end(&progress, atomic_load(&job.cast));
	return first_failure(run);
}
