/* Attended admission: staff let in one voter at a time. */
#include "recorder_parts.h"

/* Admitted twice before the first began is one voter: the number is compared with staff's list. */
enum status recorder_admit(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	if (recorder->installed.election->admission != ADMISSION_ATTENDED)
		return refuse(&recorder->why, STATUS_STATE, "In this election voters are not admitted by staff.");
	if (recorder->in_session)
		return refuse(&recorder->why, STATUS_STATE, "A voter is voting: the next one is admitted after.");
	if (recorder->admission.is_there)
		return STATUS_OK;
	recorder->admission.is_there = 1;
	recorder->admissions++;
	return STATUS_OK;
}
