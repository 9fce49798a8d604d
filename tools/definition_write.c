/* struct election into election.json: what an import writes and an organiser then edits. */
#include "definition.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Every helper takes its value over, also NULL from a failed allocation: then the object is spoilt, which the end
 * notices. */
struct builder {
	const struct election *election;
	int failed;
};

static void put(struct builder *builder, json_t *object, const char *key, json_t *value)
{
	if (!value || json_object_set_new(object, key, value) != 0)
		builder->failed = 1;
}

static void append(struct builder *builder, json_t *list, json_t *value)
{
	if (!value || json_array_append_new(list, value) != 0)
		builder->failed = 1;
}

static json_t *text_value(struct builder *builder, const struct text *text)
{
	const struct election *election = builder->election;
	json_t *object;
	int only_main = 1;

	for (unsigned i = 1; i < election->language_count; i++)
		only_main &= !text->in[i];
	if (only_main)
		return json_string(text->in[0] ? text->in[0] : "");
	object = json_object();
	for (unsigned i = 0; i < election->language_count; i++)
		if (text->in[i])
			put(builder, object, election->language[i], json_string(text->in[i]));
	return object;
}

/* A text with nothing in it is left out. */
static void put_text(struct builder *builder, json_t *object, const char *key, const struct text *text)
{
	for (unsigned i = 0; i < builder->election->language_count; i++) {
		if (text->in[i] && text->in[i][0]) {
			put(builder, object, key, text_value(builder, text));
			return;
		}
	}
}

static void put_words(struct builder *builder, json_t *object, const char *key, const char *words)
{
	if (words && words[0])
		put(builder, object, key, json_string(words));
}

static void put_number(struct builder *builder, json_t *object, const char *key, uint64_t number)
{
	if (number > 0)
		put(builder, object, key, json_integer((json_int_t)number));
}

static void put_money(struct builder *builder, json_t *object, const char *key, uint64_t amount)
{
	char text[AMOUNT_TEXT];

	if (amount == 0)
		return;
	amount_to_text(text, amount, builder->election->minor_digits);
	put(builder, object, key,
	    strchr(text, '.') ? json_string(text) : json_integer((json_int_t)strtoll(text, NULL, 10)));
}

static const char *main_name(const struct text *name)
{
	return name->in[0] ? name->in[0] : "";
}

static json_t *project_value(struct builder *builder, const struct project *project)
{
	const struct election *election = builder->election;
	json_t *object = json_object(), *categories;

	put_words(builder, object, "id", project->id);
	put_text(builder, object, "name", &project->name);
	put_money(builder, object, "cost", project->cost);
	for (unsigned i = 1; i < PROJECT_TEXTS; i++)
		put_text(builder, object, project_text_word(i), project_text(project, i));
	if (project->categories != 0) {
		categories = json_array();
		for (unsigned i = 0; i < election->category_count; i++)
			if (project->categories >> i & 1)
				append(builder, categories, json_string(main_name(&election->category[i])));
		put(builder, object, "categories", categories);
	}
	if (project->district > 0 && project->district <= election->style_count)
		put_words(builder, object, "district", main_name(&election->styles[project->district - 1].name));
	return object;
}

static int style_has(const struct style *style, unsigned contest)
{
	for (unsigned i = 0; i < style->contest_count; i++)
		if (style->contest[i] == contest)
			return 1;
	return 0;
}

/* Nothing for a contest that every style has. */
static void put_districts(struct builder *builder, json_t *object, unsigned contest)
{
	const struct election *election = builder->election;
	json_t *list = json_array();
	unsigned in = 0;

	for (unsigned i = 0; i < election->style_count; i++) {
		if (!style_has(&election->styles[i], contest))
			continue;
		in++;
		append(builder, list, json_string(main_name(&election->styles[i].name)));
	}
	if (in < election->style_count)
		put(builder, object, "districts", list);
	else
		json_decref(list);
}

static json_t *contest_value(struct builder *builder, unsigned index)
{
	const struct contest *contest = &builder->election->contests[index];
	json_t *object = json_object(), *projects = json_array();

	put_number(builder, object, "id", contest->id);
	put_text(builder, object, "title", &contest->title);
	put_text(builder, object, "instruction", &contest->instruction);
	put_words(builder, object, "vote_type", vote_type_word(contest->type));
	put_money(builder, object, "budget", contest->budget);
	put_number(builder, object, "min_length", contest->min_length);
	if (contest->type != VOTE_CHOOSE_ONE)
		put_number(builder, object, "max_length", contest->max_length);
	put_money(builder, object, "min_sum_cost", contest->min_sum_cost);
	if (contest->type != VOTE_KNAPSACK)
		put_money(builder, object, "max_sum_cost", contest->max_sum_cost);
	put_number(builder, object, "min_points", contest->min_points);
	put_number(builder, object, "max_points", contest->max_points);
	put_number(builder, object, "max_sum_points", contest->max_sum_points);
	put_number(builder, object, "min_project_score", contest->min_project_score);
	put_districts(builder, object, index);
	for (unsigned i = 0; i < contest->project_count; i++)
		append(builder, projects, project_value(builder, &contest->projects[i]));
	put(builder, object, "projects", projects);
	return object;
}

