/* folkmoot trustee decrypt and draw: one trustee's factors, made and checked, and signed. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "decrypt_parts.h"

/* A file's name in the quorum's folder. */
static enum status path_in_folder(char out[static PATH_ROOM], const struct decrypt *decrypt, const char *name)
{
	return path_join(out, decrypt->folder, name);
}

static void tell_unproved(const struct decrypt *decrypt, const struct decryption *subject, size_t bad,
                          enum status status)
{
	const char *path = decrypt->audit.path;

	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: there is not enough memory; close other programs", path);
	else if (bad != SIZE_MAX)
		(void)cli_refused("%s: contest %u: what this computer made of ciphertext %zu of entry %zu does not "
		                  "hold (it %s); do it again on another computer",
		                  path, (unsigned)subject->contest, bad % subject->width + 1, bad / subject->width + 1,
		                  status_phrase(status));
	else
		(void)cli_refused("%s: contest %u: what this computer made does not hold (it %s); do it again with "
		                  "--one-by-one, which says where",
		                  path, (unsigned)subject->contest, status_phrase(status));
}

/* The same for texts, entry by entry: what is signed covers all, what leaves this computer never what is withheld. */
static enum status make_text_file(struct bytes *out, uint8_t sha256[static SHA256_BYTES], const struct decrypt *decrypt,
                                  struct decryption *subject, const struct moderated *moderated)
{
	size_t len = (size_t)subject->count * entry_bytes(subject->width), bad = SIZE_MAX;
	uint8_t *entries = malloc(len + 1);
	struct text_factors texts = {0};
	enum status status = decryption_key(subject, &decrypt->audit.trustees);

	if (status == STATUS_OK && !entries)
		status = STATUS_NO_ROOM;
	if (status == STATUS_OK)
		status = entries_make(entries, subject, &decrypt->share.share, mix_engine, &mix_crew);
	if (status == STATUS_OK)
		status = text_factors_of(&texts, entries, subject);
	if (status == STATUS_OK)
		status = entries_verify(&bad, texts.entry, subject, mix_engine, &mix_crew);
	if (status == STATUS_OK) {
		text_factors_sha256(sha256, &texts, subject);
		for (uint32_t i = 0; moderated && i < moderated->withheld_count; i++)
			text_factors_leave_out(&texts, moderated->withheld[i].entry);
		status = text_factors_write(out, &texts, subject);
	}
	if (status != STATUS_OK)
		tell_unproved(decrypt, subject, bad == SIZE_MAX ? bad : bad * subject->width, status);
	text_factors_free(&texts);
	if (entries)
		sodium_memzero(entries, len);
	free(entries);
	return status;
}

/* The whole file of one contest, checked as everybody will check it. */
static enum status make_file(struct bytes *out, uint8_t sha256[static SHA256_BYTES], const struct decrypt *decrypt,
                             struct decryption *subject)
{
	enum decryption_proofs proofs = decrypt->options->one_by_one ? PROOF_EACH : PROOF_BATCHED;
	size_t factors_len = decryption_factor_bytes(subject->count, subject->width), bad = SIZE_MAX;
	uint8_t head[FACTORS_HEAD_MAX], *factors, *proof;
	size_t head_len = factors_head(head, subject, proofs);
	enum status status = decryption_key(subject, &decrypt->audit.trustees);

	out->len = factors_file_bytes(subject, proofs);
	out->data = status == STATUS_OK ? malloc(out->len) : NULL;
	if (status == STATUS_OK && !out->data)
		status = STATUS_NO_ROOM;
	if (status == STATUS_OK) {
		memcpy(out->data, head, head_len);
		factors = out->data + head_len;
		proof = factors + factors_len;
		status = decryption_make(factors, proof, proofs, subject, &decrypt->share.share, mix_engine, &mix_crew);
		if (status == STATUS_OK)
			status = decryption_verify(&bad, factors, proof, out->len - head_len - factors_len, proofs,
			                           subject, mix_engine, &mix_crew);
	}
	if (status == STATUS_OK)
		factors_sha256(sha256, out->data, out->len);
	else
		tell_unproved(decrypt, subject, bad, status);
	return status;
}

static enum status write_factors(const struct decrypt *decrypt, struct factors_statement *statement, unsigned contest)
{
	char path[PATH_ROOM], name[FACTORS_NAME_ROOM];
	struct decryption subject;
	struct bytes file = {NULL, 0};
	enum status status;

