/* What a run tells of each purchase. */
#ifndef FOLKMOOT_MES_REPORT_H
#define FOLKMOOT_MES_REPORT_H

#include "mes_run.h"

/* Adds the purchase of the rival, about to be paid, to run->report; run->equal holds the candidates of equal price.
 * MES_UNSURE where the bounds do not tell a number exactly. */
enum mes_verdict MUST_CHECK mes_report_round(struct mes_run *run, const struct mes_rival *rival, uint32_t equal_count);
/* Projects that cost nothing come first; the rest, where the run has ended, comes last. */
enum status MUST_CHECK mes_report_free(struct mes_run *run);
enum status MUST_CHECK mes_report_rest(struct mes_run *run);
/* above / below cut down to millionths; 0 where below is 0. */
struct fine mes_fine(unsigned __int128 above, uint64_t below);

#endif
