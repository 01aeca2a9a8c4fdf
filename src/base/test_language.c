/* test_language.c -- the six languages. */
#include "base/language.h"
#include "base/str.h"
#include "test/tap.h"

static void every_language_has_a_code_that_reads_back_and_a_name(void)
{
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		enum language l = LANGUAGE_COUNT;

		CHECK(strlen(language_code((enum language)i)) == 2);
		CHECK(language_parse(str_of(language_code((enum language)i)), &l) && (int)l == i);
		CHECK(language_name((enum language)i).n > 0);
	}
}

static void other_codes_are_refused(void)
{
	static const struct str bad[] = { S_INIT(""),      S_INIT("de"), S_INIT("ZH"),
		                          S_INIT("zh-TW"), S_INIT("z"),  { NULL, 0 } };
	enum language l = LANGUAGE_KO;

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		CHECK(!language_parse(bad[i], &l) && l == LANGUAGE_KO);
}

static void a_fallback_begins_with_the_language_itself_and_names_each_once(void)
{
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		const enum language *order = language_fallback((enum language)i);
		unsigned seen = 0;

		CHECK((int)order[0] == i);
		for (int k = 0; k < LANGUAGE_COUNT; k++)
			seen |= 1u << order[k];
		CHECK(seen == (1u << LANGUAGE_COUNT) - 1);
	}
}

static void a_shared_script_comes_first_and_english_before_the_rest(void)
{
	CHECK(language_fallback(LANGUAGE_MN)[1] == LANGUAGE_RU &&
	      language_fallback(LANGUAGE_MN)[2] == LANGUAGE_EN);
	CHECK(language_fallback(LANGUAGE_ZH)[1] == LANGUAGE_JA &&
	      language_fallback(LANGUAGE_ZH)[2] == LANGUAGE_EN);
	CHECK(language_fallback(LANGUAGE_KO)[1] == LANGUAGE_EN);
}

static void the_best_language_of_a_header_is_chosen(void)
{
	static const struct {
		const char *header;
		enum language expected;
	} cases[] = {
		{ "", LANGUAGE_EN },
		{ "ja", LANGUAGE_JA },
		{ "zh-TW", LANGUAGE_ZH },
		{ "zh-Hans-CN, en;q=0.5", LANGUAGE_ZH },
		{ "ZH-hant", LANGUAGE_ZH },
		{ "de-DE, fr;q=0.9, ru;q=0.2", LANGUAGE_RU },
		{ "en;q=0.5, ko;q=0.9, mn;q=0.8", LANGUAGE_KO },
		{ "mn, ru", LANGUAGE_MN }, /* equal weights: the first */
		{ "ru;q=0.8, mn;q=0.8", LANGUAGE_RU },
		{ "ja;q=0.500,ko;q=0.501", LANGUAGE_KO },
		{ "ja ; q=0.1 , ko ; q=0.2", LANGUAGE_KO },
		{ "ja;Q=0.1, ko", LANGUAGE_KO },
		{ "en-GB;q=0.3, ja;q=0.4, en;q=0.7",
		  LANGUAGE_EN }, /* the best that a language is given */
		{ "en;q=0.7, ja;q=0.4, en-GB;q=0.3", LANGUAGE_EN },
		{ "ja;q=0", LANGUAGE_EN },
		{ "ja;q=0, ko;q=0.001", LANGUAGE_KO },
		{ "*", LANGUAGE_EN }, /* anything: the default */
		{ "ja;q=0.5, *", LANGUAGE_EN },
		{ "en;q=0, *;q=0.5", LANGUAGE_ZH }, /* anything but English */
		{ "ja, *;q=0.5", LANGUAGE_JA },
		{ "ja;q=1.001, ko;q=0.1", LANGUAGE_KO }, /* broken ranges do not count */
		{ "ja;q=2, ko;q=0.1", LANGUAGE_KO },
		{ "ja;q=0.1234, ko;q=0.1", LANGUAGE_KO },
		{ "ja;q=, ko;q=0.1", LANGUAGE_KO },
		{ "ja;q=x;v=1, ko;q=0.1", LANGUAGE_KO },
		{ "ja;level=1, ko;q=0.1", LANGUAGE_KO },
		{ ",,;q=1,ko", LANGUAGE_KO },
		{ "japanese, korean", LANGUAGE_EN },
		{ "j", LANGUAGE_EN },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		CHECK(language_accept(str_of(cases[i].header), LANGUAGE_EN) == cases[i].expected);
	CHECK(language_accept((struct str){ NULL, 0 }, LANGUAGE_MN) == LANGUAGE_MN);
	CHECK(language_accept(S("*"), LANGUAGE_MN) == LANGUAGE_MN);
}

static void only_the_beginning_of_an_endless_header_is_read(void)
{
	char many[200], wide[2000];

	/* Many ranges in few bytes, and few ranges in many bytes. */
	memset(many, ',', sizeof(many));
	memset(wide, 'x', sizeof(wide));
	wide[sizeof(wide) - 3] = ',';
	memcpy(many + sizeof(many) - 2, "ko", 2);
	memcpy(wide + sizeof(wide) - 2, "ko", 2);
	CHECK(language_accept((struct str){ many, sizeof(many) }, LANGUAGE_EN) == LANGUAGE_EN);
	CHECK(language_accept((struct str){ wide, sizeof(wide) }, LANGUAGE_EN) == LANGUAGE_EN);
	memcpy(many, "ja", 2);
	memcpy(wide, "ja,", 3);
	CHECK(language_accept((struct str){ many, sizeof(many) }, LANGUAGE_EN) == LANGUAGE_JA);
	CHECK(language_accept((struct str){ wide, sizeof(wide) }, LANGUAGE_EN) == LANGUAGE_JA);
}

int main(void)
{
	RUN(every_language_has_a_code_that_reads_back_and_a_name);
	RUN(other_codes_are_refused);
	RUN(a_fallback_begins_with_the_language_itself_and_names_each_once);
	RUN(a_shared_script_comes_first_and_english_before_the_rest);
	RUN(the_best_language_of_a_header_is_chosen);
	RUN(only_the_beginning_of_an_endless_header_is_read);
	return TAP_DONE();
}
