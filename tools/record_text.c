/* The parts of a record that are text for programs: result.csv, votes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "record.h"
#include "text_out.h"

void amount_text(char out[static 32], uint64_t amount, unsigned minor_digits)
{
	uint64_t unit = 1;

	for (unsigned i = 0; i < minor_digits && i < 18; i++)
		unit *= 10;
	if (amount % unit == 0)
		snprintf(out, 32, "%llu", (unsigned long long)(amount / unit));
	else
		snprintf(out, 32, "%llu.%0*llu", (unsigned long long)(amount / unit), (int)minor_digits,
		         (unsigned long long)(amount % unit));
}

/* Its place among the selected, from 1; "" where it was not. */
static const char *order_text(char out[static 16], const struct contest_result *contest, uint32_t project)
{
	const struct outcome *outcome = contest->outcome;

	out[0] = '\0';
	for (uint32_t i = 0; i < outcome->selected_count; i++)
		if (outcome->selected[i] == project)
			snprintf(out, 16, "%u", i + 1);
	return out;
}

static void csv_contest(FILE *out, const struct contest_result *contest, unsigned minor_digits)
{
	for (uint32_t i = 0; i < contest->profile->project_count; i++) {
		const struct profile_project *project = &contest->profile->projects[i];
		char cost[32], order[16];

		amount_text(cost, project->cost, minor_digits);
		csv_text(out, project->id);
		fputc(',', out);
		csv_text(out, text_in(&contest->contest->projects[i].name, 0, NULL));
		fprintf(out, ",%s,%llu,%lld,%s,%s,%u\n", cost, (unsigned long long)project->votes,
		        (long long)project->score, result_selected(contest, i) ? "yes" : "no",
		        order_text(order, contest, i), contest->contest->id);
	}
}

/* Answers have no cost, no score and no selection, and texts no id. */
static void csv_question(FILE *out, const struct contest_result *contest)
{
	for (uint32_t i = 0; i < contest->profile->project_count; i++) {
		csv_text(out, contest->contest->projects[i].id);
		fputc(',', out);
		csv_text(out, text_in(&contest->contest->projects[i].name, 0, NULL));
		fprintf(out, ",,%llu,,,,%u\n", (unsigned long long)contest->profile->projects[i].votes,
		        contest->contest->id);
	}
	for (uint32_t i = 0; i < contest->text_count; i++) {
		fputc(',', out);
		csv_text(out, contest->texts[i].text);
		fprintf(out, ",,%u,,,,%u\n", contest->texts[i].count, contest->contest->id);
	}
}

enum status record_csv(struct bytes *out, const struct audit *audit)
{
	const struct result *result = &audit->result;
	struct text_out text;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	fputs("project_id,name,cost,votes,score,selected,order,contest\n", text.stream);
	for (unsigned i = 0; i < result->election->contest_count; i++)
		if (vote_type_is_question(result->election->contests[i].type))
			csv_question(text.stream, &result->contest[i]);
		else
			csv_contest(text.stream, &result->contest[i], result->election->minor_digits);
	return text_end(out, &text);
}

static void write_vote(FILE *out, const struct opened_vote *vote, const struct contest_result *contest)
{
	size_t len = contest->contest->width * (vote->is_points ? (size_t)POINT_BYTES : (size_t)PAYLOAD_BYTES);
	char hex[2 * SEALED_MAX_WIDTH * POINT_BYTES + 1];
	struct marks marks;

	hex_write(hex, vote->bytes, len);
	fprintf(out, "%s %s", vote_verdict_word(vote->verdict), hex);
	if (vote->verdict == VOTE_VALID && marks_decode(&marks, contest->contest, vote->bytes) == STATUS_OK)
		for (uint32_t i = 0; i < contest->contest->project_count; i++) {
			if (marks.of[i] == 1)
				fprintf(out, " %s", contest->contest->projects[i].id);
			else if (marks.of[i])
				fprintf(out, " %s=%u", contest->contest->projects[i].id, marks.of[i]);
		}
	fputc('\n', out);
}

static void write_withheld(FILE *out, const struct hash *withheld)
{
	char hex[2 * HASH_BYTES + 1];

	hex_write(hex, withheld->bytes, HASH_BYTES);
	fprintf(out, "withheld %s\n", hex);
}

enum status record_votes(struct bytes *out, const struct audit *audit)
{
	const struct result *result = &audit->result;
	struct text_out text;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	fputs("folkmoot votes 1\n", text.stream);
	for (unsigned i = 0; i < result->election->contest_count; i++) {
		const struct contest_result *contest = &result->contest[i];

		fprintf(text.stream, "contest %u\nvotes %zu\n", contest->contest->id, result_votes(contest));
		for (size_t k = 0; k < contest->vote_count; k++) {
			struct opened_vote vote = result_vote(contest, k);

			write_vote(text.stream, &vote, contest);
		}
		for (uint32_t k = 0; k < contest->withheld_count; k++)
			write_withheld(text.stream, &contest->withheld[k]);
	}
	return text_end(out, &text);
}
