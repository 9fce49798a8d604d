/* Random days of whole votes, with real recorders on real files: kiosks are opened, paused, closed, opened again by
 * permission, exported, replaced, erased; voters come and go; power is cut, disks and sticks fail, sticks are lost, old
 * packages and an old box are put in, clocks jump, practice goes on in between. In the end everything that was brought
 * in is verified and merged, and every ballot opened: what counts must be what was cast. DAYS_SEED=N plays one vote
 * again. */
#include "days_count.h"
#include "permission.h"
#include "practice.h"

enum { SHORT_VOTES = 3, LONG_VOTES = 100, DAYS_MAX = 6, EVENTS_A_DAY = 25 };

/* --- voters --- */

/* True where this kiosk must take the code. */
static int enter_code(struct world *world, struct kiosk *kiosk, int *voting_code)
{
	const char *letters;
	char unknown[VOTING_CODE_LETTERS + 1];
	unsigned place = one_in(world, 10) ? !kiosk->place : kiosk->place;
	int is_unknown = one_in(world, 15), fits = !is_unknown && place == kiosk->place;

	*voting_code = (int)(place * CODES + below(world, CODES));
	letters = world->codes->letters[*voting_code];
	voting_code_make(unknown);
	for (unsigned i = 0; i < kiosk->cast_count; i++)
		fits &= kiosk->cast[i].voting_code != *voting_code;
	if ((ask_code(kiosk->recorder, &kiosk->reply, is_unknown ? unknown : letters) == STATUS_OK) != fits)
		differs(world, kiosk, fits ? "refused a good voting code" : "took a voting code that is not good here");
	world->tallies->codes_refused += !fits;
	return fits;
}

static unsigned some_choice(struct world *world)
{
	unsigned choice = 0;

	for (unsigned i = 0; i < 3; i++)
		choice |= 1U << below(world, FIXTURE_PROJECTS);
	return one_in(world, 10) ? 0 : choice;
}

static void try_a_project(struct world *world, struct kiosk *kiosk)
{
	struct recorder_request request = {.call = RECORDER_CHALLENGE};
	struct truth wanted = truth_of(kiosk);

	if (kiosk->spoiled_count + 2 > kiosk->reply.facts.spoiled_capacity || kiosk->spoiled_count >= BALLOTS)
		return;
	kiosk->spoiled[kiosk->spoiled_count] = kiosk->reply.code;
	wanted.spoiled++;
	world->tallies->tests += act(world, kiosk, &request, &wanted) == DONE;
}

static void cast(struct world *world, struct kiosk *kiosk, unsigned choice, int voting_code)
{
	struct recorder_request request = {.call = RECORDER_CAST};
	struct truth wanted = truth_of(kiosk);

	kiosk->cast[kiosk->cast_count] = (struct noted){kiosk->reply.code, choice, voting_code};
	wanted.cast++;
	world->tallies->votes += act(world, kiosk, &request, &wanted) == DONE;
}

static int begin_session(struct world *world, struct kiosk *kiosk)
{
	if (world->fixture.election.admission == ADMISSION_ATTENDED) {
		if (ask_kiosk(kiosk, RECORDER_BEGIN, 0) == STATUS_OK)
			differs(world, kiosk, "began a session without admission");
		do_kiosk(world, kiosk, RECORDER_ADMIT, 0);
	}
	do_kiosk(world, kiosk, RECORDER_BEGIN, 0);
	if (one_in(world, 8) && ask_kiosk(kiosk, one_in(world, 2) ? RECORDER_PAUSE : RECORDER_CLOSE, 0) == STATUS_OK)
		differs(world, kiosk, "paused or closed while a voter was voting");
	return kiosk->reply.facts.voting == VOTING_OPEN;
}

static void leave(struct world *world, struct kiosk *kiosk)
{
	do_kiosk(world, kiosk, RECORDER_DISCARD, one_in(world, 2) ? ENDING_LEFT : ENDING_TIMED_OUT);
	world->tallies->left++;
}

static void voter(struct world *world, struct kiosk *kiosk)
{
	unsigned choice = some_choice(world), way = below(world, 20);
	int voting_code = -1;

	if (kiosk->cast_count + 1 >= BALLOTS || !begin_session(world, kiosk))
		return;
	if (world->fixture.election.admission == ADMISSION_CODE && kiosk->package == CURRENT &&
	    !enter_code(world, kiosk, &voting_code)) {
		leave(world, kiosk);
		return;
	}
	if (ask_seal(kiosk->recorder, &kiosk->reply, &world->fixture, choice) != STATUS_OK)
		differs(world, kiosk, "did not seal a vote");
	if (way == 0) {
		try_a_project(world, kiosk);
		/* A power cut in between ended the session; else the voter goes on or leaves. */
		do_kiosk(world, kiosk, RECORDER_DISCARD, ENDING_LEFT);
	} else if (way < 3) {
		leave(world, kiosk);
	} else {
		cast(world, kiosk, choice, voting_code);
	}
}

