#include "text_out.h"

#include <string.h>

enum status text_begin(struct text_out *out)
{
	memset(out, 0, sizeof *out);
	out->stream = open_memstream(&out->text, &out->len);
	return out->stream ? STATUS_OK : STATUS_NO_ROOM;
}

enum status text_end(struct bytes *bytes, struct text_out *out)
{
	int bad = ferror(out->stream);

	bad |= fclose(out->stream);
	bytes->data = (uint8_t *)out->text;
	bytes->len = out->len;
	return bad ? STATUS_NO_ROOM : STATUS_OK;
}

void csv_text(FILE *out, const char *text)
{
	const char *guard = *text && strchr("=+-@", *text) ? "'" : "";

	if (!strpbrk(text, ",\"\n\r")) {
		fprintf(out, "%s%s", guard, text);
		return;
	}
	fprintf(out, "\"%s", guard);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}
