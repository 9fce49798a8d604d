/* Where things stand on a display, in millimetres first: sizes follow voter.md at any resolution and text size. Text is
 * measured through a function that the canvas (or a test) provides, so that this floor needs no fonts; breaking lines
 * is done here, once, for the screen and the canvas alike. */
#ifndef FOLKMOOT_LAYOUT_H
#define FOLKMOOT_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

struct rect {
	int x, y, w, h; /* pixels */
};

/* The one type scale. */
enum text_style {
	TYPE_SMALL,
	TYPE_BODY,
	TYPE_STRONG,
	TYPE_LEAD,
	TYPE_LARGE,
	TYPE_TITLE,
	TYPE_DISPLAY,
	TYPE_CODE,
	TYPE_COUNT
};

/* How text comes out: type is enum text_style. */
struct measure {
	void *context;
	/* Width of a run in pixels, not broken. */
	int (*width)(void *context, unsigned type, unsigned text_size, const char *text, size_t len);
	/* From one line to the next, pixels. */
	int (*line)(void *context, unsigned type, unsigned text_size);
};

struct look {
	int width, height;  /* of the display, pixels */
	int px_per_m;       /* pixels per metre: 3,780 is 96 per inch */
	unsigned text_size; /* 0 to 3 */
	unsigned theme;     /* 0 to 3 */
	int seated;         /* everything that can be pressed is low on the display */
	int right_to_left;  /* the language's direction */
	int tall;           /* the language's letters need higher lines than Latin ones */
	struct measure measure;
};

/* Sizes in hundredths of a millimetre, from voter.md. */
enum {
	LAYOUT_TARGET = 2000,       /* voters' buttons at the default size */
	LAYOUT_TARGET_LEAST = 1270, /* anything that can be pressed */
	LAYOUT_TARGET_GRAVE = 3000, /* "cast", "still here" */
	LAYOUT_GAP = 260,           /* between things that can be pressed */
	LAYOUT_LINE_CHARACTERS = 70,
};

/* Millimetres (hundredths) to pixels, rounded. */
int look_px(const struct look *look, int hundredth_mm);
/* Capital height in hundredths of a millimetre of a type at a text size. */
int type_capital(unsigned type, unsigned text_size);

/* One line of a broken text: bytes of it. */
struct line {
	const char *start;
	size_t len;
};

/* Characters as a reader sees them: a letter with its marks is one. */
unsigned text_clusters(const char *text, size_t len);
/* Takes the next line that fits a width (at least one character; at most LAYOUT_LINE_CHARACTERS), broken at spaces,
 * after hyphens and slashes, at '\n', and inside of a word only where it is wider than a whole line, then between
 * characters that do not stand together (cluster_len). Lines are broken in the order of reading, before anything is
 * turned round for right-to-left. Returns where the text goes on, NULL at its end. */
const char *text_line(struct line *out, const struct look *look, enum text_style type, const char *text, int width);
unsigned text_lines(const struct look *look, enum text_style type, const char *text, int width);
/* Height of a text broken to a width; 0 for "". */
int text_height(const struct look *look, enum text_style type, const char *text, int width);
/* Width of its widest line when broken only at '\n'. */
int text_width(const struct look *look, enum text_style type, const char *text);
/* Width of its widest word: no narrower box holds it without breaking inside of a word. */
int text_word_width(const struct look *look, enum text_style type, const char *text);
/* From one line to the next in the look's language; and for a text, which may be in a script that needs more. */
int line_height(const struct look *look, enum text_style type);
int text_line_height(const struct look *look, enum text_style type, const char *text);
/* What the lines of tall scripts take more than Latin ones, percent. */
enum { LAYOUT_TALL_PERCENT = 120 };
/* Whether the lines of a text are tall ones in that look. */
int text_lines_tall(const struct look *look, const char *text);
/* Width of a line: of its words and spaces, each a whole number of pixels. */
int line_width(const struct look *look, enum text_style type, const struct line *line);
/* Takes the next word off a line: where it begins, from the line's left edge (*x goes on from word to word, beginning
 * with 0). Words are drawn one by one at these places, so that a line is as wide as it was measured. 0 at the end. */
int line_word(struct line *word, int *x, const struct look *look, enum text_style type, struct line *line);

/* The box on the other side: left and right of `within` change places. */
struct rect rect_mirrored(struct rect box, struct rect within);
struct rect rect_inset(struct rect box, int by);
int rect_overlaps(struct rect a, struct rect b);
int rect_inside(struct rect inner, struct rect outer);
/* Cuts a strip off an edge of *box, leaving gap between. */
struct rect cut_top(struct rect *box, int height, int gap);
struct rect cut_bottom(struct rect *box, int height, int gap);
struct rect cut_left(struct rect *box, int width, int gap);
struct rect cut_right(struct rect *box, int width, int gap);

#endif
