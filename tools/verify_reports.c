#include "verify_reports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "log.h"
#include "readiness.h"

enum { REPORTS_MAX_BYTES = 256 * 1024, PLACE_ROOM = PATH_ROOM + 32, SAID_AT_MOST = 40 };

/* --- closing reports --- */

struct seen {
	struct closing closing;
	char where[PLACE_ROOM];
};

struct reports {
	const struct verify_known *known;
	struct seen *seen;
	size_t count, room;
};

/* Whose key it is; a fault where it is nobody's. */
static const struct roster_kiosk *find_kiosk(const struct verify_known *known, const char *where,
                                             const uint8_t key[static SIGN_KEY_BYTES])
{
	const struct roster_kiosk *kiosk = roster_find(known->roster, key);
	const struct former_roster *former;
	char hex[9];

	if (kiosk)
		return kiosk;
	hex_write(hex, key, 4);
	former = former_find(&kiosk, known->former, key);
	if (former)
		fault(known->faults, where,
		      "is of %s (%s), key %s, which the organiser revoked: revision %u of the roster (%s) has it, and "
		      "revision %u has not; leave it out",
		      kiosk->name, kiosk->place, hex, former->roster.revision, former->path, known->roster->revision);
	else
		fault(
		    known->faults, where,
		    "was signed by a kiosk that is not on the roster, key %s; compare with the key on its screen, and "
		    "ask the organiser for the roster that names it",
		    hex);
	return NULL;
}

static void check_log(const struct verify_known *known, const struct seen *seen, const struct export *export)
{
	const struct closing *closing = &seen->closing;
	const struct bytes *file = &export->file[FILE_LOG];
	struct log_end end;

	if (export->report.log_count < closing->log_count)
		return;
	if (log_check(&end, (const char *)file->data, file->len, closing->kiosk, closing->log_count) == STATUS_OK &&
	    hash_compare(&end.head, &closing->log_head) == 0)
		return;
	fault(known->faults, seen->where,
	      "its log, %u lines when %s (%s) showed it, is not the beginning of the log in %s; do not count this "
	      "export, "
	      "and examine that kiosk",
	      closing->log_count, export->kiosk->name, export->kiosk->place, export->path);
}

enum { HELD_ROOM = 64 };

/* "812 ballots and 1 test ballot" */
static const char *held(char out[static HELD_ROOM], uint32_t sealed, uint32_t spoiled)
{
	snprintf(out, HELD_ROOM, "%u ballot%s and %u test ballot%s", sealed, plural(sealed), spoiled, plural(spoiled));
	return out;
}

/* Against the newest export of the kiosk: what was on the screen when voting was closed, and what came. */
static void compare(const struct verify_known *known, const struct seen *seen, const struct accepted_kiosk *kiosk)
{
	const struct closing *closing = &seen->closing;
	const struct export *last = kiosk->last;
	const struct certificate *report = &last->report;
	const char *name = kiosk->kiosk->name, *place = kiosk->kiosk->place;
	char here[HELD_ROOM], shown[HELD_ROOM];

	held(here, report->sealed, report->spoiled);
	held(shown, closing->sealed, closing->spoiled);
	if (report->closing < closing->closing)
		fault(known->faults, last->path,
		      "is stale: this is export %u of %s (%s), with %s, made before closing %u, when the kiosk showed "
		      "%s (%s); bring the export made after closing",
		      report->number, name, place, here, closing->closing, shown, seen->where);
	else if (report->closing == closing->closing && report->state == VOTING_CLOSED &&
	         (hash_compare(&report->set, &closing->set) != 0 ||
	          hash_compare(&report->spoiled_set, &closing->spoiled_set) != 0))
		fault(known->faults, last->path,
		      "holds other ballots (%s) than %s (%s) showed when it was closed (%s, %s); do not count it, and "
		      "examine that kiosk",
		      here, name, place, shown, seen->where);
	else if (report->sealed < closing->sealed || report->spoiled < closing->spoiled)
		fault(known->faults, last->path,
		      "holds fewer ballots (%s) than %s (%s) showed when it was closed (%s, %s); do not count it, and "
		      "examine that kiosk",
		      here, name, place, shown, seen->where);
	else
		check_log(known, seen, last);
}

