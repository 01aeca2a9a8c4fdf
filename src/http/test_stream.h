/* test_stream.h -- live regions over the rows that test_live_routes.h counts, and their streams. */
#pragma once
#include "crypto/hash.h"
#include "http/test_live.h"

static _Atomic int made[LANGUAGE_COUNT]; /* renderings of a region in each language */
static _Atomic int made_large;
static _Atomic bool is_chair; /* may whoever holds the session "chair" preside? */
static _Atomic bool is_gone;  /* the region at /:lang/live/gone */
enum { LARGE = 400 * 1000 };

static inline enum err get_region(struct ctx *ctx, const struct request *req, struct response *res)
{
	int64_t n = -1;
	enum err e = count_rows(ctx, &n);

	made[ctx->lang]++;
	CHECK(ctx->who.v == 0 && req->csrf.n == 0);
	sbuf_printf(&res->body, "<p>%" PRId64 " rows,\nin %s</p>\n", n, language_code(ctx->lang));
	return e;
}

static inline enum err get_same(struct ctx *ctx, const struct request *req, struct response *res)
{
	int64_t n;
	enum err e = count_rows(ctx, &n);

	(void)req;
	made[ctx->lang]++;
	sbuf_lit(&res->body, "<p>always the same</p>");
	return e;
}

static inline enum err get_much(struct ctx *ctx, const struct request *req, struct response *res)
{
	int64_t n = -1;
	enum err e = count_rows(ctx, &n);

	(void)req;
	made_large++;
	sbuf_printf(&res->body, "<p>%" PRId64 " rows</p>", n);
	while (res->body.n < LARGE)
		sbuf_lit(&res->body, "<p>and so on</p>");
	return e;
}

static inline enum err get_gone(struct ctx *ctx, const struct request *req, struct response *res)
{
	int64_t n;
	enum err e = count_rows(ctx, &n);

	(void)req;
	sbuf_lit(&res->body, "<p>here</p>");
	return is_gone ? ERR_NOT_FOUND : e;
}

#define REGION(p, right, handler)                                                                  \
	{                                                                                          \
		.method = METHOD_GET, .path = "/:lang/live/" p, .need = RIGHT_##right,             \
		.run = handler, .doc = "A region.", .live = true                                   \
	}
static const struct route region_routes[] = {
	REGION("count", PUBLIC, get_region),  REGION("same", PUBLIC, get_same),
	REGION("much", PUBLIC, get_much),     REGION("gone", PUBLIC, get_gone),
	REGION("chair", PRESIDE, get_region), { 0 },
};
static const struct route *const region_tables[] = { live_routes, region_routes, NULL };

/* The right rests on a table, as a real one does. */
static inline enum err identify_chair(struct ctx *ctx, struct str token, uint32_t *ret_rights)
{
	int64_t n;
	enum err e = count_rows(ctx, &n);

	if (is_chair && str_is(token, "chair")) {
		*ret_rights |= 1u << RIGHT_PRESIDE;
		ctx->who = (account_id){ 7 };
	}
	return e;
}

static inline void regions_start(struct http_config config)
{
	config.routes = region_tables;
	config.readers = config.workers = config.listeners = 2;
	config.page_cache = true;
	config.identify = identify_chair;
	config.metrics_token = S("secret");
	live_start(config);
	http_client_header(client, "Authorization: Bearer secret");
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		made[l] = 0;
	made_large = 0;
	is_chair = true;
	is_gone = false;
}

/* --- streams --- */

static inline void stream_ask(int fd, const char *path, const char *headers)
{
	struct str ask = arena_printf(arena,
	                              "GET %s HTTP/1.1\r\nHost: x\r\n"
	                              "Accept: text/event-stream\r\n%s\r\n",
	                              path, headers);

	live_send(fd, ask.p, ask.n);
}

static inline int stream_open(const char *path, const char *headers)
{
	int fd = live_connect();

	stream_ask(fd, path, headers);
	return fd;
}

/* One that has little room for what it has not read. */
static inline int stream_open_narrow(const char *path)
{
	int fd = live_connect(), room = 32 * 1024;

	CHECK(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room) == 0);
	stream_ask(fd, path, "");
	return fd;
}

static inline int64_t metric(const char *name)
{
	struct http_got got = live_get("/metrics");
	struct str at = arena_printf(arena, "\n%s ", name);
	const char *p = memmem(got.body.p, got.body.n, at.p, at.n);

	return p ? strtoll(p + at.n, NULL, 10) : -1;
}

/* Ends when it is so: the test's own limit of time is the limit. */
static inline void wait_for_streams(int64_t n)
{
	while (metric("near_http_streams") != n)
		poll(NULL, 0, 5);
}

static inline void add_one(void)
{
	static int added;
	struct http_got got;

	CHECK(live_add(client, arena_printf(arena, "row-%d", ++added).p, &got) == ERR_OK &&
	      got.status == 200);
}

static inline int64_t rows(void)
{
	int64_t n = -1;

	CHECK(count_rows(&engine.ctx, &n) == ERR_OK);
	return n;
}

/* What tells the state of /:lang/live/count as it should be now. */
static inline const char *state_now(const char *lang)
{
	return arena_printf(arena, "data: <p>%" PRId64 " rows,\ndata: in %s</p>\ndata: \n\n",
	                    rows(), lang)
	        .p;
}
