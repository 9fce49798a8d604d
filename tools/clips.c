#include "clips.h"

#include <SDL2/SDL.h>
#include <stdlib.h>
#include <string.h>

enum {
	LEAST_RATE = 4000,
	MOST_RATE = 192000, /* samples a second of a file */
	SILENCE = 330,      /* a peak 40 dB below the loudest possible is nobody speaking */
};

uint8_t clip_mu_law(int sample)
{
	unsigned sign = sample < 0 ? 0x80 : 0, segment = 7;
	int level = (sample < 0 ? -sample : sample) > 32635 ? 32635 : (sample < 0 ? -sample : sample);

	level += 132;
	for (int mask = 0x4000; segment > 0 && !(level & mask); mask >>= 1)
		segment--;
	return (uint8_t) ~(sign | segment << 4 | (unsigned)(level >> (segment + 3) & 15));
}

/* --- one recording --- */

/* Samples of 16 bits, one channel, CLIP_RATE a second. Owned by SDL's memory: SDL_free. */
struct sound {
	int16_t *samples;
	size_t count;
};

static enum status convert(struct sound *out, const SDL_AudioSpec *spec, uint8_t *data, uint32_t len)
{
	SDL_AudioCVT cvt;

	if (SDL_BuildAudioCVT(&cvt, spec->format, spec->channels, spec->freq, AUDIO_S16SYS, 1, CLIP_RATE) < 0)
		return STATUS_RANGE;
	cvt.len = (int)len;
	cvt.buf = SDL_malloc((size_t)len * (size_t)cvt.len_mult + 1);
	if (!cvt.buf)
		return STATUS_NO_ROOM;
	if (len > 0)
		memcpy(cvt.buf, data, len);
	cvt.len_cvt = cvt.len;
	if (cvt.needed && SDL_ConvertAudio(&cvt) < 0) {
		SDL_free(cvt.buf);
		return STATUS_RANGE;
	}
	out->samples = (int16_t *)(void *)cvt.buf;
	out->count = (size_t)cvt.len_cvt / 2;
	return STATUS_OK;
}

/* A WAV file, whole: one that was cut off, or whose head lies, is refused. */
static enum status decode(struct sound *out, const struct bytes *file)
{
	SDL_AudioSpec spec;
	uint8_t *data = NULL;
	uint32_t len = 0;
	SDL_RWops *stream;
	enum status status = STATUS_RANGE;

	(void)SDL_SetHint(SDL_HINT_WAVE_TRUNCATION, "strict");
	(void)SDL_SetHint(SDL_HINT_WAVE_RIFF_CHUNK_SIZE, "maximum");
	stream = SDL_RWFromConstMem(file->data, (int)file->len);
	if (!stream || !SDL_LoadWAV_RW(stream, 1, &spec, &data, &len))
		return STATUS_MAGIC;
	/* Before it is made longer: what it lasts is known already. */
	if (spec.freq >= LEAST_RATE && spec.freq <= MOST_RATE && spec.channels >= 1 && spec.channels <= 2) {
		uint64_t frame = (uint64_t)spec.channels * SDL_AUDIO_BITSIZE(spec.format) / 8;
		status = (uint64_t)len / frame > (uint64_t)spec.freq * (CLIP_MAX_SAMPLES / CLIP_RATE)
		             ? STATUS_TOO_LONG
		             : convert(out, &spec, data, len);
	}
	SDL_FreeWAV(data);
	return status;
}

static int peak_of(const struct sound *sound)
{
	int peak = 0;

	for (size_t i = 0; i < sound->count; i++) {
		int level = sound->samples[i] < 0 ? -sound->samples[i] : sound->samples[i];
		peak = level > peak ? level : peak;
	}
	return peak;
}

