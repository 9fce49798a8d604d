#include "election_draft.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "definition.h"
#include "election_import.h"

/* --- a draft --- */

struct draft_project *draft_add_project(struct draft_contest *contest)
{
	struct draft_project *more;

	if (contest->project_count == DRAFT_PROJECTS)
		return NULL;
	more = realloc(contest->projects, (contest->project_count + 1) * sizeof *more);
	if (!more)
		return NULL;
	contest->projects = more;
	more += contest->project_count++;
	*more = (struct draft_project){.name = "", .summary = ""};
	return more;
}

void draft_finish(struct draft *draft)
{
	for (unsigned i = 0; i < draft->contest_count; i++)
		free(draft->contest[i].projects);
	text_store_free(&draft->texts);
	memset(draft, 0, sizeof *draft);
}

enum status draft_template(struct draft *out)
{
	static const char *const summaries[] = {
	    "[In one sentence: what would be there when it is done?]",
	    "[In one sentence: what would be there when it is done? Say the same kind of thing for every project.]"};
	struct draft_contest *contest = &out->contest[0];

	memset(out, 0, sizeof *out);
	out->id = "your-town-2027";
	out->organiser = "[Name of the council or group]";
	out->currency = "GBP";
	out->minor_digits = currency_digits(out->currency);
	out->opens = "2027-05-10";
	out->closes = "2027-05-30";
	out->language[0] = "en";
	out->title[0] = "[Name of the vote]";
	out->language_count = 1;
	out->admission = ADMISSION_ATTENDED;
	out->contest_count = 1;
	*contest = (struct draft_contest){
	    .title = "[What the money is for]", .type = VOTE_KNAPSACK, .budget = UINT64_C(50000) * 100};
	for (unsigned i = 0; i < 2; i++) {
		struct draft_project *project = draft_add_project(contest);

		if (!project)
			return STATUS_NO_ROOM;
		project->name = i == 0 ? "[Name of the first project]" : "[Name of the second project]";
		project->summary = summaries[i];
		project->cost = UINT64_C(30000) * 100;
	}
	return STATUS_OK;
}

/* --- the text --- */

struct pen {
	FILE *out;
	unsigned depth;
	int first; /* no member was written in this object or list yet */
	int failed;
};

static void new_line(struct pen *pen)
{
	fprintf(pen->out, "%s\n%*s", pen->first ? "" : ",", (int)(2 * pen->depth), "");
	pen->first = 0;
}

static void put_string(struct pen *pen, const char *text)
{
	json_t *value = json_string(text);
	char *quoted = value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;

	if (quoted)
		fputs(quoted, pen->out);
	else
		pen->failed = 1;
	free(quoted);
	json_decref(value);
}

static void put_key(struct pen *pen, const char *key)
{
	new_line(pen);
	put_string(pen, key);
	fputs(": ", pen->out);
}

static void put_text(struct pen *pen, const char *key, const char *text)
{
	put_key(pen, key);
	put_string(pen, text);
}

static void put_number(struct pen *pen, const char *key, unsigned long number)
{
	put_key(pen, key);
	fprintf(pen->out, "%lu", number);
}

static void put_money(struct pen *pen, const char *key, uint64_t amount, unsigned digits)
{
	char text[AMOUNT_TEXT];

	amount_to_text(text, amount, digits);
	put_key(pen, key);
	if (strchr(text, '.'))
		put_string(pen, text);
	else
		fputs(text, pen->out);
}

/* A comment on the member of that name; it stands before it. */
static void say(struct pen *pen, const char *of, const char *words)
{
	char key[64];

	snprintf(key, sizeof key, "// %s", of);
	put_text(pen, key, words);
}

static void begin(struct pen *pen, const char *key, char bracket)
{
	if (key)
		put_key(pen, key);
	else
		new_line(pen);
	fputc(bracket, pen->out);
	pen->depth++;
	pen->first = 1;
}

static void end(struct pen *pen, char bracket)
{
	pen->depth--;
	if (!pen->first)
		fprintf(pen->out, "\n%*s", (int)(2 * pen->depth), "");
	fputc(bracket, pen->out);
	pen->first = 0;
}

