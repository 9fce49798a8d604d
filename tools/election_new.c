#include "election_new.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ask.h"
#include "cli.h"
#include "definition.h"
#include "election_draft.h"
#include "files.h"
#include "messages.h"

/* --- the vote as a whole --- */

static const char *keep(struct draft *draft, const char *text)
{
	return text_joined(&draft->texts, text, "", "");
}

/* The kiosk's languages, by their tags and their own names. */
static void list_languages(void)
{
	char name[80];

	printf("The kiosk's own words exist in:");
	for (unsigned i = 0; i < catalogue_count; i++)
		if (messages_peek(name, sizeof name, catalogues[i].language, MESSAGE_LANGUAGE_NAME) == STATUS_OK)
			printf("%s %s (%s)", i > 0 ? "," : "", catalogues[i].language, name);
	printf(".\n");
}

/* A tag by itself or by the language's own name. NULL where it is neither. */
static const char *language_of(struct draft *draft, const char *word)
{
	char name[80];
	size_t len = strspn(word, "abcdefghijklmnopqrstuvwxyz");

	for (unsigned i = 0; i < catalogue_count; i++)
		if (messages_peek(name, sizeof name, catalogues[i].language, MESSAGE_LANGUAGE_NAME) == STATUS_OK &&
		    strcasecmp(name, word) == 0)
			return catalogues[i].language;
	return (len == 2 || len == 3) && !word[len] ? keep(draft, word) : NULL;
}

static int has_language(const struct draft *draft, const char *tag)
{
	for (unsigned i = 0; i < draft->language_count; i++)
		if (strcmp(draft->language[i], tag) == 0)
			return 1;
	return 0;
}

/* 0 where one of them is no language, which is said. */
static int take_languages(struct draft *draft, char *line)
{
	draft->language_count = 0;
	for (char *rest = line, *word; (word = strtok_r(rest, ", ;", &rest));) {
		const char *tag = language_of(draft, word);

		if (!tag) {
			printf("  \"%s\" is not a language's short name, such as en, pl or so.\n", word);
			return 0;
		}
		if (!has_language(draft, tag) && draft->language_count < ELECTION_MAX_LANGUAGES)
			draft->language[draft->language_count++] = tag;
	}
	return draft->language_count > 0;
}

static void ask_languages(struct draft *draft, struct asking *asking)
{
	char line[ASK_LINE], question[160];

	printf("\n");
	list_languages();
	do {
		ask_text(line, asking, "Which languages shall the vote have? The main one first, commas between:", 200,
		         "en");
	} while (!asking->ended && !take_languages(draft, line));
	for (unsigned i = 1; i < draft->language_count && !asking->ended; i++) {
		snprintf(question, sizeof question, "The vote's name in \"%s\":", draft->language[i]);
		ask_text(line, asking, question, ELECTION_NAME_MAX, NULL);
		draft->title[i] = keep(draft, line);
	}
}

static void ask_currency(struct draft *draft, struct asking *asking)
{
	char line[ASK_LINE];

	for (;;) {
		ask_text(line, asking, "The money's three letters (GBP, EUR, PLN, USD …):", 20, "GBP");
		for (char *at = line; *at; at++)
			if (*at >= 'a' && *at <= 'z')
				*at = (char)(*at - 'a' + 'A');
		if (asking->ended || (strlen(line) == 3 && strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3))
			break;
		printf("  Please type three letters.\n");
	}
	draft->currency = keep(draft, line);
	draft->minor_digits = currency_digits(draft->currency);
}

static void ask_days(struct draft *draft, struct asking *asking)
{
	char line[ASK_LINE];

	for (;;) {
		ask_day(line, asking, "First day of voting (such as 11 May 2026; Enter: not known yet):");
		draft->opens = keep(draft, line);
		ask_day(line, asking, "Last day of voting (Enter: not known yet):");
		draft->closes = keep(draft, line);
		if (asking->ended || !*draft->opens || !*draft->closes || strcmp(draft->opens, draft->closes) <= 0)
			return;
		printf("  The last day is before the first. Please type both again.\n");
	}
}

static void ask_admission(struct draft *draft, struct asking *asking)
{
	static const char *const words[] = {
	    "attended: staff at the kiosk let each voter in, and keep their own list",
	    "code: each voter brings a printed voting code, which is good for one ballot",
	    "open: anybody may press Start (for a show of hands, where nobody is checked)"};
	static const enum admission values[] = {ADMISSION_ATTENDED, ADMISSION_CODE, ADMISSION_OPEN};

	printf("\n");
	draft->admission = values[ask_choice(asking, "How do people come to vote?", words, 3, 1)];
}

static int same_name(const char *const *names, unsigned count, const char *name)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return 1;
	return 0;
}

