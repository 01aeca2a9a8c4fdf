/* test_table.h -- a small route table and how to call it; shared by the tests of this room. */
#pragma once
#include "base/str.h"
#include "http/call.h"
#include "http/page.h"
#include "test/tap.h"
#include <json-c/json.h>

static struct ctx ctx;
static int calls; /* of the handlers that count */

static enum err get_page(struct ctx *c, const struct request *req, struct response *res)
{
	struct html h = res_html(c, res);

	calls++;
	html_put_str(&h, req->path);
	html_put_str(&h, req->query);
	return ERR_OK;
}

static enum err get_form(struct ctx *c, const struct request *req, struct response *res)
{
	struct html h = res_html(c, res);

	html_lit(&h, "<form method=\"post\" action=\"/en/form\">"
	             "<input type=\"hidden\" name=\"csrf\" value=\"");
	html_put_str(&h, req->csrf);
	html_lit(&h, "\"></form>");
	return ERR_OK;
}

static const char *const shown_fields[] = { "title", "note", "secret" };

static enum err post_form(struct ctx *c, const struct request *req, struct response *res)
{
	calls++;
	if (req_text(req, "name").p)
		return res_redirect(c, res, "/%s/form?name=%.*s", language_code(c->lang),
		                    STR_ARG(req_text(req, "name")));
	for (int i = 0; req_nth(req, "id", i).p; i++)
		sbuf_printf(&res->body, "[%.*s]", STR_ARG(req_nth(req, "id", i)));
	for (size_t i = 0; i < COUNT_OF(shown_fields); i++)
		if (req_text(req, shown_fields[i]).p)
			sbuf_printf(&res->body, "%s=(%.*s)", shown_fields[i],
			            STR_ARG(req_text(req, shown_fields[i])));
	sbuf_int(&res->body, req_int(req, "n", -7));
	return ERR_OK;
}

static enum err get_error(struct ctx *c, const struct request *req, struct response *res)
{
	(void)res;
	if (str_is(req->path_args[0], "refused"))
		return REFUSE(c, ERR_MEMBER_NOT, ARG_STR("government", S("<b>Toyama</b>")));
	return str_is(req->path_args[0], "world") ? ERR_DB : ERR_NOT_FOUND;
}

static enum err get_endless(struct ctx *c, const struct request *req, struct response *res)
{
	(void)c;
	(void)req;
	res->body.limit = 1000;
	for (int i = 0; i < 1000; i++)
		sbuf_lit(&res->body, "more and more ");
	return ERR_OK;
}

static enum err get_private(struct ctx *c, const struct request *req, struct response *res)
{
	(void)c;
	(void)req;
	res->is_private = true;
	res->content_type = "text/csv";
	res->filename = "members.csv";
	sbuf_lit(&res->body, "a,b\n");
	return ERR_OK;
}

static const struct param page_params[] = {
	{ .name = "kind",
	  .kind = PARAM_CHOICE,
	  .choices = "member partner",
	  .label = "Kind of membership",
	  .doc = "kind" },
	{ .name = "page",
	  .kind = PARAM_INT,
	  .min = 1,
	  .max = 9,
	  .label = "Number of entries",
	  .doc = "page" },
	{ 0 },
};
static const struct param form_params[] = {
	{ .name = "name", .max = 5, .label = "Sign-in name", .doc = "name" },
	{ .name = "title", .label = "Place", .doc = "one line" },
	{ .name = "note", .kind = PARAM_LINES, .label = "Reason", .doc = "several lines" },
	{ .name = "secret", .kind = PARAM_PASSWORD, .label = "Password", .doc = "as typed" },
	{ .name = "n", .kind = PARAM_INT, .label = "Year", .doc = "number" },
	{ .name = "slug", .kind = PARAM_SLUG, .label = "Organ", .doc = "slug" },
	{ .name = "id", .kind = PARAM_INT, .many = true, .label = "Government", .doc = "ids" },
	{ 0 },
};
static const struct param required_params[] = {
	{ .name = "name", .required = true, .label = "Sign-in name", .doc = "name" },
	{ 0 },
};
#define ROUTE(m, p, right, handler, text, ...)                                                     \
	{                                                                                          \
		.method = METHOD_##m, .path = (p), .need = RIGHT_##right, .run = (handler),        \
		.doc = (text), __VA_ARGS__                                                         \
	}

static const struct route routes[] = {
	ROUTE(GET, "/:lang/", PUBLIC, get_page, "Home.", .params = page_params),
	ROUTE(GET, "/:lang/members", PUBLIC, get_page, "Members.", .params = page_params),
	ROUTE(GET, "/:lang/members/:slug", PUBLIC, get_page, "A member."),
	ROUTE(GET, "/:lang/sign-in", PUBLIC, get_form, "Sign in."),
	ROUTE(GET, "/:lang/form", PUBLIC, get_form, "A form."),
	ROUTE(POST, "/:lang/form", PUBLIC, post_form, "It is sent.", .params = form_params),
	ROUTE(POST, "/:lang/required", PUBLIC, post_form, "It.", .params = required_params),
	ROUTE(POST, "/:lang/often", PUBLIC, get_page, "Often.", .failures_per_minute = 2),
	ROUTE(GET, "/:lang/preside", PRESIDE, get_page, "For chairs."),
	ROUTE(GET, "/:lang/self", SIGNED_IN, get_page, "For anybody signed in."),
	ROUTE(GET, "/:lang/error/:slug", PUBLIC, get_error, "Errors."),
	ROUTE(GET, "/:lang/endless", PUBLIC, get_endless, "Endless."),
	ROUTE(GET, "/:lang/private", PUBLIC, get_private, "Private."),
	ROUTE(GET, "/api/v1/things", PUBLIC, get_page, "Things.", .params = page_params),
	ROUTE(POST, "/api/v1/things", PUBLIC, post_form, "Add one.", .params = form_params),
	ROUTE(GET, "/api/v1/error/:slug", PUBLIC, get_error, "Errors."),
	ROUTE(GET, "/api/v1/votes/:int", VOTE, get_page, "A vote."),
	{ 0 },
};
static const struct route *const tables[] = { routes, NULL };

static inline struct http_reply call(struct http_call c)
{
	struct http_reply reply;

	http_call(&ctx, tables, &c, &reply);
	return reply;
}

static inline struct http_reply get(const char *target)
{
	return call((struct http_call){ .target = target });
}

static inline struct http_reply post(const char *target, const char *form)
{
	return call((struct http_call){ .method = "POST", .target = target, .form = form });
}

static inline bool has(const struct http_reply *r, const char *name, const char *value)
{
	return str_is(http_reply_header(r, name), value);
}

static inline bool says(const struct http_reply *r, const char *text)
{
	return r->body.n > 0 && memmem(r->body.p, r->body.n, text, strlen(text));
}

static inline const char *member(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) ? json_object_get_string(v) : "";
}

static inline void test_begin(void)
{
	ctx = (struct ctx){ .arena = arena_new(), .now = { 1413937800 * INT64_C(1000000) } };
}

static inline int test_end(void)
{
	arena_free(ctx.arena);
	return TAP_DONE();
}
