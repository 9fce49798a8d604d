/* Saves a canvas as a PNG file, for people to look at. */
#ifndef FOLKMOOT_TESTS_PNG_H
#define FOLKMOOT_TESTS_PNG_H

#include <png.h>
#include <stdint.h>
#include <stdlib.h>
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

/* The same so many times smaller: every pixel the average of times x times. */
static inline int save_png_smaller(const struct canvas *canvas, const char *path, int times)
{
	png_image image;
	int width, height, pitch, done;
	const uint32_t *pixels = canvas_pixels(canvas, &width, &height, &pitch);
	int small_w = width / times, small_h = height / times;
	uint8_t *out = malloc((size_t)small_w * (size_t)small_h * 3), *at = out;

	if (!out)
		return 0;
	for (int y = 0; y < small_h; y++) {
		for (int x = 0; x < small_w; x++) {
			unsigned sum[3] = {0, 0, 0};

			for (int i = 0; i < times * times; i++) {
				uint32_t pixel = pixels[(y * times + i / times) * (pitch / 4) + x * times + i % times];

				for (int c = 0; c < 3; c++)
					sum[c] += pixel >> (16 - 8 * c) & 0xff;
			}
			for (int c = 0; c < 3; c++)
				*at++ = (uint8_t)(sum[c] / (unsigned)(times * times));
		}
	}
	memset(&image, 0, sizeof(image));
	image.version = PNG_IMAGE_VERSION;
	image.width = (png_uint_32)small_w;
	image.height = (png_uint_32)small_h;
	image.format = PNG_FORMAT_RGB;
	image.flags = PNG_IMAGE_FLAG_FAST;
	done = png_image_write_to_file(&image, path, 0, out, small_w * 3, NULL);
	free(out);
	return done;
}

#endif
