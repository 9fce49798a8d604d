/* The kiosk's clock: the system's, which may have no battery, and an offset that staff set. Nothing secret and nothing
 * legal hangs on it; what the log says of times never runs backwards. */
#include "recorder_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CLOCK_FILE "clock.txt"
#define CLOCK_WORD "offset_s "

/* 2020 to 2105: what is outside was not read from a clock on a wall. */
enum { CLOCK_TEXT = 40, CLOCK_SLACK_S = 120, CLOCK_FIRST = 1577836800 };
static const uint32_t clock_last = 4260211200U;
/* A system clock that begins at 1970, and one a century ahead. */
static const int64_t offset_most = 4300000000;

static int64_t utc_now(const struct recorder *recorder)
{
	return recorder->disk->utc_s(recorder->disk->context) + recorder->log.offset_s;
}

/* Seconds since 1970 as a clock on the wall shows them here, and back. An hour that a change of summer time repeats is
 * taken for either. */
static int64_t local_of(int64_t utc)
{
	time_t seconds = (time_t)utc;
	struct tm parts;

	return localtime_r(&seconds, &parts) ? (int64_t)timegm(&parts) : utc;
}

static int64_t utc_of(int64_t local)
{
	time_t seconds = (time_t)local;
	struct tm parts;

	if (!gmtime_r(&seconds, &parts))
		return local;
	parts.tm_isdst = -1;
	return (int64_t)mktime(&parts);
}

uint32_t recorder_clock_s(const struct recorder *recorder)
{
	int64_t now = local_of(utc_now(recorder));

	return now < 0 ? 0 : now > UINT32_MAX ? UINT32_MAX : (uint32_t)now;
}

int recorder_clock_behind(const struct recorder *recorder)
{
	char now[LOG_TIME_BYTES];

	log_time_text(now, utc_now(recorder) + CLOCK_SLACK_S);
	return !recorder->clock_was_set && strcmp(now, recorder->log.end.time) < 0;
}

/* One line, "offset_s N". */
static int read_offset(int64_t *out, const char *text, size_t len)
{
	size_t word = strlen(CLOCK_WORD);
	char *end;

	if (len <= word + 1 || len >= CLOCK_TEXT || strncmp(text, CLOCK_WORD, word) != 0 || text[len - 1] != '\n')
		return 0;
	*out = strtoll(text + word, &end, 10);
	return end == text + len - 1 && *out >= -offset_most && *out <= offset_most;
}

enum status recorder_load_clock(struct recorder *recorder)
{
	char path[DISK_PATH_MAX];
	uint8_t *text;
	size_t len;
	int64_t offset = 0;
	enum status status = disk_path(path, recorder->data, CLOCK_FILE);

	if (status == STATUS_OK)
		status = disk_read(&text, &len, recorder->disk, path, CLOCK_TEXT);
	/* What cannot be read counts as never set: the clock is shown, and staff set it. */
	if (status != STATUS_OK)
		return status == STATUS_NO_ROOM ? status : STATUS_OK;
	if (read_offset(&offset, (const char *)text, len))
		recorder->log.offset_s = offset;
	free(text);
	return STATUS_OK;
}

enum status recorder_set_clock(struct recorder *recorder, struct recorder_reply *reply,
                               const struct recorder_request *request)
{
	char text[CLOCK_TEXT], before[LOG_TIME_BYTES], after[LOG_TIME_BYTES];
	int64_t utc = utc_of(request->arg);
	int64_t offset = utc - recorder->disk->utc_s(recorder->disk->context);
	struct sentence said = {""};
	enum status status;
	int len;

	(void)reply;
	if (request->arg < CLOCK_FIRST || request->arg > clock_last || offset < -offset_most || offset > offset_most)
		return refuse(&recorder->why, STATUS_RANGE, "The clock can be set to a day from 2020 to 2104.");
	log_time_text(before, utc_now(recorder));
	log_time_text(after, utc);
	len = snprintf(text, sizeof text, CLOCK_WORD "%lld\n", (long long)offset);
	status = disk_replace(recorder->disk, recorder->data, CLOCK_FILE, text, (size_t)len);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The clock was not set, the disk %s: check the kiosk's disk.",
		              status_phrase(status));
	recorder->log.offset_s = offset;
	recorder->clock_was_set = 1;
	tell(&said, "from %s to %s", before, after);
	recorder_say(recorder, LOG_CLOCK, said.text);
	return STATUS_OK;
}
