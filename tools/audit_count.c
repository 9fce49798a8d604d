/* How a count goes on: which ballots count, the mixes, the trustees' factors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "cli.h"

/* --- which ballots count --- */

static enum status no_room(const struct audit *audit, enum status status)
{
	if (status != STATUS_OK)
		(void)cli_failed("%s: the ballots do not fit this computer's memory; use a larger one", audit->path);
	return status;
}

/* "1-3-5", the folder of a quorum. */
static void quorum_name(char out[static 64], const struct quorum *quorum)
{
	size_t used = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < quorum->count && used < 60; i++)
		used += (size_t)snprintf(out + used, 64 - used, "%s%u", i ? "-" : "", quorum->member[i]);
}

static void factors_used(struct audit *audit, const struct factors *factors, const char *folder,
                         const struct lists *lists)
{
	for (unsigned q = 0; q < factors->quorum_count; q++) {
		const struct quorum_factors *quorum = &factors->quorum[q];
		char name[64];

		quorum_name(name, &quorum->quorum);
		for (unsigned m = 0; m < quorum->member_count; m++) {
			const struct member_factors *member = &quorum->member[m];

			inventory_used(&audit->inventory, &member->statement, "%s/%s/trustee-%u.txt", folder, name,
			               member->index);
			inventory_used(&audit->inventory, &member->signature, "%s/%s/trustee-%u.txt.minisig", folder,
			               name, member->index);
			for (unsigned c = 0; c < lists->count; c++)
				inventory_used(&audit->inventory, &member->file[c],
				               "%s/%s/trustee-%u.contest-%05u.factors", folder, name, member->index,
				               lists->contest[c]);
		}
	}
}

static void stranger(struct audit *audit, const char *folder, const char *why)
{
	size_t at = 0, len = 0;
	char path[PATH_ROOM];

	const char *part;

	while ((part = inventory_next(&len, &at, &audit->inventory, folder))) {
		/* Left by an interrupted command: told at the end. */
		if (strncmp(part, ".folkmoot-", 10) == 0)
			continue;
		audit_path(path, audit, folder);
		fault(&audit->faults, path, "%s", why);
		return;
	}
}

static enum status take_draw(struct audit *audit)
{
	const struct quorum_factors *by;
	struct lists lists;
	struct point drawn;
	uint8_t entry[CIPHERTEXT_BYTES];
	enum status status;

	draw_list(&lists, entry, &audit->merged);
	factors_check(&audit->draw, &audit->faults, audit->path, "draw", &audit->accepted.package, &audit->trustees,
	              &lists);
	factors_used(audit, &audit->draw, "draw", &lists);
	if (audit->faults.count)
		return STATUS_OK;
	by = factors_complete(&audit->draw);
	if (!by)
		return audit_missing(audit, "draw",
		                     "%zu voting code%s used on two ballots; %u trustees must draw which of them "
		                     "counts, each with `folkmoot trustee draw`",
		                     audit->merged.doubles, audit->merged.doubles == 1 ? " was" : "s were",
		                     audit->trustees.threshold);
	status = draw_result(&drawn, by, entry);
	if (status != STATUS_OK) {
		fault(&audit->faults, by->path, "draws no point (it %s)", status_phrase(status));
		return STATUS_OK;
	}
	merge_finish(&audit->merged);
	return no_room(audit, merge_ballots(&audit->merged, &audit->accepted, &drawn));
}

/* In the roster's order. */
static enum status except_repeated(struct audit *audit)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < audit->accepted.roster.kiosk_count && status == STATUS_OK; i++) {
		const struct roster_kiosk *kiosk = &audit->accepted.roster.kiosk[i];
		size_t count = 0;

		for (size_t k = 0; k < audit->merged.repeated_count; k++)
			count += audit->merged.repeated[k].one->export->kiosk == kiosk;
		if (count)
			status = audit_except(
			    audit,
			    "Kiosk %s (%s) took %zu ballot%s with a voting code that it had taken already: no kiosk "
			    "with the right program does that, so examine it.",
			    kiosk->name, kiosk->place, count, plural(count));
	}
	return status;
}

static enum status except_excluded(struct audit *audit)
{
	enum status status = STATUS_OK;

	for (int reason = EXCLUDED_TAG_UNKNOWN; reason <= EXCLUDED_TAG_TWICE && status == STATUS_OK; reason++) {
		size_t count = 0;

		for (size_t i = 0; i < audit->merged.excluded_count; i++)
			count += (int)audit->merged.excluded[i].reason == reason;
		if (count)
			status =
			    audit_except(audit, "%zu ballot%s not counted: %s %s.", count, count == 1 ? " is" : "s are",
			                 count == 1 ? "it" : "each", excluded_phrase((enum excluded_reason)reason));
	}
	return status;
}

enum status audit_merge(struct audit *audit)
{
	enum status status = no_room(audit, merge_ballots(&audit->merged, &audit->accepted, NULL));

	if (status != STATUS_OK)
		return status;
	if (audit->merged.doubles > 0)
		status = take_draw(audit);
	else
		stranger(audit, "draw", "holds a draw, and no two ballots carry one voting code; take it away");
	if (status == STATUS_OK)
		status = except_excluded(audit);
	return status == STATUS_OK ? except_repeated(audit) : status;
}

