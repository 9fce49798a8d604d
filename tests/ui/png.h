/* Saves a canvas as a PNG file, for people to look at. */
#ifndef FOLKMOOT_TESTS_PNG_H
#define FOLKMOOT_TESTS_PNG_H

#include <png.h>
#include <stdint.h>
#include <string.h>

#include "canvas.h"

/* 1 where it worked. */
static inline int save_png(const struct canvas *canvas, const char *path)
{
	png_image image;
	int width, height, pitch;
	const uint32_t *pixels = canvas_pixels(canvas, &width, &height, &pitch);

	memset(&image, 0, sizeof(image));
	image.version = PNG_IMAGE_VERSION;
	image.width = (png_uint_32)width;
	image.height = (png_uint_32)height;
	/* 0xffRRGGBB on a little-endian machine is blue, green, red, alpha in bytes. */
	image.format = PNG_FORMAT_BGRA;
	return png_image_write_to_file(&image, path, 0, pixels, pitch, NULL);
}

#endif
