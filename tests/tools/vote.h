/* A whole practice vote in a folder, made without kiosks: keys, package, roster, sealed ballots, exports. It can also
 * write exports that no honest kiosk writes, with signatures that hold. */
#ifndef FOLKMOOT_TESTS_TOOLS_VOTE_H
#define FOLKMOOT_TESTS_TOOLS_VOTE_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ballot.h"
#include "ceremony.h"
#include "certificate.h"
#include "election.h"
#include "files.h"
#include "locked.h"
#include "log_seal.h"
#include "manifest.h"
#include "permission.h"
#include "roster.h"
#include "trustee.h"

enum { VOTE_KIOSKS = 2, VOTE_MAX_BALLOTS = 64, VOTE_PROJECTS = 5, VOTE_CHOICES = 3 };

struct vote_ballot {
	struct hash code;
	uint8_t body[SEALED_MAX_BYTES];
	size_t body_len;
	uint8_t nonce[NONCE_BYTES];
	struct sealed_plain plain;
	unsigned points;
};

struct vote_kiosk {
	struct sign_secret key;
	struct sealed_context context;
	char log_folder[256];
	enum voting_state state; /* as the log has it */
	struct vote_ballot ballot[VOTE_MAX_BALLOTS], spoiled[VOTE_MAX_BALLOTS];
	size_t ballot_count, spoiled_count;
	uint32_t number, closings;
	uint8_t previous[SHA256_BYTES];
};

struct vote {
	char dir[200];
	struct sign_secret organiser;
	struct trustees trustees;
	struct trustee_share share;
	struct project projects[VOTE_PROJECTS], choices[VOTE_CHOICES];
	struct contest contests[3]; /* the third: vote_ask */
	struct style style;
	struct election election;
	struct hash hash;
	struct roster roster;
	struct vote_kiosk kiosk[VOTE_KIOSKS];
};

/* Lets a test write what an honest kiosk would not. */
struct vote_wish {
	enum voting_state state;
	void (*report)(struct certificate *report); /* NULL: as it is */
	const struct sign_secret *key;              /* NULL: the kiosk's own */
	const char *comment;                        /* NULL: the right one */
	const char *more;                           /* a further file's name, unlisted; NULL: none */
	const char *missing;                        /* a file taken away; NULL: none */
	int unsealed;                               /* the log's end is no seal */
};

static inline void vote_path(char out[static PATH_ROOM], const struct vote *vote, const char *name)
{
	snprintf(out, PATH_ROOM, "%s/%s", vote->dir, name);
}

static inline void vote_file(const struct vote *vote, const char *name, const void *data, size_t len)
{
	char path[PATH_ROOM];

	vote_path(path, vote, name);
	if (file_write(path, data, len, FILE_PUBLIC, FILE_REPLACE) != STATUS_OK)
		abort();
}

static inline void vote_must(enum status status)
{
	if (status != STATUS_OK) {
		fprintf(stderr, "vote.h: a part of the vote %s\n", status_phrase(status));
		abort();
	}
}

static inline void vote_projects(struct project *projects, unsigned count, const char *const *ids)
{
	for (unsigned i = 0; i < count; i++) {
		projects[i].id = ids[i];
		projects[i].cost = 10000 * (i + 1);
		for (unsigned k = 0; k < PROJECT_TEXTS; k++)
			project_text_of(&projects[i], k)->in[0] = k == 0 ? ids[i] : "";
	}
}

