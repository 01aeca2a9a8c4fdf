/* password.c -- passwords as argon2id strings, from libsodium. */
#include "crypto/password.h"

#include <crack.h>
#include <pthread.h>
#include <sodium.h>
#include <unistd.h>

_Static_assert(CRYPTO_PASSWORD_BYTES == crypto_pwhash_STRBYTES, "room for libsodium's strings");

enum { AT_ONCE_MAX = 2 };

/*
 * How many hashes run now.  It bounds the memory of the process, so it belongs to the process: the
 * one kind of state that cannot come in a ctx.
 */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t left;
	int running;
} hashing = { .lock = PTHREAD_MUTEX_INITIALIZER, .left = PTHREAD_COND_INITIALIZER };

static int at_once(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores >= 1 && cores < AT_ONCE_MAX ? (int)cores : AT_ONCE_MAX;
}

static void enter(void)
{
	/* Picks the fastest code for this processor; costs nothing after the first time. */
	MUST(sodium_init() >= 0);
	pthread_mutex_lock(&hashing.lock);
	while (hashing.running >= at_once())
		pthread_cond_wait(&hashing.left, &hashing.lock);
	hashing.running++;
	pthread_mutex_unlock(&hashing.lock);
}

static void leave(void)
{
	pthread_mutex_lock(&hashing.lock);
	hashing.running--;
	pthread_cond_signal(&hashing.left);
	pthread_mutex_unlock(&hashing.lock);
}

enum err crypto_password_hash(struct str password, char ret[static CRYPTO_PASSWORD_BYTES])
{
	char hash[CRYPTO_PASSWORD_BYTES];

	enter();
	int rc = crypto_pwhash_str_alg(hash, password.p != NULL ? password.p : "", password.n,
	                               crypto_pwhash_OPSLIMIT_INTERACTIVE,
	                               crypto_pwhash_MEMLIMIT_INTERACTIVE,
	                               crypto_pwhash_ALG_ARGON2ID13);
	leave();
	if (rc != 0)
		return ERR_BUSY;
	memcpy(ret, hash, sizeof(hash));
	return ERR_OK;
}

/*
 * A string made once with the limits above, of 32 random bytes that nobody kept: what a password is
 * compared with where there is none.
 */
static const char NOBODY[CRYPTO_PASSWORD_BYTES] =
	"$argon2id$v=19$m=65536,t=2,p=1$XZepnkXrjnmJfLTqLiI11g$"
	"wrm36PC/bLuXEfzAOXfev6KgAZtYRSqEFosshbCwQs0";

bool crypto_password_verify(struct str hash, struct str password)
{
	char string[CRYPTO_PASSWORD_BYTES] = { 0 };
	bool known = hash.p != NULL && hash.n < sizeof(string);

	/* Were it malformed, it would be refused at once, and time would tell. */
	MUST(crypto_pwhash_str_needs_rehash(NOBODY, crypto_pwhash_OPSLIMIT_INTERACTIVE,
	                                    crypto_pwhash_MEMLIMIT_INTERACTIVE) >= 0);
	/* libsodium reads a whole zero-ended string of that size. */
	memcpy(string, known ? hash.p : NOBODY, known ? hash.n : strlen(NOBODY));
	enter();
	int rc = crypto_pwhash_str_verify(string, password.p != NULL ? password.p : "", password.n);

	leave();
	return known && rc == 0;
}

/* cracklib keeps what it reads in static memory: one at a time. */
enum crypto_password_fault crypto_password_fault(const char *password)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	char why[256] = "";

	/* Debian's variant: without its dictionary the other one ends the program. */
	pthread_mutex_lock(&lock);
	if (!__DEBIAN_SPECIFIC__SafeFascistCheck(password, GetDefaultCracklibDict(), why,
	                                         sizeof why))
		why[0] = 0;
	pthread_mutex_unlock(&lock);
	if (!why[0])
		return CRYPTO_PASSWORD_GOOD;
	return strstr(why, "dictionary") ? CRYPTO_PASSWORD_WORD : CRYPTO_PASSWORD_SIMPLE;
}
