#include "script_inside.h"

#ifndef FOLKMOOT_RELEASE

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	enum command_kind kind;
} words[] = {
    {"second", COMMAND_SECOND},       {"enrol", COMMAND_ENROL},
    {"admit", COMMAND_ADMIT},         {"code", COMMAND_CODE},
    {"scan", COMMAND_SCAN},           {"pin", COMMAND_PIN},
    {"press", COMMAND_PRESS},         {"vote", COMMAND_VOTE},
    {"leave", COMMAND_LEAVE},         {"idle", COMMAND_IDLE},
    {"challenge", COMMAND_CHALLENGE}, {"staff", COMMAND_STAFF},
    {"wait", COMMAND_WAIT},           {"screenshot", COMMAND_SCREENSHOT},
    {"expect", COMMAND_EXPECT},       {"await", COMMAND_AWAIT},
    {"repeat", COMMAND_REPEAT},       {"end", COMMAND_END},
};

static enum status bad(const char *path, unsigned line, char why[static SCRIPT_WHY], const char *what)
{
	snprintf(why, SCRIPT_WHY, "%.120s:%u: %s.", path, line, what);
	return STATUS_TEXT;
}

static int read_number(unsigned *out, const char *text, unsigned most)
{
	char *end;
	unsigned long value;

	if (*text < '0' || *text > '9')
		return 0;
	errno = 0;
	value = strtoul(text, &end, 10);
	*out = (unsigned)value;
	return !errno && !*end && value <= most;
}

/* A word that begins a line's rest, or a text in quotes; NULL at the end. Cuts it off *rest. */
static char *next_word(char **rest, int *is_text)
{
	char *word = *rest + strspn(*rest, " \t"), *end;

	*is_text = *word == '"';
	if (!*word)
		return NULL;
	if (*is_text) {
		end = strchr(++word, '"');
		if (!end)
			return NULL;
	} else {
		end = word + strcspn(word, " \t");
	}
	*rest = *end ? end + 1 : end;
	*end = 0;
	return word;
}

/* "7" or "7=3" */
static int read_pick(struct pick *pick, char *word)
{
	char *value = strchr(word, '=');
	unsigned number;

	if (value) {
		*value++ = 0;
		pick->has_value = 1;
		if (!read_number(&number, value, ELECTION_MAX_POINTS))
			return 0;
		pick->value = number;
	}
	if (!read_number(&number, word, ELECTION_MAX_PROJECTS) || number == 0)
		return 0;
	pick->project = (uint16_t)(number - 1);
	return 1;
}

/* "3 7 12 / 2=5 / "words"": numbers of projects, contests divided by "/"; "@2" chooses the second ballot style. */
static int read_picks(struct command *command, char *rest)
{
	unsigned contest = 0, number;
	char *word;
	int is_text;

	command->picks = calloc(SCRIPT_PICKS_MAX, sizeof(*command->picks));
	if (!command->picks)
		return 0;
	while ((word = next_word(&rest, &is_text))) {
		struct pick *pick = &command->picks[command->pick_count];

		if (!is_text && !strcmp(word, "/")) {
			if (++contest >= ELECTION_MAX_CONTESTS)
				return 0;
			continue;
		}
		if (!is_text && word[0] == '@') {
			if (!read_number(&number, word + 1, ELECTION_MAX_STYLES) || number == 0)
				return 0;
			command->number = number - 1;
			continue;
		}
		if (command->pick_count == SCRIPT_PICKS_MAX)
			return 0;
		pick->contest = (uint8_t)contest;
		if (is_text)
			pick->text = strdup(word);
		if (is_text ? !pick->text : !read_pick(pick, word))
			return 0;
		command->pick_count++;
	}
	return !*rest;
}

static int read_task(struct command *command, const char *word)
{
	int task = script_task(word);

	if (task < 0)
		return 0;
	command->number = (unsigned)task;
	return 1;
}

/* A code's letters, without groups. */
static int read_code(struct command *command, const char *rest)
{
	if (strlen(rest) > VOTING_CODE_LETTERS)
		return 0;
	for (const char *letter = rest; *letter; letter++) {
		if (voting_code_letter((uint8_t)*letter) != *letter)
			return 0;
	}
	command->word = strdup(rest);
	return *rest && command->word;
}

