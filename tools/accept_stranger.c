#include "accept_stranger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "roster_file.h"

enum { WORD_ROOM = ELECTION_ID_MAX + 40 };

/* --- earlier rosters --- */

enum status former_load(struct former_rosters *out, const char *const *paths, size_t count,
                        const struct sign_public *organiser)
{
	enum status status = STATUS_OK;

	out->all = calloc(count + 1, sizeof *out->all);
	out->count = 0;
	if (!out->all)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct former_roster *earlier = &out->all[out->count++];

		earlier->path = paths[i];
		status = roster_load(&earlier->roster, &earlier->file, paths[i], organiser);
	}
	return status;
}

void former_finish(struct former_rosters *rosters)
{
	for (size_t i = 0; i < rosters->count; i++)
		bytes_free(&rosters->all[i].file);
	free(rosters->all);
	memset(rosters, 0, sizeof *rosters);
}

const struct former_roster *former_find(const struct roster_kiosk **kiosk, const struct former_rosters *earlier,
                                        const uint8_t key[static SIGN_KEY_BYTES])
{
	const struct former_roster *newest = NULL;

	for (size_t i = 0; earlier && i < earlier->count; i++) {
		const struct former_roster *tried = &earlier->all[i];
		const struct roster_kiosk *found = roster_find(&tried->roster, key);

		if (!found || (newest && newest->roster.revision >= tried->roster.revision))
			continue;
		newest = tried;
		*kiosk = found;
	}
	return newest;
}

/* --- strangers --- */

/* What the export says of itself: its report, if the signature is by the key that the report names. */
static int introduce(struct certificate *out, const struct export *export)
{
	const struct bytes *file = &export->file[FILE_REPORT];

	return file->data && certificate_read(out, (const char *)file->data, file->len) == STATUS_OK &&
	       sign_file_verify(NULL, 0, (const char *)export->signature.data, export->signature.len,
	                        export->manifest.data, export->manifest.len, &out->kiosk) == STATUS_OK;
}

void tell_stranger(struct faults *faults, const struct export *export, const struct roster *roster,
                   const struct former_rosters *earlier)
{
	char path[PATH_ROOM], key[9];
	const struct former_roster *from = NULL;
	const struct roster_kiosk *kiosk = NULL;
	struct certificate report;

	export_file_path(path, export, EXPORT_SIGNATURE);
	if (!introduce(&report, export)) {
		fault(
		    faults, path,
		    "was made by a kiosk that is not on the roster, and does not say by which; leave this export out, "
		    "and find out where it came from");
		return;
	}
	from = former_find(&kiosk, earlier, report.kiosk.key);
	hex_write(key, report.kiosk.key, 4);
	if (from)
		fault(
		    faults, path,
		    "was made by %s (%s), key %s, which the organiser revoked: revision %u of the roster (%s) has it, "
		    "and revision %u has not; leave this export out, or ask the organiser for a roster that has this "
		    "kiosk, and for a declaration that it is lost, if its ballots are to count",
		    kiosk->name, kiosk->place, key, from->roster.revision, from->path, roster->revision);
	else
		fault(
		    faults, path,
		    "was made by a kiosk that is not on the roster, revision %u; it calls itself \"%s\" at \"%s\", key "
		    "%s; leave this export out, or ask the organiser for the roster that names this kiosk (an earlier "
		    "roster, given with --earlier-roster, tells whether it was revoked)",
		    roster->revision, report.name, report.place, key);
}

/* --- other elections --- */

static const char *find_word(const char *at, const char *end, const char *word)
{
	size_t len = strlen(word);

	for (; (size_t)(end - at) >= len; at++)
		if (memcmp(at, word, len) == 0)
			return at;
	return NULL;
}

/* The last import that the log tells of: "… import election ID revision N, roster revision …". The revision, or 0 where
 * it tells of none of this id. */
static uint32_t imported_revision(const struct bytes *log, const char *id)
{
	const char *at = (const char *)log->data, *end = at + log->len, *found;
	char word[WORD_ROOM];
	uint32_t revision = 0;

	snprintf(word, sizeof word, " import election %s revision ", id);
	while (at < end && (found = find_word(at, end, word))) {
		uint64_t value = 0;

		for (at = found + strlen(word); at < end && *at >= '0' && *at <= '9' && value <= UINT32_MAX; at++)
			value = value * 10 + (uint64_t)(*at - '0');
		revision = value <= UINT32_MAX ? (uint32_t)value : 0;
	}
	return revision;
}

/* What to do with an export of another revision: theirs is the kiosk's, own the package's. */
static void tell_other_revision(struct faults *faults, const char *path, const struct roster_kiosk *kiosk,
                                uint32_t theirs, uint32_t own)
{
	if (theirs < own)
		fault(
		    faults, path,
		    "%s (%s) voted with the older revision %u of this election, and the package given is revision %u: "
		    "ballots of one cannot be counted with the other; leave this export out, or ask the organiser "
		    "which "
		    "revision counts, and give that package and its roster",
		    kiosk->name, kiosk->place, theirs, own);
	else
		fault(
		    faults, path,
		    "%s (%s) voted with revision %u of this election, and the package given is the older revision %u; "
		    "get revision %u and its roster from the organiser, and give those",
		    kiosk->name, kiosk->place, theirs, own, theirs);
}

void tell_other_election(struct faults *faults, const struct export *export, const struct package *package)
{
	const struct roster_kiosk *kiosk = export->kiosk;
	uint32_t own = package->election->revision,
	         theirs = imported_revision(&export->file[FILE_LOG], package->election->id);
	char path[PATH_ROOM];

	export_file_path(path, export, EXPORT_REPORT);
	if (theirs == 0)
		fault(faults, path,
		      "belongs to another election, which %s (%s) was given; give exports of this one only",
		      kiosk->name, kiosk->place);
	else if (theirs == own)
		fault(faults, path,
		      "belongs to another election, whose package %s (%s) took for revision %u of this one too; use "
		      "neither package before the organiser has said which of the two is right",
		      kiosk->name, kiosk->place, own);
	else
		tell_other_revision(faults, path, kiosk, theirs, own);
}
