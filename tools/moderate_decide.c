/* folkmoot moderate: a decision signed, and what it withholds taken out of the record. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "factors_file.h"
#include "keys.h"
#include "moderate_marks.h"
#include "moderate_parts.h"

/* --- deciding --- */

enum status moderate_mark(struct moderate *moderate)
{
	const struct moderate_options *options = moderate->options;
	enum status status;

	if (options->withhold)
		return marks_from_numbers(&moderate->texts, options->withhold, options->reason);
	if (!options->decisions)
		return STATUS_OK;
	status = file_read(&moderate->decisions, options->decisions, MODERATION_MAX_BYTES, "the file of decisions");
	return status == STATUS_OK
	           ? marks_from_file(&moderate->texts, &moderate->decisions, options->decisions, options->reason)
	           : status;
}

/* Reasons by place in one list. */
static enum status withhold_marked(struct moderated *contest, const struct moderated_texts *texts, unsigned list)
{
	const char **reason = calloc((size_t)contest->entries_count + 1, sizeof *reason);
	enum status status = reason ? STATUS_OK : STATUS_NO_ROOM;

	for (size_t i = 0; i < texts->count && status == STATUS_OK; i++) {
		const struct moderated_text *text = &texts->text[i];

		for (size_t k = 0; text->reason && text->first->list == list && k < text->count; k++)
			reason[text->first[k].entry] = text->reason;
	}
	for (uint32_t entry = 0; entry < contest->entries_count && status == STATUS_OK; entry++)
		if (reason[entry])
			status = moderation_withhold(contest, entry, reason[entry]);
	free(reason);
	return status;
}

static enum status decide(struct moderate *moderate)
{
	unsigned at = 0;
	enum status status =
	    moderation_begin(&moderate->moderation, &moderate->audit.accepted.package, &moderate->lists);

	for (unsigned i = 0; i < moderate->lists.count && status == STATUS_OK; i++)
		if (moderate->lists.is_text[i])
			status = withhold_marked(&moderate->moderation.contest[at++], &moderate->texts, i);
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: there is not enough memory; close other programs", moderate->audit.path);
	return status;
}

static enum status write_signed(const struct moderate *moderate, const struct bytes *text,
                                const struct sign_secret *organiser)
{
	char signature[SIGN_FILE_MAX], comment[SIGN_TRUSTED_MAX + 1], path[PATH_ROOM];
	const char *record = moderate->audit.path;
	enum status status;

	moderation_comment(comment, &moderate->moderation.election);
	status = sign_file(signature, text->data, text->len, comment, organiser);
	if (status != STATUS_OK) {
		(void)cli_failed("%s: the decision could not be signed (it %s); try again", record,
		                 status_phrase(status));
		return status;
	}
	status = path_join(path, record, MODERATION_FOLDER);
	if (status == STATUS_OK)
		status = folder_make(path);
	if (status == STATUS_OK)
		status = path_join(path, record, MODERATION_SIGNATURE);
	/* A signature without its statement, left by a run that was interrupted, decides nothing. */
	if (status == STATUS_OK)
		status = file_write(path, signature, strlen(signature), FILE_PUBLIC, FILE_REPLACE);
	if (status == STATUS_OK)
		status = path_join(path, record, MODERATION_STATEMENT);
	return status == STATUS_OK ? file_write(path, text->data, text->len, FILE_PUBLIC, FILE_KEEP) : status;
}

enum status moderate_sign(struct moderate *moderate)
{
	const struct moderate_options *options = moderate->options;
	struct sign_secret organiser = {0};
	struct bytes text = {NULL, 0};
	enum status status = decide(moderate);

	if (status == STATUS_OK)
		status = organiser_key_load(&organiser, options->organiser, options->passphrase_file);
	if (status == STATUS_OK && !sign_key_equal(&organiser.public_key, &moderate->audit.organiser)) {
		(void)cli_refused("%s: is not the key of this election's organiser, who alone decides which texts are "
		                  "withheld",
		                  options->organiser);
		status = STATUS_WRONG_KEY;
	}
	if (status == STATUS_OK) {
		status = moderation_write(&text, &moderate->moderation);
		if (status != STATUS_OK)
			(void)cli_failed("%s: the decision cannot be written (it %s); withhold fewer texts, or with "
			                 "shorter reasons",
			                 moderate->audit.path, status_phrase(status));
	}
	if (status == STATUS_OK)
		status = write_signed(moderate, &text, &organiser);
	moderate->moderation.decided = status == STATUS_OK;
	sign_secret_wipe(&organiser);
	bytes_free(&text);
	return status;
}

/* --- taking out --- */

/* What an interrupted run left may hold whole files of factors. */
static enum status no_left_over(const char *folder)
{
	struct folder_names names;
	enum status status = folder_list(&names, folder, "the folder of factors");

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < names.count && status == STATUS_OK; i++) {
		if (strncmp(names.name[i], ".folkmoot-", 10) != 0)
			continue;
		(void)cli_refused("%s/%s: was left by work that was interrupted and may hold texts; remove it, and run "
		                  "`folkmoot moderate` again",
		                  folder, names.name[i]);
		status = STATUS_MISMATCH;
	}
	folder_names_free(&names);
	return status;
}

enum status moderate_no_left_over(const struct moderate *moderate)
{
	enum status status = STATUS_OK;

	for (unsigned q = 0; q < moderate->factors.quorum_count && status == STATUS_OK; q++)
		status = no_left_over(moderate->factors.quorum[q].path);
	return status;
}

static enum status take_out_file(const struct moderate *moderate, const struct quorum_factors *quorum,
                                 struct member_factors *member, unsigned list)
{
	const struct moderated *decided = moderate->lists.moderated[list];
	struct text_factors *texts = &member->texts[list];
	uint32_t before = texts->left_out;
	struct decryption subject;
	struct bytes file = {NULL, 0};
	char path[PATH_ROOM], name[FACTORS_NAME_ROOM];
	enum status status;

	for (uint32_t i = 0; i < decided->withheld_count; i++)
		text_factors_leave_out(texts, decided->withheld[i].entry);
	if (texts->left_out == before)
		return STATUS_OK;
	factors_subject(&subject, &moderate->lists, list, &moderate->audit.accepted.package.hash,
	                &moderate->audit.trustees, &quorum->quorum, member->index);
	factors_name(name, member->index, subject.contest);
	status = path_join(path, quorum->path, name);
	if (status == STATUS_OK)
		status = text_factors_write(&file, texts, &subject);
	if (status == STATUS_NO_ROOM)
		(void)cli_failed("%s: there is not enough memory; close other programs and run this again", path);
	if (status == STATUS_OK)
		status = file_write(path, file.data, file.len, FILE_PUBLIC, FILE_REPLACE);
	bytes_free(&file);
	return status;
}

/* From every file of every quorum. Whatever was done before is not done again. */
enum status moderate_take_out(struct moderate *moderate)
{
	enum status status = STATUS_OK;

	lists_moderate(&moderate->lists, &moderate->moderation);
	for (unsigned q = 0; q < moderate->factors.quorum_count && status == STATUS_OK; q++) {
		struct quorum_factors *quorum = &moderate->factors.quorum[q];

		for (unsigned m = 0; m < quorum->member_count; m++)
			for (unsigned i = 0; i < moderate->lists.count && status == STATUS_OK; i++)
				if (moderate->lists.is_text[i])
					status = take_out_file(moderate, quorum, &quorum->member[m], i);
	}
	return status;
}
