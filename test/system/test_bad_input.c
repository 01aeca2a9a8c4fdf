/*
 * test_bad_input.c -- requests that are broken, forged or too large: each is told of in the
 * reader's language, as a page and as problem JSON, and changes nothing.
 */
#include "test/system/refused.h"

enum { LARGE = 80 * 1024, LONG_HEADER = 17 * 1024, ATTEMPTS_MAX = 400 };

static int64_t question;

static void begin(void)
{
	association_begin();
	MUST(meeting_open(as(CHAIR), people.session.id) == ERR_OK);
	question = question_opened(1);
}

static const char *page(void)
{
	return path_of("votes/#", question);
}

static const char *api(void)
{
	return path_of("/api/v1/questions/#/votes", question);
}

static const char *repeated(const char *first, char c, size_t n)
{
	char *text = arena_alloc(engine.ctx.arena, strlen(first) + n + 1);

	memcpy(text, first, strlen(first));
	memset(text + strlen(first), c, n);
	return text;
}

/* --- fields --- */

/* What is said of a field: to people what it is called on the form, to programs its name. */
static void name_field(struct attempt *t, const char *name, const char *label)
{
	t->field = name;
	t->args[0] = label ? ARG_TEXT("field", label) : ARG_STR("field", str_of(name));
}

static void broken_fields_of_a_vote_are_refused(void)
{
	static const struct {
		const char *form;
		enum err e;
		const char *field, *label; /* label NULL: the route does not know it */
	} cases[] = {
		{ "choice=%FF", ERR_BAD_TEXT, "choice", "Your vote" },
		{ "choice=%C0%AF", ERR_BAD_TEXT, "choice", "Your vote" },
		{ "choice=yes&government=%ED%A0%80", ERR_BAD_TEXT, "government", "Government" },
		{ "choice=yes%00", ERR_BAD_TEXT, "choice", "Your vote" },
		{ "choice=y%1Bes", ERR_BAD_TEXT, "choice", "Your vote" },
		{ "choice=", ERR_MISSING_FIELD, "choice", "Your vote" },
		{ "", ERR_MISSING_FIELD, "choice", "Your vote" },
		{ "revision=0", ERR_MISSING_FIELD, "choice", "Your vote" },
		{ "choice=maybe", ERR_FIELD_CHOICE, "choice", "Your vote" },
		{ "choice=yes+no", ERR_FIELD_CHOICE, "choice", "Your vote" },
		{ "choice=yes&government=Not+A+Slug", ERR_FIELD_CHOICE, "government",
		  "Government" },
		{ "choice=yes&weight=1000", ERR_BAD_FIELD, "weight", NULL },
		{ "choice=yes&choice=no", ERR_BAD_FIELD, "choice", "Your vote" },
		{ "choice=yes&%FF=1", ERR_BAD_FIELD, "?", NULL },
		{ "choice=yes%", ERR_BAD_REQUEST, NULL, NULL },
		{ "choice=%zz", ERR_BAD_REQUEST, NULL, NULL },
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct attempt t = {
			.page = page(), .api = api(), .form = cases[i].form, .e = cases[i].e
		};

		if (cases[i].field)
			name_field(&t, cases[i].field, cases[i].label);
		/* Delegates one after the other, so that each language has its turn. */
		refuses(DELEGATE + (int)i, t);
	}
	association_end();
}

