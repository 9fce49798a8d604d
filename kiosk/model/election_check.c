/* Every fault of a definition, each with its place and its cure. */
#include "election_faults.h"

#include <string.h>

enum { LANGUAGE_TAG_MAX = 15 };

/* --- the whole --- */

static int id_form_ok(const char *id)
{
	size_t len = strlen(id);

	return len > 0 && len <= ELECTION_ID_MAX && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == len &&
	       id[0] != '-' && id[len - 1] != '-';
}

static int currency_form_ok(const char *currency)
{
	return strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static void check_identity(struct check *check)
{
	const struct election *election = check->election;

	fault_place(check, "election");
	if (!text_or_empty(election->id)[0])
		fault_found(check, "give it one, such as \"riverside-2026\"", "there is no id");
	else if (!id_form_ok(election->id))
		fault_found(check, "use a-z, 0-9 and '-', at most 60, such as \"riverside-2026\"",
		            "the id \"%.60s\" is not in the form of an id", election->id);
	if (election->revision < 1)
		fault_found(check, "begin with 1 and add 1 for every new version of the definition",
		            "the revision is 0");
	if (!text_or_empty(election->currency)[0])
		fault_found(check, "use the three capital letters of ISO 4217, such as \"GBP\"",
		            "there is no currency");
	else if (!currency_form_ok(election->currency))
		fault_found(check, "use the three capital letters of ISO 4217, such as \"GBP\"",
		            "the currency \"%.20s\" is not a currency code", election->currency);
	if (election->minor_digits > 4)
		fault_found(check, "use 2 for pence and cents, 0 where there are no smaller coins",
		            "the currency has %u decimals; 4 is the most", election->minor_digits);
}

static int two_digits(const char *text)
{
	return (text[0] - '0') * 10 + (text[1] - '0');
}

static int date_ok(const char *date)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year, month, day;

	if (strlen(date) != 10 || date[4] != '-' || date[7] != '-' || strspn(date, "0123456789-") != 10)
		return 0;
	for (unsigned i = 0; i < 10; i++)
		if (i != 4 && i != 7 && date[i] == '-')
			return 0;
	year = two_digits(date) * 100 + two_digits(date + 2);
	month = two_digits(date + 5);
	day = two_digits(date + 8);
	if (month < 1 || month > 12 || day < 1)
		return 0;
	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return day <= 29;
	return day <= days[month - 1];
}

static void check_dates(struct check *check)
{
	const char *opens = text_or_empty(check->election->opens), *closes = text_or_empty(check->election->closes);
	const char *cure = "write year, month and day, such as \"2026-05-01\"";
	int opens_ok = date_ok(opens), closes_ok = date_ok(closes);

	if (opens[0] && !opens_ok)
		fault_found(check, cure, "\"opens\" (\"%.20s\") is not a date", opens);
	if (closes[0] && !closes_ok)
		fault_found(check, cure, "\"closes\" (\"%.20s\") is not a date", closes);
	if (opens_ok && closes_ok && strcmp(opens, closes) > 0)
		fault_found(check, "exchange or correct the dates", "voting closes (%s) before it opens (%s)", closes,
		            opens);
}

static int alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The shape of a BCP 47 tag: a language of two or three small letters, then parts of two to eight letters or digits. */
static int language_form_ok(const char *tag)
{
	size_t part = strspn(tag, "abcdefghijklmnopqrstuvwxyz");

	if (part < 2 || part > 3 || strlen(tag) > LANGUAGE_TAG_MAX)
		return 0;
	for (tag += part; *tag; tag += part) {
		if (*tag++ != '-')
			return 0;
		for (part = 0; alphanumeric(tag[part]); part++)
			;
		if (part < 2 || part > 8)
			return 0;
	}
	return 1;
}