static void ask_districts(struct draft *draft, struct asking *asking)
{
	char line[ASK_LINE];

	printf("\nDistricts (wards, neighbourhoods) are needed only where people of one place vote on\n"
	       "other projects than those of the next. Type their names, one a line.\n");
	while (!asking->ended && draft->district_count < ELECTION_MAX_STYLES) {
		ask_text(line, asking,
		         draft->district_count > 0 ? "Next district (Enter: that was the last):"
		                                   : "First district (Enter: none, everybody votes on the same):",
		         120, "");
		if (!*line && draft->district_count == 1) {
			printf("  One district alone is none: it is left out.\n");
			draft->district_count = 0;
		}
		if (!*line)
			return;
		if (same_name(draft->district, draft->district_count, line))
			printf("  That name is there already.\n");
		else
			draft->district[draft->district_count++] = keep(draft, line);
	}
}

/* --- contests --- */

static void ask_projects(struct draft *draft, struct draft_contest *contest, struct asking *asking)
{
	char line[ASK_LINE], question[120], budget[MONEY_TEXT];

	printf("\nThe projects, one after the other: name, cost, and one sentence. All else (descriptions,\n"
	       "places, pictures) is written into the file afterwards. Enter alone ends the list.\n");
	while (!asking->ended && contest->project_count < DRAFT_PROJECTS) {
		struct draft_project *project;

		snprintf(question, sizeof question, "Name of project %u%s:", contest->project_count + 1,
		         contest->project_count > 0 ? " (Enter: that was the last)" : "");
		ask_text(line, asking, question, ELECTION_NAME_MAX, contest->project_count > 0 ? "" : NULL);
		if (!*line)
			return;
		project = draft_add_project(contest);
		if (!project) {
			draft->texts.failed = 1;
			return;
		}
		project->name = keep(draft, line);
		snprintf(question, sizeof question, "  What it costs (at most %s):",
		         money_text(budget, draft->currency, contest->budget, draft->minor_digits));
		project->cost = ask_money(asking, question, draft->minor_digits, contest->budget, 0);
		ask_text(line, asking, "  In one sentence (Enter: later):", 200, "");
		project->summary = keep(draft, line);
	}
}

static void ask_type(struct draft_contest *contest, struct asking *asking)
{
	static const char *const words[] = {
	    "as many projects as they like, while the money lasts",
	    "as many projects as they like, or up to a number",
	    "one project",
	    "a few projects in order, the most wanted first",
	    "points, which they share out among projects",
	    "a mark for each project",
	};
	static const enum vote_type types[] = {VOTE_KNAPSACK, VOTE_APPROVAL, VOTE_CHOOSE_ONE,
	                                       VOTE_RANKED,   VOTE_POINTS,   VOTE_SCORE};

	contest->type = types[ask_choice(asking, "What does each voter choose?", words, 6, 1)];
	if (contest->type == VOTE_APPROVAL)
		contest->limit = (unsigned)ask_number(asking, "How many at most? (0: as many as they like)", 0,
		                                      ELECTION_MAX_PROJECTS, 0);
	else if (contest->type == VOTE_RANKED)
		contest->limit = (unsigned)ask_number(asking, "How many projects in order?", 2, 20, 3);
	else if (contest->type == VOTE_POINTS)
		contest->limit = (unsigned)ask_number(asking, "How many points has each voter?", 1, 1000, 10);
	else if (contest->type == VOTE_SCORE)
		contest->limit = (unsigned)ask_number(asking, "What is the highest mark?", 1, 100, 5);
}

static void ask_contest(struct draft *draft, struct asking *asking)
{
	struct draft_contest *contest = &draft->contest[draft->contest_count++];
	const char *who[ELECTION_MAX_STYLES + 1] = {"everybody"};
	char line[ASK_LINE];

	memset(contest, 0, sizeof *contest);
	printf("\n--- Budget %u ---\n", draft->contest_count);
	ask_text(line, asking, "What is this money for? (the heading that voters read, such as: Projects for parks)",
	         ELECTION_NAME_MAX, NULL);
	contest->title = keep(draft, line);
	contest->budget =
	    ask_money(asking, "How much money is there in it?", draft->minor_digits, ELECTION_MAX_MONEY, 0);
	for (unsigned i = 0; i < draft->district_count; i++)
		who[i + 1] = draft->district[i];
	if (draft->district_count > 0)
		contest->district = ask_choice(asking, "Who votes on it?", who, draft->district_count + 1, 1);
	ask_type(contest, asking);
	ask_projects(draft, contest, asking);
	if (contest->limit > contest->project_count &&
	    (contest->type == VOTE_RANKED || contest->type == VOTE_APPROVAL)) {
		contest->limit = contest->type == VOTE_RANKED ? contest->project_count : 0;
		printf("  There are only %u projects: %s.\n", contest->project_count,
		       contest->limit ? "they all can be put in order" : "voters may choose as many as they like");
	}
}