static enum status tell_sound(struct check *check, const char *name, enum status status)
{
	if (status == STATUS_NO_ROOM)
		return status;
	if (status == STATUS_TOO_LONG)
		fault_found(check, "record it in parts", "the clip \"%.80s\" is longer than five minutes", name);
	else if (status == STATUS_MAGIC)
		fault_found(check, "listen to it, and save it again as WAV (PCM)",
		            "the clip \"%.80s\" is damaged, or is no WAV file", name);
	else
		fault_found(check, "save it as WAV (PCM) with one channel and 16,000 to 48,000 samples a second",
		            "the clip \"%.80s\" is recorded in a way that cannot be used", name);
	return STATUS_RULES;
}

/* The file's samples into out. */
static enum status take_sound(struct election_clip *out, struct definition_media *media, struct check *check,
                              const char *folder, const char *name)
{
	struct sound sound = {NULL, 0};
	struct bytes file;
	uint8_t *samples;
	enum status status = media_file(&file, check, folder, name, "the clip");

	if (status == STATUS_OK) {
		status = decode(&sound, &file);
		if (status != STATUS_OK)
			status = tell_sound(check, name, status);
	}
	bytes_free(&file);
	if (status != STATUS_OK)
		return status;
	if (peak_of(&sound) < SILENCE) {
		fault_found(check, "listen to it, and record it again", "the clip \"%.80s\" is silent", name);
		SDL_free(sound.samples);
		return STATUS_RULES;
	}
	sound.count = sound.count > CLIP_MAX_SAMPLES ? CLIP_MAX_SAMPLES : sound.count;
	samples = media_room(media, sound.count);
	for (size_t i = 0; samples && i < sound.count; i++)
		samples[i] = clip_mu_law(sound.samples[i]);
	out->sound = samples;
	out->samples = (uint32_t)sound.count;
	SDL_free(sound.samples);
	return samples ? STATUS_OK : STATUS_NO_ROOM;
}

/* --- the list --- */

struct list {
	struct definition *definition;
	struct check *check;
	const char *folder; /* the definition's */
	const char *clips;  /* the folder in it, as the definition names it */
	uint8_t language;
	size_t room; /* clips that the election's array holds */
};

/* "\n" -> a new line, in place. */
static void unfold(char *words)
{
	char *to = words;

	for (; *words; words++, to++) {
		*to = *words;
		if (words[0] == '\\' && words[1] == 'n') {
			*to = '\n';
			words++;
		}
	}
	*to = '\0';
}

static struct election_clip *next_clip(struct list *list)
{
	struct election *election = list->definition->election;
	struct election_clip *more;

	if (election->clip_count == list->room) {
		size_t room = list->room > 0 ? 2 * list->room : 64;

		more = realloc(election->clips, room * sizeof *more);
		if (!more)
			return NULL;
		election->clips = more;
		list->room = room;
	}
	return &election->clips[election->clip_count];
}

static int words_ok(struct check *check, const char *words)
{
	size_t len = strlen(words);
	unsigned faults = check->faults;

	if (len == 0)
		fault_found(check, "write FILE, a tab, and the words it speaks", "it names a file without words");
	else if (len > CLIP_TEXT_MAX)
		fault_found(check, "record it in parts", "its words are longer than any text of an election");
	else if (words[0] == ' ' || words[len - 1] == ' ')
		fault_found(check, "remove the blanks", "its words begin or end with a blank");
	return check->faults == faults;
}

static enum status take_line(struct list *list, char *line)
{
	struct election *election = list->definition->election;
	struct definition_media *media = &list->definition->media;
	char *tab = strchr(line, '\t'), *words = tab ? tab + 1 : NULL;
	struct election_clip *clip;
	char name[PATH_ROOM];
	enum status status;

