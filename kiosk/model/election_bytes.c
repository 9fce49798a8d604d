/* The canonical bytes of a definition: FORMAT.md, "Election definition". Every value has one place and one form, so
 * that two definitions are the same exactly when their bytes are. */
#include "ballot.h"
#include "election.h"
#include "election_media.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ELECTION_MAGIC  "FME"
#define ELECTION_FORMAT '1'

enum { TEXT_MAX_BYTES = 4 * ELECTION_TEXT_MAX, WORD_MAX_BYTES = 4 * ELECTION_NAME_MAX };

/* --- writing --- */

static void write_all(struct writer *writer, const struct election *election, const struct text *text)
{
	for (unsigned i = 0; i < election->language_count; i++) {
		write_u8(writer, text->in[i] != NULL);
		if (text->in[i])
			write_text(writer, text->in[i]);
	}
}

static void write_project(struct writer *writer, const struct election *election, const struct project *project)
{
	write_text(writer, project->id);
	write_u64(writer, project->cost);
	write_u32(writer, project->categories);
	write_u16(writer, project->district);
	for (unsigned i = 0; i < PROJECT_TEXTS; i++)
		write_all(writer, election, project_text(project, i));
}

static void write_contest(struct writer *writer, const struct election *election, const struct contest *contest)
{
	write_u16(writer, contest->id);
	write_u8(writer, (uint8_t)contest->type);
	write_all(writer, election, &contest->title);
	write_all(writer, election, &contest->instruction);
	write_u64(writer, contest->budget);
	write_u32(writer, contest->min_length);
	write_u32(writer, contest->max_length);
	write_u64(writer, contest->min_sum_cost);
	write_u64(writer, contest->max_sum_cost);
	write_u32(writer, contest->min_points);
	write_u32(writer, contest->max_points);
	write_u32(writer, contest->max_sum_points);
	write_u64(writer, contest->min_project_score);
	write_u8(writer, contest->width);
	write_u16(writer, contest->project_count);
	for (unsigned i = 0; i < contest->project_count; i++)
		write_project(writer, election, &contest->projects[i]);
}

static void write_head(struct writer *writer, const struct election *election)
{
	write_bytes(writer, ELECTION_MAGIC, 3);
	write_u8(writer, ELECTION_FORMAT);
	write_u8(writer, (uint8_t)election->kind);
	write_text(writer, election->id);
	write_u32(writer, election->revision);
	write_text(writer, election->currency);
	write_u8(writer, election->minor_digits);
	write_text(writer, election->opens);
	write_text(writer, election->closes);
	write_u8(writer, election->language_count);
	for (unsigned i = 0; i < election->language_count; i++)
		write_text(writer, election->language[i]);
	write_all(writer, election, &election->title);
	write_all(writer, election, &election->organiser);
	write_u8(writer, (uint8_t)election->admission);
	write_u16(writer, election->idle_s);
	write_u16(writer, election->warning_s);
	write_u8(writer, (uint8_t)election->rule);
	write_u8(writer, (uint8_t)election->sat);
	write_u8(writer, (uint8_t)election->completion);
	write_u8(writer, election->exhaustive);
	write_u8(writer, (uint8_t)election->tie);
	write_u64(writer, election->add1_step);
}

static void write_key(struct writer *writer, const struct sign_public *key)
{
	write_bytes(writer, key->id, SIGN_ID_BYTES);
	write_bytes(writer, key->key, SIGN_KEY_BYTES);
}

static void write_keys(struct writer *writer, const struct election *election)
{
	write_bytes(writer, election->joint_key.bytes, POINT_BYTES);
	write_bytes(writer, election->transcript.bytes, HASH_BYTES);
	write_u8(writer, election->trustee_count);
	write_u8(writer, election->threshold);
	write_key(writer, &election->organiser_key);
	write_u8(writer, election->mixer_count);
	for (unsigned i = 0; i < election->mixer_count; i++) {
		write_text(writer, election->mixer[i].name);
		write_key(writer, &election->mixer[i].key);
	}
}

static void write_tags(struct writer *writer, const struct election *election)
{
	write_u16(writer, election->place_count);
	for (unsigned i = 0; i < election->place_count; i++)
		write_text(writer, election->places[i]);
	write_u32(writer, election->tag_count);
	if (election->tag_count > 0)
		write_bytes(writer, election->tags, (size_t)election->tag_count * ISSUED_BYTES);
}

