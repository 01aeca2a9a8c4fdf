/*
 * test_share.c -- several stores on one PostgreSQL database, each as a process of its own would
 * have it: who is alone, who gives way, who hears what, and that no kept page is ever too old.
 *
 * On SQLite one process serves; there it is tested that it stays so.
 */
#include "db/internal.h"
#include "db/test_statements.h"
#include "base/random.h"
#include "base/time.h"
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static struct engine e;

/* --- one process --- */

struct process {
	struct db_store *store;
	struct ctx ctx;
};

static bool process_begin(struct process *p)
{
	struct sbuf why = { 0 };
	bool is_begun;

	*p = (struct process){ .ctx = { .arena = arena_new() } };
	why.arena = p->ctx.arena;
	is_begun = db_store_open(e.url, true, &p->store, &why) == ERR_OK;
	if (is_begun && db_share(p->store, &why) == ERR_OK && (p->ctx.db = db_open(p->store)))
		return true;
	if (is_begun)
		db_store_close(p->store);
	arena_free(p->ctx.arena);
	return false;
}

static void process_end(struct process *p)
{
	db_close(p->ctx.db);
	db_store_close(p->store);
	arena_free(p->ctx.arena);
}

static bool becomes_alone(struct process *p, bool alone)
{
	for (int i = 0; i < 3000 && db_is_alone(p->store) != alone; i++)
		usleep(20000);
	return db_is_alone(p->store) == alone;
}

static void meddle(const char *sql)
{
	struct process p = { .ctx = { .arena = arena_new() } };
	struct sbuf why = { .arena = p.ctx.arena };

	MUST(db_store_open(e.url, false, &p.store, &why) == ERR_OK);
	p.ctx.db = db_open(p.store);
	CHECK(p.store->engine->exec(p.ctx.db, sql) == ERR_OK);
	process_end(&p);
}

/* The connections that hold the lock, or one of them. */
#define HOLDERS                                                                                    \
	"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"        \
	" AND ((classid::bigint << 32) | objid::bigint) = " DB_CLAIM_KEY
#define CUT(which) "SELECT pg_terminate_backend(pid, 5000) FROM (" HOLDERS which ") AS l"

/* --- who holds it --- */

static void a_second_process_is_let_in_and_the_first_is_alone_again_after_it(void)
{
	struct process a, b;

	engine_new(&e);
	CHECK(process_begin(&a) && becomes_alone(&a, true));
	if (!engine_is_postgres()) {
		CHECK(!process_begin(&b));
		process_end(&a);
		engine_free(&e);
		return;
	}
	CHECK(process_begin(&b));
	for (int i = 0; i < 100; i++) {
		CHECK(!db_is_alone(a.store) && !db_is_alone(b.store));
		usleep(30000);
	}
	CHECK(write_pair(&a.ctx, "a", 1) == ERR_OK && write_pair(&b.ctx, "b", 1) == ERR_OK);
	CHECK(run_count(&a.ctx) == 2 && run_count(&b.ctx) == 2);
	process_end(&b);
	CHECK(becomes_alone(&a, true));
	process_end(&a);
	engine_free(&e);
}

static void commands_and_servers_keep_each_other_out(void)
{
	struct process a;
	struct db_store *command;
	struct sbuf why;

	engine_new(&e);
	why = (struct sbuf){ .arena = e.ctx.arena };
	CHECK(db_store_open(e.url, false, &command, &why) == ERR_OK);
	CHECK(process_begin(&a));
	CHECK(db_claim(command, &why) == ERR_DB_CLAIMED && why.n > 0);
	process_end(&a);
	CHECK(db_claim(command, &why) == ERR_OK);
	CHECK(!process_begin(&a));
	db_store_close(command);
	CHECK(process_begin(&a));
	process_end(&a);
	engine_free(&e);
}

static void one_that_updates_is_alone_first_and_shares_then(void)
{
	struct process a, b;
	struct sbuf why;

	engine_new(&e);
	why = (struct sbuf){ .arena = e.ctx.arena };
	CHECK(db_store_open(e.url, true, &a.store, &why) == ERR_OK);
	CHECK(db_claim(a.store, &why) == ERR_OK);
	if (engine_is_postgres())
		CHECK(!process_begin(&b));
	CHECK(db_share(a.store, &why) == ERR_OK);
	CHECK(process_begin(&b) == engine_is_postgres());
	if (engine_is_postgres())
		process_end(&b);
	db_store_close(a.store);
	engine_free(&e);
}

/* --- what is heard --- */

