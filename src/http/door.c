/*
 * door.c -- who comes in, and who has stayed too long.
 *
 * libmicrohttpd drops connections on which nothing moves.  A client that sends a byte a second
 * moves, and so does one that reads a byte a second; each would hold a connection for as long as it
 * likes.  The door therefore looks at all connections, eight times within limit_seconds: a request
 * must be read whole within that span from its first byte, and an answer be taken at RATE_MIN bytes
 * a second or more.
 */
#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "http/server.h"
#include <errno.h>
#include <linux/tcp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	BACKLOG = 1024,
	RATE_MIN = 4096,
	SWEEPS_A_LIMIT = 8,
	ACCEPTS_AT_ONCE = 64,
	IDLE_TRIES = 8,
};
static const int64_t SECOND_US = 1000000;
static const int64_t STOPPING_SWEEP_US = 10000; /* while stopping: how often to look */

/* --- opening --- */

/* "127.0.0.1:8080", "[::1]:0", "localhost:80" into host and port, each ended by a zero. */
static bool split_listen(const char *listen, char host[static 256], char port[static 8])
{
	struct str s = str_of(listen), h, p;
	size_t colon = s.n;

	while (colon > 0 && s.p[colon - 1] != ':')
		colon--;
	if (colon == 0)
		return false;
	h = str_sub(s, 0, colon - 1);
	p = str_sub(s, colon, s.n);
	if (h.n > 1 && h.p[0] == '[' && h.p[h.n - 1] == ']')
		h = str_sub(h, 1, h.n - 1);
	/* The system would take a larger port modulo 65536. */
	if (h.n == 0 || h.n > 255 || p.n > 7 || !http_port_is_valid(p))
		return false;
	snprintf(host, 256, "%.*s", STR_ARG(h));
	snprintf(port, 8, "%.*s", STR_ARG(p));
	return true;
}

static int listen_at(const struct addrinfo *ai)
{
	int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	    bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	on = errno;
	close(fd);
	errno = on;
	return -1;
}

static int port_of(int fd)
{
	struct sockaddr_storage a = { 0 };
	socklen_t n = sizeof a;

	MUST(getsockname(fd, (struct sockaddr *)&a, &n) == 0);
	return ntohs(a.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)(void *)&a)->sin6_port
	                                     : ((struct sockaddr_in *)(void *)&a)->sin_port);
}

bool http_door_open(struct http_server *s, struct sbuf *why)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		                  .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	const char *listen = s->core.config.listen;
	struct addrinfo *list = NULL;
	char host[256], port[8];
	int rc;

	if (!split_listen(listen, host, port)) {
		sbuf_printf(why, "\"%s\" is not an address and a port such as 127.0.0.1:8080",
		            listen);
		return false;
	}
	rc = getaddrinfo(host, port, &hints, &list);
	if (rc != 0) {
		sbuf_printf(why, "%s: %s", listen, gai_strerror(rc));
		return false;
	}
	s->door.listen_fd = listen_at(list);
	freeaddrinfo(list);
	if (s->door.listen_fd < 0) {
		sbuf_printf(why, "%s: %s", listen, strerror(errno));
		return false;
	}
	s->door.port = port_of(s->door.listen_fd);
	s->door.wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	MUST(s->door.wake_fd >= 0);
	return true;
}

/* --- looking --- */

static uint64_t bytes_received(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t n = sizeof info;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) != 0)
		return 0;
	return info.tcpi_bytes_received;
}

/*
 * When did the request begin that is being read?  0: none has.  libmicrohttpd tells of a request
 * when its first line is whole, which may be never; so the system is asked how many bytes have
 * come.
 */
static int64_t reading_since(struct http_conn *c, int64_t now_us)
{
	uint64_t answered = atomic_load_explicit(&c->answered, memory_order_relaxed);
	uint64_t bytes = bytes_received(c->fd);

	if (answered != c->swept_answered) {
		c->swept_answered = answered;
		c->idle_bytes = bytes;
		c->reading_us = 0;
	} else if (bytes != c->idle_bytes && c->reading_us == 0) {
		c->reading_us = now_us;
	}
	return c->reading_us;
}

/* Making the socket unusable has its listener close it; closing it here would be a race. */
static void cut(struct http_conn *c, int how)
{
	if (!c->is_cut)
		shutdown(c->fd, how);
	c->is_cut = true;
}

