#include "deck_page.h"

#include <stdio.h>

#include "deck_json.h"
#include "publish/html.h"
#include "text_out.h"

static const char style_sheet[] =
    "@page{size:A4;margin:14mm}*{box-sizing:border-box}"
    "body{font:12pt/1.35 Inter,'Noto Sans',sans-serif;color:#000;max-width:182mm;margin:0 auto}"
    "h1{font-size:20pt;margin:0 0 1mm}h2{font-size:14pt;margin:6mm 0 2mm;break-after:avoid}p{margin:0 0 2mm}"
    "ol{margin:0 0 3mm;padding-left:7mm}li{margin:0 0 1mm}"
    ".who{display:flex;gap:6mm;margin:4mm 0}.who span{flex:1;border-bottom:1px solid #000;padding:0 0 1mm}"
    ".ballot{border-top:2px solid #000;padding:2mm 0}.top{display:flex;gap:6mm;align-items:center;break-after:avoid}"
    ".top p{margin:0;flex:1}.number{font-size:18pt;font-weight:700;min-width:12mm}"
    ".box{width:8mm;height:8mm;border:2px solid #000}.code{font:700 14pt 'Noto Sans Mono',monospace}"
    ".contest{display:grid;grid-template-columns:62mm 1fr;gap:0 5mm;margin:1.5mm 0 0 18mm;break-inside:avoid}"
    ".contest h3{font-size:12pt;margin:0}.contest ul{margin:0;padding:0;list-style:none}.contest li{margin:0}"
    ".contest li b:first-child{display:inline-block;min-width:15mm}.contest b{white-space:nowrap}";

static void put_marks(FILE *out, const struct contest *contest, const struct deck_vote *vote, unsigned project)
{
	unsigned mark = deck_mark_shown(contest, vote->marks.of[project]);
	int question = vote_type_is_question(contest->type);

	fprintf(out, "<li>");
	if (!question)
		fprintf(out, "<b>No. %u</b> ", project + 1);
	html_text(out, text_in(&contest->projects[project].name, 0, NULL));
	if (contest->type == VOTE_POINTS)
		fprintf(out, ": <b>%u point%s</b>", mark, mark == 1 ? "" : "s");
	if (contest->type == VOTE_SCORE)
		fprintf(out, ": <b>mark %u</b>", mark);
	fprintf(out, "</li>");
}

static const char *asks(enum vote_type type)
{
	switch (type) {
	case VOTE_RANKED: return "Choose in this order";
	case VOTE_POINTS: return "Give points";
	case VOTE_SCORE: return "Give marks";
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL: return "Touch";
	case VOTE_ANSWER_TEXT: return "Write exactly";
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE: break;
	}
	return "Choose";
}

static void put_ranked(FILE *out, const struct contest *contest, const struct deck_vote *vote)
{
	for (unsigned rank = 1; rank <= contest->project_count; rank++)
		for (unsigned i = 0; i < contest->project_count; i++)
			if (vote->marks.of[i] == rank)
				put_marks(out, contest, vote, i);
}

static void put_vote(FILE *out, const struct contest *contest, const struct deck_vote *vote)
{
	int words = contest->type == VOTE_ANSWER_TEXT;

	fprintf(out, "<div class=contest><div><h3>");
	html_text(out, text_in(&contest->title, 0, NULL));
	if (words ? !vote->text[0] : marks_blank(contest, &vote->marks)) {
		fprintf(out, "</h3></div><p>Leave this part empty.</p></div>");
		return;
	}
	fprintf(out, "</h3>%s:</div><ul>", asks(contest->type));
	if (words) {
		fprintf(out, "<li><b>");
		html_text(out, vote->text);
		fprintf(out, "</b></li>");
	} else if (contest->type == VOTE_RANKED) {
		put_ranked(out, contest, vote);
	} else {
		for (unsigned i = 0; i < contest->project_count; i++)
			if (vote->marks.of[i] > 0)
				put_marks(out, contest, vote, i);
	}
	fprintf(out, "</ul></div>");
}

