/* Practice mode: calls go to a second recorder. */
#include "recorder_parts.h"

enum status recorder_practice(struct recorder *recorder, struct recorder_reply *reply,
                              const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot begin practice.");
}
