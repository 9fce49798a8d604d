#include "election_build.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ballot.h"
#include "cli.h"
#include "definition_tags.h"
#include "election_advice.h"
#include "election_body.h"
#include "election_earlier.h"
#include "election_load.h"
#include "election_notes.h"
#include "election_summary.h"
#include "keys.h"

struct build_options {
	const char *output;
	const char *organiser;
	const char *trustees;
	const char *passphrase_file;
	struct cli_values tags;
	const char *mixer;
	const char *after;
	int practice;
};

static const char *kind_word(enum sign_kind kind)
{
	return kind == SIGN_PRACTICE ? "practice" : "real";
}

/* Practice and real never meet. */
static enum status check_kinds(const struct election *election, const struct sign_secret *key,
                               const struct trustees *trustees, const struct build_options *options, const char *path)
{
	enum sign_kind key_kind = sign_key_kind(&key->public_key);

	if (key_kind != election->kind) {
		(void)cli_refused("%s: is a %s key, but %s is a %s election; %s", options->organiser,
		                  kind_word(key_kind), path, kind_word(election->kind),
		                  election->kind == SIGN_REAL
		                      ? "use the organiser's real key, or build with --practice to try it out"
		                      : "use a practice key, or remove \"practice\" from the definition");
		return STATUS_PRACTICE;
	}
	if (trustees->kind != election->kind) {
		(void)cli_refused("%s: is a %s transcript, but %s is a %s election; use the transcript of %s trustees",
		                  options->trustees, kind_word(trustees->kind), path, kind_word(election->kind),
		                  kind_word(election->kind));
		return STATUS_PRACTICE;
	}
	return STATUS_OK;
}

static int mixes_already(const struct election *election, const struct sign_public *key)
{
	for (unsigned i = 0; i < election->mixer_count; i++)
		if (memcmp(election->mixer[i].key.key, key->key, SIGN_KEY_BYTES) == 0)
			return 1;
	return 0;
}

static void add_mixer(struct election *election, const char *name, const struct sign_public *key)
{
	if (election->mixer_count < ELECTION_MAX_MIXERS)
		election->mixer[election->mixer_count] = (struct mixer){.name = name, .key = *key};
	election->mixer_count++;
}

/* The trustees mix, unless the definition names two or more who do; one whom it names joins them. */
static enum status take_trustees(struct election *election, const struct trustees *trustees, const char *path)
{
	election->joint_key = trustees->joint_key;
	election->transcript = trustees->transcript;
	election->trustee_count = (uint8_t)trustees->count;
	election->threshold = (uint8_t)trustees->threshold;
	if (election->mixer_count >= ELECTION_MIN_MIXERS)
		return STATUS_OK;
	for (unsigned i = 0; i < trustees->count; i++)
		if (!mixes_already(election, &trustees->member[i].identity))
			add_mixer(election, trustees->member[i].name, &trustees->member[i].identity);
	if (election->mixer_count <= ELECTION_MAX_MIXERS)
		return STATUS_OK;
	(void)cli_refused("%s: there are %u trustees, but at most %d can mix; name 2 to 8 of them under \"mixers\"",
	                  path, trustees->count, ELECTION_MAX_MIXERS);
	return STATUS_RULES;
}

/* A further mixer by a public key file, named for it. name: its room. */
static enum status take_mixer(struct election *election, char name[static PATH_ROOM], const char *path)
{
	struct sign_public key;
	const char *base;
	enum status status;
	size_t len;

	if (!path)
		return STATUS_OK;
	status = public_key_load(&key, path);
	if (status != STATUS_OK)
		return status;
	base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	len = strlen(base);
	if (len > 4 && strcmp(base + len - 4, ".pub") == 0)
		len -= 4;
	snprintf(name, PATH_ROOM, "%.*s", (int)len, base);
	if (mixes_already(election, &key)) {
		(void)cli_refused("%s: this mixer is named already; give another person's public key", path);
		return STATUS_RULES;
	}
	if (election->mixer_count == ELECTION_MAX_MIXERS) {
		(void)cli_refused("%s: there are 8 mixers without this one, and no more can mix; leave it out", path);
		return STATUS_RULES;
	}
	add_mixer(election, name, &key);
	return STATUS_OK;
}

/* Nobody who mixes alone hides anything. */
static enum status check_mixers(const struct election *election, const char *path)
{
	if (election->mixer_count >= ELECTION_MIN_MIXERS)
		return STATUS_OK;
	(void)cli_refused("%s: there is only one mixer (%s), who would know whose vote is whose; name another person's "
	                  "key with `--mixer NAME.pub` or under \"mixers\" in the definition, or have several trustees",
	                  path, election->mixer[0].name);
	return STATUS_RULES;
}

