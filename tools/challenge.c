/* folkmoot challenge: what a kiosk opened for a voter who tested it, checked on another machine. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accept.h"
#include "accept_given.h"
#include "ballot.h"
#include "cli.h"
#include "commands.h"
#include "opening.h"

struct challenge_options {
	struct accept_sources accept;
	const char *code, *qr;
	char typed[CODE_TEXT_BYTES]; /* code in its one form; "" for none */
};

/* --- the votes, for the voter to compare with what they chose --- */

static void say_mark(const struct contest *contest, unsigned project, uint16_t mark)
{
	const char *name = text_in(&contest->projects[project].name, 0, NULL);

	switch (contest->type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE:
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL: printf("    %s  %s\n", contest->projects[project].id, name); break;
	case VOTE_ANSWER_TEXT: break; /* has no options */
	case VOTE_RANKED: printf("    %u. %s  %s\n", mark, contest->projects[project].id, name); break;
	case VOTE_POINTS: printf("    %s  %s: %u points\n", contest->projects[project].id, name, mark); break;
	case VOTE_SCORE:
		printf("    %s  %s: %u\n", contest->projects[project].id, name, mark + contest->min_points - 1u);
		break;
	}
}

/* Rankings are read from the most wanted down. */
static void say_marks(const struct contest *contest, const struct marks *marks)
{
	unsigned places = contest->type == VOTE_RANKED ? contest->project_count : 1;

	for (unsigned place = 1; place <= places; place++)
		for (unsigned i = 0; i < contest->project_count; i++)
			if (marks->of[i] && (contest->type != VOTE_RANKED || marks->of[i] == place))
				say_mark(contest, i, marks->of[i]);
	if (marks_blank(contest, marks))
		printf("    nothing\n");
}

/* The lines of an answer in words, each as far in as an option would be. */
static void say_text(const char *text)
{
	printf("    ");
	for (; *text; text++) {
		putchar(*text);
		if (*text == '\n')
			printf("    ");
	}
	putchar('\n');
}

static enum status say_payload(const struct contest *contest, const uint8_t *payload)
{
	char text[ANSWER_TEXT_ROOM];
	struct marks marks;

	if (contest->type == VOTE_ANSWER_TEXT) {
		if (answer_decode(text, contest, payload) != STATUS_OK)
			return STATUS_RULES;
		say_text(text[0] ? text : "nothing");
		return STATUS_OK;
	}
	if (marks_decode(&marks, contest, payload) != STATUS_OK || marks_check(contest, &marks).rule != VERDICT_OK)
		return STATUS_RULES;
	say_marks(contest, &marks);
	return STATUS_OK;
}

/* STATUS_RULES where some contest's payload is no vote that its rules allow. */
static enum status say_vote(const struct election *election, unsigned style_index, const struct sealed_plain *plain)
{
	const struct style *style = &election->styles[style_index];
	enum status status = STATUS_OK;
	unsigned point = 0;

	for (unsigned i = 0; i < style->contest_count; i++) {
		const struct contest *contest = &election->contests[style->contest[i]];

		printf("  %s\n", text_in(&contest->title, 0, NULL));
		if (say_payload(contest, plain->payload[point]) != STATUS_OK) {
			printf("    no vote that the rules allow\n");
			status = STATUS_RULES;
		}
		point += contest->width;
	}
	return status;
}

/* --- from exports --- */

static enum status say_test(const struct accepted *accepted, const struct accepted_ballot *ballot)
{
	const struct roster_kiosk *kiosk = ballot->export->kiosk;
	char code[CODE_TEXT_BYTES];
	struct sealed sealed;
	enum status status;

	confirmation_text(code, &ballot->code);
	printf("%s  tested at %s (%s)\n", code, kiosk->name, kiosk->place);
	status = sealed_decode(&sealed, ballot->body, ballot->body_len);
	if (status == STATUS_OK)
		status = say_vote(accepted->package.election, sealed.shape.style, &ballot->opened->plain);
	if (status != STATUS_OK)
		(void)cli_refused("%s: this test vote is none that a voter can make; examine %s (%s)", code,
		                  kiosk->name, kiosk->place);
	return status;
}

