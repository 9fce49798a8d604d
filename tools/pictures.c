#include "pictures.h"

#include <SDL2/SDL_image.h>
#include <stdlib.h>
#include <string.h>

enum {
	SOURCE_PIXELS = 120 * 1000 * 1000, /* of a file, at most: half a gigabyte while it is decoded */
	SMALLEST_SIDE = 160,               /* below it a picture shows nothing */
};

/* --- how large --- */

struct size {
	unsigned width, height;
};

/* Upright, and held to that greatest side; never enlarged. */
static struct size fitted(const struct picture_head *head, unsigned side)
{
	int turned = head->orientation >= 5;
	struct size size = {turned ? head->height : head->width, turned ? head->width : head->height};
	unsigned longer = size.width > size.height ? size.width : size.height;

	if (longer <= side)
		return size;
	size.width = (unsigned)(((uint64_t)size.width * side + longer / 2) / longer);
	size.height = (unsigned)(((uint64_t)size.height * side + longer / 2) / longer);
	size.width += size.width == 0;
	size.height += size.height == 0;
	return size;
}

/* The greatest side with which all fit the room; 0 where none does. */
static unsigned common_side(const struct picture_head *heads, unsigned count, size_t room)
{
	unsigned low = 0, high = ELECTION_PICTURE_SIDE;

	while (low < high) {
		unsigned side = low + (high - low + 1) / 2;
		size_t bytes = 0;

		for (unsigned i = 0; i < count; i++) {
			struct size size = fitted(&heads[i], side);
			bytes += 2 * (size_t)size.width * size.height;
		}
		if (bytes <= room)
			low = side;
		else
			high = side - 1;
	}
	return low;
}

/* --- pixels --- */

struct source {
	const uint8_t *pixels; /* 0xAARRGGBB in the machine's byte order */
	size_t pitch;
	unsigned width, height; /* as stored */
	unsigned orientation;
};

/* The pixel at a place of the upright picture. */
static uint32_t pixel_at(const struct source *source, unsigned x, unsigned y)
{
	unsigned right = source->width - 1, bottom = source->height - 1, column = x, row = y;
	uint32_t pixel;

	switch (source->orientation) {
	case 2: column = right - x; break;
	case 3: column = right - x, row = bottom - y; break;
	case 4: row = bottom - y; break;
	case 5: column = y, row = x; break;
	case 6: column = y, row = bottom - x; break;
	case 7: column = right - y, row = bottom - x; break;
	case 8: column = right - y, row = x; break;
	default: break;
	}
	memcpy(&pixel, source->pixels + row * source->pitch + (size_t)column * 4, 4);
	return pixel;
}

/* The mean colour of the part of the source that lies under one pixel of the target, in sixteenths of a level; what is
 * transparent is white. from: the upright source's size. */
static void mean_colour(int out[static 3], const struct source *source, struct size from, struct size to, unsigned x,
                        unsigned y)
{
	uint64_t sum[3] = {0}, area = (uint64_t)from.width * from.height;
	uint64_t left = (uint64_t)x * from.width, right = left + from.width;
	uint64_t top = (uint64_t)y * from.height, bottom = top + from.height;

	/* In units in which a source pixel measures to.width by to.height, a target pixel from.width by from.height. */
	for (uint64_t row = top / to.height; row * to.height < bottom; row++) {
		uint64_t row_top = row * to.height > top ? row * to.height : top;
		uint64_t row_bottom = (row + 1) * to.height < bottom ? (row + 1) * to.height : bottom;

		for (uint64_t column = left / to.width; column * to.width < right; column++) {
			uint64_t column_left = column * to.width > left ? column * to.width : left;
			uint64_t column_right = (column + 1) * to.width < right ? (column + 1) * to.width : right;
			uint64_t weight = (row_bottom - row_top) * (column_right - column_left);
			uint32_t pixel = pixel_at(source, (unsigned)column, (unsigned)row), alpha = pixel >> 24;

			for (unsigned i = 0; i < 3; i++) {
				uint32_t level = pixel >> (16 - 8 * i) & 255;
				sum[i] += weight * ((level * alpha + 255 * (255 - alpha) + 127) / 255);
			}
		}
	}
	for (unsigned i = 0; i < 3; i++)
		out[i] = (int)((16 * sum[i] + area / 2) / area);
}

