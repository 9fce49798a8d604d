#include "election_media.h"

#include <stdlib.h>
#include <string.h>

/* Of the canonical bytes, at least: of a picture of one pixel; of a clip of one letter and one sample. */
enum { PICTURE_LEAST = 1 + 2 + 2 + 2 + 2, CLIP_LEAST = 1 + 4 + 4 + 1 };

/* --- writing --- */

static void write_picture(struct writer *writer, const struct election_picture *picture)
{
	write_u8(writer, picture->contest);
	write_u16(writer, picture->project);
	write_u16(writer, picture->width);
	write_u16(writer, picture->height);
	write_bytes(writer, picture->pixels, picture_bytes(picture));
}

static void write_clip(struct writer *writer, const struct election_clip *clip)
{
	write_u8(writer, clip->language);
	write_text(writer, clip->text);
	write_u32(writer, clip->samples);
	write_bytes(writer, clip->sound, clip->samples);
}

void media_write(struct writer *writer, const struct election *election)
{
	if (election->picture_count == 0 && election->clip_count == 0)
		return;
	write_u16(writer, election->picture_count);
	for (unsigned i = 0; i < election->picture_count; i++)
		write_picture(writer, &election->pictures[i]);
	write_u32(writer, election->clip_count);
	for (uint32_t i = 0; i < election->clip_count; i++)
		write_clip(writer, &election->clips[i]);
}

/* --- reading --- */

/* An array for that many entries, of which so many can follow; NULL after a failure or for none. */
static void *room_for(struct reader *reader, size_t count, size_t most, size_t least_bytes, size_t size)
{
	void *room;

	if (count > most)
		reader_fail(reader, STATUS_TOO_LONG);
	else if (count * least_bytes > reader_left(reader))
		reader_fail(reader, STATUS_TRUNCATED);
	if (reader->status != STATUS_OK || count == 0)
		return NULL;
	room = calloc(count, size);
	if (!room)
		reader_fail(reader, STATUS_NO_ROOM);
	return room;
}

static void read_picture(struct election_picture *out, struct reader *reader)
{
	out->contest = read_u8(reader);
	out->project = read_u16(reader);
	out->width = read_u16(reader);
	out->height = read_u16(reader);
	out->pixels = read_view(reader, picture_bytes(out));
}

static void read_clip(struct election_clip *out, struct reader *reader)
{
	out->language = read_u8(reader);
	out->text = read_text(reader, CLIP_TEXT_MAX);
	out->samples = read_u32(reader);
	out->sound = read_view(reader, out->samples);
}

void media_read(struct election *election, struct media_place *place, struct reader *reader)
{
	unsigned count;

	*place = (struct media_place){.field = "end"};
	if (reader->status != STATUS_OK || reader_left(reader) == 0)
		return;
	place->field = "picture";
	count = read_u16(reader);
	election->pictures = room_for(reader, count, ELECTION_MAX_PICTURES, PICTURE_LEAST, sizeof *election->pictures);
	election->picture_count = election->pictures ? (uint16_t)count : 0;
	for (unsigned i = 0; i < election->picture_count && reader->status == STATUS_OK; i++) {
		place->number = i + 1;
		read_picture(&election->pictures[i], reader);
	}
	if (reader->status != STATUS_OK)
		return;
	*place = (struct media_place){.field = "clip"};
	count = read_u32(reader);
	election->clips = room_for(reader, count, ELECTION_MAX_CLIPS, CLIP_LEAST, sizeof *election->clips);
	election->clip_count = election->clips ? count : 0;
	for (uint32_t i = 0; i < election->clip_count && reader->status == STATUS_OK; i++) {
		place->number = i + 1;
		read_clip(&election->clips[i], reader);
	}
	/* Two zeros would be a second form of nothing. */
	if (reader->status == STATUS_OK && election->picture_count == 0 && election->clip_count == 0)
		reader_fail(reader, STATUS_NOT_CANONICAL);
	if (reader->status == STATUS_OK)
		*place = (struct media_place){.field = "end"};
}

/* --- asking --- */

size_t picture_bytes(const struct election_picture *picture)
{
	return 2 * (size_t)picture->width * picture->height;
}

size_t election_media_bytes(const struct election *election)
{
	size_t bytes = 0;

	for (unsigned i = 0; i < election->picture_count; i++)
		bytes += picture_bytes(&election->pictures[i]);
	for (uint32_t i = 0; i < election->clip_count; i++)
		bytes += election->clips[i].samples;
	return bytes;
}

int election_picture_of(const struct election *election, unsigned contest, unsigned project)
{
	unsigned from = 0, to = election->picture_count;

	while (from < to) {
		unsigned middle = from + (to - from) / 2;
		const struct election_picture *picture = &election->pictures[middle];

		if (picture->contest == contest && picture->project == project)
			return (int)middle;
		if (picture->contest < contest || (picture->contest == contest && picture->project < project))
			from = middle + 1;
		else
			to = middle;
	}
	return -1;
}

/* As strcmp would with the words ended by a NUL. */
static int compare_words(const char *text, const char *words, size_t len)
{
	int order = strncmp(text, words, len);

	return order == 0 && text[len] != '\0' ? 1 : order;
}

const struct election_clip *election_clip_of(const struct election *election, unsigned language, const char *text,
                                             size_t len)
{
	uint32_t from = 0, to = election->clip_count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		const struct election_clip *clip = &election->clips[middle];
		int order = clip->language == language ? compare_words(clip->text, text, len)
		                                       : (clip->language < language ? -1 : 1);

		if (order == 0)
			return clip;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}
