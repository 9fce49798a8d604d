/* The end of the random days: everything that was brought in is verified and merged, every ballot opened, and compared
 * with what was noted when it was cast. */
#ifndef FOLKMOOT_TESTS_TOOLS_DAYS_COUNT_H
#define FOLKMOOT_TESTS_TOOLS_DAYS_COUNT_H

#include "accept.h"
#include "days_kiosk.h"
#include "log_seal.h"
#include "loss.h"
#include "merge.h"

struct brought {
	char (*path)[DISK_PATH_MAX];
	char **exports;
	size_t export_count;
	char (*loss)[DISK_PATH_MAX];
	const char **losses;
	size_t loss_count;
	/* what must count */
	struct noted *cast;
	size_t cast_count, spoiled_count;
	struct hash *spoiled;
};

/* Every export of a kiosk that lies on a stick that was not lost. Returns the last one's number. */
static inline uint32_t bring(struct brought *brought, char last[static DISK_PATH_MAX], const struct world *world,
                             const struct kiosk *kiosk)
{
	uint32_t highest = 0;

	for (uint32_t number = 1; number <= kiosk->exports; number++)
		for (unsigned i = 0; i < OUTPUT_STICKS; i++) {
			char *path = brought->path[brought->export_count];

			export_path(path, world, kiosk, world->stick[i], number);
			if (world->stick_is_lost[i] || access(path, F_OK) != 0)
				continue;
			brought->exports[brought->export_count++] = path;
			highest = number;
			memcpy(last, path, DISK_PATH_MAX);
		}
	return highest;
}

static inline void declare_lost(struct brought *brought, const struct world *world, const struct kiosk *kiosk,
                                uint32_t number, const char *export)
{
	struct loss *loss = calloc(1, sizeof *loss);
	char text[LOSS_MAX_BYTES], comment[SIGN_TRUSTED_MAX + 1], path[DISK_PATH_MAX], name[40];
	size_t len;

	assert_non_null(loss);
	loss->kind = SIGN_PRACTICE;
	loss->election = world->hash[CURRENT];
	memcpy(loss->name, kiosk->self.name, sizeof loss->name);
	memcpy(loss->place, kiosk->self.place, sizeof loss->place);
	loss->kiosk = kiosk->self.key;
	loss->number = number;
	(void)snprintf(loss->reason, sizeof loss->reason, "It fell into the pond.");
	if (number > 0) {
		path_of(path, export, EXPORT_MANIFEST);
		assert_ok(disk_read_back(loss->manifest, disk_real(), path));
	}
	assert_ok(loss_write(text, sizeof text, &len, loss));
	loss_comment(comment, loss);
	(void)snprintf(name, sizeof name, "lost-%zu", brought->loss_count);
	path_of(brought->loss[brought->loss_count], world->fixture.folder, name);
	write_signed(brought->loss[brought->loss_count], text, len, comment, &world->fixture.organiser);
	brought->losses[brought->loss_count] = brought->loss[brought->loss_count];
	brought->loss_count++;
	free(loss);
}

/* What must count of one kiosk: all that it acknowledged; of a broken one, all that its last export here holds. */
static inline void expect(struct brought *brought, const struct kiosk *kiosk, unsigned cast_here, unsigned spoiled_here)
{
	memcpy(brought->cast + brought->cast_count, kiosk->cast, cast_here * sizeof *kiosk->cast);
	brought->cast_count += cast_here;
	memcpy(brought->spoiled + brought->spoiled_count, kiosk->spoiled, spoiled_here * sizeof *kiosk->spoiled);
	brought->spoiled_count += spoiled_here;
}

static inline void finish_kiosk(struct world *world, struct kiosk *kiosk)
{
	if (kiosk->package != CURRENT)
		until_imported(world, kiosk, CURRENT, world->office);
	if (kiosk->state == VOTING_NEW)
		until_done(world, kiosk, RECORDER_OPEN, VOTING_OPEN);
	if (kiosk->state != VOTING_CLOSED)
		until_done(world, kiosk, RECORDER_CLOSE, VOTING_CLOSED);
	until_exported(world, kiosk, some_stick(world));
}

