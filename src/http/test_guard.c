/* test_guard.c -- form tokens, cookies, limits, and the headers that go with every answer. */
#include "http/test_table.h"

/* --- tokens --- */

static void post_without_token_is_refused(void)
{
	struct http_call c = {
		.method = "POST", .target = "/en/form", .form = "name=x", .without_token = true
	};
	struct http_reply r = call(c);

	calls = 0;
	CHECK(r.status == 403 && r.error == ERR_CSRF);
	c.form = "name=x&csrf=";
	CHECK(call(c).error == ERR_CSRF);
	c.form = "name=x&csrf=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	CHECK(call(c).error == ERR_CSRF);
	CHECK(calls == 0);
	c.without_token = false;
	CHECK(call(c).status == 303 && calls == 1);
}

/* The page of one reader does not help another. */
static void token_of_another_is_refused(void)
{
	struct str secret = S("0123456789abcdef0123456789abcdef"),
		   other = S("the other secret, also 32 bytes.");
	struct http_holder mine = { .session = S("mine") }, theirs = { .session = S("theirs") };
	struct http_holder visitor = { .visitor = S("mine") }, nobody = { 0 };
	struct str token = http_csrf_make(ctx.arena, secret, &mine);
	struct str again = http_csrf_make(ctx.arena, secret, &mine);

	CHECK(token.n == HTTP_CSRF_TEXT && !str_eq(token, again));
	CHECK(http_csrf_is_right(ctx.arena, secret, &mine, token));
	CHECK(http_csrf_is_right(ctx.arena, secret, &mine, again));
	CHECK(!http_csrf_is_right(ctx.arena, secret, &theirs, token));
	CHECK(!http_csrf_is_right(ctx.arena, secret, &visitor, token));
	CHECK(!http_csrf_is_right(ctx.arena, secret, &nobody, token));
	CHECK(!http_csrf_is_right(ctx.arena, other, &mine, token));
	CHECK(!http_csrf_is_right(ctx.arena, secret, &mine, str_sub(token, 0, token.n - 1)));
}

