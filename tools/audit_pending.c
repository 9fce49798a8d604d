/* Stands in for what is being landed: mixes, factors, the end of the record. Each strong definition replaces its own.
 */
#include "audit.h"
#include "record.h"

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

__attribute__((weak)) void factors_finish(struct factors *factors)
{
	(void)factors;
}

__attribute__((weak)) void lists_of(struct lists *out, const struct election *election, const struct merged *merged,
                                    const struct mixes *mixes)
{
	(void)out, (void)election, (void)merged, (void)mixes;
}

__attribute__((weak)) void factors_check(struct factors *out, struct faults *faults, const char *record,
                                         const char *folder, const struct package *package,
                                         const struct trustees *trustees, const struct lists *lists)
{
	(void)out, (void)folder, (void)package, (void)trustees, (void)lists;
	fault(faults, record, "factors cannot be checked by this build");
	faults->unread++;
}

__attribute__((weak)) const struct quorum_factors *factors_complete(const struct factors *factors)
{
	(void)factors;
	return NULL;
}

__attribute__((weak)) void draw_list(struct lists *out, uint8_t entry[static 64], const struct merged *merged)
{
	(void)out, (void)entry, (void)merged;
}

__attribute__((weak)) enum status draw_result(struct point *out, const struct quorum_factors *factors,
                                              const uint8_t entry[static 64])
{
	(void)out, (void)factors, (void)entry;
	return STATUS_INTERNAL;
}

__attribute__((weak)) enum status record_open(struct audit *audit)
{
	(void)audit;
	return STATUS_INTERNAL;
}
