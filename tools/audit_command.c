/* folkmoot audit: says whether a published result follows from the ballots, or which step does not. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "cli.h"
#include "commands.h"
#include "keys.h"
#include "record.h"

struct audit_options {
	const char *organiser, *code;
	int json;
};

enum audit_verdict { AUDIT_FOLLOWS, AUDIT_BROKEN, AUDIT_INCOMPLETE };

static enum audit_verdict verdict_of(enum status status)
{
	if (status == STATUS_OK)
		return AUDIT_FOLLOWS;
	return status == STATUS_MISMATCH ? AUDIT_BROKEN : AUDIT_INCOMPLETE;
}

static int exit_of(enum audit_verdict verdict)
{
	switch (verdict) {
	case AUDIT_FOLLOWS: return EXIT_DONE;
	case AUDIT_BROKEN: return EXIT_REFUSED;
	case AUDIT_INCOMPLETE: break;
	}
	return EXIT_FAILED;
}

/* --- a code --- */

static const struct excluded *find_excluded(const struct audit *audit, const struct accepted_ballot *ballot)
{
	for (size_t i = 0; i < audit->merged.excluded_count; i++)
		if (audit->merged.excluded[i].ballot == ballot)
			return &audit->merged.excluded[i];
	return NULL;
}

#define NOT_HERE "not here"

/* "counted", "test ballot", "not counted: …", "not here". typed is normalised. */
static void look_up(char out[static 200], const struct audit *audit, const char *typed)
{
	for (size_t i = 0; i < audit->accepted.ballot_count; i++) {
		const struct accepted_ballot *ballot = &audit->accepted.ballots[i];
		const struct excluded *excluded;
		char code[CODE_TEXT_BYTES];

		confirmation_text(code, &ballot->code);
		if (strcmp(code, typed) != 0)
			continue;
		excluded = find_excluded(audit, ballot);
		if (ballot->opened)
			snprintf(out, 200, "test ballot");
		else if (excluded)
			snprintf(out, 200, "not counted: it %s", excluded_phrase(excluded->reason));
		else
			snprintf(out, 200, "counted");
		return;
	}
	snprintf(out, 200, "%s", NOT_HERE);
}

/* --- for people --- */

static void say_counts(const struct audit *audit, enum audit_step step)
{
	const struct accepted *accepted = &audit->accepted;

	switch (step) {
	case STEP_ELECTION:
		printf("%s%s", text_in(&accepted->package.election->title, 0, NULL),
		       accepted->package.election->kind == SIGN_PRACTICE ? "  (PRACTICE: not a real vote)" : "");
		break;
	case STEP_TRUSTEES:
		printf("any %u of %u open the ballots together", audit->trustees.threshold, audit->trustees.count);
		break;
	case STEP_ROSTER:
		printf("%u kiosk%s", accepted->roster.kiosk_count, plural(accepted->roster.kiosk_count));
		break;
	case STEP_EXPORTS:
		printf("%zu ballots and %zu test ballots, every proof holds", accepted->sealed_count,
		       accepted->spoiled_count);
		break;
	case STEP_CLOSING:
		printf("%u closed, %u declared lost", accepted->roster.kiosk_count - accepted->lost, accepted->lost);
		break;
	case STEP_MERGE:
		printf("%zu ballots count, %zu do not", audit->merged.counted_count, audit->merged.excluded_count);
		break;
	case STEP_MIXES: printf("%u mixes, every proof holds", audit->mixes.count); break;
	case STEP_DECRYPTION: printf("%u trustees, every proof holds", audit->by->quorum.count); break;
	case STEP_VOTES: printf("every opened vote is as published"); break;
	case STEP_RESULT: printf("every published file follows, and there is no other"); break;
	case STEP_COUNT: break;
	}
}

void audit_tell_step(const void *context, const struct audit *audit, enum audit_step step)
{
	(void)context;
	if (audit->step[step].state != STEP_HOLDS)
		return;
	printf("  holds  %-10s  ", audit_step_name(step));
	say_counts(audit, step);
	printf("\n");
	fflush(stdout);
}

static void say_invalid(const struct audit *audit)
{
	for (unsigned i = 0; i < audit->accepted.package.election->contest_count; i++) {
		const struct contest_result *contest = &audit->result.contest[i];

		if (contest->invalid)
			printf("Contest %u has %u vote%s that say%s nothing its rules allow; they are published as "
			       "invalid.\n",
			       contest->contest->id, contest->invalid, plural(contest->invalid),
			       contest->invalid == 1 ? "s" : "");
	}
}

static void say_failed(const struct audit *audit, enum audit_verdict verdict)
{
	const struct step_verdict *step = &audit->step[audit->now];

	if (verdict == AUDIT_BROKEN)
		printf("The result does not follow from the ballots: the step \"%s\" does not hold.\n",
		       audit_step_name(audit->now));
	else
		printf("Not complete, so nothing can be said of the result: the step \"%s\" is missing something.\n",
		       audit_step_name(audit->now));
	if (*step->file)
		printf("  file    %s\n", step->file);
	printf("  reason  %s\n", step->reason);
}

void audit_say_readme(const struct audit *audit)
{
	if (audit->readme_line)
		printf("Note: " RECORD_README " explains the count, from its line %u on, in other words than this "
		       "version of the program. One made "
		       "by another\nversion may do so; or somebody changed it. These words were not checked: go by all "
		       "other "
		       "lines of it, and by\n" RECORD_RESULT_JSON " and " RECORD_RESULT_CSV
		       ", which follow from the ballots.\n",
		       audit->readme_line);
}

