/* The kiosk's clock: the system's and an offset that staff set. */
#include "recorder_parts.h"

enum status recorder_set_clock(struct recorder *recorder, struct recorder_reply *reply,
                               const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot set its clock.");
}

uint32_t recorder_clock_s(const struct recorder *recorder)
{
	int64_t now = recorder->disk->utc_s(recorder->disk->context);

	return now < 0 ? 0 : now > UINT32_MAX ? UINT32_MAX : (uint32_t)now;
}
