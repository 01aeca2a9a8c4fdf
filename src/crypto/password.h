/*
 * crypto/password.h -- passwords as argon2id strings (RFC 9106), from libsodium.
 *
 * A hash takes 64 MiB and tens of milliseconds on purpose (libsodium's INTERACTIVE limits).  At
 * most two, and never more than there are processors, run at a time in the process; further callers
 * wait. Checked from a worker thread, that bounds what a flood of sign-ins can take from everybody
 * else.
 */
#pragma once
#include "base/base.h"
#include "errors.h" /* generated: enum err */

enum { CRYPTO_PASSWORD_BYTES = 128 };

/* "$argon2id$v=19$..." ended by a zero byte.  ERR_BUSY when there is no memory for it. */
enum err crypto_password_hash(struct str password, char ret[static CRYPTO_PASSWORD_BYTES]) MUST_USE;
/*
 * Is it the password that `hash` was made of?  With hash.p == NULL (there is no such account, or it
 * has no password) the answer is false after the same work, so that time does not tell which names
 * exist.
 */
bool crypto_password_verify(struct str hash, struct str password) MUST_USE;

/* What makes a password easy to guess, by cracklib's rules and dictionary.  Where the dictionary is
 * not there, nothing is found. */
enum crypto_password_fault {
	CRYPTO_PASSWORD_GOOD,
	CRYPTO_PASSWORD_WORD,  /* a word of the dictionary, or made of one */
	CRYPTO_PASSWORD_SIMPLE /* short, of few different characters, or a plain row of them */
};
enum crypto_password_fault crypto_password_fault(const char *password);
