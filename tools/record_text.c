/* The parts of a record that are text for programs: result.json, result.csv, votes. */
#include <jansson.h>
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

static json_t *json_hex(const uint8_t *data, size_t len)
{
	char text[2 * SIGN_BYTES + 1];

	hex_write(text, data, len);
	return json_string(text);
}

static json_t *json_key(const struct sign_public *key)
{
	char text[SIGN_KEY_TEXT];

	sign_key_text(text, key);
	return json_string(text);
}

static json_t *export_json(const struct certificate *report)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "export", (json_int_t)report->number, "closing",
	                 (json_int_t)report->closing, "ballots", (json_int_t)report->sealed, "test_ballots",
	                 (json_int_t)report->spoiled, "timed_out", (json_int_t)report->timed_out, "left",
	                 (json_int_t)report->left, "set", json_hex(report->set.bytes, HASH_BYTES));
}

/* A kiosk that was lost before its first export has none. */
static json_t *kiosks_json(const struct accepted *accepted)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++) {
		const struct accepted_kiosk *kiosk = &accepted->kiosks[i];
		json_t *one = json_pack("{s:s, s:s, s:o, s:b}", "name", kiosk->kiosk->name, "place",
		                        kiosk->kiosk->place, "key", json_key(&kiosk->kiosk->key), "closed",
		                        kiosk->last && kiosk->last->report.state == VOTING_CLOSED);

		if (kiosk->last) {
			json_t *export = export_json(&kiosk->last->report);

			json_object_update(one, export);
			json_decref(export);
		}
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *mixers_json(const struct mixes *mixes)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < mixes->count; i++)
		json_array_append_new(list, json_pack("{s:s, s:o}", "name", mixes->mix[i].mixer->name, "key",
		                                      json_key(&mixes->mix[i].mixer->key)));
	return list;
}

static json_t *quorum_json(const struct audit *audit)
{
	const struct quorum *quorum = &audit->by->quorum;
	json_t *list = json_array();

	for (unsigned i = 0; i < quorum->count; i++)
		json_array_append_new(list, json_pack("{s:I, s:s}", "trustee", (json_int_t)quorum->member[i], "name",
		                                      audit->trustees.member[quorum->member[i] - 1].name));
	return list;
}

/* Reasons in their fixed order, each with how many and which. */
static json_t *excluded_json(const struct merged *merged)
{
	json_t *list = json_array();

	for (int reason = EXCLUDED_TAG_UNKNOWN; reason <= EXCLUDED_TAG_TWICE; reason++) {
		json_t *codes = json_array();

		for (size_t i = 0; i < merged->excluded_count; i++) {
			char code[CODE_TEXT_BYTES];

			if ((int)merged->excluded[i].reason != reason)
				continue;
			confirmation_text(code, &merged->excluded[i].ballot->code);
			json_array_append_new(codes, json_string(code));
		}
		if (json_array_size(codes) > 0)
			json_array_append_new(list, json_pack("{s:s, s:I, s:O}", "reason",
			                                      excluded_phrase((enum excluded_reason)reason), "count",
			                                      (json_int_t)json_array_size(codes), "codes", codes));
		json_decref(codes);
	}
	return list;
}

static json_t *exceptions_json(const struct audit *audit)
{
	json_t *list = json_array();

	for (size_t i = 0; i < audit->exception_count; i++)
		json_array_append_new(list, json_string(audit->exceptions[i]));
	return list;
}

static json_t *projects_json(const struct contest_result *contest)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < contest->profile->project_count; i++) {
		const struct profile_project *project = &contest->profile->projects[i];
		json_t *one =
		    json_pack("{s:s, s:s, s:I, s:I, s:I}", "id", project->id, "name",
		              text_in(&contest->contest->projects[i].name, 0, NULL), "cost", (json_int_t)project->cost,
		              "votes", (json_int_t)project->votes, "score", (json_int_t)project->score);

		if (contest->outcome)
			json_object_set_new(one, "selected", json_boolean(result_selected(contest, i)));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *ids_json(const struct contest_result *contest, const uint32_t *projects, uint32_t count)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(contest->profile->projects[projects[i]].id));
	return list;
}

static json_t *outcome_json(const struct contest_result *contest)
{
	const struct outcome *outcome = contest->outcome;
	json_t *ties = json_array();

	for (uint32_t i = 0; i < outcome->tie_count; i++)
		json_array_append_new(
		    ties, ids_json(contest, &outcome->tied[outcome->ties[i].first], outcome->ties[i].count));
	return json_pack("{s:o, s:I, s:o}", "selected", ids_json(contest, outcome->selected, outcome->selected_count),
	                 "cost", (json_int_t)outcome->cost, "ties_broken", ties);
}

