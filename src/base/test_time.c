/* test_time.c -- instants and civil dates. */
#include "base/str.h"
#include "base/test_dies.h"
#include "base/time.h"
#include "test/tap.h"

static const struct {
	const char *text;
	int64_t seconds;
	const char *utc; /* NULL: as written */
} instants[] = {
	{ "1970-01-01T00:00:00Z", 0, NULL },
	{ "1969-12-31T23:59:59Z", -1, NULL },
	{ "2000-02-29T12:00:00Z", 951825600, NULL },
	{ "2014-10-22T00:30:00Z", 1413937800, NULL },
	{ "2014-10-22T09:30:00+09:00", 1413937800, "2014-10-22T00:30:00Z" },
	{ "2014-10-21T20:00:00-04:30", 1413937800, "2014-10-22T00:30:00Z" },
	{ "2038-01-19T03:14:08Z", INT64_C(2147483648), NULL },
	{ "0001-01-01T00:00:00Z", INT64_C(-62135596800), NULL },
	{ "9999-12-31T23:59:59Z", INT64_C(253402300799), NULL },
};

static void instants_are_read_and_written(void)
{
	for (size_t i = 0; i < COUNT_OF(instants); i++) {
		time_us at = TIME_NONE;
		char text[24];

		CHECK(time_parse(str_of(instants[i].text), &at) &&
		      at.us == instants[i].seconds * 1000000);
		time_format(at, text);
		CHECK(strcmp(text, instants[i].utc != NULL ? instants[i].utc : instants[i].text) ==
		      0);
	}
}

static void the_fraction_of_a_second_is_dropped_downwards(void)
{
	char text[24];

	time_format((time_us){ 1413937800999999 }, text);
	CHECK(strcmp(text, "2014-10-22T00:30:00Z") == 0);
	time_format((time_us){ -1 }, text);
	CHECK(strcmp(text, "1969-12-31T23:59:59Z") == 0);
}

static void what_is_no_instant_is_refused(void)
{
	static const char *const bad[] = {
		"",
		"2014-10-22",
		"2014-10-22T00:30:00",
		"2014-10-22 00:30:00Z",
		"2014-10-22T00:30Z",
		"2014-10-22T24:00:00Z",
		"2014-10-22T00:60:00Z",
		"2014-10-22T00:00:60Z",
		"2014-02-29T00:00:00Z",
		"2014-13-01T00:00:00Z",
		"2014-10-22T00:30:00.5Z",
		"2014-10-22T00:30:00z",
		"2014-10-22T00:30:00+9",
		"2014-10-22T00:30:00+0900",
		"2014-10-22T00:30:00+24:00",
		"2014-10-22T00:30:00+09:60",
		"2014-10-22T00:30:00Zx",
		"14-10-22T00:30:00Z",
		"2014-10-22T0a:30:00Z",
		"2014-10T00:30:00Z",
		/* Of a year that has no four digits, as the clock stands in Greenwich. */
		"9999-12-31T23:59:59-23:59",
		"0001-01-01T00:00:00+00:01",
	};
	time_us at = { 42 };

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		CHECK(!time_parse(str_of(bad[i]), &at) && at.us == 42);
}

static void every_day_of_four_centuries_is_the_day_after_the_one_before(void)
{
	time_us at;
	int year = 1800, month = 1, day = 1, count = 0;

	CHECK(time_parse(S("1800-01-01T00:00:00Z"), &at));
	for (; year < 2200; at.us += INT64_C(86400000000), count++) {
		char text[24], expected[64];

		time_format(at, text);
		snprintf(expected, sizeof(expected), "%04d-%02d-%02d", year, month, day);
		if (strncmp(text, expected, 10) != 0 || !date_is_valid(str_of(expected))) {
			CHECK(false);
			break;
		}
		snprintf(expected, sizeof(expected), "%04d-%02d-%02d", year, month, ++day);
		if (!date_is_valid(str_of(expected))) {
			day = 1;
			month = month % 12 + 1;
			year += month == 1;
		}
	}
	CHECK(count == 146097);
}

static void dates_have_three_precisions(void)
{
	static const struct {
		const char *text;
		int precision;
	} cases[] = {
		{ "2014", 1 },        { "2014-10", 2 },    { "2014-10-22", 3 }, { "2012-02-29", 3 },
		{ "2000-02-29", 3 },  { "0001", 1 },       { "9999-12-31", 3 }, { "", 0 },
		{ "201", 0 },         { "20144", 0 },      { "2014-", 0 },      { "2014-1", 0 },
		{ "2014-13", 0 },     { "2014-00", 0 },    { "2014-10-", 0 },   { "2014-10-32", 0 },
		{ "2014-10-00", 0 },  { "2014-02-29", 0 }, { "1900-02-29", 0 }, { "2014-04-31", 0 },
		{ "2014-10-22T", 0 }, { "2014/10/22", 0 }, { "0000", 0 },       { "-014", 0 },
		{ "20a4", 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CHECK(date_precision(str_of(cases[i].text)) == cases[i].precision);
		CHECK(date_is_valid(str_of(cases[i].text)) == (cases[i].precision > 0));
	}
}

static void absent_parts_of_a_date_are_nought(void)
{
	int y, m, d;

	date_split(S("2014-10-22"), &y, &m, &d);
	CHECK(y == 2014 && m == 10 && d == 22);
	date_split(S("2014-10"), &y, &m, &d);
	CHECK(y == 2014 && m == 10 && d == 0);
	date_split(S("2014"), &y, &m, &d);
	CHECK(y == 2014 && m == 0 && d == 0);
}

static void the_days_between_dates_are_counted(void)
{
	static const struct {
		const char *date;
		int64_t days;
	} cases[] = { { "1970-01-01", 0 },      { "1969-12-31", -1 },    { "1970-03-01", 59 },
		      { "2000-02-29", 11016 },  { "2014-10-22", 16365 }, { "0001-01-01", -719162 },
		      { "9999-12-31", 2932896 } };
	char buf[16];

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CHECK(date_days(str_of(cases[i].date)) == cases[i].days);
		date_of_days(cases[i].days, buf);
		CHECK(strcmp(buf, cases[i].date) == 0);
	}
}

static void format_no_time(void)
{
	char text[24];

	time_format(TIME_NONE, text);
}

static void no_time_cannot_be_printed(void)
{
	CHECK(dies(format_no_time));
}

static void clocks_go_forward(void)
{
	int64_t a = time_monotonic_us(), b = time_monotonic_us();
	time_us start;

	CHECK(b >= a);
	CHECK(time_parse(S("2024-01-01T00:00:00Z"), &start) && time_now().us > start.us);
}

int main(void)
{
	RUN(instants_are_read_and_written);
	RUN(the_fraction_of_a_second_is_dropped_downwards);
	RUN(what_is_no_instant_is_refused);
	RUN(every_day_of_four_centuries_is_the_day_after_the_one_before);
	RUN(dates_have_three_precisions);
	RUN(absent_parts_of_a_date_are_nought);
	RUN(the_days_between_dates_are_counted);
	RUN(no_time_cannot_be_printed);
	RUN(clocks_go_forward);
	return TAP_DONE();
}
