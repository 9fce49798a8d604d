/* folkmoot trustee decrypt, and trustee draw: one trustee's factors into a record that the trustee has audited first.
 */
#include "decrypt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "decrypt_memory.h"
#include "decrypt_parts.h"
#include "keys.h"

static const char *name_of(const struct decrypt *decrypt, unsigned index)
{
	return decrypt->audit.trustees.member[index - 1].name;
}

static const char *word_of(const struct decrypt *decrypt)
{
	return decrypt->use == FACTORS_DRAW ? "draw" : "decrypt";
}

/* --- may this record be decrypted? --- */

static enum status incomplete(const struct audit *audit)
{
	for (unsigned i = 0; i < STEP_COUNT; i++) {
		const struct step_verdict *step = &audit->step[i];

		if (step->state == STEP_MISSING && *step->reason)
			(void)cli_refused("%s: %s", *step->file ? step->file : audit->path, step->reason);
	}
	(void)cli_refused("%s: nothing is decrypted until the record is complete up to here", audit->path);
	return STATUS_MISMATCH;
}

static enum status audit_for_votes(struct decrypt *decrypt)
{
	struct audit *audit = &decrypt->audit;
	enum status status = audit_record_by(audit, decrypt->options->record, STEP_MIXES, decrypt->options->organiser);

	if (status == STATUS_STATE)
		return incomplete(audit);
	if (status == STATUS_MISMATCH)
		(void)cli_refused("%s: the record does not hold, so nothing is decrypted; clear up what is said above",
		                  audit->path);
	if (status != STATUS_OK)
		return status;
	if (audit->mixes.count < MIXES_NEEDED) {
		(void)cli_refused("%s: was mixed %s, and at least %d different mixers must mix before anything is "
		                  "decrypted; the next mixer runs `folkmoot mix %s --mixer KEY`",
		                  audit->path, audit->mixes.count ? "once" : "by nobody yet", MIXES_NEEDED,
		                  audit->path);
		return STATUS_MISMATCH;
	}
	lists_of(&decrypt->lists, audit->accepted.package.election, &audit->merged, &audit->mixes);
	if (!lists_have_texts(&decrypt->lists))
		return STATUS_OK;
	status = moderation_load(&decrypt->moderation, &decrypt->faults, audit->path, &audit->accepted.package,
	                         &decrypt->lists, &audit->organiser);
	lists_moderate(&decrypt->lists, &decrypt->moderation);
	decrypt->lists.still_there = 1;
	return status;
}

static enum status audit_for_draw(struct decrypt *decrypt)
{
	struct audit *audit = &decrypt->audit;
	enum status status = audit_record_by(audit, decrypt->options->record, STEP_MERGE, decrypt->options->organiser);

	if (status == STATUS_OK && audit->merged.doubles == 0) {
		(void)cli_refused("%s: no voting code came with two ballots, so there is nothing to draw; go on with "
		                  "`folkmoot mix %s --mixer KEY`",
		                  audit->path, audit->path);
		return STATUS_MISMATCH;
	}
	/* All that stands before the draw holds; the draw itself is what is made here, or made again. */
	if (audit->step[STEP_CLOSING].state == STEP_HOLDS && audit->merged.doubles > 0)
		status = STATUS_OK;
	if (status == STATUS_STATE)
		return incomplete(audit);
	if (status == STATUS_OK)
		draw_list(&decrypt->lists, decrypt->entry, &audit->merged);
	return status;
}

/* --- which quorum? --- */

static unsigned sound_members(const struct quorum_factors *quorum)
{
	unsigned sound = 0;

	for (unsigned i = 0; i < quorum->member_count; i++)
		sound += quorum->member[i].sound != 0;
	return sound;
}

static const struct quorum_factors *find_quorum(const struct decrypt *decrypt, const struct quorum *quorum)
{
	for (unsigned i = 0; i < decrypt->there.quorum_count; i++) {
		const struct quorum *other = &decrypt->there.quorum[i].quorum;

		if (other->count == quorum->count &&
		    memcmp(other->member, quorum->member, quorum->count * sizeof *quorum->member) == 0)
			return &decrypt->there.quorum[i];
	}
	return NULL;
}

enum { QUORUM_EXAMPLE = 4 * TRUSTEE_MAX };

