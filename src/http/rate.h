/*
 * http/rate.h -- how often a client may call a route.
 *
 * The generic cell rate algorithm: each request moves a client's due time on by a minute divided by
 * the rate; a client may run at most a minute ahead.  Memory is fixed: where a place is taken by
 * others, the client that is least ahead is forgotten, which can only let somebody through.
 */
#pragma once
#include "http/proxy.h"

struct http_rate;

struct http_rate *http_rate_new(void);
void http_rate_free(struct http_rate *r);
/* Count a request: 0 when it may go on, otherwise the seconds to wait, and it is not counted. */
int http_rate_take(struct http_rate *r, const struct http_addr *client, int route, int per_minute,
                   int64_t now_us);
