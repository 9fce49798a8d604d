#include "accept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accept_given.h"
#include "cli.h"

/* --- the roster --- */

static enum status open_roster(const char **body, size_t *body_len, char trusted[static SIGN_TRUSTED_MAX + 1],
                               struct accepted *accepted, const char *path)
{
	const uint8_t *data;
	enum status status = signed_open(&data, body_len, trusted, SIGN_TRUSTED_MAX + 1, accepted->roster_file.data,
	                                 accepted->roster_file.len, &accepted->organiser);

	*body = (const char *)data;
	if (status == STATUS_WRONG_KEY)
		fault(&accepted->faults, path,
		      "was signed with another key than the organiser's (%s); get the roster from the organiser of "
		      "this election",
		      accepted->organiser_path);
	else if (status != STATUS_OK)
		fault(&accepted->faults, path,
		      "is no signed roster, or was changed (it %s); get it again from the organiser",
		      status_phrase(status));
	return status;
}

static enum status check_roster(struct accepted *accepted, const char *trusted, const char *path)
{
	char expected[SIGN_TRUSTED_MAX + 1], hash[2 * HASH_BYTES + 1];
	const struct roster *roster = &accepted->roster;

	if (hash_compare(&roster->election, &accepted->package.hash) != 0) {
		fault(&accepted->faults, path,
		      "this roster is of another election, or of another revision of it; give the roster that was "
		      "signed for "
		      "this package");
		return STATUS_OTHER_ELECTION;
	}
	if (roster->kind != accepted->package.election->kind) {
		fault(&accepted->faults, path,
		      "mixes practice and real: roster and election must be of one kind; make it again");
		return STATUS_PRACTICE;
	}
	hex_write(hash, accepted->package.hash.bytes, HASH_BYTES);
	snprintf(expected, sizeof expected, "folkmoot roster %s revision %u", hash, roster->revision);
	if (strcmp(expected, trusted) == 0)
		return STATUS_OK;
	fault(&accepted->faults, path, "its signature's trusted comment must be '%s'; make the roster again", expected);
	return STATUS_MISMATCH;
}

enum status accept_roster(struct accepted *accepted, const char *path)
{
	char trusted[SIGN_TRUSTED_MAX + 1];
	const char *body = NULL;
	size_t body_len = 0;
	enum status status = fault_read(&accepted->roster_file, &accepted->faults, path,
	                                ROSTER_MAX_BYTES + SIGN_FILE_MAX, "the roster of kiosks");

	if (status == STATUS_OK)
		status = open_roster(&body, &body_len, trusted, accepted, path);
	if (status != STATUS_OK)
		return status;
	status = roster_read(&accepted->roster, body, body_len);
	if (status != STATUS_OK) {
		fault(&accepted->faults, path,
		      "is no roster of kiosks (it %s); make it again with `folkmoot kiosk roster`",
		      status_phrase(status));
		return status;
	}
	return check_roster(accepted, trusted, path);
}

/* --- all --- */

static enum status load_exports(struct accepted *accepted, const struct accept_sources *sources)
{
	accepted->exports = calloc(sources->export_count + 1, sizeof *accepted->exports);
	accepted->kiosks = calloc(accepted->roster.kiosk_count + 1, sizeof *accepted->kiosks);
	if (!accepted->exports || !accepted->kiosks) {
		(void)cli_failed("the exports do not fit this computer's memory; use a larger one");
		return STATUS_NO_ROOM;
	}
	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++)
		accepted->kiosks[i].kiosk = &accepted->roster.kiosk[i];
	for (size_t i = 0; i < sources->export_count; i++) {
		export_read(&accepted->exports[i], &accepted->faults, sources->exports[i], &accepted->package,
		            &accepted->roster, &accepted->former);
		accepted->export_count++;
	}
	return STATUS_OK;
}

static enum status verdict(const struct accepted *accepted)
{
	if (accepted->faults.untold)
		(void)cli_refused("… and %u more of these", accepted->faults.untold);
	if (accepted->faults.unread)
		return STATUS_ABSENT;
	return accepted->faults.count ? STATUS_MISMATCH : STATUS_OK;
}

enum status accept_election(struct accepted *out, const struct accept_sources *sources)
{
	enum status status = STATUS_OK;

	memset(out, 0, sizeof *out);
	out->faults.sink = sources->sink;
	out->faults.context = sources->context;
	out->faults.links = sources->organiser_key ? LINKS_REFUSED : LINKS_FOLLOWED;
	if (sources->organiser_key) {
		out->organiser = *sources->organiser_key;
		snprintf(out->organiser_path, PATH_ROOM, "%s", sources->organiser);
	} else {
		status = organiser_load(&out->organiser, out->organiser_path, sources->organiser, sources->election);
	}
	return status == STATUS_OK ? package_read(&out->package, &out->faults, sources->election, &out->organiser)
	                           : status;
}

enum status accept_exports(struct accepted *accepted, const struct accept_sources *sources)
{
	enum status status = load_exports(accepted, sources);

	if (status != STATUS_OK)
		return status;
	accept_links(accepted);
	accept_ballots(accepted);
	return STATUS_OK;
}

enum status accept_load(struct accepted *out, const struct accept_sources *sources)
{
	enum status status = accept_election(out, sources);

	if (status == STATUS_OK)
		status = accept_roster(out, sources->roster);
	if (status == STATUS_OK)
		status = former_load(&out->former, sources->earlier, sources->earlier_count, &out->organiser);
	if (status == STATUS_OK)
		status = accept_given(sources);
	if (status == STATUS_OK)
		status = accept_exports(out, sources);
	if (status != STATUS_OK)
		return status;
	accept_closing(out, sources);
	return verdict(out);
}

void accept_finish(struct accepted *accepted)
{
	for (size_t i = 0; i < accepted->export_count; i++)
		export_finish(&accepted->exports[i]);
	for (size_t i = 0; i < accepted->loss_count; i++)
		loss_finish(&accepted->losses[i]);
	free(accepted->exports);
	free(accepted->losses);
	free(accepted->kiosks);
	free(accepted->ballots);
	former_finish(&accepted->former);
	bytes_free(&accepted->roster_file);
	package_finish(&accepted->package);
	memset(accepted, 0, sizeof *accepted);
}
