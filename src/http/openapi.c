/* openapi.c -- route tables as an OpenAPI document. */
#include "http/openapi.h"
#include "base/str.h"
#include "http/field.h"
#include "view/json.h"
#include <stdio.h>

static void quote(struct sbuf *out, const char *text)
{
	struct json j = { .buf = out };

	json_str(&j, str_of(text));
}

/* --- names --- */

/* "{slug}", "{id}", and "{slug2}" for the second argument. */
static void put_arg(struct sbuf *out, const struct http_segment *s, int nth)
{
	sbuf_printf(out, "%s",
	            s->kind == SEGMENT_INT    ? "id"
	            : s->kind == SEGMENT_FILE ? "file"
	                                      : "slug");
	if (nth > 0)
		sbuf_int(out, nth + 1);
}

static void put_path(struct sbuf *out, const struct http_route *hr)
{
	int args = 0;

	sbuf_char(out, '"');
	for (int i = 0; i < hr->n; i++) {
		const struct http_segment *s = &hr->segments[i];

		sbuf_char(out, '/');
		if (s->kind == SEGMENT_LITERAL) {
			sbuf_str(out, s->text);
			continue;
		}
		sbuf_char(out, '{');
		put_arg(out, s, args++);
		sbuf_char(out, '}');
	}
	sbuf_char(out, '"');
}

/* "get_v1_sessions_slug": the method and the segments after "api". */
static void put_operation_id(struct sbuf *out, const struct http_route *hr)
{
	int args = 0;

	sbuf_printf(out, "\"operationId\":\"%s", hr->route->method == METHOD_POST ? "post" : "get");
	for (int i = 1; i < hr->n; i++) {
		const struct http_segment *s = &hr->segments[i];

		sbuf_char(out, '_');
		if (s->kind != SEGMENT_LITERAL)
			put_arg(out, s, args++);
		for (size_t k = 0; s->kind == SEGMENT_LITERAL && k < s->text.n; k++)
			sbuf_char(out,
			          s->text.p[k] == '-' || s->text.p[k] == '.' ? '_' : s->text.p[k]);
	}
	sbuf_lit(out, "\"");
}

/* --- parameters --- */

static void put_choices(struct sbuf *out, const char *choices)
{
	struct str rest = str_of(choices), choice;
	bool is_first = true;

	while (str_cut(&rest, ' ', &choice)) {
		sbuf_printf(out, "%s\"%.*s\"", is_first ? "" : ",", STR_ARG(choice));
		is_first = false;
	}
}

/* What a value of it is; the members of a schema, without its braces. */
static void put_type(struct sbuf *out, const struct param *p)
{
	int64_t min, max;

	switch (p->kind) {
	case PARAM_TEXT:
	case PARAM_LINES:
	case PARAM_PASSWORD:
		sbuf_printf(out, "\"type\":\"string\",\"maxLength\":%" PRId64, http_param_max(p));
		if (p->kind == PARAM_PASSWORD)
			sbuf_lit(out, ",\"format\":\"password\"");
		break;
	case PARAM_INT:
		http_param_bounds(p, &min, &max);
		sbuf_printf(out,
		            "\"type\":\"integer\",\"format\":\"int64\",\"minimum\":%" PRId64
		            ",\"maximum\":%" PRId64,
		            min, max);
		break;
	case PARAM_SLUG:
		sbuf_lit(out, "\"type\":\"string\",\"maxLength\":64,"
		              "\"pattern\":\"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$\"");
		break;
	case PARAM_CHOICE:
		sbuf_lit(out, "\"type\":\"string\",\"enum\":[");
		put_choices(out, p->choices);
		sbuf_lit(out, "]");
		break;
	}
}

/* The title is what people read on the form, the description is for programmers. */
static void put_schema(struct sbuf *out, const struct param *p)
{
	struct json j = { .buf = out };

	sbuf_lit(out, "{\"title\":");
	json_str(&j, msg(LANGUAGE_EN, p->label));
	sbuf_lit(out, ",\"description\":");
	quote(out, p->doc);
	sbuf_printf(out, "%s", p->many ? ",\"type\":\"array\",\"items\":{" : ",");
	put_type(out, p);
	sbuf_printf(out, "%s", p->many ? "}}" : "}");
}

