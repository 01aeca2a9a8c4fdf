/* hash.c -- SHA-256 and HMAC-SHA-256, from libcrypto. */
#include "crypto/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

/* The EVP context is the whole of it; the name keeps callers from passing any other. */
struct crypto_sha256 *crypto_sha256_new(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	MUST(ctx != NULL);
	MUST(EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1);
	return (struct crypto_sha256 *)ctx;
}

void crypto_sha256_add(struct crypto_sha256 *h, const void *p, size_t n)
{
	MUST(EVP_DigestUpdate((EVP_MD_CTX *)h, p, n) == 1);
}

void crypto_sha256_done(struct crypto_sha256 *h, unsigned char ret[static CRYPTO_SHA256_BYTES])
{
	unsigned n = 0;

	MUST(EVP_DigestFinal_ex((EVP_MD_CTX *)h, ret, &n) == 1 && n == CRYPTO_SHA256_BYTES);
	EVP_MD_CTX_free((EVP_MD_CTX *)h);
}

void crypto_sha256(const void *p, size_t n, unsigned char ret[static CRYPTO_SHA256_BYTES])
{
	unsigned made = 0;

	MUST(EVP_Digest(p, n, ret, &made, EVP_sha256(), NULL) == 1 && made == CRYPTO_SHA256_BYTES);
}

void crypto_sha256_hex(const void *p, size_t n, char ret[static CRYPTO_SHA256_HEX])
{
	unsigned char hash[CRYPTO_SHA256_BYTES];

	crypto_sha256(p, n, hash);
	for (size_t i = 0; i < sizeof(hash); i++) {
		ret[2 * i] = "0123456789abcdef"[hash[i] >> 4];
		ret[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
	}
	ret[CRYPTO_SHA256_HEX - 1] = '\0';
}

void crypto_hmac(struct str key, struct str message, unsigned char ret[static CRYPTO_SHA256_BYTES])
{
	unsigned n = 0;
	/* A NULL key would mean "the key of the call before" to HMAC(). */
	const char *k = key.p != NULL ? key.p : "";
	const char *m = message.p != NULL ? message.p : "";

	MUST(key.n <= INT32_MAX);
	MUST(HMAC(EVP_sha256(), k, (int)key.n, (const unsigned char *)m, message.n, ret, &n) !=
	             NULL &&
	     n == CRYPTO_SHA256_BYTES);
}

bool crypto_same(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}
