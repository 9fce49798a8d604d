#include "photo.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT = 6, ONE = 4096, ENLARGE_MOST = 2 };

struct scaled {
	unsigned index;
	int width, height;
	uint32_t *pixels; /* NULL: none */
	uint64_t used;
};

struct photos {
	const struct election *election;
	struct scaled kept[KEPT];
	uint64_t clock;
};

struct photos *photos_create(void)
{
	return calloc(1, sizeof(struct photos));
}

static void forget(struct photos *photos)
{
	for (unsigned i = 0; i < KEPT; i++)
		free(photos->kept[i].pixels);
	memset(photos, 0, sizeof(*photos));
}

void photos_destroy(struct photos *photos)
{
	if (!photos)
		return;
	forget(photos);
	free(photos);
}

void photos_of(struct photos *photos, const struct election *election)
{
	forget(photos);
	photos->election = election;
}

struct rect photo_box(const struct election_picture *picture, struct rect box)
{
	int64_t w = picture->width, h = picture->height, width = box.w, height = box.h;

	if (w * height > h * width)
		height = width * h / w;
	else
		width = height * w / h;
	if (width > ENLARGE_MOST * w) {
		width = ENLARGE_MOST * w;
		height = ENLARGE_MOST * h;
	}
	width = width > 0 ? width : 1;
	height = height > 0 ? height : 1;
	return (struct rect){box.x + (box.w - (int)width) / 2, box.y + (box.h - (int)height) / 2, (int)width,
	                     (int)height};
}

/* --- scaling: each axis for itself, by a tent as wide as a pixel of the coarser picture --- */

struct taps {
	int first, count;
	const uint16_t *weight; /* together ONE */
};

struct axis {
	struct taps *taps; /* one for each pixel that comes out */
	uint16_t *weight;
	int most; /* taps of one */
};

static void axis_finish(struct axis *axis)
{
	free(axis->taps);
	free(axis->weight);
	axis->taps = NULL;
	axis->weight = NULL;
}

/* Weights of one pixel; what rounding leaves over goes to the middle one. */
static void weigh(struct taps *taps, uint16_t *weight, double middle, double reach, int from)
{
	int first = (int)(middle - reach + 0.5), last = (int)(middle + reach - 0.5), left = ONE, best = 0;
	double sum = 0;

	first = first > 0 ? first : 0;
	last = last < from - 1 ? last : from - 1;
	for (int i = first; i <= last; i++) {
		double away = i + 0.5 > middle ? i + 0.5 - middle : middle - i - 0.5;

		sum += away < reach ? 1 - away / reach : 0;
	}
	for (int i = first; i <= last; i++) {
		double away = i + 0.5 > middle ? i + 0.5 - middle : middle - i - 0.5;
		double share = away < reach ? 1 - away / reach : 0;

		weight[i - first] = (uint16_t)(share / sum * ONE);
		left -= weight[i - first];
		best = weight[i - first] > weight[best] ? i - first : best;
	}
	weight[best] = (uint16_t)(weight[best] + left);
	*taps = (struct taps){first, last - first + 1, weight};
}

static enum status axis_make(struct axis *axis, int from, int to)
{
	double scale = (double)from / to, reach = scale > 1 ? scale : 1;

	axis->most = (int)(2 * reach) + 3;
	axis->taps = calloc((size_t)to, sizeof(*axis->taps));
	axis->weight = calloc((size_t)to * (size_t)axis->most, sizeof(*axis->weight));
	if (!axis->taps || !axis->weight) {
		axis_finish(axis);
		return STATUS_NO_ROOM;
	}
	for (int i = 0; i < to; i++)
		weigh(&axis->taps[i], axis->weight + (ptrdiff_t)i * axis->most, (i + 0.5) * scale, reach, from);
	return STATUS_OK;
}

/* One row of a picture, as red, green and blue from 0 to 255. */
static void unpack(uint8_t *out, const struct election_picture *picture, int y)
{
	const uint8_t *from = picture->pixels + (size_t)y * picture->width * 2;

	for (unsigned x = 0; x < picture->width; x++, out += 3, from += 2) {
		unsigned pixel = from[0] | (unsigned)from[1] << 8, red = pixel >> 11, green = pixel >> 5 & 63,
		         blue = pixel & 31;

		out[0] = (uint8_t)(red << 3 | red >> 2);
		out[1] = (uint8_t)(green << 2 | green >> 4);
		out[2] = (uint8_t)(blue << 3 | blue >> 2);
	}
}

