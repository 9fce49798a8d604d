#include "screen_make.h"

#include <stdio.h>

/* How the kiosk looks, sounds and is reached, all of it in one place. */

enum setting {
	SETTING_LANGUAGE,
	SETTING_SIZE,
	SETTING_THEME,
	SETTING_SOUND,
	SETTING_RATE,
	SETTING_VOLUME,
	SETTING_BLANK,
	SETTING_SEATED,
	SETTING_COUNT
};

enum { OPTIONS_MAX = ELECTION_MAX_LANGUAGES };

static const struct {
	const char *id;
	enum message name;
	enum action_kind action;
	unsigned across; /* beside each other, at most */
} settings[SETTING_COUNT] = {
    [SETTING_LANGUAGE] = {"language", MESSAGE_SETTINGS_LANGUAGE, ACT_LANGUAGE, 6},
    [SETTING_SIZE] = {"size", MESSAGE_SETTINGS_SIZE, ACT_TEXT_SIZE, FLOW_TEXT_SIZES},
    [SETTING_THEME] = {"theme", MESSAGE_SETTINGS_THEME, ACT_THEME, FLOW_THEMES},
    [SETTING_SOUND] = {"sound", MESSAGE_SETTINGS_SOUND, ACT_SOUND, 2},
    [SETTING_RATE] = {"rate", MESSAGE_SETTINGS_RATE, ACT_RATE, FLOW_RATES},
    [SETTING_VOLUME] = {"volume", MESSAGE_SETTINGS_VOLUME, ACT_VOLUME, FLOW_VOLUMES},
    [SETTING_BLANK] = {"blank", MESSAGE_SETTINGS_BLANK, ACT_BLANK, 2},
    [SETTING_SEATED] = {"seated", MESSAGE_SETTINGS_SEATED, ACT_SEATED, 2},
};

/* The options of one setting, and which of them stands. */
struct options {
	unsigned count, now;
	struct element of[OPTIONS_MAX];
};

static void add_option(struct make *make, struct options *options, enum setting setting, const char *text,
                       const char *spoken)
{
	unsigned number = options->count;
	struct element *option = &options->of[options->count++];
	const char *name = make_words(make, settings[setting].name);
	int chosen = number == options->now;

	*option = make_element(ROLE_CHOICE, "");
	snprintf(option->id, sizeof(option->id), "%.12s-%u", settings[setting].id, number);
	option->text = text;
	option->type = TYPE_STRONG;
	option->action = (struct action){settings[setting].action, number};
	option->state = STATE_OPTION | (chosen ? STATE_CHOSEN : 0);
	option->icon = chosen ? ICON_TICK : ICON_NONE;
	option->group = (uint8_t)(setting + 1);
	/* The name is heard once, and wherever it stands now. */
	option->spoken = spoken;
	if (chosen || !number)
		option->spoken =
		    SPEAK(make, chosen ? MESSAGE_SETTINGS_SPOKEN_CHOSEN : MESSAGE_SETTINGS_SPOKEN, name, spoken);
}

/* Each under its own name, written and spoken in that language. */
static void language_options(struct make *make, struct options *out)
{
	char words[80];

	for (unsigned i = 0; i < make->election->language_count; i++) {
		const char *tag = make->election->language[i], *name = tag;
		const char own[3] = {SPEECH_LANGUAGE[0], (char)(1 + i), 0};

		if (messages_peek(words, sizeof(words), tag, MESSAGE_LANGUAGE_NAME) == STATUS_OK)
			name = words;
		name = make_copy(make, name);
		add_option(make, out, SETTING_LANGUAGE, name, make_joined(make, own, "", name));
	}
}

/* count options whose words are messages one after another. */
static void named_options(struct make *make, struct options *out, enum setting setting, enum message first,
                          unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const char *words = make_words(make, first + i);

		add_option(make, out, setting, words, words);
	}
}

/* "1" to "7". */
static void level_options(struct make *make, struct options *out, enum setting setting, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const char *number = speak_number(make, i + 1);

		add_option(make, out, setting, make_number(make, i + 1), number);
	}
}

static void options_of(struct make *make, struct options *out, enum setting setting)
{
	const struct flow *flow = make->flow;
	const unsigned now[SETTING_COUNT] = {flow->language, flow->text_size, flow->theme, flow->sound,
	                                     flow->rate,     flow->volume,    flow->blank, flow->seated};

	out->count = 0;
	out->now = now[setting];
	switch (setting) {
	case SETTING_LANGUAGE: language_options(make, out); break;
	case SETTING_SIZE: named_options(make, out, setting, MESSAGE_SETTINGS_SIZE_0, FLOW_TEXT_SIZES); break;
	case SETTING_THEME: named_options(make, out, setting, MESSAGE_SETTINGS_THEME_0, FLOW_THEMES); break;
	case SETTING_SOUND: named_options(make, out, setting, MESSAGE_SETTINGS_SOUND_0, 2); break;
	case SETTING_RATE: level_options(make, out, setting, FLOW_RATES); break;
	case SETTING_VOLUME: level_options(make, out, setting, FLOW_VOLUMES); break;
	case SETTING_BLANK: named_options(make, out, setting, MESSAGE_SETTINGS_BLANK_0, 2); break;
	case SETTING_SEATED: named_options(make, out, setting, MESSAGE_SETTINGS_SEATED_0, 2); break;
	case SETTING_COUNT: break;
	}
}

