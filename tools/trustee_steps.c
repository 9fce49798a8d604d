#include "trustee_steps.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* --- the roster --- */

static void tell_roster(const char *dir, enum status status)
{
	if (status == STATUS_PRACTICE)
		(void)cli_refused("%s: practice trustees and real ones cannot make a key together; take one kind", dir);
	else if (status == STATUS_ORDER)
		(void)cli_refused(
		    "%s: two of these trustees have the same name or the same key; was a file given twice, "
		    "or copied?",
		    dir);
	else
		(void)cli_refused("%s: these trustees cannot make a roster (it %s); check the files and --threshold",
		                  dir, status_phrase(status));
}

static enum status write_roster(enum step_done *done, const char *dir, const struct ceremony *ceremony)
{
	char path[PATH_ROOM], text[CEREMONY_FILE_MAX];
	size_t len;
	enum status status = ceremony_roster_write(text, sizeof text, &len, ceremony);

	if (status == STATUS_OK)
		status = path_join(path, dir, CEREMONY_ROSTER_FILE);
	if (status != STATUS_OK)
		return status;
	*done = path_exists(path) ? STEP_DONE_BEFORE : STEP_DONE_NOW;
	return file_settle(path, text, len, FILE_PUBLIC, "this roster");
}

enum status step_roster(struct ceremony_folder **out, enum step_done *done, const char *dir,
                        const struct trustee *members, size_t count, unsigned threshold)
{
	struct ceremony *ceremony = malloc(sizeof *ceremony);
	enum status status = ceremony ? ceremony_roster_make(ceremony, members, count, threshold) : STATUS_NO_ROOM;

	*out = NULL;
	if (status != STATUS_OK)
		tell_roster(dir, status);
	if (status == STATUS_OK)
		status = folder_make(dir);
	if (status == STATUS_OK)
		status = write_roster(done, dir, ceremony);
	free(ceremony);
	return status == STATUS_OK ? ceremony_folder_open(out, dir) : status;
}

/* --- entering --- */

/* A key deals for one roster in its life. */
static enum status check_memory(const struct ceremony_folder *folder, const struct trustee_private *own)
{
	struct bytes before;
	int there;
	enum status status = trustee_private_recall(&before, &there, own, TRUSTEE_ROSTER_FILE);

	if (status == STATUS_OK && there &&
	    (before.len != folder->roster.len || memcmp(before.data, folder->roster.data, before.len) != 0)) {
		(void)cli_refused(
		    "%s/%s: you have dealt for another roster than %s/%s; a key deals only once. Find out "
		    "why there are two; for another ceremony make a new key",
		    own->dir, TRUSTEE_ROSTER_FILE, folder->dir, CEREMONY_ROSTER_FILE);
		status = STATUS_MISMATCH;
	}
	bytes_free(&before);
	return status;
}

enum status step_enter(struct ceremony_folder **out, unsigned *index, const char *dir,
                       const struct trustee_private *own)
{
	struct ceremony_folder *folder;
	enum status status = ceremony_folder_open(&folder, dir);

	*out = NULL;
	if (status != STATUS_OK)
		return status;
	*index = ceremony_index(&folder->ceremony, &own->who.identity);
	if (own->kind != folder->ceremony.trustees.kind) {
		(void)cli_refused(
		    "%s: is a practice ceremony and %s a real key, or the other way round; never mix them", dir,
		    own->dir);
		status = STATUS_PRACTICE;
	} else if (*index == 0) {
		(void)cli_refused("%s/%s: your key (%s) is not in this roster; ask who made it", dir,
		                  CEREMONY_ROSTER_FILE, own->file);
		status = STATUS_WRONG_KEY;
	}
	if (status == STATUS_OK)
		status = check_memory(folder, own);
	if (status == STATUS_OK)
		status = ceremony_folder_read(folder, CEREMONY_DEALS);
	if (status == STATUS_OK)
		*out = folder;
	else
		ceremony_folder_destroy(folder);
	return status;
}

