/* What is on the display: the election's own copy for the screen, its messages, the screen built from the flow, and the
 * canvas and input around it. */
#ifndef FOLKMOOT_SHOW_H
#define FOLKMOOT_SHOW_H

#include "canvas.h"
#include "election.h"
#include "flow.h"
#include "input.h"
#include "messages.h"
#include "screen.h"

enum { SHOW_WHY = CANVAS_WHY };

struct show {
	struct canvas *canvas;
	struct look look;
	struct screen screen;
	struct focus focus;
	struct input input;
	int writes;           /* words of one voter alone were shown, which are to be forgotten after the session */
	int paints;           /* 0: nobody looks; pictures are made when asked for */
	const char *describe; /* file to describe each screen in, or NULL */
	uint8_t *body;        /* owned: the election's bytes, which its texts lie in */
	size_t body_len;
	struct election *election;
	struct messages messages[ELECTION_MAX_LANGUAGES]; /* one is there always */
	unsigned message_count;
};

/* A canvas and the main language's words. On failure why holds one sentence. show_finish in any case. */
enum status MUST_CHECK show_init(struct show *show, const struct canvas_options *options, char why[static SHOW_WHY]);
void show_finish(struct show *show);
/* Takes a copy of an election's body (NULL: none) in the place of the one before. The flow must be told:
 * flow_set_election. */
enum status MUST_CHECK show_election(struct show *show, char why[static SHOW_WHY], const uint8_t *body,
                                     size_t body_len);
/* Builds the flow's screen, and tells the flow which projects are on it. show_present follows. */
void show_flow(struct show *show, struct flow *flow);
/* Paints the screen where it is another than before, and opens it to touches and keys. */
void show_present(struct show *show, uint64_t now_ms);
/* Paints even where nobody looks, and saves the picture. */
enum status MUST_CHECK show_save(struct show *show, const char *path);
/* The display has so many pixels per metre, as measured. */
void show_scale(struct show *show, unsigned px_per_m);
/* The window changed. */
void show_resized(struct show *show);

#endif
