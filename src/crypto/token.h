/*
 * crypto/token.h -- secrets that a browser or a letter carries: sessions, invitations, forms.
 *
 * A token is 32 random bytes in URL-safe base64 without padding (RFC 4648, section 5).  The
 * database keeps its SHA-256 alone: whoever reads the database cannot sign in with what stands
 * there.
 */
#pragma once
#include "base/base.h"

enum { CRYPTO_TOKEN_TEXT = 44, CRYPTO_TOKEN_HASH_BYTES = 32 };

struct crypto_token {
	char text[CRYPTO_TOKEN_TEXT]; /* 43 characters and a zero byte */
	unsigned char hash[CRYPTO_TOKEN_HASH_BYTES];
};

void crypto_token_new(struct crypto_token *ret);
/* The hash by which a token that came back is looked up; any bytes will do. */
void crypto_token_hash(struct str text, unsigned char ret[static CRYPTO_TOKEN_HASH_BYTES]);
/* Is it the token with this hash?  In constant time. */
bool crypto_token_is(struct str text, const unsigned char hash[static CRYPTO_TOKEN_HASH_BYTES])
	MUST_USE;
