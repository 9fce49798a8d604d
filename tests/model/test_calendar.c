/* Days and times against the C library's, every day from 1970 to 2105. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "calendar.h"

static void test_every_day(void **state)
{
	const struct calendar last = {.year = 2105, .month = 12, .day = 31};
	uint32_t days = calendar_seconds(&last) / CALENDAR_DAY_S + 1;

	(void)state;
	for (uint32_t day = 0; day < days; day++) {
		uint32_t seconds = day * CALENDAR_DAY_S + day * 7919 % CALENDAR_DAY_S;
		time_t time = (time_t)seconds;
		struct calendar calendar;
		struct tm tm;

		assert_non_null(gmtime_r(&time, &tm));
		calendar_from(&calendar, seconds);
		if (calendar.year != (unsigned)tm.tm_year + 1900 || calendar.month != (unsigned)tm.tm_mon + 1 ||
		    calendar.day != (unsigned)tm.tm_mday || calendar.hour != (unsigned)tm.tm_hour ||
		    calendar.minute != (unsigned)tm.tm_min || calendar.second != (unsigned)tm.tm_sec ||
		    calendar.weekday != ((unsigned)tm.tm_wday + 6) % 7)
			fail_msg("day %u is not the C library's", day);
		assert_int_equal(calendar_seconds(&calendar), seconds);
	}
	assert_int_equal(days, 49673);
	printf("# note: calendar: %u days as the C library has them\n", days);
}

static void test_no_such_day(void **state)
{
	static const struct calendar wrong[] = {
	    {.year = 1969, .month = 12, .day = 31},
	    {.year = 2106, .month = 1, .day = 1},
	    {.year = 2026, .month = 0, .day = 1},
	    {.year = 2026, .month = 13, .day = 1},
	    {.year = 2026, .month = 2, .day = 29},
	    {.year = 2100, .month = 2, .day = 29},
	    {.year = 2026, .month = 4, .day = 31},
	    {.year = 2026, .month = 1, .day = 0},
	    {.year = 2026, .month = 1, .day = 1, .hour = 24},
	    {.year = 2026, .month = 1, .day = 1, .minute = 60},
	    {.year = 2026, .month = 1, .day = 1, .second = 60},
	};
	const struct calendar leap = {.year = 2028, .month = 2, .day = 29};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(calendar_seconds(&wrong[i]), 0);
	assert_int_not_equal(calendar_seconds(&leap), 0);
}

static void shows(uint32_t seconds, const char *expected)
{
	char text[CALENDAR_TEXT];

	calendar_text(text, seconds);
	assert_string_equal(text, expected);
}

static void test_months(void **state)
{
	const struct calendar last = {.year = 2028, .month = 1, .day = 31, .hour = 8, .minute = 40};
	uint32_t seconds = calendar_seconds(&last);

	(void)state;
	shows(seconds, "2028-01-31 08:40");
	shows(calendar_months(seconds, 1), "2028-02-29 08:40");
	shows(calendar_months(seconds, 13), "2029-02-28 08:40");
	shows(calendar_months(seconds, -1), "2027-12-31 08:40");
	shows(calendar_months(seconds, -2), "2027-11-30 08:40");
	shows(calendar_months(seconds, 12 * 77), "2105-01-31 08:40");
	shows(calendar_months(seconds, 12 * 78), "2028-01-31 08:40");
	shows(calendar_months(seconds, -12 * 59), "2028-01-31 08:40");
	shows(0, "1970-01-01 00:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_day),
	    cmocka_unit_test(test_no_such_day),
	    cmocka_unit_test(test_months),
	};

	return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
