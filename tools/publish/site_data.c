/* results.json: every number that stands on a page (README.md says what each means). */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "reasons.h"
#include "site.h"

static json_t *number(uint64_t value)
{
	return json_integer((json_int_t)value);
}

static json_t *string(const char *text)
{
	char *plain = plain_text(text);
	json_t *json = plain ? json_string(plain) : NULL;

	free(plain);
	return json;
}

static json_t *hex(const uint8_t *bytes, size_t len)
{
	char text[2 * 64 + 1];

	hex_write(text, bytes, len);
	return json_string(text);
}

static json_t *key(const struct sign_public *public)
{
	char text[SIGN_KEY_TEXT];

	sign_key_text(text, public);
	return json_string(text);
}

/* A text in every language in which it is there. */
static json_t *texts(const struct site *site, const struct text *text)
{
	const struct election *election = site->election;
	json_t *all = json_object();

	for (unsigned i = 0; i < election->language_count; i++)
		if (text->in[i] && *text->in[i])
			json_object_set_new(all, election->language[i], string(text->in[i]));
	return all;
}

/* --- contests --- */

static json_t *categories(const struct site *site, const struct project *project)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < site->election->category_count; i++)
		if (project->categories >> i & 1)
			json_array_append_new(list, number(i));
	return list;
}

static json_t *project_json(const struct site *site, const struct view *view, uint32_t index)
{
	const struct profile_project *counted = &view->profile->projects[index];
	const struct project *project = &view->contest->projects[index];
	json_t *one = json_object();

	json_object_set_new(one, "id", string(counted->id));
	json_object_set_new(one, "name", texts(site, &project->name));
	json_object_set_new(one, "place", texts(site, &project->place));
	json_object_set_new(one, "categories", categories(site, project));
	json_object_set_new(one, "cost", number(counted->cost));
	json_object_set_new(one, "votes", number(counted->votes));
	json_object_set_new(one, "score", json_integer((json_int_t)counted->score));
	json_object_set_new(one, "percent", number(percent_of(counted->votes, view->voters)));
	if (view->outcome) {
		json_object_set_new(one, "selected", json_boolean(view->fate[index] == FATE_FUNDED));
		json_object_set_new(one, "order", view->place[index] ? number(view->place[index]) : json_null());
		json_object_set_new(one, "fate", json_string(fate_word(view->fate[index])));
	}
	return one;
}

static json_t *id(const struct view *view, uint32_t project)
{
	return string(view->profile->projects[project].id);
}

static json_t *fine(struct fine value)
{
	char text[40];

	snprintf(text, sizeof text, "%llu.%06u", (unsigned long long)value.units, (unsigned)value.millionths);
	return json_string(text);
}

static json_t *round_json(const struct view *view, const struct round *round, enum rule rule)
{
	json_t *one =
	    json_pack("{s:o, s:s, s:s, s:o}", "project", id(view, round->project), "what", round_kind_word(round->kind),
	              "stage", round->stage == STAGE_COMPLETION ? "completion" : "rule", "left", number(round->left));

	if (round->kind != ROUND_BOUGHT || (rule != RULE_MES && rule != RULE_PHRAGMEN) ||
	    round->stage == STAGE_COMPLETION)
		return one;
	json_object_set_new(one, "payers", number(round->payers));
	json_object_set_new(one, "price", fine(round->price));
	if (rule == RULE_MES) {
		json_object_set_new(one, "spent_out", number(round->spent_out));
		json_object_set_new(one, "effective_votes", fine(round->voters));
	}
	return one;
}

static json_t *ties_json(const struct view *view)
{
	const struct outcome *outcome = view->outcome;
	json_t *list = json_array();

	for (uint32_t i = 0; i < outcome->tie_count; i++) {
		json_t *tied = json_array();

		for (uint32_t k = 0; k < outcome->ties[i].count; k++)
			json_array_append_new(tied, id(view, outcome->tied[outcome->ties[i].first + k]));
		json_array_append_new(list, tied);
	}
	return list;
}

static void add_outcome(json_t *contest, const struct view *view)
{
	const struct outcome *outcome = view->outcome;
	json_t *selected = json_array(), *rounds = json_array();
	const struct terms *terms = &view->result->terms;

	for (uint32_t i = 0; i < outcome->selected_count; i++)
		json_array_append_new(selected, id(view, outcome->selected[i]));
	for (uint32_t i = 0; i < outcome->round_count; i++)
		json_array_append_new(rounds, round_json(view, &outcome->rounds[i], terms->rule));
	json_object_set_new(contest, "satisfaction", json_string(satisfaction_word(terms->sat)));
	json_object_set_new(contest, "cost", number(outcome->cost));
	json_object_set_new(contest, "left", number(view_left(view)));
	json_object_set_new(contest, "funded", number(outcome->selected_count));
	json_object_set_new(contest, "selected", selected);
	json_object_set_new(contest, "ties", ties_json(view));
	json_object_set_new(contest, "rounds", rounds);
	if (terms->rule == RULE_MES) {
		json_object_set_new(contest, "share", fine(outcome->share));
		json_object_set_new(contest, "last_share", fine(outcome->last_share));
		json_object_set_new(contest, "add1_steps", number(outcome->add1_steps));
		json_object_set_new(contest, "overspent", number(outcome->overspent));
	}
}