static void request_from_another_site_is_refused(void)
{
	static const struct {
		const char *name, *value;
		bool goes;
	} cases[] = {
		{ "Origin", "http://localhost", true },
		{ "Origin", "https://localhost", false },
		{ "Origin", "http://evil.example", false },
		{ "Origin", "null", false },
		{ "Origin", "http://localhost.evil.example", false },
		{ "Sec-Fetch-Site", "same-origin", true },
		{ "Sec-Fetch-Site", "none", true },
		{ "Sec-Fetch-Site", "same-site", false },
		{ "Sec-Fetch-Site", "cross-site", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_reply r = call((struct http_call){
			.method = "POST",
			.target = "/en/form",
			.form = "name=x",
			.headers = (const char *[]){ cases[i].name, cases[i].value, NULL } });

		CHECK((r.status == 303) == cases[i].goes);
		CHECK(cases[i].goes || r.error == ERR_CSRF);
	}
}

/* A page with a form is one reader's own, even where the handler forgets to say so. */
static void form_makes_a_page_private_and_a_visitor_known(void)
{
	struct http_call c = { .target = "/en/form", .cookies = "" };
	struct http_reply r = call(c);
	struct str cookie = http_reply_header(&r, "Set-Cookie");

	CHECK(r.status == 200 && !r.is_public && has(&r, "Cache-Control", "no-store"));
	CHECK(str_starts(cookie, S("near_visitor=")));
	CHECK(str_ends(cookie, S("; Path=/; HttpOnly; Secure; SameSite=Lax")));
	r = get("/en/form");
	CHECK(!http_reply_header(&r, "Set-Cookie").p);
	c.who.v = 5;
	c.cookies = NULL;
	r = call(c);
	CHECK(!http_reply_header(&r, "Set-Cookie").p);
	CHECK(str_is(http_set_cookie(ctx.arena, false, HTTP_COOKIE_SESSION, S("abc"), 60),
	             "near_session=abc; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"));
}

/* Over https another site of the domain could set "near_session", and not "__Host-near_session". */
static void over_https_only_cookies_of_this_host_are_taken(void)
{
	const struct str both = S("near_session=theirs; __Host-near_session=ours");

	CHECK(str_is(
		http_set_cookie(ctx.arena, true, HTTP_COOKIE_SESSION, S("abc"), 60),
		"__Host-near_session=abc; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"));
	CHECK(str_is(http_cookie_of(both, true, HTTP_COOKIE_SESSION), "ours"));
	CHECK(str_is(http_cookie_of(both, false, HTTP_COOKIE_SESSION), "theirs"));
	CHECK(http_cookie_of(S("near_session=theirs"), true, HTTP_COOKIE_SESSION).n == 0);
	CHECK(http_has_cookie(both, HTTP_COOKIE_SESSION) &&
	      !http_has_cookie(both, HTTP_COOKIE_DEVICE));
}

static void limit_is_counted_for_each_client(void)
{
	struct http_rate *r = http_rate_new();
	struct http_addr a = { { [15] = 1 } }, b = { { [7] = 1, [15] = 1 } };
	int64_t now = 1000000;

	CHECK(http_rate_take(r, &a, 1, 2, now) == 0);
	CHECK(http_rate_take(r, &a, 1, 2, now) == 0);
	CHECK(http_rate_take(r, &a, 1, 2, now) == 30);
	CHECK(http_rate_take(r, &a, 1, 2, now + 29000000) == 1);
	CHECK(http_rate_take(r, &b, 1, 2, now) == 0);
	CHECK(http_rate_take(r, &a, 2, 2, now) == 0);
	CHECK(http_rate_take(r, &a, 1, 2, now + 30000000) == 0);
	CHECK(http_rate_take(r, &a, 1, 2, now + 30000000) == 30);
	CHECK(http_rate_take(r, &a, 1, 2, now + 200000000) == 0);
	http_rate_free(r);
}

static void what_has_succeeded_is_not_counted(void)
{
	struct http_rate *r = http_rate_new();
	struct http_addr a = { { [15] = 1 } };
	int64_t now = 1000000;

	for (int i = 0; i < 100; i++) {
		CHECK(http_rate_take(r, &a, 1, 2, now) == 0);
		http_rate_give_back(r, &a, 1, 2);
	}
	/* Until it is known what comes of them, those under way count. */
	CHECK(http_rate_take(r, &a, 1, 2, now) == 0);
	CHECK(http_rate_take(r, &a, 1, 2, now) == 0);
	CHECK(http_rate_take(r, &a, 1, 2, now) == 30);
	http_rate_give_back(r, &a, 1, 2);
	CHECK(http_rate_take(r, &a, 1, 2, now) == 0);
	http_rate_free(r);
}

/* --- what goes with every answer --- */

static void every_answer_is_guarded(void)
{
	static const char *const targets[] = {
		"/en/", "/en", "/en/nothing", "/en/%", "/api/v1/nothing", "/healthz", "/en/preside"
	};

	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		struct http_reply r = get(targets[i]);

		CHECK(str_starts(http_reply_header(&r, "Content-Security-Policy"),
		                 S("default-src 'none';")));
		CHECK(has(&r, "X-Content-Type-Options", "nosniff"));
		CHECK(has(&r, "Referrer-Policy", "same-origin"));
		CHECK(has(&r, "Cross-Origin-Opener-Policy", "same-origin"));
		CHECK(has(&r, "Cross-Origin-Resource-Policy", "same-origin"));
		CHECK(http_reply_header(&r, "Permissions-Policy").p != NULL);
		CHECK(!http_reply_header(&r, "Strict-Transport-Security").p);
	}
}

static void https_is_demanded_where_the_proxy_has_it(void)
{
	struct http_config config = { .routes = tables, .trusted_proxies = "127.0.0.1" };
	struct http_call c = { .target = "/en/",
		               .headers = (const char *[]){ "X-Forwarded-Proto", "https", NULL } };
	struct http_reply r;

	http_call_with(&ctx, &config, &c, &r);
	CHECK(http_reply_header(&r, "Strict-Transport-Security").p != NULL);
	c.method = "POST";
	c.target = "/en/form";
	c.form = "name=x";
	c.cookies = "__Host-near_visitor=0123456789abcdef0123456789abcdef";
	c.headers = (const char *[]){
		"X-Forwarded-Proto", "https",        "Origin", "https://near.example",
		"X-Forwarded-Host",  "near.example", NULL
	};
	http_call_with(&ctx, &config, &c, &r);
	CHECK(r.status == 303);
	c.headers = (const char *[]){ "X-Forwarded-Host", "near.example/evil", NULL };
	http_call_with(&ctx, &config, &c, &r);
	CHECK(r.status == 400);
}

