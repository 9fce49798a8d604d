/* folkmoot mix: one mixer's turn. All ballots of each contest in a new order and form, with a proof that nothing else
 * was changed. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "audit.h"
#include "cli.h"
#include "commands.h"
#include "keys.h"
#include "locked.h"
#include "mix_make.h"
#include "passphrase.h"

struct mix_options {
	const char *record;
	const char *key;
	const char *passphrase_file;
	const char *organiser;
};

/* --- the mixer's key --- */

static enum status open_minisign(struct sign_secret *out, const struct bytes *file, const struct mix_options *options)
{
	char passphrase[PASSPHRASE_MAX + 1];
	int is_told = 0;
	enum status status = sign_secret_read(out, (const char *)file->data, file->len, NULL);

	if (status == STATUS_PASSPHRASE) {
		status = passphrase_get(passphrase, options->passphrase_file, options->key, PASSPHRASE_OPEN);
		if (status == STATUS_OK)
			status = sign_secret_read(out, (const char *)file->data, file->len, passphrase);
		else
			is_told = 1;
		sodium_memzero(passphrase, sizeof passphrase);
	}
	if (is_told)
		return status;
	if (status == STATUS_PASSPHRASE)
		(void)cli_failed("%s: does not open with this passphrase; try again", options->key);
	else if (status != STATUS_OK)
		(void)cli_failed("%s: is no mixer's key that can be used (it %s); give the mixer's .key file, or a "
		                 "trustee's share.key",
		                 options->key, status_phrase(status));
	return status;
}

static enum status open_share(struct sign_secret *out, const struct mix_options *options)
{
	struct trustees *trustees = malloc(sizeof *trustees);
	struct trustee_share share;
	char path[PATH_ROOM];
	enum status status = trustees ? path_join(path, options->record, "trustees.transcript") : STATUS_NO_ROOM;

	memset(&share, 0, sizeof share);
	if (status == STATUS_OK)
		status = trustees_load(trustees, path);
	if (status == STATUS_OK)
		status = share_load(&share, trustees, options->key, options->passphrase_file);
	if (status == STATUS_OK)
		*out = share.identity;
	trustee_share_wipe(&share);
	free(trustees);
	return status;
}

/* A trustee mixes with the identity key in their share; anybody else with a key in minisign's format. */
static enum status load_key(struct sign_secret *out, const struct mix_options *options)
{
	static const char minisign[] = "untrusted comment:";
	struct bytes file;
	enum status status = file_read(&file, options->key, LOCKED_MAX_SECRET + LOCKED_OVERHEAD, "the mixer's key");

	if (status == STATUS_OK && file.len >= sizeof minisign - 1 &&
	    memcmp(file.data, minisign, sizeof minisign - 1) == 0)
		status = open_minisign(out, &file, options);
	else if (status == STATUS_OK)
		status = open_share(out, options);
	bytes_free(&file);
	return status;
}

/* --- whether it is this mixer's turn --- */

static enum status tell_record(const struct audit *audit, enum status status)
{
	for (unsigned step = 0; step < STEP_COUNT; step++) {
		const struct step_verdict *verdict = &audit->step[step];

		if (verdict->state == STEP_MISSING && verdict->reason[0])
			(void)cli_failed("%s: cannot be mixed yet: %s", audit->path, verdict->reason);
		else if (verdict->state == STEP_BROKEN)
			(void)cli_refused("%s: is not mixed, because the step \"%s\" does not hold; see above",
			                  audit->path, audit_step_name((enum audit_step)step));
	}
	return status;
}

static const struct mixer *mixer_of(const struct election *election, const struct sign_public *key)
{
	for (unsigned i = 0; i < election->mixer_count; i++)
		if (sign_key_equal(&election->mixer[i].key, key))
			return &election->mixer[i];
	return NULL;
}

