/* `folkmoot replay`: plays a published election's real votes through real ballot boxes of practice kiosks, without
 * screens. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "enrol.h"
#include "keys.h"
#include "pabulib_file.h"
#include "replay_kiosks.h"
#include "roster_file.h"

struct replay_options {
	const char *city, *election, *answers, *organiser, *passphrase_file, *output;
	uint64_t kiosks;
};

/* Everything a replay holds, on the way from the files to the stick. */
struct replay {
	const struct replay_options *options;
	struct city city;
	struct sign_secret organiser;
	struct package package;
	struct replay_votes votes;
	struct replay_answers answers;
	size_t *order; /* votes that a kiosk takes, shuffled */
	size_t order_count;
	size_t refused;   /* votes that no kiosk would take */
	size_t repeated;  /* votes that name a project more than once */
	size_t pointless; /* votes that name a project and give it no points */
	size_t absent;    /* votes that name a project which the election does not have */
	struct folder_out folder;
	char stick[PATH_ROOM];
	struct replay_kiosk *kiosks;
};

/* --- what is played --- */

/* The organiser's secret key: given, or organiser.key beside the election. */
static enum status read_organiser(struct replay *replay)
{
	char beside[PATH_ROOM], folder[PATH_ROOM];
	const char *path = replay->options->organiser;
	enum status status = STATUS_OK;

	if (!path) {
		status = path_parent(folder, replay->options->election);
		if (status == STATUS_OK)
			status = path_join(beside, folder, "organiser.key");
		path = beside;
	}
	if (status == STATUS_OK)
		status = organiser_key_load(&replay->organiser, path, replay->options->passphrase_file);
	if (status == STATUS_OK && sign_key_kind(&replay->organiser.public_key) != SIGN_PRACTICE) {
		(void)cli_refused("%s: this is a key for real votes; replay signs with practice keys only", path);
		status = STATUS_PRACTICE;
	}
	return status;
}

/* Beside its questions. */
static unsigned contests_of(const struct election *election)
{
	unsigned count = 0;

	for (unsigned i = 0; i < election->contest_count; i++)
		count += !vote_type_is_question(election->contests[i].type);
	return count;
}

static enum status read_election(struct replay *replay)
{
	const char *path = replay->options->election;
	const struct election *election;
	enum status status = package_load(&replay->package, path, &replay->organiser.public_key);

	if (status != STATUS_OK)
		return status;
	election = replay->package.election;
	if (election->kind != SIGN_PRACTICE) {
		(void)cli_refused(
		    "%s: this election is real; replay plays votes that nobody casts, in practice elections only",
		    path);
		return STATUS_PRACTICE;
	}
	if (contests_of(election) != 1 || election->admission == ADMISSION_CODE) {
		(void)cli_refused(
		    "%s: replay plays elections with one contest and without voting codes; this one has %u contest%s, "
		    "admission %s",
		    path, contests_of(election), plural(contests_of(election)), admission_word(election->admission));
		return STATUS_RULES;
	}
	if (election->style_count > 1 && election->contest_count > 1) {
		(void)cli_refused("%s: replay plays questions where all voters get the same; this one has %u districts",
		                  path, election->style_count);
		return STATUS_RULES;
	}
	return STATUS_OK;
}

static enum status match(struct replay *replay)
{
	const struct contest *contest = &replay->package.election->contests[0];
	enum status status = replay_votes_init(&replay->votes, replay->city.file, contest);

	if (status == STATUS_MISMATCH)
		(void)cli_refused(
		    "%s does not belong to %s: another vote type, or none of its projects; import it, then build again",
		    replay->options->city, replay->options->election);
	else if (status != STATUS_OK)
		(void)cli_failed("the projects could not be matched: there is not enough memory");
	else if (replay->votes.absent > 0)
		cli_note("%u project%s of %s %s not in the election", replay->votes.absent,
		         plural(replay->votes.absent), replay->options->city, replay->votes.absent == 1 ? "is" : "are");
	return status;
}

static const char *verdict_words(enum rule_verdict verdict)
{
	switch (verdict) {
	case VERDICT_OK: break;
	case VERDICT_TOO_FEW: return "too few projects";
	case VERDICT_TOO_MANY: return "too many projects";
	case VERDICT_TOO_DEAR: return "too dear";
	case VERDICT_TOO_CHEAP: return "too cheap";
	case VERDICT_TOO_MANY_POINTS: return "too many points";
	case VERDICT_BAD_MARK: return "points out of range";
	}
	return "?";
}

