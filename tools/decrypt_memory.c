#include "decrypt_memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bytes.h"
#include "cli.h"
#include "statement.h"

enum { MEMORY_MAX = 8 * 1024 };

/* The share itself, not a link to it: one share has one memory, by whatever path it is given. */
static enum status real_path(char out[static PATH_ROOM], const char *path)
{
	char *real = realpath(path, NULL);
	struct stat found;
	enum status status = STATUS_MISMATCH;

	if (!real || stat(real, &found) != 0) {
		(void)cli_failed("%s: cannot be found again (%s); put it back and try again", path, strerror(errno));
		status = STATUS_IO;
	} else if (!S_ISREG(found.st_mode)) {
		(void)cli_refused("%s: is no regular file, so nothing can be remembered beside it; give the file "
		                  "itself",
		                  path);
	} else if (found.st_nlink > 1) {
		(void)cli_refused("%s: has a second name (hard link), beside which nothing would be remembered; "
		                  "remove the other name, or copy the file and give the copy",
		                  path);
	} else if (strlen(real) >= PATH_ROOM) {
		(void)cli_failed("%.60s…: this path is too long; use shorter folder names", real);
		status = STATUS_TOO_LONG;
	} else {
		snprintf(out, PATH_ROOM, "%s", real);
		status = STATUS_OK;
	}
	free(real);
	return status;
}

enum status memory_path(char out[static PATH_ROOM], const char *share_path, unsigned index, const struct hash *election,
                        enum factors_use use)
{
	char real[PATH_ROOM], folder[PATH_ROOM], name[64], hex[2 * 8 + 1];
	enum status status = real_path(real, share_path);

	if (status == STATUS_OK)
		status = path_parent(folder, real);
	if (status != STATUS_OK)
		return status;
	hex_write(hex, election->bytes, 8);
	snprintf(name, sizeof name, "trustee-%u.%s-%s", index, factors_word(use), hex);
	return path_join(out, folder, name);
}

/* The body, the same bytes for the same lists. */
static enum status write_body(char *text, size_t room, size_t *text_len, const struct trustee_share *share,
                              const struct trustees *trustees, const struct hash *election, const struct lists *lists,
                              enum factors_use use)
{
	struct statement_writer writer;

	statement_writer_init(&writer, text, room, "folkmoot remembered", 1);
	statement_put_text(&writer, "practice", trustees->kind == SIGN_PRACTICE ? "yes" : "no");
	statement_put_text(&writer, "done", factors_word(use));
	statement_put_hex(&writer, "election", election->bytes, HASH_BYTES);
	statement_put_hex(&writer, "trustees", trustees->transcript.bytes, HASH_BYTES);
	statement_put_number(&writer, "trustee", share->index);
	statement_put_number(&writer, "contests", lists->count);
	for (unsigned i = 0; i < lists->count; i++) {
		struct hash list;

		list_hash(&list, lists->contest[i], lists->width[i], lists->entries_count[i], lists->entries[i]);
		statement_put_number(&writer, "contest", lists->contest[i]);
		statement_put_number(&writer, "count", lists->entries_count[i]);
		statement_put_hex(&writer, "list", list.bytes, HASH_BYTES);
	}
	*text_len = statement_len(&writer);
	return statement_writer_finish(&writer);
}

static void comment_of(char out[static SIGN_TRUSTED_MAX + 1], const struct hash *election, unsigned index,
                       enum factors_use use)
{
	char hex[2 * HASH_BYTES + 1];

	hex_write(hex, election->bytes, HASH_BYTES);
	snprintf(out, SIGN_TRUSTED_MAX + 1, "folkmoot remembered %s %s %u", factors_word(use), hex, index);
}

static enum status compare(const char *path, const char *body, size_t body_len, const char *comment,
                           const struct sign_public *identity, enum factors_use use)
{
	char trusted[SIGN_TRUSTED_MAX + 1];
	const uint8_t *kept = NULL;
	struct bytes file;
	size_t kept_len = 0;
	enum status status = file_read(&file, path, MEMORY_MAX + SIGN_FILE_MAX, "what the trustee remembers");

	if (status != STATUS_OK)
		goto out;
	status = signed_open(&kept, &kept_len, trusted, sizeof trusted, file.data, file.len, identity);
	if (status == STATUS_OK && strcmp(trusted, comment) != 0)
		status = STATUS_MISMATCH;
	if (status != STATUS_OK) {
		(void)cli_refused("%s: is not what this trustee wrote (it %s); find the file as it was, nothing is "
		                  "done without it",
		                  path, status_phrase(status));
	} else if (kept_len != body_len || memcmp(kept, body, body_len) != 0) {
		status = STATUS_MISMATCH;
		(void)cli_refused("%s: this share was used before for another %s of this election; two different "
		                  "counts would show single votes, so this one is refused: go on with the record of "
		                  "then",
		                  path, use == FACTORS_DRAW ? "draw" : "count");
	}
out:
	bytes_free(&file);
	return status;
}

static enum status write_new(const char *path, const char *body, size_t body_len, const char *comment,
                             const struct sign_secret *identity)
{
	char whole[SIGN_FILE_MAX + MEMORY_MAX];
	size_t head_len;
	enum status status = sign_file(whole, body, body_len, comment, identity);

	if (status != STATUS_OK) {
		(void)cli_failed("%s: what the trustee remembers could not be signed (it %s); try again", path,
		                 status_phrase(status));
		return status;
	}
	head_len = strlen(whole);
	memcpy(whole + head_len, body, body_len);
	return file_write(path, whole, head_len + body_len, FILE_PUBLIC, FILE_KEEP);
}

enum status memory_hold(const char *share_path, const struct trustee_share *share, const struct trustees *trustees,
                        const struct hash *election, const struct lists *lists, enum factors_use use)
{
	char path[PATH_ROOM], body[MEMORY_MAX], comment[SIGN_TRUSTED_MAX + 1];
	size_t body_len;
	enum status status = write_body(body, sizeof body, &body_len, share, trustees, election, lists, use);

	if (status != STATUS_OK) {
		(void)cli_failed("%s: what is decrypted cannot be remembered (it %s); this is a fault of the program",
		                 share_path, status_phrase(status));
		return status;
	}
	comment_of(comment, election, share->index, use);
	status = memory_path(path, share_path, share->index, election, use);
	if (status == STATUS_OK && !path_exists(path))
		status = write_new(path, body, body_len, comment, &share->identity);
	/* What lies there now is what counts: read back what was just written, too. */
	if (status == STATUS_OK)
		status = compare(path, body, body_len, comment, &share->identity.public_key, use);
	return status;
}
