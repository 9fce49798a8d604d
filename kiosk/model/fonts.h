/* The one chain of fonts: a character is drawn from the first family that has it. The canvas opens these files, and
 * the tools look into them to say which characters none of them has. */
#ifndef FOLKMOOT_FONTS_H
#define FOLKMOOT_FONTS_H

#include <stddef.h>
#include <stdint.h>

#define FONTS_INTER "/usr/share/fonts/opentype/inter"
#define FONTS_NOTO  "/usr/share/fonts/truetype/noto"

enum font_weight { WEIGHT_REGULAR, WEIGHT_SEMIBOLD, WEIGHT_BOLD, WEIGHT_COUNT };

struct font_family {
	const char *name;   /* "NotoSansBengali": its files are "name-weight.ttf" */
	const char *script; /* ISO 15924, for the shaper; NULL: told by font_script */
	int percent;        /* of Inter's em, so that its letters look as large as Inter's beside them */
	int weights;        /* 3: regular, semibold, bold; 2: regular, bold; 1: regular */
};

/* Inter first. */
extern const struct font_family font_chain[];
extern const unsigned font_families;

enum { FONT_PATH = 640 };

/* The file of a family in a weight, or in the nearest that it has. inter: the folder of Inter's files; NULL: Debian's.
 */
void font_path(char out[static FONT_PATH], unsigned family, enum font_weight weight, const char *inter);
/* The Debian package that a family comes in. */
const char *font_package(unsigned family);
/* The script of a character in a family; NULL for what goes with any (digits, marks). */
const char *font_script(unsigned family, uint32_t character);

#endif
