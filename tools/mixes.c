#include "mixes.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "mix_statement.h"
#include "parallel.h"

/* What a mix is compared with while the mixes are read one after another. */
struct reading {
	struct mixes *out;
	struct faults *faults;
	const char *record;
	const struct package *package;
	const struct merged *merged;
	struct hash last[ELECTION_MAX_CONTESTS]; /* list hashes after the mixes read so far */
	uint8_t previous[SHA256_BYTES];
};

/* --- the crew and engine of the tools --- */

static void each_in_parallel(const struct crew *crew, size_t count, const char *what,
                             void (*work)(void *context, size_t index), void *context)
{
	(void)crew;
	parallel_each(count, what, work, context);
}

const struct crew mix_crew = {each_in_parallel, NULL};
const struct engine *const mix_engine = &engine_decaf;

/* --- one mix --- */

void mix_shuffle(struct shuffle *out, const struct package *package, unsigned contest, unsigned number,
                 const struct sign_public *mixer, uint32_t count)
{
	const struct election *election = package->election;

	memset(out, 0, sizeof *out);
	out->election = package->hash;
	out->joint_key = election->joint_key;
	memcpy(out->mixer, mixer->key, sizeof out->mixer);
	out->mix = number;
	out->contest = election->contests[contest].id;
	out->width = election->contests[contest].width;
	out->count = count;
}

static const struct mixer *mixer_of(const struct election *election, const struct sign_public *key)
{
	for (unsigned i = 0; i < election->mixer_count; i++)
		if (sign_key_equal(&election->mixer[i].key, key))
			return &election->mixer[i];
	return NULL;
}

/* The file's bytes behind its head, which must be the expected one; NULL after a fault. */
static const uint8_t *open_file(struct bytes *file, struct faults *faults, const char *path, const char *magic,
                                const struct shuffle *shuffle, size_t len, const uint8_t sha256[static SHA256_BYTES])
{
	uint8_t head[MIX_HEAD_BYTES], digest[SHA256_BYTES];

	if (fault_read(file, faults, path, MIX_HEAD_BYTES + len, "a file of the mix") != STATUS_OK)
		return NULL;
	mix_head(head, magic, shuffle);
	(void)crypto_hash_sha256(digest, file->data, file->len);
	if (file->len != MIX_HEAD_BYTES + len)
		fault(faults, path, "is %zu bytes long and must be %zu; get the mix again from its mixer", file->len,
		      MIX_HEAD_BYTES + len);
	else if (memcmp(file->data, head, sizeof head) != 0)
		fault(
		    faults, path,
		    "does not begin as this mix's file must (kind, election, mix, contest, width, count); get the mix "
		    "again from its mixer");
	else if (memcmp(digest, sha256, sizeof digest) != 0)
		fault(faults, path, "is not the file that the mixer signed; get the mix again from its mixer");
	else
		return file->data + MIX_HEAD_BYTES;
	return NULL;
}

static int read_contest(struct reading *reading, struct mix *mix, unsigned contest, const struct mix_entry *entry)
{
	struct mix_contest *out = &mix->contest[contest];
	uint32_t count = reading->merged->list[contest].count;
	char name[MIX_NAME_ROOM], path[PATH_ROOM];
	struct shuffle shuffle;
	struct hash output;

	mix_shuffle(&shuffle, reading->package, contest, mix->number, &mix->mixer->key, count);
	mix_file_name(name, shuffle.contest, MIX_LIST_ENDING);
	if (path_join(path, mix->path, name) != STATUS_OK)
		return 0;
	out->entries = open_file(&out->list_file, reading->faults, path, MIX_LIST_MAGIC, &shuffle,
	                         list_bytes(count, shuffle.width), entry->list);
	if (!out->entries)
		return 0;
	list_hash(&output, shuffle.contest, shuffle.width, count, out->entries);
	if (hash_compare(&output, &entry->output) != 0) {
		fault(reading->faults, path, "is not the output that the mixer's statement names; get the mix again");
		return 0;
	}
	reading->last[contest] = output;
	mix_file_name(name, shuffle.contest, MIX_PROOF_ENDING);
	if (path_join(path, mix->path, name) != STATUS_OK)
		return 0;
	out->proof_len = shuffle_proof_bytes(count, shuffle.width);
	out->proof =
	    open_file(&out->proof_file, reading->faults, path, MIX_PROOF_MAGIC, &shuffle, out->proof_len, entry->proof);
	return out->proof != NULL;
}

