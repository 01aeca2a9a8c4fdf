/* test_answer.c -- the way of a request: route, right, fields, errors.  Without a socket. */
#include "http/test_table.h"

/* --- which route, in which language --- */

static void page_is_answered(void)
{
	struct http_reply r = get("/en/members?page=2");

	CHECK(r.status == 200 && r.error == ERR_OK);
	CHECK(str_is(r.body, "/en/memberspage=2"));
	CHECK(strcmp(r.content_type, "text/html; charset=utf-8") == 0);
	CHECK(has(&r, "Content-Language", "en"));
	CHECK(r.is_public && has(&r, "Cache-Control", "no-cache"));
	CHECK(has(&r, "Vary", "Cookie, Accept-Encoding"));
	CHECK(!http_reply_header(&r, "Set-Cookie").p);
	CHECK(!http_reply_header(&r, "X-Request-Id").p);
	CHECK(call((struct http_call){ .method = "HEAD", .target = "/en/members" }).status == 200);
}

static void address_says_the_language(void)
{
	struct http_reply r =
		call((struct http_call){ .target = "/mn/members", .accept_language = "ja" });

	CHECK(ctx.lang == LANGUAGE_MN && has(&r, "Content-Language", "mn"));
	r = call((struct http_call){ .target = "/fr/members", .accept_language = "fr, ru;q=0.5" });
	CHECK(r.status == 404 && ctx.lang == LANGUAGE_RU);
	r = call((struct http_call){ .target = "/ko/nothing-here", .accept_language = "ja" });
	CHECK(r.status == 404 && ctx.lang == LANGUAGE_KO);
	r = call((struct http_call){ .target = "/api/v1/things", .accept_language = "zh-CN" });
	CHECK(ctx.lang == LANGUAGE_ZH);
	CHECK(has(&r, "Vary", "Cookie, Accept-Encoding, Accept-Language"));
}