static void sort_out(struct replay *replay, size_t vote)
{
	struct replay_vote read;

	replay_vote_read(&read, &replay->votes, vote);
	replay->repeated += read.repeated > 0;
	replay->pointless += read.pointless > 0;
	replay->absent += read.absent > 0;
	if (read.verdict.rule == VERDICT_OK)
		replay->order[replay->order_count++] = vote;
	else if (replay->refused++ < 3)
		cli_note("%s, line %lu: no kiosk would take this vote (%s); it is not cast", replay->options->city,
		         (unsigned long)replay->city.file->votes[vote].line, verdict_words(read.verdict.rule));
}

static void shuffle(size_t *list, size_t count)
{
	for (size_t left = count; left > 1; left--) {
		size_t other = randombytes_uniform((uint32_t)left), kept = list[left - 1];

		list[left - 1] = list[other];
		list[other] = kept;
	}
}

static enum status choose_votes(struct replay *replay)
{
	size_t votes = replay->city.file->vote_count;
	uint64_t needed = (votes + REPLAY_KIOSK_VOTES - 1) / REPLAY_KIOSK_VOTES;

	if (replay->options->kiosks < 1 || replay->options->kiosks > ROSTER_MAX_KIOSKS || needed > ROSTER_MAX_KIOSKS) {
		(void)cli_failed("--kiosks: must be from 1 to %d; %zu vote%s need%s at least %llu", ROSTER_MAX_KIOSKS,
		                 votes, plural(votes), votes == 1 ? "s" : "", (unsigned long long)needed);
		return STATUS_STATE;
	}
	if (replay->options->kiosks < needed) {
		(void)cli_failed("%s has %zu votes, and one kiosk takes %d; give --kiosks %llu or more",
		                 replay->options->city, votes, REPLAY_KIOSK_VOTES, (unsigned long long)needed);
		return STATUS_STATE;
	}
	replay->order = calloc(votes + 1, sizeof *replay->order);
	if (!replay->order) {
		(void)cli_failed("there is not enough memory for %zu vote%s", votes, plural(votes));
		return STATUS_NO_ROOM;
	}
	for (size_t v = 0; v < votes; v++)
		sort_out(replay, v);
	shuffle(replay->order, replay->order_count);
	return STATUS_OK;
}

/* --- kiosks and stick --- */

static enum status enrol_kiosk(struct replay *replay, struct roster_kiosk *entry, unsigned number,
                               const char *organiser_text)
{
	struct replay_kiosk *kiosk = &replay->kiosks[number - 1];
	char folder[32], name[32];
	struct enrol_request request = {.data = kiosk->data,
	                                .name = name,
	                                .place = "Replay",
	                                .pin = REPLAY_PIN,
	                                .second_pin = REPLAY_SECOND_PIN,
	                                .kind = SIGN_PRACTICE,
	                                .organiser = organiser_text,
	                                .organiser_len = strlen(organiser_text)};
	struct enrolment enrolment;
	struct sentence why = {""};
	enum status status;

	snprintf(folder, sizeof folder, "kiosk-%u", number);
	snprintf(name, sizeof name, "Replay kiosk %u", number);
	status = path_join(kiosk->data, replay->folder.temporary, folder);
	if (status != STATUS_OK)
		return status;
	status = enrolment_make(&enrolment, &why, &request, NULL);
	if (status != STATUS_OK) {
		(void)cli_failed("%s", why.text);
		return status;
	}
	memcpy(entry->name, enrolment.name, sizeof entry->name);
	memcpy(entry->place, enrolment.place, sizeof entry->place);
	entry->key = enrolment.key;
	return STATUS_OK;
}

static enum status write_on_stick(struct replay *replay, const char *name, const void *data, size_t len)
{
	char path[PATH_ROOM];
	enum status status = path_join(path, replay->stick, name);

	return status == STATUS_OK ? file_write(path, data, len, FILE_PUBLIC, FILE_KEEP) : status;
}

static enum status prepare_stick(struct replay *replay, const struct roster *roster, const char *organiser_text)
{
	char path[PATH_ROOM];
	enum status status = path_join(replay->stick, replay->folder.temporary, "stick");

