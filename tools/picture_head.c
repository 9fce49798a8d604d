/* The heads of JPEG (ITU-T T.81, Exif 2.3) and PNG files: size and orientation before anything is decoded. */
#include "pictures.h"

#include <string.h>

static unsigned big_16(const uint8_t *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

static uint32_t big_32(const uint8_t *at)
{
	return (uint32_t)big_16(at) << 16 | big_16(at + 2);
}

static enum status png_head(struct picture_head *out, const uint8_t *data, size_t len)
{
	static const uint8_t end[] = {'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};

	out->kind = PICTURE_PNG;
	out->orientation = 1;
	if (len < 24 || memcmp(data + 12, "IHDR", 4) != 0)
		return STATUS_TRUNCATED;
	out->width = big_32(data + 16);
	out->height = big_32(data + 20);
	out->ends = memmem(data, len, end, sizeof end) != NULL;
	return STATUS_OK;
}

/* Tag 0x0112 of the first directory of an Exif segment's TIFF structure, in either byte order; 1 where it is not there.
 */
static unsigned exif_orientation(const uint8_t *tiff, size_t len)
{
	int little = len > 8 && tiff[0] == 'I';
	size_t at, entries;

	if (len < 14)
		return 1;
#define TIFF_16(i) (little ? (unsigned)(tiff[i] | tiff[(i) + 1] << 8) : big_16(tiff + (i)))
	at = little ? TIFF_16(4) | (size_t)TIFF_16(6) << 16 : big_32(tiff + 4);
	if (at > len - 2)
		return 1;
	entries = TIFF_16(at);
	for (at += 2; entries > 0 && at + 12 <= len; at += 12, entries--) {
		unsigned value = TIFF_16(at + 8);
		if (TIFF_16(at) == 0x0112)
			return value >= 1 && value <= 8 ? value : 1;
	}
#undef TIFF_16
	return 1;
}

/* SOF0 to SOF15, but for the three numbers that mean tables. */
static int is_frame(unsigned marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static enum status jpeg_head(struct picture_head *out, const uint8_t *data, size_t len)
{
	size_t at = 2;

	out->kind = PICTURE_JPEG;
	out->orientation = 1;
	while (at + 4 <= len) {
		unsigned marker = data[at + 1];
		size_t size = big_16(data + at + 2);

		if (data[at] == 0xff && marker == 0xff) { /* filling */
			at++;
			continue;
		}
		if (data[at] != 0xff || size < 2 || at + 2 + size > len)
			return STATUS_TRUNCATED;
		if (is_frame(marker) && size >= 8) {
			out->height = big_16(data + at + 5);
			out->width = big_16(data + at + 7);
			out->components = data[at + 9];
		} else if (marker == 0xe1 && size >= 8 && memcmp(data + at + 4, "Exif\0\0", 6) == 0) {
			out->orientation = exif_orientation(data + at + 10, size - 8);
		}
		at += 2 + size;
		if (marker != 0xda)
			continue;
		/* The scan: a byte 0xff of it is never followed by 0xd9, so that this is the end. */
		out->ends = memmem(data + at, len - at, "\xff\xd9", 2) != NULL;
		return out->width > 0 && out->height > 0 ? STATUS_OK : STATUS_TRUNCATED;
	}
	return STATUS_TRUNCATED;
}

enum status picture_head(struct picture_head *out, const uint8_t *data, size_t len)
{
	memset(out, 0, sizeof *out);
	if (len >= 8 && memcmp(data, "\x89PNG\r\n\x1a\n", 8) == 0)
		return png_head(out, data, len);
	if (len >= 3 && memcmp(data, "\xff\xd8\xff", 3) == 0)
		return jpeg_head(out, data, len);
	return STATUS_MAGIC;
}
