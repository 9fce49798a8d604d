/* readme.txt of a record: the result in plain words, and what lies beside it. */
#include <stdio.h>

#include "audit.h"
#include "cli.h"
#include "definition.h"
#include "record.h"
#include "result_text.h"
#include "text_out.h"

static void readme_kiosk(FILE *out, const struct accepted_kiosk *kiosk)
{
	const struct certificate *report;

	if (!kiosk->last) {
		fprintf(out, "  %s (%s): lost before its first export; the organiser's reason: %s\n",
		        kiosk->kiosk->name, kiosk->kiosk->place, kiosk->loss ? kiosk->loss->reason : "none");
		return;
	}
	report = &kiosk->last->report;
	fprintf(out, "  %s (%s): %u ballot%s, %u test ballot%s, %u session%s timed out, %u walked away", report->name,
	        report->place, report->sealed, plural(report->sealed), report->spoiled, plural(report->spoiled),
	        report->timed_out, plural(report->timed_out), report->left);
	if (kiosk->loss)
		fprintf(out, "; lost before it was closed; the organiser's reason: %s", kiosk->loss->reason);
	fputc('\n', out);
}

static void readme_ballots(FILE *out, const struct audit *audit)
{
	const struct accepted *accepted = &audit->accepted;
	const struct merged *merged = &audit->merged;

	fprintf(out, "%zu ballot%s from %u kiosk%s:\n", accepted->sealed_count, plural(accepted->sealed_count),
	        accepted_kiosks_here(accepted), plural(accepted_kiosks_here(accepted)));
	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++)
		readme_kiosk(out, &accepted->kiosks[i]);
	for (int reason = EXCLUDED_TAG_UNKNOWN; reason <= EXCLUDED_TAG_TWICE; reason++) {
		size_t count = 0;

		for (size_t i = 0; i < merged->excluded_count; i++)
			count += (int)merged->excluded[i].reason == reason;
		if (count)
			fprintf(out, "  not counted: %zu, where each %s\n", count,
			        excluded_phrase((enum excluded_reason)reason));
	}
	fputc('\n', out);
}

static void readme_exceptions(FILE *out, const struct audit *audit)
{
	if (audit->exception_count == 0)
		return;
	fputs("The result is to be read with this:\n", out);
	for (size_t i = 0; i < audit->exception_count; i++)
		fprintf(out, "  - %s\n", audit->exceptions[i]);
	fputc('\n', out);
}

/* Who did what, so that a voter sees that nobody had vote and code both. */
static void readme_hands(FILE *out, const struct audit *audit)
{
	const struct quorum *quorum = &audit->by->quorum;

	fputs("Before they were opened, the ballots were mixed by ", out);
	for (unsigned i = 0; i < audit->mixes.count; i++)
		fprintf(out, "%s%s",
		        i == 0                        ? ""
		        : i + 1 == audit->mixes.count ? ", then by "
		                                      : ", ",
		        audit->mixes.mix[i].mixer->name);
	fputs(".\nThey were opened by ", out);
	for (unsigned i = 0; i < quorum->count; i++)
		fprintf(out, "%s%s",
		        i == 0                   ? ""
		        : i + 1 == quorum->count ? " and "
		                                 : ", ",
		        audit->trustees.member[quorum->member[i] - 1].name);
	if (audit->trustees.count == 1)
		fputs(", the only trustee.\n", out);
	else if (quorum->count == audit->trustees.count)
		fprintf(out, ", the %u trustees: it takes all of them.\n", quorum->count);
	else
		fprintf(out, ", %u of the %u trustees; any %u of them can do it.\n", quorum->count,
		        audit->trustees.count, quorum->count);
	fputs("So nobody can tell which vote is whose, unless all who mixed work together, or ", out);
	if (audit->trustees.threshold == 1)
		fputs("a trustee opens ballots\nbefore they are mixed.\n", out);
	else
		fprintf(out, "%u trustees open\nballots together before they are mixed.\n", audit->trustees.threshold);
	fputs("Every step carries a proof. To check them all: folkmoot audit, and this folder's path.\n\n", out);
}

/* A question has options and no winners; where it asks for words, these stand in the files for programs, which hold
 * however many there are. */
static void readme_answers(FILE *out, const struct contest_result *contest)
{
	for (uint32_t i = 0; i < contest->profile->project_count; i++) {
		const struct profile_project *option = &contest->profile->projects[i];

		fprintf(out, "    %s  %s  %llu answer%s\n", option->id,
		        text_in(&contest->contest->projects[i].name, 0, NULL), (unsigned long long)option->votes,
		        plural(option->votes));
	}
	if (contest->text_count > 0)
		fprintf(out, "    %u different text%s: see result.csv\n", contest->text_count,
		        plural(contest->text_count));
	fputc('\n', out);
}

