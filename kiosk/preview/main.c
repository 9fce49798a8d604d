/* Every screen of a vote as the kiosk will show it, on one HTML page.
 *
 * usage: folkmoot-preview [LANGUAGE] <ELECTION-BODY >PAGE.html   (`folkmoot election preview` starts it)
 *
 * The body: the canonical bytes of an election. With LANGUAGE, in that one only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "election.h"
#include "messages.h"
#include "paper.h"
#include "tour.h"

enum { PARTS = 60, WIDTH = 1920, HEIGHT = 1080, PX_PER_M = 3615, LARGEST = FLOW_TEXT_SIZES - 1 };

struct preview {
	struct tour tour;
	struct messages messages[ELECTION_MAX_LANGUAGES];
	enum admission admission;
	struct paper_view views[ELECTION_MAX_LANGUAGES + 1];
	unsigned view_count;
	const char *heading; /* of the part that is written now */
	unsigned pictures, tight;
	int failed;
};

static int fail(const char *what)
{
	fprintf(stderr, "folkmoot-preview: %s\n", what);
	return 2;
}

static void show(struct tour *tour, const char *name)
{
	struct preview *preview = tour->context;
	const char *heading = tour->heading                                 ? tour->heading
	                      : preview->pictures == 0 || !preview->heading ? "To begin"
	                                                                    : NULL;
	int fits = tour->screen.status == STATUS_OK;
	char caption[300];
	const char *part = strchr(name, '~');

	if (!heading)
		heading = strncmp(name, "6", 1) == 0 ? "To end" : "To begin";
	if (!preview->heading || strcmp(heading, preview->heading) != 0)
		paper_heading(stdout, heading, preview->heading == NULL);
	preview->heading = heading;
	snprintf(caption, sizeof(caption), "%s%s%s", tour->caption, part ? ", page " : "", part ? part + 1 : "");
	if (canvas_draw(tour->canvas, &tour->screen, NULL, NULL) != STATUS_OK ||
	    !paper_picture(stdout, tour->canvas, caption, fits))
		preview->failed = 1;
	if (!fits)
		fprintf(stderr, "folkmoot-preview: \"%s\" in \"%s\": the texts do not fit; shorten them\n", caption,
		        tour->election->language[tour->language]);
	preview->tight += !fits;
	preview->pictures++;
}

/* What stands on the screen between voters where staff admit them. */
static void show_admission(struct preview *preview)
{
	struct tour *tour = &preview->tour;

	if (preview->admission != ADMISSION_ATTENDED)
		return;
	tour->election->admission = preview->admission;
	tour->heading = NULL;
	tour_begin(tour);
	tour_settle(tour);
	tour->flow.state = FLOW_ADMIT;
	tour_take(tour, "10-admission", "Until staff admit the next voter");
	tour->election->admission = ADMISSION_OPEN;
}

static void show_view(struct preview *preview, unsigned language, unsigned size, const struct paper_view *view)
{
	struct tour *tour = &preview->tour;

	fprintf(stderr, "Painting every screen: %s\n", view->name);
	preview->heading = NULL;
	tour->language = language;
	tour->size = size;
	tour->extent = size == FLOW_TEXT_SIZE_DEFAULT ? TOUR_WHOLE : TOUR_SAMPLE;
	paper_view_begin(stdout, view, tour->election->language[language], preview->messages[language].right_to_left);
	show_admission(preview);
	tour_voter(tour);
	paper_view_end(stdout);
}

/* The languages, and the main one with the largest words: where texts break most. Returns what to paint in views. */
static void name_views(struct preview *preview, const char *only)
{
	const struct election *election = preview->tour.election;

	for (unsigned i = 0; i < election->language_count; i++) {
		struct paper_view *view = &preview->views[preview->view_count];

		if (only && strcmp(only, election->language[i]) != 0)
			continue;
		snprintf(view->id, sizeof(view->id), "v-%.16s", election->language[i]);
		snprintf(view->name, sizeof(view->name), "%s (%s)", preview->messages[i].of[MESSAGE_LANGUAGE_NAME],
		         election->language[i]);
		preview->view_count++;
	}
	if (only)
		return;
	snprintf(preview->views[preview->view_count].id, sizeof(preview->views[0].id), "v-large");
	snprintf(preview->views[preview->view_count].name, sizeof(preview->views[0].name), "%s (%s), the largest words",
	         preview->messages[0].of[MESSAGE_LANGUAGE_NAME], election->language[0]);
	preview->view_count++;
}

static int write_page(struct preview *preview, const char *only)
{
	struct election *election = preview->tour.election;
	unsigned at = 0;

	name_views(preview, only);
	if (preview->view_count == 0)
		return fail("the election has no such language");
	paper_begin(stdout, election, preview->views, preview->view_count);
	for (unsigned i = 0; i < election->language_count; i++)
		if (!only || strcmp(only, election->language[i]) == 0)
			show_view(preview, i, FLOW_TEXT_SIZE_DEFAULT, &preview->views[at++]);
	if (!only)
		show_view(preview, 0, LARGEST, &preview->views[at]);
	paper_end(stdout, preview->pictures);
	if (fflush(stdout) != 0 || ferror(stdout) || preview->failed)
		return fail("the page could not be written; is there room on the disk?");
	fprintf(stderr, "%u screens.\n", preview->pictures);
	return preview->tight > 0 ? 1 : 0;
}

static struct election *read_body(uint8_t *body)
{
	struct election *election = NULL;
	struct problem problem = {.what = ""};
	size_t len = fread(body, 1, ELECTION_MAX_BYTES, stdin);

	if (election_read(&election, &problem, body, len) != STATUS_OK)
		return NULL;
	return election;
}

static int load_messages(struct preview *preview)
{
	const struct election *election = preview->tour.election;

	for (unsigned i = 0; i < election->language_count; i++)
		if (messages_load(&preview->messages[i], election->language[i]) != STATUS_OK &&
		    messages_load(&preview->messages[i], MESSAGES_MAIN) != STATUS_OK)
			return 0;
	return 1;
}

int main(int argc, char **argv)
{
	struct canvas_options options = {
	    .kind = CANVAS_OFFSCREEN, .width = WIDTH, .height = HEIGHT, .px_per_m = PX_PER_M};
	struct preview *preview = calloc(1, sizeof(*preview));
	uint8_t *body = malloc(ELECTION_MAX_BYTES);
	char why[CANVAS_WHY];
	int code;

	/* The program ends where it fails, and its memory with it. */
	if (!preview || !body)
		/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
		return fail("there is not enough memory; close other programs");
	preview->tour.election = read_body(body);
	if (!preview->tour.election || !load_messages(preview))
		return fail("what was given is no election; start it by `folkmoot election preview`");
	if (canvas_create(&preview->tour.canvas, why, &options) != STATUS_OK)
		return fail(why);
	preview->admission = preview->tour.election->admission;
	preview->tour.election->admission = ADMISSION_OPEN;
	preview->tour.messages = preview->messages;
	preview->tour.coded = preview->admission == ADMISSION_CODE;
	preview->tour.parts = PARTS;
	preview->tour.show = show;
	preview->tour.context = preview;
	canvas_election(preview->tour.canvas, preview->tour.election);
	code = write_page(preview, argc > 1 ? argv[1] : NULL);
	canvas_destroy(preview->tour.canvas);
	for (unsigned i = 0; i < preview->tour.election->language_count; i++)
		messages_finish(&preview->messages[i]);
	election_destroy(preview->tour.election);
	free(preview);
	free(body);
	return code;
}
