/* What is odd in a Pabulib file, told: of every kind the first three, then one sentence with their number. */
#ifndef FOLKMOOT_PABULIB_TELL_H
#define FOLKMOOT_PABULIB_TELL_H

#include "pabulib.h"

struct fault_teller {
	enum pabulib_mode mode;
	pabulib_note *note; /* may be NULL */
	void *context;
	size_t times[PB_KINDS];
};

/* In words without the cure or the repair, which follow by the kind and the mode. Silent where strict reading is. */
void fault_tell(struct fault_teller *teller, enum pabulib_kind kind, unsigned long line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same, of another level than its kind's in a check. */
void fault_tell_as(struct fault_teller *teller, enum pabulib_kind kind, enum pabulib_level level, unsigned long line,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The sums of what was told more than three times. Begins anew. */
void fault_tell_sums(struct fault_teller *teller);

/* The parts of the sentence, as in fault_tell. */
void fault_fill(struct pabulib_fault *fault, enum pabulib_mode mode, enum pabulib_kind kind, unsigned long line,
                const char *format, va_list list) __attribute__((format(printf, 5, 0)));

#endif
