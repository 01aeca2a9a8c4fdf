/*
 * db/share.h -- several processes on one PostgreSQL database: how this one holds it, what it tells
 * the others and hears of them.  A part of db/internal.h; the argument stands in share.c.
 */
#pragma once
#include "base/base.h"
#include "errors.h"
#include "ids.h"
#include <stdatomic.h>

struct db;
struct db_ear;
struct db_store;

enum db_hold { DB_NOT_HELD, DB_ALONE, DB_SHARED };

/* What is told: a greeting that asks for the database to be shared, its answer, a commit. */
enum db_word { DB_HELLO = 'h', DB_ANSWER = 'a', DB_COMMITTED = 'c' };

/* As long as a message may become: who, what, when, and a bit for each table. */
#define DB_MESSAGE_TEXT (64 + 16 * TABLE_WORDS)

struct db_share {
	/* Set before the first hold. */
	_Atomic bool
		is_leased; /* the writer's connection holds it, and proves that again and again */
	_Atomic bool may_share; /* and gives way to others that serve */
	/* Changed by the writer's connection alone. */
	_Atomic enum db_hold hold;
	_Atomic int64_t alone_until_us; /* until then nobody else can have written */
	_Atomic int64_t write_from_us;  /* no commit before: what others have proved is over then */
	int64_t try_us;                 /* when to try to be alone again */
	/* What the ear heard. */
	_Atomic bool is_asked, is_answered;
	_Atomic int64_t heard_us; /* the others' clock less this machine's monotonic one */
	struct db_ear *ear;
	char id[17];      /* this store's, in what it tells */
	char channel[32]; /* the schema's */
	/* The association's clock in this process. */
	_Atomic(time_us (*)(void *)) clock;
	void *clock_arg;
};

/* share.c: on the connection that holds, and in its thread. */
void db_share_init(struct db_store *s);
void db_share_lease(struct db_store *s); /* before the writer takes hold */
int64_t db_share_now_us(void);           /* goes on while the machine sleeps */
void db_share_begin(struct db *db, enum db_hold hold, int64_t asked_us);
void db_share_lost(struct db *db);
/* The server has answered what was asked at `asked_us`, so the lock was held then. */
void db_share_proved(struct db *db, int64_t asked_us);
void db_share_tend(struct db *db, bool is_idle); /* between two batches */
void db_share_wait(struct db_store *s);          /* until a commit is allowed */
/* Tell the others; outside of transactions. */
enum err db_share_tell(struct db *db, enum db_word word) MUST_USE;
/* How a batch begins: where others write too, one after the other. */
const char *db_share_begin_sql(const struct db_store *s);
/* "COMMIT", and before it what the others shall hear of it.  `sql` has DB_COMMIT_TEXT bytes. */
#define DB_COMMIT_TEXT (DB_MESSAGE_TEXT + 64)
const char *db_share_commit(struct db_store *s, const struct table_set *tables, char *sql);

/* ear.c */
enum err db_ear_start(struct db_store *s, struct db *db) MUST_USE; /* listening when it returns */
void db_ear_stop(struct db_store *s);
