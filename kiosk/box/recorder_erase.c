/* Erasing a box whose every ballot lies in an export that was read back. */
#include "recorder_parts.h"

enum status recorder_erase(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot erase its box.");
}