/* --- dealing --- */

/* The deal to keep: what lies in the ceremony in one's own name if it is what this key deals (a folder restored from
 * an old copy), else a new one. */
static enum status make_deal(char text[static CEREMONY_FILE_MAX], size_t *len, struct ceremony_folder *folder,
                             unsigned index, const struct ceremony_key *key)
{
	struct trustee there = folder->ceremony.trustees.member[index - 1];
	struct ceremony_fault fault;
	struct bytes file = {0};
	char path[PATH_ROOM];
	int dealt = folder->ceremony.dealt[index - 1];
	enum status status = ceremony_deal_write(text, CEREMONY_FILE_MAX, len, &folder->ceremony, key);

	/* What is handed out is read as everybody else will read it. */
	if (status == STATUS_OK)
		status = ceremony_deal_read(&fault, &folder->ceremony, index, text, *len);
	if (status != STATUS_OK) {
		(void)cli_failed("your deal could not be made: it %s; try again", status_phrase(status));
		return status;
	}
	if (!dealt)
		return STATUS_OK;
	status = ceremony_part_path(path, folder->dir, CEREMONY_DEALS, index);
	if (status == STATUS_OK && memcmp(there.commitment, folder->ceremony.trustees.member[index - 1].commitment,
	                                  sizeof there.commitment) != 0) {
		fault = (struct ceremony_fault){.check = CEREMONY_OWN, .trustee = index};
		ceremony_fault_tell(&fault, &folder->ceremony, path, STATUS_MISMATCH);
		status = STATUS_MISMATCH;
	}
	if (status == STATUS_OK)
		status = file_read(&file, path, CEREMONY_FILE_MAX - 1, "your own deal");
	if (status == STATUS_OK)
		status = ceremony_deal_read(&fault, &folder->ceremony, index, (const char *)file.data, file.len);
	if (status == STATUS_OK) {
		memcpy(text, file.data, file.len);
		*len = file.len;
	}
	bytes_free(&file);
	return status;
}

static enum status deal_anew(struct ceremony_folder *folder, unsigned index, const struct trustee_private *own,
                             const char *passphrase_file)
{
	struct trustee_unlocked unlocked;
	char text[CEREMONY_FILE_MAX];
	size_t len = 0;
	enum status status = trustee_private_unlock(&unlocked, own, passphrase_file);

	if (status != STATUS_OK)
		return status;
	status = make_deal(text, &len, folder, index, &unlocked.key);
	sodium_memzero(&unlocked, sizeof unlocked);
	if (status == STATUS_OK)
		status = trustee_private_remember(own, TRUSTEE_ROSTER_FILE, folder->roster.data, folder->roster.len,
		                                  "the roster you dealt for");
	if (status == STATUS_OK)
		status = trustee_private_remember(own, TRUSTEE_DEAL_FILE, text, len, "your deal");
	return status;
}

/* From the trustee's own folder to the ceremony's. */
static enum status publish(enum step_done *done, const struct ceremony_folder *folder, unsigned index,
                           enum ceremony_part part, const struct bytes *text)
{
	char path[PATH_ROOM];
	enum status status = ceremony_part_path(path, folder->dir, part, index);

	if (status != STATUS_OK)
		return status;
	if (!path_exists(path))
		*done = STEP_DONE_NOW;
	return file_settle(path, text->data, text->len, FILE_PUBLIC,
	                   part == CEREMONY_DEALS ? "your own deal" : "your own acceptance");
}

