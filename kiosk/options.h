/* What the kiosk program was started with, and what its supervisor starts the others with. */
#ifndef FOLKMOOT_OPTIONS_H
#define FOLKMOOT_OPTIONS_H

enum options_result { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_WRONG };

struct options {
	const char *data;
	const char *usb;
	const char *mirror; /* on the second storage device; NULL: there is none */
	int width, height;  /* 0: the whole display */
	int dpi;            /* 0: not said */
	int px_per_m;       /* from dpi; 0: not said */
	const char *pin_file;
	const char *import, *roster; /* both or none; only with pin_file */
	const char *script;          /* always NULL in a release */
	const char *describe;        /* always NULL in a release */
};

/* Prints the help, or what is wrong in one sentence. */
enum options_result options_read(struct options *out, int argc, char **argv);
/* What belongs together is there: the supervisor's to look at, which gives each of its children its part. OPTIONS_RUN
 * or OPTIONS_WRONG, having said what. */
enum options_result options_check(const struct options *options);

#endif