/* Never without its exceptions. */
static void say_follows(const struct audit *audit)
{
	printf("The result follows from the ballots");
	if (audit->exception_count > 0)
		printf(", with %zu exception%s", audit->exception_count, plural(audit->exception_count));
	printf("%s%s\n", audit->trusted ? "" : ", by the organiser's key in the record itself",
	       audit->exception_count > 0 ? ":" : ".");
	for (size_t i = 0; i < audit->exception_count; i++)
		printf("  - %s\n", audit->exceptions[i]);
}

static void say(const struct audit *audit, enum audit_verdict verdict, const char *code_answer)
{
	printf("\n");
	if (audit->organiser_known)
		audit_say_key(audit);
	if (verdict == AUDIT_FOLLOWS) {
		say_invalid(audit);
		say_follows(audit);
		audit_say_readme(audit);
	} else {
		say_failed(audit, verdict);
	}
	if (code_answer)
		printf("The ballot with that code: %s.\n", code_answer);
	if (code_answer && strcmp(code_answer, NOT_HERE) == 0)
		printf(
		    "No ballot has this code: check every letter against your note (" RECORD_CODES " lists them all).\n"
		    "A vote counts only if the kiosk said \"Thank you\"; one cast on a kiosk that was lost, after its\n"
		    "last save, is gone with it. Else show your note to the organiser: a ballot is missing or the\n"
		    "kiosk lied.\n");
}

/* --- for programs --- */

static int say_json(const struct audit *audit, enum audit_verdict verdict, enum audit_step last,
                    const char *code_answer)
{
	static const char *const words[] = {"follows", "broken", "incomplete"};
	json_t *steps = json_array(), *exceptions = json_array(), *all;
	char *text, key[SIGN_KEY_TEXT];

	for (unsigned i = 0; i <= last; i++) {
		const struct step_verdict *step = &audit->step[i];

		/* What was not reached has no verdict of its own. */
		json_array_append_new(steps,
		                      json_pack("{s:s, s:b, s:s, s:s}", "name", audit_step_name((enum audit_step)i),
		                                "ok", step->state == STEP_HOLDS, "file", step->file, "reason",
		                                step->state == STEP_OPEN ? "not looked at" : step->reason));
	}
	for (size_t i = 0; i < audit->exception_count; i++)
		json_array_append_new(exceptions, json_string(audit->exceptions[i]));
	sign_key_text(key, &audit->organiser);
	all = json_pack("{s:s, s:s?, s:b, s:o, s:o}", "verdict", words[verdict], "organiser",
	                audit->organiser_known ? key : NULL, "organiser_given", audit->trusted != NULL, "steps", steps,
	                "exceptions", exceptions);
	if (audit->readme_line && all)
		json_object_set_new(all, "readme_in_other_words_from_line", json_integer(audit->readme_line));
	if (code_answer && all)
		json_object_set_new(all, "code", json_string(code_answer));
	text = all ? json_dumps(all, JSON_INDENT(1)) : NULL;
	if (text)
		puts(text);
	free(text);
	json_decref(all);
	return text ? 0 : cli_failed("the verdict could not be written: a file's name is no text, or memory is full");
}

static int run(const char *path, const struct audit_options *options)
{
	struct audit *audit = calloc(1, sizeof *audit);
	struct audit_request request = {
	    .path = path, .last = STEP_RESULT, .passed = options->json ? NULL : audit_tell_step};
	struct sign_public organiser;
	char typed[CODE_TEXT_BYTES], answer[200];
	const char *code_answer = NULL;
	enum audit_verdict verdict;
	enum status status = STATUS_OK;
	int code;

	if (!audit)
		return cli_failed("there is not enough memory; close other programs");
	if (options->organiser) {
		status = public_key_load(&organiser, options->organiser);
		request.organiser = &organiser;
	}
	if (status == STATUS_OK && options->code && confirmation_normalise(typed, options->code) != STATUS_OK) {
		(void)cli_failed("--code: %s",
		                 strpbrk(options->code, "0oO")
		                     ? "codes never have a 0 or an o; look again at your note, letter by letter"
		                     : "must be the 25 letters and digits that the kiosk showed");
		status = STATUS_STATE;
	}
	if (status != STATUS_OK) {
		free(audit);
		return EXIT_FAILED;
	}
	verdict = verdict_of(audit_record_as(audit, &request));
	if (options->code && audit->step[STEP_MERGE].state == STEP_HOLDS) {
		look_up(answer, audit, typed);
		code_answer = answer;
	}
	code = exit_of(verdict);
	if (!options->json)
		say(audit, verdict, code_answer);
	else if (say_json(audit, verdict, request.last, code_answer) != 0)
		code = EXIT_FAILED;
	audit_finish(audit);
	free(audit);
	return cli_finish(code);
}

int command_audit(int argc, char **argv)
{
	struct audit_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key as you know it (else the record's own)",
	     .text = &options.organiser},
	    {.name = "--code",
	     .value = "CODE",
	     .help = "also say what became of the ballot with this code",
	     .text = &options.code},
	    {.name = "--json", .help = "the verdict for programs", .flag = &options.json},
	};
	const struct cli_command command = {
	    .name = "audit",
	    .usage = "RECORD [--organiser FILE] [--code CODE] [--json]",
	    .help = "Recomputes a published count from its public files alone: the election, every\n"
	            "export and ballot, which ballots count, each mix, each trustee's decryption, each\n"
	            "vote and the result. Exit 0: the result follows from the ballots; 1: it does not, and\n"
	            "the step, the file and the reason are named; 2: not complete, or could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a record's folder",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	return answer == CLI_RUN ? run(argv[1], &options) : answer;
}
