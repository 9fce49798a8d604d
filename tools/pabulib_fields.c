#include "pabulib_fields.h"

#include <string.h>

#include "pabulib_codes.h"
#include "pabulib_text.h"

#define NOT_WHOLE "is not a whole number; write it with digits alone"

static const struct field meta_fields[] = {
    {"description", FIELD_TEXT, 0},
    {"country", FIELD_COUNTRY, 0},
    {"unit", FIELD_TEXT, 0},
    {"district", FIELD_TEXT, 0},
    {"subunit", FIELD_TEXT, 0},
    {"instance", FIELD_TEXT, 0},
    {"num_projects", FIELD_READ, 0},
    {"num_votes", FIELD_READ, 0},
    {"budget", FIELD_READ, 0},
    {"vote_type", FIELD_READ, 0},
    {"rule", FIELD_TEXT, 0},
    {"date_begin", FIELD_DATE, 0},
    {"date_end", FIELD_DATE, 0},
    {"min_length", FIELD_LIMIT, 0},
    {"max_length", FIELD_LIMIT, 0},
    {"min_sum_cost", FIELD_LIMIT, 0},
    {"max_sum_cost", FIELD_LIMIT, 0},
    {"min_points", FIELD_POINTS, 0},
    {"max_points", FIELD_POINTS, 0},
    {"min_sum_points", FIELD_POINTS, 0},
    {"max_sum_points", FIELD_POINTS, 0},
    {"default_score", FIELD_POINTS, 0},
    {"min_project_cost", FIELD_WHOLE, 0},
    {"max_project_cost", FIELD_WHOLE, 0},
    {"min_project_score_threshold", FIELD_POINTS, 0},
    {"neighborhoods", FIELD_TEXT, 0},
    {"subdistricts", FIELD_TEXT, 0},
    {"categories", FIELD_TEXT, 0},
    {"edition", FIELD_TEXT, 0},
    {"language", FIELD_LANGUAGE, 0},
    {"currency", FIELD_CURRENCY, 0},
    {"fully_funded", FIELD_FLAG, 0},
    {"experimental", FIELD_FLAG, 0},
    {"comment", FIELD_COMMENT, 0},
    {"acknowledgments", FIELD_TEXT, 0},
    {"leftover_budget", FIELD_TEXT, 0},
    {"budget_per_category", FIELD_TEXT, 0},
    {"budget_per_neighborhood", FIELD_TEXT, 0},
    {"min_length_per_category", FIELD_WHOLE, 0},
    {"max_length_per_category", FIELD_WHOLE, 0},
    {"min_sum_cost_per_category", FIELD_TEXT, 0},
    {"max_sum_cost_per_category", FIELD_TEXT, 0},
};

static const struct field project_fields[] = {
    {"project_id", FIELD_READ, 0},    {"cost", FIELD_READ, 0},         {"votes", FIELD_WHOLE, 0},
    {"score", FIELD_WHOLE, 0},        {"name", FIELD_TEXT, 0},         {"category", FIELD_TEXT, 1},
    {"beneficiaries", FIELD_TEXT, 1}, {"selected", FIELD_SELECTED, 0}, {"neighborhood", FIELD_TEXT, 0},
    {"subunit", FIELD_TEXT, 0},       {"district", FIELD_TEXT, 0},     {"description", FIELD_TEXT, 0},
    {"proposer", FIELD_TEXT, 0},      {"public_id", FIELD_TEXT, 0},    {"latitude", FIELD_READ, 1},
    {"longitude", FIELD_READ, 1},
};

static const struct field vote_fields[] = {
    {"voter_id", FIELD_READ, 0},
    {"vote", FIELD_READ, 0},
    {"points", FIELD_TEXT, 0},
    {"age", FIELD_AGE, 1},
    {"sex", FIELD_SEX, 1},
    {"voting_method", FIELD_METHOD, 0},
    {"district", FIELD_TEXT, 1},
    {"neighborhood", FIELD_TEXT, 1},
    {"education", FIELD_TEXT, 1},
    {"topic_preference_transport", FIELD_WHOLE, 0},
    {"topic_preference_culture", FIELD_WHOLE, 0},
    {"topic_preference_nature", FIELD_WHOLE, 0},
    {"district_preference", FIELD_TEXT, 0},
    {"time_taken_seconds", FIELD_WHOLE, 0},
    {"format_easiness", FIELD_TEXT, 0},
    {"format_expressiveness", FIELD_TEXT, 0},
    {"format_rank", FIELD_TEXT, 0},
};

const struct field *fields_of(enum field_section section, size_t *count)
{
	switch (section) {
	case FIELDS_META: *count = sizeof meta_fields / sizeof meta_fields[0]; return meta_fields;
	case FIELDS_PROJECTS: *count = sizeof project_fields / sizeof project_fields[0]; return project_fields;
	case FIELDS_VOTES: *count = sizeof vote_fields / sizeof vote_fields[0]; return vote_fields;
	}
	*count = 0;
	return NULL;
}

