/* `folkmoot tally`: counts a Pabulib file directly. */
#include <jansson.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "definition.h"
#include "greedy.h"
#include "pabulib_file.h"

struct tally {
	const char *path;
	const struct pabulib *file;
	const struct profile *profile;
	struct terms terms;
	const struct outcome *outcome;
};

/* The file's currency, or "" where it names none that is known by three capital letters. */
static const char *currency(const struct tally *tally)
{
	const char *told = pabulib_meta(tally->file, "currency");

	return strlen(told) == 3 && strspn(told, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 ? told : "";
}

/* For people; money is for programs. */
static const char *shown(char room[static MONEY_TEXT], const struct tally *tally, const char *in, uint64_t amount)
{
	return money_text(room, in, amount, tally->file->money_digits);
}

static const char *money(char room[static 32], const struct tally *tally, uint64_t amount)
{
	decimal_write(room, (int64_t)amount, tally->file->money_digits);
	return room;
}

/* --- as JSON
 * ------------------------------------------------------------------------------------------------------------------ */

static json_t *id_list(const struct tally *tally, const uint32_t *indices, uint32_t count)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++)
		json_array_append_new(list, json_string(tally->profile->projects[indices[i]].id));
	return list;
}

static int was_selected(const struct outcome *outcome, uint32_t project)
{
	for (uint32_t i = 0; i < outcome->selected_count; i++) {
		if (outcome->selected[i] == project)
			return 1;
	}
	return 0;
}

static json_t *ties_json(const struct tally *tally)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < tally->outcome->tie_count; i++) {
		const struct tie_broken *tie = &tally->outcome->ties[i];
		const uint32_t *tied = &tally->outcome->tied[tie->first];
		json_t *selected = json_array();

		for (uint32_t k = 0; k < tie->count; k++) {
			if (was_selected(tally->outcome, tied[k]))
				json_array_append_new(selected, json_string(tally->profile->projects[tied[k]].id));
		}
		json_array_append_new(list, json_pack("{s:o, s:o}", "candidates", id_list(tally, tied, tie->count),
		                                      "selected", selected));
	}
	return list;
}

static json_t *rounds_json(const struct tally *tally)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < tally->outcome->round_count; i++) {
		const struct round *round = &tally->outcome->rounds[i];
		const struct profile_project *project = &tally->profile->projects[round->project];
		char cost[32], left[32], score[32];

		decimal_write(score, project->score, tally->file->point_digits);
		json_array_append_new(list,
		                      json_pack("{s:s, s:I, s:s, s:s, s:s, s:s}", "project", project->id, "votes",
		                                (json_int_t)project->votes, "score", score, "cost",
		                                money(cost, tally, project->cost), "what", round_kind_word(round->kind),
		                                "left", money(left, tally, round->left)));
	}
	return list;
}

static int print_json(const struct tally *tally)
{
	char cost[32], budget[32];
	json_t *all =
	    json_pack("{s:s, s:s, s:s, s:b, s:s, s:o, s:s, s:s, s:o, s:o}", "rule", rule_word(tally->terms.rule), "sat",
	              satisfaction_word(tally->terms.sat), "completion", completion_word(COMPLETION_NONE), "exhaustive",
	              0, "tie", tie_word(tally->terms.tie), "selected",
	              id_list(tally, tally->outcome->selected, tally->outcome->selected_count), "cost",
	              money(cost, tally, tally->outcome->cost), "budget", money(budget, tally, tally->file->budget),
	              "ties", ties_json(tally), "rounds", rounds_json(tally));
	int written = all ? json_dumpf(all, stdout, JSON_INDENT(1)) : -1;

	json_decref(all);
	if (written != 0)
		return cli_failed("the result could not be written as JSON; is there enough memory and room?");
	putchar('\n');
	return cli_finish(EXIT_DONE);
}

/* --- in words
 * ----------------------------------------------------------------------------------------------------------------- */

