/* META of a contest's Pabulib file. */
#include <stdlib.h>
#include <string.h>

#include "contest_pb_parts.h"
#include "pabulib_codes.h"
#include "pabulib_fields.h"
#include "text_out.h"

enum { PB_DATE = 16 };

/* --- texts --- */

static int is_blank_at(const char *at, size_t *len)
{
	int wide = strncmp(at, "\xc2\xa0", 2) == 0;

	*len = wide ? 2 : 1;
	return wide || *at == ' ' || (*at > 0 && *at < ' ');
}

/* On one line, without blanks around it; commas are parted from what they would divide. The caller frees it; NULL
 * without memory. */
char *pb_line(const char *text, char comma)
{
	char *out = malloc(strlen(text) + 1), *put = out;
	size_t len;

	if (!out)
		return NULL;
	while (*text) {
		if (is_blank_at(text, &len)) {
			if (put > out && put[-1] != ' ')
				*put++ = ' ';
		} else {
			*put++ = *text == ',' ? comma : *text;
			len = 1;
		}
		text += len;
	}
	if (put > out && put[-1] == ' ')
		put--;
	*put = '\0';
	return out;
}

int pb_says_something(const char *text)
{
	size_t len;

	for (; *text; text += len) {
		if (!is_blank_at(text, &len))
			return 1;
	}
	return 0;
}

const char *pb_text(const struct text *text)
{
	return text_in(text, 0, NULL);
}

static enum status put_meta(const struct pb_writing *w, const char *key, const char *value)
{
	char *line = pb_line(value, ',');
	const char *const row[] = {key, line};

	if (!line)
		return STATUS_NO_ROOM;
	if (*line)
		pabulib_put_row(w->out, row, 2);
	free(line);
	return STATUS_OK;
}

static enum status put_number(const struct pb_writing *w, const char *key, uint64_t value)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%llu", (unsigned long long)value);
	return put_meta(w, key, text);
}

static enum status put_limit(const struct pb_writing *w, const char *key, uint64_t value)
{
	return value > 0 ? put_number(w, key, value) : STATUS_OK;
}

void pb_amount(const struct pb_writing *w, char out[static 32], uint64_t amount)
{
	decimal_write(out, (int64_t)(amount / w->one), w->digits);
}

static enum status put_amount(const struct pb_writing *w, const char *key, uint64_t amount)
{
	char text[32];

	pb_amount(w, text, amount);
	return amount > 0 ? put_meta(w, key, text) : STATUS_OK;
}

/* --- META --- */

static const char *country_of(const struct pb_writing *w, char room[static COUNTRY_NAME])
{
	const char *told = w->about->country && *w->about->country ? w->about->country : NULL, *name;

	if (told) {
		name = country_short_name(room, told);
		return name ? name : told;
	}
	name = country_of_currency(room, w->election->currency);
	return name ? name : "Worldwide";
}

/* "2026-05-01" as "01.05.2026". */
static const char *date_of(char out[static PB_DATE], const char *iso)
{
	if (strlen(iso) != 10)
		return "";
	(void)snprintf(out, PB_DATE, "%.2s.%.2s.%.4s", iso + 8, iso + 5, iso);
	return date_days(out) > 0 ? out : "";
}

/* Both dates and the year; STATUS_RANGE where there is nothing to take them from. */
static enum status put_when(const struct pb_writing *w, int dates)
{
	const char *opens = w->election->opens ? w->election->opens : "";
	const char *closes = w->election->closes ? w->election->closes : "";
	const char *year = w->about->year ? w->about->year : "";
	char begin_room[PB_DATE], end_room[PB_DATE];
	const char *begin = date_of(begin_room, *opens ? opens : closes);
	const char *end = date_of(end_room, *closes ? closes : opens);
	enum status status;

	if (!*begin && (date_days(year) == 0 || strlen(year) != 4))
		return STATUS_RANGE;
	if (!*begin)
		begin = end = year;
	if (!dates)
		return put_meta(w, "instance", begin + strlen(begin) - 4);
	status = put_meta(w, "date_begin", begin);
	return status == STATUS_OK ? put_meta(w, "date_end", end) : status;
}

static enum status put_place(const struct pb_writing *w)
{
	const char *title = pb_text(&w->election->title), *contest = pb_text(&w->contest->contest->title);
	const char *organiser = pb_text(&w->election->organiser);
	const char *unit = w->about->unit && pb_says_something(w->about->unit) ? w->about->unit : organiser;
	char country[COUNTRY_NAME];
	struct text_out text;
	struct bytes bytes = {0};
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	fprintf(text.stream, "%s%s%s", title, strcmp(title, contest) != 0 ? ": " : "",
	        strcmp(title, contest) != 0 ? contest : "");
	status = text_end(&bytes, &text);
	if (status == STATUS_OK)
		status = put_meta(w, "description", (const char *)bytes.data);
	bytes_free(&bytes);
	if (status == STATUS_OK)
		status = put_meta(w, "country", country_of(w, country));
	if (status == STATUS_OK)
		status = put_meta(w, "unit", pb_says_something(unit) ? unit : title);
	if (status == STATUS_OK && w->election->contest_count > 1)
		status = put_meta(w, "subunit", contest);
	return status == STATUS_OK ? put_when(w, 0) : status;
}

