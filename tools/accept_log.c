/* A line after the other:
 *
 *   import, any number -> open -> pause, close, open ... each with counts that never fall
 *                            \-> export 1, 2, ...         at any time after the import
 *
 * An import before the first opening begins anew, with an empty box. Between a pause or a close and the next opening no
 * ballot can come. The counts of ballots in the log are at most the report's, and where voting is paused or closed, the
 * report's own. */
#include "accept_log.h"

#include <stdio.h>
#include <string.h>

#include "log.h"

enum { HASH_SAID = 8 };

#define EXAMINE "do not use it, and examine that kiosk"

struct line {
	uint32_t at; /* its number in the log */
	enum log_kind kind;
	uint32_t sealed, spoiled; /* of open, pause, close, export */
	uint32_t number;          /* of export; of close: of this closing */
	uint32_t roster;          /* of import: the roster's revision */
	uint8_t election[HASH_SAID];
};

/* --- reading a line --- */

/* What is left of a line; fits: all that was taken was there. */
struct rest {
	const char *at;
	size_t len;
	int fits;
};

static void take(struct rest *rest, const char *words)
{
	size_t len = strlen(words);

	rest->fits = rest->fits && rest->len >= len && memcmp(rest->at, words, len) == 0;
	if (!rest->fits)
		return;
	rest->at += len;
	rest->len -= len;
}

/* Decimal, without leading zeros. */
static void take_number(struct rest *rest, uint32_t *out)
{
	uint64_t value = 0;
	size_t digits = 0;

	while (digits < rest->len && digits < 11 && rest->at[digits] >= '0' && rest->at[digits] <= '9')
		value = value * 10 + (uint64_t)(rest->at[digits++] - '0');
	rest->fits = rest->fits && digits > 0 && value <= UINT32_MAX && (digits == 1 || rest->at[0] != '0');
	if (!rest->fits)
		return;
	*out = (uint32_t)value;
	rest->at += digits;
	rest->len -= digits;
}

/* An election's id, which holds no blank. */
static void take_word(struct rest *rest)
{
	size_t len = 0;

	while (len < rest->len && rest->at[len] != ' ')
		len++;
	rest->fits = rest->fits && len > 0;
	rest->at += rest->fits ? len : 0;
	rest->len -= rest->fits ? len : 0;
}

static void take_hash(struct rest *rest, uint8_t out[static HASH_SAID])
{
	rest->fits = rest->fits && rest->len >= 2 * (size_t)HASH_SAID &&
	             hex_read(out, HASH_SAID, rest->at, 2 * (size_t)HASH_SAID) == STATUS_OK;
	if (!rest->fits)
		return;
	rest->at += 2 * (size_t)HASH_SAID;
	rest->len -= 2 * (size_t)HASH_SAID;
}

static void take_counts(struct rest *rest, struct line *line)
{
	take(rest, "sealed ");
	take_number(rest, &line->sealed);
	take(rest, ", spoiled ");
	take_number(rest, &line->spoiled);
}

static void take_import(struct rest *rest, struct line *line)
{
	uint32_t revision = 0;

	take(rest, "election ");
	take_word(rest);
	take(rest, " revision ");
	take_number(rest, &revision);
	take(rest, ", roster revision ");
	take_number(rest, &line->roster);
	take(rest, ", hash ");
	take_hash(rest, line->election);
}

static enum log_kind kind_of(struct rest *rest)
{
	for (int kind = 0; kind < LOG_KIND_COUNT; kind++) {
		struct rest tried = *rest;

		take(&tried, log_kind_word((enum log_kind)kind));
		take(&tried, " ");
		if (!tried.fits)
			continue;
		*rest = tried;
		return (enum log_kind)kind;
	}
	return LOG_KIND_COUNT;
}

/* What log_check found to be one line; false where its detail is not of its kind's form. */
static int read_line(struct line *line, struct rest rest)
{
	memset(line, 0, sizeof *line);
	take_number(&rest, &line->at);
	take(&rest, " ");
	take_word(&rest);
	take(&rest, " ");
	line->kind = kind_of(&rest);
	rest.len -= 1 + 2 * HASH_BYTES;
	switch (line->kind) {
	case LOG_IMPORT: take_import(&rest, line); break;
	case LOG_OPEN:
	case LOG_PAUSE:
	case LOG_CLOSE: take_counts(&rest, line); break;
	case LOG_EXPORT:
		take(&rest, "number ");
		take_number(&rest, &line->number);
		take(&rest, ": ");
		take_counts(&rest, line);
		break;
	case LOG_BOOT:
	case LOG_UNLOCK:
	case LOG_PIN_WRONG:
	case LOG_REFUSAL:
	case LOG_FAULT:
	case LOG_ENROL:
	case LOG_SEAL:
	case LOG_CLOCK:
	case LOG_READY:
	case LOG_PRACTICE:
	case LOG_REOPEN:
	case LOG_ERASE:
	case LOG_KIND_COUNT: return rest.fits;
	}
	return rest.fits && rest.len == 0;
}