static void print_round(const struct tally *tally, const struct round *round)
{
	const char *name = tally->file->projects[round->project].name;
	const struct profile_project *project = &tally->profile->projects[round->project];
	char cost[MONEY_TEXT], left[MONEY_TEXT], score[32];

	decimal_write(score, project->score, tally->file->point_digits);
	printf("  %-15s %8s %12s %12s  %s %.*s\n", round_kind_word(round->kind), score,
	       shown(cost, tally, "", project->cost), shown(left, tally, "", round->left), project->id,
	       (int)strcspn(name, "\r\n"), name);
}

static int print_words(const struct tally *tally)
{
	const struct outcome *outcome = tally->outcome;
	char cost[MONEY_TEXT], budget[MONEY_TEXT];

	printf("%s\n%u project%s, %zu vote%s, budget %s\nrule %s, satisfaction %s, ties %s\n\n",
	       pabulib_meta(tally->file, "description"), tally->profile->project_count,
	       plural(tally->profile->project_count), tally->profile->vote_count, plural(tally->profile->vote_count),
	       shown(budget, tally, currency(tally), tally->file->budget), rule_word(tally->terms.rule),
	       satisfaction_word(tally->terms.sat), tie_word(tally->terms.tie));
	printf("  %-15s %8s %12s %12s  %s\n", "", tally->profile->kind == PROFILE_SETS ? "votes" : "points", "cost",
	       "left", "project");
	for (uint32_t i = 0; i < outcome->round_count; i++)
		print_round(tally, &outcome->rounds[i]);
	printf("\n%u project%s selected, cost %s of %s\n", outcome->selected_count, plural(outcome->selected_count),
	       shown(cost, tally, currency(tally), outcome->cost), budget);
	for (uint32_t i = 0; i < outcome->tie_count; i++) {
		printf("a tie decided, in this order:");
		for (uint32_t k = 0; k < outcome->ties[i].count; k++) {
			uint32_t project = outcome->tied[outcome->ties[i].first + k];

			printf("%s %s (%s)", k ? "," : "", tally->profile->projects[project].id,
			       was_selected(outcome, project) ? "selected" : "not selected");
		}
		printf("\n");
	}
	return cli_finish(EXIT_DONE);
}

/* --- the command
 * -------------------------------------------------------------------------------------------------------------- */

struct tally_words {
	const char *rule, *sat, *completion, *tie, *repeats;
	int json;
};

static int read_terms(struct tally *tally, const struct tally_words *words)
{
	struct terms *terms = &tally->terms;
	enum completion completion;

	if (rule_from_word(&terms->rule, words->rule) != STATUS_OK)
		return cli_failed("there is no rule '%s'; the rules are greedy, greedy-no-skip and greedy-threshold",
		                  words->rule);
	if (terms->rule != RULE_GREEDY && terms->rule != RULE_GREEDY_NO_SKIP && terms->rule != RULE_GREEDY_THRESHOLD)
		return cli_failed(
		    "the rule '%s' is not in this version; it counts by greedy, greedy-no-skip and greedy-threshold",
		    words->rule);
	terms->sat = satisfaction_default(profile_kind_of(tally->file->type));
	if (words->sat && satisfaction_from_word(&terms->sat, words->sat) != STATUS_OK)
		return cli_failed(
		    "there is no satisfaction '%s'; there are cost and number, points-cost and points, rank, rank-cost "
		    "and borda",
		    words->sat);
	if (completion_from_word(&completion, words->completion) != STATUS_OK || completion != COMPLETION_NONE)
		return cli_failed("the completion '%s' does not go with the rule %s, which needs none",
		                  words->completion, words->rule);
	if (tie_from_word(&terms->tie, words->tie) != STATUS_OK)
		return cli_failed("there is no tie rule '%s'; there are cost-votes-id and id", words->tie);
	if (terms->rule == RULE_GREEDY_THRESHOLD && !*pabulib_meta(tally->file, "min_project_score_threshold"))
		return cli_failed("%s tells no min_project_score_threshold, which the rule greedy-threshold needs",
		                  tally->path);
	terms->threshold = tally->file->threshold;
	return CLI_RUN;
}

