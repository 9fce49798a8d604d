/* election.json into struct election. Every fault is told, with its place, and reading goes on with a harmless value.
 */
#include "definition.h"

#include <stdlib.h>
#include <string.h>

#include "definition_media.h"
#include "definition_questions.h"

/* --- projects --- */

/* Which of the main language's names a word is, or -1. */
static int find_name(const struct text *names, size_t stride, unsigned count, const char *word)
{
	for (unsigned i = 0; i < count; i++) {
		const struct text *name = (const struct text *)(const void *)((const char *)names + i * stride);
		if (name->in[0] && strcmp(name->in[0], word) == 0)
			return (int)i;
	}
	return -1;
}

static int find_district(const struct election *election, const char *word)
{
	return find_name(&election->styles[0].name, sizeof election->styles[0], election->style_count, word);
}

static void take_categories(struct loader *loader, struct project *out, json_t *object)
{
	const struct election *election = loader->election;
	size_t count = load_list(loader, object, "categories", ELECTION_MAX_CATEGORIES, "categories");

	for (size_t i = 0; i < count; i++) {
		const char *word = json_string_value(json_array_get(json_object_get(object, "categories"), i));
		int category =
		    word ? find_name(election->category, sizeof election->category[0], election->category_count, word)
		         : -1;
		if (category < 0)
			fault_found(&loader->check,
			            "use the name of one of the election's \"categories\", in the main language",
			            "its category \"%.60s\" does not exist", word ? word : "?");
		else
			out->categories |= UINT32_C(1) << category;
	}
}

static enum status take_project(struct loader *loader, unsigned contest, unsigned index, json_t *object)
{
	struct project *out = &loader->election->contests[contest].projects[index];
	const char *district;
	int found;

	fault_place(&loader->check, "contest %u, project %u", contest + 1, index + 1);

	if (!load_object(loader, object, "the project",
	                 " id cost name summary description place proposer social economic environmental picture_alt "
	                 "contact picture categories district "))
		return STATUS_OK;
	load_text(loader, &out->name, object, "name");
	if (out->name.in[0] && out->name.in[0][0])
		fault_place(&loader->check, "contest %u, project %u (\"%.56s\")", contest + 1, index + 1,
		            out->name.in[0]);
	out->id = load_id(loader, object);
	if (!json_object_get(object, "cost"))
		fault_found(&loader->check, "write what it costs, such as \"cost\": 25000", "it has no cost");
	out->cost = load_money(loader, object, "cost", 1);
	for (unsigned i = 1; i < PROJECT_TEXTS; i++)
		load_text(loader, project_text_of(out, i), object, project_text_word(i));
	take_categories(loader, out, object);
	district = load_words(loader, object, "district", NULL);
	found = district ? find_district(loader->election, district) : -1;
	if (district && found < 0)
		fault_found(&loader->check, "use the name of one of the election's \"districts\", in the main language",
		            "its district \"%.60s\" does not exist", district);
	out->district = (uint16_t)(found + 1);
	return load_picture(loader, contest, index, object);
}

/* --- contests --- */

void load_districts(struct loader *loader, unsigned contest, json_t *object)
{
	struct election *election = loader->election;
	size_t count = load_list(loader, object, "districts", ELECTION_MAX_STYLES, "districts");
	uint64_t in = 0;

	for (size_t i = 0; i < count; i++) {
		const char *word = json_string_value(json_array_get(json_object_get(object, "districts"), i));
		int district = word ? find_district(election, word) : -1;
		if (district < 0)
			fault_found(&loader->check,
			            "use the name of one of the election's \"districts\", in the main language",
			            "its district \"%.60s\" does not exist", word ? word : "?");
		else
			in |= UINT64_C(1) << district;
	}
	for (unsigned i = 0; i < election->style_count; i++)
		if (in == 0 || (in >> i & 1))
			election->styles[i].contest[election->styles[i].contest_count++] = (uint8_t)contest;
}

static void take_limits(struct loader *loader, struct contest *out, json_t *object)
{
	out->min_length = (uint32_t)load_number(loader, object, "min_length", UINT32_MAX, 0);
	out->max_length = (uint32_t)load_number(loader, object, "max_length", UINT32_MAX, 0);
	out->min_sum_cost = load_money(loader, object, "min_sum_cost", 0);
	out->max_sum_cost = load_money(loader, object, "max_sum_cost", out->type == VOTE_KNAPSACK ? out->budget : 0);
	out->min_points = (uint32_t)load_number(loader, object, "min_points", UINT32_MAX, 0);
	out->max_points = (uint32_t)load_number(loader, object, "max_points", UINT32_MAX, 0);
	out->max_sum_points = (uint32_t)load_number(loader, object, "max_sum_points", UINT32_MAX, 0);
	out->min_project_score = load_number(loader, object, "min_project_score", INT64_MAX, 0);
	if (out->type == VOTE_CHOOSE_ONE && out->max_length == 0)
		out->max_length = 1;
}