/* As many as it takes, this trustee among them: "1,2". */
static const char *example_quorum(char out[static QUORUM_EXAMPLE], const struct trustees *trustees, unsigned index)
{
	unsigned last = index > trustees->threshold ? trustees->threshold - 1 : trustees->threshold;
	size_t len = 0;

	out[0] = '\0';
	for (unsigned i = 1; i <= last; i++)
		len += (size_t)snprintf(out + len, QUORUM_EXAMPLE - len, "%s%u", i > 1 ? "," : "", i);
	if (last < trustees->threshold)
		snprintf(out + len, QUORUM_EXAMPLE - len, "%s%u", last > 0 ? "," : "", index);
	return out;
}

static enum status quorum_given(struct decrypt *decrypt)
{
	const struct trustees *trustees = &decrypt->audit.trustees;
	char example[QUORUM_EXAMPLE];
	enum status status = quorum_from_text(&decrypt->quorum, decrypt->options->quorum, ',');

	if (status == STATUS_OK)
		status = quorum_check(&decrypt->quorum, trustees);
	if (status != STATUS_OK)
		(void)cli_failed("--quorum %s: must be the numbers of %u of the %u trustees, ascending, with commas "
		                 "between, such as %s",
		                 decrypt->options->quorum, trustees->threshold, trustees->count,
		                 example_quorum(example, trustees, decrypt->share.index));
	return status == STATUS_OK ? STATUS_OK : STATUS_STATE;
}

static enum status ask_for_quorum(const struct decrypt *decrypt, unsigned open)
{
	const struct trustees *trustees = &decrypt->audit.trustees;
	char example[QUORUM_EXAMPLE];

	(void)cli_failed("%s: %s; say with --quorum which %u of the %u trustees %s together, such as --quorum %s "
	                 "(you are number %u)",
	                 decrypt->audit.path,
	                 open ? "several quorums that name you have begun" : "no quorum that names you has begun",
	                 trustees->threshold, trustees->count, word_of(decrypt),
	                 example_quorum(example, trustees, decrypt->share.index), decrypt->share.index);
	return STATUS_STATE;
}

/* The one that others have begun, or the only one there can be. */
static enum status quorum_found(struct decrypt *decrypt)
{
	const struct trustees *trustees = &decrypt->audit.trustees;
	unsigned open = 0;

	for (unsigned i = 0; i < decrypt->there.quorum_count; i++) {
		const struct quorum_factors *quorum = &decrypt->there.quorum[i];

		if (sound_members(quorum) == quorum->quorum.count || !quorum_has(&quorum->quorum, decrypt->share.index))
			continue;
		decrypt->quorum = quorum->quorum;
		open++;
	}
	if (open == 1)
		return STATUS_OK;
	if (open == 0 && trustees->threshold == trustees->count) {
		decrypt->quorum.count = trustees->count;
		for (unsigned i = 0; i < trustees->count; i++)
			decrypt->quorum.member[i] = i + 1;
		return STATUS_OK;
	}
	return ask_for_quorum(decrypt, open);
}

static enum status choose_quorum(struct decrypt *decrypt)
{
	const struct quorum_factors *complete = factors_complete(&decrypt->there);
	char text[QUORUM_TEXT], parent[PATH_ROOM];
	enum status status;

	if (decrypt->options->quorum)
		status = quorum_given(decrypt);
	else if (complete && quorum_has(&complete->quorum, decrypt->share.index)) {
		decrypt->quorum = complete->quorum;
		status = STATUS_OK;
	} else {
		status = quorum_found(decrypt);
	}
	if (status != STATUS_OK)
		return status;
	quorum_text(text, &decrypt->quorum, '-');
	if (!quorum_has(&decrypt->quorum, decrypt->share.index)) {
		(void)cli_refused("%s: this is the share of trustee %u (%s), who is not in the quorum %s; somebody of "
		                  "the quorum goes on, or name another quorum",
		                  decrypt->options->share, decrypt->share.index, name_of(decrypt, decrypt->share.index),
		                  text);
		return STATUS_MISMATCH;
	}
	status = path_join(parent, decrypt->audit.path, factors_word(decrypt->use));
	return status == STATUS_OK ? path_join(decrypt->folder, parent, text) : status;
}

/* --- telling --- */

