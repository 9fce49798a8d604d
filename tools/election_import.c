/* `folkmoot election import`: a Pabulib file becomes election.json. What cannot be carried over is said, never dropped
 * in silence. */
#include "election_import.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "definition.h"
#include "import_text.h"
#include "pabulib_file.h"

struct import {
	const char *path;
	const struct pabulib *file;
	struct election *election;
	struct contest *contest;
	struct text_store texts;
	uint64_t unit; /* minor units of the election in one of the file's */
	unsigned shortened, unnamed;
};

static void tell_problem(void *context, const struct problem *problem)
{
	const char *path = context;

	cli_note("%s: %s: %s; %s", path, problem->place, problem->what, problem->cure);
}

/* Cleaned, and cut at max characters. */
static const char *words(struct import *import, const char *text, size_t max)
{
	return text_shortened(&import->texts, text_cleaned(&import->texts, text), max, NULL);
}

static void set_text(struct text *text, const char *words)
{
	text->in[0] = words;
}

/* --- the whole election
 * ------------------------------------------------------------------------------------------------------- */

static const char *language_of(struct import *import)
{
	const char *told = pabulib_meta(import->file, "language");
	size_t len = strspn(told, "abcdefghijklmnopqrstuvwxyz");
	char tag[4];

	if ((len != 2 && len != 3) || (told[len] && told[len] != ',' && told[len] != '-' && told[len] != ' ')) {
		cli_note(
		    "%s: META tells no language that is known (\"%.20s\"); the texts are taken as English (\"en\")",
		    import->path, told);
		return "en";
	}
	memcpy(tag, told, len);
	tag[len] = '\0';
	return text_joined(&import->texts, tag, "", "");
}

static const char *currency_of(const struct import *import)
{
	const char *told = pabulib_meta(import->file, "currency");

	if (strlen(told) == 3 && strspn(told, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3)
		return told;
	cli_note("%s: META tells no currency; XXX, \"no currency\", stands for it until you write the right one",
	         import->path);
	return "XXX";
}

static void set_rule(struct import *import)
{
	static const struct {
		const char *word;
		enum rule rule;
		enum completion completion;
	} known[] = {
	    {"greedy", RULE_GREEDY, COMPLETION_NONE},
	    {"greedy-no-skip", RULE_GREEDY_NO_SKIP, COMPLETION_NONE},
	    {"greedy-threshold", RULE_GREEDY_THRESHOLD, COMPLETION_NONE},
	    {"equalshares", RULE_MES, COMPLETION_NONE},
	    {"equalshares/add1", RULE_MES, COMPLETION_ADD1},
	    {"equalshares/add1u", RULE_MES, COMPLETION_ADD1U},
	    {"equalshares/utilitarian", RULE_MES, COMPLETION_UTILITARIAN},
	    {"phragmen", RULE_PHRAGMEN, COMPLETION_NONE},
	};
	const char *told = pabulib_meta(import->file, "rule");
	struct election *election = import->election;

	election->rule = RULE_GREEDY;
	election->sat = satisfaction_default(profile_kind_of(import->file->type));
	election->tie = TIE_COST_VOTES_ID;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (strcmp(told, known[i].word) != 0)
			continue;
		election->rule = known[i].rule;
		election->completion = known[i].completion;
		return;
	}
	cli_note("%s: the rule \"%.40s\" cannot be taken over exactly; the election counts by greedy", import->path,
	         told);
}

static void set_title(struct import *import)
{
	const char *title = words(import, pabulib_meta(import->file, "description"), ELECTION_NAME_MAX);

	if (!*title)
		title = words(import, pabulib_meta(import->file, "instance"), ELECTION_NAME_MAX);
	if (!*title)
		title = import->election->id;
	set_text(&import->election->title, title);
	set_text(&import->contest->title, title);
}

