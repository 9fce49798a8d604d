/* Elections and flow states for tests of screens: a lifelike one, a tiny one, one of several contests, the longest
 * texts allowed, and one with a contest of every other type and every kind of question. */
#ifndef FOLKMOOT_TESTS_EXAMPLES_H
#define FOLKMOOT_TESTS_EXAMPLES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ballot.h"
#include "crypto/example.h"
#include "flow.h"

enum example_kind { EXAMPLE_USUAL, EXAMPLE_FEW, EXAMPLE_SEVERAL, EXAMPLE_MOST, EXAMPLE_TYPES, EXAMPLE_KIND_COUNT };

enum { EXAMPLE_PROJECTS = 60, EXAMPLE_CONTESTS = 8, EXAMPLE_PARTS = 3, EXAMPLE_STYLES = 9 };

struct example {
	struct election election;
	struct contest contest[EXAMPLE_CONTESTS];
	struct project project[EXAMPLE_CONTESTS][EXAMPLE_PROJECTS];
	struct style style[EXAMPLE_STYLES];
	char ids[EXAMPLE_PROJECTS][8];
	char name[200], line[260], text[2100], third[320]; /* the longest allowed */
};

static const struct {
	const char *name, *place, *summary;
	unsigned cost; /* thousands */
} example_projects[] = {
    {"Shade trees for Tanner Street", "Tanner Street",
     "Fourteen street trees and two benches on the hottest street of the ward.", 18},
    {"Repair café and tool library", "Old Fire Station",
     "A monthly repair evening and 200 tools that anyone can borrow.", 24},
    {"Safe crossing at Mill Road school", "Mill Road", "A raised zebra crossing where 300 children walk to school.",
     46},
    {"Community kitchen at St Bride’s Hall", "St Bride’s Hall",
     "New ovens and a serving hatch, so that lunch clubs can cook for eighty people.", 32},
    {"Night bus shelter lights", "Harbour Lane", "Solar lights in six bus shelters that are dark today.", 12},
    {"Pocket park on Cooper’s Corner", "Cooper’s Corner",
     "Turns an empty plot into a small garden with a water tap and raised beds.", 38},
    {"Free swimming for under-tens", "Leisure centre",
     "One free hour every Saturday for a year, with teachers in the water.", 27},
    {"Bike hangars for flats", "Rowan Estate", "Lockable space for 36 bicycles beside the stairs of the estate.", 21},
    {"Music room for young people", "The Arches",
     "A soundproof practice room with instruments, open four evenings a week.", 29},
    {"Benches every 200 metres", "High Street to hospital",
     "Nine benches with arms, so that the walk to the hospital has places to rest.", 14},
    {"Flood gardens on Brook Lane", "Brook Lane", "Planted hollows that hold rain water and keep the lane dry.", 41},
    {"English conversation tables", "Central Library", "Tea and talk twice a week with trained volunteers.", 9},
    {"Canal path that wheels can use", "Lock 3 to Lock 5", "A smooth surface and two ramps in place of steps.", 58},
    {"Warm room on winter evenings", "Chapel Centre", "Heating, soup and games on 80 evenings from November.", 16},
    {"Skate spot under the flyover", "Flyover arches",
     "Low concrete ramps built with the young people who will use them.", 35},
    {"Orchard on the school field", "Hill Primary School",
     "Forty fruit trees that pupils and neighbours look after together.", 11},
    {"Accessible playground swings", "Victoria Gardens", "Two swings and a roundabout for children in wheelchairs.",
     22},
    {"Local history walls", "Six places", "Painted walls that tell how people came to live here.", 17},
    {"Mobile bank and benefits advice", "Market square", "A van with private rooms, every Thursday.", 26},
    {"Nest boxes and wild flower verges", "Whole ward", "Two kilometres of verge mown once a year, and 120 nest boxes.",
     8},
};

