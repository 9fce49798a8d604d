/* Phragmén's sequential rule for budgets (Los, Christoff, Grossi, "Proportional Budget Allocations", IJCAI 2022): all
 * voters earn at the same pace; the moment the supporters of a project together hold its cost it is bought, and they
 * hold nothing again. It stops when one of the projects that come next does not fit into the budget. */
#ifndef FOLKMOOT_PHRAGMEN_H
#define FOLKMOOT_PHRAGMEN_H

#include "rule.h"

/* As rule_count, for RULE_PHRAGMEN; called by it. */
enum status MUST_CHECK phragmen_count(struct outcome **out, const struct profile *profile, const struct terms *terms);

#endif
