/* One trustee's factors in a record: the signed statement, and the file of every list. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "factors_parts.h"
#include "moderation.h"

const char *factors_trustee(const struct factors_checking *checking, unsigned index)
{
	return checking->trustees->member[index - 1].name;
}

/* What the trustee should have stated, but for the files' hashes. */
static void expect(struct factors_statement *out, const struct factors_checking *checking, const struct quorum *quorum,
                   unsigned index)
{
	memset(out, 0, sizeof *out);
	out->kind = checking->trustees->kind;
	out->election = checking->package->hash;
	out->transcript = checking->trustees->transcript;
	out->quorum = *quorum;
	out->index = index;
	out->count = checking->lists->count;
	for (unsigned i = 0; i < out->count; i++) {
		out->contest[i].id = checking->lists->contest[i];
		out->contest[i].count = checking->lists->entries_count[i];
		out->contest[i].list = checking->list_hash[i];
	}
}

static int same_quorum(const struct quorum *a, const struct quorum *b)
{
	return a->count == b->count && memcmp(a->member, b->member, a->count * sizeof *a->member) == 0;
}

/* What a well-formed and signed statement says wrongly, or NULL. */
static const char *misstated(const struct factors_statement *said, const struct factors_statement *expected)
{
	if (hash_compare(&said->election, &expected->election) != 0)
		return "belongs to another election";
	if (hash_compare(&said->transcript, &expected->transcript) != 0)
		return "belongs to other trustees";
	if (said->kind != expected->kind)
		return "mixes practice and real";
	if (!same_quorum(&said->quorum, &expected->quorum) || said->index != expected->index)
		return "is of another trustee or another quorum than its folder and name say";
	if (said->count != expected->count)
		return "does not list the contests of this election";
	for (unsigned i = 0; i < said->count; i++) {
		if (said->contest[i].id != expected->contest[i].id)
			return "does not list the contests of this election";
		if (said->contest[i].count != expected->contest[i].count ||
		    hash_compare(&said->contest[i].list, &expected->contest[i].list) != 0)
			return "decrypts another list than this record's last one";
	}
	return NULL;
}

static enum status check_statement(struct factors_statement *said, const struct factors_checking *checking,
                                   const struct quorum_factors *quorum, struct member_factors *member)
{
	char path[PATH_ROOM], name[FACTORS_NAME_ROOM], comment[SIGN_TRUSTED_MAX + 1], trusted[SIGN_TRUSTED_MAX + 1];
	const char *who = factors_trustee(checking, member->index), *why;
	struct factors_statement expected;
	enum status status;

	expect(&expected, checking, &quorum->quorum, member->index);
	factors_comment(comment, &expected, checking->use);
	factors_signature_name(name, member->index);
	status = path_join(path, quorum->path, name);
	if (status == STATUS_OK)
		status = fault_read(&member->signature, checking->faults, path, SIGN_FILE_MAX, "the signature");
	if (status != STATUS_OK)
		return status;
	factors_statement_name(name, member->index);
	status = path_join(path, quorum->path, name);
	if (status == STATUS_OK)
		status = fault_read(&member->statement, checking->faults, path, FACTORS_STATEMENT_MAX,
		                    "the trustee's statement");
	if (status != STATUS_OK)
		return status;
	status = sign_file_verify(trusted, sizeof trusted, (const char *)member->signature.data, member->signature.len,
	                          member->statement.data, member->statement.len,
	                          &checking->trustees->member[member->index - 1].identity);
	if (status == STATUS_OK && strcmp(trusted, comment) != 0)
		status = STATUS_MISMATCH;
	if (status == STATUS_OK)
		status = factors_statement_read(said, (const char *)member->statement.data, member->statement.len,
		                                checking->use);
	if (status != STATUS_OK) {
		fault(checking->faults, path,
		      "is not what trustee %u (%s) signed (it %s); get it again from them, or have them make it again",
		      member->index, who, status_phrase(status));
		return status;
	}
	why = misstated(said, &expected);
	if (!why)
		return STATUS_OK;
	fault(
	    checking->faults, path,
	    "what trustee %u (%s) signed %s; they run `folkmoot trustee %s` on this record; or, where this was copied "
	    "from another copy of the record, go on with the copy it belongs to, or take this folder away here",
	    member->index, who, why, checking->use == FACTORS_DRAW ? "draw" : "decrypt");
	return STATUS_MISMATCH;
}