/* --- staff --- */

static void import_current(struct world *world, struct kiosk *kiosk)
{
	/* Between opening and closing an import waits. */
	if (kiosk->state == VOTING_NEW || kiosk->state == VOTING_CLOSED)
		(void)act_import(world, kiosk, CURRENT, world->office);
}

/* Asks for what must be refused, and looks that nothing changed. */
static void must_refuse(struct world *world, struct kiosk *kiosk, enum recorder_call call, uint32_t arg,
                        const char *what)
{
	const struct truth before = truth_of(kiosk);

	if (ask_kiosk(kiosk, call, arg) == STATUS_OK)
		differs(world, kiosk, what);
	do_kiosk(world, kiosk, RECORDER_STATUS, 0);
	if (!is_true(world, &before, &kiosk->reply.facts))
		differs(world, kiosk, "changed by what was refused");
	world->tallies->refused++;
}

static void wrong_stick(struct world *world, struct kiosk *kiosk)
{
	switch (below(world, 3)) {
	case 0:
		plug(kiosk, world->other);
		must_refuse(world, kiosk, RECORDER_IMPORT, 0, "took another organiser's package");
		break;
	case 1:
		plug(kiosk, world->stick[0]);
		must_refuse(world, kiosk, RECORDER_IMPORT, 0, "took a package from a stick that has none");
		break;
	default:
		plug(kiosk, NULL);
		must_refuse(world, kiosk, RECORDER_IMPORT, 0, "took a package from no stick");
		break;
	}
}

static void old_package(struct world *world, struct kiosk *kiosk)
{
	if (kiosk->package == CURRENT) {
		plug(kiosk, world->old);
		must_refuse(world, kiosk, RECORDER_IMPORT, 0, "went back to an older revision of the package");
	} else {
		(void)act_import(world, kiosk, OLD_REVISION, world->old);
	}
}

static void wrong_button(struct world *world, struct kiosk *kiosk)
{
	plug(kiosk, NULL);
	must_refuse(world, kiosk, RECORDER_CAST, 0, "cast what was never sealed");
	must_refuse(world, kiosk, RECORDER_EXPORT, 0, "exported to no stick");
	must_refuse(world, kiosk, RECORDER_REOPEN, 0, "opened again without a permission");
	if (kiosk->state != VOTING_CLOSED)
		must_refuse(world, kiosk, RECORDER_ERASE, 0, "erased a box that is not closed");
	if (kiosk->state != VOTING_OPEN)
		must_refuse(world, kiosk, RECORDER_PAUSE, 0, "paused what was not open");
	if (kiosk->state == VOTING_OPEN || kiosk->state == VOTING_CLOSED)
		must_refuse(world, kiosk, RECORDER_OPEN, 0, "opened what was open or closed");
	if (kiosk->state == VOTING_OPEN)
		must_refuse(world, kiosk, RECORDER_PRACTICE, 1, "began practice while voting was open");
}

static void reopen(struct world *world, struct kiosk *kiosk)
{
	struct fixture *fixture = &world->fixture;

	memcpy(fixture->stick, world->office, sizeof fixture->stick);
	fixture->kiosk = kiosk->self;
	write_permission(fixture, "pond.reopen", kiosk->closing);
	plug(kiosk, world->office);
	world->tallies->reopened += act_state(world, kiosk, RECORDER_REOPEN, VOTING_OPEN) == DONE;
}

static void practise_votes(struct world *world, struct kiosk *kiosk, unsigned count)
{
	char code[VOTING_CODE_LETTERS + 1];

	for (unsigned i = 0; i < count; i++) {
		if (world->fixture.election.admission == ADMISSION_ATTENDED)
			do_kiosk(world, kiosk, RECORDER_ADMIT, 0);
		do_kiosk(world, kiosk, RECORDER_BEGIN, 0);
		practice_code(code, &world->hash[CURRENT], i);
		if (world->fixture.election.admission == ADMISSION_CODE &&
		    ask_code(kiosk->recorder, &kiosk->reply, code) != STATUS_OK)
			differs(world, kiosk, "refused a practice code");
		if (ask_seal(kiosk->recorder, &kiosk->reply, &world->fixture, some_choice(world)) != STATUS_OK)
			differs(world, kiosk, "did not seal a practice vote");
		do_kiosk(world, kiosk, one_in(world, 4) ? RECORDER_CHALLENGE : RECORDER_CAST, 0);
		if (kiosk->reply.facts.sealed + kiosk->reply.facts.spoiled != i + 1)
			differs(world, kiosk, "practice does not count its own votes");
		do_kiosk(world, kiosk, RECORDER_DISCARD, ENDING_LEFT);
	}
}

