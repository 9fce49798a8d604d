/* What counting a vote costs: the largest published elections, and a generated one of a million votes for 200 projects,
 * by every rule. Each rule runs in a process of its own, so that its peak memory is its own: the file's text, its ways,
 * the votes and the count. Every time stands beside the time that merely reading the file and touching every byte of it
 * takes (a warm one: it lies in the machine's memory).
 *
 * Arguments: a folder to write in, then files to count; without files the largest of ../shared/pabulib. */
#include <fcntl.h>
#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "pabulib.h"
#include "parallel.h"
#include "rule.h"

enum { LARGEST = 6, VOTES = 1000000, PROJECTS = 200, DISTRICTS = 20, AGAIN = 3 };

static const char published[] = "../shared/pabulib";

/* Seconds; processor: of all threads. */
struct spent {
	double wall, processor;
};

/* What one process measured. */
struct figures {
	int failed;
	uint64_t bytes, votes, projects, selected;
	struct spent touch, read, fill, count;
	uint64_t peak; /* bytes; by the parent */
	enum profile_kind kind;
};

struct way {
	const char *what;
	enum rule rule;
	int second_sat; /* 0: cost, points-cost or rank-cost; 1: number, points or rank */
	enum completion completion;
	int exhaustive;
};

static const struct way ways[] = {
    {"greedy", RULE_GREEDY, 0, COMPLETION_NONE, 0},
    {"greedy", RULE_GREEDY, 1, COMPLETION_NONE, 0},
    {"phragmen", RULE_PHRAGMEN, 0, COMPLETION_NONE, 0},
    {"mes", RULE_MES, 0, COMPLETION_NONE, 0},
    {"mes, utilitarian", RULE_MES, 0, COMPLETION_UTILITARIAN, 0},
    {"mes, add1", RULE_MES, 0, COMPLETION_ADD1, 0},
    {"mes, add1 exhaustive", RULE_MES, 0, COMPLETION_ADD1, 1},
    {"mes, add1u", RULE_MES, 0, COMPLETION_ADD1U, 1},
    {"mes", RULE_MES, 1, COMPLETION_NONE, 0},
    {"mes, add1", RULE_MES, 1, COMPLETION_ADD1, 0},
    {"mes, add1u", RULE_MES, 1, COMPLETION_ADD1U, 1},
};

static enum satisfaction sat_of(enum profile_kind kind, int second)
{
	if (!second)
		return satisfaction_default(kind);
	return kind == PROFILE_SETS ? SAT_NUMBER : kind == PROFILE_POINTS ? SAT_POINTS : SAT_RANK;
}

