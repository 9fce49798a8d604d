#include "calendar.h"

#include <stdio.h>

enum { FIRST_YEAR = 1970, LAST_YEAR = 2105, THURSDAY = 3 };

static int is_leap(unsigned year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned days_of_month(unsigned year, unsigned month)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U);
}

static unsigned days_of_year(unsigned year)
{
	return is_leap(year) ? 366 : 365;
}

void calendar_from(struct calendar *out, uint32_t seconds)
{
	unsigned days = seconds / CALENDAR_DAY_S, rest = seconds % CALENDAR_DAY_S;

	out->weekday = (days + THURSDAY) % 7;
	out->hour = rest / 3600;
	out->minute = rest % 3600 / 60;
	out->second = rest % 60;
	for (out->year = FIRST_YEAR; days >= days_of_year(out->year); out->year++)
		days -= days_of_year(out->year);
	for (out->month = 1; days >= days_of_month(out->year, out->month); out->month++)
		days -= days_of_month(out->year, out->month);
	out->day = days + 1;
}

uint32_t calendar_seconds(const struct calendar *calendar)
{
	uint32_t days = 0;

	if (calendar->year < FIRST_YEAR || calendar->year > LAST_YEAR || calendar->month < 1 || calendar->month > 12 ||
	    calendar->day < 1 || calendar->day > days_of_month(calendar->year, calendar->month) ||
	    calendar->hour > 23 || calendar->minute > 59 || calendar->second > 59)
		return 0;
	for (unsigned year = FIRST_YEAR; year < calendar->year; year++)
		days += days_of_year(year);
	for (unsigned month = 1; month < calendar->month; month++)
		days += days_of_month(calendar->year, month);
	days += calendar->day - 1;
	return days * CALENDAR_DAY_S + calendar->hour * 3600 + calendar->minute * 60 + calendar->second;
}

uint32_t calendar_months(uint32_t seconds, int months)
{
	struct calendar calendar;
	int month;
	uint32_t moved;

	calendar_from(&calendar, seconds);
	month = (int)(calendar.year * 12 + calendar.month - 1) + months;
	if (month < FIRST_YEAR * 12 || month >= (LAST_YEAR + 1) * 12)
		return seconds;
	calendar.year = (unsigned)month / 12;
	calendar.month = (unsigned)month % 12 + 1;
	if (calendar.day > days_of_month(calendar.year, calendar.month))
		calendar.day = days_of_month(calendar.year, calendar.month);
	moved = calendar_seconds(&calendar);
	return moved ? moved : seconds;
}

void calendar_text(char out[static CALENDAR_TEXT], uint32_t seconds)
{
	struct calendar calendar;

	calendar_from(&calendar, seconds);
	snprintf(out, CALENDAR_TEXT, "%04u-%02u-%02u %02u:%02u", calendar.year % 10000, calendar.month % 100,
	         calendar.day % 100, calendar.hour % 100, calendar.minute % 100);
}
