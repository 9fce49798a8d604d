#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk.h"

/* The kiosk program: opens what there is, runs the kiosk, and closes everything. */

enum {
	EXIT_SCRIPT = 1,
	EXIT_START = 2,
	FAULT_SHOWN_MS = 60000, /* then the program ends, and whoever started it may try anew */
	PIN_FILE_MAX = 64,
	WINDOW_PX_PER_M = 3780, /* 96 to the inch */
	SCRIPT_WIDTH = 1920,
	SCRIPT_HEIGHT = 1080,
};

/* --- start and end ----------------------------------------------------------------------------------------------- */

static enum status unlock(struct kiosk *kiosk)
{
	char pin[PIN_FILE_MAX] = "", why[FLOW_DETAIL];
	FILE *file = fopen(kiosk->options.pin_file, "r");
	enum status status = STATUS_ABSENT;

	if (!file || !fgets(pin, sizeof(pin), file)) {
		fprintf(stderr, "folkmoot-kiosk: %s: the PIN file cannot be read: check the path.\n",
		        kiosk->options.pin_file);
		goto out;
	}
	pin[strcspn(pin, "\r\n")] = 0;
	status = carry_unlock(why, kiosk->recorder, pin);
	if (status != STATUS_OK)
		kiosk_complain(why);
out:
	if (file)
		fclose(file);
	sodium_memzero(pin, sizeof(pin));
	return status;
}

/* Some doors stand open for practice only. */
static enum status check_practice(const struct kiosk *kiosk, enum sign_kind kind)
{
	const struct options *options = &kiosk->options;

	if (kind == SIGN_PRACTICE || (!options->pin_file && !options->script && !options->describe))
		return STATUS_OK;
	kiosk_complain(
	    "--pin-file, --script and --describe work with practice data only, and this data folder is for a real "
	    "vote.");
	return STATUS_PRACTICE;
}

#ifndef FOLKMOOT_RELEASE

static enum status begin_script(struct kiosk *kiosk)
{
	char why[SCRIPT_WHY];
	enum status status;

	kiosk->show.describe = kiosk->options.describe;
	if (!kiosk->options.script)
		return STATUS_OK;
	status = script_create(&kiosk->script, why, kiosk->options.script);
	if (status != STATUS_OK)
		kiosk_complain(why);
	kiosk->script_ms = 1;
	return status;
}

#endif

static enum status begin_data(struct kiosk *kiosk)
{
	const struct options *options = &kiosk->options;
	const struct recorder_paths paths = {.data = options->data, .usb = options->usb};
	struct carried carried;
	char why[SHOW_WHY] = "";
	enum status status = recorder_create(&kiosk->recorder, &paths, why, sizeof(why));

	if (status != STATUS_OK) {
		kiosk_complain(why);
		return status;
	}
	carry_status(&carried, kiosk->recorder);
	status = check_practice(kiosk, carried.facts.facts.kind);
	if (status == STATUS_OK && options->pin_file) {
		status = unlock(kiosk);
		carry_status(&carried, kiosk->recorder);
	}
	if (status != STATUS_OK)
		return status;
#ifndef FOLKMOOT_RELEASE
	status = begin_script(kiosk);
	if (status != STATUS_OK)
		return status;
#endif
	flow_init(&kiosk->flow, NULL, &carried.facts.facts, kiosk_now_ms(kiosk));
	/* One that cannot be shown is told of, and staff can bring another. */
	if (kiosk_take_election(kiosk, why) != STATUS_OK)
		kiosk_complain(why);
	return STATUS_OK;
}

static enum status begin_screen(struct kiosk *kiosk)
{
	const struct options *options = &kiosk->options;
	struct canvas_options canvas = {.kind = options->width ? CANVAS_WINDOW : CANVAS_FULLSCREEN,
	                                .width = options->width,
	                                .height = options->height,
	                                .px_per_m = options->px_per_m};
	char why[SHOW_WHY] = "";
	enum status status;

	if (options->script && !options->width) {
		canvas.kind = CANVAS_OFFSCREEN;
		canvas.width = SCRIPT_WIDTH;
		canvas.height = SCRIPT_HEIGHT;
	}
	if (canvas.kind == CANVAS_WINDOW && canvas.px_per_m == 0)
		canvas.px_per_m = WINDOW_PX_PER_M;
	input_prepare();
	if (SDL_Init(SDL_INIT_EVENTS) != 0) {
		fprintf(stderr, "folkmoot-kiosk: SDL cannot start: %s\n", SDL_GetError());
		return STATUS_IO;
	}
	status = show_init(&kiosk->show, &canvas, why);
	if (status != STATUS_OK)
		kiosk_complain(why);
	return status;
}

/* The kiosk cannot work: whoever stands before it is told to ask staff, and nothing can be pressed. */
static void show_fault(struct kiosk *kiosk, enum status fault)
{
	const struct facts facts = {.locked = 1};
	struct screen *screen = &kiosk->show.screen;
	unsigned kept = 0;
	SDL_Event event;

	if (!kiosk->show.paints)
		return;
	flow_init(&kiosk->flow, NULL, &facts, kiosk_now_ms(kiosk));
	kiosk->flow.state = FLOW_TROUBLE;
	kiosk->flow.trouble_status = (uint32_t)fault;
	screen_build(screen, &kiosk->flow, &kiosk->show.messages[0], &kiosk->show.look);
	for (unsigned i = 0; i < screen->count; i++) {
		if (screen->element[i].action.kind == ACT_NONE)
			screen->element[kept++] = screen->element[i];
	}
	screen->count = kept;
	for (uint64_t end_ms = kiosk_now_ms(kiosk) + FAULT_SHOWN_MS, now = kiosk_now_ms(kiosk); now < end_ms;
	     now = kiosk_now_ms(kiosk)) {
		canvas_refresh(kiosk->show.canvas);
		if (canvas_draw(kiosk->show.canvas, screen, NULL, NULL) != STATUS_OK)
			return;
		if (SDL_WaitEventTimeout(&event, (int)(end_ms - now)) && event.type == SDL_QUIT)
			return;
	}
}

static void finish(struct kiosk *kiosk)
{
#ifndef FOLKMOOT_RELEASE
	script_destroy(kiosk->script);
#endif
	recorder_destroy(kiosk->recorder);
	show_finish(&kiosk->show);
	sodium_memzero(&kiosk->flow, sizeof(kiosk->flow));
	SDL_Quit();
}

static int run(struct kiosk *kiosk)
{
#ifndef FOLKMOOT_RELEASE
	if (kiosk->script)
		return kiosk_run_script(kiosk) == STATUS_OK ? EXIT_SUCCESS : EXIT_SCRIPT;
#endif
	kiosk_run(kiosk);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct kiosk kiosk = {0};
	enum status screen, data;
	int result = EXIT_START;

	switch (options_read(&kiosk.options, argc, argv)) {
	case OPTIONS_HELP: return EXIT_SUCCESS;
	case OPTIONS_WRONG: return EXIT_START;
	case OPTIONS_RUN: break;
	}
	screen = begin_screen(&kiosk);
	data = begin_data(&kiosk);
	if (screen == STATUS_OK && data == STATUS_OK)
		result = run(&kiosk);
	else if (screen == STATUS_OK && !kiosk.options.script)
		show_fault(&kiosk, data);
	finish(&kiosk);
	return result;
}
