#include "fonts.h"

#include <stdio.h>

/* Order: what is asked for most comes first; families that have others' digits and signs come last. percent evens out
 * what stands between the baseline and the height of letters without strokes above (0.73 of an em for Inter's
 * capitals, 0.62 for a Bengali letter in its family, 0.40 for most Arabic ones in theirs). */
const struct font_family font_chain[] = {
    {"Inter", NULL, 100, 3},
    {"NotoSans", NULL, 102, 2},
    {"NotoSansArabic", "Arab", 110, 2},
    {"NotoSansBengali", "Beng", 110, 2},
    {"NotoSansDevanagari", "Deva", 110, 2},
    {"NotoSansGujarati", "Gujr", 110, 2},
    {"NotoSansGurmukhi", "Guru", 110, 2},
    {"NotoSansOriya", "Orya", 106, 2},
    {"NotoSansTamil", "Taml", 106, 2},
    {"NotoSansTelugu", "Telu", 106, 2},
    {"NotoSansKannada", "Knda", 106, 2},
    {"NotoSansMalayalam", "Mlym", 106, 2},
    {"NotoSansSinhala", "Sinh", 106, 2},
    {"NotoSansHebrew", "Hebr", 112, 2},
    {"NotoSansEthiopic", "Ethi", 102, 2},
    {"NotoSansGeorgian", "Geor", 106, 2},
    {"NotoSansArmenian", "Armn", 102, 2},
    {"NotoSansThai", "Thai", 108, 2},
    {"NotoSansLao", "Laoo", 106, 2},
    {"NotoSansKhmer", "Khmr", 102, 2},
    {"NotoSansMyanmar", "Mymr", 102, 2},
    {"NotoSansThaana", "Thaa", 106, 2},
    {"NotoSansSyriac", "Syrc", 110, 1},
    {"NotoSansNKo", "Nkoo", 102, 1},
    {"NotoSansTifinagh", "Tfng", 102, 1},
    {"NotoSansAdlam", "Adlm", 106, 2},
    {"NotoSansHanifiRohingya", "Rohg", 106, 2},
    {"NotoSansSylotiNagri", "Sylo", 106, 1},
    {"NotoSansChakma", "Cakm", 106, 1},
    {"NotoSansOlChiki", "Olck", 102, 2},
    {"NotoSansCherokee", "Cher", 102, 2},
    {"NotoSansCanadianAboriginal", "Cans", 102, 2},
    {"NotoSansVai", "Vaii", 102, 1},
    {"NotoSansMath", "Zyyy", 102, 1},
    {"NotoSansSymbols", "Zyyy", 102, 2},
    {"NotoSansSymbols2", "Zyyy", 102, 1},
};

const unsigned font_families = sizeof(font_chain) / sizeof(font_chain[0]);

void font_path(char out[static FONT_PATH], unsigned family, enum font_weight weight, const char *inter)
{
	const struct font_family *of = &font_chain[family];
	const char *word = "Regular";

	if (weight == WEIGHT_SEMIBOLD && of->weights == 3)
		word = "SemiBold";
	else if (weight != WEIGHT_REGULAR && of->weights > 1)
		word = "Bold";
	if (family == 0)
		snprintf(out, FONT_PATH, "%s/%s-%s.otf", inter ? inter : FONTS_INTER, of->name, word);
	else
		snprintf(out, FONT_PATH, "%s/%s-%s.ttf", FONTS_NOTO, of->name, word);
}

const char *font_package(unsigned family)
{
	return family == 0 ? "fonts-inter" : "fonts-noto-core";
}

const char *font_script(unsigned family, uint32_t character)
{
	if (font_chain[family].script)
		return font_chain[family].script;
	if (character >= 0x370 && character < 0x400)
		return "Grek";
	if (character >= 0x400 && character < 0x530)
		return "Cyrl";
	if ((character | 0x20) - 'a' < 26 || (character >= 0xc0 && character < 0x250 && character != 0xd7) ||
	    (character >= 0x1e00 && character < 0x1f00))
		return "Latn";
	return NULL;
}
