/* Filling words in: numbers and amounts by a language's habits, to be shown and to be spoken. */
#include "messages.h"

#include <stdio.h>
#include <string.h>

#include "characters.h"

/* Appends as much as fits, whole characters only. */
static void append(char *out, size_t room, size_t *used, const char *words, size_t len)
{
	if (len > room - 1 - *used) {
		len = room - 1 - *used;
		while (len && ((unsigned char)words[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(out + *used, words, len);
	*used += len;
	out[*used] = 0;
}

/* before and after go around every argument. */
static void fill(char *out, size_t room, const char *words, const char *const *args, unsigned arg_count,
                 const char *before, const char *after)
{
	size_t used = 0;

	out[0] = 0;
	while (*words) {
		size_t plain = strcspn(words, "{");

		append(out, room, &used, words, plain);
		words += plain;
		if (!*words)
			break;
		if (words[1] >= '0' && words[1] <= '9' && words[2] == '}') {
			unsigned place = (unsigned)(words[1] - '0');

			if (place < arg_count) {
				append(out, room, &used, before, strlen(before));
				append(out, room, &used, args[place], strlen(args[place]));
				append(out, room, &used, after, strlen(after));
			}
			words += 3;
		} else {
			append(out, room, &used, words++, 1);
		}
	}
}

static const char *form_of(const struct messages *messages, enum message id, uint64_t number)
{
	const char *form = messages->form[id][plural_category(messages->language, number)];

	if (number == 0 && messages->form[id][PLURAL_ZERO])
		form = messages->form[id][PLURAL_ZERO];
	return form ? form : messages->of[id];
}

static void fill_isolated(char *out, size_t room, const struct messages *messages, const char *words,
                          const char *const *args, unsigned arg_count)
{
	if (room && messages->right_to_left)
		fill(out, room, words, args, arg_count, ISOLATE_FIRST, ISOLATE_END);
	else if (room)
		fill(out, room, words, args, arg_count, "", "");
}

const char *message_format(char *out, size_t room, const struct messages *messages, enum message id,
                           const char *const *args, unsigned arg_count)
{
	fill_isolated(out, room, messages, messages->of[id], args, arg_count);
	return out;
}

const char *message_counted(char *out, size_t room, const struct messages *messages, enum message id, uint64_t number,
                            const char *const *args, unsigned arg_count)
{
	fill_isolated(out, room, messages, form_of(messages, id, number), args, arg_count);
	return out;
}

/* Whether a group mark stands before the last left digits: groups is "3" (1,234,567) or "3,2" (12,34,567). */
static int group_ends(const char *groups, unsigned left)
{
	unsigned size = 3, at = 0;

	while (at < left) {
		if (*groups >= '1' && *groups <= '9') {
			size = (unsigned)(*groups - '0');
			groups += groups[1] == ',' ? 2 : 1;
		}
		at += size;
	}
	return at == left;
}

void number_format(char *out, size_t room, const struct messages *messages, uint64_t number)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
	const char *group = messages->of[MESSAGE_NUMBER_GROUP];
	size_t used = 0;

	if (!room)
		return;
	out[0] = 0;
	for (int i = 0; i < len; i++) {
		if (i && group_ends(messages->of[MESSAGE_NUMBER_GROUPS], (unsigned)(len - i)))
			append(out, room, &used, group, strlen(group));
		append(out, room, &used, digits + i, 1);
	}
}

/* A currency's sign, and what its main unit is called. */
static const struct currency {
	const char *code, *sign;
	enum message name;
} currencies[] = {
    {"GBP", "£", MESSAGE_CURRENCY_POUND},     {"EUR", "€", MESSAGE_CURRENCY_EURO},
    {"USD", "$", MESSAGE_CURRENCY_DOLLAR},    {"PLN", "zł", MESSAGE_CURRENCY_ZLOTY},
    {"BRL", "R$", MESSAGE_CURRENCY_REAL},     {"CZK", "Kč", MESSAGE_CURRENCY_KORUNA},
    {"SEK", "kr", MESSAGE_CURRENCY_KRONE},    {"NOK", "kr", MESSAGE_CURRENCY_KRONE},
    {"DKK", "kr", MESSAGE_CURRENCY_KRONE},    {"HUF", "Ft", MESSAGE_CURRENCY_FORINT},
    {"CAD", "$", MESSAGE_CURRENCY_DOLLAR},    {"AUD", "$", MESSAGE_CURRENCY_DOLLAR},
    {"NZD", "$", MESSAGE_CURRENCY_DOLLAR},    {"CHF", "CHF", MESSAGE_CURRENCY_FRANC},
    {"MXN", "$", MESSAGE_CURRENCY_PESO},      {"ARS", "$", MESSAGE_CURRENCY_PESO},
    {"CLP", "$", MESSAGE_CURRENCY_PESO},      {"COP", "$", MESSAGE_CURRENCY_PESO},
    {"BDT", "৳", MESSAGE_CURRENCY_TAKA},      {"INR", "₹", MESSAGE_CURRENCY_RUPEE},
    {"SOS", "Sh", MESSAGE_CURRENCY_SHILLING}, {"KES", "Sh", MESSAGE_CURRENCY_SHILLING},
    {"UAH", "₴", MESSAGE_CURRENCY_HRYVNIA},   {"RON", "lei", MESSAGE_CURRENCY_LEU},
};

static const struct currency *find_currency(const char *code)
{
	for (size_t i = 0; i < sizeof(currencies) / sizeof(*currencies); i++)
		if (!strcmp(currencies[i].code, code))
			return &currencies[i];
	return NULL;
}

const char *currency_sign(const char *currency)
{
	const struct currency *known = find_currency(currency);

	return known ? known->sign : currency;
}

static uint64_t main_unit(unsigned minor_digits)
{
	uint64_t unit = 1;

	for (unsigned i = 0; i < minor_digits; i++)
		unit *= 10;
	return unit;
}

void money_format(char *out, size_t room, const struct messages *messages, const char *currency, unsigned minor_digits,
                  uint64_t amount)
{
	char number[64];
	const char *args[2] = {number, currency_sign(currency)};
	uint64_t unit = main_unit(minor_digits);
	size_t used;

	number_format(number, sizeof(number), messages, amount / unit);
	used = strlen(number);
	if (amount % unit) {
		char rest[24];

		snprintf(rest, sizeof(rest), "%0*llu", (int)minor_digits, (unsigned long long)(amount % unit));
		append(number, sizeof(number), &used, messages->of[MESSAGE_NUMBER_POINT],
		       strlen(messages->of[MESSAGE_NUMBER_POINT]));
		append(number, sizeof(number), &used, rest, strlen(rest));
	}
	/* One piece, in whatever it is filled into: number and sign are not set apart from each other. */
	if (room)
		fill(out, room, messages->of[MESSAGE_MONEY_PATTERN], args, 2, "", "");
}

void number_speak(char *out, size_t room, uint64_t number)
{
	snprintf(out, room, "%llu", (unsigned long long)number);
}

/* "125000 pounds"; "125000 X T S" where the name is not known. */
static void speak_units(char *out, size_t room, const struct messages *messages, const char *currency, uint64_t units)
{
	const struct currency *known = find_currency(currency);
	char number[24];
	const char *args[] = {number};
	size_t used;

	number_speak(number, sizeof(number), units);
	if (known) {
		fill(out, room, form_of(messages, known->name, units), args, 1, "", "");
		return;
	}
	used = 0;
	append(out, room, &used, number, strlen(number));
	for (; *currency; currency++) {
		append(out, room, &used, " ", 1);
		append(out, room, &used, currency, 1);
	}
}

void money_speak(char *out, size_t room, const struct messages *messages, const char *currency, unsigned minor_digits,
                 uint64_t amount)
{
	uint64_t unit = main_unit(minor_digits);
	char units[96], rest[24];
	const char *args[] = {units, rest};

	if (!room)
		return;
	speak_units(units, sizeof(units), messages, currency, amount / unit);
	number_speak(rest, sizeof(rest), amount % unit);
	if (amount % unit)
		fill(out, room, messages->of[MESSAGE_MONEY_REST], args, 2, "", "");
	else
		fill(out, room, "{0}", args, 1, "", "");
}
