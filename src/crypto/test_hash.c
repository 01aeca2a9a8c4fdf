/* test_hash.c -- SHA-256 and HMAC-SHA-256 against published vectors. */
#include "base/str.h"
#include "crypto/hash.h"
#include "test/tap.h"

/* Is it what these hexadecimal digits say? */
static bool is_hex(const unsigned char *p, const char *digits)
{
	char text[2 * CRYPTO_SHA256_BYTES + 1];

	for (size_t i = 0; i < CRYPTO_SHA256_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", p[i]);
	return strcmp(text, digits) == 0;
}

/* NIST, "Cryptographic Standards and Guidelines, Examples with Intermediate Values" for FIPS 180-4.
 */
static const struct {
	struct str message;
	const char *hash;
} sha256[] = {
	{ S_INIT("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ S_INIT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	{ S_INIT(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
};

static void sha256_gives_the_published_values(void)
{
	for (size_t i = 0; i < COUNT_OF(sha256); i++) {
		unsigned char hash[CRYPTO_SHA256_BYTES];
		char text[CRYPTO_SHA256_HEX];

		crypto_sha256(sha256[i].message.p, sha256[i].message.n, hash);
		CHECK(is_hex(hash, sha256[i].hash));
		crypto_sha256_hex(sha256[i].message.p, sha256[i].message.n, text);
		CHECK(strcmp(text, sha256[i].hash) == 0);
	}
}

static void a_message_in_pieces_has_the_same_hash(void)
{
	for (size_t i = 0; i < COUNT_OF(sha256); i++) {
		for (size_t piece = 1; piece < 60; piece += 7) {
			struct crypto_sha256 *h = crypto_sha256_new();
			struct str m = sha256[i].message;
			unsigned char hash[CRYPTO_SHA256_BYTES];

			for (size_t at = 0; at < m.n; at += piece)
				crypto_sha256_add(h, m.p + at, str_sub(m, at, at + piece).n);
			crypto_sha256_done(h, hash);
			CHECK(is_hex(hash, sha256[i].hash));
		}
	}
}

static void a_million_letters_a_give_the_published_value(void)
{
	struct crypto_sha256 *h = crypto_sha256_new();
	unsigned char hash[CRYPTO_SHA256_BYTES];
	char letters[1000];

	memset(letters, 'a', sizeof(letters));
	for (int i = 0; i < 1000; i++)
		crypto_sha256_add(h, letters, sizeof(letters));
	crypto_sha256_done(h, hash);
	CHECK(is_hex(hash, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
}

static struct str repeat(char *buf, char c, size_t n)
{
	memset(buf, c, n);
	return (struct str){ buf, n };
}

/* RFC 4231, test cases 1 to 4, 6 and 7 (5 is about a truncated value). */
static void hmac_gives_the_values_of_rfc_4231(void)
{
	char key[131], data[50];
	unsigned char mac[CRYPTO_SHA256_BYTES];

	crypto_hmac(repeat(key, '\x0b', 20), S("Hi There"), mac);
	CHECK(is_hex(mac, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
	crypto_hmac(S("Jefe"), S("what do ya want for nothing?"), mac);
	CHECK(is_hex(mac, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
	crypto_hmac(repeat(key, '\xaa', 20), repeat(data, '\xdd', 50), mac);
	CHECK(is_hex(mac, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"));
	for (int i = 0; i < 25; i++)
		key[i] = (char)(i + 1);
	crypto_hmac((struct str){ key, 25 }, repeat(data, '\xcd', 50), mac);
	CHECK(is_hex(mac, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"));
	crypto_hmac(repeat(key, '\xaa', 131),
	            S("Test Using Larger Than Block-Size Key - Hash Key First"), mac);
	CHECK(is_hex(mac, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
	crypto_hmac((struct str){ key, 131 },
	            S("This is a test using a larger than block-size key and a larger than "
	              "block-size data. The key needs to be hashed before being used by the HMAC "
	              "algorithm."),
	            mac);
	CHECK(is_hex(mac, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"));
}

static void an_absent_key_is_an_empty_one(void)
{
	unsigned char absent[CRYPTO_SHA256_BYTES], empty[CRYPTO_SHA256_BYTES];

	crypto_hmac(S("some other key"), S("x"), absent);
	crypto_hmac((struct str){ NULL, 0 }, (struct str){ NULL, 0 }, absent);
	crypto_hmac(S(""), S(""), empty);
	CHECK(crypto_same(absent, empty, sizeof(absent)));
	CHECK(is_hex(empty, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

static void bytes_are_compared_one_by_one(void)
{
	CHECK(crypto_same("abc", "abc", 3) && crypto_same("abc", "abd", 2) &&
	      crypto_same("a", "b", 0));
	CHECK(!crypto_same("abc", "abd", 3) && !crypto_same("xbc", "abc", 3) &&
	      !crypto_same("a\0b", "a\0c", 3));
}

int main(void)
{
	RUN(sha256_gives_the_published_values);
	RUN(a_message_in_pieces_has_the_same_hash);
	RUN(a_million_letters_a_give_the_published_value);
	RUN(hmac_gives_the_values_of_rfc_4231);
	RUN(an_absent_key_is_an_empty_one);
	RUN(bytes_are_compared_one_by_one);
	return TAP_DONE();
}
