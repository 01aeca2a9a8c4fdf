/*
 * base/time.h -- instants and civil dates without a time zone database (that is ICU's:
 * view/locale.h).
 *
 * A civil date is text: "2014-10-22", or "2014-10" or "2014" where the day is not known (ISO
 * 8601-1, reduced precision), so that nothing is invented for a year that is all we know.
 */
#pragma once
#include "base/base.h"

time_us time_now(void);          /* the machine's clock; only app/ and http/ ask */
int64_t time_monotonic_us(void); /* for measuring spans */
/* "2014-10-22T09:30:00Z" or with "+09:00"; false and untouched when it is not that. */
bool time_parse(struct str s, time_us *ret_at);
/* Writes "2014-10-22T00:30:00Z" (20 bytes and a zero); fraction dropped. */
void time_format(time_us at, char buf[static 24]);
bool date_is_valid(struct str s); /* one of the three precisions, real day */
int date_precision(struct str s); /* 1 year, 2 month, 3 day; 0 not a date */
/* The days from 1970-01-01 to a whole date, and back: ten characters and a zero. */
int64_t date_days(struct str date);
void date_of_days(int64_t days, char buf[static 16]); /* of the years 1 to 9999 */
/* Split a valid date; absent parts are 0. */
void date_split(struct str s, int *ret_year, int *ret_month, int *ret_day);
