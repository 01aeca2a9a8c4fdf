/* test_markdown.c -- texts become HTML, and nothing that is not safe gets through. */
#include "doc/markdown.h"

#include "base/str.h"
#include "test/tap.h"

static struct arena *arena;

static bool gives(const char *text, const char *html)
{
	struct str got = markdown_html(arena, str_of(text)).html;

	if (str_is(got, html))
		return true;
	printf("# %s\n# gave %.*s# not  %s", text, STR_ARG(got), html);
	return false;
}

static bool contains(struct str s, const char *part)
{
	return strstr(s.p, part) != NULL;
}

static void paragraphs_lists_and_emphasis_are_rendered(void)
{
	CHECK(gives("One *two* **three**.\n\n- a\n- b\n",
	            "<p>One <em>two</em> <strong>three</strong>.</p>\n"
	            "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"));
	CHECK(gives("日本語の文", "<p>日本語の文</p>\n"));
}

static void headings_begin_at_the_second_level(void)
{
	CHECK(gives("# A", "<h2>A</h2>\n"));
	CHECK(gives("##### A", "<h6>A</h6>\n"));
	CHECK(gives("###### A", "<h6>A</h6>\n"));
}

static void links_lead_to_known_schemes_and_paths_alone(void)
{
	CHECK(gives("[a](https://neargov.org/x)",
	            "<p><a href=\"https://neargov.org/x\">a</a></p>\n"));
	CHECK(gives("[a](mailto:a@b.example)", "<p><a href=\"mailto:a@b.example\">a</a></p>\n"));
	CHECK(gives("[a](/en/organs)", "<p><a href=\"/en/organs\">a</a></p>\n"));
	CHECK(gives("[a](//evil.example)", "<p><a href=\"#\">a</a></p>\n"));
	CHECK(gives("[a](</\\evil.example>)", "<p><a href=\"#\">a</a></p>\n"));
	CHECK(gives("[a](javascript:alert(1))", "<p><a href=\"#\">a</a></p>\n"));
	CHECK(gives("[a](JaVa&#x53;cript:alert(1))", "<p><a href=\"#\">a</a></p>\n"));
	CHECK(gives("[a](data:text/html,x)", "<p><a href=\"#\">a</a></p>\n"));
	CHECK(gives("<ftp://a.example>", "<p><a href=\"#\">ftp://a.example</a></p>\n"));
	CHECK(gives("[a]\n\n[a]: vbscript:x", "<p><a href=\"#\">a</a></p>\n"));
	CHECK(gives("[a](/x \"\\\"onclick=\")",
	            "<p><a href=\"/x\" title=\"&quot;onclick=\">a</a></p>\n"));
}

static void raw_html_is_left_out(void)
{
	CHECK(gives("a <b onclick=x>b</b>", "<p>a b</p>\n"));
	CHECK(gives("<script>alert(1)</script>\n\nafter", "<p>after</p>\n"));
	CHECK(gives("1 < 2 & \"3\"", "<p>1 &lt; 2 &amp; &quot;3&quot;</p>\n"));
}

static void pictures_leave_their_words(void)
{
	CHECK(gives("a ![the *map*](https://evil.example/x.png) b",
	            "<p>a the <em>map</em> b</p>\n"));
	CHECK(gives("![a ![b](x) c](y)", "<p>a b c</p>\n"));
	CHECK(gives("![](x)", "<p></p>\n"));
}

static void no_text_stays_none(void)
{
	CHECK(markdown_html(arena, (struct str){ NULL, 0 }).html.p == NULL);
	CHECK(gives("", ""));
}

static void broken_utf8_and_zero_bytes_are_replaced(void)
{
	CHECK(gives("a\xff"
	            "b",
	            "<p>a\xef\xbf\xbd"
	            "b</p>\n"));
	CHECK(str_eq(markdown_html(arena, S("a\0b")).html, S("<p>a\xef\xbf\xbd"
	                                                     "b</p>\n")));
}

static void a_text_beyond_the_limit_is_cut_between_characters(void)
{
	size_t n = MARKDOWN_LIMIT + 100;
	char *text = arena_alloc(arena, n + 1);
	struct str html;

	for (size_t i = 0; i + 3 <= n; i += 3)
		memcpy(text + i, "字", 3);
	html = markdown_html(arena, str_of(text)).html;
	CHECK(html.n < MARKDOWN_LIMIT + 16 && html.n > MARKDOWN_LIMIT - 16);
	CHECK(!contains(html, "\xef\xbf\xbd"));
}

static void deep_nesting_ends(void)
{
	static const char *const opens[] = { ">", "- ", "[", "![", "*a **a ", "`", "<a ", "((" };

	for (size_t i = 0; i < COUNT_OF(opens); i++) {
		struct sbuf text = { .arena = arena };

		while (text.n < 20000)
			sbuf_str(&text, str_of(opens[i]));
		CHECK(markdown_html(arena, sbuf_done(&text)).html.p != NULL);
	}
}

int main(void)
{
	arena = arena_new();
	RUN(paragraphs_lists_and_emphasis_are_rendered);
	RUN(headings_begin_at_the_second_level);
	RUN(links_lead_to_known_schemes_and_paths_alone);
	RUN(raw_html_is_left_out);
	RUN(pictures_leave_their_words);
	RUN(no_text_stays_none);
	RUN(broken_utf8_and_zero_bytes_are_replaced);
	RUN(a_text_beyond_the_limit_is_cut_between_characters);
	RUN(deep_nesting_ends);
	arena_free(arena);
	return TAP_DONE();
}
