#include "messages.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "messages_inside.h"

static const struct {
	const char *key;
	unsigned places;
} entries[MESSAGE_COUNT] = {
#define X(name, key, places) {key, places},
    MESSAGE_LIST(X)
#undef X
};

const char *message_key(unsigned id)
{
	return entries[id].key;
}

unsigned message_places(unsigned id)
{
	return entries[id].places;
}

enum status catalogue_split(struct catalogue_line *out, const char *line, size_t len)
{
	const char *equals, *bracket;

	*out = (struct catalogue_line){.key = line, .form = line, .words = line};
	while (len && (line[len - 1] == ' ' || line[len - 1] == '\r'))
		len--;
	if (!len || line[0] == '#')
		return STATUS_OK;
	equals = memmem(line, len, " = ", 3);
	if (!equals)
		return STATUS_TEXT;
	out->key_len = (size_t)(equals - line);
	out->words = equals + 3;
	out->words_len = len - out->key_len - 3;
	bracket = memchr(line, '[', out->key_len);
	if (bracket) {
		if (equals[-1] != ']')
			return STATUS_TEXT;
		out->form = bracket + 1;
		out->form_len = (size_t)(equals - bracket) - 2;
		out->key_len = (size_t)(bracket - line);
	}
	return out->words_len && out->key_len ? STATUS_OK : STATUS_TEXT;
}

const char *catalogue_take_line(const char **text, size_t *text_len, size_t *len)
{
	const char *line = *text, *end = memchr(line, '\n', *text_len);

	*len = end ? (size_t)(end - line) : *text_len;
	*text += *len + (end ? 1 : 0);
	*text_len -= *len + (end ? 1 : 0);
	return line;
}

unsigned catalogue_find(const struct catalogue_line *line)
{
	for (unsigned i = 0; i < MESSAGE_COUNT; i++)
		if (strlen(entries[i].key) == line->key_len && !memcmp(entries[i].key, line->key, line->key_len))
			return i;
	return MESSAGE_COUNT;
}

unsigned catalogue_form(const struct catalogue_line *line)
{
	for (unsigned i = 0; i < PLURAL_CATEGORIES; i++) {
		const char *word = plural_category_word(i);

		if (strlen(word) == line->form_len && !memcmp(word, line->form, line->form_len))
			return i;
	}
	return PLURAL_CATEGORIES;
}

int catalogue_has_form(const char *language, unsigned form)
{
	return form < PLURAL_CATEGORIES && (form == PLURAL_ZERO || (plural_categories(language) >> form & 1));
}

unsigned form_lacking(unsigned form)
{
	return form <= PLURAL_TWO;
}

unsigned words_places(const char *words, size_t len)
{
	unsigned seen = 0;

	for (size_t i = 0; i < len; i++) {
		if (words[i] == '}')
			return UINT_MAX;
		if (words[i] != '{')
			continue;
		if (i + 2 >= len || words[i + 1] < '0' || words[i + 1] > '9' || words[i + 2] != '}')
			return UINT_MAX;
		seen |= 1U << (words[i + 1] - '0');
		i += 2;
	}
	return seen;
}

/* Every place {0} … {places - 1}, but for as many as may be lacking, and no other. */
static int places_match(const struct catalogue_line *line, unsigned places, unsigned lacking)
{
	unsigned seen = words_places(line->words, line->words_len), count = 0;

	for (unsigned i = 0; i < places; i++)
		count += seen >> i & 1;
	return seen < 1U << places && count + lacking >= places;
}

/* Copies words, turning "\n" into a line break. Writes at most len + 1 bytes. */
static size_t copy_words(char *out, const char *words, size_t len)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		if (words[i] == '\\' && i + 1 < len && words[i + 1] == 'n') {
			out[used++] = '\n';
			i++;
		} else {
			out[used++] = words[i];
		}
	}
	out[used++] = 0;
	return used;
}

/* Takes one line in: the words go to the pool at *used. out->of is set for messages without forms only. */
static enum status take_entry(struct messages *out, size_t *used, const char *text, size_t len)
{
	struct catalogue_line line;
	enum status status = catalogue_split(&line, text, len);
	unsigned id, form = PLURAL_CATEGORIES, lacking = 0;

	if (status || !line.key_len)
		return status;
	id = catalogue_find(&line);
	if (id == MESSAGE_COUNT)
		return STATUS_RANGE;
	if (line.form != line.key) {
		form = catalogue_form(&line);
		if (!catalogue_has_form(out->language, form))
			return STATUS_RANGE;
		lacking = form_lacking(form);
		if (out->form[id][form])
			return STATUS_ORDER;
	}
	for (unsigned i = 0; i < PLURAL_CATEGORIES && form == PLURAL_CATEGORIES; i++)
		if (out->form[id][i])
			return STATUS_ORDER;
	if (out->of[id])
		return STATUS_ORDER;
	if (!places_match(&line, entries[id].places, lacking))
		return STATUS_MISMATCH;
	if (!text_is_clean(line.words, line.words_len))
		return STATUS_TEXT;
	*(form == PLURAL_CATEGORIES ? &out->of[id] : &out->form[id][form]) = out->pool + *used;
	*used += copy_words(out->pool + *used, line.words, line.words_len);
	return STATUS_OK;
}

/* The form that stands for all others: the last that the language has. */
static const char *usual_form(const char *const form[PLURAL_CATEGORIES])
{
	const char *last = NULL;

	for (unsigned i = 0; i < PLURAL_CATEGORIES; i++)
		if (form[i])
			last = form[i];
	return last;
}

