/*
 * listen.c -- the listeners: libmicrohttpd's callbacks.
 *
 * libmicrohttpd calls the handler several times a request: once with the head, for each piece of
 * the body, once at the end, and once more after each resumption.  Answering at the first call
 * makes it close the connection, which is what is wanted when the rest of the request is not to be
 * read.
 */
#include "base/parse.h"
#include "base/str.h"
#include "http/server.h"
#include <microhttpd.h>
#include <sys/socket.h>

static struct http_conn *conn_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* --- sending --- */

static enum MHD_Result send_answer(struct http_conn *c)
{
	const struct http_form *f = http_wire_choose(c->wire, &c->head);
	enum MHD_Result queued;

	c->status = f->status;
	c->sent_bytes = f->bytes;
	atomic_store_explicit(&c->sending_bytes, f->bytes, memory_order_relaxed);
	http_conn_set_phase(c, PHASE_SENDING);
	queued = MHD_queue_response(c->mhd, (unsigned)f->status, f->response);
	/* From here on libmicrohttpd's own count keeps the form. */
	http_wire_unref(c->wire);
	c->wire = NULL;
	return queued;
}

/* What is read goes to the readers, a ballot to those who do nothing else, a password to its own.
 */
static struct http_crew *crew_for(struct http_conn *c)
{
	struct http_server *s = c->server;
	struct http_crew *crew = &s->writers;
	struct http_origin origin;
	struct http_target t;
	struct http_match match;
	struct arena *a;

	if (!str_is(c->method, "POST") || c->refused != ERR_OK)
		return &s->readers;
	a = arena_new();
	if (http_target_parse(a, c->target, &t) &&
	    http_router_find(&s->core.router, METHOD_POST, t.path, &match) && match.found) {
		if (match.found->route->hashes)
			crew = &s->hashers;
		else if (match.found->route->need == RIGHT_VOTE)
			crew = &s->voters;
	}
	arena_free(a);
	http_origin_find(&s->core.trusted, &c->peer, &c->head, &origin);
	c->client = origin.client;
	return crew;
}

/* All that is not in the page cache is made by a worker. */
static enum MHD_Result give_to_crew(struct http_conn *c)
{
	struct http_server *s = c->server;
	struct http_crew *crew = crew_for(c);

	http_conn_set_phase(c, PHASE_WORKING);
	MHD_suspend_connection(c->mhd);
	if (!http_crew_give(crew, c)) {
		enum err e = crew == &s->hashers ? ERR_SIGN_IN_BUSY : ERR_BUSY;

		atomic_fetch_add(&s->core.metrics->refused, 1);
		http_crew_refuse(c, atomic_load(&s->core.is_stopping) ? ERR_STOPPING : e);
		MHD_resume_connection(c->mhd);
	}
	return MHD_YES;
}

static bool is_cacheable(const struct http_conn *c)
{
	return c->server->cache && !c->head.wants_events &&
	       (str_is(c->method, "GET") || str_is(c->method, "HEAD")) &&
	       !atomic_load_explicit(&c->server->core.is_stopping, memory_order_relaxed) &&
	       !http_has_cookie(c->head.cookie, HTTP_COOKIE_SESSION);
}

/*
 * Whoever follows a shared link ("?fbclid=") is given the page that all are given, and nobody fills
 * the cache with one page by inventing parameters.
 */
static void find_page_target(struct http_conn *c)
{
	size_t mark = str_find(c->target, '?', 0);
	struct arena *a;
	struct http_target t;
	struct http_match match;
	struct str known;

	if (mark == c->target.n || !c->server->cache || str_is(c->method, "POST"))
		return;
	a = arena_new();
	if (http_target_parse(a, c->target, &t) &&
	    http_router_find(&c->server->core.router, METHOD_GET, t.path, &match) && match.found) {
		known = http_query_known(a, t.query, match.found->route->params);
		known = arena_printf(a, "%.*s%s%.*s", (int)mark, c->target.p, known.n ? "?" : "",
		                     STR_ARG(known));
		if (!str_eq(known, c->target)) {
			c->page_target = (struct str){ strdup(known.p), known.n };
			MUST(c->page_target.p);
		}
	}
	arena_free(a);
}

static bool find_page(struct http_conn *c, struct http_page *ret)
{
	struct http_page_key key;

	if (!is_cacheable(c))
		return false;
	http_conn_page_key(c, &key);
	if (!http_cache_find(c->server->cache, &key, ret))
		return false;
	/* What is no page is refused under an address that says more than it understands. */
	if (!c->page_target.p || ret->wire->is_page)
		return true;
	http_wire_unref(ret->wire);
	return false;
}

static enum MHD_Result answer(struct http_conn *c)
{
	struct http_page page;

	if (c->is_too_large)
		c->refused = ERR_TOO_LARGE;
	if (c->refused == ERR_OK)
		find_page_target(c);
	if (c->refused == ERR_OK && find_page(c, &page)) {
		c->wire = page.wire;
		c->route = page.route;
		c->is_cached = true;
		return send_answer(c);
	}
	return give_to_crew(c);
}

/* --- reading --- */

static enum MHD_Result take_header(void *head, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
	(void)kind;
	http_head_add(head, str_of(name), value ? str_of(value) : S(""));
	return MHD_YES;
}

