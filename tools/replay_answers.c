#include "replay_answers.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "ballot.h"
#include "cli.h"
#include "files.h"

enum { ANSWERS_FILE_MAX = 256 * 1024 * 1024 };

/* Where the reading is. */
struct place {
	const char *path;
	const struct election *election;
	const struct contest *contest;
	size_t voter;
	unsigned question; /* both from 1 */
};

static enum status refuse(const struct place *at, const char *what)
{
	(void)cli_refused("%s: voter %zu, question %u (\"%s\"): %s", at->path, at->voter, at->question,
	                  text_in(&at->contest->title, 0, NULL), what);
	return STATUS_RULES;
}

static enum status choose(struct marks *marks, const struct place *at, json_t *id)
{
	const char *word = json_string_value(id);

	for (unsigned i = 0; word && i < at->contest->project_count; i++) {
		if (strcmp(at->contest->projects[i].id, word) != 0)
			continue;
		marks->of[i] = 1;
		return STATUS_OK;
	}
	return refuse(at, "there is no such option; write the ids of options in quotes, as `election build` took them");
}

static enum status take_choice(uint8_t *payload, const struct place *at, json_t *answer)
{
	struct marks marks = {{0}};
	enum status status = STATUS_OK;

	if (at->contest->type == VOTE_ANSWER_ONE)
		status = choose(&marks, at, answer);
	else if (!json_is_array(answer))
		status = refuse(at, "several options are chosen by a list of their ids, such as [\"1\", \"3\"]");
	for (size_t i = 0; status == STATUS_OK && i < json_array_size(answer); i++)
		status = choose(&marks, at, json_array_get(answer, i));
	if (status != STATUS_OK)
		return status;
	if (marks_check(at->contest, &marks).rule != VERDICT_OK)
		return refuse(at, "it chooses more or fewer options than the question allows");
	return marks_encode(payload, at->contest, &marks);
}

static enum status take_text(uint8_t *payload, const struct place *at, json_t *answer)
{
	enum status status;

	if (!json_is_string(answer))
		return refuse(at, "the answer is a text in quotes");
	status = answer_encode(payload, at->contest, json_string_value(answer));
	if (status == STATUS_OK)
		return status;
	return refuse(at, status == STATUS_TEXT ? "the text holds characters that cannot be typed"
	                                        : "the text is longer than the question allows");
}

static enum status take_voter(uint8_t *payload, struct place *at, json_t *list)
{
	const struct style *style = &at->election->styles[0];
	enum status status = STATUS_OK;

	if (!json_is_array(list)) {
		(void)cli_refused("%s: voter %zu: what one voter answers is a list, one answer for each question",
		                  at->path, at->voter);
		return STATUS_RULES;
	}
	at->question = 0;
	for (unsigned i = 0; i < style->contest_count && status == STATUS_OK; i++) {
		json_t *answer;

		at->contest = &at->election->contests[style->contest[i]];
		if (!vote_type_is_question(at->contest->type))
			continue;
		answer = json_array_get(list, at->question++);
		if (answer && !json_is_null(answer))
			status = at->contest->type == VOTE_ANSWER_TEXT ? take_text(payload, at, answer)
			                                               : take_choice(payload, at, answer);
		payload += (size_t)at->contest->width * PAYLOAD_BYTES;
	}
	if (status != STATUS_OK || json_array_size(list) <= at->question)
		return status;
	(void)cli_refused("%s: voter %zu: there are %zu answers, but only %u question%s", at->path, at->voter,
	                  json_array_size(list), at->question, plural(at->question));
	return STATUS_RULES;
}

static enum status take_all(struct replay_answers *out, const char *path, const struct election *election, json_t *root)
{
	struct place at = {.path = path, .election = election};
	enum status status = STATUS_OK;

	out->voters = json_array_size(root);
	out->payloads = calloc(out->voters + 1, out->len + 1);
	if (!out->payloads) {
		(void)cli_failed("%s: there is not enough memory for the answers of %zu voter%s", path, out->voters,
		                 plural(out->voters));
		return STATUS_NO_ROOM;
	}
	for (size_t i = 0; i < out->voters && status == STATUS_OK; i++) {
		at.voter = i + 1;
		status = take_voter(out->payloads + i * out->len, &at, json_array_get(root, i));
	}
	return status;
}

enum status replay_answers_read(struct replay_answers *out, const char *path, const struct election *election)
{
	const struct style *style = &election->styles[0];
	struct bytes file = {0};
	json_error_t error;
	json_t *root;
	enum status status;

	*out = (struct replay_answers){0};
	for (unsigned i = 0; i < style->contest_count; i++)
		if (vote_type_is_question(election->contests[style->contest[i]].type))
			out->len += (size_t)election->contests[style->contest[i]].width * PAYLOAD_BYTES;
	if (!path)
		return STATUS_OK;
	status = file_read(&file, path, ANSWERS_FILE_MAX, "the answers");
	if (status != STATUS_OK)
		return status;
	root = json_loadb((const char *)file.data, file.len, JSON_REJECT_DUPLICATES, &error);
	if (!root || !json_is_array(root)) {
		(void)cli_refused(
		    "%s: it is no list in JSON (line %d); write [[\"1\", \"A bench\"], …], a list for each voter", path,
		    root ? 1 : error.line);
		status = STATUS_RULES;
	} else {
		status = take_all(out, path, election, root);
	}
	json_decref(root);
	bytes_free(&file);
	return status;
}

void replay_answers_finish(struct replay_answers *answers)
{
	free(answers->payloads);
	*answers = (struct replay_answers){0};
}

void replay_answers_of(uint8_t *payload, const struct replay_answers *answers, size_t voter)
{
	if (answers->len == 0)
		return;
	if (voter < answers->voters)
		memcpy(payload, answers->payloads + voter * answers->len, answers->len);
	else
		memset(payload, 0, answers->len);
}
