#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pabulib_tell.h"

enum { TOLD_EACH = 3 };

static enum pabulib_level level_of(enum pabulib_mode mode, enum pabulib_kind kind)
{
	if (mode == PABULIB_CHECKED)
		return pabulib_traits(kind)->level;
	return mode == PABULIB_LENIENT && pabulib_traits(kind)->repair ? PABULIB_REPAIR : PABULIB_NOTE;
}

static const char *ending(enum pabulib_mode mode, enum pabulib_kind kind)
{
	const struct pabulib_kind_traits *traits = pabulib_traits(kind);

	if (mode == PABULIB_LENIENT)
		return traits->repair ? traits->repair : "";
	return mode == PABULIB_CHECKED || traits->strict == STRICT_REFUSES ? traits->cure : "";
}

void fault_fill(struct pabulib_fault *fault, enum pabulib_mode mode, enum pabulib_kind kind, unsigned long line,
                const char *format, va_list list)
{
	const char *end = ending(mode, kind);
	int len;

	fault->line = line;
	fault->kind = kind;
	fault->times = 1;
	fault->level = level_of(mode, kind);
	len = vsnprintf(fault->what, sizeof fault->what, format, list);
	if (*end && len >= 0 && (size_t)len + 2 + strlen(end) < sizeof fault->what)
		(void)snprintf(fault->what + len, sizeof fault->what - (size_t)len, "; %s", end);
}

static int heard(struct fault_teller *teller, enum pabulib_kind kind)
{
	if (teller->mode == PABULIB_STRICT && pabulib_traits(kind)->strict == STRICT_KEEPS_SILENT)
		return 0;
	return ++teller->times[kind] <= TOLD_EACH && teller->note;
}

void fault_tell(struct fault_teller *teller, enum pabulib_kind kind, unsigned long line, const char *format, ...)
{
	struct pabulib_fault note;
	va_list list;

	if (!heard(teller, kind))
		return;
	va_start(list, format);
	fault_fill(&note, teller->mode, kind, line, format, list);
	va_end(list);
	teller->note(teller->context, &note);
}

void fault_tell_as(struct fault_teller *teller, enum pabulib_kind kind, enum pabulib_level level, unsigned long line,
                   const char *format, ...)
{
	struct pabulib_fault note;
	va_list list;

	if (!heard(teller, kind))
		return;
	va_start(list, format);
	fault_fill(&note, teller->mode, kind, line, format, list);
	va_end(list);
	if (teller->mode == PABULIB_CHECKED)
		note.level = level;
	teller->note(teller->context, &note);
}

void fault_tell_sums(struct fault_teller *teller)
{
	for (enum pabulib_kind kind = PB_OTHER; kind < PB_KINDS; kind++) {
		const char *many = pabulib_traits(kind)->many, *rest = strchr(many, '|');
		struct pabulib_fault note = {.kind = kind, .level = level_of(teller->mode, kind)};

		if (teller->times[kind] > TOLD_EACH && teller->note) {
			(void)snprintf(note.what, sizeof note.what, "%zu %.*s in all %s", teller->times[kind],
			               (int)(rest - many), many, rest + 1);
			note.times = teller->times[kind] - TOLD_EACH;
			teller->note(teller->context, &note);
		}
		teller->times[kind] = 0;
	}
}
