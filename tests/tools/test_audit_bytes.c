/* A record of 50 ballots, one byte changed at a time. After a change to a ballot, a mixed list, a proof or a trustee's
 * factors, all that was hashed or signed over it is made anew with the right keys, up to the manifest: the check of
 * that very object must refuse. After a change to any other file the manifest is made anew. LONG=1 tries every byte of
 * the record, else one of every STRIDE. */
#include <sys/mman.h>
#include <sys/wait.h>

#include "audit.h"
#include "audited.h"
#include "factors_file.h"
#include "mix_statement.h"

enum { BALLOTS_EACH = 25, STRIDE = 173, HELD_MAX = 64, PARTS_MAX = 16, ROOM = 1 << 16 };

struct held {
	char name[MANIFEST_NAME_MAX + 1];
	struct bytes first; /* as the honest record has it */
	uint8_t *now;       /* NULL: the same */
	size_t now_len;
};

/* One process's own copy of the record. */
struct tampered {
	const struct vote *vote;
	char path[PATH_ROOM];
	struct held held[HELD_MAX];
	size_t count;
};

/* What all processes together found, in memory that they share. */
struct found {
	size_t tried[PARTS_MAX];
	char fault[PARTS_MAX][500];
};

/* --- files --- */

static struct held *find(struct tampered *tampered, const char *format, ...) __attribute__((format(printf, 2, 3)));
static struct held *find(struct tampered *tampered, const char *format, ...)
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

static const uint8_t *bytes_of(const struct held *held)
{
	return held->now ? held->now : held->first.data;
}

static size_t len_of(const struct held *held)
{
	return held->now ? held->now_len : held->first.len;
}

static void set(struct held *held, const void *data, size_t len)
{
	uint8_t *now = malloc(len + 1);

	memcpy(now, data, len);
	free(held->now);
	held->now = now;
	held->now_len = len;
}

static void sha256_of(uint8_t out[static SHA256_BYTES], const struct held *held)
{
	factors_sha256(out, bytes_of(held), len_of(held));
}

/* Without the care for power cuts that the program's own writing takes. */
static void put(const struct tampered *tampered, const char *name, const void *data, size_t len)
{
	char path[PATH_ROOM + MANIFEST_NAME_MAX];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", tampered->path, name);
	file = fopen(path, "wb");
	if (!file || fwrite(data, 1, len, file) != len || fclose(file) != 0)
		abort();
}

static void hold_all(struct tampered *tampered)
{
	struct faults faults = {0};
	struct inventory inventory;

	vote_must(inventory_read(&inventory, &faults, tampered->path));
	for (size_t i = 0; i < inventory.count; i++) {
		struct held *held = &tampered->held[tampered->count];
		char path[PATH_ROOM];

		if (strcmp(inventory.file[i].name, RECORD_MANIFEST) == 0)
			continue;
		if (tampered->count++ == HELD_MAX)
			abort();
		snprintf(held->name, sizeof held->name, "%s", inventory.file[i].name);
		vote_must(path_join(path, tampered->path, held->name));
		vote_must(file_read(&held->first, path, 1 << 24, "a file of the record"));
	}
	inventory_finish(&inventory);
}

static void write_changed(struct tampered *tampered)
{
	static struct manifest_entry entry[HELD_MAX];
	static char text[ROOM];
	size_t len;

	for (size_t i = 0; i < tampered->count; i++) {
		struct held *held = &tampered->held[i];

		memcpy(entry[i].name, held->name, sizeof entry[i].name);
		sha256_of(entry[i].sha256, held);
		if (held->now)
			put(tampered, held->name, held->now, held->now_len);
	}
	vote_must(manifest_write(text, sizeof text, &len, entry, tampered->count));
	put(tampered, RECORD_MANIFEST, text, len);
}

static void restore(struct tampered *tampered)
{
	for (size_t i = 0; i < tampered->count; i++) {
		struct held *held = &tampered->held[i];

		if (held->now)
			put(tampered, held->name, held->first.data, held->first.len);
		free(held->now);
		held->now = NULL;
	}
}

