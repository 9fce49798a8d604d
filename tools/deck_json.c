#include "deck_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define DECK_FORMAT "folkmoot deck 1"

unsigned deck_mark_shown(const struct contest *contest, uint16_t mark)
{
	return contest->type == VOTE_SCORE && mark > 0 ? mark - 1U + contest->min_points : mark;
}

/* --- writing --- */

/* NULL without memory, as every value below that misses a part. */
static json_t *marks_json(const struct contest *contest, const struct marks *marks)
{
	json_t *object = json_object();
	int bad = !object;

	for (unsigned i = 0; i < contest->project_count; i++)
		if (marks->of[i] > 0)
			bad |= json_object_set_new(object, contest->projects[i].id,
			                           json_integer(deck_mark_shown(contest, marks->of[i])));
	if (!bad)
		return object;
	json_decref(object);
	return NULL;
}

static json_t *vote_json(const struct contest *contest, const struct deck_vote *vote)
{
	if (contest->type == VOTE_ANSWER_TEXT)
		return json_pack("{s:i, s:s}", "contest", (int)contest->id, "text", vote->text);
	return json_pack("{s:i, s:o}", "contest", (int)contest->id, "marks", marks_json(contest, &vote->marks));
}

static int vote_empty(const struct contest *contest, const struct deck_vote *vote)
{
	return contest->type == VOTE_ANSWER_TEXT ? !vote->text[0] : marks_blank(contest, &vote->marks);
}

static json_t *ballot_json(const struct election *election, const struct deck_ballot *ballot)
{
	const struct style *style = &election->styles[ballot->style];
	json_t *votes = json_array();
	int bad = !votes;

	for (unsigned i = 0; i < style->contest_count; i++) {
		const struct contest *contest = &election->contests[style->contest[i]];

		if (!vote_empty(contest, &ballot->votes[i]))
			bad |= json_array_append_new(votes, vote_json(contest, &ballot->votes[i]));
	}
	if (bad) {
		json_decref(votes);
		return NULL;
	}
	return json_pack("{s:i, s:i, s:s, s:s*, s:o}", "ballot", (int)ballot->number, "round", (int)ballot->round,
	                 "style", text_in(&style->name, 0, NULL), "code", ballot->code[0] ? ballot->code : NULL,
	                 "votes", votes);
}

enum status deck_write(struct bytes *out, const struct deck *deck, const struct hash *hash)
{
	char hex[2 * HASH_BYTES + 1];
	json_t *root, *ballots = json_array();

	hex_write(hex, hash->bytes, HASH_BYTES);
	*out = (struct bytes){.data = NULL};
	for (size_t i = 0; i < deck->count; i++)
		(void)json_array_append_new(ballots, ballot_json(deck->election, &deck->ballots[i]));
	root = json_pack("{s:s, s:s, s:i, s:s, s:i, s:o}", "format", DECK_FORMAT, "election", deck->election->id,
	                 "revision", (int)deck->election->revision, "hash", hex, "rounds", (int)deck->rounds, "ballots",
	                 ballots);
	out->data = root && json_array_size(ballots) == deck->count
	                ? (uint8_t *)json_dumps(root, JSON_INDENT(1) | JSON_PRESERVE_ORDER)
	                : NULL;
	json_decref(root);
	if (!out->data)
		return STATUS_NO_ROOM;
	out->len = strlen((char *)out->data);
	return STATUS_OK;
}

/* --- reading --- */

struct reading {
	const char *path;
	size_t ballot; /* in hand, from 1; 0 for the file as a whole */
};

static enum status wrong(const struct reading *reading, const char *what)
{
	if (reading->ballot > 0)
		(void)cli_failed("%s: ballot %zu: %s; make the deck again with `folkmoot acceptance deck`",
		                 reading->path, reading->ballot, what);
	else
		(void)cli_failed("%s: %s; make the deck again with `folkmoot acceptance deck`", reading->path, what);
	return STATUS_TEXT;
}

static int project_of(const struct contest *contest, const char *id)
{
	for (unsigned i = 0; i < contest->project_count; i++)
		if (strcmp(contest->projects[i].id, id) == 0)
			return (int)i;
	return -1;
}

