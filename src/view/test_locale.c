/* test_locale.c -- what each of the six languages writes, in tables. */
#include "view/locale.h"

#include "base/str.h"
#include "base/time.h"
#include "test/tap.h"

#include <pthread.h>

static struct arena *arena;

static bool is(struct sbuf *b, const char *expected)
{
	struct str got = sbuf_done(b);

	if (str_is(got, expected))
		return true;
	printf("# got %.*s, not %s\n", STR_ARG(got), expected);
	return false;
}

static bool date_is(enum language l, const char *date, const char *expected)
{
	struct sbuf b = { .arena = arena };

	locale_date(&b, l, str_of(date));
	return is(&b, expected);
}

static bool day_is(enum language l, const char *date, const char *expected)
{
	struct sbuf b = { .arena = arena };

	locale_date_short(&b, l, str_of(date));
	return is(&b, expected);
}

static bool moment_is(enum language l, const char *at, const char *zone, const char *expected)
{
	struct sbuf b = { .arena = arena };
	time_us t = TIME_NONE;

	CHECK(time_parse(str_of(at), &t));
	locale_moment(&b, l, t, str_of(zone));
	return is(&b, expected);
}

static void dates_are_written_with_their_weekday(void)
{
	CHECK(date_is(LANGUAGE_ZH, "2014-10-22", "2014年10月22日星期三"));
	CHECK(date_is(LANGUAGE_JA, "2014-10-22", "2014年10月22日水曜日"));
	CHECK(date_is(LANGUAGE_KO, "2014-10-22", "2014년 10월 22일 수요일"));
	CHECK(date_is(LANGUAGE_MN, "2014-10-22", "2014 оны аравдугаар сарын 22, лхагва гараг"));
	CHECK(date_is(LANGUAGE_RU, "2014-10-22", "среда, 22 октября 2014 г."));
	CHECK(date_is(LANGUAGE_EN, "2014-10-22", "Wednesday, 22 October 2014"));
}

static void days_are_written_without_it(void)
{
	CHECK(day_is(LANGUAGE_ZH, "1996-09-10", "1996年9月10日"));
	CHECK(day_is(LANGUAGE_JA, "1996-09-10", "1996年9月10日"));
	CHECK(day_is(LANGUAGE_KO, "1996-09-10", "1996년 9월 10일"));
	CHECK(day_is(LANGUAGE_MN, "1996-09-10", "1996 оны есдүгээр сарын 10"));
	CHECK(day_is(LANGUAGE_RU, "1996-09-10", "10 сентября 1996 г."));
	CHECK(day_is(LANGUAGE_EN, "1996-09-10", "10 September 1996"));
}

