/* Voting codes: who has one that was issued for this place and was not used may vote once. */
#include "recorder_parts.h"

enum status recorder_code(struct recorder *recorder, struct recorder_reply *reply,
                          const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot take voting codes.");
}