const struct field *field_find(enum field_section section, const char *name)
{
	size_t count;
	const struct field *fields = fields_of(section, &count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	}
	return NULL;
}

size_t field_place(enum field_section section, const struct field *field)
{
	size_t count;

	return (size_t)(field - fields_of(section, &count));
}

/* --- dates --- */

static unsigned digits_at(const char *text, size_t count)
{
	unsigned value = 0;

	for (size_t i = 0; i < count; i++)
		value = value * 10 + (unsigned)(text[i] - '0');
	return value;
}

static unsigned month_days(unsigned month, unsigned year)
{
	static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

unsigned long date_days(const char *value)
{
	static const char form[] = "dd.mm.yyyy";
	size_t len = strlen(value);
	unsigned year, month = 1, day = 1;
	unsigned long days;

	if (len != 4 && len != 10)
		return 0;
	for (size_t i = 0; i < len; i++) {
		int point = len == 10 && form[i] == '.';

		if (point ? value[i] != '.' : value[i] < '0' || value[i] > '9')
			return 0;
	}
	year = digits_at(value + len - 4, 4);
	if (len == 10) {
		day = digits_at(value, 2);
		month = digits_at(value + 3, 2);
	}
	if (year == 0 || month == 0 || month > 12 || day == 0 || day > month_days(month, year))
		return 0;
	days = 365ul * year + year / 4 + year / 400 - year / 100 + day;
	if ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0)
		days--;
	for (unsigned i = 1; i < month; i++)
		days += month_days(i, year);
	return days;
}

/* --- values --- */

static int is_whole(const char *value)
{
	size_t sign = *value == '-' || *value == '+';

	return value[sign] && strspn(value + sign, "0123456789") == strlen(value + sign);
}

static int is_number(const char *value)
{
	unsigned decimals = 0;
	int64_t read;
	enum status status = decimal_read(&read, &decimals, value, strlen(value), ANY_SIGN);

	return status == STATUS_OK || status == STATUS_RANGE;
}

/* "27", or "40-59". */
static int is_age(const char *value)
{
	size_t low = strspn(value, "0123456789"), high;

	if (is_whole(value))
		return 1;
	if (low == 0 || value[low] != '-')
		return 0;
	high = strspn(value + low + 1, "0123456789");
	if (high == 0 || value[low + 1 + high])
		return 0;
	while (*value == '0' && low > 1) {
		value++;
		low--;
	}
	value += low + 1;
	for (; *value == '0' && high > 1; high--)
		value++;
	return low < high || (low == high && strncmp(value - low - 1, value, low) <= 0);
}

static int is_one_of(const char *value, const char *const *words)
{
	for (; *words; words++) {
		if (strcmp(*words, value) == 0)
			return 1;
	}
	return 0;
}

const char *field_trouble(const struct field *field, const char *value)
{
	static const char *const selected[] = {"0", "1", "2", "3", NULL}, *const sex[] = {"M", "F", "O", NULL},
	                         *const method[] = {"internet", "paper", NULL};

	if (!*value)
		return field->may_be_empty || field->type == FIELD_READ ? NULL
		                                                        : "is empty; give it a value, or leave it out";
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_READ:
	case FIELD_LIMIT: return NULL;
	case FIELD_POINTS: return is_number(value) && !is_whole(value) ? NOT_WHOLE : NULL;
	case FIELD_WHOLE: return is_whole(value) ? NULL : NOT_WHOLE;
	case FIELD_COUNTRY:
		return country_known(value) ? NULL : "is no country by ISO 3166; write its English name there";
	case FIELD_CURRENCY:
		return currency_known(value) ? NULL
		                             : "is no currency by ISO 4217; write its three letters, such as EUR";
	case FIELD_LANGUAGE:
		return language_known(value) ? NULL : "is no language by ISO 639-1; write its two letters, such as en";
	case FIELD_DATE:
		return date_days(value) > 0 ? NULL : "is not a date; write it as dd.mm.yyyy, or the year alone";
	case FIELD_FLAG: return strcmp(value, "1") == 0 ? NULL : "should be 1; leave the key out where it is not so";
	case FIELD_COMMENT:
		return strncmp(value, "#1: ", 4) == 0 ? NULL : "does not begin with '#1: '; number the comments";
	case FIELD_SELECTED:
		return is_one_of(value, selected) ? NULL : "is not 0, 1, 2 or 3; write 1 where it was selected, else 0";
	case FIELD_AGE: return is_age(value) ? NULL : "is no age; write years, such as 27, or a range, such as 40-59";
	case FIELD_SEX: return is_one_of(value, sex) ? NULL : "is not M, F or O; leave it empty where it is unknown";
	case FIELD_METHOD: return is_one_of(value, method) ? NULL : "is not internet or paper; write one of them";
	}
	return NULL;
}