static inline void vote_define(struct vote *vote, enum sign_kind kind)
{
	static const char *const ids[] = {"p1", "p2", "p3", "p4", "p5"}, *const choice_ids[] = {"c1", "c2", "c3"};
	struct election *election = &vote->election;

	vote_projects(vote->projects, VOTE_PROJECTS, ids);
	vote_projects(vote->choices, VOTE_CHOICES, choice_ids);
	vote->contests[0] = (struct contest){.id = 1,
	                                     .type = VOTE_APPROVAL,
	                                     .title.in[0] = "Projects",
	                                     .instruction.in[0] = "Choose up to three.",
	                                     .budget = 60000,
	                                     .max_length = 3,
	                                     .project_count = VOTE_PROJECTS,
	                                     .projects = vote->projects};
	vote->contests[1] = (struct contest){.id = 2,
	                                     .type = VOTE_CHOOSE_ONE,
	                                     .title.in[0] = "The bench",
	                                     .instruction.in[0] = "Choose one.",
	                                     .budget = 30000,
	                                     .max_length = 1,
	                                     .project_count = VOTE_CHOICES,
	                                     .projects = vote->choices};
	vote->style = (struct style){.name.in[0] = "", .contest_count = 2, .contest = {0, 1}};
	*election = (struct election){.id = "example-vote",
	                              .revision = 1,
	                              .kind = kind,
	                              .currency = "GBP",
	                              .minor_digits = 2,
	                              .opens = "",
	                              .closes = "",
	                              .language_count = 1,
	                              .language = {"en"},
	                              .title.in[0] = "An example vote",
	                              .organiser.in[0] = "Example Borough",
	                              .idle_s = 180,
	                              .warning_s = 45,
	                              .add1_step = 100,
	                              .contest_count = 2,
	                              .contests = vote->contests,
	                              .style_count = 1,
	                              .styles = &vote->style,
	                              .joint_key = vote->trustees.joint_key,
	                              .transcript = vote->trustees.transcript,
	                              .trustee_count = 1,
	                              .threshold = 1,
	                              .organiser_key = vote->organiser.public_key,
	                              .mixer_count = 2,
	                              .mixer = {{vote->trustees.member[0].name, vote->trustees.member[0].identity},
	                                        {"Organiser", vote->organiser.public_key}}};
	election_derive(election);
}

static inline void vote_signed(const struct vote *vote, const char *name, const void *body, size_t body_len,
                               const char *comment)
{
	char head[SIGN_FILE_MAX];
	uint8_t *whole = malloc(SIGN_FILE_MAX + body_len);
	size_t head_len;

	vote_must(sign_file(head, body, body_len, comment, &vote->organiser));
	head_len = strlen(head);
	memcpy(whole, head, head_len);
	memcpy(whole + head_len, body, body_len);
	vote_file(vote, name, whole, head_len + body_len);
	free(whole);
}

static inline void vote_write_package(struct vote *vote)
{
	uint8_t *body = malloc(1 << 20);
	struct writer writer;
	char comment[SIGN_TRUSTED_MAX];

	writer_init(&writer, body, 1 << 20);
	vote_must(election_write(&writer, &vote->election));
	election_hash(&vote->hash, body, writer_len(&writer));
	snprintf(comment, sizeof comment, "folkmoot election %s revision %u", vote->election.id,
	         vote->election.revision);
	vote_signed(vote, "vote.election", body, writer_len(&writer), comment);
	free(body);
}

static inline void vote_write_roster(struct vote *vote)
{
	char *body = malloc(ROSTER_MAX_BYTES), comment[SIGN_TRUSTED_MAX], hash[2 * HASH_BYTES + 1];
	size_t len;

	vote_must(roster_write(body, ROSTER_MAX_BYTES, &len, &vote->roster));
	hex_write(hash, vote->roster.election.bytes, HASH_BYTES);
	snprintf(comment, sizeof comment, "folkmoot roster %s revision %u", hash, vote->roster.revision);
	vote_signed(vote, "vote.roster", body, len, comment);
	free(body);
}

static inline void vote_write_keys(struct vote *vote)
{
	char *text = malloc(TRUSTEE_TRANSCRIPT_MAX), key[SIGN_KEY_FILE_MAX];
	uint8_t secret[TRUSTEE_SHARE_BYTES], locked[TRUSTEE_SHARE_BYTES + LOCKED_OVERHEAD];
	size_t len;

	vote_must(sign_public_write(key, sizeof key, &vote->organiser.public_key));
	vote_file(vote, "organiser.pub", key, strlen(key));
	vote_must(sign_secret_write(key, sizeof key, &vote->organiser, NULL));
	vote_file(vote, "organiser.key", key, strlen(key));
	vote_must(trustees_write(text, TRUSTEE_TRANSCRIPT_MAX, &len, &vote->trustees));
	vote_file(vote, "trustees.transcript", text, len);
	vote_must(trustee_share_encode(secret, &vote->share));
	vote_must(locked_seal(locked, sizeof locked, &len, TRUSTEE_SHARE_PURPOSE, secret, sizeof secret, "practice",
	                      LOCKED_PRACTICE));
	vote_file(vote, "share.key", locked, len);
	free(text);
}

static inline void vote_say(struct vote *vote, unsigned kiosk_index, enum log_kind kind, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static inline void vote_say(struct vote *vote, unsigned kiosk_index, enum log_kind kind, const char *format, ...)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	char said[LOG_DETAIL_MAX + 1];
	struct log log;
	va_list list;

	va_start(list, format);
	vsnprintf(said, sizeof said, format, list);
	va_end(list);
	vote_must(log_open(&log, disk_real(), kiosk->log_folder, kiosk->key.public_key.key));
	vote_must(log_append(&log, kind, said));
}

