/*
 * fuzz_http.c -- any bytes as what a client sends: addresses, forms, JSON, cookies, headers, and
 * whole requests through rights, tokens and fields to a handler.
 *
 * The first byte says which.  Besides what the sanitizers see: what is accepted is what the
 * handlers may rely on, and what is written back is read as the same.
 */
#include <stdint.h>
#include "base/str.h"
#include "base/utf8.h"
#include "http/call.h"
#include "http/client.h"
#include "http/proxy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct arena *a;

static void try_target(struct str in)
{
	struct http_target t, again;

	if (!http_target_parse(a, in, &t))
		return;
	MUST(t.path.n > 0 && t.path.p[0] == '/' && utf8_is_valid(t.path));
	MUST(!memchr(t.path.p, '\n', t.path.n) && !memchr(t.path.p, 0, t.path.n));
	if (t.path.n > HTTP_TARGET_MAX / 3)
		return;
	MUST(http_target_parse(a, http_encode(a, t.path), &again) && str_eq(again.path, t.path));
}

static bool is_same(const struct http_pairs *x, const struct http_pairs *y)
{
	bool same = x->n == y->n;

	for (int i = 0; same && i < x->n; i++)
		same = str_eq(x->at[i].name, y->at[i].name) &&
		       str_eq(x->at[i].value, y->at[i].value);
	return same;
}

static void try_form(struct str in)
{
	struct http_pairs pairs = { .n = 0 }, again = { .n = 0 };

	if (http_form_parse(a, in, &pairs) != ERR_OK)
		return;
	MUST(pairs.n <= HTTP_FIELDS_MAX);
	MUST(http_form_parse(a, http_form_encode(a, pairs.at, pairs.n), &again) == ERR_OK);
	MUST(is_same(&pairs, &again));
}

static void try_json(struct str in)
{
	struct http_pairs pairs = { .n = 0 };

	if (http_json_parse(a, in, &pairs) == ERR_OK)
		MUST(pairs.n <= HTTP_FIELDS_MAX);
}

static void try_lists(struct str in)
{
	struct str value = http_cookie(in, "near_session");
	struct str location = http_encode_location(a, in);

	MUST(value.n <= in.n);
	for (size_t i = 0; i < location.n; i++)
		MUST(location.p[i] > ' ' && location.p[i] < 0x7f);
	(void)http_accepts_gzip(in);
	(void)http_etag_matches(in, S("\"x\""));
	(void)http_media_type(in);
	(void)language_accept(in, LANGUAGE_EN);
}

/* Lines "Name: value", the first one the address of the peer. */
static void read_head(struct str in, struct http_head *head)
{
	struct str line;

	while (str_cut(&in, '\n', &line)) {
		size_t colon = str_find(line, ':', 0);

		http_head_add(head, str_sub(line, 0, colon),
		              str_trim(str_sub(line, colon + 1, line.n)));
	}
}

static void try_head(struct str in)
{
	struct http_head head = { 0 };
	struct http_nets nets;
	struct http_addr peer;
	struct http_origin origin;
	char text[HTTP_ADDR_TEXT];
	struct str first;

	MUST(http_nets_parse("127.0.0.0/8 fd00::/8", &nets));
	MUST(http_addr_parse(S("127.0.0.1"), &peer));
	if (str_cut(&in, '\n', &first))
		(void)http_addr_parse(first, &peer);
	read_head(in, &head);
	if (http_head_check(&head) != ERR_OK)
		return;
	http_origin_find(&nets, &peer, &head, &origin);
	http_addr_format(&origin.client, text);
	(void)http_nets_parse(arena_str(a, in.p, in.p ? in.n : 0).p, &nets);
}

static void try_html(struct str in)
{
	struct http_form_found *form = arena_make(a, struct http_form_found);

	if (http_form_find(a, in, NULL, form))
		MUST(form->action.p && form->fields.n <= HTTP_FIELDS_MAX);
}

/* --- whole requests --- */

static enum err run(struct ctx *ctx, const struct request *req, struct response *res)
{
	struct str text = req_text(req, "text");

	MUST(!text.p || (utf8_is_text(text) && utf8_count(text) <= 20));
	MUST(req_int(req, "n", 5) >= 1 && req_int(req, "n", 5) <= 9);
	MUST(!req_text(req, "slug").p || str_is_slug(req_text(req, "slug")));
	if (req->method == METHOD_POST)
		return res_redirect(ctx, res, "/en/?text=%.*s", STR_ARG(text));
	sbuf_str(&res->body, req->path);
	return ERR_OK;
}

static const struct param params[] = {
	{ .name = "text", .max = 20, .label = "Place", .doc = "text" },
	{ .name = "n", .kind = PARAM_INT, .min = 1, .max = 9, .label = "Year", .doc = "number" },
	{ .name = "slug", .kind = PARAM_SLUG, .label = "Organ", .doc = "slug" },
	{ 0 },
};
#define ROUTE(m, p, right)                                                                         \
	{                                                                                          \
		.method = METHOD_##m, .path = (p), .need = RIGHT_##right, .run = run, .doc = "x",  \
		.params = params                                                                   \
	}
static const struct route routes[] = {
	ROUTE(GET, "/:lang/", PUBLIC),
	ROUTE(POST, "/:lang/", PUBLIC),
	ROUTE(GET, "/:lang/:slug", PUBLIC),
	ROUTE(GET, "/:lang/sign-in", PUBLIC),
	ROUTE(GET, "/:lang/self", VOTE),
	ROUTE(POST, "/api/v1/things/:int", PUBLIC),
	{ 0 },
};
static const struct route *const tables[] = { routes, NULL };

/* Three lines: method and target, a cookie, a media type; the rest is the body. */
static void try_whole(struct str in)
{
	struct ctx ctx = { .arena = a };
	struct http_config config = { .routes = tables, .trusted_proxies = "127.0.0.1" };
	struct str line[4] = { S(""), S(""), S(""), S("") }, method;
	struct http_reply reply;
	struct http_call call = { 0 };

	for (int i = 0; i < 3; i++)
		str_cut(&in, '\n', &line[i]);
	str_cut(&line[0], ' ', &method);
	call.method = arena_str(a, method.p, method.n).p;
	call.target = arena_str(a, line[0].p, line[0].n).p;
	call.headers = (const char *[]){ "Content-Type", arena_str(a, line[2].p, line[2].n).p,
		                         "X-Forwarded-For", arena_str(a, line[1].p, line[1].n).p,
		                         NULL };
	call.body = in.p ? in : S("");
	http_call_with(&ctx, &config, &call, &reply);
	MUST(reply.status >= 200 && reply.status < 600);
	/* Without a database /readyz says so by itself. */
	MUST(reply.error == ERR_OK ? reply.status < 400 || reply.status == 503
	                           : reply.status == err_status(reply.error));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static void (*const parsers[])(struct str) = {
		try_target, try_form, try_json, try_lists, try_head, try_html, try_whole,
	};
	struct str in;

	if (n == 0)
		return 0;
	a = arena_new();
	/* A copy of its own size, so that a step beyond it is seen. */
	in = arena_str(a, (const char *)data + 1, n - 1);
	parsers[data[0] % COUNT_OF(parsers)](in);
	arena_free(a);
	return 0;
}
