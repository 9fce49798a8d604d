/* Every screen as a small picture: languages x themes, sizes of words, displays; for looking through (make matrix).
 *
 * usage: sheet ELECTION-BODY FOLDER   (the body of a package: tail -n +5 FILE.election)
 *
 * Walks a vote by pressing what stands on the screens, and poses what needs no vote. Writes FOLDER/NAME.png, and to
 * standard output one line each: file, screen, language, theme, size, display, separated by tabs; last a line that
 * counts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "ui/png.h"
#include "walk.h"

enum { PARTS_SHOWN = 4 };

struct display {
	int width, height, px_per_m;
	const char *name;
	int smaller; /* pictures are so many times smaller */
};

static const struct display displays[] = {
    {1920, 1080, 3615, "landscape", 3},
    {1080, 1920, 3615, "portrait", 3},
    {1024, 768, 3360, "small", 2},
    {3840, 2160, 7230, "four-k", 6},
};

struct sheet {
	struct tour tour;
	const char *folder;
	struct messages messages[ELECTION_MAX_LANGUAGES];
	const struct display *display;
	unsigned pictures, broken;
};

/* --- pictures --- */

static void picture(struct tour *tour, const char *screen)
{
	struct sheet *sheet = tour->context;
	char name[200], path[600];
	const char *language = tour->election->language[tour->flow.language];

	snprintf(name, sizeof(name), "%s-%s-t%u-s%u-%s%s.png", screen, language, tour->flow.theme, tour->flow.text_size,
	         sheet->display->name, tour->seated ? "-seated" : "");
	snprintf(path, sizeof(path), "%s/%s", sheet->folder, name);
	if (tour->screen.status != STATUS_OK) {
		sheet->broken++;
		fprintf(stderr, "sheet: %s: %s\n", name, status_phrase(tour->screen.status));
	}
	if (canvas_draw(tour->canvas, &tour->screen, NULL, NULL) != STATUS_OK ||
	    !save_png_smaller(tour->canvas, path, sheet->display->smaller))
		fail("a picture cannot be written: check the folder");
	printf("%s\t%s\t%s\t%u\t%u\t%s%s\n", name, screen, language, tour->flow.theme, tour->flow.text_size,
	       sheet->display->name, tour->seated ? " seated" : "");
	sheet->pictures++;
}

/* --- what needs no vote --- */

static void pose(struct sheet *sheet, enum flow_state state, const char *name)
{
	tour_begin(&sheet->tour);
	tour_settle(&sheet->tour);
	sheet->tour.flow.state = state;
	sheet->tour.flow.entered_ms = sheet->tour.flow.now_ms;
	sheet->tour.flow.staff_task = EFFECT_EXPORT;
	sheet->tour.flow.staff_number = 3;
	sheet->tour.flow.trouble = EFFECT_STORE;
	sheet->tour.flow.trouble_status = STATUS_DISK_FULL;
	sheet->tour.flow.pin_len = 3;
	tour_take(&sheet->tour, name, "");
}

