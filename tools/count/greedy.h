/* The greedy rules, as most cities count: projects in descending order of Σ u_i(p) / c(p), each bought where the rest
 * of the budget still holds it. With satisfaction `cost` that is "most votes first". Exact: whole numbers and 128-bit
 * products, no floating point. */
#ifndef FOLKMOOT_GREEDY_H
#define FOLKMOOT_GREEDY_H

#include "outcome.h"

struct greedy_terms {
	enum rule rule; /* RULE_GREEDY, RULE_GREEDY_NO_SKIP or RULE_GREEDY_THRESHOLD */
	enum satisfaction sat;
	enum tie tie;
	int64_t threshold; /* RULE_GREEDY_THRESHOLD: only projects whose score (votes, points, rank points) is at least
	                      this */
};

/* Counts. A project that nobody supports is considered too, last. On success the caller destroys *out; on failure it is
 * NULL. STATUS_RULES for another rule, or a satisfaction that does not belong to these votes; STATUS_RANGE where a sum
 * leaves 64 bits. */
enum status MUST_CHECK greedy_count(struct outcome **out, const struct profile *profile,
                                    const struct greedy_terms *terms);

#endif
