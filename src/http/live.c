/* live.c -- regions and streams: how they begin, are found again, and end. */
#include "base/str.h"
#include "base/time.h"
#include "crypto/hash.h"
#include "db/db.h"
#include "http/live_hub.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* --- the two threads --- */

void live_wake(struct http_live *l)
{
	uint64_t one = 1;

	MUST(write(l->wake_fd, &one, sizeof one) == sizeof one);
}

static void call_renderer(struct http_live *l)
{
	atomic_store(&l->is_called, true);
	db_wake(l->core->config.store);
}

/* --- bytes --- */

struct live_bytes *live_bytes_new(uint64_t id, size_t n)
{
	struct live_bytes *b = malloc(sizeof *b + n);

	MUST(b);
	b->refs = 1;
	b->id = id;
	b->n = n;
	return b;
}

struct live_bytes *live_bytes_ref(struct live_bytes *b)
{
	atomic_fetch_add_explicit(&b->refs, 1, memory_order_relaxed);
	return b;
}

void live_bytes_unref(struct live_bytes *b)
{
	if (b && atomic_fetch_sub_explicit(&b->refs, 1, memory_order_acq_rel) == 1)
		free(b);
}

static struct live_bytes *bytes_of(struct str s, uint64_t id)
{
	struct live_bytes *b = live_bytes_new(id, s.n);

	memcpy(b->p, s.p, s.n);
	return b;
}

/* The same bytes have the same id in every process and after a restart.  Never 0. */
static uint64_t id_of(struct str fragment)
{
	unsigned char hash[CRYPTO_SHA256_BYTES];
	uint64_t id = 0;

	crypto_sha256(fragment.p ? fragment.p : "", fragment.n, hash);
	for (int i = 0; i < 8; i++)
		id = id << 8 | hash[i];
	return id ? id : 1;
}

struct live_bytes *live_event(struct str fragment)
{
	struct arena *a = arena_new();
	struct sbuf out = { .arena = a };
	uint64_t id = id_of(fragment);
	struct str rest = fragment.p ? fragment : S(""), line;
	struct live_bytes *b;

	sbuf_printf(&out, "id: %016" PRIx64 "\n", id);
	/* An empty fragment is one empty line of data: without any it would be no event. */
	while (str_cut(&rest, '\n', &line)) {
		sbuf_lit(&out, "data: ");
		sbuf_add(&out, line.p, line.n);
		sbuf_lit(&out, "\n");
	}
	sbuf_lit(&out, "\n");
	b = bytes_of(sbuf_done(&out), id);
	arena_free(a);
	return b;
}

/* --- regions --- */

static uint64_t hash_of(const struct http_live_key *key)
{
	uint64_t h = str_hash(key->target) * 31 + str_hash(key->host);

	return h * 31 + (uint64_t)key->lang * 2 + key->is_https;
}

static bool is_same(const struct http_live_key *a, const struct http_live_key *b)
{
	return a->lang == b->lang && a->is_https == b->is_https && str_eq(a->target, b->target) &&
	       str_eq(a->host, b->host);
}

static struct http_live_region **place_of(struct http_live *l, const struct http_live_key *key,
                                          uint64_t hash)
{
	struct http_live_region **at = &l->buckets[hash % LIVE_BUCKETS];

	while (*at && ((*at)->hash != hash || !is_same(&(*at)->key, key)))
		at = &(*at)->next_in_bucket;
	return at;
}

/* One that has ended is found by nobody: whoever asks again is told by the page why. */
static struct http_live_region *find(struct http_live *l, const struct http_live_key *key,
                                     uint64_t hash)
{
	struct http_live_region *r = *place_of(l, key, hash);

	return r && !r->is_ended ? r : NULL;
}

struct http_live_region *http_live_find(struct http_live *l, const struct http_live_key *key)
{
	struct http_live_region *r;

	pthread_mutex_lock(&l->lock);
	r = find(l, key, hash_of(key));
	if (r)
		r->refs++;
	pthread_mutex_unlock(&l->lock);
	return r;
}

static struct http_live_region *region_new(const struct http_stream *stream)
{
	const struct http_live_key *key = &stream->key;
	struct http_live_region *r = calloc(1, sizeof *r + key->target.n + key->host.n);

	MUST(r);
	memcpy(r->text, key->target.p, key->target.n);
	memcpy(r->text + key->target.n, key->host.p, key->host.n);
	r->key = *key;
	r->key.target.p = r->text;
	r->key.host.p = r->text + key->target.n;
	r->hash = hash_of(key);
	r->need = stream->need;
	r->refs = 1;
	return r;
}

