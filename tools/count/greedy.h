/* The greedy rules, as most cities count: projects in descending order of Σ u_i(p) / c(p), each bought where the rest
 * of the budget still holds it. With satisfaction `cost` that is "most votes first". Exact: whole numbers and 128-bit
 * products, no floating point. */
#ifndef FOLKMOOT_GREEDY_H
#define FOLKMOOT_GREEDY_H

#include "rule.h"

/* As rule_count, for the greedy rules; called by it. A project that nobody supports is considered too, last. On success
 * the caller destroys *out; on failure it is NULL. STATUS_RULES for another rule, or a satisfaction that does not
 * belong to these votes; STATUS_RANGE where a sum leaves 64 bits.
 *
 * greedy-no-skip stops at the first project that costs more than what is left, but passes over one that costs more than
 * the whole budget (a withdrawn one, as cities write it). greedy-exclusive passes over a project where another of its
 * group was bought already, whether it would still fit or not. */
enum status MUST_CHECK greedy_count(struct outcome **out, const struct profile *profile, const struct terms *terms);
/* Spends what an outcome leaves over: greedy with terms' satisfaction and tie rule, over the projects not selected yet,
 * as rounds of STAGE_COMPLETION behind those that stand. On failure the outcome is fit to be destroyed only. */
enum status MUST_CHECK greedy_complete(struct outcome *outcome, const struct profile *profile,
                                       const struct terms *terms);

#endif