/* The nearest level that so many bits can hold, in sixteenths of a level of eight bits; *value: those bits. */
static int quantise(unsigned *value, int level, unsigned bits)
{
	int most = (1 << bits) - 1, full = 16 * 255;
	int nearest = (level * most + full / 2) / full;

	nearest = nearest < 0 ? 0 : nearest > most ? most : nearest;
	*value = (unsigned)nearest;
	return nearest * full / most;
}

/* Error diffusion (Floyd and Steinberg 1976): what a pixel of 16 bits cannot say its neighbours do, so that a sky has
 * no bands. wrong: errors of this row and the next, each of width + 2 pixels. */
static void write_pixel(uint8_t out[static 2], const int mean[static 3], int (*here)[3], int (*below)[3])
{
	static const unsigned bits[3] = {5, 6, 5};
	unsigned value[3];

	for (unsigned i = 0; i < 3; i++) {
		int wanted = mean[i] + here[0][i] / 16, error;

		wanted = wanted < 0 ? 0 : wanted > 16 * 255 ? 16 * 255 : wanted;
		error = wanted - quantise(&value[i], wanted, bits[i]);
		here[1][i] += 7 * error;
		below[-1][i] += 3 * error;
		below[0][i] += 5 * error;
		below[1][i] += error;
	}
	value[0] = value[0] << 11 | value[1] << 5 | value[2];
	out[0] = (uint8_t)(value[0] & 255);
	out[1] = (uint8_t)(value[0] >> 8);
}

static enum status scale(uint8_t *out, const struct source *source, struct size from, struct size to)
{
	size_t row_bytes = (to.width + 2) * sizeof(int[3]);
	int(*errors)[3] = calloc(2, row_bytes), (*here)[3], (*below)[3];

	if (!errors)
		return STATUS_NO_ROOM;
	for (unsigned y = 0; y < to.height; y++) {
		here = errors + (y % 2) * (to.width + 2);
		below = errors + ((y + 1) % 2) * (to.width + 2);
		memset(below, 0, row_bytes);
		for (unsigned x = 0; x < to.width; x++, out += 2) {
			int mean[3];
			mean_colour(mean, source, from, to, x, y);
			write_pixel(out, mean, here + x + 1, below + x + 1);
		}
	}
	free(errors);
	return STATUS_OK;
}

/* --- files --- */