static void sign_over(struct held *signature, const struct held *file, const char *comment,
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

static int by_code(const void *left, const void *right)
{
	return hash_compare(&((const struct entry *)left)->code, &((const struct entry *)right)->code);
}

/* The file's ballots in the order of the codes they have now, and the set they are. 0 where it cannot be read: then it
 * stays as it is. */
static int sort_ballots(struct held *file, struct hash *set_of, const char magic[static 4],
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

static void remake_export(struct tampered *tampered, unsigned kiosk_index)
{
	static const char *const names[] = {EXPORT_BALLOTS, EXPORT_LOG, EXPORT_REPORT, EXPORT_SPOILED};
	const struct vote_kiosk *kiosk = &tampered->vote->kiosk[kiosk_index];
	struct manifest_entry entry[4];
	struct certificate report;
	struct held *file[4], *manifest;
	char folder[64], text[CERTIFICATE_MAX_BYTES], comment[SIGN_TRUSTED_MAX + 1], election[65], key[65];
	size_t len;

	export_named(folder, tampered->vote, kiosk_index, 1);
	for (unsigned i = 0; i < 4; i++)
		file[i] = find(tampered, "exports/%s/%s", folder, names[i]);
	vote_must(certificate_read(&report, (const char *)bytes_of(file[2]), len_of(file[2])));
	if (sort_ballots(file[0], &report.set, BALLOTS_MAGIC, &kiosk->context) &&
	    sort_ballots(file[3], &report.spoiled_set, SPOILED_MAGIC, &kiosk->context)) {
		vote_must(certificate_write(text, sizeof text, &len, &report));
		set(file[2], text, len);
	}
	for (unsigned i = 0; i < 4; i++) {
		snprintf(entry[i].name, sizeof entry[i].name, "%s", names[i]);
		sha256_of(entry[i].sha256, file[i]);
	}
	vote_must(manifest_write(text, sizeof text, &len, entry, 4));
	manifest = find(tampered, "exports/%s/%s", folder, EXPORT_MANIFEST);
	set(manifest, text, len);
	hex_write(election, tampered->vote->hash.bytes, 32);
	hex_write(key, kiosk->key.public_key.key, 32);
	snprintf(comment, sizeof comment, "folkmoot export %s %s 1", election, key);
	sign_over(find(tampered, "exports/%s/%s", folder, EXPORT_SIGNATURE), manifest, comment, &kiosk->key);
}

/* --- mixes and factors made to fit --- */

static void hash_list(struct hash *out, struct tampered *tampered, unsigned mix, const struct mix_entry *entry)
{
	const struct held *list = find(tampered, "mixes/%u/contest-%05u.list", mix, entry->contest);

	list_hash(out, entry->contest, 1, entry->count, bytes_of(list) + MIX_HEAD_BYTES);
}

/* The statement of one mix, and of the one after it. */
static void remake_mixes(struct tampered *tampered, unsigned first)
{
	const struct sign_secret *mixers[] = {&tampered->vote->share.identity, &tampered->vote->organiser};
	static struct mix_statement statement;
	static char text[MIX_STATEMENT_MAX];
	char comment[SIGN_TRUSTED_MAX + 1];
	size_t len;

	for (unsigned mix = first; mix <= 2; mix++) {
		struct held *file = find(tampered, "mixes/%u/mix.txt", mix);
		struct mix_entry *entry = &statement.contest[0];

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
		mix_comment(comment, &statement.election, mix);
		sign_over(find(tampered, "mixes/%u/mix.txt.minisig", mix), file, comment, mixers[mix - 1]);
	}
}

static void remake_factors(struct tampered *tampered)
{
	struct held *file = find(tampered, "decryption/1/trustee-1.txt");
	static struct factors_statement statement;
	static char text[FACTORS_STATEMENT_MAX];
	char comment[SIGN_TRUSTED_MAX + 1];
	size_t len;

	vote_must(factors_statement_read(&statement, (const char *)bytes_of(file), len_of(file), FACTORS_DECRYPTION));
	sha256_of(statement.contest[0].sha256, find(tampered, "decryption/1/trustee-1.contest-00001.factors"));
	vote_must(factors_statement_write(text, sizeof text, &len, &statement, FACTORS_DECRYPTION));
	set(file, text, len);
	factors_comment(comment, &statement, FACTORS_DECRYPTION);
	sign_over(find(tampered, "decryption/1/trustee-1.txt.minisig"), file, comment, &tampered->vote->share.identity);
}

static int ends_with(const char *name, const char *ending)
{
	size_t len = strlen(name), ending_len = strlen(ending);

	return len >= ending_len && strcmp(name + len - ending_len, ending) == 0;
}

/* Makes all else fit to a changed file. The step that must refuse it; STEP_COUNT: any. */
static enum audit_step remake(struct tampered *tampered, const struct held *held)
{
	char folder[64];

	for (unsigned kiosk = 0; kiosk < VOTE_KIOSKS; kiosk++) {
		export_named(folder, tampered->vote, kiosk, 1);
		if (!strstr(held->name, folder) ||
		    !(ends_with(held->name, "/" EXPORT_BALLOTS) || ends_with(held->name, "/" EXPORT_SPOILED)))
			continue;
		remake_export(tampered, kiosk);
		return STEP_EXPORTS;
	}
	if (ends_with(held->name, ".list") || ends_with(held->name, ".proof")) {
		remake_mixes(tampered, strncmp(held->name, "mixes/1/", 8) == 0 ? 1 : 2);
		return STEP_MIXES;
	}
	if (ends_with(held->name, ".factors")) {
		remake_factors(tampered);
		return STEP_DECRYPTION;
	}
	return STEP_COUNT;
}

/* --- all bytes --- */

/* Changes one byte by mask and makes all else fit. 1 where that is found as it must be; a mask of 0 is no lie. */
static int found_out(struct tampered *tampered, struct held *held, size_t at, uint8_t mask, char fault[static 500])
{
	struct audit *audit = calloc(1, sizeof *audit);
	uint8_t *changed = malloc(held->first.len);
	enum audit_step step;
	enum status status;
	int right;

	memcpy(changed, held->first.data, held->first.len);
	changed[at] ^= mask;
	set(held, changed, held->first.len);
	free(changed);
	step = remake(tampered, held);
	write_changed(tampered);
	status = audit_record(audit, tampered->path, STEP_RESULT);
	right = mask ? status == STATUS_MISMATCH && (step == STEP_COUNT || audit->now == step) : status == STATUS_OK;
	if (!right)
		snprintf(fault, 500, "%s, byte %zu: %s at step %s: %.300s", held->name, at, status_phrase(status),
		         audit_step_name(audit->now), audit->step[audit->now].reason);
	restore(tampered);
	audit_finish(audit);
	free(audit);
	return right;
}

/* What stands before the key in a public key file is anybody's remark. */
static size_t first_byte(const struct held *held)
{
	const uint8_t *end = memchr(held->first.data, '\n', held->first.len);

	return strcmp(held->name, RECORD_ORGANISER) == 0 && end ? (size_t)(end - held->first.data) : 0;
}

static void try_part(struct found *found, const struct vote *vote, unsigned part, unsigned parts, size_t stride)
{
	struct tampered *tampered = calloc(1, sizeof *tampered);
	size_t number = 0;

	tampered->vote = vote;
	snprintf(tampered->path, sizeof tampered->path, "%s/record-%u", vote->dir, part);
	hold_all(tampered);
	/* What is made anew after no change is the truth, so that only the change can be what is refused. */
	for (size_t i = 0; i < tampered->count; i++)
		if (i % parts == part && !found_out(tampered, &tampered->held[i], 0, 0, found->fault[part]))
			return;
	for (size_t i = 0; i < tampered->count; i++)
		for (size_t at = first_byte(&tampered->held[i]); at < tampered->held[i].first.len; at++, number++) {
			if (number % stride != 0 || number / stride % parts != part)
				continue;
			found->tried[part]++;
			if (!found_out(tampered, &tampered->held[i], at, (uint8_t)(1 + randombytes_uniform(255)),
			               found->fault[part]))
				return;
		}
}

static void count_fifty(struct run *run)
{
	struct vote *vote = run->vote;

	vote->election.contest_count = vote->style.contest_count = 1;
	for (unsigned i = 0; i < VOTE_KIOSKS; i++)
		vote->kiosk[i].ballot_count = vote->kiosk[i].spoiled_count = 0;
	vote_redefine(vote);
	for (unsigned i = 0; i < 2 * BALLOTS_EACH; i++)
		vote_cast(vote, i & 1, i % 7, 0);
	vote_challenge(vote, 0, 5, 0);
	vote_close(vote, 0, "a");
	vote_close(vote, 1, "b");
	count_votes(run, LIST("a", "b"));
	if (run->captured.code != 0)
		fail_msg("not counted: %s", run->captured.err);
	follows(run);
}

static void test_every_byte(void **state)
{
	struct run *run = *state;
	const char *is_long = getenv("LONG");
	struct found *found = mmap(NULL, sizeof *found, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned parts = processors > PARTS_MAX ? PARTS_MAX : processors > 1 ? (unsigned)processors : 1;
	size_t tried = 0;

	assert_true(found != MAP_FAILED);
	count_fifty(run);
	for (unsigned part = 0; part < parts; part++)
		shell(run, "cp -r record record-%u", part);
	fflush(NULL);
	for (unsigned part = 0; part < parts; part++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child > 0)
			continue;
		/* Thousands of faults are told as they are found. */
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		try_part(found, run->vote, part, parts, is_long && *is_long ? 1 : STRIDE);
		_exit(0);
	}
	for (unsigned part = 0; part < parts; part++) {
		int code = 0;

		assert_true(wait(&code) > 0);
		assert_int_equal(code, 0);
	}
	for (unsigned part = 0; part < parts; part++) {
		if (found->fault[part][0])
			fail_msg("%s", found->fault[part]);
		tried += found->tried[part];
	}
	assert_true(tried > 100);
	printf("# note: %zu bytes of a record changed, one at a time: each was found out\n", tried);
	munmap(found, sizeof *found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {CASE(test_every_byte)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