static inline void bring_all(struct brought *brought, struct world *world)
{
	char last[DISK_PATH_MAX];

	for (unsigned i = 0; i < world->kiosk_count; i++) {
		struct kiosk *kiosk = &world->kiosk[i];
		uint32_t highest;

		if (!kiosk->is_broken)
			finish_kiosk(world, kiosk);
		if (kiosk->package != CURRENT) /* broken before it had this vote */
			kiosk->exports = 0;
		highest = bring(brought, last, world, kiosk);
		if (!kiosk->is_broken)
			expect(brought, kiosk, kiosk->cast_count, kiosk->spoiled_count);
		else if (highest > 0)
			expect(brought, kiosk, kiosk->export[highest].cast, kiosk->export[highest].spoiled);
		if (kiosk->is_broken && (highest == 0 || kiosk->export[highest].state != VOTING_CLOSED))
			declare_lost(brought, world, kiosk, highest, last);
	}
}

static inline void brought_make(struct brought *brought)
{
	size_t most = (size_t)KIOSKS * EXPORTS * OUTPUT_STICKS;

	memset(brought, 0, sizeof *brought);
	brought->path = calloc(most, sizeof *brought->path);
	brought->exports = calloc(most, sizeof *brought->exports);
	brought->loss = calloc(KIOSKS, sizeof *brought->loss);
	brought->losses = calloc(KIOSKS, sizeof *brought->losses);
	brought->cast = calloc((size_t)KIOSKS * BALLOTS, sizeof *brought->cast);
	brought->spoiled = calloc((size_t)KIOSKS * BALLOTS, sizeof *brought->spoiled);
	assert_true(brought->path && brought->exports && brought->loss && brought->losses && brought->cast &&
	            brought->spoiled);
}

static inline void brought_free(struct brought *brought)
{
	free(brought->path);
	free(brought->exports);
	free(brought->loss);
	free(brought->losses);
	free(brought->cast);
	free(brought->spoiled);
}

/* The vote in a counted ballot, opened with the trustee's key. */
static inline unsigned opened(const struct world *world, const struct accepted_ballot *ballot)
{
	struct sealed sealed;
	struct point factor, message;
	uint8_t payload[PAYLOAD_BYTES];
	struct marks marks;
	unsigned choice = 0;

	assert_ok(sealed_decode(&sealed, ballot->body, ballot->body_len));
	assert_ok(elgamal_factor(&factor, &sealed.ciphertext[0], &world->fixture.share.share));
	elgamal_open(&message, &sealed.ciphertext[0], &factor);
	assert_ok(payload_decode(payload, &message));
	assert_ok(marks_decode(&marks, &world->fixture.contest, payload));
	for (unsigned i = 0; i < FIXTURE_PROJECTS; i++)
		choice |= (unsigned)(marks.of[i] != 0) << i;
	return choice;
}

/* Ballots of one voting code: only one of them counts, whichever the draw takes. */
static inline unsigned with_code(const struct brought *brought, int voting_code)
{
	unsigned count = 0;

	for (size_t i = 0; i < brought->cast_count; i++)
		count += brought->cast[i].voting_code == voting_code;
	return count;
}

static inline const struct noted *noted_as(const struct brought *brought, const struct hash *code)
{
	for (size_t i = 0; i < brought->cast_count; i++)
		if (hash_compare(&brought->cast[i].code, code) == 0)
			return &brought->cast[i];
	return NULL;
}

