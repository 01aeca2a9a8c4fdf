/* server.c -- starting and stopping: in which order the threads come and go. */
#include "http/server.h"
#include "base/time.h"
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
	CONNECTIONS_CLIENT = 512,
	CONNECTIONS = 8192,
	STREAMS = 16384,
	WAITING = 2048,
	SECONDS = 15,
	CACHE_BYTES = 16 * 1024 * 1024,
	READERS_A_CORE = 2,
	WORKERS_A_CORE = 16,
	HASHERS = 2,         /* crypto/password.h checks no more at a time */
	HASHES_WAITING = 256 /* a hall: some seconds */
};

static int at_most(int n, int limit)
{
	return n < limit ? n : limit;
}

static void fill_in(struct http_config *c)
{
	int cores = (int)sysconf(_SC_NPROCESSORS_ONLN);

	if (cores < 1)
		cores = 1;
	c->listeners = at_most(c->listeners > 0 ? c->listeners : cores, LISTENERS_MAX);
	c->readers = at_most(c->readers > 0 ? c->readers : cores * READERS_A_CORE, CREW_MAX);
	c->workers = at_most(c->workers > 0 ? c->workers : cores * WORKERS_A_CORE, CREW_MAX);
	if (c->limit_connections_client <= 0)
		c->limit_connections_client = CONNECTIONS_CLIENT;
	if (c->limit_connections <= 0)
		c->limit_connections = CONNECTIONS;
	if (c->limit_streams <= 0)
		c->limit_streams = STREAMS;
	if (c->limit_waiting <= 0)
		c->limit_waiting = WAITING;
	if (c->limit_seconds <= 0)
		c->limit_seconds = SECONDS;
	if (c->cache_bytes == 0)
		c->cache_bytes = CACHE_BYTES;
}

/*
 * Each connection and each stream is a file to the system, which allows a program some thousand
 * unless it asks for what it may have.
 */
static void raise_file_limit(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return;
	r.rlim_cur = r.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &r);
}

static void start_crews(struct http_server *s)
{
	const struct http_config *c = &s->core.config;
	const struct http_crew_size readers = { c->readers, c->limit_waiting, false };
	const struct http_crew_size writers = { c->workers, c->limit_waiting, false };
	const struct http_crew_size hashers = { HASHERS, HASHES_WAITING, true };

	http_crew_start(&s->readers, s, &readers);
	http_crew_start(&s->writers, s, &writers);
	http_crew_start(&s->voters, s, &writers);
	http_crew_start(&s->hashers, s, &hashers);
}

/* The site's address is what near.conf says, and never what a request's Host does. */
static void fill_base(struct http_server *s)
{
	const struct http_config *c = &s->core.config;

	if (c->public_url)
		snprintf(s->core.base, sizeof s->core.base, "%s", c->public_url);
	else if (c->is_rehearsal)
		snprintf(s->core.base, sizeof s->core.base, "http://127.0.0.1:%d", s->door.port);
}

static void server_free(struct http_server *s)
{
	http_live_free(s->core.live);
	http_cache_free(s->cache);
	http_core_done(&s->core);
	pthread_mutex_destroy(&s->conns_lock);
	free(s);
}

enum err http_start(const struct http_config *config, struct http_server **ret, struct sbuf *why)
{
	struct http_server *s = calloc(1, sizeof *s);
	sigset_t all, before;
	bool started;

	MUST(s && sodium_init() >= 0);
	if (!http_core_make(&s->core, config, why)) {
		free(s);
		return ERR_IO;
	}
	fill_in(&s->core.config);
	raise_file_limit();
	pthread_mutex_init(&s->conns_lock, NULL);
	s->listener_count = s->core.config.listeners;
	if (s->core.config.page_cache)
		s->cache = http_cache_new(config->store, s->core.config.cache_bytes,
		                          s->core.metrics);
	/* The threads inherit a mask in which nothing reaches them: signals are the program's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = http_door_open(s, why);
	if (started && !http_listeners_start(s, why)) {
		http_door_close(s);
		started = false;
	}
	if (started) {
		fill_base(s);
		start_crews(s);
		s->core.live = http_live_start(&s->core);
		http_door_start(s);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!started) {
		server_free(s);
		return ERR_IO;
	}
	*ret = s;
	return ERR_OK;
}

int http_port(const struct http_server *s)
{
	return s->door.port;
}

void http_stop(struct http_server *s, int seconds)
{
	int64_t deadline_us = time_monotonic_us() + seconds * INT64_C(1000000);

	atomic_store(&s->core.is_stopping, true);
	http_live_stop(s->core.live);
	http_door_stop(s, deadline_us);
	http_crew_stop(&s->readers, deadline_us);
	http_crew_stop(&s->writers, deadline_us);
	http_crew_stop(&s->voters, deadline_us);
	http_crew_stop(&s->hashers, deadline_us);
	http_door_finish(s);
	http_listeners_stop(s);
	http_crew_free(&s->readers);
	http_crew_free(&s->writers);
	http_crew_free(&s->voters);
	http_crew_free(&s->hashers);
	server_free(s);
}
