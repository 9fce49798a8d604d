#include "election_notes.h"

#include "cli.h"
#include "count.h"
#include "messages.h"

/* --- what this version cannot use --- */

/* The same that a kiosk refuses to import, told before the kiosks stand in the libraries. */
static int screens_show(enum vote_type type)
{
	return type == VOTE_APPROVAL || type == VOTE_KNAPSACK || type == VOTE_CHOOSE_ONE;
}

int election_is_usable(const struct election *election)
{
	int usable = election->admission != ADMISSION_CODE;

	for (unsigned i = 0; i < election->contest_count; i++)
		usable &= screens_show(election->contests[i].type);
	return usable;
}

static void note_unusable(const struct election *election, const char *path)
{
	for (unsigned i = 0; i < election->contest_count; i++)
		if (vote_type_is_question(election->contests[i].type))
			cli_note(
			    "note: %s: question %u: this version of the kiosk cannot ask questions and refuses the "
			    "election (`folkmoot replay` and `folkmoot count` can use it); for people's votes "
			    "leave the questions out",
			    path, question_number(election, i));
		else if (!screens_show(election->contests[i].type))
			cli_note(
			    "note: %s: contest %u: this version of the kiosk cannot show the vote type \"%s\" and "
			    "refuses the election (`folkmoot replay` and `folkmoot count` can use it); for people's "
			    "votes use approval, knapsack or choose-one",
			    path, i + 1, vote_type_word(election->contests[i].type));
	if (election->admission == ADMISSION_CODE)
		cli_note("note: %s: this version of the kiosk cannot take voting codes and refuses the election; use "
		         "the admission \"open\" or \"attended\"",
		         path);
}

/* --- translations --- */

static unsigned untranslated(const struct election *election, unsigned language)
{
	unsigned count = election->organiser.in[0][0] && !election->organiser.in[language];

	for (unsigned i = 0; i < election->contest_count; i++) {
		const struct contest *contest = &election->contests[i];
		count += !contest->title.in[language];
		count += contest->instruction.in[0][0] && !contest->instruction.in[language];
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

/* --- few voters --- */

struct voters {
	uint32_t of_style[ELECTION_MAX_STYLES]; /* voting codes */
	uint64_t told;                          /* styles of which a contest was told already */
};

static void note_few_in_contest(struct voters *voters, const struct election *election, unsigned contest,
                                const char *path)
{
	unsigned question = question_number(election, contest);
	uint64_t styles = 0;
	uint32_t count = 0;

	for (unsigned style = 0; style < election->style_count; style++)
		for (unsigned i = 0; i < election->styles[style].contest_count; i++)
			if (election->styles[style].contest[i] == contest) {
				count += voters->of_style[style];
				styles |= UINT64_C(1) << style;
			}
	if (count >= FEW_BALLOTS)
		return;
	voters->told |= styles;
	cli_note("note: %s: %s %u: only %u voting code%s issued for it, fewer than %d: a result so small may show "
	         "how single people voted; let more people vote in it, or leave it out",
	         path, question > 0 ? "question" : "contest", question > 0 ? question : contest + 1, count,
	         count == 1 ? " was" : "s were", FEW_BALLOTS);
}

/* Where codes are used the definition says how many can vote at most. */
static void note_few(const struct election *election, const char *path)
{
	struct voters voters = {.told = 0};

	for (uint32_t i = 0; i < election->tag_count; i++) {
		struct issued issued;

		issued_read(&issued, election->tags + (size_t)i * ISSUED_BYTES);
		voters.of_style[issued.style]++;
	}
	for (unsigned contest = 0; contest < election->contest_count; contest++)
		note_few_in_contest(&voters, election, contest, path);
	for (unsigned style = 0; style < election->style_count; style++)
		if (voters.of_style[style] < FEW_BALLOTS && !(voters.told >> style & 1))
			cli_note(
			    "note: %s: district \"%s\": only %u voting code%s issued for it, fewer than %d; join it "
			    "with another",
			    path, text_in(&election->styles[style].name, 0, NULL), voters.of_style[style],
			    voters.of_style[style] == 1 ? " was" : "s were", FEW_BALLOTS);
}

void election_notes(const struct election *election, const char *path)
{
	note_unusable(election, path);
	note_languages(election, path);
	if (election->tag_count > 0)
		note_few(election, path);
}
