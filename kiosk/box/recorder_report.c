/* The closing report. */
#include "recorder_parts.h"

enum status recorder_report(struct recorder *recorder, struct recorder_reply *reply,
                            const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot show a closing report.");
}
