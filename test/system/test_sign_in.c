/*
 * test_sign_in.c -- signing in from one address, as the delegates in a hall do: whoever knows the
 * password is let in however many they are; whoever guesses at a name must wait, and nobody else.
 */
#include "test/system/refused.h"
#include <sodium.h>

enum { HALL = 300, GUESSES_FREE = 5 };

#define RIGHT "correct horse battery"
#define WRONG "wrong horse battery"

/* Passwords that cost almost nothing to check: it is the counting that is looked at here. */
static void begin(void)
{
	char hash[crypto_pwhash_STRBYTES];

	association_begin();
	MUST(crypto_pwhash_str_alg(hash, RIGHT, strlen(RIGHT), crypto_pwhash_OPSLIMIT_MIN,
	                           crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_ALG_ARGON2ID13) == 0);
	engine_exec(&engine,
	            arena_printf(engine.ctx.arena, "UPDATE account SET password = '%s'", hash).p);
}

static struct http_got sign_in(int who, const char *password, const char *path)
{
	struct asker visitor = asker_of(-1);
	struct arena *a = engine.ctx.arena;
	struct http_pair pairs[] = { { S("name"), people.v[who].name },
		                     { S("password"), str_of(password) } };
	struct attempt t = { .form = http_form_encode(a, pairs, COUNT_OF(pairs)).p };
	struct http_got got = ask(&visitor, &t, path);

	asker_free(&visitor);
	return got;
}

static void hall_behind_one_address_signs_in(void)
{
	int in = 0;

	begin();
	for (int i = 0; i < HALL; i++) {
		int who = DELEGATE + i % people.member_count;

		if (i % 2 == 0)
			in += sign_in(who, RIGHT, "/ko/sign-in").status == 303;
		else
			in += sign_in(who, RIGHT, "/api/v1/sign-in").status == 200;
	}
	CHECK(in == HALL);
	association_end();
}

static void whoever_guesses_at_a_name_is_told_to_wait_and_nobody_is_locked_out(void)
{
	struct attempt t = { .e = ERR_SIGN_IN_WAIT, .args = { ARG_INT("seconds", 1) } };
	struct http_got got;

	begin();
	for (int i = 0; i < GUESSES_FREE; i++)
		CHECK(sign_in(DELEGATE, WRONG, i % 2 ? "/mn/sign-in" : "/api/v1/sign-in").status ==
		      422);
	got = sign_in(DELEGATE, WRONG, "/ru/sign-in");
	tell(is_page_of_refusal(&got, &t, LANGUAGE_RU), &t, "/ru/sign-in", &got);
	CHECK(header_is(&got, "Retry-After", "1"));
	t.args[0].i = 2;
	got = sign_in(DELEGATE, WRONG, "/api/v1/sign-in");
	tell(is_problem(&got, &t, LANGUAGE_MN), &t, "/api/v1/sign-in", &got);
	CHECK(header_is(&got, "Retry-After", "2"));
	CHECK(sign_in(DELEGATE, RIGHT, "/ru/sign-in").status == 303);
	CHECK(sign_in(DELEGATE + 1, RIGHT, "/api/v1/sign-in").status == 200);
	association_end();
}

int main(void)
{
	RUN(hall_behind_one_address_signs_in);
	RUN(whoever_guesses_at_a_name_is_told_to_wait_and_nobody_is_locked_out);
	return TAP_DONE();
}