/* A box of its own, beside the real one, which does not change. */
static void practise(struct world *world, struct kiosk *kiosk)
{
	const struct truth before = truth_of(kiosk);

	do_kiosk(world, kiosk, RECORDER_PRACTICE, 1);
	if (!kiosk->reply.facts.practice)
		differs(world, kiosk, "does not say that it is in practice");
	do_kiosk(world, kiosk, RECORDER_OPEN, 0);
	practise_votes(world, kiosk, below(world, 4));
	if (one_in(world, 2)) {
		plug(kiosk, some_stick(world));
		do_kiosk(world, kiosk, RECORDER_CLOSE, 0);
		do_kiosk(world, kiosk, RECORDER_EXPORT, 0);
	}
	if (one_in(world, 3)) {
		switch_off(kiosk);
		start(world, kiosk);
	} else {
		do_kiosk(world, kiosk, RECORDER_PRACTICE, 0);
	}
	do_kiosk(world, kiosk, RECORDER_STATUS, 0);
	if (!is_true(world, &before, &kiosk->reply.facts))
		differs(world, kiosk, "changed by practice");
	world->tallies->practices++;
}

static void clock_jumps(struct world *world, struct kiosk *kiosk)
{
	kiosk->disk.now_s += (int64_t)below(world, 800 * 86400) - 400 * 86400;
	kiosk->disk.now_ms += below(world, 100000);
	if (one_in(world, 2))
		do_kiosk(world, kiosk, RECORDER_CLOCK, 1600000000 + below(world, 400000000));
	world->tallies->clock_jumps++;
}

static void wrong_pin(struct world *world, struct kiosk *kiosk)
{
	kiosk->disk.now_ms += 600000;
	if (ask_pin(kiosk->recorder, &kiosk->reply, "999999") == STATUS_OK)
		differs(world, kiosk, "took a wrong PIN");
	kiosk->disk.now_ms += 600000;
	if (ask_pin(kiosk->recorder, &kiosk->reply, FIXTURE_PIN) != STATUS_OK)
		differs(world, kiosk, "refused the PIN after a wrong one");
	world->tallies->refused++;
}

static void box_paths(char box[static DISK_PATH_MAX], char kept[static DISK_PATH_MAX], const struct kiosk *kiosk)
{
	path_of(box, kiosk->data, "box.db");
	path_of(kept, kiosk->data, "kept.db");
}

/* Somebody keeps a copy of the box, or puts one back: that is refused as soon as the log tells of more. */
static void old_box(struct world *world, struct kiosk *kiosk)
{
	char box[DISK_PATH_MAX], kept[DISK_PATH_MAX], now[DISK_PATH_MAX], why[SENTENCE_MAX];

	box_paths(box, kept, kiosk);
	path_of(now, kiosk->data, "now.db");
	switch_off(kiosk);
	if (kiosk->has_old && kiosk->old_cast < kiosk->told_cast) {
		copy_file(box, now);
		copy_file(kept, box);
		if (try_to_start(kiosk, why) == STATUS_OK)
			differs(world, kiosk, "took an old copy of its box");
		recorder_destroy(kiosk->recorder);
		copy_file(now, box);
		world->tallies->old_boxes++;
	} else if (kiosk->package == CURRENT) {
		copy_file(box, kept);
		kiosk->old_cast = kiosk->cast_count;
		kiosk->has_old = 1;
	}
	start(world, kiosk);
}

static void restart(struct world *world, struct kiosk *kiosk)
{
	const struct truth before = truth_of(kiosk);

	switch_off(kiosk);
	start(world, kiosk);
	do_kiosk(world, kiosk, RECORDER_STATUS, 0);
	if (!is_true(world, &before, &kiosk->reply.facts))
		differs(world, kiosk, "changed by a restart");
	world->tallies->restarts++;
}

/* --- the organiser --- */