static inline void example_fill(char *out, size_t characters)
{
	static const char words[] =
	    "Neighbourhood improvement with benches, lighting, planting and step-free paths between ";

	for (size_t i = 0; i < characters; i++)
		out[i] = words[i % (sizeof(words) - 1)];
	if (out[characters - 1] == ' ')
		out[characters - 1] = '.';
	out[characters] = 0;
}

static inline void example_project(struct example *out, enum example_kind kind, unsigned contest, unsigned i)
{
	struct project *project = &out->project[contest][i];
	unsigned which = (i + contest * 7) % (sizeof(example_projects) / sizeof(*example_projects));

	memset(project, 0, sizeof(*project));
	project->id = out->ids[i];
	project->cost = (uint64_t)example_projects[which].cost * 100000;
	project->name.in[0] = example_projects[which].name;
	project->place.in[0] = example_projects[which].place;
	project->summary.in[0] = example_projects[which].summary;
	project->description.in[0] =
	    "People asked for this at three meetings in the spring. The council has checked the plan and the price. "
	    "Work would begin in the autumn and take about four months.\n"
	    "Neighbours would help to choose the details, and a small group would look after it once it is there.";
	project->proposer.in[0] = "Neighbours’ association";
	project->social.in[0] = "Gives people of all ages a reason to meet close to home.";
	project->economic.in[0] = "Pays two local firms and trains four young people.";
	project->environmental.in[0] = "Uses recycled materials and adds plants that bees like.";
	project->picture_alt.in[0] = "A drawing of the street with trees.";
	project->contact.in[0] = "projects@example.org";
	project->categories = 1U << which % 3;
	if (kind == EXAMPLE_MOST) {
		project->cost = i ? UINT64_C(123456789) + i : UINT64_C(99000000000);
		project->name.in[0] = out->name;
		project->summary.in[0] = out->line;
		project->description.in[0] = out->text;
		project->place.in[0] = out->name;
		project->proposer.in[0] = out->name;
		project->social.in[0] = project->economic.in[0] = project->environmental.in[0] = out->third;
		project->contact.in[0] = out->line;
	}
}

static inline void example_contest(struct example *out, enum example_kind kind, unsigned i, unsigned projects)
{
	struct contest *contest = &out->contest[i];

	memset(contest, 0, sizeof(*contest));
	contest->id = (uint16_t)(i + 1);
	contest->type = kind == EXAMPLE_SEVERAL && i == 1 ? VOTE_APPROVAL : VOTE_KNAPSACK;
	contest->title.in[0] = i == 1 ? "Ideas for young people" : i == 2 ? "Green projects" : "Projects for Eastmere";
	contest->instruction.in[0] = "Choose what would make Eastmere a better place to live.";
	contest->budget = contest->max_sum_cost = kind == EXAMPLE_MOST ? UINT64_C(99000000000) : 25000000;
	if (contest->type == VOTE_APPROVAL) {
		contest->max_sum_cost = 0;
		contest->min_length = 2;
		contest->max_length = 5;
	}
	contest->project_count = (uint16_t)projects;
	contest->projects = out->project[i];
	for (unsigned k = 0; k < projects; k++)
		example_project(out, kind, i, k);
	if (kind == EXAMPLE_MOST) {
		contest->title.in[0] = out->name;
		contest->instruction.in[0] = out->third;
	}
	contest->width = ballot_width(contest);
}

