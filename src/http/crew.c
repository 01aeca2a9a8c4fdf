/* crew.c -- the workers, and the line in which requests wait for them. */
#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "db/db.h"
#include "http/server.h"
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { PATIENCE = 10 /* of 19 */ };

/* --- one request --- */

static void fill_raw(const struct http_conn *c, struct http_raw *raw)
{
	*raw = (struct http_raw){
		.method = c->method,
		.target = c->target,
		.body = { c->body, c->body_n },
		.head = &c->head,
		.peer = c->peer,
		.id = str_of(c->id),
		.refused = c->refused,
	};
	/* Without a target the address is "/", so that the refusal can be told as a page. */
	if (raw->target.n == 0)
		raw->target = S("/");
}

static void keep_answer(struct http_conn *c, const struct http_reply *reply, const struct ctx *ctx,
                        uint64_t since)
{
	struct http_server *s = c->server;
	bool is_stopping = atomic_load(&s->core.is_stopping);
	struct http_page_key key;
	struct http_page page;

	c->route = reply->route;
	c->client = reply->client;
	if (!reply->is_public || !s->cache || is_stopping) {
		c->wire = http_wire_once(reply, &c->head, is_stopping);
		return;
	}
	c->wire = http_wire_page(reply);
	page = (struct http_page){ c->wire, reply->route };
	http_conn_page_key(c, &key);
	http_cache_put(s->cache, &key, &page, &ctx->reads, since);
}

/*
 * The socket goes over to the sender of live streams.  libmicrohttpd is told to give the connection
 * up (listen.c): it closes its own number of the socket, which leaves the other one open.
 */
static void give_away(struct http_conn *c, const struct http_reply *reply, const struct ctx *ctx,
                      uint64_t since)
{
	int fd = fcntl(c->fd, F_DUPFD_CLOEXEC, 0);

	c->route = reply->route;
	c->client = reply->client;
	c->status = fd >= 0 ? reply->status : 0;
	c->is_given_away = true;
	if (fd < 0)
		log_why(LOG_ERROR, "stream", "%s", strerror(errno));
	http_live_join(c->server->core.live, fd, reply, &ctx->reads, since);
}

/* After this the connection is its listener's again: nothing here may touch it. */
static void work(struct http_worker *w, struct http_conn *c, bool is_hurried)
{
	struct http_server *s = w->server;
	struct db_store *store = s->core.config.store;
	struct http_reply reply;
	struct http_raw raw;
	struct ctx ctx;
	uint64_t since;

	if (store && !w->db)
		w->db = db_open(store);
	/* Before anything is read: a commit in between makes the page out of date, not wrong. */
	since = store ? db_version(store) : 0;
	http_ctx_fill(&s->core, &ctx, w->arena, w->db);
	fill_raw(c, &raw);
	if (raw.refused == ERR_OK && is_hurried)
		raw.refused = ERR_STOPPING;
	else if (raw.refused == ERR_OK && store && !w->db)
		raw.refused = ERR_DB_AWAY;
	http_answer(&s->core, &ctx, &raw, &reply);
	if (reply.stream)
		give_away(c, &reply, &ctx, since);
	else
		keep_answer(c, &reply, &ctx, since);
	arena_reset(w->arena);
	MHD_resume_connection(c->mhd);
}

void http_crew_refuse(struct http_conn *c, enum err e)
{
	struct http_server *s = c->server;
	struct arena *arena = arena_new();
	struct http_reply reply;
	struct http_raw raw;
	struct ctx ctx;

	http_ctx_fill(&s->core, &ctx, arena, NULL);
	fill_raw(c, &raw);
	raw.refused = e;
	http_answer(&s->core, &ctx, &raw, &reply);
	c->client = reply.client;
	c->wire = http_wire_once(&reply, &c->head, e == ERR_STOPPING);
	arena_free(arena);
}

/* --- the line --- */

/* One gauge for both crews: what each adds and takes away. */
static void note_waiting(struct http_crew *crew, int change)
{
	crew->waiting += change;
	atomic_fetch_add_explicit(&crew->server->core.metrics->waiting, change,
	                          memory_order_relaxed);
}

/* Has one network its share of a patient crew's line already? */
static bool has_share(const struct http_crew *crew, const struct http_conn *c)
{
	struct http_addr own = http_addr_client(&c->client);
	int n = 0;

	if (!crew->is_patient)
		return false;
	for (int i = 0; i < crew->waiting; i++) {
		const struct http_conn *other = crew->queue[(crew->first + i) % crew->room];
		struct http_addr theirs = http_addr_client(&other->client);

		n += http_addr_eq(&own, &theirs);
	}
	return n >= (crew->room + 1) / 2;
}

