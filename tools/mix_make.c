#include "mix_make.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cli.h"
#include "mix_statement.h"
#include "parallel.h"
#include "progress.h"

struct making {
	const struct mix_plan *plan;
	const struct election *election;
	char folder[PATH_ROOM], part[PATH_ROOM], path[PATH_ROOM]; /* mixes, mixes/.N.part, mixes/N */
	struct mix_statement statement;
	struct progress progress;
	uint64_t parts_done; /* of the whole mix, in PARTS of an entry */
	uint64_t contest_entries;
};

/* --- progress over the whole mix --- */

/* Shares of the time that an entry takes. */
enum { PART_MOVING = 6, PART_LINKING = 2, PART_CHECKING = 2, PARTS = 10 };

static uint64_t parts_of(const char *what)
{
	if (strcmp(what, SHUFFLE_MOVING) == 0)
		return PART_MOVING;
	return strcmp(what, SHUFFLE_LINKING) == 0 ? PART_LINKING : PART_CHECKING;
}

struct told_work {
	struct making *making;
	pthread_t teller;
	atomic_size_t done;
	size_t count;
	uint64_t parts;
	void (*work)(void *context, size_t index);
	void *context;
};

static void do_and_tell(void *context, size_t index)
{
	struct told_work *told = context;
	size_t done;

	told->work(told->context, index);
	done = atomic_fetch_add(&told->done, 1) + 1;
	if (pthread_equal(pthread_self(), told->teller))
		progress_at(&told->making->progress,
		            (told->making->parts_done + told->parts * done / told->count) / PARTS);
}

static void each_told(const struct crew *crew, size_t count, const char *what,
                      void (*work)(void *context, size_t index), void *context)
{
	struct making *making = crew->own;
	struct told_work told = {
	    .making = making, .teller = pthread_self(), .count = count, .work = work, .context = context};

	if (!what) {
		parallel_each(count, NULL, work, context);
		return;
	}
	told.parts = parts_of(what) * making->contest_entries;
	parallel_each(count, NULL, do_and_tell, &told);
	making->parts_done += told.parts;
}

/* --- one contest --- */

struct contest_files {
	struct bytes list, proof;
	struct shuffle shuffle;
	struct mix_entry *entry; /* what is said of them */
	char list_path[PATH_ROOM], proof_path[PATH_ROOM], made_path[PATH_ROOM];
};

static enum status contest_path(char out[static PATH_ROOM], const struct making *making, unsigned contest,
                                const char *ending)
{
	char name[MIX_NAME_ROOM];

	mix_file_name(name, making->election->contests[contest].id, ending);
	return path_join(out, making->part, name);
}

static enum status begin_contest(struct contest_files *out, struct making *making, unsigned contest)
{
	const struct mix_plan *plan = making->plan;
	enum status status;

	memset(out, 0, sizeof *out);
	mix_shuffle(&out->shuffle, plan->package, contest, plan->number, &plan->mixer->key, plan->count[contest]);
	out->shuffle.input = plan->input[contest];
	out->entry = &making->statement.contest[contest];
	status = contest_path(out->list_path, making, contest, MIX_LIST_ENDING);
	if (status == STATUS_OK)
		status = contest_path(out->proof_path, making, contest, MIX_PROOF_ENDING);
	return status == STATUS_OK ? contest_path(out->made_path, making, contest, MIX_MADE_ENDING) : status;
}

static enum status check_contest(struct contest_files *files, struct making *making)
{
	const struct crew crew = {each_told, making};
	const uint8_t *proof = files->proof.data + MIX_HEAD_BYTES;
	size_t proof_len = files->proof.len - MIX_HEAD_BYTES;
	struct shuffle_fault found;

	files->shuffle.output = files->list.data + MIX_HEAD_BYTES;
	return shuffle_verify(&found, &files->shuffle, &proof, &proof_len, 1, mix_engine, &crew);
}

static int read_finished(struct bytes *out, const char *path, const char *magic, const struct shuffle *shuffle,
                         size_t len)
{
	uint8_t head[MIX_HEAD_BYTES];

	mix_head(head, magic, shuffle);
	return file_read_quiet(out, path, MIX_HEAD_BYTES + len) == STATUS_OK && out->len == MIX_HEAD_BYTES + len &&
	       memcmp(out->data, head, sizeof head) == 0;
}