/* An election before this one, with its own ballots, all of it erased. */
static void last_years_vote(struct world *world, struct kiosk *kiosk)
{
	until_imported(world, kiosk, LAST_YEAR, world->last_year);
	until_done(world, kiosk, RECORDER_OPEN, VOTING_OPEN);
	for (unsigned i = 0; i < 3 && world->fixture.election.admission != ADMISSION_CODE; i++)
		voter(world, kiosk);
	until_done(world, kiosk, RECORDER_CLOSE, VOTING_CLOSED);
	until_exported(world, kiosk, world->stick[0]);
	until_erased(world, kiosk);
}

static void new_kiosk(struct world *world)
{
	struct kiosk *kiosk = &world->kiosk[world->kiosk_count];

	enrol(world);
	if (one_in(world, 2))
		last_years_vote(world, kiosk);
}

/* One breaks for good; another is enrolled in its place. */
static void replace(struct world *world, struct kiosk *kiosk)
{
	if (world->kiosk_count == KIOSKS)
		return;
	switch_off(kiosk);
	remove_tree(kiosk->data);
	kiosk->is_broken = 1;
	new_kiosk(world);
	world->tallies->replaced++;
}

static void lose_a_stick(struct world *world)
{
	for (unsigned i = 0; i + 1 < OUTPUT_STICKS; i++)
		if (!world->stick_is_lost[i]) {
			world->stick_is_lost[i] = 1;
			world->tallies->sticks_lost++;
			return;
		}
}

/* --- a day --- */

static void staff_event(struct world *world, struct kiosk *kiosk, unsigned what)
{
	switch (what) {
	case 0:
	case 1:
		if (kiosk->package != NO_PACKAGE)
			(void)act_export(world, kiosk, some_stick(world));
		break;
	case 2: import_current(world, kiosk); break;
	case 3: wrong_stick(world, kiosk); break;
	case 4: old_package(world, kiosk); break;
	case 5: wrong_button(world, kiosk); break;
	case 6: clock_jumps(world, kiosk); break;
	case 7: wrong_pin(world, kiosk); break;
	case 8: old_box(world, kiosk); break;
	default: restart(world, kiosk); break;
	}
}

enum { STAFF_EVENTS = 10 };

static void voting_event(struct world *world, struct kiosk *kiosk)
{
	unsigned what = below(world, 10);

	if (kiosk->package != CURRENT)
		import_current(world, kiosk);
	else if (what == 0 && kiosk->state != VOTING_OPEN)
		practise(world, kiosk);
	else if (kiosk->state == VOTING_CLOSED)
		reopen(world, kiosk);
	else if (kiosk->state != VOTING_OPEN)
		(void)act_state(world, kiosk, RECORDER_OPEN, VOTING_OPEN);
	else if (what == 0)
		(void)act_state(world, kiosk, RECORDER_PAUSE, VOTING_PAUSED);
	else if (what == 1 && one_in(world, 4))
		(void)act_state(world, kiosk, RECORDER_CLOSE, VOTING_CLOSED);
	else
		voter(world, kiosk);
}

static struct kiosk *some_kiosk(struct world *world)
{
	unsigned at = below(world, world->kiosk_count);

	while (world->kiosk[at].is_broken)
		at = (at + 1) % world->kiosk_count;
	return &world->kiosk[at];
}

static void event(struct world *world)
{
	struct kiosk *kiosk = some_kiosk(world);

	kiosk->disk.now_s += below(world, 900);
	if (one_in(world, 90))
		replace(world, kiosk);
	else if (one_in(world, 250))
		lose_a_stick(world);
	else if (one_in(world, 4))
		staff_event(world, kiosk, below(world, STAFF_EVENTS));
	else
		voting_event(world, kiosk);
	world->tallies->events++;
}

static void day(struct world *world)
{
	for (unsigned i = 0; i < EVENTS_A_DAY * world->kiosk_count; i++)
		event(world);
	for (unsigned i = 0; i < world->kiosk_count; i++) {
		struct kiosk *kiosk = &world->kiosk[i];

		if (kiosk->is_broken)
			continue;
		if (kiosk->state == VOTING_OPEN)
			(void)act_state(world, kiosk, RECORDER_PAUSE, VOTING_PAUSED);
		switch_off(kiosk);
		kiosk->disk.now_s += 12 * 3600;
		start(world, kiosk);
	}
	world->now_s += 86400;
	world->tallies->days++;
}

/* --- whole votes --- */

