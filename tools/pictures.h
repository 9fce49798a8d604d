/* Organisers' photographs, made into what a kiosk paints without any decoder: upright, small enough that all fit one
 * package, 16 bits a pixel. JPEG and PNG. */
#ifndef FOLKMOOT_PICTURES_H
#define FOLKMOOT_PICTURES_H

#include "definition_media.h"

/* Reads, decodes and scales every picture that the definition names; sets the election's pictures. All are held to the
 * same greatest side, the largest with which they fit beside the clips. Every bad file is a fault of the check.
 * STATUS_NO_ROOM. */
enum status MUST_CHECK pictures_load(struct definition *definition, const char *folder, struct check *check);

/* What the head of an image file says. */
struct picture_head {
	enum { PICTURE_JPEG, PICTURE_PNG } kind;
	unsigned width, height; /* pixels, as stored */
	unsigned orientation;   /* 1 to 8, as in Exif: how it must be turned */
	unsigned components;    /* of a JPEG: 1 grey, 3 colour, 4 for printing; 0 where it does not say */
	int ends;               /* the file has an end */
};
/* STATUS_MAGIC for what is neither, STATUS_TRUNCATED where it ends too early. */
enum status MUST_CHECK picture_head(struct picture_head *out, const uint8_t *data, size_t len);

#endif
