/*
 * http/rate.h -- how often a client's requests to a route may fail.
 *
 * The generic cell rate algorithm: each request moves a client's due time on by a minute divided by
 * the rate; a client may run at most a minute ahead.  A request is counted before it is known what
 * comes of it, so that many at once cannot slip through, and given back when it has succeeded.
 * Memory is fixed: where a place is taken by others, the client that is least ahead is forgotten,
 * which can only let somebody through.
 */
#pragma once
#include "http/proxy.h"

struct http_rate;

struct http_rate *http_rate_new(void);
void http_rate_free(struct http_rate *r);
/* Count a request: 0 when it may go on, otherwise the seconds to wait, and it is not counted. */
int http_rate_take(struct http_rate *r, const struct http_addr *client, int route, int per_minute,
                   int64_t now_us);
/* One that was counted has succeeded: it is as if it had not been made. */
void http_rate_give_back(struct http_rate *r, const struct http_addr *client, int route,
                         int per_minute);