enum status election_write(struct writer *writer, const struct election *election)
{
	if (election->trustee_count == 0 || election_check(election, NULL, NULL) != STATUS_OK)
		return STATUS_RULES;
	write_head(writer, election);
	write_u8(writer, election->category_count);
	for (unsigned i = 0; i < election->category_count; i++)
		write_all(writer, election, &election->category[i]);
	write_u8(writer, election->contest_count);
	for (unsigned i = 0; i < election->contest_count; i++)
		write_contest(writer, election, &election->contests[i]);
	write_u8(writer, election->style_count);
	for (unsigned i = 0; i < election->style_count; i++) {
		const struct style *style = &election->styles[i];
		write_all(writer, election, &style->name);
		write_u8(writer, style->contest_count);
		write_bytes(writer, style->contest, style->contest_count);
	}
	write_keys(writer, election);
	write_tags(writer, election);
	media_write(writer, election);
	return writer_status(writer);
}

/* --- reading --- */

/* Where the reading is: told when it fails. contest and project count from 1; 0 for none. */
struct parse {
	struct reader reader;
	struct election *election;
	const char *field;
	unsigned contest, project;
	struct media_place media;
};

static void at(struct parse *parse, const char *field)
{
	if (parse->reader.status == STATUS_OK)
		parse->field = field;
}

/* A number that chooses among `count` values. */
static unsigned read_choice(struct parse *parse, unsigned count)
{
	unsigned value = read_u8(&parse->reader);

	if (value >= count) {
		reader_fail(&parse->reader, STATUS_RANGE);
		return 0;
	}
	return value;
}

/* A count, and whether that many entries of at least that many bytes each can follow: no lie makes this program
 * allocate much. */
static unsigned read_count(struct parse *parse, unsigned count, unsigned most, size_t least_bytes)
{
	if (count > most)
		reader_fail(&parse->reader, STATUS_TOO_LONG);
	else if (count * least_bytes > reader_left(&parse->reader))
		reader_fail(&parse->reader, STATUS_TRUNCATED);
	return parse->reader.status == STATUS_OK ? count : 0;
}

static void read_all(struct parse *parse, struct text *out)
{
	for (unsigned i = 0; i < parse->election->language_count; i++)
		if (read_choice(parse, 2) == 1)
			out->in[i] = read_text(&parse->reader, TEXT_MAX_BYTES);
}

static void read_head(struct parse *parse)
{
	struct election *election = parse->election;
	struct reader *reader = &parse->reader;

	at(parse, "kind");
	election->kind = read_choice(parse, 2) == 0 ? SIGN_REAL : SIGN_PRACTICE;
	at(parse, "id");
	election->id = read_text(reader, WORD_MAX_BYTES);
	election->revision = read_u32(reader);
	at(parse, "currency");
	election->currency = read_text(reader, WORD_MAX_BYTES);
	election->minor_digits = read_u8(reader);
	at(parse, "dates");
	election->opens = read_text(reader, WORD_MAX_BYTES);
	election->closes = read_text(reader, WORD_MAX_BYTES);
	at(parse, "languages");
	election->language_count = (uint8_t)read_count(parse, read_u8(reader), ELECTION_MAX_LANGUAGES, 3);
	for (unsigned i = 0; i < election->language_count; i++)
		election->language[i] = read_text(reader, WORD_MAX_BYTES);
	at(parse, "title");
	read_all(parse, &election->title);
	at(parse, "organiser");
	read_all(parse, &election->organiser);
	at(parse, "admission and times");
	election->admission = (enum admission)read_choice(parse, ADMISSION_CODE + 1);
	election->idle_s = read_u16(reader);
	election->warning_s = read_u16(reader);
	at(parse, "counting rule");
	election->rule = (enum rule)read_choice(parse, RULE_PHRAGMEN + 1);
	election->sat = (enum satisfaction)read_choice(parse, SAT_BORDA + 1);
	election->completion = (enum completion)read_choice(parse, COMPLETION_UTILITARIAN + 1);
	election->exhaustive = (uint8_t)read_choice(parse, 2);
	election->tie = (enum tie)read_choice(parse, TIE_ID + 1);
	election->add1_step = read_u64(reader);
}

static void read_project(struct parse *parse, struct project *project)
{
	at(parse, "id");
	project->id = read_text(&parse->reader, WORD_MAX_BYTES);
	at(parse, "cost");
	project->cost = read_u64(&parse->reader);
	at(parse, "categories");
	project->categories = read_u32(&parse->reader);
	project->district = read_u16(&parse->reader);
	for (unsigned i = 0; i < PROJECT_TEXTS; i++) {
		at(parse, project_text_word(i));
		read_all(parse, project_text_of(project, i));
	}
}