static void numbers_beyond_their_bounds_are_refused(void)
{
	static const char *const forms[] = {
		"choice=yes&revision=-2",
		"choice=yes&revision=1000000001",
		"choice=yes&revision=99999999999999999999",
		"choice=yes&revision=one",
		"choice=yes&revision=0x1",
		"choice=yes&revision=+1",
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		refuses(DELEGATE + (int)i,
		        (struct attempt){ .page = page(),
		                          .api = api(),
		                          .form = forms[i],
		                          .e = ERR_FIELD_NUMBER,
		                          .field = "revision",
		                          .args = { ARG_TEXT("field", "Revision of the vote"),
		                                    ARG_INT("min", -1),
		                                    ARG_INT("max", 1000000000) } });
	association_end();
}

#define SESSION "organ=general-assembly&number=11&starts_on=2016-09-26&ends_on=2016-09-28"

static void over_long_fields_are_refused(void)
{
	const char *zone = SESSION "&zone=", *place = SESSION "&zone=Asia/Seoul&place_ja=";
	struct attempt t = { .page = "meetings/new",
		             .api = "/api/v1/sessions",
		             .e = ERR_FIELD_LENGTH,
		             .field = "zone",
		             .args = { ARG_TEXT("field", "Time zone"), ARG_INT("max", 64) } };
	struct sbuf text = { .arena = NULL };

	begin();
	t.form = repeated(zone, 'A', 65);
	refuses(SECRETARIAT, t);
	/* Characters are counted, not bytes: 201 of three bytes each. */
	text.arena = engine.ctx.arena;
	sbuf_str(&text, str_of(place));
	for (int i = 0; i < 201; i++)
		sbuf_lit(&text, "%E5%B1%B1");
	t.form = sbuf_done(&text).p;
	name_field(&t, "place_ja", "Place in Japanese");
	t.args[1] = ARG_INT("max", 200);
	refuses(SECRETARIAT, t);
	association_end();
}

static void fields_that_make_no_session_are_refused(void)
{
	static const struct {
		const char *form;
		enum err e;
		const char *field, *label;
	} cases[] = {
		{ "organ=general-assembly&number=11&starts_on=2016-09-28&ends_on=2016-09-26&"
		  "zone=Asia/Seoul",
		  ERR_MEETING_DATES, NULL, NULL },
		{ "organ=general-assembly&number=11&starts_on=2016-02-30&ends_on=2016-03-01&"
		  "zone=Asia/Seoul",
		  ERR_MEETING_DATE, "starts_on", "First day" },
		{ SESSION "&zone=Asia/Nowhere", ERR_MEETING_ZONE, NULL, NULL },
		{ SESSION "&zone=Asia/Seoul&host=nobody", ERR_FIELD_CHOICE, "host", "Host" },
		{ SESSION "&zone=", ERR_MISSING_FIELD, "zone", "Time zone" },
		{ SESSION "&zone=+++", ERR_MISSING_FIELD, "zone", "Time zone" },
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct attempt t = { .page = "meetings/new",
			             .api = "/api/v1/sessions",
			             .form = cases[i].form,
			             .e = cases[i].e };

		if (cases[i].field)
			name_field(&t, cases[i].field, cases[i].label);
		if (cases[i].e == ERR_MEETING_ZONE)
			t.args[0] = ARG_STR("zone", S("Asia/Nowhere"));
		refuses(SECRETARIAT, t);
	}
	association_end();
}

static void json_that_is_no_form_is_refused(void)
{
	static const char *const bodies[] = {
		"",
		"{",
		"[]",
		"\"choice\"",
		"{\"choice\":{\"of\":\"yes\"}}",
		"{\"choice\":\"yes\"} x",
		"{\"choice\":\"\xff\"}",
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(bodies); i++)
		refuses(DELEGATE + (int)i, (struct attempt){ .api = api(),
		                                             .form = bodies[i],
		                                             .type = "application/json",
		                                             .e = ERR_BAD_REQUEST });
	association_end();
}

/* --- who sent the form --- */

static void forged_forms_are_refused(void)
{
	const struct attempt none = { .form = "choice=yes", .e = ERR_CSRF };
	struct attempt t = none;
	struct asker other, a;

	begin();
	t.page = page();
	t.api = api();
	other = asker_of(DELEGATE + 1);
	const char *const tokens[] = { "", "0123456789abcdef0123456789abcdef", other.csrf };

	for (size_t i = 0; i < COUNT_OF(tokens); i++) {
		a = asker_with(DELEGATE, tokens[i]);
		refused(&a, t);
		asker_free(&a);
	}
	/* In the field as well as in the header. */
	t.form = arena_printf(engine.ctx.arena, "choice=yes&csrf=%s", other.csrf).p;
	a = asker_with(DELEGATE, "");
	refused(&a, t);
	asker_free(&a);
	asker_free(&other);
	association_end();
}

static void forms_of_another_site_are_refused(void)
{
	static const char *const headers[][2] = {
		{ "Origin", "https://evil.example" },
		{ "Origin", "null" },
		{ "Sec-Fetch-Site", "cross-site" },
		{ "Sec-Fetch-Site", "same-site" },
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(headers); i++) {
		struct asker a = asker_of(DELEGATE + (int)i);

		send_always(&a, headers[i][0], headers[i][1]);
		refused(&a, (struct attempt){ .page = page(),
		                              .api = api(),
		                              .form = "choice=yes",
		                              .e = ERR_CSRF });
		asker_free(&a);
	}
	association_end();
}

static void session_that_has_ended_is_nobodys(void)
{
	struct asker a;

	begin();
	a = asker_of(DELEGATE);
	MUST(account_sign_out(as(DELEGATE), people.v[DELEGATE].token) == ERR_OK);
	refused(&a, (struct attempt){ .page = page(),
	                              .api = api(),
	                              .form = "choice=yes",
	                              .e = ERR_NOT_SIGNED_IN });
	asker_free(&a);
	association_end();
}

/* --- HTTP --- */

static void kinds_of_content_that_are_not_asked_for_are_refused(void)
{
	begin();
	refuses(DELEGATE, (struct attempt){ .page = page(),
	                                    .api = api(),
	                                    .form = "choice=yes",
	                                    .type = "text/plain",
	                                    .e = ERR_MEDIA_TYPE });
	refuses(DELEGATE + 1, (struct attempt){ .page = page(),
	                                        .form = "{\"choice\":\"yes\"}",
	                                        .type = "application/json",
	                                        .e = ERR_MEDIA_TYPE });
	refuses(DELEGATE + 2, (struct attempt){ .page = page(),
	                                        .api = api(),
	                                        .form = "choice=yes",
	                                        .type = "multipart/form-data; boundary=x",
	                                        .e = ERR_MEDIA_TYPE });
	association_end();
}

static void what_is_too_large_is_refused(void)
{
	struct attempt t = { .e = ERR_TOO_LARGE };
	struct sbuf many;
	struct asker a;

	begin();
	t.page = page();
	t.api = api();
	t.form = repeated("choice=yes&government=", 'a', LARGE);
	refuses(DELEGATE, t);
	many = (struct sbuf){ .arena = engine.ctx.arena };
	sbuf_lit(&many, "choice=yes");
	for (int i = 0; i < 80; i++)
		sbuf_lit(&many, "&a=1");
	t.form = sbuf_done(&many).p;
	refuses(DELEGATE + 1, t);
	a = asker_of(DELEGATE + 2);
	send_always(&a, "X-Long", repeated("", 'a', LONG_HEADER));
	t.form = "choice=yes";
	t.e = ERR_HEADERS_TOO_LARGE;
	refused(&a, t);
	asker_free(&a);
	association_end();
}

static void addresses_that_lead_nowhere_are_refused(void)
{
	static const char *const pages[] = { "no-such-page", "members/nobody", "votes/999999",
		                             "meetings/ga-99", "decisions/GA-1900-01" };
	static const char *const apis[] = { "/api/v1/nothing", "/api/v1/governments/nobody",
		                            "/api/v1/questions/999999", "/api/v1/sessions/ga-99",
		                            "/api/v1/decisions/GA-1900-01" };
	struct asker visitor;

	begin();
	visitor = asker_of(-1);
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		struct attempt t = { .page = pages[i], .api = apis[i], .e = ERR_NOT_FOUND };

		refused(&visitor, t);
		refuses(DELEGATE + (int)i, t);
	}
	refuses(DELEGATE, (struct attempt){ .page = "votes/999999",
	                                    .api = "/api/v1/questions/999999/votes",
	                                    .form = "choice=yes",
	                                    .e = ERR_NOT_FOUND });
	asker_free(&visitor);
	association_end();
}

