#include "keyboard.h"

#include <string.h>

static const struct keyboard latin = {
    KEYBOARD_LATIN,
    {{"q w e r t y u i o p", "a s d f g h j k l", "z x c v b n m , . ?"},
     {"Q W E R T Y U I O P", "A S D F G H J K L", "Z X C V B N M , . ?"},
     {"1 2 3 4 5 6 7 8 9 0", ". , ? ! ' - : ( )", "/ & + @ % £ €"}},
    {"abc", "ABC", "123"},
};

static const struct keyboard french = {
    KEYBOARD_LATIN,
    {{"a z e r t y u i o p", "q s d f g h j k l m", "w x c v b n ' , . ?"},
     {"A Z E R T Y U I O P", "Q S D F G H J K L M", "W X C V B N ' , . ?"},
     {"1 2 3 4 5 6 7 8 9 0", ". , ? ! ' - : ( )", "/ & + @ % £ € œ æ ü ÿ"}},
    {"abc", "ABC", "123"},
};

static const struct keyboard arabic = {
    KEYBOARD_ARABIC,
    {{"ض ص ث ق ف غ ع ه خ ح ج د", "ش س ي ب ل ا ت ن م ك ط", "ئ ء ؤ ر ى ة و ز ظ ذ", "أ إ آ ، . ؟"},
     {"پ چ ژ گ ک ی", "ٹ ڈ ڑ ں ھ ہ ے"},
     {"1 2 3 4 5 6 7 8 9 0", "٠ ١ ٢ ٣ ٤ ٥ ٦ ٧ ٨ ٩", ". ، ؟ ! - : / + @ %"}},
    {"ابت", "پچژ", "123"},
};

static const struct keyboard bengali = {
    KEYBOARD_BENGALI,
    {{"া ি ী ু ূ ৃ ে ৈ ো ৌ ্", "ক খ গ ঘ ঙ চ ছ জ ঝ ঞ হ", "ট ঠ ড ঢ ণ ত থ দ ধ ন র", "প ফ ব ভ ম য ল শ ষ স য়"},
     {"অ আ ই ঈ উ ঊ ঋ এ ঐ ও ঔ", "ড় ঢ় ৎ ং ঃ ঁ ঽ"},
     {"০ ১ ২ ৩ ৪ ৫ ৬ ৭ ৮ ৯", "1 2 3 4 5 6 7 8 9 0", ". , । ? ! - : ( ) /"}},
    {"কখগ", "অআই", "১২৩"},
};

/* A language's letters beside a to z. */
static const struct {
	const char *language, *small, *capital;
} own_letters[] = {
    {"pt", "á â ã à ç é ê í ó ô õ ú", "Á Â Ã À Ç É Ê Í Ó Ô Õ Ú"},
    {"es", "á é í ñ ó ú ü ¿ ¡", "Á É Í Ñ Ó Ú Ü ¿ ¡"},
    {"fr", "à â ç é è ê ë î ï ô ù û", "À Â Ç É È Ê Ë Î Ï Ô Ù Û"},
    {"pl", "ą ć ę ł ń ó ś ź ż", "Ą Ć Ę Ł Ń Ó Ś Ź Ż"},
    {"it", "à è é ì ò ù", "À È É Ì Ò Ù"},
    {"de", "ä ö ü ß", "Ä Ö Ü ẞ"},
    {"tr", "ç ğ ı ö ş ü", "Ç Ğ İ Ö Ş Ü"},
    {"cy", "â ê î ô û ŵ ŷ ï", "Â Ê Î Ô Û Ŵ Ŷ Ï"},
    {"ro", "ă â î ș ț", "Ă Â Î Ș Ț"},
    {"yo", "á à é è ẹ í ì ó ò ọ ṣ ú", "Á À É È Ẹ Í Ì Ó Ò Ọ Ṣ Ú"},
};

/* The main language of a tag: "pt" of "pt-BR". */
static int is_language(const char *tag, const char *language)
{
	size_t len = strlen(language);

	return !strncmp(tag, language, len) && (tag[len] == '\0' || tag[len] == '-');
}

/* A row before all others of a layer; there is one free at the end. */
static void put_first(const char *row[static KEYBOARD_ROWS], const char *letters)
{
	memmove(row + 1, row, (KEYBOARD_ROWS - 1) * sizeof(*row));
	row[0] = letters;
}

void keyboard_of(struct keyboard *out, const char *language)
{
	static const char *const arabic_script[] = {"ar", "fa", "ur", "ps", "ckb"};

	*out = is_language(language, "fr") ? french : is_language(language, "bn") ? bengali : latin;
	for (size_t i = 0; i < sizeof(arabic_script) / sizeof(*arabic_script); i++)
		if (is_language(language, arabic_script[i]))
			*out = arabic;
	for (size_t i = 0; i < sizeof(own_letters) / sizeof(*own_letters); i++) {
		if (!is_language(language, own_letters[i].language))
			continue;
		put_first(out->row[0], own_letters[i].small);
		put_first(out->row[1], own_letters[i].capital);
	}
}

/* One code point of clean UTF-8. */
static uint32_t decode(const char **text)
{
	const unsigned char *at = (const unsigned char *)*text;
	unsigned more = *at >= 0xf0 ? 3 : *at >= 0xe0 ? 2 : *at >= 0xc0 ? 1 : 0;
	uint32_t point = more == 3 ? *at & 7U : more == 2 ? *at & 15U : more == 1 ? *at & 31U : *at;

	for (unsigned i = 1; i <= more; i++)
		point = point << 6 | (at[i] & 63U);
	*text += more + 1;
	return point;
}

uint32_t keyboard_next(const char **row)
{
	while (**row == ' ')
		++*row;
	return **row ? decode(row) : 0;
}

/* Unicode's combining signs in the scripts that are written here. */
static int combines(uint32_t letter)
{
	return (letter >= 0x300 && letter < 0x370) || (letter >= 0x64b && letter <= 0x652) ||
	       (letter >= 0x981 && letter <= 0x983) || (letter >= 0x9be && letter <= 0x9cd);
}

static char *encode(char *out, uint32_t point)
{
	if (point < 0x80) {
		*out++ = (char)point;
	} else if (point < 0x800) {
		*out++ = (char)(0xc0 | point >> 6);
		*out++ = (char)(0x80 | (point & 63));
	} else if (point < 0x10000) {
		*out++ = (char)(0xe0 | point >> 12);
		*out++ = (char)(0x80 | (point >> 6 & 63));
		*out++ = (char)(0x80 | (point & 63));
	} else {
		*out++ = (char)(0xf0 | (point >> 18 & 7));
		*out++ = (char)(0x80 | (point >> 12 & 63));
		*out++ = (char)(0x80 | (point >> 6 & 63));
		*out++ = (char)(0x80 | (point & 63));
	}
	return out;
}

void keyboard_label(char out[static KEYBOARD_LABEL], uint32_t letter)
{
	if (combines(letter))
		out = encode(out, 0x25cc);
	*encode(out, letter) = 0;
}
