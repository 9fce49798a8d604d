#include "import.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stick_words.h"

void installed_finish(struct installed *installed)
{
	election_destroy(installed->election);
	free(installed->package);
	free(installed->roster);
	memset(installed, 0, sizeof *installed);
}

/* --- checking --- */

/* What both files must be signed by and say, and what they are called in a sentence. */
struct checking {
	struct installed *out;
	struct sentence *why;
	const struct enrolment *kiosk;
	const struct sign_public *organiser;
	const char *package_name, *roster_name;
};

static const char *kind_word(enum sign_kind kind)
{
	return kind == SIGN_PRACTICE ? "for practice" : "real";
}

static enum status check_kind(const struct checking *check, const char *name, enum sign_kind kind)
{
	if (kind == check->kiosk->kind)
		return STATUS_OK;
	return refuse(check->why, STATUS_PRACTICE, "%.80s is %s, but this kiosk is %s: bring the files made for it.",
	              name, kind_word(kind), kind_word(check->kiosk->kind));
}

/* The signature, over the raw bytes. trusted receives its comment. */
static enum status open_signed(const struct checking *check, const char *name, const uint8_t **body, size_t *body_len,
                               char trusted[static SIGN_TRUSTED_MAX + 1], const uint8_t *data, size_t data_len)
{
	enum status status =
	    signed_open(body, body_len, trusted, SIGN_TRUSTED_MAX + 1, data, data_len, check->organiser);

	if (status == STATUS_WRONG_KEY)
		return refuse(
		    check->why, status,
		    "%.80s is signed by another organiser's key than this kiosk trusts: ask the organiser for theirs.",
		    name);
	if (status == STATUS_SIGNATURE)
		return refuse(check->why, status,
		              "%.80s: its signature does not hold: copy the file onto the stick again.", name);
	if (status != STATUS_OK)
		return refuse(check->why, status,
		              "%.80s: its signature does not hold (%s): copy the file onto the stick again.", name,
		              status_phrase(status));
	return STATUS_OK;
}

static enum status check_comment(const struct checking *check, const char *name, const char *trusted, const char *want)
{
	if (strcmp(trusted, want) == 0)
		return STATUS_OK;
	return refuse(check->why, STATUS_MISMATCH,
	              "%.80s: its signature's comment is not of what is inside: ask the organiser for the right file.",
	              name);
}

/* The definition names whose it is: another organiser's signature over it makes nothing. */
static enum status check_signer(const struct checking *check)
{
	if (sign_key_equal(&check->out->election->organiser_key, check->organiser))
		return STATUS_OK;
	return refuse(
	    check->why, STATUS_WRONG_KEY,
	    "%.80s was signed with another key than the organiser's named in it: ask the organiser for theirs.",
	    check->package_name);
}

/* Keeps the first fault only: one clear sentence. */
static void keep_problem(void *context, const struct problem *problem)
{
	struct problem *first = context;

	if (first->what[0] == '\0')
		*first = *problem;
}

static enum status check_package(const struct checking *check)
{
	struct installed *out = check->out;
	char trusted[SIGN_TRUSTED_MAX + 1], want[SIGN_TRUSTED_MAX + 1];
	struct problem problem = {"", "", ""};
	enum status status = open_signed(check, check->package_name, &out->body, &out->body_len, trusted, out->package,
	                                 out->package_len);

	if (status != STATUS_OK)
		return status;
	status = election_read(&out->election, &problem, out->body, out->body_len);
	if (status == STATUS_OK)
		status = election_check(out->election, keep_problem, &problem);
	if (status != STATUS_OK)
		return refuse(check->why, status, "%.80s, %.95s: %.110s: ask the organiser for a corrected election.",
		              check->package_name, problem.place[0] ? problem.place : "the package",
		              problem.what[0] ? problem.what : status_phrase(status));
	(void)snprintf(want, sizeof want, "folkmoot election %s revision %u", out->election->id,
	               out->election->revision);
	status = check_comment(check, check->package_name, trusted, want);
	if (status == STATUS_OK)
		status = check_kind(check, check->package_name, out->election->kind);
	if (status == STATUS_OK)
		status = check_signer(check);
	election_hash(&out->hash, out->body, out->body_len);
	return status;
}

