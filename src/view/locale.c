/* locale.c -- dates, numbers, order and plurals as each language writes them (ICU, CLDR). */
#include "view/locale.h"

#include "base/str.h"
#include "base/time.h"
#include "view/locale_icu.h"

#include <pthread.h>
#include <stdlib.h>
#include <unicode/ucal.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

enum format {
	FORMAT_FULL,
	FORMAT_DAY,
	FORMAT_MONTH,
	FORMAT_YEAR,
	FORMAT_MOMENT,
	FORMAT_MOMENT_EXACT,
	FORMAT_COUNT
};
enum { ZONES_KEPT = 8, UNITS_MAX = 192, ZONE_BYTES_MAX = 63, SORT_KEY_ROOM = 256 };
enum { KEYS_KEPT = 1024, KEPT_TEXT_MAX = 128 }; /* at most 400 KiB a thread */

/* English is written as the United Nations do: day before month, twenty-four hours. */
static const char *const locales[LANGUAGE_COUNT] = {
	[LANGUAGE_ZH] = "zh_Hans_CN", [LANGUAGE_JA] = "ja_JP", [LANGUAGE_KO] = "ko_KR",
	[LANGUAGE_MN] = "mn_MN",      [LANGUAGE_RU] = "ru_RU", [LANGUAGE_EN] = "en_GB",
};

const char *locale_icu_name(enum language l)
{
	MUST((unsigned)l < LANGUAGE_COUNT);
	return locales[l];
}

/*
 * CLDR's patterns for yMMMMEEEEd and its parts, written out so that another release of ICU does not
 * change what a page says, with these differences:
 * - a moment puts the zone last, in parentheses, in all six (CLDR puts it before the time in
 * Chinese);
 * - Mongolian writes a year alone with "он", as it must outside tables.  CLDR's other Mongolian
 * forms are right as they are: every month's name ends in "сар", so that the genitive is always
 * "сарын", and without a suffix on the day no vowel harmony can go wrong.
 */
static const UChar *const patterns[LANGUAGE_COUNT][FORMAT_COUNT] = {
	[LANGUAGE_ZH] = { u"y年M月d日EEEE", u"y年M月d日", u"y年M月", u"y年",
	                  u"y年M月d日EEEE HH:mm（zzzz）", u"y年M月d日EEEE HH:mm:ss（zzzz）" },
	[LANGUAGE_JA] = { u"y年M月d日EEEE", u"y年M月d日", u"y年M月", u"y年",
	                  u"y年M月d日EEEE H:mm（zzzz）", u"y年M月d日EEEE H:mm:ss（zzzz）" },
	[LANGUAGE_KO] = { u"y년 M월 d일 EEEE", u"y년 M월 d일", u"y년 M월", u"y년",
	                  u"y년 M월 d일 EEEE HH:mm(zzzz)", u"y년 M월 d일 EEEE HH:mm:ss(zzzz)" },
	[LANGUAGE_MN] = { u"y 'оны' MMMM'ын' d, EEEE 'гараг'", u"y 'оны' MMMM'ын' d",
	                  u"y 'оны' MMMM", u"y 'он'",
	                  u"y 'оны' MMMM'ын' d, EEEE 'гараг', HH:mm (zzzz)",
	                  u"y 'оны' MMMM'ын' d, EEEE 'гараг', HH:mm:ss (zzzz)" },
	[LANGUAGE_RU] = { u"EEEE, d MMMM y 'г.'", u"d MMMM y 'г.'", u"LLLL y 'г.'", u"y",
	                  u"EEEE, d MMMM y 'г.', HH:mm (zzzz)",
	                  u"EEEE, d MMMM y 'г.', HH:mm:ss (zzzz)" },
	[LANGUAGE_EN] = { u"EEEE, d MMMM y", u"d MMMM y", u"MMMM y", u"y",
	                  u"EEEE, d MMMM y, HH:mm (zzzz)", u"EEEE, d MMMM y, HH:mm:ss (zzzz)" },
};

struct zone {
	char name[ZONE_BYTES_MAX + 1];
	UCalendar *calendar[LANGUAGE_COUNT];
};

/* A sort key that was made: it depends on nothing but the language and the text. */
struct kept_key {
	char *bytes; /* the text and then its key; NULL: the place is free */
	uint16_t text_n, key_n;
	enum language lang;
};

/*
 * ICU's objects are dear to open and not to be shared by threads: each thread keeps its own until
 * it ends.  This is why a thread-local stands here; nothing in it changes what is printed.
 */