static void addresses_that_cannot_be_read_are_refused(void)
{
	static const char *const paths[] = { "/ko/%zz", "/ko/a%00b", "/ko/a%2Fb", "/ko/%FF" };
	struct attempt t = { .e = ERR_BAD_REQUEST };
	struct asker visitor;

	begin();
	visitor = asker_of(-1);
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct http_got got = ask(&visitor, &t, paths[i]);

		/* In the language that the browser asks for: the address is not understood. */
		tell(is_page_of_refusal(&got, &t, visitor.language), &t, paths[i], &got);
	}
	asker_free(&visitor);
	association_end();
}

static void check_method(const char *request, const char *allow, bool is_api)
{
	struct attempt t = { .e = ERR_METHOD };
	const char *text = arena_printf(engine.ctx.arena,
	                                "%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
	                                "Accept-Language: ru\r\nContent-Length: 0\r\n\r\n",
	                                request)
	                           .p;
	struct http_got got = send_raw(text);

	CHECK(header_is(&got, "Allow", allow));
	tell(is_api ? is_problem(&got, &t, LANGUAGE_RU) : is_page_of_refusal(&got, &t, LANGUAGE_RU),
	     &t, request, &got);
}

static void wrong_methods_are_refused_and_the_right_ones_told(void)
{
	uint64_t before;

	begin();
	before = engine_fingerprint(&engine);
	check_method("PUT /ru/members", "GET, HEAD", false);
	check_method("POST /ru/members", "GET, HEAD", false);
	check_method("DELETE /ru/votes/1", "GET, HEAD, POST", false);
	check_method("GET /ru/meetings/ga-10/open", "POST", false);
	check_method("POST /api/v1/governments", "GET, HEAD", true);
	check_method("PATCH /api/v1/sessions", "GET, HEAD, POST", true);
	check_method("GET /api/v1/questions/1/votes", "POST", true);
	CHECK(engine_fingerprint(&engine) == before);
	association_end();
}