/* Two reports of one closing say the same. */
static void compare_reports(const struct reports *reports, const struct seen *seen)
{
	const struct closing *now = &seen->closing;

	for (size_t i = 0; i < reports->count; i++) {
		const struct closing *other = &reports->seen[i].closing;

		if (memcmp(other->kiosk, now->kiosk, SIGN_KEY_BYTES) != 0 || other->closing != now->closing ||
		    (hash_compare(&other->set, &now->set) == 0 &&
		     hash_compare(&other->spoiled_set, &now->spoiled_set) == 0))
			continue;
		fault(reports->known->faults, seen->where,
		      "says other ballots than %s for the same closing of the same kiosk: it signed two histories; "
		      "examine that kiosk",
		      reports->seen[i].where);
		return;
	}
}

static void tell_closing(const struct seen *seen, const struct roster_kiosk *kiosk, const struct accepted_kiosk *came)
{
	const struct closing *closing = &seen->closing;
	char set[2 * HASH_BYTES + 1];

	hex_write(set, closing->set.bytes, HASH_BYTES);
	printf("Closing report of %s (%s), signed by its key:\n", kiosk->name, kiosk->place);
	printf("  closing %u: %u ballot%s, %u test ballot%s, log of %u lines\n  set of ballots %s\n", closing->closing,
	       closing->sealed, plural(closing->sealed), closing->spoiled, plural(closing->spoiled), closing->log_count,
	       set);
	if (came && came->last && came->last->report.closing == closing->closing &&
	    came->last->report.state == VOTING_CLOSED)
		printf("  Its closing export holds exactly these ballots: %s\n", came->last->path);
	else if (came && came->last)
		printf("  It was opened again after this; its export here goes on from it: %s\n", came->last->path);
	else if (came)
		printf("  Nothing came from this kiosk yet: bring its closing export, and verify again.\n");
	printf("\n");
}

