#include "screen_make.h"

#include <stdio.h>

/* How the screen looks and sounds, all of it in one place. */

static struct element option(const char *id, unsigned number, const char *text, enum action_kind kind, unsigned now)
{
	struct element element = make_element(ROLE_CHOICE, id);

	snprintf(element.id, sizeof(element.id), "%.12s-%u", id, number);
	element.text = text;
	element.type = TYPE_STRONG;
	element.action = (struct action){kind, number};
	element.state = STATE_OPTION;
	if (number == now) {
		element.state |= STATE_CHOSEN;
		element.icon = ICON_TICK;
	}
	return element;
}

/* How the groups of settings stand: under their headings, or where that takes several parts, beside them, and then
 * without the title. */
enum arrangement { ARRANGE_BELOW, ARRANGE_BESIDE, ARRANGE_BARE, ARRANGE_COUNT };

static const enum message setting_names[] = {MESSAGE_SETTINGS_LANGUAGE, MESSAGE_SETTINGS_SIZE, MESSAGE_SETTINGS_THEME};

/* As wide as the widest word of all headings. */
static int aside_width(const struct make *make)
{
	int width = 0;

	for (unsigned i = 0; i < sizeof(setting_names) / sizeof(*setting_names); i++) {
		int word = text_word_width(make->look, TYPE_STRONG, make->messages->of[setting_names[i]]);

		width = word > width ? word : width;
	}
	return (int)((int64_t)(width + 1) * 100000 / make->look->px_per_m) + 1;
}

static void add_options(struct make *make, struct page *page, enum arrangement arrangement, const char *id,
                        enum message name, const struct element *cell, unsigned count)
{
	struct item *item;

	if (arrangement == ARRANGE_BELOW) {
		page_text(page, TYPE_STRONG, id, make_words(make, name), 850)->keeps = 1;
		page_cells(make, page, cell, count, count > 6 ? 6 : count, 200);
		return;
	}
	page_cells(make, page, cell, count, count > 6 ? 6 : count, 500);
	item = &page->item[page->count - 1];
	item->element = make_element(ROLE_TEXT, id);
	item->element.text = make_words(make, name);
	item->element.type = TYPE_STRONG;
	item->aside = aside_width(make);
}

static void add_languages(struct make *make, struct page *page, enum arrangement arrangement)
{
	struct element cell[ELECTION_MAX_LANGUAGES];
	unsigned count = make->election->language_count;
	char words[80];

	for (unsigned i = 0; i < count; i++) {
		const char *tag = make->election->language[i], *name = tag;

		if (messages_peek(words, sizeof(words), tag, MESSAGE_LANGUAGE_NAME) == STATUS_OK)
			name = words;
		cell[i] = option("language", i, make_copy(make, name), ACT_LANGUAGE, make->flow->language);
	}
	add_options(make, page, arrangement, "language", MESSAGE_SETTINGS_LANGUAGE, cell, count);
}

static void fill_settings(struct make *make, struct page *page, enum arrangement arrangement)
{
	struct element size[FLOW_TEXT_SIZES], theme[FLOW_THEMES];

	page_init(page);
	page->wide = page->centred = 1;
	if (arrangement != ARRANGE_BARE)
		page_text(page, TYPE_TITLE, "title", make_words(make, MESSAGE_SETTINGS_TITLE), 0)->keeps = 1;
	if (make->election->language_count > 1)
		add_languages(make, page, arrangement);
	for (unsigned i = 0; i < FLOW_TEXT_SIZES; i++)
		size[i] = option("size", i, make_words(make, MESSAGE_SETTINGS_SIZE_0 + i), ACT_TEXT_SIZE,
		                 make->flow->text_size);
	add_options(make, page, arrangement, "size", MESSAGE_SETTINGS_SIZE, size, FLOW_TEXT_SIZES);
	for (unsigned i = 0; i < FLOW_THEMES; i++)
		theme[i] =
		    option("theme", i, make_words(make, MESSAGE_SETTINGS_THEME_0 + i), ACT_THEME, make->flow->theme);
	add_options(make, page, arrangement, "theme", MESSAGE_SETTINGS_THEME, theme, FLOW_THEMES);
	row_add_main(&page->bottom, make_next(make, make_words(make, MESSAGE_NAV_NEXT)));
}

void screen_settings(struct make *make)
{
	size_t pool_len;
	struct page page;

	frame_voter(make, make_election_title(make));
	pool_len = make->screen->pool_len;
	for (unsigned i = 0; i < ARRANGE_COUNT; i++) {
		make->screen->pool_len = pool_len;
		fill_settings(make, &page, (enum arrangement)i);
		if (page_parts(make, &page) == 1) {
			page_put(make, &page);
			return;
		}
	}
	make->screen->pool_len = pool_len;
	fill_settings(make, &page, ARRANGE_BELOW);
	page_put(make, &page);
}