static void read_contest_rules(struct parse *parse, struct contest *contest)
{
	struct reader *reader = &parse->reader;

	at(parse, "id and vote type");
	contest->id = read_u16(reader);
	contest->type = (enum vote_type)read_choice(parse, VOTE_ANSWER_TEXT + 1);
	at(parse, "title");
	read_all(parse, &contest->title);
	at(parse, "instruction");
	read_all(parse, &contest->instruction);
	at(parse, "budget and limits");
	contest->budget = read_u64(reader);
	contest->min_length = read_u32(reader);
	contest->max_length = read_u32(reader);
	contest->min_sum_cost = read_u64(reader);
	contest->max_sum_cost = read_u64(reader);
	contest->min_points = read_u32(reader);
	contest->max_points = read_u32(reader);
	contest->max_sum_points = read_u32(reader);
	contest->min_project_score = read_u64(reader);
	contest->width = read_u8(reader);
}

static void read_contest(struct parse *parse, struct contest *contest)
{
	/* id 3, cost, categories, district, and one presence byte per text and language */
	size_t least = 3 + 8 + 4 + 2 + (size_t)PROJECT_TEXTS * parse->election->language_count;
	unsigned count;

	read_contest_rules(parse, contest);
	at(parse, "number of projects");
	count = read_count(parse, read_u16(&parse->reader), ELECTION_MAX_PROJECTS, least);
	if (count == 0)
		return;
	contest->projects = calloc(count, sizeof *contest->projects);
	if (!contest->projects) {
		reader_fail(&parse->reader, STATUS_NO_ROOM);
		return;
	}
	contest->project_count = (uint16_t)count;
	for (unsigned i = 0; i < count && parse->reader.status == STATUS_OK; i++) {
		parse->project = i + 1;
		read_project(parse, &contest->projects[i]);
	}
	if (parse->reader.status == STATUS_OK)
		parse->project = 0;
}

static void read_contests(struct parse *parse)
{
	struct election *election = parse->election;
	unsigned count;

	at(parse, "categories");
	election->category_count =
	    (uint8_t)read_count(parse, read_u8(&parse->reader), ELECTION_MAX_CATEGORIES, election->language_count);
	for (unsigned i = 0; i < election->category_count; i++)
		read_all(parse, &election->category[i]);
	at(parse, "number of contests");
	count = read_count(parse, read_u8(&parse->reader), ELECTION_MAX_CONTESTS, 56);
	if (count == 0)
		return;
	election->contests = calloc(count, sizeof *election->contests);
	if (!election->contests) {
		reader_fail(&parse->reader, STATUS_NO_ROOM);
		return;
	}
	election->contest_count = (uint8_t)count;
	for (unsigned i = 0; i < count && parse->reader.status == STATUS_OK; i++) {
		parse->contest = i + 1;
		read_contest(parse, &election->contests[i]);
	}
	if (parse->reader.status == STATUS_OK)
		parse->contest = 0;
}

static void read_styles(struct parse *parse)
{
	struct election *election = parse->election;
	unsigned count;

	at(parse, "ballot styles");
	count = read_count(parse, read_u8(&parse->reader), ELECTION_MAX_STYLES, election->language_count + 1U);
	if (count == 0)
		return;
	election->styles = calloc(count, sizeof *election->styles);
	if (!election->styles) {
		reader_fail(&parse->reader, STATUS_NO_ROOM);
		return;
	}
	election->style_count = (uint8_t)count;
	for (unsigned i = 0; i < count && parse->reader.status == STATUS_OK; i++) {
		struct style *style = &election->styles[i];
		read_all(parse, &style->name);
		style->contest_count = (uint8_t)read_count(parse, read_u8(&parse->reader), ELECTION_MAX_CONTESTS, 1);
		read_bytes(&parse->reader, style->contest, style->contest_count);
	}
}

static void read_key(struct parse *parse, struct sign_public *key)
{
	read_bytes(&parse->reader, key->id, SIGN_ID_BYTES);
	read_bytes(&parse->reader, key->key, SIGN_KEY_BYTES);
}

static void read_keys(struct parse *parse)
{
	struct election *election = parse->election;
	uint8_t bytes[POINT_BYTES];
	enum status status;

	at(parse, "joint key");
	read_bytes(&parse->reader, bytes, sizeof bytes);
	status = point_decode(&election->joint_key, bytes);
	if (status != STATUS_OK)
		reader_fail(&parse->reader, status);
	at(parse, "trustees");
	read_bytes(&parse->reader, election->transcript.bytes, HASH_BYTES);
	election->trustee_count = read_u8(&parse->reader);
	election->threshold = read_u8(&parse->reader);
	if (election->trustee_count == 0)
		reader_fail(&parse->reader, STATUS_RANGE);
	at(parse, "organiser's key");
	read_key(parse, &election->organiser_key);
	at(parse, "mixers");
	election->mixer_count =
	    (uint8_t)read_count(parse, read_u8(&parse->reader), ELECTION_MAX_MIXERS, SIGN_ID_BYTES + SIGN_KEY_BYTES);
	for (unsigned i = 0; i < election->mixer_count; i++) {
		election->mixer[i].name = read_text(&parse->reader, WORD_MAX_BYTES);
		read_key(parse, &election->mixer[i].key);
	}
}