/* --- mixes --- */

static void mixes_used(struct audit *audit)
{
	const struct election *election = audit->accepted.package.election;

	for (unsigned i = 0; i < audit->mixes.count; i++) {
		const struct mix *mix = &audit->mixes.mix[i];

		inventory_used(&audit->inventory, &mix->statement, "mixes/%u/mix.txt", mix->number);
		inventory_used(&audit->inventory, &mix->signature, "mixes/%u/mix.txt.minisig", mix->number);
		for (unsigned c = 0; c < election->contest_count; c++) {
			inventory_used(&audit->inventory, &mix->contest[c].list_file, "mixes/%u/contest-%05u.list",
			               mix->number, election->contests[c].id);
			inventory_used(&audit->inventory, &mix->contest[c].proof_file, "mixes/%u/contest-%05u.proof",
			               mix->number, election->contests[c].id);
		}
	}
}

/* What was checked and is not used again, largest first. */
static void drop_proofs(struct audit *audit)
{
	for (unsigned i = 0; i < audit->mixes.count; i++)
		for (unsigned c = 0; c < audit->accepted.package.election->contest_count; c++) {
			struct mix_contest *contest = &audit->mixes.mix[i].contest[c];

			bytes_free(&contest->proof_file);
			contest->proof = NULL;
			contest->proof_len = 0;
		}
}

enum status audit_mixes(struct audit *audit)
{
	mixes_check(&audit->mixes, &audit->faults, audit->path, &audit->accepted.package, &audit->merged);
	if (audit->faults.count)
		return STATUS_OK;
	mixes_used(audit);
	if (audit->last > STEP_MIXES)
		inventory_hash(&audit->inventory);
	if (audit->last > STEP_MIXES)
		drop_proofs(audit);
	lists_of(&audit->lists, audit->accepted.package.election, &audit->merged, &audit->mixes);
	if (audit->last > STEP_MIXES && audit->mixes.count < MIXES_NEEDED)
		return audit_missing(audit, "mixes",
		                     "%u of at least %d mixes; the next mixer goes on with `folkmoot mix`",
		                     audit->mixes.count, MIXES_NEEDED);
	return STATUS_OK;
}

/* --- decryption --- */

static enum status nobody_yet(struct audit *audit)
{
	const struct quorum_factors *most = NULL;
	char name[64];

	for (unsigned i = 0; i < audit->factors.quorum_count; i++)
		if (!most || audit->factors.quorum[i].member_count > most->member_count)
			most = &audit->factors.quorum[i];
	if (!most)
		return audit_missing(
		    audit, "decryption",
		    "no trustee has decrypted; %u of the %u must, each with `folkmoot trustee decrypt`",
		    audit->trustees.threshold, audit->trustees.count);
	quorum_name(name, &most->quorum);
	return audit_missing(
	    audit, most->path,
	    "%u of the %u trustees %s have decrypted; the others go on with `folkmoot trustee decrypt`",
	    most->member_count, most->quorum.count, name);
}

/* Contests of texts in the election's order, as the moderation has them. */
static enum status except_withheld(struct audit *audit)
{
	const struct election *election = audit->accepted.package.election;
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < audit->lists.count && status == STATUS_OK; i++) {
		const struct moderated *moderated = audit->lists.moderated[i];

		if (moderated && moderated->withheld_count)
			status = audit_except(
			    audit,
			    "The organiser withholds %u of %u answers to question %u from publication; "
			    "the signed reasons are in " MODERATION_STATEMENT ".",
			    moderated->withheld_count, moderated->entries_count, question_number(election, i));
	}
	return status;
}

/* Before the factors, which lack what it withholds. */
static enum status take_moderation(struct audit *audit)
{
	enum status status;

	if (!lists_have_texts(&audit->lists)) {
		stranger(audit, MODERATION_FOLDER,
		         "holds a moderation, and no question here asks for a text; take it away");
		return STATUS_OK;
	}
	status = moderation_load(&audit->moderation, &audit->faults, audit->path, &audit->accepted.package,
	                         &audit->lists, &audit->organiser);
	if (status != STATUS_OK)
		return audit->faults.count ? STATUS_OK : no_room(audit, status);
	inventory_used(&audit->inventory, &audit->moderation.statement, MODERATION_STATEMENT);
	inventory_used(&audit->inventory, &audit->moderation.signature, MODERATION_SIGNATURE);
	lists_moderate(&audit->lists, &audit->moderation);
	return except_withheld(audit);
}

enum status audit_decryption(struct audit *audit)
{
	enum status status = take_moderation(audit);

	if (status != STATUS_OK || audit->faults.count)
		return status;
	factors_check(&audit->factors, &audit->faults, audit->path, "decryption", &audit->accepted.package,
	              &audit->trustees, &audit->lists);
	if (audit->faults.count)
		return STATUS_OK;
	factors_used(audit, &audit->factors, "decryption", &audit->lists);
	audit->by = factors_complete(&audit->factors);
	return audit->by ? STATUS_OK : nobody_yet(audit);
}
