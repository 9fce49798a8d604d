/* Stands in for what is being landed: mixes. Each strong definition replaces its own. */
#include "audit.h"

__attribute__((weak)) void mixes_check(struct mixes *out, struct faults *faults, const char *record,
                                       const struct package *package, const struct merged *merged)
{
	(void)out, (void)package, (void)merged;
	fault(faults, record, "mixes cannot be checked by this build");
	faults->unread++;
}

__attribute__((weak)) void mixes_finish(struct mixes *mixes)
{
	(void)mixes;
}