static json_t *question_value(struct builder *builder, unsigned index)
{
	const struct contest *contest = &builder->election->contests[index];
	json_t *object = json_object(), *options;

	put_number(builder, object, "id", contest->id);
	put_text(builder, object, "title", &contest->title);
	put_text(builder, object, "instruction", &contest->instruction);
	put_words(builder, object, "type", vote_type_word(contest->type) + strlen("answer-"));
	if (contest->type == VOTE_ANSWER_SEVERAL) {
		put_number(builder, object, "min_length", contest->min_length);
		put_number(builder, object, "max_length", contest->max_length);
	}
	if (contest->type == VOTE_ANSWER_TEXT)
		put_number(builder, object, "max_characters", contest->max_length);
	put_districts(builder, object, index);
	if (contest->type == VOTE_ANSWER_TEXT)
		return object;
	options = json_array();
	for (unsigned i = 0; i < contest->project_count; i++) {
		json_t *option = json_object();

		put_words(builder, option, "id", contest->projects[i].id);
		put_text(builder, option, "name", &contest->projects[i].name);
		append(builder, options, option);
	}
	put(builder, object, "options", options);
	return object;
}

static json_t *count_value(struct builder *builder)
{
	const struct election *election = builder->election;
	json_t *object = json_object();

	put_words(builder, object, "rule", rule_word(election->rule));
	put_words(builder, object, "satisfaction", satisfaction_word(election->sat));
	put_words(builder, object, "completion", completion_word(election->completion));
	if (election->exhaustive)
		put(builder, object, "exhaustive", json_true());
	put_words(builder, object, "tie", tie_word(election->tie));
	put_money(builder, object, "add1_step", election->add1_step);
	return object;
}

static void put_head(struct builder *builder, json_t *root)
{
	const struct election *election = builder->election;
	json_t *languages = json_array();

	put_words(builder, root, "id", election->id);
	put_number(builder, root, "revision", election->revision);
	put(builder, root, "practice", json_boolean(election->kind == SIGN_PRACTICE));
	for (unsigned i = 0; i < election->language_count; i++)
		append(builder, languages, json_string(election->language[i]));
	put(builder, root, "languages", languages);
	put_text(builder, root, "title", &election->title);
	put_text(builder, root, "organiser", &election->organiser);
	put_words(builder, root, "currency", election->currency);
	if (election->minor_digits != currency_digits(election->currency))
		put(builder, root, "minor_digits", json_integer(election->minor_digits));
	put_words(builder, root, "opens", election->opens);
	put_words(builder, root, "closes", election->closes);
	put_words(builder, root, "admission", admission_word(election->admission));
	put_number(builder, root, "idle_seconds", election->idle_s);
	put_number(builder, root, "warning_seconds", election->warning_s);
}

static void put_names(struct builder *builder, json_t *root)
{
	const struct election *election = builder->election;
	json_t *categories = json_array(), *districts = json_array();

	for (unsigned i = 0; i < election->category_count; i++)
		append(builder, categories, text_value(builder, &election->category[i]));
	for (unsigned i = 0; i < election->style_count; i++)
		append(builder, districts, text_value(builder, &election->styles[i].name));
	if (election->category_count > 0)
		put(builder, root, "categories", categories);
	else
		json_decref(categories);
	if (election->style_count > 1 || (election->style_count == 1 && main_name(&election->styles[0].name)[0]))
		put(builder, root, "districts", districts);
	else
		json_decref(districts);
}

static void put_mixers(struct builder *builder, json_t *root)
{
	const struct election *election = builder->election;
	json_t *mixers;
	char key[SIGN_KEY_TEXT];

	if (election->mixer_count == 0)
		return;
	mixers = json_array();
	for (unsigned i = 0; i < election->mixer_count; i++) {
		json_t *mixer = json_object();
		sign_key_text(key, &election->mixer[i].key);
		put_words(builder, mixer, "name", election->mixer[i].name);
		put_words(builder, mixer, "key", key);
		append(builder, mixers, mixer);
	}
	put(builder, root, "mixers", mixers);
}

enum status definition_write(char **text, size_t *text_len, const struct election *election)
{
	struct builder builder = {.election = election};
	json_t *root = json_object(), *contests = json_array(), *questions = json_array();

	*text = NULL;
	put_head(&builder, root);
	put(&builder, root, "count", count_value(&builder));
	put_names(&builder, root);
	for (unsigned i = 0; i < election->contest_count; i++)
		if (vote_type_is_question(election->contests[i].type))
			append(&builder, questions, question_value(&builder, i));
		else
			append(&builder, contests, contest_value(&builder, i));
	put(&builder, root, "contests", contests);
	if (json_array_size(questions) > 0)
		put(&builder, root, "questions", questions);
	else
		json_decref(questions);
	put_mixers(&builder, root);
	if (!builder.failed)
		*text = json_dumps(root, JSON_INDENT(2));
	json_decref(root);
	if (!*text)
		return STATUS_NO_ROOM;
	*text_len = strlen(*text);
	return STATUS_OK;
}
