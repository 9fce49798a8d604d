#include "contest_pb.h"

#include <stdlib.h>
#include <string.h>

#include "contest_pb_rule.h"
#include "pabulib_codes.h"
#include "pabulib_fields.h"
#include "pabulib_write.h"
#include "text_out.h"
#include "tie.h"

enum { PB_COLUMNS = 10, PB_DATE = 16 };

struct writing {
	FILE *out;
	const struct result *result;
	const struct election *election;
	const struct contest_result *contest;
	const struct pb_about *about;
	uint32_t *order; /* of the projects in the file: most score first */
	struct pb_rule rule;
	unsigned digits; /* decimals of amounts: none where all are whole */
	uint64_t one;    /* minor units in a unit of the last of these */
	int has_category, has_place, has_summary, has_proposer;
};

int contest_pb_possible(const struct contest *contest)
{
	return !vote_type_is_question(contest->type);
}

int contest_pb_country_known(const char *country)
{
	return country_known(country);
}

/* --- texts --- */

static int is_blank_at(const char *at, size_t *len)
{
	int wide = strncmp(at, "\xc2\xa0", 2) == 0;

	*len = wide ? 2 : 1;
	return wide || *at == ' ' || (*at > 0 && *at < ' ');
}

/* On one line, without blanks around it; commas are parted from what they would divide. The caller frees it; NULL
 * without memory. */
static char *one_line(const char *text, char comma)
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

static int says_something(const char *text)
{
	size_t len;

	for (; *text; text += len) {
		if (!is_blank_at(text, &len))
			return 1;
	}
	return 0;
}

static const char *main_text(const struct text *text)
{
	return text_in(text, 0, NULL);
}

static enum status put_meta(const struct writing *w, const char *key, const char *value)
{
	char *line = one_line(value, ',');
	const char *const row[] = {key, line};

	if (!line)
		return STATUS_NO_ROOM;
	if (*line)
		pabulib_put_row(w->out, row, 2);
	free(line);
	return STATUS_OK;
}

static enum status put_number(const struct writing *w, const char *key, uint64_t value)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%llu", (unsigned long long)value);
	return put_meta(w, key, text);
}

static enum status put_limit(const struct writing *w, const char *key, uint64_t value)
{
	return value > 0 ? put_number(w, key, value) : STATUS_OK;
}

static void amount_of(const struct writing *w, char out[static 32], uint64_t amount)
{
	decimal_write(out, (int64_t)(amount / w->one), w->digits);
}

static enum status put_amount(const struct writing *w, const char *key, uint64_t amount)
{
	char text[32];

	amount_of(w, text, amount);
	return amount > 0 ? put_meta(w, key, text) : STATUS_OK;
}

/* --- META --- */

static const char *country_of(const struct writing *w, char room[static COUNTRY_NAME])
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
static enum status put_when(const struct writing *w, int dates)
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