bool http_crew_give(struct http_crew *crew, struct http_conn *c)
{
	bool taken = true;

	pthread_mutex_lock(&crew->lock);
	if (crew->is_closing || (crew->idle_count == 0 && has_share(crew, c))) {
		taken = false;
	} else if (crew->idle_count > 0) {
		struct http_worker *w = crew->idle[--crew->idle_count];

		w->job = c;
		pthread_cond_signal(&w->wake);
	} else if (crew->waiting < crew->room) {
		crew->queue[(crew->first + crew->waiting) % crew->room] = c;
		note_waiting(crew, 1);
	} else {
		taken = false;
	}
	pthread_mutex_unlock(&crew->lock);
	return taken;
}

/* The next request, or NULL when there will be none. */
static struct http_conn *wait_for_job(struct http_worker *w, bool *ret_is_hurried)
{
	struct http_crew *crew = w->crew;
	struct http_conn *c = NULL;

	pthread_mutex_lock(&crew->lock);
	if (crew->waiting > 0) {
		c = crew->queue[crew->first];
		crew->first = (crew->first + 1) % crew->room;
		note_waiting(crew, -1);
	} else if (!crew->is_closing) {
		crew->idle[crew->idle_count++] = w;
		while (!w->job && !crew->is_closing)
			pthread_cond_wait(&w->wake, &crew->lock);
		c = w->job;
		w->job = NULL;
	}
	*ret_is_hurried = crew->is_hurried;
	pthread_mutex_unlock(&crew->lock);
	return c;
}

/* Nobody waits for the answer any more. */
static bool is_gone(const struct http_conn *c)
{
	struct pollfd fd = { .fd = c->fd, .events = POLLRDHUP };

	return poll(&fd, 1, 0) > 0 && (fd.revents & (POLLRDHUP | POLLHUP | POLLERR));
}

static void forget(struct http_conn *c)
{
	http_crew_refuse(c, ERR_BUSY);
	MHD_resume_connection(c->mhd);
}

static void *run_worker(void *arg)
{
	struct http_worker *w = arg;
	struct http_conn *c;
	bool is_hurried;

	w->arena = arena_new();
	/* Linux counts niceness by thread: the others get the processor first. */
	if (w->crew->is_patient)
		(void)setpriority(PRIO_PROCESS, (id_t)gettid(), PATIENCE);
	while ((c = wait_for_job(w, &is_hurried))) {
		if (w->crew->is_patient && is_gone(c))
			forget(c);
		else
			work(w, c, is_hurried);
	}
	if (w->db)
		db_close(w->db);
	arena_free(w->arena);
	return NULL;
}

void http_crew_start(struct http_crew *crew, struct http_server *s,
                     const struct http_crew_size *size)
{
	int workers = size->workers;

	pthread_mutex_init(&crew->lock, NULL);
	crew->server = s;
	crew->worker_count = workers;
	crew->workers = calloc((size_t)workers, sizeof *crew->workers);
	crew->idle = calloc((size_t)workers, sizeof(struct http_worker *));
	crew->room = size->room;
	crew->is_patient = size->is_patient;
	crew->queue = calloc((size_t)crew->room, sizeof(struct http_conn *));
	MUST(crew->workers && crew->idle && crew->queue);
	for (int i = 0; i < workers; i++) {
		struct http_worker *w = &crew->workers[i];

		w->server = s;
		w->crew = crew;
		pthread_cond_init(&w->wake, NULL);
		MUST(pthread_create(&w->thread, NULL, run_worker, w) == 0);
	}
}

void http_crew_stop(struct http_crew *crew, int64_t deadline_us)
{
	pthread_mutex_lock(&crew->lock);
	crew->is_hurried = time_monotonic_us() >= deadline_us;
	crew->is_closing = true;
	for (int i = 0; i < crew->worker_count; i++)
		pthread_cond_signal(&crew->workers[i].wake);
	pthread_mutex_unlock(&crew->lock);
	for (int i = 0; i < crew->worker_count; i++) {
		pthread_join(crew->workers[i].thread, NULL);
		pthread_cond_destroy(&crew->workers[i].wake);
	}
}

void http_crew_free(struct http_crew *crew)
{
	pthread_mutex_destroy(&crew->lock);
	free(crew->workers);
	free(crew->idle);
	free(crew->queue);
}
