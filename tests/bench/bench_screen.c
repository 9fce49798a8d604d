/* Time from a touch to the changed frame presented, at 1920 x 1080 on the software renderer, and the first frame of a
 * canvas. Real finger events through input, flow, screen and canvas; the reference in the same run is one copy of the
 * whole frame in memory. Then the same at its hardest: 60 projects in Bengali, the largest words, the disk busy.
 *
 * usage: bench_screen ELECTION-BODY   (the body of a package: tail -n +5 FILE.election) */
#include <SDL.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "canvas.h"
#include "flow.h"
#include "input.h"
#include "messages.h"
#include "screen.h"

enum { WIDTH = 1920, HEIGHT = 1080, ROUNDS = 600 };

struct bench {
	struct flow flow;
	struct messages messages;
	struct canvas *canvas;
	struct look look;
	struct input input;
	struct focus focus;
	struct screen screen;
	uint64_t now_ms;
};

static double seconds(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void show(struct bench *b)
{
	b->look.text_size = b->flow.text_size;
	b->look.theme = b->flow.theme;
	screen_build(&b->screen, &b->flow, &b->messages, &b->look);
	focus_follow(&b->focus, &b->screen);
	if (canvas_draw(b->canvas, &b->screen, &b->focus, input_pressed(&b->input)) != STATUS_OK)
		exit(2);
	input_shown(&b->input, &b->screen, b->now_ms);
}

static void step(struct bench *b, const struct event *event)
{
	struct event answer = {.now_ms = b->now_ms};
	struct effect effect = flow_step(&b->flow, event);

	if (effect.kind == EFFECT_SHUFFLE) {
		answer.kind = EVENT_SHUFFLED;
		memset(answer.seed, 7, sizeof answer.seed);
		(void)flow_step(&b->flow, &answer);
	}
}

/* One touch: finger down, drawn; finger up, acted on, drawn. Returns the seconds of both drawn answers, or -1 where
 * nothing was pressed. */
static double touch(struct bench *b, const struct element *element)
{
	SDL_Event event = {.tfinger = {.type = SDL_FINGERDOWN,
	                               .x = ((float)element->box.x + (float)element->box.w / 2) / WIDTH,
	                               .y = ((float)element->box.y + (float)element->box.h / 2) / HEIGHT}};
	struct input_answer answer;
	double start, taken;

	b->now_ms += 2000;
	start = seconds();
	input_event(&b->input, &event, &b->screen, b->now_ms, &answer);
	show(b);
	taken = seconds() - start;
	b->now_ms += 80;
	event.tfinger.type = SDL_FINGERUP;
	start = seconds();
	input_event(&b->input, &event, &b->screen, b->now_ms, &answer);
	if (answer.kind != INPUT_PRESS)
		return -1;
	step(b, &(struct event){.kind = EVENT_PRESS, .now_ms = b->now_ms, .action = answer.action});
	show(b);
	return seconds() - start > taken ? seconds() - start : taken;
}

/* The n-th element that does this, counting round; NULL where there is none. */
static const struct element *doing(const struct bench *b, enum action_kind kind, unsigned n)
{
	unsigned count = 0;

	for (unsigned i = 0; i < b->screen.count; i++)
		count += b->screen.element[i].action.kind == kind;
	for (unsigned i = 0, at = 0; count > 0 && i < b->screen.count; i++) {
		if (b->screen.element[i].action.kind == kind && at++ == n % count)
			return &b->screen.element[i];
	}
	return NULL;
}

static void need(struct bench *b, enum action_kind kind)
{
	const struct element *element = doing(b, kind, 0);

	if (!element || touch(b, element) < 0) {
		fprintf(stderr, "bench_screen: nothing to press on the screen '%s'\n", flow_state_name(b->flow.state));
		exit(2);
	}
}

static double copy_seconds(void)
{
	size_t len = (size_t)WIDTH * HEIGHT * 4;
	unsigned char *from = malloc(len), *to = malloc(len);
	double start;

	if (!from || !to)
		exit(2);
	memset(from, 1, len);
	memset(to, 2, len);
	start = seconds();
	for (int i = 0; i < 20; i++) {
		memcpy(to, from, len);
		from[i] = to[len - 1 - (size_t)i];
	}
	start = (seconds() - start) / 20;
	free(from);
	free(to);
	return start;
}

static void report(double *times, unsigned count, const char *what, double copy)
{
	if (count == 0)
		return;
	qsort(times, count, sizeof *times, by_value);
	printf("  %-44s median %6.1f ms   p99 %6.1f ms   = %4.1f frame copies\n", what, times[count / 2] * 1e3,
	       times[count * 99 / 100] * 1e3, times[count / 2] / copy);
}

/* --- the hardest vote --- */

enum { HARD_PROJECTS = 60 };

static const char *const bengali_names[] = {
    "বিদ্যালয়ের সামনে নিরাপদ পারাপার",
    "পুকুরপাড়ে ছায়াবৃক্ষ ও বসার জায়গা",
    "গ্রন্থাগারে শনিবারের গান-বাজনা",
    "স্বাস্থ্যকেন্দ্রে নতুন র‍্যাম্প",
    "ক্ষুদ্র ব্যবসায়ীদের জন্য ছাউনি",
    "বৃষ্টির জল ধরে রাখার বাগান",
};
static const char *const bengali_lines[] = {
    "উঁচু পারাপার, চওড়া ফুটপাথ আর ধীর গাড়ি, যেখানে তিনশো শিশু হেঁটে যায়।",
    "চৌদ্দটি গাছ ও দুটি বেঞ্চ, এলাকার সবচেয়ে গরম রাস্তায়।",
    "বছরে চল্লিশটি বিনামূল্যের অনুষ্ঠান, সব বয়সের জন্য।",
};

static struct election *hard_election(void)
{
	static struct project project[HARD_PROJECTS];
	static char id[HARD_PROJECTS][8];
	static struct contest contest = {.id = 1, .type = VOTE_KNAPSACK, .project_count = HARD_PROJECTS};
	static struct style style = {.contest_count = 1};
	static struct election election = {.id = "hard", .currency = "GBP", .minor_digits = 2, .language_count = 1};

	for (unsigned i = 0; i < HARD_PROJECTS; i++) {
		snprintf(id[i], sizeof id[i], "p%u", i + 1);
		project[i].id = id[i];
		project[i].cost = 500000 + 10000 * i;
		project[i].name.in[0] = bengali_names[i % 6];
		project[i].summary.in[0] = bengali_lines[i % 3];
		project[i].description.in[0] = bengali_lines[(i + 1) % 3];
		project[i].place.in[0] = bengali_names[(i + 2) % 6];
		for (unsigned k = 0; k < PROJECT_TEXTS; k++)
			if (!project_text(&project[i], k)->in[0])
				project_text_of(&project[i], k)->in[0] = "";
	}
	contest.projects = project;
	contest.title.in[0] = "পুরো শহরের জন্য প্রকল্প";
	contest.instruction.in[0] = bengali_lines[0];
	contest.budget = contest.max_sum_cost = 12000000;
	election.opens = election.closes = "";
	election.language[0] = "bn";
	election.title.in[0] = election.organiser.in[0] = style.name.in[0] = "বন্দর ঠিক করবে";
	election.idle_s = 180;
	election.warning_s = 45;
	election.contest_count = election.style_count = 1;
	election.contests = &contest;
	election.styles = &style;
	election_derive(&election);
	return &election;
}

/* Writes and syncs until it is ended. Returns its process. */
static pid_t busy_disk(const char *path)
{
	static char block[1 << 20];
	pid_t child = fork();
	int fd;

	if (child != 0)
		return child;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	while (fd >= 0) {
		for (int i = 0; i < 16; i++)
			if (pwrite(fd, block, sizeof block, (off_t)i * (off_t)sizeof block) < 0 || fsync(fd))
				_exit(2);
	}
	_exit(2);
}

/* --- one kiosk --- */

static int at_usual_screens(struct bench *b, struct election *election, const char *language, unsigned text_size)
{
	struct facts facts = {.voting = VOTING_OPEN, .enrolled = 1, .has_election = 1, .capacity = 12000};

	if (messages_load(&b->messages, language) != STATUS_OK)
		return 0;
	canvas_look(b->canvas, &b->look);
	input_init(&b->input, &b->look);
	focus_init(&b->focus);
	flow_init(&b->flow, election, &facts, b->now_ms);
	show(b);
	need(b, doing(b, ACT_START, 0) ? ACT_START : ACT_LANGUAGE);
	b->flow.text_size = (uint8_t)text_size;
	show(b);
	while (b->flow.state != FLOW_PROJECTS)
		need(b, b->flow.state == FLOW_STYLE ? ACT_STYLE : doing(b, ACT_NEXT, 0) ? ACT_NEXT : ACT_PART);
	return 1;
}

/* Touches projects and pages in turn. Returns whether enough was pressed. */
static int measure(struct bench *b, double copy)
{
	static double toggles[ROUNDS], pages[ROUNDS];
	static const enum action_kind turns[] = {ACT_PROJECT, ACT_BACK, ACT_PAGE};
	unsigned toggle_count = 0, page_count = 0;
	clock_t before = clock();

	for (unsigned i = 0; i < ROUNDS; i++) {
		const struct element *element =
		    i % 2 == 0 ? doing(b, ACT_TOGGLE, i / 2) : doing(b, turns[i / 2 % 3], i / 6);
		double taken;

		if (!element)
			element = doing(b, b->flow.state == FLOW_PROJECTS ? ACT_PAGE : ACT_BACK, 0);
		if (!element || (taken = touch(b, element)) < 0)
			continue;
		if (b->flow.state != FLOW_PROJECTS && b->flow.state != FLOW_PROJECT)
			need(b, b->flow.state == FLOW_HOW ? ACT_NEXT : ACT_BACK);
		if (i % 2 == 0)
			toggles[toggle_count++] = taken;
		else
			pages[page_count++] = taken;
	}
	report(toggles, toggle_count, "touch to changed frame: choose or remove", copy);
	report(pages, page_count, "touch to changed frame: another page", copy);
	printf("  %-44s %6.1f ms\n", "processor for one touch, both of its frames",
	       (double)(clock() - before) * 1e3 / CLOCKS_PER_SEC / (toggle_count + page_count + 1));
	return toggle_count > ROUNDS / 8 && page_count > ROUNDS / 8;
}

static void tell_memory(void)
{
	char line[128];
	FILE *file = fopen("/proc/self/status", "r");

	while (file && fgets(line, sizeof line, file))
		if (!strncmp(line, "VmHWM:", 6))
			printf("  %-44s %6.0f MB\n", "peak memory of both", atof(line + 6) / 1000);
	if (file)
		fclose(file);
}

int main(int argc, char **argv)
{
	static struct bench b;
	static uint8_t body[ELECTION_MAX_BYTES];
	struct canvas_options options = {.kind = CANVAS_WINDOW, .width = WIDTH, .height = HEIGHT};
	struct election *election;
	struct problem problem;
	char why[CANVAS_WHY], path[1024];
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	size_t body_len;
	double start, first, copy;
	pid_t busy;
	int enough;

	if (!file) {
		fprintf(stderr, "usage: bench_screen ELECTION-BODY\n");
		return 2;
	}
	body_len = fread(body, 1, sizeof body, file);
	fclose(file);
	if (crypto_init() != STATUS_OK || election_read(&election, &problem, body, body_len) != STATUS_OK) {
		fprintf(stderr, "bench_screen: %s: the election cannot be read\n", argv[1]);
		return 2;
	}
	copy = copy_seconds();
	start = seconds();
	input_prepare();
	if (canvas_create(&b.canvas, why, &options) != STATUS_OK) {
		fprintf(stderr, "bench_screen: %s\n", why);
		return 2;
	}
	if (!at_usual_screens(&b, election, "en", FLOW_TEXT_SIZE_DEFAULT))
		return 2;
	first = seconds() - start;
	printf("screens, 1920 x 1080, software renderer, SDL video driver '%s'\n", SDL_GetCurrentVideoDriver());
	printf("  %-44s %6.0f ms\n", "a new canvas and its first few frames", first * 1e3);
	enough = measure(&b, copy);
	messages_finish(&b.messages);
	snprintf(path, sizeof path, "%s.busy", argv[1]);
	busy = busy_disk(path);
	if (busy < 0 || !at_usual_screens(&b, hard_election(), "bn", FLOW_TEXT_SIZES - 1))
		return 2;
	printf("screens at their hardest: 60 projects in Bengali, the largest words, the disk busy\n");
	enough &= measure(&b, copy);
	kill(busy, SIGKILL);
	waitpid(busy, NULL, 0);
	unlink(path);
	tell_memory();
	canvas_destroy(b.canvas);
	messages_finish(&b.messages);
	election_destroy(election);
	return enough ? 0 : 2;
}
