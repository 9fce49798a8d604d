/* A record of three trustees, of whom 1 and 3 decrypted, held in memory file by file. One file is changed, and all that
 * was hashed or signed over it is made anew with the right keys. */
#ifndef FOLKMOOT_TESTS_TOOLS_TAMPERED_H
#define FOLKMOOT_TESTS_TOOLS_TAMPERED_H

#include "audit.h"
#include "audited.h"
#include "crypto/decrypting.h"
#include "factors_file.h"
#include "mix_statement.h"

enum { BALLOTS_EACH = 25, HELD_MAX = 64, ROOM = 1 << 16, TRUSTEES = 3 };

struct held {
	char name[MANIFEST_NAME_MAX + 1];
	struct bytes first; /* as the honest record has it */
	uint8_t first_sha256[SHA256_BYTES];
	uint8_t *now; /* NULL: the same */
	size_t now_len;
};

/* One process's own copy of the record. */
struct tampered {
	const struct vote *vote;
	const struct sign_secret *identity; /* the trustees', by index - 1 */
	char path[PATH_ROOM];
	struct audit *audit;   /* held all steps before first; NULL: nothing is held yet */
	enum audit_step first; /* looked at anew after each change */
	struct held held[HELD_MAX];
	size_t count;
};

/* --- files --- */