static void slashes_are_put_right(void)
{
	static const struct {
		const char *target, *location;
	} cases[] = {
		{ "/en", "/en/" },
		{ "/en/members/", "/en/members" },
		{ "//en/members", "/en/members" },
		{ "/en//members//", "/en/members" },
		{ "/en?page=1&kind=", "/en/?page=1&kind=" },
		{ "/en/members/toyama/", "/en/members/toyama" },
		{ "//example.org/..", NULL },
		{ "/en/nothing/", NULL },
		{ "/fr", NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_reply r = get(cases[i].target);

		CHECK(r.status == (cases[i].location ? 301 : 404));
		CHECK(!cases[i].location || has(&r, "Location", cases[i].location));
	}
	CHECK(post("/en/form/", "").status == 404);
}

static void other_method_is_refused_and_told(void)
{
	struct http_reply r = post("/en/members", "");

	CHECK(r.status == 405 && has(&r, "Allow", "GET, HEAD"));
	r = call((struct http_call){ .method = "DELETE", .target = "/en/form" });
	CHECK(r.status == 405 && has(&r, "Allow", "GET, HEAD, POST"));
	r = get("/en/often");
	CHECK(r.status == 405 && has(&r, "Allow", "POST"));
	r = call((struct http_call){ .method = "OPTIONS", .target = "/en/nothing" });
	CHECK(r.status == 404);
	r = call((struct http_call){ .method = "G ET", .target = "/en/" });
	CHECK(r.status == 400);
}

static void malformed_address_is_refused(void)
{
	static const char *const bad[] = { "/en/%", "/en/%zz", "/en/%ff", "/en/a%00b",
		                           "/en/%2e%2e%2fx" };

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		CHECK(get(bad[i]).status == 400);
	CHECK(get("/en/../../etc/passwd").status == 404);
	CHECK(get("/assets/../core.h").status == 404);
}

/* --- who may --- */

static void right_is_demanded(void)
{
	struct http_call c = { .target = "/en/preside?a=b" };
	struct http_reply r = call(c);

	calls = 0;
	CHECK(r.status == 303 && has(&r, "Location", "/en/sign-in?next=/en/preside%3Fa%3Db"));
	c.target = "/en/preside";
	c.who.v = 5;
	c.rights = 1u << RIGHT_VOTE;
	r = call(c);
	CHECK(r.status == 403 && r.error == ERR_FORBIDDEN);
	CHECK(calls == 0);
	c.rights = 1u << RIGHT_PRESIDE;
	r = call(c);
	CHECK(r.status == 200 && calls == 1);
	CHECK(!r.is_public && has(&r, "Cache-Control", "no-store"));
	CHECK(has(&r, "X-Request-Id", "0000000000000001"));
	c.target = "/ja/self";
	c.rights = 0;
	CHECK(call(c).status == 200);
}

static void api_answers_401_without_redirect(void)
{
	struct http_reply r = get("/api/v1/votes/1");

	CHECK(r.status == 401 && r.error == ERR_NOT_SIGNED_IN);
	CHECK(strcmp(r.content_type, "application/problem+json") == 0);
	CHECK(http_reply_header(&r, "WWW-Authenticate").p != NULL);
	r = get("/metrics");
	CHECK(r.status == 401);
}

static void metrics_are_the_operators_alone(void)
{
	struct http_call c = { .target = "/metrics", .who = { 3 }, .rights = 1u << RIGHT_AUDIT };
	struct http_config config = { .routes = tables, .metrics_token = S("open sesame") };
	struct http_reply r = call(c);

	CHECK(r.status == 403);
	c.rights = 1u << RIGHT_OPERATE;
	r = call(c);
	CHECK(r.status == 200 && says(&r, "near_http_connections"));
	c = (struct http_call){ .target = "/metrics",
		                .headers = (const char *[]){ "Authorization", "Bearer open sesame",
		                                             NULL } };
	http_call_with(&ctx, &config, &c, &r);
	CHECK(r.status == 200);
	c.headers = (const char *[]){ "Authorization", "Bearer open sesam", NULL };
	http_call_with(&ctx, &config, &c, &r);
	CHECK(r.status == 401);
	/* Through a proxy the operator's program is not on this machine. */
	config.trusted_proxies = "127.0.0.1";
	c.headers = (const char *[]){ "Authorization", "Bearer open sesame", "X-Forwarded-For",
		                      "192.0.2.1", NULL };
	http_call_with(&ctx, &config, &c, &r);
	CHECK(r.status == 401);
}

/* --- fields --- */

static void declared_fields_reach_the_handler(void)
{
	struct http_reply r = post("/en/form", "n=42&id=1&id=2&slug=");

	CHECK(r.status == 200 && str_is(r.body, "[1][2]42"));
	r = post("/en/form", "");
	CHECK(str_is(r.body, "-7"));
}

static void form_field_comes_in_the_body_alone(void)
{
	struct http_call c = { .method = "POST",
		               .target = "/api/v1/things?n=3",
		               .json = "{\"id\":9}" };
	struct http_reply r = post("/en/form?n=3&other=1", "id=9");

	CHECK(r.status == 200 && str_is(r.body, "[9]-7"));
	CHECK(post("/en/required?name=x", "").error == ERR_MISSING_FIELD);
	CHECK(post("/en/form?back=members", "name=a").status == 303);
	CHECK(post("/en/form", "name=a&back=members").error == ERR_BAD_FIELD);
	CHECK(call(c).error == ERR_BAD_FIELD);
	/* The form token is one as well. */
	c = (struct http_call){
		.method = "POST", .target = "/en/form?csrf=x", .form = "id=9", .without_token = true
	};
	CHECK(call(c).error == ERR_CSRF);
}

static void page_passes_over_what_others_hang_on_its_address(void)
{
	struct http_reply r = get("/en/members?utm_source=x&page=2&%66bclid=y&%ff&=&kind=member");

	CHECK(r.status == 200 && r.is_public);
	CHECK(str_is(r.body, "/en/memberspage=2&amp;kind=member"));
	r = get("/en/members/toyama?fbclid=1&back=members");
	CHECK(r.status == 200 && str_is(r.body, "/en/members/toyamaback=members"));
	CHECK(get("/en/members?utm_source=x&page=10").error == ERR_FIELD_NUMBER);
	CHECK(get("/en/members?page=1&utm_source=x&page=1").error == ERR_BAD_FIELD);
	CHECK(get("/en/members?fbclid=%").error == ERR_BAD_REQUEST);
	CHECK(get("/en/members?back=//evil.example&x=1").error == ERR_BAD_FIELD);
}

static void what_is_no_page_refuses_what_it_does_not_know(void)
{
	static const char *const targets[] = { "/api/v1/things?knd=member", "/en/private?fbclid=1",
		                               "/healthz?fbclid=1", "/api/v1/things?back=members" };

	for (size_t i = 0; i < COUNT_OF(targets); i++)
		CHECK(get(targets[i]).error == ERR_BAD_FIELD);
	CHECK(get("/api/v1/things?kind=member").status == 200);
	CHECK(get("/en/private").status == 200);
}

#define ACUTE_5 "%CC%81%CC%81%CC%81%CC%81%CC%81"

static void wrong_fields_are_refused_by_name(void)
{
	static const struct {
		const char *form;
		enum err e;
		const char *label, *name;
	} cases[] = {
		{ "other=1", ERR_BAD_FIELD, "other", "other" },
		{ "n=1&n=2", ERR_BAD_FIELD, "Year", "n" },
		{ "%ff=1", ERR_BAD_FIELD, "?", "?" },
		{ "name=%ff", ERR_BAD_TEXT, "Sign-in name", "name" },
		{ "name=a%00b", ERR_BAD_TEXT, "Sign-in name", "name" },
		{ "name=a%1bb", ERR_BAD_TEXT, "Sign-in name", "name" },
		{ "name=123456", ERR_FIELD_LENGTH, "Sign-in name", "name" },
		{ "title=a%E2%80%AEb", ERR_TEXT_DIRECTION, "Place", "title" },
		{ "title=a%E2%81%A7b", ERR_TEXT_DIRECTION, "Place", "title" },
		{ "title=%E2%80%8B", ERR_TEXT_UNSEEN, "Place", "title" },
		{ "title=a" ACUTE_5, ERR_TEXT_MARKS, "Place", "title" },
		{ "title=a%C2%85b", ERR_BAD_TEXT, "Place", "title" },
		{ "note=a%0A%E2%80%AEb", ERR_TEXT_DIRECTION, "Reason", "note" },
		{ "note=%E2%80%8B%0A", ERR_TEXT_UNSEEN, "Reason", "note" },
		{ "note=a" ACUTE_5, ERR_TEXT_MARKS, "Reason", "note" },
		{ "note=a%07", ERR_BAD_TEXT, "Reason", "note" },
		{ "secret=a%07", ERR_BAD_TEXT, "Password", "secret" },
		{ "n=x", ERR_FIELD_NUMBER, "Year", "n" },
		{ "n=-1", ERR_FIELD_NUMBER, "Year", "n" },
		{ "n=99999999999999999999", ERR_FIELD_NUMBER, "Year", "n" },
		{ "n=1.5", ERR_FIELD_NUMBER, "Year", "n" },
		{ "slug=A", ERR_FIELD_CHOICE, "Organ", "slug" },
	};

	calls = 0;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_reply r = post("/en/form", cases[i].form);

		CHECK(r.error == cases[i].e && r.status == err_status(cases[i].e));
		CHECK(ctx.why_count > 1 && str_is(ctx.why[0].s, cases[i].label) &&
		      str_is(ctx.why[1].s, cases[i].name));
	}
	CHECK(calls == 0);
	CHECK(get("/en/members?kind=nothing").error == ERR_FIELD_CHOICE);
	CHECK(get("/en/members?page=10").error == ERR_FIELD_NUMBER);
	CHECK(get("/en/members?page=9&kind=partner").status == 200);
	CHECK(get("/en/members?%").error == ERR_BAD_REQUEST);
}

