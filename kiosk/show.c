#include "show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The words spoken where an election brings no language that the program knows. */
#define MAIN_LANGUAGE "en"

static void drop_messages(struct show *show)
{
	for (unsigned i = 0; i < show->message_count; i++)
		messages_finish(&show->messages[i]);
	show->message_count = 0;
}

static enum status load_messages(struct show *show, const struct election *election)
{
	unsigned count = election ? election->language_count : 1;
	enum status status = STATUS_OK;

	drop_messages(show);
	for (unsigned i = 0; i < count && status == STATUS_OK; i++) {
		status = messages_load(&show->messages[i], election ? election->language[i] : MAIN_LANGUAGE);
		if (status == STATUS_ABSENT)
			status = messages_load(&show->messages[i], MAIN_LANGUAGE);
		if (status == STATUS_OK)
			show->message_count++;
	}
	return status;
}

enum status show_init(struct show *show, const struct canvas_options *options, char why[static SHOW_WHY])
{
	enum status status;

	memset(show, 0, sizeof(*show));
	show->paints = options->kind != CANVAS_OFFSCREEN;
	status = canvas_create(&show->canvas, why, options);
	if (status != STATUS_OK)
		return status;
	status = load_messages(show, NULL);
	if (status != STATUS_OK) {
		snprintf(why, SHOW_WHY, "The kiosk's own words cannot be read: %s.", status_phrase(status));
		return status;
	}
	canvas_look(show->canvas, &show->look);
	focus_init(&show->focus);
	input_init(&show->input, &show->look);
	return STATUS_OK;
}

static void drop_election(struct show *show)
{
	canvas_election(show->canvas, NULL);
	election_destroy(show->election);
	show->election = NULL;
	free(show->body);
	show->body = NULL;
	show->body_len = 0;
}

void show_finish(struct show *show)
{
	drop_election(show);
	drop_messages(show);
	canvas_destroy(show->canvas);
	sodium_memzero(show, sizeof(*show));
}

enum status show_election(struct show *show, char why[static SHOW_WHY], const uint8_t *body, size_t body_len)
{
	struct problem problem = {{0}, {0}, {0}};
	enum status status;

	drop_election(show);
	if (!body)
		return load_messages(show, NULL);
	show->body = malloc(body_len);
	if (!show->body)
		return STATUS_NO_ROOM;
	memcpy(show->body, body, body_len);
	show->body_len = body_len;
	status = election_read(&show->election, &problem, show->body, show->body_len);
	if (status != STATUS_OK)
		snprintf(why, SHOW_WHY, "The election cannot be read: %s, %.120s.", problem.place, problem.what);
	if (status == STATUS_OK)
		status = load_messages(show, show->election);
	if (status != STATUS_OK) {
		drop_election(show);
		(void)!load_messages(show, NULL);
		return status;
	}
	canvas_election(show->canvas, show->election);
	return STATUS_OK;
}

/* For tests with a real pointer: where things stand, replaced as a whole. */
static void describe(const struct show *show)
{
	char name[1024];
	FILE *file;

	if (snprintf(name, sizeof(name), "%s.part", show->describe) >= (int)sizeof(name))
		return;
	file = fopen(name, "w");
	if (!file)
		return;
	fprintf(file, "state %s\n", flow_state_name(show->screen.of));
	for (unsigned i = 0; i < show->screen.count; i++) {
		const struct element *element = &show->screen.element[i];

		fprintf(file, "element %s %d %d %d %d %d %u %s\n", element->id[0] ? element->id : "-", element->box.x,
		        element->box.y, element->box.w, element->box.h, (int)element->action.kind, element->state,
		        element->text);
	}
	fprintf(file, "frames %llu\n", show->paints ? (unsigned long long)canvas_frames(show->canvas) : 0ULL);
	if (fclose(file) == 0)
		(void)!rename(name, show->describe);
}

static void paint(struct show *show)
{
	enum status status = canvas_draw(show->canvas, &show->screen, &show->focus, input_pressed(&show->input));

	if (status != STATUS_OK)
		fprintf(stderr, "folkmoot-kiosk: the screen could not be drawn: %s\n", status_phrase(status));
}

/* Nothing of a session is left behind by what it was shown with. */
static void forget_session(struct show *show)
{
	sodium_memzero(&show->screen, sizeof(show->screen));
	if (show->writes)
		canvas_forget(show->canvas);
	show->writes = 0;
}

/* Words that stand on no other voter's screens: what they wrote, and the code of their ballot. Pictures of words are
 * kept in the order of their use: those of codes would tell in which order ballots were cast. */
static int is_own(enum flow_state state)
{
	return state == FLOW_WRITE || state == FLOW_CODE || state == FLOW_SEALED || state == FLOW_CASTING ||
	       state == FLOW_CHALLENGING || state == FLOW_THANKS || state == FLOW_CHALLENGED || state == FLOW_TROUBLE;
}

void show_flow(struct show *show, struct flow *flow)
{
	unsigned language = flow->language < show->message_count ? flow->language : 0;

	if (!flow->in_session)
		forget_session(show);
	show->writes |= is_own(flow->state);
	show->look.text_size = flow->text_size;
	show->look.theme = flow->theme;
	screen_build(&show->screen, flow, &show->messages[language], &show->look);
	if (show->screen.status != STATUS_OK)
		fprintf(stderr, "folkmoot-kiosk: the screen \"%s\" is not complete: %s\n", flow_state_name(flow->state),
		        status_phrase(show->screen.status));
	for (unsigned i = 0; i < show->screen.count; i++) {
		int project = element_project(&show->screen.element[i]);

		if (project >= 0)
			flow_shown(flow, (unsigned)project);
	}
	show->focus.reads = flow->sound;
	focus_follow(&show->focus, &show->screen);
}

void show_present(struct show *show, uint64_t now_ms)
{
	if (show->paints)
		paint(show);
	input_shown(&show->input, &show->screen, now_ms);
	if (show->describe)
		describe(show);
}

enum status show_save(struct show *show, const char *path)
{
	paint(show);
	return canvas_save(show->canvas, path);
}

void show_resized(struct show *show)
{
	canvas_refresh(show->canvas);
	canvas_look(show->canvas, &show->look);
	input_resize(&show->input, &show->look);
}

void show_scale(struct show *show, unsigned px_per_m)
{
	canvas_scale(show->canvas, (int)px_per_m);
	show_resized(show);
}