/* --- lines, one after the other --- */

struct history {
	const struct export *export;
	struct faults *faults;
	char path[PATH_ROOM];
	int imported, opened;
	struct line import, counts, voting, exported; /* the last of each: counts is any that has them */
	uint32_t closings;
	int closed_since; /* since the last export */
};

static void check_import(struct history *now, const struct line *line)
{
	uint32_t before = now->import.roster;
	int same = now->imported && memcmp(now->import.election, line->election, HASH_SAID) == 0;

	if (now->opened && !same)
		fault(now->faults, now->path,
		      "line %u brings in another election after voting was opened in this one; " EXAMINE, line->at);
	else if (now->opened && line->roster < before)
		fault(now->faults, now->path, "line %u brings in revision %u of the roster after revision %u; " EXAMINE,
		      line->at, line->roster, before);
	if (!now->opened) {
		memset(&now->counts, 0, sizeof now->counts);
		memset(&now->exported, 0, sizeof now->exported);
	}
	now->import = *line;
	now->imported = 1;
}

static void check_counts(struct history *now, const struct line *line)
{
	const struct line *before = &now->counts;
	const struct certificate *report = &now->export->report;

	if (line->sealed < before->sealed || line->spoiled < before->spoiled)
		fault(
		    now->faults, now->path,
		    "line %u counts %u ballots and %u tests, but line %u counted %u and %u: ballots were lost, or the "
		    "box was put back; " EXAMINE,
		    line->at, line->sealed, line->spoiled, before->at, before->sealed, before->spoiled);
	else if (line->sealed > report->sealed || line->spoiled > report->spoiled)
		fault(now->faults, now->path,
		      "line %u counts %u ballots and %u tests, more than the %u and %u in %s; " EXAMINE, line->at,
		      line->sealed, line->spoiled, report->sealed, report->spoiled, EXPORT_REPORT);
	now->counts = *line;
}

static int counts_differ(const struct line *a, uint32_t sealed, uint32_t spoiled)
{
	return a->sealed != sealed || a->spoiled != spoiled;
}

static void check_voting(struct history *now, const struct line *line)
{
	const struct line *before = &now->voting;

	if (!now->imported)
		fault(now->faults, now->path,
		      "line %u is of voting, but no line before it brought an election in: the log was begun "
		      "anew; " EXAMINE,
		      line->at);
	else if (!now->opened && (line->kind != LOG_OPEN || line->sealed || line->spoiled))
		fault(now->faults, now->path,
		      "line %u must be the opening of an empty box, for none stands before it: the log was begun "
		      "anew; " EXAMINE,
		      line->at);
	else if (line->kind == LOG_OPEN && now->opened && before->kind != LOG_OPEN &&
	         counts_differ(line, before->sealed, before->spoiled))
		fault(now->faults, now->path,
		      "line %u counts other ballots than line %u, though voting was not open between them; " EXAMINE,
		      line->at, before->at);
	now->opened = 1;
	now->voting = *line;
	now->closings += line->kind == LOG_CLOSE;
	now->closed_since |= line->kind == LOG_CLOSE;
}

static void check_export(struct history *now, const struct line *line)
{
	const struct line *before = &now->exported;

	if (line->number < 1 || line->number < before->number)
		fault(now->faults, now->path,
		      "line %u is of export %u, but line %u was of export %u already: the box was put back; " EXAMINE,
		      line->at, line->number, before->at, before->number);
	else if (line->number == before->number &&
	         (now->closed_since || counts_differ(line, before->sealed, before->spoiled)))
		fault(now->faults, now->path,
		      "line %u is of export %u as line %u is, but of other content: the box was put back; " EXAMINE,
		      line->at, line->number, before->at);
	now->exported = *line;
	now->closed_since = 0;
}

static void check_line(struct history *now, const struct line *line)
{
	unsigned before = now->faults->count;

	if (line->kind == LOG_OPEN || line->kind == LOG_PAUSE || line->kind == LOG_CLOSE || line->kind == LOG_EXPORT)
		check_counts(now, line);
	if (now->faults->count != before)
		return;
	switch (line->kind) {
	case LOG_IMPORT: check_import(now, line); break;
	case LOG_OPEN:
	case LOG_PAUSE:
	case LOG_CLOSE: check_voting(now, line); break;
	case LOG_EXPORT: check_export(now, line); break;
	case LOG_BOOT:
	case LOG_UNLOCK:
	case LOG_PIN_WRONG:
	case LOG_REFUSAL:
	case LOG_FAULT:
	case LOG_ENROL:
	case LOG_SEAL:
	case LOG_CLOCK:
	case LOG_READY:
	case LOG_PRACTICE:
	case LOG_REOPEN:
	case LOG_ERASE:
	case LOG_KIND_COUNT: break;
	}
}

