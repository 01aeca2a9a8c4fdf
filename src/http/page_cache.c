/* page_cache.c -- a hash table under one lock, held for some hundred nanoseconds a request. */
#include "http/page_cache.h"
#include "base/str.h"
#include "base/time.h"
#include <pthread.h>
#include <stdlib.h>

enum { BUCKETS = 1024, KEY_MAX = 1024, ENTRY_OVERHEAD = 256 };
static const int64_t AGE_MAX_US = 60 * INT64_C(1000000);

struct entry {
	struct entry *next_in_bucket;
	struct entry *next, *prev; /* the ring that the hand goes round */
	struct http_page_key key;  /* its strings lie in `text` */
	struct http_page page;
	struct table_set reads;
	uint64_t since, hash;
	int64_t made_us;
	bool is_used; /* since the hand came by */
	char text[];
};

struct http_cache {
	pthread_mutex_t lock;
	struct db_store *store;
	struct http_metrics *metrics;
	size_t bytes, limit_bytes;
	struct entry *hand;
	struct entry *buckets[BUCKETS];
};

struct http_cache *http_cache_new(struct db_store *store, size_t limit_bytes,
                                  struct http_metrics *m)
{
	struct http_cache *c = calloc(1, sizeof *c);

	MUST(c);
	pthread_mutex_init(&c->lock, NULL);
	c->store = store;
	c->limit_bytes = limit_bytes;
	c->metrics = m;
	return c;
}

static uint64_t hash_of(const struct http_page_key *key)
{
	uint64_t h = str_hash(key->target) * 31 + str_hash(key->host);

	return h * 31 + (uint64_t)key->lang * 2 + key->is_https;
}

static bool is_same(const struct http_page_key *a, const struct http_page_key *b)
{
	return a->lang == b->lang && a->is_https == b->is_https && str_eq(a->target, b->target) &&
	       str_eq(a->host, b->host);
}

static size_t cost(const struct entry *e)
{
	return e->page.wire->bytes + e->key.target.n + e->key.host.n + ENTRY_OVERHEAD;
}

static struct entry **find(struct http_cache *c, const struct http_page_key *key, uint64_t hash)
{
	struct entry **at = &c->buckets[hash % BUCKETS];

	while (*at && ((*at)->hash != hash || !is_same(&(*at)->key, key)))
		at = &(*at)->next_in_bucket;
	return at;
}

static void count(struct http_cache *c, int pages)
{
	atomic_fetch_add_explicit(&c->metrics->cache_pages, pages, memory_order_relaxed);
	atomic_store_explicit(&c->metrics->cache_bytes, (int64_t)c->bytes, memory_order_relaxed);
}

/* Take out what `at` points to.  Whoever is sending it goes on: the forms are counted. */
static void drop(struct http_cache *c, struct entry **at)
{
	struct entry *e = *at;

	*at = e->next_in_bucket;
	c->bytes -= cost(e);
	if (c->hand == e)
		c->hand = e->next == e ? NULL : e->next;
	e->prev->next = e->next;
	e->next->prev = e->prev;
	http_wire_unref(e->page.wire);
	free(e);
	count(c, -1);
}

static void make_room(struct http_cache *c)
{
	while (c->bytes > c->limit_bytes && c->hand) {
		struct entry *e = c->hand;

		if (e->is_used) {
			e->is_used = false;
			c->hand = e->next;
		} else {
			drop(c, find(c, &e->key, e->hash));
		}
	}
}

static bool is_true(const struct http_cache *c, const struct entry *e, int64_t now_us)
{
	return now_us - e->made_us < AGE_MAX_US &&
	       (!c->store || db_is_current(c->store, &e->reads, e->since));
}

bool http_cache_find(struct http_cache *c, const struct http_page_key *key, struct http_page *ret)
{
	uint64_t hash = hash_of(key);
	int64_t now_us = time_monotonic_us();
	struct entry **at, *e;
	bool found = false;

	/* Before the page's own tables are looked at: db/share.c says why. */
	if (c->store && !db_is_alone(c->store))
		return false;
	pthread_mutex_lock(&c->lock);
	at = find(c, key, hash);
	e = *at;
	if (e && is_true(c, e, now_us)) {
		e->is_used = true;
		http_wire_ref(e->page.wire);
		*ret = e->page;
		found = true;
	} else if (e) {
		drop(c, at);
	}
	pthread_mutex_unlock(&c->lock);
	return found;
}

static struct entry *entry_new(const struct http_page_key *key)
{
	struct entry *e = calloc(1, sizeof *e + key->target.n + key->host.n);

	MUST(e);
	memcpy(e->text, key->target.p, key->target.n);
	memcpy(e->text + key->target.n, key->host.p, key->host.n);
	e->key = *key;
	e->key.target.p = e->text;
	e->key.host.p = e->text + key->target.n;
	e->hash = hash_of(key);
	return e;
}

static void insert(struct http_cache *c, struct entry *e)
{
	struct entry **at = find(c, &e->key, e->hash);

	/* Two workers may have made the same page; each is given out only while it is true. */
	if (*at)
		drop(c, at);
	e->next_in_bucket = c->buckets[e->hash % BUCKETS];
	c->buckets[e->hash % BUCKETS] = e;
	if (!c->hand)
		c->hand = e->next = e->prev = e;
	e->next = c->hand;
	e->prev = c->hand->prev;
	e->prev->next = e;
	e->next->prev = e;
	c->bytes += cost(e);
	count(c, 1);
	make_room(c);
}

void http_cache_put(struct http_cache *c, const struct http_page_key *key,
                    const struct http_page *page, const struct table_set *reads, uint64_t since)
{
	struct entry *e;

	if (c->store && !db_is_alone(c->store))
		return;
	if (key->target.n + key->host.n > KEY_MAX || page->wire->bytes > c->limit_bytes / 4)
		return;
	e = entry_new(key);
	e->page = *page;
	e->reads = *reads;
	e->since = since;
	e->made_us = time_monotonic_us();
	http_wire_ref(page->wire);
	pthread_mutex_lock(&c->lock);
	insert(c, e);
	pthread_mutex_unlock(&c->lock);
}

void http_cache_free(struct http_cache *c)
{
	if (!c)
		return;
	while (c->hand)
		drop(c, find(c, &c->hand->key, c->hand->hash));
	pthread_mutex_destroy(&c->lock);
	free(c);
}
