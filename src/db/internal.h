/*
 * db/internal.h -- what the files of db/ share.  Nobody includes it besides but tests.
 *
 * An engine is a handful of functions; everything that is the same on both (transactions, retries,
 * versions, faults, the writer) is written once over them.
 */
#pragma once
#include "db/db.h"
#include "db/able.h"
#include "db/backup.h"
#include "db/cache.h"
#include "db/share.h"
#include <pthread.h>
#include <stdatomic.h>

struct sqlite3;
struct pg_conn;
struct db_writer;

/* The program's mark in the header of a SQLite file: "near" in ASCII. */
#define DB_APPLICATION_ID 0x6e656172
/* User versions of a SQLite file: DB_SEALED where a digest stands at its end (seal.c). */
enum { DB_NOT_SEALED, DB_SEALED };
/*
 * How a store is used.  Backups are read as they lie, and verified by whoever opens them; scratch
 * files are made without a journal of their own.
 */
enum db_use { DB_USE_NORMAL, DB_USE_BACKUP, DB_USE_SCRATCH };
enum db_mode { DB_IDLE, DB_READING, DB_WRITING, DB_MIGRATING };

/* How far a database has come. */
struct db_standing {
	bool is_new; /* nothing is in it */
	bool is_old; /* something is, but not all that this program's migrations make */
	int number;  /* of its last migration; 0: none */
};

/* Where the rows of one statement go. */
struct db_rows {
	struct arena *arena;
	int max;    /* as many are kept */
	int width;  /* values a row */
	int n, cap; /* rows */
	struct db_val *vals;
	int64_t changed;
};

struct db_engine {
	const char *begin[DB_MIGRATING + 1];
	enum err (*connect)(struct db *db);
	void (*disconnect)(struct db *db); /* also when connect failed half way */
	bool (*is_lost)(const struct db *db);
	bool (*is_in_tx)(const struct db *db);            /* a transaction is open, sound or not */
	enum err (*exec)(struct db *db, const char *sql); /* statements without rows */
	enum err (*run)(struct db *db, const struct db_stmt *st, const struct db_val *args,
	                struct db_rows *rows);
	enum err (*prepare)(struct db *db, const struct db_stmt *st);
};
extern const struct db_engine db_engine_sqlite, db_engine_postgres;

struct db_store {
	const struct db_engine *engine;
	enum db_use use;
	char *url;
	const char *path; /* of the SQLite file, within url; NULL on PostgreSQL */
	struct db_standing standing;
	int lock_fd;      /* of PATH.lock, or -1 */
	struct db *claim; /* the connection that holds the claim on PostgreSQL */
	struct db_writer *writer;
	struct db_able able;
	pthread_mutex_t bump;  /* one commit raises the versions at a time */
	pthread_cond_t bumped; /* with `bump`: the versions were raised, or db_wake() */
	_Atomic uint64_t version;
	_Atomic uint64_t table_version[TABLE_COUNT];
	struct db_share share;
	_Atomic uint64_t commits, writes, failed_writes, statements, retries;
	_Atomic int fault, connections;
};

struct db {
	struct db_store *store;
	struct sqlite3 *lite;
	struct pg_conn *pg;
	struct db_cache cache; /* prepared statements */
	enum db_mode mode;
	enum err doomed;         /* what first failed in the transaction under way */
	bool retry;              /* PostgreSQL could not serialize it: run it again */
	bool broken;             /* its state is not known: connect afresh before using it */
	bool holds_claim;        /* take the claim again when reconnecting */
	struct table_set writes; /* tables written by the write under way */
	char why[512];           /* what the engine said of the last failure */
};

/* One waiting write.  It lives on the stack of whoever waits. */
struct db_job {
	struct ctx *ctx;
	struct ctx before; /* to begin again from */
	enum err (*fn)(struct tx *, void *);
	void *arg;
	enum err result;
	bool is_done;
	pthread_cond_t done;
	struct db_job *next;
};

/* store.c */
enum err db_store_open_as(const char *url, enum db_use use, struct db_store **ret_store,
                          struct sbuf *why) MUST_USE;
const char *db_store_name(const struct db_store *s); /* for messages; never a password */
bool db_is_faulted(struct db_store *s);              /* counts down; true once, at the nth call */
void db_bump(struct db_store *s, const struct table_set *tables);