static void state(const struct contest_files *files)
{
	struct mix_entry *out = files->entry;
	const struct shuffle *shuffle = &files->shuffle;

	out->contest = shuffle->contest;
	out->count = shuffle->count;
	list_hash(&out->input, shuffle->contest, shuffle->width, shuffle->count, shuffle->input);
	list_hash(&out->output, shuffle->contest, shuffle->width, shuffle->count, files->list.data + MIX_HEAD_BYTES);
	(void)crypto_hash_sha256(out->list, files->list.data, files->list.len);
	(void)crypto_hash_sha256(out->proof, files->proof.data, files->proof.len);
}

/* Whether this mixer's own program made exactly these files of exactly this input. A proof that holds is not enough:
 * anybody can prove a shuffle under the mixer's public key, and would know its order. */
static int is_own(const struct contest_files *files, const struct making *making)
{
	const struct mix_plan *plan = making->plan;
	struct bytes made;
	int own = file_read_quiet(&made, files->made_path, MIX_MADE_MAX) == STATUS_OK &&
	          mix_made_check((const char *)made.data, made.len, &plan->package->hash, plan->number, files->entry,
	                         &plan->key->public_key) == STATUS_OK;

	bytes_free(&made);
	return own;
}

static int read_own(struct contest_files *files, struct making *making)
{
	const struct shuffle *shuffle = &files->shuffle;

	if (!read_finished(&files->list, files->list_path, MIX_LIST_MAGIC, shuffle,
	                   list_bytes(shuffle->count, shuffle->width)) ||
	    !read_finished(&files->proof, files->proof_path, MIX_PROOF_MAGIC, shuffle,
	                   shuffle_proof_bytes(shuffle->count, shuffle->width)))
		return 0;
	state(files);
	return is_own(files, making) && check_contest(files, making) == STATUS_OK;
}

static enum status take_away(const struct making *making, const char *path)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return STATUS_OK;
	(void)cli_failed("%s: cannot be taken away; remove the folder %s and mix again", path, making->part);
	return STATUS_IO;
}

/* What an earlier run finished, where this mixer signed for it and it proves what it must: read and checked now, never
 * believed. Anything else is taken away. */
static enum status take_up(int *taken, struct contest_files *files, struct making *making)
{
	const char *const paths[] = {files->made_path, files->list_path, files->proof_path};
	const unsigned contest = files->shuffle.contest;
	uint64_t before = making->parts_done;
	enum status status = STATUS_OK;

	*taken = 0;
	if (!path_exists(files->list_path) && !path_exists(files->proof_path) && !path_exists(files->made_path))
		return STATUS_OK;
	*taken = read_own(files, making);
	if (*taken) {
		making->parts_done = before + PARTS * making->contest_entries;
		cli_note("contest %u was mixed by an earlier run and is kept", contest);
		return STATUS_OK;
	}
	making->parts_done = before;
	bytes_free(&files->list);
	bytes_free(&files->proof);
	cli_note("contest %u: what lies in %s is not what this mixer's key signed for as finished; it is taken away "
	         "and made anew",
	         contest, making->part);
	for (unsigned i = 0; i < sizeof paths / sizeof paths[0] && status == STATUS_OK; i++)
		status = take_away(making, paths[i]);
	return status;
}

static enum status allocate(struct bytes *out, size_t len)
{
	out->data = malloc(MIX_HEAD_BYTES + len);
	out->len = out->data ? MIX_HEAD_BYTES + len : 0;
	return out->data ? STATUS_OK : STATUS_NO_ROOM;
}

static enum status tell_contest(const struct contest_files *files, enum status status)
{
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("contest %u: there is not enough memory to mix it; use a larger computer",
		                 files->shuffle.contest);
	else if (status != STATUS_OK)
		(void)cli_failed("contest %u: the mix just made does not hold (it %s): this computer computes wrongly; "
		                 "mix on another one",
		                 files->shuffle.contest, status_phrase(status));
	return status == STATUS_OK || status == STATUS_NO_ROOM ? status : STATUS_INTERNAL;
}

/* The last of a contest's files: whoever finds it finds the others whole. */
static enum status write_made(const struct contest_files *files, const struct making *making)
{
	const struct mix_plan *plan = making->plan;
	char text[MIX_MADE_MAX];
	size_t len = 0;
	enum status status;

	status = mix_made_write(text, &len, &plan->package->hash, plan->number, files->entry, plan->key);
	if (status != STATUS_OK) {
		(void)cli_failed("%s: could not be signed: it %s; run this again", files->made_path,
		                 status_phrase(status));
		return status;
	}
	return file_write(files->made_path, text, len, FILE_PUBLIC, FILE_REPLACE);
}

