/* time.c -- instants and civil dates without a time zone database. */
#include "base/time.h"

#include "base/str.h"

#include <stdio.h>
#include <time.h>

static const int64_t SECOND_US = 1000000;
enum { DAY_SECONDS = 24 * 60 * 60 };

static time_us clock_read(clockid_t which)
{
	struct timespec ts;

	MUST(clock_gettime(which, &ts) == 0);
	return (time_us){ (int64_t)ts.tv_sec * SECOND_US + ts.tv_nsec / 1000 };
}

time_us time_now(void)
{
	return clock_read(CLOCK_REALTIME);
}

int64_t time_monotonic_us(void)
{
	return clock_read(CLOCK_MONOTONIC).us;
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

/*
 * Days from 1970-01-01 to a civil date and back, in the proleptic Gregorian calendar.  Years are
 * counted from March, so that a leap day is the last of its year; 146097 days are 400 years.
 * (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".)
 */
static int64_t days_from_civil(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400; /* dates here begin with the year 1 */
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void civil_from_days(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*ret_day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*ret_month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*ret_year = (int)(yoe + era * 400 + (*ret_month <= 2));
}

/* Exactly `n` digits from `at` on; -1 when something else stands there. */
static int digits(struct str s, size_t at, size_t n)
{
	int value = 0;

	if (at + n > s.n)
		return -1;
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		value = value * 10 + (s.p[i] - '0');
	}
	return value;
}

static bool has_char(struct str s, size_t at, char c)
{
	return at < s.n && s.p[at] == c;
}

/* "Z" or "+09:00", in seconds east. */
static bool read_offset(struct str s, int *ret_seconds)
{
	if (str_is(s, "Z")) {
		*ret_seconds = 0;
		return true;
	}
	int hours = digits(s, 1, 2), minutes = digits(s, 4, 2);

	if (s.n != 6 || !has_char(s, 3, ':') || hours < 0 || hours > 23 || minutes < 0 ||
	    minutes > 59)
		return false;
	if (s.p[0] != '+' && s.p[0] != '-')
		return false;
	*ret_seconds = (hours * 3600 + minutes * 60) * (s.p[0] == '-' ? -1 : 1);
	return true;
}

bool time_parse(struct str s, time_us *ret_at)
{
	int year, month, day, offset;
	int hour = digits(s, 11, 2), minute = digits(s, 14, 2), second = digits(s, 17, 2);

	if (date_precision(str_sub(s, 0, 10)) != 3 || !has_char(s, 10, 'T') ||
	    !has_char(s, 13, ':') || !has_char(s, 16, ':') ||
	    !read_offset(str_sub(s, 19, s.n), &offset))
		return false;
	/* A leap second (60) has no place in a count of microseconds since 1970. */
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
		return false;
	date_split(str_sub(s, 0, 10), &year, &month, &day);
	int64_t seconds = days_from_civil(year, month, day) * DAY_SECONDS + hour * 3600 +
	                  minute * 60 + second;

	seconds -= offset;
	/* The last hours of 9999 in the west are of a year that cannot be written. */
	if (seconds < days_from_civil(1, 1, 1) * DAY_SECONDS ||
	    seconds >= days_from_civil(10000, 1, 1) * DAY_SECONDS)
		return false;
	ret_at->us = seconds * SECOND_US;
	return true;
}

void time_format(time_us at, char buf[static 24])
{
	int64_t seconds = at.us / SECOND_US - (at.us % SECOND_US < 0);
	int64_t days = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
	int rest = (int)(seconds - days * DAY_SECONDS);
	int year, month, day;

	civil_from_days(days, &year, &month, &day);
	/* Outside these years it is no instant of an association but a bug, TIME_NONE first of all.
	 */
	MUST(year >= 0 && year <= 9999);
	int n = snprintf(buf, 24, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, rest / 3600,
	                 rest / 60 % 60, rest % 60);

	MUST(n == 20);
}

int date_precision(struct str s)
{
	int year = digits(s, 0, 4), month = digits(s, 5, 2), day = digits(s, 8, 2);

	if (year < 1)
		return 0;
	if (s.n == 4)
		return 1;
	if (!has_char(s, 4, '-') || month < 1 || month > 12)
		return 0;
	if (s.n == 7)
		return 2;
	if (s.n != 10 || !has_char(s, 7, '-') || day < 1 || day > days_in(year, month))
		return 0;
	return 3;
}

bool date_is_valid(struct str s)
{
	return date_precision(s) > 0;
}

void date_split(struct str s, int *ret_year, int *ret_month, int *ret_day)
{
	int precision = date_precision(s);

	MUST(precision > 0);
	*ret_year = digits(s, 0, 4);
	*ret_month = precision >= 2 ? digits(s, 5, 2) : 0;
	*ret_day = precision == 3 ? digits(s, 8, 2) : 0;
}

int64_t date_days(struct str date)
{
	int year, month, day;

	MUST(date_precision(date) == 3);
	date_split(date, &year, &month, &day);
	return days_from_civil(year, month, day);
}

void date_of_days(int64_t days, char buf[static 16])
{
	int year, month, day;

	civil_from_days(days, &year, &month, &day);
	MUST(year >= 1 && year <= 9999);
	MUST(snprintf(buf, 16, "%04d-%02d-%02d", year, month, day) == 10);
}
