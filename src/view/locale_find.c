/* locale_find.c -- texts as one looks for them, and clocks on a wall as instants (ICU). */
#include "view/locale.h"

#include "base/parse.h"
#include "base/str.h"
#include "base/time.h"
#include "view/locale_icu.h"

#include <unicode/ucal.h>
#include <unicode/ucasemap.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

struct str locale_fold(struct arena *a, struct str text)
{
	UErrorCode status = U_ZERO_ERROR;
	UCaseMap *map = ucasemap_open("", U_FOLD_CASE_DEFAULT, &status);
	int32_t room = (int32_t)text.n * 3 + 1, n; /* no letter folds into more */
	char *folded = arena_alloc(a, (size_t)room);

	MUST(U_SUCCESS(status));
	n = ucasemap_utf8FoldCase(map, folded, room, text.p ? text.p : "", (int32_t)text.n,
	                          &status);
	ucasemap_close(map);
	MUST(U_SUCCESS(status));
	return (struct str){ folded, (size_t)n };
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static struct str normalise(struct arena *a, const UNormalizer2 *n, struct str text)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t room = (int32_t)text.n + 1, wide_n, out_n, n8;
	UChar *wide, *out;
	char *utf8;

	if (is_ascii(text)) /* in every form the same */
		return text.p ? text : S("");
	wide = arena_array(a, (size_t)room, sizeof *wide);
	u_strFromUTF8WithSub(wide, room, &wide_n, text.p ? text.p : "", (int32_t)text.n, 0xFFFD,
	                     NULL, &status);
	MUST(U_SUCCESS(status));
	if (unorm2_spanQuickCheckYes(n, wide, wide_n, &status) == wide_n)
		return text;
	/* Of one unit at most eighteen come (UAX #15, NFKC). */
	room = wide_n * 18 + 1;
	out = arena_array(a, (size_t)room, sizeof *out);
	out_n = unorm2_normalize(n, wide, wide_n, out, room, &status);
	MUST(U_SUCCESS(status));
	room = out_n * 3 + 1;
	utf8 = arena_alloc(a, (size_t)room);
	u_strToUTF8(utf8, room, &n8, out, out_n, &status);
	MUST(U_SUCCESS(status));
	return (struct str){ utf8, (size_t)n8 };
}

struct str locale_nfc(struct arena *a, struct str text)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *n = unorm2_getNFCInstance(&status);

	MUST(U_SUCCESS(status));
	return normalise(a, n, text);
}

struct str locale_nfkc(struct arena *a, struct str text)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *n = unorm2_getNFKCInstance(&status);

	MUST(U_SUCCESS(status));
	return normalise(a, n, text);
}

static bool clock_split(struct str clock, int64_t *ret_hour, int64_t *ret_minute)
{
	return clock.n == 5 && clock.p[2] == ':' &&
	       parse_i64(str_sub(clock, 0, 2), 0, 23, ret_hour) &&
	       parse_i64(str_sub(clock, 3, 5), 0, 59, ret_minute);
}

bool locale_instant(struct str date, struct str clock, struct str zone, time_us *ret)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[64];
	int64_t hour, minute;
	int year, month, day;
	int32_t length;
	UCalendar *c;
	UDate ms;

	if (!date_is_valid(date) || date_precision(date) != 3 ||
	    !clock_split(clock, &hour, &minute) || !locale_zone_is_known(zone))
		return false;
	date_split(date, &year, &month, &day);
	u_strFromUTF8(wide, (int32_t)COUNT_OF(wide), &length, zone.p, (int32_t)zone.n, &status);
	c = ucal_open(wide, length, locale_icu_name(LANGUAGE_EN), UCAL_GREGORIAN, &status);
	MUST(U_SUCCESS(status));
	ucal_clear(c);
	ucal_setDateTime(c, year, month - 1, day, (int32_t)hour, (int32_t)minute, 0, &status);
	ms = ucal_getMillis(c, &status);
	ucal_close(c);
	MUST(U_SUCCESS(status));
	*ret = (time_us){ (int64_t)ms * 1000 };
	return true;
}
