#include "glyphs.h"

#include <ft2build.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include FT_FREETYPE_H
#include <unistd.h>

#include "characters.h"
#include "fonts.h"

struct glyphs {
	FT_Library library;
	FT_Face *face;          /* by family; NULL: not opened yet */
	uint8_t known[0x10000]; /* by code point: KNOWN_... */
};

enum { KNOWN_NOT, KNOWN_HAS, KNOWN_LACKS };

/* --- the fonts --- */

enum status glyphs_open(struct glyphs **out, char why[static GLYPHS_WHY])
{
	struct glyphs *glyphs = calloc(1, sizeof(*glyphs));

	*out = NULL;
	snprintf(why, GLYPHS_WHY, "There is not enough memory to look at the fonts.");
	if (glyphs)
		glyphs->face = calloc(font_families, sizeof(FT_Face));
	if (!glyphs || !glyphs->face || FT_Init_FreeType(&glyphs->library)) {
		glyphs_close(glyphs);
		return STATUS_NO_ROOM;
	}
	for (unsigned family = 0; family < font_families; family++) {
		char path[FONT_PATH];

		font_path(path, family, WEIGHT_REGULAR, NULL);
		if (!access(path, R_OK))
			continue;
		snprintf(why, GLYPHS_WHY, "The font %.120s cannot be read: install the package %s.", path,
		         font_package(family));
		glyphs_close(glyphs);
		return STATUS_ABSENT;
	}
	why[0] = 0;
	*out = glyphs;
	return STATUS_OK;
}

void glyphs_close(struct glyphs *glyphs)
{
	if (!glyphs)
		return;
	for (unsigned family = 0; glyphs->face && family < font_families; family++)
		if (glyphs->face[family])
			FT_Done_Face(glyphs->face[family]);
	if (glyphs->library)
		FT_Done_FreeType(glyphs->library);
	free(glyphs->face);
	free(glyphs);
}

static int family_has(struct glyphs *glyphs, unsigned family, uint32_t character)
{
	char path[FONT_PATH];

	if (!glyphs->face[family]) {
		font_path(path, family, WEIGHT_REGULAR, NULL);
		if (FT_New_Face(glyphs->library, path, 0, &glyphs->face[family])) {
			glyphs->face[family] = NULL;
			return 0;
		}
	}
	return FT_Get_Char_Index(glyphs->face[family], character) != 0;
}

static int look_through(struct glyphs *glyphs, uint32_t character)
{
	if (character_is_hidden(character))
		return 1;
	for (unsigned family = 0; family < font_families; family++)
		if (family_has(glyphs, family, character))
			return 1;
	return 0;
}

static int has(struct glyphs *glyphs, uint32_t character)
{
	/* Joiners and variation selectors change how others look; a font need not have them. */
	if (character == '\n' || character == 0x200c || character == 0x200d ||
	    (character >= 0xfe00 && character <= 0xfe0f))
		return 1;
	if (character >= 0x10000)
		return look_through(glyphs, character);
	if (glyphs->known[character] == KNOWN_NOT)
		glyphs->known[character] = look_through(glyphs, character) ? KNOWN_HAS : KNOWN_LACKS;
	return glyphs->known[character] == KNOWN_HAS;
}

uint32_t glyphs_missing(struct glyphs *glyphs, const char *text, size_t *at)
{
	const char *next = text, *end = text + strlen(text);

	while (next < end) {
		const char *from = next;
		uint32_t character = character_next(&next, end);

		if (has(glyphs, character))
			continue;
		if (at)
			*at = (size_t)(from - text);
		return character;
	}
	return 0;
}

/* --- an election's texts --- */

struct search {
	struct glyphs *glyphs;
	const struct election *election;
	problem_sink *found;
	void *context;
	unsigned language;
	unsigned faults;
	int told; /* of this language */
};

/* where: "project p12", "contest 1"; field: "name". */
static void search_text(struct search *search, const struct text *text, const char *where, const char *field)
{
	const char *words = text->in[search->language];
	struct problem problem;
	uint32_t character;
	size_t at = 0;
	const char *next;

	if (!words || search->told)
		return;
	character = glyphs_missing(search->glyphs, words, &at);
	if (!character)
		return;
	next = words + at;
	(void)character_next(&next, words + strlen(words));
	snprintf(problem.place, sizeof(problem.place), "language %.40s", search->election->language[search->language]);
	snprintf(problem.what, sizeof(problem.what), "no font of the kiosk has U+%04X (%.*s), in %.70s, %s", character,
	         (int)(next - words - (ptrdiff_t)at), words + at, where, field);
	snprintf(problem.cure, sizeof(problem.cure), "write it with other characters, or leave the language out");
	search->faults++;
	search->told = 1;
	if (search->found)
		search->found(search->context, &problem);
}

static void search_contest(struct search *search, unsigned index)
{
	const struct contest *contest = &search->election->contests[index];
	char where[96];

	snprintf(where, sizeof(where), "contest %u", index + 1);
	search_text(search, &contest->title, where, "title");
	search_text(search, &contest->instruction, where, "instruction");
	for (unsigned i = 0; i < contest->project_count; i++) {
		snprintf(where, sizeof(where), "contest %u, project %.60s", index + 1, contest->projects[i].id);
		for (unsigned k = 0; k < PROJECT_TEXTS; k++)
			search_text(search, project_text(&contest->projects[i], k), where, project_text_word(k));
	}
}

static void search_language(struct search *search)
{
	const struct election *election = search->election;
	char where[32];

	search_text(search, &election->title, "the election", "title");
	search_text(search, &election->organiser, "the election", "organiser");
	for (unsigned i = 0; i < election->category_count; i++) {
		snprintf(where, sizeof(where), "category %u", i + 1);
		search_text(search, &election->category[i], where, "name");
	}
	for (unsigned i = 0; i < election->style_count; i++) {
		snprintf(where, sizeof(where), "district %u", i + 1);
		search_text(search, &election->styles[i].name, where, "name");
	}
	for (unsigned i = 0; i < election->contest_count; i++)
		search_contest(search, i);
}

enum status glyphs_check(struct glyphs *glyphs, const struct election *election, problem_sink *found, void *context)
{
	struct search search = {glyphs, election, found, context, 0, 0, 0};

	for (; search.language < election->language_count; search.language++) {
		search.told = 0;
		search_language(&search);
	}
	return search.faults ? STATUS_RULES : STATUS_OK;
}
