/*
 * db/db.h -- one database, two engines (SQLite and PostgreSQL), one face.
 *
 * A store is the database as the process knows it: where it is, its one writer, and how often each
 * table has changed.  A struct db is one connection to it, used by one thread at a time.
 * Statements come from gensql (see docs/sql.md); nobody else writes SQL in C.
 *
 * Reading outside db_write() sees what is committed; db_read() lets several statements see the
 * same moment.
 */
#pragma once
#include "base/ctx.h"
#include "base/sbuf.h"

enum db_type { DB_INT, DB_TEXT, DB_BLOB, DB_TR };

struct db_val {
	enum db_type type;
	bool null;
	int64_t i;
	struct str s; /* DB_TR: two bytes of language code, then the text */
};

/* One statement, made by gensql.  Its address identifies it in a connection's cache. */
struct db_stmt {
	const char *name; /* "motion.add" */
	const char *sqlite, *postgres;
	int nargs, ncols;
	const enum db_type *args, *cols;
	bool writes_rows; /* INSERT, UPDATE, DELETE */
	struct table_set reads, writes;
};

/* A migration, made by gensql from NNNN_slice.schema.sql. */
struct db_migration {
	int number;
	const char *name;   /* "0001_audit" */
	const char *sha256; /* of the file, 64 hexadecimal digits */
	const char *sqlite, *postgres;
};
extern const struct db_migration db_migrations[]; /* generated; ended by .name == NULL */

struct db_store;

/*
 * Open the store at `url`: "sqlite:PATH" or "postgresql://...".  With `writer` a thread is started
 * that commits queued writes in groups; without it db_write() runs in the caller's thread
 * (commands, tests).  Checks that the database is this program's own kind, not newer than the
 * program, that every page can be right and every table, index, view and trigger is as its
 * migration made it (3 ms for each MiB: sound.c); on refusal *why says so in English with what to
 * do.
 * ERR_DB_FOREIGN, ERR_DB_NEWER, ERR_DB_DAMAGED, ERR_DB (cannot be opened).
 */
enum err db_store_open(const char *url, bool writer, struct db_store **ret_store, struct sbuf *why)
	MUST_USE;
void db_store_close(struct db_store *s);

/* Is there nothing of an association in it yet?  db_migrate() makes one, and only `init` should. */
bool db_is_new(const struct db_store *s);

/*
 * Was it made by an earlier version of this program?  Then db_migrate() brings it here; before that
 * it can be copied and verified, and no statement runs on it.  db_number() is that of the last
 * migration it has, 10 of "0010_programme"; 0: none.
 */
bool db_is_old(const struct db_store *s);
int db_number(const struct db_store *s);

/*
 * Bring it to this version: applies the migrations it lacks, all in one transaction, so that a
 * database which cannot be brought here is as it was, and still that of the version that made it.
 */
enum err db_migrate(struct db_store *s, time_us now, struct sbuf *why) MUST_USE;

/*
 * Be the only process that writes to it, until close: a lock beside the file, an advisory lock on
 * PostgreSQL.  ERR_DB_CLAIMED when another process holds it; *why names it where it is known.
 * Whoever keeps a page cache must hold the claim, or share.
 */
enum err db_claim(struct db_store *s, struct sbuf *why) MUST_USE;
/*
 * Serve from it, with a writer: on SQLite as db_claim(); on PostgreSQL beside other processes that
 * share it, which are asked to and waited for.  May follow db_claim().  ERR_DB_CLAIMED when who
 * holds it does not agree within some seconds.
 */
enum err db_share(struct db_store *s, struct sbuf *why) MUST_USE;
/* May kept pages be given out?  Asked before db_is_current(): share.c says why. */
bool db_is_alone(struct db_store *s);
/*
 * The association's clock, which the others are told with every commit; and the clock of the one
 * that is farthest ahead, TIME_NONE where nobody was heard.
 */
void db_clock(struct db_store *s, time_us (*clock)(void *), void *arg);
time_us db_heard_now(const struct db_store *s);

struct db *db_open(struct db_store *s); /* NULL: the world failed, logged */
void db_close(struct db *db);
/* What the engine said when something last failed on this connection; for the log at the edge. */
const char *db_why(const struct db *db);