static void put_path_args(struct sbuf *out, const struct http_route *hr, bool *is_first)
{
	int args = 0;

	for (int i = 0; i < hr->n; i++) {
		const struct http_segment *s = &hr->segments[i];

		if (s->kind == SEGMENT_LITERAL)
			continue;
		sbuf_printf(out, "%s{\"name\":\"", *is_first ? "" : ",");
		put_arg(out, s, args++);
		sbuf_printf(out,
		            "\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"%s\"}}",
		            s->kind == SEGMENT_INT ? "integer" : "string");
		*is_first = false;
	}
}

static void put_query(struct sbuf *out, const struct route *route, bool *is_first)
{
	for (const struct param *p = route->params; p && p->name; p++) {
		sbuf_printf(out,
		            "%s{\"name\":\"%s\",\"in\":\"query\",\"required\":%s,\"description\":",
		            *is_first ? "" : ",", p->name, p->required ? "true" : "false");
		quote(out, p->doc);
		sbuf_lit(out, ",\"schema\":");
		put_schema(out, p);
		sbuf_lit(out, "}");
		*is_first = false;
	}
}

static void put_parameters(struct sbuf *out, const struct http_route *hr)
{
	bool is_first = true;

	sbuf_lit(out, ",\"parameters\":[");
	put_path_args(out, hr, &is_first);
	if (hr->route->method == METHOD_GET)
		put_query(out, hr->route, &is_first);
	else
		sbuf_printf(out, "%s{\"$ref\":\"#/components/parameters/Token\"}",
		            is_first ? "" : ",");
	sbuf_lit(out, "]");
}

/* --- bodies --- */

static void put_object(struct sbuf *out, const struct param *params)
{
	bool is_first = true;

	sbuf_lit(out, "{\"type\":\"object\",\"properties\":{");
	for (const struct param *p = params; p->name; p++) {
		if (p > params)
			sbuf_char(out, ',');
		quote(out, p->name);
		sbuf_char(out, ':');
		put_schema(out, p);
	}
	sbuf_lit(out, "},\"required\":[");
	for (const struct param *p = params; p->name; p++) {
		if (!p->required)
			continue;
		if (!is_first)
			sbuf_char(out, ',');
		quote(out, p->name);
		is_first = false;
	}
	sbuf_lit(out, "],\"additionalProperties\":false}");
}

static void put_request_body(struct sbuf *out, const struct route *route)
{
	if (route->method != METHOD_POST || !route->params || !route->params->name)
		return;
	sbuf_lit(out, ",\"requestBody\":{\"required\":true,"
	              "\"content\":{\"application/json\":{\"schema\":");
	put_object(out, route->params);
	sbuf_lit(out, "},\"application/x-www-form-urlencoded\":{\"schema\":");
	put_object(out, route->params);
	sbuf_lit(out, "}}}");
}

static void put_responses(struct sbuf *out, const struct route *route)
{
	sbuf_lit(out, ",\"responses\":{\"200\":{\"description\":\"Done.\",\"content\":"
	              "{\"application/json\":{\"schema\":");
	sbuf_printf(out, "%s", route->schema ? route->schema : "{}");
	sbuf_lit(out, "}}},\"4XX\":{\"$ref\":\"#/components/responses/Problem\"},"
	              "\"5XX\":{\"$ref\":\"#/components/responses/Problem\"}}");
}

/* --- the document --- */

/* Operations are grouped by what they are about: "sessions" of /api/v1/sessions/{slug}. */
static void put_tag(struct sbuf *out, const struct http_route *hr)
{
	if (hr->n > 2 && hr->segments[2].kind == SEGMENT_LITERAL)
		sbuf_printf(out, ",\"tags\":[\"%.*s\"]", STR_ARG(hr->segments[2].text));
}

