/* Memory that ends anywhere: for each rule, satisfaction and completion the N-th allocation of making the profile and
 * counting it fails, for every N until nothing fails any more. It is always told (STATUS_NO_ROOM, no outcome), nothing
 * is leaked (the sanitizers' build says so), and the count behind it comes out as if nothing had been. The linker sends
 * the program's allocations here; GMP's, which end the program, are not its own. */
#include <stdlib.h>

#include "random_profile.h"
#include "rule.h"

enum { ELECTIONS = 12, KINDS = 3, MEMORY_CALLS_MAX = 100000 };

static struct {
	int counts;
	unsigned calls, fail_at;
} memory;

static int memory_fails(void)
{
	return memory.counts && ++memory.calls == memory.fail_at;
}

void *__real_malloc(size_t len);
void *__real_calloc(size_t count, size_t len);
void *__real_realloc(void *data, size_t len);
void *__wrap_malloc(size_t len);
void *__wrap_calloc(size_t count, size_t len);
void *__wrap_realloc(void *data, size_t len);

void *__wrap_malloc(size_t len)
{
	return memory_fails() ? NULL : __real_malloc(len);
}

void *__wrap_calloc(size_t count, size_t len)
{
	return memory_fails() ? NULL : __real_calloc(count, len);
}

void *__wrap_realloc(void *data, size_t len)
{
	return memory_fails() ? NULL : __real_realloc(data, len);
}

/* The election as a profile, in its own order. */
static enum status profile_of(struct profile **out, const struct random_election *election)
{
	enum status status = profile_create(out, election->kind, election->project_count);

	if (status != STATUS_OK)
		return status;
	(*out)->budget = election->budget;
	for (uint32_t i = 0; i < election->project_count; i++) {
		(*out)->projects[i].id = election->id[i];
		(*out)->projects[i].cost = election->cost[i];
	}
	for (size_t v = 0; v < election->vote_count && status == STATUS_OK; v++)
		status = profile_add(*out, election->mark[v], election->mark_count[v], NULL);
	if (status != STATUS_OK) {
		profile_destroy(*out);
		*out = NULL;
	}
	return status;
}

/* Counts with the N-th allocation failing; N = 0: none. */
static enum status count_failing(struct outcome **out, const struct random_election *election,
                                 const struct terms *terms, unsigned fail_at)
{
	struct profile *profile = NULL;
	enum status status;

	*out = NULL;
	memory.calls = 0;
	memory.fail_at = fail_at;
	memory.counts = 1;
	status = profile_of(&profile, election);
	if (status == STATUS_OK)
		status = rule_count(out, profile, terms, NULL);
	memory.counts = 0;
	if (profile)
		profile_destroy(profile);
	return status;
}

static unsigned fail_each(const struct random_election *election, const struct terms *terms)
{
	struct outcome *good, *out;
	unsigned n = 1;

	assert_status(STATUS_OK, count_failing(&good, election, terms, 0));
	for (; n < MEMORY_CALLS_MAX; n++) {
		enum status status = count_failing(&out, election, terms, n);

		if (status == STATUS_OK)
			break;
		assert_status(STATUS_NO_ROOM, status);
		assert_null(out);
	}
	assert_true(memory.calls < n); /* the last one failed nothing any more */
	assert_int_equal(out->selected_count, good->selected_count);
	if (good->selected_count > 0)
		assert_memory_equal(out->selected, good->selected, good->selected_count * sizeof *good->selected);
	assert_true(out->cost == good->cost);
	outcome_destroy(out);
	outcome_destroy(good);
	return n - 1;
}

static void test_no_memory(void **state)
{
	unsigned failed = 0, counts = 0;

	(void)state;
	for (unsigned i = 0; i < ELECTIONS; i++) {
		struct random_election election;

		random_election(&election, (enum profile_kind)(i % KINDS), 900 + i);
		for (int which = 0; which < 2000; which++) {
			const char *why;
			struct terms terms = {.rule = (enum rule)(which % 10),
			                      .sat = (enum satisfaction)(which / 10 % 10),
			                      .completion = (enum completion)(which / 100 % 10),
			                      .exhaustive = which / 1000 % 2,
			                      .tie = TIE_COST_VOTES_ID,
			                      .threshold = 1,
			                      .add1_step = election.budget / 40 + 1,
			                      .group = election.group};

			if (terms.rule > RULE_PHRAGMEN || terms.sat > SAT_BORDA ||
			    terms.completion > COMPLETION_UTILITARIAN ||
			    terms_check(&terms, election.kind, &why) != STATUS_OK)
				continue;
			failed += fail_each(&election, &terms);
			counts++;
		}
	}
	print_message("# note: %u counts, each with every allocation failing: %u failures told\n", counts, failed);
	assert_true(failed > counts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_memory)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
