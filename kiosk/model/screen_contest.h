/* Inside of the screens of a contest: how a project is marked, as its type of vote wants it, and the cards it stands
 * on. Not for use elsewhere. */
#ifndef FOLKMOOT_SCREEN_CONTEST_H
#define FOLKMOOT_SCREEN_CONTEST_H

#include "filter.h"
#include "screen_make.h"

/* --- what marks a project (screen_marks.c, screen_control.c) --- */

enum { CONTROL_MAX = 24 };

/* Where the parts of what marks a project stand: the same for every project of a contest, whatever its mark, so that
 * nothing moves under a finger. Boxes are relative to 0, 0. */
struct control {
	unsigned count;
	int width, height;
	struct rect box[CONTROL_MAX];
};

/* The width with all parts beside each other. */
int control_least_width(struct make *make, const struct contest *contest);
void control_plan(struct control *out, struct make *make, const struct contest *contest, int width);
/* Makes it as high as that, where it is lower. */
void control_stretch(struct control *control, int height);
void control_put(struct make *make, const struct contest *contest, unsigned index, const struct control *control,
                 struct rect at, unsigned group);
/* For a project's own page: the parts as elements of a row, at its right. */
void control_row(struct make *make, struct row *row, const struct contest *contest, unsigned index);
/* The mark in words, to show and to speak: "Chosen", "My no. 3", "Points: 4", "Mark: 2"; "" where there is none. */
const char *mark_words(struct make *make, const struct contest *contest, unsigned mark);
const char *mark_spoken(struct make *make, const struct contest *contest, unsigned mark);

/* --- cards (screen_cards.c) --- */

/* How much a card says. All cards of a contest say the same; the rest is on the project's page. */
enum level { LEVEL_FULL, LEVEL_PLACE, LEVEL_NAME, LEVEL_COUNT };

/* How many cards, and where. */
struct cards {
	enum level level;
	unsigned columns, rows, per_page;
	int below;          /* the control stands under the card, not beside it, on one panel with it */
	int pad;            /* of that panel */
	int card_w, card_h; /* without the control */
	struct control control;
};

/* The projects that the filter lists, in the voter's order. */
struct listing {
	unsigned count;
	uint16_t project[ELECTION_MAX_PROJECTS];
};

/* A notice that lies over rows of cards, from … to (exclusive); none where both are 0. */
struct cover {
	unsigned from, to;
};

void listing_of(struct listing *out, const struct make *make, const struct contest *contest);
/* The most telling level that still shows several projects at once; of several ways, the one that shows more. */
struct cards cards_plan(struct make *make, const struct contest *contest, struct rect area);
/* How many of the contest's projects are seen at once. */
unsigned cards_useful(const struct cards *cards, const struct contest *contest);
/* From one row of cards to the next. */
int cards_step(const struct make *make, const struct cards *cards);
void cards_put(struct make *make, const struct contest *contest, const struct cards *cards,
               const struct listing *listing, struct rect area, unsigned first, struct cover cover);

/* --- above the cards (screen_zone.c) --- */

/* What is above the cards: a place for the instruction, which is also the notice's where there is room for both. */
struct rect zone_cut(struct make *make, const struct contest *contest, int below);
/* The instruction or the notice, and the cards. */
void zone_put(struct make *make, const struct contest *contest, const struct cards *cards,
              const struct listing *listing, struct rect zone, struct rect area, unsigned first);

/* --- shared by the screens of a contest (screen_projects.c) --- */

/* The frame, headed by the contest's title, and by which of several parts it is. */
void make_contest_frame(struct make *make, const struct contest *contest);
/* The frame headed by that alone. */
void make_part_frame(struct make *make);
/* That only one can be chosen, and which is (screen_verdict.c). */
const char *make_only_one(struct make *make, enum sense sense, const struct contest *contest, unsigned chosen);

/* --- the same words for eye and ear (screen_verdict.c) --- */

const char *number_for(struct make *make, enum sense sense, uint64_t number);
const char *money_for(struct make *make, enum sense sense, uint64_t amount);
const char *filled_for(struct make *make, enum sense sense, enum message id, const char *const *args, unsigned count);
#define FILLED_FOR(make, sense, id, ...)                                                                               \
	filled_for(make, sense, id, (const char *const[]){__VA_ARGS__},                                                \
	           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* --- questions (screen_question.c) --- */

screen_fn screen_question;

#endif