	if (status == STATUS_OK)
		status = folder_make(replay->stick);
	if (status == STATUS_OK)
		status = write_on_stick(replay, "replay.election", replay->package.file.data, replay->package.file.len);
	if (status == STATUS_OK)
		status = write_on_stick(replay, "organiser.pub", organiser_text, strlen(organiser_text));
	if (status == STATUS_OK)
		status = path_join(path, replay->stick, "replay.roster");
	if (status == STATUS_OK)
		status = roster_sign(path, roster, &replay->organiser);
	return status;
}

/* Every kiosk gets its share of the shuffled votes: equal but for one. */
static void deal(struct replay *replay)
{
	size_t kiosks = replay->options->kiosks, next = 0;

	for (size_t i = 0; i < kiosks; i++) {
		replay->kiosks[i].votes = replay->order + next;
		replay->kiosks[i].vote_count = replay->order_count / kiosks + (i < replay->order_count % kiosks);
		next += replay->kiosks[i].vote_count;
	}
}

static enum status prepare_kiosks(struct replay *replay)
{
	char organiser_text[SIGN_KEY_FILE_MAX];
	struct roster *roster = calloc(1, sizeof *roster);
	unsigned count = (unsigned)replay->options->kiosks;
	enum status status = STATUS_NO_ROOM;

	replay->kiosks = calloc(count, sizeof *replay->kiosks);
	if (!roster || !replay->kiosks) {
		(void)cli_failed("there is not enough memory for %u kiosk%s", count, plural(count));
		goto out;
	}
	roster->kind = SIGN_PRACTICE;
	roster->election = replay->package.hash;
	roster->revision = 1;
	roster->kiosk_count = count;
	status = sign_public_write(organiser_text, sizeof organiser_text, &replay->organiser.public_key);
	for (unsigned i = 0; i < count && status == STATUS_OK; i++)
		status = enrol_kiosk(replay, &roster->kiosk[i], i + 1, organiser_text);
	if (status == STATUS_OK)
		status = prepare_stick(replay, roster, organiser_text);
	if (status == STATUS_OK)
		deal(replay);
out:
	free(roster);
	return status;
}

static enum status run_kiosks(struct replay *replay)
{
	struct replay_run run = {.package = &replay->package,
	                         .votes = &replay->votes,
	                         .answers = &replay->answers,
	                         .stick = replay->stick,
	                         .kiosks = replay->kiosks,
	                         .kiosk_count = (unsigned)replay->options->kiosks};
	enum status status = replay_kiosks_run(&run);

	for (unsigned i = 0; status != STATUS_OK && i < run.kiosk_count; i++) {
		if (replay->kiosks[i].status == STATUS_OK || !replay->kiosks[i].trouble[0])
			continue;
		(void)cli_failed("replay kiosk %u: %s", i + 1, replay->kiosks[i].trouble);
		break;
	}
	return status;
}

/* --- the command --- */

static void say_votes(size_t count, const char *one, const char *many)
{
	if (count > 0)
		printf("%zu vote%s %s\n", count, plural(count), count == 1 ? one : many);
}

/* Questions without answers are no mistake, but a surprise. */
static void say_answers(const struct replay *replay)
{
	size_t votes = replay->city.file->vote_count, voters = replay->answers.voters;

	if (replay->answers.len == 0)
		return;
	if (!replay->options->answers)
		printf("the election's questions were left unanswered: give --answers\n");
	else if (voters < votes)
		printf("the last %zu of %zu voters answered no question: %s has answers of %zu\n", votes - voters,
		       votes, replay->options->answers, voters);
	else if (voters > votes)
		printf("of the %zu voters' answers in %s the last %zu were not used\n", voters,
		       replay->options->answers, voters - votes);
}