static enum status mix_contest(struct contest_files *files, struct making *making)
{
	const struct crew crew = {each_told, making};
	const struct shuffle *shuffle = &files->shuffle;
	enum status status = allocate(&files->list, list_bytes(shuffle->count, shuffle->width));

	if (status == STATUS_OK)
		status = allocate(&files->proof, shuffle_proof_bytes(shuffle->count, shuffle->width));
	if (status == STATUS_OK) {
		mix_head(files->list.data, MIX_LIST_MAGIC, shuffle);
		mix_head(files->proof.data, MIX_PROOF_MAGIC, shuffle);
		status = shuffle_make(files->list.data + MIX_HEAD_BYTES, files->proof.data + MIX_HEAD_BYTES, shuffle,
		                      mix_engine, &crew);
	}
	/* Nothing is published, nor signed, that others would refuse. */
	if (status == STATUS_OK)
		status = check_contest(files, making);
	status = tell_contest(files, status);
	if (status == STATUS_OK) {
		state(files);
		status = file_write(files->list_path, files->list.data, files->list.len, FILE_PUBLIC, FILE_REPLACE);
	}
	if (status == STATUS_OK)
		status = file_write(files->proof_path, files->proof.data, files->proof.len, FILE_PUBLIC, FILE_REPLACE);
	return status == STATUS_OK ? write_made(files, making) : status;
}

static enum status make_contest(struct making *making, unsigned contest)
{
	struct contest_files files;
	int taken = 0;
	enum status status = begin_contest(&files, making, contest);

	making->contest_entries = (uint64_t)files.shuffle.count * files.shuffle.width;
	if (status == STATUS_OK)
		status = take_up(&taken, &files, making);
	if (status == STATUS_OK && !taken)
		status = mix_contest(&files, making);
	bytes_free(&files.list);
	bytes_free(&files.proof);
	return status;
}

/* --- the folder --- */

/* A contest's own file, as a run leaves it. A link would be signed for and then lead elsewhere. */
static int is_contest_file(const struct making *making, const char *name, const char *path)
{
	struct stat found;

	return mix_part_has_file(making->election, name) && strncmp(name, "contest-", 8) == 0 &&
	       lstat(path, &found) == 0 && S_ISREG(found.st_mode);
}

/* Takes away what is no finished contest: what a run that was interrupted left half written. */
static enum status clean(const struct making *making)
{
	struct folder_names names;
	char path[PATH_ROOM];
	enum status status = folder_list(&names, making->part, "the unfinished mix");

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
		status = path_join(path, making->part, names.name[i]);
		if (status != STATUS_OK || is_contest_file(making, names.name[i], path))
			continue;
		cli_note("%s: is no finished contest and is taken away", path);
		status = take_away(making, path);
	}
	folder_names_free(&names);
	return status;
}

/* The notes of what was made are this mixer's own and no part of the record. */
static enum status drop_notes(const struct making *making)
{
	char path[PATH_ROOM];
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < making->election->contest_count && status == STATUS_OK; i++) {
		status = contest_path(path, making, i, MIX_MADE_ENDING);
		if (status == STATUS_OK)
			status = take_away(making, path);
	}
	return status;
}

/* Better told before an hour's work than after. */
static enum status check_space(const struct making *making)
{
	const struct mix_plan *plan = making->plan;
	struct statvfs disk;
	unsigned long long needed = 64 * 1024, free_bytes;

	for (unsigned i = 0; i < making->election->contest_count; i++) {
		uint8_t width = making->election->contests[i].width;
		char path[PATH_ROOM];

		if (contest_path(path, making, i, MIX_MADE_ENDING) == STATUS_OK && !path_exists(path))
			needed += 2 * MIX_HEAD_BYTES + list_bytes(plan->count[i], width) +
			          shuffle_proof_bytes(plan->count[i], width);
	}
	if (statvfs(making->part, &disk) != 0 || disk.f_blocks == 0)
		return STATUS_OK;
	free_bytes = (unsigned long long)disk.f_bavail * disk.f_frsize;
	if (free_bytes >= needed)
		return STATUS_OK;
	(void)cli_failed(
	    "%s: the mix needs %llu MB more room there, and %llu MB are free; make room, then run this again",
	    making->folder, needed / 1000000 + 1, free_bytes / 1000000);
	return STATUS_DISK_FULL;
}

