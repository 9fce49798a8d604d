#include "explain_words.h"

#include <stdlib.h>
#include <string.h>

/* Amounts for one voter are told in hundredths of the currency, whatever the file's unit is. */
enum { FINE_DIGITS = 2, NAME_BYTES = 600 };

/* A power of ten of the currency near a hundredth of the budget, so that rates are neither tiny nor huge. */
static uint64_t money_measure(const struct explained *what)
{
	uint64_t per = 1;

	for (unsigned i = 0; i < what->money_digits; i++)
		per *= 10;
	while (per <= what->profile->budget / 1000)
		per *= 10;
	return per;
}

enum status teller_init(struct teller *out, const struct explained *what, const struct phrases *phrases,
                        explain_sink *sink, void *context)
{
	enum satisfaction sat = what->terms->rule == RULE_PHRAGMEN ? SAT_NUMBER : what->terms->sat;

	*out = (struct teller){.what = what, .phrases = phrases, .sink = sink, .context = context};
	out->counts_points = sat != SAT_COST && sat != SAT_NUMBER;
	out->support_digits = sat == SAT_POINTS || sat == SAT_POINTS_COST ? what->point_digits : 0;
	out->per = money_measure(what);
	out->support = calloc((size_t)what->profile->project_count + 1, sizeof *out->support);
	if (!out->support)
		return STATUS_NO_ROOM;
	return profile_support(out->support, what->profile, sat);
}

void teller_finish(struct teller *teller)
{
	struct bytes rest;

	if (teller->writing && text_end(&rest, &teller->text) == STATUS_OK)
		bytes_free(&rest);
	free(teller->support);
	teller->support = NULL;
	teller->writing = 0;
}

void say(struct teller *teller, const char *key, const struct phrase_value *values, unsigned count)
{
	if (teller->status != STATUS_OK)
		return;
	if (!teller->writing) {
		teller->status = text_begin(&teller->text);
		if (teller->status != STATUS_OK)
			return;
		teller->writing = 1;
		teller->sentences = 0;
	}
	if (teller->sentences++)
		putc(' ', teller->text.stream);
	phrase_print(teller->text.stream, teller->phrases, key, values, count);
}

void paragraph_end(struct teller *teller, enum explain_part part, const struct round *round)
{
	struct bytes text;

	if (teller->status != STATUS_OK || !teller->writing)
		return;
	putc(0, teller->text.stream);
	teller->writing = 0;
	teller->status = text_end(&text, &teller->text);
	if (teller->status == STATUS_OK)
		teller->sink(teller->context, part, round, (const char *)text.data);
	bytes_free(&text);
}

/* --- values
 * -------------------------------------------------------------------------------------------------------------------
 */

struct phrase_value number_value(const char *name, uint64_t number)
{
	return (struct phrase_value){.name = name, .number = number};
}

struct phrase_value text_value(const char *name, const char *text)
{
	return (struct phrase_value){.name = name, .text = text};
}

struct phrase_value money_value(const char *name, struct amount_text *room, const struct teller *teller,
                                uint64_t amount)
{
	const struct explained *what = teller->what;

	return text_value(name, phrase_money(room->text, teller->phrases, what->currency, what->money_digits, amount));
}

struct phrase_value fine_value(const char *name, struct amount_text *room, const struct teller *teller,
                               const struct fine *fine)
{
	const struct explained *what = teller->what;
	unsigned digits = what->money_digits;
	uint64_t above = 1, below = 1000000, amount;
	struct amount_text least;

	if (digits >= FINE_DIGITS) {
		amount = fine->units;
	} else {
		for (; digits < FINE_DIGITS; digits++) {
			above *= 10;
			below /= 10;
		}
		if (__builtin_mul_overflow(fine->units, above, &amount))
			return money_value(name, room, teller, fine->units);
		amount += fine->millionths / below;
	}
	if (amount > 0 || (fine->units == 0 && fine->millionths == 0))
		return text_value(name, phrase_money(room->text, teller->phrases, what->currency, digits, amount));
	phrase_text(room->text, sizeof room->text, teller->phrases, "explain.less-than",
	            &(struct phrase_value){
	                .name = "amount",
	                .text = phrase_money(least.text, teller->phrases, what->currency, digits, 1),
	            },
	            1);
	return text_value(name, room->text);
}

struct phrase_value project_value(const char *name, char room[static NAME_ROOM], const struct teller *teller,
                                  uint32_t project)
{
	const char *told = teller->what->name(teller->what->context, project);
	char clean[NAME_BYTES + 1];
	size_t len = strcspn(told, "\r\n");

	if (len == 0) {
		told = teller->what->profile->projects[project].id;
		len = strlen(told);
	}
	if (len > NAME_BYTES) {
		len = NAME_BYTES;
		while (len && ((unsigned char)told[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(clean, told, len);
	clean[len] = 0;
	phrase_text(room, NAME_ROOM, teller->phrases, "explain.name", &(struct phrase_value){"name", clean, 0}, 1);
	return text_value(name, room);
}

/* Points may be below zero, and in parts. */
static struct phrase_value points_value(struct amount_text *room, const struct teller *teller, int64_t points)
{
	uint64_t size = points < 0 ? (uint64_t)0 - (uint64_t)points : (uint64_t)points, unit = 1;
	static const char minus[] = "\u2212";
	char number[PHRASE_NUMBER];

	for (unsigned i = 0; i < teller->support_digits; i++)
		unit *= 10;
	phrase_decimal(number, teller->phrases, teller->support_digits, size);
	snprintf(room->text, sizeof room->text, "%s%.70s", points < 0 ? minus : "", number);
	return (struct phrase_value){.name = "n", .text = room->text, .number = size / unit};
}

/* Votes or points for every so much money, cut down to hundredths. */
static void rate_text(struct amount_text *room, const struct teller *teller, uint32_t project)
{
	uint64_t cost = teller->what->profile->projects[project].cost;
	unsigned __int128 rate = (unsigned __int128)(uint64_t)teller->support[project] * teller->per * 100 / cost;

	for (unsigned i = 0; i < teller->support_digits; i++)
		rate /= 10;
	phrase_decimal(room->text, teller->phrases, 2, rate > UINT64_MAX ? UINT64_MAX : (uint64_t)rate);
}

struct phrase_value support_value(const char *name, char room[static SUPPORT_ROOM], const struct teller *teller,
                                  uint32_t project)
{
	struct amount_text points = {""}, rate, per;
	char plain[SUPPORT_ROOM];
	struct phrase_value n = points_value(&points, teller, teller->support[project]);
	const char *key = teller->counts_points ? "explain.points" : "explain.votes";

	phrase_text(plain, sizeof plain, teller->phrases, key, &n, 1);
	snprintf(room, SUPPORT_ROOM, "%s", plain);
	if (satisfaction_times_cost(teller->what->terms->sat) || teller->support[project] <= 0 ||
	    teller->what->profile->projects[project].cost == 0)
		return text_value(name, room);
	rate_text(&rate, teller, project);
	const struct phrase_value values[] = {
	    text_value("support", plain),
	    text_value("rate", rate.text),
	    money_value("per", &per, teller, teller->per),
	};
	phrase_text(room, SUPPORT_ROOM, teller->phrases, "explain.rate", values, 3);
	return text_value(name, room);
}