/* The decoded file, 32 bits a pixel; NULL where it cannot be decoded. */
static SDL_Surface *decode(const struct bytes *file, const struct picture_head *head)
{
	SDL_RWops *stream = SDL_RWFromConstMem(file->data, (int)file->len);
	SDL_Surface *decoded = stream ? IMG_LoadTyped_RW(stream, 1, head->kind == PICTURE_PNG ? "PNG" : "JPG") : NULL;
	SDL_Surface *pixels = decoded ? SDL_ConvertSurfaceFormat(decoded, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;

	SDL_FreeSurface(decoded);
	if (pixels && (pixels->w != (int)head->width || pixels->h != (int)head->height)) {
		SDL_FreeSurface(pixels);
		return NULL;
	}
	return pixels;
}

/* Tells what is wrong with a file; STATUS_OK where nothing is. */
static enum status check_head(struct check *check, const struct bytes *file, struct picture_head *head,
                              const char *name)
{
	const char *again = "open it in a picture program, look at it, and save it again as JPEG or PNG";
	enum status status = picture_head(head, file->data, file->len);
	unsigned faults = check->faults;

	if (status == STATUS_MAGIC)
		fault_found(check, "save it as JPEG or PNG", "the picture \"%.80s\" is neither JPEG nor PNG", name);
	else if (status != STATUS_OK || !head->ends)
		fault_found(check, "copy it again, or save it again as JPEG or PNG",
		            "the picture \"%.80s\" is damaged: it ends too early", name);
	else if (head->width < 1 || head->height < 1)
		fault_found(check, again, "the picture \"%.80s\" is damaged: it has no pixels", name);
	else if ((uint64_t)head->width * head->height > SOURCE_PIXELS)
		fault_found(check, "save it smaller", "the picture \"%.80s\" has %u × %u pixels, more than 120 million",
		            name, head->width, head->height);
	else if (head->components == 4)
		fault_found(check, "save it in the colours of screens (RGB)",
		            "the picture \"%.80s\" is in the colours of printing (CMYK)", name);
	else if (head->width > 20 * head->height || head->height > 20 * head->width)
		fault_found(check, "cut it to the part that matters",
		            "the picture \"%.80s\" is %u × %u pixels, too long and narrow to show", name, head->width,
		            head->height);
	return check->faults == faults ? STATUS_OK : STATUS_RULES;
}

static void place(struct check *check, const struct named_picture *named)
{
	const struct text *name = &check->election->contests[named->contest].projects[named->project].name;

	fault_place(check, "contest %u, project %u (\"%.56s\")", named->contest + 1U, named->project + 1U,
	            text_or_empty(name->in[0]));
}

static enum status measure(struct picture_head *head, const struct named_picture *named, const char *folder,
                           struct check *check)
{
	struct bytes file;
	enum status status;

	place(check, named);
	status = media_file(&file, check, folder, named->file, "the picture");
	if (status == STATUS_OK)
		status = check_head(check, &file, head, named->file);
	bytes_free(&file);
	return status;
}

static enum status take(struct election_picture *out, struct definition_media *media, const struct named_picture *named,
                        const struct picture_head *head, struct size size, const char *folder, struct check *check)
{
	struct size from = fitted(head, UINT32_MAX);
	SDL_Surface *surface = NULL;
	struct source source;
	struct bytes file;
	uint8_t *pixels = NULL;
	enum status status;

	place(check, named);
	status = media_file(&file, check, folder, named->file, "the picture");
	if (status == STATUS_OK)
		surface = decode(&file, head);
	bytes_free(&file);
	if (status != STATUS_OK)
		return status;
	if (!surface) {
		fault_found(check, "open it in a picture program, look at it, and save it again as JPEG or PNG",
		            "the picture \"%.80s\" is damaged: it cannot be decoded", named->file);
		return STATUS_RULES;
	}
	source = (struct source){surface->pixels, (size_t)surface->pitch, head->width, head->height, head->orientation};
	pixels = media_room(media, 2 * (size_t)size.width * size.height);
	status = pixels ? scale(pixels, &source, from, size) : STATUS_NO_ROOM;
	SDL_FreeSurface(surface);
	*out = (struct election_picture){named->contest, named->project, (uint16_t)size.width, (uint16_t)size.height,
	                                 pixels};
	return status;
}

/* Those whose heads are sound, decoded one after another. */
static enum status take_all(struct definition *definition, const struct picture_head *heads, const char *folder,
                            struct check *check)
{
	struct definition_media *media = &definition->media;
	struct election *election = definition->election;
	size_t room = ELECTION_MAX_MEDIA - election_media_bytes(election);
	unsigned side = common_side(heads, media->named_count, room);
	enum status status = STATUS_OK;

	if (side < SMALLEST_SIDE) {
		fault_place(check, "pictures");
		fault_found(check, "leave some pictures out, or some clips",
		            "there is no room for %u pictures beside %u clips: all together take at most 24 MiB",
		            media->named_count, election->clip_count);
		return STATUS_RULES;
	}
	for (unsigned i = 0; i < media->named_count && status != STATUS_NO_ROOM; i++) {
		struct election_picture *picture = &election->pictures[election->picture_count];

		status = take(picture, media, &media->named[i], &heads[i], fitted(&heads[i], side), folder, check);
		election->picture_count = (uint16_t)(election->picture_count + (status == STATUS_OK));
	}
	return status == STATUS_NO_ROOM ? STATUS_NO_ROOM : STATUS_OK;
}

enum status pictures_load(struct definition *definition, const char *folder, struct check *check)
{
	struct definition_media *media = &definition->media;
	unsigned faults = check->faults;
	struct picture_head *heads;
	enum status status = STATUS_OK;

	if (media->named_count == 0)
		return STATUS_OK;
	heads = calloc(media->named_count, sizeof *heads);
	definition->election->pictures = calloc(media->named_count, sizeof(struct election_picture));
	if (!heads || !definition->election->pictures)
		status = STATUS_NO_ROOM;
	for (unsigned i = 0; i < media->named_count && status != STATUS_NO_ROOM; i++)
		status = measure(&heads[i], &media->named[i], folder, check);
	/* A damaged one is told of beside what is wrong with the others' pixels: all in one run. */
	if (status != STATUS_NO_ROOM)
		status = check->faults == faults ? take_all(definition, heads, folder, check) : STATUS_OK;
	free(heads);
	return status;
}
