/* test_account_idle.c -- a session that nobody uses ends. */
#include "account/account.h"
#include "test/engine.h"
#include "test/tap.h"

static struct engine engine;
static struct ctx *const ctx = &engine.ctx;

static void later(int64_t minutes)
{
	ctx->now.us += minutes * 60 * 1000000;
}

static void add(void)
{
	struct account_new new = { .name = S("toyama"),
		                   .language = LANGUAGE_JA,
		                   .person = { .in[LANGUAGE_EN] = S_INIT("Sato") },
		                   .password = S("correct horse battery") };

	CHECK(account_add(ctx, &new, &(account_id){ 0 }) == ERR_OK);
}

static enum err sign_in(struct str *ret_token)
{
	const struct account_attempt a = { .name = S("toyama"),
		                           .password = S("correct horse battery"),
		                           .network = S("192.0.2.1"),
		                           .device = S("") };
	struct account_signed in;
	enum err e = account_sign_in(ctx, &a, &in);

	*ret_token = in.token;
	return e;
}

static bool opens(struct str token)
{
	uint32_t rights;

	ctx->who.v = 0;
	return account_identify(ctx, token, &rights) == ERR_OK && ctx->who.v != 0;
}

/* Used each eleven hours it lives, for its three days at most; nothing is written within an hour.
 */
static void a_session_ends_when_nobody_uses_it(void)
{
	struct str token;
	uint64_t before;

	engine_new(&engine);
	add();
	CHECK(sign_in(&token) == ERR_OK);
	for (int i = 0; i < 6; i++) {
		later(11 * 60);
		CHECK(opens(token));
	}
	later(6 * 60);
	CHECK(!opens(token) && sign_in(&token) == ERR_OK);
	later(12 * 60);
	CHECK(!opens(token) && sign_in(&token) == ERR_OK);
	before = engine_fingerprint(&engine);
	later(60);
	CHECK(opens(token) && engine_fingerprint(&engine) == before);
	engine_free(&engine);
}

int main(void)
{
	RUN(a_session_ends_when_nobody_uses_it);
	return TAP_DONE();
}
