#include "moderate_texts.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "cli.h"
#include "definition.h"
#include "open_texts.h"

/* --- from factors to texts --- */

static void read_voter(struct voter_text *out, const struct contest *contest, const uint8_t *points)
{
	char text[ANSWER_TEXT_ROOM];

	for (unsigned i = 0; i < contest->width; i++) {
		struct point point;

		memcpy(point.bytes, points + i * POINT_BYTES, POINT_BYTES);
		if (payload_decode(out->bytes + i * PAYLOAD_BYTES, &point) == STATUS_OK)
			continue;
		out->is_points = 1;
		memcpy(out->bytes, points, (size_t)contest->width * POINT_BYTES);
		return;
	}
	out->valid = answer_decode(text, contest, out->bytes) == STATUS_OK;
}

static int is_blank(const struct voter_text *voter)
{
	return voter->valid && voter->bytes[0] == 0;
}

static enum status add_list(struct moderated_texts *out, const struct quorum_factors *by, const struct lists *lists,
                            unsigned list)
{
	const struct contest *contest = &out->election->contests[list];
	struct opened_texts opened;
	enum status status = texts_open(&opened, by, lists, list);

	for (uint32_t i = 0; status == STATUS_OK && i < opened.count; i++) {
		struct voter_text *voter = &out->voter[out->voter_count];

		memset(voter, 0, sizeof *voter);
		voter->list = list;
		voter->entry = opened.entry[i];
		read_voter(voter, contest, opened.points + (size_t)i * contest->width * POINT_BYTES);
		out->voter_count += !is_blank(voter);
	}
	opened_texts_free(&opened);
	return status;
}

/* What can be read first, in the order of its bytes. */
static int by_content(const void *left, const void *right)
{
	const struct voter_text *a = left, *b = right;

	if (a->list != b->list)
		return a->list < b->list ? -1 : 1;
	if (a->valid != b->valid)
		return a->valid ? -1 : 1;
	if (a->is_points != b->is_points)
		return a->is_points ? 1 : -1;
	return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

static enum status group(struct moderated_texts *out)
{
	out->text = calloc(out->voter_count + 1, sizeof *out->text);
	if (!out->text)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < out->voter_count; i++) {
		if (i == 0 || by_content(&out->voter[i - 1], &out->voter[i]) != 0)
			out->text[out->count++].first = &out->voter[i];
		out->text[out->count - 1].count++;
	}
	return STATUS_OK;
}

enum status moderated_texts_open(struct moderated_texts *out, const struct election *election,
                                 const struct quorum_factors *by, const struct lists *lists)
{
	size_t room = 1;
	enum status status = STATUS_OK;

	memset(out, 0, sizeof *out);
	out->election = election;
	for (unsigned i = 0; i < lists->count; i++)
		room += lists->is_text[i] ? lists->entries_count[i] : 0;
	out->voter = calloc(room, sizeof *out->voter);
	if (!out->voter)
		return STATUS_NO_ROOM;
	for (unsigned i = 0; i < lists->count && status == STATUS_OK; i++)
		if (lists->is_text[i])
			status = add_list(out, by, lists, i);
	if (status == STATUS_OK && out->voter_count)
		qsort(out->voter, out->voter_count, sizeof *out->voter, by_content);
	return status == STATUS_OK ? group(out) : status;
}

void moderated_texts_free(struct moderated_texts *texts)
{
	free(texts->voter);
	free(texts->text);
	memset(texts, 0, sizeof *texts);
}

/* --- for people --- */

/* Bytes of the clean character at the start, 0 where there is none. */
static size_t clean_character(const char *text, size_t len)
{
	for (size_t i = 1; i <= 4 && i <= len; i++)
		if (text_is_clean(text, i))
			return i;
	return 0;
}

/* Characters that are clean and not to be seen, or that turn a line around: what is read must be what is there. */
static int is_unseen(const char *character, size_t len)
{
	static const char *const unseen[] = {"\u00AD", "\u061C", "\u180E", "\u200B", "\u200E", "\u200F", "\u2028",
	                                     "\u2029", "\u2060", "\u2061", "\u2062", "\u2063", "\u2064", "\u3164"};

	for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++)
		if (strlen(unseen[i]) == len && memcmp(unseen[i], character, len) == 0)
			return 1;
	/* Tags, U+E0000 to U+E007F. */
	return len == 4 && memcmp(character, "\xF3\xA0", 2) == 0 && ((unsigned char)character[2] & 0xFEu) == 0x80u;
}

static void say_bytes(FILE *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		fprintf(out, "\\x%02x", (unsigned char)text[i]);
}

