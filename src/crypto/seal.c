/* seal.c -- libsodium's secretbox. */
#include "crypto/seal.h"
#include "base/random.h"
#include <sodium.h>
#include <string.h>

_Static_assert(CRYPTO_SEAL_KEY == crypto_secretbox_KEYBYTES, "as libsodium has it");
_Static_assert(CRYPTO_SEAL_MORE == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES,
               "as libsodium has it");

void crypto_seal(const unsigned char key[static CRYPTO_SEAL_KEY], const void *p, size_t n,
                 unsigned char *ret)
{
	random_bytes(ret, crypto_secretbox_NONCEBYTES);
	MUST(crypto_secretbox_easy(ret + crypto_secretbox_NONCEBYTES, p, n, ret, key) == 0);
}

bool crypto_unseal(const unsigned char key[static CRYPTO_SEAL_KEY], struct str box, void *ret)
{
	const unsigned char *p = (const unsigned char *)box.p;

	if (box.n < CRYPTO_SEAL_MORE)
		return false;
	return crypto_secretbox_open_easy(ret, p + crypto_secretbox_NONCEBYTES,
	                                  box.n - crypto_secretbox_NONCEBYTES, p, key) == 0;
}