static enum status none_with(const struct accepted *accepted, const char *typed)
{
	for (size_t i = 0; i < accepted->ballot_count; i++) {
		char code[CODE_TEXT_BYTES];

		confirmation_text(code, &accepted->ballots[i].code);
		if (strcmp(code, typed) != 0 || accepted->ballots[i].opened)
			continue;
		(void)cli_refused("%s: is a ballot that was cast at %s (%s), not a test; where it was tested, that "
		                  "kiosk lied",
		                  typed, accepted->ballots[i].export->kiosk->name,
		                  accepted->ballots[i].export->kiosk->place);
		return STATUS_MISMATCH;
	}
	(void)cli_refused(
	    "%s: no test vote with this code is in these exports; first check the code letter by letter against what "
	    "the screen showed; if it is right, give an export made after the test, and where these are closing "
	    "exports, that kiosk lied",
	    typed);
	return STATUS_MISMATCH;
}

static enum status check_exports(struct accepted *accepted, const struct challenge_options *options)
{
	size_t shown = 0;
	enum status status = accept_given(&options->accept);

	if (status == STATUS_OK)
		status = accept_exports(accepted, &options->accept);
	if (status == STATUS_OK && accepted->faults.count)
		status = accepted->faults.unread ? STATUS_ABSENT : STATUS_MISMATCH;
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < accepted->ballot_count && status == STATUS_OK; i++) {
		const struct accepted_ballot *ballot = &accepted->ballots[i];
		char code[CODE_TEXT_BYTES];

		confirmation_text(code, &ballot->code);
		if (!ballot->opened || (*options->typed && strcmp(code, options->typed) != 0))
			continue;
		shown++;
		status = say_test(accepted, ballot);
	}
	if (status == STATUS_OK && !shown && *options->typed)
		return none_with(accepted, options->typed);
	if (status == STATUS_OK)
		printf(
		    "%zu test vote%s: sealed anew with the key that its kiosk gave, each is exactly the ballot of its "
		    "code.\nCompare the votes with what was chosen at the kiosk.\n",
		    shown, plural(shown));
	return status;
}

/* --- from what the screen showed --- */

static enum status seal_again(struct hash *code, const struct accepted *accepted, const struct roster_kiosk *kiosk,
                              const struct opening *opening)
{
	struct sealed_context context = {.election = accepted->package.hash,
	                                 .joint_key = accepted->package.election->joint_key};
	struct sealed_shape shape;
	struct sealed sealed;
	uint8_t body[SEALED_MAX_BYTES];
	struct writer writer;
	enum status status;

	memcpy(context.kiosk, kiosk->key.key, sizeof context.kiosk);
	election_shape(&shape, accepted->package.election, opening->style);
	status = sealed_make(&sealed, &context, &shape, opening->tag, &opening->plain, opening->nonce);
	if (status != STATUS_OK)
		return status;
	writer_init(&writer, body, sizeof body);
	sealed_encode(&writer, &sealed);
	status = writer_status(&writer);
	if (status == STATUS_OK)
		confirmation_code(code, &context, body, writer_len(&writer));
	return status;
}

static const struct roster_kiosk *find_sealer(const struct accepted *accepted, const struct opening *opening)
{
	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++) {
		struct hash code;

		if (seal_again(&code, accepted, &accepted->roster.kiosk[i], opening) == STATUS_OK &&
		    hash_compare(&code, &opening->code) == 0)
			return &accepted->roster.kiosk[i];
	}
	return NULL;
}

static enum status read_qr(struct opening *opening, const struct accepted *accepted, const char *text)
{
	const struct election *election = accepted->package.election;
	struct sealed_shape shape;
	size_t len;
	enum status status;

	text += strspn(text, " \t\r\n");
	for (len = strlen(text); len > 0 && strchr(" \t\r\n", text[len - 1]); len--)
		;
	status = opening_read(opening, text, len);
	if (status != STATUS_OK) {
		(void)cli_failed(
		    "--qr: is not what the square of a test vote holds, \"folkmoot opening 1 …\" (it %s); read "
		    "it again with a phone",
		    status_phrase(status));
		return STATUS_STATE;
	}
	if (opening->style < election->style_count)
		election_shape(&shape, election, opening->style);
	if (opening->style < election->style_count && sealed_points(&shape) == opening->points)
		return STATUS_OK;
	(void)cli_refused(
	    "--qr: this vote has not the contests of any ballot of this election; the kiosk that showed it "
	    "lied, or it is of another election");
	return STATUS_MISMATCH;
}

