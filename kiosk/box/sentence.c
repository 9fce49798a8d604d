#include "sentence.h"

#include <stdarg.h>
#include <stdio.h>

enum status refuse(struct sentence *why, enum status status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(why->text, sizeof why->text, format, arguments);
	va_end(arguments);
	return status;
}

void tell(struct sentence *what, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(what->text, sizeof what->text, format, arguments);
	va_end(arguments);
}