static enum status check_self(const struct checking *check, const struct roster *roster)
{
	const struct roster_kiosk *self = roster_find(roster, check->kiosk->key.key);

	if (hash_compare(&roster->election, &check->out->hash) != 0)
		return refuse(check->why, STATUS_OTHER_ELECTION,
		              "%.80s is the roster of another election than %.80s: bring the two that belong together.",
		              check->roster_name, check->package_name);
	if (!self || !sign_key_equal(&self->key, &check->kiosk->key))
		return refuse(check->why, STATUS_OTHER_KIOSK,
		              "%.80s does not list this kiosk's key: ask the organiser to add %.60s.",
		              check->roster_name, check->kiosk->name);
	check->out->self = *self;
	check->out->roster_revision = roster->revision;
	return STATUS_OK;
}

static enum status check_roster(const struct checking *check)
{
	struct installed *out = check->out;
	char trusted[SIGN_TRUSTED_MAX + 1], want[SIGN_TRUSTED_MAX + 1], election[2 * HASH_BYTES + 1];
	struct roster *roster = NULL;
	const uint8_t *body;
	size_t body_len;
	enum status status =
	    open_signed(check, check->roster_name, &body, &body_len, trusted, out->roster, out->roster_len);

	if (status != STATUS_OK)
		return status;
	roster = calloc(1, sizeof *roster);
	if (!roster)
		return refuse(check->why, STATUS_NO_ROOM, "There is no memory left to read %.80s: restart the kiosk.",
		              check->roster_name);
	status = roster_read(roster, (const char *)body, body_len);
	if (status != STATUS_OK) {
		status = refuse(check->why, status, "%.80s %s: ask the organiser for a corrected roster.",
		                check->roster_name, status_phrase(status));
		goto out;
	}
	hex_write(election, roster->election.bytes, HASH_BYTES);
	(void)snprintf(want, sizeof want, "folkmoot roster %s revision %u", election, roster->revision);
	status = check_comment(check, check->roster_name, trusted, want);
	if (status == STATUS_OK)
		status = check_kind(check, check->roster_name, roster->kind);
	if (status == STATUS_OK)
		status = check_self(check, roster);
out:
	free(roster);
	return status;
}

static enum status check_both(const struct checking *check)
{
	enum status status = check_package(check);

	if (status == STATUS_OK)
		status = check_roster(check);
	if (status != STATUS_OK)
		installed_finish(check->out);
	return status;
}

/* --- from a stick --- */

struct found {
	const char *ending;
	char name[DISK_NAME_MAX + 1];
	unsigned count;
};

static int ends_with(const char *name, const char *ending)
{
	size_t len = strlen(name), ending_len = strlen(ending);

	return len > ending_len && strcmp(name + len - ending_len, ending) == 0;
}

/* Names that begin with a dot are what desktop computers leave beside files ("._borough.election"). A name that could
 * not be shown in a sentence is none of ours either. */
static void look_at_name(void *context, const char *name)
{
	struct found *found = context;
	size_t len = strlen(name);

	if (name[0] == '.' || len > DISK_NAME_MAX || !text_is_clean(name, len) || strchr(name, '\n'))
		return;
	for (int i = 0; i < 2; i++) {
		if (!ends_with(name, found[i].ending))
			continue;
		(void)snprintf(found[i].name, sizeof found[i].name, "%s", name);
		found[i].count++;
	}
}

