/* A line after the other:
 *
 *   import, any number -> open -> pause, close, open ... each with counts that never fall
 *                            \-> export 1, 2, ...         at any time after the import
 *
 * An import before the first opening begins anew, with an empty box; so does an erasure, after a close and an export of
 * all that was there. Between a pause or a close and the next opening no ballot can come, and after a close the
 * organiser's permission stands before the opening. Since the last erasure the counts of ballots are at most the
 * report's, and where voting is paused or closed, the report's own. The last line is a seal, and every seal holds. */
#include "accept_log.h"

#include <stdio.h>
#include <string.h>

#include "log_seal.h"
#include "permission.h"

enum { HASH_SAID = 8 };

#define EXAMINE "do not use it, and examine that kiosk"

struct line {
	uint32_t at; /* its number in the log */
	enum log_kind kind;
	uint32_t sealed, spoiled; /* of open, pause, close, export */
	uint32_t number;          /* of export, erase: of the export; of reopen: of the closing */
	uint32_t roster;          /* of import: the roster's revision */
	uint8_t election[HASH_SAID];
	uint8_t permission[SIGN_BYTES]; /* of reopen */
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

static void take_reopen(struct rest *rest, struct line *line)
{
	size_t len = PERMISSION_SIGNATURE_TEXT - 1;

	take(rest, "closing ");
	take_number(rest, &line->number);
	take(rest, ", permission ");
	rest->fits =
	    rest->fits && rest->len >= len && permission_signature_read(line->permission, rest->at, len) == STATUS_OK;
	if (!rest->fits)
		return;
	rest->at += len;
	rest->len -= len;
}

/* What log_check found to be one line; false where its detail is not of its kind's form. */
static int read_line(struct line *line, const char *text, size_t len)
{
	struct log_line parts;
	struct rest rest;

	memset(line, 0, sizeof *line);
	if (!log_line_read(&parts, text, len))
		return 0;
	line->at = parts.number;
	line->kind = parts.kind;
	rest = (struct rest){parts.detail, parts.detail_len, 1};
	switch (line->kind) {
	case LOG_IMPORT: take_import(&rest, line); break;
	case LOG_OPEN:
	case LOG_PAUSE:
	case LOG_CLOSE: take_counts(&rest, line); break;
	case LOG_EXPORT:
	case LOG_ERASE:
		take(&rest, "number ");
		take_number(&rest, &line->number);
		take(&rest, ": ");
		take_counts(&rest, line);
		break;
	case LOG_REOPEN: take_reopen(&rest, line); break;
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
	case LOG_KIND_COUNT: return rest.fits;
	}
	return rest.fits && rest.len == 0;
}

/* --- lines, one after the other --- */

struct history {
	const struct export *export;
	const struct sign_public *organiser;
	struct faults *faults;
	char path[PATH_ROOM];
	uint32_t erased;     /* the last line of an erasure in the whole log; 0: there is none */
	uint32_t erased_own; /* the last line that erases the report's own election; 0: there is none */
	uint32_t begun_anew; /* log_seal.h */
	int imported, opened;
	struct line import, counts, voting, exported; /* the last of each: counts is any that has them */
	uint32_t closings;
	int closed_since; /* since the last export */
	int may_reopen;   /* since the last close */
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
	else if (line->at > now->erased && (line->sealed > report->sealed || line->spoiled > report->spoiled))
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
	else if (line->kind != LOG_CLOSE && now->opened && before->kind == LOG_CLOSE && !now->may_reopen)
		fault(now->faults, now->path,
		      "line %u opens again what line %u closed, but no permission of the organiser stands between "
		      "them; " EXAMINE,
		      line->at, before->at);
	now->opened = 1;
	now->may_reopen = 0;
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

static void check_reopen(struct history *now, const struct line *line)
{
	const struct certificate *report = &now->export->report;

	/* Of an election that is erased since, nobody here knows the organiser's key. */
	if (line->at > now->erased && permission_verify(&report->election, report->kiosk.key, line->number,
	                                                line->permission, now->organiser) != STATUS_OK)
		fault(now->faults, now->path,
		      "line %u has a permission to open again that the organiser did not sign for this kiosk and "
		      "closing %u; " EXAMINE,
		      line->at, line->number);
	else if (!now->opened || now->voting.kind != LOG_CLOSE || line->number != now->closings)
		fault(now->faults, now->path,
		      "line %u has a permission to open again after closing %u, but voting was not closed for that "
		      "time; " EXAMINE,
		      line->at, line->number);
	now->may_reopen = 1;
}

/* Only what was closed and is on a stick makes way. */
static void check_erase(struct history *now, const struct line *line)
{
	const struct line *held = &now->exported;

	if (!now->opened || now->voting.kind != LOG_CLOSE || now->closed_since || held->number != line->number ||
	    counts_differ(line, held->sealed, held->spoiled) ||
	    counts_differ(line, now->voting.sealed, now->voting.spoiled)) {
		fault(now->faults, now->path,
		      "line %u erases a box that was not closed and exported as it was; " EXAMINE, line->at);
		return;
	}
	now->imported = now->opened = now->closed_since = now->may_reopen = 0;
	now->closings = 0;
	memset(&now->import, 0, sizeof now->import);
	memset(&now->counts, 0, sizeof now->counts);
	memset(&now->voting, 0, sizeof now->voting);
	memset(&now->exported, 0, sizeof now->exported);
}

static int has_counts(enum log_kind kind)
{
	return kind == LOG_OPEN || kind == LOG_PAUSE || kind == LOG_CLOSE || kind == LOG_EXPORT;
}

static void check_line(struct history *now, const struct line *line)
{
	unsigned before = now->faults->count;

	if (has_counts(line->kind))
		check_counts(now, line);
	if (now->faults->count != before)
		return;
	switch (line->kind) {
	case LOG_IMPORT: check_import(now, line); break;
	case LOG_OPEN:
	case LOG_PAUSE:
	case LOG_CLOSE: check_voting(now, line); break;
	case LOG_EXPORT: check_export(now, line); break;
	case LOG_REOPEN: check_reopen(now, line); break;
	case LOG_ERASE: check_erase(now, line); break;
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

/* --- the whole log --- */

static void check_seals(struct history *now)
{
	const struct bytes *file = &now->export->file[FILE_LOG];
	const struct certificate *report = &now->export->report;
	struct log_seals seals;
	uint32_t line;

	if (log_seals_check(&seals, &line, (const char *)file->data, file->len, report->kiosk.key) != STATUS_OK)
		fault(now->faults, now->path,
		      "the seal on line %u does not hold: lines before it were changed; " EXAMINE, line);
	else if (seals.line != report->log_count)
		fault(now->faults, now->path,
		      "line %u, its last, is not a seal, but a kiosk seals its log before every export; " EXAMINE,
		      report->log_count);
	else
		now->begun_anew = seals.begun_anew;
}

typedef void line_check(struct history *now, const struct line *line);

/* The first contradiction only: later lines would repeat it. */
static void each_line(struct history *now, line_check *check)
{
	const struct bytes *file = &now->export->file[FILE_LOG];
	const char *at = (const char *)file->data;
	size_t len = file->len;
	unsigned before = now->faults->count;

	for (uint32_t i = 0; i < now->export->report.log_count && now->faults->count == before; i++) {
		const char *end = memchr(at, '\n', len);
		struct line line;

		if (!end)
			break;
		if (read_line(&line, at, (size_t)(end - at)))
			check(now, &line);
		else
			fault(now->faults, now->path, "line %u is not as a kiosk writes it; " EXAMINE, i + 1);
		len -= (size_t)(end + 1 - at);
		at = end + 1;
	}
}

static void find_erasure(struct history *now, const struct line *line)
{
	if (line->kind == LOG_IMPORT)
		now->import = *line;
	if (line->kind != LOG_ERASE)
		return;
	now->erased = line->at;
	if (memcmp(now->import.election, now->export->report.election.bytes, HASH_SAID) == 0)
		now->erased_own = line->at;
}

/* A second box of one election would number its exports anew, and the first one's ballots would be missed by nobody. */
static void check_erasures(struct history *now)
{
	if (now->erased_own > 0)
		fault(now->faults, now->path,
		      "line %u erased the box of this very election, and a kiosk never has a second one of it: the "
		      "ballots of the first one are not here; " EXAMINE,
		      now->erased_own);
}

void accept_log(struct export *export, struct faults *faults, const struct sign_public *organiser)
{
	struct history now = {.export = export, .organiser = organiser, .faults = faults};
	unsigned before = faults->count;

	export_file_path(now.path, export, EXPORT_LOG);
	each_line(&now, find_erasure);
	memset(&now.import, 0, sizeof now.import);
	if (faults->count == before)
		each_line(&now, check_line);
	if (faults->count == before)
		check_erasures(&now);
	if (faults->count == before)
		check_last_import(&now);
	if (faults->count == before)
		check_last_export(&now);
	if (faults->count == before)
		check_last_voting(&now);
	if (faults->count == before)
		check_seals(&now);
	export->log_begun_anew = now.begun_anew;
}
