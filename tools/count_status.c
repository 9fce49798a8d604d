/* folkmoot count status: where a record stands and who is next. Quick: it looks at names, statements and signatures,
 * and says that it checked no more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "count.h"
#include "factors_file.h"
#include "keys.h"
#include "mix_statement.h"
#include "moderation.h"
#include "record.h"
#include "statement.h"

enum { QUORUMS_SHOWN = 16, STATEMENT_MAX = MODERATION_MAX_BYTES };

/* What one folder decryption/1-3-5 (or draw/1-3-5) has. */
struct shown_quorum {
	struct quorum quorum;
	unsigned given;         /* members whose statement is here, signed by them */
	int has[TRUSTEE_MAX];   /* by place in the quorum */
	int other[TRUSTEE_MAX]; /* whose statement speaks of another list than the last mix's */
};

struct shown_quorums {
	struct shown_quorum quorum[QUORUMS_SHOWN];
	unsigned count;
	const struct shown_quorum *complete;
};

struct standing {
	const char *record;
	struct accepted accepted; /* election and roster only */
	struct trustees trustees;
	unsigned here;               /* kiosks with an export or a loss declaration */
	unsigned exports;            /* kiosks with an export */
	int lost[ROSTER_MAX_KIOSKS]; /* declared so, in the roster's order */
	unsigned lost_count;
	const struct mixer *mixer[ELECTION_MAX_MIXERS];
	unsigned mixes;
	int odd_mix;         /* the next mix is there, but signed by nobody named */
	unsigned beyond_gap; /* the first mix that is there though the next one is not; 0: none */
	struct shown_quorums draw, decryption;
	int asks_texts;      /* a question of the election does */
	int moderated;       /* the organiser's signed decision about them is here */
	unsigned published;  /* files of the result, the manifest among them */
	const char *missing; /* the first of them that is not here, NULL: none */
};

static int has(const struct standing *standing, const char *name)
{
	char path[PATH_ROOM];

	return path_join(path, standing->record, name) == STATUS_OK && path_exists(path);
}

static int has_mixed(const struct standing *standing, const struct mixer *mixer)
{
	for (unsigned i = 0; i < standing->mixes; i++)
		if (standing->mixer[i] == mixer)
			return 1;
	return 0;
}

/* --- what lies there --- */

static void look_at_kiosk(struct standing *standing, const struct folder_names *exports, unsigned index)
{
	const struct accepted *accepted = &standing->accepted;
	char election[9], kiosk[9], start[64], loss[64];
	int found = 0;

	hex_write(election, accepted->package.hash.bytes, 4);
	hex_write(kiosk, accepted->roster.kiosk[index].key.key, 4);
	snprintf(loss, sizeof loss, RECORD_LOSSES "/loss-%s", kiosk);
	snprintf(start, sizeof start, "folkmoot-%s-%s-", election, kiosk);
	for (size_t i = 0; i < exports->count; i++)
		if (strncmp(exports->name[i], start, strlen(start)) == 0)
			found = 1;
	standing->lost[index] = has(standing, loss);
	standing->lost_count += (unsigned)standing->lost[index];
	standing->exports += (unsigned)found;
	standing->here += (unsigned)(found || standing->lost[index]);
}

static enum status look_at_exports(struct standing *standing)
{
	struct folder_names exports;
	char path[PATH_ROOM];
	enum status status = path_join(path, standing->record, RECORD_EXPORTS);

	if (status == STATUS_OK)
		status = folder_list(&exports, path, "the record's folder of exports");
	if (status != STATUS_OK)
		return status;
	for (unsigned i = 0; i < standing->accepted.roster.kiosk_count; i++)
		look_at_kiosk(standing, &exports, i);
	folder_names_free(&exports);
	return STATUS_OK;
}

/* Is record/name there, with a signature of this key beside it, made for this very place? */
static int signed_by(const struct standing *standing, const char *name, const char *comment,
                     const struct sign_public *key)
{
	char path[PATH_ROOM], signature_name[PATH_ROOM], trusted[SIGN_TRUSTED_MAX + 1];
	struct bytes statement = {0}, signature = {0};
	int holds = 0;

	if (snprintf(signature_name, sizeof signature_name, "%s.minisig", name) < (int)sizeof signature_name &&
	    path_join(path, standing->record, name) == STATUS_OK &&
	    file_read_quiet(&statement, path, STATEMENT_MAX) == STATUS_OK &&
	    path_join(path, standing->record, signature_name) == STATUS_OK &&
	    file_read_quiet(&signature, path, SIGN_FILE_MAX) == STATUS_OK)
		holds = sign_file_verify(trusted, sizeof trusted, (const char *)signature.data, signature.len,
		                         statement.data, statement.len, key) == STATUS_OK &&
		        strcmp(trusted, comment) == 0;
	bytes_free(&statement);
	bytes_free(&signature);
	return holds;
}

