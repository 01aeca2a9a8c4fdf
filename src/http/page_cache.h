/*
 * http/page_cache.h -- whole pages for readers who are not signed in.  Exact, not nearly right.
 *
 * A page rests on the tables that were read while it was made.  It is given out only while none of
 * them has changed since before its making began (db_is_current()); a commit counts before its
 * writer is answered, so nobody is shown less than what somebody has been told is done.  While
 * other processes share the database nothing is kept and nothing given out (db_is_alone()). Because
 * pages also show what today's date makes of their data, none is given out longer than a minute.
 *
 * Bounded in bytes; what was not asked for lately gives way (the CLOCK algorithm).
 */
#pragma once
#include "db/db.h"
#include "http/wire.h"

struct http_cache;

/* What one page depends on besides the data.  The host too: pages hold absolute addresses. */
struct http_page_key {
	struct str host, target;
	enum language lang; /* the reader's, where the address does not say; else 0 */
	bool is_https;
};

struct http_page {
	struct http_wire *wire;
	int route; /* for the metrics */
};

/* `store` NULL: no page ever changes. */
struct http_cache *http_cache_new(struct db_store *store, size_t limit_bytes,
                                  struct http_metrics *m);
void http_cache_free(struct http_cache *c);
/* False when it is not there or no longer true.  The caller holds a reference to ret->wire. */
bool http_cache_find(struct http_cache *c, const struct http_page_key *key, struct http_page *ret);
/* Keep a page that was begun when the store stood at `since` and read the tables `reads`. */
void http_cache_put(struct http_cache *c, const struct http_page_key *key,
                    const struct http_page *page, const struct table_set *reads, uint64_t since);
