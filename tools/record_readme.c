/* readme.txt of a record: the result in plain words, and what lies beside it. */
#include <stdio.h>

#include "cli.h"
#include "definition.h"
#include "record.h"
#include "result_text.h"
#include "text_out.h"

static void readme_kiosks(FILE *out, const struct accepted *accepted)
{
	for (unsigned i = 0; i < accepted->roster.kiosk_count; i++) {
		const struct certificate *report = &accepted->kiosks[i].last->report;

		fprintf(out, "  %s (%s): %u ballot%s, %u test ballot%s, %u session%s timed out, %u left\n",
		        report->name, report->place, report->sealed, plural(report->sealed), report->spoiled,
		        plural(report->spoiled), report->timed_out, plural(report->timed_out), report->left);
	}
}

static void readme_contest(FILE *out, const struct contest_result *contest, const struct election *election)
{
	char cost[MONEY_TEXT];

	fprintf(out, "%s\n  ", text_in(&contest->contest->title, 0, NULL));
	result_say_votes(out, contest);
	fputc('\n', out);
	if (!contest->outcome) {
		result_say_not_applied(out, election);
		fputc('\n', out);
		return;
	}
	fprintf(out, "  selected by the rule \"%s\":\n", rule_word(election->rule));
	for (uint32_t i = 0; i < contest->outcome->selected_count; i++) {
		uint32_t index = contest->outcome->selected[i];
		const struct profile_project *project = &contest->profile->projects[index];

		fprintf(out, "    %s  %s  %s  %llu vote%s\n", project->id,
		        text_in(&contest->contest->projects[index].name, 0, NULL),
		        money_text(cost, election->currency, project->cost, election->minor_digits),
		        (unsigned long long)project->votes, plural(project->votes));
	}
	result_say_ties(out, contest, election);
	fputc('\n', out);
}

static const char readme_codes[] =
    "To look up your confirmation code, open codes.txt in any text editor and search for its first\n"
    "five characters: beside it stands \"counted\", or \"test ballot\" where you had the machine tested.\n\n";

static const char readme_files[] =
    "What lies here\n"
    "  election.election       what was voted on, signed by the organiser\n"
    "  roster.roster           the kiosks and their keys, signed by the organiser\n"
    "  organiser.pub           the organiser's public key\n"
    "  trustees.transcript     whose key the ballots were sealed to\n"
    "  exports/                each kiosk's closing export, as it was signed\n"
    "  ballots                 all sealed ballots, in the order of their confirmation codes\n"
    "  decryption              how each was opened, with a proof for each\n"
    "  codes.txt               all confirmation codes: which were counted, which were tests\n"
    "  votes                   the votes, sorted by their content\n"
    "  result.json result.csv  votes per project\n"
    "  manifest.sha256         check with: sha256sum -c manifest.sha256\n"
    "crypto/FORMAT.md in Folkmoot's source explains every byte.\n";

enum status record_readme(struct bytes *out, const struct record_sources *sources)
{
	const struct accepted *accepted = sources->accepted;
	const struct election *election = accepted->package.election;
	struct text_out text;
	enum status status = text_begin(&text);

	if (status != STATUS_OK)
		return status;
	fprintf(text.stream, "%s\nThe record of the count\n\n", text_in(&election->title, 0, NULL));
	if (election->kind == SIGN_PRACTICE)
		fputs("PRACTICE: made with practice keys, for trying out. It is no real vote.\n\n", text.stream);
	fprintf(text.stream,
	        "%s.\nThe ballots were opened without being mixed first: the file `decryption` shows which\n"
	        "vote belongs to which confirmation code. Whoever knows a voter's code knows the vote.\n\n",
	        RECORD_NOT_MIXED);
	fprintf(text.stream, "%zu ballot%s from %u kiosk%s:\n", sources->ballot_count, plural(sources->ballot_count),
	        accepted->roster.kiosk_count, plural(accepted->roster.kiosk_count));
	readme_kiosks(text.stream, accepted);
	fputc('\n', text.stream);
	for (unsigned i = 0; i < election->contest_count; i++)
		readme_contest(text.stream, &sources->result->contest[i], election);
	fputs(readme_codes, text.stream);
	fputs(readme_files, text.stream);
	return text_end(out, &text);
}
