/* call.c -- requests made by tests. */
#include "http/call.h"
#include "base/str.h"

static const struct str test_secret = S_INIT("a secret for tests and only them");

static struct str method_of(const struct http_call *call)
{
	return str_of(call->method ? call->method : "GET");
}

/* Whoever is signed in holds a cookie, though no table knows it. */
static struct str cookies_of(struct ctx *ctx, const struct http_call *call)
{
	if (call->cookies)
		return str_of(call->cookies);
	if (call->who.v)
		return arena_printf(ctx->arena, "near_session=test-%" PRId64, call->who.v);
	return S("near_visitor=0123456789abcdef0123456789abcdef");
}

static void fill_head(struct ctx *ctx, const struct http_config *config,
                      const struct http_call *call, struct http_head *head)
{
	struct str cookies = cookies_of(ctx, call);
	/* A call over https brings cookies by the names that https has. */
	bool is_https = http_cookie_of(cookies, true, HTTP_COOKIE_SESSION).n > 0 ||
	                http_cookie_of(cookies, true, HTTP_COOKIE_VISITOR).n > 0;
	struct http_holder holder = {
		.session = http_cookie_of(cookies, is_https, HTTP_COOKIE_SESSION),
		.visitor = http_cookie_of(cookies, is_https, HTTP_COOKIE_VISITOR),
	};

	http_head_add(head, S("Host"), S("localhost"));
	http_head_add(head, S("Cookie"), cookies);
	if (call->accept_language)
		http_head_add(head, S("Accept-Language"), str_of(call->accept_language));
	if (call->form)
		http_head_add(head, S("Content-Type"), S("application/x-www-form-urlencoded"));
	if (call->json)
		http_head_add(head, S("Content-Type"), S("application/json"));
	if (str_is(method_of(call), "POST") && !call->without_token)
		http_head_add(head, S("X-CSRF-Token"),
		              http_csrf_make(ctx->arena, config->secret, &holder));
	for (const char *const *h = call->headers; h && *h; h += 2)
		http_head_add(head, str_of(h[0]), str_of(h[1]));
}

void http_call_with(struct ctx *ctx, const struct http_config *config, const struct http_call *call,
                    struct http_reply *ret)
{
	struct http_config filled = *config;
	struct sbuf why = { .arena = ctx->arena };
	struct http_head head = { 0 };
	struct http_core core;
	struct http_raw raw = {
		.method = method_of(call),
		.target = str_of(call->target),
		.head = &head,
		.body = call->body.p ? call->body : str_of(call->json ? call->json : call->form),
		.id = S("0000000000000001"),
		.who = call->who,
		.rights = call->rights,
	};

	if (filled.secret.n == 0)
		filled.secret = ctx->secret.n > 0 ? ctx->secret : test_secret;
	MUST(http_core_make(&core, &filled, &why));
	if (!ctx->base.p)
		ctx->base = filled.public_url ? str_of(filled.public_url) : S("http://localhost");
	MUST(http_addr_parse(S("127.0.0.1"), &raw.peer));
	fill_head(ctx, &filled, call, &head);
	raw.refused = http_head_check(&head);
	if (raw.refused == ERR_OK && raw.body.n > HTTP_BODY_MAX)
		raw.refused = ERR_TOO_LARGE;
	ctx->who = (account_id){ 0 };
	ctx->secret = filled.secret;
	ctx->mail = filled.mail;
	ctx->reads = (struct table_set){ 0 };
	ctx->why = NULL;
	ctx->why_count = 0;
	http_answer(&core, ctx, &raw, ret);
	http_core_done(&core);
}

void http_call(struct ctx *ctx, const struct route *const *routes, const struct http_call *call,
               struct http_reply *ret)
{
	struct http_config config = { .routes = routes };

	http_call_with(ctx, &config, call, ret);
}

struct str http_reply_header(const struct http_reply *reply, const char *name)
{
	for (int i = 0; i < reply->header_count; i++)
		if (strcmp(reply->headers[i].name, name) == 0)
			return str_of(reply->headers[i].value);
	return (struct str){ NULL, 0 };
}
