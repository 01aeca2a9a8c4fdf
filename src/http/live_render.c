/*
 * live_render.c -- the renderer: one thread that renders what has changed, and looks whether those
 * who read may still do so.
 *
 * Exact as the page cache is (db_bump() says why): a state rests on tables, and is rendered again
 * when one of them has been written since before its rendering began.  Nobody is sent a state that
 * was rendered after their right was gone: rights are looked at before.
 */
#include "base/time.h"
#include "db/db.h"
#include "http/live_hub.h"
#include <stdlib.h>

/*
 * Of one region, at most twenty renderings a second; and at most a quarter of a core for rendering
 * and sending it, however many read.  Pages show what today's date makes of their data: none is
 * older than a minute.
 */
static const int64_t REST_US = 50000, AGE_MAX_US = 60 * INT64_C(1000000), RETRY_US = 1000000;
enum { RESTS_A_COST = 3 };

struct renderer {
	struct http_live *live;
	struct db_store *store;
	struct db *db;
	struct arena *arena;
	struct http_live_region **due;
	struct live_guard **guards;
	size_t due_room, guard_room;
};

static bool begin_ctx(struct renderer *r, struct ctx *ctx)
{
	if (!r->db)
		r->db = db_open(r->store);
	http_ctx_fill(r->live->core, ctx, r->arena, r->db);
	return r->db != NULL;
}

/* --- rights --- */

static void check_guard(struct renderer *r, struct http_live_region *region, struct live_guard *g,
                        int64_t now_us)
{
	struct ctx ctx;
	uint64_t since = db_version(r->store);
	bool may = true;

	if (now_us - g->checked_us < r->live->beat_us &&
	    db_is_current(r->store, &g->reads, g->since))
		return;
	/* When the database does not answer nothing new is rendered either. */
	if (!begin_ctx(r, &ctx) ||
	    http_may(r->live->core, &ctx, (struct str){ g->session, g->session_n }, region->need,
	             &may) != ERR_OK)
		return;
	g->reads = ctx.reads;
	g->since = since;
	g->checked_us = now_us;
	if (!may)
		atomic_store_explicit(&g->is_gone, true, memory_order_release);
	arena_reset(r->arena);
}

static size_t hold_guards(struct renderer *r, struct http_live_region *region)
{
	size_t n = 0;

	for (struct live_guard *g = region->guards; g; g = g->next) {
		if (n == r->guard_room) {
			r->guard_room = r->guard_room ? 2 * r->guard_room : 64;
			r->guards = realloc(r->guards, r->guard_room * sizeof(*r->guards));
			MUST(r->guards);
		}
		g->refs++;
		r->guards[n++] = g;
	}
	return n;
}

static void check_guards(struct renderer *r, struct http_live_region *region)
{
	struct http_live *l = r->live;
	int64_t now_us = time_monotonic_us();
	bool is_any_gone = false;
	size_t n;

	pthread_mutex_lock(&l->lock);
	n = hold_guards(r, region);
	region->checked_us = now_us;
	pthread_mutex_unlock(&l->lock);
	for (size_t i = 0; i < n; i++)
		check_guard(r, region, r->guards[i], now_us);
	pthread_mutex_lock(&l->lock);
	for (size_t i = 0; i < n; i++) {
		is_any_gone |= atomic_load(&r->guards[i]->is_gone);
		live_guard_unref(r->guards[i]);
	}
	if (is_any_gone)
		live_news(l, region);
	pthread_mutex_unlock(&l->lock);
	if (is_any_gone)
		live_wake(l);
}

/* --- rendering --- */

static void keep_state(struct http_live_region *region, struct live_bytes *state,
                       const struct table_set *reads, uint64_t since)
{
	live_bytes_unref(region->state);
	region->state = state;
	region->reads = *reads;
	region->since = since;
}

/* Under the lock.  Is there something to tell? */
static bool take_reply(struct http_live_region *region, const struct http_reply *reply,
                       const struct table_set *reads, uint64_t since)
{
	struct live_bytes *state;
	bool is_other;

	if (reply->status != 200) {
		/* What failed is tried again; what is gone is gone. */
		region->is_ended = reply->status < 500;
		return region->is_ended;
	}
	state = live_event(reply->body);
	is_other = state->id != region->state->id;
	keep_state(region, state, reads, since);
	return is_other;
}