/* --- the vote as a whole --- */

static void put_texts(struct pen *pen, const struct draft *draft)
{
	say(pen, "languages",
	    "The main language first. The title is needed in each of them; where another text is not "
	    "translated, the kiosk shows the main language and says so.");
	begin(pen, "languages", '[');
	for (unsigned i = 0; i < draft->language_count; i++) {
		new_line(pen);
		put_string(pen, draft->language[i]);
	}
	end(pen, ']');
	say(pen, "title",
	    "The name of the vote, on the first screen. Any text may be \"one text\", or "
	    "{ \"en\": \"…\", \"pl\": \"…\" } with a translation for each language.");
	if (draft->language_count == 1) {
		put_text(pen, "title", draft->title[0]);
	} else {
		begin(pen, "title", '{');
		for (unsigned i = 0; i < draft->language_count; i++)
			put_text(pen, draft->language[i], draft->title[i]);
		end(pen, '}');
	}
	put_text(pen, "organiser", draft->organiser);
}

static void put_head(struct pen *pen, const struct draft *draft)
{
	say(pen, "",
	    "A member whose name begins with // is a comment: leave it, change it or delete it. All that may "
	    "stand in this file: assets/examples/README.md. Look for faults at any time with "
	    "`folkmoot election check`.");
	say(pen, "id", "A short name for files, of a-z, 0-9 and -. It stays as it is when the definition is changed.");
	put_text(pen, "id", draft->id);
	say(pen, "revision", "1 at first; one more each time a package is built after a change.");
	put_number(pen, "revision", 1);
	say(pen, "practice", "true: only for trying out; no vote counts. false: a real vote, signed with real keys.");
	put_key(pen, "practice");
	fputs(draft->practice ? "true" : "false", pen->out);
	put_texts(pen, draft);
	put_text(pen, "currency", draft->currency);
	say(pen, "opens",
	    "First and last day, year-month-day; people read them. Staff open and close the kiosks by hand.");
	put_text(pen, "opens", draft->opens);
	put_text(pen, "closes", draft->closes);
	say(pen, "admission",
	    "Who may vote: open (anyone presses start), attended (staff admit each voter at the "
	    "kiosk), code (each voter has a printed voting code; see `folkmoot codes make --help`).");
	put_text(pen, "admission", admission_word(draft->admission));
}

/* Marks, points and ranks are counted each by its own satisfaction, which is taken where none is named. */
static void put_count(struct pen *pen)
{
	say(pen, "count",
	    "How votes are counted: greedy (most votes first, while the money lasts) or mes (the method of "
	    "equal shares, which spends each voter's share on what they chose). For mes add "
	    "\"completion\": \"add1\".");
	begin(pen, "count", '{');
	put_text(pen, "rule", "greedy");
	say(pen, "tie", "Equal votes: the cheaper project first, then the one with more votes, then the smaller id.");
	put_text(pen, "tie", "cost-votes-id");
	end(pen, '}');
}

static void put_names(struct pen *pen, const struct draft *draft)
{
	say(pen, "categories",
	    "Kinds of projects, which voters can look for: [\"Parks\", \"Young people\"]. May be empty.");
	begin(pen, "categories", '[');
	end(pen, ']');
	if (draft->district_count == 0)
		return;
	say(pen, "districts", "Each voter belongs to one, and gets its contests and those for everybody.");
	begin(pen, "districts", '[');
	for (unsigned i = 0; i < draft->district_count; i++) {
		new_line(pen);
		put_string(pen, draft->district[i]);
	}
	end(pen, ']');
}

/* --- projects --- */

