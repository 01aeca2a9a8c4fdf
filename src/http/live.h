/*
 * http/live.h -- live regions: pieces of pages that are sent again whenever they have changed.
 *
 * A region is known by its address, its language and its host.  While anybody reads it, it is kept
 * here as it was last rendered, with the tables that it was rendered from.  When one of them
 * changes it is rendered again, once for all its readers, and if its bytes are others they go to
 * every stream.  There is no queue: a stream that is slow or comes late gets the newest state and
 * no other.
 *
 * Two threads.  The renderer (live_render.c) waits for commits.  The sender (live_send.c) owns the
 * sockets: a stream leaves libmicrohttpd as soon as its request has been answered, for what remains
 * of it is a socket and a position, where a connection of libmicrohttpd would keep its whole
 * buffer.
 */
#pragma once
#include "base/language.h"
#include "http/proxy.h"
#include "ids.h"

struct http_core;
struct http_live;
struct http_live_region;
struct http_reply;

struct http_live_key {
	struct str host, target; /* the target in one spelling: see http_encode() */
	enum language lang;
	bool is_https;
};

/* What a request for a stream leaves behind: how it goes on when the answer has been decided. */
struct http_stream {
	struct http_live_key key;
	struct http_live_region
		*region;            /* its readers' own; NULL: it begins with the reply's body */
	int need;                   /* enum right */
	struct str session;         /* by which the right is looked at again */
	struct table_set who_reads; /* tables that tell who holds the session, and what they may */
	uint64_t seen;              /* what the client has already, by its Last-Event-ID; 0 */
};

/* NULL when nothing can change: without a store. */
struct http_live *http_live_start(struct http_core *core);
/* All streams end at once, and no more begin. */
void http_live_stop(struct http_live *l);
void http_live_free(struct http_live *l);

/* May this client open another stream?  ERR_TOO_MANY, ERR_STOPPING. */
enum err http_live_admit(struct http_live *l, const struct http_addr *client) MUST_USE;
/* A region that has readers, so that it need not be rendered for one more; or NULL.  Counted. */
struct http_live_region *http_live_find(struct http_live *l, const struct http_live_key *key);
/*
 * The stream begins: reply->stream says of what.  `reads` and `since` are those of the reply's
 * body.  `fd` belongs to the stream from here on, whatever comes of it.
 */
void http_live_join(struct http_live *l, int fd, const struct http_reply *reply,
                    const struct table_set *reads, uint64_t since);