static inline void vote_seal_log(struct vote *vote, unsigned kiosk_index)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	struct log log;

	vote_must(log_open(&log, disk_real(), kiosk->log_folder, kiosk->key.public_key.key));
	vote_must(log_seal(&log, &kiosk->key));
}

/* What an honest kiosk's log says up to its first voter. */
static inline void vote_begin_log(struct vote *vote, unsigned kiosk_index)
{
	char hash[17];

	hex_write(hash, vote->hash.bytes, 8);
	vote_say(vote, kiosk_index, LOG_BOOT, "the kiosk's program started");
	vote_say(vote, kiosk_index, LOG_IMPORT, "election %s revision %u, roster revision %u, hash %s",
	         vote->election.id, vote->election.revision, vote->roster.revision, hash);
	vote_say(vote, kiosk_index, LOG_OPEN, "sealed 0, spoiled 0");
	vote->kiosk[kiosk_index].state = VOTING_OPEN;
}

/* A kiosk put back to before its first voter: a log begun anew, no export, nothing closed. Its ballots stay. */
static inline void vote_put_back(struct vote *vote, unsigned kiosk_index)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	char path[PATH_ROOM];

	vote_must(path_join(path, kiosk->log_folder, LOG_FILE));
	if (unlink(path) != 0)
		abort();
	kiosk->number = kiosk->closings = 0;
	memset(kiosk->previous, 0, SHA256_BYTES);
	vote_begin_log(vote, kiosk_index);
}

/* After a change of the election: package, roster and kiosks for it, before any ballot. */
static inline void vote_redefine(struct vote *vote)
{
	vote_write_package(vote);
	vote->roster.election = vote->hash;
	vote_write_roster(vote);
	for (unsigned i = 0; i < VOTE_KIOSKS; i++) {
		vote->kiosk[i].context.election = vote->hash;
		vote_put_back(vote, i);
	}
}

/* From now on the vote also asks for a text of at most 100 characters; before any ballot. */
static inline void vote_ask(struct vote *vote)
{
	vote->contests[2] = (struct contest){.id = 3,
	                                     .type = VOTE_ANSWER_TEXT,
	                                     .title.in[0] = "Which place is unloved?",
	                                     .instruction.in[0] = "",
	                                     .max_length = 100};
	vote->style.contest[vote->style.contest_count++] = 2;
	vote->election.contest_count = 3;
	election_derive(&vote->election);
	vote_redefine(vote);
}

/* The organiser's permission to open again after a closing, by a key that need not be the organiser's. */
static inline void vote_reopen(struct vote *vote, unsigned kiosk_index, uint32_t closing,
                               const struct sign_secret *organiser)
{
	const struct sign_public *key = &vote->kiosk[kiosk_index].key.public_key;
	struct permission permission = {
	    .kind = sign_key_kind(&organiser->public_key), .election = vote->hash, .closing = closing};
	char text[PERMISSION_SIGNATURE_TEXT];

	memcpy(permission.kiosk, key->key, SIGN_KEY_BYTES);
	vote_must(permission_sign(&permission, organiser));
	permission_signature_text(text, permission.signature);
	vote_say(vote, kiosk_index, LOG_REOPEN, "closing %u, permission %s", closing, text);
}

/* Open, pause or close, as staff do it. */
static inline void vote_state(struct vote *vote, unsigned kiosk_index, enum voting_state state)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	enum log_kind kind = state == VOTING_OPEN ? LOG_OPEN : state == VOTING_PAUSED ? LOG_PAUSE : LOG_CLOSE;

	if (kiosk->state == state)
		return;
	if (kiosk->state == VOTING_CLOSED)
		vote_reopen(vote, kiosk_index, kiosk->closings, &vote->organiser);
	vote_say(vote, kiosk_index, kind, "sealed %zu, spoiled %zu", kiosk->ballot_count, kiosk->spoiled_count);
	kiosk->state = state;
	kiosk->closings += state == VOTING_CLOSED;
}

