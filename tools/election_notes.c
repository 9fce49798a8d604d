#include "election_notes.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "count.h"
#include "messages.h"
#include "speech.h"

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

void election_note_translations(const struct election *election, const char *path)
{
	for (unsigned i = 1; i < election->language_count; i++) {
		unsigned missing = untranslated(election, i);

		if (missing > 0)
			cli_note("note: %s: %u text%s not translated to \"%s\": the kiosk shows %s in \"%s\", marked",
			         path, missing, missing == 1 ? " is" : "s are", election->language[i],
			         missing == 1 ? "it" : "them", election->language[0]);
	}
}

static void note_languages(const struct election *election, const char *path)
{
	struct messages messages;

	for (unsigned i = 0; i < election->language_count; i++) {
		if (messages_load(&messages, election->language[i]) != STATUS_OK)
			cli_note("note: %s: the kiosk's own words (buttons, help) do not exist in \"%s\" yet; "
			         "assets/messages/README.md tells how to add a language",
			         path, election->language[i]);
		else
			messages_finish(&messages);
	}
}

/* --- speech --- */

/* Calls for every text that is there in that language, until one answers; returns whether one did. */
typedef int text_visitor(void *context, const char *words);

static int any_text(const struct election *election, unsigned language, text_visitor *visit, void *context)
{
	const struct text *heads[2] = {&election->title, &election->organiser};
	int found = 0;

#define VISIT(text)                                                                                                    \
	(found = found || ((text)->in[language] && (text)->in[language][0] && visit(context, (text)->in[language])))
	VISIT(heads[0]);
	VISIT(heads[1]);
	for (unsigned i = 0; i < election->category_count; i++)
		VISIT(&election->category[i]);
	for (unsigned i = 0; i < election->style_count; i++)
		VISIT(&election->styles[i].name);
	for (unsigned i = 0; i < election->contest_count; i++) {
		const struct contest *contest = &election->contests[i];

		VISIT(&contest->title);
		VISIT(&contest->instruction);
		for (unsigned j = 0; j < contest->project_count; j++)
			for (unsigned k = 0; k < PROJECT_TEXTS; k++)
				VISIT(project_text(&contest->projects[j], k));
	}
#undef VISIT
	return found;
}

struct recorded {
	const struct election *election;
	unsigned language, texts, clips;
};

static int count_recorded(void *context, const char *words)
{
	struct recorded *recorded = context;

	recorded->texts++;
	recorded->clips += election_clip_of(recorded->election, recorded->language, words, strlen(words)) != NULL;
	return 0;
}

static int is_same(void *context, const char *words)
{
	return strcmp(context, words) == 0;
}

/* One of the kiosk's own messages, word for word. */
static int is_message(const struct messages *messages, const char *words)
{
	for (unsigned i = 0; i < MESSAGE_COUNT; i++)
		if (messages->of[i] && strcmp(messages->of[i], words) == 0)
			return 1;
	return 0;
}

/* A slip of one letter in the list, and the clip is never heard. */
static void note_idle_clips(const struct election *election, const struct messages *messages, unsigned language,
                            const char *path)
{
	for (uint32_t i = 0; i < election->clip_count; i++) {
		const struct election_clip *clip = &election->clips[i];
		char words[CLIP_TEXT_MAX + 1];

		if (clip->language != language || is_message(messages, clip->text))
			continue;
		snprintf(words, sizeof words, "%s", clip->text);
		if (!any_text(election, language, is_same, words))
			cli_note("note: %s: the clip of \"%.80s\" (%s) is never heard: these words stand neither in "
			         "the election nor among the kiosk's own",
			         path, clip->text, election->language[language]);
	}
}

static void note_speech(const struct election *election, const char *path)
{
	for (unsigned i = 0; i < election->language_count; i++) {
		struct recorded recorded = {.election = election, .language = i};
		struct messages messages;

		if (messages_load(&messages, election->language[i]) == STATUS_OK) {
			note_idle_clips(election, &messages, i, path);
			messages_finish(&messages);
		}
		if (speech_has_voice(election->language[i]))
			continue;
		(void)any_text(election, i, count_recorded, &recorded);
		if (!recorded.clips)
			cli_note("note: %s: a kiosk has no voice for \"%s\", and none of the election's %u texts is "
			         "recorded; record them (\"clips\" in assets/examples/README.md)",
			         path, election->language[i], recorded.texts);
		else if (recorded.clips < recorded.texts)
			cli_note(
			    "note: %s: a kiosk has no voice for \"%s\": it speaks the %u of the election's %u texts "
			    "that are recorded; record the others too (\"clips\" in assets/examples/README.md)",
			    path, election->language[i], recorded.clips, recorded.texts);
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
	note_languages(election, path);
	note_speech(election, path);
	if (election->tag_count > 0)
		note_few(election, path);
}
