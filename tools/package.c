#include "package.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "keys.h"

static void tell_problem(void *context, const struct problem *problem)
{
	(void)cli_refused("%s: %s: %s; %s", (const char *)context, problem->place, problem->what, problem->cure);
}

static enum status check_comment(const struct election *election, const char *trusted, const char *path)
{
	char expected[SIGN_TRUSTED_MAX + 1];

	snprintf(expected, sizeof expected, "folkmoot election %s revision %u", election->id, election->revision);
	if (strcmp(expected, trusted) == 0)
		return STATUS_OK;
	(void)cli_refused("%s: its signature's trusted comment must be '%s'; build the package again", path, expected);
	return STATUS_MISMATCH;
}

static enum status open_body(struct package *package, char trusted[static SIGN_TRUSTED_MAX + 1], const char *path,
                             const struct sign_public *organiser)
{
	enum status status = signed_open(&package->body, &package->body_len, trusted, SIGN_TRUSTED_MAX + 1,
	                                 package->file.data, package->file.len, organiser);

	if (status == STATUS_WRONG_KEY)
		(void)cli_refused(
		    "%s: was signed with another key than the organiser's that was given; give --organiser the key of "
		    "the organiser who signed it",
		    path);
	else if (status != STATUS_OK)
		(void)cli_refused(
		    "%s: is no signed election package, or was changed (it %s); get it again from the organiser", path,
		    status_phrase(status));
	return status;
}

enum status package_load(struct package *out, const char *path, const struct sign_public *organiser)
{
	char trusted[SIGN_TRUSTED_MAX + 1], place[PATH_ROOM];
	struct problem problem = {.place = "", .what = "", .cure = ""};
	enum status status;

	memset(out, 0, sizeof *out);
	snprintf(place, sizeof place, "%s", path);
	status = file_read(&out->file, path, ELECTION_MAX_BYTES + SIGN_FILE_MAX, "the election package");
	if (status == STATUS_OK)
		status = open_body(out, trusted, path, organiser);
	if (status != STATUS_OK)
		return status;
	status = election_read(&out->election, &problem, out->body, out->body_len);
	if (status != STATUS_OK) {
		(void)cli_refused("%s: %s%s%s; %s", path, problem.place, *problem.place ? ": " : "",
		                  *problem.what ? problem.what : status_phrase(status),
		                  *problem.cure ? problem.cure : "build the package again with this version");
		return status;
	}
	election_hash(&out->hash, out->body, out->body_len);
	status = election_check(out->election, tell_problem, place);
	if (status == STATUS_OK)
		status = check_comment(out->election, trusted, path);
	if (status == STATUS_OK && out->election->kind != sign_key_kind(organiser)) {
		(void)cli_refused(
		    "%s: mixes practice and real: the election and the organiser's key must be of one kind; build it "
		    "again with the right key",
		    path);
		status = STATUS_PRACTICE;
	}
	return status;
}

void package_finish(struct package *package)
{
	election_destroy(package->election);
	package->election = NULL;
	bytes_free(&package->file);
}

enum status organiser_load(struct sign_public *out, char path_used[static PATH_ROOM], const char *path,
                           const char *package_path)
{
	char parent[PATH_ROOM];
	enum status status = STATUS_OK;

	if (path) {
		if (snprintf(path_used, PATH_ROOM, "%s", path) >= PATH_ROOM)
			status = STATUS_TOO_LONG;
	} else {
		status = path_parent(parent, package_path);
		if (status == STATUS_OK)
			status = path_join(path_used, parent, "organiser.pub");
		if (status == STATUS_OK && !path_exists(path_used)) {
			(void)cli_failed("%s: the organiser's public key is not there; give it with --organiser",
			                 path_used);
			status = STATUS_ABSENT;
		}
	}
	return status == STATUS_OK ? public_key_load(out, path_used) : status;
}
