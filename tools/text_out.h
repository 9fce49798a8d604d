/* Text written piece by piece into memory; fields of CSV files. */
#ifndef FOLKMOOT_TEXT_OUT_H
#define FOLKMOOT_TEXT_OUT_H

#include "files.h"

struct text_out {
	FILE *stream;
	char *text;
	size_t len;
};

/* STATUS_NO_ROOM. After STATUS_OK the caller prints to stream, then calls text_end. */
enum status MUST_CHECK text_begin(struct text_out *out);
/* The whole text, which the caller frees with bytes_free, also after a failure. STATUS_NO_ROOM. */
enum status MUST_CHECK text_end(struct bytes *bytes, struct text_out *out);

/* A field of a CSV file as RFC 4180 quotes it, where it must be quoted. Spreadsheets take a text that begins like a
 * formula for one, and run it; an apostrophe before it makes them show it. */
void csv_text(FILE *out, const char *text);

#endif
