/* folkmoot codes: the voting codes of an election whose voters are admitted by them. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "commands.h"
#include "definition.h"
#include "slips.h"
#include "voting_codes.h"

struct make_options {
	const char *place, *district, *languages, *output;
	uint64_t count;
	int practice;
};

static void list_fault(void *context, const struct problem *problem)
{
	(void)cli_refused("%s: %s: %s; %s", (const char *)context, problem->place, problem->what, problem->cure);
}

/* --- what was asked for --- */

static enum status check_place(const char *place)
{
	size_t len = strlen(place);

	if (len > 0 && len <= ELECTION_PLACE_MAX && text_is_clean(place, len) && place[0] != ' ' &&
	    place[len - 1] != ' ')
		return STATUS_OK;
	(void)cli_refused("--place: a place has 1 to 60 bytes of plain text; write it as in the roster of kiosks");
	return STATUS_RULES;
}

static enum status check_count(uint64_t count)
{
	if (count > 0 && count <= ELECTION_MAX_TAGS)
		return STATUS_OK;
	(void)cli_refused("--count: an election has 1 to 200,000 voting codes in all; ask for so many");
	return STATUS_RANGE;
}

/* The districts' names, to choose from. */
static enum status refuse_district(const struct election *election, const char *path, const char *why)
{
	char names[600] = "";
	size_t len = 0;

	for (unsigned i = 0; i < election->style_count && len < sizeof names; i++)
		len += (size_t)snprintf(names + len, sizeof names - len, "%s\"%s\"", i > 0 ? ", " : "",
		                        text_in(&election->styles[i].name, 0, NULL));
	(void)cli_refused("%s: %s; give one of its districts with --district: %s", path, why, names);
	return STATUS_RULES;
}

/* For which district the codes are: by its name in the main language, "" where there are none. */
static enum status check_district(const struct election *election, const char *district, const char *path)
{
	int has_districts = text_in(&election->styles[0].name, 0, NULL)[0] != '\0';

	if (!has_districts && !district)
		return STATUS_OK;
	if (!has_districts) {
		(void)cli_refused("%s: has no districts; leave --district out", path);
		return STATUS_RULES;
	}
	if (!district)
		return refuse_district(election, path, "has districts, and a code is good for one of them");
	for (unsigned i = 0; i < election->style_count; i++)
		if (strcmp(text_in(&election->styles[i].name, 0, NULL), district) == 0)
			return STATUS_OK;
	return refuse_district(election, path, "has no district of that name");
}

static enum status refuse_languages(const char *what)
{
	char names[200] = "";
	size_t len = 0;

	for (unsigned i = 0; phrases_at(i) && len < sizeof names; i++)
		len += (size_t)snprintf(names + len, sizeof names - len, "%s%s", i > 0 ? ", " : "",
		                        phrases_language(phrases_at(i)));
	(void)cli_refused(
	    "--languages: \"%.40s\" is not one or two languages that slips can speak, with a comma between; "
	    "choose from %s",
	    what, names);
	return STATUS_RULES;
}

static enum status take_language(struct slips_words *words, const char *language, const char *all)
{
	const struct phrases *said = phrases_in(language);

	if (!said || words->language_count == SLIPS_LANGUAGES || (words->language_count == 1 && words->said[0] == said))
		return refuse_languages(all);
	words->said[words->language_count++] = said;
	return STATUS_OK;
}

/* The two that were asked for, or the election's first two for which there are words. */
static enum status take_languages(struct slips_words *words, const char *asked)
{
	const struct election *election = words->election;
	char language[16];
	const char *at = asked;
	enum status status = STATUS_OK;

	for (unsigned i = 0; !asked && i < election->language_count && words->language_count < SLIPS_LANGUAGES; i++) {
		const struct phrases *said = phrases_in(election->language[i]);

		if (said && (words->language_count == 0 || words->said[0] != said))
			words->said[words->language_count++] = said;
	}
	if (!asked && words->language_count == 0)
		words->said[words->language_count++] = phrases_in("en");
	while (asked && at && status == STATUS_OK) {
		size_t len = strcspn(at, ",");

		if (len == 0 || len >= sizeof language)
			return refuse_languages(asked);
		memcpy(language, at, len);
		language[len] = '\0';
		status = take_language(words, language, asked);
		at = at[len] ? at + len + 1 : NULL;
	}
	return status;
}

/* --- what is written --- */

struct outputs {
	char tags[PATH_ROOM], slips[PATH_ROOM];
};

