#include "definition_questions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum vote_type type_of(struct loader *loader, json_t *object)
{
	static const struct {
		const char *word;
		enum vote_type type;
	} types[] = {{"one", VOTE_ANSWER_ONE}, {"several", VOTE_ANSWER_SEVERAL}, {"text", VOTE_ANSWER_TEXT}};
	const char *word = load_words(loader, object, "type", NULL);

	for (size_t i = 0; word && i < sizeof types / sizeof types[0]; i++)
		if (strcmp(types[i].word, word) == 0)
			return types[i].type;
	if (!json_object_get(object, "type"))
		fault_found(&loader->check, "add \"type\": one, several or text", "it does not say how people answer");
	else if (word)
		fault_found(&loader->check, "use one, several or text", "\"type\" is \"%.40s\", which is not known",
		            word);
	return json_object_get(object, "options") ? VOTE_ANSWER_ONE : VOTE_ANSWER_TEXT;
}

/* An option may be its name alone, in quotes: then it stands in an object here too, which can own an id. NULL without
 * memory. */
static json_t *option_at(json_t *options, size_t index)
{
	json_t *option = json_array_get(options, index), *object;

	if (!json_is_string(option))
		return option;
	object = json_object();
	if (!object || json_object_set(object, "name", option) != 0) {
		json_decref(object);
		return NULL;
	}
	return json_array_set_new(options, index, object) == 0 ? object : NULL;
}

/* An option without an id has its number. */
static enum status number_option(json_t *object, size_t index)
{
	char number[24];

	if (!json_is_object(object) || json_object_get(object, "id"))
		return STATUS_OK;
	snprintf(number, sizeof number, "%zu", index + 1);
	return json_object_set_new(object, "id", json_string(number)) == 0 ? STATUS_OK : STATUS_NO_ROOM;
}

static enum status take_option(struct loader *loader, struct project *out, json_t *options, size_t index)
{
	json_t *object = option_at(options, index);

	if (!object || number_option(object, index) != STATUS_OK)
		return STATUS_NO_ROOM;
	out->name.in[0] = "?";
	out->id = "?";
	for (unsigned i = 1; i < PROJECT_TEXTS; i++)
		project_text_of(out, i)->in[0] = "";
	if (!load_object(loader, object, "the option", " id name "))
		return STATUS_OK;
	out->name.in[0] = NULL;
	load_text(loader, &out->name, object, "name");
	out->id = load_id(loader, object);
	return STATUS_OK;
}

/* Whatever stands in place of a list is one fault: no options are missed then. */
static enum status take_options(struct loader *loader, struct contest *out, unsigned number, json_t *object)
{
	json_t *options = json_object_get(object, "options");
	size_t count = load_list(loader, object, "options", ELECTION_MAX_PROJECTS, "options");
	enum status status = STATUS_OK;

	out->projects = count > 0 ? calloc(count, sizeof *out->projects) : NULL;
	if (count > 0 && !out->projects)
		return STATUS_NO_ROOM;
	if (options && !json_is_array(options)) {
		out->type = VOTE_ANSWER_TEXT;
		out->min_length = out->max_length = 0;
	}
	out->project_count = (uint16_t)count;
	for (unsigned i = 0; i < count && status == STATUS_OK; i++) {
		fault_place(&loader->check, "question %u, option %u", number, i + 1);
		status = take_option(loader, &out->projects[i], options, i);
	}
	return status;
}

static const char *known_keys(enum vote_type type)
{
	if (type == VOTE_ANSWER_TEXT)
		return " id title instruction type max_characters districts options ";
	return type == VOTE_ANSWER_SEVERAL ? " id title instruction type min_length max_length districts options "
	                                   : " id title instruction type districts options ";
}

static enum status take_question(struct loader *loader, unsigned contest, unsigned number, json_t *object)
{
	struct contest *out = &loader->election->contests[contest];
	unsigned next = contest > 0 ? loader->election->contests[contest - 1].id + 1U : 1;

	fault_place(&loader->check, "question %u", number);
	out->id = (uint16_t)next;
	out->type = VOTE_ANSWER_TEXT;
	out->title.in[0] = "?";
	out->instruction.in[0] = "";
	if (!json_is_object(object)) {
		(void)load_object(loader, object, "the question", "");
		load_districts(loader, contest, object);
		return STATUS_OK;
	}
	out->type = type_of(loader, object);
	(void)load_object(loader, object, "the question", known_keys(out->type));
	out->id = (uint16_t)load_number(loader, object, "id", UINT16_MAX, out->id);
	out->title.in[0] = NULL;
	load_text(loader, &out->title, object, "title");
	load_text(loader, &out->instruction, object, "instruction");
	if (out->type == VOTE_ANSWER_TEXT) {
		out->max_length = (uint32_t)load_number(loader, object, "max_characters", UINT32_MAX, 0);
	} else if (out->type == VOTE_ANSWER_SEVERAL) {
		out->min_length = (uint32_t)load_number(loader, object, "min_length", UINT32_MAX, 0);
		out->max_length = (uint32_t)load_number(loader, object, "max_length", UINT32_MAX, 0);
	}
	load_districts(loader, contest, object);
	return take_options(loader, out, number, object);
}

size_t questions_count(struct loader *loader, json_t *root, size_t contest_count)
{
	fault_place(&loader->check, "election");
	return load_list(loader, root, "questions", ELECTION_MAX_CONTESTS - contest_count,
	                 "questions beside the contests");
}

enum status load_questions(struct loader *loader, json_t *root, size_t contest_count)
{
	json_t *questions = json_object_get(root, "questions");
	enum status status = STATUS_OK;

	for (size_t i = contest_count; i < loader->election->contest_count && status == STATUS_OK; i++)
		status = take_question(loader, (unsigned)i, (unsigned)(i - contest_count + 1),
		                       json_array_get(questions, i - contest_count));
	return status;
}
