/* test_account.c -- signing in, invitations, grants: on either engine. */
#include "account/account.h"
#include "base/str.h"
#include "http/call.h"
#include "test/engine.h"
#include "test/tap.h"

static struct engine engine;
static struct ctx *const ctx = &engine.ctx;

static const char *const PASSWORD = "correct horse battery";

static account_id add(const char *name, const char *password)
{
	struct account_new new = { .name = str_of(name),
		                   .language = LANGUAGE_MN,
		                   .password = str_of(password) };
	account_id id = { 0 };

	new.person.in[LANGUAGE_EN] = S("Bat-Erdene");
	CHECK(account_add(ctx, &new, &id) == ERR_OK);
	return id;
}

static void later(int64_t minutes)
{
	ctx->now.us += minutes * 60 * 1000000;
}

static void right_password_opens_a_session_that_identifies(void)
{
	struct str token;
	uint32_t rights = 0;
	account_id id;

	engine_new(&engine);
	id = add("dornod", PASSWORD);
	CHECK(account_sign_in(ctx, S("dornod"), str_of(PASSWORD), &token) == ERR_OK);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && ctx->who.v == id.v);
	CHECK(rights == (1u << RIGHT_PUBLIC | 1u << RIGHT_SIGNED_IN));
	engine_free(&engine);
}

static void wrong_password_and_unknown_name_say_the_same(void)
{
	struct str token;

	engine_new(&engine);
	add("dornod", PASSWORD);
	CHECK(account_sign_in(ctx, S("dornod"), S("wrong horse battery"), &token) == ERR_SIGN_IN);
	CHECK(account_sign_in(ctx, S("nobody"), S("wrong horse battery"), &token) == ERR_SIGN_IN);
	engine_free(&engine);
}

static void ten_failures_make_a_name_wait_a_quarter_of_an_hour(void)
{
	struct str token;

	engine_new(&engine);
	add("dornod", PASSWORD);
	for (int i = 0; i < 10; i++)
		CHECK(account_sign_in(ctx, S("dornod"), S("guess"), &token) == ERR_SIGN_IN);
	CHECK(account_sign_in(ctx, S("dornod"), str_of(PASSWORD), &token) == ERR_SIGN_IN_WAIT);
	CHECK(ctx->why_count == 1 && ctx->why[0].i == 15);
	later(15);
	CHECK(account_sign_in(ctx, S("dornod"), str_of(PASSWORD), &token) == ERR_OK);
	CHECK(engine_count(&engine, "account_failure") == 0);
	engine_free(&engine);
}

static void signing_out_ends_the_session_at_once(void)
{
	struct str token;
	uint32_t rights;

	engine_new(&engine);
	add("dornod", PASSWORD);
	CHECK(account_sign_in(ctx, S("dornod"), str_of(PASSWORD), &token) == ERR_OK);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && ctx->who.v != 0);
	CHECK(account_sign_out(ctx, token) == ERR_OK);
	ctx->who = (account_id){ 0 };
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && ctx->who.v == 0);
	CHECK(rights == 1u << RIGHT_PUBLIC);
	engine_free(&engine);
}

static void session_ends_after_three_days(void)
{
	struct str token;
	uint32_t rights;

	engine_new(&engine);
	add("dornod", PASSWORD);
	CHECK(account_sign_in(ctx, S("dornod"), str_of(PASSWORD), &token) == ERR_OK);
	later(3 * 24 * 60);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && ctx->who.v == 0);
	engine_free(&engine);
}

static void invitation_works_once_and_sets_a_password(void)
{
	struct str invitation, token;
	account_id id;

	engine_new(&engine);
	id = add("toyama", NULL);
	CHECK(account_invite(ctx, id, &invitation) == ERR_OK);
	CHECK(account_accept(ctx, invitation, S("short"), &token) == ERR_PASSWORD_WEAK);
	CHECK(account_accept(ctx, invitation, str_of(PASSWORD), &token) == ERR_OK);
	CHECK(account_accept(ctx, invitation, (struct str){ 0 }, &token) == ERR_INVITATION);
	CHECK(account_sign_in(ctx, S("toyama"), str_of(PASSWORD), &token) == ERR_OK);
	engine_free(&engine);
}

static void old_invitation_is_refused(void)
{
	struct str invitation, token;
	account_id id;

	engine_new(&engine);
	id = add("toyama", NULL);
	CHECK(account_invite(ctx, id, &invitation) == ERR_OK);
	later(7 * 24 * 60);
	CHECK(account_accept(ctx, invitation, (struct str){ 0 }, &token) == ERR_INVITATION);
	engine_free(&engine);
}

