/* test_text.c -- what people wrote, before it is kept, in tables. */
#include "view/text.h"

#include "base/sbuf.h"
#include "base/str.h"
#include "test/tap.h"

static struct arena *arena;

/* What is read by people of the six languages, and of their neighbours, stays as it was written. */
static void real_names_stay_as_they_are(void)
{
	static const char *const good[] = {
		"",
		"Toyama Prefecture",
		"富山県知事　",
		"강원특별자치도",
		"Өвөрхангай аймаг",
		"Приморский край (Владивосток)",
		"Nguyễn Thị Hằng",
		"श्री नरेंद्र ज्ञानेश्वर",
		"ศูนย์น้ำผึ้ง",
		"مُحَمَّدٌ رَسُولُ ٱللّٰهِ",
		"שָׁלוֹם עֲלֵיכֶ֖ם",
		"ཧཱུྃ ཧྐྵྨླྺྼྻྂ",
		"မြန်မာ့ကျွန်ုပ်",
		/* Free variation selectors, vowel separator, and the blank of suffixes. */
		"\u182e\u1823\u1829\u182d\u1823\u182f\u202f\u1824\u1828",
		"\u182a\u180b\u1820\u180e\u1820",
		/* Persian, and what emoji are joined of: family, rainbow, keycap, Wales. */
		"می\u200cخواهم",
		"👨\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3",
		"\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
		/* A variant of a Han character, as names in registers have. */
		"葛\U000e0100城",
		"עברית \u200f(1)\u200e",
		"a\u2068\u05d0\u2069b",
		"e\u0323\u0302\u0301",
	};

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct str s = str_of(good[i]), line;

		CHECK(text_check(s) == ERR_OK && text_line(arena, s, &line) == ERR_OK);
		if (!str_ends(s, S("　")) && !str_starts(s, S("e\u0323")))
			CHECK(str_eq(s, line) && text_is_line(arena, s));
	}
}