struct cache {
	UDateFormat *date[LANGUAGE_COUNT][FORMAT_COUNT];
	UNumberFormat *number[LANGUAGE_COUNT];
	UPluralRules *plural[LANGUAGE_COUNT];
	UCollator *collator[LANGUAGE_COUNT];
	struct zone zones[ZONES_KEPT];
	int next_zone; /* the place that is given up next */
	struct kept_key keys[KEYS_KEPT];
};

static _Thread_local struct cache *this_thread;
static pthread_key_t cache_key;
static pthread_once_t cache_once = PTHREAD_ONCE_INIT;

static void zone_close(struct zone *z)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (z->calendar[l])
			ucal_close(z->calendar[l]);
	*z = (struct zone){ 0 };
}

static void cache_free(void *arg)
{
	struct cache *c = arg;

	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		for (int f = 0; f < FORMAT_COUNT; f++)
			if (c->date[l][f])
				udat_close(c->date[l][f]);
		if (c->number[l])
			unum_close(c->number[l]);
		if (c->plural[l])
			uplrules_close(c->plural[l]);
		if (c->collator[l])
			ucol_close(c->collator[l]);
	}
	for (int i = 0; i < ZONES_KEPT; i++)
		zone_close(&c->zones[i]);
	for (int i = 0; i < KEYS_KEPT; i++)
		free(c->keys[i].bytes);
	free(c);
	this_thread = NULL;
}

static void cache_make_key(void)
{
	MUST(pthread_key_create(&cache_key, cache_free) == 0);
}

static struct cache *cache(void)
{
	if (this_thread)
		return this_thread;
	MUST(pthread_once(&cache_once, cache_make_key) == 0);
	this_thread = calloc(1, sizeof(*this_thread));
	MUST(this_thread != NULL);
	MUST(pthread_setspecific(cache_key, this_thread) == 0);
	return this_thread;
}

/* UTF-16 from ICU; three bytes a unit at the most. */
static void put_units(struct sbuf *out, const UChar *units, int32_t n)
{
	char bytes[UNITS_MAX * 3];
	int32_t count = 0;
	UErrorCode e = U_ZERO_ERROR;

	MUST(n >= 0 && n <= UNITS_MAX);
	u_strToUTF8(bytes, sizeof(bytes), &count, units, n, &e);
	MUST(U_SUCCESS(e));
	sbuf_add(out, bytes, (size_t)count);
}

/* --- numbers and plurals --- */

void locale_int(struct sbuf *out, enum language l, int64_t i)
{
	UNumberFormat **f = &cache()->number[l];
	UChar units[UNITS_MAX];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n;

	if (!*f)
		*f = unum_open(UNUM_DECIMAL, NULL, 0, locales[l], NULL, &e);
	n = unum_formatInt64(*f, i, units, UNITS_MAX, NULL, &e);
	MUST(U_SUCCESS(e));
	put_units(out, units, n);
}

int locale_plural(enum language l, int64_t n)
{
	static const UChar *const names[] = { u"one", u"few", u"many" };
	UPluralRules **rules = &cache()->plural[l];
	UChar category[16];
	UErrorCode e = U_ZERO_ERROR;

	if (!*rules)
		*rules = uplrules_openForType(locales[l], UPLURAL_TYPE_CARDINAL, &e);
	uplrules_select(*rules, (double)n, category, COUNT_OF(category), &e);
	MUST(U_SUCCESS(e));
	for (int i = 0; i < (int)COUNT_OF(names); i++)
		if (u_strcmp(category, names[i]) == 0)
			return i;
	return COUNT_OF(names);
}

/* --- dates --- */

static UDateFormat *date_format(enum language l, enum format which)
{
	UDateFormat **f = &cache()->date[l][which];
	UErrorCode e = U_ZERO_ERROR;

	if (!*f)
		*f = udat_open(UDAT_PATTERN, UDAT_PATTERN, locales[l], u"UTC", -1,
		               patterns[l][which], -1, &e);
	MUST(U_SUCCESS(e));
	return *f;
}

/* Days from 1970-01-01 in the proleptic Gregorian calendar; absent parts count as the first. */
static int64_t civil_days(struct str date)
{
	int year, month, day;
	int64_t era_years, y;

	date_split(date, &year, &month, &day);
	month = month > 0 ? month : 1;
	day = day > 0 ? day : 1;
	/* The year is counted from March, so that the leap day is its last. */
	y = month > 2 ? year : year - 1;
	era_years = y / 4 - y / 100 + y / 400;
	return 365 * y + era_years + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1 -
	       719468;
}