static void months_and_years_alone_invent_no_day(void)
{
	static const struct {
		enum language l;
		const char *month, *year;
	} cases[] = {
		{ LANGUAGE_ZH, "2014年10月", "2014年" },
		{ LANGUAGE_JA, "2014年10月", "2014年" },
		{ LANGUAGE_KO, "2014년 10월", "2014년" },
		{ LANGUAGE_MN, "2014 оны аравдугаар сар", "2014 он" },
		{ LANGUAGE_RU, "октябрь 2014 г.", "2014" },
		{ LANGUAGE_EN, "October 2014", "2014" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CHECK(date_is(cases[i].l, "2014-10", cases[i].month));
		CHECK(day_is(cases[i].l, "2014-10", cases[i].month));
		CHECK(date_is(cases[i].l, "2014", cases[i].year));
		CHECK(day_is(cases[i].l, "2014", cases[i].year));
	}
}

/* Every month's name, and every weekday's, as Mongolian grammars spell them. */
static void mongolian_months_and_weekdays_are_right(void)
{
	static const char *const months[] = {
		"нэгдүгээр", "хоёрдугаар",   "гуравдугаар",     "дөрөвдүгээр",
		"тавдугаар", "зургаадугаар", "долоодугаар",     "наймдугаар",
		"есдүгээр",  "аравдугаар",   "арван нэгдүгээр", "арван хоёрдугаар",
	};
	static const char *const days[] = { "даваа",  "мягмар", "лхагва", "пүрэв",
		                            "баасан", "бямба",  "ням" };

	for (int i = 0; i < 12; i++)
		CHECK(date_is(LANGUAGE_MN, arena_printf(arena, "2015-%02d", i + 1).p,
		              arena_printf(arena, "2015 оны %s сар", months[i]).p));
	for (int i = 0; i < 7; i++)
		CHECK(date_is(LANGUAGE_MN, arena_printf(arena, "2015-06-%02d", i + 1).p,
		              arena_printf(arena, "2015 оны зургаадугаар сарын %d, %s гараг", i + 1,
		                           days[i])
		                      .p));
}

static void leap_days_and_far_years_are_right(void)
{
	CHECK(date_is(LANGUAGE_EN, "2000-02-29", "Tuesday, 29 February 2000"));
	CHECK(date_is(LANGUAGE_EN, "1970-01-01", "Thursday, 1 January 1970"));
	CHECK(date_is(LANGUAGE_EN, "1945-03-01", "Thursday, 1 March 1945"));
	CHECK(date_is(LANGUAGE_EN, "2100-12-31", "Friday, 31 December 2100"));
}

static void what_is_no_date_is_printed_as_it_came(void)
{
	CHECK(date_is(LANGUAGE_EN, "soon", "soon"));
	CHECK(date_is(LANGUAGE_EN, "2015-02-29", "2015-02-29"));
	CHECK(date_is(LANGUAGE_EN, "", ""));
}

static void moments_name_the_zone_in_words(void)
{
	const char *at = "2014-10-22T00:30:00Z", *zone = "Asia/Seoul";

	CHECK(moment_is(LANGUAGE_ZH, at, zone, "2014年10月22日星期三 09:30（韩国标准时间）"));
	CHECK(moment_is(LANGUAGE_JA, at, zone, "2014年10月22日水曜日 9:30（韓国標準時）"));
	CHECK(moment_is(LANGUAGE_KO, at, zone, "2014년 10월 22일 수요일 09:30(대한민국 표준시)"));
	CHECK(moment_is(
		LANGUAGE_MN, at, zone,
		"2014 оны аравдугаар сарын 22, лхагва гараг, 09:30 (Солонгосын стандарт цаг)"));
	CHECK(moment_is(LANGUAGE_RU, at, zone,
	                "среда, 22 октября 2014 г., 09:30 (Корея, стандартное время)"));
	CHECK(moment_is(LANGUAGE_EN, at, zone,
	                "Wednesday, 22 October 2014, 09:30 (Korean Standard Time)"));
}

static void a_moment_is_told_to_the_second_where_that_matters(void)
{
	struct sbuf b = { .arena = arena };

	locale_moment_exact(&b, LANGUAGE_JA, (time_us){ INT64_C(1413937827000000) },
	                    S("Asia/Seoul"));
	CHECK(str_is(sbuf_done(&b), "2014年10月22日水曜日 9:30:27（韓国標準時）"));
}

static void moments_fall_on_the_day_of_their_zone(void)
{
	const char *at = "2014-10-22T15:30:00Z";

	CHECK(moment_is(LANGUAGE_EN, at, "Asia/Seoul",
	                "Thursday, 23 October 2014, 00:30 (Korean Standard Time)"));
	CHECK(moment_is(LANGUAGE_EN, at, "Asia/Ulaanbaatar",
	                "Wednesday, 22 October 2014, 23:30 (Ulaanbaatar Standard Time)"));
	CHECK(moment_is(LANGUAGE_ZH, at, "Asia/Vladivostok",
	                "2014年10月23日星期四 02:30（符拉迪沃斯托克标准时间）"));
	CHECK(moment_is(LANGUAGE_EN, at, "Nowhere/Atlantis",
	                "Wednesday, 22 October 2014, 15:30 (Coordinated Universal Time)"));
}

/* The offsets of that day: Russia's zones were moved four days later. */
static void more_zones_than_are_kept_stay_right(void)
{
	static const struct {
		const char *zone, *time;
	} zones[] = {
		{ "Asia/Seoul", "09:30" },       { "Asia/Ulaanbaatar", "08:30" },
		{ "Asia/Irkutsk", "09:30" },     { "Asia/Yakutsk", "10:30" },
		{ "Asia/Vladivostok", "11:30" }, { "Asia/Magadan", "12:30" },
		{ "Asia/Tokyo", "09:30" },       { "Asia/Shanghai", "08:30" },
		{ "Asia/Pyongyang", "09:30" },   { "Asia/Hovd", "07:30" },
		{ "Asia/Chita", "10:30" },       { "UTC", "00:30" },
	};

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < COUNT_OF(zones); i++) {
			struct sbuf b = { .arena = arena };
			time_us at = TIME_NONE;

			CHECK(time_parse(S("2014-10-22T00:30:00Z"), &at));
			locale_moment(&b, LANGUAGE_EN, at, str_of(zones[i].zone));
			CHECK(strstr(sbuf_done(&b).p, zones[i].time) != NULL);
		}
	}
}

