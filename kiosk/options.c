#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "folkmoot-kiosk: the voting kiosk's screens.\n"
    "\n"
    "  folkmoot-kiosk --data DIR [--usb DIR] [--window WxH]\n"
    "\n"
    "  --data DIR       the kiosk's data folder; an empty or absent one is enrolled on the screen\n"
    "  --usb DIR        where a USB stick is mounted: elections come from there, exports go there\n"
    "  --mirror DIR     on a second storage device: the ballot box is kept there too\n"
    "  --window WxH     in a window of so many pixels instead of the whole display\n"
    "  --dpi N          the display's pixels per inch, where the program cannot know (a window: 96)\n"
    "  --pin-file FILE  unlock at start with the PIN in FILE (practice data only)\n"
    "  --import FILE --roster FILE  import this election and roster at start, as staff would (needs --pin-file)\n"
#ifndef FOLKMOOT_RELEASE
    "  --script FILE    scripted voters instead of people, at full speed (practice data only; see "
    "tests/flow/README.md);\n"
    "                   without a window unless --window is given\n"
    "  --describe FILE  write what is on the screen to FILE each time it changes (practice data only)\n"
#endif
    "  --help           this text\n"
    "\n"
#ifndef FOLKMOOT_RELEASE
    "Exit: 0 after an orderly end, 1 when a script failed, 2 when the kiosk could not start.\n"
#else
    "Exit: 0 after an orderly end, 2 when the kiosk could not start.\n"
#endif
    ;

enum {
	OPT_DATA = 256,
	OPT_USB,
	OPT_MIRROR,
	OPT_WINDOW,
	OPT_DPI,
	OPT_PIN_FILE,
	OPT_IMPORT,
	OPT_ROSTER,
	OPT_SCRIPT,
	OPT_DESCRIBE,
	OPT_HELP
};

static const struct option known[] = {
    {"data", required_argument, NULL, OPT_DATA},     {"usb", required_argument, NULL, OPT_USB},
    {"mirror", required_argument, NULL, OPT_MIRROR}, {"window", required_argument, NULL, OPT_WINDOW},
    {"dpi", required_argument, NULL, OPT_DPI},       {"pin-file", required_argument, NULL, OPT_PIN_FILE},
    {"import", required_argument, NULL, OPT_IMPORT}, {"roster", required_argument, NULL, OPT_ROSTER},
#ifndef FOLKMOOT_RELEASE
    {"script", required_argument, NULL, OPT_SCRIPT}, {"describe", required_argument, NULL, OPT_DESCRIBE},
#endif
    {"help", no_argument, NULL, OPT_HELP},           {NULL, 0, NULL, 0},
};

static enum options_result wrong(const char *what, const char *value)
{
	fprintf(stderr, "folkmoot-kiosk: %s%s. See folkmoot-kiosk --help.\n", what, value);
	return OPTIONS_WRONG;
}

/* A decimal number from least to most, up to the character end; -1 for anything else. *rest: behind it. */
static long number(const char *text, long least, long most, char end, const char **rest)
{
	char *stop;
	long value;

	if (*text < '0' || *text > '9')
		return -1;
	errno = 0;
	value = strtol(text, &stop, 10);
	if (errno || *stop != end || value < least || value > most)
		return -1;
	*rest = stop;
	return value;
}

static int read_window(struct options *out, const char *text)
{
	const char *rest = text;
	long width = number(text, 320, 16384, 'x', &rest);
	long height = width < 0 ? -1 : number(rest + 1, 320, 16384, '\0', &rest);

	out->width = (int)width;
	out->height = (int)height;
	return width > 0 && height > 0;
}

static int read_dpi(struct options *out, const char *text)
{
	const char *rest;
	long dpi = number(text, 20, 1200, '\0', &rest);

	/* 1 inch is 0.0254 m. */
	out->dpi = (int)dpi;
	out->px_per_m = (int)(dpi * 10000 / 254);
	return dpi > 0;
}

/* getopt_long takes any beginning of a name for the whole, and a mistyped --dat would run. Returns the first word that
 * is no option's whole name, or NULL; what follows an option is its value, whatever it looks like. */
static const char *find_unknown(int argc, char **argv)
{
	for (int i = 1; i < argc && strncmp(argv[i], "--", 2) == 0 && argv[i][2]; i++) {
		size_t len = strcspn(argv[i] + 2, "=");
		const struct option *option = known;

		while (option->name && (strlen(option->name) != len || strncmp(option->name, argv[i] + 2, len) != 0))
			option++;
		if (!option->name)
			return argv[i];
		if (option->has_arg == required_argument && argv[i][2 + len] == '\0')
			i++;
	}
	return NULL;
}

enum options_result options_read(struct options *out, int argc, char **argv)
{
	const char *unknown = find_unknown(argc, argv);
	int option;

	memset(out, 0, sizeof(*out));
	if (unknown)
		return wrong("there is no option ", unknown);
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		switch (option) {
		case OPT_DATA: out->data = optarg; break;
		case OPT_USB: out->usb = optarg; break;
		case OPT_MIRROR: out->mirror = optarg; break;
		case OPT_WINDOW:
			if (!read_window(out, optarg))
				return wrong("--window takes a size such as 1280x720, not ", optarg);
			break;
		case OPT_DPI:
			if (!read_dpi(out, optarg))
				return wrong("--dpi takes a number from 20 to 1200, not ", optarg);
			break;
		case OPT_PIN_FILE: out->pin_file = optarg; break;
		case OPT_IMPORT: out->import = optarg; break;
		case OPT_ROSTER: out->roster = optarg; break;
		case OPT_SCRIPT: out->script = optarg; break;
		case OPT_DESCRIBE: out->describe = optarg; break;
		case OPT_HELP: fputs(help, stdout); return OPTIONS_HELP;
		case ':': return wrong("a value is missing after ", argv[optind - 1]);
		default: return wrong("there is no option ", argv[optind - 1]);
		}
	}
	if (optind < argc)
		return wrong("nothing is done with ", argv[optind]);
	return OPTIONS_RUN;
}

enum options_result options_check(const struct options *options)
{
	if (!options->data)
		return wrong("--data DIR is missing", "");
	if (!options->import != !options->roster || (options->import && !options->pin_file))
		return wrong("--import and --roster go together, and need --pin-file", "");
	return OPTIONS_RUN;
}