static void world_make(struct world *world, const struct voting_codes *codes, struct tallies *tallies, uint64_t seed)
{
	static const enum admission admissions[] = {ADMISSION_OPEN, ADMISSION_CODE, ADMISSION_ATTENDED};
	char name[16];

	memset(world, 0, sizeof *world);
	world->random = seed;
	world->codes = codes;
	world->tallies = tallies;
	world->now_s = 1777626000;
	fixture_init(&world->fixture, ADMISSION_OPEN);
	make_folder_in(world->office, world->fixture.folder, "office");
	make_folder_in(world->old, world->fixture.folder, "old");
	make_folder_in(world->last_year, world->fixture.folder, "last-year");
	make_folder_in(world->other, world->fixture.folder, "other");
	for (unsigned i = 0; i < OUTPUT_STICKS; i++) {
		(void)snprintf(name, sizeof name, "stick-%u", i);
		make_folder_in(world->stick[i], world->fixture.folder, name);
	}
	election_of(world, admissions[seed % 3]);
	world->kiosk[0].self = world->fixture.kiosk; /* some kiosk, for the other organiser's roster */
	world->kiosk_count = 1;
	write_packages(world);
	world->kiosk_count = 0;
}

/* Sticks hold more names than the fixture's own removal takes. */
static void world_remove(struct world *world)
{
	char command[DISK_PATH_MAX + 16];

	(void)snprintf(command, sizeof command, "rm -rf '%s'", world->fixture.folder);
	assert_int_equal(system(command), 0);
	sign_secret_wipe(&world->fixture.organiser);
	trustee_share_wipe(&world->fixture.share);
}

static void play(const struct voting_codes *codes, struct tallies *tallies, uint64_t seed)
{
	struct world *world = calloc(1, sizeof *world);
	unsigned before = tallies->differences, days, kiosks;

	assert_non_null(world);
	world_make(world, codes, tallies, seed);
	kiosks = 1 + below(world, 3);
	days = 1 + below(world, DAYS_MAX);
	for (unsigned i = 0; i < kiosks; i++)
		new_kiosk(world);
	for (unsigned i = 0; i < days; i++)
		day(world);
	count(world);
	check_logs(world);
	/* When everything is counted, kiosks are erased for the next vote. */
	for (unsigned i = 0; i < world->kiosk_count; i++) {
		if (!world->kiosk[i].is_broken) {
			until_erased(world, &world->kiosk[i]);
			switch_off(&world->kiosk[i]);
		}
	}
	check_logs(world);
	tallies->kiosks += world->kiosk_count;
	if (tallies->differences != before)
		print_message("# note: DAYS_SEED=%llu differs\n", (unsigned long long)seed);
	world_remove(world);
	free(world);
}

static void tell_days(const struct tallies *is, unsigned votes)
{
	print_message("# note: %u votes on %u kiosks, %u days, %u events: %u ballots cast, %u tested, %u voters left, "
	              "%u voting codes refused\n",
	              votes, is->kiosks, is->days, is->events, is->votes, is->tests, is->left, is->codes_refused);
	print_message(
	    "# note: %u power cuts, %u failing disks or sticks, %u restarts, %u clock jumps, %u sticks lost, %u "
	    "kiosks broken and replaced, %u old boxes put in, %u other refusals\n",
	    is->power_cuts, is->faults, is->restarts, is->clock_jumps, is->sticks_lost, is->replaced, is->old_boxes,
	    is->refused);
	print_message(
	    "# note: %u exports, %u times opened again by permission, %u boxes erased, %u times practised, %u "
	    "codes used at two kiosks\n",
	    is->exports, is->reopened, is->erased, is->practices, is->doubled);
	print_message("# note: %u ballots counted and opened: %u differences\n", is->counted, is->differences);
}

static void what_counts_is_what_was_cast(void **state)
{
	struct voting_codes *codes = calloc(1, sizeof *codes);
	struct tallies tallies = {0};
	const char *is_long = getenv("LONG"), *one = getenv("DAYS_SEED");
	uint64_t first = one ? strtoull(one, NULL, 10) : 1;
	unsigned votes = one ? 1 : is_long && is_long[0] ? LONG_VOTES : SHORT_VOTES;

	(void)state;
	assert_non_null(codes);
	codes_make(codes, "pond-2026");
	shim_start("/nowhere");
	for (unsigned i = 0; i < votes; i++)
		play(codes, &tallies, first + i);
	shim_stop();
	tell_days(&tallies, votes);
	assert_int_equal(tallies.differences, 0);
	assert_true(tallies.counted > 0 && tallies.power_cuts > 0 && tallies.exports > 0);
	free(codes);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(what_counts_is_what_was_cast)};

	return crypto_init() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
