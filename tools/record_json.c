/* result.json of a record: the result, and all that says how it came about, for programs. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "record.h"
#include "record_outcome.h"

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

/* The categories' words; under greedy-exclusive one project of each is funded. */
static json_t *categories_json(const struct election *election, const struct project *project)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < election->category_count; i++)
		if (project->categories >> i & 1)
			json_array_append_new(list, json_string(text_in(&election->category[i], 0, NULL)));
	return list;
}

static json_t *projects_json(const struct contest_result *contest, const struct election *election)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < contest->profile->project_count; i++) {
		const struct profile_project *project = &contest->profile->projects[i];

		json_array_append_new(list,
		                      json_pack("{s:s, s:s, s:o, s:I, s:I, s:I, s:b}", "id", project->id, "name",
		                                text_in(&contest->contest->projects[i].name, 0, NULL), "categories",
		                                categories_json(election, &contest->contest->projects[i]), "cost",
		                                (json_int_t)project->cost, "votes", (json_int_t)project->votes, "score",
		                                (json_int_t)project->score, "selected", result_selected(contest, i)));
	}
	return list;
}

/* What every contest and every question has. */
static json_t *head_json(const struct contest_result *contest)
{
	return json_pack("{s:I, s:s, s:s, s:I, s:I, s:I, s:I}", "id", (json_int_t)contest->contest->id, "title",
	                 text_in(&contest->contest->title, 0, NULL), "vote_type",
	                 vote_type_word(contest->contest->type), "votes", (json_int_t)result_votes(contest), "valid",
	                 (json_int_t)contest->valid, "blank", (json_int_t)contest->blank, "invalid",
	                 (json_int_t)contest->invalid);
}

static json_t *contests_json(const struct result *result)
{
	const struct election *election = result->election;
	json_t *list = json_array();

	for (unsigned i = 0; i < election->contest_count; i++) {
		const struct contest_result *contest = &result->contest[i];
		json_t *one;

		if (vote_type_is_question(contest->contest->type))
			continue;
		one = head_json(contest);
		json_object_set_new(one, "budget", json_integer((json_int_t)contest->contest->budget));
		if (election->rule != RULE_PHRAGMEN)
			json_object_set_new(one, "satisfaction", json_string(satisfaction_word(contest->terms.sat)));
		if (election->rule == RULE_GREEDY_THRESHOLD)
			json_object_set_new(one, "min_project_score",
			                    json_integer((json_int_t)contest->contest->min_project_score));
		json_object_set_new(one, "projects", projects_json(contest, election));
		json_object_set_new(one, "outcome", record_outcome_json(contest));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *options_json(const struct contest_result *contest)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < contest->profile->project_count; i++) {
		const struct profile_project *option = &contest->profile->projects[i];

		json_array_append_new(list, json_pack("{s:s, s:s, s:I}", "id", option->id, "name",
		                                      text_in(&contest->contest->projects[i].name, 0, NULL), "votes",
		                                      (json_int_t)option->votes));
	}
	return list;
}

/* What people wrote, equal texts once. */
static json_t *texts_json(const struct contest_result *contest)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < contest->text_count; i++)
		json_array_append_new(list, json_pack("{s:s, s:I}", "text", contest->texts[i].text, "votes",
		                                      (json_int_t)contest->texts[i].count));
	return list;
}

/* Nothing decides about answers: they are counted. */
/* What stands for texts that moderation withholds. */
static json_t *withheld_json(const struct contest_result *contest)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < contest->withheld_count; i++)
		json_array_append_new(list, json_hex(contest->withheld[i].bytes, HASH_BYTES));
	return list;
}

static json_t *questions_json(const struct result *result)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < result->election->contest_count; i++) {
		const struct contest_result *contest = &result->contest[i];
		json_t *one;

		if (!vote_type_is_question(contest->contest->type))
			continue;
		one = head_json(contest);
		if (contest->contest->type == VOTE_ANSWER_TEXT) {
			json_object_set_new(one, "texts", texts_json(contest));
			json_object_set_new(one, "withheld", withheld_json(contest));
		} else {
			json_object_set_new(one, "options", options_json(contest));
		}
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

/* How it was decided, in the words that folkmoot tally takes. */
static void add_rule(json_t *to, const struct election *election)
{
	json_object_set_new(to, "rule", json_string(rule_word(election->rule)));
	json_object_set_new(to, "satisfaction", json_string(satisfaction_word(election->sat)));
	json_object_set_new(to, "completion", json_string(completion_word(election->completion)));
	json_object_set_new(to, "exhaustive", json_boolean(election->exhaustive));
	json_object_set_new(to, "add1_step", json_integer((json_int_t)election->add1_step));
	json_object_set_new(to, "tie", json_string(tie_word(election->tie)));
}

enum status record_json(struct bytes *out, const struct audit *audit)
{
	const struct accepted *accepted = &audit->accepted;
	const struct election *election = accepted->package.election;
	json_t *all = json_pack("{s:i, s:b, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "folkmoot_result", 3, "mixed", 1,
	                        "practice", election->kind == SIGN_PRACTICE, "exceptions", exceptions_json(audit),
	                        "election", election_json(audit), "organiser_key", json_key(&accepted->organiser),
	                        "joint_key", json_hex(audit->trustees.joint_key.bytes, POINT_BYTES), "mixers",
	                        mixers_json(&audit->mixes), "quorum", quorum_json(audit));
	char *text;

	if (!all)
		return STATUS_NO_ROOM;
	add_rule(all, election);
	json_object_set_new(all, "ballots", json_integer((json_int_t)audit->merged.counted_count));
	json_object_set_new(all, "test_ballots", json_integer((json_int_t)accepted->spoiled_count));
	json_object_set_new(all, "excluded", excluded_json(&audit->merged));
	json_object_set_new(all, "kiosks", kiosks_json(accepted));
	json_object_set_new(all, "contests", contests_json(&audit->result));
	json_object_set_new(all, "questions", questions_json(&audit->result));
	text = json_dumps(all, JSON_INDENT(1));
	json_decref(all);
	out->data = (uint8_t *)text;
	out->len = text ? strlen(text) : 0;
	return text ? STATUS_OK : STATUS_NO_ROOM;
}