static void link_region(struct http_live *l, struct http_live_region *r)
{
	r->next_in_bucket = l->buckets[r->hash % LIVE_BUCKETS];
	l->buckets[r->hash % LIVE_BUCKETS] = r;
	if (!l->regions)
		l->regions = r->next = r->prev = r;
	r->next = l->regions;
	r->prev = l->regions->prev;
	r->next->prev = r;
	r->prev->next = r;
	l->region_count++;
}

void live_region_unref(struct http_live *l, struct http_live_region *r)
{
	struct http_live_region **at = &l->buckets[r->hash % LIVE_BUCKETS];

	if (--r->refs > 0)
		return;
	while (*at != r)
		at = &(*at)->next_in_bucket;
	*at = r->next_in_bucket;
	r->next->prev = r->prev;
	r->prev->next = r->next;
	if (l->regions == r)
		l->regions = r->next == r ? NULL : r->next;
	l->region_count--;
	live_bytes_unref(r->state);
	live_bytes_unref(r->shown);
	free(r);
}

void live_news(struct http_live *l, struct http_live_region *r)
{
	if (r->is_news)
		return;
	r->is_news = true;
	r->refs++;
	r->next_news = l->news;
	l->news = r;
}

/* --- streams --- */

static struct live_stream **client_bucket(struct http_live *l, const struct http_addr *network)
{
	uint64_t h = str_hash((struct str){ (const char *)network->b, sizeof network->b });

	return &l->clients[h % LIVE_CLIENT_BUCKETS];
}

enum err http_live_admit(struct http_live *l, const struct http_addr *client)
{
	const struct http_config *config = &l->core->config;
	struct http_addr network = http_addr_client(client);
	int own = 0;
	bool is_full;

	if (atomic_load(&l->is_stopping))
		return ERR_STOPPING;
	pthread_mutex_lock(&l->lock);
	for (struct live_stream *s = *client_bucket(l, &network); s; s = s->client_next)
		own += http_addr_eq(&s->network, &network);
	is_full = l->stream_count >= config->limit_streams ||
	          own >= config->limit_connections_client;
	pthread_mutex_unlock(&l->lock);
	return is_full ? ERR_TOO_MANY : ERR_OK;
}

/* RFC 9110, 5.6.7: "Wed, 22 Oct 2014 00:30:00 GMT". */
static void write_date(struct sbuf *out, time_us at)
{
	static const char days[] = "ThuFriSatSunMonTueWed"; /* 1970 began on a Thursday */
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char text[24];
	int year, month, day, weekday = (int)(at.us / INT64_C(86400000000) % 7);

	time_format(at, text);
	date_split((struct str){ text, 10 }, &year, &month, &day);
	sbuf_printf(out, "Date: %.3s, %02d %.3s %d %.8s GMT\r\n", days + 3 * weekday, day,
	            months + 3 * (month - 1), year, text + 11);
}

/* The end of the connection is the end of the stream: no length, no chunks. */
static struct live_bytes *head_of(const struct http_reply *reply)
{
	struct arena *a = arena_new();
	struct sbuf out = { .arena = a };
	struct live_bytes *b;

	sbuf_lit(&out, "HTTP/1.1 200 OK\r\nConnection: close\r\n");
	write_date(&out, time_now());
	sbuf_printf(&out, "Content-Type: %s\r\n", reply->content_type);
	for (int i = 0; i < reply->header_count; i++)
		sbuf_printf(&out, "%s: %s\r\n", reply->headers[i].name, reply->headers[i].value);
	sbuf_lit(&out, "\r\nretry: 500\n\n");
	b = bytes_of(sbuf_done(&out), 0);
	arena_free(a);
	return b;
}

static void set_up_socket(const struct http_live *l, int fd)
{
	int on = 1, room = LIVE_SEND_BUFFER;
	unsigned span_ms = (unsigned)(l->take_us / 1000);

	/* None of this is worth refusing a reader for. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
	/* The system gives up a client that acknowledges nothing, or leaves no room, for so long.
	 */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &span_ms, sizeof span_ms);
}

static struct live_guard *guard_new(const struct http_stream *stream, uint64_t since)
{
	struct live_guard *g;

	if (stream->need == RIGHT_PUBLIC)
		return NULL;
	g = calloc(1, sizeof *g + stream->session.n);
	MUST(g);
	g->refs = 1;
	g->reads = stream->who_reads;
	g->since = since;
	g->checked_us = time_monotonic_us();
	g->session_n = stream->session.n;
	memcpy(g->session, stream->session.p, stream->session.n);
	return g;
}

void live_guard_unref(struct live_guard *g)
{
	if (--g->refs == 0)
		free(g);
}

/* The region that the stream is of; made from the reply where it is the first of its readers. */
static struct http_live_region *enter_region(struct http_live *l, const struct http_stream *stream,
                                             struct http_live_region *made)
{
	struct http_live_region *r = stream->region;