/* Is there a body so large that it is better refused than read? */
static void look_at_length(struct http_conn *c)
{
	int64_t n;

	if (!c->head.content_length.p)
		return;
	if (!parse_i64(c->head.content_length, 0, BODY_DRAIN_MAX, &n) ||
	    (n > HTTP_BODY_MAX && c->head.expect.p))
		c->refused = ERR_TOO_LARGE;
	else if (n > HTTP_BODY_MAX)
		c->is_too_large = true;
}

static enum MHD_Result look_at_head(struct http_conn *c, const char *method, const char *version)
{
	c->is_looked_at = true;
	c->method = str_of(method);
	c->head.bytes = c->method.n + c->target.n + strlen("  HTTP/1.1\r\n\r\n");
	MHD_get_connection_values(c->mhd, MHD_HEADER_KIND, take_header, &c->head);
	if (c->refused == ERR_OK)
		c->refused = http_head_check(&c->head);
	if (c->refused == ERR_OK && !http_head_is_whole(c, method, version))
		c->refused = ERR_BAD_REQUEST;
	if (c->refused == ERR_OK && !c->head.host.p && strcmp(version, MHD_HTTP_VERSION_1_0) != 0)
		c->refused = ERR_BAD_REQUEST;
	if (c->refused == ERR_OK)
		look_at_length(c);
	/* Where the request ends is not known, or not worth waiting for. */
	return c->refused != ERR_OK ? give_to_crew(c) : MHD_YES;
}

static enum MHD_Result on_request(void *server, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_n, void **state)
{
	struct http_conn *c = *state;

	(void)server;
	(void)mhd;
	(void)url;
	if (!c)
		return MHD_NO;
	if (c->wire)
		return send_answer(c);
	/* Closed without a word, and (MHD_USE_TURBO) without shutdown(), which would end it all. */
	if (c->is_given_away)
		return MHD_NO;
	if (!c->is_looked_at)
		return look_at_head(c, method, version);
	if (*data_n == 0)
		return answer(c);
	http_conn_add_body(c, data, *data_n);
	*data_n = 0;
	return MHD_YES;
}

static void *on_target(void *server, const char *target, struct MHD_Connection *mhd)
{
	struct http_conn *c = conn_of(mhd);

	(void)server;
	if (c)
		http_conn_begin(c, target);
	return c;
}

/* The address is decoded in parse.c, after it has been cut into pieces; here it stays as it is. */
static size_t leave_encoded(void *server, struct MHD_Connection *mhd, char *text)
{
	(void)server;
	(void)mhd;
	return strlen(text);
}

static void on_completed(void *server, struct MHD_Connection *mhd, void **state,
                         enum MHD_RequestTerminationCode how)
{
	(void)server;
	(void)mhd;
	(void)how;
	if (*state) {
		http_library_answered(*state);
		http_conn_end(*state);
	}
	*state = NULL;
}

/* --- connections --- */

/*
 * Closing a socket with unread bytes in it makes the system send a reset, which may overtake an
 * answer such as 431 on its way to the client.  So they are read first, as far as they have come.
 */
static void drain(int fd)
{
	char buf[16 * 1024];

	for (int i = 0; i < BODY_DRAIN_MAX / (int)sizeof buf; i++)
		if (recv(fd, buf, sizeof buf, MSG_DONTWAIT) <= 0)
			return;
}

static struct http_conn *find_conn(struct http_server *s, int fd)
{
	struct http_conn *c;

	pthread_mutex_lock(&s->conns_lock);
	for (c = s->conns; c && c->fd != fd; c = c->next)
		;
	pthread_mutex_unlock(&s->conns_lock);
	return c;
}

static void on_connection(void *server, struct MHD_Connection *mhd, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
	const union MHD_ConnectionInfo *info;
	struct http_conn *c = *context;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
		c = *context = find_conn(server, info->connect_fd);
		if (c)
			c->mhd = mhd;
	} else if (c) {
		drain(c->fd);
		http_conn_free(c);
		*context = NULL;
	}
}

bool http_listener_take(struct http_server *s, struct http_conn *c, const void *addr,
                        unsigned addr_n)
{
	return MHD_add_connection(s->daemons[c->listener], c->fd, addr, addr_n) == MHD_YES;
}

static struct MHD_Daemon *start_one(struct http_server *s, int number)
{
	struct http_listener *l = &s->listeners[number];
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
	                 MHD_USE_NO_LISTEN_SOCKET | MHD_USE_TURBO | MHD_USE_ERROR_LOG;

	*l = (struct http_listener){ s, number };
	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER,
	                        http_library_log, l, MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
	                        MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, s,
	                        MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
	                        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
	                        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES,
	                        MHD_OPTION_CONNECTION_LIMIT,
	                        (unsigned)s->core.config.limit_connections + CUT_ROOM,
	                        MHD_OPTION_CONNECTION_TIMEOUT,
	                        (unsigned)s->core.config.limit_seconds, MHD_OPTION_END);
}

bool http_listeners_start(struct http_server *s, struct sbuf *why)
{
	for (int i = 0; i < s->listener_count; i++) {
		s->daemons[i] = start_one(s, i);
		if (!s->daemons[i]) {
			sbuf_lit(why, "the HTTP library cannot start");
			http_listeners_stop(s);
			return false;
		}
	}
	return true;
}

void http_listeners_stop(struct http_server *s)
{
	for (int i = 0; i < s->listener_count; i++) {
		if (s->daemons[i])
			MHD_stop_daemon(s->daemons[i]);
		s->daemons[i] = NULL;
	}
}
