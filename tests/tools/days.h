/* Random days of a whole vote: kiosks, sticks and an office in a folder, and beside them what must be true of each. */
#ifndef FOLKMOOT_TESTS_TOOLS_DAYS_H
#define FOLKMOOT_TESTS_TOOLS_DAYS_H

#include "box/fixture.h"
#include "box/shim.h"
#include "export.h"

enum {
	KIOSKS = 8,
	BALLOTS = 260,
	EXPORTS = 200,
	PLACES = 2,
	CODES = 30, /* of each place */
	SLOTS = 300,
	OUTPUT_STICKS = 3,
};

enum held_package { NO_PACKAGE, LAST_YEAR, OLD_REVISION, CURRENT, PACKAGES };

/* What a kiosk holds of a voter, as the test noted it. */
struct noted {
	struct hash code;
	unsigned choice;
	int voting_code; /* place * CODES + index; -1: none */
};

/* What an export of that number holds, if there is one. */
struct noted_export {
	int is_there;
	enum voting_state state;
	unsigned cast, spoiled;
};

struct kiosk {
	char name[ROSTER_NAME_MAX + 1];
	unsigned place;
	char data[DISK_PATH_MAX], port[DISK_PATH_MAX];
	struct enrolment self;
	struct test_disk disk;
	struct recorder *recorder; /* NULL: switched off */
	struct recorder_reply reply;
	int is_broken;
	int is_watched; /* the shim cuts this one's power */
	enum held_package package;
	enum voting_state state;
	uint32_t closing, exports;
	struct noted cast[BALLOTS];
	unsigned cast_count;
	struct hash spoiled[BALLOTS];
	unsigned spoiled_count;
	struct noted_export export[EXPORTS];
	unsigned told_cast; /* the most ballots that its log tells of */
	unsigned old_cast;  /* in the copy of its box that somebody kept; there is one where has_old */
	int has_old;
};

struct voting_codes {
	char letters[PLACES * CODES][VOTING_CODE_LETTERS + 1];
	uint8_t issued[PLACES * CODES][ISSUED_BYTES];
};

struct tallies {
	unsigned days, events, votes, tests, left, codes_refused, exports, power_cuts, faults, restarts, refused;
	unsigned replaced, clock_jumps, practices, reopened, erased, sticks_lost, old_boxes, doubled;
	unsigned counted, kiosks, differences;
};

struct world {
	struct fixture fixture;
	const struct voting_codes *codes;
	uint64_t random;
	struct hash hash[PACKAGES];
	uint32_t roster_revision;
	struct kiosk kiosk[KIOSKS];
	unsigned kiosk_count;
	char office[DISK_PATH_MAX], old[DISK_PATH_MAX], last_year[DISK_PATH_MAX], other[DISK_PATH_MAX];
	char stick[OUTPUT_STICKS][DISK_PATH_MAX];
	int stick_is_lost[OUTPUT_STICKS];
	int64_t now_s;
	struct tallies *tallies;
};

/* --- chance: the same seed makes the same days --- */

