/*
 * fuzz_markdown.c -- any bytes as a text of an association, rendered into a page.
 *
 * What comes out is read as a browser would: elements of a short list, each closed in its turn, no
 * attributes but the few that belong to them, and links that lead to known schemes and paths.
 */
#include <stdint.h>
#include "base/str.h"
#include "base/utf8.h"
#include "doc/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct reader {
	struct str html;
	size_t at;
	struct str *open; /* names of the elements that are open */
	size_t depth, depth_max;
};

static bool is_one_of(struct str s, const char *words)
{
	struct str rest = str_of(words), word;

	while (str_cut(&rest, ' ', &word))
		if (str_eq(word, s))
			return true;
	return false;
}

static struct str take_until(struct reader *r, const char *ends)
{
	size_t from = r->at;

	while (r->at < r->html.n && !strchr(ends, r->html.p[r->at]))
		r->at++;
	return str_sub(r->html, from, r->at);
}

static void expect(struct reader *r, char c)
{
	MUST(r->at < r->html.n && r->html.p[r->at] == c);
	r->at++;
}

static void check_href(struct str url)
{
	bool is_path = url.n > 0 && url.p[0] == '/' &&
	               (url.n == 1 || (url.p[1] != '/' && url.p[1] != '\\'));

	MUST(is_path || str_is(url, "#") || url_is_known(url));
	for (size_t i = 0; i < url.n; i++)
		MUST((unsigned char)url.p[i] > ' ');
}

static void check_attribute(struct reader *r, struct str element)
{
	struct str name = take_until(r, "=> "), value;

	expect(r, '=');
	expect(r, '"');
	value = take_until(r, "\"<>");
	expect(r, '"');
	if (str_is(name, "href"))
		check_href(value);
	MUST((str_is(element, "a") && is_one_of(name, "href title")) ||
	     (str_is(element, "ol") && str_is(name, "start")) ||
	     (str_is(element, "code") && str_is(name, "class")) ||
	     (str_is(element, "pre") && str_is(name, "lang")));
}

static void close_element(struct reader *r)
{
	struct str name = take_until(r, ">");

	expect(r, '>');
	MUST(r->depth > 0 && str_eq(r->open[r->depth - 1], name));
	r->depth--;
}

static void open_element(struct reader *r)
{
	struct str name = take_until(r, " >");

	MUST(is_one_of(name, "p br em strong a ul ol li h2 h3 h4 h5 h6 blockquote pre code hr"));
	while (r->at < r->html.n && r->html.p[r->at] == ' ') {
		r->at++;
		if (r->at < r->html.n && r->html.p[r->at] == '/')
			break;
		check_attribute(r, name);
	}
	if (is_one_of(name, "br hr")) {
		expect(r, '/');
	} else {
		MUST(r->depth < r->depth_max);
		r->open[r->depth++] = name;
	}
	expect(r, '>');
}

static void check(struct arena *a, struct str html)
{
	struct reader r = { .html = html, .depth_max = html.n / strlen("<p>") + 1 };

	r.open = arena_many(a, struct str, r.depth_max);
	MUST(utf8_is_valid(html));
	while (take_until(&r, "<>\""), r.at < html.n) {
		expect(&r, '<');
		if (r.at < html.n && html.p[r.at] == '/') {
			r.at++;
			close_element(&r);
		} else {
			open_element(&r);
		}
	}
	MUST(r.depth == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	/* A copy of its own size, so that a step beyond it is seen. */
	struct str text = arena_str(a, (const char *)data, n);

	check(a, markdown_html(a, text).html);
	arena_free(a);
	return 0;
}