static enum status read_marks(struct deck_vote *vote, const struct contest *contest, json_t *marks,
                              const struct reading *reading)
{
	uint8_t payload[SEALED_MAX_WIDTH * PAYLOAD_BYTES];
	const char *id;
	json_t *value;

	json_object_foreach(marks, id, value)
	{
		json_int_t number = json_integer_value(value),
		           least = contest->type == VOTE_SCORE ? contest->min_points : 1;
		int project = project_of(contest, id);

		if (project < 0)
			return wrong(reading, "it marks a project that the contest does not have");
		if (!json_is_integer(value) || number < least || number > ELECTION_MAX_POINTS)
			return wrong(reading, "a mark in it is not one that this contest has");
		vote->marks.of[project] =
		    (uint16_t)(contest->type == VOTE_SCORE ? number - contest->min_points + 1 : number);
	}
	if (marks_encode(payload, contest, &vote->marks) != STATUS_OK)
		return wrong(reading, "its marks cannot be given in this contest");
	return STATUS_OK;
}

static enum status read_vote(struct deck_ballot *ballot, const struct election *election, json_t *object,
                             const struct reading *reading)
{
	const struct style *style = &election->styles[ballot->style];
	json_int_t id = json_integer_value(json_object_get(object, "contest"));
	json_t *marks = json_object_get(object, "marks");
	const char *text = json_string_value(json_object_get(object, "text"));

	for (unsigned i = 0; i < style->contest_count; i++) {
		const struct contest *contest = &election->contests[style->contest[i]];
		int words = contest->type == VOTE_ANSWER_TEXT;

		if (contest->id != id)
			continue;
		if (words ? !text || strlen(text) >= ANSWER_TEXT_ROOM : !json_is_object(marks))
			return wrong(reading, "one of its votes has neither marks nor a text that fits");
		if (!words)
			return read_marks(&ballot->votes[i], contest, marks, reading);
		memcpy(ballot->votes[i].text, text, strlen(text) + 1);
		return STATUS_OK;
	}
	return wrong(reading, "one of its votes is for a contest that its ballot style does not have");
}

static int style_of(const struct election *election, const char *name)
{
	for (unsigned i = 0; name && i < election->style_count; i++)
		if (strcmp(text_in(&election->styles[i].name, 0, NULL), name) == 0)
			return (int)i;
	return -1;
}

static enum status read_ballot(struct deck *out, json_t *object, const struct reading *reading)
{
	const char *code = json_string_value(json_object_get(object, "code"));
	int style = style_of(out->election, json_string_value(json_object_get(object, "style")));
	json_t *votes = json_object_get(object, "votes"), *vote;
	json_int_t round = json_integer_value(json_object_get(object, "round"));
	enum status status = STATUS_OK;
	struct deck_ballot *ballot;
	size_t i;

	if (style < 0)
		return wrong(reading, "its style is no ballot style of this election");
	if (!json_is_array(votes) || round < 1 || round > 10000 || (code && strlen(code) != VOTING_CODE_LETTERS))
		return wrong(reading, "it lacks its votes, its round or a whole code");
	ballot = deck_add(out, (unsigned)style);
	if (!ballot)
		return STATUS_NO_ROOM;
	ballot->round = (unsigned)round;
	if (ballot->round > out->rounds)
		out->rounds = ballot->round;
	if (code)
		memcpy(ballot->code, code, VOTING_CODE_LETTERS + 1);
	json_array_foreach(votes, i, vote)
	{
		if (status == STATUS_OK)
			status = read_vote(ballot, out->election, vote, reading);
	}
	return status;
}

static enum status read_root(struct deck *out, json_t *root, const char *path, const struct hash *hash)
{
	const char *format = json_string_value(json_object_get(root, "format"));
	const char *of = json_string_value(json_object_get(root, "hash"));
	json_t *ballots = json_object_get(root, "ballots"), *ballot;
	struct reading reading = {.path = path};
	enum status status = STATUS_OK;
	char hex[2 * HASH_BYTES + 1];
	size_t i;

	hex_write(hex, hash->bytes, HASH_BYTES);
	if (!format || strcmp(format, DECK_FORMAT) != 0 || !json_is_array(ballots))
		return wrong(&reading, "is no test deck");
	if (!of || strcmp(of, hex) != 0)
		return wrong(&reading, "is the deck of another election, or of another revision of it");
	json_array_foreach(ballots, i, ballot)
	{
		reading.ballot = i + 1;
		if (status == STATUS_OK)
			status = read_ballot(out, ballot, &reading);
	}
	return status;
}

enum status deck_read(struct deck *out, const char *path, const struct election *election, const struct hash *hash)
{
	struct bytes file;
	enum status status;
	json_error_t error;
	json_t *root;

	*out = (struct deck){.election = election};
	status = file_read(&file, path, DECK_FILE_MAX, "the test deck");
	if (status == STATUS_OK) {
		root = json_loadb((char *)file.data, file.len, JSON_REJECT_DUPLICATES, &error);
		status = root ? read_root(out, root, path, hash) : wrong(&(struct reading){.path = path}, "is no JSON");
		json_decref(root);
	}
	bytes_free(&file);
	return status;
}