static void check_languages(struct check *check)
{
	const struct election *election = check->election;

	if (election->language_count < 1 || election->language_count > ELECTION_MAX_LANGUAGES)
		fault_found(check, "name at least the main language, such as \"en\"; 12 is the most",
		            "the election has %u languages", election->language_count);
	for (unsigned i = 0; i < election->language_count && i < ELECTION_MAX_LANGUAGES; i++) {
		const char *tag = text_or_empty(election->language[i]);
		if (!language_form_ok(tag))
			fault_found(check, "use a tag such as \"en\", \"pt\" or \"pt-BR\"",
			            "\"%.40s\" is not a language tag", tag);
		for (unsigned j = 0; j < i; j++)
			if (strcmp(text_or_empty(election->language[j]), tag) == 0)
				fault_found(check, "name each language once", "the language \"%.15s\" is named twice",
				            tag);
		/* The start screen greets in every language offered: a language without even a title is not there. */
		if (i > 0 && !election->title.in[i])
			fault_found(check, "translate at least the election's title, or do not offer the language",
			            "the language \"%.15s\" is offered, but the title is not written in it", tag);
	}
}

static void check_times(struct check *check)
{
	const struct election *election = check->election;

	if (election->idle_s < 120 || election->idle_s > 300)
		fault_found(check, "use 120 to 300; 180 is usual", "idle_seconds is %u", election->idle_s);
	if (election->warning_s < 20 || election->warning_s > 45)
		fault_found(check, "use 20 to 45; 45 is usual", "warning_seconds is %u", election->warning_s);
}

/* --- counting --- */

static int sat_fits(enum satisfaction sat, enum vote_type type)
{
	switch (type) {
	case VOTE_APPROVAL:
	case VOTE_KNAPSACK:
	case VOTE_CHOOSE_ONE: return sat == SAT_COST || sat == SAT_NUMBER;
	case VOTE_RANKED: return sat == SAT_COST || sat == SAT_RANK || sat == SAT_RANK_COST || sat == SAT_BORDA;
	case VOTE_POINTS:
	case VOTE_SCORE: return sat == SAT_COST || sat == SAT_POINTS || sat == SAT_POINTS_COST;
	case VOTE_ANSWER_ONE:
	case VOTE_ANSWER_SEVERAL:
	case VOTE_ANSWER_TEXT: return 1; /* no rule counts them */
	}
	return 1; /* an unknown vote type is told of elsewhere */
}

static void check_counting(struct check *check)
{
	const struct election *election = check->election;
	int adds = election->completion == COMPLETION_ADD1 || election->completion == COMPLETION_ADD1U;

	fault_place(check, "count");
	if ((unsigned)election->rule > RULE_PHRAGMEN || (unsigned)election->sat > SAT_BORDA ||
	    (unsigned)election->completion > COMPLETION_UTILITARIAN || (unsigned)election->tie > TIE_ID ||
	    (unsigned)election->admission > ADMISSION_CODE || election->exhaustive > 1)
		fault_found(check, "use the words of the handbook",
		            "a counting rule or a mode of admission is unknown");
	if (election->completion != COMPLETION_NONE && election->rule != RULE_MES)
		fault_found(check, "leave the completion out, or count by \"mes\"",
		            "the completion \"%s\" belongs to the rule \"mes\", not to \"%s\"",
		            completion_word(election->completion), rule_word(election->rule));
	if (election->exhaustive && !adds)
		fault_found(check, "leave \"exhaustive\" out",
		            "\"exhaustive\" belongs to the completions add1 and add1u");
	if (election->add1_step < 1 || election->add1_step > ELECTION_MAX_MONEY)
		fault_found(check, "use one whole unit of the currency", "the step of add1 is out of range");
	for (unsigned i = 0; i < election->contest_count; i++) {
		const struct contest *contest = &election->contests[i];
		fault_place_contest(check, i);
		if (!sat_fits(election->sat, contest->type))
			fault_found(check, "leave the satisfaction out, or use one made for this vote type",
			            "the satisfaction \"%s\" cannot be computed from votes of type \"%s\"",
			            satisfaction_word(election->sat), vote_type_word(contest->type));
		if (contest->min_project_score > 0 && election->rule != RULE_GREEDY_THRESHOLD)
			fault_found(check, "leave it out, or count by \"greedy-threshold\"",
			            "min_project_score has no effect under the rule \"%s\"", rule_word(election->rule));
	}
}