static void put_project(struct pen *pen, const struct draft *draft, const struct draft_project *project,
                        unsigned number)
{
	static const struct {
		const char *key, *comment;
	} texts[] = {
	    {"description",
	     "What a resident needs to decide, at most 2,000 characters; \\n begins a new paragraph. Short "
	     "words, sentences of at most 20 words."},
	    {"place", "Where it is, such as: Heron Park, north gate"},
	    {"proposer", "Who had the idea"},
	    {"social",
	     "What it would do for people, in one sentence. Write these three for every project, or for none."},
	    {"economic", "What it would save, earn or cost later, in one sentence"},
	    {"environmental", "What it would do for nature and climate, in one sentence"},
	    {"contact", "Who answers questions before the vote: name, telephone or e-mail"},
	};
	char id[16];

	snprintf(id, sizeof id, "%u", number);
	begin(pen, NULL, '{');
	put_text(pen, "id", id);
	put_text(pen, "name", project->name);
	put_money(pen, "cost", project->cost, draft->minor_digits);
	if (number == 1)
		say(pen, "summary", "One line for the list, at most 200 characters");
	put_text(pen, "summary", project->summary);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		if (number == 1)
			say(pen, texts[i].key, texts[i].comment);
		put_text(pen, texts[i].key, "");
	}
	if (number == 1)
		say(pen, "picture",
		    "A JPEG or PNG file beside this one: add \"picture\": \"park.jpg\" and, for people who "
		    "cannot see it, \"picture_alt\": \"what it shows\". Categories by name.");
	begin(pen, "categories", '[');
	end(pen, ']');
	end(pen, '}');
}

/* --- contests --- */

static void put_limit(struct pen *pen, const struct draft_contest *contest)
{
	if (contest->type == VOTE_POINTS)
		put_number(pen, "max_sum_points", contest->limit);
	else if (contest->type == VOTE_SCORE)
		put_number(pen, "max_points", contest->limit);
	else if ((contest->type == VOTE_APPROVAL || contest->type == VOTE_RANKED) && contest->limit > 0)
		put_number(pen, "max_length", contest->limit);
}

static void put_contest(struct pen *pen, const struct draft *draft, unsigned index)
{
	const struct draft_contest *contest = &draft->contest[index];

	begin(pen, NULL, '{');
	put_number(pen, "id", index + 1);
	put_text(pen, "title", contest->title);
	say(pen, "instruction", "What people have to do, in one sentence.");
	put_text(pen, "instruction", usual_instruction(draft->language[0], contest->type));
	if (index == 0)
		say(pen, "vote_type",
		    "approval (choose several), knapsack (choose what fits the budget), choose-one, ranked (in order), "
		    "points (share points out), score (a mark for each). Limits: max_length, max_sum_points, "
		    "max_points.");
	put_text(pen, "vote_type", vote_type_word(contest->type));
	if (index == 0)
		say(pen, "budget", "The money that can be spent, without a sign: 50000, or \"50000.50\" in quotes.");
	put_money(pen, "budget", contest->budget, draft->minor_digits);
	put_limit(pen, contest);
	if (contest->district > 0) {
		begin(pen, "districts", '[');
		new_line(pen);
		put_string(pen, draft->district[contest->district - 1]);
		end(pen, ']');
	}
	begin(pen, "projects", '[');
	for (unsigned i = 0; i < contest->project_count; i++)
		put_project(pen, draft, &contest->projects[i], i + 1);
	end(pen, ']');
	end(pen, '}');
}

static void put_all(struct pen *pen, const struct draft *draft)
{
	fputc('{', pen->out);
	pen->depth = 1;
	pen->first = 1;
	put_head(pen, draft);
	put_count(pen);
	put_names(pen, draft);
	begin(pen, "contests", '[');
	for (unsigned i = 0; i < draft->contest_count; i++)
		put_contest(pen, draft, i);
	end(pen, ']');
	say(pen, "questions",
	    "What else is asked, apart from the vote, such as { \"title\": \"How did you come here "
	    "today?\", \"type\": \"one\", \"options\": [\"On foot\", \"By bus\"] }. May be empty.");
	begin(pen, "questions", '[');
	end(pen, ']');
	end(pen, '}');
	fputc('\n', pen->out);
}

enum status draft_write(char **text, size_t *text_len, const struct draft *draft)
{
	struct pen pen = {.failed = draft->texts.failed};

	*text = NULL;
	pen.out = open_memstream(text, text_len);
	if (!pen.out)
		return STATUS_NO_ROOM;
	put_all(&pen, draft);
	if (fclose(pen.out) != 0 || pen.failed) {
		free(*text);
		*text = NULL;
		return STATUS_NO_ROOM;
	}
	return STATUS_OK;
}
