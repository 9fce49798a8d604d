#include "practice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "box.h"
#include "enrol.h"
#include "locked.h"

/* An export of practice is opened by the same commands as a real one, which take this for every practice share. */
#define SHARE_PASSPHRASE "practice"
#define FRESH_FOLDER     PRACTICE_FOLDER ".new"

enum {
	PRACTICE_SLOTS = 500,
	/* What a definition can grow by: longer names of nobody, other tags and one place. */
	GROWTH = PRACTICE_CODES * ISSUED_BYTES + 1024,
};

/* All that is made for one practice. Secret, though nobody's secret. */
struct making {
	const struct disk *disk;
	const struct installed *real;
	char folder[DISK_PATH_MAX]; /* while it is made */
	struct sign_secret organiser;
	struct trustee_share share;
	struct trustees trustees;
	char transcript[TRUSTEE_TRANSCRIPT_MAX];
	size_t transcript_len;
	struct enrolment kiosk;
	struct election election; /* the real one, but for what practice changes; owns nothing */
	const char *place[1];
	uint8_t tags[PRACTICE_CODES][ISSUED_BYTES];
	uint8_t *signed_body; /* room for a signature, then the body */
	size_t body_len;
	struct hash hash;
	char roster[SIGN_FILE_MAX + 4096];
};

/* --- one trustee --- */

static enum status make_share(struct making *making, struct trustee *member)
{
	struct sign_secret identity;
	enum status status;

	sign_key_make(&identity, SIGN_PRACTICE);
	making->share.index = 1;
	making->share.identity = identity;
	scalar_random(&making->share.share);
	member->index = 1;
	(void)snprintf(member->name, sizeof member->name, "Practice");
	member->identity = identity.public_key;
	status = point_multiply_base(&member->commitment[0], &making->share.share);
	sign_secret_wipe(&identity);
	return status;
}

/* What a ceremony of one comes to: the kiosk links no more of it than reading and writing a transcript. */
static enum status make_trustees(struct making *making)
{
	struct trustees *trustees = &making->trustees;
	struct trustee *member = &trustees->member[0];
	struct transcript context;
	enum status status;

	trustees->kind = SIGN_PRACTICE;
	trustees->count = trustees->threshold = 1;
	status = make_share(making, member);
	if (status != STATUS_OK)
		return status;
	trustees_roster(trustees);
	trustee_proof_context(&context, &trustees->roster, 1, 0);
	status = key_prove(&member->proof[0], &context, &making->share.share, &member->commitment[0]);
	if (status == STATUS_OK)
		status =
		    trustees_agree(making->transcript, sizeof making->transcript, &making->transcript_len, trustees);
	if (status == STATUS_OK)
		status = trustees_sign(member->signature, making->transcript, making->transcript_len,
		                       &making->share.identity);
	making->share.agreed = trustees->agreed;
	if (status == STATUS_OK)
		status =
		    trustees_write(making->transcript, sizeof making->transcript, &making->transcript_len, trustees);
	return status == STATUS_OK ? trustees_read(trustees, making->transcript, making->transcript_len) : status;
}

/* --- the package --- */

static int by_hash(const void *a, const void *b)
{
	return memcmp((const uint8_t *)a + ISSUED_HASH, (const uint8_t *)b + ISSUED_HASH, HASH_BYTES);
}

static enum status make_tags(struct making *making)
{
	struct election *election = &making->election;
	char code[VOTING_CODE_LETTERS + 1];
	uint8_t tag[TAG_BYTES];
	enum status status = STATUS_OK;

	making->place[0] = making->real->self.place;
	election->places = making->place;
	election->place_count = 1;
	for (unsigned i = 0; i < PRACTICE_CODES && status == STATUS_OK; i++) {
		practice_code(code, &making->real->hash, i);
		status = voting_code_tag(tag, code, election->id);
		issued_write(making->tags[i], 0, i % election->style_count, tag);
	}
	qsort(making->tags, PRACTICE_CODES, ISSUED_BYTES, by_hash);
	election->tags = making->tags[0];
	election->tag_count = PRACTICE_CODES;
	return status;
}