static inline void vote_kiosks(struct vote *vote, enum sign_kind kind)
{
	vote->roster.kind = kind;
	vote->roster.election = vote->hash;
	vote->roster.revision = 1;
	vote->roster.kiosk_count = VOTE_KIOSKS;
	for (unsigned i = 0; i < VOTE_KIOSKS; i++) {
		struct vote_kiosk *kiosk = &vote->kiosk[i];

		sign_key_make(&kiosk->key, kind);
		snprintf(vote->roster.kiosk[i].name, sizeof vote->roster.kiosk[i].name, "Library %u", i + 1);
		snprintf(vote->roster.kiosk[i].place, sizeof vote->roster.kiosk[i].place, "Place %u", i + 1);
		vote->roster.kiosk[i].key = kiosk->key.public_key;
		kiosk->context.election = vote->hash;
		kiosk->context.joint_key = vote->trustees.joint_key;
		memcpy(kiosk->context.kiosk, kiosk->key.public_key.key, SIGN_KEY_BYTES);
		snprintf(kiosk->log_folder, sizeof kiosk->log_folder, "%s/log%u", vote->dir, i);
		mkdir(kiosk->log_folder, 0700);
		vote_begin_log(vote, i);
	}
}

/* A vote with all its files in a new folder. */
static inline struct vote *vote_make_kind(enum sign_kind kind)
{
	struct vote *vote = calloc(1, sizeof *vote);
	const char *tmp = getenv("TMPDIR");

	snprintf(vote->dir, sizeof vote->dir, "%s/folkmoot-test-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(vote->dir))
		abort();
	sign_key_make(&vote->organiser, kind);
	vote_must(trustee_alone(&vote->trustees, &vote->share, "Ada Example", kind));
	vote_define(vote, kind);
	vote_write_package(vote);
	vote_kiosks(vote, kind);
	vote_write_roster(vote);
	vote_write_keys(vote);
	return vote;
}

static inline struct vote *vote_make(void)
{
	return vote_make_kind(SIGN_PRACTICE);
}

static inline void vote_free(struct vote *vote)
{
	char command[300];

	snprintf(command, sizeof command, "rm -rf '%s'", vote->dir);
	if (system(command) != 0)
		abort();
	free(vote);
}

/* --- ballots --- */

static inline int vote_by_code(const void *a, const void *b)
{
	return hash_compare(&((const struct vote_ballot *)a)->code, &((const struct vote_ballot *)b)->code);
}

static inline int vote_by_issued_hash(const void *a, const void *b)
{
	return memcmp((const uint8_t *)a + ISSUED_HASH, (const uint8_t *)b + ISSUED_HASH, HASH_BYTES);
}

/* Issued tags in the order in which an election lists them. */
static inline void vote_sort_issued(uint8_t *tags, size_t count)
{
	qsort(tags, count, ISSUED_BYTES, vote_by_issued_hash);
}

/* Seals given payloads with a voting code's tag; the caller may have made them such that no voter could. */
static inline void vote_seal_tagged(struct vote_ballot *out, const struct vote *vote, const struct vote_kiosk *kiosk,
                                    const struct sealed_plain *plain, const uint8_t tag[static TAG_BYTES])
{
	struct sealed_shape shape;
	struct sealed sealed;
	struct writer writer;

	election_shape(&shape, &vote->election, 0);
	out->plain = *plain;
	out->points = sealed_points(&shape);
	randombytes_buf(out->nonce, sizeof out->nonce);
	vote_must(sealed_make(&sealed, &kiosk->context, &shape, tag, plain, out->nonce));
	writer_init(&writer, out->body, sizeof out->body);
	sealed_encode(&writer, &sealed);
	vote_must(writer_status(&writer));
	out->body_len = writer_len(&writer);
	confirmation_code(&out->code, &kiosk->context, out->body, out->body_len);
}

static inline void vote_seal(struct vote_ballot *out, const struct vote *vote, const struct vote_kiosk *kiosk,
                             const struct sealed_plain *plain)
{
	static const uint8_t no_tag[TAG_BYTES];

	vote_seal_tagged(out, vote, kiosk, plain, no_tag);
}

/* approved: bit i for project i; choice: 0 for none, else 1 and up. */
static inline void vote_plain(struct sealed_plain *out, const struct vote *vote, unsigned approved, unsigned choice)
{
	struct marks marks;

	memset(out, 0, sizeof *out);
	memset(&marks, 0, sizeof marks);
	for (unsigned i = 0; i < VOTE_PROJECTS; i++)
		marks.of[i] = approved >> i & 1;
	vote_must(marks_encode(out->payload[0], &vote->contests[0], &marks));
	memset(&marks, 0, sizeof marks);
	if (choice)
		marks.of[choice - 1] = 1;
	vote_must(marks_encode(out->payload[vote->contests[0].width], &vote->contests[1], &marks));
}

/* After vote_ask: the same, and a text; "" for none. */
static inline void vote_plain_text(struct sealed_plain *out, const struct vote *vote, unsigned approved,
                                   unsigned choice, const char *text)
{
	vote_plain(out, vote, approved, choice);
	vote_must(
	    answer_encode(out->payload[vote->contests[0].width + vote->contests[1].width], &vote->contests[2], text));
}

static inline void vote_cast_text(struct vote *vote, unsigned kiosk_index, unsigned approved, unsigned choice,
                                  const char *text)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	struct sealed_plain plain;

	vote_plain_text(&plain, vote, approved, choice, text);
	vote_seal(&kiosk->ballot[kiosk->ballot_count++], vote, kiosk, &plain);
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
}

