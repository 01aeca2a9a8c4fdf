/* route.c -- patterns against paths. */
#include "http/route.h"
#include "base/parse.h"
#include "base/str.h"
#include "http/parse.h"
#include <stdlib.h>

const char *http_method_name(enum method m)
{
	return m == METHOD_POST ? "POST" : "GET";
}

const char *http_right_name(enum right right)
{
	static const char *const names[RIGHT_COUNT] = {
		[RIGHT_PUBLIC] = "public",   [RIGHT_SIGNED_IN] = "signed-in",
		[RIGHT_VOTE] = "vote",       [RIGHT_PRESIDE] = "preside",
		[RIGHT_CONVENE] = "convene", [RIGHT_AUDIT] = "audit",
		[RIGHT_PEOPLE] = "people",   [RIGHT_OPERATE] = "operate",
	};

	MUST(right < RIGHT_COUNT && names[right]);
	return names[right];
}

int http_path_split(struct str path, struct str segments[static ROUTE_SEGMENTS_MAX],
                    bool *ret_ends_in_slash)
{
	int n = 0;

	if (path.n == 0 || path.p[0] != '/')
		return -1;
	path = str_sub(path, 1, path.n);
	*ret_ends_in_slash = path.n == 0 || path.p[path.n - 1] == '/';
	if (path.n == 0)
		return 0;
	if (*ret_ends_in_slash)
		path = str_sub(path, 0, path.n - 1);
	for (struct str segment; str_cut(&path, '/', &segment);) {
		if (n == ROUTE_SEGMENTS_MAX || segment.n == 0)
			return -1;
		segments[n++] = segment;
	}
	return n;
}

/* --- making --- */

/* The tables are written by programmers: say which line is wrong and stop. */
static void need(bool holds, const struct route *route, const char *what)
{
	if (!holds)
		must_fail(route->path ? route->path : "a route", 0, what);
}

static void check_params(const struct route *route)
{
	for (const struct param *p = route->params; p && p->name; p++) {
		need(p->name[0] && strcmp(p->name, "csrf") != 0, route, "a parameter's name");
		need(p->doc && p->doc[0], route, "each parameter is described");
		need(p->label && p->label[0], route, "each parameter has a label");
		need((p->kind == PARAM_CHOICE) == (p->choices && p->choices[0]), route,
		     "choices belong to PARAM_CHOICE");
		need(p->min <= p->max || p->kind != PARAM_INT, route, "bounds of a number");
		for (const struct param *q = route->params; q < p; q++)
			need(strcmp(p->name, q->name) != 0, route, "a parameter is declared once");
	}
}

static struct http_segment parse_segment(const struct route *route, struct str text)
{
	static const struct {
		const char *text;
		enum http_segment_kind kind;
	} kinds[] = {
		{ ":lang", SEGMENT_LANG },
		{ ":int", SEGMENT_INT },
		{ ":slug", SEGMENT_SLUG },
		{ ":file", SEGMENT_FILE },
	};

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (str_is(text, kinds[i].text))
			return (struct http_segment){ .kind = kinds[i].kind };
	need(http_is_filename(text), route, "a segment is :lang, :int, :slug, :file or plain");
	return (struct http_segment){ .kind = SEGMENT_LITERAL, .text = text };
}

static void parse_route(struct http_route *hr, const struct route *route)
{
	struct str texts[ROUTE_SEGMENTS_MAX];
	int args = 0;

	need(route->path && route->path[0] == '/', route, "a path begins with '/'");
	need(route->doc && route->doc[0], route, "each route is described");
	need(route->run, route, "each route has a handler");
	need(route->need < RIGHT_COUNT && route->method <= METHOD_POST, route, "right and method");
	hr->route = route;
	hr->n = http_path_split(str_of(route->path), texts, &hr->ends_in_slash);
	need(hr->n >= 0, route, "at most 8 segments, none empty");
	for (int i = 0; i < hr->n; i++) {
		hr->segments[i] = parse_segment(route, texts[i]);
		need(hr->segments[i].kind != SEGMENT_LANG || i == 0, route, ":lang stands first");
		args += hr->segments[i].kind > SEGMENT_LANG;
	}
	need(args <= ROUTE_ARGS_MAX, route, "at most 4 arguments");
	need(!hr->ends_in_slash || hr->n == 0 ||
	             (hr->n == 1 && hr->segments[0].kind == SEGMENT_LANG),
	     route, "only / and /:lang/ end in a slash");
	need(!route->live || (route->method == METHOD_GET && hr->n > 0 &&
	                      hr->segments[0].kind == SEGMENT_LANG),
	     route, "a live region is GET and has its language in its address");
	check_params(route);
}

