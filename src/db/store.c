/*
 * store.c -- the database as the process knows it: where it is, and how often each table has
 * changed.
 */
#include "db/internal.h"
#include "base/str.h"
#include "base/time.h"
#include <sqlite3.h>
#include <stdlib.h>
#include <time.h>

/*
 * SQLite is set up once a process, before its first use.  Its memory statistics stand behind one
 * lock that two threads preparing statements would wait for; and no connection is shared between
 * threads.
 */
static void set_up_sqlite(void)
{
	MUST(sqlite3_config(SQLITE_CONFIG_MULTITHREAD) == SQLITE_OK);
	MUST(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
	MUST(sqlite3_initialize() == SQLITE_OK);
}

static enum err choose_engine(struct db_store *s, struct sbuf *why)
{
	struct str url = str_of(s->url);

	if (str_starts(url, S("sqlite:")) && url.n > strlen("sqlite:")) {
		s->engine = &db_engine_sqlite;
		s->path = s->url + strlen("sqlite:");
		return ERR_OK;
	}
	if (str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://"))) {
		s->engine = &db_engine_postgres;
		return ERR_OK;
	}
	sbuf_lit(why,
	         "This is not the address of a database. Write sqlite:PATH or postgresql://...");
	return ERR_DB;
}

/* WAL lets readers and the writer go on beside each other; a file keeps the mode for good. */
static enum err use_wal(struct db *db, struct sbuf *why)
{
	static const enum db_type cols[] = { DB_TEXT };
	static const struct db_stmt wal = {
		.name = "db.wal",
		.sqlite = "PRAGMA journal_mode=WAL",
		.ncols = 1,
		.cols = cols,
	};
	struct db_rows rows = { .arena = why->arena, .max = 1, .width = 1 };
	enum err e;

	if (!db->lite || db->store->use != DB_USE_NORMAL)
		return ERR_OK;
	e = db->store->engine->run(db, &wal, NULL, &rows);
	if (e == ERR_OK && !str_is(rows.vals[0].s, "wal"))
		e = db_fail(db, ERR_DB, "its file system does not support write-ahead logging");
	if (e != ERR_OK)
		sbuf_printf(why, "%s cannot be opened: %s", db->store->path, db->why);
	return e;
}

static enum err look_at(struct db_store *s, struct sbuf *why)
{
	struct db *db;
	enum err e = db_connect(s, &db, why);

	if (e != ERR_OK)
		return e;
	e = db_check(db, why->arena, &s->standing, why);
	if (e == ERR_OK && !s->standing.is_new && s->use == DB_USE_NORMAL)
		e = db_sound_check(db, why);
	if (e == ERR_OK)
		e = use_wal(db, why);
	db_close(db);
	return e;
}

/* Spans are measured by the clock that nobody sets. */
static void init_bump(struct db_store *s)
{
	pthread_condattr_t attr;

	pthread_mutex_init(&s->bump, NULL);
	pthread_condattr_init(&attr);
	MUST(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
	pthread_cond_init(&s->bumped, &attr);
	pthread_condattr_destroy(&attr);
}

enum err db_store_open_as(const char *url, enum db_use use, struct db_store **ret_store,
                          struct sbuf *why)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct db_store *s = calloc(1, sizeof(*s));
	enum err e;

	MUST(s);
	pthread_once(&once, set_up_sqlite);
	s->url = strdup(url);
	MUST(s->url);
	s->use = use;
	s->lock_fd = -1;
	init_bump(s);
	db_able_init(s);
	db_share_init(s);
	e = choose_engine(s, why);
	if (e == ERR_OK)
		e = look_at(s, why);
	if (e == ERR_OK)
		*ret_store = s;
	else
		db_store_close(s);
	return e;
}

enum err db_store_open(const char *url, bool writer, struct db_store **ret_store, struct sbuf *why)
{
	struct db_store *s;
	enum err e = db_store_open_as(url, DB_USE_NORMAL, &s, why);

	if (e == ERR_OK && writer) {
		e = db_writer_start(s, why);
		if (e != ERR_OK)
			db_store_close(s);
	}
	if (e == ERR_OK)
		*ret_store = s;
	return e;
}

void db_store_close(struct db_store *s)
{
	if (!s)
		return;
	db_ear_stop(s);
	db_writer_stop(s);
	db_claim_release(s);
	db_able_done(s);
	pthread_cond_destroy(&s->bumped);
	pthread_mutex_destroy(&s->bump);
	free(s->url);
	free(s);
}

const char *db_store_name(const struct db_store *s)
{
	return s->path ? s->path : "The PostgreSQL database";
}

bool db_is_new(const struct db_store *s)
{
	return s->standing.is_new;
}

bool db_is_old(const struct db_store *s)
{
	return s->standing.is_old;
}

int db_number(const struct db_store *s)
{
	return s->standing.number;
}

/*
 * Why the page cache is exact.  A page is rendered like this: (1) v = db_version(); (2) its reads;
 * (3) it is kept with v and the tables it read.  A commit goes like this: (a) the engine's COMMIT
 * returns, and from here on every new snapshot shows it; (b) db_bump() gives each written table the
 * number v+1 and then publishes v+1; (c) its writers are woken, and only now is it acknowledged.
 *
 * Never too old: take a page that does not show a commit.  One of its reads then took its snapshot
 * before (a), so its (1) came before (a) and hence before (b): its v is below the number that the
 * written tables get at (b).  From (b) on db_is_current() says no, and (b) comes before (c).
 * Whoever asks after the acknowledgement is told so.
 *
 * Never useless: a page whose (1) saw v+1 reads after (b), hence after (a), and shows the commit;
 * it stays current until one of its own tables changes.  A page that began between (a) and (b) may
 * show the commit and be called old all the same: it is rendered once more, which does no harm.
 *
 * Statements outside db_read() take a snapshot each, all of them after (1): whichever of them
 * missed the commit, the page is called old.  A commit that failed may have reached the disk (a
 * connection lost while waiting for the answer), so it counts as well.
 *
 * That counts this process's commits.  What it takes when there are others stands in share.c.
 *
 * Numbers are given under a lock because stores without a writer thread commit from many threads.
 */
void db_bump(struct db_store *s, const struct table_set *tables)
{
	bool any = false;
	uint64_t v;

	pthread_mutex_lock(&s->bump);
	v = s->version + 1;
	for (int t = 0; t < TABLE_COUNT; t++) {
		if (!table_set_has(tables, t))
			continue;
		s->table_version[t] = v;
		any = true;
	}
	if (any) {
		s->version = v;
		pthread_cond_broadcast(&s->bumped);
	}
	pthread_mutex_unlock(&s->bump);
}

void db_wait(struct db_store *s, uint64_t seen, int64_t span_us, const _Atomic bool *is_enough)
{
	int64_t until_us = time_monotonic_us() + span_us;
	struct timespec until = { .tv_sec = until_us / 1000000,
		                  .tv_nsec = until_us % 1000000 * 1000 };
	int rc = 0;

	pthread_mutex_lock(&s->bump);
	while (s->version == seen && !*is_enough && rc == 0)
		rc = pthread_cond_timedwait(&s->bumped, &s->bump, &until);
	pthread_mutex_unlock(&s->bump);
}

void db_wake(struct db_store *s)
{
	/* Under the lock: whoever is about to wait has looked before, or will see it. */
	pthread_mutex_lock(&s->bump);
	pthread_cond_broadcast(&s->bumped);
	pthread_mutex_unlock(&s->bump);
}

uint64_t db_version(struct db_store *s)
{
	return s->version;
}

bool db_is_current(struct db_store *s, const struct table_set *reads, uint64_t since)
{
	/* Nothing at all was committed since: the usual case, and no table needs a look. */
	if (s->version == since)
		return true;
	for (int t = 0; t < TABLE_COUNT; t++)
		if (table_set_has(reads, t) && s->table_version[t] > since)
			return false;
	return true;
}

void db_stats(struct db_store *s, struct db_stats *ret)
{
	*ret = (struct db_stats){
		.commits = s->commits,
		.writes = s->writes,
		.failed_writes = s->failed_writes,
		.statements = s->statements,
		.retries = s->retries,
	};
}

void db_fault(struct db_store *s, int nth)
{
	s->fault = nth;
}

int db_fault_left(struct db_store *s)
{
	return s->fault;
}

bool db_is_faulted(struct db_store *s)
{
	int left = s->fault;

	while (left > 0)
		if (atomic_compare_exchange_weak(&s->fault, &left, left - 1))
			return left == 1;
	return false;
}
