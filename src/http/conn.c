/* conn.c -- a connection and the request that is under way on it. */
#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "http/server.h"
#include <stdlib.h>

struct http_conn *http_conn_new(struct http_server *s, int fd, const struct http_addr *peer,
                                int listener)
{
	struct http_conn *c = calloc(1, sizeof *c);

	MUST(c);
	c->server = s;
	c->fd = fd;
	c->peer = *peer;
	c->network = http_addr_client(peer);
	c->listener = listener;
	http_conn_set_phase(c, PHASE_READING);
	atomic_fetch_add(&s->load[listener], 1);
	pthread_mutex_lock(&s->conns_lock);
	c->next = s->conns;
	if (s->conns)
		s->conns->prev = c;
	s->conns = c;
	s->conn_count++;
	atomic_store_explicit(&s->core.metrics->connections, s->conn_count, memory_order_relaxed);
	pthread_mutex_unlock(&s->conns_lock);
	return c;
}

static void forget_targets(struct http_conn *c)
{
	free(c->far_target);
	c->far_target = NULL;
	free((char *)(uintptr_t)c->page_target.p);
	c->page_target = (struct str){ NULL, 0 };
}

void http_conn_free(struct http_conn *c)
{
	struct http_server *s = c->server;

	pthread_mutex_lock(&s->conns_lock);
	if (c->prev)
		c->prev->next = c->next;
	else
		s->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	s->conn_count--;
	atomic_store_explicit(&s->core.metrics->connections, s->conn_count, memory_order_relaxed);
	pthread_mutex_unlock(&s->conns_lock);
	atomic_fetch_sub(&s->load[c->listener], 1);
	http_wire_unref(c->wire);
	forget_targets(c);
	free(c->body);
	free(c);
}

int http_conns_count(struct http_server *s, const struct http_addr *network, int *ret_all)
{
	int n = 0;

	*ret_all = 0;
	pthread_mutex_lock(&s->conns_lock);
	for (const struct http_conn *c = s->conns; c; c = c->next) {
		n += !c->is_cut && http_addr_eq(&c->network, network);
		*ret_all += !c->is_cut;
	}
	pthread_mutex_unlock(&s->conns_lock);
	return n;
}

void http_conn_set_phase(struct http_conn *c, enum http_phase phase)
{
	atomic_store_explicit(&c->phase_us, time_monotonic_us(), memory_order_relaxed);
	atomic_store_explicit(&c->phase, phase, memory_order_release);
}

static void copy_target(struct http_conn *c, const char *target)
{
	size_t n = target ? strlen(target) : 0;
	char *to = c->near_target;

	if (n > HTTP_TARGET_MAX) {
		c->refused = ERR_HEADERS_TOO_LARGE;
		n = HTTP_TARGET_MAX;
	}
	if (n > sizeof c->near_target) {
		to = c->far_target = malloc(n);
		MUST(to);
	}
	if (n > 0)
		memcpy(to, target, n);
	c->target = (struct str){ to, n };
}

void http_conn_begin(struct http_conn *c, const char *target)
{
	c->is_begun = true;
	c->is_looked_at = c->is_too_large = c->is_cached = false;
	c->refused = ERR_OK;
	c->begun_us = time_monotonic_us();
	c->head = (struct http_head){ 0 };
	c->method = S("");
	c->route = -1;
	c->status = 0;
	c->sent_bytes = 0;
	c->client = c->peer;
	c->body_n = 0;
	http_core_id(&c->server->core, c->id);
	copy_target(c, target);
}

/* Decimal digits without a trip through printf(): this stands in the path of every request. */
static struct str digits(char buf[static 24], int64_t value)
{
	uint64_t n = value > 0 ? (uint64_t)value : 0;
	char *end = buf + 24, *p = end;

	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	return (struct str){ p, (size_t)(end - p) };
}

/* One line a request.  The query is left out: it may hold an invitation's token. */
static void log_request(const struct http_conn *c, int64_t us)
{
	char client[HTTP_ADDR_TEXT], status[24], bytes[24], span[24];

	http_addr_format(&c->client, client);
	const struct log_pair pairs[] = {
		{ "id", str_of(c->id) },
		{ "method", c->method },
		{ "path", str_sub(c->target, 0, str_find(c->target, '?', 0)) },
		{ "status", digits(status, c->status) },
		{ "bytes", digits(bytes, (int64_t)c->sent_bytes) },
		{ "us", digits(span, us) },
		{ "client", str_of(client) },
		{ "cached", c->is_cached ? S("yes") : S("no") },
	};
	log_line(LOG_INFO, "request", pairs, COUNT_OF(pairs));
}

void http_conn_end(struct http_conn *c)
{
	int64_t us = time_monotonic_us() - c->begun_us;

	if (!c->is_begun)
		return;
	c->is_begun = false;
	log_request(c, us);
	http_metrics_count(c->server->core.metrics, c->route, c->status, us, c->is_cached);
	http_wire_unref(c->wire);
	c->wire = NULL;
	forget_targets(c);
	free(c->body);
	c->body = NULL;
	c->body_n = c->body_room = 0;
	atomic_fetch_add_explicit(&c->answered, 1, memory_order_relaxed);
	http_conn_set_phase(c, PHASE_READING);
}

void http_conn_add_body(struct http_conn *c, const char *p, size_t n)
{
	if (c->is_too_large || n > HTTP_BODY_MAX - c->body_n) {
		c->is_too_large = true;
		return;
	}
	if (c->body_n + n > c->body_room) {
		size_t room = c->body_room ? c->body_room : 1024;

		while (room < c->body_n + n)
			room *= 2;
		c->body = realloc(c->body, room);
		MUST(c->body);
		c->body_room = room;
	}
	memcpy(c->body + c->body_n, p, n);
	c->body_n += n;
}

/* Does the address say the language?  Then the reader's own does not matter. */
static bool has_language(struct str target)
{
	struct str rest = str_sub(target, 1, str_find(target, '?', 0)), first;
	enum language lang;

	return str_cut(&rest, '/', &first) && language_parse(first, &lang);
}

void http_conn_page_key(struct http_conn *c, struct http_page_key *ret)
{
	struct http_origin origin;

	http_origin_find(&c->server->core.trusted, &c->peer, &c->head, &origin);
	c->client = origin.client;
	*ret = (struct http_page_key){
		.host = origin.host.p ? origin.host : S(""),
		.target = c->page_target.p ? c->page_target : c->target,
		.is_https = origin.is_https,
	};
	if (!has_language(c->target))
		ret->lang = language_accept(c->head.accept_language, LANGUAGE_EN);
}
