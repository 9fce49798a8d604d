#include "election.h"
#include "ballot.h"

#include <stdlib.h>
#include <string.h>

static const char *const vote_type_words[] = {
    [VOTE_APPROVAL] = "approval",       [VOTE_KNAPSACK] = "knapsack",
    [VOTE_CHOOSE_ONE] = "choose-one",   [VOTE_RANKED] = "ranked",
    [VOTE_POINTS] = "points",           [VOTE_SCORE] = "score",
    [VOTE_ANSWER_ONE] = "answer-one",   [VOTE_ANSWER_SEVERAL] = "answer-several",
    [VOTE_ANSWER_TEXT] = "answer-text",
};
static const char *const admission_words[] = {
    [ADMISSION_OPEN] = "open",
    [ADMISSION_ATTENDED] = "attended",
    [ADMISSION_CODE] = "code",
};
static const char *const rule_words[] = {
    [RULE_GREEDY] = "greedy",
    [RULE_GREEDY_NO_SKIP] = "greedy-no-skip",
    [RULE_GREEDY_THRESHOLD] = "greedy-threshold",
    [RULE_GREEDY_EXCLUSIVE] = "greedy-exclusive",
    [RULE_MES] = "mes",
    [RULE_PHRAGMEN] = "phragmen",
};
static const char *const satisfaction_words[] = {
    [SAT_COST] = "cost",     [SAT_NUMBER] = "number", [SAT_POINTS_COST] = "points-cost",
    [SAT_POINTS] = "points", [SAT_RANK] = "rank",     [SAT_RANK_COST] = "rank-cost",
    [SAT_BORDA] = "borda",
};
static const char *const completion_words[] = {
    [COMPLETION_NONE] = "none",
    [COMPLETION_ADD1] = "add1",
    [COMPLETION_ADD1U] = "add1u",
    [COMPLETION_UTILITARIAN] = "utilitarian",
};
static const char *const tie_words[] = {[TIE_COST_VOTES_ID] = "cost-votes-id", [TIE_ID] = "id"};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *word_at(const char *const *words, size_t count, unsigned value)
{
	return value < count ? words[value] : "unknown";
}

static enum status value_of(unsigned *out, const char *const *words, size_t count, const char *word)
{
	for (unsigned i = 0; i < count; i++) {
		if (strcmp(words[i], word) == 0) {
			*out = i;
			return STATUS_OK;
		}
	}
	return STATUS_RANGE;
}

