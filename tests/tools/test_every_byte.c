/* Every byte of a record of 50 ballots changed, one at a time. After each change all that was hashed or signed over the
 * changed object is made anew with the right keys, up to the record's manifest, so that the check of that very object
 * must refuse. What is run after a change: the steps of the audit from the object's own on, resting on an audit of the
 * honest record that went before; for what an audit begins with and for exports, the whole audit. Both stop at the
 * first step that does not hold. LONG=1 tries every byte, else one of every STRIDE of each object. */
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "tampered.h"

enum { STRIDE = 97, PARTS_MAX = 16 };

/* What all processes together found, in memory that they share, by the object's place in held. */
struct found {
	atomic_size_t tried[HELD_MAX], refused[HELD_MAX];
	atomic_uint done[HELD_MAX]; /* processes that are through with it */
	char fault[PARTS_MAX][700]; /* the first of each process */
};

/* --- what the audit says --- */

static void forget(struct tampered *tampered)
{
	if (tampered->audit) {
		audit_finish(tampered->audit);
		free(tampered->audit);
	}
	tampered->audit = NULL;
}

/* An audit of the honest record, which the steps before first need not be looked at again for. */
static void rest_on(struct tampered *tampered, enum audit_step first)
{
	if (tampered->audit && tampered->first == first)
		return;
	forget(tampered);
	tampered->audit = calloc(1, sizeof *tampered->audit);
	tampered->first = first;
	vote_must(audit_record(tampered->audit, tampered->path, STEP_RESULT));
}

/* The steps from the one rested on. */
static enum status look_again(struct audit *audit, enum audit_step first)
{
	static audit_look *const look[STEP_COUNT] = {[STEP_MIXES] = audit_mixes,
	                                             [STEP_DECRYPTION] = audit_decryption,
	                                             [STEP_VOTES] = audit_votes,
	                                             [STEP_RESULT] = audit_result};
	enum status status = STATUS_OK;

	memset(audit->step, 0, sizeof audit->step);
	audit->faults.count = audit->faults.untold = audit->faults.unread = 0;
	result_free(&audit->result);
	bytes_free(&audit->manifest_file);
	if (first <= STEP_DECRYPTION)
		factors_finish(&audit->factors);
	if (first <= STEP_MIXES)
		mixes_finish(&audit->mixes);
	for (unsigned step = first; step < STEP_COUNT && status == STATUS_OK; step++) {
		audit->now = (enum audit_step)step;
		status = look[step](audit);
		if (audit->step[step].state == STEP_BROKEN && !audit->faults.unread)
			return STATUS_MISMATCH;
	}
	return status;
}

static enum status look_at(struct tampered *tampered, enum audit_step first)
{
	if (first > STEP_ELECTION)
		return look_again(tampered->audit, first);
	forget(tampered);
	tampered->audit = calloc(1, sizeof *tampered->audit);
	tampered->first = first;
	return audit_record(tampered->audit, tampered->path, STEP_RESULT);
}

/* --- all bytes --- */

/* The fault told first is one of the changed object's own folder. */
static int in_folder(const char *file, const struct held *held)
{
	const char *end = strrchr(held->name, '/');
	char folder[sizeof held->name];

	snprintf(folder, sizeof folder, "%.*s", end ? (int)(end - held->name) : 0, held->name);
	return strstr(file, folder) != NULL;
}

/* Changes one byte by mask and makes all else fit. 1 where that is found as it must be; a mask of 0 is no lie. */
static int found_out(struct tampered *tampered, struct held *held, size_t at, uint8_t mask, char fault[static 700])
{
	uint8_t *changed = malloc(held->first.len);
	struct expected expected;
	enum status status;
	const struct step_verdict *said;
	int right;

	memcpy(changed, held->first.data, held->first.len);
	changed[at] ^= mask;
	set(held, changed, held->first.len);
	free(changed);
	expected = remake(tampered, held, at);
	if (expected.from > STEP_ELECTION)
		rest_on(tampered, expected.from);
	write_changed(tampered);
	status = look_at(tampered, expected.from);
	said = &tampered->audit->step[tampered->audit->now];
	if (!mask)
		right = status == STATUS_OK;
	else
		right = status == STATUS_MISMATCH &&
		        (expected.refused == STEP_COUNT ||
		         (tampered->audit->now == expected.refused && in_folder(said->file, held)));
	if (!right && !*fault)
		snprintf(fault, 700, "%s, byte %zu: %s at step %s: %.200s: %.300s", held->name, at,
		         status_phrase(status), audit_step_name(tampered->audit->now), said->file, said->reason);
	restore(tampered);
	return right;
}

/* What stands before the key in a public key file is anybody's remark. */
static size_t first_byte(const struct held *held)
{
	const uint8_t *end = memchr(held->first.data, '\n', held->first.len);

	return strcmp(held->name, RECORD_ORGANISER) == 0 && end ? (size_t)(end - held->first.data) : 0;
}

/* "exports/folkmoot-11111111-22222222-0001/ballots" without what differs from run to run. */
static void tell(const struct found *found, const struct held *held, size_t place)
{
	const char *name = held->name;
	char shown[sizeof held->name];

	if (begins_with(name, "exports/"))
		snprintf(shown, sizeof shown, "exports/*%s", strrchr(name, '/'));
	else
		snprintf(shown, sizeof shown, "%s", name);
	printf("# note: %s: %zu bytes, %zu positions, %zu refused\n", shown, held->first.len, found->tried[place],
	       found->refused[place]);
	fflush(stdout);
}