static void put_date(struct sbuf *out, enum language l, struct str date, enum format whole)
{
	static const enum format by_precision[] = { FORMAT_YEAR, FORMAT_YEAR, FORMAT_MONTH };
	int precision = date_precision(date);
	UChar units[UNITS_MAX];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n;

	if (precision == 0) { /* as it came is better than nothing */
		sbuf_str(out, date);
		return;
	}
	n = udat_format(date_format(l, precision == 3 ? whole : by_precision[precision]),
	                (double)civil_days(date) * 86400e3, units, UNITS_MAX, NULL, &e);
	MUST(U_SUCCESS(e));
	put_units(out, units, n);
}

void locale_date(struct sbuf *out, enum language l, struct str date)
{
	put_date(out, l, date, FORMAT_FULL);
}

void locale_date_short(struct sbuf *out, enum language l, struct str date)
{
	put_date(out, l, date, FORMAT_DAY);
}

/* --- moments --- */

/* Names in the IANA database are ASCII; false for anything else. */
static bool zone_units(struct str zone, UChar units[static ZONE_BYTES_MAX + 1])
{
	if (zone.n < 1 || zone.n > ZONE_BYTES_MAX)
		return false;
	for (size_t i = 0; i < zone.n; i++) {
		if (zone.p[i] <= ' ' || zone.p[i] > '~')
			return false;
		units[i] = (UChar)zone.p[i];
	}
	units[zone.n] = 0;
	return true;
}

/*
 * Only zones of the IANA database.  ICU would also take "GMT+3" (a custom zone, not a system one)
 * and "Etc/Unknown", which it uses for names that it does not know.
 */
bool locale_zone_is_known(struct str zone)
{
	UChar units[ZONE_BYTES_MAX + 1], canonical[ZONE_BYTES_MAX + 1];
	UBool is_system = false;
	UErrorCode e = U_ZERO_ERROR;

	if (!zone_units(zone, units) || str_is(zone, "Etc/Unknown"))
		return false;
	ucal_getCanonicalTimeZoneID(units, -1, canonical, COUNT_OF(canonical), &is_system, &e);
	return U_SUCCESS(e) && is_system;
}

static struct zone *zone_find(struct str zone)
{
	struct cache *c = cache();
	struct zone *z;

	for (int i = 0; i < ZONES_KEPT; i++)
		if (c->zones[i].name[0] && str_is(zone, c->zones[i].name))
			return &c->zones[i];
	z = &c->zones[c->next_zone];
	c->next_zone = (c->next_zone + 1) % ZONES_KEPT;
	zone_close(z);
	memcpy(z->name, zone.p, zone.n);
	return z;
}

/*
 * CLDR calls the zone of Vladivostok by the city's old Chinese name, and the city itself by
 * today's, which is also the one in use between governments.
 */
static void put_moment(struct sbuf *out, enum language l, const UChar *units, int32_t n)
{
	static const UChar old[] = u"海参崴", now[] = u"符拉迪沃斯托克";
	const UChar *at = l == LANGUAGE_ZH ? u_strFindFirst(units, n, old, -1) : NULL;

	if (!at) {
		put_units(out, units, n);
		return;
	}
	put_units(out, units, (int32_t)(at - units));
	put_units(out, now, (int32_t)COUNT_OF(now) - 1);
	at += COUNT_OF(old) - 1;
	put_units(out, at, n - (int32_t)(at - units));
}

/* NULL for an unknown zone. */
static UCalendar *zone_calendar(enum language l, struct str zone)
{
	UChar units[ZONE_BYTES_MAX + 1];
	UErrorCode e = U_ZERO_ERROR;
	struct zone *z;

	if (!locale_zone_is_known(zone) || !zone_units(zone, units))
		return NULL;
	z = zone_find(zone);
	if (!z->calendar[l])
		z->calendar[l] = ucal_open(units, -1, locales[l], UCAL_GREGORIAN, &e);
	MUST(U_SUCCESS(e));
	return z->calendar[l];
}

struct moment {
	time_us at;
	struct str zone;
};

static void print_moment(struct sbuf *out, enum language l, const struct moment *m,
                         enum format format)
{
	UCalendar *calendar = zone_calendar(l, m->zone);
	UChar units[UNITS_MAX];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n;

	if (m->at.us == TIME_NONE.us)
		return;
	if (!calendar)
		calendar = zone_calendar(l, S("UTC"));
	ucal_setMillis(calendar, (double)(m->at.us / 1000), &e);
	n = udat_formatCalendar(date_format(l, format), calendar, units, UNITS_MAX, NULL, &e);
	MUST(U_SUCCESS(e));
	put_moment(out, l, units, n);
}

