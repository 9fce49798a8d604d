#include "arguments.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void add(struct arguments *out, const char *word)
{
	/* execv takes what it does not change as if it could. */
	if (out->count + 1 < ARGUMENTS_MAX)
		out->word[out->count++] = (char *)(uintptr_t)word;
}

static void add_option(struct arguments *out, const char *name, const char *value)
{
	if (!value || !value[0])
		return;
	add(out, name);
	add(out, value);
}

static void for_recorder(struct arguments *out, const struct options *options, enum arguments_turn turn)
{
	add_option(out, "--data", options->data);
	add_option(out, "--usb", options->usb);
	add_option(out, "--mirror", options->mirror);
	/* It refuses these for a real vote. */
	add_option(out, "--script", options->script);
	add_option(out, "--describe", options->describe);
	if (turn == ARGUMENTS_AGAIN)
		return;
	add_option(out, "--pin-file", options->pin_file);
	add_option(out, "--import", options->import);
	add_option(out, "--roster", options->roster);
}

static void for_screen(struct arguments *out, const struct options *options)
{
	if (options->width)
		(void)snprintf(out->window, sizeof(out->window), "%dx%d", options->width, options->height);
	if (options->dpi)
		(void)snprintf(out->dpi, sizeof(out->dpi), "%d", options->dpi);
	add_option(out, "--window", out->window);
	add_option(out, "--dpi", out->dpi);
	add_option(out, "--script", options->script);
	add_option(out, "--describe", options->describe);
}

void arguments_for(struct arguments *out, const struct options *options, enum child child, const char *name,
                   enum arguments_turn turn)
{
	memset(out, 0, sizeof(*out));
	add(out, name);
	switch (child) {
	case CHILD_RECORDER: for_recorder(out, options, turn); break;
	case CHILD_SCREEN: for_screen(out, options); break;
	case CHILD_MEDIA: add_option(out, "--usb", options->usb); break;
	case CHILD_VOICE: add_option(out, "--script", options->script); break;
	case CHILD_SPEECH:
	case CHILD_COUNT: break;
	}
}
