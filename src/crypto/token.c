/* token.c -- secrets that a browser or a letter carries. */
#include "crypto/token.h"

#include "base/random.h"
#include "crypto/hash.h"

#include <sodium.h>

enum { TOKEN_BYTES = 32 };

void crypto_token_new(struct crypto_token *ret)
{
	unsigned char bytes[TOKEN_BYTES];

	random_bytes(bytes, sizeof(bytes));
	sodium_bin2base64(ret->text, sizeof(ret->text), bytes, sizeof(bytes),
	                  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof(bytes));
	crypto_token_hash((struct str){ ret->text, CRYPTO_TOKEN_TEXT - 1 }, ret->hash);
}

void crypto_token_hash(struct str text, unsigned char ret[static CRYPTO_TOKEN_HASH_BYTES])
{
	crypto_sha256(text.p, text.n, ret);
}

bool crypto_token_is(struct str text, const unsigned char hash[static CRYPTO_TOKEN_HASH_BYTES])
{
	unsigned char given[CRYPTO_TOKEN_HASH_BYTES];

	crypto_token_hash(text, given);
	return crypto_same(given, hash, sizeof(given));
}