static void read_tags(struct parse *parse)
{
	struct election *election = parse->election;
	struct reader *reader = &parse->reader;
	uint32_t tags;
	unsigned count;

	at(parse, "places");
	count = read_count(parse, read_u16(reader), ELECTION_MAX_PLACES, 3);
	if (count > 0) {
		election->places = calloc(count, sizeof(const char *));
		if (!election->places)
			reader_fail(reader, STATUS_NO_ROOM);
		else
			election->place_count = (uint16_t)count;
	}
	for (unsigned i = 0; i < count && election->places; i++)
		election->places[i] = read_text(reader, ELECTION_PLACE_MAX);
	at(parse, "issued tags");
	tags = read_u32(reader);
	election->tag_count = read_count(parse, tags, ELECTION_MAX_TAGS, ISSUED_BYTES);
	if (election->tag_count > 0)
		election->tags = read_view(reader, (size_t)election->tag_count * ISSUED_BYTES);
}

static void read_magic(struct parse *parse)
{
	const uint8_t *magic;

	at(parse, "start");
	magic = read_view(&parse->reader, 4);
	if (!magic)
		return;
	if (memcmp(magic, ELECTION_MAGIC, 3) != 0)
		reader_fail(&parse->reader, STATUS_MAGIC);
	else if (magic[3] != ELECTION_FORMAT)
		reader_fail(&parse->reader, STATUS_VERSION);
}

static void tell_place(struct problem *problem, const struct parse *parse)
{
	if (parse->project > 0)
		snprintf(problem->place, sizeof problem->place, "contest %u, project %u, %s", parse->contest,
		         parse->project, parse->field);
	else if (parse->contest > 0)
		snprintf(problem->place, sizeof problem->place, "contest %u, %s", parse->contest, parse->field);
	else if (parse->media.number > 0)
		snprintf(problem->place, sizeof problem->place, "%s %u", parse->field, parse->media.number);
	else
		snprintf(problem->place, sizeof problem->place, "%s", parse->field);
}

static void tell_bytes(struct problem *problem, const struct parse *parse, enum status status)
{
	const char *cure = "copy the package again; if it stays so, build it anew with `folkmoot election build`";

	tell_place(problem, parse);
	if (status == STATUS_VERSION) {
		snprintf(problem->what, sizeof problem->what,
		         "the definition is of another version than this program reads (%c)", ELECTION_FORMAT);
		cure = "use the version of Folkmoot that made it, or build the package anew with this one";
	} else if (status == STATUS_MAGIC) {
		snprintf(problem->what, sizeof problem->what, "this is not an election definition");
	} else {
		snprintf(problem->what, sizeof problem->what, "%s", status_phrase(status));
	}
	snprintf(problem->cure, sizeof problem->cure, "%s", cure);
}

/* Keeps the first fault. */
static void keep_first(void *context, const struct problem *problem)
{
	struct problem *first = context;

	if (first->what[0] == '\0')
		*first = *problem;
}

enum status election_read(struct election **out, struct problem *problem, const uint8_t *body, size_t body_len)
{
	struct parse parse = {.field = "start"};
	enum status status = STATUS_NO_ROOM;

	*out = NULL;
	memset(problem, 0, sizeof *problem);
	reader_init(&parse.reader, body, body_len);
	if (body_len > ELECTION_MAX_BYTES)
		reader_fail(&parse.reader, STATUS_TOO_LONG);
	parse.election = calloc(1, sizeof *parse.election);
	if (!parse.election)
		reader_fail(&parse.reader, STATUS_NO_ROOM);
	if (parse.reader.status == STATUS_OK) {
		read_magic(&parse);
		read_head(&parse);
		read_contests(&parse);
		read_styles(&parse);
		read_keys(&parse);
		read_tags(&parse);
	}
	if (parse.reader.status == STATUS_OK) {
		media_read(parse.election, &parse.media, &parse.reader);
		parse.field = parse.media.field;
	}
	status = reader_finish(&parse.reader);
	if (status != STATUS_OK)
		tell_bytes(problem, &parse, status);
	else
		status = election_check(parse.election, keep_first, problem);
	if (status != STATUS_OK) {
		election_destroy(parse.election);
		return status;
	}
	*out = parse.election;
	return STATUS_OK;
}
