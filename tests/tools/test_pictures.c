/* Photographs into what a kiosk paints: upright, scaled, in 16 bits, held to the room there is; whatever is damaged is
 * refused by name. */
#include "crypto/cmocka_all.h"

#include <SDL2/SDL_image.h>

#include "pictures.h"
#include "tools/media.h"

/* --- pictures to read --- */

static uint32_t colour_of(unsigned x, unsigned y, unsigned width, unsigned height)
{
	static const uint32_t quarter[4] = {0xffff0000, 0xff00ff00, 0xff0000ff, 0xffffffff};

	return quarter[(y >= height / 2) * 2 + (x >= width / 2)];
}

static SDL_Surface *quarters(unsigned width, unsigned height)
{
	SDL_Surface *out = SDL_CreateRGBSurfaceWithFormat(0, (int)width, (int)height, 32, SDL_PIXELFORMAT_ARGB8888);

	assert_non_null(out);
	for (unsigned y = 0; y < height; y++)
		for (unsigned x = 0; x < width; x++) {
			uint32_t colour = colour_of(x, y, width, height);
			memcpy((uint8_t *)out->pixels + y * (size_t)out->pitch + 4 * (size_t)x, &colour, 4);
		}
	return out;
}

static void fill(SDL_Surface *surface, uint32_t colour)
{
	assert_int_equal(SDL_FillRect(surface, NULL, colour), 0);
}

static void put_png(const struct media_test *test, const char *name, SDL_Surface *surface)
{
	assert_int_equal(IMG_SavePNG(surface, media_path(test, name)), 0);
	SDL_FreeSurface(surface);
}

/* A JPEG with that Exif orientation; "big" writes the segment in the other byte order. */
static void put_jpeg(const struct media_test *test, const char *name, SDL_Surface *surface, unsigned orientation,
                     int big)
{
	static const uint8_t little_exif[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0,    0, 'I', 'I',
	                                      42,   0,    8, 0,  0,   0,   1,   0,   0x12, 1, 3,   0,
	                                      1,    0,    0, 0,  0,   0,   0,   0,   0,    0, 0,   0};
	static const uint8_t big_exif[] = {0xff, 0xe1, 0, 34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
	                                   0,    1,    1, 0x12, 0,   3,   0,   0,   0, 1, 0,   0,   0, 0,  0, 0, 0, 0};
	uint8_t with[1 << 16];
	struct bytes file;

	assert_int_equal(IMG_SaveJPG(surface, media_path(test, name), 95), 0);
	SDL_FreeSurface(surface);
	assert_ok(file_read(&file, media_path(test, name), sizeof with - 64, "a JPEG"));
	memcpy(with, file.data, 2);
	memcpy(with + 2, big ? big_exif : little_exif, sizeof big_exif);
	with[2 + (big ? 29 : 28)] = (uint8_t)orientation;
	memcpy(with + 2 + sizeof big_exif, file.data + 2, file.len - 2);
	media_put(test, name, with, file.len + sizeof big_exif);
	bytes_free(&file);
}

static enum status read_one(struct media_test *test, const char *picture)
{
	char json[2048], project[1024];

	snprintf(project, sizeof project,
	         "{\"id\": 1, \"name\": \"Trees\", \"cost\": 5, \"picture_alt\": \"Trees.\", \"picture\": \"%s\"}",
	         picture);
	snprintf(json, sizeof json, MEDIA_JSON, "", project);
	return media_read(test, json);
}

static const struct election_picture *only(const struct media_test *test)
{
	assert_int_equal(test->definition.election->picture_count, 1);
	return &test->definition.election->pictures[0];
}

static unsigned pixel(const struct election_picture *picture, unsigned x, unsigned y)
{
	const uint8_t *at = picture->pixels + 2 * ((size_t)y * picture->width + x);

	return at[0] | (unsigned)at[1] << 8;
}

/* Near enough for JPEG: the high bits of each colour. */
static void is_about(const struct election_picture *picture, unsigned x, unsigned y, uint32_t wanted)
{
	unsigned value = pixel(picture, x, y);
	int off[3] = {(int)(value >> 11) * 255 / 31 - (int)(wanted >> 16 & 255),
	              (int)(value >> 5 & 63) * 255 / 63 - (int)(wanted >> 8 & 255),
	              (int)(value & 31) * 255 / 31 - (int)(wanted & 255)};

	for (unsigned i = 0; i < 3; i++)
		if (off[i] < -24 || off[i] > 24)
			fail_msg("at %u, %u: %04x, expected about %06x", x, y, value, wanted & 0xffffff);
}

