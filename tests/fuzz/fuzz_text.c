/* Texts of an election as the screen breaks and speaks them: any bytes are taken, and what comes out is the text, whole
 * and in its order. */
#include "bytes.h"
#include "characters.h"
#include "fuzz.h"
#include "layout.h"
#include "speech.h"

static int width_of(void *context, unsigned type, unsigned text_size, const char *text, size_t len)
{
	(void)context;
	(void)type;
	(void)text_size;
	return (int)text_clusters(text, len) * 10;
}

static int line_of(void *context, unsigned type, unsigned text_size)
{
	(void)context;
	(void)text_size;
	return 20 + (int)type;
}

static void break_lines(const char *text, int width)
{
	const struct look look = {
	    .width = 1080, .height = 1920, .px_per_m = 3780, .measure = {NULL, width_of, line_of}};
	const char *at = text, *end = text + strlen(text), *before = text;
	struct line line, word;
	unsigned lines = 0;

	while (at && lines < 5000) {
		int x = 0;

		at = text_line(&line, &look, TYPE_BODY, at, width);
		must(line.start >= before && line.start + line.len <= end);
		must(!at || (at >= line.start + line.len && at <= end && at > before));
		before = at;
		lines++;
		for (unsigned words = 0; line_word(&word, &x, &look, TYPE_BODY, &line); words++)
			must(words <= strlen(text) && word.len > 0);
	}
	must(text_height(&look, TYPE_BODY, text, width) >= 0 && text_width(&look, TYPE_BODY, text) >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text;
	const char *at, *rest;
	struct segment segment;
	size_t used = 0, length;

	if (len == 0)
		return 0;
	text = text_copy(data + 1, len - 1);
	length = strlen(text);
	for (at = text; at < text + length;) {
		const char *was = at;

		(void)character_next(&at, text + length);
		must(at > was && at <= text + length);
	}
	while (used < length) {
		size_t cluster = cluster_len(text + used, length - used);

		must(cluster > 0 && cluster <= length - used);
		used += cluster;
	}
	break_lines(text, 30 + data[0] * 4);
	(void)text_is_tall(text);
	(void)text_has_right_to_left(text);
	rest = text;
	while (speech_next(&segment, &rest, 0))
		must(segment.text >= text && segment.len > 0 && segment.text + segment.len <= text + length &&
		     rest <= text + length);
	free(text);
	return 0;
}
