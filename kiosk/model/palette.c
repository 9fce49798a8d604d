#include "palette.h"

/* fill, ink, soft, edge, width of the edge */
static const struct paint paints[THEME_COUNT][SURFACE_COUNT] =
    {
        [THEME_CALM] =
            {
                [SURFACE_PAPER] = {0xf7f4ec, 0x14251f, 0x22332b, 0xf7f4ec, 0},
                [SURFACE_PANEL] = {0xfffefa, 0x14251f, 0x22332b, 0xddd6c6, 30},
                [SURFACE_CARD] = {0xfffefa, 0x14251f, 0x22332b, 0x7b877f, 35},
                [SURFACE_CARD_CHOSEN] = {0xdcebdd, 0x14251f, 0x1e2e26, 0x0b4736, 80},
                [SURFACE_BUTTON] = {0xfffefa, 0x14251f, 0x22332b, 0x0b4736, 60},
                [SURFACE_MAIN] = {0x0b4736, 0xffffff, 0xffffff, 0x0b4736, 0},
                [SURFACE_QUIET] = {0xf7f4ec, 0x14251f, 0x22332b, 0x7b877f, 35},
                [SURFACE_DANGER] = {0x741220, 0xffffff, 0xffffff, 0x741220, 0},
                [SURFACE_CHOSEN] = {0x0b4736, 0xffffff, 0xffffff, 0x0b4736, 0},
                [SURFACE_BLOCKED] = {0xede8db, 0x14251f, 0x1e2e26, 0x7b877f, 35},
                [SURFACE_NOTICE] = {0xfcefc7, 0x14251f, 0x22332b, 0x8a6a12, 60},
                [SURFACE_BAND] = {0x14304a, 0xffffff, 0xffffff, 0x14304a, 0},
                [SURFACE_PRESSED] = {0x14251f, 0xffffff, 0xffffff, 0x14251f, 0},
            },
        [THEME_BLACK_ON_WHITE] =
            {
                [SURFACE_PAPER] = {0xffffff, 0x000000, 0x000000, 0xffffff, 0},
                [SURFACE_PANEL] = {0xffffff, 0x000000, 0x000000, 0x000000, 30},
                [SURFACE_CARD] = {0xffffff, 0x000000, 0x000000, 0x000000, 50},
                [SURFACE_CARD_CHOSEN] = {0xffffff, 0x000000, 0x000000, 0x000000, 150},
                [SURFACE_BUTTON] = {0xffffff, 0x000000, 0x000000, 0x000000, 80},
                [SURFACE_MAIN] = {0x000000, 0xffffff, 0xffffff, 0x000000, 0},
                [SURFACE_QUIET] = {0xffffff, 0x000000, 0x000000, 0x000000, 40},
                [SURFACE_DANGER] = {0x000000, 0xffffff, 0xffffff, 0x000000, 0},
                [SURFACE_CHOSEN] = {0x000000, 0xffffff, 0xffffff, 0x000000, 0},
                [SURFACE_BLOCKED] = {0xffffff, 0x000000, 0x000000, 0x000000, 20},
                [SURFACE_NOTICE] = {0xffffff, 0x000000, 0x000000, 0x000000, 150},
                [SURFACE_BAND] = {0x000000, 0xffffff, 0xffffff, 0x000000, 0},
                [SURFACE_PRESSED] = {0x000000, 0xffffff, 0xffffff, 0x000000, 0},
            },
        [THEME_WHITE_ON_BLACK] =
            {
                [SURFACE_PAPER] = {0x000000, 0xffffff, 0xffffff, 0x000000, 0},
                [SURFACE_PANEL] = {0x000000, 0xffffff, 0xffffff, 0xffffff, 30},
                [SURFACE_CARD] = {0x000000, 0xffffff, 0xffffff, 0xffffff, 50},
                [SURFACE_CARD_CHOSEN] = {0x000000, 0xffffff, 0xffffff, 0xffffff, 150},
                [SURFACE_BUTTON] = {0x000000, 0xffffff, 0xffffff, 0xffffff, 80},
                [SURFACE_MAIN] = {0xffffff, 0x000000, 0x000000, 0xffffff, 0},
                [SURFACE_QUIET] = {0x000000, 0xffffff, 0xffffff, 0xffffff, 40},
                [SURFACE_DANGER] = {0xffffff, 0x000000, 0x000000, 0xffffff, 0},
                [SURFACE_CHOSEN] = {0xffffff, 0x000000, 0x000000, 0xffffff, 0},
                [SURFACE_BLOCKED] = {0x000000, 0xffffff, 0xffffff, 0xffffff, 20},
                [SURFACE_NOTICE] = {0x000000, 0xffffff, 0xffffff, 0xffffff, 150},
                [SURFACE_BAND] = {0xffffff, 0x000000, 0x000000, 0xffffff, 0},
                [SURFACE_PRESSED] = {0xffffff, 0x000000, 0x000000, 0xffffff, 0},
            },
        [THEME_SOFT] =
            {
                [SURFACE_PAPER] = {0xeae6dc, 0x4a554f, 0x4a554f, 0xeae6dc, 0},
                [SURFACE_PANEL] = {0xf1eee6, 0x4a554f, 0x4a554f, 0xd6d0c2, 30},
                [SURFACE_CARD] = {0xf1eee6, 0x4a554f, 0x4a554f, 0x748079, 35},
                [SURFACE_CARD_CHOSEN] = {0xd6dfd3, 0x46514b, 0x46514b, 0x4c6b5e, 80},
                [SURFACE_BUTTON] = {0xf1eee6, 0x4a554f, 0x4a554f, 0x4c6b5e, 60},
                [SURFACE_MAIN] = {0x4c6b5e, 0xf1eee6, 0xf1eee6, 0x4c6b5e, 0},
                [SURFACE_QUIET] = {0xeae6dc, 0x4a554f, 0x4a554f, 0x748079, 35},
                [SURFACE_DANGER] = {0x8a4a4f, 0xf1eee6, 0xf1eee6, 0x8a4a4f, 0},
                [SURFACE_CHOSEN] = {0x4c6b5e, 0xf1eee6, 0xf1eee6, 0x4c6b5e, 0},
                [SURFACE_BLOCKED] = {0xddd8cb, 0x46514b, 0x46514b, 0x748079, 35},
                [SURFACE_NOTICE] = {0xede2c0, 0x4a554f, 0x4a554f, 0x8a7a3c, 60},
                [SURFACE_BAND] = {0x55677a, 0xf1eee6, 0xf1eee6, 0x55677a, 0},
                [SURFACE_PRESSED] = {0x4a554f, 0xf1eee6, 0xf1eee6, 0x4a554f, 0},
            },
        [THEME_OPEN] =
            {
                [SURFACE_PAPER] = {0x0b4030, 0xfffefa, 0xf6f1e3, 0x0b4030, 0},
                [SURFACE_PANEL] = {0x08362a, 0xfffefa, 0xf6f1e3, 0x6d9483, 30},
                [SURFACE_CARD] = {0x08362a, 0xfffefa, 0xf6f1e3, 0x9bbcae, 35},
                [SURFACE_CARD_CHOSEN] = {0xfffefa, 0x0b3a2c, 0x0b3a2c, 0xf2c14e, 80},
                [SURFACE_BUTTON] = {0x0b4030, 0xfffefa, 0xf6f1e3, 0xfffefa, 60},
                [SURFACE_MAIN] = {0xfffefa, 0x0b3a2c, 0x0b3a2c, 0xfffefa, 0},
                [SURFACE_QUIET] = {0x0b4030, 0xfffefa, 0xf6f1e3, 0x9bbcae, 35},
                [SURFACE_DANGER] = {0xfde3dc, 0x4d0a15, 0x4d0a15, 0xfde3dc, 0},
                [SURFACE_CHOSEN] = {0xfffefa, 0x0b3a2c, 0x0b3a2c, 0xfffefa, 0},
                [SURFACE_BLOCKED] = {0x08362a, 0xfffefa, 0xf6f1e3, 0x9bbcae, 35},
                [SURFACE_NOTICE] = {0xfcefc7, 0x14251f, 0x22332b, 0xf2c14e, 60},
                [SURFACE_BAND] = {0xf2c14e, 0x0c1712, 0x0c1712, 0xf2c14e, 0},
                [SURFACE_PRESSED] = {0xf2c14e, 0x0c1712, 0x0c1712, 0xf2c14e, 0},
            },
};