static inline unsigned compare_counted(struct world *world, const struct brought *brought, const struct merged *merged)
{
	unsigned differences = 0, of_code[PLACES * CODES] = {0}, codes = 0, doubles = 0, single = 0;

	for (size_t i = 0; i < merged->counted_count; i++) {
		const struct accepted_ballot *ballot = merged->counted[i];
		const struct noted *noted = noted_as(brought, &ballot->code);

		differences += !noted || opened(world, ballot) != noted->choice;
		if (noted && noted->voting_code >= 0)
			differences += ++of_code[noted->voting_code] > 1;
	}
	for (int i = 0; i < PLACES * CODES; i++) {
		unsigned count = with_code(brought, i);

		codes += count > 0;
		doubles += count > 1;
	}
	for (size_t i = 0; i < brought->cast_count; i++)
		single += brought->cast[i].voting_code < 0;
	world->tallies->doubled += doubles;
	world->tallies->counted += (unsigned)merged->counted_count;
	/* Each is somebody's, no two are one's, and there are as many as there must be: nothing is missing. */
	differences += merged->counted_count != single + codes;
	differences += merged->doubles != doubles || merged->repeated_count != 0;
	return differences + (merged->excluded_count != brought->cast_count - single - codes);
}

static inline unsigned compare_tests(const struct brought *brought, const struct accepted *accepted)
{
	unsigned differences = accepted->spoiled_count != brought->spoiled_count;

	for (size_t i = 0; i < accepted->ballot_count; i++) {
		size_t k = 0;

		if (!accepted->ballots[i].opened)
			continue;
		while (k < brought->spoiled_count &&
		       hash_compare(&brought->spoiled[k], &accepted->ballots[i].code) != 0)
			k++;
		differences += k == brought->spoiled_count;
	}
	return differences;
}

static inline unsigned merge_and_compare(struct world *world, const struct brought *brought,
                                         const struct accepted *accepted)
{
	struct merged *merged = calloc(1, sizeof *merged);
	struct point drawn;
	unsigned differences;

	assert_non_null(merged);
	assert_ok(merge_ballots(merged, accepted, NULL));
	if (merged->waits_for_draw) {
		assert_ok(point_multiply(&drawn, &world->fixture.share.share, &merged->draw));
		merge_finish(merged);
		memset(merged, 0, sizeof *merged);
		assert_ok(merge_ballots(merged, accepted, &drawn));
	}
	differences = compare_counted(world, brought, merged) + compare_tests(brought, accepted);
	merge_finish(merged);
	free(merged);
	return differences;
}

/* Whatever happened, every log follows, is sealed, and its keys were never lost. */
static inline void check_logs(struct world *world)
{
	for (unsigned i = 0; i < world->kiosk_count; i++) {
		struct kiosk *kiosk = &world->kiosk[i];
		struct log_seals seals;
		struct log_end end;
		char path[DISK_PATH_MAX], *text;
		uint32_t line;
		size_t len;

		if (kiosk->is_broken)
			continue;
		path_of(path, kiosk->data, LOG_FILE);
		text = (char *)read_all(path, &len);
		if (log_check(&end, text, len, kiosk->self.key.key, UINT32_MAX) != STATUS_OK ||
		    log_seals_check(&seals, &line, text, len, kiosk->self.key.key) != STATUS_OK || seals.begun != 1)
			differs(world, kiosk, "its log is not sound");
		free(text);
	}
}

static inline void count(struct world *world)
{
	struct accepted *accepted = calloc(1, sizeof *accepted);
	struct brought brought;
	struct accept_sources sources = {0};
	char election[DISK_PATH_MAX], roster[DISK_PATH_MAX];

	assert_non_null(accepted);
	brought_make(&brought);
	bring_all(&brought, world);
	path_of(election, world->office, "pond.election");
	path_of(roster, world->office, "pond.roster");
	sources.election = election;
	sources.roster = roster;
	sources.exports = brought.exports;
	sources.export_count = brought.export_count;
	sources.losses = brought.losses;
	sources.loss_count = brought.loss_count;
	if (accept_load(accepted, &sources) != STATUS_OK)
		world->tallies->differences += 1 + accepted->faults.count;
	else if (accepted->missing || accepted->interim || accepted->lost != brought.loss_count)
		world->tallies->differences++;
	else
		world->tallies->differences += merge_and_compare(world, &brought, accepted);
	accept_finish(accepted);
	brought_free(&brought);
	free(accepted);
}

#endif