/* Who tries out invitations; signing in has bounds of its own, which keep nobody out for others. */
static void whoever_asks_too_often_must_wait(void)
{
	const char *path = "/mn/invitation";
	struct attempt t = { .form = "token=", .e = ERR_TOO_MANY };
	struct http_got got = { 0 };
	struct asker visitor;
	uint64_t before;

	begin();
	before = engine_fingerprint(&engine);
	visitor = asker_of(-1);
	for (int k = 0; k < ATTEMPTS_MAX && got.status != 429; k++)
		got = ask(&visitor, &t, path);
	tell(is_page_of_refusal(&got, &t, LANGUAGE_MN), &t, path, &got);
	CHECK(http_got_header(&got, "Retry-After").n > 0);
	asker_free(&visitor);
	CHECK(engine_fingerprint(&engine) == before);
	association_end();
}

int main(void)
{
	RUN(broken_fields_of_a_vote_are_refused);
	RUN(numbers_beyond_their_bounds_are_refused);
	RUN(over_long_fields_are_refused);
	RUN(fields_that_make_no_session_are_refused);
	RUN(json_that_is_no_form_is_refused);
	RUN(forged_forms_are_refused);
	RUN(forms_of_another_site_are_refused);
	RUN(session_that_has_ended_is_nobodys);
	RUN(kinds_of_content_that_are_not_asked_for_are_refused);
	RUN(what_is_too_large_is_refused);
	RUN(addresses_that_lead_nowhere_are_refused);
	RUN(addresses_that_cannot_be_read_are_refused);
	RUN(wrong_methods_are_refused_and_the_right_ones_told);
	RUN(whoever_asks_too_often_must_wait);
	return TAP_DONE();
}
