/* One kiosk of the random days: switched on and off, asked for things while power, disk or stick may fail, and compared
 * after each with what must be true. */
#ifndef FOLKMOOT_TESTS_TOOLS_DAYS_KIOSK_H
#define FOLKMOOT_TESTS_TOOLS_DAYS_KIOSK_H

#include "days.h"

enum fault { NO_FAULT, POWER_CUT, FAILS_ONCE, FAILS_ON };

static inline void differs(struct world *world, const struct kiosk *kiosk, const char *what)
{
	world->tallies->differences++;
	print_message("# note: DIFFERENCE at %s: %s (%s)\n", kiosk->name, what, kiosk->reply.detail);
}

static inline enum status ask_kiosk(struct kiosk *kiosk, enum recorder_call call, uint32_t arg)
{
	struct recorder_request request = {.call = call, .arg = arg};

	recorder_ask(kiosk->recorder, &kiosk->reply, &request);
	return kiosk->reply.status;
}

/* Must work: nothing fails now. */
static inline void do_kiosk(struct world *world, struct kiosk *kiosk, enum recorder_call call, uint32_t arg)
{
	if (ask_kiosk(kiosk, call, arg) != STATUS_OK)
		differs(world, kiosk, "refused what must be possible");
}

/* --- sticks --- */

static inline void plug(struct kiosk *kiosk, const char *stick)
{
	(void)unlink(kiosk->port);
	if (stick)
		assert_int_equal(symlink(stick, kiosk->port), 0);
}

static inline const char *some_stick(struct world *world)
{
	unsigned at = below(world, OUTPUT_STICKS);

	while (world->stick_is_lost[at])
		at = (at + 1) % OUTPUT_STICKS;
	return world->stick[at];
}

/* --- on and off --- */

static inline void watch(struct world *world, struct kiosk *kiosk)
{
	for (unsigned i = 0; i < world->kiosk_count; i++)
		if (world->kiosk[i].is_watched)
			return;
	if (one_in(world, 2))
		return;
	path_of(shim.image[0].path, kiosk->data, "box.db");
	path_of(shim.image[1].path, kiosk->data, "box.db-journal");
	shim_settle();
	kiosk->is_watched = 1;
}

static inline void unwatch(struct kiosk *kiosk)
{
	if (!kiosk->is_watched)
		return;
	kiosk->is_watched = 0;
	shim.image[0].path[0] = shim.image[1].path[0] = '\0';
	shim_settle();
	shim_forget_faults();
}

static inline void heal(struct kiosk *kiosk)
{
	kiosk->disk.fail_at = 0;
	kiosk->disk.fail_for = 1;
	shim_forget_faults();
}

static inline void switch_off(struct kiosk *kiosk)
{
	recorder_destroy(kiosk->recorder);
	kiosk->recorder = NULL;
	if (kiosk->is_watched)
		shim_settle();
	unwatch(kiosk);
}

/* What was not synced is lost, or in part there. */
static inline void power_goes(struct kiosk *kiosk)
{
	recorder_destroy(kiosk->recorder);
	kiosk->recorder = NULL;
	if (kiosk->is_watched)
		shim_power_up(SPARED_SOME);
	heal(kiosk);
	unwatch(kiosk);
}

static inline enum status try_to_start(struct kiosk *kiosk, char why[static SENTENCE_MAX])
{
	struct recorder_paths paths = {
	    .data = kiosk->data, .usb = kiosk->port, .disk = &kiosk->disk.disk, .slots = SLOTS};

	why[0] = '\0';
	return recorder_create(&kiosk->recorder, &paths, why, SENTENCE_MAX);
}

static inline void cut_power_soon(struct world *world, struct kiosk *kiosk, unsigned within)
{
	kiosk->disk.calls = 0;
	kiosk->disk.fail_at = 1 + below(world, within);
	kiosk->disk.fail_for = UINT32_MAX;
	if (!kiosk->is_watched)
		return;
	shim_forget_faults();
	shim.cut = 1;
	shim.fail_at = 1 + below(world, within);
	shim.fail_for = UINT32_MAX;
}

