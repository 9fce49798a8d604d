#include "result_text.h"

#include "cli.h"

void result_say_votes(FILE *out, const struct contest_result *contest)
{
	fprintf(out, "%zu vote%s, %u valid, %u blank, %u invalid", contest->vote_count, plural(contest->vote_count),
	        contest->valid, contest->blank, contest->invalid);
}

static const char *tie_in_words(enum tie tie, enum profile_kind kind)
{
	switch (tie) {
	case TIE_COST_VOTES_ID:
		return kind == PROFILE_SETS ? "lowest cost first, then most votes, then id"
		                            : "lowest cost first, then most points, then id";
	case TIE_ID: return "by id";
	}
	return "unknown";
}

void result_say_ties(FILE *out, const struct contest_result *contest, const struct election *election)
{
	for (uint32_t i = 0; i < contest->outcome->tie_count; i++) {
		const struct tie_broken *tie = &contest->outcome->ties[i];

		fprintf(out, "  a tie was decided by the rule \"%s\" (%s), in this order:\n", tie_word(election->tie),
		        tie_in_words(election->tie, contest->profile->kind));
		for (uint32_t k = 0; k < tie->count; k++) {
			uint32_t project = contest->outcome->tied[tie->first + k];

			fprintf(out, "    %s  %s  (%s)\n", contest->profile->projects[project].id,
			        text_in(&contest->contest->projects[project].name, 0, NULL),
			        result_selected(contest, project) ? "selected" : "not selected");
		}
	}
}
