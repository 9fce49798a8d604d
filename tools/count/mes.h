/* The Method of Equal Shares (Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive
 * Utilities", NeurIPS 2021), with the completions none, add1, add1u and utilitarian.
 *
 * Everybody gets an equal share of the budget. Again and again that project is bought which costs its supporters least
 * per unit of satisfaction, the supporters paying in equal parts (by satisfaction), or all they have left. */
#ifndef FOLKMOOT_MES_H
#define FOLKMOOT_MES_H

#include "rule.h"

/* As rule_count, for RULE_MES; called by it. */
enum status MUST_CHECK mes_count(struct outcome **out, const struct profile *profile, const struct terms *terms,
                                 const struct count_host *host);

#endif