static enum status put_place(const struct writing *w)
{
	const char *title = main_text(&w->election->title), *contest = main_text(&w->contest->contest->title);
	const char *organiser = main_text(&w->election->organiser);
	const char *unit = w->about->unit && says_something(w->about->unit) ? w->about->unit : organiser;
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
		status = put_meta(w, "unit", says_something(unit) ? unit : title);
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

static enum status put_point_limits(const struct writing *w)
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

static enum status put_limits(const struct writing *w)
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

static void say_left_out(FILE *out, unsigned *number, const struct writing *w)
{
	if (w->contest->blank == 0 && w->contest->invalid == 0)
		return;
	fprintf(
	    out,
	    " #%u: Left out, for the format has no such votes: %u blank (counted as voters who support nothing) and "
	    "%u invalid.",
	    ++*number, w->contest->blank, w->contest->invalid);
}

static enum status put_comment(const struct writing *w)
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

static enum status put_standards(const struct writing *w)
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

static enum status put_section_meta(const struct writing *w)
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

/* --- PROJECTS --- */

/* An id must not be taken for two, nor for a section's title. */
static int id_fits(const char *id)
{
	static const char *const titles[] = {"meta", "projects", "votes"};
	size_t len = strlen(id);

	for (size_t i = 0; i < 3; i++) {
		size_t same = 0;

		while (same < len && (id[same] | 0x20) == titles[i][same])
			same++;
		if (same == len && titles[i][len] == '\0')
			return 0;
	}
	return len > 0 && !strchr(id, ',');
}

static void put_categories(const struct writing *w, FILE *out, const struct project *project)
{
	int first = 1;

	for (unsigned i = 0; i < w->election->category_count; i++) {
		char *name;

		if (!(project->categories >> i & 1))
			continue;
		name = one_line(main_text(&w->election->category[i]), ' ');
		fprintf(out, "%s%s", first ? "" : ",", name ? name : "");
		first = 0;
		free(name);
	}
}

static enum status category_text(const struct writing *w, struct bytes *out, const struct project *project)
{
	struct text_out text;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	put_categories(w, text.stream, project);
	return text_end(out, &text);
}

/* The columns that all projects have something in; an empty field is a fault to the field's checker. */
static void choose_columns(struct writing *w)
{
	const struct contest *contest = w->contest->contest;

	w->has_place = w->has_summary = w->has_proposer = contest->project_count > 0;
	for (unsigned i = 0; i < contest->project_count; i++) {
		const struct project *project = &contest->projects[i];

		w->has_category |= project->categories != 0;
		w->has_place &= says_something(main_text(&project->place));
		w->has_summary &= says_something(main_text(&project->summary));
		w->has_proposer &= says_something(main_text(&project->proposer));
	}
}

static void put_project_header(const struct writing *w)
{
	const char *row[PB_COLUMNS];
	unsigned n = 0;

	row[n++] = "project_id";
	row[n++] = "cost";
	row[n++] = "votes";
	if (w->contest->profile->kind != PROFILE_SETS)
		row[n++] = "score";
	row[n++] = "name";
	if (w->has_category)
		row[n++] = "category";
	if (w->contest->outcome)
		row[n++] = "selected";
	if (w->has_place)
		row[n++] = "neighborhood";
	if (w->has_summary)
		row[n++] = "description";
	if (w->has_proposer)
		row[n++] = "proposer";
	(void)fputs("PROJECTS\n", w->out);
	pabulib_put_row(w->out, row, n);
}

static enum status put_project(const struct writing *w, uint32_t index)
{
	const struct project *project = &w->contest->contest->projects[index];
	const struct profile_project *counted = &w->contest->profile->projects[index];
	char cost[32], votes[24], score[24];
	char *name = one_line(main_text(&project->name), ','), *place = one_line(main_text(&project->place), ',');
	char *summary = one_line(main_text(&project->summary), ','), *by = one_line(main_text(&project->proposer), ',');
	const char *row[PB_COLUMNS];
	struct bytes category = {0};
	unsigned n = 0;
	enum status status = category_text(w, &category, project);

	if (!name || !place || !summary || !by)
		status = STATUS_NO_ROOM;
	if (status != STATUS_OK)
		goto out;
	amount_of(w, cost, project->cost);
	(void)snprintf(votes, sizeof votes, "%llu", (unsigned long long)counted->votes);
	(void)snprintf(score, sizeof score, "%lld", (long long)counted->score);
	row[n++] = project->id;
	row[n++] = cost;
	row[n++] = votes;
	if (w->contest->profile->kind != PROFILE_SETS)
		row[n++] = score;
	row[n++] = *name ? name : project->id;
	if (w->has_category)
		row[n++] = (const char *)category.data;
	if (w->contest->outcome)
		row[n++] = result_selected(w->contest, index) ? "1" : "0";
	if (w->has_place)
		row[n++] = place;
	if (w->has_summary)
		row[n++] = summary;
	if (w->has_proposer)
		row[n++] = by;
	pabulib_put_row(w->out, row, n);
out:
	bytes_free(&category);
	free(name);
	free(place);
	free(summary);
	free(by);
	return status;
}

/* --- VOTES --- */

/* The projects of a vote in the format's order: as they stand, best first, or most points first. Returns how many. */
static unsigned marked(uint16_t project[static ELECTION_MAX_PROJECTS], const struct contest *contest,
                       const struct marks *marks)
{
	unsigned count = 0;

	for (unsigned i = 0; i < contest->project_count; i++) {
		unsigned at = count;

		if (marks->of[i] == 0)
			continue;
		while (at > 0 && (contest->type == VOTE_RANKED ? marks->of[project[at - 1]] > marks->of[i]
		                                               : marks->of[project[at - 1]] < marks->of[i]))
			at--;
		memmove(&project[at + 1], &project[at], (count - at) * sizeof project[0]);
		project[at] = (uint16_t)i;
		count++;
	}
	return count;
}

static void put_vote(const struct writing *w, size_t number, const struct marks *marks)
{
	const struct contest *contest = w->contest->contest;
	uint16_t project[ELECTION_MAX_PROJECTS + 1];
	unsigned count = marked(project, contest, marks);
	int pointed = w->contest->profile->kind == PROFILE_POINTS, quoted = 0;

	fprintf(w->out, "%zu;", number);
	for (unsigned i = 0; i < count; i++)
		quoted |= contest->projects[project[i]].id[strcspn(contest->projects[project[i]].id, ";\"")] != '\0';
	if (quoted)
		(void)putc('"', w->out);
	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			(void)putc(',', w->out);
		for (const char *at = contest->projects[project[i]].id; *at; at++) {
			if (*at == '"')
				(void)putc('"', w->out);
			(void)putc(*at, w->out);
		}
	}
	if (quoted)
		(void)putc('"', w->out);
	for (unsigned i = 0; i < count && pointed; i++) {
		unsigned points = marks->of[project[i]];

		if (contest->type == VOTE_SCORE)
			points = points - 1 + contest->min_points;
		fprintf(w->out, "%c%u", i == 0 ? ';' : ',', points);
	}
	(void)putc('\n', w->out);
}