/* Whose signature mix N carries; nobody mixes twice. */
static const struct mixer *mixer_of(const struct standing *standing, unsigned number)
{
	const struct election *election = standing->accepted.package.election;
	char name[64], comment[SIGN_TRUSTED_MAX + 1], hash[2 * HASH_BYTES + 1];

	hex_write(hash, standing->accepted.package.hash.bytes, HASH_BYTES);
	snprintf(name, sizeof name, RECORD_MIXES "/%u/mix.txt", number);
	snprintf(comment, sizeof comment, "folkmoot mix %s %u", hash, number);
	for (unsigned i = 0; i < election->mixer_count; i++)
		if (!has_mixed(standing, &election->mixer[i]) &&
		    signed_by(standing, name, comment, &election->mixer[i].key))
			return &election->mixer[i];
	return NULL;
}

static void look_beyond(struct standing *standing, unsigned missing)
{
	for (unsigned number = missing + 1; number <= ELECTION_MAX_MIXERS && !standing->beyond_gap; number++) {
		char name[64];

		snprintf(name, sizeof name, RECORD_MIXES "/%u", number);
		if (has(standing, name))
			standing->beyond_gap = number;
	}
}

static void look_at_mixes(struct standing *standing)
{
	for (unsigned number = 1; number <= ELECTION_MAX_MIXERS; number++) {
		const struct mixer *mixer;
		char name[64];

		snprintf(name, sizeof name, RECORD_MIXES "/%u", number);
		if (!has(standing, name)) {
			look_beyond(standing, number);
			return;
		}
		mixer = mixer_of(standing, number);
		if (!mixer) {
			standing->odd_mix = 1;
			return;
		}
		standing->mixer[standing->mixes++] = mixer;
	}
}

/* "1-3-5" */
static int read_members(struct quorum *out, const char *name)
{
	memset(out, 0, sizeof *out);
	while (*name >= '1' && *name <= '9' && out->count < TRUSTEE_MAX) {
		unsigned value = 0;

		for (; *name >= '0' && *name <= '9' && value <= TRUSTEE_MAX; name++)
			value = value * 10 + (unsigned)(*name - '0');
		out->member[out->count++] = value;
		if (*name == '\0')
			return 1;
		if (*name++ != '-')
			return 0;
	}
	return 0;
}

/* "folkmoot decryption ELECTION I of 1 3 5" */
static void member_comment(char out[static SIGN_TRUSTED_MAX + 1], const struct standing *standing, const char *folder,
                           const struct quorum *quorum, unsigned index)
{
	char hash[2 * HASH_BYTES + 1];
	size_t used;

	hex_write(hash, standing->accepted.package.hash.bytes, HASH_BYTES);
	used = (size_t)snprintf(out, SIGN_TRUSTED_MAX + 1, "folkmoot %s %s %u of", folder, hash, index);
	for (unsigned i = 0; i < quorum->count && used < SIGN_TRUSTED_MAX; i++)
		used += (size_t)snprintf(out + used, SIGN_TRUSTED_MAX + 1 - used, " %u", quorum->member[i]);
}

/* Is this statement of a trustee for the lists that the last mix's statement names? Where one cannot be read, the audit
 * says why. */
static int of_other_lists(const struct standing *standing, const char *name)
{
	struct factors_statement *said = calloc(1, sizeof *said);
	struct mix_statement *mix = calloc(1, sizeof *mix);
	struct bytes factors = {0}, mixed = {0};
	char path[PATH_ROOM], mix_name[64];
	int other = 0;

	snprintf(mix_name, sizeof mix_name, RECORD_MIXES "/%u/" MIX_STATEMENT, standing->mixes);
	if (said && mix && path_join(path, standing->record, name) == STATUS_OK &&
	    file_read_quiet(&factors, path, FACTORS_STATEMENT_MAX) == STATUS_OK &&
	    path_join(path, standing->record, mix_name) == STATUS_OK &&
	    file_read_quiet(&mixed, path, MIX_STATEMENT_MAX) == STATUS_OK &&
	    factors_statement_read(said, (const char *)factors.data, factors.len, FACTORS_DECRYPTION) == STATUS_OK &&
	    mix_statement_read(mix, (const char *)mixed.data, mixed.len) == STATUS_OK) {
		other = said->count != mix->contest_count;
		for (unsigned i = 0; !other && i < said->count; i++)
			other = said->contest[i].id != mix->contest[i].contest ||
			        hash_compare(&said->contest[i].list, &mix->contest[i].output) != 0;
	}
	bytes_free(&factors);
	bytes_free(&mixed);
	free(said);
	free(mix);
	return other;
}