/* --- the log's end and the report --- */

static void check_last_import(struct history *now)
{
	const struct certificate *report = &now->export->report;

	if (!now->imported) {
		fault(
		    now->faults, now->path,
		    "has no line of an import up to its last, %u, but a kiosk exports only what it brought in: the log "
		    "was begun anew; " EXAMINE,
		    report->log_count);
		return;
	}
	if (memcmp(now->import.election, report->election.bytes, HASH_SAID) != 0)
		fault(now->faults, now->path, "line %u brings in another election than %s names; " EXAMINE,
		      now->import.at, EXPORT_REPORT);
	else if (now->import.roster > report->roster)
		fault(now->faults, now->path,
		      "line %u brings in revision %u of the roster, but %s names revision %u; " EXAMINE, now->import.at,
		      now->import.roster, EXPORT_REPORT, report->roster);
}

/* An export's log ends where it ended when the number was given out, so every export in it has a lower one. */
static void check_last_export(struct history *now)
{
	uint32_t own = now->export->report.number;

	if (now->exported.number >= own)
		fault(now->faults, now->path,
		      "line %u is of export %u, but this is export %u, which was made later: the box was put "
		      "back; " EXAMINE,
		      now->exported.at, now->exported.number, own);
}

static enum log_kind kind_that_leads_to(enum voting_state state)
{
	switch (state) {
	case VOTING_OPEN: return LOG_OPEN;
	case VOTING_PAUSED: return LOG_PAUSE;
	case VOTING_CLOSED: return LOG_CLOSE;
	case VOTING_NEW: break;
	}
	return LOG_KIND_COUNT;
}

static void check_last_voting(struct history *now)
{
	const struct certificate *report = &now->export->report;
	const char *state = voting_state_word(report->state);

	if (report->state == VOTING_NEW && now->opened)
		fault(now->faults, now->path,
		      "line %u is of voting, but %s says that voting was never opened: the box was put back; " EXAMINE,
		      now->voting.at, EXPORT_REPORT);
	else if (report->state != VOTING_NEW && !now->opened)
		fault(now->faults, now->path,
		      "has no line of an opening up to its last, %u, but %s says that voting is %s; " EXAMINE,
		      report->log_count, EXPORT_REPORT, state);
	else if (now->opened && now->voting.kind != kind_that_leads_to(report->state))
		fault(now->faults, now->path, "line %u is the last of voting and says \"%s\", but %s says %s; " EXAMINE,
		      now->voting.at, log_kind_word(now->voting.kind), EXPORT_REPORT, state);
	else if (now->opened && now->voting.kind != LOG_OPEN &&
	         counts_differ(&now->voting, report->sealed, report->spoiled))
		fault(now->faults, now->path,
		      "line %u counts %u ballots and %u tests when voting was %s, but %s says %u and %u; " EXAMINE,
		      now->voting.at, now->voting.sealed, now->voting.spoiled, state, EXPORT_REPORT, report->sealed,
		      report->spoiled);
	else if (now->closings != report->closing)
		fault(now->faults, now->path, "closes voting %u times up to line %u, but %s says %u times; " EXAMINE,
		      now->closings, report->log_count, EXPORT_REPORT, report->closing);
}

void accept_log(const struct export *export, struct faults *faults)
{
	const struct bytes *file = &export->file[FILE_LOG];
	struct history now = {.export = export, .faults = faults};
	struct rest rest = {(const char *)file->data, file->len, 1};
	unsigned before = faults->count;

	export_file_path(now.path, export, EXPORT_LOG);
	/* The first contradiction only: later lines would repeat it. */
	for (uint32_t i = 0; i < export->report.log_count && faults->count == before; i++) {
		const char *end = memchr(rest.at, '\n', rest.len);
		struct line line;

		if (!end)
			break;
		if (read_line(&line, (struct rest){rest.at, (size_t)(end - rest.at), 1}))
			check_line(&now, &line);
		else
			fault(faults, now.path, "line %u is not as a kiosk writes it; " EXAMINE, i + 1);
		rest.len -= (size_t)(end + 1 - rest.at);
		rest.at = end + 1;
	}
	if (faults->count == before)
		check_last_import(&now);
	if (faults->count == before)
		check_last_export(&now);
	if (faults->count == before)
		check_last_voting(&now);
}