static void corners(const struct election_picture *picture, const uint32_t wanted[static 4])
{
	unsigned right = picture->width - 2U, bottom = picture->height - 2U;

	is_about(picture, 1, 1, wanted[0]);
	is_about(picture, right, 1, wanted[1]);
	is_about(picture, 1, bottom, wanted[2]);
	is_about(picture, right, bottom, wanted[3]);
}

/* --- tests --- */

static void a_small_png_stays_as_it_is(void **state)
{
	static struct media_test test;
	const struct election_picture *picture;

	(void)state;
	media_begin(&test);
	put_png(&test, "p.png", quarters(40, 20));
	assert_ok(read_one(&test, "p.png"));
	picture = only(&test);
	assert_int_equal(picture->width, 40);
	assert_int_equal(picture->height, 20);
	for (unsigned y = 0; y < 20; y++)
		for (unsigned x = 0; x < 40; x++) {
			uint32_t colour = colour_of(x, y, 40, 20);
			unsigned wanted = (colour >> 19 & 31) << 11 | (colour >> 10 & 63) << 5 | (colour >> 3 & 31);
			assert_int_equal(pixel(picture, x, y), wanted);
		}
	media_end(&test);
}

/* Exif's eight orientations, each turned upright. */
static void photographs_stand_upright(void **state)
{
	enum { R = 0xff0000, G = 0x00ff00, B = 0x0000ff, W = 0xffffff };
	static const uint32_t upright[8][4] = {{R, G, B, W}, {G, R, W, B}, {W, B, G, R}, {B, W, R, G},
	                                       {R, B, G, W}, {B, R, W, G}, {W, G, B, R}, {G, W, R, B}};
	static struct media_test test;

	(void)state;
	media_begin(&test);
	for (unsigned i = 1; i <= 8; i++)
		for (int big = 0; big < 2; big++) {
			const struct election_picture *picture;
			put_jpeg(&test, "p.jpg", quarters(64, 32), i, big);
			assert_ok(read_one(&test, "p.jpg"));
			picture = only(&test);
			assert_int_equal(picture->width, i < 5 ? 64 : 32);
			assert_int_equal(picture->height, i < 5 ? 32 : 64);
			corners(picture, upright[i - 1]);
		}
	put_jpeg(&test, "p.jpg", quarters(64, 32), 9, 0); /* none of the eight: as it is */
	assert_ok(read_one(&test, "p.jpg"));
	assert_int_equal(only(&test)->width, 64);
	media_end(&test);
}

static void large_ones_are_made_smaller(void **state)
{
	static const uint32_t wanted[4] = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
	static struct media_test test;

	(void)state;
	media_begin(&test);
	put_png(&test, "wide.png", quarters(2000, 900));
	assert_ok(read_one(&test, "wide.png"));
	assert_int_equal(only(&test)->width, 1024);
	assert_int_equal(only(&test)->height, 461);
	corners(only(&test), wanted);
	put_png(&test, "tall.png", quarters(1025, 1999));
	assert_ok(read_one(&test, "tall.png"));
	assert_int_equal(only(&test)->width, 525);
	assert_int_equal(only(&test)->height, 1024);
	corners(only(&test), wanted);
	media_end(&test);
}

/* A colour between what 16 bits can say is kept on the whole; what is transparent is white. */
static void colours_are_kept(void **state)
{
	static struct media_test test;
	SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, 100, 100, 32, SDL_PIXELFORMAT_ARGB8888);
	uint64_t sum[3] = {0};
	const struct election_picture *picture;

	(void)state;
	media_begin(&test);
	assert_non_null(surface);
	fill(surface, 0xff656361); /* 101, 99, 97: none of them a level of 16 bits */
	put_png(&test, "p.png", surface);
	assert_ok(read_one(&test, "p.png"));
	picture = only(&test);
	for (unsigned i = 0; i < 100 * 100; i++) {
		unsigned value = pixel(picture, i % 100, i / 100);
		sum[0] += (value >> 11) * 255 * 100 / 31;
		sum[1] += (value >> 5 & 63) * 255 * 100 / 63;
		sum[2] += (value & 31) * 255 * 100 / 31;
	}
	assert_in_range(sum[0] / 10000, 10050, 10150);
	assert_in_range(sum[1] / 10000, 9850, 9950);
	assert_in_range(sum[2] / 10000, 9650, 9750);
	surface = SDL_CreateRGBSurfaceWithFormat(0, 10, 10, 32, SDL_PIXELFORMAT_ARGB8888);
	assert_non_null(surface);
	fill(surface, 0x00102030);
	put_png(&test, "p.png", surface);
	assert_ok(read_one(&test, "p.png"));
	assert_int_equal(pixel(only(&test), 5, 5), 0xffff);
	media_end(&test);
}

