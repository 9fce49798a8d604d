#include "begin.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bring.h"

enum {
	PIN_FILE_MAX = 64,
	LOCK_WAIT_MS = 3000,
	LOCK_LOOK_MS = 20,
};

static enum status read_pin(char pin[static PIN_FILE_MAX], char why[static LINK_WHY], const char *path)
{
	FILE *file = fopen(path, "r");
	int got = file && fgets(pin, PIN_FILE_MAX, file);

	if (file)
		fclose(file);
	pin[got ? strcspn(pin, "\r\n") : 0] = 0;
	if (got)
		return STATUS_OK;
	snprintf(why, LINK_WHY, "%.120s: the PIN file cannot be read: check the path.", path);
	return STATUS_ABSENT;
}

static enum status ask(char why[static LINK_WHY], struct recorder *recorder, const struct recorder_request *request)
{
	struct recorder_reply reply;
	enum status status;

	recorder_ask(recorder, &reply, request);
	status = reply.status;
	(void)snprintf(why, LINK_WHY, "%s", reply.detail);
	sodium_memzero(&reply, sizeof(reply));
	return status;
}

static enum status unlock(char why[static LINK_WHY], struct recorder *recorder, const char *pin_file)
{
	struct recorder_request request = {.call = RECORDER_CHECK_PIN};
	char pin[PIN_FILE_MAX] = "";
	enum status status = read_pin(pin, why, pin_file);

	if (status == STATUS_OK && strlen(pin) >= sizeof(request.pin)) {
		status = STATUS_PASSPHRASE;
		(void)snprintf(why, LINK_WHY, "This PIN is too long.");
	}
	if (status == STATUS_OK) {
		memcpy(request.pin, pin, strlen(pin));
		status = ask(why, recorder, &request);
	}
	sodium_memzero(&request, sizeof(request));
	sodium_memzero(pin, sizeof(pin));
	return status;
}

/* Some doors stand open for practice only; what a kiosk will be that is not enrolled is seen when it is. */
static enum status check_practice(char why[static LINK_WHY], const struct options *options, struct recorder *recorder)
{
	const struct recorder_request request = {.call = RECORDER_STATUS};
	struct recorder_reply reply;

	recorder_ask(recorder, &reply, &request);
	if (!reply.facts.enrolled || reply.facts.kind == SIGN_PRACTICE ||
	    (!options->pin_file && !options->script && !options->describe))
		return STATUS_OK;
	snprintf(
	    why, LINK_WHY,
	    "%.80s is for a real vote: --pin-file, --import, --script and --describe work with practice data only.",
	    options->data);
	return STATUS_PRACTICE;
}

/* The lock of a recorder that was ended just now goes with its process. */
static enum status create(struct recorder **out, const struct recorder_paths *paths, char why[static LINK_WHY])
{
	const struct timespec pause = {.tv_nsec = LOCK_LOOK_MS * 1000000L};
	enum status status = recorder_create(out, paths, why, LINK_WHY);

	for (unsigned waited_ms = 0; status == STATUS_STATE && waited_ms < LOCK_WAIT_MS; waited_ms += LOCK_LOOK_MS) {
		(void)nanosleep(&pause, NULL);
		status = recorder_create(out, paths, why, LINK_WHY);
	}
	return status;
}

/* Opens the data folder, with this folder as the stick, and unlocks it where a PIN was given. */
static enum status open_data(struct recorder **out, char why[static LINK_WHY], const struct options *options,
                             const char *stick, const struct disk *disk)
{
	const struct recorder_paths paths = {
	    .disk = disk, .data = options->data, .usb = stick, .mirror = options->mirror};
	enum status status = create(out, &paths, why);

	if (status != STATUS_OK)
		return status;
	status = check_practice(why, options, *out);
	if (status == STATUS_OK && options->pin_file)
		status = unlock(why, *out, options->pin_file);
	if (status == STATUS_OK)
		return status;
	recorder_destroy(*out);
	*out = NULL;
	return status;
}

/* As staff would import it from a stick that holds these two files and no others. */
static enum status import_files(char why[static LINK_WHY], const struct options *options)
{
	const struct recorder_request request = {.call = RECORDER_IMPORT};
	struct recorder *recorder = NULL;
	struct bring bring;
	enum status status = bring_stick(&bring, why, options->import, options->roster);

	if (status == STATUS_OK)
		status = open_data(&recorder, why, options, bring.folder, NULL);
	if (status == STATUS_OK)
		status = ask(why, recorder, &request);
	recorder_destroy(recorder);
	bring_finish(&bring);
	return status;
}

enum status begin_recorder(struct recorder **out, char why[static LINK_WHY], const struct options *options,
                           const struct disk *disk)
{
	enum status status = options->import ? import_files(why, options) : STATUS_OK;

	*out = NULL;
	return status == STATUS_OK ? open_data(out, why, options, options->usb, disk) : status;
}
