/* test_access.c -- who may look after whom, and links that reach the person alone. */
#include "access/access.h"
#include "test/pages.h"
#include "test/tap.h"

static const struct route *const routes[] = { access_routes, account_routes, NULL };
static const char *const PASSWORD = "herons cross the river";
static const account_id nobody = { 0 };
static struct assembly a;

static struct ctx *as(account_id who)
{
	struct ctx *ctx = assembly_as(&a, who);

	ctx->base = S("https://near.example");
	return ctx;
}

static bool has(struct str text, const char *words)
{
	return memmem(text.p, text.n, words, strlen(words)) != NULL;
}

/* Letters so far, and the newest one's body. */
static int letters(struct str *ret_body)
{
	struct mail *list;
	bool more;
	int n = 0;

	CHECK(mail_list(as(a.secretariat), &(struct mail_filter){ 0 }, &list, &n, &more) == ERR_OK);
	if (n > 0 && ret_body)
		CHECK(mail_body(as(a.secretariat), list[0].id, ret_body) == ERR_OK);
	return n;
}

static void give_password_and_address(account_id who)
{
	CHECK(account_set_password(as(nobody), who, str_of(PASSWORD)) == ERR_OK);
	CHECK(account_set_email(as(nobody), who, S("somebody@near.example")) == ERR_OK);
}

static void a_link_for_who_never_came_is_shown(void)
{
	enum access_way way;
	struct str token, session;

	assembly_new(&a, 1);
	CHECK(access_link(as(a.secretariat), a.delegates[0], &way, &token) == ERR_OK &&
	      way == ACCESS_SHOWN);
	CHECK(account_accept(as(nobody), token, (struct str){ 0 }, &session) == ERR_OK);
	CHECK(letters(NULL) == 0);
	assembly_free(&a);
}

static void a_link_for_who_is_in_use_goes_to_them_alone(void)
{
	enum access_way way;
	struct str token = { 0 }, body;

	assembly_new(&a, 1);
	CHECK(account_set_password(as(nobody), a.delegates[0], str_of(PASSWORD)) == ERR_OK);
	CHECK(access_link(as(a.secretariat), a.delegates[0], &way, &token) == ERR_ACCESS_NO_EMAIL);
	give_password_and_address(a.delegates[0]);
	CHECK(access_link(as(a.secretariat), a.delegates[0], &way, &token) == ERR_OK &&
	      way == ACCESS_MAILED && !token.p);
	CHECK(letters(&body) == 1 && has(body, "https://near.example/en/invitation?token="));
	as(a.secretariat)->base = (struct str){ 0 };
	CHECK(access_link(&a.engine.ctx, a.delegates[0], &way, &token) == ERR_PUBLIC_URL);
	assembly_free(&a);
}

static void the_operator_alone_looks_after_whoever_holds_an_office(void)
{
	const struct account_duty duty = { ROLE_AUDITOR, SCOPE_ASSOCIATION, 0 };
	enum access_way way;
	struct str token;

	assembly_new(&a, 1);
	const account_id held[] = { a.chair, a.secretariat, a.auditor, a.operator};

	for (size_t i = 0; i < COUNT_OF(held); i++) {
		CHECK(access_link(as(a.secretariat), held[i], &way, &token) == ERR_FORBIDDEN);
		CHECK(access_close(as(a.secretariat), held[i]) == ERR_FORBIDDEN);
	}
	CHECK(access_withdraw(as(a.secretariat), a.auditor, &duty) == ERR_FORBIDDEN);
	CHECK(access_link(as(a.operator), a.chair, &way, &token) == ERR_OK && way == ACCESS_SHOWN);
	CHECK(access_withdraw(as(a.operator), a.auditor, &duty) == ERR_OK);
	CHECK(access_link(as(a.secretariat), a.auditor, &way, &token) == ERR_OK);
	assembly_free(&a);
}

static void a_forgotten_password_is_answered_alike_whoever_asks(void)
{
	struct http_reply known, unknown;
	struct str body;

	assembly_new(&a, 2);
	give_password_and_address(a.delegates[0]);
	known = page_post(&a, routes, nobody, "/en/forgotten", "name=G1");
	CHECK(known.status == 200 && letters(&body) == 1 && has(body, "/en/invitation?token="));
	unknown = page_post(&a, routes, nobody, "/en/forgotten", "name=no-such");
	CHECK(unknown.status == 200 && letters(NULL) == 1);
	CHECK(page_has(&known, "If an account has this name") &&
	      page_has(&unknown, "If an account has this name"));
	page_post(&a, routes, nobody, "/en/forgotten", "name=g1");
	CHECK(letters(NULL) == 1);
	a.engine.ctx.now.us += INT64_C(16) * 60 * 1000000;
	page_post(&a, routes, nobody, "/en/forgotten", "name=g1");
	CHECK(letters(NULL) == 2);
	assembly_free(&a);
}

static void people_are_listed_and_looked_after_by_page(void)
{
	struct http_reply r;
	char path[64], form[128];

	assembly_new(&a, 1);
	r = page_get(&a, routes, a.secretariat, "/en/people");
	CHECK(r.status == 200 && page_has(&r, "Person of chair") &&
	      page_has(&r, "invited, not used yet"));
	CHECK(page_get(&a, routes, a.delegates[0], "/en/people").status == 403);
	snprintf(path, sizeof(path), "/en/people/%" PRId64, a.delegates[0].v);
	r = page_get(&a, routes, a.secretariat, path);
	CHECK(r.status == 200 && page_has(&r, "Government 1") && page_has(&r, "Make a link"));
	r = page_post(&a, routes, a.secretariat, path, "action=link");
	CHECK(r.status == 200 && page_has(&r, "/en/invitation?token="));
	CHECK(page_post(&a, routes, a.secretariat, path, "action=rename&person_en=New+Name")
	              .status == 303);
	r = page_get(&a, routes, a.secretariat, path);
	CHECK(page_has(&r, "<h1>New Name</h1>"));
	snprintf(form, sizeof(form),
	         "action=withdraw&role=delegate&scope=government&scope_id=%" PRId64,
	         a.members[0].v);
	CHECK(page_post(&a, routes, a.secretariat, path, form).status == 303);
	r = page_get(&a, routes, a.secretariat, path);
	CHECK(page_has(&r, "No role has been given."));
	CHECK(page_post(&a, routes, a.secretariat, path, "action=close").status == 303);
	r = page_get(&a, routes, a.secretariat, path);
	CHECK(page_has(&r, "closed") && !page_has(&r, "Make a link"));
	snprintf(path, sizeof(path), "/en/people/%" PRId64, a.chair.v);
	r = page_get(&a, routes, a.secretariat, path);
	CHECK(page_has(&r, "The operator looks after their account."));
	assembly_free(&a);
}

int main(void)
{
	RUN(a_link_for_who_never_came_is_shown);
	RUN(a_link_for_who_is_in_use_goes_to_them_alone);
	RUN(the_operator_alone_looks_after_whoever_holds_an_office);
	RUN(a_forgotten_password_is_answered_alike_whoever_asks);
	RUN(people_are_listed_and_looked_after_by_page);
	return TAP_DONE();
}