/* Every line of it with a bar before it. */
static void say_text(FILE *out, const char *text, size_t len)
{
	fputs("      | ", out);
	for (size_t at = 0; at < len;) {
		size_t one = clean_character(text + at, len - at);

		if (one == 1 && text[at] == '\n')
			fputs("\n      | ", out);
		else if (one == 0 || is_unseen(text + at, one))
			say_bytes(out, text + at, one ? one : 1);
		else
			fwrite(text + at, 1, one, out);
		at += one ? one : 1;
	}
	fputc('\n', out);
}

/* Without the zeros that pad it. */
static size_t text_len(const struct voter_text *voter)
{
	size_t len = ANSWER_TEXT_BYTES;

	while (len > 0 && voter->bytes[len - 1] == 0)
		len--;
	return len;
}

static const struct contest *question_of(const struct moderated_texts *texts, const struct moderated_text *text)
{
	return &texts->election->contests[text->first->list];
}

static void say_one(FILE *out, const struct moderated_text *text, size_t number)
{
	const struct voter_text *voter = text->first;

	fprintf(out, "%5zu", number);
	if (text->count > 1)
		fprintf(out, "  written by %zu", text->count);
	if (!voter->valid)
		fprintf(out, "  (not valid: against the question's rules, published only as hexadecimal digits)");
	if (text->reason)
		fprintf(out, "  WITHHELD: %s", text->reason);
	fputc('\n', out);
	if (voter->is_points)
		fputs("      | (no text: its points hold none)\n", out);
	else
		say_text(out, (const char *)voter->bytes, text_len(voter));
}

void moderated_texts_say(FILE *out, const struct moderated_texts *texts)
{
	const struct contest *question = NULL;

	for (size_t i = 0; i < texts->count; i++) {
		const struct contest *of = question_of(texts, &texts->text[i]);

		if (of != question)
			fprintf(out, "%sQuestion %u: %s\n", question ? "\n" : "",
			        question_number(texts->election, texts->text[i].first->list),
			        text_in(&of->title, 0, NULL));
		question = of;
		say_one(out, &texts->text[i], i + 1);
	}
}

/* --- for programs --- */

static json_t *text_json(const struct moderated_texts *texts, size_t i)
{
	const struct moderated_text *text = &texts->text[i];
	const struct voter_text *voter = text->first;
	json_t *one = json_pack("{s:I, s:I, s:I, s:b}", "number", (json_int_t)i + 1, "question",
	                        (json_int_t)question_of(texts, text)->id, "votes", (json_int_t)text->count, "valid",
	                        voter->valid);
	char hex[2 * sizeof voter->bytes + 1];

	if (!one)
		return NULL;
	if (voter->valid) {
		json_object_set_new(one, "text", json_stringn((const char *)voter->bytes, text_len(voter)));
	} else {
		hex_write(hex, voter->bytes, voter->is_points ? sizeof voter->bytes : (size_t)ANSWER_TEXT_BYTES);
		json_object_set_new(one, voter->is_points ? "points" : "bytes", json_string(hex));
	}
	return one;
}

enum status moderated_texts_json(FILE *out, const struct moderated_texts *texts, int decided)
{
	json_t *list = json_array(), *all;
	enum status status = STATUS_NO_ROOM;

	for (size_t i = 0; i < texts->count; i++)
		json_array_append_new(list, text_json(texts, i));
	all = json_pack("{s:i, s:b, s:o}", "folkmoot_texts", 1, "decided", decided, "texts", list);
	if (all && json_array_size(list) == texts->count && json_dumpf(all, out, JSON_INDENT(1)) == 0) {
		fputc('\n', out);
		status = STATUS_OK;
	}
	json_decref(all);
	return status;
}

/* An apostrophe before what a spreadsheet would take for a formula; quotes around all, since a text may hold anything.
 */
static void csv_field(FILE *out, const char *text, size_t len)
{
	fputc('"', out);
	if (len > 0 && strchr("=+-@\t\r'", text[0]))
		fputc('\'', out);
	for (size_t at = 0; at < len;) {
		size_t one = clean_character(text + at, len - at);

		if (one == 0)
			say_bytes(out, text + at, 1);
		else if (one == 1 && text[at] == '"')
			fputs("\"\"", out);
		else
			fwrite(text + at, 1, one, out);
		at += one ? one : 1;
	}
	fputc('"', out);
}

void moderated_texts_csv(FILE *out, const struct moderated_texts *texts)
{
	fputs("number,decision,reason,question,votes,valid,text\n", out);
	for (size_t i = 0; i < texts->count; i++) {
		const struct moderated_text *text = &texts->text[i];
		const struct voter_text *voter = text->first;

		fprintf(out, "%zu,,,%u,%zu,%s,", i + 1, question_number(texts->election, voter->list), text->count,
		        voter->valid ? "yes" : "no");
		csv_field(out, (const char *)voter->bytes, voter->is_points ? 0 : text_len(voter));
		fputc('\n', out);
	}
}