static void a_line_has_one_blank_where_any_stood(void)
{
	static const struct {
		const char *raw, *line;
	} cases[] = {
		{ "Toyama\nPrefecture", "Toyama Prefecture" },
		{ "Toyama\r\n\r\nPrefecture\n", "Toyama Prefecture" },
		{ "\tToyama \t Prefecture  ", "Toyama Prefecture" },
		{ "富山　太郎", "富山 太郎" },
		{ "a\u00a0b\u1680c\u2000d\u200ae", "a b c d e" },
		{ "a\u2028b\u2029c\u202fd\u205fe", "a b c d e" },
		{ " \u00a0\u3000 ", "" },
		/* Between letters of another script it is a blank like others. */
		{ "\u182e\u202fb", "\u182e b" },
		{ "\u182e\u202f", "\u182e" },
		/* Decomposed, as some file systems and keyboards give it. */
		{ "\u1100\u1161\u11ab", "\uac04" },
		{ "\u304b\u3099", "が" },
		{ "e\u0302\u0301", "\u1ebf" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str line = S("?");

		CHECK(text_line(arena, str_of(cases[i].raw), &line) == ERR_OK);
		CHECK(str_is(line, cases[i].line));
		if (!str_is(line, cases[i].line))
			printf("# case %zu gave \"%.*s\"\n", i, STR_ARG(line));
		CHECK(text_is_line(arena, line) && !text_is_line(arena, str_of(cases[i].raw)));
	}
}

#define ACUTE_4 "\u0301\u0301\u0301\u0301"
#define TONE_5 "\u0e34\u0e34\u0e34\u0e34\u0e34" /* of no class that is placed */

static void what_is_unfit_is_refused_alike_in_one_line_and_in_several(void)
{
	static const struct {
		const char *text;
		enum err e;
	} cases[] = {
		{ "a\x1b[2J", ERR_BAD_TEXT },
		{ "a\xc2\x85", ERR_BAD_TEXT },
		{ "a\x0b"
		  "b",
		  ERR_BAD_TEXT },
		{ "a\rb", ERR_BAD_TEXT },
		{ "a\xff", ERR_BAD_TEXT },
		{ "a\uffff", ERR_BAD_TEXT },
		{ "a\ufdd0", ERR_BAD_TEXT },
		{ "a\u202egnp.exe", ERR_TEXT_DIRECTION },
		{ "a\u202egnp\u202c.exe", ERR_TEXT_DIRECTION },
		{ "a\u202dx\u202c", ERR_TEXT_DIRECTION },
		{ "a\u202ab", ERR_TEXT_DIRECTION },
		{ "a\u202bb", ERR_TEXT_DIRECTION },
		{ "a\u2066b", ERR_TEXT_DIRECTION },
		{ "a\u2067b", ERR_TEXT_DIRECTION },
		{ "a\u2068b", ERR_TEXT_DIRECTION },
		{ "a\u2069b", ERR_TEXT_DIRECTION },
		{ "a\u202cb", ERR_TEXT_DIRECTION },
		{ "a\u2067b\u202c", ERR_TEXT_DIRECTION },
		{ "a\u2067b\u202ac\u2069", ERR_TEXT_DIRECTION },
		{ "a\u2067b\nc\u2069", ERR_TEXT_DIRECTION },
		{ "\u2067\u2069", ERR_TEXT_UNSEEN },
		{ "\u200b", ERR_TEXT_UNSEEN },
		{ " \u200d\ufeff\u2060\u00ad ", ERR_TEXT_UNSEEN },
		{ "\u3164\u115f\u1160\uffa0", ERR_TEXT_UNSEEN },
		{ "\u180b\ufe0f\U000e0100", ERR_TEXT_UNSEEN },
		{ "\u2800", ERR_TEXT_UNSEEN },
		{ "\u0301", ERR_TEXT_UNSEEN },
		{ "\u034f\u200e\u061c", ERR_TEXT_UNSEEN },
		{ "a" ACUTE_4, ERR_OK },
		{ "a" ACUTE_4 "\u0323", ERR_TEXT_MARKS },
		{ "a" ACUTE_4 "b" ACUTE_4, ERR_OK },
		{ "a" ACUTE_4 "\u200d\u034f" ACUTE_4, ERR_TEXT_MARKS },
		{ "a\u0334\u0335\u0336\u0337\u0338", ERR_TEXT_MARKS },
		{ "ก" TONE_5 TONE_5, ERR_OK },
		{ "ก" TONE_5 TONE_5 "\u0e34", ERR_TEXT_MARKS },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str text = str_of(cases[i].text), line = S("?");

		CHECK(text_check(text) == cases[i].e);
		if (text_check(text) != cases[i].e)
			printf("# case %zu gave %d\n", i, (int)text_check(text));
		CHECK(text_line(arena, text, &line) == cases[i].e);
		CHECK(cases[i].e == ERR_OK || str_is(line, "?"));
	}
}

static void several_lines_stay_and_may_be_none(void)
{
	CHECK(text_check(S("- one\n- two\r\n\n\tindented  ")) == ERR_OK);
	CHECK(text_check(S("a\u2067b\u2069\na\u2067b\u2069")) == ERR_OK);
	CHECK(text_is_blank(S("")) && text_is_blank(S(" \r\n\u3000")) && !text_is_blank(S(" a")));
	CHECK(text_check(S("")) == ERR_OK && text_check(S(" \n\t\u3000")) == ERR_OK);
}

/* What is written apart in NFC counts as it is kept. */
static void marks_are_counted_as_they_are_kept(void)
{
	struct str line;

	CHECK(text_check(S("\u0344\u0344")) == ERR_TEXT_UNSEEN);
	CHECK(text_check(S("a\u0344\u0344\u0344")) == ERR_OK);
	CHECK(text_line(arena, S("a\u0344\u0344\u0344"), &line) == ERR_TEXT_MARKS);
}

static void isolates_nest_as_deep_as_unicode_lets_them(void)
{
	for (int depth = 125; depth <= 126; depth++) {
		struct sbuf text = { .arena = arena };

		for (int i = 0; i < depth; i++)
			sbuf_lit(&text, "\u2067");
		sbuf_lit(&text, "a");
		for (int i = 0; i < depth; i++)
			sbuf_lit(&text, "\u2069");
		CHECK((text_check(sbuf_done(&text)) == ERR_OK) == (depth == 125));
	}
}

int main(void)
{
	arena = arena_new();
	RUN(real_names_stay_as_they_are);
	RUN(a_line_has_one_blank_where_any_stood);
	RUN(what_is_unfit_is_refused_alike_in_one_line_and_in_several);
	RUN(several_lines_stay_and_may_be_none);
	RUN(marks_are_counted_as_they_are_kept);
	RUN(isolates_nest_as_deep_as_unicode_lets_them);
	arena_free(arena);
	return TAP_DONE();
}