static void set_election(struct import *import, int practice)
{
	struct election *election = import->election;
	const struct pabulib *file = import->file;

	election->id = text_slug(&import->texts, import->path, ELECTION_ID_MAX);
	election->revision = 1;
	election->kind = practice ? SIGN_PRACTICE : SIGN_REAL;
	election->currency = currency_of(import);
	election->minor_digits = (uint8_t)currency_digits(election->currency);
	if (election->minor_digits < file->money_digits)
		election->minor_digits = (uint8_t)file->money_digits;
	import->unit = 1;
	for (unsigned i = file->money_digits; i < election->minor_digits; i++)
		import->unit *= 10;
	election->add1_step = 1;
	for (unsigned i = 0; i < election->minor_digits; i++)
		election->add1_step *= 10;
	election->opens = text_iso_date(&import->texts, pabulib_meta(file, "date_begin"));
	election->closes = text_iso_date(&import->texts, pabulib_meta(file, "date_end"));
	election->language_count = 1;
	election->language[0] = language_of(import);
	set_text(&election->organiser, words(import, pabulib_meta(file, "unit"), 120));
	election->admission = ADMISSION_OPEN;
	election->idle_s = 180;
	election->warning_s = 45;
	set_rule(import);
	set_title(import);
}

/* --- the contest and its limits
 * ----------------------------------------------------------------------------------------------- */

const char *usual_instruction(const char *language, enum vote_type type)
{
	enum { SETS, ONE, RANKING, POINTS, SCORES, TYPES };
	static const struct {
		const char *language;
		const char *words[TYPES];
	} known[] = {
	    {"en",
	     {"Choose the projects that you want.", "Choose the one project that you want most.",
	      "Put the projects that you want in order, the most wanted first.",
	      "Share your points among the projects that you want.", "Give a mark to each project."}},
	    {"pl",
	     {"Wybierz projekty, które popierasz.", "Wybierz jeden projekt, który najbardziej popierasz.",
	      "Ustaw projekty w kolejności, od najważniejszego dla ciebie.",
	      "Rozdziel punkty między projekty, które popierasz.", "Oceń każdy projekt."}},
	    {"nl",
	     {"Kies de projecten die je wilt.", "Kies het project dat je het liefst wilt.",
	      "Zet de projecten op volgorde, het liefste eerst.", "Verdeel je punten over de projecten die je wilt.",
	      "Geef elk project een cijfer."}},
	    {"fr",
	     {"Choisissez les projets que vous voulez.", "Choisissez le projet que vous préférez.",
	      "Classez les projets, votre préféré en premier.",
	      "Répartissez vos points entre les projets que vous voulez.", "Donnez une note à chaque projet."}},
	    {"es",
	     {"Elija los proyectos que quiere.", "Elija el proyecto que más quiere.",
	      "Ordene los proyectos, primero el que más quiere.", "Reparta sus puntos entre los proyectos que quiere.",
	      "Dé una nota a cada proyecto."}},
	    {"pt",
	     {"Escolha os projetos que quer.", "Escolha o projeto que mais quer.",
	      "Ordene os projetos, primeiro o que mais quer.", "Reparta os seus pontos pelos projetos que quer.",
	      "Dê uma nota a cada projeto."}},
	};
	static const int of_type[] = {[VOTE_APPROVAL] = SETS,  [VOTE_KNAPSACK] = SETS, [VOTE_CHOOSE_ONE] = ONE,
	                              [VOTE_RANKED] = RANKING, [VOTE_POINTS] = POINTS, [VOTE_SCORE] = SCORES};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (strcmp(known[i].language, language) == 0)
			return known[i].words[of_type[type]];
	}
	return known[0].words[of_type[type]];
}

/* The largest points for one project and in one vote, of all votes in the file. */
static void points_given(const struct pabulib *file, int64_t *most, int64_t *most_sum, int64_t *least)
{
	*most = *most_sum = *least = 0;
	for (size_t v = 0; v < file->vote_count; v++) {
		int64_t sum = 0;

		for (size_t i = pabulib_first(file, v); i < file->votes[v].end; i++) {
			int64_t points = file->marks[i].points;

			*most = points > *most ? points : *most;
			*least = points < *least ? points : *least;
			if (__builtin_add_overflow(sum, points, &sum))
				sum = INT64_MAX;
		}
		*most_sum = sum > *most_sum ? sum : *most_sum;
	}
}

