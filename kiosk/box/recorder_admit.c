/* Attended admission: staff let in one voter at a time. */
#include "recorder_parts.h"

enum status recorder_admit(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot admit voters.");
}