static void new_password_ends_every_session(void)
{
	struct str token;
	uint32_t rights;
	account_id id;

	engine_new(&engine);
	id = add("toyama", PASSWORD);
	CHECK(account_sign_in(ctx, S("toyama"), str_of(PASSWORD), &token) == ERR_OK);
	CHECK(account_set_password(ctx, id, S("another long word")) == ERR_OK);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && rights == 1u << RIGHT_PUBLIC);
	engine_free(&engine);
}

struct granting {
	account_id who;
	enum role role;
	enum scope scope;
	int64_t id;
};

static enum err write_grant(struct tx *tx, void *arg)
{
	struct granting *g = arg;

	return account_grant(tx, g->who, g->role, g->scope, g->id);
}

static void role_holds_within_its_scope_alone(void)
{
	struct granting g = { .role = ROLE_CHAIR, .scope = SCOPE_ORGAN, .id = 7 };
	struct account_duty duty = { .role = ROLE_CHAIR, .scope = SCOPE_ORGAN };
	struct str token;
	uint32_t rights = 0;
	bool has = false;

	engine_new(&engine);
	g.who = add("chair", PASSWORD);
	CHECK(db_write(ctx, write_grant, &g) == ERR_OK);
	duty.scope_id = 7;
	CHECK(account_has_role(ctx, g.who, duty, &has) == ERR_OK && has);
	duty.scope_id = 8;
	CHECK(account_has_role(ctx, g.who, duty, &has) == ERR_OK && !has);
	CHECK(account_sign_in(ctx, S("chair"), str_of(PASSWORD), &token) == ERR_OK);
	CHECK(account_identify(ctx, token, &rights) == ERR_OK && rights & 1u << RIGHT_PRESIDE);
	CHECK(!(rights & 1u << RIGHT_VOTE));
	engine_free(&engine);
}

static void account_without_a_role_is_told_so(void)
{
	const struct route *const routes[] = { account_routes, NULL };
	struct http_call call = { .target = "/en/account" };
	struct granting g = { .role = ROLE_CHAIR, .scope = SCOPE_ORGAN, .id = 7 };
	struct http_reply r;

	engine_new(&engine);
	call.who = g.who = add("dornod", NULL);
	http_call(ctx, routes, &call, &r);
	CHECK(r.status == 200 && strstr(r.body.p, "<dd>No role has been given.</dd>") != NULL);
	CHECK(db_write(ctx, write_grant, &g) == ERR_OK);
	http_call(ctx, routes, &call, &r);
	CHECK(r.status == 200 && strstr(r.body.p, "No role") == NULL);
	engine_free(&engine);
}

static void two_people_cannot_have_one_name(void)
{
	struct account_new new = { .name = S("toyama") };
	account_id id;

	engine_new(&engine);
	add("toyama", NULL);
	new.person.in[LANGUAGE_EN] = S("Another");
	CHECK(account_add(ctx, &new, &id) == ERR_CONFLICT);
	new.name = S("To yama");
	CHECK(account_add(ctx, &new, &id) == ERR_ACCOUNT_NAME);
	CHECK(engine_count(&engine, "account") == 1);
	engine_free(&engine);
}

static void whatever_statement_fails_no_session_is_half_open(void)
{
	struct str token;
	uint64_t before;
	int n;

	engine_new(&engine);
	add("dornod", PASSWORD);
	before = engine_fingerprint(&engine);
	for (n = 1; n < 60; n++) {
		enum err e;

		db_fault(engine.store, n);
		e = account_sign_in(ctx, S("dornod"), str_of(PASSWORD), &token);
		db_fault(engine.store, 0);
		if (e == ERR_OK)
			break;
		CHECK(engine_fingerprint(&engine) == before);
	}
	CHECK(n > 5 && n < 60);
	engine_free(&engine);
}

int main(void)
{
	RUN(right_password_opens_a_session_that_identifies);
	RUN(wrong_password_and_unknown_name_say_the_same);
	RUN(ten_failures_make_a_name_wait_a_quarter_of_an_hour);
	RUN(signing_out_ends_the_session_at_once);
	RUN(session_ends_after_three_days);
	RUN(invitation_works_once_and_sets_a_password);
	RUN(old_invitation_is_refused);
	RUN(new_password_ends_every_session);
	RUN(role_holds_within_its_scope_alone);
	RUN(account_without_a_role_is_told_so);
	RUN(two_people_cannot_have_one_name);
	RUN(whatever_statement_fails_no_session_is_half_open);
	return TAP_DONE();
}
