#include "election_notes.h"

#include "cli.h"
#include "messages.h"
#include "result.h"

/* --- what this version cannot use --- */

/* The same that a kiosk refuses to import, told before the kiosks stand in the libraries. */
static int screens_show(enum vote_type type)
{
	return type == VOTE_APPROVAL || type == VOTE_KNAPSACK || type == VOTE_CHOOSE_ONE;
}

int election_is_usable(const struct election *election)
{
	int usable = election->admission != ADMISSION_CODE && result_rule_applied(election->rule);

	for (unsigned i = 0; i < election->contest_count; i++)
		usable &= screens_show(election->contests[i].type);
	return usable;
}

static void note_unusable(const struct election *election, const char *path)
{
	for (unsigned i = 0; i < election->contest_count; i++)
		if (!screens_show(election->contests[i].type))
			cli_note(
			    "note: %s: contest %u: this version of the kiosk cannot show the vote type \"%s\" and "
			    "refuses the election (`folkmoot replay` and `folkmoot count` can use it); for people's "
			    "votes use approval, knapsack or choose-one",
			    path, i + 1, vote_type_word(election->contests[i].type));
	if (election->admission == ADMISSION_CODE)
		cli_note("note: %s: this version of the kiosk cannot take voting codes and refuses the election; use the admission \"open\" or \"attended\"",
		         path);
	if (!result_rule_applied(election->rule))
		cli_note("note: %s: this version does not apply the rule \"%s\": `folkmoot count` opens and publishes "
		         "the votes, and selects no project; to have projects selected use greedy, greedy-no-skip or "
		         "greedy-threshold",
		         path, rule_word(election->rule));
}

/* --- translations --- */

static unsigned untranslated(const struct election *election, unsigned language)
{
	unsigned count = election->organiser.in[0][0] && !election->organiser.in[language];

	for (unsigned i = 0; i < election->contest_count; i++) {
		const struct contest *contest = &election->contests[i];
		count += !contest->title.in[language];
		count += !contest->instruction.in[language];
		for (unsigned j = 0; j < contest->project_count; j++)
			for (unsigned k = 0; k < PROJECT_TEXTS; k++) {
				const struct text *text = project_text(&contest->projects[j], k);
				count += text->in[0][0] && !text->in[language];
			}
	}
	return count;
}

static void note_languages(const struct election *election, const char *path)
{
	struct messages messages;

	for (unsigned i = 0; i < election->language_count; i++) {
		unsigned missing = i > 0 ? untranslated(election, i) : 0;
		if (missing > 0)
			cli_note("note: %s: %u text%s not translated to \"%s\": the kiosk shows %s in \"%s\", marked",
			         path, missing, missing == 1 ? " is" : "s are", election->language[i],
			         missing == 1 ? "it" : "them", election->language[0]);
		if (messages_load(&messages, election->language[i]) != STATUS_OK)
			cli_note("note: %s: the kiosk's own words (buttons, help) do not exist in \"%s\" yet; "
			         "assets/messages/README.md tells how to add a language",
			         path, election->language[i]);
		else
			messages_finish(&messages);
	}
}

void election_notes(const struct election *election, const char *path)
{
	note_unusable(election, path);
	note_languages(election, path);
}
