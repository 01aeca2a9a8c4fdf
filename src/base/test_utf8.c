/* test_utf8.c -- is it UTF-8, and how long. */
#include "base/str.h"
#include "base/utf8.h"
#include "test/tap.h"

static void what_rfc_3629_allows_is_valid(void)
{
	static const struct str good[] = {
		S_INIT(""),
		S_INIT("plain"),
		S_INIT("富山県"),
		S_INIT("Монгол"),
		S_INIT("Өвөрхангай"),
		S_INIT("\x7f"),
		S_INIT("\xc2\x80"),
		S_INIT("\xdf\xbf"),
		S_INIT("\xe0\xa0\x80"),
		S_INIT("\xed\x9f\xbf"),
		S_INIT("\xee\x80\x80"),
		S_INIT("\xef\xbf\xbf"),
		S_INIT("\xf0\x90\x80\x80"),
		S_INIT("\xf4\x8f\xbf\xbf"),
	};

	for (size_t i = 0; i < COUNT_OF(good); i++)
		CHECK(utf8_is_valid(good[i]));
}

static void what_it_forbids_is_not(void)
{
	static const struct str bad[] = {
		S_INIT("\0"),
		S_INIT("a\0b"),
		S_INIT("\x80"),
		S_INIT("\xbf"),
		S_INIT("\xc0\x80"),
		S_INIT("\xc1\xbf"),
		S_INIT("\xe0\x80\x80"),
		S_INIT("\xe0\x9f\xbf"),
		S_INIT("\xf0\x80\x80\x80"),
		S_INIT("\xf0\x8f\xbf\xbf"),
		S_INIT("\xed\xa0\x80"),
		S_INIT("\xed\xbf\xbf"),
		S_INIT("\xf4\x90\x80\x80"),
		S_INIT("\xf5\x80\x80\x80"),
		S_INIT("\xff"),
		S_INIT("\xfe"),
		S_INIT("\xc3"),
		S_INIT("\xe5\xaf"),
		S_INIT("\xf0\x90\x80"),
		S_INIT("\xc3("),
		S_INIT("\xe5\xaf("),
		S_INIT("ok\xe5"),
	};

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		CHECK(!utf8_is_valid(bad[i]) && !utf8_is_text(bad[i]));
}

static void text_has_no_control_characters(void)
{
	CHECK(utf8_is_text(S("a\tb\nc\r\nd")) && utf8_is_text(S("富山")) &&
	      utf8_is_text(S("\xc2\xa0")));
	CHECK(!utf8_is_text(S("a\rb")) && !utf8_is_text(S("a\r")) && !utf8_is_text(S("\x1b[2J")));
	/* The newline that follows in memory is not part of the string. */
	CHECK(!utf8_is_text(str_sub(S("a\r\n"), 0, 2)));
	CHECK(!utf8_is_text(S("\x7f")) && !utf8_is_text(S("\xc2\x85")) && !utf8_is_text(S("\x01")));
}

static void counting_is_by_code_points(void)
{
	CHECK(utf8_count(S("")) == 0 && utf8_count(S("abc")) == 3 && utf8_count(S("富山県")) == 3);
	CHECK(utf8_count(S("\xf0\x9f\x97\xb3!")) == 2);
}

static void clipping_never_cuts_a_character(void)
{
	struct str s = S("a富b");

	CHECK(utf8_clip(s, 0).n == 0 && utf8_clip(s, 1).n == 1 && utf8_clip(s, 2).n == 1);
	CHECK(utf8_clip(s, 3).n == 1 && utf8_clip(s, 4).n == 4 && utf8_clip(s, 5).n == 5 &&
	      utf8_clip(s, 9).n == 5);
}

static void walking_gives_each_code_point_once(void)
{
	static const int32_t expected[] = { 'a', 0x5bcc, 0x1f5f3, 0x44f, -1, -1 };
	struct str s = S("a富\xf0\x9f\x97\xb3я");
	size_t at = 0;

	for (size_t i = 0; i < COUNT_OF(expected); i++)
		CHECK(utf8_next(s, &at) == expected[i]);
	CHECK(at == s.n);
}

int main(void)
{
	RUN(what_rfc_3629_allows_is_valid);
	RUN(what_it_forbids_is_not);
	RUN(text_has_no_control_characters);
	RUN(counting_is_by_code_points);
	RUN(clipping_never_cuts_a_character);
	RUN(walking_gives_each_code_point_once);
	return TAP_DONE();
}