/* Which ballots these are, for the trustee to compare with what others say. */
static void tell_what(const struct decrypt *decrypt)
{
	const struct audit *audit = &decrypt->audit;
	const struct election *election = audit->accepted.package.election;
	char fingerprint[FINGERPRINT_TEXT];

	election_fingerprint(fingerprint, &audit->accepted.package.hash);
	printf("%s%s\n", text_in(&election->title, 0, NULL),
	       election->kind == SIGN_PRACTICE ? "  (PRACTICE: not a real vote)" : "");
	printf("Fingerprint %s; %u kiosk%s, %zu ballot%s", fingerprint, audit->accepted.roster.kiosk_count,
	       plural(audit->accepted.roster.kiosk_count), audit->accepted.sealed_count,
	       plural(audit->accepted.sealed_count));
	for (unsigned i = 0; decrypt->use == FACTORS_DECRYPTION && i < audit->mixes.count; i++)
		printf("%s %s", i ? "," : "; mixed by", audit->mixes.mix[i].mixer->name);
	printf(".\n");
	for (size_t i = 0; i < audit->exception_count; i++)
		printf("To be read with this: %s\n", audit->exceptions[i]);
}

static void tell_next(const struct decrypt *decrypt, const struct quorum_factors *quorum)
{
	unsigned missing = 0;

	for (unsigned i = 0; i < decrypt->quorum.count; i++) {
		unsigned index = decrypt->quorum.member[i];
		int given = index == decrypt->share.index;

		for (unsigned k = 0; quorum && k < quorum->member_count; k++)
			given |= quorum->member[k].index == index && quorum->member[k].sound;
		if (given)
			continue;
		printf("%s trustee %u (%s)", missing++ ? "," : "Still missing:", index, name_of(decrypt, index));
	}
	if (missing)
		printf(".\nEach of them runs: folkmoot trustee %s %s --share FILE\n", word_of(decrypt),
		       decrypt->audit.path);
	else if (decrypt->use == FACTORS_DRAW)
		printf("The draw is complete. Next, a mixer: folkmoot mix %s --mixer KEY\n", decrypt->audit.path);
	else
		printf("The quorum is complete. Next: folkmoot %s %s\n",
		       lists_have_texts(&decrypt->lists) && !decrypt->moderation.decided ? "moderate" : "count finish",
		       decrypt->audit.path);
}

static int is_done(const struct decrypt *decrypt, const struct quorum_factors *quorum)
{
	for (unsigned i = 0; quorum && i < quorum->member_count; i++) {
		if (quorum->member[i].index == decrypt->share.index)
			return quorum->member[i].sound;
	}
	return 0;
}

/* Beside the share itself, which may be far from the link by which it was given. */
static void tell_memory(const struct decrypt *decrypt)
{
	char path[PATH_ROOM];

	if (memory_path(path, decrypt->options->share, decrypt->share.index, &decrypt->audit.accepted.package.hash,
	                decrypt->use) == STATUS_OK)
		printf("That this was done is remembered in %s; keep it with every copy of the share.\n", path);
}

static enum status go(struct decrypt *decrypt)
{
	const char *record = decrypt->options->record;
	const struct audit *audit = &decrypt->audit;
	const struct quorum_factors *quorum;
	enum status status = decrypt->use == FACTORS_DRAW ? audit_for_draw(decrypt) : audit_for_votes(decrypt);

	if (status != STATUS_OK)
		return status;
	audit_say_key(audit);
	status =
	    share_load(&decrypt->share, &audit->trustees, decrypt->options->share, decrypt->options->passphrase_file);
	if (status != STATUS_OK)
		return status;
	factors_check(&decrypt->there, &decrypt->faults, record, factors_word(decrypt->use), &audit->accepted.package,
	              &audit->trustees, &decrypt->lists);
	status = choose_quorum(decrypt);
	if (status != STATUS_OK)
		return status;
	quorum = find_quorum(decrypt, &decrypt->quorum);
	tell_what(decrypt);
	if (is_done(decrypt, quorum)) {
		printf("Trustee %u (%s) has done this already: %s\n", decrypt->share.index,
		       name_of(decrypt, decrypt->share.index), decrypt->folder);
	} else {
		status = memory_hold(decrypt->options->share, &decrypt->share, &audit->trustees,
		                     &audit->accepted.package.hash, &decrypt->lists, decrypt->use);
		if (status == STATUS_OK)
			status = decrypt_make(decrypt);
		if (status != STATUS_OK)
			return status;
		printf("The factors of trustee %u (%s) are in %s, proved and signed.\n", decrypt->share.index,
		       name_of(decrypt, decrypt->share.index), decrypt->folder);
		tell_memory(decrypt);
	}
	tell_next(decrypt, quorum);
	return STATUS_OK;
}

