/* Setting up: the stick's speed and true capacity, and the signed readiness report. */
#include "recorder_parts.h"

enum status recorder_test_stick(struct recorder *recorder, struct recorder_reply *reply,
                                const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot test a stick.");
}

enum status recorder_ready(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot write a readiness report.");
}