static void a_commit_of_another_process_counts_here(void)
{
	const struct table_set failures = stmt_put.writes;
	struct process a, b;
	uint64_t before;

	if (!engine_is_postgres())
		return;
	engine_new(&e);
	CHECK(process_begin(&a) && process_begin(&b) && write_pair(&a.ctx, "a", 1) == ERR_OK);
	for (int i = 0; i < 10; i++) {
		before = db_version(b.store);
		CHECK(db_is_current(b.store, &failures, before));
		CHECK(write_pair(&a.ctx, arena_printf(e.ctx.arena, "%d", i).p, 1) == ERR_OK);
		db_wait(b.store, before, 60000000, &(_Atomic bool){ false });
		CHECK(!db_is_current(b.store, &failures, before));
	}
	/* One's own comes back and counts for nothing more. */
	before = db_version(a.store);
	CHECK(write_pair(&a.ctx, "own", 1) == ERR_OK);
	usleep(50000);
	CHECK(db_version(a.store) == before + 1);
	process_end(&b);
	process_end(&a);
	engine_free(&e);
}

static void what_was_missed_while_the_connection_was_lost_counts_too(void)
{
	const struct table_set failures = stmt_put.writes;
	struct process a, b;
	uint64_t before;

	if (!engine_is_postgres())
		return;
	engine_new(&e);
	CHECK(process_begin(&a) && process_begin(&b));
	before = db_version(b.store);
	meddle("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
	       " WHERE query LIKE 'LISTEN near%' OR query = 'SELECT 1'");
	for (int i = 0; i < 3000 && db_is_current(b.store, &failures, before); i++)
		usleep(20000);
	CHECK(!db_is_current(b.store, &failures, before));
	CHECK(write_pair(&a.ctx, "a", 1) == ERR_OK && write_pair(&b.ctx, "b", 1) == ERR_OK);
	process_end(&b);
	process_end(&a);
	engine_free(&e);
}

static time_us clock_of_a(void *arg)
{
	(void)arg;
	return (time_us){ 5000000000000000 + time_monotonic_us() };
}

static void whoever_joins_hears_the_clock_before_it_begins(void)
{
	struct process a, b, c;
	int64_t begun_us;

	if (!engine_is_postgres())
		return;
	engine_new(&e);
	CHECK(process_begin(&a));
	CHECK(db_heard_now(a.store).us == TIME_NONE.us);
	begun_us = clock_of_a(NULL).us;
	db_clock(a.store, clock_of_a, NULL);
	CHECK(process_begin(&b) && process_begin(&c));
	for (int i = 0; i < 2; i++) {
		int64_t heard_us = db_heard_now((i ? &c : &b)->store).us;

		CHECK(heard_us >= begun_us && heard_us <= clock_of_a(NULL).us);
	}
	process_end(&c);
	process_end(&b);
	process_end(&a);
	engine_free(&e);
}

/* --- what is lost --- */

static void who_has_lost_the_lock_uses_no_kept_page_once_another_writes(void)
{
	struct process a, b;
	int64_t n = 7;

	if (!engine_is_postgres())
		return;
	engine_new(&e);
	CHECK(process_begin(&a) && becomes_alone(&a, true));
	CHECK(write_pair(&a.ctx, "n", n) == ERR_OK);
	for (int i = 0; i < 5; i++) {
		meddle(CUT(""));
		CHECK(process_begin(&b));
		CHECK(write_pair(&b.ctx, arena_printf(e.ctx.arena, "%d", i).p, 1) == ERR_OK);
		CHECK(!db_is_alone(a.store));
		CHECK(write_pair(&a.ctx, arena_printf(e.ctx.arena, "a%d", i).p, 1) == ERR_OK);
		process_end(&b);
		CHECK(becomes_alone(&a, true));
	}
	CHECK(run_count(&a.ctx) == 11);
	process_end(&a);
	engine_free(&e);
}

/*
 * The race: pages are kept at A as the server keeps them, while other processes come, write and go,
 * and connections that hold the lock are cut.  Whatever is given out at A must not be below what
 * was acknowledged anywhere before it was asked for.
 */
enum { READERS = 2, OTHERS = 2, RACE_SECONDS = 12 };

static struct {
	struct process a;
	pthread_mutex_t turn, lock;
	int64_t counter, page; /* what was written last, or tried; what is kept */
	uint64_t version;
	struct table_set reads;
	bool is_there;
	_Atomic int64_t acknowledged;
	_Atomic bool is_done;
	_Atomic int hits, misses, stale, visits, writes, refused;
} race = { .turn = PTHREAD_MUTEX_INITIALIZER, .lock = PTHREAD_MUTEX_INITIALIZER };

