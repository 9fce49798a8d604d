#include "package.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "keys.h"

struct place {
	struct faults *faults;
	const char *path;
};

static void tell_problem(void *context, const struct problem *problem)
{
	const struct place *place = context;

	fault(place->faults, place->path, "%s: %s; %s", problem->place, problem->what, problem->cure);
}

static enum status check_comment(struct faults *faults, const struct election *election, const char *trusted,
                                 const char *path)
{
	char expected[SIGN_TRUSTED_MAX + 1];

	snprintf(expected, sizeof expected, "folkmoot election %s revision %u", election->id, election->revision);
	if (strcmp(expected, trusted) == 0)
		return STATUS_OK;
	fault(faults, path, "its signature's trusted comment must be '%s'; build the package again", expected);
	return STATUS_MISMATCH;
}

/* The election's hash holds for one organiser only: whoever signs the same definition anew has made nothing. */
static enum status check_signer(struct faults *faults, const struct election *election, const char *path,
                                const struct sign_public *organiser)
{
	if (sign_key_equal(&election->organiser_key, organiser))
		return STATUS_OK;
	fault(
	    faults, path,
	    "was signed with another key than the organiser's named in it; do not use it, and get the package from the "
	    "organiser whose election it is");
	return STATUS_WRONG_KEY;
}

static enum status open_body(struct package *package, struct faults *faults, char trusted[static SIGN_TRUSTED_MAX + 1],
                             const char *path, const struct sign_public *organiser)
{
	enum status status = signed_open(&package->body, &package->body_len, trusted, SIGN_TRUSTED_MAX + 1,
	                                 package->file.data, package->file.len, organiser);

	if (status == STATUS_WRONG_KEY)
		fault(faults, path,
		      "was signed with another key than the organiser's that was given; give --organiser the key of "
		      "the organiser who signed it");
	else if (status != STATUS_OK)
		fault(faults, path,
		      "is no signed election package, or was changed (it %s); get it again from the organiser",
		      status_phrase(status));
	return status;
}

enum status package_load(struct package *out, const char *path, const struct sign_public *organiser)
{
	struct faults faults = {0};

	return package_read(out, &faults, path, organiser);
}

enum status package_read(struct package *out, struct faults *faults, const char *path,
                         const struct sign_public *organiser)
{
	struct place place = {faults, path};
	char trusted[SIGN_TRUSTED_MAX + 1];
	struct problem problem = {.place = "", .what = "", .cure = ""};
	enum status status;

	memset(out, 0, sizeof *out);
	status = fault_read(&out->file, faults, path, ELECTION_MAX_BYTES + SIGN_FILE_MAX, "the election package");
	if (status == STATUS_OK)
		status = open_body(out, faults, trusted, path, organiser);
	if (status != STATUS_OK)
		return status;
	status = election_read(&out->election, &problem, out->body, out->body_len);
	if (status != STATUS_OK) {
		fault(faults, path, "%s%s%s; %s", problem.place, *problem.place ? ": " : "",
		      *problem.what ? problem.what : status_phrase(status),
		      *problem.cure ? problem.cure : "build the package again with this version");
		return status;
	}
	election_hash(&out->hash, out->body, out->body_len);
	status = election_check(out->election, tell_problem, &place);
	if (status == STATUS_OK)
		status = check_comment(faults, out->election, trusted, path);
	if (status == STATUS_OK && out->election->kind != sign_key_kind(organiser)) {
		fault(faults, path,
		      "mixes practice and real: the election and the organiser's key must be of one kind; build it "
		      "again with the right key");
		status = STATUS_PRACTICE;
	}
	if (status == STATUS_OK)
		status = check_signer(faults, out->election, path, organiser);
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