static inline struct held *find(struct tampered *tampered, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline struct held *find(struct tampered *tampered, const char *format, ...)
{
	char name[MANIFEST_NAME_MAX + 1];
	va_list list;

	va_start(list, format);
	vsnprintf(name, sizeof name, format, list);
	va_end(list);
	for (size_t i = 0; i < tampered->count; i++)
		if (strcmp(tampered->held[i].name, name) == 0)
			return &tampered->held[i];
	fprintf(stderr, "no file %s\n", name);
	abort();
}

static inline const uint8_t *bytes_of(const struct held *held)
{
	return held->now ? held->now : held->first.data;
}

static inline size_t len_of(const struct held *held)
{
	return held->now ? held->now_len : held->first.len;
}

static inline void set(struct held *held, const void *data, size_t len)
{
	uint8_t *now = malloc(len + 1);

	memcpy(now, data, len);
	free(held->now);
	held->now = now;
	held->now_len = len;
}

static inline void sha256_of(uint8_t out[static SHA256_BYTES], const struct held *held)
{
	if (held->now)
		factors_sha256(out, held->now, held->now_len);
	else
		memcpy(out, held->first_sha256, SHA256_BYTES);
}

static inline int ends_with(const char *name, const char *ending)
{
	size_t len = strlen(name), ending_len = strlen(ending);

	return len >= ending_len && strcmp(name + len - ending_len, ending) == 0;
}

static inline int begins_with(const char *name, const char *beginning)
{
	return strncmp(name, beginning, strlen(beginning)) == 0;
}

/* Without the care for power cuts that the program's own writing takes. */
static inline void put(const struct tampered *tampered, const char *name, const void *data, size_t len)
{
	char path[PATH_ROOM + MANIFEST_NAME_MAX];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", tampered->path, name);
	file = fopen(path, "wb");
	if (!file || fwrite(data, 1, len, file) != len || fclose(file) != 0)
		abort();
}

/* Proofs and what they prove first, then what is signed, then what follows from it. */
static inline unsigned rank(const char *name)
{
	static const char *const first[] = {".proof", ".list", ".factors", "/" EXPORT_BALLOTS, "/" EXPORT_SPOILED};
	static const char *const then[] = {"mixes/", "decryption/", "exports/", RECORD_TRANSCRIPT, RECORD_ELECTION};
	unsigned count = sizeof first / sizeof first[0], i;

	for (i = 0; i < count; i++)
		if (ends_with(name, first[i]))
			return i;
	for (i = 0; i < sizeof then / sizeof then[0]; i++)
		if (begins_with(name, then[i]))
			break;
	return count + i;
}

static inline int by_rank(const void *left, const void *right)
{
	const struct held *one = left, *other = right;
	unsigned a = rank(one->name), b = rank(other->name);

	return a != b ? (a > b) - (a < b) : strcmp(one->name, other->name);
}

static inline void hold_all(struct tampered *tampered)
{
	struct faults faults = {0};
	struct inventory inventory;

	vote_must(inventory_read(&inventory, &faults, tampered->path));
	for (size_t i = 0; i < inventory.count; i++) {
		struct held *held = &tampered->held[tampered->count];
		char path[PATH_ROOM];

		if (tampered->count++ == HELD_MAX)
			abort();
		snprintf(held->name, sizeof held->name, "%s", inventory.file[i].name);
		vote_must(path_join(path, tampered->path, held->name));
		vote_must(file_read(&held->first, path, 1 << 24, "a file of the record"));
		factors_sha256(held->first_sha256, held->first.data, held->first.len);
	}
	inventory_finish(&inventory);
	qsort(tampered->held, tampered->count, sizeof tampered->held[0], by_rank);
}

static inline int by_name(const void *left, const void *right)
{
	return strcmp(((const struct manifest_entry *)left)->name, ((const struct manifest_entry *)right)->name);
}

/* Files, and the record's manifest for them unless it is the manifest that was changed. */
static inline void write_changed(struct tampered *tampered)
{
	static struct manifest_entry entry[HELD_MAX];
	static char text[ROOM];
	struct held *manifest = find(tampered, RECORD_MANIFEST);
	size_t count = 0, len;

	for (size_t i = 0; i < tampered->count; i++) {
		struct held *held = &tampered->held[i];

		if (held != manifest) {
			memcpy(entry[count].name, held->name, sizeof held->name);
			sha256_of(entry[count++].sha256, held);
		}
		if (held->now)
			put(tampered, held->name, held->now, held->now_len);
	}
	if (manifest->now)
		return;
	qsort(entry, count, sizeof entry[0], by_name);
	vote_must(manifest_write(text, sizeof text, &len, entry, count));
	set(manifest, text, len);
	put(tampered, RECORD_MANIFEST, text, len);
}

static inline void restore(struct tampered *tampered)
{
	for (size_t i = 0; i < tampered->count; i++) {
		struct held *held = &tampered->held[i];

		if (held->now)
			put(tampered, held->name, held->first.data, held->first.len);
		free(held->now);
		held->now = NULL;
	}
}

static inline void sign_over(struct held *signature, const struct held *file, const char *comment,
                             const struct sign_secret *key)
{
	char text[SIGN_FILE_MAX];

	vote_must(sign_file(text, bytes_of(file), len_of(file), comment, key));
	set(signature, text, strlen(text));
}

/* --- a kiosk's export made to fit --- */

struct entry {
	struct hash code;
	const uint8_t *at;
	size_t len;
};

static inline int by_code(const void *left, const void *right)
{
	return hash_compare(&((const struct entry *)left)->code, &((const struct entry *)right)->code);
}

/* The file's ballots in the order of the codes they have now, and the set they are. 0 where it cannot be read: then it
 * stays as it is. */
static inline int sort_ballots(struct held *file, struct hash *set_of, const char magic[static 4],
                               const struct sealed_context *context)
{
	struct entry entries[BALLOTS_EACH + 1] = {{.len = 0}};
	struct hash codes[BALLOTS_EACH + 1];
	struct reader reader;
	uint8_t *sorted = malloc(len_of(file));
	size_t at = 8;
	uint32_t count;

	reader_init(&reader, bytes_of(file), len_of(file));
	count = ballots_read_head(&reader, magic);
	for (uint32_t i = 0; i < count && i <= BALLOTS_EACH && reader.status == STATUS_OK; i++) {
		struct opened_ballot opened;

		entries[i].at = reader.at;
		if (memcmp(magic, SPOILED_MAGIC, 4) == 0)
			ballots_read_opened(&reader, &opened);
		else
			ballots_read_body(&reader, &opened.body, &opened.body_len);
		if (reader.status != STATUS_OK)
			break;
		entries[i].len = (size_t)(reader.at - entries[i].at);
		confirmation_code(&entries[i].code, context, opened.body, opened.body_len);
	}
	if (count > BALLOTS_EACH || reader_finish(&reader) != STATUS_OK) {
		free(sorted);
		return 0;
	}
	qsort(entries, count, sizeof entries[0], by_code);
	memcpy(sorted, bytes_of(file), 8);
	for (uint32_t i = 0; i < count; i++) {
		memcpy(sorted + at, entries[i].at, entries[i].len);
		at += entries[i].len;
		codes[i] = entries[i].code;
	}
	vote_must(set_hash(set_of, codes, count));
	set(file, sorted, at);
	free(sorted);
	return 1;
}

static inline void remake_export(struct tampered *tampered, unsigned kiosk_index, const struct held *changed)
{
	static const char *const names[] = {EXPORT_BALLOTS, EXPORT_LOG, EXPORT_REPORT, EXPORT_SPOILED};
	const struct vote_kiosk *kiosk = &tampered->vote->kiosk[kiosk_index];
	struct manifest_entry entry[4];
	struct certificate report;
	struct held *file[4], *manifest = NULL;
	char folder[64], text[CERTIFICATE_MAX_BYTES], comment[SIGN_TRUSTED_MAX + 1], election[65], key[65];
	size_t len;

	export_named(folder, tampered->vote, kiosk_index, 1);
	for (unsigned i = 0; i < 4; i++)
		file[i] = find(tampered, "exports/%s/%s", folder, names[i]);
	manifest = find(tampered, "exports/%s/%s", folder, EXPORT_MANIFEST);
	if (changed == file[0] || changed == file[3]) {
		vote_must(certificate_read(&report, (const char *)bytes_of(file[2]), len_of(file[2])));
		if (sort_ballots(file[0], &report.set, BALLOTS_MAGIC, &kiosk->context) &&
		    sort_ballots(file[3], &report.spoiled_set, SPOILED_MAGIC, &kiosk->context)) {
			vote_must(certificate_write(text, sizeof text, &len, &report));
			set(file[2], text, len);
		}
	}
	if (changed != manifest) {
		for (unsigned i = 0; i < 4; i++) {
			snprintf(entry[i].name, sizeof entry[i].name, "%s", names[i]);
			sha256_of(entry[i].sha256, file[i]);
		}
		vote_must(manifest_write(text, sizeof text, &len, entry, 4));
		set(manifest, text, len);
	}
	hex_write(election, tampered->vote->hash.bytes, 32);
	hex_write(key, kiosk->key.public_key.key, 32);
	snprintf(comment, sizeof comment, "folkmoot export %s %s 1", election, key);
	sign_over(find(tampered, "exports/%s/%s", folder, EXPORT_SIGNATURE), manifest, comment, &kiosk->key);
}

/* --- mixes and factors made to fit --- */

static inline void hash_list(struct hash *out, struct tampered *tampered, unsigned mix, const struct mix_entry *entry)
{
	const struct held *list = find(tampered, "mixes/%u/contest-%05u.list", mix, entry->contest);

	list_hash(out, entry->contest, 1, entry->count, bytes_of(list) + MIX_HEAD_BYTES);
}

/* The statement of one mix, unless it is what was changed, and of the one after it; the signatures of both. */
static inline void remake_mixes(struct tampered *tampered, unsigned first, const struct held *changed)
{
	const struct sign_secret *mixers[] = {&tampered->identity[0], &tampered->vote->organiser};
	static struct mix_statement statement;
	static char text[MIX_STATEMENT_MAX];
	char comment[SIGN_TRUSTED_MAX + 1];
	size_t len;

	for (unsigned mix = first; mix <= 2; mix++) {
		struct held *file = find(tampered, "mixes/%u/mix.txt", mix);
		struct mix_entry *entry = &statement.contest[0];

		if (file != changed) {
			vote_must(mix_statement_read(&statement, (const char *)bytes_of(file), len_of(file)));
			if (mix > 1) {
				sha256_of(statement.previous, find(tampered, "mixes/%u/mix.txt", mix - 1));
				hash_list(&entry->input, tampered, mix - 1, entry);
			}
			hash_list(&entry->output, tampered, mix, entry);
			sha256_of(entry->list, find(tampered, "mixes/%u/contest-00001.list", mix));
			sha256_of(entry->proof, find(tampered, "mixes/%u/contest-00001.proof", mix));
			vote_must(mix_statement_write(text, sizeof text, &len, &statement));
			set(file, text, len);
		}
		mix_comment(comment, &tampered->vote->hash, mix);
		sign_over(find(tampered, "mixes/%u/mix.txt.minisig", mix), file, comment, mixers[mix - 1]);
	}
}

static inline void remake_factors(struct tampered *tampered, unsigned index, const struct held *changed)
{
	struct held *file = find(tampered, "decryption/1-3/trustee-%u.txt", index);
	static struct factors_statement statement;
	static char text[FACTORS_STATEMENT_MAX];
	char comment[SIGN_TRUSTED_MAX + 1];
	size_t len;

	vote_must(
	    factors_statement_read(&statement, (const char *)file->first.data, file->first.len, FACTORS_DECRYPTION));
	if (file != changed) {
		sha256_of(statement.contest[0].sha256,
		          find(tampered, "decryption/1-3/trustee-%u.contest-00001.factors", index));
		vote_must(factors_statement_write(text, sizeof text, &len, &statement, FACTORS_DECRYPTION));
		set(file, text, len);
	}
	factors_comment(comment, &statement, FACTORS_DECRYPTION);
	sign_over(find(tampered, "decryption/1-3/trustee-%u.txt.minisig", index), file, comment,
	          &tampered->identity[index - 1]);
}

/* --- transcript, election and roster made to fit --- */

/* Signed anew by all, where the change is not in a signature itself. */
static inline void remake_transcript(struct held *held, size_t at, const struct sign_secret *identity)
{
	static char text[ROOM];
	size_t agreed_len, len;
	const char *end;

	memcpy(text, held->first.data, held->first.len);
	text[held->first.len] = '\0';
	end = strstr(text, "\nsignature ");
	agreed_len = (size_t)(end - text) + 1;
	if (at >= agreed_len)
		return;
	memcpy(text, bytes_of(held), agreed_len);
	len = agreed_len;
	for (unsigned i = 0; i < TRUSTEES; i++) {
		uint8_t signature[SIGN_BYTES];
		char hex[2 * SIGN_BYTES + 1];

		vote_must(trustees_sign(signature, text, agreed_len, &identity[i]));
		hex_write(hex, signature, SIGN_BYTES);
		len += (size_t)snprintf(text + len, sizeof text - len, "signature %s\n", hex);
	}
	set(held, text, len);
}

/* The first four lines hold the signature over the rest. */
static inline void remake_container(struct tampered *tampered, struct held *held, size_t at)
{
	static const char lead[] = "\ntrusted comment: ";
	char comment[SIGN_TRUSTED_MAX + 1], head[SIGN_FILE_MAX];
	const char *text = (const char *)held->first.data, *body, *said = strstr(text, lead) + strlen(lead);
	uint8_t *whole = malloc(held->first.len);

	body = strchr(strchr(said, '\n') + 1, '\n') + 1;
	if (at >= (size_t)(body - text)) {
		snprintf(comment, sizeof comment, "%.*s", (int)strcspn(said, "\n"), said);
		memcpy(whole, bytes_of(held), held->first.len);
		vote_must(sign_file(head, whole + (body - text), held->first.len - (size_t)(body - text), comment,
		                    &tampered->vote->organiser));
		memcpy(whole, head, strlen(head));
		set(held, whole, held->first.len);
	}
	free(whole);
}

/* --- everything made to fit --- */

/* What must refuse an object, and from which step on an audit looks at it. */
struct expected {
	enum audit_step refused; /* STEP_COUNT: any */
	enum audit_step from;
};

static inline struct expected remake(struct tampered *tampered, struct held *held, size_t at)
{
	const char *name = held->name;
	char folder[64];

	for (unsigned kiosk = 0; kiosk < VOTE_KIOSKS; kiosk++) {
		export_named(folder, tampered->vote, kiosk, 1);
		if (!strstr(name, folder))
			continue;
		if (!ends_with(name, ".minisig"))
			remake_export(tampered, kiosk, held);
		return (struct expected){STEP_EXPORTS, STEP_ELECTION};
	}
	if (begins_with(name, "mixes/")) {
		if (!ends_with(name, ".minisig"))
			remake_mixes(tampered, (unsigned)(name[6] - '0'), held);
		return (struct expected){STEP_MIXES, STEP_MIXES};
	}
	if (begins_with(name, "decryption/")) {
		if (!ends_with(name, ".minisig"))
			remake_factors(tampered, strstr(name, "trustee-1") ? 1 : 3, held);
		return (struct expected){STEP_DECRYPTION, STEP_DECRYPTION};
	}
	if (strcmp(name, RECORD_TRANSCRIPT) == 0) {
		remake_transcript(held, at, tampered->identity);
		return (struct expected){STEP_TRUSTEES, STEP_ELECTION};
	}
	if (strcmp(name, RECORD_ELECTION) == 0 || strcmp(name, RECORD_ROSTER) == 0) {
		remake_container(tampered, held, at);
		return (struct expected){STEP_COUNT, STEP_ELECTION};
	}
	if (strcmp(name, RECORD_ORGANISER) == 0)
		return (struct expected){STEP_ELECTION, STEP_ELECTION};
	return (struct expected){strcmp(name, RECORD_VOTES) == 0 ? STEP_VOTES : STEP_RESULT, STEP_VOTES};
}

#endif