/* The number of the mix that this mixer made, 0 for none. */
static unsigned mixed_by(const struct mixes *mixes, const struct mixer *mixer)
{
	for (unsigned i = 0; i < mixes->count; i++)
		if (mixes->mix[i].mixer == mixer)
			return i + 1;
	return 0;
}

static enum status check_turn(const struct audit *audit, const struct mixer *mixer, const struct mix_options *options)
{
	const struct election *election = audit->accepted.package.election;
	unsigned earlier, entries = 0;
	char path[PATH_ROOM];

	if (!mixer) {
		(void)cli_failed(
		    "%s: is none of this election's mixers' keys; only the mixers named in the election can mix",
		    options->key);
		return STATUS_WRONG_KEY;
	}
	earlier = mixed_by(&audit->mixes, mixer);
	if (earlier) {
		(void)cli_failed("%s: %s has mixed already, in mix %u; another mixer must go on", options->record,
		                 mixer->name, earlier);
		return STATUS_STATE;
	}
	if (path_join(path, options->record, "decryption") != STATUS_OK)
		return STATUS_TOO_LONG;
	if (path_exists(path)) {
		(void)cli_failed(
		    "%s: the trustees have begun to decrypt these ballots, so nothing can be mixed any more", path);
		return STATUS_STATE;
	}
	for (unsigned i = 0; i < election->contest_count; i++)
		entries |= audit->merged.list[i].count;
	if (entries == 0) {
		(void)cli_failed("%s: no ballot counts, so there is nothing to mix", options->record);
		return STATUS_STATE;
	}
	return STATUS_OK;
}

/* --- mixing --- */

/* Everything but the last lists was checked and is not needed again; a million ballots need the room. */
static void drop_used(struct audit *audit)
{
	for (unsigned i = 0; i < audit->mixes.count; i++) {
		for (unsigned k = 0; k < ELECTION_MAX_CONTESTS; k++) {
			struct mix_contest *contest = &audit->mixes.mix[i].contest[k];

			bytes_free(&contest->proof_file);
			contest->proof = NULL;
			if (i + 1 == audit->mixes.count)
				continue;
			bytes_free(&contest->list_file);
			contest->entries = NULL;
		}
	}
}

static enum status mix(struct audit *audit, const struct mixer *mixer, const struct sign_secret *key)
{
	const struct election *election = audit->accepted.package.election;
	struct mix_plan *plan = calloc(1, sizeof *plan);
	enum status status;

	if (!plan) {
		(void)cli_failed("there is not enough memory; close other programs");
		return STATUS_NO_ROOM;
	}
	plan->record = audit->path;
	plan->package = &audit->accepted.package;
	plan->number = audit->mixes.count + 1;
	plan->mixer = mixer;
	plan->key = key;
	if (audit->mixes.count > 0) {
		const struct bytes *before = &audit->mixes.mix[audit->mixes.count - 1].statement;

		(void)crypto_hash_sha256(plan->previous, before->data, before->len);
	}
	drop_used(audit);
	for (unsigned i = 0; i < election->contest_count; i++) {
		plan->input[i] = mixes_last(&audit->mixes, &audit->merged, i);
		plan->count[i] = audit->merged.list[i].count;
	}
	status = mix_make(plan);
	free(plan);
	return status;
}

