/* Pictures of the election's projects, scaled to where they stand and kept for the next frame. */
#ifndef FOLKMOOT_UI_PHOTO_H
#define FOLKMOOT_UI_PHOTO_H

#include "draw.h"
#include "election.h"

struct photos;

/* NULL where there is no memory. */
struct photos *photos_create(void);
void photos_destroy(struct photos *photos);
/* Whose pictures they are (NULL: none); forgets what was kept. */
void photos_of(struct photos *photos, const struct election *election);
/* The largest box in the middle of another that has the picture's proportions; nothing is enlarged more than twice. */
struct rect photo_box(const struct election_picture *picture, struct rect box);
/* Draws a picture by its index, in the middle of a box. One that is not there leaves the box as it is. STATUS_NO_ROOM.
 */
enum status MUST_CHECK photo_draw(struct image *image, struct photos *photos, unsigned index, struct rect box,
                                  int radius);

#endif