static void field_is_called_as_on_the_form_in_the_readers_language(void)
{
	struct http_reply r = post("/ja/form", "n=x");
	const char *label = msg(LANGUAGE_JA, "Year").p;

	CHECK(r.status == 422 && says(&r, label) && strcmp(label, "Year") != 0);
	r = post("/en/required", "");
	CHECK(says(&r, "A required field is empty: Sign-in name."));
}

static void five_characters_are_five_in_any_script(void)
{
	CHECK(post("/en/form", "name=%E6%97%A5%E6%97%A5%E6%97%A5%E6%97%A5%E6%97%A5").status == 303);
	CHECK(post("/en/form", "name=a%0D%0Ab%0D%0A").status == 303);
	CHECK(post("/en/form", "name=%E6%97%A5%E6%97%A5%E6%97%A5%E6%97%A5%E6%97%A5x").status ==
	      422);
}

static void text_comes_as_its_kind_is_kept(void)
{
	static const struct {
		const char *form, *body;
	} cases[] = {
		{ "title=+a%0D%0Ab%09c%C2%A0%E3%80%80d+", "title=(a b c d)-7" },
		{ "title=a%E2%80%A8b%0A%0Ac", "title=(a b c)-7" },
		{ "title=%E3%80%80%0A&n=1", "1" },
		{ "title=e%CC%81", "title=(\xc3\xa9)-7" },
		{ "note=+a%0D%0Ab%09c%C2%A0d+", "note=( a\nb\tc\xc2\xa0"
		                                "d )-7" },
		{ "note=%E3%80%80%0D%0A", "-7" },
		{ "secret=+a%C2%A0%E2%80%AEe%CC%81+", "secret=( a\xc2\xa0\u202ee\u0301 )-7" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		CHECK(str_is(post("/en/form", cases[i].form).body, cases[i].body));
	CHECK(str_is(call((struct http_call){ .method = "POST",
	                                      .target = "/api/v1/things",
	                                      .json = "{\"title\":\"a\\n\\u3000b\"}" })
	                     .body,
	             "title=(a b)-7"));
}

/* Blanks that are folded do not count; what cannot become short enough is not looked at. */
static void length_is_that_of_what_is_kept(void)
{
	struct sbuf s = { .arena = ctx.arena };

	CHECK(post("/en/form", "name=+++12345+++").status == 303);
	sbuf_lit(&s, "name=");
	for (int i = 0; i < 81; i++)
		sbuf_lit(&s, "+");
	CHECK(post("/en/form", sbuf_done(&s).p).error == ERR_FIELD_LENGTH);
}

static void required_field_may_not_be_blank(void)
{
	CHECK(post("/en/required", "name=%E3%80%80%C2%A0").error == ERR_MISSING_FIELD);
	CHECK(post("/en/required", "").error == ERR_MISSING_FIELD);
	CHECK(post("/en/required", "name=").error == ERR_MISSING_FIELD);
	CHECK(post("/en/required", "name=+%09%0a").error == ERR_MISSING_FIELD);
}

static void too_many_fields_are_refused(void)
{
	struct sbuf s = { .arena = ctx.arena };

	for (int i = 0; i < HTTP_FIELDS_MAX + 1; i++)
		sbuf_lit(&s, "id=1&");
	CHECK(post("/en/form", sbuf_done(&s).p).status == 413);
	for (int i = 0; i < HTTP_BODY_MAX; i++)
		sbuf_char(&s, 'x');
	CHECK(post("/en/form", sbuf_done(&s).p).status == 413);
}

static void body_must_be_of_a_known_kind(void)
{
	struct http_call c = { .method = "POST",
		               .target = "/en/form",
		               .headers = (const char *[]){
				       "Content-Type", "multipart/form-data; boundary=x", NULL } };

	CHECK(call(c).status == 415);
	c.headers = (const char *[]){ "Content-Type", "application/json", NULL };
	CHECK(call(c).status == 415);
	c.headers = (const char *[]){ "Content-Type",
		                      "Application/X-WWW-Form-Urlencoded; charset=utf-8", NULL };
	CHECK(call(c).status == 200);
	c = (struct http_call){ .method = "POST",
		                .target = "/api/v1/things",
		                .json = "{\"n\":5,\"id\":[1,2]}" };
	CHECK(str_is(call(c).body, "[1][2]5"));
	c.json = "{\"n\":5.5}";
	CHECK(call(c).error == ERR_FIELD_NUMBER);
	c.json = "{\"n\":";
	CHECK(call(c).error == ERR_BAD_REQUEST);
	c.json = "{\"m\":5}";
	CHECK(call(c).error == ERR_BAD_FIELD);
}

/* --- errors --- */

static void refusal_becomes_a_page_with_escaped_names(void)
{
	struct http_reply r = get("/en/error/refused");

	CHECK(r.status == 409 && r.error == ERR_MEMBER_NOT);
	CHECK(says(&r, "&lt;b&gt;Toyama&lt;/b&gt; is not a member"));
	CHECK(!r.is_public && has(&r, "Cache-Control", "no-store"));
	r = get("/en/error/world");
	CHECK(r.status == 500 && says(&r, "0000000000000001"));
}

static void refusal_under_api_is_problem_json(void)
{
	struct http_reply r = get("/api/v1/error/refused");
	struct json_object *o = json_tokener_parse(r.body.p);

	CHECK(r.status == 409 && strcmp(r.content_type, "application/problem+json") == 0);
	CHECK(strcmp(member(o, "type"), "/api/v1/problems#MEMBER_NOT") == 0);
	CHECK(strcmp(member(o, "status"), "409") == 0);
	CHECK(strcmp(member(o, "code"), "MEMBER_NOT") == 0);
	CHECK(strcmp(member(o, "instance"), "/api/v1/error/refused") == 0);
	CHECK(strcmp(member(o, "request_id"), "0000000000000001") == 0);
	CHECK(strstr(member(o, "detail"), "<b>Toyama</b> is not a member") != NULL);
	CHECK(member(o, "title")[0] != 0);
	json_object_put(o);
	r = get("/api/v1/things?kind=x");
	o = json_tokener_parse(r.body.p);
	CHECK(strcmp(member(o, "field"), "kind") == 0);
	CHECK(strstr(member(o, "detail"), "Kind of membership") != NULL);
	json_object_put(o);
	r = get("/api/v1/nothing");
	CHECK(r.status == 404 && strcmp(r.content_type, "application/problem+json") == 0);
}

static void site_draws_the_page_of_an_error(struct ctx *c, const struct request *req,
                                            struct response *res, enum err e)
{
	struct html h = res_html(c, res);

	page_begin(&h, c, req, &(struct page){ .title = S("Error") });
	html_put_str(&h, str_of(err_name(e)));
	page_end(&h, c, req);
}

static void error_page_is_the_sites(void)
{
	struct http_config config = { .routes = tables,
		                      .error_page = site_draws_the_page_of_an_error };
	struct http_reply r;

	http_call_with(&ctx, &config, &(struct http_call){ .target = "/en/nothing" }, &r);
	CHECK(r.status == 404 && says(&r, "<h1>Error</h1>\nNOT_FOUND"));
	http_call_with(&ctx, &config, &(struct http_call){ .target = "/api/v1/nothing" }, &r);
	CHECK(r.status == 404 && says(&r, "\"code\":\"NOT_FOUND\""));
}

static void endless_page_becomes_an_error(void)
{
	struct http_reply r = get("/en/endless");

	CHECK(r.status == 500 && r.error == ERR_IO && !says(&r, "more and more"));
}

int main(void)
{
	test_begin();
	RUN(page_is_answered);
	RUN(address_says_the_language);
	RUN(slashes_are_put_right);
	RUN(other_method_is_refused_and_told);
	RUN(malformed_address_is_refused);
	RUN(right_is_demanded);
	RUN(api_answers_401_without_redirect);
	RUN(metrics_are_the_operators_alone);
	RUN(declared_fields_reach_the_handler);
	RUN(form_field_comes_in_the_body_alone);
	RUN(page_passes_over_what_others_hang_on_its_address);
	RUN(what_is_no_page_refuses_what_it_does_not_know);
	RUN(wrong_fields_are_refused_by_name);
	RUN(field_is_called_as_on_the_form_in_the_readers_language);
	RUN(five_characters_are_five_in_any_script);
	RUN(text_comes_as_its_kind_is_kept);
	RUN(length_is_that_of_what_is_kept);
	RUN(required_field_may_not_be_blank);
	RUN(too_many_fields_are_refused);
	RUN(body_must_be_of_a_known_kind);
	RUN(refusal_becomes_a_page_with_escaped_names);
	RUN(refusal_under_api_is_problem_json);
	RUN(error_page_is_the_sites);
	RUN(endless_page_becomes_an_error);
	return test_end();
}
