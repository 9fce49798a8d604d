/* Day and time from seconds, and back: the proleptic Gregorian calendar, without zones and leap seconds. Pure. */
#ifndef FOLKMOOT_CALENDAR_H
#define FOLKMOOT_CALENDAR_H

#include <stdint.h>

struct calendar {
	unsigned year, month, day; /* month and day from 1 */
	unsigned hour, minute, second;
	unsigned weekday; /* 0 Monday to 6 Sunday */
};

enum { CALENDAR_TEXT = sizeof("2026-05-01 08:40"), CALENDAR_DAY_S = 24 * 3600 };

/* seconds since the beginning of 1970, as a clock on the wall shows them. */
void calendar_from(struct calendar *out, uint32_t seconds);
/* The way back; weekday is not looked at. 0 for what is no day or time from 1970 to 2105. */
uint32_t calendar_seconds(const struct calendar *calendar);
/* So many months later (or, below zero, earlier): the same day and time, or the month's last day. The same where it
 * would leave 1970 to 2105. */
uint32_t calendar_months(uint32_t seconds, int months);
/* "2026-05-01 08:40" */
void calendar_text(char out[static CALENDAR_TEXT], uint32_t seconds);

#endif