/* STATUS_ABSENT where a message, or one of its forms, is missing. */
static enum status complete(const struct messages *messages)
{
	unsigned categories = plural_categories(messages->language);

	for (unsigned id = 0; id < MESSAGE_COUNT; id++) {
		unsigned has = 0;

		for (unsigned i = 0; i < PLURAL_CATEGORIES; i++)
			has |= (messages->form[id][i] ? 1U : 0U) << i;
		if (!messages->of[id] || (has && (has & categories) != categories))
			return STATUS_ABSENT;
	}
	return STATUS_OK;
}

static void settle(struct messages *messages)
{
	for (unsigned id = 0; id < MESSAGE_COUNT; id++)
		if (!messages->of[id])
			messages->of[id] = usual_form(messages->form[id]);
	messages->right_to_left =
	    messages->of[MESSAGE_LANGUAGE_DIRECTION] && !strcmp(messages->of[MESSAGE_LANGUAGE_DIRECTION], "rtl");
}

static enum status begin(struct messages *out, const char *language, size_t room)
{
	memset(out, 0, sizeof(*out));
	if (strlen(language) >= sizeof(out->language))
		return STATUS_TOO_LONG;
	memcpy(out->language, language, strlen(language) + 1);
	out->pool = malloc(room);
	return out->pool ? STATUS_OK : STATUS_NO_ROOM;
}

enum status messages_read(struct messages *out, const char *language, const char *text, size_t text_len, unsigned *line)
{
	enum status status = begin(out, language, text_len + 1);
	size_t used = 0;

	*line = 0;
	while (!status && text_len) {
		size_t len;
		const char *start = catalogue_take_line(&text, &text_len, &len);

		++*line;
		status = take_entry(out, &used, start, len);
	}
	if (!status) {
		settle(out);
		status = complete(out);
	}
	if (status)
		messages_finish(out);
	return status;
}

static const struct catalogue *find_catalogue(const char *language)
{
	for (unsigned i = 0; i < catalogue_count; i++)
		if (!strcmp(catalogues[i].language, language))
			return &catalogues[i];
	for (unsigned i = 0; i < catalogue_count; i++) {
		size_t len = strlen(catalogues[i].language);

		if (!strncmp(catalogues[i].language, language, len) && language[len] == '-')
			return &catalogues[i];
	}
	return NULL;
}

/* Takes in what a catalogue has, whatever else is wrong with it. */
static void read_what_is_there(struct messages *out, size_t *used, const struct catalogue *catalogue)
{
	const char *text = catalogue->text;
	size_t text_len = catalogue->text_len;

	while (text_len) {
		size_t len;
		const char *start = catalogue_take_line(&text, &text_len, &len);

		if (take_entry(out, used, start, len) != STATUS_OK)
			continue;
	}
	settle(out);
}

/* English words where out has none. English's one and other stand in for the language's own forms. */
static void fill_gaps(struct messages *out, const struct messages *english)
{
	for (unsigned id = 0; id < MESSAGE_COUNT; id++) {
		if (out->of[id])
			continue;
		out->of[id] = english->of[id];
		for (unsigned i = 0; i < PLURAL_CATEGORIES; i++)
			out->form[id][i] = english->form[id][i == PLURAL_ONE ? PLURAL_ONE : PLURAL_OTHER];
		out->form[id][PLURAL_ZERO] = english->form[id][PLURAL_ZERO];
	}
}

enum status catalogue_load(struct messages *out, const struct catalogue *catalogue)
{
	const struct catalogue *main = find_catalogue(MESSAGES_MAIN);
	struct messages english;
	enum status status;
	size_t used = 0;

	memset(out, 0, sizeof(*out));
	if (!main)
		return STATUS_ABSENT;
	status = begin(out, catalogue->language, catalogue->text_len + main->text_len + 2);
	if (status) {
		messages_finish(out);
		return status;
	}
	read_what_is_there(out, &used, catalogue);
	memset(&english, 0, sizeof(english));
	memcpy(english.language, MESSAGES_MAIN, sizeof(MESSAGES_MAIN));
	english.pool = out->pool;
	read_what_is_there(&english, &used, main);
	fill_gaps(out, &english);
	for (unsigned id = 0; id < MESSAGE_COUNT && !status; id++)
		status = out->of[id] ? STATUS_OK : STATUS_ABSENT;
	if (status)
		messages_finish(out);
	return status;
}

enum status messages_load(struct messages *out, const char *language)
{
	const struct catalogue *catalogue = find_catalogue(language);

	memset(out, 0, sizeof(*out));
	return catalogue ? catalogue_load(out, catalogue) : STATUS_ABSENT;
}

void messages_finish(struct messages *messages)
{
	free(messages->pool);
	memset(messages, 0, sizeof(*messages));
}

enum status messages_peek(char *out, size_t room, const char *language, enum message id)
{
	const struct catalogue *catalogue = find_catalogue(language);
	const char *text = catalogue ? catalogue->text : NULL;
	size_t text_len = catalogue ? catalogue->text_len : 0;

	out[0] = 0;
	while (text_len) {
		struct catalogue_line line;
		size_t len;
		const char *start = catalogue_take_line(&text, &text_len, &len);

		if (catalogue_split(&line, start, len) || !line.key_len || catalogue_find(&line) != id)
			continue;
		if (line.words_len >= room)
			return STATUS_NO_ROOM;
		copy_words(out, line.words, line.words_len);
		return STATUS_OK;
	}
	return STATUS_ABSENT;
}