/* What a template or import left to be written is not signed for a real vote. */
static enum status check_written(const struct election *election, const char *path)
{
	unsigned left = election->kind == SIGN_PRACTICE ? 0 : election_placeholders(election);

	if (left == 0)
		return STATUS_OK;
	(void)cli_refused("%s: %u text%s in [brackets], to be written by you; `folkmoot election check %s` names "
	                  "%s; --practice builds it for trying out",
	                  path, left, left == 1 ? " still stands" : "s still stand", path, left == 1 ? "it" : "them");
	return STATUS_RULES;
}

/* Who admits by code says which codes there are. */
static enum status take_tags(struct definition_tags *tags, struct election *election,
                             const struct build_options *options, const char *path)
{
	int coded = election->admission == ADMISSION_CODE;

	if (coded && options->tags.count == 0) {
		(void)cli_refused(
		    "%s: voters are admitted by code, but no codes are given; make them with `folkmoot codes make`, "
		    "then build with `--tags FILE`, the file of their tags, for each place",
		    path);
		return STATUS_RULES;
	}
	if (!coded && options->tags.count > 0) {
		(void)cli_refused("%s: voters are admitted without codes (\"%s\"), so no tags belong in it; set "
		                  "\"admission\" to \"code\", or leave --tags out",
		                  path, admission_word(election->admission));
		return STATUS_RULES;
	}
	return coded ? definition_tags_load(tags, election, options->tags.value, options->tags.count) : STATUS_OK;
}

/* Signature, then body, in one file that stock minisign can take apart; checked as a kiosk will before it is written.
 */
static enum status write_package(const struct election *election, const uint8_t *body, size_t body_len,
                                 const struct sign_secret *key, const char *output)
{
	char trusted[SIGN_TRUSTED_MAX + 1], signature[SIGN_FILE_MAX];
	uint8_t *package = NULL;
	const uint8_t *found;
	size_t found_len, signature_len;
	enum status status;

	snprintf(trusted, sizeof trusted, "folkmoot election %s revision %u", election->id, election->revision);
	status = sign_file(signature, body, body_len, trusted, key);
	if (status == STATUS_OK) {
		signature_len = strlen(signature);
		package = malloc(signature_len + body_len);
		status = package ? STATUS_OK : STATUS_NO_ROOM;
	}
	if (status == STATUS_OK) {
		memcpy(package, signature, signature_len);
		memcpy(package + signature_len, body, body_len);
		status = signed_open(&found, &found_len, trusted, sizeof trusted, package, signature_len + body_len,
		                     &key->public_key);
	}
	if (status != STATUS_OK)
		(void)cli_failed("%s: could not be signed (it %s)", output, status_phrase(status));
	else
		status = file_write_signed(output, package, signature_len + body_len);
	free(package);
	return status;
}

static void tell_built(const struct election *election, const uint8_t *body, size_t body_len, const char *output)
{
	char hex[2 * HASH_BYTES + 1], fingerprint[FINGERPRINT_TEXT];
	struct hash hash;

	election_hash(&hash, body, body_len);
	hex_write(hex, hash.bytes, HASH_BYTES);
	election_fingerprint(fingerprint, &hash);
	election_summary(election);
	printf("  trustees: %u, of whom %u can open the ballots together\n  mixers:", election->trustee_count,
	       election->threshold);
	for (unsigned i = 0; i < election->mixer_count; i++)
		printf("%s %s", i > 0 ? "," : "", election->mixer[i].name);
	printf("\n");
	if (election->tag_count > 0)
		printf("  voting codes: %u issued, for %u place%s\n", election->tag_count, election->place_count,
		       plural(election->place_count));
	printf("\n");
	printf("Built and signed: %s (%zu bytes of definition)\n", output, body_len);
	printf("Election hash: %s\n", hex);
	printf("Fingerprint:   %s   (every kiosk shows it; print it on the staff's sheet)\n\n", fingerprint);
	if (election->kind == SIGN_PRACTICE)
		printf("This is for practice. No vote in it counts.\n");
	printf("Next: switch each new kiosk on, with a stick in it that holds the organiser's public key (.pub);\n"
	       "it asks for its name and place, and writes kiosk-….txt to the stick. Then sign the list of kiosks:\n"
	       "  folkmoot kiosk roster --election %s --organiser KEY KIOSK.txt... -o NAME.roster\n",
	       output);
}