	/* Somebody else may have begun it meanwhile. */
	if (!r) {
		r = find(l, &stream->key, made->hash);
		if (r)
			r->refs++;
	}
	if (r) {
		if (made) {
			live_bytes_unref(made->state);
			free(made);
		}
		return r;
	}
	link_region(l, made);
	return made;
}

static void link_stream(struct http_live *l, struct live_stream *s)
{
	struct live_stream **clients = client_bucket(l, &s->network);

	s->client_next = *clients;
	if (*clients)
		(*clients)->client_prev = s;
	*clients = s;
	if (s->guard) {
		s->guard->next = s->region->guards;
		if (s->guard->next)
			s->guard->next->prev = s->guard;
		s->region->guards = s->guard;
	}
	l->stream_count++;
	atomic_store_explicit(&l->core->metrics->streams, l->stream_count, memory_order_relaxed);
	s->next_new = l->inbox;
	l->inbox = s;
}

void http_live_join(struct http_live *l, int fd, const struct http_reply *reply,
                    const struct table_set *reads, uint64_t since)
{
	const struct http_stream *stream = reply->stream;
	struct http_live_region *made = NULL;
	struct live_stream *s = calloc(1, sizeof *s);

	MUST(s);
	if (!stream->region) {
		made = region_new(stream);
		made->state = live_event(reply->body);
		made->reads = *reads;
		made->since = since;
		made->rendered_us = made->checked_us = time_monotonic_us();
	}
	set_up_socket(l, fd);
	s->fd = fd;
	s->network = http_addr_client(&reply->client);
	s->seen = stream->seen;
	s->guard = guard_new(stream, since);
	s->piece = head_of(reply);
	pthread_mutex_lock(&l->lock);
	s->region = enter_region(l, stream, made);
	link_stream(l, s);
	pthread_mutex_unlock(&l->lock);
	live_wake(l);
	/* The renderer does not know of it yet, and it may be out of date already. */
	if (made)
		call_renderer(l);
}

static void unlink_guard(struct http_live_region *r, struct live_guard *g)
{
	if (g->prev)
		g->prev->next = g->next;
	else
		r->guards = g->next;
	if (g->next)
		g->next->prev = g->prev;
	g->next = g->prev = NULL;
	live_guard_unref(g);
}

void live_stream_free(struct http_live *l, struct live_stream *s)
{
	live_bytes_unref(s->piece);
	pthread_mutex_lock(&l->lock);
	if (s->client_prev)
		s->client_prev->client_next = s->client_next;
	else
		*client_bucket(l, &s->network) = s->client_next;
	if (s->client_next)
		s->client_next->client_prev = s->client_prev;
	if (s->guard)
		unlink_guard(s->region, s->guard);
	live_region_unref(l, s->region);
	l->stream_count--;
	atomic_store_explicit(&l->core->metrics->streams, l->stream_count, memory_order_relaxed);
	pthread_mutex_unlock(&l->lock);
	free(s);
}

/* --- the whole --- */

struct http_live *http_live_start(struct http_core *core)
{
	int64_t limit_us = core->config.limit_seconds * INT64_C(1000000);
	struct http_live *l;

	if (!core->config.store)
		return NULL;
	l = calloc(1, sizeof *l);
	MUST(l);
	l->core = core;
	/* Ten seconds and thirty with the usual limit of fifteen. */
	l->beat_us = limit_us * 2 / 3;
	l->take_us = limit_us * 2;
	l->beat = bytes_of(S("event: beat\ndata:\n\n"), 0);
	l->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	MUST(l->wake_fd >= 0);
	pthread_mutex_init(&l->lock, NULL);
	MUST(pthread_create(&l->sender, NULL, live_run_sender, l) == 0);
	MUST(pthread_create(&l->renderer, NULL, live_run_renderer, l) == 0);
	return l;
}

void http_live_stop(struct http_live *l)
{
	if (!l)
		return;
	atomic_store(&l->is_stopping, true);
	live_wake(l);
	call_renderer(l);
	pthread_join(l->sender, NULL);
	pthread_join(l->renderer, NULL);
}

/* A worker may have let somebody in after the sender had gone. */
void http_live_free(struct http_live *l)
{
	struct live_stream *next;

	if (!l)
		return;
	for (struct live_stream *s = l->inbox; s; s = next) {
		next = s->next_new;
		close(s->fd);
		live_stream_free(l, s);
	}
	MUST(l->stream_count == 0);
	while (l->news) {
		struct http_live_region *r = l->news;

		l->news = r->next_news;
		live_region_unref(l, r);
	}
	live_bytes_unref(l->beat);
	pthread_mutex_destroy(&l->lock);
	close(l->wake_fd);
	free(l);
}