	factors_subject(&subject, &decrypt->lists, contest, &decrypt->audit.accepted.package.hash,
	                &decrypt->audit.trustees, &decrypt->quorum, decrypt->share.index);
	factors_name(name, subject.index, subject.contest);
	status = path_in_folder(path, decrypt, name);
	if (status == STATUS_OK)
		status = decrypt->lists.is_text[contest]
		             ? make_text_file(&file, statement->contest[contest].sha256, decrypt, &subject,
		                              decrypt->lists.moderated[contest])
		             : make_file(&file, statement->contest[contest].sha256, decrypt, &subject);
	if (status == STATUS_OK)
		status = file_write(path, file.data, file.len, FILE_PUBLIC, FILE_REPLACE);
	if (status == STATUS_OK) {
		statement->contest[contest].id = subject.contest;
		statement->contest[contest].count = subject.count;
		list_hash(&statement->contest[contest].list, subject.contest, subject.width, subject.count,
		          subject.list);
	}
	bytes_free(&file);
	return status;
}

/* The statement comes last: without it the other files are nobody's work. */
static enum status write_statement(const struct decrypt *decrypt, const struct factors_statement *statement)
{
	char text[FACTORS_STATEMENT_MAX], signature[SIGN_FILE_MAX], comment[SIGN_TRUSTED_MAX + 1], path[PATH_ROOM],
	    name[FACTORS_NAME_ROOM];
	size_t len;
	enum status status = factors_statement_write(text, sizeof text, &len, statement, decrypt->use);

	factors_comment(comment, statement, decrypt->use);
	if (status == STATUS_OK)
		status = sign_file(signature, text, len, comment, &decrypt->share.identity);
	if (status != STATUS_OK) {
		(void)cli_failed("%s: the statement could not be signed (it %s); try again", decrypt->folder,
		                 status_phrase(status));
		return status;
	}
	factors_signature_name(name, statement->index);
	status = path_in_folder(path, decrypt, name);
	if (status == STATUS_OK)
		status = file_write(path, signature, strlen(signature), FILE_PUBLIC, FILE_REPLACE);
	factors_statement_name(name, statement->index);
	if (status == STATUS_OK)
		status = path_in_folder(path, decrypt, name);
	return status == STATUS_OK ? file_write(path, text, len, FILE_PUBLIC, FILE_REPLACE) : status;
}

static void remove_file(const struct decrypt *decrypt, const char *name)
{
	char path[PATH_ROOM];

	if (path_in_folder(path, decrypt, name) == STATUS_OK)
		(void)unlink(path);
}

/* The statement first, so that it never speaks of files that are not there. */
static void remove_own(const struct decrypt *decrypt)
{
	char name[FACTORS_NAME_ROOM];

	factors_statement_name(name, decrypt->share.index);
	remove_file(decrypt, name);
	factors_signature_name(name, decrypt->share.index);
	remove_file(decrypt, name);
	for (unsigned i = 0; i < decrypt->lists.count; i++) {
		factors_name(name, decrypt->share.index, decrypt->lists.contest[i]);
		remove_file(decrypt, name);
	}
	(void)rmdir(decrypt->folder);
}

static enum status make_folders(const struct decrypt *decrypt)
{
	char parent[PATH_ROOM];
	enum status status = path_parent(parent, decrypt->folder);

	if (status == STATUS_OK)
		status = folder_make(parent);
	return status == STATUS_OK ? folder_make(decrypt->folder) : status;
}

enum status decrypt_make(const struct decrypt *decrypt)
{
	struct factors_statement statement = {.kind = decrypt->audit.trustees.kind,
	                                      .election = decrypt->audit.accepted.package.hash,
	                                      .transcript = decrypt->audit.trustees.transcript,
	                                      .quorum = decrypt->quorum,
	                                      .index = decrypt->share.index,
	                                      .count = decrypt->lists.count};
	enum status status;

	remove_own(decrypt);
	status = make_folders(decrypt);
	for (unsigned i = 0; i < decrypt->lists.count && status == STATUS_OK; i++)
		status = write_factors(decrypt, &statement, i);
	if (status == STATUS_OK)
		status = write_statement(decrypt, &statement);
	if (status != STATUS_OK)
		remove_own(decrypt);
	return status;
}
