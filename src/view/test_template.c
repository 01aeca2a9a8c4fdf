/* test_template.c -- templates, through gentmpl and the compiler, print what docs/templates.md
 * says. */
#include "base/str.h"
#include "test/tap.h"
#include "test_views.html.h"
#include "view/msg.h"

static struct arena *arena;
static struct sbuf out;

/* The page in English, of two seconders with notes, everything in it wanting to be escaped. */
static struct test_views_show_view view(const struct test_seconder rows[static 2])
{
	return (struct test_views_show_view){
		.title = { S_INIT("<T>"), LANGUAGE_RU },
		.mover = S("A & B"),
		.site = { S_INIT("https://a.example") },
		.rows = rows,
		.row_count = 2,
		.csrf = S("to\"ken"),
		.day = S("2014-10-22"),
		.at = { INT64_C(1413937800000000) },
		.zone = S("Asia/Tokyo"),
		.state = "state|Open",
		.path = S("/evil.example"),
		.bar = { .title = { S_INIT("bar"), LANGUAGE_EN } },
		.body = { S_INIT("<em>b</em>") },
		.id = { 7 },
	};
}

static struct str render(struct test_views_show_view *v)
{
	struct html h = { &out, LANGUAGE_EN };

	out = (struct sbuf){ .arena = arena };
	test_views_show_html(&h, v);
	return sbuf_done(&out);
}

static bool has(struct str page, const char *part)
{
	if (strstr(page.p, part))
		return true;
	printf("# %s\n# is not in\n%s\n", part, page.p);
	return false;
}

static const struct str notes[] = { S_INIT("<1>"), S_INIT("2") };
static const struct test_seconder rows[2] = {
	{ { S_INIT("One"), LANGUAGE_EN }, { S_INIT("javascript:x") }, true, notes, 2 },
	{ { S_INIT("Two"), LANGUAGE_EN }, { S_INIT("https://t.example") }, false, NULL, 0 },
};

static void values_are_escaped_for_where_they_stand(void)
{
	struct test_views_show_view v = view(rows);
	struct str page = render(&v);

	CHECK(str_starts(
		page,
		S("<title>&lt;T&gt;</title>\n<h1 title=\"&lt;T&gt;\">"
	          "<span lang=\"ru\" class=\"fallback\">&lt;T&gt;<span class=\"fallback-mark\">"
	          " (Русский)</span></span></h1>\n")));
	CHECK(has(page, "<input type=\"hidden\" name=\"csrf\" value=\"to&quot;ken\">"));
	CHECK(has(page, "action=\"/en/motions/7/second\""));
	CHECK(has(page, "<a href=\"/evil.example\">"));
	CHECK(has(page, " <span lang=\"ru\">&lt;T&gt;</span> Open <em>b</em>\n"));
}

static void messages_and_formats_are_printed(void)
{
	struct test_views_show_view v = view(rows);
	struct str page = render(&v);

	CHECK(has(page, "<p>Moved by A &amp; B on 22 October 2014</p>\n"
	                "<p title='Moved by A &amp; B on 22 October 2014'>\n2 seconders</p>\n"));
	CHECK(has(page, ">2</a> Wednesday, 22 October 2014 "
	                "Wednesday, 22 October 2014, 09:30 (Japan Standard Time) "));
	CHECK(has(
		page,
		"<p>[Wednesday, 22 October 2014, 09:30 (Japan Standard Time)][<span lang=\"ru\""));
	CHECK(has(page, "</span>][Open]\n[3][<em>b</em>]</p>"));
}

static void loops_nest_and_branches_are_chosen(void)
{
	struct test_views_show_view v = view(rows);
	struct form_errors errors = { 0 };
	struct str page = render(&v);

	CHECK(has(page, "<a href=\"#\" class=\"chosen\">One</a>\n<i>&lt;1&gt;</i><i>2</i>\n"
	                "<a href=\"https://t.example\">Two</a>\n\n<b class=\"wide\">"));
	CHECK(!strstr(page.p, "none") && !strstr(page.p, "{one}"));
	v.row_count = 1;
	page = render(&v);
	CHECK(has(page, "<p>{one}</p>\n<a href") && !strstr(page.p, "<form"));
	v.row_count = 2;
	form_error_add(&errors, "name", "x");
	v.errors = &errors;
	CHECK(has(render(&v), "<p>none</p>\n"));
}

static void views_use_views(void)
{
	struct test_views_show_view v = view(rows);

	CHECK(has(render(&v), "(Русский)</span></span></b>\n\n<b>bar</b>\n\n"));
}

static void lines_of_control_and_indentation_print_nothing(void)
{
	struct test_views_show_view v = view(rows);
	struct str page = render(&v);

	CHECK(has(page, "seconders</p>\n<form"));
	CHECK(has(page, "</form>\n<a"));
	CHECK(has(page, "<em>b</em>\n<p>"));
	CHECK(has(page, "<pre>\n  A &amp; B\n\n</pre>\n"));
}

int main(void)
{
	arena = arena_new();
	RUN(values_are_escaped_for_where_they_stand);
	RUN(messages_and_formats_are_printed);
	RUN(loops_nest_and_branches_are_chosen);
	RUN(views_use_views);
	RUN(lines_of_control_and_indentation_print_nothing);
	arena_free(arena);
	return TAP_DONE();
}
