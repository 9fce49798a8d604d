/* The preview as one HTML page that needs no other file: written piece by piece, pictures in it. */
#ifndef FOLKMOOT_PREVIEW_PAPER_H
#define FOLKMOOT_PREVIEW_PAPER_H

#include <stdio.h>

#include "canvas.h"
#include "election.h"

/* The beginning, with a choice among the views, of which more than one is shown at a time only in print. */
struct paper_view {
	char id[24];
	char name[96];
};
void paper_begin(FILE *out, const struct election *election, const struct paper_view *views, unsigned count);
void paper_view_begin(FILE *out, const struct paper_view *view, const char *language, int right_to_left);
/* Closes the part before, where there was one. */
void paper_heading(FILE *out, const char *heading, int is_first);
/* What the canvas last drew, at half its size. fits: 0 where the texts had no room. 0 where it could not be written. */
int paper_picture(FILE *out, const struct canvas *canvas, const char *caption, int fits);
void paper_view_end(FILE *out);
void paper_end(FILE *out, unsigned pictures);

#endif
