/* What the kiosk program was started with. */
#ifndef FOLKMOOT_OPTIONS_H
#define FOLKMOOT_OPTIONS_H

enum options_result { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_WRONG };

struct options {
	const char *data;
	const char *usb;
	int width, height; /* 0: the whole display */
	int px_per_m;      /* 0: not said */
	const char *pin_file;
	const char *import, *roster; /* both or none; only with pin_file */
	const char *script;          /* always NULL in a release */
	const char *describe;        /* always NULL in a release */
};

/* Prints the help, or what is wrong in one sentence. */
enum options_result options_read(struct options *out, int argc, char **argv);

#endif