static void put_operation(struct sbuf *out, const struct http_route *hr)
{
	const struct route *route = hr->route;

	sbuf_printf(out, "\"%s\":{", route->method == METHOD_POST ? "post" : "get");
	put_operation_id(out, hr);
	sbuf_lit(out, ",\"summary\":");
	quote(out, route->doc);
	put_tag(out, hr);
	sbuf_printf(out, ",\"description\":\"%s%s.\"",
	            route->need == RIGHT_PUBLIC ? "For everybody" : "Needs the right: ",
	            route->need == RIGHT_PUBLIC ? "" : http_right_name(route->need));
	sbuf_printf(out, ",\"security\":%s,\"x-right\":\"%s\"",
	            route->need == RIGHT_PUBLIC ? "[]" : "[{\"session\":[]}]",
	            http_right_name(route->need));
	put_parameters(out, hr);
	put_request_body(out, route);
	put_responses(out, route);
	sbuf_lit(out, "}");
}

static bool is_api(const struct http_route *hr)
{
	return hr->n > 1 && hr->segments[0].kind == SEGMENT_LITERAL &&
	       str_is(hr->segments[0].text, "api");
}

/* The router puts routes that differ in their method alone side by side. */
static bool have_same_path(const struct http_route *a, const struct http_route *b)
{
	bool same = a->n == b->n;

	for (int i = 0; same && i < a->n; i++)
		same = a->segments[i].kind == b->segments[i].kind &&
		       str_eq(a->segments[i].text, b->segments[i].text);
	return same;
}

static void put_paths(struct sbuf *out, const struct http_router *router)
{
	const struct http_route *before = NULL;

	for (int i = 0; i < router->n; i++) {
		const struct http_route *hr = &router->routes[i];

		if (!is_api(hr))
			continue;
		if (before && have_same_path(before, hr)) {
			sbuf_char(out, ',');
		} else {
			sbuf_printf(out, "%s", before ? "}," : "");
			put_path(out, hr);
			sbuf_lit(out, ":{");
		}
		put_operation(out, hr);
		before = hr;
	}
	if (before)
		sbuf_char(out, '}');
}

static const char components[] =
	"\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\","
	"\"name\":\"near_session\",\"description\":\"What signing in sets.\"}},"
	"\"parameters\":{\"Token\":{\"name\":\"X-CSRF-Token\",\"in\":\"header\","
	"\"required\":true,\"schema\":{\"type\":\"string\"},"
	"\"description\":\"The form token: csrf in the answer of GET /api/v1/me.\"}},"
	"\"schemas\":{\"Problem\":{\"type\":\"object\","
	"\"description\":\"RFC 9457; detail is in the language of Accept-Language.\","
	"\"required\":[\"type\",\"title\",\"status\",\"detail\",\"instance\",\"code\","
	"\"request_id\"],\"properties\":{"
	"\"type\":{\"type\":\"string\",\"format\":\"uri-reference\"},"
	"\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
	"\"detail\":{\"type\":\"string\"},"
	"\"instance\":{\"type\":\"string\",\"format\":\"uri-reference\"},"
	"\"code\":{\"type\":\"string\"},\"request_id\":{\"type\":\"string\"},"
	"\"field\":{\"type\":\"string\",\"description\":\"The field that it is about.\"}}}},"
	"\"responses\":{\"Problem\":{\"description\":\"It was not done.\",\"content\":"
	"{\"application/problem+json\":"
	"{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}}}";

void http_openapi_write(const struct http_router *router, const char *title, const char *version,
                        struct sbuf *out)
{
	sbuf_lit(out, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":");
	quote(out, title ? title : "near");
	sbuf_lit(out, ",\"version\":");
	quote(out, version ? version : "0");
	sbuf_lit(out, "},\"servers\":[{\"url\":\"/\"}],\"paths\":{");
	put_paths(out, router);
	sbuf_lit(out, "},");
	sbuf_add(out, components, sizeof components - 1);
	sbuf_lit(out, "}");
}
