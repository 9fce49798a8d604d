#include "faults.h"

#include <stdarg.h>
#include <stdio.h>

#include "cli.h"

static void tell(struct faults *faults, const char *path, const char *format, va_list list)
{
	char sentence[FAULT_SENTENCE];

	vsnprintf(sentence, sizeof sentence, format, list);
	cli_quiet(sentence);
	(void)cli_refused("%s: %s", path, sentence);
	if (faults->sink)
		faults->sink(faults->context, path, sentence);
}

void fault(struct faults *faults, const char *path, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	tell(faults, path, format, list);
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
	tell(faults, path, format, list);
	va_end(list);
}

enum status fault_read(struct bytes *out, struct faults *faults, const char *path, size_t max, const char *what)
{
	char problem[FILE_PROBLEM];
	enum status status =
	    faults->links == LINKS_REFUSED ? file_read_plain(out, path, max) : file_read_quiet(out, path, max);

	if (status == STATUS_OK)
		return status;
	fault(faults, path, "%s", file_read_problem(problem, status, max, what));
	if (status != STATUS_ABSENT && cli_code(status) == EXIT_FAILED)
		faults->unread++;
	return status;
}
