/* The display's size, as staff measured it with a card: one line in the data folder, "px_per_m 3780". Nothing depends
 * on it but how large things are shown, so that a line that cannot be read counts as none. */
#include "recorder_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCALE_FILE "display.txt"
#define SCALE_HEAD "px_per_m "

enum { SCALE_BYTES = 64 };

enum status recorder_keep_scale(struct recorder *recorder, struct recorder_reply *reply,
                                const struct recorder_request *request)
{
	uint32_t px_per_m = request->arg;
	struct sentence line = {""};
	enum status status;

	(void)reply;
	if (px_per_m < FLOW_SCALE_MIN || px_per_m > FLOW_SCALE_MAX)
		return refuse(&recorder->why, STATUS_RANGE,
		              "A display of %u pixels per metre cannot be: measure it again.", px_per_m);
	tell(&line, SCALE_HEAD "%u\n", px_per_m);
	status = disk_replace(recorder->disk, recorder->data, SCALE_FILE, line.text, strlen(line.text));
	if (status != STATUS_OK)
		return refuse(&recorder->why, status, "The display's size could not be kept, %s %s: check the disk.",
		              SCALE_FILE, status_phrase(status));
	return STATUS_OK;
}

unsigned recorder_scale(const struct recorder *recorder)
{
	char path[DISK_PATH_MAX];
	uint8_t *text = NULL;
	size_t len = 0;
	unsigned long value = 0;

	if (disk_path(path, recorder->data, SCALE_FILE) != STATUS_OK ||
	    disk_read(&text, &len, recorder->disk, path, SCALE_BYTES) != STATUS_OK)
		return 0;
	if (len > strlen(SCALE_HEAD) && !memcmp(text, SCALE_HEAD, strlen(SCALE_HEAD)))
		value = strtoul((const char *)text + strlen(SCALE_HEAD), NULL, 10);
	free(text);
	return value < FLOW_SCALE_MIN || value > FLOW_SCALE_MAX ? 0 : (unsigned)value;
}
