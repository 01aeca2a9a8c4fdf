/*
 * http/metrics.h -- counters, written for Prometheus (text format 0.0.4).
 *
 * Counting takes a few relaxed additions and no lock: it stands in the path of every request.
 */
#pragma once
#include "http/route.h"
#include <stdatomic.h>

enum { METRICS_CLASSES = 6, METRICS_BUCKETS = 15 };

struct http_metrics {
	int routes;
	int64_t started_s;          /* since 1970 */
	_Atomic uint64_t *requests; /* [routes + 1][METRICS_CLASSES]; the last: no route */
	/* [0] rendered, [1] from the page cache */
	_Atomic uint64_t buckets[2][METRICS_BUCKETS], total_us[2];
	_Atomic int64_t waiting; /* requests that wait for a worker */
	_Atomic int64_t connections;
	_Atomic int64_t streams;             /* live ones */
	_Atomic uint64_t events, renderings; /* states sent to streams; live regions rendered */
	_Atomic int64_t cache_pages, cache_bytes;
	_Atomic uint64_t dropped; /* connections closed for being slow or too many */
	_Atomic uint64_t refused; /* requests refused because too many were waiting */
};

struct http_metrics *http_metrics_new(int routes);
void http_metrics_free(struct http_metrics *m);
/* One request answered; `route` -1: none; status 0: given up half way. */
void http_metrics_count(struct http_metrics *m, int route, int status, int64_t us, bool is_cached);
void http_metrics_write(const struct http_metrics *m, const struct http_router *router,
                        struct sbuf *out);
/* This process's resident memory in bytes, 0 where it is not known. */
int64_t http_resident_bytes(void);
