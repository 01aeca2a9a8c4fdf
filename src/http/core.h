/*
 * http/core.h -- from a whole request to a whole answer, without a socket.
 *
 * The core is what all workers share: tables that do not change, counters, the rate limits.  An
 * exchange is one request on its way through; it lives in the ctx's arena.  server.c brings
 * requests from sockets, call.c from tests; both go through http_answer() and there is no other
 * way.
 */
#pragma once
#include "http/field.h"
#include "http/guard.h"
#include "http/live.h"
#include "http/metrics.h"
#include "http/proxy.h"
#include "http/rate.h"
#include "http/route.h"
#include <stdatomic.h>

enum { HTTP_BODY_MAX = 64 * 1024, HTTP_HEADERS_MAX = 24, HTTP_ID_TEXT = 17 };

struct http_core {
	struct http_config config; /* a copy, its zeroes replaced by what they stand for */
	struct http_router router;
	struct http_nets trusted;
	struct http_rate *rate;
	struct http_metrics *metrics;
	struct http_live *live; /* NULL: no streams */
	struct arena *arena;    /* of the router */
	bool has_sign_in;       /* is there a page to sign in at? */
	char base[300];         /* for ctx; empty: none */
	uint32_t boot;          /* the first half of request ids: another one each start */
	_Atomic uint32_t last_id;
	_Atomic bool is_stopping;
};

/* A request as it came, read whole. */
struct http_raw {
	struct str method, target, body;
	const struct http_head *head;
	struct http_addr peer;
	struct str id;
	enum err refused; /* what the listener has against it already, or ERR_OK */
	/* The server itself renders a live region, for all who may see it; else NULL. */
	const struct http_live_key *region;
	/* Set by tests: signed in without a cookie. */
	account_id who;
	uint32_t rights;
};

struct http_header {
	const char *name, *value;
};

/* What goes out, all of it in the ctx's arena. */
struct http_reply {
	int status;
	enum err error; /* what it tells the reader of, or ERR_OK */
	const char *content_type;
	struct str body;
	struct http_header
		headers[HTTP_HEADERS_MAX]; /* all but what the form sent adds: see wire.h */
	int header_count;
	bool is_public; /* the same for everybody who is not signed in: may be cached */
	int route;      /* its number in the router, or -1 */
	struct http_addr client;
	struct http_stream *stream; /* the answer goes on as a live stream; else NULL */
};

struct http_exchange {
	struct http_core *core;
	struct ctx *ctx;
	const struct http_raw *raw;
	struct request req;
	struct response res;
	struct http_fields fields;
	struct http_match match;
	struct http_origin origin;
	struct http_holder holder; /* for whom req.csrf is */
	bool is_new_visitor;       /* holder.visitor was made for this answer */
	bool is_known_method;
	bool has_language;  /* the path says which */
	struct str unknown; /* the first undeclared name of the query; p == NULL: none */
	uint32_t rights;
	int retry_after;            /* seconds, with ERR_TOO_MANY */
	struct table_set who_reads; /* what tells who asks */
	struct http_stream *stream; /* a live region was asked for as a stream */
};

/* Check the config and make what workers share.  False: *why says what is wrong with the config. */
bool http_core_make(struct http_core *core, const struct http_config *config, struct sbuf *why);
void http_core_done(struct http_core *core);
/* A new request's id, 16 hexadecimal digits. */
void http_core_id(struct http_core *core, char buf[static HTTP_ID_TEXT]);

/* A ctx for a request: arena, database, clock, effects, frame. */
void http_ctx_fill(const struct http_core *core, struct ctx *ctx, struct arena *arena,
                   struct db *db);
/* May whoever holds this session still do what `need` (enum right) says? */
enum err http_may(const struct http_core *core, struct ctx *ctx, struct str session, int need,
                  bool *ret_may) MUST_USE;

/* ctx has arena, db, now, effects and frame set.  `ret` is whole whatever happens. */
void http_answer(struct http_core *core, struct ctx *ctx, const struct http_raw *raw,
                 struct http_reply *ret);

/* --- the steps of http_answer() that stand in files of their own --- */

/* problem.c: throw away the response and tell the reader of `e`. */
void http_problem_answer(struct http_exchange *x, enum err e);
/* The same in a few bytes and without a database, for when not even that much can be done. */
void http_problem_plain(struct http_exchange *x, enum err e);
/* A word or two for an HTTP status, a message key. */
const char *http_problem_title(int status);
/* reply.c: headers and all. */
void http_reply_make(struct http_exchange *x, enum err e, struct http_reply *ret);

/* live_answer.c: the answer to a request for a live region. */
enum err http_live_answer(struct http_exchange *x) MUST_USE;

/* builtin.c: the routes that http/ has itself. */
extern const struct route http_builtin_routes[];
/* The exchange that a built-in handler's request is part of. */
struct http_exchange *http_exchange_of(const struct request *req);