/* Contests of every type that the others have not, and questions. */
static inline void example_type(struct example *out, unsigned i)
{
	static const struct {
		enum vote_type type;
		const char *title, *instruction;
		unsigned projects, min_length, max_length, min_points, max_points, max_sum_points;
	} kinds[EXAMPLE_CONTESTS] = {
	    {VOTE_RANKED, "Small grants", "Put the projects you want in order.", 20, 1, 5, 0, 0, 0},
	    {VOTE_POINTS, "Parks and play", "Share your points as you like.", 20, 0, 0, 0, 6, 10},
	    {VOTE_SCORE, "Bids of the evening", "Every bid gets a mark.", 12, 0, 0, 1, 5, 0},
	    {VOTE_CHOOSE_ONE, "The one big project", "One project will be built.", 8, 0, 1, 0, 0, 0},
	    {VOTE_SCORE, "Bids up to a hundred", "A mark for each bid you know.", 20, 0, 0, 0, 100, 0},
	    {VOTE_ANSWER_ONE, "How did you hear of this vote?", "", 5, 0, 1, 0, 0, 0},
	    {VOTE_ANSWER_SEVERAL, "What would you help with?", "", 8, 0, 3, 0, 0, 0},
	    {VOTE_ANSWER_TEXT, "Is there an unloved space near you?", "", 0, 0, 200, 0, 0, 0},
	};
	static const char *const answers[8] = {"Somebody told me", "A leaflet or poster", "Newspaper or radio",
	                                       "On the internet",  "At the library",      "Planting and watering",
	                                       "Cooking together", "Repairing bicycles"};
	struct contest *contest = &out->contest[i];

	contest->type = kinds[i].type;
	contest->title.in[0] = kinds[i].title;
	contest->instruction.in[0] = kinds[i].instruction;
	contest->max_sum_cost = 0;
	contest->project_count = (uint16_t)kinds[i].projects;
	contest->min_length = kinds[i].min_length;
	contest->max_length = kinds[i].max_length;
	contest->min_points = kinds[i].min_points;
	contest->max_points = kinds[i].max_points;
	contest->max_sum_points = kinds[i].max_sum_points;
	if (vote_type_is_question(contest->type)) {
		contest->budget = 0;
		for (unsigned k = 0; k < contest->project_count; k++) {
			memset(&contest->projects[k], 0, sizeof(contest->projects[k]));
			contest->projects[k].id = out->ids[k];
			contest->projects[k].name.in[0] = answers[k];
		}
	}
	contest->width = ballot_width(contest);
}

static inline void example_make(struct example *out, enum example_kind kind)
{
	static const char *const languages[ELECTION_MAX_LANGUAGES] = {"en", "pt", "pl", "es", "fr", "so",
	                                                              "ar", "bn", "it", "tr", "ur", "yo"};
	static const unsigned projects[EXAMPLE_KIND_COUNT] = {20, 3, 20, EXAMPLE_PROJECTS, 20};
	struct election *election = &out->election;
	unsigned contests = kind == EXAMPLE_SEVERAL ? EXAMPLE_PARTS : kind == EXAMPLE_TYPES ? EXAMPLE_CONTESTS : 1;

	memset(out, 0, sizeof(*out));
	example_fill(out->name, 160);
	example_fill(out->line, 200);
	example_fill(out->text, 2000);
	example_fill(out->third, 300);
	for (unsigned i = 0; i < EXAMPLE_PROJECTS; i++)
		snprintf(out->ids[i], sizeof(out->ids[i]), "p%u", i + 1);
	for (unsigned i = 0; i < contests; i++)
		example_contest(out, kind, i, projects[kind]);
	for (unsigned i = 0; i < contests && kind == EXAMPLE_TYPES; i++)
		example_type(out, i);
	election->id = "eastmere-2027";
	election->currency = "GBP";
	election->minor_digits = 2;
	election->opens = election->closes = "";
	election->language_count = kind == EXAMPLE_MOST ? ELECTION_MAX_LANGUAGES : kind == EXAMPLE_FEW ? 1 : 3;
	memcpy(election->language, languages, sizeof(languages));
	election->title.in[0] = kind == EXAMPLE_MOST ? out->name : "Eastmere decides";
	election->organiser.in[0] = "Borough of Eastmere";
	election->idle_s = 180;
	election->warning_s = 45;
	election->category_count = 3;
	election->category[0].in[0] = "Streets";
	election->category[1].in[0] = "Young people";
	election->category[2].in[0] = "Nature";
	election->contest_count = (uint8_t)contests;
	election->contests = out->contest;
	election->style_count = kind == EXAMPLE_SEVERAL ? EXAMPLE_STYLES : 1;
	election->styles = out->style;
	for (unsigned i = 0; i < election->style_count; i++) {
		out->style[i].name.in[0] = i % 2 ? "Harbour and Old Town" : "Brook Lane";
		out->style[i].contest_count = (uint8_t)contests;
		for (unsigned k = 0; k < contests; k++)
			out->style[i].contest[k] = (uint8_t)k;
	}
}