/* Before the long work. */
static enum status name_outputs(struct outputs *out, const char *name)
{
	const char *there;

	/* cppcheck-suppress ctuuninitvar ; it is written here, not read */
	if (snprintf(out->tags, PATH_ROOM, "%s.tags", name) >= PATH_ROOM ||
	    snprintf(out->slips, PATH_ROOM, "%s.pdf", name) >= PATH_ROOM) {
		(void)cli_failed("-o: the name is too long; choose a shorter one");
		return STATUS_TOO_LONG;
	}
	there = path_exists(out->tags) ? out->tags : path_exists(out->slips) ? out->slips : NULL;
	if (!there)
		return file_may_write(out->slips);
	(void)cli_failed("%s: exists already, and codes are never overwritten; choose another name with -o", there);
	return STATUS_USED;
}

/* Both files or none. */
static enum status write_outputs(const struct outputs *outputs, const struct voting_codes *codes,
                                 const struct slips_words *words)
{
	struct file_out file = {0};
	struct slips *slips = NULL;
	struct bytes tags = {0};
	enum status status = file_out_begin(&file, outputs->slips, FILE_SECRET, FILE_KEEP), drawn;

	if (status != STATUS_OK)
		return status;
	status = slips_begin(&slips, words, &file);
	for (size_t i = 0; status == STATUS_OK && i < codes->count; i++)
		slips_add(slips, codes->letters[i]);
	drawn = slips_finish(slips);
	if (status == STATUS_OK)
		status = drawn;
	if (status == STATUS_OK)
		status = voting_codes_tags(&tags, codes, words->place, words->district);
	if (status == STATUS_TEXT)
		(void)cli_failed(
		    "%s: no font of this computer can write all of the slips' words; install fonts-inter and "
		    "fonts-noto-core",
		    outputs->slips);
	else if (status != STATUS_OK)
		(void)cli_failed("%s: the slips could not be made (what was asked for %s); close other programs",
		                 outputs->slips, status_phrase(status));
	if (status == STATUS_OK)
		status = file_write(outputs->tags, tags.data, tags.len, FILE_SECRET, FILE_KEEP);
	if (status == STATUS_OK) {
		status = file_out_finish(&file);
		if (status != STATUS_OK)
			(void)unlink(outputs->tags);
	}
	file_out_abandon(&file);
	bytes_free(&tags);
	return status;
}

static void tell_made(const struct outputs *outputs, const struct slips_words *words, size_t count, const char *path)
{
	const struct phrases *english = phrases_in("en");
	char number[PHRASE_NUMBER], odds[PHRASE_NUMBER];
	size_t pages = (count + SLIPS_PAGE - 1) / SLIPS_PAGE;

	printf("Made %s voting code%s for %s%s%s.\n", phrase_number(number, english, count), plural(count),
	       words->place, words->district[0] ? ", " : "", words->district);
	printf("  %s   the slips: %s page%s of A4, %d to a page (%s", outputs->slips,
	       phrase_number(number, english, pages), plural(pages), SLIPS_PAGE,
	       phrase(words->said[0], "language.name"));
	if (words->language_count > 1)
		printf(", %s", phrase(words->said[1], "language.name"));
	printf(")\n  %s   by which the election's package knows the codes again\n\n", outputs->tags);
	printf("Every slip is worth one vote. Print them where nobody else can copy them, cut them\n"
	       "along the lines, keep them like ballot papers. Count how many are handed out, but\n"
	       "never write down who got which. Delete %s once it is printed: nothing else\n"
	       "holds the codes, and none can be made again.\n\n",
	       outputs->slips);
	printf("How good they are: 60 bits of each code are random. That two of these are alike has\n"
	       "odds of 1 to %s, and was looked for. That a code somebody makes\n",
	       phrase_number(number, english, voting_codes_alike(count)));
	printf("up is one of these has odds of 1 to %s. A letter mistyped, or two\n"
	       "exchanged, is always found.\n\n",
	       phrase_number(odds, english, voting_codes_guessed(count)));
	if (words->is_practice)
		printf("The slips say that they are for practice.\n\n");
	printf("Next: make codes for every other place and district, then build with all of their tags:\n"
	       "  folkmoot election build %s --organiser KEY --trustees TRANSCRIPT --tags %s\n"
	       "    [--tags FILE ...] -o NAME.election\n"
	       "The codes stay good when the definition is changed and built again, as long as its\n"
	       "\"id\" stays \"%s\" and places and districts keep their names.\n",
	       path, outputs->tags, words->election->id);
}