static int count_profile(struct tally *tally, const struct tally_words *words)
{
	struct outcome *outcome;
	enum status status = greedy_count(&outcome, tally->profile, &tally->terms);
	int code;

	if (status == STATUS_RULES)
		return cli_failed("the satisfaction '%s' does not go with votes of the type %s",
		                  satisfaction_word(tally->terms.sat), pabulib_meta(tally->file, "vote_type"));
	if (status != STATUS_OK)
		return cli_failed("%s could not be counted: %s", tally->path, status_phrase(status));
	tally->outcome = outcome;
	code = words->json ? print_json(tally) : print_words(tally);
	outcome_destroy(outcome);
	return code;
}

static int tally_file(struct tally *tally, const struct tally_words *words)
{
	enum repeats repeats = REPEATS_ONCE;
	struct profile *profile;
	enum status status;
	int code = read_terms(tally, words);

	if (code != CLI_RUN)
		return code;
	if (strcmp(words->repeats, "all") == 0)
		repeats = REPEATS_ALL;
	else if (strcmp(words->repeats, "once") != 0)
		return cli_failed("--repeats is 'once' or 'all', not '%s'", words->repeats);
	if (tally->file->repeated_votes > 0)
		cli_note("%s: %zu vote%s name%s a project more than once; it counts %s", tally->path,
		         tally->file->repeated_votes, plural(tally->file->repeated_votes),
		         tally->file->repeated_votes == 1 ? "s" : "",
		         repeats == REPEATS_ONCE ? "once in each (--repeats all counts every mention)"
		                                 : "as often as it is named");
	status = pabulib_profile(&profile, tally->file, repeats);
	if (status != STATUS_OK)
		return cli_failed("%s could not be counted: %s", tally->path, status_phrase(status));
	tally->profile = profile;
	code = count_profile(tally, words);
	profile_destroy(profile);
	return code;
}

int command_tally(int argc, char **argv)
{
	struct tally_words words = {.rule = "greedy", .completion = "none", .tie = "cost-votes-id", .repeats = "once"};
	const struct cli_option options[] = {
	    {.name = "--rule",
	     .value = "RULE",
	     .help = "greedy (the default), greedy-no-skip or greedy-threshold",
	     .text = &words.rule},
	    {.name = "--sat",
	     .value = "SAT",
	     .help =
	         "cost, number; points-cost, points; rank-cost, rank, borda (the first is each vote type's default)",
	     .text = &words.sat},
	    {.name = "--completion",
	     .value = "C",
	     .help = "none, which is all that greedy rules know",
	     .text = &words.completion},
	    {.name = "--tie", .value = "TIE", .help = "cost-votes-id (the default) or id", .text = &words.tie},
	    {.name = "--repeats",
	     .value = "HOW",
	     .help = "a project named twice in one vote counts once (the default) or 'all'",
	     .text = &words.repeats},
	    {.name = "--json", .help = "the result as JSON", .flag = &words.json},
	};
	const struct cli_command command = {
	    .name = "tally",
	    .usage = "FILE.pb [--rule RULE] [--sat SAT] [--tie TIE] [--json]",
	    .help = "Counts an election in the Pabulib format (pabulib.org) directly, with exact\n"
	            "arithmetic, and tells every step and every tie that decided something.\n"
	            "greedy takes projects in descending order of satisfaction per cost and skips\n"
	            "what does not fit; with the satisfaction 'cost' that is most votes first, with\n"
	            "'number' most votes per unit of money first. What is odd in the file is told\n"
	            "on stderr and changes nothing.",
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
	if (city_load(&city, argv[1]) == STATUS_OK) {
		struct tally tally = {.path = argv[1], .file = city.file};

		code = tally_file(&tally, &words);
	}
	city_finish(&city);
	return code;
}