/* The mark that the n-th chosen project gets. */
static inline uint16_t example_mark(const struct contest *contest, unsigned n)
{
	static const uint16_t points[5] = {3, 1, 2, 1, 1}, marks[5] = {5, 3, 1, 4, 2};

	if (contest->type == VOTE_RANKED)
		return (uint16_t)(n + 1);
	if (contest->type == VOTE_POINTS)
		return points[n];
	return contest->type == VOTE_SCORE ? marks[n] : 1;
}

/* A closing report of a kiosk whose key follows from its name. */
static inline void example_report(char out[static CLOSING_TEXT])
{
	struct closing closing = {.closing = 1, .sealed = 1234, .spoiled = 0, .log_count = 61};
	struct sign_secret key;

	example_key(&key, "a kiosk on the screens", SIGN_REAL);
	example_bytes(closing.election.bytes, HASH_BYTES, "the election");
	memcpy(closing.kiosk, key.public_key.key, SIGN_KEY_BYTES);
	example_bytes(closing.set.bytes, HASH_BYTES, "its ballots");
	example_bytes(closing.spoiled_set.bytes, HASH_BYTES, "its test ballots");
	example_bytes(closing.log_head.bytes, HASH_BYTES, "its log");
	if (closing_write(out, &closing, &key) != STATUS_OK)
		out[0] = '\0';
}

/* What staff's screens are about. */
static inline void example_staff(struct flow *out, enum flow_state state)
{
	struct facts *facts = &out->facts;
	int closed = state == FLOW_STAFF_REPORT || state == FLOW_STAFF_REOPEN || state == FLOW_STAFF_ERASE ||
	             state == FLOW_STAFF_SECOND;

	facts->clock_s = 1778143200; /* 7 May 2026, 08:40 */
	facts->log_count = 61;
	facts->admissions = 27;
	facts->codes_refused = 4;
	facts->locked = state == FLOW_LOCKED;
	snprintf(facts->log_head, sizeof(facts->log_head), "9be0 41d7 5a3c 0f68");
	snprintf(facts->key, sizeof(facts->key), "c3a1 7f02 d95e 468b");
	snprintf(facts->organiser, sizeof(facts->organiser), "51d8 e4b7 903f 2ac6");
	if (closed) {
		facts->voting = VOTING_CLOSED;
		facts->closing = facts->saved = 1;
		example_report(out->report);
	}
	if (state == FLOW_STAFF_STICK) {
		out->staff_task = EFFECT_STICK;
		facts->stick_kb_s = 8400;
		facts->stick_free_mb = 15200;
	}
	out->setting_up = state == FLOW_STAFF_PLACE || state == FLOW_STAFF_CLOCK || state == FLOW_STAFF_STICK ||
	                  state == FLOW_STAFF_READY;
	out->checked = state == FLOW_STAFF_READY ? 0x1f | 0x20 << 8 : 0;
}