static void take_posed(struct sheet *sheet)
{
	static const struct {
		enum flow_state state;
		const char *name;
	} posed[] = {
	    {FLOW_ENROL, "00-a-enrol"},
	    {FLOW_ENROL_KEY, "00-b-enrol-key"},
	    {FLOW_ENROL_WRITE, "00-c-enrol-write"},
	    {FLOW_ENROL_PIN, "00-d-enrol-pin"},
	    {FLOW_LOCKED, "00-locked"},
	    {FLOW_NO_ELECTION, "01-no-election"},
	    {FLOW_NOT_OPEN, "02-not-open"},
	    {FLOW_ADMIT, "03-admit"},
	    {FLOW_ADMIT_ASK, "04-admit-ask"},
	    {FLOW_CODE, "05-code"},
	    {FLOW_TROUBLE, "70-trouble"},
	    {FLOW_PIN, "80-pin"},
	    {FLOW_STAFF, "81-staff"},
	    {FLOW_STAFF_OPEN, "82-staff-open"},
	    {FLOW_STAFF_CLOSE, "83-staff-close"},
	    {FLOW_STAFF_CLOSE2, "84-staff-close2"},
	    {FLOW_STAFF_STATUS, "85-staff-status"},
	    {FLOW_STAFF_PLACE, "86-a-staff-place"},
	    {FLOW_STAFF_CLOCK, "86-b-staff-clock"},
	    {FLOW_STAFF_SIZE, "86-staff-size"},
	    {FLOW_STAFF_SCREEN, "87-staff-screen"},
	    {FLOW_STAFF_TOUCH, "88-staff-touch"},
	    {FLOW_STAFF_SOUND, "89-staff-sound"},
	    {FLOW_STAFF_STICK, "89-a-staff-stick"},
	    {FLOW_STAFF_READY, "89-b-staff-ready"},
	    {FLOW_STAFF_PRACTICE, "89-c-staff-practice"},
	    {FLOW_STAFF_CLEAN, "90-staff-clean"},
	    {FLOW_STAFF_WORKING, "91-staff-working"},
	    {FLOW_STAFF_DONE, "92-staff-done"},
	    {FLOW_STAFF_REPORT, "93-staff-report"},
	    {FLOW_STAFF_REOPEN, "94-staff-reopen"},
	    {FLOW_STAFF_ERASE, "95-staff-erase"},
	    {FLOW_STAFF_SECOND, "96-staff-second"},
	};

	for (unsigned i = 0; i < sizeof(posed) / sizeof(*posed); i++)
		pose(sheet, posed[i].state, posed[i].name);
}

/* --- the whole --- */

static void take_all(struct sheet *sheet, unsigned display, unsigned language, unsigned theme, unsigned size)
{
	struct canvas_options options = {.kind = CANVAS_OFFSCREEN,
	                                 .width = displays[display].width,
	                                 .height = displays[display].height,
	                                 .px_per_m = displays[display].px_per_m};
	char why[CANVAS_WHY];

	if (sheet->display != &displays[display]) {
		canvas_destroy(sheet->tour.canvas);
		if (canvas_create(&sheet->tour.canvas, why, &options) != STATUS_OK)
			fail(why);
		canvas_election(sheet->tour.canvas, sheet->tour.election);
		sheet->display = &displays[display];
	}
	sheet->tour.language = language;
	sheet->tour.theme = theme;
	sheet->tour.size = size;
	tour_voter(&sheet->tour);
	/* Staff's screens have the usual size, and the calm colours. */
	if (theme == 0 && size == FLOW_TEXT_SIZE_DEFAULT && !sheet->tour.seated)
		take_posed(sheet);
}

int main(int argc, char **argv)
{
	struct sheet *sheet = calloc(1, sizeof(*sheet));

	if (argc != 3 || !sheet)
		fail("usage: sheet ELECTION-BODY FOLDER");
	sheet->folder = argv[2];
	sheet->tour.context = sheet;
	sheet->tour.show = picture;
	sheet->tour.messages = sheet->messages;
	sheet->tour.parts = PARTS_SHOWN;
	sheet->tour.election = walk_election(argv[1], sheet->messages);
	for (unsigned language = 0; language < sheet->tour.election->language_count; language++) {
		for (unsigned theme = 0; theme < FLOW_THEMES; theme++)
			take_all(sheet, 0, language, theme, FLOW_TEXT_SIZE_DEFAULT);
		for (unsigned size = 0; size < FLOW_TEXT_SIZES; size++)
			if (size != FLOW_TEXT_SIZE_DEFAULT)
				take_all(sheet, 0, language, 0, size);
	}
	for (unsigned language = 0; language < sheet->tour.election->language_count; language++) {
		take_all(sheet, 1, language, 0, FLOW_TEXT_SIZE_DEFAULT);
		take_all(sheet, 1, language, 0, 3);
	}
	for (unsigned language = 0; language < sheet->tour.election->language_count; language++) {
		take_all(sheet, 2, language, 0, FLOW_TEXT_SIZE_DEFAULT);
		take_all(sheet, 2, language, 0, 3);
	}
	sheet->tour.seated = 1;
	take_all(sheet, 1, 0, 0, FLOW_TEXT_SIZE_DEFAULT);
	sheet->tour.seated = 0;
	take_all(sheet, 3, 0, 0, FLOW_TEXT_SIZE_DEFAULT);
	fprintf(stderr, "sheet: %u pictures, %u not complete\n", sheet->pictures, sheet->broken);
	return sheet->broken ? 1 : 0;
}