static bool civil_date_is(const char *at, const char *zone, const char *expected)
{
	time_us t = TIME_NONE;
	struct str date = { NULL, 0 };

	CHECK(time_parse(str_of(at), &t));
	return locale_civil_date(arena, t, str_of(zone), &date) && str_is(date, expected);
}

static void a_civil_date_is_that_of_the_zone(void)
{
	struct str date = S("untouched");

	CHECK(civil_date_is("2014-10-21T15:00:00Z", "Asia/Seoul", "2014-10-22"));
	CHECK(civil_date_is("2014-10-21T14:59:59Z", "Asia/Seoul", "2014-10-21"));
	CHECK(civil_date_is("1969-12-31T14:59:59Z", "Asia/Tokyo", "1969-12-31"));
	CHECK(!locale_civil_date(arena, (time_us){ 0 }, S("No/Where"), &date));
	CHECK(!locale_civil_date(arena, TIME_NONE, S("UTC"), &date));
	CHECK(str_is(date, "untouched"));
}

static void only_zones_of_the_database_are_known(void)
{
	CHECK(locale_zone_is_known(S("Asia/Seoul")));
	CHECK(locale_zone_is_known(S("UTC")));
	CHECK(!locale_zone_is_known(S("")));
	CHECK(!locale_zone_is_known((struct str){ NULL, 0 }));
	CHECK(!locale_zone_is_known(S("GMT+3")));
	CHECK(!locale_zone_is_known(S("Etc/Unknown")));
	CHECK(!locale_zone_is_known(S("Asia/Seoul\0x")));
	CHECK(!locale_zone_is_known(S("Asia/Seoul ")));
	CHECK(!locale_zone_is_known(S("Азия/Сеул")));
	CHECK(!locale_zone_is_known(
		S("Asia/A-name-longer-than-any-of-the-zones-in-the-IANA-database-can-be-x")));
}

static void digits_are_grouped_as_the_language_does(void)
{
	static const char *const expected[LANGUAGE_COUNT] = {
		[LANGUAGE_ZH] = "446,000,000",           [LANGUAGE_JA] = "446,000,000",
		[LANGUAGE_KO] = "446,000,000",           [LANGUAGE_MN] = "446,000,000",
		[LANGUAGE_RU] = "446\u00a0000\u00a0000", [LANGUAGE_EN] = "446,000,000",
	};

	for (enum language l = 0; l < LANGUAGE_COUNT; l++) {
		struct sbuf big = { .arena = arena }, small = { .arena = arena };

		locale_int(&big, l, 446000000);
		CHECK(is(&big, expected[l]));
		locale_int(&small, l, -71);
		CHECK(is(&small, "-71"));
	}
}