/* All are held to one greatest side, so that all fit; they stand in the projects' order. */
static void many_share_the_room(void **state)
{
	static struct media_test test;
	static char json[32768], projects[30000];
	size_t used = 0;
	const struct election *election;

	(void)state;
	media_begin(&test);
	put_png(&test, "large.png", quarters(1024, 1024));
	put_png(&test, "small.png", quarters(50, 30));
	for (unsigned i = 0; i < 60; i++)
		used +=
		    (size_t)snprintf(projects + used, sizeof projects - used,
		                     "%s{\"id\": %u, \"name\": \"Trees\", \"cost\": 5, \"picture_alt\": \"Trees.\", "
		                     "\"picture\": \"%s.png\"}",
		                     i ? "," : "", i + 1, i == 7 ? "small" : "large");
	snprintf(json, sizeof json, MEDIA_JSON, "", projects);
	assert_ok(media_read(&test, json));
	election = test.definition.election;
	assert_int_equal(election->picture_count, 60);
	assert_in_range(election_media_bytes(election), ELECTION_MAX_MEDIA / 100 * 99, ELECTION_MAX_MEDIA);
	for (unsigned i = 0; i < 60; i++) {
		assert_int_equal(election_picture_of(election, 0, i), i);
		assert_int_equal(election->pictures[i].width, i == 7 ? 50 : election->pictures[0].width);
	}
	assert_ok(election_check(election, NULL, NULL));
	media_end(&test);
}

static void damaged_ones_are_refused(void **state)
{
	static const struct {
		const char *name, *told;
	} cases[] = {
	    {"cut.jpg",
	     "the picture \"cut.jpg\" is damaged: it ends too early; copy it again, or save it again as JPEG or "
	     "PNG"},
	    {"cut.png",
	     "the picture \"cut.png\" is damaged: it ends too early; copy it again, or save it again as JPEG or "
	     "PNG"},
	    {"head.jpg",
	     "the picture \"head.jpg\" is damaged: it ends too early; copy it again, or save it again as JPEG "
	     "or PNG"},
	    {"flipped.png",
	     "the picture \"flipped.png\" is damaged: it cannot be decoded; open it in a picture program, "
	     "look at it, and save it again as JPEG or PNG"},
	    {"words.jpg", "the picture \"words.jpg\" is neither JPEG nor PNG; save it as JPEG or PNG"},
	    {"empty.jpg", "the picture \"empty.jpg\" is neither JPEG nor PNG; save it as JPEG or PNG"},
	    {"print.jpg", "the picture \"print.jpg\" is in the colours of printing (CMYK); save it in the colours of "
	                  "screens (RGB)"},
	    {"huge.png", "the picture \"huge.png\" has 60000 × 60000 pixels, more than 120 million; save it smaller"},
	    {"thin.png",
	     "the picture \"thin.png\" is 90 × 2 pixels, too long and narrow to show; cut it to the part that "
	     "matters"},
	    {"absent.jpg", "the picture \"absent.jpg\" is not there; put it beside election.json, or correct its name"},
	    {"/etc/hostname",
	     "\"picture\" is \"/etc/hostname\", which does not lie beside election.json; put it beside "
	     "election.json, or into a folder there, and name it from there"},
	    {"a/../../b.jpg",
	     "\"picture\" is \"a/../../b.jpg\", which does not lie beside election.json; put it beside "
	     "election.json, or into a folder there, and name it from there"},
	    {".", "the picture \".\" cannot be read; look at the file and at the disk"},
	};
	static struct media_test test;
	struct bytes file;

	(void)state;
	media_begin(&test);
	put_jpeg(&test, "p.jpg", quarters(64, 32), 1, 0);
	put_png(&test, "p.png", quarters(64, 32));
	assert_ok(file_read(&file, media_path(&test, "p.jpg"), 1 << 16, "a JPEG"));
	media_put(&test, "cut.jpg", file.data, file.len - 40);
	media_put(&test, "head.jpg", file.data, 30);
	for (size_t i = 0; i + 9 < file.len; i++)
		if (file.data[i] == 0xff && file.data[i + 1] == 0xc0)
			file.data[i + 9] = 4;
	media_put(&test, "print.jpg", file.data, file.len);
	bytes_free(&file);
	assert_ok(file_read(&file, media_path(&test, "p.png"), 1 << 16, "a PNG"));
	media_put(&test, "cut.png", file.data, file.len - 20);
	file.data[file.len / 2] ^= 0x10;
	media_put(&test, "flipped.png", file.data, file.len);
	memcpy(file.data + 16, "\0\0\xea\x60\0\0\xea\x60", 8);
	media_put(&test, "huge.png", file.data, file.len);
	bytes_free(&file);
	media_put(&test, "words.jpg", "A picture of trees", 18);
	media_put(&test, "empty.jpg", "", 0);
	put_png(&test, "thin.png", quarters(90, 2));
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char wanted[520];
		assert_status(STATUS_RULES, read_one(&test, cases[i].name));
		snprintf(wanted, sizeof wanted, "contest 1, project 1 (\"Trees\"): %s", cases[i].told);
		assert_string_equal(test.told[0], wanted);
		assert_int_equal(test.faults, 1);
	}
	media_end(&test);
}