/* --- the command --- */

static enum status make(const struct election *election, const struct make_options *options, const char *path)
{
	struct slips_words words = {.election = election,
	                            .place = options->place,
	                            .district = options->district ? options->district : "",
	                            .is_practice = options->practice || election->kind == SIGN_PRACTICE};
	struct voting_codes codes = {0};
	struct outputs outputs;
	enum status status;

	if (election->admission != ADMISSION_CODE) {
		(void)cli_refused("%s: voters are admitted without codes (\"%s\"); set \"admission\" to \"code\" first",
		                  path, admission_word(election->admission));
		return STATUS_RULES;
	}
	status = check_district(election, options->district, path);
	if (status == STATUS_OK)
		status = take_languages(&words, options->languages);
	if (status == STATUS_OK)
		status = name_outputs(&outputs, options->output);
	if (status != STATUS_OK)
		return status;
	status = voting_codes_make(&codes, (size_t)options->count, election->id);
	if (status != STATUS_OK)
		(void)cli_failed("%s: there is not enough memory to make the codes; close other programs", path);
	else
		status = write_outputs(&outputs, &codes, &words);
	if (status == STATUS_OK)
		tell_made(&outputs, &words, codes.count, path);
	voting_codes_finish(&codes);
	return status;
}

static enum status read_and_make(const struct make_options *options, const char *path)
{
	struct definition definition = {0};
	struct bytes file = {0};
	enum status status = check_place(options->place);

	if (status == STATUS_OK)
		status = check_count(options->count);
	if (status != STATUS_OK)
		return status;
	status = file_read(&file, path, ELECTION_MAX_BYTES, "the election definition");
	if (status == STATUS_OK) {
		status = definition_read(&definition, (const char *)file.data, file.len, list_fault,
		                         (void *)(uintptr_t)path);
		if (status == STATUS_NO_ROOM)
			(void)cli_failed("%s: there is not enough memory to read it; close other programs", path);
	}
	if (status == STATUS_OK)
		status = make(definition.election, options, path);
	definition_finish(&definition);
	bytes_free(&file);
	return status;
}

static int codes_make_command(int argc, char **argv)
{
	struct make_options options = {0};
	const struct cli_option list[] = {
	    {.name = "--place",
	     .value = "PLACE",
	     .help = "where the codes are good, as in the roster of kiosks",
	     .text = &options.place,
	     .required = 1},
	    {.name = "--count", .value = "N", .help = "how many", .number = &options.count, .required = 1},
	    {.name = "-o",
	     .value = "NAME",
	     .help = "writes NAME.pdf, the slips, and NAME.tags",
	     .text = &options.output,
	     .required = 1},
	    {.name = "--district",
	     .value = "NAME",
	     .help = "for which district, where the election has districts",
	     .text = &options.district},
	    {.name = "--languages",
	     .value = "en,pl",
	     .help = "the one or two languages of the slips (else the election's first two)",
	     .text = &options.languages},
	    {.name = "--practice", .help = "mark the slips as being for practice", .flag = &options.practice},
	};
	const struct cli_command command = {
	    .name = "codes make",
	    .usage = "ELECTION.json --place PLACE --count N [--district NAME] [--languages en,pl] -o NAME",
	    .help = "Makes voting codes for one place: slips to print and cut apart, and the file of\n"
	            "their tags, which `folkmoot election build --tags` puts into the package. Each code\n"
	            "is good for one vote at a kiosk of that place. The codes stand on the slips alone.",
	    .options = list,
	    .option_count = sizeof list / sizeof list[0],
	    .arguments_min = 1,
	    .arguments_max = 1,
	    .argument = "an election.json",
	};
	int count, answer = cli_parse(&count, &command, argc, argv);

	if (answer != CLI_RUN)
		return answer;
	return cli_finish(cli_code(read_and_make(&options, argv[1])));
}

int command_codes(int argc, char **argv)
{
	static const struct cli_word words[] = {
	    {"make", codes_make_command, "make voting codes: slips to print, and tags for the package"},
	};
	static const struct cli_menu menu = {
	    .name = "codes",
	    .intro = "Voting codes admit voters where the election says \"admission\": \"code\". They are made\n"
	             "before the package is built, place by place.",
	    .words = words,
	    .word_count = sizeof words / sizeof words[0],
	};

	return cli_choose(&menu, argc, argv);
}