static int compare_segments(const struct http_segment *a, const struct http_segment *b)
{
	return a->kind != b->kind ? (int)a->kind - (int)b->kind : str_cmp(a->text, b->text);
}

/* By length, then preference; routes that differ in their method alone stand together. */
static int compare(const void *va, const void *vb)
{
	const struct http_route *a = va, *b = vb;
	int c = a->n - b->n;

	for (int i = 0; c == 0 && i < a->n; i++)
		c = compare_segments(&a->segments[i], &b->segments[i]);
	if (c == 0)
		c = (int)a->ends_in_slash - (int)b->ends_in_slash;
	return c ? c : (int)a->route->method - (int)b->route->method;
}

void http_router_make(struct http_router *r, struct arena *a, const struct route *const *tables)
{
	int n = 0;

	for (const struct route *const *t = tables; *t; t++)
		for (const struct route *route = *t; route->path; route++)
			n++;
	r->routes = arena_many(a, struct http_route, (size_t)n + 1);
	r->n = 0;
	for (const struct route *const *t = tables; *t; t++)
		for (const struct route *route = *t; route->path; route++)
			parse_route(&r->routes[r->n++], route);
	qsort(r->routes, (size_t)n, sizeof *r->routes, compare);
	for (int i = 0; i < n; i++) {
		r->routes[i].number = i;
		need(i == 0 || compare(&r->routes[i - 1], &r->routes[i]) != 0, r->routes[i].route,
		     "a path is declared once for each method");
	}
}

/* --- finding --- */

static bool segment_matches(const struct http_segment *s, struct str text)
{
	enum language lang;
	int64_t number;

	switch (s->kind) {
	case SEGMENT_LITERAL:
		return str_eq(s->text, text);
	case SEGMENT_LANG:
		return language_parse(text, &lang);
	case SEGMENT_INT:
		return parse_i64(text, 0, INT64_MAX, &number);
	case SEGMENT_SLUG:
		return str_is_slug(text);
	case SEGMENT_FILE:
		return http_is_filename(text);
	}
	return false;
}

static bool matches(const struct http_route *hr, const struct str *segments)
{
	for (int i = 0; i < hr->n; i++)
		if (!segment_matches(&hr->segments[i], segments[i]))
			return false;
	return true;
}

static void fill(struct http_match *m, const struct http_route *hr, const struct str *segments)
{
	int args = 0;

	m->found = hr;
	for (int i = 0; i < hr->n; i++)
		if (hr->segments[i].kind > SEGMENT_LANG)
			m->args[args++] = segments[i];
}

bool http_router_find(const struct http_router *r, enum method method, struct str path,
                      struct http_match *ret)
{
	struct str segments[ROUTE_SEGMENTS_MAX];
	bool ends_in_slash;
	int n = http_path_split(path, segments, &ends_in_slash);

	*ret = (struct http_match){ 0 };
	for (int i = 0; n >= 0 && i < r->n; i++) {
		const struct http_route *hr = &r->routes[i];

		if (hr->n != n || hr->ends_in_slash != ends_in_slash || !matches(hr, segments))
			continue;
		ret->methods |= 1u << hr->route->method;
		if (!ret->found && hr->route->method == method)
			fill(ret, hr, segments);
	}
	return ret->methods != 0;
}

void http_routes_print(const struct route *const *tables, struct sbuf *out)
{
	struct http_router r;

	http_router_make(&r, out->arena, tables);
	for (int i = 0; i < r.n; i++)
		sbuf_printf(out, "%-4s  %-48s  %-9s  %s\n",
		            http_method_name(r.routes[i].route->method), r.routes[i].route->path,
		            http_right_name(r.routes[i].route->need), r.routes[i].route->doc);
}
