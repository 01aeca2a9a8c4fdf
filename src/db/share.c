/*
 * share.c -- several processes that serve from one PostgreSQL database, and why none of them ever
 * shows anything older than the last write that any of them has acknowledged.
 *
 * A process that writes holds an advisory lock on the connection that writes: exclusively (it is
 * ALONE) or together with others (SHARED).  Only who is alone uses its page cache: its versions
 * then count every commit there is (db_bump()).  Whoever shares makes every page from the database,
 * where each statement that begins after a commit was acknowledged sees it.  So this is to be
 * shown:
 *
 *   While a process may use its cache nobody else acknowledges a write, and when it begins to use
 * it no page from before is current.
 *
 * Giving way.  Another process asks (DB_HELLO).  The one that is alone (1) stops using its cache,
 * (2) takes the lock shared, (3) lets go of the exclusive one; the other can take the lock after
 * (3) and write after that.  All three happen in the thread that writes, between two batches, so
 * every batch is committed in one state: those after (1) tell of their tables.
 *
 * Alone again.  Who shares tries for the exclusive lock now and then.  It is granted when nobody
 * else holds the lock at all.  The server lets go of a connection's locks after its last
 * transaction is over, so every commit of the others is seen by statements from here on.  Then (1)
 * all tables count as changed, (2) the cache is used.  A page begun before (1) is not current, a
 * page begun after (1) saw everything.  Two that try at once both fail, and try again.
 *
 * A lock that was lost unnoticed.  A connection can end at the server (restart, network, an
 * operator) while the process still believes in it, and another process takes the lock.  Therefore
 * "alone" is a lease: it holds for LEASE_US from the moment at which something was asked on the
 * holding connection that was answered; the lock was held at that moment.  And whoever comes by the
 * lock commits nothing for PATIENCE_US, which is longer.  Let A lose the lock at t.  What A asked
 * last and was answered was asked before t; A's lease ends before t + LEASE_US.  B took the lock
 * after t and commits after t + PATIENCE_US.  The clock measures spans on one machine each, and
 * goes on while it sleeps; the margin allows for clocks that run at different rates.
 *
 * A lease that ran out because an answer was late, on a connection that was not lost, begins again
 * with the next answer: nobody can have held the lock in between.  When the connection was lost the
 * lock is taken anew on another one, which begins as above: all tables count as changed.
 *
 * Finding a page looks at the lease first and at its tables then.  If the lease held, and is lost
 * and won again between the two looks, all tables have changed and the page is not current.  In the
 * other order it would be given out.  A page found and sent later was asked for before whatever was
 * acknowledged meanwhile.
 *
 * Live regions are not bound to the moment: they are rendered again when the ear has heard of a
 * commit.  The server delivers that after the commit is seen by all (ear.c).
 *
 * Nobody serves beside a command that holds the lock exclusively and does not give way, nor a
 * command beside those who share; and who has lost the lock cannot write, since the lock and the
 * commits are of one connection.
 */
#include "db/internal.h"
#include "base/log.h"
#include "base/random.h"
#include "base/str.h"
#include "base/time.h"
#include <stdio.h>
#include <time.h>

static const int64_t LEASE_US = 500000, PATIENCE_US = 750000;
/* How often to try to be alone again. */
static const int64_t TRY_US = 2000000;