static enum status take_contest(struct loader *loader, unsigned index, json_t *object)
{
	struct contest *out = &loader->election->contests[index];
	json_t *projects = json_object_get(object, "projects");
	enum status status = STATUS_OK;
	size_t count;

	fault_place(&loader->check, "contest %u", index + 1);
	out->title.in[0] = out->instruction.in[0] = "?";
	out->budget = 1;
	if (!load_object(
	        loader, object, "the contest",
	        " id title instruction vote_type budget min_length max_length min_sum_cost max_sum_cost min_points "
	        "max_points max_sum_points min_project_score districts projects "))
		return STATUS_OK;
	out->id = (uint16_t)load_number(loader, object, "id", UINT16_MAX, index + 1);
	load_text(loader, &out->title, object, "title");
	load_text(loader, &out->instruction, object, "instruction");
	out->type = load_vote_type(loader, object, "vote_type", VOTE_APPROVAL);
	if (vote_type_is_question(out->type)) {
		fault_found(&loader->check, "move it to the list \"questions\", with its \"type\" and its \"options\"",
		            "a question is no contest about money");
		out->type = VOTE_APPROVAL;
	}
	if (!json_object_get(object, "vote_type"))
		fault_found(&loader->check,
		            "add \"vote_type\": approval, knapsack, choose-one, ranked, points or score",
		            "it does not say how people vote");
	out->budget = load_money(loader, object, "budget", ELECTION_MAX_MONEY);
	if (!json_object_get(object, "budget"))
		fault_found(&loader->check, "write the money that it can spend, such as \"budget\": 250000",
		            "it has no budget");
	take_limits(loader, out, object);
	load_districts(loader, index, object);
	count = load_list(loader, object, "projects", ELECTION_MAX_PROJECTS, "projects");
	out->projects = count > 0 ? calloc(count, sizeof *out->projects) : NULL;
	if (count > 0 && !out->projects)
		return STATUS_NO_ROOM;
	out->project_count = (uint16_t)count;
	for (unsigned i = 0; i < count && status == STATUS_OK; i++)
		status = take_project(loader, index, i, json_array_get(projects, i));
	return status;
}

static enum status take_contests(struct loader *loader, json_t *root)
{
	struct election *election = loader->election;
	size_t count = load_list(loader, root, "contests", ELECTION_MAX_CONTESTS, "contests");
	size_t questions = questions_count(loader, root, count);

	election->contests = calloc(count + questions + 1, sizeof *election->contests);
	if (!election->contests)
		return STATUS_NO_ROOM;
	election->contest_count = (uint8_t)(count + questions);
	for (unsigned i = 0; i < count; i++) {
		enum status status = take_contest(loader, i, json_array_get(json_object_get(root, "contests"), i));
		if (status != STATUS_OK)
			return status;
	}
	return load_questions(loader, root, count);
}

/* --- the whole --- */

static void take_languages(struct loader *loader, json_t *root)
{
	struct election *election = loader->election;
	size_t count = load_list(loader, root, "languages", ELECTION_MAX_LANGUAGES, "languages");

	for (size_t i = 0; i < count; i++) {
		const char *tag = json_string_value(json_array_get(json_object_get(root, "languages"), i));
		if (tag)
			election->language[election->language_count++] = tag;
		else
			fault_found(&loader->check, "write it in quotes, such as \"en\"",
			            "one of the languages is not a text");
	}
	if (election->language_count > 0)
		return;
	fault_found(&loader->check, "add \"languages\": [\"en\"], the main language first", "no language is named");
	election->language[election->language_count++] = "en";
}

static void take_categories_of_election(struct loader *loader, json_t *root)
{
	struct election *election = loader->election;
	size_t count = load_list(loader, root, "categories", ELECTION_MAX_CATEGORIES, "categories");

	for (size_t i = 0; i < count; i++)
		load_text_value(loader, &election->category[i], json_array_get(json_object_get(root, "categories"), i),
		                "categories");
	election->category_count = (uint8_t)count;
}

