/* Small votes written by hand, for tests of every rule. */
#ifndef TESTS_COUNT_PLAIN_H
#define TESTS_COUNT_PLAIN_H

#include "crypto/cmocka_all.h"
#include "outcome.h"

struct plain_project {
	const char *id;
	uint64_t cost;
};

/* Votes as texts: each letter a project, 'a' the first, best first; "" is a vote for nothing. A digit before the
 * letters says how many vote like this; with points each letter is followed by a digit. */
static inline struct profile *profile_of(enum profile_kind kind, uint64_t budget, const struct plain_project *projects,
                                         uint32_t project_count, const char *const *votes, size_t vote_count)
{
	struct profile *profile;

	assert_int_equal(profile_create(&profile, kind, project_count), STATUS_OK);
	profile->budget = budget;
	for (uint32_t i = 0; i < project_count; i++) {
		profile->projects[i].id = projects[i].id;
		profile->projects[i].cost = projects[i].cost;
	}
	for (size_t v = 0; v < vote_count; v++) {
		const char *at = votes[v];
		int times = *at >= '0' && *at <= '9' ? *at++ - '0' : 1;
		struct profile_mark marks[32];
		size_t count = 0;

		for (; *at; at++) {
			marks[count] = (struct profile_mark){.project = (uint32_t)(*at - 'a')};
			if (kind == PROFILE_POINTS)
				marks[count].points = *++at - '0';
			count++;
		}
		for (int i = 0; i < times; i++)
			assert_int_equal(profile_add(profile, marks, count, NULL), STATUS_OK);
	}
	return profile;
}

/* Selected projects, in order, as letters. */
static inline void assert_selected(const struct outcome *outcome, const char *letters)
{
	char got[64];

	for (uint32_t i = 0; i < outcome->selected_count; i++)
		got[i] = (char)('a' + outcome->selected[i]);
	got[outcome->selected_count] = '\0';
	assert_string_equal(got, letters);
}

#endif