/* What contests and questions have alike. */
static json_t *counted_json(const struct site *site, const struct view *view)
{
	const struct contest_result *result = view->result;

	return json_pack("{s:I, s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "id", (json_int_t)view->contest->id, "title",
	                 texts(site, &view->contest->title), "vote_type", vote_type_word(view->contest->type), "votes",
	                 number(result_votes(result)), "valid", number(result->valid), "blank", number(result->blank),
	                 "invalid", number(result->invalid), "voters", number(view->voters));
}

static json_t *contest_json(const struct site *site, const struct view *view)
{
	json_t *one = counted_json(site, view), *projects = json_array();

	json_object_set_new(one, "budget", number(view->contest->budget));
	if (view->outcome)
		add_outcome(one, view);
	for (uint32_t i = 0; i < view->profile->project_count; i++)
		json_array_append_new(projects, project_json(site, view, i));
	json_object_set_new(one, "project_count", number(view->profile->project_count));
	json_object_set_new(one, "projects", projects);
	return one;
}

static json_t *texts_json(const struct contest_result *result)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < result->text_count; i++)
		json_array_append_new(list, json_pack("{s:o, s:o}", "text", string(result->texts[i].text), "votes",
		                                      number(result->texts[i].count)));
	return list;
}

static json_t *withheld_json(const struct contest_result *result)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < result->withheld_count; i++)
		json_array_append_new(list, hex(result->withheld[i].bytes, HASH_BYTES));
	return list;
}

static json_t *reasons_json(const struct moderated *moderated)
{
	json_t *list = json_array();
	struct reasons reasons;

	if (reasons_make(&reasons, moderated) != STATUS_OK) {
		json_decref(list);
		return NULL;
	}
	for (uint32_t i = 0; i < reasons.count; i++)
		json_array_append_new(list, json_pack("{s:o, s:o}", "reason", string(reasons.reason[i].text), "count",
		                                      number(reasons.reason[i].count)));
	reasons_free(&reasons);
	return list;
}

static json_t *question_json(const struct site *site, const struct view *view)
{
	json_t *one = counted_json(site, view), *options = json_array();

	for (uint32_t i = 0; i < view->profile->project_count; i++) {
		const struct profile_project *counted = &view->profile->projects[i];

		json_array_append_new(options, json_pack("{s:o, s:o, s:o, s:o}", "id", string(counted->id), "name",
		                                         texts(site, &view->contest->projects[i].name), "votes",
		                                         number(counted->votes), "percent",
		                                         number(percent_of(counted->votes, view->voters))));
	}
	/* What is withheld was an answer too. */
	json_object_set_new(one, "answered", number((uint64_t)view->result->valid + view->result->withheld_count));
	json_object_set_new(one, "options", options);
	if (view->contest->type == VOTE_ANSWER_TEXT) {
		json_object_set_new(one, "texts", texts_json(view->result));
		json_object_set_new(one, "withheld", withheld_json(view->result));
		json_object_set_new(one, "reasons", reasons_json(site->audit->lists.moderated[view->index]));
		json_object_set_new(one, "withheld_count", number(view->result->withheld_count));
	}
	return one;
}

static json_t *views_json(const struct site *site, const struct view *view, unsigned count,
                          json_t *(*make)(const struct site *, const struct view *))
{
	json_t *list = json_array();

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(list, make(site, &view[i]));
	return list;
}

/* --- the whole --- */

static json_t *election_json(const struct site *site)
{
	const struct election *election = site->election;
	json_t *languages = json_array(), *names = json_array();

	for (unsigned i = 0; i < election->language_count; i++)
		json_array_append_new(languages, json_string(election->language[i]));
	for (unsigned i = 0; i < election->category_count; i++)
		json_array_append_new(names, texts(site, &election->category[i]));
	return json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:s, s:I, s:s, s:s, s:o}", "id", election->id, "revision",
	                 (json_int_t)election->revision, "hash",
	                 hex(site->audit->accepted.package.hash.bytes, HASH_BYTES), "title",
	                 texts(site, &election->title), "organiser", texts(site, &election->organiser), "languages",
	                 languages, "currency", election->currency, "minor_digits", (json_int_t)election->minor_digits,
	                 "opens", election->opens, "closes", election->closes, "categories", names);
}

