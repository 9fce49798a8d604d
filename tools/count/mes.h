/* The Method of Equal Shares (Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive
 * Utilities", NeurIPS 2021), with the completions none, add1, add1u and utilitarian.
 *
 * Everybody gets an equal share of the budget. Again and again that project is bought which costs its supporters least
 * per unit of satisfaction, the supporters paying in equal parts (by satisfaction), or all they have left. */
#ifndef FOLKMOOT_MES_H
#define FOLKMOOT_MES_H

#include "rule.h"

/* As rule_count, for RULE_MES; called by it. Every vote counts as a voter with a share, empty ones too. A weight of 0
 * or less is no support; a project that a vote names several times (REPEATS_ALL) has the sum of the weights. A project
 * without a cost is bought first, at the price 0, where the satisfaction gives it a worth, else nobody supports it.
 *
 * add1 ends with the run before the first that overspends; or with the first that has bought everything that anybody
 * supports; or, exhaustive, with the first after which nothing that anybody supports fits. One of these always comes: a
 * share of the whole budget and the dearest project together leaves none of them open. Steps are passed over only where
 * it is proved that they have the same outcome (mes_run.h). With host->parallel two runs are done at a time. */
enum status MUST_CHECK mes_count(struct outcome **out, const struct profile *profile, const struct terms *terms,
                                 const struct count_host *host);

#endif