static const char *type_word(enum vote_type type)
{
	switch (type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK: return "approval";
	case VOTE_CHOOSE_ONE: return "choose-1";
	case VOTE_RANKED: return "ordinal";
	case VOTE_POINTS:
	/* The field's checker knows no scoring; marks are points that share no sum. */
	case VOTE_SCORE: return "cumulative";
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: break;
	}
	return "";
}

static uint32_t longest_vote(const struct contest *contest)
{
	uint32_t most = contest->max_length;

	return most > 0 && most < contest->project_count ? most : contest->project_count;
}

static enum status put_point_limits(const struct pb_writing *w)
{
	const struct contest *contest = w->contest->contest;
	uint64_t most = contest->max_sum_points;
	enum status status;

	if (contest->type != VOTE_POINTS && contest->type != VOTE_SCORE)
		return STATUS_OK;
	if (most == 0)
		most = (uint64_t)contest->max_points * longest_vote(contest);
	status = put_limit(w, "min_points", contest->min_points);
	if (status == STATUS_OK)
		status = put_limit(w, "max_points", contest->max_points);
	return status == STATUS_OK ? put_limit(w, "max_sum_points", most) : status;
}

static enum status put_limits(const struct pb_writing *w)
{
	const struct contest *contest = w->contest->contest;
	int one = contest->type == VOTE_CHOOSE_ONE;
	enum status status = put_limit(w, "min_length", one ? 1 : contest->min_length);

	if (status == STATUS_OK && (one || contest->max_length > 0))
		status = put_number(w, "max_length", one ? 1 : longest_vote(contest));
	if (status == STATUS_OK && !one)
		status = put_amount(w, "min_sum_cost", contest->min_sum_cost);
	if (status == STATUS_OK && !one)
		status = put_amount(w, "max_sum_cost", contest->max_sum_cost);
	if (status == STATUS_OK)
		status = put_point_limits(w);
	if (status == STATUS_OK && w->rule.tells_threshold)
		status = put_number(w, "min_project_score_threshold", contest->min_project_score);
	return status;
}

static void say_left_out(FILE *out, unsigned *number, const struct pb_writing *w)
{
	if (w->contest->blank == 0 && w->contest->invalid == 0)
		return;
	fprintf(
	    out,
	    " #%u: Left out, for the format has no such votes: %u blank (counted as voters who support nothing) and "
	    "%u invalid.",
	    ++*number, w->contest->blank, w->contest->invalid);
}

static enum status put_comment(const struct pb_writing *w)
{
	struct text_out text;
	struct bytes bytes = {0};
	unsigned number = 1;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	fprintf(text.stream, "#1: %s", w->rule.why);
	fprintf(text.stream,
	        " #%u: Votes are unlinked from voters; they stand in an order that follows from the votes alone, and "
	        "voter_id is a running number.",
	        ++number);
	say_left_out(text.stream, &number, w);
	if (w->contest->contest->type == VOTE_SCORE)
		fprintf(text.stream,
		        " #%u: Voters gave each project a mark; there was no sum to share out (max_sum_points is what "
		        "all marks can come to).",
		        ++number);
	if (w->election->kind == SIGN_PRACTICE)
		fprintf(text.stream, " #%u: This was a practice vote.", ++number);
	status = text_end(&bytes, &text);
	if (status == STATUS_OK)
		status = put_meta(w, "comment", (const char *)bytes.data);
	bytes_free(&bytes);
	return status;
}

static enum status put_standards(const struct pb_writing *w)
{
	char language[3] = {0};
	const char *tag = w->election->language_count > 0 ? w->election->language[0] : "";
	enum status status = STATUS_OK;

	if (strlen(tag) == 2 || (strlen(tag) > 2 && tag[2] == '-'))
		memcpy(language, tag, 2);
	if (language_known(language))
		status = put_meta(w, "language", language);
	if (status == STATUS_OK && currency_known(w->election->currency))
		status = put_meta(w, "currency", w->election->currency);
	if (status == STATUS_OK && w->rule.fully_funded)
		status = put_meta(w, "fully_funded", "1");
	if (status == STATUS_OK && w->election->kind == SIGN_PRACTICE)
		status = put_meta(w, "experimental", "1");
	return status == STATUS_OK ? put_comment(w) : status;
}

enum status pb_put_meta(const struct pb_writing *w)
{
	enum status status;

	(void)fputs("META\nkey;value\n", w->out);
	status = put_place(w);
	if (status == STATUS_OK)
		status = put_number(w, "num_projects", w->contest->contest->project_count);
	if (status == STATUS_OK)
		status = put_number(w, "num_votes", w->contest->valid);
	if (status == STATUS_OK)
		status = put_amount(w, "budget", w->contest->contest->budget);
	if (status == STATUS_OK)
		status = put_meta(w, "vote_type", type_word(w->contest->contest->type));
	if (status == STATUS_OK)
		status = put_meta(w, "rule", w->rule.word);
	if (status == STATUS_OK)
		status = put_when(w, 1);
	if (status == STATUS_OK)
		status = put_limits(w);
	return status == STATUS_OK ? put_standards(w) : status;
}