/* A kiosk that is of no organiser's yet. */
static inline void example_enrolment(struct flow *out, enum flow_state state)
{
	struct facts facts = {.kind = out->facts.kind, .stick = 1};

	out->election = NULL;
	out->in_session = out->settled = 0;
	out->enrol_step = state == FLOW_ENROL_PIN ? ENROL_SECOND : ENROL_NAME;
	snprintf(out->enrol_name, sizeof(out->enrol_name), "Eastmere Library 1");
	snprintf(out->enrol_place, sizeof(out->enrol_place), "Eastmere Library");
	if (state == FLOW_ENROL_KEY)
		memcpy(facts.organiser, out->facts.organiser, sizeof(facts.organiser));
	out->facts = facts;
}

/* A flow in a state, some projects chosen, as it would be there. */
static inline void example_flow(struct flow *out, const struct example *example, enum flow_state state)
{
	const struct election *election = &example->election;

	memset(out, 0, sizeof(*out));
	out->election = election;
	out->state = state;
	out->now_ms = 1000000;
	out->entered_ms = out->now_ms - 12000;
	out->last_activity_ms = out->now_ms;
	out->text_size = FLOW_TEXT_SIZE_DEFAULT;
	out->in_session = 1;
	out->settled = 1;
	out->facts.kind = SIGN_REAL;
	out->facts.enrolled = 1;
	out->facts.has_election = 1;
	out->facts.stick = 1;
	out->facts.voting = state == FLOW_STAFF_OPEN || state == FLOW_NOT_OPEN ? VOTING_NEW : VOTING_OPEN;
	out->facts.sealed = state == FLOW_STAFF_OPEN ? 0 : 1234;
	out->facts.capacity = 10000;
	out->facts.exports = 2;
	out->facts.started = 1301;
	out->facts.cast = 1234;
	out->facts.challenged = 3;
	out->facts.timed_out = 41;
	out->facts.left = 23;
	snprintf(out->facts.kiosk_name, sizeof(out->facts.kiosk_name), "Eastmere Library 1");
	snprintf(out->facts.place, sizeof(out->facts.place), "Eastmere Library");
	snprintf(out->facts.fingerprint, sizeof(out->facts.fingerprint), "4f1c 09ab 77d2 e310");
	out->pin_len = 3;
	out->staff_task = state == FLOW_STAFF_WORKING || state == FLOW_STAFF_DONE ? EFFECT_EXPORT : EFFECT_NONE;
	out->staff_number = 3;
	out->trouble = EFFECT_STORE;
	out->trouble_status = STATUS_IO;
	for (unsigned c = 0; c < election->contest_count; c++) {
		const struct contest *contest = &election->contests[c];
		unsigned chosen = 0;

		for (unsigned i = 0; i < contest->project_count; i++)
			out->order[c][i] = (uint16_t)((i * 7 + 3) % contest->project_count);
		if (contest->project_count % 7 == 0 || vote_type_is_question(contest->type))
			for (unsigned i = 0; i < contest->project_count; i++)
				out->order[c][i] = (uint16_t)i;
		for (unsigned i = 1; i < contest->project_count && chosen < 5; i += 3) {
			uint16_t mark = example_mark(contest, chosen);

			if (marks_try(contest, &out->marks[c], i, mark).rule != VERDICT_OK)
				continue;
			out->marks[c].of[i] = mark;
			chosen++;
		}
		if (contest->type == VOTE_ANSWER_TEXT)
			snprintf(out->answer[c], sizeof(out->answer[c]), "The plot behind the bus station");
		if (contest->type == VOTE_ANSWER_TEXT && state == FLOW_WRITE)
			out->contest = (uint8_t)c;
	}
	for (unsigned i = 0; i < HASH_BYTES; i++)
		out->code.bytes[i] = (uint8_t)(i * 37 + 11);
	for (unsigned i = 0; i < NONCE_BYTES; i++)
		out->nonce[i] = (uint8_t)(i * 59 + 3);
	out->typed_len = (uint8_t)snprintf(out->typed, sizeof(out->typed), "k7pq2m9");
	example_staff(out, state);
	if (state <= FLOW_ENROL_KEY)
		example_enrolment(out, state);
}

#endif