/* --- accepting --- */

static int least_loaded(struct http_server *s)
{
	int best = 0;

	for (int i = 1; i < s->listener_count; i++)
		if (atomic_load(&s->load[i]) < atomic_load(&s->load[best]))
			best = i;
	return best;
}

static void note_dropped(struct http_server *s)
{
	atomic_fetch_add_explicit(&s->core.metrics->dropped, 1, memory_order_relaxed);
}

/*
 * The connection of the network (NULL: of anybody) on which nothing has moved for longest, and on
 * which nothing has begun.  Those that look idle and are not are passed by, a few a time.
 */
static struct http_conn *find_idle(struct http_server *s, const struct http_addr *network)
{
	int64_t now_us = time_monotonic_us();

	for (int tries = 0; tries < IDLE_TRIES; tries++) {
		struct http_conn *best = NULL;
		int64_t best_us = INT64_MAX;

		for (struct http_conn *c = s->conns; c; c = c->next) {
			int64_t us = atomic_load_explicit(&c->phase_us, memory_order_relaxed);

			if (c->is_cut || c->reading_us != 0 || us >= best_us ||
			    atomic_load_explicit(&c->phase, memory_order_acquire) !=
			            PHASE_READING ||
			    (network && !http_addr_eq(&c->network, network)))
				continue;
			best = c;
			best_us = us;
		}
		if (!best || reading_since(best, now_us) == 0)
			return best;
	}
	return NULL;
}

/* Its place is free at once; the socket is closed by its listener, a moment later. */
static bool cut_idle(struct http_server *s, const struct http_addr *network)
{
	struct http_conn *c;
	bool is_room;

	pthread_mutex_lock(&s->conns_lock);
	c = find_idle(s, network);
	is_room = c && s->conn_count < s->core.config.limit_connections + CUT_ROOM;
	if (is_room) {
		note_dropped(s);
		cut(c, SHUT_RDWR);
	}
	pthread_mutex_unlock(&s->conns_lock);
	return is_room;
}

/*
 * Whoever keeps connections and says nothing keeps nobody out.  A proxy's connections are many
 * clients' ones: how many each may have is for the proxy to say.
 */
static bool may_enter(struct http_server *s, const struct http_addr *peer)
{
	struct http_addr network = http_addr_client(peer);
	int all, own = http_conns_count(s, &network, &all);

	if (own >= s->core.config.limit_connections_client &&
	    !http_nets_have(&s->core.trusted, peer))
		return cut_idle(s, &network);
	return all < s->core.config.limit_connections || cut_idle(s, NULL);
}

/* False when there is nobody more at the door. */
static bool accept_one(struct http_server *s)
{
	struct sockaddr_storage a = { 0 };
	socklen_t n = sizeof a;
	int fd = accept4(s->door.listen_fd, (struct sockaddr *)&a, &n,
	                 SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct http_addr peer;
	struct http_conn *c;

	if (fd < 0) {
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
			log_why(LOG_ERROR, "accept", "%s", strerror(errno));
			usleep(100000);
		}
		return errno == ECONNABORTED || errno == EINTR;
	}
	peer = http_addr_of((struct sockaddr *)&a);
	if (!may_enter(s, &peer)) {
		note_dropped(s);
		close(fd);
		return true;
	}
	c = http_conn_new(s, fd, &peer, least_loaded(s));
	/* On failure libmicrohttpd has closed the socket. */
	if (!http_listener_take(s, c, &a, n))
		http_conn_free(c);
	return true;
}

/* --- sweeping --- */

/*
 * Is the server stopping, and has the connection been silent for as long as it may then?  A client
 * in the middle of its work asks again within that time and is told "Connection: close" with the
 * answer; were it cut off at once, its next request could cross with the end of the connection.
 */
static bool is_past_grace(const struct http_conn *c, int64_t phase_us, int64_t now_us,
                          int64_t stopping_us)
{
	int64_t grace_us = c->server->core.config.stopping_grace_ms * INT64_C(1000);

	return stopping_us && now_us - phase_us > grace_us && now_us - stopping_us > grace_us;
}