static enum status build(struct definition *definition, const struct build_options *options, const char *path)
{
	struct election *election = definition->election;
	struct definition_tags tags = {0};
	struct earlier earlier = {.path = ""};
	struct trustees trustees;
	struct sign_secret key;
	char mixer[PATH_ROOM];
	uint8_t *body = NULL;
	size_t body_len = 0;
	enum status status;

	memset(&key, 0, sizeof key);
	if (options->practice)
		election->kind = SIGN_PRACTICE;
	status = check_written(election, path);
	if (status == STATUS_OK)
		status = trustees_load(&trustees, options->trustees);
	if (status == STATUS_OK)
		status = organiser_key_load(&key, options->organiser, options->passphrase_file);
	if (status == STATUS_OK)
		status = check_kinds(election, &key, &trustees, options, path);
	if (status == STATUS_OK)
		status = take_trustees(election, &trustees, path);
	election->organiser_key = key.public_key;
	if (status == STATUS_OK)
		status = take_mixer(election, mixer, options->mixer);
	if (status == STATUS_OK)
		status = check_mixers(election, path);
	if (status == STATUS_OK)
		status = take_tags(&tags, election, options, path);
	if (status == STATUS_OK)
		status = election_body(&body, &body_len, election, path);
	if (status == STATUS_OK)
		status = earlier_find(&earlier, election, options->output, options->after);
	if (status == STATUS_OK)
		status = earlier_allows(&earlier, election, body, body_len, options->output, options->after);
	if (status == STATUS_OK)
		status = earlier_keep(&earlier, election, options->output);
	if (status == STATUS_OK)
		status = write_package(election, body, body_len, &key, options->output);
	if (status == STATUS_OK) {
		earlier_tell(&earlier, election, body, body_len);
		tell_built(election, body, body_len, options->output);
		election_note_translations(election, path);
		election_notes(election, path);
	}
	sign_secret_wipe(&key);
	earlier_finish(&earlier);
	definition_tags_finish(&tags);
	free(body);
	return status;
}

int election_build(int argc, char **argv)
{
	struct build_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--organiser",
	     .value = "KEY",
	     .help = "the organiser's secret key",
	     .text = &options.organiser,
	     .required = 1},
	    {.name = "--trustees",
	     .value = "TRANSCRIPT",
	     .help = "the trustees' transcript, trustees.transcript",
	     .text = &options.trustees,
	     .required = 1},
	    {.name = "-o",
	     .value = "NAME.election",
	     .help = "the signed package",
	     .text = &options.output,
	     .required = 1},
	    {.name = "--mixer",
	     .value = "NAME.pub",
	     .help = "the public key of one more mixer, beside the trustees",
	     .text = &options.mixer},
	    {.name = "--tags",
	     .value = "FILE",
	     .help = "the tags of voting codes, for the admission \"code\"; may be given many times",
	     .values = &options.tags},
	    {.name = "--after",
	     .value = "OLD.election",
	     .help = "the last package, where it lies in another folder",
	     .text = &options.after},
	    {.name = "--passphrase-file",
	     .value = "FILE",
	     .help = "its first line is the key's passphrase (else it is asked)",
	     .text = &options.passphrase_file},
	    {.name = "--practice",
	     .help = "build it for practice, whatever the definition says",
	     .flag = &options.practice},
	};
	const struct cli_command command = {
	    .name = "election build",
	    .usage =
	        "ELECTION.json --organiser KEY --trustees TRANSCRIPT [--mixer NAME.pub] [--tags FILE ...] [--after "
	        "OLD.election] "
	        "-o NAME.election",
	    .help = "Checks an election definition, binds it to the trustees' key and signs it as one\n"
	            "package, which kiosks and counters accept. Prints the election's fingerprint.\n"
	            "Two people or more must mix the ballots: those under \"mixers\" in the definition;\n"
	            "where fewer than two stand there, the trustees too; and the one given with --mixer.\n"
	            "Each package after the first needs a higher \"revision\" in the definition: what has\n"
	            "changed is told, and a package in whose place it is written is kept under a name\n"
	            "with its revision.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "an election.json",
	};
	struct definition definition;
	struct bytes file = {0};
	enum status status;
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	status = election_load(&definition, &file, argv[1]);
	if (status == STATUS_OK)
		status = build(&definition, &options, argv[1]);
	definition_finish(&definition);
	bytes_free(&file);
	return cli_finish(cli_code(status));
}
