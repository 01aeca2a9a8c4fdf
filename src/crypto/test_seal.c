/* test_seal.c -- what is in a box comes out with its key alone, and unaltered. */
#include "crypto/seal.h"
#include "test/tap.h"
#include <string.h>

enum { N = 33 };

static unsigned char key[CRYPTO_SEAL_KEY], box[N + CRYPTO_SEAL_MORE], text[N], out[N];

static struct str boxed(void)
{
	return (struct str){ (const char *)box, sizeof box };
}

static void set_up(void)
{
	memset(key, 7, sizeof key);
	memset(text, 'x', sizeof text);
	memset(out, 0, sizeof out);
	crypto_seal(key, text, N, box);
}

static void what_goes_in_comes_out(void)
{
	set_up();
	CHECK(!memmem(box, sizeof box, "xx", 2));
	CHECK(crypto_unseal(key, boxed(), out) && memcmp(out, text, N) == 0);
}

static void another_key_or_byte_opens_nothing(void)
{
	set_up();
	key[31] ^= 1;
	CHECK(!crypto_unseal(key, boxed(), out));
	key[31] ^= 1;
	for (size_t i = 0; i < sizeof box; i++) {
		box[i] ^= 1;
		CHECK(!crypto_unseal(key, boxed(), out));
		box[i] ^= 1;
	}
	CHECK(!crypto_unseal(key, (struct str){ (const char *)box, sizeof box - 1 }, out));
	CHECK(!crypto_unseal(key, S("short"), out));
	CHECK(!crypto_unseal(key, S(""), out));
	CHECK(crypto_unseal(key, boxed(), out));
}

static void the_same_is_never_boxed_alike(void)
{
	unsigned char other[sizeof box];

	set_up();
	crypto_seal(key, text, N, other);
	CHECK(memcmp(box, other, sizeof box) != 0);
}

int main(void)
{
	RUN(what_goes_in_comes_out);
	RUN(another_key_or_byte_opens_nothing);
	RUN(the_same_is_never_boxed_alike);
	return TAP_DONE();
}
