/* reply.c -- a response becomes headers and bytes. */
#include "base/str.h"
#include "http/core.h"

/* The site needs nothing from anywhere else, may be framed by nobody and runs no inline script. */
static const struct http_header security[] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
	  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
};

static bool is_plain_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] >= 0x7f)
			return false;
	return true;
}

/* The value must end in a zero byte. */
static void add(struct http_reply *r, const char *name, const char *value)
{
	MUST(r->header_count < HTTP_HEADERS_MAX);
	r->headers[r->header_count++] = (struct http_header){ name, value };
}

static void add_str(struct http_exchange *x, struct http_reply *r, const char *name,
                    struct str value)
{
	/* A line break here would be another header. */
	MUST(is_plain_line(value));
	add(r, name, arena_str(x->ctx->arena, value.p, value.n).p);
}

/* Does the page show the form token?  Then it is this reader's own, whatever the handler says. */
static bool shows_token(const struct http_exchange *x)
{
	struct str body = { x->res.body.p, x->res.body.n };

	return body.n > 0 && x->req.csrf.n > 0 &&
	       memmem(body.p, body.n, x->req.csrf.p, x->req.csrf.n);
}

static bool is_public(const struct http_exchange *x)
{
	return x->res.status == 200 && x->req.method == METHOD_GET && !x->ctx->who.v &&
	       x->req.session.n == 0 && !x->res.is_private && x->res.set_cookies[0].n == 0;
}

static void add_caching(struct http_exchange *x, struct http_reply *r)
{
	if (x->res.is_immutable && r->is_public)
		add(r, "Cache-Control", "public, max-age=31536000, immutable");
	else
		add(r, "Cache-Control", r->is_public ? "no-cache" : "no-store");
	if (x->match.found && x->match.found->route->live)
		add(r, "Vary", "Accept, Cookie, Accept-Encoding");
	else
		add(r, "Vary",
		    x->has_language ? "Cookie, Accept-Encoding"
		                    : "Cookie, Accept-Encoding, Accept-Language");
	/* A proxy that gathers what it passes on would keep a stream from its reader. */
	if (x->stream)
		add(r, "X-Accel-Buffering", "no");
}

static void add_cookies(struct http_exchange *x, struct http_reply *r, bool shows)
{
	for (size_t i = 0; i < COUNT_OF(x->res.set_cookies); i++)
		if (x->res.set_cookies[i].n > 0)
			add_str(x, r, "Set-Cookie", x->res.set_cookies[i]);
	if (shows && x->is_new_visitor && x->holder.session.n == 0)
		add_str(x, r, "Set-Cookie",
		        http_set_cookie(x->ctx->arena, x->origin.is_https, HTTP_COOKIE_VISITOR,
		                        x->holder.visitor, -1));
}

static const char *allowed(unsigned methods)
{
	if (methods == 1u << METHOD_POST)
		return "POST";
	return methods & 1u << METHOD_POST ? "GET, HEAD, POST" : "GET, HEAD";
}

/* As long as the words say, where they do. */
static int64_t seconds_to_wait(const struct http_exchange *x)
{
	for (size_t i = 0; i < x->ctx->why_count; i++)
		if (strcmp(x->ctx->why[i].name, "seconds") == 0)
			return x->ctx->why[i].i;
	return x->retry_after > 0 ? x->retry_after : 60;
}

static void add_refusal(struct http_exchange *x, struct http_reply *r)
{
	if (r->error == ERR_METHOD)
		add(r, "Allow", allowed(x->match.methods));
	if (r->status == 401)
		add(r, "WWW-Authenticate",
		    str_is(x->req.path, "/metrics") ? "Bearer realm=\"near\""
		                                    : "Session realm=\"near\"");
	if (r->status == 429)
		add(r, "Retry-After",
		    arena_printf(x->ctx->arena, "%" PRId64, seconds_to_wait(x)).p);
	if (r->status == 503)
		add(r, "Retry-After", "5");
}

static void add_security(struct http_exchange *x, struct http_reply *r)
{
	for (size_t i = 0; i < COUNT_OF(security); i++)
		add(r, security[i].name, security[i].value);
	if (x->origin.is_https)
		add(r, "Strict-Transport-Security", "max-age=31536000");
}

static void add_filename(struct http_exchange *x, struct http_reply *r)
{
	if (!x->res.filename)
		return;
	MUST(http_is_filename(str_of(x->res.filename)));
	add(r, "Content-Disposition",
	    arena_printf(x->ctx->arena, "attachment; filename=\"%s\"", x->res.filename).p);
}

void http_reply_make(struct http_exchange *x, enum err e, struct http_reply *ret)
{
	bool shows = shows_token(x);

	if (x->res.status == 0)
		x->res.status = 200;
	x->res.is_private |= shows;
	*ret = (struct http_reply){ .status = x->res.status,
		                    .error = e,
		                    .client = x->origin.client };
	ret->route = x->match.found ? x->match.found->number : -1;
	ret->body = sbuf_done(&x->res.body);
	ret->stream = x->stream;
	ret->is_public = is_public(x);
	ret->content_type = x->res.content_type;
	if (!ret->content_type)
		ret->content_type = x->req.is_api ? "application/json" : "text/html; charset=utf-8";
	if (!x->req.is_api && str_starts(str_of(ret->content_type), S("text/html")))
		add(ret, "Content-Language", language_code(x->ctx->lang));
	if (x->res.location.n > 0)
		add_str(x, ret, "Location", http_encode_location(x->ctx->arena, x->res.location));
	/* One answer for many readers cannot bear the number of one request. */
	if (!ret->is_public)
		add_str(x, ret, "X-Request-Id", x->req.id);
	add_caching(x, ret);
	add_cookies(x, ret, shows);
	add_filename(x, ret);
	add_refusal(x, ret);
	add_security(x, ret);
}
