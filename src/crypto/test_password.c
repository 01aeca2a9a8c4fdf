/* test_password.c -- passwords as argon2id strings. */
#include "base/str.h"
#include "crypto/password.h"
#include "test/tap.h"

#include <pthread.h>

static void a_hash_is_argon2id_with_the_interactive_limits_and_its_own_salt(void)
{
	char one[CRYPTO_PASSWORD_BYTES], two[CRYPTO_PASSWORD_BYTES];

	CHECK(crypto_password_hash(S("correct horse"), one) == ERR_OK);
	CHECK(crypto_password_hash(S("correct horse"), two) == ERR_OK);
	CHECK(str_starts(str_of(one), S("$argon2id$v=19$m=65536,t=2,p=1$")));
	CHECK(strcmp(one, two) != 0);
}

static void only_the_same_password_is_right(void)
{
	char hash[CRYPTO_PASSWORD_BYTES];

	CHECK(crypto_password_hash(S("富山 пароль"), hash) == ERR_OK);
	CHECK(crypto_password_verify(str_of(hash), S("富山 пароль")));
	CHECK(!crypto_password_verify(str_of(hash), S("富山 Пароль")));
	CHECK(!crypto_password_verify(str_of(hash), S("")));
	CHECK(!crypto_password_verify(str_of(hash), (struct str){ NULL, 0 }));
}

/*
 * Made by the reference implementation of argon2 (phc-winner-argon2, test.c): "password" with the
 * salt "somesalt", version 0x13, t=2, m=65536, p=1.
 */
static void a_string_of_the_reference_implementation_is_understood(void)
{
	static const char hash[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
				   "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

	CHECK(crypto_password_verify(str_of(hash), S("password")));
	CHECK(!crypto_password_verify(str_of(hash), S("passwore")));
}

static void where_there_is_no_hash_no_password_is_right(void)
{
	CHECK(!crypto_password_verify((struct str){ NULL, 0 }, S("")));
	CHECK(!crypto_password_verify((struct str){ NULL, 0 }, S("password")));
	CHECK(!crypto_password_verify(S(""), S("")));
	CHECK(!crypto_password_verify(S("no hash"), S("no hash")));
}

static void a_stored_string_of_any_length_is_read_within_its_bounds(void)
{
	char big[300];

	memset(big, '$', sizeof(big));
	CHECK(!crypto_password_verify((struct str){ big, sizeof(big) }, S("x")));
	CHECK(!crypto_password_verify((struct str){ big, CRYPTO_PASSWORD_BYTES }, S("x")));
	CHECK(!crypto_password_verify((struct str){ big, CRYPTO_PASSWORD_BYTES - 1 }, S("x")));
}

static void *hash_one(void *arg)
{
	*(enum err *)arg = crypto_password_hash(S("x"), (char[CRYPTO_PASSWORD_BYTES]){ 0 });
	return NULL;
}

static void more_callers_than_may_run_at_once_all_come_through(void)
{
	enum err results[6];
	pthread_t threads[6];

	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		results[i] = ERR_COUNT;
		MUST(pthread_create(&threads[i], NULL, hash_one, &results[i]) == 0);
	}
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		pthread_join(threads[i], NULL);
		CHECK(results[i] == ERR_OK);
	}
}

int main(void)
{
	RUN(a_hash_is_argon2id_with_the_interactive_limits_and_its_own_salt);
	RUN(only_the_same_password_is_right);
	RUN(a_string_of_the_reference_implementation_is_understood);
	RUN(where_there_is_no_hash_no_password_is_right);
	RUN(a_stored_string_of_any_length_is_read_within_its_bounds);
	RUN(more_callers_than_may_run_at_once_all_come_through);
	return TAP_DONE();
}