/*
 * Run `st`.  At most `max` rows of st->ncols values each are put into the ctx's arena; *ret_n says
 * how many came, *ret_changed (may be NULL) how many rows a write touched.  Constraint violations
 * are ERR_CONFLICT, a lock that another process does not let go ERR_BUSY, a file that cannot be
 * right ERR_DB_DAMAGED; the rest is ERR_DB.  Generated functions call this; nobody else does.
 *
 * A transaction in which a statement failed is over, on both engines alike: every further statement
 * fails with the same error, and db_write() keeps nothing even if `fn` returns ERR_OK.
 */
enum err db_run(struct ctx *ctx, const struct db_stmt *st, const struct db_val *args, int max,
                struct db_val **ret_rows, int *ret_n, int64_t *ret_changed) MUST_USE;

/* Does the engine understand `st`, and are its columns of the types declared?  *why: what not. */
enum err db_prepare(struct ctx *ctx, const struct db_stmt *st, struct sbuf *why) MUST_USE;

/* A writing transaction under way.  Only db_write() makes one. */
struct tx {
	struct ctx *ctx;
};

/*
 * Run `fn` in one writing transaction: kept if it returns ERR_OK, else as if it had never run.
 * Returns after the commit is on disk: acknowledged means on disk.
 *
 * With a writer thread, writes that wait together are run one after the other, each in a savepoint,
 * and committed by one sync; the ctx's connection is the writer's while `fn` runs.  PostgreSQL runs
 * SERIALIZABLE and retries serialization failures (at most 10 times, then ERR_BUSY), so `fn` may
 * run more than once and may change nothing but the database, the ctx's arena and *arg.
 *
 * When the connection breaks during the commit, whether it was kept is not known: ERR_DB.  A
 * db_write() within db_write() or db_read() is a bug.
 */
enum err db_write(struct ctx *ctx, enum err (*fn)(struct tx *, void *), void *arg) MUST_USE;

/* Run `fn` on one snapshot of the database (a read transaction; within db_write() in that one). */
enum err db_read(struct ctx *ctx, enum err (*fn)(struct ctx *, void *), void *arg) MUST_USE;

/*
 * How far the store's commits have come, and whether the tables in `reads` are unchanged since:
 * what makes the page cache exact.  A commit counts before its writer is acknowledged; one of
 * another process that shares the database counts a moment after it.
 */
uint64_t db_version(struct db_store *s);
bool db_is_current(struct db_store *s, const struct table_set *reads, uint64_t since);
/*
 * Wait until the version is another than `seen`, `span_us` have passed, or *is_enough is true.
 * Whoever sets *is_enough calls db_wake(), so that those who wait look at it.
 */
void db_wait(struct db_store *s, uint64_t seen, int64_t span_us, const _Atomic bool *is_enough);
void db_wake(struct db_store *s);

/*
 * May anything be written now?  ERR_OK, or what the guard says, or ERR_NOT_KEPT when the files are
 * not those any more that were opened; *why: in English, for the operator.  db_write() asks it
 * itself; whoever answers a request asks before anything is looked up.
 */
enum err db_may_write(struct db_store *s, struct sbuf *why) MUST_USE;
/* Who else has a say in that: the clock.  Set before the store is shared among threads. */
typedef enum err db_guard_fn(void *arg, struct sbuf *why);
void db_guard(struct db_store *s, db_guard_fn *fn, void *arg);
/*
 * Does the database answer, and would it keep what is written?  For /readyz.  Where the last write
 * failed, a small one is tried.  ERR_DB_AWAY, ERR_NOT_KEPT, or what db_may_write() says.
 */
enum err db_ready(struct ctx *ctx, struct sbuf *why) MUST_USE;

struct db_stats {
	uint64_t commits, writes, failed_writes, statements, retries;
};
void db_stats(struct db_store *s, struct db_stats *ret);

/*
 * For tests: make the nth statement, savepoint, commit or file operation from now on fail, or none
 * (0).  db_fault_left() is 0 once it has failed: a loop over n ends when the fault is left over.
 */
void db_fault(struct db_store *s, int nth);
int db_fault_left(struct db_store *s);
