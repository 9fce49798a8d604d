/* A closed box opens again by the organiser's permission only. */
#include "recorder_parts.h"

enum status recorder_reopen(struct recorder *recorder, struct recorder_reply *reply,
                            const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot open again.");
}
