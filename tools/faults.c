#include "faults.h"

#include <stdarg.h>
#include <stdio.h>

#include "cli.h"

static void tell(const char *path, const char *format, va_list list)
{
	char sentence[1024];

	vsnprintf(sentence, sizeof sentence, format, list);
	(void)cli_refused("%s: %s", path, sentence);
}

void fault(struct faults *faults, const char *path, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	tell(path, format, list);
	va_end(list);
	faults->count++;
}

void fault_each(struct faults *faults, unsigned *told, const char *path, const char *format, ...)
{
	va_list list;

	faults->count++;
	if (*told == FAULTS_TOLD) {
		faults->untold++;
		return;
	}
	++*told;
	va_start(list, format);
	tell(path, format, list);
	va_end(list);
}