static enum status begin(struct making *making)
{
	const struct mix_plan *plan = making->plan;
	char name[16];
	enum status status = path_join(making->folder, plan->record, MIX_FOLDER);

	snprintf(name, sizeof name, "%u", plan->number);
	if (status == STATUS_OK)
		status = path_join(making->path, making->folder, name);
	snprintf(name, sizeof name, ".%u.part", plan->number);
	if (status == STATUS_OK)
		status = path_join(making->part, making->folder, name);
	if (status == STATUS_OK)
		status = folder_make(making->folder);
	if (status == STATUS_OK)
		status = folder_make(making->part);
	if (status == STATUS_OK && !mix_is_folder(making->part)) {
		(void)cli_failed("%s: is a link to another folder; take it away and mix again", making->part);
		status = STATUS_STATE;
	}
	if (status == STATUS_OK)
		status = clean(making);
	return status == STATUS_OK ? check_space(making) : status;
}

static enum status write_statement(struct making *making)
{
	const struct mix_plan *plan = making->plan;
	char *text = malloc(MIX_STATEMENT_MAX), signature[SIGN_FILE_MAX], comment[SIGN_TRUSTED_MAX + 1],
	     path[PATH_ROOM];
	size_t len = 0;
	enum status status =
	    text ? mix_statement_write(text, MIX_STATEMENT_MAX, &len, &making->statement) : STATUS_NO_ROOM;

	mix_comment(comment, &plan->package->hash, plan->number);
	if (status == STATUS_OK)
		status = sign_file(signature, text, len, comment, plan->key);
	if (status != STATUS_OK) {
		(void)cli_failed("%s: the mix could not be signed: it %s; run this again", making->part,
		                 status_phrase(status));
		goto out;
	}
	status = path_join(path, making->part, MIX_STATEMENT);
	if (status == STATUS_OK)
		status = file_write(path, text, len, FILE_PUBLIC, FILE_REPLACE);
	if (status == STATUS_OK)
		status = path_join(path, making->part, MIX_SIGNATURE);
	if (status == STATUS_OK)
		status = file_write(path, signature, strlen(signature), FILE_PUBLIC, FILE_REPLACE);
out:
	free(text);
	return status;
}

static int sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), failed;

	if (fd < 0)
		return -1;
	/* Some file systems cannot sync a folder and say EINVAL. */
	failed = fsync(fd) != 0 && errno != EINVAL;
	close(fd);
	return failed ? -1 : 0;
}

/* The folder that gets the name has all its files on the disk. */
static enum status finish(const struct making *making)
{
	if (sync_folder(making->part) == 0 && !path_exists(making->path) && rename(making->part, making->path) == 0 &&
	    sync_folder(making->folder) == 0)
		return STATUS_OK;
	(void)cli_failed("%s: the mix is made but could not be given this name; see that the disk can be written, then "
	                 "run this again",
	                 making->path);
	return STATUS_IO;
}

static void begin_statement(struct making *making)
{
	const struct mix_plan *plan = making->plan;
	struct mix_statement *statement = &making->statement;

	statement->kind = making->election->kind;
	statement->election = plan->package->hash;
	statement->number = plan->number;
	snprintf(statement->name, sizeof statement->name, "%s", plan->mixer->name);
	statement->key = plan->mixer->key;
	memcpy(statement->previous, plan->previous, SHA256_BYTES);
	statement->contest_count = making->election->contest_count;
}

enum status mix_make(const struct mix_plan *plan)
{
	struct making *making = calloc(1, sizeof *making);
	uint64_t total = 0;
	enum status status;

	if (!making) {
		(void)cli_failed("there is not enough memory; close other programs");
		return STATUS_NO_ROOM;
	}
	making->plan = plan;
	making->election = plan->package->election;
	begin_statement(making);
	for (unsigned i = 0; i < making->election->contest_count; i++)
		total += (uint64_t)plan->count[i] * making->election->contests[i].width;
	status = begin(making);
	progress_start(&making->progress, "mixing", total);
	for (unsigned i = 0; i < making->election->contest_count && status == STATUS_OK; i++)
		status = make_contest(making, i);
	progress_end(&making->progress, making->parts_done / PARTS);
	if (status == STATUS_OK)
		status = write_statement(making);
	if (status == STATUS_OK)
		status = drop_notes(making);
	if (status == STATUS_OK)
		status = finish(making);
	else if (making->part[0] && folder_exists(making->part))
		cli_note("what was finished is kept in %s: run this again to go on", making->part);
	free(making);
	return status;
}
