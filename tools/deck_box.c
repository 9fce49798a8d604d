#include "deck_box.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "keys.h"
#include "locked.h"
#include "practice.h"

enum { SHARE_MAX = 4096, EXPORTS_MAX = 64 };

/* The paths of a practice folder. */
struct paths {
	char election[PATH_ROOM], roster[PATH_ROOM], organiser[PATH_ROOM], share[PATH_ROOM];
	char *exports[EXPORTS_MAX];
	size_t export_count;
};

static int ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return len > end_len && strcmp(name + len - end_len, end) == 0;
}

static enum status take_export(struct paths *paths, const char *folder, const char *name)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, folder, name);

	if (status != STATUS_OK || !folder_exists(path))
		return status;
	if (paths->export_count == EXPORTS_MAX)
		return STATUS_TOO_LONG;
	paths->exports[paths->export_count] = strdup(path);
	return paths->exports[paths->export_count++] ? STATUS_OK : STATUS_NO_ROOM;
}

static enum status take_name(struct paths *paths, const char *folder, const char *name)
{
	if (ends_with(name, ".election"))
		return path_join(paths->election, folder, name);
	if (ends_with(name, ".roster"))
		return path_join(paths->roster, folder, name);
	if (strcmp(name, "organiser.pub") == 0)
		return path_join(paths->organiser, folder, name);
	if (strcmp(name, PRACTICE_SHARE) == 0)
		return path_join(paths->share, folder, name);
	return strncmp(name, "folkmoot-", 9) == 0 ? take_export(paths, folder, name) : STATUS_OK;
}

static enum status find_paths(struct paths *out, const char *folder)
{
	struct folder_names names;
	enum status status = folder_list(&names, folder, "a practice folder");

	for (size_t i = 0; i < names.count && status == STATUS_OK; i++)
		status = take_name(out, folder, names.name[i]);
	folder_names_free(&names);
	if (status != STATUS_OK)
		return status;
	if (out->election[0] && out->roster[0] && out->organiser[0] && out->share[0] && out->export_count > 0)
		return STATUS_OK;
	(void)cli_refused(
	    "%s: has no %s; give the folder folkmoot-practice-… that a kiosk saved in practice mode, whole", folder,
	    !out->election[0]    ? "election package"
	    : !out->roster[0]    ? "roster"
	    : !out->organiser[0] ? "organiser.pub"
	    : !out->share[0]     ? PRACTICE_SHARE
	                         : "export");
	return STATUS_MISMATCH;
}

static enum status load_share(struct scalar *out, const char *path, const struct election *election)
{
	uint8_t secret[LOCKED_MAX_SECRET];
	struct trustee_share share = {.index = 0};
	struct point key;
	struct bytes file;
	size_t len;
	enum status status = file_read(&file, path, SHARE_MAX, "the practice share");

	if (status != STATUS_OK) {
		bytes_free(&file);
		return status;
	}
	status =
	    locked_open(secret, sizeof secret, &len, TRUSTEE_SHARE_PURPOSE, file.data, file.len, PRACTICE_PASSPHRASE);
	if (status == STATUS_OK)
		status = trustee_share_decode(&share, secret, len);
	if (status == STATUS_OK)
		status = point_multiply_base(&key, &share.share);
	if (status == STATUS_OK && !point_equal(&key, &election->joint_key))
		status = STATUS_WRONG_KEY;
	if (status != STATUS_OK)
		(void)cli_refused("%s: is not the share that opens this practice vote; save it again on the kiosk",
		                  path);
	*out = share.share;
	trustee_share_wipe(&share);
	sodium_memzero(secret, sizeof secret);
	bytes_free(&file);
	return status;
}

/* The practice election with everything that practice changes put back must be the real one, byte for byte. */
static enum status compare_packages(const char *path, const struct package *practice, const struct package *real)
{
	const struct election *of = real->election;
	struct election as_real = *practice->election;
	uint8_t *bytes = malloc(real->body_len);
	struct writer writer;
	enum status status = bytes ? STATUS_OK : STATUS_NO_ROOM;

	as_real.kind = of->kind;
	as_real.joint_key = of->joint_key;
	as_real.transcript = of->transcript;
	as_real.trustee_count = of->trustee_count;
	as_real.threshold = of->threshold;
	as_real.organiser_key = of->organiser_key;
	as_real.mixer_count = of->mixer_count;
	memcpy(as_real.mixer, of->mixer, sizeof as_real.mixer);
	as_real.place_count = of->place_count;
	as_real.places = of->places;
	as_real.tag_count = of->tag_count;
	as_real.tags = of->tags;
	if (status == STATUS_OK) {
		writer_init(&writer, bytes, real->body_len);
		status = election_write(&writer, &as_real);
		if (status == STATUS_NO_ROOM ||
		    (status == STATUS_OK &&
		     (writer_len(&writer) != real->body_len || memcmp(bytes, real->body, real->body_len) != 0)))
			status = STATUS_MISMATCH;
	}
	if (status != STATUS_OK)
		(void)cli_refused("%s: practises another vote than the real package: load the newest package on that "
		                  "kiosk, and do the test again",
		                  path);
	free(bytes);
	return status;
}

