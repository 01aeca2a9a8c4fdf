/* digest.c -- a digest of each row of a table, the same on both engines. */
#include "db/digest.h"
#include "base/str.h"
#include "crypto/hash.h"
#include "db/internal.h"
#include <libpq-fe.h>
#include <sqlite3.h>

enum { COLUMNS_MAX = 200 };

struct digest {
	struct arena *arena;
	db_digested *fn;
	void *arg;
	int columns;            /* after the key, which comes first */
	int order[COLUMNS_MAX]; /* by name */
};

static void add_value(struct sbuf *row, const char *name, struct str value)
{
	if (value.p)
		sbuf_printf(row, "%s=%zu:%.*s\n", name, value.n, STR_ARG(value));
	else
		sbuf_printf(row, "%s=N\n", name);
}

static void end_row(struct digest *d, struct sbuf *row, struct str key)
{
	char hash[CRYPTO_SHA256_HEX];
	struct str text = sbuf_done(row);

	crypto_sha256_hex(text.p, text.n, hash);
	d->fn(d->arg, key, (struct str){ hash, DB_DIGEST_HEX - 1 });
	arena_reset(d->arena);
}

static struct str hex(struct arena *a, const unsigned char *p, size_t n)
{
	struct sbuf out = { .arena = a };

	for (size_t i = 0; i < n; i++)
		sbuf_printf(&out, "%02x", p[i]);
	return n > 0 ? sbuf_done(&out) : S("");
}

/* Column numbers in the order of their names; few, so that the simplest way will do. */
static bool put_in_order(struct digest *d, const char *(*name_of)(void *, int), void *of, int n)
{
	if (n > COLUMNS_MAX)
		return false;
	d->columns = n - 1;
	for (int i = 0; i < d->columns; i++) {
		int at = i;

		for (; at > 0 && strcmp(name_of(of, d->order[at - 1]), name_of(of, i + 1)) > 0;
		     at--)
			d->order[at] = d->order[at - 1];
		d->order[at] = i + 1;
	}
	return true;
}

/* --- SQLite --- */

static const char *lite_name(void *q, int i)
{
	return sqlite3_column_name(q, i);
}

static struct str lite_value(struct arena *a, sqlite3_stmt *q, int i)
{
	switch (sqlite3_column_type(q, i)) {
	case SQLITE_NULL:
		return (struct str){ 0 };
	case SQLITE_BLOB:
		return hex(a, sqlite3_column_blob(q, i), (size_t)sqlite3_column_bytes(q, i));
	default:
		return arena_str(a, (const char *)sqlite3_column_text(q, i),
		                 (size_t)sqlite3_column_bytes(q, i));
	}
}

static enum err digest_lite(struct db *db, const char *sql, struct digest *d)
{
	sqlite3_stmt *q;
	int rc;

	if (sqlite3_prepare_v2(db->lite, sql, -1, &q, NULL) != SQLITE_OK)
		return db_fail(db, ERR_DB, "%s", sqlite3_errmsg(db->lite));
	/* Of a schema that others have changed SQLite hears with the first step. */
	rc = sqlite3_step(q);
	if (rc == SQLITE_ROW && !put_in_order(d, lite_name, q, sqlite3_column_count(q)))
		rc = SQLITE_ERROR;
	for (; rc == SQLITE_ROW; rc = sqlite3_step(q)) {
		struct sbuf row = { .arena = d->arena };

		for (int i = 0; i < d->columns; i++)
			add_value(&row, sqlite3_column_name(q, d->order[i]),
			          lite_value(d->arena, q, d->order[i]));
		end_row(d, &row, lite_value(d->arena, q, 0));
	}
	enum err e = rc == SQLITE_DONE ? ERR_OK
	                               : db_fail(db, ERR_DB, "%s", sqlite3_errmsg(db->lite));

	sqlite3_finalize(q);
	return e;
}

/* --- PostgreSQL --- */

enum { PG_BYTEA = 17 };

static const char *pg_name(void *r, int i)
{
	return PQfname(r, i);
}

/* Bytes come as "\x0123": without the sign they are what SQLite's are made into. */
static struct str pg_value(const PGresult *r, int i)
{
	struct str text = { PQgetvalue(r, 0, i), (size_t)PQgetlength(r, 0, i) };

	if (PQgetisnull(r, 0, i))
		return (struct str){ 0 };
	return PQftype(r, i) == PG_BYTEA ? str_sub(text, 2, text.n) : text;
}

static void take_row(struct digest *d, PGresult *r)
{
	struct sbuf row = { .arena = d->arena };

	for (int i = 0; i < d->columns; i++)
		add_value(&row, PQfname(r, d->order[i]), pg_value(r, d->order[i]));
	end_row(d, &row, pg_value(r, 0));
}

static enum err digest_pg(struct db *db, const char *sql, struct digest *d)
{
	enum err e = ERR_OK;

	if (!PQsendQuery(db->pg, sql) || !PQsetSingleRowMode(db->pg))
		return db_fail(db, ERR_DB, "%s", PQerrorMessage(db->pg));
	for (PGresult *r; (r = PQgetResult(db->pg)) != NULL; PQclear(r)) {
		ExecStatusType s = PQresultStatus(r);

		if (e == ERR_OK && s == PGRES_SINGLE_TUPLE && !d->columns &&
		    !put_in_order(d, pg_name, r, PQnfields(r)))
			e = ERR_DB;
		if (e == ERR_OK && s == PGRES_SINGLE_TUPLE)
			take_row(d, r);
		else if (e == ERR_OK && s != PGRES_TUPLES_OK)
			e = db_fail(db, ERR_DB, "%s", PQresultErrorMessage(r));
	}
	return e;
}

/* --- */

enum err db_digest(struct ctx *ctx, const struct db_part *part, db_digested *fn, void *arg)
{
	struct digest d = { .arena = arena_new(), .fn = fn, .arg = arg };
	struct db *db = ctx->db;
	struct str sql = arena_printf(ctx->arena, "SELECT %s, %s FROM %s%s%s ORDER BY %s",
	                              part->key, part->columns ? part->columns : "*", part->table,
	                              part->where ? " WHERE " : "", part->where ? part->where : "",
	                              part->key);
	enum err e = ERR_DB;

	if (!db_is_faulted(db->store))
		e = db->lite ? digest_lite(db, sql.p, &d) : digest_pg(db, sql.p, &d);
	arena_free(d.arena);
	return e;
}
