#include "sentence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void tell(struct sentence *what, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(what->text, sizeof what->text, format, arguments);
	va_end(arguments);
}

void sentence_copy(char *out, size_t room, const struct sentence *in)
{
	static const char mark[] = "…";
	size_t len = strlen(in->text);

	if (len >= room) {
		len = room - sizeof mark;
		while (len > 0 && ((unsigned char)in->text[len] & 0xc0U) == 0x80)
			len--;
		memcpy(out + len, mark, sizeof mark);
	} else {
		out[len] = '\0';
	}
	memcpy(out, in->text, len);
}