static void plurals_follow_cldr(void)
{
	static const struct {
		enum language l;
		int64_t n;
		int form;
	} cases[] = {
		{ LANGUAGE_EN, 0, 3 },    { LANGUAGE_EN, 1, 0 },  { LANGUAGE_EN, 2, 3 },
		{ LANGUAGE_MN, 1, 0 },    { LANGUAGE_MN, 2, 3 },  { LANGUAGE_MN, 0, 3 },
		{ LANGUAGE_RU, 1, 0 },    { LANGUAGE_RU, 21, 0 }, { LANGUAGE_RU, 2, 1 },
		{ LANGUAGE_RU, 24, 1 },   { LANGUAGE_RU, 5, 2 },  { LANGUAGE_RU, 0, 2 },
		{ LANGUAGE_RU, 11, 2 },   { LANGUAGE_RU, 12, 2 }, { LANGUAGE_RU, 111, 2 },
		{ LANGUAGE_RU, 1001, 0 }, { LANGUAGE_ZH, 1, 3 },  { LANGUAGE_JA, 1, 3 },
		{ LANGUAGE_KO, 1, 3 },    { LANGUAGE_KO, 5, 3 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		CHECK(locale_plural(cases[i].l, cases[i].n) == cases[i].form);
}

static bool precedes(enum language l, const char *a, const char *b)
{
	struct str x = locale_sort_key(arena, l, str_of(a)),
		   y = locale_sort_key(arena, l, str_of(b));

	return memcmp(x.p, y.p, x.n < y.n ? x.n : y.n) < 0;
}

static void lists_are_ordered_as_the_language_does(void)
{
	CHECK(precedes(LANGUAGE_ZH, "吉林省", "山东省")); /* jilin, shandong: pinyin */
	CHECK(precedes(LANGUAGE_ZH, "黑龙江省", "吉林省"));
	CHECK(precedes(LANGUAGE_ZH, "山东省", "陕西省")); /* shandong, shaanxi read as shanxi */
	CHECK(precedes(LANGUAGE_JA, "あきた", "アキタけん"));
	CHECK(precedes(LANGUAGE_JA, "とやま", "やまがた"));
	CHECK(precedes(LANGUAGE_KO, "강원도", "경상북도"));
	CHECK(precedes(LANGUAGE_KO, "경상북도", "충청남도"));
	CHECK(precedes(LANGUAGE_MN, "Орхон", "Өвөрхангай")); /* О, Ө, П: Ө is a letter of its own */
	CHECK(precedes(LANGUAGE_MN, "Өмнөговь", "Сүхбаатар"));
	CHECK(precedes(LANGUAGE_MN, "Увс", "Үлэмж"));
	CHECK(precedes(LANGUAGE_RU, "елка", "ёлка"));
	CHECK(precedes(LANGUAGE_RU, "ёлка", "ель"));
	CHECK(precedes(LANGUAGE_RU, "Бурятия", "Забайкальский край"));
	CHECK(precedes(LANGUAGE_EN, "akita", "Tottori"));
	CHECK(!precedes(LANGUAGE_EN, "Tottori", "akita"));
	CHECK(locale_sort_key(arena, LANGUAGE_EN, (struct str){ NULL, 0 }).n > 0);
}

/* More names than are kept, so that some keys are found and others made again. */
static void kept_keys_are_those_that_were_made(void)
{
	enum { NAMES = 3000 };
	struct str first[NAMES];

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < NAMES; i++) {
			struct str name = arena_printf(arena, "省 %d", i);
			struct str key = locale_sort_key(arena, LANGUAGE_ZH, name);

			if (round == 0)
				first[i] = key;
			else if (!str_eq(key, first[i]))
				CHECK(false);
			if (i > 0 && str_eq(key, first[i - 1]))
				CHECK(false);
			/* Asked again at once it is found, and belongs to its language alone. */
			CHECK(str_eq(locale_sort_key(arena, LANGUAGE_ZH, name), key));
			if (i % 500 == 0)
				CHECK(!str_eq(locale_sort_key(arena, LANGUAGE_JA, name), key));
		}
}

static void items_are_joined_as_the_language_does(void)
{
	static const struct {
		enum language l;
		const char *two, *three;
	} cases[] = {
		{ LANGUAGE_ZH, "A和B", "A、B和C" },     { LANGUAGE_JA, "A、B", "A、B、C" },
		{ LANGUAGE_KO, "A 및 B", "A, B 및 C" }, { LANGUAGE_MN, "A, B", "A, B, C" },
		{ LANGUAGE_RU, "A и B", "A, B и C" },   { LANGUAGE_EN, "A and B", "A, B and C" },
	};
	const struct str items[] = { S("A"), S("B"), S("C") };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct sbuf none = { .arena = arena }, two = none, three = none;

		locale_list(&none, cases[i].l, items, 0);
		CHECK(is(&none, ""));
		locale_list(&two, cases[i].l, items, 2);
		CHECK(is(&two, cases[i].two));
		locale_list(&three, cases[i].l, items, 3);
		CHECK(is(&three, cases[i].three));
	}
}

static void countries_are_those_of_the_standard(void)
{
	CHECK(locale_country_is_known(S("CN")) && locale_country_is_known(S("MN")));
	CHECK(locale_country_is_known(S("KR")) && locale_country_is_known(S("KP")));
	CHECK(!locale_country_is_known(S("cn")) && !locale_country_is_known(S("XX")));
	CHECK(!locale_country_is_known(S("CHN")) && !locale_country_is_known(S("")));
}