	if (!words) {
		fault_found(list->check, "write FILE, a tab, and the words it speaks", "there is no tab in it");
		return STATUS_RULES;
	}
	*tab = '\0';
	unfold(words);
	if (!words_ok(list->check, words))
		return STATUS_RULES;
	if (!media_name_ok(line)) {
		fault_found(list->check, "put the clip beside list.txt and write its name",
		            "the file \"%.60s\" does not lie beside list.txt", line);
		return STATUS_RULES;
	}
	if (election->clip_count == ELECTION_MAX_CLIPS) {
		fault_found(list->check, "leave some out", "there are more than %d clips, the most",
		            ELECTION_MAX_CLIPS);
		return STATUS_RULES;
	}
	clip = next_clip(list);
	status = path_join(name, list->clips, line);
	if (!clip || status != STATUS_OK)
		return STATUS_NO_ROOM;
	*clip = (struct election_clip){.language = list->language, .text = words};
	status = take_sound(clip, media, list->check, list->folder, name);
	election->clip_count += status == STATUS_OK;
	return status;
}

/* Plain text but for the tabs and the carriage returns of other systems. */
static int list_is_clean(char *text, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len && text[i] != '\t' && text[i] != '\r')
			continue;
		if (!text_is_clean(text + from, i - from))
			return 0;
		from = i + 1;
	}
	return 1;
}

/* The words stay in the list's own bytes, which are kept. */
static enum status take_list(struct list *list)
{
	enum status status;
	struct bytes file;
	char *text, *next, name[PATH_ROOM];
	unsigned number = 0;

	fault_place(list->check, "clips in %.15s", list->definition->election->language[list->language]);
	status = path_join(name, list->clips, "list.txt");
	if (status == STATUS_OK)
		status = media_file(&file, list->check, list->folder, name, "its list");
	else
		memset(&file, 0, sizeof file);
	if (status == STATUS_OK && !list_is_clean((char *)file.data, file.len)) {
		fault_found(list->check, "save it as plain UTF-8 text", "%.60s/list.txt is not plain UTF-8 text",
		            list->clips);
		status = STATUS_RULES;
	}
	text = status == STATUS_OK ? media_room(&list->definition->media, file.len + 1) : NULL;
	if (status == STATUS_OK && !text)
		status = STATUS_NO_ROOM;
	if (status == STATUS_OK)
		memcpy(text, file.data, file.len + 1);
	bytes_free(&file);
	if (status != STATUS_OK)
		return status;
	for (char *line = text; line && status != STATUS_NO_ROOM; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		line[strcspn(line, "\r")] = '\0';
		fault_place(list->check, "%.60s/list.txt, line %u", list->clips, ++number);
		if (*line != '\0' && *line != '#')
			status = take_line(list, line);
	}
	return status == STATUS_NO_ROOM ? status : STATUS_OK;
}

static int by_words(const void *a, const void *b)
{
	const struct election_clip *one = a, *other = b;

	if (one->language != other->language)
		return one->language < other->language ? -1 : 1;
	return strcmp(one->text, other->text);
}

static void tell_twice(const struct election *election, struct check *check)
{
	for (uint32_t i = 1; i < election->clip_count; i++)
		if (by_words(&election->clips[i - 1], &election->clips[i]) == 0) {
			fault_place(check, "clips in %.15s", election->language[election->clips[i].language]);
			fault_found(check, "keep one of them", "the words \"%.80s\" are recorded twice",
			            election->clips[i].text);
		}
}

enum status clips_load(struct definition *definition, const char *folder, struct check *check)
{
	struct election *election = definition->election;
	struct list list = {.definition = definition, .check = check, .folder = folder};
	char may[FAULT_NUMBER_TEXT];
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < election->language_count && status != STATUS_NO_ROOM; i++) {
		list.language = (uint8_t)i;
		list.clips = definition->media.clips[i];
		if (!list.clips)
			continue;
		status = take_list(&list);
	}
	if (status == STATUS_NO_ROOM)
		return status;
	if (election->clip_count > 0)
		qsort(election->clips, election->clip_count, sizeof *election->clips, by_words);
	tell_twice(election, check);
	fault_place(check, "clips");
	if (election_media_bytes(election) > ELECTION_MAX_MEDIA)
		fault_found(check, "leave some out: 26 minutes fit", "all clips together take more than %s bytes",
		            fault_number(may, ELECTION_MAX_MEDIA));
	return STATUS_OK;
}