void locale_moment(struct sbuf *out, enum language l, time_us at, struct str zone)
{
	print_moment(out, l, &(struct moment){ at, zone }, FORMAT_MOMENT);
}

void locale_moment_exact(struct sbuf *out, enum language l, time_us at, struct str zone)
{
	print_moment(out, l, &(struct moment){ at, zone }, FORMAT_MOMENT_EXACT);
}

bool locale_civil_date(struct arena *a, time_us at, struct str zone, struct str *ret_date)
{
	UCalendar *calendar = zone_calendar(LANGUAGE_EN, zone);
	UErrorCode e = U_ZERO_ERROR;
	int year, month, day;

	if (!calendar || at.us == TIME_NONE.us)
		return false;
	/* Rounded down: an instant before 1970 belongs to the millisecond in which it falls. */
	ucal_setMillis(calendar, (double)((at.us - (at.us < 0 ? 999 : 0)) / 1000), &e);
	year = ucal_get(calendar, UCAL_YEAR, &e);
	month = ucal_get(calendar, UCAL_MONTH, &e) + 1;
	day = ucal_get(calendar, UCAL_DATE, &e);
	MUST(U_SUCCESS(e));
	*ret_date = arena_printf(a, "%04d-%02d-%02d", year, month, day);
	return true;
}

bool locale_clock(struct arena *a, time_us at, struct str zone, struct str *ret_clock)
{
	UCalendar *calendar = zone_calendar(LANGUAGE_EN, zone);
	UErrorCode e = U_ZERO_ERROR;
	int hour, minute;

	if (!calendar || at.us == TIME_NONE.us)
		return false;
	ucal_setMillis(calendar, (double)((at.us - (at.us < 0 ? 999 : 0)) / 1000), &e);
	hour = ucal_get(calendar, UCAL_HOUR_OF_DAY, &e);
	minute = ucal_get(calendar, UCAL_MINUTE, &e);
	MUST(U_SUCCESS(e));
	*ret_clock = arena_printf(a, "%02d:%02d", hour, minute);
	return true;
}

/* --- order and countries --- */

static struct str sort_key_make(struct arena *a, enum language l, struct str text)
{
	UCollator **collator = &cache()->collator[l];
	UChar *units = arena_many(a, UChar, text.n + 1); /* never more units than bytes */
	UErrorCode e = U_ZERO_ERROR;
	uint8_t room[SORT_KEY_ROOM], *key = room;
	int32_t n = 0, bytes;

	if (!*collator)
		*collator = ucol_open(locales[l], &e);
	u_strFromUTF8(units, (int32_t)text.n + 1, &n, text.p ? text.p : "", (int32_t)text.n, &e);
	MUST(U_SUCCESS(e));
	/* A name's key fits at once; asking for its length first would make every key twice. */
	bytes = ucol_getSortKey(*collator, units, n, room, sizeof(room));
	if (bytes > (int32_t)sizeof(room)) {
		key = arena_alloc(a, (size_t)bytes);
		ucol_getSortKey(*collator, units, n, key, bytes);
		return (struct str){ (const char *)key, (size_t)bytes };
	}
	return arena_str(a, (const char *)key, (size_t)bytes);
}

static void keep_key(struct kept_key *k, enum language l, struct str text, struct str key)
{
	free(k->bytes);
	k->bytes = malloc(text.n + key.n);
	MUST(k->bytes != NULL);
	memcpy(k->bytes, text.p, text.n);
	memcpy(k->bytes + text.n, key.p, key.n);
	k->text_n = (uint16_t)text.n;
	k->key_n = (uint16_t)key.n;
	k->lang = l;
}

/* The same names are put in order again and again, and a key costs as much as reading its row. */
struct str locale_sort_key(struct arena *a, enum language l, struct str text)
{
	struct kept_key *k;
	struct str key;

	if (text.n == 0 || text.n > KEPT_TEXT_MAX)
		return sort_key_make(a, l, text);
	k = &cache()->keys[(str_hash(text) + (unsigned)l) % KEYS_KEPT];
	if (k->bytes && k->lang == l && str_eq((struct str){ k->bytes, k->text_n }, text))
		return arena_str(a, k->bytes + k->text_n, k->key_n);
	key = sort_key_make(a, l, text);
	if (key.n <= SORT_KEY_ROOM)
		keep_key(k, l, text, key);
	return key;
}

bool locale_country_is_known(struct str code)
{
	for (const char *const *c = uloc_getISOCountries(); *c; c++)
		if (str_is(code, *c))
			return true;
	return false;
}
