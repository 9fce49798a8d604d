/* A new kiosk: its key, its organiser, its PINs. */
#include "recorder_parts.h"

enum status recorder_find_organiser(struct recorder *recorder, struct recorder_reply *reply,
                                    const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot read an organiser's key.");
}

enum status recorder_enrol(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot be enrolled.");
}

enum status recorder_make_key_stick(struct recorder *recorder, struct recorder_reply *reply,
                                    const struct recorder_request *request)
{
	(void)reply;
	(void)request;
	return refuse(&recorder->why, STATUS_STATE, "This kiosk cannot write a staff stick.");
}