static uint32_t bounded(int64_t value)
{
	return value < 0 ? 0 : value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

/* Elections know whole points from 0 up. Limits that the file leaves open are taken from its votes, and said. */
static int set_points(struct import *import)
{
	const struct pabulib *file = import->file;
	struct contest *contest = import->contest;
	int64_t most, most_sum, least;

	points_given(file, &most, &most_sum, &least);
	if (file->point_digits > 0 || least < 0 || file->min_points < 0)
		return cli_failed("%s: its votes have points below zero or with decimals, which a kiosk cannot take",
		                  import->path);
	contest->min_points = bounded(file->min_points);
	contest->max_points = bounded(file->max_points);
	contest->max_sum_points = file->type == VOTE_POINTS ? bounded(file->max_sum_points) : 0;
	if (file->type == VOTE_POINTS && contest->max_sum_points == 0) {
		contest->max_sum_points = bounded(most_sum > 0 ? most_sum : 10);
		cli_note("%s: META tells no max_sum_points; %u, the most in its votes, is taken", import->path,
		         contest->max_sum_points);
	}
	if (file->type == VOTE_SCORE && contest->max_points == 0) {
		contest->max_points = bounded(most > 0 ? most : 5);
		cli_note("%s: META tells no max_points; %u, the most in its votes, is taken", import->path,
		         contest->max_points);
	}
	if (contest->max_sum_points > 0 && contest->max_points > contest->max_sum_points)
		contest->max_points = contest->max_sum_points;
	if (file->min_sum_points > 0)
		cli_note("%s: min_sum_points is left out: a kiosk lets voters keep points", import->path);
	if (file->default_points != 0)
		cli_note("%s: default_score is left out: a project without a mark gets no points here", import->path);
	return CLI_RUN;
}

static int set_contest(struct import *import)
{
	const struct pabulib *file = import->file;
	struct contest *contest = import->contest;
	int by_cost = file->type == VOTE_APPROVAL || file->type == VOTE_KNAPSACK;

	contest->id = 1;
	contest->type = file->type;
	set_text(&contest->instruction, usual_instruction(import->election->language[0], file->type));
	contest->budget = file->budget * import->unit;
	contest->min_length = file->min_length;
	contest->max_length = file->max_length;
	if (by_cost) {
		contest->min_sum_cost = file->min_sum_cost * import->unit;
		contest->max_sum_cost = file->max_sum_cost * import->unit;
	} else if (file->min_sum_cost > 0 || file->max_sum_cost > 0) {
		cli_note("%s: min_sum_cost and max_sum_cost are left out: they do not go with this vote_type",
		         import->path);
	}
	if (file->threshold > 0 && import->election->rule == RULE_GREEDY_THRESHOLD)
		contest->min_project_score = (uint64_t)file->threshold;
	else if (file->threshold > 0)
		cli_note("%s: min_project_score_threshold is left out: the rule %s does not know it", import->path,
		         rule_word(import->election->rule));
	return profile_kind_of(file->type) == PROFILE_POINTS ? set_points(import) : CLI_RUN;
}

/* --- projects
 * ----------------------------------------------------------------------------------------------------------------- */

/* Bits of the categories in a list such as "sport,public space", adding new ones to the election. A comma before a
 * blank belongs to a name. */
static uint32_t categories_of(struct import *import, const char *list)
{
	struct election *election = import->election;
	uint32_t bits = 0;

	while (*list) {
		size_t len = strcspn(list, ",");
		char one[256];
		const char *name;
		unsigned i = 0;

		while (list[len] == ',' && list[len + 1] == ' ')
			len += 1 + strcspn(list + len + 1, ",");
		snprintf(one, sizeof one, "%.*s", (int)(len < sizeof one ? len : sizeof one - 1), list);
		name = words(import, one, 60);
		while (i < election->category_count && strcmp(election->category[i].in[0], name) != 0)
			i++;
		if (*name && i == election->category_count && i < ELECTION_MAX_CATEGORIES)
			set_text(&election->category[election->category_count++], name);
		if (*name && i < ELECTION_MAX_CATEGORIES)
			bits |= UINT32_C(1) << i;
		list += list[len] ? len + 1 : len;
	}
	return bits;
}

static void set_name(struct import *import, struct project *project, const struct pabulib_project *told)
{
	const char *full = text_cleaned(&import->texts, told->name),
	           *description = text_cleaned(&import->texts, told->description);
	int cut;

	if (!*full) {
		full = text_joined(&import->texts, "Project ", "", project->id);
		import->unnamed++;
	}
	set_text(&project->name, text_shortened(&import->texts, full, ELECTION_NAME_MAX, &cut));
	if (cut) {
		import->shortened++;
		description = text_joined(&import->texts, full, *description ? "\n\n" : "", description);
	}
	set_text(&project->description, text_shortened(&import->texts, description, 2000, NULL));
}

static void set_project(struct import *import, struct project *project, const struct pabulib_project *told)
{
	project->id = text_cleaned(&import->texts, told->id);
	project->cost = told->cost * import->unit;
	set_name(import, project, told);
	set_text(&project->summary, "");
	set_text(&project->place, words(import, told->place, 120));
	set_text(&project->proposer, words(import, told->proposer, 120));
	set_text(&project->social, "");
	set_text(&project->economic, "");
	set_text(&project->environmental, "");
	set_text(&project->picture_alt, "");
	set_text(&project->contact, "");
	project->categories = categories_of(import, told->category);
}

/* A project that costs more than there is (withdrawn after voting, often at 999999999) cannot stand in an election.
 * Without votes it is left out. With votes it stays, so that every vote can be given and counted, at the whole budget;
 * its true price goes into its description. */
static int keep_dear(struct import *import, struct project *project, const struct pabulib_project *told, uint64_t votes)
{
	uint64_t most = import->contest->budget;
	char price[MONEY_TEXT];
	const char *words;

	if (import->contest->max_sum_cost > 0 && import->contest->max_sum_cost < most)
		most = import->contest->max_sum_cost;
	if (project->cost <= most)
		return 1;
	money_text(price, import->election->currency, project->cost, import->election->minor_digits);
	if (votes == 0) {
		cli_note("%s, line %lu: the project '%.60s' is left out: it costs %s, more than can be spent, and "
		         "nobody voted for it",
		         import->path, told->line, told->id, price);
		return 0;
	}
	cli_note("%s, line %lu: the project '%.60s' costs %s, more than can be spent, but has %llu vote%s; it stays at "
	         "the price of all the "
	         "money, so that %s can be cast. If it wins, the result is not the city's",
	         import->path, told->line, told->id, price, (unsigned long long)votes, plural(votes),
	         votes == 1 ? "it" : "they");
	words = text_joined(&import->texts, "Cost in the published file: ", price, ".");
	words =
	    text_joined(&import->texts, words, *project->description.in[0] ? "\n\n" : "", project->description.in[0]);
	set_text(&project->description, text_shortened(&import->texts, words, 2000, NULL));
	project->cost = most;
	return 1;
}

static int set_projects(struct import *import, const struct profile *votes)
{
	const struct pabulib *file = import->file;
	struct contest *contest = import->contest;

	if (file->project_count > UINT16_MAX || file->project_count > ELECTION_MAX_PROJECTS)
		return cli_failed("%s: it has %u projects; a contest can have %d", import->path, file->project_count,
		                  ELECTION_MAX_PROJECTS);
	contest->projects = calloc((size_t)file->project_count + 1, sizeof *contest->projects);
	if (!contest->projects)
		return cli_failed("there is not enough memory for the projects");
	for (uint32_t i = 0; i < file->project_count; i++) {
		struct project *project = &contest->projects[contest->project_count];

		if (file->projects[i].cost > ELECTION_MAX_MONEY ||
		    file->projects[i].cost * import->unit > ELECTION_MAX_MONEY)
			return cli_failed("%s, line %lu: the cost of project '%.60s' is out of range", import->path,
			                  file->projects[i].line, file->projects[i].id);
		set_project(import, project, &file->projects[i]);
		if (keep_dear(import, project, &file->projects[i], votes->projects[i].votes))
			contest->project_count++;
	}
	if (import->shortened > 0)
		cli_note("%s: %u name%s longer than %d characters %s shortened; the whole name begins the description",
		         import->path, import->shortened, plural(import->shortened), ELECTION_NAME_MAX,
		         import->shortened == 1 ? "is" : "are");
	if (import->unnamed > 0)
		cli_note("%s: %u project%s no name and %s by the id (\"Project 12\")", import->path, import->unnamed,
		         import->unnamed == 1 ? " has" : "s have", import->unnamed == 1 ? "is called" : "are called");
	return CLI_RUN;
}

/* --- the command
 * -------------------------------------------------------------------------------------------------------------- */

static int write_definition(struct import *import, const char *output)
{
	char *text;
	size_t text_len;
	int code = EXIT_FAILED;

	election_derive(import->election);
	if (import->texts.failed)
		return cli_failed("there is not enough memory for the texts");
	if (election_check(import->election, tell_problem, (void *)(uintptr_t)import->path) != STATUS_OK)
		return cli_failed("%s cannot become an election; correct it, then import it again", import->path);
	if (definition_write(&text, &text_len, import->election) != STATUS_OK)
		return cli_failed("the definition could not be written as JSON; is there enough memory?");
	if (file_write(output, text, text_len, FILE_PUBLIC, FILE_REPLACE) == STATUS_OK) {
		char budget[MONEY_TEXT];

		printf("%s: %u project%s, vote type %s, budget %s, rule %s, written to %s\n",
		       import->election->title.in[0], import->contest->project_count,
		       plural(import->contest->project_count), vote_type_word(import->contest->type),
		       money_text(budget, import->election->currency, import->contest->budget,
		                  import->election->minor_digits),
		       rule_word(import->election->rule), output);
		printf("Next: folkmoot election build %s --organiser KEY --trustees TRANSCRIPT -o NAME.election\n",
		       output);
		code = cli_finish(EXIT_DONE);
	}
	free(text);
	return code;
}

static int import_file(const struct pabulib *file, const char *path, const char *output, int practice)
{
	struct contest contest = {0};
	struct style style = {.name.in[0] = "", .contest_count = 1};
	struct election election = {.contest_count = 1, .contests = &contest, .style_count = 1, .styles = &style};
	struct import import = {.path = path, .file = file, .election = &election, .contest = &contest};
	struct profile *votes;
	int code;

	if (pabulib_profile(&votes, file, REPEATS_ONCE) != STATUS_OK)
		return cli_failed("%s: its votes could not be added up; is there enough memory?", path);
	set_election(&import, practice);
	if (file->budget > ELECTION_MAX_MONEY / import.unit || file->max_sum_cost > ELECTION_MAX_MONEY / import.unit)
		code = cli_failed("%s: its budget is out of range", path);
	else
		code = set_contest(&import);
	if (code == CLI_RUN)
		code = set_projects(&import, votes);
	if (code == CLI_RUN)
		code = write_definition(&import, output);
	profile_destroy(votes);
	free(contest.projects);
	text_store_free(&import.texts);
	return code;
}

int election_import(int argc, char **argv)
{
	const char *output = NULL;
	int practice = 0;
	const struct cli_option options[] = {
	    {.name = "-o",
	     .value = "ELECTION.json",
	     .help = "where the definition is written",
	     .text = &output,
	     .required = 1},
	    {.name = "--practice", .help = "a practice election: only practice keys can sign it", .flag = &practice},
	};
	const struct cli_command command = {
	    .name = "election import",
	    .usage = "CITY.pb -o ELECTION.json [--practice]",
	    .help = "Takes the projects, vote type, limits, budget and rule of a published election in\n"
	            "the Pabulib format (pabulib.org) and writes a definition with them, to be edited,\n"
	            "built and, as practice, replayed. The votes are left in the file.\n"
	            "What an election cannot carry is said on stderr: a name of more than 160\n"
	            "characters is shortened, and begins the description in full; a project dearer\n"
	            "than the budget is left out where nobody voted for it, else it stays at the\n"
	            "price of the whole budget, so that its votes can be cast; a rule that is not\n"
	            "known becomes greedy.",
	    .options = options,
	    .option_count = sizeof options / sizeof options[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a Pabulib file",
	};
	struct city city;
	int count, code = cli_parse(&count, &command, argc, argv);

	if (code != CLI_RUN)
		return code;
	code = EXIT_FAILED;
	if (city_load(&city, argv[1]) == STATUS_OK)
		code = import_file(city.file, argv[1], output, practice);
	city_finish(&city);
	return code;
}