/* --- categories and ballot styles --- */

static int same_words(const struct text *a, const struct text *b)
{
	return strcmp(text_or_empty(a->in[0]), text_or_empty(b->in[0])) == 0;
}

static void check_categories(struct check *check)
{
	const struct election *election = check->election;

	for (unsigned i = 0; i < election->category_count && i < ELECTION_MAX_CATEGORIES; i++) {
		fault_place(check, "category %u", i + 1);
		fault_text(check, "category", &election->category[i], 60, TEXT_NEEDED);
		for (unsigned j = 0; j < i; j++)
			if (same_words(&election->category[i], &election->category[j]))
				fault_found(check, "name each category once", "it is the same as category %u", j + 1);
	}
	fault_place(check, "election");
	if (election->category_count > ELECTION_MAX_CATEGORIES)
		fault_found(check, "join categories", "there are %u categories; an election can have %d",
		            election->category_count, ELECTION_MAX_CATEGORIES);
}

static void check_style_contests(struct check *check, const struct style *style, uint32_t *covered)
{
	if (style->contest_count < 1 || style->contest_count > ELECTION_MAX_CONTESTS)
		fault_found(check, "say which contests its voters get", "it has no contests, or too many");
	for (unsigned i = 0; i < style->contest_count && i < ELECTION_MAX_CONTESTS; i++) {
		if (style->contest[i] >= check->election->contest_count ||
		    (i > 0 && style->contest[i] <= style->contest[i - 1]))
			fault_found(check, "name existing contests, each once, in their order",
			            "its list of contests names one that does not exist, or is out of order");
		else
			*covered |= UINT32_C(1) << style->contest[i];
	}
}

static unsigned width_of(const struct sealed_shape *shape)
{
	unsigned width = 0;

	for (unsigned i = 0; i < shape->contest_count; i++)
		width += shape->width[i];
	return width;
}

/* What to do about it. */
static const char *too_wide(const struct sealed_shape *shape, const struct election *election,
                            const struct style *style)
{
	unsigned texts = 0;

	for (unsigned i = 0; i < shape->contest_count; i++)
		texts += election->contests[style->contest[i]].type == VOTE_ANSWER_TEXT;
	if (texts > 1)
		return "ask one voter for one text at most: a text takes 16 points";
	return texts ? "have fewer contests or projects in one ballot, or leave the text out, which takes 16 points"
	             : "have fewer contests or projects in one ballot";
}

static void check_style(struct check *check, unsigned index, uint32_t *covered)
{
	const struct election *election = check->election;
	const struct style *style = &election->styles[index];
	unsigned faults = check->faults;
	struct sealed_shape shape;
	int measured = 1;

	if (text_or_empty(style->name.in[0])[0])
		fault_place(check, "district %u (\"%.56s\")", index + 1, style->name.in[0]);
	else
		fault_place(check, "district %u", index + 1);
	fault_text(check, "name", &style->name, 120, election->style_count > 1 ? TEXT_NEEDED : TEXT_OPTIONAL);
	for (unsigned j = 0; j < index; j++)
		if (same_words(&style->name, &election->styles[j].name))
			fault_found(check, "name each district once", "it has the same name as district %u", j + 1);
	check_style_contests(check, style, covered);
	if (check->faults > faults)
		return;
	election_shape(&shape, election, index);
	for (unsigned i = 0; i < shape.contest_count; i++) {
		measured &= shape.width[i] > 0;
		shape.contest[i] = (uint16_t)i; /* faults of ids are told of elsewhere */
	}
	if (measured && (sealed_len(&shape) == 0 || sealed_len(&shape) > SEALED_MAX_BYTES))
		fault_found(check, too_wide(&shape, election, style),
		            "the contests and questions of one voter take %u points of a sealed ballot, which has %d",
		            width_of(&shape), SEALED_MAX_POINTS);
}