static inline void vote_cast(struct vote *vote, unsigned kiosk_index, unsigned approved, unsigned choice)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	struct sealed_plain plain;

	vote_plain(&plain, vote, approved, choice);
	vote_seal(&kiosk->ballot[kiosk->ballot_count++], vote, kiosk, &plain);
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
}

static inline void vote_challenge(struct vote *vote, unsigned kiosk_index, unsigned approved, unsigned choice)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	struct sealed_plain plain;

	vote_plain(&plain, vote, approved, choice);
	vote_seal(&kiosk->spoiled[kiosk->spoiled_count++], vote, kiosk, &plain);
	qsort(kiosk->spoiled, kiosk->spoiled_count, sizeof kiosk->spoiled[0], vote_by_code);
}

/* --- exports --- */

static inline size_t vote_ballots_file(uint8_t *out, size_t room, const char magic[static 4],
                                       const struct vote_ballot *ballots, size_t count)
{
	int opened = memcmp(magic, SPOILED_MAGIC, 4) == 0;
	struct writer writer;

	writer_init(&writer, out, room);
	write_bytes(&writer, magic, 4);
	write_u32(&writer, (uint32_t)count);
	for (size_t i = 0; i < count; i++) {
		write_u16(&writer, (uint16_t)ballots[i].body_len);
		write_bytes(&writer, ballots[i].body, ballots[i].body_len);
		if (!opened)
			continue;
		write_bytes(&writer, ballots[i].nonce, NONCE_BYTES);
		for (unsigned k = 0; k < ballots[i].points; k++)
			write_bytes(&writer, ballots[i].plain.payload[k], PAYLOAD_BYTES);
	}
	vote_must(writer_status(&writer));
	return writer_len(&writer);
}

static inline void vote_set(struct hash *out, const struct vote_ballot *ballots, size_t count)
{
	struct hash codes[VOTE_MAX_BALLOTS];

	for (size_t i = 0; i < count; i++)
		codes[i] = ballots[i].code;
	/* Out of order on a test's own wish: the report then says anything. */
	if (set_hash(out, codes, count) != STATUS_OK)
		memset(out, 7, sizeof *out);
}

static inline void vote_report(struct certificate *report, const struct vote *vote, unsigned kiosk_index,
                               const struct bytes *log_text, const struct vote_wish *wish)
{
	const struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	struct log_end end;

	memset(report, 0, sizeof *report);
	report->kind = vote->roster.kind;
	report->election = vote->hash;
	report->roster = vote->roster.revision;
	report->kiosk = kiosk->key.public_key;
	strcpy(report->name, vote->roster.kiosk[kiosk_index].name);
	strcpy(report->place, vote->roster.kiosk[kiosk_index].place);
	report->number = kiosk->number;
	memcpy(report->previous, kiosk->previous, SHA256_BYTES);
	report->state = wish->state;
	report->closing = kiosk->closings;
	report->started = report->cast = report->sealed = (uint32_t)kiosk->ballot_count;
	report->challenged = report->spoiled = (uint32_t)kiosk->spoiled_count;
	vote_set(&report->set, kiosk->ballot, kiosk->ballot_count);
	vote_set(&report->spoiled_set, kiosk->spoiled, kiosk->spoiled_count);
	vote_must(log_check(&end, (const char *)log_text->data, log_text->len, kiosk->key.public_key.key, UINT32_MAX));
	report->log_head = end.head;
	report->log_count = end.count;
	if (wish->report)
		wish->report(report);
}

