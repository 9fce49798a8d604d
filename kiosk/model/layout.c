#include "layout.h"

#include <string.h>

#include "characters.h"

int look_px(const struct look *look, int hundredth_mm)
{
	int64_t scaled = (int64_t)hundredth_mm * look->px_per_m;

	return (int)((scaled + (scaled < 0 ? -50000 : 50000)) / 100000);
}

int type_capital(unsigned type, unsigned text_size)
{
	/* Small and body keep to the bands of voter.md; what is bigger grows less, since it can be read already. */
	static const short capital[TYPE_COUNT][4] = {
	    [TYPE_SMALL] = {355, 485, 645, 853},       [TYPE_BODY] = {375, 515, 665, 870},
	    [TYPE_STRONG] = {375, 515, 665, 870},      [TYPE_LEAD] = {440, 600, 740, 910},
	    [TYPE_LARGE] = {460, 620, 760, 930},       [TYPE_TITLE] = {600, 800, 920, 1050},
	    [TYPE_DISPLAY] = {1000, 1250, 1350, 1450}, [TYPE_CODE] = {640, 820, 920, 1050},
	};

	return capital[type < TYPE_COUNT ? type : TYPE_BODY][text_size < 4 ? text_size : 3];
}

static int usual_line(const struct look *look, enum text_style type, int tall)
{
	int height = look->measure.line(look->measure.context, type, look->text_size);

	return tall ? (height * LAYOUT_TALL_PERCENT + 50) / 100 : height;
}

int line_height(const struct look *look, enum text_style type)
{
	return usual_line(look, type, look->tall);
}

int text_lines_tall(const struct look *look, const char *text)
{
	return look->tall || text_is_tall(text);
}

int text_line_height(const struct look *look, enum text_style type, const char *text)
{
	return usual_line(look, type, text_lines_tall(look, text));
}

static int run_width(const struct look *look, enum text_style type, const char *text, size_t len)
{
	return len ? look->measure.width(look->measure.context, type, look->text_size, text, len) : 0;
}

/* --- breaking lines --- */

unsigned text_clusters(const char *text, size_t len)
{
	unsigned count = 0;

	for (size_t at = 0; at < len; at += cluster_len(text + at, len - at))
		count++;
	return count;
}

/* A word: up to the next space, or through a hyphen or slash between letters. */
static size_t word_len(const char *text)
{
	size_t len = 0;

	while (text[len] && text[len] != ' ' && text[len] != '\n') {
		len++;
		if (len > 1 && (text[len - 1] == '-' || text[len - 1] == '/') && text[len] && text[len] != ' ')
			break;
	}
	return len;
}

/* As much of a word as fits without dividing what stands together, at least one character. A longer piece is wider:
 * the limit is found by halving. */
static size_t piece_len(const struct look *look, enum text_style type, const char *text, size_t len, int width)
{
	size_t end[LAYOUT_LINE_CHARACTERS], at = cluster_len(text, len);
	unsigned count = 0, low = 0;

	while (count < LAYOUT_LINE_CHARACTERS) {
		end[count++] = at;
		if (at == len)
			break;
		at += cluster_len(text + at, len - at);
	}
	while (count - low > 1) {
		unsigned middle = low + (count - low) / 2;

		if (run_width(look, type, text, end[middle]) <= width)
			low = middle;
		else
			count = middle;
	}
	return end[low];
}

const char *text_line(struct line *out, const struct look *look, enum text_style type, const char *text, int width)
{
	int used = 0;
	unsigned count = 0;
	size_t at = 0, end = 0;

	out->start = text;
	while (text[at] && text[at] != '\n') {
		size_t spaces = strspn(text + at, " "), len = word_len(text + at + spaces);
		unsigned letters = text_clusters(text + at, spaces + len);
		int more = 0, full = count + letters > LAYOUT_LINE_CHARACTERS;

		/* What has too many letters need not be measured. */
		if (!full)
			more =
			    run_width(look, type, text + at, spaces) + run_width(look, type, text + at + spaces, len);
		if (full || used + more > width) {
			if (!end && len)
				end = spaces + piece_len(look, type, text + spaces, len, width);
			break;
		}
		used += more;
		count += letters;
		at += spaces + len;
		if (len)
			end = at;
	}
	out->len = end;
	at = end + strspn(text + end, " ");
	if (text[at] == '\n')
		return text + at + 1;
	return text[at] ? text + at : NULL;
}

unsigned text_lines(const struct look *look, enum text_style type, const char *text, int width)
{
	struct line line;
	unsigned count = 0;

	for (const char *rest = *text ? text : NULL; rest; count++)
		rest = text_line(&line, look, type, rest, width);
	return count;
}

int text_height(const struct look *look, enum text_style type, const char *text, int width)
{
	return (int)text_lines(look, type, text, width) * text_line_height(look, type, text);
}

int line_word(struct line *word, int *x, const struct look *look, enum text_style type, struct line *line)
{
	size_t spaces = 0;

	while (spaces < line->len && line->start[spaces] == ' ')
		spaces++;
	*x += run_width(look, type, line->start, spaces);
	word->start = line->start + spaces;
	word->len = word_len(word->start);
	if (word->len > line->len - spaces)
		word->len = line->len - spaces;
	line->start += spaces + word->len;
	line->len -= spaces + word->len;
	return word->len > 0;
}

int line_width(const struct look *look, enum text_style type, const struct line *line)
{
	struct line rest = *line, word;
	int x = 0;

	while (line_word(&word, &x, look, type, &rest))
		x += run_width(look, type, word.start, word.len);
	return x;
}

int text_width(const struct look *look, enum text_style type, const char *text)
{
	int widest = 0;

	while (*text) {
		struct line line = {text, strcspn(text, "\n")};
		int width = line_width(look, type, &line);

		widest = width > widest ? width : widest;
		text += line.len + (text[line.len] == '\n');
	}
	return widest;
}

int text_word_width(const struct look *look, enum text_style type, const char *text)
{
	int widest = 0;

	while (*text) {
		size_t len = word_len(text);
		int width = run_width(look, type, text, len);

		widest = width > widest ? width : widest;
		text += len ? len : 1;
	}
	return widest;
}

/* --- rectangles --- */

struct rect rect_mirrored(struct rect box, struct rect within)
{
	box.x = 2 * within.x + within.w - box.x - box.w;
	return box;
}

struct rect rect_inset(struct rect box, int by)
{
	return (struct rect){box.x + by, box.y + by, box.w - 2 * by, box.h - 2 * by};
}

int rect_overlaps(struct rect a, struct rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

int rect_inside(struct rect inner, struct rect outer)
{
	return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
	       inner.y + inner.h <= outer.y + outer.h;
}

struct rect cut_top(struct rect *box, int height, int gap)
{
	struct rect strip = {box->x, box->y, box->w, height};

	box->y += height + gap;
	box->h -= height + gap;
	return strip;
}

struct rect cut_bottom(struct rect *box, int height, int gap)
{
	struct rect strip = {box->x, box->y + box->h - height, box->w, height};

	box->h -= height + gap;
	return strip;
}

struct rect cut_left(struct rect *box, int width, int gap)
{
	struct rect strip = {box->x, box->y, width, box->h};

	box->x += width + gap;
	box->w -= width + gap;
	return strip;
}

struct rect cut_right(struct rect *box, int width, int gap)
{
	struct rect strip = {box->x + box->w - width, box->y, width, box->h};

	box->w -= width + gap;
	return strip;
}