static void summarise(const struct replay *replay)
{
	const char *output = replay->options->output;

	printf("%zu vote%s of %s cast at %u practice kiosk%s\n", replay->order_count, plural(replay->order_count),
	       replay->options->city, (unsigned)replay->options->kiosks, plural(replay->options->kiosks));
	say_votes(replay->repeated, "names a project more than once: it counts once",
	          "name a project more than once: it counts once in each");
	say_votes(replay->pointless, "gives 0 points to a project that it names: cast without naming it",
	          "give 0 points to a project that they name: cast without naming it");
	say_votes(replay->absent, "names a project that the election does not have: cast without it",
	          "name a project that the election does not have: cast without it");
	say_votes(replay->refused, "breaks the rules of the election: no kiosk would take it, it was not cast",
	          "break the rules of the election: no kiosk would take them, they were not cast");
	say_answers(replay);
	printf("\n  %s/stick    election, roster, and every kiosk's export\n  %s/kiosk-N  the kiosks' data folders "
	       "(PIN %s)\n\n",
	       output, output, REPLAY_PIN);
	printf("Next: folkmoot verify --election %s/stick/replay.election --roster %s/stick/replay.roster "
	       "%s/stick/folkmoot-*\n",
	       output, output, output);
}

static enum status play(struct replay *replay)
{
	enum status status = city_load(&replay->city, replay->options->city);

	if (status == STATUS_OK)
		status = read_organiser(replay);
	if (status == STATUS_OK)
		status = read_election(replay);
	if (status == STATUS_OK)
		status = match(replay);
	if (status == STATUS_OK)
		status = replay_answers_read(&replay->answers, replay->options->answers, replay->package.election);
	if (status == STATUS_OK)
		status = choose_votes(replay);
	if (status == STATUS_OK)
		status = folder_out_begin(&replay->folder, replay->options->output);
	if (status == STATUS_OK)
		status = prepare_kiosks(replay);
	if (status == STATUS_OK)
		status = run_kiosks(replay);
	if (status == STATUS_OK)
		status = folder_out_finish(&replay->folder);
	return status;
}

static void release(struct replay *replay)
{
	folder_out_abandon(&replay->folder);
	sign_secret_wipe(&replay->organiser);
	replay_votes_finish(&replay->votes);
	replay_answers_finish(&replay->answers);
	package_finish(&replay->package);
	city_finish(&replay->city);
	free(replay->kiosks);
	free(replay->order);
}

int command_replay(int argc, char **argv)
{
	struct replay_options options = {.kiosks = 1};
	const struct cli_option list[] = {
	    {.name = "--election",
	     .value = "FILE",
	     .help = "the signed practice package made from the file",
	     .text = &options.election,
	     .required = 1},
	    {.name = "--kiosks",
	     .value = "N",
	     .help = "practice kiosks, 10,000 votes each at most",
	     .number = &options.kiosks},
	    {.name = "--answers",
	     .value = "FILE",
	     .help = "what voters answer to the election's questions, a JSON file (else nothing)",
	     .text = &options.answers},
	    {.name = "--organiser",
	     .value = "KEY",
	     .help = "the practice key that signs the roster (organiser.key beside the election)",
	     .text = &options.organiser},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line opens the key, where it is locked",
	     .text = &options.passphrase_file},
	    {.name = "-o",
	     .value = "FOLDER",
	     .help = "a new folder for kiosks and stick",
	     .text = &options.output,
	     .required = 1},
	};
	const struct cli_command command = {
	    .name = "replay",
	    .usage = "CITY.pb --election FILE --kiosks N [--answers FILE] [--organiser KEY] -o FOLDER",
	    .help = "Plays the votes of a published election in the Pabulib format through practice\n"
	            "kiosks: each vote is sealed, cast into a real ballot box and exported, as at a\n"
	            "kiosk but without its screens. Votes are dealt to the kiosks at random. A vote\n"
	            "that names a project twice counts it once; a vote that breaks the election's\n"
	            "rules is not cast, as no kiosk would take it. Both are reported.\n"
	            "--answers: [[\"2\", [\"1\", \"3\"], \"More trees\"], …], a list for each voter of the file,\n"
	            "in it for each question of the election an option's id, a list of ids, or a text.\n"
	            "Works with practice elections and practice keys only.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "a Pabulib file",
	};
	struct replay replay = {.options = &options};
	int count, answer = cli_parse(&count, &command, argc, argv);
	enum status status;

	if (answer != CLI_RUN)
		return answer;
	options.city = argv[1];
	status = play(&replay);
	if (status == STATUS_OK)
		summarise(&replay);
	release(&replay);
	return status == STATUS_OK ? cli_finish(EXIT_DONE) : cli_code(status);
}
