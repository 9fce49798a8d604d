/* `folkmoot tally`: counts a Pabulib file directly. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "compare.h"
#include "pabulib_file.h"
#include "parallel.h"
#include "progress.h"
#include "tally.h"
#include "tally_terms.h"

/* --- counting
 * ----------------------------------------------------------------------------------------------------------------- */

static void show_progress(void *context, uint64_t done, uint64_t all)
{
	struct progress *progress = context;

	progress->total = all;
	progress_at(progress, done);
}

static void share_out(void *context, size_t count, void (*work)(void *share, size_t index), void *share)
{
	(void)context;
	parallel_each(count, NULL, work, share);
}

enum status tally_count(struct outcome **out, const struct profile *profile, const struct terms *terms)
{
	struct progress progress;
	const struct count_host host = {.context = &progress, .progress = show_progress, .parallel = share_out};

	progress_start(&progress, "counting, steps of add1", 0);
	return rule_count(out, profile, terms, &host);
}

static int compare_rules(const struct tally *tally, const struct tally_words *words)
{
	struct comparison comparison;
	enum status status = comparison_make(&comparison, tally->file, tally->profile, &tally->terms);
	int code;

	if (status != STATUS_OK)
		code = cli_failed("%s could not be counted: %s", tally->path, status_phrase(status));
	else
		code = words->json ? compare_json(&comparison) : compare_words(&comparison);
	comparison_finish(&comparison);
	return code;
}

static int count_profile(struct tally *tally, const struct tally_words *words)
{
	struct outcome *outcome;
	enum status status;
	int code;

	if (words->compare)
		return compare_rules(tally, words);
	status = tally_count(&outcome, tally->profile, &tally->terms);

	if (status != STATUS_OK)
		return cli_failed("%s could not be counted: %s", tally->path, status_phrase(status));
	tally->outcome = outcome;
	code = words->json ? tally_json(tally) : tally_words(tally);
	outcome_destroy(outcome);
	return code;
}

/* --- the command
 * -------------------------------------------------------------------------------------------------------------- */

static int read_repeats(enum repeats *repeats, const struct tally *tally, const struct tally_words *words)
{
	size_t votes = tally->file->repeated_votes;

	*repeats = strcmp(words->repeats, "all") == 0 ? REPEATS_ALL : REPEATS_ONCE;
	if (*repeats == REPEATS_ONCE && strcmp(words->repeats, "once") != 0)
		return cli_failed("--repeats is 'once' or 'all', not '%s'", words->repeats);
	if (votes > 0)
		cli_note("%s: %zu vote%s name%s a project more than once; it counts %s", tally->path, votes,
		         plural(votes), votes == 1 ? "s" : "",
		         *repeats == REPEATS_ONCE ? "once in each (--repeats all counts every mention)"
		                                  : "as often as it is named");
	return CLI_RUN;
}

static int read_language(struct tally *tally, const struct tally_words *words)
{
	char known[200] = "";

	if (!words->explain)
		return words->language ? cli_failed("--language belongs to --explain") : CLI_RUN;
	tally->phrases = phrases_in(words->language ? words->language : "en");
	if (tally->phrases)
		return CLI_RUN;
	for (unsigned i = 0; phrases_at(i); i++)
		snprintf(known + strlen(known), sizeof known - strlen(known), " %s", phrases_language(phrases_at(i)));
	return cli_failed("there are no explanations in the language '%s'; the languages are:%s", words->language,
	                  known);
}

static int tally_file(struct tally *tally, const struct tally_words *words)
{
	enum repeats repeats;
	struct profile *profile;
	enum status status;
	int code = tally_read_terms(&tally->terms, tally->path, tally->file, words);

	if (code == CLI_RUN)
		code = read_language(tally, words);
	if (code == CLI_RUN)
		code = read_repeats(&repeats, tally, words);
	if (code != CLI_RUN)
		return code;
	status = pabulib_profile(&profile, tally->file, repeats);
	if (status != STATUS_OK)
		return cli_failed("%s could not be counted: %s", tally->path, status_phrase(status));
	tally->profile = profile;
	code = count_profile(tally, words);
	profile_destroy(profile);
	return code;
}