static int is_text(const struct factors_checking *checking, const struct decryption *decryption)
{
	for (unsigned i = 0; i < checking->lists->count; i++)
		if (checking->lists->contest[i] == decryption->contest)
			return checking->lists->is_text[i];
	return 0;
}

static void tell_wrong(const struct factors_checking *checking, const struct quorum_factors *quorum, const char *path,
                       const struct decryption *decryption, size_t bad, enum status status)
{
	const char *who = factors_trustee(checking, decryption->index),
	           *word = checking->use == FACTORS_DRAW ? "draw" : "decrypt";
	char members[QUORUM_TEXT];

	quorum_text(members, &quorum->quorum, ',');
	if (status == STATUS_NO_ROOM) {
		fault(checking->faults, path,
		      "there is not enough memory to check these factors; close other programs");
		checking->faults->unread++;
	} else if (bad != SIZE_MAX && is_text(checking, decryption)) {
		fault(checking->faults, path,
		      "trustee %u (%s) decrypted the text of entry %zu wrongly (its proof or a point %s); they run "
		      "`folkmoot trustee %s` with --quorum %s again, on another computer if it happens twice, or drop "
		      "out: then remove %s",
		      decryption->index, who, bad, status_phrase(status), word, members, quorum->path);
	} else if (bad != SIZE_MAX) {
		fault(checking->faults, path,
		      "trustee %u (%s) decrypted ciphertext %zu of entry %zu wrongly (its proof or a point %s); they "
		      "run `folkmoot trustee %s` with --quorum %s again, on another computer if it happens twice, or "
		      "drop out: then remove %s",
		      decryption->index, who, bad % decryption->width + 1, bad / decryption->width + 1,
		      status_phrase(status), word, members, quorum->path);
	} else {
		fault(checking->faults, path,
		      "trustee %u (%s) decrypted something in this list wrongly (the proof %s); they run `folkmoot "
		      "trustee %s` with --quorum %s again, adding --one-by-one to see which ciphertext it is, or drop "
		      "out: then remove %s",
		      decryption->index, who, status_phrase(status), word, members, quorum->path);
	}
}

/* The proofs' kind that the head names, or -1 where the file is not the expected one. */
static int proofs_of(const struct bytes *file, const struct decryption *decryption)
{
	for (int proofs = PROOF_BATCHED; proofs <= (int)PROOF_EACH; proofs++) {
		uint8_t head[FACTORS_HEAD_MAX];
		size_t head_len = factors_head(head, decryption, (enum decryption_proofs)proofs);

		if (file->len == factors_file_bytes(decryption, (enum decryption_proofs)proofs) &&
		    memcmp(file->data, head, head_len) == 0)
			return proofs;
	}
	return -1;
}

/* The file's bytes, whatever they are. */
static enum status read_factors(struct bytes *out, char path[static PATH_ROOM], const struct factors_checking *checking,
                                const struct quorum_factors *quorum, const struct decryption *decryption, size_t max)
{
	char name[FACTORS_NAME_ROOM];
	enum status status;

	factors_name(name, decryption->index, decryption->contest);
	status = path_join(path, quorum->path, name);
	return status == STATUS_OK ? fault_read(out, checking->faults, path, max, "the file of factors") : status;
}

static enum status not_theirs(const struct factors_checking *checking, const char *path,
                              const struct decryption *decryption, const char *what)
{
	fault(checking->faults, path, "is not the file that trustee %u (%s) %s; get it again from them",
	      decryption->index, factors_trustee(checking, decryption->index), what);
	return STATUS_MISMATCH;
}

/* Is left out what the organiser's moderation withholds, and nothing else? */
static enum status check_left_out(const struct factors_checking *checking, const char *path,
                                  const struct text_factors *texts, const struct moderated *moderated)
{
	uint32_t still = 0;

	for (uint32_t i = 0; i < texts->count; i++) {
		int withheld = moderated && moderated_withholds(moderated, i);

		if (!texts->entry[i] && !withheld) {
			fault(checking->faults, path,
			      "leaves out entry %u, which no moderation that the organiser signed withholds; get the "
			      "whole file from another copy of this record",
			      i);
			return STATUS_MISMATCH;
		}
		still += texts->entry[i] && withheld;
	}
	if (still == 0 || checking->lists->still_there)
		return STATUS_OK;
	fault(checking->faults, path,
	      "still holds %u text%s that the organiser's moderation withholds; give this record to nobody before "
	      "`folkmoot moderate` was run on it, which takes them out",
	      still, plural(still));
	return STATUS_MISMATCH;
}