static inline void start(struct world *world, struct kiosk *kiosk)
{
	char why[SENTENCE_MAX];

	kiosk->disk.now_ms += 600000;
	watch(world, kiosk);
	/* Power goes again while the kiosk starts. */
	if (one_in(world, 12)) {
		cut_power_soon(world, kiosk, 40);
		(void)try_to_start(kiosk, why);
		power_goes(kiosk);
		world->tallies->power_cuts++;
		watch(world, kiosk);
	}
	if (try_to_start(kiosk, why) != STATUS_OK)
		fail_msg("%s does not start: %s", kiosk->name, why);
	if (ask_pin(kiosk->recorder, &kiosk->reply, FIXTURE_PIN) != STATUS_OK)
		fail_msg("%s does not unlock: %s", kiosk->name, kiosk->reply.detail);
}

/* --- what must be true --- */

struct truth {
	enum held_package package;
	enum voting_state state;
	uint32_t closing;
	unsigned cast, spoiled;
};

static inline struct truth truth_of(const struct kiosk *kiosk)
{
	return (struct truth){kiosk->package, kiosk->state, kiosk->closing, kiosk->cast_count, kiosk->spoiled_count};
}

static inline int is_true(const struct world *world, const struct truth *truth, const struct facts *facts)
{
	char fingerprint[24] = "";

	if (facts->has_election != (truth->package != NO_PACKAGE) || facts->practice)
		return 0;
	if (truth->package == NO_PACKAGE)
		return 1;
	election_fingerprint(fingerprint, &world->hash[truth->package]);
	return strcmp(fingerprint, facts->fingerprint) == 0 && facts->voting == truth->state &&
	       facts->closing == truth->closing && facts->sealed == truth->cast && facts->spoiled == truth->spoiled;
}

static inline void become(struct kiosk *kiosk, const struct truth *truth)
{
	if (truth->package != kiosk->package) {
		kiosk->cast_count = kiosk->spoiled_count = kiosk->told_cast = 0;
		kiosk->exports = 0;
		kiosk->has_old = 0;
		memset(kiosk->export, 0, sizeof kiosk->export);
	}
	kiosk->package = truth->package;
	kiosk->state = truth->state;
	kiosk->closing = truth->closing;
	kiosk->cast_count = truth->cast;
	kiosk->spoiled_count = truth->spoiled;
}

/* --- asking while things fail --- */

static inline enum fault some_fault(struct world *world, struct kiosk *kiosk)
{
	enum fault fault = one_in(world, 12) ? POWER_CUT : one_in(world, 20) ? FAILS_ONCE : NO_FAULT;

	if (fault == POWER_CUT)
		cut_power_soon(world, kiosk, 40);
	if (fault == FAILS_ONCE && one_in(world, 2))
		fault = FAILS_ON;
	if (fault == FAILS_ONCE || fault == FAILS_ON) {
		kiosk->disk.calls = 0;
		kiosk->disk.fail_at = 1 + below(world, 40);
		kiosk->disk.fail_for = fault == FAILS_ON ? UINT32_MAX : 1;
	}
	world->tallies->power_cuts += fault == POWER_CUT;
	world->tallies->faults += fault == FAILS_ONCE || fault == FAILS_ON;
	return fault;
}

enum outcome { NOT_DONE, DONE };

static inline int says_counts(enum recorder_call call)
{
	return call == RECORDER_OPEN || call == RECORDER_PAUSE || call == RECORDER_CLOSE || call == RECORDER_EXPORT;
}

/* Asks, with luck or without, and looks what came of it: all that was acknowledged, and nothing in between. A cast that
 * failed is asked for again, as the screen does. */