static void look_at_quorum(struct standing *standing, struct shown_quorums *out, const char *folder, const char *name)
{
	struct shown_quorum *shown = &out->quorum[out->count];

	memset(shown, 0, sizeof *shown);
	if (!read_members(&shown->quorum, name) || quorum_check(&shown->quorum, &standing->trustees) != STATUS_OK)
		return;
	for (unsigned i = 0; i < shown->quorum.count; i++) {
		unsigned index = shown->quorum.member[i];
		char path[PATH_ROOM], comment[SIGN_TRUSTED_MAX + 1];

		snprintf(path, sizeof path, "%s/%.100s/trustee-%u.txt", folder, name, index);
		member_comment(comment, standing, folder, &shown->quorum, index);
		shown->has[i] = signed_by(standing, path, comment, &standing->trustees.member[index - 1].identity);
		if (shown->has[i] && standing->mixes && strcmp(folder, RECORD_DECRYPTION) == 0)
			shown->other[i] = of_other_lists(standing, path);
		shown->has[i] = shown->has[i] && !shown->other[i];
		shown->given += (unsigned)shown->has[i];
	}
	out->count++;
	if (!out->complete && shown->given == shown->quorum.count)
		out->complete = shown;
}

static enum status look_at_quorums(struct standing *standing, struct shown_quorums *out, const char *folder)
{
	struct folder_names names;
	char path[PATH_ROOM];
	enum status status = path_join(path, standing->record, folder);

	if (status != STATUS_OK || !folder_exists(path))
		return status;
	status = folder_list(&names, path, "the record's folder");
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < names.count && out->count < QUORUMS_SHOWN; i++)
		look_at_quorum(standing, out, folder, names.name[i]);
	folder_names_free(&names);
	return STATUS_OK;
}

static enum status load_keys(struct standing *standing)
{
	char election[PATH_ROOM], roster[PATH_ROOM], organiser[PATH_ROOM], transcript[PATH_ROOM];
	struct accept_sources sources = {.election = election, .roster = roster, .organiser = organiser};
	enum status status = path_join(election, standing->record, RECORD_ELECTION);

	if (status == STATUS_OK)
		status = path_join(roster, standing->record, RECORD_ROSTER);
	if (status == STATUS_OK)
		status = path_join(organiser, standing->record, RECORD_ORGANISER);
	if (status == STATUS_OK)
		status = path_join(transcript, standing->record, RECORD_TRANSCRIPT);
	if (status == STATUS_OK)
		status = accept_election(&standing->accepted, &sources);
	if (status == STATUS_OK)
		status = accept_roster(&standing->accepted, roster);
	if (status == STATUS_OK)
		status = trustees_load(&standing->trustees, transcript);
	if (status == STATUS_OK)
		status = count_check_trustees(standing->accepted.package.election, &standing->trustees, transcript);
	return status;
}

/* A record that lost a part must not be taken for none: a second count would decrypt other mixes of the same ballots.
 */
static enum status check_record(const struct standing *standing)
{
	static const char *const parts[] = {RECORD_ELECTION, RECORD_EXPORTS, RECORD_ROSTER,     RECORD_TRANSCRIPT,
	                                    RECORD_MIXES,    RECORD_DRAW,    RECORD_DECRYPTION, RECORD_MANIFEST};
	unsigned here = 0;

	if (!folder_exists(standing->record)) {
		(void)cli_failed("%s: there is no such folder; check the path", standing->record);
		return STATUS_ABSENT;
	}
	if (has(standing, RECORD_ELECTION) && has(standing, RECORD_EXPORTS))
		return STATUS_OK;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		here += (unsigned)has(standing, parts[i]);
	if (here)
		(void)cli_failed("%s: holds part of a record, but no %s; copy it back from another copy of the record, "
		                 "and do not begin another count",
		                 standing->record, has(standing, RECORD_ELECTION) ? RECORD_EXPORTS : RECORD_ELECTION);
	else
		(void)cli_failed("%s: is no record of a count; give the folder that `folkmoot count start` made",
		                 standing->record);
	return STATUS_ABSENT;
}

