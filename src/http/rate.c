/* rate.c -- due times in a small table. */
#include "http/rate.h"
#include "base/random.h"
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { SETS = 1024, WAYS = 8 };
static const int64_t MINUTE_US = 60 * INT64_C(1000000);

struct place {
	uint64_t key;
	int64_t due_us;
};

struct http_rate {
	pthread_mutex_t lock;
	/* Keyed at random, so that nobody can choose an address to share another one's place. */
	unsigned char secret[crypto_shorthash_KEYBYTES];
	struct place places[SETS][WAYS];
};

struct http_rate *http_rate_new(void)
{
	struct http_rate *r = calloc(1, sizeof *r);

	MUST(r);
	pthread_mutex_init(&r->lock, NULL);
	random_bytes(r->secret, sizeof r->secret);
	return r;
}

void http_rate_free(struct http_rate *r)
{
	if (!r)
		return;
	pthread_mutex_destroy(&r->lock);
	free(r);
}

static uint64_t key_of(const struct http_rate *r, const struct http_addr *client, int route)
{
	struct {
		struct http_addr addr;
		int64_t route;
	} whole = { http_addr_client(client), route };
	unsigned char hash[crypto_shorthash_BYTES];
	uint64_t key;

	_Static_assert(sizeof hash == sizeof key, "the hash is the key");
	crypto_shorthash(hash, (const unsigned char *)&whole, sizeof whole, r->secret);
	memcpy(&key, hash, sizeof key);
	return key;
}

/* The client's place; NULL when it has none. */
static struct place *find(struct http_rate *r, uint64_t key)
{
	struct place *set = r->places[key % SETS];

	for (int i = 0; i < WAYS; i++)
		if (set[i].key == key)
			return &set[i];
	return NULL;
}

/* The client's place, or the one of whoever is least ahead. */
static struct place *place_of(struct http_rate *r, uint64_t key)
{
	struct place *set = r->places[key % SETS], *least = &set[0], *own = find(r, key);

	if (own)
		return own;
	for (int i = 1; i < WAYS; i++)
		if (set[i].due_us < least->due_us)
			least = &set[i];
	*least = (struct place){ .key = key };
	return least;
}

int http_rate_take(struct http_rate *r, const struct http_addr *client, int route, int per_minute,
                   int64_t now_us)
{
	int64_t each = MINUTE_US / per_minute, due, ahead;
	struct place *p;

	pthread_mutex_lock(&r->lock);
	p = place_of(r, key_of(r, client, route));
	due = p->due_us > now_us ? p->due_us : now_us;
	ahead = due + each - now_us;
	if (ahead <= MINUTE_US)
		p->due_us = due + each;
	pthread_mutex_unlock(&r->lock);
	return ahead <= MINUTE_US ? 0 : (int)((ahead - MINUTE_US + 999999) / 1000000);
}

void http_rate_give_back(struct http_rate *r, const struct http_addr *client, int route,
                         int per_minute)
{
	struct place *p;

	pthread_mutex_lock(&r->lock);
	p = find(r, key_of(r, client, route));
	if (p)
		p->due_us -= MINUTE_US / per_minute;
	pthread_mutex_unlock(&r->lock);
}