static enum status put_votes(const struct writing *w)
{
	size_t number = 0;

	fprintf(w->out, "VOTES\nvoter_id;vote%s\n", w->contest->profile->kind == PROFILE_POINTS ? ";points" : "");
	for (size_t i = 0; i < w->contest->vote_count; i++) {
		struct opened_vote vote = result_vote(w->contest, i);
		struct marks marks;
		enum status status;

		if (vote.verdict != VOTE_VALID)
			continue;
		status = marks_decode(&marks, w->contest->contest, vote.bytes);
		if (status != STATUS_OK)
			return status;
		put_vote(w, ++number, &marks);
	}
	return STATUS_OK;
}

/* --- the whole --- */

static int comes_before(const struct writing *w, uint32_t a, uint32_t b)
{
	const struct profile_project *left = &w->contest->profile->projects[a];
	const struct profile_project *right = &w->contest->profile->projects[b];

	if (left->score != right->score)
		return left->score > right->score;
	return tie_compare(w->contest->terms.tie, left, right) < 0;
}

static enum status order_projects(struct writing *w)
{
	uint32_t count = w->contest->profile->project_count;

	w->order = calloc((size_t)count + 1, sizeof *w->order);
	if (!w->order)
		return STATUS_NO_ROOM;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = i;

		for (; at > 0 && comes_before(w, i, w->order[at - 1]); at--)
			w->order[at] = w->order[at - 1];
		w->order[at] = i;
	}
	return STATUS_OK;
}

/* Decimals only where an amount has some. */
static void choose_digits(struct writing *w)
{
	const struct contest *contest = w->contest->contest;
	uint64_t unit = 1;
	int rest = 0;

	for (unsigned i = 0; i < w->election->minor_digits; i++)
		unit *= 10;
	rest = contest->budget % unit != 0 || contest->min_sum_cost % unit != 0 || contest->max_sum_cost % unit != 0;
	for (unsigned i = 0; i < contest->project_count; i++)
		rest |= contest->projects[i].cost % unit != 0;
	w->digits = rest ? w->election->minor_digits : 0;
	w->one = rest ? 1 : unit;
}

enum status contest_pb_write(FILE *out, const struct result *result, unsigned contest, const struct pb_about *about)
{
	struct writing w = {.out = out,
	                    .result = result,
	                    .election = result->election,
	                    .contest = &result->contest[contest],
	                    .about = about};
	enum status status;

	if (!contest_pb_possible(w.contest->contest))
		return STATUS_RULES;
	for (unsigned i = 0; i < w.contest->contest->project_count; i++) {
		if (!id_fits(w.contest->contest->projects[i].id))
			return STATUS_RULES;
	}
	status = order_projects(&w);
	if (status == STATUS_OK)
		status = pb_rule(&w.rule, result, contest, w.order);
	if (status != STATUS_OK)
		goto out;
	choose_digits(&w);
	choose_columns(&w);
	status = put_section_meta(&w);
	if (status != STATUS_OK)
		goto out;
	put_project_header(&w);
	for (uint32_t i = 0; i < w.contest->profile->project_count && status == STATUS_OK; i++)
		status = put_project(&w, w.order[i]);
	if (status == STATUS_OK)
		status = put_votes(&w);
	if (status == STATUS_OK && (fflush(out) != 0 || ferror(out)))
		status = STATUS_IO;
out:
	free(w.order);
	return status;
}