int64_t db_share_now_us(void)
{
	struct timespec t;

	MUST(clock_gettime(CLOCK_BOOTTIME, &t) == 0);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

/* A store that nobody claims is its owner's alone by promise: tests, and SQLite by its lock. */
void db_share_init(struct db_store *s)
{
	random_hex(s->share.id, 8);
	s->share.alone_until_us = INT64_MAX;
	s->share.heard_us = INT64_MIN;
}

/* Nothing is kept before the first hold, either. */
void db_share_lease(struct db_store *s)
{
	s->share.is_leased = true;
	s->share.alone_until_us = 0;
}

bool db_is_alone(struct db_store *s)
{
	int64_t until_us = s->share.alone_until_us;

	return until_us == INT64_MAX || db_share_now_us() < until_us;
}

/* --- how it is held --- */

static void say_hold(enum db_hold hold)
{
	log_why(LOG_INFO, "db.hold", "%s",
	        hold == DB_ALONE ? "alone: pages are kept" : "shared: pages are made each time");
}

static void bump_all(struct db_store *s)
{
	struct table_set all;

	memset(&all, 0xff, sizeof(all));
	db_bump(s, &all);
}

void db_share_begin(struct db *db, enum db_hold hold, int64_t asked_us)
{
	struct db_store *s = db->store;
	struct db_share *sh = &s->share;

	sh->hold = hold;
	db->holds_claim = true;
	/* Where nothing was, nobody can have kept pages of it. */
	if (!s->standing.is_new)
		sh->write_from_us = db_share_now_us() + PATIENCE_US;
	sh->try_us = db_share_now_us() + TRY_US;
	if (!sh->is_leased)
		return;
	bump_all(s);
	sh->alone_until_us = hold == DB_ALONE ? asked_us + LEASE_US : 0;
}

void db_share_lost(struct db *db)
{
	struct db_share *sh = &db->store->share;

	if (sh->is_leased)
		sh->alone_until_us = 0;
	sh->hold = DB_NOT_HELD;
}

void db_share_proved(struct db *db, int64_t asked_us)
{
	struct db_share *sh = &db->store->share;

	if (sh->is_leased && sh->hold == DB_ALONE)
		sh->alone_until_us = asked_us + LEASE_US;
}

void db_share_wait(struct db_store *s)
{
	int64_t from_us = s->share.write_from_us, left_us;

	while (from_us && (left_us = from_us - db_share_now_us()) > 0)
		nanosleep(&(struct timespec){ .tv_nsec = left_us * 1000 }, NULL);
}

/* --- what is told --- */

static void write_message(struct db_store *s, enum db_word word, const struct table_set *tables,
                          char text[static DB_MESSAGE_TEXT])
{
	time_us (*clock)(void *) = s->share.clock;
	int64_t now_us = clock ? clock(s->share.clock_arg).us : 0;
	int n = snprintf(text, DB_MESSAGE_TEXT, "%s %c %" PRId64 " ", s->share.id, word, now_us);

	for (int i = 0; i < TABLE_WORDS && tables; i++)
		n += snprintf(text + n, (size_t)(DB_MESSAGE_TEXT - n), "%016" PRIx64, tables->w[i]);
}

enum err db_share_tell(struct db *db, enum db_word word)
{
	static const enum db_type text_args[] = { DB_TEXT, DB_TEXT };
	static const struct db_stmt tell = {
		.name = "db.tell",
		.postgres = "SELECT pg_notify($1, $2)",
		.nargs = 2,
		.args = text_args,
	};
	char text[DB_MESSAGE_TEXT];
	struct db_rows rows = { 0 };

	write_message(db->store, word, NULL, text);
	return db->store->engine->run(db, &tell,
	                              (const struct db_val[]){
					      { .type = DB_TEXT,
	                                        .s = str_of(db->store->share.channel) },
					      { .type = DB_TEXT, .s = str_of(text) },
				      },
	                              &rows);
}

/*
 * Every write adds to the one log of events, so batches that run at once cannot both be kept, and
 * who tries again and again may starve.  They queue for a table that is locked for writing alone.
 * LOCK takes no snapshot: what is read after it is read as the one before left it.
 */
const char *db_share_begin_sql(const struct db_store *s)
{
	return s->share.hold == DB_SHARED ? "BEGIN ISOLATION LEVEL SERIALIZABLE;"
	                                    "LOCK TABLE db_migration IN SHARE ROW EXCLUSIVE MODE"
	                                  : s->engine->begin[DB_WRITING];
}

/* In the transaction itself: the server delivers it when, and only if, that is committed. */
const char *db_share_commit(struct db_store *s, const struct table_set *tables, char *sql)
{
	static const struct table_set none;
	char text[DB_MESSAGE_TEXT];

	if (s->share.hold != DB_SHARED || memcmp(tables, &none, sizeof(none)) == 0)
		return "COMMIT";
	write_message(s, DB_COMMITTED, tables, text);
	snprintf(sql, DB_COMMIT_TEXT, "NOTIFY %s, '%s';COMMIT", s->share.channel, text);
	return sql;
}

void db_clock(struct db_store *s, time_us (*clock)(void *), void *arg)
{
	s->share.clock_arg = arg;
	s->share.clock = clock;
}

time_us db_heard_now(const struct db_store *s)
{
	int64_t heard_us = s->share.heard_us;

	return heard_us == INT64_MIN ? TIME_NONE : (time_us){ heard_us + time_monotonic_us() };
}

/* --- tending it --- */

static const enum db_type int_col[] = { DB_INT };
static const struct db_stmt lock = {
	.name = "db.lock",
	.postgres = "SELECT pg_try_advisory_lock(" DB_CLAIM_KEY ")",
	.ncols = 1,
	.cols = int_col,
};
static const struct db_stmt lock_shared = {
	.name = "db.lock_shared",
	.postgres = "SELECT pg_try_advisory_lock_shared(" DB_CLAIM_KEY ")",
	.ncols = 1,
	.cols = int_col,
};
static const struct db_stmt unlock = {
	.name = "db.unlock",
	.postgres = "SELECT pg_advisory_unlock(" DB_CLAIM_KEY ")",
	.ncols = 1,
	.cols = int_col,
};
static const struct db_stmt unlock_shared = {
	.name = "db.unlock_shared",
	.postgres = "SELECT pg_advisory_unlock_shared(" DB_CLAIM_KEY ")",
	.ncols = 1,
	.cols = int_col,
};

/*
 * 1 or 0 as the server says, and -1 when it does not: the connection is then given up with all its
 * locks, for what they are is not known.
 */
static int ask(struct db *db, const struct db_stmt *st)
{
	struct arena *a = arena_new();
	struct db_rows rows = { .arena = a, .max = 1, .width = 1 };
	int said = -1;

	if (db->store->engine->run(db, st, NULL, &rows) == ERR_OK && rows.n == 1)
		said = rows.vals[0].i != 0;
	else
		db->broken = true;
	arena_free(a);
	return said;
}

static void give_way(struct db *db)
{
	struct db_share *sh = &db->store->share;

	if (sh->hold == DB_ALONE) {
		sh->alone_until_us = 0;
		sh->hold = DB_SHARED;
		sh->try_us = db_share_now_us() + TRY_US;
		if (ask(db, &lock_shared) != 1 || ask(db, &unlock) != 1) {
			db->broken = true;
			return;
		}
		say_hold(DB_SHARED);
	}
	/* Unheard, it is asked for again. */
	if (sh->hold == DB_SHARED && db_share_tell(db, DB_ANSWER) != ERR_OK)
		log_why(LOG_WARN, "db.hold", "%s", db_why(db));
}

static void try_alone(struct db *db)
{
	struct db_share *sh = &db->store->share;
	int64_t asked_us = db_share_now_us();

	sh->try_us = asked_us + TRY_US;
	if (ask(db, &lock) != 1)
		return;
	if (ask(db, &unlock_shared) != 1) {
		db->broken = true;
		return;
	}
	bump_all(db->store);
	sh->hold = DB_ALONE;
	sh->alone_until_us = asked_us + LEASE_US;
	say_hold(DB_ALONE);
}

static void prove(struct db *db)
{
	static const struct db_stmt probe = { .name = "db.probe", .postgres = "SELECT 1" };
	const struct db_engine *engine = db->store->engine;
	int64_t asked_us = db_share_now_us();
	struct db_rows rows = { 0 };

	if (!db->broken && engine->run(db, &probe, NULL, &rows) == ERR_OK) {
		db_share_proved(db, asked_us);
	} else if (db->broken || engine->is_lost(db)) {
		if (db_reconnect(db) == ERR_OK)
			say_hold(db->store->share.hold);
	}
}

void db_share_tend(struct db *db, bool is_idle)
{
	struct db_share *sh = &db->store->share;

	if (!sh->is_leased || !db->holds_claim)
		return;
	if (db->broken || sh->hold == DB_NOT_HELD) {
		if (is_idle)
			prove(db);
	} else if (sh->may_share && atomic_exchange(&sh->is_asked, false)) {
		give_way(db);
	} else if (sh->hold == DB_SHARED && db_share_now_us() >= sh->try_us) {
		try_alone(db);
	} else if (is_idle) {
		prove(db);
	}
}