static inline enum outcome act(struct world *world, struct kiosk *kiosk, struct recorder_request *request,
                               const struct truth *wanted)
{
	const struct truth before = truth_of(kiosk);
	enum fault fault = some_fault(world, kiosk);
	enum status status;

	recorder_ask(kiosk->recorder, &kiosk->reply, request);
	status = kiosk->reply.status;
	if (fault == POWER_CUT) {
		power_goes(kiosk);
		start(world, kiosk);
	}
	heal(kiosk);
	if (status != STATUS_OK && fault != POWER_CUT &&
	    (request->call == RECORDER_CAST || request->call == RECORDER_CHALLENGE)) {
		recorder_ask(kiosk->recorder, &kiosk->reply, request);
		status = kiosk->reply.status;
		if (status != STATUS_OK)
			differs(world, kiosk, "a vote was refused when it was asked for again");
	}
	if (fault == NO_FAULT && status != STATUS_OK)
		differs(world, kiosk, "refused what must be possible");
	do_kiosk(world, kiosk, RECORDER_STATUS, 0);
	if (is_true(world, wanted, &kiosk->reply.facts)) {
		become(kiosk, wanted);
		if (fault == NO_FAULT && says_counts(request->call))
			kiosk->told_cast = kiosk->cast_count;
		return status == STATUS_OK || memcmp(wanted, &before, sizeof before) != 0 ? DONE : NOT_DONE;
	}
	/* An empty box makes way before another is there: an import that was broken off leaves none of the two. */
	if (status != STATUS_OK && fault != NO_FAULT && request->call == RECORDER_IMPORT &&
	    wanted->package != before.package && before.state == VOTING_NEW && before.cast + before.spoiled == 0 &&
	    is_true(world, &(struct truth){.package = NO_PACKAGE}, &kiosk->reply.facts)) {
		become(kiosk, &(struct truth){.package = NO_PACKAGE});
		return NOT_DONE;
	}
	if (status == STATUS_OK || !is_true(world, &before, &kiosk->reply.facts))
		differs(world, kiosk, "is neither as it was nor as it was to be");
	return NOT_DONE;
}

static inline enum outcome act_state(struct world *world, struct kiosk *kiosk, enum recorder_call call,
                                     enum voting_state state)
{
	struct recorder_request request = {.call = call};
	struct truth wanted = truth_of(kiosk);

	wanted.state = state;
	wanted.closing += state == VOTING_CLOSED;
	return act(world, kiosk, &request, &wanted);
}

static inline enum outcome act_import(struct world *world, struct kiosk *kiosk, enum held_package package,
                                      const char *stick)
{
	struct recorder_request request = {.call = RECORDER_IMPORT};
	struct truth wanted = truth_of(kiosk);

	if (wanted.package != package)
		wanted = (struct truth){package, VOTING_NEW, 0, 0, 0};
	plug(kiosk, stick);
	return act(world, kiosk, &request, &wanted);
}

static inline void export_path(char out[static DISK_PATH_MAX], const struct world *world, const struct kiosk *kiosk,
                               const char *stick, uint32_t number)
{
	char name[EXPORT_NAME_MAX];

	export_name(name, &world->hash[kiosk->package], kiosk->self.key.key, number);
	path_of(out, stick, name);
}

/* Of whatever number was given out, the content is that of now; a number never comes with another. */
static inline void note_export(struct kiosk *kiosk)
{
	struct noted_export now = {1, kiosk->state, kiosk->cast_count, kiosk->spoiled_count}, *noted;

	kiosk->exports = kiosk->reply.facts.exports;
	if (kiosk->exports == 0)
		return;
	assert_true(kiosk->exports < EXPORTS);
	noted = &kiosk->export[kiosk->exports];
	if (noted->is_there && (noted->cast != now.cast || noted->spoiled != now.spoiled || noted->state != now.state))
		return; /* the number was not given out: this is the one before */
	*noted = now;
}

static inline enum outcome act_export(struct world *world, struct kiosk *kiosk, const char *stick)
{
	struct recorder_request request = {.call = RECORDER_EXPORT};
	const struct truth wanted = truth_of(kiosk);
	char path[DISK_PATH_MAX];
	enum outcome outcome;

	plug(kiosk, stick);
	outcome = act(world, kiosk, &request, &wanted);
	note_export(kiosk);
	if (outcome == NOT_DONE)
		return NOT_DONE;
	export_path(path, world, kiosk, stick, kiosk->exports);
	if (access(path, F_OK) != 0 || kiosk->export[kiosk->exports].cast != kiosk->cast_count)
		differs(world, kiosk, "acknowledged an export that is not on the stick");
	world->tallies->exports++;
	return DONE;
}

