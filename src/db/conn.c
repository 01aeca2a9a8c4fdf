/*
 * conn.c -- one connection: statements, read transactions, and what happens when something fails.
 */
#include "db/internal.h"
#include "base/log.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum err db_fail(struct db *db, enum err e, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(db->why, sizeof(db->why), fmt, args);
	va_end(args);
	return e;
}

const char *db_why(const struct db *db)
{
	return db->why;
}

enum err db_connect(struct db_store *s, struct db **ret_db, struct sbuf *why)
{
	struct db *db = calloc(1, sizeof(*db));
	enum err e;

	MUST(db);
	db->store = s;
	e = s->engine->connect(db);
	if (e == ERR_OK) {
		*ret_db = db;
		return ERR_OK;
	}
	sbuf_printf(why, "%s", db->why);
	db_close(db);
	return e;
}

struct db *db_open(struct db_store *s)
{
	struct arena *a = arena_new();
	struct sbuf why = { .arena = a };
	struct db *db = NULL;

	if (db_connect(s, &db, &why) != ERR_OK)
		log_why(LOG_ERROR, "db.open", "%s", sbuf_done(&why).p);
	arena_free(a);
	return db;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	MUST(db->mode == DB_IDLE);
	db->store->engine->disconnect(db);
	free(db);
}

enum err db_reconnect(struct db *db)
{
	const struct db_engine *engine = db->store->engine;
	enum err e;

	if (db->holds_claim)
		db_share_lost(db);
	engine->disconnect(db);
	e = engine->connect(db);
	db->broken = e != ERR_OK;
	return e;
}

struct db_val *db_rows_add(struct db_rows *rows)
{
	if (rows->n == rows->cap) {
		struct db_val *old = rows->vals;

		/* Most reads give one row; a LIMIT may be far above what comes. */
		rows->cap = rows->cap ? 2 * rows->cap : rows->max < 8 ? rows->max : 8;
		rows->vals = arena_array(rows->arena, (size_t)rows->cap * (size_t)rows->width,
		                         sizeof(*old));
		if (rows->n > 0)
			memcpy(rows->vals, old,
			       (size_t)rows->n * (size_t)rows->width * sizeof(*old));
	}
	return &rows->vals[rows->n++ * rows->width];
}

void db_rows_clear(struct db_rows *rows)
{
	rows->n = 0;
	rows->changed = 0;
}

enum err db_exec(struct db *db, const char *sql)
{
	if (db_is_faulted(db->store))
		return db_fail(db, ERR_DB, "%s: made to fail", sql);
	return db->store->engine->exec(db, sql);
}

enum err db_query(struct db *db, const struct db_stmt *st, const struct db_val *args,
                  struct db_rows *rows)
{
	const struct db_engine *engine = db->store->engine;
	int64_t asked_us = db->holds_claim ? db_share_now_us() : 0;
	enum err e;

	if (db->doomed != ERR_OK)
		return db->doomed;
	if (db->broken && db->mode == DB_IDLE && (e = db_reconnect(db)) != ERR_OK)
		return e;
	db->store->statements++;
	rows->width = st->ncols;
	if (db_is_faulted(db->store))
		e = db_fail(db, ERR_DB, "%s: made to fail", st->name);
	else
		e = engine->run(db, st, args, rows);
	/* Outside a transaction nothing is lost with the connection: a read is asked again. */
	if (e != ERR_OK && db->mode == DB_IDLE && engine->is_lost(db) &&
	    db_reconnect(db) == ERR_OK) {
		db_rows_clear(rows);
		e = engine->run(db, st, args, rows);
	}
	if (e == ERR_OK && db->holds_claim)
		db_share_proved(db, asked_us);
	if (e != ERR_OK && db->mode != DB_IDLE)
		db->doomed = e;
	return e;
}

enum err db_begin(struct db *db, enum db_mode mode)
{
	const struct db_engine *engine = db->store->engine;
	const char *sql = engine->begin[mode];
	enum err e;

	MUST(db->mode == DB_IDLE);
	db->doomed = ERR_OK;
	db->retry = false;
	if (db->broken && (e = db_reconnect(db)) != ERR_OK)
		return e;
	e = db_exec(db, sql);
	/* A connection that broke while nobody used it is noticed here, before anything has run. */
	if (e != ERR_OK && engine->is_lost(db) && db_reconnect(db) == ERR_OK)
		e = db_exec(db, sql);
	if (e == ERR_OK)
		db->mode = mode;
	if (e == ERR_OK && mode != DB_READING)
		db_share_wait(db->store);
	return e;
}

static enum err commit(struct db *db, const char *sql)
{
	enum err e = db_exec(db, sql);

	if (e == ERR_OK)
		db->mode = DB_IDLE;
	else
		db_rollback(db);
	return e;
}

enum err db_commit(struct db *db)
{
	return commit(db, "COMMIT");
}

enum err db_commit_telling(struct db *db, const struct table_set *tables)
{
	char sql[DB_COMMIT_TEXT];

	return commit(db, db_share_commit(db->store, tables, sql));
}

void db_rollback(struct db *db)
{
	const struct db_engine *engine = db->store->engine;
	char why[sizeof(db->why)];

	db->mode = DB_IDLE;
	db->doomed = ERR_OK;
	if (!engine->is_in_tx(db))
		return;
	/* What failed first is what the log wants to know. */
	memcpy(why, db->why, sizeof(why));
	if (engine->exec(db, "ROLLBACK") != ERR_OK)
		db->broken = true;
	memcpy(db->why, why, sizeof(why));
}

enum err db_run(struct ctx *ctx, const struct db_stmt *st, const struct db_val *args, int max,
                struct db_val **ret_rows, int *ret_n, int64_t *ret_changed)
{
	struct db *db = ctx->db;
	struct db_rows rows = { .arena = ctx->arena, .max = max };
	enum err e;

	MUST(!st->writes_rows || db->mode == DB_WRITING);
	e = db_query(db, st, args, &rows);
	table_set_merge(&ctx->reads, &st->reads);
	if (e != ERR_OK)
		return e;
	table_set_merge(&db->writes, &st->writes);
	*ret_rows = rows.vals;
	*ret_n = rows.n;
	if (ret_changed)
		*ret_changed = rows.changed;
	return ERR_OK;
}

enum err db_prepare(struct ctx *ctx, const struct db_stmt *st, struct sbuf *why)
{
	enum err e = ctx->db->store->engine->prepare(ctx->db, st);

	if (e != ERR_OK)
		sbuf_printf(why, "%s: %s\n", st->name, ctx->db->why);
	return e;
}

enum err db_read(struct ctx *ctx, enum err (*fn)(struct ctx *, void *), void *arg)
{
	struct db *db = ctx->db;
	enum err e;

	if (db->mode != DB_IDLE)
		return fn(ctx, arg);
	e = db_begin(db, DB_READING);
	if (e != ERR_OK)
		return e;
	e = fn(ctx, arg);
	/* Nothing was written: giving it up and ending it are the same. */
	db_rollback(db);
	return e;
}