static enum status open_point(uint8_t payload[static PAYLOAD_BYTES], const struct ciphertext *sealed,
                              const struct scalar *share)
{
	struct point factor, message;
	enum status status = elgamal_factor(&factor, sealed, share);

	if (status != STATUS_OK)
		return status;
	elgamal_open(&message, sealed, &factor);
	return payload_decode(payload, &message);
}

static enum status read_votes(struct deck_ballot *out, const struct election *election, const struct sealed *sealed,
                              const struct scalar *share)
{
	const struct style *style = &election->styles[out->style];
	unsigned point = 0;

	for (unsigned i = 0; i < style->contest_count; i++) {
		const struct contest *contest = &election->contests[style->contest[i]];
		uint8_t payload[SEALED_MAX_WIDTH * PAYLOAD_BYTES];
		enum status status = STATUS_OK;

		for (unsigned k = 0; k < contest->width && status == STATUS_OK; k++)
			status = open_point(payload + k * PAYLOAD_BYTES, &sealed->ciphertext[point++], share);
		if (status == STATUS_OK)
			status = contest->type == VOTE_ANSWER_TEXT
			             ? answer_decode(out->votes[i].text, contest, payload)
			             : marks_decode(&out->votes[i].marks, contest, payload);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status open_ballot(struct deck_box *box, const struct accepted_ballot *ballot, const struct scalar *share)
{
	struct sealed sealed;
	struct deck_ballot *held;
	enum status status = sealed_decode(&sealed, ballot->body, ballot->body_len);

	if (status != STATUS_OK)
		return status;
	held = deck_add(&box->held, sealed.shape.style);
	if (!held)
		return STATUS_NO_ROOM;
	if (read_votes(held, box->held.election, &sealed, share) != STATUS_OK) {
		free(held->votes);
		box->held.count--;
		box->unreadable++;
	}
	return STATUS_OK;
}

static enum status open_ballots(struct deck_box *box, const struct scalar *share)
{
	const struct accepted *accepted = box->accepted;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < accepted->ballot_count && status == STATUS_OK; i++) {
		if (accepted->ballots[i].opened)
			box->tests++;
		else
			status = open_ballot(box, &accepted->ballots[i], share);
	}
	return status;
}

static enum status load(struct deck_box *box, const struct paths *paths, const struct package *real)
{
	const struct accept_sources sources = {.election = paths->election,
	                                       .roster = paths->roster,
	                                       .organiser = paths->organiser,
	                                       .exports = paths->exports,
	                                       .export_count = paths->export_count};
	enum status status = accept_load(box->accepted, &sources);
	struct scalar share;

	if (status != STATUS_OK)
		return status;
	if (box->accepted->package.election->kind != SIGN_PRACTICE) {
		(void)cli_refused("%s: is a real vote's, not practice; nothing was opened", paths->election);
		return STATUS_MISMATCH;
	}
	status = compare_packages(paths->election, &box->accepted->package, real);
	if (status != STATUS_OK)
		return status;
	box->held.election = box->accepted->package.election;
	box->kiosk = box->accepted->exports[0].kiosk;
	status = load_share(&share, paths->share, box->held.election);
	if (status == STATUS_OK)
		status = open_ballots(box, &share);
	sodium_memzero(&share, sizeof share);
	return status;
}

enum status deck_box_open(struct deck_box *out, const char *folder, const struct package *real)
{
	struct paths *paths = calloc(1, sizeof *paths);
	enum status status = paths ? STATUS_OK : STATUS_NO_ROOM;

	*out = (struct deck_box){.accepted = calloc(1, sizeof *out->accepted)};
	if (!out->accepted)
		status = STATUS_NO_ROOM;
	if (status == STATUS_OK)
		status = find_paths(paths, folder);
	if (status == STATUS_OK)
		status = load(out, paths, real);
	for (size_t i = 0; paths && i < paths->export_count; i++)
		free(paths->exports[i]);
	free(paths);
	return status;
}

void deck_box_free(struct deck_box *box)
{
	deck_free(&box->held);
	if (box->accepted)
		accept_finish(box->accepted);
	free(box->accepted);
	*box = (struct deck_box){.accepted = NULL};
}