static int run(const char *path, const struct tally_words *words)
{
	struct city city;
	int code = EXIT_FAILED;

	if (city_load_as(&city, path, words->lenient ? PABULIB_LENIENT : PABULIB_STRICT) == STATUS_OK) {
		struct tally tally = {.path = path, .file = city.file};

		code = tally_file(&tally, words);
		free((void *)tally.terms.group);
	}
	city_finish(&city);
	return code;
}

static const char help[] = "Counts an election in the Pabulib format (pabulib.org) directly, with exact\n"
                           "arithmetic, and tells every step and every tie that decided something.\n"
                           "  greedy            in descending order of satisfaction per cost; what does not\n"
                           "                    fit is skipped. With the satisfaction 'cost' that is most\n"
                           "                    votes first, with 'number' most votes per unit of money\n"
                           "                    (greedy-cost is another name for that)\n"
                           "  greedy-no-skip    stops at the first that does not fit\n"
                           "  greedy-threshold  looks only at projects with a score of at least --threshold\n"
                           "  greedy-exclusive  of each group (--groups) only one project wins\n"
                           "  mes               the Method of Equal Shares, with a completion\n"
                           "  phragmen          Phragmen's sequential rule\n"
                           "What is odd in the file is told on stderr and changes nothing; what is wrong in\n"
                           "it is refused, or repaired with --lenient.";

int command_tally(int argc, char **argv)
{
	struct tally_words words = {.tie = "cost-votes-id", .repeats = "once"};
	const struct cli_option options[] = {
	    {.name = "--rule",
	     .value = "RULE",
	     .help = "greedy (the default), greedy-no-skip, greedy-threshold, greedy-exclusive, mes or phragmen",
	     .text = &words.rule},
	    {.name = "--sat",
	     .value = "SAT",
	     .help =
	         "cost, number; points-cost, points; rank-cost, rank, borda (the first is each vote type's default)",
	     .text = &words.sat},
	    {.name = "--completion",
	     .value = "C",
	     .help = "mes: none (the default), add1, add1u or utilitarian",
	     .text = &words.completion},
	    {.name = "--exhaustive",
	     .help = "add1: stop as soon as nothing more fits into the budget",
	     .flag = &words.exhaustive},
	    {.name = "--add1-step",
	     .value = "AMOUNT",
	     .help = "add1: so much more for every voter each time (by default 1)",
	     .text = &words.add1_step},
	    {.name = "--threshold",
	     .value = "N",
	     .help = "greedy-threshold: the least score (by default the file's min_project_score_threshold)",
	     .text = &words.threshold},
	    {.name = "--groups",
	     .value = "COLUMN",
	     .help = "greedy-exclusive: projects with the same text in this column exclude each other",
	     .text = &words.groups},
	    {.name = "--tie", .value = "TIE", .help = "cost-votes-id (the default) or id", .text = &words.tie},
	    {.name = "--repeats",
	     .value = "HOW",
	     .help = "a project named twice in one vote counts once (the default) or 'all'",
	     .text = &words.repeats},
	    {.name = "--lenient",
	     .help = "repair in the file what can be repaired, and tell every repair",
	     .flag = &words.lenient},
	    {.name = "--explain", .help = "the count in words that can be read aloud", .flag = &words.explain},
	    {.name = "--language",
	     .value = "TAG",
	     .help = "--explain in that language, such as pl",
	     .text = &words.language},
	    {.name = "--compare",
	     .help = "what greedy, mes and phragmen would fund, and how evenly each serves voters",
	     .flag = &words.compare},
	    {.name = "--json", .help = "the result as JSON", .flag = &words.json},
	};
	const struct cli_command command = {
	    .name = "tally",
	    .usage = "FILE.pb [--rule RULE] [--sat SAT] [--completion C] [--tie TIE] [--explain] [--compare] [--json]",
	    .help = help,
	    .options = options,
	    .option_count = sizeof options / sizeof options[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a Pabulib file",
	};
	int count, code = cli_parse(&count, &command, argc, argv);

	return code == CLI_RUN ? run(argv[1], &words) : code;
}
