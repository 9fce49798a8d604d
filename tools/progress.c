#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* On a terminal one line is rewritten; elsewhere (a log) a line now and then is enough. */
enum { QUIET_MS = 1000, TERMINAL_STEP_MS = 200, LOG_STEP_MS = 5000 };

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void progress_start(struct progress *progress, const char *what, uint64_t total)
{
	memset(progress, 0, sizeof *progress);
	progress->what = what;
	progress->total = total;
	progress->start_ms = now_ms();
	progress->shown_ms = progress->start_ms;
	progress->terminal = isatty(STDERR_FILENO);
}

static void show(struct progress *progress, uint64_t done, uint64_t now)
{
	uint64_t spent = now - progress->start_ms;
	double rate = spent ? (double)done * 1000.0 / (double)spent : 0;

	fprintf(stderr, "%s%s: %llu", progress->terminal ? "\r" : "", progress->what, (unsigned long long)done);
	if (progress->total)
		fprintf(stderr, " of %llu (%llu%%)", (unsigned long long)progress->total,
		        (unsigned long long)(done * 100 / progress->total));
	fprintf(stderr, ", %.*f a second", rate < 10 ? 1 : 0, rate);
	if (progress->total > done && rate > 0)
		fprintf(stderr, ", %.0f s left", (double)(progress->total - done) / rate);
	fputs(progress->terminal ? "   " : "\n", stderr);
	fflush(stderr);
	progress->shown = 1;
	progress->shown_ms = now;
}

void progress_at(struct progress *progress, uint64_t done)
{
	uint64_t now = now_ms(), step = progress->terminal ? TERMINAL_STEP_MS : LOG_STEP_MS;

	if (now - progress->start_ms >= QUIET_MS && (!progress->shown || now - progress->shown_ms >= step))
		show(progress, done, now);
}

void progress_end(struct progress *progress, uint64_t done)
{
	uint64_t now = now_ms();

	if (!progress->shown)
		return;
	show(progress, done, now);
	fprintf(stderr, "%s%s: done in %.1f s\n", progress->terminal ? "\n" : "", progress->what,
	        (double)(now - progress->start_ms) / 1000.0);
}