/* One ballot style per district; one without a name where there are none. */
static enum status take_styles(struct loader *loader, json_t *root)
{
	struct election *election = loader->election;
	size_t count = load_list(loader, root, "districts", ELECTION_MAX_STYLES, "districts");

	election->styles = calloc(count > 0 ? count : 1, sizeof *election->styles);
	if (!election->styles)
		return STATUS_NO_ROOM;
	election->style_count = (uint8_t)(count > 0 ? count : 1);
	election->styles[0].name.in[0] = "";
	for (size_t i = 0; i < count; i++)
		load_text_value(loader, &election->styles[i].name,
		                json_array_get(json_object_get(root, "districts"), i), "districts");
	return STATUS_OK;
}

static void take_mixers(struct loader *loader, json_t *root)
{
	struct election *election = loader->election;
	size_t count = load_list(loader, root, "mixers", ELECTION_MAX_MIXERS, "mixers");

	for (size_t i = 0; i < count; i++) {
		json_t *object = json_array_get(json_object_get(root, "mixers"), i);
		struct mixer *mixer = &election->mixer[i];
		const char *key;

		fault_place(&loader->check, "mixer %zu", i + 1);
		mixer->name = "?";
		if (!load_object(loader, object, "the mixer", " name key "))
			continue;
		mixer->name = load_words(loader, object, "name", "");
		key = load_words(loader, object, "key", "");
		if (sign_key_from_text(&mixer->key, key, strlen(key)) == STATUS_OK)
			continue;
		fault_found(&loader->check, "copy the line of 56 letters from the mixer's .pub file",
		            "its key is no public key");
		/* In its place one that says no more: of the election's kind, and nobody's. */
		if (election->kind == SIGN_PRACTICE)
			memcpy(mixer->key.id, "PRAC", 4);
		mixer->key.key[0] = (uint8_t)i;
	}
	election->mixer_count = (uint8_t)count;
}

/* What can be counted by the votes' own kind: see counting.md's defaults. */
static enum satisfaction usual_satisfaction(const struct election *election)
{
	enum satisfaction usual = SAT_COST;

	for (unsigned i = 0; i < election->contest_count; i++) {
		enum vote_type type = election->contests[i].type;
		enum satisfaction own = SAT_COST;
		if (vote_type_is_question(type))
			break;
		if (type == VOTE_RANKED)
			own = SAT_RANK_COST;
		else if (type == VOTE_POINTS || type == VOTE_SCORE)
			own = SAT_POINTS_COST;
		if (i > 0 && own != usual)
			return SAT_COST;
		usual = own;
	}
	return usual;
}

static void take_count(struct loader *loader, json_t *root)
{
	struct election *election = loader->election;
	json_t *count = json_object_get(root, "count");
	uint64_t unit = 1;

	for (unsigned i = 0; i < election->minor_digits; i++)
		unit *= 10;
	fault_place(&loader->check, "count");
	election->sat = usual_satisfaction(election);
	election->add1_step = unit;
	if (!count ||
	    !load_object(loader, count, "\"count\"", " rule satisfaction completion exhaustive tie add1_step "))
		return;
	election->rule = load_rule(loader, count, "rule", RULE_GREEDY);
	election->sat = load_satisfaction(loader, count, "satisfaction", election->sat);
	election->completion = load_completion(loader, count, "completion", COMPLETION_NONE);
	election->exhaustive = load_truth(loader, count, "exhaustive");
	election->tie = load_tie(loader, count, "tie", TIE_COST_VOTES_ID);
	election->add1_step = load_money(loader, count, "add1_step", unit);
}

static void take_head(struct loader *loader, json_t *root)
{
	struct election *election = loader->election;

	fault_place(&loader->check, "election");
	(void)load_object(
	    loader, root, "the file",
	    " id revision practice title organiser languages currency minor_digits opens closes admission "
	    "idle_seconds warning_seconds count categories districts contests questions mixers clips ");
	election->id = load_words(loader, root, "id", json_object_get(root, "id") ? "x" : "");
	election->revision = (uint32_t)load_number(loader, root, "revision", UINT32_MAX, 1);
	election->kind = load_truth(loader, root, "practice") ? SIGN_PRACTICE : SIGN_REAL;
	election->currency = load_words(loader, root, "currency", "");
	election->minor_digits =
	    (uint8_t)load_number(loader, root, "minor_digits", 4, currency_digits(election->currency));
	election->opens = load_words(loader, root, "opens", "");
	election->closes = load_words(loader, root, "closes", "");
	election->admission = load_admission(loader, root, "admission", ADMISSION_OPEN);
	election->idle_s = (uint16_t)load_number(loader, root, "idle_seconds", UINT16_MAX, 180);
	election->warning_s = (uint16_t)load_number(loader, root, "warning_seconds", UINT16_MAX, 45);
	take_languages(loader, root);
	load_text(loader, &election->title, root, "title");
	load_text(loader, &election->organiser, root, "organiser");
	take_categories_of_election(loader, root);
}