enum status step_deal(enum step_done *done, struct ceremony_folder *folder, unsigned index,
                      const struct trustee_private *own, const char *passphrase_file)
{
	struct ceremony_fault fault;
	struct bytes deal;
	int there;
	enum status status = trustee_private_recall(&deal, &there, own, TRUSTEE_DEAL_FILE);

	*done = STEP_DONE_BEFORE;
	if (status == STATUS_OK && !there) {
		*done = STEP_DONE_NOW;
		status = deal_anew(folder, index, own, passphrase_file);
		if (status == STATUS_OK)
			status = trustee_private_recall(&deal, &there, own, TRUSTEE_DEAL_FILE);
	}
	if (status == STATUS_OK)
		status = publish(done, folder, index, CEREMONY_DEALS, &deal);
	if (status == STATUS_OK) {
		status = ceremony_deal_read(&fault, &folder->ceremony, index, (const char *)deal.data, deal.len);
		if (status != STATUS_OK)
			(void)cli_refused("%s/%s: your own deal is damaged (it %s); remove it, and deal again",
			                  own->dir, TRUSTEE_DEAL_FILE, status_phrase(status));
	}
	bytes_free(&deal);
	return status;
}

/* --- accepting --- */

/* Was this very transcript signed before? Another one is refused. */
static enum status check_signed(struct ceremony_folder *folder, unsigned index, const struct trustee_private *own,
                                const struct bytes *before)
{
	struct ceremony_fault fault;
	enum status status =
	    ceremony_acceptance_read(&fault, &folder->ceremony, index, (const char *)before->data, before->len);

	if (status != STATUS_OK && fault.check == CEREMONY_DISAGREES)
		(void)cli_refused(
		    "%s/%s: you have signed another transcript in this ceremony than what was dealt here, "
		    "and never sign two; somebody dealt twice differently. Compare the folders, and start "
		    "again with new keys",
		    own->dir, TRUSTEE_ACCEPTANCE_FILE);
	else if (status != STATUS_OK)
		(void)cli_refused(
		    "%s/%s: your own acceptance is damaged (it %s); get it back from the ceremony's folder", own->dir,
		    TRUSTEE_ACCEPTANCE_FILE, status_phrase(status));
	return status;
}

static enum status open_shares(struct trustee_share *share, struct ceremony_folder *folder, unsigned index,
                               const struct ceremony_key *key)
{
	struct ceremony_fault fault;
	char path[PATH_ROOM];
	enum status status = ceremony_share(share, &fault, &folder->ceremony, key);

	if (status == STATUS_OK)
		return status;
	if (ceremony_part_path(path, folder->dir, CEREMONY_DEALS, fault.trustee ? fault.trustee : index) == STATUS_OK)
		ceremony_fault_tell(&fault, &folder->ceremony, path, status);
	return status;
}

/* What lies in the ceremony already, made and signed by this trustee before its own folder was lost. */
static enum status remember_again(const struct ceremony_folder *folder, unsigned index,
                                  const struct trustee_private *own)
{
	struct bytes file;
	char path[PATH_ROOM];
	enum status status = ceremony_part_path(path, folder->dir, CEREMONY_ACCEPTANCES, index);

	if (status != STATUS_OK)
		return status;
	status = file_read(&file, path, CEREMONY_FILE_MAX, "your own acceptance");
	if (status == STATUS_OK)
		status = trustee_private_remember(own, TRUSTEE_ACCEPTANCE_FILE, file.data, file.len, "your acceptance");
	bytes_free(&file);
	return status;
}

static enum status sign(struct ceremony_folder *folder, unsigned index, const struct trustee_private *own,
                        const struct trustee_share *share)
{
	char text[CEREMONY_FILE_MAX];
	size_t len;
	enum status status;

	if (folder->ceremony.accepted[index - 1])
		return remember_again(folder, index, own);
	status = ceremony_acceptance_write(text, sizeof text, &len, &folder->ceremony, share);

	if (status != STATUS_OK) {
		(void)cli_failed("your acceptance could not be made: it %s; try again", status_phrase(status));
		return status;
	}
	return trustee_private_remember(own, TRUSTEE_ACCEPTANCE_FILE, text, len, "your acceptance");
}

/* Signing (unless that was done) comes first, then the share in two copies: whoever is interrupted in between goes on
 * from there, with the same transcript. */