static void readme_selected(FILE *out, const struct contest_result *contest, const struct election *election)
{
	const struct outcome *outcome = contest->outcome;
	uint64_t rest = contest->contest->budget - outcome->cost;
	char cost[MONEY_TEXT], left[MONEY_TEXT];

	fprintf(out, "  Funded: %u project%s for %s; %s is left.\n", outcome->selected_count,
	        plural(outcome->selected_count),
	        money_text(cost, election->currency, outcome->cost, election->minor_digits),
	        rest ? money_text(left, election->currency, rest, election->minor_digits) : "nothing");
	for (uint32_t i = 0; i < outcome->selected_count; i++) {
		uint32_t index = outcome->selected[i];
		const struct profile_project *project = &contest->profile->projects[index];

		fprintf(out, "    %s  %s  %s  ", project->id, text_in(&contest->contest->projects[index].name, 0, NULL),
		        money_text(cost, election->currency, project->cost, election->minor_digits));
		/* What decides comes first: where votes carry points, the points. */
		if (contest->profile->kind != PROFILE_SETS)
			fprintf(out, "%lld point%s from ", (long long)project->score, project->score == 1 ? "" : "s");
		fprintf(out, "%llu vote%s\n", (unsigned long long)project->votes, plural(project->votes));
	}
}

static enum status readme_contest(FILE *out, const struct contest_result *contest, const struct election *election)
{
	char budget[MONEY_TEXT];
	enum status status;

	fprintf(out, "%s\n  ", text_in(&contest->contest->title, 0, NULL));
	result_say_votes(out, contest);
	fputc('\n', out);
	if (!contest->outcome) {
		readme_answers(out, contest);
		return STATUS_OK;
	}
	fprintf(out, "  Budget: %s\n",
	        money_text(budget, election->currency, contest->contest->budget, election->minor_digits));
	readme_selected(out, contest, election);
	fprintf(out, "\n" RECORD_EXPLAINS "the rule \"%s\", equal projects in the order \"%s\"):\n",
	        rule_word(election->rule), tie_word(election->tie));
	status = result_explain(out, contest, election, RECORD_EXPLAINED);
	fputc('\n', out);
	return status;
}

static const char readme_codes[] =
    "To look up your confirmation code, open codes.txt in any text editor and search for its first\n"
    "five characters: beside it stands \"counted\", \"test ballot\" where you had the machine tested,\n"
    "or why it was not counted. What was voted stands nowhere beside a code.\n\n";

static const char readme_files[] =
    "What lies here\n"
    "  election.election       what was voted on, signed by the organiser\n"
    "  roster.roster           the kiosks and their keys, signed by the organiser\n"
    "  organiser.pub           the organiser's public key\n"
    "  trustees.transcript     whose key the ballots were sealed to\n"
    "  losses/                 kiosks that were lost, each told and signed by the organiser\n"
    "  exports/                each kiosk's last export, as it was signed: the sealed ballots\n"
    "  draw/                   how it was drawn which of two ballots with one code counts\n"
    "  mixes/                  each mix: the ballots in a new order and form, with a proof\n"
    "  decryption/             what each trustee gave to open the mixed ballots, with proofs\n"
    "  moderation/             which texts the organiser withholds, signed, with the reasons\n"
    "  codes.txt               all confirmation codes: which were counted, which were tests\n"
    "  votes                   the votes, sorted by their content\n"
    "  result.json result.csv  votes per project\n"
    "  manifest.sha256         check with: sha256sum -c manifest.sha256\n"
    "Folders that were not needed are not there. crypto/FORMAT.md in Folkmoot's source explains every byte.\n";

enum status record_readme(struct bytes *out, const struct audit *audit)
{
	const struct election *election = audit->accepted.package.election;
	struct text_out text;
	enum status status = text_begin(&text), made;

	if (status != STATUS_OK)
		return status;
	fprintf(text.stream, "%s\nThe record of the count\n\n", text_in(&election->title, 0, NULL));
	if (election->kind == SIGN_PRACTICE)
		fputs("PRACTICE: made with practice keys, for trying out. It is no real vote.\n\n", text.stream);
	readme_exceptions(text.stream, audit);
	readme_ballots(text.stream, audit);
	for (unsigned i = 0; i < election->contest_count && status == STATUS_OK; i++)
		status = readme_contest(text.stream, &audit->result.contest[i], election);
	readme_hands(text.stream, audit);
	fputs(readme_codes, text.stream);
	fputs(readme_files, text.stream);
	made = text_end(out, &text);
	return status == STATUS_OK ? made : status;
}