static int run(const struct decrypt_options *options, enum factors_use use)
{
	struct decrypt *decrypt = calloc(1, sizeof *decrypt);
	enum status status;

	if (!decrypt)
		return cli_failed("there is not enough memory; close other programs");
	decrypt->options = options;
	decrypt->use = use;
	status = go(decrypt);
	trustee_share_wipe(&decrypt->share);
	factors_finish(&decrypt->there);
	moderation_free(&decrypt->moderation);
	audit_finish(&decrypt->audit);
	free(decrypt);
	return cli_finish(cli_code(status));
}

/* --- commands --- */

enum { SHARE_OPTIONS = 4 };

static void share_options(struct cli_option out[static SHARE_OPTIONS], struct decrypt_options *options)
{
	out[0] = (struct cli_option){.name = "--share",
	                             .value = "FILE",
	                             .help = "the trustee's share; what was decrypted is remembered beside it",
	                             .text = &options->share,
	                             .required = 1};
	out[1] = (struct cli_option){.name = "--quorum",
	                             .value = "LIST",
	                             .help = "the trustees who do it together, such as 1,3 where it takes two",
	                             .text = &options->quorum};
	out[2] = (struct cli_option){.name = "--passphrase-file",
	                             .value = "FILE",
	                             .help = "its first line opens the share (else it is asked)",
	                             .text = &options->passphrase_file};
	out[3] = (struct cli_option){.name = "--organiser",
	                             .value = "FILE",
	                             .help = "the organiser's public key as you know it (else the record's own, shown)",
	                             .text = &options->organiser};
}

static int parse_and_run(const struct cli_command *command, struct decrypt_options *options, enum factors_use use,
                         int argc, char **argv)
{
	int count, answer = cli_parse(&count, command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	options->record = argv[1];
	return run(options, use);
}

int trustee_decrypt(int argc, char **argv)
{
	struct decrypt_options options = {0};
	struct cli_option list[SHARE_OPTIONS + 1] = {
	    [SHARE_OPTIONS] = {.name = "--one-by-one",
	                       .help = "a proof for every factor, which names a wrong one; larger and slower",
	                       .flag = &options.one_by_one}};
	const struct cli_command command = {
	    .name = "trustee decrypt",
	    .usage = "RECORD --share FILE [--quorum LIST] [--one-by-one] [--organiser FILE] [--passphrase-file FILE]",
	    .help = "Checks the whole record up to its last mix, then adds this trustee's part of the\n"
	            "decryption, with a proof that it is right. Refuses a record with a kiosk that is\n"
	            "neither closed nor declared lost, or mixed fewer than two times. One share decrypts\n"
	            "one list for an election, ever: a signed file trustee-N.decryption-ELECTION beside\n"
	            "the share remembers it, and must be kept with every copy of the share. If somebody\n"
	            "of the quorum drops out, the others do it again with another --quorum.\n"
	            "Exit 0: done; 1: refused; 2: could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a record",
	};

	share_options(list, &options);
	return parse_and_run(&command, &options, FACTORS_DECRYPTION, argc, argv);
}

int trustee_draw(int argc, char **argv)
{
	struct decrypt_options options = {0};
	struct cli_option list[SHARE_OPTIONS];
	const struct cli_command command = {
	    .name = "trustee draw",
	    .usage = "RECORD --share FILE [--quorum LIST] [--organiser FILE] [--passphrase-file FILE]",
	    .help = "Where one voting code came with several ballots, the trustees of a quorum draw\n"
	            "which of them counts. Checks the record first, then adds this trustee's part, which\n"
	            "opens no vote. One share draws for one set of ballots, ever: a signed file\n"
	            "trustee-N.draw-ELECTION beside the share remembers it.\n"
	            "Exit 0: done; 1: refused; 2: could not run.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a record",
	};

	share_options(list, &options);
	return parse_and_run(&command, &options, FACTORS_DRAW, argc, argv);
}
