/* test_html.c -- what is printed is escaped by its type, and texts bear their language. */
#include "view/html.h"

#include "base/str.h"
#include "test/tap.h"

static struct arena *arena;
static struct sbuf out;
static struct html page;

static void fresh(enum language l)
{
	out = (struct sbuf){ .arena = arena };
	page = (struct html){ &out, l };
}

static bool printed(const char *html)
{
	struct str got = sbuf_done(&out);
	bool is_same = str_is(got, html);

	if (!is_same)
		printf("# got  %.*s\n# not  %s\n", STR_ARG(got), html);
	fresh(page.lang);
	return is_same;
}

static void text_is_escaped(void)
{
	fresh(LANGUAGE_EN);
	html_put(&page, S("<a href=\"x\">Tax & 'spend'</a>"));
	CHECK(printed("&lt;a href=&quot;x&quot;&gt;Tax &amp; &#39;spend&#39;&lt;/a&gt;"));
	html_put_attr(&page, S("\"'&<>"));
	CHECK(printed("&quot;&#39;&amp;&lt;&gt;"));
	html_put(&page, S("북동아시아 Монгол"));
	CHECK(printed("북동아시아 Монгол"));
	html_put(&page, ((struct str){ NULL, 0 }));
	html_put(&page, S(""));
	CHECK(printed(""));
	html_lit(&page, "<b>&</b>");
	CHECK(printed("<b>&</b>"));
}

static void every_byte_but_five_is_printed_as_it_is(void)
{
	fresh(LANGUAGE_EN);
	for (int c = 1; c < 256; c++) {
		char byte = (char)c;

		html_put(&page, ((struct str){ &byte, 1 }));
		CHECK((sbuf_done(&out).n == 1) == (strchr("&<>\"'", c) == NULL));
		fresh(LANGUAGE_EN);
	}
}

static void numbers_and_keys_are_plain_digits(void)
{
	fresh(LANGUAGE_RU);
	html_put(&page, 7);
	html_put(&page, (int64_t)INT64_MIN);
	CHECK(printed("7-9223372036854775808"));
	html_put(&page, ((account_id){ 12 }));
	html_put_attr(&page, ((account_id){ 13 }));
	CHECK(printed("1213"));
	html_put_grouped(&page, 1234567);
	CHECK(printed("1\u00a0234\u00a0567"));
}

static void a_text_in_another_language_says_so(void)
{
	struct tr name = { S_INIT("<Якутия>"), LANGUAGE_RU };

	fresh(LANGUAGE_RU);
	html_put(&page, name);
	CHECK(printed("&lt;Якутия&gt;"));
	fresh(LANGUAGE_JA);
	html_put(&page, name);
	CHECK(printed("<span lang=\"ru\" class=\"fallback\">&lt;Якутия&gt;"
	              "<span class=\"fallback-mark\"> (Русский)</span></span>"));
	html_put_attr(&page, name);
	CHECK(printed("&lt;Якутия&gt;"));
	html_put(&page, ((struct tr){ { NULL, 0 }, LANGUAGE_RU }));
	CHECK(printed(""));
}

static void a_name_in_its_own_script_bears_no_mark(void)
{
	fresh(LANGUAGE_EN);
	html_put_own(&page, (struct tr){ S_INIT("吉林省"), LANGUAGE_ZH });
	CHECK(printed("<span lang=\"zh\">吉林省</span>"));
	html_put_own(&page, (struct tr){ S_INIT("Jilin"), LANGUAGE_EN });
	CHECK(printed("Jilin"));
	html_put_own(&page, (struct tr){ { NULL, 0 }, LANGUAGE_EN });
	CHECK(printed(""));
}

static void only_known_schemes_are_addresses(void)
{
	static const char *const good[] = { "https://a.example/?a", "HTTP://A.EXAMPLE",
		                            "mailto:a@b.example" };
	static const char *const bad[] = { "",
		                           "javascript:alert(1)",
		                           "data:text/html,x",
		                           " https://a",
		                           "//a",
		                           "/local",
		                           "https:/a",
		                           "java\nscript:x",
		                           "https" };

	fresh(LANGUAGE_EN);
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		html_put(&page, ((struct url){ str_of(good[i]) }));
		CHECK(printed(good[i]));
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		html_put_attr(&page, ((struct url){ str_of(bad[i]) }));
		CHECK(printed("#"));
	}
	html_put(&page, ((struct url){ S_INIT("https://a/?\"x\"&y") }));
	CHECK(printed("https://a/?&quot;x&quot;&amp;y"));
	html_put(&page, ((struct url){ { NULL, 0 } }));
	CHECK(printed("#"));
}

static void a_path_never_becomes_another_host(void)
{
	enum language l = LANGUAGE_MN;

	fresh(LANGUAGE_EN);
	html_lit(&page, "/");
	html_put_path(&page, S("/evil.example"));
	CHECK(printed("/evil.example"));
	html_put_path(&page, S("\\\t/\n/x?a=\"b\""));
	CHECK(printed("x?a=&quot;b&quot;"));
	html_put_path(&page, l);
	html_put_path(&page, 3);
	CHECK(printed("mn3"));
	html_put_path(&page, S("///"));
	html_put_path(&page, ((struct str){ NULL, 0 }));
	CHECK(printed(""));
}

static void dates_and_moments_are_in_the_pages_language(void)
{
	time_us at = { INT64_C(1413937800000000) };

	fresh(LANGUAGE_KO);
	html_put_date(&page, S("2014-10-22"));
	CHECK(printed("2014년 10월 22일 수요일"));
	html_put_day(&page, S("2014-10-22"));
	CHECK(printed("2014년 10월 22일"));
	html_put_moment(&page, at, S("Asia/Seoul"));
	CHECK(printed("2014년 10월 22일 수요일 09:30(대한민국 표준시)"));
	html_put_date(&page, S("<b>")); /* no date: printed as it came, and escaped all the same */
	CHECK(printed("&lt;b&gt;"));
}

static void sanitized_html_is_printed_as_it_is(void)
{
	fresh(LANGUAGE_EN);
	html_put(&page, ((struct safe_html){ S_INIT("<p>&amp;</p>") }));
	CHECK(printed("<p>&amp;</p>"));
}

int main(void)
{
	arena = arena_new();
	RUN(text_is_escaped);
	RUN(every_byte_but_five_is_printed_as_it_is);
	RUN(numbers_and_keys_are_plain_digits);
	RUN(a_text_in_another_language_says_so);
	RUN(a_name_in_its_own_script_bears_no_mark);
	RUN(only_known_schemes_are_addresses);
	RUN(a_path_never_becomes_another_host);
	RUN(dates_and_moments_are_in_the_pages_language);
	RUN(sanitized_html_is_printed_as_it_is);
	arena_free(arena);
	return TAP_DONE();
}