static enum status make_election(struct making *making)
{
	struct election *election = &making->election;
	struct sign_secret mixer;

	*election = *making->real->election;
	election->kind = SIGN_PRACTICE;
	election->joint_key = making->trustees.joint_key;
	election->transcript = making->trustees.transcript;
	election->trustee_count = election->threshold = 1;
	election->organiser_key = making->organiser.public_key;
	for (unsigned i = 0; i < election->mixer_count; i++) {
		sign_key_make(&mixer, SIGN_PRACTICE);
		election->mixer[i].key = mixer.public_key;
		sign_secret_wipe(&mixer);
	}
	return election->admission == ADMISSION_CODE ? make_tags(making) : STATUS_OK;
}

static enum status make_package(struct making *making)
{
	size_t room = making->real->body_len + GROWTH;
	struct writer writer;
	enum status status = make_election(making);

	if (status != STATUS_OK)
		return status;
	making->signed_body = malloc(SIGN_FILE_MAX + room);
	if (!making->signed_body)
		return STATUS_NO_ROOM;
	writer_init(&writer, making->signed_body + SIGN_FILE_MAX, room);
	status = election_write(&writer, &making->election);
	if (status != STATUS_OK)
		return status;
	making->body_len = writer_len(&writer);
	election_hash(&making->hash, making->signed_body + SIGN_FILE_MAX, making->body_len);
	return writer_status(&writer);
}

/* data has SIGN_FILE_MAX bytes of room before its body. */
static enum status write_signed(const struct making *making, const char *name, const char *comment, uint8_t *data,
                                size_t body_len)
{
	char signature[SIGN_FILE_MAX];
	size_t len;
	enum status status = sign_file(signature, data + SIGN_FILE_MAX, body_len, comment, &making->organiser);

	if (status != STATUS_OK)
		return status;
	len = strlen(signature);
	memcpy(data + SIGN_FILE_MAX - len, signature, len);
	return disk_replace(making->disk, making->folder, name, data + SIGN_FILE_MAX - len, len + body_len);
}

static enum status write_package(struct making *making)
{
	char comment[SIGN_TRUSTED_MAX + 1];

	(void)snprintf(comment, sizeof comment, "folkmoot election %s revision %u", making->election.id,
	               making->election.revision);
	return write_signed(making, ELECTION_FILE, comment, making->signed_body, making->body_len);
}

/* This kiosk alone. */
static enum status write_roster(struct making *making)
{
	char hex[2 * HASH_BYTES + 1], comment[SIGN_TRUSTED_MAX + 1];
	struct roster *roster = calloc(1, sizeof *roster);
	size_t len = 0;
	enum status status;

	if (!roster)
		return STATUS_NO_ROOM;
	roster->kind = SIGN_PRACTICE;
	roster->election = making->hash;
	roster->revision = making->real->roster_revision;
	roster->kiosk_count = 1;
	roster->kiosk[0] = making->real->self;
	roster->kiosk[0].key = making->kiosk.key;
	status = roster_write(making->roster + SIGN_FILE_MAX, sizeof making->roster - SIGN_FILE_MAX, &len, roster);
	free(roster);
	if (status != STATUS_OK)
		return status;
	hex_write(hex, making->hash.bytes, HASH_BYTES);
	(void)snprintf(comment, sizeof comment, "folkmoot roster %s revision %u", hex, making->real->roster_revision);
	return write_signed(making, ROSTER_FILE, comment, (uint8_t *)making->roster, len);
}

/* --- the folder --- */

static enum status enrol_here(struct making *making)
{
	char organiser[SIGN_KEY_FILE_MAX];
	struct enrol_request request = {.data = making->folder,
	                                .name = making->real->self.name,
	                                .place = making->real->self.place,
	                                .pin = PRACTICE_PIN,
	                                .second_pin = PRACTICE_SECOND_PIN,
	                                .kind = SIGN_PRACTICE,
	                                .organiser = organiser};
	struct sentence why;
	enum status status;