/* NOLINTBEGIN(bugprone-macro-parentheses): a type cannot stand in parentheses */
#define WORDS(type)                                                                                                    \
	const char *type##_word(enum type value)                                                                       \
	{                                                                                                              \
		return word_at(type##_words, COUNT(type##_words), (unsigned)value);                                    \
	}                                                                                                              \
	enum status type##_from_word(enum type *out, const char *word)                                                 \
	{                                                                                                              \
		unsigned value = 0;                                                                                    \
		enum status status = value_of(&value, type##_words, COUNT(type##_words), word);                        \
		*out = (enum type)value;                                                                               \
		return status;                                                                                         \
	}

WORDS(vote_type)
WORDS(admission)
WORDS(rule)
WORDS(satisfaction)
WORDS(completion)
WORDS(tie)
/* NOLINTEND(bugprone-macro-parentheses) */

int vote_type_is_question(enum vote_type type)
{
	return type == VOTE_ANSWER_ONE || type == VOTE_ANSWER_SEVERAL || type == VOTE_ANSWER_TEXT;
}

unsigned question_number(const struct election *election, unsigned index)
{
	unsigned number = 0;

	if (!vote_type_is_question(election->contests[index].type))
		return 0;
	for (unsigned i = 0; i <= index; i++)
		number += (unsigned)vote_type_is_question(election->contests[i].type);
	return number;
}

static const struct {
	const char *word;
	size_t offset;
	unsigned max;
} project_texts[PROJECT_TEXTS] = {
    {"name", offsetof(struct project, name), ELECTION_NAME_MAX},
    {"summary", offsetof(struct project, summary), 200},
    {"description", offsetof(struct project, description), ELECTION_TEXT_MAX},
    {"place", offsetof(struct project, place), 120},
    {"proposer", offsetof(struct project, proposer), 120},
    {"social", offsetof(struct project, social), 300},
    {"economic", offsetof(struct project, economic), 300},
    {"environmental", offsetof(struct project, environmental), 300},
    {"picture_alt", offsetof(struct project, picture_alt), 300},
    {"contact", offsetof(struct project, contact), 200},
};

const struct text *project_text(const struct project *project, unsigned index)
{
	return (const struct text *)(const void *)((const char *)project + project_texts[index % PROJECT_TEXTS].offset);
}

struct text *project_text_of(struct project *project, unsigned index)
{
	return (struct text *)(void *)((char *)project + project_texts[index % PROJECT_TEXTS].offset);
}

const char *project_text_word(unsigned index)
{
	return project_texts[index % PROJECT_TEXTS].word;
}

unsigned project_text_max(unsigned index)
{
	return project_texts[index % PROJECT_TEXTS].max;
}

void election_destroy(struct election *election)
{
	if (!election)
		return;
	for (unsigned i = 0; election->contests && i < election->contest_count; i++)
		free(election->contests[i].projects);
	free(election->contests);
	free(election->styles);
	free(election->places);
	free(election->pictures);
	free(election->clips);
	free(election);
}

void election_derive(struct election *election)
{
	for (unsigned i = 0; i < election->contest_count; i++) {
		struct contest *contest = &election->contests[i];
		if (contest->type == VOTE_KNAPSACK)
			contest->max_sum_cost = contest->budget;
		if (contest->type == VOTE_CHOOSE_ONE || contest->type == VOTE_ANSWER_ONE)
			contest->max_length = 1;
		contest->width = ballot_width(contest);
	}
}

void issued_hash(struct hash *out, const uint8_t tag[static TAG_BYTES])
{
	hash_of(out, "folkmoot/issued-tag/1", tag, TAG_BYTES);
}

void issued_write_hash(uint8_t out[static ISSUED_BYTES], unsigned place, unsigned style, const struct hash *hash)
{
	out[0] = (uint8_t)(place & 255);
	out[1] = (uint8_t)(place >> 8 & 255);
	out[2] = (uint8_t)style;
	memcpy(out + ISSUED_HASH, hash->bytes, HASH_BYTES);
}

void issued_write(uint8_t out[static ISSUED_BYTES], unsigned place, unsigned style, const uint8_t tag[static TAG_BYTES])
{
	struct hash hash;

	issued_hash(&hash, tag);
	issued_write_hash(out, place, style, &hash);
}

void issued_read(struct issued *out, const uint8_t bytes[static ISSUED_BYTES])
{
	out->place = (uint16_t)(bytes[0] | bytes[1] << 8);
	out->style = bytes[2];
}

int election_issued(struct issued *out, const struct election *election, const uint8_t tag[static TAG_BYTES])
{
	size_t from = 0, to = election->tag_count;
	struct hash hash;

	issued_hash(&hash, tag);
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const uint8_t *bytes = election->tags + middle * ISSUED_BYTES;
		int order = memcmp(hash.bytes, bytes + ISSUED_HASH, HASH_BYTES);

		if (order == 0) {
			out->number = (uint32_t)middle;
			issued_read(out, bytes);
			return 1;
		}
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return 0;
}

void election_hash(struct hash *out, const uint8_t *body, size_t body_len)
{
	hash_of(out, "folkmoot/election/1", body, body_len);
}

void election_fingerprint(char out[static FINGERPRINT_TEXT], const struct hash *hash)
{
	char *to = out;

	for (unsigned i = 0; i < 8; i += 2) {
		if (i > 0)
			*to++ = ' ';
		hex_write(to, hash->bytes + i, 2);
		to += 4;
	}
}

const char *text_in(const struct text *text, unsigned language, int *fallback)
{
	const char *words = language < ELECTION_MAX_LANGUAGES ? text->in[language] : NULL;

	if (fallback)
		*fallback = !words;
	if (!words)
		words = text->in[0];
	return words ? words : "";
}

void election_shape(struct sealed_shape *out, const struct election *election, unsigned style)
{
	memset(out, 0, sizeof *out);
	out->style = (uint16_t)style;
	if (style >= election->style_count)
		return;
	for (unsigned i = 0; i < election->styles[style].contest_count; i++) {
		const struct contest *contest = &election->contests[election->styles[style].contest[i]];
		out->contest[i] = contest->id;
		out->width[i] = contest->width;
	}
	out->contest_count = election->styles[style].contest_count;
}
