/* For tests of texts: a small vote that asks for one, three trustees, and records whose factors of texts are changed as
 * whoever holds the right keys could change them. */
#ifndef FOLKMOOT_TESTS_TOOLS_ASKING_H
#define FOLKMOOT_TESTS_TOOLS_ASKING_H

#include "audited.h"
#include "factors_file.h"
#include "moderation.h"
#include "people.h"

enum { TEXT_ID = 2, TEXT_FILE_MAX = 1 << 20 };

#define TEXT_FILE(index) "record/decryption/1-3/trustee-" #index ".contest-00002.factors"

static inline void cast_text(struct people *people, unsigned kiosk_index, const char *text)
{
	struct vote *vote = people->run.vote;
	struct vote_kiosk *kiosk = &vote->kiosk[kiosk_index];
	struct sealed_plain plain;
	uint8_t answer[ANSWER_TEXT_BYTES];
	struct marks marks;

	memset(&plain, 0, sizeof plain);
	memset(&marks, 0, sizeof marks);
	marks.of[0] = 1;
	vote_must(marks_encode(plain.payload[0], &vote->contests[0], &marks));
	vote_must(answer_encode(answer, &vote->contests[1], text));
	memcpy(&plain.payload[1], answer, sizeof answer);
	vote_seal(&kiosk->ballot[kiosk->ballot_count++], vote, kiosk, &plain);
	qsort(kiosk->ballot, kiosk->ballot_count, sizeof kiosk->ballot[0], vote_by_code);
}

/* The second contest asks for a text; nobody has answered yet. */
static inline int begin_asking(void **state)
{
	struct people *people = calloc(1, sizeof *people);
	struct vote *vote;

	if (crypto_init() != STATUS_OK)
		return -1;
	vote = people->run.vote = vote_make();
	write_trustees(people);
	vote->contests[1] = (struct contest){.id = TEXT_ID,
	                                     .type = VOTE_ANSWER_TEXT,
	                                     .title.in[0] = "Which place is unloved?",
	                                     .instruction.in[0] = "Write a few words."};
	election_derive(&vote->election);
	vote_redefine(vote);
	*state = people;
	return 0;
}

static inline int end_asking(void **state)
{
	struct people *people = *state;

	vote_free(people->run.vote);
	free(people);
	return 0;
}

/* Decrypted by trustees 1 and 3. In the order of their bytes: 1 "Bad words about Jo", twice; 2 "Mill Lane"; 3 "The
 * basin". One is blank. */
static inline void decrypted_record(struct people *people)
{
	cast_text(people, 0, "The basin");
	cast_text(people, 0, "Bad words about Jo");
	cast_text(people, 1, "");
	cast_text(people, 1, "Mill Lane");
	cast_text(people, 1, "Bad words about Jo");
	mixed_record(people);
	decrypt_by(people, 1, "1,3");
	done(people);
	decrypt_by(people, 3, "1,3");
	done(people);
}

/* folkmoot moderate RECORD with at most five more words; "KEY" is the organiser's. */
static inline void moderate(struct people *people, const char *const *more)
{
	char record[PATH_ROOM], key[PATH_ROOM];
	const char *words[10] = {"moderate", record};

	vote_path(record, people->run.vote, "record");
	vote_path(key, people->run.vote, "organiser.key");
	for (int i = 0; more[i] && i < 6; i++)
		words[2 + i] = strcmp(more[i], "KEY") == 0 ? key : more[i];
	capture(&people->run.captured, command_moderate, words);
}

static inline void publish_all(struct people *people)
{
	moderate(people, LIST("--publish-all", "--organiser", "KEY", "--yes"));
	done(people);
}

/* The first text, of two voters. */
static inline void withhold_one(struct people *people)
{
	moderate(people, LIST("--withhold=1", "--reason=names a person", "--organiser", "KEY", "--yes"));
	done(people);
}

static inline void finished(struct people *people)
{
	finish(&people->run);
	done(people);
}

/* A finished record of which one text is withheld. */
static inline void withheld_record(struct people *people)
{
	decrypted_record(people);
	withhold_one(people);
	finished(people);
}

/* A finished record of which all texts are published. */
static inline void published_record(struct people *people)
{
	decrypted_record(people);
	publish_all(people);
	finished(people);
}

static inline struct bytes read_of(const struct people *people, const char *name)
{
	char path[PATH_ROOM];
	struct bytes file;

	vote_path(path, people->run.vote, name);
	vote_must(file_read(&file, path, TEXT_FILE_MAX, "a file of the record"));
	return file;
}

/* --- a trustee's file of texts, opened and closed again --- */

struct opened_file {
	const char *name;
	struct bytes file;
	struct text_factors texts;
	struct decryption subject;
};

/* subject's list is not needed: only the head of the file is. */
static inline void open_file(struct opened_file *out, const struct people *people, const char *name, unsigned index,
                             uint32_t count)
{
	out->name = name;
	out->file = read_of(people, name);
	out->subject = (struct decryption){.election = people->run.vote->hash,
	                                   .transcript = people->run.vote->trustees.transcript,
	                                   .quorum = {2, {1, 3}},
	                                   .index = index,
	                                   .contest = TEXT_ID,
	                                   .width = ANSWER_TEXT_WIDTH,
	                                   .count = count};
	vote_must(text_factors_read(&out->texts, &out->file, &out->subject));
}

static inline void close_file(struct opened_file *file, const struct people *people)
{
	struct bytes made;

	vote_must(text_factors_write(&made, &file->texts, &file->subject));
	vote_file(people->run.vote, file->name, made.data, made.len);
	bytes_free(&made);
	text_factors_free(&file->texts);
	bytes_free(&file->file);
}

/* Takes the first entry that is there out of a trustee's file. */
static inline void leave_first_out(const struct people *people, const char *name, unsigned index)
{
	struct opened_file file;
	uint32_t entry = 0;

	open_file(&file, people, name, index, 5);
	while (!file.texts.entry[entry])
		entry++;
	text_factors_leave_out(&file.texts, entry);
	close_file(&file, people);
}

/* --- the organiser's statement --- */

static inline void read_statement(struct moderation *out, const struct people *people)
{
	struct bytes text = read_of(people, "record/" MODERATION_STATEMENT);

	memset(out, 0, sizeof *out);
	vote_must(moderation_read(out, (const char *)text.data, text.len));
	bytes_free(&text);
}

static inline void write_statement(struct people *people, struct moderation *moderation, const struct sign_secret *key)
{
	char signature[SIGN_FILE_MAX], comment[SIGN_TRUSTED_MAX + 1];
	struct bytes text;

	vote_must(moderation_write(&text, moderation));
	moderation_comment(comment, &moderation->election);
	vote_must(sign_file(signature, text.data, text.len, comment, key));
	vote_file(people->run.vote, "record/" MODERATION_STATEMENT, text.data, text.len);
	vote_file(people->run.vote, "record/" MODERATION_SIGNATURE, signature, strlen(signature));
	bytes_free(&text);
	moderation_free(moderation);
}

/* The record's files are made to fit, and the audit says no at this step. */
static inline void broken_at(struct people *people, const char *step, const char *file, const char *why)
{
	make_manifest(&people->run);
	broken(&people->run, step, file, why);
}

#define ASKING(test) cmocka_unit_test_setup_teardown(test, begin_asking, end_asking)

#endif
