#include "paper.h"

#include <SDL_image.h>
#include <sodium.h>
#include <stdlib.h>

enum { SMALLER = 2, PNG_MAX = 8 * 1024 * 1024 };

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f1ea;color:#26241f}"
    "header{position:sticky;top:0;background:#26241f;color:#f4f1ea;padding:12px 24px;z-index:1}"
    "header h1{font-size:20px;margin:0 24px 0 0;display:inline-block}select{font:inherit;padding:4px}"
    "main{padding:0 24px 60px}h2{margin:32px 0 8px;font-size:22px}"
    ".row{display:flex;flex-wrap:wrap;gap:20px;align-items:flex-start}"
    "figure{margin:0;width:min(640px,100%)}figure img{display:block;width:100%;height:auto;border:1px solid #b8b0a0;"
    "border-radius:6px}figcaption{padding:4px 2px}.tight{color:#a11}[hidden]{display:none!important}"
    "@media print{header{position:static;background:none;color:inherit}select{display:none}"
    "[hidden]{display:block!important}figure{width:48%;break-inside:avoid}}";

static const char script[] = "const s=document.querySelector('select');function show(){for(const v of "
                             "document.querySelectorAll('main'))v.hidden=v.id!==s.value}"
                             "if(s){s.addEventListener('change',show);show()}";

static void put_escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '<': fputs("&lt;", out); break;
		case '>': fputs("&gt;", out); break;
		case '&': fputs("&amp;", out); break;
		case '"': fputs("&quot;", out); break;
		default: putc(*text, out);
		}
	}
}

void paper_begin(FILE *out, const struct election *election, const struct paper_view *views, unsigned count)
{
	fputs("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
	      "<meta name=\"viewport\" content=\"width=device-width\"><title>",
	      out);
	put_escaped(out, text_in(&election->title, 0, NULL));
	fprintf(out, ": every screen</title><style>%s</style></head><body>\n<header><h1>", style);
	put_escaped(out, text_in(&election->title, 0, NULL));
	fputs("</h1> <label>Shown in <select>", out);
	for (unsigned i = 0; i < count; i++) {
		fprintf(out, "<option value=\"%s\">", views[i].id);
		put_escaped(out, views[i].name);
		fputs("</option>", out);
	}
	fprintf(
	    out,
	    "</select></label> &nbsp; revision %u. This is how the kiosk shows it; nothing is signed yet.</header>\n",
	    election->revision);
}

void paper_view_begin(FILE *out, const struct paper_view *view, const char *language, int right_to_left)
{
	fprintf(out, "<main id=\"%s\">", view->id);
	fprintf(out, "<!-- %s%s -->\n", language, right_to_left ? ", from the right" : "");
}

void paper_heading(FILE *out, const char *heading, int is_first)
{
	fprintf(out, "%s<h2>", is_first ? "" : "</div>\n");
	put_escaped(out, heading);
	fputs("</h2><div class=\"row\">\n", out);
}

void paper_view_end(FILE *out)
{
	fputs("</div></main>\n", out);
}

void paper_end(FILE *out, unsigned pictures)
{
	fprintf(out, "<!-- %u pictures --><script>%s</script></body></html>\n", pictures, script);
}

/* Every pixel the average of the ones it stands for; a surface of 24 bits. */
static SDL_Surface *smaller(const struct canvas *canvas)
{
	int width, height, pitch;
	const uint32_t *pixels = canvas_pixels(canvas, &width, &height, &pitch);
	SDL_Surface *surface =
	    SDL_CreateRGBSurfaceWithFormat(0, width / SMALLER, height / SMALLER, 24, SDL_PIXELFORMAT_RGB24);

	for (int y = 0; surface && y < height / SMALLER; y++) {
		uint8_t *at = (uint8_t *)surface->pixels + y * surface->pitch;

		for (int x = 0; x < width / SMALLER; x++) {
			unsigned sum[3] = {0, 0, 0};

			for (int i = 0; i < SMALLER * SMALLER; i++) {
				uint32_t pixel =
				    pixels[(y * SMALLER + i / SMALLER) * (pitch / 4) + x * SMALLER + i % SMALLER];

				for (int c = 0; c < 3; c++)
					sum[c] += pixel >> (16 - 8 * c) & 0xff;
			}
			for (int c = 0; c < 3; c++)
				*at++ = (uint8_t)(sum[c] / (SMALLER * SMALLER));
		}
	}
	return surface;
}

static int put_png(FILE *out, SDL_Surface *surface)
{
	uint8_t *png = malloc(PNG_MAX);
	SDL_RWops *stream = png ? SDL_RWFromMem(png, PNG_MAX) : NULL;
	size_t room = sodium_base64_ENCODED_LEN(PNG_MAX, sodium_base64_VARIANT_ORIGINAL);
	char *text = malloc(room);
	int done = 0;

	if (stream && text && IMG_SavePNG_RW(surface, stream, 0) == 0) {
		size_t len = (size_t)SDL_RWtell(stream);

		sodium_bin2base64(text, room, png, len, sodium_base64_VARIANT_ORIGINAL);
		fputs(text, out);
		done = 1;
	}
	if (stream)
		SDL_RWclose(stream);
	free(text);
	free(png);
	return done;
}

int paper_picture(FILE *out, const struct canvas *canvas, const char *caption, int fits)
{
	SDL_Surface *surface = smaller(canvas);
	int done;

	if (!surface)
		return 0;
	fputs("<figure><img loading=\"lazy\" alt=\"", out);
	put_escaped(out, caption);
	fprintf(out, "\" width=\"%d\" height=\"%d\" src=\"data:image/png;base64,", surface->w, surface->h);
	done = put_png(out, surface);
	fputs("\"><figcaption>", out);
	put_escaped(out, caption);
	if (!fits)
		fputs(" <strong class=\"tight\">The texts do not fit here: shorten them.</strong>", out);
	fputs("</figcaption></figure>\n", out);
	SDL_FreeSurface(surface);
	return done && !ferror(out);
}