static void look_at_moderation(struct standing *standing)
{
	const struct election *election = standing->accepted.package.election;
	char comment[SIGN_TRUSTED_MAX + 1];

	for (unsigned i = 0; i < election->contest_count; i++)
		standing->asks_texts |= election->contests[i].type == VOTE_ANSWER_TEXT;
	moderation_comment(comment, &standing->accepted.package.hash);
	standing->moderated =
	    standing->asks_texts && signed_by(standing, MODERATION_STATEMENT, comment, &election->organiser_key);
}

static enum status look(struct standing *standing)
{
	enum status status = check_record(standing);

	if (status == STATUS_OK)
		status = load_keys(standing);
	if (status == STATUS_OK)
		status = look_at_exports(standing);
	if (status == STATUS_OK)
		look_at_mixes(standing);
	if (status == STATUS_OK)
		status = look_at_quorums(standing, &standing->draw, RECORD_DRAW);
	if (status == STATUS_OK)
		status = look_at_quorums(standing, &standing->decryption, RECORD_DECRYPTION);
	if (status == STATUS_OK)
		look_at_moderation(standing);
	standing->published = record_count_published(&standing->missing, standing->record);
	return status;
}

/* --- telling --- */

static void tell_quorums(const char *step, const struct standing *standing, const struct shown_quorums *quorums)
{
	for (unsigned q = 0; q < quorums->count; q++) {
		const struct shown_quorum *shown = &quorums->quorum[q];

		printf("  %-11s %u of %u:", q == 0 ? step : "", shown->given, shown->quorum.count);
		for (unsigned i = 0; i < shown->quorum.count; i++)
			printf("%s %u %s%s", i ? "," : "", shown->quorum.member[i],
			       standing->trustees.member[shown->quorum.member[i] - 1].name,
			       shown->other[i] ? " (for another list than the last mix's: copied from another copy of "
			                         "this record?)"
			       : shown->has[i] ? ""
			                       : " (not yet)");
		printf("\n");
	}
}

static void tell_steps(const struct standing *standing)
{
	const struct election *election = standing->accepted.package.election;
	unsigned kiosks = standing->accepted.roster.kiosk_count;

	printf("  %-11s signed by the organiser; sealed to %u trustee%s, of whom %u open\n", "election",
	       standing->trustees.count, plural(standing->trustees.count), standing->trustees.threshold);
	printf("  %-11s of %u of %u kiosk%s", "exports", standing->exports, kiosks, plural(kiosks));
	for (unsigned i = 0, told = 0; i < kiosks; i++) {
		if (!standing->lost[i])
			continue;
		if (told++ == 0)
			printf("; %u declared lost: ", standing->lost_count);
		else
			printf(", ");
		printf("%s", standing->accepted.roster.kiosk[i].name);
	}
	printf("\n");
	tell_quorums("draw", standing, &standing->draw);
	printf("  %-11s %u of at least %d", "mixes", standing->mixes, MIXES_NEEDED);
	for (unsigned i = 0; i < standing->mixes; i++)
		printf("%s %s", i ? "," : ":", standing->mixer[i]->name);
	printf("\n");
	if (standing->odd_mix)
		printf("  %-11s mix %u is signed by nobody whose turn it is\n", "", standing->mixes + 1);
	if (standing->beyond_gap)
		printf("  %-11s mix %u is here, mix %u is not\n", "", standing->beyond_gap, standing->mixes + 1);
	if (standing->decryption.count == 0)
		printf("  %-11s not begun\n", "decryption");
	tell_quorums("decryption", standing, &standing->decryption);
	if (standing->asks_texts)
		printf("  %-11s %s\n", "moderation",
		       standing->moderated ? "decided and signed by the organiser" : "not yet");
	if (standing->published && standing->missing)
		printf("  %-11s published, but %s is missing\n", "result", standing->missing);
	else
		printf("  %-11s %s\n", "result", standing->published ? "published" : "not yet");
	if (election->kind == SIGN_PRACTICE)
		printf("  PRACTICE: not a real vote\n");
}

static void say_mixers_left(const struct standing *standing)
{
	const struct election *election = standing->accepted.package.election;
	unsigned left = 0;

	printf("Next: %s mixes, on their own computer:", standing->mixes ? "another mixer" : "a mixer");
	for (unsigned i = 0; i < election->mixer_count; i++)
		if (!has_mixed(standing, &election->mixer[i]))
			printf("%s %s", left++ ? " or" : "", election->mixer[i].name);
	printf("\n  folkmoot mix %s --mixer KEY\n", standing->record);
	if (standing->mixes == 0 && election->admission == ADMISSION_CODE && !standing->draw.complete)
		printf("Where two ballots carry one voting code this will say that it must be drawn first which "
		       "counts.\n");
}

