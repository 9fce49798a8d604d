/* Inside of the screens: what their files share. Not for use elsewhere. */
#ifndef FOLKMOOT_SCREEN_MAKE_H
#define FOLKMOOT_SCREEN_MAKE_H

#include "parts.h"
#include "screen.h"
#include "speech.h"

/* A screen being made. body is what is left of the display. */
struct make {
	struct screen *screen;
	const struct flow *flow;
	const struct election *election; /* may be NULL */
	const struct messages *messages;
	const struct look *look;
	struct rect body;
	int margin, gap; /* pixels */
	int tight;       /* little room for this size of words: what is not needed is left out; 2: hardly any */
};

/* --- words: all into the screen's pool (screen_make.c) --- */

const char *make_copy(struct make *make, const char *text);
const char *make_words(struct make *make, enum message id);
const char *make_filled(struct make *make, enum message id, const char *const *args, unsigned count);
#define FILLED(make, id, ...)                                                                                          \
	make_filled(make, id, (const char *const[]){__VA_ARGS__},                                                      \
	            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
const char *make_number(struct make *make, uint64_t number);
const char *make_money(struct make *make, uint64_t amount);
/* A text of the election in the voter's language; adds STATE_FALLBACK to *state (may be NULL) where it is in another
 * one. */
const char *make_text(struct make *make, const struct text *text, unsigned *state);
/* The heading over a voter's screens: the election's name. */
const char *make_election_title(struct make *make);
/* Spoken forms: segments (speech.h). A number as plain digits; an amount in words; a text of the election as a segment
 * of its own, in the language it is in; words with such arguments filled in, each a segment of its own. */
const char *speak_number(struct make *make, uint64_t number);
const char *speak_money(struct make *make, uint64_t amount);
const char *speak_text(struct make *make, const struct text *text);
/* Letters and digits one by one, with a pause where there is a gap. */
const char *speak_spelled(struct make *make, const char *text);
const char *speak_filled(struct make *make, enum message id, const char *const *args, unsigned count);
#define SPEAK(make, id, ...)                                                                                           \
	speak_filled(make, id, (const char *const[]){__VA_ARGS__},                                                     \
	             sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
const char *make_joined(struct make *make, const char *first, const char *between, const char *second);

/* --- elements --- */

struct element *make_add(struct make *make, enum role role, const char *id, struct rect box);
/* "card-12" */
struct element *make_add_numbered(struct make *make, enum role role, const char *id, unsigned number, struct rect box);
/* Copies a template made elsewhere, and gives it a place. */
struct element *make_put(struct make *make, const struct element *element, struct rect box);
/* An element that stands nowhere yet. */
struct element make_element(enum role role, const char *id);
struct element make_button(const char *id, const char *text, struct action action);
/* The main button of a screen; the ways back and on, with their signs where there is room. */
struct element make_main(const char *id, const char *text, enum action_kind kind);
struct element make_back(struct make *make, const char *text, enum action_kind kind);
struct element make_next(struct make *make, const char *text);
int make_px(const struct make *make, int hundredth_mm);
/* Narrows to the width that 70 characters of body text take, in the middle. */
struct rect make_readable(const struct make *make, struct rect box);

/* --- rows of buttons (screen_row.c) --- */

enum { ROW_MAX = 24 };

enum row_side { ROW_LEFT, ROW_MIDDLE, ROW_RIGHT };

struct row {
	unsigned count;
	struct element element[ROW_MAX];
	enum row_side side[ROW_MAX];
	int least_height[ROW_MAX]; /* hundredths of a millimetre; 0: a usual button */
	int least_width[ROW_MAX];  /* where there is room */
	unsigned absent;           /* bit i: keeps its place, but is not there now */
	const char *optional;      /* id of what is left out where one row does not hold all; NULL: nothing */
	int fill;                  /* all share the whole width */
};

void row_add(struct row *row, enum row_side side, struct element element);
/* One that is larger than usual: hundredths of a millimetre; the width only where there is room. */
void row_add_sized(struct row *row, enum row_side side, struct element element, int width, int height);
/* The main way on. */
void row_add_main(struct row *row, struct element element);
/* Not there now, though it keeps its place. */
void row_hide(struct row *row, const char *id);
/* NULL where it is not in the row. */
struct element *row_find(struct row *row, const char *id);
/* Chooses places for a width: one row, else words broken, else several rows. Boxes are relative to 0, 0. Returns the
 * height. */
int row_plan(struct make *make, struct row *row, int width);
/* The rows at a screen's foot: buttons that stay, and between them (or above them, where there is no room) ways to
 * other pages or parts. */
struct foot {
	struct row stays, ways;
	int height;
};
void foot_plan(struct make *make, struct foot *foot, int width);
void foot_put(struct make *make, const struct foot *foot);
struct element *foot_find(struct foot *foot, const char *id);
void foot_hide(struct foot *foot, const char *id);
/* Adds the planned elements at a place. */
void row_put(struct make *make, const struct row *row, int x, int y);

/* --- pages of texts and buttons, in parts where they are long (screen_page.c) --- */

enum { PAGE_MAX = 24 + 6 * ELECTION_MAX_CONTESTS, PAGE_CELLS = 80 };

/* Makes the i-th element of a list, when it is needed; its words may lie in the pool. */
typedef void page_list_fn(struct make *make, unsigned contest, unsigned i, struct element *out);

enum item_kind {
	ITEM_ELEMENT,
	ITEM_CELLS,
	ITEM_LIST,
	ITEM_COLUMN, /* the next column, where there are several */
};

struct item {
	enum item_kind kind;
	struct element element; /* TITLE and TEXT may be broken over columns and parts */
	unsigned first, count;  /* CELLS: of page->cell; LIST: count */
	unsigned across;        /* CELLS: so many beside each other */
	int aside;  /* CELLS: element is their heading, beside them and so wide; hundredths of a millimetre; 0: none */
	int widest; /* CELLS: no wider, and then in the middle; hundredths of a millimetre; 0: as wide as can be */
	page_list_fn *list;
	unsigned contest;
	int height; /* at least; ROLE_PHOTO: at most; hundredths of a millimetre */
	int gap;    /* before it, hundredths of a millimetre */
	int keeps;  /* stays with what follows: a heading */
	int whole;  /* CELLS: with a heading that keeps, all stand in one column where that has the room */
};

struct page {
	unsigned count;
	struct item item[PAGE_MAX];
	int full; /* an item found no room */
	unsigned cell_count;
	struct element cell[PAGE_CELLS];
	unsigned columns;  /* at most; narrow displays have one */
	int flows;         /* column after column is filled, wherever ITEM_COLUMN stands */
	int wide;          /* takes the whole width, not only as much as is good to read */
	int centred;       /* in the middle of the height where it is short */
	int read_whole;    /* the way on is the main one on the last part only */
	int says;          /* and of the width: says one thing */
	struct row bottom; /* buttons that stay */
};

void page_init(struct page *page);
/* Heading and text in the middle, for pages that say one thing. */
void page_say(struct page *page, const char *title, const char *text);
/* A drawing of the program's own. */
void page_picture(struct page *page, enum picture picture, int height, int gap);
struct item *page_add(struct page *page, struct element element, int gap);
struct item *page_text(struct page *page, enum text_style type, const char *id, const char *text, int gap);
/* Buttons of the same width, as many beside each other as can be (at most `across`). */
void page_cells(struct make *make, struct page *page, const struct element *element, unsigned count, unsigned across,
                int gap);
void page_list(struct page *page, unsigned count, page_list_fn *list, unsigned contest, int gap);
void page_column(struct page *page);
/* How many parts it has. Nothing is put. */
unsigned page_parts(struct make *make, const struct page *page);
/* Sets columns to the fewest, of from to most, that leave the fewest parts. */
void page_fewest_parts(struct make *make, struct page *page, unsigned from, unsigned most);
/* Puts the items of the present part, the bottom row, and the ways to other parts, into make->body. */
void page_put(struct make *make, struct page *page);

/* --- frames (screen_frame.c) --- */

/* The band of a practice election, if it is one; margins. */
void frame_plain(struct make *make);
/* Also the mark, a heading, and settings, help and "start again" in their place. */
void frame_voter(struct make *make, const char *heading);

/* The confirmation code in its five groups. */
/* The confirmation code, under a label that the voice leaves out: what is said of the code begins with it. Returns the
 * label. */
struct item *page_code(struct make *make, struct page *page, enum message label, int gap);
struct element make_qr(struct make *make, const char *id, const char *holds, enum message spoken);
/* The ballot style in hand. */
const struct style *make_style(const struct make *make);

/* What staff are told where it is so: that there is no sound, or no voice; that something rests on the display. */
void make_sound_trouble(struct make *make, struct page *page);
void make_stuck(struct make *make, struct page *page);
/* The way to staff's pages, at the foot of what everybody sees. */
void page_staff_way(struct make *make, struct page *page);

/* --- the screens --- */

typedef void screen_fn(struct make *make);
screen_fn screen_locked, screen_no_election, screen_not_open, screen_start, screen_waiting, screen_thanks, screen_idle,
    screen_trouble;
screen_fn screen_enrol, screen_enrol_write, screen_enrol_pin, screen_enrol_key;
screen_fn screen_admit, screen_admit_ask, screen_code;
screen_fn screen_settings, screen_style, screen_how, screen_review, screen_help, screen_leave, screen_sealed,
    screen_ask, screen_challenged;
screen_fn screen_projects, screen_project, screen_by_number, screen_filter, screen_write;
screen_fn screen_pin, screen_staff, screen_staff_open, screen_staff_close, screen_staff_close2, screen_staff_status,
    screen_staff_done, screen_staff_place, screen_staff_clock, screen_staff_size, screen_staff_screen,
    screen_staff_touch, screen_staff_sound, screen_staff_stick, screen_staff_ready, screen_staff_practice,
    screen_staff_report, screen_staff_reopen, screen_staff_erase, screen_staff_second, screen_staff_clean;
void screen_start_fault(struct make *make, const char *why);

/* --- what the pages of projects share with a project's page (screen_projects.c) --- */

const struct marks *make_marks(const struct make *make);
/* Whether the contest is chosen by one touch (approval, knapsack, choose-one). */
int make_by_touch(const struct contest *contest);
/* Words for not chosen, chosen, too dear, list full. */
extern const enum message make_short_words[4];
struct element make_choice(struct make *make, const struct contest *contest, unsigned index,
                           const enum message words[static 4]);
struct element make_notice(struct make *make, const char *text);
int make_verdict_shown(const struct make *make);

/* The budget, chosen and left, as words and as a bar; cut off make->body (screen_bar.c). */
void make_bar(struct make *make);
/* What is left to spend, and whether the contest has such a limit. */
int make_money_left(const struct make *make, const struct contest *contest, const struct marks *marks, uint64_t *left);
/* Words to be read, or to be heard. */
enum sense { FOR_EYE, FOR_EAR };
/* That a project, by its name or, where that is long, its number, costs so much more than what is left. */
const char *make_dear(struct make *make, enum sense sense, const struct contest *contest, unsigned project,
                      uint64_t more, uint64_t left);
/* What a verdict says, "" for none (screen_verdict.c). */
const char *make_verdict(struct make *make, enum sense sense, const struct contest *contest, const struct marks *marks);
struct element make_verdict_notice(struct make *make, const struct contest *contest);

#endif
