#include "ballots_csv.h"

#include <string.h>

#include "bytes.h"
#include "text_out.h"

static void put_header(FILE *out, const struct contest *contest)
{
	(void)fputs("vote,verdict", out);
	if (contest->type == VOTE_ANSWER_TEXT)
		(void)fputs(",text", out);
	for (unsigned i = 0; i < contest->project_count; i++) {
		(void)putc(',', out);
		csv_text(out, contest->projects[i].id);
	}
	(void)putc('\n', out);
}

static enum status put_marks(FILE *out, const struct contest *contest, const struct opened_vote *vote)
{
	struct marks marks;
	enum status status = marks_decode(&marks, contest, vote->bytes);

	for (unsigned i = 0; i < contest->project_count && status == STATUS_OK; i++) {
		unsigned mark = marks.of[i];

		if (contest->type == VOTE_SCORE && mark > 0)
			fprintf(out, ",%u", mark - 1 + contest->min_points);
		else if (mark > 0)
			fprintf(out, ",%u", mark);
		else
			(void)putc(',', out);
	}
	return status;
}

static enum status put_vote(FILE *out, const struct contest *contest, const struct opened_vote *vote)
{
	unsigned columns = contest->type == VOTE_ANSWER_TEXT ? 1 : contest->project_count;
	char text[ANSWER_TEXT_ROOM];
	enum status status = STATUS_OK;

	if (vote->verdict != VOTE_VALID) {
		for (unsigned i = 0; i < columns; i++)
			(void)putc(',', out);
	} else if (contest->type == VOTE_ANSWER_TEXT) {
		status = answer_decode(text, contest, vote->bytes);
		(void)putc(',', out);
		csv_text(out, text);
	} else {
		status = put_marks(out, contest, vote);
	}
	(void)putc('\n', out);
	return status;
}

/* What stands for texts that moderation withholds; votes behind all others, as in the record. */
static void put_withheld(FILE *out, const struct contest_result *counted)
{
	for (uint32_t i = 0; i < counted->withheld_count; i++) {
		char hex[2 * HASH_BYTES + 1];

		hex_write(hex, counted->withheld[i].bytes, HASH_BYTES);
		fprintf(out, "%zu,withheld,%s\n", counted->vote_count + i + 1, hex);
	}
}

enum status ballots_csv_write(FILE *out, const struct result *result, unsigned contest)
{
	const struct contest_result *counted = &result->contest[contest];
	enum status status = STATUS_OK;

	put_header(out, counted->contest);
	for (size_t i = 0; i < counted->vote_count && status == STATUS_OK; i++) {
		struct opened_vote vote = result_vote(counted, i);

		fprintf(out, "%zu,%s", i + 1, vote_verdict_word(vote.verdict));
		status = put_vote(out, counted->contest, &vote);
	}
	if (status == STATUS_OK)
		put_withheld(out, counted);
	if (status == STATUS_OK && (fflush(out) != 0 || ferror(out)))
		status = STATUS_IO;
	return status;
}
