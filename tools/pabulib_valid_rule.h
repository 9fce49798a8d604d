/* Inside the validator: what a file selects, and what its rule would. */
#ifndef FOLKMOOT_PABULIB_VALID_RULE_H
#define FOLKMOOT_PABULIB_VALID_RULE_H

#include "pabulib_valid.h"

/* The cost of a project that was withdrawn after the vote. */
#define PABULIB_WITHDRAWN UINT64_C(999999999)

struct selection {
	const struct pabulib *file;
	struct fault_teller *teller;
	const char *rule;
	unsigned long line;      /* of META's rule */
	uint64_t unit;           /* of the file's money in one whole unit */
	int64_t left;            /* of the budget, in whole units */
	int64_t threshold;       /* INT64_MIN where there is none */
	uint32_t *order, *spare; /* projects, most votes or points first */
	int64_t *result;         /* per project: votes or points as the file tells them */
	unsigned char *told;     /* per project: 0 to 3, as the column selected has it */
	unsigned char *right;    /* per project: 1 where the rule selects it */
};

/* Tells where right and told differ; how names the rule. */
void selection_compare(struct selection *s, enum pabulib_kind kind, enum pabulib_level level, const char *how);
/* equalshares, with /add1 and -comparison. */
enum status MUST_CHECK check_equal_shares(struct selection *s);

#endif