static void tell_next(const struct audit *audit, const struct mixer *mixer)
{
	const struct election *election = audit->accepted.package.election;
	unsigned number = audit->mixes.count + 1, left = 0;

	printf("%s: %s has made mix %u of the ballots, with a proof that they are the same ballots.\n"
	       "Nothing secret was kept: how they were mixed is forgotten.\n\n",
	       audit->path, mixer->name, number);
	for (unsigned i = 0; i < election->mixer_count; i++) {
		const struct mixer *other = &election->mixer[i];

		if (other == mixer || mixed_by(&audit->mixes, other))
			continue;
		if (left++ == 0)
			printf(number < MIXES_NEEDED ? "Next: give the folder to another mixer, for `folkmoot mix %s "
			                               "--mixer KEY`:\n"
			                             : "More may mix it, with `folkmoot mix %s --mixer KEY`:\n",
			       audit->path);
		printf("  %s\n", other->name);
	}
	if (number < MIXES_NEEDED && left == 0)
		printf("Next: at least %d mixes are needed, but this election names no other mixer.\n", MIXES_NEEDED);
	if (number < MIXES_NEEDED)
		return;
	printf("%sext: %u of the %u trustees decrypt it, each with\n"
	       "  folkmoot trustee decrypt %s --share FILE --quorum ",
	       left ? "When enough have mixed, n" : "N", audit->trustees.threshold, audit->trustees.count, audit->path);
	for (unsigned i = 0; i < audit->trustees.threshold; i++)
		printf("%s%u", i ? "," : "", i + 1);
	printf("\nwhere the numbers are those of the trustees who do.\n");
}

/* Two runs at once would make one mix each from the same list. */
static enum status lock_record(int *lock, const char *record)
{
	*lock = open(record, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*lock < 0) {
		(void)cli_failed(
		    "%s: is no folder that can be opened; give the record that `folkmoot count start` made", record);
		return STATUS_ABSENT;
	}
	if (flock(*lock, LOCK_EX | LOCK_NB) == 0 || (errno != EWOULDBLOCK && errno != EINTR))
		return STATUS_OK;
	(void)cli_failed("%s: is being mixed at this moment by another run of this program; wait until it is done",
	                 record);
	return STATUS_STATE;
}

static int run(const struct mix_options *options)
{
	struct audit *audit = calloc(1, sizeof *audit);
	const struct mixer *mixer;
	struct sign_secret key;
	int lock = -1;
	enum status status = audit ? lock_record(&lock, options->record) : STATUS_NO_ROOM;

	memset(&key, 0, sizeof key);
	if (!audit)
		return cli_failed("there is not enough memory; close other programs");
	if (status == STATUS_OK)
		status = load_key(&key, options);
	if (status != STATUS_OK)
		goto out;
	status = audit_record_by(audit, options->record, STEP_MIXES, options->organiser);
	if (status == STATUS_OK) {
		audit_say_key(audit);
		mixer = mixer_of(audit->accepted.package.election, &key.public_key);
		status = check_turn(audit, mixer, options);
		if (status == STATUS_OK)
			status = mix(audit, mixer, &key);
		if (status == STATUS_OK)
			tell_next(audit, mixer);
	} else {
		status = tell_record(audit, status);
	}
	audit_finish(audit);
out:
	sign_secret_wipe(&key);
	if (lock >= 0)
		close(lock);
	free(audit);
	return cli_finish(cli_code(status));
}

int command_mix(int argc, char **argv)
{
	struct mix_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--mixer",
	     .value = "KEY",
	     .help = "the mixer's key: a trustee's share.key, or a key of `folkmoot mixer new`",
	     .text = &options.key,
	     .required = 1},
	    {.name = "--organiser",
	     .value = "FILE",
	     .help = "the organiser's public key as you know it (else the record's own, shown)",
	     .text = &options.organiser},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line opens the key (else it is asked)",
	     .text = &options.passphrase_file},
	};
	const struct cli_command command = {
	    .name = "mix",
	    .usage = "RECORD --mixer KEY [--organiser FILE] [--passphrase-file FILE]",
	    .help = "One mixer's turn: checks the record and every mix before, then puts all ballots of\n"
	            "each contest in a new order and form, proves that they are the same ballots, and\n"
	            "signs. Two mixers at least must do so before the trustees decrypt; then nobody can\n"
	            "tell whose a ballot is, as long as one of them is honest. May be interrupted and\n"
	            "run again. Exit 0: mixed; 1: refused; 2: could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "the record of the count",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	options.record = argv[1];
	return run(&options);
}
