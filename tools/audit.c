/* The steps, one after another; each rests on those before it, so the first that fails ends the audit. */
#include "audit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "keys.h"

const char *audit_step_name(enum audit_step step)
{
	switch (step) {
	case STEP_ELECTION: return "election";
	case STEP_TRUSTEES: return "trustees";
	case STEP_ROSTER: return "roster";
	case STEP_EXPORTS: return "exports";
	case STEP_CLOSING: return "closing";
	case STEP_MERGE: return "merge";
	case STEP_MIXES: return "mixes";
	case STEP_DECRYPTION: return "decryption";
	case STEP_VOTES: return "votes";
	case STEP_RESULT: return "result";
	case STEP_COUNT: break;
	}
	return "unknown";
}

void audit_path(char out[static PATH_ROOM], const struct audit *audit, const char *name)
{
	if (path_join(out, audit->path, name) != STATUS_OK)
		snprintf(out, PATH_ROOM, "%.200s", name);
}

/* Keeps the first fault of the step. */
static void hear(void *context, const char *path, const char *sentence)
{
	struct audit *audit = context;
	struct step_verdict *step = &audit->step[audit->now];

	if (step->state == STEP_BROKEN)
		return;
	step->state = STEP_BROKEN;
	snprintf(step->file, sizeof step->file, "%s", path);
	cli_quiet(step->file);
	snprintf(step->reason, sizeof step->reason, "%s", sentence);
}

enum status audit_missing(struct audit *audit, const char *file, const char *format, ...)
{
	struct step_verdict *step = &audit->step[audit->now];
	va_list list;

	if (step->state == STEP_BROKEN)
		return STATUS_STATE;
	step->state = STEP_MISSING;
	snprintf(step->file, sizeof step->file, "%s", file);
	va_start(list, format);
	vsnprintf(step->reason, sizeof step->reason, format, list);
	va_end(list);
	cli_quiet(step->file);
	cli_quiet(step->reason);
	return STATUS_STATE;
}

enum status audit_except(struct audit *audit, const char *format, ...)
{
	char(*grown)[EXCEPTION_TEXT] =
	    realloc(audit->exceptions, (audit->exception_count + 1) * sizeof *audit->exceptions);
	va_list list;

	if (!grown)
		return STATUS_NO_ROOM;
	audit->exceptions = grown;
	va_start(list, format);
	vsnprintf(grown[audit->exception_count], EXCEPTION_TEXT, format, list);
	va_end(list);
	cli_quiet(grown[audit->exception_count++]);
	return STATUS_OK;
}

/* A step's own answer, where nothing was found wrong and what could not run is no lie. */
static enum status judge(struct audit *audit, enum status status)
{
	struct step_verdict *step = &audit->step[audit->now];
	unsigned unread = audit->faults.unread + audit->accepted.faults.unread;
	unsigned untold = audit->faults.untold + audit->accepted.faults.untold;

	if (untold)
		(void)cli_refused("… and %u more of these", untold);
	if (step->state == STEP_BROKEN && !unread)
		return STATUS_MISMATCH;
	if (status == STATUS_OK && !unread) {
		step->state = STEP_HOLDS;
		return STATUS_OK;
	}
	if (step->state != STEP_MISSING && !*step->reason) {
		snprintf(step->reason, sizeof step->reason, "could not be checked: it %s; see above",
		         status_phrase(status == STATUS_OK ? STATUS_ABSENT : status));
		(void)cli_failed("%s: %s", audit->path, step->reason);
	}
	step->state = STEP_MISSING;
	return status == STATUS_OK || unread ? STATUS_ABSENT : status;
}

enum status audit_record_as(struct audit *out, const struct audit_request *request)
{
	static audit_look *const look[STEP_COUNT] = {
	    [STEP_ELECTION] = audit_election, [STEP_TRUSTEES] = audit_trustees,     [STEP_ROSTER] = audit_roster,
	    [STEP_EXPORTS] = audit_exports,   [STEP_CLOSING] = audit_closing,       [STEP_MERGE] = audit_merge,
	    [STEP_MIXES] = audit_mixes,       [STEP_DECRYPTION] = audit_decryption, [STEP_VOTES] = audit_votes,
	    [STEP_RESULT] = audit_result,
	};
	enum status status = STATUS_OK;

	memset(out, 0, sizeof *out);
	out->faults.sink = hear;
	out->faults.links = LINKS_REFUSED;
	out->faults.context = out;
	out->last = request->last;
	if (snprintf(out->path, sizeof out->path, "%s", request->path) >= (int)sizeof out->path) {
		(void)cli_failed("%.60s…: this path is too long; use shorter folder names", request->path);
		return STATUS_TOO_LONG;
	}
	if (request->organiser) {
		out->given = *request->organiser;
		out->trusted = &out->given;
	}
	for (unsigned step = 0; step <= request->last && status == STATUS_OK; step++) {
		out->now = (enum audit_step)step;
		status = look[step](out);
		/* A mixer or a trustee goes on with what there is; who audits it all is told of anything else too. */
		if (status == STATUS_STATE && request->last == STEP_RESULT)
			audit_strays(out);
		status = judge(out, status);
		if (request->passed)
			request->passed(request->context, out, out->now);
	}
	return status;
}

enum status audit_record(struct audit *out, const char *path, enum audit_step last)
{
	struct audit_request request = {.path = path, .last = last};

	return audit_record_as(out, &request);
}

enum status audit_record_by(struct audit *out, const char *path, enum audit_step last, const char *organiser)
{
	struct sign_public key;
	/* cppcheck-suppress uninitvar ; its address is taken here, and the next line writes it */
	struct audit_request request = {.path = path, .last = last, .organiser = organiser ? &key : NULL};
	enum status status = organiser ? public_key_load(&key, organiser) : STATUS_OK;

	if (status == STATUS_OK)
		return audit_record_as(out, &request);
	memset(out, 0, sizeof *out);
	return status;
}

void audit_say_key(const struct audit *audit)
{
	char key[SIGN_KEY_TEXT];

	sign_key_text(key, &audit->organiser);
	printf("The organiser's key: %s\n", key);
	if (!audit->trusted)
		printf("It was taken from the record itself. Compare it with one that you got another way, or give\n"
		       "that one with --organiser: whoever can make a whole record can make such a key.\n");
	fflush(stdout);
}

static void free_paths(char **paths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(paths[i]);
	free(paths);
}

void audit_finish(struct audit *audit)
{
	result_free(&audit->result);
	factors_finish(&audit->factors);
	moderation_free(&audit->moderation);
	mixes_finish(&audit->mixes);
	factors_finish(&audit->draw);
	merge_finish(&audit->merged);
	accept_finish(&audit->accepted);
	inventory_finish(&audit->inventory);
	bytes_free(&audit->organiser_file);
	bytes_free(&audit->manifest_file);
	bytes_free(&audit->transcript);
	free_paths(audit->export_path, audit->export_count);
	free_paths(audit->loss_path, audit->loss_count);
	free(audit->exceptions);
	audit->export_path = audit->loss_path = NULL;
	audit->exceptions = NULL;
	audit->export_count = audit->loss_count = audit->exception_count = 0;
}