static void ask_all(struct draft *draft, struct asking *asking, int practice)
{
	char line[ASK_LINE], year[ASK_LINE];

	printf("This makes a first election.json. Answer each question and press Enter; what stands in\n"
	       "[brackets] is taken where you press Enter alone. Everything can be changed in the file later.\n\n");
	ask_text(line, asking, "The vote's name (such as: Your neighbourhood, your budget):", ELECTION_NAME_MAX, NULL);
	draft->title[0] = keep(draft, line);
	ask_text(line, asking, "Who holds it (council or group):", 120, NULL);
	draft->organiser = keep(draft, line);
	draft->practice = practice || ask_yes(asking, "Is it only for trying out? yes or no:", "no");
	ask_languages(draft, asking);
	ask_currency(draft, asking);
	ask_days(draft, asking);
	snprintf(year, sizeof year, "%.50s%s%.4s", draft->title[0], *draft->opens ? "-" : "", draft->opens);
	/* A slug is made of a file's name: no folders, no ending. */
	for (char *at = year; *at; at++)
		if (*at == '/' || *at == '.')
			*at = ' ';
	draft->id = text_slug(&draft->texts, year, ELECTION_ID_MAX);
	ask_admission(draft, asking);
	ask_districts(draft, asking);
	do {
		ask_contest(draft, asking);
	} while (!asking->ended && draft->contest_count < ELECTION_MAX_CONTESTS &&
	         ask_yes(asking, "\nIs there another budget to vote on, apart from this one? yes or no:", "no"));
}

/* --- the command --- */

struct faults_of {
	const char *path;
	unsigned count;
};

static void tell_fault(void *context, const struct problem *problem)
{
	struct faults_of *faults = context;

	if (faults->count++ == 0)
		printf("\nThis is still to be corrected in the file:\n");
	printf("  %s: %s; %s\n", problem->place, problem->what, problem->cure);
}

static int write_draft(const struct draft *draft, const char *output, int is_template)
{
	struct definition definition;
	struct faults_of faults = {.path = output};
	char *text;
	size_t text_len;
	int code = EXIT_FAILED;

	if (draft_write(&text, &text_len, draft) != STATUS_OK)
		return cli_failed("there is not enough memory; close other programs");
	if (file_write(output, text, text_len, FILE_PUBLIC, FILE_KEEP) != STATUS_OK)
		goto out;
	printf("%s%s is written.\n", is_template ? "" : "\n", output);
	if (definition_read(&definition, text, text_len, tell_fault, &faults) == STATUS_NO_ROOM)
		cli_note("%s: could not be looked through: there is not enough memory", output);
	definition_finish(&definition);
	printf("\nNext: open it in a plain text editor and %s, then\n"
	       "  folkmoot election check %s\n"
	       "tells everything that is wrong or missing, and\n"
	       "  folkmoot election preview %s -o preview.html\n"
	       "shows every screen as voters will see it.\n",
	       is_template ? "replace all that stands in [brackets]"
	                   : "add what residents need to decide (the comments in it say what)",
	       output, output);
	code = cli_finish(EXIT_DONE);
out:
	free(text);
	return code;
}

static int ask_and_write(const char *output, int practice)
{
	struct draft *draft = calloc(1, sizeof *draft);
	struct asking asking = {.in = stdin};
	int code;

	if (!draft)
		return cli_failed("there is not enough memory; close other programs");
	ask_all(draft, &asking, practice);
	if (asking.ended)
		code = cli_failed("the answers ended before the last question, so nothing was written; start again, or "
		                  "fill in the file that `folkmoot election new --template -o %s` makes",
		                  output);
	else
		code = write_draft(draft, output, 0);
	draft_finish(draft);
	free(draft);
	return code;
}

static int write_template(const char *output, int practice)
{
	struct draft *draft = calloc(1, sizeof *draft);
	int code = EXIT_FAILED;

	if (!draft || draft_template(draft) != STATUS_OK) {
		(void)cli_failed("there is not enough memory; close other programs");
	} else {
		draft->practice = practice;
		code = write_draft(draft, output, 1);
	}
	if (draft)
		draft_finish(draft);
	free(draft);
	return code;
}

int election_new(int argc, char **argv)
{
	const char *output = NULL;
	int template = 0, practice = 0;
	const struct cli_option options[] = {
	    {.name = "-o",
	     .value = "ELECTION.json",
	     .help = "the definition to write; it must not exist yet",
	     .text = &output,
	     .required = 1},
	    {.name = "--template",
	     .help = "ask nothing: write an example with comments, to be filled in",
	     .flag = &template},
	    {.name = "--practice", .help = "a vote for trying out, which never counts", .flag = &practice},
	};
	const struct cli_command command = {
	    .name = "election new",
	    .usage = "-o ELECTION.json [--template] [--practice]",
	    .help = "Begins a vote: asks for its name, days, languages, budgets and projects, and writes\n"
	            "a definition with them, in which comments say what else can be added. With\n"
	            "--template it asks nothing. Nothing is signed yet: the file may be changed in any\n"
	            "plain text editor until `folkmoot election build`.",
	    .options = options,
	    .option_count = sizeof options / sizeof options[0],
	};
	int count, code = cli_parse(&count, &command, argc, argv);

	if (code != CLI_RUN)
		return code;
	if (path_exists(output))
		return cli_failed("%s: exists already and stays as it is; give another name, or go on with `folkmoot "
		                  "election check %s`",
		                  output, output);
	if (file_may_write(output) != STATUS_OK)
		return EXIT_FAILED;
	return template ? write_template(output, practice) : ask_and_write(output, practice);
}
