/* What a kiosk shows is what it means: amounts are read off the painted screens by a program that reads letters
 * (tesseract), and must be the model's, in every language, also in those that are written from the right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "canvas.h"
#include "model/matrix.h"
#include "parts.h"

enum { AMOUNTS = 64, SHEET_WIDTH = 900, SHEET_HEIGHT = AMOUNTS * 160, DIGITS = 32, LARGER = 2, AROUND = 20 };

/* Amounts cut out of screens, one below the other, dark on light. */
struct sheet {
	uint8_t pixel[SHEET_HEIGHT][SHEET_WIDTH];
	int height;
	unsigned count;
	char digits[AMOUNTS][DIGITS];
};

struct reading {
	struct canvas *canvas;
	struct look look;
	struct messages messages;
	struct example example;
	struct flow flow;
	struct screen screen;
	struct sheet sheet;
};

static void digits_of(char out[static DIGITS], const char *text)
{
	size_t used = 0;

	for (; *text && used + 1 < DIGITS; text++)
		if (*text >= '0' && *text <= '9')
			out[used++] = *text;
	out[used] = '\0';
}

static unsigned grey(uint32_t pixel)
{
	return (3 * (pixel >> 16 & 255) + 6 * (pixel >> 8 & 255) + (pixel & 255)) / 10;
}

static void cut_out(struct sheet *sheet, const struct canvas *canvas, struct rect box, const char *text)
{
	int width, height, pitch;
	const uint32_t *pixels = canvas_pixels(canvas, &width, &height, &pitch);
	unsigned dark = grey(pixels[box.y * (pitch / 4) + box.x]) < 128;

	assert_true(sheet->count < AMOUNTS && sheet->height + LARGER * box.h + 2 * AROUND < SHEET_HEIGHT);
	for (int y = 0; y < LARGER * box.h; y++)
		for (int x = 0; x < LARGER * box.w && x < SHEET_WIDTH - 2 * AROUND; x++) {
			unsigned level = grey(pixels[(box.y + y / LARGER) * (pitch / 4) + box.x + x / LARGER]);

			sheet->pixel[sheet->height + AROUND + y][AROUND + x] = (uint8_t)(dark ? 255 - level : level);
		}
	sheet->height += LARGER * box.h + 2 * AROUND;
	digits_of(sheet->digits[sheet->count++], text);
}

static void cut_amounts(struct reading *reading)
{
	reading->look.text_size = reading->flow.text_size;
	reading->look.theme = reading->flow.theme;
	screen_build(&reading->screen, &reading->flow, &reading->messages, &reading->look);
	assert_int_equal(reading->screen.status, STATUS_OK);
	assert_int_equal(canvas_draw(reading->canvas, &reading->screen, NULL, NULL), STATUS_OK);
	screen_look(&reading->look, &reading->screen);
	for (unsigned i = 0; i < reading->screen.count; i++) {
		const struct element *element = &reading->screen.element[i];
		struct part part[PARTS_MAX];
		unsigned count = element_parts(part, element, &reading->look);

		for (unsigned k = 0; k < count; k++)
			if (part[k].text && part[k].text == element->amount && *element->amount &&
			    reading->sheet.count < AMOUNTS)
				cut_out(&reading->sheet, reading->canvas, part[k].box, element->amount);
	}
}

/* Costs of all lengths: pounds and pence, with every digit. */
static void price(struct example *example)
{
	static const uint64_t costs[] = {12500000, 100,     98765432, 4250050,  31415926, 700000, 20050,
	                                 123456,   8090100, 56789,    10000000, 66666666, 999900, 1000000};

	for (unsigned i = 0; i < example->contest[0].project_count; i++)
		example->project[0][i].cost = costs[i % (sizeof(costs) / sizeof(*costs))];
	example->contest[0].budget = example->contest[0].max_sum_cost = 250000000;
}

static void write_sheet(const struct sheet *sheet, const char *path)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	fprintf(file, "P5\n%d %d\n255\n", SHEET_WIDTH, sheet->height);
	assert_int_equal(fwrite(sheet->pixel, SHEET_WIDTH, (size_t)sheet->height, file), sheet->height);
	assert_int_equal(fclose(file), 0);
}

/* How many lines tesseract read as the model's; the others are told. */
static unsigned read_back(const struct sheet *sheet, const char *language)
{
	char path[] = "/tmp/folkmoot-ocr-XXXXXX", command[200], line[400];
	unsigned right = 0, read = 0;
	int made = mkstemp(path);
	FILE *output;

	assert_true(made >= 0);
	close(made);
	write_sheet(sheet, path);
	snprintf(command, sizeof(command), "OMP_THREAD_LIMIT=1 tesseract %s - --psm 6 -l eng 2>/dev/null", path);
	output = popen(command, "r");
	assert_non_null(output);
	while (fgets(line, sizeof(line), output)) {
		char digits[DIGITS];

		digits_of(digits, line);
		if (!*digits)
			continue;
		if (read < sheet->count && !strcmp(digits, sheet->digits[read]))
			right++;
		else
			printf("# %s: %s was read as %s", language,
			       read < sheet->count ? sheet->digits[read] : "nothing", line);
		read++;
	}
	pclose(output);
	unlink(path);
	return right;
}

static void amounts_in(const char *language)
{
	static struct reading reading;
	struct canvas_options options = {CANVAS_OFFSCREEN, 1920, 1080, 3615, NULL, NULL};
	char why[CANVAS_WHY];
	unsigned right;

	memset(&reading, 0, sizeof(reading));
	memset(reading.sheet.pixel, 255, sizeof(reading.sheet.pixel));
	assert_int_equal(messages_load(&reading.messages, language), STATUS_OK);
	assert_int_equal(canvas_create(&reading.canvas, why, &options), STATUS_OK);
	canvas_look(reading.canvas, &reading.look);
	example_make(&reading.example, EXAMPLE_USUAL);
	price(&reading.example);
	for (unsigned first = 0; first < 20; first += 4) {
		example_flow(&reading.flow, &reading.example, FLOW_PROJECTS);
		reading.flow.theme = 1;
		reading.flow.first = (uint16_t)first;
		cut_amounts(&reading);
	}
	for (unsigned i = 0; i < 6; i++) {
		example_flow(&reading.flow, &reading.example, FLOW_PROJECT);
		reading.flow.theme = 1;
		reading.flow.project = (uint16_t)(2 * i);
		cut_amounts(&reading);
	}
	right = read_back(&reading.sheet, language);
	canvas_destroy(reading.canvas);
	messages_finish(&reading.messages);
	printf("# note: %s: %u of %u amounts read off the screens are the model's\n", language, right,
	       reading.sheet.count);
	assert_true(reading.sheet.count >= 20);
	assert_int_equal(right, reading.sheet.count);
}

static void amounts_are_the_models(void **state)
{
	(void)state;
	if (system("command -v tesseract >/dev/null") != 0) {
		printf("# note: tesseract is not installed\n");
		skip();
	}
	for (unsigned i = 0; i < catalogue_count; i++)
		amounts_in(catalogues[i].language);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(amounts_are_the_models),
	};

	return cmocka_run_group_tests_name("amounts read off the screens", tests, NULL, NULL);
}