static inline enum outcome act_erase(struct world *world, struct kiosk *kiosk)
{
	struct recorder_request request = {.call = RECORDER_ERASE, .pin = FIXTURE_SECOND};
	const struct truth wanted = {.package = NO_PACKAGE};
	enum outcome outcome;

	kiosk->disk.now_ms += 600000; /* a try that the power cut broke off is waited for */
	outcome = act(world, kiosk, &request, &wanted);
	world->tallies->erased += outcome == DONE;
	return outcome;
}

/* --- until it is done, whatever fails on the way --- */

enum { TRIES = 60 };

static inline void until_done(struct world *world, struct kiosk *kiosk, enum recorder_call call,
                              enum voting_state state)
{
	for (unsigned i = 0; i < TRIES && kiosk->state != state; i++)
		(void)act_state(world, kiosk, call, state);
	assert_int_equal(kiosk->state, state);
}

static inline void until_imported(struct world *world, struct kiosk *kiosk, enum held_package package,
                                  const char *stick)
{
	for (unsigned i = 0; i < TRIES && kiosk->package != package; i++)
		(void)act_import(world, kiosk, package, stick);
	assert_int_equal(kiosk->package, package);
}

static inline void until_exported(struct world *world, struct kiosk *kiosk, const char *stick)
{
	unsigned i = 0;

	while (i < TRIES && act_export(world, kiosk, stick) != DONE)
		i++;
	assert_true(i < TRIES);
}

static inline void until_erased(struct world *world, struct kiosk *kiosk)
{
	for (unsigned i = 0; i < TRIES && kiosk->package != NO_PACKAGE; i++)
		(void)act_erase(world, kiosk);
	assert_int_equal(kiosk->package, NO_PACKAGE);
}

/* --- a new kiosk --- */

static inline void enrol(struct world *world)
{
	struct kiosk *kiosk = &world->kiosk[world->kiosk_count];
	struct recorder_request request = {.call = RECORDER_ENROL, .pin = FIXTURE_PIN, .second_pin = FIXTURE_SECOND};
	char name[32], folder[DISK_PATH_MAX], path[DISK_PATH_MAX], why[SENTENCE_MAX], *text;
	size_t len;

	memset(kiosk, 0, sizeof *kiosk);
	(void)snprintf(kiosk->name, sizeof kiosk->name, "Kiosk %u", world->kiosk_count + 1);
	(void)snprintf(name, sizeof name, "data-%u", world->kiosk_count);
	memcpy(folder, world->fixture.folder, sizeof folder);
	path_of(kiosk->data, folder, name);
	(void)snprintf(name, sizeof name, "port-%u", world->kiosk_count);
	path_of(kiosk->port, folder, name);
	day_disk_init(&kiosk->disk, world->now_s);
	kiosk->place = below(world, PLACES);
	plug(kiosk, world->office);
	if (try_to_start(kiosk, why) != STATUS_OK)
		fail_msg("%s does not start: %s", kiosk->name, why);
	do_kiosk(world, kiosk, RECORDER_ORGANISER, 0);
	(void)snprintf(request.name, sizeof request.name, "%s", kiosk->name);
	(void)snprintf(request.place, sizeof request.place, "%s", place_name(kiosk->place));
	recorder_ask(kiosk->recorder, &kiosk->reply, &request);
	if (kiosk->reply.status != STATUS_OK)
		fail_msg("%s: %s", kiosk->name, kiosk->reply.detail);
	path_of(path, kiosk->data, KIOSK_FILE);
	text = (char *)read_all(path, &len);
	assert_ok(enrolment_read(&kiosk->self, text, len));
	free(text);
	world->kiosk_count++;
	world->roster_revision++;
	write_all_rosters(world);
}

#endif