static int below(int n)
{
	uint16_t r;

	random_bytes(&r, sizeof(r));
	return r % n;
}

static enum err set_n(struct tx *tx, void *arg)
{
	return run_set(tx, "n", *(int64_t *)arg);
}

static void count_up(struct ctx *ctx)
{
	int64_t n;

	pthread_mutex_lock(&race.turn);
	n = ++race.counter + 1;
	if (db_write(ctx, set_n, &n) == ERR_OK) {
		race.acknowledged = n;
		race.writes++;
	} else {
		race.refused++;
	}
	pthread_mutex_unlock(&race.turn);
}

static bool find_page(int64_t *ret)
{
	struct db_store *s = race.a.store;
	bool found;

	pthread_mutex_lock(&race.lock);
	found = race.is_there && db_is_alone(s) && db_is_current(s, &race.reads, race.version);
	*ret = race.page;
	pthread_mutex_unlock(&race.lock);
	return found;
}

static void render_page(struct ctx *ctx, int64_t *ret)
{
	uint64_t version = db_version(race.a.store);

	ctx->reads = (struct table_set){ 0 };
	*ret = run_get(ctx, "n");
	pthread_mutex_lock(&race.lock);
	race.page = *ret;
	race.version = version;
	race.reads = ctx->reads;
	race.is_there = true;
	pthread_mutex_unlock(&race.lock);
	arena_reset(ctx->arena);
}

static void *read_pages(void *arg)
{
	struct ctx ctx = { .arena = arena_new(), .db = db_open(race.a.store) };

	(void)arg;
	while (!race.is_done) {
		int64_t asked = race.acknowledged, page;
		bool found = find_page(&page);

		if (!found)
			render_page(&ctx, &page);
		race.hits += found;
		race.misses += !found;
		race.stale += page < asked;
		if (found)
			usleep(50);
	}
	db_close(ctx.db);
	arena_free(ctx.arena);
	return NULL;
}

static void *come_and_go(void *arg)
{
	struct process p;

	(void)arg;
	while (!race.is_done) {
		usleep((useconds_t)(1000 * below(2500)));
		if (!process_begin(&p))
			continue;
		race.visits++;
		for (int i = below(300); i > 0 && !race.is_done; i--) {
			count_up(&p.ctx);
			usleep((useconds_t)(100 * below(50)));
		}
		process_end(&p);
	}
	return NULL;
}

static void *write_at_home(void *arg)
{
	(void)arg;
	while (!race.is_done) {
		count_up(&race.a.ctx);
		usleep((useconds_t)(1000 * below(40)));
	}
	return NULL;
}

static void no_page_is_too_old_whoever_comes_goes_or_is_cut_off(void)
{
	pthread_t threads[READERS + OTHERS + 1];

	if (!engine_is_postgres())
		return;
	engine_new(&e);
	CHECK(process_begin(&race.a) && write_pair(&race.a.ctx, "n", 1) == ERR_OK);
	for (int i = 0; i < READERS + OTHERS + 1; i++)
		MUST(pthread_create(&threads[i], NULL,
		                    i < READERS            ? read_pages
		                    : i < READERS + OTHERS ? come_and_go
		                                           : write_at_home,
		                    NULL) == 0);
	for (int i = 0; i < RACE_SECONDS; i++) {
		usleep((useconds_t)(500000 + 1000 * below(1000)));
		if (below(2))
			meddle(CUT(" ORDER BY random() LIMIT 1"));
	}
	race.is_done = true;
	for (int i = 0; i < READERS + OTHERS + 1; i++)
		pthread_join(threads[i], NULL);
	CHECK(run_get(&race.a.ctx, "n") >= race.acknowledged);
	printf("# %d kept pages, %d made, %d writes, %d lost, %d visits\n", race.hits, race.misses,
	       race.writes, race.refused, race.visits);
	CHECK(race.stale == 0);
	CHECK(race.hits > 0 && race.misses > 0 && race.writes > 0 && race.visits > 0);
	process_end(&race.a);
	engine_free(&e);
}

int main(void)
{
	RUN(a_second_process_is_let_in_and_the_first_is_alone_again_after_it);
	RUN(commands_and_servers_keep_each_other_out);
	RUN(one_that_updates_is_alone_first_and_shares_then);
	RUN(a_commit_of_another_process_counts_here);
	RUN(what_was_missed_while_the_connection_was_lost_counts_too);
	RUN(whoever_joins_hears_the_clock_before_it_begins);
	RUN(who_has_lost_the_lock_uses_no_kept_page_once_another_writes);
	RUN(no_page_is_too_old_whoever_comes_goes_or_is_cut_off);
	return TAP_DONE();
}