struct paint paint_of(unsigned theme, enum surface surface)
{
	return paints[theme < THEME_COUNT ? theme : THEME_CALM][surface < SURFACE_COUNT ? surface : SURFACE_PAPER];
}

struct accents accents_of(unsigned theme)
{
	static const struct accents accents[THEME_COUNT] = {
	    [THEME_CALM] = {0x0b4736, 0xe3ddcd, 0x0b4736, 0x14251f, 0xf2c14e, {0x0b4736, 0xc0562b, 0xe0a526}},
	    [THEME_BLACK_ON_WHITE] = {0x000000, 0xffffff, 0x000000, 0x000000, 0xffffff, {0x000000, 0x000000, 0x000000}},
	    [THEME_WHITE_ON_BLACK] = {0xffffff, 0x000000, 0xffffff, 0xffffff, 0x000000, {0xffffff, 0xffffff, 0xffffff}},
	    [THEME_SOFT] = {0x4c6b5e, 0xddd8cb, 0x4c6b5e, 0x4a554f, 0xe3c878, {0x4c6b5e, 0x9a6a50, 0xb29a5c}},
	    [THEME_OPEN] = {0xfffefa, 0x08362a, 0xfffefa, 0xfffefa, 0x0b3a2c, {0xfffefa, 0xf0936b, 0xf2c14e}},
	};