static void sweep_one(struct http_conn *c, int64_t now_us, int64_t stopping_us)
{
	int64_t limit_us = c->server->core.config.limit_seconds * SECOND_US, since;
	int phase = atomic_load_explicit(&c->phase, memory_order_acquire);
	int64_t phase_us = atomic_load_explicit(&c->phase_us, memory_order_relaxed);

	if (phase == PHASE_SENDING) {
		size_t bytes = atomic_load_explicit(&c->sending_bytes, memory_order_relaxed);

		if (now_us - phase_us > limit_us + (int64_t)(bytes / RATE_MIN) * SECOND_US) {
			note_dropped(c->server);
			cut(c, SHUT_RDWR);
		}
	}
	if (phase != PHASE_READING)
		return;
	since = reading_since(c, now_us);
	if (since != 0 && now_us - since > limit_us) {
		note_dropped(c->server);
		cut(c, SHUT_RDWR);
	} else if (since == 0 && is_past_grace(c, phase_us, now_us, stopping_us)) {
		/* A request that has arrived meanwhile is still read and answered. */
		cut(c, SHUT_RD);
	}
}

/* `stopping_us`: since when, or 0. */
static int sweep(struct http_server *s, int64_t stopping_us)
{
	int64_t now_us = time_monotonic_us();
	int n;

	/* The lock keeps a connection from being freed, and its socket's number from being used
	 * anew. */
	pthread_mutex_lock(&s->conns_lock);
	for (struct http_conn *c = s->conns; c; c = c->next)
		sweep_one(c, now_us, stopping_us);
	n = s->conn_count;
	pthread_mutex_unlock(&s->conns_lock);
	return n;
}

/* --- the thread --- */

static void wait_at_door(struct http_server *s, int64_t span_us)
{
	struct pollfd fds[] = {
		{ .fd = s->door.listen_fd, .events = POLLIN },
		{ .fd = s->door.wake_fd, .events = POLLIN },
	};

	poll(fds, COUNT_OF(fds), span_us > 0 ? (int)((span_us + 999) / 1000) : 0);
}

static void accept_some(struct http_server *s)
{
	for (int i = 0; i < ACCEPTS_AT_ONCE && accept_one(s); i++)
		;
}

static void *run_door(void *arg)
{
	struct http_server *s = arg;
	int64_t every_us = s->core.config.limit_seconds * SECOND_US / SWEEPS_A_LIMIT;
	int64_t swept_us = time_monotonic_us(), stop_us, since_us;

	while (atomic_load(&s->door.stop_us) == 0) {
		wait_at_door(s, swept_us + every_us - time_monotonic_us());
		accept_some(s);
		if (time_monotonic_us() - swept_us >= every_us) {
			sweep(s, 0);
			swept_us = time_monotonic_us();
		}
	}
	/* Whoever has come before the door is closed is let in. */
	for (int i = 0; i < BACKLOG && accept_one(s); i++)
		;
	close(s->door.listen_fd);
	stop_us = atomic_load(&s->door.stop_us);
	since_us = time_monotonic_us();
	while (sweep(s, since_us) > 0 && time_monotonic_us() < stop_us)
		usleep((useconds_t)STOPPING_SWEEP_US);
	return NULL;
}

void http_door_close(struct http_server *s)
{
	close(s->door.listen_fd);
	close(s->door.wake_fd);
}

void http_door_start(struct http_server *s)
{
	MUST(pthread_create(&s->door.thread, NULL, run_door, s) == 0);
}

void http_door_stop(struct http_server *s, int64_t deadline_us)
{
	uint64_t one = 1;

	atomic_store(&s->door.stop_us, deadline_us);
	MUST(write(s->door.wake_fd, &one, sizeof one) == sizeof one);
	pthread_join(s->door.thread, NULL);
	close(s->door.wake_fd);
}

static bool is_answering(struct http_server *s)
{
	bool is = false;

	pthread_mutex_lock(&s->conns_lock);
	for (const struct http_conn *c = s->conns; c && !is; c = c->next)
		is = atomic_load_explicit(&c->phase, memory_order_acquire) != PHASE_READING;
	pthread_mutex_unlock(&s->conns_lock);
	return is;
}

void http_door_finish(struct http_server *s)
{
	int64_t deadline_us = time_monotonic_us() + SECOND_US;

	while (is_answering(s) && time_monotonic_us() < deadline_us)
		usleep((useconds_t)STOPPING_SWEEP_US);
}