static json_t *rule_json(const struct election *election)
{
	return json_pack("{s:s, s:s, s:s, s:b, s:s, s:I}", "rule", rule_word(election->rule), "satisfaction",
	                 satisfaction_word(election->sat), "completion", completion_word(election->completion),
	                 "exhaustive", election->exhaustive, "tie", tie_word(election->tie), "add1_step",
	                 (json_int_t)election->add1_step);
}

static json_t *ballots_json(const struct site *site)
{
	const struct audit *audit = site->audit;
	json_t *reasons = json_array();

	for (unsigned i = 0; i <= EXCLUDED_TAG_TWICE; i++)
		json_array_append_new(reasons,
		                      json_pack("{s:s, s:o}", "reason", excluded_phrase((enum excluded_reason)i),
		                                "count", number(site->excluded[i])));
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "received", number(audit->accepted.sealed_count), "counted",
	                 number(audit->merged.counted_count), "not_counted", number(audit->merged.excluded_count),
	                 "reasons", reasons, "test_ballots", number(audit->accepted.spoiled_count));
}

static json_t *turnout_json(const struct site *site)
{
	const struct turnout *turnout = &site->turnout;
	json_t *list = json_array(), *rest = json_array();

	for (unsigned i = 0; i < turnout->alone; i++)
		json_array_append_new(
		    list, json_pack("{s:[o], s:o, s:o}", "places", string(turnout->place[i].name), "ballots",
		                    number(turnout->place[i].ballots), "percent",
		                    number(percent_of(turnout->place[i].ballots, site->audit->merged.counted_count))));
	for (unsigned i = turnout->alone; i < turnout->count; i++)
		json_array_append_new(rest, string(turnout->place[i].name));
	if (turnout->alone < turnout->count)
		json_array_append_new(
		    list, json_pack("{s:O, s:o, s:o}", "places", rest, "ballots", number(turnout->together), "percent",
		                    number(percent_of(turnout->together, site->audit->merged.counted_count))));
	json_decref(rest);
	return list;
}

static json_t *hands_json(const struct audit *audit)
{
	json_t *mixers = json_array(), *opened = json_array();

	for (unsigned i = 0; i < audit->mixes.count; i++)
		json_array_append_new(mixers, json_pack("{s:o, s:o}", "name", string(audit->mixes.mix[i].mixer->name),
		                                        "key", key(&audit->mixes.mix[i].mixer->key)));
	for (unsigned i = 0; i < audit->by->quorum.count; i++)
		json_array_append_new(opened, string(audit->trustees.member[audit->by->quorum.member[i] - 1].name));
	return json_pack("{s:o, s:o, s:o, s:I, s:I}", "mixers", mixers, "joint_key",
	                 hex(audit->trustees.joint_key.bytes, POINT_BYTES), "opened_by", opened, "trustees",
	                 (json_int_t)audit->trustees.count, "threshold", (json_int_t)audit->trustees.threshold);
}

static json_t *kiosks_json(const struct accepted *accepted)
{
	return json_pack("{s:I, s:I, s:I}", "rostered", (json_int_t)accepted->roster.kiosk_count, "closed",
	                 (json_int_t)(accepted->roster.kiosk_count - accepted->lost), "lost",
	                 (json_int_t)accepted->lost);
}

static json_t *exceptions_json(const struct audit *audit)
{
	json_t *list = json_array();

	for (size_t i = 0; i < audit->exception_count; i++)
		json_array_append_new(list, string(audit->exceptions[i]));
	return list;
}

static json_t *totals_json(const struct views *views)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "budget", number(views->budget), "cost", number(views->cost),
	                 "left", number(views->budget - views->cost), "projects", number(views->projects), "funded",
	                 number(views->funded));
}

enum status site_json(struct bytes *out, const struct site *site)
{
	const struct audit *audit = site->audit;
	json_t *all =
	    json_pack("{s:i, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:s, s:o}",
	              "folkmoot_site", 1, "practice", site->election->kind == SIGN_PRACTICE, "election",
	              election_json(site), "rule", rule_json(site->election), "totals", totals_json(&site->views),
	              "ballots", ballots_json(site), "turnout", turnout_json(site), "kiosks",
	              kiosks_json(&audit->accepted), "codes_issued", (json_int_t)site->election->tag_count,
	              "codes_used", (json_int_t)audit->merged.used, "exceptions", exceptions_json(audit), "contests",
	              views_json(site, site->views.contest, site->views.contest_count, contest_json), "questions",
	              views_json(site, site->views.question, site->views.question_count, question_json), "hands",
	              hands_json(audit), "manifest_sha256", site->manifest, "organiser_key", key(&audit->organiser));
	char *text = all ? json_dumps(all, JSON_INDENT(1)) : NULL;

	json_decref(all);
	out->data = (uint8_t *)text;
	out->len = text ? strlen(text) : 0;
	return text ? STATUS_OK : STATUS_NO_ROOM;
}