static enum status read_one(uint8_t **data, size_t *len, struct sentence *why, const struct disk *disk,
                            const char *folder, const char *name, size_t max)
{
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, folder, name);

	if (status == STATUS_OK)
		status = disk_read(data, len, disk, path, max);
	if (status == STATUS_TIMEOUT)
		return refuse(why, status, "The USB stick does not answer: take it out and put in another one.");
	if (status != STATUS_OK)
		return refuse(why, status, "%.80s %s: copy the file onto the stick again.", name,
		              status_phrase(status));
	return STATUS_OK;
}

static enum status check_found(struct sentence *why, const struct found *found, const char *what)
{
	if (found->count == 1)
		return STATUS_OK;
	if (found->count == 0)
		return refuse(why, STATUS_ABSENT, "The stick has no %s (*%s) at its top: copy it there.", what,
		              found->ending);
	return refuse(why, STATUS_USED, "The stick has %u files *%s at its top: leave only the one for this election.",
	              found->count, found->ending);
}

enum status import_read(struct installed *out, struct sentence *why, const struct disk *disk, const char *stick,
                        const struct enrolment *kiosk, const struct sign_public *organiser)
{
	struct found found[2] = {{".election", "", 0}, {".roster", "", 0}};
	struct checking check = {out, why, kiosk, organiser, found[0].name, found[1].name};
	enum status status;

	memset(out, 0, sizeof *out);
	if (disk->list(disk->context, stick, look_at_name, found) != 0)
		return stick_refuse(why, errno,
		                    "No USB stick was found: put in the one with the election and try again.");
	status = check_found(why, &found[0], "election");
	if (status == STATUS_OK)
		status = check_found(why, &found[1], "roster");
	if (status == STATUS_OK)
		status = read_one(&out->package, &out->package_len, why, disk, stick, found[0].name,
		                  ELECTION_MAX_BYTES + SIGN_FILE_MAX);
	if (status == STATUS_OK)
		status = read_one(&out->roster, &out->roster_len, why, disk, stick, found[1].name,
		                  ROSTER_MAX_BYTES + SIGN_FILE_MAX);
	if (status == STATUS_OK)
		return check_both(&check);
	installed_finish(out);
	return status;
}

/* --- in the data folder --- */

enum status installed_read(struct installed *out, struct sentence *why, const struct disk *disk, const char *data,
                           const struct enrolment *kiosk, const struct sign_public *organiser)
{
	struct checking check = {out, why, kiosk, organiser, ELECTION_FILE, ROSTER_FILE};
	char path[DISK_PATH_MAX];
	enum status status;

	memset(out, 0, sizeof *out);
	status = disk_path(path, data, ROSTER_FILE);
	if (status == STATUS_OK)
		status = disk_read(&out->roster, &out->roster_len, disk, path, ROSTER_MAX_BYTES + SIGN_FILE_MAX);
	if (status == STATUS_ABSENT)
		return status;
	if (status == STATUS_OK)
		status = disk_path(path, data, ELECTION_FILE);
	if (status == STATUS_OK)
		status = disk_read(&out->package, &out->package_len, disk, path, ELECTION_MAX_BYTES + SIGN_FILE_MAX);
	if (status == STATUS_OK)
		status = check_both(&check);
	if (status == STATUS_OK)
		return STATUS_OK;
	installed_finish(out);
	return refuse(why, status == STATUS_ABSENT ? STATUS_DAMAGED : status,
	              "%.140s: the installed election.election or roster.roster %s: keep the folder as it is and call "
	              "the organiser.",
	              data, status_phrase(status));
}

enum status installed_unmark(const struct disk *disk, const char *data)
{
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, data, ROSTER_FILE);

	if (status == STATUS_OK)
		status = disk_remove(disk, path);
	return status == STATUS_OK ? disk_sync_folder(disk, data) : status;
}

enum status installed_write(const struct disk *disk, const char *data, const struct installed *installed)
{
	enum status status = disk_replace(disk, data, ELECTION_FILE, installed->package, installed->package_len);

	if (status == STATUS_OK)
		status = disk_replace(disk, data, ROSTER_FILE, installed->roster, installed->roster_len);
	return status;
}
