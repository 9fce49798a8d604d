/* Voting codes on paper: slips to be cut apart, eight to a page of A4, as PDF. Everything but the code and its QR code
 * is the same on every slip. Text is shaped by Pango in the kiosk's fonts. */
#ifndef FOLKMOOT_SLIPS_H
#define FOLKMOOT_SLIPS_H

#include "election.h"
#include "files.h"
#include "phrases.h"
#include "voting_code.h"

enum { SLIPS_PAGE = 8, SLIPS_LANGUAGES = 2 };

/* What all slips say. Owned by the caller, and must outlive them. */
struct slips_words {
	const struct election *election;
	const char *place;
	const char *district;                        /* in the election's main language; "" where there are none */
	const struct phrases *said[SLIPS_LANGUAGES]; /* one language or two */
	unsigned language_count;
	int is_practice;
};

struct slips;

/* Draws into out (file_out_begin was called; file_out_finish is the caller's). STATUS_NO_ROOM; STATUS_TEXT where
 * the fonts of this computer lack letters. The caller calls slips_finish in any case. */
enum status MUST_CHECK slips_begin(struct slips **out, const struct slips_words *words, struct file_out *file);
/* One more slip; a failure shows in slips_finish. */
void slips_add(struct slips *slips, const char letters[static VOTING_CODE_LETTERS + 1]);
/* Ends the last page. STATUS_IO, STATUS_NO_ROOM; not told. Frees slips, which may be NULL. */
enum status MUST_CHECK slips_finish(struct slips *slips);

#endif