/* PIN SECOND "NAME" "PLACE" [stick] */
static int read_enrol(struct command *command, char *rest)
{
	char **fields[] = {&command->word, &command->second, &command->name, &command->place};
	int is_text;
	char *word;

	for (unsigned i = 0; i < 4; i++) {
		word = next_word(&rest, &is_text);
		if (!word || is_text != (i >= 2))
			return 0;
		*fields[i] = strdup(word);
		if (!*fields[i])
			return 0;
	}
	word = next_word(&rest, &is_text);
	command->wants_stick = word && !strcmp(word, "stick");
	return !word || command->wants_stick;
}

static int read_command(struct command *command, char *word, char *rest)
{
	unsigned kind = 0;

	while (kind < sizeof(words) / sizeof(*words) && strcmp(words[kind].word, word) != 0)
		kind++;
	if (kind == sizeof(words) / sizeof(*words))
		return 0;
	command->kind = words[kind].kind;
	switch (command->kind) {
	case COMMAND_VOTE:
	case COMMAND_CHALLENGE:
	case COMMAND_LEAVE:
	case COMMAND_IDLE: return read_picks(command, rest);
	case COMMAND_STAFF: return read_task(command, rest);
	case COMMAND_ENROL: return read_enrol(command, rest);
	case COMMAND_CODE:
	case COMMAND_SCAN: return read_code(command, rest);
	case COMMAND_ADMIT:
	case COMMAND_END: return !*rest;
	case COMMAND_REPEAT: return read_number(&command->number, rest, 1000000) && command->number > 0;
	case COMMAND_WAIT: return read_number(&command->number, rest, 100 * 3600 * 1000);
	case COMMAND_SECOND:
	case COMMAND_PIN:
		if (strlen(rest) > FLOW_PIN_MAX || strspn(rest, "0123456789") != strlen(rest))
			return 0;
		break;
	case COMMAND_PRESS:
	case COMMAND_EXPECT:
	case COMMAND_AWAIT:
	case COMMAND_SCREENSHOT: break;
	}
	command->word = strdup(rest);
	return *rest && command->word;
}

/* One line, cut off its comment and its end. Returns 0 for a line with nothing in it, -1 for a wrong one. */
static int read_line(struct command *command, char *line)
{
	size_t len = strcspn(line, "#\r\n");
	char *rest;

	line[len] = 0;
	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		line[--len] = 0;
	line += strspn(line, " \t");
	if (!*line)
		return 0;
	rest = line + strcspn(line, " \t");
	if (*rest)
		*rest++ = 0;
	rest += strspn(rest, " \t");
	return read_command(command, line, rest) ? 1 : -1;
}

enum status script_read_lines(struct script *script, char why[static SCRIPT_WHY], FILE *file)
{
	char line[SCRIPT_LINE_MAX];
	int open = 0;

	for (unsigned number = 1; fgets(line, sizeof(line), file); number++) {
		struct command *command = &script->commands[script->count];
		int what;

		if (script->count == SCRIPT_LINES_MAX)
			return bad(script->path, number, why, "the script is too long");
		what = read_line(command, line);
		if (what == 0)
			continue;
		command->line = number;
		script->count++;
		if (what < 0)
			return bad(script->path, number, why, "not a command of tests/flow/README.md");
		if ((command->kind == COMMAND_REPEAT && open) || (command->kind == COMMAND_END && !open))
			return bad(script->path, number, why, "repeat and end do not match");
		open ^= command->kind == COMMAND_REPEAT || command->kind == COMMAND_END;
	}
	return open ? bad(script->path, script->commands[script->count - 1].line, why, "an end is missing") : STATUS_OK;
}

void script_forget_lines(struct script *script)
{
	for (unsigned i = 0; script->commands && i < script->count; i++) {
		struct command *command = &script->commands[i];

		for (unsigned j = 0; command->picks && j < SCRIPT_PICKS_MAX; j++)
			free(command->picks[j].text);
		free(command->picks);
		free(command->word);
		free(command->second);
		free(command->name);
		free(command->place);
	}
	free(script->commands);
	script->commands = NULL;
}

#endif