static void line_break_cannot_enter_a_header(void)
{
	struct http_reply r = post("/en/form", "name=a%0D%0Ab");

	CHECK(r.status == 303 && has(&r, "Location", "/en/form?name=a%20b"));
}

static void download_has_a_name(void)
{
	struct http_reply r = get("/en/private");

	CHECK(r.status == 200 &&
	      has(&r, "Content-Disposition", "attachment; filename=\"members.csv\""));
	CHECK(strcmp(r.content_type, "text/csv") == 0 && has(&r, "Cache-Control", "no-store"));
}

static void asset_is_kept_for_good(void)
{
	static const struct http_asset css = { "/assets/x.0af.css", "text/css; charset=utf-8",
		                               (const unsigned char *)"a{}", 3 };
	static const struct http_asset *const assets[] = { &css, NULL };
	struct http_config config = { .routes = tables, .assets = assets };
	struct http_reply r;

	http_call_with(&ctx, &config, &(struct http_call){ .target = "/assets/x.0af.css" }, &r);
	CHECK(r.status == 200 && r.is_public && str_is(r.body, "a{}"));
	CHECK(has(&r, "Cache-Control", "public, max-age=31536000, immutable"));
	http_call_with(&ctx, &config, &(struct http_call){ .target = "/assets/x.1bf.css" }, &r);
	CHECK(r.status == 404);
	CHECK(str_is(http_asset_href(ctx.arena, &css), "assets/x.0af.css"));
}

static void health_is_told(void)
{
	struct http_reply r = get("/healthz");

	CHECK(r.status == 200 && str_is(r.body, "ok\n") && !r.is_public);
	CHECK(get("/readyz").status == 503);
}

static void api_describes_itself(void)
{
	struct http_reply r = get("/api/v1/openapi.json");
	struct json_object *o = json_tokener_parse(r.body.p), *paths = NULL, *path = NULL,
			   *get_op = NULL;

	CHECK(r.status == 200 && o && strcmp(member(o, "openapi"), "3.1.0") == 0);
	CHECK(o && json_object_object_get_ex(o, "paths", &paths));
	CHECK(paths && json_object_object_length(paths) == 5);
	CHECK(paths && json_object_object_get_ex(paths, "/api/v1/votes/{id}", &path));
	CHECK(path && json_object_object_get_ex(path, "get", &get_op));
	CHECK(strcmp(member(get_op, "operationId"), "get_v1_votes_id") == 0);
	CHECK(strcmp(member(get_op, "x-right"), "vote") == 0);
	CHECK(paths && json_object_object_get_ex(paths, "/api/v1/things", &path));
	CHECK(path && json_object_object_length(path) == 2);
	/* What a field is called stands beside what it is for. */
	CHECK(says(&r, "\"kind\",\"in\":\"query\"") &&
	      says(&r, "\"title\":\"Kind of membership\",\"description\":\"kind\","));
	CHECK(says(&r, "\"id\":{\"title\":\"Government\",\"description\":\"ids\","
	               "\"type\":\"array\",\"items\":{\"type\":\"integer\""));
	json_object_put(o);
	r = get("/api/v1/problems");
	o = json_tokener_parse(r.body.p);
	CHECK(r.status == 200 && o && says(&r, "\"code\":\"MEMBER_NOT\""));
	json_object_put(o);
}

int main(void)
{
	test_begin();
	RUN(post_without_token_is_refused);
	RUN(token_of_another_is_refused);
	RUN(request_from_another_site_is_refused);
	RUN(form_makes_a_page_private_and_a_visitor_known);
	RUN(over_https_only_cookies_of_this_host_are_taken);
	RUN(limit_is_counted_for_each_client);
	RUN(what_has_succeeded_is_not_counted);
	RUN(every_answer_is_guarded);
	RUN(https_is_demanded_where_the_proxy_has_it);
	RUN(line_break_cannot_enter_a_header);
	RUN(download_has_a_name);
	RUN(asset_is_kept_for_good);
	RUN(health_is_told);
	RUN(api_describes_itself);
	return test_end();
}