static inline uint64_t chance(struct world *world)
{
	/* splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014. */
	uint64_t z = (world->random += 0x9e3779b97f4a7c15U);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

static inline unsigned below(struct world *world, unsigned bound)
{
	return (unsigned)(chance(world) % bound);
}

static inline int one_in(struct world *world, unsigned count)
{
	return below(world, count) == 0;
}

/* --- a disk whose power goes for files and for the box at once --- */

static inline int power_is_gone(void *context)
{
	const struct test_disk *disk = context;

	if (!shim.cut)
		return 0;
	if (disk->fail_at > 0 && disk->calls + 1 >= disk->fail_at)
		shim.is_dead = 1;
	errno = EIO;
	return shim.is_dead;
}

static inline int day_open(void *context, const char *path, int flags, unsigned mode)
{
	return power_is_gone(context) ? -1 : test_open(context, path, flags, mode);
}

/* What was being written when the power went may reach the disk in part. */
static inline ssize_t day_write(void *context, int file, const void *data, size_t len)
{
	if (!power_is_gone(context))
		return test_write(context, file, data, len);
	if (disk_real()->write(NULL, file, data, len / 2) < 0)
		return -1;
	errno = EIO;
	return -1;
}

static inline int day_rename(void *context, const char *from, const char *to)
{
	return power_is_gone(context) ? -1 : test_rename(context, from, to);
}

static inline int day_truncate(void *context, int file, uint64_t len)
{
	return power_is_gone(context) ? -1 : test_truncate(context, file, len);
}

static inline int day_remove(void *context, const char *path)
{
	return power_is_gone(context) ? -1 : test_remove(context, path);
}

static inline int day_remove_at(void *context, int folder, const char *name)
{
	return power_is_gone(context) ? -1 : test_remove_at(context, folder, name);
}

static inline void day_disk_init(struct test_disk *disk, int64_t now_s)
{
	test_disk_init(disk);
	disk->now_s = now_s;
	disk->disk.open = day_open;
	disk->disk.write = day_write;
	disk->disk.rename = day_rename;
	disk->disk.truncate = day_truncate;
	disk->disk.remove = day_remove;
	disk->disk.remove_at = day_remove_at;
}

/* --- what the office signs --- */

static inline void write_rosters(struct world *world, const char *folder, enum held_package package, uint32_t revision,
                                 const struct sign_secret *organiser)
{
	struct roster *roster = calloc(1, sizeof *roster);
	char *text = calloc(1, ROSTER_MAX_BYTES), path[DISK_PATH_MAX], comment[SIGN_TRUSTED_MAX + 1];
	char hex[2 * HASH_BYTES + 1];
	size_t len;

	assert_non_null(roster);
	assert_non_null(text);
	roster->kind = SIGN_PRACTICE;
	roster->election = world->hash[package];
	roster->revision = revision;
	roster->kiosk_count = world->kiosk_count;
	for (unsigned i = 0; i < world->kiosk_count; i++) {
		const struct enrolment *self = &world->kiosk[i].self;

		memcpy(roster->kiosk[i].name, self->name, sizeof self->name);
		memcpy(roster->kiosk[i].place, self->place, sizeof self->place);
		roster->kiosk[i].key = self->key;
	}
	assert_ok(roster_write(text, ROSTER_MAX_BYTES, &len, roster));
	hex_write(hex, world->hash[package].bytes, HASH_BYTES);
	(void)snprintf(comment, sizeof comment, "folkmoot roster %s revision %u", hex, revision);
	path_of(path, folder, "pond.roster");
	write_signed(path, text, len, comment, organiser);
	free(text);
	free(roster);
}

/* fixture->election as it is, written as this package. */
static inline void write_package(struct world *world, const char *folder, enum held_package package,
                                 const struct sign_secret *organiser)
{
	struct fixture *fixture = &world->fixture;
	char path[DISK_PATH_MAX], comment[SIGN_TRUSTED_MAX + 1];

	fixture_write_body(fixture);
	world->hash[package] = fixture->hash;
	(void)snprintf(comment, sizeof comment, "folkmoot election %s revision %u", fixture->election.id,
	               fixture->election.revision);
	path_of(path, folder, "pond.election");
	write_signed(path, fixture->body, fixture->body_len, comment, organiser);
}

static inline void write_all_rosters(struct world *world)
{
	write_rosters(world, world->last_year, LAST_YEAR, 1, &world->fixture.organiser);
	write_rosters(world, world->old, OLD_REVISION, 1, &world->fixture.organiser);
	write_rosters(world, world->office, CURRENT, world->roster_revision, &world->fixture.organiser);
}

/* Last year's vote, this year's in two revisions, and one of another organiser. The current one is written last, and
 * stays in the fixture. */
static inline void write_packages(struct world *world)
{
	struct fixture *fixture = &world->fixture;
	struct sign_secret other;
	char text[SIGN_KEY_FILE_MAX], path[DISK_PATH_MAX];

	sign_key_make(&other, SIGN_PRACTICE);
	fixture->election.organiser_key = other.public_key;
	fixture->election.mixer[1].key = other.public_key;
	write_package(world, world->other, NO_PACKAGE, &other);
	fixture->election.organiser_key = fixture->organiser.public_key;
	fixture->election.mixer[1].key = fixture->organiser.public_key;
	fixture->election.id = "pond-2025";
	write_package(world, world->last_year, LAST_YEAR, &fixture->organiser);
	fixture->election.id = "pond-2026";
	write_package(world, world->old, OLD_REVISION, &fixture->organiser);
	fixture->election.revision = 2;
	write_package(world, world->office, CURRENT, &fixture->organiser);
	write_rosters(world, world->other, NO_PACKAGE, 1, &other);
	assert_ok(sign_public_write(text, sizeof text, &fixture->organiser.public_key));
	path_of(path, world->office, "organiser.pub");
	write_all(path, text, strlen(text));
}

static inline void codes_make(struct voting_codes *codes, const char *election_id)
{
	uint8_t tag[TAG_BYTES];

	for (unsigned i = 0; i < PLACES * CODES; i++) {
		voting_code_make(codes->letters[i]);
		assert_ok(voting_code_tag(tag, codes->letters[i], election_id));
		issued_write(codes->issued[i], i / CODES, 0, tag);
	}
	qsort(codes->issued, PLACES * CODES, ISSUED_BYTES, fixture_by_hash);
}

static inline void election_of(struct world *world, enum admission admission)
{
	static const char *places[PLACES] = {"Hill Library", "Pond Library"};
	struct election *election = &world->fixture.election;

	election->admission = admission;
	if (admission != ADMISSION_CODE)
		return;
	election->place_count = PLACES;
	election->places = places;
	election->tag_count = PLACES * CODES;
	election->tags = world->codes->issued[0];
}

static inline const char *place_name(unsigned place)
{
	return place == 0 ? "Hill Library" : "Pond Library";
}

#endif
