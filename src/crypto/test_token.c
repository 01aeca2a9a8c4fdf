/* test_token.c -- secrets that a browser or a letter carries. */
#include "base/str.h"
#include "crypto/hash.h"
#include "crypto/token.h"
#include "test/tap.h"

static void a_token_is_43_url_safe_characters_and_never_the_same(void)
{
	struct crypto_token tokens[64];

	for (size_t i = 0; i < COUNT_OF(tokens); i++) {
		crypto_token_new(&tokens[i]);
		CHECK(strlen(tokens[i].text) == 43);
		CHECK(strspn(tokens[i].text,
		             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
		      43);
		for (size_t k = 0; k < i; k++)
			CHECK(strcmp(tokens[i].text, tokens[k].text) != 0);
	}
}

static void its_hash_is_the_sha256_of_its_text(void)
{
	struct crypto_token t;
	unsigned char hash[CRYPTO_TOKEN_HASH_BYTES];

	crypto_token_new(&t);
	crypto_sha256(t.text, strlen(t.text), hash);
	CHECK(crypto_same(hash, t.hash, sizeof(hash)));
	crypto_token_hash(str_of(t.text), hash);
	CHECK(crypto_same(hash, t.hash, sizeof(hash)));
}

static void only_the_same_text_is_the_token(void)
{
	struct crypto_token t, other;

	crypto_token_new(&t);
	crypto_token_new(&other);
	CHECK(crypto_token_is(str_of(t.text), t.hash));
	CHECK(!crypto_token_is(str_of(other.text), t.hash));
	CHECK(!crypto_token_is(str_sub(str_of(t.text), 0, 42), t.hash));
	CHECK(!crypto_token_is((struct str){ NULL, 0 }, t.hash));
}

int main(void)
{
	RUN(a_token_is_43_url_safe_characters_and_never_the_same);
	RUN(its_hash_is_the_sha256_of_its_text);
	RUN(only_the_same_text_is_the_token);
	return TAP_DONE();
}