static enum status check_qr(const struct accepted *accepted, struct challenge_options *options)
{
	const struct roster_kiosk *kiosk;
	struct opening opening;
	char code[CODE_TEXT_BYTES];
	enum status status = read_qr(&opening, accepted, options->qr);

	if (status != STATUS_OK)
		return status;
	confirmation_text(code, &opening.code);
	if (*options->typed && strcmp(code, options->typed) != 0) {
		(void)cli_refused(
		    "--qr: opens the code %s, and not %s, which was noted before the test; that kiosk lied", code,
		    options->typed);
		return STATUS_MISMATCH;
	}
	/* The exports, where there are any, must have this one. */
	memcpy(options->typed, code, sizeof code);
	kiosk = find_sealer(accepted, &opening);
	if (!kiosk) {
		(void)cli_refused(
		    "--qr: this vote, sealed with this key, gives not the code %s at any kiosk of the roster; "
		    "the kiosk that showed it lied",
		    code);
		return STATUS_MISMATCH;
	}
	printf("%s  tested at %s (%s)\n", code, kiosk->name, kiosk->place);
	status = say_vote(accepted->package.election, opening.style, &opening.plain);
	if (status != STATUS_OK)
		(void)cli_refused("%s: this test vote is none that a voter can make; %s (%s) lied", code, kiosk->name,
		                  kiosk->place);
	else
		printf("Sealed again, this vote is exactly what the code promised. Compare it with what was chosen.\n");
	return status;
}

/* --- all of it --- */

static enum status check(struct challenge_options *options)
{
	struct accepted *accepted = calloc(1, sizeof *accepted);
	enum status status;

	if (!accepted) {
		(void)cli_failed("there is not enough memory; close other programs");
		return STATUS_NO_ROOM;
	}
	status = accept_election(accepted, &options->accept);
	if (status == STATUS_OK)
		status = accept_roster(accepted, options->accept.roster);
	if (status == STATUS_OK && options->qr)
		status = check_qr(accepted, options);
	if (status == STATUS_OK && options->accept.export_count)
		status = check_exports(accepted, options);
	accept_finish(accepted);
	free(accepted);
	return status;
}

static int challenge_check(int argc, char **argv)
{
	struct challenge_options options = {.typed = ""};
	const struct cli_option list[] = {
	    {.name = "--election",
	     .value = "FILE",
	     .help = "the signed package",
	     .text = &options.accept.election,
	     .required = 1},
	    {.name = "--roster",
	     .value = "FILE",
	     .help = "the signed roster of kiosks",
	     .text = &options.accept.roster,
	     .required = 1},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key (else organiser.pub beside the election)",
	     .text = &options.accept.organiser},
	    {.name = "--code",
	     .value = "CODE",
	     .help = "only the test vote with this code, as noted before deciding to test",
	     .text = &options.code},
	    {.name = "--qr",
	     .value = "TEXT",
	     .help = "what the square on the screen holds, \"folkmoot opening 1 ...\"",
	     .text = &options.qr},
	};
	const struct cli_command command = {
	    .name = "challenge check",
	    .usage = "--election FILE --roster FILE [--organiser FILE] [--code CODE] [--qr TEXT] [EXPORT...]",
	    .help = "Seals test votes again, from a kiosk's export or from the square that its screen\n"
	            "showed, and says whether each is exactly the ballot that its code promised, and what it\n"
	            "marks. Exit 0: it is; 1: it is not, so that kiosk lied; 2: could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_max = FILE_NAMES_MAX,
	    .argument = "an export folder",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (answer != CLI_RUN)
		return answer;
	if (count == 0 && !options.qr)
		return cli_failed("give the kiosk's exports, or what its screen showed with --qr, or both");
	if (options.code && confirmation_normalise(options.typed, options.code) != STATUS_OK)
		return cli_failed("--code: %s",
		                  strpbrk(options.code, "0oO")
		                      ? "codes never have a 0 or an o; look again at your note, letter by letter"
		                      : "must be the 25 letters and digits that the kiosk showed");
	options.accept.exports = argv + 1;
	options.accept.export_count = (size_t)count;
	status = check(&options);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}

int command_challenge(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"check", challenge_check, "seal test votes again and compare"},
	};
	static const struct cli_menu menu = {
	    .name = "challenge",
	    .intro = "A voter may test the kiosk instead of casting: it then opens that vote for everybody.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
