/* Setting up: the stick's speed and true capacity, and the signed readiness report. */
#include "recorder_parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "readiness.h"
#include "stick_test.h"
#include "stick_words.h"

enum status recorder_test_stick(struct recorder *recorder, struct recorder_reply *reply,
                                const struct recorder_request *request)
{
	struct stick_result result;
	enum status status;

	(void)reply;
	(void)request;
	recorder->stick_kb_s = recorder->stick_free_mb = 0;
	if (!recorder_has_stick(recorder))
		return stick_refuse(&recorder->why, errno, "No USB stick is there: put one in and test it again.");
	status = stick_test(&result, &recorder->why, recorder->disk, recorder->usb);
	if (status != STATUS_OK) {
		struct sentence said = recorder->why;

		recorder_say(recorder, LOG_FAULT, said.text);
		return status;
	}
	recorder->stick_kb_s = result.kb_s;
	recorder->stick_free_mb = result.free_mb;
	tell(&recorder->why, "The USB stick keeps what is written: %u MB free, %u kB a second, looked at over %u MB.",
	     result.free_mb, result.kb_s, result.tested_mb);
	return STATUS_OK;
}

/* --- the report --- */

static void clock_text(char out[static 17], uint32_t seconds)
{
	time_t now = (time_t)seconds;
	struct tm civil;

	if (!gmtime_r(&now, &civil) || strftime(out, 17, "%Y-%m-%d %H:%M", &civil) != 16)
		memcpy(out, "1970-01-01 00:00", 17);
}

static void take_checks(struct readiness *out, uint32_t checked)
{
	for (unsigned i = 0; i < CHECK_COUNT; i++) {
		uint32_t good = checked >> i & 1, bad = checked >> (8 + i) & 1;

		out->done[i] = good || bad;
		out->check[i] = bad ? CHECK_BAD : CHECK_GOOD;
	}
}

static void gather(struct readiness *out, struct recorder *recorder, uint32_t checked)
{
	struct facts facts;

	memset(out, 0, sizeof *out);
	memset(&facts, 0, sizeof facts);
	recorder_facts(&facts, recorder);
	out->kind = recorder->kiosk.kind;
	out->election = recorder->installed.hash;
	out->kiosk = recorder->kiosk.key;
	memcpy(out->name, facts.kiosk_name, sizeof out->name);
	memcpy(out->place, facts.place, sizeof out->place);
	clock_text(out->clock, facts.clock_s);
	out->state = facts.voting;
	out->sealed = facts.sealed;
	out->spoiled = facts.spoiled;
	out->capacity = facts.capacity;
	out->px_per_m = recorder_scale(recorder);
	take_checks(out, checked);
	out->stick_kb_s = facts.stick_kb_s;
	out->stick_free_mb = facts.stick_free_mb;
	out->log_head = recorder->log.end.head;
	out->log_count = recorder->log.end.count;
}

static enum status sign(char *whole, size_t room, const struct readiness *readiness, const struct sign_secret *key)
{
	char body[READINESS_MAX_BYTES], comment[SIGN_TRUSTED_MAX + 1], signature[SIGN_FILE_MAX];
	size_t body_len;
	enum status status = readiness_write(body, sizeof body, &body_len, readiness);

	readiness_comment(comment, readiness);
	if (status == STATUS_OK)
		status = sign_file(signature, body, body_len, comment, key);
	if (status == STATUS_OK && snprintf(whole, room, "%s%s", signature, body) >= (int)room)
		status = STATUS_NO_ROOM;
	return status;
}

static enum status put_on_stick(struct recorder *recorder, const char *name, const char *whole)
{
	uint8_t want[SHA256_BYTES], found[SHA256_BYTES];
	struct manifest_digest digest;
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, recorder->usb, name);

	if (status == STATUS_OK)
		status = disk_replace(recorder->disk, recorder->usb, name, whole, strlen(whole));
	if (status == STATUS_OK)
		status = disk_read_back(found, recorder->disk, path);
	if (status != STATUS_OK)
		return status;
	manifest_digest_init(&digest);
	manifest_digest_update(&digest, whole, strlen(whole));
	manifest_digest_finish(want, &digest);
	return memcmp(want, found, SHA256_BYTES) == 0 ? STATUS_OK : STATUS_MISMATCH;
}

static void say_checks(struct recorder *recorder, const struct readiness *readiness)
{
	struct sentence said = {""};

	for (unsigned i = 0; i < CHECK_COUNT; i++) {
		size_t len = strlen(said.text);

		(void)snprintf(said.text + len, sizeof said.text - len, "%s%s %s", i ? ", " : "",
		               setup_check_word((enum setup_check)i),
		               !readiness->done[i]                 ? "left out"
		               : readiness->check[i] == CHECK_GOOD ? "good"
		                                                   : "bad");
	}
	recorder_say(recorder, LOG_READY, said.text);
}

enum status recorder_ready(struct recorder *recorder, struct recorder_reply *reply,
                           const struct recorder_request *request)
{
	char whole[READINESS_MAX_BYTES], key[9], name[DISK_NAME_MAX + 1];
	struct readiness readiness;
	enum status status;

	(void)reply;
	if (!recorder_has_stick(recorder))
		return stick_refuse(&recorder->why, errno,
		                    "No USB stick is there: put one in and save the report again.");
	gather(&readiness, recorder, request->arg);
	status = sign(whole, sizeof whole, &readiness, recorder->key);
	hex_write(key, recorder->kiosk.key.key, 4);
	(void)snprintf(name, sizeof name, "folkmoot-ready-%s.txt", key);
	if (status == STATUS_OK)
		status = put_on_stick(recorder, name, whole);
	if (status != STATUS_OK)
		return refuse(&recorder->why, status,
		              "The report could not be saved, the USB stick %s: take another one and save it again.",
		              status_phrase(status));
	say_checks(recorder, &readiness);
	if (recorder->why.text[0] == '\0')
		tell(&recorder->why, "%s", name);
	return STATUS_OK;
}
