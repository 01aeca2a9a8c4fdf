/* test_live.h -- a running server over a small route table, and raw sockets to talk to it. */
#pragma once
#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "http/client.h"
#include "http/server.h"
#include "http/test_live_routes.h"
#include "test/engine.h"
#include "test/tap.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif

static struct engine engine;
static struct http_server *server;
static struct http_client *client;
static struct arena *arena;
static char base[64];
static FILE *log_file;
enum { NEVER_MS = 60 * 1000 }; /* what has not come by then never comes */

/* --- starting and stopping --- */

/*
 * The log goes into a file that tests can read; in the output it would bury what prove shows.  The
 * sanitizers' reports still come out.
 */
static inline void live_quiet(void)
{
	int kept = fcntl(2, F_DUPFD_CLOEXEC, 10);

#ifdef __SANITIZE_ADDRESS__
	__sanitizer_set_report_fd((void *)(intptr_t)kept);
#endif
	log_file = tmpfile();
	MUST(kept >= 0 && log_file && dup2(fileno(log_file), 2) == 2);
}

/* The last line of the log that has this in it; empty when there is none. */
static inline struct str live_log(const char *part)
{
	struct sbuf all = { .arena = arena };
	struct str rest, line, last = S("");
	char buf[4096];
	ssize_t n;

	for (off_t at = 0; (n = pread(fileno(log_file), buf, sizeof buf, at)) > 0; at += n)
		sbuf_add(&all, buf, (size_t)n);
	rest = sbuf_done(&all);
	while (str_cut(&rest, '\n', &line))
		if (line.n > 0 && memmem(line.p, line.n, part, strlen(part)))
			last = line;
	return last;
}

static inline void live_start(struct http_config config)
{
	struct sbuf why = { .arena = arena };

	config.listen = "127.0.0.1:0";
	config.store = engine.store;
	if (!config.routes)
		config.routes = live_tables;
	config.secret = S("0123456789abcdef0123456789abcdef");
	MUST(http_start(&config, &server, &why) == ERR_OK);
	snprintf(base, sizeof base, "http://127.0.0.1:%d", http_port(server));
	client = http_client_new(base);
	gate = entered = begun = rendered = 0;
}

static inline void live_stop(void)
{
	gate = 1;
	http_client_free(client);
	http_stop(server, 5);
}

/* --- talking --- */

static inline struct http_got live_get(const char *path)
{
	struct http_got got = { 0 };

	CHECK(http_client_get(client, arena, path, &got) == ERR_OK);
	return got;
}

static inline int64_t live_count(void)
{
	struct http_got got = live_get("/en/count");

	return got.status == 200 ? strtoll(got.body.p, NULL, 10) : -1;
}

static inline enum err live_submit(struct http_client *c, const char *action, const char *name,
                                   struct http_got *got)
{
	struct http_pair field = { S("name"), str_of(name) };
	struct http_submit submit = { .page = got, .action = action, .fields = &field, .n = 1 };
	enum err e = http_client_get(c, arena, "/en/form", got);

	return e == ERR_OK ? http_client_submit(c, arena, &submit, got) : e;
}

static inline enum err live_add(struct http_client *c, const char *name, struct http_got *got)
{
	return live_submit(c, "/en/count", name, got);
}

static inline int live_connect(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		                 .sin_port = htons((uint16_t)http_port(server)) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	MUST(fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0);
	return fd;
}

static inline bool live_send(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, text, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		text += sent;
		n -= (size_t)sent;
	}
	return true;
}

static inline bool live_has(struct str s, const char *part)
{
	return s.n > 0 && memmem(s.p, s.n, part, strlen(part)) != NULL;
}

/* What comes until `part` is among it; all of it, without `part`, when the other side closes. */
static inline struct str live_until(int fd, const char *part)
{
	struct sbuf in = { .arena = arena };
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char buf[4096];
	ssize_t n = 1;

	while (n > 0 && !live_has((struct str){ in.p, in.n }, part)) {
		bool has_come = poll(&p, 1, NEVER_MS) > 0;

		CHECK(has_come);
		n = has_come ? recv(fd, buf, sizeof buf, 0) : 0;
		if (n > 0)
			sbuf_add(&in, buf, (size_t)n);
	}
	return sbuf_done(&in);
}

/* All that comes until the other side closes. */
static inline struct str live_read(int fd)
{
	return live_until(fd, "\001 is in no answer");
}

/* Send a request after which the connection is closed, and read what comes back. */
static inline struct str live_raw(const char *text)
{
	int fd = live_connect();
	struct str in;

	live_send(fd, text, strlen(text));
	in = live_read(fd);
	close(fd);
	return in;
}

/* Is the connection closed by the other side within `ms`?  NEVER_MS, or nobody expects it. */
static inline bool live_is_closed(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char c;

	return poll(&p, 1, ms) > 0 && recv(fd, &c, 1, 0) <= 0;
}

/* Requests that wait for a worker. */
static inline int64_t live_waiting(void)
{
	return atomic_load(&server->core.metrics->waiting);
}
