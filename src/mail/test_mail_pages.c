/* test_mail_pages.c -- the outbox as the secretariat sees it, and as nobody else does. */
#include "http/call.h"
#include "mail/test_outbox.h"

static const struct route *const routes[] = { mail_routes, mail_step_routes, mail_api_routes,
	                                      NULL };
static struct outbox o;
static struct mail_way way = { S_INIT("smtp://mail.example:587"), S_INIT("office@near.example"),
	                       true };
static const struct mail_way *set;

static struct http_reply call_as(enum role role, const char *target, const char *form)
{
	const struct http_config config = { .routes = routes, .mail = set };
	const struct http_call call = { .method = form ? "POST" : NULL,
		                        .target = target,
		                        .form = form,
		                        .who = o.secretary,
		                        .rights = role_rights(role) };
	struct http_reply r;

	http_call_with(&o.engine.ctx, &config, &call, &r);
	o.engine.ctx.lang = LANGUAGE_EN;
	return r;
}

static struct http_reply get(const char *target)
{
	return call_as(ROLE_SECRETARIAT, target, NULL);
}

static struct http_reply post(const char *target, const char *form)
{
	return call_as(ROLE_SECRETARIAT, target, form);
}

static bool has(const struct http_reply *r, const char *text)
{
	if (memmem(r->body.p, r->body.n, text, strlen(text)))
		return true;
	printf("# not in the page: %s\n", text);
	return false;
}

static void outbox_says_whether_anything_goes_out(void)
{
	struct http_reply r;

	outbox_new(&o);
	set = NULL;
	r = get("/en/mail");
	CHECK(r.status == 200 && has(&r, "No mail server is set") && has(&r, "mail_from"));
	CHECK(has(&r, "No letter has been written yet"));
	set = &way;
	way.is_open = false;
	r = get("/en/mail");
	CHECK(has(&r, "This is a rehearsal: letters stay here") && has(&r, "mail_in_rehearsal"));
	way.is_open = true;
	r = get("/en/mail");
	CHECK(has(&r, "Letters go out through smtp://mail.example:587, from office@near.example."));
	outbox_free(&o);
}

static void letter_is_read_corrected_and_released(void)
{
	struct http_reply r;

	outbox_new(&o);
	set = &way;
	(void)outbox_queue(&o, o.bat, true);
	r = get("/en/mail");
	CHECK(has(&r, "Хуралдаан") && has(&r, "Held to be read") && has(&r, "bat@dornod.example"));
	r = get("/ja/mail/1");
	CHECK(r.status == 200 && has(&r, "<pre class=\"letter\" lang=\"mn\">Эрхэм ноён"));
	CHECK(has(&r, "office@near.example") && has(&r, "name=\"revision\" value=\"1\""));
	r = get("/en/mail/1/edit");
	CHECK(r.status == 200 && has(&r, "maxlength=\"65536\""));
	r = post("/en/mail/1/edit", "revision=1&subject=One%0ATwo&body=Text%0D%0Amore");
	CHECK(r.status == 303);
	r = post("/en/mail/1/edit", "revision=1&subject=Other&body=Other");
	CHECK(r.status == 409 && has(&r, "Other"));
	CHECK(post("/en/mail/1/release", "revision=1").error == ERR_CONFLICT);
	CHECK(post("/en/mail/1/release", "revision=2").status == 303);
	CHECK(post("/en/mail/1/release", "revision=2").error == ERR_MAIL_STATE);
	r = get("/en/mail/1/message");
	CHECK(r.status == 200 && has(&r, "Subject: One Two\r\n") &&
	      has(&r, "To: =?UTF-8?B?0JHQsNGC?=\r\n <bat@dornod.example>\r\n"));
	CHECK(str_is(str_of(r.content_type), "message/rfc822"));
	CHECK(post("/en/mail/1/cancel", "").status == 303);
	r = get("/en/mail?state=cancelled");
	CHECK(has(&r, ">One Two<"));
	outbox_free(&o);
}

