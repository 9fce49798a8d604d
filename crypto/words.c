#include "words.h"

/* Every word differs from every other in its first four letters. */
static const char *const words[256] = {
    "abbey",    "acorn",   "acrobat", "album",    "almond",   "anchor",   "angle",   "april",   "archive", "arrow",
    "artist",   "atlas",   "autumn",  "avenue",   "badge",    "bakery",   "bamboo",  "banana",  "banjo",   "barrel",
    "basil",    "beacon",  "bedroom", "beetle",   "bell",     "bench",    "bicycle", "biscuit", "blanket", "blossom",
    "boulder",  "brick",   "brooch",  "brother",  "brush",    "buffalo",  "cabbage", "cabin",   "cactus",  "cellar",
    "chapel",   "cheese",  "chimney", "cinema",   "citizen",  "clock",    "clover",  "cobweb",  "coconut", "compass",
    "concert",  "coral",   "cotton",  "cradle",   "cricket",  "crown",    "crystal", "curtain", "cushion", "dairy",
    "denim",    "desert",  "dinner",  "dolphin",  "dome",     "domino",   "drizzle", "drum",    "earth",   "echo",
    "elbow",    "emerald", "engine",  "evening",  "fabric",   "family",   "feast",   "field",   "flute",   "forest",
    "fossil",   "friday",  "gable",   "galaxy",   "galleon",  "gazelle",  "giraffe", "glacier", "glade",   "goggles",
    "gong",     "goose",   "grain",   "granite",  "guest",    "guitar",   "hammer",  "harbour", "heron",   "hinge",
    "holly",    "hood",    "horizon", "hotel",    "hundred",  "hydrant",  "iceberg", "igloo",   "indigo",  "iris",
    "island",   "ivory",   "jasmine", "jewel",    "jigsaw",   "journey",  "july",    "juniper", "kayak",   "kiosk",
    "kite",     "koala",   "lagoon",  "lamp",     "lantern",  "leaf",     "leopard", "lettuce", "library", "lichen",
    "lilac",    "lobster", "lotus",   "lynx",     "magnet",   "market",   "medal",   "mint",    "mirror",  "monkey",
    "moss",     "muffin",  "museum",  "napkin",   "needle",   "nephew",   "notice",  "nutmeg",  "oatmeal", "ocean",
    "octopus",  "olive",   "onion",   "opera",    "orbit",    "orchard",  "ostrich", "otter",   "oxygen",  "pancake",
    "paper",    "parsley", "pasta",   "peanut",   "pearl",    "pelican",  "pencil",  "peony",   "pepper",  "piano",
    "picnic",   "pilgrim", "pillow",  "plaid",    "polar",    "poppy",    "prairie", "puzzle",  "pyramid", "quail",
    "quarry",   "radio",   "railway", "rainbow",  "raven",    "reed",     "rhubarb", "rowboat", "saffron", "sandal",
    "saturday", "scarf",   "school",  "seagull",  "sesame",   "shadow",   "shirt",   "silk",    "sister",  "sixteen",
    "skating",  "skillet", "sleigh",  "slipper",  "snow",     "sofa",     "spinach", "sponge",  "spoon",   "squash",
    "squirrel", "statue",  "steam",   "stocking", "stork",    "studio",   "sugar",   "swan",    "sweater", "syrup",
    "tailor",   "theatre", "thimble", "thread",   "tiger",    "tortoise", "tray",    "trout",   "truffle", "trumpet",
    "tuba",     "tulip",   "twelve",  "twig",     "umbrella", "uncle",    "unicorn", "vanilla", "vase",    "vault",
    "velvet",   "village", "viola",   "volcano",  "wheat",    "whisk",    "window",  "wizard",  "wolf",    "woodland",
    "workshop", "wren",    "yacht",   "yard",     "yogurt",   "zebra",
};

const char *word(uint8_t value)
{
	return words[value];
}

void words_write(char out[static WORDS_ROOM], const struct hash *hash)
{
	char *at = out;

	for (size_t i = 0; i < WORDS_COUNT; i++) {
		const char *from = words[hash->bytes[i]];

		if (i)
			*at++ = ' ';
		while (*from)
			*at++ = *from++;
	}
	*at = '\0';
}
