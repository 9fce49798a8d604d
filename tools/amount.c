/* Money in election.json: exact, without floating point. */
#include "definition.h"

#include <stdio.h>
#include <string.h>

unsigned currency_digits(const char *currency)
{
	static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
	static const char three[] = "BHD IQD JOD KWD LYD OMR TND";

	if (strlen(currency) != 3 || strchr(currency, ' '))
		return 2;
	if (strstr(none, currency))
		return 0;
	if (strstr(three, currency))
		return 3;
	return 2;
}

/* Appends a digit; what is too much stays too much. */
static void take_digit(uint64_t *value, unsigned digit)
{
	*value = *value > ELECTION_MAX_MONEY ? *value : *value * 10 + digit;
}

enum status amount_from_text(uint64_t *out, const char *text, unsigned minor_digits)
{
	uint64_t value = 0;
	unsigned decimals = 0;
	size_t whole = strspn(text, "0123456789");
	const char *rest = text + whole;

	if (whole == 0)
		return STATUS_TEXT;
	for (size_t i = 0; i < whole; i++)
		take_digit(&value, (unsigned)(text[i] - '0'));
	if (*rest == '.') {
		decimals = (unsigned)strspn(rest + 1, "0123456789");
		if (decimals == 0 || rest[1 + decimals] != '\0')
			return STATUS_TEXT;
	} else if (*rest != '\0') {
		return STATUS_TEXT;
	}
	if (decimals > minor_digits)
		return STATUS_RANGE;
	for (unsigned i = 0; i < minor_digits; i++)
		take_digit(&value, i < decimals ? (unsigned)(rest[1 + i] - '0') : 0);
	if (value > ELECTION_MAX_MONEY)
		return STATUS_RANGE;
	*out = value;
	return STATUS_OK;
}

void amount_to_text(char out[static AMOUNT_TEXT], uint64_t amount, unsigned minor_digits)
{
	uint64_t unit = 1;

	for (unsigned i = 0; i < minor_digits && i < 6; i++)
		unit *= 10;
	if (amount % unit == 0)
		snprintf(out, AMOUNT_TEXT, "%llu", (unsigned long long)(amount / unit));
	else
		snprintf(out, AMOUNT_TEXT, "%llu.%0*llu", (unsigned long long)(amount / unit), (int)(minor_digits % 7),
		         (unsigned long long)(amount % unit));
}

const char *money_text(char out[static MONEY_TEXT], const char *currency, uint64_t amount, unsigned minor_digits)
{
	char plain[AMOUNT_TEXT];
	size_t whole, used;

	amount_to_text(plain, amount, minor_digits);
	whole = strcspn(plain, ".");
	used = (size_t)snprintf(out, MONEY_TEXT, "%.8s%s", currency, *currency ? " " : "");
	for (size_t i = 0; plain[i] && used + 2 < MONEY_TEXT; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			out[used++] = ',';
		out[used++] = plain[i];
	}
	out[used] = '\0';
	return out;
}
