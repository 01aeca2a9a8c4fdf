/*
 * crypto/hash.h -- SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104), from libcrypto.
 *
 * None of these can fail but for a libcrypto that is broken, which stops the program.
 */
#pragma once
#include "base/base.h"

enum { CRYPTO_SHA256_BYTES = 32, CRYPTO_SHA256_HEX = 65 };

void crypto_sha256(const void *p, size_t n, unsigned char ret[static CRYPTO_SHA256_BYTES]);
/* The same as 64 lower-case hexadecimal digits and a zero byte. */
void crypto_sha256_hex(const void *p, size_t n, char ret[static CRYPTO_SHA256_HEX]);

/* Piece by piece: new, add as often as there is something, then done, which frees it. */
struct crypto_sha256;
struct crypto_sha256 *crypto_sha256_new(void);
void crypto_sha256_add(struct crypto_sha256 *h, const void *p, size_t n);
void crypto_sha256_done(struct crypto_sha256 *h, unsigned char ret[static CRYPTO_SHA256_BYTES]);

void crypto_hmac(struct str key, struct str message, unsigned char ret[static CRYPTO_SHA256_BYTES]);

/* Equal?  Takes the same time wherever they differ, so that nobody can guess a secret byte by byte.
 */
bool crypto_same(const void *a, const void *b, size_t n);