static void narrow(uint8_t *out, const uint8_t *row, const struct axis *axis, int width)
{
	for (int x = 0; x < width; x++, out += 3) {
		const struct taps *taps = &axis->taps[x];
		const uint8_t *from = row + (ptrdiff_t)taps->first * 3;
		unsigned red = ONE / 2, green = ONE / 2, blue = ONE / 2;

		for (int i = 0; i < taps->count; i++, from += 3) {
			red += (unsigned)from[0] * taps->weight[i];
			green += (unsigned)from[1] * taps->weight[i];
			blue += (unsigned)from[2] * taps->weight[i];
		}
		out[0] = (uint8_t)(red / ONE);
		out[1] = (uint8_t)(green / ONE);
		out[2] = (uint8_t)(blue / ONE);
	}
}

/* rows: of the narrowed picture, three bytes a pixel. */
static void lower(uint32_t *out, const uint8_t *rows, const struct taps *taps, int width)
{
	const uint8_t *first = rows + (ptrdiff_t)taps->first * width * 3;

	for (int x = 0; x < width; x++) {
		const uint8_t *from = first + (ptrdiff_t)x * 3;
		unsigned red = ONE / 2, green = ONE / 2, blue = ONE / 2;

		for (int i = 0; i < taps->count; i++, from += (ptrdiff_t)width * 3) {
			red += (unsigned)from[0] * taps->weight[i];
			green += (unsigned)from[1] * taps->weight[i];
			blue += (unsigned)from[2] * taps->weight[i];
		}
		out[x] = 0xff000000 | red / ONE << 16 | green / ONE << 8 | blue / ONE;
	}
}

static enum status scale(uint32_t *out, const struct election_picture *picture, int width, int height)
{
	struct axis across = {0}, down = {0};
	/* NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI): a picture has at least one column */
	uint8_t *row = malloc((size_t)picture->width * 3), *rows = NULL;
	enum status status = axis_make(&across, picture->width, width);

	if (status)
		goto out;
	status = axis_make(&down, picture->height, height);
	if (status)
		goto out;
	rows = malloc((size_t)picture->height * (size_t)width * 3);
	status = row && rows ? STATUS_OK : STATUS_NO_ROOM;
	if (status)
		goto out;
	for (int y = 0; y < picture->height; y++) {
		unpack(row, picture, y);
		narrow(rows + (ptrdiff_t)y * width * 3, row, &across, width);
	}
	for (int y = 0; y < height; y++)
		lower(out + (ptrdiff_t)y * width, rows, &down.taps[y], width);
out:
	free(row);
	free(rows);
	axis_finish(&across);
	axis_finish(&down);
	return status;
}

/* --- drawing --- */

/* The picture in that size; NULL where there is no memory. */
static const uint32_t *scaled(struct photos *photos, unsigned index, int width, int height)
{
	struct scaled *oldest = &photos->kept[0];

	for (unsigned i = 0; i < KEPT; i++) {
		struct scaled *kept = &photos->kept[i];

		if (kept->pixels && kept->index == index && kept->width == width && kept->height == height) {
			kept->used = ++photos->clock;
			return kept->pixels;
		}
		if (kept->used < oldest->used)
			oldest = kept;
	}
	free(oldest->pixels);
	*oldest = (struct scaled){index, width, height, malloc((size_t)width * (size_t)height * 4), ++photos->clock};
	if (oldest->pixels && scale(oldest->pixels, &photos->election->pictures[index], width, height)) {
		free(oldest->pixels);
		oldest->pixels = NULL;
	}
	return oldest->pixels;
}

enum status photo_draw(struct image *image, struct photos *photos, unsigned index, struct rect box, int radius)
{
	const struct election_picture *picture;
	const uint32_t *pixels;

	if (!photos->election || index >= photos->election->picture_count || box.w < 1 || box.h < 1)
		return STATUS_OK;
	picture = &photos->election->pictures[index];
	if (!picture->width || !picture->height || !picture->pixels)
		return STATUS_OK;
	box = photo_box(picture, box);
	pixels = scaled(photos, index, box.w, box.h);
	if (!pixels)
		return STATUS_NO_ROOM;
	draw_pixels(image, box, pixels, radius);
	return STATUS_OK;
}