static void address_is_entered_where_it_is_missing(void)
{
	struct http_reply r;

	outbox_new(&o);
	set = &way;
	(void)outbox_queue(&o, o.ito, true);
	r = get("/en/mail");
	CHECK(has(&r, "1 of them has no e-mail address to go to."));
	r = post("/en/mail/1/release", "");
	CHECK(r.status == 422 && r.error == ERR_MAIL_NO_ADDRESS);
	r = post("/en/mail/1/address", "email=ito");
	CHECK(r.status == 422 && has(&r, "not an e-mail address") && has(&r, "value=\"ito\""));
	CHECK(post("/en/mail/1/address", "email=ito%40toyama.example").status == 303);
	r = get("/en/mail/1");
	CHECK(has(&r, "ito@toyama.example"));
	CHECK(post("/en/mail/1/release", "").status == 303);
	outbox_free(&o);
}

static void all_are_released_after_a_second_look(void)
{
	struct http_reply r;

	outbox_new(&o);
	set = &way;
	for (int i = 0; i < MAIL_PAGE + 5; i++)
		(void)outbox_queue(&o, o.bat, true);
	(void)outbox_queue(&o, o.ito, true);
	r = get("/en/mail?about=meeting_session%3A3");
	CHECK(has(&r, "/en/mail?about=meeting_session%3A3&amp;before=7\">Older letters"));
	CHECK(has(&r, "href=\"/en/mail/release?about=meeting_session%3A3\""));
	r = get("/en/mail/release?about=meeting_session%3A3");
	CHECK(has(&r, "105 letters go out as they are") && has(&r, "1 further letter stays held") &&
	      has(&r, "name=\"through\" value=\"106\""));
	r = post("/en/mail/release", "through=106&about=meeting_session%3A3");
	CHECK(r.status == 303 &&
	      str_is(http_reply_header(&r, "Location"), "/en/mail?about=meeting_session%3A3"));
	r = get("/en/mail/release");
	CHECK(has(&r, "There is no such letter."));
	r = post("/api/v1/mail/cancel", "through=106");
	CHECK(r.status == 200 && has(&r, "{\"count\":1}"));
	r = get("/api/v1/mail?state=queued");
	CHECK(has(&r, "\"goes_out\":true") &&
	      has(&r, "\"next\":\"/api/v1/mail?state=queued&before="));
	CHECK(get("/api/v1/mail?before=7").status == 200);
	CHECK(get("/api/v1/mail?before=9999").error == ERR_FIELD_CHOICE);
	CHECK(get("/api/v1/mail?before=0").error == ERR_FIELD_CHOICE);
	outbox_free(&o);
}

static void outbox_is_the_secretariats_alone(void)
{
	static const enum role others[] = { ROLE_PUBLIC, ROLE_DELEGATE, ROLE_HEAD, ROLE_CHAIR,
		                            ROLE_AUDITOR };

	outbox_new(&o);
	set = &way;
	(void)outbox_queue(&o, o.bat, true);
	for (size_t i = 0; i < COUNT_OF(others); i++)
		for (size_t k = 0; k < COUNT_OF(routes) - 1; k++)
			for (const struct route *r = routes[k]; r->path; r++)
				CHECK(!(role_rights(others[i]) & 1u << r->need));
	CHECK(call_as(ROLE_DELEGATE, "/en/mail/1", NULL).error == ERR_FORBIDDEN);
	CHECK(call_as(ROLE_DELEGATE, "/en/mail/1/message", NULL).error == ERR_FORBIDDEN);
	CHECK(call_as(ROLE_CHAIR, "/api/v1/mail/1/release", "").error == ERR_FORBIDDEN);
	outbox_free(&o);
}

int main(void)
{
	RUN(outbox_says_whether_anything_goes_out);
	RUN(letter_is_read_corrected_and_released);
	RUN(address_is_entered_where_it_is_missing);
	RUN(all_are_released_after_a_second_look);
	RUN(outbox_is_the_secretariats_alone);
	return TAP_DONE();
}