static enum status accept_anew(struct ceremony_folder *folder, unsigned index, const struct trustee_private *own,
                               const char *passphrase_file, int is_signed)
{
	struct trustee_unlocked unlocked;
	struct trustee_share share;
	enum status status = trustee_private_unlock(&unlocked, own, passphrase_file);

	if (status != STATUS_OK)
		return status;
	status = open_shares(&share, folder, index, &unlocked.key);
	if (status == STATUS_OK) {
		if (!is_signed)
			status = sign(folder, index, own, &share);
		if (status == STATUS_OK)
			status = trustee_private_put_share(own, &share, &unlocked);
		trustee_share_wipe(&share);
	}
	sodium_memzero(&unlocked, sizeof unlocked);
	return status;
}

static int shares_there(const struct trustee_private *own)
{
	char path[PATH_ROOM], copy[PATH_ROOM];

	return path_join(path, own->dir, TRUSTEE_SHARE_FILE) == STATUS_OK &&
	       path_join(copy, own->dir, TRUSTEE_SHARE_COPY) == STATUS_OK && path_exists(path) && path_exists(copy);
}

enum status step_accept(enum step_done *done, struct ceremony_folder *folder, unsigned index,
                        const struct trustee_private *own, const char *passphrase_file)
{
	struct bytes before = {0};
	int there = 0;
	enum status status = ceremony_folder_agree(folder);

	*done = STEP_DONE_BEFORE;
	if (status == STATUS_OK)
		status = trustee_private_recall(&before, &there, own, TRUSTEE_ACCEPTANCE_FILE);
	if (status == STATUS_OK && there)
		status = check_signed(folder, index, own, &before);
	if (status == STATUS_OK)
		status = ceremony_folder_read(folder, CEREMONY_ACCEPTANCES);
	if (status == STATUS_OK && (!there || !shares_there(own))) {
		*done = STEP_DONE_NOW;
		status = accept_anew(folder, index, own, passphrase_file, there);
		bytes_free(&before);
		if (status == STATUS_OK)
			status = trustee_private_recall(&before, &there, own, TRUSTEE_ACCEPTANCE_FILE);
		if (status == STATUS_OK)
			status = check_signed(folder, index, own, &before);
	}
	if (status == STATUS_OK)
		status = publish(done, folder, index, CEREMONY_ACCEPTANCES, &before);
	if (status == STATUS_OK)
		folder->ceremony.accepted[index - 1] = 1;
	bytes_free(&before);
	return status;
}

/* --- finishing --- */

static void tell_finish(const struct ceremony_folder *folder, const struct ceremony_fault *fault, enum status status)
{
	char names[CEREMONY_NAMES_ROOM];

	if (fault->check == CEREMONY_MISSING) {
		ceremony_names_missing(names, folder, CEREMONY_ACCEPTANCES);
		(void)cli_failed(
		    "%s: this folder has no acceptance of %s; where they have accepted on another copy, bring the file "
		    "from there, else it is their turn",
		    folder->dir, names);
	} else {
		ceremony_fault_tell(fault, &folder->ceremony, folder->dir, status);
	}
}

enum status step_finish(enum step_done *done, struct ceremony_folder *folder)
{
	struct ceremony *ceremony = &folder->ceremony;
	struct ceremony_fault fault;
	char path[PATH_ROOM];
	enum status status = ceremony_folder_read(folder, CEREMONY_DEALS);

	if (status == STATUS_OK)
		status = ceremony_folder_agree(folder);
	if (status == STATUS_OK)
		status = ceremony_folder_read(folder, CEREMONY_ACCEPTANCES);
	if (status != STATUS_OK)
		return status;
	status = ceremony_finish(&fault, ceremony);
	if (status != STATUS_OK) {
		tell_finish(folder, &fault, status);
		return status;
	}
	status = path_join(path, folder->dir, CEREMONY_TRANSCRIPT_FILE);
	if (status != STATUS_OK)
		return status;
	*done = path_exists(path) ? STEP_DONE_BEFORE : STEP_DONE_NOW;
	return file_settle(path, ceremony->text, ceremony->text_len, FILE_PUBLIC, "what these trustees signed");
}
