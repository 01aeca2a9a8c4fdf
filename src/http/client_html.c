/* client_html.c -- finding a form in a page.  Enough HTML for pages that our own templates made. */
#include "http/client.h"
#include "base/sbuf.h"
#include "base/str.h"

struct tag {
	struct str name;  /* "input", "/form" */
	struct str attrs; /* what stands between the name and '>' */
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next tag from *at on; false at the end.  '>' within a quoted attribute does not end it. */
static bool next_tag(struct str html, size_t *at, struct tag *ret)
{
	size_t from = str_find(html, '<', *at) + 1, name_end = from, end;
	char quote = 0;

	if (from >= html.n)
		return false;
	while (name_end < html.n && !is_space(html.p[name_end]) && html.p[name_end] != '>')
		name_end++;
	for (end = name_end; end < html.n && (quote || html.p[end] != '>'); end++) {
		if (quote && html.p[end] == quote)
			quote = 0;
		else if (!quote && (html.p[end] == '"' || html.p[end] == '\''))
			quote = html.p[end];
	}
	ret->name = str_sub(html, from, name_end);
	ret->attrs = str_sub(html, name_end, end);
	*at = end;
	return true;
}

/* "&amp;" and its like back into characters; what our printing escapes, nothing else. */
static struct str unescape(struct arena *a, struct str s)
{
	static const struct {
		const char *entity;
		char c;
	} entities[] = {
		{ "&amp;", '&' },  { "&lt;", '<' },    { "&gt;", '>' },    { "&quot;", '"' },
		{ "&#39;", '\'' }, { "&#x27;", '\'' }, { "&apos;", '\'' },
	};
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		size_t k = 0;

		while (k < COUNT_OF(entities) &&
		       !str_starts(str_sub(s, i, s.n), str_of(entities[k].entity)))
			k++;
		out[n++] = k < COUNT_OF(entities) ? entities[k].c : s.p[i];
		i += k < COUNT_OF(entities) ? strlen(entities[k].entity) : 1;
	}
	return (struct str){ out, n };
}

/* The value of an attribute in double quotes, as our templates write them; p == NULL: not there. */
static struct str attr(struct arena *a, struct str attrs, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 1; i + n + 1 < attrs.n; i++) {
		struct str here = str_sub(attrs, i, attrs.n);

		if (is_space(attrs.p[i - 1]) && str_starts(here, str_of(name)) &&
		    here.p[n] == '=' && here.p[n + 1] == '"')
			return unescape(a, str_sub(here, n + 2, str_find(here, '"', n + 2)));
	}
	return (struct str){ NULL, 0 };
}

static void add_input(struct arena *a, struct str attrs, struct http_pairs *fields)
{
	struct str type = attr(a, attrs, "type"), name = attr(a, attrs, "name");
	struct str value = attr(a, attrs, "value");

	if (!str_is(type, "hidden") || !name.p || fields->n == HTTP_FIELDS_MAX)
		return;
	fields->at[fields->n++] = (struct http_pair){ name, value.p ? value : S("") };
}

static bool is_wanted(struct arena *a, const struct tag *t, const char *action)
{
	struct str method = attr(a, t->attrs, "method"), to = attr(a, t->attrs, "action");

	return str_is(t->name, "form") && method.p && http_is(method, "post") && to.p &&
	       (!action || str_is(to, action));
}

bool http_form_find(struct arena *a, struct str html, const char *action,
                    struct http_form_found *ret)
{
	bool is_inside = false;
	struct tag t;

	for (size_t at = 0; next_tag(html, &at, &t);) {
		if (!is_inside && is_wanted(a, &t, action)) {
			is_inside = true;
			ret->action = attr(a, t.attrs, "action");
			ret->fields.n = 0;
		} else if (is_inside && str_is(t.name, "/form")) {
			return true;
		} else if (is_inside && str_is(t.name, "input")) {
			add_input(a, t.attrs, &ret->fields);
		}
	}
	return false;
}

struct str http_form_encode(struct arena *a, const struct http_pair *pairs, int n)
{
	struct sbuf out = { .arena = a };

	for (int i = 0; i < n; i++) {
		if (i > 0)
			sbuf_char(&out, '&');
		sbuf_str(&out, http_encode(a, pairs[i].name));
		sbuf_char(&out, '=');
		sbuf_str(&out, http_encode(a, pairs[i].value));
	}
	return sbuf_done(&out);
}