static void try_part(struct found *found, const struct vote *vote, const struct example_secrets *secrets, unsigned part,
                     unsigned parts, size_t stride)
{
	struct tampered *tampered = calloc(1, sizeof *tampered);
	size_t number = 0;

	tampered->vote = vote;
	tampered->identity = secrets->identity;
	snprintf(tampered->path, sizeof tampered->path, "%s/record-%u", tampered->vote->dir, part);
	hold_all(tampered);
	/* What is made anew after no change is the truth, so that only the change can be what is refused. */
	for (size_t i = 0; i < tampered->count; i++)
		if (i % parts == part && !found_out(tampered, &tampered->held[i], 0, 0, found->fault[part]))
			return;
	for (size_t i = 0; i < tampered->count; i++) {
		struct held *held = &tampered->held[i];

		for (size_t at = first_byte(held); at < held->first.len; at += stride) {
			if (number++ % parts != part)
				continue;
			found->tried[i]++;
			found->refused[i] +=
			    (size_t)found_out(tampered, held, at, (uint8_t)(1 + at % 255), found->fault[part]);
		}
		if (++found->done[i] == parts)
			tell(found, held, i);
	}
	forget(tampered);
}

/* Three trustees, of whom 1 and 3 decrypt; 1 is a mixer too. */
static void write_trustees(struct run *run, struct scene *scene)
{
	struct vote *vote = run->vote;

	scene_make(scene, TRUSTEES, 2, 0, 1);
	vote->trustees = scene->trustees;
	for (unsigned index = 1; index <= TRUSTEES; index += 2) {
		vote->share = (struct trustee_share){
		    .index = index, .identity = scene->secrets.identity[index - 1], .agreed = scene->trustees.agreed};
		share_of(&vote->share.share, scene, index);
		vote_write_keys(vote);
		shell(run, "mkdir t%u && mv share.key t%u/", index, index);
	}
	vote->election.joint_key = vote->trustees.joint_key;
	vote->election.transcript = vote->trustees.transcript;
	vote->election.trustee_count = TRUSTEES;
	vote->election.threshold = 2;
	vote->election.mixer[0] = (struct mixer){vote->trustees.member[0].name, vote->trustees.member[0].identity};
	for (unsigned i = 0; i < VOTE_KIOSKS; i++)
		vote->kiosk[i].context.joint_key = vote->trustees.joint_key;
}

static void done(const struct run *run)
{
	if (run->captured.code != 0)
		fail_msg("not counted: %s", run->captured.err);
}

static void decrypt_by(struct run *run, const char *share_name)
{
	char record[PATH_ROOM], share[PATH_ROOM];

	vote_path(record, run->vote, "record");
	vote_path(share, run->vote, share_name);
	capture(&run->captured, command_trustee,
	        LIST("trustee", "decrypt", record, "--share", share, "--quorum", "1,3"));
	done(run);
}

static void count_fifty(struct run *run)
{
	struct vote *vote = run->vote;

	vote->election.contest_count = vote->style.contest_count = 1;
	for (unsigned i = 0; i < VOTE_KIOSKS; i++)
		vote->kiosk[i].ballot_count = vote->kiosk[i].spoiled_count = 0;
	vote_redefine(vote);
	for (unsigned i = 0; i < 2 * BALLOTS_EACH; i++)
		vote_cast(vote, i & 1, i % 7, 0);
	for (unsigned i = 0; i < VOTE_KIOSKS; i++)
		vote_challenge(vote, i, 5, 0);
	vote_close(vote, 0, "a");
	vote_close(vote, 1, "b");
	count_start(run, LIST("a", "b"));
	done(run);
	mix(run, "t1/share.key");
	done(run);
	mix(run, "organiser.key");
	done(run);
	decrypt_by(run, "t1/share.key");
	decrypt_by(run, "t3/share.key");
	finish(run);
	done(run);
	follows(run);
}

static void test_every_byte(void **state)
{
	struct run *run = *state;
	const char *is_long = getenv("LONG");
	struct found *found = mmap(NULL, sizeof *found, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned parts = processors > PARTS_MAX ? PARTS_MAX : processors > 1 ? (unsigned)processors : 1;
	size_t tried = 0, refused_count = 0;
	static struct scene scene;

	assert_true(found != MAP_FAILED);
	write_trustees(run, &scene);
	count_fifty(run);
	for (unsigned part = 0; part < parts; part++)
		shell(run, "cp -r record record-%u", part);
	fflush(NULL);
	for (unsigned part = 0; part < parts; part++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child > 0)
			continue;
		/* Thousands of faults are told as they are found. */
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		try_part(found, run->vote, &scene.secrets, part, parts, is_long && *is_long ? 1 : STRIDE);
		_exit(0);
	}
	for (unsigned part = 0; part < parts; part++) {
		int code = 0;

		assert_true(wait(&code) > 0);
		assert_int_equal(code, 0);
	}
	for (unsigned part = 0; part < parts; part++)
		if (found->fault[part][0])
			fail_msg("%s", found->fault[part]);
	for (size_t i = 0; i < HELD_MAX; i++) {
		tried += found->tried[i];
		refused_count += found->refused[i];
	}
	assert_true(tried > 100);
	assert_true(tried == refused_count);
	printf("# note: in all %zu bytes of a record changed, one at a time: each was refused by the right step\n",
	       tried);
	munmap(found, sizeof *found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {CASE(test_every_byte)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