int mix_has_file(const struct election *election, const char *name)
{
	char expected[MIX_NAME_ROOM];

	if (strcmp(name, MIX_STATEMENT) == 0 || strcmp(name, MIX_SIGNATURE) == 0)
		return 1;
	for (unsigned i = 0; i < election->contest_count; i++) {
		mix_file_name(expected, election->contests[i].id, MIX_LIST_ENDING);
		if (strcmp(name, expected) == 0)
			return 1;
		mix_file_name(expected, election->contests[i].id, MIX_PROOF_ENDING);
		if (strcmp(name, expected) == 0)
			return 1;
	}
	return 0;
}

int mix_part_has_file(const struct election *election, const char *name)
{
	static const char temporary[] = ".folkmoot-"; /* files.c */
	char expected[MIX_NAME_ROOM];

	if (mix_has_file(election, name) || strncmp(name, temporary, sizeof temporary - 1) == 0)
		return 1;
	for (unsigned i = 0; i < election->contest_count; i++) {
		mix_file_name(expected, election->contests[i].id, MIX_MADE_ENDING);
		if (strcmp(name, expected) == 0)
			return 1;
	}
	return 0;
}

int mix_is_folder(const char *path)
{
	struct stat found;

	return lstat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

static int nothing_else(const struct reading *reading, const char *path,
                        int (*has_file)(const struct election *election, const char *name))
{
	struct folder_names names;
	int found = 0;

	if (folder_list(&names, path, "a mix") != STATUS_OK) {
		reading->faults->count++;
		reading->faults->unread++;
		return 0;
	}
	for (size_t i = 0; i < names.count; i++) {
		if (has_file(reading->package->election, names.name[i]))
			continue;
		fault(reading->faults, path, "holds the file %s, which is no part of a mix; take it away",
		      names.name[i]);
		found++;
	}
	folder_names_free(&names);
	return !found;
}

/* Whose mix it is, by the key that its statement names and whose signature holds. Nothing but that key is read before.
 */
static enum status check_signature(struct reading *reading, struct mix *mix, const char *path,
                                   const struct mix_statement *statement)
{
	char trusted[SIGN_TRUSTED_MAX + 1], expected[SIGN_TRUSTED_MAX + 1];
	enum status status;

	mix->mixer = mixer_of(reading->package->election, &statement->key);
	if (!mix->mixer) {
		fault(reading->faults, path,
		      "is by a key that is none of this election's mixers; only those named in the package can mix");
		return STATUS_WRONG_KEY;
	}
	status = sign_file_verify(trusted, sizeof trusted, (const char *)mix->signature.data, mix->signature.len,
	                          mix->statement.data, mix->statement.len, &mix->mixer->key);
	mix_comment(expected, &reading->package->hash, mix->number);
	if (status == STATUS_OK && strcmp(trusted, expected) != 0)
		status = STATUS_OTHER_ELECTION;
	if (status != STATUS_OK)
		fault(reading->faults, path,
		      "the signature of mixer %s does not hold for it (it %s); get the mix again", mix->mixer->name,
		      status_phrase(status));
	return status;
}

static const char *wrong_in(const struct reading *reading, const struct mix *mix, const struct mix_statement *statement)
{
	const struct election *election = reading->package->election;

	if (statement->kind != election->kind)
		return "mixes practice and real: mix and election must be of one kind";
	if (hash_compare(&statement->election, &reading->package->hash) != 0)
		return "is for another election";
	if (statement->number != mix->number)
		return "has another number than its folder";
	if (strcmp(statement->name, mix->mixer->name) != 0)
		return "names its mixer otherwise than the election does";
	if (memcmp(statement->previous, reading->previous, SHA256_BYTES) != 0)
		return "was not made from the mix before it";
	if (statement->contest_count != election->contest_count)
		return "has not the election's contests";
	for (unsigned i = 0; i < statement->contest_count; i++) {
		const struct mix_entry *entry = &statement->contest[i];

		if (entry->contest != election->contests[i].id)
			return "has not the election's contests in their order";
		if (entry->count != reading->merged->list[i].count)
			return "has another number of entries than there are ballots";
		if (hash_compare(&entry->input, &reading->last[i]) != 0)
			return mix->number == 1 ? "did not begin with the ballots that count"
			                        : "did not begin with the list that the mix before it made";
	}
	return NULL;
}

static int read_statement(struct reading *reading, struct mix *mix, struct mix_statement *statement)
{
	char path[PATH_ROOM], signature[PATH_ROOM];
	const char *wrong;
	enum status status;

	if (path_join(path, mix->path, MIX_STATEMENT) != STATUS_OK ||
	    path_join(signature, mix->path, MIX_SIGNATURE) != STATUS_OK)
		return 0;
	if (fault_read(&mix->statement, reading->faults, path, MIX_STATEMENT_MAX, "the mixer's statement") !=
	        STATUS_OK ||
	    fault_read(&mix->signature, reading->faults, signature, SIGN_FILE_MAX, "the mixer's signature") !=
	        STATUS_OK)
		return 0;
	status = mix_statement_read(statement, (const char *)mix->statement.data, mix->statement.len);
	if (status != STATUS_OK) {
		fault(reading->faults, path, "is no mixer's statement (it %s); get the mix again",
		      status_phrase(status));
		return 0;
	}
	if (check_signature(reading, mix, path, statement) != STATUS_OK)
		return 0;
	for (unsigned i = 0; i + 1 < mix->number; i++) {
		if (reading->out->mix[i].mixer != mix->mixer)
			continue;
		fault(reading->faults, path, "mixer %s has mixed already, in mix %u; every mix needs another mixer",
		      mix->mixer->name, i + 1);
		return 0;
	}
	wrong = wrong_in(reading, mix, statement);
	if (wrong)
		fault(reading->faults, path, "%s; it must be mixed again", wrong);
	return wrong == NULL;
}

static int read_mix(struct reading *reading, struct mix *mix)
{
	struct mix_statement *statement = malloc(sizeof *statement);
	int sound =
	    statement && nothing_else(reading, mix->path, mix_has_file) && read_statement(reading, mix, statement);

	if (!statement) {
		(void)cli_failed("there is not enough memory; close other programs");
		reading->faults->count++;
		reading->faults->unread++;
	}
	for (unsigned i = 0; sound && i < reading->package->election->contest_count; i++)
		sound = read_contest(reading, mix, i, &statement->contest[i]);
	if (sound)
		(void)crypto_hash_sha256(reading->previous, mix->statement.data, mix->statement.len);
	free(statement);
	return sound;
}

/* --- the proofs --- */

static void tell_proof(const struct reading *reading, unsigned contest, enum status status,
                       const struct shuffle_fault *found)
{
	const struct mix *mix = &reading->out->mix[found->mix];
	const char *ending = found->check == SHUFFLE_POINT ? MIX_LIST_ENDING : MIX_PROOF_ENDING;
	char name[MIX_NAME_ROOM], path[PATH_ROOM];

	if (status == STATUS_NO_ROOM) {
		(void)cli_failed("%s: there is not enough memory to check the mixes; use a larger computer",
		                 reading->record);
		reading->faults->count++;
		reading->faults->unread++;
		return;
	}
	mix_file_name(name, reading->package->election->contests[contest].id, ending);
	if (path_join(path, mix->path, name) != STATUS_OK)
		return;
	fault(reading->faults, path, "the mix by %s is wrong: %s; it must be mixed again, by another mixer",
	      mix->mixer ? mix->mixer->name : "nobody", shuffle_check_phrase(found->check));
}

static void check_proofs(struct reading *reading, unsigned contest, unsigned count)
{
	const struct mixes *mixes = reading->out;
	struct shuffle shuffle[MIXES_MAX];
	const uint8_t *proof[MIXES_MAX];
	size_t proof_len[MIXES_MAX];
	struct shuffle_fault found;
	enum status status;

	for (unsigned i = 0; i < count; i++) {
		const struct mix_contest *own = &mixes->mix[i].contest[contest];

		mix_shuffle(&shuffle[i], reading->package, contest, i + 1, &mixes->mix[i].mixer->key,
		            reading->merged->list[contest].count);
		shuffle[i].input =
		    i == 0 ? reading->merged->list[contest].entries : mixes->mix[i - 1].contest[contest].entries;
		shuffle[i].output = own->entries;
		proof[i] = own->proof;
		proof_len[i] = own->proof_len;
	}
	status = shuffle_verify(&found, shuffle, proof, proof_len, count, mix_engine, &mix_crew);
	if (status != STATUS_OK)
		tell_proof(reading, contest, status, &found);
}

/* --- all of them --- */

/* 1 to MIXES_MAX for the folder of a mix, 0 for anything else. */
static unsigned number_of(const char *name)
{
	return name[0] >= '1' && name[0] <= '0' + MIXES_MAX && name[1] == '\0' ? (unsigned)(name[0] - '0') : 0;
}

_Static_assert(MIXES_MAX <= 9 && (int)MIXES_MAX <= (int)SHUFFLE_MIXES_MAX, "a mix's number is one digit");

unsigned mix_part_number(const char *name)
{
	char digit[2] = {0};

	if (name[0] != '.' || name[1] == '\0' || strcmp(name + 2, ".part") != 0)
		return 0;
	digit[0] = name[1];
	return number_of(digit);
}

/* An unfinished mix: the next one's, a folder, with what such a folder holds. */
static void check_part(struct reading *reading, const char *folder, const char *name, unsigned mixes)
{
	char path[PATH_ROOM];

	if (path_join(path, folder, name) != STATUS_OK)
		reading->faults->count++;
	else if (mix_part_number(name) != mixes + 1)
		fault(reading->faults, folder, "holds %s, which is not the next mix, unfinished; take it away", name);
	else if (!mix_is_folder(path))
		fault(reading->faults, folder, "holds %s, which is no folder; take it away", name);
	else
		(void)nothing_else(reading, path, mix_part_has_file);
}

/* How many mixes there are, from 1 on without a gap. */
static unsigned count_mixes(struct reading *reading, const char *folder)
{
	struct folder_names names;
	unsigned count = 0;

	if (folder_list(&names, folder, "the mixes") != STATUS_OK) {
		reading->faults->count++;
		reading->faults->unread++;
		return 0;
	}
	for (size_t i = 0; i < names.count; i++) {
		unsigned number = number_of(names.name[i]);

		if (mix_part_number(names.name[i]))
			continue;
		if (number == 0)
			fault(reading->faults, folder, "holds %s, which is no mix; take it away", names.name[i]);
		else if (number == count + 1)
			count++;
		else
			fault(reading->faults, folder, "has mix %u but not mix %u; put it back", number, count + 1);
	}
	for (size_t i = 0; i < names.count; i++)
		if (mix_part_number(names.name[i]))
			check_part(reading, folder, names.name[i], count);
	folder_names_free(&names);
	return count;
}

static void read_all(struct reading *reading, const char *folder)
{
	const struct election *election = reading->package->election;
	unsigned wanted = count_mixes(reading, folder), sound = 0;
	struct mixes *out = reading->out;

	out->mix = calloc(wanted + 1, sizeof *out->mix);
	if (!out->mix) {
		(void)cli_failed("there is not enough memory; close other programs");
		reading->faults->count++;
		reading->faults->unread++;
		return;
	}
	for (unsigned i = 0; i < election->contest_count; i++)
		list_hash(&reading->last[i], election->contests[i].id, election->contests[i].width,
		          reading->merged->list[i].count, reading->merged->list[i].entries);
	while (sound == out->count && out->count < wanted) {
		struct mix *mix = &out->mix[out->count++];
		char name[2] = {(char)('0' + out->count), '\0'};

		mix->number = out->count;
		if (path_join(mix->path, folder, name) == STATUS_OK)
			sound += (unsigned)read_mix(reading, mix);
	}
	for (unsigned i = 0; i < election->contest_count && sound > 0; i++)
		check_proofs(reading, i, sound);
}

void mixes_check(struct mixes *out, struct faults *faults, const char *record, const struct package *package,
                 const struct merged *merged)
{
	struct reading *reading = calloc(1, sizeof *reading);
	char folder[PATH_ROOM];

	memset(out, 0, sizeof *out);
	if (!reading || path_join(folder, record, MIX_FOLDER) != STATUS_OK) {
		faults->count++;
		faults->unread++;
		free(reading);
		return;
	}
	*reading =
	    (struct reading){.out = out, .faults = faults, .record = record, .package = package, .merged = merged};
	if (path_exists(folder))
		read_all(reading, folder);
	free(reading);
}

void mixes_finish(struct mixes *mixes)
{
	for (unsigned i = 0; i < mixes->count; i++) {
		struct mix *mix = &mixes->mix[i];

		bytes_free(&mix->statement);
		bytes_free(&mix->signature);
		for (unsigned k = 0; k < ELECTION_MAX_CONTESTS; k++) {
			bytes_free(&mix->contest[k].list_file);
			bytes_free(&mix->contest[k].proof_file);
		}
	}
	free(mixes->mix);
	memset(mixes, 0, sizeof *mixes);
}

const uint8_t *mixes_last(const struct mixes *mixes, const struct merged *merged, unsigned contest)
{
	return mixes->count > 0 ? mixes->mix[mixes->count - 1].contest[contest].entries : merged->list[contest].entries;
}