static inline void vote_put(struct manifest_entry *entry, const char *folder, const char *name, const void *data,
                            size_t len)
{
	struct manifest_digest digest;
	char path[PATH_ROOM];

	vote_must(path_join(path, folder, name));
	vote_must(file_write(path, data, len, FILE_PUBLIC, FILE_REPLACE));
	if (!entry)
		return;
	strcpy(entry->name, name);
	manifest_digest_init(&digest);
	manifest_digest_update(&digest, data, len);
	manifest_digest_finish(entry->sha256, &digest);
}

static inline void vote_sign_export(struct vote *vote, unsigned kiosk_index, const char *folder,
                                    const struct manifest_entry entry[static 4], const struct vote_wish *wish)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	char text[2048], signature[SIGN_FILE_MAX], comment[SIGN_TRUSTED_MAX + 1], election[65], key[65];
	struct manifest_entry self;
	size_t len;

	vote_must(manifest_write(text, sizeof text, &len, entry, 4));
	vote_put(&self, folder, EXPORT_MANIFEST, text, len);
	hex_write(election, vote->hash.bytes, 32);
	hex_write(key, kiosk->key.public_key.key, 32);
	snprintf(comment, sizeof comment, "folkmoot export %s %s %u", election, key, kiosk->number);
	vote_must(sign_file(signature, text, len, wish->comment ? wish->comment : comment,
	                    wish->key ? wish->key : &kiosk->key));
	vote_put(NULL, folder, EXPORT_SIGNATURE, signature, strlen(signature));
	memcpy(kiosk->previous, self.sha256, SHA256_BYTES);
}

/* The kiosk's next export, into the vote's folder under that name. */
static inline void vote_export(struct vote *vote, unsigned kiosk_index, const char *name, const struct vote_wish *wish)
{
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	char folder[PATH_ROOM], path[PATH_ROOM], text[CERTIFICATE_MAX_BYTES];
	struct manifest_entry entry[4];
	struct certificate report;
	struct bytes log_text;
	size_t room = 1 << 20, len;
	uint8_t *data = malloc(room);

	vote_path(folder, vote, name);
	vote_must(folder_make(folder));
	vote_state(vote, kiosk_index, wish->state);
	kiosk->number++;
	if (!wish->unsealed)
		vote_seal_log(vote, kiosk_index);
	vote_must(path_join(path, kiosk->log_folder, LOG_FILE));
	vote_must(file_read(&log_text, path, 1 << 20, "the log"));
	vote_report(&report, vote, kiosk_index, &log_text, wish);
	len = vote_ballots_file(data, room, BALLOTS_MAGIC, kiosk->ballot, kiosk->ballot_count);
	vote_put(&entry[0], folder, EXPORT_BALLOTS, data, len);
	vote_put(&entry[1], folder, EXPORT_LOG, log_text.data, log_text.len);
	vote_must(certificate_write(text, sizeof text, &len, &report));
	vote_put(&entry[2], folder, EXPORT_REPORT, text, len);
	len = vote_ballots_file(data, room, SPOILED_MAGIC, kiosk->spoiled, kiosk->spoiled_count);
	vote_put(&entry[3], folder, EXPORT_SPOILED, data, len);
	vote_sign_export(vote, kiosk_index, folder, entry, wish);
	if (wish->more)
		vote_put(NULL, folder, wish->more, "x", 1);
	if (wish->missing && path_join(path, folder, wish->missing) == STATUS_OK)
		unlink(path);
	vote_say(vote, kiosk_index, LOG_EXPORT, "number %u: sealed %zu, spoiled %zu", kiosk->number,
	         kiosk->ballot_count, kiosk->spoiled_count);
	bytes_free(&log_text);
	free(data);
}

static inline void vote_close(struct vote *vote, unsigned kiosk_index, const char *name)
{
	struct vote_wish wish = {.state = VOTING_CLOSED};

	vote_export(vote, kiosk_index, name, &wish);
}

/* Both kiosks with some ballots and a test ballot, closed and exported as "a" and "b". */
static inline struct vote *vote_whole(void)
{
	struct vote *vote = vote_make();

	for (unsigned i = 0; i < 7; i++)
		vote_cast(vote, 0, i % 4 + 1, i % 4);
	for (unsigned i = 0; i < 5; i++)
		vote_cast(vote, 1, 0x11, 2);
	vote_challenge(vote, 0, 3, 1);
	vote_close(vote, 0, "a");
	vote_close(vote, 1, "b");
	return vote;
}

#endif