static void check_styles(struct check *check)
{
	const struct election *election = check->election;
	uint32_t covered = 0;

	if (election->contest_count < 1 || election->contest_count > ELECTION_MAX_CONTESTS)
		return;
	if (election->style_count < 1 || election->style_count > ELECTION_MAX_STYLES) {
		fault_place(check, "election");
		fault_found(check, "have 1 to 64 districts, or none named at all", "there are %u ballot styles",
		            election->style_count);
		return;
	}
	for (unsigned i = 0; i < election->style_count; i++)
		check_style(check, i, &covered);
	for (unsigned i = 0; i < election->contest_count; i++) {
		fault_place_contest(check, i);
		if (!(covered >> i & 1))
			fault_found(check, "give it to a district, or make it city-wide", "no voter gets it");
	}
}

/* --- trustees and mixers --- */

static void check_key_kind(struct check *check, const struct sign_public *key)
{
	const struct election *election = check->election;

	if (sign_key_kind(key) != election->kind)
		fault_found(check, "use practice keys in practice elections only, and real keys in real ones",
		            "its key is for %s, the election is %s",
		            sign_key_kind(key) == SIGN_PRACTICE ? "practice" : "real votes",
		            election->kind == SIGN_PRACTICE ? "practice" : "real");
}

static void check_mixer(struct check *check, unsigned index)
{
	const struct election *election = check->election;
	const struct mixer *mixer = &election->mixer[index];
	const char *name = text_or_empty(mixer->name);
	size_t len = strlen(name);

	fault_place(check, "mixer %u", index + 1);
	if (len == 0 || len > TRUSTEE_NAME_MAX || !text_is_clean(name, len) || strchr(name, '\n'))
		fault_found(check, "name every mixer in at most 60 letters",
		            "its name is missing, too long or not plain");
	check_key_kind(check, &mixer->key);
	for (unsigned j = 0; j < index; j++) {
		const struct mixer *other = &election->mixer[j];

		if (memcmp(mixer->key.key, other->key.key, SIGN_KEY_BYTES) == 0 ||
		    memcmp(mixer->key.id, other->key.id, SIGN_ID_BYTES) == 0)
			fault_found(check, "every mixer needs a key of their own",
			            "its key is also the key of mixer %u", j + 1);
		else if (name[0] && strcmp(name, text_or_empty(other->name)) == 0)
			fault_found(check, "name them so that they can be told apart",
			            "it has the same name as mixer %u", j + 1);
	}
}

static void check_keys(struct check *check)
{
	const struct election *election = check->election;

	if (election->trustee_count > 0) {
		fault_place(check, "organiser's key");
		check_key_kind(check, &election->organiser_key);
	}
	fault_place(check, "mixers");
	if (election->mixer_count > ELECTION_MAX_MIXERS)
		fault_found(check, "name 2 to 8", "there are %u mixers", election->mixer_count);
	else if (election->trustee_count > 0 && election->mixer_count < ELECTION_MIN_MIXERS)
		fault_found(check,
		            "name 2 to 8 people: the trustees, or others under \"mixers\"; each mixes on a machine of "
		            "their own",
		            election->mixer_count ? "there is only one mixer, who would know whose vote is whose"
		                                  : "there are no mixers");
	if (election->mixer_count > ELECTION_MAX_MIXERS)
		return;
	for (unsigned i = 0; i < election->mixer_count; i++)
		check_mixer(check, i);
	fault_place(check, "trustees");
	if (election->trustee_count == 0)
		return;
	if (election->trustee_count > TRUSTEE_MAX || election->threshold < 1 ||
	    election->threshold > election->trustee_count)
		fault_found(check, "use the trustees' transcript", "%u of %u trustees are to open the ballots",
		            election->threshold, election->trustee_count);
	if (point_is_identity(&election->joint_key))
		fault_found(check, "use the trustees' transcript", "there is no joint key");
}

