#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel.h"
#include "control.h"
#include "enclose.h"
#include "kiosk.h"
#include "wall.h"

/* The screen: one of the kiosk's processes, started by its supervisor. Opens what there is, runs the kiosk, and closes
 * everything. */

enum {
	EXIT_SCRIPT = 1,
	EXIT_START = 2,
	FAULT_SHOWN_MS = 60000, /* then the program ends, and whoever started it may try anew */
	WINDOW_PX_PER_M = 3780, /* 96 to the inch */
	SCRIPT_WIDTH = 1920,
	SCRIPT_HEIGHT = 1080,
	QUIT_MS = 1000,
};

/* --- start and end ----------------------------------------------------------------------------------------------- */

#ifndef FOLKMOOT_RELEASE

static enum status begin_script(struct kiosk *kiosk, char why[static SHOW_WHY])
{
	kiosk->show.describe = kiosk->options.describe;
	if (!kiosk->options.script)
		return STATUS_OK;
	kiosk->script_ms = 1;
	return script_create(&kiosk->script, why, kiosk->options.script);
}

#endif

/* What the recorder holds, for the screen. */
static enum status begin_data(struct kiosk *kiosk, char why[static SHOW_WHY])
{
	struct carried carried;
	struct hash code;
	enum flow_before before;
	char unfit[SHOW_WHY] = "";
	enum status status = STATUS_OK;

#ifndef FOLKMOOT_RELEASE
	status = begin_script(kiosk, why);
#endif
	if (status == STATUS_OK)
		status = enclose_screen(kiosk, why);
	if (status == STATUS_OK)
		status = link_create(&kiosk->link, CONTROL_FD, why, SHOW_WHY);
	if (status != STATUS_OK)
		return status;
	/* What staff measured is nearer the truth than what the display or the command line says. */
	if (link_scale(kiosk->link) > 0)
		show_scale(&kiosk->show, link_scale(kiosk->link));
	carry_status(&carried, kiosk->link);
	flow_init(&kiosk->flow, NULL, &carried.facts.facts, kiosk_now_ms(kiosk));
	carried_wipe(&carried);
	/* One that cannot be shown is told of, and staff can bring another. */
	if (kiosk_take_election(kiosk, unfit) != STATUS_OK)
		kiosk_complain(unfit);
	before = link_take_before(kiosk->link, &code);
	flow_resume(&kiosk->flow, before, &code);
	sodium_memzero(&code, sizeof(code));
	return STATUS_OK;
}

static enum status begin_screen(struct kiosk *kiosk, char why[static SHOW_WHY])
{
	const struct options *options = &kiosk->options;
	struct canvas_options canvas = {.kind = options->width ? CANVAS_WINDOW : CANVAS_FULLSCREEN,
	                                .width = options->width,
	                                .height = options->height,
	                                .px_per_m = options->px_per_m};

	if (options->script && !options->width) {
		canvas.kind = CANVAS_OFFSCREEN;
		canvas.width = SCRIPT_WIDTH;
		canvas.height = SCRIPT_HEIGHT;
	}
	if (canvas.kind == CANVAS_WINDOW && canvas.px_per_m == 0)
		canvas.px_per_m = WINDOW_PX_PER_M;
	input_prepare();
	if (SDL_Init(SDL_INIT_EVENTS) != 0) {
		snprintf(why, SHOW_WHY, "SDL cannot start: %.120s: check the display.", SDL_GetError());
		return STATUS_IO;
	}
	return show_init(&kiosk->show, &canvas, why);
}

/* The voice comes from the supervisor when it is ready; a script is for nobody's ears, and waits for nothing. */
static enum status begin_talk(struct kiosk *kiosk, char why[static SHOW_WHY])
{
	enum status status = talk_init(&kiosk->talk, kiosk->options.script != NULL);

	if (status == STATUS_OK && !kiosk->options.script)
		status = wake_create(&kiosk->wake);
	if (status != STATUS_OK)
		snprintf(why, SHOW_WHY, "The screen cannot start: %s.", status_phrase(status));
	return status;
}

/* The kiosk cannot work: whoever stands before it is told to ask staff, who read why; nothing can be pressed. */
static void show_fault(struct kiosk *kiosk)
{
	const struct facts facts = {.enrolled = 1, .locked = 1};
	struct show *show = &kiosk->show;
	uint64_t end_ms = kiosk_now_ms(kiosk) + FAULT_SHOWN_MS;
	SDL_Event event;

	flow_init(&kiosk->flow, NULL, &facts, kiosk_now_ms(kiosk));
	screen_build_fault(&show->screen, &kiosk->flow, &show->messages[0], &show->look, kiosk->why);
	while (kiosk_now_ms(kiosk) < end_ms) {
		canvas_refresh(show->canvas);
		if (canvas_draw(show->canvas, &show->screen, NULL, NULL) != STATUS_OK)
			return;
		if (SDL_WaitEventTimeout(&event, (int)(end_ms - kiosk_now_ms(kiosk))) && event.type == SDL_QUIT)
			return;
	}
}

static void finish(struct kiosk *kiosk)
{
#ifndef FOLKMOOT_RELEASE
	script_destroy(kiosk->script);
#endif
	wake_destroy(kiosk->wake);
	link_destroy(kiosk->link);
	talk_finish(&kiosk->talk);
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

/* Opens everything and runs; on failure one sentence to standard error, and to the screen where there is one. */
static int live(struct kiosk *kiosk)
{
	if (begin_screen(kiosk, kiosk->why) != STATUS_OK) {
		kiosk_complain(kiosk->why);
		return EXIT_START;
	}
	if (begin_talk(kiosk, kiosk->why) != STATUS_OK || begin_data(kiosk, kiosk->why) != STATUS_OK) {
		kiosk_complain(kiosk->why);
		if (kiosk->show.paints)
			show_fault(kiosk);
		return EXIT_START;
	}
	return run(kiosk);
}

/* An end that was meant: the supervisor ends the others too. */
static void quit(int result)
{
	const struct control_message message = {.kind = CONTROL_QUIT, .arg = (uint32_t)result};

	if (channel_send(CONTROL_FD, &message, sizeof(message), -1, QUIT_MS) != STATUS_OK)
		kiosk_complain("folkmoot-screen is started by folkmoot-kiosk, and works with it alone.");
}

int main(int argc, char **argv)
{
	struct kiosk kiosk = {0};
	int result;

	switch (options_read(&kiosk.options, argc, argv)) {
	case OPTIONS_HELP: return EXIT_SUCCESS;
	case OPTIONS_WRONG: return EXIT_START;
	case OPTIONS_RUN: break;
	}
	result = wall_begin() == STATUS_OK ? live(&kiosk) : EXIT_START;
	finish(&kiosk);
	quit(result);
	return result;
}