static double seconds(clockid_t clock)
{
	struct timespec at;

	clock_gettime(clock, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static struct spent now(void)
{
	return (struct spent){seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID)};
}

static struct spent since(struct spent began)
{
	struct spent at = now();

	return (struct spent){at.wall - began.wall, at.processor - began.processor};
}

/* The less disturbed of two runs of the same. */
static struct spent least(struct spent a, struct spent b)
{
	return (struct spent){a.wall < b.wall ? a.wall : b.wall, a.processor < b.processor ? a.processor : b.processor};
}

/* --- a generated election
 * ------------------------------------------------------------------------------------------------------------ */

static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* One of count by weights that fall as 1 / (rank + 4): the first is some twenty times as popular as the hundredth. */
static uint32_t popular(uint64_t *state, const uint64_t *sums, uint32_t count)
{
	uint64_t at = next(state) % sums[count - 1];
	uint32_t low = 0, high = count - 1;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (sums[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void write_projects(FILE *out, uint64_t *state)
{
	fprintf(out, "PROJECTS\nproject_id;cost;name\n");
	for (uint32_t i = 0; i < PROJECTS; i++) {
		/* From 12,000 to 3,000,000, each doubling as common as the next. */
		uint64_t cost = (UINT64_C(12000) << next(state) % 8) * (100 + next(state) % 95) / 100;

		fprintf(out, "%u;%lu;Project %u\n", i + 1, (unsigned long)(cost / 50 * 50), i + 1);
	}
}

/* A voter approves 1 to 10 projects, fewer more often; half of them of the own district. */
static void write_votes(FILE *out, uint64_t *state)
{
	static const uint8_t lengths[] = {1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 7, 8, 10};
	uint64_t sums[PROJECTS], sum = 0;

	for (uint32_t i = 0; i < PROJECTS; i++)
		sums[i] = sum += 1000000 / (i + 4);
	fprintf(out, "VOTES\nvoter_id;vote\n");
	for (uint32_t v = 0; v < VOTES; v++) {
		uint32_t chosen[16], count = 0, home = (uint32_t)(next(state) % DISTRICTS);
		uint32_t wanted = lengths[next(state) % sizeof lengths];

		while (count < wanted) {
			uint32_t project = popular(state, sums, PROJECTS), k = 0;

			if (next(state) & 1)
				project = project / DISTRICTS * DISTRICTS + home;
			while (k < count && chosen[k] != project)
				k++;
			if (k == count)
				chosen[count++] = project;
		}
		fprintf(out, "%u;", v + 1);
		for (uint32_t k = 0; k < count; k++)
			fprintf(out, "%s%u", k ? "," : "", chosen[k] + 1);
		fputc('\n', out);
	}
}

static int generate(const char *path)
{
	FILE *out = fopen(path, "w");
	uint64_t state = 2026;

	if (!out)
		return 0;
	fprintf(out,
	        "META\nkey;value\ndescription;A generated election\ncountry;Nowhere\nunit;Bench\ninstance;1\n"
	        "num_projects;%d\nnum_votes;%d\nbudget;40000000\nvote_type;approval\nrule;greedy\ndate_begin;2026\n"
	        "date_end;2026\nmax_length;10\n",
	        PROJECTS, VOTES);
	write_projects(out, &state);
	write_votes(out, &state);
	return fclose(out) == 0;
}

/* --- one measurement
 * ----------------------------------------------------------------------------------------------------------------- */

/* read(2) in pieces, adding up every byte. */
static struct spent touch(const char *path, uint64_t *bytes)
{
	static uint8_t piece[1 << 16];
	struct spent began = now();
	volatile uint64_t total;
	uint64_t sum = 0;
	ssize_t got;
	int in = open(path, O_RDONLY | O_CLOEXEC);

	*bytes = 0;
	while (in >= 0 && (got = read(in, piece, sizeof piece)) > 0) {
		for (ssize_t i = 0; i < got; i++)
			sum += piece[i];
		*bytes += (uint64_t)got;
	}
	total = sum;
	(void)total;
	if (in >= 0)
		close(in);
	return since(began);
}

static void share_out(void *context, size_t count, void (*work)(void *share, size_t index), void *share)
{
	(void)context;
	parallel_each(count, NULL, work, share);
}

static enum status count(struct figures *out, const struct profile *profile, const struct way *way, unsigned digits)
{
	const struct count_host host = {.parallel = share_out};
	struct terms terms = {.rule = way->rule,
	                      .sat = sat_of(profile->kind, way->second_sat),
	                      .completion = way->completion,
	                      .exhaustive = way->exhaustive,
	                      .add1_step = 1};
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < digits; i++)
		terms.add1_step *= 10;
	/* Short ones again: the least of some runs is the least disturbed. */
	for (int i = 0; i < AGAIN && status == STATUS_OK; i++) {
		struct spent began = now(), spent;
		struct outcome *outcome;

		status = rule_count(&outcome, profile, &terms, &host);
		if (status != STATUS_OK)
			break;
		spent = since(began);
		out->selected = outcome->selected_count;
		outcome_destroy(outcome);
		out->count = i == 0 ? spent : least(out->count, spent);
		if (spent.processor > 0.5)
			break;
	}
	return status;
}

static void measure(struct figures *out, const char *path, const struct way *way)
{
	struct bytes text;
	struct pabulib *file;
	struct pabulib_fault fault;
	struct profile *profile;
	struct spent began = now();

	out->failed = 1;
	if (file_read(&text, path, PABULIB_MAX_BYTES, "the Pabulib file") != STATUS_OK)
		return;
	if (pabulib_read(&file, &fault, (char *)text.data, text.len, NULL, NULL) != STATUS_OK) {
		fprintf(stderr, "bench_tally: %s, line %lu: %s\n", path, fault.line, fault.what);
		return;
	}
	out->read = since(began);
	began = now();
	if (pabulib_profile(&profile, file, REPEATS_ONCE) != STATUS_OK)
		return;
	out->fill = since(began);
	out->votes = profile->vote_count;
	out->projects = profile->project_count;
	out->kind = profile->kind;
	out->failed = way && count(out, profile, way, file->money_digits) != STATUS_OK;
	profile_destroy(profile);
	pabulib_destroy(file);
	bytes_free(&text);
}

/* Reading and filling several times, and the file's bytes touched. */
static void measure_reading(struct figures *out, const char *path)
{
	struct figures once = {0};

	for (int i = 0; i < AGAIN && !once.failed; i++) {
		struct spent touched = touch(path, &out->bytes);

		measure(&once, path, NULL);
		out->touch = i == 0 ? touched : least(out->touch, touched);
		out->read = i == 0 ? once.read : least(out->read, once.read);
		out->fill = i == 0 ? once.fill : least(out->fill, once.fill);
	}
	out->votes = once.votes;
	out->projects = once.projects;
	out->failed = once.failed;
}

/* In a process of its own. way NULL: reads only. */
static struct figures measure_apart(const char *path, const struct way *way)
{
	struct figures figures = {.failed = 1};
	struct rusage usage;
	int ends[2], told;
	pid_t child;

	if (pipe(ends) != 0)
		return figures;
	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (way)
			measure(&figures, path, way);
		else
			measure_reading(&figures, path);
		told = write(ends[1], &figures, sizeof figures) == (ssize_t)sizeof figures;
		_exit(told ? 0 : 1);
	}
	close(ends[1]);
	if (child < 0 || read(ends[0], &figures, sizeof figures) != (ssize_t)sizeof figures)
		figures.failed = 1;
	close(ends[0]);
	if (child > 0 && wait4(child, &told, 0, &usage) == child)
		figures.peak = (uint64_t)usage.ru_maxrss * 1024;
	return figures;
}

/* --- the field's own tools
 * ----------------------------------------------------------------------------------------------------------- */

static int peer_installed(void)
{
	return system("python3 -c 'import pabutools' 2>/dev/null") == 0;
}

/* Processor seconds of pabutools on this file here, or below 0. */
static double peer_here(const char *path, const struct way *way, enum satisfaction sat)
{
	char command[PATH_ROOM + 200], line[64] = "";
	FILE *answer;

	snprintf(command, sizeof command, "timeout 120 python3 tests/bench/peer_pabutools.py '%s' %s %s %s 2>/dev/null",
	         path, rule_word(way->rule), satisfaction_word(sat), completion_word(way->completion));
	answer = way->exhaustive ? NULL : popen(command, "r");
	if (answer) {
		if (!fgets(line, sizeof line, answer))
			line[0] = '\0';
		pclose(answer);
	}
	return *line ? strtod(line, NULL) : -1;
}

static int says(const json_t *line, const char *key, const char *value)
{
	const char *told = json_string_value(json_object_get(line, key));

	return told ? strcmp(told, value) == 0 : strcmp(value, "none") == 0;
}

/* Processor seconds of pabutools as the published list tells them, or below 0. */
static double peer_told(const char *path, const struct way *way, enum satisfaction sat)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	char list[PATH_ROOM], *text = NULL;
	double told = -1;
	size_t room = 0;
	FILE *stream;

	if (path_join(list, published, "outcomes.jsonl") != STATUS_OK)
		return -1;
	stream = fopen(list, "r");
	while (stream && told < 0 && getline(&text, &room, stream) > 0) {
		json_t *line = strstr(text, name) ? json_loads(text, 0, NULL) : NULL;
		const json_t *by = json_object_get(line, "by");

		if (says(line, "rule", rule_word(way->rule)) &&
		    says(line, "completion", completion_word(way->completion)) &&
		    (way->rule == RULE_PHRAGMEN || says(line, "sat", satisfaction_word(sat))) &&
		    says(line, "tie", "cost-votes-id") &&
		    json_is_true(json_object_get(line, "exhaustive")) == way->exhaustive && by &&
		    strncmp(json_string_value(by), "pabutools", 9) == 0 && json_object_get(line, "seconds"))
			told = json_number_value(json_object_get(line, "seconds"));
		json_decref(line);
	}
	free(text);
	if (stream)
		fclose(stream);
	return told;
}

/* --- the table
 * -----------------------------------------------------------------------------------------------------------------------
 */

static void print_row(const char *path, const struct way *way, struct spent read, int peer)
{
	struct figures figures = measure_apart(path, way);
	enum satisfaction sat = sat_of(figures.kind, way->second_sat);
	double theirs = peer ? peer_here(path, way, sat) : peer_told(path, way, sat);
	char beside[64] = "";

	if (figures.failed) {
		printf("  %-24s could not be counted\n", way->what);
		return;
	}
	if (theirs >= 0)
		snprintf(beside, sizeof beside, "%9.2f %6.0f times", theirs,
		         theirs / (figures.read.processor + figures.fill.processor + figures.count.processor));
	printf("  %-21s %-11s %10.4f %10.4f %9.1f %7.0f %5lu  %s\n", way->what,
	       way->rule == RULE_PHRAGMEN ? "" : satisfaction_word(sat), figures.count.wall, figures.count.processor,
	       figures.count.processor / read.processor, (double)figures.peak / 1e6, (unsigned long)figures.selected,
	       beside);
}

static void print_part(const char *what, struct spent spent, struct spent touch)
{
	printf("  %-33s %10.4f %10.4f %9.1f", what, spent.wall, spent.processor, spent.processor / touch.processor);
}

static void print_file(const char *path, int peer)
{
	struct figures figures = measure_apart(path, NULL);
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;

	if (figures.failed)
		return;
	printf("\n%s: %lu votes, %lu projects, %.1f MB\n", name, (unsigned long)figures.votes,
	       (unsigned long)figures.projects, (double)figures.bytes / 1e6);
	print_part("read(2), every byte touched", figures.touch, figures.touch);
	printf("\n");
	print_part("read as Pabulib, checked", figures.read, figures.touch);
	printf(" %7.0f        %.0f MB/s\n", (double)figures.peak / 1e6,
	       (double)figures.bytes / 1e6 / figures.read.processor);
	print_part("fill the votes in", figures.fill, figures.touch);
	printf("\n");
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		print_row(path, &ways[i], figures.touch, peer);
}

static int by_size(const void *a, const void *b)
{
	struct stat x = {0}, y = {0};

	if (stat(*(char *const *)a, &x) != 0 || stat(*(char *const *)b, &y) != 0)
		return 0;
	return x.st_size > y.st_size ? -1 : x.st_size < y.st_size;
}

static void print_published(int peer)
{
	char pattern[PATH_ROOM];
	glob_t found;

	if (path_join(pattern, published, "*.pb") != STATUS_OK || glob(pattern, 0, NULL, &found) != 0) {
		printf("\nThe published elections are not in %s: only a generated one is counted.\n", published);
		return;
	}
	qsort(found.gl_pathv, found.gl_pathc, sizeof *found.gl_pathv, by_size);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		/* Warsaw's Mokotow is no large one, but the longest of all to count by add1. */
		if (i < LARGEST || strstr(found.gl_pathv[i], "Mokotow"))
			print_file(found.gl_pathv[i], peer);
	}
	globfree(&found);
}