static json_t *contests_json(const struct result *result)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < result->election->contest_count; i++) {
		const struct contest_result *contest = &result->contest[i];
		json_t *one = json_pack(
		    "{s:I, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:o}", "id", (json_int_t)contest->contest->id, "title",
		    text_in(&contest->contest->title, 0, NULL), "vote_type", vote_type_word(contest->contest->type),
		    "budget", (json_int_t)contest->contest->budget, "votes", (json_int_t)contest->vote_count, "valid",
		    (json_int_t)contest->valid, "blank", (json_int_t)contest->blank, "invalid",
		    (json_int_t)contest->invalid, "projects", projects_json(contest));

		if (contest->outcome)
			json_object_set_new(one, "outcome", outcome_json(contest));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *election_json(const struct audit *audit)
{
	const struct accepted *accepted = &audit->accepted;
	const struct election *election = accepted->package.election;

	return json_pack("{s:s, s:I, s:o, s:s, s:s, s:I}", "id", election->id, "revision",
	                 (json_int_t)election->revision, "hash", json_hex(accepted->package.hash.bytes, HASH_BYTES),
	                 "title", text_in(&election->title, 0, NULL), "currency", election->currency, "minor_digits",
	                 (json_int_t)election->minor_digits);
}

enum status record_json(struct bytes *out, const struct audit *audit)
{
	const struct accepted *accepted = &audit->accepted;
	const struct election *election = accepted->package.election;
	json_t *all = json_pack(
	    "{s:i, s:b, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:s, s:I, s:I, s:o, s:o, s:o}", "folkmoot_result",
	    2, "mixed", 1, "practice", election->kind == SIGN_PRACTICE, "exceptions", exceptions_json(audit),
	    "election", election_json(audit), "organiser_key", json_key(&accepted->organiser), "joint_key",
	    json_hex(audit->trustees.joint_key.bytes, POINT_BYTES), "mixers", mixers_json(&audit->mixes), "quorum",
	    quorum_json(audit), "rule", rule_word(election->rule), "satisfaction", satisfaction_word(election->sat),
	    "tie", tie_word(election->tie), "ballots", (json_int_t)audit->merged.counted_count, "test_ballots",
	    (json_int_t)accepted->spoiled_count, "excluded", excluded_json(&audit->merged), "kiosks",
	    kiosks_json(accepted), "contests", contests_json(&audit->result));
	char *text = all ? json_dumps(all, JSON_INDENT(1)) : NULL;

	json_decref(all);
	out->data = (uint8_t *)text;
	out->len = text ? strlen(text) : 0;
	return text ? STATUS_OK : STATUS_NO_ROOM;
}

/* --- texts --- */

/* A field as RFC 4180 quotes it. Spreadsheets take a text that begins like a formula for one, and run it; an apostrophe
 * before it makes them show it. */
static void csv_text(FILE *out, const char *text)
{
	const char *guard = *text && strchr("=+-@", *text) ? "'" : "";

	if (!strpbrk(text, ",\"\n\r")) {
		fprintf(out, "%s%s", guard, text);
		return;
	}
	fprintf(out, "\"%s", guard);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void csv_contest(FILE *out, const struct contest_result *contest, unsigned minor_digits)
{
	for (uint32_t i = 0; i < contest->profile->project_count; i++) {
		const struct profile_project *project = &contest->profile->projects[i];
		char cost[32];

		amount_text(cost, project->cost, minor_digits);
		csv_text(out, project->id);
		fputc(',', out);
		csv_text(out, text_in(&contest->contest->projects[i].name, 0, NULL));
		fprintf(out, ",%s,%llu,%lld,%s,%u\n", cost, (unsigned long long)project->votes,
		        (long long)project->score,
		        !contest->outcome             ? ""
		        : result_selected(contest, i) ? "yes"
		                                      : "no",
		        contest->contest->id);
	}
}

/* Answers have no cost, no score and no selection, and texts no id. */
static void csv_question(FILE *out, const struct contest_result *contest)
{
	for (uint32_t i = 0; i < contest->profile->project_count; i++) {
		csv_text(out, contest->contest->projects[i].id);
		fputc(',', out);
		csv_text(out, text_in(&contest->contest->projects[i].name, 0, NULL));
		fprintf(out, ",,%llu,,,%u\n", (unsigned long long)contest->profile->projects[i].votes,
		        contest->contest->id);
	}
	for (uint32_t i = 0; i < contest->text_count; i++) {
		fputc(',', out);
		csv_text(out, contest->texts[i].text);
		fprintf(out, ",,%u,,,%u\n", contest->texts[i].count, contest->contest->id);
	}
}

enum status record_csv(struct bytes *out, const struct audit *audit)
{
	const struct result *result = &audit->result;
	struct text_out text;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	fputs("project_id,name,cost,votes,score,selected,contest\n", text.stream);
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

		fprintf(text.stream, "contest %u\nvotes %zu\n", contest->contest->id, contest->vote_count);
		for (size_t k = 0; k < contest->vote_count; k++) {
			struct opened_vote vote = result_vote(contest, k);

			write_vote(text.stream, &vote, contest);
		}
	}
	return text_end(out, &text);
}