static void render(struct renderer *r, struct http_live_region *region)
{
	struct http_live *l = r->live;
	struct http_head head = { .host = region->key.host };
	char id[HTTP_ID_TEXT];
	struct http_raw raw = { .method = S("GET"), .target = region->key.target, .head = &head };
	int64_t begun_us = time_monotonic_us(), cost_us;
	uint64_t since = db_version(r->store);
	struct http_reply reply;
	struct ctx ctx;
	bool is_told;

	raw.region = &region->key;
	http_core_id(l->core, id);
	raw.id = str_of(id);
	if (!begin_ctx(r, &ctx))
		raw.refused = ERR_DB_AWAY;
	http_answer(l->core, &ctx, &raw, &reply);
	atomic_fetch_add_explicit(&l->core->metrics->renderings, 1, memory_order_relaxed);
	pthread_mutex_lock(&l->lock);
	is_told = take_reply(region, &reply, &ctx.reads, since);
	region->rendered_us = time_monotonic_us();
	cost_us = (region->rendered_us - begun_us + region->sending_us) * RESTS_A_COST;
	region->due_us = region->rendered_us + (reply.status >= 500 ? RETRY_US
	                                        : cost_us > REST_US ? cost_us
	                                                            : REST_US);
	if (is_told)
		live_news(l, region);
	pthread_mutex_unlock(&l->lock);
	arena_reset(r->arena);
	if (is_told)
		live_wake(l);
}

/* --- what is due --- */

static bool is_stale(const struct renderer *r, const struct http_live_region *region,
                     int64_t now_us)
{
	return now_us - region->rendered_us >= AGE_MAX_US ||
	       !db_is_current(r->store, &region->reads, region->since);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* When must this region be looked at again?  0: now. */
static int64_t due_in_us(const struct renderer *r, const struct http_live_region *region,
                         int64_t now_us)
{
	int64_t wait_us = region->rendered_us + AGE_MAX_US - now_us;

	if (region->is_ended)
		return AGE_MAX_US;
	if (is_stale(r, region, now_us))
		wait_us = region->due_us - now_us;
	if (region->guards)
		wait_us = sooner(wait_us, region->checked_us + r->live->beat_us - now_us);
	return wait_us > 0 ? wait_us : 0;
}

/* Takes a reference to each region that is due; *ret_wait_us: when the next one is. */
static size_t collect(struct renderer *r, int64_t *ret_wait_us)
{
	struct http_live *l = r->live;
	int64_t now_us = time_monotonic_us(), wait_us;
	struct http_live_region *region;
	size_t n = 0;

	pthread_mutex_lock(&l->lock);
	if ((size_t)l->region_count > r->due_room) {
		r->due_room = 2 * (size_t)l->region_count;
		r->due = realloc(r->due, r->due_room * sizeof(*r->due));
		MUST(r->due);
	}
	region = l->regions;
	for (int i = 0; i < l->region_count; i++, region = region->next) {
		wait_us = due_in_us(r, region, now_us);
		if (wait_us > 0) {
			*ret_wait_us = sooner(*ret_wait_us, wait_us);
		} else {
			region->refs++;
			r->due[n++] = region;
		}
	}
	pthread_mutex_unlock(&l->lock);
	return n;
}

static void attend(struct renderer *r, struct http_live_region *region)
{
	struct http_live *l = r->live;
	int64_t now_us;
	bool is_due;

	if (region->need != RIGHT_PUBLIC)
		check_guards(r, region);
	pthread_mutex_lock(&l->lock);
	now_us = time_monotonic_us();
	is_due = is_stale(r, region, now_us) && region->due_us <= now_us;
	pthread_mutex_unlock(&l->lock);
	if (is_due)
		render(r, region);
	pthread_mutex_lock(&l->lock);
	live_region_unref(l, region);
	pthread_mutex_unlock(&l->lock);
}

void *live_run_renderer(void *live)
{
	struct http_live *l = live;
	struct renderer r = { .live = l, .store = l->core->config.store, .arena = arena_new() };

	for (;;) {
		uint64_t version = db_version(r.store);
		int64_t wait_us = l->beat_us;
		size_t n;

		atomic_store(&l->is_called, false);
		/* Whoever stops sets this before calling. */
		if (atomic_load(&l->is_stopping))
			break;
		n = collect(&r, &wait_us);
		for (size_t i = 0; i < n; i++)
			attend(&r, r.due[i]);
		if (n == 0)
			db_wait(r.store, version, wait_us, &l->is_called);
	}
	if (r.db)
		db_close(r.db);
	arena_free(r.arena);
	free(r.due);
	free(r.guards);
	return NULL;
}