/* --- voting codes --- */

static void check_place(struct check *check, unsigned index)
{
	const struct election *election = check->election;
	const char *name = text_or_empty(election->places[index]);
	size_t len = strlen(name);

	fault_place(check, "place %u (\"%.60s\")", index + 1, name);
	if (len == 0 || len > ELECTION_PLACE_MAX || !text_is_clean(name, len) || strchr(name, '\n') || name[0] == ' ' ||
	    name[len - 1] == ' ')
		fault_found(check, "write it as in the roster of kiosks, in at most 60 bytes, without blanks around it",
		            "its name is missing, too long or not plain");
	for (unsigned j = 0; j < index; j++)
		if (strcmp(text_or_empty(election->places[j]), name) == 0)
			fault_found(check, "name each place once", "it has the same name as place %u", j + 1);
}

static void check_tag(struct check *check, uint32_t index)
{
	const struct election *election = check->election;
	const uint8_t *bytes = election->tags + (size_t)index * ISSUED_BYTES;
	struct issued issued;

	fault_place(check, "issued tag %u", index + 1);
	issued_read(&issued, bytes);
	/* That there are no styles is told of elsewhere. */
	if (issued.place >= election->place_count ||
	    (election->style_count > 0 && issued.style >= election->style_count))
		fault_found(check, "issue the codes again for the places and districts of this election",
		            "its place or its ballot style does not exist");
	if (index > 0 && memcmp(bytes - ISSUED_BYTES + ISSUED_HASH, bytes + ISSUED_HASH, HASH_BYTES) >= 0)
		fault_found(check, "list every tag once, ascending", "it stands twice, or out of order");
}

static void check_tags(struct check *check)
{
	const struct election *election = check->election;
	int coded = election->admission == ADMISSION_CODE;
	unsigned faults = check->faults;

	fault_place(check, "voting codes");
	if (election->place_count > ELECTION_MAX_PLACES || election->tag_count > ELECTION_MAX_TAGS) {
		fault_found(check, "have at most 500 places and 200,000 codes", "there are %u places and %u tags",
		            election->place_count, election->tag_count);
		return;
	}
	if (!coded && election->tag_count > 0)
		fault_found(check, "set the admission to \"code\", or leave the tags out",
		            "tags of voting codes are listed, but voters are admitted without codes (\"%s\")",
		            admission_word(election->admission));
	if (coded && election->trustee_count > 0 && election->tag_count == 0)
		fault_found(check, "build it with `--tags FILE`, the file of the tags of all codes issued",
		            "voters are admitted by code, but no code was issued");
	for (unsigned i = 0; i < election->place_count; i++)
		check_place(check, i);
	/* One of them says enough: where the first is wrong, all are. */
	for (uint32_t i = 0; i < election->tag_count && check->faults == faults; i++)
		check_tag(check, i);
}

enum status election_check(const struct election *election, problem_sink *found, void *context)
{
	struct check check = {.election = election, .found = found, .context = context};

	check_identity(&check);
	check_dates(&check);
	check_languages(&check);
	fault_text(&check, "title", &election->title, ELECTION_NAME_MAX, TEXT_NEEDED);
	fault_text(&check, "organiser", &election->organiser, 120, TEXT_OPTIONAL);
	check_times(&check);
	check_counting(&check);
	check_categories(&check);
	check_contests(&check);
	check_styles(&check);
	check_keys(&check);
	check_tags(&check);
	check_media(&check);
	return check.faults == 0 ? STATUS_OK : STATUS_RULES;
}
