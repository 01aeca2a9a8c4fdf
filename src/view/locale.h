/*
 * view/locale.h -- dates, numbers, order and plurals as each language writes them (ICU, CLDR).
 *
 * ICU's objects are made once per language and thread and kept; sort keys make lists cheap to
 * order.
 */
#pragma once
#include "base/ctx.h"
#include "base/sbuf.h"

/* 446000000 -> "446,000,000"; as the language groups digits. */
void locale_int(struct sbuf *out, enum language l, int64_t i);
/* A civil date: "Wednesday, 22 October 2014", or month and year, or year alone. */
void locale_date(struct sbuf *out, enum language l, struct str date);
/* The same without the weekday. */
void locale_date_short(struct sbuf *out, enum language l, struct str date);
/* An instant in a zone, with weekday, minutes and the zone's name in words. */
void locale_moment(struct sbuf *out, enum language l, time_us at, struct str zone);
/* The same to the second. */
void locale_moment_exact(struct sbuf *out, enum language l, time_us at, struct str zone);
/* The civil date on which an instant falls in a zone: "2014-10-22". */
bool locale_civil_date(struct arena *a, time_us at, struct str zone, struct str *ret_date);
/* What a clock in the zone shows then: "09:30". */
bool locale_clock(struct arena *a, time_us at, struct str zone, struct str *ret_clock);
bool locale_zone_is_known(struct str zone);
/* A text as one looks for it: without the difference between large and small letters. */
struct str locale_fold(struct arena *a, struct str text);
/* One form of what can be written in several (Unicode, UAX #15): NFC, and NFKC, which also makes
 * letters and blanks of every width one.  What is in it already is given back, not copied. */
struct str locale_nfc(struct arena *a, struct str text);
struct str locale_nfkc(struct arena *a, struct str text);
/* The instant at which a clock in the zone shows "14:00" on a civil date; false: none of that. */
bool locale_instant(struct str date, struct str clock, struct str zone, time_us *ret);
/* A key for ordering by memcmp as the language's collation does. */
struct str locale_sort_key(struct arena *a, enum language l, struct str text);
/* Items joined as the language joins them: "A, B and C". */
void locale_list(struct sbuf *out, enum language l, const struct str *items, int n);
/* Plural category for n: 0 one, 1 few, 2 many, 3 other (CLDR names; integers only). */
int locale_plural(enum language l, int64_t n);
/* Is it an ISO 3166-1 alpha-2 code? */
bool locale_country_is_known(struct str code);