/* Any cut and any changed byte of a file is refused or decoded, never more than the file. */
static void every_cut_and_change_is_survived(void **state)
{
	static struct media_test test;
	static const char *const name[2] = {"p.jpg", "p.png"};
	unsigned refused = 0;

	(void)state;
	media_begin(&test);
	for (unsigned kind = 0; kind < 2; kind++) {
		struct bytes file;
		struct picture_head head;
		if (kind == 0)
			put_jpeg(&test, "p.jpg", quarters(16, 8), 6, 1);
		else
			put_png(&test, "p.png", quarters(16, 8));
		assert_ok(file_read(&file, media_path(&test, name[kind]), 1 << 16, "a picture"));
		for (size_t cut = 0; cut < file.len; cut++) {
			uint8_t *copy = malloc(cut > 0 ? cut : 1);
			assert_non_null(copy);
			memcpy(copy, file.data, cut);
			refused += picture_head(&head, copy, cut) != STATUS_OK || !head.ends;
			free(copy);
		}
		assert_int_equal(refused, file.len);
		refused = 0;
		for (size_t at = 0; at < file.len; at += 1 + at / 16) {
			file.data[at] ^= 0x41;
			media_put(&test, "changed", file.data, file.len);
			refused += read_one(&test, "changed") != STATUS_OK;
			file.data[at] ^= 0x41;
		}
		assert_true(refused > 5);
		refused = 0;
		bytes_free(&file);
	}
	media_end(&test);
}

static void a_picture_is_described(void **state)
{
	static struct media_test test;
	char json[1024];

	(void)state;
	media_begin(&test);
	put_png(&test, "p.png", quarters(40, 20));
	snprintf(json, sizeof json, MEDIA_JSON, "",
	         "{\"id\": 1, \"name\": \"Trees\", \"cost\": 5, \"picture\": \"p.png\"}");
	assert_status(STATUS_RULES, media_read(&test, json));
	assert_string_equal(test.told[0],
	                    "contest 1, project 1 (\"Trees\"): its picture is not described in words; write "
	                    "in \"picture_alt\" what it shows, for people who cannot see it");
	media_end(&test);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_small_png_stays_as_it_is),
	    cmocka_unit_test(photographs_stand_upright),
	    cmocka_unit_test(large_ones_are_made_smaller),
	    cmocka_unit_test(colours_are_kept),
	    cmocka_unit_test(many_share_the_room),
	    cmocka_unit_test(damaged_ones_are_refused),
	    cmocka_unit_test(every_cut_and_change_is_survived),
	    cmocka_unit_test(a_picture_is_described),
	};

	return cmocka_run_group_tests_name("pictures", tests, start_crypto, NULL);
}
