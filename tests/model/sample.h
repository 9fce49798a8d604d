/* An invented election for tests: two languages, two districts, a contest of each kind that matters. Every byte follows
 * from what stands here. */
#ifndef FOLKMOOT_TESTS_SAMPLE_H
#define FOLKMOOT_TESTS_SAMPLE_H

#include <stdlib.h>
#include <string.h>

#include "crypto/example.h"
#include "election.h"

enum { SAMPLE_CONTESTS = 4, SAMPLE_PROJECTS = 6, SAMPLE_TAGS = 5, SAMPLE_BYTES = 32 * 1024 };

struct sample {
	struct election election;
	struct contest contest[SAMPLE_CONTESTS + ELECTION_MAX_CONTESTS];
	struct project project[SAMPLE_CONTESTS][SAMPLE_PROJECTS];
	struct style style[ELECTION_MAX_STYLES + 1];
	const char *place[2];
	uint8_t tag[SAMPLE_TAGS][ISSUED_BYTES];
};

static inline struct text sample_text(const char *english, const char *portuguese)
{
	return (struct text){.in = {english, portuguese}};
}

static inline void sample_projects(struct sample *out, unsigned contest)
{
	static const char *const ids[SAMPLE_PROJECTS] = {"A/1", "A/2", "B/1", "B/2", "C/1", "ł-7"};
	static const char *const names[SAMPLE_PROJECTS] = {"Repair café", "Trees",        "Benches",
	                                                   "Playground",  "Canal lights", "Choir"};

	for (unsigned i = 0; i < SAMPLE_PROJECTS; i++) {
		struct project *project = &out->project[contest][i];
		for (unsigned j = 0; j < PROJECT_TEXTS; j++)
			*project_text_of(project, j) = sample_text("", NULL);
		project->id = ids[i];
		project->cost = 100000 + 2550 * i;
		project->name = sample_text(names[i], i % 2 ? "Um projeto" : NULL);
		project->summary = sample_text("One line.", NULL);
		project->description = sample_text("First line.\nSecond line.", "Duas\nlinhas.");
		project->categories = i % 3;
		project->district = contest == 2 ? 1 : 0;
	}
	out->contest[contest].projects = out->project[contest];
	out->contest[contest].project_count = SAMPLE_PROJECTS;
}

static inline void sample_contests(struct sample *out)
{
	static const enum vote_type types[SAMPLE_CONTESTS] = {VOTE_KNAPSACK, VOTE_APPROVAL, VOTE_RANKED, VOTE_POINTS};

	for (unsigned i = 0; i < SAMPLE_CONTESTS; i++) {
		struct contest *contest = &out->contest[i];
		contest->id = (uint16_t)(10 * (i + 1));
		contest->type = types[i];
		contest->title = sample_text("A contest", "Um concurso");
		contest->instruction = sample_text("Choose.", NULL);
		contest->budget = 300000;
		sample_projects(out, i);
	}
	out->contest[1].max_length = 3;
	out->contest[1].min_length = 1;
	out->contest[3].max_points = 5;
	out->contest[3].max_sum_points = 10;
	out->election.contests = out->contest;
	out->election.contest_count = SAMPLE_CONTESTS;
}

static inline void sample_styles(struct sample *out)
{
	out->style[0] = (struct style){.name = sample_text("East", NULL), .contest_count = 3, .contest = {0, 1, 2}};
	out->style[1] = (struct style){.name = sample_text("West", "Oeste"), .contest_count = 3, .contest = {0, 1, 3}};
	out->election.styles = out->style;
	out->election.style_count = 2;
}

static inline void sample_keys(struct election *out)
{
	struct sign_secret key;
	struct scalar secret;

	example_scalar(&secret, "sample joint key");
	if (point_multiply_base(&out->joint_key, &secret) != STATUS_OK)
		memset(&out->joint_key, 0, sizeof out->joint_key);
	hash_of(&out->transcript, "sample", "transcript", 10);
	out->trustee_count = 3;
	out->threshold = 2;
	example_key(&key, "sample organiser", SIGN_PRACTICE);
	out->organiser_key = key.public_key;
	out->mixer_count = 2;
	example_key(&key, "sample mixer 1", SIGN_PRACTICE);
	out->mixer[0] = (struct mixer){.name = "Mixer one", .key = key.public_key};
	example_key(&key, "sample mixer 2", SIGN_PRACTICE);
	out->mixer[1] = (struct mixer){.name = "Mixer two", .key = key.public_key};
	sign_secret_wipe(&key);
}

static inline void sample_tag(uint8_t out[static TAG_BYTES], unsigned i)
{
	example_bytes(out, TAG_BYTES, "sample tag");
	out[0] = (uint8_t)i;
}

static inline int sample_by_hash(const void *a, const void *b)
{
	return memcmp((const uint8_t *)a + ISSUED_HASH, (const uint8_t *)b + ISSUED_HASH, HASH_BYTES);
}

/* Five codes, each good for another place or district. */
static inline void sample_tags(struct sample *out)
{
	uint8_t tag[TAG_BYTES];

	out->place[0] = "East library";
	out->place[1] = "Town hall";
	for (unsigned i = 0; i < SAMPLE_TAGS; i++) {
		sample_tag(tag, i);
		issued_write(out->tag[i], i % 2, i / 2 % 2, tag);
	}
	qsort(out->tag, SAMPLE_TAGS, ISSUED_BYTES, sample_by_hash);
	out->election.admission = ADMISSION_CODE;
	out->election.places = out->place;
	out->election.place_count = 2;
	out->election.tags = out->tag[0];
	out->election.tag_count = SAMPLE_TAGS;
}

static inline void sample_make(struct sample *out)
{
	struct election *election = &out->election;

	memset(out, 0, sizeof *out);
	election->id = "sample-2026";
	election->revision = 3;
	election->kind = SIGN_PRACTICE;
	election->currency = "GBP";
	election->minor_digits = 2;
	election->opens = "2026-05-01";
	election->closes = "2026-05-31";
	election->language_count = 2;
	election->language[0] = "en";
	election->language[1] = "pt-BR";
	election->title = sample_text("A sample vote", "Uma votação");
	election->organiser = sample_text("A council", NULL);
	election->idle_s = 180;
	election->warning_s = 45;
	election->rule = RULE_MES;
	election->completion = COMPLETION_ADD1U;
	election->add1_step = 100;
	election->category_count = 2;
	election->category[0] = sample_text("Green", "Verde");
	election->category[1] = sample_text("Young people", NULL);
	sample_contests(out);
	sample_styles(out);
	sample_keys(election);
	sample_tags(out);
	election_derive(election);
}

#endif
