/*
 * crypto/seal.h -- a few bytes that only a key opens, and that nobody alters unseen: XSalsa20 and
 * Poly1305, libsodium's secretbox, with a random nonce before it.
 */
#pragma once
#include "base/base.h"

enum { CRYPTO_SEAL_KEY = 32, CRYPTO_SEAL_MORE = 24 + 16 };

/* `n` bytes of `p` become n + CRYPTO_SEAL_MORE bytes of `ret`. */
void crypto_seal(const unsigned char key[static CRYPTO_SEAL_KEY], const void *p, size_t n,
                 unsigned char *ret);
/* The way back: `n` bytes of a box give n - CRYPTO_SEAL_MORE.  False: another key, or altered. */
bool crypto_unseal(const unsigned char key[static CRYPTO_SEAL_KEY], struct str box, void *ret)
	MUST_USE;