int main(int argc, char **argv)
{
	int peer = peer_installed();
	char path[PATH_ROOM];

	if (argc < 2) {
		fprintf(stderr, "usage: bench_tally FOLDER [FILE.pb...]\n");
		return 2;
	}
	printf(
	    "Counting: seconds of the count alone and of that processor seconds of all threads (the least of up to %d "
	    "runs),\nprocessor seconds as a multiple of those that read(2) takes, peak memory of the whole process in "
	    "MB, "
	    "and the\nnumber of projects that won. pabutools: processor seconds of the field's Python "
	    "tools%s;\n\"times\": "
	    "theirs for the rule alone against reading, filling and counting here.\n",
	    AGAIN,
	    peer ? ", on this machine"
	         : " as the\npublished list tells them (not installed here; made on another machine)");
	printf("  %-33s %10s %10s %9s %7s %5s %10s\n", "", "seconds", "processor", "x read", "MB", "won", "pabutools");
	for (int i = 2; i < argc; i++)
		print_file(argv[i], peer);
	if (argc > 2)
		return 0;
	print_published(peer);
	if (path_join(path, argv[1], "generated.pb") != STATUS_OK || !generate(path)) {
		fprintf(stderr, "bench_tally: %s cannot be written\n", argv[1]);
		return 2;
	}
	print_file(path, peer);
	return 0;
}