	sign_key_make(&making->organiser, SIGN_PRACTICE);
	status = sign_public_write(organiser, sizeof organiser, &making->organiser.public_key);
	if (status != STATUS_OK)
		return status;
	request.organiser_len = strlen(organiser);
	return enrolment_make(&making->kiosk, &why, &request, making->disk);
}

static enum status write_share(const struct making *making)
{
	uint8_t secret[TRUSTEE_SHARE_BYTES], locked[TRUSTEE_SHARE_BYTES + LOCKED_OVERHEAD];
	size_t len = 0;
	enum status status = trustee_share_encode(secret, &making->share);

	if (status == STATUS_OK)
		status = locked_seal(locked, sizeof locked, &len, TRUSTEE_SHARE_PURPOSE, secret, sizeof secret,
		                     SHARE_PASSPHRASE, LOCKED_PRACTICE);
	if (status == STATUS_OK)
		status = disk_replace(making->disk, making->folder, PRACTICE_SHARE, locked, len);
	if (status == STATUS_OK)
		status = disk_replace(making->disk, making->folder, PRACTICE_TRANSCRIPT, making->transcript,
		                      making->transcript_len);
	sodium_memzero(secret, sizeof secret);
	return status;
}

static enum status make_box(const struct making *making)
{
	struct box_identity identity = {.election = making->hash, .revision = making->election.revision};
	char path[DISK_PATH_MAX];
	enum status status = disk_path(path, making->folder, BOX_FILE);

	memcpy(identity.kiosk, making->kiosk.key.key, SIGN_KEY_BYTES);
	return status == STATUS_OK ? box_make_on(making->disk, path, &identity, PRACTICE_SLOTS) : status;
}

static enum status fill(struct making *making)
{
	enum status status = enrol_here(making);

	if (status == STATUS_OK)
		status = make_trustees(making);
	if (status == STATUS_OK)
		status = make_package(making);
	if (status == STATUS_OK)
		status = make_box(making);
	if (status == STATUS_OK)
		status = write_package(making);
	if (status == STATUS_OK)
		status = write_share(making);
	return status == STATUS_OK ? write_roster(making) : status;
}

enum status practice_remove(const struct disk *disk, const char *data)
{
	char folder[DISK_PATH_MAX], fresh[DISK_PATH_MAX];
	enum status status = disk_path(folder, data, PRACTICE_FOLDER);

	if (status == STATUS_OK)
		status = disk_path(fresh, data, FRESH_FOLDER);
	if (status == STATUS_OK)
		status = disk_remove_folder(disk, folder);
	return status == STATUS_OK ? disk_remove_folder(disk, fresh) : status;
}

static enum status make(struct making *making, const char *data)
{
	char folder[DISK_PATH_MAX];
	enum status status = disk_path(folder, data, PRACTICE_FOLDER);

	if (status == STATUS_OK)
		status = disk_path(making->folder, data, FRESH_FOLDER);
	if (status == STATUS_OK)
		status = practice_remove(making->disk, data);
	if (status == STATUS_OK)
		status = fill(making);
	if (status == STATUS_OK)
		status = disk_sync_folder(making->disk, making->folder);
	if (status == STATUS_OK)
		status = disk_rename(making->disk, making->folder, folder);
	return status == STATUS_OK ? disk_sync_folder(making->disk, data) : status;
}

enum status practice_make(struct sentence *why, const struct disk *disk, const char *data, const struct installed *real)
{
	struct making *making = calloc(1, sizeof *making);
	enum status status = STATUS_NO_ROOM;

	if (making) {
		making->disk = disk;
		making->real = real;
		status = make(making, data);
		free(making->signed_body);
		sodium_memzero(making, sizeof *making);
		free(making);
	}
	if (status == STATUS_OK)
		return STATUS_OK;
	tell(why, "Practice could not begin, since the kiosk's disk %s: check it and try again.",
	     status_phrase(status));
	if (practice_remove(disk, data) != STATUS_OK)
		return status; /* the next start, or the next practice, removes it */
	return status;
}