	return accents[theme < THEME_COUNT ? theme : THEME_CALM];
}

static enum surface choice_surface(const struct element *element)
{
	if (element->state & STATE_CHOSEN)
		return SURFACE_CHOSEN;
	if (element->state & STATE_BLOCKED)
		return SURFACE_BLOCKED;
	return SURFACE_BUTTON;
}

enum surface element_surface(const struct element *element)
{
	switch (element->role) {
	case ROLE_PANEL:
		if (element->emphasis == EMPHASIS_DANGER)
			return SURFACE_BAND;
		if (element->emphasis == EMPHASIS_MAIN)
			return element->state & STATE_CHOSEN ? SURFACE_CARD_CHOSEN : SURFACE_CARD;
		return SURFACE_PANEL;
	case ROLE_BUTTON:
		if (element->emphasis == EMPHASIS_MAIN)
			return SURFACE_MAIN;
		if (element->emphasis == EMPHASIS_DANGER)
			return SURFACE_DANGER;
		return element->emphasis == EMPHASIS_QUIET ? SURFACE_QUIET : SURFACE_BUTTON;
	case ROLE_CARD: return element->state & STATE_CHOSEN ? SURFACE_CARD_CHOSEN : SURFACE_CARD;
	case ROLE_CHOICE: return choice_surface(element);
	case ROLE_NOTICE: return SURFACE_NOTICE;
	case ROLE_CODE:
	case ROLE_FIELD: return SURFACE_PANEL;
	case ROLE_TEXT:
		if (element->emphasis == EMPHASIS_DANGER)
			return SURFACE_BAND;
		return SURFACE_PAPER;
	case ROLE_TITLE:
	case ROLE_BAR:
	case ROLE_QR:
	case ROLE_PIN:
	case ROLE_PROGRESS:
	case ROLE_PICTURE:
	case ROLE_PHOTO: return SURFACE_PAPER;
	}
	return SURFACE_PAPER;
}