static void take_report(struct reports *reports, const char *where, const char *text, size_t text_len)
{
	const struct verify_known *known = reports->known;
	struct seen *seen = &reports->seen[reports->count];
	const struct roster_kiosk *kiosk;
	const struct accepted_kiosk *came = NULL;
	unsigned before = known->faults->count;
	enum status status = closing_read(&seen->closing, text, text_len);

	snprintf(seen->where, sizeof seen->where, "%s", where);
	if (status == STATUS_SIGNATURE) {
		fault(
		    known->faults, where,
		    "its signature does not hold: a letter was read wrongly, or somebody changed it; read the QR code "
		    "again");
		return;
	}
	if (status != STATUS_OK) {
		fault(known->faults, where,
		      "is no closing report (it %s); give the whole text of the QR code, which begins with "
		      "\"FOLKMOOT/1 CLOSING\"",
		      status_phrase(status));
		return;
	}
	kiosk = find_kiosk(known, where, seen->closing.kiosk);
	if (!kiosk)
		return;
	if (hash_compare(&seen->closing.election, &known->roster->election) != 0) {
		fault(known->faults, where,
		      "%s (%s) closed another election, or another revision of it, than the one of %s; give reports of "
		      "this one only",
		      kiosk->name, kiosk->place, known->roster_path);
		return;
	}
	compare_reports(reports, seen);
	if (known->accepted)
		came = &known->accepted->kiosks[kiosk - known->roster->kiosk];
	if (came && came->last)
		compare(known, seen, came);
	reports->count++;
	if (known->faults->count == before)
		tell_closing(seen, kiosk, came);
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A line of it; what stock readers of codes set before a text is taken off. */
static void take_line(struct reports *reports, const char *where, const char *text, size_t len)
{
	static const char before[] = "QR-Code:";

	while (len > 0 && is_blank(text[len - 1]))
		len--;
	while (len > 0 && is_blank(*text)) {
		text++;
		len--;
	}
	if (len >= sizeof before - 1 && memcmp(text, before, sizeof before - 1) == 0) {
		text += sizeof before - 1;
		len -= sizeof before - 1;
	}
	if (len > 0)
		take_report(reports, where, text, len);
}

static enum status make_room(struct reports *reports, size_t more)
{
	struct seen *grown = realloc(reports->seen, (reports->room + more) * sizeof *grown);

	if (!grown) {
		(void)cli_failed("the closing reports do not fit this computer's memory; give fewer at once");
		return STATUS_NO_ROOM;
	}
	reports->seen = grown;
	reports->room += more;
	return STATUS_OK;
}

static enum status take_file(struct reports *reports, const char *path)
{
	struct bytes file = {0};
	size_t lines = 1, line = 0;
	enum status status = fault_read(&file, reports->known->faults, path, REPORTS_MAX_BYTES, "the closing reports");
	const char *at = (const char *)file.data, *end = at + file.len;

	if (status != STATUS_OK)
		return STATUS_OK; /* told and counted */
	for (size_t i = 0; i < file.len; i++)
		lines += file.data[i] == '\n';
	status = make_room(reports, lines);
	while (status == STATUS_OK && at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		char where[PLACE_ROOM];

		line++;
		snprintf(where, sizeof where, lines > 2 ? "%s, line %zu" : "%s", path, line);
		take_line(reports, where, at, (size_t)((newline ? newline : end) - at));
		at = newline ? newline + 1 : end;
	}
	bytes_free(&file);
	return status;
}

static enum status take_given(struct reports *reports, const char *given)
{
	char where[PLACE_ROOM];
	enum status status;

	if (path_exists(given))
		return take_file(reports, given);
	if (strlen(given) < SAID_AT_MOST) {
		(void)cli_failed("--qr %s: there is no such file, and no closing report either, which begins with "
		                 "\"FOLKMOOT/1 CLOSING\"; give one of the two",
		                 given);
		return STATUS_ABSENT;
	}
	snprintf(where, sizeof where, "--qr \"%.*s…\"", SAID_AT_MOST, given);
	status = make_room(reports, 1);
	if (status == STATUS_OK)
		take_line(reports, where, given, strlen(given));
	return status;
}

enum status verify_closing_reports(const struct verify_known *known, const char *const *texts, size_t count)
{
	struct reports reports = {.known = known};
	unsigned before = known->faults->count;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = take_given(&reports, texts[i]);
	free(reports.seen);
	return status == STATUS_OK && known->faults->count != before ? STATUS_MISMATCH : status;
}

/* --- readiness reports --- */

static enum status open_readiness(struct readiness *out, const struct roster_kiosk **kiosk, const struct bytes *file,
                                  const struct roster *roster)
{
	char trusted[SIGN_TRUSTED_MAX + 1], expected[SIGN_TRUSTED_MAX + 1];
	const uint8_t *body = NULL;
	size_t body_len = 0;
	enum status status = STATUS_WRONG_KEY;

	for (unsigned i = 0; i < roster->kiosk_count && status == STATUS_WRONG_KEY; i++) {
		*kiosk = &roster->kiosk[i];
		status = signed_open(&body, &body_len, trusted, sizeof trusted, file->data, file->len, &(*kiosk)->key);
	}
	if (status == STATUS_OK)
		status = readiness_read(out, (const char *)body, body_len);
	if (status != STATUS_OK)
		return status;
	readiness_comment(expected, out);
	return strcmp(trusted, expected) == 0 && sign_key_equal(&out->kiosk, &(*kiosk)->key) ? STATUS_OK
	                                                                                     : STATUS_MISMATCH;
}

/* What must be looked at before voting begins, in words; the number of such things. */
static unsigned tell_checks(const struct readiness *readiness)
{
	unsigned open = 0;

	for (unsigned i = 0; i < CHECK_COUNT; i++) {
		const char *word = setup_check_word((enum setup_check)i);

		if (readiness->done[i] && readiness->check[i] == CHECK_GOOD)
			continue;
		printf("  %s %s\n", word, readiness->done[i] ? "BAD" : "left out");
		open++;
	}
	return open;
}

/* What no check looks at, and keeps a kiosk from this vote all the same; NULL: nothing. */
static const char *unfit(const struct readiness *readiness, const struct verify_known *known)
{
	static const struct hash none;

	if (hash_compare(&readiness->election, &none) == 0)
		return "load the election";
	if (hash_compare(&readiness->election, &known->roster->election) != 0)
		return "load this election";
	if (readiness->state == VOTING_CLOSED)
		return "its voting is closed";
	if (readiness->state == VOTING_NEW && readiness->sealed + readiness->spoiled > 0)
		return "its box is not empty; examine that kiosk";
	return NULL;
}

static void tell_readiness(const struct readiness *readiness, const struct verify_known *known)
{
	static const struct hash none;
	const char *wrong = unfit(readiness, known);
	unsigned open;

	printf("Readiness report of %s (%s), signed by its key, its clock showing %s:\n", readiness->name,
	       readiness->place, readiness->clock);
	if (hash_compare(&readiness->election, &none) == 0)
		printf("  no election yet\n");
	else
		printf("  %s election; voting %s; %u ballots, %u tests, room for %u\n",
		       hash_compare(&readiness->election, &known->roster->election) == 0 ? "this" : "ANOTHER",
		       voting_state_word(readiness->state), readiness->sealed, readiness->spoiled, readiness->capacity);
	if (readiness->stick_kb_s)
		printf("  stick: %u kB a second, %u MB free\n", readiness->stick_kb_s, readiness->stick_free_mb);
	open = tell_checks(readiness);
	if (wrong)
		printf("  Not ready: %s%s.\n\n", wrong, open ? ", and look at the checks again" : "");
	else if (open == 0)
		printf("  Ready: every check is good.\n\n");
	else
		printf("  Not ready: look at %s again, and save a new report.\n\n",
		       open == 1 ? "this check" : "these checks");
}

static void take_readiness(const struct verify_known *known, const char *path)
{
	struct readiness readiness;
	const struct roster_kiosk *kiosk = NULL;
	struct bytes file = {0};
	enum status status =
	    fault_read(&file, known->faults, path, READINESS_MAX_BYTES + SIGN_FILE_MAX, "the readiness report");

	if (status != STATUS_OK)
		return;
	status = open_readiness(&readiness, &kiosk, &file, known->roster);
	bytes_free(&file);
	if (status == STATUS_WRONG_KEY)
		fault(
		    known->faults, path,
		    "was signed by a kiosk that is not on the roster; ask the organiser for the roster that names it");
	else if (status != STATUS_OK)
		fault(known->faults, path,
		      "is no readiness report as a kiosk signs it, or was changed (it %s); save it on the kiosk again",
		      status_phrase(status));
	else if (strcmp(readiness.name, kiosk->name) != 0 || strcmp(readiness.place, kiosk->place) != 0)
		fault(known->faults, path,
		      "says \"%s\" at \"%s\", but the roster has \"%s\" at \"%s\" for this kiosk; bring the newest "
		      "roster "
		      "to the kiosk, and save the report again",
		      readiness.name, readiness.place, kiosk->name, kiosk->place);
	else
		tell_readiness(&readiness, known);
}

enum status verify_readiness_reports(const struct verify_known *known, const char *const *paths, size_t count)
{
	unsigned before = known->faults->count;

	for (size_t i = 0; i < count; i++)
		take_readiness(known, paths[i]);
	return known->faults->count != before ? STATUS_MISMATCH : STATUS_OK;
}