static void put_ballot(FILE *out, const struct election *election, const struct deck_ballot *ballot)
{
	const struct style *style = &election->styles[ballot->style];
	char code[VOTING_CODE_TEXT];

	fprintf(out, "<section class=ballot><div class=top><div class=number>%u</div><div class=box></div>",
	        ballot->number);
	if (ballot->code[0]) {
		voting_code_text(code, ballot->code);
		fprintf(out, "<p>Code <span class=code>%s</span></p>", code);
	}
	if (election->style_count > 1) {
		fprintf(out, "<p>%s: <b>", ballot->code[0] ? "The code is for the area" : "Choose the area");
		html_text(out, text_in(&style->name, 0, NULL));
		fprintf(out, "</b></p>");
	}
	fprintf(out, "</div>");
	for (unsigned i = 0; i < style->contest_count; i++)
		put_vote(out, &election->contests[style->contest[i]], &ballot->votes[i]);
	fprintf(out, "</section>\n");
}

static void put_steps(FILE *out, const struct deck *deck)
{
	fprintf(out,
	        "<p>This tests one kiosk before the vote. Print it once for each kiosk. No ballot of it counts.</p>"
	        "<ol><li>On the kiosk: <b>Staff</b>, the PIN, <b>Practise</b>, <b>Begin practice</b>. Then <b>Open "
	        "voting</b>.</li>"
	        "<li>Vote every ballot below, exactly as it stands here%s. Tick its box.</li>"
	        "<li>Projects come in another order each time: go by their number, with <b>Find</b>.</li>"
	        "<li>Cast each ballot. If you slip, touch <b>Start again</b> before you cast it.</li>"
	        "<li>Put a stick in. <b>Staff</b>, <b>Save the votes to the stick</b>, <b>End practice</b>.</li>"
	        "<li>The organiser runs <code>folkmoot acceptance check</code> on the folder "
	        "<code>folkmoot-practice-…</code> of the stick.</li></ol>",
	        deck->election->admission == ADMISSION_ATTENDED ? "; admit each as you will admit voters" : "");
	if (deck->rounds > 1)
		fprintf(
		    out,
		    "<p>There are %u rounds. After each, save the votes, end practice, and begin it again: then the "
		    "codes are good once more.</p>",
		    deck->rounds);
}

static void put_head(FILE *out, const struct deck *deck, const struct hash *hash)
{
	char fingerprint[FINGERPRINT_TEXT];
	const char *language = deck->election->language[0];

	election_fingerprint(fingerprint, hash);
	fprintf(out, "<!doctype html>\n<html lang=\"");
	html_text(out, language);
	fprintf(out,
	        "\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Test deck: ");
	html_text(out, text_in(&deck->election->title, 0, NULL));
	fprintf(out, "</title><style>%s</style>\n<h1>Test deck</h1><p><b>", style_sheet);
	html_text(out, text_in(&deck->election->title, 0, NULL));
	fprintf(out, "</b>, revision %u, %s. %zu ballots.</p>", deck->election->revision, fingerprint, deck->count);
	put_steps(out, deck);
	fprintf(out, "<div class=who><span>Kiosk</span><span>Date</span><span>Voted by</span></div>\n");
}

enum status deck_page(struct bytes *out, const struct deck *deck, const struct hash *hash)
{
	struct text_out text;
	unsigned round = 0;
	enum status status = text_begin(&text);

	*out = (struct bytes){.data = NULL};
	if (status != STATUS_OK)
		return status;
	put_head(text.stream, deck, hash);
	for (size_t i = 0; i < deck->count; i++) {
		if (deck->rounds > 1 && deck->ballots[i].round != round)
			fprintf(text.stream, "<h2>Round %u</h2>", deck->ballots[i].round);
		round = deck->ballots[i].round;
		put_ballot(text.stream, deck->election, &deck->ballots[i]);
	}
	fprintf(text.stream, "</html>\n");
	return text_end(out, &text);
}
