/*
 * batch.c -- several writes in one transaction, each kept or undone alone, committed by one sync.
 *
 * A write alone in its batch needs no savepoint: the transaction is its own.
 */
#include "db/internal.h"
#include "base/random.h"
#include <time.h>

#define TRIES_MAX 10

struct batch {
	struct db *db;
	struct db_job *jobs;
	bool is_single;
	int kept;                /* writes that the commit will keep */
	struct table_set tables; /* what they wrote */
	enum err lost;           /* why the whole transaction is, when it is */
};

/* The caller's connection is told why, since the writer's is not the caller's to ask. */
static void settle(struct db *db, struct db_job *j, enum err e)
{
	j->result = e;
	if (e != ERR_OK && j->before.db != db)
		memcpy(j->before.db->why, db->why, sizeof(db->why));
}

static void settle_all(const struct batch *b, enum err e)
{
	for (struct db_job *j = b->jobs; j; j = j->next)
		settle(b->db, j, e);
}

/* What undoes everybody's write is the world's doing, never a rule's. */
static bool lose(struct batch *b, enum err e)
{
	b->lost = e == ERR_DB_AWAY || e == ERR_NOT_KEPT || e == ERR_DB_DAMAGED ? e : ERR_DB;
	return false;
}

/* Undo one write and leave the others; false when the transaction is lost with it. */
static bool undo(const struct batch *b)
{
	const struct db_engine *engine = b->db->store->engine;

	if (b->is_single)
		return true;
	return engine->is_in_tx(b->db) && engine->exec(b->db, "ROLLBACK TO job") == ERR_OK &&
	       engine->exec(b->db, "RELEASE job") == ERR_OK;
}

/* A statement that failed dooms the write, whatever `fn` makes of it: see db_run() in db.h. */
static enum err call(struct db *db, struct db_job *j)
{
	enum err e;

	/* Whatever an earlier try left in the ctx is forgotten. */
	*j->ctx = j->before;
	j->ctx->db = db;
	memset(&db->writes, 0, sizeof(db->writes));
	e = j->fn(&(struct tx){ j->ctx }, j->arg);
	j->ctx->db = j->before.db;
	if (e == ERR_OK)
		e = db->doomed;
	db->doomed = ERR_OK;
	return e;
}

/* Run one write; false when the whole transaction is lost. */
static bool run(struct batch *b, struct db_job *j)
{
	struct db *db = b->db;
	enum err e;

	if (!b->is_single && (e = db_exec(db, "SAVEPOINT job")) != ERR_OK)
		return lose(b, e);
	e = call(db, j);
	if (db->retry)
		return lose(b, e);
	settle(db, j, e);
	if (e != ERR_OK)
		return undo(b) || lose(b, e);
	if (!b->is_single && (e = db_exec(db, "RELEASE job")) != ERR_OK)
		return lose(b, e);
	table_set_merge(&b->tables, &db->writes);
	b->kept++;
	return true;
}

static void commit(struct batch *b)
{
	struct db *db = b->db;
	enum err e = db_files_look(db->store, true, db->why, sizeof db->why);

	if (e != ERR_OK) {
		db_rollback(db);
		settle_all(b, e);
		return;
	}
	e = db_commit_telling(db, &b->tables);
	/* What was committed into a file that is not there any more is not acknowledged. */
	if (e == ERR_OK)
		e = db_files_look(db->store, true, db->why, sizeof db->why);
	if (e == ERR_OK)
		db->store->commits++;
	else
		settle_all(b, e);
	/* Also when it failed, unless for certain: what was lost may be the answer alone. */
	if (!b->db->retry)
		db_bump(b->db->store, &b->tables);
}

static void try(struct batch *b)
{
	enum err e = db_begin(b->db, DB_WRITING);
	bool is_sound = e == ERR_OK;

	if (!is_sound) {
		settle_all(b, e);
		return;
	}
	for (struct db_job *j = b->jobs; j && is_sound; j = j->next)
		is_sound = run(b, j);
	if (is_sound && b->kept > 0) {
		commit(b);
		return;
	}
	db_rollback(b->db);
	if (!is_sound)
		settle_all(b, b->lost);
}

/* Up to 2, 4, 8 ... 64 milliseconds: two processes that met once shall not meet again in step. */
static void back_off(int tries)
{
	struct timespec t = { 0 };
	uint16_t r;

	random_bytes(&r, sizeof(r));
	t.tv_nsec = (long)(r % (1000u << (tries < 6 ? tries : 6))) * 1000;
	nanosleep(&t, NULL);
}

void db_batch_run(struct db *db, struct db_job *jobs)
{
	uint64_t kept = 0, failed = 0;
	struct batch b;

	for (int tries = 1; tries <= TRIES_MAX; tries++) {
		b = (struct batch){ .db = db, .jobs = jobs, .is_single = !jobs->next };
		try(&b);
		if (!db->retry)
			break;
		settle_all(&b, ERR_BUSY);
		db->store->retries++;
		back_off(tries);
	}
	db->retry = false;
	for (struct db_job *j = jobs; j; j = j->next) {
		kept += j->result == ERR_OK;
		failed += j->result != ERR_OK;
	}
	db->store->writes += kept;
	db->store->failed_writes += failed;
	/* Where one was kept, all could have been. */
	db_able_note(db, kept > 0 ? ERR_OK : jobs->result);
}