/* conn.c */
enum err db_connect(struct db_store *s, struct db **ret_db, struct sbuf *why) MUST_USE;
enum err db_reconnect(struct db *db) MUST_USE;
/* Keep what went wrong for db_why(), and return `e`. */
enum err db_fail(struct db *db, enum err e, const char *fmt, ...) PRINTF_LIKE(3, 4) MUST_USE;
enum err db_exec(struct db *db, const char *sql) MUST_USE; /* may be made to fail */
enum err db_query(struct db *db, const struct db_stmt *st, const struct db_val *args,
                  struct db_rows *rows) MUST_USE;
enum err db_begin(struct db *db, enum db_mode mode) MUST_USE;
enum err db_commit(struct db *db) MUST_USE; /* rolls back when it fails */
/* The same, and those who share the database hear that these tables were written. */
enum err db_commit_telling(struct db *db, const struct table_set *tables) MUST_USE;
/* Give up the transaction under way, if there is one; never fails, but may leave db->broken. */
void db_rollback(struct db *db);
struct db_val *db_rows_add(struct db_rows *rows);
void db_rows_clear(struct db_rows *rows);

/* batch.c: run the jobs in one transaction, and again where PostgreSQL asks for it. */
void db_batch_run(struct db *db, struct db_job *jobs);

/* writer.c */
enum err db_writer_start(struct db_store *s, struct sbuf *why) MUST_USE;
void db_writer_stop(struct db_store *s);
void db_writer_run(struct db_writer *w, struct db_job *job);
void db_writer_wake(struct db_store *s); /* so that it tends what it holds */
/* A thread that no signal reaches: those are the program's. */
bool db_thread_start(pthread_t *ret, void *(*run)(void *), void *arg) MUST_USE;

/* claim.c */
/* A key for each schema; advisory locks are a database's own anyway. */
#define DB_CLAIM_KEY "hashtextextended('near:' || current_schema()::text, 0)"
/* Once more on a new connection of PostgreSQL, and not at any price: ERR_DB_CLAIMED. */
enum err db_claim_retake(struct db *db) MUST_USE;
void db_claim_release(struct db_store *s);

/* migrate.c */
struct db_applied {
	int64_t number, at;
	struct str name, sha256;
};
/* Ours, sound, not newer?  As db_store_open() promises. */
enum err db_check(struct db *db, struct arena *a, struct db_standing *ret, struct sbuf *why)
	MUST_USE;
enum err db_applied(struct db *db, struct arena *a, struct db_applied **ret, int *ret_n) MUST_USE;
const struct db_migration *db_migration_of(int64_t number); /* NULL: not known here */
/* Within a transaction: mark an empty database as ours; make the tables of a migration. */
enum err db_mark(struct db *db) MUST_USE;
enum err db_apply(struct db *db, const struct db_migration *m) MUST_USE;
/* Mark an empty database and make the tables that `from` has, by the same migrations. */
enum err db_apply_like(struct db *to, struct db *from, struct arena *a) MUST_USE;

/*
 * sound.c: what is not as the recorded migrations made it, a line each; and the same, with a look
 * at every page, as opening a database asks: ERR_DB_DAMAGED.
 */
enum err db_shape_check(struct db *db, struct sbuf *faults) MUST_USE;
enum err db_sound_check(struct db *db, struct sbuf *why) MUST_USE;

/* file.c: `s` (may be NULL) is the store whose faults count. */
bool db_file_exists(const char *path);
/* A new, empty file, its owner's alone. */
enum err db_file_create(struct db_store *s, const char *path, struct sbuf *why) MUST_USE;
/* Give the file, once it is on disk, its name, and see to it that the name is on disk too. */
enum err db_file_name(struct db_store *s, const char *from, const char *to, struct sbuf *why)
	MUST_USE;
/* One snapshot of a SQLite database into the empty file `path`, with `mark` as its user version. */
enum err db_file_copy(struct db *from, const char *path, int mark, struct sbuf *why) MUST_USE;

/* seal.c: the finished file of a backup, marked DB_SEALED, is given its digest. */
enum err db_seal(struct db_store *s, const char *path, struct sbuf *why) MUST_USE;
/*
 * Is the file as it was made, as far as its length and its digest tell?  *ret_is_sealed: has it a
 * digest?  One of an earlier version has none.  ERR_DB_DAMAGED, ERR_NOT_FOUND (empty), ERR_IO.
 */
enum err db_seal_check(const char *path, bool *ret_is_sealed, struct sbuf *why) MUST_USE;

/* copy.c: every row of one database into another with the same, empty tables. */
enum err db_copy_out(struct db *pg, struct db *lite, struct sbuf *why) MUST_USE;
enum err db_copy_in(struct db *lite, struct db *pg, struct sbuf *why) MUST_USE;