/* A quorum that began goes first; it may be given up for another. */
static void say_trustees_left(const struct standing *standing, const struct shown_quorums *quorums, const char *word)
{
	const struct trustees *trustees = &standing->trustees;
	const struct shown_quorum *best = NULL;

	for (unsigned q = 0; q < quorums->count; q++)
		if (!best || quorums->quorum[q].given > best->given)
			best = &quorums->quorum[q];
	if (!best) {
		printf("Next: %u of the %u trustee%s, on their own computers, each naming the same %u:\n"
		       "  folkmoot trustee %s %s --share FILE --quorum 1",
		       trustees->threshold, trustees->count, plural(trustees->count), trustees->threshold, word,
		       standing->record);
		for (unsigned i = 2; i <= trustees->threshold; i++)
			printf(",%u", i);
		printf("\n");
		return;
	}
	for (unsigned i = 0; i < best->quorum.count; i++) {
		unsigned index = best->quorum.member[i];

		if (best->has[i])
			continue;
		printf("Next: trustee %u, %s, on their own computer:\n  folkmoot trustee %s %s --share FILE --quorum ",
		       index, trustees->member[index - 1].name, word, standing->record);
		for (unsigned k = 0; k < best->quorum.count; k++)
			printf("%s%u", k ? "," : "", best->quorum.member[k]);
		printf("\n");
		break;
	}
	if (trustees->count > trustees->threshold)
		printf("If somebody cannot: the others begin anew, with another --quorum.\n");
}

static void tell_next(const struct standing *standing)
{
	if (standing->here < standing->accepted.roster.kiosk_count)
		printf("Next: exports are missing, and a record takes none later; begin another with all of them.\n");
	else if (standing->beyond_gap)
		printf("Next: mix %u is here, mix %u is not; copy " RECORD_MIXES
		       "/%u back from another copy; nobody mixes "
		       "until then.\n",
		       standing->beyond_gap, standing->mixes + 1, standing->mixes + 1);
	else if (standing->odd_mix)
		printf("Next: ask what happened, and `folkmoot audit %s`; if mix %u is spoiled, its folder is removed\n"
		       "and a mixer mixes again.\n",
		       standing->record, standing->mixes + 1);
	else if (!standing->missing)
		printf("Next: publish the folder. Anyone can check it: folkmoot audit %s\n"
		       "A site to read, made from it: folkmoot publish %s -o FOLDER\n",
		       standing->record, standing->record);
	else if (standing->draw.count > 0 && !standing->draw.complete)
		say_trustees_left(standing, &standing->draw, "draw");
	else if (standing->mixes < MIXES_NEEDED)
		say_mixers_left(standing);
	else if (!standing->decryption.complete)
		say_trustees_left(standing, &standing->decryption, "decrypt");
	else if (standing->asks_texts && !standing->moderated && standing->published == 0)
		printf("Next: the organiser decides which of the texts that voters wrote are published:\n"
		       "  folkmoot moderate %s\n"
		       "Where nobody wrote any: folkmoot count finish %s\n",
		       standing->record, standing->record);
	else
		printf("Next: anybody, without a key%s:\n  folkmoot count finish %s\n",
		       standing->published ? ", writes what is missing" : "", standing->record);
}

static int run(const char *record)
{
	struct standing *standing = calloc(1, sizeof *standing);
	enum status status;

	if (!standing)
		return cli_failed("there is not enough memory; close other programs");
	standing->record = record;
	status = look(standing);
	if (status == STATUS_OK) {
		printf("%s\n", text_in(&standing->accepted.package.election->title, 0, NULL));
		tell_steps(standing);
		tell_next(standing);
		printf("Looked at: who signed what. Not checked here: ballots, proofs and files; `folkmoot audit %s`\n"
		       "does, and so does everybody who goes a step.\n",
		       record);
	}
	accept_finish(&standing->accepted);
	free(standing);
	return cli_finish(cli_code(status));
}

int command_count_status(int argc, char **argv)
{
	const struct cli_command command = {
	    .name = "count status",
	    .usage = "RECORD",
	    .help = "Says where a count stands and who does what next. Looks at who signed what; ballots,\n"
	            "proofs and published files it does not check: `folkmoot audit` does.",
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a record's folder",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	return answer == CLI_RUN ? run(argv[1]) : answer;
}
