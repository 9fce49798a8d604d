#include "definition_values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "definition.h"

/* --- keys --- */

/* Letters that differ, at most; enough to guess what was meant. */
static int nearly_same(const char *a, const char *b)
{
	size_t a_len = strlen(a), b_len = strlen(b), same = 0, same_end = 0;
	size_t shorter = a_len < b_len ? a_len : b_len, longer = a_len < b_len ? b_len : a_len;

	while (same < shorter && a[same] == b[same])
		same++;
	while (same_end < shorter - same && a[a_len - 1 - same_end] == b[b_len - 1 - same_end])
		same_end++;
	return longer - same - same_end <= 2;
}

/* keys: the known ones, with a blank around each. */
static void unknown_key(struct loader *loader, const char *key, const char *keys)
{
	char known[600], cure[160] = "remove it, or correct its spelling";

	snprintf(known, sizeof known, "%s", keys);
	for (char *rest = known, *word; (word = strtok_r(rest, " ", &rest));)
		if (nearly_same(word, key))
			snprintf(cure, sizeof cure, "did you mean \"%s\"?", word);
	fault_found(&loader->check, cure, "the key \"%.60s\" is not known here", key);
}

int is_comment(const char *key)
{
	return strcmp(key, "comment") == 0 || strncmp(key, "//", 2) == 0;
}

int load_object(struct loader *loader, json_t *object, const char *what, const char *keys)
{
	const char *key;
	json_t *value;

	if (!json_is_object(object)) {
		fault_found(&loader->check, "write it as { \"key\": value, … }", "%s is not an object", what);
		return 0;
	}
	json_object_foreach(object, key, value)
	{
		char word[64];
		if (is_comment(key))
			continue;
		snprintf(word, sizeof word, " %.60s ", key);
		if (strchr(key, ' ') || !strstr(keys, word))
			unknown_key(loader, key, keys);
	}
	return 1;
}

size_t load_list(struct loader *loader, json_t *object, const char *key, size_t max, const char *of_what)
{
	json_t *list = json_object_get(object, key);

	if (!list)
		return 0;
	if (!json_is_array(list)) {
		fault_found(&loader->check, "write it as [ …, … ]", "\"%s\" is not a list", key);
		return 0;
	}
	if (json_array_size(list) <= max)
		return json_array_size(list);
	if (json_array_size(list) < 1000)
		fault_found(&loader->check, "leave some out, or divide them", "there are %zu %s; %zu is the most",
		            json_array_size(list), of_what, max);
	else
		fault_found(&loader->check, "leave some out, or divide them", "there are %zu,%03zu %s; %zu is the most",
		            json_array_size(list) / 1000, json_array_size(list) % 1000, of_what, max);
	return max;
}

/* --- values --- */

const char *load_words(struct loader *loader, json_t *object, const char *key, const char *otherwise)
{
	json_t *value = json_object_get(object, key);

	if (!value)
		return otherwise;
	if (json_is_string(value))
		return json_string_value(value);
	fault_found(&loader->check, "write it in quotes", "\"%s\" is not a text", key);
	return otherwise;
}

uint64_t load_number(struct loader *loader, json_t *object, const char *key, uint64_t max, uint64_t otherwise)
{
	json_t *value = json_object_get(object, key);

	if (!value)
		return otherwise;
	if (!json_is_integer(value)) {
		fault_found(&loader->check, "write a whole number without quotes", "\"%s\" is not a whole number", key);
		return otherwise;
	}
	if (json_integer_value(value) < 0 || (uint64_t)json_integer_value(value) > max) {
		fault_found(&loader->check, "correct it", "\"%s\" is %lld; it must lie between 0 and %llu", key,
		            (long long)json_integer_value(value), (unsigned long long)max);
		return otherwise;
	}
	return (uint64_t)json_integer_value(value);
}

uint8_t load_truth(struct loader *loader, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	if (value && !json_is_boolean(value))
		fault_found(&loader->check, "write true or false, without quotes", "\"%s\" is neither true nor false",
		            key);
	return json_is_true(value);
}

