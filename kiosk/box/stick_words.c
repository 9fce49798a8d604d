#include "stick_words.h"

#include "disk.h"

enum status stick_refuse(struct sentence *why, int error, const char *absent)
{
	enum status status = disk_status(error);

	if (status == STATUS_ABSENT)
		return refuse(why, status, "%s", absent);
	if (status == STATUS_TIMEOUT)
		return refuse(why, status, "The USB stick does not answer: take it out and put in another one.");
	if (status == STATUS_TOO_LONG)
		return refuse(why, status,
		              "The USB stick has too many files at its top: take an empty one, with only what is "
		              "needed on it.");
	return refuse(why, status, "The USB stick cannot be read: take another one.");
}