/* --- how they stand --- */

/* The groups stand under their headings, in two columns below the title, or in one; or, where that takes several parts,
 * beside their headings; and then without the title. */
enum arrangement { ARRANGE_COLUMNS, ARRANGE_BELOW, ARRANGE_BESIDE, ARRANGE_BARE, ARRANGE_COUNT };

static int is_asked(const struct make *make, enum setting setting)
{
	if (setting == SETTING_LANGUAGE)
		return make->election->language_count > 1;
	if (setting == SETTING_SOUND)
		return make->flow->facts.sound != SOUND_NO_DEVICE;
	if (setting == SETTING_RATE || setting == SETTING_VOLUME || setting == SETTING_BLANK)
		return make->flow->sound && make->flow->facts.sound != SOUND_NO_DEVICE;
	return 1;
}

/* As wide as the widest word of all headings. */
static int aside_width(const struct make *make)
{
	int width = 0;

	for (unsigned i = 0; i < SETTING_COUNT; i++) {
		int word = text_word_width(make->look, TYPE_STRONG, make->messages->of[settings[i].name]);

		width = word > width && is_asked(make, (enum setting)i) ? word : width;
	}
	return (int)((int64_t)(width + 1) * 100000 / make->look->px_per_m) + 1;
}

static void add_setting(struct make *make, struct page *page, enum arrangement arrangement, enum setting setting)
{
	struct options options;
	struct item *item;

	options_of(make, &options, setting);
	if (arrangement <= ARRANGE_BELOW) {
		item =
		    page_text(page, TYPE_STRONG, settings[setting].id, make_words(make, settings[setting].name), 850);
		item->element.spoken = "";
		item->keeps = 1;
		page_cells(make, page, options.of, options.count, settings[setting].across, 200);
		page->item[page->count - 1].whole = 1;
		return;
	}
	page_cells(make, page, options.of, options.count, settings[setting].across, 500);
	item = &page->item[page->count - 1];
	item->element = make_element(ROLE_TEXT, settings[setting].id);
	item->element.text = make_words(make, settings[setting].name);
	item->element.type = TYPE_STRONG;
	item->element.spoken = "";
	item->aside = aside_width(make);
}

/* That nothing, or not everything, can be heard on this kiosk. */
static void tell_sound(struct make *make, struct page *page)
{
	enum sound_state sound = (enum sound_state)make->flow->facts.sound;

	if (sound == SOUND_NO_DEVICE)
		page_text(page, TYPE_BODY, "no-sound", make_words(make, MESSAGE_SETTINGS_NO_SOUND), 850);
	else if (!speech_can_say(make->election, make->flow->language))
		page_text(page, TYPE_BODY, "unspoken", make_words(make, MESSAGE_SETTINGS_UNSPOKEN), 850);
	else if (sound == SOUND_NO_SPEECH && make->flow->sound)
		page_text(page, TYPE_BODY, "no-speech", make_words(make, MESSAGE_SETTINGS_NO_SPEECH), 850);
}

/* Columns that begin at the same height have the title over both. */
static void put_title(struct make *make)
{
	const char *words = make_words(make, MESSAGE_SETTINGS_TITLE);
	int height = text_height(make->look, TYPE_TITLE, words, make->body.w);
	struct element *title = make_add(make, ROLE_TITLE, "title", cut_top(&make->body, height, make->gap * 3 / 2));

	title->text = words;
	title->type = TYPE_TITLE;
}

static void fill_settings(struct make *make, struct page *page, enum arrangement arrangement)
{
	if (arrangement == ARRANGE_COLUMNS)
		put_title(make);
	page_init(page);
	page->wide = 1;
	page->columns = arrangement == ARRANGE_COLUMNS ? 2 : 1;
	if (arrangement == ARRANGE_BELOW || arrangement == ARRANGE_BESIDE)
		page_text(page, TYPE_TITLE, "title", make_words(make, MESSAGE_SETTINGS_TITLE), 0)->keeps = 1;
	for (unsigned i = 0; i < SETTING_COUNT; i++) {
		if (i == SETTING_SOUND) {
			page_column(page);
			tell_sound(make, page);
		}
		if (is_asked(make, (enum setting)i))
			add_setting(make, page, arrangement, (enum setting)i);
	}
	row_add_main(&page->bottom, make_next(make, make_words(make, MESSAGE_NAV_NEXT)));
}

void screen_settings(struct make *make)
{
	unsigned best = ARRANGE_COLUMNS, fewest = UINT32_MAX, count;
	struct rect body;
	size_t pool_len;
	struct page page;

	frame_voter(make, make_election_title(make));
	body = make->body;
	count = make->screen->count;
	pool_len = make->screen->pool_len;
	for (unsigned i = 0; i <= ARRANGE_COUNT && fewest > 1; i++) {
		unsigned parts;

		make->body = body;
		make->screen->count = count;
		make->screen->pool_len = pool_len;
		/* The last time for good. */
		fill_settings(make, &page, i < ARRANGE_COUNT ? (enum arrangement)i : (enum arrangement)best);
		parts = page_parts(make, &page);
		if (parts < fewest) {
			fewest = parts;
			best = i;
		}
	}
	page_put(make, &page);
}