uint64_t load_money(struct loader *loader, json_t *object, const char *key, uint64_t otherwise)
{
	json_t *value = json_object_get(object, key);
	unsigned digits = loader->election->minor_digits;
	const char *cure = "write it as 25000 or \"25000.50\"";
	char number[32];
	const char *written = "?";
	uint64_t amount = otherwise;
	enum status status;

	if (!value)
		return otherwise;
	if (json_is_real(value)) {
		fault_found(&loader->check, "put it in quotes, such as \"25000.50\", so that it is exact",
		            "\"%s\" is a number with decimals", key);
		return otherwise;
	}
	if (json_is_integer(value)) {
		snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
		written = number;
	} else if (json_is_string(value)) {
		written = json_string_value(value);
	}
	status = amount_from_text(&amount, written, digits);
	if (status == STATUS_RANGE)
		fault_found(&loader->check, cure,
		            "\"%s\" (%.40s) has more decimals than the currency (%u), or is too much money", key,
		            written, digits);
	else if (status != STATUS_OK)
		fault_found(&loader->check, cure, "\"%s\" (%.40s) is not an amount of money", key, written);
	return status == STATUS_OK ? amount : otherwise;
}

/* The place of a text's language among the election's, or -1. */
static int language_index(const struct election *election, const char *tag)
{
	for (int i = 0; i < election->language_count; i++)
		if (strcmp(election->language[i], tag) == 0)
			return i;
	return -1;
}

void load_text_value(struct loader *loader, struct text *out, json_t *value, const char *key)
{
	const char *tag;
	json_t *words;

	if (!value) {
		out->in[0] = "";
	} else if (json_is_string(value)) {
		out->in[0] = json_string_value(value);
	} else if (!json_is_object(value)) {
		out->in[0] = "?";
		fault_found(&loader->check, "write it in quotes, or as { \"en\": \"…\" }", "\"%s\" is not a text", key);
	} else {
		json_object_foreach(value, tag, words)
		{
			int language = language_index(loader->election, tag);
			if (is_comment(tag))
				continue;
			if (language < 0)
				fault_found(
				    &loader->check, "add it to \"languages\", or leave it out",
				    "\"%s\" is written in \"%.15s\", which is not one of the election's languages", key,
				    tag);
			else if (!json_is_string(words))
				fault_found(&loader->check, "write it in quotes", "\"%s\" in \"%.15s\" is not a text",
				            key, tag);
			else
				out->in[language] = json_string_value(words);
		}
	}
}

void load_text(struct loader *loader, struct text *out, json_t *object, const char *key)
{
	load_text_value(loader, out, json_object_get(object, key), key);
}

/* get_rule and its like: a word that the model knows. */
#define GETTER(name, known)                                                                                            \
	enum name load_##name(struct loader *loader, json_t *object, const char *key, enum name otherwise)             \
	{                                                                                                              \
		const char *word = load_words(loader, object, key, name##_word(otherwise));                            \
		enum name value;                                                                                       \
		if (name##_from_word(&value, word) == STATUS_OK)                                                       \
			return value;                                                                                  \
		fault_found(&loader->check, "use " known, "\"%s\" is \"%.40s\", which is not known", key, word);       \
		return otherwise;                                                                                      \
	}

GETTER(vote_type, "approval, knapsack, choose-one, ranked, points or score")
GETTER(admission, "open, attended or code")
GETTER(rule, "greedy, greedy-no-skip, greedy-threshold, greedy-exclusive, mes or phragmen")
GETTER(satisfaction, "cost, number, points-cost, points, rank, rank-cost or borda")
GETTER(completion, "none, add1, add1u or utilitarian")
GETTER(tie, "cost-votes-id or id")

const char *load_id(struct loader *loader, json_t *object)
{
	json_t *value = json_object_get(object, "id");
	char number[32];

	if (json_is_integer(value)) {
		snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
		if (json_object_set_new(object, "id", json_string(number)) != 0)
			return "?";
	}
	return load_words(loader, object, "id", "");
}