/* A file of a vote that is no definition, taken for one by mistake: what it is, or NULL. */
static const char *other_file(const char *text, size_t text_len)
{
	static const struct {
		const char *begins, *is;
	} known[] = {
	    {"untrusted comment: minisign public key", "this is a public key"},
	    {"untrusted comment: minisign encrypted secret key", "this is a secret key"},
	    {"untrusted comment: minisign", "this is a key"},
	    {"untrusted comment: ", "this is a signed file, such as a package or a roster"},
	    {"folkmoot locked\n", "this is a trustee's share or a kiosk's key"},
	    {"folkmoot trustees ", "this is a trustees' transcript"},
	    {"folkmoot kiosk ", "this is a kiosk's enrolment"},
	    {"META", "this is a Pabulib file"},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		size_t len = strlen(known[i].begins);

		if (text_len >= len && memcmp(text, known[i].begins, len) == 0)
			return known[i].is;
	}
	return NULL;
}

/* Any of U+2018 to U+201F, which a word processor makes of quotes. */
static int curly_quote(const char *text)
{
	for (; *text; text++)
		if (text[0] == '\xe2' && text[1] == '\x80' && (unsigned char)text[2] >= 0x98 &&
		    (unsigned char)text[2] <= 0x9f)
			return 1;
	return 0;
}

static void tell_syntax(struct loader *loader, const json_error_t *error, const char *text, size_t text_len)
{
	const char *other = other_file(text, text_len);

	if (other) {
		fault_place(&loader->check, "line 1");
		fault_found(&loader->check,
		            strcmp(other, "this is a Pabulib file") == 0
		                ? "make one of it with `folkmoot election import`"
		                : "give the definition that the organiser wrote, election.json",
		            "%s, not an election.json", other);
		return;
	}
	fault_place(&loader->check, "line %d, column %d", error->line, error->column);
	if (json_error_code(error) == json_error_duplicate_key)
		fault_found(&loader->check, "keep one of them", "the same key stands twice in one object (%s)",
		            error->text);
	else if (curly_quote(error->text))
		fault_found(&loader->check,
		            "use straight quotes (\") in place of the curly ones that a word processor makes",
		            "this is not JSON (%s)", error->text);
	else
		fault_found(&loader->check, "look for a missing comma, quote or bracket just before it",
		            "this is not JSON (%s)", error->text);
}

static enum status load_root(struct loader *loader, json_t *root)
{
	enum status status;

	take_head(loader, root);
	status = take_styles(loader, root);
	if (status == STATUS_OK)
		status = take_contests(loader, root);
	if (status != STATUS_OK)
		return status;
	take_mixers(loader, root);
	load_clips(loader, root);
	take_count(loader, root);
	election_derive(loader->election);
	if (election_check(loader->election, loader->check.found, loader->check.context) != STATUS_OK ||
	    loader->check.faults > 0)
		return STATUS_RULES;
	return STATUS_OK;
}

enum status definition_read(struct definition *out, const char *text, size_t text_len, problem_sink *found,
                            void *context)
{
	struct loader loader = {.media = &out->media, .check = {.found = found, .context = context}};
	json_error_t error;
	json_t *root;

	memset(out, 0, sizeof *out);
	/* Some editors put a byte order mark before all text. */
	if (text_len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		text_len -= 3;
	}
	root = json_loadb(text, text_len, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		tell_syntax(&loader, &error, text, text_len);
		return STATUS_RULES;
	}
	out->memory = root;
	if (!json_is_object(root)) {
		fault_place(&loader.check, "line 1");
		fault_found(&loader.check, "begin with { and the election's \"id\"", "the file is not one JSON object");
		return STATUS_RULES;
	}
	out->election = loader.election = calloc(1, sizeof *out->election);
	return loader.election ? load_root(&loader, root) : STATUS_NO_ROOM;
}

void definition_finish(struct definition *definition)
{
	election_destroy(definition->election);
	json_decref(definition->memory);
	for (size_t i = 0; i < definition->media.room_count; i++)
		free(definition->media.room[i]);
	free(definition->media.room);
	free(definition->media.named);
	memset(definition, 0, sizeof *definition);
}
