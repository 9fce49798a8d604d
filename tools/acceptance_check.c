#include "acceptance_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "deck_box.h"
#include "deck_compare.h"
#include "deck_json.h"

enum { TOLD = 20 };

struct check {
	const struct acceptance_sources *sources;
	struct accepted *real; /* package, and the roster where one was given */
	struct deck wanted;
	struct deck_box *boxes;
	size_t box_count, told;
	int refused;
};

static enum status load_real(struct check *check)
{
	const struct accept_sources sources = {.election = check->sources->election,
	                                       .organiser = check->sources->organiser};
	enum status status = accept_election(check->real, &sources);
	char path[PATH_ROOM];

	if (status == STATUS_OK && check->sources->roster)
		status = accept_roster(check->real, check->sources->roster);
	if (status == STATUS_OK)
		status = path_join(path, check->sources->deck, DECK_FILE);
	if (status == STATUS_OK)
		status = deck_read(&check->wanted, path, check->real->package.election, &check->real->package.hash);
	return status;
}

static int same_kiosk(const struct roster_kiosk *a, const struct roster_kiosk *b)
{
	return a && b && strcmp(a->name, b->name) == 0 && strcmp(a->place, b->place) == 0;
}

static void tell_difference(void *context, const char *sentence)
{
	struct check *check = context;
	char quiet[DECK_SENTENCE];

	if (check->told++ >= TOLD)
		return;
	snprintf(quiet, sizeof quiet, "%s", sentence);
	printf("    %s\n", cli_quiet(quiet));
}

/* Rounds of one kiosk were saved apart: their ballots together are what it holds. */
static enum status gather(struct deck *out, unsigned *tests, unsigned *unreadable, const struct check *check,
                          size_t first)
{
	*out = (struct deck){.election = check->wanted.election};
	for (size_t i = first; i < check->box_count; i++) {
		const struct deck_box *box = &check->boxes[i];

		if (!same_kiosk(box->kiosk, check->boxes[first].kiosk))
			continue;
		*tests += box->tests;
		*unreadable += box->unreadable;
		for (size_t k = 0; k < box->held.count; k++) {
			const struct deck_ballot *from = &box->held.ballots[k];
			struct deck_ballot *ballot = deck_add(out, from->style);

			if (!ballot)
				return STATUS_NO_ROOM;
			memcpy(ballot->votes, from->votes,
			       check->wanted.election->styles[from->style].contest_count * sizeof *ballot->votes);
		}
	}
	return STATUS_OK;
}

static void tell_verdict(struct check *check, size_t differences, unsigned unreadable, unsigned tests)
{
	if (check->told > TOLD)
		printf("    and %zu more\n", check->told - TOLD);
	if (unreadable > 0)
		printf("    %u ballot%s cannot be read: call whoever looks after this kiosk's program\n", unreadable,
		       plural(unreadable));
	if (differences > 0 || unreadable > 0) {
		printf("    not as in the deck: was a ballot mistyped? Begin practice anew on this kiosk and vote the "
		       "deck again;\n    if it differs once more, do not use this kiosk\n");
		check->refused = 1;
	} else {
		printf("    %zu ballots, every mark as in the deck%s\n", check->wanted.count,
		       tests > 0 ? "; test votes, which are public, are not compared" : "");
	}
}

static enum status check_kiosk(struct check *check, size_t first)
{
	const struct roster_kiosk *kiosk = check->boxes[first].kiosk;
	unsigned tests = 0, unreadable = 0;
	struct deck held;
	size_t differences = 0;
	enum status status = gather(&held, &tests, &unreadable, check, first);

	check->told = 0;
	if (status == STATUS_OK) {
		printf("  %s, %s\n", kiosk->name, kiosk->place);
		status = deck_compare(&differences, &check->wanted, &held, tell_difference, check);
	}
	if (status == STATUS_OK)
		tell_verdict(check, differences, unreadable, tests);
	deck_free(&held);
	return status;
}

static int first_of_its_kiosk(const struct check *check, size_t box)
{
	for (size_t i = 0; i < box; i++)
		if (same_kiosk(check->boxes[i].kiosk, check->boxes[box].kiosk))
			return 0;
	return 1;
}

/* A kiosk of the roster without a test, and a test of a kiosk that the roster does not have. */
static void check_roster(struct check *check)
{
	const struct roster *roster = &check->real->roster;

	for (unsigned i = 0; i < roster->kiosk_count; i++) {
		int tested = 0;

		for (size_t k = 0; k < check->box_count && !tested; k++)
			tested = same_kiosk(check->boxes[k].kiosk, &roster->kiosk[i]);
		if (tested)
			continue;
		printf("  %s, %s\n    not tested: nothing from it was given\n", roster->kiosk[i].name,
		       roster->kiosk[i].place);
		check->refused = 1;
	}
	for (size_t k = 0; k < check->box_count; k++) {
		const struct roster_kiosk *kiosk = check->boxes[k].kiosk;
		int known = 0;

		for (unsigned i = 0; i < roster->kiosk_count && !known; i++)
			known = same_kiosk(&roster->kiosk[i], kiosk);
		if (known)
			continue;
		printf("  %s, %s\n    is not on the roster: load the newest roster on it\n", kiosk->name, kiosk->place);
		check->refused = 1;
	}
}

static enum status open_boxes(struct check *check)
{
	enum status status = STATUS_OK, worst = STATUS_OK;

	check->boxes = calloc(check->sources->folder_count, sizeof *check->boxes);
	if (!check->boxes)
		return STATUS_NO_ROOM;
	for (size_t i = 0; i < check->sources->folder_count; i++) {
		status =
		    deck_box_open(&check->boxes[check->box_count++], check->sources->folders[i], &check->real->package);
		if (worst == STATUS_OK)
			worst = status;
	}
	return worst;
}

static enum status run(struct check *check)
{
	enum status status = load_real(check);

	if (status == STATUS_OK)
		status = open_boxes(check);
	if (status != STATUS_OK)
		return status;
	printf("%s\n", text_in(&check->wanted.election->title, 0, NULL));
	printf("  The acceptance test: a deck of %zu ballots, voted in practice mode\n\n", check->wanted.count);
	for (size_t i = 0; i < check->box_count && status == STATUS_OK; i++)
		if (first_of_its_kiosk(check, i))
			status = check_kiosk(check, i);
	if (status == STATUS_OK && check->sources->roster)
		check_roster(check);
	if (status == STATUS_OK)
		printf(check->refused
		           ? "\nThe acceptance test is not passed.\n"
		           : "\nThe acceptance test is passed. End practice on every kiosk before opening.\n");
	return status;
}

int acceptance_check(const struct acceptance_sources *sources)
{
	struct check check = {.sources = sources, .real = calloc(1, sizeof *check.real)};
	enum status status = check.real ? run(&check) : STATUS_NO_ROOM;

	if (status == STATUS_NO_ROOM)
		(void)cli_failed("there is not enough memory; close other programs");
	for (size_t i = 0; i < check.box_count; i++)
		deck_box_free(&check.boxes[i]);
	free(check.boxes);
	deck_free(&check.wanted);
	if (check.real)
		accept_finish(check.real);
	free(check.real);
	if (status != STATUS_OK)
		return cli_finish(cli_code(status));
	return cli_finish(check.refused ? EXIT_REFUSED : EXIT_DONE);
}