static void *use_in_thread(void *arg)
{
	struct arena *a = arena_new();
	struct sbuf b = { .arena = a };

	for (int i = 0; i < 50; i++) {
		b.n = 0;
		locale_moment(&b, LANGUAGE_RU, (time_us){ INT64_C(1413937800000000) },
		              S("Asia/Seoul"));
		locale_sort_key(a, LANGUAGE_MN, S("Орхон"));
		locale_plural(LANGUAGE_RU, i);
	}
	*(bool *)arg = str_is(sbuf_done(&b),
	                      "среда, 22 октября 2014 г., 09:30 (Корея, стандартное время)");
	arena_free(a);
	return NULL;
}

/* Under LeakSanitizer this also shows that a thread gives back what it opened. */
static void threads_have_their_own_objects(void)
{
	pthread_t threads[4];
	bool ok[4] = { false };

	for (int i = 0; i < 4; i++)
		CHECK(pthread_create(&threads[i], NULL, use_in_thread, &ok[i]) == 0);
	for (int i = 0; i < 4; i++)
		CHECK(pthread_join(threads[i], NULL) == 0);
	CHECK(ok[0] && ok[1] && ok[2] && ok[3]);
}

static void letters_are_found_large_and_small(void)
{
	static const char *const cases[][2] = {
		{ "GOVERNMENT 2", "government 2" },
		{ "Хабаровский КРАЙ", "хабаровский край" },
		{ "ӨВӨРХАНГАЙ", "өвөрхангай" },
		{ "富山県", "富山県" },
		{ "", "" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		CHECK(str_is(locale_fold(arena, str_of(cases[i][0])), cases[i][1]));
	CHECK(locale_fold(arena, (struct str){ 0 }).n == 0);
}

static void a_clock_on_a_wall_is_an_instant(void)
{
	static const struct {
		const char *date, *clock, *zone, *at; /* NULL: none */
	} cases[] = {
		{ "2014-10-22", "14:00", "Asia/Seoul", "2014-10-22T05:00:00Z" },
		{ "2014-10-22", "00:30", "Asia/Tokyo", "2014-10-21T15:30:00Z" },
		{ "2014-07-01", "12:00", "Europe/Berlin", "2014-07-01T10:00:00Z" },
		{ "2014-12-01", "12:00", "Europe/Berlin", "2014-12-01T11:00:00Z" },
		{ "2014-02-30", "12:00", "Asia/Seoul", NULL },
		{ "2014-10", "12:00", "Asia/Seoul", NULL },
		{ "2014-10-22", "24:00", "Asia/Seoul", NULL },
		{ "2014-10-22", "9:00", "Asia/Seoul", NULL },
		{ "2014-10-22", "12-00", "Asia/Seoul", NULL },
		{ "2014-10-22", "12:00", "Asia/Atlantis", NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		time_us at = { 1 };
		char text[24] = "";
		bool known = locale_instant(str_of(cases[i].date), str_of(cases[i].clock),
		                            str_of(cases[i].zone), &at);

		if (known)
			time_format(at, text);
		CHECK(known ? cases[i].at && strcmp(text, cases[i].at) == 0
		            : !cases[i].at && at.us == 1);
	}
}

int main(void)
{
	arena = arena_new();
	RUN(dates_are_written_with_their_weekday);
	RUN(days_are_written_without_it);
	RUN(months_and_years_alone_invent_no_day);
	RUN(mongolian_months_and_weekdays_are_right);
	RUN(leap_days_and_far_years_are_right);
	RUN(what_is_no_date_is_printed_as_it_came);
	RUN(moments_name_the_zone_in_words);
	RUN(a_moment_is_told_to_the_second_where_that_matters);
	RUN(moments_fall_on_the_day_of_their_zone);
	RUN(more_zones_than_are_kept_stay_right);
	RUN(a_civil_date_is_that_of_the_zone);
	RUN(only_zones_of_the_database_are_known);
	RUN(digits_are_grouped_as_the_language_does);
	RUN(plurals_follow_cldr);
	RUN(lists_are_ordered_as_the_language_does);
	RUN(kept_keys_are_those_that_were_made);
	RUN(items_are_joined_as_the_language_does);
	RUN(countries_are_those_of_the_standard);
	RUN(letters_are_found_large_and_small);
	RUN(a_clock_on_a_wall_is_an_instant);
	RUN(threads_have_their_own_objects);
	arena_free(arena);
	return TAP_DONE();
}