static enum status check_texts(const struct factors_checking *checking, const struct quorum_factors *quorum,
                               struct member_factors *member, unsigned contest, struct decryption *decryption,
                               const uint8_t *sha256)
{
	struct text_factors *texts = &member->texts[contest];
	char path[PATH_ROOM];
	uint8_t digest[SHA256_BYTES];
	size_t bad = SIZE_MAX;
	enum status status =
	    read_factors(&member->file[contest], path, checking, quorum, decryption, text_factors_bytes(decryption));

	if (status != STATUS_OK)
		return status;
	status = text_factors_read(texts, &member->file[contest], decryption);
	if (status == STATUS_NO_ROOM) {
		tell_wrong(checking, quorum, path, decryption, bad, status);
		return status;
	}
	if (status != STATUS_OK)
		return not_theirs(checking, path, decryption, "would make of this list");
	text_factors_sha256(digest, texts, decryption);
	if (memcmp(digest, sha256, SHA256_BYTES) != 0)
		return not_theirs(checking, path, decryption, "signed");
	status = check_left_out(checking, path, texts, checking->lists->moderated[contest]);
	if (status == STATUS_OK) {
		status = entries_verify(&bad, texts->entry, decryption, mix_engine, &mix_crew);
		if (status != STATUS_OK)
			tell_wrong(checking, quorum, path, decryption, bad, status);
	}
	return status;
}

static enum status check_numbers(const struct factors_checking *checking, const struct quorum_factors *quorum,
                                 struct member_factors *member, unsigned contest, struct decryption *decryption,
                                 const uint8_t *sha256)
{
	struct bytes *file = &member->file[contest];
	char path[PATH_ROOM];
	uint8_t digest[SHA256_BYTES], head[FACTORS_HEAD_MAX];
	size_t bad = SIZE_MAX, factors_len = decryption_factor_bytes(decryption->count, decryption->width);
	const uint8_t *proof;
	int proofs;
	enum status status =
	    read_factors(file, path, checking, quorum, decryption, factors_file_bytes(decryption, PROOF_EACH));

	if (status != STATUS_OK)
		return status;
	factors_sha256(digest, file->data, file->len);
	proofs = proofs_of(file, decryption);
	if (proofs < 0)
		return not_theirs(checking, path, decryption, "would make of this list");
	if (memcmp(digest, sha256, SHA256_BYTES) != 0)
		return not_theirs(checking, path, decryption, "signed");
	member->factors[contest] = file->data + factors_head(head, decryption, (enum decryption_proofs)proofs);
	proof = member->factors[contest] + factors_len;
	status = decryption_verify(&bad, member->factors[contest], proof, file->len - (size_t)(proof - file->data),
	                           (enum decryption_proofs)proofs, decryption, mix_engine, &mix_crew);
	if (status != STATUS_OK)
		tell_wrong(checking, quorum, path, decryption, bad, status);
	return status;
}

static enum status check_factors(const struct factors_checking *checking, const struct quorum_factors *quorum,
                                 struct member_factors *member, unsigned contest, const uint8_t *sha256)
{
	struct decryption decryption;
	enum status status;

	factors_subject(&decryption, checking->lists, contest, &checking->package->hash, checking->trustees,
	                &quorum->quorum, member->index);
	status = decryption_key(&decryption, checking->trustees);
	if (status != STATUS_OK) {
		tell_wrong(checking, quorum, quorum->path, &decryption, SIZE_MAX, status);
		return status;
	}
	return checking->lists->is_text[contest]
	           ? check_texts(checking, quorum, member, contest, &decryption, sha256)
	           : check_numbers(checking, quorum, member, contest, &decryption, sha256);
}

void factors_check_member(const struct factors_checking *checking, const struct quorum_factors *quorum,
                          struct member_factors *member)
{
	struct factors_statement said;

	member->sound = check_statement(&said, checking, quorum, member) == STATUS_OK;
	for (unsigned i = 0; member->sound && i < checking->lists->count; i++) {
		if (check_factors(checking, quorum, member, i, said.contest[i].sha256) != STATUS_OK)
			member->sound = 0;
	}
}
